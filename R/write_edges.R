# Edges to files: a table, Cytoscape's SIF, GraphML.

.EDGE_FORMATS <- c("tsv", "csv", "sif", "graphml")

#' Write edges to a file
#'
#' For Cytoscape, Gephi, igraph, a spreadsheet or another program. Numbers are
#' written with as many digits as tell them to the last bit.
#'
#' * `"tsv"`: a tab-separated table with a header: `regulator`, `target`,
#'   `score` and, where `x` has them, the further columns of [ggc_edges()].
#' * `"csv"`: the same, separated by commas; names that hold one are quoted.
#' * `"sif"`: Cytoscape's simple interaction format, separated by tabs: a
#'   line for each edge with the regulator, `activates`, `represses` or (sign
#'   not known) `regulates`, and the target. SIF holds no numbers; they go to a
#'   table beside it, `net.edges.tsv` for `net.sif` (and `net.edges.tsv.gz` for
#'   `net.sif.gz`), whose first column
#'   `shared name` (`"G1 (activates) G2"`) is the key by which Cytoscape's
#'   *Import Table from File* finds the edges.
#' * `"graphml"`: directed, one attribute for each column, the score being
#'   called `weight` as igraph and Gephi expect it.
#'
#' Edges without a score (targets that could not be trained) are in the
#' tables alone: a network has no place for them.
#'
#' @param x a [GGCFit-class], a score matrix, a network as [ggc_network()]
#'   returns it, or a table as [ggc_edges()] makes it, perhaps with fewer rows.
#' @param file one string, the file to write (replaced if it exists; compressed
#'   if it ends in `.gz`), or, but for SIF, a connection.
#' @param ... by name, passed to [ggc_edges()] where `x` is a fit or a matrix:
#'   `self`, `n`, and `signs` and `labels_from` of a fit. All candidate edges
#'   are many: `n = 100` writes the 100 best, `n = NULL` the chosen network,
#'   `n = ggc_network(fit, 0.5)` that network with its scores and signs. Of a
#'   table all rows are written.
#' @param format `"tsv"`, `"csv"`, `"sif"` or `"graphml"`; `NULL` (default): the
#'   one that `file` ends in, before `.gz`; `"tsv"` for `.txt`, for a file
#'   without an ending and for a connection. Other endings are refused.
#' @return `file`, invisibly.
#' @section Errors: `ggc_error_argument` for a wrong `x`, `file` or `format`,
#'   for unknown arguments, or for gene names that hold a tab or a line break;
#'   `ggc_error_output` where the file cannot be written.
#' @seealso [ggc_edges()], [ggc_igraph()]
#' @examples
#' score <- matrix(c(0, 2, 1, 0), 2, dimnames = rep(list(c("a", "b")), 2))
#' file <- write_edges(score, tempfile(fileext = ".tsv"))
#' readLines(file)
#'
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' file <- write_edges(fit, tempfile(fileext = ".sif"), n = 4)
#' readLines(file)
#' read.delim(sub("sif$", "edges.tsv", file), check.names = FALSE)
#' @export
write_edges <- function(x, file, ..., format = NULL) {
    .check_write_dots(list(...), if (.is_table(x)) {
        "a table"
    } else if (methods::is(x, "GGCFit")) {
        "a fit"
    } else {
        "a matrix"
    })
    if (!.is_table(x)) {
        x <- ggc_edges(x, ...)
    }
    missing <- setdiff(c("regulator", "target", "score"), colnames(x))
    if (length(missing)) {
        .ggc_stop("argument",
            "`x` must have columns as of ggc_edges(), but lacks %s.",
            .ggc_names(missing))
    }
    is_path <- is.character(file) && length(file) == 1L && !is.na(file)
    if (!(is_path || inherits(file, "connection"))) {
        .ggc_stop("argument", "`file` must be one file name, not %s.",
            .given(file))
    }
    .check_edge_names(x)
    format <- .edge_format(format, if (is_path) file else "")
    table <- as.data.frame(x[, .edge_columns(colnames(x))])
    switch(format,
        tsv = .put_lines(.table_lines(table), file),
        csv = .put_lines(.table_lines(table, ","), file),
        sif = .write_sif(table, file),
        graphml = .put_lines(.graphml_lines(.scored(table)), file)
    )
    invisible(file)
}

# A table's edges are all written, so that only what makes a table of `x` has
# further arguments.
.check_write_dots <- function(dots, of) {
    choice <- list(`a fit` = c("self", "n", "signs", "labels_from"),
        `a matrix` = c("self", "n"), `a table` = character())
    .check_dots(dots, c("x", "file", choice[[of]], "format"),
        sprintf("write_edges() of %s", of))
}

