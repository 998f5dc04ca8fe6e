"""Add to judging.json what scikit-learn, empulse and the definitions say of the same scores.

    python3 judging.py ../../../notebooks-data/telco/customers.csv     (after judging.R)

Gains and Kolmogorov-Smirnov are exact fractions, rounded once; sums of losses are fsum's.
"""

import csv
import json
import math
import sys
from fractions import Fraction
from importlib.metadata import version

import numpy
from empulse.metrics import empc_score
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score


def rows(path):
    with open(path, newline="") as source:
        return list(csv.DictReader(source))


def telco(path):
    contract = {"Month-to-month": 3 / 7, "One year": 1 / 9, "Two year": 1 / 35}
    for r in rows(path):
        m = float(r["monthly_charges"])
        yield r["churn"] == "Yes", m / (m + 60 + 4 * float(r["tenure"])), contract[r["contract"]]


def cdnow():
    for r in rows("data/real_cdnow.csv"):
        recency, k = float(r["recency_days"]), float(r["orders"])
        yield r["churned"] == "1", (recency + 30) / (recency + 30 + 40 * k), 4 / (4 + k)


def credit():
    for r in rows("data/real_credit_data.csv"):
        if r["Income"] == "":
            continue
        a, s = float(r["Amount"]), float(r["Seniority"])
        tied = 3 / 7 if s < 2 else 1 / 3 if s < 5 else 1 / 4 if s < 9 else 1 / 8
        yield r["Status"] == "bad", a / (a + 8 * float(r["Income"]) + 100 * s + 300), tied


def lending():
    for r in rows("data/real_lending_club.csv"):
        rate = float(r["int_rate"])
        k = rate // 4
        yield (r["Class"] == "bad", rate / (rate + 100 + float(r["annual_inc"]) / 500),
               (k + 1) / (k + 30))


def ties(y, s, w):
    """(churned, stayed) for every distinct score, highest first."""
    groups = {}
    for label, score, weight in zip(y, s, w):
        group = groups.setdefault(score, [0, 0])
        group[0 if label else 1] += weight
    return [groups[score] for score in sorted(groups, reverse=True)]


def gains(groups):
    all_rows, churned = sum(map(sum, groups)), sum(c for c, _ in groups)
    table = []
    for tenth in range(1, 11):
        left, got = Fraction(tenth * all_rows, 10), Fraction(0)
        for c, s in groups:
            if c + s:
                taken = min(left, c + s)
                got += Fraction(c) * taken / (c + s)
                left -= taken
        table.append(float(got / churned))
    return table


def ks(groups):
    churned, stayed = (sum(g[k] for g in groups) for k in (0, 1))
    tp = fp = 0
    best = Fraction(0)
    for c, s in groups:
        tp, fp = tp + c, fp + s
        best = max(best, abs(Fraction(tp, churned) - Fraction(fp, stayed)))
    return float(best)


def brier(y, p, w):
    return math.fsum(k * (q - t) ** 2 for t, q, k in zip(y, p, w)) / sum(w)


def decomposition(y, s, w):
    """By scikit-learn's isotonic regression on the ranks: scores within 2e-16 it would call equal."""
    used = [i for i, k in enumerate(w) if k]
    y, s, w = ([v[i] for i in used] for v in (y, s, w))
    ranks = numpy.unique(s, return_inverse=True)[1].astype(float)
    fitted = IsotonicRegression().fit_transform(
        ranks, numpy.array(y, float), sample_weight=numpy.array(w, float))
    rate = math.fsum(t * k for t, k in zip(y, w)) / sum(w)
    mean, best = brier(y, [rate] * len(y), w), brier(y, fitted.tolist(), w)
    return {"miscalibration": brier(y, s, w) - best, "discrimination": mean - best,
            "uncertainty": mean}


def measures(y, s, w):
    groups = ties(y, s, w)
    found = {"auc": float(roc_auc_score(y, s, sample_weight=w)),
             "pr_auc": float(average_precision_score(y, s, sample_weight=w)),
             "log_loss": float(log_loss(y, s, sample_weight=w)),
             "brier": float(brier_score_loss(y, s, sample_weight=w)),
             "ks": ks(groups), "captured": gains(groups), "decomposition": decomposition(y, s, w)}
    assert math.isclose(found["brier"], brier(y, s, w), rel_tol=1e-12)
    return found


def empc(y, s):
    options = dict(alpha=6, beta=14, clv=200, incentive_cost=10, contact_cost=1)
    return {"empc": float(empc_score(y, s, **options)),
            "empc_fraction": float(empc_score.optimal_rate(y, s, **options))}


def main(path):
    with open("judging.json") as source:
        document = json.load(source)
    document["software"].update({"python": sys.version.split()[0], **{
        name: version(name) for name in ("numpy", "scikit-learn", "empulse")}})
    sources = {"telco": telco(path), "cdnow": cdnow(), "credit": credit(), "lending": lending()}
    for name, source in sources.items():
        case = document["sets"][name]
        y, *scores = map(list, zip(*source))
        y = [int(t) for t in y]
        assert (len(y), sum(y)) == (case["rows"], case["churned"])
        whole = [i % 4 for i in range(len(y))]
        for kind, s in zip(("continuous", "tied"), scores):
            mine = case[kind]
            assert mine["first_scores"] == s[:40], "R and Python must have the same bits"
            plain = measures(y, s, [1] * len(y))
            assert math.isclose(plain.pop("auc"), mine["measures"]["auc"], rel_tol=1e-12)
            mine["measures"].update({**plain, **empc(y, s)})
            mine["weighted"].update(measures(y, s, whole))
            print(name, kind, len(set(s)), {k: v for k, v in mine["measures"].items()},
                  mine["curve"]["degrees_of_freedom"])
    with open("judging.json", "w") as out:
        entries = ",\n".join(f"{json.dumps(name)}: {{\n" + ",\n".join(
            f"{json.dumps(key)}: {json.dumps(value)}" for key, value in case.items()) + "\n}"
            for name, case in document["sets"].items())
        out.write(f'{{\n"software": {json.dumps(document["software"])},\n"sets": {{\n{entries}\n}}\n}}\n')


main(sys.argv[1])
