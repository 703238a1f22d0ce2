// Compares every tokenizer with its reference over corpora and generated strings: ids, offsets, decoded text. Differences go to files; a run that was stopped goes on.
//   node parity.js DATA RESULTS [wild strings, a million by default]
// DATA holds corpora/ (novels, enwiki/part-11, zhwiki/part-01) and tokenizers/. RESULTS receives results.tsv and a file of mismatches for each line that has some.
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url)), root = resolve(here, '../../..');
const [data, results, wild = '1000000'] = process.argv.slice(2);
const tokenizers = join(resolve(data), 'tokenizers'), corpora = join(resolve(data), 'corpora'), out = resolve(results), made = join(out, 'tokenizers');
const table = join(out, 'results.tsv'), chunk = 100_000;
const quoted = (path) => `'${path}'`;

mkdirSync(made, { recursive: true });
for (const project of ['Compare', 'sentencepiece/CompareSentencePiece'])
  execFileSync('dotnet', ['build', join(here, project), '-c', 'Release', '-v', 'quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
const built = (project) => quoted(join(root, 'artifacts/bin', project, 'release', `${project}.dll`));
const published = execFileSync('node', ['published.js', tokenizers, made], { cwd: here }).toString().trim().split('\n');

const library = (path, mode = '') => (mismatches) => `node reference.js ${quoted(path)} ${mode} | dotnet ${built('Compare')} ${quoted(path)} - ${mismatches}`;
const sentencePiece = (path) => (mismatches) => `/usr/bin/python3 sentencepiece/reference.py ${quoted(path)} | dotnet ${built('CompareSentencePiece')} ${quoted(path)} /dev/stdin ${mismatches}`;
const models = readdirSync(join(tokenizers, 'sentencepiece')).filter((name) => name.endsWith('.model')).map((name) => join(tokenizers, 'sentencepiece', name));
for (const model of models) writeFileSync(join(made, `${model.split('/').at(-1)}.json`), execFileSync('node', ['model.js', model], { cwd: here, maxBuffer: 1 << 28 }));
const given = [
  ...['bert-base-uncased', 'bert-base-chinese', 'gpt2'].map((name) => [name, library(join(tokenizers, name))]),
  ...models.flatMap((model) => { const name = model.split('/').at(-1); return [[`${name} as tokenizer.json`, library(join(made, `${name}.json`))], [name, sentencePiece(model)]]; }),
];
const novels = readdirSync(join(corpora, 'novels')).map((name) => quoted(join(corpora, 'novels', name))).join(' ');
const strings = (count, seed) => [`${count} generated strings, seed ${seed}`, `node strings.js wild ${count} ${seed}`];

const cases = [
  ...published.flatMap((name) => [[name, library(join(made, `${name}.json`)), ...strings(5000, 31)], [`${name} with template`, library(join(made, `${name}.json`), '--template'), ...strings(3000, 32)]]),
  ...given.map(([name, compare]) => [name, compare, 'novels', `node strings.js corpus ${novels}`]),
  ...given.map(([name, compare]) => [name, compare, ...strings(Math.min(chunk, wild), 1)]),
  ...['zhwiki/part-01', 'enwiki/part-11'].flatMap((part) => given.map(([name, compare]) => [name, compare, part, `node strings.js corpus ${quoted(join(corpora, `${part}.jsonl.gz`))}`])),
  ...Array.from({ length: Math.max(0, Math.ceil(wild / chunk) - 1) }, (_, i) => i + 2).flatMap((seed) => given.map(([name, compare]) => [name, compare, ...strings(chunk, seed)])),
];

const done = new Set(existsSync(table) ? readFileSync(table, 'utf8').split('\n').map((line) => line.split('\t').slice(0, 2).join('\t')) : []);
for (const [name, compare, what, source] of cases) {
  if (done.has(`${name}\t${what}`)) continue;
  const mismatches = join(out, `${name} ${what}.mismatches`.replace(/[^\w.-]+/g, '-'));
  const start = Date.now(), { stdout } = spawnSync('bash', ['-o', 'pipefail', '-c', `${source} | ${compare(quoted(mismatches))}`], { cwd: here, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
  const found = stdout.toString().match(/([\d,]+) strings, ([\d,]+) tokens, ([\d,]+) different/);
  const line = found ? found.slice(1).map((number) => number.replaceAll(',', '')).join('\t') : '\t\tfailed';
  if (existsSync(mismatches) && statSync(mismatches).size === 0) unlinkSync(mismatches);
  if (found) appendFileSync(table, `${name}\t${what}\t${line}\n`);
  console.log(`${name}\t${what}\t${line}\t${((Date.now() - start) / 1000).toFixed(0)} s`);
}

const rows = readFileSync(table, 'utf8').trim().split('\n').map((line) => line.split('\t').slice(2).map(Number));
const sum = (column) => rows.reduce((total, row) => total + row[column], 0).toLocaleString('en');
console.log(`${rows.length} of ${cases.length} comparisons: ${sum(0)} strings, ${sum(1)} tokens, ${sum(2)} different`);
