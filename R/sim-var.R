# Sparse stable linear autoregressions.

.simulate_var <- function(design, seed, sparsity = 2, lag = 1, self = 1,
                          radius = 0.9, start = c("stationary", "perturbed")) {
    p <- length(design$genes)
    parents <- .simulate_parents(sparsity, p)
    lag <- .check_count(lag, "lag", 1L, 100L)
    self <- .check_number(self, "self", 0, 10)
    radius <- .check_radius(radius)
    start <- .check_choice(start, "start", c("stationary", "perturbed"))
    seed <- design$seed <- .check_seed(seed)
    out <- .native_simulate_var(design, parents + (self != 0), lag, self,
        radius, as.integer(start == "perturbed"))
    if (identical(out, "diverged")) {
        .ggc_stop("diverged",
            "The series left the numbers below 1e150; use a smaller `noise`.")
    }
    coefficients <- matrix(0, p, p)
    lags <- matrix(0L, p, p)
    at <- cbind(as.vector(out$regulator), as.vector(col(out$regulator)))
    coefficients[at] <- as.vector(out$coefficient)
    lags[at] <- as.vector(out$lag)
    dimnames(coefficients) <- dimnames(lags) <-
        list(regulator = design$genes, target = design$genes)
    truth <- matrix(as.integer(lags > 0L), p, p)
    .simulate_result("var", design, out$x, 1, truth,
        list(sparsity = sparsity, parents = parents, lag = lag, self = self,
            radius = radius, start = start),
        list(coefficients = coefficients, lags = lags))
}

# Regulators per gene, the gene itself not counted.
.simulate_parents <- function(sparsity, p) {
    sparsity <- .check_number(sparsity, "sparsity", 0, p - 1)
    if (sparsity < 1) {
        return(as.integer(ceiling(sparsity * (p - 1) - 1e-9)))
    }
    .check_count(sparsity, "sparsity", 1L, p - 1L)
}

.check_radius <- function(radius) {
    ok <- is.numeric(radius) && length(radius) == 1L && is.finite(radius) &&
        radius > 0 && radius < 1
    if (!ok) {
        .ggc_stop("argument",
            "`radius` must be one number above 0 and below 1, not %s.",
            .given(radius))
    }
    as.double(radius)
}
