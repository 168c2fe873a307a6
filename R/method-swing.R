# SWING: sliding windows in which each target is told from earlier windows by
# forests, the lasso and partial least squares, whose rankings are averaged.

#' Sliding windows (SWING)
#'
#' `ggc_fit(x, method = "swing")` slides a window over the series, tells each
#' target inside it from the candidate regulators inside earlier windows, by
#' random forests, the lasso and partial least squares, and averages the
#' rankings of the three (Finkle, Wu and Bagheri 2018). It is made for
#' regulators that act in a part of the series, or after several delays.
#'
#' @section Model: Values are z-scores. A window are w consecutive points of all
#'   trajectories (those of a shorter trajectory as far as it goes), from one
#'   window to the next it is `step` points, and none straddles trajectories. In
#'   each window, the first `max_lag` of the series left out, a learner tells
#'   `x_i(t)` from `x_j(t - k)`, k = `min_lag` .. `max_lag`, of all candidate
#'   regulators j and the target's own past, and scores each input:
#'   * `"forest"`: 100 trees grown to the end, the root of the inputs tried at a
#'     split; impurity importances that sum to 1 (package ranger);
#'   * `"lasso"`: the size of the coefficient, at the penalty of 50 that tells
#'     ten held-out blocks best (package glmnet);
#'   * `"pls"`: the variable importance in projection (VIP) of partial least
#'     squares (package pls); the number of components is the elbow of what the
#'     principal components of the regulators explain.
#'
#'   Scores above 0 are put together over windows, then over lags. Of several
#'   learners the score of an edge is their mean Borda count: 1 less the share
#'   of edges before it, the first having 1; of one it is that learner's.
#'
#'   Two details are not the authors': the penalty of the lasso is chosen for
#'   each target by itself, so that a fit may be split by targets, and its score
#'   takes no bootstrap. Of the lasso their program leaves coefficients below 0
#'   out; here repression counts as activation does.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `learners`: some of `"forest"`, `"lasso"` and `"pls"`; all by default.
#' * `window`: whole number, points of a window; `NULL` (default): half of those
#'   of the longest trajectory, at least three, ten of 21 as in the authors'
#'   example.
#' * `step`: whole number, points from one window to the next; `NULL` (default):
#'   one, as in the authors' example, or as many as leave 25 windows.
#' * `min_lag`: whole number, default 1; 0 lets values of the same point tell
#'   each other.
#' * `max_lag`: whole number, at least `min_lag`; `NULL` (default): three, as
#'   far as there are windows.
#' * `trees`: whole number, default 100, as in the authors' example.
#' * `over_windows`: `"median"` (default) or `"mean"`; `over_lags`: `"max"`
#'   (default) or `"mean"`.
#'
#'   Of the others `exclude` is taken (an excluded regulator is no input of its
#'   target), `prior` and `include` are not, and `control` and `graph` do
#'   nothing or are refused. `BPPARAM`, `checkpoint` and [ggc_merge()] work;
#'   with `threads` targets are told by so many forked processes (on Windows by
#'   one).
#'
#' @section Result: It ranks and chooses no network: norms are 0, and
#'   [ggc_network()] needs `n_edges` or `density`, or `fdr` after [ggc_test()].
#'   The lag is that at which the learners together score most (0 is shown as
#'   `NA`). Effect and sign are those of the mean coefficient of partial least
#'   squares there, else of the lasso; of forests alone the sign is that of the
#'   correlation. What each learner scored, inputs by lag, is in `details$each`
#'   of the fit. There is no forecast: each window has its own.
#'
#' @section Errors: `ggc_error_dependency` without the package of a learner;
#'   `ggc_error_argument` for a wrong argument; `ggc_error_points` where the
#'   series are too short for a window, its lags and three points;
#'   `ggc_error_memory`. A warning of class `ggc_warning_swing` says where all
#'   scores are 0.
#'
#' @section Cost: A forest and a cross-validated lasso for each target and
#'   window. Of 100 genes in 46 x 21 points ten minutes of one core, as much for
#'   forests as for the lasso; partial least squares alone take half a minute.
#'
#' @section Weaknesses: Of simulated linear systems with delays of one to three
#'   steps (ten genes, ten series of 21 points, 20 systems, 50 trees) the AUROC
#'   was .86 (standard error .01; forests .81, lasso .87, partial least squares
#'   .82). Of as many simulated gene networks it was .52 (.02), which is hardly
#'   more than chance (forests .52, lasso .58, partial least squares .48), where
#'   `method = "trees"` had .58. Few points are in a window, so that single
#'   short series tell next to nothing. Lags are counted in points: uneven times
#'   are taken as they come. Scores are no probabilities and have no test of
#'   their own: see [ggc_test()].
#' @references Finkle JD, Wu JJ, Bagheri N (2018). Windowed Granger causal
#'   inference strategy improves discovery of gene regulatory networks. PNAS
#'   115(9), 2252-2257.
#' @seealso [ggc_fit()], [ggc_trees], [ggc_test()]
#' @examplesIf requireNamespace("pls", quietly = TRUE)
#' sim <- ggc_simulate("grn", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
#' fit <- ggc_fit(sim, method = "swing", learners = "pls", seed = 1)
#' fit
#' ggc_edges(fit, n = 5)
#' ggc_metrics(fit, S4Vectors::metadata(sim)$truth)
#' @name ggc_swing
NULL

