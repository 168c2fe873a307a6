# Levels of batches: taken off where they are given, noticed where they are not.

as_series <- function(...) suppressMessages(bare_series(...))

# Six trajectories of six times but for one sample; batches by trajectory, and
# some samples of other ones.
set.seed(1)
x <- matrix(rnorm(4 * 36), 4, dimnames = list(LETTERS[1:4], paste0("s", 1:36)))
time <- rep(c(0, 10, 20, 30, 40, 60), 6)
trajectory <- rep(paste0("r", 1:6), each = 6)
batch <- rep(c("b", "a", "b", "a", "b", "b"), each = 6)
batch[c(3, 11, 31)] <- c("a", "c", "c")
keep <- setdiff(1:36, 21)
x <- x[, keep]
time <- time[keep]
trajectory <- trajectory[keep]
batch <- batch[keep]
line <- c(r1 = "a", r2 = "b", r3 = "b", r4 = "a", r5 = "b", r6 = "b")
read <- function(..., y = x) as_series(y, time, trajectory, ...)
asis <- function(...) read(..., irregular = "asis")

# The same by ordinary least squares, a gene at a time.
by_lm <- function(x, batch, time) {
    batch <- factor(batch)
    terms <- stats::contr.sum(nlevels(batch))
    t(apply(x, 1L, function(y) {
        fit <- lm(y ~ batch + factor(time), contrasts = list(batch = terms))
        effect <- coef(fit)[1L + seq_len(ncol(terms))]
        y - c(terms %*% effect)[batch]
    }))
}

test_that("levels of a worked example are taken off", {
    # At both times b lies 4 above a in gene A, and 1 below in gene B.
    y <- rbind(A = c(1, 2, 4, 5, 6, 8), B = c(1, 5, 3, 0, 4, 2))
    got <- as_series(y, c(0, 1, 2, 0, 1, 2), rep(c("x", "z"), each = 3),
        batch = c(x = "a", z = "b"))
    expect_equal(unname(got$x),
        rbind(c(3, 4, 6, 3, 4, 6), c(.5, 4.5, 2.5, .5, 4.5, 2.5)))
    expect_equal(got$batch,
        rbind(A = c(a = -2, b = 2), B = c(a = .5, b = -.5)))
})

test_that("levels are those of least squares with time in the model", {
    got <- asis(batch = batch)
    expect_equal(unname(got$x), unname(by_lm(x, batch, time)),
        tolerance = 1e-12)
    expect_equal(unname(rowSums(got$batch)), double(4), tolerance = 1e-12)
    expect_identical(colnames(got$batch), c("a", "b", "c"))
    holes <- x
    holes[cbind(c(1, 1, 2, 4), c(3, 8, 15, 2))] <- NA
    filled <- asis(y = holes, batch = batch, na = "interpolate")
    there <- !is.na(holes)
    expect_equal(filled$x[there], by_lm(holes, batch, time)[there],
        tolerance = 1e-12)
})

test_that("levels are those of limma", {
    skip_if_not_installed("limma")
    reference <- getExportedValue("limma", "removeBatchEffect")(x,
        batch = batch, design = model.matrix(~ factor(time)))
    expect_equal(unname(asis(batch = batch)$x), unname(reference),
        tolerance = 1e-12)
})

test_that("the order of samples and genes does not matter, to the last bit", {
    got <- asis(batch = batch)
    set.seed(2)
    for (i in 1:5) {
        at <- sample(ncol(x))
        genes <- sample(nrow(x))
        again <- as_series(x[genes, at], time[at], trajectory[at],
            batch = batch[at], irregular = "asis")
        expect_identical(again$batch[rownames(got$batch), ], got$batch)
        for (name in got$trajectory_names) {
            columns <- function(s) {
                s$x[rownames(x), s$trajectory == match(name,
                    s$trajectory_names)]
            }
            expect_identical(columns(again), columns(got))
        }
    }
})

