"""Logistic regression without a penalty: logistic.py glum|glum_se|sklearn|statsmodels NUMBERS.csv"""
import json
import sys

import numpy as np
from peer import Fit, numbers

kind, file = sys.argv[1:]
x, y, read = numbers(file)
more = {}
if kind.startswith("glum"):
    import glum
    with Fit() as fit:
        model = glum.GeneralizedLinearRegressor(
            family="binomial", alpha=0, solver="irls-ls", gradient_tol=1e-7).fit(x, y)
        if kind == "glum_se":
            more["se_x1"] = float(np.asarray(model.std_errors(X=x, y=y, robust=False))[1])
    beta = np.r_[model.intercept_, model.coef_]
elif kind == "sklearn":
    from sklearn.linear_model import LogisticRegression
    with Fit() as fit:
        model = LogisticRegression(
            C=np.inf, solver="newton-cholesky", max_iter=2000, tol=1e-6).fit(x, y)
    beta = np.r_[model.intercept_, model.coef_[0]]
elif kind == "statsmodels":
    import statsmodels.api as sm
    with Fit() as fit:
        result = sm.Logit(y, sm.add_constant(x)).fit(disp=0)
    beta = np.asarray(result.params)
    more["se_x1"] = float(result.bse[1])
else:
    raise SystemExit("unknown kind")
eta = beta[0] + x @ beta[1:]
loglik = float((y * eta - np.logaddexp(0, eta)).sum())
print(json.dumps(dict(read_s=read, loglik=loglik, **more, **fit.took)))
