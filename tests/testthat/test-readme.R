# What README.md says to type, typed as it stands there.

readme_blocks <- function(kind) {
    blocks <- blocks_of(readLines(checkout_file("README.md"), encoding = "UTF-8"))
    lapply(blocks[vapply(blocks, `[[`, "", "kind") == kind], `[[`, "code")
}

# What its reader has who comes with a table of his own.
own_table <- c(
    "x <- SummarizedExperiment::assay(se)", "time <- se$time",
    "experiment <- se$trajectory"
)

as_files <- c(
    "samples <- data.frame(sample = colnames(x), time, trajectory = experiment)",
    "write.table(samples, 'samples.tsv', sep = '\t', quote = FALSE, row.names = FALSE)",
    "write.table(data.frame(gene = rownames(x), x, check.names = FALSE),",
    "    'expression.tsv', sep = '\t', quote = FALSE, row.names = FALSE)"
)

test_that("its lines of R and of the command line run as printed", {
    skip_if_not_installed("ggplot2")
    blocks <- readme_blocks("r")
    expect_length(blocks, 2L)
    home <- tempfile("readme")
    said <- session_of_its_own(c(blocks[[1L]], own_table, blocks[[2L]],
        "stopifnot(identical(dim(se), dim(x)))", as_files), home)
    expect_match(said, "AUROC", all = FALSE)
    expect_true(file.exists(file.path(home, "Rplots.pdf")))
    skip_on_os("windows")
    lines <- readme_blocks("sh")
    expect_length(lines, 2L)
    dir.create(file.path(home, ".local", "bin"), recursive = TRUE)
    writeLines(c("set -eu", "cd \"$HOME\"", lines[[2L]]), file.path(home, "lines.sh"))
    path <- paste(c(file.path(home, ".local", "bin"), R.home("bin"),
        Sys.getenv("PATH")), collapse = ":")
    libraries <- paste(.libPaths(), collapse = ":")
    said <- suppressWarnings(system2("env", shQuote(c(paste0("HOME=", home),
        paste0("PATH=", path), paste0("R_LIBS=", libraries), "sh",
        file.path(home, "lines.sh"))), stdout = TRUE, stderr = TRUE))
    expect_null(attr(said, "status"), info = paste(said, collapse = "\n"))
    expect_true(all(ggc:::.cli_lines("ggc") %in% said))
    made <- list.files(file.path(home, "fit"))
    expect_true(all(c("edges.tsv", "granger.tsv", "run.json",
        "network.png") %in% made))
})

# `make demo` and `make test` are not run: the latter runs this. What they would do
# is known.
test_that("its commands of make are there", {
    skip_on_os("windows")
    skip_if(Sys.which("make") == "", "no make here")
    makefile <- checkout_file("Makefile")
    text <- readLines(checkout_file("README.md"))
    text <- paste(text, collapse = "\n")
    named <- regmatches(text, gregexpr("(?<=[`\n])make [a-z]+", text, perl = TRUE))
    targets <- unique(sub("make ", "", named[[1L]]))
    expect_true(all(c("demo", "test", "site") %in% targets))
    for (target in targets) {
        said <- suppressWarnings(system2("make", c("-n", "-C",
            shQuote(dirname(makefile)), target), stdout = TRUE, stderr = TRUE))
        expect_null(attr(said, "status"), info = paste(said, collapse = "\n"))
    }
})
