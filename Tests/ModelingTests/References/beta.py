"""The regularised incomplete beta function at doubles, rounded once from 40 digits or more.

    python3 beta.py              (needs mpmath)

Every entry is [a, b, x, value]; `upper` is 1 − I_x(a, b). Values below 1e-290 are left out.
"""

import json
import math
import sys

import mpmath
from mpmath import mpf

mpmath.mp.dps = 60

SHAPES = [(6.0, 14.0), (7.0, 14.0), (0.5, 0.5), (1.0, 1.0), (1.0, 4.5), (0.03, 2.0), (3.3, 0.2),
          (1e-3, 1e-3), (25.5, 1.7), (0.7, 300.0), (60.0, 140.0), (800.0, 9.0), (3e3, 7e3)]
DEVIATIONS = [-12, -5, -2, -0.6, 0, 0.01, 1, 3, 8, 20]


def arguments(a, b):
    """Around the mean in standard deviations, and fixed ones."""
    mean, sd = a / (a + b), math.sqrt(a * b / (a + b + 1)) / (a + b)
    around = [x for x in (mean + d * sd for d in DEVIATIONS) if 0 < x < 1]
    return around + [1e-12, 0.001, 0.0625, 0.3, 0.5, 0.9, 0.999, 1 - 2.0**-40]


def lower_tail(a, b, x):
    """xᵃ (1 − x)ᵇ / (a B(a, b)) · (1 + (a + b)/(a + 1) x + …), DLMF 8.17.8: no term is negative."""
    term, total, k = mpf(1), mpf(1), 0
    while term > total * mpf(10) ** -55:
        term *= (a + b + k) / (a + 1 + k) * x
        total += term
        k += 1
    log = (a * mpmath.log(x) + b * mpmath.log1p(-x) + mpmath.loggamma(a + b)
           - mpmath.loggamma(a + 1) - mpmath.loggamma(b))
    return mpmath.exp(log) * total


def entry(a, b, x, is_lower):
    p, q, t = (mpf(a), mpf(b), mpf(x)) if is_lower else (mpf(b), mpf(a), 1 - mpf(x))
    value = 1 - lower_tail(q, p, 1 - t) if t > mpf("0.9") else lower_tail(p, q, t)
    if a + b < 100:
        other = mpmath.betainc(p, q, 0, t, regularized=True)
        assert abs(other - value) < value * mpf(10) ** -30, (a, b, x)
    return [a, b, x, float(mpmath.nstr(value, 40))]


def table(is_lower):
    rows = [entry(a, b, x, is_lower) for a, b in SHAPES for x in arguments(a, b)]
    return [row for row in rows if row[3] > 1e-290]


def rows_of(entries):
    return "[\n" + ",\n".join(json.dumps(row) for row in entries) + "\n]"


with open("beta.json", "w") as out:
    software = {"python": sys.version.split()[0], "mpmath": mpmath.__version__}
    out.write(f'{{\n"software": {json.dumps(software)},\n"lower": {rows_of(table(True))},\n'
              f'"upper": {rows_of(table(False))}\n}}\n')
