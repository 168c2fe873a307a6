# SWING against the authors' program, scikit-learn and its definitions in R.

skip_if_not_installed("ranger")
skip_if_not_installed("glmnet")
skip_if_not_installed("pls")

sim <- ggc_simulate("grn", p = 5, n_time = 15, n_trajectories = 4, seed = 3)
swing <- function(x = sim, ..., seed = 1, trees = 20, threads = 1) {
    ggc_fit(x, "swing", seed = seed, trees = trees, threads = threads, ...)
}
pls <- function(x = sim, ...) swing(x, learners = "pls", ...)
genes <- paste0("G", 1:5)

fixture <- utils::read.delim(test_path("fixtures", "swing.tsv"), comment.char = "#")

# The series of the fixture, and one of its cases as arguments.
fixture_series <- function() {
    part <- fixture[fixture$what == "series", ]
    lapply(split(part, as.integer(part$case)), function(one) {
        m <- stats::xtabs(value ~ from + as.integer(to), one)
        matrix(m, nrow(m), dimnames = list(rownames(m), NULL))
    })
}
arguments_of <- function(case) {
    words <- strsplit(case, "[ _]")[[1L]]
    list(window = as.integer(words[[1L]]), min_lag = as.integer(words[[2L]]),
        max_lag = as.integer(words[[3L]]), over_lags = words[[4L]],
        over_windows = words[[5L]])
}

test_that("with PLS scores are those of the authors' program", {
    x <- fixture_series()
    cases <- unique(fixture$case[fixture$what == "edge"])
    expect_length(cases, 5L)
    for (case in cases) {
        fit <- do.call(pls, c(list(x), arguments_of(case)))
        components <- fixture$from[fixture$what == "components" &
            fixture$case == case]
        expect_identical(paste(fit@details$components, collapse = " "), components,
            info = case)
        theirs <- fixture[fixture$what == "edge" & fixture$case == case, ]
        expect_identical(nrow(theirs), 42L)
        expect_equal(granger(fit)[cbind(theirs$from, theirs$to)], theirs$value,
            tolerance = 1e-7, info = case)
    }
})

# ---- Learners ----------------------------------------------------------------

# Inputs and response of a window that starts at a point, from the data.
window_of <- function(target, start, width, lags, inputs = genes) {
    z <- .standardise(SummarizedExperiment::assay(sim))$z
    at <- rep(15 * (0:3), each = width) + start + seq_len(width) - 1
    x <- lapply(inputs, function(gene) {
        vapply(lags, function(l) z[gene, at - l], numeric(length(at)))
    })
    list(x = do.call(cbind, x), y = z[target, at])
}

test_that("forests are ranger's", {
    fit <- swing(learners = "forest", window = 12, min_lag = 1, max_lag = 3,
        over_windows = "mean", over_lags = "mean")
    expect_identical(fit@details$starts, 1L)
    one <- window_of("G2", 4, 12, 1:3)
    colnames(one$x) <- paste0("x", 1:15)
    seed <- 1 + floor(ggc:::.native_uniform(1L, 1, "swing 4 G2") * (2^31 - 2))
    theirs <- ranger::ranger(x = one$x, y = one$y, num.trees = 20, mtry = 3,
        min.node.size = 1, importance = "impurity", seed = seed, num.threads = 1)
    share <- theirs$variable.importance / sum(theirs$variable.importance)
    share <- t(matrix(share, 3))
    expect_equal(unname(fit@details$each$G2$forest), share, tolerance = 1e-12)
    expect_equal(unname(granger(fit)[, "G2"]), apply(share, 1L, function(v) {
        if (any(v > 0)) mean(v[v > 0]) else 0
    }), tolerance = 1e-12)
})

