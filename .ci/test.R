# testthat on the installed package, by two processes that take file after file,
# the slowest first; then, alone, those that measure time or memory. The reporter
# lists every skip with its reason; then "testthat: N passed, N failed, N
# skipped", in expectations (an error counts as a failed one).

SLOWEST <- c("science", "batch", "cli", "workers", "determinism", "models",
    "checkpoint", "var", "fuzz", "network-choice", "simulate-grn", "evidence",
    "bad-input", "methods", "vignettes", "readme", "claims", "cli-script",
    "snakemake")
ALONE <- c("bench", "memory", "interrupt", "progress")

# Tests that a CRAN machine would leave out are meant to run here.
Sys.setenv(NOT_CRAN = "true")

test_names <- function() {
    files <- list.files(file.path("tests", "testthat"), "^test-.*[.]R$")
    names <- sub("^test-(.*)[.]R$", "\\1", files)
    c(intersect(SLOWEST, names), setdiff(names, SLOWEST))
}

run <- function(name) {
    results <- testthat::test_file(
        file.path("tests", "testthat", sprintf("test-%s.R", name)),
        package = "ggc", load_package = "installed",
        reporter = testthat::SummaryReporter$new(
            max_reports = Inf, show_praise = FALSE
        )
    )
    counts <- as.data.frame(results)
    data.frame(name, seconds = sum(counts$real), passed = sum(counts$passed),
        failed = sum(counts$failed) + sum(counts$error),
        skipped = sum(counts$skipped))
}

# Whoever makes a file's directory first runs it.
take_turns <- function(turns) {
    out <- lapply(setdiff(test_names(), ALONE), function(name) {
        if (dir.create(file.path(turns, name), showWarnings = FALSE)) run(name)
    })
    saveRDS(do.call(rbind, out), file.path(turns, sprintf("%d.rds",
        Sys.getpid())))
}

# What tests call of the core, compiled once, before the processes want it.
build_hooks <- function() {
    hooks <- new.env(parent = asNamespace("ggc"))
    sys.source(file.path("tests", "hooks", "hooks.R"), hooks)
    hooks$hook_home(getwd())
    invisible(hooks$hook_entry("C_ggc_test_math"))
}

both <- function() {
    turns <- tempfile("turns-")
    dir.create(turns)
    on.exit(unlink(turns, recursive = TRUE))
    logs <- file.path(turns, c("first.log", "second.log"))
    command <- sprintf("%s .ci/test.R %s > %s 2>&1",
        shQuote(file.path(R.home("bin"), "Rscript")), shQuote(turns),
        shQuote(logs))
    system(sprintf("%s & %s; wait", command[[1L]], command[[2L]]))
    for (log in logs) {
        writeLines(readLines(log, warn = FALSE))
    }
    files <- list.files(turns, "[.]rds$", full.names = TRUE)
    taken <- do.call(rbind, lapply(files, readRDS))
    # What a process that died had taken is a failure.
    lost <- setdiff(setdiff(test_names(), ALONE), taken$name)
    rbind(taken, if (length(lost)) {
        data.frame(name = lost, seconds = 0, passed = 0, failed = 1,
            skipped = 0)
    })
}

turns <- commandArgs(trailingOnly = TRUE)
if (length(turns)) {
    take_turns(turns[[1L]])
    quit(status = 0L)
}
build_hooks()
all <- both()
all <- rbind(all, do.call(rbind, lapply(intersect(ALONE, test_names()), run)))
all <- all[order(-all$seconds), ]
cat(sprintf("slowest of %.0f s: %s\n", sum(all$seconds), paste(
    sprintf("%s %.0f", all$name, all$seconds)[1:12], collapse = ", ")))
bad <- all[all$failed > 0, ]
cat(sprintf("failed: %s, %d\n", bad$name, bad$failed), sep = "")
cat(sprintf("testthat: %d passed, %d failed, %d skipped\n", sum(all$passed),
    sum(all$failed), sum(all$skipped)))
quit(status = if (sum(all$failed) || !sum(all$passed)) 1L else 0L)
