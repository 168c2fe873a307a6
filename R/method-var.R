# The classical Granger test: one linear autoregression for each target, and F
# tests of its regulators' lags.

#' The classical Granger test
#'
#' `ggc_fit(x, method = "var")` fits a linear vector autoregression by least
#' squares and tests, by an F test for each link, whether the regulator's past
#' helps to forecast its target (Granger 1969; Luetkepohl 2005, section 3.6). It
#' trains no network and draws no random number.
#'
#' @section Model: Of a target i, `x_i(t) = c + sum over l = 1 .. L of a_jl
#'   x_j(t - l) + e(t)`, the sum being over its own past and all candidate
#'   regulators j. Steps never straddle trajectories: of one with T points there
#'   are T - L. Values are z-scores.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `order`: whole number, the number of lags L, or `NULL` (default): chosen by
#'   BIC, summed over all targets, so that it is one for all. Orders are
#'   compared on the same steps; the tests then use all steps of the order that
#'   was chosen.
#' * `lag`: whole number up to 64, default 5: the largest order that is
#'   considered, as far as the steps allow.
#' * `intercept`: `"common"` (default), or `"trajectory"`, one for each
#'   trajectory.
#' * `alpha`: number from 0 to 1, default 0.05: links of at most this p-value,
#'   adjusted by Benjamini and Hochberg over all candidate links, are the
#'   network.
#'
#' Of the others `exclude` is taken, `prior` and `include` are not. An excluded
#' link is no candidate (score 0, p-value `NA`), but its regulator stays in the
#' model that the target's other links are tested in. `control`, `graph`,
#' `BPPARAM` and `checkpoint` do nothing here or are refused.
#'
#' @section Tests: The L coefficients of a regulator are tested against 0, given
#'   the target's own past and **all** other candidates. That takes steps: at
#'   least a third of them, and 5, must be left as degrees of freedom. Where
#'   they are not, at any order considered, each link is tested given the own
#'   past and the **m strongest** others, those that, each added to the own
#'   past, explain most of the target; m is the largest number that leaves as
#'   many degrees of freedom, and the order is that of the smallest BIC of the
#'   targets' own pasts. `show()` says which it was, and `details$conditioning`
#'   of the fit: `"all"`, m, or `"none"`.
#'
#'   Where no test is possible at all (too few steps even for own past and one
#'   regulator, or each regulator's series is a combination of others'),
#'   p-values are `NA`, the network is empty, and scores are the lengths of a
#'   regulator's coefficients in a ridge regression, whose penalty is a tenth of
#'   the number of steps; a warning says so. Single links that cannot be tested
#'   have the score 0 and no p-value, and a warning too.
#'
#' @section Result: The score is `-log10(p)`, also where p is too small for a
#'   double. The norm is the size of the effect in the network, else 0; the
#'   effect is the sum of the regulator's coefficients over lags, `"jacobian"`
#'   in [granger()] that of their sizes, the lag that of the largest. Constant
#'   genes have the score 0 and p-value 1. [ggc_training()] has the mean squared
#'   error of the fitted steps (`loss`) and that of the forecast "no change" on
#'   them (`null`); nothing is held out. `predict()` forecasts by the model of
#'   all candidates, or of the own past and the m + 1 strongest; where each
#'   trajectory has its intercept, new ones have their mean.
#'
#' @section What p-values mean: A small one says that in a linear model the past
#'   of the regulator improves the forecast beyond that of the genes that were
#'   measured and are in the model. It does not say that the link is direct, nor
#'   that there is none where it is large. It is exact for independent normal
#'   errors as the series grow long; in short series with a strong past it is
#'   too small. Of white noise 5 % of links are below .05, in all designs tried.
#'   Of independent series with an own past of .8 it is 5 to 6 % with 10 x 21 or
#'   1 x 300 points, but 8 % with 1 x 60 or 3 x 8; of .9 it is 7 % with 3 x 8,
#'   10 with 5 x 21, 12 with 1 x 60 and 6 with 46 x 21, and there 11 about a
#'   response that all genes share (`tools/tune/pvalues.R`): take those of
#'   [ggc_test()]. Where each link is tested given the m strongest, a link that
#'   goes through a gene outside these m is significant too.
#'
#' @section Cost: One QR factorisation, by R's LAPACK, serves all targets; given
#'   the m strongest there is one for each target, and time grows with the
#'   number of pairs times the square of the number of steps. Bits may differ
#'   between machines with another BLAS.
#' @section Errors: `ggc_error_argument` for a wrong argument,
#'   `ggc_error_points` where no trajectory is longer than `order`,
#'   `ggc_error_memory`; `ggc_error_irregular` for times that are uneven and
#'   were interpolated: a point between two samples is no measurement, and
#'   p-values would be far too small. Warnings where tests are not possible are
#'   `ggc_warning_var`.
#' @references Granger CWJ (1969). Investigating Causal Relations by Econometric
#'   Models and Cross-spectral Methods. Econometrica 37(3), 424-438.
#'
#'   Luetkepohl H (2005). New Introduction to Multiple Time Series Analysis.
#'   Springer.
#' @seealso [ggc_fit()], [ggc_edges()]
#' @examples
#' sim <- ggc_simulate("var", p = 6, n_time = 60, n_trajectories = 3, seed = 1)
#' fit <- ggc_fit(sim, method = "var")
#' fit
#' ggc_edges(fit, n = 5)
#' ggc_metrics(fit, S4Vectors::metadata(sim)$truth)
#' update(fit, order = 2, intercept = "trajectory")
#' @name ggc_var
NULL

