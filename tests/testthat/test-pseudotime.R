# Cells along pseudotime to trajectories: expected values by hand or by plain R.

cell_matrix <- function(p = 4, n = 200, seed = 2) {
    set.seed(seed)
    x <- matrix(stats::rpois(p * n, 3) / 4, p)
    dimnames(x) <- list(LETTERS[seq_len(p)], sprintf("cell%03d", seq_len(n)))
    x
}

assay_of <- function(x) SummarizedExperiment::assay(x)

test_that("bins of equal number hold the cells that plain R puts there", {
    x <- cell_matrix()
    time <- stats::rexp(200)
    se <- expect_silent(ggc_pseudotime(x, time, bins = 10))
    expect_identical(dim(se), c(4L, 10L))
    rank <- ceiling(rank(time) / 20)
    want <- vapply(1:10, function(b) rowMeans(x[, rank == b]), numeric(4))
    expect_equal(unname(assay_of(se)), unname(want), tolerance = 1e-14)
    expect_identical(se$cells, rep(20L, 10))
    expect_identical(se$time, as.double(1:10))
    expect_identical(se$bin, 1:10)
    expect_equal(se$pseudotime, as.vector(tapply(time, rank, mean)))
    expect_identical(se$trajectory, rep("1", 10))
    expect_identical(colnames(se), paste0("1_b", 1:10))
    expect_identical(SummarizedExperiment::assayNames(se), "expression")
})

test_that("bins of equal width are evenly spaced, sparse ones left out", {
    x <- cell_matrix(n = 63)
    time <- c(seq(0, 10, length.out = 61), 25, 40)
    expect_message(
        se <- ggc_pseudotime(x, time, bins = 20, by = "width"),
        "Left out 3 of 8 samples, which have fewer than 5 cells", fixed = TRUE
    )
    # the cell at 10 is alone in bin 6
    expect_identical(se$bin, 1:5)
    expect_equal(se$time, c(1, 3, 5, 7, 9))
    want <- rowMeans(x[, time >= 2 & time < 4])
    expect_equal(assay_of(se)[, 2], want, tolerance = 1e-14)
    # the last bin holds its right end
    whole <- ggc_pseudotime(x[, 1:61], time[1:61], bins = 5, by = "width")
    expect_identical(sum(whole$cells), 61L)
    expect_identical(whole$cells, c(12L, 12L, 12L, 12L, 13L))
})

test_that("a gap inside a trajectory is filled where that is asked for", {
    x <- cell_matrix(n = 90)
    time <- rep(c(0.5, 1.5, 2.5, 4.5, 5.5, 6), each = 15)
    se <- ggc_pseudotime(x, time + seq_len(15) / 100, bins = 6, by = "width")
    expect_true(any(diff(se$bin) > 1L))
    expect_message(series <- .as_series(se, irregular = "interpolate"),
        "interpolated")
    expect_gt(ncol(series$x), ncol(se))
    expect_message(series <- .as_series(se), "uneven")
    expect_identical(ncol(series$x), ncol(se))
})

test_that("lineages: columns, vectors and names say the same", {
    x <- cell_matrix()
    a <- c(seq(0, 5, length.out = 120), rep(NA, 80))
    b <- c(seq(0, 2, length.out = 50), rep(NA, 70), seq(2, 6, length.out = 80))
    both <- cbind(trunk = a, branch = b)
    se <- ggc_pseudotime(x, both, bins = 8)
    expect_identical(unique(se$trajectory), c("branch", "trunk"))
    # 250 entries: cells 1 to 50 are of both lineages, and count in one
    expect_identical(sum(se$cells), 200L)
    breaks <- S4Vectors::metadata(se)$pseudotime$breaks
    expect_equal(breaks,
        unname(stats::quantile(c(a, b), 0:8 / 8, na.rm = TRUE)))
    inside <- which(b >= breaks[[6]] & b < breaks[[7]])
    expect_equal(assay_of(se)[, "branch_b6"], rowMeans(x[, inside]))
    holder <- SummarizedExperiment::SummarizedExperiment(list(logcounts = x),
        colData = S4Vectors::DataFrame(trunk = a, branch = b))
    named <- ggc_pseudotime(holder, c("trunk", "branch"), bins = 8)
    expect_identical(assay_of(named), assay_of(se))
    holder$all <- both
    expect_identical(assay_of(ggc_pseudotime(holder, "all", bins = 8)),
        assay_of(se))
    frame <- as.data.frame(both)
    expect_identical(assay_of(ggc_pseudotime(x, frame, bins = 8)), assay_of(se))
})

