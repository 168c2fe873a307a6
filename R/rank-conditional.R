# Conditional dependence: what each regulator tells of a target's next value
# that neither the target's own past nor the other regulators tell. Ridge
# regression with the own past free of the penalty, and one penalty for all
# targets: with few steps it is so large that each regulator stands alone.

.PENALTIES <- 10^seq(-2, 3, by = 0.25)
.LATER <- 3:5

# Gain from which later lags are looked at; targets that a gain is the mean of,
# at least; most steps that take part, evenly chosen; most sets of candidates
# that targets have products of their own for; and what is left of a target that
# its own past forecasts all but exactly, as a clock, of its variance.
.WORTH_MORE <- 0.05
.FEWEST_TARGETS <- 5L
.MOST_REGRESSED <- 1000L
.MOST_SETS <- 50L
.ALL_BUT_EXACT <- 1e-6

# list(score, gain, later): score, regulators x targets in working order, the
# coefficients' size at lag 1 on standardised series, in units of what the own
# past leaves unexplained; gain, how much better whole held-out pieces are
# forecast than from the own past alone (difference of log errors, mean over
# targets); later, the largest gain at lags 3 to 5, 0 where there are none.
# NULL where no piece can be held out, or where there are few targets. Held
# inputs are taken off first; links that are excluded take no part.
.conditional_dependence <- function(s) {
    first <- .ridge_at_lag(s, 1L)
    if (is.null(first)) {
        return(NULL)
    }
    later <- if (first$gain > .WORTH_MORE) {
        vapply(.LATER, function(k) .ridge_at_lag(s, k)$gain %or% 0, 0)
    } else {
        0
    }
    score <- first$score
    dimnames(score) <- list(rownames(s$z)[s$rows], rownames(s$z)[s$columns])
    list(score = score, gain = first$gain, later = max(later))
}

# The regression of what comes k steps later; NULL where there are fewer than
# four pairs of points, or one piece. Targets with the same candidates share
# their products.
.ridge_at_lag <- function(s, k) {
    from <- .pairs_from(s$series$trajectory, k)
    if (length(from) > .MOST_REGRESSED) {
        from <- from[round(seq(1, length(from), length.out = .MOST_REGRESSED))]
    }
    piece <- .held_out_pieces(s$series$trajectory, from)
    if (length(from) < 4L || max(piece) < 2L) {
        return(NULL)
    }
    groups <- .same_regressions(s, from, k)
    bases <- lapply(groups, .regression_of, s, from, piece, k)
    chosen <- .ridge_penalty(bases)
    if (is.null(chosen)) {
        return(NULL)
    }
    score <- matrix(0, length(s$rows), length(s$columns))
    for (i in seq_along(groups)) {
        score[groups[[i]]$rows, groups[[i]]$columns] <-
            .coefficients(bases[[i]], chosen$penalty)
    }
    score[, unlist(lapply(groups, `[[`, "columns"))[chosen$known]] <- 0
    score[.apart(s$rows, s$columns, s$known$exclude)] <- 0
    list(score = score, gain = chosen$gain)
}

# The basis of targets that have candidates and steps in common.
.regression_of <- function(group, s, from, piece, k) {
    from <- from[group$steps]
    free <- function(rows, at) {
        .less_inputs(s$z[rows, at, drop = FALSE], s$held, from, k)
    }
    now <- free(s$columns[group$columns], from)
    y <- .to_be_told(now, free(s$columns[group$columns], from + k),
        .step_units(s$clock, from, k))
    basis <- .ridge_basis(.unit_rows(free(s$rows[group$rows], from)),
        t(.unit_rows(y)), t(.unit_rows(now)))
    basis$pieces <- split(seq_along(from), piece[group$steps])
    basis
}

# list(rows, columns, steps) of targets with the same candidates that may learn
# from the same steps.
.same_regressions <- function(s, from, k) {
    sets <- lapply(.same_candidates(s), function(group) {
        lapply(.learning_groups(s$held, s$columns[group$columns], from, k),
            function(part) {
                list(rows = group$rows, columns = group$columns[part$columns],
                    steps = part$steps)
            })
    })
    do.call(c, sets)
}

# list(penalty, gain, known): the common penalty, what it gains on the own past
# in the mean logarithm of held-out errors, and the targets that take no part,
# as the own past tells all. NULL where fewer than .FEWEST_TARGETS are left.
.ridge_penalty <- function(bases) {
    over <- function(f) unlist(lapply(bases, f))
    known <- over(function(b) colSums(.own_past(b)$left^2)) <= .ALL_BUT_EXACT
    if (sum(!known) < .FEWEST_TARGETS) {
        return(NULL)
    }
    mean_log <- function(fit) {
        mean(log(over(function(b) {
            .held_out_error(fit(b), b$pieces)
        })[!known]))
    }
    errors <- vapply(.PENALTIES, function(penalty) {
        mean_log(function(b) .ridge(b, penalty))
    }, 0)
    list(penalty = .PENALTIES[[which.min(errors)]],
        gain = mean_log(.own_past) - min(errors), known = known)
}

# list(rows, columns) for each set of candidates that targets have in common,
# their own past apart; places in s$rows and s$columns.
.same_candidates <- function(s) {
    exclude <- s$known$exclude
    if (is.null(exclude)) {
        return(list(list(rows = seq_along(s$rows),
            columns = seq_along(s$columns))))
    }
    open <- !exclude
    sets <- apply(open, 2L, function(of) paste(which(of), collapse = " "))
    if (length(unique(sets)) > .MOST_SETS) {
        return(list(list(rows = which(rowSums(open) > 0),
            columns = seq_along(s$columns))))
    }
    lapply(split(seq_along(s$columns), match(sets, unique(sets))),
        function(columns) {
            list(rows = which(open[, columns[[1L]]]), columns = columns)
        })
}

# Sizes of the coefficients, in units of what the own past leaves unexplained.
.coefficients <- function(basis, penalty) {
    left <- sqrt(colSums(.own_past(basis)$left^2))
    abs(basis$x %*% .ridge(basis, penalty)$left) /
        rep(pmax(left, .Machine$double.eps), each = nrow(basis$x))
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
    u <- matrix(0, ncol(x), 0L)
    d <- numeric()
    if (nrow(x) > 0L) {
        wide <- nrow(x) >= ncol(x)
        e <- eigen(if (wide) crossprod(x) else tcrossprod(x), symmetric = TRUE)
        kept <- e$values > 1e-10 * max(e$values, 0)
        d <- e$values[kept]
        u <- e$vectors[, kept, drop = FALSE]
        if (!wide) {
            u <- crossprod(x, u) / rep(sqrt(d), each = ncol(x))
        }
    }
    list(x = x, u = u, d = d, y = y, own = own, uy = crossprod(u, y),
        uown = crossprod(u, own))
}

# Ridge with the own past free, by its dual: with M = (X'X + penalty)^-1, what
# is left is M (y - own b), b = own'My / own'M own, and the coefficients are X
# times that. A copy of the own past among the regulators gets none. m: M for
# the steps of a piece, with the intercept free.
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
