// Loads a tokenizer with the reference library: a tokenizer.json, or a folder with GPT-2's encoder.json and vocab.bpe.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import tokenizers from 'tokenizers';

const gpt2 = (folder) => {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: true };
  const vocab = JSON.parse(readFileSync(join(folder, 'encoder.json'), 'utf8'));
  const merges = readFileSync(join(folder, 'vocab.bpe'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#version'));
  const content = '<|endoftext|>';
  return {
    version: '1.0', truncation: null, padding: null,
    added_tokens: [{ id: vocab[content], content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }],
    normalizer: null, pre_tokenizer: byteLevel, post_processor: byteLevel, decoder: byteLevel,
    model: { type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, vocab, merges },
  };
};

// What the library is given for a path.
export const definition = (path) => {
  if (statSync(path).isDirectory()) {
    if (!existsSync(join(path, 'tokenizer.json'))) return gpt2(path);
    path = join(path, 'tokenizer.json');
  }
  const json = JSON.parse(readFileSync(path, 'utf8'));
  json.model.type ??= json.model.merges ? 'BPE' : 'WordPiece'; // files from before 2021
  return json;
};

export const load = (path, changes = {}) => tokenizers.Tokenizer.fromString(JSON.stringify({ ...definition(path), ...changes }));
