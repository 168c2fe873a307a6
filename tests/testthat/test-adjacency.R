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

test_that("wrong arguments are refused", {
    x <- matrix(rnorm(12), 3L, dimnames = list(letters[1:3], NULL))
    expect_error(ggc_adjacency(x, "pearson"), "`method`", class = "ggc_error")
    expect_error(ggc_adjacency(x, normalise = "l2"), class = "ggc_error")
    expect_error(ggc_adjacency("a"), class = "ggc_error_input")
})
