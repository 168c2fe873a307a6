assay <- SummarizedExperiment::assay
meta <- S4Vectors::metadata

# Lorenz-96 by Taylor series of order 25: the coefficients of the solution
# follow from each other because the right-hand side is quadratic. Another
# method than the package's, exact to rounding at this step.
lorenz_taylor <- function(x, forcing, h, steps) {
    p <- length(x)
    at <- function(k) (seq_len(p) + k - 1L) %% p + 1L
    for (s in seq_len(steps)) {
        a <- matrix(0, p, 26)
        a[, 1] <- x
        for (k in 0:24) {
            product <- 0
            for (m in 0:k) {
                product <- product +
                    (a[at(1), m + 1] - a[at(-2), m + 1]) * a[at(-1), k - m + 1]
            }
            a[, k + 2] <- (product - a[, k + 1] + (k == 0) * forcing) / (k + 1)
        }
        x <- as.vector(a %*% h^(0:25))
    }
    x
}

# Spectral radius of the companion matrix.
companion_radius <- function(sim) {
    b <- t(meta(sim)$coefficients)
    lags <- t(meta(sim)$lags)
    p <- nrow(b)
    blocks <- lapply(seq_len(max(lags)), function(l) b * (lags == l))
    top <- do.call(cbind, blocks)
    rest <- diag(ncol(top))[seq_len(ncol(top) - p), , drop = FALSE]
    max(Mod(eigen(rbind(top, rest), only.values = TRUE)$values))
}

test_that("Lorenz-96 follows the equation", {
    # p, forcing, dt, Taylor steps between two points.
    for (case in list(c(10, 10, 0.1, 4), c(4, 8, 0.5, 20), c(5, 40, 0.1, 10))) {
        x <- assay(ggc_simulate("lorenz96", p = case[[1]], n_time = 41,
            noise = 0, burn_in = 0, forcing = case[[2]], dt = case[[3]],
            seed = 7))
        # From each point to the next, so that chaos has no time to act.
        error <- vapply(2:41, function(t) {
            truth <- lorenz_taylor(x[, t - 1], case[[2]],
                case[[3]] / case[[4]], case[[4]])
            max(abs(x[, t] - truth))
        }, 0)
        # The error of a fourth-order scheme at this step (values reach 15 to
        # 40 and turn in 0.1): a thousandth of the usual measurement noise.
        expect_lt(max(error), 1e-4)
        expect_gt(stats::sd(x[, 41]), 1)
    }
})

test_that("Lorenz-96 starts small, forgets its start and is on its attractor", {
    start <- ggc_simulate("lorenz96", p = 200, n_time = 2, noise = 0,
        burn_in = 0, seed = 1)
    # 200 draws of N(0, 0.01 sd).
    expect_equal(stats::sd(assay(start)[, 1]), 0.01, tolerance = 0.2)
    x <- assay(ggc_simulate("lorenz96", p = 10, n_time = 2000, seed = 1))
    # Multiplying by x_i and summing: mean(x^2) = F mean(x) on the attractor.
    expect_equal(mean(x^2) - 0.1^2, 10 * mean(x), tolerance = 0.03)
    # Burn-in drops points and nothing else.
    whole <- assay(ggc_simulate("lorenz96", p = 6, n_time = 60, noise = 0,
        burn_in = 0, seed = 1))
    part <- assay(ggc_simulate("lorenz96", p = 6, n_time = 20, noise = 0,
        burn_in = 40, seed = 1))
    expect_identical(unname(part), unname(whole[, 41:60]))
})

test_that("Lorenz-96 measurement noise has the stated size and is white", {
    args <- list("lorenz96", p = 10, n_time = 2000, n_trajectories = 2,
        seed = 4)
    e <- assay(do.call(ggc_simulate, c(args, noise = 0.3))) -
        assay(do.call(ggc_simulate, c(args, noise = 0)))
    # 40,000 draws: the standard error of the sd is 0.35 %.
    expect_equal(stats::sd(e), 0.3, tolerance = 0.015)
    between <- stats::cor(t(e))[upper.tri(diag(10))]
    expect_lt(max(abs(between)), 4.5 / sqrt(4000))
    expect_lt(abs(stats::cor(e[1, 1:2000], e[1, 2001:4000])), 4.5 / sqrt(2000))
})

test_that("the Lorenz-96 truth is i-2, i-1, i and i+1", {
    for (p in c(4, 5, 10)) {
        truth <- meta(ggc_simulate("lorenz96", p = p, n_time = 2, burn_in = 0,
            seed = 1))$truth
        expect_type(truth, "integer")
        for (i in seq_len(p)) {
            parents <- sort((i + c(-2, -1, 0, 1) - 1) %% p + 1)
            expect_identical(unname(which(truth[, i] == 1L)),
                as.integer(parents))
        }
    }
    expect_identical(dimnames(truth),
        list(regulator = paste0("G", 1:10), target = paste0("G", 1:10)))
})

