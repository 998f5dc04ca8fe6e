"""The rules of README.md ("rpart_real.json") as a program: grows every tree of rpart_real.json anew.

    python3 rpart_surrogates_model.py ../../../notebooks-data/telco/customers.csv    (needs numpy)

It fails where a number differs from rpart's. Equal improvements and agreements (within 1e-11 of the
node's impurity or weight) go to the first candidate, so it also fails where rpart's choice hung on
rounding, in the folds too. It writes `ties` into each tree: the nodes where another column's best cut
is as good as the chosen one. For trees with losses it adds `cv_error_by_loss` and `cv_std_by_loss`:
the cross-validated columns with the losses as given (rpart swaps them).
"""

import csv
import json
import math
import sys

import numpy

from rpart_check import compact, node_impurity
from rpart_model import Node, cp_levels

TOLERANCE = 1e-11


class Column:
    """Ranks of the values (or of the levels in code-point order), -1 where missing."""

    def __init__(self, cells):
        present = numpy.array([c != "" for c in cells])
        try:
            x, self.numeric = numpy.array([float(c) if c else 0.0 for c in cells]), True
        except ValueError:
            x, self.numeric = numpy.array(cells), False
        self.values, code = numpy.unique(x[present], return_inverse=True)
        self.code = numpy.full(len(cells), -1)
        self.code[present] = code


class Split:
    """`sides`: by code, -1 left, 1 right, 0 neither; `threshold` and `operator` of a number."""

    def __init__(self, name, column, sides, worth, cut=None, low_side=-1):
        self.name, self.worth = name, worth
        if column.numeric:
            below, above = column.values[cut[0]], column.values[cut[1]]
            self.threshold = (below + above) / 2
            self.operator = "<" if low_side < 0 else ">="
            sides = numpy.where(column.values < self.threshold, low_side, -low_side)
        else:
            self.left = [str(v) for v, s in zip(column.values, sides) if s < 0]
            self.right = [str(v) for v, s in zip(column.values, sides) if s > 0]
        self.sides = sides

    def directions(self, column, rows):
        code = column.code[rows]
        return numpy.where(code < 0, 0, self.sides[code])

    def agrees(self, other):
        if self.name != other["feature"]:
            return False
        if "threshold" in other:
            return self.operator == other["operator"] and self.threshold == other["threshold"]
        return self.left == other["left_levels"] and self.right == other["right_levels"]


def insert(found, split, limit, tolerance):
    """Before the first that is worse; of equal ones the earlier column stays in front."""
    place = next((k for k, s in enumerate(found) if split.worth > s.worth + tolerance), len(found))
    found.insert(place, split)
    del found[limit:]


