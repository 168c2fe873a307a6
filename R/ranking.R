# From trained networks to a ranking of edges: how far ahead they forecast, the
# dependence that can be read off the series without them, and how the two are
# put together. Every rule reads the data, none a known network; constants were
# chosen on simulated networks (inst/script/tune_ranking.R).

# ---- How far ahead ---------------------------------------------------------

# Horizons are lags over which the autocorrelation, measured against lag 1 so
# that measurement noise cancels, stays above this.
.MEMORY <- 0.65
.MOST_HORIZONS <- 3L

# Number of steps ahead that the networks forecast: as long as the series
# remember. z: working genes x columns.
.horizons <- function(z, trajectory) {
    longest <- max(tabulate(trajectory)) - 1L
    lags <- seq_len(min(.MOST_HORIZONS, longest))
    level <- .trajectory_means(z, trajectory)
    centred <- z - level[, trajectory, drop = FALSE]
    memory <- vapply(lags, function(k) {
        from <- .pairs_from(trajectory, k)
        sum(centred[, from] * centred[, from + k]) / sum(centred[, from]^2)
    }, 0)
    if (!is.finite(memory[[1L]]) || memory[[1L]] <= 0) {
        return(1L)
    }
    kept <- cumprod(memory / memory[[1L]] > .MEMORY) == 1
    max(1L, sum(kept, na.rm = TRUE))
}

.trajectory_means <- function(z, trajectory) {
    means <- vapply(seq_len(max(trajectory)), function(r) {
        rowMeans(z[, trajectory == r, drop = FALSE])
    }, numeric(nrow(z)))
    matrix(means, nrow(z))
}

# Columns with a column of their own trajectory k later.
.pairs_from <- function(trajectory, k) {
    size <- tabulate(trajectory)
    which(sequence(size) <= size[trajectory] - k)
}

# ---- Putting them together -------------------------------------------------

# Scores with hubs favoured, who regulate many: each regulator's scores times
# its mean to the power `hubs`, over the root of the target's mean. apart: entries
# that are no candidates, which take no part in the means.
.weigh_hubs <- function(score, apart, hubs) {
    others <- pmax(score, 0)
    others[apart] <- NA
    regulator <- rowMeans(others, na.rm = TRUE)
    target <- colMeans(others, na.rm = TRUE)
    regulator[!is.finite(regulator)] <- 0
    target[!is.finite(target) | target <= 0] <- 1
    pmax(score, 0) * regulator^hubs / rep(sqrt(target), each = nrow(score))
}

# Share of the spread of the regulators' means that is no accident, 0 to 1: one
# less the ratio of variance within regulators to that between (one-way analysis
# of variance). 0 where no gene regulates more than others.
.hub_share <- function(score, apart) {
    score[apart] <- NA # with one regulator or target there is no spread
    score <- score[rowSums(!is.na(score)) > 0, , drop = FALSE]
    n <- rowSums(!is.na(score))
    mean <- rowMeans(score, na.rm = TRUE)
    within <- sum((score - mean)^2, na.rm = TRUE) / (sum(n) - length(n))
    between <- sum(n * (mean - sum(n * mean) / sum(n))^2) / (length(n) - 1)
    share <- 1 - within / between
    if (is.finite(share)) max(0, share) else 0
}

# Evidence of a ranking, -log of the share of edges at or above: every entry
# against those that are candidates.
.rank_evidence <- function(score, apart) {
    others <- sort(score[!apart & !is.na(score)])
    n <- length(others)
    if (n == 0L) {
        return(0 * score)
    }
    below <- findInterval(score, others, left.open = TRUE)
    upto <- findInterval(score, others)
    rank <- (below + upto + 1) / 2
    array(-log1p(-rank / (n + 1)), dim(score), dimnames(score))
}

# How much the dependence counts beside the networks, 0 to 1: nothing where its
# favourites forecast no better than theirs; as much where they do so by a
# twenty-fifth, geometric mean over targets, less half its standard error (few
# targets show a gain by accident).
.GAIN <- 0.04

.dependence_weight <- function(network, dependence, s) {
    gain <- .favourites_error(network, s) - .favourites_error(dependence, s)
    gain <- gain[is.finite(gain)]
    if (length(gain) < 2L) {
        return(0)
    }
    sure <- mean(gain) - stats::sd(gain) / sqrt(length(gain)) / 2
    min(1, max(0, sure / .GAIN))
}

# Logarithm of the held-out error of forecasts from each target's best
# candidates, mean over the one to six best; linear or with squares and
# products, whichever forecasts better over all targets.
.CANDIDATES <- 6L

.favourites_error <- function(score, s) {
    score[.apart(s$rows, s$columns, s$question$exclude)] <- -Inf
    score[is.na(score)] <- -Inf
    most <- min(.CANDIDATES, length(s$rows) - 1L)
    if (most < 1L) {
        return(rep(NA_real_, length(s$columns)))
    }
    order <- apply(score, 2L, order, decreasing = TRUE)
    fold <- .folds(s$series$trajectory, 5L)
    from <- which(fold >= 0L)
    fold <- ifelse(fold == 32767L, 1L, fold)[from]
    task <- list(z = s$z, from = from, fold = fold, folds = max(fold, 1L),
        target = s$columns, ridge = 0.02)
    errors <- lapply(seq_len(most), function(m) {
        best <- s$rows[order[seq_len(m), ]]
        forms <- lapply(c(0L, 1L), function(quadratic) {
            .native_forecast(c(task, list(m = m, best = best,
                quadratic = quadratic)), s$threads)
        })
        log(forms[[which.min(vapply(forms, mean, 0))]])
    })
    Reduce(`+`, errors) / most
}

# The ranking of a fit: `network`, regulators x targets in working order, with
# the directed dependence where the control asks for it, and with what the user
# believes.
.rank_edges <- function(network, s) {
    control <- s$control
    apart <- .apart(s$rows, s$columns, s$question$exclude)
    out <- list(score = network, network = network, dependence = NULL,
        weight = 0, hubs = 0)
    if (all(apart)) {
        return(out)
    }
    out$hubs <- control$hubs * .hub_share(network, apart)
    weigh <- function(score) {
        if (control$hubs > 0) .weigh_hubs(score, apart, out$hubs) else score
    }
    out$score <- weigh(network)
    prior <- s$question$prior
    if (control$dependence != "none" || !is.null(prior)) {
        out$score <- .rank_evidence(out$score, apart)
    }
    if (control$dependence != "none") {
        out$dependence <- .dependence_of(s, control$dependence)
        out$weight <- control$fusion
        if (is.na(out$weight)) {
            out$weight <- .dependence_weight(network, out$dependence, s)
        }
        dependence <- .rank_evidence(weigh(out$dependence), apart)
        dependence[apart] <- 0
        out$score <- out$score + out$weight * dependence
    }
    if (!is.null(prior)) {
        out$score <- out$score + s$question$weight * prior
    }
    out$score[.flagged(s$question$exclude)] <- 0
    out
}
