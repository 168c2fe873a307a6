# Backward-in-time selection: a dynamic regression of each target, made of the
# few lagged terms that lower the BIC, and the conditional Granger causality
# index within it.

#' Backward-in-time selection of lagged terms
#'
#' `ggc_fit(x, method = "bts")` builds for each target a linear regression on
#' few lagged values, which enter one by one from the recent past to the
#' distant, and scores a regulator by how much its terms explain within that
#' model: the restricted conditional Granger causality index of Siggiridou and
#' Kugiumtzis (2016), mBTS-CGCI. It draws no random number.
#'
#' @section Model: Of a target i, `x_i(t) = sum of b_jl x_j(t - l) + e(t)` over
#'   the terms (j, l) that were selected, among them those of its own past. At
#'   first there are none. Of each gene j, whose largest selected lag is o_j (0:
#'   none), the next candidate is its lag o_j + k, with k = 1. Of all candidates
#'   the one enters that lowers the BIC most, and k is 1 again; where none does,
#'   k grows by one, until no lag up to `lag` is left. BIC is `n ln(RSS / n) +
#'   terms ln(n)`. The n steps of a model are those with its largest lag in
#'   their past, so that models are compared on steps of their own, as the
#'   authors do. Steps never straddle trajectories. Values are z-scores (the
#'   authors centre only; as n differs, the units would matter). There is no
#'   intercept.
#'
#'   Where steps are few, selection stops in time: a third of them, and 5, are
#'   left as degrees of freedom, and no more than 256 terms enter. A warning
#'   says where that cut a model short.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `lag`: whole number from 1 to 64, the largest lag that may enter, as far as
#'   the longest trajectory allows. Default 6, that of the authors' example.
#' * `alpha`: number from 0 to 1, default 0.05: links of at most this p-value,
#'   adjusted by Benjamini and Hochberg over all candidate links, are the
#'   network.
#'
#' Of the others `exclude` is taken, `prior` and `include` are not: an excluded
#' regulator is no candidate of its target. `BPPARAM`, `checkpoint` and
#' [ggc_merge()] work; `control` and `graph` do nothing here or are refused.
#'
#' @section Result: The score of a link is `ln(RSS without the regulator's terms
#'   / RSS)`, which is 0 for all regulators that did not enter: many links tie
#'   at the end of the ranking. The p-value is that of the F test of the
#'   regulator's terms in the selected model, 1 where it did not enter. The
#'   effect is the sum of its coefficients, `"jacobian"` in [granger()] that of
#'   their sizes, the lag that of the largest; the norm is the size of the
#'   effect in the network, else 0. Constant genes have the score 0 and p-value
#'   1. [ggc_training()] has the mean squared error of the fitted steps (`loss`)
#'   and that of the forecast "no change" on them (`null`); nothing is held out.
#'   `details$equations` of the fit has the coefficients of each target, inputs
#'   x lags, by which `predict()` forecasts, `details$each` the terms and sums
#'   of squares of its model.
#'
#' @section What p-values mean: They **ignore the selection**. The terms of a
#'   model were chosen among all genes and lags because they explain the target
#'   on the very steps that then test them, so that p-values of selected links
#'   are too small, the more so the more candidates there are: of noise most
#'   links that enter are "significant", and up to a third of all pairs of 10
#'   genes are (`tools/tune/pvalues.R`). Take them as a rank, or get others by
#'   [ggc_test()], whose shadows go through the same selection.
#'
#' @section Weaknesses: A longer lag enters only where it explains more than
#'   all shorter ones, given what is there. Of regulators that resemble each
#'   other one enters and the rest score 0. In many short trajectories each lag
#'   more costs a step of each, which the BIC sees as a loss: lags above 1 are
#'   rarely found there. It is made for links that are linear, sparse and of
#'   different delays, in series long enough to tell them: on vector
#'   autoregressions of 10 genes, 5 x 40 points, it is well above chance.
#'
#' @section Cost: In C, over targets: time grows with regulators, steps and the
#'   square of the number of terms. 100 genes in 46 x 21 points take a few
#'   seconds.
#' @section Errors: `ggc_error_argument` for a wrong argument,
#'   `ggc_error_points` where there are fewer than 6 steps, `ggc_error_memory`;
#'   `ggc_error_irregular` for times that are uneven and were interpolated. A
#'   warning where selection was cut short is `ggc_warning_bts`.
#' @references Siggiridou E, Kugiumtzis D (2016). Granger Causality in
#'   Multivariate Time Series Using a Time-Ordered Restricted Vector
#'   Autoregressive Model. IEEE Transactions on Signal Processing 64(7),
#'   1759-1773.
#'
#'   Vlachos I, Kugiumtzis D (2013). Backward-in-Time Selection of the Order of
#'   Dynamic Regression Prediction Model. Journal of Forecasting 32(8), 685-701.
#' @seealso [ggc_fit()], [ggc_var], [ggc_test()]
#' @examples
#' sim <- ggc_simulate("var", p = 6, n_time = 40, n_trajectories = 3, seed = 1)
#' fit <- ggc_fit(sim, method = "bts")
#' fit
#' ggc_edges(fit, n = 5)
#' ggc_metrics(fit, S4Vectors::metadata(sim)$truth)
#' fit@details$equations[["G1"]]
#' @name ggc_bts
NULL

