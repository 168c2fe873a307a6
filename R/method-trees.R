# Random forests: one for each target, grown by ranger, whose impurity
# importances are the scores of its regulators.

#' Random forests
#'
#' `ggc_fit(x, method = "trees")` grows a random forest for each target on the
#' past of the candidate regulators and its own, by the package ranger, and
#' scores a regulator by how much of the target's variance the splits on it take
#' away. It is made for nonlinear responses and for regulators that act
#' together. `score` gives the published GENIE3 and dynGENIE3 in its place.
#'
#' @section Model: The forest of a target i tells y from inputs, over steps that
#'   never straddle trajectories; values are z-scores.
#' * `"lagged"`: y is `x_i(t)`, inputs are `x_j(t - l)`, l = 1 .. `lag`, of all
#'   candidate regulators and of the target itself. A regulator's score is the
#'   sum over its lags.
#' * `"genie3"` (Huynh-Thu et al. 2010): y is `x_i(t)`, inputs are `x_j(t)` of
#'   all candidates but the target: no time enters, and cause and effect are
#'   told apart by the forests alone.
#' * `"dyngenie3"` (Huynh-Thu and Geurts 2018): y is `(x_i(t + 1) - x_i(t)) / dt
#'   + a_i x_i(t)`, inputs are `x_j(t)` of all candidates, the target among them
#'   if it is one. dt is the time between the samples, which may be uneven. The
#'   decay a_i is that of an exponential from the highest to the lowest value of
#'   the gene in a trajectory, above the lowest of all values, the fastest of
#'   all trajectories; it reads the values as they were given, which should not
#'   be logarithms.
#'
#'   An importance is the sum of squares that splits on an input take away, mean
#'   over trees, divided by that of y: the share of the target's variance, so
#'   that targets are comparable. Of `"dyngenie3"` it is divided by the sum over
#'   the target's regulators, itself not counted, as published.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `score`: `"lagged"` (default), `"genie3"` or `"dyngenie3"`.
#' * `lag`: whole number up to 64, how many lags `"lagged"` looks at; `NULL`
#'   (default): one.
#' * `trees`: whole number, of each forest; `NULL` (default): 500, of the
#'   published two 1,000.
#' * `mtry`: whole number, how many inputs are tried at a split, at most all;
#'   `NULL` (default): the root of their number, rounded.
#' * `min_node`: whole number, the fewest samples of a node that is split;
#'   `NULL` (default): 5, of the published two 1, which grows trees to the end.
#'
#'   Of the others `exclude` is taken (an excluded regulator is no input of its
#'   target), `prior` and `include` are not, and `control` and `graph` do
#'   nothing or are refused. `BPPARAM`, `checkpoint` and [ggc_merge()] work.
#'   Each forest is grown by one thread; with `threads` forests are grown by so
#'   many forked processes (on Windows by one).
#'
#' @section Result: Forests rank and choose no network: norms are 0, and
#'   [ggc_network()] needs `n_edges` or `density`, or `fdr` after [ggc_test()].
#'   The lag is that of the largest importance; signs are those of the
#'   correlation, see [ggc_edges()]. [ggc_training()] has the mean squared error
#'   of forecasts of steps that a tree was not grown on (`heldout`; steps beside
#'   them in time were, which flatters it) and that of "no change" on the same
#'   steps (`null`). `predict()` grows the forests again, to the same bits, as
#'   none is kept, which takes the time of the fit; `"genie3"` does not
#'   forecast. The importances of each target's inputs by lag, as shares, are in
#'   `details$each` of the fit, decays in `details$decay`.
#'
#' @section Errors: `ggc_error_dependency` without the package ranger,
#'   `ggc_error_argument` for a wrong argument, `ggc_error_points` where no
#'   trajectory is longer than `lag`, `ggc_error_memory`. A warning of class
#'   `ggc_warning_trees` says where no forest could be split, as of fewer steps
#'   than `min_node`.
#'
#' @section Cost: 100 genes in 46 trajectories of 21 points at defaults take
#'   some four minutes of one core (measured on five targets); time grows with
#'   the number of targets, `trees`, the root of the number of inputs, and a
#'   little faster than the number of steps. Another version of ranger may give
#'   other bits.
#'
#' @section Weaknesses: Of 20 simulated gene networks (ten genes, ten series of
#'   21 points, 100 trees) the AUROC was .58 (`"genie3"` .56, `"dyngenie3"` .60;
#'   standard error .02): above chance, not by much. Scores are no probabilities
#'   and have no test of their own: see [ggc_test()]. Inputs that are alike
#'   share their importance, noise gets some, and the own past takes most of
#'   what a smooth series has.
#' @references Huynh-Thu VA, Irrthum A, Wehenkel L, Geurts P (2010). Inferring
#'   Regulatory Networks from Expression Data Using Tree-Based Methods. PLoS ONE
#'   5(9), e12776.
#'
#'   Huynh-Thu VA, Geurts P (2018). dynGENIE3: dynamical GENIE3 for the
#'   inference of gene networks from time series expression data. Scientific
#'   Reports 8, 3384.
#'
#'   Wright MN, Ziegler A (2017). ranger: A Fast Implementation of Random
#'   Forests for High Dimensional Data in C++ and R. Journal of Statistical
#'   Software 77(1), 1-17.
#' @seealso [ggc_fit()], [ggc_edges()], [ggc_test()]
#' @examplesIf requireNamespace("ranger", quietly = TRUE)
#' sim <- ggc_simulate("grn", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
#' fit <- ggc_fit(sim, method = "trees", trees = 100, seed = 1)
#' fit
#' ggc_edges(fit, n = 5)
#' ggc_metrics(fit, S4Vectors::metadata(sim)$truth)
#' update(fit, score = "dyngenie3")
#' @name ggc_trees
NULL

