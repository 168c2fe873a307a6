# Plain statistics of trajectories: steps, pieces, folds, residuals,
# z-scores.

# Time of each column in units of the usual step, NULL where steps are alike.
.clock <- function(series) {
    if (!.steps_alike(series)) series$time / series$step
}

# What increments over the k steps from some columns are measured in: what a
# random walk comes to in that time. NULL where steps are alike. clock: as of
# .clock().
.step_units <- function(clock, from, k) {
    if (!is.null(clock)) sqrt(clock[from + k] - clock[from])
}

# What is to be told of `later` where the rows' own values `now` are known:
# itself, or where steps are not alike the increment, of which long steps would
# else have nearly all. unit: as of .step_units().
.to_be_told <- function(now, later, unit) {
    if (is.null(unit)) later else (later - now) / rep(unit, each = nrow(now))
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

# Steps are even within this part of the median step.
.EVEN_TOLERANCE <- 1e-6

# How much steps of the same length may differ: a difference is no more exact
# than the times it is made from.
.step_slack <- function(series) {
    .EVEN_TOLERANCE * abs(series$step) +
        4 * .Machine$double.eps * max(abs(series$time))
}

# Is each step from one sample to the next the usual one?
.usual_steps <- function(series, slack = .step_slack(series)) {
    steps <- diff(series$time)[diff(series$trajectory) == 0]
    abs(steps - series$step) <= slack
}

# Time between samples, NA where it is not the same throughout.
.even_step <- function(series) {
    if (all(.usual_steps(series))) as.double(series$step) else NA_real_
}

# Are all steps the same but for a few, as where a sample was lost, and but for
# so much, as where times are rounded or a sample was late?
.LATE_BY <- 0.05

.steps_alike <- function(series) {
    slack <- pmax(.LATE_BY * abs(series$step), .step_slack(series))
    mean(.usual_steps(series, slack)) >= 0.9
}

# Names of covariates that are rows among the genes.
.covariate_regulators <- function(series) {
    if (isTRUE(series$covariates$as_regulators)) series$covariates$names
}

# Steps in all. Points between samples are none.
.measured_steps <- function(series) {
    samples <- length(series$trajectory) -
        (series$interpolated %or% 0L) + length(series$between$time)
    min(length(series$trajectory), samples) - max(series$trajectory)
}

# z-scores of each row over all columns (denominator N): z, and center and scale
# so that z is (x - center) / scale. Constant rows: z = 0, scale = 1.
.standardise <- function(x) {
    out <- .native_zscore(x)
    dimnames(out$z) <- dimnames(x)
    out$scale[out$scale == 0] <- 1
    names(out$center) <- names(out$scale) <- rownames(x)
    out
}

# The genes that take part, sorted by name in the C locale, so that sums over
# genes run in one order whatever the order of the rows.
.working_genes <- function(series, regulators, targets) {
    genes <- rownames(series$x)
    used <- setdiff(union(regulators, targets), which(series$constant))
    used[order(genes[used], method = "radix")]
}

# Mean squared error of "no change" on the held-out steps, per row of z.
.persistence_error <- function(z, trajectory, members) {
    at <- which(.folds(trajectory, members) > 0L)
    rowMeans((z[, at + 1L, drop = FALSE] - z[, at, drop = FALSE])^2)
}

.SHORTEST_PIECE <- 5L

# Piece of each column, of about so many steps each, none over the end of a
# trajectory. Its last column starts no step and belongs to the piece before.
.pieces <- function(trajectory, length) {
    steps <- pmax(tabulate(trajectory) - 1L, 1L)
    pieces <- pmax(1, round(steps / length))
    step <- pmin(sequence(tabulate(trajectory)), steps[trajectory])
    within <- ceiling(step * pieces[trajectory] / steps[trajectory])
    id <- trajectory * (max(pieces) + 1) + within
    match(id, unique(id))
}

# Each entry of a row replaced by the mean of its group.
.group_means <- function(x, group) {
    group <- match(group, unique(group))
    sums <- t(rowsum(t(x), group, reorder = TRUE))
    (sums / rep(tabulate(group), each = nrow(x)))[, group, drop = FALSE]
}

# Disjoint blocks of about ten steps of one trajectory: the units of the test.
.time_blocks <- function(trajectory, steps = 10L) {
    size <- tabulate(trajectory)
    each <- pmax(round((size - 1L) / steps), 1L)
    within <- ceiling(sequence(size) * each[trajectory] /
        pmax(size[trajectory] - 1L, 1L))
    within <- pmin(within, each[trajectory])
    as.integer(cumsum(c(0L, each))[trajectory] + within)
}

# Fold of the step that starts at each column: which member holds it out.
#   five trajectories or more: whole trajectories, dealt in turn;
#   else series of 50 points or more: the last fifth of each, for every member;
#   else blocks of steps, a block of each trajectory per member.
# 0 trains always, m >= 1 is held out by member m, 32767 by all. The last column
# of a trajectory starts no step.
.folds <- function(trajectory, members) {
    size <- tabulate(trajectory)
    step <- sequence(size)
    fold <- integer(length(trajectory))
    if (length(size) >= 5L) {
        groups <- max(members, 5L)
        fold <- (trajectory - 1L) %% groups + 1L
    } else if (all(size >= 50L)) {
        fold[step > ceiling(0.8 * size[trajectory])] <- 32767L
    } else {
        groups <- max(members, 5L)
        block <- ceiling(step * groups / pmax(size[trajectory] - 1L, 1L))
        fold <- as.integer((block + trajectory - 2L) %% groups + 1L)
    }
    fold[step == size[trajectory]] <- -1L
    as.integer(fold)
}

# Columns with a column of their own trajectory k later.
.pairs_from <- function(trajectory, k) {
    size <- tabulate(trajectory)
    which(sequence(size) <= size[trajectory] - k)
}