class Data:
    def __init__(self, tree, table):
        self.columns = {c: Column([r[c] for r in table]) for c in tree["columns"]}
        self.w = numpy.array([float(r[tree["weights"]]) if tree["weights"] else 1.0 for r in table])
        control = tree["control"]
        self.min_bucket = control["minbucket"]
        self.min_split, self.max_depth = control["minsplit"], control["maxdepth"]
        self.split, self.is_class, self.scale = tree["split"], tree["method"] == "class", 0.0
        if self.is_class:
            self.y = numpy.array([tree["classes"].index(r[tree["target"]]) for r in table])
            share = numpy.bincount(self.y, self.w, 2) / self.w.sum()
            prior = share if tree["prior"] is None else numpy.array(tree["prior"])
            fp, fn = tree["loss"]["fp"], tree["loss"]["fn"]
            self.cost = numpy.array([[0.0, fp], [fn, 0.0]])  # rows: true class
            self.prior = prior / share
            total = prior[0] * fp + prior[1] * fn
            self.altered = prior * [fp, fn] / (total * share)
        else:
            self.y = numpy.array([float(r[tree["target"]]) for r in table])

    def evaluate(self, rows):
        """(prediction, value, loss): class and probability, or twice the mean."""
        y, w = self.y[rows], self.w[rows]
        if not self.is_class:
            mean = (y * w).sum() / w.sum()
            return mean, mean, (w * (y - mean) ** 2).sum()
        counts = numpy.bincount(y, w, 2) * self.prior
        losses = counts @ self.cost
        label = int(losses[1] < losses[0])
        return label, counts[1] / counts.sum(), losses[label]

    def error(self, row, label, swapped=True):
        """Loss of a left-out row per unit of weight. rpart 4.1.19 swaps the two losses."""
        if not self.is_class:
            return (self.y[row] - label) ** 2
        y = self.y[row]
        return self.prior[y] * (self.cost[label, y] if swapped else self.cost[y, label])

    def gains(self, code, rows, risk, order):
        """Improvement and rows on the low side for every cut between neighbours in `order`."""
        w, size = self.w[rows], code.max() + 1
        number = numpy.bincount(code, minlength=size)[order]
        below = number.cumsum()[:-1]
        allowed = (below >= self.min_bucket) & (len(rows) - below >= self.min_bucket)
        if self.is_class:
            y = self.y[rows]
            counts = numpy.bincount(code * 2 + y, w * self.altered[y], 2 * size).reshape(size, 2)[order]
            side, total = counts.cumsum(axis=0)[:-1], counts.sum(axis=0)
            whole = node_impurity(self.split, total)
            gain = whole - node_impurity(self.split, side) - node_impurity(self.split, total - side)
            other = total - side
            low = side[:, 1] * other.sum(axis=1) < other[:, 1] * side.sum(axis=1)
            return numpy.where(allowed, gain, -1), low, TOLERANCE * whole
        y = self.y[rows]
        mean = (w * y).sum() / w.sum()
        sums = numpy.bincount(code, w * (y - mean), size)[order].cumsum()[:-1]
        weights = numpy.bincount(code, w, size)[order].cumsum()
        gain = (sums ** 2 / weights[:-1] + sums ** 2 / (weights[-1] - weights[:-1])) / risk
        return numpy.where(allowed, gain, -1), sums < 0, TOLERANCE

    def best(self, name, rows, risk):
        """The first best cut of a column on the rows whose value is present, or None."""
        column = self.columns[name]
        rows = rows[(column.code[rows] >= 0) & (self.w[rows] > 0)]
        code = column.code[rows]
        present = numpy.unique(code)
        if len(present) < 2:
            return None
        if not column.numeric:
            present = present[numpy.lexsort((present, self.level_rank(code, rows)[present]))]
        gain, low, tolerance = self.gains(code, rows, risk, present)
        if gain.max() <= 0:
            return None
        self.scale = max(self.scale, gain.max())
        if gain.max() <= 1e-10 * self.scale:
            return None
        k = int(numpy.argmax(gain >= gain.max() - tolerance))
        side = -1 if low[k] else 1
        sides = numpy.zeros(len(column.values), int)
        sides[present[:k + 1]], sides[present[k + 1:]] = side, -side
        split = Split(name, column, sides, gain[k], present[k:k + 2], side)
        split.tolerance = tolerance
        return split

    def level_rank(self, code, rows):
        """Levels from the highest share of the second class, or from the lowest mean."""
        size, w, y = code.max() + 1, self.w[rows], self.y[rows]
        with numpy.errstate(invalid="ignore"):
            if self.is_class:
                altered = w * self.altered[y]
                rank = -numpy.bincount(code, altered * y, size) / numpy.bincount(code, altered, size)
            else:
                rank = numpy.bincount(code, w * y, size) / numpy.bincount(code, w, size)
        return numpy.round(rank, 11) if self.is_class else rank

    def surrogate(self, name, rows, sides, totals):
        column = self.columns[name]
        with_value = column.code[rows] >= 0
        rows, sides = rows[with_value], sides[with_value]
        if not len(rows):
            return None
        code, w, size = column.code[rows], self.w[rows], len(column.values)
        left = numpy.bincount(code, w * (sides < 0), size)
        right = numpy.bincount(code, w * (sides > 0), size)
        counted = (w > 0) & (sides != 0)
        if column.numeric:
            chosen = self.numeric_surrogate(column, code, counted, left, right, totals)
        else:
            chosen = self.level_surrogate(code, sides, counted, left, right)
        if chosen is None:
            return None
        sides, agreement, cut, low_side = chosen
        total, majority = sum(totals), max(totals)
        adjusted = (agreement - majority) / (total - majority)
        if adjusted <= 1e-10:
            return None
        split = Split(name, column, sides, agreement / total, cut, low_side)
        split.adjusted = adjusted
        return split

    def numeric_surrogate(self, column, code, counted, left, right, totals):
        """At least two counted rows each way; the threshold lies between values of any rows."""
        present = numpy.unique(code)
        if len(present) < 2:
            return None
        counts = numpy.bincount(code, counted, len(column.values))[present]
        left, right = left[present], right[present]
        below = counts.cumsum()[:-1]
        low_left, low_right = left.cumsum()[:-1], right.cumsum()[:-1]
        direct = low_left + right.sum() - low_right     # low values go left
        reverse = low_right + left.sum() - low_left
        agreement = numpy.maximum(direct, reverse)
        agreement[(below < 2) | (counts.sum() - below < 2)] = -1
        tolerance = TOLERANCE * sum(totals)
        if agreement.max() <= max(left.sum(), right.sum()) + tolerance:
            return None
        k = int(numpy.argmax(agreement >= agreement.max() - tolerance))
        return None, agreement[k], present[k:k + 2], -1 if direct[k] > reverse[k] else 1

    def level_surrogate(self, code, sides, counted, left, right):
        """Each level to its heavier side, ties to the heavier side of all. rpart 4.1.19 wants two
        rows that agree and two that do not, so a perfect copy is no surrogate."""
        size = len(left)
        near = TOLERANCE * (left.sum() + right.sum())
        default = -1 if left.sum() > right.sum() else 1
        seen = numpy.bincount(code, counted, size) > 0
        to = numpy.where(abs(left - right) <= near, default, numpy.where(left > right, -1, 1))
        to = numpy.where(seen, to, 0)
        agreeing = (counted & (to[code] == sides)).sum()
        if agreeing < 2 or counted.sum() - agreeing < 2:
            return None
        agreement = numpy.where(to < 0, left, numpy.where(to > 0, right, 0)).sum()
        return to, agreement, None, None


