# Cells along a pseudotime to few trajectories of many cells each.

#' From cells along pseudotime to trajectories
#'
#' Orders cells by a pseudotime, as slingshot, Monocle or diffusion maps give
#' it, and makes few samples of many cells each, along each lineage: smooth
#' means, or pseudo-bulks of bins. They are the time course that [ggc_fit()]
#' reads.
#'
#' @section What is read: Besides numbers, tables and names of columns,
#'   `pseudotime` takes the results of slingshot and TrajectoryUtils, a
#'   `PseudotimeOrdering` or `SlingshotDataSet`, with their weights. `NULL`
#'   looks for what programs leave in `x`, and takes it, with a message, if
#'   there is one alone: slingshot's column `slingshot`, or `slingPseudotime_1`
#'   and so on; the pseudotime of monocle3 beside its graph; a column of
#'   numbers called `pseudotime` (Monocle 2, for one), `dpt_pseudotime`
#'   (scanpy), `palantir_pseudotime`, `velocity_pseudotime`, `latent_time`,
#'   `dpt` or `DPT1`. What has names goes by them, so that a table may be of
#'   other cells too, or of some; a table with a column of the names of cells
#'   will do. monocle3 and scanpy give infinite pseudotimes to cells that no
#'   root reaches: these are refused until they are made `NA`.
#' @section Cells of several lineages: Before they branch, lineages have
#'   their cells in common. Each counts once: in smooth means by its share of
#'   the `weights` in each lineage; of bins, in turns along pseudotime they
#'   are dealt to the lineages, as often to each as their `weights` say, so
#'   that the samples of a stem are of different cells in each lineage.
#'   `weights = FALSE` has all of them in each lineage, in samples that are
#'   copies of each other: less noisy, but held-out errors and p-values then
#'   take each step of the stem for two.
#' @section Days of collection: No more values than `bins` (20 for `NULL`),
#'   which at least two cells share in the mean, are kept apart: each makes a
#'   sample of its own, with the value as `time`, whatever `by` says.
#'   [ggc_fit()] takes cells with days of collection as they are, too:
#'   `ggc_fit(x, time = "day", replicates = "mean")`.
#' @section Smooth means: Local lines, with Gaussian weights around 21 equally
#'   spaced points of the whole pseudotime. How wide these are is read from the
#'   cells: with what width each half of them, taken in turns along pseudotime,
#'   is best told by the other, and 0.7 of that. A cell of several lineages
#'   counts in each by its share of the weights. `metadata()` has the
#'   `bandwidth`, in parts of the range of pseudotime, and `noise`, the part of
#'   the genes' variance that sets the courses of the halves apart (median over
#'   genes), by which [ggc_fit()] weighs what it sees. The width and how
#'   [ggc_fit()] ranks such courses (`dependence = "levels"` of [ggc_control()])
#'   were chosen on simulated cells (`ggc_simulate("cells")`).
#' @section Halves and orders: `halves = 10` makes ten complementary pairs of
#'   halves of the cells too, neighbours along pseudotime dealt out by lot, and
#'   keeps the courses of each in `metadata()`, for [ggc_test()] with
#'   `"stability"`: which edges would be found again with other cells.
#'   `pseudotime` may be a list of several orders of the same cells, as of
#'   several programs, or of one on resampled cells. The first makes the course;
#'   the pairs of halves run along each in turn, so that stability tells what
#'   hangs on the order, too. Of the others only the order counts, which is put
#'   on the scale of the first; they have one value a cell, or the lineages of
#'   the first. Halves are matched by the names of genes and samples, so that
#'   they stay with `course[genes, ]`; tables on file do not have them.
#' @section Branches: a network of one branch is that of its samples,
#'   `ggc_fit(course[, course$lineage == "B"])`, stem and all; it has fewer
#'   steps to learn from.
#' @section Bins: All lineages share one set of bins, so that a step means the
#' same in all. Equally spaced bins (`by = "width"`) have the middle of the bin
#' as `time`. Bins of equally many cells (`by = "number"`, over all lineages)
#' have their number as `time`: the clock then runs as fast as cells are dense,
#' and every bin is about as noisy. Samples of fewer than `min_cells` cells are
#' left out, with a message (`ggc_fit()` takes a gap inside a trajectory as one
#' step, or fills it by its argument `irregular`), and so are trajectories of
#' fewer than three samples.
#'
#' @section Replicates: Networks are learnt better from several trajectories.
#' Best are real ones: `replicates = "donor"` makes one trajectory per lineage
#' and donor. A number R > 1 deals the cells of each lineage and bin out to R
#' trajectories at random. These share the process and differ by which cells
#' were drawn, so they show how noisy the means are, but no other course of
#' events: held-out errors come out too good, and no p-value should be read off
#' them.
#'
#' @section What is lost: Pseudotime is an order of cells, made from the same
#' expression values that it is then to explain. Its steps have no unit; what
#' happens to all cells alike or faster than the bins is averaged away; cells
#' that are out of step smooth the course; and an order read backwards turns
#' cause and effect around. Take edges as hypotheses.
#'
#' @param x cells in columns, genes in rows: a `SingleCellExperiment` or other
#'   `SummarizedExperiment`, an `ExpressionSet`, or a numeric matrix. Sparse,
#'   delayed and file-backed values are read a block of genes at a time, and
#'   never made dense as a whole.
#' @param pseudotime one number per cell; or a table cells x lineages, `NA`
#'   where a cell is not of the lineage, as `slingshot::slingPseudotime()` gives
#'   it; or names of `colData` columns, one per lineage; or an object of
#'   slingshot or TrajectoryUtils. `NULL` (default): what `x` holds. A cell may
#'   belong to several lineages. Cells without any pseudotime are left out. A
#'   list of these: several orders of the same cells, see the section on halves.
#' @param lineage where `pseudotime` is one vector or column: the lineage of
#'   each cell (factor, strings or whole numbers; `NA`: none), or the name of a
#'   `colData` column. `NULL` (default): one lineage.
#' @param bins `NULL` (default): smooth means along pseudotime; or whole number
#'   from 3 to 1000000 of bins (of sums by default 20).
#' @param by of bins, `"number"` (default): bins of equally many cells;
#'   `"width"`: equally spaced bins.
#' @param summary `"mean"` (default): means of log-expression over the cells;
#'   `"sum"`: sums of counts, then [ggc_preprocess()].
#' @param replicates whole number >= 1, default 1: trajectories per lineage into
#'   which the cells are dealt at random; or the replicate (donor, embryo) of
#'   each cell, as a vector or the name of a `colData` column. Several columns,
#'   as `c("donor", "condition")`, or a table of them make a trajectory of each
#'   combination. Cells without a replicate are left out.
#' @param min_cells whole number >= 1, default 5: the fewest cells of a sample.
#' @param assay_type name or index of the assay; `NULL` (default) takes
#'   `"logcounts"`, or else `"X"`, for means and `"counts"` for sums where there
#'   is one (`"exprs"` of an `ExpressionSet`), or the only assay.
#' @param seed whole number from 0 to 2^53 for dealing out cells, to replicates
#'   or halves, or `NULL` (default): drawn from R's generator. Not used where
#'   nothing is dealt out.
#' @param weights how much a cell belongs to each lineage, >= 0: a table cells x
#'   lineages, as `slingshot::slingCurveWeights()` gives it, or names of
#'   `colData` columns in the order of the lineages. What counts is how the
#'   weights of a cell compare; 0 puts it outside a lineage. `NULL` (default):
#'   those that come with `pseudotime`, else alike. `FALSE`: a cell counts whole
#'   in each of its lineages.
#' @param ... for smooth means: `halves`, how many pairs of halves of the cells
#'   to keep, a whole number from 0 to 1000 (default: 10 where `pseudotime` is a
#'   list of orders, else 0). For `summary = "sum"`: arguments of
#'   [ggc_preprocess()], such as `n_genes`.
#' @return A [SummarizedExperiment::SummarizedExperiment], genes x samples, with
#'   one assay: `"expression"` for means, `"logcpm"` for sums. `rowData` is that
#'   of `x`. `colData` has `time` (double), `trajectory` (character: the
#'   lineage, followed by `_` and the replicate where there are any), `lineage`
#'   and `replicate` (character), `bin` (integer), `pseudotime` (double, mean of
#'   the cells), `cells` (integer, how many; of smooth means, how many would
#'   make a plain mean as exact) and, but of days, `noise` (double, alike in
#'   all, `NA` of bins); then those columns of `x` that are alike in the cells
#'   of each sample, such as donor and condition. `metadata()` has `pseudotime`:
#'   the arguments, `breaks` of the bins or `bandwidth` and `noise`, `days` (are
#'   the values days of collection?), `seed`, and where asked for `halves`, a
#'   list of matrices like the assay, two for each pair, and the number of
#'   `orders`.
#' @section Reproducibility: the result depends on data, arguments and seed, to
#'   the last bit, and not on the order of the cells if these have names: they
#'   are dealt out by name, and added up in the order of their names.
#' @section Errors: `ggc_error_orientation` for cells in rows;
#'   `ggc_error_pseudotime` for a pseudotime, lineage, weight or replicate that
#'   does not fit the cells, for an order that runs the other way than the
#'   first, or where none is given and `x` holds several or none;
#'   `ggc_error_dependency` for an object whose package is not installed;
#'   `ggc_error_time` for texts that are no times; `ggc_error_points` where no
#'   trajectory has three samples; `ggc_error_missing` or `ggc_error_input` for
#'   missing or infinite expression; those of [ggc_preprocess()];
#'   `ggc_error_argument` otherwise. Means of what seem to be raw counts are a
#'   warning, `ggc_warning_counts`, and so are smooth means that are half noise
#'   or more, `ggc_warning_cells`.
#' @seealso [ggc_preprocess()], [ggc_fit()]
#' @examples
#' set.seed(1)
#' time <- runif(300)
#' x <- rbind(a = sin(6 * time), b = cos(6 * time), c = time) +
#'     rnorm(900, sd = 0.3)
#' se <- ggc_pseudotime(x, time, bins = 12, replicates = 2, seed = 1)
#' se
#' ggc_fit(se, seed = 1)
#' @export
ggc_pseudotime <- function(x, pseudotime = NULL, lineage = NULL, bins = NULL,
                           by = c("number", "width"),
                           summary = c("mean", "sum"), replicates = 1,
                           min_cells = 5, assay_type = NULL, seed = NULL,
                           weights = NULL, ...) {
    if (!is.null(bins)) bins <- .check_count(bins, "bins", 3L, 1000000L)
    by <- .check_choice(by, "by", c("number", "width"))
    summary <- .check_choice(summary, "summary", c("mean", "sum"))
    min_cells <- .check_count(min_cells, "min_cells")
    halves <- .halves_in_dots(summary, list(...))
    x <- .usual_class(x)
    data <- .read_assay(x, assay_type,
        list(mean = c("logcounts", "X"), sum = "counts")[[summary]])
    values <- .cell_values(data$values)
    columns <- .cell_columns(data$experiment)
    orders <- .orders_of_cells(pseudotime, data$experiment, columns, values)
    held <- orders[[1L]]
    cells <- .cells_in_lineages(held, lineage, weights, columns,
        colnames(values), ncol(values))
    grid <- .pseudotime_bins(cells$pseudotime, bins %or% .USUAL_BINS, by)
    cells$bin <- findInterval(cells$pseudotime, grid$breaks,
        rightmost.closed = TRUE)
    smooth <- is.null(bins) && summary == "mean" && !grid$days
    pairs <- .pairs_of_cells(halves, length(orders), smooth)
    .tell_shared(cells, smooth)
    dealt <- .deal_cells(if (smooth) cells else cells[cells$counts, ],
        replicates, columns, values, seed)
    if (smooth) {
        cells <- .with_trajectory(dealt$cells)
        out <- .smooth_course(values, cells, columns, min_cells, data,
            list(days = FALSE, summary = summary, min_cells = min_cells,
                seed = dealt$seed))
        return(.with_halves(out, values, .along_orders(cells, orders,
            colnames(values), ncol(values)), pairs, dealt$seed %or% seed))
    }
    samples <- .pseudobulk_samples(dealt$cells, min_cells, grid$times)
    samples$about <- .constant_columns(columns, samples$cells)
    settings <- list(breaks = grid$breaks, by = by, summary = summary,
        days = grid$days, min_cells = min_cells, seed = dealt$seed)
    out <- .pseudobulk(values, samples, summary, data, settings)
    if (summary == "sum") ggc_preprocess(out, ...) else out
}

