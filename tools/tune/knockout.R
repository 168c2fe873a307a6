# Interventions beside series: knock-out tables of simulated gene networks, and
# series with a knock-out each.
#
#     Rscript tools/tune/knockout.R [networks=20] [first=9501]
#         [sizes=10,50,100] [design=onoff] [series=N] [points=21] [noise=0.05]
#         [held=20] [cores=1]
#
# Mean area under the precision-recall curve (standard error). "steady": on/off
# designs of 5 (10 genes) or 10 series, and the wild type and one knock-out of
# each gene in steady state, with the noise of ggc_simulate("grn"): the series
# alone (`series`), the table alone (`knockout`), its plain shifts in units of
# the spread of each gene (`shifts`), both together (`both`), and the series with
# a table of noise (`noise`), of a knock-out's size. "perturbed": 20 genes, 20
# series of the on/off design with a knock-out each (`held` of them, the others
# of the wild type): that told (`told`) and not (`untold`), and what is told
# without the series (`alone`). Another `design`, number of `series` and `points`
# and measurement `noise`: of both.
suppressPackageStartupMessages(library(ggc))
source(file.path("tools", "arguments.R"))
source(file.path("tools", "tune", "log.R"))

measure <- function(fit, truth) {
    score <- if (is.matrix(fit)) fit else as.matrix(fit)
    c(aupr = ggc_pr(score, truth)$aupr, auroc = as.numeric(ggc_roc(score, truth)$auc))
}

plain_shifts <- function(steady, genes) {
    x <- SummarizedExperiment::assay(steady)
    z <- abs(x - apply(x, 1L, stats::median)) / apply(x, 1L, stats::mad)
    z[!is.finite(z)] <- 0
    out <- t(z[genes, match(genes, steady$perturbed)])
    dimnames(out) <- list(genes, genes)
    out
}

steady_network <- function(genes, seed) {
    sim <- do.call(ggc_simulate, c(list("grn", p = genes, steady = TRUE,
        seed = seed, n_trajectories = series), design))
    truth <- S4Vectors::metadata(sim)$truth
    steady <- S4Vectors::metadata(sim)$steady
    noise <- steady
    # Not length(): that of an experiment is its rows.
    SummarizedExperiment::assay(noise) <- array(
        stats::qnorm(ggc:::.native_uniform(prod(dim(noise)), as.double(seed),
            "noise"),
            0.5, 0.2), dim(noise), dimnames(noise))
    told <- list(
        series = ggc_fit(sim, seed = 1, threads = 1),
        knockout = ggc_fit(sim, "knockout", steady = steady),
        shifts = plain_shifts(steady, rownames(sim)),
        both = ggc_fit(sim, steady = steady, seed = 1, threads = 1),
        noise = ggc_fit(sim, steady = noise, seed = 1, threads = 1)
    )
    vapply(told, measure, numeric(2L), truth)
}

perturbed_network <- function(seed) {
    n <- if (is.null(series)) 20L else series
    perturb <- rep(NA_character_, n)
    perturb[seq_len(held)] <- paste0("G", seq_len(held))
    sim <- do.call(ggc_simulate, c(list("grn", p = 20, n_trajectories = n,
        perturb = perturb, seed = seed), design))
    truth <- S4Vectors::metadata(sim)$truth
    told <- list(
        untold = ggc_fit(sim, seed = 1, threads = 1),
        told = ggc_fit(sim, perturbed = "perturbed", seed = 1, threads = 1),
        alone = ggc_fit(sim, "knockout", perturbed = "perturbed")
    )
    vapply(told, measure, numeric(2L), truth)
}

given <- read_arguments(commandArgs(trailingOnly = TRUE), list(networks = "20",
    first = "9501", sizes = "10,50,100", design = "onoff", series = "",
    points = "21", noise = "0.05", held = "20", cores = "1"))
design <- list(design = given$design, n_time = as.integer(given$points),
    noise = as.numeric(given$noise))
series <- if (nzchar(given$series)) as.integer(given$series)
held <- as.integer(given$held)
seeds <- as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L
over <- function(f) {
    parallel::mclapply(seeds, f, mc.cores = as.integer(given$cores),
        mc.preschedule = FALSE)
}
show <- function(name, each) {
    each <- simplify2array(each)
    mean <- apply(each, 1:2, mean)
    error <- apply(each, 1:2, stats::sd) / sqrt(dim(each)[[3L]])
    text <- array(sprintf("%.3f (%.3f)", mean, error), dim(mean),
        dimnames(mean))
    cat("\n", name, "\n", sep = "")
    print(noquote(text))
    invisible(each)
}
log_head()
for (genes in as.integer(strsplit(given$sizes, ",")[[1L]])) {
    each <- show(sprintf("steady, %d genes", genes), over(function(seed) {
        steady_network(genes, seed)
    }))
    mean <- apply(each["aupr", , ], 1L, mean)
    cat(sprintf("both / better of series and knockout: %.3f; / shifts: %.3f\n",
        mean[["both"]] / max(mean[c("series", "knockout")]),
        mean[["both"]] / mean[["shifts"]]))
    cat(sprintf("with noise / series: %.3f\n", mean[["noise"]] /
        mean[["series"]]))
}
each <- show("perturbed, 20 genes", over(perturbed_network))
test <- stats::t.test(each["aupr", "told", ], each["aupr", "untold", ],
    paired = TRUE)
cat(sprintf("told - untold: %.3f, p = %.2g\n", test$estimate, test$p.value))
