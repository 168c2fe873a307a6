# tests/r/claims.R, which holds README and vignettes to their sources, sees what
# is wrong in a copy of them.

skip_without_tools()

top <- testthat::test_path("..", "..")
claims <- tool_functions(file.path(top, "tests", "r", "claims.R"))
skip_if_not(claims$can_read_pages(), "no pandoc here, or no rmarkdown")
rows <- claims$read_claims(top)
pages <- claims$read_pages(top)
values <- claims$values_of(rows, top)
topics <- claims$help_topics(top)

page_copy <- function(name) {
    copy <- tempfile("pages")
    dir.create(dirname(file.path(copy, name)), recursive = TRUE,
        showWarnings = FALSE)
    file.copy(file.path(top, name), file.path(copy, name))
    copy
}

# Which rules break where a page, README unless said, reads `new` for `old`, by
# claims.tsv and more rows without values.
broken_by <- function(old, new, name = "README.md", more = NULL) {
    copy <- page_copy(name)
    on.exit(unlink(copy, recursive = TRUE))
    file <- file.path(copy, name)
    lines <- readLines(file, encoding = "UTF-8")
    expect_true(any(grepl(old, lines, fixed = TRUE)), label = old)
    writeLines(sub(old, new, lines, fixed = TRUE), file, useBytes = TRUE)
    pages[[name]] <- claims$read_page(name, copy)
    broken <- claims$broken_rules(pages, rbind(rows, more), top,
        c(values, vector("list", NROW(more))), topics)
    names(broken)[lengths(broken) > 0L]
}

test_that("README and vignettes agree with their sources", {
    broken <- claims$broken_rules(pages, rows, top, values, topics)
    expect_length(broken, 1L + claims$RULES_OF_PAGES)
    expect_length(unlist(broken), 0L)
})

test_that("a changed number is seen", {
    differ <- "numbers are what their sources say"
    expect_identical(broken_by("| .866 |", "| .876 |"), differ)
    expect_identical(broken_by("| .310 |", "| .3 |"), character())
    expect_identical(broken_by(".79 to .94", ".79 to .95"), differ)
    expect_identical(broken_by("| .527 | .328 |", "| .527 | .327 |",
        "vignettes/singlecell.Rmd"), differ)
    expect_identical(broken_by("offset of 1e6", "offset of 1e7",
        "vignettes/method.Rmd"), differ)
    # In a formula, against a constant of the sources.
    expect_identical(broken_by("(g + 2s) / 0.03$", "(g + 2s) / 0.04$",
        "vignettes/ranking.Rmd"), differ)
    # Of those that need no source all is literal.
    expect_identical(broken_by("ISTA steps of", "ISTA steps of some",
        "vignettes/method.Rmd"),
        c("the words of each claim stand somewhere",
            "each number has a row in claims.tsv"))
})

test_that("a new number without a source is seen, but not in code", {
    bare <- "each number has a row in claims.tsv"
    expect_identical(broken_by("Licence: MIT.", "It is right in .97."), bare)
    # But for one that says so.
    unsourced <- data.frame(kind = "unsourced", words = "It is right in .97.",
        source = "", value = "", why = "counted by hand")
    expect_identical(broken_by("Licence: MIT.", "It is right in .97.",
        more = unsourced), character())
    unsourced$why <- ""
    expect_identical(broken_by("Licence: MIT.", "It is right in .97.",
        more = unsourced), "claims.tsv can be read, and its values found")
    expect_identical(broken_by("Licence: MIT.", "It is right in 97 %."), bare)
    expect_identical(broken_by("Licence: MIT.", "It is right to 1e-9."), bare)
    expect_identical(broken_by("Licence: MIT.", "Licence: `fdr = .97`."),
        character())
    expect_identical(broken_by("Licence: MIT.", "Three of 4 are right."),
        character())
})

test_that("links, images and names that lead nowhere are seen", {
    dead <- "links lead to what is there"
    expect_identical(broken_by("(CONTRIBUTING.md)", "(CONTRIBUTORS.md)"), dead)
    expect_identical(broken_by("(CONTRIBUTING.md)",
        "(CONTRIBUTING.md#receipts)"), dead)
    expect_identical(broken_by("(CONTRIBUTING.md)",
        "(CONTRIBUTING.md#recipes)"), character())
    expect_identical(broken_by("(https://doi.org/", "(https:/doi.org/"), dead)
    expect_identical(broken_by("(ranking.html#ingredients)",
        "(ranking.html#ingredient)", "vignettes/method.Rmd"), dead)
    expect_identical(broken_by("README-network.png", "README-networks.png"),
        "images are there")
    expect_identical(broken_by("`vignette(\"benchmarks\")`",
        "`vignette(\"benchmark\")`"), "vignettes named are there")
    expect_identical(broken_by("| `others` |", "| `other` |"),
        "vignettes named are there")
    expect_identical(broken_by("`?ggc_input`", "`?ggc_inputs`",
        "vignettes/ggc.Rmd"), "help topics named are there")
    expect_identical(broken_by("`tools/exam/rounds.tsv`",
        "`tools/exam/round.tsv`"), "files named are there")
})

test_that("rows of claims.tsv that are wrong themselves are seen", {
    bad <- function(i, ...) {
        rows[i, names(list(...))] <- list(...)
        claims$broken_rules(NULL, rows, top)[[1L]]
    }
    expect_identical(bad(1L), character())
    expect_match(bad(1L, kind = "clam"), "unknown kind")
    expect_match(bad(1L, words = "R 4.2 or #"), "not compared")
    expect_match(bad(1L, words = "R or later"), "no # in its words")
    expect_match(bad(1L, words = "R # or #"), "for 2 numbers")
    expect_match(bad(1L, source = "DESCRIBED"), "DESCRIBED|cannot open")
    expect_match(bad(1L, value = "seen(\"no such words\")"),
        "NULL for 1 numbers")
    expect_match(bad(nrow(rows), why = ""), "no reason")
})

test_that("numbers agree to half of the last digit that is printed", {
    expect_true(claims$agrees(".87", 0.866))
    expect_true(claims$agrees("0.9", 0.866))
    expect_true(claims$agrees("1,500", 1499.6))
    expect_false(claims$agrees(".86", 0.866))
    expect_false(claims$agrees(".870", 0.866))
    expect_true(all(claims$agrees(c("1e-8", "2.5e-8", "1e6"),
        c(1.4e-8, 2.54e-8, 1e6))))
    expect_false(any(claims$agrees(c("1e-8", "2.5e-8"), c(1e-7, 2.6e-8))))
    # Ties go either way.
    expect_true(all(claims$agrees(c(".86", ".87"), 0.865)))
})
