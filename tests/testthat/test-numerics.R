# Degenerate data, and data on any scale.

control <- ggc_control(members = 2L, first = 20L, each = 5L, n_lambda = 3L,
    hidden = 4L)
plain <- local({
    set.seed(11)
    x <- matrix(rnorm(5 * 36), 5, dimnames = list(LETTERS[1:5], NULL))
    x["B", -1] <- 0.8 * x["A", -36] + 0.3 * x["B", -1]
    x
})
lines <- rep(1:3, each = 12)
learn <- function(x, ..., method = "clstm", settings = control) {
    ggc_fit(x, method, trajectory = lines, control = settings, seed = 1, ...)
}
expect_whole <- function(fit) {
    expect_true(all(is.finite(granger(fit))))
    expect_true(all(is.finite(granger(fit, "norm"))))
    expect_true(all(ggc_training(fit)$status == "ok"))
    past <- if (fit@method == "cmlp") fit@control$lag else 1L
    forecast <- predict(fit)
    expect_identical(unname(which(colSums(is.na(forecast)) > 0)),
        which(rep(1:12, 3) <= past))
    expect_false(any(is.nan(forecast)))
}

test_that("a power of two for each gene changes no bit", {
    fit <- learn(plain)
    for (powers in list(c(-990, -3, 0, 7, 990), c(-1000, -900, -800, -700, 1),
        rep(-995, 5), rep(995, 5))) {
        scaled <- learn(plain * 2^powers)
        expect_identical(granger(scaled), granger(fit))
        expect_identical(granger(scaled, "norm"), granger(fit, "norm"))
        expect_identical(predict(scaled) / 2^powers, predict(fit))
        expect_identical(ggc_dcor(plain * 2^powers), ggc_dcor(plain))
        expect_identical(ggc_adjacency(plain * 2^powers), ggc_adjacency(plain))
    }
})

test_that("values from 1e-300 to 1e300, shifted, give the same to accuracy", {
    fit <- learn(plain)
    for (scale in list(c(1e-300, 1e-150, 1, 1e150, 1e298), rep(1e-300, 5),
        rep(1e298, 5))) {
        moved <- plain * scale + c(-3, 10, 0, 1, 7) * scale
        scaled <- learn(moved)
        expect_whole(scaled)
        # z-scores differ by 1e-15, and training is in single precision.
        expect_equal(granger(scaled, "network"), granger(fit, "network"),
            tolerance = 1e-4)
        expect_equal(granger(scaled, "dependence"), granger(fit, "dependence"),
            tolerance = 1e-10)
        expect_equal(ggc_dcor(moved), ggc_dcor(plain), tolerance = 1e-10)
        expect_equal(ggc_adjacency(moved), ggc_adjacency(plain),
            tolerance = 1e-10)
    }
    flipped <- learn(plain * c(-1, 1, -1, 1, 1))
    expect_equal(granger(flipped, "dependence"), granger(fit, "dependence"),
        tolerance = 1e-10)
})

test_that("identical, collinear and nearly constant genes give finite results", {
    odd <- rbind(plain, copy = plain["A", ], mirrored = -plain["A", ],
        sum = plain["A", ] + plain["B", ],
        flat = 1 + 1e-12 * plain["C", ],
        spike = replace(numeric(36), 5, 1e200))
    for (method in c("clstm", "crnn", "cmlp")) {
        expect_whole(learn(odd, method = method))
    }
    expect_whole(learn(odd, graph = TRUE))
    expect_whole(learn(odd, settings = ggc_control("paper", first = 10L,
        each = 5L, n_lambda = 3L)))
    expect_whole(learn(odd[c("A", "copy"), ]))
    expect_whole(learn(odd, settings = ggc_control(members = 1L, first = 5L,
        each = 2L, dependence = "dcor")))
    loo <- learn(odd, method = "loo", settings = ggc_control(members = 1L,
        first = 10L, each = 2L))
    expect_true(all(is.finite(granger(loo))))
    for (m in list(ggc_dcor(odd), ggc_adjacency(odd), ggc_dcor(odd, lag = 1))) {
        expect_true(all(is.finite(m)))
    }
    expect_identical(ggc_dcor(odd)["A", "copy"], 1)
    # A copy is the same to all others.
    dependence <- granger(learn(odd), "dependence")
    others <- setdiff(rownames(odd), c("A", "copy", "mirrored"))
    expect_equal(dependence["copy", others], dependence["A", others],
        tolerance = 1e-12)
})

test_that("gaps and repeated times at the ends of the numbers are filled", {
    for (scale in c(2^-1000, 1, 2^990)) {
        x <- plain * scale
        x[2, c(3, 4, 20)] <- NA
        fit <- suppressMessages(learn(x, na = "interpolate"))
        expect_whole(fit)
        if (scale == 2^-1000) {
            first <- granger(fit)
        }
        expect_identical(granger(fit), first)
    }
})
