# BETS: vector autoregressions by the elastic net, cut by what permuted series
# give, and ranked by how often a link is kept when the steps are drawn anew.

#' Bootstrapped elastic net autoregression (BETS)
#'
#' `ggc_fit(x, method = "bets")` is the method of Lu and others (2021): an
#' elastic net vector autoregression of each target, whose coefficients are cut
#' at a false discovery rate that permuted series give; a link's score is the
#' share of bootstraps in which it is kept. The elastic nets are those of
#' package 'glmnet', which must be installed.
#'
#' @section Model: Of a target i the `order` last values of all candidate
#'   regulators and of itself explain the next, without intercept, by the least
#'   of `RSS / (2n) + a r sum|b| + a (1 - r) / 2 sum b^2` over n steps, in units
#'   of z-scores (the authors' variant of unit variance; so the penalties do not
#'   depend on units). Steps never straddle trajectories.
#' 1. One pair (a, r) for all targets: that of the least error, mean over
#'   targets, on time points left out one after another, in all trajectories at
#'   once, of `a` in 1e-4, 1e-3, ..., 1 and `r` in .1, .3, ..., .9.
#' 2. The null: the series of each regulator with its points shuffled within
#'   trajectories, each by itself; the target's own past stays as it is. The
#'   same penalties.
#' 3. Of each target and lag, the sizes of the coefficients of both fits are
#'   gone through from the largest: at each, the part of the null among those
#'   at least as large. Where it first reaches `fdr` it stops; the links before
#'   are kept. The own past takes no part.
#' 4. This for `bootstraps` samples of the steps, with replacement. A link's
#'    frequency is the part of the bootstraps that keep it. Of its lags the one
#'    counts whose mean coefficient (0 where not kept) is larger; that gives the
#'    sign.
#' 5. All of 2 to 4 once more with shuffled regulators in place of the real
#'    ones, at the same penalties: the frequencies of links that are none. The
#'    network is cut at the least frequency at and above which their part is at
#'    most `alpha`.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `bootstraps`: whole number, default 100; the authors use 1,000, to nearly
#'   the same ranking.
#' * `order`: whole number from 1 to 64, default 2: the lags.
#' * `fdr`, `alpha`: numbers from 0 to 1, defaults 0.05 and 0.2: the parts of
#'   the null among coefficients and in the network.
#' * `penalty`: `NULL` (default), or the pair `c(a, r)`, which is then not
#'   looked for.
#' * `folds`: whole number, default 20. Where there are more time points than
#'   that, they are left out in so many stretches.
#'
#' Of the others `exclude` is taken, `prior` and `include` are not: an excluded
#' regulator is no input of its target. `seed` counts. `BPPARAM` and
#' `checkpoint` work, and [ggc_merge()] of fits with one `penalty`; with
#' `threads` there are so many forked processes (on Windows one). `control` and
#' `graph` do nothing here or are refused.
#'
#' @section Result: The score is the frequency: a multiple of 1 / `bootstraps`,
#'   with many ties, most of them 0. The effect is the mean coefficient of the
#'   lag that counts, the norm its size in the network, else 0. There are no
#'   p-values: see [ggc_test()]. Constant genes have the score 0.
#'   [ggc_training()] has the mean squared error of the fitted steps (`loss`),
#'   that on the time points left out (`heldout`, where the penalties were
#'   looked for) and that of the forecast "no change" on the same steps
#'   (`null`). `details` has `penalty`, `errors` (a x r), `cut`, `each` (of each
#'   target `frequency` and `mean`, lags x regulators, and those of the null)
#'   and `equations`, the elastic nets of all steps, by which `predict()`
#'   forecasts.
#'
#' @section Weaknesses: Frequencies tie. Shuffled points have no past of their
#'   own, so that the null is too easy where series are smooth: the false
#'   discovery rates are not those of unlinked genes that drift. Of regulators
#'   that resemble each other each is kept now and then, and none often. It is
#'   made for linear links in a few short, dense trajectories: on vector
#'   autoregressions of 10 genes, 5 x 20 points, it is well above chance.
#'
#' @section Cost: Four elastic nets a bootstrap of each target, and 5 paths for
#'   each time point left out. 100 genes in 46 x 21 points take some three
#'   minutes of one core, more where a weak penalty is chosen, and half of it
#'   with `threads = 2`; most of that is what `glmnet()` does in R around each
#'   net. Memory: in each process 4 designs of steps x (`order` regulators).
#' @section Errors: `ggc_error_argument` for a wrong argument,
#'   `ggc_error_dependency` without 'glmnet', `ggc_error_points` where fewer
#'   than 2 time points have their past, `ggc_error_memory`. Where no
#'   coefficient is kept at all a warning of class `ggc_warning_bets` says so.
#' @references Lu J, Dumitrascu B, McDowell IC, Jo B, Barrera A, Hong LK,
#'   Leichter SM, Reddy TE, Engelhardt BE (2021). Causal network inference from
#'   gene transcriptional time-series response to glucocorticoids. PLoS
#'   Computational Biology 17(1), e1008223.
#'
#'   Friedman J, Hastie T, Tibshirani R (2010). Regularization Paths for
#'   Generalized Linear Models via Coordinate Descent. Journal of Statistical
#'   Software 33(1), 1-22.
#' @seealso [ggc_fit()], [ggc_var]
#' @examples
#' if (requireNamespace("glmnet", quietly = TRUE)) {
#'     sim <- ggc_simulate("var", p = 5, n_time = 20, n_trajectories = 3,
#'         seed = 1)
#'     fit <- ggc_fit(sim, method = "bets", bootstraps = 10,
#'         penalty = c(0.1, 0.5), seed = 1)
#'     print(fit)
#'     ggc_edges(fit, n = 5)
#' }
#' @name ggc_bets
NULL

