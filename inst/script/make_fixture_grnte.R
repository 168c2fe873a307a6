# Makes tests/testthat/fixtures/grnte.tsv: what the authors' program says of series
# that ggc simulates. From the top of a checkout, with ggc installed:
#
#     Rscript inst/script/make_fixture_grnte.R DIRECTORY [time]
#
# With `time` nothing is written: the program and ggc take turns on one set, and the
# start of the program's R is taken off its time.
#
# DIRECTORY is a clone of https://github.com/jccastrog/GRNTE, of commit 0f91ac1 (GPL-3;
# nothing of it is in this package). It needs optparse, entropy and gdata, of CRAN.
#
# The program reads a table of samples x genes in which the replicates of each time
# stand together (`--num_reps` of them), and takes its null at a delay of as many rows
# as there are genes. So there are as many trajectories as genes here: then it is that
# of its values. Series are rounded, so that a text file has them whole. Columns of the
# output: case, regulator, target, MI in bits, p-value of 1,000 permutations.

suppressPackageStartupMessages(library(ggc))

given <- commandArgs(TRUE)
program <- normalizePath(file.path(given[[1L]], "GRNTE.R"))

# Also in tests/testthat/test-grnte.R.
cases <- list(
    linear = list(model = "var", p = 8, n_time = 15, step = 1, seed = 1),
    delayed = list(model = "var", p = 6, n_time = 21, step = 2, seed = 2),
    genes = list(model = "grn", p = 10, n_time = 21, step = 1, seed = 3)
)
timed <- list(model = "grn", p = 8, n_time = 15, step = 1, seed = 4)

series <- function(case) {
    sim <- ggc_simulate(case$model, p = case$p, n_time = case$n_time,
        n_trajectories = case$p, seed = case$seed)
    SummarizedExperiment::assay(sim) <- round(SummarizedExperiment::assay(sim), 6)
    sim
}

seconds_of <- function(expr) system.time(expr)[["elapsed"]]

take_turns <- function(turns = 5L) {
    sim <- series(timed)
    ratio <- vapply(seq_len(turns), function(turn) {
        theirs <- seconds_of(authors(timed, 200)) - seconds_of(system2("Rscript",
            c(shQuote(program), "--help"), stdout = FALSE))
        ours <- seconds_of(ggc_fit(sim, "grnte", estimator = "lagged_mi",
            permutations = 200, seed = 1, threads = 1L))
        message(sprintf("GRNTE.R %.1f s, ggc %.3f s", theirs, ours))
        theirs / ours
    }, 0)
    message(sprintf("%d genes x %d points x %d: %.0f times as fast (%.0f to %.0f)",
        timed$p, timed$n_time, timed$p, median(ratio), min(ratio), max(ratio)))
}

authors <- function(case, permutations = 1000) {
    x <- SummarizedExperiment::assay(series(case))
    by_time <- order(rep(seq_len(case$n_time), case$p))
    input <- tempfile()
    output <- tempfile()
    write.table(t(x[, by_time]), input, row.names = FALSE, quote = FALSE,
        sep = "\t")
    status <- system2("Rscript", c(shQuote(program), "-e", input, "-i", case$p,
        "-s", case$step, "-r", permutations, "-o", output), stdout = FALSE)
    stopifnot(status == 0L)
    read.delim(output)
}

if ("time" %in% given) {
    take_turns()
} else {
    out <- do.call(rbind, lapply(names(cases), function(name) {
        edges <- authors(cases[[name]])
        data.frame(case = name, regulator = edges$gene1, target = edges$gene2,
            mi = sprintf("%.17g", edges$MI), p = edges$pVal)
    }))
    write.table(out, "tests/testthat/fixtures/grnte.tsv", sep = "\t",
        row.names = FALSE, quote = FALSE)
}