# ---- Settings --------------------------------------------------------------

.TREE_SETTINGS <- list(score = c("lagged", "genie3", "dyngenie3"), lag = NULL,
    trees = NULL, mtry = NULL, min_node = NULL)

.check_trees <- function(settings) {
    .ggc_need("ranger", "method = \"trees\"")
    settings["score"] <- .check_choice(settings$score, "score",
        .TREE_SETTINGS$score)
    most <- c(lag = .MOST_LAGS, trees = 1e6, mtry = 1e6, min_node = 1e6)
    for (name in names(most)) {
        if (!is.null(settings[[name]])) {
            settings[[name]] <- .check_count(settings[[name]], name, 1L,
                as.integer(most[[name]]))
        }
    }
    if (!is.null(settings$lag) && settings$score != "lagged") {
        .ggc_stop("argument", paste0(
            "`lag` goes with score = \"lagged\", not with \"%s\", whose ",
            "definition has no lags."
        ), settings$score)
    }
    settings
}

# What the settings come to; mtry stays NULL for the root of the inputs.
.tree_options <- function(settings) {
    published <- settings$score != "lagged"
    out <- list(score = settings$score, lag = settings$lag %or% 1L,
        trees = settings$trees %or% if (published) 1000L else 500L,
        min_node = settings$min_node %or% if (published) 1L else 5L)
    out["mtry"] <- list(settings$mtry)
    out
}

# ---- What forests read -----------------------------------------------------

# Lags of the inputs.
.tree_lags <- function(options) {
    switch(options$score, lagged = seq_len(options$lag), genie3 = 0L,
        dyngenie3 = 1L)
}

# The inputs of a target, rows of z.
.tree_inputs <- function(target, task, score) {
    own <- switch(score, lagged = target, genie3 = NULL,
        dyngenie3 = intersect(task$rows, target))
    sort(c(.candidates_of(target, task), own))
}

# What a step of a target adds to and is measured in, so that the forest's y is
# (value - base) / unit: base and unit as vectors over steps.
.tree_scale <- function(target, task, z, time, steps, score) {
    if (score != "dyngenie3") {
        return(list(base = 0, unit = 1))
    }
    before <- z[target, steps - 1L]
    dt <- time[steps] - time[steps - 1L]
    list(base = before * (1 - task$decay[[target]] * dt), unit = dt)
}

# Of exponentials from the highest to the lowest value of each gene in a
# trajectory, over the lowest of all values, the fastest of all trajectories; 0
# where none falls or rises. used: rows of x.
.decay_rates <- function(series, used) {
    floor <- min(series$x)
    height <- function(value) log(pmax(value - floor, .LEAST_HEIGHT))
    rates <- vapply(split(seq_along(series$time), series$trajectory),
        function(own) {
            x <- series$x[used, own, drop = FALSE]
            high <- max.col(x, "first")
            low <- max.col(-x, "first")
            at <- function(which) x[cbind(seq_along(used), which)]
            apart <- abs(series$time[own][high] - series$time[own][low])
            ifelse(apart > 0, (height(at(high)) - height(at(low))) / apart, 0)
        }, numeric(length(used)))
    apply(matrix(rates, length(used)), 1L, max)
}

.LEAST_HEIGHT <- 1e-6 # as published, in the unit of the data

# ---- Forests ---------------------------------------------------------------

