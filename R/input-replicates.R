# Replicates of an expression series: several samples of one trajectory at the
# same time, in the working form that .sort_samples() has ordered. `group` has
# one number for each sample, the same for those taken at the same time.

.treat_replicates <- function(series, replicates) {
    n <- length(series$time)
    key <- .time_key(series$time)
    again <- c(FALSE, diff(series$trajectory) == 0L & key[-1L] == key[-n])
    if (!any(again)) {
        return(series)
    }
    group <- cumsum(!again)
    if (replicates == "mean") {
        return(.average_replicates(series, group))
    }
    if (replicates == "match") {
        return(.match_replicates(series, group))
    }
    .refuse_replicates(series, again)
}

.refuse_replicates <- function(series, again) {
    times <- function(at) .ggc_names(.show_times(unique(series$time[at])))
    if (!series$grouped) {
        .ggc_stop("replicates", paste0(
            "`time` has several samples at %s, and no `trajectory` tells ",
            "them apart.\nGive `trajectory`, or replicates = \"mean\" ",
            "(average them) or \"match\" (the k-th sample at each time ",
            "forms trajectory k)."
        ), times(again))
    }
    where <- unique(series$trajectory[again])
    shown <- utils::head(where, 3L)
    each <- vapply(shown, function(r) {
        sprintf("%s at %s", series$trajectory_names[[r]],
            times(again & series$trajectory == r))
    }, "")
    if (length(where) > length(shown)) {
        each <- c(each, sprintf("and %d more", length(where) - length(shown)))
    }
    .ggc_stop("replicates", paste0(
        "A trajectory must have one sample per time, and these have ",
        "several: %s.\nUse replicates = \"mean\" (average them) or \"match\" ",
        "(the k-th sample at each time forms a trajectory of its own), or ",
        "name the replicates apart in `trajectory`."
    ), paste(each, collapse = "; "))
}

# Missing values do not count, unless all replicates lack the gene.
.average_replicates <- function(series, group) {
    counts <- tabulate(group)
    first <- which(!duplicated(group))
    means <- .take_samples(series, first)
    means$samples[counts > 1L] <- ""
    for (g in which(counts > 1L)) {
        columns <- seq.int(first[[g]], length.out = counts[[g]])
        means$x[, g] <- rowMeans(
            series$x[, columns, drop = FALSE], na.rm = TRUE
        )
        if (length(unique(series$batch_of[columns])) > 1L) {
            means$batch_of[[g]] <- NA # of no batch
        }
    }
    .ggc_inform(
        "Averaged samples taken at the same time: %d samples became %d.",
        length(group), length(first)
    )
    means
}

# Pairing ----------------------------------------------------------------------

# Makes the k-th samples of a trajectory, over its times, a series: "control.1",
# "control.2". One without replicates stays what it is. Where a time has fewer
# than k samples the series ends, and goes on as another: each point is one
# sample, and no sample counts twice. To bridge a gap of one time by the mean of
# its samples found no more edges (AUPR .27 beside .29, in 11 experiments on 6
# simulated networks that had lost a fifth of their samples).
.match_replicates <- function(series, group) {
    .check_pairs(series, group)
    pairs <- .pair_samples(series, group)
    .inform_paired(series, group, pairs)
    .join_pairs(series, group, pairs)
}

# Which trajectories have several samples at a time, one flag each.
.has_replicates <- function(series, group) {
    seq_along(series$trajectory_names) %in%
        series$trajectory[duplicated(group)]
}

# How many times each trajectory has.
.count_times <- function(series, group) {
    tabulate(series$trajectory[!duplicated(group)],
        length(series$trajectory_names))
}

.check_pairs <- function(series, group) {
    stuck <- .has_replicates(series, group) &
        .count_times(series, group) == 1L
    if (!any(stuck)) {
        return(invisible())
    }
    time <- .show_times(series$time[match(which(stuck), series$trajectory)])
    samples <- tabulate(series$trajectory)[stuck]
    if (!series$grouped) {
        .ggc_stop("replicates", paste0(
            "replicates = \"match\" pairs samples of different times, and all ",
            "%d are at %s.\nGive the times at which they were taken."
        ), samples, time)
    }
    .ggc_stop("replicates", paste0(
        "replicates = \"match\" pairs samples of different times, and these ",
        "trajectories have one time: %s.\nDrop these trajectories."
    ), .ggc_names(sprintf("%s (%d at %s)", series$trajectory_names[stuck],
        samples, time)))
}