test_that("every form of `batch` says the same", {
    want <- read(batch = line[trajectory])
    expect_identical(read(batch = line), want)
    expect_identical(read(batch = rev(line)), want)
    expect_identical(read(batch = factor(line, c("b", "a"))[trajectory]), want)
    code <- match(line, c("a", "b"))
    coded <- read(batch = stats::setNames(code, names(line)))
    expect_identical(coded$x, want$x)
    expect_identical(colnames(coded$batch), c("1", "2"))
    se <- SummarizedExperiment::SummarizedExperiment(list(x = x),
        colData = S4Vectors::DataFrame(time = time, trajectory = trajectory,
            day = unname(line[trajectory])))
    expect_identical(as_series(se, batch = "day"), want)
    expect_identical(as_series(se, batch = line), want)
    by <- split(seq_along(time), trajectory)
    matrices <- lapply(by, function(at) x[, at])
    times <- lapply(by, function(at) time[at])
    expect_identical(as_series(matrices, times, batch = line)$x, want$x)
    expect_identical(as_series(matrices, times, batch = unname(line))$x, want$x)
    # Without times, places in the trajectories are times.
    whole <- as_series(matrices[-4], batch = line[-4])
    place <- unlist(lapply(matrices[-4], function(m) seq_len(ncol(m))))
    expect_equal(unname(whole$x), unname(by_lm(do.call(cbind, matrices[-4]),
        line[-4][trajectory[trajectory != "r4"]], place)), tolerance = 1e-12)
})

test_that("one batch, and none, leave the series as it is", {
    plain <- read()
    expect_null(plain$batch)
    expect_identical(read(batch = rep("a", length(time))), plain)
    expect_message(suppressWarnings(ggc:::.as_series(x, time, trajectory,
        irregular = "asis", batch = rep(1, 35))), "names one batch")
    shared <- rbind(x, K = 1e8 + 1 / 3)
    got <- suppressWarnings(asis(y = shared, batch = batch))
    expect_identical(got$x["K", ], suppressWarnings(asis(y = shared))$x["K", ])
    expect_identical(got$constant, c(FALSE, FALSE, FALSE, FALSE, TRUE))
})

test_that("batches compose with replicates and with uneven times", {
    at <- rep(c(0, 1, 2, 4), each = 4)
    of <- rep(c("p", "q"), 8)
    set.seed(3)
    y <- matrix(rnorm(48), 3, dimnames = list(c("A", "B", "C"), NULL))
    level <- c(1, -2, 3)
    shifted <- y + level %o% ifelse(of == "p", 1, -1)
    for (how in c("match", "mean")) {
        clean <- as_series(y, at, batch = of, replicates = how,
            irregular = "interpolate")
        got <- as_series(shifted, at, batch = of, replicates = how,
            irregular = "interpolate")
        expect_equal(got$x, clean$x, tolerance = 1e-12)
        expect_equal(unname(got$batch - clean$batch), level %o% c(1, -1),
            tolerance = 1e-12)
    }
    expect_gt(got$interpolated, 0)
})

test_that("what is no batch is refused", {
    bad <- function(batch) read(batch = batch)
    expect_snapshot(error = TRUE, {
        bad(batch[-1])
        bad("day")
        bad(c("a", "b"))
        bad(line[1:2])
        bad(c(line[-1], r9 = "a"))
        bad(c(line, r1 = "b"))
        bad(replace(batch, 3, NA))
        bad(replace(line, 2, ""))
        bad(seq(0.5, 34.5))
        bad(as.Date("2026-01-01") + seq_along(time))
        bad(list("a", "b"))
        bad(ifelse(time < 25, "early", "late"))
        bad(replace(batch, 5, "z"))
        as_series(x, time, replicates = "mean", batch = c(a = 1, b = 2))
        as_series(tiny_experiment(time = tiny_time, trajectory =
            tiny_trajectory, day = c(1, 1, 1, 2, 2, NA)), batch = "day")
        as_series(tiny_experiment(time = tiny_time, trajectory =
            tiny_trajectory), batch = "day")
    })
    # In one gene alone.
    lacks <- x
    lacks["B", batch == "c" & time == time[batch == "c"][[1L]]] <- NA
    lacks["B", batch != "c" & time == time[batch == "c"][[2L]]] <- NA
    expect_snapshot(read(y = lacks, batch = batch, na = "interpolate"),
        error = TRUE)
})

