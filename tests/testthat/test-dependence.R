# The directed dependence: what it measures, and how it is read off the data.

random_walks <- function(p, size, seed) {
    set.seed(seed)
    walk <- do.call(cbind, lapply(size, function(n) {
        matrix(apply(matrix(rnorm(p * n), p), 1L, cumsum), p, byrow = TRUE)
    }))
    rownames(walk) <- paste0("G", seq_len(p))
    .standardise(walk)$z
}

test_that("directed dependence is that of residuals, by lm(), cor() and energy", {
    trajectory <- rep(1:4, c(12L, 9L, 15L, 7L))
    z <- random_walks(4L, c(12L, 9L, 15L, 7L), 3)
    rows <- c(1L, 3L, 4L)
    columns <- c(2L, 3L)
    reference <- function(measure) {
        out <- matrix(0, 3L, 2L)
        for (k in 1:2) for (i in seq_along(columns)) {
            from <- which(trajectory[seq_len(43L - k)] ==
                trajectory[seq_len(43L - k) + k])
            y <- z[columns[[i]], ]
            left <- stats::residuals(stats::lm(y[from + k] ~ y[from]))
            for (j in seq_along(rows)) if (rows[[j]] != columns[[i]]) {
                out[j, i] <- out[j, i] + measure(z[rows[[j]], from], left) / 2
            }
        }
        out
    }
    linear <- .directed_dependence(z, trajectory, rows, columns, "linear", 2L,
        0, .nothing_held(trajectory), 1L)
    expect_equal(unname(linear),
        reference(function(a, b) abs(stats::cor(a, b))), tolerance = 1e-10)
    expect_identical(dimnames(linear), list(c("G1", "G3", "G4"), c("G2", "G3")))
    skip_if_not_installed("energy")
    dcor <- .directed_dependence(z, trajectory, rows, columns, "dcor", 2L, 0,
        .nothing_held(trajectory), 1L)
    expect_equal(unname(dcor), reference(energy::dcor), tolerance = 1e-8)
})

test_that("where times are uneven increments count by the root of their time", {
    trajectory <- rep(1:3, c(6L, 5L, 7L))
    time <- unlist(lapply(c(6L, 5L, 7L), function(n) {
        c(0, 1, 2, 5, 9, 20, 44)[seq_len(n)]
    }))
    series <- list(time = time, trajectory = trajectory, step = 3)
    expect_equal(.clock(series), time / stats::median(
        diff(time)[diff(trajectory) == 0]))
    expect_null(.clock(list(time = rep(0:5, 2), step = 1,
        trajectory = rep(1:2, each = 6))))
    z <- random_walks(4L, c(6L, 5L, 7L), 2)
    from <- which(diff(trajectory) == 0)
    gap <- diff(time)[from]
    found <- .directed_dependence(z, trajectory, 1:4, 1:4, "signed", 1L, 0,
        .nothing_held(trajectory), 1L, clock = .clock(series))
    for (i in 1:4) {
        left <- stats::residuals(stats::lm(
            (z[i, from + 1L] - z[i, from]) / sqrt(gap) ~ z[i, from]))
        for (j in setdiff(1:4, i)) {
            expect_equal(found[[j, i]], stats::cor(z[j, from], left))
        }
    }
    # The unit of time is of no account, but for rounding.
    minutes <- within(series, time <- time * 60)
    expect_equal(.directed_dependence(z, trajectory, 1:4, 1:4, "signed", 1L, 0,
        .nothing_held(trajectory), 1L, clock = .clock(minutes)), found)
    # Two steps at once are as long as both.
    expect_equal(.step_units(.clock(series), 1L, 2L)^2 * stats::median(gap), 2)
})

test_that("a constant residual or past has no dependence", {
    z <- rbind(a = rep(0, 10), b = (1:10) - 5.5, c = sin(1:10))
    d <- .directed_dependence(z, rep(1L, 10), 1:3, 1:3, "linear", 1L, 0,
        .nothing_held(rep(1L, 10)), 1L)
    expect_true(all(is.finite(d)))
    expect_identical(unname(d["a", ]), c(0, 0, 0))
    expect_identical(unname(d[, "a"]), c(0, 0, 0))
    expect_identical(unname(d["c", "b"]), 0) # b is exactly foreseen by its past
})

