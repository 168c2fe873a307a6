# The pseudotime that comes with simulated cells: true, disturbed, or found from
# the cells.

.PSEUDOTIMES <- c("exact", "noisy", "estimated")

# Cells x lineages, NA where a cell is not of the lineage.
.cell_pseudotime <- function(process, cells, logcounts, plan, dice) {
    time <- cells$time
    if (plan$pseudotime == "noisy") {
        time <- time + plan$pseudotime_sd * plan$hours *
            stats::qnorm(dice("error of pseudotime", length(time)))
    }
    out <- ifelse(cells$member, time, NA_real_)
    if (plan$pseudotime == "estimated") {
        for (lineage in process$lineages) {
            is <- cells$member[, lineage]
            out[is, lineage] <- .principal_time(t(logcounts[, is]), time[is],
                process$closed)
        }
    }
    dimnames(out) <- list(paste0("C", seq_along(time)), process$lineages)
    out
}

# Lengths along the principal curve of cells (in rows) in their first five
# principal components. true: the time of each, which says where the curve
# begins and nothing else.
.principal_time <- function(x, true, closed) {
    parts <- stats::prcomp(x, rank. = min(5L, dim(x) - 1L))$x
    if (closed) {
        curve <- princurve::principal_curve(parts, approx_points = 100L,
            smoother = "periodic_lowess")
        return(.from_start(curve$lambda, true))
    }
    early <- colMeans(parts[rank(true) <= max(1, 0.05 * length(true)), ,
        drop = FALSE])
    curve <- princurve::principal_curve(parts, approx_points = 100L,
        start = .first_curve(parts, early))
    if (stats::cor(curve$lambda, true, method = "spearman") < 0) {
        max(curve$lambda) - curve$lambda
    } else {
        curve$lambda
    }
}

.CURVE_CLUSTERS <- 10L

# Where the curve is looked for first: the longest way from the cluster that is
# nearest to `root` through the minimum spanning tree of the clusters, which
# finds round bends that a straight line does not. NULL for too few cells.
.first_curve <- function(parts, root) {
    n <- min(nrow(parts), 1000L)
    if (n < 3L * .CURVE_CLUSTERS) {
        return(NULL)
    }
    tree <- stats::hclust(stats::dist(parts[seq_len(n), ]), "ward.D2")
    cluster <- stats::cutree(tree, .CURVE_CLUSTERS)
    centre <- rowsum(parts[seq_len(n), ], cluster) / tabulate(cluster)
    apart <- as.matrix(stats::dist(rbind(root, centre)))
    from <- which.min(apart[1L, -1L])
    centre[.longest_way(unname(apart[-1L, -1L]), from), , drop = FALSE]
}

# Points on the longest way from one of them through their minimum spanning
# tree. apart: their distances.
.longest_way <- function(apart, from) {
    parent <- rep(from, nrow(apart))
    nearest <- apart[, from]
    length <- rep(0, nrow(apart))
    left <- setdiff(seq_len(nrow(apart)), from)
    while (length(left)) {
        new <- left[[which.min(nearest[left])]]
        length[[new]] <- length[[parent[[new]]]] + nearest[[new]]
        left <- setdiff(left, new)
        closer <- left[apart[left, new] < nearest[left]]
        nearest[closer] <- apart[closer, new]
        parent[closer] <- new
    }
    way <- which.max(length)
    while (way[[1L]] != from) {
        way <- c(parent[[way[[1L]]]], way)
    }
    way
}

# Of a closed curve: from where the earliest twentieth of the cells are, the way
# that the later ones of the first third go.
.from_start <- function(lambda, true) {
    angle <- 2 * pi * lambda / max(lambda)
    share <- rank(true) / length(true)
    middle <- function(which) {
        atan2(sum(sin(angle[which])), sum(cos(angle[which])))
    }
    start <- middle(share <= max(0.05, min(share)))
    later <- middle(share > 0.1 & share <= 0.35)
    way <- if (sin(later - start) < 0) -1 else 1
    max(lambda) * ((way * (angle - start)) %% (2 * pi)) / (2 * pi)
}