test_that("a cell of several lineages counts in one, by its weights", {
    n <- 4000
    x <- rbind(a = 2^(seq_len(n) %% 20), b = stats::rnorm(n))
    time <- matrix(seq_len(n) / n, n, 3, dimnames = list(NULL, letters[1:3]))
    expect_message(se <- ggc_pseudotime(x, time, bins = 10),
        "Dealt 4,000 cells of several lineages to one lineage each.")
    # evenly over all lineages, at every place
    expect_true(all(abs(se$cells - n / 30) <= 2))
    expect_equal(sum(assay_of(se)["a", ] * se$cells), sum(x["a", ]))
    share <- c(0.6, 0.3, 0.1)
    weights <- 7 * rep(share, each = n)
    dealt <- function(weights) suppressMessages(ggc_pseudotime(x, time,
        bins = 10, weights = weights, min_cells = 1))
    se <- dealt(matrix(weights, n))
    expect_true(all(abs(se$cells - n / 10 * rep(share, each = 10)) <= 3))
    # the weight 0 is outside; the scale of a cell's weights says nothing
    weights <- cbind(c(0, 1), c(1, 0), 0)[rep(1:2, n / 2), ]
    se <- dealt(weights * seq_len(n))
    expect_identical(unique(se$lineage), c("a", "b"))
    even <- seq_len(n) %% 2 == 0
    expect_equal(assay_of(se)["b", "a_b1"], mean(x["b", even & 1:n <= 400]))
    # as before they are dealt, bins are over all lineages; whole in each
    whole <- ggc_pseudotime(x, time, bins = 10, weights = FALSE)
    expect_identical(whole$cells, rep(400L, 30))
    expect_identical(S4Vectors::metadata(whole)$pseudotime$breaks,
        S4Vectors::metadata(dealt(NULL))$pseudotime$breaks)
    # no draws, and no order of cells
    colnames(x) <- sprintf("c%04d", seq_len(n))
    set.seed(1)
    before <- .Random.seed
    se <- dealt(NULL)
    expect_identical(.Random.seed, before)
    mixed <- sample(n)
    other <- suppressMessages(ggc_pseudotime(x[, mixed], time[mixed, ],
        bins = 10, min_cells = 1))
    expect_identical(other, se)
})

test_that("weights that do not fit are refused", {
    x <- cell_matrix()
    time <- cbind(a = seq_len(200), b = c(1:100, rep(NA, 100)))
    weights <- matrix(1, 200, 2)
    refused <- function(text, weights) {
        expect_error(ggc_pseudotime(x, time, weights = weights),
            class = "ggc_error_pseudotime", text, fixed = TRUE)
    }
    refused("must be numbers, 200 cells x 2 lineages", weights[, 1])
    refused("must be numbers, 200 cells x 2 lineages", weights[1:9, ])
    refused("must be numbers, 200 cells x 2 lineages", weights == 1)
    refused("where a cell has a pseudotime; 1 is not", replace(weights, 3, NA))
    refused("where a cell has a pseudotime; 2 are not",
        replace(weights, 3:4, c(-1, Inf)))
    refused("is missing for all cells", 0 * weights)
    expect_s4_class(suppressMessages(ggc_pseudotime(x, time, bins = 5,
        weights = replace(weights, 400, NA))), "SummarizedExperiment")
    holder <- SummarizedExperiment::SummarizedExperiment(list(logcounts = x),
        colData = S4Vectors::DataFrame(time, w1 = 2, w2 = rep(1:2, 100)))
    read <- function(...) suppressMessages(ggc_pseudotime(..., bins = 5))
    expect_identical(
        assay_of(read(holder, c("a", "b"), weights = c("w1", "w2"))),
        assay_of(read(x, time, weights = cbind(2, rep(1:2, 100)))))
    expect_error(ggc_pseudotime(holder, c("a", "b"), weights = c("w1", "w3")),
        "`weights` must name a colData column, and there is no \"w3\"",
        class = "ggc_error_argument")
})

