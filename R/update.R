#' Fit again with changed arguments
#'
#' Repeats a fit with some arguments of [ggc_fit()] changed. Everything else is
#' as it was: the fit holds the series, so that the object it was made of need
#' not be there any more, and its seed.
#'
#' @param object a [GGCFit-class].
#' @param ... arguments of [ggc_fit()] by name, which win over those of the fit.
#'   `NULL` stands for the default. With a new `x` give its `time`,
#'   `trajectory`, `assay_type`, `batch`, `covariates`, `perturbed` and `steady`
#'   too. How the fit was run (`threads`, `BPPARAM`, `checkpoint`, `verbose`) is
#'   not repeated.
#' @return A [GGCFit-class]. Without a changed argument it is the same fit, to
#'   the last bit, on the same class of processor and with the same version.
#' @section Errors: `ggc_error_argument` for arguments without a name or of
#'   other names, and for `time`, `trajectory`, `assay_type`, `irregular`, `na`,
#'   `replicates`, `batch`, `covariates`, `perturbed` and `steady` without `x`:
#'   the series that the fit holds is what they made of it. Otherwise as
#'   [ggc_fit()].
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 21, n_trajectories = 6, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' rm(sim)
#' update(fit, method = "crnn", targets = c("G1", "G2"))
#' @name update,GGCFit-method
#' @aliases update,GGCFit-method update.GGCFit
#' @exportMethod update
setMethod("update", "GGCFit", function(object, ...) {
    given <- list(...)
    method <- .method(given$method %or% object@method)
    .check_changes(given, method)
    about <- metadata(object)
    series <- object@series
    if (!is.null(series$annotation)) {
        series$annotation$metadata <- about$input
    }
    default <- c(list(
        x = series, method = object@method, seed = about$seed
    ), about$treatment, about$asked)
    if (method$has_networks) {
        default["graph"] <- list(object@details$graph)
    }
    if (identical(method$name, object@method)) {
        default <- c(default, object@settings)
    }
    default[names(given)] <- NULL
    had <- intersect(c("covariates", "perturbed", "steady"),
        names(object@series))
    for (name in setdiff(had, names(given))) {
        if (!is.null(given$x)) {
            .ggc_inform("The fit had %s, and `x` has none: give `%s` too.",
                name, name)
        }
    }
    out <- do.call(ggc_fit, c(default, given))
    # The call as it would have been written, not with all the data in it.
    call <- about$call
    changes <- as.list(substitute(list(...)))[-1L]
    call[names(changes)] <- changes
    out@metadata$call <- call
    out
})

.check_changes <- function(given, method) {
    names <- names(given)
    unknown <- setdiff(names, c("", setdiff(names(formals(ggc_fit)), "..."),
        names(method$settings)))
    if (length(given) && (is.null(names) || "" %in% names ||
        length(unknown))) {
        .ggc_stop("argument", paste0(
            "`...` must be arguments of ggc_fit() by name%s."
        ), if (length(unknown)) {
            sprintf(", not %s", .ggc_names(unknown))
        } else {
            ", which some lack"
        })
    }
    lone <- intersect(names, c(.INPUT_ARGUMENTS, "covariates",
        "as_regulators", "perturbed", "steady"))
    if (length(lone) && !"x" %in% names) {
        .ggc_stop("argument", paste0(
            "`%s` makes the series of `x`, and the fit holds it as made.\n",
            "Give `x` too."
        ), lone[[1L]])
    }
}