class SurrogateNode(Node):
    def __init__(self, data, rows, number):
        self.rows, self.number, self.children, self.primary = rows, number, None, None
        self.label, self.value, self.loss = data.evaluate(rows)

    def find(self, data):
        found, best = [], 0.0
        for name in data.columns:
            split = data.best(name, self.rows, self.loss)
            if split:
                insert(found, split, 5, split.tolerance)
        if not found:
            return None
        self.primary, self.competitors = found[0], found[1:]
        primary = data.columns[self.primary.name]
        sides = self.primary.directions(primary, self.rows)
        w = data.w[self.rows]
        totals = w[sides < 0].sum(), w[sides > 0].sum()
        self.last = -1 if totals[0] > totals[1] + TOLERANCE * sum(totals) else 1
        self.even = abs(totals[0] - totals[1]) <= TOLERANCE * sum(totals)
        self.surrogates = []
        for name in data.columns:
            if name != self.primary.name:
                split = data.surrogate(name, self.rows, sides, totals)
                if split:
                    insert(self.surrogates, split, 5, TOLERANCE)
        return self.primary.name, None, None

    def directions(self, data, rows):
        sides = self.primary.directions(data.columns[self.primary.name], rows)
        for split in self.surrogates:
            if sides.all():
                return sides
            sides = numpy.where(sides == 0, split.directions(data.columns[split.name], rows), sides)
        assert sides.all() or not self.even, "as much weight on both sides: rows stay"
        return numpy.where(sides == 0, self.last, sides)

    def left(self, data, rows):
        return self.directions(data, rows) < 0

    def route(self, data, rows, leaf):
        if not self.children:
            leaf[rows] = self.number
            return
        left = self.left(data, rows)
        self.children[0].route(data, rows[left], leaf)
        self.children[1].route(data, rows[~left], leaf)

    def errors(self, data, rows, levels, k, lost):
        """Errors of left-out rows at the levels from the k-th on, `swapped` and not."""
        if not len(rows):
            return
        while k < len(levels) and not (self.children and levels[k] < self.complexity):
            for row in rows:
                lost[0, row, k] = data.error(row, self.label)
                lost[1, row, k] = data.error(row, self.label, swapped=False)
            k += 1
        if k < len(levels):
            left = self.left(data, rows)
            self.children[0].errors(data, rows[left], levels, k, lost)
            self.children[1].errors(data, rows[~left], levels, k, lost)


def close(a, b, tolerance=1e-9):
    return math.isclose(a, b, rel_tol=tolerance, abs_tol=1e-12)


def grown(data, rows, alpha):
    root = SurrogateNode(data, rows, 1)
    root.grow(data, alpha, root.loss)
    return root, list(root.lower(root.complexity))


def cross_validate(data, fold, cp, root, levels):
    total = data.w.sum()
    beta = numpy.array([10 * levels[0]] + [math.sqrt(a * b) for a, b in zip(levels, levels[1:])])
    lost = numpy.zeros((2, len(data.y), len(levels)))
    for f in sorted(set(fold)):
        rest = numpy.flatnonzero(fold != f)
        share = data.w[rest].sum() / total
        tree, _ = grown(data, rest, cp * root.loss * share)
        tree.errors(data, numpy.flatnonzero(fold == f), beta * share, 0, lost)
    risk = (lost * data.w[:, None]).sum(axis=1)
    spread = (lost ** 2 * data.w[:, None]).sum(axis=1) - risk ** 2 / total
    return risk / root.loss, numpy.sqrt(spread) / root.loss


