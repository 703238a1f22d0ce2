#!/usr/bin/env python3
"""Causal language modelling (GPT) and its prefix form, written a second time: golden values for the C# tests.

    python3 tools/oracle/causal_lm.py > tests/golden/causal-lm.json     (PyTorch 1.13; no other need)

Radford et al. 2019 and the released code (pre-norm layers, a last normalization, tied head without bias), with the exact GELU; Raffel et al.
2019, arXiv:1910.10683, section 3.2.1 for the prefix. See encoder.py. Dropout is 0; prefixes are given.
"""
import json, math, sys
import torch
import torch.nn.functional as F
from encoder import *

V, L, H, LAYERS, A, FF = 17, 12, 12, 2, 3, 20
TEXT = [[2, 5, 9, 7, 3, 12, 12, 16, 6, 10, 3, 3], [2, 11, 8, 14, 3], [2, 6, 6, 15, 16, 5, 9, 3], [2, 13, 3]]
PREFIXES = [4, 1, 6, 2]


def shapes():
    yield ("embeddings.tokens", V, H)
    yield ("embeddings.positions", L, H)
    for i in range(LAYERS):
        q = f"main.layers.{i}"
        yield from norm(q + ".attention_norm", H)
        yield from linear(q + ".attention.qkv", H, 3 * H)
        yield from linear(q + ".attention.output", H, H)
        yield from norm(q + ".feed_forward_norm", H)
        yield from linear(q + ".expand", H, FF)
        yield from linear(q + ".contract", FF, H)
    yield from norm("main.norm", H)


def losses(prefixes):
    ids, real = pad(TEXT)
    s, t = ids.shape
    x = P["embeddings.tokens"][ids] + P["embeddings.positions"][:t]
    later = torch.ones(t, t).triu(1).bool()                                     # [query, key]
    hidden = torch.stack([later & (torch.arange(t)[None, :] >= p) for p in prefixes]) | ~real[:, None, :]
    for i in range(LAYERS):
        p = f"main.layers.{i}"
        q, k, v = lin(ln(x, p + ".attention_norm"), p + ".attention.qkv").view(s, t, 3, A, H // A).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-1, -2) / math.sqrt(H // A)).masked_fill(hidden[:, None], -math.inf)
        x = x + lin((scores.softmax(-1) @ v).transpose(1, 2).reshape(s, t, H), p + ".attention.output")
        x = x + lin(F.gelu(lin(ln(x, p + ".feed_forward_norm"), p + ".expand")), p + ".contract")
    x = ln(x, "main.norm")
    log_p = (x @ P["embeddings.tokens"].t()).log_softmax(-1)
    wanted = torch.stack([torch.arange(1, t) >= p for p in prefixes]) & real[:, 1:]
    right = log_p[:, :-1].gather(2, ids[:, 1:, None])[..., 0]
    return {"lm": -right[wanted].mean()}, x[real]


def main():
    cases = {}
    for name, prefixes in (("causal", [1] * len(TEXT)), ("prefix", PREFIXES)):
        declare(shapes())
        terms, hidden = losses(prefixes)
        cases[name] = {"prefixes": prefixes, **case(terms, {"lm": 1}), "hidden": packed(hidden)}
    json.dump({
        "about": f"tools/oracle/causal_lm.py, PyTorch {torch.__version__}, double precision; parameters by formula, see encoder.py",
        "encoder": {"vocabularySize": V, "maxLength": L, "hiddenSize": H, "layers": LAYERS, "heads": A, "feedForwardSize": FF, "relativeBins": 0, "layerNormEpsilon": EPS},
        "text": TEXT, "cases": cases,
    }, sys.stdout, indent=1)
    print()


main()