test_that("smoothing is a weighted local line, by lm(), in each trajectory", {
    size <- c(7L, 2L, 5L, 1L)
    trajectory <- rep(1:4, size)
    z <- random_walks(3L, size, 8)
    expect_identical(.smoothed(z, trajectory, 0), z)
    smooth <- .smoothed(z, trajectory, 0.9)
    short <- trajectory %in% c(2L, 4L)
    expect_identical(smooth[, short], z[, short]) # a line passes through two
    for (r in c(1L, 3L)) {
        own <- which(trajectory == r)
        at <- seq_along(own)
        for (g in 1:3) {
            line <- vapply(at, function(t) {
                w <- stats::dnorm(at, t, 0.9)
                fit <- stats::lm(z[g, own] ~ I(at - t), weights = w)
                stats::coef(fit)[[1L]]
            }, 0)
            expect_equal(unname(smooth[g, own]), line, tolerance = 1e-10)
        }
    }
    straight <- rbind(a = as.double(1:9))
    expect_equal(.smoothed(straight, rep(1L, 9L), 2), straight)
})

test_that("few trajectories are cut into pieces, many are not", {
    many <- rep(1:9, each = 5L)
    expect_identical(.halves(rep(1L, 6L), 5L), list())
    few <- abs(.halves(rep(1:2, c(24L, 13L)), 5L)[[1L]])
    expect_identical(few, rep(1:6, c(5L, 6L, 6L, 7L, 6L, 7L)))
    for (half in .halves(many, 5L)) {
        expect_identical(abs(half), many)
        expect_length(unique(half[half > 0]), 4L)
    }
})

test_that("the directed share is one if all is directed, none if none is", {
    a <- rbind(c(0, 2, 0), c(0, 0, 3), c(1, 0, 0))
    expect_identical(.directed_share(a, a), 1)
    expect_identical(.directed_share(a + t(a), a + t(a)), 0)
    expect_identical(.directed_share(a, t(a)), NA_real_) # nothing in common
    b <- rbind(c(7, 1, 1), c(0, 7, 1), c(1, 1, 7))
    # Off the diagonal: A - A' and B - B' agree in (1, 2): 2 * 1, in (1, 3): -1 *
    # 0, in (2, 3): 3 * 0; common are 2 * 1 + 3 * 1 + 1 * 1.
    expect_equal(.directed_share(a, b), 2 * 2 / (2 * 6))
})

reading_of <- function(x, trajectory, ...) {
    z <- .standardise(x)$z
    genes <- seq_len(nrow(z))
    .dependence_reading(list(control = ggc_control(...), z = z, rows = genes,
        columns = genes, threads = 1L, held = .nothing_held(trajectory),
        series = list(trajectory = trajectory, step = 1,
            time = as.double(sequence(tabulate(trajectory))))))
}

test_that("lags and smoothing are those that direct the dependence most", {
    # Lag 1 is all there is: a smooth series has lost it.
    sim <- ggc_simulate("var", p = 30, n_time = 21, n_trajectories = 23,
        seed = 1)
    x <- SummarizedExperiment::assay(sim)
    trajectory <- sim$trajectory
    expect_identical(reading_of(x, trajectory),
        list(dependence_lags = 2L, smooth = 0))
    # What is given is kept, and no longer than the series.
    expect_identical(reading_of(x, trajectory, smooth = 0.6)$smooth, 0.6)
    expect_identical(reading_of(x, trajectory, smooth = 1,
        dependence_lags = 99), list(dependence_lags = 20L, smooth = 1))
    # Nothing to compare: two genes, points too few to smooth, a single piece.
    usual <- list(dependence_lags = 5L, smooth = 0.6)
    expect_identical(reading_of(x[1:2, ], trajectory), usual)
    expect_identical(reading_of(x[, 1:20], rep(1:10, each = 2L)),
        list(dependence_lags = 1L, smooth = 0))
    expect_identical(reading_of(x[, 1:6], rep(1L, 6L)), usual)
})

test_that("a slow relaxation from scattered starts is read over many lags", {
    sim <- ggc_simulate("grn", p = 50, scatter = 0.5, process = 0, seed = 3)
    reading <- reading_of(SummarizedExperiment::assay(sim), sim$trajectory)
    expect_identical(reading$smooth, 0.6)
    expect_gte(reading$dependence_lags, 5L)
})

