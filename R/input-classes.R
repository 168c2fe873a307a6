# Expression data in classes of other packages: experiments with assays and
# colData, and sparse, delayed or file-backed matrices.

.is_experiment <- function(x) {
    .need_class(x, "x")
    .holds_assays(x)
}

# Objects of other packages that hold a matrix, as those that are read: counts
# of edgeR, values of limma, cells of Seurat, time courses of longitudinal.
.usual_class <- function(x) {
    .need_class(x, "x")
    if (inherits(x, "DGEList")) {
        return(.experiment_of(list(counts = x$counts), x$samples[setdiff(
            names(x$samples), c("lib.size", "norm.factors"))], x$genes))
    }
    if (inherits(x, c("EList", "EListRaw"))) {
        return(.experiment_of(list(E = x$E), x$targets, x$genes))
    }
    if (inherits(x, c("MAList", "RGList"))) {
        # limma's method makes log-ratios of two colours.
        return(.experiment_of(list(M = as.matrix(x)), x$targets, x$genes))
    }
    if (inherits(x, "longitudinal")) {
        return(.of_longitudinal(x))
    }
    .refuse_results(x)
    if (.is_list(x) && any(vapply(x, .holds_assays, NA))) {
        return(.only_experiment(x))
    }
    .refuse_bundle(x)
    if (inherits(x, c("Seurat", "SeuratObject"))) {
        .ggc_need("Seurat", "An object of Seurat as `x`")
        # Not by `::`, as DESCRIPTION does not suggest so large a package.
        return(getExportedValue("Seurat", "as.SingleCellExperiment")(x))
    }
    if (.is_list(x) && !is.object(x)) .list_of_genes(x) else .of_genes(x, "x")
}

# What edgeR, limma and DESeq2 find of each gene are no samples.
.RESULTS <- c("TopTags", "DGEExact", "DGELRT", "DGEGLM", "MArrayLM",
    "DESeqResults")

.refuse_results <- function(x) {
    if (inherits(x, .RESULTS)) {
        .ggc_stop("input", paste0(
            "`x` must hold expression, and is the result of a test or fit ",
            "(%s).\nGive what it was made of."
        ), intersect(class(x), .RESULTS)[[1L]])
    }
}

.holds_assays <- function(x) {
    methods::is(x, "SummarizedExperiment") || methods::is(x, "ExpressionSet")
}

# GEOquery hands out a list even of one experiment.
.only_experiment <- function(x) {
    if (length(x) > 1L) {
        .ggc_stop("input", paste0(
            "`x` must be one experiment, not a list of %d.\nPut them together ",
            "by cbind(), with what tells them apart as `trajectory`."
        ), length(x))
    }
    .ggc_inform("`x` is a list of one experiment, which is read.")
    x[[1L]]
}

.experiment_of <- function(assays, samples, genes = NULL) {
    names <- colnames(assays[[1L]])
    columns <- if (is.null(samples) || ncol(samples) == 0L) {
        DataFrame(row.names = names %or% seq_len(ncol(assays[[1L]])))
    } else {
        DataFrame(samples, row.names = names, check.names = FALSE)
    }
    out <- SummarizedExperiment::SummarizedExperiment(assays, colData = columns)
    if (is.data.frame(genes) && nrow(genes) == nrow(out)) {
        SummarizedExperiment::rowData(out) <- DataFrame(genes,
            row.names = rownames(out), check.names = FALSE)
    }
    out
}

# Samples in rows, several at each time; the k-th of each is no series.
.of_longitudinal <- function(x) {
    time <- rep(attr(x, "time"), attr(x, "repeats"))
    values <- t(matrix(as.vector(unclass(x)), nrow(x),
        dimnames = dimnames(x)))
    .experiment_of(list(expression = values), data.frame(time = time))
}

# Lists that hold one experiment in parts, as tximport() and featureCounts()
# make them, or a matrix beside its times, are no lists of trajectories.
.BESIDE_COUNTS <- c("abundance", "length", "countsFromAbundance", "infReps",
    "annotation", "targets", "stat", "samples", "genes")

.refuse_bundle <- function(x) {
    names <- names(x)
    if (!.is_list(x) || is.object(x) || is.null(names)) {
        return(invisible())
    }
    whole <- vapply(x, function(part) {
        length(dim(part)) == 2L || stats::is.ts(part)
    }, NA)
    of_counts <- "counts" %in% names && any(.BESIDE_COUNTS %in% names)
    meant <- if (of_counts) "counts" else names[whole]
    if (of_counts || (length(x) > 1L && sum(whole) == 1L && nzchar(meant))) {
        .ggc_stop("input", paste0(
            "`x` must be a list of one matrix for each trajectory, and holds ",
            "one experiment in parts: %s.\nGive x$%s."
        ), .ggc_names(names), meant)
    }
}

