# Cells along a pseudotime to few trajectories of many cells each.

#' From cells along pseudotime to trajectories
#'
#' Orders cells by a pseudotime, as slingshot, Monocle or diffusion maps give
#' it, cuts it into bins, and makes one sample (pseudo-bulk) of the cells of
#' each bin and lineage: the time course that [ggc_fit()] reads.
#'
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
#' @param pseudotime one number per cell; or a matrix cells x lineages, `NA`
#'   where a cell is not of the lineage, as `slingshot::slingPseudotime()` gives
#'   it; or names of `colData` columns, one per lineage. A cell may belong to
#'   several lineages. Cells without any pseudotime are left out.
#' @param lineage where `pseudotime` is one vector or column: the lineage of
#'   each cell (factor, strings or whole numbers; `NA`: none), or the name of a
#'   `colData` column. `NULL` (default): one lineage.
#' @param bins whole number from 3 to 1000000 of bins, default 20.
#' @param by `"number"` (default): bins of equally many cells; `"width"`:
#'   equally spaced bins.
#' @param summary `"mean"` (default): means of log-expression over the cells;
#'   `"sum"`: sums of counts, then [ggc_preprocess()].
#' @param replicates whole number >= 1, default 1: trajectories per lineage into
#'   which the cells are dealt at random; or the replicate (donor, embryo) of
#'   each cell, as a vector or the name of a `colData` column.
#' @param min_cells whole number >= 1, default 5: the fewest cells of a sample.
#' @param assay_type name or index of the assay; `NULL` (default) takes
#'   `"logcounts"` for means and `"counts"` for sums where there is one
#'   (`"exprs"` of an `ExpressionSet`), or the only assay.
#' @param seed whole number from 0 to 2^53 for dealing out cells, or `NULL`
#'   (default): drawn from R's generator. Not used where nothing is dealt out.
#' @param ... for `summary = "sum"`: arguments of [ggc_preprocess()], such as
#'   `n_genes`.
#' @return A [SummarizedExperiment::SummarizedExperiment], genes x samples, with
#'   one assay: `"expression"` for means, `"logcpm"` for sums. `rowData` is that
#'   of `x`. `colData` has `time` (double), `trajectory` (character: the
#'   lineage, followed by `_` and the replicate where there are any), `lineage`
#'   and `replicate` (character), `bin` (integer), `pseudotime` (double, mean of
#'   the cells) and `cells` (integer, how many). `metadata()` has `pseudotime`:
#'   the arguments, `breaks` of the bins and `seed`.
#' @section Reproducibility: the result depends on data, arguments and seed, to
#'   the last bit, and not on the order of the cells if these have names: they
#'   are dealt out by name, and added up in the order of their names.
#' @section Errors: `ggc_error_orientation` for cells in rows;
#'   `ggc_error_pseudotime` for a pseudotime, lineage or
#'   replicate that does not fit the cells; `ggc_error_points` where no
#'   trajectory has three samples; `ggc_error_missing` or `ggc_error_input` for
#'   missing or infinite expression; those of [ggc_preprocess()];
#'   `ggc_error_argument` otherwise. Means of what seem to be raw counts are a
#'   warning, `ggc_warning_counts`.
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
ggc_pseudotime <- function(x, pseudotime, lineage = NULL, bins = 20,
                           by = c("number", "width"),
                           summary = c("mean", "sum"), replicates = 1,
                           min_cells = 5, assay_type = NULL, seed = NULL,
                           ...) {
    bins <- .check_count(bins, "bins", 3L, 1000000L)
    by <- .check_choice(by, "by", c("number", "width"))
    summary <- .check_choice(summary, "summary", c("mean", "sum"))
    min_cells <- .check_count(min_cells, "min_cells")
    .check_preprocess_dots(summary, names(list(...)), ...length())
    x <- .usual_class(x)
    data <- .read_assay(x, assay_type,
        c(mean = "logcounts", sum = "counts")[[summary]])
    values <- .cell_values(data$values)
    .refuse_cells_in_rows(pseudotime, values)
    columns <- if (is.null(data$experiment)) {
        DataFrame()
    } else {
        SummarizedExperiment::colData(data$experiment)
    }
    pseudotime <- .by_cell(pseudotime, values, "pseudotime")
    lineage <- .by_cell(lineage, values, "lineage")
    replicates <- .by_cell(replicates, values, "replicates")
    cells <- .cells_in_lineages(pseudotime, lineage, columns, ncol(values))
    cells$name <- (colnames(values) %or% sprintf("%d", seq_len(ncol(values))))[
        cells$cell]
    breaks <- .pseudotime_breaks(cells$pseudotime, bins, by)
    cells$bin <- findInterval(cells$pseudotime, breaks, rightmost.closed = TRUE)
    dealt <- .deal_cells(cells, replicates, columns, ncol(values), seed)
    samples <- .pseudobulk_samples(dealt$cells, min_cells, breaks, by)
    settings <- list(breaks = breaks, by = by, summary = summary,
        min_cells = min_cells, seed = dealt$seed)
    out <- .pseudobulk(values, samples, summary, data, settings)
    if (summary == "sum") ggc_preprocess(out, ...) else out
}

