# Known inputs that are no genes, as which batch a sample is of: every network
# has them, without a penalty, behind the candidate regulators. They are in no
# ranking, and a result of the fit has no row for them.

# The inputs of a series as the networks of a fit read them, inputs x columns,
# by the means and standard deviations of the fitted series; 0, the mean, where
# new data do not tell them. NULL where the fit has none.
.scaled_inputs <- function(fitted, series = fitted) {
    inputs <- fitted$inputs
    if (is.null(inputs)) {
        return(NULL)
    }
    scale <- .standardise(inputs)
    given <- matrix(scale$center, nrow(inputs), length(series$trajectory),
        dimnames = list(rownames(inputs), NULL))
    told <- intersect(rownames(inputs), rownames(series$inputs))
    given[told, ] <- series$inputs[told, ]
    (given - scale$center) / scale$scale
}

# What all networks are given, with places for these inputs: no penalty, no
# first weights of their own, and no part in the rows of the loss.
.with_input_rows <- function(structure, s) {
    k <- NROW(s$inputs)
    if (k == 0L) {
        return(structure)
    }
    q <- length(s$rows)
    behind <- function(m, value) {
        if (!is.null(m)) {
            rbind(m[seq_len(q), , drop = FALSE], matrix(value, k, ncol(m)),
                m[-seq_len(q), , drop = FALSE])
        }
    }
    structure$penalty <- behind(structure$penalty %or%
        matrix(1, q + 1L, length(s$columns)), 0)
    structure["near"] <- list(behind(structure$near, 0))
    structure["far"] <- list(behind(structure$far, 0))
    if (!is.null(structure$w_start)) {
        structure$w_start <- cbind(structure$w_start,
            matrix(0, nrow(structure$w_start), k))
    }
    structure
}