.cell_columns <- function(experiment) {
    if (is.null(experiment)) {
        return(DataFrame())
    }
    SummarizedExperiment::colData(experiment)
}

# `halves` of smooth means; for sums the dots are those of ggc_preprocess().
.halves_in_dots <- function(summary, dots) {
    if (summary == "mean") {
        return(.check_dots(dots, "halves", paste("summary = \"mean\" (those of",
            "ggc_preprocess() go with \"sum\")"))$halves)
    }
    .check_dots(dots, setdiff(names(formals(ggc_preprocess)),
        c("x", "assay_type")), "ggc_preprocess() for summary = \"sum\"")
    NULL
}

# What can be read block by block: anything with two dimensions.
.cell_values <- function(x) {
    .need_class(x, "x")
    if (.matrix_like(x) && all(dim(x))) x else .numeric_matrix(x, "x")
}

# What becomes of cells that are of several lineages, where they do not count
# whole in each.
.tell_shared <- function(cells, smooth) {
    shared <- length(unique(cells$cell[duplicated(cells$cell)]))
    if (shared == 0L || all(cells$counts)) {
        return(invisible())
    }
    .ggc_inform(if (smooth) {
        "Each of %s of several lineages counts by its weights: %s."
    } else {
        "Dealt %s of several lineages to one lineage each: %s."
    }, .plural(shared, "cell"), .ggc_names(unique(cells$lineage)))
}

