# Lines of text files. Those that hold no text, or no table, are told what they
# are, by their first bytes or their names, and what reads them.

.file_label <- function(file) {
    if (file == "-") "standard input" else basename(file)
}

.BY_SAVERDS <- "give that object (to the command line by saveRDS())."

.by_igraph <- function(format) {
    sprintf(paste("Read it by igraph::read_graph(file, format = \"%s\") and",
        "give that graph, or save its edges as a table."), format)
}

# Patterns of the first lines and of the name of the file; what the file is, and
# the way out.
.FILE_KINDS <- list(
    list(first = "^PK\003\004|^[^ -~]{2}\021[^ -~]",
        name = "[.](xlsx|xlsm|ods)$",
        is = "a workbook of a spreadsheet, or a packed folder",
        mend = "Save the sheet as text (CSV), or unpack the folder."),
    list(first = "^[^ -~]HDF", name = "[.](h5ad|h5|hdf5|loom)$", is = "HDF5",
        mend = paste("Read it in R, .h5ad by zellkonverter::readH5AD(), .h5",
            "of 10x by DropletUtils::read10xCounts(), and", .BY_SAVERDS)),
    list(first = "^%%MatrixMarket", name = "[.]mtx([.]gz)?$",
        is = "a sparse matrix without names (Matrix Market)",
        mend = paste("Read it in R, by DropletUtils::read10xCounts() or",
            "Matrix::readMM(), give its rows and columns the names beside it,",
            "and", .BY_SAVERDS)),
    list(first = "^RD[XA][0-9]$", name = "[.](rds|rda|rdata)$",
        is = "an object of R",
        mend = paste("Read it by readRDS() or load(), and", .BY_SAVERDS)),
    list(first = "^(PAR1|ARROW1|FEA1)", name = "[.](parquet|feather)$",
        is = "a binary table", mend = "Save it as text, such as CSV."),
    list(first = "^%PDF-", name = "[.]pdf$", is = "a PDF",
        mend = "Take the table from its source."),
    list(first = "^\\s*(<\\?xml[^>]*>\\s*)?<(!doctype html|html)",
        name = "[.]html?$", is = "a page of the web",
        mend = "Its download may have brought this page instead of the table."),
    list(first = "<graphml", name = "[.]graphml$", is = "a graph (GraphML)",
        mend = .by_igraph("graphml")),
    list(first = "(^|\n)\\s*graph\\s*\\[", name = "[.]gml$",
        is = "a graph (GML)", mend = .by_igraph("gml")),
    list(first = "^\\s*\\*vertices", name = "[.]net$",
        is = "a graph (Pajek)", mend = .by_igraph("pajek")),
    list(first = "^\\s*(strict\\s+)?(di)?graph\\b[^[]*\\{",
        name = "[.](dot|gv)$", is = "a graph (Graphviz)",
        mend = "Save its edges as a table."),
    list(first = "^\\s*\\{[^}]*\"(format_version|generated_by|elements)\"",
        name = "[.]cyjs$", is = "a network of Cytoscape (cyjs)",
        mend = "Export its edges from Cytoscape, as a table or as SIF."),
    list(first = "^\\s*<(\\?xml|graph)", name = "[.](xml|xgmml)$", is = "XML",
        mend = "Save the table, or the edges of the network, as text."),
    list(first = "^[,\t]{2}(Enrichment[,\t]?)+(\n|$)", name = "^$",
        is = "a list of motifs (pySCENIC ctx)",
        mend = paste("Make regulons of it first, by df2regulons(), and write",
            "these as GMT or as a table of TF and target.")),
    list(first = "^ustar", name = "[.](tar([.].*)?|tgz)$", is = "an archive",
        mend = "Unpack it, and give the table inside.")
)

# lines: as they were read, in no encoding that is sure. A name alone proves
# nothing where the first line has several fields.
.refuse_kind <- function(lines, file) {
    first <- utils::head(lines, 1L)
    text <- paste(utils::head(lines, 5L), collapse = "\n")
    is <- vapply(.FILE_KINDS, function(kind) {
        grepl(kind$first, text, ignore.case = TRUE, useBytes = TRUE) ||
            (grepl(kind$name, file, ignore.case = TRUE) &&
                !any(grepl("[\t,; ]", first, useBytes = TRUE)))
    }, NA)
    if (any(is)) {
        kind <- .FILE_KINDS[[which(is)[[1L]]]]
        .ggc_stop("format", "\"%s\" must be a table as text, and is %s.\n%s",
            .file_label(file), kind$is, kind$mend)
    }
}

# Lines as UTF-8, or an error that names the line.
.utf8_lines <- function(connection, file) {
    lines <- readLines(connection, warn = FALSE)
    .refuse_kind(lines, file)
    Encoding(lines) <- "UTF-8"
    bad <- which(!validUTF8(lines))
    if (length(bad)) {
        .bad_line(file, bad[[1L]],
            "must be text in UTF-8: save the table as text, encoded in UTF-8")
    }
    .plain_marks(lines)
}

# What typesetters and spreadsheets put in place of the keys of a keyboard:
# spaces that do not break, which look like part of a name, and minus signs.
.plain_marks <- function(lines) {
    marked <- which(grepl("[^\\x01-\\x7f]", lines, perl = TRUE,
        useBytes = TRUE))
    text <- lines[marked]
    for (space in c("\u00a0", "\u202f", "\u2007")) {
        text <- gsub(space, " ", text, fixed = TRUE)
    }
    text <- gsub("\u2212", "-", text, fixed = TRUE)
    lines[marked] <- gsub("(^|[\t,;\" ])\u2013(?=[0-9.,])", "\\1-", text,
        perl = TRUE)
    lines
}

.bad_line <- function(file, line, fmt, ...) {
    .ggc_stop("format", "\"%s\", line %d: %s.", basename(file), line,
        sprintf(fmt, ...))
}
