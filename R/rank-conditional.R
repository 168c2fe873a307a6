# Conditional dependence: what each regulator tells of a target's next value
# that neither the target's own past nor the other regulators tell. Ridge
# regression with the own past free of the penalty, and one penalty for all
# targets: with few steps it is so large that each regulator stands alone.

.PENALTIES <- 10^seq(-2, 3, by = 0.25)
.LATER <- 3:5

# list(score, gain, later): score, regulators x targets in working order, the
# coefficients' size at lag 1 on standardised series, in units of what the own
# past leaves unexplained; gain, how much better whole held-out pieces are
# forecast than from the own past alone (difference of log errors, mean over
# targets); later, the largest gain at lags 3 to 5, 0 where there are none.
# NULL where no piece can be held out. Held inputs are taken off first.
.conditional_dependence <- function(s) {
    first <- .ridge_at_lag(s, 1L)
    if (is.null(first)) {
        return(NULL)
    }
    later <- vapply(.LATER, function(k) {
        .ridge_at_lag(s, k)$gain %or% 0
    }, 0)
    score <- first$score
    dimnames(score) <- list(rownames(s$z)[s$rows], rownames(s$z)[s$columns])
    score[outer(s$rows, s$columns, `==`)] <- 0
    list(score = score, gain = first$gain, later = max(later))
}

# The regression of what comes k steps later; NULL where there are fewer than
# four pairs of points, or one piece.
.ridge_at_lag <- function(s, k) {
    from <- .pairs_from(s$series$trajectory, k)
    piece <- .held_out_pieces(s$series$trajectory, from)
    if (length(from) < 4L || max(piece) < 2L) {
        return(NULL)
    }
    free <- function(rows, at) {
        x <- s$z[rows, at, drop = FALSE]
        .unit_rows(.less_held(x, s$held$piece[from], s$held$share))
    }
    x <- free(s$rows, from)
    basis <- .ridge_basis(x, t(free(s$columns, from + k)),
        t(free(s$columns, from)))
    pieces <- split(seq_along(from), piece)
    own <- .held_out_error(.own_past(basis), pieces)
    errors <- vapply(.PENALTIES, function(penalty) {
        .held_out_error(.ridge(basis, penalty), pieces)
    }, own)
    errors <- matrix(log(errors), length(own))
    best <- which.min(colMeans(errors))
    left <- sqrt(colSums(.own_past(basis)$left^2))
    list(score = abs(x %*% .ridge(basis, .PENALTIES[[best]])$left) /
        rep(pmax(left, .Machine$double.eps), each = nrow(x)),
    gain = mean(log(own) - errors[, best]))
}

# Whole trajectories where there are three or more, else eight stretches of the
# steps.
.held_out_pieces <- function(trajectory, from) {
    piece <- match(trajectory[from], unique(trajectory[from]))
    if (length(from) < 2L || max(piece) > 2L) {
        return(piece)
    }
    n <- length(from)
    ceiling(seq_len(n) * min(8L, n) / n)
}

# What all penalties share. x: regulators x steps; y, own: steps x targets; all
# centred, of length 1. u, d: right singular vectors and squared singular values
# of x, from the smaller of its two products.
.ridge_basis <- function(x, y, own) {
    wide <- nrow(x) >= ncol(x)
    e <- eigen(if (wide) crossprod(x) else tcrossprod(x), symmetric = TRUE)
    kept <- e$values > 1e-10 * max(e$values, 0)
    d <- e$values[kept]
    u <- e$vectors[, kept, drop = FALSE]
    if (!wide) {
        u <- crossprod(x, u) / rep(sqrt(d), each = ncol(x))
    }
    list(u = u, d = d, y = y, own = own, uy = crossprod(u, y),
        uown = crossprod(u, own))
}

# Ridge with the own past free, by its dual: with M = (X'X + penalty)^-1, what is
# left is M (y - own b), b = own'My / own'M own, and the coefficients are X times
# that. A copy of the own past among the regulators gets none. m: M for the
# steps of a piece, with the intercept free.
.ridge <- function(basis, penalty) {
    share <- basis$d / (basis$d + penalty)
    solve <- function(v, uv) (v - basis$u %*% (share * uv)) / penalty
    n <- nrow(basis$y)
    .free_own_past(solve(basis$y, basis$uy), solve(basis$own, basis$uown),
        basis$own, function(at) {
            u <- basis$u[at, , drop = FALSE]
            (diag(length(at)) - u %*% (share * t(u)) - 1 / n) / penalty
        })
}

# The same without regulators.
.own_past <- function(basis) {
    n <- nrow(basis$y)
    .free_own_past(basis$y, basis$own, basis$own, function(at) {
        diag(length(at)) - 1 / n
    })
}

.free_own_past <- function(y, past, own, m) {
    size <- colSums(own * past)
    inverse <- ifelse(size > 1e-12, 1 / size, 0)
    b <- colSums(own * y) * inverse
    list(left = y - past * rep(b, each = nrow(y)), past = past,
        inverse = inverse, m = m)
}

# Mean squared error of each target when whole pieces are held out, exact
# without fitting again: what is left of a piece, divided by its block of
#     M - M own own' M / own' M own
# (the block of a linear smoother; here by Sherman and Morrison).
.held_out_error <- function(fit, pieces) {
    total <- 0
    for (at in pieces) {
        block <- fit$m(at)
        # A piece that alone tells of something cannot be forecast at all.
        diag(block) <- diag(block) * (1 + 1e-10)
        inverse <- chol2inv(chol(block))
        left <- inverse %*% fit$left[at, , drop = FALSE]
        past <- fit$past[at, , drop = FALSE]
        turned <- inverse %*% past
        taken <- 1 - fit$inverse * colSums(past * turned)
        factor <- fit$inverse * colSums(past * left) / pmax(taken, 1e-8)
        total <- total +
            colSums((left + turned * rep(factor, each = length(at)))^2)
    }
    pmax(total / nrow(fit$left), .Machine$double.xmin)
}