test_that("few pseudotimes that many cells share stay apart, at their time", {
    set.seed(1)
    x <- matrix(stats::rnorm(5 * 400), 5, dimnames = list(letters[1:5], NULL))
    expect_days <- function(day, days = sort(unique(as.double(day))), ...) {
        expect_message(se <- ggc_pseudotime(x, day, ...), paste0("has ",
            length(days), " values .*: each makes samples of its own"))
        expect_identical(se$time, days)
        expect_equal(se$pseudotime, days)
        expect_identical(se$bin, seq_along(days))
        expect_identical(se$cells, as.vector(table(day)))
        se
    }
    day <- rep(c(0, 6, 24, 72), c(120, 93, 80, 107))
    se <- expect_days(day)
    expect_equal(assay_of(se)[, 2], rowMeans(x[, day == 6]))
    expect_days(day, bins = 4)
    expect_days(day, by = "width")
    expect_days(rep(c(0, 6, 24, 72), each = 100))
    expect_days(rep(c(0L, 12L, 24L, 48L, 72L), c(70, 66, 70, 74, 120)))
    expect_days(rep(c(-1e300, 0, 1e300), c(100, 200, 100)))
    expect_days(factor(paste0("day", day), paste0("day", c(0, 6, 24, 72))),
        c(0, 6, 24, 72))
    expect_message(two <- ggc_pseudotime(x, day,
        replicates = rep(c("u", "v"), 200)), "4 values")
    expect_identical(two$time, rep(c(0, 6, 24, 72), 2))
    # fewer bins than days, or as many values as cells: bins as ever
    expect_silent(ggc_pseudotime(x, day, bins = 3))
    expect_silent(ggc_pseudotime(x[, 1:20], 1:20, bins = 20, min_cells = 1))
})

test_that("several columns tell replicates apart", {
    x <- cell_matrix()
    time <- rep(seq(0, 1, length.out = 50), 4)
    holder <- SummarizedExperiment::SummarizedExperiment(list(logcounts = x),
        colData = S4Vectors::DataFrame(t = time,
            donor = rep(c("d1", "d2"), each = 100),
            condition = factor(rep(c("ctl", "drug"), each = 50)), day = 3:4))
    both <- c("donor", "condition")
    se <- ggc_pseudotime(holder, "t", bins = 5, replicates = both)
    expect_identical(unique(se$trajectory), c("1_d1_ctl", "1_d1_drug",
        "1_d2_ctl", "1_d2_drug"))
    expect_equal(assay_of(se)[, "1_d2_ctl_b1"], rowMeans(x[, 101:110]))
    # what is alike in the cells of each sample is kept
    expect_identical(names(SummarizedExperiment::colData(se)), c("time",
        "trajectory", "lineage", "replicate", "bin", "pseudotime", "cells",
        "noise", both))
    expect_identical(se$donor, rep(c("d1", "d2"), each = 10))
    expect_identical(se$condition, factor(rep(rep(c("ctl", "drug"), each = 5),
        2)))
    columns <- SummarizedExperiment::colData(holder)
    for (table in list(columns[both], as.data.frame(columns[both]),
        as.matrix(as.data.frame(columns[both])))) {
        expect_identical(ggc_pseudotime(holder, "t", bins = 5,
            replicates = table), se)
    }
    one <- ggc_pseudotime(holder, "t", bins = 5, replicates = "condition")
    expect_identical(one$condition, factor(rep(c("ctl", "drug"), each = 5)))
    expect_null(one$donor)
    holder$cells <- "many" # a column of samples is theirs
    expect_identical(ggc_pseudotime(holder, "t", bins = 5,
        replicates = both)$cells, se$cells)
    expect_error(ggc_pseudotime(holder, "t", replicates = c("donor", "sex")),
        "`replicates` must name a colData column, and there is no \"sex\"",
        class = "ggc_error_argument")
    holder$donor <- rep(c("a", "a_b"), each = 100)
    holder$condition <- rep(c("b_c", "c"), 100)
    expect_error(ggc_pseudotime(holder, "t", replicates = both),
        "Values of `replicates`, joined by .*: a_b_c",
        class = "ggc_error_pseudotime")
})

