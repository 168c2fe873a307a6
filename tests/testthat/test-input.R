# The input layer. Expected values are worked by hand from tiny_matrix().

as_series <- function(...) bare_series(...)
resolve <- function(...) ggc:::.resolve_genes(...)

# Runs `code` and writes all it signals, with class, so that snapshots hold
# wording and class whatever the version of testthat.
say <- function(code) {
    write <- function(kind, condition) {
        cat(sprintf("<%s> %s\n", kind, sub("\n$", "", conditionMessage(
            condition
        ))))
    }
    tryCatch(
        withCallingHandlers(
            code,
            ggc_warning = function(w) {
                write(class(w)[[1L]], w)
                invokeRestart("muffleWarning")
            },
            message = function(m) {
                write("message", m)
                invokeRestart("muffleMessage")
            }
        ),
        error = function(e) write(class(e)[[1L]], e)
    )
    invisible()
}

expect_refused <- function(code, what, pattern) {
    expect_error(
        code, pattern, class = paste0("ggc_error_", what), fixed = TRUE
    )
}

expect_contract <- function(series) {
    expect_s3_class(series, "ggc_series")
    expect_identical(setdiff(names(series), "pairing"), c(
        "x", "trajectory", "trajectory_names", "time", "samples", "step",
        "constant", "interpolated", "between", "filled"
    ))
    if (!is.null(series$between)) {
        expect_length(series$between$points, series$interpolated)
        expect_identical(dim(series$between$x),
            c(nrow(series$x), length(series$between$time)))
    }
    expect_type(series$interpolated, "integer")
    n <- ncol(series$x)
    expect_type(series$x, "double")
    expect_true(all(is.finite(series$x)))
    expect_identical(anyDuplicated(rownames(series$x)), 0L)
    expect_null(colnames(series$x))
    expect_type(series$trajectory, "integer")
    expect_length(series$trajectory, n)
    expect_false(is.unsorted(series$trajectory))
    counts <- tabulate(series$trajectory, length(series$trajectory_names))
    expect_true(all(counts >= 2L))
    expect_type(series$time, "double")
    expect_length(series$time, n)
    expect_true(all(diff(series$time)[diff(series$trajectory) == 0] > 0))
    expect_type(series$samples, "character")
    expect_length(series$samples, n)
    expect_length(series$step, 1L)
    expect_type(series$constant, "logical")
    expect_length(series$constant, nrow(series$x))
}

# matrices ---------------------------------------------------------------------

test_that("a plain matrix is one trajectory of even steps", {
    x <- tiny_matrix()
    s <- expect_silent(as_series(x))
    expect_contract(s)
    expect_identical(ggc:::.series_matrix(s), x)
    expect_identical(s$time, as.double(1:6))
    expect_identical(s$trajectory, rep(1L, 6))
    expect_identical(s$trajectory_names, "1")
    expect_identical(s$step, 1)
    expect_identical(s$constant, c(FALSE, FALSE, FALSE))
    expect_identical(as_series(s), s)
})

test_that("samples are sorted by time inside trajectories, genes are not", {
    x <- tiny_matrix()[c("C", "A", "B"), ]
    s <- expect_silent(as_series(x, tiny_time, tiny_trajectory))
    expect_contract(s)
    expect_identical(s$samples, c("s1", "s3", "s2", "s4", "s5", "s6"))
    expect_identical(unname(s$x), unname(x[, c(1, 3, 2, 4, 5, 6)]))
    expect_identical(rownames(s$x), c("C", "A", "B"))
    expect_identical(s$trajectory_names, c("wt", "ko"))
    expect_identical(s$time, c(0, 10, 20, 0, 10, 20))
    expect_identical(s$step, 10)
})

test_that("interleaved trajectories are gathered in order of appearance", {
    x <- tiny_matrix()
    s <- as_series(x, trajectory = c(7, 3, 7, 3, 7, 3))
    expect_contract(s)
    expect_identical(s$trajectory_names, c("7", "3"))
    expect_identical(s$samples, paste0("s", c(1, 3, 5, 2, 4, 6)))
    expect_identical(s$time, c(1, 2, 3, 1, 2, 3))
    f <- factor(c("b", "a", "b", "a", "b", "a"), levels = c("a", "b", "c"))
    expect_identical(as_series(x, trajectory = f)$trajectory_names, c("b", "a"))
    large <- rep(c(100000, 2), 3)
    expect_identical(
        as_series(x, trajectory = large)$trajectory_names, c("100000", "2")
    )
})

test_that("integer, data frame, sparse and delayed matrices are read alike", {
    x <- tiny_matrix()
    want <- as_series(x)
    integers <- x
    storage.mode(integers) <- "integer"
    expect_identical(as_series(integers), want)
    expect_identical(as_series(as.data.frame(x)), want)
    expect_identical(as_series(S4Vectors::DataFrame(x)), want)
    counts <- as.table(x)
    expect_identical(as_series(counts), want)
    noted <- structure(x, note = "kept nowhere")
    expect_identical(as_series(noted), want)
    skip_if_not_installed("Matrix")
    expect_identical(as_series(Matrix::Matrix(x, sparse = TRUE)), want)
    skip_if_not_installed("DelayedArray")
    expect_identical(as_series(DelayedArray::DelayedArray(x)), want)
})

test_that("the input is never changed", {
    x <- tiny_matrix()
    x[2, 3] <- NA
    before <- x + 0
    suppressMessages(as_series(x, tiny_time, tiny_trajectory,
        na = "interpolate"))
    expect_identical(x, before)
})

test_that("what is no expression matrix is refused with its type", {
    wrong <- list(
        "a matrix of type character" = matrix("a", 2, 3),
        "a matrix of type complex" = matrix(1i, 2, 3),
        "a matrix of type logical" = matrix(TRUE, 2, 3),
        "a matrix of type list" = matrix(list(1, 2, 3, 4), 2),
        "an array of 3 dimensions" = array(1, c(2, 3, 4)),
        "a double vector of length 5" = c(1, 2, 3, 4, 5),
        "factor of length 3" = factor(c("a", "b", "c")),
        "\"file.tsv\"" = "file.tsv",
        "an object of class \"function\"" = mean
    )
    for (text in names(wrong)) {
        expect_refused(as_series(wrong[[text]]), "input", text)
    }
    expect_refused(as_series(NULL), "input", "not NULL")
    expect_refused(as_series(matrix(1, 0, 5)), "input", "not 0 rows and 5 col")
    expect_refused(as_series(matrix(1, 5, 0)), "input", "not 5 rows and 0 col")
    expect_refused(as_series(tiny_matrix(1L)), "input", "two genes")
    expect_refused(as_series(stats::lm(1:3 ~ c(2, 5, 1))), "input", "\"lm\"")
    table <- data.frame(gene = c("A", "B"), s1 = 1:2, s2 = 2:3, when =
        as.Date(c("2020-01-01", "2020-01-02")))
    expect_refused(as_series(table), "input", "these are not: when")
    expect_refused(
        as_series(structure(tiny_matrix(), class = c("xts", "zoo"))), "input",
        "t(coredata(x))"
    )
    expect_snapshot({
        say(as_series(NULL))
        say(as_series(matrix("a", 2, 3)))
        say(as_series(c(1, 2, 3)))
        say(as_series(matrix(1, 0, 5)))
        say(as_series(tiny_matrix(1L)))
        say(as_series(table))
        say(as_series(structure(tiny_matrix(), class = c("xts", "zoo"))))
        say(as_series(stats::lm(1:3 ~ c(2, 5, 1))))
        say(as_series(tiny_matrix(), assay_type = "counts"))
    })
})

test_that("choices and counts are checked", {
    x <- tiny_matrix()
    expect_refused(as_series(x, irregular = "drop"), "argument", "`irregular`")
    expect_refused(as_series(x, na = "zero"), "argument", "`na`")
    expect_refused(as_series(x, replicates = NA), "argument", "`replicates`")
    expect_refused(as_series(x, min_points = 1), "argument", "`min_points`")
    expect_refused(
        as_series(x, assay_type = "counts"), "argument", "`assay_type`"
    )
})

# SummarizedExperiment ---------------------------------------------------------

test_that("a SummarizedExperiment gives assay, time and trajectory by name", {
    se <- tiny_experiment(hours = tiny_time, line = tiny_trajectory)
    want <- as_series(tiny_matrix(), tiny_time, tiny_trajectory)
    expect_silent(got <- as_series(se, "hours", "line"))
    expect_identical(got, want)
    expect_identical(as_series(se, tiny_time, "line", "logcounts"), want)
    expect_identical(as_series(se, "hours", tiny_trajectory, 1), want)
    encoded <- tiny_experiment(
        hours = S4Vectors::Rle(tiny_time),
        line = S4Vectors::Rle(factor(tiny_trajectory))
    )
    expect_identical(as_series(encoded, "hours", "line"), want)
})

test_that("colData columns called time and trajectory are used", {
    se <- tiny_experiment(time = tiny_time, trajectory = tiny_trajectory)
    want <- as_series(tiny_matrix(), tiny_time, tiny_trajectory)
    expect_identical(as_series(se), want)
    expect_silent(as_series(se, "time", "trajectory"))
})

