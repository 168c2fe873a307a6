# Memory: what a computation takes is known from its sizes before it starts, and
# refused, saying what to reduce, where the machine has less.

#' Memory that a call may take
#'
#' What a computation takes is known from its sizes before it starts. Where that
#' is more than the machine has to give, it is refused at once, with an error
#' that says how much it would be and what to reduce, rather than ended by the
#' system half way.
#'
#' @section Limit: `getOption("ggc.max_memory")`, in bytes, if it is set. Else what
#' Linux says is available without swapping (`MemAvailable` in `/proc/meminfo`),
#' and at most the memory of the container (control group version 2). Elsewhere
#' there is no limit but 2^50 bytes. Set it where a scheduler allows less than
#' the machine has: `options(ggc.max_memory = 4e9)`. What a call has as its
#' arguments is not counted. Matrices made dense have a limit of their own, see
#' [ggc_input].
#'
#' @section Of a fit: With q regulators, n targets, H hidden units, G genes that
#' take part, L penalties, M members, h horizons, t threads, P time points (those
#' of all trajectories, padded to the longest and their number to a multiple of
#' 16), W = 4H(q + H + 2) + h(H + 1) weights of an LSTM, in bytes:
#' * each thread: 4W(LM + 4) + 8qL(M + 1) for the networks of all penalties and
#'   members, 4P(8H + h + 2) for the projections of the inputs, and 48 * 4 K (8H +
#'   2h) for K steps of a tile of 48 trajectories (or windows);
#' * shared: 4GP for the series;
#' * results: n (96q + 16qL + 4WM), the last without `ggc_control(keep =
#'   "none")`, and once more those of the targets in hand, at most 64 MB or
#'   those of 16 targets.
#'
#' An RNN has H in place of 4H. The sum, with smaller terms, is what is checked.
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

# Bytes of a fit's training -------------------------------------------------------

# Points of the panel that trains: trajectories, or the pieces of long ones, side
# by side, padded to the longest and to whole vectors (ggc_panel.c).
.panel_sizes <- function(trajectory, window, segment, burn_in) {
    steps <- as.double(tabulate(trajectory) - 1L)
    pieces <- if (window == 0) {
        ifelse(steps >= 2 * segment, floor(steps / segment), 1)
    } else {
        most <- floor((steps - window + 1) / segment)
        pmax(1, pmin(most, floor(15 / length(steps)) + 1))
    }
    before <- if (window > 0) window else burn_in
    longest <- max(ifelse(pieces == 1, steps,
        pmin(steps, floor(steps / pieces) + 1 + before)))
    lanes <- 16 * ceiling(sum(pieces) / 16)
    list(points = longest * lanes, lanes = lanes, steps = longest,
        window = if (window > 0) min(window, longest) else longest)
}

# Between the buffers of a thread, some 40, in bytes.
.GAPS <- 6000

# One network of `inputs` inputs and one thread's buffers for it: its number of
# parameters, and bytes of its weights in the kernels' orders and of its steps.
.network_bytes <- function(control, cell, panel, inputs, outputs) {
    recurrent <- cell != "mlp"
    lstm <- cell == "lstm"
    hidden <- as.double(control$hidden)
    layers <- as.double(control$layers)
    rows <- hidden * if (lstm) 4 else 1
    parameters <- .n_parameters(list(cell = .cells[[cell]], hidden = hidden,
        lags = if (recurrent) 1 else control$lag, layers = layers,
        horizons = outputs), inputs)
    square <- layers * hidden * rows * (2 * recurrent + (layers > 1) +
        recurrent * (control$graph_at == "recurrence"))
    # 48 lanes are computed together
    tile <- 48 * panel$window * (layers * (rows + hidden * (1 + 2 * lstm)) +
        hidden * (layers > 1 || outputs > 1) + 2 * outputs)
    point <- 2 * rows + outputs + 2 + (control$triplet == "prediction")
    states <- c(adam = 3, adam_element = 3, ista = 1, gista = 4)
    list(
        parameters = parameters,
        # one for the network itself, and what its optimiser keeps
        trained = 4 * (parameters * (1 + states[[control$optimiser]]) +
            (control$optimiser == "gista") * rows * panel$points),
        square = 4 * square,
        steps = 4 * (panel$points * point + tile) + .GAPS,
        forecasts = 4 * outputs * panel$lanes * panel$window *
            (panel$steps - panel$window + 1)
    )
}

