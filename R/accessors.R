.GRANGER_TYPES <- c("score", "norm", "network", "dependence", "conditional",
    "jacobian", "effect")

#' @rdname granger
#' @export
setMethod("granger", "GGCFit", function(fit, type = c("score", "norm",
                                            "network", "dependence",
                                            "conditional", "jacobian",
                                            "effect"), ...) {
    .check_fit(fit)
    .check_no_dots(..., of = "granger()")
    type <- .check_choice(type, "type", .GRANGER_TYPES)
    out <- switch(type,
        score = fit@score,
        norm = fit@norms,
        network = fit@details$ranking$network %or% fit@score,
        dependence = fit@details$ranking$dependence,
        conditional = fit@details$ranking$conditional,
        (.effects(fit) %or% .with_networks(fit))[[type]]
    )
    if (is.null(out)) {
        .ggc_stop("argument", if (type == "dependence") paste0(
            "the fit used no directed dependence.\n",
            "Fit with ggc_control(dependence = \"linear\")."
        ) else paste0(
            "the fit has no conditional dependence: it takes series with at ",
            "least two pieces,\nmethods that train networks and ",
            "ggc_control(dependence = \"linear\")."
        ))
    }
    out
})

#' @rdname granger
#' @export
setMethod("granger", "ANY", function(fit, ...) {
    .check_fit(fit)
})

#' Training record of a fit
#'
#' How the network of each target gene was trained, and whether it predicts.
#'
#' A target is predictable when `heldout` is clearly below `null`, the error of
#' forecasting that nothing changes; where it is not, the target's column of the
#' Granger matrix is mostly noise.
#'
#' @param fit a [GGCFit-class].
#' @return An [S4Vectors::DataFrame()], one row per target, row names = targets:
#'   `status` (`"ok"`; `"constant"`: the gene does not vary, all its scores are
#'   0; `"diverged"`: training left the finite numbers, its scores are `NA`;
#'   `"failed"`: no worker could train it, scores `NA` too),
#'   `lambda` (the chosen penalty), `iterations` (integer), `violation` (how far
#'   the networks were from a minimum at the end of a penalty, the most of all
#'   penalties and members, in the unit of `ggc_control(tolerance = )`; `NA` for
#'   `method = "loo"`), `converged` (is that at most the tolerance? `NA` where
#'   the tolerance is 0, the default, which trains for a given number of
#'   iterations), `loss` (training loss), `heldout` (mean squared one-step error
#'   on held-out data at the chosen penalty, in units of the gene's variance),
#'   `null` (the same for the forecast "no change"); the last four are `NA` for
#'   other statuses.
#' @section Errors: `ggc_error_argument` if `fit` is not a [GGCFit-class].
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' ggc_training(fit)
#' @export
ggc_training <- function(fit) {
    .check_fit(fit)@training
}
