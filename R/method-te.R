# Transfer entropy: what a regulator's past says of its target beyond the
# target's own.

#' Transfer entropy
#'
#' `ggc_fit(x, method = "te")` estimates, for each pair of genes, how much the
#' regulator's past tells of the target's next value beyond the target's own
#' past (Schreiber 2000), and tests it against regulators that are rearranged in
#' time. It sees dependence of any shape, one regulator at a time.
#'
#' @section Model: `TE = I(x_i(t); x_j(t - 1), ..., x_j(t - L) | x_i(t - 1),
#'   ..., x_i(t - L))`, a conditional mutual information, in nats. Steps never
#'   straddle trajectories: of one with T points there are T - L. Values are
#'   z-scores.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `estimator`: `"ksg"` (default), by nearest neighbours, after Kraskov,
#'   Stoegbauer and Grassberger (2004) as Frenzel and Pompe (2007) have it for
#'   conditional mutual information: distances are maxima over coordinates, and
#'   what is counted in subspaces is strictly nearer than the k-th neighbour.
#'   `"gaussian"`: half the logarithm of the ratio of residual sums of squares,
#'   which for normal variables is the transfer entropy, and Granger's test of
#'   pairs. `"binned"`: shares of equally wide bins put into the definition; of
#'   few steps far too large.
#' * `order`: whole number up to 64, default 1: the number of lags L, of the
#'   target and of the regulator.
#' * `neighbours`: whole number up to 64, default 4: k of `"ksg"`.
#' * `bins`: whole number from 2 to 1000 of `"binned"`, or `NULL` (default): as
#'   many as leave five steps for each cell of all coordinates, and 2 or more.
#' * `condition`: whole number, default 0: the pasts of so many other regulators
#'   are conditioned on too, those whose own transfer entropy to the target is
#'   largest, as far as there are so many.
#' * `permutations`: whole number, default 200: regulators that are rearranged
#'   at most, for each pair; 0: no p-values. Not of `"gaussian"`.
#' * `alpha`: number from 0 to 1, default 0.05: links of at most this p-value,
#'   adjusted by Benjamini and Hochberg over all candidate links, are the
#'   network.
#'
#' Of the others `exclude` is taken, `prior` and `include` are not. An excluded
#' link is no candidate (score 0, p-value `NA`); its regulator may be
#' conditioned on. `BPPARAM`, `checkpoint` and [ggc_merge()] work; `control` and
#' `graph` do nothing here or are refused.
#'
#' @section Tests: The regulator is rearranged, the target and its past stay.
#'   Single time points are never exchanged, which would take a series' memory
#'   away and make p-values too small. Where five or more trajectories have the
#'   same number of points (the same times, where steps are uneven), whole
#'   trajectories are exchanged among these: what all trajectories share, as a
#'   response to the same perturbation, stays, and is no evidence. Where there
#'   are fewer, each trajectory is also shifted in a circle by an amount of its
#'   own: that asks for series without a trend, and a common response is then
#'   found as links. `show()` says which it was, and `details$null` of the fit.
#'
#'   The p-value is `(1 + r) / (1 + permutations)`, r being how many rearranged
#'   regulators were at least as strong, or, as soon as ten were, ten over their
#'   number (Besag and Clifford 1991): few are spent on what is no link. It is
#'   exact where the trajectories could have been exchanged, and it is never
#'   below `1 / (1 + permutations)`: for a network of many genes at an adjusted
#'   p-value take more `permutations`, or [ggc_test()], whose p-values are those
#'   of all pairs together. A single series of T points has no more than T
#'   shifts. Of `"gaussian"` the p-value is that of an F test.
#'
#' @section Result: The score is the transfer entropy; `"ksg"` may fall below 0,
#'   where it says as much as 0, and constant genes then rank last. The norm is
#'   the score in the network, else 0. There is no effect, and the sign is that
#'   of a correlation, see [ggc_edges()]. Constant genes have p-value 1. Nothing
#'   is forecast: `predict()` is refused, and [ggc_training()] has the error of
#'   the forecast "no change" alone. Values that a gene has more than once are
#'   told apart by noise of a size of 1e-8, which the seed sets.
#'
#' @section How right p-values are: of 10 genes that do not depend on each
#'   other, in 3 x 8, 5 x 21, 1 x 60 and 46 x 21 points
#'   (`tools/tune/pvalues.R`), .027 to .059 were below .05, and .001 to .014
#'   below .01: of white noise, of noise that remembers (.5 and .9), and about a
#'   response that all share.
#' @section Weaknesses: One regulator at a time, so that a gene that acts
#'   through another, or that shares a cause with the target, is found too, but
#'   for `condition`. Nearest neighbours need steps: of linear systems
#'   `"gaussian"` or [ggc_var] find more. On 20 simulated linear systems of 10
#'   genes, 10 x 21 points, the mean AUROC is .86 by nearest neighbours, .95 of
#'   `"gaussian"` and .88 by bins (`tests/testthat/test-te.R`).
#'
#' @section Cost: For each pair and rearrangement some dozen neighbours of each
#'   step are looked at. 100 genes in 46 trajectories of 21 points take some
#'   150 seconds of one core with the defaults. Memory grows with steps times 3
#'   kB in each thread.
#' @section Errors: `ggc_error_argument` for a wrong argument,
#'   `ggc_error_points` where no trajectory is longer than `order` or there are
#'   no more steps than `neighbours`, `ggc_error_memory`; for `"gaussian"`
#'   `ggc_error_irregular` for times that are uneven and were interpolated.
#'   Warnings where pairs cannot be tested are `ggc_warning_te`.
#' @references Schreiber T (2000). Measuring Information Transfer. Physical
#'   Review Letters 85, 461-464.
#'
#'   Kraskov A, Stoegbauer H, Grassberger P (2004). Estimating mutual
#'   information. Physical Review E 69, 066138.
#'
#'   Frenzel S, Pompe B (2007). Partial Mutual Information for Coupling Analysis
#'   of Multivariate Time Series. Physical Review Letters 99, 204101.
#'
#'   Barnett L, Barrett AB, Seth AK (2009). Granger Causality and Transfer
#'   Entropy Are Equivalent for Gaussian Variables. Physical Review Letters 103,
#'   238701.
#'
#'   Besag J, Clifford P (1991). Sequential Monte Carlo p-values. Biometrika 78,
#'   301-304.
#' @seealso [ggc_fit()], [ggc_grnte], [ggc_var]
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 21, n_trajectories = 6, seed = 1)
#' fit <- ggc_fit(sim, method = "te", permutations = 99, seed = 1)
#' fit
#' ggc_edges(fit, n = 5)
#' update(fit, estimator = "gaussian")
#' @name ggc_te
NULL