test_that("the truth of the VAR is what drives its series", {
    sim <- ggc_simulate("var", p = 10, n_time = 20000, sparsity = 3, seed = 3)
    x <- assay(sim)
    past <- t(x[, -20000])
    fit <- stats::lm.fit(past, t(x[, -1]))
    b <- meta(sim)$coefficients
    # Standard errors from the regression itself; 100 estimates, 4.5 each side.
    variance <- diag(solve(crossprod(past)))
    z <- (fit$coefficients - b) / outer(sqrt(variance), rep(0.1, 10))
    expect_lt(max(abs(z)), 4.5)
    weakest <- min(abs(b[meta(sim)$truth == 1L]))
    expect_gt(weakest, 10 * 0.1 * sqrt(max(variance)))
    # Innovations: sd to 0.5 % a gene, uncorrelated.
    expect_lt(max(abs(apply(fit$residuals, 2, stats::sd) / 0.1 - 1)), 0.02)
    between <- stats::cor(fit$residuals)[upper.tri(b)]
    expect_lt(max(abs(between)), 4.5 / sqrt(2e4))
    # Structure: self edges and three others for each target.
    truth <- meta(sim)$truth
    expect_identical(truth, (b != 0) + 0L)
    expect_identical(unname(colSums(truth)), rep(4, 10))
    expect_identical(unname(diag(truth)), rep(1L, 10))
    expect_true(any(b[truth == 1L] < 0) && any(b[row(b) != col(b)] > 0))
})

test_that("lags of the VAR are where metadata says they are", {
    sim <- ggc_simulate("var", p = 5, n_time = 20000, sparsity = 2, lag = 3,
        self = 0, seed = 8)
    x <- assay(sim)
    n <- ncol(x)
    past <- do.call(cbind, lapply(1:3, function(l) t(x[, (4 - l):(n - l)])))
    fit <- stats::lm.fit(past, t(x[, 4:n]))
    b <- meta(sim)$coefficients
    lags <- meta(sim)$lags
    expect_identical((lags > 0) + 0L, meta(sim)$truth)
    expect_identical(unname(diag(lags)), rep(0L, 5))
    expect_true(all(1:3 %in% lags))
    truth <- rbind(b * (lags == 1), b * (lags == 2), b * (lags == 3))
    variance <- diag(solve(crossprod(past)))
    z <- (fit$coefficients - truth) / outer(sqrt(variance), rep(0.1, 5))
    expect_lt(max(abs(z)), 4.5)
})

test_that("the VAR has the spectral radius asked for", {
    for (case in list(
        list(p = 20), list(p = 2, sparsity = 1, self = 0, radius = 0.5),
        list(p = 40, lag = 3, radius = 0.99), list(p = 60, sparsity = 0.2),
        list(p = 15, sparsity = 0), list(p = 30, lag = 5, self = 0.3)
    )) {
        for (seed in 1:2) {
            sim <- do.call(ggc_simulate, c(list("var", n_time = 2, burn_in = 0,
                seed = seed), case))
            # The documented accuracy.
            expect_lt(abs(companion_radius(sim) - meta(sim)$parameters$radius),
                1e-3)
        }
    }
    # Without links there is nothing to rescale: white noise.
    sim <- ggc_simulate("var", p = 3, n_time = 1000, sparsity = 0, self = 0,
        seed = 1)
    expect_identical(sum(meta(sim)$truth), 0L)
    expect_equal(stats::sd(assay(sim)), 0.1, tolerance = 0.06)
})

test_that("sparsity is a count from 1 on and a fraction below", {
    parents <- function(s) {
        meta(ggc_simulate("var", p = 11, n_time = 2, burn_in = 0, sparsity = s,
            seed = 1))$parameters$parents
    }
    expect_identical(
        vapply(c(0, 0.01, 0.2, 0.25, 1, 3, 10), parents, 0L),
        c(0L, 1L, 2L, 3L, 1L, 3L, 10L)
    )
})

test_that("every other gene is as likely a regulator", {
    count <- Reduce(`+`, lapply(1:100, function(seed) {
        meta(ggc_simulate("var", p = 6, n_time = 2, burn_in = 0, seed = seed,
            sparsity = 2, self = 0))$truth
    }))
    expect_identical(unname(diag(count)), rep(0L, 6))
    others <- count[row(count) != col(count)]
    # 100 draws with chance 2/5 each: mean 40, variance 24. The choices within a
    # target are negatively dependent: 30 counts, 24 degrees of freedom.
    statistic <- sum((others - 40)^2 / 24) * 4 / 5
    expect_gt(stats::pchisq(statistic, 24, lower.tail = FALSE), 1e-3)
    expect_gt(stats::pchisq(statistic, 24), 1e-3)
})

