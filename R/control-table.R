# Every value of a control, a row each: its group, its default, what it may be,
# and what C calls it. A value more is a row here and an @param in the help page
# of its group (ggc_control_groups.R): formals, checks, printing, the command
# line's keys and the problem list read this table.

.MOST_LAYERS <- 8L # GGC_MAX_LAYERS
.MOST_HIDDEN <- 32768L # the graph over them is a matrix
.MOST_STEPS <- 100L

# A row. default: as in the formals, of several choices the first; check, ...:
# one of .CONTROL_CHECKS and its further arguments; unset: NULL is allowed, and
# what it is called; to_c: the element of the problem list that C reads
# (r_problem.c); codes: of its words there, a vector or, quoted, the name of one
# in native.R.
.control_row <- function(group, default, check, ..., unset = NULL, to_c = NULL,
                         codes = NULL) {
    limits <- list(...)
    if (check == "choice" && is.null(limits$choices)) {
        limits$choices <- default
    }
    list(group = group, default = default, check = check, limits = limits,
        unset = unset, to_c = to_c, codes = codes)
}

.CONTROL <- list(
    hidden = .control_row("model", NULL, "size", words = "genes",
        upper = .MOST_HIDDEN, unset = "by method", to_c = "hidden"),
    layers = .control_row("model", 1L, "count", upper = .MOST_LAYERS,
        to_c = "layers"),
    init = .control_row("model", c("none", "hidden", "weights", "both"),
        "choice"),
    n_prop = .control_row("model", 1L, "count", upper = .MOST_STEPS,
        to_c = "n_prop"),
    graph_at = .control_row("model", c("readout", "recurrence", "nonlinear"),
        "choice", to_c = "graph_at", codes = quote(.graph_sites)),
    adjacency = .control_row("model", "gram", "choice",
        choices = c("gram", "gram_raw", "abscor", "dcor", "directed")),
    normalise = .control_row("model", "sym", "choice",
        choices = c("sym", "row", "max", "none")),
    dcor_lag = .control_row("model", 0L, "count", lower = 0L),
    window = .control_row("model", "trajectory", "size",
        words = c("trajectory", "genes"), to_c = "window",
        codes = c(trajectory = 0L)),
    horizons = .control_row("model", NULL, "count", unset = "by the data",
        to_c = "horizons"),
    lag = .control_row("model", 5L, "count", to_c = "lags"),
    relu = .control_row("model", FALSE, "flag"),

    ridge = .control_row("loss", 0.05, "number", lower = 0, to_c = "ridge"),
    penalty = .control_row("loss",
        c("group", "sparse_group", "hierarchical", "squared"), "choice",
        to_c = "penalty_kind", codes = quote(.penalties)),
    kl = .control_row("loss", c("none", "log", "printed"), "choice",
        to_c = "kl", codes = quote(.kl_terms)),
    kl_target = .control_row("loss", c("dcor", "directed"), "choice"),
    kl_weight = .control_row("loss", 0.05, "number", lower = 0,
        to_c = "kl_weight"),
    kl_epsilon = .control_row("loss", 0.01, "number", lower = 0, open = TRUE,
        to_c = "kl_epsilon"),
    triplet = .control_row("loss", c("none", "granger", "prediction"), "choice",
        to_c = "triplet", codes = quote(.triplets)),
    triplet_weight = .control_row("loss", 1, "number", lower = 0,
        to_c = "triplet_weight"),
    triplet_p = .control_row("loss", 2, "number", lower = 1,
        to_c = "triplet_p"),
    margin = .control_row("loss", 1, "number", to_c = "margin"),

    members = .control_row("training", 5L, "count", to_c = "members"),
    lambda = .control_row("training", NULL, "path",
        unset = "from lambda_min to lambda_max", to_c = "lambda"),
    n_lambda = .control_row("training", 8L, "count"),
    lambda_min = .control_row("training", 0.02, "number", lower = 0,
        open = TRUE),
    lambda_max = .control_row("training", 0.5, "number", lower = 0,
        open = TRUE),
    optimiser = .control_row("training",
        c("adam", "gista", "ista", "adam_element"), "choice",
        to_c = "optimiser", codes = quote(.optimisers)),
    rate = .control_row("training", 0.03, "number", lower = 0, open = TRUE,
        to_c = "rate"),
    first = .control_row("training", 100L, "count", to_c = "first"),
    each = .control_row("training", 25L, "count", to_c = "each"),
    recheck = .control_row("training", 10L, "count", to_c = "recheck"),
    tolerance = .control_row("training", 0, "number", lower = 0,
        to_c = "tolerance"),
    se_factor = .control_row("training", 1, "number", lower = 0,
        to_c = "se_factor"),

    cut = .control_row("network", c("credible", "otsu", "none"), "choice"),

    dependence = .control_row("ranking", NULL, "choice",
        choices = c("linear", "dcor", "levels", "none"), unset = "by the data"),
    dependence_lags = .control_row("ranking", NULL, "count",
        unset = "by the data"),
    smooth = .control_row("ranking", NULL, "number", lower = 0,
        unset = "by the data"),
    held = .control_row("ranking", TRUE, "flag"),
    fusion = .control_row("ranking", NULL, "number", lower = 0,
        unset = "by the data"),
    conditional = .control_row("ranking", NULL, "number", lower = 0,
        unset = "by the data"),
    adaptive = .control_row("ranking", 0, "number", lower = 0),
    hubs = .control_row("ranking", 1, "number", lower = 0),
    prior_weight = .control_row("ranking", NULL, "number", lower = 0,
        unset = "by the data"),

    loo = .control_row("network", c("refit", "mask"), "choice"),
    loo_rule = .control_row("network", c("heldout", "insample"), "choice"),
    alpha = .control_row("network", 0.05, "number", lower = 0, upper = 1),

    segment = .control_row("run", 32L, "count", to_c = "segment"),
    burn_in = .control_row("run", 8L, "count", lower = 0L, to_c = "burn_in"),
    keep = .control_row("run", c("chosen", "none"), "choice",
        to_c = "keep_networks", codes = c(none = 0L, chosen = 1L)),
    isa = .control_row("run", c("auto", "avx512", "avx2", "generic"), "choice",
        to_c = "isa", codes = quote(.isas))
)

