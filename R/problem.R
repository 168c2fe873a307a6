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

# A map from genes to hidden units: n x H' orthonormal rows (H < n) or columns
# (H >= n), from normals keyed by gene name. The identity where they agree.
.hidden_map <- function(genes, hidden) {
    n <- length(genes)
    if (hidden == n) {
        return(diag(n))
    }
    m <- .native_named_normals(genes, hidden)
    if (hidden < n) t(.orthonormal(t(m))) else .orthonormal(m)
}

# Columns of m made orthonormal without preference for the first:
# m (m'm)^(-1/2).
.orthonormal <- function(m) {
    e <- eigen(crossprod(m), symmetric = TRUE)
    m %*% (e$vectors %*% (t(e$vectors) / sqrt(e$values)))
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
        map <- .hidden_map(genes[regulators], control$hidden)
    }
    if (graph) {
        out$adjacency <- .adjacency(z[regulators, , drop = FALSE],
            control$adjacency, control$normalise, trajectory, threads)
        out$graph <- map %*% out$adjacency %*% t(map)
    }
    if (control$init != "none") {
        all <- .dcor(z[regulators, , drop = FALSE], z, control$dcor_lag,
            trajectory, threads)
        out$dcor <- all[, targets, drop = FALSE]
        if (control$init %in% c("hidden", "both")) {
            out$h0 <- map %*% out$dcor
        }
        if (control$init %in% c("weights", "both")) {
            out$w_start <- .start_weights(map %*% all, control$hidden)
        }
    }
    out
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
