# Expression data in classes of other packages: experiments with assays and
# colData, and sparse, delayed or file-backed matrices.

.is_experiment <- function(x) {
    .need_class(x, "x")
    methods::is(x, "SummarizedExperiment") || methods::is(x, "ExpressionSet")
}

.refuse_assay_type <- function(assay_type, x) {
    if (!is.null(assay_type)) {
        .ggc_stop("argument", paste0(
            "`assay_type` applies to a SummarizedExperiment or ExpressionSet ",
            "only, and `x` is %s."
        ), .kind(x))
    }
}

# The same data as a SummarizedExperiment.
.from_expression_set <- function(x) {
    names <- Biobase::assayDataElementNames(x)
    SummarizedExperiment::SummarizedExperiment(
        assays = lapply(stats::setNames(nm = names), function(name) {
            Biobase::assayDataElement(x, name)
        }),
        rowData = DataFrame(Biobase::fData(x), check.names = FALSE),
        colData = DataFrame(Biobase::pData(x), check.names = FALSE)
    )
}

.read_experiment <- function(x, time, trajectory, assay_type) {
    if (methods::is(x, "ExpressionSet")) {
        x <- .from_expression_set(x)
        assay_type <- assay_type %or% "exprs"
    }
    columns <- SummarizedExperiment::colData(x)
    .warn_columns(names(columns), time, trajectory, ncol(x))
    time <- .from_columns(time, columns, "time")
    trajectory <- .from_columns(trajectory, columns, "trajectory")
    index <- .assay_index(x, assay_type)
    values <- .numeric_matrix(
        SummarizedExperiment::assay(x, index, withDimnames = TRUE),
        sprintf("assay(x, %s)", .assay_label(x, index))
    )
    .check_length(time$value, ncol(values), time$arg, "time")
    .check_length(trajectory$value, ncol(values), trajectory$arg, "trajectory")
    if (is.null(time$value) && is.null(trajectory$value)) {
        .warn_orientation(values, "x")
    }
    input <- .new_input(values, time$value, trajectory$value, time$arg,
        trajectory$arg)
    input$assay <- SummarizedExperiment::assayNames(x)[index]
    input
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

# What becomes of samples without a column of this name.
.WITHOUT_COLUMN <- c(
    time = "samples are taken as equally spaced",
    trajectory = "all samples are taken as one series"
)

# Those of time and trajectory that neither the caller gave nor a column is
# called by: list(missing, meant), meant being the columns whose names differ
# from them in case alone ("" where there is none).
.missing_columns <- function(names, time, trajectory) {
    given <- c(time = !is.null(time), trajectory = !is.null(trajectory))
    missing <- setdiff(names(given)[!given], names)
    meant <- names[match(missing, tolower(names))]
    meant[is.na(meant)] <- ""
    list(missing = missing, meant = meant)
}

# time = "Time", trajectory = "Trajectory": the columns meant, as arguments.
.as_arguments <- function(columns, form = "%s = \"%s\"") {
    named <- nzchar(columns$meant)
    paste(sprintf(form, columns$missing[named], columns$meant[named]),
        collapse = ", ")
}

# Columns that describe the samples and that nothing reads are most likely the
# times and trajectories, under another name.
.warn_columns <- function(names, time, trajectory, samples) {
    columns <- .missing_columns(names, time, trajectory)
    if (any(nzchar(columns$meant))) {
        missing <- columns$missing[nzchar(columns$meant)]
        .ggc_warn("samples", paste0(
            "colData has no column called %s: %s.\n",
            "Did you mean %s?"
        ), paste(missing, collapse = " or "),
        paste(.WITHOUT_COLUMN[missing], collapse = ", and "),
        .as_arguments(columns))
    } else if (length(names) && length(columns$missing) == 2L) {
        .ggc_warn("samples", paste0(
            "colData has no column called time or trajectory: the %d samples ",
            "are taken as one equally spaced series.\n",
            "It has %s; name those meant, as in time = \"%s\"."
        ), samples, .ggc_names(names, 10L), names[[1L]])
    }
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

# Dense matrices from sparse, delayed and file-backed ones ---------------------
