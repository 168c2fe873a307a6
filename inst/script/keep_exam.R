# Puts the tables of an exam into the package, four digits each, where
# vignettes/benchmarks.Rmd reads them: after a whole `make exam`,
#
#   Rscript inst/script/keep_exam.R [results/exam]
#
# from the top of a checkout.

args <- commandArgs(trailingOnly = TRUE)
from <- if (length(args)) args[[1L]] else "results/exam"
to <- file.path("inst", "extdata", "exam")
tables <- c("table1", "table2", "further", "published", "fresh", "fresh_tests",
    "ranking", "effects", "loo", "checks", "times")

absent <- tables[!file.exists(file.path(from, paste0(tables, ".tsv")))]
if (length(absent)) {
    stop(sprintf("%s has no %s: run the whole exam first", from,
        paste(absent, collapse = ", ")), call. = FALSE)
}
dir.create(to, showWarnings = FALSE, recursive = TRUE)
for (name in tables) {
    table <- utils::read.delim(file.path(from, paste0(name, ".tsv")),
        check.names = FALSE, quote = "")
    number <- vapply(table, is.double, NA)
    table[number] <- lapply(table[number], signif, digits = 4L)
    utils::write.table(table, file.path(to, paste0(name, ".tsv")), sep = "\t",
        quote = FALSE, row.names = FALSE)
}