# The forest of a target, on the task's own series.
.tree_of <- function(target, task, keep = FALSE) {
    options <- .tree_options(task$settings)
    lags <- .tree_lags(options)
    steps <- .steps_after(task$trajectory, max(lags))
    genes <- .tree_inputs(target, task, options$score)
    scale <- .tree_scale(target, task, task$z, task$time, steps, options$score)
    y <- (task$z[target, steps] - scale$base) / scale$unit
    list(
        forest = if (length(genes)) {
            .forest(.lagged(task$z, genes, steps, lags), y,
                options[c("trees", "mtry", "min_node")],
                .target_seed(target, task, "trees"), keep)
        },
        genes = genes, lags = lags, y = y, unit = scale$unit,
        score = options$score
    )
}

# Of each target list(importance, heldout), the first inputs x lags, named.
.grow_forests <- function(targets, task, progress = NULL) {
    .in_forks(as.list(targets), function(target) {
        list(.grow_forest(target, task))
    }, task$threads, progress)
}

.grow_forest <- function(target, task) {
    tree <- .tree_of(target, task)
    out <- list(importance = matrix(0, length(tree$genes), length(tree$lags),
        dimnames = list(rownames(task$z)[tree$genes], tree$lags)),
    heldout = NA_real_)
    if (!is.null(tree$forest)) {
        share <- .importance_shares(tree$forest, tree$y)
        out$importance[] <- t(matrix(share, length(tree$lags)))
        if (tree$score != "genie3") {
            missed <- tree$unit * (tree$forest$predictions - tree$y)
            out$heldout <- mean(missed^2, na.rm = TRUE)
        }
    }
    out
}

# ---- The fit ---------------------------------------------------------------

.tree_task <- function(s) {
    .target_task(s, ".grow_forests", time = s$series$time, decay = s$decay)
}

.train_trees <- function(s, trained = NULL) {
    each <- .explain_targets(s, .tree_task(s), trained)
    options <- .tree_options(s$settings)
    by_lag <- .importance_by_lag(each, s, options)
    score <- rowSums(by_lag, dims = 2L)
    .warn_unsplit(score)
    place <- .placer(s)
    lags <- .tree_lags(options)
    lag <- matrix(lags[max.col(matrix(by_lag, ncol = length(lags)), "first")],
        nrow(score))
    lag[score %in% 0] <- 0L
    timed <- options$score != "genie3"
    heldout <- vapply(each, function(one) one$heldout %or% NA_real_, 0)
    list(
        score = place(score), norms = place(0 * score),
        lag = if (timed) place(lag, 0L),
        training = .target_record(s, if (timed) max(lags),
            .target_status(each), heldout = heldout),
        details = list(each = each,
            steps = length(.steps_after(s$series$trajectory, max(lags))),
            decay = if (!is.null(s$decay)) {
                stats::setNames(s$decay[s$columns], rownames(s$z)[s$columns])
            }),
        control = s$control
    )
}

# Shares as regulators x targets x lags, in working order; 0 for a regulator
# that is no input, NA for a target that failed. Of dynGENIE3 a target's sum to
# 1 over its regulators.
.importance_by_lag <- function(each, s, options) {
    rows <- rownames(s$z)[s$rows]
    out <- array(0, c(length(rows), length(s$columns),
        length(.tree_lags(options))))
    for (i in seq_along(s$columns)) {
        share <- each[[i]]$importance
        if (is.null(share)) {
            out[, i, ] <- NA
            next
        }
        at <- match(rownames(share), rows)
        out[at[!is.na(at)], i, ] <- share[!is.na(at), ]
        if (options$score == "dyngenie3") {
            out[s$rows == s$columns[[i]], i, ] <- 0
            out[, i, ] <- out[, i, ] / max(sum(out[, i, ]),
                .Machine$double.xmin)
        }
    }
    out
}

.warn_unsplit <- function(score) {
    if (all(score %in% c(0, NA))) {
        .ggc_warn("trees", paste0(
            "no forest could be split by a regulator, and all scores are 0.\n",
            "It takes more steps, or less `min_node`."
        ))
    }
}

.tree_effects <- function(fit, targets) {
    if (!is.null(fit@lag)) {
        list(lag = fit@lag[, targets, drop = FALSE])
    }
}

# ---- Forecasts -------------------------------------------------------------

# The task that a fit's forests were grown by.
.tree_task_of <- function(fit, threads) {
    series <- fit@series
    genes <- rownames(series$x)
    regulators <- match(rownames(fit@score), genes)
    targets <- match(colnames(fit@score), genes)
    used <- .working_genes(series, regulators, targets)
    rows <- sort(match(regulators, used))
    columns <- sort(match(targets, used))
    exclude <- fit@known$exclude
    .tree_task(list(
        series = series, z = .standardise(series$x[used, , drop = FALSE])$z,
        rows = rows, columns = columns, method = list(name = fit@method),
        seed = S4Vectors::metadata(fit)$seed, settings = fit@settings,
        known = list(exclude = if (!is.null(exclude)) {
            unname(exclude[genes[used[rows]], genes[used[columns]],
                drop = FALSE])
        }),
        threads = threads, decay = .decay_of(series, used, fit@settings)
    ))
}