# Bins and replicates ----------------------------------------------------------

# Bins where none are given and smooth means are none: of sums.
.USUAL_BINS <- 20L

# list(breaks, times, days): the bins, the time of each, and whether these are
# days of collection.
.pseudotime_bins <- function(time, bins, by) {
    values <- sort(unique(time))
    days <- length(values) <= min(bins, length(time) / 2)
    breaks <- if (days) {
        .breaks_between(values)
    } else {
        .pseudotime_breaks(time, bins, by)
    }
    if (length(breaks) < 4L) {
        .ggc_stop("pseudotime", paste0(
            "`pseudotime` must have at least three bins of different values, ",
            "and it makes %d."
        ), length(breaks) - 1L)
    }
    times <- if (days) {
        .tell_days(values)
        values
    } else if (by == "width") {
        (breaks[-1L] + breaks[-length(breaks)]) / 2
    } else {
        as.double(seq_len(length(breaks) - 1L))
    }
    list(breaks = breaks, times = times, days = days)
}

.pseudotime_breaks <- function(time, bins, by) {
    ends <- range(time)
    breaks <- if (by == "width") {
        seq(ends[[1L]], ends[[2L]], length.out = bins + 1L)
    } else {
        unname(stats::quantile(time, seq(0, 1, length.out = bins + 1L)))
    }
    # Many cells at one pseudotime cannot be told apart: they share a bin.
    unique(breaks)
}

