# Expression tables from files, as GEO, spreadsheets and programs write them.

#' Read an expression table
#'
#' A table of genes and samples from a file, whatever parts its columns, with
#' what else the file says of genes and samples. The command line reads its
#' INPUT so.
#'
#' @section Files: text in UTF-8 (or a spreadsheet's UTF-16), plain or
#'   compressed (gzip, bzip2, xz); columns are parted by tabs, semicolons,
#'   commas or spaces, which the lines tell; where commas part no columns, they
#'   may be decimal points. Comments (`#`) above the header and at the end, and
#'   titles above the header, are passed over. Of a series matrix of GEO the
#'   table is read, and samples get their titles and characteristics, of two
#'   channels those of the one that varies; of a data set (`GDS.soft`) the table
#'   and its subsets; of a `.gct` the table without its counts.
#' @section Columns: the first holds the names of the genes; a header that lacks
#'   its name is understood, and so are row numbers in front. Columns of text,
#'   and of numbers that are known to describe genes (`entrezid`, `length`,
#'   `padj`; `start` and `end` beside such), are no samples: they go to
#'   `rowData()`, with a message, and so do those that Cytoscape and Gephi give
#'   to nodes (`SUID`, `Degree`). So do statistics beside the values of samples
#'   (`a.Detection Pval`, `a_conf_lo`, `padj.2h`, `a_sd` beside `a_mean`).
#' @section Lines: a line of words below the header that says the same of all
#'   samples, as of ArrayExpress, is passed over, and lines that count reads of
#'   no gene (htseq-count, STAR, featureCounts) or sum up genes (`Total`, `Sum`;
#'   `Mean` and the like where they are) are left out, each with a message.
#' @param file one string: a file, or `"-"` for standard input.
#' @param samples `NULL`, or a file: a table of the samples, with a column of
#'   their names, a line for each sample of `file` (others are passed over).
#' @param names `NULL` for the first column, or one string: the column that
#'   holds the names of the genes.
#' @return A [SummarizedExperiment::SummarizedExperiment] with the assay
#'   `expression`, which [ggc_fit()] takes: genes in rows, samples in columns.
#' @section Errors: `ggc_error_file` where there is no such file,
#'   `ggc_error_format` for what cannot be read, with the line, for numbers with
#'   marks of thousands, several numbers in a cell, a lost header, two headers,
#'   samples or genes without a name, an abundance in several units (TPM, FPKM),
#'   long tables, links, results of tests, and files that are no tables
#'   (workbooks, HDF5, Matrix Market, objects of R, networks, SOFT of single
#'   samples); `ggc_error_orientation` for samples in rows: times or values that
#'   come first, or a table of samples that describes the rows.
#' @seealso [ggc_input], [read_dream()]
#' @examples
#' file <- tempfile(fileext = ".csv")
#' writeLines(c("gene;0 h;6 h;12 h", "SOX2;1,5;2,5;2", "PAX6;0,5;1;3,25"), file)
#' x <- read_expression(file)
#' SummarizedExperiment::assay(x)
#' @export
read_expression <- function(file, samples = NULL, names = NULL) {
    .check_path(file, "file")
    if (!is.null(samples)) .check_path(samples, "samples")
    lines <- .read_lines(file)
    table <- .without_index(.table_of(lines, file, genes = TRUE), names)
    .refuse_numbers_as_names(table, file)
    table <- .names_first(.without_tallies(table, names, file), names, file)
    .refuse_several_numbers(table, file)
    .refuse_thousands(table, lines, file)
    .refuse_long(table, file)
    .refuse_times_as_names(table, file)
    .check_first_names(table, file)
    about <- .about_genes(table, file)
    values <- .table_matrix(table[c(1L, setdiff(seq_along(table)[-1L], about))],
        file, lines)
    genes <- setdiff(seq_len(nrow(values)), .summary_rows(values, file))
    values <- values[genes, , drop = FALSE]
    table <- table[genes, , drop = FALSE]
    columns <- if (is.null(samples)) {
        .warn_orientation(values, sprintf("\"%s\"", .file_label(file)),
            c("turn the table", ", and put the times into `samples`"))
        .geo_samples(lines, colnames(values))
    } else {
        .match_samples(.read_table(samples, repeats = TRUE),
            colnames(values), rownames(values), samples)
    }
    SummarizedExperiment::SummarizedExperiment(list(expression = values),
        rowData = DataFrame(table[about], row.names = rownames(values),
            check.names = FALSE),
        colData = DataFrame(columns, row.names = colnames(values),
            check.names = FALSE))
}

