# Which cell counts where: lineages, weights and replicates of cells, matched
# by the names of cells.

# One row per cell and lineage that it belongs to: cell (index), pseudotime,
# lineage, name, and whether it counts there. held: what .held_pseudotime()
# says; cells: names, or NULL.
.cells_in_lineages <- function(held, lineage, weights, columns, cells, n) {
    held$value <- .by_cell(held$value, cells, held$arg)
    time <- .pseudotime_matrix(held, n)
    if (!is.null(lineage)) {
        lineage <- .by_cell(lineage, cells, "lineage")
        time <- .split_by_lineage(time, lineage, columns, n)
    }
    deal <- !isFALSE(weights)
    if (!deal) {
        weights <- NULL
    }
    weights <- .lineage_weights(weights %or% held$weights, time, columns, cells)
    time[weights == 0] <- NA
    .check_some(time)
    names <- cells %or% sprintf("%d", seq_len(n))
    counts <- !is.na(time)
    if (deal) {
        counts <- .deal_shared(counts, time, weights, names)
    }
    inside <- which(!is.na(time))
    cell <- (inside - 1L) %% n + 1L
    shares <- if (deal) weights / rowSums(weights) else 0 * weights + 1
    data.frame(
        cell = cell, pseudotime = time[inside],
        lineage = colnames(time)[(inside - 1L) %/% n + 1L],
        name = names[cell], counts = counts[inside], weight = shares[inside]
    )
}

# x: what `values` were read of.
.refuse_cells_in_rows <- function(pseudotime, values, x) {
    cells <- NROW(pseudotime)
    named <- .names_given(pseudotime)
    turned <- length(named) > 0L && !any(named %in% colnames(values)) &&
        all(named %in% rownames(values))
    if (turned || (is.numeric(pseudotime) && cells == nrow(values) &&
        cells != ncol(values))) {
        .ggc_stop("orientation", paste0(
            "`x` must have one column per cell: `pseudotime` is of %d cells, ",
            "which fits the rows and not the %d columns.\nPass %s, so that ",
            "genes are in rows."
        ), cells, ncol(values), .turned(x))
    }
}

# Names of cells ---------------------------------------------------------------

# In the order of the cells, where it is more than one value or names of
# columns: by names, where there are any, NA for cells that have none.
.by_cell <- function(value, cells, arg) {
    value <- .plain_table(value)
    if (isS4(value) || identical(ncol(value), 0L)) {
        .ggc_stop("pseudotime", "`%s` must be values of cells, not %s.", arg,
            .kind(value))
    }
    value <- .named_by_column(value, cells, arg)
    if (is.null(dim(value)) && length(value) <= 1L) {
        return(value)
    }
    names <- .as_in(.names_given(value), cells, arg)
    if (!identical(names, .names_given(value))) {
        value <- if (length(dim(value)) == 2L) {
            `rownames<-`(value, names)
        } else {
            stats::setNames(value, names)
        }
    }
    known <- cells %in% names
    if (!any(known)) {
        # slingshot names cells that have no names by their place.
        place <- sprintf("cell-%d", seq_along(names))
        return(if (identical(tolower(names), place)) .bare(value) else {
            .by_name(value, cells, arg, "pseudotime") # refuses others' names
        })
    }
    .by_name(value, cells[known], arg, "pseudotime") # refuses them twice
    at <- match(cells, names)
    if (length(dim(value)) == 2L) value[at, , drop = FALSE] else value[at]
}

# A table whose rows may be missing once they are matched by name.
.plain_table <- function(value) {
    if (methods::is(value, "Rle")) {
        S4Vectors::decode(value)
    } else if (methods::is(value, "DataFrame")) {
        rows <- rownames(value)
        value <- as.data.frame(value, optional = TRUE)
        if (is.null(rows)) value else .with_rows(value, rows)
    } else if (.matrix_like(value) && !.holds_assays(value)) {
        as.matrix(value)
    } else {
        value
    }
}

