# What speaks for a regulator, measured alike for those that are real and for
# their shadows; and what tests make of it.

# ---- What speaks for a regulator -------------------------------------------

# Of a method whose row says no more: its score.
.score_evidence <- function(s, fit) {
    s$method$train(s)$score
}

# Of networks: their scores, a third of the directed dependence, and the
# conditional dependence with the weight that the fit gave it, as of a linear
# system (tools/tune/README.md). Hubs and beliefs would lend an edge what others
# have, and stay out.
.EVIDENCE <- c(network = 1, dependence = 1 / 3)

.network_evidence <- function(s, fit) {
    weight <- c(.EVIDENCE,
        conditional = fit@details$ranking$conditional_weight %or% 0)
    parts <- .evidence_parts(s, weight[["conditional"]] > 0)
    sum <- Reduce(`+`, Map(`*`, parts, weight[names(parts)]))
    .placer(s)(sum, NA_real_)
}

# Ranks among all candidates, real and shadow, of what speaks for them.
.evidence_parts <- function(s, conditional) {
    trained <- .train_shards(.fit_task(s, .whole_structure(s)), s)
    all <- .join_shards(trained$parts, s$columns)
    all$score[, all$status != "ok"] <- NA
    parts <- list(network = all$score,
        dependence = if (s$control$dependence != "none") .asymmetry(s),
        conditional = if (conditional) .conditional_dependence(s)$score)
    lapply(parts[lengths(parts) > 0L], .rank_evidence,
        .apart(s$rows, s$columns, s$known$exclude))
}

# ---- Regulators, rates ------------------------------------------------------

# p-values of each regulator as a whole: the mean over its targets, against
# those of the shadows.
.regulator_p_values <- function(draws) {
    means <- lapply(draws, lapply, function(m) {
        mean <- rowMeans(m, na.rm = TRUE)
        mean[!is.finite(mean)] <- NA
        as.matrix(mean)
    })
    .pooled_p_values(means)[, 1L]
}

# Adjusted by Benjamini and Hochberg.
.q_values <- function(p) {
    array(stats::p.adjust(p, "BH"), dim(p), dimnames(p))
}

# Knockoffs: each edge against its own shadow. e-values, mean over exchanges
# (Ren and Barber 2024), and what false discovery rate each edge is found at
# (e-BH, Wang and Ramdas 2022). share: of the false among the found that a
# single exchange is cut at.
.knockoff_q_values <- function(draws, share) {
    e <- Reduce(`+`, lapply(draws, .knockoff_e_values, share)) / length(draws)
    order <- order(-e, na.last = NA)
    q <- sum(!is.na(e)) / (seq_along(order) * e[order])
    out <- e
    out[order] <- pmin(1, rev(cummin(rev(q))))
    out
}

# The number of edges over that of shadows that win beyond the least threshold
# at which at most `share` of those that win are shadows, for edges that win by
# it; 0 for others.
.knockoff_e_values <- function(draw, share) {
    lead <- draw$real - draw$shadow
    size <- sort(unique(abs(lead[!is.na(lead) & lead != 0])))
    won <- .count_at_least(matrix(size), sort(lead))
    lost <- .count_at_least(matrix(size), sort(-lead))
    at <- which(1 + lost <= share * pmax(won, 1))
    out <- abs(0 * lead)
    if (length(at)) {
        least <- at[[1L]]
        out[!is.na(lead) & lead >= size[[least]]] <- sum(!is.na(lead)) /
            (1 + lost[[least]])
    }
    out
}

# ---- Of a fit --------------------------------------------------------------

# p-values of ggc_test(), else those of the method itself, else NULL.
.p_values <- function(fit) {
    if (is.null(fit@details$test$q_value)) fit@p_value else
        fit@details$test$p_value
}

# The same of false discovery rates, over all candidates.
.false_discovery_rates <- function(fit) {
    found <- fit@details$test$q_value
    if (!is.null(found) || is.null(fit@p_value)) {
        return(found)
    }
    p <- fit@p_value
    p[c(.self_entries(p), .flagged(fit@known$exclude))] <- NA
    .q_values(p)
}
