// Where graphemes end, which decides what a character map takes along ("Precompiled"): every code point behind an "a", and those that lean on what follows before one.
//   node graphemes.js tokenizer > FILE.json
//   node graphemes.js strings | node reference.js FILE.json | dotnet run -c Release --project Compare FILE.json - mismatches.jsonl
import { charsmap } from './charsmap.js';

// Unicode's Grapheme_Cluster_Break=Prepend.
const leaning = [
  0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6dd, 0x70f, 0x890, 0x891, 0x8e2, 0xd4e, 0x110bd, 0x110cd, 0x111c2, 0x111c3, 0x113d1, 0x1193f, 0x11941,
  0x11a3a, 0x11a84, 0x11a85, 0x11a86, 0x11a87, 0x11a88, 0x11a89, 0x11d46, 0x11f02,
].map((code) => String.fromCodePoint(code));

if (process.argv[2] === 'tokenizer') {
  const map = charsmap(Object.fromEntries(['a', 'é', ...leaning].map((key) => [key, 'x'])));
  process.stdout.write(JSON.stringify({
    version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: { type: 'Precompiled', precompiled_charsmap: map }, pre_tokenizer: null, post_processor: null, decoder: null,
    model: { type: 'Unigram', unk_id: 0, vocab: [['<unk>', 0], ['x', -1], ['b', -1]], byte_fallback: false },
  }));
} else {
  const print = (text) => process.stdout.write(JSON.stringify(text) + '\n');
  for (let code = 1; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    print(`a${character}b`);
    if (code < 0x10000) print(`é${character}b`);
  }
  for (const before of leaning) for (const after of ['a', 'é', 'b', '\n', '\u0301']) print(`b${before}${after}b`);
}
