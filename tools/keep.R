# Puts what the vignettes show into the package, at the top of a checkout:
#
#   Rscript tools/keep.R exam [results/exam]   tables of a whole `make exam`, four
#                                              digits each: inst/extdata/exam
#   Rscript tools/keep.R methods FOLDER ...    the table of other methods alone, of
#                                              runs of some of its groups: hours each
#   Rscript tools/keep.R tune                  logs of tools/tune: inst/extdata/tune

TABLES <- c("table1", "table2", "further", "published", "fresh", "fresh_tests",
    "ranking", "methods", "effects", "loo", "checks", "times")
LOGS <- c("defaults-ingredients", "defaults-again", "defaults-directed",
    "dependence", "promise", "starts", "knockout")

keep_exam <- function(from = file.path("results", "exam")) {
    absent <- TABLES[!file.exists(file.path(from, paste0(TABLES, ".tsv")))]
    if (length(absent)) {
        stop(sprintf("%s has no %s: run the whole exam first", from,
            paste(absent, collapse = ", ")), call. = FALSE)
    }
    for (name in TABLES) {
        keep_table(read_table(from, name), name)
    }
}

# Rows of the groups of data sets that a run has take the place of older ones.
keep_methods <- function(...) {
    known <- if (file.exists(file.path(directory("exam"), "methods.tsv"))) {
        read_table(directory("exam"), "methods")
    }
    for (from in c(...)) {
        new <- read_table(from, "methods")
        known <- rbind(known[!known$group %in% new$group, ], new)
    }
    keep_table(known, "methods")
}

read_table <- function(from, name) {
    utils::read.delim(file.path(from, paste0(name, ".tsv")),
        check.names = FALSE, quote = "")
}

keep_table <- function(table, name) {
    number <- vapply(table, is.double, NA)
    table[number] <- lapply(table[number], signif, digits = 4L)
    utils::write.table(table, file.path(directory("exam"), paste0(name,
        ".tsv")), sep = "\t", quote = FALSE, row.names = FALSE)
}

keep_tune <- function() {
    logs <- file.path("tools", "tune", paste0(LOGS, ".log"))
    stopifnot(file.copy(logs, directory("tune"), overwrite = TRUE))
}

directory <- function(name) {
    path <- file.path("inst", "extdata", name)
    dir.create(path, showWarnings = FALSE, recursive = TRUE)
    path
}

args <- commandArgs(trailingOnly = TRUE)
what <- match.arg(args[1L], c("exam", "methods", "tune"))
do.call(paste0("keep_", what), as.list(args[-1L]))
