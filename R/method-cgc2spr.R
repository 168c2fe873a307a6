# CGC-2SPR: a ridge autoregression, and a second that is drawn to what is
# believed, with the signs of the first.

#' Two-step prior ridge regression (CGC-2SPR)
#'
#' `ggc_fit(x, method = "cgc2spr", prior = )` is the combined Granger causality
#' of Yao, Yoo and Yu (2015): a ridge autoregression of all genes, and a second
#' one whose coefficients are drawn not to 0 but to those that the prior
#' knowledge stands for, with the signs that the first one found. It needs a
#' `prior`.
#'
#' @section Model: With Y the values of the targets, steps x targets, X the last
#'   `order` values of all candidate regulators, and W the beliefs, the same at
#'   each lag (0 for the own past):
#' 1. `B* = (X'X + l1 I)^-1 X'Y`;
#' 2. `B = (X'X + l1 I)^-1 (X'Y + l1 l2 W o sign(B*))`, the least of `|Y -
#'    X B|^2 + l1 |B - l2 W o sign(B*)|^2`, with `l2 = max|B*| / max W`.
#'
#' A target that is no regulator has its own past besides. Steps never straddle
#' trajectories; values are z-scores, without intercept. `l1` is that of the
#' least error of step 1 in cross-validation, one for all targets, of 25 values
#' from 1e-4 to 1e4 times the number of steps, and so is the order, on the same
#' steps. Folds are the trajectories (up to 10 groups of them), of fewer than 3
#' stretches of time.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `order`: whole number from 1 to 64, or `NULL` (default): by
#'   cross-validation, of 1 to `lag`.
#' * `lag`: whole number up to 64, default 3, the largest of the authors.
#' * `lambda`: number above 0, l1, or `NULL` (default): by cross-validation.
#' * `draws`: whole number, default 1000: random series that a p-value is the
#'   rank among.
#' * `alpha`: number from 0 to 1, default 0.05: links of at most this p-value,
#'   adjusted by Benjamini and Hochberg over all candidate links, are the
#'   network.
#'
#' `prior` must be given, and believe in at least one link; see [ggc_fit()] for
#' its forms. A belief of 1 and one of .5 draw a coefficient to `l2` and half of
#' it. Of several priors each link counts by the largest of its beliefs, with a
#' message: there are no weights for each here. `exclude` is taken: an excluded
#' link is no candidate (score 0, p-value `NA`), but its regulator stays in the
#' model. `include` is not. `control`, `graph`, `BPPARAM` and `checkpoint` do
#' nothing here or are refused.
#'
#' @section Result: The score is the length of a regulator's coefficients in B,
#'   over lags; the effect their sum, `"jacobian"` in [granger()] that of their
#'   sizes, the lag that of the largest; the norm is the size of the effect in
#'   the network, else 0. Constant genes have the score 0 and p-value 1.
#'   `details` has `coefficients` (B) and `ridge` (B*), regulators x targets x
#'   lags, `own`, `lambda`, `pull` (l2), `errors` (of the cross-validation).
#'   `predict()` forecasts by B. [ggc_training()] has the mean squared error of
#'   the fitted steps (`loss`) and that of the forecast "no change" (`null`).
#'
#' @section p-values: Monte Carlo, of step 1, so that they say what the data
#'   hold **without the prior**: the series of the regulator is replaced by one
#'   of random normal values, standardised, and the ridge regression repeated
#'   with the same l1, `draws` times; p is the part of the draws, the data's
#'   own among them, whose coefficients are as long. It is at least `1 / (draws
#'   + 1)`, which bounds what an adjusted one can be. The random series have no
#'   past of their own: of smooth series p-values are too small. The random
#'   series are the same for all regulators.
#'
#'   [ggc_test()] asks the same of exchanged trajectories, without the prior.
#'
#' @section What p-values mean: They are **too small where genes remember**: of
#'   10 genes that do not depend on each other (`tools/tune/pvalues.R`) .05
#'   were below .05 of white noise, but .09 at an autocorrelation of .5 and .20
#'   to .30 at .9, in 3 x 8, 5 x 21 and 1 x 60 points; in 46 x 21 .05 and .07,
#'   and .12 about a response that all genes share. [ggc_test()] has others.
#' @section Weaknesses: Where the prior is wrong, so is the ranking: `l2` is as
#'   large as the largest coefficient, so that links believed in come first
#'   whatever the data say, where `l1` is large. Ridge regression spreads a link
#'   over regulators that resemble each other. It is made for dense linear
#'   systems in a few short trajectories with a prior that is better than
#'   chance: on vector autoregressions of 10 genes, 3 x 20 points, with a prior
#'   that has half of the links and as many others, it is well above chance.
#'
#' @section Cost: By R's LAPACK: time grows with the third power of the smaller
#'   of steps and regulators times lags. 100 genes in 46 x 21 points take some
#'   ten seconds, most of them for the p-values. Bits may differ between
#'   machines with another BLAS.
#' @section Errors: `ggc_error_prior` where `prior` is missing or believes in no
#'   candidate link, `ggc_error_argument` for a wrong argument,
#'   `ggc_error_points` where no trajectory is longer than `order`,
#'   `ggc_error_memory`; `ggc_error_irregular` for times that are uneven and
#'   were interpolated.
#' @references Yao S, Yoo S, Yu D (2015). Prior knowledge driven Granger
#'   causality analysis on gene regulatory network discovery. BMC Bioinformatics
#'   16, 273.
#' @seealso [ggc_fit()], [ggc_var]
#' @examples
#' sim <- ggc_simulate("var", p = 6, n_time = 20, n_trajectories = 3, seed = 1)
#' known <- data.frame(regulator = c("G1", "G5"), target = c("G3", "G2"))
#' fit <- ggc_fit(sim, method = "cgc2spr", prior = known, draws = 200, seed = 1)
#' fit
#' ggc_edges(fit, n = 5)
#' @name ggc_cgc2spr
NULL