# ---- Settings --------------------------------------------------------------

.BETS_SETTINGS <- list(bootstraps = 100L, order = 2L, fdr = 0.05, alpha = 0.2,
    penalty = NULL, folds = 20L)

.BETS_ALPHA <- 10^(0:-4)
.BETS_RHO <- c(0.1, 0.3, 0.5, 0.7, 0.9)

.check_bets <- function(settings) {
    settings$bootstraps <- .check_count(settings$bootstraps, "bootstraps")
    settings$order <- .check_count(settings$order, "order", 1L, .MOST_LAGS)
    settings$fdr <- .check_number(settings$fdr, "fdr", 0, 1)
    settings$alpha <- .check_number(settings$alpha, "alpha", 0, 1)
    settings$folds <- .check_count(settings$folds, "folds", 2L)
    penalty <- settings$penalty
    if (!is.null(penalty)) {
        ok <- is.numeric(penalty) && length(penalty) == 2L &&
            all(is.finite(penalty)) && penalty[[1L]] > 0 &&
            penalty[[2L]] > 0 && penalty[[2L]] <= 1
        if (!ok) {
            .ggc_stop("argument", paste0(
                "`penalty` must be NULL or two numbers, a > 0 and r above 0 ",
                "and at most 1, not %s."
            ), if (is.numeric(penalty)) .ggc_names(format(penalty)) else
                .given(penalty))
        }
        settings$penalty <- as.double(penalty)
    }
    settings
}

.bets_setup <- function(base, known) {
    .ggc_need("glmnet", sprintf("method = \"%s\"", base$method$name))
    out <- .plain_setup(base, known)
    longest <- max(tabulate(out$series$trajectory))
    if (longest < out$settings$order + 2L) {
        .ggc_stop("points", paste0(
            "`order` must leave two time points to forecast, and no ",
            "trajectory has more than %d, with %d before them."
        ), longest, out$settings$order)
    }
    do.call(.check_memory, base$method$bytes(out))
    out
}

.bets_memory <- function(s) {
    q <- as.double(length(s$rows)) * s$settings$order
    t <- as.double(length(s$columns)) * s$settings$order
    n <- as.double(ncol(s$z))
    list("This fit", c(
        design = s$threads * 8 * n * (7 * q + 4 * t),
        results = 8 * (min(n, q)^2 * 4 + q * t * 16)
    ), c(
        design =
            "the lags of all genes: give fewer `regulators`, or less `order`",
        results = paste("coefficients and frequencies: give fewer",
            "`regulators` or `targets`")
    ))
}

# ---- Elastic nets ----------------------------------------------------------

