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
# remember. What is held from outside is no memory: deviations are from the level
# of a piece where there are held inputs, else of a trajectory. z: working genes x
# columns.
.horizons <- function(z, trajectory, held = .held_inputs(z, trajectory)) {
    longest <- max(tabulate(trajectory)) - 1L
    lags <- seq_len(min(.MOST_HORIZONS, longest))
    level <- if (held$share > 0) held$piece else trajectory
    centred <- z - .group_means(z, level)
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
    # A column at a time: nothing looks for Ctrl-C within a search.
    rank <- vapply(seq_len(ncol(score)), function(i) {
        below <- findInterval(score[, i], others, left.open = TRUE)
        (below + findInterval(score[, i], others) + 1) / 2
    }, numeric(nrow(score)))
    array(-log1p(-rank / (n + 1)), dim(score), dimnames(score))
}

# How much the dependence counts beside the networks, 0 to 1: a quarter where its
# favourites forecast as well as theirs, more the better they do, geometric mean
# over targets. Two standard errors are in its favour: with few targets a
# difference is an accident, and networks of few data are the poorer guide. Held
# inputs are taken off the dependence but not off what the networks learn from:
# where their share is so much, it counts as much whatever the forecasts say.
.EVEN <- 0.25
.GAIN <- 0.03
.HELD <- 0.3

.dependence_weight <- function(network, dependence, s) {
    max(.forecast_weight(network, dependence, s), min(1, s$held$share / .HELD))
}

.forecast_weight <- function(network, dependence, s) {
    gain <- .favourites_error(network, s) - .favourites_error(dependence, s)
    gain <- gain[is.finite(gain)]
    if (length(gain) < 2L) {
        return(0)
    }
    at_best <- mean(gain) + 2 * stats::sd(gain) / sqrt(length(gain))
    min(1, max(0, .EVEN + at_best / .GAIN))
}

# Logarithm of the held-out error of forecasts from each target's best
# candidates, mean over the one to six best; linear or with squares and
# products, whichever forecasts better over all targets. Of series less what is
# held, or the ranking that has found that out is not paid for it.
.CANDIDATES <- 6L

.favourites_error <- function(score, s) {
    apart <- .apart(s$rows, s$columns, s$question$exclude)
    score[apart | is.na(score)] <- -Inf
    most <- min(.CANDIDATES, max(colSums(!apart)))
    if (most < 1L) {
        return(rep(NA_real_, length(s$columns)))
    }
    order <- matrix(apply(score, 2L, order, decreasing = TRUE), nrow(score))
    fold <- .folds(s$series$trajectory, 5L)
    from <- which(fold >= 0L)
    fold <- ifelse(fold == 32767L, 1L, fold)[from]
    task <- list(z = .free_series(s), from = from, fold = fold, folds = max(fold, 1L),
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

.free_series <- function(s) {
    if (s$held$share == 0) {
        return(s$z)
    }
    .standardise(.less_held(s$z, s$held$piece, s$held$share))$z
}

# The ranking of a fit: `network`, regulators x targets in working order, with
# the directed dependence where the control asks for it, and with what the user
# believes.
.rank_edges <- function(network, s) {
    control <- s$control
    apart <- .apart(s$rows, s$columns, s$question$exclude)
    out <- list(score = network, network = network, dependence = NULL,
        weight = 0, hubs = 0, held = s$held$share)
    if (all(apart)) {
        return(out)
    }
    out$hubs <- control$hubs * .hub_share(network, apart)
    if (control$hubs > 0) {
        out$score <- .weigh_hubs(network, apart, out$hubs)
    }
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
        dependence <- .directed_evidence(out$dependence, apart, control$hubs)
        dependence[apart] <- 0
        out$score <- out$score + out$weight * dependence
    }
    if (!is.null(prior)) {
        out$score <- out$score + s$question$weight * prior
    }
    excluded <- .flagged(s$question$exclude)
    out$score[excluded[!is.na(out$score[excluded])]] <- 0 # not of diverged ones
    out
}
