# Time and trajectories of an expression series: what sample vectors must look
# like, how samples are ordered, and what happens to unevenly spaced times. The
# working form is the list made by the readers in input.R; after .sort_samples()
# its columns are ordered.

# Interpolation may make at most this many points of each sample: times such as
# 0, 1, 2, 3, 1000000 would fill the memory with straight lines.
.MOST_POINTS <- 100

# Sample vectors ---------------------------------------------------------------

.check_length <- function(value, samples, arg, what, of = "x") {
    if (!is.null(value) && length(value) != samples) {
        .ggc_stop(what, paste0(
            "`%s` must have one value per sample (column) of `%s`, ",
            "that is %d, not %d.%s"
        ), arg, of, samples, length(value), if (is.character(value)) {
            "\nNames of columns serve for a SummarizedExperiment only."
        } else {
            ""
        })
    }
}

# Lengths of `time` and `trajectory` against the matrix. TRUE when they tell
# columns from rows, so that nothing is left to guess about the orientation.
# turn: R code that turns x.
.check_lengths <- function(x, time, trajectory, arg = "x",
                           args = c("time", "trajectory"),
                           turn = .turned(x, arg)) {
    lengths <- c(length(time), length(trajectory))
    given <- !c(is.null(time), is.null(trajectory))
    what <- args
    args <- args[given]
    lengths <- lengths[given]
    if (length(lengths) && all(lengths == nrow(x)) && nrow(x) != ncol(x)) {
        .ggc_stop("orientation", paste0(
            "`%s` must have one column per sample: `%s` has %d values, ",
            "which fits the %d rows and not the %d columns.\n",
            "Pass %s, so that genes are in rows."
        ), arg, args[[1L]], lengths[[1L]], nrow(x), ncol(x), turn)
    }
    .check_length(time, ncol(x), what[[1L]], "time", arg)
    .check_length(trajectory, ncol(x), what[[2L]], "trajectory", arg)
    length(lengths) > 0L && nrow(x) != ncol(x)
}

# `time` for a list: a list of one vector each, matched by name where both have
# names, or one vector for all. Lengths are checked here, values by .as_time().
.list_times <- function(time, x, names) {
    if (is.null(time)) {
        return(NULL)
    }
    if (!is.list(time) || inherits(time, "POSIXlt")) {
        time <- rep(list(time), length(x))
        args <- rep("time", length(x))
    } else {
        if (length(time) != length(x)) {
            .ggc_stop("time", paste0(
                "`time` must have one vector per matrix in `x`, that is %d, ",
                "not %d."
            ), length(x), length(time))
        }
        time <- .match_times(time, names(x), names)
        args <- sprintf("time[[%d]]", seq_along(time))
    }
    .check_clocks(time)
    arg <- sprintf("x[[%d]]", seq_along(x))
    for (i in seq_along(x)) {
        if (is.null(time[[i]])) {
            .ggc_stop("time", paste0(
                "`time` must not be NULL for trajectory %s.\n",
                "Give times for all trajectories, or time = NULL for none."
            ), names[[i]])
        }
        time[[i]] <- .by_name(time[[i]], colnames(x[[i]]), args[[i]], "time",
            arg[[i]])
        .check_lengths(x[[i]], time[[i]], NULL, arg[[i]],
            c(args[[i]], "trajectory"))
    }
    .one_unit(time)
}

# Differences of times in the unit of the first; texts with one unit for all.
.one_unit <- function(time) {
    text <- vapply(time, function(t) is.character(t) || is.factor(t), NA)
    if (any(text)) {
        numbers <- .time_of_text(unlist(lapply(time, as.character)), "time")
        return(unname(split(numbers, rep(seq_along(time), lengths(time)))))
    }
    if (!all(vapply(time, inherits, NA, "difftime"))) {
        return(time)
    }
    unit <- attr(time[[1L]], "units")
    lapply(time, function(t) {
        units(t) <- unit
        t
    })
}

.match_times <- function(time, given, names) {
    if (is.null(names(time))) {
        return(unname(time))
    }
    if (is.null(given)) {
        .ggc_stop("time", paste0(
            "`time` has names, %s, and `x` has none to match.\nName the ",
            "matrices of `x`, or give unname(time)."
        ), .ggc_names(names(time)))
    }
    if (!setequal(names(time), names) || anyDuplicated(names(time))) {
        .ggc_stop("time", paste0(
            "The names of `time` must be those of `x`.\n",
            "`time` has %s; `x` has %s."
        ), .ggc_names(names(time)), .ggc_names(names))
    }
    unname(time[names])
}

