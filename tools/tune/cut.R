# How the default cut of the chosen network was found and checked, on simulated
# networks of ten and more genes; the output is kept:
#
#     Rscript tools/tune/cut.R > tools/tune/cut.log
#
# Asked for: networks of ten genes at least as accurate as the empty one three
# times in five, MCC above 0 nine times in ten, and at 100 genes a twentieth of
# the true edges. Seeds 1101 and up were used to find the rule, 1201 and up once
# to confirm it. No gold standard of a real or a challenge network is read.
library(ggc)
source("tools/tune/log.R")

own <- asNamespace("ggc")
DESIGNS <- c("relaxation", "scattered", "onoff", "long", "uneven")
NETWORKS <- c("10" = 6L, "50" = 1L, "100" = 1L)

simulate <- function(design, p, seed) {
    if (design == "scattered") {
        return(ggc_simulate("grn", p = p, scatter = 0.5, process = 0,
            seed = seed))
    }
    ggc_simulate("grn", p = p, design = design, seed = seed)
}

cuts <- function(fit) {
    probability <- own$.edge_probability(fit)
    sure <- own$.foresees(fit@training)
    strong <- fit@norms > 0
    some <- fit@details$ranking$uncut > 0
    either <- function(doubtful) if (sure) strong else doubtful
    list(otsu = strong, credible.4 = either(strong & probability > 0.4),
        credible.5 = either(strong & probability > 0.5),
        some.4 = either(some & probability > 0.4),
        some.5 = either(some & probability > 0.5),
        probable.5 = probability > 0.5)
}

quality <- function(network, truth) {
    off <- row(truth) != col(truth)
    found <- network[off] + 0
    true <- truth[off]
    right <- sum(found * true)
    mcc <- if (stats::sd(found) > 0) stats::cor(found, true) else 0
    c(accurate = right >= sum(found) - right, mcc = mcc > 0,
        recall = right / sum(true))
}

of_series <- function(sim) {
    fit <- ggc_fit(sim, seed = 1, irregular = "asis",
        control = ggc_control(cut = "otsu", keep = "none"))
    vapply(cuts(fit), quality, numeric(3L), S4Vectors::metadata(sim)$truth)
}

tell <- function(name, runs) {
    mean <- Reduce(`+`, runs) / length(runs)
    for (cut in colnames(mean)) {
        cat(name, length(runs), cut, sprintf("%.2f", mean[, cut]), sep = "\t")
        cat("\n")
    }
}

log_head()
cat("# share of networks at least as accurate as the empty one, share with MCC",
    "above 0, recall\n")
cat("series", "networks", "cut", "accurate", "MCC", "recall", sep = "\t")
cat("\n")
for (first in c(1100L, 1200L)) {
    cat("# seeds", first + 1L, "and up\n")
    for (p in names(NETWORKS)) {
        all <- lapply(DESIGNS, function(design) {
            runs <- lapply(first + seq_len(NETWORKS[[p]]), function(seed) {
                of_series(simulate(design, as.integer(p), seed))
            })
            if (NETWORKS[[p]] > 1L) {
                tell(paste0(design, "-", p), runs)
            }
            runs
        })
        tell(paste0("all-", p), do.call(c, all))
    }
    tell("lorenz96-10", lapply(first + 1:2, function(seed) {
        of_series(ggc_simulate("lorenz96", p = 10, n_time = 1000, seed = seed))
    }))
}
