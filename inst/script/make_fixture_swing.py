"""Edge scores of the authors' SWING (PLS learner) on series of our own.

Writes tests/testthat/fixtures/swing.tsv, which test-swing.R reads: the series
(by ggc_simulate()), and for each case the score of every edge as the program
puts it together. Needs Debian's python3-sklearn and python3-pandas, an R that
has ggc, and a checkout of github.com/bagherilab/SWING at 591efc7, of which only
the package Swing/ is read; run from the package's root:

    /usr/bin/python3 inst/script/make_fixture_swing.py CHECKOUT

The program hands PLSRegression `scale` by place, which scikit-learn 1.2 takes
by name only, and relies on string literals being one object (`is "Dionesus"`).
The first is mended from outside, below; the second holds in CPython.
"""

import os
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])

import pandas as pd  # noqa: E402
import sklearn  # noqa: E402
from sklearn.cross_decomposition import PLSRegression  # noqa: E402
from Swing import DionesusWindow as dionesus  # noqa: E402
from Swing.Swing import Swing  # noqa: E402

OUT = os.path.join("tests", "testthat", "fixtures", "swing.tsv")

SERIES = """
sim <- ggc::ggc_simulate("grn", p = 7, n_time = 15, n_trajectories = 4, seed = 11)
x <- t(SummarizedExperiment::assay(sim))
time <- rep(1:15, 4)
write.table(format(data.frame(Time = time, x), digits = 17), commandArgs(TRUE),
    sep = "\\t", quote = FALSE, row.names = FALSE)
"""

# window, min_lag, max_lag, how lags and windows are put together
CASES = [(7, 1, 3, "max_median"), (6, 1, 2, "mean_mean"), (8, 2, 2, "max_mean"),
         (5, 1, 4, "mean_median"), (7, 0, 2, "max_median")]


def pls(components, scale):
    return PLSRegression(components, scale=scale)


def scores(path, window, low, high, how):
    swing = Swing(path, gene_start=1, window_type=sys.intern("Dionesus"),
                  min_lag=low, max_lag=high, window_width=window)
    swing.zscore_all_data()
    swing.create_windows()
    swing.optimize_params()
    swing.fit_windows(show_progress=False)
    swing.compile_edges()
    swing.make_static_edge_dict(lag_method=how)
    components = " ".join(str(w.num_pcs) for w in swing.window_list)
    return components, swing.make_sort_df(swing.edge_dict, sort_by="lag")


def main():
    module = sys.modules["Swing.DionesusWindow"]
    module.PLSRegression = pls
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "series.tsv")
        subprocess.run(["Rscript", "-e", SERIES, path], check=True)
        series = pd.read_csv(path, sep="\t")
        lines = []
        for genes in series.columns[1:]:
            for k, value in enumerate(series[genes]):
                lines.append(("series", k // 15 + 1, genes, k % 15 + 1, value))
        for case, (window, low, high, how) in enumerate(CASES):
            components, table = scores(path, window, low, high, how)
            name = "%d %d %d %s" % (window, low, high, how)
            lines.append(("components", name, components, "", float("nan")))
            for edge, value in sorted(zip(table["regulator-target"],
                                          table["lag_importance"])):
                lines.append(("edge", name, edge[0], edge[1], value))
    with open(OUT, "w") as out:
        out.write("# scikit-learn %s; SWING 591efc7\n" % sklearn.__version__)
        out.write("what\tcase\tfrom\tto\tvalue\n")
        for line in lines:
            out.write("%s\t%s\t%s\t%s\t%.12g\n" % line)


main()