test_that("the lasso is glmnet's, at the penalty of least error in ten blocks", {
    fit <- swing(learners = "lasso", window = 12, min_lag = 1, max_lag = 3)
    one <- window_of("G3", 4, 12, 1:3)
    n <- length(one$y)
    top <- max(abs(crossprod(one$x, one$y - mean(one$y)))) / n
    lambda <- top * (50:1) / 50
    fold <- rep(1:10, c(rep(5, 8), rep(4, 2)))
    cv <- glmnet::cv.glmnet(one$x, one$y, lambda = lambda, foldid = fold,
        standardize = FALSE, grouped = FALSE)
    b <- as.matrix(stats::coef(cv$glmnet.fit, s = cv$lambda.min))[-1L]
    expect_true(any(b < 0))
    expect_equal(unname(fit@details$each$G3$lasso), abs(t(matrix(b, 3))), tolerance = 1e-6)
    expect_equal(unname(fit@details$each$G3$effect), t(matrix(b, 3)), tolerance = 1e-6)
    # One input only.
    one <- swing(learners = "lasso", regulators = "G1", targets = "G1", max_lag = 1)
    expect_true(all(one@details$each$G1$lasso >= 0))
})

test_that("VIP is as defined, and its squares have mean 1", {
    set.seed(2)
    x <- matrix(rnorm(40 * 6), 40)
    y <- x[, 2] - x[, 5] + rnorm(40)
    fit <- .pls(x, y, 3L)
    vip <- .vip(fit, y)
    expect_equal(mean(vip^2), 1, tolerance = 1e-12)
    # By hand: weights are covariances with what is left of x, of length 1.
    left <- scale(x, scale = FALSE)
    share <- weight <- NULL
    for (a in 1:3) {
        w <- crossprod(left, y - mean(y))
        w <- w / sqrt(sum(w^2))
        t <- left %*% w
        left <- left - t %*% crossprod(t, left) / sum(t^2)
        share <- c(share, cor(t, y)^2)
        weight <- cbind(weight, w)
    }
    expect_equal(vip, sqrt(6 * drop(weight^2 %*% share) / sum(share)),
        tolerance = 1e-10)
    # Components that are nothing do not count.
    line <- cbind(x[, 1], 2 * x[, 1])
    expect_identical(.pls(line, y, 2L)$last, 1L)
    expect_true(all(is.finite(.vip(.pls(line, y, 2L), y))))
})

test_that("the elbow is farthest from the line between the ends", {
    expect_identical(.elbow(c(0.6, 0.2, 0.1, 0.1)), 2L)
    expect_identical(.elbow(c(0.7, 0.3)), 1L)
    expect_identical(.elbow(1), 1L)
})

# ---- Putting together --------------------------------------------------------

test_that("several learners are put together by Borda counts", {
    fit <- swing()
    apart <- diag(5) == 1
    each <- lapply(c("forest", "lasso", "pls"), function(learner) {
        m <- granger(swing(learners = learner))
        out <- 0 * m
        out[!apart] <- 1 - (rank(-m[!apart]) - 1) / 20
        out
    })
    expect_equal(granger(fit)[!apart], (Reduce(`+`, each) / 3)[!apart],
        tolerance = 1e-12)
    expect_lte(max(granger(fit)), 1)
    # The order in which they are named is nothing.
    again <- swing(learners = c("pls", "forest", "lasso"))
    expect_identical(again@score, fit@score)
})

test_that("windows do not straddle trajectories, and shorter ones take part", {
    plan <- .swing_windows(rep(1:2, c(9, 5)), .check_swing(utils::modifyList(
        .SWING_SETTINGS, list(window = 4, max_lag = 2), keep.null = TRUE)))
    expect_identical(plan$lags, 1:2)
    expect_identical(plan$columns, list(c(3:6, 12:14), c(4:7, 13:14), c(5:8, 14L),
        6:9))
    # By default half of the points, three lags.
    plan <- .swing_windows(rep(1:3, each = 21), .SWING_SETTINGS)
    expect_identical(plan$window, 10L)
    expect_identical(plan$lags, 1:3)
    expect_length(plan$columns, 9L)
    expect_identical(.swing_windows(rep(1, 4), .SWING_SETTINGS)$lags, 1L)
})

