# Values of an expression series: infinite, too large, missing, constant.

# "genes A, B and 3 more; samples s1, s2" for flagged entries of x.
.where_flagged <- function(bad, genes, labels) {
    sprintf("genes %s; samples %s",
        .ggc_names(genes[rowSums(bad) > 0]),
        .ggc_names(labels[colSums(bad) > 0]))
}

# range() sees every value without a copy of the matrix, so clean data pass at
# no cost; the masks are made only to name culprits.
.check_values <- function(x, labels) {
    limits <- range(x)
    if (!anyNA(limits) && max(abs(limits)) <= .LARGEST_VALUE) {
        return(invisible())
    }
    infinite <- is.infinite(x)
    if (any(infinite)) {
        .ggc_stop("input", paste0(
            "`x` must be finite, and has %s: %s.\n",
            "Logarithms of zero? Add a pseudo-count before taking them."
        ), .plural(sum(infinite), "infinite value"),
        .where_flagged(infinite, rownames(x), labels))
    }
    huge <- !is.na(x) & abs(x) > .LARGEST_VALUE
    if (any(huge)) {
        .ggc_stop("input", paste0(
            "`x` must not exceed %g in size, where sums overflow: %s.\n",
            "Rescale these genes."
        ), .LARGEST_VALUE, .where_flagged(huge, rownames(x), labels))
    }
}

.refuse_missing <- function(x, labels) {
    if (!anyNA(x)) {
        return(invisible())
    }
    missing <- is.na(x)
    .ggc_stop("missing", paste0(
        "`x` must be complete, and has %s in %s and %s: %s.\n",
        "Use na = \"interpolate\" to fill them in along time, ",
        "or drop these genes or samples."
    ), .plural(sum(missing), "missing value"),
    .plural(sum(rowSums(missing) > 0), "gene"),
    .plural(sum(colSums(missing) > 0), "sample"),
    .where_flagged(missing, rownames(x), labels))
}

# Fills gaps along time inside each trajectory.
.fill_missing <- function(series) {
    if (!anyNA(series$x)) {
        return(series)
    }
    time <- series$time
    if (is.null(time)) {
        time <- as.double(seq_along(series$trajectory))
    }
    filled <- 0L
    series$filled <- unname(is.na(series$x))
    blocks <- split(seq_along(series$trajectory), series$trajectory)
    for (r in seq_along(blocks)) {
        columns <- blocks[[r]]
        missing <- is.na(series$x[, columns, drop = FALSE])
        counts <- rowSums(missing)
        lost <- counts == length(columns)
        if (any(lost)) {
            .ggc_stop("missing", paste0(
                "These genes have no value at all in trajectory %s: %s.\n",
                "Drop the genes or the trajectory."
            ), series$trajectory_names[[r]],
            .ggc_names(rownames(series$x)[lost]))
        }
        rows <- which(counts > 0)
        if (length(rows)) {
            series$x[rows, columns] <- .fill_rows(
                series$x[rows, columns, drop = FALSE], time[columns]
            )
        }
        filled <- filled + sum(counts)
    }
    .ggc_inform(
        "Filled in %s along time.", .plural(filled, "missing value")
    )
    series
}

# Linear in time between the neighbours that are there; the nearest one where
# there is a neighbour on one side only. All rows at once: with time running
# fastest, a running maximum over "position, or 0 if missing", offset by gene,
# is the last value seen.
.fill_rows <- function(x, time) {
    n <- ncol(x)
    seen <- !is.na(t(x))
    offset <- rep((seq_len(nrow(x)) - 1) * (n + 1), each = n)
    before <- cummax(ifelse(seen, row(seen), 0) + offset) - offset
    upward <- seen[rev(seq_len(n)), , drop = FALSE]
    after <- cummax(ifelse(upward, row(upward), 0) + offset) - offset
    after <- n + 1 - matrix(after, n)[rev(seq_len(n)), , drop = FALSE]
    gap <- which(!seen)
    gene <- (gap - 1L) %/% n + 1L
    low <- before[gap]
    high <- after[gap]
    low[low == 0] <- high[low == 0]
    high[high > n] <- low[high > n]
    at <- time[(gap - 1L) %% n + 1L]
    width <- time[high] - time[low]
    weight <- ifelse(width > 0, (at - time[low]) / width, 0)
    start <- x[cbind(gene, low)]
    step <- x[cbind(gene, high)] - start
    x[cbind(gene, (gap - 1L) %% n + 1L)] <- start + weight * step
    x
}

# No variation beyond rounding (64 units in the last place of the first value):
# z-scores of such a gene would be noise of unit size.
.constant_genes <- function(x) {
    slack <- 64 * .Machine$double.eps * abs(x[, 1L])
    constant <- abs(x[, ncol(x)] - x[, 1L]) <= slack
    rows <- which(constant)
    if (length(rows)) {
        away <- abs(x[rows, , drop = FALSE] - x[rows, 1L]) > slack[rows]
        constant[rows] <- rowSums(away) == 0
    }
    unname(constant)
}

.warn_constant <- function(genes) {
    if (length(genes)) {
        .ggc_warn("constant", paste0(
            "`x` has %s, which can neither drive nor be driven ",
            "(score 0): %s.\nRemove them before the analysis."
        ), .plural(length(genes), "constant gene"), .ggc_names(genes))
    }
}

# Sums of up to 1e8 values of this size stay below the largest double, 1.8e308.
# Nothing squares values before they are scaled.
.LARGEST_VALUE <- 1e300
