# Which test catches a mutant first. All C tests run, then the R tests that
# reach the file; quick ones first.

.TRAINING <- c("network", "torch", "torch-models", "golden", "fit", "interrupt",
    "models")
.R_TESTS <- list(
    adjacency = c("adjacency", "golden"),
    gram = c("adjacency", "dcor", "golden"),
    dcor = c("dcor", "golden"), dcor_sort = c("dcor", "golden"),
    forecast = "ranking", layout = c("layout", "golden"),
    jacobian = c("jacobian", "effects"),
    metrics = c("metrics", "roc"), simulate = c("simulate", "golden"),
    grn = c("golden", "simulate-grn"),
    grn_network = c("golden", "simulate-grn"),
    zscore = c("adjacency", "dcor", "golden"), loo = c("golden", "models"),
    math = c("math", "rng", "layout", "metrics", "simulate", "golden"),
    rng = c("rng", "layout", "simulate", "golden")
)

r_tests_of <- function(file) {
    module <- sub("^ggc_", "", stem(file))
    tests <- .R_TESTS[[module]]
    sprintf("test-%s.R", if (is.null(tests)) .TRAINING else tests)
}

# Runs a C test with a limit on processor time, and by the clock for one that waits
# for what never comes; what caught the mutant, or NULL.
judge_program <- function(build, name) {
    program <- link_program(build, name)
    if (is.na(program)) {
        return("linker")
    }
    status <- run("sh", c("-c",
        'ulimit -t "$1"; ulimit -c 0; exec "$2"', "sh", "10", program),
    seconds = 120)
    if (status != 0L) sprintf("%s.c", name)
}

# In a fork of this R: the package's entry points and the hooks become those of the
# mutant's libraries, then the tests run up to the first file with a failure, whose name
# comes back, or the seconds that each took. (That reporters stop at a failure is
# no promise of testthat's.) `mark` holds the name of the test that is running,
# so that a crash has one too.
run_r_tests <- function(libraries, top, tests, mark) {
    set.seed(1L)
    entries <- getDLLRegisteredRoutines(dyn.load(libraries[["package"]]))$.Call
    Sys.setenv(GGC_HOOKS = libraries[["hooks"]])
    ggc <- asNamespace("ggc")
    for (name in names(entries)) {
        unlockBinding(name, ggc)
        assign(name, entries[[name]], envir = ggc)
    }
    seconds <- numeric()
    for (test in tests) {
        writeLines(test, mark)
        before <- sum(proc.time()[1:2])
        failed <- tryCatch({
            testthat::test_file(file.path(top, "tests", "testthat", test),
                package = "ggc", load_package = "installed",
                reporter = "silent", stop_on_failure = TRUE)
            FALSE
        }, error = function(e) TRUE, interrupt = function(e) TRUE)
        if (failed) {
            return(test)
        }
        seconds[[test]] <- sum(proc.time()[1:2]) - before
    }
    seconds
}

# Processor time of a process, in seconds.
cpu_seconds <- function(pid) {
    time <- suppressWarnings(system2("ps", c("-o", "time=", "-p", pid),
        stdout = TRUE, stderr = FALSE))
    if (!length(time)) {
        return(0)
    }
    parts <- as.numeric(strsplit(trimws(time[[1L]]), "[-:]")[[1L]])
    sum(parts * utils::tail(c(86400, 3600, 60, 1), length(parts)))
}

# Name of the test that caught the mutant, or the seconds that each took.
judge_in_r <- function(build, top, tests, limit) {
    libraries <- link_libraries(build)
    if (anyNA(libraries)) {
        return("linker")
    }
    mark <- file.path(build$dir, "mark")
    job <- parallel::mcparallel(run_r_tests(libraries, top, tests, mark),
        mc.set.seed = FALSE, silent = TRUE)
    started <- proc.time()[["elapsed"]]
    repeat {
        result <- parallel::mccollect(job, wait = FALSE, timeout = 1)
        if (!is.null(result)) {
            break
        }
        if (cpu_seconds(job$pid) > limit ||
            proc.time()[["elapsed"]] - started > 120 + 10 * limit) {
            tools::pskill(job$pid, tools::SIGKILL)
            parallel::mccollect(job)
            return(paste(readLines(mark), "(time)"))
        }
    }
    suppressWarnings(parallel::mccollect(job)) # let it go
    if (is.null(result[[1L]])) {
        return(paste(readLines(mark), "(crash)"))
    }
    result[[1L]]
}

# What caught the mutant in build$mutant, or "". seconds: of the R tests on the
# core as it is; three times as much is without end.
judge <- function(build, top, file, seconds) {
    for (name in programs_for(build, file)) {
        caught <- judge_program(build, name)
        if (!is.null(caught)) {
            return(caught)
        }
    }
    tests <- r_tests_of(file)
    caught <- judge_in_r(build, top, tests, 5 + 3 * sum(seconds[tests]))
    if (is.character(caught)) caught else ""
}