# ---- Settings --------------------------------------------------------------

.VAR_SETTINGS <- list(order = NULL, lag = 5L,
    intercept = c("common", "trajectory"),
    alpha = 0.05)

.check_var <- function(settings) {
    if (!is.null(settings$order)) {
        settings$order <- .check_count(settings$order, "order", 1L, .MOST_LAGS)
    }
    settings$lag <- .check_count(settings$lag, "lag", 1L, .MOST_LAGS)
    settings$intercept <- .check_choice(settings$intercept, "intercept",
        .VAR_SETTINGS$intercept)
    settings$alpha <- .check_number(settings$alpha, "alpha", 0, 1)
    settings
}

# ---- Steps and designs -----------------------------------------------------

# Which intercept each step has: numbers from 1.
.var_groups <- function(trajectory, steps, intercept) {
    if (intercept == "common") rep(1L, length(steps)) else trajectory[steps]
}

# Columns less their means within groups: what intercepts leave.
.var_centred <- function(m, group) {
    group <- match(group, unique(group))
    m - (rowsum(m, group) / tabulate(group))[group, , drop = FALSE]
}

# What the tests of an order read: x, y, own, all centred; self: which regulator
# a target is, or NA; n: steps; intercepts: their number.
.var_design <- function(s, order,
    steps = .steps_after(s$series$trajectory, order)) {
    group <- .var_groups(s$series$trajectory, steps, s$settings$intercept)
    self <- match(s$columns, s$rows)
    list(
        x = .var_centred(.lagged(s$z, s$rows, steps, seq_len(order)), group),
        y = .var_centred(t(s$z[s$columns, steps, drop = FALSE]), group),
        own = .var_centred(
            .lagged(s$z, s$columns[is.na(self)], steps, seq_len(order)), group),
        self = self, order = order, steps = steps, n = length(steps),
        intercepts = length(unique(group))
    )
}

# Coefficients of a target's model with so many genes in it.
.var_size <- function(s, order, genes) {
    steps <- .steps_after(s$series$trajectory, order)
    group <- .var_groups(s$series$trajectory, steps, s$settings$intercept)
    c(n = length(steps), k = length(unique(group)) + order * genes)
}

# Degrees of freedom that a model must leave, of n steps.
.var_least <- function(n) max(5, n / 3)

.var_fits <- function(s, order, genes) {
    size <- .var_size(s, order, genes)
    size[["n"]] - size[["k"]] >= .var_least(size[["n"]])
}

# Genes in the model of all candidates, at most.
.var_genes <- function(s) length(s$rows) + !all(s$columns %in% s$rows)

# ---- Order and conditioning ------------------------------------------------

# list(order, bic, from): the order asked for, or that of the smallest
# criterion, summed over targets, of all orders that leave enough steps; of the
# models of all candidates, or where these have too many coefficients of the
# targets' own pasts.
.var_order <- function(s) {
    if (!is.null(s$settings$order)) {
        return(list(order = s$settings$order, bic = NULL))
    }
    orders <- seq_len(s$settings$lag)
    fit <- function(genes) Filter(function(l) .var_fits(s, l, genes), orders)
    whole <- fit(.var_genes(s))
    usable <- if (length(whole)) whole else fit(2L)
    if (!length(usable)) {
        return(list(order = 1L, bic = NULL))
    }
    steps <- .steps_after(s$series$trajectory, max(usable))
    bic <- vapply(seq_len(max(usable)), function(l) {
        .var_bic(.var_design(s, l, steps), s, length(whole) > 0L)
    }, 0)
    list(order = which.min(bic), bic = bic)
}

