# What the trained networks say of a regulator: does it raise or lower its
# target, and after how many steps? Read off the derivatives of their forecasts.

# Lags of a recurrent network that are looked at. (A perceptron: all it sees.)
.EFFECT_LAGS <- 5L

# Derivatives of each target's forecast, one step ahead, by the last values of
# each regulator, standardised; of the networks at the chosen penalty. For the
# targets named: `effect` (signed) and `size` (absolute), sums over lags of means
# over networks, trajectories and steps, and `lag`, in steps, where size peaks.
# Matrices regulators x targets; NULL where the fit kept no networks.
.effects <- function(fit, targets = colnames(fit@score),
                     threads = .resolve_threads(NULL, length(targets))) {
    networks <- fit@networks
    if (length(networks) == 0L) {
        return(NULL)
    }
    trained <- rownames(fit@series$x)[networks$targets]
    here <- match(intersect(trained, targets), trained)
    control <- fit@control
    groups <- split(here, (seq_along(here) - 1L) %/% .largest_shard(
        length(networks$regulators), control, .cell_of(fit@method, control)))
    parts <- lapply(groups, function(some) {
        .effects_of(fit, .some_networks(networks, some), threads)
    })
    row <- match(rownames(fit@score),
        rownames(fit@series$x)[networks$regulators])
    column <- match(targets, trained[here])
    lost <- fit@training[targets, "status"] %in% .UNTRAINED
    lapply(c(effect = "effect", size = "size", lag = "lag"), function(name) {
        all <- do.call(cbind, lapply(parts, `[[`, name))
        out <- all[row, column, drop = FALSE]
        out[is.na(out)] <- 0L # constant genes
        out[, lost] <- NA
        dimnames(out) <- list(rownames(fit@score), targets)
        out
    })
}

.effects_of <- function(fit, networks, threads) {
    problem <- .problem_of(fit, fit@series, networks)
    out <- .native_effects(problem, .unpack_networks(
        networks$packed, .input_weights(problem), .n_parameters(problem),
        problem$members
    ), .EFFECT_LAGS, threads)
    lapply(out, utils::head, length(networks$regulators))
}

# The networks of some of the targets.
.some_networks <- function(networks, some) {
    networks$targets <- networks$targets[some]
    networks$packed <- networks$packed[some]
    networks$structure <- .structure_of(networks$structure, some)
    networks
}
