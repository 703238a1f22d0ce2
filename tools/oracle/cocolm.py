#!/usr/bin/env python3
"""COCO-LM written a second time, in PyTorch and double precision: golden values for the C# tests.

    python3 tools/oracle/cocolm.py > tests/golden/cocolm.json     (PyTorch 1.13; no other need)

Independent of the product on purpose: batches are padded and masked, attention is per head, every loss is
spelled out from the definition (Meng et al. 2021, arXiv:2102.08473, section 3; the author's form of the
corrective loss from the criterion posted for the released code). Dropout is 0; masked positions, samples
and crops are given. Parameters come from a formula that both sides compute exactly: element i of the
parameter at a path is (splitmix64(fnv1a(path) + i) >> 48) / 2^16 - 1/2, times 1/2 for matrices and 1/4
for biases, and 1 + that / 4 for gains. Arrays are little-endian float32 in base64.
"""
import base64, json, math, struct, sys
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

V, L, H, LAYERS, A, FF, BINS, MAXD, AUX, SEQ = 19, 12, 12, 2, 3, 20, 8, 7, 1, 10
EPS, COPY_WEIGHT, TEMPERATURE = 1e-5, 50.0, 1.0
PAD, UNK, CLS, SEP, MASK = range(5)
M64 = (1 << 64) - 1

ORIGINAL = [[2, 5, 9, 7, 3, 12, 12, 18, 6, 10, 3, 3], [2, 11, 8, 14, 3], [2, 6, 6, 15, 17, 5, 9, 3], [2, 13, 3]]
# (sequence, position, sample): two samples are lucky, one is a special token, the last sequence has none
MASKED = [(0, 2, 9), (0, 5, 7), (0, 9, 14), (1, 1, 3), (1, 3, 14), (2, 2, 16), (2, 6, 5)]
CROPS = [(2, 9), (1, 3), (1, 6), (1, 1)]    # start in the sequence and length, after the first token, which is kept


def fnv1a(text):
    h = 14695981039346656037
    for c in text.encode("utf-16-le")[::2]:
        h = ((h ^ c) * 1099511628211) & M64
    return h


def splitmix64(x):
    z = (x + 0x9E3779B97F4A7C15) & M64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
    return z ^ (z >> 31)


def parameter(path, rows, columns):
    h = fnv1a(path)
    u = torch.tensor([(splitmix64((h + i) & M64) >> 48) / 2**16 - 0.5 for i in range(rows * columns)])
    if rows == 1 and path.endswith("norm.weight"):
        u = 1 + u / 4
    elif rows == 1 and path.endswith("bias"):
        u = u / 4
    else:
        u = u / 2
    return u.view(rows, columns).requires_grad_()


def shapes():
    yield from [("embeddings.tokens", V, H), ("embeddings.positions", L, H)]
    yield from norm("embeddings.norm", H)
    for net, layers in (("main", LAYERS), ("auxiliary", AUX)):
        yield (net + ".relative_positions.weight", BINS, A)
        for i in range(layers):
            p = f"{net}.layers.{i}"
            yield from linear(p + ".attention.qkv", H, 3 * H)
            yield from linear(p + ".attention.output", H, H)
            yield from norm(p + ".attention_norm", H)
            yield from linear(p + ".expand", H, FF)
            yield from linear(p + ".contract", FF, H)
            yield from norm(p + ".output_norm", H)
    yield from linear("copy_head", H, 1)
    yield ("language_head.bias", 1, V)
    yield from linear("sequence_head.dense", H, SEQ)
    yield from norm("sequence_head.norm", SEQ)
    yield from linear("auxiliary.head.dense", H, H)
    yield from norm("auxiliary.head.norm", H)
    yield ("auxiliary.head.bias", 1, V)


def linear(p, i, o):
    return [(p + ".weight", o, i), (p + ".bias", 1, o)]


def norm(p, n):
    return [(p + ".weight", 1, n), (p + ".bias", 1, n)]


