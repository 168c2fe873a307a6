# Shadow regulators, the null of whatever is said of an edge: beside its
# candidates a target is offered as many shadows, the same genes with whole
# trajectories exchanged, all by one exchange. A shadow has the own past, the
# trend and the company of its gene, and shares with the target what all
# trajectories share and nothing else. Of a single series the phases are
# turned, alike for all genes (Prichard and Theiler 1994), about a slow trend
# that stays.

# Points of a single series whose phases are worth turning; and the degree of
# the polynomial in time that is left as it is. Trends that genes share would
# else be found as edges (tools/tune/README.md).
.FEWEST_PHASES <- 20L
.TREND <- 3L

# Exchanges that are made where no one asks for more or less.
.EXCHANGES <- 4L

# list(kind, most, draw, of): kind, "trajectories" or "phases"; most, how many
# exchanges there are; draw, function(x, b), the b-th of them of genes x
# samples; of, which trajectories can be exchanged. An error where the series
# carry none. within: as of .as_within().
.shadow_design <- function(series, seed, within = NULL) {
    if (!is.null(series$pairing)) {
        .ggc_stop("test", paste0(
            "samples that were destroyed when taken make no trajectories ",
            "that could be exchanged: which follows which was paired.\n",
            "A test needs replicates that were followed through time."
        ))
    }
    if (!is.null(series$pseudotime)) {
        .ggc_stop("test", paste0(
            "no test was calibrated for cells in order along a pseudotime.\n",
            "What would be found again with other cells says method = ",
            "\"stability\", of four donors, or of ggc_pseudotime(halves = ",
            "10); what the direction of time decides, \"reversal\"."
        ))
    }
    trajectories <- max(series$trajectory)
    if (trajectories == 1L) {
        return(.phase_design(series, seed))
    }
    kind <- .trajectory_kinds(series, within)
    size <- tabulate(kind)
    .refuse_lone(series$trajectory_names[size[kind] < 2L])
    list(kind = "trajectories", most = max(size) - 1L, of = kind,
        draw = function(x, b) {
            x[, .exchanged(series$trajectory, kind, seed, b), drop = FALSE]
        })
}

.refuse_lone <- function(names) {
    if (length(names)) {
        .ggc_stop("test", paste0(
            "each trajectory must have another of the same times (and ",
            "condition) to be exchanged with, and there is none for: %s.\n",
            "Test a fit without them, with more replicates, or of times made ",
            "even by irregular = \"interpolate\"."
        ), .ggc_names(names))
    }
}

# Which trajectories can be exchanged: those of as many points, or where steps
# are not alike of the same times since their first; inside conditions.
.trajectory_kinds <- function(series, within = NULL) {
    first <- series$time[match(series$trajectory, series$trajectory)]
    times <- if (.steps_alike(series)) {
        series$time * 0
    } else {
        .time_key(series$time - first)
    }
    keys <- paste(tapply(times, series$trajectory, paste, collapse = " "),
        within)
    match(keys, unique(keys))
}

# The condition of each trajectory, in order, from what a user gives.
.as_within <- function(within, names) {
    if (is.null(within)) {
        return(NULL)
    }
    if (!is.null(names(within))) {
        within <- within[names]
    }
    if (!is.atomic(within) || length(within) != length(names) ||
        anyNA(within)) {
        .ggc_stop("argument", paste0(
            "`within` must be one condition for each of the %d trajectories, ",
            "in order or named by them: %s."
        ), length(names), .ggc_names(names))
    }
    as.character(within)
}

# Columns of the series whose trajectories are exchanged: each has the one b
# places on in a random circle of its kind, so that no two exchanges give a
# trajectory the same one, as far as its kind has so many.
.exchanged <- function(trajectory, kind, seed, b) {
    with <- seq_along(kind)
    for (k in unique(kind)) {
        own <- which(kind == k)
        circle <- own[order(.native_uniform(length(own), seed,
            paste("shadows", k)))]
        n <- length(circle)
        places <- 1L + (b - 1L) %% (n - 1L)
        with[circle] <- circle[(seq_len(n) + places - 1L) %% n + 1L]
    }
    at <- split(seq_along(trajectory), trajectory)
    unlist(at[with], use.names = FALSE)
}

