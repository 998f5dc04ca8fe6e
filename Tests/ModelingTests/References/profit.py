"""Expected maximum profit (EMPC) and profit curves from their definitions, exact until rounded once.

    python3 profit.py ../../../notebooks-data/telco/customers.csv   (needs mpmath and empulse)

EMPC is the integral over γ ~ Beta(α, β) of the best profit per customer over all cuts (Verbraken,
Verbeke & Baesens 2013). Which cut is best where is found by walking along the upper envelope of the
lines profit(γ), one for every cut, without the convex hull. `empulse` must agree within 1e-10.
"""

import csv
import json
import sys
from collections import defaultdict
from fractions import Fraction
from importlib.metadata import version

import mpmath
from empulse.metrics import empc_score
from mpmath import mpf

mpmath.mp.dps = 50

PUBLISHED = (6, 14, 200, 10, 1)
ASSUMPTIONS = [PUBLISHED, (2, 5, 60, 12, 3), (0.5, 0.5, 80, 0, 0.25), (60, 140, 35, 4, 0.5),
               (6, 14, 200, 250, 1)]
ECONOMICS = [(200, 1, 10, 0.3), (60, 3, 0, 0.25), (40, 0.5, 5, 0.75), (10, 4, 1, 0.2)]


def counts(rows):
    """[score, churned, stayed] by distinct score, highest first, of (score, churned, weight)."""
    groups = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for score, churned, weight in rows:
        groups[score][0 if churned else 1] += Fraction(weight)
    return [(score, *groups[score]) for score in sorted(groups, reverse=True)]


def cuts(ties):
    """(churned, stayed) above every cut, from nobody to all."""
    found = [(Fraction(0), Fraction(0))]
    for _, churned, stayed in ties:
        found.append((found[-1][0] + churned, found[-1][1] + stayed))
    return found


def empc(ties, alpha, beta, value, offer, contact):
    """(profit, share contacted) per customer."""
    v, o, c = map(Fraction, (value, offer, contact))
    n = sum(churned + stayed for _, churned, stayed in ties)
    # Profit of a cut is slope · γ + level; of equal lines the one with fewer contacts.
    lines = sorted({(p * (v - o) / n, -(p * c + s * (o + c)) / n, -(p + s) / n)
                    for p, s in cuts(ties)})
    gamma, total, share = Fraction(0), mpf(0), mpf(0)
    slope, level, size = max(lines, key=lambda line: (line[1], line[0], line[2]))
    while gamma < 1:
        # Where the next steeper line overtakes; the steepest of those that do so first.
        meets = [((level - other[1]) / (other[0] - slope), -other[0], other)
                 for other in lines if other[0] > slope]
        end, _, following = min(meets, default=(Fraction(1), 0, None))
        end = min(end, Fraction(1))
        a, b = (mpf(x.numerator) / x.denominator for x in (gamma, end))
        chance = mpmath.betainc(alpha, beta, a, b, regularized=True)
        mean = mpmath.betainc(alpha + 1, beta, a, b) / mpmath.beta(alpha, beta)
        total += exact(slope) * mean + exact(level) * chance
        share -= exact(size) * chance
        gamma = end
        if gamma < 1:
            slope, level, size = following
    return total, share


def exact(fraction):
    return mpf(fraction.numerator) / fraction.denominator


def nearest(value):
    return float(mpmath.nstr(value, 40))


def compare_with_empulse(ties, found, alpha, beta, value, offer, contact):
    weights = [w for tie in ties for w in tie[1:]]
    has_both = all(any(tie[k] for tie in ties) for k in (1, 2))
    if not has_both or any(w.denominator != 1 for w in weights) or offer >= value:
        return False
    labels = [label for _, p, s in ties for label in [1] * int(p) + [0] * int(s)]
    scores = [score for score, p, s in ties for _ in range(int(p + s))]
    options = dict(alpha=alpha, beta=beta, clv=value, incentive_cost=offer, contact_cost=contact)
    other = (empc_score(labels, scores, **options),
             empc_score.optimal_rate(labels, scores, **options))
    if any(number != number for number in other):
        return False
    for mine, theirs, scale in zip(found, other, (value, 1)):
        assert abs(mine - theirs) < 1e-10 * scale, (options, mine, theirs)
    return True


