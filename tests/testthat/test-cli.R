# The command line: its grammar and its results within this process.

# grammar ----------------------------------------------------------------------

test_that("what is no command is a usage error", {
    expect_code(cli(), 2L, paste0("ggc: a command must be given: fit, test, ",
        "score, compare, contrast, preprocess, pseudotime, simulate."))
    expect_code(cli("learn"), 2L, "there is no command \"learn\"")
    expect_identical(cli("learn")$out, character())
})

test_that("help pages are what the command line understands", {
    expect_setequal(list.files(system.file("cli", package = "ggc")),
        paste0(c("ggc", ggc:::.cli_commands()), ".txt"))
    for (command in ggc:::.cli_commands()) {
        lines <- ggc:::.cli_lines(command)
        expect_lte(max(nchar(lines)), 80L)
        expect_match(lines[[1L]], paste0("^ggc ", command, ": "))
        # as the overview has it
        does <- sub("^ggc [a-z]+: (.*)[.]$", "\\1", lines[[1L]])
        expect_true(any(endsWith(ggc:::.cli_lines("ggc"), paste0("  ", does))))
        options <- ggc:::.cli_options(command)
        expect_identical(sum(grepl("^  --", lines)), nrow(options))
        expect_true(all(c("config", "quiet") %in% options$name))
        for (name in ggc:::.cli_arguments(command)) {
            expect_true(any(startsWith(lines, paste0("  ", name, "  "))))
        }
    }
    fit <- ggc:::.cli_options("fit")
    expect_identical(fit$name[fit$many], c("trajectory", "set", "control", "prior",
        "covariates", "format"))
    expect_identical(fit$name[!nzchar(fit$value)], c("dream", "counts",
        "fractions", "graph", "as-regulators", "self", "plots", "rds",
        "quiet"))
    expect_identical(ggc:::.cli_arguments("score"), c("RANKING", "TRUTH"))
    expect_identical(ggc:::.cli_arguments("simulate"), character())
})

test_that("messages are in words of the command line", {
    words <- ggc:::.cli_words
    expect_identical(words("if they are samples, pass t(x).", "fit"),
        "if they are samples, pass the table turned.")
    expect_identical(words("Did you mean time = \"time point\"?", "fit"),
        "Did you mean --time 'time point'?")
    expect_identical(words("into `samples`; give it as `names`", "pseudotime"),
        "into --cells; give it as --names")
})

test_that("wrong options are named", {
    wrong <- function(said, ...) expect_code(cli(...), 2L, said)
    wrong(paste0("ggc fit: there is no option \"--seeed\".\nDid you mean --seed?",
        "\nTry --help."), "fit", "--seeed=3")
    wrong("there is no option \"-o\"", "fit", "-o", "x")
    wrong("--seed must have a value, N.", "fit", "x", "--seed")
    wrong("--seed must have a value, N.", "fit", "x", "--seed", "--quiet")
    wrong("--out must have a value, DIR.", "fit", "x", "--out=")
    wrong("--seed must be given once.", "fit", "--seed", "1", "--seed=2")
    wrong("--plots takes no value.", "fit", "--plots=yes")
    wrong("INPUT must be given, not nothing.", "fit", "--out", "x")
    wrong("INPUT must be given, not \"a\", \"b\".", "fit", "a", "b")
    wrong("RANKING and TRUTH must be given, not \"a\".", "score", "a")
    wrong("options only must be given, not \"a\".", "simulate", "a")
    wrong("--out must be given: where", "fit", "x")
    out <- tempfile()
    wrong("--variable goes with --counts.", "fit", "x", "--variable=3", "--out",
        out)
    wrong("--samples goes with", "fit", "x.rds", "--samples=3", "--out", out)
    wrong("--assay goes with", "fit", "x.tsv", "--assay=3", "--out", out)
    wrong("--names goes with", "fit", "x.rds", "--names=3", "--out", out)
    simple <- c("fit", at("x.tsv"), "--out", out)
    wrong("--time goes with", simple, "--time=3")
    wrong("--seed must be a number, not \"x\".", simple, "--seed", "x")
    wrong("[ggc_error_argument]", simple, "--seed", "-1")
    wrong("--control must be KEY=VALUE, not \"hidden\".", simple, "--control",
        "hidden")
    wrong("--control has no hiden; it has preset, hidden,", simple, "--control",
        "hiden=3")
    wrong("--control must name hidden once.", simple, "--control=hidden=3",
        "--control=hidden=4")
    wrong("--method must be one of", simple, "--method", "lstm")
    wrong("--set has no lag; it has burn_in, design,", "simulate", "--out", out,
        "--set", "lag=2")
})

test_that("values of pairs are numbers, flags, nothing or text", {
    value <- ggc:::.cli_value
    expect_identical(value("3"), 3)
    expect_identical(value("0.1,0.2"), c(0.1, 0.2))
    expect_identical(value("true"), TRUE)
    expect_identical(value("FALSE"), FALSE)
    expect_null(value("NULL"))
    expect_identical(value("onoff"), "onoff")
    expect_identical(value("1,x"), "1,x")
    known <- c("a", "b")
    expect_identical(ggc:::.cli_pairs(c("a=x=y", "b=NULL"), "set", known),
        list(a = "x=y", b = NULL))
})