test_that("lineage labels split one pseudotime", {
    x <- cell_matrix()
    time <- rep(seq(0, 4, length.out = 100), 2)
    line <- rep(c("x", "w"), each = 100)
    line[100] <- NA
    expect_message(se <- ggc_pseudotime(x, time, line, bins = 5),
        "Left out 1 cell without a pseudotime")
    expect_identical(se$lineage, rep(c("w", "x"), each = 5))
    expect_identical(se$trajectory, se$lineage)
    expect_identical(sum(se$cells), 199L)
    holder <- SummarizedExperiment::SummarizedExperiment(list(logcounts = x),
        colData = S4Vectors::DataFrame(t = time,
            l = S4Vectors::Rle(factor(line))))
    suppressMessages(other <- ggc_pseudotime(holder, "t", "l", bins = 5))
    expect_identical(assay_of(other), assay_of(se))
})

test_that("cells are dealt out evenly, each once, by seed and name", {
    x <- cell_matrix()
    x["A", ] <- 2^(seq_len(200) %% 40) # tells cells of a bin apart
    time <- seq_len(200)
    se <- ggc_pseudotime(x, time, bins = 5, replicates = 3, seed = 7)
    expect_identical(unique(se$trajectory), paste0("1_", 1:3))
    expect_identical(se$replicate, rep(c("1", "2", "3"), each = 5))
    expect_true(all(se$cells %in% 13:14))
    expect_identical(as.vector(tapply(se$cells, se$bin, sum)), rep(40L, 5))
    # the replicates add up to the whole
    sums <- assay_of(se)["A", ] * se$cells
    expect_identical(as.vector(tapply(sums, se$bin, sum)), rep(2^40 - 1, 5))
    again <- ggc_pseudotime(x, time, bins = 5, replicates = 3, seed = 7)
    expect_identical(again, se)
    other <- ggc_pseudotime(x, time, bins = 5, replicates = 3, seed = 8)
    expect_false(identical(assay_of(other), assay_of(se)))
    set.seed(3)
    before <- .Random.seed
    one <- ggc_pseudotime(x, time, bins = 5, seed = 7)
    expect_identical(.Random.seed, before)
    drawn <- ggc_pseudotime(x, time, bins = 5, replicates = 2)
    set.seed(3)
    expect_identical(ggc_pseudotime(x, time, bins = 5, replicates = 2), drawn)
})

test_that("the order of cells and genes changes no bit", {
    x <- cell_matrix()
    x[] <- x / 3 # sums that round
    time <- stats::rexp(200)
    line <- rep(c("a", "b"), 100)
    shuffle <- sample(200)
    one <- ggc_pseudotime(x, time, line, bins = 4, replicates = 2, seed = 1)
    two <- ggc_pseudotime(x[c(3, 1, 4, 2), shuffle], time[shuffle],
        line[shuffle], bins = 4, replicates = 2, seed = 1)
    expect_identical(assay_of(two)[rownames(one), ], assay_of(one))
    expect_identical(SummarizedExperiment::colData(two),
        SummarizedExperiment::colData(one))
})