quick <- ggc_control(members = 1, n_lambda = 3, first = 20, each = 5)

test_that("a fit says what was taken off, and forecasts of the same batches", {
    fit <- suppressMessages(ggc_fit(x, time = time, trajectory = trajectory,
        batch = line, irregular = "asis", control = quick, seed = 1))
    expect_output(print(fit), "batches: +2, their levels taken off: a, b")
    back <- suppressMessages(predict(fit, x, time, trajectory, batch = line))
    expect_equal(back, predict(fit), tolerance = 1e-12)
    # One batch alone is enough: its level is known.
    one <- trajectory %in% c("r1", "r4")
    part <- suppressMessages(predict(fit, x[, one], time[one], trajectory[one],
        batch = line[c("r1", "r4")]))
    expect_equal(part, back[, colnames(part)], tolerance = 1e-12)
    expect_message(predict(fit, fit@series$x, time, trajectory),
        "taken as it is")
    expect_snapshot(error = TRUE, {
        predict(fit, x, time, trajectory, batch = replace(line, 2, "new"))
        update(fit, batch = line)
    })
    expect_identical(granger(update(fit)), granger(fit))
    expect_identical(granger(suppressMessages(update(fit, x = x, time = time,
        trajectory = trajectory, batch = line))), granger(fit))
    none <- ggc_fit(x, time = time, trajectory = trajectory, control = quick,
        irregular = "asis", seed = 1)
    expect_snapshot(predict(none, x, time, trajectory, batch = line),
        error = TRUE)
})

test_that("graphs and distance correlations take batches off too", {
    y <- asis(batch = line)$x
    rest <- list(time = time, trajectory = trajectory, irregular = "asis")
    for (f in list(ggc_adjacency, ggc_dcor)) {
        off <- suppressMessages(do.call(f, c(list(x, batch = line), rest)))
        expect_identical(off, do.call(f, c(list(y), rest)))
    }
})

# Who is set apart by a level, as names; NULL where nobody is.
apart <- function(se, ...) {
    series <- suppressWarnings(as_series(se, ...))
    series$trajectory_names[ggc:::.apart_in_level(series)]
}
several <- function(...) {
    ggc_simulate("grn", p = 10, n_trajectories = 6, n_time = 12, seed = 5, ...)
}

test_that("levels of batches are noticed, and those of starts are not", {
    shifted <- several(batches = 2, batch_sd = 2)
    expect_identical(apart(shifted), c("1", "3", "5"))
    expect_identical(apart(shifted[10:1, c(37:72, 1:36)]), c("4", "6", "2"))
    expect_identical(apart(several()), character())
    expect_identical(apart(several(), irregular = "asis"), character())
    expect_identical(apart(shifted, batch = "batch"), character())
    expect_identical(apart(several(design = "onoff")), character())
    # Six trajectories of different length and start: where all have samples.
    odd <- shifted[, -c(1:3, 20:24, 70)]
    expect_identical(apart(odd), c("1", "3", "5"))
    # Too little to judge.
    expect_identical(apart(shifted[1:7, ]), character())
    expect_identical(apart(shifted[, 1:12]), character())
    early <- shifted$time < 0.6 * max(shifted$time)
    late <- shifted$time > 0.4 * max(shifted$time)
    two <- shifted[, ifelse(shifted$trajectory == 1, early, late)]
    expect_identical(apart(two), character()) # two times in common
})

