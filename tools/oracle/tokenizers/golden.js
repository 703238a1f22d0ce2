// Writes tests/golden/wordpiece.json: own sentences, encoded by the reference library with a small vocabulary that it trained on them.
//   node golden.js > ../../../tests/golden/wordpiece.json
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tokenizers from 'tokenizers';
import { sentences } from './sentences.js';

const folder = mkdtempSync(join(tmpdir(), 'golden-'));
const text = join(folder, 'sentences.txt');
const training = sentences.slice(0, 29).map((s) => s.replace(/[\r\n]/g, ' ')).join('\n') + '\n';
writeFileSync(text, training);
// In a child process, because the library draws a progress bar on the terminal.
const trained = JSON.parse(execFileSync('node', ['train.js', text], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
rmSync(folder, { recursive: true });

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const vocabulary = [...special, ...trained.slice(0, 620).filter((token) => token.length < 200)];
const nasty = execFileSync('node', ['strings.js', 'nasty', '150', '3']).toString().trim().split('\n').map((line) => JSON.parse(line));

const cases = [];
for (const [lowercase, stripAccents] of [[true, null], [false, null], [true, false], [false, true]]) {
  const tokenizer = tokenizers.Tokenizer.fromString(JSON.stringify({
    version: '1.0', truncation: null, padding: null,
    added_tokens: special.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: stripAccents, lowercase },
    pre_tokenizer: { type: 'BertPreTokenizer' }, post_processor: null,
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  }));
  for (const string of [...sentences, ...nasty]) {
    const encoding = await tokenizer.encode(string, null, { addSpecialTokens: false });
    const units = [0];
    for (const c of string) units.push(units.at(-1) + c.length);
    const ids = encoding.getIds();
    cases.push({
      lowercase, stripAccents, text: string, ids,
      offsets: encoding.getOffsets().flatMap(([a, b]) => [units[a], units[b]]),
      decoded: await tokenizer.decode(ids, false),
    });
  }
}

const lines = [
  '{',
  '"source": "npm tokenizers 0.23.2, by tools/oracle/tokenizers/golden.js",',
  `"vocabulary": ${JSON.stringify(vocabulary)},`,
  `"training": ${JSON.stringify(training)},`,
  `"trained": ${JSON.stringify(trained)},`,
  '"cases": [',
  cases.map((c) => JSON.stringify(c)).join(',\n'),
  ']', '}',
];
// ASCII only: editors and version control must not touch what the strings contain.
const escape = (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0');
process.stdout.write(lines.join('\n').replace(/[\u007f-\uffff]/g, escape) + '\n');
