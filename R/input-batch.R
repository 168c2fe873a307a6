# Batches: what all samples of one run, plate or day have in common shifts whole
# trajectories, and looks to a network like a strong and lasting input. The
# levels of given batches are taken off; others are looked for.

# Reading ----------------------------------------------------------------------

# list(names, codes, arg): batches in the C locale's order, so that sums over
# them run in one order whatever the order of the samples; one code a sample,
# in the order given; and what messages call the argument. NULL without `batch`.
.read_batch <- function(batch, x, series) {
    if (is.null(batch)) {
        return(NULL)
    }
    arg <- "batch"
    if (.is_experiment(x)) {
        found <- .from_columns(batch, .sample_columns(x), arg)
        batch <- found$value
        arg <- found$arg
    }
    .check_batch(batch, arg)
    if (length(batch) == length(series$samples) &&
        !all(names(batch) %in% series$trajectory_names)) {
        batch <- .by_name(batch, series$samples, arg, "batch")
    }
    labels <- series$labels
    if (length(batch) != length(labels)) {
        batch <- .batch_by_trajectory(batch, arg, series, .is_list(x))
        labels <- sprintf("trajectory %s", series$trajectory_names)
    }
    value <- enc2utf8(if (is.numeric(batch)) {
        ifelse(is.na(batch), NA, sprintf("%.0f", batch))
    } else {
        as.character(batch)
    })
    unknown <- is.na(value) | !nzchar(value) # a level may be NA
    if (any(unknown)) {
        .ggc_stop("batch", paste0(
            "`%s` must not be missing or empty; it is for %s.\n",
            "Drop samples whose batch is unknown."
        ), arg, .ggc_names(labels[unknown]))
    }
    names <- sort(unique(value), method = "radix")
    codes <- match(value, names)
    if (length(codes) != length(series$labels)) {
        codes <- codes[series$trajectory]
    }
    list(names = names, codes = codes, arg = arg)
}

.check_batch <- function(batch, arg) {
    plain <- is.factor(batch) || (!is.object(batch) && is.null(dim(batch)) &&
        (is.character(batch) || is.logical(batch) || is.numeric(batch)))
    broken <- if (plain && is.numeric(batch)) {
        batch[!is.na(batch) & batch != trunc(batch)]
    }
    if (!plain || length(broken)) {
        .ggc_stop("batch", paste0(
            "`%s` must be a factor, strings or whole numbers, not %s.\n",
            "It says which samples were measured together."
        ), arg, if (plain) {
            sprintf("numbers such as %s", format(broken[[1L]]))
        } else {
            .kind(batch)
        })
    }
}

# One value a trajectory, in the order of the trajectories.
.batch_by_trajectory <- function(batch, arg, series, listed) {
    given <- names(batch)
    known <- series$trajectory_names
    if (listed && is.null(given) && length(batch) == length(known)) {
        return(batch)
    }
    if (!series$grouped || is.null(given)) {
        column <- is.character(batch) && length(batch) == 1L
        .ggc_stop("batch", paste0(
            "`%s` must have one value per sample (column) of `x`, that is %d, ",
            "not %d.%s"
        ), arg, length(series$labels), length(batch), if (column) {
            "\nNames of columns serve for a SummarizedExperiment only."
        } else if (series$grouped) {
            sprintf("\nValues named by trajectory serve too: %s.",
                .ggc_names(known))
        } else {
            ""
        })
    }
    given <- enc2utf8(given)
    wrong <- c(setdiff(given, known), unique(given[duplicated(given)]))
    lacks <- setdiff(known, given)
    if (length(wrong) || length(lacks)) {
        .ggc_stop("batch", paste0(
            "`%s` must have one value for each trajectory; %s: %s.\n",
            "Trajectories are %s."
        ), arg, if (length(wrong)) {
            "these names are none, or there twice"
        } else {
            "these have none"
        }, .ggc_names(if (length(wrong)) wrong else lacks), .ggc_names(known))
    }
    batch[match(known, given)]
}

# Levels -----------------------------------------------------------------------