# ---- Settings --------------------------------------------------------------

.BTS_SETTINGS <- list(lag = 6L, alpha = 0.05)

.check_bts <- function(settings) {
    settings$lag <- .check_count(settings$lag, "lag", 1L, .MOST_LAGS)
    settings$alpha <- .check_number(settings$alpha, "alpha", 0, 1)
    settings
}

# The largest lag that leaves a step in some trajectory.
.bts_lags <- function(s) {
    min(s$settings$lag, max(tabulate(s$series$trajectory)) - 1L)
}

# Room for terms: no more than there are, than steps allow (ggc_bts_room()), and
# than a model that means anything has.
.MOST_TERMS <- 256L

.bts_room <- function(s) {
    n <- sum(tabulate(s$series$trajectory) - 1)
    room <- n - max(5, ceiling(n / 3))
    as.integer(min(room, .MOST_TERMS, (length(s$rows) + 1) * .bts_lags(s)))
}

.bts_setup <- function(base, known) {
    .refuse_interpolated(base$series, base$method$name)
    out <- .plain_setup(base, known)
    if (.bts_room(out) < 1L) {
        .ggc_stop("points", paste0(
            "method = \"%s\" needs 6 steps, to leave 5 degrees of freedom: ",
            "there are %d.\nGive more or longer trajectories."
        ), base$method$name, length(out$series$trajectory) -
            max(out$series$trajectory))
    }
    do.call(.check_memory, base$method$bytes(out))
    out
}

.bts_memory <- function(s) {
    q <- as.double(length(s$rows))
    t <- as.double(length(s$columns))
    n <- as.double(ncol(s$z))
    most <- .bts_room(s)
    list("This fit", c(
        models = 8 * (n * nrow(s$z) + s$threads * most * (n + most)),
        results = 8 * t * (5 * most + 16 * q)
    ), c(
        models = paste("the terms of models, in each thread: give less",
            "`threads`, or fewer samples"),
        results = paste("scores and p-values: give fewer `regulators` or",
            "`targets`")
    ))
}

# ---- Models ----------------------------------------------------------------

# Of each of some targets a list: terms (data frame: input, a gene; lag,
# coefficient, drop), rss, steps, order, full.
.bts_models <- function(targets, task, progress = NULL) {
    out <- .native_bts(list(
        z = task$z, length = tabulate(task$trajectory),
        regulators = task$rows, targets = targets,
        exclude = .as_whole(.excluded_from(targets, task)),
        lags = task$lags, most = task$most
    ), task$threads, progress)
    lapply(seq_along(targets), function(i) {
        at <- (i - 1L) * task$most + seq_len(out$count[[i]])
        input <- c(task$rows, targets[[i]])[out$input[at] + 1L]
        list(
            terms = data.frame(input = rownames(task$z)[input],
                lag = out$lag[at], coefficient = out$coefficient[at],
                drop = out$drop[at]),
            rss = out$rss[[i]], steps = out$rows[[i]], order = out$order[[i]],
            full = out$full[[i]] > 0L
        )
    })
}

