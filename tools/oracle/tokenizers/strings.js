// Prints strings to compare, one JSON string a line.
//   node strings.js corpus <file.jsonl.gz|file.txt> ...    paragraphs of a corpus
//   node strings.js nasty <count> <seed>                   generated: random Unicode, marks, controls, long words, special tokens
//   node strings.js wild <count> <seed>                    generated: those, and lone surrogates, emoji sequences, right-to-left text, only spaces,
//                                                          very long words, numbers, contractions, code
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

const [mode, ...args] = process.argv.slice(2);
// Half of a pair is printed as an escape, which JSON.parse reads back.
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
  const mixture = () => {
    let s = '';
    const length = random(random(20) === 0 ? 200 : 24);
    for (let k = 0; k < length; k++) {
      const kind = random(8);
      if (kind === 0) s += words[random(words.length)];
      else if (kind === 1) s += ' \t\n\r\u00a0'[random(5)];
      else s += String.fromCodePoint(code());
    }
    return s;
  };
  const pick = (list) => list[random(list.length)];
  const times = (most, part) => { let s = ''; for (let k = random(most + 1); k > 0; k--) s += part(); return s; };
  const spaces = [' ', ' ', ' ', '\t', '\n', '\r\n', '\u000b', '\f', '\u0085', '\u00a0', '\u1680', '\u2003', '\u2028', '\u202f', '\u205f', '\u3000', '\u200b', '\ufeff', '\u180e'];
  const people = ['\u{1f468}', '\u{1f469}', '\u{1f9d1}', '\u{1f476}', '\u2764', '\u{1f525}', '\u{1f3f3}', '\u{1f9b0}', '\u{1f44d}', '\u270a'];
  const plain = ['the', 'The', 'cat', 'CAT', "don't", "we'LL", "it's", "I'm", "they've", "'re", "''d", 'naïve', 'Straße', 'x', 'foo_bar', 'fooBar', '中文', '日本語', 'かな', '한국', 'Привет', 'ΑΣ', 'ſ', 'K', 'İ'];
  const special = ['<|endoftext|>', '<s>', '</s>', '<mask>', ' <mask> ', '<pad>', '<unk>', '[MASK]', '[SEP]', '[CLS]', '[UNK]', '[PAD]', '<extra>', 'yesterday', 'Yesterday', '▁', '##', '</w>', '<0x41>', '<0xe4>', 'Ġ'];
  const kinds = [
    mixture, mixture,
    () => times(20, () => pick(spaces)),
    () => times(8, () => pick(plain) + times(2, () => pick(spaces))),
    () => times(12, () => pick(special) + times(1, () => pick(plain))),
    () => times(6, () => pick(people) + times(1, () => '\ufe0f') + times(1, () => String.fromCodePoint(0x1f3fb + random(5))) + times(2, () => '\u200d' + pick(people))) +
      times(3, () => String.fromCodePoint(0x1f1e6 + random(26), 0x1f1e6 + random(26))),
    () => times(30, () => (random(4) ? String.fromCodePoint(random(2) ? 0x5d0 + random(27) : 0x620 + random(43)) : pick([' ', '\u200f', '\u202b', '\u202c', '،', '\u064b', '\u0651']))),
    () => times(8, () => pick(['\ud800', '\udc00', '\ud83d', '\udc68', '\udfff', 'a', ' ', '😀', '\u0301', "'s"])),
    () => pick(['a', 'ab', 'é', '中', '😀', 'ا', '=', ' a', '\u0301', '1']).repeat(random(random(10) ? 60 : 1500)),
    () => times(12, () => (random(3) ? String(random(100000)) : pick(['.', ',', ' ', '-', '٣', '½', 'Ⅷ', '²', '$', '%', 'e', '０']))),
    () => times(15, () => pick(['if (x', ') {', '\n    ', '\n\n', '\t\t', 'return', '_', '->', '!=', '//', ' ', '  ', '   ', ';', '"', 'π', '0x1F'])),
    () => times(12, () => String.fromCodePoint(pick([0x300, 0x301, 0x323, 0x345, 0x93c, 0x94d, 0x5b0, 0x64b, 0x1d165, 0x302e, 0x41, 0xe9, 0xac00, 0x1100, 0x1161, 0x11a8, 0x1e0b, 0x212b, 0xfb01, 0x2126, 0x95c, 0xf73]))),
  ];
  for (let i = 0; i < Number(args[0]); i++) print(mode === 'wild' ? pick(kinds)() : mixture());
}
