# Trivial rankings that any method should beat. Matrices regulators x targets;
# a transition is a pair of samples that follow each other in one trajectory.

CONTROLS <- c("empty graph", "|lag-1 correlation|",
    "lag-1 partial correlation", "ridge VAR(1)", "source mean",
    "minus target mean")

# x: genes x samples. list(from, to): transitions x genes, in order of
# trajectory and time; none leads from one trajectory into another.
transitions <- function(x, time, trajectory) {
    order <- order(match(trajectory, unique(trajectory)), time)
    x <- x[, order, drop = FALSE]
    trajectory <- trajectory[order]
    from <- which(trajectory[-1L] == trajectory[-length(trajectory)])
    list(from = t(x[, from, drop = FALSE]),
        to = t(x[, from + 1L, drop = FALSE]))
}

# Correlations without NA: a gene that does not vary goes with none.
plain_cor <- function(x, y) {
    out <- suppressWarnings(stats::cor(x, y))
    out[is.na(out)] <- 0
    out
}

# |cor(x_j(t), x_i(t + 1))|
lag_correlation <- function(pairs) {
    abs(plain_cor(pairs$from, pairs$to))
}

# |cor(x_j(t), x_i(t + 1) | x_i(t))|: the own past taken out of both. It leaves
# nothing of the gene itself: self entries are 0.
lag_partial_correlation <- function(pairs) {
    late <- plain_cor(pairs$from, pairs$to)
    now <- plain_cor(pairs$from, pairs$from)
    own <- rep(diag(late), each = nrow(late))
    left <- sqrt(pmax(1 - now^2, 0) * pmax(1 - own^2, 0))
    out <- ifelse(left > 1e-8, (late - now * own) / left, 0)
    diag(out) <- 0
    abs(out)
}

# Columns with mean 0 and sd 1; constant ones are 0.
standard_columns <- function(x) {
    x <- sweep(x, 2L, colMeans(x))
    size <- sqrt(colMeans(x^2))
    sweep(x, 2L, ifelse(size > 0, size, 1), "/")
}

# |coefficients| of x(t + 1) on x(t), both standardised, by ridge regression;
# each target has the penalty with the least generalised cross-validation
# error, n RSS / (n - df)^2, the intercept being one degree of freedom.
ridge_var <- function(pairs, penalties = 10^seq(-6, 2, length.out = 81L)) {
    x <- standard_columns(pairs$from)
    y <- standard_columns(pairs$to)
    n <- nrow(x)
    s <- svd(x)
    keep <- s$d > 1e-10 * s$d[[1L]]
    d <- s$d[keep]
    uy <- crossprod(s$u[, keep, drop = FALSE], y)
    lambda <- penalties * d[[1L]]^2
    gcv <- vapply(lambda, function(l) {
        shrink <- d^2 / (d^2 + l)
        rss <- colSums(y^2) - colSums((2 * shrink - shrink^2) * uy^2)
        n * rss / (n - 1 - sum(shrink))^2
    }, numeric(ncol(y)))
    best <- lambda[apply(matrix(gcv, ncol(y)), 1L, which.min)]
    weight <- d / outer(d^2, best, "+")
    out <- abs(s$v[, keep, drop = FALSE] %*% (weight * uy))
    dimnames(out) <- list(colnames(x), colnames(y))
    out
}

# All controls of a series: a list of score matrices.
control_scores <- function(series) {
    pairs <- transitions(series$x, series$time, series$trajectory)
    mean <- rowMeans(series$x)
    genes <- names(mean)
    by_source <- matrix(mean, length(mean), length(mean),
        dimnames = list(genes, genes))
    scores <- list(
        0 * by_source, lag_correlation(pairs), lag_partial_correlation(pairs),
        ridge_var(pairs), by_source, -t(by_source)
    )
    names(scores) <- CONTROLS
    scores
}

# Metrics of the controls, one row each. A ranking without a threshold is no
# network, so that all but the empty graph have only AUROC and AUPR.
control_rows <- function(series, seed) {
    scores <- control_scores(series)
    rows <- lapply(names(scores), function(name) {
        metrics <- if (name == "empty graph") {
            ggc::ggc_metrics(scores[[name]], series$truth)[METRICS]
        } else {
            ranking_metrics(scores[[name]], series$truth)
        }
        data.frame(dataset = series$dataset, model = name, seed = seed,
            status = "ok", metrics)
    })
    do.call(rbind, rows)
}