test_that("columns of samples that nothing reads are named", {
    warned <- function(words, ..., time = NULL, trajectory = NULL) {
        expect_warning(
            got <- as_series(tiny_experiment(...), time, trajectory), words,
            class = "ggc_warning_samples", fixed = TRUE
        )
        got
    }
    one <- warned(paste0("called time or trajectory: the 6 samples are taken ",
        "as one equally spaced series.\nIt has hours, line. Did you mean time ",
        "= \"hours\"?"), hours = tiny_time, line = tiny_trajectory)
    expect_identical(one, as_series(tiny_matrix()))
    warned("Did you mean time = \"Time\", trajectory = \"TRAJECTORY\"?",
        Time = tiny_time, TRAJECTORY = tiny_trajectory)
    warned(paste0("It has phase, line; give the names of those meant as ",
        "`time` and `trajectory`."), phase = tiny_time, line = tiny_trajectory)
    # What comes first is not time, where there is a pseudotime.
    for (name in c("dpt_pseudotime", "slingPseudotime_1", "latent_time")) {
        columns <- stats::setNames(list(6:1, 1:6), c("n_genes", name))
        expect_warning(as_series(do.call(tiny_experiment, columns)),
            sprintf("ggc_pseudotime(x, \"%s\") makes samples", name),
            fixed = TRUE)
    }
    # Columns of times by other names, or that rise in each trajectory.
    for (name in c("Hours", "time_h", "hpi", "Time.Point", "t", "ZT")) {
        columns <- stats::setNames(list(tiny_time, tiny_trajectory),
            c(name, "trajectory"))
        expect_warning(as_series(do.call(tiny_experiment, columns)),
            sprintf("Did you mean time = \"%s\"", name),
            class = "ggc_warning_samples")
    }
    rising <- list(sex = rep(1:2, 3), depth = 1:6,
        trajectory = tiny_trajectory)
    expect_warning(as_series(do.call(tiny_experiment, rising)),
        "Did you mean time = \"depth\"", class = "ggc_warning_samples")
    # One of two, where the other is there or given.
    warned(paste0("no column called trajectory: all samples are taken as one ",
        "series.\nDid you mean trajectory = \"Trajectory\"?"), time = 1:6,
        Trajectory = tiny_trajectory)
    expect_warning(
        as_series(tiny_experiment(Time = 1:6, line = tiny_trajectory),
            trajectory = "line"),
        "no column called time: samples are taken as equally spaced.",
        class = "ggc_warning_samples"
    )
    expect_silent(as_series(tiny_experiment(hours = 1:6, batch = 6:1), "hours"))
    expect_silent(as_series(tiny_experiment(time = 1:6, batch = 6:1)))
    expect_silent(as_series(tiny_experiment(batch = 1:6),
        trajectory = tiny_trajectory))
    expect_silent(as_series(tiny_experiment()))
})

test_that("an assay is never chosen silently", {
    two <- list(counts = tiny_matrix(), logcounts = tiny_matrix() / 2)
    se <- tiny_experiment(two)
    expect_refused(as_series(se), "assay", "Assays: counts, logcounts")
    expect_equal(as_series(se, assay_type = "logcounts")$x[[1, 3]], 3)
    expect_equal(as_series(se, assay_type = 1)$x[[1, 3]], 6)
    for (wrong in list("tpm", 3, 0, 1.5, NA, c("counts", "logcounts"), TRUE)) {
        expect_refused(as_series(se, assay_type = wrong), "assay", "Assays: ")
    }
    unnamed <- tiny_experiment(unname(two))
    expect_refused(as_series(unnamed), "assay", "2, without names")
    expect_refused(
        as_series(unnamed, assay_type = "counts"), "assay", "not \"counts\""
    )
    expect_equal(as_series(unnamed, assay_type = 2)$x[[1, 3]], 3)
    expect_silent(as_series(tiny_experiment(list(tiny_matrix()))))
    empty <- SummarizedExperiment::SummarizedExperiment()
    expect_refused(as_series(empty), "assay", "has none")
    twins <- tiny_experiment(list(a = tiny_matrix(), a = tiny_matrix()))
    expect_refused(as_series(twins, assay_type = "a"), "assay", "Assays: a, a")
    expect_snapshot({
        say(as_series(se))
        say(as_series(se, assay_type = "tpm"))
        say(as_series(unnamed))
        say(as_series(empty))
    })
})

test_that("wrong colData names and contents are named", {
    se <- tiny_experiment(hours = tiny_time, stage = letters[1:6])
    expect_refused(as_series(se, "hour"), "argument", "colData has: hours")
    expect_refused(as_series(se, "stage"), "time", "colData(x)$stage")
    text <- tiny_experiment(list(a = matrix("a", 2, 6)))
    expect_refused(as_series(text), "input", "assay(x, \"a\")")
    expect_refused(as_series(se, 1:5), "time", "that is 6, not 5")
    bare <- tiny_experiment()
    expect_refused(as_series(bare, "hours"), "argument", "has: no columns")
    expect_snapshot({
        say(as_series(se, "hour"))
        say(as_series(se, trajectory = "line"))
        say(as_series(se, "stage"))
        say(as_series(bare, "hours"))
        say(as_series(text))
    })
})

test_that("SingleCellExperiment works through SummarizedExperiment", {
    skip_if_not_installed("SingleCellExperiment")
    sce <- SingleCellExperiment::SingleCellExperiment(
        assays = list(counts = tiny_matrix(), logcounts = tiny_matrix() + 1)
    )
    expect_refused(as_series(sce), "assay", "counts, logcounts")
    s <- as_series(sce, tiny_time, tiny_trajectory, "logcounts")
    expect_identical(
        s, as_series(tiny_matrix() + 1, tiny_time, tiny_trajectory)
    )
    skip_if_not_installed("Matrix")
    sparse <- SingleCellExperiment::SingleCellExperiment(
        assays = list(counts = Matrix::Matrix(tiny_matrix(), sparse = TRUE))
    )
    expect_identical(as_series(sparse), as_series(tiny_matrix()))
})

# A named list, one genes x time matrix per trajectory.
split_trajectories <- function(series) {
    x <- .series_matrix(series)
    columns <- split(seq_len(ncol(x)), series$trajectory)
    names(columns) <- series$trajectory_names
    lapply(columns, function(i) x[, i, drop = FALSE])
}

# lists ------------------------------------------------------------------------

test_that("a list of matrices is read with a list of times", {
    x <- tiny_list()
    s <- expect_silent(as_series(x, list(c(30, 0, 10, 20), c(0, 10, 20))))
    expect_contract(s)
    expect_identical(s$trajectory_names, c("wt", "ko"))
    expect_identical(s$trajectory, rep(1:2, c(4, 3)))
    expect_identical(s$samples, paste0("s", c(2, 3, 4, 1, 1, 2, 3)))
    parts <- split_trajectories(s)
    expect_identical(
        parts, list(wt = x$wt[, c(2, 3, 4, 1)], ko = x$ko)
    )
    no_time <- as_series(x)
    expect_identical(no_time$time, c(1, 2, 3, 4, 1, 2, 3))
    expect_identical(split_trajectories(no_time), x)
})

test_that("list names are trajectory names, made up where missing", {
    x <- tiny_list()
    expect_identical(as_series(unname(x))$trajectory_names, c("1", "2"))
    names(x) <- c("", "ko")
    expect_identical(as_series(x)$trajectory_names, c("1", "ko"))
    names(x) <- c("ko", "ko")
    expect_refused(as_series(x), "trajectory", "these are not: ko")
})

test_that("genes of a list are matched by name", {
    x <- tiny_list()
    x$ko <- x$ko[c("C", "A", "B"), ]
    expect_identical(as_series(x), as_series(tiny_list()))
    rownames(x$ko) <- c("C", "A", "Z")
    expect_refused(as_series(x), "genes", "ko lacks B and adds Z")
    y <- tiny_list()
    y$ko <- y$ko[1:2, ]
    expect_refused(as_series(y), "genes", "ko lacks C.")
    z <- tiny_list()
    rownames(z$wt) <- NULL
    expect_refused(as_series(z), "genes", "none: wt")
    bare <- lapply(tiny_list(), unname)
    expect_message(s <- as_series(bare), "G1 to G3")
    expect_identical(rownames(s$x), c("G1", "G2", "G3"))
    bare$ko <- bare$ko[1:2, ]
    expect_refused(as_series(bare), "genes", "wt has 3, trajectory ko has 2")
    twice <- tiny_list()
    rownames(twice$ko) <- c("A", "A", "C")
    expect_refused(as_series(twice), "genes", "in trajectory ko")
    expect_snapshot({
        say(as_series(x))
        say(as_series(y))
        say(as_series(z))
        say(as_series(bare))
        say(as_series(twice))
    })
})

test_that("times of a list go by name where both have names", {
    x <- tiny_list()
    times <- list(ko = c(0, 10, 20), wt = c(0, 10, 20, 30))
    expect_identical(
        as_series(x, times), as_series(x, list(times$wt, times$ko))
    )
    expect_identical(
        as_series(unname(x), unname(times[2:1]))$time,
        c(0, 10, 20, 30, 0, 10, 20)
    )
    expect_refused(as_series(unname(x), times), "time", "none to match")
    names(times) <- c("ko", "mutant")
    expect_refused(as_series(x, times), "time", "has ko, mutant")
    same <- list(a = tiny_matrix(), b = tiny_matrix())
    expect_identical(as_series(same, 1:6), as_series(same, list(1:6, 1:6)))
})

