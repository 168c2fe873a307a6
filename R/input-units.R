# Times as text and factors: numbers, or numbers with one unit.

# Numbers from texts such as 24, "24 h", "day3", "ZT6", all with the same words
# around them (what they are is told), or an error that shows some.
.time_of_text <- function(time, arg) {
    text <- trimws(as.character(time))
    missing <- is.na(text) | text %in% c("", "NA")
    known <- text[!missing]
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
            "unit for all, such as \"0h\", \"24h\"; it has %s.\nGive the ",
            "sampling times as numbers in one unit, such as hours."
        ), arg, .ggc_names(dQuote(unique(text), FALSE), 5L))
    }
    if (any(nzchar(c(word(1L), word(4L))))) {
        .ggc_inform("`%s` is read as numbers: %s is %s.", arg,
            dQuote(known[[which.max(number)]], FALSE), format(max(number)))
    }
    out <- rep(NA_real_, length(text))
    out[!missing] <- number
    out
}
