# Shadow regulators, the null of ggc_test(): beside its candidates every target
# is offered as many shadows, the same genes with whole trajectories exchanged,
# all by one exchange. A shadow has the own past, the trend and the company of
# its gene, and shares with the target what all trajectories share and nothing
# else. Of a single series the phases are turned, alike for all genes (Prichard
# and Theiler 1994).

# Points of a single series whose phases are worth turning.
.FEWEST_PHASES <- 20L

# list(kind, most, draw): kind, "trajectories" or "phases"; most, how many
# exchanges there are; draw, function(x, b), the b-th of them of genes x
# samples. An error where the series carry none.
.shadow_design <- function(series, seed) {
    if (!is.null(series$pairing)) {
        .ggc_stop("test", paste0(
            "samples that were destroyed when taken make no trajectories ",
            "that could be exchanged: which follows which was paired.\n",
            "A test needs replicates that were followed through time."
        ))
    }
    trajectories <- max(series$trajectory)
    if (trajectories == 1L) {
        return(.phase_design(series, seed))
    }
    kind <- .trajectory_kinds(series)
    size <- tabulate(kind)
    .refuse_lone(series$trajectory_names[size[kind] < 2L])
    list(kind = "trajectories", most = min(size) - 1L, draw = function(x, b) {
        x[, .exchanged(series$trajectory, kind, seed, b), drop = FALSE]
    })
}

.refuse_lone <- function(names) {
    if (length(names)) {
        .ggc_stop("test", paste0(
            "each trajectory must have another of the same times to be ",
            "exchanged with, and there is none for: %s.\nTest a fit without ",
            "them, or with more replicates."
        ), .ggc_names(names))
    }
}

# Which trajectories can be exchanged: those of as many points, or where steps
# are not alike of the same times since their first.
.trajectory_kinds <- function(series) {
    from <- .group_starts(series$time, series$trajectory)
    times <- if (.steps_alike(series)) {
        series$time * 0
    } else {
        .time_key(series$time - from)
    }
    keys <- tapply(times, series$trajectory, paste, collapse = " ")
    match(keys, unique(keys))
}

.group_starts <- function(time, trajectory) {
    time[match(trajectory, trajectory)]
}

# Columns of the series whose trajectories are exchanged: each has the one b
# places on in a random circle of its kind, so that no two exchanges give a
# trajectory the same one.
.exchanged <- function(trajectory, kind, seed, b) {
    with <- seq_along(kind)
    for (k in unique(kind)) {
        own <- which(kind == k)
        circle <- own[order(.native_uniform(length(own), seed,
            paste("shadows", k)))]
        n <- length(circle)
        with[circle] <- circle[(seq_len(n) + b - 1L) %% n + 1L]
    }
    at <- split(seq_along(trajectory), trajectory)
    unlist(at[with], use.names = FALSE)
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
    list(kind = "phases", most = Inf, draw = function(x, b) {
        .turned_phases(x, .native_uniform((points - 1L) %/% 2L + 1L, seed,
            paste("phases", b)))
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

# The setup of a fit with the b-th shadows behind its regulators. Neither beliefs
# nor demands are read: the evidence is that of the data.
.shadow_setup <- function(fit, design, b, run) {
    series <- fit@series
    names <- rownames(series$x)
    regulators <- match(rownames(fit@score), names)
    shadows <- design$draw(series$x[regulators, , drop = FALSE], b)
    all <- make.unique(c(names, paste("shadow of", names[regulators])))
    rownames(shadows) <- utils::tail(all, length(regulators))
    series$x <- rbind(series$x, shadows)
    series$constant <- c(series$constant, series$constant[regulators])
    series[c("between", "filled", "batch")] <- NULL
    exclude <- unname(fit@known$exclude)
    genes <- list(
        regulators = c(regulators, length(names) + seq_along(regulators)),
        targets = match(colnames(fit@score), names)
    )
    .fit_setup(series, genes,
        if (!is.null(exclude)) list(exclude = rbind(exclude, exclude)),
        .method_of(fit), fit@control, isTRUE(fit@details$graph), fit@settings,
        metadata(fit)$seed, run)
}

# list(real, shadow): what speaks for each regulator and for its shadow, two
# matrices like the score; NA where there is no candidate.
.shadow_evidence <- function(fit, design, b, run) {
    s <- .shadow_setup(fit, design, b, run)
    evidence <- s$method$evidence(s, fit)
    evidence[s$series$constant[s$regulators], ] <- NA
    evidence[, s$series$constant[s$targets]] <- NA
    real <- seq_len(nrow(fit@score))
    out <- list(real = evidence[real, , drop = FALSE],
        shadow = evidence[-real, , drop = FALSE])
    dimnames(out$shadow) <- dimnames(out$real)
    barred <- fit@known$exclude %or% array(FALSE, dim(fit@score))
    barred[.self_entries(fit@score)] <- TRUE
    lapply(out, replace, barred, NA)
}
