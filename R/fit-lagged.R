# Steps and their past, of methods that regress a step on it: nothing reaches
# from one trajectory into another.

.MOST_LAGS <- 64L # r_var.c

# Columns with `lags` columns of their own trajectory before them.
.steps_after <- function(trajectory, lags) {
    which(sequence(tabulate(trajectory)) > lags)
}

# The same, or an error that names the argument which leaves none.
.some_steps_after <- function(trajectory, lags, arg) {
    steps <- .steps_after(trajectory, lags)
    if (!length(steps)) {
        .ggc_stop("points", paste0(
            "`%s` must be below the number of time points, and no trajectory ",
            "has more than %d."
        ), arg, max(tabulate(trajectory)))
    }
    steps
}

# Values of genes, rows of z, at some lags of the steps: steps x (lags * genes),
# the lags of a gene beside each other.
.lagged <- function(z, genes, steps, lags) {
    out <- array(0, c(length(steps), length(lags), length(genes)))
    for (l in seq_along(lags)) {
        out[, l, ] <- t(z[genes, steps - lags[[l]], drop = FALSE])
    }
    matrix(out, length(steps))
}

# Columns of some of its genes.
.lagged_columns_of <- function(genes, lags) {
    as.vector(outer(seq_len(lags), (genes - 1L) * lags, `+`))
}

# n things in a row in at most so many groups of neighbours: numbers from 1.
.stretches <- function(n, most) ceiling(seq_len(n) * min(1, most / n))
