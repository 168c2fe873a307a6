# Distance correlation, eq. 2 of the paper.

#' Distance correlation of genes
#'
#' Distance correlation between all pairs of genes: 0 for independent genes (in
#' the limit of many samples), 1 for linearly related ones, and unlike
#' correlation it sees dependence of any shape. Equation 2 of Patil and Vaida
#' (2022), the V-statistic of Szekely, Rizzo and Bakirov (2007).
#'
#' With `lag = k` the value of a gene is compared with another gene's value k
#' samples later in the same trajectory, which gives the matrix a direction:
#' entry `[j, i]` asks whether gene j now goes with gene i later, as
#' `granger(fit)[j, i]` does. Pairs of samples of all trajectories are
#' pooled; none reaches from one trajectory into another.
#'
#' The V-statistic is biased upwards: with n samples, independent genes score
#' in the order of n^(-1/2) squared, and far from zero for the few dozen samples
#' of most experiments. Compare values, or compare with permuted samples; do not
#' compare with zero.
#'
#' @inheritParams ggc_adjacency
#' @param lag whole number >= 0, in samples. 0 (default, the paper) compares
#'   genes at the same sample and is symmetric. It must be less than the length
#'   of the shortest trajectory, and leave at least two pairs of samples.
#' @param algorithm `"gram"` (products of centred distance matrices, n^2
#'   operations a pair, all pairs in one blocked product), `"fast"` (by sorting,
#'   n log n operations a pair) or `"auto"` (default: the one that is faster for
#'   this n). They agree to 1e-12.
#' @param squared `TRUE` returns the squared distance correlation, which is what
#'   `energy::dcor2d()` computes; default `FALSE`.
#' @param y `NULL` (default: the genes of `x` with each other), or data over
#'   the same samples as `x`, read like `x`: then the genes of `x` are
#'   compared with those of `y`, and `lag` applies to `y`.
#' @return A double matrix with entries in \[0, 1\], the genes of `x` (drivers)
#'   in rows and the genes of `x`, or of `y`, in columns. Symmetric with ones on
#'   the diagonal for `lag = 0` without `y`. A constant gene scores 0 with every
#'   gene, also with itself.
#' @section Errors:
#' `ggc_error_argument` for arguments, among them a `lag` that is too long;
#' `ggc_error_input` where `y` has other samples than `x`; `ggc_error_memory`
#' where there is too little memory ([ggc_memory]); those of [ggc_input] for the
#' data.
#' @section Memory:
#' The result, and 16 bytes per value of the data and the larger of 2 MB and
#' 1 kB per gene (`"gram"`), or 24 bytes per value (`"fast"`). Distance
#' matrices are never held whole.
#' @section Reproducibility:
#' The result does not depend on `threads`, and another order of the genes gives
#' the same values in that order, to the last bit.
#' @references Szekely GJ, Rizzo ML, Bakirov NK (2007). Measuring and testing
#'   dependence by correlation of distances. Annals of Statistics 35(6),
#'   2769-2794.
#'
#'   Huo X, Szekely GJ (2016). Fast computing for distance covariance.
#'   Technometrics 58(4), 435-447.
#'
#'   Chaudhuri A, Hu W (2019). A fast algorithm for computing distance
#'   correlation. Computational Statistics & Data Analysis 135, 15-24.
#' @examples
#' x <- rbind(a = 1:20, b = (1:20 - 10)^2, c = sin(1:20))
#' ggc_dcor(x)
#' # c follows a by one sample or more; the columns are the later gene
#' ggc_dcor(x, lag = 1)
#' # two trajectories of ten samples
#' ggc_dcor(x, lag = 1, trajectory = rep(c("wt", "ko"), each = 10))
#' @export
ggc_dcor <- function(x, lag = 0L, algorithm = c("auto", "gram", "fast"),
                     squared = FALSE, threads = NULL, y = NULL, ...) {
    lag <- .check_count(lag, "lag", 0L)
    algorithm <- .check_choice(algorithm, "algorithm",
        c("auto", "gram", "fast"))
    squared <- .check_flag(squared, "squared")
    .check_input_dots(...)
    threads <- .resolve_threads(threads)
    series <- .as_series(x, ..., min_points = 2L)
    other <- if (!is.null(y)) .matching_series(y, series, ...)
    .dcor(
        series$x, other$x, lag, series$trajectory, threads, algorithm, squared
    )
}

# `y` read like `x`, or an error where the samples are others.
.matching_series <- function(y, series, ...) {
    columns <- if (is.matrix(y) || .is_experiment(y)) {
        ncol(y)
    }
    other <- if (is.null(columns) || columns == ncol(series$x) ||
        !is.null(list(...)$irregular)) {
        .as_series(y, ..., min_points = 2L)
    }
    if (is.null(other) || !identical(other$trajectory, series$trajectory) ||
        !isTRUE(all.equal(other$time, series$time))) {
        .ggc_stop("input", paste0(
            "`y` must have the samples (columns) of `x`, %d in all, with the ",
            "same times and trajectories."
        ), ncol(series$x))
    }
    other
}

# From p x N and q x N matrices of doubles (y = NULL: x itself), arguments
# checked. out[j, i]: row j of x against row i of y `lag` columns later.
.dcor <- function(x, y, lag, trajectory, threads, algorithm = "auto",
                  squared = FALSE) {
    names <- list(rownames(x), rownames(if (is.null(y)) x else y))
    if (lag > 0L) {
        from <- .lagged_columns(trajectory, lag)
        y <- (if (is.null(y)) x else y)[, from + lag, drop = FALSE]
        x <- x[, from, drop = FALSE]
    } else if (identical(x, y)) {
        y <- NULL
    }
    sides <- vapply(list(x, if (is.null(y)) x else y), nrow, 0)
    .check_memory("The distance correlation", c(
        result = 8 * prod(sides),
        data = ncol(x) * (24 * sum(sides[seq_len(1L + !is.null(y))]) +
            28 * threads)
    ), .PAIR_ADVICE)
    out <- .native_dcor(x, y, algorithm, squared, threads)
    dimnames(out) <- names
    out
}

# Columns that have a column of their own trajectory `lag` later.
.lagged_columns <- function(trajectory, lag) {
    size <- tabulate(trajectory)
    shortest <- min(size)
    if (lag >= shortest) {
        .ggc_stop("argument", paste0(
            "`lag` must be less than the number of samples of the shortest ",
            "trajectory, which is %d, not %d."
        ), shortest, lag)
    }
    from <- which(sequence(size) <= size[trajectory] - lag)
    if (length(from) < 2L) {
        .ggc_stop("argument", paste0(
            "`lag` must leave at least two pairs of samples, not one: it is ",
            "%d, and there are %d samples."
        ), lag, length(trajectory))
    }
    from
}
