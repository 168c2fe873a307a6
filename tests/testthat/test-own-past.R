# Forecasts from a target's own past, the null that networks are read against.

trajectory <- rep(1:3, c(6, 7, 8))
z <- rbind(noise_like(21), sin(1:21) + 0.1 * noise_like(21, 7),
    cumsum(noise_like(21, 40) - 0.5))

# By lm(): sums of squares of what a member holds out, with at most k values of
# the own past; `steps`: data frame of from, fold and past.
by_lm <- function(z, steps, h, member, k) {
    held <- steps$fold %in% c(member, 32767L)
    forecast <- rep(0, sum(held))
    for (order in 0:k) {
        lags <- vapply(seq_len(order) - 1L, function(l) {
            z[replace(steps$from - l, steps$past <= l, NA)]
        }, 0 * steps$from)
        data <- data.frame(y = z[steps$from + h], lags)
        train <- steps$past >= order & !held
        if (sum(train) < order + 2L) {
            next
        }
        model <- stats::lm(y ~ ., data[train, , drop = FALSE])
        there <- steps$past[held] >= order
        forecast[there] <- stats::predict(model,
            data[held, , drop = FALSE])[there]
    }
    sum((z[steps$from[held] + h] - forecast)^2)
}

test_that("squares of each fold, horizon and order are those of lm()", {
    for (members in c(2L, 5L)) for (h in 1:3) {
        steps <- .own_steps(trajectory, members, 3L, 1L)[[h]]
        for (member in seq_len(members)) {
            squares <- .own_squares(z, steps, h, member)
            for (i in 1:3) for (k in 0:3) {
                expect_equal(squares[i, k + 1L],
                    by_lm(z[i, ], steps, h, member, k))
            }
        }
    }
})

test_that("the error is the mean over members, of the best order", {
    count <- function(steps, m) sum(vapply(steps, function(s) {
        sum(s$fold == m)
    }, 0L))
    for (horizons in 1:2) {
        steps <- .own_steps(trajectory, 5L, horizons, 1L)
        squares <- lapply(1:5, function(m) {
            Reduce(`+`, lapply(seq_len(horizons), function(h) {
                outer(1:3, 0:3, Vectorize(function(i, k) {
                    by_lm(z[i, ], steps[[h]], h, m, k)
                }))
            }))
        })
        n <- vapply(1:5, function(m) count(steps, m), 0L)
        mean <- Reduce(`+`, Map(`/`, squares, n)) / 5
        expect_equal(.own_past_error(z, trajectory, 5L, horizons),
            apply(mean, 1L, min))
        pooled <- Reduce(`+`, squares) / sum(n)
        expect_equal(.own_past_error(z, trajectory, 5L, horizons,
            pooled = TRUE), apply(pooled, 1L, min))
    }
})

test_that("steps have the past they need, and horizons stay in one fold", {
    steps <- .own_steps(trajectory, 5L, 3L, 1L)
    fold <- .folds(trajectory, 5L)
    expect_identical(steps[[1L]]$from, which(fold > 0L))
    for (h in 2:3) for (from in steps[[h]]$from) {
        expect_identical(unique(fold[from + 0:(h - 1L)]), fold[[from]])
    }
    late <- .own_steps(trajectory, 5L, 1L, 3L)[[1L]]
    expect_identical(late$from, which(fold > 0L &
        sequence(c(6, 7, 8)) >= 3L))
})

test_that("whole trajectories and last fifths are held out as in training", {
    long <- rep(1L, 60L)
    x <- rbind(sin(1:60 / 3) + 1e-4 * noise_like(60, 9), noise_like(60))
    steps <- .own_steps(long, 5L, 1L, 1L)[[1L]]
    want <- outer(1:2, 0:3, Vectorize(function(i, k) {
        by_lm(x[i, ], steps, 1L, 1L, k)
    })) / sum(steps$fold == 32767L)
    expect_equal(.own_past_error(x, long, 5L), apply(want, 1L, min))
    expect_lt(.own_past_error(x, long, 5L)[[1L]], 1e-5) # a sine is an AR(2)
    # Nothing is held out by the third member of two steps.
    expect_identical(.own_past_error(x[, 1:3], rep(1L, 3), 5L),
        c(NA_real_, NA_real_))
})

