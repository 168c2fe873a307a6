# Shadow regulators, the null of ggc_test(): beside its candidates every target
# is offered as many shadows, the same genes with whole trajectories exchanged,
# all by one exchange. A shadow has the own past, the trend and the company of
# its gene, and shares with the target what all trajectories share and nothing
# else. Of a single series the phases are turned, alike for all genes (Prichard
# and Theiler 1994), about a slow trend that stays.

# Points of a single series whose phases are worth turning; and the degree of
# the polynomial in time that is left as it is. Trends that genes share would
# else be found as edges (tools/tune/README.md).
.FEWEST_PHASES <- 20L
.TREND <- 3L

# list(kind, most, draw): kind, "trajectories" or "phases"; most, how many
# exchanges there are; draw, function(x, b), the b-th of them of genes x
# samples. An error where the series carry none. within: as of .as_within().
.shadow_design <- function(series, seed, within = NULL) {
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
    kind <- .trajectory_kinds(series, within)
    size <- tabulate(kind)
    .refuse_lone(series$trajectory_names[size[kind] < 2L])
    if (is.null(within)) {
        .warn_conditions(series, kind)
    }
    list(kind = "trajectories", most = min(size) - 1L, draw = function(x, b) {
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

# Of trajectories that come in conditions some resemble each other far more than
# the others: mean squared distance to the nearest one, beside that of all
# pairs, of few trajectories and of many. Of 30 simulated gene networks of a
# design with starts of their own at most two were below, of four conditions of
# two series at low noise half to three quarters, of two conditions of three a
# fifth.
.ALIKE <- c(few = 0.45, many = 0.35)
.MANY_TRAJECTORIES <- 12L

.warn_conditions <- function(series, kind) {
    alike <- vapply(split(seq_along(kind), kind), function(own) {
        if (length(own) < 4L) {
            return(FALSE)
        }
        at <- lapply(own, function(r) series$trajectory == r)
        values <- vapply(at, function(columns) {
            as.vector(series$x[, columns])
        }, numeric(sum(at[[1L]]) * nrow(series$x)))
        size <- apply(values, 1L, stats::sd)
        far <- as.matrix(stats::dist(t(values[size > 0, , drop = FALSE] /
            size[size > 0])))^2
        diag(far) <- NA
        least <- .ALIKE[[1L + (length(own) > .MANY_TRAJECTORIES)]]
        isTRUE(mean(apply(far, 1L, min, na.rm = TRUE)) <
            least * mean(far, na.rm = TRUE))
    }, NA)
    if (any(alike)) {
        .ggc_warn("test", paste0(
            "Some trajectories resemble each other far more than the others, ",
            "as replicates of conditions do.\nTrajectories of different ",
            "conditions must not be exchanged, or edges are found that are ",
            "none: give `within`, the condition of each."
        ))
    }
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

# A rhythm that all genes have is found as edges: the share of the mean spectrum
# about its largest frequency, without the trend.
.RHYTHM <- 0.5

.warn_rhythm <- function(series, time) {
    z <- .standardise(series$x)$z
    left <- z - tcrossprod(z %*% time, time)
    spectrum <- rowMeans(Mod(stats::mvfft(t(left)))^2)
    spectrum <- spectrum[1L + seq_len(ncol(z) %/% 2L)]
    top <- which.max(spectrum)
    near <- max(1L, top - 1L):min(length(spectrum), top + 1L)
    share <- sum(spectrum[near]) / sum(spectrum)
    if (share > .RHYTHM) {
        .ggc_warn("test", paste0(
            "One rhythm makes %.0f %% of the series (period: %.3g points): ",
            "of a single series genes that follow one clock are found as ",
            "edges.\nA second series, from another start, would tell."
        ), 100 * share, ncol(z) / top)
    }
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
    time <- stats::poly(seq_len(points), .TREND, simple = TRUE) # orthonormal
    .warn_rhythm(series, time)
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

# The setup that a fit was trained by, but for beliefs and demands: the evidence
# is that of the data. Made once for all exchanges.
.setup_to_test <- function(fit, run) {
    names <- rownames(fit@series$x)
    genes <- list(regulators = match(rownames(fit@score), names),
        targets = match(colnames(fit@score), names))
    known <- fit@known[names(fit@known) == "exclude"]
    .fit_setup(fit@series, genes, lapply(known, unname), .method_of(fit),
        fit@control, isTRUE(fit@details$graph), fit@settings,
        metadata(fit)$seed, run)
}

# The same with the b-th shadows behind the regulators: what was read of the
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
    do.call(.check_memory, s$method$bytes(s))
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

# Entries of a fit that are no candidates, or cannot be: a gene with itself,
# what is excluded, constant genes, targets that could not be trained.
.barred <- function(fit) {
    out <- fit@known$exclude %or%
        array(FALSE, dim(fit@score), dimnames(fit@score))
    out[.self_entries(fit@score)] <- TRUE
    out[is.na(fit@score)] <- TRUE
    constant <- rownames(fit@series$x)[fit@series$constant]
    out[rownames(out) %in% constant, ] <- TRUE
    out[, colnames(out) %in% constant] <- TRUE
    out
}

# What speaks for each regulator and for its shadow, two matrices like the
# score. s: as of .with_shadows().
.shadow_evidence <- function(fit, s) {
    .set_apart(s$method$evidence(s, fit), .barred(fit))
}
