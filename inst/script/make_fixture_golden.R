# Writes down the golden values of tests/testthat/test-golden.R anew, after a
# change of bits that is meant, and says so in inst/NEWS.md. With the package
# installed, in its top directory (or `make golden WHY="..."`):
#     Rscript inst/script/make_fixture_golden.R "what changed, and by how much"
library(ggc)

why <- paste(commandArgs(trailingOnly = TRUE), collapse = " ")
golden <- new.env(parent = asNamespace("ggc"))
sys.source(file.path("tests", "testthat", "helper-golden.R"), golden)
file <- file.path("tests", "testthat", "fixtures", "golden.tsv")

# The bullet under "Changed results" of the version on top, wrapped.
add_news <- function(bullet, file) {
    lines <- readLines(file)
    versions <- grep("^# ", lines)
    last <- min(versions[-1L], length(lines) + 1L) - 1L
    head <- which(lines == "## Changed results")
    text <- strwrap(bullet, 80L, exdent = 2L, prefix = "")
    if (length(head) && head[[1L]] <= last) {
        at <- head[[1L]] + 1L
        text <- c("", text)
    } else {
        fixes <- grep("^## Bug fixes", lines[seq_len(last)])
        at <- if (length(fixes)) fixes[[1L]] - 1L else last
        text <- c(if (nzchar(lines[[at]])) "", "## Changed results", "", text)
    }
    rest <- lines[-seq_len(at)]
    if (length(head) && length(rest) && !nzchar(rest[[1L]])) {
        rest <- rest[-1L]
    }
    writeLines(c(lines[seq_len(at)], text, rest), file)
}

got <- golden$golden_digests()
old <- if (file.exists(file)) golden$read_golden(file) else character()
changed <- names(got)[is.na(match(paste(names(got), got),
    paste(names(old), old)))]
if (!length(changed) && length(got) == length(old)) {
    cat("the golden values stand as they are\n")
} else if (!nzchar(trimws(why))) {
    stop("these golden values changed: ", toString(changed),
        ". Say why: make golden WHY=\"...\"", call. = FALSE)
} else {
    utils::write.table(data.frame(result = names(got), digest = got), file,
        sep = "\t", quote = FALSE, row.names = FALSE)
    state <- golden$golden_state(got)
    add_news(sprintf("- Golden values `%s` (%s): %s", state, toString(changed),
        sub("[.]?$", ".", why)), file.path("inst", "NEWS.md"))
    cat(sprintf("golden values %s; inst/NEWS.md has the reason\n", state))
}
