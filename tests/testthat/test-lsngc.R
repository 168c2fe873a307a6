# Large-scale nonlinear Granger causality against the authors' program (see
# inst/script/make_fixture_lsngc.R), its definition in plain R, and what a fit of it
# must be.

fit_lsngc <- function(x, ..., seed = 1) {
    suppressMessages(ggc_fit(x, "lsngc", seed = seed, ...))
}

# The core's answer for one trajectory and centres as they are given, or numbers of them
# to find.
core_lsngc <- function(x, state, source, as_script = FALSE, given = TRUE) {
    rownames(x) <- sprintf("G%02d", seq_len(nrow(x)))
    task <- list(z = .standardise(x)$z, trajectory = rep(1L, ncol(x)),
        rows = seq_len(nrow(x)), settings = list(lag = 1L), seed = 1,
        centres = c(state = ncol(state), source = nrow(source)))
    .native_lsngc(.lsngc_task(seq_len(nrow(x)), task, if (given) list(
        given_state = as.double(state), given_source = as.double(source),
        as_script = as.integer(as_script))), 1L)
}

# Features of points (rows) among centres (rows), as the definition has them.
features_by_hand <- function(v, centres) {
    k <- nrow(centres)
    width <- (2 * max(stats::dist(centres)) / sqrt(2 * k))^2
    out <- vapply(seq_len(k), function(a) {
        exp(-colSums((t(v) - centres[a, ])^2) / width)
    }, numeric(nrow(v)))
    out / rowSums(out)
}

# Delay vectors of some genes, the lags of all genes one after another; x: list of
# matrices.
states_by_hand <- function(x, lag) {
    do.call(rbind, lapply(x, function(m) {
        at <- seq_len(ncol(m))[-seq_len(lag)]
        do.call(cbind, lapply(seq_len(lag), function(l) t(m[, at - l, drop = FALSE])))
    }))
}

test_that("index and F are those of the authors' program, given its centres", {
    for (case in read_torch_fixture(test_path("fixtures", "lsngc.tsv.gz"))) {
        core <- core_lsngc(case$x, case$state, case$source, TRUE)
        ratio <- core$restricted / core$whole
        k <- c(ncol(case$state), nrow(case$source))
        off <- row(ratio) != col(ratio)
        f <- (ratio - 1) * (ncol(case$x) - 1 - sum(k)) / k[[2L]]
        expect_lt(max(abs(f - case$f)[off]), 1e-9)
        expect_lt(max(abs(log(ratio) - case$index)[off]), 1e-9)
        expect_true(all(core$few == k[[1L]], core$many == sum(k) - 1L))
    }
})

test_that("by the paper's definition only the features of the state are others", {
    for (case in read_torch_fixture(test_path("fixtures", "lsngc.tsv.gz"))[1:3]) {
        core <- core_lsngc(case$x, case$state, case$source)
        z <- .standardise(case$x)$z
        v <- states_by_hand(list(z), 1L)
        for (j in seq_len(nrow(z))) {
            f <- features_by_hand(v[, -j], t(case$state)[, -j])
            g <- features_by_hand(v[, j, drop = FALSE], case$source[, j, drop = FALSE])
            rss <- function(x) {
                colSums(stats::lm.fit(x, t(z[, -1L]))$residuals^2)
            }
            expect_equal(core$restricted[j, ], unname(rss(f)), tolerance = 1e-9)
            expect_equal(core$whole[j, ], unname(rss(cbind(f, g[, -1L]))),
                tolerance = 1e-9)
        }
    }
})

test_that("centres are as good as scikit-learn's", {
    for (case in read_torch_fixture(test_path("fixtures", "lsngc.tsv.gz"))) {
        found <- core_lsngc(case$x, case$state, case$source, given = FALSE)$inertia
        # Both are the best of ten starts.
        expect_lt(found, 1.03 * drop(case$inertia))
        given <- core_lsngc(case$x, case$state, case$source)$inertia
        expect_true(is.nan(given))
    }
})

# Two trajectories and a short one, of a nonlinear link G1 -> G2.
nonlinear_links <- function(lengths = c(40, 30, 35, 2), genes = 5L, seed = 1) {
    set.seed(seed)
    lapply(lengths, function(n) {
        x <- matrix(stats::rnorm(genes * n), genes,
            dimnames = list(paste0("G", seq_len(genes)), NULL))
        for (t in seq_len(n)[-1L]) {
            x[2L, t] <- 0.4 * x[2L, t] + x[1L, t - 1L]^2
        }
        x
    })
}

