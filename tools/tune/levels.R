# What batches cost where ggc_fit() is told of them: the same gene networks as they
# are, with two batches that lie apart by a normal shift of two standard deviations
# of each gene and `batch` given, and with these and nothing said.
#
#     Rscript tools/tune/levels.R [networks=16] [first=2001] [genes=10,20]
#         [cores=2] > tools/tune/levels.log
#
# One line for each design and size: mean AUPR of each, and the paired difference
# of the second from the first with its standard error. "9x21" are the series of
# ggc_simulate("grn"); odd trajectories are one batch.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")

series_of <- function(design, p, seed) {
    if (design == "9x21") {
        ggc_simulate("grn", p = p, seed = seed)
    } else {
        designed(design, p, seed)
    }
}

measure <- function(design, p, seed) {
    se <- series_of(design, p, seed)
    truth <- S4Vectors::metadata(se)$truth
    clean <- SummarizedExperiment::assay(se)
    odd <- as.integer(factor(se$trajectory)) %% 2L == 1L
    set.seed(seed)
    shifted <- clean
    shifted[, odd] <- shifted[, odd] +
        stats::rnorm(p, sd = 2 * apply(clean, 1L, stats::sd))
    aupr <- function(x, ...) {
        fit <- suppressWarnings(suppressMessages(ggc_fit(x, time = se$time,
            trajectory = se$trajectory, seed = 1, threads = 1L, ...)))
        ggc_metrics(fit, truth)$AUPR
    }
    c(clean = aupr(clean), told = aupr(shifted, batch = odd),
        untold = aupr(shifted))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(networks = "16", first = "2001",
        genes = "10,20", cores = "2"))
    seeds <- as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L
    rows <- expand.grid(design = c("3x8", "5x21", "9x21", "10x21"),
        p = as.integer(strsplit(given$genes, ",")[[1L]]),
        stringsAsFactors = FALSE)
    lines <- lapply(seq_len(nrow(rows)), function(i) {
        each <- parallel::mclapply(seeds, function(seed) {
            measure(rows$design[[i]], rows$p[[i]], seed)
        }, mc.cores = as.integer(given$cores))
        x <- do.call(rbind, each)
        d <- x[, "told"] - x[, "clean"]
        data.frame(rows[i, ], n = nrow(x), t(round(colMeans(x), 3L)),
            cost = round(mean(d), 4L),
            se = round(stats::sd(d) / sqrt(length(d)), 4L))
    })
    log_head()
    utils::write.table(do.call(rbind, lines), sep = "\t", quote = FALSE,
        row.names = FALSE)
}

main(commandArgs(trailingOnly = TRUE))
