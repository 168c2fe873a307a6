#' Expression series: what is accepted, and how it is treated
#'
#' Every function that takes expression data as `x` reads it the same way.
#'
#' @section Accepted data:
#' \describe{
#'   \item{matrix}{Numeric, genes in rows, samples in columns; also a data frame
#'     of numeric columns, a sparse matrix or a `DelayedMatrix` (made dense).
#'     `time` is one number or date-time per column: dates count in days,
#'     date-times and time differences in seconds. Without `time` the columns
#'     are equally spaced, in the order given. `trajectory` (factor, character
#'     or whole numbers, one per column) says which samples form one series;
#'     without it, all columns are one series.}
#'   \item{SummarizedExperiment}{(so also `SingleCellExperiment`) `assay_type`
#'     names the assay; it may be left out only where there is just one. `time`
#'     and `trajectory` are vectors, or names of `colData` columns. Columns
#'     called exactly `time` and `trajectory` are used where
#'     these arguments are `NULL`.}
#'   \item{list of matrices}{One genes x time matrix per trajectory, with `time`
#'     a list of vectors in the same order (or with the same names), one vector
#'     for all, or `NULL`. Names of the list are the names of the trajectories;
#'     genes are brought into the order of the first matrix.}
#'   \item{ts, list of ts}{Rows are time points, columns are genes; the times
#'     come from the series.}
#' }
#' Duplicated or empty gene names are refused; genes without names are called
#' `G1`, `G2`, ..., with a message.
#'
#' @section Treatment:
#' Samples are sorted by time inside their trajectory. Nothing is ever averaged,
#' filled in or interpolated across two trajectories.
#' \describe{
#'   \item{`replicates`}{Several samples of one trajectory at the same time:
#'     `"error"` (default); `"mean"` averages them; `"match"` (only without
#'     `trajectory`) makes the k-th sample at each time part of trajectory k,
#'     which needs as many samples at each time.}
#'   \item{`na`}{Missing values: `"error"` (default), or `"interpolate"`
#'     linearly in time inside the trajectory; before the first and after the
#'     last value the nearest one is carried on. Infinite values are errors.}
#'   \item{`irregular`}{Steps that differ from their median over all
#'     trajectories by more than 1e-6 of it: `"interpolate"` (default), linearly
#'     onto the median step, from the first time of each trajectory on and never
#'     beyond its last; `"asis"`; or `"error"`. Interpolated points add no
#'     information: with very uneven designs consider fewer, even time points.}
#'   \item{constant genes}{are kept, and named in one warning.}
#' }
#'
#' @section Orientation:
#' Genes must be in rows. A `time` or `trajectory` that fits the rows but not
#' the columns is an error. Where neither settles the question, a warning
#' says that the rows look like samples if a column is called `time`; if
#' all row names look like times or samples (`t10`, `24h`, `sample_3`) and the
#' column names do not; if row names are increasing numbers, fewer than
#' the named columns; or if only the columns have names, and these do not look
#' like samples. The shape alone says nothing and is not used.
#'
#' @section Errors:
#' Errors have class `ggc_error` and one of `ggc_error_input` (type, shape or
#' infinite values of `x`), `ggc_error_orientation`, `ggc_error_assay`,
#' `ggc_error_genes` (gene names), `ggc_error_time`, `ggc_error_trajectory`,
#' `ggc_error_replicates`, `ggc_error_points` (too few time points),
#' `ggc_error_missing`, `ggc_error_irregular` or `ggc_error_argument`. Warnings
#' have class `ggc_warning_orientation` or `ggc_warning_constant`.
#' @name ggc_input
NULL

# Values above this overflow when squared (1e150^2 = 1e300, and sums of them
# stay below 1.8e308 for up to 1e8 samples).
.LARGEST_VALUE <- 1e150

