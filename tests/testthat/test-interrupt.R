# Ctrl-C: prompt, and the session is whole afterwards.

# Sends this process a Ctrl-C while it evaluates `code`, which takes longer: it
# must stop for it, within a second of computing time.
expect_interrupted <- function(code, what, delay = 0.3, threads = 1L) {
    skip_if_interrupt_is_ignored()
    finished <- FALSE
    started <- sum(proc.time()[1:2])
    system(sprintf("(sleep %g; kill -INT %d) &", delay, Sys.getpid()))
    got <- tryCatch(
        {
            force(code)
            finished <- TRUE
            Sys.sleep(60) # the signal is on its way, and must not come later
        },
        interrupt = function(c) "interrupted"
    )
    used <- sum(proc.time()[1:2]) - started
    expect_identical(got, "interrupted", info = what)
    expect_false(finished, info = what)
    expect_lt(used, threads * (delay + 1),
        label = paste("computing time of", what))
}

# The lists that the C entries read, of a problem that takes long.
long_problem <- function(...) {
    sim <- ggc_simulate("var", p = 2, n_time = 100, n_trajectories = 20,
        sparsity = 1, seed = 1)
    control <- .sized_control(ggc_control(hidden = 40L, members = 1L,
        horizons = 1L), 10L, 2L, 100L)
    targets <- rep(1:2, 1000L)
    problem <- .problem(sim$trajectory, SummarizedExperiment::assay(sim), 1:2,
        targets, control, "lstm", 1, list(), loss = FALSE)
    utils::modifyList(problem, list(...))
}
numbers <- function(rows, columns) {
    matrix(sin(seq_len(rows * columns) * 0.7), rows, columns)
}

test_that("an interrupt ends a fit within a second and the next fit works", {
    sim <- ggc_simulate("var", p = 20, n_time = 21, n_trajectories = 20,
        seed = 1)
    endless <- ggc_control(first = 1000000L)
    for (threads in 1:2) {
        expect_interrupted(what = "a fit", threads = threads,
            ggc_fit(sim, control = endless, seed = 1, threads = threads))
    }
    quick <- ggc_control(members = 1L, first = 10L, each = 2L)
    expect_s4_class(ggc_fit(sim, control = quick, seed = 1), "GGCFit")
})

test_that("an interrupt ends GGC-LOO and a layout", {
    sim <- ggc_simulate("var", p = 5, n_time = 21, n_trajectories = 6, seed = 1)
    endless <- ggc_control(first = 1000000L)
    weight <- crossprod(abs(numbers(500, 500)))
    expect_interrupted(what = "loo", ggc_fit(sim, method = "loo",
        control = endless, seed = 1, threads = 1L))
    expect_interrupted(what = "layout", ggc_layout(weight,
        iterations = 1000000, threads = 1L))
})

test_that("an interrupt ends the products of all pairs", {
    wide <- numbers(2000, 1000)
    few <- numbers(300, 10000)
    many <- numbers(6000, 2000)
    factor <- numbers(2000, 3000)
    expect_interrupted(what = "dcor by products",
        .native_dcor(wide, NULL, "gram", FALSE, 1L))
    expect_interrupted(what = "dcor by sorting",
        .native_dcor(few, NULL, "fast", FALSE, 1L))
    expect_interrupted(what = "adjacency",
        .native_adjacency(many, "gram", 1L))
    expect_interrupted(what = "a product", .native_product(many, factor))
    expect_interrupted(what = "the map to hidden units",
        .native_hidden_map(as.character(1:3000), 1500L))
})

test_that("an interrupt ends the simulators of series", {
    expect_interrupted(what = "Lorenz-96", ggc_simulate("lorenz96", p = 1000,
        n_time = 2, burn_in = 1e6, seed = 1))
    expect_interrupted(what = "the network of a VAR", ggc_simulate("var",
        p = 1500, n_time = 2, sparsity = 1000, seed = 1))
    expect_interrupted(what = "VAR", ggc_simulate("var", p = 20, n_time = 2,
        burn_in = 1e8, seed = 1))
})

test_that("an interrupt ends forecasts and the measures of a ranking", {
    problem <- long_problem()
    networks <- raw(4 * .problem_sizes(problem)[["parameters"]] * length(problem$targets))
    expect_interrupted(what = "predict", .native_predict(problem, networks))
    weights <- writeBin(rep(0.1, length(networks) / 4), raw(), 4L)
    for (threads in 1:2) {
        expect_interrupted(what = "effects", threads = threads,
            .native_effects(problem, weights, 5L, threads))
    }
    steps <- 20000L
    task <- list(z = numbers(7, steps + 1), from = seq_len(steps),
        fold = rep_len(0:5, steps), folds = 5L, ridge = 0.02, m = 6L, unit = NULL,
        quadratic = 1L, target = rep(1L, 2000L), best = rep(2:7, 2000L))
    for (threads in 1:2) {
        expect_interrupted(what = "the weight of the dependence",
            .native_forecast(task, threads), threads = threads)
    }
    score <- .native_uniform(1e7, 1, "score")
    label <- rep_len(0:1, length(score))
    expect_interrupted(what = "ranking", for (i in 1:20) {
        .native_ranking(score, label)
    })
    expect_interrupted(what = "curve", for (i in 1:20) {
        .native_curve(score, label)
    })
})

test_that("an interrupt ends the evidence of a large ranking", {
    score <- matrix(.native_uniform(4e6, 1, "score"), 2000)
    apart <- row(score) == col(score)
    expect_interrupted(what = "evidence", for (i in 1:20) {
        .rank_evidence(score, apart)
    })
})

test_that("an interrupt while progress is told is not lost", {
    problem <- long_problem(first = 1L, each = 1L)
    expect_interrupted(what = "fit that reports",
        .native_fit(problem, 1L, function(done, total) Sys.sleep(0.1)))
})

test_that("progress tells what is new, whatever becomes of what it told", {
    problem <- long_problem(first = 1L, each = 1L, targets = rep(1:2, 20L),
        penalty = matrix(1, 3, 40))
    told <- list()
    .native_fit(problem, 1L, function(done, total) {
        told[[length(told) + 1L]] <<- done # kept: it must not change later
        stopifnot(total == 40L)
        stop("an error loses this report only")
    })
    # With one thread each target is seen to end but the last, which is over.
    expect_identical(unlist(told), 1:40)
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
