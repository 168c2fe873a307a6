# Large-scale nonlinear Granger causality: regressions on radial basis functions
# of the state of all regulators, with and without the source's own.

#' Large-scale nonlinear Granger causality (lsNGC)
#'
#' `ggc_fit(x, method = "lsngc")` asks of each regulator whether features of its
#' past help to forecast a target beyond features of the state that all others
#' are in (Wismueller et al. 2021). The features are radial basis functions, so
#' that the dependence may have any shape, and few, so that genes may be many.
#'
#' @section Model: The state of a step are the z-scores of all regulators at the
#'   `lag` points before it; steps never straddle trajectories. Among k centres
#'   c_a, found by k-means, a point v has the features `exp(-|v - c_a|^2 /
#'   (2 s)^2)`, divided by their sum; s is the largest distance between two
#'   centres over the root of 2k. F are the features of the state without the
#'   regulator in question, among the centres of the whole state without its
#'   coordinates, and G those of its own past. By least squares the next value
#'   of each target is regressed on F, and on F and G. F and G are the same for
#'   all targets, so that one decomposition serves them all.
#'
#'   A target that is no regulator belongs to its own state, which then has
#'   centres of its own. k-means takes the best of 10 starts (k-means++), of at
#'   most 100 rounds; `seed` sets them.
#'
#' @section Arguments: of [ggc_fit()], by name.
#' * `lag`: whole number from 1 to 64, default 1: the order d of delay vectors.
#' * `state_centres`: whole number from 2 to 1000, or `NULL` (default): the 25
#'   of the paper (c_f), but no more than a third of the steps, and 2 or more.
#' * `source_centres`: the same of a regulator's past (c_g): 5, but no more than
#'   a fifth of the steps.
#' * `alpha`: number from 0 to 1, default 0.05: links of at most this p-value,
#'   adjusted by Benjamini and Hochberg over all candidate links, are the
#'   network.
#'
#' Of the others `exclude` is taken, `prior` and `include` are not. An excluded
#' link is no candidate (score 0, p-value `NA`), but its regulator stays in the
#' state. `BPPARAM`, `checkpoint` and [ggc_merge()] work, to the same bits; each
#' shard of targets finds the centres and decompositions anew, so that they save
#' time only where targets are far more than regulators, or are none.
#' `control` and `graph` do nothing here or are refused.
#'
#' @section Result: The score is the Granger causality index `ln(RSS on F / RSS
#'   on F and G)`. The p-value is that of the F test. As features of either kind
#'   sum to 1, G adds a dimension less than it has centres, and the degrees of
#'   freedom are counted so: c_g - 1, and the steps less c_f + c_g - 1 (fewer
#'   where features are combinations of others). The paper's F divides by c_g
#'   and the steps less c_f + c_g. `details$each` of the fit has the index, F,
#'   p-value and degrees of freedom of each target, `details$centres` the
#'   numbers of centres. The norm is the score in the network, else 0. There is
#'   no effect, and the sign is that of a correlation, see [ggc_edges()].
#'   Constant genes have the score 0 and p-value 1. Nothing is forecast:
#'   `predict()` is refused, and [ggc_training()] has the error of the forecast
#'   "no change" alone.
#'
#' @section What p-values mean: They hold where errors of different steps do not
#'   depend on each other, given F. But 25 features of a state keep little of a
#'   gene's own past, the less the more genes there are: a target that remembers
#'   is "explained" by any regulator that does. These are shares of p-values
#'   below .05 where no gene depends on another, by the autocorrelation at lag 1
#'   of all genes (`tools/tune/lsngc.R`):
#'
#'   | genes | trajectories x points | 0 | .5 | .9 |
#'   |---|---|---|---|---|
#'   | 10 | 3 x 8 | .05 | .05 | .08 |
#'   | 10 | 5 x 21 | .05 | .05 | .12 |
#'   | 10 | 1 x 60 | .05 | .06 | .10 |
#'   | 10 | 46 x 21 | .05 | .05 | **.33** |
#'   | 50 | 3 x 8 | .05 | .06 | .09 |
#'   | 50 | 5 x 21 | .04 | .07 | **.18** |
#'   | 50 | 1 x 60 | .05 | .06 | .11 |
#'   | 50 | 46 x 21 | .05 | .09 | **.66** |
#'
#'   A warning of class `ggc_warning_lsngc` says so where the median
#'   autocorrelation of the targets is above .6. Those of [ggc_test()], whose
#'   shadows have the memory of their genes, were below .05 for .05 of such
#'   links (10 genes of .9, 5 x 21 and 1 x 60): take these. A response to the
#'   same perturbation that all genes have is a memory too.
#'
#' @section The authors' script: differs from the paper. Each feature of the
#'   state is there of the sum of its squared distances to all centres, from
#'   which not the coordinate of the regulator is left out but that whose number
#'   is the feature's; s is that of the whole state. Its defaults are 3 and 2
#'   centres. Given its centres, and told to do as it does, the core has its
#'   index and F to 1e-9 (`tests/testthat/test-lsngc.R`): what is then changed
#'   is these features alone.
#'
#' @section Weaknesses: 25 centres tell little of a state of hundreds of
#'   coordinates, so that a gene that acts through another may be found too.
#'   There is no sign and no lag. On 20 systems of 10 coupled logistic maps, in
#'   5 x 21 points, the mean AUROC is .81 (`tests/testthat/test-lsngc.R`); on 20
#'   of Lorenz-96 with 10 genes and noise it is .83 (.74 of [ggc_var]), in 1 x
#'   60 points .74 (.70).
#'
#' @section Cost: In C, over regulators: time grows with regulators, targets,
#'   steps and the number of centres. 100 genes in 46 x 21 points take 1 second
#'   of one core; the authors' program takes a minute and more
#'   (`inst/script/make_fixture_lsngc.R`). Targets that are no regulators cost
#'   more, as each has a k-means of its own: 80 targets of 20 regulators there 6
#'   seconds.
#' @section Patent: The authors have applied for a patent (US 2022/0058211) on
#'   what this method belongs to. Whether that concerns what you do is for you
#'   to find out.
#' @section Errors: `ggc_error_argument` for a wrong argument,
#'   `ggc_error_points` where there are fewer steps than centres and 4 more, or
#'   no trajectory is longer than `lag`; `ggc_error_memory`;
#'   `ggc_error_irregular` for times that are uneven and were interpolated.
#' @references Wismueller A, Dsouza AM, Vosoughi MA, Abidin A (2021).
#'   Large-scale nonlinear Granger causality for inferring directed dependence
#'   from short multivariate time-series data. Scientific Reports 11, 7817.
#'
#'   Arthur D, Vassilvitskii S (2007). k-means++: the advantages of careful
#'   seeding. Proceedings of the 18th ACM-SIAM Symposium on Discrete Algorithms,
#'   1027-1035.
#' @seealso [ggc_fit()], [ggc_te], [ggc_var], [ggc_test()]
#' @examples
#' sim <- ggc_simulate("lorenz96", p = 6, n_time = 21, n_trajectories = 5,
#'     noise = 0.5, seed = 1)
#' fit <- ggc_fit(sim, method = "lsngc", seed = 1)
#' fit
#' ggc_edges(fit, n = 5)
#' ggc_metrics(fit, S4Vectors::metadata(sim)$truth)
#' @name ggc_lsngc
NULL

