# Active sets: many candidate regulators of which few matter, trained towards a
# minimum at each penalty.

# Iterations at the first and at each further penalty: `timed`, with the active set
# and without, by turns; `long`, with it, to where what is left out may be asked for
# its optimality.
ACTIVE <- list(regulators = 1000L, parents = 10L, targets = 4L,
    trajectories = 40L, points = 21L, timed = c(2000L, 2000L),
    long = c(16000L, 4000L), repetitions = 5L)

# Controls with and without the active set. Without: every regulator takes part
# in every step.
active_controls <- function(iterations) {
    made <- function(...) {
        ggc::ggc_control(members = 1L, horizons = 1L, dependence = "none",
            optimiser = "gista", tolerance = 1e-4, first = iterations[[1L]],
            each = iterations[[2L]], ...)
    }
    list(with = made(), without = made(recheck = 1L))
}

active_series <- function(size) {
    ggc::ggc_simulate("var", p = size$regulators, sparsity = size$parents,
        n_time = size$points, n_trajectories = size$trajectories,
        start = "perturbed", seed = 9300)
}

# The driver's problem of the first targets, all genes being regulators.
active_problem <- function(series, size, control) {
    z <- ggc:::.standardise(series$x)$z
    z <- z[order(rownames(z), method = "radix"), , drop = FALSE]
    control <- ggc:::.sized_control(control, 10L, nrow(z), size$points)
    ggc:::.problem(series$trajectory, z, seq_len(nrow(z)),
        seq_len(size$targets), control, "lstm", 1, list())
}

# The network that was kept of target i as a list of PyTorch's tensors. C keeps
# the gates of a unit together: row 4 * unit + gate.
kept_network <- function(networks, problem, i) {
    inputs <- length(problem$regulators)
    hidden <- problem$hidden
    rows <- 4L * hidden
    values <- readBin(networks, "double", length(networks) / 4L, 4L)
    block <- matrix(values, ncol = length(problem$targets))[, i]
    inner <- matrix(block[seq_len(rows * (inputs + hidden + 1L))], rows)
    inner <- inner[as.vector(t(matrix(seq_len(rows), 4L))), , drop = FALSE]
    rest <- block[length(inner) + seq_len(hidden + 1L)]
    list(w_ih = inner[, seq_len(inputs), drop = FALSE],
        w_hh = inner[, inputs + seq_len(hidden), drop = FALSE],
        bias = inner[, inputs + hidden + 1L],
        w_out = rest[seq_len(hidden)], b_out = rest[[hidden + 1L]])
}

# How far regulators at zero are from where they may stay: the largest excess of
# a gradient's norm over the penalty. hooks: see bench_hooks().
violation <- function(fit, problem, hooks) {
    excess <- vapply(seq_along(problem$targets), function(i) {
        params <- kept_network(fit$networks, problem, i)
        fold <- problem$fold
        fold[fold > 1L] <- 0L # the one member holds out its own fold
        pass <- hooks$hook_network("lstm", problem$z, params,
            numeric(problem$hidden), problem$window, problem$ridge,
            target = problem$targets[[i]], length = problem$length,
            fold = fold, segment = problem$segment,
            burn_in = problem$burn_in)
        zero <- colSums(params$w_ih^2) == 0
        pull <- sqrt(colSums(pass$grad$w_ih^2))
        max(0, pull[zero] - problem$lambda[[fit$chosen[[i]] + 1L]])
    }, 0)
    max(excess)
}

# Regulators with the largest norms, as many as have a say, target by target.
top_regulators <- function(fit, problem, count) {
    path <- array(fit$path, c(length(problem$regulators) + 1L,
        length(problem$lambda), length(problem$targets)))
    lapply(seq_along(problem$targets), function(i) {
        sort(utils::head(order(-rowSums(path[, , i])), count))
    })
}

active_topic <- function(bench) {
    size <- ACTIVE
    if (bench$quick) {
        small <- list(regulators = 60L, targets = 2L, timed = c(30L, 10L),
            long = c(60L, 20L), repetitions = 1L)
        size[names(small)] <- small
    }
    se <- active_series(size)
    series <- list(x = SummarizedExperiment::assay(se),
        trajectory = as.integer(factor(se$trajectory)))
    problems <- lapply(active_controls(size$timed), active_problem,
        series = series, size = size)
    problems$long <- active_problem(series, size,
        active_controls(size$long)$with)
    threads <- max(bench$threads)
    fits <- list()
    programs <- lapply(stats::setNames(nm = c("with", "without")), function(name) {
        function() {
            clocked(fits[[name]] <<- ggc:::.native_fit(problems[[name]], threads))
        }
    })
    runs <- interleave(programs, size$repetitions)
    runs <- rbind(runs, long = clocked(
        fits$long <- ggc:::.native_fit(problems$long, threads)))
    faster <- ratio_of_medians(runs["without", ], runs["with", ])
    table <- active_table(fits, problems, runs, size, bench$hooks)
    print_table(table)
    list(tables = list(active = table),
        checks = active_checks(table, fits, problems, size, faster))
}

active_table <- function(fits, problems, runs, size, hooks) {
    path <- function(fit, problem) {
        norms <- array(fit$path, c(size$regulators + 1L,
            length(problem$lambda), size$targets))
        apply(norms > 0, 2L, sum) / size$targets
    }
    used <- Map(path, fits[names(problems)], problems)
    data.frame(active_set = names(problems), regulators = size$regulators,
        targets = size$targets,
        iterations = vapply(fits[names(problems)], function(x) {
            mean(x$iterations)
        }, 0),
        seconds = apply(runs, 1L, stats::median)[names(problems)],
        violation = unlist(Map(violation, fits[names(problems)], problems,
            MoreArgs = list(hooks = hooks))),
        in_first = vapply(used, `[[`, 0, 1L),
        in_last = vapply(used, function(x) x[[length(x)]], 0))
}

active_checks <- function(table, fits, problems, size, faster) {
    loss <- max(abs(fits$with$train / fits$without$train - 1))
    top <- lapply(c("with", "without"), function(name) {
        top_regulators(fits[[name]], problems[[name]], size$parents)
    })
    same <- mean(mapply(function(a, b) mean(a %in% b), top[[1L]], top[[2L]]))
    bits <- identical(fits$with$path, fits$without$path)
    name <- sprintf("Active set, %d candidate regulators:", size$regulators)
    worst <- table$violation[table$active_set == "long"]
    rbind(
        check_row(paste(name, "time beside all regulators in every step"),
            ">= 4 times faster", sprintf("%.1f times (%.1f to %.1f)",
                faster[["ratio"]], faster[["least"]], faster[["greatest"]]),
            faster[["ratio"]] >= 4),
        check_row(sprintf("%s optimality of those left out, after %d and %d iterations",
            name, size$long[[1L]], size$long[[2L]]),
            "gradient above the penalty by <= 1e-4", sprintf("%.1e", worst),
            worst <= 1e-4),
        check_row(paste(name, "loss at each penalty"),
            "relative difference <= 1e-4", sprintf("%.1e, %s", loss,
                if (bits) "all norms the same bits" else "norms differ"),
            loss <= 1e-4),
        check_row(sprintf("%s the %d strongest of each target", name,
            size$parents), "the same",
        sprintf("%.1f %% in common", 100 * same), same == 1)
    )
}
