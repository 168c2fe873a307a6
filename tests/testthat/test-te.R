# Transfer entropy against plain R that counts all pairs of steps, lm(), closed forms and
# other packages.

fit_te <- function(x, ..., seed = 1) ggc_fit(x, "te", seed = seed, threads = 1, ...)

z_scores <- function(x) {
    (x - rowMeans(x)) / sqrt(rowMeans((x - rowMeans(x))^2))
}

# Distances of columns, the largest over rows; a column has none to itself.
largest_distances <- function(m) {
    out <- Reduce(pmax, lapply(seq_len(nrow(m)), function(r) abs(outer(m[r, ], m[r, ], `-`))))
    diag(out) <- Inf
    out
}

# Frenzel and Pompe's estimate, in nats. x, y, z: coordinates x steps.
brute_force <- function(x, y, z, k) {
    dx <- largest_distances(x)
    dy <- largest_distances(y)
    dz <- largest_distances(z)
    e <- apply(pmax(dx, dy, dz), 1L, function(d) sort(d)[[k]])
    psi <- function(d) digamma(rowSums(d < e) + 1)
    mean(digamma(k) + psi(dz) - psi(pmax(dx, dz)) - psi(pmax(dy, dz)))
}

# Rows: lags 1 .. order of genes at the steps.
past_of <- function(z, genes, at, order) {
    do.call(rbind, lapply(genes, function(g) {
        do.call(rbind, lapply(seq_len(order), function(l) z[g, at - l]))
    }))
}

test_that("nearest neighbours are those of a count of all steps", {
    sim <- ggc_simulate("var", p = 5, n_time = 9, n_trajectories = 7, seed = 1)
    z <- z_scores(SummarizedExperiment::assay(sim))
    for (order in 1:2) {
        at <- which(rep(1:9, 7) > order)
        for (k in c(1, 4, 6)) {
            fit <- fit_te(sim, order = order, neighbours = k, permutations = 0)
            for (j in 1:5) {
                for (i in setdiff(1:5, j)) {
                    expect_equal(fit@score[j, i], brute_force(past_of(z, j, at, order),
                        z[i, at, drop = FALSE], past_of(z, i, at, order), k),
                        tolerance = 1e-12)
                }
            }
        }
    }
})

test_that("conditions are the strongest others, a regulator never its own", {
    sim <- ggc_simulate("var", p = 6, n_time = 9, n_trajectories = 7, seed = 2)
    z <- z_scores(SummarizedExperiment::assay(sim))
    at <- which(rep(1:9, 7) > 1)
    for (estimator in c("ksg", "gaussian")) {
        alone <- fit_te(sim, estimator = estimator, permutations = 0)@score
        for (m in c(1, 2, 9)) {
            fit <- fit_te(sim, estimator = estimator, permutations = 0, condition = m)
            for (j in 1:6) {
                for (i in setdiff(1:6, j)) {
                    others <- setdiff(order(-alone[, i]), c(i, j))
                    given <- c(i, utils::head(others, m))
                    if (estimator == "ksg") {
                        expected <- brute_force(z[j, at - 1, drop = FALSE],
                            z[i, at, drop = FALSE], z[given, at - 1, drop = FALSE], 4)
                    } else {
                        less <- stats::lm(z[i, at] ~ t(z[given, at - 1, drop = FALSE]))
                        more <- stats::update(less, . ~ . + z[j, at - 1])
                        expected <- log(stats::deviance(less) / stats::deviance(more)) / 2
                        expect_equal(fit@p_value[j, i],
                            stats::anova(less, more)[2L, "Pr(>F)"], tolerance = 1e-8)
                    }
                    expect_lt(abs(fit@score[j, i] - expected), 1e-12)
                }
            }
        }
    }
})

