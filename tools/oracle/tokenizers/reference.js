// Encodes strings (one JSON string a line on standard input) with the reference library and prints
// {"text", "ids", "offsets": [start, end, ...] in UTF-16 units, "decoded"} a line.
//   node reference.js <tokenizer.json> [lowercase|cased] < strings > expected.jsonl
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import tokenizers from 'tokenizers';

const [path, casing] = process.argv.slice(2);
const json = JSON.parse(readFileSync(path, 'utf8'));
json.model.type = 'WordPiece';
if (casing) json.normalizer = { ...json.normalizer, lowercase: casing === 'lowercase', strip_accents: null };
const tokenizer = tokenizers.Tokenizer.fromString(JSON.stringify(json));

for await (const line of createInterface({ input: process.stdin })) {
  const text = JSON.parse(line);
  const encoding = await tokenizer.encode(text, null, { addSpecialTokens: false });
  const units = [0];
  for (const c of text) units.push(units.at(-1) + c.length);
  const ids = encoding.getIds();
  const offsets = encoding.getOffsets().flatMap(([a, b]) => [units[a], units[b]]);
  process.stdout.write(JSON.stringify({ text, ids, offsets, decoded: await tokenizer.decode(ids, false) }) + '\n');
}