test_that("wrong lists are refused with the element", {
    x <- tiny_list()
    expect_refused(as_series(list()), "input", "an empty list")
    expect_refused(
        as_series(list(tiny_matrix(), "a")), "input", "`x[[2]]` must be"
    )
    expect_refused(as_series(list(a = NULL)), "input", "`x[[1]]`")
    expect_refused(as_series(x, trajectory = 1:2), "argument", "`trajectory`")
    expect_refused(as_series(x, list(1:4)), "time", "that is 2, not 1")
    expect_refused(as_series(x, list(1:4, NULL)), "time", "trajectory ko")
    expect_refused(as_series(x, list(1:4, 1:2)), "time", "`time[[2]]`")
    expect_refused(as_series(x, 1:4), "time", "`x[[2]]`, that is 3, not 4")
    expect_refused(
        as_series(x, list(1:4, c("0h", "1h", "2h"))), "time", "one unit for"
    )
    expect_refused(
        as_series(x, list(1:4, c(0, NA, 2))), "time", "ko: s2"
    )
    days <- as.Date("2020-01-01") + 0:2
    expect_refused(as_series(x, list(1:4, days)), "time", "integer, Date")
    expect_snapshot({
        say(as_series(list()))
        say(as_series(list(tiny_matrix(), "a")))
        say(as_series(list(a = tiny_matrix(), a = tiny_matrix())))
        say(as_series(x, trajectory = 1:2))
        say(as_series(x, list(1:4)))
        say(as_series(x, list(1:4, NULL)))
        say(as_series(x, list(1:4, 1:2)))
        say(as_series(x, list(1:4, days)))
        say(as_series(x, list(1:4, c(0, NA, 2))))
        say(as_series(x, list(wt = 1:4, mutant = 1:3)))
    })
})

# ts ---------------------------------------------------------------------------

test_that("ts rows are time points, with the times of the series", {
    x <- tiny_matrix()
    series <- stats::ts(t(x), start = 2, deltat = 0.5)
    s <- expect_silent(as_series(series))
    expect_contract(s)
    expect_identical(unname(s$x), unname(x))
    expect_identical(rownames(s$x), rownames(x))
    expect_equal(s$time, seq(2, 4.5, by = 0.5))
    expect_equal(s$step, 0.5)
    both <- as_series(series, trajectory = rep(c("a", "b"), each = 3))
    expect_identical(both$trajectory_names, c("a", "b"))
    pair <- list(a = series, b = stats::ts(t(x)[1:3, ], deltat = 0.5))
    s <- as_series(pair)
    expect_identical(s$trajectory, rep(1:2, c(6, 3)))
    expect_equal(s$time, c(seq(2, 4.5, by = 0.5), 1, 1.5, 2))
    expect_refused(as_series(series, time = 1:6), "argument", "its own times")
    expect_refused(as_series(pair, time = 1:6), "argument", "its own times")
    expect_refused(
        as_series(series, trajectory = 1:2), "trajectory", "that is 6, not 2"
    )
    expect_refused(as_series(stats::ts(1:9)), "input", "two genes")
    mixed <- list(a = series, b = x)
    expect_refused(as_series(mixed), "input", "are ts: a")
    expect_snapshot({
        say(as_series(series, time = 1:6))
        say(as_series(mixed))
    })
})

# sample vectors ---------------------------------------------------------------

test_that("dates count in days, date-times and differences in seconds", {
    x <- tiny_matrix()
    at <- function(time) as_series(x, time)[c("time", "step")]
    days <- as.Date("1970-01-01") + 2 * (0:5)
    expect_identical(at(days), list(time = 2 * (0:5), step = 2))
    seconds <- as.POSIXct("2020-01-01", tz = "UTC") + 60 * (0:5)
    expect_identical(at(seconds)$step, 60)
    expect_identical(at(as.POSIXlt(seconds)), at(seconds))
    hours <- as.difftime(as.double(0:5), units = "hours")
    expect_identical(at(hours), list(time = as.double(0:5), step = 1))
    two <- list(a = x, b = x)
    minutes <- as.difftime(60 * (0:5), units = "mins")
    expect_identical(as_series(two, list(hours, minutes))$time,
        rep(as.double(0:5), 2L))
    expect_identical(at(0:5), list(time = as.double(0:5), step = 1))
})

test_that("wrong sample vectors are refused with the samples", {
    x <- tiny_matrix()
    anonymous <- x
    colnames(anonymous) <- NULL
    late <- c(0, NA, 20, Inf, 40, 50)
    expect_refused(as_series(x, 1:5), "time", "that is 6, not 5")
    expect_refused(as_series(x, trajectory = 1:4), "trajectory", "6, not 4")
    expect_refused(as_series(x, "hours"), "time", "SummarizedExperiment only")
    expect_refused(as_series(x, letters[1:6]), "time", "has \"a\", \"b\"")
    expect_refused(as_series(x, paste0(1:6, c("h", "min"))), "time",
        "one unit for all")
    expect_refused(as_series(x, late), "time", "it is for s2, s4")
    expect_refused(as_series(anonymous, late), "time", "column 2, column 4")
    expect_refused(
        as_series(x, trajectory = c("a", NA, "a", "b", "b", "b")),
        "trajectory", "it is for s2"
    )
    expect_refused(
        as_series(x, trajectory = c("a", "", "a", "b", "b", "b")),
        "trajectory", "it is for s2"
    )
    expect_refused(
        as_series(x, trajectory = c(0, 0.5, 1, 1.5, 2, 3)), "trajectory",
        "such as 0.5"
    )
    expect_refused(
        as_series(x, trajectory = as.list(1:6)), "trajectory", "\"list\""
    )
    expect_snapshot({
        say(as_series(x, 1:5))
        say(as_series(x, "hours"))
        say(as_series(x, letters[1:6]))
        say(as_series(x, late))
        say(as_series(anonymous, late))
        say(as_series(x, trajectory = 1:4))
        say(as_series(x, trajectory = c("a", NA, "a", "b", "b", "b")))
        say(as_series(x, trajectory = c("a", "", "a", "b", "b", "b")))
        say(as_series(x, trajectory = c(0, 0.5, 1, 1.5, 2, 3)))
        say(as_series(x, trajectory = as.list(1:6)))
    })
})

# replicates -------------------------------------------------------------------

test_that("repeated times without trajectories need a choice", {
    x <- tiny_matrix()
    time <- c(0, 0, 10, 10, 20, 20)
    expect_refused(as_series(x, time), "replicates", "at 0, 10, 20")
    expect_message(
        s <- as_series(x, time, replicates = "mean"), "6 samples became 3"
    )
    expect_contract(s)
    expect_equal(unname(s$x[1, ]), c(1, 9, 25)) # A: 0 2 6 12 20 30
    expect_identical(s$samples, c("", "", ""))
    expect_message(
        s <- as_series(x, time, replicates = "match"), "3 times in 2"
    )
    expect_contract(s)
    expect_identical(s$samples, paste0("s", c(1, 3, 5, 2, 4, 6)))
    expect_identical(s$trajectory_names, c("1", "2"))
    expect_snapshot({
        say(as_series(x, time))
        say(as_series(x, time, replicates = "mean"))
        say(as_series(x, time, replicates = "match"))
    })
})

test_that("match takes the k-th sample at each time in the order given", {
    x <- tiny_matrix()
    s <- suppressMessages(
        as_series(x, c(10, 0, 20, 20, 10, 0), replicates = "match")
    )
    expect_identical(s$samples, paste0("s", c(2, 1, 3, 6, 5, 4)))
    expect_silent(as_series(x, 1:6, replicates = "match"))
})

# Samples s1, s2, ... in order of time; a series in one line: its name, times
# and samples.
paired <- function(counts, trajectory = NULL, ...) {
    time <- rep(10 * (seq_along(counts) - 1), counts)
    as_series(tiny_matrix(2L, sum(counts)), time, trajectory,
        replicates = "match", ...)
}
lines_of <- function(series) {
    vapply(seq_along(series$trajectory_names), function(r) {
        own <- series$trajectory == r
        paste0(series$trajectory_names[[r]], ": ", paste(
            series$time[own], series$samples[own], collapse = " "
        ))
    }, "")
}
expect_paired <- function(series, lines) {
    series <- suppressMessages(series)
    expect_contract(series)
    expect_identical(lines_of(series), lines)
    # values and names of samples go together: A is s^2 - s
    number <- as.double(sub("s", "", series$samples))
    expect_identical(unname(series$x["A", ]), number^2 - number)
}

test_that("series start late and end early where samples lack at the ends", {
    expect_paired(paired(c(3, 3, 2)), c(
        "1: 0 s1 10 s4 20 s7", "2: 0 s2 10 s5 20 s8", "3: 0 s3 10 s6"
    ))
    expect_paired(paired(c(2, 3, 3)), c(
        "1: 0 s1 10 s3 20 s6", "2: 0 s2 10 s4 20 s7", "3: 10 s5 20 s8"
    ))
    expect_snapshot({
        say(paired(c(3, 3, 2)))
        say(paired(c(1, 3, 3, 1)))
    })
})

