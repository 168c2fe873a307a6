#' Forecast one step ahead
#'
#' What the networks at the chosen penalty expect each target's next value to
#' be, given the series up to then: the mean over the ensemble. On the data that
#' were fitted these are in-sample values; `ggc_training(fit)` has the held-out
#' error.
#'
#' @param object a [GGCFit-class], fitted with `ggc_control(keep = "chosen")`.
#' @param newdata `NULL` for the data that were fitted, or expression data with
#'   the same genes, in any form that [ggc_fit()] accepts. Values are scaled by
#'   the means and standard deviations of the fitted data.
#' @param time,trajectory,assay_type as in [ggc_fit()], for `newdata`, whose
#'   uneven times and missing values are treated as those of the fitted data. A
#'   step is forecast as a step of the fit: with `irregular = "interpolate"` new
#'   data are brought onto the fit's step, and else a message says where their
#'   usual step is another.
#' @param batch as in [ggc_fit()], for `newdata`, of a fit with batches: the
#'   levels of the fitted data are taken off, so that only its batches can be
#'   named. Forecasts are without these levels. Without it values are taken as
#'   they are, with a message.
#' @param covariates as in [ggc_fit()], for `newdata`, of a fit with covariates:
#'   the same ones, with levels of the fit. Without them, inputs are taken at
#'   their mean, with a message; regulators are needed.
#' @param n_ahead `NULL` (default): each sample from those before it. A whole
#'   number from 1 to 10000: so many steps after the last sample of each
#'   trajectory, forecasts being fed back, each network of the ensemble by
#'   itself.
#' @param perturb with `n_ahead`: values at which regulators are held from the
#'   last sample on, on the scale of the data and named by them, as
#'   `c(G7 = 0)`: an in-silico knock-out, or over-expression.
#' @param ... not used: any other argument is an error, as data that it held
#'   would not be forecast.
#' @return A double matrix, targets in rows x samples in columns (sorted by
#'   trajectory and time), on the scale of the data: column `t` is the forecast
#'   of that sample from the samples before it, `NA` for the first sample of a
#'   trajectory (the first `ggc_control(lag = )` for `method = "cmlp"`, `order`
#'   or `lag` for `"var"` and `"trees"`). Constant genes have their constant.
#'   Columns are named by the samples; where a column has no such name, as
#'   points that were interpolated, or shares it with others, by trajectory and
#'   time: `"D1_0.39"`. The names are unique.
#'
#'   With `n_ahead` a [SummarizedExperiment::SummarizedExperiment], targets in
#'   rows x steps of each trajectory, with assays `forecast` (mean over the
#'   ensemble) and `sd` (over the ensemble, `NA` where there is none: how far
#'   networks differ, not how far the truth may be off), `colData` columns
#'   `time`, `trajectory` and `ahead`, and `perturb` in its metadata. Regulators
#'   that are no targets, and covariates, stay as they were last.
#' @section What if: of 20 simulated gene networks of 20 genes, fitted to eight
#'   series of 21 points, the predicted responses to knock-outs three steps
#'   ahead had a correlation of .52 with the true ones, those of the linear VAR
#'   .30 (`tools/tune/whatif.R` and its log). For half of the strongest
#'   responses networks say none, as the edge is not in them; of the others .95
#'   of the signs were right, of the VAR's .82. Not known is how good they are
#'   of few or short series, of a single one, with more noise, of other methods
#'   than `"clstm"` and `"var"`, or for over-expression; nor does `sd` say how
#'   far they may be off. Where times are uneven a step is one like those that
#'   were fitted, whatever they took, so that `time` is then no more than a
#'   count in usual steps.
#' @section Errors: `ggc_error_argument` where the fit kept no networks or its
#'   method does not forecast, and for an unknown argument; `ggc_error_genes`
#'   where `newdata` lacks genes; `ggc_error_batch` for batches that the fit
#'   does not know.
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 21, n_trajectories = 6, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' forecast <- predict(fit)
#' dim(forecast)
#' @name predict,GGCFit-method
#' @aliases predict,GGCFit-method predict.GGCFit
#' @exportMethod predict
setMethod("predict", "GGCFit", function(object, newdata = NULL, time = NULL,
                                        trajectory = NULL, assay_type = NULL,
                                        batch = NULL, covariates = NULL,
                                        n_ahead = NULL, perturb = NULL, ...) {
    .check_fit(object, "object")
    .check_no_dots(..., of = "predict()")
    fitted <- object@series
    forecast <- .need_forecast(object)
    series <- if (is.null(newdata)) {
        fitted
    } else {
        .new_series(newdata, list(time = time, trajectory = trajectory,
            assay_type = assay_type, batch = batch,
            covariates = covariates), fitted,
        S4Vectors::metadata(object)$treatment)
    }
    if (!is.null(n_ahead)) {
        return(.ahead(object, series, n_ahead, perturb))
    }
    if (!is.null(perturb)) {
        .ggc_stop("argument", paste0(
            "`perturb` goes with `n_ahead`, the number of steps for which the ",
            "genes are held."
        ))
    }
    out <- forecast(object, series)
    colnames(out) <- .column_names(series)
    out
})

