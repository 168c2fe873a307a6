# Are the methods "trees" and "swing" above chance on what they were made for,
# gene networks in short series from several starts? AUROC of simulated networks
# of 10 genes, 10 series of 21 points each: mean and standard error.
#
#     Rscript tools/tune/forests.R [method=trees] [networks=20] [first=9001]
#         [trees=N] [cores=1] [model=grn]
#
# model=var: linear systems with delays of one to three steps instead.
suppressPackageStartupMessages(library(ggc))
source(file.path("tools", "arguments.R"))
source(file.path("tools", "tune", "log.R"))

# Each: function(series, truth) -> named AUROC.
METHODS <- list(
    trees = function(x, truth) {
        fit <- function(...) {
            granger(do.call(ggc_fit, c(list(x, "trees", seed = 1, threads = 1,
                ...), TREES)))
        }
        lagged <- fit()
        # Are targets better compared by shares of variance, or each alike?
        alike <- lagged
        diag(alike) <- 0
        alike <- alike / rep(colSums(alike), each = nrow(alike))
        scores <- list(lagged = lagged, `each target's sum 1` = alike,
            `2 lags` = fit(lag = 2), genie3 = fit(score = "genie3"),
            dyngenie3 = fit(score = "dyngenie3"))
        vapply(scores, function(s) ggc_metrics(s, truth)[["AUROC"]], 0)
    },
    swing = function(x, truth) {
        fit <- do.call(ggc_fit, c(list(x, "swing", seed = 1, threads = 1),
            TREES))
        # Each learner by itself, as of a fit with it alone.
        by <- function(learner) {
            each <- fit@details$each[colnames(granger(fit))]
            vapply(each, function(one) apply(one[[learner]], 1L, max),
                numeric(nrow(granger(fit))))
        }
        scores <- list(all = granger(fit), forest = by("forest"),
            lasso = by("lasso"), pls = by("pls"))
        vapply(scores, function(s) {
            ggc_metrics(s[rownames(granger(fit)), ], truth)[["AUROC"]]
        }, 0)
    }
)

given <- read_arguments(commandArgs(trailingOnly = TRUE), list(
    method = "trees", networks = "20", first = "9001", trees = "", cores = "1",
    model = "grn"))
# Trees of each forest, where not the default.
TREES <- if (nzchar(given$trees)) list(trees = as.integer(given$trees))
log_head()
seeds <- as.integer(given$first) + seq_len(given$networks) - 1L
each <- parallel::mclapply(seeds, function(seed) {
    sim <- do.call(ggc_simulate, c(list(given$model, p = 10, n_time = 21,
        n_trajectories = 10, seed = seed), if (given$model == "var") {
        list(lag = 3) # delays of 1 to 3 steps
    }))
    METHODS[[given$method]](sim, S4Vectors::metadata(sim)$truth)
}, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
each <- do.call(cbind, each)
cat(sprintf("%-22s %.3f, standard error %.3f\n", rownames(each),
    rowMeans(each), apply(each, 1L, stats::sd) / sqrt(ncol(each))), sep = "")
