"""Percentile intervals of lift and its paired difference by a stratified bootstrap, and of profit, best
share, log loss and its paired difference by one of all units together; units are rows or clusters. Made
with numpy and no code in common with the project.

    python3 bootstrap.py         (needs numpy)

Rows are repeated as they were drawn and sorted anew in every replicate. A Monte Carlo quantile is not
exact, so each end is given as a band: the replicates' quantiles at q ± 4 √(q (1 − q) / B) with B of the
test, its own error being small (40,000 replicates).
"""

import json
import sys

import numpy as np

REPLICATES = 40_000
TESTED = 2_000
TENTHS = np.arange(1, 11) / 10
ECONOMICS = {"value": 120.0, "contact_cost": 2.0, "offer_cost": 10.0, "accept_rate": 0.4}
SHARE = 0.35


def captured(scores, labels, weights, fractions):
    """Churned weight among the highest scores; a tie at the edge in proportion. Also its cuts."""
    levels, place = np.unique(-scores, return_inverse=True)
    contacted = np.concatenate([[0], np.cumsum(np.bincount(place, weights, len(levels)))])
    found = np.concatenate([[0], np.cumsum(np.bincount(place, weights * labels, len(levels)))])
    return np.interp(np.asarray(fractions) * contacted[-1], contacted, found), contacted, found


def judge(scores, labels, weights):
    found, contacted_cuts, found_cuts = captured(scores, labels, weights, [*TENTHS, SHARE])
    total, churned = weights.sum(), (weights * labels).sum()
    churner = ECONOMICS["accept_rate"] * (ECONOMICS["value"] - ECONOMICS["offer_cost"]) \
        - ECONOMICS["contact_cost"]
    stayer = -ECONOMICS["offer_cost"] - ECONOMICS["contact_cost"]
    profits = found_cuts * churner + (contacted_cuts - found_cuts) * stayer
    best = contacted_cuts[np.argmax(profits > profits.max() - 1e-9)] / total
    loss = -(weights * np.where(labels == 1, np.log(scores), np.log1p(-scores))).sum() / total
    return np.array([*(found[:10] / churned / TENTHS),
                     found[10] * churner + (SHARE * total - found[10]) * stayer, best, loss])


def band(values, q):
    margin = 4 * np.sqrt(q * (1 - q) / TESTED)
    return [float(np.quantile(values, min(max(at, 0), 1))) for at in (q - margin, q + margin)]


def interval(values):
    return {"low": band(values, 0.025), "high": band(values, 0.975)}


def difference(observed, values):
    tail = min((values <= 0).mean(), (values >= 0).mean())
    return {"difference": float(observed), "p_value": float(min(1, 2 * tail)), **interval(values)}


def draws(rng, labels, clusters):
    """Rows of one replicate within the classes, and of one of all units together."""
    names = np.unique(clusters)
    members = [np.flatnonzero(clusters == name) for name in names]
    has_churned = np.array([labels[rows].any() for rows in members])
    strata = [np.flatnonzero(has_churned), np.flatnonzero(~has_churned)]
    while True:
        within = np.concatenate([rng.choice(s, len(s)) for s in strata])
        together = rng.integers(0, len(names), size=len(names))
        yield [np.concatenate([members[unit] for unit in drawn]) for drawn in (within, together)]


def case(name, a, b, labels, weights=None, clusters=None):
    w = np.ones(len(labels)) if weights is None else weights
    rng = np.random.default_rng(20_240_601)
    source = draws(rng, labels, np.arange(len(labels)) if clusters is None else clusters)

    def replicate():
        within, together = next(source)
        return [np.concatenate([judge(s[within], labels[within], w[within])[:10],
                                judge(s[together], labels[together], w[together])[10:]])
                for s in (a, b)]

    results = np.array([replicate() for _ in range(REPLICATES)])
    observed = np.array([judge(s, labels, w) for s in (a, b)])
    models = [{"scores": s.tolist(), "lifts": [interval(r[:, k]) for k in range(10)],
               "profit": interval(r[:, 10]), "best_share": interval(r[:, 11]),
               "log_loss": interval(r[:, 12])}
              for s, r in zip((a, b), results.transpose(1, 0, 2))]
    delta, paired = observed[0] - observed[1], results[:, 0] - results[:, 1]
    return {"name": name, "labels": labels.tolist(),
            "weights": None if weights is None else weights.tolist(),
            "clusters": None if clusters is None else clusters.tolist(), "models": models,
            "lift_at10_difference": difference(delta[0], paired[:, 0]),
            "log_loss_difference": difference(delta[12], paired[:, 12])}


def sample(rng, n, levels=None):
    """Two models of the same rows, the second the worse; of few levels where given."""
    signal = rng.normal(size=n)
    labels = (rng.random(n) < 1 / (1 + np.exp(1.2 - 1.3 * signal))).astype(int)
    pair = [1 / (1 + np.exp(1.2 - 1.3 * (signal + noise * rng.normal(size=n))))
            for noise in (0.3, 1.1)]
    if levels:
        pair = [np.clip(np.round(p * levels), 1, levels - 1) / levels for p in pair]
    return *pair, labels


def main():
    rng = np.random.default_rng(7)
    plain = sample(rng, 240)
    tied = sample(rng, 200, levels=7)
    clustered = sample(rng, 210)
    clusters = 3 + 5 * rng.integers(0, 90, size=210)
    weighted = sample(rng, 150)
    weights = rng.integers(1, 5, size=150) * 0.75
    cases = [case("plain", *plain), case("tied", *tied),
             case("clustered", *clustered, clusters=clusters),
             case("weighted", *weighted, weights=weights)]
    with open("bootstrap.json", "w") as out:
        software = {"python": sys.version.split()[0], "numpy": np.__version__}
        json.dump({"software": software, "replicates": REPLICATES, "tested": TESTED,
                   "economics": ECONOMICS, "share": SHARE, "cases": cases}, out)
        out.write("\n")


main()