# Coefficients as inputs x lags, the target's own past among them.
.bts_equation <- function(terms, target, order) {
    inputs <- sort(union(target, terms$input), method = "radix")
    out <- matrix(0, length(inputs), order, dimnames = list(inputs, NULL))
    out[cbind(match(terms$input, inputs), terms$lag)] <- terms$coefficient
    out
}

# No model explains a target but for less than this share of its variance
# (LEAST_RSS in ggc_bts.c): indices stay finite.
.LEAST_RSS <- 1e-12

# Index and p-value of each regulator in a model: columns of matrices. NA: no
# model.
.bts_column <- function(model, regulators) {
    if (is.null(model)) {
        gap <- rep(NA_real_, length(regulators))
        return(list(score = gap, p = gap))
    }
    terms <- model$terms
    inputs <- unique(terms$input)
    first <- match(inputs, terms$input)
    size <- tabulate(match(terms$input, inputs), length(inputs))
    rss <- max(model$rss, .LEAST_RSS * model$steps)
    df <- model$steps - nrow(terms)
    f <- terms$drop[first] / size / (rss / df)
    at <- match(regulators, inputs)
    place <- function(value, none) ifelse(is.na(at), none, value[at])
    list(
        score = place(log1p(terms$drop[first] / rss), 0),
        p = place(stats::pf(f, size, df, lower.tail = FALSE), 1)
    )
}

# ---- The fit ---------------------------------------------------------------

.train_bts <- function(s, trained = NULL) {
    task <- .target_task(s, ".bts_models", lags = .bts_lags(s),
        most = .bts_room(s))
    models <- .explain_targets(s, task, trained)
    genes <- rownames(s$z)
    full <- vapply(models, function(model) isTRUE(model$full), NA)
    if (any(full)) {
        .ggc_warn("bts", paste0(
            "Selection was cut short for %d of %d targets, as more terms ",
            "would leave too few steps: %s.\nTheir models explain the ",
            "steps that there are, and hardly others."
        ), sum(full), length(full), .ggc_names(genes[s$columns[full]]))
    }
    .assemble_bts(s, models)
}

.assemble_bts <- function(s, models) {
    place <- .placer(s)
    columns <- lapply(models, .bts_column, rownames(s$z)[s$rows])
    matrix_of <- function(name) {
        do.call(cbind, lapply(columns, `[[`, name))
    }
    p <- matrix_of("p")
    p[.flagged(s$known$exclude)] <- NA
    kept <- .significant(p, s) & p < 1
    order <- max(1L, unlist(lapply(models, `[[`, "order")))
    equations <- .place_targets(s, Map(function(model, target) {
        if (!is.null(model)) .bts_equation(model$terms, target, order)
    }, models, names(models)))
    loss <- vapply(models, function(model) {
        if (is.null(model)) NA_real_ else model$rss / model$steps
    }, 0)
    details <- list(order = order, each = models, equations = equations)
    score <- place(matrix_of("score"))
    effects <- .equation_effects(equations, rownames(score))
    size <- pmax(abs(effects$effect), .Machine$double.xmin)
    norms <- place(1 * kept) * size
    norms[is.na(score)] <- NA
    list(score = score, norms = norms, p_value = place(p, constant = 1),
        sign = .as_whole(sign(effects$effect)), lag = effects$lag,
        training = .target_record(s, order, .target_status(models), loss),
        details = details, control = s$control)
}

# ---- The row of the methods' table -----------------------------------------

.bts_facts <- function(fit) {
    terms <- vapply(fit@details$equations, function(b) sum(b != 0), 0)
    c(
        terms = sprintf("%s a target (median; %s to %s), of up to %s",
            format(stats::median(terms)), min(terms), max(terms),
            .plural(fit@settings$lag, "lag")),
        tests = "within the selected models: p-values ignore the selection"
    )
}

.backward_selection <- function() {
    .method_row(
        label = "backward-in-time selection",
        does = paste("regressions on few lagged terms, selected by BIC from",
            "the recent past to the distant: see [ggc_bts]"),
        setup = .bts_setup, train = .train_bts, settings = .BTS_SETTINGS,
        check = .check_bts, takes = "exclude", bytes = .bts_memory,
        tests = TRUE, has_path = FALSE, effects = .fitted_effects,
        forecast = .linear_forecast, facts = .bts_facts,
        rule = .adjusted_rule
    )
}
