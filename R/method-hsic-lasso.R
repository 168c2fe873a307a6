# HSIC lasso: the kernel of a target as a sum of few kernels of lagged
# regulators and of its own past.

#' HSIC lasso on the past
#'
#' `ggc_fit(x, method = "hsic_lasso")` writes the kernel of a target as a sum of
#' few kernels of lagged regulators and of its own past, with weights that are
#' not negative: HSIC lasso (Yamada et al. 2014) made Granger causality, after
#' Ren, Li and Han (2020). It sees links of any shape, given all others, as far
#' as their effects add up.
#'
#' @section Model: Of a target i, `L` is the matrix of kernels `exp(-(x_i(s) -
#'   x_i(t))^2 / (2 w^2))` over all pairs of steps, and `K_jl` that of gene j, l
#'   steps before. All are centred and have a Frobenius norm of 1. Weights are
#'   those of least `1/2 |L - sum a_jl K_jl|^2 + lambda sum a_jl`, all `a_jl >=
#'   0`, over all candidate regulators and the target's own past. The whole path
#'   of lambda is computed, by least angle regression. Of its knots the one of
#'   the least `n ln(|L - ...|^2) + k ln(ln n) ln(q)` is taken, a generalised
#'   information criterion (Fan and Tang 2013), with n steps, k kernels that
#'   have a weight and q that could have one. The path ends where ten knots have
#'   not lowered it, or where there are 64 kernels, or a third as many as steps;
#'   a warning says where that cut a model short. Steps never straddle
#'   trajectories.
#'
#'   Of many steps the matrices are split into blocks: the steps in a random
#'   order, in groups of `block`, three times over, each block centred and of
#'   norm 1 (block HSIC lasso, Climente-Gonzalez et al. 2019). The seed draws
#'   the orders.
#'
#' @section What differs: There is no code of Ren, Li and Han, and their
#'   criterion and test are ours from what they say of them. They make series
#'   stationary first, by tests for unit roots and differences. That is **left
#'   out**: on 20 simulated networks of sums of curves, 10 genes, 10 x 21
#'   points, the mean AUROC is .73 of the series as they are, .63 of their
#'   differences and .62 where `tseries::adf.test()` says which to take
#'   (`diff()` your series if you know that they have a unit root). Lags are
#'   those of `lag`, evenly spaced, rather than chosen for each series. The
#'   lasso is the one of the authors' pyHSICLasso: with `bandwidth = "sd"` and
#'   the same blocks, penalties and weights along the path are the same to 1e-8.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `lag`: whole number from 1 to 64, default 1: lags 1 to `lag` of all.
#' * `bandwidth`: w, of each series: `"median"` (default), the median distance
#'   of two steps (where that is 0 the least other); `"sd"`, the standard
#'   deviation, which is pyHSICLasso's.
#' * `block`: whole number of at least 10, steps of a block, or `NULL`
#'   (default): one block of all up to 200 steps, and else 50. Blocks of few
#'   steps have much in common by chance, which the criterion takes for a link.
#' * `permutations`: whole number, default 200: how often a regulator is
#'   rearranged, at most; 0: no p-values, and all links with a weight are the
#'   network.
#' * `alpha`: number from 0 to 1, default 0.05: links of at most this p-value,
#'   adjusted by Benjamini and Hochberg over all candidate links, are the
#'   network.
#'
#' Of the others `exclude` is taken, `prior` and `include` are not: an excluded
#' regulator is no candidate of its target. `BPPARAM`, `checkpoint` and
#' [ggc_merge()] work; `control` and `graph` do nothing here or are refused.
#'
#' @section Result: The score of a link is the sum of the weights of the
#'   regulator's lags, which is 0 for all that have none: many links tie at the
#'   end of the ranking. The lag is that of the largest weight. The norm is the
#'   score in the network, else 0. There is no effect, and the sign is that of a
#'   correlation, see [ggc_edges()]. Constant genes have the score 0 and p-value
#'   1. Nothing is forecast: `predict()` is refused, and [ggc_training()] has
#'   the error of the forecast "no change" alone. `details$each` of the fit has
#'   for each target its `terms` (input, lag, weight), the own past among them,
#'   `lambda`, what is `left` of the squared norm, at which `knot` of how many.
#'
#' @section Tests: The regulator is rearranged in time, as for [ggc_te]: whole
#'   trajectories are exchanged and, where fewer than five are of a kind, also
#'   shifted in circles. Its kernels are made anew, and the path with its choice
#'   of lambda; all else stays. The p-value is the share of weights at least as
#'   large, counted as [ggc_te] does; links without a weight have p-value 1. So
#'   p-values include the selection, and of noise most are 1: in 60 sets each of
#'   10 genes, white or autoregressive by .7, lags 1 or 2, the share of p-values
#'   of at most .05 was up to .017 (3 x 8 points), .002 (5 x 21) and .006 (1 x
#'   60). Of 4 genes in small blocks, which lets more in, it was up to .065 (3 x
#'   8, 720 p-values; shifts in circles of 8 points break a series' memory),
#'   .028 and .032. No p-value is below `1 / (1 + permutations)`, nor, of a
#'   single series of T points, much below 1 / T: for a network of many genes at
#'   an adjusted p-value take more `permutations`, or [ggc_test()].
#'
#' @section Weaknesses: The criterion is strict: of few steps it chooses few
#'   links, or none, and the rest tie. Kernels say that values are alike, not
#'   which is larger: a link that is linear is found with less power than by
#'   [ggc_var]. Of regulators that resemble each other one enters. It is made
#'   for links that are curved and add up: on the networks above its mean AUROC
#'   is .73, standard error .02. [ggc_te] and [ggc_var], which rank all pairs,
#'   have .87 and .86 there.
#'
#' @section Cost: Each product of two kernels takes `n^2 / 2` multiplications,
#'   in blocks `3 n block / 2`; there are as many as pairs of lagged regulators,
#'   and for each rearranged regulator as many as lagged regulators. So time
#'   does not grow with targets, but where they are no regulators. 100 genes in
#'   46 x 21 points take some 45 seconds of one core, 1.4 of these without
#'   tests. Memory is 8 bytes for each lagged regulator and pair of steps.
#' @section Errors: `ggc_error_argument` for a wrong argument,
#'   `ggc_error_points` where there are fewer than 10 steps, `ggc_error_memory`.
#'   A warning where models were cut short is `ggc_warning_hsic`.
#' @references Ren W, Li B, Han M (2020). A novel Granger causality method based
#'   on HSIC-Lasso for revealing nonlinear relationship between multivariate
#'   time series. Physica A 541, 123245.
#'
#'   Yamada M, Jitkrittum W, Sigal L, Xing EP, Sugiyama M (2014).
#'   High-Dimensional Feature Selection by Feature-Wise Kernelized Lasso. Neural
#'   Computation 26(1), 185-207.
#'
#'   Climente-Gonzalez H, Azencott CA, Kaski S, Yamada M (2019). Block HSIC
#'   Lasso: model-free biomarker detection for ultra-high dimensional data.
#'   Bioinformatics 35(14), i427-i435.
#'
#'   Fan Y, Tang CY (2013). Tuning parameter selection in high dimensional
#'   penalized likelihood. Journal of the Royal Statistical Society B 75(3),
#'   531-552.
#' @seealso [ggc_fit()], [ggc_te], [ggc_test()]
#' @examples
#' set.seed(1)
#' x <- lapply(1:6, function(run) {
#'     a <- rnorm(20)
#'     rbind(a = a, b = c(0, a[-20]^2) + rnorm(20, sd = 0.3), c = rnorm(20))
#' })
#' fit <- ggc_fit(x, method = "hsic_lasso", seed = 1)
#' fit
#' ggc_edges(fit, n = 2)
#' fit@details$each$b$terms
#' @name ggc_hsic_lasso
NULL

