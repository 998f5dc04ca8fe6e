"""Churn definitions on CDNOW by a second, plain program: writes churn_definitions.json.

    python3 churn_definitions.py ../../../../notebooks-data/cdnow/orders.csv

Python 3 with numpy and scipy. Everything is counted customer by customer, with dates and lists.
"""
import csv
import json
import sys
from collections import defaultdict
from datetime import date

import numpy as np
import scipy
from scipy import stats

days_of = defaultdict(set)
for row in csv.DictReader(open(sys.argv[1])):
    days_of[row["customer_id"]].add(date.fromisoformat(row["order_date"]).toordinal())
customers = {c: sorted(d) for c, d in days_of.items()}
first_day = min(d[0] for d in customers.values())
as_of = max(d[-1] for d in customers.values())


def state(day):
    """Each customer's days up to a day, and those after it."""
    known = {}
    for c, own in customers.items():
        past = [d for d in own if d <= day]
        if past:
            known[c] = (past, [d for d in own if d > day])
    return known


def gaps_at(known):
    return [b - a for past, _ in known.values() for a, b in zip(past, past[1:])]


def kaplan_meier(known, day):
    """Curve of returns up to its limit: list of (time, survival), limit."""
    events = defaultdict(int)
    ends = []
    for past, _ in known.values():
        for a, b in zip(past, past[1:]):
            events[b - a] += 1
            ends.append(b - a)
        ends.append(day - past[-1])
    ends = np.sort(np.array(ends))
    need = max(10, -(-len(ends) // 100))
    limit = int(ends[len(ends) - need])
    curve, s = [], 1.0
    for t in sorted(events):
        if t > limit:
            break
        at_risk = int((ends >= t).sum())
        s *= 1 - events[t] / at_risk
        curve.append((t, s))
    return curve, limit


def return_quantile(curve, share):
    total = 1 - curve[-1][1]
    return next((t for t, s in curve if 1 - s >= share * total - 1e-13), None)


def mean_return(curve):
    before, total = 1.0, 0.0
    for t, s in curve:
        total += t * (before - s)
        before = s
    return total / (1 - curve[-1][1])


def lines_at(day, known):
    """Name: function of a customer's past days that gives the silence from which it is lost."""
    gaps = gaps_at(known)
    mean = sum(gaps) / len(gaps)
    logs = np.log(gaps)
    log_normal = float(np.exp(logs.mean() + logs.var() / 2))
    curve, _ = kaplan_meier(known, day)
    lines = {
        "idle_365": 364,
        "cycles_1_5_normal": 1.5 * mean,
        "cycles_2_normal": 2 * mean,
        "cycles_2_log_normal": 2 * log_normal,
        "cycles_2_kaplan_meier": 2 * mean_return(curve),
        "gap_quantile_90": float(np.quantile(gaps, 0.9)),
        "return_quantile_95": return_quantile(curve, 0.95),
    }
    result = {name: (lambda past, x=x: x) for name, x in lines.items()}

    def own(factor):
        return lambda past: (
            factor * (past[-1] - past[0]) / (len(past) - 1) if len(past) > 3 else factor * mean)

    result["personal_1_5"], result["personal_2"] = own(1.5), own(2.0)
    return result


def wilson(x, n):
    z = stats.norm.ppf(0.975)
    centre, half = (x + z * z / 2), z * (x * (n - x) / n + z * z / 4) ** 0.5
    return (centre - half) / (n + z * z), (centre + half) / (n + z * z)


now = state(as_of)
gaps = gaps_at(now)
mean = sum(gaps) / len(gaps)
follow_up = max(1, round(2 * mean))
earliest = first_day + int(2 * mean) + 1
dates = sorted(d for d in (as_of - (k + 1) * follow_up for k in range(4)) if d >= earliest)
curve, limit = kaplan_meier(now, as_of)
result = {
    "software": f"Python {sys.version.split()[0]}, numpy {np.__version__}, scipy {scipy.__version__}",
    "customers": len(customers), "gaps": len(gaps), "average_days": mean,
    "standard_deviation_days": float(np.std(gaps, ddof=1)), "median_days": float(np.median(gaps)),
    "skewness": float(stats.skew(gaps)), "follow_up_days": follow_up,
    "share_beyond_2_cycles": float(np.mean(np.array(gaps) > 2 * mean)),
    "kaplan_meier": {"limit_days": limit, "returning_share": 1 - curve[-1][1],
                     "mean_return_days": mean_return(curve)},
    "verification_dates": [date.fromordinal(d).isoformat() for d in dates], "definitions": {},
}

rng = np.random.default_rng(1)
at_dates = [(d, state(d)) for d in dates]
at_dates = [(d, known, lines_at(d, known)) for d, known in at_dates]
for name, line in lines_at(as_of, now).items():
    entry = {"lost": sum(as_of - past[-1] > line(past) for past, _ in now.values()), "dates": []}
    away_of, called_of = defaultdict(int), defaultdict(int)
    leavers = 0
    for d, known, lines in at_dates:
        called = away = 0
        # At a date when the file is younger than the line nobody can be past it.
        reached = d - first_day > lines[name]([d])
        for c, (past, later) in known.items():
            stays_away = not any(x <= d + follow_up for x in later)
            leavers += stays_away and reached
            if d - past[-1] > lines[name](past):
                called += 1
                away += stays_away
                called_of[c] += 1
                away_of[c] += stays_away
        low, high = wilson(away, called) if called else (None, None)
        entry["dates"].append({"called": called, "came_back": called - away, "low": low, "high": high})
    x = np.array([away_of[c] for c in called_of], float)
    n = np.array([called_of[c] for c in called_of], float)
    entry["stayed_away_share"] = float(x.sum() / n.sum())
    entry["leavers_called_share"] = float(x.sum() / leavers)
    # The interval by the linearised variance: the bootstrap is near it with so many customers.
    r = x.sum() / n.sum()
    error = float(np.sqrt(((x - r * n) ** 2).sum())) / n.sum()
    entry["low"], entry["high"] = r - 1.959964 * error, r + 1.959964 * error
    result["definitions"][name] = entry

with open("churn_definitions.json", "w") as file:
    json.dump(result, file, indent=1, sort_keys=True)
    file.write("\n")
