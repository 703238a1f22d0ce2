#!/usr/bin/env python3
"""ELECTRA and the steps towards it, written a second time: golden values for the C# tests.

    python3 tools/oracle/electra.py > tests/golden/electra.json     (PyTorch 1.13; no other need)

Clark et al. 2020, arXiv:2003.10555, section 3, section 3.4 and appendix F; see encoder.py. Dropout is 0; masked positions, what the
generator sees there and its samples are given. The logit is that of "original".
"""
import json, sys
import torch
import torch.nn.functional as F
from encoder import *

V, L, H, LAYERS, A, FF, E = 19, 12, 12, 2, 3, 20, 8
WIDTH = 2 / 3
G, GA, GFF = 8, 2, 13      # the generator: hidden size, heads of size 4, feed-forward size 20 · 8 / 12
LAMBDA, POLICY = 50.0, 3.0

ORIGINAL = [[2, 5, 9, 7, 3, 12, 12, 18, 6, 10, 3, 3], [2, 11, 8, 14, 3], [2, 6, 6, 15, 17, 5, 9, 3], [2, 13, 3]]
# (sequence, position, what the generator sees, sample): two samples are lucky, one position is shown as it is
CHOSEN = [(0, 2, MASK, 9), (0, 5, MASK, 7), (0, 9, 10, 14), (1, 1, MASK, 5), (1, 3, MASK, 14), (2, 2, MASK, 16), (2, 6, MASK, 5)]


def shapes(sharing="all", form="allTokens", training="joint"):
    yield from embeddings("embeddings", V, L, E)
    yield from layers("main", LAYERS, H, FF, E)
    if form != "replaceMlm":
        yield from linear("detection_head.dense", H, H)
        yield from linear("detection_head.output", H, 1)
    if form in ("replaceMlm", "allTokensMlm"):
        yield from masked_head("masked_head", V, H, E)
    if sharing != "all":
        yield from embeddings("generator.embeddings", V, L, E, tokens=sharing == "none")
    # A generator as wide as the embeddings needs no map.
    yield from layers("generator", LAYERS, G, GFF, E)
    yield from masked_head("generator.head", V, G, E)
    if training == "adversarial":
        yield from linear("baseline", G, 1)


def losses(sharing="all", form="allTokens", training="joint"):
    at_s, at_i = torch.tensor([m[0] for m in CHOSEN]), torch.tensor([m[1] for m in CHOSEN])
    samples = torch.tensor([m[3] for m in CHOSEN])
    original, real = pad(ORIGINAL)
    corrupted = replace(ORIGINAL, [(s, i, x) for s, i, _, x in CHOSEN])
    seen, _ = pad(corrupted)
    targets, same = original[at_s, at_i], seen == original
    block = "embeddings" if sharing == "all" else "generator.embeddings"
    tokens = "generator.embeddings.tokens" if sharing == "none" else "embeddings.tokens"

    g, _ = encode("generator", LAYERS, GA, replace(ORIGINAL, [(s, i, x) for s, i, x, _ in CHOSEN]), block=block, tokens=tokens)
    g = g[at_s, at_i]
    log_g = guess(g, "generator.head", tokens).log_softmax(-1)
    terms = {"mlm": -log_g.gather(1, targets[:, None]).mean()}
    weights = {"mlm": 0.0 if training == "adversarial" else 1.0}

    h, _ = encode("main", LAYERS, A, corrupted)
    if form in ("allTokens", "maskedTokens"):
        d = torch.sigmoid(lin(F.gelu(lin(h, "detection_head.dense")), "detection_head.output")[..., 0])
        loss = -torch.where(same, d.log(), (1 - d).log())
        terms["detection"] = loss[real].mean() if form == "allTokens" else loss[at_s, at_i].mean()
        weights["detection"] = LAMBDA
        if training == "adversarial":
            reward = loss[at_s, at_i].detach()
            right = torch.sigmoid(lin(g.detach(), "baseline")[:, 0])
            advantage = reward + right.detach().log()
            terms["policy"] = -(advantage * log_g.gather(1, samples[:, None])[:, 0]).mean()
            wanted = (-reward).exp()
            terms["baseline"] = -(wanted * right.log() + (1 - wanted) * (1 - right).log()).mean()
            weights.update(policy=POLICY, baseline=1.0)
    elif form == "replaceMlm":
        terms["lm"] = -guess(h[at_s, at_i], "masked_head").log_softmax(-1).gather(1, targets[:, None]).mean()
        weights["lm"] = 1.0
    else:
        d = torch.sigmoid(lin(F.gelu(lin(h[real], "detection_head.dense")), "detection_head.output")[:, 0])
        p = guess(h[real], "masked_head").softmax(-1).gather(1, original[real][:, None])[:, 0]
        terms["lm"] = -(same[real] * d + (1 - d) * p).log().mean()
        weights["lm"] = 1.0
    return terms, weights, h[real]


def main():
    cases = {}
    for name, options in {
        "electra": {}, "electra 15%": {"form": "maskedTokens"}, "replace mlm": {"form": "replaceMlm"}, "all-tokens mlm": {"form": "allTokensMlm"},
        "shared tokens": {"sharing": "tokens"}, "nothing shared": {"sharing": "none"}, "adversarial": {"training": "adversarial"},
    }.items():
        declare(shapes(**options))
        terms, weights, hidden = losses(**options)
        cases[name] = {"options": options, **case(terms, weights, full=name in ("electra", "adversarial")), "hidden": packed(hidden)}
    json.dump({
        "about": f"tools/oracle/electra.py, PyTorch {torch.__version__}, double precision; parameters by formula, see encoder.py",
        "encoder": {"vocabularySize": V, "maxLength": L, "hiddenSize": H, "layers": LAYERS, "heads": A, "feedForwardSize": FF, "embeddingSize": E,
                    "relativeBins": 0, "layerNormEpsilon": EPS},
        "generatorWidth": WIDTH, "detectionWeight": LAMBDA, "policyWeight": POLICY,
        "original": ORIGINAL, "hidden": replace(ORIGINAL, [(s, i, x) for s, i, x, _ in CHOSEN]), "positions": rows(ORIGINAL, CHOSEN),
        "samples": [m[3] for m in CHOSEN],
        "cases": cases,
    }, sys.stdout, indent=1)
    print()


main()
