# Large-scale nonlinear Granger causality: regressions on radial basis functions
# of the state of all regulators, with and without the source's own.

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

.train_lsngc <- function(s, trained = NULL) {
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
        tests = "F tests of a regulator's features"
    )
}

.nonlinear_causality <- function() {
    .method_row(
        label = "nonlinear features (lsNGC)",
        does = paste("lsNGC, regressions on radial basis functions of the",
            "state: see [ggc_lsngc]"),
        setup = .lsngc_setup, train = .train_lsngc, settings = .LSNGC_SETTINGS,
        check = .check_lsngc, takes = "exclude", bytes = .lsngc_memory,
        tests = TRUE, has_path = FALSE, facts = .lsngc_facts,
        rule = .adjusted_rule
    )
}
