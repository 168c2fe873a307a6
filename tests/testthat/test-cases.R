# Inputs on which the package was once wrong, silent or of no help: 26 from
# public threads (H), 19 of a first day with it (D). Each stands for a kind; the
# table says which siblings were tried, how it ends, and which tests show it.

cases <- utils::read.delim(test_path("fixtures", "cases.tsv"), quote = "",
    na.strings = character())

test_that("each case has its kind, siblings and tests that are there", {
    expect_identical(cases$case, c(sprintf("H%d", 1:26), sprintf("D%d", 1:19)))
    expect_true(all(nzchar(cases$kind)))
    expect_true(all(lengths(strsplit(cases$siblings, "; ")) >= 3L))
    open <- startsWith(cases$result, "open: ")
    expect_true(all(open | cases$result %in% c("right", "refused", "warned")))
    expect_true(all(open | nzchar(cases$tests)))
    named <- unlist(strsplit(cases$tests, " | ", fixed = TRUE))
    for (one in strsplit(named, ": ", fixed = TRUE)) {
        lines <- readLines(test_path(one[[1L]]), warn = FALSE)
        title <- sprintf("test_that(\"%s\"", paste(one[-1L], collapse = ": "))
        expect_true(any(startsWith(lines, title)), label = title)
    }
})