# Each matrix or table of a list; what is said of the first is true of all.
.list_of_genes <- function(x) {
    args <- sprintf("x[[%d]]", seq_along(x))
    x[] <- Map(function(part, arg) {
        if (arg == args[[1L]]) .of_genes(part, arg) else {
            .quietly(.of_genes(part, arg), "message")
        }
    }, x, args)
    x
}

# A table or matrix with the names of genes in its row names, and samples alone
# in its columns.
.of_genes <- function(x, arg) {
    if (.is_table(x)) {
        return(.names_of_genes(as.data.frame(x, optional = TRUE), arg))
    }
    plain <- (is.matrix(x) && !is.object(x)) || .matrix_like(x)
    if (plain) .without_annotation(x, arg) else x
}

# Numbers that describe genes, as annotation and results of tests do. text:
# columns that do so as they hold words.
.without_annotation <- function(x, arg, text = integer()) {
    columns <- seq_len(ncol(x))
    if (is.data.frame(x) || is.matrix(x)) {
        rest <- setdiff(columns, text)
        text <- c(text, rest[.summary_columns(colnames(x)[rest], function(j) {
            suppressWarnings(as.double(x[, rest[[j]]]))
        })])
    }
    about <- .tell_about(colnames(x),
        .columns_about(colnames(x), columns, text), columns,
        sprintf("`%s`", arg), "input")
    if (length(about)) x[, setdiff(columns, about), drop = FALSE] else x
}

# A table of which one column holds names.
.names_of_genes <- function(x, arg) {
    long <- .long_columns(x)
    if (!is.null(long)) {
        names <- as.character(x[[long$genes]])
        .ggc_stop("input", paste0(
            "`%s` must have a row for each gene and a column for each sample, ",
            "and its column %s names genes several times, as %s.\n%s."
        ), arg, long$genes, names[[anyDuplicated(names)]],
        .how_to_widen(long, arg))
    }
    x <- .numbers_as_text(x, arg)
    words <- vapply(x, function(column) {
        is.character(column) || is.factor(column)
    }, NA)
    .refuse_samples_in_rows(x, words, arg)
    at <- if (ncol(x) > 1L) .naming_column(x, words)
    if (is.null(at)) {
        return(.without_annotation(x, arg))
    }
    names <- .names_in(x[[at]])
    .ggc_inform("The column %s of `%s` is read as the names of the genes.",
        names(x)[[at]], arg)
    out <- .without_annotation(x[-at], arg, unname(which(words[-at])))
    if (anyDuplicated(names) == 0L && !anyNA(names)) {
        rownames(out) <- names
        return(out)
    }
    .with_rows(.numeric_matrix(out, arg), names)
}

# Samples whose numbers came as text, as one cell of "n.d." makes them. Where
# most are numbers the others are errors; places of genes are no samples.
.numbers_as_text <- function(x, arg) {
    says <- Reduce(`|`, .describes_genes(.gene_words(names(x))))
    for (j in setdiff(which(!says), 1L)) { # the first may hold names
        text <- if (is.character(x[[j]])) x[[j]][!x[[j]] %in%
            c(NA, .MISSING_TEXT)]
        number <- .numbers_of(text %or% character())
        if (length(number) == 0L || mean(is.na(number)) > 0.5) {
            next
        }
        if (anyNA(number)) {
            .ggc_stop("input", paste0(
                "`%s`: %s in column \"%s\" is no number.\nWhere nothing is ",
                "known, give NA."
            ), arg, dQuote(text[is.na(number)][[1L]], FALSE), names(x)[[j]])
        }
        .ggc_inform("`%s`: text in column %s is read as numbers.", arg,
            names(x)[[j]])
        x[[j]] <- .numbers_of(x[[j]])
    }
    x
}

# The column of a data frame that names its genes, or NULL: the first, if no
# other has words; of several one that is called so; or identifiers that are
# numbers, where rows have no names.
.naming_column <- function(x, words) {
    if (words[[1L]] && sum(words) == 1L) {
        return(1L)
    }
    called <- .called_genes(names(x))
    at <- which(called & words)
    bare <- .row_names_info(x) <= 0L
    if (length(at) == 0L && bare && called[[1L]] && .may_name(x[[1L]]) &&
        anyDuplicated(x[[1L]]) == 0L) {
        at <- 1L
    }
    if (length(at)) at[[1L]]
}