test_that("errors of each kind have their exit code", {
    code <- function(what) {
        ggc:::.cli_code(tryCatch(ggc:::.ggc_stop(what, "x"), error = identity))
    }
    expect_identical(vapply(c("usage", "argument", "file", "time", "genes",
        "size", "output", "convergence", "dependency"), code, 0L,
        USE.NAMES = FALSE), c(2L, 2L, 3L, 3L, 3L, 3L, 1L, 1L, 1L))
    expect_identical(ggc:::.cli_code(simpleError("x")), 1L)
    out <- tempfile()
    expect_code(cli("fit", at("none.tsv"), "--out", out), 3L,
        "[ggc_error_file]")
    broken <- tempfile(fileext = ".rds")
    writeLines("no rds", broken)
    expect_code(cli("fit", broken, "--out", out), 3L, "[ggc_error_format]")
    file.create(file <- tempfile())
    expect_code(cli("fit", at("x.tsv"), "--out", file.path(file, "below")), 1L,
        "Cannot make the directory")
})

test_that("messages speak of options, not of arguments", {
    out <- tempfile()
    said <- function(text, ...) {
        got <- cli(...)
        expect_match(got$said, text, fixed = TRUE)
        expect_false(grepl("`|colData|\"interpolate\"", got$said))
    }
    x <- case()$x
    x[2, 3] <- NA
    gaps <- tempfile()
    ggc:::.write_matrix(x, gaps, "gene")
    said("INPUT must be complete", "fit", gaps, "--out", out)
    said("Use --na interpolate to fill", "fit", gaps, "--out", out)
    fit <- c("fit", at("x.tsv"), "--out", out)
    sampled <- c(fit, "--samples", at("samples.csv"))
    said("--time must name a column of the samples, and there is no \"Time\".",
        sampled, "--time", "Time")
    said("The samples have: hours, line.", sampled, "--time", "Time")
    said("--seed must be", fit, "--seed", "-1")
    said("--control hidden must be", fit, "--control", "hidden=0")
    said("--genes must be", "simulate", "--out", out, "--genes", "1")
    said("--set design must be", "simulate", "--out", out, "--set", "design=x")
    ranking <- tempfile()
    writeLines(c("\ta\tb", "a\t1\t1", "a\t1\t2"), ranking)
    gold <- tempfile()
    writeLines("a\tb\t1", gold)
    said("RANKING must have unique row names", "score", ranking, gold)
    words <- ggc:::.cli_words
    expect_identical(words("Use irregular = \"asis\", not `na = \"error\"`.",
        "fit"), "Use --irregular asis, not --na error.")
    expect_identical(words("Fit with `cut = \"none\"`, ggc_f(cut = \"none\").",
        "fit"), "Fit with --control cut=none, ggc_f(cut = \"none\").")
    expect_identical(words("`na`", character()), "`na`")
})

# fit --------------------------------------------------------------------------

test_that("fit gives the bits of ggc_fit(), from every kind of input", {
    out <- tempfile()
    got <- cli("fit", at("x.tsv"), "--samples", at("samples.csv"), "--out", out,
        "--time=hours", "--trajectory=line", "--seed", "5", quick)
    expect_code(got, 0L)
    expect_identical(got$out, character())
    expect_identical(got$said, "")
    data <- case()
    fit <- ggc_fit(data$x, time = data$se$time,
        trajectory = paste0("r", data$se$trajectory), seed = 5,
        control = quick_control())
    expect_files_of(fit, out)

    rds <- tempfile(fileext = ".rds")
    saveRDS(data$se, rds)
    expect_code(cli("fit", rds, "--out", out, "--rds", quick), 0L)
    like <- ggc_fit(data$se, seed = 1, control = quick_control())
    expect_files_of(like, out)
    saved <- readRDS(file.path(out, "fit.rds"))
    expect_identical(granger(saved), granger(like))
    expect_lt(file.size(file.path(out, "fit.rds")), 2e5)

    prefix <- sub("_timeseries.tsv$", "", system.file("extdata",
        "demo_timeseries.tsv", package = "ggc"))
    expect_code(cli("fit", "--dream", prefix, "--out", out, quick, "--quiet",
        "--method", "crnn", "--graph", "--control=hidden=4"), 0L)
    expect_files_of(ggc_fit(read_dream(prefix), method = "crnn", graph = TRUE,
        seed = 1, control = quick_control(hidden = 4)), out)
})

