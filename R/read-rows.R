# Lines of a table that are no genes: further lines of a header, and counts or
# sums of all genes below them.

# Further lines of a header ----------------------------------------------------

# list(names, table): names of columns ("" where there are none), and the lines
# below them. A line of words below the header is passed over where it says the
# same of all samples, as in ArrayExpress' tables and as units do; else samples
# have two names, of which one must be made.
.one_header <- function(names, table, label) {
    names <- c(rep("", ncol(table) - length(names)), names)
    below <- unlist(table[1L, ], use.names = FALSE)
    if (nrow(table) > 1L && .is_second_header(below, table)) {
        said <- unique(below[-1L][nzchar(below[-1L])])
        named <- nzchar(names[-1L]) & !duplicated(names[-1L])
        if (length(said) > 1L || !all(named)) {
            .refuse_two_headers(names, below, said, label)
        }
        .ggc_inform("\"%s\": the line \"%s\" below the header passed over: %s.",
            label, below[[1L]], said)
        table <- table[-1L, , drop = FALSE]
    }
    .refuse_unnamed(names, table, label)
    list(names = names, table = table)
}

# Words above numbers alone; or below "... REF", as MAGE-TAB has it.
.is_second_header <- function(below, table) {
    cells <- below[-1L]
    numbers <- vapply(table[-1L, -1L, drop = FALSE], function(x) {
        known <- x[!x %in% .MISSING_TEXT]
        length(known) > 0L && !anyNA(.numbers_of(sub(",", ".", known,
            fixed = TRUE)))
    }, NA)
    any(numbers) && all(is.na(.numbers_of(sub(",", ".", cells[numbers],
        fixed = TRUE)))) && !any(cells[numbers] %in% .MISSING_TEXT) &&
        !any(grepl("^[#<>-]|^n[.]?[ad][.]?$", cells[numbers],
            ignore.case = TRUE)) && sum(numbers) > 1L
}

.refuse_two_headers <- function(names, below, said, label) {
    if (grepl(" REF$", below[[1L]]) && anyDuplicated(names)) {
        .ggc_stop("format", paste0(
            "\"%s\" must have one column for each sample, and has several: ",
            "%s.\nKeep the columns of one of these."
        ), label, .ggc_names(said))
    }
    .ggc_stop("format", paste0(
        "\"%s\" must have one header above lines of numbers, and below it has ",
        "the line \"%s\": %s.\nName each sample in one line, such as %s, and ",
        "put what else is said of samples into a table of them, `samples`."
    ), label, below[[1L]], .ggc_names(said, 3L),
    dQuote(trimws(paste(c(names[-1L][nzchar(names[-1L])], "")[[1L]],
        below[[2L]])), FALSE))
}

# A sample without a name was merged with others in a spreadsheet, or is none,
# as a sum or a note at the right.
.refuse_unnamed <- function(names, table, label) {
    values <- vapply(table, function(x) any(!is.na(.numbers_of(x))), NA)
    bare <- setdiff(which(!nzchar(names) & values), 1L)
    if (length(bare)) {
        .ggc_stop("format", paste0(
            "\"%s\" must have a name above each column of numbers, and has ",
            "none above: %s.\nGive each sample a name of its own, as merged ",
            "cells name one column, and leave other columns out."
        ), label, .ggc_names(sprintf("column %d", bare)))
    }
}

# Counts and sums --------------------------------------------------------------

# What htseq-count, STAR and featureCounts call reads of no gene, and people the
# sum of a column.
.TALLIES <- paste0("^(__[a-z_]+|N_(unmapped|multimapping|noFeature|ambiguous)|",
    "Unassigned_[A-Za-z_]+|no_feature|too_low_aQual|not_aligned|",
    "alignment_not_unique|(?i:((grand|column|sample)[ _.]?)?(totals?|sums?)",
    "([ _.](counts?|reads?))?:?|lib(rary)?[ _.]?sizes?|colsums?))$")

# What tables of cells say of these beside their genes.
.OF_CELLS <- paste0("(?i)((pseudo_?time|latent_?time)(_?[0-9]+)?$|",
    "^(n_(genes|counts)|total_counts|pct_counts|percent[._]mt|",
    "n(count|feature)_[a-z]+$))")

.is_tally <- function(names) {
    grepl(.TALLIES, names, perl = TRUE) | grepl(.OF_CELLS, names, perl = TRUE)
}

# names: NULL, or the column that is to name the genes.
.without_tallies <- function(table, names, file) {
    by <- table[unique(c(colnames(table)[[1L]],
        intersect(names, colnames(table))))]
    tally <- Reduce(`|`, lapply(by, .is_tally))
    for (i in which(table[[1L]] == "N_unmapped")) {
        .refuse_strands(unlist(table[i, ]), .file_label(file))
    }
    if (all(tally | table[[1L]] == "Assigned")) {
        .ggc_stop("format", paste0(
            "\"%s\" must have a line for each gene, and counts reads alone, ",
            "as the .summary of featureCounts: %s.\nGive the table of genes ",
            "beside it."
        ), .file_label(file), .ggc_names(table[[1L]], 3L))
    }
    if (any(tally)) {
        .ggc_inform("\"%s\": %s of no gene left out: %s.",
            .file_label(file), .plural(sum(tally), "line"),
            .ggc_names(table[[1L]][tally]))
    }
    table[!tally, , drop = FALSE]
}

