# Distance correlation against package energy, against the definition, and
# against itself: algorithms, threads, order of genes, lags.

# The V-statistic by its definition: double-centred distance matrices.
byhand_dcor2 <- function(x, y) {
    centre <- function(v) {
        d <- abs(outer(v, v, "-"))
        d - outer(rowMeans(d), colMeans(d), "+") + mean(d)
    }
    a <- centre(x)
    b <- centre(y)
    scale <- sqrt(mean(a * a) * mean(b * b))
    if (scale > 0) mean(a * b) / scale else 0
}

# 500 pairs: continuous, tied, binary, constant, functionally related.
random_pair <- function(k) {
    n <- c(2L, 3L, 5L, 10L, 21L, 50L, 100L, 400L, 1000L, 2000L)[
        (k - 1L) %% 10L + 1L]
    x <- switch((k %/% 10L) %% 5L + 1L,
        rnorm(n), round(rnorm(n), 1L), rpois(n, 2), rep(3.7, n),
        runif(n, -50, 50)
    )
    y <- switch((k %/% 50L) %% 4L + 1L,
        rnorm(n), x^2 + rnorm(n) / 4, rbinom(n, 1L, 0.4), round(sin(x), 1L)
    )
    rbind(a = as.double(x), b = as.double(y))
}

test_that("dcor squared equals energy's to 1e-12 on 500 pairs, both ways", {
    skip_if_not_installed("energy")
    set.seed(42)
    worst <- c(gram = 0, fast = 0, between = 0)
    for (k in seq_len(500L)) {
        pair <- random_pair(k)
        theirs <- energy::dcor2d(pair[1L, ], pair[2L, ], type = "V")
        if (!is.finite(theirs)) {
            theirs <- 0
        }
        ours <- vapply(c("gram", "fast"), function(algorithm) {
            .dcor(pair[1L, , drop = FALSE], pair[2L, , drop = FALSE], 0L,
                rep(1L, ncol(pair)), 1L, algorithm, TRUE)[[1L]]
        }, 0)
        worst <- pmax(worst, c(abs(ours - theirs), abs(diff(ours))))
    }
    expect_lt(worst[["gram"]], 1e-12)
    expect_lt(worst[["fast"]], 1e-12)
    expect_lt(worst[["between"]], 1e-12)
})

# Here energy's fast algorithm is no oracle: at an offset of 1e6 it loses half
# its digits (and gives values above 1); the definition does not.
test_that("a large offset costs no digits", {
    set.seed(43)
    for (n in c(5L, 50L, 400L)) {
        x <- 1e6 + rnorm(n)
        y <- x^2 + rnorm(n)
        for (algorithm in c("gram", "fast")) {
            got <- .dcor(rbind(a = x), rbind(b = y), 0L, rep(1L, n), 1L,
                algorithm, TRUE)[[1L]]
            expect_lt(abs(got - byhand_dcor2(x, y)), 1e-12)
        }
    }
})

test_that("all pairs equal the definition; symmetric, 1 on the diagonal", {
    set.seed(1)
    x <- matrix(rnorm(7 * 30), 7L, dimnames = list(letters[1:7], NULL))
    x["e", ] <- 2
    for (algorithm in c("gram", "fast")) {
        got <- suppressWarnings(ggc_dcor(x, algorithm = algorithm,
            squared = TRUE))
        for (i in seq_len(7L)) for (j in seq_len(7L)) {
            expect_equal(got[i, j], byhand_dcor2(x[i, ], x[j, ]),
                tolerance = 1e-12)
        }
        expect_identical(got, t(got))
        expect_true(all(got["e", ] == 0))
        root <- suppressWarnings(ggc_dcor(x, algorithm = algorithm))
        expect_equal(root^2, got, tolerance = 1e-14)
    }
})

test_that("a three-point example worked by hand", {
    # x = 0, 1, 3: distances 1, 3, 2; row means 4/3, 1, 5/3; grand mean 4/3.
    # Centred: A = [-4/3, 0, 4/3; 0, -2/3, 2/3; 4/3, 2/3, -2], y = (1, 0, 0):
    # distances 1, 1, 0; row means 2/3, 1/3, 1/3; grand 4/9.
    # B = [-8/9, 4/9, 4/9; 4/9, -2/9, -2/9; 4/9, -2/9, -2/9].
    # sum AB = 32/27 + 0 + 16/27 + 0 + 4/27 - 4/27 + 16/27 - 4/27 + 12/27 = 8/3;
    # sum AA = 16/9 * 3 + 4/9 * 3 + 4 = 32/3; sum BB = (64 + 4 * 16 + 4 * 4) / 81
    # = 16/9. dcor^2 = (8/3) / sqrt(32/3 * 16/9) = (8/3) / (16 sqrt(2/27)).
    x <- rbind(x = c(0, 1, 3), y = c(1, 0, 0))
    expect_equal(ggc_dcor(x, squared = TRUE)["x", "y"],
        (8 / 3) / (16 * sqrt(2 / 27)), tolerance = 1e-14)
})

test_that("lag k pairs x_j(t) with x_i(t + k), never across trajectories", {
    set.seed(2)
    x <- matrix(rnorm(3 * 20), 3L, dimnames = list(c("a", "b", "c"), NULL))
    trajectory <- rep(1:2, c(12L, 8L))
    for (lag in 1:3) {
        got <- ggc_dcor(x, lag = lag, squared = TRUE, trajectory = trajectory)
        from <- c(seq_len(12L - lag), 12L + seq_len(8L - lag))
        for (j in 1:3) for (i in 1:3) {
            expect_equal(got[j, i], byhand_dcor2(x[j, from], x[i, from + lag]),
                tolerance = 1e-12)
        }
    }
    expect_error(ggc_dcor(x, lag = 8, trajectory = trajectory),
        class = "ggc_error")
    expect_error(ggc_dcor(x, lag = -1), "`lag`", class = "ggc_error")
})

test_that("bits do not depend on threads or on the order of the genes", {
    set.seed(3)
    x <- matrix(rnorm(37 * 41), 37L, dimnames = list(paste0("g", 1:37), NULL))
    shuffled <- sample(37L)
    for (algorithm in c("gram", "fast")) {
        one <- ggc_dcor(x, algorithm = algorithm, threads = 1L)
        for (threads in c(2L, 4L)) {
            expect_identical(
                ggc_dcor(x, algorithm = algorithm, threads = threads), one)
        }
        moved <- ggc_dcor(x[shuffled, ], algorithm = algorithm)
        expect_identical(moved[rownames(x), rownames(x)], one)
    }
})

test_that("long series take the fast algorithm and agree with the other", {
    set.seed(4)
    x <- matrix(rnorm(3 * 3000), 3L, dimnames = list(c("a", "b", "c"), NULL))
    expect_lt(max(abs(ggc_dcor(x, algorithm = "fast", squared = TRUE) -
        ggc_dcor(x, algorithm = "gram", squared = TRUE))), 1e-12)
    expect_identical(ggc_dcor(x), ggc_dcor(x, algorithm = "fast"))
})

test_that("y = gives rows of x against rows of y", {
    set.seed(5)
    x <- matrix(rnorm(3 * 15), 3L, dimnames = list(c("a", "b", "c"), NULL))
    y <- matrix(rnorm(2 * 15), 2L, dimnames = list(c("u", "v"), NULL))
    got <- ggc_dcor(x, y = y, squared = TRUE)
    expect_identical(dimnames(got), list(rownames(x), rownames(y)))
    expect_equal(got["b", "v"], byhand_dcor2(x["b", ], y["v", ]),
        tolerance = 1e-12)
})
