# Directed dependence, closed form: what of a target's future its own past
# leaves unexplained, against each regulator; and how far to look and how much
# to smooth for it, read from the data.

# ---- Measuring -------------------------------------------------------------

# How much of what a target's own past leaves unexplained goes with a regulator,
# mean over lags 1 .. lags: |correlation|, or with its sign ("signed"), or the
# distance correlation (eq. 2 made directed). Regulators x targets, 0 for a gene
# with itself. smooth: bandwidth of .smoothed(), where all values come from;
# held: as .held_inputs() has them; past: where the regulators' values are read,
# z but for a surrogate; clock: as of .clock().
.directed_dependence <- function(z, trajectory, rows, columns, kind, lags,
                                 smooth, held, threads, past = z,
                                 clock = NULL) {
    past <- .smoothed(past, trajectory, smooth)
    z <- .smoothed(z, trajectory, smooth)
    by_lag <- lapply(seq_len(lags), function(k) {
        .lagged_dependence(z, past, trajectory, rows, columns, kind, k, held,
            threads, clock)
    })
    by_lag <- by_lag[!vapply(by_lag, is.null, TRUE)]
    out <- Reduce(`+`, by_lag, 0) / max(length(by_lag), 1L)
    out <- matrix(as.double(out), length(rows), length(columns))
    out[outer(rows, columns, `==`)] <- 0
    dimnames(out) <- list(rownames(z)[rows], rownames(z)[columns])
    out
}

# The same at one lag; NULL where fewer than three pairs of points are so far
# apart. Held inputs are taken off first, at both ends of a step.
.lagged_dependence <- function(z, past, trajectory, rows, columns, kind, k,
                               held, threads, clock = NULL) {
    from <- .pairs_from(trajectory, k)
    if (length(from) < 3L) {
        return(NULL)
    }
    out <- matrix(0, length(rows), length(columns))
    for (group in .learning_groups(held, columns, from, k)) {
        if (length(group$steps) >= 3L) {
            out[, group$columns] <- .dependence_on_steps(z, past, rows,
                columns[group$columns], kind, from[group$steps], k, held,
                threads, clock)
        }
    }
    out
}

# The same of steps that begin at `from`.
.dependence_on_steps <- function(z, past, rows, columns, kind, from, k, held,
                                 threads, clock) {
    free <- function(x) .less_inputs(x, held, from, k)
    now <- free(z[columns, from, drop = FALSE])
    left <- .unexplained(now, .to_be_told(now,
        free(z[columns, from + k, drop = FALSE]),
        .step_units(clock, from, k)))
    past <- free(past[rows, from, drop = FALSE])
    if (kind == "dcor") {
        return(.dcor(past, left, 0L, rep(1L, length(from)), threads))
    }
    r <- .native_product(.unit_rows(past), .unit_rows(left), transpose = TRUE)
    if (kind == "signed") r else abs(r)
}

# ---- Smoothing -------------------------------------------------------------

# Each trajectory by a local line in time, with Gaussian weights of standard
# deviation `bandwidth`, in steps; 0 leaves the series as they are.
.smoothed <- function(z, trajectory, bandwidth) {
    if (bandwidth == 0) {
        return(z)
    }
    size <- tabulate(trajectory)
    for (n in setdiff(unique(size), 0:2)) {
        weights <- .local_lines(n, bandwidth)
        for (r in which(size == n)) {
            own <- which(trajectory == r)
            z[, own] <- .native_product(z[, own, drop = FALSE], weights,
                transpose = TRUE)
        }
    }
    z
}

# Row t: the weights of n points in the local line at t.
.local_lines <- function(n, bandwidth) {
    away <- outer(seq_len(n), seq_len(n), function(t, s) s - t)
    w <- exp(-(away / bandwidth)^2 / 2)
    s0 <- rowSums(w)
    s1 <- rowSums(w * away)
    s2 <- rowSums(w * away^2)
    w * (s2 - away * s1) / (s0 * s2 - s1^2)
}

# ---- How far, how smooth ---------------------------------------------------

# What is chosen from, and what serves where nothing can be compared.
.SMOOTH <- c(0, 0.6)
.LAGS <- c(2L, 5L, 8L)
.USUAL <- list(smooth = 0.6, lags = 5L)
.MOST_COMPARED <- 200L
.WANTED_PIECES <- 8

