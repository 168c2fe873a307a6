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
    curve <- princurve::principal_curve(parts, approx_points = 100L,
        smoother = if (closed) "periodic_lowess" else "smooth_spline")
    if (closed) {
        return(.from_start(curve$lambda, true))
    }
    if (stats::cor(curve$lambda, true, method = "spearman") < 0) {
        max(curve$lambda) - curve$lambda
    } else {
        curve$lambda
    }
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
