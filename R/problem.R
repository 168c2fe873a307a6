# From a series and a control to the list that the C driver reads.

# Fold of the step that starts at each column: which member holds it out.
#   five trajectories or more: whole trajectories, dealt in turn;
#   else series of 50 points or more: the last fifth of each, for every member;
#   else blocks of steps, a block of each trajectory per member.
# 0 trains always, m >= 1 is held out by member m, 32767 by all. The last column
# of a trajectory starts no step.
.folds <- function(trajectory, members) {
    size <- tabulate(trajectory)
    step <- sequence(size)
    fold <- integer(length(trajectory))
    if (length(size) >= 5L) {
        groups <- max(members, 2L)
        fold <- (trajectory - 1L) %% groups + 1L
    } else if (all(size >= 50L)) {
        fold[step > ceiling(0.8 * size[trajectory])] <- 32767L
    } else {
        groups <- max(members, 5L)
        block <- ceiling(step * groups / pmax(size[trajectory] - 1L, 1L))
        fold <- as.integer((block + trajectory - 2L) %% groups + 1L)
    }
    fold[step == size[trajectory]] <- -1L
    as.integer(fold)
}

# Graph and distance correlation as the networks use them, over the candidate
# regulators: A (regulators x regulators) on the hidden nodes, h0 per target,
# first input weights per gene. Rows of z are the working genes.
.structure <- function(z, trajectory, regulators, targets, control, graph,
                       threads) {
    out <- list(graph = NULL, h0 = NULL, w_start = NULL,
        adjacency = NULL, dcor = NULL)
    genes <- rownames(z)
    if (graph || control$init != "none") {
        map <- .native_hidden_map(genes[regulators], control$hidden)
    }
    if (graph) {
        out$adjacency <- .adjacency(z[regulators, , drop = FALSE],
            control$adjacency, control$normalise, trajectory, threads)
        out$graph <- .unit_graph(.native_product(
            .native_product(map, out$adjacency), map, transpose = TRUE
        ))
    }
    if (control$init != "none") {
        weights <- control$init %in% c("weights", "both")
        columns <- if (weights) seq_along(genes) else targets
        same <- identical(as.integer(columns), as.integer(regulators))
        all <- .dcor(z[regulators, , drop = FALSE],
            if (!same) z[columns, , drop = FALSE], control$dcor_lag,
            trajectory, threads)
        out$dcor <- all[, match(targets, columns), drop = FALSE]
        if (control$init %in% c("hidden", "both")) {
            out$h0 <- .native_product(map, out$dcor)
        }
        if (weights) {
            out$w_start <- .start_weights(.native_product(map, all),
                control$hidden)
        }
    }
    out
}

# A over the hidden nodes, scaled to a mean self weight of 1. The read-out could
# absorb any scale, but for the ridge on it: unscaled, a symmetric normalisation
# over many genes shrinks what passes the graph until only the bias fits.
.unit_graph <- function(a) {
    scale <- mean(diag(a))
    if (scale > 0) a / scale else a
}

# init = "weights": every gate's input block is C, scaled to the spread that a
# random start has, 1 / sqrt(3 H).
.start_weights <- function(w, hidden) {
    spread <- sqrt(mean((w - mean(w))^2))
    w / (if (spread > 0) spread else 1) / sqrt(3 * hidden)
}

# The list that the C driver reads (problem_from() in r_fit.c).
.problem <- function(trajectory, z, regulators, targets, control, cell, seed,
                     structure, penalty = NULL) {
    inputs <- length(regulators) + 1L
    size <- tabulate(trajectory)
    list(
        z = z, genes = rownames(z), length = size,
        fold = .folds(trajectory, control$members),
        window = min(control$window, min(size) - 1L),
        segment = control$segment, burn_in = control$burn_in,
        regulators = as.integer(regulators), targets = as.integer(targets),
        cell = .cells[[cell]], hidden = control$hidden,
        graph = structure$graph, n_prop = control$n_prop,
        h0 = structure$h0, w_start = structure$w_start,
        ridge = control$ridge, members = control$members, seed = seed,
        lambda = control$lambda, optimiser = .optimisers[[control$optimiser]],
        rate = control$rate, first = control$first, each = control$each,
        recheck = control$recheck,
        penalty = if (is.null(penalty)) {
            matrix(1, inputs, length(targets))
        } else {
            penalty
        },
        se_factor = control$se_factor, isa = .isas[[control$isa]],
        keep_networks = as.integer(control$keep == "chosen")
    )
}