# Days in one trajectory and seconds in another would not be comparable.
.check_clocks <- function(time) {
    clocks <- vapply(time, function(t) class(t)[[1L]], "")
    dated <- clocks %in% c("Date", "POSIXct", "POSIXlt", "difftime")
    if (any(dated) && length(unique(clocks)) > 1L) {
        .ggc_stop("time", paste0(
            "`time` must be of one kind in all trajectories, not %s.\n",
            "Convert all to numbers in one unit."
        ), .ggc_names(unique(clocks)))
    }
}

# Doubles from numbers, dates (days), date-times (seconds), differences (in
# their unit) and texts.
.as_time <- function(time, labels, arg = "time") {
    if (is.null(time)) {
        return(NULL)
    }
    if (is.numeric(time) && !is.object(time)) {
        .refuse_packed_dates(time, arg)
    }
    time <- if (inherits(time, c("POSIXct", "POSIXlt"))) {
        as.double(as.POSIXct(time))
    } else if (inherits(time, c("Date", "difftime")) || is.numeric(time)) {
        as.double(time)
    } else if (is.character(time) || is.factor(time)) {
        .time_of_text(time, arg)
    } else {
        .ggc_stop("time", paste0(
            "`%s` must be numbers or dates, not %s.\n",
            "Give the sampling times as numbers in one unit, such as hours."
        ), arg, .kind(time))
    }
    bad <- !is.finite(time)
    if (any(bad)) {
        .ggc_stop("time", paste0(
            "`%s` must not be missing or infinite; it is for %s.\n",
            "Drop samples whose time is unknown."
        ), arg, .ggc_names(labels[bad]))
    }
    time
}

# Codes 1 .. R in order of first appearance, and the names behind them.
.as_trajectory <- function(trajectory, labels, arg = "trajectory") {
    if (is.null(trajectory)) {
        return(list(codes = rep(1L, length(labels)), names = "1"))
    }
    if (is.factor(trajectory)) {
        trajectory <- as.character(trajectory) # a level may be NA
    }
    missing <- if (is.atomic(trajectory)) is.na(trajectory) else FALSE
    if (any(missing)) {
        .ggc_stop("trajectory", paste0(
            "`%s` must not be missing; it is for %s.\n",
            "Drop samples whose trajectory is unknown."
        ), arg, .ggc_names(labels[missing]))
    }
    names <- if (is.character(trajectory) || is.logical(trajectory)) {
        as.character(trajectory)
    } else if (is.numeric(trajectory) && all(trajectory == trunc(trajectory))) {
        sprintf("%.0f", trajectory)
    } else {
        .ggc_stop("trajectory", paste0(
            "`%s` must be a factor, strings or whole numbers, not %s.\n",
            "It says which series each sample belongs to, not when it was ",
            "taken."
        ), arg, if (is.numeric(trajectory)) {
            sprintf("numbers such as %s",
                format(trajectory[trajectory != trunc(trajectory)][[1L]]))
        } else {
            .kind(trajectory)
        })
    }
    names <- enc2utf8(names)
    if (!all(nzchar(names))) {
        .ggc_stop("trajectory", paste0(
            "`%s` must not be empty; it is for %s.\n",
            "Name the trajectory of these samples, or drop them."
        ), arg, .ggc_names(labels[!nzchar(names)]))
    }
    levels <- unique(names)
    list(codes = match(names, levels), names = levels)
}

# Order ------------------------------------------------------------------------

# Each time in as few digits as tell seconds since 1970 apart.
.show_times <- function(time) {
    formatC(time, digits = 10L, format = "g", width = 1L)
}

# Times that are equal but for rounding get the same key. What rounding leaves
# of a difference of times is small beside these, not beside the difference.
.time_key <- function(time) {
    largest <- max(abs(time))
    if (largest == 0) {
        return(time)
    }
    round(time, 14L - ceiling(log10(largest)))
}

# The columns `keep` of the working form, in that order.
.take_samples <- function(series, keep) {
    if (!identical(keep, seq_along(series$trajectory))) {
        series$x <- series$x[, keep, drop = FALSE]
        for (part in c("time", "trajectory", "samples", "labels",
            "batch_of")) {
            series[[part]] <- series[[part]][keep]
        }
    }
    series
}

# By trajectory, then time; samples at one time stay in the order given.
.sort_samples <- function(series) {
    keep <- if (is.null(series$time)) {
        order(series$trajectory)
    } else {
        order(series$trajectory, .time_key(series$time))
    }
    .take_samples(series, keep)
}