.var_bic <- function(d, s, whole) {
    own <- is.na(d$self)
    if (!whole) {
        d$own <- .var_centred(
            .lagged(s$z, s$columns, d$steps, seq_len(d$order)),
            .var_groups(s$series$trajectory, d$steps, s$settings$intercept))
        d$x <- d$x[, 0L, drop = FALSE]
        own[] <- TRUE
    }
    out <- .native_var_whole(d$x, d$y, d$own, .var_which(own), d$order)
    k <- d$intercepts + out$rank + d$order * own
    sum(d$n * log(pmax(out$rss, .Machine$double.xmin) / d$n) + k * log(d$n))
}

# Number of each target's block of own lags, 0: none.
.var_which <- function(own) {
    ifelse(own, cumsum(own), 0L)
}

# "all", or how many others each pair is conditioned on, or "none": no test is
# possible.
.var_conditioning <- function(s, order) {
    if (.var_fits(s, order, .var_genes(s))) {
        return("all")
    }
    most <- length(s$rows)
    m <- Filter(function(m) .var_fits(s, order, m + 2L), seq(0L, most))
    if (length(m)) max(m) else "none"
}

# ---- Tests -----------------------------------------------------------------

# A fit of all candidates: one factorisation.
.var_whole <- function(s, d) {
    own <- is.na(d$self)
    out <- .native_var_whole(d$x, d$y, d$own, .var_which(own), d$order)
    df <- d$n - d$intercepts - out$rank - d$order * own
    rss <- drop(out$rss)
    list(
        coefficients = out$coefficients, own = out$own, rss = rss, df = df,
        drop = out$drop,
        each = matrix(rss, nrow(out$drop), length(rss), byrow = TRUE),
        each_df = matrix(df, nrow(out$drop), length(df), byrow = TRUE)
    )
}

# Each pair given the target's own past and the m others that, added to it,
# explain most: the model of own past and the m + 1 strongest tests these, each
# other regulator takes the place of the last.
.var_strongest <- function(s, d, m) {
    p <- length(s$rows)
    t <- length(s$columns)
    blank <- function(rows) matrix(NA_real_, rows, t)
    out <- list(coefficients = 0 * blank(p * d$order), drop = blank(p),
        each = blank(p), each_df = blank(p), rss = numeric(t), df = numeric(t),
        equations = vector("list", t))
    outside <- .var_which(is.na(d$self))
    lags <- seq_len(d$order)
    block <- function(genes) c(outer(lags, (genes - 1L) * d$order, `+`))
    tell <- .progress(s$verbose, "testing", t, "targets")
    for (i in seq_len(t)) {
        self <- d$self[[i]]
        own <- if (is.na(self)) {
            d$own[, block(outside[[i]]), drop = FALSE]
        } else {
            d$x[, block(self), drop = FALSE]
        }
        y <- d$y[, i]
        gain <- drop(.native_var_each(own, d$x, y, d$order)$drop)
        gain[c(self[!is.na(self)], which(is.nan(gain)))] <- -1
        near <- utils::head(order(-gain), m + 1L)
        base <- function(genes) cbind(own, d$x[, block(genes), drop = FALSE])
        others <- .native_var_each(base(utils::head(near, m)), d$x, y, d$order)
        out$coefficients[, i] <- others$coefficients
        out$drop[, i] <- others$drop
        out$each[, i] <- others$rss
        out$each_df[, i] <- d$n - d$intercepts - others$rank - d$order
        best <- .native_var_whole(base(near), matrix(y),
            d$own[, 0L, drop = FALSE], 0L, d$order)
        out$rss[[i]] <- best$rss
        out$df[[i]] <- d$n - d$intercepts - best$rank
        inside <- c(if (!is.na(self)) self, near)
        told <- seq_along(near) + 1L
        told <- if (is.na(self)) told else c(1L, told)
        out$drop[inside, i] <- best$drop[told]
        out$each[inside, i] <- out$rss[[i]]
        out$each_df[inside, i] <- out$df[[i]]
        out$coefficients[block(inside), i] <- best$coefficients[block(told)]
        out$equations[[i]] <- list(
            inputs = c(s$columns[[i]], s$rows[near]),
            coefficients = t(matrix(best$coefficients, d$order))
        )
        if (!is.null(tell)) {
            tell(i)
        }
    }
    out
}