test_that("series are cut where they lost a time", {
    expect_paired(paired(c(2, 2, 1, 2, 2, 2)), c(
        "1: 0 s1 10 s3 20 s5 30 s6 40 s8 50 s10", "2: 0 s2 10 s4",
        "3: 30 s7 40 s9 50 s11"
    ))
    expect_paired(paired(c(3, 3, 2, 2, 1, 3, 3)), c(
        "1: 0 s1 10 s4 20 s7 30 s9 40 s11 50 s12 60 s15",
        "2: 0 s2 10 s5 20 s8 30 s10", "3: 50 s13 60 s16", "4: 0 s3 10 s6",
        "5: 50 s14 60 s17"
    ))
    expect_snapshot(say(paired(c(2, 2, 1, 2, 2, 2))))
})

test_that("samples without a step are left out, and said", {
    expect_paired(paired(c(3, 2, 3)),
        c("1: 0 s1 10 s4 20 s6", "2: 0 s2 10 s5 20 s7"))
    expect_paired(paired(c(1, 1, 3)), "1: 0 s1 10 s2 20 s3")
    expect_paired(paired(c(2, 1, 1, 2, 2)), c(
        "1: 0 s1 10 s3 20 s4 30 s5 40 s7", "2: 30 s6 40 s8"
    ))
    expect_snapshot({
        say(paired(c(3, 2, 3)))
        say(paired(c(1, 1, 2)))
        say(paired(c(2, 1, 1, 2, 2)))
    })
})

test_that("samples of one time alone cannot be paired", {
    x <- tiny_matrix()
    groups <- c("a", "a", "a", "b", "b", "b")
    expect_refused(paired(6), "replicates", "all 6 are at 0.\nGive")
    expect_refused(paired(c(5, 1), c(groups[1:3], "b", "b", "a")),
        "replicates", "one time: b (2 at 0).\nDrop")
    expect_refused(as_series(x, c(7, 8, 9, 8, 8, 8), groups,
        replicates = "match"), "replicates", "one time: b (3 at 8)")
    # without replicates it is a matter of too few points
    expect_refused(suppressMessages(paired(c(3, 2, 2),
        c("a", "a", "b", "a", "a", "a", "a"))), "points", "fewer: b (1)")
    expect_refused(suppressMessages(paired(c(2, 2))), "points", "1 (2), 2 (2)")
    expect_paired(paired(c(2, 2), min_points = 2),
        c("1: 0 s1 10 s3", "2: 0 s2 10 s4"))
    expect_snapshot({
        say(paired(6))
        say(paired(6, groups))
        say(paired(c(2, 2)))
    })
})

test_that("match pairs inside the trajectories that are given", {
    both <- c("c", "c", "d", "d", "d")
    lines <- c("c.1: 0 s1 10 s6 20 s11", "c.2: 0 s2 10 s7 20 s12",
        "d.1: 0 s3 10 s8 20 s13", "d.2: 0 s4 10 s9 20 s14",
        "d.3: 0 s5 10 s10 20 s15")
    expect_paired(paired(c(5, 5, 5), rep(both, 3)), lines)
    # the d come first, and then d 2 lacks the first time, c 2 the last
    expect_paired(paired(c(2, 4, 3), c("d", "c", "d", "c", "d", "c", "d", "c",
        "d")), c("d.1: 0 s1 10 s3 20 s7", "d.2: 10 s5 20 s9",
        "c.1: 0 s2 10 s4 20 s8"))
    expect_paired(paired(c(3, 3, 3), rep(c(2, 7, 7), 3)), c(
        "2: 0 s1 10 s4 20 s7", "7.1: 0 s2 10 s5 20 s8", "7.2: 0 s3 10 s6 20 s9"
    ))
    expect_paired(paired(c(3, 3, 3),
        factor(rep(c("b", "a", "a"), 3), levels = c("z", "a", "b"))), c(
        "b: 0 s1 10 s4 20 s7", "a.1: 0 s2 10 s5 20 s8", "a.2: 0 s3 10 s6 20 s9"
    ))
    # of c as many at all times: its 1 and 4 say nothing of d
    for (n in c(1, 4)) {
        of <- c(rep(c("c", "d"), c(n, 2)), rep(c("c", "d"), c(n, 3)),
            rep(c("c", "d"), c(n, 3)))
        expect_message(paired(c(n + 2, n + 3, n + 3), of),
            "There are 2 to 3 samples at a time of d: 1 trajectory")
    }
    expect_snapshot({
        say(paired(c(5, 5, 5), rep(both, 3)))
        say(paired(c(3, 3, 3), rep(c("a", "b", "b"), 3)))
        say(paired(c(5, 4, 5), c(both, both[-5], both)))
        say(paired(c(5, 4, 4), c(both, both[-2], both[-5])))
        say(paired(rep(14, 3), rep(letters[1:7], 6)))
    })
})

test_that("a time that only others have is not lost", {
    time <- c(0, 0, 10, 10, 20, 20, 0, 0, 15, 15, 30)
    expect_paired(as_series(tiny_matrix(2L, 11L), time,
        rep(c("c", "d"), c(6, 5)), replicates = "match", irregular = "asis"),
    c("c.1: 0 s1 10 s3 20 s5", "c.2: 0 s2 10 s4 20 s6",
        "d.1: 0 s7 15 s9 30 s11", "d.2: 0 s8 15 s10"))
})

test_that("names that pairing makes are unique", {
    given <- rep(c("a", "a", "a.1"), 3)
    s <- suppressMessages(paired(c(3, 3, 3), given))
    expect_identical(s$trajectory_names, c("a.1.1", "a.2", "a.1"))
    expect_identical(s$samples[s$trajectory == 3L], c("s3", "s6", "s9"))
    s <- suppressMessages(paired(c(4, 4, 4), rep(c("a", "a", "a.1", "a.1"), 3)))
    expect_identical(s$trajectory_names, c("a.1", "a.2", "a.1.1", "a.1.2"))
})

test_that("match pairs inside conditions of every kind of input", {
    x <- tiny_matrix(2L, 9L)
    time <- c(0, 0, 5, 5, 10, 10, 0, 5, 10)
    groups <- rep(c("c", "d"), c(6, 3))
    lines <- c("c.1: 0 s1 5 s3 10 s5", "c.2: 0 s2 5 s4 10 s6",
        "d: 0 s7 5 s8 10 s9")
    expect_paired(as_series(x, time, groups, replicates = "match"), lines)
    expect_paired(as_series(x, c(time[1:6], 3, 8, 13), groups,
        replicates = "match"), c(lines[1:2], "d: 3 s7 8 s8 13 s9"))
    experiment <- SummarizedExperiment::SummarizedExperiment(
        list(x = x), colData = S4Vectors::DataFrame(h = time, group = groups)
    )
    expect_paired(as_series(experiment, "h", "group", replicates = "match"),
        lines)
    apart <- list(c = x[, 1:6], d = x[, 7:9])
    expect_paired(as_series(apart, list(time[1:6], time[7:9]),
        replicates = "match"), lines)
    expect_paired(as_series(unname(apart), list(time[1:6], time[7:9]),
        replicates = "match"), c("1.1: 0 s1 5 s3 10 s5",
        "1.2: 0 s2 5 s4 10 s6", "2: 0 s7 5 s8 10 s9"))
    shuffled <- c(9, 2, 7, 4, 5, 1, 8, 3, 6)
    expect_paired(as_series(x[, shuffled], time[shuffled], groups[shuffled],
        replicates = "match"), c("d: 0 s7 5 s8 10 s9", "c.1: 0 s2 5 s4 10 s5",
        "c.2: 0 s1 5 s3 10 s6"))
    rounded <- c(0.3, 0.1 + 0.2, 0.6, 0.6, 0.9, 0.9, 0.3, 0.6, 0.9)
    expect_identical(suppressMessages(as_series(x, rounded, groups,
        replicates = "match"))$trajectory_names, c("c.1", "c.2", "d"))
})

test_that("unequal and grouped replicates can be learnt from", {
    x <- matrix(sin((1:48)^2), 6, dimnames = list(letters[1:6], NULL))
    time <- c(0, 0, 0, 1, 1, 1, 2, 2)
    learn <- function(x, ...) {
        withCallingHandlers(suppressMessages(ggc_fit(x, ...,
            control = ggc_control(members = 1, first = 2, each = 2,
                n_lambda = 2), seed = 1)),
        ggc_warning_steps = function(w) invokeRestart("muffleWarning"))
    }
    fit <- learn(x, time = time, replicates = "match")
    expect_true(all(is.finite(granger(fit))))
    # the same by name, a trajectory of two points among others
    named <- learn(x, time = time, trajectory = c(1:3, 1:3, 1:2))
    expect_identical(granger(named), granger(fit))
    sim <- ggc_simulate("var", p = 4, n_time = 4, n_trajectories = 4,
        replicates = 2, destructive = TRUE, seed = 1)
    fit <- learn(sim, replicates = "match")
    expect_identical(fit@series$trajectory_names,
        c("1.1", "1.2", "2.1", "2.2"))
    expect_identical(fit@series$samples, colnames(sim))
    fit <- learn(sim[, -8], replicates = "match")
    expect_identical(fit@series$samples, colnames(sim)[-8])
    expect_identical(colnames(suppressMessages(predict(fit, sim))),
        colnames(sim))
})