# ---- Settings --------------------------------------------------------------

.HSIC_SETTINGS <- list(lag = 1L, bandwidth = c("median", "sd"), block = NULL,
    permutations = 200L, alpha = 0.05)

.check_hsic <- function(settings) {
    settings$lag <- .check_count(settings$lag, "lag", 1L, .MOST_LAGS)
    settings$bandwidth <- .check_choice(settings$bandwidth, "bandwidth",
        .HSIC_SETTINGS$bandwidth)
    if (!is.null(settings$block)) {
        settings$block <- .check_count(settings$block, "block", .LEAST_STEPS)
    }
    settings$permutations <- .check_count(settings$permutations,
        "permutations", 0L)
    settings$alpha <- .check_number(settings$alpha, "alpha", 0, 1)
    settings
}

# Kernels of fewer steps say nothing: nor do blocks of fewer.
.LEAST_STEPS <- 10L

# Without `block`: so many steps are one block, and more are split into blocks
# of so many.
.ONE_BLOCK <- 200L
.USUAL_BLOCK <- 50L

# Random orders in which the steps are split, as pyHSICLasso has it.
.BLOCK_ORDERS <- 3L

# A path has no more kernels than this, nor than a third of the steps; it ends
# where so many knots have not lowered the criterion.
.MOST_KERNELS <- 64L
.PATIENCE <- 10L

