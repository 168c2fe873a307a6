# Ctrl-C: prompt, and the session is whole afterwards.

test_that("an interrupt ends a fit within a second and the next fit works", {
    skip_on_os("windows")
    sim <- ggc_simulate("var", p = 20, n_time = 21, n_trajectories = 20,
        seed = 1)
    endless <- ggc_control(first = 1000000L)
    pid <- Sys.getpid()
    for (threads in 1:2) {
        system(sprintf("(sleep 1; kill -INT %d) &", pid))
        started <- proc.time()[["elapsed"]]
        got <- tryCatch(
            {
                ggc_fit(sim, control = endless, seed = 1, threads = threads)
                "finished"
            },
            interrupt = function(c) "interrupted"
        )
        elapsed <- proc.time()[["elapsed"]] - started
        expect_identical(got, "interrupted")
        expect_lt(elapsed, 2) # the signal comes after one second
    }
    quick <- ggc_control(members = 1L, first = 10L, each = 2L)
    expect_s4_class(ggc_fit(sim, control = quick, seed = 1), "GGCFit")
})

test_that("progress is reported, and only when asked for", {
    sim <- ggc_simulate("var", p = 5, n_time = 15, n_trajectories = 6, seed = 1)
    quick <- ggc_control(members = 1L, first = 10L, each = 2L)
    said <- testthat::capture_messages(
        ggc_fit(sim, control = quick, seed = 1, verbose = TRUE)
    )
    expect_match(said[[length(said)]], "trained 5 of 5 targets")
    expect_silent(ggc_fit(sim, control = quick, seed = 1, verbose = FALSE))
})

test_that("a forked child can fit after its parent used threads", {
    skip_on_os("windows")
    sim <- ggc_simulate("var", p = 5, n_time = 15, n_trajectories = 6, seed = 1)
    quick <- ggc_control(members = 1L, first = 10L, each = 2L)
    here <- granger(ggc_fit(sim, control = quick, seed = 1, threads = 2L))
    job <- parallel::mcparallel(
        granger(ggc_fit(sim, control = quick, seed = 1, threads = 2L))
    )
    there <- parallel::mccollect(job, wait = FALSE, timeout = 20)
    expect_identical(there[[1L]], here)
})
