# ggc_contrast() on simulated gene networks, two conditions of ten trajectories
# each: relaxation, 20 genes, 21 points.
#
#     Rscript tools/tune/contrast.R [part=null|found|ranked] [networks=200]
#         [first=9001] [rewired=0.2] [trajectories=10] [B=999]
#
# null: no link is rewired; the share of p-values below .05 and .01, of edges and
# of regulators, and how many sets have an edge at a false discovery rate of .1.
# found: with rewired links, what is found at that rate, and what share of it is
# false: edges that both conditions have, or none. The fits, which no p-value
# depends on, are linear ones of these two.
# ranked: AUROC of |difference| for rewired links against kept ones, among the
# links of either condition; of `change`, the plain difference of effects; of
# `target`, the mean |difference| of all edges of the target, which tells no edge
# of a target from another; within targets, the share of pairs of a rewired and a
# kept link of one target in the right order; of p-values; and of two separate
# default fits: differences of their scores, of the ranks of these, and of the
# networks' effects. Means over networks and standard errors.
suppressPackageStartupMessages(library(ggc))
source(file.path("tools", "arguments.R"))
source(file.path("tools", "tune", "log.R"))

RATE <- 0.1

simulated <- function(seed, rewired, trajectories) {
    ggc_simulate("grn", p = 20, conditions = 2, rewired = rewired,
        n_trajectories = 2 * trajectories, seed = seed, threads = 1)
}

quietly <- function(code) suppressWarnings(suppressMessages(code))

contrasted <- function(sim, B, ...) {
    quietly(ggc_contrast(sim, "condition", B = B, seed = 1, threads = 1, ...))
}

# The table of a contrast with what is true of each edge: rewired, and of either
# condition.
told_table <- function(contrast, sim) {
    signs <- S4Vectors::metadata(sim)$conditions
    table <- as.data.frame(contrast)
    at <- cbind(table$regulator, table$target)
    table$rewired <- signs$A[at] != signs$B[at]
    table$either <- signs$A[at] != 0 | signs$B[at] != 0
    table
}

auroc <- function(score, true) {
    rank <- rank(score)
    n <- c(sum(true), sum(!true))
    (sum(rank[true]) - n[[1L]] * (n[[1L]] + 1) / 2) / prod(n)
}

# NA where no target has both kinds.
within_targets <- function(score, table) {
    right <- unlist(lapply(split(seq_along(score), table$target), function(at) {
        rewired <- table$rewired[at]
        apart <- outer(score[at][rewired], score[at][!rewired], `-`)
        (sign(apart) + 1) / 2
    }))
    mean(right)
}

measure_null <- function(sim, B) {
    contrast <- contrasted(sim, B, method = "var", lag = 1)
    p <- as.data.frame(contrast)$p_value
    of <- summary(contrast)$p_value
    c(edges_.05 = mean(p < 0.05), edges_.01 = mean(p < 0.01),
        regulators_.05 = mean(of < 0.05, na.rm = TRUE),
        found = sum(as.data.frame(contrast)$q_value <= RATE),
        any_found = any(as.data.frame(contrast)$q_value <= RATE))
}

measure_found <- function(sim, B) {
    contrast <- contrasted(sim, B, method = "var", lag = 1)
    table <- told_table(contrast, sim)
    found <- table$q_value <= RATE
    of <- summary(contrast)
    changed <- of$regulator %in% table$regulator[table$rewired]
    c(found = sum(found), true = sum(found & table$rewired),
        false_share = if (any(found)) mean(!table$rewired[found]) else 0,
        any_found = any(found), of = sum(table$rewired),
        rewired_.05 = mean(table$p_value[table$rewired] < 0.05),
        kept_.05 = mean(table$p_value[table$either & !table$rewired] < 0.05),
        none_.05 = mean(table$p_value[!table$either] < 0.05),
        regulators_.05 = mean(of$p_value[changed] < 0.05),
        others_.05 = mean(of$p_value[!changed] < 0.05, na.rm = TRUE))
}

measure_ranked <- function(sim, B) {
    contrast <- contrasted(sim, B)
    table <- told_table(contrast, sim)
    table$of_target <- stats::ave(abs(table$difference), table$target)
    table <- table[table$either, ]
    at <- cbind(table$regulator, table$target)
    fits <- lapply(c("A", "B"), function(condition) {
        quietly(ggc_fit(sim[, sim$condition == condition], seed = 1,
            threads = 1))
    })
    apart <- function(f) abs(Reduce(`-`, lapply(fits, function(fit) f(fit)[at])))
    against <- function(score) auroc(score, table$rewired)
    c(difference = against(abs(table$difference)),
        change = against(abs(table$effect - table$effect_reference)),
        target = against(table$of_target),
        within = within_targets(abs(table$difference), table),
        p_value = against(-table$p_value),
        score = against(abs(table$score - table$score_reference)),
        fits = against(apart(granger)),
        fits_ranks = against(apart(function(fit) {
            array(rank(granger(fit)), dim(fit), dimnames(fit))
        })),
        fits_effects = against(apart(function(fit) granger(fit, "effect"))))
}

given <- read_arguments(commandArgs(trailingOnly = TRUE), list(part = "ranked",
    networks = "200", first = "9001", rewired = "0.2", trajectories = "10",
    B = "999"))
log_head()
measure <- switch(given$part, null = measure_null, found = measure_found,
    ranked = measure_ranked)
rewired <- if (given$part == "null") 0 else as.double(given$rewired)
rows <- do.call(rbind, lapply(as.integer(given$first) - 1L +
    seq_len(as.integer(given$networks)), function(seed) {
    measure(simulated(seed, rewired, as.integer(given$trajectories)),
        as.integer(given$B))
}))
known <- colSums(is.finite(rows))
print(signif(cbind(mean = colMeans(rows, na.rm = TRUE),
    se = apply(rows, 2L, stats::sd, na.rm = TRUE) / sqrt(known), n = known), 3L))
