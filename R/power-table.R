# What designs are worth, from the table of ggc_power(): inst/extdata/power.tsv,
# by tools/tune/power.R, one line for each design of a grid, in which one series
# has other numbers of points than several. Between the lines numbers are
# interpolated, linearly along the noise and along the logarithms of genes,
# trajectories and points.

.GRID <- c("genes", "trajectories", "points", "noise")
.GRID_TEXT <- c(genes = "genes are", trajectories = "trajectories are",
    points = "points of such series are", noise = "noise is")

.power_lines <- function(n_trajectories) {
    table <- .shipped_table("power")
    table[(table$trajectories == 1L) == (n_trajectories == 1L), ]
}

# Means of the columns of the lines around `at` (by the names of .GRID). So are
# standard errors, as of networks that are the same in all lines: most were
# drawn from the same seeds.
.power_between <- function(lines, at, columns) {
    weight <- .power_weights(lines, at)
    near <- weight > 0
    vapply(columns, function(column) {
        power <- .power_of_genes(column)
        each <- lines[[column]] / lines$genes^power
        sum(weight[near] * each[near]) * at$genes^power
    }, 0)
}

# How much each line counts: in all 1, unless some that are needed were not
# measured.
.power_weights <- function(lines, at) {
    weight <- rep(1, nrow(lines))
    for (axis in .GRID) {
        weight <- weight * .near(lines[[axis]], at[[axis]], axis != "noise")
    }
    weight
}

# What of a table's numbers goes with the number of genes: how many edges there
# are does, and how few of all candidates are true.
.power_of_genes <- function(column) {
    switch(sub("^se_", "", column), edges = 1, direct = 1, chance = -1, 0)
}

# How much each line counts along one axis: those next to `at` share it.
.near <- function(line, at, log) {
    if (log) {
        line <- log(line)
        at <- log(at)
    }
    grid <- sort(unique(line))
    if (length(grid) == 1L) {
        return(as.numeric(line == at))
    }
    below <- findInterval(at, grid, all.inside = TRUE)
    share <- (at - grid[[below]]) / diff(grid)[[below]]
    (line == grid[[below]]) * (1 - share) + (line == grid[[below + 1L]]) * share
}

# The times of a design of the table: a longer single series has new
# perturbations, others are over after 200 minutes.
.even_times <- function(points, n_trajectories) {
    if (n_trajectories == 1L && points >= .LONG_SERIES) {
        10 * (seq_len(points) - 1)
    } else {
        seq(0, 200, length.out = points)
    }
}

.LONG_SERIES <- 20L

# Why a design is not in the table, in words; NULL where it is.
.beyond_table <- function(design) {
    if (!is.null(design$n_regulators)) {
        return("any of the genes may regulate")
    }
    points <- length(design$times)
    even <- .even_times(points, design$n_trajectories)
    if (!isTRUE(all.equal(design$times, even))) {
        return("times are even, from 0 to 200 minutes")
    }
    lines <- .power_lines(design$n_trajectories)
    at <- c(genes = design$n_genes, trajectories = design$n_trajectories,
        points = points, noise = design$noise)
    for (axis in .GRID) {
        ends <- range(lines[[axis]])
        if (at[[axis]] < ends[[1L]] || at[[axis]] > ends[[2L]]) {
            return(sprintf("%s from %s to %s", .GRID_TEXT[[axis]],
                ends[[1L]], ends[[2L]]))
        }
    }
    if (sum(.power_weights(lines, as.list(at))) < 1 - 1e-9) {
        return(sprintf("designs of so many genes have fewer samples than %d",
            design$n_trajectories * points))
    }
    NULL
}
