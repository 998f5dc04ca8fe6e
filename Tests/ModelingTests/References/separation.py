"""Writes separation.json: small random data sets with their separation decided by linear programs.

For signed rows Z the programme  max sum(Z b)  subject to  Z b >= 0, -1 <= b <= 1  has a positive
optimum exactly when some direction separates (Konis 2007). A row can be separated exactly when the
maximum of its own product over the same set is positive. Columns hold small integers, so that the
programmes have no doubtful cases.

Run: python3 separation.py > separation.json
"""

import json
import platform

import numpy as np
import scipy
from scipy.optimize import linprog


def decide(x, y, w):
    rows = np.flatnonzero(w > 0)
    z = np.column_stack([np.ones(len(y)), x])[rows] * np.where(y[rows] == 1, 1, -1)[:, None]
    bounds = [(-1, 1)] * z.shape[1]

    def best(c):
        result = linprog(-c, A_ub=-z, b_ub=np.zeros(len(z)), bounds=bounds, method="highs")
        assert result.status == 0, result
        return -result.fun

    separated = [bool(best(row) > 1e-7) for row in z]
    assert any(separated) == bool(best(z.sum(axis=0)) > 1e-7)
    return [int(r) for r, s in zip(rows, separated) if s]


def cases():
    rng = np.random.default_rng(20240917)
    made = []
    for number in range(80):
        n = int(rng.integers(6, 41))
        p = int(rng.integers(1, 6))
        x = rng.integers(-3, 4, size=(n, p))
        kind = number % 4
        if kind == 1:  # levels
            x = (x > 1).astype(int)
        b = rng.integers(-2, 3, size=p)
        noise = rng.normal(size=n) * (0.2 if kind == 2 else 2)
        y = (x @ b + noise > 0).astype(int)
        if y.min() == y.max():
            y[0] = 1 - y[0]
        w = np.ones(n, dtype=int)
        if kind == 3:
            w = rng.integers(0, 3, size=n)
            w[int(np.argmax(y))] = 1
            w[int(np.argmin(y))] = 1
        made.append(
            {
                "x": [[int(v) for v in column] for column in x.T],
                "y": [int(v) for v in y],
                "w": [int(v) for v in w],
                "separated": decide(x, y, w),
            }
        )
    return made


print(
    json.dumps(
        {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "cases": cases(),
        }
    )
)