test_that("repeated times inside a trajectory are named", {
    x <- tiny_matrix()
    time <- c(0, 10, 10, 20, 0, 10)
    groups <- c("a", "a", "a", "a", "b", "b")
    expect_refused(
        as_series(x, time, groups), "replicates", "several: a at 10"
    )
    s <- suppressMessages(
        as_series(x, time, groups, replicates = "mean", min_points = 2)
    )
    expect_contract(s)
    expect_equal(unname(s$x[1, ]), c(0, 4, 12, 20, 30))
    expect_identical(s$samples, c("s1", "", "s4", "s5", "s6"))
    expect_identical(s$time, c(0, 10, 20, 0, 10))
    expect_refused(
        as_series(tiny_list(), list(c(0, 0, 1, 2), 0:2)), "replicates",
        "wt at 0"
    )
    many <- matrix(1:80 %% 7, 2, dimnames = list(c("A", "B"), NULL))
    five <- rep(1:5, each = 8)
    expect_snapshot({
        say(as_series(x, time, groups))
        say(as_series(many, rep(1:4, 10), five))
    })
})

test_that("times that differ by rounding alone are repeats", {
    x <- tiny_matrix()
    time <- c(0.1, 0.2, 0.3, 0.1, 0.2, 0.1 + 0.2)
    expect_refused(as_series(x, time), "replicates", "at 0.1, 0.2, 0.3")
    s <- suppressMessages(as_series(x, time, replicates = "match"))
    expect_identical(s$samples, paste0("s", 1:6))
    seconds <- as.POSIXct("2020-01-01", tz = "UTC") + c(0, 1, 1, 2, 3, 4)
    expect_refused(as_series(x, seconds), "replicates", "1577836801,")
})

# too few points ---------------------------------------------------------------

test_that("short trajectories are named", {
    x <- tiny_matrix()
    groups <- c("a", "a", "a", "b", "b", "c")
    expect_refused(as_series(x[, 1:2]), "points", "at least 3 time points")
    expect_refused(
        as_series(x, trajectory = groups), "points", "fewer: c (1).\nDrop"
    )
    # two points are a step, where a longer trajectory is there to learn from
    expect_silent(as_series(x[, 1:5], trajectory = groups[1:5]))
    expect_refused(as_series(x[, 1:5], trajectory = groups[1:5],
        min_points = 4), "points", "have fewer: a (3), b (2)")
    expect_refused(as_series(x, trajectory = c(1, 1, 2, 2, 3, 3)), "points",
        "at least 3 time points, and all have fewer: 1 (2), 2 (2), 3 (2).\nA")
    expect_refused(as_series(x, trajectory = c(1, 1, 1, 2, 1, 1),
        min_points = 2), "points", "at least 2 time points")
    expect_refused(
        as_series(x, trajectory = letters[1:6]), "points",
        "the series that a sample is part of"
    )
    expect_silent(as_series(x[, 1:2], min_points = 2))
    expect_refused(
        suppressMessages(as_series(x, c(0, 0, 0, 1, 1, 1),
            replicates = "mean")), "points", "not 2"
    )
    expect_snapshot({
        say(as_series(x[, 1:2]))
        say(as_series(x, trajectory = groups))
        say(as_series(x, trajectory = letters[1:6]))
    })
})

# uneven times -----------------------------------------------------------------

on_grid <- function(...) as_series(..., irregular = "interpolate")

test_that("uneven times are interpolated linearly onto the median step", {
    x <- rbind(A = c(0, 2, 6, 12, 20), B = c(5, 5, 5, 5, 5) + 0.1,
        C = c(1, 0, 1, 0, 1))
    colnames(x) <- paste0("s", 1:5)
    time <- c(0, 10, 20, 45, 55)
    expect_message(
        s <- suppressWarnings(on_grid(x, time)), "onto steps of 10"
    )
    expect_contract(s)
    expect_identical(s$step, 10)
    expect_identical(s$time, c(0, 10, 20, 30, 40, 50))
    expect_identical(s$interpolated, 3L)
    # The samples at 45 and 55 lie on no point of the grid.
    expect_identical(s$between, list(points = 4:6, x = unname(x[, 4:5]),
        time = c(45, 55), trajectory = c(1L, 1L)))
    expect_identical(s$filled, integer())
    # 20 -> 45 rises 6 -> 12: .24 a unit; 45 -> 55 rises 12 -> 20: .8 a unit
    expect_equal(unname(s$x["A", ]), c(0, 2, 6, 8.4, 10.8, 16))
    expect_identical(unname(s$x["B", ]), rep(5.1, 6))
    expect_identical(s$constant, c(FALSE, TRUE, FALSE))
    expect_identical(s$samples, c("s1", "s2", "s3", "", "", ""))
    expect_equal(
        unname(s$x["A", ]),
        stats::approx(time, x["A", ], s$time)$y
    )
})

test_that("the message says what is made up and what no longer counts", {
    x <- tiny_matrix(samples = 8L)
    said <- function(time, ...) {
        suppressWarnings(on_grid(x[, seq_along(time)], time, ...)) |>
            expect_message() |> conditionMessage()
    }
    # The median step is 2, the grid 0 2 4 6 8 10: made up at 8. 7, 8.5 and 9 are
    # no points; 8.5, beyond 8, counts at that point, as does 7; 9 does not.
    time <- c(0, 2, 4, 6, 7, 8.5, 9, 11)
    text <- said(time)
    expect_match(text, "giving 6 points, 2 of them made up between samples. ",
        fixed = TRUE)
    expect_match(text, " 4 samples lie on no point.\n", fixed = TRUE)
    # 0 10 20 30 40 50: 1 and 2 are beside no point but 0, which is a sample.
    text <- said(c(0, 1, 2, 10, 20, 30, 40, 50))
    expect_match(text, "6 points, 0 of them made up between samples. 2 samples ",
        fixed = TRUE)
    expect_match(text, "lie on no point, 2 of which no longer count.\n",
        fixed = TRUE)
    # The points at 0 and 2 are samples, so that 1 is beside none made up.
    text <- said(c(0, 1, 2, 3, 5, 7, 9, 11))
    expect_match(text, "6 points, 4 of them made up")
    expect_match(text, "6 samples lie on no point, 1 of which no longer counts.",
        fixed = TRUE)
})

test_that("what was measured is told from what was made up, gaps too", {
    x <- tiny_matrix()
    x["B", c(2, 4)] <- NA
    s <- suppressMessages(on_grid(x, na = "interpolate"))
    expect_identical(s$filled, c(5L, 11L)) # row 2 of columns 2 and 4
    expect_null(s$between)
    # Onto 0 1 2 3 4: column 4 is made up, 3.5 lies between points.
    time <- c(0, 1, 2, 3.5, 4, 5)
    s <- suppressMessages(on_grid(x, time, na = "interpolate"))
    expect_contract(s)
    expect_identical(s$time, c(0, 1, 2, 3, 4, 5))
    expect_identical(s$filled, 5L)
    expect_identical(s$between$points, 4L)
    expect_identical(s$between$x, unname(x[, 4, drop = FALSE]))
})

test_that("interpolation stays inside trajectories and common in step", {
    x <- tiny_matrix()
    x <- cbind(x, x[, 1:4] * 10)
    time <- c(0, 1, 2, 3, 4, 5, 100, 102, 104, 105)
    groups <- rep(c("even", "slow"), c(6, 4))
    s <- suppressMessages(on_grid(x, time, groups))
    expect_contract(s)
    expect_identical(s$step, 1)
    parts <- split_trajectories(s)
    expect_identical(parts$even, x[, 1:6])
    expect_identical(s$time[s$trajectory == 2], 100 + as.double(0:5))
    expect_equal(unname(parts$slow["A", ]), c(0, 10, 20, 40, 60, 120))
    expect_identical(colnames(parts$slow), c("s1", "", "s2", "", "s3", "s4"))
    expect_true(max(s$time[s$trajectory == 2]) <= 105)
    expect_snapshot(say(on_grid(x, time, groups)))
})

test_that("the grid never goes beyond the last sample", {
    x <- tiny_matrix()
    s <- suppressMessages(on_grid(x, c(0, 3, 6, 9, 12, 14)))
    expect_identical(s$time, c(0, 3, 6, 9, 12))
    expect_identical(unname(s$x), unname(x[, 1:5]))
})

test_that("irregular = asis and error do as they say", {
    x <- tiny_matrix()
    time <- c(0, 10, 20, 45, 55, 65)
    expect_message(s <- as_series(x, time), "uneven (10 to 25, median 10): each",
        fixed = TRUE)
    expect_contract(s)
    expect_identical(s$time, time)
    expect_identical(s$step, 10)
    expect_identical(ggc:::.series_matrix(s), x)
    expect_refused(
        as_series(x, time, irregular = "error"), "irregular",
        "10 to 25, median 10"
    )
    expect_silent(as_series(x, 10 * (0:5), irregular = "error"))
    expect_refused(
        as_series(x, c(0, 10, 25, 0, 10, 25), tiny_trajectory,
            irregular = "error"), "irregular", "uneven: trajectories wt, ko"
    )
    expect_snapshot({
        say(as_series(x, time))
        say(on_grid(x, time))
        say(as_series(x, time, irregular = "error"))
    })
})

