# The ten lines of the first vignette, as a reader would copy them.

vignette_source <- function(name) {
    source <- c(file.path("..", "..", "vignettes", name),
        system.file("doc", name, package = "ggc"))
    source <- source[nzchar(source) & file.exists(source)]
    skip_if_not(length(source) > 0L, "the vignettes are not here")
    readLines(source[[1L]])
}

ten_lines <- function() {
    text <- vignette_source("ggc.Rmd")
    from <- grep("^```\\{r ten-lines,", text)
    to <- grep("^```$", text)
    text[seq(from + 1L, min(to[to > from]) - 1L)]
}

test_that("ten lines lead from a table to a figure, in a session of their own", {
    skip_if_not_installed("ggplot2")
    lines <- ten_lines()
    expect_length(lines, 10L)
    script <- tempfile(fileext = ".R")
    on.exit(unlink(script))
    # What the reader would look at last.
    writeLines(c(lines,
        'cat("drawn:", file.size(file.path(tempdir(), "network.pdf")), "\\n")'
    ), script)
    seconds <- system.time(
        said <- suppressWarnings(system2(file.path(R.home("bin"), "Rscript"),
            c("--no-save", shQuote(script)), stdout = TRUE, stderr = TRUE))
    )[["elapsed"]]
    expect_null(attr(said, "status"), info = paste(said, collapse = "\n"))
    drawn <- grep("^drawn:", said, value = TRUE)
    expect_gt(as.numeric(gsub("[^0-9]", "", drawn)), 2000)
    expect_lt(seconds, 60)
})

test_that("each method has its equations and its line of news", {
    method <- vignette_source("method.Rmd")
    news <- readLines(system.file("NEWS.md", package = "ggc"))
    for (name in names(.METHODS)) {
        quoted <- sprintf("\"%s\"", name)
        expect_true(any(grepl(quoted, method, fixed = TRUE)),
            label = paste(name, "in method.Rmd"))
        expect_true(any(grepl(quoted, news, fixed = TRUE)),
            label = paste(name, "in NEWS"))
    }
})
