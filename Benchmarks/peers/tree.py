"""One tree of depth 10 with leaves of 50 rows: tree.py sklearn|lightgbm NUMBERS.csv"""
import json
import sys

import numpy as np
from peer import THREADS, Fit, numbers

kind, file = sys.argv[1:]
x, y, read = numbers(file)
if kind == "sklearn":
    from sklearn.tree import DecisionTreeClassifier
    with Fit() as fit:
        model = DecisionTreeClassifier(max_depth=10, min_samples_leaf=50, random_state=0).fit(x, y)
    leaf = model.apply(x)
elif kind == "lightgbm":
    import lightgbm
    options = dict(
        objective="binary", num_leaves=1024, max_depth=10, min_data_in_leaf=50, max_bin=255,
        min_sum_hessian_in_leaf=0, learning_rate=1.0, num_threads=THREADS, verbose=-1)
    with Fit() as fit:
        data = lightgbm.Dataset(x, y, params=options).construct()
        model = lightgbm.train(options, data, num_boost_round=1)
    leaf = model.predict(x, pred_leaf=True).ravel()
else:
    raise SystemExit("unknown kind")


def auc(score):
    order = np.argsort(score, kind="stable")
    sorted_scores = score[order]
    group = np.cumsum(np.r_[True, sorted_scores[1:] != sorted_scores[:-1]]) - 1
    count = np.bincount(group)
    middle = np.cumsum(count) - count + (count + 1) / 2
    ones = y.sum()
    ranks = middle[group][y[order] == 1].sum()
    return (ranks - ones * (ones + 1) / 2) / (ones * (len(y) - ones))


_, leaf = np.unique(leaf, return_inverse=True)
count = np.bincount(leaf)
share = np.bincount(leaf, weights=y) / count
gini = (count * 2 * share * (1 - share)).sum() / len(y)
print(json.dumps(dict(
    read_s=read, leaves=len(count), gini=float(gini), auc=float(auc(share[leaf])), **fit.took)))
