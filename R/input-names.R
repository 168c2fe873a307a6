# What has names is matched by them, never taken by its place; and what the
# names of rows, columns and samples tell of them.

# A vector (or the rows of a table) in the order of `samples`, by its names. Of
# names that the samples do not have, or that fit several, nothing can be made.
# what: class of the error.
.by_name <- function(value, samples, arg, what = "argument", of = "x") {
    names <- .as_in(.names_given(value), samples, arg)
    if (is.null(names) || identical(names, as.character(samples))) {
        return(value)
    }
    at <- match(samples, names)
    if (is.null(samples) || anyNA(at) ||
        anyDuplicated(names[names %in% samples])) {
        .ggc_stop(what, paste0(
            "`%s` has names, which must be those of the columns of `%s`: it ",
            "has %s, and `%s` has %s.\n%s takes it in the order given."
        ), arg, of, .ggc_names(unique(names), 3L), of,
        if (length(samples)) .ggc_names(samples, 3L) else "none",
        sprintf(if (length(dim(value)) == 2L) "unname(as.matrix(%s))" else
            "unname(%s)", arg))
    }
    if (length(dim(value)) == 2L) value[at, , drop = FALSE] else value[at]
}

# Names as the samples have them, where these went through R's data.frame(),
# which makes AAAC.1 of AAAC-1.
.as_in <- function(names, samples, arg) {
    if (length(names) == 0L || length(samples) == 0L ||
        any(names %in% samples)) {
        return(names)
    }
    made <- make.names(names)
    if (anyDuplicated(made) || !all(samples %in% made)) {
        return(names)
    }
    .ggc_inform("`%s`: names are matched as R writes them, %s as %s.", arg,
        names[[1L]], made[[1L]])
    made
}

# Names of a vector, or row names of a table that are more than numbers of rows.
.names_given <- function(value) {
    if (is.data.frame(value)) {
        return(if (.row_names_info(value) > 0L) rownames(value))
    }
    names <- if (length(dim(value)) == 2L) rownames(value) else {
        if (is.atomic(value)) names(value)
    }
    if (any(nzchar(names))) names
}

# Cells and samples ------------------------------------------------------------

# Most names: all but one in ten.
.MOST_SAMPLES <- 0.9
.UNITS <- "s|sec|min|mins|h|hr|hrs|hour|hours|d|day|days|wk|week|weeks"
.OTHER_UNITS <- paste0("std|stunden?|tage?|wochen?|heures?|jours?|semaines?|",
    "horas?|d[i\u00ed]as?")

# Names that samples have and genes do not: R1_T3 (as of ggc_simulate()); S12,
# if not a locus tag such as S0012; accession numbers, unlike the gene SRR; and
# names with a part that is a time or a replicate (WT_0h_rep1, ko.day3, EGF 0 h,
# of which R makes EGF.0.h, and X0h of 0h). Transcripts are called ...-T1 and
# probes 1007_s_at, so that these are no times.
.SAMPLE_NAMES <- c(
    "^(r|rep)[0-9]+[ _.-]t[0-9]+$",
    "^s[0-9]{1,3}([ _.-]?rep[ _.-]?[0-9]+)?$",
    "^(gsm|[sed]rr)[0-9]{3,}$",
    "^[0-9]+([.][0-9]+)?[ _-][0-9]+$",
    sprintf("(^|[ _.-])([A-Z]?[0-9]+[ .]?(%s|%s)|(%s)[ _.]?[0-9]+)($|[ _.-])",
        .UNITS, .OTHER_UNITS,
        "day|days|d|hour|hours|hr|min|time|timepoint|tp|week|rep|replicate|tag")
)

# Barcodes of cells, with what programs put around them: AAACCTGAG...-1,
# pbmc_AAACCTGAG....
.BARCODE <- "(^|[^A-Za-z])[ACGTN]{12,}([^A-Za-z]|$)"

# Identifiers that only genes have.
.GENE_IDS <- paste0("^(ENS[A-Z]*[GT][0-9]{6,}|AT[1-5CM]G[0-9]{5}|",
    "FBgn[0-9]{5,}|WBGene[0-9]{5,}|Y[A-P][LR][0-9]{3}[CW])")