# ---- Settings --------------------------------------------------------------

.LSNGC_SETTINGS <- list(lag = 1L, state_centres = NULL, source_centres = NULL,
    alpha = 0.05)

# Those of the paper, where there are steps for them: so many for each centre.
.LSNGC_CENTRES <- c(state = 25L, source = 5L)
.LSNGC_STEPS_OF_CENTRE <- c(state = 3L, source = 5L)
.LSNGC_FEWEST <- 2L # one centre says nothing
.LSNGC_SPARE <- 5L # degrees of freedom that must be left

.check_lsngc <- function(settings) {
    settings$lag <- .check_count(settings$lag, "lag", 1L, .MOST_LAGS)
    for (name in c("state_centres", "source_centres")) {
        if (!is.null(settings[[name]])) {
            settings[[name]] <- .check_count(settings[[name]], name,
                .LSNGC_FEWEST, 1000L)
        }
    }
    settings$alpha <- .check_number(settings$alpha, "alpha", 0, 1)
    settings
}

# c(state, source): numbers of centres.
.lsngc_centres <- function(s) {
    steps <- length(.steps_after(s$series$trajectory, s$settings$lag))
    usual <- pmin(.LSNGC_CENTRES, pmax(.LSNGC_FEWEST,
        steps %/% .LSNGC_STEPS_OF_CENTRE))
    c(
        state = s$settings$state_centres %or% usual[["state"]],
        source = s$settings$source_centres %or% usual[["source"]]
    )
}

.lsngc_setup <- function(base, known) {
    .refuse_interpolated(base$series, base$method$name)
    out <- .plain_setup(base, known)
    steps <- length(.some_steps_after(out$series$trajectory, out$settings$lag,
        "lag"))
    centres <- .lsngc_centres(out)
    # Features of either kind sum to 1.
    least <- sum(centres) - 1L + .LSNGC_SPARE
    if (steps < least) {
        .ggc_stop("points", paste0(
            "method = \"%s\" needs %d steps with %s before each for %d and %d ",
            "centres, and there %s.\nGive more or longer trajectories%s."
        ), base$method$name, least, .plural(out$settings$lag, "point"),
        centres[["state"]], centres[["source"]],
        if (steps == 1L) "is 1" else sprintf("are %d", steps),
        if (sum(centres) > 2L * .LSNGC_FEWEST) ", or fewer centres" else "")
    }
    do.call(.check_memory, base$method$bytes(out))
    out
}

