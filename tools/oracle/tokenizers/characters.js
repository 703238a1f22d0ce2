// Asks the reference library what it does with every code point, and prints the table that
// src/Cocoon.Text/Tokenization/Normalizers/characters.txt holds.
//   node characters.js > ../../../src/Cocoon.Text/Tokenization/Normalizers/characters.txt
import tokenizers from 'tokenizers';
import { hex, map, points, ranges } from './lines.js';

const { bertNormalizer, bertPreTokenizer, nfcNormalizer, nfdNormalizer, nfkdNormalizer, stripAccentsNormalizer, lowercase } = tokenizers;
const off = { cleanText: false, handleChineseChars: false, stripAccents: false, lowercase: false };
const clean = bertNormalizer({ ...off, cleanText: true });
const chinese = bertNormalizer({ ...off, handleChineseChars: true });
const strip = bertNormalizer({ ...off, stripAccents: true });
const split = bertPreTokenizer();
const nfd = nfdNormalizer(), nfc = nfcNormalizer(), nfkd = nfkdNormalizer();
const accents = stripAccentsNormalizer();
const lower = lowercase();

const isHangul = (c) => c >= 0xac00 && c <= 0xd7a3;

// The combining class of c, from the order in which NFD puts it and a mark of known class.
const representatives = [
  [1, 0x0334], [7, 0x093c], [8, 0x3099], [9, 0x094d], [10, 0x05b0], [11, 0x05b1], [12, 0x05b2], [13, 0x05b3],
  [14, 0x05b4], [15, 0x05b5], [16, 0x05b6], [17, 0x05b7], [18, 0x05b8], [19, 0x05b9], [20, 0x05bb], [21, 0x05bc],
  [22, 0x05bd], [23, 0x05bf], [24, 0x05c1], [25, 0x05c2], [26, 0xfb1e], [27, 0x064b], [28, 0x064c], [29, 0x064d],
  [30, 0x064e], [31, 0x064f], [32, 0x0650], [33, 0x0651], [34, 0x0652], [35, 0x0670], [36, 0x0711], [84, 0x0c55],
  [91, 0x0c56], [103, 0x0e38], [107, 0x0e48], [118, 0x0eb8], [122, 0x0ec8], [129, 0x0f71], [130, 0x0f72], [132, 0x0f74],
  [202, 0x0321], [214, 0x1dce], [216, 0x031b], [218, 0x302a], [220, 0x0316], [222, 0x059a], [224, 0x302e], [226, 0x1d16d],
  [228, 0x302b], [230, 0x0300], [232, 0x0315], [233, 0x035c], [234, 0x035d], [240, 0x0345],
].map(([k, c]) => [k, String.fromCodePoint(c)]);
const swaps = (x, y) => nfd.normalizeString('a' + x + y) !== 'a' + x + y;
const combiningClass = (s) => {
  if (!swaps('\u0345', s) && !swaps(s, '\u0334')) return 0; // a starter stops every mark
  for (const [k, r] of representatives) if (!swaps(s, r)) return k; // marks of a lower class move before s
  throw new Error('class of ' + hex(s.codePointAt(0)));
};
for (const [k, r] of representatives) if (combiningClass(r) !== k) throw new Error('representative of ' + k);

const sets = { D: new Map(), S: new Map(), H: new Map(), P: new Map(), M: new Map(), A: new Map(), X: new Map(), C: new Map() };
const maps = { N: [], L: [], K: [] };
for (const c of points()) {
  const s = String.fromCodePoint(c);
  if (clean.normalizeString('a' + s + 'b') === 'ab') sets.D.set(c, '');
  const parts = split.preTokenizeString('a' + s + 'b').length;
  if (parts === 2) sets.S.set(c, '');
  if (parts === 3) sets.P.set(c, '');
  if (chinese.normalizeString(s) !== s) sets.H.set(c, '');
  const decomposed = nfd.normalizeString(s);
  if (decomposed !== s && !isHangul(c)) {
    maps.N.push([c, decomposed]);
    if (nfc.normalizeString(s) !== s) sets.X.set(c, '');
  }
  const compatible = nfkd.normalizeString(s);
  if (compatible !== decomposed) maps.K.push([c, compatible]);
  if (accents.normalizeString('a' + s) === 'a') sets.A.set(c, '');
  if (decomposed === s) {
    if (strip.normalizeString('a' + s) === 'a') sets.M.set(c, '');
    const k = combiningClass(s);
    if (k !== 0) sets.C.set(c, k);
  }
  const lowered = lower.normalizeString(s);
  if (lowered !== s) maps.L.push([c, lowered]);
}

process.stdout.write([
  '# What the reference library (npm tokenizers 0.23.2) does with each code point; written by tools/oracle/tokenizers/characters.js.',
  '# D removed by cleaning; S white space; H set apart as a Chinese character; P punctuation; M nonspacing mark; A accent that StripAccents takes away;',
  '# X never composed: first last. C canonical combining class: class first last.',
  '# N full canonical decomposition (Hangul by rule), K compatible decomposition where it differs, L lower case: code point, result',
  ...Object.entries(sets).flatMap(([name, set]) => ranges(name, set)),
  ...Object.entries(maps).flatMap(([name, list]) => map(name, list)),
].join('\n') + '\n');
