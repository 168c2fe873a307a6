# How many steps ahead the networks of a fit forecast.

# Steps ahead that the networks forecast, at most those of the longest series;
# one where steps are not alike, so that two are no given time.
.horizons_of <- function(control, z, series, held) {
    if (!is.null(control$horizons)) {
        return(min(control$horizons, max(tabulate(series$trajectory)) - 1L))
    }
    if (.steps_alike(series)) .horizons(z, series$trajectory, held) else 1L
}

# Horizons are lags over which the autocorrelation, measured against lag 1 so
# that measurement noise cancels, stays above this.
.MEMORY <- 0.65
.MOST_HORIZONS <- 3L

# Number of steps ahead that the networks forecast: as long as the series
# remember. What is held from outside is no memory: deviations are from the
# level of a piece where there are held inputs, else of a trajectory. z: working
# genes x columns.
.horizons <- function(z, trajectory, held = .held_inputs(z, trajectory)) {
    longest <- max(tabulate(trajectory)) - 1L
    lags <- seq_len(min(.MOST_HORIZONS, longest))
    level <- if (held$share > 0) held$piece else trajectory
    centred <- z - .group_means(z, level)
    memory <- vapply(lags, function(k) {
        from <- .pairs_from(trajectory, k)
        sum(centred[, from] * centred[, from + k]) / sum(centred[, from]^2)
    }, 0)
    if (!is.finite(memory[[1L]]) || memory[[1L]] <= 0) {
        return(1L)
    }
    kept <- cumprod(memory / memory[[1L]] > .MEMORY) == 1
    max(1L, sum(kept, na.rm = TRUE))
}