# Tidy tables: a row for each sample, its time and its words beside its genes.
.refuse_samples_in_rows <- function(x, words, arg) {
    time <- names(x)[.called_times(names(x))]
    if (length(time) && any(words)) {
        column <- if (make.names(time[[1L]]) == time[[1L]]) {
            paste0("$", time[[1L]])
        } else {
            sprintf("[[\"%s\"]]", time[[1L]])
        }
        .ggc_stop("orientation", paste0(
            "`%1$s` must have genes in rows, and has samples there, with a ",
            "column %2$s.\nPass t(as.matrix(%1$s[, genes])), genes being the ",
            "names of their columns, time = %1$s%3$s, and what tells series ",
            "apart as `trajectory`."
        ), arg, time[[1L]], column)
    }
}

.with_rows <- function(x, names) {
    rownames(x) <- names
    x
}

.sample_columns <- function(x) {
    if (methods::is(x, "ExpressionSet")) {
        return(DataFrame(Biobase::pData(x), check.names = FALSE))
    }
    SummarizedExperiment::colData(x)
}

# Names of what is known of samples.
.sample_column_names <- function(x) {
    if (.is_experiment(x)) names(.sample_columns(x))
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
    .warn_columns(columns, time, trajectory)
    time <- .from_columns(time, columns, "time")
    trajectory <- .from_several_columns(trajectory, columns, "trajectory")
    index <- .assay_index(x, assay_type)
    values <- .numeric_matrix(
        SummarizedExperiment::assay(x, index, withDimnames = TRUE),
        sprintf("assay(x, %s)", .assay_label(x, index))
    )
    time$value <- .by_name(time$value, colnames(values), time$arg, "time")
    trajectory$value <- .by_name(trajectory$value, colnames(values),
        trajectory$arg, "trajectory")
    .check_lengths(values, time$value, trajectory$value, "x",
        c(time$arg, trajectory$arg), turn = .turned(x))
    input <- .new_input(values, time$value, trajectory$value, time$arg,
        trajectory$arg)
    input$assay <- SummarizedExperiment::assayNames(x)[index]
    input
}

# R code for the values of x with its rows in columns.
.turned <- function(x, arg = "x") {
    sprintf(if (methods::is(x, "ExpressionSet")) {
        "t(Biobase::exprs(%s))"
    } else if (.holds_assays(x)) {
        "t(SummarizedExperiment::assay(%s))"
    } else if (is.data.frame(x)) {
        "t(as.matrix(%s))"
    } else {
        "t(%s)"
    }, arg)
}

# What ggc_pseudotime() says of a course of cells: list(noise, halves), the part
# of the genes' variance that is noise of the means (NULL: not known), and the
# courses of halves of the cells, if it kept some; or NULL.
.course_of_cells <- function(x) {
    if (!methods::is(x, "SummarizedExperiment")) {
        return(NULL)
    }
    # Told by columns, as a table of samples is all that files keep.
    columns <- SummarizedExperiment::colData(x)
    if (all(c("pseudotime", "cells", "noise") %in% names(columns))) {
        noise <- as.double(columns$noise[[1L]])
        list(noise = if (is.finite(noise)) noise,
            halves = S4Vectors::metadata(x)$pseudotime$halves)
    }
}

