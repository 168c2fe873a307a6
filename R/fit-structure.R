# What all networks of a fit are given beside the series: graph, first state,
# first weights, and the rows that the loss compares with.

# Graph and distance correlation as the networks use them, over the candidate
# regulators: A (regulators x regulators) on the hidden nodes, h0 per target,
# first input weights per gene, rows of the loss. s: the setup of .train().
.structure <- function(s) {
    control <- s$control
    genes <- rownames(s$z)
    map <- .native_hidden_map(genes[s$rows], control$hidden)
    out <- list(graph = NULL, h0 = NULL, w_start = NULL,
        adjacency = NULL, dcor = NULL, near = NULL, far = NULL)
    if (s$graph) {
        out$adjacency <- .regulator_graph(s)
        out$graph <- .on_hidden(out$adjacency, map, control)
    }
    terms <- control$kl != "none" || control$triplet == "granger"
    directed <- control$kl_target == "directed"
    weights <- control$init %in% c("weights", "both")
    columns <- if (weights) seq_along(genes) else s$columns
    if (control$init != "none" || (terms && !directed)) {
        all <- .dcor_of(s, columns)
        out$dcor <- all[, match(s$columns, columns), drop = FALSE]
    }
    if (control$init %in% c("hidden", "both")) {
        out$h0 <- .native_product(map, out$dcor)
    }
    if (weights) {
        out$w_start <- .start_weights(.native_product(map, all), control$hidden)
    }
    if (terms) {
        near <- if (directed) .dependence_of(s, "dcor") else out$dcor
        out$near <- .loss_rows(near, s$rows, s$columns)
        out$far <- .loss_rows(.surrogate_rows(s, directed), s$rows, s$columns)
    }
    out
}

# The graph of a fit over its regulators.
.regulator_graph <- function(s) {
    control <- s$control
    if (control$adjacency == "directed") {
        return(.normalise_directed(.dependence_of(s, "dcor", s$rows),
            control$normalise))
    }
    .adjacency(s$z[s$rows, , drop = FALSE], control$adjacency,
        control$normalise, s$series$trajectory, s$threads)
}

# Distance correlations of x, by default the regulators, with the columns'
# genes.
.dcor_of <- function(s, columns, x = s$z[s$rows, , drop = FALSE]) {
    .dcor(x, s$z[columns, , drop = FALSE], s$control$dcor_lag,
        s$series$trajectory, s$threads)
}

# What the dependence of the targets on the regulators is by chance.
.surrogate_rows <- function(s, directed) {
    trajectory <- s$series$trajectory
    if (!directed) {
        return(.dcor_of(s, s$columns,
            .shuffle_time(s$z[s$rows, , drop = FALSE], trajectory, s$seed)))
    }
    .directed_dependence(s$z, trajectory, s$rows, s$columns, "dcor",
        s$control$dependence_lags, s$control$smooth, s$held, s$threads,
        .shuffle_time(s$z, trajectory, s$seed), s$clock)
}

# A over the hidden nodes: P A P'. A directed graph is [from, to], as all
# results are; the A of eq. 3 is [to, from].
.on_hidden <- function(adjacency, map, control) {
    if (control$adjacency == "directed") {
        adjacency <- t(adjacency)
    }
    .unit_graph(.native_product(
        .native_product(map, adjacency), map, transpose = TRUE
    ))
}

# Rows of the loss, one column per target: inputs are the regulators and, behind
# them, a place for a target that is none. The target itself takes no part; the
# others sum to 1.
.loss_rows <- function(dcor, regulators, targets) {
    rows <- rbind(dcor, 0)
    own <- match(targets, regulators, nomatch = length(regulators) + 1L)
    rows[cbind(own, seq_along(targets))] <- 0
    total <- colSums(rows)
    unrelated <- rep(as.numeric(total <= 0), each = nrow(rows))
    rows <- rows + unrelated / max(length(regulators) - 1L, 1L)
    rows[cbind(own, seq_along(targets))] <- 0
    unname(rows / rep(pmax(colSums(rows), .Machine$double.xmin),
        each = nrow(rows)))
}

# The columns of each trajectory in random order: what dependence is left is
# chance.
.shuffle_time <- function(x, trajectory, seed) {
    draw <- .native_uniform(ncol(x), seed, "time")
    x[, order(trajectory, draw), drop = FALSE]
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
