# Arguments of the form name=value, as the scripts of `make` take them.

# args: as commandArgs(trailingOnly = TRUE) gives them; value: the defaults, a list
# of texts by name. A name that is not among these is an error.
read_arguments <- function(args, value) {
    for (arg in args) {
        name <- sub("=.*", "", arg)
        if (!grepl("=", arg, fixed = TRUE) || !name %in% names(value)) {
            stop(sprintf("unknown argument %s; known are %s",
                dQuote(arg, FALSE), paste0(names(value), "=", collapse = " ")
            ), call. = FALSE)
        }
        value[[name]] <- sub("^[^=]*=", "", arg)
    }
    value
}
