"""Writes tests/golden/ops.json: every operation's output and gradients by PyTorch, in double, on small inputs.

Run by hand when an operation is added:  /usr/bin/python3 tools/oracle/ops.py > tests/golden/ops.json
"""

import json

import torch
import torch.nn.functional as F

SEED = 1
torch.manual_seed(SEED)
torch.set_default_dtype(torch.float64)
CASES = []


def normal(*shape, scale=1.0):
    """Numbers that a float holds exactly."""
    return (torch.randn(*shape) * scale).float().double().requires_grad_()


def numbers(x):
    return [float("%.9g" % v) for v in x.detach().reshape(-1).tolist()]


def matrix(x):
    return {"rows": x.shape[0], "columns": x.shape[1], "values": numbers(x)}


def case(op, operands, output, **arguments):
    """Records an operation: what went in, what comes out, and the gradients that a random upstream gradient gives."""
    output = output.reshape(1, 1) if output.dim() == 0 else output
    upstream = torch.ones_like(output) if output.numel() == 1 else normal(*output.shape).detach()
    gradients = torch.autograd.grad(output, list(operands.values()), upstream, allow_unused=True, retain_graph=True)
    CASES.append({
        "op": op,
        "inputs": {name: matrix(x) for name, x in operands.items()},
        "arguments": arguments,
        "output": matrix(output),
        "upstream": numbers(upstream),
        "gradients": {name: numbers(torch.zeros_like(x) if g is None else g) for (name, x), g in zip(operands.items(), gradients)},
    })


