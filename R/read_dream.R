# Readers of time series with a known network: the DREAM challenges' own files
# and one tab-separated layout for everything else.

#' Read time series and gold standard in the DREAM formats
#'
#' Reads the time series files of the DREAM3 and DREAM4 in-silico challenges as
#' they were distributed, or a plain tab-separated layout, together with the
#' true network where there is one.
#'
#' @section Formats:
#' *Challenge.* Time series: a header `"Time"`, then the names of the genes, in
#' quotes or not; one line per time point; a blank line before each new
#' trajectory. Gold standard: `regulator`, `target` and 1 or 0 in each line,
#' without a header.
#'
#' *Plain.* Time series: a header `trajectory`, `time`, then the names of the
#' genes; one line per sample. Gold standard: a header `regulator`, `target`,
#' `edge`; pairs that are not listed are no edges.
#'
#' Both are separated by tabs and may be compressed with gzip. The layout is
#' recognised from the header. `NA` and empty fields are missing values.
#'
#' @param path Character, one: a time series file, or the prefix `PREFIX` of
#'   `PREFIX_timeseries.tsv` (and of `PREFIX_gold.tsv`, if that exists).
#' @param gold Character, one: the gold standard file. `NULL` (default) takes
#'   `PREFIX_gold.tsv` where it exists and no gold standard otherwise; `NA`
#'   reads none.
#'
#' @return A [SummarizedExperiment::SummarizedExperiment] with genes in rows and
#'   samples in columns, both in the order of the file: assay `"expression"`
#'   (double); `colData` with `time` (double) and `trajectory` (integer where
#'   all labels are whole numbers, else character; counted from 1 in challenge
#'   files). `metadata()` holds `truth`: an integer 0/1 matrix over all genes,
#'   regulators in rows and targets in columns, or `NULL` without a gold
#'   standard.
#' @section Errors:
#' `ggc_error_file` when a file is missing, `ggc_error_format` when a line
#' cannot be read (the message has its number), `ggc_error_genes` when the gold
#' standard names genes that the series do not have, `ggc_error_argument` for
#' `path` and `gold` that are no single strings.
#' @references
#' Marbach D, Prill RJ, Schaffter T, Mattiussi C, Floreano D, Stolovitzky G
#' (2010). Revealing strengths and weaknesses of methods for gene network
#' inference. PNAS 107(14), 6286-6291.
#' @seealso [ggc_fit()] takes the result as it is.
#' @examples
#' prefix <- sub("_timeseries.tsv$", "", system.file(
#'     "extdata", "demo_timeseries.tsv", package = "ggc"))
#' x <- read_dream(prefix)
#' x
#' sum(S4Vectors::metadata(x)$truth)
#' @export
read_dream <- function(path, gold = NULL) {
    .check_path(path, "path")
    if (!is.null(gold) && !identical(gold, NA)) {
        .check_path(gold, "gold")
    }
    files <- .dream_files(path, gold)
    series <- .dream_series(files$series)
    truth <- if (!is.null(files$gold)) {
        .dream_gold(files$gold, colnames(series$values))
    }
    x <- t(series$values)
    colnames(x) <- series$samples
    SummarizedExperiment::SummarizedExperiment(
        assays = list(expression = x),
        colData = DataFrame(time = series$time, trajectory = series$trajectory,
            row.names = colnames(x)),
        metadata = list(truth = truth)
    )
}

.check_path <- function(x, arg) {
    if (!(is.character(x) && length(x) == 1L && !is.na(x) && nzchar(x))) {
        .ggc_stop("argument", "`%s` must be one file name, not %s.", arg,
            .given(x))
    }
}

# The two files meant: list(series, gold), gold NULL where there is none.
.dream_files <- function(path, gold) {
    series <- path
    if (!.is_file(path)) {
        series <- paste0(path, "_timeseries.tsv")
        if (!.is_file(series)) {
            .ggc_stop("file", "`path`: there is no file \"%s\" or \"%s\".",
                path, series)
        }
    }
    if (is.character(gold) && !.is_file(gold)) {
        .ggc_stop("file", "`gold`: there is no file \"%s\".", gold)
    }
    if (is.null(gold) && endsWith(series, "_timeseries.tsv")) {
        gold <- sub("_timeseries\\.tsv$", "_gold.tsv", series)
    }
    if (!is.character(gold) || !.is_file(gold)) {
        gold <- NULL
    }
    list(series = series, gold = gold)
}