test_that("of normal variables it is the closed form, by all estimators", {
    # y(t) = .5 y(t - 1) + b x(t - 1) + e: TE = log(1 + b^2) / 2.
    set.seed(1)
    n <- 6000
    b <- 0.8
    x <- stats::rnorm(n)
    y <- c(stats::filter(c(0, b * x[-n]) + stats::rnorm(n), 0.5, "recursive"))
    series <- rbind(x = x, y = y)
    expect_equal(fit_te(series, estimator = "gaussian")@score["x", "y"],
        log(1 + b^2) / 2, tolerance = 0.05)
    fit <- fit_te(series[, 1:3000], permutations = 0)
    expect_equal(fit@score["x", "y"], log(1 + b^2) / 2, tolerance = 0.1)
    expect_lt(abs(fit@score["y", "x"]), 0.03)
    # Two lags of each: the classical test of a pair.
    skip_if_not_installed("lmtest")
    fit <- fit_te(series[, 1:200], estimator = "gaussian", order = 2)
    expect_equal(fit@p_value["x", "y"], lmtest::grangertest(x[1:200], y[1:200], 2)[2L,
        "Pr(>F)"], tolerance = 1e-8)
})

# Shares of cells, in nats.
binned_entropy <- function(...) {
    share <- table(paste(...))
    share <- share / sum(share)
    -sum(share * log(share))
}

test_that("bins are put into the definition, as RTransferEntropy does", {
    sim <- ggc_simulate("var", p = 4, n_time = 60, seed = 3)
    x <- SummarizedExperiment::assay(sim)
    fit <- fit_te(sim, estimator = "binned", bins = 5, permutations = 0)
    code <- t(apply(x, 1L, function(v) {
        cut(v, seq(min(v), max(v), length.out = 6), include.lowest = TRUE, labels = FALSE)
    }))
    at <- 2:60
    for (j in 1:4) {
        for (i in setdiff(1:4, j)) {
            y <- code[i, at]
            z <- code[i, at - 1]
            s <- code[j, at - 1]
            expect_equal(fit@score[j, i], binned_entropy(s, z) + binned_entropy(y, z) -
                binned_entropy(z) - binned_entropy(s, y, z), tolerance = 1e-12)
        }
    }
    expect_identical(fit_te(sim, estimator = "binned", permutations = 0)@score,
        fit_te(sim, estimator = "binned", bins = 2, permutations = 0)@score)
    skip_if_not_installed("RTransferEntropy")
    theirs <- RTransferEntropy::calc_te(x[1, ], x[2, ], type = "bins", bins = 5,
        shuffles = 0)
    expect_equal(fit@score[1, 2] / log(2), theirs, tolerance = 1e-10)
})

test_that("whole trajectories are exchanged, or shifted where there are few", {
    many <- ggc_simulate("var", p = 4, n_time = 9, n_trajectories = 6, seed = 1)
    expect_output(print(fit_te(many, permutations = 20)),
        "20 regulators at most, whole trajectories exchanged\n")
    few <- many[, 1:36]
    expect_output(print(fit_te(few, permutations = 20)),
        "whole trajectories exchanged and each trajectory shifted in a circle")
    one <- suppressWarnings(fit_te(many[, 1:9], permutations = 20))
    expect_output(print(one), "at most, each trajectory shifted in a circle")
    expect_identical(one@details$null$how, "shift")
    # A course that all trajectories share says nothing where they are exchanged.
    set.seed(2)
    course <- outer(1:6, 1:12, function(g, t) 5 * sin(t / 2 + g))
    x <- course[, rep(1:12, 20)] + stats::rnorm(6 * 240)
    dimnames(x) <- list(paste0("G", 1:6), NULL)
    fit <- fit_te(x, trajectory = rep(1:20, each = 12), permutations = 99)
    p <- fit@p_value[row(fit@p_value) != col(fit@p_value)]
    expect_gt(min(p), 0.005)
    expect_lt(mean(p < 0.05), 0.25)
})