test_that("real replicates make their own trajectories", {
    x <- cell_matrix()
    time <- rep(seq(0, 1, length.out = 50), 4)
    donor <- rep(c("d1", "d2", "d3", NA), each = 50)
    se <- ggc_pseudotime(x, time, bins = 5, replicates = donor)
    expect_identical(unique(se$trajectory), paste0("1_d", 1:3))
    expect_equal(assay_of(se)[, "1_d2_b1"], rowMeans(x[, 51:60]))
    holder <- SummarizedExperiment::SummarizedExperiment(list(logcounts = x),
        colData = S4Vectors::DataFrame(t = time, donor = donor))
    expect_identical(
        assay_of(ggc_pseudotime(holder, "t", bins = 5, replicates = "donor")),
        assay_of(se)
    )
    expect_error(
        ggc_pseudotime(x[, 1:100], time[1:100], bins = 5,
            lineage = rep(c("a", "a_b"), each = 50),
            replicates = rep(c("b_c", "c"), each = 50)),
        class = "ggc_error_pseudotime", "these name several: a_b_c"
    )
})

test_that("sums of counts become edgeR's log-expression", {
    skip_if_not_installed("edgeR")
    set.seed(1)
    counts <- matrix(stats::rpois(30 * 300, exp(stats::rnorm(30))), 30)
    rownames(counts) <- paste0("g", 1:30)
    time <- stats::runif(300)
    se <- ggc_pseudotime(counts, time, bins = 6, summary = "sum", n_genes = 20,
        normalise = "TMM")
    rank <- ceiling(rank(time) / 50)
    sums <- t(rowsum(t(counts), rank))
    list <- edgeR::calcNormFactors(edgeR::DGEList(sums))
    want <- edgeR::cpm(list, log = TRUE, prior.count = 2)
    expect_equal(unname(assay_of(se)), unname(want[rownames(se), ]),
        tolerance = 1e-13)
    expect_identical(dim(se), c(20L, 6L))
    expect_identical(SummarizedExperiment::assayNames(se), "logcpm")
    expect_named(S4Vectors::metadata(se), c("pseudotime", "preprocess"))
    expect_s4_class(ggc_fit(se, seed = 1, control = ggc_control(members = 1,
        n_lambda = 5, first = 20, each = 10)), "GGCFit")
})

test_that("every class of cells gives the same bits, by block too", {
    skip_if_not_installed("Matrix")
    skip_if_not_installed("HDF5Array")
    skip_if_not_installed("SingleCellExperiment")
    x <- cell_matrix() / 3
    time <- stats::runif(200)
    want <- ggc_pseudotime(x, time, bins = 5, replicates = 2, seed = 1)
    same <- function(x) {
        got <- ggc_pseudotime(x, time, bins = 5, replicates = 2, seed = 1)
        expect_identical(assay_of(got), assay_of(want))
    }
    sparse <- methods::as(x, "CsparseMatrix")
    stored <- HDF5Array::writeHDF5Array(x, tempfile(),
        with.dimnames = TRUE)
    same(sparse)
    same(stored)
    same(DelayedArray::DelayedArray(sparse))
    same(SingleCellExperiment::SingleCellExperiment(
        list(counts = sparse * 3, logcounts = stored)))
    # the size that a dense matrix would have does not matter
    old <- options(ggc.max_dense = 10)
    on.exit(options(old))
    same(stored)
    groups <- split(1:200, rep(1:9, length.out = 200))
    want <- ggc:::.sum_cells(x, groups, "mean")
    for (values in list(x, sparse, stored)) {
        expect_identical(ggc:::.sum_cells(values, groups, "mean", 450), want)
        expect_identical(ggc:::.sum_cells(values, groups, "mean", 1), want)
    }
})

