#' Every tuning value of a fit
#'
#' The defaults serve any data set. They were compared with their neighbours on
#' simulated networks, never on a known network of a real or challenge data set:
#' see `tools/tune/defaults.R` and its log.
#'
#' @param preset `"default"`, or a set of other defaults; arguments that are
#'   given win over it. `"paper"`: Patil and Vaida (2022) to the letter: as many
#'   hidden units as regulators, windows of that many steps (at most a
#'   trajectory), KL and triplet terms in the loss, one network per target.
#'   `"tank"`: the Neural-GC settings of Tank et al. (2022): 100 hidden units,
#'   windows of 10 steps, ReLU, GISTA, no distance correlation, nested lag
#'   penalty for `"cmlp"`.
#' @param hidden number of hidden units H, 1 to 32768, or `"genes"` for the number of
#'   regulators, as in the paper. `NULL` (default): 10 in the network of one
#'   target, 40 in that of all targets (`method = "loo"`). The ranking hardly
#'   depends on it and the cost grows with it.
#' @param layers number of hidden layers, 1 to 8, stacked.
#' @param init what the distance correlation of the data initialises: `"none"`
#'   (default: nothing; it made no difference on simulated networks),
#'   `"hidden"` (the first hidden state of a target's network is the target's
#'   row; the paper's Method), `"weights"` (the input weights of each gate; its
#'   Conclusion) or `"both"`; in the network of all targets of `method = "loo"`
#'   only the first state. Where H differs from the number of
#'   regulators the row is mapped by a fixed orthonormal matrix.
#' @param n_prop propagation steps of the graph convolution (eq. 3), 1 to 100.
#' @param graph_at where the graph convolution acts: `"readout"`, on the hidden
#'   state that the read-out sees; `"recurrence"`, also on the state that the
#'   next step starts from (the other reading of eq. 3, window k - 1 to k);
#'   `"nonlinear"`, on the state that the read-out sees, which then sees its
#'   tanh: `y = w' tanh(A h) + b`, which no network without a graph can write
#'   as its own read-out.
#' @param adjacency,normalise the graph: see [ggc_adjacency()]. A `"directed"`
#'   one passes what a gene's regulators hold on to that gene, not back; it is
#'   no gain beyond two standard errors on simulated networks.
#' @param dcor_lag lag of the distance correlation: 0 is the paper's.
#' @param window `"trajectory"` (the network runs once over each trajectory), or
#'   a number K >= 1: overlapping windows of K steps, stride one; `"genes"`: K =
#'   number of regulators, at most the shortest trajectory.
#' @param horizons steps ahead that a target's network forecasts, all in the loss
#'   alike, >= 1; `NULL` (default): as many, up to three, as the autocorrelation
#'   of the series (without what is `held`) stays above .65 of that at lag 1.
#'   `method = "loo"` has one.
#' @param lag for `method = "cmlp"`: number of past points it sees, >= 1.
#' @param relu `TRUE`: the RNN of `method = "crnn"` uses ReLU instead of tanh.
#' @param ridge weight of the squared norms of all weights but the input ones.
#' @param penalty on the input weights: `"group"` lasso; with lags also
#'   `"sparse_group"` (each lag as well) or `"hierarchical"` (a lag goes only
#'   after all older ones); `"squared"`: as eq. 4 is printed, which removes no
#'   regulator.
#' @param kl the divergence of eq. 4 between a target's distance correlations and
#'   its normalised Granger row: `"none"`, `"log"` (Kullback-Leibler), or
#'   `"printed"` (without the logarithm of the Granger row).
#' @param kl_target the row that `kl` and `triplet = "granger"` draw the Granger
#'   row to: `"dcor"` (default, the paper's distance correlations), or
#'   `"directed"`, the distance correlations of what the target's own past leaves
#'   unexplained of it, one to `dependence_lags` steps ahead, with each regulator.
#' @param kl_weight,kl_epsilon its weight lambda2 >= 0, and what is added to each
#'   norm before the logarithm, > 0.
#' @param triplet the triplet term of eq. 4: `"none"`; `"granger"`: the Granger
#'   row shall be nearer to the distance correlations than to those of a
#'   time-permuted surrogate; `"prediction"`: a forecast nearer to what was
#'   observed than to another gene.
#' @param triplet_weight,triplet_p,margin its weight lambda3 >= 0, the norm p >=
#'   1 of its distances, and the margin R.
#' @param members networks per target, >= 1: each has its own random start and,
#'   where the data allow, its own fold of trajectories held out.
#' @param lambda increasing penalties > 0 of the path, or `NULL` for `n_lambda`
#'   values, equally spaced in the logarithm from `lambda_min` to `lambda_max`.
#' @param n_lambda,lambda_min,lambda_max the default path.
#' @param optimiser `"adam"` (Adam with an exact proximal step), `"gista"`
#'   (proximal gradient with line search), `"ista"` (fixed step), or
#'   `"adam_element"` (Adam's printed second moment, for comparison).
#' @param rate step size of the optimiser, > 0.
#' @param first,each iterations at the first penalty and at each further one;
#'   for `method = "loo"` of the global network and of each masked one.
#' @param recheck every so many iterations all regulators take part in a step;
#'   between, only those that are not zero. 1: all in every step. With `"gista"`
#'   and a `tolerance`, any other number: all take part whenever one that is zero
#'   might enter, reckoned from how far the gradients can have moved; the result
#'   was that of 1 wherever both were compared.
#' @param tolerance number >= 0. Above 0, `first` and `each` are the most
#'   iterations, and a network is done with a penalty once it is near a minimum:
#'   the largest way that any regulator's weights would go in a proximal step of
#'   size one (of a regulator at zero: by how much its gradient's norm exceeds the
#'   penalty) is at most `tolerance` times the penalty, and the norm of the
#'   gradient of all other weights at most `sqrt(tolerance)` times. 0 (default):
#'   never before that many iterations, which suffice for the ranking, but not
#'   for a minimum. Adam circles about it; `"gista"` gets there, to about 1e-4:
#'   with an RNN in hundreds of iterations, with an LSTM in thousands or never,
#'   as its gates make sharp valleys. Not for `method = "loo"`.
#' @param se_factor the chosen penalty is the largest whose held-out error is
#'   within so many standard errors of the least; 0 takes the least.
#' @param cut the chosen network: `"otsu"` cuts the norms at the chosen penalty
#'   where Otsu's rule parts them into weak and strong; `"credible"` (default):
#'   besides, where the networks' held-out error is on the whole no less than that
#'   of no change, an edge must have a probability above .4 by the model behind
#'   [ggc_network()] (with `dependence = "linear"`; else as `"otsu"`); `"none"`:
#'   every norm above zero is an edge.
#' @param dependence the directed dependence that joins the networks in the
#'   ranking: what of a target's value one or more steps ahead its own past
#'   leaves unexplained, against each regulator, by `"linear"` (absolute
#'   correlation), `"dcor"` (distance correlation, eq. 2 made directed), or
#'   `"none"`. An edge counts less half of its opposite.
#' @param dependence_lags,smooth how many steps ahead the dependence looks, >= 1,
#'   all alike, and the bandwidth >= 0, in steps, of the local lines that smooth
#'   the series for it; 0 for none. `NULL` (default): 2, 5 or 8, and 0 or 0.6,
#'   those with which the dependences in random halves of the trajectories have
#'   most in common that is directed, as a share of all that they have in common.
#' @param held `TRUE` (default): inputs that nobody measured and that are held for
#'   a while, such as a perturbation in the first half of each series, are looked
#'   for and taken off the dependence and the count of `horizons`; see the section
#'   on them.
#' @param fusion weight >= 0 of the dependence beside the networks; `NULL`
#'   (default): 0 to 1, by how well the regulators that it puts first forecast
#'   held-out steps, beside those that the networks put first: a quarter where
#'   both do alike; more where there are `held` inputs, which the networks cannot
#'   tell from regulators.
#' @param adaptive number >= 0, an adaptive group lasso: the penalty of regulator
#'   j at target i is multiplied by `(1 + d)^(-adaptive)`, where d is j's directed
#'   dependence divided by the mean over i's candidates (of the kind that
#'   `dependence` names, `"linear"` for `"none"`), and by what brings the
#'   geometric mean over the candidates back to 1. 0 (default): none, since it
#'   misleads where the dependence does. A `prior` multiplies it further.
#' @param hubs power >= 0 of a regulator's mean score that multiplies its scores,
#'   times the share of the spread of these means that is no accident (one-way
#'   analysis of variance); 0 for none.
#' @param prior_weight number >= 0: the logarithm of how many times likelier than
#'   others a link is that the `prior` of [ggc_fit()] believes in with 1. So much
#'   is added to its score, and its penalty multiplied by `exp(-prior_weight /
#'   2)`. `NULL` (default): as much as the data bear the prior out; see
#'   [ggc_fit()].
#' @param loo for `method = "loo"`: `"refit"` trains on, from the global network,
#'   for each masked regulator; `"mask"` only masks it, which is faster.
#' @param loo_rule `"heldout"`: score and test on held-out data; `"insample"`:
#'   the paper's rule, an edge where masking raises the training error at all.
#' @param alpha level of the LOO network, 0 to 1: edges whose Benjamini-Hochberg
#'   adjusted p-value is at most this.
#' @param segment,burn_in a series of at least twice `segment` steps is cut
#'   into pieces of about that length, each led by `burn_in` steps without loss.
#' @param keep `"chosen"` keeps the networks at the chosen penalty, which
#'   `predict()` needs; `"none"` drops them.
#' @param isa instruction set: `"auto"`, `"avx512"`, `"avx2"` or `"generic"`.
#' @return An S3 list of class `GGCControl`.
#' @section Held inputs: a perturbation that lasts shifts all steps of a stretch
#'   of time alike, and genes that it shifts seem to depend on each other. Each
#'   trajectory is cut into one to four pieces of five steps or more, as many as
#'   are most likely when each piece shifts what a gene's own past leaves
#'   unexplained by a random amount (restricted likelihood of a random intercept,
#'   all genes together), or none if they are not likelier than none by more than a
#'   factor of e (Akaike). With M the mean squares between and within pieces, the
#'   share `1 - sqrt(M within / M between)` of each piece's mean is taken off the
#'   series before the dependence is measured, which makes steps of one piece
#'   uncorrelated (Fuller and Battese 1974); nothing where pieces differ no more
#'   than steps. The share is in the `ranking` of a [GGCFit-class] and shown with
#'   the fit. On simulated networks it was .3 to .4 where a perturbation was held
#'   for half of each series, and nearly always 0 where there was none
#'   (`tools/tune/rules-confirmed.log`).
#' @references Fuller WA, Battese GE (1974). Estimation of linear models with
#'   crossed-error structure. Journal of Econometrics 2, 67-78.
#' @examples
#' ggc_control(members = 3, hidden = 5)
#' ggc_control("paper")
#' @export
ggc_control <- function(preset = c("default", "paper", "tank"),
                        hidden = NULL, layers = 1L,
                        init = c("none", "hidden", "weights", "both"),
                        n_prop = 1L,
                        graph_at = c("readout", "recurrence", "nonlinear"),
                        adjacency = "gram", normalise = "sym", dcor_lag = 0L,
                        window = "trajectory", horizons = NULL, lag = 5L,
                        relu = FALSE,
                        ridge = 0.05,
                        penalty = c("group", "sparse_group", "hierarchical",
                            "squared"),
                        kl = c("none", "log", "printed"),
                        kl_target = c("dcor", "directed"), kl_weight = 0.05,
                        kl_epsilon = 0.01,
                        triplet = c("none", "granger", "prediction"),
                        triplet_weight = 1, triplet_p = 2, margin = 1,
                        members = 5L, lambda = NULL, n_lambda = 8L,
                        lambda_min = 0.02, lambda_max = 0.5,
                        optimiser = c("adam", "gista", "ista",
                            "adam_element"),
                        rate = 0.03, first = 100L, each = 25L, recheck = 10L,
                        tolerance = 0, se_factor = 1,
                        cut = c("credible", "otsu", "none"),
                        dependence = c("linear", "dcor", "none"),
                        dependence_lags = NULL, smooth = NULL, held = TRUE,
                        fusion = NULL, adaptive = 0, hubs = 1,
                        prior_weight = NULL,
                        loo = c("refit", "mask"),
                        loo_rule = c("heldout", "insample"), alpha = 0.05,
                        segment = 32L, burn_in = 8L,
                        keep = c("chosen", "none"),
                        isa = c("auto", "avx512", "avx2", "generic")) {
    values <- as.list(environment())
    values$preset <- .check_choice(preset, "preset", names(.PRESETS))
    changes <- .PRESETS[[values$preset]]
    changes <- changes[setdiff(names(changes), names(match.call()))]
    values[names(changes)] <- changes
    .check_control(values)
}