# ---- Settings --------------------------------------------------------------

# Learners, and the package of each.
.LEARNERS <- c(forest = "ranger", lasso = "glmnet", pls = "pls")

.SWING_SETTINGS <- list(learners = names(.LEARNERS), window = NULL,
    step = NULL, min_lag = 1L, max_lag = NULL, trees = 100L,
    over_windows = c("median", "mean"), over_lags = c("max", "mean"))

.SWING_LAGS <- 3L # of the authors' example
.SWING_WINDOWS <- 25L # where the step is not given; theirs has seven

.check_swing <- function(settings) {
    settings$learners <- .check_learners(settings$learners)
    for (learner in settings$learners) {
        .ggc_need(.LEARNERS[[learner]],
            sprintf("learner \"%s\" of method = \"swing\"", learner))
    }
    if (!is.null(settings$window)) {
        settings$window <- .check_count(settings$window, "window", 2L)
    }
    if (!is.null(settings$step)) {
        settings$step <- .check_count(settings$step, "step")
    }
    settings$min_lag <- .check_count(settings$min_lag, "min_lag", 0L,
        .MOST_LAGS)
    if (!is.null(settings$max_lag)) {
        settings$max_lag <- .check_count(settings$max_lag, "max_lag",
            settings$min_lag, .MOST_LAGS)
    }
    settings$trees <- .check_count(settings$trees, "trees", 1L, 1000000L)
    for (name in c("over_windows", "over_lags")) {
        settings[[name]] <- .check_choice(settings[[name]], name,
            .SWING_SETTINGS[[name]])
    }
    settings
}

# In one order.
.check_learners <- function(learners) {
    all <- names(.LEARNERS)
    if (!(is.character(learners) && length(learners) &&
        all(learners %in% all) && !anyDuplicated(learners))) {
        .ggc_stop("argument", paste0(
            "`learners` must be one or more of %s, each once, not %s."
        ), paste(dQuote(all, FALSE), collapse = ", "), .given(learners))
    }
    intersect(all, learners)
}

# ---- Windows ---------------------------------------------------------------

.FEWEST_ROWS <- 3L # of a window, of all trajectories

# list(window, lags, columns): points of a window; of each window the columns
# that are told, all of which have `max_lag` others before them.
.swing_windows <- function(trajectory, settings) {
    longest <- max(tabulate(trajectory))
    least <- max(settings$min_lag, settings$max_lag)
    window <- settings$window %or%
        max(2L, min(max(3L, longest %/% 2L), longest - least))
    most <- longest - window
    if (most < least) {
        .ggc_stop("points", paste0(
            "a window of %d points and %s before it do not fit into the ",
            "longest trajectory, which has %s.\nGive less `window`, ",
            "`min_lag` or `max_lag`."
        ), window, .plural(least, "lag"), .plural(longest, "point"))
    }
    last <- settings$max_lag %or% max(least, min(.SWING_LAGS, most))
    point <- sequence(tabulate(trajectory))
    starts <- seq(last + 1L, most + 1L)
    step <- settings$step %or% ceiling(length(starts) / .SWING_WINDOWS)
    starts <- starts[(seq_along(starts) - 1) %% step == 0]
    columns <- lapply(starts, function(start) {
        which(point >= start & point < start + window)
    })
    columns <- columns[lengths(columns) >= .FEWEST_ROWS]
    if (!length(columns)) {
        .ggc_stop("points", paste0(
            "no window of %s has %d samples, of all trajectories.\nIt takes ",
            "more points or trajectories, or a larger `window`."
        ), .plural(window, "point"), .FEWEST_ROWS)
    }
    list(window = window, lags = seq(settings$min_lag, last),
        columns = columns)
}

