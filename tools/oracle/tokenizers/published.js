// The pipelines of published tokenizers, as their files write them (old spellings included), around the vocabularies that are at hand.
//   node published.js TOKENIZERS FOLDER     TOKENIZERS holds bert-base-uncased, gpt2 and sentencepiece/unilm3-cased.model; each becomes FOLDER/<name>.json
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { definition } from './load.js';

const [from, to] = process.argv.slice(2);
const bert = readFileSync(join(from, 'bert-base-uncased/vocab.txt'), 'utf8').trim().split('\n');
const gpt2 = definition(join(from, 'gpt2')).model;
const spm = JSON.parse(execFileSync('node', ['model.js', join(from, 'sentencepiece/unilm3-cased.model')], { maxBuffer: 1 << 28 }));
const map = spm.normalizer.normalizers[0];

const sequence = (name, ...parts) => ({ type: 'Sequence', [name]: parts });
const normalizers = (...parts) => sequence('normalizers', ...parts);
const pretokenizers = (...parts) => sequence('pretokenizers', ...parts);
const replace = (pattern, content) => ({ type: 'Replace', pattern, content });
const collapse = replace({ Regex: ' {2,}' }, ' ');
const quotes = [replace({ String: '``' }, '"'), replace({ String: "''" }, '"')];
const byteLevel = (prefix = false, trim = true, regex) => ({ type: 'ByteLevel', add_prefix_space: prefix, trim_offsets: trim, ...(regex === undefined ? {} : { use_regex: regex }) });
const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
const oldMetaspace = { type: 'Metaspace', replacement: '▁', str_rep: '▁', add_prefix_space: true };
const split = (pattern, behavior = 'Isolated', invert = false) => ({ type: 'Split', pattern, behavior, invert });
const lowered = { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true };
const tokens = (idOf, ...contents) => contents.map((content) => ({ id: idOf(content), special: true, content, single_word: false, lstrip: /^<mask>|^\[MASK\]$/.test(content), rstrip: false, normalized: false }));

// "[CLS] A [SEP] | [CLS] A [SEP] B:1 [SEP]:1" in words.
const template = (idOf, single, pair) => {
  const read = (text) => text.split(' ').map((part) => {
    const [id, type] = part.split(':');
    return { [/^[AB]$/.test(id) ? 'Sequence' : 'SpecialToken']: { id, type_id: Number(type ?? 0) } };
  });
  const names = [...new Set(`${single} ${pair}`.split(' ').map((part) => part.split(':')[0]).filter((id) => !/^[AB]$/.test(id)))];
  return { type: 'TemplateProcessing', single: read(single), pair: read(pair), special_tokens: Object.fromEntries(names.map((id) => [id, { id, ids: [idOf(id)], tokens: [id] }])) };
};

const wordPiece = (specials, parts) => {
  const vocabulary = [...specials, ...bert.filter((token) => !specials.includes(token))], ids = new Map(vocabulary.map((token, id) => [token, id])), idOf = (token) => ids.get(token);
  return {
    version: '1.0', truncation: null, padding: null, added_tokens: tokens(idOf, ...specials), normalizer: lowered, pre_tokenizer: { type: 'BertPreTokenizer' }, post_processor: null,
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true }, ...parts(idOf),
    model: { unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(ids) },
  };
};
const bytePair = (specials, parts, changes = {}) => {
  const vocab = { ...gpt2.vocab };
  for (const token of specials) vocab[token] ??= Object.keys(vocab).length;
  const idOf = (token) => vocab[token];
  return {
    version: '1.0', truncation: null, padding: null, added_tokens: tokens(idOf, ...specials), normalizer: null, pre_tokenizer: byteLevel(), post_processor: byteLevel(), decoder: byteLevel(), ...parts(idOf),
    model: { dropout: null, unk_token: null, continuing_subword_prefix: '', end_of_word_suffix: '', fuse_unk: false, vocab, merges: gpt2.merges, ...changes },
  };
};
const unigram = (specials, unknown, parts) => {
  const vocab = [...specials.map((token) => [token, 0]), ...spm.model.vocab.slice(3)], idOf = (token) => vocab.findIndex(([text]) => text === token);
  return {
    version: '1.0', truncation: null, padding: null, added_tokens: tokens(idOf, ...specials), normalizer: normalizers(map, collapse), pre_tokenizer: metaspace, post_processor: null, decoder: metaspace,
    ...parts(idOf), model: { type: 'Unigram', unk_id: idOf(unknown), vocab },
  };
};