.PRESETS <- list(
    default = list(),
    paper = list(
        hidden = "genes", window = "genes", init = "hidden", kl = "log",
        triplet = "granger", ridge = 0.01, members = 1L, cut = "none",
        horizons = 1L, dependence = "none", hubs = 0
    ),
    tank = list(
        hidden = 100L, window = 10L, init = "none", relu = TRUE, ridge = 0.01,
        penalty = "hierarchical", members = 1L, optimiser = "gista",
        rate = 0.05, first = 200L, each = 30L, cut = "none", horizons = 1L,
        dependence = "none", hubs = 0
    )
)

# A control as ggc_control() made it, or as someone changed it since: checked
# again, with the codes for sizes that the data decide put back.
.as_control <- function(control) {
    if (!inherits(control, "GGCControl")) {
        .ggc_stop("argument", "`control` must come from ggc_control(), not %s.",
            .given(control))
    }
    v <- unclass(control)
    path <- c("n_lambda", "lambda_min", "lambda_max")
    lacks <- setdiff(names(formals(ggc_control)), c(names(v), path))
    if (length(lacks)) {
        .ggc_stop("argument", paste0(
            "`control` lacks %s.\nMake it anew with ggc_control() of this ",
            "version."
        ), .ggc_names(lacks))
    }
    for (arg in names(.CODES)) {
        word <- .code_word(arg, v[[arg]])
        if (length(word)) {
            v[arg] <- list(if (!startsWith(word, "by ")) word)
        }
    }
    v[path] <- eval(formals(ggc_control)[path])
    .check_control(v)
}

