# The ranking and its parts on Lorenz-96 of 20 genes, which no line forecasts far:
#
#     Rscript tools/tune/lorenz.R [series=10] [first=2001] [steps=250,500,1000]
#         [forces=10,40] [cores=2] > tools/tune/lorenz.log
#
# One line for each force and length: mean AUROC and AUPR of the default, of the
# networks alone and of both dependences, how far the default is below the best
# of its parts in the mean, and in the worst single series.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")

PARTS <- c(default = "score", networks = "network", dependence = "dependence",
    conditional = "conditional")

# Parts x (AUROC, AUPR).
measure <- function(force, steps, seed) {
    sim <- ggc_simulate("lorenz96", p = 20, n_time = steps,
        forcing = force, seed = seed)
    fit <- suppressMessages(ggc_fit(sim, seed = 1, threads = 1L))
    t(vapply(PARTS, function(type) {
        score <- granger(fit, type)
        diag(score) <- NA
        unlist(ggc_metrics(score, S4Vectors::metadata(sim)$truth)[c("AUROC",
            "AUPR")])
    }, c(AUROC = 0, AUPR = 0)))
}

line_of <- function(row, seeds) {
    each <- simplify2array(lapply(seeds, function(seed) {
        measure(row$force, row$steps, seed)
    }))
    mean <- apply(each, 1:2, mean)
    below <- function(metric) {
        part <- rownames(mean)[-1L][[which.max(mean[-1L, metric])]]
        each[part, metric, ] - each["default", metric, ]
    }
    data.frame(row, series = length(seeds), part = rep(rownames(mean)),
        round(mean, 4L), below_AUROC = round(mean(below("AUROC")), 4L),
        below_AUPR = round(mean(below("AUPR")), 4L),
        worst_AUPR = round(max(below("AUPR")), 4L), row.names = NULL)
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(series = "10", first = "2001",
        steps = "250,500,1000", forces = "10,40", cores = "2"))
    numbers <- function(name) {
        as.integer(strsplit(given[[name]], ",", fixed = TRUE)[[1L]])
    }
    rows <- expand.grid(steps = numbers("steps"), force = numbers("forces"))
    seeds <- numbers("first") + seq_len(numbers("series")) - 1L
    lines <- parallel::mclapply(seq_len(nrow(rows)), function(i) {
        line_of(rows[i, ], seeds)
    }, mc.cores = numbers("cores"), mc.preschedule = FALSE)
    log_head()
    utils::write.table(do.call(rbind, lines), sep = "\t", quote = FALSE,
        row.names = FALSE)
}

main(commandArgs(trailingOnly = TRUE))