# Coefficients, columns of a x alphas, of the least
#   |z - a b|^2 / (2n) + alpha rho |b|_1 + alpha (1 - rho) / 2 |b|^2;
# alphas decreasing; NA where glmnet does not converge. n: as many steps as rows
# of `a` stand for; never: columns of `a` that take no part. glmnet divides z by
# its root mean square and, with it, both penalties, where only that of sizes
# scales so: z is given to it with one of 1, and the penalties of what that
# makes of them.
.elastic_net <- function(a, z, n, alphas, rho, never = NULL, thresh = 1e-7) {
    p <- ncol(a)
    m <- nrow(a)
    out <- matrix(0, p, length(alphas))
    scale <- sqrt(sum(z^2) / m)
    # glmnet leaves out columns of one value, and refuses where there are no
    # others.
    usable <- setdiff(seq_len(p), never)
    varies <- any(a[, usable] != rep(a[1L, usable], each = m))
    if (!(scale > 0) || !varies) {
        return(out)
    }
    if (p < 2L) { # glmnet takes two columns
        a <- cbind(a, 0)
    }
    mix <- rho / scale + 1 - rho
    # What does not converge is told by its absence.
    path <- .quietly(glmnet::glmnet(a, z / scale,
        lambda = alphas * n / m * mix, alpha = rho / scale / mix,
        standardize = FALSE, intercept = FALSE, type.gaussian = "naive",
        exclude = never, thresh = thresh))
    beta <- path$beta
    found <- rep(seq_len(ncol(beta)), diff(beta@p))
    out[cbind(beta@i + 1L, found)] <- beta@x * scale
    out[, seq_along(alphas) > ncol(beta)] <- NA
    out
}

# The Cholesky factor of x'x; NULL where there are fewer rows than columns, or
# one column is made of others.
.factor_of <- function(x) {
    if (nrow(x) > ncol(x)) {
        tryCatch(chol(crossprod(x)), error = function(e) NULL)
    }
}

# list(a, z): to an elastic net the same as cbind(x, o) and y, of which it reads
# the products alone; as few rows as columns, where there are more. factor: that
# of x, one for all targets, to which each adds its own o.
.few_rows <- function(factor, x, o, y) {
    given <- function() list(a = cbind(x, o), z = y)
    if (is.null(factor)) {
        return(given())
    }
    # By itself: how BLAS adds up may depend on how many are asked for.
    beside <- backsolve(factor, crossprod(x, cbind(o, y)), transpose = TRUE)
    at <- seq_len(ncol(o))
    across <- beside[, at, drop = FALSE]
    z <- beside[, ncol(o) + 1L]
    if (!length(at)) {
        return(list(a = factor, z = z))
    }
    corner <- tryCatch(chol(crossprod(o) - crossprod(across)),
        error = function(e) NULL)
    if (is.null(corner)) {
        return(given())
    }
    list(
        a = rbind(cbind(factor, across),
            cbind(matrix(0, length(at), ncol(x)), corner)),
        z = c(z, backsolve(corner, crossprod(o, y) - crossprod(across, z),
            transpose = TRUE))
    )
}

# ---- Designs ---------------------------------------------------------------

# Series whose points are shuffled within trajectories, each gene by itself.
# which: number of the shuffle.
.shuffled <- function(z, trajectory, seed, which) {
    for (gene in rownames(z)) {
        turn <- .native_uniform(ncol(z), seed, paste("shuffle", which, gene))
        z[gene, ] <- z[gene, order(trajectory, turn)]
    }
    z
}

# What the elastic nets of some targets read: x, of each shuffle (the first is
# none) steps x lags of the regulators; own, y: of the targets; n steps; time:
# of each step, in its trajectory; self: which regulator a target is, or NA;
# never: which it may not have.
.bets_design <- function(targets, task, shuffles) {
    order <- task$settings$order
    steps <- .steps_after(task$trajectory, order)
    series <- lapply(shuffles, function(which) {
        z <- task$z[task$rows, , drop = FALSE]
        if (which > 0L) .shuffled(z, task$trajectory, task$seed, which) else z
    })
    list(
        x = lapply(series, function(z) {
            .lagged(z, seq_along(task$rows), steps, seq_len(order))
        }),
        own = .lagged(task$z, targets, steps, seq_len(order)),
        y = t(task$z[targets, steps, drop = FALSE]), n = length(steps),
        time = sequence(tabulate(task$trajectory))[steps],
        self = match(targets, task$rows), order = order,
        never = .excluded_from(targets, task)
    )
}