test_that("steps within 1e-6 of the median are even, beyond are not", {
    x <- tiny_matrix()
    jitter <- c(0, 1, 2, 3, 4, 5)
    jitter[6] <- 5 + 9e-7
    expect_identical(
        expect_silent(as_series(x, jitter))$time, jitter
    )
    jitter[6] <- 5 + 2e-6
    expect_message(as_series(x, jitter), "taken as even, as they differ little")
    expect_error(as_series(x, jitter, irregular = "error"),
        class = "ggc_error_irregular")
    jitter[6] <- 5.06
    expect_message(as_series(x, jitter), "Time steps are uneven")
    # seconds since 1970 are stored to 2.4e-7, coarser than 1e-6 of such steps
    stamps <- 1.6e9 + (0:5) / 30
    expect_gt(diff(range(diff(stamps))), 2e-7)
    expect_silent(as_series(x, stamps))
    expect_silent(as_series(x, c(0, 0.1, 0.2, 0.3, 0.4, 0.5)))
})

test_that("grids that lose a trajectory or explode are refused", {
    x <- tiny_matrix()
    groups <- c("a", "a", "a", "a", "b", "b")
    time <- c(0, 10, 20, 30, 0, 5)
    expect_refused(
        on_grid(x, time, groups, min_points = 2), "irregular",
        "one point of trajectory b"
    )
    expect_refused(
        on_grid(x, c(0, 1, 2, 3, 4, 1e6)), "irregular",
        "would make 1000001 points of 6 samples"
    )
    expect_snapshot({
        say(on_grid(x, time, groups, min_points = 2))
        say(on_grid(x, c(0, 1, 2, 3, 4, 1e6)))
    })
})

# missing, infinite, constant --------------------------------------------------

test_that("missing values are refused with number, genes and samples", {
    x <- tiny_matrix()
    x["A", 2] <- NA
    x["C", c(2, 5)] <- NaN
    expect_refused(
        as_series(x), "missing",
        "3 missing values in 2 genes and 2 samples: genes A, C; samples s2, s5"
    )
    listed <- tiny_list()
    listed$ko[2, 3] <- NA
    expect_refused(as_series(listed), "missing", "genes B; samples ko: s3")
    colnames(listed$ko) <- NULL
    expect_refused(as_series(listed), "missing", "samples ko: column 3")
    expect_snapshot({
        say(as_series(x))
        say(as_series(listed))
        say(as_series(x, na = "interpolate"))
    })
})

test_that("gaps are filled along time inside trajectories", {
    x <- rbind(
        A = c(NA, 1, NA, NA, 7, NA, 2, NA, NA),
        B = c(1, 2, 4, 8, 16, 32, NA, 5, 6),
        C = c(3, 1, 4, 1, 5, 9, 2, 6, 5)
    )
    groups <- rep(c("a", "b"), c(6, 3))
    time <- c(0, 1, 2, 3, 4, 5, 0, 1, 2)
    want <- x
    want["A", ] <- c(1, 1, 3, 5, 7, 7, 2, 2, 2)
    want["B", 7] <- 5
    expect_message(
        s <- as_series(x, time, groups, na = "interpolate"),
        "Filled in 7 missing values"
    )
    expect_contract(s)
    expect_equal(unname(s$x), unname(want))
    expect_identical(s$x["C", ], x["C", ])
    s <- suppressMessages(
        as_series(x, trajectory = groups, na = "interpolate")
    )
    expect_equal(unname(s$x), unname(want))
    uneven <- c(0, 1, 2, 5, 6, 7, 0, 1, 2)
    s <- suppressMessages(as_series(x, uneven, groups, na = "interpolate",
        irregular = "asis"))
    # from (1, 1) to (6, 7): 1.2 a unit
    expect_equal(unname(s$x["A", 1:6]), c(1, 1, 2.2, 5.8, 7, 7))
})

test_that("filling agrees with stats::approx, gene by gene", {
    # a fixed pattern of holes: every gene keeps at least one value
    x <- matrix(sin(1:120 * 1.7), 10, 12)
    holes <- matrix((1:120 * 37) %% 11 < 6, 10, 12)
    holes[cbind(1:10, 3:12)] <- FALSE
    x[holes] <- NA
    time <- cumsum(c(0, 1, 3, 2, 5, 1, 1, 4, 2, 2, 7, 1))
    got <- ggc:::.fill_rows(x, time)
    for (g in 1:10) {
        seen <- !is.na(x[g, ])
        want <- if (sum(seen) == 1L) {
            rep(x[g, seen], 12)
        } else {
            stats::approx(time[seen], x[g, seen], time, rule = 2)$y
        }
        # two linear formulas of values in [-1, 1]: a few roundings apart
        expect_equal(got[g, ], want, tolerance = 1e-14)
    }
    expect_identical(got[!holes], x[!holes])
})

test_that("a gene without any value in a trajectory is named", {
    x <- tiny_matrix()
    x["B", tiny_trajectory == "ko"] <- NA
    expect_refused(
        as_series(x, tiny_time, tiny_trajectory, na = "interpolate"),
        "missing", "trajectory ko: B"
    )
    expect_snapshot(
        say(as_series(x, tiny_time, tiny_trajectory, na = "interpolate"))
    )
})

test_that("averages leave missing values out", {
    x <- tiny_matrix()
    time <- c(0, 0, 10, 10, 20, 20)
    x["A", 1] <- NA
    x["B", 3:4] <- NA
    s <- suppressMessages(
        as_series(x, time, na = "interpolate", replicates = "mean")
    )
    # A: 0 2 6 12 20 30; B: 1 6 15 28 45 66
    expect_equal(unname(s$x["A", ]), c(2, 9, 25))
    expect_equal(unname(s$x["B", ]), c(3.5, 29.5, 55.5))
})

test_that("infinite and huge values are always refused", {
    x <- tiny_matrix()
    x["B", 4] <- -Inf
    x["C", 1] <- NA
    expect_refused(as_series(x), "input", "1 infinite value: genes B; samp")
    expect_refused(as_series(x, na = "interpolate"), "input", "infinite")
    big <- tiny_matrix()
    big["A", 2] <- -1e301
    expect_refused(as_series(big), "input", "genes A; samples s2")
    big["A", 3] <- NA
    expect_refused(as_series(big, na = "interpolate"), "input", "Rescale")
    big["A", 2:3] <- c(1e300, -1e300)
    expect_silent(as_series(big))
    expect_snapshot({
        say(as_series(x))
        say(as_series(replace(big, 7, 1e301)))
    })
})

test_that("constant genes are flagged and named once", {
    x <- tiny_matrix(8L)
    x[c("B", "D"), ] <- c(0, 1e6)
    x["E", ] <- 0.3
    x["E", 2] <- 0.1 + 0.2
    x["F", ] <- c(1e6, 1e6, 1e6 + 1e-6, 1e6, 1e6, 1e6)
    expect_warning(
        s <- as_series(x), "3 constant genes.*B, D, E",
        class = "ggc_warning_constant"
    )
    expect_identical(which(s$constant), c(2L, 4L, 5L))
    per_trajectory <- tiny_matrix()
    per_trajectory["A", ] <- rep(c(1, 2), each = 3)
    expect_silent(as_series(per_trajectory, tiny_time, tiny_trajectory))
    expect_snapshot({
        say(as_series(x))
        say(as_series(matrix(1, 8, 4, dimnames = list(LETTERS[1:8], NULL))))
    })
})

# gene names -------------------------------------------------------------------

test_that("gene names are unique, present and in UTF-8", {
    x <- tiny_matrix()
    rownames(x) <- c("A", "B", "A")
    expect_refused(as_series(x), "genes", "these are not: A")
    rownames(x) <- c("A", NA, "")
    expect_refused(as_series(x), "genes", "rows are: 2, 3")
    rownames(x) <- c("A", "B", "  ")
    expect_refused(as_series(x), "genes", "rows are: 3")
    latin <- c("A", "B", "prot\xe9ine")
    Encoding(latin) <- "latin1"
    rownames(x) <- latin
    s <- as_series(x)
    expect_identical(rownames(s$x), c("A", "B", "prot\u00e9ine"))
    expect_identical(Encoding(rownames(s$x)[[3]]), "UTF-8")
    rownames(x) <- NULL
    expect_message(s <- as_series(x), "G1 to G3")
    expect_identical(rownames(s$x), c("G1", "G2", "G3"))
    twice <- tiny_matrix()
    rownames(twice) <- c("A", "B", "A")
    gone <- tiny_matrix()
    rownames(gone) <- c("A", NA, "")
    expect_snapshot({
        say(as_series(twice))
        say(as_series(gone))
        say(as_series(x))
    })
})

# orientation ------------------------------------------------------------------