.lsngc_memory <- function(s) {
    q <- as.double(length(s$rows))
    t <- as.double(length(s$columns))
    n <- as.double(ncol(s$z))
    lag <- s$settings$lag
    centres <- .lsngc_centres(s)
    alone <- any(!s$columns %in% s$rows)
    state <- (q + 1) * lag * (n + 3 * centres[["state"]]) +
        n * centres[["state"]]
    list("This fit", c(
        states = 8 * ((1 + alone * s$threads) * state +
            s$threads * n * (2 * sum(centres) + lag + 8)),
        data = 8 * (n * nrow(s$z) + q * n * centres[["source"]]),
        results = 80 * q * t
    ), c(
        states = paste("states and features, in each thread: give less",
            "`threads` or `lag`, or fewer samples"),
        data = "features of regulators: give fewer `regulators` or samples",
        results = paste("scores and p-values: give fewer `regulators` or",
            "`targets`")
    ))
}

# ---- Pairs -----------------------------------------------------------------

# What .native_lsngc() reads. given: list(given_state, given_source, as_script)
# of a comparison with another program, see ggc_lsngc.h.
.lsngc_task <- function(targets, task, given = NULL) {
    out <- list(
        z = task$z, length = tabulate(task$trajectory),
        regulators = task$rows, targets = targets, lags = task$settings$lag,
        state_centres = task$centres[["state"]],
        source_centres = task$centres[["source"]], seed = task$seed,
        name = rownames(task$z), as_script = 0L
    )
    none <- list(given_state = NULL, given_source = NULL)
    out[names(given)] <- given
    c(out, none[setdiff(names(none), names(given))])
}

# Of each of some targets list(index, f, p, df) over the regulators; df: degrees
# of freedom of a regulator's features, and those that are left.
.lsngc_pairs <- function(targets, task, progress = NULL) {
    tell <- if (!is.null(progress)) {
        # C counts sources and states.
        function(done, total) {
            progress(floor(done / total * length(targets)), length(targets))
        }
    }
    rss <- .native_lsngc(.lsngc_task(targets, task), task$threads, tell)
    steps <- length(.steps_after(task$trajectory, task$settings$lag))
    ratio <- rss$restricted / rss$whole
    ratio[!(ratio > 1)] <- 1 # NaN: a target that is always 0
    df <- rss$many - rss$few
    left <- steps - rss$many
    f <- ifelse(df > 0L, (ratio - 1) * left / df, 0)
    p <- ifelse(df > 0L, stats::pf(f, pmax(df, 1L), left,
        lower.tail = FALSE), 1)
    .each_column(list(index = log(ratio), f = f, p = p, df = df, left = left))
}

# ---- The fit ---------------------------------------------------------------

# The median autocorrelation of targets at lag 1 from which p-values are too
# small to pass in silence.
.LONG_MEMORY <- 0.6

.warn_long_memory <- function(s) {
    at <- .steps_after(s$series$trajectory, 1L)
    now <- s$z[s$columns, at, drop = FALSE]
    before <- s$z[s$columns, at - 1L, drop = FALSE]
    memory <- stats::median(rowSums(now * before) /
        sqrt(rowSums(now^2) * rowSums(before^2)), na.rm = TRUE)
    if (isTRUE(memory > .LONG_MEMORY)) {
        .ggc_warn("lsngc", paste0(
            "Targets remember (their autocorrelation is %.2f in the median), ",
            "which p-values of method = \"%s\" take for links: they are too ",
            "small.\nTake those of ggc_test()."
        ), memory, s$method$name)
    }
}

.train_lsngc <- function(s, trained = NULL) {
    if (is.null(trained)) {
        .warn_long_memory(s)
    }
    .fit_lsngc(s, trained)
}

.fit_lsngc <- function(s, trained = NULL) {
    centres <- .lsngc_centres(s)
    each <- .explain_targets(s, .target_task(s, ".lsngc_pairs",
        centres = centres), trained)
    excluded <- .excluded(s) > 0
    score <- replace(.of_pairs(each, s, "index"), excluded, 0)
    p <- replace(.of_pairs(each, s, "p"), excluded, NA)
    p[is.nan(p)] <- NA
    place <- .placer(s)
    list(
        score = place(score),
        norms = place(.significant(p, s) * pmax(score, .Machine$double.xmin)),
        p_value = place(p, constant = 1),
        training = .target_record(s, s$settings$lag, .target_status(each)),
        details = list(centres = centres, each = each), control = s$control
    )
}

# ---- The row of the methods' table -----------------------------------------

.lsngc_facts <- function(fit) {
    c(
        features = sprintf("of %d centres of the state and %d of a regulator",
            fit@details$centres[["state"]], fit@details$centres[["source"]]),
        tests = "F tests: of series with a long memory p-values are too small"
    )
}

.nonlinear_causality <- function() {
    .method_row(
        label = "nonlinear features (lsNGC)",
        does = paste("lsNGC, regressions on radial basis functions of the",
            "state: see [ggc_lsngc]"),
        setup = .lsngc_setup, train = .train_lsngc, settings = .LSNGC_SETTINGS,
        check = .check_lsngc, takes = "exclude", bytes = .lsngc_memory,
        tests = TRUE, has_path = FALSE,
        evidence = function(s, fit) .fit_lsngc(s)$score,
        facts = .lsngc_facts, rule = .adjusted_rule
    )
}