# Coefficients of all targets for steps with weights: arrays alphas x inputs x
# targets, those of each rho behind each other, inputs being the target's own
# lags and then those of the regulators, 0 for what is none of them.
.weighted_nets <- function(d, series, weight, alphas, rhos, thresh = 1e-7) {
    some <- weight > 0
    root <- sqrt(weight[some])
    x <- d$x[[series]][some, , drop = FALSE] * root
    own <- d$own[some, , drop = FALSE] * root
    y <- d$y[some, , drop = FALSE] * root
    factor <- .factor_of(x)
    lags <- seq_len(d$order)
    out <- array(0, c(length(alphas) * length(rhos), d$order + ncol(x),
        ncol(y)))
    for (i in seq_len(ncol(y))) {
        self <- .lagged_columns_of(d$self[[i]][!is.na(d$self[[i]])], d$order)
        # The real series have a regulator's own past among them.
        among <- series == 1L && length(self) > 0L
        mine <- if (among) self else ncol(x) + lags
        never <- c(.lagged_columns_of(which(d$never[, i]), d$order),
            if (!among) self)
        o <- own[, .lagged_columns_of(i, d$order), drop = FALSE]
        net <- .few_rows(factor, x, if (among) o[, 0L, drop = FALSE] else o,
            y[, i])
        b <- lapply(rhos, function(rho) {
            .elastic_net(net$a, net$z, sum(weight), alphas, rho, never, thresh)
        })
        b <- t(do.call(cbind, b))
        out[, lags, i] <- b[, mine]
        others <- setdiff(seq_len(ncol(x)), c(mine, never))
        out[, d$order + others, i] <- b[, others]
    }
    out
}

# ---- The penalties ---------------------------------------------------------

# Stretches of time points that are left out together.
.bets_folds <- function(time, folds) {
    points <- sort(unique(time))
    .stretches(length(points), folds)[match(time, points)]
}

# To compare penalties, coefficients need be exact to a few digits only:
# glmnet's threshold.
.CV_EXACT <- 1e-5

# f(targets, task, progress) of as many groups of targets as there are
# processes: what a group shares is made once for all of it.
.bets_in_forks <- function(f, targets, task, progress) {
    if (task$threads < 2L) {
        return(f(targets, task, progress))
    }
    .in_forks(split(targets, .stretches(length(targets), task$threads)),
        function(group) f(group, task), task$threads, progress)
}

# Of each target a matrix alphas x rhos of mean squared errors on time points
# left out.
.bets_errors <- function(targets, task, progress = NULL) {
    .bets_in_forks(.errors_of_group, targets, task, progress)
}

.errors_of_group <- function(targets, task, progress = NULL) {
    d <- .bets_design(targets, task, 0L)
    fold <- .bets_folds(d$time, task$settings$folds)
    squares <- matrix(0, length(.BETS_ALPHA) * length(.BETS_RHO),
        length(targets))
    for (f in seq_len(max(fold))) {
        held <- fold == f
        b <- .weighted_nets(d, 1L, 1 * !held, .BETS_ALPHA, .BETS_RHO, .CV_EXACT)
        for (i in seq_along(targets)) {
            mine <- .lagged_columns_of(i, d$order)
            x <- cbind(d$own[held, mine, drop = FALSE],
                d$x[[1L]][held, , drop = FALSE])
            left <- d$y[held, i] - tcrossprod(x, matrix(b[, , i], nrow(b)))
            squares[, i] <- squares[, i] + colSums(left^2)
        }
        .tell_part(progress, f / max(fold), length(targets))
    }
    lapply(seq_along(targets), function(i) {
        matrix(squares[, i] / d$n, length(.BETS_ALPHA))
    })
}

# Part of some targets' work that is done, told as so many targets.
.tell_part <- function(progress, part, targets) {
    if (!is.null(progress)) {
        progress(as.integer(part * targets), targets)
    }
}

# list(penalty, errors, heldout): the pair of the least mean error, the largest
# penalty of equals.
.bets_penalty <- function(s) {
    if (!is.null(s$settings$penalty)) {
        return(list(penalty = s$settings$penalty, heldout = NA_real_))
    }
    s <- .stage_of(s, "penalty")
    each <- .explain_targets(s, .target_task(s, ".bets_errors"))
    found <- each[lengths(each) > 0L]
    errors <- Reduce(`+`, found) / length(found)
    dimnames(errors) <- list(format(.BETS_ALPHA), .BETS_RHO)
    if (all(is.na(errors))) {
        .ggc_stop("convergence", paste0(
            "no elastic net converged at any penalty.\n",
            "Look for outliers in the data, or give `penalty`."
        ))
    }
    at <- arrayInd(which.min(errors), dim(errors))
    list(penalty = c(.BETS_ALPHA[at[[1L]]], .BETS_RHO[at[[2L]]]),
        errors = errors, heldout = vapply(each, function(m) {
            if (is.null(m)) NA_real_ else m[at]
        }, 0))
}

# ---- Bootstraps ------------------------------------------------------------