test_that("a table of samples must have times, and trajectories if called so", {
    data <- case()
    samples <- function(...) {
        file <- tempfile()
        ggc:::.write_table(data.frame(s = colnames(data$se), ...), file)
        file
    }
    run <- function(file, ...) {
        cli("fit", at("x.tsv"), "--out", tempfile(), "--samples", file, quick,
            ...)
    }
    expect_code(run(at("samples.csv")), 3L, paste0("\"samples.csv\" has no ",
        "column called time; after the names it has hours, line.\nDid you ",
        "mean --time hours?\n[ggc_error_format]"))
    file <- samples(Time = data$se$time, Trajectory = data$se$trajectory)
    expect_code(run(file), 3L, "mean --time Time, --trajectory Trajectory?")
    expect_code(run(file, "--time=Time"), 3L,
        "no column called trajectory; after the names it has Time, Trajectory.")
    expect_code(run(file, "--time=Time", "--trajectory=Trajectory"), 0L)
    expect_code(run(samples()), 3L, "after the names it has none.")
    expect_code(run(samples(time = seq_len(ncol(data$se)), batch = 1)), 0L)
})

test_that("genes, links, checkpoint and self edges are passed on", {
    data <- case()
    genes <- rownames(data$x)
    names <- function(...) {
        file <- tempfile()
        writeLines(enc2utf8(c(..., "")), file, useBytes = TRUE)
        file
    }
    links <- function(...) names("regulator\ttarget\tweight", ...)
    out <- tempfile()
    kept <- tempfile()
    got <- cli("fit", at("x.tsv"), "--samples", at("samples.csv"), "--out", out,
        "--time", "hours", "--trajectory", "line", quick,
        "--regulators", names(genes[1:4]), "--targets", names(genes[6:2]),
        "--prior", links(paste(genes[[1]], genes[[5]], 0.7, sep = "\t")),
        "--exclude", links(paste(genes[[2]], genes[[6]], 1, sep = "\t")),
        "--include", links(paste(genes[[3]], genes[[4]], 1, sep = "\t")),
        "--checkpoint", kept, "--self")
    expect_code(got, 0L)
    table <- function(i, j, weight) {
        data.frame(regulator = genes[[i]], target = genes[[j]], weight = weight)
    }
    fit <- ggc_fit(data$x, time = data$se$time, trajectory =
        data$se$trajectory, regulators = genes[1:4], targets = genes[6:2],
        prior = table(1, 5, 0.7), exclude = table(2, 6, 1),
        include = table(3, 4, 1), seed = 1, control = quick_control())
    expect_identical(read_matrix(file.path(out, "granger.tsv")),
        granger(fit)[, ])
    edges <- ggc:::.read_table(file.path(out, "edges.tsv"))
    expect_identical(edges$regulator, ggc_edges(fit, self = TRUE)$regulator)
    expect_true(any(edges$regulator == edges$target))
    expect_true(dir.exists(kept))
    # Several priors, by the names of their files; signs go out as well.
    files <- file.path(tempfile(), c("chip.tsv", "dorothea.csv.gz"))
    dir.create(dirname(files[[1L]]))
    mark <- data.frame(tf = genes[c(1, 3)], target = genes[c(5, 4)],
        mor = c(1, -1))
    utils::write.table(table(1, 5, 0.7), files[[1L]], sep = "\t",
        row.names = FALSE, fileEncoding = "UTF-8")
    con <- gzfile(files[[2L]], encoding = "UTF-8")
    utils::write.csv(mark, con, row.names = FALSE)
    expect_code(cli("fit", at("x.tsv"), "--samples", at("samples.csv"), "--out",
        out, "--time", "hours", "--trajectory", "line", quick,
        "--prior", files[[1L]], "--prior", files[[2L]]), 0L)
    fit <- suppressMessages(ggc_fit(data$x, time = data$se$time, trajectory =
        data$se$trajectory, prior = list(chip = table(1, 5, 0.7),
        dorothea = mark), seed = 1, control = quick_control()))
    expect_identical(read_matrix(file.path(out, "granger.tsv")),
        granger(fit)[, ])
    edges <- ggc:::.read_table(file.path(out, "edges.tsv"))
    expect_identical(edges$prior_sign, as.character(ggc_edges(fit)$prior_sign))
})

test_that("run.json tells all parameters and the digest of the input", {
    skip_if_not_installed("jsonlite")
    out <- tempfile()
    expect_code(cli("fit", at("x.tsv"), "--samples", at("samples.csv"), "--out",
        out, "--time", "hours", "--trajectory", "line", quick, "--seed",
        "9007199254740991", "--threads", "1"), 0L)
    run <- jsonlite::fromJSON(file.path(out, "run.json"))
    expect_identical(run$command, "fit")
    expect_identical(run$ggc, as.character(utils::packageVersion("ggc")))
    expect_identical(run$seed, 2^53 - 1)
    expect_identical(run$threads, 1L)
    expect_identical(run$input$file, c(at("x.tsv"), at("samples.csv")))
    expect_identical(run$input$md5, unname(tools::md5sum(run$input$file)))
    expect_identical(run$genes, 6L)
    expect_identical(run$regulators[[2]], "g\u00e9n 2")
    expect_identical(run$trajectories, paste0("r", 1:4))
    expect_identical(run$status, list(ok = 6L))
    control <- unclass(ggc:::.sized_control(quick_control(), 10L, 6, 15))
    expect_setequal(names(run$control), names(control))
    expect_equal(run$control$lambda, control$lambda, tolerance = 1e-15)
    expect_identical(run$control$first, 20L)
    expect_identical(run$treatment, list(irregular = "asis",
        na = "error", replicates = "error"))
})

