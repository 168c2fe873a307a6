# GRNTE (Castro et al. 2019): lagged transfer entropy, each pair at its best
# delay.

#' Gene regulatory networks on transfer entropy (GRNTE)
#'
#' `ggc_fit(x, method = "grnte")` ranks pairs of genes by lagged transfer
#' entropy, each at the delay where it is largest, and tests it against
#' regulators that are rearranged in time (Castro et al. 2019).
#'
#' @section Model: `TE(s) = I(x_i(t); x_j(t - s) | x_i(t - 1))`, a conditional
#'   mutual information in nats, for the delays s of `lag`; the score is the
#'   largest, and the delay where it is is the edge's `lag`. All delays are
#'   compared on the same steps, none of which straddles trajectories. The
#'   largest is taken of each rearranged regulator too, so that a choice among
#'   delays makes no p-value small.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `estimator`: `"binned"` (default), by equally wide bins; `"ksg"`, by
#'   nearest neighbours, as [ggc_te] does; or `"lagged_mi"`, what the authors'
#'   script does, see below.
#' * `lag`: whole numbers up to 64, the delays in steps, or `NULL` (default): 1
#'   to 3, and no more than a third of the points of the longest trajectory.
#' * `bins`: whole number from 2 to 1000, or `NULL` (default): as many as leave
#'   five steps for each cell of the three coordinates, and 2 or more; of
#'   `"lagged_mi"` `ceiling(log2(N + 1))` for N samples, as the script has it.
#' * `neighbours`: whole number up to 64, default 4: k of `"ksg"`.
#' * `permutations`: whole number, default 1000: rearranged regulators for each
#'   pair, at most; 0: no p-values.
#' * `alpha`: number from 0 to 1, default 0.05: links of at most this p-value,
#'   adjusted by Benjamini and Hochberg over all candidate links, are the
#'   network.
#'
#' Of the others `exclude` is taken, `prior` and `include` are not. An excluded
#' link is no candidate (score 0, p-value `NA`). `BPPARAM`, `checkpoint` and
#' [ggc_merge()] work; `control` and `graph` do nothing here or are refused.
#'
#' @section Tests: as those of [ggc_te]: whole trajectories are exchanged, and
#'   where there are too few, shifted in circles. Of noise like that of
#'   [ggc_te], .021 to .052 were below .05.
#'
#' @section The authors' script: differs from the paper. `estimator =
#'   "lagged_mi"` computes what it does without its option for several delays:
#'   `I(x_i(t); x_j(t - s))` in bits, without the target's own past, with bins
#'   over the range of the values at each end of the step; at one delay (`lag =
#'   1`, its `--step_size`) of trajectories of one length (its `--num_reps`)
#'   values are the same to rounding. Its p-values exchange single time points,
#'   and so do these: they are **too small** for series with a memory. They are
#'   not the same: the script exchanges the values of all samples, those outside
#'   the steps too, puts them into bins anew, and takes them at a delay of as
#'   many rows as there are genes, whatever the delay of the values.
#'
#' @section Result: as of [ggc_te], and the delay in the column `lag` of
#'   [ggc_edges()].
#'
#' @section Weaknesses: One regulator at a time, as [ggc_te]. Of few steps in
#'   many bins the plug-in value is far too large, and more so for regulators
#'   that fill more bins. On 20 simulated linear systems of 10 genes, 10 x 21
#'   points, the mean AUROC is .81 (`tests/testthat/test-grnte.R`), .54 with the
#'   8 bins that the script would take of two values, and .88 where it is known
#'   that links have a delay of one step (`lag = 1`).
#'
#' @section Cost: 100 genes in 46 trajectories of 21 points take some 15 seconds
#'   of one core with the defaults.
#' @section Errors: `ggc_error_argument` for a wrong argument,
#'   `ggc_error_points` where no trajectory is longer than the delays, or there
#'   are no more steps than `neighbours`; `ggc_error_memory`.
#' @references Castro JC, Valdes I, Gonzalez-Garcia LN, Danies G, Canas S,
#'   Winck FV, Nustez CE, Restrepo S, Riano-Pachon DM (2019). Gene regulatory
#'   networks on transfer entropy (GRNTE): a novel approach to reconstruct gene
#'   regulatory interactions applied to a case study for the plant pathogen
#'   Phytophthora infestans. Theoretical Biology and Medical Modelling 16, 7.
#' @seealso [ggc_fit()], [ggc_te]
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 21, n_trajectories = 6, seed = 1)
#' fit <- ggc_fit(sim, method = "grnte", permutations = 99, seed = 1)
#' fit
#' ggc_edges(fit, n = 5)
#' @name ggc_grnte
NULL