test_that("sample vectors that fit the rows are an error", {
    x <- t(tiny_matrix())
    expect_refused(as_series(x, tiny_time), "orientation", "Pass t(x)")
    expect_refused(
        as_series(x, trajectory = tiny_trajectory), "orientation",
        "`trajectory` has 6 values, which fits the 6 rows and not the 3"
    )
    expect_refused(
        as_series(list(tiny_matrix(), x), list(1:6, 1:6)), "orientation",
        "Pass t(x[[2]])"
    )
    # one fits, one does not: no turning of the matrix would mend that
    expect_refused(as_series(x, tiny_time, 1:3), "time", "that is 3, not 6")
    expect_snapshot({
        say(as_series(x, tiny_time))
        say(as_series(x, trajectory = tiny_trajectory))
        say(as_series(list(tiny_matrix(), x), list(1:6, 1:6)))
    })
})

named <- function(rows, columns, n = 5, m = 7) {
    matrix(seq_len(n * m)^2, n, m, dimnames = list(rows, columns))
}

test_that("rows that look like samples are warned of", {
    warned <- function(x) {
        expect_warning(
            suppressMessages(as_series(x)), "look like samples",
            class = "ggc_warning_orientation"
        )
    }
    genes <- c("lexA", "recA", "umuD", "dinI", "uvrA", "ssb", "rpoD")
    warned(named(paste0("t", 1:5), genes))
    warned(named(paste0("Time_", 0:4), genes))
    warned(named(paste0("day ", 1:5, ".rep1"), genes))
    warned(named(c("0h", "1h", "2.5h", "4h", "24h"), genes))
    warned(named(paste0("sample", 1:5), NULL))
    warned(named(sprintf("R%d_T%d", c(1, 1, 1, 2, 2), c(1:3, 1:2)), genes))
    warned(named(paste0("S", 1:5), genes))
    warned(named(paste0("GSM", 1:5 + 123456), genes))
    warned(named(paste0("SRR", 1:5 + 999), NULL))
    warned(named(c("WT_0h_rep1", "WT_12h_rep1", "KO_0h", "KO_12h", "KO_1d"),
        genes))
    warned(named(c("wt.day3", "wt-rep1-30min", "ko_d7", "ko_rep2", "ko 5h"),
        genes))
    # nearly all will do, among them a control
    warned(named(c("control", paste0("T", 1:11)), genes, 12))
    sim <- SummarizedExperiment::assay(
        ggc_simulate("var", p = 7, n_time = 5, n_trajectories = 2, seed = 1)
    )
    warned(t(sim))
    warned(named(c("0", "5", "10", "1e1", "30")[c(1, 2, 4, 5)], genes, 4))
    warned(named(NULL, genes))
    warned(named(NULL, c("Time", genes[1:6])))
    warned(list(named(paste0("t", 1:5), genes)))
    # a table of 50 times x 3 genes is as much on its side as a short one
    warned(named(NULL, genes[1:3], 50, 3))
    # a square matrix with `time` stays open
    expect_warning(
        as_series(named(paste0("t", 1:7), genes, 7, 7), 1:7),
        class = "ggc_warning_orientation"
    )
    expect_snapshot({
        say(as_series(named(paste0("t", 1:5), genes)))
        say(as_series(named(NULL, genes)))
        say(as_series(named(NULL, c("Time", genes[1:6]))))
        say(as_series(list(named(paste0("t", 1:5), genes))))
    })
})

test_that("few alarms are false", {
    quiet <- function(x, ...) {
        series <- withCallingHandlers(
            suppressMessages(as_series(x, ...)),
            ggc_warning_orientation = function(w) {
                fail(conditionMessage(w))
            }
        )
        expect_contract(series)
    }
    genes <- c("lexA", "recA", "umuD", "dinI", "uvrA")
    # shape alone says nothing: 2 genes at 40 times, 40 genes at 3
    quiet(named(NULL, NULL, 2, 40))
    quiet(named(NULL, NULL, 40, 3))
    quiet(named(paste0("G", 1:2), NULL, 2, 40))
    quiet(named(genes, paste0("t", 1:7)))
    quiet(named(genes, 1:7))
    # genes called T1, ... or H1, ... beside samples called s1, ...
    quiet(named(paste0("T", 1:5), paste0("s", 1:7)))
    # histone and other symbols that begin like a time
    quiet(named(c("H1-0", "H2AX", "H3C1", "H4C2", "D2HGDH"), genes[1:5], 5, 5))
    # Entrez identifiers: unsorted, or sorted but more of them than samples
    quiet(named(c("7157", "1017", "672", "675", "5290"), genes, 5, 5))
    quiet(named(c("672", "675", "1017", "5290", "7157"), genes[1:4], 5, 4))
    # default and usual sample names without gene names
    # names of genes, locus tags, transcripts and probes that are like samples
    real <- list(
        c("S100A1", "S100A8", "S100B", "S1PR1", "RPS6"),
        c("SRR", "HES1", "ERH", "RPS6", "H2AC1"),
        c("YAL001C", "YBR020W", "YGL035C", "YDR477W", "YMR303C"),
        sprintf("b%04d", 1:5), sprintf("S%04d", 1:5), # E. coli, Shigella
        sprintf("ENSG000001%05d.%d", 1:5, 1:5),
        sprintf("FUN_%06d-T1", 1:5), # transcripts
        c("1007_s_at", "1053_s_at", "117_at", "121_at", "1255_g_at"),
        c("H2-K1", "H2-D1", "H2-T23", "H2-Q7", "H2-M3"),
        c("F26D10.3", "T01C8.5", "Y37D8A.12", "B0205.3", "2RSSE.1"),
        c("RPS6", "RPS19", "D2HGDH", "R3HDM1", "TP53"),
        c("SRR", paste0("SRR", 1:4)), # paralogues, not accessions
        # some may look like samples
        c(paste0("S", 1:4), "lexA")
    )
    for (names in real) {
        quiet(named(names, letters[1:7]))
        quiet(named(names, NULL))
        quiet(named(names, sprintf("R1_T%d", 1:7)))
    }
    # samples on both sides say nothing
    quiet(named(paste0("S", 1:5), sprintf("WT_%dh", 1:7)))
    quiet(named(NULL, c("wt_0h", "wt_1h", "wt_2h", "ko_0h", "ko_1h", "ko_2h",
        "ko_3h")))
    quiet(named(NULL, paste0("V", 1:7)))
    quiet(named(NULL, paste0("GSM", 100 + 1:7)))
    quiet(named(NULL, c("0h", "1h", "2h", "4h", "8h", "12h", "24h")))
    # a vector that fits the columns settles it
    transposed <- named(paste0("t", 1:5), c(genes, "ssb", "rpoD"))
    quiet(transposed, time = 1:7)
    quiet(transposed, trajectory = rep("a", 7))
    quiet(list(transposed), time = list(1:7))
    quiet(stats::ts(t(transposed)))
    quiet(SummarizedExperiment::SummarizedExperiment(list(a = transposed)))
})

# selection --------------------------------------------------------------------

test_that("genes are chosen by name, index or flag, in the order asked for", {
    genes <- c("A", "B", "C", "D")
    expect_identical(resolve(NULL, genes, "targets"), 1:4)
    expect_identical(resolve(c("D", "B"), genes, "targets"), c(4L, 2L))
    expect_identical(resolve(c(4, 2), genes, "targets"), c(4L, 2L))
    expect_identical(resolve(2L, genes, "targets"), 2L)
    # a factor goes by its labels, not by its codes
    expect_identical(resolve(factor("C"), genes, "targets"), 3L)
    flags <- c(a = TRUE, b = FALSE, c = TRUE, d = FALSE)
    expect_identical(resolve(flags, genes, "targets"), c(1L, 3L))
    latin <- "prot\xe9ine"
    Encoding(latin) <- "latin1"
    expect_identical(resolve(latin, c("A", "prot\u00e9ine"), "targets"), 2L)
})

test_that("wrong choices of genes are named", {
    genes <- c("A", "B", "C", "D")
    refused <- function(which, pattern) {
        expect_refused(resolve(which, genes, "regulators"), "genes", pattern)
    }
    refused(c("A", "x", NA), "these are not: x, NA")
    refused(paste0("x", 1:9), "x1, x2, x3, x4, x5 and 4 more")
    refused(c("A", "x1"), "; intersect(regulators, rownames(x)) keeps those")
    refused(c("A", "B", "A"), "twice or more: A")
    refused(c(2, 2), "twice or more: B")
    refused(character(), "at least one gene")
    refused(integer(), "at least one gene")
    refused(c(FALSE, FALSE, FALSE, FALSE), "at least one gene")
    refused(c(0, 1, 5), "these are not: 0, 5")
    refused(c(-1, 1.5, NA), "these are not: -1, 1.5, NA")
    refused(c(TRUE, FALSE), "per gene (4), not 2 values")
    refused(c(TRUE, NA, TRUE, TRUE), "some missing")
    refused(list("A"), "\"list\"")
    expect_snapshot({
        say(resolve(paste0("x", 1:9), genes, "regulators"))
        say(resolve(c("A", "B", "A"), genes, "regulators"))
        say(resolve(character(), genes, "regulators"))
        say(resolve(c(-1, 1.5, NA), genes, "regulators"))
        say(resolve(c(TRUE, FALSE), genes, "regulators"))
        say(resolve(c(TRUE, NA, TRUE, TRUE), genes, "regulators"))
        say(resolve(list("A"), genes, "regulators"))
    })
})

