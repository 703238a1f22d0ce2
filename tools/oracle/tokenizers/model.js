// Prints the tokenizer.json of a SentencePiece unigram model, made as the transformers package makes those of T5 and XLM-R:
// the character map, runs of spaces become one, a visible space before every word.
//   node model.js FILE.model > tokenizer.json
import { readFileSync } from 'node:fs';

// The fields of a message in Protocol Buffers' wire format, by number.
const fields = (bytes) => {
  const found = {};
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(value);
    }
  };
  const take = (count) => bytes.subarray(at, at += count);
  while (at < bytes.length) {
    const tag = varint(), type = tag & 7;
    const value = type === 0 ? varint() : type === 1 ? take(8) : type === 5 ? take(4).readFloatLE() : take(varint());
    (found[tag >>> 3] ??= []).push(value);
  }
  return found;
};

const file = fields(readFileSync(process.argv[2]));
const pieces = file[1].map(fields).map((p) => ({ text: p[1][0].toString(), score: p[2]?.[0] ?? 0, type: p[3]?.[0] ?? 1 }));
const trainer = fields(file[2]?.[0] ?? Buffer.alloc(0)), normalizer = fields(file[3]?.[0] ?? Buffer.alloc(0));
if ((trainer[3]?.[0] ?? 1) !== 1) throw new Error('not a unigram model');
const map = normalizer[2]?.[0];
const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: normalizer[3]?.[0] === 0 ? 'never' : 'always', split: true };
process.stdout.write(JSON.stringify({
  version: '1.0', truncation: null, padding: null,
  added_tokens: pieces.map((p, id) => ({ id, content: p.text, single_word: false, lstrip: false, rstrip: false, normalized: false, special: p.type !== 4, type: p.type }))
    .filter((p) => [2, 3, 4].includes(p.type)).map(({ type, ...token }) => token),
  normalizer: {
    type: 'Sequence',
    normalizers: [...(map?.length ? [{ type: 'Precompiled', precompiled_charsmap: map.toString('base64') }] : []), { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }],
  },
  pre_tokenizer: metaspace, post_processor: null, decoder: metaspace,
  model: { type: 'Unigram', unk_id: pieces.findIndex((p) => p.type === 2), vocab: pieces.map((p) => [p.text, p.score]), byte_fallback: trainer[35]?.[0] === 1 },
}) + '\n');