# The method's way to forecasts.
.need_forecast <- function(fit) {
    forecast <- .method_of(fit)$forecast
    if (is.null(forecast)) {
        .with_networks(fit)
    }
    forecast
}

# read: how to read `newdata`, the arguments of predict().
.new_series <- function(newdata, read, fitted, treatment) {
    .check_new_batch(read$batch, fitted)
    read["covariates"] <- list(.new_covariates(read$covariates, fitted))
    series <- withCallingHandlers(
        do.call(.as_series, c(list(newdata), read, treatment,
            list(fitted = list(levels = fitted$batch,
                step = .learnt_step(fitted), covariates = fitted$covariates),
            min_points = 2L))),
        ggc_warning_constant = function(w) invokeRestart("muffleWarning")
    )
    lost <- setdiff(rownames(fitted$x), rownames(series$x))
    if (length(lost)) {
        .ggc_stop("genes", "`newdata` lacks %d gene(s) of the fit: %s.",
            length(lost), .ggc_names(lost))
    }
    series$x <- series$x[rownames(fitted$x), , drop = FALSE]
    series
}

# Covariates of new data as .as_series() takes them; those that a fit has as
# inputs are their mean where nobody says what they are.
.new_covariates <- function(covariates, fitted) {
    names <- fitted$covariates$names
    as_regulators <- isTRUE(fitted$covariates$as_regulators)
    if (is.null(names) && !is.null(covariates)) {
        .ggc_stop("covariates",
            "`covariates` must be NULL for a fit without covariates.")
    }
    if (!is.null(names) && is.null(covariates)) {
        if (as_regulators) {
            .ggc_stop("covariates",
                "`covariates` must be given, as they are regulators: %s.",
                .ggc_names(names))
        }
        .ggc_inform(paste0(
            "The fit has covariates, and `newdata` is taken at their mean.\n",
            "Give `covariates`: %s."
        ), .ggc_names(names))
    }
    list(values = covariates, as_regulators = as_regulators)
}

# The usual step of a fit; NULL where samples had no times.
.learnt_step <- function(fitted) {
    counted <- sequence(tabulate(fitted$trajectory))
    if (!identical(as.double(fitted$time), as.double(counted))) fitted$step
}

# A forecast is on the level that all batches of the fit have in common.
.check_new_batch <- function(batch, fitted) {
    if (is.null(batch) && !is.null(fitted$batch)) {
        .ggc_inform(paste0(
            "The fit is without the levels of its batches, and `newdata` is ",
            "taken as it is.\nGive `batch` if it is of these batches: %s."
        ), .ggc_names(colnames(fitted$batch)))
    }
    if (!is.null(batch) && is.null(fitted$batch)) {
        .ggc_stop("batch", paste0(
            "`batch` must be NULL for a fit without batches.\n",
            "Fit with `batch`, so that their levels are known."
        ))
    }
}

# A name for each column: that of its sample; where it has none, or one that
# others have too, trajectory and time, to as many digits as tell them apart.
.column_names <- function(series) {
    names <- series$samples
    for (digits in 6:15) {
        made <- paste(series$trajectory_names[series$trajectory],
            format(series$time, digits = digits, trim = TRUE, scientific = 10,
                drop0trailing = TRUE), sep = "_")
        if (!anyDuplicated(made)) {
            break
        }
    }
    lacks <- !nzchar(names) | names %in% names[duplicated(names)]
    names[lacks] <- made[lacks]
    make.unique(names)
}
