"""Golden values of the metrics: SciPy, scikit-learn, and the rules of conlleval and SQuAD written anew; random and degenerate inputs.

Run with Debian's python3-scipy and python3-sklearn:  /usr/bin/python3 tools/oracle/metrics.py > tests/golden/metrics.json
"""
import json
import math
import random
import re
import warnings

import numpy
import scipy
import scipy.stats
import sklearn
import sklearn.metrics

import squad

warnings.simplefilter("ignore")   # constant lists, classes that do not occur: degenerate on purpose
random.seed(7)
numpy.random.seed(7)


def classification(classes, gold, predicted):
    return {
        "classes": classes, "gold": gold, "predicted": predicted,
        "accuracy": sklearn.metrics.accuracy_score(gold, predicted),
        "precision": list(sklearn.metrics.precision_score(gold, predicted, labels=list(range(classes)), average=None, zero_division=0)),
        "recall": list(sklearn.metrics.recall_score(gold, predicted, labels=list(range(classes)), average=None, zero_division=0)),
        "f1": list(sklearn.metrics.f1_score(gold, predicted, labels=list(range(classes)), average=None, zero_division=0)),
        "macroF1": sklearn.metrics.f1_score(gold, predicted, average="macro", zero_division=0),
        "matthews": sklearn.metrics.matthews_corrcoef(gold, predicted),
        "matrix": sklearn.metrics.confusion_matrix(gold, predicted, labels=list(range(classes))).tolist(),
    }


def noisy(classes, n, right):
    gold = [random.randrange(classes) for _ in range(n)]
    return classification(classes, gold, [g if random.random() < right else random.randrange(classes) for g in gold])


def correlation(x, y):
    x, y = [float(v) for v in x], [float(v) for v in y]
    pearson = scipy.stats.pearsonr(x, y)[0] if len(x) > 1 else math.nan
    spearman = scipy.stats.spearmanr(x, y)[0] if len(x) > 1 else math.nan
    return {"x": x, "y": y, "pearson": None if math.isnan(pearson) else pearson, "spearman": None if math.isnan(spearman) else spearman}


def calibration(bins, confidence, right):
    c, r = numpy.array(confidence), numpy.array(right, dtype=float)
    place = numpy.clip(numpy.digitize(c, numpy.linspace(0, 1, bins + 1), right=True), 1, bins)
    error = sum(abs(r[place == b].mean() - c[place == b].mean()) * (place == b).sum() for b in set(place)) / len(c)
    return {"bins": bins, "confidence": confidence, "right": right, "error": error}