# STAR's ReadsPerGene.out.tab has one sample three times: the strand may be
# either, the first or the second, and what is not mapped is the same in all.
# cells: those of the line of reads that were not mapped.
.refuse_strands <- function(cells, label) {
    if (length(cells) == 4L && cells[[1L]] == "N_unmapped" &&
        length(unique(cells[-1L])) == 1L) {
        .ggc_stop("format", paste0(
            "\"%s\" must have a column for each sample, and has the reads of ",
            "one, counted for either strand (ReadsPerGene.out.tab of STAR).\n",
            "Put the samples together first, one of these columns of each."
        ), label)
    }
}

.sums_up <- function(row, rest, by, tolerance) {
    isTRUE(all.equal(unname(row), unname(apply(rest, 2L, by, na.rm = TRUE)),
        tolerance = tolerance))
}

# Of five genes and three samples or more, and of three different values, as
# less may be so by accident: of counts that are mostly zero the median is zero,
# and so may be a gene.
.last_summaries <- function(values) {
    n <- nrow(values)
    if (ncol(values) < 3L) {
        return(integer())
    }
    for (several in rev(seq_len(min(4L, max(0L, n - 5L))))) {
        last <- n + 1L - rev(seq_len(several))
        rest <- values[-last, , drop = FALSE]
        if (all(vapply(last, function(i) {
            length(unique(values[i, ])) > 2L && any(vapply(.LAST_SUMMARIES,
                .sums_up, NA, row = values[i, ], rest = rest,
                tolerance = 0.001))
        }, NA))) {
            return(last)
        }
    }
    integer()
}

# What people write below or behind their samples by these names. MAX and MIN
# may be genes, so that the values must be as they say.
.CENTRES <- list(mean = mean, average = mean, avg = mean, ave = mean,
    median = stats::median, sum = sum, total = sum, min = min, minimum = min,
    max = max, maximum = max)
.standard_error <- function(x, na.rm) {
    stats::sd(x, na.rm = na.rm) / sqrt(sum(!is.na(x)))
}
.SPREADS <- list(sd = stats::sd, stdev = stats::sd, stddev = stats::sd,
    std = stats::sd, standarddeviation = stats::sd, sem = .standard_error,
    se = .standard_error, stderr = .standard_error, var = stats::var,
    variance = stats::var, cv = function(x, na.rm) {
        stats::sd(x, na.rm = na.rm) / mean(x, na.rm = na.rm)
    })
.SUMMARIES <- c(.CENTRES, .SPREADS)

# In whatever language: rows at the end that are these of all above them.
.LAST_SUMMARIES <- list(mean, sum, stats::median, stats::sd)

# The rows of a matrix that sum up those without such a name.
.summary_rows <- function(values, file) {
    word <- gsub("[^a-z]", "", tolower(rownames(values)))
    called <- which(word %in% names(.SUMMARIES))
    rest <- values[!word %in% names(.SUMMARIES), , drop = FALSE]
    at <- called[vapply(called, function(i) {
        nrow(rest) > 2L && .sums_up(values[i, ], rest, .SUMMARIES[[word[[i]]]],
            0.01)
    }, NA)]
    at <- union(at, .last_summaries(values))
    if (length(at)) {
        .ggc_inform("\"%s\": %s of no gene left out: %s.", .file_label(file),
            .plural(length(at), "line"), .ggc_names(rownames(values)[at]))
    }
    at
}

# Half of the last of two decimals.
.ROUNDED <- 0.00501

# Columns, by place, that are called so and sum up the others; or a mean and a
# spread, of whatever. column: function(j) -> the numbers of column j.
.summary_columns <- function(names, column) {
    word <- gsub("[^a-z]", "", tolower(names))
    called <- which(word %in% names(.SUMMARIES))
    others <- setdiff(seq_along(names), called)
    if (length(called) == 0L || length(others) < 2L) {
        return(integer())
    }
    if (any(word %in% names(.CENTRES)) && any(word %in% names(.SPREADS))) {
        return(called)
    }
    rest <- do.call(rbind, lapply(others, column))
    right <- vapply(called, function(j) {
        want <- apply(rest, 2L, .SUMMARIES[[word[[j]]]], na.rm = TRUE)
        # Numbers in a table are rounded.
        off <- abs(column(j) - want)
        ncol(rest) > 1L && isTRUE(all(off <= 0.01 * abs(want) + .ROUNDED))
    }, NA)
    if (any(right)) called else integer()
}