test_that("a perturbed start is N(0, 1) and relaxes", {
    sim <- ggc_simulate("var", p = 30, n_time = 40, n_trajectories = 50,
        start = "perturbed", noise = 0.01, seed = 2)
    x <- assay(sim)
    first <- x[, sim$time == 0]
    # 1,500 draws.
    expect_gt(stats::ks.test(as.vector(first), "pnorm")$p.value, 1e-3)
    expect_lt(stats::sd(x[, sim$time == 39]), 0.3 * stats::sd(first))
    # The second point follows from the first.
    b <- meta(sim)$coefficients
    expect_lt(max(abs(x[, sim$time == 1] - t(b) %*% first)), 0.01 * 5)
})

test_that("the same seed gives the same bits and another one does not", {
    for (model in c("lorenz96", "var")) {
        run <- function(seed) {
            ggc_simulate(model, p = 6, n_time = 50, seed = seed)
        }
        expect_identical(run(5), run(5))
        expect_false(identical(assay(run(5)), assay(run(6))))
        set.seed(9)
        first <- run(NULL)
        set.seed(9)
        expect_identical(first, run(NULL))
        expect_identical(first, run(meta(first)$seed))
        # A longer run begins with the shorter one.
        long <- assay(ggc_simulate(model, p = 6, n_time = 80, seed = 5))
        expect_identical(long[, 1:50], assay(run(5)))
    }
})

test_that("start and noise of a gene do not depend on the other genes", {
    x <- function(p, noise) {
        assay(ggc_simulate("lorenz96", p = p, n_time = 30, burn_in = 0,
            n_trajectories = 2, noise = noise, seed = 1))
    }
    expect_identical(x(5, 0)[, c(1, 31)], x(9, 0)[1:5, c(1, 31)])
    # Subtracting the noise-free series leaves rounding, series are below 20.
    expect_equal(x(5, 1) - x(5, 0), (x(9, 1) - x(9, 0))[1:5, ],
        tolerance = 1e-13)
})

test_that("the result is a SummarizedExperiment with names and a time grid", {
    sim <- ggc_simulate("lorenz96", p = 4, n_time = 3, n_trajectories = 2,
        dt = 0.2, seed = 1)
    expect_s4_class(sim, "SummarizedExperiment")
    expect_identical(SummarizedExperiment::assayNames(sim), "expression")
    expect_identical(rownames(sim), paste0("G", 1:4))
    expect_identical(SummarizedExperiment::rowData(sim)$gene, rownames(sim))
    expect_identical(sim$trajectory, rep(1:2, each = 3L))
    expect_equal(sim$time, rep(c(0, 0.2, 0.4), 2))
    expect_false(anyDuplicated(colnames(sim)) > 0L)
    expect_identical(meta(sim)$model, "lorenz96")
    expect_identical(meta(sim)$seed, 1)
    expect_identical(meta(sim)$parameters$dt, 0.2)
    sim <- ggc_simulate("var", p = 2, n_time = 2, sparsity = 1, seed = 1)
    expect_identical(sim$time, c(0, 1))
})

test_that("arguments out of range are refused by name", {
    refused <- function(.says, ...) {
        expect_error(ggc_simulate(...), .says, class = "ggc_error_argument")
    }
    refused("`model`", "lorenz")
    refused("`p` must be a whole number from 4 to 46340, not 3", p = 3)
    refused("`p`", "var", p = 1)
    refused("`p`", "var", p = 1e6)
    refused("`n_time`", n_time = 1)
    refused("`n_time`", n_time = 2.5)
    refused("`n_trajectories`", n_trajectories = 0)
    refused("`noise`", noise = -1)
    refused("`noise`", noise = Inf)
    refused("`burn_in`", burn_in = -1)
    refused("`burn_in`", burn_in = 2^30, n_trajectories = 2)
    refused("at most 2147483647, not 10000000000", n_time = 1e9)
    refused("`forcing`", forcing = NA)
    refused("`forcing`", forcing = 1e4)
    refused("`dt`", dt = 0)
    refused("`dt`", dt = 11)
    refused("`lag`", "var", lag = 0)
    refused("`sparsity`", "var", sparsity = 1.5)
    refused("`sparsity`", "var", sparsity = 10)
    refused("`sparsity`", "var", sparsity = -0.1)
    refused("`self`", "var", self = -1)
    refused("`radius`.*not 1", "var", radius = 1)
    refused("`radius`.*not 0", "var", radius = 0)
    refused("`start`", "var", start = "random")
    refused("`seed`", seed = -1)
    refused("lorenz96.*not lag", "lorenz96", lag = 1)
    refused("var.*not forcing", "var", forcing = 1)
    refused("unnamed", "var", 10, 10, 1, 0.1, 0, 5)
})

test_that("a refused call leaves R's generator alone", {
    set.seed(1)
    before <- .Random.seed
    try(ggc_simulate("var", radius = 2), silent = TRUE)
    expect_identical(.Random.seed, before)
})

test_that("a VAR that leaves the finite numbers is an error, not a Ctrl-C", {
    expect_error(
        ggc_simulate("var", p = 3, n_time = 5, noise = 1e200, seed = 1),
        "smaller `noise`", class = "ggc_error_diverged"
    )
})
