# Population stability indices and their critical values: numpy and scipy.
#   python3 stability.py
import json
import numpy, scipy
from scipy.stats import chi2

rng = numpy.random.default_rng(7)
cases = []
for bins, n, m in [(2, 50, 40), (4, 1000, 300), (10, 23570, 23570), (10, 500, 10000), (25, 4000, 900),
                   (150, 90000, 70000)]:
    e = rng.multinomial(n, rng.dirichlet(numpy.full(bins, 8.0)))
    shift = numpy.exp(rng.normal(0, 0.3, bins)) * e
    a = rng.multinomial(m, shift / shift.sum())
    # No bins are joined: each has more rows than that takes.
    assert ((e + a) * min(n, m) / (n + m) >= 10).all() and (a > 0).all() and (e > 0).all()
    p, q = e / n, a / m
    cases.append({"reference": e.tolist(), "current": a.tolist(),
                  "index": float(numpy.sum((q - p) * numpy.log(q / p))),
                  "critical_value": float((1 / n + 1 / m) * chi2.ppf(0.99, bins - 1))})
out = {"software": {"numpy": numpy.__version__, "scipy": scipy.__version__}, "cases": cases}
open("stability.json", "w").write(json.dumps(out, indent=1) + "\n")
