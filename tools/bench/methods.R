# Every method of ggc_fit() on 100 genes in 46 trajectories of 21 points, with
# its defaults, and transfer entropy beside package RTransferEntropy.

# Seconds on two cores: two minutes, forests five.
METHOD_SECONDS <- 120
FOREST_SECONDS <- 300
OF_FORESTS <- c("trees", "swing")

# Half of what is believed is true.
half_right <- function(truth, seed) {
    set.seed(seed)
    links <- which(truth > 0)
    none <- which(truth == 0 & row(truth) != col(truth))
    prior <- truth * 0
    n <- length(links) %/% 2L
    prior[c(sample(links, n), sample(none, n))] <- 1
    prior
}

method_job <- function(se, method, threads, ...) {
    start <- peak_memory()
    list(start_mb = start, seconds = clocked(suppressMessages(suppressWarnings(
        ggc::ggc_fit(se, method, ..., seed = 1, threads = threads,
            verbose = FALSE)))))
}

method_row <- function(bench, method, se) {
    extra <- if (method == "cgc2spr") {
        list(prior = half_right(S4Vectors::metadata(se)$truth, 1))
    }
    out <- do.call(run_child, c(list(bench, "method_job", se = se,
        method = method, threads = max(bench$threads)), extra))
    row <- data.frame(method = method, threads = max(bench$threads),
        seconds = out$seconds, start_mb = out$start_mb, peak_mb = out$peak_mb)
    print_table(row)
    row
}

method_checks <- function(table) {
    most <- ifelse(table$method %in% OF_FORESTS, FOREST_SECONDS, METHOD_SECONDS)
    check_row(sprintf("\"%s\", 100 genes x 46 x 21, %s", table$method,
        counted(table$threads, "thread")), sprintf("at most %d s", most),
    sprintf("%.1f s, peak of R %.0f MB", table$seconds, table$peak_mb),
    table$seconds <= most)
}

# One series cut into bins: both fill the same table of counts. All pairs of few
# genes, as one fit here and as a call for each pair there.
BINNED <- list(genes = 20L, points = 966L, bins = 5L)

entropy_programs <- function(x) {
    pairs <- expand.grid(regulator = seq_len(nrow(x)), target = seq_len(nrow(x)))
    pairs <- pairs[pairs$regulator != pairs$target, ]
    list(RTransferEntropy = function() clocked(Map(function(i, j) {
        RTransferEntropy::calc_te(x[i, ], x[j, ], type = "bins",
            bins = BINNED$bins, shuffles = 0)
    }, pairs$regulator, pairs$target)), ggc = function() clocked(
        suppressMessages(ggc::ggc_fit(x, "te", estimator = "binned",
            bins = BINNED$bins, permutations = 0, seed = 1, threads = 1L))))
}

entropy_beside <- function(bench) {
    asked <- "at least 10 times as fast"
    if (!requireNamespace("RTransferEntropy", quietly = TRUE)) {
        return(not_measured("Transfer entropy beside RTransferEntropy", asked))
    }
    x <- SummarizedExperiment::assay(ggc::ggc_simulate("var", p = BINNED$genes,
        n_time = BINNED$points, seed = 9400))
    colnames(x) <- NULL
    runs <- interleave(entropy_programs(x), if (bench$quick) 2L else 5L)
    found <- ratio_of_medians(runs[1L, ], runs[2L, ])
    check_row("Transfer entropy beside RTransferEntropy, 1 thread", asked,
        sprintf("%.0f times (%.0f to %.0f), medians %.2f and %.4f s",
            found[[1L]], found[[2L]], found[[3L]], stats::median(runs[1L, ]),
            stats::median(runs[2L, ])), found[[1L]] >= 10)
}

methods_topic <- function(bench) {
    beside <- entropy_beside(bench)
    trajectories <- if (bench$quick) 5L else 46L
    se <- cost_series(if (bench$quick) 10L else 100L, trajectories, 21L)
    table <- do.call(rbind, lapply(names(ggc:::.METHODS), method_row,
        bench = bench, se = se))
    list(tables = list(methods = table),
        checks = rbind(if (!bench$quick) method_checks(table), beside))
}
