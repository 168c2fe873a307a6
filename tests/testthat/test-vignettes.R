# The vignettes as their reader finds them: order, looks, and code that is shown
# and not run. What is run, R CMD check and `make site` run when they build them.

ten_lines <- function() {
    chunks <- chunks_of(vignette_source("ggc.Rmd"))
    labels <- vapply(chunks, function(chunk) chunk$options$label, "")
    chunks[[which(labels == "ten-lines")]]$code
}

test_that("ten lines lead from a table to a figure, in a session of their own", {
    skip_if_not_installed("ggplot2")
    lines <- ten_lines()
    expect_length(lines, 10L)
    # What the reader would look at last.
    look <- 'cat("drawn:", file.size(file.path(tempdir(), "network.pdf")), "\\n")'
    seconds <- system.time(
        said <- session_of_its_own(c(lines, look))
    )[["elapsed"]]
    drawn <- grep("^drawn:", said, value = TRUE)
    expect_gt(as.numeric(gsub("[^0-9]", "", drawn)), 2000)
    expect_lt(seconds, 60)
})

test_that("each method has its equations and its line of news", {
    cells <- vignette_source("method.Rmd")
    others <- vignette_source("othermethods.Rmd")
    news <- readLines(system.file("NEWS.md", package = "ggc"))
    for (name in names(.METHODS)) {
        row <- .METHODS[[name]]
        quoted <- sprintf("`method = \"%s\"`|`\"%s\"`|method =\\s\"%s\"`", name,
            name, name)
        of_network <- row$has_networks && !row$shared
        text <- paste(if (of_network) cells else others, collapse = "\n")
        expect_match(text, quoted, label = paste(name, "in its vignette"))
        expect_match(news, sprintf("\"%s\"", name), fixed = TRUE, all = FALSE,
            label = paste(name, "in NEWS"))
    }
})

# ---- Order and looks ---------------------------------------------------------

# The names of the vignettes in a table whose cells are `name` and question.
table_of_questions <- function(lines) {
    rows <- grep("^\\| \\[?`[a-z]+`[^|]*\\| [A-Z][^|]*[?] \\|$", lines, value = TRUE)
    stats::setNames(sub("^\\|[^|]*\\| (.*) \\|$", "\\1", rows),
        sub("^[^`]*`([a-z]+)`.*", "\\1", rows))
}

test_that("each vignette has one question; the first gives them in order", {
    skip_if(is.null(vignette_paths()), "the vignettes are not here")
    question <- vapply(vignette_paths(), function(path) {
        asked <- grep("^description: ", readLines(path), value = TRUE)
        expect_length(asked, 1L)
        sub("^description: \"(.*)\"$", "\\1", asked)
    }, "")
    names(question) <- sub("[.]Rmd$", "", names(question))
    told <- table_of_questions(vignette_source("ggc.Rmd"))
    expect_setequal(names(told), setdiff(names(question), "ggc"))
    expect_identical(told, question[names(told)])
    readme <- table_of_questions(readLines(checkout_file("README.md")))
    expect_identical(readme, question[c("ggc", names(told))])
    site <- grep("^  contents: [[]", readLines(checkout_file("_pkgdown.yml")),
        value = TRUE)
    listed <- unlist(strsplit(gsub("^[^[]*[[]|[]]$", "", site), ", "))
    expect_identical(listed[listed %in% names(question)], names(told))
})

test_that("no vignette lacks the shared options", {
    skip_if(is.null(vignette_paths()), "the vignettes are not here")
    for (name in names(vignette_paths())) {
        lines <- vignette_source(name)
        first <- chunks_of(lines)[[1L]]
        expect_identical(first$code, "source(\"shared.R\")", label = name)
        expect_identical(first$options[c("label", "include")],
            list(label = "shared", include = FALSE))
        # Said there, and nowhere else.
        expect_no_match(lines, "options[(].*width *=", label = name)
        expect_true("*`r rmarkdown::metadata$description`*" %in% lines)
    }
})