.check_preprocess_dots <- function(summary, names, n) {
    known <- setdiff(names(formals(ggc_preprocess)), c("x", "assay_type"))
    bad <- if (summary == "mean") seq_len(n) else which(!names %in% known)
    if (length(bad) || length(names) != n) {
        .ggc_stop("argument", paste0(
            "`...` must be arguments of ggc_preprocess() for summary = ",
            "\"sum\": %s.\n%s."
        ), .ggc_names(known, 10L), if (length(names)) {
            sprintf("These are not: %s", .ggc_names(names[bad]))
        } else {
            "They must be named"
        })
    }
}

# In the order of the cells, where it is more than one value or a column's name.
.by_cell <- function(value, values, arg) {
    if (is.null(dim(value)) && (length(value) <= 1L ||
        (is.character(value) && is.null(names(value))))) {
        return(value)
    }
    .by_name(value, colnames(values), arg, "pseudotime")
}

# What can be read block by block: anything with two dimensions.
.cell_values <- function(x) {
    .need_class(x, "x")
    if (.matrix_like(x) && all(dim(x))) x else .numeric_matrix(x, "x")
}

.refuse_cells_in_rows <- function(pseudotime, values) {
    cells <- NROW(pseudotime)
    if (is.numeric(pseudotime) && cells == nrow(values) &&
        cells != ncol(values)) {
        .ggc_stop("orientation", paste0(
            "`x` must have one column per cell: `pseudotime` is of %d cells, ",
            "which fits the rows and not the %d columns.\nPass t(x), so that ",
            "genes are in rows."
        ), cells, ncol(values))
    }
}

# Lineages ---------------------------------------------------------------------

# One row per cell and lineage that it belongs to: cell (index), pseudotime,
# lineage.
.cells_in_lineages <- function(pseudotime, lineage, columns, n) {
    time <- .pseudotime_matrix(pseudotime, columns, n)
    if (!is.null(lineage)) {
        time <- .split_by_lineage(time, lineage, columns, n)
    }
    inside <- which(!is.na(time))
    if (length(inside) == 0L) {
        .ggc_stop("pseudotime", paste0(
            "`pseudotime` is missing for all cells, not only for those ",
            "outside a lineage.\nDoes it hold numbers, in the order of the ",
            "cells?"
        ))
    }
    lost <- sum(rowSums(!is.na(time)) == 0)
    if (lost) {
        .ggc_inform("Left out %s without a pseudotime in any lineage.",
            .plural(lost, "cell"))
    }
    data.frame(
        cell = (inside - 1L) %% n + 1L, pseudotime = time[inside],
        lineage = colnames(time)[(inside - 1L) %/% n + 1L]
    )
}

# A vector of one value per cell, given or named as a column.
.cell_vector <- function(value, columns, arg, n) {
    found <- .from_columns(value, columns, arg)
    if (NCOL(found$value) != 1L || length(found$value) != n) {
        .ggc_stop("pseudotime", paste0(
            "`%s` must have one value per cell (column of `x`), that is %d, ",
            "not %d."
        ), found$arg, n, length(found$value))
    }
    found
}