test_that("means of counts are warned of", {
    x <- round(100 * abs(cell_matrix()))
    time <- seq_len(200)
    expect_warning(ggc_pseudotime(x, time, bins = 4),
        "whole numbers from .*\nUse summary = \"sum\", or logarithms",
        class = "ggc_warning_counts")
    named <- SummarizedExperiment::SummarizedExperiment(list(counts = x / 7))
    expect_warning(ggc_pseudotime(named, time, bins = 4),
        "assay is called \"counts\"", class = "ggc_warning_counts")
    groups <- split(1:200, rep(1:9, length.out = 200))
    # A block that looks like counts, and one that does not.
    mixed <- rbind(x, x + 0.5)
    expect_silent(ggc:::.sum_cells(mixed, groups, "mean", 1))
    expect_silent(ggc_pseudotime(x / 7, time, bins = 4))
    expect_silent(ggc_pseudotime(pmin(x, 20), time, bins = 4))
    skip_if_not_installed("edgeR")
    sums <- expect_silent(ggc_pseudotime(x, time, bins = 4, summary = "sum"))
    expect_silent(ggc:::.as_series(sums, to_learn = TRUE))
})

test_that("wrong pseudotimes are refused", {
    x <- cell_matrix()
    time <- seq_len(200)
    refused <- function(what, text, ...) {
        expect_error(ggc_pseudotime(...), class = paste0("ggc_error_", what),
            text, fixed = TRUE)
    }
    refused("pseudotime", "that is 200", x, 1:7)
    refused("argument", "there is no \"a\".\ncolData has: no columns", x,
        rep("a", 200))
    refused("argument", "there is no \"time\".\ncolData has: no columns", x,
        "time")
    refused("pseudotime", "has 1 infinite value", x, c(Inf, time[-1]))
    refused("pseudotime", "is missing for all cells", x, rep(NA_real_, 200))
    refused("pseudotime", "at least three bins of different values", x,
        rep(1:2, 100))
    refused("pseudotime", "columns of different names", x,
        cbind(a = time, a = time))
    refused("argument", "`lineage` must be NULL where", x,
        cbind(time, time + 1), rep("a", 200))
    refused("pseudotime", "`lineage` must have one value per cell", x, time,
        c("a", "b"))
    refused("argument", "`bins` must be a whole number from 3 to 1000000", x, time, bins = 2)
    refused("argument", "`replicates` must be a whole number >= 1", x, time,
        replicates = 0)
    suppressMessages(refused("points",
        "No trajectory has three samples of `min_cells` = 50", x, time,
        bins = 10, min_cells = 50))
    refused("argument", "each once, not n_genes", x, time,
        n_genes = 2)
    refused("argument", "each once, not (unnamed)", x, time, NULL, 20,
        "number", "sum", 1, 5, NULL, 1, NULL, 3)
    se <- SummarizedExperiment::SummarizedExperiment(list(counts = x, tpm = x))
    refused("assay", "Assays: counts, tpm", se, time)
    y <- x
    y["B", 3] <- NA
    refused("missing", "it is not in genes B", y, time)
    y["B", 3] <- -Inf
    refused("input", "it is not in genes B", y, time)
    skip_if_not_installed("edgeR")
    refused("counts", "must hold counts", x - 1, time, summary = "sum")
    refused("counts", "must hold counts", x / 7, time, summary = "sum")
})

test_that("pseudotime recovers the order of a simulated process", {
    # A known chain: cells drawn from the trajectories of a simulated network;
    # binned means follow the true course far better than single cells do.
    sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 2)
    truth <- SummarizedExperiment::assay(sim)
    set.seed(9)
    at <- sample(60, 1500, replace = TRUE)
    sd <- stats::sd(truth)
    cells <- truth[, at] + stats::rnorm(5 * 1500, sd = 2 * sd)
    colnames(cells) <- paste0("c", seq_along(at))
    se <- ggc_pseudotime(cells, at, bins = 60, by = "width")
    course <- truth[, se$bin]
    expect_gt(stats::cor(as.vector(assay_of(se)), as.vector(course)), 0.85)
    expect_lt(stats::cor(as.vector(cells), as.vector(truth[, at])), 0.5)
})