.names_first <- function(table, names, file) {
    if (is.null(names)) {
        return(table)
    }
    .check_path(names, "names")
    if (!names %in% colnames(table)) {
        .ggc_stop("format", "\"%s\" has no column called %s; it has %s.",
            .file_label(file), .given(names), .ggc_names(colnames(table), 10L))
    }
    table[c(names, setdiff(colnames(table), names))]
}

# Is the first column none of names but a number of nodes?
.is_node_number <- function(names, first) {
    node <- .node_columns(.gene_words(names))
    node[[1L]] || (any(node) && tolower(names[[1L]]) == "id" && !anyNA(first))
}

# Without the row numbers that pandas writes in front of a column of names, and
# those of nodes (SUID) that Cytoscape does.
.without_index <- function(table, names) {
    index <- .numbers_of(table[[1L]])
    text <- vapply(table[-1L], .is_words, NA)
    rows <- seq_along(index)
    node <- which(text & .called_genes(names(table))[-1L])
    if (is.null(names) && length(node) &&
        .is_node_number(names(table), index)) {
        return(table[c(node[[1L]] + 1L, setdiff(seq_along(table),
            node[[1L]] + 1L))])
    }
    if (colnames(table)[[1L]] %in% c("name", "Unnamed: 0") &&
        (any(text) || !is.null(names)) && !anyNA(index) &&
        (all(index == rows) || all(index == rows - 1L))) {
        first <- which(text)[seq_len(any(text))]
        table <- table[c(first, setdiff(seq_along(text), first)) + 1L]
    }
    table
}

# A matrix that was written without names would lose its first row and column;
# one without a header its first gene. Names of samples may be times, which do
# not fall.
.refuse_numbers_as_names <- function(table, file) {
    decimal <- function(x) grepl("^[-+]?[0-9]*[.][0-9]+([eE][-+]?[0-9]+)?$", x)
    header <- names(table)[-1L]
    bare <- length(header) > 0L && all(decimal(header)) &&
        all(decimal(table[[1L]]))
    number <- .numbers_of(header)
    # One sample of STAR begins with reads of no gene.
    headless <- .is_tally(names(table)[[1L]]) || (length(header) > 1L &&
        !anyNA(number) && any(decimal(header)) && is.unsorted(number) &&
        .is_words(names(table)[[1L]]))
    if (bare || headless) {
        .ggc_stop("format", paste0(
            "\"%s\" must begin with a header and each line with the name of a ",
            "gene, and begins with numbers, such as %s.\nWrite it with names."
        ), .file_label(file), names(table)[[2L]])
    }
}

# Several numbers in each cell of a column, as Expression Atlas writes quartiles
# (0.8,0.9,1,1.1,1.2) and papers a mean and its error (1.5 +/- 0.2).
.refuse_several_numbers <- function(table, file) {
    mark <- "\\s*([,;|/(\u00b1]|[+]/-)\\s*"
    number <- "[-+]?[0-9]*[.]?[0-9]+([eE][-+]?[0-9]+)?"
    pattern <- sprintf("^%1$s(%2$s%1$s)+\\)?$", number, mark)
    first <- vapply(table, function(x) x[!x %in% .MISSING_TEXT][1L], "")
    # Places of several exons.
    places <- which(.gene_words(names(table)) %in% .GENE_PLACES)
    for (cells in table[setdiff(grep(pattern, first), c(1L, places))]) {
        known <- cells[!cells %in% .MISSING_TEXT]
        parts <- lengths(regmatches(known, gregexpr(mark, known))) + 1L
        # A comma alone may mark decimals, and commas marks of thousands, of
        # which smaller numbers have fewer.
        if (all(parts == parts[[1L]]) && all(grepl(pattern, known)) &&
            parts[[1L]] > 1L + all(grepl(",", known, fixed = TRUE))) {
            .ggc_stop("format", paste0(
                "\"%s\" must have one number in each cell, and has %d, such ",
                "as %s.\nKeep one of them, such as the median or the mean."
            ), .file_label(file), parts[[1L]], dQuote(known[[1L]], FALSE))
        }
    }
}

