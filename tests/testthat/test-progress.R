sim <- ggc_simulate("var", p = 5, n_time = 15, n_trajectories = 6, seed = 1)
quick <- ggc_control(members = 1L, first = 10L, each = 2L)

said_by <- function(...) {
    testthat::capture_messages(
        ggc_fit(sim, control = quick, seed = 1, ...)
    )
}

# What a fit writes where cli takes the output for a terminal.
test_that("stages are told in lines, and only when asked for", {
    local_fake(".on_terminal", function() FALSE)
    said <- said_by(verbose = TRUE)
    expect_match(said[[1L]], "^reading the dependence")
    expect_identical(said[[length(said) - 1L]], "training: 5 of 5 targets\n")
    expect_identical(said[[length(said)]], "ranking: 5 x 5 edges\n")
    expect_no_match(said, "\r")
    expect_silent(ggc_fit(sim, control = quick, seed = 1, verbose = FALSE))
})

test_that("masks are told too, of all networks that they need", {
    local_fake(".on_terminal", function() FALSE)
    said <- said_by(method = "loo", verbose = TRUE)
    expect_identical(said[[length(said)]], "training: 7 of 7 networks\n")
})

test_that("lines come once for each tenth, with the time that is left", {
    local_fake(".on_terminal", function() FALSE)
    tell <- .progress(TRUE, "training", 1000L, "targets", before = 500L)
    said <- testthat::capture_messages(for (done in 501:1000) tell(done))
    expect_length(said, 5L)
    expect_match(said[[1L]], "^training: 600 of 1000 targets, 0 s left\n$")
    expect_identical(said[[5L]], "training: 1000 of 1000 targets\n")
    expect_silent(tell(1000L))
    expect_null(.progress(FALSE, "training", 10L, "targets"))
})

test_that("the time left follows from what was done now", {
    expect_identical(.time_left(10, done = 40, total = 100, before = 20), "30 s")
    expect_identical(.duration(89.4), "89 s")
    expect_identical(.duration(600), "10 min")
    expect_identical(.duration(9000), "2.5 h")
})

test_that("on a terminal cli draws a bar", {
    skip_if_not_installed("cli")
    old <- options(cli.dynamic = TRUE, cli.progress_show_after = 0,
        cli.progress_clear = FALSE, cli.num_colors = 1L, cli.unicode = FALSE)
    on.exit(options(old))
    said <- testthat::capture_messages(local({
        tell <- .progress(TRUE, "training", 5L, "targets")
        for (done in 1:5) tell(done)
    }))
    expect_match(paste(said, collapse = ""), "training.*5 of 5 targets")
    # A fit has such a bar; cli shows none of a stage that is over at once.
    expect_match(paste(said_by(verbose = TRUE), collapse = ""), "ranking")
})
