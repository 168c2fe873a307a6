# Time to result: ggc_fit() with its defaults, from expression to ranking.

NETWORKS <- c("Ecoli1", "Ecoli2", "Yeast1", "Yeast2", "Yeast3")
LAMBDA_ITERATIONS <- 1000 # of GC-cLSTM at one penalty
PEER_HIDDEN <- 100L

# Simulated networks of DREAM3's design and sizes, and DREAM3's own expression
# where it is there; its gold standards are not opened.
fit_series <- function(size, directory, quick) {
    simulated <- list(ggc::ggc_simulate("grn", p = size, design = "relaxation",
        seed = 9100 + size))
    names(simulated) <- sprintf("simulated-%d", size)
    prefix <- file.path(directory, "dream3", sprintf("size%d", size), NETWORKS)
    there <- file.exists(paste0(prefix, "_timeseries.tsv"))
    if (quick) {
        there <- there & seq_along(there) == 1L
    }
    found <- lapply(prefix[there], ggc::read_dream, gold = NA)
    names(found) <- sprintf("%s-%d", NETWORKS[there], size)
    c(simulated, found)
}

# One iteration of GC-cLSTM in PyTorch at a series' shape, all networks, at the
# better number of threads.
peer_iteration <- function(peer, se, threads, repetitions) {
    z <- ggc:::.standardise(SummarizedExperiment::assay(se))$z
    timed <- min(nrow(z), 10L)
    set_up_peer(peer, z, "lstm", PEER_HIDDEN, timed,
        rle(as.character(se$trajectory))$lengths)
    time_peer(peer, 1L, threads[[1L]]) # warm
    each <- vapply(threads, function(n) {
        stats::median(vapply(seq_len(repetitions), function(i) {
            time_peer(peer, 1L, n)
        }, 0))
    }, 0)
    list(seconds = min(each) * nrow(z) / timed,
        threads = threads[[which.min(each)]])
}

time_fit <- function(se, threads, repetitions) {
    seconds <- vapply(seq_len(repetitions), function(i) {
        clocked(ggc::ggc_fit(se, seed = 1, threads = threads,
            verbose = FALSE))
    }, 0)
    stats::median(seconds)
}

fits_topic <- function(bench) {
    sizes <- c(10L, 100L)
    rows <- lapply(sizes, function(size) {
        series <- fit_series(size, bench$data, bench$quick)
        torch <- if (!is.null(bench$peer)) {
            peer_iteration(bench$peer, series[[1L]], bench$threads, 3L)
        } else {
            list(seconds = NA_real_, threads = NA_integer_)
        }
        do.call(rbind, lapply(names(series), function(name) {
            fit_row(name, series[[name]], torch, bench)
        }))
    })
    table <- do.call(rbind, rows)
    print_table(table)
    list(tables = list(fits = table), checks = fits_checks(table))
}

fit_row <- function(name, se, torch, bench) {
    repetitions <- if (nrow(se) < 50L && !bench$quick) 5L else 1L
    seconds <- time_fit(se, max(bench$threads), repetitions)
    data.frame(dataset = name, genes = nrow(se), samples = ncol(se),
        trajectories = length(unique(se$trajectory)),
        repetitions = repetitions, seconds = seconds,
        torch_ms = 1e3 * torch$seconds, torch_threads = torch$threads,
        torch_seconds = LAMBDA_ITERATIONS * torch$seconds,
        faster = LAMBDA_ITERATIONS * torch$seconds / seconds)
}

fits_checks <- function(table) {
    big <- table[table$genes == 100L, ]
    name <- "Default fit of a network of 100 genes"
    slowest <- check_row(name, "<= 15 s",
        sprintf("%.1f to %.1f s over %s (%s)", min(big$seconds),
            max(big$seconds), counted(nrow(big), "series"),
            paste(big$dataset, collapse = ", ")), max(big$seconds) <= 15)
    small <- table[table$genes == 10L, ]
    rbind(slowest,
        check_row("Default fit of a network of 10 genes", "reported",
            sprintf("%.2f to %.2f s", min(small$seconds), max(small$seconds)),
            NA),
        if (anyNA(big$faster)) {
            not_measured(paste(name, "beside PyTorch"), ">= 50 times faster")
        } else {
            check_row(paste(name, "beside", LAMBDA_ITERATIONS,
                "iterations of GC-cLSTM (H 100, K 10) at one penalty in",
                "PyTorch, from its time of one"), ">= 50 times faster",
            sprintf("%.0f to %.0f times", min(big$faster), max(big$faster)),
            min(big$faster) >= 50)
        })
}
