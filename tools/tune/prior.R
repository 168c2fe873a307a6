# What a prior is worth, and what it costs where it is wrong: the two constants of
# R/known.R, chosen on networks 801 to 810, and what they do on fresh ones, 811
# to 820. Gene networks of 50 genes, relaxation. The output is kept:
#
#     Rscript tools/tune/prior.R > tools/tune/prior.log
#
# AUPR over all candidate edges. "half": a prior of half the true edges, drawn at
# random; "rest": the same without the edges of the prior, so that only what was
# not given counts; "blind": as many links drawn from all. No gold standard of a
# real or a challenge network is read.
library(ggc)
source("tools/tune/log.R")

control <- ggc_control(keep = "none")

# Area over the edges that are not in `given`.
area <- function(score, truth, given = 0 * truth) {
    apart <- diag(nrow(truth)) == 1 | given > 0
    order <- order(-score[!apart])
    true <- truth[!apart][order]
    mean((cumsum(true) / seq_along(true))[true == 1])
}

priors <- function(truth, seed) {
    set.seed(seed)
    true <- which(truth == 1)
    others <- which(diag(nrow(truth)) == 0)
    as_matrix <- function(links) replace(0 * truth, links, 1)
    half <- sample(true, length(true) %/% 2)
    list(half = as_matrix(half), blind = as_matrix(sample(others, length(half))))
}

set_rule <- function(gain, penalty) {
    utils::assignInNamespace(".PRIOR_GAIN", gain, "ggc")
    utils::assignInNamespace(".PRIOR_PENALTY", penalty, "ggc")
}

# One network with each rule (gain, exponent of the penalty), one row each.
try_rules <- function(seed, rules) {
    sim <- ggc_simulate("grn", p = 50, seed = seed)
    truth <- S4Vectors::metadata(sim)$truth
    known <- priors(truth, seed)
    score_of <- function(...) {
        fit <- ggc_fit(sim, seed = seed, control = control, ...)
        list(score = granger(fit), weight = fit@details$ranking$prior)
    }
    plain <- score_of()$score
    do.call(rbind, lapply(rules, function(rule) {
        set_rule(rule[[1L]], rule[[2L]])
        half <- score_of(prior = known$half)
        blind <- score_of(prior = known$blind)
        data.frame(seed, gain = rule[[1L]], penalty = rule[[2L]],
            plain = area(plain, truth), half = area(half$score, truth),
            plain_rest = area(plain, truth, known$half),
            rest = area(half$score, truth, known$half),
            blind = area(blind$score, truth), weight_half = half$weight,
            weight_blind = blind$weight)
    }))
}

with_regulators <- function(seed) {
    sim <- ggc_simulate("grn", p = 50, seed = seed)
    truth <- S4Vectors::metadata(sim)$truth
    known <- rownames(truth)[rowSums(truth) > 0]
    score <- 0 * truth
    score[known, ] <- granger(ggc_fit(sim, regulators = known, seed = seed,
        control = control))
    area(score, truth)
}

show_table <- function(x) {
    cat(colnames(x), sep = "\t")
    cat("\n")
    for (i in seq_len(nrow(x))) {
        cat(format(unlist(x[i, ]), digits = 3, trim = TRUE), sep = "\t")
        cat("\n")
    }
}

log_head()
cat("# rules, mean over networks 801 to 810\n")
chosen <- c(ggc:::.PRIOR_GAIN, ggc:::.PRIOR_PENALTY)
rules <- c(list(chosen), list(c(2, 0), c(2, 0.25), c(2, 1), c(1, 0.5),
    c(3, 0.5)))
tried <- do.call(rbind, lapply(801:810, try_rules, rules))
show_table(do.call(rbind, lapply(split(tried, interaction(tried$gain,
    tried$penalty, drop = TRUE)), function(x) {
        data.frame(t(colMeans(x[, -1])), better = sum(x$half > x$plain),
            better_rest = sum(x$rest > x$plain_rest))
    })))

cat("# the chosen rule on networks 811 to 820; regulators: with the true ones\n")
fresh <- do.call(rbind, lapply(811:820, try_rules, list(chosen)))
fresh$regulators <- vapply(811:820, with_regulators, 0)
fresh <- fresh[, setdiff(names(fresh), c("gain", "penalty"))]
show_table(fresh)
cat(sprintf("# mean: plain %.3f, true regulators %.3f (higher on %d of %d)\n",
    mean(fresh$plain), mean(fresh$regulators),
    sum(fresh$regulators > fresh$plain), nrow(fresh)))
cat(sprintf("# half the true edges %.3f (higher on %d); the rest %.3f to %.3f\n",
    mean(fresh$half), sum(fresh$half > fresh$plain), mean(fresh$plain_rest),
    mean(fresh$rest)))
cat(sprintf("# blind prior %.3f: %+.1f %%\n", mean(fresh$blind),
    100 * (mean(fresh$blind) / mean(fresh$plain) - 1)))
