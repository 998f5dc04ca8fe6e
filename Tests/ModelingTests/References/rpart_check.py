"""Recompute every split of rpart.json from the data and write how many others are as good.

    python3 rpart_check.py ../../../notebooks-data/telco/customers.csv    (after rpart.R; needs numpy)

For each split node all candidate splits are scored here: `improve` must be the largest value, and
`rivals` is set to the number of other candidates (column and cut) whose improvement equals it within
1e-12 relative. Where `rivals` is 0 the choice is a matter of arithmetic; elsewhere of tie rules.
`first` says whether rpart took the first of the tied ones in the order: column, then lowest cut (of levels: the
cut nearest the highest share).
"""

import csv
import json
import re
import sys

import numpy


def node_impurity(split, counts):
    """Weight times impurity, for rows of per-class weights."""
    w = counts.sum(axis=-1)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        p = counts / w[..., None]
        if split == "gini":
            each = p * (1 - p)
        else:
            each = numpy.where(p > 0, -p * numpy.log(p), 0)
        return numpy.where(w > 0, w * each.sum(axis=-1), 0)


def candidates(split, x, y, w, min_bucket):
    """(improvement, cut or left levels) for every admissible cut of one column."""
    if x.dtype.kind == "f":
        values, code = numpy.unique(x, return_inverse=True)
        names = None
    else:
        values, code = numpy.unique(x, return_inverse=True)
        counts = numpy.array([[w[(code == k) & (y == c)].sum() for c in (0, 1)]
                              for k in range(len(values))])
        order = sorted(range(len(values)), key=lambda k: (counts[k, 1] / counts[k].sum(), -k))
        rank = numpy.argsort(order)
        names = [values[k] for k in order]
        code = rank[code]
    counts = numpy.zeros((len(values), 2))
    numpy.add.at(counts, (code, y), w)
    rows = numpy.bincount(code, minlength=len(values))
    left, below = counts.cumsum(axis=0)[:-1], rows.cumsum()[:-1]
    total = counts.sum(axis=0)
    gain = node_impurity(split, total) - node_impurity(split, left) - node_impurity(split, total - left)
    cuts = range(len(values) - 1)
    for k in reversed(cuts) if names else cuts:  # levels: from the highest share downwards
        if below[k] >= min_bucket and len(y) - below[k] >= min_bucket:
            yield gain[k], (set(names[:k + 1]) if names else (values[k] + values[k + 1]) / 2)


def check(tree, telco):
    path = telco if tree["file"].startswith("notebooks-data") else tree["file"]
    with open(path, encoding="utf-8", newline="") as source:
        table = list(csv.DictReader(source))
    if tree["complete_rows_only"]:
        table = [r for r in table if all(r[c] != "" for c in tree["columns"])]
    y = numpy.array([tree["classes"].index(r[tree["target"]]) for r in table])
    w = numpy.array([float(r[tree["weights"]]) if tree["weights"] else 1.0 for r in table])
    X = {}
    for c in tree["columns"]:
        cells = [r[c] for r in table]
        try:
            X[c] = numpy.array([float(v) for v in cells])
        except ValueError:
            X[c] = numpy.array(cells)
    nodes = {n["node"]: n for n in tree["nodes"]}
    members = {1: numpy.arange(len(y))}
    tied = 0
    for number in sorted(nodes):
        node, rows = nodes[number], members[number]
        assert len(rows) == node["rows"] and abs(w[rows].sum() - node["weight"]) < 1e-9
        for c in (0, 1):
            assert abs(w[rows][y[rows] == c].sum() - node["class_weights"][c]) < 1e-9
        if "feature" not in node:
            continue
        present = rows[w[rows] > 0]
        found = []
        for c in tree["columns"]:
            for gain, cut in candidates(tree["split"], X[c][present], y[present], w[present],
                                        tree["control"]["minbucket"]):
                found.append((gain, c, cut))
        best = max(f[0] for f in found)
        assert abs(best - node["improve"]) <= 1e-9 * best, (number, best, node)
        equal = [f for f in found if best - f[0] <= 1e-12 * best]
        node["rivals"] = len(equal) - 1
        mine = [node["feature"], node.get("threshold", node.get("left_levels"))]
        levels = "left_levels" in node
        where = [k for k, f in enumerate(equal) if f[1] == mine[0] and
                 (f[2] == set(mine[1]) if levels else f[2] == mine[1])]
        node["first"] = where == [0]
        tied += node["rivals"] > 0
        x = X[node["feature"]][rows]
        if levels:
            goes = numpy.isin(x, node["left_levels"])
        else:
            goes = x < node["threshold"] if node["operator"] == "<" else x >= node["threshold"]
        members[2 * number], members[2 * number + 1] = rows[goes], rows[~goes]
    for number, node in nodes.items():
        if "feature" in node:  # the left child has the smaller share of the second class
            assert nodes[2 * number]["probability"] < nodes[2 * number + 1]["probability"]
    return tied, [n["node"] for n in tree["nodes"] if n.get("first") is False]


def pruning(table):
    """Splits of the tree with the smallest cross-validated error, and of the 1-SE rule."""
    best = min(table, key=lambda row: (row["cv_error"], row["splits"]))
    limit = best["cv_error"] + best["cv_std"]
    return {"min": best["splits"],
            "1se": next(row["splits"] for row in table if row["cv_error"] <= limit)}


def compact(document):
    text = json.dumps(document, indent=1, ensure_ascii=False)
    return re.sub(r"[\[{]\s+([^][{}]*?)\s+[\]}]",
                  lambda m: m[0][0] + re.sub(r"\s*\n\s*", " ", m[1]) + m[0][-1], text)


def main():
    with open("rpart.json", encoding="utf-8") as source:
        document = json.load(source)
    for name, tree in document["trees"].items():
        tied, not_first = check(tree, sys.argv[1])
        if "cv_error" in tree["cp_table"][0]:
            tree["pruning"] = pruning(tree["cp_table"])
        print(f"{name}: {len(tree['nodes'])} nodes, {tied} with rivals, not the first: {not_first}")
    with open("rpart.json", "w", encoding="utf-8") as out:
        out.write(compact(document) + "\n")


if __name__ == "__main__":
    main()
