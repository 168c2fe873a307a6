# Which lines of R and C the tests run, by covr: a table of files and the lines
# that are not run, into the directory given. Tests that start other processes
# (workers, kills, a browser, PyTorch, Slurm) add nothing that is counted, and
# those of whole exams and fuzzers take long without optimisation: left out, so
# that the true share is somewhat higher.

out <- commandArgs(TRUE)[[1L]]
left_out <- c("bench", "checkpoint", "determinism", "exam", "exam-fresh", "fuzz",
    "golden", "interrupt", "page", "pictures", "readme", "science", "slurm", "torch",
    "torch-models", "vignettes", "workers")
home <- file.path(getwd(), ".ggc-coverage")
unlink(home, recursive = TRUE)
dir.create(home)
stopifnot(file.copy(c("DESCRIPTION", "NAMESPACE", "LICENSE", "R", "src", "man",
    "inst", "tests"), home, recursive = TRUE))
unlink(Sys.glob(file.path(home, "src", c("*.o", "*.so"))))

tests <- file.path(home, "tests", "testthat")
unlink(file.path(tests, sprintf("test-%s.R", left_out)))
Sys.setenv(NOT_CRAN = "true")
# Not at -O0, with which the kernels take minutes.
options(covr.flags = c(CFLAGS = "-g -O1 --coverage", LDFLAGS = "--coverage"))
# A failed test here is the business of `make test`.
code <- sprintf(paste0("try(testthat::test_dir(%s, package = \"ggc\", ",
    "load_package = \"installed\", stop_on_failure = FALSE))"), dQuote(tests, FALSE))
found <- as.data.frame(covr::package_coverage(home, type = "none", code = code,
    quiet = TRUE))

# Of an expression over several lines, each.
lines <- do.call(rbind, Map(function(file, first, last, value) {
    data.frame(file = file, line = seq(first, last), value = value)
}, found$filename, found$first_line, found$last_line, found$value))
lines <- stats::aggregate(value ~ file + line, lines, max)
lines$language <- ifelse(startsWith(lines$file, "src/"), "C", "R")
share <- function(by) {
    counts <- stats::aggregate(cbind(lines = 1, run = value > 0) ~ by,
        cbind(lines, by = lines[[by]]), sum)
    counts$percent <- round(100 * counts$run / counts$lines, 1)
    counts
}
dir.create(out, FALSE, TRUE)
save <- function(x, name) {
    utils::write.table(x, file.path(out, name), sep = "\t", quote = FALSE,
        row.names = FALSE)
}
save(share("file"), "files.tsv")
missed <- lines[lines$value == 0, c("file", "line")]
save(missed[order(missed$file, missed$line), ], "missed.tsv")
print(share("language"), row.names = FALSE)
unlink(home, recursive = TRUE)
