# Eq. 1 against crossprod() in plain R and by hand.

standard <- function(x) {
    x <- x - rowMeans(x)
    x / sqrt(rowMeans(x^2))
}

test_that("every method and normalisation equals plain R", {
    set.seed(1)
    x <- matrix(rexp(6 * 17), 6L, dimnames = list(letters[1:6], NULL))
    z <- standard(x)
    methods <- list(
        gram = abs(tcrossprod(z)) / 17, abscor = abs(cor(t(x))),
        gram_raw = abs(tcrossprod(x)) / 17,
        dcor = ggc_dcor(x)
    )
    normalise <- list(
        none = identity, max = function(a) a / max(a),
        row = function(a) a / rowSums(a),
        sym = function(a) a / sqrt(outer(rowSums(a), rowSums(a)))
    )
    for (method in names(methods)) for (how in names(normalise)) {
        got <- ggc_adjacency(x, method, how)
        expect_equal(got, normalise[[how]](methods[[method]]),
            tolerance = 1e-12, ignore_attr = FALSE)
        without <- methods[[method]]
        diag(without) <- 0
        expect_equal(ggc_adjacency(x, method, how, self = FALSE),
            normalise[[how]](without), tolerance = 1e-12)
    }
})

test_that("three genes by hand", {
    # Already standardised: a and b agree in 0 of 4 signs' sum, a = -c.
    x <- rbind(a = c(1, -1, 1, -1), b = c(1, 1, -1, -1), c = c(-1, 1, -1, 1))
    want <- matrix(c(1, 0, 1, 0, 1, 0, 1, 0, 1), 3L,
        dimnames = rep(list(c("a", "b", "c")), 2L))
    expect_equal(ggc_adjacency(x, "gram", "none"), want)
    # degrees 2, 1, 2: D^-1/2 A D^-1/2
    expect_equal(ggc_adjacency(x, "gram", "sym"),
        want / sqrt(outer(c(2, 1, 2), c(2, 1, 2))))
})

test_that("genes without variation have no edges, and nothing divides by 0", {
    x <- rbind(a = c(1, 2, 4), b = c(5, 5, 5), c = c(3, 1, 2))
    for (how in c("none", "max", "row", "sym")) {
        got <- suppressWarnings(ggc_adjacency(x, "gram", how))
        expect_true(all(is.finite(got)))
        expect_true(all(got["b", ] == 0) && all(got[, "b"] == 0))
    }
})

test_that("bits do not depend on threads or on the order of the genes", {
    set.seed(2)
    x <- matrix(rnorm(23 * 30), 23L, dimnames = list(paste0("g", 1:23), NULL))
    shuffled <- sample(23L)
    one <- ggc_adjacency(x, normalise = "none", threads = 1L)
    expect_identical(ggc_adjacency(x, normalise = "none", threads = 4L), one)
    expect_identical(
        ggc_adjacency(x[shuffled, ], normalise = "none")[rownames(x),
            rownames(x)], one)
})

# Eq. 2 made directed in plain R: [from, to].
precedes <- function(x, trajectory, horizons) {
    genes <- rownames(x)
    out <- matrix(0, nrow(x), nrow(x), dimnames = list(genes, genes))
    for (k in seq_len(horizons)) {
        now <- seq_len(ncol(x) - k)
        now <- now[trajectory[now] == trajectory[now + k]]
        for (i in genes) for (j in setdiff(genes, i)) {
            left <- stats::residuals(stats::lm(x[i, now + k] ~ x[i, now]))
            pair <- ggc_dcor(rbind(j = x[j, now], i = left))
            out[j, i] <- out[j, i] + pair[["j", "i"]] / horizons
        }
    }
    diag(out) <- 1
    out
}

test_that("a directed graph equals plain R, in every normalisation", {
    set.seed(3)
    x <- matrix(rnorm(4 * 31), 4L, dimnames = list(letters[1:4], NULL))
    trajectory <- rep(1:3, c(12L, 9L, 10L))
    a <- precedes(x, trajectory, 2L)
    got <- function(...) {
        ggc_adjacency(x, "directed", ..., horizons = 2,
            trajectory = trajectory)
    }
    expect_gt(max(abs(a - t(a))), 0.05)
    expect_equal(got("none"), a, tolerance = 1e-9)
    expect_equal(got("max"), a / max(a), tolerance = 1e-9)
    to <- rep(colSums(a), each = 4L)
    expect_equal(got("row"), a / to, tolerance = 1e-9)
    expect_equal(got("sym"), a / sqrt(to * colSums(a)), tolerance = 1e-9)
    without <- a - diag(4L)
    expect_equal(got("row", self = FALSE),
        without / rep(colSums(without), each = 4L), tolerance = 1e-9)
})

test_that("a directed graph points from the driver to the driven", {
    set.seed(4)
    x <- matrix(rnorm(3 * 200), 3L, dimnames = list(c("z", "b", "a"), NULL))
    x["b", -1L] <- tanh(2 * x["z", -200L]) + 0.2 * x["b", -1L]
    x <- rbind(x, flat = 1)
    expect_warning(a <- ggc_adjacency(x, "directed", "none"),
        class = "ggc_warning_constant")
    expect_gt(a["z", "b"], 3 * a["b", "z"])
    expect_identical(unname(diag(a)), c(1, 1, 1, 0))
    expect_true(all(a["flat", ] == 0) && all(a[, "flat"] == 0))
    suppressWarnings({
        expect_identical(ggc_adjacency(x, "directed", "none", threads = 4L), a)
        back <- ggc_adjacency(x[4:1, ], "directed", "none")
    })
    expect_identical(back[rownames(x), rownames(x)], a)
    # Steps ahead: by the data, as a fit has them, or as asked for.
    far <- suppressWarnings(ggc_adjacency(x, "directed", "none", horizons = 3))
    expect_lt(far["z", "b"], a["z", "b"])
    expect_error(ggc_adjacency(x, "directed", horizons = 0), "`horizons`",
        class = "ggc_error_argument")
})

test_that("proportional genes correlate by 1, not by a rounding more", {
    set.seed(3)
    x <- outer(1:12, rnorm(17)) * runif(12)
    rownames(x) <- paste0("g", 1:12)
    gram <- ggc_adjacency(x, "gram", "none")
    expect_gt(max(gram[upper.tri(gram)]), 1) # there is something to round off
    abscor <- ggc_adjacency(x, "abscor", "none")
    expect_true(all(abscor <= 1))
    expect_identical(unname(diag(abscor)), rep(1, 12L))
    expect_equal(unname(abscor), matrix(1, 12L, 12L), tolerance = 1e-15)
})

test_that("wrong arguments are refused", {
    x <- matrix(rnorm(12), 3L, dimnames = list(letters[1:3], NULL))
    expect_error(ggc_adjacency(x, "pearson"), "`method`", class = "ggc_error")
    expect_error(ggc_adjacency(x, normalise = "l2"), class = "ggc_error")
    expect_error(ggc_adjacency("a"), class = "ggc_error_input")
})
