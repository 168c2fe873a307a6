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

# beside: errors of .favourites_error() for both rankings.
.dependence_weight <- function(beside, s) {
    forecast <- .forecast_weight(beside$network - beside$dependence)
    # No weight is above what the forecasts allow but for held inputs.
    max(forecast * .reproduced(s), min(1, s$held$share / .HELD))
}

.forecast_weight <- function(gain) {
    gain <- gain[is.finite(gain)]
    if (length(gain) < 2L) {
        return(0)
    }
    at_best <- mean(gain) + 2 * stats::sd(gain) / sqrt(length(gain))
    min(1, max(0, .EVEN + at_best / .GAIN))
}

# How much of it is there, 0 to 1, whatever it forecasts: a dependence that
# cannot be found again in the other half of a long series is none, and networks
# may well see what it does not. Of correlations r of halves of n steps the
# variance that they have in common, in units of that of chance, is r / (1 - r),
# so that r / (1 - r) / n is a mean square of the true values that does not grow
# with the series. Of many genes few pairs depend on each other, so that it is
# small, but then r is many times the error of a correlation over all pairs:
# either will do. 1 where nothing can be halved.
.STANDARD_ERRORS <- c(2, 4)
.MEAN_SQUARE <- c(0.0005, 0.0025)

.reproduced <- function(s) {
    r <- .halves_correlation(s)
    if (!is.finite(r)) {
        return(1)
    }
    r <- min(max(r, 0), 0.99)
    steps <- length(.pairs_from(s$series$trajectory, 1L)) / 2
    pairs <- sum(!.apart(s$rows, s$columns, s$known$exclude))
    max(.between(r * sqrt(pairs), .STANDARD_ERRORS),
        .between(r / (1 - r) / steps, .MEAN_SQUARE))
}

# How much the conditional dependence takes the place of the other, 0 to 1:
# where linear forecasts one step ahead are much better than those from the own
# past (.LINEAR), but not yet better several steps ahead (.LATE, ratio of the
# two, which slow relaxation has and a linear system has not).
.LINEAR <- c(0.06, 0.12)
.LATE <- c(2, 1)

# Its weight beside the networks: none where its favourites forecast no better
# than theirs, as of a system that is not linear, and the more the better. Where
# steps are not alike, which networks are not told, .CLEARLY_AHEAD will do.
.AHEAD <- c(0.01, 0.02)
.CLEARLY_AHEAD <- c(0.1, 0.2)
.LEAD <- 40
.MOST_LEAD <- 12

# list(share, weight): how far it takes the other's place, and its own weight.
.conditional_weight <- function(conditional, beside, uneven = FALSE) {
    if (is.null(conditional)) {
        return(list(share = 0, weight = 0))
    }
    lead <- mean(beside$network - beside$conditional)
    if (!is.finite(lead)) {
        lead <- 0
    }
    late <- conditional$later / max(conditional$gain, 0.001)
    linear <- max(.between(conditional$gain, .LINEAR),
        if (uneven) .between(lead, .CLEARLY_AHEAD))
    share <- linear * .between(late, .LATE)
    list(share = share, weight = share * .between(lead, .AHEAD) *
        min(.MOST_LEAD, 1 + .LEAD * max(lead, 0)))
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
    fold <- ifelse(fold == 32767L, 1L, fold)
    z <- .free_series(s)
    groups <- .learning_groups(s$held, s$columns, from, 1L)
    errors <- lapply(seq_len(most), function(m) {
        forms <- lapply(c(0L, 1L), function(quadratic) {
            out <- rep(NA_real_, length(s$columns))
            for (group in groups) {
                steps <- from[group$steps]
                out[group$columns] <- .native_forecast(list(z = z,
                    from = steps, fold = fold[steps], folds = max(fold, 1L),
                    target = s$columns[group$columns], ridge = 0.02,
                    unit = .step_units(s$clock, steps, 1L), m = m,
                    best = s$rows[order[seq_len(m), group$columns]],
                    quadratic = quadratic), s$threads)
            }
            out
        })
        log(forms[[which.min(vapply(forms, mean, 0))]])
    })
    Reduce(`+`, errors) / most
}