# ---- Settings --------------------------------------------------------------

.TE_SETTINGS <- list(estimator = c("ksg", "gaussian", "binned"), order = 1L,
    neighbours = 4L, bins = NULL, condition = 0L, permutations = 200L,
    alpha = 0.05)

.TE_MOST <- c(neighbours = 64L, bins = 1000L) # ggc_te.h

.check_te <- function(settings) {
    settings$estimator <- .check_choice(settings$estimator, "estimator",
        .TE_SETTINGS$estimator)
    settings$order <- .check_count(settings$order, "order", 1L, .MOST_LAGS)
    settings$condition <- .check_count(settings$condition, "condition", 0L)
    .check_entropy(settings)
}

# What both methods of transfer entropy have.
.check_entropy <- function(settings) {
    settings$neighbours <- .check_count(settings$neighbours, "neighbours", 1L,
        .TE_MOST[["neighbours"]])
    if (!is.null(settings$bins)) {
        settings$bins <- .check_count(settings$bins, "bins", 2L,
            .TE_MOST[["bins"]])
    }
    settings$permutations <- .check_count(settings$permutations,
        "permutations", 0L)
    settings$alpha <- .check_number(settings$alpha, "alpha", 0, 1)
    settings
}

# ---- Rearranging -----------------------------------------------------------

# So many rearranged regulators at least as strong show that there is no link.
.ENOUGH_STRONGER <- 10L

# Trajectories of a kind that are enough to be exchanged alone: five have 120
# orders.
.FEWEST_EXCHANGED <- 5L

.TE_HOW <- c(exchange = 1L, shift = 2L, points = 4L) # ggc_te.h

# list(kind, how): which trajectories can be exchanged, and the names of
# .TE_HOW.
.te_null <- function(series) {
    kind <- .trajectory_kinds(series)
    size <- tabulate(kind)
    list(kind = kind, how = c(if (any(size > 1L)) "exchange",
        if (any(size[kind] < .FEWEST_EXCHANGED)) "shift"))
}