# ---- Settings --------------------------------------------------------------

.CGC_SETTINGS <- list(order = NULL, lag = 3L, lambda = NULL, draws = 1000L,
    alpha = 0.05)

.CGC_LAMBDAS <- 10^seq(-4, 4, length.out = 25L) # times the steps
.CGC_FOLDS <- 10L

.check_cgc <- function(settings) {
    if (!is.null(settings$order)) {
        settings$order <- .check_count(settings$order, "order", 1L, .MOST_LAGS)
    }
    settings$lag <- .check_count(settings$lag, "lag", 1L, .MOST_LAGS)
    if (!is.null(settings$lambda)) {
        settings$lambda <- .check_number(settings$lambda, "lambda", 0,
            open = TRUE)
    }
    settings$draws <- .check_count(settings$draws, "draws")
    settings$alpha <- .check_number(settings$alpha, "alpha", 0, 1)
    settings
}

# A setup with shadows, of ggc_test(), has no prior, and is of step 1 alone.
.cgc_setup <- function(base, known) {
    .refuse_interpolated(base$series, base$method$name)
    if (!is.null(known$prior) && !any(known$prior > 0)) {
        .ggc_stop("prior", paste0(
            "`prior` must believe in at least one link from `regulators` to ",
            "`targets` that is not excluded.\nUse another `method` where ",
            "nothing is known."
        ))
    }
    out <- .plain_setup(base, known)
    .some_steps_after(out$series$trajectory, out$settings$order %or% 1L,
        "order")
    do.call(.check_memory, base$method$bytes(out))
    out
}

.cgc_memory <- function(s) {
    q <- as.double(length(s$rows)) * (s$settings$order %or% s$settings$lag)
    t <- as.double(length(s$columns))
    n <- as.double(ncol(s$z))
    list("This fit", c(
        design = 8 * (3 * n * (q + t) + 4 * min(n, q)^2),
        results = 8 * q * t * 8 + 8 * s$settings$draws * (3 * q + 2 * n + t)
    ), c(
        design =
            "the lags of all genes: give fewer `regulators`, or less `lag`",
        results = paste("coefficients and draws: give fewer `regulators` or",
            "`targets`, or less `draws`")
    ))
}

# ---- Ridge regressions -----------------------------------------------------

