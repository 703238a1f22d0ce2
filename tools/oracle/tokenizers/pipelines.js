// Tokenizers of many combinations of parts, with small vocabularies that the reference library trains on own sentences.
//   node pipelines.js write <folder>     each as <folder>/<name>.json, to compare on many strings
//   node pipelines.js golden > ../../../tests/golden/pipelines.json
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tokenizers from 'tokenizers';
import { charsmap } from './charsmap.js';
import { sentences } from './sentences.js';

const training = sentences.slice(0, 29).map((s) => s.replace(/[\r\n]/g, ' '));
const trained = (script) => {
  const folder = mkdtempSync(join(tmpdir(), 'pipelines-'));
  const text = join(folder, 'sentences.txt');
  writeFileSync(text, training.join('\n') + '\n');
  // In a child process, because the library draws a progress bar on the terminal.
  const model = JSON.parse(execFileSync('node', ['train.js', script, text], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  rmSync(folder, { recursive: true });
  return model;
};

// The first merges of a trained model, and the tokens that they need.
const smaller = (model, count) => {
  const tokens = Object.entries(model.vocab).sort((a, b) => a[1] - b[1]).map(([token]) => token);
  const kept = tokens.slice(0, tokens.length - model.merges.length + count);
  return { vocab: kept, merges: model.merges.slice(0, count) };
};
const bytes = smaller(trained('byte-level-bpe'), 120);
const words = smaller(trained('bpe'), 120);
const indexed = (tokens) => Object.fromEntries(tokens.map((token, id) => [token, id]));

const added = (vocab, tokens) => {
  let next = vocab.length;
  return tokens.map((token) => {
    const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...token };
    const id = vocab.indexOf(token.content);
    return { id: id >= 0 ? id : next++, ...flags };
  });
};
const bpe = ({ vocab, merges }, options = {}) => ({
  type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false,
  ignore_merges: false, ...options, vocab: indexed(vocab), merges,
});
const tokenizer = (model, parts = {}) => ({
  version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, ...parts, model,
});
// Everything is unknown, so that offsets show where text was cut.
const cuts = (parts) => tokenizer({ type: 'WordLevel', vocab: { '[UNK]': 0, the: 1, cat: 2 }, unk_token: '[UNK]' }, parts);
const sequence = (name, ...parts) => ({ type: 'Sequence', [name]: parts });
const byteLevel = (prefix = false, regex = true, trim = false) => ({ type: 'ByteLevel', add_prefix_space: prefix, trim_offsets: trim, use_regex: regex });
const split = (pattern, behavior, invert = false) => ({ type: 'Split', pattern, behavior, invert });
const cl100k = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const o200k = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const metaspace = (scheme, cut = true) => ({ type: 'Metaspace', replacement: '▁', prepend_scheme: scheme, split: cut });
const bert = (options) => ({ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true, ...options });
const spaced = (tokens) => tokens.map((token) => token.replace(/^Ġ/, '▁'));
const hex = (b) => `<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`;
const fallback = { vocab: ['<unk>', ...Array.from({ length: 256 }, (_, b) => hex(b)), '▁', ...words.vocab], merges: words.merges };
const suffixed = {
  vocab: ['<unk>', 'a', 't', 'h', 'e', 's', 'a</w>', 't</w>', 'h</w>', 'e</w>', 's</w>', 'n</w>', 'n', 'th', 'the</w>', 'an</w>', 'at</w>', '.</w>'],
  merges: [['t', 'h'], ['th', 'e</w>'], ['a', 'n</w>'], ['a', 't</w>']],
};
const prefixed = { vocab: ['<unk>', 'a', 't', 'h', 'e', '@@a', '@@t', '@@h', '@@e', '@@s', 'th', 'the', '@@at'], merges: [['t', '@@h'], ['th', '@@e'], ['@@a', '@@t']] };
const pieces = ['[UNK]', '[CLS]', '[SEP]', 't', 'the', 'cat', 'c', '##a', '##t', '##s', '##e', '##h', '##', 'a', 's', '中', 'é', '##é', 'hello', '1', '##1'];
const wordPiece = { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 20, vocab: indexed(pieces) };
const template = {
  type: 'TemplateProcessing',
  single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }],
  pair: [{ Sequence: { id: 'B', type_id: 2 } }, { SpecialToken: { id: '[SEP]', type_id: 1 } }, { Sequence: { id: 'A', type_id: 1 } }],
  special_tokens: { '[CLS]': { id: '[CLS]', ids: [1], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [2, 1], tokens: ['[SEP]', '[CLS]'] } },
};

