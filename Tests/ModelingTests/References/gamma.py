"""Gamma functions at doubles, rounded once from 40 digits or more.

    python3 gamma.py             (needs mpmath)

Every entry is [arguments …, value]; an argument is the double itself, not the decimal number it was
written as. `shape` is [s, k] with ln k − ψ(k) = s; `fits` are gamma distributions of maximum
likelihood. Incomplete gamma functions below 1e-290 are left out.
"""

import json
import math
import random
import sys

import mpmath
from mpmath import mpf

mpmath.mp.dps = 60
draw = random.Random(1)


def nearest(value):
    return float(mpmath.nstr(value, 40))


def table(function, *arguments):
    return [[*row, nearest(function(*map(mpf, row)))] for row in zip(*arguments)]


def spread(low, high, count):
    """Random arguments, uniform in the logarithm."""
    return [math.exp(draw.uniform(math.log(low), math.log(high))) for _ in range(count)]


def pairs():
    """Shapes, each with arguments from far below to far above it."""
    shapes = [1e-3, 0.03, 0.5, 1.0, 1.7, 9.9, 10.0, 25.5, 300.0, 4e4, 9.9e5, 1.1e6, 3e9]
    for a in shapes:
        for deviations in (-30, -6, -2, -0.5, -0.01, 0, 0.3, 1, 3, 8, 25):
            x = a + deviations * math.sqrt(a)
            yield a, x if x > 0 else a * math.exp(deviations)


def lower(a, x):
    return mpmath.gammainc(a, 0, x, regularized=True)


def upper(a, x):
    return mpmath.gammainc(a, x, mpmath.inf, regularized=True)


def tail(a, x, is_lower):
    """Where mpmath's sums would not end: the series and the fraction of DLMF 8.11.4 and 8.9.2."""
    if a < 1e5:
        return lower(a, x) if is_lower else upper(a, x)
    term = mpmath.exp(a * mpmath.log(x) - x - mpmath.loggamma(a + 1))
    if x < a + 1:
        ratio, total, next_ = mpf(1), mpf(1), a
        while ratio > total * mpf(10) ** -45:
            next_ += 1
            ratio *= x / next_
            total += ratio
        return term * total if is_lower else 1 - term * total
    # Convergents of the fraction from the back, twice as many until they agree.
    terms, before = 1000, None
    while True:
        value = mpf(0)
        for k in range(terms, 0, -1):
            value = -k * (k - a) / (x + 2 * k + 1 - a + value)
        rest = term * a / (x + 1 - a + value)
        if before is not None and abs(rest - before) < before * mpf(10) ** -30:
            return 1 - rest if is_lower else rest
        terms, before = 2 * terms, rest


def incomplete(is_lower):
    rows = []
    for a, x in pairs():
        if a > 1e7:
            continue
        value = tail(mpf(a), mpf(x), is_lower)
        if value > 1e-290:
            rows.append([a, x, nearest(value)])
    return rows


def quantile(a, p):
    """By bisection in ln x, the root of the lower tail."""
    guess = (mpmath.log(p) + mpmath.loggamma(a + 1)) / a
    low, high = guess - 1, mpmath.log(a + 1) + 8
    for _ in range(160):
        middle = (low + high) / 2
        if lower(a, mpmath.exp(middle)) < p:
            low = middle
        else:
            high = middle
    return mpmath.exp(low)


def shape(s):
    """The root of ln k − ψ(k) = s, between 1/(2s) and 1/s."""
    def excess(u):
        k = mpmath.exp(u)
        return mpmath.log(k) - mpmath.digamma(k) - s
    ends = (mpmath.log(1 / (2 * s)), mpmath.log(1 / s))
    return mpmath.exp(mpmath.findroot(excess, ends, solver="anderson", tol=mpf(10) ** -50))


def fit(values):
    """Maximum likelihood."""
    n, mean = len(values), mpmath.fsum(values) / len(values)
    logs = mpmath.fsum(mpmath.log(x) for x in values) / n
    k = shape(mpmath.log(mean) - logs)
    each = k * mpmath.log(k / mean) - mpmath.loggamma(k) + (k - 1) * logs - k
    return {"values": values, "shape": nearest(k), "log_likelihood": nearest(n * each)}


positive = [1e-300, 1e-20, 1e-3, 0.5, 1.0, 1.4616321449683622, 2.0, 9.999999, 10.0, 170.5, 1e15]
positive += spread(1e-6, 30, 40) + spread(30, 1e8, 10)
moderate = [x for x in positive if x > 1e-100]
probabilities = [1e-12, 0.001, 0.05, 0.3, 0.5, 0.75, 0.9, 0.999, 1 - 2.0**-30]
grid = [(a, p) for a in (0.05, 0.4, 1.0, 2.5, 30.0, 700.0) for p in probabilities]
json.dump({
    "software": {"python": sys.version.split()[0], "mpmath": mpmath.__version__},
    "log_gamma": table(mpmath.loggamma, positive),
    "digamma": table(mpmath.digamma, moderate),
    "trigamma": table(lambda x: mpmath.psi(1, x), moderate),
    "log_minus_digamma": table(lambda x: mpmath.log(x) - mpmath.digamma(x), moderate),
    "log_minus_digamma_slope": table(lambda x: 1 / x - mpmath.psi(1, x), moderate),
    "log1p_minus": table(
        lambda d: mpmath.log1p(d) - d,
        [-0.999, -0.5, -0.4999, -0.1, -1e-8, 1e-300, 1e-12, 0.03, 0.999, 1.0, 40.0]),
    "shape": table(shape, spread(1e-9, 300, 30)),
    "lower": incomplete(True),
    "upper": incomplete(False),
    "fits": [fit([float(x) for x in values]) for values in (
        [1e6 + x for x in (3, 1, 4, 1, 5, 9, 2, 6)], [1e-200, 1e-3, 5.0, 1e150],
        [1, 2, 3, 4, 5, 40], [7, 7, 7, 7, 8])],
    "quantile": table(quantile, *zip(*grid)),
}, open("gamma.json", "w"), indent=0)