# The only way in for expression data: any accepted `x` becomes a ggc_series,
#   x                p x N doubles, finite, raw scale, rownames = gene names
#   trajectory       N integers, 1 .. R, non-decreasing
#   trajectory_names R strings
#   time             N doubles, increasing inside each trajectory
#   samples          N strings, the original column names, "" where none
#   step             the median sampling step (1 without `time`)
#   constant         p flags: no variation over all samples
# Genes stay in the order given. Each trajectory has at least two points.
.as_series <- function(x, time = NULL, trajectory = NULL, assay_type = NULL,
                       irregular = c("interpolate", "asis", "error"),
                       na = c("error", "interpolate"),
                       replicates = c("error", "mean", "match"),
                       min_points = 3L) {
    irregular <- .check_choice(
        irregular, "irregular", c("interpolate", "asis", "error")
    )
    na <- .check_choice(na, "na", c("error", "interpolate"))
    replicates <- .check_choice(
        replicates, "replicates", c("error", "mean", "match")
    )
    min_points <- .check_count(min_points, "min_points", 2L)
    if (inherits(x, "ggc_series")) {
        return(x)
    }
    series <- .read_input(x, time, trajectory, assay_type)
    series$x <- .name_genes(series$x)
    .check_values(series$x, series$labels)
    if (na == "error") {
        .refuse_missing(series$x, series$labels)
    }
    series <- .sort_samples(series)
    if (!is.null(series$time)) {
        series <- .treat_replicates(series, replicates)
    }
    .check_points(series, min_points)
    series <- .fill_missing(series)
    series <- .regularise(series, irregular)
    constant <- .constant_genes(series$x)
    .warn_constant(rownames(series$x)[constant])
    structure(
        list(
            x = series$x, trajectory = series$trajectory,
            trajectory_names = series$trajectory_names, time = series$time,
            samples = series$samples, step = series$step, constant = constant
        ),
        class = "ggc_series"
    )
}

# Readers ----------------------------------------------------------------------
# Each reader returns x (p x N double, row names as given or NULL), time (NULL
# or numeric), trajectory (integer codes) and trajectory_names, samples, labels
# (how messages call a sample) and `grouped`: did the user name trajectories?

.read_input <- function(x, time, trajectory, assay_type) {
    experiment <- methods::is(x, "SummarizedExperiment")
    if (!experiment && !is.null(assay_type)) {
        .ggc_stop("argument", paste0(
            "`assay_type` applies to a SummarizedExperiment only, ",
            "and `x` is %s."
        ), .kind(x))
    }
    if (experiment) {
        return(.read_experiment(x, time, trajectory, assay_type))
    }
    if (stats::is.ts(x)) {
        .refuse_ts_time(time)
        values <- .ts_matrix(x, "x")
        .check_length(trajectory, ncol(values), "trajectory", "trajectory")
        return(.new_input(values, .ts_time(x), trajectory))
    }
    if (is.list(x) && !is.data.frame(x) && is.null(dim(x))) {
        return(.read_list(x, time, trajectory))
    }
    x <- .numeric_matrix(x, "x")
    settled <- .check_lengths(x, time, trajectory)
    if (!settled) {
        .warn_orientation(x, "x")
    }
    .new_input(x, time, trajectory)
}

# One matrix and its sample vectors to the common form.
.new_input <- function(x, time, trajectory, time_arg = "time",
                       trajectory_arg = "trajectory") {
    samples <- .sample_names(x)
    labels <- ifelse(
        nzchar(samples), samples, sprintf("column %d", seq_len(ncol(x)))
    )
    groups <- .as_trajectory(trajectory, labels, trajectory_arg)
    list(
        x = x, time = .as_time(time, labels, time_arg),
        trajectory = groups$codes, trajectory_names = groups$names,
        samples = samples, labels = labels, grouped = !is.null(trajectory)
    )
}

.sample_names <- function(x) {
    samples <- colnames(x)
    if (is.null(samples)) {
        return(character(ncol(x)))
    }
    samples[is.na(samples)] <- ""
    enc2utf8(samples)
}

# What a wrong `x` is, in words.
.kind <- function(x) {
    if (is.null(x)) {
        return("NULL")
    }
    if (is.matrix(x)) {
        kind <- if (is.factor(x)) "factor" else typeof(x)
        return(sprintf("a matrix of type %s", kind))
    }
    if (is.array(x)) {
        return(sprintf("an array of %d dimensions", length(dim(x))))
    }
    if (is.atomic(x) && length(x) != 1L && !is.object(x)) {
        return(sprintf("a %s vector of length %d", typeof(x), length(x)))
    }
    if (is.atomic(x)) {
        return(.given(x))
    }
    sprintf("an object of class %s", dQuote(class(x)[[1L]], FALSE))
}