# Of a single series the part of the mean spectrum about its largest frequency,
# without the trend: list(share, period).
.rhythm <- function(series) {
    z <- .standardise(series$x)$z
    time <- .slow_time(ncol(z))
    left <- z - tcrossprod(z %*% time, time)
    spectrum <- rowMeans(Mod(stats::mvfft(t(left)))^2)
    spectrum <- spectrum[1L + seq_len(ncol(z) %/% 2L)]
    top <- which.max(spectrum)
    near <- max(1L, top - 1L):min(length(spectrum), top + 1L)
    list(share = sum(spectrum[near]) / sum(spectrum), period = ncol(z) / top)
}

# Orthonormal polynomials in time.
.slow_time <- function(points) {
    stats::poly(seq_len(points), .TREND, simple = TRUE)
}

.phase_design <- function(series, seed) {
    points <- length(series$trajectory)
    if (!.steps_alike(series)) {
        .ggc_stop("test", paste0(
            "a single series is tested by its frequencies, which uneven times ",
            "have none of.\nA second trajectory of the same times would do."
        ))
    }
    if (points < .FEWEST_PHASES) {
        .ggc_stop("test", paste0(
            "a single series of %d points cannot be told from its like: a ",
            "test needs %d.\nOr a second trajectory of the same times."
        ), points, .FEWEST_PHASES)
    }
    time <- .slow_time(points)
    list(kind = "phases", most = Inf, draw = function(x, b) {
        trend <- tcrossprod(x %*% time, time)
        trend + .turned_phases(x - trend, .native_uniform(
            (points - 1L) %/% 2L + 1L, seed, paste("phases", b)))
    })
}

# Rows of x with the same random phase added to each frequency: all means,
# spectra and cross-spectra stay. turn: uniform, one for each frequency between
# none and that of two points, and one for that.
.turned_phases <- function(x, turn) {
    n <- ncol(x)
    half <- (n - 1L) %/% 2L
    angle <- 2 * pi * turn[seq_len(half)]
    by <- rep(1 + 0i, n)
    by[1L + seq_len(half)] <- exp(1i * angle)
    by[n + 1L - seq_len(half)] <- exp(-1i * angle)
    if (n %% 2L == 0L) {
        by[n / 2L + 1L] <- if (turn[[half + 1L]] < 0.5) -1 else 1
    }
    turned <- stats::mvfft(stats::mvfft(t(x)) * by, inverse = TRUE)
    out <- t(Re(turned)) / n
    dimnames(out) <- dimnames(x)
    out
}

# A setup with the b-th shadows behind its regulators: what was read of the
# series (scale, horizons, lags, held inputs) stays as it is. checkpoint: where
# this exchange is kept, or NULL.
.with_shadows <- function(s, design, b, checkpoint = NULL) {
    s <- unclass(s)
    s["checkpoint"] <- list(checkpoint)
    names <- rownames(s$series$x)
    first <- nrow(s$z)
    shadows <- design$draw(s$z[s$rows, , drop = FALSE], b)
    all <- make.unique(c(names, paste("shadow of", rownames(shadows))))
    rownames(shadows) <- utils::tail(all, length(s$rows))
    # Shadows are there in the working order, and none of a constant gene.
    shadow_of <- length(names) + match(s$regulators, s$used[s$rows])
    s$series$x <- rbind(s$series$x, shadows)
    s$series$constant <- c(s$series$constant, rep(FALSE, length(s$rows)))
    s$used <- c(s$used, length(names) + seq_along(s$rows))
    s$regulators <- c(s$regulators, shadow_of)
    s$z <- rbind(s$z, shadows)
    s$rows <- c(s$rows, first + seq_along(s$rows))
    exclude <- s$known$exclude
    s["known"] <- list(if (!is.null(exclude)) {
        list(exclude = rbind(exclude, exclude))
    })
    if (!is.null(s$dependence)) {
        s$dependence <- new.env(parent = emptyenv())
    }
    structure(s, class = "ggc_setup")
}

# list(real, shadow) of a matrix with the shadows of all regulators below them;
# NA in both where there is no candidate. barred: flags of these.
.set_apart <- function(evidence, barred) {
    real <- seq_len(nrow(barred))
    out <- list(real = evidence[real, , drop = FALSE],
        shadow = evidence[-real, , drop = FALSE])
    dimnames(out$shadow) <- dimnames(out$real)
    lapply(out, replace, barred, NA)
}