.GRNTE_SETTINGS <- list(estimator = c("binned", "ksg", "lagged_mi"), lag = NULL,
    neighbours = 4L, bins = NULL, permutations = 1000L, alpha = 0.05)

.MOST_DELAY <- 3L

.check_grnte <- function(settings) {
    settings$estimator <- .check_choice(settings$estimator, "estimator",
        .GRNTE_SETTINGS$estimator)
    lag <- settings$lag
    if (!is.null(lag)) {
        whole <- is.numeric(lag) && length(lag) > 0L && !anyNA(lag) &&
            all(lag == trunc(lag) & lag >= 1 & lag <= .MOST_LAGS)
        if (!whole) {
            .ggc_stop("argument", paste0(
                "`lag` must be whole numbers from 1 to %d, or NULL, not %s."
            ), .MOST_LAGS, .given(lag))
        }
        settings$lag <- sort(unique(as.integer(lag)))
    }
    .check_entropy(settings)
}

.delays <- function(s) {
    longest <- max(tabulate(s$series$trajectory))
    s$settings$lag %or% seq_len(max(1L, min(.MOST_DELAY, longest %/% 3L)))
}

# Bins of a step's ends by the ranges that each end has: list(z, source).
.lagged_bins <- function(s, delays, at, bins) {
    raw <- s$series$x[s$used, , drop = FALSE]
    list(z = .binned(raw, bins, at), source = vapply(delays, function(k) {
        .binned(raw, bins, at - k)
    }, raw))
}

.grnte_design <- function(s) {
    settings <- s$settings
    delays <- .delays(s)
    ksg <- settings$estimator == "ksg"
    at <- .te_steps(s, max(delays), if (ksg) settings$neighbours)
    script <- settings$estimator == "lagged_mi"
    bins <- if (!ksg) settings$bins %or% if (script) {
        as.integer(ceiling(log2(ncol(s$z) + 1)))
    } else {
        .usual_bins(length(at), 3L)
    }
    values <- if (script) {
        .lagged_bins(s, delays, at, bins)
    } else {
        z <- if (ksg) .untied(s$z, s$seed) else .binned(s$z, bins)
        list(z = z, source = z)
    }
    c(values, list(at = at, past = as.integer(!script), bins = bins,
        lag = t(delays), neighbours = if (ksg) settings$neighbours))
}

.train_grnte <- function(s, trained = NULL) {
    null <- .te_null(s$series)
    script <- s$settings$estimator == "lagged_mi"
    if (script) {
        null$how <- "points"
    }
    delays <- .delays(s)
    each <- .explain_targets(s, .target_task(s, ".te_pairs",
        design = .grnte_design(s), null = null), trained)
    out <- .assemble_entropy(s, each, max(delays),
        list(null = null, delays = delays), if (script) 1 / log(2) else 1)
    best <- .of_pairs(each, s, "best")
    lag <- array(delays[best], dim(best))
    lag[.apart(s$rows, s$columns, s$known$exclude)] <- 0L
    c(out, list(lag = .placer(s)(lag, 0L)))
}

.grnte_effects <- function(fit, targets) {
    list(lag = fit@lag[, targets, drop = FALSE])
}

.grnte_facts <- function(fit) {
    settings <- fit@settings
    delays <- fit@details$delays
    c(
        estimator = switch(settings$estimator,
            ksg = sprintf("%d nearest neighbours", settings$neighbours),
            binned = "bins of equal width",
            "lagged mutual information, in bits, as the authors' script"),
        delays = sprintf("the best of %s", paste(delays, collapse = ", ")),
        tests = .null_says(fit@details$null, settings$permutations)
    )
}

.grnte_memory <- function(s) {
    out <- .entropy_memory(s, 2L)
    if (s$settings$estimator != "ksg") {
        out[[2L]][["data"]] <- out[[2L]][["data"]] * (1 + length(.delays(s)))
    }
    out
}

.best_delay_entropy <- function() {
    .method_row(
        label = "lagged transfer entropy (GRNTE)",
        does = paste("GRNTE, transfer entropy at the best of several delays:",
            "see [ggc_grnte]"),
        setup = .grnte_setup, train = .train_grnte, settings = .GRNTE_SETTINGS,
        check = .check_grnte, takes = "exclude",
        bytes = .grnte_memory, tests = TRUE, has_path = FALSE,
        effects = .grnte_effects, evidence = .te_evidence,
        facts = .grnte_facts, rule = .adjusted_rule
    )
}

.grnte_setup <- function(base, known) {
    out <- .plain_setup(base, known)
    do.call(.check_memory, base$method$bytes(out))
    out
}
