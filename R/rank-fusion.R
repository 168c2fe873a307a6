# From trained networks to a ranking of edges: how far ahead they forecast, the
# dependence that can be read off the series without them, and how the two are
# put together. Every rule reads the data, none a known network; constants were
# chosen on simulated networks (tools/tune/README.md).

# How much the dependence counts beside the networks, 0 to 1: a quarter where
# its favourites forecast as well as theirs, more the better they do, geometric
# mean over targets. Two standard errors are in its favour: with few targets a
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
    apart <- .apart(s$rows, s$columns, s$known$exclude)
    score[apart | is.na(score)] <- -Inf
    most <- min(.CANDIDATES, max(colSums(!apart)))
    if (most < 1L) {
        return(rep(NA_real_, length(s$columns)))
    }
    order <- matrix(apply(score, 2L, order, decreasing = TRUE), nrow(score))
    fold <- .folds(s$series$trajectory, 5L)
    from <- which(fold >= 0L)
    fold <- ifelse(fold == 32767L, 1L, fold)[from]
    task <- list(z = .free_series(s), from = from, fold = fold,
        folds = max(fold, 1L), target = s$columns, ridge = 0.02)
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
    apart <- .apart(s$rows, s$columns, s$known$exclude)
    out <- list(score = network, network = network, dependence = NULL,
        weight = 0, hubs = 0, held = s$held$share)
    if (all(apart)) {
        return(out)
    }
    out$hubs <- control$hubs * .hub_share(network, apart)
    if (control$hubs > 0) {
        out$score <- .weigh_hubs(network, apart, out$hubs)
    }
    prior <- s$known$prior
    if (control$dependence != "none" || !is.null(prior)) {
        out$score <- .rank_evidence(out$score, apart)
    }
    if (control$dependence != "none") {
        out$dependence <- .dependence_of(s, control$dependence)
        out$weight <- control$fusion %or%
            .dependence_weight(network, out$dependence, s)
        dependence <- .directed_evidence(out$dependence, apart, control$hubs)
        dependence[apart] <- 0
        out$score <- out$score + out$weight * dependence
    }
    if (!is.null(prior)) {
        out$score <- out$score + s$known$weight * prior
    }
    excluded <- .flagged(s$known$exclude)
    out$score[excluded[!is.na(out$score[excluded])]] <- 0 # not of diverged ones
    out
}