# The fit's centres, as the core finds them, are not handed out: the definition is
# held against the core by centres that are given.
test_that("several trajectories, lag 2 and targets that are no regulators", {
    x <- nonlinear_links()
    all <- do.call(cbind, x)
    run <- rep(seq_along(x), vapply(x, ncol, 0L))
    z <- .standardise(all)$z
    runs <- lapply(seq_along(x), function(r) z[, run == r])[1:3]
    v <- states_by_hand(runs, 2L)
    y <- t(do.call(cbind, lapply(runs, function(m) m[, -(1:2)])))
    set.seed(2)
    state <- v[sample(nrow(v), 6L), ]
    source <- array(stats::rnorm(2 * 3 * 5), c(2, 3, 5))
    task <- list(z = z, trajectory = run, rows = 1:5, settings = list(lag = 2L),
        centres = c(state = 6L, source = 3L), seed = 1)
    core <- .native_lsngc(.lsngc_task(1:5, task, list(given_state = as.double(t(state)),
        given_source = as.double(source))), 2L)
    for (j in 1:5) {
        own <- c(j, j + 5L)
        f <- features_by_hand(v[, -own], state[, -own])
        g <- features_by_hand(v[, own], t(source[, , j]))
        rss <- function(x) unname(colSums(stats::lm.fit(x, y)$residuals^2))
        expect_equal(core$restricted[j, ], rss(f), tolerance = 1e-9)
        expect_equal(core$whole[j, ], rss(cbind(f, g[, -1L])), tolerance = 1e-9)
    }
    # A fit's p-value is that of the ranks.
    fit <- fit_lsngc(x, lag = 2)
    expect_identical(fit@details$centres, c(state = 25L, source = 5L))
    one <- fit@details$each$G2
    expect_identical(c(one$df[[1L]], one$left[[1L]]), c(4L, 99L - 29L))
    expect_equal(unname(granger(fit)["G1", "G2"]),
        log1p(one$f[[1L]] * one$df[[1L]] / one$left[[1L]]))
    expect_equal(unname(fit@p_value["G1", "G2"]), stats::pf(one$f[[1L]], 4, 70,
        lower.tail = FALSE))
    edges <- ggc_edges(fit_lsngc(x))
    expect_identical(paste(edges$regulator, edges$target)[[1L]], "G1 G2")
    expect_true(edges$in_network[[1L]] && edges$p_value[[1L]] < 1e-6)
    # A target that is no regulator is conditioned on its own past all the same: a walk
    # of steps that are G1's looks like its own past alone without it.
    few <- fit_lsngc(x, regulators = c("G1", "G3"))
    expect_identical(dim(few@score), c(2L, 5L))
    part <- fit_lsngc(x, regulators = c("G1", "G3"), targets = "G2")
    expect_identical(part@score[, "G2"], few@score[, "G2"])
    expect_gt(few@score["G1", "G2"], 5 * few@score["G3", "G2"])
})

test_that("numbers of centres go by the steps, and too few steps are refused", {
    sizes <- function(points, runs, ...) {
        set.seed(1)
        x <- lapply(seq_len(runs), function(r) {
            matrix(stats::rnorm(4 * points), 4,
                dimnames = list(paste0("G", 1:4), NULL))
        })
        suppressWarnings(fit_lsngc(if (runs > 1) x else x[[1L]], ...))@details$centres
    }
    expect_identical(sizes(60, 2), c(state = 25L, source = 5L))
    expect_identical(sizes(8, 3), c(state = 7L, source = 4L))
    expect_identical(sizes(9, 1), c(state = 2L, source = 2L))
    expect_identical(sizes(21, 1, state_centres = 9, source_centres = 2),
        c(state = 9L, source = 2L))
    expect_error(sizes(8, 1), "needs 8 steps .* for 2 and 2 centres, and there are 7",
        class = "ggc_error_points")
    expect_error(sizes(12, 1, state_centres = 6, source_centres = 3),
        "needs 13 steps .* or fewer centres", class = "ggc_error_points")
    expect_error(sizes(9, 1, lag = 9), "lag", class = "ggc_error_points")
})