test_that("--batch names the column of batches", {
    out <- tempfile()
    file <- tempfile()
    data <- case()
    day <- c("b", "a", "a", "b")[data$se$trajectory]
    utils::write.csv(data.frame(s = colnames(data$se), time = data$se$time,
        trajectory = data$se$trajectory, day), file, row.names = FALSE)
    run <- c("fit", at("x.tsv"), "--out", out, quick, "--threads", "1")
    expect_code(cli(run, "--samples", file, "--batch", "day"), 0L,
        "Took off the levels of 2 batches: a (30 samples), b (30 samples).")
    fit <- suppressMessages(ggc_fit(data$x, time = data$se$time,
        trajectory = data$se$trajectory, batch = day, seed = 1,
        control = quick_control()))
    expect_files_of(fit, out)
    expect_identical(jsonlite::fromJSON(file.path(out, "run.json"))$batches,
        c("a", "b"))
    expect_code(cli(run, "--batch", "day"), 2L, "goes with --samples")
    # Labels are no numbers: 01 is not 1.
    utils::write.csv(data.frame(s = colnames(data$se), time = data$se$time,
        trajectory = data$se$trajectory, day = ifelse(day == "a", "01", "1")),
    file, row.names = FALSE)
    expect_code(cli(run, "--samples", file, "--batch", "day"), 0L,
        "2 batches: 01 (30 samples), 1 (30 samples).")
    day[[4]] <- NA
    utils::write.csv(data.frame(s = colnames(data$se), time = data$se$time,
        trajectory = data$se$trajectory, day), file, row.names = FALSE)
    expect_code(cli(run, "--samples", file, "--batch", "day"), 3L,
        "must not be missing")
})

test_that("a run that fails leaves no run.json behind", {
    out <- tempfile()
    ready <- c("fit", "--samples", at("samples.csv"), "--out", out, "--time",
        "hours", "--trajectory", "line", quick)
    expect_code(cli(ready, at("x.tsv")), 0L)
    expect_true(file.exists(file.path(out, "run.json")))
    one <- tempfile()
    writeLines(readLines(at("x.tsv"))[1:2], one)
    expect_code(cli(ready, one), 3L, "[ggc_error_input]")
    expect_false(file.exists(file.path(out, "run.json")))
})

test_that("messages and warnings go to stderr, --quiet stops messages only", {
    out <- tempfile()
    x <- case()$x
    x[1, ] <- 0
    x[2, 3] <- NA
    file <- tempfile()
    ggc:::.write_matrix(x, file, "gene")
    run <- c("fit", file, "--samples", at("samples.csv"), "--out", out,
        "--time", "hours", "--trajectory", "line", quick)
    expect_code(cli(run), 3L, "[ggc_error_missing]")
    run <- c(run, "--na=interpolate")
    got <- cli(run)
    expect_code(got, 0L, "ggc fit: warning: INPUT has 1 constant gene")
    expect_match(got$said, "Filled in 1 missing value")
    quiet <- cli(run, "--quiet")
    expect_code(quiet, 0L, "warning: INPUT has 1 constant gene")
    expect_false(grepl("Filled in", quiet$said))
})

test_that("a table on its side is warned of, missing samples are refused", {
    out <- tempfile()
    file <- tempfile()
    x <- t(case()$x[, 1:15])
    rownames(x) <- paste0("t", 1:15)
    ggc:::.write_matrix(x, file, "time")
    expect_code(cli("fit", file, "--out", out, quick), 3L, "holds times")
    ggc:::.write_matrix(x, file, "sample")
    expect_code(cli("fit", file, "--out", out, quick), 0L, sprintf(
        "warning: The rows of \"%s\" look like samples", basename(file)))
    expect_code(cli("fit", file, "--out", out, "--samples", file), 3L,
        "has a line for each of its rows: t1, t2, t3 and 12 more.")
    table <- tempfile()
    writeLines(c("s,hours", "R1_T1,0"), table)
    expect_code(cli("fit", at("x.tsv"), "--samples", table, "--out", out), 3L,
        "has none for: R1_T2, R1_T3, R1_T4, R1_T5, R1_T6 and 54 more")
})

test_that("counts are preprocessed on the way", {
    skip_if_not_installed("edgeR")
    set.seed(3)
    counts <- matrix(stats::rpois(20 * 30, 50), 20,
        dimnames = list(paste0("g", 1:20), paste0("s", 1:30)))
    file <- tempfile()
    ggc:::.write_matrix(counts, file, "gene")
    out <- tempfile()
    expect_code(cli("fit", file, "--counts", "--variable", "8", "--out", out,
        quick), 0L)
    expect_files_of(ggc_fit(ggc_preprocess(counts, n_genes = 8), seed = 1,
        control = quick_control()), out)
    expect_code(cli("fit", at("x.tsv"), "--counts", "--out", out), 3L,
        "[ggc_error_counts]")
    counts <- counts + 0.5
    ggc:::.write_matrix(counts, file, "gene")
    run <- c("fit", file, "--out", out, "--variable", "8", quick, "--counts")
    expect_code(cli(run), 3L, "Estimated counts need --fractions;")
    expect_code(cli(run, "--fractions"), 0L)
    expect_files_of(ggc_fit(ggc_preprocess(counts, n_genes = 8, whole = FALSE),
        seed = 1, control = quick_control()), out)
    expect_code(cli("fit", file, "--out", out, "--fractions"), 2L,
        "--fractions goes with --counts.")
})

