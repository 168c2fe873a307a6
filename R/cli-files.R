# Files of the command line: tables in, tables and JSON out. Text is UTF-8
# whatever the locale, numbers have as many digits as tell them apart.

# Reading ----------------------------------------------------------------------

.check_file <- function(file) {
    if (!.is_file(file)) {
        .ggc_stop("file", "There is no file \"%s\".", file)
    }
    if (file.access(file, 4L) != 0L) {
        .ggc_stop("file", "The file \"%s\" must not be read.", file)
    }
}

# A table with a header, of tabs if the header has any, else of commas; columns
# are texts. A header that lacks the name of the first column, as write.table()
# makes it, gets one.
.read_table <- function(file) {
    .check_file(file)
    first <- .utf8_lines(file, file)[1L]
    if (is.na(first) || !nzchar(trimws(first))) {
        .ggc_stop("format", "\"%s\" must begin with a header, and is empty.",
            basename(file))
    }
    comma <- !grepl("\t", first, fixed = TRUE)
    read <- function(...) {
        utils::read.table(file, sep = if (comma) "," else "\t", quote = "\"",
            comment.char = "", colClasses = "character", encoding = "UTF-8",
            na.strings = character(), strip.white = TRUE, ...)
    }
    header <- read(nrows = 1L)
    header <- sub("^\ufeff", "", unlist(header, use.names = FALSE))
    width <- .table_width(file, if (comma) "," else "\t", length(header))
    if (width > length(header)) {
        header <- c("name", header)
    }
    empty <- which(!nzchar(header))
    header[empty] <- ifelse(empty == 1L, "name", sprintf("column %d", empty))
    twice <- unique(header[duplicated(header)])
    if (length(twice)) {
        .ggc_stop("format", "\"%s\" has columns of one name: %s.",
            basename(file), .ggc_names(twice))
    }
    stats::setNames(read(skip = 1L), header)
}

# Fields of the lines after the header: as many as the header has, or one more.
.table_width <- function(file, separator, header) {
    fields <- utils::count.fields(file, separator, quote = "\"",
        comment.char = "", blank.lines.skip = FALSE)
    lines <- which(is.na(fields) | fields > 0L)[-1L]
    if (length(lines) == 0L) {
        .ggc_stop("format", "\"%s\" has a header and nothing else.",
            basename(file))
    }
    width <- fields[[lines[[1L]]]]
    if (!is.na(width) && !width %in% (header + 0:1)) {
        .bad_line(file, lines[[1L]], "%d fields, but the header has %d",
            width, header)
    }
    wrong <- lines[is.na(fields[lines]) | !fields[lines] %in% width]
    if (anyNA(fields[wrong])) {
        .bad_line(file, wrong[is.na(fields[wrong])][[1L]],
            "a quoted name does not end in its line")
    }
    if (length(wrong)) {
        .bad_line(file, wrong[[1L]], "%d fields, but those above have %d",
            fields[[wrong[[1L]]]], width)
    }
    width
}

# A column as numbers; NA, NaN and nothing are missing.
.table_column <- function(table, name, file) {
    text <- table[[name]]
    value <- .quietly(as.numeric(text))
    bad <- which(is.na(value) & !text %in% c("", "NA", "NaN"))
    if (length(bad)) {
        .ggc_stop("format",
            "\"%s\": %s in column \"%s\" (%s) is no number.%s",
            basename(file), dQuote(text[[bad[[1L]]]], FALSE), name,
            table[[1L]][[bad[[1L]]]], if (length(bad) > 1L) {
                sprintf(" Nor are %d more there.", length(bad) - 1L)
            } else {
                ""
            })
    }
    value
}

# A matrix of numbers whose row names are the first column.
.table_matrix <- function(table, file) {
    if (ncol(table) < 2L) {
        .ggc_stop("format", "\"%s\" must have names and at least one column.",
            basename(file))
    }
    values <- vapply(names(table)[-1L], function(name) {
        .table_column(table, name, file)
    }, numeric(nrow(table)))
    matrix(values, nrow(table), dimnames = list(table[[1L]], names(table)[-1L]))
}

.read_matrix <- function(file) {
    .table_matrix(.read_table(file), file)
}

# Names, one a line, or NULL for no file.
.read_names <- function(file) {
    if (is.null(file)) {
        return(NULL)
    }
    .check_file(file)
    lines <- trimws(.utf8_lines(file, file))
    lines <- sub("^\ufeff", "", lines)
    lines[nzchar(lines)]
}