# The least size that is kept: from the largest, the one before the first at
# which the part of the null among sizes at least as large reaches fdr; Inf
# where that is the very largest. Coefficients of 0 take no part.
.least_size <- function(real, null, fdr) {
    real <- sort(abs(real[real != 0]))
    null <- sort(abs(null[null != 0]))
    size <- sort(unique(c(real, null)), decreasing = TRUE)
    if (!length(real)) {
        return(Inf)
    }
    at_least <- function(sorted) {
        length(sorted) - findInterval(size, sorted, left.open = TRUE)
    }
    false <- at_least(null)
    part <- false / (false + at_least(real))
    stop <- which(part >= fdr & false > 0)
    if (!length(stop)) {
        return(size[[length(size)]])
    }
    if (stop[[1L]] == 1L) Inf else size[[stop[[1L]] - 1L]]
}

# Coefficients (lags x regulators x targets) that are kept, the others 0.
.kept_coefficients <- function(real, null, fdr) {
    for (i in seq_len(dim(real)[[3L]])) {
        for (l in seq_len(dim(real)[[1L]])) {
            least <- .least_size(real[l, , i], null[l, , i], fdr)
            real[l, abs(real[l, , i]) < least, i] <- 0
        }
    }
    real
}

# Of each target list(frequency, mean, null_frequency, null_mean: lags x
# regulators; equation, loss: of all steps).
.bets_nets <- function(targets, task, progress = NULL) {
    .bets_in_forks(.nets_of_group, targets, task, progress)
}

.nets_of_group <- function(targets, task, progress = NULL) {
    d <- .bets_design(targets, task, 0:3)
    lags <- seq_len(d$order)
    size <- c(d$order, length(task$rows), length(targets))
    nets <- function(series, weight) {
        b <- .weighted_nets(d, series, weight, task$penalty[[1L]],
            task$penalty[[2L]])
        b[is.na(b)] <- 0
        matrix(b, ncol = length(targets))
    }
    others <- function(b) {
        array(b[-lags, ], size, list(NULL, rownames(task$z)[task$rows], NULL))
    }
    fdr <- task$settings$fdr
    bootstraps <- task$settings$bootstraps
    sums <- list(frequency = 0, mean = 0, null_frequency = 0, null_mean = 0)
    for (k in seq_len(bootstraps)) {
        drawn <- .native_uniform(d$n, task$seed, paste("bootstrap", k))
        weight <- tabulate(ceiling(d$n * drawn), d$n)
        b <- lapply(1:4, function(series) others(nets(series, weight)))
        real <- .kept_coefficients(b[[1L]], b[[2L]], fdr)
        null <- .kept_coefficients(b[[3L]], b[[4L]], fdr)
        sums <- Map(`+`, sums, list(real != 0, real, null != 0, null))
        .tell_part(progress, k / bootstraps, length(targets))
    }
    whole <- nets(1L, rep(1, d$n))
    lapply(seq_along(targets), function(i) {
        b <- whole[, i]
        left <- d$y[, i] - d$x[[1L]] %*% b[-lags] -
            d$own[, .lagged_columns_of(i, d$order), drop = FALSE] %*% b[lags]
        c(lapply(sums, function(sum) {
            array(sum[, , i], size[1:2], dimnames(sum)[1:2]) / bootstraps
        }), list(equation = matrix(b, d$order), loss = mean(left^2)))
    })
}

# ---- The fit ---------------------------------------------------------------

.train_bets <- function(s, trained = NULL) {
    chosen <- .bets_penalty(s)
    stage <- .stage_of(s, "bootstraps")
    task <- .target_task(stage, ".bets_nets", penalty = chosen$penalty)
    .assemble_bets(s, chosen, .explain_targets(stage, task, trained))
}

# Parts that chose a penalty each are not of one fit.
.shard_of_nets <- function(fit, s) {
    if (is.null(fit@settings$penalty)) {
        .ggc_stop("merge", paste0(
            "`fits` chose their penalties by the targets of each part.\n",
            "Fit with one `penalty` for all."
        ))
    }
    .shard_of_targets(fit, s)
}

# lags x regulators x targets of one kind; NA for targets that were lost.
.bets_array <- function(s, each, name) {
    size <- c(s$settings$order, length(s$rows))
    array(unlist(lapply(each, function(one) {
        one[[name]] %or% rep(NA_real_, prod(size))
    })), c(size, length(each)))
}

