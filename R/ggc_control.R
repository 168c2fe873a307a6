#' Every tuning value of a fit
#'
#' The defaults serve any data set. They were compared with their neighbours on
#' simulated networks, never on a known network of a real or challenge data set:
#' see `inst/script/tune_defaults.R` and its log.
#'
#' @param preset `"default"`, or a set of other defaults; arguments that are
#'   given win over it. `"paper"`: Patil and Vaida (2022) to the letter: as many
#'   hidden units as regulators, windows of that many steps (at most a
#'   trajectory), KL and triplet terms in the loss, one network per target.
#'   `"tank"`: the Neural-GC settings of Tank et al. (2022): 100 hidden units,
#'   windows of 10 steps, ReLU, GISTA, no distance correlation, nested lag
#'   penalty for `"cmlp"`.
#' @param ... groups of values, as [ggc_control_model()], [ggc_control_loss()],
#'   [ggc_control_training()], [ggc_control_ranking()], [ggc_control_network()]
#'   and [ggc_control_run()] make them. Each value may be given in its group or
#'   by itself, not both; a group may also stand where `preset` is not given.
#' @eval .control_page()
#' @return An S3 list of class `GGCControl`: `preset`, and each value by its
#'   name; those that the data decide, or the method, as they were given, until
#'   a fit sees the data. `lambda` is there in place of what it is made from.
#' @section Errors: `ggc_error_argument` for a value that is out of range, for
#'   two that do not go together, and for one that is given twice.
#' @family values of a fit
#' @examples
#' ggc_control(members = 3, hidden = 5)
#' ggc_control(ggc_control_model(hidden = 5), members = 3) # the same
#' ggc_control("paper")
#' ggc_control("paper", ggc_control_ranking(hubs = 1))
#' @export
ggc_control <- function(preset = c("default", "paper", "tank"), ...) {
    given <- .given_here(match.call(expand.dots = FALSE), environment())
    groups <- list(...)
    if (inherits(preset, "GGCControlGroup")) {
        groups <- c(list(preset), groups)
        preset <- names(.PRESETS)[[1L]]
    }
    preset <- .check_choice(preset, "preset", names(.PRESETS))
    .new_control(preset, .with_groups(given, groups))
}
formals(ggc_control) <- c(formals(ggc_control), .control_formals())

.PRESETS <- list(
    default = list(),
    paper = list(
        hidden = "genes", window = "genes", init = "hidden", kl = "log",
        triplet = "granger", ridge = 0.01, members = 1L, cut = "none",
        horizons = 1L, dependence = "none", hubs = 0
    ),
    tank = list(
        hidden = 100L, window = 10L, init = "none", relu = TRUE, ridge = 0.01,
        penalty = "hierarchical", members = 1L, optimiser = "gista",
        rate = 0.05, first = 200L, each = 30L, cut = "none", horizons = 1L,
        dependence = "none", hubs = 0
    )
)

# What ggc_control() takes by name, but for groups.
.control_keys <- function() {
    c("preset", names(.CONTROL))
}

# Values given by themselves and in groups, each once.
.with_groups <- function(given, groups) {
    .check_groups(groups)
    all <- do.call(c, c(list(given), lapply(unname(groups), unclass)))
    twice <- names(all)[duplicated(names(all))]
    if (length(twice)) {
        .ggc_stop("argument", paste0(
            "`%s` must be given once, by itself or in one ggc_control_%s(), ",
            "not twice."
        ), twice[[1L]], .CONTROL[[twice[[1L]]]]$group)
    }
    all
}

.check_groups <- function(groups) {
    bad <- !vapply(groups, inherits, TRUE, "GGCControlGroup")
    if (!any(bad)) {
        return(invisible())
    }
    names <- names(groups) %or% rep("", length(groups))
    named <- bad & nzchar(names)
    .ggc_stop("argument", paste0(
        "`...` must be groups of values, as from ggc_control_model(), not ",
        "%s.\nggc_control() takes %s."
    ), if (any(named)) {
        .ggc_names(names[named])
    } else {
        .given(groups[[which(bad)[[1L]]]])
    }, .ggc_names(.control_keys(), length(.CONTROL) + 1L))
}

# The values that `lambda` is made from.
.OF_PATH <- c("n_lambda", "lambda_min", "lambda_max")

.new_control <- function(preset, given) {
    v <- lapply(.CONTROL, `[[`, "default")
    for (change in list(.PRESETS[[preset]], given)) {
        v[names(change)] <- change
    }
    v <- .check_control_values(v)
    .check_together(v)
    v$lambda <- v$lambda %or% .penalty_path(v)
    v[.OF_PATH] <- NULL
    structure(c(list(preset = preset), v), class = "GGCControl")
}

.penalty_path <- function(v) {
    .check_memory("The path of penalties", c(path = 24 * v$n_lambda),
        c(path = "what its numbers take: give less `n_lambda`"))
    exp(seq(log(v$lambda_min), log(v$lambda_max), length.out = v$n_lambda))
}

# A control as ggc_control() made it, or as someone changed it since: checked
# again. What may be NULL is where it lacks, since R drops a value that is set
# to NULL.
.as_control <- function(control) {
    if (!inherits(control, "GGCControl")) {
        .ggc_stop("argument", "`control` must come from ggc_control(), not %s.",
            .given(control))
    }
    lacks <- setdiff(.control_keys(), c(names(control), .OF_PATH))
    open <- vapply(.CONTROL, function(row) !is.null(row$unset), TRUE)
    if (!all(lacks %in% names(.CONTROL)[open])) {
        .ggc_stop("argument", paste0(
            "`control` lacks %s.\nMake it anew with ggc_control() of this ",
            "version."
        ), .ggc_names(lacks))
    }
    values <- unclass(control)
    values[lacks] <- list(NULL)
    do.call(ggc_control, values)
}

# The control with the sizes that method and data decide: hidden units where
# none were given, n regulators, and the length of the shortest trajectory.
.sized_control <- function(control, hidden, n, shortest) {
    control$hidden <- control$hidden %or% hidden
    for (size in c("hidden", "window")) {
        if (control[[size]] == "genes") {
            control[[size]] <- as.integer(n)
        }
    }
    if (is.numeric(control$window)) {
        control$window <- min(control$window, shortest - 1L)
    }
    control
}

#' @export
print.GGCControl <- function(x, ...) {
    .print_values(x)
}

# ---- For the help page -----------------------------------------------------

# Roxygen tags: values by group, and a table of all with their defaults.
.control_page <- function() {
    groups <- unique(vapply(.CONTROL, `[[`, "", "group"))
    params <- vapply(groups, function(group) {
        sprintf("@param %s values of the %s: see [ggc_control_%s()].",
            paste(.control_names(group), collapse = ","), group, group)
    }, "")
    rows <- vapply(unlist(lapply(groups, .control_names)), function(name) {
        row <- .CONTROL[[name]]
        default <- row$default
        text <- if (is.character(default)) {
            sprintf("`\"%s\"`", default[[1L]])
        } else if (is.null(default)) {
            row$unset
        } else {
            sprintf("`%s`", format(default))
        }
        sprintf("| `%s` | [%s][ggc_control_%s] | %s |", name, row$group,
            row$group, text)
    }, "")
    c(params, paste(c("@section Values:", "",
        "| value | group | default |", "|---|---|---|", rows), collapse = "\n"))
}