# cells x lineages, doubles, named columns, NA where a cell is not of a lineage.
.pseudotime_matrix <- function(pseudotime, columns, n) {
    if (is.character(pseudotime) && length(pseudotime) > 1L) {
        parts <- lapply(pseudotime, function(name) {
            .cell_vector(name, columns, "pseudotime", n)$value
        })
        pseudotime <- do.call(cbind, stats::setNames(parts, pseudotime))
    } else if (is.character(pseudotime)) {
        pseudotime <- .from_columns(pseudotime, columns, "pseudotime")$value
    }
    if (length(dim(pseudotime)) == 2L) {
        pseudotime <- as.matrix(pseudotime)
    }
    many <- is.matrix(pseudotime)
    if (!is.numeric(pseudotime) || NROW(pseudotime) != n) {
        .ggc_stop("pseudotime", paste0(
            "`pseudotime` must be one number per cell (column of `x`), that ",
            "is %d, a matrix of as many rows, or names of colData columns, ",
            "not %s."
        ), n, .kind(pseudotime))
    }
    if (any(is.infinite(pseudotime))) {
        .ggc_stop("pseudotime",
            paste0("`pseudotime` must be finite or missing, and has %s.\nInf ",
                "marks cells that no root reaches; ",
                "pseudotime[is.infinite(pseudotime)] <- NA leaves them out."),
            .plural(sum(is.infinite(pseudotime)), "infinite value"))
    }
    names <- if (many) colnames(pseudotime)
    time <- matrix(as.double(pseudotime), n)
    colnames(time) <- names %or% as.character(seq_len(ncol(time)))
    if (anyDuplicated(colnames(time))) {
        .ggc_stop("pseudotime",
            "`pseudotime` must have columns of different names, one a lineage.")
    }
    time
}

# One column per lineage, in the order of their names.
.split_by_lineage <- function(time, lineage, columns, n) {
    if (ncol(time) > 1L) {
        .ggc_stop("argument", paste0(
            "`lineage` must be NULL where `pseudotime` has a column for each ",
            "lineage, and it has %d."
        ), ncol(time))
    }
    lineage <- .cell_labels(lineage, columns, "lineage", n)
    names <- sort(unique(lineage[!is.na(lineage)]), method = "radix")
    out <- matrix(NA_real_, n, length(names), dimnames = list(NULL, names))
    at <- which(!is.na(lineage))
    out[cbind(at, match(lineage[at], names))] <- time[at, 1L]
    out
}

# Strings from a factor, strings or whole numbers, NA staying NA.
.cell_labels <- function(value, columns, arg, n) {
    found <- .cell_vector(value, columns, arg, n)
    known <- which(!is.na(found$value))
    groups <- .as_trajectory(found$value[known],
        sprintf("cell %d", known), found$arg)
    labels <- rep(NA_character_, n)
    labels[known] <- groups$names[groups$codes]
    labels
}

# Bins and replicates ----------------------------------------------------------

.pseudotime_breaks <- function(time, bins, by) {
    ends <- range(time)
    breaks <- if (by == "width") {
        seq(ends[[1L]], ends[[2L]], length.out = bins + 1L)
    } else {
        unname(stats::quantile(time, seq(0, 1, length.out = bins + 1L)))
    }
    # Many cells at one pseudotime cannot be told apart: they share a bin.
    breaks <- unique(breaks)
    if (length(breaks) < 4L) {
        .ggc_stop("pseudotime", paste0(
            "`pseudotime` must have at least three bins of different values, ",
            "and it makes %d."
        ), length(breaks) - 1L)
    }
    breaks
}