# What is known of a course of cells, its halves as genes x samples of a series;
# "other" where they have other genes or samples. Covariates are alike in all.
.halves_in_order <- function(known, series) {
    genes <- setdiff(rownames(series$x), .covariate_regulators(series))
    fits <- vapply(known$halves, function(half) {
        all(genes %in% rownames(half)) &&
            all(series$samples %in% colnames(half))
    }, NA)
    halves <- if (length(fits) && all(fits) &&
        !anyDuplicated(series$samples) && !isTRUE(series$interpolated > 0L)) {
        lapply(known$halves, function(half) {
            x <- series$x
            x[genes, ] <- half[genes, series$samples, drop = FALSE]
            unname(x)
        })
    } else if (length(fits)) {
        "other"
    }
    list(noise = known$noise, halves = halves)
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

# The same of texts that name several columns: each combination of their values
# is one. Texts that are no value for each sample can be names alone.
.from_several_columns <- function(value, columns, arg) {
    several <- is.character(value) && !is.object(value) &&
        length(value) > 1L && length(value) != nrow(columns)
    if (!several) {
        return(.from_columns(value, columns, arg))
    }
    parts <- lapply(unname(value), function(name) {
        found <- .from_columns(name, columns, arg)
        part <- as.character(found$value)
        if (anyNA(part)) {
            .ggc_stop(arg, paste0(
                "`%s` must not be missing; it is for %s.\nDrop samples whose ",
                "trajectory is unknown."
            ), found$arg, .ggc_names(rownames(columns)[is.na(part)] %or%
                sprintf("column %d", which(is.na(part)))))
        }
        part
    })
    # Names that only look alike (a.b and c, a and b.c) are told apart.
    apart <- do.call(paste, c(parts, sep = "\r"))
    labels <- do.call(paste, c(parts, sep = "."))
    first <- !duplicated(apart)
    names <- make.unique(labels[first])
    list(value = names[match(apart, apart[first])],
        arg = sprintf("colData(x)[%s]", paste(dQuote(value, FALSE),
            collapse = ", ")))
}

# What becomes of samples without a column of this name.
.WITHOUT_COLUMN <- c(
    time = "samples are taken as equally spaced",
    trajectory = "all samples are taken as one series"
)

# Those of time and trajectory that neither the caller gave nor a column is
# called by: list(missing, meant), meant being the columns that differ from them
# in case alone, or that are called as times are, or never fall inside a
# trajectory ("" where there is none).
.missing_columns <- function(columns, time, trajectory) {
    names <- names(columns)
    given <- c(time = !is.null(time), trajectory = !is.null(trajectory))
    missing <- setdiff(names(given)[!given], names)
    meant <- stats::setNames(names[match(missing, tolower(names))], missing)
    if ("time" %in% missing && is.na(meant[["time"]])) {
        meant[["time"]] <- .column_of_times(columns)
    }
    meant[is.na(meant)] <- ""
    list(missing = missing, meant = unname(meant))
}

# The first column that is called as times are; else, where trajectories are
# told, that of numbers that rise inside them.
.column_of_times <- function(columns) {
    called <- names(columns)[.like_time(names(columns))]
    if (length(called) || !"trajectory" %in% names(columns)) {
        return(called[1L])
    }
    rising <- vapply(as.list(columns), function(column) {
        is.numeric(column) && !anyNA(column) && all(vapply(
            split(column, as.character(columns$trajectory)), function(value) {
                length(value) > 1L && !is.unsorted(value) &&
                    value[[1L]] < value[[length(value)]]
            }, NA))
    }, NA)
    names(columns)[rising][1L]
}

# time = "Time", trajectory = "Trajectory": the columns meant, as arguments.
.as_arguments <- function(columns, form = "%s = \"%s\"") {
    named <- nzchar(columns$meant)
    paste(sprintf(form, columns$missing[named], columns$meant[named]),
        collapse = ", ")
}

# Columns that describe the samples and that nothing reads are most likely the
# times and trajectories, under another name.
.warn_columns <- function(of, time, trajectory) {
    names <- names(of)
    columns <- .missing_columns(of, time, trajectory)
    meant <- any(nzchar(columns$meant))
    if (length(names) && length(columns$missing) == 2L) {
        .ggc_warn("samples", paste0(
            "colData has no column called time or trajectory: the %d samples ",
            "are taken as one equally spaced series.\n%s"
        ), nrow(of), if (meant) {
            sprintf("It has %s. Did you mean %s?", .ggc_names(names, 10L),
                .as_arguments(columns))
        } else {
            sprintf("It has %s; %s.", .ggc_names(names, 10L),
                .advice_on_columns(names))
        })
    } else if (meant) {
        .ggc_warn("samples", paste0(
            "colData has no column called %s: %s.\n",
            "Did you mean %s?"
        ), columns$missing, .WITHOUT_COLUMN[columns$missing],
        .as_arguments(columns))
    }
}

# What programs call the pseudotimes of cells.
.ALONG <- "(pseudo_?time|latent_?time)(_?[0-9]+)?$|^dpt[0-9]*$"

# Along a pseudotime it is cells that lie, and samples are made of them.
.advice_on_columns <- function(names) {
    along <- grep(.ALONG, names, value = TRUE, ignore.case = TRUE)
    if (length(along)) {
        return(sprintf("of cells, ggc_pseudotime(x, %s) makes samples",
            dQuote(along[[1L]], FALSE)))
    }
    "give the names of those meant as `time` and `trajectory`"
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