# The ranking of a fit: `network`, regulators x targets in working order, with
# the dependence where the control asks for it, and with what the user believes.
.rank_edges <- function(network, s) {
    control <- s$control
    apart <- .apart(s$rows, s$columns, s$known$exclude)
    out <- list(score = network, network = network, dependence = NULL,
        conditional = NULL, weight = 0, conditional_weight = 0, hubs = 0,
        spread = 0, alike = 0, held = s$held$share)
    if (all(apart)) {
        return(out)
    }
    if (control$dependence == "levels") {
        out$score <- .rank_evidence(network, apart)
        out <- .add_levels(out, apart, s)
        return(.add_beliefs(.add_interventions(out, apart, s), s))
    }
    if (control$hubs > 0) {
        out[c("spread", "alike")] <- .spread_believed(s)
        out$hubs <- control$hubs * .hub_share(network, apart) * out$spread
        out$score <- .weigh_hubs(network, apart, out$hubs, out$alike)
    }
    if (control$dependence != "none" || !is.null(s$known$prior)) {
        out$score <- .rank_evidence(out$score, apart)
    }
    if (control$dependence != "none") {
        out <- .add_dependence(out, apart, s)
    }
    .add_beliefs(.add_interventions(out, apart, s), s)
}

# With what steady states tell, and what followed where genes were held. Scores
# are positive, 0 for what is no candidate.
.add_interventions <- function(ranking, apart, s) {
    series <- s$series
    if (is.null(series$perturbed) && is.null(series$steady)) {
        return(ranking)
    }
    score <- ranking$score
    dimnames(score) <- list(rownames(s$z)[s$rows], rownames(s$z)[s$columns])
    failed <- is.na(score)
    score[failed] <- 0
    score[] <- .rank_evidence(score, apart)
    beside <- .steady_evidence(s, apart)
    if (!is.null(beside)) {
        score[] <- .rank_evidence(score + beside$weight * beside$evidence,
            apart)
        ranking$steady <- beside$weight
    }
    odds <- .with_interventions(score, apart, .table_responses(series), series)
    odds <- odds - min(odds[!apart], 0)
    odds[apart] <- 0
    odds[failed] <- NA
    ranking$score[] <- odds
    ranking
}

# Responses to interventions of the regulators, in the user's order, or NULL.
.placed_responses <- function(s, place) {
    if (length(.intervention_tables(s$series))) {
        names <- rownames(s$z)
        none <- matrix(0, length(s$rows), length(s$columns),
            dimnames = list(names[s$rows], names[s$columns]))
        tables <- .quietly(.table_responses(s$series), "message")
        place(unname(.response_signs(none, tables)))
    }
}

# With what the user believes, and nothing of what is excluded.
.add_beliefs <- function(ranking, s) {
    if (!is.null(s$known$prior)) {
        ranking$score <- ranking$score + .added_beliefs(s$known)
    }
    excluded <- .flagged(s$known$exclude)
    known <- !is.na(ranking$score[excluded]) # not of diverged ones
    ranking$score[excluded[known]] <- 0
    ranking
}

# The ranking with the dependence of levels in its score, of the lagged and of
# the partial one alike.
.add_levels <- function(ranking, apart, s) {
    levels <- lapply(.levels_dependence(s), abs)
    weights <- list(s$control$fusion, s$control$conditional)
    ranking[c("dependence", "conditional")] <- levels
    ranking[c("weight", "conditional_weight")] <- lapply(weights, `%or%`,
        .LEVELS_WEIGHT)
    evidence <- lapply(levels, function(score) {
        evidence <- .rank_evidence(score, apart)
        evidence[apart] <- 0
        evidence
    })
    ranking$score <- ranking$score + ranking$weight * evidence$lagged +
        ranking$conditional_weight * evidence$partial
    ranking
}

# The ranking with both dependences in its score.
.add_dependence <- function(ranking, apart, s) {
    control <- s$control
    ranking$dependence <- .dependence_of(s, control$dependence)
    asked <- !is.null(control$fusion) || !is.null(control$conditional)
    conditional <- if (!asked || (control$conditional %or% 0) > 0) {
        .conditional_dependence(s)
    }
    ranking["conditional"] <- list(conditional$score)
    rankings <- ranking[c("network", "dependence", "conditional")]
    beside <- lapply(rankings[lengths(rankings) > 0L], .favourites_error, s)
    taken <- .conditional_weight(if (!asked) conditional, beside,
        !is.null(s$clock))
    ranking$weight <- control$fusion %or%
        (.dependence_weight(beside, s) * (1 - taken$share))
    ranking$conditional_weight <- control$conditional %or% taken$weight
    add <- function(evidence, weight) {
        evidence[apart] <- 0
        weight * evidence
    }
    ranking$score <- ranking$score + add(.directed_evidence(ranking$dependence,
        apart, control$hubs * ranking$spread, ranking$alike), ranking$weight)
    if (!is.null(conditional) && ranking$conditional_weight > 0) {
        size <- .regulator_size(conditional$score, apart)
        ranking$score <- ranking$score + add(.rank_evidence(conditional$score /
            size^ranking$alike, apart), ranking$conditional_weight)
    }
    ranking
}