# x: steps x inputs; y: steps x targets; own: steps x lags of the targets that
# are no regulators, which: where those of a target stand, 0: nowhere.
.cgc_design <- function(s, order,
    steps = .steps_after(s$series$trajectory, order)) {
    self <- match(s$columns, s$rows)
    list(
        x = .lagged(s$z, s$rows, steps, seq_len(order)),
        y = t(s$z[s$columns, steps, drop = FALSE]),
        own = .lagged(s$z, s$columns[is.na(self)], steps, seq_len(order)),
        which = .var_which(is.na(self)), order = order, steps = steps
    )
}

# x by what its smaller product is made of: x = u diag(d) v'.
.cgc_factor <- function(x) {
    tall <- nrow(x) >= ncol(x)
    parts <- eigen(if (tall) crossprod(x) else tcrossprod(x), symmetric = TRUE)
    keep <- parts$values > 1e-14 * max(parts$values, 0)
    d <- sqrt(parts$values[keep])
    side <- parts$vectors[, keep, drop = FALSE]
    other <- if (tall) x %*% side else crossprod(x, side)
    other <- other / rep(d, each = nrow(other))
    if (tall) list(u = other, d = d, v = side) else
        list(u = side, d = d, v = other)
}

# (x'x + lambda)^-1 x' m of a factored x.
.cgc_ridge <- function(f, m, lambda) {
    f$v %*% (crossprod(f$u, m) * (f$d / (f$d^2 + lambda)))
}

# What of (x'x + lambda)^-1 belongs to some inputs.
.cgc_inverse <- function(f, inputs, lambda) {
    v <- f$v[inputs, , drop = FALSE]
    left <- 1 / (f$d^2 + lambda) - 1 / lambda
    diag(1 / lambda, length(inputs)) + tcrossprod(v * rep(left,
        each = nrow(v)), v)
}

# A target's own past beside x: o, its block; ridge, what x explains of it; s,
# its own product, lessened by that.
.cgc_own <- function(d, f, i, lambda) {
    at <- (d$which[[i]] - 1L) * d$order + seq_len(d$order)
    o <- d$own[, at, drop = FALSE]
    ridge <- .cgc_ridge(f, o, lambda)
    left <- o - d$x %*% ridge
    list(o = o, ridge = ridge, s = crossprod(o, left) + diag(lambda, d$order))
}

# Coefficients b of x and own (lags x columns) of a block, for m.
.with_own <- function(d, f, block, m, lambda) {
    b <- .cgc_ridge(f, m, lambda)
    own <- solve(block$s, crossprod(block$o, m - d$x %*% b))
    list(b = b - block$ridge %*% own, own = own)
}

# list(b: inputs x targets, own: lags x targets) of targets y; pull: l2 W*, what
# b is drawn to, or NULL. Of coefficients that are drawn to w the difference to
# w is that of a plain ridge regression of what w leaves.
.cgc_ridges <- function(d, f, lambda, pull = NULL) {
    y <- if (is.null(pull)) d$y else d$y - d$x %*% pull
    out <- list(b = .cgc_ridge(f, y, lambda),
        own = matrix(0, d$order, ncol(d$y)))
    for (i in which(d$which > 0L)) {
        one <- .with_own(d, f, .cgc_own(d, f, i, lambda),
            y[, i, drop = FALSE], lambda)
        out$b[, i] <- one$b
        out$own[, i] <- one$own
    }
    if (!is.null(pull)) {
        out$b <- out$b + pull
    }
    out
}

.cgc_fitted <- function(d, fit) {
    out <- d$x %*% fit$b
    for (i in which(d$which > 0L)) {
        at <- (d$which[[i]] - 1L) * d$order + seq_len(d$order)
        out[, i] <- out[, i] + d$own[, at, drop = FALSE] %*% fit$own[, i]
    }
    out
}

# ---- Order and penalty -----------------------------------------------------

# Which steps are left out together: groups of trajectories, or where there are
# fewer than three stretches of time.
.cgc_fold <- function(trajectory, steps) {
    of <- trajectory[steps]
    of <- match(of, unique(of))
    place <- if (max(of) >= 3L) of else seq_along(steps)
    .stretches(max(place), .CGC_FOLDS)[place]
}