# Where nothing can be tested: ridge regression, with a penalty of a tenth of
# the steps.
.VAR_RIDGE <- 0.1

.var_ridge <- function(s, d) {
    own <- is.na(d$self)
    which <- .var_which(own)
    inverse <- chol2inv(chol(tcrossprod(d$x) + diag(.VAR_RIDGE * d$n, d$n)))
    left <- inverse %*% d$y
    out <- list(own = matrix(0, d$order, length(own)))
    for (i in which(own)) {
        at <- (which[[i]] - 1L) * d$order + seq_len(d$order)
        o <- d$own[, at, drop = FALSE]
        through <- inverse %*% o
        b <- solve(diag(d$order) + crossprod(o, through),
            crossprod(o, left[, i]))
        left[, i] <- left[, i] - through %*% b
        out$own[, i] <- b
    }
    out$coefficients <- crossprod(d$x, left)
    out$rss <- colSums((.VAR_RIDGE * d$n * left)^2)
    out$df <- rep(NA_real_, length(own))
    out
}

# p-values, and their negative logarithms to base 10, of what leaving out a
# regulator adds to a sum of squares.
.var_tested <- function(fit, order) {
    f <- fit$drop / order / (fit$each / fit$each_df)
    log_p <- stats::pf(f, order, fit$each_df, lower.tail = FALSE, log.p = TRUE)
    # No score is without end, though a p-value may be too small for a double.
    score <- pmin(abs(log_p) / log(10), .Machine$double.xmax)
    list(p = exp(log_p), score = array(score, dim(f)))
}

# ---- The fit ---------------------------------------------------------------

.train_var <- function(s) {
    order <- .var_order(s)
    d <- .var_design(s, order$order,
        .some_steps_after(s$series$trajectory, order$order, "order"))
    conditioning <- .var_conditioning(s, order$order)
    fit <- switch(as.character(conditioning),
        all = .var_whole(s, d), none = NULL, .var_strongest(s, d, conditioning)
    )
    pairs <- !.apart(s$rows, s$columns, s$known$exclude)
    if (is.null(fit) || (any(pairs) && all(is.nan(fit$drop[pairs])))) {
        .ggc_warn("var", paste0(
            "no pair could be tested (%s): p-values are NA, and scores are ",
            "sizes of ridge coefficients."
        ), if (is.null(fit)) {
            sprintf("%s of order %d are too few", .plural(d$n, "step"), d$order)
        } else {
            "every regulator's series is a combination of others'"
        })
        conditioning <- "none"
        fit <- .var_ridge(s, d)
    } else {
        .warn_untested(s, is.nan(fit$drop) & pairs, pairs)
    }
    .assemble_var(s, d, order, conditioning, fit)
}

# untested, pairs: logical, in working order.
.warn_untested <- function(s, untested, pairs) {
    if (!any(untested)) {
        return(invisible())
    }
    whole <- function(sums) sums(pairs) > 0 & sums(untested) == sums(pairs)
    genes <- union(s$rows[whole(rowSums)], s$columns[whole(colSums)])
    if (!length(genes)) {
        genes <- s$rows[rowSums(untested) == max(rowSums(untested))]
    }
    .ggc_warn("var", paste0(
        "%s of %s pairs could not be tested, and have the score 0 and no ",
        "p-value: series are combinations of others', those of %s.\n",
        "Leave some of these genes out."
    ), .big(sum(untested)), .big(sum(pairs)),
    .ggc_names(rownames(s$z)[sort(genes)]))
}

# Lags as the third dimension of an array in the user's order.
.place_lags <- function(coefficients, order, place) {
    parts <- lapply(seq_len(order), function(l) {
        place(coefficients[seq(l, nrow(coefficients), by = order), ,
            drop = FALSE])
    })
    array(unlist(parts), c(dim(parts[[1L]]), order),
        c(dimnames(parts[[1L]]), list(NULL)))
}