.mostly <- function(names, pattern, ...) {
    length(names) > 0L && mean(grepl(pattern, names, ...)) >= .MOST_SAMPLES
}

# Times ------------------------------------------------------------------------

# Words that columns and rows of times are called by.
.TIME_WORDS <- paste0("^(time|t|zt|ct|age|stage|hours?|hrs?|h|days?|d|weeks?|",
    "min|mins|minutes?|hpi|dpi|hpf|dpf|timepoints?|timecourse|",
    "zeit|zeitpunkt|stunden?|tage?|temps|heures?|jours?|tiempo|horas?|dias?|",
    "(times?|age|stage)(h|hr|hrs|hours?|min|mins|minutes?|d|days?|wk|weeks?|",
    "s|sec|points?))$")

.like_time <- function(names) {
    # GEOquery has "time:ch1".
    word <- sub(":ch[12]$", "", tolower(names))
    grepl(.TIME_WORDS, gsub("[^a-z0-9]", "", word))
}

# Columns that are called as times are, and as neither samples nor genes: T is
# the old symbol of TBXT.
.called_times <- function(names) {
    nchar(gsub("[^A-Za-z]", "", names)) > 1L & .like_time(names)
}

# A row that is called as times are, and never falls inside a trajectory but to
# where it began, as of replicates one after the other, is most likely no gene.
.warn_time_rows <- function(x, trajectory) {
    named <- which(.like_time(rownames(x)) & nchar(rownames(x)) > 1L)
    rising <- named[vapply(named, function(i) {
        inside <- which(diff(trajectory) == 0L)
        steps <- diff(x[i, ])[inside]
        length(steps) > 0L && all(is.finite(steps)) && any(steps > 0) &&
            all(steps >= 0 | x[i, inside + 1L] == x[i, 1L])
    }, NA)]
    if (length(rising)) {
        row <- rownames(x)[rising[[1L]]]
        .ggc_warn("samples", paste0(
            "The row called %s is read as a gene, and rises as times do.\n",
            "If it holds the times, leave it out of `x`, and ",
            "give time = x[%s, ]."
        ), row, dQuote(row, FALSE))
    }
}

.tell_of_names <- function(series, columns) {
    .tell_no_times(series, columns)
    .warn_eaten(rownames(series$x))
    .warn_tallies(rownames(series$x))
}

# Where no times were given: that samples are equally spaced is said, and warned
# of where their names seem to hold times or replicates.
.tell_no_times <- function(series, columns) {
    if (!is.null(series$time)) {
        return(invisible())
    }
    names <- series$samples
    # Such as interaction() makes of a sample, its time and its replicate; and
    # a last column may be something else.
    like <- grepl(paste(c(.SAMPLE_NAMES, "[ _.][0-9.]+[ _.][0-9]+$"),
        collapse = "|"), names, ignore.case = TRUE)
    told <- mean(like) >= .MOST_SAMPLES || .hold_times(names) ||
        (sum(!like) == 1L && sum(like) > 2L)
    told <- told && !.in_steps(names) && length(series$trajectory_names) == 1L
    if (told && length(columns) == 0L) {
        .ggc_warn("samples", paste0(
            "No `time` was given: the %d samples are taken as one equally ",
            "spaced series, though their names seem to hold times or ",
            "replicates: %s.\nGive `time`, and `trajectory` or `replicates`."
        ), length(names), .ggc_names(names, 3L))
    } else if (length(columns) == 0L) {
        .ggc_inform("No `time` was given: samples are taken as equally spaced.")
    }
}