test_that("rows do not depend on each other, nor on how many there are", {
    many <- matrix(noise_like(700 * 21), 700)
    all <- .own_past_error(many, trajectory, 5L)
    expect_identical(.own_past_error(many[c(3, 699), ], trajectory, 5L),
        all[c(3, 699)])
    flat <- .own_past_error(rbind(0, rep(1:3, 7)), rep(1:3, each = 7), 5L)
    expect_identical(flat[[1L]], 0)
    expect_true(all(is.finite(flat)))
})

test_that("a fit has the error, and fits of before compute it", {
    sim <- ggc_simulate("var", p = 5, n_time = 9, n_trajectories = 6, seed = 4)
    for (method in c("clstm", "cmlp", "loo")) {
        fit <- ggc_fit(sim, method, targets = c("G4", "G2"), seed = 1,
            control = tiny_control(horizons = 2L, lag = 2L))
        x <- SummarizedExperiment::assay(sim)[c("G4", "G2"), ]
        z <- (x - rowMeans(x)) / sqrt(rowMeans((x - rowMeans(x))^2))
        training <- ggc_training(fit)
        expect_equal(training$own, .own_past_error(z, fit@series$trajectory,
            fit@control$members, if (method == "loo") 1L else 2L,
            if (method == "cmlp") 2L else 1L, pooled = method == "loo"))
        old <- fit
        old@training$own <- NULL
        expect_equal(ggc_training(old), training)
        expect_equal(summary(old)$own_skill, 1 - training$heldout /
            training$own, ignore_attr = TRUE)
    }
    var <- ggc_fit(sim, "var")
    expect_identical(ggc_training(var)$own, rep(NA_real_, 5))
    expect_output(print(summary(var)), "own past: +not measured")
})

test_that("networks that foresee what they are told beat the own past", {
    # b follows a, which is white noise: its own past says nothing.
    a <- matrix(noise_like(200), 20)
    b <- cbind(0.5, a[, -10])
    x <- rbind(a = c(t(a)), b = c(t(b)))
    fit <- ggc_fit(x, trajectory = rep(1:20, each = 10), seed = 1)
    skill <- summary(fit)$own_skill
    expect_gt(skill[["b"]], 0.5)
    expect_lt(skill[["a"]], 0.1)
})

test_that("minima at the ends of the path are counted", {
    fit <- fake_fit(status = c("ok", "ok", "ok", "diverged", "ok", "ok"))
    # six penalties: least at the first, the last, inside, ..., not measured
    error <- cbind(1:6, 6:1, c(3, 1, 2, 5, 5, 5), 1:6, c(2, 3, 3, 3, 3, 2),
        NaN)
    fit@details$path$error <- error
    expect_identical(unname(.path_ends(fit)),
        c("dense", "sparse", "inside", NA, "dense", NA))
    expect_identical(names(.path_ends(fit)), paste0("G", 1:6))
    expect_output(print(summary(fit)), paste("path: +held-out error least at",
        "the dense end for 2, the sparse end for 1 of 4 targets; try",
        "ggc_control\\(lambda_min = 0.0039, lambda_max = 2\\)"))
    expect_null(.ends_text(c(a = "inside", b = NA), 1:3))
    expect_match(.ends_text(c(a = "sparse"), c(0.02, 0.5)), paste(
        "the sparse end for 1 of 1 targets; try ggc_control(lambda_max = 2)"),
        fixed = TRUE)
    fit@details$path <- NULL
    expect_identical(summary(fit)$ends[["G1"]], NA_character_)
})

test_that("the steps are told, and how much of noise so many fit", {
    text <- .limits_text(fake_fit()) # 8 + 8 + 6 points; 6 / 18
    expect_identical(text, paste("19 steps in 3 trajectories for 6 regulators,",
        "enough to fit 33 % of noise"))
    # Of noise on noise R^2 is q / (n - 1) in the mean.
    shares <- vapply(1:400, function(seed) {
        data <- noise_matrix(seed, 20, 7)
        summary(stats::lm(data[, 1L] ~ data[, -1L]))$r.squared
    }, 0)
    expect_equal(mean(shares), 6 / 19, tolerance = 0.05)
    expect_identical(.noise_text(18, 19), "any noise")
    expect_identical(.noise_text(17, 19), "94 % of noise")
    # Points made up are no steps, and lost samples none that count.
    fit <- fake_fit()
    fit@series$interpolated <- 5L
    fit@series$between <- list(points = 2:6, x = matrix(0, 6, 2),
        time = c(1.5, 2.5), trajectory = c(1L, 1L))
    expect_match(.limits_text(fit), "^16 steps in 3")
})
