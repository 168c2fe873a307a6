# The scripts of `make bench`: their pure functions, by hand-worked examples,
# and what can be run in seconds. Times themselves are not tested.

skip_without_tools()
bench_directory <- tools_file("bench")
bench <- local({
    files <- tool_functions(file.path(bench_directory,
        "measure.R"))$bench_parts(bench_directory)
    stopifnot(length(files) > 5L)
    tool_functions(files)
})

# ---- Counts and ratios ------------------------------------------------------

test_that("FLOPs of an iteration are those counted by hand", {
    # p 3, H 2, K 4, T 9: 5 windows over 8 points.
    # LSTM, 8 rows: W_ih x and its gradient, 2 * 8 * 3 a point each; W_hh h in
    # 3 steps (out of the zero state nothing comes), back through 3, its
    # gradient from 3: 2 * 8 * 2 a window and step each; the read-out three
    # times 2 * 2 for each of 20 states.
    lstm <- 2 * 48 * 8 + 32 * 5 * 9 + 3 * 4 * 20
    expect_identical(bench$training_flops("lstm", 3, 2, 4, 9), lstm)
    # RNN: 2 rows.
    rnn <- 2 * 12 * 8 + 8 * 5 * 9 + 3 * 4 * 20
    expect_identical(bench$training_flops("tanh", 3, 2, 4, 9), rnn)
    # [2 x 2] times [2 x 2]: four sums of two products.
    expect_identical(bench$gemm_flops(2), 16)
})

test_that("FLOPs grow with the inputs as the loops of a pass would", {
    # Every product of the algorithm, counted one by one.
    count <- function(rows, p, hidden, window, points) {
        n <- 0
        for (point in seq_len(points - 1L)) {
            n <- n + 2 * rows * p + 2 * rows * p
        }
        for (lane in seq_len(points - window)) {
            for (step in seq_len(window)) {
                n <- n + 6 * hidden
                n <- n + if (step > 1L) 3 * 2 * rows * hidden else 0
            }
        }
        n
    }
    expect_equal(bench$training_flops("lstm", 7, 5, 6, 31),
        count(20, 7, 5, 6, 31))
    expect_equal(bench$training_flops("tanh", 7, 5, 6, 31),
        count(5, 7, 5, 6, 31))
})

test_that("ratios are of medians, with the spread of pairs", {
    found <- bench$ratio_of_medians(c(10, 30, 20), c(1, 6, 2))
    expect_identical(found, c(ratio = 10, least = 5, greatest = 10))
})

test_that("programs take turns", {
    order <- character()
    run <- function(name, value) {
        function() {
            order <<- c(order, name)
            value
        }
    }
    found <- bench$interleave(list(a = run("a", 1), b = run("b", 2)), 3L)
    expect_identical(order, rep(c("a", "b"), 3L))
    expect_identical(found, rbind(a = c(1, 1, 1), b = c(2, 2, 2)))
    one <- bench$interleave(list(a = run("a", 1)), 2L)
    expect_identical(dim(one), c(1L, 2L))
})

test_that("growth and straight lines", {
    expect_equal(bench$growth(c(1, 2, 4), 3 * c(1, 2, 4)^1.5), 1.5)
    expect_identical(bench$growth(c(2, 2), c(1, 1)), NA_real_)
    expect_lt(bench$line_deviation(c(1, 2, 5), 4 + 3 * c(1, 2, 5)), 1e-12)
    # 2, 2, 5 at 0, 1, 2: the line is 1.5 + 1.5 x, off by .5, 1, .5.
    expect_equal(bench$line_deviation(0:2, c(2, 2, 5)), 1 / 2)
})

test_that("a training row has each program at its best threads", {
    # ms: ours 4 and 2, PyTorch 20 and 50; the last repetition twice as slow.
    runs <- array(rep(c(4, 20, 2, 50), 3L), c(2L, 2L, 3L),
        list(c("ours", "torch"), 1:2, NULL))
    runs[, , 3L] <- 2 * runs[, , 3L]
    runs["torch", "1", 2L] <- 30
    size <- data.frame(cell = "lstm", p = 10L, hidden = 10L, targets = 10L)
    row <- bench$training_row(size, runs, c(ours = 4L, torch = 1L))
    expect_identical(row$ours_threads, 2L)
    expect_identical(row$torch_threads, 1L)
    expect_identical(row$ours_ms, 2)
    expect_identical(row$torch_ms, 30)
    expect_identical(c(row$faster, row$least, row$greatest), c(15, 10, 15))
    expect_identical(row$faster_1, 7.5)
    expect_identical(row$torch_ms_2, 50)
})

# ---- Checks -----------------------------------------------------------------

training_table <- function(faster) {
    sizes <- bench$training_sizes(TRUE)
    data.frame(sizes, ours_ms = 1, torch_ms = faster, faster = faster,
        least = faster, greatest = faster, ours_threads = 2L,
        torch_threads = 1L, faster_1 = faster)
}