# The elbow of what principal components explain: where it is farthest below
# the line from the first to the last. explained: shares.
.elbow <- function(explained) {
    n <- length(explained)
    if (n < 3L) {
        return(1L)
    }
    line <- seq(explained[[1L]], explained[[n]], length.out = n)
    which.max(abs(explained - line))
}

# Shares of the variance of x that its principal components explain.
.explained <- function(x) {
    d <- svd(x - rep(colMeans(x), each = nrow(x)), 0L, 0L)$d^2
    d / max(sum(d), .Machine$double.xmin)
}

# Of each window the number of components: of the regulators at all lags, less
# one's own values where these are among what it is told from, mean over them.
.swing_components <- function(z, rows, windows) {
    lags <- windows$lags
    vapply(windows$columns, function(at) {
        x <- .lagged(z, rows, at, lags)
        if (!0L %in% lags || ncol(x) < 2L) {
            return(.elbow(.explained(x)))
        }
        now <- (seq_along(rows) - 1L) * length(lags) + match(0L, lags)
        shares <- lapply(now, function(i) .explained(x[, -i, drop = FALSE]))
        least <- seq_len(min(lengths(shares)))
        .elbow(Reduce(`+`, lapply(shares, `[`, least)) / length(shares))
    }, 0L)
}

# ---- Learners --------------------------------------------------------------
# Each: function(x, y, task, w, seed) -> list(score, coefficient), of the
# columns of x; w is the number of the window.

.learn_forest <- function(x, y, task, w, seed) {
    # As in scikit-learn, by which the method was published.
    options <- list(trees = task$settings$trees, min_node = 1L,
        mtry = max(1L, floor(sqrt(ncol(x)))))
    score <- pmax(.forest(x, y, options, seed)$variable.importance, 0)
    list(score = score / max(sum(score), .Machine$double.xmin))
}

.LASSO_PENALTIES <- 50L
.LASSO_FOLDS <- 10L

.learn_lasso <- function(x, y, task, w, seed) {
    n <- length(y)
    p <- ncol(x)
    # glmnet() wants two columns.
    x <- cbind(x, 0)
    top <- max(abs(crossprod(x, y - mean(y)))) / n
    if (top < 1e-10) {
        return(list(score = numeric(p), coefficient = numeric(p)))
    }
    grid <- top * rev(seq_len(.LASSO_PENALTIES)) / .LASSO_PENALTIES
    folds <- min(.LASSO_FOLDS, n)
    fold <- rep(seq_len(folds), n %/% folds + (seq_len(folds) <= n %% folds))
    missed <- lapply(seq_len(folds), function(f) {
        out <- fold == f
        told <- .lasso_path(x[!out, , drop = FALSE], y[!out], grid)
        colSums((y[out] - cbind(1, x[out, , drop = FALSE]) %*% told)^2)
    })
    best <- which.min(Reduce(`+`, missed))
    b <- .lasso_path(x, y, grid)[1L + seq_len(p), best]
    list(score = abs(b), coefficient = b)
}

# Intercept and coefficients x penalties; where nothing varies the mean.
.lasso_path <- function(x, y, grid) {
    varies <- function(m) any(m != rep(m[1L, ], each = nrow(m)))
    if (length(y) < 2L || !varies(as.matrix(y)) || !varies(x)) {
        out <- matrix(0, ncol(x) + 1L, length(grid))
        out[1L, ] <- mean(y)
        return(out)
    }
    fit <- glmnet::glmnet(x, y, lambda = grid, standardize = FALSE)
    as.matrix(stats::coef(fit, s = grid))
}

# No longer a component, beside the size of what it is taken from.
.SMALL_COMPONENT <- 1e-10

.learn_pls <- function(x, y, task, w, seed) {
    p <- ncol(x)
    size <- crossprod(x - rep(colMeans(x), each = nrow(x)), y - mean(y))
    if (max(abs(size)) < .SMALL_COMPONENT) {
        return(list(score = numeric(p), coefficient = numeric(p)))
    }
    most <- min(task$components[[w]], nrow(x) - 1L, p)
    fit <- .pls(x, y, most)
    list(score = .vip(fit, y), coefficient = fit$coefficients[, 1L, fit$last])
}

# The fit, and `last`: components before the first that is nothing.
.pls <- function(x, y, components) {
    fit <- pls::oscorespls.fit(x, matrix(y), components)
    size <- colSums(fit$scores^2)
    good <- is.finite(size) & size > .SMALL_COMPONENT^2 * size[[1L]]
    fit$last <- as.integer(sum(cumprod(good)))
    fit
}