.assemble_var <- function(s, d, order, conditioning, fit) {
    place <- .placer(s)
    column <- match(s$targets, s$used[s$columns])
    genes <- rownames(s$series$x)[s$targets]
    details <- list(
        order = d$order, bic = order$bic, conditioning = conditioning,
        steps = d$n,
        coefficients = .place_lags(fit$coefficients, d$order, place),
        df = .place_targets(s, fit$df),
        sigma = .place_targets(s, sqrt(fit$rss / fit$df))
    )
    if (is.null(fit$equations)) {
        own <- fit$own[, column, drop = FALSE]
        own[is.na(own)] <- 0
        dimnames(own) <- list(NULL, genes)
        details$own <- own
    } else {
        equations <- .place_targets(s, fit$equations)
        details$equations <- lapply(equations, function(one) {
            if (!is.null(one)) {
                rownames(one$coefficients) <- rownames(s$z)[one$inputs]
                one$coefficients
            }
        })
    }
    details$intercepts <- .var_intercepts(s, d, details)
    tested <- .var_scores(s, d, conditioning, fit)
    out <- list(
        score = place(tested$score),
        p_value = place(tested$p, constant = 1),
        training = .target_record(s, d$order, loss = fit$rss / d$n),
        details = details, control = s$control
    )
    effects <- .var_effect(details$coefficients,
        .var_mute(conditioning, out$p_value, place(.excluded(s)) > 0))
    size <- pmax(abs(effects$effect), .Machine$double.xmin)
    c(out, list(norms = size * place(tested$kept),
        sign = .as_whole(sign(effects$effect)), lag = effects$lag))
}

# Scores, p-values, and which pairs (1) are significant, in working order.
.var_scores <- function(s, d, conditioning, fit) {
    size <- c(length(s$rows), length(s$columns))
    out <- if (conditioning == "none") {
        lags <- array(fit$coefficients, c(d$order, size))
        list(score = sqrt(colSums(lags^2)),
            p = matrix(NA_real_, size[[1L]], size[[2L]]))
    } else {
        .var_tested(fit, d$order)
    }
    excluded <- .excluded(s) > 0
    out$p[is.nan(out$p) | excluded] <- NA
    out$score[is.nan(out$score) | excluded] <- 0
    out$kept <- 1 * .significant(out$p, s)
    out
}

# Links that nothing is said of: excluded, or not tested where others are.
.var_mute <- function(conditioning, p, excluded) {
    excluded | (conditioning != "none" & is.na(p))
}

# Sums over lags, of coefficients and their sizes, and the lag of the largest
# (0: none).
.var_effect <- function(coefficients, mute) {
    size <- dim(coefficients)
    coefficients[rep(mute, size[[3L]])] <- 0
    effect <- rowSums(coefficients, dims = 2L)
    lag <- array(0L, size[-3L], dimnames(effect))
    largest <- 0 * effect
    for (l in seq_len(size[[3L]])) {
        here <- matrix(abs(coefficients[, , l]), size[[1L]])
        lag[here > largest] <- l
        largest <- pmax(largest, here)
    }
    list(effect = effect, jacobian = rowSums(abs(coefficients), dims = 2L),
        lag = lag)
}

.var_effects <- function(fit, targets) {
    details <- fit@details
    mute <- .var_mute(details$conditioning, fit@p_value,
        fit@known$exclude %or% (fit@score != fit@score))
    .var_effect(details$coefficients[, targets, , drop = FALSE],
        mute[, targets, drop = FALSE])
}

# ---- Forecasts -------------------------------------------------------------

# What the past of the steps adds up to, targets x steps, without intercepts. z:
# genes x samples, named.
.var_linear <- function(details, z, steps, targets) {
    out <- matrix(0, length(targets), length(steps),
        dimnames = list(targets, NULL))
    # In one order, so that sums have the same bits whatever that of the data.
    rows <- sort(intersect(rownames(details$coefficients), rownames(z)),
        method = "radix")
    for (l in seq_len(details$order)) {
        past <- z[, steps - l, drop = FALSE]
        if (is.null(details$equations)) {
            b <- matrix(details$coefficients[rows, targets, l], length(rows))
            out <- out + crossprod(b, past[rows, , drop = FALSE]) +
                details$own[l, targets] * past[targets, , drop = FALSE]
        } else {
            for (i in targets) {
                b <- details$equations[[i]]
                of <- past[rownames(b), , drop = FALSE]
                out[i, ] <- out[i, ] + b[, l] %*% of
            }
        }
    }
    out
}

