"""Elementary functions at doubles, rounded once from 40 digits or more.

    python3 elementary.py             (needs mpmath)

Every entry is [argument, value] (chi-square: [x, df, value]); an argument is the double itself, not
the decimal number it was written as. Values below the smallest normal double are left out.
"""

import json
import math
import random
import sys

import mpmath
from mpmath import mpf

mpmath.mp.dps = 60
TINY = 2.2250738585072014e-308


def nearest(value):
    return float(mpmath.nstr(value, 40))


def table(function, arguments):
    rows = []
    for x in arguments:
        value = nearest(function(mpf(x)))
        if value == 0 or TINY <= abs(value) < 1.8e308:
            rows.append([x, value])
    return rows


def spread(low, high, count):
    """Random arguments, uniform in the logarithm."""
    ends = math.log(low), math.log(high)
    return [math.exp(draw.uniform(*ends)) for _ in range(count)]


def normal_quantile(p):
    """The root of Phi(x) = p; Newton's method on the logarithm in the small tail."""
    if p > 0.5:
        return -normal_quantile(1 - p)
    if p == 0.5:
        return mpf(0)
    def log_tail(x):
        return mpmath.log(mpmath.erfc(-x / mpmath.sqrt(2)) / 2)
    start = -mpmath.sqrt(-2 * mpmath.log(p)) if p < 0.02 else mpf(-0.5)
    return mpmath.findroot(lambda x: log_tail(x) - mpmath.log(p), start, tol=1e-80)


def chi_square_tail(x, df):
    return mpmath.gammainc(mpf(df) / 2, mpf(x) / 2, mpmath.inf, regularized=True)


draw = random.Random(20240701)
signs = (1, -1)
exp_arguments = ([0.0, 1.0, -1.0, 0.5, 1e-300, 709.78, -708.39, 709.0, -708.0, 2.0 ** -54]
                 + [s * v for s in signs for v in spread(1e-17, 700, 60)])
log_arguments = ([1.0, 2.0, 0.5, 10.0, TINY, 1.7976931348623157e308, 1 + 2.0 ** -52, 1 - 2.0 ** -53]
                 + spread(1e-307, 1e308, 60) + [1 + s * v for s in signs for v in spread(1e-15, 0.5, 30)])
log1p_arguments = ([0.0, 1.0, -0.5, 1e-300, -1e-300, 2.0 ** -53, -1 + 2.0 ** -53, 1e308]
                   + spread(1e-17, 1e17, 50) + [-v for v in spread(1e-17, 0.999999, 40)])
expm1_arguments = ([0.0, 1.0, -1.0, 1e-300, -1e-300, 2.0 ** -54, 709.78, -745.0, -40.0]
                   + [s * v for s in signs for v in spread(1e-17, 700, 50)])
erfc_arguments = ([0.0, 0.5, -0.5, 26.5, 27.0, 1e-300, -6.0, -27.0, 0.46875, 4.0]
                  + [round(0.25 * k, 2) for k in range(1, 106)]
                  + [-v for v in spread(1e-10, 6, 25)] + spread(1e-10, 1, 25))
quantile_arguments = ([1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-16, 1e-12, 0.025, 0.05, 0.1, 0.25,
                       0.425, 0.5, 0.575, 0.75, 0.9, 0.95, 0.975, 0.999, 1 - 1e-6, 1 - 1e-10,
                       1 - 1e-12, 1 - 1e-15, 1 - 2.0 ** -53, 0.5 + 2.0 ** -53, 0.5 - 2.0 ** -54]
                      + spread(1e-299, 1e-3, 40) + [draw.random() for _ in range(60)])
chi_square = []
for k in range(200):
    df = k % 60 + 1
    x = [df * (0.2 + 3 * draw.random()), spread(1e-6, 600, 1)[0]][k % 4 == 3]
    value = nearest(chi_square_tail(x, df))
    if value >= TINY:
        chi_square.append([x, df, value])

document = {
    "software": {"python": sys.version.split()[0], "mpmath": mpmath.__version__},
    "exp": table(mpmath.exp, exp_arguments),
    "log": table(mpmath.log, log_arguments),
    "log1p": table(mpmath.log1p, log1p_arguments),
    "expm1": table(mpmath.expm1, expm1_arguments),
    "erfc": table(mpmath.erfc, erfc_arguments),
    "normal_quantile": table(normal_quantile, quantile_arguments),
    "chi_square_upper_tail": chi_square,
}
with open("elementary.json", "w") as out:
    parts = []
    for key, value in document.items():
        if isinstance(value, dict):
            parts.append(f" {json.dumps(key)}: {json.dumps(value)}")
        else:
            rows = ",\n  ".join(json.dumps(row) for row in value)
            parts.append(f" {json.dumps(key)}: [\n  {rows}]")
    out.write("{\n" + ",\n".join(parts) + "\n}\n")
print({k: len(v) for k, v in document.items()})
