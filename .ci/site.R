# The pkgdown site of a copy of the sources, so that nothing is left in the clone.
# Older pkgdown makes it without the network, from 2.1 on it takes scripts from
# there once.

out <- commandArgs(TRUE)[[1L]]
home <- ".ggc-site"
if (!requireNamespace("pkgdown", quietly = TRUE)) {
    cat("make site needs the R package pkgdown:\n",
        "  apt-get install r-cran-pkgdown, or in R install.packages(\"pkgdown\")\n",
        sep = "")
    quit(status = 1L)
}

# Formulas as the browser's own MathML, which needs no script from elsewhere: those of
# articles in a span, those of help pages between \( and \).
with_formulas <- function(page) {
    text <- paste(readLines(page, encoding = "UTF-8"), collapse = "\n")
    at <- gregexpr(paste0(
        "(?s)<span class=\"math (inline|display)\">\\\\[(\\[].*?</span>|",
        "\\\\\\([^<>]{1,300}?\\\\\\)"), text, perl = TRUE)
    spans <- regmatches(text, at)[[1L]]
    if (length(spans) == 0L) {
        return(invisible())
    }
    tex <- gsub("(?s)^(<span[^>]*>)?\\\\[[(]|\\\\[])](</span>)?$", "", spans,
        perl = TRUE)
    for (sign in list(c("&lt;", "<"), c("&gt;", ">"), c("&amp;", "&"))) {
        tex <- gsub(sign[[1L]], sign[[2L]], tex, fixed = TRUE)
    }
    marks <- ifelse(grepl("math display", spans, fixed = TRUE), "$$", "$")
    from <- tempfile(fileext = ".md")
    to <- tempfile(fileext = ".html")
    writeLines(paste0(marks, trimws(tex), marks, "\n"), from, useBytes = TRUE)
    rmarkdown::pandoc_convert(from, "html", "markdown", to, options = "--mathml")
    made <- paste(readLines(to, encoding = "UTF-8"), collapse = "\n")
    # What pandoc cannot turn stays in a span.
    made <- regmatches(made, gregexpr(
        "(?s)<math .*?</math>|<span class=\"math.*?</span>", made, perl = TRUE))
    stopifnot(length(made[[1L]]) == length(spans))
    regmatches(text, at) <- made
    writeLines(enc2utf8(text), page, useBytes = TRUE)
}

unlink(home, recursive = TRUE)
dir.create(home)
stopifnot(file.copy(c("DESCRIPTION", "NAMESPACE", "LICENSE", "README.md",
    "CONTRIBUTING.md", "R", "src", "man", "inst", "vignettes", "pkgdown",
    "_pkgdown.yml"), home, recursive = TRUE))
# Where pkgdown looks for it.
stopifnot(file.copy(file.path(home, "inst", "NEWS.md"), home))
unlink(Sys.glob(file.path(home, "src", c("*.o", "*.so"))))

options(pkgdown.internet = FALSE)
unlink(out, recursive = TRUE)
dir.create(out, FALSE, TRUE)
site <- normalizePath(out)
pkg <- pkgdown::as_pkgdown(home, override = list(destination = site))
pkgdown::build_site(pkg, preview = FALSE, new_process = FALSE, install = FALSE)
for (page in list.files(site, "[.]html$", recursive = TRUE, full.names = TRUE)) {
    with_formulas(page)
}
unlink(home, recursive = TRUE)
