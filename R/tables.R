# Tables that come with the package, in inst/extdata: what was measured on
# simulated networks (tools/tune). Each is read once.

.tables <- new.env(parent = emptyenv())

.shipped_table <- function(name, ...) {
    if (is.null(.tables[[name]])) {
        file <- system.file("extdata", paste0(name, ".tsv"), package = "ggc",
            mustWork = TRUE)
        .tables[[name]] <- utils::read.delim(file, comment.char = "#", ...)
    }
    .tables[[name]]
}
