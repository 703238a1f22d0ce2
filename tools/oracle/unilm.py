#!/usr/bin/env python3
"""UniLM, written a second time: golden values for the C# tests.

    python3 tools/oracle/unilm.py > tests/golden/unilm.json     (PyTorch 1.13; no other need)

Dong et al. 2019, arXiv:1905.03197, section 2, and the released loader's masks; see encoder.py. Dropout is 0; modes, segments, chosen
positions and what is shown there are given.
"""
import json, sys
import torch
from encoder import *

V, L, H, LAYERS, A, FF = 17, 11, 12, 2, 3, 20
TEXT = [[2, 5, 9, 7, 3, 12, 12, 16, 6, 3], [2, 11, 8, 3, 14, 10, 3], [2, 6, 6, 15, 3, 16, 5, 9, 3], [2, 13, 3, 8, 7, 3]]
MODES = ["both", "leftToRight", "prefix", "rightToLeft"]
FIRST = [5, 4, 5, 3]        # tokens of the first text, its special tokens included
SEGMENTS = [[0] * 5 + [1] * 5, [2] * 7, [4] * 5 + [5] * 4, [3] * 6]
LABELS = [1, -1, -1, -1]    # the pair that is read in both directions is wrong; the others are not judged
SHOWN = [(0, 2, MASK), (0, 7, 8), (1, 2, MASK), (1, 5, MASK), (2, 6, MASK), (2, 8, MASK), (3, 1, MASK), (3, 4, 7)]


def blocked(t):
    lower = torch.ones(t, t).tril().bool()          # [query, key]
    out = []
    for mode, n in zip(MODES, FIRST):
        allow = {"both": torch.ones(t, t).bool(), "leftToRight": lower, "rightToLeft": lower.t(), "prefix": lower | (torch.arange(t) < n)[None, :]}[mode]
        out.append(~allow)
    return torch.stack(out)


def shapes():
    yield from embeddings("embeddings", V, L, H, 6)
    yield from layers("main", LAYERS, H, FF, H)
    yield from masked_head("masked_head", V, H, H)
    yield from linear("pair_head.pooler", H, H)
    yield from linear("pair_head.output", H, 2)


def main():
    declare(shapes())
    at_s, at_i = torch.tensor([m[0] for m in SHOWN]), torch.tensor([m[1] for m in SHOWN])
    original, real = pad(TEXT)
    # A query at padding may see nothing; its state is thrown away, but must not be NaN.
    mask = blocked(original.shape[1]) & real[:, :, None]
    h, _ = encode("main", LAYERS, A, replace(TEXT, SHOWN), segments=SEGMENTS, blocked=mask)
    terms = {"mlm": -guess(h[at_s, at_i], "masked_head").log_softmax(-1).gather(1, original[at_s, at_i][:, None]).mean()}
    labels = torch.tensor(LABELS)
    verdicts = lin(torch.tanh(lin(h[:, 0], "pair_head.pooler")), "pair_head.output").log_softmax(-1)[labels >= 0]
    terms["nsp"] = -verdicts.gather(1, labels[labels >= 0][:, None]).mean()
    json.dump({
        "about": f"tools/oracle/unilm.py, PyTorch {torch.__version__}, double precision; parameters by formula, see encoder.py",
        "encoder": {"vocabularySize": V, "maxLength": L, "hiddenSize": H, "layers": LAYERS, "heads": A, "feedForwardSize": FF, "segments": 6, "relativeBins": 0, "layerNormEpsilon": EPS},
        "text": TEXT, "modes": MODES, "first": FIRST, "segments": SEGMENTS, "labels": LABELS, "hidden": replace(TEXT, SHOWN), "positions": rows(TEXT, SHOWN),
        "case": {**case(terms, {"mlm": 1, "nsp": 1}), "hidden": packed(h[real])},
    }, sys.stdout, indent=1)
    print()


main()
