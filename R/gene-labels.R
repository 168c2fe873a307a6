# What goes with the genes and samples of the data: it travels with the series,
# and its columns are names to show genes by.

# list(genes, samples, metadata) of an experiment: its rowData, colData and
# metadata, the first with a row for each gene of the series; NULL of other
# input. What ggc_pseudotime() keeps in metadata the series has itself.
.annotation_of <- function(x, genes) {
    if (!.is_experiment(x)) {
        return(NULL)
    }
    if (methods::is(x, "ExpressionSet")) {
        x <- .from_expression_set(x)
    }
    rows <- SummarizedExperiment::rowData(x)
    rownames(rows) <- genes
    about <- S4Vectors::metadata(x)
    list(genes = rows, samples = SummarizedExperiment::colData(x),
        metadata = about[setdiff(names(about), "pseudotime")])
}

#' What is known of genes and samples beside their expression
#'
#' A fit of a `SummarizedExperiment`, or of a class that is read as one, keeps
#' what `x` knows of its genes and samples. A column of `rowData()` can name the
#' genes wherever they are shown: `labels_from = "symbol"` in `print()`,
#' `summary()`, [ggc_edges()], [ggc_regulators()],
#' [`plot()`][plot,GGCFit-method], [ggc_page()], [write_edges()] and
#' [ggc_igraph()].
#'
#' @section Labels: `labels_from` is the name of a column of `rowData()`, or a
#'   vector of labels named by genes. Genes whose label is missing or empty go
#'   by their own name; genes that share a label have their name behind it,
#'   `"TP53_ENSG00000141510"`, so that labels are never mistaken for each other.
#'   Where genes are shown by labels, arguments that name genes take either.
#'   Matrices, [granger()] and [ggc_network()] among them, always have the names
#'   of the data.
#' @param x a [GGCFit-class].
#' @param ... not used.
#' @return [S4Vectors::DataFrame()]s. `rowData()`: a row for each gene of the
#'   data, in their order; `colData()`: a row for each sample as it came in,
#'   before replicates were averaged or matched and points interpolated. Without
#'   columns where `x` had none, or was no experiment. The `metadata()` of `x`
#'   is `metadata(fit)$input`.
#' @section Errors: `ggc_error_argument` where `x` is no [GGCFit-class].
#' @examples
#' sim <- ggc_simulate("grn", p = 6, n_trajectories = 4, seed = 1)
#' SummarizedExperiment::rowData(sim)$symbol <- c("lacI", "cro", "cI", "araC",
#'     "tetR", NA)
#' fit <- ggc_fit(sim, seed = 1)
#' SummarizedExperiment::rowData(fit)
#' ggc_edges(fit, n = 3, signs = FALSE, labels_from = "symbol")
#' print(fit, labels_from = "symbol")
#' @name rowData,GGCFit-method
#' @aliases labels_from colData,GGCFit-method
#' @importFrom SummarizedExperiment rowData colData
#' @exportMethod rowData
setMethod("rowData", "GGCFit", function(x, ...) {
    .check_fit(x, "x")
    .check_no_dots(..., of = "rowData() of a fit")
    genes <- setdiff(rownames(x@series$x), .covariate_regulators(x@series))
    known <- x@series$annotation$genes
    if (is.null(known)) DataFrame(row.names = genes) else known
})

#' @rdname rowData-GGCFit-method
#' @exportMethod colData
setMethod("colData", "GGCFit", function(x, ...) {
    .check_fit(x, "x")
    .check_no_dots(..., of = "colData() of a fit")
    series <- x@series
    series$annotation$samples %or% DataFrame(row.names = if (all(nzchar(
        series$samples))) make.unique(series$samples) else
            seq_along(series$samples))
})

# What the data tell of some genes. Of covariates that are regulators they tell
# nothing: without columns then.
.rows_of <- function(fit, genes) {
    known <- SummarizedExperiment::rowData(fit)
    if (all(genes %in% rownames(known))) {
        known[match(genes, rownames(known)), , drop = FALSE]
    } else {
        DataFrame(row.names = genes)
    }
}

# ---- Labels ------------------------------------------------------------------

# A label for each gene, named by them, no two alike; NULL for none.
.gene_labels <- function(labels_from, fit) {
    if (is.null(labels_from)) {
        return(NULL)
    }
    rows <- SummarizedExperiment::rowData(fit)
    genes <- rownames(fit@series$x)
    column <- is.character(labels_from) && length(labels_from) == 1L &&
        is.null(names(labels_from))
    if (column) {
        .check_label_column(labels_from, rows)
        given <- stats::setNames(as.character(rows[[labels_from]]),
            rownames(rows))
    } else {
        given <- .check_label_vector(labels_from, genes)
    }
    labels <- unname(given[genes])
    none <- is.na(labels) | !nzchar(labels)
    labels[none] <- genes[none]
    shared <- labels %in% labels[duplicated(labels)] & labels != genes
    labels[shared] <- paste(labels[shared], genes[shared], sep = "_")
    stats::setNames(make.unique(labels, sep = "_"), genes)
}

