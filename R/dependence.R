# Directed dependence, closed form: what of a target's future its own past leaves
# unexplained, against each regulator.

# How much of what a target's own past leaves unexplained goes with a regulator,
# mean over lags 1 .. horizons: |correlation|, or the distance correlation
# (eq. 2 made directed). Regulators x targets, 0 for a gene with itself. past:
# where the regulators' values are read, z but for a surrogate.
.directed_dependence <- function(z, trajectory, rows, columns, kind, horizons,
                                 threads, past = z) {
    out <- 0
    used <- 0L
    for (k in seq_len(horizons)) {
        from <- .pairs_from(trajectory, k)
        if (length(from) < 3L) {
            break
        }
        left <- .unexplained(z[columns, from, drop = FALSE],
            z[columns, from + k, drop = FALSE])
        here <- past[rows, from, drop = FALSE]
        out <- out + if (kind == "dcor") {
            .dcor(here, left, 0L, rep(1L, length(from)), threads)
        } else {
            abs(.native_product(.unit_rows(here), .unit_rows(left),
                transpose = TRUE))
        }
        used <- k
    }
    out <- matrix(as.double(out / max(used, 1L)), length(rows), length(columns))
    out[outer(rows, columns, `==`)] <- 0
    dimnames(out) <- list(rownames(z)[rows], rownames(z)[columns])
    out
}

# Residuals of each row of `later` on the same row of `now`.
.unexplained <- function(now, later) {
    now <- now - rowMeans(now)
    later <- later - rowMeans(later)
    size <- rowSums(now^2)
    later - now * (rowSums(now * later) / ifelse(size > 0, size, 1))
}

# Rows with mean 0 and length 1; constant ones are 0.
.unit_rows <- function(x) {
    x <- x - rowMeans(x)
    size <- sqrt(rowSums(x^2))
    x / ifelse(size > 1e-10 * sqrt(ncol(x)), size, Inf)
}

# ---- In a fit --------------------------------------------------------------

# The dependence of s$columns, or of other genes that .dependence_columns() has,
# on the regulators. Ranking, penalties, prior, graph and loss may all ask for it:
# it is computed once for each kind and kept in an environment of the setup.
.dependence_of <- function(s, kind, columns = s$columns) {
    all <- .dependence_columns(s, kind)
    if (is.null(s$dependence[[kind]])) {
        s$dependence[[kind]] <- .directed_dependence(s$z, s$series$trajectory,
            s$rows, all, kind, s$control$horizons, s$threads)
    }
    s$dependence[[kind]][, match(columns, all), drop = FALSE]
}

# The targets, and the regulators too where the graph is made of it.
.dependence_columns <- function(s, kind) {
    graph <- kind == "dcor" && isTRUE(s$graph) &&
        s$control$adjacency == "directed"
    if (graph) sort(union(s$columns, s$rows)) else s$columns
}

# The kind that ranks, or would.
.dependence_kind <- function(control) {
    if (control$dependence == "none") "linear" else control$dependence
}

# Factor of each penalty, regulators x targets: falls with the dependence, in
# units of the target's mean, to the power `adaptive`, with a geometric mean of 1
# over the candidates of a target. The 1 that is added bounds it where a
# dependence is 0 by accident.
.adaptive_weights <- function(s) {
    apart <- .apart(s$rows, s$columns, s$question$exclude)
    d <- .dependence_of(s, .dependence_kind(s$control))
    d[apart] <- NA
    mean <- colMeans(d, na.rm = TRUE)
    mean[is.na(mean) | mean <= 0] <- 1
    level <- log1p(d / rep(mean, each = nrow(d)))
    level <- level - rep(colMeans(level, na.rm = TRUE), each = nrow(d))
    level[apart] <- 0
    unname(exp(-s$control$adaptive * level))
}
