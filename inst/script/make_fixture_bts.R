# tests/testthat/fixtures/bts.tsv.gz: the index and p-values of mBTS-CGCI by the
# authors' own program, on series that ggc_simulate() makes.
#
#   Rscript make_fixture_bts.R DIRECTORY [FILE]
#
# DIRECTORY has the authors' MATLAB files mBTSCGCImatrix.m, mBTSCGCI.m, mBTS.m,
# DRfitmse.m and multilagmatrix.m, or a package directory +Caus_Func with them.
# They are of D. Kugiumtzis (GPL 3; http://users.auth.gr/dkugiu/, and in copies
# on GitHub) and no part of ggc: fetch them, and run them by GNU Octave 7 (Debian:
# octave) as they are. fcdf() and lagmatrix(), which Octave has in add-ons only,
# are given to them by their definitions. With FILE "" nothing is written, and the last case, which
# is none of the fixture, is timed beside ggc.
#
# Each line: case, name, rows, columns, values in columns. x: genes x samples,
# rounded, of one trajectory; the program is given its z-scores. lags: pmax.
# index, p: source genes x target genes, NaN on the diagonal.
library(ggc)
arguments <- commandArgs(TRUE)
program <- normalizePath(arguments[[1L]])
file <- if (length(arguments) > 1L) arguments[[2L]] else "bts.tsv.gz"

case <- function(upto, ...) {
    x <- SummarizedExperiment::assay(ggc_simulate(..., n_trajectories = 1))
    list(lags = upto, x = unname(round(x, 4)))
}
cases <- list(
    var5 = case(3, "var", p = 5, n_time = 200, lag = 3, seed = 1),
    var8 = case(6, "var", p = 8, n_time = 120, lag = 2, sparsity = 0.3, seed = 2),
    var4 = case(1, "var", p = 4, n_time = 60, seed = 3),
    lorenz = case(5, "lorenz96", p = 6, n_time = 150, noise = 0.5, seed = 4),
    noise = case(4, "var", p = 6, n_time = 80, sparsity = 0, self = 0, seed = 5),
    grn = case(6, "grn", p = 10, n_time = 100, seed = 6)
)
timed <- case(5, "var", p = 20, n_time = 500, lag = 2, seed = 7)

# The answer of the program: list(index, p, seconds).
by_octave <- function(x, lags) {
    here <- tempfile()
    dir.create(here)
    on.exit(unlink(here, recursive = TRUE))
    z <- (x - rowMeans(x)) / sqrt(rowMeans((x - rowMeans(x))^2))
    utils::write.table(format(t(z), digits = 17), file.path(here, "x.txt"),
        quote = FALSE, row.names = FALSE, col.names = FALSE)
    writeLines(c("function p = fcdf(x, a, b)",
        "p = betainc(a * x ./ (a * x + b), a / 2, b / 2);", "end"),
        file.path(here, "fcdf.m"))
    writeLines(c("function out = lagmatrix(x, lags)",
        "out = NaN(length(x), length(lags));", "for k = 1:length(lags)",
        "  out(lags(k)+1:end, k) = x(1:end-lags(k));", "end", "end"),
        file.path(here, "lagmatrix.m"))
    package <- dir.exists(file.path(program, "+Caus_Func"))
    writeLines(c(
        sprintf("addpath('%s'); addpath('%s');", here, program),
        sprintf("x = load('%s/x.txt');", here),
        sprintf("tic; [a, p] = %smBTSCGCImatrix(x, %d, 1); s = toc;",
            if (package) "Caus_Func." else "", lags),
        sprintf("f = fopen('%s/out.txt', 'w');", here),
        "fprintf(f, '%.17g\\n', a, p, s); fclose(f);"
    ), file.path(here, "run.m"))
    system2("octave", c("--no-gui", "--quiet", file.path(here, "run.m")))
    out <- as.numeric(readLines(file.path(here, "out.txt")))
    size <- c(nrow(x), nrow(x))
    list(index = array(out[seq_len(prod(size))], size),
        p = array(out[prod(size) + seq_len(prod(size))], size),
        seconds = out[[length(out)]])
}

line <- function(name, what, m) {
    m <- as.matrix(m)
    paste(name, what, nrow(m), ncol(m),
        paste(format(as.vector(m), digits = 17, trim = TRUE), collapse = " "),
        sep = "\t")
}
if (nzchar(file)) {
    lines <- unlist(lapply(names(cases), function(name) {
        one <- cases[[name]]
        out <- by_octave(one$x, one$lags)
        message(name, ": ", format(out$seconds), " s")
        Map(line, name, c("lags", "x", "index", "p"),
            list(one$lags, one$x, out$index, out$p))
    }))
    connection <- gzfile(file, "w")
    writeLines(lines, connection)
    close(connection)
} else {
    rownames(timed$x) <- paste0("G", seq_len(nrow(timed$x)))
    for (turn in 1:3) {
        theirs <- by_octave(timed$x, timed$lags)
        ours <- system.time(fit <- ggc_fit(timed$x, "bts", lag = timed$lags,
            threads = 1L))[["elapsed"]]
        off <- is.finite(theirs$index)
        message(sprintf("Octave %.2f s, ggc %.3f s; largest difference %.1g",
            theirs$seconds, ours, max(abs(granger(fit) - theirs$index)[off])))
    }
}
