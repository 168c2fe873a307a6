# From real regulators and their shadows to p-values of edges: what speaks for a
# regulator is measured alike for both, and compared.

# How many of the sorted values are at least x, for each x; NA of NA.
.count_at_least <- function(x, sorted) {
    # A column at a time: nothing looks for Ctrl-C within a search.
    out <- vapply(seq_len(ncol(x)), function(i) {
        length(sorted) - findInterval(x[, i], sorted, left.open = TRUE)
    }, numeric(nrow(x)))
    out <- array(out, dim(x), dimnames(x))
    out[is.na(x)] <- NA
    out
}

# How many shadows of each draw are at least as strong as each edge:
# list(counts, one matrix a draw; shadows, how many there are in each).
.against_shadows <- function(draws) {
    list(
        counts = lapply(draws, function(draw) {
            .count_at_least(draw$real, sort(draw$shadow))
        }),
        shadows = vapply(draws, function(draw) sum(!is.na(draw$shadow)), 0)
    )
}

# Share of all shadows, of all targets and exchanges, that are at least as
# strong.
.pooled_p_values <- function(draws) {
    found <- .against_shadows(draws)
    (1 + Reduce(`+`, found$counts)) / (1 + sum(found$shadows))
}

# The same of edges, by normal scores: a mean over exchanges varies less than
# the score of one, as far as the networks of one differ from those of another,
# and is set against what a mean of so many comes to, of edges that correlate as
# these do. A quarter of what differs is not counted on (tools/tune/README.md):
# tails are heavier. Fewer than .FEWEST_EDGES do not tell their correlation.
.FEWEST_EDGES <- 50L
.NOT_COUNTED_ON <- 0.25

.edge_p_values <- function(draws) {
    found <- .against_shadows(draws)
    candidates <- which(!is.na(Reduce(`+`, found$counts)))
    if (length(draws) == 1L || length(candidates) < .FEWEST_EDGES) {
        return(.pooled_p_values(draws))
    }
    z <- mapply(function(count, shadows) {
        -stats::qnorm((count[candidates] + 0.5) / (shadows + 1))
    }, found$counts, found$shadows)
    common <- stats::cor(z)
    common <- max(0, mean(common[upper.tri(common)]))
    common <- common + .NOT_COUNTED_ON * (1 - common)
    spread <- sqrt(common + (1 - common) / length(draws))
    p <- found$counts[[1L]]
    p[candidates] <- stats::pnorm(rowMeans(z) / spread, lower.tail = FALSE)
    p
}
