# Conditions: every error and warning of the package carries a class, so that
# scripts can catch what they can mend.

# Exported functions, and generics with our methods, of other names.
.OTHER_CALLERS <- c("granger", "read_dream", "write_edges", "plot", "autoplot",
    "predict", "summary", "update", "as_tbl_graph")

.ggc_caller <- function(call) {
    if (!is.null(call)) {
        return(call)
    }
    calls <- sys.calls()
    names <- vapply(calls, function(x) {
        if (is.symbol(x[[1L]])) as.character(x[[1L]]) else ""
    }, "")
    exported <- which(grepl("^ggc_", names) | names %in% .OTHER_CALLERS)
    if (length(exported)) calls[[exported[[1L]]]] else NULL
}

# Raise an error of class ggc_error_<what>, ggc_error. The text says what is
# wrong, then at most one hint line on how to mend it.
.ggc_stop <- function(what, fmt, ..., call = NULL) {
    text <- if (...length()) sprintf(fmt, ...) else fmt
    classes <- c(paste0("ggc_error_", what), "ggc_error")
    condition <- errorCondition(text, class = classes, call = .ggc_caller(call))
    stop(condition)
}

.ggc_warn <- function(what, fmt, ..., call = NULL) {
    text <- if (...length()) sprintf(fmt, ...) else fmt
    classes <- c(paste0("ggc_warning_", what), "ggc_warning")
    condition <- warningCondition(text, class = classes,
        call = .ggc_caller(call))
    warning(condition)
}

.ggc_inform <- function(fmt, ...) {
    text <- if (...length()) sprintf(fmt, ...) else fmt
    message(text)
}

# The value of an expression without its warnings or messages: those that say
# nothing new, as where a number that is none becomes NA, which is looked for.
.quietly <- function(expr, what = "warning") {
    muffle <- c(warning = "muffleWarning", message = "muffleMessage")[[what]]
    withCallingHandlers(expr, condition = function(condition) {
        if (inherits(condition, what)) {
            tryInvokeRestart(muffle)
        }
    })
}

# A cancelled computation returns NULL from C: raise the interrupt again, now
# that the native frames are gone, so tryCatch(interrupt = ) works.
.ggc_reraise_interrupt <- function() {
    condition <- structure(
        class = c("interrupt", "condition"),
        list(message = "interrupted", call = NULL)
    )
    signalCondition(condition)
    invokeRestart("abort")
}

# "a, b, c and 4 more": the first few names of a longer list of culprits.
.ggc_names <- function(x, n = 5L) {
    x <- as.character(x)
    shown <- paste(utils::head(x, n), collapse = ", ")
    if (length(x) > n) {
        shown <- sprintf("%s and %d more", shown, length(x) - n)
    }
    shown
}

.ggc_need <- function(package, purpose, install = "install.packages") {
    if (!requireNamespace(package, quietly = TRUE)) {
        .ggc_stop("dependency", paste0(
            "%s needs the R package '%s', which is not installed.\n",
            "Install it with %s(\"%s\")."
        ), purpose, package, install, package)
    }
}

# The text of what only a fault of the package can bring about.
.internal <- function(what) {
    paste0("ggc internal error: ", what, "; please report")
}