.null_says <- function(null, permutations) {
    if (permutations == 0L) {
        return("none")
    }
    words <- c(exchange = "whole trajectories exchanged",
        shift = "each trajectory shifted in a circle",
        points = "time points exchanged, as the authors' script does")
    sprintf("against %s regulators at most, %s", .big(permutations),
        paste(words[null$how], collapse = " and "))
}

# ---- Values ----------------------------------------------------------------

# Values that a gene has more than once, told apart by a noise of its own: of
# points at one place there are no nearest.
.TE_NOISE <- 1e-8

.untied <- function(z, seed) {
    for (i in which(apply(z, 1L, anyDuplicated) > 0L)) {
        u <- .native_uniform(ncol(z), seed, paste("ties", rownames(z)[[i]]))
        z[i, ] <- z[i, ] + .TE_NOISE * stats::qnorm(u)
    }
    z
}

# Numbers of equally wide bins from 0, over the range of some columns; values
# outside are in the first or the last.
.binned <- function(x, bins, columns = seq_len(ncol(x))) {
    for (i in seq_len(nrow(x))) {
        ends <- range(x[i, columns])
        if (ends[[1L]] == ends[[2L]]) {
            x[i, ] <- 0
            next
        }
        breaks <- seq(ends[[1L]], ends[[2L]], length.out = bins + 1L)
        inside <- pmin(pmax(x[i, ], breaks[[1L]]), breaks[[bins + 1L]])
        x[i, ] <- .bincode(inside, breaks, TRUE, TRUE) - 1
    }
    x
}

# Steps that each cell should have, as in tests of tables (Cochran 1954).
.STEPS_OF_A_CELL <- 5

.usual_bins <- function(steps, coordinates) {
    # Rounding must not take a whole root down.
    root <- (steps / .STEPS_OF_A_CELL)^(1 / coordinates)
    as.integer(max(2, floor(root + 1e-9)))
}

# ---- Pairs -----------------------------------------------------------------

# What .native_te() reads, of some targets. task$design: list(z, source, at,
# past, lag (lags of a candidate x candidates), and of the estimator neighbours
# or bins); skip: pairs that are left out.
.te_task <- function(targets, task, skip, permutations, condition = NULL) {
    design <- task$design
    list(
        estimator = as.integer(!is.null(design$bins)),
        neighbours = design$neighbours, bins = design$bins %or% 1L,
        z = unname(design$z), source = as.double(design$source),
        trajectory = task$trajectory, kind = task$null$kind,
        kin = order(task$null$kind), at = design$at, past = design$past,
        width = nrow(design$lag), candidates = ncol(design$lag),
        lag = as.integer(design$lag), regulator = task$rows, target = targets,
        skip = .as_whole(skip),
        conditions = NROW(condition) - !is.null(condition),
        condition = as.integer(condition %or% targets),
        permutations = permutations, enough = .ENOUGH_STRONGER,
        how = sum(.TE_HOW[task$null$how]), seed = task$seed,
        name = rownames(task$z)
    )
}

# Columns with `lags` columns of their own trajectory before them, or an error
# where there are too few.
.te_steps <- function(s, lags, neighbours = NULL) {
    at <- .steps_after(s$series$trajectory, lags)
    least <- max(3L, neighbours + 1L)
    if (length(at) < least) {
        .ggc_stop("points", paste0(
            "method = \"%s\" needs at least %d steps with %s before %s, and ",
            "there %s.\nGive more or longer trajectories%s."
        ), s$method$name, least, .plural(lags, "point"),
        if (lags == 1L) "each" else "them",
        if (length(at) == 1L) "is 1" else sprintf("are %d", length(at)),
        if (is.null(neighbours)) "" else ", or fewer `neighbours`")
    }
    at
}

# Rows of the regulators that are conditioned on, the strongest first, and one
# more: (m + 1) x targets; NULL for none. All of the targets regulate, or none.
# value: regulators x targets.
.te_conditions <- function(targets, rows, value, m) {
    self <- match(targets, rows)
    m <- min(m, length(rows) - 1L - any(!is.na(self)))
    if (m < 1L) {
        return(NULL)
    }
    vapply(seq_along(targets), function(i) {
        strength <- value[, i]
        strength[self[[i]][!is.na(self[[i]])]] <- -Inf
        rows[utils::head(order(-strength), m + 1L)]
    }, integer(m + 1L))
}

