# How much of the machine's arithmetic the training kernels use.

# The best rate of products of matrices that the machine's BLAS reaches, in
# GFLOP/s, and in which program and size. R's own BLAS is asked through
# crossprod(), in this process.
gemm_peak <- function(peer, threads, sizes, repeats) {
    cases <- expand.grid(size = sizes, type = c("float32", "float64"),
        threads = threads, stringsAsFactors = FALSE)
    rows <- lapply(seq_len(nrow(cases)), function(i) {
        case <- cases[i, ]
        least <- ask_peer(peer, "gemm", type = case$type, size = case$size,
            repeats = repeats, threads = case$threads)
        rate <- gemm_flops(case$size) / as.numeric(unlist(least)) / 1e9
        data.frame(type = case$type, threads = case$threads, size = case$size,
            program = names(least), gflops = rate)
    })
    do.call(rbind, c(rows, lapply(sizes[sizes <= 1024L], crossprod_row,
        repeats)))
}

crossprod_row <- function(size, repeats) {
    a <- matrix(stats::runif(size^2), size)
    b <- matrix(stats::runif(size^2), size)
    least <- min(vapply(seq_len(max(1L, repeats %/% 3L)), function(i) {
        clocked(crossprod(a, b))
    }, 0))
    data.frame(type = "float64", threads = NA_integer_, size = size,
        program = "R crossprod", gflops = gemm_flops(size) / least / 1e9)
}

best_gemm <- function(peak, type, threads) {
    rates <- peak$gflops[peak$type == type & peak$threads %in% threads]
    if (length(rates)) max(rates) else NA_real_
}

# GFLOP/s of our training, in turn with the best product at as many threads, so
# that both meet the same machine; and the speed-up by threads.
kernel_rates <- function(sizes, peer, peak, threads, repetitions, span) {
    rows <- lapply(seq_len(nrow(sizes)), function(i) {
        kernel_rate(sizes[i, ], peer, peak, threads, repetitions, span)
    })
    do.call(rbind, rows)
}

kernel_rate <- function(size, peer, peak, threads, repetitions, span) {
    z <- training_series(size$p)
    timed <- min(size$targets, 20L)
    make <- function(iterations) {
        training_problem(z, size$cell, size$hidden, timed, iterations)
    }
    once <- time_ours(make(2L), threads[[1L]])
    plan <- make(enough(once, span, 2L))
    flops <- timed * training_flops(size$cell, size$p, size$hidden, WINDOW,
        POINTS)
    programs <- lapply(threads, function(n) {
        function() time_ours(plan, n)
    })
    gemms <- lapply(threads, function(n) {
        top <- peak[peak$type == "float32" & peak$threads %in% n, ]
        top <- top[which.max(top$gflops), ]
        function() {
            least <- ask_peer(peer, "gemm", type = "float32", size = top$size,
                repeats = 3, threads = n)[[top$program]]
            as.numeric(least) / gemm_flops(top$size)
        }
    })
    runs <- interleave(c(programs, gemms), repetitions)
    n <- length(threads)
    ours <- runs[seq_len(n), , drop = FALSE]
    rate <- flops / apply(ours, 1L, stats::median) / 1e9
    beside <- runs[n + seq_len(n), , drop = FALSE]
    best <- pmax(1 / apply(beside, 1L, min) / 1e9,
        vapply(threads, function(t) best_gemm(peak, "float32", t), 0))
    middle <- 1 / apply(beside, 1L, stats::median) / 1e9
    data.frame(cell = size$cell, p = size$p, hidden = size$hidden,
        threads = threads, gflops = rate, sgemm = best,
        sgemm_scaling = middle / middle[[1L]],
        fraction = rate / best, best_run_fraction =
            flops / apply(ours, 1L, min) / 1e9 / best,
        scaling = stats::median(ours[1L, ]) / apply(ours, 1L, stats::median))
}

peak_topic <- function(bench) {
    quick <- bench$quick
    peak <- gemm_peak(bench$peer, bench$threads,
        if (quick) c(256L, 512L) else c(512L, 1024L, 2048L),
        if (quick) 2L else 5L)
    print_table(peak)
    sizes <- training_sizes(quick)
    sizes <- sizes[sizes$p < 300L, ]
    rates <- kernel_rates(sizes, bench$peer, peak, bench$threads,
        if (quick) 2L else 5L, if (quick) 0.1 else 0.5)
    print_table(rates)
    list(tables = list(peak = peak, kernels = rates),
        checks = peak_checks(rates))
}

# A core that others use half of the time is no measure of two threads: then
# BLAS itself, run in turn with ours, does not scale, and nothing is decided.
BUSY <- "the machine was busy: sgemm itself gained %.2f times by two threads"

peak_checks <- function(rates) {
    big <- rates[rates$p == 100L & rates$hidden == 100L, ]
    gain <- big$sgemm_scaling
    idle <- big$threads == 1L | gain >= 1.8
    fraction <- check_row(sprintf(
        "Share of the best sgemm: %s, p 100, H 100, %s", big$cell,
        counted(big$threads, "thread")), ">= 75 %",
    sprintf("%.0f %% (best run %.0f %%): %.1f of %.1f GFLOP/s",
        100 * big$fraction, 100 * big$best_run_fraction, big$gflops,
        big$sgemm), big$fraction >= 0.75)
    two <- big$threads == 2L
    scaling <- check_row(sprintf("One to two threads: %s, p 100, H 100",
        big$cell[two]), ">= 1.9 times, on an idle machine",
    sprintf("%.2f times", big$scaling[two]), big$scaling[two] >= 1.9)
    checks <- rbind(fraction, scaling)
    busy <- c(!idle, !idle[two])
    checks$pass[busy] <- NA
    checks$found[busy] <- paste0(checks$found[busy], "; ",
        sprintf(BUSY, c(gain, gain[two])[busy]))
    checks
}
