# Effects of regulators in two conditions, closed form, from sums over whole
# trajectories: what a condition comes to under any labels is a sum of these.
# Ridge regression of what comes next on all regulators, the target's own past
# free of the penalty; one penalty, one standardisation and one number of steps
# ahead for both.

# Steps ahead that are averaged; how fast a regulator's product follows it, the
# share of the last value that stays; and the ridge penalty, in units of a
# regulator's variance. Chosen by tools/tune/contrast.R.
.STEPS_AHEAD <- 5L
.STAYS <- 0.5
.PENALTY <- 0.3

# Sums over each trajectory, list(sums, at, dim, apart): entries x trajectories,
# which entries each part has, how many regulators and targets, and pairs that
# are no candidates. s: a setup.
.trajectory_sums <- function(s) {
    z <- if (is.null(s$held)) s$z else .free_series(s)
    trajectory <- s$series$trajectory
    clock <- .clock(s$series)
    from <- .pairs_from(trajectory, 1L)
    own <- z[s$columns, from, drop = FALSE]
    ahead <- if (is.null(clock)) {
        .mean_ahead(z[s$columns, , drop = FALSE], trajectory)[, from,
            drop = FALSE]
    } else {
        .to_be_told(own, z[s$columns, from + 1L, drop = FALSE],
            .step_units(clock, from, 1L))
    }
    past <- .followed(z[s$rows, , drop = FALSE], trajectory)[, from,
        drop = FALSE]
    parts <- lapply(list(x = past, y = ahead, own = own), function(m) {
        m - rowMeans(m)
    })
    .check_contrast_memory(length(s$rows), length(s$columns),
        max(trajectory))
    each <- lapply(split(seq_along(from), trajectory[from]), function(at) {
        .sums_of(lapply(parts, function(m) m[, at, drop = FALSE]))
    })
    size <- lengths(each[[1L]])
    list(sums = vapply(each, unlist, numeric(sum(size)), use.names = FALSE),
        at = Map(seq.int, cumsum(size) - size + 1L, cumsum(size)),
        dim = c(length(s$rows), length(s$columns)),
        apart = .apart(s$rows, s$columns, s$known$exclude))
}

.sums_of <- function(of) {
    list(
        xx = tcrossprod(of$x), xy = tcrossprod(of$x, of$y),
        xo = tcrossprod(of$x, of$own), x = rowSums(of$x), y = rowSums(of$y),
        o = rowSums(of$own), yy = rowSums(of$y^2), oo = rowSums(of$own^2),
        yo = rowSums(of$y * of$own), n = ncol(of$x)
    )
}

# Mean of the next samples of each, as far as there are any.
.mean_ahead <- function(z, trajectory) {
    sum <- 0 * z
    count <- numeric(ncol(z))
    for (k in seq_len(.STEPS_AHEAD)) {
        from <- .pairs_from(trajectory, k)
        sum[, from] <- sum[, from] + z[, from + k]
        count[from] <- count[from] + 1
    }
    sum / rep(pmax(count, 1), each = nrow(z))
}

# What follows each row with a delay, as a protein its mRNA: from the first
# value of each trajectory on, a mean of the last one and what was.
.followed <- function(z, trajectory) {
    for (t in which(diff(trajectory) == 0L) + 1L) {
        z[, t] <- .STAYS * z[, t - 1L] + (1 - .STAYS) * z[, t]
    }
    z
}

# The parts of one sum over trajectories, centred.
.centred_parts <- function(sum, of) {
    part <- lapply(of$at, function(at) sum[at])
    q <- of$dim[[1L]]
    n <- part$n
    list(
        xx = matrix(part$xx, q) - tcrossprod(part$x) / n,
        xy = matrix(part$xy, q) - outer(part$x, part$y) / n,
        xo = matrix(part$xo, q) - outer(part$x, part$o) / n,
        yy = part$yy - part$y^2 / n, oo = part$oo - part$o^2 / n,
        yo = part$yo - part$y * part$o / n, n = n,
        mean = lapply(part[c("x", "y", "o")], `/`, n)
    )
}

