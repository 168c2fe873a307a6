assay <- SummarizedExperiment::assay
meta <- S4Vectors::metadata

# A network by name, small enough to be quick.
grn <- function(..., p = 10, seed = 1) {
    ggc_simulate("grn", p = p, ..., seed = seed)
}

test_that("every design gives what its description says", {
    expect_identical(dim(grn(p = 100)), c(100L, 46L * 21L))
    expect_identical(dim(grn(p = 100, design = "onoff")), c(100L, 210L))
    expect_identical(dim(grn(design = "onoff")), c(10L, 105L))
    expect_identical(dim(grn(design = "long")), c(10L, 600L))
    expect_identical(grn(design = "uneven")$time[1:12],
        c(0, 2, 4, 8, 15, 30, 45, 60, 90, 120, 180, 240))
    expect_identical(grn()$time[1:21], 10 * (0:20))
    expect_identical(grn(design = "onoff")$time[1:21], 50 * (0:20))
    steady <- grn(design = "multifactorial")
    expect_identical(dim(steady), c(10L, 10L))
    expect_null(steady$time)
})