# Of each target list(value, p, best) over the regulators.
.te_pairs <- function(targets, task, progress = NULL) {
    # Of one that regulates there is one less to condition on.
    groups <- split(targets, targets %in% task$rows)
    before <- cumsum(c(0L, lengths(groups)))
    each <- lapply(seq_along(groups), function(i) {
        tell <- if (!is.null(progress)) {
            function(done, total) progress(before[[i]] + done, length(targets))
        }
        .te_group(groups[[i]], task, tell)
    })
    do.call(c, each)[match(targets, unlist(groups))]
}

.te_group <- function(targets, task, progress) {
    m <- task$settings$condition %or% 0L
    permutations <- task$settings$permutations
    condition <- if (m > 0L) {
        # Also those of excluded links.
        alone <- .native_te(.te_task(targets, task,
            .apart(task$rows, targets), 0L), task$threads)
        .te_conditions(targets, task$rows, alone$value, m)
    }
    skip <- .apart(task$rows, targets, .excluded_from(targets, task))
    out <- .native_te(.te_task(targets, task, skip, permutations, condition),
        task$threads, progress)
    if (permutations == 0L) {
        out$p[] <- NA
    }
    .each_column(out)
}

# Matrices of one shape as a list of their columns' lists.
.each_column <- function(matrices) {
    lapply(seq_len(ncol(matrices[[1L]])), function(i) {
        lapply(matrices, function(m) m[, i])
    })
}

.te_design <- function(s) {
    settings <- s$settings
    ksg <- settings$estimator == "ksg"
    at <- .te_steps(s, settings$order, if (ksg) settings$neighbours)
    coordinates <- 1L + settings$order * (2L + settings$condition)
    bins <- if (!ksg) settings$bins %or% .usual_bins(length(at), coordinates)
    z <- if (ksg) .untied(s$z, s$seed) else .binned(s$z, bins)
    list(z = z, source = z, at = at, past = settings$order, bins = bins,
        lag = matrix(seq_len(settings$order)),
        neighbours = if (ksg) settings$neighbours)
}

# ---- Normal variables ------------------------------------------------------

# Of each target list(value, p), by sums of squares, given the own past and up
# to m others' in turn.
.gaussian_pairs <- function(targets, task, progress = NULL) {
    order <- task$settings$order
    steps <- .steps_after(task$trajectory, order)
    centred <- function(m) .var_centred(m, rep(1L, length(steps)))
    x <- centred(.lagged(task$z, task$rows, steps, seq_len(order)))
    lapply(seq_along(targets), function(i) {
        out <- .gaussian_target(targets[[i]], task, steps, x,
            centred(.lagged(task$z, targets[[i]], steps, seq_len(order))))
        if (!is.null(progress)) {
            progress(i, length(targets))
        }
        out
    })
}

# x, own: lags of all regulators and of the target, centred.
.gaussian_target <- function(target, task, steps, x, own) {
    order <- task$settings$order
    y <- task$z[target, steps]
    y <- y - mean(y)
    test <- function(base) {
        out <- .native_var_each(base, x, y, order)
        list(drop = drop(out$drop), each = drop(out$rss),
            each_df = as.double(length(steps) - 1L - out$rank - order))
    }
    out <- test(own)
    out$each_df <- rep(out$each_df, length(task$rows))
    entropy <- function() 0.5 * log1p(out$drop / out$each)
    condition <- .te_conditions(target, task$rows,
        matrix(.or_zero(entropy())), task$settings$condition)
    if (!is.null(condition)) {
        among <- match(condition, task$rows)
        last <- length(among)
        given <- function(genes) {
            columns <- .lagged_columns_of(genes, order)
            test(cbind(own, x[, columns, drop = FALSE]))
        }
        out <- given(among[-last])
        out$each_df <- rep(out$each_df, length(task$rows))
        for (j in among[-last]) {
            one <- given(setdiff(among, j))
            out$drop[[j]] <- one$drop[[j]]
            out$each[[j]] <- one$each[[j]]
            out$each_df[[j]] <- one$each_df
        }
    }
    few <- out$each_df < 1
    out$drop[few] <- NaN
    tested <- .var_tested(lapply(out, matrix), order)
    list(value = replace(entropy(), few, NaN), p = drop(tested$p))
}

.or_zero <- function(m) replace(m, is.nan(m), 0)

# ---- The fit ---------------------------------------------------------------

