# What long work says of itself: the stage, how much of it is done, and how long
# the rest will take. On a terminal one bar, by cli, that fills; where the
# output is not a terminal, or cli is absent, a line for each tenth.

# A function of what is done of `total`, to be called whenever more is, or NULL
# where nothing is to be said. before: done when the stage begins, by a
# checkpoint. envir: the frame whose end takes the bar away, whatever ends it.
.progress <- function(verbose, stage, total, what, before = 0L,
                      envir = parent.frame()) {
    if (!verbose) {
        return(NULL)
    }
    show <- if (.on_terminal()) {
        .progress_bar(stage, total, what, before, envir)
    } else {
        .progress_lines(stage, total, what, before)
    }
    shown <- list2env(list(done = before))
    started <- proc.time()[["elapsed"]]
    function(done) {
        if (done > shown$done) {
            shown$done <- done
            elapsed <- proc.time()[["elapsed"]] - started
            show(done, .time_left(elapsed, done, total, before))
        }
    }
}

.on_terminal <- function() {
    requireNamespace("cli", quietly = TRUE) && cli::is_dynamic_tty()
}

# At the pace so far; what was done before took no time now.
.time_left <- function(elapsed, done, total, before) {
    .duration(elapsed * (total - done) / (done - before))
}

# "45 s", "12 min", "3.5 h"
.duration <- function(seconds) {
    if (seconds < 90) {
        sprintf("%.0f s", seconds)
    } else if (seconds < 5400) {
        sprintf("%.0f min", seconds / 60)
    } else {
        sprintf("%.1f h", seconds / 3600)
    }
}

.progress_bar <- function(stage, total, what, before, envir) {
    bar <- cli::cli_progress_bar(stage, total = total, .envir = envir,
        format = paste0("{cli::pb_name}{cli::pb_bar} {cli::pb_current} of ",
            "{cli::pb_total} ", what, ", {cli::pb_extra$left} left"),
        extra = list(left = "?"))
    if (before > 0L) {
        cli::cli_progress_update(set = before, id = bar, .envir = envir)
    }
    function(done, left) {
        cli::cli_progress_update(set = done, id = bar, .envir = envir,
            extra = list(left = left))
    }
}

# While C runs, conditions do not reach the caller's handlers: the last line is
# said from R, where suppressMessages() and its like work.
.progress_lines <- function(stage, total, what, before) {
    said <- list2env(list(done = before))
    function(done, left) {
        if (done == total || done >= said$done + total / 10) {
            said$done <- done
            .ggc_inform("%s: %d of %d %s%s", stage, done, total, what,
                if (done < total) sprintf(", %s left", left) else "")
        }
    }
}

# A stage whose end cannot be foreseen.
.say_stage <- function(verbose, fmt, ...) {
    if (verbose) {
        .ggc_inform(fmt, ...)
    }
}
