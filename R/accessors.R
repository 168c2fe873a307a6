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
        .effects(fit)[[type]] %or% .with_networks(fit)
    )
    if (is.null(out)) {
        .ggc_stop("argument", if (type == "dependence") paste0(
            "the fit used no directed dependence.\n",
            "Fit with ggc_control(dependence = \"linear\")."
        ) else paste0(
            "the fit has no conditional dependence.\nIt takes five targets, ",
            "four steps, a method that trains networks, and a control that ",
            "has\na `dependence` and gives neither `fusion` nor ",
            "conditional = 0."
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
#' forecasting that nothing changes, and by others than itself when it is below
#' `own`, that of a forecast from its own past. Neither is a test, and where it
#' is not so the ranking may be right all the same: see
#' [summary][summary,GGCFit-method].
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
#'   iterations), `loss` (training loss), `heldout` (mean squared error on
#'   held-out data at the chosen penalty, in units of the gene's variance, over
#'   all `horizons` that the networks forecast), `null` (that of the forecast
#'   "no change", one step ahead), `own` (that of the linear forecast from the
#'   target's own last values, 0 to 3 of them, fitted to the same steps and over
#'   the same horizons as the networks); the last four are `NA` for constant
#'   genes, `loss` and `heldout` of all whose status is not `"ok"`. Methods that
#'   train no networks have what their help pages say, and `NA` for the rest.
#' @section Errors: `ggc_error_argument` if `fit` is not a [GGCFit-class].
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' ggc_training(fit)
#' @export
ggc_training <- function(fit) {
    .training_of(.check_fit(fit))
}
