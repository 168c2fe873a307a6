# A treatment that moves half of the genes, on for a part of each series: what
# ggc_fit() makes of it by its rule for inputs that nobody measured, and where it
# is given as a covariate.
#
#     Rscript tools/tune/covariates.R [networks=20] [first=8001] [genes=20]
#         [cores=1]
#
# AUPR, and how many of as many first edges as there are true ones are between
# genes that share the treatment alone: both moved by it, with no path between
# them and no common ancestor; `chance` is what a draw of edges would have. Means
# over networks and standard errors of the paired differences.
suppressPackageStartupMessages(library(ggc))
source(file.path("tools", "arguments.R"))
source(file.path("tools", "tune", "log.R"))

DESIGNS <- list(
    "8x21" = list(n_trajectories = 8, n_time = 21),
    "onoff 6x21" = list(n_trajectories = 6, design = "onoff"),
    "3x12" = list(n_trajectories = 3, n_time = 12)
)

# Genes from which each gene is reached, itself among them.
ancestors <- function(truth) {
    reach <- truth > 0 | diag(nrow(truth)) > 0
    repeat {
        more <- reach %*% reach > 0
        if (identical(more, reach)) {
            return(reach)
        }
        reach <- more
    }
}

treated_alone <- function(sim) {
    about <- S4Vectors::metadata(sim)
    shift <- about$perturbations$shift
    moved <- shift[, ncol(shift)] != 0
    related <- crossprod(ancestors(about$truth)) > 0
    outer(moved, moved) & !related
}

one_network <- function(design, genes, seed) {
    sim <- do.call(ggc_simulate, c(list("grn", p = genes, treatment = 0.5,
        seed = seed), DESIGNS[[design]]))
    truth <- S4Vectors::metadata(sim)$truth
    alone <- treated_alone(sim)
    each <- vapply(list(rule = NULL, covariate = "treatment"),
        function(covariates) {
            fit <- suppressWarnings(suppressMessages(ggc_fit(sim, seed = 1,
                threads = 1, covariates = covariates)))
            score <- granger(fit)
            diag(score) <- -Inf
            first <- order(-score)[seq_len(sum(truth))]
            c(ggc_metrics(fit, truth)$AUPR, sum(alone[first]))
        }, numeric(2L))
    data.frame(design, seed, edges = sum(truth),
        chance = sum(truth) * sum(alone) / (length(alone) - nrow(alone)),
        AUPR = each[1L, "rule"], AUPR_given = each[1L, "covariate"],
        alone = each[2L, "rule"], alone_given = each[2L, "covariate"])
}

given <- read_arguments(commandArgs(trailingOnly = TRUE), list(networks = "20",
    first = "8001", genes = "20", cores = "1"))
log_head()
todo <- expand.grid(design = names(DESIGNS), stringsAsFactors = FALSE,
    seed = as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L)
rows <- do.call(rbind, parallel::mclapply(seq_len(nrow(todo)), function(i) {
    one_network(todo$design[[i]], as.integer(given$genes), todo$seed[[i]])
}, mc.cores = as.integer(given$cores), mc.preschedule = FALSE))
error <- function(x) stats::sd(x) / sqrt(length(x))
out <- do.call(rbind, lapply(split(rows, rows$design), function(x) {
    data.frame(networks = nrow(x), edges = mean(x$edges), AUPR = mean(x$AUPR),
        AUPR_given = mean(x$AUPR_given),
        se = error(x$AUPR_given - x$AUPR), chance = mean(x$chance),
        alone = mean(x$alone),
        alone_given = mean(x$alone_given),
        se_alone = error(x$alone_given - x$alone))
}))
options(width = 120)
print(signif(out, 3L))
