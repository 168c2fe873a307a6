# Samples of cells: which cells make one, what is known of it, and their sums.

# The samples, ordered by trajectory and bin: list(table, cells), the columns of
# colData and for each sample the indices of its cells in the order of names.
.pseudobulk_samples <- function(cells, min_cells, times) {
    cells <- .with_trajectory(cells)
    cells <- cells[order(cells$lineage, cells$replicate, cells$bin,
        cells$name, cells$cell, method = "radix"), ]
    key <- cumsum(!duplicated(cells[c("lineage", "replicate", "bin")]))
    first <- which(!duplicated(key))
    table <- cells[first, c("trajectory", "lineage", "replicate", "bin")]
    table$pseudotime <- rowsum(cells$pseudotime, key)[, 1L] / tabulate(key)
    table$cells <- tabulate(key)
    table$time <- times[table$bin]
    keep <- .enough_cells(table, min_cells)
    list(table = table[keep, ],
        cells = unname(split(cells$cell, key))[keep])
}

# Each lineage and replicate is a trajectory.
.with_trajectory <- function(cells) {
    cells$trajectory <- ifelse(nzchar(cells$replicate),
        paste(cells$lineage, cells$replicate, sep = "_"), cells$lineage)
    pairs <- unique(cells[c("trajectory", "lineage", "replicate")])
    .refuse_joined(pairs$trajectory, "Lineage and replicate")
    cells
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

# What of colData is alike in the cells of each sample, and so true of it:
# donor, condition, batch. A list of columns, one value per sample; `groups` are
# the cells of each.
.constant_columns <- function(columns, groups) {
    first <- vapply(groups, `[[`, 1L, 1L)
    kept <- lapply(as.list(columns), function(column) {
        if (methods::is(column, "Rle")) {
            column <- S4Vectors::decode(column)
        }
        if (!is.atomic(column) || length(dim(column)) > 1L) {
            return(NULL)
        }
        code <- match(column, unique(column))
        alike <- all(code[unlist(groups)] == rep(code[first], lengths(groups)))
        if (alike && !all(is.na(column[first]))) unname(column[first])
    })
    kept <- kept[lengths(kept) > 0L]
    kept[setdiff(names(kept), .SAMPLE_COLUMNS)]
}

# Sums over cells --------------------------------------------------------------

# Columns of samples, before those that x has of its cells.
.SAMPLE_COLUMNS <- c("time", "trajectory", "lineage", "replicate", "bin",
    "pseudotime", "cells", "noise")

# data: what .read_assay() says of x.
.pseudobulk <- function(values, samples, summary, data, settings) {
    sums <- .sum_cells(values, samples$cells, summary, assay = data$assay)
    if (summary == "mean") {
        sums <- sums / rep(samples$table$cells, each = nrow(sums))
    }
    .samples_of(sums, samples$table, samples$about,
        c(sum = "counts", mean = "expression")[[summary]], data, settings)
}

# The experiment of samples: genes x samples of one assay, and their columns.
.samples_of <- function(values, table, about, assay, data, settings) {
    names <- sprintf("%s_b%d", table$trajectory, table$bin)
    if (!settings$days) {
        table$noise <- rep(settings$noise %or% NA_real_, nrow(table))
    }
    columns <- intersect(.SAMPLE_COLUMNS, names(table))
    experiment <- data$experiment
    dimnames(values) <- list(rownames(data$values), names)
    SummarizedExperiment::SummarizedExperiment(
        assays = stats::setNames(list(values), assay),
        rowData = if (!is.null(experiment)) {
            SummarizedExperiment::rowData(experiment)
        },
        colData = DataFrame(c(table[columns], about),
            row.names = names, check.names = FALSE),
        metadata = list(pseudotime = settings)
    )
}

# Genes x groups. All cells of a block of genes are read once, and added up in
# the order of the group, so that the bits depend neither on the class of x nor
# on the order of its columns. weights: of the cells of each group; NULL: 1.
.sum_cells <- function(x, groups, summary, block = .BLOCK, assay = NULL,
                       weights = NULL) {
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
            own <- part[, groups[[k]], drop = FALSE]
            out[rows, k] <- if (is.null(weights)) {
                rowSums(own)
            } else {
                drop(.native_product(own, cbind(weights[[k]])))
            }
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
