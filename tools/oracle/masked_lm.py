#!/usr/bin/env python3
"""Masked language modelling and next-sentence prediction (BERT, RoBERTa), written a second time: golden values for the C# tests.

    python3 tools/oracle/masked_lm.py > tests/golden/masked-lm.json     (PyTorch 1.13; no other need)

Devlin et al. 2018, arXiv:1810.04805, section 3.1, and the released code's heads; see encoder.py. Dropout is 0; the pairs, the chosen
positions and what is shown there ([MASK], a random word, the original) are given.
"""
import json, sys
import torch
from encoder import *

V, L, H, LAYERS, A, FF, E = 17, 11, 12, 2, 3, 20, 8

# Pairs [CLS] A [SEP] B [SEP]; the second is wrong; the third is no pair.
TEXT = [[2, 5, 9, 7, 3, 12, 12, 16, 6, 3], [2, 11, 8, 3, 14, 10, 3], [2, 13, 3]]
SEGMENTS = [[0] * 5 + [1] * 5, [0] * 4 + [1] * 3, [0] * 3]
LABELS = [0, 1, -1]
SHOWN = [(0, 2, MASK), (0, 5, MASK), (0, 8, 15), (1, 1, MASK), (1, 4, 14), (2, 1, MASK)]


def losses(pairs):
    at_s, at_i = torch.tensor([m[0] for m in SHOWN]), torch.tensor([m[1] for m in SHOWN])
    original, real = pad(TEXT)
    h, _ = encode("main", LAYERS, A, replace(TEXT, SHOWN), segments=SEGMENTS if pairs else None)
    right = guess(h[at_s, at_i], "masked_head").log_softmax(-1).gather(1, original[at_s, at_i][:, None])
    terms = {"mlm": -right.mean()}
    if pairs:
        labels = torch.tensor(LABELS)
        verdicts = lin(torch.tanh(lin(h[:, 0], "pair_head.pooler")), "pair_head.output").log_softmax(-1)[labels >= 0]
        terms["nsp"] = -verdicts.gather(1, labels[labels >= 0][:, None]).mean()
    return terms, h[real]


def shapes(pairs):
    yield from embeddings("embeddings", V, L, E, 2 if pairs else 0)
    yield from layers("main", LAYERS, H, FF, E)
    yield from masked_head("masked_head", V, H, E)
    if pairs:
        yield from linear("pair_head.pooler", H, H)
        yield from linear("pair_head.output", H, 2)


def main():
    cases = {}
    for name, pairs in (("words", False), ("words and pairs", True)):
        declare(shapes(pairs))
        terms, hidden = losses(pairs)
        cases[name] = {**case(terms, {term: 1 for term in terms}), "hidden": packed(hidden)}
    json.dump({
        "about": f"tools/oracle/masked_lm.py, PyTorch {torch.__version__}, double precision; parameters by formula, see encoder.py",
        "encoder": {"vocabularySize": V, "maxLength": L, "hiddenSize": H, "layers": LAYERS, "heads": A, "feedForwardSize": FF, "embeddingSize": E,
                    "relativeBins": 0, "layerNormEpsilon": EPS},
        "text": TEXT, "segments": SEGMENTS, "labels": LABELS, "hidden": replace(TEXT, SHOWN), "positions": rows(TEXT, SHOWN),
        "cases": cases,
    }, sys.stdout, indent=1)
    print()


main()
