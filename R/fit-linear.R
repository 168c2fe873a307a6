# What the linear methods have in common: effects and forecasts of regressions
# on standardised values, given as coefficients of each target.

# Sums over lags of the coefficients and of their sizes, and the lag of the
# largest (0: none): matrices regulators x targets. equations: named by targets,
# matrices inputs x lags, or NULL where there is none.
.equation_effects <- function(equations, regulators) {
    blank <- matrix(0, length(regulators), length(equations),
        dimnames = list(regulators, names(equations)))
    out <- list(effect = blank, jacobian = blank,
        lag = array(0L, dim(blank), dimnames(blank)))
    for (i in which(lengths(equations) > 0L)) {
        b <- equations[[i]]
        at <- match(rownames(b), regulators)
        b <- b[!is.na(at), , drop = FALSE]
        at <- at[!is.na(at)]
        some <- rowSums(b != 0) > 0
        out$effect[at, i] <- rowSums(b)
        out$jacobian[at, i] <- rowSums(abs(b))
        out$lag[at[some], i] <- max.col(abs(b[some, , drop = FALSE]), "first")
    }
    out
}

# The same of a fit, for the row of its method.
.fitted_effects <- function(fit, targets) {
    .equation_effects(fit@details$equations[targets], rownames(fit@score))
}

# Targets x columns of a series, on its scale: what the equations expect of each
# sample, given those before it in its trajectory; NA where these are too few.
# Regressions of centred values have no intercept.
.linear_forecast <- function(fit, series) {
    fitted <- fit@series
    equations <- fit@details$equations
    order <- fit@details$order
    out <- series$x[colnames(fit@score), , drop = FALSE]
    steps <- .steps_after(series$trajectory, order)
    out[, setdiff(seq_len(ncol(out)), steps)] <- NA_real_
    genes <- unique(unlist(lapply(equations, rownames)))
    scale <- .standardise(fitted$x[genes, , drop = FALSE])
    z <- (series$x[genes, , drop = FALSE] - scale$center) / scale$scale
    for (i in names(equations)[lengths(equations) > 0L]) {
        b <- equations[[i]]
        y <- 0
        for (l in seq_len(order)) {
            y <- y + b[, l] %*% z[rownames(b), steps - l, drop = FALSE]
        }
        at <- match(i, genes)
        out[i, steps] <- y * scale$scale[[at]] + scale$center[[at]]
    }
    out[fit@training$status %in% .UNTRAINED, ] <- NA_real_
    flat <- intersect(rownames(out), rownames(fitted$x)[fitted$constant])
    out[flat, steps] <- fitted$x[flat, 1L]
    out
}