# Links for `prior`, `exclude` and `include`, or NULL for no file.
.read_links_file <- function(file) {
    if (is.null(file)) {
        return(NULL)
    }
    table <- .read_table(file)
    for (name in intersect(names(table), c("weight", "edge"))) {
        table[[name]] <- .table_column(table, name, file)
    }
    table
}

# Writing ----------------------------------------------------------------------

# Few digits where they tell the number to the last bit, else seventeen.
.exact <- function(x) {
    out <- sprintf("%.15g", x)
    finite <- which(is.finite(x))
    inexact <- finite[as.numeric(out[finite]) != x[finite]]
    out[inexact] <- sprintf("%.17g", x[inexact])
    out
}

# A connection to a file that is replaced, compressed if it ends in .gz.
.open_to_write <- function(file, encoding = "native.enc") {
    gz <- grepl("[.]gz$", file, ignore.case = TRUE)
    open <- if (gz) gzfile else base::file
    tryCatch(.quietly(open(file, "wb", encoding = encoding)),
        error = function(e) {
            .ggc_stop("output", paste0(
                "Cannot write the file \"%s\".\n",
                "Is its directory there, and may you write to it?"
            ), file)
        })
}

.write_lines <- function(lines, file) {
    connection <- .open_to_write(file)
    on.exit(close(connection))
    writeLines(enc2utf8(lines), connection, useBytes = TRUE)
}

# Lines of a table with a header. Between commas, texts that need it are quoted.
.table_lines <- function(table, separator = "\t") {
    text <- lapply(table, function(column) {
        # as.character(100000L) is "1e+05"
        if (is.numeric(column)) .exact(as.double(column)) else {
            as.character(column)
        }
    })
    broken <- grep("[\t\r\n]", c(names(text), unlist(text)), value = TRUE)
    if (length(broken)) {
        .ggc_stop("genes", "Names must not hold a tab or a line break: %s.",
            .ggc_names(encodeString(unique(broken))))
    }
    if (separator == ",") {
        text <- lapply(text, function(x) {
            ifelse(grepl("[,\"]", x),
                sprintf("\"%s\"", gsub("\"", "\"\"", x, fixed = TRUE)), x)
        })
    }
    c(paste(names(table), collapse = separator),
        if (nrow(table)) do.call(paste, c(unname(text), sep = separator)))
}

.write_table <- function(table, file) {
    .write_lines(.table_lines(table), file)
}

# Rows by name, the first column being called `corner`.
.write_matrix <- function(x, file, corner) {
    table <- data.frame(rownames(x), x, check.names = FALSE)
    names(table) <- c(corner, colnames(x))
    .write_table(table, file)
}

# JSON: a named list is an object, an unnamed one and I() an array, a vector of
# one a value and longer ones arrays; what is missing or infinite is null.
.json <- function(x, indent = "") {
    if (is.null(x)) {
        return("null")
    }
    inner <- paste0(indent, "  ")
    if (is.list(x)) {
        parts <- vapply(unname(x), .json, "", inner)
        named <- !is.null(names(x))
        if (named) {
            parts <- paste0(.json_text(names(x)), ": ", parts)
        }
        ends <- if (named) c("{", "}") else c("[", "]")
        if (length(parts) == 0L) {
            return(paste(ends, collapse = ""))
        }
        return(sprintf("%s\n%s\n%s%s", ends[[1L]],
            paste0(inner, parts, collapse = ",\n"), indent, ends[[2L]]))
    }
    values <- .json_values(x)
    if (length(x) == 1L && !inherits(x, "AsIs")) {
        return(values)
    }
    sprintf("[%s]", paste(values, collapse = ", "))
}

.json_values <- function(x) {
    if (is.numeric(x) && !is.factor(x)) {
        return(ifelse(is.finite(x), .exact(as.double(x)), "null"))
    }
    text <- as.character(x)
    out <- if (is.logical(x)) tolower(text) else .json_text(text)
    ifelse(is.na(text), "null", out)
}

.json_text <- function(x) {
    x <- enc2utf8(as.character(x))
    x <- gsub("\\", "\\\\", x, fixed = TRUE)
    x <- gsub("\"", "\\\"", x, fixed = TRUE)
    for (code in c(seq_len(31L), 127L)) {
        x <- gsub(intToUtf8(code), sprintf("\\u%04x", code), x, fixed = TRUE)
    }
    paste0("\"", x, "\"")
}

.write_json <- function(x, file) {
    .write_lines(.json(x), file)
}
