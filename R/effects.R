# What the trained networks say of a regulator: does it raise or lower its
# target, and after how many steps? Read off the derivatives of their forecasts.

# Lags of a recurrent network that are looked at. (A perceptron: all it sees.)
.EFFECT_LAGS <- 5L

# Derivatives of each target's forecast, one step ahead, by the last values of
# each regulator, standardised; of the networks at the chosen penalty. For the
# targets named: `effect` (signed) and `jacobian` (absolute), sums over lags of
# means over networks, trajectories and steps, and `lag`, in steps, where the
# absolute one peaks (0: the networks have no weights). Matrices regulators x
# targets; NULL where the fit kept no networks.
.effects <- function(fit, targets = colnames(fit@score)) {
    networks <- fit@networks
    if (length(networks) == 0L) {
        return(NULL)
    }
    genes <- rownames(fit@series$x)
    trained <- genes[networks$targets]
    here <- which(trained %in% targets)
    threads <- .resolve_threads(NULL, length(here))
    size <- .largest_shard(length(networks$regulators), fit@control,
        .cell_of(fit@method, fit@control))
    groups <- split(here, (seq_along(here) - 1L) %/% size)
    parts <- lapply(groups, function(some) {
        .effects_of(fit, .some_networks(networks, some), threads)
    })
    row <- match(rownames(fit@score), genes[networks$regulators])
    column <- match(targets, trained[here])
    lost <- fit@training[targets, "status"] %in% .UNTRAINED
    names <- c(effect = "effect", jacobian = "size", lag = "lag")
    lapply(names, function(part) {
        all <- do.call(cbind, lapply(parts, `[[`, part))
        out <- matrix(if (part == "lag") 0L else 0, length(row),
            length(column), dimnames = list(rownames(fit@score), targets))
        if (!is.null(all)) { # constant genes keep their 0
            out[!is.na(row), !is.na(column)] <- all[row[!is.na(row)],
                column[!is.na(column)]]
        }
        out[, lost] <- NA
        out
    })
}

.effects_of <- function(fit, networks, threads) {
    problem <- .problem_of(fit, fit@series, networks)
    out <- .native_effects(problem, .whole_networks(networks, problem, "fit"),
        .EFFECT_LAGS, threads)
    lapply(out, utils::head, length(networks$regulators))
}

# The networks of some of the targets.
.some_networks <- function(networks, some) {
    networks$targets <- networks$targets[some]
    networks$packed <- networks$packed[some]
    networks$structure <- .structure_of(networks$structure, some)
    networks
}

# 1: a regulator raises its target, -1: it lowers it, 0: neither can be told.
# From the networks; where these have no weights for it, as from a regulator
# that ranks high by the path alone, from the sign of the correlation of its
# values with what the target's own past leaves unexplained, over the lags of
# the ranking. effects: as from .effects().
.signs <- function(fit, targets, effects) {
    x <- fit@series$x
    linear <- .directed_dependence(x, fit@series$trajectory,
        match(rownames(fit@score), rownames(x)), match(targets, rownames(x)),
        "signed", max(fit@control$horizons, 1L), 0, .nothing_held(
            fit@series$trajectory), 1L)
    out <- sign(linear)
    if (!is.null(effects)) {
        told <- which(effects$effect != 0)
        out[told] <- sign(effects$effect[told])
    }
    out[, fit@training[targets, "status"] %in% .UNTRAINED] <- NA
    storage.mode(out) <- "integer"
    out
}

# A table of edges with sign, lag, delay and effect.
.with_effects <- function(edges, fit) {
    targets <- unique(edges$target)
    effects <- .effects(fit, targets)
    at <- cbind(match(edges$regulator, rownames(fit@score)),
        match(edges$target, targets))
    edges$sign <- .signs(fit, targets, effects)[at]
    lag <- if (is.null(effects)) rep(NA_integer_, nrow(edges)) else
        effects$lag[at]
    lag[lag %in% 0L] <- NA
    edges$lag <- lag
    edges$delay <- lag * .even_step(fit@series)
    edges$effect <- if (is.null(effects)) rep(NA_real_, nrow(edges)) else
        effects$effect[at]
    edges
}
