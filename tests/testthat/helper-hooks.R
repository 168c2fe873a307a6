# The hooks of tests/hooks: .Call entries that only tests need, compiled when the
# first is called. Only a checkout has the sources that they are made of.

has_hooks <- function() {
    file.exists(testthat::test_path("..", "..", "src", "ggc_fit.c"))
}

if (has_hooks()) {
    sys.source(testthat::test_path("..", "hooks", "hooks.R"), environment())
    hook_home(normalizePath(testthat::test_path("..", "..")))
}

skip_without_hooks <- function() {
    testthat::skip_if_not(has_hooks(),
        "the sources are not beside the tests: only a checkout has them")
}