P = {path: parameter(path, r, c) for path, r, c in shapes()}


def lin(x, p):
    return F.linear(x, P[p + ".weight"], P[p + ".bias"][0])


def ln(x, p):
    return F.layer_norm(x, x.shape[-1:], P[p + ".weight"][0], P[p + ".bias"][0], EPS)


def bucket(d):
    half = BINS // 2
    exact = half // 2
    a = abs(d)
    b = a if a < exact else min(half - 1, exact + math.ceil(math.log(a / exact) / math.log((MAXD - 1) / exact) * (half - 1 - exact)))
    return (b if d > 0 else -b if d < 0 else 0) + half - 1


def pad(sequences):
    t = max(map(len, sequences))
    ids = torch.tensor([s + [PAD] * (t - len(s)) for s in sequences])
    real = torch.tensor([[i < len(s) for i in range(t)] for s in sequences])
    return ids, real


def encode(net, layers, sequences):
    """States [S, T, H] of a padded batch; states at padding mean nothing."""
    ids, real = pad(sequences)
    s, t = ids.shape
    x = ln(P["embeddings.tokens"][ids] + P["embeddings.positions"][:t], "embeddings.norm")
    buckets = torch.tensor([[bucket(k - q) for k in range(t)] for q in range(t)])
    bias = P[net + ".relative_positions.weight"][buckets].permute(2, 0, 1)                # [A, query, key]
    hidden_keys = (~real)[:, None, None, :]
    for i in range(layers):
        p = f"{net}.layers.{i}"
        q, k, v = lin(x, p + ".attention.qkv").view(s, t, 3, A, H // A).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(H // A) + bias
        mixed = scores.masked_fill(hidden_keys, -math.inf).softmax(-1) @ v
        x = ln(x + lin(mixed.transpose(1, 2).reshape(s, t, H), p + ".attention.output"), p + ".attention_norm")
        x = ln(x + lin(F.gelu(lin(x, p + ".expand")), p + ".contract"), p + ".output_norm")
    return x, real


def losses(form="author", stop=True, copy=True, everywhere=False):
    masked = [list(s) for s in ORIGINAL]
    corrupted = [list(s) for s in ORIGINAL]
    for s, i, sample in MASKED:
        masked[s][i], corrupted[s][i] = MASK, sample
    cropped = [s[:1] + s[a:a + n] for s, (a, n) in zip(ORIGINAL, CROPS)]
    at_s, at_i = torch.tensor([m[0] for m in MASKED]), torch.tensor([m[1] for m in MASKED])
    original, real = pad(ORIGINAL)
    seen, _ = pad(corrupted)
    targets = original[at_s, at_i]

    x, _ = encode("auxiliary", AUX, masked)
    guesses = F.linear(ln(F.gelu(lin(x[at_s, at_i], "auxiliary.head.dense")), "auxiliary.head.norm"), P["embeddings.tokens"], P["auxiliary.head.bias"][0])
    mlm = -guesses.log_softmax(-1)[torch.arange(len(MASKED)), targets].mean()

    h, _ = encode("main", LAYERS, corrupted)
    z = lin(h, "copy_head")[..., 0]
    p = torch.sigmoid(z)
    same = seen == original
    bce = -torch.where(same, p.log(), (1 - p).log())[real].mean()

    where = real if everywhere else torch.zeros_like(real).index_put((at_s, at_i), torch.tensor(True))
    logp = F.linear(h[where], P["embeddings.tokens"], P["language_head.bias"][0]).log_softmax(-1)
    right = logp.gather(1, original[where][:, None])[:, 0]
    gate = p[where].detach() if stop else p[where]
    if not copy:
        lm = -right.mean()
    elif form == "author":
        lm = -((1 - gate) * right).mean()
    else:
        lm = -(same[where] * gate + (1 - gate) * right.exp()).log().mean()

    c, _ = encode("main", LAYERS, cropped)
    vectors = [F.normalize(ln(F.gelu(lin(y[:, 0], "sequence_head.dense")), "sequence_head.norm"), dim=-1) for y in (h, c)]
    s = len(ORIGINAL)
    e = torch.cat(vectors)
    cosines = (e @ e.t() / TEMPERATURE).masked_fill(torch.eye(2 * s, dtype=torch.bool), -math.inf)
    scl = -cosines.log_softmax(-1)[torch.arange(2 * s), (torch.arange(2 * s) + s) % (2 * s)].mean()
    return {"mlm": mlm, "copy": bce, "lm": lm, "scl": scl}, h[real]


def gradients(total):
    for t in P.values():
        t.grad = None
    total.backward()
    return {path: torch.zeros_like(t) if t.grad is None else t.grad for path, t in P.items()}


def packed(t):
    values = t.detach().flatten().tolist()
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def case(full, **form):
    terms, _ = losses(**form)
    grads = gradients(terms["mlm"] + COPY_WEIGHT * terms["copy"] + terms["lm"] + terms["scl"])
    out = {name: t.item() for name, t in terms.items()}
    out["squaredGradients"] = {path: (g * g).sum().item() for path, g in grads.items()}
    if full:
        out["gradients"] = {path: packed(g) for path, g in grads.items()}
    return out


def train(steps, rate, beta1, beta2, epsilon, decay):
    moments = {path: (torch.zeros_like(t), torch.zeros_like(t)) for path, t in P.items()}
    history = []
    for step in range(1, steps + 1):
        terms, _ = losses()
        total = terms["mlm"] + COPY_WEIGHT * terms["copy"] + terms["lm"] + terms["scl"]
        history.append(total.item())
        grads = gradients(total)
        with torch.no_grad():
            for path, t in P.items():
                m, v = moments[path]
                m.mul_(beta1).add_(grads[path], alpha=1 - beta1)
                v.mul_(beta2).addcmul_(grads[path], grads[path], value=1 - beta2)
                t.mul_(1 - rate * decay).sub_(rate * (m / (1 - beta1**step)) / ((v / (1 - beta2**step)).sqrt() + epsilon))
    return history


def main():
    _, hidden = losses()
    # Masked positions as rows of the packed batch, in their order.
    starts = [0]
    for s in ORIGINAL:
        starts.append(starts[-1] + len(s))
    document = {
        "about": f"tools/oracle/cocolm.py, PyTorch {torch.__version__}, double precision; parameters by formula, see there",
        "encoder": {"vocabularySize": V, "maxLength": L, "hiddenSize": H, "layers": LAYERS, "heads": A, "feedForwardSize": FF,
                    "relativeBins": BINS, "maxDistance": MAXD, "layerNormEpsilon": EPS},
        "auxiliaryLayers": AUX, "sequenceHeadSize": SEQ,
        "original": ORIGINAL,
        "positions": [starts[s] + i for s, i, _ in MASKED],
        "samples": [x for _, _, x in MASKED],
        "cropped": [s[:1] + s[a:a + n] for s, (a, n) in zip(ORIGINAL, CROPS)],
        "firstParameters": {path: t.flatten()[0].item() for path, t in P.items()},
        "hidden": packed(hidden),
        "cases": {
            "author": case(True),
            "paper": case(True, form="paper"),
            "author, gradient into the gate": case(False, stop=False),
            "paper, gradient into the gate": case(False, form="paper", stop=False),
            "no copying": case(False, copy=False),
            "all tokens": case(False, form="paper", stop=False, everywhere=True),
        },
    }
    optimizer = {"steps": 10, "rate": 0.005, "beta1": 0.9, "beta2": 0.98, "epsilon": 1e-6, "decay": 0.01}
    document["training"] = {**optimizer, "losses": train(*optimizer.values()), "weights": {path: packed(t) for path, t in P.items()}}
    json.dump(document, sys.stdout, indent=1)
    print()


main()