const qwen = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const around = (idOf) => ({ post_processor: template(idOf, '[CLS] A [SEP]', '[CLS] A [SEP] B:1 [SEP]:1') });
const xlmr = ['<s>', '<pad>', '</s>', '<unk>'], albert = ['<pad>', '<unk>', '[CLS]', '[SEP]', '[MASK]'];

const definitions = {
  'mpnet': wordPiece(['<s>', '<pad>', '</s>', '[UNK]', '<mask>'], (idOf) => ({ post_processor: { type: 'RobertaProcessing', sep: ['</s>', idOf('</s>')], cls: ['<s>', idOf('<s>')], trim_offsets: true, add_prefix_space: false } })),
  'mpnet-template': wordPiece(['<s>', '<pad>', '</s>', '[UNK]', '<mask>'], (idOf) => ({ post_processor: template(idOf, '<s> A </s>', '<s> A </s> </s> B </s>:1') })),
  'electra': wordPiece(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'], around),
  'multilingual-bert': wordPiece(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'], (idOf) => ({ ...around(idOf), normalizer: { ...lowered, lowercase: false } })),
  'funnel': wordPiece(['<sep>', '<pad>', '<cls>', '<mask>', '[UNK]', '<s>', '</s>'], (idOf) => ({ post_processor: template(idOf, '<cls>:2 A <sep>', '<cls>:2 A <sep> B:1 <sep>:1') })),
  'gpt2-file': bytePair(['<|endoftext|>'], () => ({}), { merges: gpt2.merges }),
  'roberta-file': bytePair(['<s>', '<pad>', '</s>', '<unk>', '<mask>'], (idOf) => ({ post_processor: { type: 'RobertaProcessing', sep: ['</s>', idOf('</s>')], cls: ['<s>', idOf('<s>')], trim_offsets: true, add_prefix_space: false } })),
  'deberta': bytePair(['[CLS]', '[PAD]', '[SEP]', '[UNK]', '[MASK]'], around),
  'gpt-neox': (() => {
    const json = bytePair(['<|endoftext|>', '<|padding|>'], () => ({ normalizer: { type: 'NFC' } }));
    for (let k = 24; k > 1; k--) json.added_tokens.push({ id: Object.keys(json.model.vocab).length + 24 - k, special: false, content: ' '.repeat(k), single_word: false, lstrip: false, rstrip: false, normalized: true });
    return json;
  })(),
  'falcon': bytePair(['<|endoftext|>', '>>TITLE<<'], () => ({ pre_tokenizer: pretokenizers({ type: 'Punctuation', behavior: 'Contiguous' }, byteLevel(false, true, true), { type: 'Digits', individual_digits: false }, split({ Regex: '[0-9][0-9][0-9]' })) })),
  'bloom': bytePair(['<unk>', '<s>', '</s>', '<pad>'], () => ({ pre_tokenizer: pretokenizers(split({ Regex: ' ?[^(\\s|[.,!?…。，、।۔،])]+' }), byteLevel(false, true, false)) })),
  'starcoder': bytePair(['<|endoftext|>', '<fim_prefix>'], () => ({ pre_tokenizer: pretokenizers({ type: 'Digits', individual_digits: true }, byteLevel(false, true, true)) })),
  'qwen2': bytePair(['<|endoftext|>', '<|im_start|>'], () => ({ normalizer: { type: 'NFC' }, pre_tokenizer: pretokenizers(split({ Regex: qwen }), byteLevel(false, false, false)) }), { byte_fallback: false, ignore_merges: false }),
  'llama3': bytePair(['<|begin_of_text|>'], (idOf) => ({
    pre_tokenizer: pretokenizers(split({ Regex: qwen.replace('\\p{N}| ', '\\p{N}{1,3}| ') }), byteLevel(false, true, false)),
    post_processor: sequence('processors', byteLevel(true, false, true), template(idOf, '<|begin_of_text|> A', '<|begin_of_text|> A <|begin_of_text|>:1 B:1')),
  }), { ignore_merges: true, merges: gpt2.merges.map((merge) => merge.split(' ')) }),
  't5-file': unigram(['<pad>', '</s>', '<unk>', '<extra_id_0>', '<extra_id_1>'], '<unk>', (idOf) => ({ normalizer: map, pre_tokenizer: pretokenizers({ type: 'WhitespaceSplit' }, oldMetaspace), decoder: oldMetaspace, post_processor: template(idOf, 'A </s>', 'A </s> B </s>') })),
  'xlm-r-file': unigram([...xlmr, '<mask>'], '<unk>', (idOf) => ({ normalizer: map, pre_tokenizer: pretokenizers({ type: 'WhitespaceSplit' }, oldMetaspace), decoder: oldMetaspace, post_processor: template(idOf, '<s> A </s>', '<s> A </s> </s> B </s>') })),
  'mbart': unigram([...xlmr, '<mask>', 'en_XX'], '<unk>', (idOf) => ({ post_processor: template(idOf, 'A </s> en_XX', 'A B </s> en_XX') })),
  'camembert': unigram(['<s>NOTUSED', '<pad>', '</s>NOTUSED', '<unk>', '<unk>NOTUSED', '<s>', '</s>', '<mask>'], '<unk>', (idOf) => ({ post_processor: template(idOf, '<s> A </s>', '<s> A </s> </s> B </s>') })),
  'albert-file': unigram(albert, '<unk>', (idOf) => ({ ...around(idOf), normalizer: normalizers(...quotes, { type: 'NFKD' }, { type: 'StripAccents' }, { type: 'Lowercase' }, map, collapse) })),
  'xlnet-file': unigram(['<unk>', '<s>', '</s>', '<cls>', '<sep>', '<pad>', '<mask>', '<eod>', '<eop>'], '<unk>', (idOf) => ({ normalizer: normalizers(...quotes, { type: 'NFKD' }, { type: 'StripAccents' }, map, collapse), post_processor: template(idOf, 'A <sep> <cls>:2', 'A <sep> B:1 <sep>:1 <cls>:2') })),
  'deberta-v3': unigram(['[PAD]', '[CLS]', '[SEP]', '[UNK]', '[MASK]'], '[UNK]', (idOf) => ({ ...around(idOf), normalizer: normalizers({ type: 'Strip', strip_left: true, strip_right: true }, map, collapse), pre_tokenizer: pretokenizers(metaspace) })),
  'deberta-v2-punctuation': unigram(['[PAD]', '[CLS]', '[SEP]', '[UNK]', '[MASK]'], '[UNK]', (idOf) => ({ ...around(idOf), normalizer: normalizers({ type: 'Lowercase' }, { type: 'Strip', strip_left: true, strip_right: true }, map, collapse), pre_tokenizer: pretokenizers({ type: 'Punctuation', behavior: 'Isolated' }, metaspace) })),
  'pegasus': unigram(['<pad>', '</s>', '<mask_1>', '<mask_2>', '<unk_2>', '<unk>'], '<unk>', (idOf) => ({ normalizer: normalizers(map, collapse), pre_tokenizer: pretokenizers({ type: 'WhitespaceSplit' }, metaspace), post_processor: template(idOf, 'A </s>', 'A B </s>') })),
  'big-bird': unigram(['<pad>', '</s>', '<s>', '<unk>', '[CLS]', '[SEP]', '[MASK]'], '<unk>', around),
};

mkdirSync(to, { recursive: true });
for (const [name, json] of Object.entries(definitions)) writeFileSync(join(to, `${name}.json`), JSON.stringify(json));
console.log(Object.keys(definitions).join('\n'));
