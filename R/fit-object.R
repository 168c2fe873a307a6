# A fit asked by others: is it whole, has it networks, who is in it, does it
# forecast?

.with_networks <- function(fit) {
    if (length(fit@details$networks) == 0L) {
        .ggc_stop("argument", if (is.null(fit@details$path)) {
            sprintf("the fit kept no networks: method = \"%s\" keeps none.",
                fit@method)
        } else {
            paste0("the fit kept no networks.\n",
                "Fit with control = ggc_control(keep = \"chosen\").")
        })
    }
    fit
}

# A fit that was read from a file may be of another version, or damaged.
.check_fit <- function(fit, arg = "fit") {
    if (!methods::is(fit, "GGCFit")) {
        .ggc_stop("argument", "`%s` must be a GGCFit, not %s.", arg,
            .given(fit))
    }
    format <- .format_of(fit)
    if (format != .FIT_FORMAT) {
        .refuse_format(format, arg)
    }
    valid <- tryCatch(methods::validObject(fit, test = TRUE),
        error = conditionMessage)
    if (!isTRUE(valid)) {
        .ggc_stop("fit", paste0(
            "`%s` is damaged, or of another version of ggc: %s.\n",
            "Repeat the fit."
        ), arg, paste(valid, collapse = "; "))
    }
    fit
}

# The layout of its slots; the first had no number.
.format_of <- function(fit) {
    if (methods::.hasSlot(fit, "format")) fit@format else 1L
}

.refuse_format <- function(format, arg) {
    .ggc_stop("fit", paste0(
        "`%s` is of format %d, and this version of ggc has %d.\n%s"
    ), arg, format, .FIT_FORMAT, if (format < .FIT_FORMAT) {
            sprintf("Bring it up to date: %s <- updateObject(%s).", arg, arg)
        } else {
            "It needs a newer ggc."
        })
}

.vertices <- function(fit) {
    union(rownames(fit@score), colnames(fit@score))
}
