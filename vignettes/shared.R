# What all vignettes have in common: each sources this file in its first chunk.

knitr::opts_chunk$set(fig.width = 6.5, fig.height = 4.5, dpi = 96, message = FALSE,
    crop = NULL, fig_alt = TRUE)

# What is printed: lines of 80 characters with knitr's "## " before them.
options(width = 77)

# A table of data that is wider than that would be printed in pieces: it becomes a
# table of the page, which scrolls.
wide_as_table <- function(x, ...) {
    printed <- function(width) {
        old <- options(width = width)
        on.exit(options(old))
        utils::capture.output(print(x))
    }
    if (identical(printed(getOption("width")), printed(10000L))) {
        return(knitr::normal_print(x))
    }
    x <- as.data.frame(x)
    text <- vapply(x, function(column) {
        is.character(column) || is.factor(column)
    }, NA)
    knitr::knit_print(knitr::kable(format(x, digits = 4L),
        row.names = .row_names_info(x) > 0L, align = ifelse(text, "l", "r")))
}
for (class in c("data.frame", "DFrame")) {
    registerS3method("knit_print", class, wide_as_table,
        envir = asNamespace("knitr"))
}

# Longer lines that a function prints are folded at a space, as a terminal folds them.
fold <- function(line, width = 80L) {
    out <- character()
    indent <- paste0(sub("^((##)? *).*", "\\1", line), "    ")
    while (nchar(line) > width) {
        spaces <- gregexpr(" ", substr(line, 1L, width + 1L), fixed = TRUE)[[1L]]
        at <- max(spaces)
        if (at <= nchar(indent)) {
            break
        }
        out <- c(out, substr(line, 1L, at - 1L))
        line <- paste0(indent, substring(line, at + 1L))
    }
    c(out, line)
}
for (kind in c("output", "message", "warning", "error")) local({
    before <- knitr::knit_hooks$get(kind)
    after <- function(x, options) {
        if (!identical(options$results, "asis")) {
            lines <- strsplit(x, "\n", fixed = TRUE)[[1L]]
            x <- paste0(unlist(lapply(lines, fold)), "\n", collapse = "")
        }
        before(x, options)
    }
    do.call(knitr::knit_hooks$set, stats::setNames(list(after), kind))
})

# Who cannot see a figure is told what it shows.
knitr::knit_hooks$set(fig_alt = function(before, options) {
    drawn <- !before && isTRUE(options$fig.num > 0L)
    told <- length(options$fig.alt) && all(nzchar(options$fig.alt))
    if (drawn && !told) {
        stop("the chunk '", options$label, "' draws, and has no fig.alt")
    }
})
