# The forecast of each target from its own past alone, the null of Granger's
# test: what regulators must add to.

# Most values of its own past that a forecast reads.
.OWN_PAST <- 3L

# Genes at a time: so many rows of a long series stay in the processor's cache.
.OWN_ROWS <- 512L

# Mean squared error on held-out data of the forecast of each row of z from its
# own past, as networks have theirs: fitted to the same steps, over the same
# horizons, mean over members. The forecasts are the mean (order 0) and linear
# regressions on the last 1 to 3 values, the order being that of the least
# held-out error, as the penalty of networks is. NA where nothing is held out.
# lags: values that a step must have in its past to count; pooled: one mean over
# the steps of all members.
.own_past_error <- function(z, trajectory, members, horizons = 1L, lags = 1L,
                            pooled = FALSE) {
    steps <- .own_steps(trajectory, members, horizons, lags)
    rows <- seq_len(nrow(z))
    out <- lapply(split(rows, (rows - 1L) %/% .OWN_ROWS), function(block) {
        .own_block(z[block, , drop = FALSE], steps, members, pooled)
    })
    as.double(unlist(out, use.names = FALSE))
}

# The same for the targets of a fit, rows of z. shared: one network of them all,
# whose errors are pooled, one step ahead.
.own_past_of <- function(z, trajectory, control, cell, shared) {
    .own_past_error(z, trajectory, control$members,
        if (shared) 1L else max(control$horizons, 1L),
        if (.recurrent(cell)) 1L else control$lag, pooled = shared)
}

# For each horizon the steps that count: from, the column of their last value;
# fold; past, how many values there are up to it.
.own_steps <- function(trajectory, members, horizons, lags) {
    fold <- .folds(trajectory, members)
    past <- sequence(tabulate(trajectory))
    from <- which(fold >= 0L & past >= lags)
    steps <- list()
    for (h in seq_len(horizons)) {
        if (h > 1L) {
            # Only while the values between are of one fold.
            from <- from[fold[from + h - 1L] == fold[from]]
        }
        steps[[h]] <- list(from = from, fold = fold[from], past = past[from])
    }
    steps
}

.own_block <- function(z, steps, members, pooled) {
    all <- seq_len(if (any(steps[[1L]]$fold == 32767L)) 1L else members)
    count <- vapply(all, function(m) {
        sum(vapply(steps, function(s) sum(s$fold %in% c(m, 32767L)), 0L))
    }, 0)
    if (!any(count > 0) || (!pooled && any(count == 0))) {
        return(rep(NA_real_, nrow(z)))
    }
    squares <- lapply(all, function(m) {
        by_horizon <- Map(function(s, h) .own_squares(z, s, h, m), steps,
            seq_along(steps))
        Reduce(`+`, by_horizon)
    })
    weight <- if (pooled) rep(1 / sum(count), length(all)) else
        1 / count / length(all)
    error <- Reduce(`+`, Map(`*`, squares, weight))
    do.call(pmin, lapply(seq_len(ncol(error)), function(k) error[, k]))
}

# Sums of squared errors on the steps that a member holds out, h steps ahead:
# genes x orders. A step without so much past is forecast from what it has.
.own_squares <- function(z, s, h, member) {
    held <- s$fold %in% c(member, 32767L)
    later <- z[, s$from[held] + h, drop = FALSE]
    forecast <- 0 * later
    out <- matrix(0, nrow(z), .OWN_PAST + 1L)
    for (k in 0:.OWN_PAST) {
        enough <- s$past >= k
        train <- enough & !held
        if (sum(train) >= k + 2L) {
            forecast[, enough[held]] <- .own_forecast(z, s$from[train],
                s$from[enough & held], h, k)
        }
        out[, k + 1L] <- rowSums((later - forecast)^2)
    }
    out
}

# Values h steps after the columns `to`, by least squares on the last k values,
# fitted to the columns `from`. Regressors are made orthogonal one by one, all
# genes at once.
.own_forecast <- function(z, from, to, h, k) {
    left <- z[, from + h, drop = FALSE]
    level <- rowMeans(left)
    left <- left - level
    x <- lapply(seq_len(k) - 1L, function(l) z[, from - l, drop = FALSE])
    new <- lapply(seq_len(k) - 1L, function(l) z[, to - l, drop = FALSE])
    new <- Map(function(a, b) a - rowMeans(b), new, x)
    x <- lapply(x, function(b) b - rowMeans(b))
    spread <- lapply(x, function(b) rowSums(b^2))
    out <- array(level, c(nrow(z), length(to)))
    for (l in seq_len(k)) {
        size <- rowSums(x[[l]]^2)
        # What the values before explain to the last bit has nothing to add.
        size[size <= 1e-10 * spread[[l]]] <- Inf
        slope <- rowSums(left * x[[l]]) / size
        left <- left - slope * x[[l]]
        out <- out + slope * new[[l]]
        for (n in seq_len(k - l) + l) {
            slope <- rowSums(x[[n]] * x[[l]]) / size
            x[[n]] <- x[[n]] - slope * x[[l]]
            new[[n]] <- new[[n]] - slope * new[[l]]
        }
    }
    out
}

# How much better each target is forecast than by "no change" ("null") or from
# its own past ("own"): 1 = perfect.
.skill <- function(training, against) {
    skill <- 1 - training$heldout / training[[against]]
    skill[training$status != "ok"] <- NA
    stats::setNames(skill, rownames(training))
}