.MAX_LAYERS <- 8L # GGC_MAX_LAYERS
.MOST_HIDDEN <- 32768L # the graph over them is a matrix
.MOST_STEPS <- 100L

# Every value in its canonical type, or an error that names it.
.check_control <- function(v) {
    choices <- formals(ggc_control)
    for (arg in c("init", "graph_at", "penalty", "kl", "kl_target", "triplet",
        "optimiser", "cut", "dependence", "loo", "loo_rule", "keep", "isa")) {
        v[[arg]] <- .check_choice(v[[arg]], arg, eval(choices[[arg]]))
    }
    v$layers <- .check_count(v$layers, "layers", upper = .MAX_LAYERS)
    v$n_prop <- .check_count(v$n_prop, "n_prop", upper = .MOST_STEPS)
    for (arg in c("lag", "members", "n_lambda", "first", "each", "recheck",
        "segment")) {
        v[[arg]] <- .check_count(v[[arg]], arg)
    }
    v$hidden <- .check_hidden(v$hidden)
    v$horizons <- if (is.null(v$horizons)) {
        .BY_DATA
    } else {
        .check_count(v$horizons, "horizons")
    }
    v$dependence_lags <- if (is.null(v$dependence_lags)) {
        .BY_DATA
    } else {
        .check_count(v$dependence_lags, "dependence_lags")
    }
    for (arg in c("smooth", "fusion", "prior_weight")) {
        v[[arg]] <- if (is.null(v[[arg]])) {
            NA_real_
        } else {
            .check_number(v[[arg]], arg, 0)
        }
    }
    v$adjacency <- .check_choice(v$adjacency, "adjacency", .GRAPH_METHODS)
    v$normalise <- .check_choice(v$normalise, "normalise", .GRAPH_SCALES)
    v$dcor_lag <- .check_count(v$dcor_lag, "dcor_lag", 0L)
    v$burn_in <- .check_count(v$burn_in, "burn_in", 0L)
    v <- .check_reals(v)
    by_lag <- v$penalty %in% c("sparse_group", "hierarchical")
    if (by_lag && (v$kl != "none" || v$triplet == "granger")) {
        .ggc_stop("argument", paste0(
            "`penalty` must be \"group\" or \"squared\" where the loss has ",
            "KL or triplet terms of the Granger row, not \"%s\"."
        ), v$penalty)
    }
    for (arg in c("relu", "held")) {
        v[[arg]] <- .check_flag(v[[arg]], arg)
    }
    v$window <- .check_window(v$window)
    v$lambda <- .check_lambda(v)
    v[c("n_lambda", "lambda_min", "lambda_max")] <- NULL
    structure(v, class = "GGCControl")
}

