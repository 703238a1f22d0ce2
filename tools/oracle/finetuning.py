#!/usr/bin/env python3
"""Fine-tuning, written a second time: golden values for the C# tests.

    python3 tools/oracle/finetuning.py > tests/golden/finetuning.json     (PyTorch 1.13; no other need)

Heads: fairseq's RobertaClassificationHead (Linear, tanh, Linear on the first token), which COCO-LM fine-tunes with, and ELECTRA's single Linear; without
dropout. Losses: torch's cross_entropy, the same with weights of classes, mse_loss, binary_cross_entropy_with_logits. Layer-wise decay of the learning
rate: Clark et al. 2020, arXiv:2003.10555, appendix B, as torch.optim.AdamW with one group of parameters a depth. See encoder.py.
"""
import json, sys
import torch
import torch.nn.functional as F
from encoder import *

V, L, H, LAYERS, A, FF = 17, 11, 12, 2, 3, 20
TEXT = [[2, 5, 9, 7, 3, 12, 12, 16, 6, 3], [2, 11, 8, 3], [2, 13, 14, 15, 3], [2, 10, 9, 8, 7, 6, 3]]
LABELS, WEIGHTS = [2, 0, 1, 0], [0.5, 2.0, 1.25]
NUMBERS = [0.8, 0.0, 1.0, 0.35]
SEVERAL = [[1, 0, 1], [1, 0, 0], [1, 0, 1], [1, 1, 0]]
STEPS, RATE, DECAY = 4, 0.01, 0.7


def scores(pooled):
    states, real = encode("main", LAYERS, A, TEXT)
    first = states[:, 0]
    if pooled:
        first = torch.tanh(lin(first, "head.dense"))
    return lin(first, "head.output"), states[real]


def loss(kind, pooled):
    s, hidden = scores(pooled)
    if kind == "label":
        return F.cross_entropy(s, torch.tensor(LABELS)), hidden
    if kind == "weighted":
        return F.cross_entropy(s, torch.tensor(LABELS), weight=torch.tensor(WEIGHTS)), hidden
    if kind == "number":
        return F.mse_loss(s[:, 0], torch.tensor(NUMBERS)), hidden
    return F.binary_cross_entropy_with_logits(s, torch.tensor(SEVERAL, dtype=torch.float64)), hidden


def shapes(outputs, pooled):
    yield from embeddings("embeddings", V, L, H)
    yield from layers("main", LAYERS, H, FF, H)
    if pooled:
        yield from linear("head.dense", H, H)
    yield from linear("head.output", H, outputs)


def depth(path):
    if path.startswith("head."):
        return LAYERS + 1
    return 1 + int(path.split(".")[2]) if path.startswith("main.layers.") else 0


def trained():
    """Four steps of AdamW with a learning rate for each depth."""
    declare(shapes(3, True))
    optimizer = torch.optim.AdamW([{"params": [t], "lr": RATE * DECAY ** (LAYERS + 1 - depth(path))} for path, t in P.items()],
                                  betas=(0.9, 0.98), eps=1e-6, weight_decay=0.01)
    losses = []
    for _ in range(STEPS):
        total, _ = loss("label", True)
        gradients(total)
        optimizer.step()
        losses.append(total.item())
    return {"losses": losses, "weights": {path: packed(t) for path, t in P.items()}}


def main():
    cases = {}
    for name, kind, outputs, pooled in (("label", "label", 3, True), ("label, plain head", "label", 3, False), ("weighted labels", "weighted", 3, True),
                                        ("number", "number", 1, True), ("several labels", "several", 3, True)):
        declare(shapes(outputs, pooled))
        total, hidden = loss(kind, pooled)
        cases[name] = {**case({"task": total}, {"task": 1}), "hidden": packed(hidden)}
    json.dump({
        "about": f"tools/oracle/finetuning.py, PyTorch {torch.__version__}, double precision; parameters by formula, see encoder.py",
        "encoder": {"vocabularySize": V, "maxLength": L, "hiddenSize": H, "layers": LAYERS, "heads": A, "feedForwardSize": FF, "relativeBins": 0, "layerNormEpsilon": EPS},
        "text": TEXT, "labels": LABELS, "weights": WEIGHTS, "numbers": NUMBERS, "several": SEVERAL,
        "cases": cases,
        "training": {"steps": STEPS, "learningRate": RATE, "decay": DECAY, **trained()},
    }, sys.stdout, indent=1)
    print()


main()
