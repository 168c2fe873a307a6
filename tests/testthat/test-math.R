# R's exp() and the rest are the platform's libm, with errors up to 2.2 ulp
# (glibc's tanh). The header of ggc_math.h promises 1 ulp for exp and log and 3
# for tanh and sigmoid. As no ulp is larger than 2^-52 of its number, the
# tolerances are (bound + 2.5) * 2^-52; tests/c/test_math.c holds the bounds
# themselves against long double.

skip_without_hooks()

ulp <- 2^-52

expect_close <- function(which, x, truth, bound) {
    got <- hook_math(which, x)
    expect_lte(max(abs(got / truth - 1)), (bound + 2.5) * ulp)
}

# Points over the whole range of a function and around its special places.
spread <- function(from, to) {
    c(
        seq(from, to, length.out = 4000), seq(-1, 1, length.out = 2000),
        10^seq(-300, 0, length.out = 301), -10^seq(-300, 0, length.out = 301)
    )
}

test_that("exp, log, tanh and sigmoid keep their error bounds", {
    x <- spread(-708, 709.7)
    expect_close("exp", x, exp(x), 1)
    positive <- c(10^seq(-307, 308, length.out = 5001),
        seq(0.5, 2, length.out = 3001) + 1e-9)
    expect_close("log", positive, log(positive), 1)
    x <- spread(-25, 25)
    expect_close("tanh", x, tanh(x), 3)
    x <- spread(-700, 40)
    expect_close("sigmoid", x, stats::plogis(x), 3)
})

test_that("the ends of the range are the IEEE ones", {
    f <- hook_math
    expect_identical(
        f("exp", c(0, 710, -746, Inf, -Inf)), c(1, Inf, 0, Inf, 0)
    )
    # Largest finite result; smallest normal and smallest subnormal number.
    expect_equal(f("exp", 709.782712893384), exp(709.782712893384),
        tolerance = 2 * ulp)
    expect_identical(f("exp", -745.1), 2^-1074)
    expect_identical(
        f("log", c(1, 0, Inf)), c(0, -Inf, Inf)
    )
    expect_equal(f("log", 2^-1074), -1074 * log(2), tolerance = 2 * ulp)
    expect_identical(f("tanh", c(0, 21, -21, Inf, -Inf)), c(0, 1, -1, 1, -1))
    expect_identical(f("tanh", c(1e-300, -1e-10)), c(1e-300, -1e-10))
    expect_identical(f("sigmoid", c(0, 40, -Inf, Inf)), c(0.5, 1, 0, 1))
    nan <- vapply(c("exp", "log", "tanh", "sigmoid"), f, 0, x = NaN)
    expect_true(all(is.nan(nan)))
    expect_true(is.nan(f("log", -1)))
})

test_that("the normal quantile is R's, which is the same algorithm", {
    u <- c(
        seq(0.0005, 0.9995, by = 0.001), 0.075, 0.925, # where branches meet
        10^seq(-300, -1, length.out = 600), 1 - 10^-seq(1, 15, length.out = 99)
    )
    u <- setdiff(u, 0.5)
    got <- hook_math("normal_quantile", u)
    # Same rational functions; log differs by 1 ulp, sums are nested alike.
    expect_lte(max(abs(got / stats::qnorm(u) - 1)), 1e-15)
    expect_identical(hook_math("normal_quantile", 0.5), 0)
})