# The series without the levels of its batches, which stand in series$batch,
# genes x batches. levels: those of a fit, for new data; NULL: as in these data.
.less_batches <- function(series, batch, levels = NULL) {
    if (is.null(batch)) {
        return(series)
    }
    if (!is.null(levels)) {
        return(.less_known_levels(series, batch, levels))
    }
    size <- tabulate(batch$codes, length(batch$names))
    if (length(size) == 1L) {
        .ggc_inform("`%s` names one batch: there is no level to take off.",
            batch$arg)
        return(series)
    }
    if (any(size == 1L)) {
        .ggc_stop("batch", paste0(
            "`%s` must have two samples or more of each batch, and these have ",
            "one: %s.\nThe level of one sample is the sample: drop it, or ",
            "join it to another batch."
        ), batch$arg, .ggc_names(batch$names[size == 1L]))
    }
    series$batch <- .batch_levels(series, batch)
    series$batch_of <- batch$codes
    series$x <- series$x - unname(series$batch)[, batch$codes, drop = FALSE]
    .ggc_inform("Took off the levels of %d batches: %s.%s", length(size),
        .ggc_names(sprintf("%s (%s)", batch$names,
            vapply(size, .plural, "", "sample"))), .say_shared(series, batch))
    series
}

# Only times that batches share tell their levels: a word where these are few.
.say_shared <- function(series, batch) {
    cells <- .batch_cells(series, batch)
    shared <- sum(tabulate(cells$time, cells$times) > 1L)
    if (shared > cells$times / 2) {
        return("")
    }
    sprintf(paste0("\nThey rest on %d of %d times, which batches have in ",
        "common: with so few, levels are poor."), shared, cells$times)
}

.less_known_levels <- function(series, batch, levels) {
    unknown <- setdiff(batch$names, colnames(levels))
    if (length(unknown)) {
        .ggc_stop("batch", paste0(
            "`%s` must name batches of the fit, whose levels are known, and ",
            "these are not: %s.\nThe fit has %s."
        ), batch$arg, .ggc_names(unknown), .ggc_names(colnames(levels)))
    }
    rows <- match(rownames(series$x), rownames(levels))
    known <- which(!is.na(rows))
    columns <- match(batch$names, colnames(levels))[batch$codes]
    series$x[known, ] <- series$x[known, , drop = FALSE] -
        levels[rows[known], columns, drop = FALSE]
    series$batch <- levels
    series$batch_of <- columns
    series
}

# A level is estimated of few trajectories, and what it is wrong by shifts all
# values of a gene alike: linear rules do not see it, networks do. So batches of
# whole trajectories, two or more each in the mean, are inputs of every network
# too: batches but the first x columns, 1 where a sample is of it. NULL: they
# are none. levels: those of a fit
# that these are new data for.
.batch_inputs <- function(series, levels = NULL) {
    code <- series$batch_of
    if (is.null(code)) {
        return(NULL)
    }
    names <- colnames(series$batch)
    if (is.null(levels)) {
        n <- length(series$trajectory_names)
        first <- match(seq_len(n), series$trajectory)
        whole <- !anyNA(code) && all(code == code[first][series$trajectory])
        if (!whole || length(names) > n / 2) {
            return(NULL)
        }
    }
    out <- outer(seq_along(names)[-1L], code, `==`) + 0
    rownames(out) <- sprintf("batch %s", names[-1L])
    out
}

# Least squares of gene ~ batch + time, each time a level of its own, and batch
# effects that sum to zero. Missing values take no part.
.batch_levels <- function(series, batch) {
    x <- series$x
    missing <- is.na(x)
    # Constant genes become zeros, and keep their bits.
    x <- x - .row_minima(x)
    x[missing] <- 0
    cells <- .batch_cells(series, batch)
    sums <- .cell_sums(x, cells$column)
    levels <- matrix(0, nrow(x), length(batch$names),
        dimnames = list(rownames(x), batch$names))
    whole <- rowSums(missing) == 0
    if (any(whole)) {
        levels[whole, ] <- .cell_levels(sums[whole, , drop = FALSE],
            tabulate(cells$column), cells, batch)
    }
    for (i in which(!whole)) {
        levels[i, ] <- .cell_levels(sums[i, , drop = FALSE],
            tabulate(cells$column[!missing[i, ]], length(cells$time)), cells,
            batch, sprintf(" in gene %s", rownames(x)[[i]]))
    }
    levels
}

.row_minima <- function(x) {
    low <- x[, 1L]
    for (j in seq_len(ncol(x))[-1L]) {
        low <- pmin(low, x[, j], na.rm = TRUE)
    }
    low
}