# A dense double matrix with nothing but its dimnames; `arg` for messages.
.numeric_matrix <- function(x, arg) {
    if (inherits(x, "zoo")) {
        .ggc_stop("input", paste0(
            "`%s` must have genes in rows, and a zoo or xts object has them ",
            "in columns.\nPass t(coredata(x)) and time = index(x)."
        ), arg)
    }
    if (methods::is(x, "DataFrame")) {
        x <- as.data.frame(x, optional = TRUE)
    }
    if (is.data.frame(x)) {
        .check_columns(x, arg)
    }
    if (is.data.frame(x) || (isS4(x) && length(dim(x)) == 2L)) {
        x <- as.matrix(x)
    }
    if (!(is.matrix(x) && is.numeric(x))) {
        .ggc_stop("input", paste0(
            "`%s` must be a numeric matrix (genes x samples)%s, not %s."
        ), arg, if (arg == "x") {
            ", a SummarizedExperiment, a list of matrices or a ts"
        } else {
            ""
        }, .kind(x))
    }
    if (!all(dim(x))) {
        .ggc_stop("input", paste0(
            "`%s` must have genes (rows) and samples (columns), ",
            "not %d rows and %d columns."
        ), arg, nrow(x), ncol(x))
    }
    names <- dimnames(x)
    if (is.object(x) || length(attributes(x)) > 1L + !is.null(names)) {
        x <- matrix(as.vector(unclass(x)), nrow(x), ncol(x), dimnames = names)
    }
    if (!is.double(x)) {
        storage.mode(x) <- "double"
    }
    x
}

.check_columns <- function(x, arg) {
    plain <- vapply(x, function(column) {
        is.numeric(column) && !is.object(column) && is.null(dim(column))
    }, NA)
    if (!all(plain)) {
        .ggc_stop("input", paste0(
            "`%s` must have numeric columns only, and these are not: %s.\n",
            "Move gene names to the row names, and drop other annotation."
        ), arg, .ggc_names(names(x)[!plain]))
    }
}

.refuse_ts_time <- function(time) {
    if (!is.null(time)) {
        .ggc_stop("argument", paste0(
            "`time` must be NULL for a ts, which has its own times.\n",
            "To use others, pass the matrix t(unclass(x))."
        ))
    }
}

.ts_matrix <- function(x, arg) {
    names <- colnames(x)
    x <- as.matrix(x)
    attr(x, "tsp") <- NULL
    x <- t(unclass(x))
    rownames(x) <- names
    .numeric_matrix(x, arg)
}

.ts_time <- function(x) {
    as.double(stats::time(x))
}

.read_experiment <- function(x, time, trajectory, assay_type) {
    columns <- SummarizedExperiment::colData(x)
    time <- .from_columns(time, columns, "time")
    trajectory <- .from_columns(trajectory, columns, "trajectory")
    index <- .assay_index(x, assay_type)
    values <- .numeric_matrix(
        SummarizedExperiment::assay(x, index, withDimnames = TRUE),
        sprintf("assay(x, %s)", .assay_label(x, index))
    )
    .check_length(time$value, ncol(values), time$arg, "time")
    .check_length(trajectory$value, ncol(values), trajectory$arg, "trajectory")
    .new_input(values, time$value, trajectory$value, time$arg, trajectory$arg)
}

# A sample vector of a SummarizedExperiment: given, named, or found by its name.
.from_columns <- function(value, columns, arg) {
    if (is.null(value)) {
        if (!(arg %in% names(columns))) {
            return(list(value = NULL, arg = arg))
        }
        value <- arg
    }
    by_name <- is.character(value) && length(value) == 1L && !is.object(value)
    if (!by_name) {
        return(list(value = value, arg = arg))
    }
    if (!(value %in% names(columns))) {
        .ggc_stop("argument", paste0(
            "`%s` must name a colData column, and there is no %s.\n",
            "colData has: %s."
        ), arg, dQuote(value, FALSE), if (ncol(columns)) {
            .ggc_names(names(columns), 10L)
        } else {
            "no columns"
        })
    }
    found <- columns[[value]]
    if (methods::is(found, "Rle")) {
        found <- S4Vectors::decode(found)
    }
    list(value = found, arg = sprintf("colData(x)$%s", value))
}

.assay_label <- function(x, index) {
    names <- SummarizedExperiment::assayNames(x)
    if (is.null(names) || !nzchar(names[[index]])) {
        return(as.character(index))
    }
    dQuote(names[[index]], FALSE)
}

