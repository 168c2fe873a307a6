# ggc_power(): what became of simulated networks of a design.

test_that("power is what fits and tests of simulated networks say", {
    power <- ggc_power(6, times = 6, n_trajectories = 3, networks = 2, seed = 4,
        threads = 1)
    expect_identical(power$first$edges, c(2, 3, 6, 12))
    by_hand <- lapply(4:5, function(seed) {
        sim <- ggc_simulate("grn", p = 6, n_trajectories = 3,
            times = seq(0, 200, length.out = 6), noise = 0.05, seed = seed)
        truth <- S4Vectors::metadata(sim)$truth
        fit <- ggc_fit(sim, seed = seed)
        at <- as.matrix(ggc_edges(fit, n = 6)[, c("regulator", "target")])
        network <- ggc_network(ggc_test(fit), fdr = 0.1)
        c(mean(truth[at]), sum(truth[at]) / sum(truth), sum(network),
            sum(network * truth) / sum(truth), sum(truth) / 30)
    })
    mean <- Reduce(`+`, by_hand) / 2
    expect_equal(power$first$precision[[3L]], mean[[1L]])
    expect_equal(power$first$recall[[3L]], mean[[2L]])
    expect_equal(power$found[["edges"]], mean[[3L]])
    expect_equal(power$found[["power"]], mean[[4L]])
    expect_equal(power$chance, mean[[5L]])
    expect_identical(ggc_power(6, times = 6, n_trajectories = 3, networks = 2,
        seed = 4, threads = 2), power)
    expect_output(print(power), "6 genes, 3 trajectories x 6 times, noise 0.05")
    expect_identical(as.data.frame(power)$precision, power$first$precision)
    skip_if_not_installed("ggplot2")
    expect_s3_class(plot(power), "ggplot")
    expect_match(plot(power)$labels$subtitle, "mean of 2 simulated")
})

test_that("a list of regulators and a design without a test are told", {
    power <- ggc_power(8, 3, times = 5, n_trajectories = 1, networks = 1,
        seed = 1, threads = 1)
    expect_true(is.na(power$found[["edges"]]))
    expect_output(print(power), "8 genes \\(3 regulators\\), 1 trajectory x 5")
    expect_output(print(power), "carries no test")
    # At least one regulator for each of five others, of 3 x 7 candidates.
    expect_gte(power$chance, 5 / 21)
    expect_error(ggc_power(8, times = c(0, 3), n_trajectories = 3), "`times`",
        class = "ggc_error_argument")
    expect_error(ggc_power(8, times = c(1, 3, 5), n_trajectories = 3),
        "`times`", class = "ggc_error_argument")
    expect_error(ggc_power(8, 9, times = 5, n_trajectories = 3),
        "`n_regulators`", class = "ggc_error_argument")
    expect_error(ggc_power(8, times = 5, n_trajectories = 3, networks = 0),
        "`networks`", class = "ggc_error_argument")
})