def compare_node(mine, theirs, data):
    where = theirs["node"]
    assert close(mine.complexity / data.root_loss, theirs["complexity"]), (
        where, "complexity", mine.complexity / data.root_loss, theirs["complexity"])
    assert len(mine.rows) == theirs["rows"], (where, "rows")
    assert close(mine.loss, theirs["loss"]) and close(mine.value, theirs["value"]), (where, "value")
    if not mine.children:
        assert "feature" not in theirs
        return None
    assert mine.primary.agrees(theirs), (where, "split", theirs, vars(mine.primary))
    assert close(mine.primary.worth, theirs["improve"]), (where, "improve")
    assert theirs["majority"] == ("right" if mine.last > 0 and not mine.even else "left"), where
    assert len(mine.competitors) == len(theirs["competitors"]), (where, "competitors")
    for k, (split, other) in enumerate(zip(mine.competitors, theirs["competitors"])):
        assert split.agrees(other), (where, "competitor", k, other, vars(split))
        assert close(split.worth, other["improve"], 1e-8), (where, k, split.worth, other)
    assert len(mine.surrogates) == len(theirs["surrogates"]), (
        where, "surrogates", [s.name for s in mine.surrogates], theirs["surrogates"])
    for k, (split, other) in enumerate(zip(mine.surrogates, theirs["surrogates"])):
        assert split.agrees(other), (where, "surrogate", k, other, vars(split))
        assert close(split.worth, other["agreement"]), (where, "agreement", k)
        assert close(split.adjusted, other["adjusted_agreement"]), (where, "adjusted", k)
    return [s.name for s in mine.competitors
            if s.worth >= mine.primary.worth - mine.primary.tolerance]


def importance(nodes, data):
    sums = {}
    for node in nodes:
        if node.children:
            worth = node.primary.worth * (1 if data.is_class else node.loss)
            sums[node.primary.name] = sums.get(node.primary.name, 0) + worth
            for s in node.surrogates:
                sums[s.name] = sums.get(s.name, 0) + worth * s.adjusted
    return sums


def compare(tree, telco):
    path = telco if tree["file"].startswith("notebooks-data") else tree["file"]
    with open(path, encoding="utf-8", newline="") as source:
        table = list(csv.DictReader(source))
    data = Data(tree, table)
    cp = tree["control"]["cp"]
    rows = numpy.arange(len(table))
    data.root_loss = data.evaluate(rows)[2]
    alpha = cp * data.root_loss
    root, nodes = grown(data, rows, alpha)
    for mine, theirs in zip(nodes, tree["nodes"]):
        tied = compare_node(mine, theirs, data)
        if tied:
            tree["ties"][str(mine.number)] = tied
    assert [n.number for n in nodes] == [n["node"] for n in tree["nodes"]], "nodes"
    leaf = numpy.zeros(len(table), int)
    root.route(data, rows, leaf)
    assert leaf.tolist() == tree["leaf"], "leaves"
    sums = importance(nodes, data)
    assert sums.keys() == tree["importance"].keys(), "importance"
    assert all(close(sums[k], v) for k, v in tree["importance"].items()), "importance"
    levels = cp_levels(nodes, alpha)
    assert len(levels) == len(tree["cp_table"]), ("cp table", levels, tree["cp_table"])
    for level, row in zip(levels, tree["cp_table"]):
        loss, splits = root.loss_at(level)
        assert close(level / root.loss, row["cp"]) and splits == row["splits"]
        assert close(loss / root.loss, row["relative_error"])
    if tree["folds"]:
        fold = rows % int(tree["folds"][5:].partition(" ")[0]) + 1
        error, std = cross_validate(data, fold, cp, root, levels)
        for k, row in enumerate(tree["cp_table"]):
            assert close(error[0, k], row["cv_error"]), ("cv", k, error[:, k], row)
            assert close(std[0, k], row["cv_std"]), ("cv", k, std[:, k], row)
            if tree["loss"]["fp"] != tree["loss"]["fn"]:
                row["cv_error_by_loss"], row["cv_std_by_loss"] = error[1, k], std[1, k]


def main():
    with open("rpart_real.json", encoding="utf-8") as source:
        document = json.load(source)
    failed = 0
    for name, tree in document["trees"].items():
        if len(sys.argv) > 2 and name not in sys.argv[2:]:
            continue
        tree["ties"] = {}
        try:
            compare(tree, sys.argv[1])
            print(name, "agrees", tree["ties"] or "", flush=True)
        except AssertionError as error:
            failed += 1
            print(name, "DIFFERS", str(error)[:1500], flush=True)
    if failed:
        sys.exit(1)
    with open("rpart_real.json", "w", encoding="utf-8") as out:
        out.write(compact(document) + "\n")


if __name__ == "__main__":
    main()