# Without names of cells.
.bare <- function(value) {
    if (length(dim(value)) != 2L) {
        return(unname(value))
    }
    value <- as.matrix(value)
    rownames(value) <- NULL
    value
}

# A table of which one column names the cells, as read.csv() makes it.
.named_by_column <- function(value, cells, arg) {
    if (!is.data.frame(value) || any(.names_given(value) %in% cells)) {
        return(value)
    }
    # data.frame() may have made AAAC.1 of AAAC-1; see .as_in().
    naming <- vapply(value, function(column) {
        (is.character(column) || is.factor(column)) &&
            (any(column %in% cells) || any(make.names(column) %in% cells))
    }, NA)
    if (sum(naming) != 1L) {
        return(value)
    }
    names <- as.character(value[[which(naming)]])
    twice <- anyDuplicated(names)
    if (twice || anyNA(names)) {
        .ggc_stop("pseudotime", paste0(
            "`%s` must have one row for each cell, and its column %s has %s ",
            "several times."
        ), arg, names(value)[naming], names[[max(1L, twice)]])
    }
    .ggc_inform("The column %s of `%s` is read as the names of the cells.",
        names(value)[naming], arg)
    .with_rows(as.data.frame(value[!naming], optional = TRUE), names)
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

# colData columns of numbers, side by side.
.joined_columns <- function(names, columns, arg) {
    parts <- lapply(names, function(name) {
        found <- .from_columns(name, columns, arg)
        if (!is.numeric(found$value) || length(dim(found$value))) {
            .ggc_stop("pseudotime", "`%s` must be numbers, not %s.", found$arg,
                .kind(found$value))
        }
        as.double(found$value)
    })
    do.call(cbind, stats::setNames(parts, names))
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

# Lineages ---------------------------------------------------------------------

# What else tables of cells hold, as of scanpy (obs) and Seurat (meta.data).
.CELL_NUMBERS <- paste0("^(n_?(genes|counts|umis?|features?)|total_?counts|",
    "pct_?counts|percent|n(count|feature)_|leiden|louvain|seurat_?clusters|",
    "clusters?$|phase$|doublet|size_?factors?$|batch$|s_?score$|g2m_?score$|",
    "orig_?ident|cell_?type|detected$|sum$|subsets_|[a-z]*_snn_res)")

# Of a table of cells the columns that are pseudotimes: those that programs call
# so, where others are there too. Those of several programs are no lineages, but
# several orders of the same cells.
.BY_PROGRAM <- "^(dpt|palantir|velocity|latent|monocle[23]?|paga|slingshot)"

.pseudotime_columns <- function(value, arg) {
    names <- if (length(dim(value)) == 2L) colnames(value)
    along <- grepl(.ALONG, names, ignore.case = TRUE)
    other <- grepl(.CELL_NUMBERS, gsub("[.]", "_", names), ignore.case = TRUE)
    by <- regmatches(names, regexpr(.BY_PROGRAM, names, ignore.case = TRUE))
    if (length(unique(tolower(by))) > 1L) {
        .ggc_stop("pseudotime", paste0(
            "`%s` must be one order of the cells, a column a lineage, and has ",
            "several orders: %s.\nGive the column that is meant."
        ), arg, .ggc_names(grep(.BY_PROGRAM, names, ignore.case = TRUE,
            value = TRUE)))
    }
    if (!any(along) && any(other)) {
        .ggc_stop("pseudotime", paste0(
            "`%s` must have pseudotimes alone, a column a lineage, and has ",
            "%s, which are none.\nGive the columns that are meant."
        ), arg, .ggc_names(names[other]))
    }
    if (length(names) == 0L || !any(along) || all(along)) {
        return(value)
    }
    .ggc_inform("Of `%s` taken is %s; no pseudotimes are %s.", arg,
        .ggc_names(names[along]), .ggc_names(names[!along]))
    value[, along, drop = FALSE]
}

# cells x lineages, doubles, named columns, NA where a cell is not of a lineage.
.pseudotime_matrix <- function(held, n) {
    value <- .pseudotime_columns(held$value, held$arg)
    value <- .numbers_of_days(value, held$arg)
    many <- length(dim(value)) == 2L
    if (many) {
        value <- as.matrix(value)
    }
    if (!is.numeric(value) || NROW(value) != n) {
        .ggc_stop("pseudotime", paste0(
            "`%s` must be one number per cell (column of `x`), that is %d, a ",
            "matrix of as many rows, or names of colData columns, not %s."
        ), held$arg, n, .kind(value))
    }
    .refuse_infinite(value, held$arg)
    names <- if (many) colnames(value)
    time <- matrix(as.double(value), n)
    colnames(time) <- names %or% as.character(seq_len(ncol(time)))
    if (anyDuplicated(colnames(time))) {
        .ggc_stop("pseudotime",
            "`%s` must have columns of different names, one a lineage.",
            held$arg)
    }
    time
}

# Days of collection come as texts and factors, too: "day0", "6h".
.numbers_of_days <- function(value, arg) {
    if (is.null(dim(value)) && (is.character(value) || is.factor(value) ||
        inherits(value, c("Date", "POSIXt", "difftime")))) {
        known <- which(!is.na(value))
        days <- rep(NA_real_, length(value))
        days[known] <- .as_time(value[known], sprintf("cell %d", known), arg)
        return(days)
    }
    value
}

# R code that does so, of a column also in an object of Seurat.
.infinite_to_na <- function(arg, many) {
    column <- sub("^colData\\(x\\)\\$", "x$", arg)
    if (column != arg) {
        return(sprintf("%1$s[is.infinite(%1$s)] <- NA", column))
    }
    set <- if (many) {
        "p[] <- lapply(p, function(v) replace(v, v %in% c(Inf, -Inf), NA))"
    } else {
        "p[is.infinite(p)] <- NA"
    }
    sprintf("p <- %s; %s; and give pseudotime = p",
        if (many) sprintf("as.data.frame(%s)", arg) else arg, set)
}

.refuse_infinite <- function(value, arg) {
    infinite <- is.infinite(value)
    if (any(infinite)) {
        .ggc_stop("pseudotime", paste0(
            "`%s` must be finite or missing, and has %s.\n%s: leave these ",
            "cells empty (NA), by %s."
        ), arg, .plural(sum(infinite), "infinite value"),
        if (any(value[infinite] > 0)) {
            "Inf marks cells that no root reaches"
        } else {
            "-Inf is no place on a lineage"
        }, .infinite_to_na(arg, length(dim(value)) == 2L))
    }
}

.check_some <- function(time) {
    lost <- sum(rowSums(!is.na(time)) == 0)
    if (lost == nrow(time)) {
        .ggc_stop("pseudotime", paste0(
            "`pseudotime` is missing for all cells, not only for those ",
            "outside a lineage.\nDoes it hold numbers, in the order of the ",
            "cells?"
        ))
    }
    if (lost) {
        .ggc_inform("Left out %s without a pseudotime in any lineage.",
            .plural(lost, "cell"))
    }
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

# Weights ----------------------------------------------------------------------

# cells x lineages, from 0 to 1, 0 outside a lineage.
.lineage_weights <- function(weights, time, columns, cells) {
    if (is.null(weights)) {
        return(0 + !is.na(time))
    }
    if (is.character(weights) && is.null(dim(weights))) {
        weights <- .joined_columns(weights, columns, "weights")
    }
    weights <- .by_cell(weights, cells, "weights")
    if (length(dim(weights)) == 2L) {
        weights <- .in_order_of(as.matrix(weights), colnames(time))
    }
    if (!is.numeric(weights) || NROW(weights) != nrow(time) ||
        NCOL(weights) != ncol(time)) {
        .ggc_stop("pseudotime", paste0(
            "`weights` must be numbers, %d cells x %d lineages as ",
            "`pseudotime`, not %s."
        ), nrow(time), ncol(time), .kind(weights))
    }
    weights <- matrix(as.double(weights), nrow(time))
    wrong <- !is.na(time) & !(is.finite(weights) & weights >= 0)
    if (any(wrong)) {
        .ggc_stop("pseudotime", paste0(
            "`weights` must be finite and >= 0 where a cell has a pseudotime; ",
            "%s not.\nThe weight 0 puts a cell outside the lineage."
        ), ngettext(sum(wrong), "1 is", sprintf("%d are", sum(wrong))))
    }
    weights[is.na(time)] <- 0
    weights / max(weights, .Machine$double.xmin)
}

# Columns by the names of lineages, where all of them are those.
.in_order_of <- function(weights, lineages) {
    names <- colnames(weights)
    if (is.null(names) || anyDuplicated(names) || !setequal(names, lineages)) {
        return(weights)
    }
    weights[, lineages, drop = FALSE]
}

# Runs of any length of its multiples, without their whole parts, are spread
# more evenly over 0 to 1 than those of any other number (Steinhaus 1957).
.GOLDEN <- (sqrt(5) - 1) / 2

# A cell of several lineages goes to one of them, so that none counts twice: in
# turns along pseudotime, as often to each lineage as its weights say.
.deal_shared <- function(counts, time, weights, names) {
    shared <- which(rowSums(counts) > 1L)
    if (length(shared) == 0L) {
        return(counts)
    }
    middle <- rowMeans(time[shared, , drop = FALSE], na.rm = TRUE)
    shared <- shared[order(middle, names[shared], shared, method = "radix")]
    upto <- weights[shared, , drop = FALSE]
    for (k in seq_len(ncol(upto))[-1L]) {
        upto[, k] <- upto[, k - 1L] + upto[, k]
    }
    turn <- (seq_along(shared) * .GOLDEN) %% 1 * upto[, ncol(upto)]
    counts[shared, ] <- FALSE
    counts[cbind(shared, rowSums(upto <= turn) + 1)] <- TRUE
    counts
}

# Replicates -------------------------------------------------------------------

# The replicate of each cell, NA where it has none: by a vector, or by columns
# or a table of several factors, whose values are joined by "_".
.replicate_labels <- function(replicates, columns, cells, n) {
    named <- is.character(replicates) && is.null(names(replicates)) &&
        length(replicates) < n
    if (named) {
        parts <- lapply(replicates, .cell_labels, columns, "replicates", n)
    } else {
        replicates <- .by_cell(replicates, cells, "replicates")
        parts <- if (length(dim(replicates)) == 2L) {
            lapply(as.list(as.data.frame(replicates)), .cell_labels, columns,
                "replicates", n)
        } else {
            list(.cell_labels(replicates, columns, "replicates", n))
        }
    }
    .joined_labels(parts)
}

.joined_labels <- function(parts) {
    known <- which(Reduce(`&`, lapply(parts, function(part) !is.na(part))))
    labels <- rep(NA_character_, length(parts[[1L]]))
    labels[known] <- do.call(paste, c(lapply(unname(parts), `[`, known),
        sep = "_"))
    first <- !duplicated(as.data.frame(unname(lapply(parts, `[`, known))))
    .refuse_joined(labels[known][first], "Values of `replicates`")
    labels
}

# "a_b" with "c" and "a" with "b_c" would be one.
.refuse_joined <- function(names, what) {
    twice <- unique(names[duplicated(names)])
    if (length(twice)) {
        .ggc_stop("pseudotime", paste0(
            "%s, joined by \"_\", must name one trajectory; these name ",
            "several: %s.\nUse names without \"_\"."
        ), what, .ggc_names(twice))
    }
}