test_that("two trajectories are judged by the share of the levels", {
    two <- function(...) {
        ggc_simulate("grn", p = 10, n_trajectories = 2, n_time = 13,
            replicates = 2, seed = 6, ...)
    }
    expect_identical(apart(two()), character())
    expect_identical(apart(two(batches = 2, batch_sd = 2)), "1")
    expect_identical(apart(two(batches = 2, batch_sd = 2)[, c(1:7, 14:20)]),
        character())
})

test_that("ggc_fit() warns of them, with the column that may name them", {
    shifted <- several(batches = 2, batch_sd = 2)
    learn <- function(x, ...) {
        ggc_fit(x, control = quick, seed = 1, targets = "G1", ...)
    }
    expect_warning(learn(shifted), class = "ggc_warning_batch")
    expect_snapshot(invisible(learn(shifted)))
    shifted$batch <- NULL
    expect_snapshot(invisible(learn(shifted)))
    expect_no_warning(suppressMessages(learn(shifted,
        batch = rep(rep(1:2, each = 12), 3))))
    expect_no_warning(learn(several()))
    expect_no_warning(ggc_adjacency(shifted)) # which learns nothing
})

test_that("public data do not look like batches", {
    file <- system.file("extdata", "demo_timeseries.tsv", package = "ggc")
    expect_identical(apart(read_dream(file, gold = NA)), character())
    data <- ggc_data_dir()
    files <- c(file.path("dream3", "size10", sprintf("%s_timeseries.tsv",
        c("Ecoli1", "Ecoli2", "Yeast1", "Yeast2", "Yeast3"))),
    file.path("real", c("irma_off_timeseries.tsv", "irma_on_timeseries.tsv",
        "sos_timeseries.tsv")))
    for (file in files) {
        series <- read_dream(file.path(data, file), gold = NA)
        expect_identical(apart(series), character(), label = file)
    }
})

test_that("batches cost nothing where they are given (case H24)", {
    skip_on_cran()
    aupr <- vapply(1:30, function(s) {
        sim <- ggc_simulate("grn", p = 20, seed = 300 + s)
        clean <- SummarizedExperiment::assay(sim)
        half <- sim$trajectory %% 2 == 1
        set.seed(s)
        shifted <- clean
        shifted[, half] <- shifted[, half] + rnorm(20, sd = 2 *
            apply(clean, 1L, stats::sd))
        learn <- function(x, ...) {
            fit <- suppressMessages(ggc_fit(x, time = sim$time, trajectory =
                sim$trajectory, seed = s, ...))
            ggc_metrics(fit, S4Vectors::metadata(sim)$truth)$AUPR
        }
        c(learn(clean), learn(shifted, batch = half))
    }, double(2))
    expect_lt(abs(diff(rowMeans(aupr))), 0.02)
})

# Six series; batches are made of them below.
simulated <- function() {
    ggc_simulate("grn", p = 5, n_trajectories = 6, seed = 1)
}
small <- ggc_control(members = 2, first = 10, each = 3, n_lambda = 3)

test_that("batches of whole trajectories are inputs without a penalty", {
    sim <- simulated()
    half <- sprintf("day %d", 1L + sim$trajectory %% 2L)
    series <- suppressMessages(.as_series(sim, batch = half))
    expect_identical(series$inputs, rbind("batch day 2" =
        as.numeric(half[order(sim$trajectory, sim$time)] == "day 2")))
    within <- suppressMessages(.as_series(sim,
        batch = ifelse(sim$time < 100, half, rev(half))))
    expect_null(within$inputs)
    alone <- suppressMessages(.as_series(sim, batch = sim$trajectory))
    expect_null(alone$inputs)

    fit <- suppressMessages(ggc_fit(sim, batch = half, seed = 1,
        control = small))
    expect_identical(dim(fit), c(5L, 5L))
    # The networks have weights for it at the largest penalty as well.
    networks <- fit@details$networks
    problem <- .problem_of(fit, fit@series, networks)
    expect_length(problem$regulators, 6L)
    expect_true(all(vapply(networks$packed, function(p) {
        6L %in% p$active # behind the five genes
    }, TRUE)))
    # A penalty of 0 for it, and of 1 for the genes.
    structure <- .with_input_rows(list(), list(rows = 1:2, columns = 1:3,
        inputs = fit@series$inputs))
    expect_identical(structure$penalty,
        matrix(c(1, 1, 0, 1), 4, 3))
})