# Names of the values, or of those of a group.
.control_names <- function(group = NULL) {
    groups <- vapply(.CONTROL, `[[`, "", "group")
    names(.CONTROL)[is.null(group) | groups %in% group]
}

# Their formals, with defaults as one would write them.
.control_formals <- function(group = NULL) {
    lapply(.CONTROL[.control_names(group)], function(row) {
        if (length(row$default) > 1L) {
            as.call(c(list(quote(c)), as.list(row$default)))
        } else {
            row$default
        }
    })
}

# ---- Checks ----------------------------------------------------------------

# A whole number, or one of `words` for a size that the data have.
.check_size <- function(x, arg, words, upper = .Machine$integer.max) {
    if (is.character(x) && length(x) == 1L && x %in% words) {
        return(as.vector(x))
    }
    if (is.character(x)) {
        .ggc_stop("argument",
            "`%s` must be %s or a whole number >= 1, not %s.", arg,
            paste(dQuote(words, FALSE), collapse = ", "), .given(x))
    }
    .check_count(x, arg, upper = upper)
}

.check_penalties <- function(x, arg) {
    if (!is.numeric(x) || !length(x) || anyNA(x) ||
        any(x <= 0 | !is.finite(x)) || is.unsorted(x, strictly = TRUE)) {
        .ggc_stop("argument", paste0(
            "`%s` must be increasing positive numbers, not %s.\n",
            "The path runs from dense to sparse."
        ), arg, .given(x))
    }
    as.double(x)
}

.CONTROL_CHECKS <- list(count = .check_count, number = .check_number,
    flag = .check_flag, choice = .check_choice, size = .check_size,
    path = .check_penalties)

# A named list of values in their canonical types, or an error that names one.
.check_control_values <- function(values) {
    Map(function(x, name) {
        row <- .CONTROL[[name]]
        if (is.null(x) && !is.null(row$unset)) {
            return(NULL)
        }
        do.call(.CONTROL_CHECKS[[row$check]], c(list(x, name), row$limits))
    }, values, names(values))
}

# Values that do not go together, of those that there are.
.check_together <- function(v) {
    by_lag <- any(v[["penalty"]] %in% c("sparse_group", "hierarchical"))
    if (by_lag && (any(v[["kl"]] != "none") ||
        any(v[["triplet"]] == "granger"))) {
        .ggc_stop("argument", paste0(
            "`penalty` must be \"group\" or \"squared\" where the loss has ",
            "KL or triplet terms of the Granger row, not \"%s\"."
        ), v$penalty)
    }
    if (is.null(v[["lambda"]]) && !identical(v[["n_lambda"]], 1L) &&
        isTRUE(v[["lambda_min"]] >= v[["lambda_max"]])) {
        .ggc_stop("argument", paste0(
            "`lambda_min` must be less than `lambda_max`, not %s and %s."
        ), format(v$lambda_min), format(v$lambda_max))
    }
}

# ---- To C ------------------------------------------------------------------

# What C is given for a value: a word by its code, and numbers as they are.
.for_c <- function(value, name) {
    if (!is.character(value)) {
        return(value)
    }
    eval(.CONTROL[[name]]$codes, topenv())[[value]]
}

# The part of the problem list that is the control's, which has been sized.
.control_for_c <- function(control) {
    element <- unlist(lapply(.CONTROL, `[[`, "to_c"))
    out <- Map(.for_c, control[names(element)], names(element))
    stats::setNames(out, element)
}

# ---- In words --------------------------------------------------------------

.value_text <- function(value, name) {
    if (is.null(value)) {
        return(.CONTROL[[name]]$unset %or% "NULL")
    }
    if (is.numeric(value)) {
        value <- format(value, digits = 3, trim = TRUE)
    }
    if (length(value) > 6L) {
        value <- c(utils::head(value, 3L), "...", utils::tail(value, 2L))
    }
    paste(value, collapse = " ")
}

.print_values <- function(x) {
    width <- max(nchar(names(x)), 0L)
    writeLines(c(sprintf("<%s>", class(x)[[1L]]),
        sprintf("  %-*s %s", width, names(x),
            unlist(Map(.value_text, unclass(x), names(x))))))
    invisible(x)
}
