# How series are sampled: replicates, animals, times, hidden genes, trends,
# batches, errors of measurement, and noise without a network.

assay <- SummarizedExperiment::assay
about <- S4Vectors::metadata
simulated <- function(model = "var", ...) {
    ggc_simulate(model, p = 6, ..., seed = 3)
}

test_that("without arguments of sampling nothing is different", {
    plain <- simulated(n_time = 5, n_trajectories = 4)
    same <- simulated(n_time = 5, n_trajectories = 4, replicates = 1,
        destructive = FALSE, hidden = 0, trend = 0, batches = 1, error = 0)
    expect_identical(assay(same), assay(plain))
    expect_identical(names(SummarizedExperiment::colData(plain)),
        c("time", "trajectory"))
    expect_null(about(plain)$hidden)
    expect_null(about(plain)$parameters$replicates)
    expect_identical(about(simulated(n_time = 5, error = 2))$parameters$error,
        2)
})

test_that("replicates share what a condition is, and no noise", {
    var <- simulated(n_time = 4, n_trajectories = 6, replicates = 3,
        start = "perturbed")
    expect_identical(var$condition, rep(1:2, each = 12))
    expect_identical(var$replicate, rep(rep(1:3, each = 4), 2))
    x <- assay(var)
    first <- x[, var$time == 0]
    expect_identical(unname(first[, c(1, 1, 1, 4, 4, 4)]), unname(first))
    expect_false(any(first[, 1] == first[, 4]))
    second <- x[, var$time == 1]
    expect_false(any(second[, 1] == second[, 2]))
    # The first of each condition has the start of that trajectory alone.
    alone <- simulated(n_time = 4, n_trajectories = 2, start = "perturbed")
    expect_identical(unname(first[, c(1, 4)]),
        unname(assay(alone)[, alone$time == 0]))

    grn <- function(...) {
        simulated("grn", n_time = 4, n_trajectories = 6, replicates = 2, ...)
    }
    same <- assay(grn(noise = 0, process = 0))
    expect_identical(unname(same[, 1:4]), unname(same[, 5:8]))
    expect_false(all(same[, 1] == same[, 9]))
    long <- grn(design = "long", hold = 2, noise = 0, process = 0)
    expect_identical(unname(assay(long)[, 1:4]), unname(assay(long)[, 5:8]))
    expect_false(identical(unname(assay(long)[, 1:4]),
        unname(assay(long)[, 9:12])))
    scattered <- grn(scatter = 0.5, noise = 0, process = 0)
    expect_identical(unname(assay(scattered)[, 1:4]),
        unname(assay(scattered)[, 5:8]))
    noisy <- assay(grn())
    expect_false(any(noisy[, 1:4] == noisy[, 5:8] & noisy[, 1:4] > 0))
    expect_identical(ncol(about(grn())$perturbations$shift), 3L)
})

test_that("an animal gives one sample, and no two have anything in common", {
    for (model in c("var", "grn")) {
        x <- simulated(model, n_time = 5, n_trajectories = 3, replicates = 3,
            destructive = TRUE)
        expect_identical(dim(x), c(6L, 15L))
        expect_identical(anyDuplicated(x$animal), 0L)
        expect_identical(colnames(x), x$animal)
        expect_identical(unname(c(table(x$time))), rep(3L, 5))
        expect_null(x$trajectory)
        expect_identical(unique(x$condition), 1L)
    }
    # Without any noise an animal of a later time is as the same one, later.
    quiet <- function(...) {
        assay(simulated("grn", n_time = 5, n_trajectories = 2, replicates = 2,
            noise = 0, process = 0, ...))
    }
    expect_identical(unname(quiet(destructive = TRUE)), unname(quiet()))
    # Its noise is its own: innovations of a walk do not add up in time.
    walk <- function(...) {
        x <- assay(ggc_simulate("var", p = 300, n_time = 2, sparsity = 0,
            n_trajectories = 2, radius = 0.99, noise = 1, ..., seed = 1))
        stats::cor(x[, 1], x[, 2])
    }
    expect_gt(walk(), 0.9)
    expect_lt(abs(walk(destructive = TRUE)), 0.2)
    two <- simulated(n_time = 3, n_trajectories = 4, replicates = 2,
        destructive = TRUE)
    expect_identical(two$trajectory, rep(1:2, each = 6))
})