.train_te <- function(s, trained = NULL) {
    gaussian <- s$settings$estimator == "gaussian"
    null <- if (!gaussian) .te_null(s$series)
    task <- if (gaussian) {
        .te_steps(s, s$settings$order)
        .target_task(s, ".gaussian_pairs")
    } else {
        .target_task(s, ".te_pairs", design = .te_design(s), null = null)
    }
    .assemble_entropy(s, .explain_targets(s, task, trained), s$settings$order,
        list(null = null, order = s$settings$order))
}

# Of each regulator and target what was found, by name: value, p, best.
.of_pairs <- function(each, s, name) {
    none <- rep(NA_real_, length(s$rows))
    matrix(vapply(each, function(one) as.double(one[[name]] %or% none), none),
        length(s$rows))
}

# The slots of a fit from what is found of each target; lags: how many points
# stand before a step; scale: what values are multiplied by.
.assemble_entropy <- function(s, each, lags, details, scale = 1) {
    value <- scale * .of_pairs(each, s, "value")
    p <- .of_pairs(each, s, "p")
    lost <- is.nan(value) & !.apart(s$rows, s$columns, s$known$exclude)
    .warn_no_entropy(s, lost)
    excluded <- .excluded(s) > 0
    value <- replace(.or_zero(value), excluded, 0)
    p[is.nan(p) | lost | excluded] <- NA
    place <- .placer(s)
    list(
        # A constant gene comes last, also where values are below 0.
        score = place(value, constant = min(0, value, na.rm = TRUE)),
        norms = place(.significant(p, s) * pmax(value, .Machine$double.xmin)),
        p_value = place(p, constant = 1),
        training = .target_record(s, lags, .target_status(each)),
        details = c(details, list(each = each)), control = s$control
    )
}

.warn_no_entropy <- function(s, lost) {
    if (any(lost)) {
        .ggc_warn("te", paste0(
            "%s of %s pairs could not be tested, and have the score 0 and no ",
            "p-value: there are too few steps, or series are combinations of ",
            "others', those of %s.\nLeave some genes out, or lower `order` or ",
            "`condition`."
        ), .big(sum(lost)), .big(length(lost)),
        .ggc_names(rownames(s$z)[s$rows[rowSums(lost) > 0]]))
    }
}

# What speaks for a regulator, without tests.
.te_evidence <- function(s, fit) {
    s <- unclass(s)
    s$settings$permutations <- 0L
    s$method$train(s)$score
}

# ---- The row of the methods' table -----------------------------------------

.te_facts <- function(fit) {
    settings <- fit@settings
    c(
        estimator = switch(settings$estimator,
            ksg = sprintf("%d nearest neighbours", settings$neighbours),
            gaussian = "normal variables", "bins of equal width"),
        tests = if (settings$estimator == "gaussian") "F tests" else
            .null_says(fit@details$null, settings$permutations)
    )
}

# Bytes of the steps of so many lags, in each thread, and of results.
.entropy_memory <- function(s, lags) {
    n <- as.double(ncol(s$z))
    pairs <- as.double(length(s$rows)) * length(s$columns)
    lists <- 12 * min(n, 256) + 16 * (2 + lags) + 64
    list("This fit", c(
        steps = n * s$threads * lists, data = 24 * n * nrow(s$z),
        results = 48 * pairs
    ), c(
        steps = "neighbours of all steps, in each thread: give less `threads`",
        data = "the series: give fewer genes or samples",
        results = "scores: give fewer `regulators` or `targets`"
    ))
}

.te_memory <- function(s) {
    if (s$settings$estimator == "gaussian") {
        return(.var_memory(s))
    }
    .entropy_memory(s, s$settings$order * (1L + s$settings$condition))
}

.te_setup <- function(base, known) {
    if (base$settings$estimator == "gaussian") {
        .refuse_interpolated(base$series, base$method$name)
    }
    out <- .plain_setup(base, known)
    do.call(.check_memory, base$method$bytes(out))
    out
}

.transfer_entropy <- function() {
    .method_row(
        label = "transfer entropy",
        does = paste("transfer entropy, by nearest neighbours, bins or sums of",
            "squares: see [ggc_te]"),
        setup = .te_setup, train = .train_te, settings = .TE_SETTINGS,
        check = .check_te, takes = "exclude",
        bytes = .te_memory, tests = TRUE, has_path = FALSE,
        evidence = .te_evidence, facts = .te_facts, rule = .adjusted_rule
    )
}
