# Memory: what a computation takes is known from its sizes before it starts, and
# refused, saying what to reduce, where the machine has less.

#' Memory that a call may take
#'
#' What a computation takes is known from its sizes before it starts. Where that
#' is more than the machine has to give, it is refused at once, with an error
#' that says how much it would be and what to reduce, rather than ended by the
#' system half way.
#'
#' @section Limit: `getOption("ggc.max_memory")`, in bytes, if it is set. Else
#' what Linux says is available without swapping (`MemAvailable` in
#' `/proc/meminfo`), and at most the memory of the container (control group
#' version 2). Elsewhere there is no limit but 2^50 bytes. Set it where a
#' scheduler allows less than the machine has: `options(ggc.max_memory = 4e9)`.
#' What a call has as its arguments is not counted. Matrices made dense have a
#' limit of their own, see [ggc_input].
#'
#' @section Of a fit: With q regulators, n targets, H hidden units, G genes that
#' take part, L penalties, M members, h horizons, t threads, P time points
#' (those of all trajectories, padded to the longest and their number to a
#' multiple of 16), W = 4H(q + H + 2) + h(H + 1) weights of an LSTM, in bytes:
#' * each thread: 4W(LM + 4) + 8qL(M + 1) for the networks of all penalties and
#'   members, 4P(8H + h + 2) for the projections of the inputs, and 48 * 4 K
#'   (8H + 2h) for K steps of a tile of 48 trajectories (or windows);
#' * shared: 4GP for the series;
#' * results: n (96q + 16qL + 4WM), the last without `ggc_control(keep =
#'   "none")`, and once more those of the targets in hand, at most 64 MB or
#'   those of 16 targets.
#'
#' An RNN has H in place of 4H, a GRU 3H. This is the outline; what is checked
#' is counted by the code that places the buffers, to the byte, and what R adds.
#'
#' @section Errors: `ggc_error_memory` where there is too little memory;
#' `ggc_error_argument` for an option that is no number of bytes.
#' @examples
#' old <- options(ggc.max_memory = 1e6)
#' sim <- ggc_simulate("var", p = 10, n_time = 50, seed = 1)
#' try(ggc_fit(sim, seed = 1))
#' options(old)
#' @name ggc_memory
NULL

# More bytes than this no machine has: beyond, sizes might not fit C's integers.
.MOST_BYTES <- 2^50

# Below this the machine is not asked how much memory it has.
.FEW_BYTES <- 2^26

# Bytes that one computation may take; see ?ggc_memory.
.memory_limit <- function() {
    most <- getOption("ggc.max_memory")
    if (is.null(most)) {
        return(min(.MOST_BYTES, .available_memory()))
    }
    if (!(is.numeric(most) && length(most) == 1L && !is.na(most) && most > 0)) {
        .ggc_stop("argument", paste0(
            "Option `ggc.max_memory` must be one number of bytes above 0, not ",
            "%s.\nUnset it, options(ggc.max_memory = NULL), for what the ",
            "machine has."
        ), .given(most))
    }
    min(.MOST_BYTES, most)
}

# What Linux can give without swapping, and at most what a container may have;
# Inf elsewhere.
.available_memory <- function(meminfo = "/proc/meminfo",
                              cgroup = "/sys/fs/cgroup/memory.max") {
    read <- function(file) {
        if (file.access(file, 4L) == 0L) readLines(file, warn = FALSE)
    }
    line <- grep("^MemAvailable:.* kB$", read(meminfo), value = TRUE)
    known <- c(1024 * as.numeric(gsub("[^0-9]", "", line)),
        as.numeric(grep("^[0-9]+$", read(cgroup), value = TRUE)))
    min(Inf, known)
}

# bytes: named numbers, what the parts of a computation take; advice: strings by
# the same names, what to reduce where that part is the largest.
.check_memory <- function(what, bytes, advice) {
    total <- sum(bytes)
    asked <- !is.null(getOption("ggc.max_memory"))
    if (!asked && total <= .FEW_BYTES) {
        return(invisible(total))
    }
    limit <- .memory_limit()
    if (!(total <= limit)) {
        .ggc_stop("memory", paste0(
            "%s would take about %s of memory, and %s %s.\nMost of it is %s; ",
            "or raise options(ggc.max_memory = )."
        ), what, .size_text(total), .size_text(limit),
        if (asked) "are allowed (option ggc.max_memory)" else "are available",
        advice[[names(bytes)[[which.max(bytes)]]]])
    }
    invisible(total)
}

# Of matrices over pairs of genes.
.PAIR_ADVICE <- c(
    result = "the matrix over pairs of genes: give fewer genes",
    data = "the data: give fewer genes or samples, or less `threads`"
)

# Truth, signs and coefficients are matrices over the genes.
.check_simulation_memory <- function(p, points) {
    .check_memory("This simulation", c(
        series = 24 * as.double(p) * points, network = 40 * as.double(p)^2
    ), c(
        series = paste("the series: give less `p`, `n_time` or",
            "`n_trajectories`"),
        network = "matrices over all genes: give less `p`"
    ))
}

# Sums over each trajectory, twice while they are put together, and effects.
.check_contrast_memory <- function(regulators, targets, trajectories) {
    q <- as.double(regulators)
    m <- as.double(targets)
    .check_memory("This contrast", c(
        sums = 16 * trajectories * (q^2 + 2 * q * m),
        effects = 8 * (4 * q^2 + 12 * q * m)
    ), c(
        sums = "sums over each trajectory: give fewer `regulators`",
        effects = "matrices of effects: give fewer `regulators` or `targets`"
    ))
}
