// Measures how fast the reference library encodes: strings on standard input, one JSON string a line.
//   TOKENIZERS_PARALLELISM=false node speed.js <tokenizer> < strings      one thread
import { createInterface } from 'node:readline';
import { load } from './load.js';

const tokenizer = load(process.argv[2]);
const batches = [[]];
let bytes = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const text = JSON.parse(line);
  bytes += Buffer.byteLength(text);
  if (batches.at(-1).length === 1000) batches.push([]);
  batches.at(-1).push(text);
}

let best = Infinity;
for (let round = 0; round < 3; round++) {
  const start = process.hrtime.bigint();
  for (const batch of batches) await tokenizer.encodeBatch(batch, { addSpecialTokens: false }); // what it finds stays on its side
  best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e9);
}
console.log(`reference: ${(bytes / 1e6 / best).toFixed(1)} MB/s (${(bytes / 1e6).toFixed(1)} MB in ${best.toFixed(2)} s, best of 3)`);
