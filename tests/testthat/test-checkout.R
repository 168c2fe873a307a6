# What a checkout keeps twice, or names in two places.

skip_without_tools()

test_that("the package has the logs that the vignettes show, as they are", {
    kept <- list.files(system.file("extdata", "tune", package = "ggc"),
        full.names = TRUE)
    expect_gt(length(kept), 4L)
    for (file in kept) {
        expect_identical(readLines(file),
            readLines(tools_file("tune", basename(file))))
    }
})

test_that("every log of tools/tune is named after its script", {
    logs <- list.files(tools_file("tune"), "[.]log$", full.names = TRUE)
    expect_gt(length(logs), 10L)
    table <- readLines(tools_file("tune", "README.md"))
    for (log in logs) {
        first <- readLines(log, 1L)
        expect_match(first, "^# Rscript tools/tune/[a-z]+[.]R")
        words <- strsplit(sub("^# Rscript tools/tune/", "", first), " ")[[1L]]
        expect_true(file.exists(tools_file("tune", words[[1L]])))
        name <- paste(c(sub("[.]R$", "", words[[1L]]),
            grep("^[a-z]", words[-1L], value = TRUE)), collapse = "-")
        expect_identical(basename(log), paste0(name, ".log"))
        expect_match(table, basename(log), fixed = TRUE, all = FALSE)
    }
})

test_that("the site has each help page once", {
    skip_if_not_installed("yaml")
    site <- yaml::read_yaml(file.path("..", "..", "_pkgdown.yml"))
    listed <- unlist(lapply(site$reference, `[[`, "contents"))
    pages <- list.files(file.path("..", "..", "man"), "[.]Rd$", full.names = TRUE)
    topics <- lapply(pages, function(page) {
        lines <- readLines(page)
        if (!any(grepl("\\keyword{internal}", lines, fixed = TRUE))) {
            lines <- grep("^\\\\(name|alias)[{]", lines, value = TRUE)
            gsub("\\\\%", "%", sub("^[^{]*[{](.*)[}]$", "\\1", lines))
        }
    })
    topics <- topics[lengths(topics) > 0L]
    controls <- grep("^starts_with", listed, value = TRUE)
    expect_identical(controls, "starts_with(\"ggc_control_\")")
    for (topic in topics) {
        expect_true(any(topic %in% listed) || startsWith(topic[[1L]], "ggc_control_"),
            label = topic[[1L]])
    }
    expect_identical(anyDuplicated(listed), 0L)
    expect_true(all(setdiff(listed, c(controls, "ggc-package")) %in% unlist(topics)))
})
