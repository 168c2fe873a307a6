# Ctrl-C, which a process may have been started without: `sh -c "R &"` ignores it
# for R, and R >= 4.4 keeps it so.

# Does this process ignore it? NA where the system does not say.
ignores_interrupt <- function() {
    status <- "/proc/self/status"
    if (!file.exists(status)) {
        return(NA)
    }
    # Bits in hexadecimal, of which SIGINT is the second.
    mask <- grep("^SigIgn:", readLines(status), value = TRUE)
    last <- strtoi(sub(".*(.)$", "\\1", mask), 16L)
    last %/% 2L %% 2L == 1L
}

# For tests that send a Ctrl-C to this process.
skip_if_interrupt_is_ignored <- function() {
    skip_on_os("windows")
    skip_if(isTRUE(ignores_interrupt()),
        "this R was started with Ctrl-C ignored")
}

# What in front of a command lets it hear Ctrl-C all the same; GNU env has it.
hearing_interrupt <- function() {
    default <- c("env", "--default-signal=INT")
    status <- suppressWarnings(system2(default[[1L]], c(default[-1L], "true"),
        stdout = FALSE, stderr = FALSE))
    skip_if(status != 0L, "no env that resets signals (GNU coreutils 8.31)")
    default
}
