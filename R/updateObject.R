#' Bring a fit of an earlier version up to date
#'
#' The layout of a [GGCFit-class] has a number, its `format`. Fits that were
#' saved by a version with another layout are refused by all functions, with an
#' error that says so; `updateObject()` makes them fits of the present one.
#' Nothing is computed anew: scores, networks and records are those that were
#' saved.
#'
#' @param object a [GGCFit-class], as [readRDS()] brings it.
#' @param ... not used.
#' @param verbose one logical: say what is done?
#' @return A [GGCFit-class] of the present format; `object` itself where it is
#'   one.
#' @section Errors: `ggc_error_fit` for a fit of a later format than this
#'   version knows, which needs a newer ggc.
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' identical(updateObject(fit), fit)
#' @name updateObject,GGCFit-method
#' @aliases updateObject,GGCFit-method updateObject.GGCFit
#' @importFrom BiocGenerics updateObject
#' @exportMethod updateObject
#' @export updateObject
setMethod("updateObject", "GGCFit", function(object, ..., verbose = FALSE) {
    format <- .format_of(object)
    if (format > .FIT_FORMAT) {
        .refuse_format(format, "object")
    }
    if (format == .FIT_FORMAT) {
        return(object)
    }
    if (.check_flag(verbose, "verbose")) {
        .ggc_inform("format %d becomes %d", format, .FIT_FORMAT)
    }
    .from_format_1(attributes(object))
})

# Format 1 had slots for what networks alone have, and called what is known the
# question. slots: a named list.
.from_format_1 <- function(slots) {
    method <- .method(slots$method)
    details <- c(slots["graph"], list(cell = method$cell(slots$control)),
        slots[if (method$has_path) c("ranking", "path", "networks")],
        slots[c("adjacency", "dcor")])
    details <- lapply(details, function(part) {
        if (!inherits(part, "name")) part # an empty slot
    })
    metadata <- slots$metadata
    metadata$asked$control <- .control_of_format_1(metadata$asked$control)
    given <- function(name) if (!inherits(slots[[name]], "name")) slots[[name]]
    .GGCFit(
        score = slots$score, norms = slots$norms, p_value = given("p_value"),
        training = slots$training, series = slots$series,
        known = slots$question, control = .control_of_format_1(slots$control),
        method = slots$method,
        details = details, metadata = metadata
    )
}

# Format 1 had codes for what was left open, 0 or NA, and for words: 0 for
# windows of whole trajectories, -1 for as many as there are genes.
.control_of_format_1 <- function(control) {
    if (control$window == 0L) control$window <- "trajectory"
    for (name in c("hidden", "window")) {
        if (control[[name]] == -1L) control[[name]] <- "genes"
    }
    for (name in c("smooth", "fusion", "prior_weight")) {
        if (is.na(control[[name]])) control[name] <- list(NULL)
    }
    for (name in c("hidden", "horizons", "dependence_lags")) {
        if (control[[name]] == 0L) control[name] <- list(NULL)
    }
    .as_control(control)
}
