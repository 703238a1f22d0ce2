#!/usr/bin/env python3
"""The statistics of a comparison, written a second time: golden values for the C# tests.

    /usr/bin/python3 tools/oracle/comparison.py > tests/golden/comparison.json     (numpy)

Permutation tests by enumeration in rational numbers; deviations by the statistics module; intervals by numpy's own random numbers with many draws, to be
met within their error; costs by numpy.interp on the inverse of a rising curve.
"""
import itertools, json, statistics
from fractions import Fraction
import numpy as np


def sign_flip(differences):
    observed = abs(sum(differences))
    sums = [abs(sum(d * s for d, s in zip(differences, signs))) for signs in itertools.product((1, -1), repeat=len(differences))]
    return Fraction(sum(s >= observed for s in sums), len(sums))


def interval(tasks, draws=400_000):
    random = np.random.default_rng(7)
    means = np.zeros(draws)
    padded = np.array(tasks)                                    # all tasks have equally many seeds here
    for _ in tasks:
        chosen = random.integers(0, len(tasks), draws)
        seeds = random.integers(0, padded.shape[1], (draws, padded.shape[1]))
        means += np.take_along_axis(padded[chosen], seeds, 1).mean(1) / len(tasks)
    return [float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5))]


EIGHTHS = [[5, 3, 8], [-1, 2, 4], [7, 7, -3, 1, 2], [1, 1, 1, 1, 1, 1], [4, -4], [9, -2, 3, 3, 0, 1, -1, 6, 2, 2, 5, -7]]      # exact in binary, with ties
TASKS = [[1.5, 2.25, 0.75], [-0.5, 0.25, 1.0], [3.0, 2.5, 4.5], [0.125, -0.75, 0.5], [2.0, 1.0, 1.5]]
CURVE = ([0.125, 0.25, 0.5, 1.0], [61.5, 64.0, 67.25, 70.0])
SCORES = [61.5, 62.0, 63.0, 62.0, 63.0, 62.5, 63.75]
SPREADS = [[1.0], [1.0, 4.0], [0.5, 0.25, 0.125, 2.0]]

print(json.dumps({
    "about": f"tools/oracle/comparison.py, numpy {np.__version__}",
    "signFlips": [{"differences": [d / 8 for d in case], "p": float(sign_flip([Fraction(d, 8) for d in case]))} for case in EIGHTHS],
    "bootstrap": {"tasks": TASKS, "interval": interval(TASKS)},
    "costs": {"curve": [{"cost": c, "score": s} for c, s in zip(*CURVE)], "cases": [{"score": s, "cost": float(np.interp(s, CURVE[1], CURVE[0]))} for s in sorted(set(SCORES))]},
    "spreads": [{"values": v, "mean": statistics.fmean(v), "deviation": statistics.stdev(v) if len(v) > 1 else 0.0} for v in SPREADS],
}, indent=1))