# One row for each sample of the series to be: the column it comes `from`, the
# old `trajectory` and the number of the new one (`run`).
.pair_samples <- function(series, group) {
    place <- sequence(tabulate(group))
    at <- sequence(.count_times(series, group))[group]
    from <- order(series$trajectory, place, at)
    # The next series starts no later than this one ends: its times are among
    # those of this one, or the first of another trajectory.
    run <- cumsum(c(TRUE, diff(at[from]) != 1L))
    # A sample alone makes no step. One without any replicates is the whole of
    # its trajectory, which .check_points() refuses by its name.
    kept <- tabulate(run)[run] > 1L | place[from] == 1L
    from <- from[kept]
    data.frame(from = from, trajectory = series$trajectory[from],
        run = match(run[kept], unique(run[kept])))
}

.join_pairs <- function(series, group, pairs) {
    names <- .pair_names(series, group, pairs)
    series <- .take_samples(series, pairs$from)
    series$trajectory <- pairs$run
    series$pairing <- pairs$trajectory[!duplicated(pairs$run)]
    series$trajectory_names <- names
    series
}

# Names of the series: numbers, behind the name of the old trajectory if it had
# one. Names that were given are kept when others have to be made unique.
.pair_names <- function(series, group, pairs) {
    old <- pairs$trajectory[!duplicated(pairs$run)]
    number <- sequence(tabulate(old, length(series$trajectory_names)))
    if (!series$grouped) {
        return(as.character(number))
    }
    names <- series$trajectory_names[old]
    made <- .has_replicates(series, group)[old]
    names[made] <- paste(names, number, sep = ".")[made]
    given_first <- order(made)
    names[given_first] <- make.unique(names[given_first])
    names
}

.BY_CHANCE <- paste0("\nUnless replicates were followed, the pairs are one ",
    "choice of many: what changes with the order of the samples is chance.")

# How many series come of each trajectory.
.count_series <- function(series, pairs) {
    tabulate(pairs$trajectory[!duplicated(pairs$run)],
        length(series$trajectory_names))
}

.inform_paired <- function(series, group, pairs) {
    made <- .count_series(series, pairs)
    unequal <- .say_unequal(series, group, pairs)
    if (!series$grouped && is.null(unequal)) {
        .ggc_inform(paste0(
            "Paired samples taken at the same time: %d times in %d ",
            "trajectories.%s"
        ), .count_times(series, group), made, .BY_CHANCE)
        return(invisible())
    }
    each <- sprintf("%d samples%s became %d %s",
        tabulate(series$trajectory, length(made)),
        if (series$grouped) paste(" of", series$trajectory_names) else "",
        made, ifelse(made == 1L, "trajectory", "trajectories"))
    .ggc_inform("Paired samples taken at the same time: %s.%s%s",
        .ggc_names(each[.has_replicates(series, group)]), unequal %or% "",
        .BY_CHANCE)
}

# What became of unequal numbers of samples, as a line of its own; NULL where
# each trajectory has as many at all times.
.say_unequal <- function(series, group, pairs) {
    counts <- tabulate(group)
    of <- series$trajectory[!duplicated(group)]
    unequal <- of %in% of[counts != counts[match(of, of)]]
    if (!any(unequal)) {
        return(NULL)
    }
    all_times <- .count_times(series, group)[pairs$trajectory]
    short <- pairs$run[tabulate(pairs$run)[pairs$run] < all_times]
    sprintf("\nThere are %d to %d samples at a time%s: %s.",
        min(counts[unequal]), max(counts[unequal]),
        if (series$grouped) sprintf(" of %s", .ggc_names(
            series$trajectory_names[unique(of[unequal])])) else "",
        .say_changes(length(unique(short)), length(group) - nrow(pairs)))
}

.say_changes <- function(short, left) {
    said <- c(
        ngettext(short, "%d trajectory lacks times at its start or end",
            "%d trajectories lack times at their start or end"),
        ngettext(left,
            "%d sample with no other before or after it is left out",
            "%d samples with no other before or after them are left out")
    )
    paste0(
        paste(sprintf(said, c(short, left))[c(short, left) > 0L],
            collapse = "; "),
        if (left > 0L) " (replicates = \"mean\" uses all)"
    )
}
