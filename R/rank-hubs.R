# Are there hubs, or does it only look so? The same few steps of a regulator are
# seen by all targets: how much it varied over them lifts its scores at all of
# them, which is one observation and not as many as there are targets. Whether
# that is to be believed is asked of the dependence: are its links found again
# in other trajectories, once what all trajectories share is gone? A trend that
# all follow is found again as well, and links nothing.

# Correlation of halves at which nothing of it is believed, times the root of
# the number of steps, as few correlate by accident; and how much more is all of
# it: a standard error of a correlation over all pairs, within these ends, as of
# many genes few pairs depend on each other. Targets at which levels are not and
# are made alike: with few, a regulator's mean is as much its links as its
# level.
.BY_ACCIDENT <- 0.4
.FOUND_AGAIN <- c(0.03, 0.05)
.MANY_TARGETS <- c(10, 40)

# How much of the spread between regulators is to be believed, 0 to 1, and how
# far regulators are made alike: list(spread, alike).
.spread_believed <- function(s) {
    steps <- length(.pairs_from(s$series$trajectory, 1L))
    found <- .halves_correlation(s, .less_common(s$z, s$series),
        opposite = FALSE)
    spread <- if (is.finite(found)) {
        from <- .BY_ACCIDENT / sqrt(steps)
        pairs <- sum(!.apart(s$rows, s$columns, s$known$exclude))
        error <- min(max(1 / sqrt(pairs), .FOUND_AGAIN[[1L]]),
            .FOUND_AGAIN[[2L]])
        .between(found, from + c(0, error))
    } else {
        0
    }
    list(spread = spread,
        alike = (1 - spread) * .between(length(s$columns), .MANY_TARGETS))
}

# The series without what is common: at each time the mean over trajectories,
# where five or more have it, as of fewer those left tell of each other; or the
# first principal component.
.less_common <- function(z, series) {
    key <- match(.time_key(series$time), unique(.time_key(series$time)))
    shared <- tabulate(key)[key] >= .SHARED
    if (mean(shared) >= 0.5) {
        return(z - .group_means(z, key) * rep(shared, each = nrow(z)))
    }
    centred <- z - rowMeans(z)
    wide <- nrow(z) >= ncol(z)
    first <- eigen(if (wide) crossprod(centred) else tcrossprod(centred),
        symmetric = TRUE)$vectors[, 1L]
    if (wide) {
        return(centred - (centred %*% first) %*% t(first))
    }
    centred - first %*% crossprod(first, centred)
}

.SHARED <- 5L