# One trajectory must be long enough to learn from; the others add steps to it,
# so that two points, which make one step, will do.
.check_points <- function(series, min_points) {
    counts <- tabulate(series$trajectory, length(series$trajectory_names))
    all_short <- all(counts < min_points)
    short <- if (all_short) counts < min_points else counts < 2L
    if (!any(short)) {
        return(invisible())
    }
    if (!series$grouped && length(counts) == 1L) {
        .ggc_stop("points", paste0(
            "`x` must have at least %d time points (columns), not %d.\n",
            "A one-step forecast cannot be learnt from fewer."
        ), min_points, counts)
    }
    listed <- .ggc_names(
        sprintf("%s (%d)", series$trajectory_names, counts)[short]
    )
    if (!all_short) {
        .ggc_stop("points", paste0(
            "Each trajectory must have at least 2 time points, and these have ",
            "fewer: %s.\nDrop these trajectories."
        ), listed)
    }
    .ggc_stop("points", paste0(
        "One trajectory must have at least %d time points, and all have ",
        "fewer: %s.\n%s"
    ), min_points, listed, if (all(counts == 1L)) {
        "`trajectory` must name the series that a sample is part of."
    } else {
        paste0("A one-step forecast cannot be learnt from fewer; join series ",
            "only if one follows the other.")
    })
}

# Spacing ----------------------------------------------------------------------

.the_trajectories <- function(series, which) {
    sprintf("%s %s",
        if (length(which) > 1L) "trajectories" else "trajectory",
        .ggc_names(series$trajectory_names[which]))
}

# Sets `step`, and resamples trajectories whose steps differ from it. step: that
# of a fit which is to forecast the series, or NULL.
.regularise <- function(series, irregular, step = NULL) {
    counts <- tabulate(series$trajectory, length(series$trajectory_names))
    if (is.null(series$time)) {
        series$time <- as.double(sequence(counts))
        series$step <- 1
        return(series)
    }
    inside <- diff(series$trajectory) == 0L
    steps <- diff(series$time)[inside]
    series$step <- .step_of(steps, irregular, step)
    slack <- .step_slack(series)
    uneven <- !.usual_steps(series)
    if (!any(uneven)) {
        return(series)
    }
    where <- unique(series$trajectory[-1L][inside][uneven])
    even <- all(.usual_steps(series, .LATE_BY * series$step))
    steps <- .show_steps(steps)
    if (irregular == "asis") {
        .ggc_inform(if (even) {
            "Time steps are taken as even, as they differ little (%s)."
        } else {
            paste0("Time steps are uneven (%s): each sample is taken as one ",
                "step after the one before.")
        }, steps)
        return(series)
    }
    if (irregular == "error") {
        .ggc_stop("irregular", paste0(
            "`time` must have even steps, and they are %s; uneven: ",
            "%s.\nUse irregular = \"asis\" or \"interpolate\"."
        ), steps, .the_trajectories(series, where))
    }
    .interpolate_times(series, where, slack, steps)
}

# The median step; of new data the step that the fit has learnt, where they are
# brought onto it, and else a word where theirs is another.
.step_of <- function(steps, irregular, learnt) {
    step <- stats::median(steps)
    if (is.null(learnt) || abs(step - learnt) <= .LATE_BY * learnt) {
        return(step)
    }
    if (irregular == "interpolate") {
        return(learnt)
    }
    .ggc_inform(paste0(
        "The usual step of `newdata` is %s, that of the fit %s: each step is ",
        "forecast as if it were one of the fit."
    ), format(step, digits = 4L), format(learnt, digits = 4L))
    step
}

# The shortest, the longest and the median, in as many digits as tell the first
# two apart.
.show_steps <- function(steps) {
    for (digits in 4:15) {
        ends <- c(format(min(steps), digits = digits),
            format(max(steps), digits = digits))
        if (ends[[1L]] != ends[[2L]]) {
            break
        }
    }
    sprintf("%s to %s, median %s", ends[[1L]], ends[[2L]],
        format(stats::median(steps), digits = digits))
}

# Number of grid points from the first time on that are not beyond the last.
.grid_sizes <- function(series, where, slack) {
    vapply(where, function(r) {
        span <- range(series$time[series$trajectory == r])
        floor((diff(span) + slack) / series$step) + 1
    }, 0)
}

