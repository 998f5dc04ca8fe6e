"""The rules of README.md ("How rpart works") as a program: grows every tree of rpart.json anew.

    python3 rpart_model.py ../../../notebooks-data/telco/customers.csv    (needs numpy; changes no file)

It fails where nodes, complexities, cp tables or cross-validated columns differ from rpart's. Equal
improvements (within 1e-12) go to the first candidate, so it also fails where rpart's choice hung
on rounding, in the folds too.
"""

import csv
import json
import math
import sys

import numpy

from rpart_check import node_impurity


class Column:
    def __init__(self, cells):
        try:
            x, self.numeric = numpy.array([float(v) for v in cells]), True
        except ValueError:
            x, self.numeric = numpy.array(cells), False
        self.values, self.code = numpy.unique(x, return_inverse=True)

    def best(self, rows, data):
        """(improvement, codes that go left or right) of the first best cut, or None."""
        code, size = self.code[rows], len(self.values)
        y, w = data.y[rows], data.w[rows]
        counts = numpy.bincount(code * 2 + y, w, 2 * size).reshape(size, 2)
        number = numpy.bincount(code, minlength=size)
        present = [k for k in range(size) if number[k]]
        if not self.numeric:
            present.sort(key=lambda k: (-counts[k, 1] / counts[k].sum(), k))
        counts, number = counts[present], number[present]
        side, below, total = counts.cumsum(axis=0)[:-1], number.cumsum()[:-1], counts.sum(axis=0)
        gain = (node_impurity(data.split, total) - node_impurity(data.split, side)
                - node_impurity(data.split, total - side))
        gain[(below < data.min_bucket) | (len(rows) - below < data.min_bucket)] = -1
        if not len(gain) or gain.max() <= 1e-10:
            return None
        k = int(numpy.argmax(gain >= gain.max() * (1 - 1e-12)))
        return gain[k], present[:k + 1], side[k], total - side[k]


class Data:
    def __init__(self, tree, table):
        self.columns = {c: Column([r[c] for r in table]) for c in tree["columns"]}
        self.y = numpy.array([tree["classes"].index(r[tree["target"]]) for r in table])
        self.w = numpy.array([float(r[tree["weights"]]) if tree["weights"] else 1.0 for r in table])
        control = tree["control"]
        self.split, self.min_bucket = tree["split"], control["minbucket"]
        self.min_split, self.max_depth = control["minsplit"], control["maxdepth"]


class Node:
    def __init__(self, data, rows, number):
        self.rows, self.number = rows, number
        self.counts = numpy.bincount(data.y[rows], data.w[rows], 2)
        self.label, self.loss = int(self.counts[1] > self.counts[0]), self.counts.min()
        self.children = None

    def grow(self, data, alpha, ceiling):
        """Returns (loss under the node, kept splits)."""
        c = min(self.loss, ceiling)
        depth = self.number.bit_length() - 1
        self.complexity = alpha
        if len(self.rows) < data.min_split or c <= alpha or depth >= data.max_depth:
            return self.loss, 0
        chosen = self.find(data)
        if chosen is None:
            return self.loss, 0
        self.feature, self.left_codes, self.right_codes = chosen
        goes = self.left(data, self.rows)
        a, b = (type(self)(data, self.rows[goes], 2 * self.number),
                type(self)(data, self.rows[~goes], 2 * self.number + 1))
        L, l = a.grow(data, alpha, c - alpha)
        c = min(max((self.loss - L) / (l + 1), self.loss - a.loss), ceiling)
        R, r = b.grow(data, alpha, c - alpha)
        g = (self.loss - L - R) / (l + r + 1)
        left_first = a.complexity < b.complexity
        if g > (a if left_first else b).complexity:
            L, l, R, r = (a.loss, 0, R, r) if left_first else (L, l, b.loss, 0)
            g = (self.loss - L - R) / (l + r + 1)
            if g > (b if left_first else a).complexity:
                L, l, R, r = (L, l, b.loss, 0) if left_first else (a.loss, 0, R, r)
                g = (self.loss - L - R) / (l + r + 1)
        self.complexity = g
        if g <= alpha:
            return self.loss, 0
        self.children = a, b
        return L + R, l + r + 1

    def find(self, data):
        rows = self.rows[data.w[self.rows] > 0]
        best, gain = None, 0
        for name, column in data.columns.items():
            found = column.best(rows, data)
            if found and found[0] > gain * (1 + 1e-12):
                gain, codes, side, other = found
                here = set(column.code[rows])
                low = side[1] * other.sum() < other[1] * side.sum()
                if column.numeric:
                    middle = max(codes), min(here - set(codes))
                    cut = (column.values[middle[0]] + column.values[middle[1]]) / 2
                    codes = [k for k, v in enumerate(column.values) if v < cut]
                    rest = [k for k, v in enumerate(column.values) if v >= cut]
                else:
                    rest = sorted(here - set(codes))
                best = (name, codes, rest) if low else (name, rest, codes)
        return best

    def left(self, data, rows):
        return numpy.isin(data.columns[self.feature].code[rows], self.left_codes)

    def lower(self, ceiling):
        self.complexity = min(self.complexity, ceiling)
        yield self
        for child in self.children or ():
            yield from child.lower(self.complexity)

    def loss_at(self, level):
        if self.children and self.complexity > level:
            parts = [child.loss_at(level) for child in self.children]
            return sum(p[0] for p in parts), sum(p[1] for p in parts) + 1
        return self.loss, 0

    def predict(self, data, row, level):
        node = self
        while node.children and level < node.complexity:
            code = data.columns[node.feature].code[row]
            if code not in node.left_codes and code not in node.right_codes:
                break  # a level that the node never saw
            node = node.children[code in node.right_codes]
        return node.label


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def grown(data, rows, alpha):
    root = Node(data, rows, 1)
    root.grow(data, alpha, root.loss)
    return root, list(root.lower(root.complexity))