test_that("the network comes in other formats too", {
    out <- tempfile("ggc")
    on.exit(unlink(out, recursive = TRUE))
    expect_code(cli("fit", at("x.tsv"), "--out", out, "--format", "sif",
        "--format=graphml", quick), 0L)
    edges <- utils::read.delim(file.path(out, "edges.tsv"))
    expect_true(all(c("sign", "lag", "effect") %in% names(edges)))
    expect_true(all(edges$sign %in% c(-1L, 1L)))
    network <- function() {
        sif <- utils::read.delim(file.path(out, "network.sif"), header = FALSE)
        beside <- utils::read.delim(file.path(out, "network.edges.tsv"))
        expect_identical(sif$V1, beside$regulator)
        beside$score
    }
    # The chosen network, or the strongest.
    expect_lt(sum(edges$norm > 0), nrow(edges))
    expect_identical(network(), edges$score[edges$norm > 0])
    expect_true(file.exists(file.path(out, "network.graphml")))
    top <- c("fit", at("x.tsv"), "--out", out, "--top", "7", quick)
    expect_code(cli(top, "--format", "sif"), 0L)
    expect_identical(network(), edges$score[1:7])
    expect_identical(utils::read.delim(file.path(out, "edges.tsv")), edges)
    expect_code(cli(top), 2L, "--top goes with --format, --plots, --pdf or --")
    expect_code(cli(sub("^7$", "0", top), "--format", "sif"), 2L, "top")
    expect_code(cli("fit", at("x.tsv"), "--out", out, "--format", "gml"), 2L)
})

test_that("plots are drawn", {
    skip_if_not_installed("ggplot2")
    skip_if_not(capabilities("png"), "this R draws no PNG")
    out <- tempfile()
    expect_code(cli("fit", at("x.tsv"), "--out", out, "--plots", quick), 0L)
    for (name in c("granger.png", "network.png", "loss.png")) {
        file <- file.path(out, name)
        expect_gt(file.size(file), 5000)
        expect_identical(readBin(file, "raw", 4L),
            as.raw(c(0x89, 0x50, 0x4e, 0x47)))
    }
})

# simulate, score --------------------------------------------------------------

test_that("simulate writes what ggc_simulate() makes", {
    out <- tempfile()
    got <- cli("simulate", "--out", out, "--genes", "7", "--seed", "4",
        "--set", "design=onoff", "--set", "dt=20", "--noise=0.1",
        "--points", "11", "--trajectories", "3", "--set=burn_in=50")
    expect_code(got, 0L)
    expect_identical(got$out, character())
    se <- ggc_simulate("grn", p = 7, n_time = 11, n_trajectories = 3,
        design = "onoff", dt = 20, noise = 0.1, burn_in = 50, seed = 4)
    expect_identical(read_matrix(file.path(out, "expression.tsv")),
        SummarizedExperiment::assay(se))
    samples <- ggc:::.read_table(file.path(out, "samples.tsv"))
    expect_identical(samples$sample, colnames(se))
    expect_identical(as.numeric(samples$time), se$time)
    expect_identical(as.integer(samples$trajectory), se$trajectory)
    truth <- S4Vectors::metadata(se)$truth
    expect_identical(
        ggc:::.dream_gold(file.path(out, "truth.tsv"), rownames(truth)), truth)
    expect_code(cli("simulate", "--out", out, "--genes", "1"), 2L,
        "[ggc_error_argument]")
    expect_code(cli("simulate", "--out", out, "--model", "lorenz96", "--set",
        "forcing=8", "--points=20"), 0L)
})

test_that("simulate writes cells, which pseudotime reads", {
    out <- tempfile()
    set <- c("topology=bifurcation", "n_cells=200")
    expect_code(cli("simulate", "--model", "cells", "--out", out, "--genes",
        "8", "--seed", "3", "--set", set[[1L]], "--set", set[[2L]]), 0L)
    se <- ggc_simulate("cells", p = 8, topology = "bifurcation",
        n_cells = 200, seed = 3)
    expect_equal(read_matrix(file.path(out, "expression.tsv")),
        SummarizedExperiment::assay(se, "counts"))
    samples <- file.path(out, "samples.tsv")
    expect_identical(names(ggc:::.read_table(samples)), c("sample", "time",
        "branch", "size", "pseudotime.A", "pseudotime.B"))
    expect_code(cli("pseudotime", file.path(out, "expression.tsv"), "--cells",
        samples, "--pseudotime", "pseudotime.A", "--pseudotime",
        "pseudotime.B", "--summary", "sum", "--bins", "8", "--out",
        tempfile()), 0L)
    expect_code(cli("simulate", "--model", "cells", "--out", out, "--points",
        "8"), 2L, "--points must be left out of model \"cells\"")
})

