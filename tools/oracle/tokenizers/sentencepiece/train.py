"""Trains a unigram vocabulary on the start of a text file and prints its pieces with their scores as JSON.
    /usr/bin/python3 train.py ../../../../samples/braddon-lady-audley-1862.txt > ../../../../tests/golden/unigram.json"""
import io
import json
import sys

import sentencepiece

OPTIONS = dict(model_type="unigram", vocab_size=1000, character_coverage=0.995)
CHARACTERS = 200_000

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    text = file.read()[:CHARACTERS]
stream = io.BytesIO()
sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(text.split("\n")), model_writer=stream, num_threads=1, max_sentence_length=1 << 20,
                                         minloglevel=2, **OPTIONS)
processor = sentencepiece.SentencePieceProcessor(model_proto=stream.getvalue())
pieces = [[processor.id_to_piece(i), processor.get_score(i)] for i in range(len(processor)) if not (processor.is_control(i) or processor.is_unknown(i))]
print(json.dumps(dict(source=f"tools/oracle/tokenizers/sentencepiece/train.py, sentencepiece {sentencepiece.__version__}", **OPTIONS,
                      characters=CHARACTERS, pieces=pieces), separators=(",", ":")))
