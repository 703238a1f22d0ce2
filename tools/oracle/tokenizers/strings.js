// Prints strings to compare, one JSON string a line.
//   node strings.js corpus <file.jsonl.gz|file.txt> ...    paragraphs of a corpus
//   node strings.js nasty <count> <seed>                   generated: random Unicode, marks, controls, long words, special tokens
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

const [mode, ...args] = process.argv.slice(2);
const print = (s) => process.stdout.write(JSON.stringify(s) + '\n');

if (mode === 'corpus') {
  for (const file of args) {
    if (file.endsWith('.txt')) { readFileSync(file, 'utf8').split(/\n\n+/).forEach(print); continue; }
    const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) });
    for await (const line of lines) JSON.parse(line).text.split('\n').forEach(print);
  }
} else {
  let state = BigInt(args[1]) * 0x9e3779b97f4a7c15n + 1n;
  const random = (n) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(n));
  };
  const ranges = [
    [0x20, 0x7e], [0x61, 0x7a], [0x61, 0x7a], [0x00, 0x24f], [0x300, 0x36f], [0x370, 0x5ff], [0x600, 0x8ff], [0x900, 0xdff],
    [0xe00, 0x12ff], [0x1e00, 0x20ff], [0x2000, 0x2fff], [0x3000, 0x4dff], [0x4e00, 0x4fff], [0xac00, 0xadff], [0xa000, 0xabff],
    [0xf900, 0xffff], [0x10000, 0x11fff], [0x1d100, 0x1d24f], [0x1d400, 0x1f9ff], [0x20000, 0x2fa1f], [0xe0000, 0xe01ff], [0x0, 0x10ffff],
  ];
  const marks = [0x301, 0x323, 0x345, 0x302e, 0x302f, 0x1d165, 0x1d16d, 0x344, 0xf73, 0x9c7, 0xb4d, 0x1b44, 0xa953, 0x200d, 0xad, 0x1d15e, 0xe9, 0x3b, 0x37e];
  const words = ['the', 'unaffable', 'Hello', 'naïve', 'ﬁne', 'İstanbul', 'ΑΣ', 'ß', '中文', '한국어', 'ไทย', 'हिन्दी', '[MASK]', '[SEP]', '[mask]', '[', '##ing', '👩‍👩‍👧', "don't", '3.14', 'x'.repeat(100), 'y'.repeat(101)];
  const code = () => {
    const kind = random(10);
    if (kind === 0) return marks[random(marks.length)];
    const [a, b] = ranges[random(ranges.length)];
    const c = a + random(b - a + 1);
    return c >= 0xd800 && c <= 0xdfff ? 0x41 : c;
  };
  for (let i = 0; i < Number(args[0]); i++) {
    let s = '';
    const length = random(random(20) === 0 ? 200 : 24);
    for (let k = 0; k < length; k++) {
      const kind = random(8);
      if (kind === 0) s += words[random(words.length)];
      else if (kind === 1) s += ' \t\n\r\u00a0'[random(5)];
      else s += String.fromCodePoint(code());
    }
    print(s);
  }
}
