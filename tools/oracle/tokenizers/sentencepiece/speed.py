"""Measures how fast SentencePiece encodes on one thread: strings on standard input, one JSON string a line.
    /usr/bin/python3 speed.py FILE.model < strings"""
import json
import sys
import time

import sentencepiece

processor = sentencepiece.SentencePieceProcessor(model_file=sys.argv[1])
texts = [json.loads(line) for line in sys.stdin]
megabytes = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
seconds = []
for _ in range(3):
    start = time.perf_counter()
    processor.encode(texts, out_type=int, num_threads=1)
    seconds.append(time.perf_counter() - start)
print(f"reference: {megabytes / min(seconds):.1f} MB/s ({megabytes:.1f} MB in {min(seconds):.2f} s, best of 3)")
