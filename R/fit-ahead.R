# Several steps ahead, and what would be if some genes were held at a value:
# forecasts that are fed back, each network of an ensemble by itself.

# list(mean, sd): targets x trajectories x steps, on the scale of the data; sd
# over the ensemble, NA of one network or of a method without.
.forecast_ahead <- function(fit, series, n_ahead, perturb) {
    members <- .forecasters(fit)
    paths <- lapply(members, .rolled, series, n_ahead, perturb)
    n <- length(paths)
    mean <- Reduce(`+`, paths) / n
    square <- Reduce(`+`, lapply(paths, function(path) (path - mean)^2))
    list(mean = mean, sd = if (n > 1L) sqrt(square / (n - 1)) else {
        replace(mean, TRUE, NA_real_)
    })
}

# A function(series) -> targets x columns for each network of the ensemble.
.forecasters <- function(fit) {
    if (!.method_of(fit)$has_networks) {
        forecast <- .method_of(fit)$forecast
        return(list(function(series) forecast(fit, series)))
    }
    lapply(seq_len(fit@control$members), function(member) {
        function(series) .network_forecast(fit, series, member)
    })
}

# targets x trajectories x steps. Genes that are no targets, and covariates,
# stay as they were last.
.rolled <- function(forecast, series, n_ahead, perturb) {
    held <- match(names(perturb), rownames(series$x))
    hold <- function(series) {
        last <- which(!duplicated(series$trajectory, fromLast = TRUE))
        series$x[held, last] <- unname(perturb)
        series
    }
    series <- hold(series)
    steps <- lapply(seq_len(n_ahead), function(h) {
        series <<- .one_more(series)
        last <- which(!duplicated(series$trajectory, fromLast = TRUE))
        next_value <- forecast(series)[, last, drop = FALSE]
        known <- rownames(next_value)[!is.na(next_value[, 1L])]
        series$x[known, last] <<- next_value[known, ]
        series <<- hold(series)
        series$x[rownames(next_value), last, drop = FALSE]
    })
    array(unlist(steps), c(dim(steps[[1L]]), n_ahead),
        list(rownames(steps[[1L]]), NULL, NULL))
}

# A series with one more sample in each trajectory, a step later, which is a
# copy of the last.
.one_more <- function(series) {
    n <- length(series$trajectory)
    from <- c(seq_len(n), which(!duplicated(series$trajectory,
        fromLast = TRUE)))
    new <- seq_along(from) > n
    at <- order(series$trajectory[from], new)
    from <- from[at]
    new <- new[at]
    series$time <- series$time[from] + ifelse(new, series$step, 0)
    series$samples <- ifelse(new, "", series$samples[from])
    series$x <- series$x[, from, drop = FALSE]
    series$inputs <- series$inputs[, from, drop = FALSE]
    series$perturbed <- series$perturbed[, from, drop = FALSE]
    series$trajectory <- series$trajectory[from]
    series[c("between", "filled")] <- NULL
    series
}

# Values at which regulators are held, by name.
.check_perturb <- function(perturb, fit) {
    if (is.null(perturb)) {
        return(NULL)
    }
    known <- rownames(fit@score)
    good <- is.numeric(perturb) && !is.object(perturb) && length(perturb) &&
        all(is.finite(perturb)) && !is.null(names(perturb)) &&
        !anyDuplicated(names(perturb))
    if (!good) {
        .ggc_stop("argument", paste0(
            "`perturb` must be finite numbers named by regulators, each once, ",
            "as c(%s = 0), not %s."
        ), known[[1L]], .given(perturb))
    }
    strange <- setdiff(names(perturb), known)
    if (length(strange)) {
        .ggc_stop("genes",
            "`perturb` must name regulators of the fit; these are none: %s.",
            .ggc_names(strange))
    }
    stats::setNames(as.double(perturb), names(perturb))
}

# What predict() returns of several steps: genes x (trajectories x steps).
.ahead <- function(fit, series, n_ahead, perturb) {
    n_ahead <- .check_count(n_ahead, "n_ahead", 1L, 10000L)
    perturb <- .check_perturb(perturb, fit)
    out <- .forecast_ahead(fit, series, n_ahead, perturb)
    last <- which(!duplicated(series$trajectory, fromLast = TRUE))
    flat <- function(x) {
        x <- aperm(x, c(1L, 3L, 2L))
        matrix(x, dim(x)[[1L]], dimnames = list(dimnames(x)[[1L]],
            paste0(rep(series$trajectory_names, each = n_ahead), "+",
                seq_len(n_ahead))))
    }
    SummarizedExperiment::SummarizedExperiment(
        list(forecast = flat(out$mean), sd = flat(out$sd)),
        colData = DataFrame(
            time = rep(series$time[last], each = n_ahead) +
                seq_len(n_ahead) * series$step,
            trajectory = rep(series$trajectory_names, each = n_ahead),
            ahead = rep(seq_len(n_ahead), length(last))
        ),
        rowData = .rows_of(fit, dimnames(out$mean)[[1L]]),
        metadata = list(perturb = perturb)
    )
}
