# P-values that methods have of their own, of genes that do not depend on each
# other: noise with more and less memory, and noise about a response to a
# perturbation that all genes and trajectories share.
#
#     Rscript tools/tune/pvalues.R [sets=20] [cores=2] [methods=all]
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")

METHODS <- c("var", "bts", "cgc2spr", "te", "grnte", "lsngc", "hsic_lasso")
GENES <- sprintf("G%02d", 1:10)

# trajectories, points
DESIGNS <- list("3 x 8" = c(3, 8), "5 x 21" = c(5, 21), "1 x 60" = c(1, 60),
    "46 x 21" = c(46, 21))

# Memory of the noise, and size of what all share.
KINDS <- list("white" = c(0, 0), "memory .5" = c(0.5, 0),
    "memory .9" = c(0.9, 0), "response" = c(0.5, 2))

noise <- function(design, kind, seed) {
    set.seed(seed)
    points <- design[[2L]]
    # Each gene answers with a size of its own, and fades.
    answer <- outer(stats::rnorm(10), exp(-seq_len(points) / (points / 4)))
    x <- lapply(seq_len(design[[1L]]), function(r) {
        x <- t(replicate(10, stats::filter(stats::rnorm(points + 50),
            kind[[1L]], "recursive")))[, -(1:50)]
        rownames(x) <- GENES
        x + kind[[2L]] * answer
    })
    if (length(x) == 1L) x[[1L]] else x
}

p_values <- function(x, method, seed) {
    set.seed(seed)
    believed <- data.frame(regulator = sample(GENES, 9), target = "G10")
    believed <- believed[believed$regulator != "G10", ]
    more <- if (method == "cgc2spr") list(prior = believed)
    fit <- suppressMessages(suppressWarnings(do.call(ggc_fit, c(list(x,
        method = method, seed = seed, threads = 1), more))))
    ggc_edges(fit)$p_value
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(sets = "20", cores = "2",
        methods = "all"))
    methods <- if (given$methods == "all") METHODS else
        strsplit(given$methods, ",")[[1L]]
    log_head()
    cat(sprintf("shares of p-values below .05 and below .01, %s sets each\n",
        given$sets))
    for (method in methods) for (design in names(DESIGNS)) {
        shares <- vapply(names(KINDS), function(kind) {
            p <- unlist(parallel::mclapply(seq_len(as.integer(given$sets)),
                function(seed) {
                    p_values(noise(DESIGNS[[design]], KINDS[[kind]], seed),
                        method, seed)
                }, mc.cores = as.integer(given$cores)))
            sprintf("%s %.3f %.4f", kind, mean(p < 0.05), mean(p < 0.01))
        }, "")
        cat(sprintf("%-10s %-7s  %s\n", method, design,
            paste(shares, collapse = "; ")))
    }
}

main(commandArgs(trailingOnly = TRUE))
