"""A diagnosis of CDNOW's customers, customer by customer and date by date.

    python3 life_cycle_cdnow.py ../../../../notebooks-data/cdnow/orders.csv > life_cycle_cdnow.json

Written from the definitions alone, as slowly as they read; it shares nothing with the program that it
checks. numpy gives the quantiles (type 7). The file is whole: all customers began in it (no burn-in).
"""

import csv
import datetime
import json
import platform
import sys

import numpy

LINE = 180
by_customer = {}
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        day = datetime.date.fromisoformat(row["order_date"]).toordinal()
        days = by_customer.setdefault(row["customer_id"], {})
        amount, items = days.get(day, (0.0, 0.0))
        days[day] = (amount + float(row["amount"]), items + float(row["quantity"]))
customers = [sorted(days.items()) for days in by_customer.values()]
first = min(c[0][0] for c in customers)
as_of = max(c[-1][0] for c in customers)


def state(customer, day):
    """None before the first purchase, else whether lost at the day's end."""
    bought = [d for d, _ in customer if d <= day]
    return None if not bought else day - bought[-1] > LINE


# Churn over time, months; the first is cut short at its beginning.
months, day = [], first + LINE
while day <= as_of:
    date = datetime.date.fromordinal(day)
    following = datetime.date(date.year + date.month // 12, date.month % 12 + 1, 1).toordinal()
    months.append((day, min(following - 1, as_of)))
    day = following
series = []
for start, end in months:
    point = dict(start=str(datetime.date.fromordinal(start)), end=str(datetime.date.fromordinal(end)),
                 known=0, lost=0, not_lost_at_start=0, lost_at_start=0, crossed=0, returned=0, new=0)
    for customer in customers:
        before, after = state(customer, start - 1), state(customer, end)
        point["known"] += after is not None
        point["lost"] += after is True
        point["new"] += before is None and after is not None
        point["lost_at_start"] += before is True
        point["not_lost_at_start"] += before is False
        if before is False:
            point["crossed"] += any(state(customer, d) for d in range(start, end + 1))
        point["returned"] += sum(state(customer, d - 1) is True for d, _ in customer if start <= d <= end)
    series.append(point)

# Life cycle by the gaps between first and second purchase.
gaps = [c[1][0] - c[0][0] for c in customers if len(c) > 1]
raw = [float(q) for q in numpy.quantile(gaps, [0.3, 0.6, 0.9])]
stages = ["active", "silent", "sleeping", "lost"]


def stage(customer, day):
    bought = [d for d, _ in customer if d <= day]
    return None if not bought else stages[sum(day - bought[-1] > cut for cut in raw)]


def spent(customer, after, until):
    return sum(amount for d, (amount, _) in customer if after < d <= until)


groups = {name: [0, 0.0] for name in stages}
moves = {}
quarter = as_of - 91
for customer in customers:
    groups[stage(customer, as_of)][0] += 1
    groups[stage(customer, as_of)][1] += spent(customer, 0, as_of)
    key = f"{stage(customer, quarter) or 'new'} {stage(customer, as_of)}"
    move = moves.setdefault(key, [0, 0.0, 0.0])
    move[0] += 1
    move[1] += spent(customer, 0, quarter)
    move[2] += spent(customer, quarter, as_of)

# Recency and frequency.
ends = [30, 60, 90, 180, 365, 10**9]
grid = [[0] * 6 for _ in range(5)]
for customer in customers:
    idle = as_of - customer[-1][0]
    grid[min(len(customer), 5) - 1][next(i for i, end in enumerate(ends) if idle <= end)] += 1

# RFM by quintiles: score 1 + the number of cuts below the value.
values = [(as_of - c[-1][0], len(c), spent(c, 0, as_of)) for c in customers]
cuts = [[float(q) for q in numpy.quantile([v[i] for v in values], [0.2, 0.4, 0.6, 0.8])]
        for i in range(3)]
scores = [[0] * 5 for _ in range(3)]
segments = {}
for idle, purchases, amount in values:
    r = 5 - sum(cut < idle for cut in cuts[0])
    f = 1 + sum(cut < purchases for cut in cuts[1])
    m = 1 + sum(cut < amount for cut in cuts[2])
    for i, score in enumerate((r, f, m)):
        scores[i][score - 1] += 1
    if idle <= raw[0] and purchases == 1:
        name = "new"
    else:
        r = max(r, 4) if idle <= raw[0] else min(r, 2) if idle > raw[2] else (
            min(r, 3) if idle > raw[1] else r)
        column = 0 if f == 1 else 1 if f <= 3 else 2
        name = {5: ["promising", "potential_loyal", "champion"],
                4: ["promising", "potential_loyal", "champion"],
                3: ["needs_attention", "needs_attention", "loyal"],
                2: ["hibernating", "hibernating", "at_risk"],
                1: ["lost", "lost", "at_risk"]}[r][column]
    segments[name] = segments.get(name, 0) + 1

# What the buyers of k purchases bought at the k-th.
ladder = []
for k in range(1, 11):
    kth = [c[k - 1][1] for c in customers if len(c) >= k]
    ladder.append(dict(
        k=k, buyers=len(kth), returned=sum(len(c) > k for c in customers),
        mean_amount=sum(a for a, _ in kth) / len(kth), mean_items=sum(i for _, i in kth) / len(kth),
        median_gap=float(numpy.median([c[k][0] - c[k - 1][0] for c in customers if len(c) > k]))))

json.dump(dict(
    software=dict(python=platform.python_version(), numpy=numpy.__version__), line_days=LINE,
    series=series, raw_cuts=raw,
    stages=[dict(stage=s, customers=groups[s][0], revenue=groups[s][1]) for s in stages],
    moves=[dict(move=key, customers=m[0], revenue_before=m[1], revenue_between=m[2])
           for key, m in sorted(moves.items())],
    grid=grid, rfm_cuts=cuts, rfm_scores=scores, segments=segments, ladder=ladder),
    sys.stdout, indent=1)
print()