# Samples of one batch at one time are a cell: `time` and `batch` of each cell,
# sorted by both, and the cell of each column. Without times a sample's place in
# its trajectory is its time.
.batch_cells <- function(series, batch) {
    time <- if (is.null(series$time)) {
        stats::ave(seq_along(series$trajectory), series$trajectory,
            FUN = seq_along)
    } else {
        .time_key(series$time)
    }
    times <- sort(unique(time))
    id <- (match(time, times) - 1) * length(batch$names) + batch$codes
    cell <- sort(unique(id))
    list(
        column = match(id, cell), times = length(times),
        time = (cell - 1) %/% length(batch$names) + 1,
        batch = (cell - 1) %% length(batch$names) + 1
    )
}

# Sums over the columns of each cell, genes x cells. Values are added up in the
# order of their sizes, which is the same whatever the order of the samples.
.cell_sums <- function(x, cell) {
    columns <- split(seq_along(cell), cell)
    out <- vapply(columns, function(at) {
        part <- x[, at, drop = FALSE]
        if (length(at) > 2L) {
            part <- matrix(part[order(row(part), part)], length(at))
            return(colSums(part))
        }
        if (length(at) == 2L) part[, 1L] + part[, 2L] else part[, 1L]
    }, double(nrow(x)))
    matrix(out, nrow(x))
}

# Levels of the batches from the sums of cells, genes x cells, and the numbers
# of values in each. The normal equations without the times: what of a batch's
# sum the means of its times leave. No product of matrices over the genes, whose
# bits might depend on where a gene stands.
.cell_levels <- function(sums, counts, cells, batch, where = "") {
    n <- matrix(0, length(batch$names), cells$times)
    n[cbind(cells$batch, cells$time)] <- counts
    there <- which(rowSums(n) > 0)
    out <- matrix(0, nrow(sums), length(batch$names))
    if (!length(there)) { # a gene without values, which is refused later
        return(out)
    }
    .check_told_apart(n[there, , drop = FALSE], batch$names[there], batch$arg,
        where)
    at_time <- colSums(n)
    means <- .sums_by(sums, cells$time, cells$times) /
        rep(pmax(at_time, 1), each = nrow(sums))
    left <- sums - rep(counts, each = nrow(sums)) *
        means[, cells$time, drop = FALSE]
    left <- .sums_by(left, cells$batch, nrow(n))[, there, drop = FALSE]
    n <- n[there, at_time > 0, drop = FALSE]
    share <- n / rep(at_time[at_time > 0], each = nrow(n))
    # Rows sum to zero; with a constant added the solution does.
    inverse <- solve(diag(rowSums(n), nrow(n)) - tcrossprod(n, share) +
        mean(n))
    for (k in seq_along(there)) {
        out[, there] <- out[, there] + left[, k] %o% inverse[k, ]
    }
    out
}

.sums_by <- function(x, group, groups) {
    out <- matrix(0, nrow(x), groups)
    for (j in seq_len(ncol(x))) {
        out[, group[[j]]] <- out[, group[[j]]] + x[, j]
    }
    out
}

# n: numbers of values, batches x times. Levels are known to a constant that all
# batches share only where shared times link them all.
.check_told_apart <- function(n, names, arg, where) {
    linked <- seq_along(names) == 1L
    repeat {
        times <- colSums(n[linked, , drop = FALSE]) > 0
        more <- rowSums(n[, times, drop = FALSE]) > 0
        if (identical(more, linked)) {
            break
        }
        linked <- more
    }
    if (!all(linked)) {
        .ggc_stop("batch", paste0(
            "`%s` cannot be told from time%s: no time has samples of %s as ",
            "well as of %s.\nBatches need times in common; bring those that ",
            "are almost the same to one value."
        ), arg, where, .ggc_names(names[linked]), .ggc_names(names[!linked]))
    }
}

# Notice -----------------------------------------------------------------------

# What makes batches of levels, found by tools/tune/batches.R: more than this
# share of what sets a trajectory apart is alike at all times, in the mean over
# the genes; and one split of the trajectories tells their levels apart by more
# than this, times their number less one: the split is the best of so many.
.LEVEL_SHARE <- 0.4
.LEVEL_SPLIT <- 0.5

# One trajectory against the others may be a condition of its own, and of two
# there is no split to judge. Of few genes there is no mean.
.LEVEL_SHARE_OF_ONE <- 0.5
.LEVEL_TIMES <- c(two = 8L, more = 3L)
.LEVEL_GENES <- 8L