test_that("p-values of independent series with a memory are right", {
    skip_on_cran()
    p <- unlist(lapply(1:12, function(seed) {
        sim <- ggc_simulate("var", p = 8, n_time = 12, n_trajectories = 8, sparsity = 0,
            self = 1, radius = 0.8, seed = seed)
        fit <- fit_te(sim, permutations = 99)
        fit@p_value[row(fit@p_value) != col(fit@p_value)]
    }))
    cat(sprintf("independent series with a memory: %.3f below .05, %.3f below .2\n",
        mean(p <= 0.05), mean(p <= 0.2)))
    expect_lt(abs(mean(p <= 0.05) - 0.05), 4 * sqrt(0.05 * 0.95 / length(p)))
    expect_lt(abs(mean(p <= 0.2) - 0.2), 4 * sqrt(0.2 * 0.8 / length(p)))
})

test_that("few rearrangements are spent on what is no link", {
    sim <- ggc_simulate("var", p = 5, n_time = 12, n_trajectories = 6, seed = 1)
    few <- fit_te(sim, permutations = 40)@p_value
    many <- fit_te(sim, permutations = 400)@p_value
    # Of those that ended within 40 no more are drawn.
    ended <- few * 40 >= 10 & many > 10 / 40
    expect_gt(sum(ended), 3L)
    expect_identical(few[ended], many[ended])
    expect_gte(min(many), 1 / 401)
})

test_that("values that are alike have the same bits in any order; the seed matters", {
    sim <- ggc_simulate("var", p = 7, n_time = 9, n_trajectories = 6, seed = 2)
    x <- SummarizedExperiment::assay(sim)
    x[1L, ] <- round(3 * x[1L, ] / max(abs(x[1L, ]))) # many values more than once
    run <- rep(1:6, each = 9)
    genes <- rownames(x)
    fit <- fit_te(x, trajectory = run, permutations = 40)
    mixed <- fit_te(x[c(5, 2, 7, 1, 3, 6, 4), ], trajectory = run, permutations = 40)
    expect_identical(mixed@p_value[genes, genes], fit@p_value)
    all <- fit_te(sim, permutations = 40)
    expect_false(identical(all@p_value, fit_te(sim, permutations = 40, seed = 2)@p_value))
    # A pair does not depend on the others.
    part <- fit_te(sim, permutations = 40, regulators = c("G2", "G5"), targets = "G3")
    expect_identical(part@p_value[, "G3"], all@p_value[c("G2", "G5"), "G3"])
})

test_that("there is no effect and no forecast", {
    fit <- fit_te(ggc_simulate("var", p = 4, n_time = 9, n_trajectories = 6, seed = 1),
        permutations = 20)
    expect_error(predict(fit), "keeps none", class = "ggc_error_argument")
    expect_error(granger(fit, "jacobian"), "keeps none", class = "ggc_error_argument")
    expect_true(all(is.na(ggc_edges(fit)$effect)))
    expect_error(plot(fit, "path"), class = "ggc_error_argument")
})

