#!/usr/bin/env python3
"""SimCSE, written a second time: golden values for the C# tests.

    python3 tools/oracle/simcse.py > tests/golden/simcse.json     (PyTorch 1.13; no other need)

Gao et al. 2021, arXiv:2104.08821, equations 1, 4 and 5, the MLP of section 6.3 and the MLM auxiliary of appendix; the queue of negatives as in Wu et
al. 2021, arXiv:2109.04380, section 3.2. See encoder.py. Dropout is 0, so the second views are edited texts; the hidden positions and the vectors in
the queue are given.
"""
import json, sys
import torch
import torch.nn.functional as F
from encoder import *

V, L, H, LAYERS, A, FF, E, QUEUE, TAU, WEIGHT = 17, 11, 12, 2, 3, 20, 8, 5, 0.25, 0.25

TEXT = [[2, 5, 9, 7, 3, 12, 12, 16, 6, 3], [2, 11, 8, 3], [2, 13, 14, 15, 3], [2, 10, 9, 8, 7, 6, 3]]
SECOND = [[2, 5, 7, 3, 12, 12, 6, 3], [2, 11, 16, 8, 3], [2, 13, 5, 15, 3], [2, 9, 8, 7, 6]]   # deletion, insertion, replacement, crop
THIRD = [[2, 5, 9, 16, 3], [2, 7, 8, 11, 3], [2, 13, 3], [2, 6, 6, 8, 12, 3]]   # hard negatives
SHOWN = [(0, 2, MASK), (0, 5, MASK), (0, 8, 15), (1, 1, MASK), (3, 4, 7)]


def vectors(sequences):
    states, _ = encode("main", LAYERS, A, sequences)
    return torch.tanh(lin(states[:, 0], "pooler"))


def losses(masked, queue, labelled):
    candidates = F.normalize(vectors(SECOND), dim=1)
    if labelled:
        candidates = torch.cat([candidates, F.normalize(vectors(THIRD), dim=1)])
    if queue:
        candidates = torch.cat([candidates, P["queue.vectors"].detach()])
    cosines = F.normalize(vectors(TEXT), dim=1) @ candidates.T
    terms = {"contrast": F.cross_entropy(cosines / TAU, torch.arange(len(TEXT)))}
    if masked:
        at_s, at_i = torch.tensor([m[0] for m in SHOWN]), torch.tensor([m[1] for m in SHOWN])
        states, _ = encode("main", LAYERS, A, replace(TEXT, SHOWN))
        terms["mlm"] = F.cross_entropy(guess(states[at_s, at_i], "masked_head"), pad(TEXT)[0][at_s, at_i])
    states, real = encode("main", LAYERS, A, TEXT)
    return terms, states[real]


def network(prefix=""):
    yield from embeddings(prefix + "embeddings", V, L, E)
    yield from layers(prefix + "main", LAYERS, H, FF, E)
    yield from linear(prefix + "pooler", H, H)


def shapes(masked, queue):
    yield from network()
    if masked:
        yield from masked_head("masked_head", V, H, E)
    if queue:
        yield from network("momentum.")
        yield from [("queue.vectors", QUEUE, H), ("queue.arriving", QUEUE, H), ("queue.counters", 1, 3)]


def main():
    cases = {}
    for name, masked, queue, labelled in (("pairs", False, False, False), ("pairs and words", True, False, False), ("pairs and a queue", False, True, False),
                                          ("triples", False, False, True)):
        declare(shapes(masked, queue))
        terms, hidden = losses(masked, queue, labelled)
        cases[name] = {**case(terms, {term: WEIGHT if term == "mlm" else 1 for term in terms}), "hidden": packed(hidden)}
    json.dump({
        "about": f"tools/oracle/simcse.py, PyTorch {torch.__version__}, double precision; parameters by formula, see encoder.py",
        "encoder": {"vocabularySize": V, "maxLength": L, "hiddenSize": H, "layers": LAYERS, "heads": A, "feedForwardSize": FF, "embeddingSize": E,
                    "relativeBins": 0, "layerNormEpsilon": EPS},
        "queueSize": QUEUE, "text": TEXT, "second": SECOND, "third": THIRD, "hidden": replace(TEXT, SHOWN), "positions": rows(TEXT, SHOWN),
        "cases": cases,
    }, sys.stdout, indent=1)
    print()


main()