test_that("forecasts know the batch of new data", {
    sim <- simulated()
    half <- sprintf("day %d", 1L + sim$trajectory %% 2L)
    fit <- suppressMessages(ggc_fit(sim, batch = half, seed = 1,
        control = small))
    again <- suppressMessages(predict(fit, sim, batch = half))
    expect_identical(again, predict(fit))
    other <- suppressMessages(predict(fit, sim, batch = rev(half)))
    expect_false(isTRUE(all.equal(unname(other), unname(again))))
    # What is not told is the mean of the batches.
    expect_message(unknown <- predict(fit, sim), "taken as it is")
    expect_true(all(is.finite(unknown[, -which(sim$time == 0)])))
    expect_silent(ggc_edges(fit))
})

test_that("parts of a fit with batches are merged to the whole", {
    sim <- simulated()
    half <- sprintf("day %d", 1L + sim$trajectory %% 2L)
    learn <- function(...) {
        suppressMessages(ggc_fit(sim, batch = half, seed = 1, control = small,
            ...))
    }
    genes <- rownames(sim)
    merged <- ggc_merge(learn(targets = genes[1:2]), learn(targets = genes[3:5]))
    expect_identical(granger(merged), granger(learn()))
    expect_identical(predict(merged), predict(learn()))
    shards <- learn(BPPARAM = BiocParallel::SerialParam())
    expect_identical(granger(shards), granger(merged))
})

test_that("all that networks are given has places for batches", {
    sim <- simulated()
    half <- sim$trajectory %% 2L
    control <- ggc_control(members = 2, first = 10, each = 3, n_lambda = 3,
        init = "both", kl = "log", triplet = "granger")
    fit <- suppressMessages(ggc_fit(sim, graph = TRUE, batch = half, seed = 1,
        control = control))
    expect_true(all(is.finite(granger(fit))))
    for (method in c("crnn", "cgru", "cmlp", "loo", "var")) {
        fit <- suppressMessages(ggc_fit(sim, method, batch = half, seed = 1,
            control = small))
        expect_true(all(is.finite(granger(fit))), label = method)
    }
})

test_that("levels that rest on few times are said to", {
    x <- matrix(sin((1:80)^2), 4, dimnames = list(letters[1:4], NULL))
    time <- c(0:4, 0:4, c(0, 10:13), c(0, 10:13))
    line <- rep(1:4, each = 5)
    expect_message(.as_series(x, time, line, batch = c("1" = 1, "2" = 1,
        "3" = 2, "4" = 2), irregular = "asis"), "rest on 1 of 9 times") |>
        suppressMessages()
    expect_no_message(.as_series(x, rep(0:4, 4), line, batch = c("1" = 1,
        "2" = 1, "3" = 2, "4" = 2)), message = "rest on") |> suppressMessages()
})

test_that("the forecast figure says what was taken off or averaged", {
    skip_if_not_installed("ggplot2")
    said <- function(fit) plot(fit, "forecast")$labels$subtitle
    sim <- simulated()
    half <- sim$trajectory %% 2L
    learn <- function(x, ...) {
        suppressMessages(ggc_fit(x, seed = 1, control = small, ...))
    }
    expect_no_match(said(learn(sim)), "observed")
    expect_match(said(learn(sim, batch = half)),
        "\nobserved: less the level of the batch", fixed = TRUE)
    x <- SummarizedExperiment::assay(sim)
    expect_match(said(learn(x, time = sim$time, replicates = "mean")),
        "\nobserved: means of samples at one time", fixed = TRUE)
})
