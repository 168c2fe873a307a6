# Distance correlation of all pairs of genes, beside package energy.

DCOR_SHAPES <- data.frame(p = c(100L, 2000L), n = c(966L, 50L),
    asked = c(100, 500))

# Series of independent walks: dependence of every degree.
dcor_data <- function(p, n, seed) {
    set.seed(seed)
    x <- matrix(stats::rnorm(p * n), p)
    t(apply(x, 1L, cumsum))
}

# energy's time of a pair, from a random sample of pairs; the largest difference
# from ours over the same pairs.
energy_pairs <- function(x, ours, pairs) {
    found <- numeric(nrow(pairs))
    seconds <- clocked(for (k in seq_len(nrow(pairs))) {
        found[[k]] <- energy::dcor2d(x[pairs[k, 1L], ], x[pairs[k, 2L], ])
    })
    slow <- clocked(for (k in seq_len(min(nrow(pairs), 10L))) {
        energy::dcor(x[pairs[k, 1L], ], x[pairs[k, 2L], ])
    }) / min(nrow(pairs), 10L)
    list(pair = seconds / nrow(pairs), dcor_pair = slow,
        difference = max(abs(found - ours[pairs])))
}

draw_pairs <- function(p, count, seed) {
    set.seed(seed)
    all <- utils::combn(min(p, 200L), 2L)
    genes <- sample.int(p, min(p, 200L))
    matrix(genes[t(all[, sample.int(ncol(all), count), drop = FALSE])],
        ncol = 2L)
}

dcor_row <- function(shape, threads, repetitions, pairs) {
    x <- dcor_data(shape$p, shape$n, 1)
    ours <- NULL
    sample <- draw_pairs(shape$p, pairs, 2)
    runs <- lapply(seq_len(repetitions), function(i) {
        seconds <- clocked(ours <<- dcor_ours(x, threads))
        c(list(seconds = seconds), energy_pairs(x, ours, sample))
    })
    of <- function(name) vapply(runs, `[[`, 0, name)
    n_pairs <- shape$p * (shape$p - 1) / 2
    ratio <- ratio_of_medians(of("pair") * n_pairs, of("seconds"))
    data.frame(p = shape$p, n = shape$n, pairs = n_pairs, threads = threads,
        seconds = stats::median(of("seconds")), pairs_timed = pairs,
        energy_pair_ms = 1e3 * stats::median(of("pair")),
        energy_dcor_pair_ms = 1e3 * stats::median(of("dcor_pair")),
        energy_seconds = n_pairs * stats::median(of("pair")),
        faster = ratio[["ratio"]], least = ratio[["least"]],
        greatest = ratio[["greatest"]], difference = max(of("difference")))
}

# As energy::dcor2d(): squared.
dcor_ours <- function(x, threads, algorithm = "auto") {
    ggc:::.dcor(x, NULL, 0L, rep(1L, ncol(x)), threads, algorithm,
        squared = TRUE)
}

# The two algorithms over the number of samples, all pairs of p genes.
dcor_crossover <- function(sizes, p, repetitions) {
    rows <- lapply(sizes, function(n) {
        x <- dcor_data(p, n, 3)
        run <- function(algorithm) {
            times <- enough(clocked(dcor_ours(x, 1L, algorithm)), 0.02, 1L)
            function() {
                clocked(for (i in seq_len(times)) {
                    dcor_ours(x, 1L, algorithm)
                }) / times
            }
        }
        runs <- interleave(list(gram = run("gram"), fast = run("fast"),
            auto = run("auto")), repetitions)
        middle <- apply(runs, 1L, stats::median)
        data.frame(n = n, p = p, algorithm = names(middle),
            ms_per_pair = 1e3 * unname(middle) / (p * (p - 1) / 2))
    })
    do.call(rbind, rows)
}

# Peak memory of the larger shape, in a process of its own.
dcor_job <- function(shape, threads) {
    x <- dcor_data(shape$p, shape$n, 1)
    start <- peak_memory()
    list(start_mb = start, seconds = clocked(dcor_ours(x, threads)))
}

dcor_topic <- function(bench) {
    quick <- bench$quick
    crossover <- dcor_crossover(if (quick) c(32, 256) else 2^(4:11),
        if (quick) 16L else 64L,
        if (quick) 1L else 3L)
    print_table(crossover)
    memory <- run_child(bench, "dcor_job", shape = DCOR_SHAPES[2L, ],
        threads = max(bench$threads))$peak_mb
    checks <- check_row("Distance correlation, p 2000, n 50: peak memory of R",
        "<= 1000 MB", sprintf("%.0f MB", memory), memory <= 1000)
    if (!requireNamespace("energy", quietly = TRUE)) {
        say("R package energy is not installed: nothing beside it.")
        return(list(tables = list(dcor_crossover = crossover),
            checks = rbind(checks, not_measured(
                "Distance correlation beside energy::dcor2d",
                ">= 100 and >= 500 times faster"))))
    }
    rows <- lapply(seq_len(nrow(DCOR_SHAPES)), function(i) {
        dcor_row(DCOR_SHAPES[i, ], max(bench$threads), if (quick) 2L else 5L,
            if (quick) 20L else 200L)
    })
    table <- do.call(rbind, rows)
    print_table(table)
    list(tables = list(dcor = table, dcor_crossover = crossover),
        checks = rbind(dcor_checks(table), checks))
}

dcor_checks <- function(table) {
    asked <- DCOR_SHAPES$asked[match(table$p, DCOR_SHAPES$p)]
    rbind(
        check_row(sprintf(paste("Distance correlation of all pairs,",
            "p %d, n %d, beside energy::dcor2d"), table$p, table$n),
        sprintf(">= %g times faster", asked),
        sprintf("%.0f times (%.0f to %.0f), from %d of %.0f pairs",
            table$faster, table$least, table$greatest, table$pairs_timed,
            table$pairs), table$faster >= asked),
        check_row("Distance correlation: largest difference from energy",
            "<= 1e-10", sprintf("%.1e", max(table$difference)),
            max(table$difference) <= 1e-10)
    )
}