# What C takes to train, in parts, for q regulators, n targets, `genes` in all:
#   weights   the networks of every penalty and member, in each thread
#   steps     what a network computes at each time point, in each thread
#   data      the series as the networks read them
.fit_bytes <- function(control, cell, trajectory, q, n, genes, threads,
                       graph = FALSE) {
    panel <- .panel_of(control, cell, trajectory)
    net <- .network_bytes(control, cell, panel, q + 1,
        as.double(control$horizons))
    runs <- as.double(length(control$lambda)) * control$members
    threads <- min(threads, n)
    c(
        weights = threads * (4 * net$parameters * runs + net$trained +
            net$square + 8 * (q + 1) * (runs + length(control$lambda))),
        steps = threads * net$steps + net$forecasts,
        data = .data_bytes(control, cell, panel, genes) +
            graph * 4 * control$hidden^2
    )
}

# The same for method = "loo", where one network has all targets as outputs, and
# each mask its own graph and errors, of so many blocks.
.loo_bytes <- function(control, cell, trajectory, q, n, genes, threads,
                       graph = FALSE, others = 0) {
    panel <- .panel_of(control, cell, trajectory)
    net <- .network_bytes(control, cell, panel, q + others, as.double(n))
    masks <- q + 1
    threads <- min(threads, masks)
    c(
        weights = threads * (net$trained + net$square) +
            4 * net$parameters * control$members,
        steps = threads * (net$steps + net$forecasts +
            (8 * n + 4) * length(trajectory)),
        data = .data_bytes(control, cell, panel, genes) +
            graph * 8 * control$hidden^2 * masks,
        results = 24 * max(.time_blocks(trajectory)) * n * masks
    )
}

.panel_of <- function(control, cell, trajectory) {
    mlp <- cell == "mlp"
    panel <- .panel_sizes(trajectory,
        if (mlp) 0 else .for_c(control$window, "window"),
        control$segment, if (mlp) 0 else control$burn_in)
    if (panel$points > .MOST_POINTS_OF_PANEL) {
        .ggc_stop("memory", paste0(
            "`x` would have %.3g time points once its trajectories are padded ",
            "to a common length; at most %.3g can be trained on.\nCut long ",
            "trajectories, so that all are of like length, or drop some."
        ), panel$points, .MOST_POINTS_OF_PANEL)
    }
    panel
}

.MOST_POINTS_OF_PANEL <- 2^30 - 1 # ggc_panel_plan()

.data_bytes <- function(control, cell, panel, genes) {
    lags <- if (cell == "mlp") as.double(control$lag) else 1
    panel$points * (4 * genes * lags + 16)
}

# What R adds: the map of the genes to the hidden units and what is made with it,
# scores, paths and kept networks; a shard's are there raw and packed.
.result_bytes <- function(control, q, n, parameters) {
    kept <- (control$keep == "chosen") * 4 * parameters * control$members
    path <- 8 * q * length(control$lambda)
    shard <- min(n * (kept + path), max(.MOST_OF_SHARD, 16 * (kept + path)))
    8 * control$hidden * (q + 2 * n) + n * (96 * q + 2 * path + kept) + shard
}

.FIT_ADVICE <- c(
    weights = paste("the networks of all penalties and members, in each",
        "thread: give fewer `regulators`, or less `hidden`, `members`,",
        "`n_lambda` or `threads`"),
    steps = paste("what the networks compute at each time point, in each",
        "thread: give less `hidden`, `window` or `threads`"),
    data = "the series as the networks read them: give fewer genes or samples",
    results = paste("scores and kept networks: give fewer `regulators` or",
        "`targets`, or ggc_control(keep = \"none\")")
)

# Before anything of a fit is computed; s: as .train() makes it.
.check_fit_memory <- function(s, method) {
    q <- length(s$rows)
    n <- length(s$columns)
    size <- list(s$control, s$cell, s$series$trajectory, q, n, nrow(s$z),
        s$threads, s$graph)
    bytes <- if (method == "loo") {
        do.call(.loo_bytes, c(size, others = length(setdiff(s$columns, s$rows))))
    } else {
        net <- .network_bytes(s$control, s$cell,
            .panel_of(s$control, s$cell, s$series$trajectory), q + 1,
            as.double(s$control$horizons))
        c(do.call(.fit_bytes, size),
            results = .result_bytes(s$control, q, n, net$parameters))
    }
    .check_memory("This fit", bytes, .FIT_ADVICE)
}

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

# Bytes that a shard's results may take: they are there raw and packed.
.MOST_OF_SHARD <- 2^26
