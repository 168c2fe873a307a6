# A contrast of two conditions: effects, and p-values of edges and regulators
# under exchanges of labels over whole trajectories.

# A statistic counts as large as another in spite of so much rounding.
.ROUNDING <- 1e-9

# of: as of .trajectory_sums(); labels: as of .exchanged_labels(), or NULL: no
# test. In working order: reference, other (effects), difference, p_value;
# regulators, p-values of these; shared, the part of what differs that is noise.
.contrast_of <- function(of, other, labels, tell = function(b) NULL) {
    noise <- .noise_of_effects(of, c(sum(!other), sum(other)))
    total <- rowSums(of$sums)
    found <- .compared_at(of, as.double(other), total, noise)
    out <- found[c("reference", "other", "difference")]
    candidates <- !of$apart
    out$shared <- min(1, 2 * noise^2 / mean(found$change[candidates]^2))
    if (is.null(labels)) {
        return(out)
    }
    count <- 0 * found$statistic
    by_row <- numeric(of$dim[[1L]])
    row_of <- function(x) rowSums(x$change^2)
    at_least <- function(x, least) x >= least * (1 - .ROUNDING)
    for (b in seq_len(ncol(labels))) {
        again <- .compared_at(of, labels[, b], total, noise)
        count <- count + at_least(again$statistic, found$statistic)
        by_row <- by_row + at_least(row_of(again), row_of(found))
        tell(b)
    }
    p <- function(count) (1 + count) / (1 + ncol(labels))
    out$p_value <- replace(p(count), of$apart, NA)
    out$regulators <- replace(p(by_row), rowSums(candidates) == 0, NA)
    out
}

.compared_at <- function(of, label, total, noise) {
    sum <- drop(of$sums %*% label)
    other <- .effects_from(sum, of)$effect
    reference <- .effects_from(total - sum, of)$effect
    c(list(reference = reference, other = other),
        .compared_effects(reference, other, noise, of$apart))
}
