# From a series and the choice of genes to trained networks and a ranking.

.train <- function(series, regulators, targets, question, method, graph,
                   control, seed, run) {
    used <- .working_genes(series, regulators, targets)
    rows <- sort(match(regulators, used))
    columns <- sort(match(targets, used))
    if (length(rows) == 0L || length(columns) == 0L) {
        .ggc_stop("input", paste0(
            "all candidate %s are constant: there is nothing to learn.\n",
            "Check the data, or name other genes."
        ), if (length(rows)) "targets" else "regulators")
    }
    z <- .standardise(series$x[used, , drop = FALSE])$z
    control <- .sized_control(control, method, length(rows),
        min(tabulate(series$trajectory)))
    held <- .held_of(control, z, series$trajectory)
    control$horizons <- .horizons_of(control, z, series$trajectory, held)
    cell <- .cell_of(method, control)
    .check_lags(series$trajectory, cell, control)
    setup <- c(run, list(
        series = series, z = z, used = used, regulators = regulators,
        targets = targets, rows = rows, columns = columns, cell = cell,
        control = control, graph = graph, seed = seed, held = held,
        dependence = new.env(parent = emptyenv())
    ))
    .check_fit_memory(setup, method)
    .say_stage(run$verbose, "reading the dependence of the series")
    reading <- .dependence_reading(setup)
    setup$control[names(reading)] <- reading
    setup$question <- .working_question(question, setup)
    out <- if (method == "loo") .train_loo(setup) else .train_targets(setup)
    c(out, list(control = setup$control, question = question))
}

# Held inputs, or none where they are not asked for.
.held_of <- function(control, z, trajectory) {
    if (control$held) {
        return(.held_inputs(z, trajectory))
    }
    .nothing_held(trajectory)
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
    if (cell == "mlp" && longest <= control$lag) {
        .ggc_stop("argument", paste0(
            "`lag` must be less than the number of samples of the longest ",
            "trajectory, which is %d, not %d."
        ), longest, control$lag)
    }
}

.train_targets <- function(s) {
    structure <- .structure(s)
    structure$penalty <- .penalty_weights(s$question, s)
    trained <- if (is.null(s$fits)) {
        .train_shards(.fit_task(s, structure), s)
    } else {
        .shards_of_fits(s$fits, s)
    }
    .say_stage(s$verbose, "ranking: %d x %d edges", length(s$rows),
        length(s$columns))
    .assemble(trained$parts, trained$reason, s, structure)
}
