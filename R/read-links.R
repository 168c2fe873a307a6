# Files of links: tables, and forms that other programs write.

# Links for `prior`: of several files a list, by their names without directory
# and ending.
.read_prior_files <- function(files) {
    if (length(files) < 2L) {
        return(.read_links_file(files))
    }
    names <- sub("[.][^.]*$", "", sub("[.]gz$", "", basename(files)))
    stats::setNames(lapply(files, .read_links_file), make.unique(names))
}

# Links for `prior`, `exclude` and `include`, or NULL for no file.
.read_links_file <- function(file) {
    if (is.null(file)) {
        return(NULL)
    }
    table <- .read_truth_file(file)
    if (is.matrix(table)) {
        return(table)
    }
    ends <- unlist(lapply(c("regulator", "target"), .columns_of, table = table))
    values <- setdiff(seq_along(table), if (length(ends)) ends else 1:2)
    for (j in values[vapply(table[values], .is_numbers, NA)]) {
        table[[j]] <- .table_column(table, names(table)[[j]], file)
    }
    table
}

# A known network: a table of links, with a header or not, a matrix, or one of
# the forms below, told by the ending of the file.
.read_truth_file <- function(file) {
    ending <- tolower(sub(".*[.]", "", sub("[.]gz$", "", file)))
    switch(ending,
        sif = .read_sif(file),
        gmt = .read_gmt(file),
        json = .read_regulons(file),
        .read_links_table(file, .is_link_header)
    )
}

# A table of links as texts, or the matrix of numbers that it is.
.read_links_table <- function(file, header) {
    lines <- .read_lines(file)
    even <- .aracne_lines(lines)
    if (!is.null(even)) {
        return(.several_scores(.table_of(even, file, FALSE),
            .file_label(file), 3L))
    }
    table <- .table_of(lines, file, header)
    if (.is_named_matrix(table)) .table_matrix(table, file) else table
}

# ARACNe's .adj has in each line a regulator and its targets, as many as there
# are, each with a score; above them lines that begin with ">". Such lines, made
# as long as the longest; or NULL.
.aracne_lines <- function(lines) {
    comment <- any(startsWith(lines, ">"))
    lines <- lines[!grepl("^>|^#|^\\s*$", lines)]
    of <- function(lines) strsplit(lines, "\t", fixed = TRUE)
    # Most tables of links begin otherwise, and may be long.
    third <- vapply(of(utils::head(lines, 20L)), `[`, "", 3L)
    if (all(is.na(.numbers_of(third)))) {
        return(NULL)
    }
    width <- lengths(of(lines))
    place <- sequence(width)
    text <- unlist(of(lines))
    value <- place > 1L & place %% 2L == 1L
    if (any(width %% 2L == 0L) || (max(width) == 3L && !comment) ||
        anyNA(.numbers_of(text[value])) || !.is_words(text[!value])) {
        return(NULL)
    }
    paste0(lines, strrep("\t", max(width) - width))
}

# Cytoscape: regulator, interaction, one or more targets in a line, between tabs
# or, where there is no tab in the file, spaces. A lone name is a gene without
# links.
.read_sif <- function(file) {
    lines <- .lines_with_text(file)
    fields <- strsplit(lines, if (any(grepl("\t", lines))) "\t" else " +")
    fields <- fields[lengths(fields) > 1L]
    if (length(fields) == 0L || any(lengths(fields) == 2L)) {
        .ggc_stop("format", paste0(
            "\"%s\" must have a regulator, an interaction and its targets in ",
            "each line."
        ), .file_label(file))
    }
    targets <- lapply(fields, function(line) line[-(1:2)])
    each <- lengths(targets)
    data.frame(
        regulator = rep(vapply(fields, `[[`, "", 1L), each),
        interaction = rep(vapply(fields, `[[`, "", 2L), each),
        target = unlist(targets)
    )
}

# Sets of genes: the regulator, a description, its targets, between tabs.
.read_gmt <- function(file) {
    fields <- strsplit(.lines_with_text(file), "\t", fixed = TRUE)
    if (length(fields) == 0L || any(lengths(fields) < 3L)) {
        .ggc_stop("format", paste0(
            "\"%s\" must have a regulator, a description and its targets in ",
            "each line, between tabs."
        ), .file_label(file))
    }
    sets <- lapply(fields, function(line) line[-(1:2)][nzchar(line[-(1:2)])])
    .links_of_regulons(stats::setNames(sets, vapply(fields, `[[`, "", 1L)))
}

# An object of regulators, each with an array of its targets.
.read_regulons <- function(file) {
    .ggc_need("jsonlite", "Reading a .json file of links")
    text <- paste(.read_lines(file), collapse = "\n")
    value <- tryCatch(jsonlite::fromJSON(text), error = function(e) NULL)
    if (is.data.frame(value)) {
        return(value)
    }
    if (!.is_regulons(value)) {
        .ggc_stop("format", paste0(
            "\"%s\" must be a JSON object of regulators, each with an array ",
            "of the names of its targets."
        ), .file_label(file))
    }
    .links_of_regulons(value)
}

.lines_with_text <- function(file) {
    lines <- trimws(.read_lines(file), "right")
    lines[nzchar(lines) & !startsWith(lines, "#")]
}

# Does a line name columns? Some have a role, or it has no name for the first,
# or no value where the line below has one.
.is_link_header <- function(first, second) {
    named <- stats::setNames(as.data.frame(as.list(first)), first)
    roles <- vapply(names(.LINK_WORDS), function(role) {
        length(.columns_of(named, role)) > 0L
    }, NA)
    is_value <- function(x) {
        length(x) > 2L && !is.na(.edge_values(x[[3L]]))
    }
    any(roles) || !nzchar(first[[1L]]) || length(first) < length(second) ||
        (!is_value(first) && is_value(second))
}

# Of rankings, which may be matrices: no header is a line of two names, which
# may be numbers, and a number, as long as the one below.
.is_ranking_header <- function(first, second) {
    number <- !is.na(.numbers_of(first))
    .is_link_header(first, second) || length(first) < 3L ||
        !(number[[1L]] == number[[2L]] && any(number[-(1:2)]) &&
            length(first) == length(second))
}