# A file as a list of character vectors, one per line, without quotes, with
# empty last fields; character(0) for a blank line.
.dream_fields <- function(file) {
    connection <- gzfile(file)
    on.exit(close(connection))
    lines <- .utf8_lines(connection, file)
    lines <- sub("\r$", "", sub("^\ufeff", "", lines))
    blank <- !nzchar(trimws(lines))
    # strsplit() drops one empty field at the end, so give it one to drop.
    fields <- strsplit(paste0(lines, "\t"), "\t", fixed = TRUE)
    fields <- lapply(fields, function(x) gsub('^"|"$', "", trimws(x)))
    fields[blank] <- list(character())
    fields
}

.dream_series <- function(file) {
    fields <- .dream_fields(file)
    width <- lengths(fields)
    rows <- which(width > 0L)
    if (length(rows) < 2L) {
        .ggc_stop("format", "\"%s\" has no samples.", basename(file))
    }
    header <- rows[[1L]]
    names <- fields[[header]]
    keys <- .dream_keys(file, header, names)
    .check_dream_genes(file, header, names[-seq_len(keys)])
    rows <- rows[-1L]
    wrong <- rows[width[rows] != length(names)]
    if (length(wrong)) {
        .bad_line(file, wrong[[1L]], paste0(
            "%d fields, but the header has %d; each line must have as many"
        ), width[[wrong[[1L]]]], length(names))
    }
    text <- matrix(unlist(fields[rows]), length(names))
    numbers <- .dream_numbers(file, text, rows, names, keys)
    if (keys == 2L) {
        trajectory <- .dream_labels(text[1L, ])
        .check_dream_labels(file, text[1L, ], rows)
    } else {
        trajectory <- 1L + cumsum(c(0L, diff(rows) > 1L))
        .check_dream_order(file, numbers[, 1L], trajectory, rows)
    }
    .dream_samples(numbers, trajectory)
}

# list(time, trajectory, samples, values = samples x genes) from the columns
# time, genes.
.dream_samples <- function(numbers, trajectory) {
    label <- factor(trajectory, unique(trajectory))
    point <- stats::ave(seq_along(label), label, FUN = seq_along)
    list(
        time = unname(numbers[, 1L]), trajectory = trajectory,
        samples = sprintf("R%d_T%d", as.integer(label), as.integer(point)),
        values = numbers[, -1L, drop = FALSE]
    )
}

# Columns before the first gene: 2 in the plain layout, 1 in the challenge's.
.dream_keys <- function(file, line, names) {
    lower <- tolower(names)
    if (length(lower) >= 3L &&
        identical(lower[c(1L, 2L)], c("trajectory", "time"))) {
        return(2L)
    }
    if (length(lower) >= 2L && lower[[1L]] == "time") {
        return(1L)
    }
    .bad_line(file, line, paste0(
        "the header must be tab-separated and start with \"Time\" or with ",
        "\"trajectory\", \"time\", followed by gene names"
    ))
}

.check_dream_genes <- function(file, line, genes) {
    if (!all(nzchar(genes))) {
        .bad_line(file, line, "a gene has no name")
    }
    if (anyDuplicated(genes)) {
        .bad_line(file, line,
            "gene names must be unique, and these are not: %s",
            .ggc_names(unique(genes[duplicated(genes)])))
    }
}

