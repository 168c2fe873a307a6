# What a default fit costs, and how the cost grows.

# One fit of `genes` x trajectories of 21 points; targets and regulators are the
# first so many genes. The base of all curves:
COST_BASE <- list(targets = 20L, regulators = 50L, trajectories = 10L,
    points = 21L, hidden = 10L, threads = 1L)

COST_CURVES <- list(
    p = c(10L, 20L, 40L, 80L),
    targets = c(5L, 10L, 20L, 40L, 80L),
    regulators = c(10L, 25L, 50L, 100L, 200L, 400L),
    samples = c(4L, 8L, 16L, 32L, 64L),
    hidden = c(2L, 5L, 10L, 20L, 40L),
    threads = c(1L, 2L)
)

cost_series <- function(genes, trajectories, points) {
    ggc::ggc_simulate("grn", p = genes, design = "relaxation",
        n_time = points, n_trajectories = trajectories, seed = 9200)
}

cost_fit <- function(case) {
    genes <- max(case$targets, case$regulators)
    se <- cost_series(genes, case$trajectories, case$points)
    clocked(ggc::ggc_fit(se, regulators = seq_len(case$regulators),
        targets = seq_len(case$targets), seed = 1, threads = case$threads,
        control = ggc::ggc_control(hidden = case$hidden), verbose = FALSE))
}

# A point of a curve: the base with one value changed. p: all genes are both.
cost_case <- function(curve, value) {
    case <- COST_BASE
    if (curve == "p") {
        case[c("targets", "regulators")] <- value
    } else if (curve == "samples") {
        case$trajectories <- value
    } else {
        case[[curve]] <- value
    }
    case
}

# Repeated where a fit takes less than two seconds.
cost_row <- function(curve, value, repetitions) {
    case <- cost_case(curve, value)
    seconds <- cost_fit(case)
    if (seconds < 2) {
        seconds <- stats::median(c(seconds, vapply(seq_len(repetitions - 1L),
            function(i) cost_fit(case), 0)))
    }
    data.frame(curve = curve, value = value, case,
        samples = case$trajectories * case$points, seconds = seconds)
}

cost_curves <- function(curves, repetitions) {
    rows <- lapply(names(curves), function(curve) {
        do.call(rbind, lapply(curves[[curve]], function(value) {
            cost_row(curve, value, repetitions)
        }))
    })
    do.call(rbind, rows)
}

# How time grows at the upper end of each curve: the exponent over its two
# largest values.
cost_growth <- function(table) {
    curves <- split(table, factor(table$curve, unique(table$curve)))
    rows <- lapply(curves, function(x) {
        top <- utils::tail(x[order(x$value), ], 2L)
        data.frame(curve = x$curve[[1L]], from = top$value[[1L]],
            to = top$value[[2L]], exponent = growth(top$value, top$seconds))
    })
    do.call(rbind, unname(rows))
}

# ---- Peak memory ----------------------------------------------------------

# A fit of a plain matrix in a child: its time, and its memory before.
fit_job <- function(x, trajectory, regulators, targets, threads,
                    control = ggc::ggc_control()) {
    start <- peak_memory()
    list(start_mb = start, seconds = clocked(
        ggc::ggc_fit(x, trajectory = trajectory,
            regulators = seq_len(regulators), targets = seq_len(targets),
            control = control, seed = 1, threads = threads, verbose = FALSE)))
}

# Simulated here, so that the child's memory is the fit's alone.
run_fit_job <- function(bench, se, regulators, targets, ...) {
    run_child(bench, "fit_job", x = SummarizedExperiment::assay(se),
        trajectory = se$trajectory, regulators = regulators,
        targets = targets, threads = max(bench$threads), ...)
}

memory_curve <- function(bench, sizes) {
    # Few iterations: no regulator has been removed yet, so that the networks
    # that are kept are as large as they can be.
    control <- ggc::ggc_control(first = 2L, each = 1L)
    rows <- lapply(sizes, function(p) {
        out <- run_fit_job(bench, cost_series(p, 10L, 21L), p, p,
            control = control)
        data.frame(p = p, start_mb = out$start_mb, peak_mb = out$peak_mb)
    })
    do.call(rbind, rows)
}

cost_topic <- function(bench) {
    curves <- COST_CURVES
    curves$threads <- intersect(curves$threads, bench$threads)
    if (bench$quick) {
        curves <- lapply(curves, utils::head, 2L)
    }
    table <- cost_curves(curves, if (bench$quick) 1L else 3L)
    print_table(table[c("curve", "value", "seconds")])
    growth <- cost_growth(table)
    memory <- memory_curve(bench,
        if (bench$quick) c(20L, 40L) else c(50L, 100L, 200L, 400L))
    print_table(memory)
    list(tables = list(cost = table, growth = growth, memory = memory),
        checks = rbind(
            check_row(sprintf("Growth of a default fit's time with %s",
                growth$curve), "reported",
            sprintf("to the power %.2f from %g to %g", growth$exponent,
                growth$from, growth$to), NA),
            check_row("Peak memory of R with a default fit", "reported",
                paste(sprintf("p %d: %.0f MB", memory$p, memory$peak_mb),
                    collapse = ", "), NA)
        ))
}

# ---- Genome size ----------------------------------------------------------

GENOME <- list(targets = c(1000L, 2500L, 5000L), regulators = 500L,
    trajectories = 8L, points = 6L)

genome_topic <- function(bench) {
    sizes <- if (bench$quick) c(500L, 600L) else GENOME$targets
    se <- cost_series(max(sizes), GENOME$trajectories, GENOME$points)
    rows <- lapply(sizes, function(targets) {
        out <- run_fit_job(bench, se, GENOME$regulators, targets)
        row <- data.frame(targets = targets, regulators = GENOME$regulators,
            samples = GENOME$trajectories * GENOME$points,
            threads = max(bench$threads), seconds = out$seconds,
            start_mb = out$start_mb, peak_mb = out$peak_mb)
        print_table(row)
        row
    })
    table <- do.call(rbind, rows)
    list(tables = list(genome = table), checks = genome_checks(table))
}

genome_checks <- function(table) {
    last <- table[which.max(table$targets), ]
    whole <- last$targets >= max(GENOME$targets)
    name <- sprintf("%d targets x %d regulators x %d samples", last$targets,
        last$regulators, last$samples)
    line <- function(y, what) {
        off <- line_deviation(table$targets, y)
        check_row(sprintf("Genome size: %s on a straight line in targets",
            what), "within 10 %", sprintf("within %.1f %%", 100 * off),
        if (nrow(table) > 2L) off <= 0.1 else NA)
    }
    rbind(
        check_row(paste("Default fit,", name), "<= 10 minutes",
            sprintf("%.1f minutes", last$seconds / 60),
            if (whole) last$seconds <= 600 else NA),
        check_row(paste("Peak memory,", name), "<= 4 GB",
            sprintf("%.2f GB", last$peak_mb / 1024),
            if (whole) last$peak_mb <= 4096 else NA),
        line(table$seconds, "time"), line(table$peak_mb, "memory"),
        genome_line(table)
    )
}

# 20,000 targets by the straight line.
genome_line <- function(table) {
    at <- function(y) {
        sum(stats::coef(stats::lm(y ~ table$targets)) * c(1, 20000))
    }
    check_row("20,000 targets, from that line", "reported",
        sprintf("%.0f minutes, %.1f GB", at(table$seconds) / 60,
            at(table$peak_mb) / 1024), NA)
}
