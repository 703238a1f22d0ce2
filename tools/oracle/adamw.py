"""Golden values of AdamW: torch.optim.AdamW (fairseq's variant: bias correction, everything decays) and ELECTRA's (no correction) by hand.

Run with Debian's python3-torch:  /usr/bin/python3 tools/oracle/adamw.py > tests/golden/adamw.json
"""
import json
import torch

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
lrs = [0.01, 0.02, 0.015, 0.005, 0.001]
start = torch.randn(7)
gradients = [torch.randn(7) * s for s in (1, 1e-3, 10, 0.1, 1)]
beta1, beta2, epsilon, decay = 0.9, 0.98, 1e-6, 0.01

corrected = start.clone().requires_grad_()
optimizer = torch.optim.AdamW([corrected], lr=1, betas=(beta1, beta2), eps=epsilon, weight_decay=decay)
first = []
for lr, g in zip(lrs, gradients):
    optimizer.param_groups[0]["lr"] = lr
    corrected.grad = g.clone()
    optimizer.step()
    first.append(corrected.detach().tolist())

plain, m, v, second = start.clone(), torch.zeros(7), torch.zeros(7), []
for lr, g in zip(lrs, gradients):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    plain = plain - lr * (m / (v.sqrt() + epsilon) + decay * plain)
    second.append(plain.tolist())

print(json.dumps({"about": f"tools/oracle/adamw.py, torch {torch.__version__}, seed 3", "start": start.tolist(), "learningRates": lrs,
                  "gradients": [g.tolist() for g in gradients], "corrected": first, "uncorrected": second}, indent=1))
