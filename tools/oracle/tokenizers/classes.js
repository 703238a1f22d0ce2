// Asks the reference library how it classifies every code point, and prints the table that
// src/Cocoon.Text/Tokenization/PreTokenizers/classes.txt holds.
//   node classes.js > ../../../src/Cocoon.Text/Tokenization/PreTokenizers/classes.txt
import tokenizers from 'tokenizers';
import { points, ranges } from './lines.js';

const normalizer = (part) => tokenizers.Tokenizer.fromString(JSON.stringify({
  version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: part, pre_tokenizer: null, post_processor: null, decoder: null,
  model: { type: 'WordLevel', vocab: { '[UNK]': 0 }, unk_token: '[UNK]' },
})).getNormalizer();

const all = [...points()].filter((c) => c !== 1);
const text = all.map((c) => String.fromCodePoint(c)).join('');
const matching = (pattern) => {
  const marked = [...normalizer({ type: 'Replace', pattern: { Regex: pattern }, content: '\u0001' }).normalizeString(text)];
  if (marked.length !== all.length) throw new Error(pattern);
  return all.filter((_, i) => marked[i] === '\u0001');
};

const categories = new Map();
for (const name of ['Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Mn', 'Mc', 'Me', 'Nd', 'Nl', 'No', 'Pc', 'Pd', 'Ps', 'Pe', 'Pi', 'Pf', 'Po',
  'Sm', 'Sc', 'Sk', 'So', 'Zs', 'Zl', 'Zp', 'Cc', 'Cf', 'Co', 'Cn'])
  for (const c of matching(`\\p{${name}}`)) {
    if (categories.has(c)) throw new Error(`${c} has two categories`);
    categories.set(c, name);
  }
categories.set(1, 'Cc');
if (categories.size !== all.length + 1) throw new Error('a code point has no category');
categories.forEach((name, c) => { if (name === 'Cn') categories.delete(c); });

const words = new Map(), numbers = new Map();
const word = tokenizers.whitespacePreTokenizer(), digit = tokenizers.digitsPreTokenizer(true);
for (const c of points()) {
  const pieces = word.preTokenizeString('a' + String.fromCodePoint(c) + 'b');
  if (pieces.length === 1) words.set(c, '');
  if (digit.preTokenizeString('a' + String.fromCodePoint(c) + 'b').length === 3) numbers.set(c, '');
}

process.stdout.write([
  '# How the reference library (npm tokenizers 0.23.2) classifies each code point; written by tools/oracle/tokenizers/classes.js.',
  '# G general category in its regular expressions (others are Cn): category first last',
  '# W word character of its Whitespace; U number of its Digits: first last',
  ...ranges('G', [...categories].sort((a, b) => a[0] - b[0])), ...ranges('W', words), ...ranges('U', numbers),
].join('\n') + '\n');