# What a target's forest expects of y at some steps; without inputs the mean.
.tree_says <- function(tree, z, steps) {
    if (is.null(tree$forest) || !length(steps)) {
        return(rep(mean(tree$y), length(steps)))
    }
    .forest_says(tree$forest, .lagged(z, tree$genes, steps, tree$lags))
}

.tree_forecast <- function(fit, series) {
    .ggc_need("ranger", "predict()")
    options <- .tree_options(fit@settings)
    if (options$score == "genie3") {
        .ggc_stop("argument", paste0(
            "score = \"genie3\" tells nothing of the next step: it reads no ",
            "time.\nFit with score = \"lagged\" or \"dyngenie3\"."
        ))
    }
    fitted <- fit@series
    task <- .tree_task_of(fit, .resolve_threads(NULL, ncol(fit@score)))
    genes <- rownames(task$z)
    scale <- .standardise(fitted$x[genes, , drop = FALSE])
    z <- (series$x[genes, , drop = FALSE] - scale$center) / scale$scale
    lags <- .tree_lags(options)
    steps <- .steps_after(series$trajectory, max(lags))
    out <- series$x[colnames(fit@score), , drop = FALSE]
    out[, setdiff(seq_len(ncol(out)), steps)] <- NA_real_
    told <- .in_forks(as.list(task$columns), function(target) {
        tree <- .tree_of(target, task, keep = TRUE)
        to <- .tree_scale(target, task, z, series$time, steps, options$score)
        list(to$base + to$unit * .tree_says(tree, z, steps))
    }, task$threads)
    for (i in seq_along(told)) {
        gene <- genes[[task$columns[[i]]]]
        out[gene, steps] <- told[[i]] * scale$scale[[gene]] +
            scale$center[[gene]]
    }
    flat <- intersect(rownames(out), rownames(fitted$x)[fitted$constant])
    out[flat, steps] <- fitted$x[flat, 1L]
    out
}

# ---- The row of the methods' table -----------------------------------------

.tree_facts <- function(fit) {
    options <- .tree_options(fit@settings)
    c(
        score = switch(options$score,
            lagged = sprintf("importances over %s",
                .plural(options$lag, "lag")),
            genie3 = "as GENIE3, without time",
            dyngenie3 = sprintf("as dynGENIE3, decays from %.3g to %.3g",
                min(fit@details$decay), max(fit@details$decay))
        ),
        forests = sprintf("%s trees, nodes of %s or more split, %s",
            .big(options$trees), .big(options$min_node),
            if (is.null(options$mtry)) {
                "the root of the inputs tried"
            } else {
                sprintf("%s tried", .plural(options$mtry, "input"))
            }),
        steps = .big(fit@details$steps)
    )
}

# A tree's nodes are a child each way, a variable and a value, as ranger has
# them, until the forest is whole.
.tree_memory <- function(s) {
    options <- .tree_options(s$settings)
    n <- as.double(ncol(s$z))
    inputs <- (length(s$rows) + 1) * as.double(length(.tree_lags(options)))
    nodes <- 2 * n / max(1, options$min_node / 2)
    list("This fit", c(
        inputs = s$threads * 32 * n * inputs,
        forest = s$threads * 48 * options$trees * nodes,
        results = 32 * inputs * length(s$columns)
    ), c(
        inputs = paste("the lags of all genes, in each process: give fewer",
            "`regulators`, or less `lag` or `threads`"),
        forest = paste("the forest of a target, in each process: give less",
            "`trees` or `threads`"),
        results =
            "importances and scores: give fewer `regulators` or `targets`"
    ))
}

.decay_of <- function(series, used, settings) {
    if (settings$score == "dyngenie3") .decay_rates(series, used)
}

.tree_setup <- function(base, known) {
    options <- .tree_options(base$settings)
    .some_steps_after(base$series$trajectory, max(.tree_lags(options)), "lag")
    out <- .plain_setup(base, known)
    out["decay"] <- list(.decay_of(base$series, base$used, base$settings))
    do.call(.check_memory, base$method$bytes(out))
    out
}

.random_forests <- function() {
    .method_row(
        label = "Random forests",
        does = paste("random forests over the past, or GENIE3 or dynGENIE3, by",
            "the package ranger: see [ggc_trees]"),
        setup = .tree_setup, train = .train_trees, settings = .TREE_SETTINGS,
        check = .check_trees, takes = "exclude",
        bytes = .tree_memory, has_path = FALSE, effects = .tree_effects,
        forecast = .tree_forecast, facts = .tree_facts,
        rule = function(fit) {
            "chosen: forests only rank, ggc_network(n_edges = ) cuts"
        }
    )
}
