# Training iterations of component networks, beside PyTorch.

WINDOW <- 10L
POINTS <- 1000L
SETTINGS <- list(rate = 1e-3, lambda = 0.01, ridge = 0.01)

# `targets` of the p networks are timed; the others cost the same.
training_sizes <- function(quick) {
    sizes <- data.frame(
        cell = rep(c("lstm", "tanh"), each = 4L),
        p = rep(c(10L, 10L, 100L, 300L), 2L),
        hidden = rep(c(10L, 100L, 100L, 100L), 2L)
    )
    sizes$targets <- pmin(sizes$p, if (quick) 10L else 25L)
    sizes$targets[sizes$p == 300L] <- if (quick) 4L else 10L
    sizes
}

# A standardised series of p genes: one trajectory.
training_series <- function(p, points = POINTS) {
    se <- ggc::ggc_simulate("lorenz96", p = p, n_time = points, seed = 1)
    x <- SummarizedExperiment::assay(se)
    z <- ggc:::.standardise(x)$z
    z[order(rownames(z), method = "radix"), , drop = FALSE]
}

# What ggc's C driver is given: `iterations` full iterations of every network,
# nothing held out, all windows, no regulator left out of a step.
training_problem <- function(z, cell, hidden, targets, iterations) {
    control <- ggc::ggc_control(hidden = hidden, window = WINDOW,
        lambda = SETTINGS$lambda, first = iterations, recheck = 1L,
        members = 1L, optimiser = "ista", rate = SETTINGS$rate,
        ridge = SETTINGS$ridge, horizons = 1L, keep = "none")
    series <- rep(1L, ncol(z))
    problem <- ggc:::.problem(series, z, seq_len(nrow(z)), seq_len(targets),
        control, cell, 1, list())
    problem$fold[] <- 0L
    problem$fold[[ncol(z)]] <- -1L
    problem
}

# Seconds of an iteration. Behind the last one the driver makes one more pass,
# forward and backward, for its report: it counts as an iteration.
time_ours <- function(problem, threads) {
    passes <- problem$first + 1L
    clocked(ggc:::.native_fit(problem, threads)) / passes
}

time_peer <- function(peer, iterations, threads) {
    answer <- ask_peer(peer, "time", iterations = iterations,
        threads = threads)
    as.numeric(answer$seconds) / iterations
}

# So many iterations that a run takes about `span` seconds, at least `least`.
enough <- function(seconds, span, least) {
    as.integer(min(max(ceiling(span / seconds), least), 1000))
}

# z: genes x points, `lengths` of its trajectories (one by default).
set_up_peer <- function(peer, z, cell, hidden, targets, lengths = ncol(z)) {
    file <- tempfile()
    on.exit(unlink(file))
    write_matrices(list(z, lengths), file)
    ask_peer(peer, "network", cell = cell, hidden = hidden, window = WINDOW,
        rate = SETTINGS$rate, lambda = SETTINGS$lambda,
        ridge = SETTINGS$ridge, targets = targets, series = file)
}

# PyTorch's threads wait for each other by spinning: with others on the machine,
# two may be many times slower than one, and are not timed again.
HOPELESS <- 3

# One size: both programs at each number of threads, all in turn.
time_size <- function(size, peer, threads, repetitions, span) {
    z <- training_series(size$p)
    set_up_peer(peer, z, size$cell, size$hidden, size$targets)
    problem <- function(iterations) {
        training_problem(z, size$cell, size$hidden, size$targets, iterations)
    }
    time_peer(peer, 1L, threads[[1L]]) # warm
    once <- vapply(threads, function(n) time_peer(peer, 1L, n), 0)
    iterations <- c(
        ours = enough(time_ours(problem(1L), threads[[1L]]), span, 2L),
        torch = enough(once[[1L]], span, 1L)
    )
    plan <- problem(iterations[["ours"]])
    programs <- unlist(lapply(threads, function(n) {
        hopeless <- once[threads == n] > HOPELESS * min(once)
        list(ours = function() time_ours(plan, n), torch = function() {
            if (hopeless) Inf else time_peer(peer, iterations[["torch"]], n)
        })
    }))
    runs <- array(interleave(programs, repetitions),
        c(2L, length(threads), repetitions),
        list(c("ours", "torch"), threads, NULL))
    training_row(size, 1e3 * runs * size$p / size$targets, iterations)
}

