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
    do.call(rbind, c(rows, lapply(sizes, crossprod_row, repeats)))
}

crossprod_row <- function(size, repeats) {
    a <- matrix(stats::runif(size^2), size)
    b <- matrix(stats::runif(size^2), size)
    least <- min(vapply(seq_len(max(1L, repeats %/% 3L)), function(i) {
        clocked(crossprod(a, b))[["seconds"]]
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
    once <- time_ours(make(2L), threads[[1L]])[["seconds"]]
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
            c(seconds = as.numeric(least) / gemm_flops(top$size), cpu = NA)
        }
    })
    runs <- interleave(c(programs, gemms), repetitions)[, "seconds", ]
    n <- length(threads)
    ours <- runs[seq_len(n), , drop = FALSE]
    rate <- flops / apply(ours, 1L, stats::median) / 1e9
    beside <- 1 / apply(runs[n + seq_len(n), , drop = FALSE], 1L, min) / 1e9
    best <- pmax(beside, vapply(threads, function(t) {
        best_gemm(peak, "float32", t)
    }, 0))
    data.frame(cell = size$cell, p = size$p, hidden = size$hidden,
        threads = threads, gflops = rate, sgemm = best,
        fraction = rate / best, best_run_fraction =
            flops / apply(ours, 1L, min) / 1e9 / best,
        scaling = stats::median(ours[1L, ]) / apply(ours, 1L, stats::median))
}
