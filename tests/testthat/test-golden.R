# Bits that change are news. See helper-golden.R.

skip_without_hooks()

test_that("results have the bits that were written down", {
    # Elsewhere the compiler contracts a product and a sum. Seen to give the same
    # bits here: gcc at -O0 without OpenMP, at -O2 and -O3 with it, and clang at -O2
    # without it.
    skip_if_not(grepl("^x86_64-.*linux", R.version$platform),
        "golden values are those of x86-64 Linux")
    skip_if(grepl("-march|-mfma|-Ofast|-ffast-math", golden_flags()),
        "R's compiler is told to take liberties with the generic kernels")
    want <- read_golden()
    got <- golden_digests()
    expect_identical(names(got), names(want))
    changed <- names(want)[got[names(want)] != want]
    expect_identical(changed, character(), label = paste0(
        "what differs from the golden values (make golden, once it is meant), ",
        "namely ", toString(changed)
    ))
})

test_that("NEWS has the golden values under \"Changed results\"", {
    state <- golden_state(read_golden())
    news <- changed_results(system.file("NEWS.md", package = "ggc"))
    expect_true(any(grepl(state, news, fixed = TRUE)), label = sprintf(
        "golden values %s named in NEWS (make golden WHY=\"...\")", state
    ))
})

test_that("one bit changes a digest, and one digest the state", {
    x <- list(matrix(c(1, 2, 3, 4), 2L))
    y <- list(matrix(c(1, 2, 3, 4 + 2^-50), 2L))
    expect_false(golden_digest(x) == golden_digest(y))
    one <- c(a = golden_digest(x), b = golden_digest(x))
    two <- c(a = golden_digest(x), b = golden_digest(y))
    expect_false(golden_state(one) == golden_state(two))
    file <- tempfile()
    on.exit(unlink(file))
    writeLines(c("# ggc 2", "## Changed results", "- `abc`: why",
        "## Bug fixes", "- `def`", "# ggc 1", "## Changed results", "- `ghi`"),
    file)
    expect_identical(changed_results(file), c("## Changed results",
        "- `abc`: why", "## Changed results", "- `ghi`"))
})
