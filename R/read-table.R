# Tables as people hand them out: of tabs, commas, semicolons or spaces; with
# comments, a title, or another format's lines above the header; compressed, or
# from a pipe. Read as text, column by column.

# Lines ------------------------------------------------------------------------

.check_file <- function(file) {
    if (identical(file, "-")) {
        return(invisible())
    }
    if (!.is_file(file)) {
        .ggc_stop("file", "There is no file \"%s\".", file)
    }
    if (file.access(file, 4L) != 0L) {
        .ggc_stop("file", "The file \"%s\" must not be read.", file)
    }
}

# What is read once and is then gone.
.is_pipe <- function(file) {
    file == "-" || startsWith(file, "/dev/") || startsWith(file, "/proc/")
}

# All lines of a file, compressed or not, or of standard input for "-". Excel's
# "Unicode text" is UTF-16, and begins so.
.read_lines <- function(file) {
    .check_file(file)
    if (.is_pipe(file)) {
        connection <- base::file(if (file == "-") "stdin" else file, "r",
            raw = file != "-")
    } else {
        wide <- readBin(file, "raw", 2L)
        wide <- identical(wide, as.raw(c(0xff, 0xfe))) ||
            identical(wide, as.raw(c(0xfe, 0xff)))
        connection <- base::file(file, "r",
            encoding = if (wide) "UTF-16" else "native.enc")
    }
    on.exit(close(connection))
    lines <- .utf8_lines(connection, file)
    sub("\r$", "", sub("^\ufeff", "", lines))
}

# What of the lines is the table: list(lines, number), number being that of each
# in the file.
.table_body <- function(lines, file) {
    geo <- .geo_table(lines, file)
    if (length(geo)) {
        return(.cut_lines(lines, geo[[1L]], geo[[2L]]))
    }
    if (length(lines) > 2L && grepl("^#1[.][23]", lines[[1L]])) {
        # Its second line counts genes, samples, and what is said of both.
        about <- .numbers_of(strsplit(lines[[2L]], "[\t ]+")[[1L]])[4L]
        return(.cut_lines(lines, 3L, length(lines),
            3L + seq_len(if (is.na(about)) 0L else about)))
    }
    comment <- sum(.leading(grepl("^(#|!|%)|^\\s*$|^\"?sep=.\"?$", lines)))
    if (.is_commented_header(lines[comment + 0:1])) {
        lines[[comment]] <- sub("^#+ *", "", lines[[comment]])
        comment <- comment - 1L
    }
    .cut_lines(lines, comment + 1L, length(lines), label = .file_label(file))
}

# "#gene s1 s2" above lines of as many fields.
.is_commented_header <- function(lines) {
    length(lines) == 2L && !anyNA(lines) && startsWith(lines[[1L]], "#") && {
        fields <- .count_fields(lines, .separator_of(lines[[2L]]))
        !anyNA(fields) && fields[[1L]] == fields[[2L]] && fields[[1L]] > 1L
    }
}

# Comments below a table; "#N/A" is what a spreadsheet has for a value.
.NOTE <- "^#+(\\s|$|(?!N/A|N[VU]|NAME|REF|VALUE|DIV)[A-Za-z][^\t,;]*$)"

# Text alone in the first field of a line, as of a footnote, which a spreadsheet
# pads with separators: with a space in it, or a mark in front, unlike names of
# genes. Where spaces part columns there is no telling.
.are_remarks <- function(lines) {
    if (length(lines) == 0L) {
        return(logical())
    }
    middle <- lines[[ceiling(length(lines) / 2)]]
    mark <- Find(function(mark) grepl(mark, middle, fixed = TRUE),
        c("\t", ";", ","))
    if (is.null(mark) || (mark == "," &&
        lengths(strsplit(middle, " +")) >= lengths(strsplit(middle, ",")))) {
        return(logical(length(lines)))
    }
    bare <- sub(sprintf("%s+$", mark), "", lines)
    quoted <- grepl("^\"[^\"]*\"$", bare)
    alone <- quoted | !grepl(sprintf("%s(?! )", mark), bare, perl = TRUE)
    alone & grepl("\\S\\s+\\S|^\"?[^[:alnum:]\"_ ]", bare)
}

# Lines of the table without those that are empty, or have separators alone, and
# without notes at its end, which are told if they may be something else.
.cut_lines <- function(lines, from, to, but = integer(), label = NULL) {
    inside <- seq_along(lines) >= from & seq_along(lines) <= to &
        !seq_along(lines) %in% but
    lines <- lines[inside]
    filled <- grepl("[^,;\"[:space:]]", lines)
    comment <- grepl(.NOTE, lines, perl = TRUE)
    last <- utils::tail(seq_along(lines), 100L)
    remark <- seq_along(lines) %in% last[.are_remarks(lines[last])]
    below <- rev(.leading(rev(comment | !filled | remark)))
    told <- lines[below & remark & filled & !comment]
    if (length(told) && !is.null(label)) {
        .ggc_inform("\"%s\": %s below the table passed over: %s.", label,
            .plural(length(told), "line"),
            .ggc_names(sub("[\t,;]+$", "", told)))
    }
    filled <- filled & !below
    number <- which(inside)[filled]
    list(lines = lines[filled], number = number)
}

