"""tests/testthat/fixtures/elastic_net.tsv.gz: elastic nets by scikit-learn (1.2; Debian:
python3-sklearn), for method "bets" and its use of glmnet.

    python3 make_fixture_elastic_net.py [FILE]

Each line: case, name, rows, columns, values in columns. a: steps x inputs; z: steps; penalty:
alpha and rho (scikit-learn's l1_ratio); b: coefficients of the least of
|z - a b|^2 / (2 n) + alpha rho |b|_1 + alpha (1 - rho) / 2 |b|^2, without intercept.
"""
import gzip
import sys

import numpy as np
from sklearn.linear_model import ElasticNet

rng = np.random.default_rng(1)
lines = []


def line(case, name, values):
    m = np.asarray(values, float)
    m = m.reshape(len(m), -1) if m.ndim < 2 else m
    text = " ".join(repr(float(v)) for v in m.T.ravel())
    lines.append("\t".join([case, name, str(m.shape[0]), str(m.shape[1]), text]))


# rows, columns, units of z, level of z
for k, (n, p, unit, level) in enumerate([(40, 6, 1, 0), (40, 6, 0.05, 2), (60, 12, 20, 0),
                                         (15, 30, 1, 0), (15, 30, 3, -1)]):
    a = np.round(rng.normal(size=(n, p)) + 0.7 * rng.normal(size=(n, 1)), 4)
    z = np.round(unit * (a[:, :3] @ [1, -0.7, 0.4] + rng.normal(size=n) + level), 4)
    for alpha in (1e-3, 1e-2, 1e-1, 1):
        for rho in (0.1, 0.5, 0.9, 1):
            net = ElasticNet(alpha=alpha, l1_ratio=rho, fit_intercept=False, tol=1e-13,
                             max_iter=10**6)
            case = f"{k + 1}_{alpha}_{rho}"
            b = net.fit(a, z).coef_
            if (alpha, rho) == (1e-3, 0.1):
                line(str(k + 1), "a", a)
                line(str(k + 1), "z", z)
            line(case, "penalty", [alpha, rho])
            line(case, "b", b)

with open(sys.argv[1] if len(sys.argv) > 1 else "elastic_net.tsv.gz", "wb") as raw:
    with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
        file.write(("\n".join(lines) + "\n").encode())
