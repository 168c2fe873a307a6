# The networks of all targets: what they add to the setup of a fit, their
# training, and the way from there to a fit.

# base: the fields that all methods have; known: what the user knows. The
# complete setup.
.network_setup <- function(base, known) {
    trajectory <- base$series$trajectory
    control <- base$control
    known_inputs <- .known_inputs(base$series)
    off <- .held_samples(base$series$perturbed, rownames(base$z))
    held <- if (control$held) {
        .held_inputs(base$z, trajectory, known_inputs, off)
    } else {
        .nothing_held(trajectory, known_inputs, off)
    }
    control$horizons <- .horizons_of(control, base$z, base$series, held)
    control$dependence <- control$dependence %or%
        .usual_dependence(base$series)
    out <- utils::modifyList(base, list(
        cell = base$method$cell(control), held = held,
        dependence = new.env(parent = emptyenv())
    ))
    out["clock"] <- list(.clock(base$series))
    out["inputs"] <- list(.scaled_inputs(base$series))
    out$control <- control
    .check_lags(trajectory, out$cell, control)
    do.call(.check_memory, base$method$bytes(out))
    .say_stage(base$verbose, "reading the dependence of the series")
    reading <- .dependence_reading(out)
    out$control[names(reading)] <- reading
    if (!is.null(known$prior)) {
        known$weight <- .prior_weight(known, out)
    }
    out["known"] <- list(known)
    out
}

# A perceptron needs `lag` points and one to forecast in some trajectory, the
# distance correlation pairs in each.
.check_lags <- function(trajectory, cell, control) {
    shortest <- min(tabulate(trajectory))
    if (control$dcor_lag >= shortest) {
        .ggc_stop("argument", paste0(
            "`dcor_lag` must be less than the number of samples of the ",
            "shortest trajectory, which is %d, not %d."
        ), shortest, control$dcor_lag)
    }
    longest <- max(tabulate(trajectory))
    if (!.recurrent(cell) && longest <= control$lag) {
        .ggc_stop("argument", paste0(
            "`lag` must be less than the number of samples of the longest ",
            "trajectory, which is %d, not %d."
        ), longest, control$lag)
    }
}

# The slots of a fit from its setup. trained: list(parts, reason) where the
# shards are there already, as of fits that are merged.
.train_networks <- function(s, trained = NULL) {
    structure <- .whole_structure(s)
    if (is.null(trained)) {
        trained <- .train_shards(.fit_task(s, structure), s)
    }
    .say_stage(s$verbose, "ranking: %d x %d edges", length(s$rows),
        length(s$columns))
    .assemble(trained$parts, trained$reason, s, structure)
}

# Where targets were held by hand, 0 or 1: samples x targets, or NULL.
.off_targets <- function(s) {
    if (!is.null(s$held$off)) {
        .as_whole(t(s$held$off[s$columns, , drop = FALSE]))
    }
}

# All that the networks are given beside the series.
.whole_structure <- function(s) {
    structure <- .structure(s)
    structure$penalty <- .penalty_weights(s$known, s)
    structure["off"] <- list(.off_targets(s))
    .with_input_rows(structure, s)
}