# Variable importance in projection: root of the mean of squared weights times
# their number, each component with what of y goes with it.
.vip <- function(fit, y) {
    use <- seq_len(fit$last)
    scores <- unclass(fit$scores)[, use, drop = FALSE]
    weight <- unclass(fit$loading.weights)[, use, drop = FALSE]
    share <- drop(stats::cor(y, scores))^2
    drop(sqrt(nrow(weight) * (weight^2 %*% share) / sum(share)))
}

.LEARN <- list(forest = .learn_forest, lasso = .learn_lasso, pls = .learn_pls)

# ---- A target --------------------------------------------------------------

# Of each target: for each learner its scores, and `effect`, mean coefficients
# or NULL; inputs x lags, named. An input that is none at some lag (the target
# itself at lag 0) has 0.
.swing_targets <- function(targets, task, progress = NULL) {
    .in_forks(as.list(targets), function(target) {
        list(.swing_target(target, task))
    }, task$threads, progress)
}

.swing_target <- function(target, task) {
    windows <- task$windows
    genes <- sort(c(.candidates_of(target, task), target))
    lags <- windows$lags
    inputs <- rep(genes, each = length(lags)) != target |
        rep(lags, length(genes)) > 0L
    by_gene <- function(value) {
        out <- array(0, c(length(lags), length(genes)),
            list(lags, rownames(task$z)[genes]))
        t(replace(out, inputs, value))
    }
    learned <- lapply(stats::setNames(nm = task$settings$learners),
        function(learner) {
            lapply(seq_along(windows$columns), function(w) {
                .learn_window(learner, target, genes, inputs, w, task)
            })
        })
    over_windows <- function(learner, what) {
        vapply(learned[[learner]], `[[`, numeric(sum(inputs)), what)
    }
    out <- lapply(stats::setNames(nm = names(learned)), function(learner) {
        m <- matrix(over_windows(learner, "score"), sum(inputs))
        by_gene(.over(m, task$settings$over_windows))
    })
    linear <- utils::tail(setdiff(names(learned), "forest"), 1L)
    out["effect"] <- list(if (length(linear)) {
        b <- matrix(over_windows(linear, "coefficient"), sum(inputs))
        by_gene(rowMeans(b))
    })
    out
}

# In a window in which the target does not vary, or that has no inputs, nothing
# is learned.
.learn_window <- function(learner, target, genes, inputs, w, task) {
    at <- task$windows$columns[[w]]
    x <- .lagged(task$z, genes, at, task$windows$lags)
    x <- x[, inputs, drop = FALSE]
    y <- task$z[target, at]
    if (!ncol(x) || all(y == y[[1L]])) {
        return(list(score = numeric(ncol(x)), coefficient = numeric(ncol(x))))
    }
    seed <- if (learner == "forest") {
        .target_seed(target, task, paste("swing", at[[1L]]))
    }
    .LEARN[[learner]](x, y, task, w, seed)
}

# Rows put together, of what is above 0; 0 where nothing is.
.over <- function(m, how) {
    apply(m, 1L, function(value) {
        value <- value[value > 0]
        if (!length(value)) 0 else switch(how, median = stats::median(value),
            mean = mean(value), max = max(value))
    })
}

# ---- The fit ---------------------------------------------------------------

# The score of one learner, or `effect`: regulators x targets x lags.
.swing_part <- function(part, each, s) {
    rows <- rownames(s$z)[s$rows]
    lags <- s$windows$lags
    out <- array(0, c(length(rows), length(s$columns), length(lags)))
    for (i in seq_along(s$columns)) {
        own <- each[[i]][[part]]
        if (is.null(own)) {
            out[, i, ] <- NA
            next
        }
        at <- match(rownames(own), rows)
        out[at[!is.na(at)], i, ] <- own[!is.na(at), ]
    }
    out
}

# 1 less the share of candidates before an entry (of those that are alike half),
# by one learner. apart: entries that are no candidates.
.borda <- function(score, apart) {
    among <- sort(score[!apart])
    n <- length(among)
    upto <- findInterval(score, among)
    below <- findInterval(score, among, left.open = TRUE)
    before <- (n - upto) + (pmax(upto - below, 1) - 1) / 2
    out <- array(1 - before / max(n, 1L), dim(score))
    out[is.na(score)] <- NA
    pmax(out, 0)
}