test_that("a VAR is seen at the steps asked for", {
    all <- simulated(n_time = 17, n_trajectories = 2)
    some <- simulated(times = c(0, 1, 2, 4, 8, 16), n_trajectories = 2)
    at <- all$time %in% c(0, 1, 2, 4, 8, 16)
    expect_identical(some$time, all$time[at])
    expect_identical(unname(assay(some)), unname(assay(all)[, at]))
    expect_identical(about(some)$parameters$n_time, 6L)
})

test_that("hidden genes are gone from values and truth, whatever the rest", {
    for (model in c("var", "grn", "lorenz96")) {
        whole <- ggc_simulate(model, p = 10, n_time = 6, seed = 4)
        part <- ggc_simulate(model, p = 10, n_time = 6, hidden = 0.2, seed = 4)
        gone <- about(part)$hidden
        expect_length(gone, 2L)
        left <- setdiff(rownames(whole), gone)
        expect_identical(assay(part), assay(whole)[left, ])
        expect_identical(about(part)$truth, about(whole)$truth[left, left])
    }
    expect_false(identical(gone,
        about(ggc_simulate("var", p = 10, n_time = 6, hidden = 0.2,
            seed = 5))$hidden))
})

test_that("trends, batches and errors have the sizes that are said", {
    p <- 400
    noise <- function(...) {
        ggc_simulate("var", p = p, n_time = 8, n_trajectories = 4, noise = 1,
            sparsity = 0, self = 0, ..., seed = 6)
    }
    clean <- noise()
    spread <- apply(assay(clean), 1L, stats::sd)
    added <- function(se) (assay(se) - assay(clean)) / spread
    trend <- added(noise(trend = 2))
    expect_equal(stats::sd(trend[, 1:8]), 2, tolerance = 0.1)
    expect_equal(qr(trend)$rank, 1L)
    expect_equal(trend[, 1:8], trend[, 9:16], tolerance = 1e-12,
        ignore_attr = TRUE)
    batches <- noise(batches = 2, batch_sd = 3)
    expect_identical(batches$batch, rep(c(1L, 2L, 1L, 2L), each = 8))
    level <- added(batches)
    expect_equal(stats::sd(level[, 1]), 3, tolerance = 0.1)
    expect_equal(level[, 1], level[, 24], tolerance = 1e-12)
    expect_lt(abs(stats::cor(level[, 1], level[, 9])), 0.2)
    error <- added(noise(error = 0.5))
    expect_equal(stats::sd(error), 0.5, tolerance = 0.02)
    expect_lt(abs(stats::cor(c(error[, -1]), c(error[, -32]))), 0.05)
})

test_that("noise without a network is white, or remembers as much as asked", {
    lagged <- function(...) {
        x <- assay(ggc_simulate("var", p = 5, n_time = 4000, noise = 1,
            sparsity = 0, ..., seed = 7))
        stats::cor(t(x[, -1]), t(x[, -4000]))
    }
    expect_lt(max(abs(lagged(self = 0))), 0.06)
    remembered <- lagged(radius = 0.8)
    expect_lt(max(abs(diag(remembered) - 0.8)), 0.03)
    expect_lt(max(abs(remembered[row(remembered) != col(remembered)])), 0.12)
    none <- about(ggc_simulate("var", sparsity = 0, self = 0, n_time = 5,
        seed = 1))$truth
    expect_identical(sum(none), 0L)
})

test_that("what cannot be sampled is refused", {
    refused <- function(regexp, ..., model = "var") {
        expect_error(ggc_simulate(model, p = 6, ...), regexp,
            class = "ggc_error_argument")
    }
    refused("multiple of `replicates`, 2, not 3", n_trajectories = 3,
        replicates = 2)
    refused("`replicates`", replicates = 0)
    refused("`destructive`", destructive = "yes")
    refused("`hidden`", hidden = 1)
    refused("`hidden` must leave two genes", hidden = 0.9)
    refused("`trend`", trend = -1)
    refused("`trend` is not used", trend = 1, design = "multifactorial",
        model = "grn")
    refused("`batches`", batches = 1.5)
    refused("`batch_sd` needs", batch_sd = 2)
    refused("`error`", error = NA)
    refused("`times`", times = c(0, 0.5))
    refused("`times`", times = c(3, 1))
    refused("`times`", times = -1:3)
    refused("`n_time` must be left out", times = 0:3, n_time = 4)
    refused("not times", times = 0:3, model = "lorenz96")
})
