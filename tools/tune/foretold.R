# The table of ggc_power() beside fresh networks of designs that are not in it:
# shares of true edges among the first, and the share of all true edges that is
# found at a false discovery rate of .1.
#
#     Rscript tools/tune/foretold.R [networks=20] [first=71001] [threads=2]
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")

DESIGNS <- list(
    list(n_genes = 15, times = 6, n_trajectories = 3, noise = 0.1),
    list(n_genes = 20, times = 13, n_trajectories = 5, noise = 0.05),
    list(n_genes = 20, times = 100, n_trajectories = 1, noise = 0.05),
    list(n_genes = 50, times = 6, n_trajectories = 3, noise = 0.05),
    list(n_genes = 25, times = 15, n_trajectories = 20, noise = 0.07)
)

shares <- function(x) {
    c(stats::setNames(x$first$precision, paste("first", x$first$edges)),
        "power" = x$found[["power"]])
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(networks = "20", first = "71001",
        threads = "2"))
    worst <- 0
    for (design in DESIGNS) {
        table <- do.call(ggc_power, design)
        fresh <- do.call(ggc_power, c(design, list(
            networks = as.integer(given$networks), verbose = FALSE,
            seed = as.integer(given$first),
            threads = as.integer(given$threads))))
        both <- rbind(table = shares(table), fresh = shares(fresh),
            se = c(fresh$first$se, NA))
        worst <- max(worst, abs(both["table", ] - both["fresh", ]))
        cat(sprintf("%d genes, %d x %d, noise %s; found %.1f, fresh %.1f\n",
            design$n_genes, design$n_trajectories, design$times, design$noise,
            table$found[["edges"]], fresh$found[["edges"]]))
        print(round(both, 3))
    }
    cat(sprintf("largest difference: %.3f\n", worst))
}

main(commandArgs(trailingOnly = TRUE))
