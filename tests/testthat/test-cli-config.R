# Options from a file are as if they stood on the command line.

config <- function(..., ext = ".yaml") {
    file <- tempfile(fileext = ext)
    writeLines(c(...), file)
    file
}

given_by <- function(file, ..., command = "fit") {
    arguments <- ggc:::.cli_arguments(command)
    given <- ggc:::.cli_parse(command, c(arguments, "--config", file, ...))
    given[!vapply(given, isFALSE, NA) & !names(given) %in%
        c("config", arguments)]
}

refused <- function(code, what, text) {
    expect_error(code, class = paste0("ggc_error_", what), text, fixed = TRUE)
}

want <- list(seed = "3", samples = "my samples.tsv", plots = TRUE,
    format = c("sif", "graphml"), control = c("members=1",
        "lambda=0.1,0.002", "graph_at=NULL", "kl=true"), na = "no")

test_that("YAML and JSON give what options give", {
    skip_if_not_installed("yaml")
    skip_if_not_installed("jsonlite")
    args <- c("x", "--seed=3", "--samples", "my samples.tsv", "--plots",
        "--format=sif", "--format", "graphml", paste0("--control=",
            want$control), "--na", "no")
    options <- ggc:::.cli_options("fit")
    expect_identical(ggc:::.cli_given(args, options)$given, want)
    yaml <- config("# a comment", "seed: 3", "samples: my samples.tsv",
        "plots: yes", "rds: false", "format:", "  - sif", "  - graphml",
        "control: {members: 1, lambda: [0.1, 0.002], graph_at: ~, kl: true}",
        "na: no")
    expect_identical(given_by(yaml), want)
    json <- config(ext = ".json", "{\"seed\": 3, \"samples\": ",
        "\"my samples.tsv\", \"plots\": true, \"rds\": false,",
        "\"format\": [\"sif\", \"graphml\"], \"control\": {\"members\": 1,",
        "\"lambda\": [0.1, 0.002], \"graph_at\": null, \"kl\": \"true\"},",
        "\"na\": \"no\"}")
    expect_identical(given_by(json), want)
    # A list of KEY=VALUE is one, too, and one value a list of one.
    expect_identical(given_by(config("control: [members=1, hidden=4]",
        "format: sif")), list(control = c("members=1", "hidden=4"),
        format = "sif"))
    # Large seeds to the last digit.
    big <- config("{\"seed\": 9007199254740991}", ext = ".json")
    expect_identical(given_by(big)$seed, "9007199254740991")
    expect_identical(given_by(config("", "# nothing")), stats::setNames(
        list(), character()))
})

test_that("the command line wins", {
    skip_if_not_installed("yaml")
    file <- config("seed: 3", "format: [sif, graphml]", "quiet: true")
    expect_identical(given_by(file, "--seed", "4", "--format=sif"),
        list(seed = "4", format = "sif", quiet = TRUE))
})

test_that("keys that are no options are refused, with the nearest", {
    skip_if_not_installed("yaml")
    refused(given_by(config("seeed: 3")), "usage",
        "there is no option \"seeed\".\nDid you mean seed?")
    refused(given_by(config("min_count: 3"), command = "preprocess"), "usage",
        "Did you mean min-count?")
    refused(given_by(config("config: x.yaml")), "usage", "there is no option")
    refused(given_by(config("INPUT: x.tsv")), "usage", "there is no option")
    refused(given_by(config("- seed", "- 3")), "format", "must name options")
    refused(given_by(config("seed")), "format", "must name options")
})

test_that("values are refused in the words of the option", {
    skip_if_not_installed("yaml")
    refused(given_by(config("seed:")), "usage", "--seed must have a value, N.")
    refused(given_by(config("seed: [1, 2]")), "usage",
        "--seed must be given once.")
    refused(given_by(config("plots: 3")), "usage",
        "--plots must be true or false, not \"3\".")
    refused(given_by(config("plots: [yes, no]")), "usage",
        "--plots must be true or false, not a list of length 2.")
    refused(given_by(config("control:", "  - {a: 1}")), "usage",
        "--control must not be a list of lists.")
    file <- config("seed: x", sprintf("out: %s", tempfile()))
    expect_code(cli("fit", at("x.tsv"), "--config", file), 2L,
        "--seed must be a number, not \"x\".")
    file <- config("control: {hiden: 3}", sprintf("out: %s", tempfile()))
    expect_code(cli("fit", at("x.tsv"), "--config", file), 2L,
        "--control has no hiden; it has preset, hidden,")
})

test_that("files that are no config are refused", {
    skip_if_not_installed("yaml")
    skip_if_not_installed("jsonlite")
    refused(given_by("x.toml"), "usage", "--config must end in .yaml, .yml or")
    refused(given_by("none.yaml"), "file", "There is no file")
    refused(given_by(config("seed: 1", " out: x")), "format",
        "cannot be read as YAML: ")
    refused(given_by(config("seed: 1", "seed: 2")), "format", "Duplicate")
    refused(given_by(config("{\"seed\":", ext = ".json")), "format",
        "cannot be read as JSON: ")
    refused(given_by(config("{\"seed\": 1, \"seed\": 2}", ext = ".json")),
        "usage", "--seed must be given once.")
})

test_that("what reads a config is asked for", {
    # as if nothing were installed
    bare <- new.env(parent = asNamespace("ggc"))
    bare$requireNamespace <- function(...) FALSE
    bare$.ggc_need <- ggc:::.ggc_need
    read <- ggc:::.read_config
    environment(bare$.ggc_need) <- environment(read) <- bare
    refused(read(config("seed: 1")), "dependency",
        "--config with YAML needs the R package 'yaml', which is not installed")
    refused(read(config("{}", ext = ".json")), "dependency",
        "--config with JSON needs the R package 'jsonlite'")
})

test_that("a config makes the fit that options make", {
    skip_if_not_installed("yaml")
    out <- tempfile()
    file <- config(sprintf("samples: %s", at("samples.csv")), "time: hours",
        "trajectory: line", "seed: 5",
        "control: {members: 1, n_lambda: 4, first: 20, each: 10}")
    expect_code(cli("fit", at("x.tsv"), "--config", file, "--out", out), 0L)
    data <- case()
    expect_files_of(ggc_fit(data$x, time = data$se$time, trajectory =
        data$se$trajectory, seed = 5, control = quick_control()), out)
})