# Numbers with marks of thousands: 1,234.5 and 1 234 are none to R; 1.234 beside
# 998, where semicolons part columns, is 1234.
.refuse_thousands <- function(table, lines, file) {
    text <- trimws(unlist(table[-1L], use.names = FALSE))
    marked <- grepl("^[-+]?[0-9]{1,3}([,' ][0-9]{3})+[.][0-9]+$", text) |
        grepl("^[-+]?[0-9]{1,3}([.' ][0-9]{3})+,[0-9]+$", text) |
        grepl("^[-+]?[0-9]{1,3}(([' ][0-9]{3})+|([,][0-9]{3}){2,})$", text)
    dotted <- grepl("[.]", text) & !is.na(.numbers_of(text))
    german <- any(dotted) && grepl(";", lines[[length(lines)]], fixed = TRUE) &&
        all(grepl("^[-+]?[1-9][0-9]{0,2}[.][0-9]{3}$", text[dotted])) &&
        !.are_small_decimals(text, ".", lines)
    if (any(marked) || german) {
        .ggc_stop("format", paste0(
            "\"%s\" has numbers such as %s, with what seems to mark ",
            "thousands.\nWrite numbers without."
        ), .file_label(file), text[if (any(marked)) marked else dotted][[1L]])
    }
}

.refuse_long <- function(table, file) {
    columns <- .long_columns(table)
    if (!is.null(columns)) {
        names <- table[[columns$genes]]
        .ggc_stop("format", paste0(
            "\"%s\" must have a line for each gene and a column for each ",
            "sample, and names genes several times, as %s.\n%s in R."
        ), .file_label(file), names[[anyDuplicated(names)]],
        .how_to_widen(columns))
    }
}

# Samples in rows, with their times in a column; columns called by numbers may
# be times themselves.
.refuse_times_as_names <- function(table, file) {
    pattern <- sprintf("^(%s|t|zt|ct|e)?[ _.]?-?%s ?(%s|hpf|dpf|hpi|dpi)?$",
        .UNITS, "[0-9]+([.,][0-9]+)?", .UNITS)
    called <- .called_times(names(table))
    called[[1L]] <- .like_time(names(table)[[1L]])
    time <- Find(function(j) {
        all(grepl(pattern, table[[j]], ignore.case = TRUE))
    }, which(called))
    if (!is.null(time) && anyNA(.numbers_of(names(table)[-1L]))) {
        .ggc_stop("orientation", paste0(
            "\"%s\" must have genes in rows, and its %scolumn, %s, holds ",
            "times, as %s.\nTurn the table, with a name for each sample, and ",
            "put times and what else is said of samples into a table of them, ",
            "`samples`."
        ), .file_label(file), if (time == 1L) "first " else "",
        names(table)[[time]], .ggc_names(table[[time]], 3L))
    }
}

# A first column of cells that a spreadsheet merged, of groups of genes or of
# values, where another one names each gene.
.check_first_names <- function(table, file) {
    first <- table[[1L]]
    empty <- which(!nzchar(first))
    values <- .are_values(first)
    if (length(empty) == 0L && anyDuplicated(first) == 0L && !values) {
        return(invisible())
    }
    whole <- names(table)[vapply(table, function(x) {
        .is_words(x) && all(nzchar(x)) && anyDuplicated(x) == 0L
    }, NA)]
    whole <- whole[order(!grepl("gene|symbol", whole, ignore.case = TRUE))]
    advice <- sprintf("Column %s has a name for each: give it as `names`.",
        whole[1L])
    if (values) {
        .ggc_stop(if (length(whole)) "format" else "orientation", paste0(
            "\"%s\" must have the names of genes in its first column, and has ",
            "values there (%s), such as %s.\n%s"
        ), .file_label(file), names(table)[[1L]], first[[1L]],
        if (length(whole)) advice else paste0("Turn the table if samples are ",
            "its rows, and put names in front of its lines."))
    }
    if (length(empty)) {
        .ggc_stop("format", paste0(
            "\"%s\" must have the name of a gene in each line, and its first ",
            "column, %s, has none in %s.\n%s"
        ), .file_label(file), names(table)[[1L]],
        .plural(length(empty), "line"), if (length(whole)) advice else {
            "Name these genes, or leave the lines out."
        })
    }
    if (length(whole)) {
        .ggc_inform("\"%s\": column %s has names twice.\n%s",
            .file_label(file), names(table)[[1L]], advice)
    }
}

# Numbers as no identifiers are: with decimals, below 0 or several times 0.
.are_values <- function(text) {
    number <- .numbers_of(sub(",", ".", text, fixed = TRUE))
    known <- number[!text %in% .MISSING_TEXT]
    length(known) > 1L && !anyNA(known) && (any(known != floor(known)) ||
        any(known < 0) || sum(known == 0) > 1L)
}

