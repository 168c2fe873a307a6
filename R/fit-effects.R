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
.network_effects <- function(fit, targets) {
    networks <- fit@details$networks
    if (length(networks) == 0L) {
        return(NULL)
    }
    genes <- rownames(fit@series$x)
    trained <- genes[networks$targets]
    here <- which(trained %in% targets)
    threads <- .resolve_threads(NULL, length(here))
    size <- .largest_shard(length(networks$regulators), fit@control,
        fit@details$cell)
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