// Unigram vocabularies of the published kinds, with probabilities that fall with the place and single-precision scores.
const map = charsmap({
  'ﬁ': 'fi', 'ﬂ': 'fl', 'e\u0301': 'é', 'e\u0301\u0323': 'never found', 'a\u0323': 'ạ', 'ı': 'i', 'Å': 'Å', '½': '1⁄2', '…': '...', '²': '2', '‘': "'", '’': "'", '“': '"', '”': '"', '´': ' \u0301', 'ﷺ': 'صلى الله عليه وسلم',
  '\t': ' ', '\n': ' ', '\r': ' ', '\u00a0': ' ', '\u3000': ' ', '\u2028': ' ', '\ufeff': ' ', '\u200b': '', '\u00ad': '', '\u0007': '', '\u0085': ' ', '\u200d': '', 'Ａ': 'A', '\u0600': '6', '\u{1d15e}': '\u{1d157}\u{1d165}',
});
const precompiled = { type: 'Precompiled', precompiled_charsmap: map };
const scored = (tokens, first = 0) => [...new Set(tokens)].map((token, i) => [token, i < first ? 0 : Math.fround(-2 - Math.log(1 + i - first))]);
const wordsOf = (tokens) => tokens.flatMap((token) => (token.length > 1 && /^[A-Za-z]+$/.test(token) ? ['▁' + token, token] : [token]));
const own = ['▁', '▁the', '▁cat', '▁a', 's', ...wordsOf(words.vocab), 'é', '中文', '▁中', '。', 'fi', '▁1', '0', '2', 'ia'];
const unigram = (vocab, unknown, fallbackToBytes = false) => ({ type: 'Unigram', unk_id: unknown, vocab, byte_fallback: fallbackToBytes });
const around = (single, pair, ids) => {
  const part = (name) => (/^[AB]$/.test(name[0]) ? { Sequence: { id: name[0], type_id: name[1] } } : { SpecialToken: { id: name[0], type_id: name[1] } });
  return {
    type: 'TemplateProcessing', single: single.map(part), pair: pair.map(part),
    special_tokens: Object.fromEntries(Object.entries(ids).map(([token, id]) => [token, { id: token, ids: [id], tokens: [token] }])),
  };
};
const specials = (vocab, ...tokens) => added(vocab.map(([token]) => token), tokens.map((content) => ({ content, lstrip: /mask/i.test(content) })));
const collapse = { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' };
const ofT5 = scored(['<pad>', '</s>', '<unk>', ...own, '<extra_id_0>'], 3);
const ofXlmR = scored(['<s>', '<pad>', '</s>', '<unk>', ...own, '<mask>'], 4);
const ofAlbert = scored(['<pad>', '<unk>', '[CLS]', '[SEP]', '[MASK]', ...own.map((token) => token.toLowerCase())], 5);
const ofXlnet = scored(['<unk>', '<s>', '</s>', '<cls>', '<sep>', '<pad>', '<mask>', ...own, '▁the▁cat'], 7);
const ofBytes = scored(['<unk>', ...Array.from({ length: 256 }, (_, b) => hex(b)), ...own.slice(0, 60)], 1);

export const definitions = {
  'gpt2': tokenizer(bpe(bytes), { added_tokens: added(bytes.vocab, [{ content: '<|endoftext|>' }]), pre_tokenizer: byteLevel(), post_processor: byteLevel(), decoder: byteLevel() }),
  'roberta': tokenizer(bpe({ vocab: ['<s>', '</s>', ...bytes.vocab], merges: bytes.merges }), {
    added_tokens: added(['<s>', '</s>', ...bytes.vocab], [{ content: '<s>' }, { content: '</s>' }, { content: '<mask>', lstrip: true }, { content: '<pad>', normalized: true }]),
    pre_tokenizer: byteLevel(true), decoder: byteLevel(),
    post_processor: { type: 'RobertaProcessing', sep: ['</s>', 1], cls: ['<s>', 0], trim_offsets: true, add_prefix_space: true },
  }),
  'trimmed': tokenizer(bpe(bytes), { pre_tokenizer: byteLevel(), post_processor: byteLevel(false, true, true), decoder: byteLevel() }),
  'cl100k': tokenizer(bpe(bytes, { ignore_merges: true }), {
    added_tokens: added(bytes.vocab, [{ content: '<s>', rstrip: true }, { content: '<extra>', special: false, normalized: true }]), normalizer: { type: 'NFC' },
    pre_tokenizer: sequence('pretokenizers', split({ Regex: cl100k }, 'Isolated'), byteLevel(false, false)), decoder: byteLevel(),
    post_processor: sequence('processors', byteLevel(true, false, true), { ...template, special_tokens: { '[CLS]': { id: '[CLS]', ids: [1], tokens: ['a'] }, '[SEP]': { id: '[SEP]', ids: [2], tokens: ['b'] } } }),
  }),
  'o200k': cuts({ pre_tokenizer: split({ Regex: o200k }, 'Removed', true) }),
  'byte-normalizer': tokenizer(bpe(bytes), { normalizer: { type: 'ByteLevel' }, decoder: byteLevel(), added_tokens: added(bytes.vocab, [{ content: 'Yesterday é', normalized: true, special: false }]) }),
  'llama': tokenizer(bpe({ vocab: fallback.vocab, merges: fallback.merges }, { unk_token: '<unk>', fuse_unk: true, byte_fallback: true }), {
    added_tokens: added(fallback.vocab, [{ content: '<s>' }, { content: '<unk>' }]),
    normalizer: sequence('normalizers', { type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }),
    decoder: sequence('decoders', { type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }),
  }),
  'clip': tokenizer(bpe(suffixed, { unk_token: '<unk>', end_of_word_suffix: '</w>' }), {
    normalizer: sequence('normalizers', { type: 'NFC' }, { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' }, { type: 'Lowercase' }),
    pre_tokenizer: sequence('pretokenizers', split({ Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" }, 'Removed', true)), decoder: { type: 'BPEDecoder', suffix: '</w>' },
  }),
  'fused': tokenizer(bpe(suffixed, { unk_token: '<unk>', fuse_unk: true }), { pre_tokenizer: { type: 'Whitespace' } }),
  'unfused': tokenizer(bpe(words, { unk_token: words.vocab[0] }), { normalizer: { type: 'NFKD' }, pre_tokenizer: { type: 'Whitespace' } }),
  'dropped': tokenizer(bpe(words), { normalizer: { type: 'NFD' }, pre_tokenizer: { type: 'WhitespaceSplit' }, decoder: { type: 'Fuse' } }),
  'prefixed': tokenizer(bpe(prefixed, { unk_token: '<unk>', continuing_subword_prefix: '@@' }), { pre_tokenizer: { type: 'BertPreTokenizer' } }),
  'wordpiece': tokenizer(wordPiece, {
    normalizer: sequence('normalizers', { type: 'NFD' }, { type: 'Lowercase' }, { type: 'StripAccents' }), pre_tokenizer: { type: 'WhitespaceSplit' }, post_processor: template,
    decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
  }),
  'bert-parts': tokenizer(wordPiece, {
    normalizer: bert(), pre_tokenizer: { type: 'BertPreTokenizer' }, post_processor: { type: 'BertProcessing', sep: ['[SEP]', 2], cls: ['[CLS]', 1] },
    added_tokens: added(pieces, [{ content: '[CLS]' }, { content: 'cat', special: false, single_word: true }]),
  }),
  'bert-cased': cuts({ normalizer: bert({ lowercase: false, strip_accents: true, clean_text: false }), pre_tokenizer: { type: 'BertPreTokenizer' } }),
  'bert-accents': cuts({ normalizer: bert({ strip_accents: false, handle_chinese_chars: false }), pre_tokenizer: { type: 'Punctuation', behavior: 'Contiguous' } }),
  'truncated': tokenizer(wordPiece, {
    normalizer: { type: 'Lowercase' }, pre_tokenizer: { type: 'Whitespace' }, post_processor: template,
    truncation: { direction: 'Right', max_length: 9, strategy: 'LongestFirst', stride: 0 }, padding: { strategy: { Fixed: 12 }, direction: 'Left', pad_to_multiple_of: 8, pad_id: 3, pad_type_id: 4, pad_token: 't' },
  }),
  'truncated-left': tokenizer(wordPiece, {
    pre_tokenizer: sequence('pretokenizers', { type: 'Whitespace' }, { type: 'Digits', individual_digits: true }),
    truncation: { direction: 'Left', max_length: 5, strategy: 'LongestFirst', stride: 1 }, padding: { strategy: 'BatchLongest', direction: 'Right', pad_to_multiple_of: null, pad_id: 0, pad_type_id: 0, pad_token: 'x' },
  }),
  'metaspace': tokenizer(bpe({ vocab: ['▁', ...words.vocab], merges: words.merges }, { unk_token: '▁' }), {
    pre_tokenizer: metaspace('always'), decoder: metaspace('always'), added_tokens: added(['▁', ...words.vocab], [{ content: '<s>' }, { content: '<mask>', lstrip: true }]),
  }),
  'metaspace-first': cuts({ pre_tokenizer: metaspace('first'), decoder: metaspace('never'), added_tokens: added(['[UNK]', 'the', 'cat'], [{ content: '<s>' }]), normalizer: { type: 'Nmt' } }),
  'metaspace-never': cuts({ pre_tokenizer: sequence('pretokenizers', { type: 'WhitespaceSplit' }, { type: 'Metaspace', replacement: '▁', add_prefix_space: false, prepend_scheme: 'never' }) }),
  'metaspace-whole': cuts({ pre_tokenizer: metaspace('always', false), normalizer: sequence('normalizers', { type: 'Strip', strip_left: true, strip_right: true }, { type: 'NFKC' }) }),
  'nfkc': cuts({ normalizer: sequence('normalizers', { type: 'NFKC' }, { type: 'Strip', strip_left: false, strip_right: true }, { type: 'Lowercase' }), pre_tokenizer: { type: 'Whitespace' } }),
  'nfc': cuts({ normalizer: sequence('normalizers', { type: 'Strip', strip_left: true, strip_right: false }, { type: 'NFC' }), pre_tokenizer: sequence('pretokenizers', { type: 'Punctuation' }, { type: 'Digits', individual_digits: false }) }),
  'accents': cuts({ normalizer: sequence('normalizers', { type: 'StripAccents' }, { type: 'NFD' }, { type: 'StripAccents' }), pre_tokenizer: { type: 'Punctuation', behavior: 'MergedWithPrevious' } }),
  'delimiter': cuts({ pre_tokenizer: sequence('pretokenizers', { type: 'CharDelimiterSplit', delimiter: 'e' }, split({ String: ' ' }, 'MergedWithNext'), { type: 'Punctuation', behavior: 'MergedWithNext' }) }),
  'isolated': cuts({ pre_tokenizer: sequence('pretokenizers', split({ Regex: '[aeiou]|\\d+$|^\\w' }, 'Isolated'), split({ String: 'th' }, 'MergedWithPrevious')) }),
  'contiguous': cuts({ pre_tokenizer: split({ Regex: '[^\\w\\s]|\\p{Lu}*?x' }, 'Contiguous', true) }),
  'replaced': cuts({ normalizer: sequence('normalizers', { type: 'Replace', pattern: { Regex: '[\\p{P}\\p{S}]+' }, content: 'é_' }, { type: 'Replace', pattern: { String: 'e' }, content: '' }, { type: 'Lowercase' }), pre_tokenizer: { type: 'WhitespaceSplit' } }),
  'added': cuts({
    normalizer: sequence('normalizers', { type: 'Lowercase' }, { type: 'NFKC' }), pre_tokenizer: { type: 'WhitespaceSplit' },
    added_tokens: added(['[UNK]', 'the', 'cat'], [
      { content: 'Yesterday', normalized: true, special: false, single_word: true }, { content: '<mask>', lstrip: true, rstrip: true }, { content: '<extra>', normalized: true, lstrip: true },
      { content: 'cat', special: false }, { content: 'the', special: false, single_word: true }, { content: '[MASK]', rstrip: true, special: false }, { content: '中', normalized: true, special: false },
    ]),
  }),
  't5': tokenizer(unigram(ofT5, 2), {
    added_tokens: specials(ofT5, '<pad>', '</s>', '<unk>', '<extra_id_0>'), normalizer: precompiled, pre_tokenizer: sequence('pretokenizers', { type: 'WhitespaceSplit' }, metaspace('always')),
    post_processor: around([['A', 0], ['</s>', 0]], [['A', 0], ['</s>', 0], ['B', 0], ['</s>', 0]], { '</s>': 1 }), decoder: metaspace('always'),
  }),
  'xlm-r': tokenizer(unigram(ofXlmR, 3), {
    added_tokens: specials(ofXlmR, '<s>', '<pad>', '</s>', '<unk>', '<mask>'), normalizer: sequence('normalizers', precompiled, collapse), pre_tokenizer: metaspace('always'), decoder: metaspace('always'),
    post_processor: around([['<s>', 0], ['A', 0], ['</s>', 0]], [['<s>', 0], ['A', 0], ['</s>', 0], ['</s>', 0], ['B', 0], ['</s>', 0]], { '<s>': 0, '</s>': 2 }),
    truncation: { direction: 'Right', max_length: 20, strategy: 'LongestFirst', stride: 0 },
  }),
  'albert': tokenizer(unigram(ofAlbert, 1), {
    added_tokens: specials(ofAlbert, '<pad>', '<unk>', '[CLS]', '[SEP]', '[MASK]'), pre_tokenizer: metaspace('always'), decoder: metaspace('always'),
    normalizer: sequence('normalizers', { type: 'Replace', pattern: { String: '``' }, content: '"' }, { type: 'Replace', pattern: { String: "''" }, content: '"' }, { type: 'NFKD' }, { type: 'StripAccents' }, { type: 'Lowercase' }, precompiled, collapse),
    post_processor: around([['[CLS]', 0], ['A', 0], ['[SEP]', 0]], [['[CLS]', 0], ['A', 0], ['[SEP]', 0], ['B', 1], ['[SEP]', 1]], { '[CLS]': 2, '[SEP]': 3 }),
  }),
  'xlnet': tokenizer(unigram(ofXlnet, 0), {
    added_tokens: specials(ofXlnet, '<unk>', '<s>', '</s>', '<cls>', '<sep>', '<pad>', '<mask>'), normalizer: sequence('normalizers', { type: 'NFKD' }, { type: 'StripAccents' }, precompiled, collapse), pre_tokenizer: metaspace('always', false), decoder: metaspace('always'),
    post_processor: around([['A', 0], ['<sep>', 0], ['<cls>', 2]], [['A', 0], ['<sep>', 0], ['B', 1], ['<sep>', 1], ['<cls>', 2]], { '<sep>': 4, '<cls>': 3 }),
    padding: { strategy: { Fixed: 10 }, direction: 'Left', pad_to_multiple_of: null, pad_id: 5, pad_type_id: 3, pad_token: '<pad>' },
  }),
  'unigram-bytes': tokenizer(unigram(ofBytes, 0, true), {
    added_tokens: specials(ofBytes, '<unk>'), normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    decoder: sequence('decoders', { type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }),
  }),
  // Scores that are not logarithms: unknown characters may together read like a token, and ties are many.
  'unigram-high': tokenizer(unigram([['<unk>', 100], ...['a', 'b', 'ab', 'ba', 'xy', 'the', 't', 'h', 'e', 'he', 'th', '文中', 's '].map((token) => [token, 100])], 0), { normalizer: { type: 'Lowercase' } }),
  'unigram-ties': tokenizer(unigram([['<unk>', -3], ...['a', 'b', 'ab', 'ba', 't', 'h', 'e', 'c', 'at', 'ca', 'th', 'he', ' ', 's', 'ta', '<unk>'].map((token) => [token, -token.length])], 0)),
};

if (process.argv[2] === 'write') {
  mkdirSync(process.argv[3], { recursive: true });
  for (const [name, json] of Object.entries(definitions)) writeFileSync(join(process.argv[3], `${name}.json`), JSON.stringify(json));
}

if (process.argv[2] === 'golden') {
  const wild = execFileSync('node', ['strings.js', 'wild', '30', '11']).toString().trim().split('\n');
  const texts = [...sentences.filter((s, i) => s.length < 90 && i % 2 === 0).map((s) => JSON.stringify(s)), ...wild.filter((line) => line.length < 70)];
  const result = {};
  let shared;
  const folder = mkdtempSync(join(tmpdir(), 'pipelines-'));
  for (const [name, json] of Object.entries(definitions)) {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify(json));
    const run = (...mode) => execFileSync('node', ['reference.js', path, ...mode], { input: (mode.length ? texts.slice(-8) : texts).join('\n') + '\n' }).toString().trim().split('\n').map(JSON.parse);
    // The texts are the same for all: they are written once, and the pair of a text is its successor.
    const cases = ({ utf16, pair, ...rest }) => rest;
    const [plain, framed] = [run(), run('--template')];
    shared ??= { texts: plain.map((c) => c.utf16), framed: framed.map((c) => [c.utf16, c.pair]) };
    result[name] = { tokenizer: json, plain: plain.map(cases), template: framed.map(cases) };
  }
  rmSync(folder, { recursive: true });
  const escape = (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0');
  const lines = Object.entries(result).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n');
  process.stdout.write(`{\n"source": "npm tokenizers 0.23.2, by tools/oracle/tokenizers/pipelines.js",\n"texts": ${JSON.stringify(shared.texts)},\n"framed": ${JSON.stringify(shared.framed)},\n"training": ${JSON.stringify(training.join('\n') + '\n')},\n"merges": ${JSON.stringify({ bytes: bytes.merges, characters: words.merges })},\n"tokenizers": {\n${lines}\n}\n}\n`.replace(/[\u007f-\uffff]/g, escape));
}