# Smoothing and lags of the dependence: as the control has them, else those with
# which the dependence is most directed, and again so in other trajectories. Of
# two halves of the trajectories, the share of what the two dependences have in
# common that is not symmetric:
#     sum (A - A') * (B - B') / (2 sum A * B)
# mean over random halves. Noise is not common to them; a common cause, or a
# perturbation that many genes feel, is symmetric. Where steps are not alike,
# neighbours are all that can be compared, and lines through steps are none
# through time: one lag, no smoothing. s: as in .rank_edges().
.dependence_reading <- function(s) {
    given <- s$control
    longest <- max(tabulate(s$series$trajectory)) - 1L
    if (!.steps_alike(s$series)) {
        return(list(dependence_lags = min(given$dependence_lags %or% 1L,
            longest), smooth = given$smooth %or% 0))
    }
    options <- function(smooth, lags) {
        out <- expand.grid(
            dependence_lags = given$dependence_lags %or% lags,
            smooth = given$smooth %or% smooth,
            KEEP.OUT.ATTRS = FALSE
        )
        out$dependence_lags <- pmin(out$dependence_lags, longest)
        unique(out)
    }
    grid <- options(.SMOOTH, .LAGS)
    genes <- .compared_genes(s$rows)
    halves <- .halves(s$series$trajectory, length(genes))
    if (nrow(grid) > 1L && length(genes) > 2L && length(halves)) {
        z <- s$z[genes, , drop = FALSE]
        held <- s$held
        held["off"] <- list(held$off[genes, , drop = FALSE])
        share <- rowMeans(vapply(halves, function(half) {
            .directed_shares(z, half, grid, held, s$threads)
        }, numeric(nrow(grid))))
        if (any(is.finite(share))) {
            return(as.list(grid[which.max(share), ]))
        }
    }
    as.list(options(.USUAL$smooth, .USUAL$lags))
}

# The regulators, whatever the targets are and what is known of them, so that
# parts of a fit read alike; some of very many.
.compared_genes <- function(rows) {
    if (length(rows) <= .MOST_COMPARED) {
        return(rows)
    }
    rows[round(seq(1, length(rows), length.out = .MOST_COMPARED))]
}

# Random halves of the trajectories, or of about eight pieces where there are
# fewer: for each column of the series a piece, negative in the second half. The
# draw is the same for every seed. An empty list where there is one piece.
.halves <- function(trajectory, n_genes) {
    size <- tabulate(trajectory)
    each <- ceiling(.WANTED_PIECES / length(size))
    pieces <- .pieces(trajectory, max(.SHORTEST_PIECE, (max(size) - 1) / each))
    n <- max(pieces)
    if (n < 2L) {
        return(list())
    }
    lapply(seq_len(if (n_genes > 30L) 3L else 6L), function(i) {
        drawn <- order(.native_uniform(n, 0, paste("halves", i)))
        first <- drawn[seq_len(n %/% 2L)]
        ifelse(pieces %in% first, pieces, -pieces)
    })
}

# The share of .dependence_reading() for each row of the grid.
.directed_shares <- function(z, half, grid, held, threads) {
    genes <- seq_len(nrow(z))
    means <- lapply(c(1, -1), function(side) {
        own <- half * side > 0
        pieces <- match(half[own], unique(half[own]))
        held <- .held_at(held, own)
        lapply(unique(grid$smooth), function(smooth) {
            smoothed <- .smoothed(z[, own, drop = FALSE], pieces, smooth)
            lags <- seq_len(max(grid$dependence_lags))
            .running_means(lapply(lags, function(k) {
                .lagged_dependence(smoothed, smoothed, pieces, genes, genes,
                    "linear", k, held, threads)
            }))
        })
    })
    at <- match(grid$smooth, unique(grid$smooth))
    vapply(seq_len(nrow(grid)), function(i) {
        a <- means[[1L]][[at[[i]]]]
        b <- means[[2L]][[at[[i]]]]
        most <- min(length(a), length(b), grid$dependence_lags[[i]])
        if (most == 0L) NA_real_ else .directed_share(a[[most]], b[[most]])
    }, 0)
}

# The mean of the first, of the first two, ...; as far as there are any.
.running_means <- function(matrices) {
    matrices <- matrices[!vapply(matrices, is.null, TRUE)]
    sums <- Reduce(`+`, matrices, accumulate = TRUE)
    Map(`/`, sums, seq_along(sums))
}

