# Smooth means along pseudotime: local lines through the means of narrow bins,
# which take one pass over the cells, however many. How wide is told by how well
# one half of the cells tells the other.

# Narrow bins of the range of pseudotime, and samples of it.
.NARROW <- 200L
.SMOOTH_POINTS <- 21L

# Bandwidths, in parts of the range, and what part of the best for one half of
# the cells is taken, as all of them bear less (tools/tune/README.md).
.BANDWIDTHS <- c(0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.09, 0.13)
.PART_OF_BEST <- 0.7

# cells: as of .deal_cells(), with `weight`; about: the cells' columns. What
# .pseudobulk() makes of bins.
.smooth_course <- function(values, cells, columns, min_cells, data, settings) {
    narrow <- .narrow_means(values, cells, data$assay)
    settings$bandwidth <- .PART_OF_BEST * .best_bandwidth(narrow)
    ends <- range(cells$pseudotime)
    grid <- seq(ends[[1L]], ends[[2L]], length.out = .SMOOTH_POINTS)
    width <- settings$bandwidth * diff(ends)
    parts <- lapply(narrow$trajectories, .smooth_trajectory, narrow$table,
        narrow$means, grid, width)
    settings$noise <- .noise_of_halves(narrow, grid, width)
    .warn_noise(settings$noise)
    table <- do.call(rbind, lapply(parts, `[[`, "table"))
    keep <- .enough_cells(table, min_cells)
    groups <- split(cells$cell, factor(cells$trajectory,
        narrow$trajectories))[table$trajectory[keep]]
    values <- do.call(cbind, lapply(parts, `[[`, "means"))[, keep, drop = FALSE]
    .samples_of(values, table[keep, ], .constant_columns(columns, groups),
        "expression", data, settings)
}

# list(means, table, trajectories): means of genes x narrow bins of each half of
# the cells of a trajectory; table: trajectory, lineage, replicate, half, n (the
# sum of weights) and pseudotime of each.
.narrow_means <- function(values, cells, assay) {
    ends <- range(cells$pseudotime)
    place <- (cells$pseudotime - ends[[1L]]) / diff(ends)
    cells$narrow <- pmin(.NARROW, 1L + floor(place * .NARROW))
    cells <- cells[order(cells$trajectory, cells$pseudotime, cells$name,
        cells$cell, method = "radix"), ]
    cells$half <- sequence(tabulate(match(cells$trajectory,
        unique(cells$trajectory)))) %% 2L
    key <- paste(match(cells$trajectory, unique(cells$trajectory)), cells$half,
        cells$narrow)
    key <- match(key, unique(key))
    first <- !duplicated(key)
    table <- cells[first, c("trajectory", "lineage", "replicate", "half")]
    table$n <- rowsum(cells$weight, key)[, 1L]
    table$pseudotime <- rowsum(cells$weight * cells$pseudotime, key)[, 1L] /
        table$n
    sums <- .sum_cells(values, unname(split(cells$cell, key)), "mean",
        assay = assay, weights = unname(split(cells$weight, key)))
    list(means = sums / rep(table$n, each = nrow(sums)), table = table,
        trajectories = unique(cells$trajectory))
}

# Weights, at x rows of places `at`, of means at `time` with weights n, in local
# lines with Gaussian weights; in local means where a line has no slope to take.
.line_weights <- function(at, time, n, width) {
    away <- outer(at, time, function(a, t) t - a)
    near <- do.call(pmin, as.data.frame(abs(away)))
    w <- exp((near^2 - away^2) / (2 * width^2)) * rep(n, each = length(at))
    s0 <- rowSums(w)
    s1 <- rowSums(w * away)
    s2 <- rowSums(w * away^2)
    size <- s0 * s2 - s1^2
    flat <- size <= 1e-9 * s0 * s2
    line <- (s2 - away * s1) / size
    line[flat, ] <- 1 / s0[flat]
    w * line
}

# In parts of the range: the bandwidth with which the narrow means of each half
# of the cells are best told by those of the other, over all genes, each in
# units of its variance.
.best_bandwidth <- function(narrow) {
    table <- narrow$table
    range <- diff(range(table$pseudotime))
    n <- table$n / sum(table$n)
    means <- narrow$means - drop(narrow$means %*% n)
    spread <- drop(means^2 %*% n)
    means <- means[spread > 0, , drop = FALSE] / sqrt(spread[spread > 0])
    errors <- vapply(.BANDWIDTHS, function(width) {
        sum(vapply(narrow$trajectories, function(name) {
            own <- which(table$trajectory == name)
            sum(vapply(0:1, function(half) {
                told <- own[table$half[own] == half]
                by <- own[table$half[own] != half]
                if (length(told) == 0L || length(by) == 0L) {
                    return(0)
                }
                weights <- .line_weights(table$pseudotime[told],
                    table$pseudotime[by], table$n[by], width * range)
                left <- means[, told, drop = FALSE] -
                    tcrossprod(means[, by, drop = FALSE], weights)
                sum(colSums(left^2) * table$n[told])
            }, 0))
        }, 0))
    }, 0)
    .BANDWIDTHS[[which.min(errors)]]
}

# Part of the genes' variance that is noise of the smooth means, the median over
# genes: what tells the courses of the halves of the cells apart.
.noise_of_halves <- function(narrow, grid, width) {
    table <- narrow$table
    both <- intersect(table$trajectory[table$half == 0L],
        table$trajectory[table$half == 1L])
    courses <- lapply(both, function(name) {
        own <- table$trajectory == name
        range <- range(table$pseudotime[own])
        at <- grid[grid >= range[[1L]] - width & grid <= range[[2L]] + width]
        lapply(0:1, function(half) {
            of <- which(own & table$half == half)
            .native_product(narrow$means[, of, drop = FALSE],
                .line_weights(at, table$pseudotime[of], table$n[of], width),
                transpose = TRUE)
        })
    })
    first <- do.call(cbind, lapply(courses, `[[`, 1L))
    second <- do.call(cbind, lapply(courses, `[[`, 2L))
    mean <- (first + second) / 2
    spread <- rowMeans((mean - rowMeans(mean))^2)
    .median_or_none((rowMeans((first - second)^2) / 4 / spread)[spread > 0])
}

# Of genes that do nothing along the order it was 1 to 1.4 (20 genes, 100 to
# 2,000 cells).
.MOST_NOISE <- 0.5

.warn_noise <- function(noise) {
    if (noise >= .MOST_NOISE) {
        .ggc_warn("cells", paste0(
            "Of the variance of the genes along `pseudotime` %.2f is noise of ",
            "the means; of genes that do nothing it is 1 and more.\nMore ",
            "cells are needed, or an order in which these genes change."
        ), noise)
    }
}

# list(means, table): genes x points of the grid within the trajectory's range.
# cells: how many cells would make a mean as exact.
.smooth_trajectory <- function(name, table, means, grid, width) {
    own <- which(table$trajectory == name)
    time <- table$pseudotime[own]
    bins <- which(grid >= min(time) - width & grid <= max(time) + width)
    weights <- .line_weights(grid[bins], time, table$n[own], width)
    list(
        means = .native_product(means[, own, drop = FALSE], weights,
            transpose = TRUE),
        table = data.frame(table[rep(own[[1L]], length(bins)),
            c("trajectory", "lineage", "replicate")], bin = bins,
        time = grid[bins], pseudotime = grid[bins],
        cells = round(1 / rowSums(weights^2 / rep(table$n[own],
            each = length(bins)))))
    )
}
