# What stability over halves of the cells, along one order or three, and what a
# reading backwards say of simulated cells along a pseudotime:
#
#     Rscript tools/tune/orders.R [sets=10] [first=401] [n_cells=500]
#         [dropout=0.5] [sd=0.1] [cores=1]
#
# The order of a set is off by normal errors of standard deviation `sd`, in parts
# of its range; two more orders have errors of their own. As many edges are looked
# at as there are true ones. `apart` are cells whose genes are each of another
# network, so that no edge is true.
suppressPackageStartupMessages({
    library(ggc)
    library(SummarizedExperiment)
})
source(file.path("tools", "arguments.R"))
source(file.path("tools", "tune", "log.R"))
source(file.path("tools", "tune", "designs.R"))

# The order of `cells`, exact, with errors drawn anew.
with_errors <- function(cells, sd, seed) {
    set.seed(seed)
    cells$pseudotime + sd * diff(range(cells$pseudotime, na.rm = TRUE)) *
        stats::rnorm(ncol(cells))
}

aupr <- function(score, truth) {
    if (any(truth > 0)) ggc_metrics(score, truth)$AUPR else NA_real_
}

# Of the first edges: how many, how many are true, by stability; then how many
# stay and are turned where the order is read backwards.
told <- function(cells, orders, truth, edges) {
    course <- ggc_pseudotime(cells, orders, halves = 6, seed = 1)
    fit <- ggc_fit(course, seed = 1, threads = 1)
    fit <- ggc_test(fit, "stability", B = 6, n_edges = edges, threads = 1)
    fit <- ggc_test(fit, "reversal", n_edges = edges, threads = 1)
    first <- ggc_edges(fit, n = edges)
    true <- truth[cbind(first$regulator, first$target)] == 1
    stable <- first$stability >= 0.9
    score <- granger(fit)
    again <- fit@details$test$stability
    again[is.na(again)] <- 0
    both <- again + rank(score) / length(score) / 100
    data.frame(edges = edges, true = sum(true), stable = sum(stable),
        stable_true = sum(true & stable),
        stay = fit@details$test$reversal$stay,
        turned = fit@details$test$reversal$turned,
        AUPR = aupr(score, truth), AUPR_stability = aupr(both, truth))
}

one_set <- function(topology, seed) {
    n_cells <- as.integer(given$n_cells)
    dropout <- as.double(given$dropout)
    cells <- designed_cells(n_cells, 20L, seed, dropout, topology, "exact")
    truth <- metadata(cells)$truth
    sd <- as.double(given$sd)
    orders <- lapply(1:3, function(k) with_errors(cells, sd, 10 * seed + k))
    quiet <- function(...) suppressWarnings(suppressMessages(told(...)))
    apart <- cells_apart(n_cells, 20L, seed, dropout)
    rbind(
        data.frame(topology, seed, cells = "one order",
            quiet(cells, orders[[1L]], truth, sum(truth))),
        data.frame(topology, seed, cells = "three orders",
            quiet(cells, orders, truth, sum(truth))),
        data.frame(topology, seed, cells = "apart",
            quiet(apart, with_errors(apart, sd, 10 * seed + 4),
                metadata(apart)$truth, sum(truth)))
    )
}

given <- read_arguments(commandArgs(trailingOnly = TRUE), list(sets = "10",
    first = "401", n_cells = "500", dropout = "0.5", sd = "0.1", cores = "1"))
log_head()
todo <- expand.grid(topology = TOPOLOGIES, stringsAsFactors = FALSE,
    seed = as.integer(given$first) + seq_len(as.integer(given$sets)) - 1L)
rows <- do.call(rbind, parallel::mclapply(seq_len(nrow(todo)), function(i) {
    one_set(todo$topology[[i]], todo$seed[[i]])
}, mc.cores = as.integer(given$cores), mc.preschedule = FALSE))

options(width = 120)
summed <- function(x) {
    data.frame(sets = nrow(x), edges = sum(x$edges),
        stable = sum(x$stable) / sum(x$edges),
        true = sum(x$true) / sum(x$edges),
        true_stable = sum(x$stable_true) / sum(x$stable),
        true_others = sum(x$true - x$stable_true) / sum(x$edges - x$stable),
        stay = sum(x$stay) / sum(x$edges),
        turned = sum(x$turned) / sum(x$edges),
        AUPR = mean(x$AUPR), AUPR_stability = mean(x$AUPR_stability))
}
by <- split(rows, list(rows$topology, rows$cells), drop = TRUE)
all <- split(rows, rows$cells)
print(round(do.call(rbind, lapply(c(by, all), summed)), 3L))
