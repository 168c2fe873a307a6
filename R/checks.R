# Argument checkers: each returns the value in its canonical type or raises
# ggc_error_argument saying which argument, what was expected, what was given.

.given <- function(x) {
    if (is.null(x)) {
        return("NULL")
    }
    if (is.atomic(x) && length(x) == 1L) {
        return(if (is.character(x)) dQuote(x, FALSE) else format(x))
    }
    kind <- class(x)[[1L]]
    a <- if (grepl("^[aeiou]", kind)) "an" else "a"
    if (length(dim(x)) == 2L) {
        return(sprintf("%s %s of %d rows and %d columns", a, kind, nrow(x),
            ncol(x)))
    }
    if (is.function(x)) {
        return("a function")
    }
    plain <- is.atomic(x) && !is.object(x)
    sprintf("%s %s%s of length %d", a, kind, if (plain) " vector" else "",
        length(x))
}

.check_number <- function(x, arg, lower = -Inf, upper = Inf, open = FALSE) {
    ok <- is.numeric(x) && length(x) == 1L && is.finite(x) &&
        x >= lower && x <= upper && !(open && x == lower)
    if (!ok) {
        range <- if (is.finite(upper)) {
            sprintf(if (open) "above %s, up to %s" else "from %s to %s",
                format(lower), format(upper))
        } else if (is.finite(lower)) {
            sprintf("%s %s", if (open) ">" else ">=", format(lower))
        } else {
            "that is finite"
        }
        .ggc_stop(
            "argument", "`%s` must be one number %s, not %s.",
            arg, range, .given(x)
        )
    }
    as.double(x)
}

.check_count <- function(x, arg, lower = 1L, upper = .Machine$integer.max) {
    ok <- is.numeric(x) && length(x) == 1L && is.finite(x) &&
        x == trunc(x) && x >= lower && x <= upper
    if (!ok) {
        .ggc_stop(
            "argument", "`%s` must be a whole number %s, not %s.", arg,
            if (upper < .Machine$integer.max) {
                sprintf("from %d to %d", as.integer(lower), as.integer(upper))
            } else {
                sprintf(">= %d", as.integer(lower))
            }, .given(x)
        )
    }
    as.integer(x)
}

.check_string <- function(x, arg) {
    if (!(is.character(x) && length(x) == 1L && !is.na(x) && nzchar(x))) {
        .ggc_stop("argument", "`%s` must be one string, not %s.", arg,
            .given(x))
    }
    enc2utf8(x)
}

# As "2024-05-31".
.check_date <- function(x, arg) {
    form <- "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    text <- if (inherits(x, "Date") || is.character(x)) as.character(x)
    ok <- length(text) == 1L && grepl(form, text) &&
        !is.na(as.Date(text, "%Y-%m-%d"))
    if (!ok) {
        .ggc_stop("argument",
            "`%s` must be one date, as \"2024-05-31\", not %s.", arg, .given(x))
    }
    text
}

.check_flag <- function(x, arg) {
    if (!(is.logical(x) && length(x) == 1L && !is.na(x))) {
        .ggc_stop("argument", "`%s` must be TRUE or FALSE, not %s.",
            arg, .given(x))
    }
    x
}

.check_choice <- function(x, arg, choices) {
    if (identical(x, choices)) {
        return(choices[[1L]])
    }
    if (!(is.character(x) && length(x) == 1L && x %in% choices)) {
        .ggc_stop("argument", "`%s` must be one of %s, not %s.", arg,
            paste(dQuote(choices, FALSE), collapse = ", "), .given(x))
    }
    x
}

# `...` of a function: arguments that `of` takes, all named, each once.
.check_dots <- function(dots, known, of) {
    given <- names(dots)
    if (is.null(given)) {
        given <- rep("", length(dots))
    }
    bad <- unique(given[!given %in% known | duplicated(given)])
    if (length(bad)) {
        bad[!nzchar(bad)] <- "(unnamed)"
        .ggc_stop("argument", paste0(
            "`...` must be arguments of %s, each once, not %s.\n",
            "It takes %s."
        ), of, .ggc_names(bad), .ggc_names(known, 30L))
    }
    dots
}

# `...` of a function that has it for its generic alone: a misspelt argument
# must not be lost there. Called from that function with its own dots.
.check_no_dots <- function(..., of) {
    takes <- setdiff(names(formals(sys.function(sys.parent()))), "...")
    .check_dots(list(...), takes, of)
}

# A seed for the counter-based generator: whole, 0 .. 2^53. NULL takes one value
# from R's own generator, so that set.seed() reproduces.
.check_seed <- function(seed) {
    if (is.null(seed)) {
        return(floor(stats::runif(1L) * 2^31))
    }
    ok <- is.numeric(seed) && length(seed) == 1L && is.finite(seed) &&
        seed == trunc(seed) && seed >= 0 && seed <= 2^53
    if (!ok) {
        .ggc_stop("argument",
            "`seed` must be NULL or a whole number from 0 to 2^53, not %s.",
            .given(seed))
    }
    as.double(seed)
}
