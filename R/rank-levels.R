# Dependence of levels: of a smooth course, such as that of cells along a
# pseudotime, what a target's own past leaves unexplained is mostly noise, and
# the order in which genes rise and fall is what there is. Each target's next
# level against each regulator's, by itself, and with all others known.

# The correlation matrix that is inverted is made less sure by the identity, in
# proportion to what part of the genes' variance is noise of the means
# (tools/tune/cells.R).
.SHRINKAGE_BY_NOISE <- 6
.SHRINKAGE <- c(0.02, 0.5)

# Weight of each of the two beside the networks.
.LEVELS_WEIGHT <- 2

# Fewest steps for which levels are looked at unasked.
.FEWEST_LEVELS <- 8L

# What is taken where the control names none.
.usual_dependence <- function(series) {
    smooth <- !is.null(series$pseudotime) &&
        length(.pairs_from(series$trajectory, 1L)) >= .FEWEST_LEVELS
    if (smooth) "levels" else "linear"
}

# list(lagged, partial), signed, regulators x targets in working order:
# correlation of the target's level one step later with the regulator's, and
# partial correlation, given the other regulators and the target's own level.
# Links that are excluded take no part.
.levels_dependence <- function(s) {
    from <- .pairs_from(s$series$trajectory, 1L)
    z <- if (is.null(s$held$known)) s$z else .free_series(s)
    now <- .unit_rows(z[, from, drop = FALSE])
    later <- .unit_rows(z[s$columns, from + 1L, drop = FALSE])
    lagged <- .lagged_levels(z, s$rows, s$columns, s$series$trajectory)
    partial <- 0 * lagged
    parts <- lapply(.same_candidates(s), function(of) {
        own <- s$columns[of$columns]
        .levels_basis(now[s$rows[of$rows], , drop = FALSE],
            later[of$columns, , drop = FALSE], now[own, , drop = FALSE],
            own %in% s$rows[of$rows], of)
    })
    shrinkage <- .levels_shrinkage(s)
    for (part in parts) {
        partial[part$of$rows, part$of$columns] <- .partial_levels(part,
            shrinkage)
    }
    apart <- .apart(s$rows, s$columns, s$known$exclude)
    names <- list(rownames(s$z)[s$rows], rownames(s$z)[s$columns])
    lapply(list(lagged = lagged, partial = partial), function(x) {
        x[apart] <- 0
        dimnames(x) <- names
        x
    })
}

# Correlation of the target's level one step later with the regulator's.
.lagged_levels <- function(x, rows, columns, trajectory) {
    from <- .pairs_from(trajectory, 1L)
    .native_product(.unit_rows(x[rows, from, drop = FALSE]),
        .unit_rows(x[columns, from + 1L, drop = FALSE]), transpose = TRUE)
}

# x: regulators x steps; y, own: steps x targets, all of length 1. inside: is
# the target a regulator, so that its own level is among x?
.levels_basis <- function(x, later, own, inside, of) {
    list(x = x, y = t(later), own = t(own) * rep(!inside, each = ncol(own)),
        gram = crossprod(x), of = of)
}

# With K = x'x and A = (K + penalty)^-1, penalty = shrinkage / (1 - shrinkage),
# ridge regression of y leaves penalty A y. A target that is no regulator adds
# its own level o to x: A less w A o o' A, w = 1 / (1 + o'A o).
.levels_ridge <- function(basis, shrinkage) {
    n <- nrow(basis$gram)
    a <- chol2inv(chol(basis$gram + diag(shrinkage / (1 - shrinkage), n)))
    ay <- a %*% basis$y
    ao <- a %*% basis$own
    w <- ifelse(colSums(basis$own^2) > 0, 1 / (1 + colSums(basis$own * ao)), 0)
    list(a = a, ao = ao, w = w,
        left = ay - ao * rep(w * colSums(basis$own * ay), each = n))
}

.levels_shrinkage <- function(s) {
    noise <- s$series$pseudotime$noise %or%
        .noise_of_steps(s$z, s$series$trajectory)
    sort(c(.SHRINKAGE, .SHRINKAGE_BY_NOISE * noise))[[2L]]
}

# Zero where no gene varies.
.median_or_none <- function(x) if (length(x)) stats::median(x) else 0

# Part of the genes' variance that is noise, the median over genes, where each
# sample has cells of its own: of white noise the second differences have six
# times the variance, of a smooth course next to none.
.noise_of_steps <- function(z, trajectory) {
    from <- .pairs_from(trajectory, 2L)
    if (length(from) == 0L) {
        return(0)
    }
    bend <- z[, from, drop = FALSE] - 2 * z[, from + 1L, drop = FALSE] +
        z[, from + 2L, drop = FALSE]
    spread <- rowMeans((z - rowMeans(z))^2)
    .median_or_none((rowMeans(bend^2) / 6 / spread)[spread > 0])
}

# From the inverse P of the shrunken correlations of y, x and o, -P_yj /
# sqrt(P_yy P_jj): by the coefficients b, the variance v that they leave, and
# the diagonal of the inverse without y, b / sqrt(v P_jj + b^2).
.partial_levels <- function(basis, shrinkage) {
    ridge <- .levels_ridge(basis, shrinkage)
    b <- basis$x %*% ridge$left
    v <- shrinkage * (1 + colSums(basis$y * ridge$left))
    beside <- rowSums((basis$x %*% ridge$a) * basis$x) -
        (basis$x %*% ridge$ao)^2 * rep(ridge$w, each = nrow(basis$x))
    b / sqrt((1 - beside) / shrinkage * rep(v, each = nrow(b)) + b^2)
}
