# Rules of the R sources that no parser checks: Rscript tests/r/lint.R, from the top of
# a checkout. The last line is "N passed, N failed, N skipped", one for each rule; a
# broken rule lists what breaks it.

files <- list.files("R", "[.]R$", full.names = TRUE)
parsed <- lapply(stats::setNames(nm = files), parse, keep.source = TRUE)
count <- c(passed = 0L, failed = 0L)

verdict <- function(rule, found) {
    broken <- length(found) > 0L
    if (broken) {
        cat("FAILED ", rule, "\n", sprintf("    %s\n", found), sep = "")
    }
    count[[1L + broken]] <<- count[[1L + broken]] + 1L
}

# ---- Layers ------------------------------------------------------------------

# What a top-level expression defines, or NULL.
defined <- function(e) {
    assigns <- is.call(e) && as.character(e[[1L]])[[1L]] %in% c("<-", "=")
    if (assigns && (is.name(e[[2L]]) || is.character(e[[2L]]))) {
        as.character(e[[2L]])
    }
}

# Names that several expressions define, but for defaults that are assigned to.
defined_twice <- function(parsed) {
    names <- unlist(lapply(parsed, function(file) {
        lapply(Filter(function(e) is.call(e) && is.name(e[[2L]]),
            as.list(file)), defined)
    }))
    unique(names[duplicated(names)])
}

verdict("each name is defined once", defined_twice(parsed))

# Files x files: does the one use a definition of the other?
file_uses <- function(parsed) {
    home <- unlist(lapply(names(parsed), function(file) {
        names <- unlist(lapply(as.list(parsed[[file]]), defined))
        stats::setNames(rep(file, length(names)), names)
    }))
    out <- matrix(FALSE, length(parsed), length(parsed),
        dimnames = list(names(parsed), names(parsed)))
    for (file in names(parsed)) {
        used <- unique(unlist(lapply(as.list(parsed[[file]]), all.names)))
        out[file, setdiff(home[intersect(used, names(home))], file)] <- TRUE
    }
    out
}

# Files that can be reached from themselves.
in_circle <- function(uses) {
    for (k in seq_len(nrow(uses))) {
        uses <- uses | outer(uses[, k], uses[k, ], `&`)
    }
    rownames(uses)[diag(uses)]
}

verdict("no circle of files in R/", in_circle(file_uses(parsed)))

# ---- Functions ---------------------------------------------------------------

# All functions of an expression, with the lines of their source.
functions_of <- function(e, name = "(none)") {
    if (!is.call(e)) {
        return(list())
    }
    name <- defined(e) %or% name
    own <- if (identical(e[[1L]], quote(`function`))) {
        ref <- if (length(e) > 3L) e[[4L]]
        lines <- if (inherits(ref, "srcref")) ref[[3L]] - ref[[1L]] + 1L else NA
        list(list(name = name, parameters = length(e[[2L]]), lines = lines))
    }
    c(own, unlist(lapply(as.list(e)[-1L], function(part) {
        if (!missing(part)) functions_of(part, name)
    }), recursive = FALSE))
}
`%or%` <- function(x, y) if (is.null(x)) y else x

functions <- do.call(rbind, unlist(lapply(files, function(file) {
    lapply(unlist(lapply(as.list(parsed[[file]]), functions_of),
        recursive = FALSE), function(f) {
        data.frame(file = file, f)
    })
}), recursive = FALSE))
functions$label <- sprintf("%s: %s", functions$file, functions$name)

top <- unlist(lapply(files, function(file) {
    unlist(lapply(as.list(parsed[[file]]), defined))
}))
verdict("no name is defined twice", unique(top[duplicated(top)]))

long <- functions[which(functions$lines > 50L), ]
verdict("no function is longer than 50 lines",
    sprintf("%s has %d lines", long$label, long$lines))
wide <- functions[functions$parameters > 12L &
    !functions$name %in% c("ggc_fit", "ggc_control"), ]
verdict("no function but ggc_fit() and ggc_control() has more than 12 parameters",
    sprintf("%s has %d", wide$label, wide$parameters))

# ---- Methods -----------------------------------------------------------------

# What depends on the method is asked of its row, not of its name.
rows <- Filter(function(e) identical(defined(e), ".METHODS"),
    as.list(parsed[["R/methods.R"]]))
methods <- setdiff(names(rows[[1L]][[3L]]), "")
tests_of_name <- function(e) {
    if (!is.call(e)) {
        return(character())
    }
    asks <- as.character(e[[1L]])[[1L]] %in% c("==", "!=", "%in%", "identical")
    text <- if (asks) paste(deparse(e), collapse = " ") else ""
    literal <- sprintf("\"%s\"", methods)
    hit <- grepl("method", text) &&
        any(vapply(literal, grepl, NA, x = text, fixed = TRUE))
    c(if (hit) text, unlist(lapply(as.list(e)[-1L], function(part) {
        if (!missing(part)) tests_of_name(part)
    })))
}
elsewhere <- grep("^R/method", files, value = TRUE, invert = TRUE)
verdict("no test of a method's name outside its file", unlist(lapply(elsewhere,
    function(file) {
        found <- unlist(lapply(as.list(parsed[[file]]), tests_of_name))
        if (length(found)) sprintf("%s: %s", file, found)
    })))

# ---- Form --------------------------------------------------------------------

too_wide <- unlist(lapply(files, function(file) {
    lines <- readLines(file)
    at <- which(nchar(lines) > 80L)
    if (length(at)) sprintf("%s:%d", file, at)
}))
verdict("no line of R is wider than 80 columns", too_wide)

verdict("the manual pages are as R reads them", unlist(lapply(
    list.files("man", "[.]Rd$", full.names = TRUE), function(page) {
        tryCatch(unclass(tools::checkRd(page)), warning = conditionMessage)
    })))

cat(sprintf("%d passed, %d failed, 0 skipped\n", count[[1L]], count[[2L]]))
quit(status = as.integer(count[[2L]] > 0L))
