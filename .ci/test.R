# testthat on the installed package. The reporter lists every skip with its
# reason; then "testthat: N passed, N failed, N skipped", in expectations (an
# error counts as a failed one).

# The tests that a CRAN machine would leave out are meant to run here.
Sys.setenv(NOT_CRAN = "true")

results <- testthat::test_dir(
    file.path("tests", "testthat"),
    package = "ggc", load_package = "installed", stop_on_failure = FALSE,
    reporter = testthat::SummaryReporter$new(
        max_reports = Inf, show_praise = FALSE
    )
)

counts <- as.data.frame(results)
passed <- sum(counts$passed)
failed <- sum(counts$failed) + sum(counts$error)
skipped <- sum(counts$skipped)
seconds <- sort(tapply(counts$real, counts$file, sum), decreasing = TRUE)
cat(sprintf("slowest of %.0f s: %s\n", sum(seconds), paste(sprintf("%s %.0f",
    sub("^test-(.*)[.]R$", "\\1", names(seconds)), seconds)[1:12],
    collapse = ", ")))
cat(sprintf("testthat: %d passed, %d failed, %d skipped\n",
    passed, failed, skipped))
quit(status = if (failed || !passed) 1L else 0L)