.warn_batches <- function(series, x) {
    apart <- .apart_in_level(series)
    if (!is.null(apart) && !.apart_by_holding(series, apart)) {
        .ggc_warn("batch", paste0(
            "Trajectories differ in level, in most genes and at all times, as ",
            "batches do, or conditions that last: %s against %s.\n%s"
        ), .ggc_names(series$trajectory_names[apart]),
        .ggc_names(series$trajectory_names[-apart]), .batch_advice(x))
    }
}

# Is one side that of the trajectories in which a gene was held? What follows of
# it lasts, too.
.apart_by_holding <- function(series, apart) {
    if (is.null(series$perturbed)) {
        return(FALSE)
    }
    held <- unique(series$trajectory[colSums(series$perturbed != 0) > 0])
    setequal(held, apart) || setequal(held,
        setdiff(seq_along(series$trajectory_names), apart))
}

.batch_advice <- function(x) {
    columns <- if (.is_experiment(x)) names(.sample_columns(x))
    meant <- grep("batch", columns, ignore.case = TRUE, value = TRUE)
    if (length(meant)) {
        sprintf("Is it colData's %s? Then give batch = \"%s\".", meant[[1L]],
            meant[[1L]])
    } else {
        paste0("If they were treated alike and measured apart, give `batch`: ",
            "see ?ggc_input.")
    }
}

# The trajectories on one side, that of the first one, or NULL where levels are
# not those of batches.
.apart_in_level <- function(series) {
    d <- .deviations(series)
    if (is.null(d)) {
        return(NULL)
    }
    times <- dim(d)[[2L]]
    n <- dim(d)[[3L]]
    share <- mean(rowSums(.level_of(d, seq_len(times))^2)) / n
    if (n == 2L) {
        return(if (share > .LEVEL_SHARE_OF_ONE) 1L)
    }
    half <- seq_len(times %/% 2L)
    split <- .best_split(.level_of(d, half), .level_of(d, times + 1L - half))
    alone <- n > 3L && sum(split$side) %in% c(1L, n - 1L)
    batches <- share > (if (alone) .LEVEL_SHARE_OF_ONE else .LEVEL_SHARE) &&
        isTRUE(split$apart > .LEVEL_SPLIT * (n - 1))
    if (batches) which(split$side == split$side[[1L]])
}

# What sets trajectories apart: values less the mean over the trajectories at
# the same time, with mean square 1 for each gene, genes x times x trajectories.
# NULL where there is too little to judge. Times that not all trajectories have
# are left out.
.deviations <- function(series) {
    n <- length(series$trajectory_names)
    place <- round((series$time - min(series$time)) / series$step, 3L)
    samples <- table(place, series$trajectory)
    times <- as.double(rownames(samples)[rowSums(samples != 1L) == 0])
    enough <- .LEVEL_TIMES[[if (n == 2L) "two" else "more"]]
    varies <- which(!series$constant)
    if (n == 1L || length(times) < enough || length(varies) < .LEVEL_GENES) {
        return(NULL)
    }
    keep <- which(place %in% times)
    d <- array(series$x[varies, keep], c(length(varies), length(times), n))
    d <- d - c(rowMeans(d, dims = 2L))
    size <- sqrt(rowMeans(d^2))
    d[size > 0, , , drop = FALSE] / size[size > 0]
}

# Means over the times `at`, genes x trajectories.
.level_of <- function(d, at) {
    colMeans(aperm(d[, at, , drop = FALSE], c(2L, 1L, 3L)))
}

# The split of the trajectories that tells their levels apart best, in the first
# half of the time as in the second: side, a flag for each; apart, by how much,
# in units of what is left on either side. Splits are tried along the direction
# of the trajectories that both halves have most in common.
.best_split <- function(early, late) {
    n <- ncol(early)
    common <- crossprod(early, late)
    along <- eigen(common + t(common), symmetric = TRUE)$vectors[, 1L]
    place <- rank(along, ties.method = "first")
    contrasts <- vapply(seq_len(n - 1L), function(k) {
        ifelse(place <= k, sqrt((n - k) / k), -sqrt(k / (n - k))) / sqrt(n)
    }, double(n))
    best <- contrasts[, which.max(colSums(contrasts * common %*% contrasts))]
    first <- c(early %*% best)
    second <- c(late %*% best)
    rest <- c(sum(early^2) - sum(first^2), sum(late^2) - sum(second^2))
    list(side = best > 0, apart = sum(first * second) * (n - 2) / max(rest))
}
