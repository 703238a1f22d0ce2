"""What the oracles of objectives share: a bidirectional encoder in PyTorch and double precision, padded and masked.

Independent of the product on purpose, in the manner of cocolm.py, which tells how parameters come from a formula and how arrays are
written. A model is a list of parameter shapes; what uses them finds them in P by their paths.
"""
import base64, math, struct
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

EPS = 1e-5
PAD, UNK, CLS, SEP, MASK = range(5)
M64 = (1 << 64) - 1
P = {}


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


def declare(shapes):
    P.clear()
    for path, rows, columns in shapes:
        h = fnv1a(path)
        u = torch.tensor([(splitmix64((h + i) & M64) >> 48) / 2**16 - 0.5 for i in range(rows * columns)])
        gain, bias = rows == 1 and path.endswith("norm.weight"), rows == 1 and path.endswith("bias")
        P[path] = (1 + u / 4 if gain else u / 4 if bias else u / 2).view(rows, columns).requires_grad_()


def linear(p, i, o):
    return [(p + ".weight", o, i), (p + ".bias", 1, o)]


def norm(p, n):
    return [(p + ".weight", 1, n), (p + ".bias", 1, n)]


def embeddings(p, vocabulary, length, size, segments=0, tokens=True):
    if tokens:
        yield (p + ".tokens", vocabulary, size)
    yield (p + ".positions", length, size)
    if segments:
        yield (p + ".segments", segments, size)
    yield from norm(p + ".norm", size)


def layers(p, count, hidden, feed_forward, size):
    if size != hidden:
        yield from linear(p + ".projection", size, hidden)
    for i in range(count):
        q = f"{p}.layers.{i}"
        yield from linear(q + ".attention.qkv", hidden, 3 * hidden)
        yield from linear(q + ".attention.output", hidden, hidden)
        yield from norm(q + ".attention_norm", hidden)
        yield from linear(q + ".expand", hidden, feed_forward)
        yield from linear(q + ".contract", feed_forward, hidden)
        yield from norm(q + ".output_norm", hidden)


def masked_head(p, vocabulary, hidden, size):
    yield from linear(p + ".dense", hidden, size)
    yield from norm(p + ".norm", size)
    yield (p + ".bias", 1, vocabulary)


def lin(x, p):
    return F.linear(x, P[p + ".weight"], P[p + ".bias"][0])


def ln(x, p):
    return F.layer_norm(x, x.shape[-1:], P[p + ".weight"][0], P[p + ".bias"][0], EPS)


def pad(sequences, fill=PAD):
    t = max(map(len, sequences))
    ids = torch.tensor([s + [fill] * (t - len(s)) for s in sequences])
    real = torch.tensor([[i < len(s) for i in range(t)] for s in sequences])
    return ids, real


def encode(net, count, heads, sequences, block="embeddings", tokens=None, segments=None, blocked=None):
    """States [S, T, H] of a padded batch; states at padding mean nothing. Blocked [S, T, T]: which keys a query may not see."""
    ids, real = pad(sequences)
    s, t = ids.shape
    x = P[tokens or block + ".tokens"][ids] + P[block + ".positions"][:t]
    if segments is not None:
        x = x + P[block + ".segments"][pad(segments, 0)[0]]
    x = ln(x, block + ".norm")
    if net + ".projection.weight" in P:
        x = lin(x, net + ".projection")
    h = x.shape[-1]
    for i in range(count):
        p = f"{net}.layers.{i}"
        q, k, v = lin(x, p + ".attention.qkv").view(s, t, 3, heads, h // heads).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-1, -2) / math.sqrt(h // heads)).masked_fill((~real)[:, None, None, :], -math.inf)
        if blocked is not None:
            scores = scores.masked_fill(blocked[:, None], -math.inf)
        x = ln(x + lin((scores.softmax(-1) @ v).transpose(1, 2).reshape(s, t, h), p + ".attention.output"), p + ".attention_norm")
        x = ln(x + lin(F.gelu(lin(x, p + ".expand")), p + ".contract"), p + ".output_norm")
    return x, real


def guess(states, p, tokens="embeddings.tokens"):
    """The masked language head: logits of all words."""
    return F.linear(ln(F.gelu(lin(states, p + ".dense")), p + ".norm"), P[tokens], P[p + ".bias"][0])


def replace(sequences, chosen):
    """A copy of the text with (sequence, position, id) put in."""
    out = [list(s) for s in sequences]
    for s, i, x in chosen:
        out[s][i] = x
    return out


def rows(sequences, chosen):
    """Positions as rows of the packed batch, in their order."""
    starts = [0]
    for s in sequences:
        starts.append(starts[-1] + len(s))
    return [starts[s] + i for s, i, *_ in chosen]


def gradients(total):
    for t in P.values():
        t.grad = None
    total.backward()
    return {path: torch.zeros_like(t) if t.grad is None else t.grad for path, t in P.items()}


def packed(t):
    values = t.detach().flatten().tolist()
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def case(terms, weights, full=True):
    """Loss terms, and the gradients of their weighted sum: each whole, or its squared norm alone."""
    grads = gradients(sum(weights[name] * t for name, t in terms.items()))
    return {
        "terms": {name: t.item() for name, t in terms.items()},
        "weights": weights,
        "gradients" if full else "squaredGradients": {path: packed(g) if full else (g * g).sum().item() for path, g in grads.items()},
    }