# list(score, lag, effect), in working order.
.swing_scores <- function(each, s) {
    settings <- s$settings
    lags <- s$windows$lags
    size <- c(length(s$rows), length(s$columns))
    apart <- .apart(s$rows, s$columns, s$known$exclude)
    parts <- lapply(settings$learners, .swing_part, each, s)
    by <- lapply(parts, function(part) {
        lagged <- replace(part, is.na(part), 0)
        out <- .over(matrix(lagged, ncol = length(lags)), settings$over_lags)
        out[is.na(part[, , 1L])] <- NA
        array(out, size)
    })
    score <- if (length(by) == 1L) {
        by[[1L]]
    } else {
        Reduce(`+`, lapply(by, .borda, apart)) / length(by)
    }
    score[.flagged(s$known$exclude)] <- 0
    level <- Reduce(`+`, lapply(parts, function(part) {
        part <- replace(part, is.na(part), 0)
        part / max(mean(part), .Machine$double.xmin)
    }))
    level <- matrix(level, ncol = length(lags))
    best <- max.col(level, "first")
    lag <- array(lags[best], size)
    lag[rowSums(level) == 0] <- 0L
    effect <- if (!identical(settings$learners, "forest")) {
        b <- matrix(.swing_part("effect", each, s), ncol = length(lags))
        array(b[cbind(seq_len(nrow(b)), best)], size)
    }
    list(score = score, lag = lag, effect = effect,
        found = any(level > 0))
}

.train_swing <- function(s, trained = NULL) {
    each <- .explain_targets(s, .target_task(s, ".swing_targets",
        windows = s$windows, components = s$components), trained)
    out <- .swing_scores(each, s)
    if (!out$found) {
        .ggc_warn("swing", paste0(
            "no learner found a regulator in any window, and no score means ",
            "anything.\nIt takes more points or trajectories."
        ))
    }
    place <- .placer(s)
    effect <- if (!is.null(out$effect)) place(out$effect)
    list(
        score = place(out$score), norms = place(0 * out$score),
        lag = place(out$lag, 0L),
        sign = if (!is.null(effect)) .as_whole(sign(effect)),
        training = .target_record(s, NULL, .target_status(each)),
        details = list(each = each, windows = s$windows[c("window", "lags")],
            starts = length(s$windows$columns), components = s$components,
            effect = effect),
        control = s$control
    )
}

.swing_effects <- function(fit, targets) {
    out <- list(lag = fit@lag[, targets, drop = FALSE])
    if (!is.null(fit@details$effect)) {
        out$effect <- fit@details$effect[, targets, drop = FALSE]
    }
    out
}

# ---- The row of the methods' table -----------------------------------------

.swing_facts <- function(fit) {
    windows <- fit@details$windows
    c(
        learners = paste(fit@settings$learners, collapse = ", "),
        windows = sprintf("%d of %d points, lags %s",
            fit@details$starts, windows$window,
            paste(unique(range(windows$lags)), collapse = " to "))
    )
}

.swing_memory <- function(s) {
    n <- as.double(max(lengths(s$windows$columns)))
    inputs <- (length(s$rows) + 1) * as.double(length(s$windows$lags))
    kept <- length(s$settings$learners) + 1
    forest <- "forest" %in% s$settings$learners
    list("This fit", c(
        inputs = s$threads * 64 * n * inputs,
        forest = forest * s$threads * 48 * s$settings$trees * 4 * n,
        results = 24 * inputs * length(s$columns) * kept +
            16 * s$threads * inputs * kept * length(s$windows$columns)
    ), c(
        inputs = paste("the lags of all genes, in each process: give fewer",
            "`regulators`, or less `max_lag` or `threads`"),
        forest = paste("the forest of a window, in each process: give less",
            "`trees` or `threads`"),
        results = "scores: give fewer `regulators` or `targets`"
    ))
}

.swing_setup <- function(base, known) {
    out <- .plain_setup(base, known)
    out$windows <- .swing_windows(base$series$trajectory, base$settings)
    do.call(.check_memory, base$method$bytes(out))
    out["components"] <- list(if ("pls" %in% base$settings$learners) {
        .swing_components(base$z, base$rows, out$windows)
    })
    out
}

.sliding_windows <- function() {
    .method_row(
        label = "SWING",
        does = paste("SWING, forests, lasso and partial least squares in",
            "sliding windows: see [ggc_swing]"),
        setup = .swing_setup, train = .train_swing, settings = .SWING_SETTINGS,
        check = .check_swing, takes = "exclude",
        bytes = .swing_memory, has_path = FALSE, effects = .swing_effects,
        facts = .swing_facts,
        rule = function(fit) {
            "chosen: SWING only ranks, ggc_network(n_edges = ) cuts"
        }
    )
}