test_that("a design without time has samples without it", {
    out <- tempfile()
    expect_code(cli("simulate", "--out", out, "--genes", "7", "--set",
        "design=multifactorial"), 0L)
    expect_setequal(list.files(out), c("expression.tsv", "samples.tsv",
        "truth.tsv", "run.json"))
    samples <- ggc:::.read_table(file.path(out, "samples.tsv"))
    expect_identical(names(samples), c("sample", "trajectory"))
    se <- ggc_simulate("grn", p = 7, design = "multifactorial", seed = 1)
    expect_identical(samples$sample, colnames(se))
})

test_that("nothing of an earlier run is left, and nothing else is removed", {
    out <- tempfile()
    run <- c("fit", at("x.tsv"), "--out", out, quick)
    draws <- requireNamespace("ggplot2", quietly = TRUE) && capabilities("png")
    plots <- if (draws) "--plots"
    expect_code(cli(run, "--format", "sif", "--format", "graphml", "--rds",
        "--test", "shadow", plots), 0L)
    expect_setequal(setdiff(list.files(out), "run.json"), setdiff(
        ggc:::.CLI_FILES$fit, if (!draws) {
            c("granger.png", "network.png", "loss.png")
        }))
    writeLines("mine", file.path(out, "notes.tsv"))
    expect_code(cli(run, "--seed", "9"), 0L)
    expect_setequal(list.files(out), c("edges.tsv", "granger.tsv", "run.json",
        "notes.tsv"))
    sim <- c("simulate", "--genes", "5", "--out", out)
    expect_code(cli(sim), 0L)
    expect_setequal(list.files(out), c("edges.tsv", "granger.tsv", "notes.tsv",
        "expression.tsv", "samples.tsv", "truth.tsv", "run.json"))
})

test_that("edges are tested and cut at a false discovery rate", {
    out <- tempfile()
    run <- c("fit", at("x.tsv"), "--out", out, quick, "--samples",
        at("samples.csv"), "--time", "hours", "--trajectory", "line")
    expect_code(cli(run, "--test", "shadow", "--fdr", "0.6", "--format", "sif",
        "--rds"), 0L)
    fit <- readRDS(file.path(out, "fit.rds"))
    bare <- fit
    bare@details$test <- NULL
    expect_identical(ggc_test(bare)@details$test, fit@details$test)
    expect_files_of(fit, out)
    expect_equal(utils::read.delim(file.path(out, "regulators.tsv"))$p_value,
        ggc_regulators(fit)$p_value)
    expect_identical(length(readLines(file.path(out, "network.sif"))),
        sum(ggc_network(fit, fdr = 0.6)))
    about <- jsonlite::fromJSON(file.path(out, "run.json"))$test
    expect_identical(c(about$method, about$kind), c("shadow", "trajectories"))
    expect_equal(c(about$B, about$fdr), c(3, 0.6))
    # Nothing found is no failure, and a refused test leaves the fit.
    draws <- requireNamespace("ggplot2", quietly = TRUE) && capabilities("png")
    page <- if (requireNamespace("htmlwidgets", quietly = TRUE)) {
        tempfile(fileext = ".html")
    }
    expect_code(cli(run, "--test", "shadow", "--fdr", "0", if (draws) "--plots",
        "--format", "sif", if (length(page)) c("--page", page)), 0L,
    if (draws) "No edge was found")
    expect_true(file.exists(file.path(out, "run.json")))
    expect_match(if (length(page)) readLines(page, warn = FALSE) else
        "The network has no edge", "The network has no edge", all = FALSE)
    short <- tempfile(fileext = ".tsv")
    ggc:::.write_matrix(case()$x[, 1:12], short, "gene")
    refused <- tempfile()
    expect_code(cli("fit", short, "--out", refused, quick, "--test", "shadow"),
        1L, "of 12 points")
    expect_true(file.exists(file.path(refused, "edges.tsv")))
    expect_code(cli(run, "--test", "stability", "--fdr", "0.1", "--format",
        "sif"), 2L, "--fdr goes with --test shadow")
    expect_code(cli(run, "--test", "luck"), 2L, "--test must be one of")
    expect_code(cli(run, "--fdr", "0.1"), 2L, "--fdr goes with --format")
    expect_code(cli(run, "--fdr", "0.1", "--format", "sif"), 2L,
        "--fdr goes with --test")
    expect_code(cli(run, "--fdr", "2", "--format", "sif", "--method", "var"),
        2L, "--fdr must be one number from 0 to 1")
    expect_code(cli(run, "--fdr", "0.1", "--top", "3", "--format", "sif"), 2L,
        "--fdr and --top")
})

