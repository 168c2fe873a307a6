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

# Who cannot see a figure is told what it shows.
knitr::knit_hooks$set(fig_alt = function(before, options) {
    drawn <- !before && isTRUE(options$fig.num > 0L)
    told <- length(options$fig.alt) && all(nzchar(options$fig.alt))
    if (drawn && !told) {
        stop("the chunk '", options$label, "' draws, and has no fig.alt")
    }
})
