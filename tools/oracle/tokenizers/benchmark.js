// Measures Cocoon beside its references, in turn on one machine: encoding, training on 300 MB, preparing shards. Nothing else should run.
//   node benchmark.js DATA [encode] [train] [prepare]     all three if none is named
// DATA holds corpora/enwiki/part-00.jsonl.gz to part-11 and tokenizers/ (bert-base-uncased, gpt2, sentencepiece/unilm3-cased.model). Builds Cocoon first.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url)), root = resolve(here, '../../..'), folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
const [data, ...named] = process.argv.slice(2);
const wanted = (part) => named.length === 0 || named.includes(part);
const tokenizers = join(resolve(data), 'tokenizers');
const parts = Array.from({ length: 12 }, (_, i) => join(resolve(data), 'corpora/enwiki', `part-${String(i).padStart(2, '0')}.jsonl.gz`));
const start = Date.now();

const run = (program, args, { input, env } = {}) =>
  execFileSync(program, args, { cwd: here, input: input && readFileSync(input), env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 30 }).toString();
const built = (project) => join(root, 'artifacts/bin', project, 'release', project === 'Cocoon.Cli' ? 'cocoon.dll' : `${project}.dll`);
const articles = function* (file) { for (const line of gunzipSync(readFileSync(file)).toString().trim().split('\n')) yield JSON.parse(line).text; };
const table = (title, head, rows) => {
  console.log(`\n${title}\n\n| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
};
const times = (ours, theirs) => `${(ours / theirs).toFixed(1)} ×`;

// The fastest of two runs for each, in turn: ours, theirs, ours, theirs.
const encode = () => {
  const strings = join(folder, 'strings'), json = join(folder, 'unigram.json'), model = join(tokenizers, 'sentencepiece/unilm3-cased.model');
  const paragraphs = [...articles(parts[11])].flatMap((text) => text.split('\n')).slice(0, 8000);
  writeFileSync(strings, paragraphs.map((text) => JSON.stringify(text) + '\n').join(''));
  writeFileSync(json, run('node', ['model.js', model]));
  const library = (path, threads) => () => run('node', ['speed.js', path], { input: strings, env: { TOKENIZERS_PARALLELISM: `${threads > 1}`, RAYON_NUM_THREADS: `${threads}` } });
  const cases = [
    ['WordPiece, bert-base-uncased', join(tokenizers, 'bert-base-uncased'), library],
    ['byte-level BPE, gpt2', join(tokenizers, 'gpt2'), library],
    ['Unigram, tokenizer.json', json, library],
    ['Unigram, .model', model, (path, threads) => (threads > 1 ? null : () => run('/usr/bin/python3', ['sentencepiece/speed.py', path], { input: strings }))],
  ];
  const rows = cases.map(([name, path, reference]) => {
    const ours = {}, theirs = [0, 0, 0];
    for (let round = 0; round < 2; round++) {
      for (const [, what, speed] of run('dotnet', [built('Compare'), path, 'speed'], { input: strings }).matchAll(/, ([^,:]*): ([\d.]+) MB\/s/g)) ours[what] = Math.max(ours[what] ?? 0, Number(speed));
      for (const threads of [1, 2]) {
        const measure = reference(path, threads);
        if (measure) theirs[threads] = Math.max(theirs[threads], Number(measure().match(/([\d.]+) MB\/s/)[1]));
      }
    }
    const [batch, batches] = [ours['batch on 1 cores'], ours['batch on 2 cores']];
    return [name, theirs[1], ours.ids, times(ours.ids, theirs[1]), ours['ids and offsets'], times(ours['ids and offsets'], theirs[1]), batch, batches ?? '', batches ? times(batches, batch) : '', theirs[2] || '', theirs[2] && batches ? times(batches, theirs[2]) : ''];
  });
  table(`Encoding ${(Buffer.byteLength(paragraphs.join('')) / 1e6).toFixed(1)} MB of English Wikipedia, MB/s`,
    ['tokenizer', 'reference, 1 thread', 'ids', 'ratio', 'ids and offsets', 'ratio', 'batch, 1 thread', 'batch, 2 threads', 'scaling', 'reference, 2 threads', 'ratio'], rows);
};

const train = () => {
  const text = join(folder, 'text.txt'), file = openSync(text, 'w');
  let bytes = 0;
  for (const part of parts) for (const article of articles(part)) if (bytes < 300e6) bytes += writeSync(file, article + '\n\n');
  closeSync(file);
  const cost = (line) => line.match(/([\d.]+) s, (\d+) MiB/).slice(1).map(Number);
  const rows = ['wordpiece', 'byte-level-bpe'].map((kind) => {
    const ours = cost(run('dotnet', [built('Compare'), 'train', kind, text])), theirs = cost(run('node', ['train.js', kind, text, '--cost']));
    return [kind, ...theirs, ...ours, times(theirs[0], ours[0])];
  });
  table(`Training 30,000 tokens on ${(bytes / 1e6).toFixed(0)} MB of English Wikipedia`, ['model', 'reference, s', 'MiB at most', 'Cocoon, s', 'MiB at most', 'ratio'], rows);
};

const prepare = () => {
  const rows = [1, 2, 3].map((round) => {
    const out = join(folder, `shards-${round}`);
    const { textBytes, elapsedSeconds, tokens } = JSON.parse(run('dotnet', [built('Cocoon.Cli'), 'data', 'prepare', '--input', ...parts, '--tokenizer', join(tokenizers, 'bert-base-uncased'), '--out', out, '--json']));
    rmSync(out, { recursive: true });
    return [round, (textBytes / 1e6).toFixed(1), tokens, elapsedSeconds.toFixed(2), (textBytes / 1e6 / elapsedSeconds).toFixed(1)];
  });
  table('`cocoon data prepare`, from twelve files of .gz to shards', ['run', 'MB of text', 'tokens', 's', 'MB/s'], rows);
};

try {
  for (const project of ['tools/oracle/tokenizers/Compare', 'src/Cocoon.Cli']) run('dotnet', ['build', join(root, project), '-c', 'Release', '-v', 'quiet']);
  console.log(`${cpus()[0].model}, ${cpus().length} cores`);
  for (const [part, measure] of Object.entries({ encode, prepare, train })) if (wanted(part)) measure();
  console.log(`\n${((Date.now() - start) / 60e3).toFixed(1)} min`);
} finally {
  rmSync(folder, { recursive: true });
}
