# tests/testthat/fixtures/lsngc.tsv.gz: what the authors' program for lsNGC finds in
# series that are simulated here.
#
#   Rscript make_fixture_lsngc.R DIRECTORY [FILE]
#
# DIRECTORY is a clone of
# https://github.com/Large-scale-causality-inference/Large-scale-nonlinear-causality,
# of commit 6e4ddae (MIT; nothing of it is in this package). Its lsNGC() is run as it
# is, by the Python that GGC_PYTHON names (default /usr/bin/python3; Debian:
# python3-sklearn, python3-matplotlib). Of torch it takes zeros(), from_numpy() and
# flatten(), which numpy stands in for, so that all is in double precision. With FILE ""
# nothing is written, and a larger case, which is none of the fixture, is timed beside
# ggc, of one thread each.
#
# Each line: case, name, rows, columns, values in columns. x: genes x points, rounded.
# state: coordinates x centres of the state, and source: centres x sources, that k-means
# of scikit-learn found among z-scores. inertia: of the state's. index, f: source genes x
# target genes.
library(ggc)
arguments <- commandArgs(TRUE)
program <- normalizePath(arguments[[1L]])
file <- if (length(arguments) > 1L) arguments[[2L]] else "lsngc.tsv.gz"
python <- Sys.getenv("GGC_PYTHON", "/usr/bin/python3")

simulated <- function(...) {
    SummarizedExperiment::assay(ggc_simulate(..., n_trajectories = 1))
}
# Logistic maps in a ring, each pulled by the one before.
logistic <- function(genes, points, seed) {
    set.seed(seed)
    x <- matrix(stats::runif(genes), genes, points + 100L)
    for (t in seq_len(ncol(x))[-1L]) {
        v <- 0.7 * x[, t - 1L] + 0.3 * x[c(genes, seq_len(genes - 1L)), t - 1L]
        x[, t] <- 3.9 * v * (1 - v)
    }
    x[, -seq_len(100L)]
}
case <- function(x, state, source) {
    list(x = unname(round(x, 4)), centres = c(state, source))
}
cases <- list(
    logistic5 = case(logistic(5, 100, 1), 3, 2),
    logistic8 = case(logistic(8, 60, 2), 8, 5),
    var6 = case(simulated("var", p = 6, n_time = 120, seed = 3), 6, 4),
    var20 = case(simulated("var", p = 20, n_time = 200, seed = 4), 20, 5),
    lorenz = case(simulated("lorenz96", p = 10, n_time = 150, noise = 0.5, seed = 5),
        10, 3),
    grn = case(simulated("grn", p = 12, n_time = 50, seed = 6), 4, 2)
)
timed <- case(simulated("var", p = 100, n_time = 966, seed = 7), 25, 5)

by_python <- function(x, centres) {
    here <- tempfile()
    dir.create(here)
    on.exit(unlink(here, recursive = TRUE))
    utils::write.table(format(x, digits = 17), file.path(here, "x.txt"),
        quote = FALSE, row.names = FALSE, col.names = FALSE)
    writeLines(c(
        "import sys, time, types",
        "import numpy as np",
        "program, here, k_f, k_g = sys.argv[1:]",
        "torch = types.ModuleType('torch')",
        "torch.zeros, torch.from_numpy = np.zeros, lambda a: a",
        "torch.flatten = lambda a, start_dim: a.reshape(a.shape[0], -1)",
        "sys.modules['torch'] = torch",
        "sys.path.insert(0, program)",
        "import utils",
        "runs = []",
        "class Recorded(utils.KMeans):",
        "    def fit(self, x):",
        "        runs.append(self)",
        "        return super().fit(x)",
        "utils.KMeans = Recorded",
        "start = time.perf_counter()",
        "index, f = utils.lsNGC(np.loadtxt(here + '/x.txt'), 1, int(k_f), int(k_g))",
        "seconds = time.perf_counter() - start",
        "centres = [run.cluster_centers_ for run in runs]",
        "source = np.hstack(centres[1:])",
        "for name, m in dict(state=centres[0].T, source=source, index=index, f=f,",
        "                    inertia=np.full((1, 1), runs[0].inertia_),",
        "                    seconds=np.full((1, 1), seconds)).items():",
        "    np.savetxt(here + '/' + name, m, fmt='%.17g')"
    ), file.path(here, "run.py"))
    status <- system2(python, c("-W", "ignore", file.path(here, "run.py"),
        program, here, centres), env = "OMP_NUM_THREADS=1")
    stopifnot(status == 0L)
    names <- c("state", "source", "inertia", "index", "f", "seconds")
    sapply(names, function(name) {
        unname(as.matrix(utils::read.table(file.path(here, name))))
    }, simplify = FALSE)
}

line <- function(name, what, m) {
    paste(name, what, nrow(m), ncol(m),
        paste(format(as.vector(m), digits = 17, trim = TRUE), collapse = " "),
        sep = "\t")
}
if (nzchar(file)) {
    lines <- unlist(lapply(names(cases), function(name) {
        one <- cases[[name]]
        out <- by_python(one$x, one$centres)
        message(name, ": ", format(out$seconds), " s")
        out$seconds <- NULL
        Map(line, name, c("x", names(out)), c(list(one$x), out))
    }))
    connection <- gzfile(file, "w")
    writeLines(lines, connection)
    close(connection)
} else {
    rownames(timed$x) <- sprintf("G%03d", seq_len(nrow(timed$x)))
    for (turn in 1:3) {
        ours <- system.time(fit <- suppressMessages(ggc_fit(timed$x, "lsngc",
            state_centres = timed$centres[[1L]], seed = 1,
            source_centres = timed$centres[[2L]], threads = 1L)))[["elapsed"]]
        theirs <- by_python(timed$x, timed$centres)$seconds
        message(sprintf("the authors' program %.1f s, ggc %.2f s: %.0f times",
            theirs, ours, theirs / ours))
    }
}
