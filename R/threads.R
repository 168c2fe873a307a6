# Threads: argument > option ggc.threads > GGC_NUM_THREADS > 2. Only the default
# is capped by the machine; what was asked for is taken as given.

.resolve_threads <- function(threads = NULL, tasks = Inf) {
    if (!is.null(threads)) {
        return(.check_count(threads, "threads", 1L, 1024L))
    }
    wanted <- getOption("ggc.threads")
    if (is.null(wanted)) {
        env <- Sys.getenv("GGC_NUM_THREADS", "")
        wanted <- if (nzchar(env)) .quietly(as.numeric(env)) else 2
    }
    wanted <- .check_count(wanted, "ggc.threads", 1L, 1024L)
    limits <- .native_thread_limits()
    environment <- .quietly(as.integer(
        Sys.getenv(c("OMP_THREAD_LIMIT", "OMP_NUM_THREADS"), NA)
    ))
    caps <- c(limits[["procs"]], limits[["limit"]], environment, tasks)
    max(1L, as.integer(min(wanted, caps, na.rm = TRUE)))
}

#' Threads used by default
#'
#' The number of threads is, in this order: the argument `threads` of the
#' function called, the option `ggc.threads`, the environment variable
#' `GGC_NUM_THREADS`, or 2. A default (not an explicit argument) is capped by
#' the processors, by `OMP_THREAD_LIMIT` and by `OMP_NUM_THREADS`. Results do
#' not depend on the number of threads, to the last bit.
#'
#' @return `ggc_threads()`: a named integer vector: `default` (threads that a
#'   call without `threads` would use), `processors`, and `openmp` (1 where the
#'   package was built with OpenMP, else 0).
#' @examples
#' ggc_threads()
#' @export
ggc_threads <- function() {
    limits <- .native_thread_limits()
    c(
        default = .resolve_threads(), processors = limits[["procs"]],
        openmp = limits[["openmp"]]
    )
}
