"""Add to metrics.json what R's script leaves out, from definitions and from scikit-learn.

    python3 metrics.py                (after metrics.R; needs numpy, scipy, scikit-learn)

Definitions are in README.md. Sums are exact (fractions or fsum) and rounded once.
"""

import json
import math
import re
import sys
from fractions import Fraction

import numpy
import scipy
import sklearn
from scipy.stats import chi2
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

CLIP = 1e-15


def descending_ties(y, s):
    """(rows, positives) for every distinct score, highest first."""
    groups = {}
    for label, score in zip(y, s):
        rows, positives = groups.get(score, (0, 0))
        groups[score] = (rows + 1, positives + label)
    return [groups[score] for score in sorted(groups, reverse=True)]


def gains(y, s):
    table = []
    for tenth in range(1, 11):
        left = Fraction(tenth * len(y), 10)
        got = Fraction(0)
        for rows, positives in descending_ties(y, s):
            taken = min(left, rows)
            got += Fraction(positives) * taken / rows
            left -= taken
        captured = got / sum(y)
        table.append({"fraction": tenth / 10, "captured": float(captured),
                      "lift": float(captured / Fraction(tenth, 10))})
    return table


def ks(y, s):
    """(largest |TPR - FPR|, largest TPR - FPR) over all thresholds."""
    churned, stayed = sum(y), len(y) - sum(y)
    tp = fp = 0
    best = signed = Fraction(0)
    for rows, positives in descending_ties(y, s):
        tp, fp = tp + positives, fp + rows - positives
        d = Fraction(tp, churned) - Fraction(fp, stayed)
        best, signed = max(best, abs(d)), max(signed, d)
    return float(best), float(signed)


def cuts(s):
    """The nine type-7 deciles, exact, duplicates merged."""
    x = sorted(map(Fraction, s))
    found = []
    for k in range(1, 10):
        j, r = divmod((len(x) - 1) * k, 10)
        q = x[j] if r == 0 else x[j] + Fraction(r, 10) * (x[j + 1] - x[j])
        if not found or q > found[-1]:
            found.append(q)
    return found


def calibration_groups(y, s):
    """(rows, churned, sum of scores) for the groups (q[k-1], q[k]]; empty ones are left out."""
    q = cuts(s)
    groups = {}
    for label, score in zip(y, s):
        group = sum(Fraction(score) > c for c in q)
        rows, churned, expected = groups.get(group, (0, 0, Fraction(0)))
        groups[group] = (rows + 1, churned + label, expected + Fraction(score))
    return [groups[g] for g in sorted(groups)]


def hosmer_lemeshow(groups):
    total = Fraction(0)
    for rows, churned, expected in groups:
        if expected in (0, rows):
            if expected != churned:
                return None
        else:
            total += (churned - expected) ** 2 / (expected * (1 - expected / rows))
    return total


def measures(y, s):
    clipped = [min(max(p, CLIP), 1 - CLIP) for p in s]
    n = len(y)
    loss = -math.fsum(math.log(p) if t else math.log1p(-p) for t, p in zip(y, clipped)) / n
    assert math.isclose(loss, log_loss(y, clipped), rel_tol=1e-9)
    brier = float(sum((Fraction(p) - t) ** 2 for t, p in zip(y, s)) / n)
    assert math.isclose(brier, brier_score_loss(y, s), rel_tol=1e-12)
    two_sided, signed = ks(y, s)
    a = Fraction(0)
    seen = 0
    for rows, positives in descending_ties(y, s):
        a += (rows - positives) * (seen + Fraction(positives, 2))
        seen += positives
    a /= sum(y) * (n - sum(y))
    groups = calibration_groups(y, s)
    hl, g = hosmer_lemeshow(groups), len(groups)
    ece = sum(abs(c - e) for _, c, e in groups) / n
    return {
        "rows": n, "churned": sum(y), "base_rate": sum(y) / n,
        "pr_auc": float(average_precision_score(y, s)), "log_loss": loss,
        "clipped": sum(p != q for p, q in zip(s, clipped)), "brier": brier,
        "ks": two_sided, "ks_signed": signed, "gini": float(2 * a - 1),
        "hosmer_lemeshow": None if hl is None else float(hl), "hosmer_lemeshow_groups": g,
        "hosmer_lemeshow_p_training":
            None if hl is None or g < 3 else float(chi2.sf(float(hl), g - 2)),
        "hosmer_lemeshow_p": None if hl is None or g < 3 else float(chi2.sf(float(hl), g)),
        "expected_calibration_error": float(ece),
        "calibration_groups": [{"rows": r, "churned": c, "expected": float(e)}
                               for r, c, e in groups],
        "gains": gains(y, s), "lift_at_10": gains(y, s)[0]["lift"]}


def weighted(y, s, w):
    clipped = numpy.clip(s, CLIP, 1 - CLIP)
    return {"auc": float(roc_auc_score(y, s, sample_weight=w)),
            "pr_auc": float(average_precision_score(y, s, sample_weight=w)),
            "log_loss": float(log_loss(y, clipped, sample_weight=w)),
            "brier": float(brier_score_loss(y, s, sample_weight=w))}


def delong_variance(y, s):
    """Variance of the AUC (DeLong, DeLong, Clarke-Pearson 1988) from the placements, exact."""
    one = [Fraction(p) for t, p in zip(y, s) if t]
    zero = [Fraction(p) for t, p in zip(y, s) if not t]
    if len(one) * len(zero) > 50_000:
        return None
    def psi(a, b):
        return Fraction((a > b) - (a < b) + 1, 2)
    v1 = [sum(psi(a, b) for b in zero) / len(zero) for a in one]
    v0 = [sum(psi(a, b) for a in one) / len(one) for b in zero]
    def variance(v):
        m = sum(v) / len(v)
        return sum((x - m) ** 2 for x in v) / (len(v) - 1)
    return float(variance(v1) / len(v1) + variance(v0) / len(v0))


def compact(document):
    text = json.dumps(document, indent=1)
    return re.sub(r"[\[{]\s+([^][{}]*?)\s+[\]}]",
                  lambda m: m[0][0] + re.sub(r"\s*\n\s*", " ", m[1]) + m[0][-1], text)


def main():
    with open("metrics.json") as source:
        document = json.load(source)
    document["software"].update({"python": sys.version.split()[0], "numpy": numpy.__version__,
                                 "scipy": scipy.__version__, "scikit-learn": sklearn.__version__})
    for name, case in document["sets"].items():
        y = case["labels"]
        for scores, key in (("scores", "measures"), ("scores_b", "measures_b")):
            if scores in case:
                r = case[key]
                r.update(measures(y, case[scores]))
                assert math.isclose(r["gini"], 2 * r["auc"] - 1, abs_tol=1e-13), name
                exact = delong_variance(y, case[scores])
                assert exact is None or math.isclose(exact, r["auc_variance"], rel_tol=1e-10,
                                                     abs_tol=1e-18), (name, exact, r)
        if "weights" in case:
            case["measures_weighted"] = weighted(y, case["scores"], case["weights"])
        m = case["measures"]
        print(name, {k: m[k] for k in m if k not in ("gains", "calibration_groups")})
    with open("metrics.json", "w") as out:
        out.write(compact(document) + "\n")


if __name__ == "__main__":
    main()
