#!/usr/bin/env python3
"""Permutation language modelling (XLNet), written a second time: golden values for the C# tests.

    python3 tools/oracle/xlnet.py > tests/golden/xlnet.json     (PyTorch 1.13; no other need)

Yang et al. 2019, arXiv:1906.08237, section 2.3, with the masks of the released code's _local_perm: tokens stay in the order of the text, the two
streams are two tensors, and who sees whom is a matrix made of ranks. Positions are absolute and by bucket of distance; see encoder.py and cocolm.py.
Dropout is 0; targets and their order are given.
"""
import json, math, sys
import torch
import torch.nn.functional as F
from encoder import *

V, L, H, LAYERS, A, FF, BINS, MAXD = 17, 12, 12, 2, 3, 20, 8, 7
TEXT = [[2, 5, 9, 7, 3, 12, 12, 16, 6, 10, 3, 3], [2, 11, 8, 14, 3], [2, 6, 3], [2, 13, 15, 5, 9, 6, 3]]
TARGETS = [(0, 2, 2), (0, 3, 0), (0, 6, 3), (0, 8, 1), (1, 3, 0), (3, 1, 1), (3, 5, 0)]    # sequence, position, rank; the third sequence has none


def shapes():
    yield from embeddings("embeddings", V, L, H)
    yield ("main.relative_positions.weight", BINS, A)
    yield from layers("main", LAYERS, H, FF, H)
    yield ("language_head.bias", 1, V)


def bucket(d):
    half = BINS // 2
    exact, a = half // 2, abs(d)
    b = a if a < exact else min(half - 1, exact + math.ceil(math.log(a / exact) / math.log((MAXD - 1) / exact) * (half - 1 - exact)))
    return half - 1 + (b if d > 0 else -b)


def attend(x, at, keys, values, sees, layer):
    """One layer for rows x at positions at; keys and values of all positions of the text; sees [rows, T]."""
    p = f"main.layers.{layer}"
    q = F.linear(x, P[p + ".attention.qkv.weight"][:H], P[p + ".attention.qkv.bias"][0, :H])
    mixed = []
    for head in range(A):
        own = slice(head * (H // A), (head + 1) * (H // A))
        scores = q[:, own] @ keys[:, own].t() / math.sqrt(H // A)
        scores = scores + torch.stack([torch.stack([P["main.relative_positions.weight"][bucket(j - i), head] for j in range(len(keys))]) for i in at])
        mixed.append(scores.masked_fill(~sees, -math.inf).softmax(-1) @ values[:, own])
    x = ln(x + lin(torch.cat(mixed, 1), p + ".attention.output"), p + ".attention_norm")
    return ln(x + lin(F.gelu(lin(x, p + ".expand")), p + ".contract"), p + ".output_norm")


def two_streams(ids, ranks):
    """The query stream's last states, one for each target in the order of the text."""
    t, targets = len(ids), sorted(ranks)
    rank = [ranks.get(i, -1) for i in range(t)]
    before = torch.tensor([[rank[j] < 0 or rank[i] > rank[j] for j in range(t)] for i in range(t)])
    itself = torch.eye(t).bool()
    embed = lambda tokens, at: ln(P["embeddings.tokens"][tokens] + P["embeddings.positions"][at], "embeddings.norm")
    h, g = embed(ids, list(range(t))), embed([MASK] * len(targets), targets)
    for layer in range(LAYERS):
        w, b = P[f"main.layers.{layer}.attention.qkv.weight"], P[f"main.layers.{layer}.attention.qkv.bias"][0]
        keys, values = F.linear(h, w[H:2 * H], b[H:2 * H]), F.linear(h, w[2 * H:], b[2 * H:])
        g = attend(g, targets, keys, values, before[targets], layer)
        h = attend(h, range(t), keys, values, before | itself, layer)
    return g


def main():
    declare(shapes())
    states = torch.cat([two_streams(ids, {i: r for n, i, r in TARGETS if n == s}) for s, ids in enumerate(TEXT) if any(n == s for n, _, _ in TARGETS)])
    logits = F.linear(states, P["embeddings.tokens"], P["language_head.bias"][0])
    terms = {"plm": F.cross_entropy(logits, torch.tensor([TEXT[s][i] for s, i, _ in TARGETS]))}
    json.dump({
        "about": f"tools/oracle/xlnet.py, PyTorch {torch.__version__}, double precision; parameters by formula, see encoder.py",
        "encoder": {"vocabularySize": V, "maxLength": L, "hiddenSize": H, "layers": LAYERS, "heads": A, "feedForwardSize": FF,
                    "relativeBins": BINS, "maxDistance": MAXD, "layerNormEpsilon": EPS},
        "text": TEXT, "positions": rows(TEXT, TARGETS), "ranks": [r for _, _, r in TARGETS],
        "case": {**case(terms, {"plm": 1}), "hidden": packed(states)},
    }, sys.stdout, indent=1)
    print()


main()
