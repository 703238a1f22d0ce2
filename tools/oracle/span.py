"""Golden values of the head that finds answers: two linear maps, softmax over [CLS] and the text's tokens, half of both cross-entropies, and their gradients.

Run with Debian's python3-torch:  /usr/bin/python3 tools/oracle/span.py > tests/golden/span.json
"""
import json
import torch

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
hidden = 5
lengths, pair_starts, targets = [9, 6, 12], [4, 3, 7], [[5, 7], [0, 0], [7, 7]]   # rows of a window: [CLS] question [SEP] text [SEP]
states = torch.randn(sum(lengths), hidden, requires_grad=True)
start, end = torch.nn.Linear(hidden, 1), torch.nn.Linear(hidden, 1)

losses, first = [], 0
for length, pair, (s, e) in zip(lengths, pair_starts, targets):
    rows = states[first:first + length]
    hidden_places = torch.ones(length, dtype=torch.bool)
    hidden_places[0] = False
    hidden_places[pair:length - 1] = False
    for map_, target in ((start, s), (end, e)):
        logits = map_(rows).squeeze(1).masked_fill(hidden_places, -torch.inf)
        losses.append(torch.nn.functional.cross_entropy(logits[None], torch.tensor([target])))
    first += length
loss = torch.stack(losses).mean()
loss.backward()

print(json.dumps({
    "about": f"tools/oracle/span.py, torch {torch.__version__}, seed 11", "hidden": hidden, "lengths": lengths, "pairStarts": pair_starts, "targets": targets,
    "states": states.tolist(), "weight": [start.weight[0].tolist(), end.weight[0].tolist()], "bias": [start.bias.item(), end.bias.item()],
    "loss": loss.item(), "stateGradients": states.grad.tolist(), "weightGradients": [start.weight.grad[0].tolist(), end.weight.grad[0].tolist()],
    "biasGradients": [start.bias.grad.item(), end.bias.grad.item()],
}, separators=(",", ":")))