.check_grid <- function(series, where, sizes) {
    step <- format(series$step, digits = 4L)
    if (any(sizes < 2)) {
        .ggc_stop("irregular", paste0(
            "Interpolation onto the median step, %s, would leave one point of ",
            "%s, which lasts less than a step.\n",
            "Drop it, or use irregular = \"asis\"."
        ), step, .the_trajectories(series, where[sizes < 2][[1L]]))
    }
    given <- sum(series$trajectory %in% where)
    if (sum(sizes) > .MOST_POINTS * given) {
        .ggc_stop("irregular", paste0(
            "Interpolation onto the median step, %s, would make %.0f points ",
            "of %d samples.\nCut `time` at the long gaps into several ",
            "trajectories, or use irregular = \"asis\"."
        ), step, sum(sizes), given)
    }
}

# Linear interpolation of the trajectories `where` onto their grids of
# series$step. Output column k is x[, low] + weight * (x[, low + 1] - x[, low]),
# which keeps sampled points and constant genes to the last bit.
.interpolate_times <- function(series, where, slack, steps) {
    sizes <- .grid_sizes(series, where, slack)
    .check_grid(series, where, sizes)
    blocks <- split(seq_along(series$time), series$trajectory)
    grid <- lapply(seq_along(blocks), function(r) {
        columns <- blocks[[r]]
        time <- series$time[columns]
        at <- match(r, where)
        if (is.na(at)) {
            return(list(low = columns, weight = 0 * time, time = time))
        }
        .place_grid(columns, time, series$step, sizes[[at]], slack)
    })
    join <- function(part) {
        unlist(lapply(grid, `[[`, part), use.names = FALSE)
    }
    low <- join("low")
    weight <- join("weight")
    between <- which(weight > 0)
    x <- series$x[, low, drop = FALSE]
    ends <- series$x[, low[between] + 1L, drop = FALSE]
    starts <- series$x[, low[between], drop = FALSE]
    x[, between] <- starts + (ends - starts) * rep(
        weight[between], each = nrow(x)
    )
    aside <- setdiff(seq_along(series$time), low[weight == 0])
    lost <- setdiff(aside, c(low[between], low[between] + 1L))
    .say_interpolated(series, where, steps, c(points = sum(sizes),
        made = length(between), aside = length(aside), lost = length(lost)))
    series$between <- c(list(points = between), .measured(series, aside))
    if (!is.null(series$filled)) {
        series$filled <- series$filled[, low, drop = FALSE]
        series$filled[, between] <- FALSE # no values, but points, are made up
    }
    series$samples <- ifelse(weight > 0, "", series$samples[low])
    series$trajectory <- series$trajectory[low]
    series$batch_of <- series$batch_of[low]
    series$x <- x
    series$time <- join("time")
    series$interpolated <- length(between) # points between samples
    series
}

# Samples that a grid has lost: nothing learns from them, but pictures show what
# was measured. A value that was filled in is NA.
.measured <- function(series, aside) {
    x <- unname(series$x[, aside, drop = FALSE])
    if (!is.null(series$filled)) {
        x[series$filled[, aside]] <- NA
    }
    list(x = x, time = series$time[aside],
        trajectory = series$trajectory[aside])
}

# count: of points, of those made up, of samples that are no point, and of those
# that are not at an end of a gap with a point in it either.
.say_interpolated <- function(series, where, steps, count) {
    .ggc_inform(paste0(
        "Time steps are uneven (%s): %d samples of %s interpolated onto ",
        "steps of %s, giving %.0f points, %.0f of them made up between ",
        "samples.%s\nUse irregular = \"asis\" to keep the samples as they are."
    ), steps, sum(series$trajectory %in% where),
    .the_trajectories(series, where), format(series$step, digits = 4L),
    count[["points"]], count[["made"]],
    .lost_samples(count[["aside"]], count[["lost"]]))
}

.lost_samples <- function(aside, lost) {
    if (aside == 0) {
        return("")
    }
    sprintf(" %s on no point%s.",
        if (aside == 1) "1 sample lies" else sprintf("%.0f samples lie", aside),
        if (lost > 0) {
            sprintf(", %.0f of which no longer count%s", lost,
                if (lost == 1) "s" else "")
        } else {
            ""
        })
}

# Where the grid points of one trajectory fall between its samples; a point
# within `slack` of a sample is that sample.
.place_grid <- function(columns, time, step, size, slack) {
    last <- length(time)
    at <- pmin(time[[1L]] + step * (seq_len(size) - 1), time[[last]])
    low <- findInterval(at, time, all.inside = TRUE)
    on_next <- time[low + 1L] - at <= slack
    low[on_next] <- low[on_next] + 1L
    on_sample <- abs(at - time[low]) <= slack
    weight <- numeric(length(at))
    open <- !on_sample
    weight[open] <- (at[open] - time[low[open]]) /
        (time[low[open] + 1L] - time[low[open]])
    list(low = columns[low], weight = weight, time = at)
}