test_that("constant genes, excluded links and short series are told", {
    sim <- ggc_simulate("var", p = 5, n_time = 9, n_trajectories = 6, seed = 1)
    x <- rbind(SummarizedExperiment::assay(sim), A = 3)
    run <- rep(1:6, each = 9)
    never <- data.frame(regulator = "G1", target = "G2")
    expect_warning(fit <- fit_te(x, trajectory = run, permutations = 30, exclude = never),
        class = "ggc_warning_constant")
    expect_identical(fit@training["A", "status"], "constant")
    expect_true(all(fit@p_value["A", ] == 1, fit@p_value[, "A"] == 1))
    expect_true(all(fit@score["A", ] <= min(fit@score[1:5, 1:5])))
    expect_identical(fit@score["G1", "G2"], 0)
    expect_true(is.na(fit@p_value["G1", "G2"]))
    all <- fit_te(sim, permutations = 30)
    expect_identical(fit@p_value["G2", "G1"], all@p_value["G2", "G1"])
    expect_error(fit_te(sim, order = 9), "with 9 points before",
        class = "ggc_error_points")
    expect_error(suppressWarnings(fit_te(x[1:5, 1:5])), "at least 5 steps",
        class = "ggc_error_points")
    expect_no_error(suppressWarnings(fit_te(x[1:5, 1:5], neighbours = 2)))
    expect_warning(suppressWarnings(fit_te(x[1:5, 1:9], estimator = "gaussian",
        order = 4), "ggc_warning_steps"), "too few steps", class = "ggc_warning_te")
    expect_error(fit_te(sim, prior = never), class = "ggc_error_argument")
    # One regulator, and targets that are none.
    one <- fit_te(sim, regulators = "G1", targets = c("G2", "G3"), permutations = 20,
        condition = 3)
    expect_identical(dim(one@score), 1:2)
    # Two genes alike.
    twice <- rbind(x[1:3, ], B = x["G1", ])
    for (estimator in c("ksg", "binned")) {
        expect_false(anyNA(fit_te(twice, trajectory = run, estimator = estimator,
            permutations = 20)@score))
    }
    expect_warning(same <- fit_te(twice, trajectory = run, estimator = "gaussian"),
        "B, G1", class = "ggc_warning_te")
    expect_true(is.na(same@p_value["B", "G1"]))
})

test_that("settings are checked, kept, shown and updated", {
    sim <- ggc_simulate("var", p = 4, n_time = 9, n_trajectories = 6, seed = 1)
    fit <- fit_te(sim, permutations = 20, neighbours = 3)
    expect_identical(fit@settings, list(estimator = "ksg", order = 1L, neighbours = 3L,
        bins = NULL, condition = 0L, permutations = 20L, alpha = 0.05))
    expect_output(print(fit), "3 nearest neighbours")
    expect_output(print(update(fit, estimator = "gaussian")), "F tests")
    expect_identical(update(fit)@p_value, fit@p_value)
    for (bad in list(list(estimator = "knn"), list(order = 0), list(order = 65),
        list(neighbours = 0), list(neighbours = 65), list(bins = 1), list(bins = 1001),
        list(condition = -1), list(permutations = 1.5), list(alpha = -1), list(lag = 2),
        list(graph = TRUE))) {
        expect_error(do.call(fit_te, c(list(sim), bad)), names(bad),
            class = "ggc_error_argument")
    }
    old <- options(ggc.max_memory = 1e3)
    on.exit(options(old))
    expect_error(fit_te(sim), class = "ggc_error_memory")
})

test_that("interpolated points are refused where the test is of normal variables", {
    x <- matrix(sin(seq_len(4 * 27)^2), 4, dimnames = list(LETTERS[1:4], NULL))
    uneven <- function(...) {
        suppressMessages(ggc_fit(x, "te", time = rep(c(0, .5, 1, 2, 4, 6, 9, 12, 24), 3),
            trajectory = rep(1:3, each = 9), irregular = "interpolate", seed = 1, ...))
    }
    expect_error(uneven(estimator = "gaussian"), "interpolated",
        class = "ggc_error_irregular")
    expect_false(anyNA(uneven(permutations = 10)@score))
})

test_that("above chance on what it was made for", {
    skip_on_cran()
    for (estimator in c("ksg", "gaussian", "binned")) {
        auc <- vapply(1:20, function(seed) {
            sim <- ggc_simulate("var", p = 10, n_time = 21, n_trajectories = 10,
                seed = seed)
            fit <- fit_te(sim, estimator = estimator, permutations = 0)
            ggc_metrics(fit, S4Vectors::metadata(sim)$truth)[["AUROC"]]
        }, 0)
        cat(sprintf("%s, 20 linear systems: AUROC %.3f (standard error %.3f)\n", estimator,
            mean(auc), stats::sd(auc) / sqrt(20)))
        expect_gt(mean(auc) - 2 * stats::sd(auc) / sqrt(20), 0.5)
    }
})