# size -------------------------------------------------------------------------

test_that("work does not go gene by gene", {
    # 20,000 genes x 100 samples with gaps and uneven times: about 1 s; a loop
    # over genes and trajectories would take over 10
    p <- 20000L
    x <- matrix((seq_len(p * 100) * 7919) %% 10007, p, 100)
    rownames(x) <- sprintf("gene%d", seq_len(p))
    x[cbind(seq_len(p), seq_len(p) %% 100 + 1)] <- NA
    time <- rep(c(0, 1, 2, 3, 5, 6, 7, 8, 10, 11), 10)
    spent <- system.time(s <- suppressMessages(
        on_grid(x, time, rep(1:10, each = 10), na = "interpolate")
    ))
    expect_identical(dim(s$x), c(p, 120L))
    expect_lt(spent[["elapsed"]], 10)
})

test_that("counts and cells are warned of where networks are to be learnt", {
    read <- function(x, time = seq_len(ncol(x)), ...) {
        as_series(x, time, ..., to_learn = TRUE)
    }
    warned <- function(words, x, ...) {
        expect_warning(read(x, ...), words, class = "ggc_warning_counts",
            fixed = TRUE)
    }
    # Values 0 to 102, whole.
    counts <- tiny_matrix()
    warned(paste0("counts, not log-expression: whole numbers from 0 to 102.\n",
        "ggc_preprocess() makes"), counts)
    expect_silent(as_series(counts))
    # as they are read: before anything is filled in
    warned("whole numbers from 0 to 102", counts, time = c(0, 1, 2, 4, 5, 6)) |>
        suppressMessages()
    warned("from 0 to 102", replace(counts, 2, NA), na = "interpolate") |>
        suppressMessages()
    estimated <- tiny_experiment(list(counts = counts / 7))
    warned("its assay is called \"counts\"", estimated)
    # Small discrete, negative or broken values are no counts.
    expect_silent(read(pmin(counts, 20)))
    expect_silent(read(counts - 1))
    expect_silent(read(counts + 0.5))
    expect_silent(read(tiny_experiment(list(counts = counts - 50))))
    expect_silent(read(tiny_experiment(list(logcounts = counts / 7))))
    # Estimated counts and intensities; few such values are none.
    large <- matrix(exp(seq(5, 10, length.out = 18)), 3,
        dimnames = list(letters[1:3], NULL))
    warned("not to be on a log scale: values from 148.4132 to 22026.47", large)
    expect_silent(read(log2(large)))
    expect_silent(read(large / 3))
    expect_silent(read(replace(large / 1000, 1, 22026.47)))
    expect_silent(read(large - 200))
    expect_warning(ggc_fit(counts, control = ggc_control(members = 2L,
        first = 5L, each = 1L, n_lambda = 3L), seed = 1),
        class = "ggc_warning_counts") |> suppressWarnings("ggc_warning_steps")
    # Before replicates are averaged: thirds are no whole numbers.
    expect_warning(read(counts * 3, time = rep(1:3, length.out = ncol(counts)),
        replicates = "mean"), class = "ggc_warning_counts")
    skip_if_not_installed("SingleCellExperiment")
    cells <- function(n) {
        SingleCellExperiment::SingleCellExperiment(
            list(logcounts = tiny_matrix(3L, n) / 7000))
    }
    expect_warning(read(cells(201)), "whose 201 columns are taken as one time",
        class = "ggc_warning_cells")
    expect_silent(read(cells(200)))
    expect_silent(read(cells(201), trajectory = rep(1:2, c(100, 101))))
})

test_that("times that differ by rounding are one time, near 0 too", {
    # -0.3 + 0.3 is 0 or 5.6e-17, whichever way it was come to
    one <- seq(0, 0.6, 0.1) - 0.3
    other <- c(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6) - 0.3
    expect_false(identical(one, other))
    x <- matrix(sin(1:42), 2, dimnames = list(c("a", "b"), NULL))
    got <- suppressMessages(.as_series(x, c(one, other, one),
        replicates = "mean"))
    expect_identical(ncol(got$x), 7L)
    expect_identical(.time_key(c(0, 0)), c(0, 0))
    expect_identical(.time_key(c(1.7e9, 1.7e9 + 0.01)),
        c(1.7e9, 1.7e9 + 0.01))
})

test_that("times that were rounded, or late by little, are even", {
    sim <- ggc_simulate("grn", p = 4, n_trajectories = 3,
        times = seq(0, 200, 20), seed = 1)
    learn <- function() {
        suppressMessages(ggc_fit(sim, seed = 1, control = tiny_control()))
    }
    fit <- learn()
    sim$time <- round(sim$time / 60, 2)
    expect_identical(granger(learn()), granger(fit))
})

test_that("missing levels of a factor are missing", {
    x <- matrix(sin((1:36)^2), 3, dimnames = list(letters[1:3], NULL))
    time <- rep(0:5, 2)
    line <- rep(c("p", "q"), each = 6)
    lost <- factor(replace(line, 3, NA), exclude = NULL)
    expect_error(.as_series(x, time, line, batch = lost),
        class = "ggc_error_batch", "must not be missing")
    expect_error(.as_series(x, time, lost), class = "ggc_error_trajectory",
        "must not be missing")
    # Numbers that are missing are so, and not called NA.
    expect_error(.as_series(x, time, line, batch = replace(rep(1:2, each = 6),
        3, NA)), class = "ggc_error_batch", "must not be missing")
})

test_that("few steps are warned of (case H2)", {
    x <- matrix(sin((1:60)^2), 3, dimnames = list(letters[1:3], NULL))
    learn <- function(x, time, n, method = "clstm") {
        suppressMessages(ggc_fit(x, method, time = rep(time, n),
            trajectory = rep(seq_len(n), each = length(time)), seed = 1,
            control = tiny_control()))
    }
    for (method in c("clstm", "var")) {
        expect_warning(learn(x[, 1:9], 0:2, 3L, method), "6 steps in all") |>
            suppressWarnings()
    }
    expect_warning(learn(x[, 1:12], 0:3, 3L), class = "ggc_warning_steps")
    expect_no_warning(learn(x[, 1:15], 0:4, 3L))
})

test_that("new data of another step are said, or brought onto the fit's", {
    x <- matrix(sin((1:60)^2), 3, dimnames = list(letters[1:3], NULL))
    learn <- function(...) {
        suppressMessages(ggc_fit(x, ..., trajectory = rep(1:2, each = 10),
            seed = 1, control = tiny_control()))
    }
    fit <- learn(time = rep(0:9, 2))
    expect_message(predict(fit, x[, 1:4], time = c(0, 100, 200, 300)),
        "step of `newdata` is 100, that of the fit 1")
    expect_silent(predict(fit, x[, 1:4], time = c(3, 4, 5, 6)))
    # Without times, of the fit or of the new data, there is nothing to say.
    expect_silent(predict(fit, x[, 1:4]))
    expect_silent(predict(learn(), x[, 1:4], time = c(0, 100, 200, 300)))
    uneven <- c(0:8, 10)
    fit <- learn(time = rep(uneven, 2), irregular = "interpolate")
    got <- suppressMessages(predict(fit, x[, 1:4], time = c(0, 2, 4, 6)))
    expect_identical(ncol(got), 7L)
})

test_that("the time of a fit is that of its training", {
    sim <- ggc_simulate("var", p = 8, n_time = 21, n_trajectories = 6, seed = 1)
    spent <- system.time(fit <- ggc_fit(sim, seed = 1))[["elapsed"]]
    said <- S4Vectors::metadata(fit)$elapsed
    expect_lte(said, spent)
    expect_gt(said, spent / 2)
})

test_that("dates as text are read as ISO 8601 has them, or refused", {
    x <- matrix(sin((1:12)^2), 2, dimnames = list(c("a", "b"), NULL))
    days <- c(0, 1, 3, 28, 29, 31)
    date <- as.Date("2020-02-28") + days
    clock <- as.POSIXct("2020-02-28 22:00", tz = "UTC") + 5400 * days
    read <- function(time) {
        expect_message(got <- .as_series(x, time), "is read as dates, in")
        got$time
    }
    expect_identical(diff(suppressMessages(read(format(date)))), diff(days))
    for (form in c("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ",
        "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%OS3")) {
        got <- suppressMessages(read(format(clock, form)))
        expect_identical(diff(got), 5400 * diff(days))
    }
    expect_identical(suppressMessages(read(factor(format(date)))),
        as.double(date))
    refused <- function(time, says) {
        expect_error(.as_series(x, time), says, class = "ggc_error_time")
    }
    for (form in c("%d.%m.%Y", "%m/%d/%Y", "%d-%b-%Y", "%H:%M",
        "%Y-%m-%d %H:%M +0100")) {
        refused(format(clock, form), "Write dates as \"2020-03-01\"")
    }
    refused(c(format(date[-1]), format(clock[[1L]])), "Write dates")
    refused(sub("02-28", "02-30", format(date)), "there are, and has")
    refused(format(date, "%Y%m%d"), "dates as numbers, such as 20200228")
    refused(as.numeric(format(date, "%Y%m%d")), "dates as numbers")
    expect_silent(.as_series(x, 2e7 + 1:6))
})
