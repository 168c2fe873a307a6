# From a series and a control to the list that the C driver reads.

# The list that the C driver reads (glue_problem() in r_problem.c). With `loss`
# FALSE the terms beyond the squared error are left out, as for a forecast.
.problem <- function(trajectory, z, regulators, targets, control, cell, seed,
                     structure, loss = TRUE) {
    inputs <- length(regulators) + 1L
    size <- tabulate(trajectory)
    recurrent <- .recurrent(cell)
    if (!loss) {
        control[c("kl", "triplet")] <- "none"
    }
    c(.loss_settings(control), list(
        z = z, genes = rownames(z), length = size,
        fold = .folds(trajectory, control$members),
        window = if (recurrent) control$window else .WHOLE_TRAJECTORY,
        lags = if (recurrent) 1L else control$lag, horizons = control$horizons,
        segment = control$segment,
        burn_in = if (recurrent) control$burn_in else 0L,
        regulators = as.integer(regulators), targets = as.integer(targets),
        cell = .cell_code(cell), hidden = control$hidden,
        layers = control$layers, graph = structure$graph,
        n_prop = control$n_prop,
        graph_at = .graph_sites[[control$graph_at]],
        h0 = structure$h0, w_start = structure$w_start,
        near = structure$near, far = structure$far,
        negative = if (control$triplet == "prediction") {
            .other_genes(rownames(z), targets, seed)
        },
        ridge = control$ridge, members = control$members, seed = seed,
        lambda = control$lambda, optimiser = .optimisers[[control$optimiser]],
        rate = control$rate, first = control$first, each = control$each,
        recheck = control$recheck, tolerance = control$tolerance,
        penalty = structure$penalty %or% matrix(1, inputs, length(targets)),
        se_factor = control$se_factor, isa = .isas[[control$isa]],
        keep_networks = as.integer(control$keep == "chosen")
    ))
}

.loss_settings <- function(control) {
    list(
        penalty_kind = .penalties[[control$penalty]],
        kl = .kl_terms[[control$kl]], kl_weight = control$kl_weight,
        kl_epsilon = control$kl_epsilon, triplet = .triplets[[control$triplet]],
        triplet_weight = control$triplet_weight,
        triplet_p = control$triplet_p, margin = control$margin
    )
}

# For each target another gene, drawn by the target's name: the negative of the
# triplet of predictions. A lone gene is its own negative.
.other_genes <- function(genes, targets, seed) {
    vapply(targets, function(i) {
        others <- setdiff(seq_along(genes), i)
        if (!length(others)) {
            return(as.integer(i))
        }
        draw <- .native_uniform(1L, seed, genes[[i]])
        others[[1L + floor(draw * length(others))]]
    }, 0L)
}
