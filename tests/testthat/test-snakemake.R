# The Snakemake rules of tools/snakemake, on two small data sets.

skip_without_tools()

test_that("the rules run, once, in a directory with spaces", {
    skip_on_os("windows")
    skip_on_cran() # some 30 s
    skip_if(Sys.which("snakemake") == "", "no Snakemake here")
    skip_if_not_installed("jsonlite")
    home <- tempfile("my data ")
    for (name in c("wild type", "mutant")) {
        expect_code(cli("simulate", "--out", file.path(home, name), "--genes",
            "5", "--seed", nchar(name)), 0L)
    }
    bin <- tempfile("bin")
    dir.create(bin)
    file.symlink(script(), file.path(bin, "ggc"))
    snakemake <- function(...) {
        suppressWarnings(system2("env", shQuote(c(
            paste("PATH", paste(c(bin, R.home("bin"), Sys.getenv("PATH")),
                collapse = ":"), sep = "="),
            "snakemake", "--cores", "1", "--directory", home, "--snakefile",
            tools_file("snakemake", "Snakefile"), ...)), stdout = TRUE,
            stderr = TRUE))
    }
    small <- c("members: 1", "n_lambda: 4", "first: 20", "each: 10")
    options <- file.path(home, "small.yaml")
    writeLines(c("fit:", "  control:", paste0("    ", small)), options)
    said <- snakemake("--configfile", options)
    expect_null(attr(said, "status"), info = paste(said, collapse = "\n"))
    fit <- readRDS(file.path(home, "networks", "mutant", "fit.rds"))
    like <- ggc_fit(ggc_simulate("grn", p = 5, seed = 6), seed = 1,
        control = quick_control())
    expect_identical(granger(fit), granger(like))
    about <- jsonlite::fromJSON(file.path(home, "evidence", "wild type",
        "run.json"))
    expect_identical(about$test$method, "shadow")
    # All is there: nothing is left to do.
    expect_match(snakemake("--configfile", options), "Nothing to be done",
        all = FALSE)
    # What fails leaves a log that says why, and no results.
    writeLines("name\thours", file.path(home, "mutant", "samples.tsv"))
    expect_identical(attr(snakemake("--configfile", options), "status"), 1L)
    expect_match(readLines(file.path(home, "logs", "network-mutant.txt")),
        "ggc fit: ", all = FALSE)
    expect_false(file.exists(file.path(home, "networks", "mutant",
        "edges.tsv")))
})

test_that("the versions that the rules were tried with are named", {
    skip_if_not_installed("yaml")
    lines <- yaml::read_yaml(tools_file("snakemake", "versions.yaml"))
    expect_match(unlist(lines$dependencies), "^[a-z-]+[0-9]?[a-z]*=[0-9.]+$")
    expect_true(all(c("snakemake-minimal", "r-base") %in%
        sub("=.*", "", lines$dependencies)))
    config <- yaml::read_yaml(tools_file("snakemake", "config.yaml"))
    expect_true(all(names(config$fit) %in% ggc:::.cli_options("fit")$name))
})