.assay_index <- function(x, assay_type) {
    names <- SummarizedExperiment::assayNames(x)
    count <- length(SummarizedExperiment::assays(x, withDimnames = FALSE))
    listing <- if (is.null(names)) {
        sprintf("%d, without names (give the number)", count)
    } else {
        .ggc_names(names, 10L)
    }
    if (count == 0L) {
        .ggc_stop("assay", paste0(
            "`x` must have an assay, and it has none.\n",
            "Pass the expression matrix itself, or add it to assays(x)."
        ))
    }
    if (is.null(assay_type)) {
        if (count > 1L) {
            .ggc_stop("assay", paste0(
                "`x` has several assays; say which one as `assay_type`.\n",
                "Assays: %s."
            ), listing)
        }
        return(1L)
    }
    index <- if (length(assay_type) != 1L || is.na(assay_type)) {
        integer()
    } else if (is.character(assay_type)) {
        which(names == assay_type)
    } else if (is.numeric(assay_type)) {
        which(seq_len(count) == assay_type)
    }
    if (length(index) != 1L) {
        .ggc_stop("assay", paste0(
            "`assay_type` must be the name or the number of one assay, ",
            "not %s.\nAssays: %s."
        ), .given(assay_type), listing)
    }
    index
}

.read_list <- function(x, time, trajectory) {
    if (length(x) == 0L || is.object(x)) {
        .ggc_stop("input",
            "`x` must be a list of matrices (genes x time), not %s.",
            if (is.object(x)) .kind(x) else "an empty list")
    }
    if (!is.null(trajectory)) {
        .ggc_stop("argument", paste0(
            "`trajectory` must be NULL for a list, ",
            "whose elements are the trajectories."
        ))
    }
    names <- .list_names(x)
    is_ts <- vapply(x, stats::is.ts, NA)
    if (any(is_ts) && !all(is_ts)) {
        .ggc_stop("input", paste0(
            "`x` must be a list of matrices or a list of ts, not of both.\n",
            "These elements are ts: %s; t(unclass(x)) makes a matrix of one."
        ), .ggc_names(names[is_ts]))
    }
    args <- sprintf("x[[%d]]", seq_along(x))
    if (all(is_ts)) {
        .refuse_ts_time(time)
        time <- lapply(x, .ts_time)
        x <- Map(.ts_matrix, x, args)
    } else {
        x <- Map(.numeric_matrix, x, args)
        if (is.null(time)) {
            .warn_orientation(x[[1L]], args[[1L]])
        }
    }
    time <- .list_times(time, x, names)
    .bind_list(.align_genes(unname(x), names), time, names)
}

.list_names <- function(x) {
    names <- names(x)
    if (is.null(names)) {
        names <- character(length(x))
    }
    names <- enc2utf8(names)
    empty <- is.na(names) | !nzchar(names)
    names[empty] <- as.character(seq_along(x))[empty]
    if (anyDuplicated(names)) {
        .ggc_stop("trajectory", paste0(
            "The names of `x` must be unique, and these are not: %s.\n",
            "Each names one trajectory; use make.unique(names(x))."
        ), .ggc_names(unique(names[duplicated(names)])))
    }
    names
}

# Matrices over the same genes in the same order, or an error with the culprits.
.align_genes <- function(x, names) {
    named <- !vapply(x, function(m) is.null(rownames(m)), NA)
    if (!any(named)) {
        rows <- vapply(x, nrow, 0L)
        if (any(rows != rows[[1L]])) {
            .ggc_stop("genes", paste0(
                "All matrices in `x` must have the same genes (rows): ",
                "trajectory %s has %d, trajectory %s has %d.\n",
                "Give them row names, and keep those that all have in common."
            ), names[[1L]], rows[[1L]], names[rows != rows[[1L]]][[1L]],
            rows[rows != rows[[1L]]][[1L]])
        }
        return(x)
    }
    if (!all(named)) {
        .ggc_stop("genes", paste0(
            "All matrices in `x` must have gene names (row names), ",
            "or none; these trajectories have none: %s.\n",
            "Set their row names."
        ), .ggc_names(names[!named]))
    }
    genes <- .check_gene_names(rownames(x[[1L]]), names[[1L]])
    Map(function(m, name) {
        own <- .check_gene_names(rownames(m), name)
        if (identical(own, genes)) {
            return(m)
        }
        absent <- setdiff(genes, own)
        extra <- setdiff(own, genes)
        if (length(absent) || length(extra)) {
            .ggc_stop("genes", paste0(
                "All matrices in `x` must have the same genes; ",
                "trajectory %s %s.\nKeep the genes that all have in common."
            ), name, paste(c(
                if (length(absent)) sprintf("lacks %s", .ggc_names(absent)),
                if (length(extra)) sprintf("adds %s", .ggc_names(extra))
            ), collapse = " and "))
        }
        m[match(genes, own), , drop = FALSE]
    }, x, names)
}