.hsic_steps <- function(s) {
    lag <- s$settings$lag
    at <- .steps_after(s$series$trajectory, lag)
    if (length(at) < .LEAST_STEPS) {
        .ggc_stop("points", paste0(
            "method = \"%s\" needs at least %d steps with %s before each, and ",
            "there %s.\nGive more or longer trajectories%s."
        ), s$method$name, .LEAST_STEPS, .plural(lag, "point"),
        if (length(at) == 1L) "is 1" else sprintf("are %d", length(at)),
        if (lag > 1L) ", or a smaller `lag`" else "")
    }
    at
}

# Steps in blocks: list(row, the steps of all, one block after another; size).
# Sizes differ by one at most, and all steps are used.
.hsic_blocks <- function(steps, block, seed) {
    block <- block %or% if (steps > .ONE_BLOCK) .USUAL_BLOCK else steps
    count <- max(1L, steps %/% block)
    if (count == 1L) {
        return(list(row = seq_len(steps), size = steps))
    }
    row <- unlist(lapply(seq_len(.BLOCK_ORDERS), function(k) {
        order(.native_uniform(steps, seed, paste("blocks", k)))
    }))
    size <- diff(c(0L, as.integer(round(seq_len(count) * steps / count))))
    list(row = row, size = rep(size, .BLOCK_ORDERS))
}

.hsic_setup <- function(base, known) {
    out <- .plain_setup(base, known)
    .hsic_steps(out)
    do.call(.check_memory, base$method$bytes(out))
    out
}

# ---- Models ----------------------------------------------------------------

.hsic_design <- function(s) {
    at <- .hsic_steps(s)
    c(list(at = at, weight = log(log(length(at))),
        most = min(.MOST_KERNELS, max(1L, length(at) %/% 3L)),
        patience = .PATIENCE),
    .hsic_blocks(length(at), s$settings$block, s$seed))
}

# What .native_hsic() reads, of some targets.
.hsic_task <- function(targets, task) {
    settings <- task$settings
    c(task$design, list(
        z = unname(task$z), trajectory = task$trajectory,
        kind = task$null$kind, kin = order(task$null$kind),
        how = sum(.TE_HOW[task$null$how]), lags = settings$lag,
        regulator = task$rows, target = targets,
        exclude = .as_whole(.excluded_from(targets, task)),
        width = match(settings$bandwidth, .HSIC_SETTINGS$bandwidth) - 1L,
        permutations = settings$permutations, enough = .ENOUGH_STRONGER,
        seed = task$seed, name = rownames(task$z)
    ))
}

# Of each of some targets a list: value, p, lag, of the regulators; terms (data
# frame: input, a gene; lag, weight), lambda, left, knot, knots, full.
.hsic_targets <- function(targets, task, progress = NULL) {
    n <- length(targets)
    # C may tell of regulators.
    tell <- if (!is.null(progress)) {
        function(done, total) progress(as.integer(n * done / total), n)
    }
    read <- .hsic_task(targets, task)
    out <- .native_hsic(read, task$threads, tell)
    found <- out$found
    lapply(seq_len(n), function(i) {
        at <- (i - 1L) * read$most + seq_len(found$count[[i]])
        input <- found$input[at] + 1L
        terms <- data.frame(input = rownames(task$z)[
            c(task$rows, targets[[i]])[input]],
        lag = found$lag[at], weight = found$weight[at])
        p <- if (task$settings$permutations > 0L) out$p[, i] else NA_real_
        c(.hsic_column(input, terms, length(task$rows)),
            list(p = rep_len(p, length(task$rows)), terms = terms,
                lambda = found$lambda[[i]], left = found$left[[i]],
                knot = found$knot[[i]], knots = found$knots[[i]],
                full = found$full[[i]] > 0L))
    })
}