# Of each link the lag of the larger mean coefficient (the shorter of equals),
# and what an array has there.
.larger_lag <- function(mean) {
    lag <- array(1L, dim(mean)[-1L])
    largest <- abs(mean[1L, , ])
    for (l in seq_len(dim(mean)[[1L]])[-1L]) {
        here <- abs(mean[l, , ])
        lag[which(here > largest)] <- l
        largest <- pmax(largest, here)
    }
    lag
}

.at_lag <- function(m, lag) {
    at <- cbind(as.vector(lag), as.vector(row(lag)), as.vector(col(lag)))
    array(m[at], dim(lag))
}

# The least frequency at and above which the part of the null is at most alpha;
# Inf where there is none.
.frequency_cut <- function(real, null, alpha) {
    values <- sort(unique(real[real > 0]))
    at_least <- function(x) vapply(values, function(v) sum(x >= v), 0)
    false <- at_least(null)
    good <- values[false / (false + at_least(real)) <= alpha]
    if (length(good)) min(good) else Inf
}

.assemble_bets <- function(s, chosen, each) {
    place <- .placer(s)
    arrays <- lapply(c(frequency = "frequency", mean = "mean",
        null = "null_frequency", null_mean = "null_mean"),
        function(name) .bets_array(s, each, name))
    lag <- .larger_lag(arrays$mean)
    score <- .at_lag(arrays$frequency, lag)
    effect <- .at_lag(arrays$mean, lag)
    null <- .at_lag(arrays$null, .larger_lag(arrays$null_mean))
    pairs <- !.apart(s$rows, s$columns, s$known$exclude) & !is.na(score)
    cut <- .frequency_cut(score[pairs], null[pairs], s$settings$alpha)
    if (!any(score[pairs] > 0)) {
        .ggc_warn("bets", paste0(
            "no bootstrap kept any coefficient: all scores are 0.\nThe ",
            "series show no linear link, or the penalty (a = %s, r = %s) is ",
            "too strong."
        ), format(chosen$penalty[[1L]]), format(chosen$penalty[[2L]]))
    }
    lag[which(effect == 0)] <- 0L
    loss <- vapply(each, function(one) one$loss %or% NA_real_, 0)
    list(score = place(score), norms = place(abs(effect) * (score >= cut)),
        sign = .as_whole(sign(place(effect))), lag = .as_whole(place(lag)),
        training = .target_record(s, s$settings$order, .target_status(each),
            loss, chosen$heldout),
        details = list(
            order = s$settings$order, penalty = chosen$penalty,
            errors = chosen$errors, cut = cut, effect = place(effect),
            each = each, equations = .bets_equations(s, each)
        ), control = s$control)
}

# Of each target inputs x lags, its own past first, without what is 0.
.bets_equations <- function(s, each) {
    genes <- rownames(s$z)
    .place_targets(s, lapply(seq_along(each), function(i) {
        if (length(each[[i]])) {
            b <- t(each[[i]]$equation)
            rownames(b) <- genes[c(s$columns[[i]], s$rows)]
            b[c(TRUE, rowSums(b[-1L, , drop = FALSE] != 0) > 0), , drop = FALSE]
        }
    }))
}

.bets_effects <- function(fit, targets) {
    effect <- fit@details$effect[, targets, drop = FALSE]
    list(effect = effect, jacobian = abs(effect),
        lag = fit@lag[, targets, drop = FALSE])
}

# ---- The row of the methods' table -----------------------------------------

.bets_facts <- function(fit) {
    details <- fit@details
    c(
        penalty = sprintf("a = %s, r = %s, %s", format(details$penalty[[1L]]),
            format(details$penalty[[2L]]), if (is.null(details$errors)) {
                "as asked for"
            } else {
                "by time points left out"
            }),
        bootstraps = .big(fit@settings$bootstraps)
    )
}

.bootstrapped_nets <- function() {
    .method_row(
        label = "bootstrapped elastic nets (BETS)",
        does = paste("elastic net autoregressions, cut by permuted series, and",
            "how often a link is kept in bootstraps: see [ggc_bets]"),
        setup = .bets_setup, train = .train_bets, settings = .BETS_SETTINGS,
        check = .check_bets, takes = "exclude", bytes = .bets_memory,
        shard = .shard_of_nets, has_path = FALSE, effects = .bets_effects,
        forecast = .linear_forecast, facts = .bets_facts,
        rule = function(fit) {
            if (is.finite(fit@details$cut)) {
                sprintf("at frequency >= %s", format(fit@details$cut))
            } else {
                "empty: shuffled series have as many links"
            }
        }
    )
}