# Columns that describe genes, by position.
.about_genes <- function(table, file) {
    columns <- seq_along(table)[-1L]
    # Of chromosomes some are numbers.
    says <- Reduce(`|`, .describes_genes(.gene_words(names(table))))
    text <- columns[vapply(columns, function(j) {
        known <- setdiff(table[[j]], .MISSING_TEXT)
        none <- is.na(.numbers_of(gsub(",", ".", known, fixed = TRUE)))
        length(known) > 0L && (all(none) ||
            (says[[j]] && any(none)))
    }, NA)]
    .refuse_links(table, file)
    rest <- setdiff(columns, text)
    text <- c(text, rest[.summary_columns(names(table)[rest], function(j) {
        .numbers_of(sub(",", ".", table[[rest[[j]]]], fixed = TRUE))
    })])
    .tell_about(names(table), .columns_about(names(table), columns, text),
        columns, sprintf("\"%s\"", .file_label(file)), "format")
}

# Edges, as ggc and others write them.
.refuse_links <- function(table, file) {
    words <- table[vapply(table, .is_words, NA)]
    if (length(.columns_of(words, "regulator")) &&
        length(.columns_of(words, "target"))) {
        .ggc_stop("format", paste0(
            "\"%s\" must have a column for each sample, and has links between ",
            "genes: %s."
        ), .file_label(file), .ggc_names(names(table)))
    }
}

# Columns of a table of samples, in the order of `names`. Labels stay as they
# are written, as "01" is not "1"; other numbers are numbers.
.match_samples <- function(table, names, genes, file) {
    label <- .file_label(file)
    if (!all(names %in% table[[1L]]) && all(genes %in% table[[1L]])) {
        .ggc_stop("orientation", paste0(
            "The table must have genes in rows, and \"%s\" has a line for ",
            "each of its rows: %s.\nTurn the table."
        ), label, .ggc_names(genes, 3L))
    }
    table <- .sample_names_first(table, names, label)
    table <- .one_line_each(table, names, label)
    columns <- table[match(names, table[[1L]]), -1L, drop = FALSE]
    columns[] <- lapply(columns, function(x) {
        x[x %in% c("", "NA")] <- NA
        plain <- .is_numbers(x[!is.na(x)]) && !any(grepl("^-?0[0-9]", x))
        if (plain) utils::type.convert(x, as.is = TRUE) else x
    })
    columns
}

# What a sample has one of.
.TOLD_OF_SAMPLES <- c("trajectory", "batch", "replicate", "biologicalreplicate",
    "individual", "donor", "condition", "treatment")

# Several lines of a sample, as an SDRF has them of the files of a paired run,
# are one where they agree; columns in which they differ say nothing of it.
.one_line_each <- function(table, names, label) {
    table <- unique(table)
    table <- table[table[[1L]] %in% names, , drop = FALSE]
    if (!anyDuplicated(table[[1L]])) {
        return(table)
    }
    first <- match(table[[1L]], table[[1L]])
    differ <- vapply(table, function(x) any(x != x[first]), NA)
    words <- sub("^.*\\[(.*)\\].*$", "\\1", names(table))
    told <- grepl("^factor ?value", names(table), ignore.case = TRUE) |
        .letters_of(words) %in% .TOLD_OF_SAMPLES | .like_time(words)
    if (any(differ & told)) {
        .ggc_stop("format", paste0(
            "\"%s\" must have one line for each sample, and has several that ",
            "differ in %s, for: %s.\nKeep one line of each."
        ), label, .ggc_names(names(table)[differ & told]),
        .ggc_names(unique(table[[1L]][duplicated(table[[1L]])])))
    }
    .ggc_inform(paste0(
        "\"%s\" has several lines for a sample, which differ in %s: these ",
        "columns are left out."
    ), label, .ggc_names(names(table)[differ]))
    table[!duplicated(table[[1L]]), !differ, drop = FALSE]
}

# The names of samples need not come first, as in SDRF and tables of SRA.
.sample_names_first <- function(table, names, label) {
    table[[1L]] <- .as_in(table[[1L]], names, label)
    has <- which(vapply(table, function(x) all(names %in% x), NA))
    if (length(has) == 0L) {
        .ggc_stop("format", paste0(
            "\"%s\" must have a line for each sample, and has none for: ",
            "%s.\nIts first column is \"%s\", with %s."
        ), label, .ggc_names(setdiff(names, table[[1L]])),
        names(table)[[1L]], .ggc_names(table[[1L]], 3L))
    }
    if (has[[1L]] > 1L) {
        .ggc_inform("\"%s\": samples are matched by its column %s.", label,
            names(table)[[has[[1L]]]])
    }
    table[c(has[[1L]], setdiff(seq_along(table), has[[1L]]))]
}