# Of each regulator the sum of its weights, and the lag of the largest; 0 where
# it has none.
.hsic_column <- function(input, terms, regulators) {
    value <- numeric(regulators)
    lag <- integer(regulators)
    for (j in unique(input[input <= regulators])) {
        own <- terms[input == j, ]
        value[[j]] <- sum(own$weight)
        lag[[j]] <- own$lag[[which.max(own$weight)]]
    }
    list(value = value, lag = lag)
}

# ---- The fit ---------------------------------------------------------------

.train_hsic <- function(s, trained = NULL) {
    null <- .te_null(s$series)
    design <- .hsic_design(s)
    each <- .explain_targets(s, .target_task(s, ".hsic_targets",
        design = design, null = null), trained)
    .warn_full(each)
    lag <- .of_pairs(each, s, "lag")
    lag[is.na(lag) | .apart(s$rows, s$columns, s$known$exclude)] <- 0
    place <- .placer(s)
    score <- place(.of_pairs(each, s, "value"))
    p <- .of_pairs(each, s, "p")
    p[.flagged(s$known$exclude)] <- NA
    # Without tests the selected links are the network.
    kept <- if (s$settings$permutations > 0L) place(.significant(p, s)) else 1
    list(
        score = score, norms = score * kept, p_value = place(p, constant = 1),
        lag = place(.as_whole(lag), 0L),
        training = .target_record(s, s$settings$lag, .target_status(each)),
        details = list(null = null, block = design$size, each = each),
        control = s$control
    )
}

.warn_full <- function(each) {
    full <- vapply(each, function(one) isTRUE(one$full), NA)
    if (any(full)) {
        .ggc_warn("hsic", paste0(
            "For %d of %d targets more kernels would lower the criterion than ",
            "a model may have: %s.\nTheir models explain the steps that there ",
            "are, and hardly others."
        ), sum(full), length(full), .ggc_names(names(each)[full]))
    }
}

.hsic_effects <- function(fit, targets) {
    list(lag = fit@lag[, targets, drop = FALSE])
}

# ---- The row of the methods' table -----------------------------------------

.hsic_facts <- function(fit) {
    settings <- fit@settings
    kernels <- vapply(fit@details$each, function(one) NROW(one$terms), 0L)
    size <- fit@details$block
    c(
        kernels = sprintf("%s a target (median; %s to %s), of %s",
            format(stats::median(kernels)), min(kernels), max(kernels),
            .plural(settings$lag, "lag")),
        width = switch(settings$bandwidth, median = "the median distance",
            "the standard deviation"),
        blocks = if (length(size) > 1L) {
            sprintf("of %s steps",
                paste(unique(range(size)), collapse = " to "))
        } else {
            "none, all steps together"
        },
        tests = .null_says(fit@details$null, settings$permutations)
    )
}

.hsic_memory <- function(s) {
    size <- as.double(.hsic_blocks(length(.hsic_steps(s)), s$settings$block,
        s$seed)$size)
    depth <- sum(size * (size + 1) / 2)
    lag <- as.double(s$settings$lag)
    variables <- lag * length(s$rows)
    pairs <- as.double(length(s$rows)) * length(s$columns)
    own <- sum(!s$columns %in% s$rows)
    answers <- length(s$columns) + lag * own
    list("This fit", c(
        kernels = 8 * depth * (variables + answers + 4 * lag * s$threads + 12),
        products = 8 * variables * (variables + answers +
            s$threads * (8 * lag + 8)),
        results = 48 * pairs
    ), c(
        kernels = paste("kernels of all lagged regulators: give fewer",
            "`regulators`, or less `lag` or `block`"),
        products = paste("products of all kernels: give fewer `regulators` or",
            "less `lag`"),
        results = "scores: give fewer `regulators` or `targets`"
    ))
}

.hsic_rule <- function(fit) {
    if (fit@settings$permutations > 0L) {
        .adjusted_rule(fit)
    } else {
        "of all links with a weight"
    }
}

.kernel_lasso <- function() {
    .method_row(
        label = "HSIC lasso",
        does = paste("HSIC lasso, non-negative weights of kernels of the past:",
            "see [ggc_hsic_lasso]"),
        setup = .hsic_setup, train = .train_hsic, settings = .HSIC_SETTINGS,
        check = .check_hsic, takes = "exclude", bytes = .hsic_memory,
        tests = TRUE, has_path = FALSE, effects = .hsic_effects,
        evidence = .te_evidence, facts = .hsic_facts, rule = .hsic_rule
    )
}
