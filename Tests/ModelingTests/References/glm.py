"""Replace the numbers of glm.json by ones that are right in every digit of a double.

    python3 glm.py ../../../notebooks-data/telco/customers.csv      (after glm.R; needs python-flint)

The design is built here once more, from the CSV files alone, and R's aliased terms are left out.
Newton's method runs at 300 bits until the step vanishes, so the numbers owe nothing to R but the
list of aliased terms. Definitions: log-likelihood = sum w (y log p + (1-y) log(1-p)), deviance =
-2 log-likelihood (y is 0 or 1), AIC = deviance + 2 rank, BIC = deviance + rank log(rows with
positive weight), null model = intercept only, standard errors from the inverse of X'WX, p two-sided
normal, interval estimate -/+ 1.959963984540054 se. (R's AIC differs for fractional weights only: it
rounds them.)
"""

import csv
import json
import re
import sys

import flint
from flint import arb, arb_mat

flint.ctx.prec = 300


def numeric(column):
    return all(re.fullmatch(r"[-+]?[\d.]+([eE][-+]?\d+)?", v) for v in column if v != "")


def design(rows, columns):
    terms, patterns = {"(Intercept)": [1.0] * len(rows)}, []
    for name in columns:
        column = [row[name] for row in rows]
        gap = [v == "" for v in column]
        if numeric(column):
            present = sorted(float(v) for v in column if v != "")
            middle = (present[(len(present) - 1) // 2] + present[len(present) // 2]) / 2
            terms[name] = [middle if v == "" else float(v) for v in column]
            if any(gap) and gap not in patterns:
                patterns.append(gap)
                terms[name + " is missing"] = [float(g) for g in gap]
        else:
            levels = sorted(set(column) - {""}) + (["(missing)"] if any(gap) else [])
            column = [v or "(missing)" for v in column]
            for level in levels[1:]:
                terms[f"{name}={level}"] = [float(v == level) for v in column]
    return terms


def weights_of(rule, rows):
    if rule == "1":
        return [1.0] * len(rows)
    if rule.startswith("i %% "):
        modulus, _, divisor = rule[5:].partition(" / ")
        return [i % int(modulus) / float(divisor or 1) for i in range(len(rows))]
    return [float(row[rule]) for row in rows]


def newton(X, y, w, start):
    n, p = X.nrows(), X.ncols()
    beta = arb_mat([[arb(b)] for b in start])
    for step in range(60):
        eta = X * beta
        scaled, gradient = [], []
        for i in range(n):
            mu = 1 / (1 + (-eta[i, 0]).exp())
            v = w[i] * mu * (1 - mu)
            scaled.append([v.mid() * X[i, j] for j in range(p)])
            gradient.append([(w[i] * (y[i] - mu)).mid()])
        information = X.transpose() * arb_mat(scaled)
        delta = information.solve(X.transpose() * arb_mat(gradient))
        beta = arb_mat([[(beta[j, 0] + delta[j, 0]).mid()] for j in range(p)])
        size = max(abs(float(delta[j, 0].mid())) / (abs(float(beta[j, 0])) or 1) for j in range(p))
        if size < 1e-45:
            return beta, information.inv()
    sys.exit("Newton's method did not converge")


def log_likelihood(eta, y, w):
    total = arb(0)
    for i in range(len(y)):
        total -= w[i] * (1 + (-eta[i, 0] if y[i] else eta[i, 0]).exp()).log()
    return total


def aliases(terms, kept):
    """Each aliased column as a combination of the kept ones: least squares, small parts dropped."""
    basis = [t for t, k in zip(terms, kept) if k]
    X = arb_mat([[arb(v) for v in row] for row in zip(*(terms[t] for t in basis))])
    gram = X.transpose() * X
    found = {}
    for name, keep in zip(terms, kept):
        if not keep:
            x = arb_mat([[arb(v)] for v in terms[name]])
            c = gram.solve(X.transpose() * x)
            values = [round(float(c[j, 0].mid()), 9) for j in range(len(basis))]
            found[name] = {t: v for t, v in zip(basis, values) if v}
    return found


def relative(a, b):
    return max((abs(u - v) / abs(v) for u, v in zip(a, b) if v), default=0.0)


def polish(case, telco_path):
    path = telco_path if case["file"].startswith("notebooks-data") else case["file"]
    with open(path, encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    if case["drop"]:
        rows = [row for row in rows if all(row[c] != "" for c in case["columns"])]
    terms = design(rows, case["columns"])
    assert list(terms) == case["terms"], (list(terms), case["terms"])
    kept = [not a for a in case["aliased"]]
    names = [t for t, k in zip(terms, kept) if k]
    X = arb_mat([[arb(v) for v in row] for row in zip(*(terms[t] for t in names))])
    y = [{"Yes": 1, "No": 0, "1": 1, "0": 0}[row[case["target"]]] for row in rows]
    w = weights_of(case["weights"], rows)
    positive = sum(v > 0 for v in w)
    w = [arb(v) for v in w]
    r = {k: [c for c, keep in zip(case[k], kept) if keep] for k in ("coef", "se")}
    beta, covariance = newton(X, y, w, r["coef"])
    eta = X * beta
    loglik = log_likelihood(eta, y, w)
    mean = sum((w[i] for i in range(len(y)) if y[i]), arb(0)) / sum(w, arb(0))
    null = (mean * mean.log() + (1 - mean) * (1 - mean).log()) * sum(w, arb(0))
    rank = len(names)
    coef = [beta[j, 0] for j in range(rank)]
    se = [covariance[j, j].sqrt() for j in range(rank)]
    z = [b / s for b, s in zip(coef, se)]
    q = arb(2).sqrt() * arb("0.95").erfinv()
    numbers = {"coef": coef, "se": se, "z": z, "p": [(abs(v) / arb(2).sqrt()).erfc() for v in z],
               "conf_low": [b - q * s for b, s in zip(coef, se)],
               "conf_high": [b + q * s for b, s in zip(coef, se)]}

    def spread(values):
        source = iter(values)
        return [float(next(source).mid()) if k else None for k in kept]

    def value(x):
        return float(x.mid())
    out = {k: case[k] for k in ("file", "target", "columns", "weights", "drop", "note", "rows",
                                "terms")}
    out["aliased"] = aliases(terms, kept)
    out.update({k: spread(v) for k, v in numbers.items()})
    out.update(deviance=value(-2 * loglik), null_deviance=value(-2 * null), loglik=value(loglik),
               aic=value(-2 * loglik + 2 * rank),
               bic=value(-2 * loglik + rank * arb(positive).log()),
               rank=rank, df_residual=positive - rank, df_null=positive - 1,
               fitted_first10=[value(1 / (1 + (-eta[i, 0]).exp())) for i in range(10)],
               eta_range=[min(value(eta[i, 0]) for i in range(len(y))),
                          max(value(eta[i, 0]) for i in range(len(y)))])
    assert (out["df_residual"], out["df_null"]) == (case["df_residual"], case["df_null"])
    out["r"] = {"iterations": case["r_iterations"], "converged": case["r_converged"],
                "coef_relative_difference": relative(r["coef"], map(value, coef)),
                "se_relative_difference": relative(r["se"], map(value, se)),
                "deviance_relative_difference": relative([case["deviance"]], [out["deviance"]]),
                "null_deviance_relative_difference":
                    relative([case["null_deviance"]], [out["null_deviance"]])}
    return out


def compact(document):
    """Short arrays on one line."""
    text = json.dumps(document, indent=1, ensure_ascii=False)
    return re.sub(r"\[\s+([^][{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", " ", m[1]) + "]", text)


def main():
    with open("glm.json", encoding="utf-8") as source:
        document = json.load(source)
    document["software"].update({"python": sys.version.split()[0], "python-flint": flint.__version__})
    for name, case in document["fits"].items():
        document["fits"][name] = polish(case, sys.argv[1])
        print(name, document["fits"][name]["r"])
    with open("glm.json", "w", encoding="utf-8") as out:
        out.write(compact(document) + "\n")


if __name__ == "__main__":
    main()