test_that("trajectories are exchanged inside the conditions of a column", {
    sim <- ggc_simulate("var", p = 5, n_time = 8, n_trajectories = 6, seed = 1)
    sim$treatment <- ifelse(as.integer(sim$trajectory) %% 2L, "drug", "none")
    sim$day <- seq_len(ncol(sim))
    se <- tempfile(fileext = ".rds")
    saveRDS(sim, se)
    out <- tempfile()
    run <- c("fit", se, "--out", out, quick)
    expect_code(cli(run, "--test", "shadow", "--within", "treatment", "--rds"),
        0L)
    fit <- readRDS(file.path(out, "fit.rds"))
    by_trajectory <- stats::setNames(rep(c("drug", "none"), 3L), 1:6)
    expect_identical(ggc_edges(fit), ggc_edges(ggc_test(fit,
        within = by_trajectory)))
    expect_code(cli(run, "--test", "shadow", "--within", "day"), 3L,
        "one condition for each trajectory")
    expect_code(cli(run, "--test", "shadow", "--within", "dose"), 3L,
        "there is none called \"dose\"")
    expect_code(cli(run, "--within", "treatment"), 2L, "goes with --test")
    expect_code(cli("fit", at("x.tsv"), "--out", out, "--test", "shadow",
        "--within", "treatment"), 2L, "goes with --samples")
})

test_that("edges are cut at a stated precision, or it is refused", {
    out <- tempfile()
    se <- tempfile(fileext = ".rds")
    saveRDS(ggc_simulate("var", p = 10, n_time = 12, n_trajectories = 5,
        seed = 1), se)
    run <- c("fit", se, "--out", out, "--format", "sif")
    expect_code(cli(run, "--precision", "0.3", "--rds"), 0L)
    fit <- readRDS(file.path(out, "fit.rds"))
    network <- ggc_network(fit, precision = 0.3)
    expect_gt(sum(network), 0L)
    expect_identical(length(readLines(file.path(out, "network.sif"))),
        sum(network))
    expect_equal(jsonlite::fromJSON(file.path(out, "run.json"))$precision, 0.3)
    expect_code(cli(run, quick, "--precision", "0.3"), 1L,
        "--control members")
    expect_setequal(list.files(out), c("edges.tsv", "granger.tsv", "run.json"))
    expect_code(cli(run, "--precision", "1"), 2L, "must be below 1")
    expect_code(cli(run, "--precision", "0.3", "--top", "3"), 2L,
        "--precision and --top")
    expect_code(cli(run, "--precision", "0.3", "--fdr", "0.1"), 2L,
        "--precision and --fdr")
})

test_that("score gives the numbers of ggc_metrics()", {
    data <- case()
    se <- data$se
    out <- tempfile()
    fit <- ggc_fit(se, seed = 2, control = quick_control())
    dir.create(out)
    ggc:::.write_fit(fit, list(self = FALSE, plots = FALSE, rds = FALSE),
        function(name) file.path(out, name))
    truth <- S4Vectors::metadata(se)$truth
    diag(truth) <- 0L
    gold <- tempfile()
    edges <- which(truth == 1, arr.ind = TRUE)
    writeLines(paste(rownames(truth)[edges[, 1]], colnames(truth)[edges[, 2]],
        1, sep = "\t"), gold)
    scored <- function(...) {
        got <- cli("score", ...)
        expect_code(got, 0L)
        expect_length(got$out, 2L)
        utils::read.delim(text = got$out)
    }
    same <- function(got, want) {
        expect_identical(names(got), names(want))
        expect_equal(unlist(got), unlist(want), tolerance = 1e-15)
    }
    same(scored(file.path(out, "edges.tsv"), gold), ggc_metrics(fit, truth))
    same(scored(file.path(out, "edges.tsv"), gold, "--top=4"),
        ggc_metrics(fit, truth, network = 4))
    matrix <- scored(file.path(out, "granger.tsv"), gold)
    want <- ggc_metrics(fit, truth)
    want[ggc:::.NETWORK_SCORES] <- NA_real_
    same(matrix, want)
    same(scored(file.path(out, "granger.tsv"), gold, "--top", "4", "--self"),
        ggc_metrics(granger(fit), truth, network = 4, self = TRUE))
    # of what the known network can tell
    few <- tempfile()
    known <- data.frame(regulator = c("G1", "G3"), target = c("G3", "G4"))
    ggc:::.write_table(known, few)
    want <- suppressMessages(ggc_metrics(granger(fit), known,
        candidates = "truth"))
    same(scored(file.path(out, "edges.tsv"), few, "--candidates", "truth")[1:4],
        want[1:4])
    expect_code(cli("score", file.path(out, "edges.tsv"), few, "--candidates",
        "some"), 2L,
        "--candidates must be one of")
    # a list that stops early: the rest ranks last
    short <- tempfile()
    writeLines(readLines(file.path(out, "edges.tsv"))[1:13], short)
    top <- ggc_edges(fit, n = 12)
    score <- granger(fit)
    score[] <- 0
    score[cbind(top$regulator, top$target)] <- top$score
    rows <- unique(top$regulator)
    columns <- unique(top$target)
    suppressMessages(want <- ggc_metrics(score[rows, columns],
        truth[rows, columns], network = 3))
    inside <- which(truth[rows, columns] == 1, arr.ind = TRUE)
    writeLines(paste(rows[inside[, 1]], columns[inside[, 2]], 1, sep = "\t"),
        gold)
    same(scored(short, gold, "--top=3"), want)
})