# Some steps of a design.
.cgc_part <- function(d, keep) {
    for (name in c("x", "y", "own")) {
        d[[name]] <- d[[name]][keep, , drop = FALSE]
    }
    d
}

# Mean squared errors of steps left out, for each penalty.
.cgc_errors <- function(d, lambdas, fold) {
    squares <- numeric(length(lambdas))
    for (k in unique(fold)) {
        train <- .cgc_part(d, fold != k)
        test <- .cgc_part(d, fold == k)
        f <- .cgc_factor(train$x)
        for (l in seq_along(lambdas)) {
            fit <- .cgc_ridges(train, f, lambdas[[l]])
            squares[[l]] <- squares[[l]] +
                sum((test$y - .cgc_fitted(test, fit))^2)
        }
    }
    squares / length(d$y)
}

# list(order, lambda, errors: penalties x orders, or NULL where nothing was to
# be chosen).
.cgc_choice <- function(s) {
    trajectory <- s$series$trajectory
    longest <- max(tabulate(trajectory))
    given <- s$settings
    orders <- given$order %or% seq_len(min(given$lag, max(1L, longest - 2L)))
    steps <- .steps_after(trajectory, max(orders))
    lambdas <- given$lambda %or% (.CGC_LAMBDAS * length(steps))
    if (length(orders) == 1L && length(lambdas) == 1L) {
        return(list(order = orders, lambda = lambdas))
    }
    if (length(steps) < 2L) { # nothing to leave out
        return(list(order = orders[[1L]],
            lambda = given$lambda %or% length(steps)))
    }
    fold <- .cgc_fold(trajectory, steps)
    errors <- vapply(orders, function(order) {
        .say_stage(s$verbose, "cross-validation of order %d", order)
        .cgc_errors(.cgc_design(s, order, steps), lambdas, fold)
    }, numeric(length(lambdas)))
    errors <- matrix(errors, length(lambdas))
    at <- arrayInd(which.min(errors), dim(errors))
    list(order = orders[[at[[2L]]]], lambda = lambdas[[at[[1L]]]],
        errors = errors)
}

# ---- p-values --------------------------------------------------------------

# Lags of random standardised series: steps x (order * draws), the lags of a
# draw beside each other.
.random_lags <- function(s, order, steps, draws) {
    z <- vapply(seq_len(draws), function(k) {
        u <- .native_uniform(ncol(s$z), s$seed, paste("random series", k))
        stats::qnorm(u)
    }, numeric(ncol(s$z)))
    z <- .native_zscore(t(matrix(z, ncol(s$z))))$z
    .lagged(z, seq_len(draws), steps, seq_len(order))
}

# Blocks (order x order x draws) of the products of the columns of a draw.
.draw_products <- function(a, b, order) {
    draws <- ncol(a) %/% order
    out <- array(0, c(order, order, draws))
    first <- (seq_len(draws) - 1L) * order
    for (k in seq_len(order)) {
        for (l in seq_len(order)) {
            out[k, l, ] <- colSums(a[, first + k, drop = FALSE] *
                b[, first + l, drop = FALSE])
        }
    }
    out
}

# Squared lengths of the solutions of s x = a, for each draw and target, by the
# Cholesky factors of all s at once. s: order x order x draws; a: order x draws
# x targets.
.solution_lengths <- function(s, a) {
    order <- dim(s)[[1L]]
    l <- s * 0
    x <- a
    for (k in seq_len(order)) {
        for (j in seq_len(k)) {
            sum <- s[k, j, ]
            for (m in seq_len(j - 1L)) {
                sum <- sum - l[k, m, ] * l[j, m, ]
            }
            l[k, j, ] <- if (j == k) sqrt(sum) else sum / l[j, j, ]
        }
        for (j in seq_len(k - 1L)) {
            x[k, , ] <- x[k, , ] - l[k, j, ] * x[j, , ]
        }
        x[k, , ] <- x[k, , ] / l[k, k, ]
    }
    for (k in rev(seq_len(order))) {
        for (j in seq_len(order)[seq_len(order) > k]) {
            x[k, , ] <- x[k, , ] - l[j, k, ] * x[j, , ]
        }
        x[k, , ] <- x[k, , ] / l[k, k, ]
    }
    colSums(x^2)
}