# text: fields x samples. Returns samples x (time, genes).
.dream_numbers <- function(file, text, rows, names, keys) {
    columns <- seq(keys, length(names))
    text <- text[columns, , drop = FALSE]
    missing <- text == "" | text %in% c("NA", "NaN")
    values <- .quietly(as.numeric(text))
    bad <- which(is.na(values) & !missing)
    no_time <- which(matrix(is.na(values), nrow(text))[1L, ])
    if (length(bad) || length(no_time)) {
        at <- min(bad, (no_time - 1L) * nrow(text) + 1L)
        sample <- (at - 1L) %/% nrow(text) + 1L
        .bad_line(file, rows[[sample]], "\"%s\" in column \"%s\" is no number",
            text[[at]], names[columns][[at - (sample - 1L) * nrow(text)]])
    }
    matrix(values, ncol(text), nrow(text), byrow = TRUE,
        dimnames = list(NULL, names[columns]))
}

.dream_labels <- function(labels) {
    whole <- all(grepl("^[0-9]{1,9}$", labels))
    if (whole) as.integer(labels) else labels
}

.check_dream_labels <- function(file, labels, rows) {
    empty <- rows[!nzchar(labels) | labels == "NA"]
    if (length(empty)) {
        .bad_line(file, empty[[1L]], "the trajectory is missing")
    }
}

# In challenge files only blank lines separate trajectories; time that does not
# increase means that one was lost.
.check_dream_order <- function(file, time, trajectory, rows) {
    back <- which(diff(time) <= 0 & diff(trajectory) == 0)
    if (length(back)) {
        .bad_line(file, rows[[back[[1L]] + 1L]], paste0(
            "time does not increase from %s to %s; ",
            "trajectories must be separated by a blank line"
        ), format(time[[back[[1L]]]]), format(time[[back[[1L]] + 1L]]))
    }
}

.dream_gold <- function(file, genes) {
    gold <- .gold_lines(file)
    .gold_matrix(file, gold$text, gold$rows, genes)
}

# list(text, rows): regulator, target and "1" or "0" of each edge, one column
# each, and the line it stands in.
.gold_lines <- function(file) {
    fields <- .dream_fields(file)
    rows <- which(lengths(fields) > 0L)
    if (length(rows) && .is_gold_header(fields[[rows[[1L]]]])) {
        rows <- rows[-1L]
    }
    wrong <- rows[lengths(fields[rows]) != 3L]
    if (length(wrong)) {
        .bad_line(file, wrong[[1L]],
            "%d fields, not 3 (regulator, target, 1 or 0)",
            length(fields[[wrong[[1L]]]]))
    }
    text <- matrix(as.character(unlist(fields[rows])), 3L)
    wrong <- rows[!text[3L, ] %in% c("0", "1")]
    if (length(wrong)) {
        .bad_line(file, wrong[[1L]],
            "the third field must be 1 or 0, not \"%s\"",
            fields[[wrong[[1L]]]][[3L]])
    }
    .check_gold_pairs(file, text, rows)
    list(text = text, rows = rows)
}

.is_gold_header <- function(fields) {
    identical(tolower(fields), c("regulator", "target", "edge"))
}

.check_gold_pairs <- function(file, text, rows) {
    edge <- as.integer(text[3L, ])
    pair <- paste(text[1L, ], text[2L, ], sep = "\t")
    twice <- which(duplicated(pair))
    twice <- twice[edge[twice] != edge[match(pair[twice], pair)]]
    if (length(twice)) {
        .bad_line(file, rows[[twice[[1L]]]],
            "%s and %s are an edge in one line and not in another; keep one",
            text[1L, twice[[1L]]], text[2L, twice[[1L]]])
    }
}

.gold_matrix <- function(file, text, rows, genes) {
    unknown <- unique(setdiff(text[c(1L, 2L), ], genes))
    if (length(unknown)) {
        line <- rows[text[1L, ] %in% unknown | text[2L, ] %in% unknown][[1L]]
        .ggc_stop("genes", paste0(
            "\"%s\", line %d: the series have no gene %s.\n",
            "They have: %s."
        ), basename(file), line, .ggc_names(unknown), .ggc_names(genes))
    }
    truth <- matrix(0L, length(genes), length(genes),
        dimnames = list(regulator = genes, target = genes))
    truth[t(text[c(1L, 2L), , drop = FALSE])] <- as.integer(text[3L, ])
    truth
}