test_that("score reads lists and matrices of other programs", {
    gold <- tempfile()
    writeLines(c("a\tb\t1", "b\tc\t1", "c\ta\t0", "d\ta\t1"), gold)
    score <- matrix(0, 4, 3, dimnames = list(letters[1:4], c("b", "a", "c")))
    score["a", "b"] <- 3
    score["b", "a"] <- 2
    truth <- data.frame(regulator = c("a", "b", "d"), target = c("b", "c", "a"))
    want <- suppressMessages(ggc_metrics(score, truth))
    want[ggc:::.NETWORK_SCORES] <- NA_real_
    scored <- function(...) {
        file <- tempfile()
        writeLines(c(...), file)
        got <- cli("score", file, gold)
        expect_code(got, 0L, paste0("2 of 4 genes of the truth are not in the ",
            "ranking, so their pairs rank last: "))
        expect_equal(unlist(utils::read.delim(text = got$out)), unlist(want),
            tolerance = 1e-15)
    }
    edges <- c("a\tb\t3", "b\ta\t2")
    scored("regulatoryGene\ttargetGene\tweight", edges)
    scored("regulator\ttarget\tweight", edges)
    scored("TF,gene,kind,importance", "a,b,x,3", "b,a,y,2")
    scored(edges)
    # a matrix lacks genes, too
    scored("\tb\ta", "a\t3\t0", "b\t0\t2")
    file <- tempfile()
    writeLines(c("TF\tgene\timportance", "a\tb\tlow"), file)
    expect_code(cli("score", file, gold), 3L,
        "\"low\" in column \"importance\" (a) is no number.")
    writeLines(c("\tb\ta", "a\t3\t0", "a\t0\t2"), file)
    expect_code(cli("score", file, gold), 2L, "unique row names")
})

test_that("score refuses what it cannot read", {
    ranking <- tempfile()
    gold <- tempfile()
    writeLines(c("regulator\ttarget\tscore", "a\tb\t1", "b\ta\t2"), ranking)
    writeLines("a\tb\t1", gold)
    expect_code(cli("score", ranking, gold), 0L)
    expect_code(cli("score", ranking, tempfile()), 3L, "[ggc_error_file]")
    writeLines("c\td\t1", gold)
    expect_code(cli("score", ranking, gold), 3L,
        "The ranking and the truth have no gene in common.")
    writeLines(c("a\tb\t1", "b\ta\tperhaps"), gold)
    expect_code(cli("score", ranking, gold), 3L, "[ggc_error_truth]")
    writeLines("a\tb\t0", gold)
    expect_code(cli("score", ranking, gold), 3L, "[ggc_error_truth]")
    writeLines(c("regulator\ttarget\tscore", "a\tb\t1", "a\tb\t2"), ranking)
    expect_code(cli("score", ranking, gold), 3L, "lists a pair twice: a and b")
})

test_that("a series matrix of GEO brings its samples", {
    dir <- tempfile()
    dir.create(dir)
    data <- case()
    x <- SummarizedExperiment::assay(data$se)
    line <- function(tag, ...) paste(c(tag, ...), collapse = "\t")
    file <- file.path(dir, "series_matrix.txt")
    names <- sprintf("GSM%d", seq_len(ncol(x)))
    writeLines(c("!Series_title\tx", line("!Sample_title", names),
        line("!Sample_geo_accession", names),
        line("!Sample_characteristics_ch1", sprintf("time point: %g h",
            data$se$time)),
        line("!Sample_characteristics_ch1", sprintf("line: %s",
            data$se$trajectory)),
        "!series_matrix_table_begin", line("ID_REF", names),
        vapply(seq_len(nrow(x)), function(i) {
            line(paste0("g", i), format(x[i, ], digits = 15L, trim = TRUE))
        }, ""), "!series_matrix_table_end"), file)
    run <- c("fit", file, "--out", out <- tempfile(), "--method", "var")
    expect_code(cli(run), 0L, "Did you mean --time 'time point'")
    expect_code(cli(run, "--time", "time point", "--trajectory", "line"), 0L)
    rownames(x) <- paste0("g", seq_len(nrow(x)))
    fit <- ggc_fit(x, method = "var", time = data$se$time,
        trajectory = data$se$trajectory, seed = 1)
    edges <- utils::read.delim(file.path(out, "edges.tsv"))
    expect_equal(edges$score, ggc_edges(fit)$score)
    expect_code(cli(run, "--names", "symbol"), 3L, "no column called")
})

test_that("a table for a list of genes is refused as such", {
    dir <- tempfile()
    dir.create(dir)
    x <- file.path(dir, "x.tsv")
    writeLines(c("gene\ta\tb\tc\td", "SOX2\t1\t2\t3\t1", "PAX6\t2\t1\t3\t4"),
        x)
    list <- file.path(dir, "tf.csv")
    for (text in list(c("Species,Symbol,Family", "human,SOX2,HMG"),
        c("\"Species\",\"Symbol\"", "\"human\",\"SOX2\""),
        "SOX2\tPAX6", c("SOX2", "PAX6;MYC"))) {
        writeLines(text, list)
        expect_code(cli("fit", x, "--out", tempfile(), "--regulators", list),
            3L, "must have one name a line")
    }
})
