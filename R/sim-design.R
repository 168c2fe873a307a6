# What the simulators have in common: sizes, and the experiment that they
# return.

.simulate_design <- function(p, n_time, n_trajectories, noise, burn_in) {
    design <- list(
        genes = paste0("G", seq_len(p)),
        n_time = .check_count(n_time %or% 1000, "n_time", 2L),
        n_trajectories = .check_count(n_trajectories %or% 1,
            "n_trajectories"),
        burn_in = .check_count(burn_in %or% 1000, "burn_in", 0L),
        noise = .check_number(noise %or% 0.1, "noise", 0)
    )
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

.simulate_result <- function(model, design, x, step, truth, parameters,
                             extra = list()) {
    genes <- design$genes
    trajectory <- rep(seq_len(design$n_trajectories), each = design$n_time)
    point <- rep(seq_len(design$n_time), design$n_trajectories)
    dimnames(x) <- list(genes, sprintf("R%d_T%d", trajectory, point))
    dimnames(truth) <- list(regulator = genes, target = genes)
    shared <- list(p = length(genes), n_time = design$n_time,
        n_trajectories = design$n_trajectories, noise = design$noise,
        burn_in = design$burn_in)
    SummarizedExperiment::SummarizedExperiment(
        assays = list(expression = x),
        rowData = DataFrame(gene = genes, row.names = genes),
        colData = DataFrame(time = (point - 1) * step, trajectory = trajectory,
            row.names = colnames(x)),
        metadata = c(
            list(truth = truth, model = model,
                parameters = c(shared, parameters), seed = design$seed),
            extra
        )
    )
}