test_that("very many genes are compared by some of them", {
    expect_identical(.compared_genes(101:400)[c(1L, 200L)], c(101L, 400L))
    expect_length(.compared_genes(101:400), 200L)
    expect_identical(.compared_genes(1:5), 1:5)
})

test_that("an edge counts less half of its opposite", {
    d <- rbind(c(0, 4, 1), c(2, 0, 1), c(1, 1, 0))
    dimnames(d) <- list(c("a", "b", "c"), c("a", "b", "c"))
    own <- diag(3L) == 1
    expect_equal(.directed_evidence(d, own, 0)[!own],
        .rank_evidence(d - t(d) / 2, own)[!own])
    up <- sqrt(c(2.5, 1.5, 1))
    down <- sqrt(c(1.5, 2.5, 1))
    w <- d * up / rep(down, each = 3L)
    expect_equal(.directed_evidence(d, own, 1)[!own],
        .rank_evidence(w - t(w) / 2, own)[!own])
    # A regulator that is no target has no opposite.
    wide <- rbind(d, d = c(1, 2, 3))
    apart <- rbind(own, FALSE)
    ranked <- .directed_evidence(wide, apart, 0)
    expect_equal(ranked[4L, ],
        .rank_evidence(rbind(d - t(d) / 2, d = wide["d", ]), apart)[4L, ])
})

test_that("what was read is in the fit, and the bits do not depend on order", {
    sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 4)
    control <- ggc_control(members = 1, first = 10, each = 2, n_lambda = 3)
    fit <- ggc_fit(sim, control = control, seed = 5)
    expect_true(fit@control$smooth %in% .SMOOTH)
    expect_true(fit@control$dependence_lags %in% .LAGS)
    again <- ggc_fit(sim[6:1, ], control = control, seed = 5, threads = 1)
    expect_identical(granger(again)[rownames(fit@score), colnames(fit@score)],
        granger(fit))
    expect_error(ggc_control(smooth = -1), "`smooth`",
        class = "ggc_error_argument")
    expect_error(ggc_control(dependence_lags = 0), "`dependence_lags`",
        class = "ggc_error_argument")
})

test_that("where steps are not alike only neighbours are compared", {
    times <- c(0, 0.5, 1, 2, 4, 8, 24)
    series <- function(time) {
        list(trajectory = rep(1:3, each = length(time)), time = rep(time, 3),
            step = stats::median(diff(time)))
    }
    expect_false(.steps_alike(series(times)))
    expect_true(.steps_alike(series(0:6)))
    # Differences of large times are rounded.
    expect_true(.steps_alike(series(1e9 + 0:6 * 1e-5)))
    lost <- series(0:20) # a sample of 63 was lost
    lost <- lapply(lost[1:2], `[`, -5)
    expect_true(.steps_alike(c(lost, step = 1)))
    sim <- ggc_simulate("var", p = 5, times = 2 * times, n_trajectories = 3,
        seed = 1)
    read <- function(...) {
        fit <- suppressMessages(ggc_fit(sim, seed = 1, threads = 1L,
            control = ggc_control(members = 1, first = 3, each = 1,
                n_lambda = 2, ...)))
        fit@control[c("horizons", "dependence_lags", "smooth")]
    }
    expect_equal(read(), list(horizons = 1, dependence_lags = 1, smooth = 0))
    expect_equal(read(horizons = 2, dependence_lags = 3, smooth = 0.6),
        list(horizons = 2, dependence_lags = 3, smooth = 0.6))
})

test_that("every measured sample of uneven times counts", {
    times <- c(0, 0.5, 1, 2, 4, 8, 24)
    sim <- ggc_simulate("var", p = 5, times = 2 * times, n_trajectories = 3,
        seed = 1)
    x <- SummarizedExperiment::assay(sim)
    learn <- function(x) {
        granger(suppressMessages(ggc_fit(x, time = sim$time,
            trajectory = sim$trajectory, seed = 1, threads = 1L,
            control = ggc_control(members = 1, first = 5, each = 2,
                n_lambda = 2))), "network")
    }
    whole <- learn(x)
    for (time in unique(sim$time)) {
        at <- sim$time == time
        noise <- x
        noise[, at] <- x[, at][, c(2, 3, 1)] + noise_like(5)
        expect_gt(max(abs(learn(noise) - whole)), 1e-3)
    }
})
