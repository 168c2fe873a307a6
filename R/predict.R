# Trained networks, kept small, and forecasts from them.

# Networks of a chunk come as raw float32, parameters x members x targets. Kept
# per target: the input columns that any member uses, and the rest.
.pack_networks <- function(raw, problem) {
    if (length(raw) == 0L) {
        return(NULL)
    }
    n <- length(problem$targets)
    size <- length(raw) / 4 / problem$members / n
    rows <- .input_weights(problem)
    inputs <- length(problem$regulators) + 1
    lapply(seq_len(n), function(i) {
        block <- matrix(
            raw[(i - 1) * size * problem$members * 4 +
                seq_len(size * problem$members * 4)],
            size * 4
        )
        own <- problem$targets[[i]] %in% problem$regulators
        used <- inputs - own
        columns <- array(block[seq_len(4 * rows * used), ],
            c(4 * rows, used, problem$members))
        active <- which(apply(columns != 0, 2L, any))
        list(
            active = active, used = used,
            columns = columns[, active, , drop = FALSE],
            rest = block[4 * rows * used + seq_len(4 * (size - rows * inputs)),
                , drop = FALSE]
        )
    })
}

# Weights of one input: rows of the first layer, for each lag.
.input_weights <- function(problem) {
    .cell_with(problem$cell)$gates * as.double(problem$hidden) * problem$lags
}

.unpack_networks <- function(packed, rows, size, members) {
    unlist(lapply(packed, function(p) {
        stopifnot(length(p$columns) ==
            4 * rows * length(p$active) * members)
        columns <- array(raw(1L), c(4 * rows, p$used, members))
        columns[, p$active, ] <- p$columns
        block <- matrix(raw(1L), 4 * size, members)
        block[seq_len(4 * rows * p$used), ] <- columns
        block[4 * rows * p$used + seq_len(nrow(p$rest)), ] <- p$rest
        block
    }), use.names = FALSE)
}

# The networks of a fit, as C has them; `arg` names the fit.
.whole_networks <- function(networks, problem, arg) {
    tryCatch(.unpack_networks(networks$packed, .input_weights(problem),
        .n_parameters(problem), problem$members
    ), error = function(e) {
        .ggc_stop("fit", paste0(
            "`%s` is damaged: its networks are not whole.\nRepeat the fit."
        ), arg)
    })
}

# Parameters of one network, with all inputs (ggc_network_size()).
.n_parameters <- function(problem, inputs = length(problem$regulators) + 1) {
    hidden <- problem$hidden
    cell <- .cell_with(problem$cell)
    rows <- .input_weights(problem) / problem$lags
    inputs * rows * problem$lags +
        (problem$layers - 1) * hidden * rows +
        problem$layers * ((hidden * cell$recurrent + 1) * rows +
            cell$apart * hidden) +
        problem$horizons * (hidden + 1)
}

.list_networks <- function(packed, regulators, targets, structure) {
    if (is.null(packed)) {
        return(list())
    }
    list(
        regulators = regulators, targets = targets, packed = unname(packed),
        structure = structure[c("graph", "h0")]
    )
}

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
#' @param time,trajectory,assay_type as in [ggc_fit()], for `newdata`, whose uneven
#'   times and missing values are treated as those of the fitted data.
#' @param ... not used: any other argument is an error, as data that it held
#'   would not be forecast.
#' @return A double matrix, targets in rows x samples in columns (sorted by
#'   trajectory and time), on the scale of the data: column `t` is the forecast
#'   of that sample from the samples before it, `NA` for the first sample of a
#'   trajectory (the first `ggc_control(lag = )` for `method = "cmlp"`). Constant
#'   genes have their constant. Columns are named by the samples; where a column
#'   has no such name, as points that were interpolated, or shares it with others,
#'   by trajectory and time: `"D1_0.39"`. The names are unique.
#' @section Errors: `ggc_error_argument` where the fit kept no networks, and for
#'   an unknown argument; `ggc_error_genes` where `newdata` lacks genes.
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
                                        ...) {
    .check_fit(object, "object")
    .check_no_dots(..., of = "predict()")
    fitted <- object@series
    networks <- .with_networks(object)@networks
    series <- if (is.null(newdata)) {
        fitted
    } else {
        .new_series(newdata, time, trajectory, assay_type, fitted,
            S4Vectors::metadata(object)$treatment)
    }
    .forecast(object, fitted, series, networks)
})

.new_series <- function(newdata, time, trajectory, assay_type, fitted,
                        treatment) {
    series <- withCallingHandlers(
        do.call(.as_series, c(list(newdata, time, trajectory, assay_type),
            treatment, list(min_points = 2L))),
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

.check_forecast_memory <- function(object, series) {
    control <- object@control
    size <- dim(object@score)
    cell <- .cell_of(object@method, control)
    bytes <- .fit_bytes(control, cell, series$trajectory, size[[1L]],
        size[[2L]], nrow(series$x), 1L, object@graph)
    .check_memory("This forecast", c(bytes,
        results = 32 * size[[2L]] * as.double(ncol(series$x))), .FIT_ADVICE)
}

# Networks of a fit on a series of the same genes, as C reads it.
.problem_of <- function(object, series, networks) {
    fitted <- object@series
    control <- object@control
    used <- union(networks$regulators, networks$targets)
    used <- used[order(rownames(fitted$x)[used], method = "radix")]
    scale <- .standardise(fitted$x[used, , drop = FALSE])
    z <- (series$x[used, , drop = FALSE] - scale$center) / scale$scale
    .problem(series$trajectory, z, match(networks$regulators, used),
        match(networks$targets, used), control,
        .cell_of(object@method, control), 0, networks$structure, loss = FALSE)
}

.forecast <- function(object, fitted, series, networks) {
    .check_forecast_memory(object, series)
    genes <- rownames(fitted$x)
    problem <- .problem_of(object, series, networks)
    y <- .native_predict(problem, .whole_networks(networks, problem, "object"))
    y[is.nan(y)] <- NA # steps without all their past
    scale <- .standardise(fitted$x[networks$targets, , drop = FALSE])
    out <- series$x[colnames(object@score), , drop = FALSE]
    first <- !duplicated(series$trajectory)
    out[, first] <- NA_real_
    at <- match(genes[networks$targets], rownames(out))
    out[at, ] <- y * scale$scale + scale$center
    constant <- fitted$constant[match(rownames(out), genes)]
    out[constant, !first] <- fitted$x[match(rownames(out)[constant], genes), 1L]
    colnames(out) <- .column_names(series)
    out
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