# How many draws have coefficients at least as long as a regulator's, of targets
# that share their inputs: regulators x targets. A regulator is replaced without
# a new factorisation: with N = (x'x + l1)^-1, w = N x'z and J its inputs, what
# z leaves of itself and of y without them is z'z - z'x w + w_J' N_JJ^-1 w_J
# and  z'y - z'x b + w_J' N_JJ^-1 b_J. zz, zy: the first parts; w: inputs x
# draws; b: inputs x targets; inverse: function(inputs) -> N_JJ.
.count_draws <- function(zz, zy, w, b, inverse, order, lambda) {
    draws <- dim(zz)[[3L]]
    genes <- nrow(b) %/% order
    out <- matrix(0, genes, ncol(b))
    zy <- array(zy, c(order, draws, ncol(b)))
    for (j in seq_len(genes)) {
        inputs <- (j - 1L) * order + seq_len(order)
        mine <- w[inputs, , drop = FALSE]
        through <- solve(inverse(inputs), mine)
        s <- zz + .draw_products(mine, through, order)
        for (k in seq_len(order)) {
            s[k, k, ] <- s[k, k, ] + lambda
        }
        own <- b[inputs, , drop = FALSE]
        a <- zy + array(crossprod(through, own), dim(zy))
        length <- matrix(.solution_lengths(s, a), draws)
        out[j, ] <- colSums(length >= rep(colSums(own^2), each = draws))
    }
    out
}

# p-values, regulators x targets.
.cgc_p_values <- function(s, d, f, fit, lambda) {
    draws <- s$settings$draws
    z <- .random_lags(s, d$order, d$steps, draws)
    w <- .cgc_ridge(f, z, lambda)
    left <- z - d$x %*% w
    counts <- matrix(0, length(s$rows), length(s$columns))
    alike <- which(d$which == 0L)
    if (length(alike)) {
        counts[, alike] <- .count_draws(.draw_products(z, left, d$order),
            crossprod(left, d$y[, alike, drop = FALSE]), w,
            fit$b[, alike, drop = FALSE],
            function(inputs) .cgc_inverse(f, inputs, lambda), d$order, lambda)
    }
    tell <- .progress(s$verbose, "testing", length(s$columns), "targets",
        length(alike))
    for (i in which(d$which > 0L)) {
        block <- .cgc_own(d, f, i, lambda)
        own <- solve(block$s, crossprod(block$o, left))
        also <- left + d$x %*% (block$ridge %*% own) - block$o %*% own
        counts[, i] <- .count_draws(.draw_products(z, also, d$order),
            crossprod(also, d$y[, i, drop = FALSE]), w - block$ridge %*% own,
            fit$b[, i, drop = FALSE], function(inputs) {
                of <- block$ridge[inputs, , drop = FALSE]
                .cgc_inverse(f, inputs, lambda) + of %*% solve(block$s, t(of))
            }, d$order, lambda)
        if (!is.null(tell)) {
            tell(i)
        }
    }
    (1 + counts) / (1 + draws)
}

# ---- The fit ---------------------------------------------------------------

# Lengths over lags: regulators x targets.
.lag_lengths <- function(b, order) {
    lags <- array(b, c(order, nrow(b) %/% order, ncol(b)))
    matrix(sqrt(colSums(lags^2)), dim(lags)[[2L]])
}

# list(d, f, lambda, first: B*, second: B, pull: l2, choice).
.cgc_steps <- function(s) {
    choice <- .cgc_choice(s)
    d <- .cgc_design(s, choice$order)
    f <- .cgc_factor(d$x)
    first <- .cgc_ridges(d, f, choice$lambda)
    out <- list(d = d, f = f, lambda = choice$lambda, first = first,
        second = first, pull = 0, choice = choice)
    if (!is.null(s$known$prior)) {
        belief <- s$known$prior[rep(seq_along(s$rows), each = d$order), ,
            drop = FALSE]
        out$pull <- max(abs(first$b)) / max(belief)
        out$second <- .cgc_ridges(d, f, choice$lambda,
            out$pull * belief * sign(first$b))
    }
    out
}