# Columns ----------------------------------------------------------------------

.SEPARATORS <- c("\t", ";", ",", "")

.count_fields <- function(lines, separator) {
    connection <- textConnection(lines, encoding = "UTF-8")
    on.exit(close(connection))
    utils::count.fields(connection, separator, quote = "\"",
        comment.char = "", blank.lines.skip = FALSE)
}

# Tabs if the header has any; else what parts the first lines into as many
# fields each (the header may have one less); else commas.
.separator_of <- function(lines) {
    if (grepl("\t", lines[[1L]], fixed = TRUE)) {
        return("\t")
    }
    first <- utils::head(lines, 20L)
    for (separator in .SEPARATORS[-1L]) {
        fields <- .count_fields(first, separator)
        rest <- fields[-1L]
        even <- !anyNA(fields) && max(fields) > 1L &&
            (!length(rest) || (all(rest == rest[[1L]]) &&
                (rest[[1L]] - fields[[1L]]) %in% 0:1))
        if (even) {
            return(separator)
        }
    }
    if (grepl(";", lines[[1L]], fixed = TRUE)) ";" else ","
}

# Lines above the header that are no part of the table: one field each, where
# those below have several. A spreadsheet pads them with separators.
.title_lines <- function(lines) {
    first <- utils::head(lines, 20L)
    bare <- sub("[,;\t]+$", "", first)
    fields <- .count_fields(first, .separator_of(first[length(first)]))
    fields[.count_fields(bare, .separator_of(first[length(first)])) == 1L] <- 1L
    alone <- sum(.leading(!is.na(fields) & fields == 1L))
    rest <- fields[-seq_len(alone)]
    wide <- length(rest) > 1L && all(rest > 2L, na.rm = TRUE)
    if (alone && wide) alone else 0L
}

.fields_of <- function(lines, separator) {
    table <- utils::read.table(text = lines, sep = separator, quote = "\"",
        comment.char = "", colClasses = "character", encoding = "UTF-8",
        na.strings = character(), strip.white = TRUE, header = FALSE,
        fill = FALSE)
    # Between quotes white space is left.
    if (any(grepl("\"", lines, fixed = TRUE))) {
        table[] <- lapply(table, trimws)
    }
    table
}

# A table whose columns are texts. A header that lacks the name of the first
# column, as write.table() makes it, gets one. header: TRUE, or a function of
# the fields of the first two lines that tells whether the first is one; without
# a header columns are called V1, V2, ...
# repeats: may columns have one name? genes: is it a table of genes and samples,
# whose header may go on below its first line?
.read_table <- function(file, header = TRUE, repeats = FALSE) {
    .table_of(.read_lines(file), file, header, repeats)
}

.table_of <- function(lines, file, header = TRUE, repeats = FALSE,
                      genes = FALSE) {
    label <- .file_label(file)
    body <- .without_perseus(.table_body(lines, file), label)
    if (length(body$lines) == 0L) {
        .ggc_stop("format", "\"%s\" must begin with a header, and is empty.",
            label)
    }
    title <- if (length(body$lines) > 2L) .title_lines(body$lines) else 0L
    if (title) {
        .ggc_inform("\"%s\": %s above the header passed over.", label,
            .plural(title, "line"))
        body <- list(lines = body$lines[-seq_len(title)],
            number = body$number[-seq_len(title)])
    }
    separator <- .separator_of(body$lines)
    fields <- .count_fields(body$lines, separator)
    names <- unlist(.fields_of(body$lines[[1L]], separator), use.names = FALSE)
    if (is.function(header)) {
        second <- unlist(.fields_of(c(body$lines, body$lines[[1L]])[[2L]],
            separator), use.names = FALSE)
        header <- header(names, second)
    }
    if (header) {
        width <- .table_width(body, fields, length(names), file)
        table <- .fields_of(body$lines[-1L], separator)
        if (genes) {
            whole <- .one_header(names, table, label)
            names <- whole$names
            table <- whole$table
        }
        names <- .header_names(names, width, label, repeats)
    } else {
        .check_widths(body$number, fields, fields[[1L]], file)
        names <- paste0("V", seq_along(names))
        table <- .fields_of(body$lines, separator)
    }
    .without_empty(stats::setNames(table, names))
}

# Perseus says below the header what each column is: "#!{Type}E", "E", "T".
.without_perseus <- function(body, label) {
    more <- startsWith(body$lines, "#!{")
    if (any(more)) {
        .ggc_inform("\"%s\": %s of Perseus below the header passed over.",
            label, .plural(sum(more), "line"))
        body <- lapply(body, `[`, !more)
    }
    body
}

