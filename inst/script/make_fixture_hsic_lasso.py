"""HSIC lasso by pyHSICLasso on lagged series of our own.

Writes tests/testthat/fixtures/hsic_lasso.tsv.gz, which test-hsic-lasso.R reads:
series (by ggc_simulate()), and of each target the path that the program finds with
the lagged series of all genes as features. Needs Debian's python3-numpy,
python3-scipy, python3-joblib, python3-future and python3-six, an R that has ggc,
and a checkout of github.com/riken-aip/pyHSICLasso at 400afe9, of which only the
package pyHSICLasso/ is read; run from the package's root:

    /usr/bin/python3 inst/script/make_fixture_hsic_lasso.py CHECKOUT [--time]

With --time nothing is written: the program and ggc are timed, on one thread each,
on the same series.

The program's plots need python3-seaborn and are not used: their module is left
out. It computes in single precision; `path32` is what it finds so, and `path` what
it finds where numpy's float32 is float64.

Each line: case, name, rows, columns, values in columns. x: genes x samples;
length: points of each trajectory; lags; rows: the orders of the steps (from 1) that
are split into blocks of `block` steps; path, path32: (features and the penalty) x
knots, of all targets side by side; knots: how many each target has. Features are
the lags of the first gene, of the second, and so on.
"""

import contextlib
import gzip
import os
import subprocess
import sys
import tempfile
import time
import types
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])
plots = types.ModuleType("pyHSICLasso.plot_figure")
plots.plot_dendrogram = plots.plot_heatmap = plots.plot_path = None
sys.modules["pyHSICLasso.plot_figure"] = plots

import numpy as np  # noqa: E402
from pyHSICLasso import HSICLasso  # noqa: E402

OUT = os.path.join("tests", "testthat", "fixtures", "hsic_lasso.tsv.gz")

# name, arguments of ggc_simulate(), points of a trajectory, lags, block (0: none)
CASES = [
    ("lorenz", '"lorenz96", p = 6, n_time = 25, n_trajectories = 3', 25, 2, 0),
    ("var", '"var", p = 8, n_time = 21, n_trajectories = 2', 21, 1, 0),
    ("blocks", '"lorenz96", p = 5, n_time = 22, n_trajectories = 5', 22, 2, 20),
]
TIMED = [
    ("30 genes, 200 steps, no blocks",
     '"lorenz96", p = 30, n_time = 21, n_trajectories = 10', 21, 1, 0),
    ("15 genes, 900 steps, blocks of 50",
     '"lorenz96", p = 15, n_time = 21, n_trajectories = 45', 21, 1, 50),
]
KERNELS = 6
ORDERS = 3

SIMULATE = """
x <- SummarizedExperiment::assay(ggc::ggc_simulate(%s, seed = 1))
write.table(format(round(x, 4), digits = 17), commandArgs(TRUE), quote = FALSE,
    row.names = FALSE, col.names = FALSE)
"""

FIT = """
suppressMessages(library(ggc))
x <- as.matrix(read.table(commandArgs(TRUE)))
rownames(x) <- sprintf("G%%02d", seq_len(nrow(x)))
colnames(x) <- NULL
fit <- function() ggc_fit(x, "hsic_lasso", lag = %d, bandwidth = "sd",
    block = %s, permutations = 0, seed = 1, threads = 1,
    trajectory = rep(seq_len(ncol(x) %%/%% %d), each = %d))
invisible(suppressMessages(fit()))
cat(system.time(suppressMessages(fit()))[["elapsed"]])
"""


def simulate(arguments, path):
    subprocess.run(["Rscript", "-e", SIMULATE % arguments, path], check=True)
    return np.loadtxt(path)


def lagged(x, length, lags):
    """Features x steps of all lags, and genes x steps."""
    at = np.array([t for t in range(x.shape[1]) if t % length >= lags])
    past = [x[g, at - lag] for g in range(x.shape[0]) for lag in range(1, lags + 1)]
    return np.array(past), x[:, at]


def path_of(features, target, block):
    lasso = HSICLasso()
    lasso.input(features.T.copy(), target.copy())
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        lasso.regression(KERNELS, B=block, M=ORDERS, n_jobs=1)
    path = np.asarray(lasso.path)
    return np.vstack([path, lasso.lam[0, :path.shape[1]]])


def orders(steps):
    index, out = np.arange(steps), []
    for m in range(ORDERS):
        np.random.seed(m)
        index = np.random.permutation(index)
        out.append(index + 1)
    return np.array(out).T


def line(case, name, value):
    value = np.atleast_2d(np.asarray(value, dtype=float).T).T
    text = " ".join("%.15g" % v for v in value.flatten(order="F"))
    return "%s\t%s\t%d\t%d\t%s\n" % ((case, name) + value.shape + (text,))


def paths(features, targets, block):
    single = np.float32
    out = {}
    for name, kind in (("path32", single), ("path", np.float64)):
        np.float32 = kind
        found = [path_of(features, y, block) for y in targets]
        np.float32 = single
        out[name] = np.hstack(found)
        out["knots"] = [f.shape[1] for f in found]
    return out


def write():
    with tempfile.TemporaryDirectory() as folder, open(OUT, "wb") as raw, \
            gzip.GzipFile("", "wb", 9, raw, 0) as out:
        for case, arguments, length, lags, block in CASES:
            x = simulate(arguments, os.path.join(folder, case))
            features, targets = lagged(x, length, lags)
            steps = features.shape[1]
            parts = {"x": x, "length": [length] * (x.shape[1] // length),
                     "lags": [lags], "block": [block or steps],
                     "rows": orders(steps) if block else np.arange(steps) + 1}
            parts.update(paths(features, targets, block))
            for name, value in parts.items():
                out.write(line(case, name, value).encode())


def measure():
    for what, arguments, length, lags, block in TIMED:
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "x")
            x = simulate(arguments, file)
            features, targets = lagged(x, length, lags)
            script = FIT % (lags, block or features.shape[1], length, length)
            for _ in range(3):
                ours = float(subprocess.run(["Rscript", "-e", script, file],
                                            check=True, stdout=subprocess.PIPE).stdout)
                start = time.time()
                for y in targets:
                    path_of(features, y, block)
                theirs = time.time() - start
                print("%s: pyHSICLasso %.2f s, ggc %.3f s, %.0f times" %
                      (what, theirs, ours, theirs / ours), flush=True)


measure() if "--time" in sys.argv else write()
