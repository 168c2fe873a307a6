# Sizes of networks and what their training takes, asked of C before there are
# data: the code that measures is the code that places.

# Named double: parameters (of one network with all its inputs), input_weights
# (of one input), and bytes of the workspace of a driver ("fit", "loo",
# "predict") in parts:
#   weights   the networks of every penalty and member, in each thread
#   steps     what a network computes at each time point, in each thread
#   data      the series as the networks read them
# control: sized; count: how many c(genes, regulators, targets) there are; ...:
# further sizes that the driver reads, see r_sizes.c.
.fit_sizes <- function(driver, control, cell, trajectory, count, threads = 1L,
                       graph = FALSE, ...) {
    .check_panel(control, cell, trajectory)
    .native_sizes(c(.control_for_c(.control_of_cell(control, cell)), list(
        driver = driver, cell = .cell_code(cell),
        length = tabulate(trajectory), genes = as.integer(count[[1L]]),
        regulators = as.integer(count[[2L]]),
        targets = as.integer(count[[3L]]), n_lambda = length(control$lambda),
        graph = as.integer(graph), ...
    )), as.integer(threads))
}

.BYTES <- c("weights", "steps", "data")

# Those of a problem that is made already.
.problem_sizes <- function(problem) {
    counts <- c("genes", "regulators", "targets", "graph")
    .native_sizes(c(problem[setdiff(names(problem), counts)], list(
        driver = "fit", genes = nrow(problem$z),
        regulators = length(problem$regulators),
        targets = length(problem$targets), n_lambda = length(problem$lambda),
        graph = as.integer(!is.null(problem$graph))
    )), 1L)
}

# Points of the panel that trains: trajectories, or the pieces of long ones,
# side by side, padded to the longest and to whole vectors (ggc_panel.c).
.panel_points <- function(trajectory, window, segment, burn_in) {
    steps <- as.double(tabulate(trajectory) - 1L)
    pieces <- if (window == 0) {
        ifelse(steps >= 2 * segment, floor(steps / segment), 1)
    } else {
        most <- floor((steps - window + 1) / segment)
        pmax(1, pmin(most, floor(15 / length(steps)) + 1))
    }
    before <- if (window > 0) window else burn_in
    longest <- max(ifelse(pieces == 1, steps,
        pmin(steps, floor(steps / pieces) + 1 + before)))
    longest * 16 * ceiling(sum(pieces) / 16)
}

.MOST_POINTS_OF_PANEL <- 2^30 - 1 # ggc_panel_plan()

.check_panel <- function(control, cell, trajectory) {
    control <- .control_of_cell(control, cell)
    points <- .panel_points(trajectory, .for_c(control$window, "window"),
        control$segment, control$burn_in)
    if (points > .MOST_POINTS_OF_PANEL) {
        .ggc_stop("memory", paste0(
            "`x` would have %.3g time points once its trajectories are padded ",
            "to a common length; at most %.3g can be trained on.\nCut long ",
            "trajectories, so that all are of like length, or drop some."
        ), points, .MOST_POINTS_OF_PANEL)
    }
}

# Bytes that a shard's results may take: they are there raw and packed.
.MOST_OF_SHARD <- 2^26

# What R adds: the map of the genes to the hidden units and what is made with
# it, scores, paths and kept networks; a shard's are there raw and packed.
.result_bytes <- function(control, q, n, parameters) {
    kept <- (control$keep == "chosen") * 4 * parameters * control$members
    path <- 8 * q * length(control$lambda)
    shard <- min(n * (kept + path), max(.MOST_OF_SHARD, 16 * (kept + path)))
    8 * control$hidden * (q + 2 * n) + n * (96 * q + 2 * path + kept) + shard
}

.FIT_ADVICE <- c(
    weights = paste("the networks of all penalties and members, in each",
        "thread: give fewer `regulators`, or less `hidden`, `members`,",
        "`n_lambda` or `threads`"),
    steps = paste("what the networks compute at each time point, in each",
        "thread: give less `hidden`, `window` or `threads`"),
    data = "the series as the networks read them: give fewer genes or samples",
    results = paste("scores and kept networks: give fewer `regulators` or",
        "`targets`, or ggc_control(keep = \"none\")")
)

# Arguments of .check_memory() for a fit, before anything of it is computed, by
# its setup.
.fit_memory <- function(s) {
    k <- NROW(s$inputs)
    q <- length(s$rows) + k
    n <- length(s$columns)
    sizes <- .fit_sizes("fit", s$control, s$cell, s$series$trajectory,
        c(nrow(s$z) + k, q, n), s$threads, s$graph)
    list("This fit", c(sizes[.BYTES], results = .result_bytes(s$control, q, n,
        sizes[["parameters"]])), .FIT_ADVICE)
}