.bind_list <- function(x, time, names) {
    counts <- vapply(x, ncol, 0L)
    trajectory <- rep(seq_along(x), counts)
    samples <- unlist(lapply(x, .sample_names), use.names = FALSE)
    columns <- ifelse(
        nzchar(samples), samples, sprintf("column %d", sequence(counts))
    )
    labels <- sprintf("%s: %s", names[trajectory], columns)
    if (!is.null(time)) {
        args <- sprintf("time[[%d]]", seq_along(time))
        labels_by <- split(labels, trajectory)
        time <- unlist(Map(.as_time, time, labels_by, args), use.names = FALSE)
    }
    list(
        x = do.call(cbind, unname(x)), time = time, trajectory = trajectory,
        trajectory_names = names, samples = samples, labels = labels,
        grouped = TRUE
    )
}

# Names and orientation --------------------------------------------------------

# The gene names in UTF-8, or an error; `trajectory` for elements of a list.
.check_gene_names <- function(names, trajectory = NULL) {
    where <- if (is.null(trajectory)) {
        ""
    } else {
        sprintf(" in trajectory %s", trajectory)
    }
    empty <- is.na(names) | !grepl("[^[:space:]]", names)
    if (any(empty)) {
        .ggc_stop("genes", paste0(
            "Gene names must not be missing or empty%s; these rows are: %s.\n",
            "Name these genes or drop them."
        ), where, .ggc_names(which(empty)))
    }
    names <- enc2utf8(names)
    if (anyDuplicated(names)) {
        .ggc_stop("genes", paste0(
            "Gene names must be unique%s, and these are not: %s.\n",
            "Average or drop the copies, or use make.unique(rownames(x))."
        ), where, .ggc_names(unique(names[duplicated(names)])))
    }
    names
}

.name_genes <- function(x) {
    names <- rownames(x)
    if (nrow(x) < 2L) {
        .ggc_stop("input", paste0(
            "`x` must have at least two genes (rows), not one.\n",
            "Genes must be in rows; a network needs a driver and a target."
        ))
    }
    names <- if (is.null(names)) {
        .ggc_inform("Genes have no names: calling them G1 to G%d.", nrow(x))
        sprintf("G%d", seq_len(nrow(x)))
    } else {
        .check_gene_names(names)
    }
    dimnames(x) <- list(names, NULL)
    x
}

# Do all names look like times or samples? Numbers alone are judged apart, as
# they may be gene identifiers.
.like_samples <- function(names, prefixes) {
    number <- "[0-9]+([.][0-9]+)?"
    copy <- "([ _.-]?rep[ _.-]?[0-9]+)?"
    prefixed <- sprintf("^(%s)[ _.]?%s%s$", prefixes, number, copy)
    units <- "s|sec|min|mins|h|hr|hrs|hour|hours|d|day|days|wk|week|weeks"
    suffixed <- sprintf("^%s[ _.]?(%s)%s$", number, units, copy)
    !is.null(names) && all(
        grepl(prefixed, names, ignore.case = TRUE) |
            grepl(suffixed, names, ignore.case = TRUE)
    )
}

.as_numbers <- function(names) {
    pattern <- "^[-+]?[0-9]*[.]?[0-9]+(e[-+]?[0-9]+)?$"
    if (is.null(names) || !all(grepl(pattern, names, ignore.case = TRUE))) {
        return(NULL)
    }
    as.numeric(names)
}

