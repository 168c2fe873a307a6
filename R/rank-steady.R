# Steady states under no intervention, as multifactorial samples are: who goes
# with whom in them, given all others, by a forest for each target. Told are
# pairs, hardly a direction.

# Fewer samples tell nothing of dependence.
.FEWEST_FREE <- 10L

.STEADY_FOREST <- list(trees = 500L, mtry = NULL, min_node = 1L)

# The weight of their evidence beside that of the series, in units of the
# multiple correlation that forests reach out of bag: that of noise is 0.
# Chosen on simulated networks (tools/tune/multifactorial.R).
.FREE_WEIGHT <- 1.5

.free_steady <- function(steady) {
    steady$x[, colSums(steady$perturbed != 0) == 0, drop = FALSE]
}

# list(evidence, weight): of each edge what free steady states tell, regulators
# x targets in working order; NULL where there are too few. s: a setup.
.steady_evidence <- function(s, apart) {
    steady <- s$series$steady
    free <- if (!is.null(steady)) .free_steady(steady)
    if (is.null(free) || ncol(free) < .FEWEST_FREE) {
        return(NULL)
    }
    x <- free[match(rownames(s$z), rownames(free)), , drop = FALSE]
    rownames(x) <- rownames(s$z)
    x[rowSums(is.na(x)) > 0, ] <- 0
    z <- .standardise(x)$z
    # What was not measured, or does not vary, is no candidate, and no target.
    told <- rowSums(z != 0) > 0
    if (sum(told) < 2L) {
        return(NULL)
    }
    candidate <- !apart & told[s$rows]
    grown <- .in_forks(as.list(seq_along(s$columns)), function(i) {
        list(if (told[[s$columns[[i]]]]) {
            .steady_tree(s$columns[[i]], s$rows[candidate[, i]], z, s$seed)
        })
    }, s$threads)
    score <- 0 * candidate
    for (i in which(lengths(grown) > 0L)) {
        score[candidate[, i], i] <- grown[[i]]$share
    }
    explained <- mean(vapply(grown, function(one) {
        one$explained %or% NA_real_
    }, 0), na.rm = TRUE)
    list(evidence = replace(.rank_evidence(.weigh_hubs(score, apart, 0.5),
        apart), apart, 0),
    weight = .FREE_WEIGHT * sqrt(max(0, explained, na.rm = TRUE)))
}

# list(share, explained): the share of the target's variance that its forest
# reads from each candidate, rows of z, and what it explains of samples that
# trees have not seen.
.steady_tree <- function(target, candidates, z, seed) {
    if (length(candidates) == 0L) {
        return(NULL)
    }
    y <- z[target, ]
    forest <- .forest(t(z[candidates, , drop = FALSE]), y, .STEADY_FOREST,
        .target_seed(target, list(z = z, seed = seed), "steady"))
    list(share = .importance_shares(forest, y), explained = forest$r.squared)
}