def cp_levels(nodes, alpha):
    levels = {max(n.complexity, alpha) for n in nodes}
    return sorted(levels, reverse=True) if len(nodes) > 1 else [nodes[0].complexity]


def cross_validate(data, fold, cp, root, levels):
    total = data.w.sum()
    beta = [10 * levels[0]] + [math.sqrt(a * b) for a, b in zip(levels, levels[1:])]
    lost = numpy.zeros((len(data.y), len(levels)))
    for f in sorted(set(fold)):
        rest = numpy.flatnonzero(fold != f)
        share = data.w[rest].sum() / total
        tree, _ = grown(data, rest, cp * root.loss * share)
        for row in numpy.flatnonzero(fold == f):
            for k, b in enumerate(beta):
                lost[row, k] = tree.predict(data, row, b * share) != data.y[row]
    risk = (lost * data.w[:, None]).sum(axis=0)
    return risk / root.loss, numpy.sqrt(risk - risk ** 2 / total) / root.loss


def compare(name, tree, telco):
    path = telco if tree["file"].startswith("notebooks-data") else tree["file"]
    with open(path, encoding="utf-8", newline="") as source:
        table = list(csv.DictReader(source))
    if tree["complete_rows_only"]:
        table = [r for r in table if all(r[c] != "" for c in tree["columns"])]
    data = Data(tree, table)
    cp = tree["control"]["cp"]
    rows = numpy.arange(len(table))
    alpha = cp * Node(data, rows, 1).loss
    root, nodes = grown(data, rows, alpha)
    assert [n.number for n in nodes] == [n["node"] for n in tree["nodes"]], "nodes"
    for mine, theirs in zip(nodes, tree["nodes"]):
        assert close(mine.complexity / root.loss, theirs["complexity"]), (mine.number, "complexity")
        assert len(mine.rows) == theirs["rows"] and close(mine.loss, theirs["loss"])
    levels = cp_levels(nodes, alpha)
    assert len(levels) == len(tree["cp_table"]), "cp table"
    for level, row in zip(levels, tree["cp_table"]):
        loss, splits = root.loss_at(level)
        assert close(level / root.loss, row["cp"]) and splits == row["splits"]
        assert close(loss / root.loss, row["relative_error"])
    if tree["folds"]:
        rule = tree["folds"]
        if rule.startswith("i %% "):
            fold = rows % int(rule[5:].partition(" ")[0]) + 1
        else:
            fold = numpy.array([int(r[rule]) for r in table])
        error, std = cross_validate(data, fold, cp, root, levels)
        for row, e, s in zip(tree["cp_table"], error, std):
            assert close(e, row["cv_error"]) and close(s, row["cv_std"]), (row, e, s)
    print(name, "agrees", "with its cross-validation" if tree["folds"] else "")


def main():
    with open("rpart.json", encoding="utf-8") as source:
        for name, tree in json.load(source)["trees"].items():
            compare(name, tree, sys.argv[1])


if __name__ == "__main__":
    main()
