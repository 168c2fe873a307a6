# Work of R over forked processes, for what has no threads of its own.

# Groups for each process, between two reports of progress.
.GROUPS_PER_ROUND <- 4L

# f() of each group of targets, which gives a list of as many, put together; by
# so many processes, forked: where there is no fork, as on Windows, and in a
# forked worker, one after the other.
.in_forks <- function(groups, f, threads, progress = NULL) {
    can <- .Platform$OS.type != "windows" && length(groups) > 1L
    threads <- if (can) min(threads, length(groups)) else 1L
    each <- if (threads > 1L) .GROUPS_PER_ROUND * threads else 1L
    rounds <- split(groups, (seq_along(groups) - 1L) %/% each)
    out <- list()
    for (round in rounds) {
        found <- if (threads > 1L) {
            .forked(round, f, threads)
        } else {
            lapply(round, f)
        }
        out <- c(out, do.call(c, found))
        if (!is.null(progress)) {
            progress(length(out), length(unlist(groups)))
        }
    }
    out
}

# An error in a child is one here; a child that died too.
.forked <- function(groups, f, threads) {
    out <- suppressWarnings(parallel::mclapply(groups, function(group) {
        tryCatch(list(value = f(group)), error = identity)
    }, mc.cores = threads, mc.set.seed = FALSE, mc.allow.recursive = FALSE))
    for (one in out) {
        if (inherits(one, "error")) {
            stop(one)
        }
        if (!is.list(one)) {
            .ggc_stop("worker", paste0(
                "a process of %d died, perhaps for want of memory.\n",
                "Give threads = 1."
            ), threads)
        }
    }
    lapply(out, `[[`, "value")
}