# NA where nothing is common.
.directed_share <- function(a, b) {
    diag(a) <- 0
    diag(b) <- 0
    common <- sum(a * b)
    if (!(common > 0)) {
        return(NA_real_)
    }
    sum((a - t(a)) * (b - t(b))) / (2 * common)
}

# Mean correlation, over halves of the trajectories, of what speaks for edges in
# each, at most so many genes; NA where there are no halves. z: the series, or
# what is left of them. opposite: does half of the opposite edge speak against
# one? Regulators that are targets have opposites, others none: that is the same
# in both halves, whatever the links are.
.halves_correlation <- function(s, z = s$z, opposite = TRUE) {
    apart <- .apart(s$rows, s$columns, s$known$exclude)
    rows <- .compared_genes(which(rowSums(!apart) > 0))
    columns <- .compared_genes(seq_along(s$columns))
    apart <- apart[rows, columns, drop = FALSE]
    halves <- .halves(s$series$trajectory, length(rows))
    correlations <- vapply(halves, function(half) {
        evidence <- lapply(c(1, -1), function(side) {
            own <- half * side > 0
            held <- .held_at(s$held, own)
            found <- .directed_dependence(z[, own, drop = FALSE],
                match(half[own], unique(half[own])), s$rows[rows],
                s$columns[columns], "linear", s$control$dependence_lags,
                s$control$smooth, held, s$threads,
                clock = s$clock[own])
            evidence <- if (opposite) {
                .directed_evidence(found, apart, 1)
            } else {
                .rank_evidence(.weigh_hubs(found, apart, 0.5), apart)
            }
            evidence[!apart]
        })
        suppressWarnings(stats::cor(evidence[[1L]], evidence[[2L]]))
    }, 0)
    mean(correlations[is.finite(correlations)])
}

# ---- In a fit --------------------------------------------------------------

# The dependence of s$columns, or of other genes that .dependence_columns() has,
# on the regulators. Ranking, penalties, prior, graph and loss may all ask for
# it: it is computed once for each kind and kept in an environment of the setup.
.dependence_of <- function(s, kind, columns = s$columns) {
    all <- .dependence_columns(s, kind)
    computed <- s$dependence
    if (is.null(computed[[kind]])) {
        computed[[kind]] <- .directed_dependence(s$z, s$series$trajectory,
            s$rows, all, kind, s$control$dependence_lags, s$control$smooth,
            s$held, s$threads, clock = s$clock)
    }
    computed[[kind]][, match(columns, all), drop = FALSE]
}

# The targets, and the regulators too where the graph is made of it.
.dependence_columns <- function(s, kind) {
    graph <- kind == "dcor" && isTRUE(s$graph) &&
        s$control$adjacency == "directed"
    if (graph) sort(union(s$columns, s$rows)) else s$columns
}

# The dependence of a fit less that of the opposite direction, where the target
# is a regulator: of a shadow, what the target tells it. What a common cause
# makes of two genes is much the same both ways.
.asymmetry <- function(s) {
    kind <- .dependence_kind(s$control)
    out <- .dependence_of(s, kind)
    both <- intersect(s$rows, s$columns)
    back <- .directed_dependence(s$z, s$series$trajectory, both, s$rows, kind,
        s$control$dependence_lags, s$control$smooth, s$held, s$threads,
        clock = s$clock)
    at <- match(both, s$columns)
    out[, at] <- out[, at] - t(back)
    out
}

# The kind that ranks, or would.
.dependence_kind <- function(control) {
    kind <- control$dependence %or% "linear"
    if (kind %in% c("none", "levels")) "linear" else kind
}

# Factor of each penalty, regulators x targets: falls with the dependence, in
# units of the target's mean, to the power `adaptive`, with a geometric mean of
# 1 over the candidates of a target. The 1 that is added bounds it where a
# dependence is 0 by accident.
.adaptive_weights <- function(s) {
    apart <- .apart(s$rows, s$columns, s$known$exclude)
    d <- .dependence_of(s, .dependence_kind(s$control))
    d[apart] <- NA
    mean <- colMeans(d, na.rm = TRUE)
    mean[is.na(mean) | mean <= 0] <- 1
    level <- log1p(d / rep(mean, each = nrow(d)))
    level <- level - rep(colMeans(level, na.rm = TRUE), each = nrow(d))
    level[apart] <- 0
    unname(exp(-s$control$adaptive * level))
}