test_that("training is judged size by size", {
    work <- data.frame(difference = c(1e-6, 2e-4), iterations = 10L)
    table <- training_table(4)
    checks <- bench$training_checks(table, work)
    expect_identical(nrow(checks), 9L)
    expect_false(checks$pass[[1L]])
    passed <- sprintf("Training beside PyTorch: %s",
        c("lstm, p 10, H 100", "lstm, p 100, H 100", "tanh, p 10, H 100"))
    expect_setequal(checks$check[checks$pass %in% TRUE], passed)
    # p 300: nothing was asked.
    expect_identical(checks$asked[is.na(checks$pass)], rep("reported", 2L))
    work$difference <- 1e-6
    expect_true(bench$training_checks(training_table(30), work)$pass[[1L]])
})

test_that("two threads are not judged on a busy machine", {
    rates <- data.frame(cell = rep(c("lstm", "tanh"), each = 2L), p = 100L,
        hidden = 100L, threads = c(1L, 2L), gflops = c(80, 150, 70, 100),
        sgemm = c(100, 200, 100, 200), sgemm_scaling = c(1, 2, 1, 1.2))
    rates$fraction <- rates$gflops / rates$sgemm
    rates$best_run_fraction <- rates$fraction
    rates$scaling <- c(1, 1.92, 1, 1.4)
    checks <- bench$peak_checks(rates)
    expect_identical(checks$pass, c(TRUE, TRUE, FALSE, NA, TRUE, NA))
    expect_match(checks$found[is.na(checks$pass)], "busy.*1[.]20 times")
    rates$scaling[[2L]] <- 1.8
    expect_false(bench$peak_checks(rates)$pass[[5L]])
})

test_that("fits, dcor and genome size are judged by their worst", {
    fits <- data.frame(dataset = c("a", "b", "c"), genes = c(10L, 100L, 100L),
        seconds = c(1, 14, 16), faster = c(1, 60, 49))
    expect_identical(bench$fits_checks(fits)$pass, c(FALSE, NA, FALSE))
    fits$seconds[[3L]] <- 15
    fits$faster[[3L]] <- 50
    expect_identical(bench$fits_checks(fits)$pass, c(TRUE, NA, TRUE))
    fits$faster <- NA_real_
    expect_identical(bench$fits_checks(fits)$found[[3L]], "not measured")

    dcor <- data.frame(p = c(100L, 2000L), n = c(966L, 50L),
        faster = c(100, 499), least = 1, greatest = 1, pairs_timed = 20L,
        pairs = 10, difference = c(1e-12, 1e-9))
    expect_identical(bench$dcor_checks(dcor)$pass, c(TRUE, FALSE, FALSE))

    genome <- data.frame(targets = c(1000L, 2500L, 5000L), regulators = 500L,
        samples = 48L, seconds = c(100, 250, 500), peak_mb = c(300, 600, 1100))
    found <- bench$genome_checks(genome)
    expect_identical(found$pass, c(TRUE, TRUE, TRUE, TRUE, NA))
    # 2000 s and 100 MB + 4 GB of 20,000 targets by the line.
    expect_match(found$found[[5L]], "33 minutes, 4.0 GB", fixed = TRUE)
    genome$seconds[[3L]] <- 700
    expect_identical(bench$genome_checks(genome)$pass[c(1L, 3L)],
        c(FALSE, FALSE))
    # Fewer targets than were asked about decide nothing.
    expect_identical(bench$genome_checks(genome[1:2, ])$pass, rep(NA, 5L))
})

test_that("options are checked, topics named", {
    expect_identical(bench$bench_options(character())$only,
        c("training", "peak", "fits", "dcor", "cost", "active"))
    given <- bench$bench_options(c("only=genome,dcor", "quick=1", "out=x"))
    expect_identical(given$only, c("genome", "dcor"))
    expect_true(given$quick)
    expect_false(bench$bench_options("quick=0")$quick)
    expect_error(bench$bench_options("speed=1"), "unknown argument")
    expect_error(bench$bench_options("only=spead"), "no topic spead")
})

# ---- Against the package ----------------------------------------------------

test_that("our timed problem holds all windows and leaves nothing out", {
    z <- bench$training_series(4L, 60L)
    problem <- bench$training_problem(z, "lstm", 5L, 2L, 3L)
    expect_identical(problem$window, 10L)
    expect_identical(problem$fold, c(rep(0L, 59L), -1L))
    fit <- ggc:::.native_fit(problem, 1L)
    expect_identical(fit$iterations, c(3L, 3L))
    expect_identical(fit$status, c(0L, 0L))
    expect_true(all(is.na(fit$held))) # no step is held out
    # Regulators all take part: none was removed.
    expect_true(all(matrix(fit$path, 5L)[1:4, ] > 0))
})

