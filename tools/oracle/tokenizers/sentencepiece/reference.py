"""Encodes strings (one JSON string a line on standard input) with SentencePiece and prints
{"text", "ids", "offsets": [start, end, ...] in UTF-16 units, "decoded"} a line.
    /usr/bin/python3 reference.py MODEL < strings > expected.jsonl
Half pairs, which JavaScript's strings may hold, become U+FFFD, as they do in Cocoon."""
import json
import sys

import sentencepiece

processor = sentencepiece.SentencePieceProcessor(model_file=sys.argv[1])
for line in sys.stdin:
    text = json.loads(line).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    pieces = processor.encode(text, out_type="immutable_proto").pieces
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
    ids = [piece.id for piece in pieces]
    offsets = [units[place] for piece in pieces for place in (piece.begin, piece.end)]
    print(json.dumps({"text": text, "ids": ids, "offsets": offsets, "decoded": processor.decode(ids)}))
