"""SQuAD's official rules, written anew from the published descriptions of evaluate-v1.1.py and evaluate-v2.0.py (Rajpurkar et al. 2016, 2018).

Scores a file of predictions:  /usr/bin/python3 tools/oracle/squad.py dev-v2.0.json predictions.json
"""
import collections
import json
import re
import string
import sys


def words(answer):
    kept = "".join(c for c in answer.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()


def f1(predicted, gold, version):
    if version == 2 and (not predicted or not gold):
        return float(predicted == gold)
    same = sum((collections.Counter(predicted) & collections.Counter(gold)).values())
    if same == 0:
        return 0.0
    precision, recall = same / len(predicted), same / len(gold)
    return 2 * precision * recall / (precision + recall)


def score(predicted, golds, version):
    predicted, golds = words(predicted), [words(g) for g in golds]
    if version == 2:
        golds = [g for g in golds if g] or [[]]
    return max(float(predicted == g) for g in golds), max(f1(predicted, g, version) for g in golds)


def best_threshold(predictions, scores, no_answer, answerable):
    current = best = sum(not answerable[q] for q in answerable)
    threshold = 0.0
    for q in sorted(no_answer, key=lambda q: no_answer[q]):
        current += scores[q] if answerable[q] else -1 if predictions[q] else 0
        if current > best:
            best, threshold = current, no_answer[q]
    return best / len(scores), threshold


def main():
    data = json.load(open(sys.argv[1], encoding="utf-8"))["data"]
    predictions = json.load(open(sys.argv[2], encoding="utf-8"))
    questions = [q for article in data for p in article["paragraphs"] for q in p["qas"]]
    version = 2 if any("is_impossible" in q for q in questions) else 1
    scores = {q["id"]: score(predictions[q["id"]], [a["text"] for a in q["answers"]], version) for q in questions if q["id"] in predictions}
    counted = len(questions) if version == 1 else len(scores)   # a missing answer is wrong in 1.1 and left out in 2.0
    print(json.dumps({"version": version, "questions": len(questions), "answered": len(scores),
                      "exact": sum(s[0] for s in scores.values()) / counted, "f1": sum(s[1] for s in scores.values()) / counted}))


if __name__ == "__main__":
    main()
