"""Trains small SentencePiece models on the sentences of ../sentences.js, encodes strings with them, and prints tests/golden/sentencepiece.json.
    (node -e "import('./sentences.js').then(m => m.sentences.forEach(s => console.log(JSON.stringify(s))))"; node strings.js nasty 60 3) |
        /usr/bin/python3 sentencepiece/golden.py AUTHORS > ../../../tests/golden/sentencepiece.json
AUTHORS is the folder `huggingface` of a checkout of microsoft/COCO-LM."""
import base64
import io
import json
import sys
import tempfile

import sentencepiece

import cocolm_reference

# A few rules of each kind: letters, ligatures, loose accents (longer than what they contain), spaces, removal.
RULES = {
    "\ufb01": "fi", "\ufb02": "fl", "e\u0301": "\u00e9", "e": "e", "a\u0323\u0301": "\u1ea1\u0301", "\u0132": "IJ", "\uff21": "A", "\u3000": " ", "\u00a0": " ",
    "\t": " ", "\n": " ", "\r": " ", "\u200b": "", "\u00ad": "", "\u2026": "...", "\u00b4": " \u0301", "\u212b": "\u00c5", "\U0001d15e": "\U0001d157\U0001d165",
    "A": "a", "B": "b", "C": "c", "T": "t", "\ufdfa": "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647", "\u3300": "\u30a2\u30d1\u30fc\u30c8",
}
MODELS = {
    "unigram": dict(model_type="unigram", vocab_size=160, user_defined_symbols=["[MASK]", "the ", "."], rules=True),
    "unigram-bytes": dict(model_type="unigram", vocab_size=400, byte_fallback=True, treat_whitespace_as_suffix=True, remove_extra_whitespaces=False,
                          allow_whitespace_only_pieces=True, normalization_rule_name="identity", unk_surface="?", pad_id=3),
    "unigram-sentences": dict(model_type="unigram", vocab_size=200, split_by_whitespace=False, normalization_rule_name="identity"),
    "bpe": dict(model_type="bpe", vocab_size=420, byte_fallback=True, user_defined_symbols=["[MASK]", "ing", "\u4e2d\u6587"], rules=True),
    "bpe-sentences": dict(model_type="bpe", vocab_size=240, split_by_whitespace=False, add_dummy_prefix=False, normalization_rule_name="identity"),
    "tiny": dict(model_type="unigram", vocab_size=24, rules=True, corpus=["caca bacab abba", "a cab, a cab", "bacca cabba"]),
}

strings = [json.loads(line).encode("utf-16", "surrogatepass").decode("utf-16", "replace") for line in sys.stdin]
corpus = strings[:20]
rules = tempfile.NamedTemporaryFile("w", suffix=".tsv")
for key, value in RULES.items():
    rules.write(" ".join(f"{ord(c):X}" for c in key) + "\t" + " ".join(f"{ord(c):X}" for c in value) + "\n")
rules.flush()

models = {}
for name, options in MODELS.items():
    options = dict(options)
    if options.pop("rules", False):
        options["normalization_rule_tsv"] = rules.name
    stream = io.BytesIO()
    options = {"character_coverage": 0.98} | options
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(options.pop("corpus", corpus)), model_writer=stream, num_threads=1,
                                             hard_vocab_limit=False, minloglevel=2, **options)
    processor = sentencepiece.SentencePieceProcessor(model_proto=stream.getvalue())
    cases = []
    for text in strings:
        pieces = processor.encode(text, out_type="immutable_proto").pieces
        units = [0]
        for character in text:
            units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
        ids = [piece.id for piece in pieces]
        cases.append(dict(text=text, ids=ids, offsets=[units[place] for piece in pieces for place in (piece.begin, piece.end)],
                          decoded=processor.decode(ids)))
    models[name] = dict(model=base64.b64encode(stream.getvalue()).decode(), pieces=[processor.id_to_piece(i) for i in range(len(processor))], cases=cases)

model = base64.b64decode(models["unigram-sentences"]["model"])
pieces = models["unigram-sentences"]["pieces"]
dictionary = "".join(f"{piece} {100 - i}\n" for i, piece in enumerate(pieces[:2:-1]) if piece.split() == [piece]) + "caf\u00e9 1\n<mask> 1\n</s> 1\n"
tokenizer = cocolm_reference.load(sys.argv[1], model, dictionary)
cases = [dict(text=text, ids=tokenizer.encode(text), decoded=tokenizer.decode(tokenizer.encode(text))) for text in strings + cocolm_reference.SENTENCES]
print(json.dumps(dict(source=f"tools/oracle/tokenizers/sentencepiece/golden.py, sentencepiece {sentencepiece.__version__}, microsoft/COCO-LM",
                      models=models, cocoLm=dict(model="unigram-sentences", dictionary=dictionary, cases=cases)), separators=(",", ":")))
