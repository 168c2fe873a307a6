# Tiny series with values that can be followed by hand.

# genes x samples; gene g at sample s is g * s^2 - s, so that no two genes are
# proportional, none is constant and no gene is linear in time.
tiny_matrix <- function(genes = 3L, samples = 6L) {
    g <- seq_len(genes)
    s <- seq_len(samples)
    x <- outer(g, s, function(g, s) g * s^2 - s)
    dimnames(x) <- list(LETTERS[g], paste0("s", s))
    x
}

# Two trajectories, "wt" and "ko", of three samples each, not in order of time.
tiny_time <- c(0, 20, 10, 0, 10, 20)
tiny_trajectory <- c("wt", "wt", "wt", "ko", "ko", "ko")

# The same as a SummarizedExperiment; `...` become colData columns.
tiny_experiment <- function(assays = list(logcounts = tiny_matrix()), ...) {
    SummarizedExperiment::SummarizedExperiment(
        assays = assays,
        colData = S4Vectors::DataFrame(..., row.names = paste0("s", 1:6))
    )
}

# A list of two matrices of unequal length over the same genes.
tiny_list <- function() {
    list(wt = tiny_matrix()[, 1:4], ko = tiny_matrix()[, 1:3] + 1)
}

# White noise, rows x columns.
noise_matrix <- function(seed, rows, columns) {
    set.seed(seed)
    matrix(stats::rnorm(rows * columns), rows)
}

# Without names of samples, which would have to be moved with them.
unname_samples <- function(x) {
    colnames(x) <- NULL
    x
}
