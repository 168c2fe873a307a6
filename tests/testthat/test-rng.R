skip_without_hooks()

words <- function(...) as.numeric(paste0("0x", c(...)))

test_that("Philox4x32-10 gives the known answers of Random123", {
    philox <- hook_philox
    expect_identical(
        philox(c(0, 0, 0, 0), c(0, 0)),
        words("6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8")
    )
    ones <- 2^32 - 1
    expect_identical(
        philox(rep(ones, 4), rep(ones, 2)),
        words("408f276d", "41c83b0e", "a20bc7c6", "6d5451fd")
    )
    expect_identical(
        philox(
            words("243f6a88", "85a308d3", "13198a2e", "03707344"),
            words("a4093822", "299f31d0")
        ),
        words("d16cfe09", "94fdcceb", "5001e420", "24126ea1")
    )
})

test_that("uniforms and normals have the right distribution", {
    # Fixed streams: each check fails one generator in a thousand or fewer.
    n <- 1e5
    u <- hook_draws("uniform", n, seed = 11)
    expect_true(all(u > 0 & u < 1))
    expect_gt(suppressWarnings(stats::ks.test(u, "punif")$p.value), 1e-3)
    expect_lt(abs(mean(u) - 1 / 2), 3.3 / sqrt(12 * n))
    expect_lt(abs(stats::cor(u[-1], u[-n])), 3.3 / sqrt(n))

    z <- hook_draws("normal", n, seed = 11, purpose = 5)
    expect_gt(suppressWarnings(stats::ks.test(z, "pnorm")$p.value), 1e-3)
    # Standard errors of the first four moments of a standard normal.
    expect_lt(abs(mean(z)), 3.3 * sqrt(1 / n))
    expect_lt(abs(mean(z^2) - 1), 3.3 * sqrt(2 / n))
    expect_lt(abs(mean(z^3)), 3.3 * sqrt(15 / n))
    expect_lt(abs(mean(z^4) - 3), 3.3 * sqrt(96 / n))
})

test_that("bounded integers are unbiased and cover their range", {
    for (n in c(1L, 2L, 7L, 10L)) {
        k <- hook_draws("below", 20000, seed = 3, below = n)
        count <- tabulate(k + 1, n)
        expect_identical(sum(count), 20000L)
        if (n > 1L) {
            expect_gt(stats::chisq.test(count)$p.value, 1e-3)
        }
    }
    # 2^31 - 1 does not divide 2^32: a plain modulo would favour 0 and 1.
    k <- hook_draws("below", 5000, seed = 3, below = 2147483647L)
    expect_gt(
        stats::ks.test(k / 2147483647, "punif")$p.value, 1e-3
    )
})

test_that("a stream is its seed, name and purpose, and nothing else", {
    draw <- function(...) hook_draws("word", 1000, ...)
    first <- draw(seed = 1, name = "G1", purpose = 0)
    expect_identical(first, draw(seed = 1, name = "G1", purpose = 0))
    others <- list(
        draw(seed = 2, name = "G1"), draw(seed = 1, name = "G2"),
        draw(seed = 1, name = "G1", purpose = 1), draw(seed = 2^53),
        draw(seed = 1, name = "G11"), draw(seed = 0, name = ""),
        # A seed and a purpose that add up to the same must not meet.
        draw(seed = 0, name = "G1", purpose = 1)
    )
    for (other in others) {
        # Equal words at equal places: chance 2^-32 each.
        expect_identical(sum(first == other), 0L)
        expect_lt(abs(stats::cor(first, other)), 3.9 / sqrt(1000))
    }
    # A longer draw begins with the shorter one.
    expect_identical(first[1:10],
        hook_draws("word", 10, seed = 1, name = "G1"))
})

test_that("a stream walks through Philox blocks in counter order", {
    # Four words a block: the fifth word is the first of counter 1. The key is
    # not visible, but blocks of one stream must differ from each other.
    w <- hook_draws("word", 40000, seed = 5)
    blocks <- matrix(w, 4)
    expect_false(anyDuplicated(t(blocks)) > 0L)
    # Uniforms use two words each: 27 high and 26 low bits.
    u <- hook_draws("uniform", 100, seed = 5)
    high <- w[seq(1, 199, 2)] %/% 2^5
    low <- w[seq(2, 200, 2)] %/% 2^6
    expect_identical(u, (high * 2^26 + low + 0.5) * 2^-53)
    # Normals are their quantiles.
    z <- hook_draws("normal", 100, seed = 5)
    expect_lte(max(abs(z - stats::qnorm(u))), 1e-14)
})