def conll(sentences):
    """conlleval's walk: one word after the other, with what was before it; every sentence ends with an O."""
    counts = {}
    last_gold = last_predicted = ("O", "")
    open_both = False

    def count(kind, i):
        counts.setdefault(kind, [0, 0, 0])[i] += 1

    def split(tag):
        return (tag, "") if tag == "O" else tuple(re.fullmatch(r"([BI])-(.+)", tag).groups())

    def ends(before, now):
        return before[0] != "O" and (now[0] in "BO" or before[1] != now[1])

    def starts(before, now):
        return now[0] != "O" and (now[0] == "B" or before[0] == "O" or before[1] != now[1])

    for gold, predicted in sentences:
        for g, p in list(zip(gold, predicted)) + [("O", "O")]:
            g, p = split(g), split(p)
            if open_both:
                gold_ends, predicted_ends = ends(last_gold, g), ends(last_predicted, p)
                if gold_ends and predicted_ends:
                    count(last_gold[1], 2)
                    open_both = False
                elif gold_ends != predicted_ends:
                    open_both = False
            if starts(last_gold, g) and starts(last_predicted, p) and g[1] == p[1]:
                open_both = True
            if starts(last_gold, g):
                count(g[1], 0)
            if starts(last_predicted, p):
                count(p[1], 1)
            last_gold, last_predicted = g, p
    total = [sum(c[i] for c in counts.values()) for i in range(3)]
    precision, recall = total[2] / total[1] if total[1] else 0, total[2] / total[0] if total[0] else 0
    return {"sentences": [{"gold": g, "predicted": p} for g, p in sentences], "types": counts, "precision": precision, "recall": recall,
            "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0}


def tags(n):
    return [random.choice(["O", "O", "I-PER", "I-PER", "B-PER", "I-LOC", "B-LOC", "B-MISC"]) for _ in range(n)]


def disturbed(gold):
    return [t if random.random() < 0.7 else u for t, u in zip(gold, tags(len(gold)))]


fragments = ["the", "The", "a", "an", "theory", "cat", "Cat", "sat", "1,000", "1000", "U.S.", "us", "–", "the–end", "it's", "its", "a²", "½", "a_b", "\u00a0", "  ", "\t", "\x1f",
             "é", "e\u0301", "$5", "5", "«a»", "ÅNGSTRÖM", "ångström", "東京", "の", "a", "😀", "naïve", "-", "(the)", "", "an.", "the\u0301", "AN"]


def phrase(most):
    return "".join(random.choice(fragments) + random.choice([" ", " ", " ", "", "-"]) for _ in range(random.randint(0, most)))


def answer(predicted, gold):
    return {"predicted": predicted, "gold": gold, "words": squad.words(predicted),
            "v1": squad.score(predicted, gold, 1) if gold else None, "v2": squad.score(predicted, gold, 2)}


def answers():
    yield answer("", [])
    yield answer("", ["the"])
    yield answer("the", ["a", "cat"])
    yield answer("the", ["a"])
    yield answer("a cat sat", ["The cat!", "cat sat", "sat cat sat"])
    for _ in range(60):
        gold = [phrase(4) for _ in range(random.randint(0, 3))]
        yield answer(random.choice(gold) + random.choice(["", " the", " cat"]) if gold and random.random() < 0.6 else phrase(4), gold)


def threshold(n, distinct):
    ids = [f"q{i}" for i in range(n)]
    gold = {q: [] if random.random() < 0.4 else [phrase(3) or "cat"] for q in ids}
    predicted = {q: random.choice(gold[q]) if gold[q] and random.random() < 0.6 else random.choice(["", "cat", "sat"]) for q in ids}
    no_answer = {q: random.randrange(distinct) / 8 + (0 if gold[q] else 0.5) for q in ids}
    scores = {q: squad.score(predicted[q], gold[q], 2) for q in ids}
    answerable = {q: bool(gold[q]) for q in ids}
    return {"questions": [{"predicted": predicted[q], "gold": gold[q], "noAnswer": no_answer[q]} for q in ids],
            "exact": sum(s[0] for s in scores.values()) / n, "f1": sum(s[1] for s in scores.values()) / n,
            "bestExact": squad.best_threshold(predicted, {q: s[0] for q, s in scores.items()}, no_answer, answerable),
            "bestF1": squad.best_threshold(predicted, {q: s[1] for q, s in scores.items()}, no_answer, answerable)}


normal = numpy.random.randn(40)
sentences = [(g, disturbed(g)) for g in (tags(random.randint(1, 12)) for _ in range(60))]
print(json.dumps({
    "about": f"tools/oracle/metrics.py, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}, seed 7",
    "classification": [
        noisy(2, 50, 0.8), noisy(2, 50, 0), noisy(5, 80, 0.5), noisy(3, 1, 1),
        classification(2, [1] * 6, [1] * 6), classification(2, [0] * 6, [1] * 6), classification(2, [0, 1] * 4, [1] * 8),
        classification(2, [0, 1] * 4, [1, 0] * 4), classification(4, [0, 1, 0, 1], [1, 1, 0, 3]), classification(3, [2] * 5, [0, 0, 0, 1, 1]),
    ],
    "correlation": [
        correlation(normal, normal * 2 + numpy.random.randn(40)), correlation(normal, -3 * normal + 1), correlation(normal, numpy.random.randint(0, 4, 40)),
        correlation(numpy.random.randint(0, 3, 40), numpy.random.randint(0, 3, 40)), correlation(normal, normal ** 3), correlation(normal + 1e6, normal),
        correlation([1, 1, 1, 1], [1, 2, 3, 4]), correlation([0.1] * 7, [0.1] * 7), correlation([1, 2], [5, 3]), correlation([3], [4]),
        correlation([0, 0, 0, 1], [5, 5, 5, 7]), correlation([-2, -2, 3, 3, 0.5], [1, 1, 1, 9, 2]),
    ],
    "calibration": [
        calibration(15, [round(random.random(), 6) for _ in range(80)], [random.random() < 0.6 for _ in range(80)]),
        calibration(5, [0, 0.2, 0.4, 0.6, 0.8, 1, 0.21, 0.39], [False, True, False, True, True, True, False, False]),
        calibration(10, [1] * 5, [True] * 5), calibration(1, [0.5, 0.75, 1], [True, False, True]),
    ],
    "answers": list(answers()),
    "thresholds": [threshold(40, 100), threshold(30, 4), threshold(12, 1)],
    "entities": [conll(sentences), conll([(["O", "O"], ["O", "O"])]), conll([(["O", "O"], ["I-PER", "O"])]), conll([(["I-PER", "O"], ["O", "O"])]),
                 conll([(["I-PER", "B-PER", "I-PER"], ["I-PER", "I-PER", "I-PER"])])],
}, indent=None, separators=(",", ":")))
