// Trains a model with the reference library and prints it as JSON: the tokens of a WordPiece vocabulary in the order of their ids, or a BPE model.
// The Node binding trains with the library's defaults: 30,000 tokens, minimum frequency 0, no special tokens, no limit to the alphabet.
//   node train.js [wordpiece|bpe|byte-level-bpe] <file.txt> ... > vocabulary.json
//   node train.js <model> <file.txt> ... --cost          prints seconds and memory instead
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tokenizers from 'tokenizers';

let [kind, ...files] = process.argv.slice(2).filter((argument) => argument !== '--cost');
const costOnly = process.argv.includes('--cost');
if (!['wordpiece', 'bpe', 'byte-level-bpe'].includes(kind)) [kind, files] = ['wordpiece', [kind, ...files]];
const tokenizer = new tokenizers.Tokenizer(kind === 'wordpiece' ? tokenizers.WordPiece.empty() : tokenizers.BPE.empty());
if (kind === 'wordpiece') {
  tokenizer.setNormalizer(tokenizers.bertNormalizer());
  tokenizer.setPreTokenizer(tokenizers.bertPreTokenizer());
} else tokenizer.setPreTokenizer(kind === 'bpe' ? tokenizers.whitespacePreTokenizer() : tokenizers.byteLevelPreTokenizer(false));
const start = process.hrtime.bigint();
tokenizer.train(files);
if (costOnly) console.log(`${(Number(process.hrtime.bigint() - start) / 1e9).toFixed(1)} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`);
else if (kind === 'wordpiece') {
  const tokens = Object.entries(tokenizer.getVocab()).sort((a, b) => a[1] - b[1]).map(([token]) => token);
  process.stdout.write(JSON.stringify(tokens) + '\n');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'train-'));
  tokenizer.save(join(folder, 'tokenizer.json'), false);
  const { vocab, merges } = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')).model;
  rmSync(folder, { recursive: true });
  process.stdout.write(JSON.stringify({ vocab, merges }) + '\n');
}