# arg: what the user calls it.
.check_label_column <- function(labels_from, rows, arg = "`labels_from`") {
    told <- vapply(rows, function(column) {
        is.character(column) || is.factor(column) || is.numeric(column)
    }, NA)
    if (!labels_from %in% names(rows)[told]) {
        .ggc_stop("argument", paste0(
            "%s must be a column of the genes' rowData that holds ",
            "names, or labels named by genes, not %s.\n%s"
        ), arg, dQuote(labels_from, FALSE), if (any(told)) {
            sprintf("rowData has: %s.", .ggc_names(names(rows)[told], 10L))
        } else {
            "The data had no such column."
        })
    }
}

.check_label_vector <- function(labels, genes) {
    text <- (is.character(labels) || is.factor(labels)) &&
        !is.null(names(labels)) && !anyDuplicated(names(labels))
    if (!text) {
        .ggc_stop("argument", paste0(
            "`labels_from` must be one column of the genes' rowData, or ",
            "labels named by genes, each once, not %s."
        ), .given(labels))
    }
    if (!any(genes %in% names(labels))) {
        .ggc_stop("genes", paste0(
            "`labels_from` must be named by genes of the fit, not by %s.\n",
            "Genes of the fit: %s."
        ), .ggc_names(names(labels)), .ggc_names(genes, 3L))
    }
    stats::setNames(as.character(labels), names(labels))
}

# The fit with its genes called by labels in all its parts.
.relabelled <- function(fit, labels_from) {
    labels <- .gene_labels(labels_from, fit)
    if (is.null(labels)) {
        return(fit)
    }
    for (part in c("score", "norms", "p_value", "sign", "lag", "series",
        "known", "details")) {
        methods::slot(fit, part, check = FALSE) <-
            .with_labels(methods::slot(fit, part), labels)
    }
    rownames(fit@training) <- .as_labels(rownames(fit@training), labels)
    fit
}

# Parts whose values are names of genes.
.OF_GENE_NAMES <- c("regulators", "targets", "genes")

# Wherever all names of a dimension, or of a vector or list, are genes'.
.with_labels <- function(x, labels) {
    if (isS4(x) || is.data.frame(x)) {
        return(x)
    }
    if (is.list(x)) {
        named <- which(names(x) %in% .OF_GENE_NAMES &
            vapply(x, is.character, NA))
        x[named] <- lapply(x[named], .as_labels, labels)
        rest <- setdiff(which(lengths(x) > 0L), named)
        x[rest] <- lapply(x[rest], .with_labels, labels)
    }
    if (!is.null(dimnames(x))) {
        dimnames(x) <- lapply(dimnames(x), .as_labels_all, labels)
    } else if (!is.null(names(x)) && !anyNA(names(x))) {
        names(x) <- .as_labels_all(names(x), labels)
    }
    x
}

.as_labels_all <- function(names, labels) {
    if (all(names %in% names(labels))) .as_labels(names, labels) else names
}

# What names genes, by labels: of names that are none they stay.
.as_labels <- function(names, labels) {
    at <- match(names, names(labels))
    known <- which(!is.na(at))
    names[known] <- labels[at[known]]
    names
}

# A table of edges whose genes go by labels, their names behind.
.labelled_edges <- function(edges, labels) {
    if (is.null(labels)) {
        return(edges)
    }
    ends <- c("regulator", "target")
    edges[paste0(ends, "_id")] <- edges[ends]
    edges[ends] <- lapply(edges[ends], .as_labels, labels)
    edges
}

# What names genes among the arguments of a plot, by labels. A truth is read as
# of the fit itself.
.relabelled_arguments <- function(given, fit, labels_from) {
    labels <- .gene_labels(labels_from, fit)
    if (is.null(labels)) {
        return(given)
    }
    if (!is.null(given$truth)) {
        given$truth <- .as_truth(given$truth, rownames(fit@score),
            colnames(fit@score), rownames(fit@series$x))
    }
    lapply(given, function(value) {
        if (is.character(value)) {
            .as_labels(value, labels)
        } else if (is.matrix(value)) {
            .with_labels(value, labels)
        } else {
            value
        }
    })
}

.refuse_labels <- function(labels_from) {
    if (!is.null(labels_from)) {
        .ggc_stop("argument",
            "`labels_from` is for a fit, which knows its genes' rowData.")
    }
}