# Why the rows seem to be samples, or NULL. Names decide, never the shape: ten
# genes at 1,000 times are as common as 1,000 genes at ten. Row names that are
# numbers may be Entrez identifiers, hence the extra conditions. The column
# names get a longer list of prefixes, since there a match prevents the alarm.
.why_transposed <- function(x) {
    rows <- rownames(x)
    columns <- colnames(x)
    times <- "t|time|timepoint|tp|sample|hour|hr|h|min|day|d"
    more <- "s|m|r|rep|replicate|c|cell|col|n|obs|gsm|srr|x|v|w|week"
    plain <- !is.null(columns) && is.null(.as_numbers(columns)) &&
        !.like_samples(columns, paste(times, more, sep = "|"))
    if (any(tolower(columns) == "time", na.rm = TRUE)) {
        return("it has a column called \"time\"")
    }
    if (is.null(rows)) {
        return(if (plain) sprintf(
            "only the columns have names (%s)", .ggc_names(columns, 3L)
        ))
    }
    if (.like_samples(rows, times) && (plain || is.null(columns))) {
        return(sprintf("the rows are called %s", .ggc_names(rows, 3L)))
    }
    numbers <- .as_numbers(rows)
    if (!is.null(numbers) && plain && nrow(x) < ncol(x) &&
        all(diff(numbers) > 0)) {
        return(sprintf("the rows are called %s", .ggc_names(rows, 3L)))
    }
    NULL
}

.warn_orientation <- function(x, arg) {
    why <- .why_transposed(x)
    if (!is.null(why)) {
        .ggc_warn("orientation", paste0(
            "The rows of `%s` look like samples: %s.\n",
            "Rows are read as genes; if they are samples, pass t(x)%s."
        ), arg, why, if (any(tolower(colnames(x)) == "time", na.rm = TRUE)) {
            ", and the times as `time`"
        } else {
            ""
        })
    }
}

# Selection and views ----------------------------------------------------------

# `regulators =` and `targets =`: names, indices or flags to integer indices
# into `genes`, in the order asked for. NULL stands for all.
.resolve_genes <- function(which, genes, arg) {
    if (is.null(which)) {
        return(seq_along(genes))
    }
    if (is.factor(which)) {
        which <- as.character(which)
    }
    found <- if (is.character(which)) {
        .genes_by_name(which, genes, arg)
    } else if (is.logical(which)) {
        .genes_by_flag(which, genes, arg)
    } else if (is.numeric(which) && !is.object(which)) {
        .genes_by_index(which, genes, arg)
    } else {
        .ggc_stop("genes",
            "`%s` must be gene names, indices or a logical vector, not %s.",
            arg, .kind(which))
    }
    if (length(found) == 0L) {
        .ggc_stop("genes",
            "`%s` must select at least one gene, or be NULL for all.", arg)
    }
    if (anyDuplicated(found)) {
        .ggc_stop("genes", "`%s` must name each gene once; twice or more: %s.",
            arg, .ggc_names(genes[unique(found[duplicated(found)])]))
    }
    found
}

.genes_by_name <- function(which, genes, arg) {
    found <- match(enc2utf8(which), genes)
    if (anyNA(found)) {
        .ggc_stop("genes", paste0(
            "`%s` must name genes of `x`, and these are not: %s.\n",
            "Genes of `x`: %s."
        ), arg, .ggc_names(which[is.na(found)]), .ggc_names(genes, 3L))
    }
    found
}

.genes_by_flag <- function(which, genes, arg) {
    if (length(which) != length(genes) || anyNA(which)) {
        .ggc_stop("genes", paste0(
            "A logical `%s` must have one TRUE or FALSE per gene (%d), ",
            "not %d values%s."
        ), arg, length(genes), length(which),
        if (anyNA(which)) ", some missing" else "")
    }
    seq_along(genes)[which]
}

.genes_by_index <- function(which, genes, arg) {
    good <- is.finite(which) & which == trunc(which) & which >= 1 &
        which <= length(genes)
    if (!all(good)) {
        .ggc_stop("genes",
            "`%s` must be whole numbers from 1 to %d; these are not: %s.",
            arg, length(genes), .ggc_names(which[!good]))
    }
    as.integer(which)
}

# The p x N matrix with gene and, where there are any, sample names.
.series_matrix <- function(series) {
    x <- series$x
    if (any(nzchar(series$samples))) {
        colnames(x) <- series$samples
    }
    x
}

# A named list, one genes x time matrix per trajectory.
.split_trajectories <- function(series) {
    x <- .series_matrix(series)
    columns <- split(seq_len(ncol(x)), series$trajectory)
    names(columns) <- series$trajectory_names
    lapply(columns, function(i) x[, i, drop = FALSE])
}