# Does an expression at top level draw, given the names of pictures made before?
.DRAW <- c("plot", "lines", "points", "barplot", "hist", "image", "boxplot",
    "matplot", "curve", "ggplot", "print.ggplot")

draws <- function(e, pictures) {
    if (is.name(e)) {
        return(as.character(e) %in% pictures)
    }
    assigns <- is.call(e) && as.character(e[[1L]])[[1L]] %in% c("<-", "=")
    !assigns && any(.DRAW %in% all.names(e))
}

test_that("every chunk that makes a figure says what it shows", {
    skip_if(is.null(vignette_paths()), "the vignettes are not here")
    figures <- 0L
    for (name in names(vignette_paths())) {
        pictures <- character()
        for (chunk in chunks_of(vignette_source(name))) {
            code <- parse(text = chunk$code)
            drawn <- FALSE
            for (e in as.list(code)) {
                drawn <- drawn || draws(e, pictures)
                made <- is.call(e) && identical(e[[1L]], quote(`<-`)) &&
                    any(.DRAW %in% all.names(e[[3L]]))
                if (made && is.name(e[[2L]])) {
                    pictures <- c(pictures, as.character(e[[2L]]))
                }
            }
            if (drawn) {
                figures <- figures + 1L
                alt <- eval(chunk$options$fig.alt)
                expect_true(is.character(alt) && all(nchar(alt) > 8L),
                    label = paste(name, chunk$options$label))
            }
        }
    }
    expect_gt(figures, 12L)
})

test_that("what is printed is not cut: wide tables become tables of the page", {
    skip_if_not_installed("knitr")
    # The package has the vignettes, but not what they share.
    shared <- checkout_file(file.path("vignettes", "shared.R"))
    directory <- tempfile("knit")
    dir.create(directory)
    file.copy(shared, directory)
    page <- c("```{r shared, include = FALSE}", "source(\"shared.R\")", "```",
        "```{r wide, error = TRUE}", "wide <- as.data.frame(matrix(1234.56, 2, 20))",
        "dimnames(wide) <- list(c('a', 'b'), sprintf('column_%02d', 1:20))",
        "wide", "wide[, 1:3]", "seq(1000, 1100)", "cat(rep('word', 40))",
        "stop(strrep('a word ', 20))", "```")
    writeLines(page, file.path(directory, "page.Rmd"))
    session_of_its_own("knitr::knit(\"page.Rmd\", quiet = TRUE)", directory)
    made <- readLines(file.path(directory, "page.md"))
    rows <- grep("^[|]", made, value = TRUE)
    expect_length(rows, 4L)
    expect_match(rows[[1L]], "column_01.*column_20")
    expect_match(rows[[3L]], "a .*1235")
    printed <- grep("^## ", made, value = TRUE)
    expect_match(printed, "column_01 column_02 column_03", all = FALSE)
    expect_lte(max(nchar(printed)), 80L)
    expect_gt(max(nchar(printed)), 70L)
    # A figure that nobody describes stops the build.
    writeLines(c(page[1:3], "```{r silent}", "plot(1)", "```"),
        file.path(directory, "page.Rmd"))
    said <- session_of_its_own(paste("said <- tryCatch(knitr::knit(\"page.Rmd\",",
        "quiet = TRUE), error = conditionMessage); writeLines(said)"), directory)
    expect_match(said, "'silent' draws, and has no fig.alt", all = FALSE)
})

# ---- Code that is shown and not run ------------------------------------------

# eval = FALSE, by vignette and label: those that are not run here, and why.
NOT_RUN <- c(
    "ggc.Rmd install" = "takes packages from the network; make setup does",
    "method.Rmd install" = "compiles the package; make setup and R CMD check do",
    "scaling.Rmd slurm" = paste("needs a cluster; its first expression is",
        "evaluated below, test-slurm.R fits on a Slurm of its own")
)

# In a session whose home is empty but for ~/.local/bin.
RUN <- "scaling.Rmd link"

