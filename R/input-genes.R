# Genes of an expression series: their names, whether they are in rows at all,
# and the choice among them.

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
            "%s"
        ), where, .ggc_names(unique(names[duplicated(names)])),
        .advice_on_copies(names))
    }
    names
}

.advice_on_copies <- function(names) {
    if (length(.eaten_names(names[duplicated(names)]))) {
        return(paste0("A spreadsheet has made dates of several names (1-Mar ",
            "may be MARCHF1 and MTARC1): read the table from its source."))
    }
    "Average or drop the copies, or use make.unique(rownames(x))."
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

# Do most names look like times or samples? Numbers alone are judged apart, as
# they may be gene identifiers.
.like_samples <- function(names, prefixes) {
    number <- "[0-9]+([.][0-9]+)?"
    copy <- "([ _.-]?rep[ _.-]?[0-9]+)?"
    prefixed <- sprintf("^(%s)[ _.]?%s%s$", prefixes, number, copy)
    suffixed <- sprintf("^%s[ _.]?(%s)%s$", number, .UNITS, copy)
    like <- Reduce(`|`, lapply(c(prefixed, suffixed, .SAMPLE_NAMES), grepl,
        names, ignore.case = TRUE))
    !is.null(names) && mean(like) >= .MOST_SAMPLES
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
    times <- paste0("t|time|timepoint|tp|sample|hour|hr|h|min|day|d|cell|",
        "replicate|rep|patient|donor|subject|animal|mouse|well|library|lib")
    more <- "s|m|r|c|col|n|obs|gsm|srr|x|v|w|week"
    plain <- !is.null(columns) && is.null(.as_numbers(columns)) &&
        !.like_samples(columns, paste(times, more, sep = "|"))
    timed <- columns[.called_times(columns)]
    if (length(timed)) {
        return(sprintf("it has a column called %s", dQuote(timed[[1L]], FALSE)))
    }
    of_cells <- grep(.OF_CELLS, columns, value = TRUE, perl = TRUE)
    if (length(of_cells)) {
        return(sprintf("it has a column called %s", .ggc_names(of_cells)))
    }
    if (.mostly(rows, .BARCODE) && !.mostly(columns, .BARCODE)) {
        return(sprintf("the rows are called by barcodes, as %s",
            .ggc_names(rows, 2L)))
    }
    if (.mostly(columns, .GENE_IDS) && !.mostly(rows, .GENE_IDS)) {
        return(sprintf("the columns are called as genes are (%s)",
            .ggc_names(columns, 2L)))
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

# arg: what messages call x; turn: how it is turned, and what becomes of times.
.warn_orientation <- function(x, arg, turn = c("pass t(x)",
                                  ", and the times as `time`")) {
    why <- .why_transposed(x)
    if (!is.null(why)) {
        timed <- any(.called_times(colnames(x)))
        .ggc_warn("orientation", paste0(
            "The rows of %s look like samples: %s.\n",
            "Rows are read as genes; if they are samples, %s%s."
        ), arg, why, turn[[1L]], if (timed) turn[[2L]] else "")
    }
}

# Selection --------------------------------------------------------------------

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
        found <- match(.like_genes(enc2utf8(which), genes, arg), genes)
    }
    if (anyNA(found)) {
        .ggc_stop("genes", paste0(
            "`%s` must name genes of `x`, and these are not: %s.\n",
            "Genes of `x`: %s%s."
        ), arg, .ggc_names(which[is.na(found)]), .ggc_names(genes, 3L),
        if (all(is.na(found))) "" else {
            sprintf("; intersect(%s, rownames(x)) keeps those known", arg)
        })
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
