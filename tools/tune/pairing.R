# What to do with animals that are killed for each sample: the k-th at each time
# made a trajectory ("match"), all at a time averaged ("mean"), or several
# pairings, drawn at random, all of them trajectories of one fit ("pairings"):
#
#     Rscript tools/tune/pairing.R [networks=10] [first=3101] [sizes=10,20]
#         [pairings=5] [cores=2] > tools/tune/pairing.log
#
# One line for each design of destructive sampling, model, noise and size: mean
# AUPR of each, and the paired differences to "match" with their standard errors.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")

aupr_of <- function(se, truth, ...) {
    fit <- suppressWarnings(suppressMessages(ggc_fit(se, ..., seed = 1,
        threads = 1L)))
    score <- granger(fit)
    diag(score) <- NA
    ggc_metrics(score, truth)$AUPR
}

# So many pairings: at each time the samples in random order.
paired <- function(se, pairings, seed) {
    set.seed(seed)
    x <- SummarizedExperiment::assay(se)
    parts <- lapply(seq_len(pairings), function(k) {
        order <- unlist(lapply(split(seq_along(se$time), se$time), sample))
        list(x = x[, order], time = se$time[order],
            trajectory = paste(k, sequence(table(se$time))))
    })
    join <- function(part) unlist(lapply(parts, `[[`, part))
    x <- do.call(cbind, lapply(parts, `[[`, "x"))
    colnames(x) <- NULL
    list(x = x, time = join("time"), trajectory = join("trajectory"))
}

measure <- function(name, p, seed, model, noise, pairings) {
    se <- designed(name, p, seed, model, noise)
    truth <- S4Vectors::metadata(se)$truth
    many <- paired(se, pairings, seed)
    c(match = aupr_of(se, truth, replicates = "match"),
        mean = aupr_of(se, truth, replicates = "mean"),
        pairings = aupr_of(many$x, truth, time = many$time,
            trajectory = many$trajectory))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(networks = "10", first = "3101",
        sizes = "10,20", pairings = "5", cores = "2"))
    rows <- expand.grid(design = grep("animals", names(DESIGNS), value = TRUE),
        p = as.integer(strsplit(given$sizes, ",")[[1L]]),
        noise = c("low", "high"), model = c("grn", "var"),
        stringsAsFactors = FALSE)[, c("model", "noise", "p", "design")]
    seeds <- as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L
    lines <- parallel::mclapply(seq_len(nrow(rows)), function(i) {
        r <- rows[i, ]
        x <- t(vapply(seeds, function(seed) {
            measure(r$design, r$p, seed, r$model, r$noise,
                as.integer(given$pairings))
        }, numeric(3)))
        gain <- x[, -1L, drop = FALSE] - x[, 1L]
        error <- apply(gain, 2L, stats::sd) / sqrt(nrow(x))
        data.frame(r, t(round(colMeans(x), 4L)),
            mean_gain = round(mean(gain[, 1L]), 4L),
            mean_se = round(error[[1L]], 4L),
            pairings_gain = round(mean(gain[, 2L]), 4L),
            pairings_se = round(error[[2L]], 4L))
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    log_head()
    utils::write.table(do.call(rbind, lines), sep = "\t", quote = FALSE,
        row.names = FALSE)
}

main(commandArgs(trailingOnly = TRUE))