test_that("all code parses; what is not run is known by name", {
    skip_if(is.null(vignette_paths()), "the vignettes are not here")
    still <- character()
    for (name in names(vignette_paths())) {
        for (chunk in chunks_of(vignette_source(name))) {
            label <- paste(name, chunk$options$label)
            expect_no_error(parse(text = chunk$code), message = label)
            if (isFALSE(chunk$options$eval)) {
                still <- c(still, label)
            }
        }
    }
    expect_setequal(still, c(names(NOT_RUN), RUN))
})

chunk_named <- function(vignette, label) {
    chunks <- chunks_of(vignette_source(vignette))
    labels <- vapply(chunks, function(chunk) chunk$options$label, "")
    chunks[[which(labels == label)]]$code
}

test_that("the line that links the command line does", {
    skip_on_os("windows")
    home <- tempfile("home")
    dir.create(file.path(home, ".local", "bin"), recursive = TRUE)
    session_of_its_own(c(paste0("stopifnot(", chunk_named("scaling.Rmd", "link"),
        ")")), env = paste0("HOME=", shQuote(home)))
    linked <- file.path(home, ".local", "bin", "ggc")
    expect_identical(normalizePath(linked), normalizePath(script()))
})

test_that("the back-end for a cluster is made as shown", {
    skip_if_not_installed("BiocParallel")
    skip_if_not_installed("batchtools")
    code <- parse(text = chunk_named("scaling.Rmd", "slurm"))
    expect_length(code, 2L)
    param <- evalq(eval(code[[1L]]), list2env(list(code = code),
        parent = asNamespace("BiocParallel")))
    expect_s4_class(param, "BatchtoolsParam")
    # And the call knows all of its arguments.
    call <- code[[2L]][[3L]]
    expect_true(all(names(as.list(call))[-(1:2)] %in% names(formals(ggc_fit))))
})

# Blocks without a language in scaling.Rmd: a rule of Snakemake and a process of
# Nextflow, of which the command is tried.
pipeline_blocks <- function() {
    blocks <- blocks_of(vignette_source("scaling.Rmd"))
    code <- lapply(blocks[!nzchar(vapply(blocks, `[[`, "", "kind"))], `[[`, "code")
    stats::setNames(code, vapply(code, function(x) sub(" .*", "", x[[1L]]), ""))
}

test_that("the command of the Nextflow process is understood", {
    script <- grep("script:", pipeline_blocks()$process, value = TRUE)
    words <- strsplit(sub("^ *script: \"(.*)\"$", "\\1", script), " ")[[1L]]
    expect_identical(words[1:2], c("ggc", "fit"))
    # What Nextflow puts in.
    for (pair in list(c("$x", at("x.tsv")), c("$samples", at("samples.csv")),
        c("$task.cpus", "1"))) {
        expect_identical(sum(words == pair[[1L]]), 1L)
        words[words == pair[[1L]]] <- pair[[2L]]
    }
    out <- tempfile()
    words[which(words == "--out") + 1L] <- out
    expect_code(cli(words[-1L], "--time=hours", "--trajectory=line", quick), 0L)
    expect_true(file.exists(file.path(out, "edges.tsv")))
})

test_that("the rule of Snakemake runs as printed", {
    skip_on_os("windows")
    skip_on_cran()
    skip_if(Sys.which("snakemake") == "", "no Snakemake here")
    home <- tempfile("rule")
    expect_code(cli("simulate", "--out", file.path(home, "wild"), "--genes", "4",
        "--seed", "1"), 0L)
    bin <- tempfile("bin")
    dir.create(bin)
    file.symlink(script(), file.path(bin, "ggc"))
    file <- file.path(home, "Snakefile")
    writeLines(pipeline_blocks()$rule, file)
    path <- paste(c(bin, R.home("bin"), Sys.getenv("PATH")), collapse = ":")
    said <- suppressWarnings(system2("env", shQuote(c(paste0("PATH=", path),
        "snakemake", "--cores", "1", "--directory", home, "--snakefile", file,
        "wild/fit/run.json")), stdout = TRUE, stderr = TRUE))
    expect_null(attr(said, "status"), info = paste(said, collapse = "\n"))
    expect_true(all(file.exists(file.path(home, "wild", "fit", c("edges.tsv",
        "granger.tsv", "run.json")))))
})
