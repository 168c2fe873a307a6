# Directed dependence, closed form: what of a target's future its own past leaves
# unexplained, against each regulator.

# How much of what a target's own past leaves unexplained goes with a regulator,
# mean over lags 1 .. horizons: |correlation|, or the distance correlation
# (eq. 2 made directed). Regulators x targets, 0 for a gene with itself.
.directed_dependence <- function(z, trajectory, rows, columns, kind, horizons,
                                 threads) {
    out <- 0
    used <- 0L
    for (k in seq_len(horizons)) {
        from <- .pairs_from(trajectory, k)
        if (length(from) < 3L) {
            break
        }
        left <- .unexplained(z[columns, from, drop = FALSE],
            z[columns, from + k, drop = FALSE])
        past <- z[rows, from, drop = FALSE]
        out <- out + if (kind == "dcor") {
            .dcor(past, left, 0L, rep(1L, length(from)), threads)
        } else {
            abs(.native_product(.unit_rows(past), .unit_rows(left),
                transpose = TRUE))
        }
        used <- k
    }
    out <- matrix(as.double(out / max(used, 1L)), length(rows), length(columns))
    out[outer(rows, columns, `==`)] <- 0
    dimnames(out) <- list(rownames(z)[rows], rownames(z)[columns])
    out
}

# Residuals of each row of `later` on the same row of `now`.
.unexplained <- function(now, later) {
    now <- now - rowMeans(now)
    later <- later - rowMeans(later)
    size <- rowSums(now^2)
    later - now * (rowSums(now * later) / ifelse(size > 0, size, 1))
}

# Rows with mean 0 and length 1; constant ones are 0.
.unit_rows <- function(x) {
    x <- x - rowMeans(x)
    size <- sqrt(rowSums(x^2))
    x / ifelse(size > 1e-10 * sqrt(ncol(x)), size, Inf)
}