def expected(ties, assumptions):
    found = empc(ties, *assumptions)
    names = ("alpha", "beta", "value", "offer_cost", "contact_cost")
    return {**dict(zip(names, assumptions)), "profit": nearest(found[0]),
            "fraction": nearest(found[1]),
            "in_empulse": compare_with_empulse(ties, found, *assumptions)}


def curve(ties, value, contact, offer, accept):
    v, c, o, g = map(Fraction, (value, contact, offer, accept))
    n = sum(churned + stayed for _, churned, stayed in ties)
    profits = [((p + s) / n, p * (g * (v - o) - c) - s * (o + c)) for p, s in cuts(ties)]
    best = max(profits, key=lambda point: (point[1], -point[0]))
    return {"value": value, "contact_cost": contact, "offer_cost": offer, "accept_rate": accept,
            "best_fraction": float(best[0]), "best_profit": float(best[1]),
            "tenths": [float(between(profits, Fraction(k, 10))) for k in range(1, 11)]}


def between(profits, fraction):
    for (f, a), (g, b) in zip(profits, profits[1:]):
        if f <= fraction <= g:
            return a + (b - a) * (fraction - f) / (g - f)


def telco(path):
    with open(path, newline="") as source:
        rows = list(csv.DictReader(source))
    tenure = [(-float(r["tenure"]), r["churn"] == "Yes", 1) for r in rows]
    levels = {"Month-to-month": 3, "One year": 2, "Two year": 1}
    return tenure, [(float(levels[r["contract"]]), r["churn"] == "Yes", 1) for r in rows]


def cdnow():
    with open("data/real_cdnow.csv", newline="") as source:
        rows = list(csv.DictReader(source))
    def score(row):
        return float(row["recency_days"])
    return ([(score(r), r["churned"] == "1", 1) for r in rows],
            [(score(r), r["churned"] == "1", float(r["weight_quarters"])) for r in rows])


def sets(path):
    tenure, contract = telco(path)
    recency, weighted = cdnow()
    small = [(9, 1), (9, 0), (8, 1), (7, 0), (7, 1), (7, 0), (6, 0), (5, 1), (5, 1), (4, 0), (3, 0),
             (3, 0), (2, 1), (1, 0), (1, 0), (0, 0)]
    by_hand = {
        "small": small, "inverted": [(-s, y) for s, y in small],
        "perfect": [(y + k % 3 / 10, y) for k, (_, y) in enumerate(small)],
        "constant": [(0.5, y) for _, y in small],
        "all_churned": [(s, 1) for s, _ in small], "none_churned": [(s, 0) for s, _ in small]}
    named = {name: [(float(s), y == 1, 1) for s, y in rows] for name, rows in by_hand.items()}
    return {**named, "telco_tenure": tenure, "telco_contract": contract, "cdnow_recency": recency,
            "cdnow_weighted": weighted}


def case(rows):
    ties = counts(rows)
    return {"ties": [list(map(float, tie)) for tie in ties],
            "empc": [expected(ties, each) for each in ASSUMPTIONS],
            "curves": [curve(ties, *each) for each in ECONOMICS]}


def main(path):
    software = {"python": sys.version.split()[0], "mpmath": mpmath.__version__,
                "empulse": version("empulse")}
    cases = {name: case(rows) for name, rows in sets(path).items()}
    with open("profit.json", "w") as out:
        entries = ",\n".join(
            f"{json.dumps(name)}: {{\n" + ",\n".join(
                f"{json.dumps(key)}: {json.dumps(value)}" for key, value in found.items()) + "\n}"
            for name, found in cases.items())
        out.write(f'{{\n"software": {json.dumps(software)},\n"sets": {{\n{entries}\n}}\n}}\n')


main(sys.argv[1])
