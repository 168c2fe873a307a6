# Timing two or more programs side by side.

# Wall-clock and CPU seconds of an expression (threads add up in the latter).
clocked <- function(expr) {
    before <- proc.time()
    force(expr)
    after <- proc.time() - before
    c(seconds = after[["elapsed"]],
        cpu = after[["user.self"]] + after[["sys.self"]])
}

# Run the programs (functions that return `clocked()`) in turn, A B A B ..., so
# that what disturbs the machine disturbs both: programs x 2 x repetitions.
interleave <- function(programs, repetitions) {
    runs <- lapply(seq_len(repetitions), function(i) {
        t(vapply(programs, function(run) run(), c(seconds = 0, cpu = 0)))
    })
    array(unlist(runs), c(length(programs), 2L, repetitions),
        list(names(programs), c("seconds", "cpu"), NULL))
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
# relative to the largest y.
line_deviation <- function(x, y) {
    max(abs(stats::resid(stats::lm(y ~ x)))) / max(y)
}

# Peak memory of a process since it began, in MB; NA where there is no /proc.
peak_memory <- function() {
    if (!file.exists("/proc/self/status")) {
        return(NA_real_)
    }
    line <- grep("^VmHWM:", readLines("/proc/self/status"), value = TRUE)
    as.numeric(gsub("[^0-9]", "", line)) / 1024
}
