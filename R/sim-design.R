# What the simulators have in common: sizes, and the experiment that they
# return.

# What the C core runs: n_time points of n_trajectories; and what is seen of it:
# series of the points `seen`.
.simulate_design <- function(p, n_time, n_trajectories, noise, burn_in, times,
                             sampling) {
    seen <- .step_times(times, n_time) %or%
        seq_len(.check_count(n_time %or% 1000, "n_time", 2L))
    design <- list(
        genes = paste0("G", seq_len(p)), n_time = max(seen), seen = seen,
        series = .check_count(n_trajectories %or% 1, "n_trajectories"),
        burn_in = .check_count(burn_in %or% 1000, "burn_in", 0L),
        noise = .check_number(noise %or% 0.1, "noise", 0), sampling = sampling
    )
    runs <- .runs(sampling, length(seen), design$series, p)
    design$n_trajectories <- runs$count
    design$replicates <- runs$replicates
    points <- as.double(design$n_time) * design$n_trajectories
    if (points * p > .Machine$integer.max) {
        .ggc_stop("argument",
            "`p` * `n_time` * `n_trajectories` must be at most %d, not %.0f.",
            .Machine$integer.max, points * p)
    }
    .check_simulation_memory(p, points)
    all_points <- points + as.double(design$burn_in) * design$n_trajectories
    if (all_points > .Machine$integer.max) {
        .ggc_stop("argument", paste0(
            "(`n_time` + `burn_in`) * `n_trajectories` must be at most %d, ",
            "not %.0f."
        ), .Machine$integer.max, all_points)
    }
    design
}

# Which points of a system that goes in steps are seen at `times`, NULL for all.
.step_times <- function(times, n_time) {
    if (is.null(times)) {
        return(NULL)
    }
    if (!is.numeric(times) || length(times) < 2L || !all(is.finite(times)) ||
        any(diff(times) <= 0) || any(times %% 1 != 0) || times[[1L]] < 0 ||
        max(times) > 1e6) {
        .ggc_stop("argument",
            "`times` must be two or more increasing whole numbers of steps.")
    }
    if (!is.null(n_time)) {
        .ggc_stop("argument", "`n_time` must be left out with `times`.")
    }
    as.integer(times) + 1L
}

.simulate_result <- function(model, design, x, step, truth, parameters,
                             extra = list()) {
    genes <- design$genes
    n_time <- length(design$seen)
    runs <- design$n_trajectories
    trajectory <- rep(seq_len(runs), each = n_time)
    point <- rep(seq_len(n_time), runs)
    x <- x[, (trajectory - 1) * design$n_time + design$seen[point],
        drop = FALSE]
    dimnames(x) <- list(genes, sprintf("R%d_T%d", trajectory, point))
    dimnames(truth) <- list(regulator = genes, target = genes)
    shared <- list(p = length(genes), n_time = n_time,
        n_trajectories = design$series, noise = design$noise,
        burn_in = design$burn_in)
    se <- SummarizedExperiment::SummarizedExperiment(
        assays = list(expression = x),
        rowData = DataFrame(gene = genes, row.names = genes),
        colData = DataFrame(time = (design$seen[point] - 1) * step,
            trajectory = trajectory, row.names = colnames(x)),
        metadata = c(
            list(truth = truth, model = model,
                parameters = c(shared, parameters,
                    .unusual_sampling(design$sampling)),
                seed = design$seed),
            extra
        )
    )
    .sampled(se, design$sampling, n_time, design$series, design$seed)
}