# A row of the table. `runs`: milliseconds of an iteration of all p networks,
# program x threads x repetition. Each program at its best number of threads,
# and both at one thread.
training_row <- function(size, runs, iterations) {
    middle <- apply(runs, 1:2, stats::median)
    best <- apply(middle, 1L, which.min)
    ratio <- ratio_of_medians(runs["torch", best[["torch"]], ],
        runs["ours", best[["ours"]], ])
    one <- ratio_of_medians(runs["torch", 1L, ], runs["ours", 1L, ])
    row <- data.frame(size, ours_ms = min(middle["ours", ]),
        torch_ms = min(middle["torch", ]), faster = ratio[["ratio"]],
        least = ratio[["least"]], greatest = ratio[["greatest"]],
        ours_threads = as.integer(colnames(middle)[[best[["ours"]]]]),
        torch_threads = as.integer(colnames(middle)[[best[["torch"]]]]),
        faster_1 = one[["ratio"]], least_1 = one[["least"]],
        greatest_1 = one[["greatest"]])
    for (program in rownames(middle)) {
        row[paste0(program, "_ms_", colnames(middle))] <- middle[program, ]
    }
    row$repetitions <- dim(runs)[[3L]]
    row$ours_iterations <- iterations[["ours"]]
    row$torch_iterations <- iterations[["torch"]]
    row
}

training_topic <- function(bench) {
    repetitions <- if (bench$quick) 2L else 5L
    span <- if (bench$quick) 0.05 else 0.4
    sizes <- training_sizes(bench$quick)
    work <- do.call(rbind, lapply(c("lstm", "tanh"), function(cell) {
        same_work(bench$peer, cell, bench$hooks)
    }))
    print_table(work)
    rows <- lapply(seq_len(nrow(sizes)), function(i) {
        row <- time_size(sizes[i, ], bench$peer, bench$threads, repetitions,
            span)
        say(paste("%s p %d H %d: ours %.4g ms (%s), PyTorch %.4g ms (%s):",
            "%.1f times faster; one thread each: %.1f"), row$cell, row$p,
        row$hidden, row$ours_ms, counted(row$ours_threads, "thread"),
        row$torch_ms, counted(row$torch_threads, "thread"), row$faster,
        row$faster_1)
        row
    })
    table <- do.call(rbind, rows)
    list(tables = list(training = table, same_work = work),
        checks = training_checks(table, work))
}

# Times faster than PyTorch that were asked for, by cell, p and H.
ASKED_FASTER <- utils::read.table(header = TRUE, text = "
    cell   p hidden times
    lstm  10     10  30
    lstm  10    100   3.3
    lstm 100    100   4
    tanh  10     10  20
    tanh  10    100   4
    tanh 100    100   5")

training_checks <- function(table, work) {
    asked <- merge(table, ASKED_FASTER, all.x = TRUE, sort = FALSE)
    asked <- asked[order(asked$cell, asked$p, asked$hidden), ]
    found <- sprintf(paste("%.1f times (%.1f to %.1f): %.4g ms with %s,",
        "PyTorch %.4g ms with %s; one thread each: %.1f times"), asked$faster,
    asked$least, asked$greatest, asked$ours_ms,
    counted(asked$ours_threads, "thread"), asked$torch_ms,
    counted(asked$torch_threads, "thread"), asked$faster_1)
    rbind(
        check_row("Same losses as PyTorch from the same weights",
            "relative difference <= 1e-4",
            sprintf("%.1e over %d iterations", max(work$difference),
                max(work$iterations)), max(work$difference) <= 1e-4),
        check_row(sprintf("Training beside PyTorch: %s, p %d, H %d",
            asked$cell, asked$p, asked$hidden),
        ifelse(is.na(asked$times), "reported",
            sprintf(">= %g times faster", asked$times)), found,
        asked$faster >= asked$times)
    )
}

# ---- The same work? ------------------------------------------------------

# Losses of ten iterations of both programs from the same weights, in float32.
same_work <- function(peer, cell, hooks, p = 4L, hidden = 5L, points = 60L,
                      iterations = 10L) {
    z <- training_series(p, points)
    set_up_peer(peer, z, cell, hidden, 1L)
    rows <- hidden * if (cell == "lstm") 4L else 1L
    draw <- function(n, m, name) {
        u <- ggc:::.native_uniform(n * m, 1, name)
        matrix((2 * u - 1) / sqrt(hidden), n, m)
    }
    params <- list(w_ih = draw(rows, p, "w_ih"),
        w_hh = draw(rows, hidden, "w_hh"), bias = draw(rows, 1L, "bias"),
        w_out = draw(hidden, 1L, "w_out"), b_out = draw(1L, 1L, "b_out"))
    file <- tempfile()
    on.exit(unlink(file))
    write_matrices(params, file)
    torch <- ask_peer(peer, "trace", iterations = iterations, weights = file)
    torch <- as.numeric(strsplit(torch$trace, ",", fixed = TRUE)[[1L]])
    ours <- hooks$hook_trace(cell, z, params, numeric(hidden), WINDOW,
        SETTINGS$ridge, "ista", SETTINGS$rate, SETTINGS$lambda, iterations)
    data.frame(cell = cell, iterations = iterations, ours = ours[[iterations]],
        torch = torch[[iterations]],
        difference = max(abs(ours / torch - 1)))
}
