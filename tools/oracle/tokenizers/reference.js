// Encodes strings (one JSON string a line on standard input) with the reference library and prints a line for each.
//   node reference.js <tokenizer> [--template] < strings > expected.jsonl
// <tokenizer> is a tokenizer.json, or the folder of GPT-2's encoder.json and vocab.bpe. Plain: {"utf16", "ids", "offsets", "decoded"}, without special tokens
// truncation and padding, but with the special tokens in the text parsed. --template: {"utf16", "pair", "ids", "offsets", "segments", "special"}, every second string with its successor as a pair.
// Strings are UTF-16LE in base64, because they may be no valid Unicode; offsets are [start, end, ...] in UTF-16 units.
import { createInterface } from 'node:readline';
import { load } from './load.js';

const [path, mode] = process.argv.slice(2);
const template = mode === '--template';
const tokenizer = load(path, template ? {} : { truncation: null, padding: null });
const base64 = (s) => Buffer.from(s, 'utf16le').toString('base64');

const unitsOf = (text) => {
  const units = [0];
  for (const c of text) units.push(units.at(-1) + c.length);
  return units;
};

// A reader that goes away early is no error.
process.stdout.on('error', () => process.exit(0));
const flush = async (batch) => {
  const inputs = template ? batch.map((text, i) => (i % 2 === 1 ? [text, batch[(i + 1) % batch.length]] : text)) : batch;
  const encodings = template
    ? await Promise.all(inputs.map((input) => tokenizer.encode(...[input, null].flat().slice(0, 2), { addSpecialTokens: true })))
    : await tokenizer.encodeBatch(inputs, { addSpecialTokens: false });
  const decoded = template ? null : await tokenizer.decodeBatch(encodings.map((e) => e.getIds()), false);
  let lines = '';
  encodings.forEach((encoding, i) => {
    const [text, pair] = Array.isArray(inputs[i]) ? inputs[i] : [inputs[i], null];
    const units = [unitsOf(text), pair === null ? null : unitsOf(pair)];
    const sequences = template ? encoding.getSequenceIds() : null;
    const offsets = encoding.getOffsets().flatMap(([a, b], k) => {
      const u = units[sequences?.[k] ?? 0];
      return [u[a], u[b]];
    });
    const line = { utf16: base64(text), ids: encoding.getIds(), offsets };
    if (template) Object.assign(line, { pair: pair === null ? null : base64(pair), segments: encoding.getTypeIds(), special: encoding.getSpecialTokensMask() });
    else line.decoded = decoded[i];
    lines += JSON.stringify(line) + '\n';
  });
  if (!process.stdout.write(lines)) await new Promise((resume) => process.stdout.once('drain', resume));
};

let batch = [];
for await (const line of createInterface({ input: process.stdin })) {
  batch.push(JSON.parse(line));
  if (batch.length === 500) { await flush(batch); batch = []; }
}
if (batch.length > 0) await flush(batch);
