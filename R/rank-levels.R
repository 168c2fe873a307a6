# Dependence of levels: of a smooth course, such as that of cells along a
# pseudotime, what a target's own past leaves unexplained is mostly noise, and
# the order in which genes rise and fall is what there is. Each target's next
# level against each regulator's, by itself, and with all others known.

# Of this much of the identity in the correlation matrix that is inverted, the
# most that forecasts held-out pieces as well as the best, within a standard
# error.
.SHRINKAGE <- c(0.01, 0.03, 0.06, 0.1, 0.2, 0.4)

# Weight of each of the two beside the networks.
.LEVELS_WEIGHT <- 2

# Fewest steps for which levels are looked at unasked.
.FEWEST_LEVELS <- 8L

# What is taken where the control names none.
.usual_dependence <- function(series) {
    smooth <- isTRUE(series$pseudotime) &&
        length(.pairs_from(series$trajectory, 1L)) >= .FEWEST_LEVELS
    if (smooth) "levels" else "linear"
}

# list(lagged, partial), signed, regulators x targets in working order:
# correlation of the target's level one step later with the regulator's, and
# partial correlation, given the other regulators and the target's own level.
# Links that are excluded take no part.
.levels_dependence <- function(s) {
    from <- .pairs_from(s$series$trajectory, 1L)
    pieces <- split(seq_along(from), .held_out_pieces(s$series$trajectory,
        from, whole = FALSE))
    now <- .unit_rows(s$z[, from, drop = FALSE])
    later <- .unit_rows(s$z[s$columns, from + 1L, drop = FALSE])
    lagged <- .native_product(now[s$rows, , drop = FALSE], later,
        transpose = TRUE)
    partial <- 0 * lagged
    parts <- lapply(.same_candidates(s), function(of) {
        own <- s$columns[of$columns]
        .levels_basis(now[s$rows[of$rows], , drop = FALSE],
            later[of$columns, , drop = FALSE], now[own, , drop = FALSE],
            own %in% s$rows[of$rows], of)
    })
    shrinkage <- .levels_shrinkage(parts, pieces)
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

# The shrinkage for all targets, by errors of held-out pieces: what is left of a
# piece over its block of A.
.levels_shrinkage <- function(parts, pieces) {
    errors <- vapply(.SHRINKAGE, function(shrinkage) {
        unlist(lapply(parts, function(basis) {
            log(.levels_error(.levels_ridge(basis, shrinkage), pieces))
        }))
    }, numeric(sum(vapply(parts, function(basis) ncol(basis$y), 0L))))
    errors <- matrix(errors, ncol = length(.SHRINKAGE))
    worse <- errors - errors[, which.min(colMeans(errors))]
    n <- nrow(errors)
    spread <- if (n > 1L) apply(worse, 2L, stats::sd) / sqrt(n) else 0
    .SHRINKAGE[[max(which(colMeans(worse) <= spread))]]
}

.levels_error <- function(ridge, pieces) {
    total <- 0
    for (at in pieces) {
        inverse <- chol2inv(chol(ridge$a[at, at, drop = FALSE]))
        own <- ridge$ao[at, , drop = FALSE]
        left <- inverse %*% ridge$left[at, , drop = FALSE]
        turned <- inverse %*% own
        factor <- ridge$w * colSums(own * left) /
            pmax(1 - ridge$w * colSums(own * turned), 1e-8)
        total <- total +
            colSums((left + turned * rep(factor, each = length(at)))^2)
    }
    pmax(total, .Machine$double.xmin)
}

# From the inverse P of the shrunken correlations of y, x and o, -P_yj /
# sqrt(P_yy P_jj): by the coefficients b, the variance v that they leave, and
# the diagonal of the inverse without y, b / sqrt(v P_jj + b^2).
.partial_levels <- function(basis, shrinkage) {
    ridge <- .levels_ridge(basis, shrinkage)
    b <- basis$x %*% ridge$left
    v <- 1 - (1 - shrinkage) + shrinkage * colSums(basis$y * ridge$left)
    beside <- rowSums((basis$x %*% ridge$a) * basis$x) -
        (basis$x %*% ridge$ao)^2 * rep(ridge$w, each = nrow(basis$x))
    b / sqrt((1 - beside) / shrinkage * rep(v, each = nrow(b)) + b^2)
}