test_that("the seed matters where forests take part", {
    expect_false(identical(swing(seed = 2)@score, swing()@score))
    expect_identical(pls(seed = 2)@score, pls()@score)
})

test_that("regulators, targets, exclusions and constant genes", {
    fit <- pls(regulators = c("G1", "G2"), targets = c("G2", "G4"))
    # A target's own past is an input, and of no one else.
    expect_identical(rownames(fit@details$each$G4$pls), c("G1", "G2", "G4"))
    expect_identical(rownames(fit@details$each$G2$pls), c("G1", "G2"))
    never <- data.frame(regulator = "G1", target = "G4")
    less <- pls(exclude = never)
    expect_identical(rownames(less@details$each$G4$pls), genes[-1L])
    expect_identical(granger(less)["G1", "G4"], 0)
    expect_identical(nrow(ggc_edges(less)), 19L)
    expect_identical(granger(swing(exclude = never))["G1", "G4"], 0)
    expect_error(pls(prior = never), "`prior`", class = "ggc_error_argument")
    x <- rbind(SummarizedExperiment::assay(sim), A = 1)
    expect_warning(flat <- swing(x, trajectory = rep(1:4, each = 15)),
        class = "ggc_warning_constant")
    expect_true(all(granger(flat)["A", ] == 0, granger(flat)[, "A"] == 0))
    # At lag 0 no gene tells itself.
    now <- pls(min_lag = 0, max_lag = 1)
    expect_identical(now@details$each$G1$pls["G1", "0"], 0)
    expect_gt(now@details$each$G1$pls["G1", "1"], 0)
})

test_that("it has lags, signs and effects where it has them", {
    fit <- swing()
    expect_output(print(fit), "of 7 points, lags 1 to 3")
    edges <- ggc_edges(fit)
    expect_true(all(edges$lag %in% 1:3))
    expect_identical(edges$sign, as.integer(sign(edges$effect)))
    expect_identical(granger(fit, "effect"), fit@details$effect)
    expect_true(all(is.na(ggc_edges(swing(learners = "forest"))$effect)))
})

test_that("what cannot be is said", {
    for (bad in list(list(learners = "tree"), list(learners = character()),
        list(learners = c("pls", "pls")), list(window = 1), list(min_lag = -1),
        list(min_lag = 2, max_lag = 1), list(trees = 0), list(over_lags = "sum"),
        list(graph = TRUE))) {
        expect_error(do.call(swing, bad), names(bad)[[length(bad)]],
            class = "ggc_error_argument")
    }
    expect_error(swing(window = 14, max_lag = 3), "do not fit",
        class = "ggc_error_points")
    short <- matrix(rnorm(15), 5, dimnames = list(genes, NULL))
    expect_error(suppressWarnings(swing(short)), "no window", class = "ggc_error_points")
    old <- options(ggc.max_memory = 1e4)
    on.exit(options(old))
    expect_error(swing(), class = "ggc_error_memory")
})

test_that("series in which nothing tells anything are told", {
    x <- matrix(0, 3, 12, dimnames = list(genes[1:3], NULL))
    x[, 1] <- 1:3
    expect_warning(fit <- swing(x, window = 4), class = "ggc_warning_swing")
    expect_true(all(is.finite(granger(fit))))
})

test_that("long series have windows some points apart", {
    windows <- function(points, ...) {
        ggc:::.swing_windows(rep(1L, points), ggc:::.check_swing(
            utils::modifyList(ggc:::.SWING_SETTINGS, list(...))))
    }
    starts <- function(of) vapply(of$columns, `[[`, 1L, 1L)
    expect_identical(starts(windows(21)), 4:12)
    expect_identical(starts(windows(21, step = 3)), c(4L, 7L, 10L))
    many <- starts(windows(500))
    expect_lte(length(many), 25L)
    expect_identical(unique(diff(many)), 10L)
    expect_length(windows(500, step = 1)$columns, 248L)
    expect_error(windows(21, step = 0), "`step`", class = "ggc_error_argument")
})
