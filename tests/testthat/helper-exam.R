# For the tests of `make exam`: its scripts, and made-up series and results.

exam_directory <- tools_file("exam")

# A fresh copy of the scripts' functions, so that a test may replace some.
exam_functions <- function() {
    files <- setdiff(list.files(exam_directory, "[.]R$"), "run.R")
    stopifnot(length(files) > 5L)
    tool_functions(file.path(exam_directory, files))
}

exam <- if (has_tools()) exam_functions()

# A directory of its own for each test.
fresh_directory <- function() {
    directory <- tempfile("exam")
    dir.create(directory)
    directory
}

toy_series <- function(seed = 1, p = 4L, dataset = "toy") {
    se <- ggc_simulate("var", p = p, n_time = 9, n_trajectories = 3,
        sparsity = 1, start = "perturbed", seed = seed)
    exam$as_series(dataset, SummarizedExperiment::assay(se), se$time,
        se$trajectory, S4Vectors::metadata(se)$truth)
}

# Runs as run_cells() gives them: every metric is 0 but those in `...`.
toy_rows <- function(..., family = "Table 1", status = "ok") {
    given <- data.frame(..., stringsAsFactors = FALSE)
    rows <- data.frame(family = family, group = given$dataset,
        given[setdiff(names(given), "group")])
    for (metric in setdiff(exam$METRICS, names(rows))) {
        rows[[metric]] <- 0
    }
    rows$status <- status
    rows$seconds <- 2
    rows$first <- TRUE
    rows$part <- FALSE
    if (!is.null(given$group)) {
        rows$group <- given$group
    }
    rows
}