# It has one pull for all beliefs.
.tell_pooled <- function(priors) {
    if (length(priors) > 1L) {
        .ggc_inform(paste0(
            "`prior`: method = \"cgc2spr\" has no weights for several (%s): ",
            "each link counts by the largest of its beliefs."
        ), .ggc_names(names(priors)))
    }
}

.train_cgc <- function(s) {
    .tell_pooled(s$known$priors)
    one <- .cgc_steps(s)
    d <- one$d
    p <- .cgc_p_values(s, d, one$f, one$first, one$lambda)
    excluded <- .excluded(s) > 0
    p[excluded] <- NA
    score <- replace(.lag_lengths(one$second$b, d$order), excluded, 0)
    kept <- .significant(p, s)
    place <- .placer(s)
    loss <- colMeans((d$y - .cgc_fitted(d, one$second))^2)
    own <- one$second$own[, match(s$targets, s$used[s$columns]), drop = FALSE]
    details <- list(
        order = d$order, lambda = one$lambda, pull = one$pull,
        errors = one$choice$errors,
        coefficients = .place_lags(one$second$b, d$order, place),
        ridge = .place_lags(one$first$b, d$order, place),
        own = array(own, dim(own), list(NULL,
            rownames(s$series$x)[s$targets])),
        equations = .cgc_equations(s, d, one$second)
    )
    mute <- place(1 * excluded) > 0
    effects <- .var_effect(details$coefficients, mute)
    size <- pmax(abs(effects$effect), .Machine$double.xmin)
    list(score = place(score), norms = size * place(1 * kept),
        p_value = place(p, constant = 1),
        sign = .as_whole(sign(effects$effect)), lag = effects$lag,
        training = .target_record(s, d$order, loss = loss), details = details,
        control = s$control)
}

# Of each target inputs x lags, its own past among them, for forecasts.
.cgc_equations <- function(s, d, fit) {
    genes <- rownames(s$z)
    out <- lapply(seq_along(s$columns), function(i) {
        b <- t(matrix(fit$b[, i], d$order))
        rownames(b) <- genes[s$rows]
        if (d$which[[i]] > 0L) {
            b <- rbind(b, fit$own[, i])
            rownames(b)[[nrow(b)]] <- genes[s$columns[[i]]]
        }
        b
    })
    .place_targets(s, out)
}

# Without the prior, which shadows have none of.
.cgc_evidence <- function(s, fit) {
    one <- .cgc_steps(s)
    score <- .lag_lengths(one$first$b, one$d$order)
    .placer(s)(replace(score, .excluded(s) > 0, 0))
}

.cgc_effects <- function(fit, targets) {
    mute <- (fit@known$exclude %or% (fit@score != fit@score))
    .var_effect(fit@details$coefficients[, targets, , drop = FALSE],
        mute[, targets, drop = FALSE])
}

# ---- The row of the methods' table -----------------------------------------

.cgc_facts <- function(fit) {
    details <- fit@details
    c(
        order = sprintf("%d %s", details$order, if (is.null(details$errors)) {
            "as asked for"
        } else {
            "by cross-validation"
        }),
        ridge = sprintf("lambda = %.3g", details$lambda),
        prior = sprintf("%s, drawn to %.2g",
            .plural(sum(fit@known$prior > 0), "link"), details$pull),
        tests = sprintf("%s random series in a regulator's place",
            .big(fit@settings$draws))
    )
}

.prior_ridge <- function() {
    .method_row(
        label = "two-step prior ridge regression (CGC-2SPR)",
        does = paste("a ridge autoregression that is drawn to a `prior`, which",
            "it needs: see [ggc_cgc2spr]"),
        setup = .cgc_setup, train = .train_cgc, settings = .CGC_SETTINGS,
        check = .check_cgc, takes = c("prior", "exclude"), needs = "prior",
        whole = "solves all targets by one factorisation",
        tasks = function(regulators, targets) 1L, bytes = .cgc_memory,
        tests = TRUE, has_path = FALSE, effects = .cgc_effects,
        forecast = .linear_forecast, evidence = .cgc_evidence,
        facts = .cgc_facts,
        rule = .adjusted_rule
    )
}
