# Evidence of a ranking: hubs, opposite directions, and ranks on one scale.

# A dependence less this part of that of the opposite direction.
.OPPOSITE <- 0.5

# What of the dependence speaks for an edge: in proportion to the root of the
# regulator's mean over that of the target's (hubs = 1; 0 leaves the means out),
# less half of what speaks for the opposite edge. alike: as in .weigh_hubs().
.directed_evidence <- function(dependence, apart, hubs, alike = 0) {
    out <- if (hubs > 0 || alike > 0) {
        .weigh_hubs(dependence, apart, hubs / 2, alike)
    } else {
        dependence
    }
    both <- intersect(rownames(out), colnames(out))
    out[both, both] <- out[both, both] - .OPPOSITE * t(out[both, both])
    .rank_evidence(out, apart)
}

# Entries that are no candidates: a gene with itself, and links excluded.
.apart <- function(rows, columns, exclude = NULL) {
    own <- outer(rows, columns, `==`)
    if (is.null(exclude)) own else own | exclude
}

# Scores with hubs favoured, who regulate many: each regulator's scores times
# its mean to the power `hubs`, over the root of the target's mean. alike, 0 to
# 1: how far regulators are made alike, by the root of their mean square, which
# keeps their largest scores alike too. apart: entries that are no candidates,
# which take no part in the means.
.weigh_hubs <- function(score, apart, hubs, alike = 0) {
    others <- pmax(score, 0)
    others[apart] <- NA
    regulator <- rowMeans(others, na.rm = TRUE)
    target <- colMeans(others, na.rm = TRUE)
    regulator[!is.finite(regulator)] <- 0
    target[!is.finite(target) | target <= 0] <- 1
    pmax(score, 0) * (regulator^hubs / .regulator_size(score, apart)^alike) /
        rep(sqrt(target), each = nrow(score))
}

# Root of each regulator's mean square, 1 where there is nothing.
.regulator_size <- function(score, apart) {
    others <- pmax(score, 0)
    others[apart] <- NA
    size <- sqrt(rowMeans(others^2, na.rm = TRUE))
    size[!is.finite(size) | size <= 0] <- 1
    size
}

# Share of the spread of the regulators' means that is no accident, 0 to 1: one
# less the ratio of variance within regulators to that between (one-way analysis
# of variance). 0 where no gene regulates more than others.
.hub_share <- function(score, apart) {
    score[apart] <- NA # with one regulator or target there is no spread
    score <- score[rowSums(!is.na(score)) > 0, , drop = FALSE]
    n <- rowSums(!is.na(score))
    mean <- rowMeans(score, na.rm = TRUE)
    within <- sum((score - mean)^2, na.rm = TRUE) / (sum(n) - length(n))
    between <- sum(n * (mean - sum(n * mean) / sum(n))^2) / (length(n) - 1)
    share <- 1 - within / between
    if (is.finite(share)) max(0, share) else 0
}

# Evidence of a ranking, -log of the share of edges at or above: every entry
# against those that are candidates.
.rank_evidence <- function(score, apart) {
    others <- sort(score[!apart & !is.na(score)])
    n <- length(others)
    if (n == 0L) {
        return(0 * score)
    }
    # A search looks through all others first, so that few are made, of values
    # in order; nothing looks for Ctrl-C within one.
    rank <- score + NA_real_
    blocks <- (seq_along(score) - 1L) %/% .SEARCHED
    for (at in split(seq_along(score), blocks)) {
        Sys.sleep(0)
        at <- at[order(score[at], method = "radix")]
        below <- findInterval(score[at], others, left.open = TRUE)
        rank[at] <- (below + findInterval(score[at], others) + 1) / 2
    }
    array(-log1p(-rank / (n + 1)), dim(score), dimnames(score))
}

# Entries that are searched for at once.
.SEARCHED <- 200000L

# 0 up to the first of `ends`, 1 from the second on, in proportion between.
.between <- function(x, ends) {
    min(1, max(0, (x - ends[[1L]]) / (ends[[2L]] - ends[[1L]])))
}
