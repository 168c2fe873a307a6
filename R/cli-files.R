# Files that the command line writes: tables and JSON. Text is UTF-8 whatever
# the locale, numbers have as many digits as tell them apart.

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
        if (named && length(parts)) {
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