test_that("settings are checked, kept, shown and updated; the seed matters", {
    sim <- ggc_simulate("var", p = 5, n_time = 15, n_trajectories = 4, self = 0,
        seed = 1)
    fit <- fit_lsngc(sim, state_centres = 6)
    expect_identical(fit@settings, list(lag = 1L, state_centres = 6L,
        source_centres = NULL, alpha = 0.05))
    expect_output(print(fit), "6 centres of the state and 5 of a regulator")
    expect_identical(update(fit)@score, fit@score)
    expect_false(identical(fit_lsngc(sim, seed = 2)@score, fit_lsngc(sim)@score))
    for (bad in list(list(lag = 0), list(lag = 65), list(state_centres = 1),
        list(source_centres = 1.5), list(alpha = -1), list(centres = 2),
        list(graph = TRUE), list(prior = data.frame(regulator = "G1", target = "G2")))) {
        expect_error(do.call(fit_lsngc, c(list(sim), bad)), names(bad),
            class = "ggc_error_argument")
    }
    old <- options(ggc.max_memory = 1e3)
    on.exit(options(old))
    expect_error(fit_lsngc(sim), class = "ggc_error_memory")
})

test_that("genes that are alike, few values and steps where all stand still", {
    x <- nonlinear_links()[[1L]]
    x <- rbind(x, B = x["G1", ], two = rep_len(c(0, 0, 1), 40), last = c(rep(0, 39), 1))
    fit <- fit_lsngc(x)
    expect_true(all(is.finite(fit@score), fit@p_value >= 0))
    # Not one step has another value of it in its past.
    expect_true(all(fit@score["last", ] == 0, fit@p_value["last", ] == 1))
    # Of two values features have one dimension beyond the constant.
    expect_lte(max(fit@details$each$G1$df[[7L]]), 1L)
    # What both say neither says alone, but for what features lose.
    expect_lt(fit@score["B", "G2"], fit_lsngc(x[1:5, ])@score["G1", "G2"])
})

test_that("p-values of noise without memory are uniform", {
    skip_on_cran()
    for (design in list(c(3, 8), c(5, 21), c(1, 60))) {
        p <- unlist(lapply(1:20, function(seed) {
            set.seed(seed)
            x <- lapply(seq_len(design[[1L]]), function(r) {
                matrix(stats::rnorm(8 * design[[2L]]), 8,
                    dimnames = list(paste0("G", 1:8), NULL))
            })
            fit <- fit_lsngc(if (design[[1L]] > 1) x else x[[1L]])
            fit@p_value[row(fit@p_value) != col(fit@p_value)]
        }))
        cat(sprintf("lsngc, noise %d x %d: %.3f of p-values below .05\n", design[[1L]],
            design[[2L]], mean(p < 0.05)))
        # 1,120 p-values, those of a fit not independent.
        expect_lt(abs(mean(p < 0.05) - 0.05), 0.02)
    }
})

test_that("a long memory is said, and ggc_test() is right about it", {
    remembering <- function(share) {
        set.seed(1)
        lapply(1:5, function(r) {
            x <- t(replicate(6, stats::filter(stats::rnorm(60), share, "recursive")))
            rownames(x) <- paste0("G", 1:6)
            x[, 40:60]
        })
    }
    expect_no_warning(fit_lsngc(remembering(0.3)))
    expect_warning(fit <- fit_lsngc(remembering(0.9)), "Targets remember.*ggc_test",
        class = "ggc_warning_lsngc")
    expect_output(print(fit), "long memory")
    expect_no_warning(tested <- ggc_test(fit, B = 2))
    expect_gt(min(ggc_edges(tested)$q_value), 0.05)
})

test_that("it is above chance on coupled logistic maps", {
    skip_on_cran()
    area <- vapply(1:20, function(seed) {
        set.seed(seed)
        truth <- matrix(0, 10, 10, dimnames = rep(list(paste0("G", 0:9)), 2))
        for (i in 1:10) {
            truth[sample(setdiff(1:10, i), 1L), i] <- stats::runif(1) < 0.8
        }
        pull <- 0.3 * colSums(truth)
        x <- lapply(1:5, function(r) {
            x <- matrix(stats::runif(10), 10, 121, dimnames = list(rownames(truth), NULL))
            for (t in 2:121) {
                v <- (1 - pull) * x[, t - 1L] + 0.3 * drop(x[, t - 1L] %*% truth)
                x[, t] <- 3.85 * v * (1 - v)
            }
            x[, 101:121]
        })
        ggc_metrics(fit_lsngc(x), truth)[["AUROC"]]
    }, 0)
    cat(sprintf("lsngc, 20 systems of logistic maps: AUROC %.3f, standard error %.3f\n",
        mean(area), stats::sd(area) / sqrt(20)))
    expect_gt(mean(area) - 2 * stats::sd(area) / sqrt(20), 0.5)
})