# Few values that many cells share are days of collection, each a bin.
.breaks_between <- function(values) {
    n <- length(values)
    c(values[[1L]], values[-1L] / 2 + values[-n] / 2, values[[n]])
}

.tell_days <- function(values) {
    .ggc_inform(paste0(
        "`pseudotime` has %d values (%s): each makes samples of its own, and ",
        "is their `time`.\nIf these are days of collection, ggc_fit() takes ",
        "the cells as they are, too, by replicates = \"mean\"."
    ), length(values), .ggc_names(.show_times(values)))
}

# Adds `replicate`, "" where there is one only. Cells of a lineage and bin are
# dealt out in an order drawn by their names.
.deal_cells <- function(cells, replicates, columns, values, seed) {
    by_number <- is.numeric(replicates) && length(replicates) == 1L
    if (!by_number) {
        labels <- .replicate_labels(replicates, columns, colnames(values),
            ncol(values))
        cells$replicate <- labels[cells$cell]
        return(list(cells = .with_replicate(cells)))
    }
    replicates <- .check_count(replicates, "replicates")
    if (replicates == 1L) {
        cells$replicate <- rep("", nrow(cells))
        return(list(cells = cells))
    }
    seed <- .check_seed(seed)
    draw <- vapply(cells$name, function(name) {
        .native_uniform(1L, seed, name)
    }, 0, USE.NAMES = FALSE)
    cells <- cells[order(cells$lineage, cells$bin, draw, cells$name,
        cells$cell, method = "radix"), ]
    group <- cumsum(!duplicated(cells[c("lineage", "bin")]))
    place <- sequence(tabulate(group))
    cells$replicate <- as.character((place - 1L) %% replicates + 1L)
    list(cells = cells, seed = seed)
}

.with_replicate <- function(cells) {
    known <- !is.na(cells$replicate)
    if (!any(known)) {
        .ggc_stop("pseudotime", paste0(
            "`replicates` must name the replicate of cells that have a ",
            "pseudotime, and is missing for all of them."
        ))
    }
    if (!all(known)) {
        .ggc_inform("Left out %s without a replicate.",
            .plural(sum(!known), "cell"))
    }
    cells[known, ]
}