def attention(qkv, bias, starts, heads, buckets, visible=None):
    hidden = qkv.shape[1] // 3
    size = hidden // heads
    out = []
    for start, end in zip(starts, starts[1:]):
        q, k, v = (t.reshape(end - start, heads, size).transpose(0, 1) for t in qkv[start:end].split(hidden, dim=1))
        scores = q @ k.transpose(1, 2) / size ** 0.5
        if bias is not None:
            distance = torch.arange(end - start)[None, :] - torch.arange(end - start)[:, None]  # key - query
            scores = scores + bias[torch.tensor(buckets)[distance + len(buckets) // 2]].permute(2, 0, 1)
        if visible is not None:
            keys, ranges = torch.arange(end - start), torch.tensor(visible[start:end])
            scores = scores.masked_fill((keys < ranges[:, :1]) | (keys >= ranges[:, 1:]), float("-inf"))
        out.append((torch.softmax(scores, dim=-1) @ v).transpose(0, 1).reshape(end - start, hidden))
    return torch.cat(out)


def cross_attention(queries, keys_values, starts, key_starts, heads):
    out, size = [], queries.shape[1] // heads
    for start, end, first, last in zip(starts, starts[1:], key_starts, key_starts[1:]):
        q = queries[start:end].reshape(end - start, heads, size).transpose(0, 1)
        k, v = (t.reshape(last - first, heads, size).transpose(0, 1) for t in keys_values[first:last].split(queries.shape[1], dim=1))
        out.append((torch.softmax(q @ k.transpose(1, 2) / size ** 0.5, dim=-1) @ v).transpose(0, 1).reshape(end - start, queries.shape[1]))
    return torch.cat(out)


def contrast(a, b, temperature):
    """As in the published criterion: the 2S vectors interleaved, partner of 2i is 2i + 1, half of the sum, per sequence."""
    both = F.normalize(torch.stack([a, b], dim=1).reshape(-1, a.shape[1]), dim=1)
    similarity = (both @ both.t() / temperature).masked_fill(torch.eye(len(both), dtype=torch.bool), float("-inf"))
    partner = torch.arange(len(both)).view(-1, 2).flip(1).reshape(-1)
    return 0.5 * F.cross_entropy(similarity, partner, reduction="sum") / len(a)


x, w, b = normal(5, 4), normal(3, 4), normal(1, 3)
case("Linear", {"x": x, "weight": w, "bias": b}, F.linear(x, w, b.reshape(-1)))
case("Gelu", {"x": (x := normal(3, 7, scale=2.0))}, F.gelu(x))
a, b = normal(3, 4), normal(3, 4)
case("Add", {"a": a, "b": b}, a + b)
x, g, b = normal(4, 6), normal(1, 6), normal(1, 6)
case("LayerNorm", {"x": x, "gain": g, "bias": b}, F.layer_norm(x, (6,), g.reshape(-1), b.reshape(-1), 1e-5), epsilon=1e-5)
x, r, g, b = normal(4, 6), normal(4, 6), normal(1, 6), normal(1, 6)
case("DropoutAddLayerNorm", {"x": x, "residual": r, "gain": g, "bias": b}, F.layer_norm(x + r, (6,), g.reshape(-1), b.reshape(-1), 1e-5), epsilon=1e-5)
t, p = normal(6, 3), normal(4, 3)
ids, positions = [5, 0, 5, 2, 1], [0, 1, 2, 0, 1]
case("Embed", {"tokens": t, "positions": p}, t[ids] + p[positions], ids=ids, positionIds=positions)
case("GatherRows", {"x": (x := normal(5, 3))}, x[[4, 0, 4]], rows=[4, 0, 4])
starts, buckets = [0, 3, 4, 9], [0, 0, 1, 1, 2, 3, 4, 4, 5]
qkv, bias = normal(9, 12), normal(6, 2)
case("Attention", {"qkv": qkv}, attention(qkv, None, starts, 2, buckets), starts=starts, heads=2, buckets=[])
case("Attention", {"qkv": qkv, "relativeBias": bias}, attention(qkv, bias, starts, 2, buckets), starts=starts, heads=2, buckets=buckets)
x, targets = normal(5, 7, scale=3.0), [3, 0, -1, 6, 2]
case("SoftmaxCrossEntropy", {"logits": x}, F.cross_entropy(x, torch.tensor(targets), ignore_index=-1), targets=targets)
x, z, targets, inputs = normal(5, 7), normal(5, 1, scale=2.0), [3, 0, 4, 6, 2], [3, 1, 4, 6, 0]
copy, loss = torch.sigmoid(z[:, 0]), F.cross_entropy(x, torch.tensor(targets), reduction="none")
mixture = (torch.tensor(inputs) == torch.tensor(targets)) * copy + (1 - copy) * torch.exp(-loss)
held = copy.detach()
held_mixture = (torch.tensor(inputs) == torch.tensor(targets)) * held + (1 - held) * torch.exp(-loss)
case("GatedCrossEntropy", {"logits": x, "gate": z}, ((1 - held) * loss).mean(), targets=targets, stopGradient=True)
case("GatedCrossEntropy", {"logits": x, "gate": z}, ((1 - copy) * loss).mean(), targets=targets, stopGradient=False)
case("CopyMixtureCrossEntropy", {"logits": x, "gate": z}, -torch.log(held_mixture).mean(), inputs=inputs, targets=targets, stopGradient=True)
case("CopyMixtureCrossEntropy", {"logits": x, "gate": z}, -torch.log(mixture).mean(), inputs=inputs, targets=targets, stopGradient=False)
z, labels = normal(6, 1, scale=3.0), [1.0, 0.0, 1.0, 1.0, 0.0, 0.0]
case("SigmoidCrossEntropy", {"logits": z}, F.binary_cross_entropy_with_logits(z[:, 0], torch.tensor(labels)), labels=labels)
a, b = normal(4, 5), normal(4, 5)
case("ContrastiveCrossEntropy", {"a": a, "b": b}, contrast(a, b, 0.5), temperature=0.5)
case("Tanh", {"x": (x := normal(3, 5))}, torch.tanh(x))
x, z, r, samples, labels = normal(5, 7), normal(5, 1, scale=2.0), normal(5, 1, scale=4.0), [3, 0, 4, 6, 2], [1.0, 0.0, 1.0, 0.0, 0.0]
reward = F.binary_cross_entropy_with_logits(z[:, 0], torch.tensor(labels), reduction="none").detach()
advantage = reward + F.logsigmoid(r[:, 0]).detach()
case("PolicyGradient", {"logits": x, "verdicts": z, "baselines": r}, (advantage * F.cross_entropy(x, torch.tensor(samples), reduction="none")).mean(),
     samples=samples, labels=labels)
qkv, bias, visible = normal(9, 12), normal(6, 2), [[0, 1], [0, 2], [0, 3], [0, 1], [0, 2], [0, 2], [2, 3], [3, 5], [1, 5]]
case("Attention", {"qkv": qkv, "relativeBias": bias}, attention(qkv, bias, starts, 2, buckets, visible), starts=starts, heads=2, buckets=buckets, visible=visible)
case("NormalizeRows", {"x": (x := normal(4, 5))}, 20 * F.normalize(x, dim=1), length=20)
a, b = normal(3, 4), normal(2, 4)
case("ConcatRows", {"a": a, "b": b}, torch.cat([a, b]))
x, r = normal(3, 4), normal(3, 4)
case("DropoutAdd", {"x": x, "residual": r}, x + r)
queries, keys_values, starts, key_starts = normal(6, 4), normal(9, 8), [0, 1, 4, 6], [0, 5, 7, 9]
case("CrossAttention", {"queries": queries, "keysValues": keys_values}, cross_attention(queries, keys_values, starts, key_starts, 2), starts=starts, keyStarts=key_starts, heads=2)

header = {"script": "tools/oracle/ops.py", "torch": torch.__version__, "seed": SEED}
cases = ",\n".join("    " + json.dumps(c) for c in CASES)
print('{\n  "header": %s,\n  "cases": [\n%s\n  ]\n}' % (json.dumps(header), cases))