# Intercepts x targets: of all trajectories, or of each that has steps.
.var_intercepts <- function(s, d, details) {
    targets <- rownames(s$z)[s$columns]
    left <- s$z[s$columns, d$steps, drop = FALSE] -
        .var_linear(details, s$z, d$steps, targets)
    group <- .var_groups(s$series$trajectory, d$steps, s$settings$intercept)
    out <- rowsum(t(left), group) / tabulate(match(group, sort(unique(group))))
    rownames(out) <- if (s$settings$intercept == "common") "all" else
        s$series$trajectory_names[sort(unique(group))]
    colnames(out) <- targets
    out
}

# That of each sample; where its trajectory has none, their mean.
.var_intercept_of <- function(intercepts, series, columns) {
    name <- as.character(series$trajectory_names)[series$trajectory[columns]]
    at <- match(name, rownames(intercepts))
    out <- t(intercepts)[, at, drop = FALSE]
    out[, is.na(at)] <- colMeans(intercepts)
    out
}

.var_forecast <- function(fit, series) {
    fitted <- fit@series
    details <- fit@details
    constant <- rownames(fitted$x)[fitted$constant]
    out <- series$x[colnames(fit@score), , drop = FALSE]
    steps <- .steps_after(series$trajectory, details$order)
    out[, setdiff(seq_len(ncol(out)), steps)] <- NA_real_
    targets <- colnames(details$intercepts)
    genes <- setdiff(union(rownames(fit@score), targets), constant)
    scale <- .standardise(fitted$x[genes, , drop = FALSE])
    z <- (series$x[genes, , drop = FALSE] - scale$center) / scale$scale
    y <- .var_linear(details, z, steps, targets) +
        .var_intercept_of(details$intercepts, series, steps)
    out[targets, steps] <- y * scale$scale[targets] + scale$center[targets]
    flat <- intersect(rownames(out), constant)
    out[flat, steps] <- fitted$x[flat, 1L]
    out
}

# ---- The row of the methods' table -----------------------------------------

.var_facts <- function(fit) {
    details <- fit@details
    df <- range(details$df, na.rm = details$conditioning != "none")
    c(
        order = sprintf("%d %s", details$order, if (is.null(details$bic)) {
            if (is.null(fit@settings$order)) {
                "(nothing to choose by)"
            } else {
                "as asked for"
            }
        } else {
            sprintf("by BIC of 1 to %d", length(details$bic))
        }),
        tests = switch(as.character(details$conditioning),
            all = "conditional on all candidates",
            none = paste0("none: too few steps or dependent series; ",
                "ridge coefficients"),
            sprintf("on the own past and the %d strongest others",
                details$conditioning)
        ),
        steps = sprintf("%s%s", .big(details$steps), if (!anyNA(df)) {
            sprintf(", %s degrees of freedom left",
                paste(unique(df), collapse = " to "))
        } else {
            ""
        })
    )
}

.var_memory <- function(s) {
    p <- as.double(length(s$rows))
    t <- as.double(length(s$columns))
    lags <- s$settings$order %or% s$settings$lag
    n <- as.double(ncol(s$z))
    list("This fit", c(
        design = 8 * n * lags * (4 * p + 3 * t) +
            8 * (min(n, p * lags)^2 + 4 * n * t),
        results = 8 * p * t * (4 * lags + 16)
    ), c(
        design =
            "the lags of all genes: give fewer `regulators`, or less `lag`",
        results =
            "coefficients and scores: give fewer `regulators` or `targets`"
    ))
}

.var_setup <- function(base, known) {
    .refuse_interpolated(base$series, base$method$name)
    out <- .plain_setup(base, known)
    do.call(.check_memory, base$method$bytes(out))
    out
}

.autoregression <- function() {
    .method_row(
        label = "F tests of a linear autoregression",
        does = paste("the classical test, by a linear vector autoregression:",
            "see [ggc_var]"),
        setup = .var_setup, train = .train_var, settings = .VAR_SETTINGS,
        check = .check_var, takes = "exclude",
        whole = "tests all targets by one factorisation",
        tasks = function(regulators, targets) 1L, bytes = .var_memory,
        tests = TRUE, has_path = FALSE, effects = .var_effects,
        forecast = .var_forecast, facts = .var_facts,
        rule = .adjusted_rule
    )
}
