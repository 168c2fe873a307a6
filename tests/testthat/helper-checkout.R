# What a checkout has and the package has not: the scripts of `make exam` and
# `make bench`, of a Slurm to try, and how defaults were found.

tools_file <- function(...) {
    path <- testthat::test_path("..", "..", "tools", ...)
    if (file.exists(path)) normalizePath(path) else path
}

has_tools <- function() dir.exists(tools_file())

# On top of a file of tests that need them.
skip_without_tools <- function() {
    testthat::skip_if_not(has_tools(),
        "no tools/ here: only a checkout has them, not the package")
}

# The functions of some files, by one or more paths under tools/; a fresh copy, so
# that a test may replace some.
tool_functions <- function(files) {
    env <- new.env(parent = globalenv())
    for (file in c(tools_file("arguments.R"), files)) {
        sys.source(file, env)
    }
    env
}