# Of a control's values those that always are one real number.
.check_reals <- function(v) {
    for (arg in c("lambda_min", "lambda_max", "rate", "kl_epsilon")) {
        v[[arg]] <- .check_number(v[[arg]], arg, 0, open = TRUE)
    }
    for (arg in c("ridge", "tolerance", "se_factor", "kl_weight",
        "triplet_weight", "adaptive", "hubs")) {
        v[[arg]] <- .check_number(v[[arg]], arg, 0)
    }
    v$triplet_p <- .check_number(v$triplet_p, "triplet_p", 1)
    v$margin <- .check_number(v$margin, "margin", -Inf)
    v$alpha <- .check_number(v$alpha, "alpha", 0, 1)
    v
}

# What they are called; what is "by" something else was given as NULL.
.CODES <- list(
    hidden = c(`0` = "by method", `-1` = "genes"),
    window = c(`0` = "trajectory", `-1` = "genes"),
    horizons = c(`0` = "by the data"), dependence_lags = c(`0` = "by the data"),
    smooth = c(`NA` = "by the data"), fusion = c(`NA` = "by the data"),
    prior_weight = c(`NA` = "by the data")
)

# The word for a value that is a code, or none.
.code_word <- function(arg, value) {
    words <- .CODES[[arg]]
    if (length(value) == 1L) unname(words[names(words) == paste(value)])
}