.check_edge_names <- function(x) {
    genes <- unique(c(as.character(x$regulator), as.character(x$target)))
    broken <- grep("[\t\r\n]", genes, value = TRUE)
    if (length(broken)) {
        .ggc_stop("argument",
            "`x` must not have gene names with a tab or a line break: %s.",
            .ggc_names(encodeString(broken)))
    }
}

.edge_format <- function(format, file) {
    if (!is.null(format)) {
        return(.check_choice(format, "format", .EDGE_FORMATS))
    }
    name <- sub("[.]gz$", "", basename(file), ignore.case = TRUE)
    ending <- if (grepl(".", name, fixed = TRUE)) {
        tolower(sub(".*[.]", "", name))
    } else {
        "txt"
    }
    if (!ending %in% c("txt", .EDGE_FORMATS)) {
        .ggc_stop("argument", paste0(
            "`file` must end in one of %s, not in \".%s\".\n",
            "Or give `format`."
        ), paste0(".", .EDGE_FORMATS, collapse = ", "), ending)
    }
    if (ending == "txt") "tsv" else ending
}

.put_lines <- function(lines, file) {
    if (inherits(file, "connection")) {
        writeLines(enc2utf8(lines), file, useBytes = TRUE)
    } else {
        .write_lines(lines, file)
    }
}

.scored <- function(table) {
    table[!is.na(table$score), , drop = FALSE]
}

# What an edge does, in a word.
.interaction <- function(table) {
    words <- c("represses", "regulates", "activates")
    sign <- if (is.null(table$sign)) rep(0L, nrow(table)) else table$sign
    words[ifelse(is.na(sign), 0L, sign) + 2L]
}

.write_sif <- function(table, file) {
    if (inherits(file, "connection")) {
        .ggc_stop("argument", paste0(
            "`file` must be a file name for SIF, which has a second file of ",
            "the edges' numbers, not a connection."
        ))
    }
    table <- .scored(table)
    does <- .interaction(table)
    .write_lines(sprintf("%s\t%s\t%s", table$regulator, does, table$target),
        file)
    key <- sprintf("%s (%s) %s", table$regulator, does, table$target)
    names <- data.frame(`shared name` = key, interaction = does,
        check.names = FALSE)
    .write_table(cbind(names, table),
        sub("([.]sif)?([.]gz)?$", ".edges.tsv\\2", file, ignore.case = TRUE))
}

# Text for XML. Control characters have no place in it, even escaped.
.xml_text <- function(x) {
    x <- enc2utf8(as.character(x))
    x <- gsub("[\001-\010\013\014\016-\037]", "?", x)
    for (pair in list(c("&", "&amp;"), c("<", "&lt;"), c(">", "&gt;"),
        c("\"", "&quot;"))) {
        x <- gsub(pair[[1L]], pair[[2L]], x, fixed = TRUE)
    }
    x
}

.graphml_lines <- function(table) {
    names(table)[names(table) == "score"] <- "weight"
    values <- c(as.list(table[-c(1L, 2L)]),
        list(interaction = .interaction(table)))
    type <- c(integer = "int", double = "double", character = "string",
        logical = "boolean")[
        vapply(values, typeof, "")]
    genes <- unique(c(table$regulator, table$target))
    data <- Map(function(name, value) {
        text <- if (is.numeric(value)) .exact(as.double(value)) else
            if (is.logical(value)) tolower(value) else value
        line <- sprintf("<data key=\"%s\">%s</data>", name, text)
        ifelse(is.na(value), "", line)
    }, names(values), values)
    c(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">",
        paste0("  <key id=\"name\" for=\"node\" attr.name=\"name\" ",
            "attr.type=\"string\"/>"),
        sprintf(paste0("  <key id=\"%s\" for=\"edge\" attr.name=\"%s\" ",
            "attr.type=\"%s\"/>"), names(values), names(values), type),
        "  <graph id=\"G\" edgedefault=\"directed\">",
        sprintf("    <node id=\"%s\"><data key=\"name\">%s</data></node>",
            .xml_text(genes), .xml_text(genes)),
        sprintf("    <edge source=\"%s\" target=\"%s\">%s</edge>",
            .xml_text(table$regulator), .xml_text(table$target),
            do.call(paste0, unname(data))),
        "  </graph>", "</graphml>"
    )
}
