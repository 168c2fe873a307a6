# Times as text and factors: dates, numbers, or numbers with one unit.

# Numbers from texts such as 24, "24 h", "day3", "ZT6", all with the same words
# around them (what they are is told), or an error that shows some.
.time_of_text <- function(time, arg) {
    text <- trimws(as.character(time))
    missing <- is.na(text) | text %in% c("", "NA")
    known <- text[!missing]
    dates <- .time_of_dates(known, arg)
    if (!is.null(dates)) {
        return(replace(rep(NA_real_, length(text)), !missing, dates))
    }
    # Words, a sign, a number, words. A dash after a word that all have parts
    # word and number: day-1, day-2.
    pattern <- "^([^0-9.,+-]*[.,_ ]?)([-+]?)([0-9]*[.,]?[0-9]+)([^0-9]*)$"
    part <- function(i) sub(pattern, paste0("\\", i), known)
    word <- function(i) tolower(gsub("[ _.,-]", "", part(i)))
    number <- .numbers_of(sub(",", ".", part(3L), fixed = TRUE))
    minus <- part(2L) == "-" & !(all(part(2L) == "-") & nzchar(word(1L)))
    number <- ifelse(minus, -number, number)
    if (length(known) == 0L || !all(grepl(pattern, known)) ||
        anyNA(number) || length(unique(word(1L))) > 1L ||
        length(unique(word(4L))) > 1L) {
        .ggc_stop("time", paste0(
            "`%s` must be numbers, dates, or texts with a number each and one ",
            "unit for all, such as \"0h\", \"24h\"; it has %s.\n%s"
        ), arg, .ggc_names(dQuote(.strangest(unique(text), pattern), FALSE),
            5L),
        .advice_on_times(text))
    }
    if (any(nzchar(c(word(1L), word(4L))))) {
        .ggc_inform("`%s` is read as numbers: %s is %s.", arg,
            dQuote(known[[which.max(number)]], FALSE), format(max(number)))
    }
    out <- rep(NA_real_, length(text))
    out[!missing] <- number
    out
}

# Those first that are no number with words, or have other words than all others
# but a few.
.strangest <- function(text, pattern) {
    form <- ifelse(grepl(pattern, text), tolower(sub(pattern, "\\1#\\4", text)),
        "")
    usual <- form %in% names(which.max(table(form[nzchar(form)])))
    if (mean(usual) < 0.6) text else text[order(usual)]
}

.advice_on_times <- function(text) {
    dated <- sprintf("[0-9][-/.:][0-9]+([-/.:]|$)|[0-9][-/. ]+(%s)", .MONTHS)
    if (any(grepl(dated, text, ignore.case = TRUE))) {
        return(paste0("Write dates as \"2020-03-01\" and clocks as ",
            "\"2020-03-01 08:00\", or give as.Date() or as.POSIXct() of them."))
    }
    "Give the sampling times as numbers in one unit, such as hours."
}

# Days of dates and seconds of date-times that are written as ISO 8601 has them,
# and NULL where none is: all others may be read in two ways.
.ISO_DATE <- "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
.ISO_TIME <- "[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?Z?$"

.time_of_dates <- function(text, arg) {
    .refuse_packed_dates(text, arg)
    if (length(text) == 0L || !all(grepl(.ISO_DATE, text))) {
        return(NULL)
    }
    if (all(grepl(paste0(.ISO_DATE, "$"), text))) {
        unit <- "days"
        value <- as.double(as.Date(text, "%Y-%m-%d"))
    } else if (all(grepl(paste0(.ISO_DATE, .ISO_TIME), text))) {
        unit <- "seconds"
        clock <- sub("Z$", "", sub("T", " ", text, fixed = TRUE))
        short <- grepl(" [0-9]{2}:[0-9]{2}$", clock)
        clock[short] <- paste0(clock[short], ":00")
        value <- as.double(as.POSIXct(strptime(clock, "%Y-%m-%d %H:%M:%OS",
            tz = "UTC")))
    } else {
        return(NULL)
    }
    if (anyNA(value)) {
        .ggc_stop("time", "`%s` must be dates that there are, and has %s.",
            arg, .ggc_names(dQuote(unique(text[is.na(value)]), FALSE)))
    }
    .ggc_inform("`%s` is read as dates, in %s: from %s to %s.", arg, unit,
        text[[which.min(value)]], text[[which.max(value)]])
    value
}

# 20200301 is a date, and no number: a day later the month may be another.
.refuse_packed_dates <- function(time, arg) {
    text <- if (is.numeric(time)) format(time, digits = 15L) else time
    packed <- length(text) > 1L &&
        all(grepl("^(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])$", text))
    if (packed && !anyNA(as.Date(text, "%Y%m%d"))) {
        .ggc_stop("time", paste0(
            "`%s` must be times or dates, and seems to hold dates as numbers, ",
            "such as %s.\nGive dates as \"2020-03-01\", or by ",
            "as.Date(as.character(time), \"%%Y%%m%%d\")."
        ), arg, text[[1L]])
    }
}
