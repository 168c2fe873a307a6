test_that("show() and summary() read well", {
    local_reproducible_output(width = 80)
    links <- granger(fake_fit()) > 0.7
    fit <- fake_fit(metadata = list(seed = 42, elapsed = 12.34),
        ranking = list(hubs = 0.7234, weight = 0.251, prior = 3.3),
        known = list(prior = 1 * links, exclude = granger(fake_fit(), "norm") == 0))
    fit@control$horizons <- 3L
    expect_snapshot(fit)
    expect_snapshot(summary(fit, n = 3))
})

test_that("they name the genes in trouble, and cope without edges", {
    local_reproducible_output(width = 80)
    fit <- fake_fit(
        regulators = c("G1", "G2"), targets = c("G2", "G3", "G4"),
        status = c("constant", "diverged", "ok"), score = rep(0, 6),
        metadata = list(), method = "crnn", graph = FALSE
    )
    expect_snapshot(fit)
    expect_snapshot(summary(fit))
})

test_that("print() is show(), with as many edges as asked for", {
    fit <- fake_fit()
    shown <- utils::capture.output(methods::show(fit))
    expect_identical(utils::capture.output(print(fit)), shown)
    expect_identical(utils::capture.output(print(fit, digits = 3)), shown)
    head <- which(shown == "  strongest edges:")
    expect_identical(utils::capture.output(print(fit, n = 3)),
        shown[-(head + 5:6)])
    expect_output(back <- print(fit, n = 0), "candidates")
    expect_identical(back, fit)
    expect_error(print(fit, n = -1), "`n`", class = "ggc_error_argument")
    truth <- granger(fit) > 0.5
    objects <- list(fit, summary(fit), ggc_pr(fit, truth), ggc_control())
    expect_output(print(objects, digits = 3), "strongest edges")
})

test_that("summary() holds what it prints", {
    fit <- fake_fit()
    s <- summary(fit, n = 4)
    expect_s3_class(s, "ggc_summary")
    expect_identical(s$edges, ggc_edges(fit, n = 4))
    expect_identical(names(s$skill), colnames(granger(fit)))
    training <- ggc_training(fit)
    expect_equal(unname(s$skill), 1 - training$heldout / training$null)
    expect_error(summary(fit, n = -1), class = "ggc_error_argument")
})

test_that("times are told in fitting units", {
    expect_identical(.seconds_text(0.1234), "0.123 s")
    expect_identical(.seconds_text(600), "10 min")
    expect_identical(.seconds_text(9000), "2.5 h")
})

test_that("penalties are told as their median and range", {
    expect_identical(.lambda_range(c(0.5, 0.0368, 0.136)),
        "0.136 (median; 0.0368 to 0.5)")
    expect_identical(.lambda_range(c(0.2, 0.2, NA)), "0.2")
    expect_identical(.lambda_range(NA_real_), "none chosen")
})
