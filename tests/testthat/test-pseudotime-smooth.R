# Smooth means along pseudotime: beside weighted lines by lm(), and what was
# put into the cells.

set.seed(5)
n <- 600L
place <- sort(stats::runif(n))^1.5
noise <- 0.3
truth_of <- function(t) rbind(a = sin(6 * t), b = cos(6 * t), c = 2 * t)
x <- truth_of(place) + stats::rnorm(3L * n, sd = noise)
colnames(x) <- sprintf("cell%03d", sample(n))

smooth <- function(...) suppressMessages(ggc_pseudotime(...))
values <- function(...) SummarizedExperiment::assay(smooth(...))
said <- function(se) S4Vectors::metadata(se)$pseudotime

test_that("local lines are those of lm()", {
    time <- stats::runif(50, 0, 10)
    size <- sample(1:9, 50, TRUE)
    y <- sin(time) + stats::rnorm(50)
    at <- c(0, 2.5, 9)
    got <- drop(ggc:::.line_weights(at, time, size, 0.8) %*% y)
    want <- vapply(at, function(a) {
        w <- size * stats::dnorm(time, a, 0.8)
        stats::predict(stats::lm(y ~ time, weights = w), list(time = a))
    }, 0)
    expect_equal(got, want)
    # Far from all of them, and of one alone, it is a mean.
    expect_equal(drop(ggc:::.line_weights(2, 5, 3, 0.1)), 1)
    far <- ggc:::.line_weights(100, c(1, 2), c(1, 1), 0.1)
    expect_true(all(is.finite(far)))
})

test_that("a course is smooth means at 21 points of pseudotime", {
    se <- smooth(x, place)
    expect_identical(ncol(se), 21L)
    expect_equal(se$time, seq(min(place), max(place), length.out = 21))
    expect_identical(se$time, se$pseudotime)
    off <- SummarizedExperiment::assay(se) - truth_of(se$time)
    expect_lt(sqrt(mean(off[, 3:19]^2)), 0.06)
    # Nearly the lines through all cells: narrow bins are all that differs.
    width <- said(se)$bandwidth * diff(range(place))
    plain <- x %*% t(ggc:::.line_weights(se$time, place, rep(1, n), width))
    expect_equal(SummarizedExperiment::assay(se), plain, tolerance = 2e-2,
        ignore_attr = TRUE)
    # A mean of so many cells has that error.
    middle <- 4:18
    expect_true(all(se$cells[middle] > 10 & se$cells[middle] < n / 4))
    error <- sqrt(mean((off[, middle])^2 * rep(se$cells[middle], each = 3)))
    expect_lt(abs(log(error / noise)), 0.5)
})

test_that("the width and the noise are read from the cells", {
    few <- smooth(x[, seq(1, n, 6)], place[seq(1, n, 6)])
    all <- smooth(x, place)
    loud <- smooth(x + stats::rnorm(3L * n, sd = 1), place)
    expect_gte(said(few)$bandwidth, said(all)$bandwidth)
    expect_gte(said(loud)$bandwidth, said(all)$bandwidth)
    expect_gt(said(loud)$noise, 2 * said(all)$noise)
    course <- truth_of(all$time)
    share <- stats::median(rowMeans((SummarizedExperiment::assay(all) -
        course)^2) / apply(course, 1L, stats::var))
    expect_lt(abs(log(said(all)$noise / share)), 1)
    expect_identical(unique(all$noise), said(all)$noise)
})

test_that("genes that do nothing along the order are warned of", {
    set.seed(8)
    for (cells in c(100L, 1000L)) {
        none <- matrix(stats::rnorm(20L * cells), 20)
        expect_warning(smooth(none, stats::runif(cells)), "is noise of",
            class = "ggc_warning_cells")
    }
    expect_silent(smooth(x, place))
})

test_that("neither the order of cells nor their class matters", {
    want <- values(x, place)
    some <- sample(n)
    expect_identical(values(x[, some], place[some]), want)
    expect_equal(values(Matrix::Matrix(x, sparse = TRUE), place), want)
    expect_identical(values(x, place * 1), want)
    # Nor does the order of the genes.
    expect_identical(values(x[3:1, ], place)[rownames(x), ], want)
    # Nor do units of pseudotime, but for the last bits.
    expect_equal(unname(values(x, 24 * place + 3)), unname(want))
})

test_that("cells of several lineages count by their weights", {
    both <- cbind(up = replace(place, place > 0.5 & seq_len(n) %% 2, NA),
        down = replace(place, place > 0.5 & !seq_len(n) %% 2, NA))
    expect_message(se <- ggc_pseudotime(x, both),
        "Each of .* cells of several lineages counts by its weights: up, down")
    stem <- SummarizedExperiment::assay(se)[, se$time < 0.3 &
        se$lineage == "up"]
    expect_equal(unname(stem), unname(SummarizedExperiment::assay(se)[,
        se$time < 0.3 & se$lineage == "down"]), tolerance = 1e-6)
    # A weight of next to nothing is next to no cell.
    weights <- cbind(up = rep(1, n), down = ifelse(place < 0.5, 1e-9, 1))
    alone <- suppressMessages(ggc_pseudotime(x, both, weights = weights))
    lone <- alone[, alone$lineage == "down" & alone$cells >= 5]
    expect_true(all(is.finite(SummarizedExperiment::assay(lone))))
    expect_silent(suppressMessages(ggc_pseudotime(x, both, weights = FALSE)))
})

test_that("replicates are courses of their own, and few cells are none", {
    donor <- rep(c("p", "q"), n / 2)
    se <- smooth(x, place, replicates = donor)
    expect_identical(unique(se$replicate), c("p", "q"))
    own <- donor == "p"
    expect_equal(SummarizedExperiment::assay(se[, se$replicate == "p"]),
        x[, own] %*% t(ggc:::.line_weights(se$time[se$replicate == "p"],
            place[own], rep(1, sum(own)),
            said(se)$bandwidth * diff(range(place)))),
        tolerance = 2e-2, ignore_attr = TRUE)
    expect_message(suppressWarnings(ggc_pseudotime(x[, 1:60], place[1:60],
        min_cells = 8)), "which have fewer than 8 cells")
    expect_error(suppressWarnings(smooth(x[, 1:20], place[1:20],
        min_cells = 30)), class = "ggc_error_points")
    # One cell of a lineage, and cells that are all alike.
    lone <- c("one", rep("many", n - 1L))
    expect_identical(unique(smooth(x, place, lineage = lone)$lineage), "many")
    flat <- rbind(x, d = 1)
    expect_true(all(abs(values(flat, place)["d", ] - 1) < 1e-9))
})

test_that("sums, days and bins that were asked for are bins", {
    counts <- matrix(stats::rpois(4L * n, 5), 4, dimnames = list(letters[1:4],
        colnames(x)))
    skip_if_not_installed("edgeR")
    sums <- smooth(counts, place, summary = "sum")
    expect_identical(length(said(sums)$breaks), 21L)
    expect_identical(ncol(smooth(x, place, bins = 12)), 12L)
    days <- smooth(x, ceiling(6 * place))
    expect_true(said(days)$days)
    expect_identical(ncol(days), 6L)
})