# Do names hold numbers that are no places: those of few series, each with the
# same ones (P1_0, P2_0; A_T00h, B_T00h), or uneven, as 0, 2, 8 are, or in the
# order of texts, as 0, 10, 2? Any number of a name may be one, from the left or
# from the right.
.hold_times <- function(names) {
    names <- sub("^X([0-9])", "\\1", names)
    at <- gregexpr("[0-9]+([.][0-9]+)?", names)
    count <- vapply(at, function(one) sum(one > 0L), 0L)
    if (length(names) < 3L || min(count) == 0L) {
        return(FALSE)
    }
    found <- regmatches(names, at)
    places <- c(lapply(seq_len(min(count)), rep, length(names)), list(count))
    any(vapply(unique(places), function(k) {
        number <- as.numeric(mapply(`[[`, found, k))
        start <- mapply(`[[`, at, k)
        length <- nchar(mapply(`[[`, found, k))
        series <- paste0(substr(names, 1L, start - 1L), "\r",
            substring(names, start + length))
        .no_places(number, series)
    }, NA))
}

.no_places <- function(number, series) {
    by <- unname(split(number, series))
    if (length(by) > 1L) {
        return(length(by[[1L]]) > 1L && all(vapply(by[-1L], setequal, NA,
            by[[1L]])))
    }
    steps <- diff(number)
    any(steps <= 0) || max(steps) > min(steps) * (1 + 1e-9)
}

# Are the names alike but for one number, which rises in even steps?
.in_steps <- function(names) {
    number <- .numbers_of(gsub("^[^0-9]*([0-9]+)[^0-9]*$", "\\1", names))
    !anyNA(number) && length(number) > 1L &&
        length(unique(gsub("[0-9]+", "", names))) == 1L &&
        length(unique(diff(number))) == 1L && number[[2L]] > number[[1L]]
}

# Genes ------------------------------------------------------------------------

# Names that a spreadsheet has made dates or numbers of: 1-Mar was MARCHF1 (or
# MTARC1), 2-Sep SEPTIN2, 2.31E+13 a RIKEN identifier, 43891 a date once more;
# or the mark of what it could not compute. Months also in German, French and
# Spanish.
.MONTHS <- "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
.OTHER_MONTHS <- paste0("m[\u00e4a]rz|m\u00e4r|mrz|mai|okt|dez|janv|",
    "f[\u00e9e]v|mars|avr|juin|juil|ao[\u00fbu]t|d[\u00e9e]c|ene|abr|ago|dic")
.EATEN <- c(
    sprintf("^[0-9]{1,2}[-. ]+(%s|%s)[a-z]*$", .MONTHS, .OTHER_MONTHS),
    # Sep-2; genes of C. elegans are called sep-1.
    sprintf("^(?=(?-i:[A-Z]))(%s)[a-z]*[-. ]+[0-9]{1,2}$", .MONTHS),
    "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}",
    "^[0-9]{1,2}[./][0-9]{1,2}[./]([0-9]{2}){1,2}$",
    "^#(N/A|NAME\\?|REF!|VALUE!|DIV/0!|NV|NUM!)$",
    "^[0-9]([.,][0-9]+)?e[+][0-9]{2}$"
)

.eaten_names <- function(names) {
    names <- as.character(names)
    names <- names[validUTF8(names)]
    eaten <- Reduce(`|`, lapply(.EATEN, grepl, names, ignore.case = TRUE,
        perl = TRUE))
    number <- grepl("^[34][0-9]{4}$", names)
    names[eaten | (number & mean(grepl("^[0-9.]+$", names)) < 0.5)]
}

.warn_eaten <- function(names) {
    eaten <- unique(.eaten_names(names))
    if (length(eaten)) {
        .ggc_warn("genes", paste0(
            "%s like %s that a spreadsheet made of names: %s.\nRead the table ",
            "from its source, or import the column of names as text."
        ), if (length(eaten) == 1L) "1 gene name looks" else {
            sprintf("%d gene names look", length(eaten))
        }, if (length(eaten) == 1L) "a date or number" else "dates or numbers",
        .ggc_names(eaten))
    }
}

# Reads of no gene, and sums of all genes.
.warn_tallies <- function(names) {
    tally <- names[.is_tally(names)]
    if (length(tally)) {
        .ggc_warn("genes", paste0(
            "Rows of `x` seem to be of no gene, but sums or reads of none: ",
            "%s.\nLeave these out."
        ), .ggc_names(tally))
    }
}