.header_names <- function(names, width, label, repeats) {
    if (width > length(names)) {
        names <- c("name", names)
    }
    empty <- which(!nzchar(names))
    names[empty] <- ifelse(empty == 1L, "name", sprintf("column %d", empty))
    .refuse_strands(names, label)
    # GEO's tables of Illumina have a "Detection Pval" beside each sample.
    twice <- setdiff(names[duplicated(names)], names[.is_statistic(names)])
    if (repeats || length(twice) == 0L) {
        names <- make.unique(names)
    } else {
        .ggc_stop("format", paste0(
            "\"%s\" has columns of one name: %s.\nGive each a name of its ",
            "own, in one line of a header."
        ), label, .ggc_names(twice))
    }
    names
}

# Without columns that a spreadsheet left at the right.
.without_empty <- function(table) {
    empty <- grepl("^column [0-9]+$", names(table)) &
        vapply(table, function(x) !any(nzchar(x)), NA)
    table[!empty]
}

# Fields of the lines after the header: as many as the header has, or one more.
.table_width <- function(body, fields, header, file) {
    rest <- fields[-1L]
    if (length(rest) == 0L) {
        .ggc_stop("format", "\"%s\" has a header and nothing else.",
            .file_label(file))
    }
    width <- rest[[1L]]
    if (!is.na(width) && !width %in% (header + 0:1)) {
        .bad_line(file, body$number[[2L]], "%d fields, but the header has %d",
            width, header)
    }
    .check_widths(body$number[-1L], rest, width, file)
    width
}

.check_widths <- function(number, fields, width, file) {
    open <- which(is.na(fields))
    if (length(open)) {
        .bad_line(file, number[[open[[1L]]]],
            "a quoted name does not end in its line")
    }
    wrong <- which(fields != width)
    if (length(wrong)) {
        .bad_line(file, number[[wrong[[1L]]]],
            "%d fields, but those above have %d", fields[[wrong[[1L]]]], width)
    }
}

# Numbers ----------------------------------------------------------------------

# Three digits behind a mark may be decimals or thousands. They are decimals
# where semicolons part columns (as Excel does where commas mark decimals), all
# numbers but few have the mark, and all are of the size of logarithms.
.are_small_decimals <- function(text, mark, lines) {
    known <- text[!text %in% .MISSING_TEXT]
    marked <- grepl(mark, known, fixed = TRUE)
    whole <- .numbers_of(sub(sprintf("[%s].*", mark), "", known))
    length(lines) > 0L && grepl(";", lines[[length(lines)]], fixed = TRUE) &&
        mean(marked) >= 0.9 && all(abs(whole) < 30, na.rm = TRUE)
}

# Texts with commas for decimal points, as most of Europe writes them, with
# points; as they are where some have points. Commas of thousands are refused:
# 1,234 may be either.
# lines: of the file, NULL if not known.
.decimal_points <- function(table, file, lines = NULL) {
    comma <- "^[-+]?[0-9]*,[0-9]+([eE][-+]?[0-9]+)?$"
    text <- unlist(table, use.names = FALSE)
    with <- text[grepl(comma, text)]
    if (length(with) == 0L) {
        return(table)
    }
    three <- all(grepl("^[-+]?[1-9][0-9]{0,2},[0-9]{3}$", with))
    if ((three && !.are_small_decimals(text, ",", lines)) ||
        any(grepl("^[-+]?[0-9]+[.][0-9]+$", text))) {
        .ggc_stop("format", paste0(
            "\"%s\" has numbers with commas, such as %s, which may mark ",
            "decimals or thousands.\nWrite numbers with points."
        ), .file_label(file), with[[1L]])
    }
    table[] <- lapply(table, function(x) {
        at <- grepl(comma, x)
        x[at] <- sub(",", ".", x[at], fixed = TRUE)
        x
    })
    table
}

# A column as numbers.
.table_column <- function(table, name, file) {
    text <- table[[name]]
    value <- .numbers_of(text)
    bad <- which(is.na(value) & !text %in% .MISSING_TEXT)
    if (length(bad)) {
        .ggc_stop("format",
            paste0("\"%s\": %s in column \"%s\" (%s) is no number.%s\n",
                "Where nothing is known, leave the cell empty, or write NA."),
            .file_label(file), dQuote(text[[bad[[1L]]]], FALSE), name,
            table[[1L]][[bad[[1L]]]], if (length(bad) > 1L) {
                sprintf(" Nor are %d more there.", length(bad) - 1L)
            } else {
                ""
            })
    }
    value
}

# A matrix of numbers whose row names are the first column.
.table_matrix <- function(table, file, lines = NULL) {
    if (ncol(table) < 2L) {
        .ggc_stop("format", "\"%s\" must have names and at least one column.",
            .file_label(file))
    }
    table[-1L] <- .decimal_points(table[-1L], file, lines)
    values <- vapply(names(table)[-1L], function(name) {
        .table_column(table, name, file)
    }, numeric(nrow(table)))
    matrix(values, nrow(table), dimnames = list(table[[1L]], names(table)[-1L]))
}

# Names ------------------------------------------------------------------------

# Names, one a line, or NULL for no file.
.read_names <- function(file) {
    if (is.null(file)) {
        return(NULL)
    }
    lines <- trimws(.read_lines(file))
    lines <- lines[nzchar(lines) & !startsWith(lines, "#")]
    sub("^\"(.*)\"$", "\\1", lines)
}