# list(effect, own, inverse, scale, part): effects, regulators x targets, in
# units of what the own past leaves unexplained of a target (scale); those of
# the own past; the inverse that ridge regression takes, and the sums.
.effects_from <- function(sum, of) {
    part <- .centred_parts(sum, of)
    q <- of$dim[[1L]]
    inverse <- chol2inv(chol(part$xx + diag(.PENALTY * part$n, q)))
    own <- inverse %*% part$xo
    left <- inverse %*% part$xy
    # The own past free of the penalty: Frisch, Waugh and Lovell.
    tiny <- 1e-10 * part$n
    size <- pmax(part$oo - colSums(own * part$xo), tiny)
    own_effect <- ifelse(part$oo > tiny,
        (part$yo - colSums(own * part$xy)) / size, 0)
    scale <- sqrt(pmax(part$yy - part$yo^2 / pmax(part$oo, tiny), tiny) /
        part$n)
    effect <- (left - own * rep(own_effect, each = q)) /
        rep(scale, each = q)
    effect[of$apart] <- 0
    list(effect = effect, own = own_effect, inverse = inverse, scale = scale,
        part = part)
}

# How much an effect differs between parts of the trajectories by chance, root
# mean square over all candidates: from what each trajectory adds to the effects
# that all have in common, so that no label matters. sizes: how many
# trajectories the two conditions have.
.noise_of_effects <- function(of, sizes) {
    all <- .effects_from(rowSums(of$sums), of)
    q <- of$dim[[1L]]
    n <- ncol(of$sums)
    scale <- rep(all$scale, each = q)
    added <- vapply(seq_len(n), function(r) {
        part <- lapply(of$at, function(at) of$sums[at, r])
        left <- matrix(part$xy, q) - matrix(part$xx, q) %*%
            (all$effect * scale) - matrix(part$xo, q) *
            rep(all$own, each = q)
        as.vector(n * (all$inverse %*% left) / scale)
    }, numeric(prod(of$dim)))
    variance <- rowSums((added - rowMeans(added))^2) / max(1, n - 1)
    sqrt(mean(variance[!of$apart]) * sum(1 / sizes) / 2)
}

# Mean squared error of each target in one condition by the effects, and the
# level, of another or its own. in_, by: as of .effects_from().
.error_by <- function(in_, by) {
    part <- in_$part
    effect <- by$effect * rep(by$scale, each = nrow(by$effect))
    own <- by$own
    told <- function(mean) {
        mean$y - own * mean$o - drop(crossprod(effect, mean$x))
    }
    inside <- part$yy - 2 * own * part$yo + own^2 * part$oo +
        colSums(effect * (part$xx %*% effect - 2 * part$xy +
            2 * part$xo * rep(own, each = nrow(effect))))
    pmax(inside / part$n + (told(part$mean) - told(by$part$mean))^2,
        .Machine$double.xmin)
}

# How much worse each condition of a target is forecast by the effects of the
# other one than by its own: mean logarithm of the errors' ratio, at least 0.
.worse_by_other <- function(a, b) {
    ratio <- log(.error_by(a, b)) - log(.error_by(a, a)) +
        log(.error_by(b, a)) - log(.error_by(b, b))
    pmax(ratio, 0)
}

# How two conditions differ, signed: the part of the two effects that is not
# common, from -1 to 1, times how much worse the target is forecast by the
# effects of the other condition. What is added orders the edges of targets that
# are forecast no worse.
.LEAST_WORSE <- 0.02

.difference_of <- function(a, b, noise) {
    (b$effect - a$effect) / (abs(a$effect) + abs(b$effect) + noise / 2) *
        rep(.worse_by_other(a, b) + .LEAST_WORSE, each = nrow(a$effect))
}

# What is tested: how much of the target's change is this edge's. Where one
# regulator is exchanged for another, the effects of those that go with it
# change too, but less. noise: of the effects, which a change must exceed.
.share_of_change <- function(change, noise, apart) {
    count <- pmax(colSums(!apart), 1)
    level <- sqrt(colSums(change^2) / count + noise^2)
    abs(change) / rep(level, each = nrow(change))
}
