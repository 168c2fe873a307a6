# Timing two or more programs side by side.

# Seconds that an expression takes.
clocked <- function(expr) {
    before <- Sys.time() # finer than proc.time()
    force(expr)
    as.numeric(difftime(Sys.time(), before, units = "secs"))
}

# Run the programs (functions that return seconds) in turn, A B A B ..., so that
# what disturbs the machine disturbs all: programs x repetitions.
interleave <- function(programs, repetitions) {
    runs <- vapply(seq_len(repetitions), function(i) {
        vapply(programs, function(run) run(), 0)
    }, double(length(programs)))
    matrix(runs, length(programs), dimnames = list(names(programs), NULL))
}

# How many times faster `ours` is: ratio of medians, and the least and greatest
# ratio of two runs that followed each other.
ratio_of_medians <- function(theirs, ours) {
    each <- theirs / ours
    c(ratio = stats::median(theirs) / stats::median(ours), least = min(each),
        greatest = max(each))
}

# The exponent b of time = a size^b, by least squares in the logarithms.
growth <- function(size, seconds) {
    if (length(unique(size)) < 2L) {
        return(NA_real_)
    }
    stats::coef(stats::lm(log(seconds) ~ log(size)))[[2L]]
}

# Is y a straight line in x? Largest deviation from the least-squares line,
# relative to the value.
line_deviation <- function(x, y) {
    max(abs(stats::resid(stats::lm(y ~ x))) / y)
}

# Peak memory of a process since it began, in MB; NA where there is no /proc.
peak_memory <- function() {
    if (!file.exists("/proc/self/status")) {
        return(NA_real_)
    }
    line <- grep("^VmHWM:", readLines("/proc/self/status"), value = TRUE)
    as.numeric(gsub("[^0-9]", "", line)) / 1024
}

# The files with the functions of the benchmarks.
bench_parts <- function(here) {
    setdiff(list.files(here, "[.]R$", full.names = TRUE),
        file.path(here, c("run.R", "child.R")))
}

# The hooks of the tests, for what the package does not show.
bench_hooks <- function(here) {
    top <- dirname(dirname(here))
    hooks <- new.env(parent = asNamespace("ggc"))
    sys.source(file.path(top, "tests", "hooks", "hooks.R"), hooks)
    hooks$hook_home(top)
    hooks
}

# Run a function of these files in an R of its own: the list that it returns,
# and peak_mb, the peak memory of that R.
run_child <- function(bench, name, ...) {
    files <- tempfile(c("job", "out"), fileext = ".rds")
    log <- tempfile(fileext = ".log")
    on.exit(unlink(c(files, log)))
    saveRDS(list(name = name, arguments = list(...)), files[[1L]])
    status <- system2(file.path(R.home("bin"), "Rscript"),
        shQuote(c(file.path(bench$here, "child.R"), files)), stdout = log,
        stderr = log)
    if (status != 0L) {
        stop(sprintf("the child process of %s failed:\n%s", name,
            paste(utils::tail(readLines(log), 5L), collapse = "\n")),
        call. = FALSE)
    }
    readRDS(files[[2L]])
}