# Adds `replicate`, "" where there is one only. Cells of a lineage and bin are
# dealt out in an order drawn by their names.
.deal_cells <- function(cells, replicates, columns, n, seed) {
    by_number <- is.numeric(replicates) && length(replicates) == 1L
    if (!by_number) {
        labels <- .cell_labels(replicates, columns, "replicates", n)
        cells$replicate <- labels[cells$cell]
        cells <- cells[!is.na(cells$replicate), ]
        return(list(cells = cells))
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

# The samples, ordered by trajectory and bin: list(table, cells), the columns of
# colData and for each sample the indices of its cells in the order of names.
.pseudobulk_samples <- function(cells, min_cells, breaks, by) {
    single <- !nzchar(cells$replicate)
    cells$trajectory <- ifelse(single, cells$lineage,
        paste(cells$lineage, cells$replicate, sep = "_"))
    cells <- cells[order(cells$lineage, cells$replicate, cells$bin,
        cells$name, cells$cell, method = "radix"), ]
    key <- cumsum(!duplicated(cells[c("lineage", "replicate", "bin")]))
    first <- which(!duplicated(key))
    table <- cells[first, c("trajectory", "lineage", "replicate", "bin")]
    table$pseudotime <- rowsum(cells$pseudotime, key)[, 1L] / tabulate(key)
    table$cells <- tabulate(key)
    table$time <- if (by == "width") {
        ((breaks[-1L] + breaks[-length(breaks)]) / 2)[table$bin]
    } else {
        as.double(table$bin)
    }
    .check_trajectories(table)
    keep <- .enough_cells(table, min_cells)
    list(table = table[keep, ],
        cells = unname(split(cells$cell, key))[keep])
}

# Lineage "a_b" with replicate "c" and "a" with "b_c" would be one trajectory.
.check_trajectories <- function(table) {
    pairs <- unique(table[c("trajectory", "lineage", "replicate")])
    twice <- duplicated(pairs$trajectory)
    if (any(twice)) {
        .ggc_stop("pseudotime", paste0(
            "Lineage and replicate, joined by \"_\", must name one trajectory;",
            " these name several: %s.\nUse names without \"_\"."
        ), .ggc_names(unique(pairs$trajectory[twice])))
    }
}

.enough_cells <- function(table, min_cells) {
    keep <- table$cells >= min_cells
    if (!all(keep)) {
        .ggc_inform(
            "Left out %d of %d samples, which have fewer than %d cells.",
            sum(!keep), length(keep), min_cells)
    }
    points <- table(factor(table$trajectory[keep], unique(table$trajectory)))
    short <- names(points)[points < 3L]
    if (length(short) == length(points)) {
        .ggc_stop("points", paste0(
            "No trajectory has three samples of `min_cells` = %d cells.\n",
            "Use fewer `bins` or `replicates`, or a smaller `min_cells`."
        ), min_cells)
    }
    if (length(short)) {
        .ggc_inform("Left out trajectories of fewer than three samples: %s.",
            .ggc_names(short))
    }
    which(keep & !table$trajectory %in% short)
}

# Sums over cells --------------------------------------------------------------

# data: what .read_assay() says of x.
.pseudobulk <- function(values, samples, summary, data, settings) {
    sums <- .sum_cells(values, samples$cells, summary, assay = data$assay)
    table <- samples$table
    names <- sprintf("%s_b%d", table$trajectory, table$bin)
    dimnames(sums) <- list(rownames(values), names)
    assays <- if (summary == "sum") {
        list(counts = sums)
    } else {
        list(expression = sums / rep(table$cells, each = nrow(sums)))
    }
    SummarizedExperiment::SummarizedExperiment(
        assays = assays,
        rowData = if (!is.null(data$experiment)) {
            SummarizedExperiment::rowData(data$experiment)
        },
        colData = DataFrame(table[c("time", "trajectory", "lineage",
            "replicate", "bin", "pseudotime", "cells")], row.names = names),
        metadata = list(pseudotime = settings)
    )
}

# Genes x groups. All cells of a block of genes are read once, and added up in
# the order of the group, so that the bits depend neither on the class of x nor
# on the order of its columns.
.sum_cells <- function(x, groups, summary, block = .BLOCK, assay = NULL) {
    used <- sort(unique(unlist(groups)))
    groups <- lapply(groups, match, used)
    out <- matrix(0, nrow(x), length(groups))
    seen <- NULL
    for (rows in .blocks(nrow(x), length(used), block)) {
        part <- .numeric_matrix(as.matrix(x[rows, used, drop = FALSE]), "x")
        if (summary == "sum") {
            .check_counts(part, whole = FALSE)
        } else {
            seen <- .look_at(part, seen)
        }
        for (k in seq_along(groups)) {
            out[rows, k] <- rowSums(part[, groups[[k]], drop = FALSE])
        }
    }
    bad <- rowSums(!is.finite(out)) > 0
    if (any(bad)) {
        .ggc_stop(if (anyNA(out)) "missing" else "input", paste0(
            "`x` must be finite and complete in the cells used; it is not in ",
            "genes %s.\nDrop these genes, or these cells."
        ), .ggc_names(rownames(x)[bad] %or% which(bad)))
    }
    if (summary == "mean") {
        .warn_counts(seen, assay, paste0(
            "Use summary = \"sum\", or logarithms, as of logNormCounts() of ",
            "package scuttle."
        ))
    }
    out
}