.check_hidden <- function(hidden) {
    if (is.null(hidden)) {
        return(.BY_METHOD)
    }
    if (identical(hidden, "genes")) {
        return(.AS_GENES)
    }
    if (is.character(hidden)) {
        .ggc_stop("argument", paste0(
            "`hidden` must be \"genes\" or a whole number >= 1, not %s."
        ), .given(hidden))
    }
    .check_count(hidden, "hidden", upper = .MOST_HIDDEN)
}

.check_window <- function(window) {
    if (identical(window, "trajectory")) {
        return(.WHOLE_TRAJECTORY)
    }
    if (identical(window, "genes")) {
        return(.AS_GENES)
    }
    if (is.character(window)) {
        .ggc_stop("argument", paste0(
            "`window` must be \"trajectory\", \"genes\" or a whole number ",
            ">= 1, not %s."
        ), .given(window))
    }
    .check_count(window, "window")
}

# The control with the sizes that method and data decide: hidden units where none
# were given, n regulators, and the length of the shortest trajectory.
.sized_control <- function(control, hidden, n, shortest) {
    if (control$hidden == .BY_METHOD) {
        control$hidden <- hidden
    }
    if (control$hidden == .AS_GENES) {
        control$hidden <- as.integer(n)
    }
    if (control$window == .AS_GENES) {
        control$window <- as.integer(n)
    }
    control$window <- min(control$window, shortest - 1L)
    control
}

.check_lambda <- function(v) {
    if (is.null(v$lambda)) {
        if (v$lambda_min >= v$lambda_max && v$n_lambda > 1L) {
            .ggc_stop("argument", paste0(
                "`lambda_min` must be less than `lambda_max`, not %s and %s."
            ), format(v$lambda_min), format(v$lambda_max))
        }
        .check_memory("The path of penalties", c(path = 24 * v$n_lambda),
            c(path = "what its numbers take: give less `n_lambda`"))
        return(exp(seq(log(v$lambda_min), log(v$lambda_max),
            length.out = v$n_lambda)))
    }
    lambda <- v$lambda
    if (!is.numeric(lambda) || !length(lambda) || anyNA(lambda) ||
        any(lambda <= 0 | !is.finite(lambda)) ||
        is.unsorted(lambda, strictly = TRUE)) {
        .ggc_stop("argument", paste0(
            "`lambda` must be increasing positive numbers, not %s.\n",
            "The path runs from dense to sparse."
        ), .given(lambda))
    }
    as.double(lambda)
}

#' @export
print.GGCControl <- function(x, ...) {
    cat("<GGCControl>\n")
    for (name in names(x)) {
        value <- x[[name]]
        word <- .code_word(name, value)
        if (length(word)) {
            value <- word
        } else if (is.numeric(value)) {
            value <- format(value, digits = 3, trim = TRUE)
        }
        if (length(value) > 6L) {
            value <- c(utils::head(value, 3L), "...", utils::tail(value, 2L))
        }
        cat(sprintf("  %-*s %s\n", max(nchar(names(x))), name,
            paste(value, collapse = " ")))
    }
    invisible(x)
}
