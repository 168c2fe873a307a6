# A contrast of two conditions: effects, and p-values of edges and regulators
# under exchanges of labels over whole trajectories.

# A statistic counts as large as another in spite of so much rounding.
.ROUNDING <- 1e-9

# of: as of .trajectory_sums(); labels: as of .exchanged_labels(), or NULL: no
# test. In working order: reference, other (effects), difference, p_value;
# regulators, p-values of these; shared, the part of what differs that is noise.
.contrast_of <- function(of, other, labels) {
    noise <- .noise_of_effects(of, c(sum(!other), sum(other)))
    total <- rowSums(of$sums)
    effects_at <- function(label) {
        sum <- drop(of$sums %*% label)
        list(reference = .effects_from(total - sum, of),
            other = .effects_from(sum, of))
    }
    change_of <- function(at) at$other$effect - at$reference$effect
    found <- effects_at(as.double(other))
    change <- change_of(found)
    candidates <- !of$apart
    out <- list(reference = found$reference$effect, other = found$other$effect,
        difference = .difference_of(found$reference, found$other, noise),
        shared = min(1, 2 * noise^2 / mean(change[candidates]^2)))
    if (is.null(labels)) {
        return(out)
    }
    share <- .share_of_change(change, noise, of$apart) * (1 - .ROUNDING)
    squares <- rowSums(change^2) * (1 - .ROUNDING)
    count <- 0 * share
    by_row <- numeric(length(squares))
    for (b in seq_len(ncol(labels))) {
        again <- change_of(effects_at(labels[, b]))
        count <- count + (.share_of_change(again, noise, of$apart) >= share)
        by_row <- by_row + (rowSums(again^2) >= squares)
    }
    p <- function(count) (1 + count) / (1 + ncol(labels))
    out$p_value <- replace(p(count), of$apart, NA)
    out$regulators <- replace(p(by_row), rowSums(candidates) == 0, NA)
    out
}