test_that("a kept network is read from C as PyTorch's tensors", {
    size <- list(regulators = 12L, parents = 2L, targets = 2L,
        trajectories = 8L, points = 9L)
    se <- bench$active_series(size)
    series <- list(x = SummarizedExperiment::assay(se),
        trajectory = as.integer(factor(se$trajectory)))
    problem <- bench$active_problem(series, size,
        bench$active_controls(c(100L, 25L))$without)
    fit <- ggc:::.native_fit(problem, 1L)
    for (i in 1:2) {
        params <- bench$kept_network(fit$networks, problem, i)
        norms <- matrix(fit$norms, 13L)[1:12, i]
        expect_equal(sqrt(colSums(params$w_ih^2)), norms, tolerance = 1e-6)
        fold <- problem$fold
        fold[fold > 1L] <- 0L
        pass <- hook_network("lstm", problem$z, params,
            numeric(problem$hidden), 0L, problem$ridge, target = i,
            length = problem$length, fold = fold)
        # The loss that C reports at the chosen penalty is this network's.
        chosen <- fit$chosen[[i]] + 1L
        expect_equal(pass$train, matrix(fit$train, ncol = 2L)[chosen, i],
            tolerance = 1e-5)
        expect_equal(pass$held, matrix(fit$held, ncol = 2L)[chosen, i],
            tolerance = 1e-5)
    }
    expect_gte(bench$violation(fit, problem,
        bench$bench_hooks(bench_directory)), 0)
})

test_that("energy's squared distance correlation of the sampled pairs", {
    skip_if_not_installed("energy")
    x <- bench$dcor_data(6L, 30L, 1)
    pairs <- bench$draw_pairs(6L, 10L, 2)
    expect_false(any(pairs[, 1L] == pairs[, 2L]))
    found <- bench$energy_pairs(x, bench$dcor_ours(x, 1L), pairs)
    expect_lt(found$difference, 1e-12)
    wrong <- bench$energy_pairs(x, sqrt(bench$dcor_ours(x, 1L)), pairs)
    expect_gt(wrong$difference, 1e-3)
})

test_that("a job runs in a process of its own, with its memory", {
    skip_if_not(file.exists("/proc/self/status"), "no /proc here")
    setting <- list(here = bench_directory, threads = 1L)
    out <- bench$run_child(setting, "dcor_job",
        shape = data.frame(p = 20L, n = 30L), threads = 1L)
    expect_gt(out$seconds, 0)
    expect_gt(out$start_mb, 10)
    expect_gte(out$peak_mb, out$start_mb)
    expect_error(bench$run_child(setting, "dcor_job", shape = NULL,
        threads = 1L), "child process of dcor_job failed")
})

test_that("PyTorch's peer does the same work", {
    python <- bench$find_python()
    skip_if(is.null(python), "no Python with torch (Debian: python3-torch)")
    log <- tempfile()
    peer <- bench$start_peer(python,
        file.path(bench_directory, "peer_torch.py"), "", log)
    on.exit(bench$stop_peer(peer))
    for (cell in c("lstm", "tanh")) {
        expect_lt(bench$same_work(peer, cell,
            bench$bench_hooks(bench_directory))$difference, 1e-5)
    }
    # Windows stay within trajectories: 12 - 10 and 14 - 10 of them.
    z <- bench$training_series(4L, 26L)
    windows <- bench$set_up_peer(peer, z, "lstm", 3L, 1L, c(12L, 14L))$windows
    expect_identical(windows, "6")
    expect_gt(bench$time_peer(peer, 1L, 1L), 0)
    expect_error(bench$ask_peer(peer, "dance"), "unknown verb")
    expect_error(bench$ask_peer(peer, "network", cell = "lstm"), "KeyError")
})

test_that("a topic runs from options to files", {
    out <- tempfile("bench")
    expect_output(
        found <- bench$bench_main(
            c("only=active", "quick=1", paste0("out=", out)), bench_directory,
            tempfile()),
        "What was to be shown.*candidate regulators")
    expect_true(all(c("bench.tsv", "active.tsv", "session.txt") %in%
        list.files(out)))
    written <- utils::read.delim(file.path(out, "bench.tsv"))
    expect_identical(names(written), c("check", "asked", "found", "pass"))
    expect_identical(written$pass, found$checks$pass)
    expect_identical(written$found, found$checks$found)
    active <- utils::read.delim(file.path(out, "active.tsv"))
    expect_identical(active$active_set, c("with", "without", "long"))
    expect_true(all(active$seconds > 0))
    expect_match(readLines(file.path(out, "session.txt")), "^processor: ",
        all = FALSE)
})

test_that("figures are made of their tables", {
    skip_if_not_installed("ggplot2")
    skip_if_not(capabilities("png"), "this R draws no PNG")
    out <- tempfile("bench")
    dir.create(out)
    kernels <- data.frame(cell = "lstm", p = 10L, hidden = 10L,
        threads = 1:2, gflops = c(50, 99), sgemm = c(100, 200),
        fraction = 0.5)
    curve <- data.frame(curve = "p", value = c(10L, 20L), seconds = c(1, 2))
    bench$bench_figures(out, list(
        training = training_table(4), kernels = kernels, cost = curve,
        memory = data.frame(p = 1:2, start_mb = 100, peak_mb = 110),
        genome = data.frame(targets = 1:3, seconds = 1:3, peak_mb = 1:3,
            regulators = 1L, samples = 1L)))
    files <- list.files(out)
    expect_setequal(files, c("training.png", "kernels.png", "cost.png",
        "memory.png", "genome.png"))
    expect_true(all(file.size(file.path(out, files)) > 5000))
})
