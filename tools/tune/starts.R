# Simulated relaxations beside the expression series of DREAM3 (size 100), in what
# can be seen without a network; GGC_DATA names the data. The output is kept:
#
#     Rscript tools/tune/starts.R > tools/tune/starts.log
#
# Values are shares of the largest one, as in DREAM3. No gold standard is read.
library(ggc)
source("tools/tune/log.R")

# x: genes x points x trajectories.
seen_in <- function(x) {
    x <- x / max(x)
    points <- dim(x)[[2L]]
    late <- x[, (points - 4L):points, ]
    level <- apply(late, 1L, mean)
    first <- x[, 1L, ]
    step <- x[, 13:points, ] - x[, 12:(points - 1L), ]
    steps <- dim(step)[[2L]]
    centred <- sweep(x, c(1, 3), apply(x, c(1, 3), mean))
    memory <- vapply(1:6, function(k) {
        now <- centred[, seq_len(points - k), ]
        sum(now * centred[, k + seq_len(points - k), ]) / sum(now^2)
    }, 0)
    c(slope_of_first = stats::coef(stats::lm(as.vector(first) ~
        rep(level, ncol(first))))[[2L]],
    spread_of_first = stats::sd(first - level),
    far_from_level = mean(abs(first - level) > 0.15),
    noise = sqrt(mean(apply(late, c(1, 3), stats::var))),
    correlation_of_steps = sum(step[, -1L, ] * step[, -steps, ]) /
        sum(step^2) * steps / (steps - 1),
    spread_of_ends = sqrt(mean(apply(apply(late, c(1, 3), mean), 1L,
        stats::var))),
    memory = (memory / memory[[1L]])[-1L])
}

as_array <- function(sim) {
    x <- SummarizedExperiment::assay(sim)
    array(x, c(nrow(x), sum(sim$trajectory == sim$trajectory[[1L]]),
        length(unique(sim$trajectory))))
}

directory <- file.path(Sys.getenv("GGC_DATA", "../shared/data"), "dream3",
    "size100")
dream3 <- lapply(c("Ecoli1", "Ecoli2", "Yeast1", "Yeast2", "Yeast3"),
    function(name) {
        table <- utils::read.delim(file.path(directory,
            paste0(name, "_timeseries.tsv")))
        x <- t(as.matrix(table[-(1:2)]))
        array(x, c(nrow(x), 21L, ncol(x) / 21L))
    })
simulated <- function(...) {
    lapply(1:5, function(seed) {
        as_array(ggc_simulate("grn", p = 100, seed = seed, ...))
    })
}
sets <- list(DREAM3 = dream3, scattered = simulated(scatter = 0.5, process = 0),
    perturbed = simulated())
seen <- vapply(sets, function(set) {
    rowMeans(vapply(set, seen_in, numeric(11L)))
}, numeric(11L))
log_head("means of five networks of 100 genes")
utils::write.table(round(seen, 3), sep = "\t", quote = FALSE, col.names = NA)
