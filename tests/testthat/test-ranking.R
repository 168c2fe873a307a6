# The ranking of edges: horizons, directed dependence, hubs, and their weights.

random_walks <- function(p, size, seed, step = 1, noise = 0) {
    set.seed(seed)
    walk <- do.call(cbind, lapply(size, function(n) {
        t(apply(matrix(rnorm(p * n, sd = step), p), 1L, cumsum))
    }))
    z <- walk + rnorm(length(walk), sd = noise)
    rownames(z) <- paste0("G", seq_len(p))
    .standardise(z)$z
}

test_that("horizons follow the memory of the series, not their noise", {
    trajectory <- rep(1:6, each = 30L)
    set.seed(1)
    white <- matrix(rnorm(20 * 180), 20)
    expect_identical(.horizons(white, trajectory), 1L)
    walk <- random_walks(20L, rep(30L, 6L), 2)
    expect_identical(.horizons(walk, trajectory), 3L)
    # Measurement noise halves the autocorrelation at every lag alike.
    noisy <- random_walks(20L, rep(30L, 6L), 2, noise = 2)
    expect_identical(.horizons(noisy, trajectory), 3L)
    # Two points in a trajectory have one step.
    expect_identical(.horizons(walk[, 1:6], rep(1:3, each = 2L)), 1L)
})

test_that("pieces are whole stretches of one trajectory, of about one length", {
    trajectory <- rep(1:3, c(21L, 11L, 2L))
    expect_identical(.pieces(trajectory, 20), trajectory)
    halves <- .pieces(trajectory, 10)
    expect_identical(tabulate(halves), c(10L, 11L, 11L, 2L))
    expect_false(is.unsorted(halves))
    expect_identical(.pieces(1:3, 5), 1:3) # one sample each
})

test_that("held inputs are found, and only where there are any", {
    sim <- ggc_simulate("grn", p = 10, design = "onoff", seed = 2)
    z <- .standardise(SummarizedExperiment::assay(sim))$z
    held <- .held_inputs(z, sim$trajectory)
    expect_gt(held$share, 0.2)
    expect_identical(held$piece, rep(1:10, rep(c(10L, 11L), 5L)))
    # Where every trajectory starts from its own perturbation nothing is held.
    for (seed in 1:3) {
        sim <- ggc_simulate("grn", p = 30, design = "relaxation", seed = seed)
        z <- .standardise(SummarizedExperiment::assay(sim))$z
        expect_identical(.held_inputs(z, sim$trajectory)$share, 0)
    }
    # Too short to be cut, or to leave anything to compare.
    expect_identical(.held_inputs(matrix(rnorm(12), 3), rep(1:2, each = 2L)),
        .nothing_held(rep(1:2, each = 2L)))
})

test_that("the spread of pieces is that of analysis of variance", {
    set.seed(2)
    piece <- rep(1:4, c(5L, 6L, 7L, 5L))
    left <- .unit_rows(matrix(rnorm(23), 1L) + c(2, 0, 1, 0)[piece])
    table <- stats::anova(stats::lm(left[1L, ] ~ factor(piece)))
    mean <- table[["Sum Sq"]] / c(3, 18) # one less within: the own past's
    spread <- .piece_spread(left, piece)
    expect_equal(spread$share, 1 - sqrt(mean[[2L]] / mean[[1L]]))
    expect_equal(spread$likelihood, -sum(c(3, 18) * log(mean)) / 2)
    expect_identical(.piece_spread(left, rep(1L, 23L))$likelihood, -Inf)
})

test_that("what is held is neither memory nor dependence", {
    sim <- ggc_simulate("grn", p = 10, design = "onoff", seed = 2)
    z <- .standardise(SummarizedExperiment::assay(sim))$z
    trajectory <- sim$trajectory
    held <- .held_inputs(z, trajectory)
    expect_gt(held$share, 0.2)
    expect_identical(.horizons(z, trajectory), 1L)
    expect_gt(.horizons(z, trajectory, .nothing_held(trajectory)), 1L)
    from <- .pairs_from(trajectory, 1L)
    mean_of <- function(x) stats::ave(x, held$piece[from])
    now <- z[2L, from] - held$share * mean_of(z[2L, from])
    later <- z[2L, from + 1L] - held$share * mean_of(z[2L, from + 1L])
    other <- z[1L, from] - held$share * mean_of(z[1L, from])
    dependence <- .directed_dependence(z, trajectory, 1:10, 1:10, "linear", 1L,
        0, held, 1L)
    expect_equal(dependence[1L, 2L],
        abs(stats::cor(other, stats::residuals(stats::lm(later ~ now)))))
})

# Ridge regression of the next value, each fold left out in turn.
reference_forecast <- function(z, from, fold, target, best, quadratic,
                               unit = NULL) {
    x <- t(z[c(target, best), from, drop = FALSE])
    if (quadratic) {
        f <- ncol(x)
        pairs <- which(upper.tri(diag(f), TRUE), arr.ind = TRUE)
        x <- cbind(x, x[, pairs[, 1L]] * x[, pairs[, 2L]])
    }
    x <- cbind(1, x)
    y <- z[target, from + 1L]
    if (!is.null(unit)) {
        y <- (y - z[target, from]) / unit
    }
    ridge <- diag(c(0, rep(0.02, ncol(x) - 1L)))
    errors <- lapply(seq_len(max(fold)), function(g) {
        train <- fold != g
        w <- solve(crossprod(x[train, ]) / sum(train) + ridge,
            crossprod(x[train, ], y[train]) / sum(train))
        (y[!train] - x[!train, , drop = FALSE] %*% w)^2
    })
    mean(unlist(errors))
}

test_that("forecasts of favourites agree with ridge regression in R", {
    z <- random_walks(6L, rep(12L, 5L), 4)
    fold <- .folds(rep(1:5, each = 12L), 5L)
    from <- which(fold >= 0L)
    fold <- fold[from]
    fold[fold == 5L] <- 0L # these are never held out
    best <- rbind(c(2L, 1L, 5L), c(3L, 6L, 1L))
    task <- list(z = z, from = from, fold = fold, folds = 4L, target = c(1L, 3L,
        4L), m = 2L, best = as.integer(best), ridge = 0.02, unit = NULL)
    for (quadratic in c(0L, 1L)) {
        task$quadratic <- quadratic
        error <- .native_forecast(task, 1L)
        expect_equal(error, vapply(1:3, function(i) {
            reference_forecast(z, from, fold, task$target[[i]], best[, i],
                quadratic == 1L)
        }, 0), tolerance = 1e-8)
        expect_identical(.native_forecast(task, 4L), error)
    }
    # Increments, in units of their own.
    task$unit <- rep_len(c(1, 2, 0.5), length(from))
    task$quadratic <- 0L
    expect_equal(.native_forecast(task, 1L)[[2L]], reference_forecast(z, from,
        fold, 3L, best[, 2L], FALSE, task$unit), tolerance = 1e-8)
    task$unit <- task$unit[-1L]
    expect_error(.native_forecast(task, 1L))
    task["unit"] <- list(NULL)
    # Rows that are not there are no news for C.
    task$best[[1L]] <- 7L
    expect_error(.native_forecast(task, 1L))
})

test_that("the share of hubs is that of analysis of variance", {
    set.seed(5)
    score <- matrix(rexp(30), 6L) * c(3, 2, 1, 1, 1, 1)
    none <- matrix(FALSE, 6L, 5L)
    table <- stats::anova(stats::lm(as.vector(score) ~ factor(row(score))))
    expect_equal(.hub_share(score, none), 1 - 1 / table[["F value"]][[1L]])
    expect_identical(.hub_share(matrix(1, 2L, 5L), none[1:2, ]), 0)
    # One regulator, or one target: nothing to compare.
    expect_identical(.hub_share(score[1L, , drop = FALSE],
        none[1L, , drop = FALSE]), 0)
    expect_identical(.hub_share(score[, 1L, drop = FALSE],
        none[, 1L, drop = FALSE]), 0)
})

test_that("evidence is minus the logarithm of the share at or above", {
    score <- matrix(c(9, 1, 3, 3, 9, 5, NA, 2, 9), 3L)
    own <- diag(3L) == 1
    evidence <- .rank_evidence(score, own)
    # Others: 1, 2, 3, 3, 5; ranks 1, 2, 3.5, 3.5, 5 of 6.
    expect_equal(evidence[!own], -log(1 - c(1, 3.5, 3.5, 5, NA, 2) / 6))
    expect_equal(evidence[own], rep(-log(1 - 5.5 / 6), 3L)) # above all others
    expect_true(is.na(evidence[1L, 3L]))
})

test_that("hubs come first where there are any", {
    score <- rbind(c(0, 3, 3, 3), c(1, 0, 1, 4), c(1, 1, 0, 1), c(1, 1, 1, 0))
    own <- diag(4L) == 1
    expect_equal(.weigh_hubs(score, own, 0)[2L, 4L], 4 / sqrt(8 / 3))
    hubs <- .weigh_hubs(score, own, 1)
    expect_equal(hubs[1L, 2L], 3 * 3 / sqrt(5 / 3))
    expect_gt(hubs[1L, 4L], hubs[2L, 4L])
})

test_that("regulators are made alike by their mean square", {
    score <- rbind(c(0, 3, 3, 3), c(1, 0, 1, 4), c(1, 1, 0, 1), c(1, 1, 1, 0))
    own <- diag(4L) == 1
    target <- sqrt(c(1, 5 / 3, 5 / 3, 8 / 3))
    alike <- .weigh_hubs(score, own, 0, 1)
    expect_equal(alike[1L, 2L], 3 / 3 / target[[2L]])
    expect_equal(alike[2L, 4L], 4 / sqrt(18 / 3) / target[[4L]])
    half <- .weigh_hubs(score, own, 0.5, 0.25)
    expect_equal(half[2L, 4L],
        4 * sqrt(2) / sqrt(18 / 3)^0.25 / target[[4L]])
    none <- rbind(score, 0)
    expect_identical(.weigh_hubs(none, rbind(own, FALSE), 0, 1)[5L, ],
        numeric(4))
})

believed <- function(x, trajectory, rows = seq_len(nrow(x))) {
    rownames(x) <- sprintf("g%02d", seq_len(nrow(x)))
    trajectory <- as.integer(trajectory)
    z <- .standardise(x)$z
    .spread_believed(list(z = z, rows = rows,
        columns = seq_len(nrow(x)), threads = 1L,
        held = .nothing_held(trajectory),
        control = list(dependence_lags = 1L, smooth = 0),
        series = list(trajectory = trajectory,
            time = as.double(sequence(tabulate(trajectory))))))
}

test_that("what regulators differ by is believed where links are found again", {
    trajectory <- rep(1:6, each = 15)
    noise <- noise_matrix(4, 40, 90)
    expect_identical(believed(noise, trajectory), list(spread = 0, alike = 1))
    expect_identical(believed(noise[1:10, ], trajectory)$alike, 0)
    # Of 25 targets half; of so few an accident is believed now and then.
    some <- vapply(1:20, function(seed) {
        few <- noise_matrix(seed, 25, 90)
        unlist(believed(few, trajectory))
    }, c(spread = 0, alike = 0))
    expect_lt(mean(some["spread", ]), 0.1)
    expect_equal(some["alike", ], (1 - some["spread", ]) / 2)
    # A trend of all genes is found again, and links nothing.
    trend <- noise + outer(stats::runif(40, 1, 3), rep(sin(1:15 / 3), 6))
    expect_identical(believed(trend, trajectory)$spread, 0)
    series <- seq_len(90)
    expect_identical(believed(noise + outer(seq(1, 3, length.out = 40),
        sin(series / 9)), rep(1L, 90))$spread, 0)
    # Nor does white noise under a list of regulators, of few trajectories.
    few <- noise_matrix(6, 100, 36)
    rownames(few) <- sprintf("g%03d", 1:100)
    expect_lt(believed(few, rep(1:3, each = 12), 1:30)$spread, 0.2)
    expect_lt(believed(few[, 1:35], rep(1:5, each = 7), 1:30)$spread, 0.2)
    linked <- noise
    linked[2:20, -1] <- noise[2:20, -1] + 2 * rep(noise[1, -90], each = 19)
    expect_identical(believed(linked, trajectory), list(spread = 1, alike = 0))
    # Three points of one series cannot be halved: nothing is believed.
    expect_identical(believed(noise[, 1:3], rep(1L, 3)),
        list(spread = 0, alike = 1))
})

test_that("noise under few regulators has no master among them", {
    x <- noise_matrix(1, 400, 9)
    rownames(x) <- sprintf("g%04d", 1:400)
    fit <- suppressMessages(ggc_fit(x, time = rep(c(0, 6, 12), each = 3),
        replicates = "match", regulators = 1:40, seed = 1))
    first <- ggc_edges(fit, n = 100, signs = FALSE)
    # The 95 % quantile of the largest count in blind draws.
    expect_lte(max(table(first$regulator)), 8)
    expect_lte(fit@details$ranking$hubs, 0.1)
})

ranked_fit <- function(..., sim = NULL) {
    if (is.null(sim)) {
        sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6,
            seed = 4)
    }
    ggc_fit(sim, control = ggc_control(members = 2, first = 20, each = 5,
        n_lambda = 3, ...), seed = 5)
}

test_that("an even forecast gives a quarter, two standard errors more", {
    trajectory <- rep(1:6, each = 10L)
    s <- list(rows = 1:4, columns = 1:4, known = list(), threads = 1L,
        held = .nothing_held(trajectory), series = list(trajectory = trajectory),
        z = random_walks(4L, rep(10L, 6L), 7))
    score <- matrix(c(0, 3, 1, 2, 3, 0, 2, 1, 1, 3, 0, 2, 2, 1, 3, 0), 4L,
        dimnames = list(rownames(s$z), rownames(s$z)))
    weight <- function(network, dependence, s) {
        .forecast_weight(.favourites_error(network, s) -
            .favourites_error(dependence, s))
    }
    expect_identical(weight(score, score, s), 0.25)
    other <- score[c(2L, 1L, 4L, 3L), c(2L, 1L, 4L, 3L)]
    dimnames(other) <- dimnames(score)
    gain <- .favourites_error(score, s) - .favourites_error(other, s)
    expected <- 0.25 + (mean(gain) + 2 * stats::sd(gain) / 2) / 0.03
    expect_equal(weight(score, other, s), min(1, max(0, expected)))
    one <- replace(s, "columns", 1L)
    expect_identical(weight(score[, 1L, drop = FALSE],
        other[, 1L, drop = FALSE], one), 0)
})

test_that("a dependence that halves of a series do not share counts less", {
    setup <- function(z, trajectory) {
        list(rows = seq_len(nrow(z)), columns = seq_len(nrow(z)), z = z,
            threads = 1L, held = .nothing_held(trajectory),
            series = list(trajectory = trajectory),
            control = list(dependence_lags = 1L, smooth = 0, hubs = 1))
    }
    noise <- noise_matrix(2, 8, 600)
    rownames(noise) <- letters[1:8]
    long <- setup(.standardise(noise)$z, rep(1L, 600L))
    expect_lt(abs(.halves_correlation(long)), 0.2)
    expect_lt(.reproduced(long), 0.1)
    # Of 300 steps in each half, a correlation of .1 is a mean square of .00037:
    # none, and of 56 pairs less than a standard error, of 870 nearly three.
    local({
        local_fake(".halves_correlation", function(...) 0.1)
        expect_identical(.reproduced(long), 0)
        many <- long
        many$rows <- many$columns <- 1:30
        expect_equal(.reproduced(many), (sqrt(8.7) - 2) / 2)
    })
    linked <- noise
    linked[2, -1] <- noise[1, -600] + noise[2, -1] / 4
    linked[4, -1] <- noise[3, -600] + noise[4, -1] / 4
    linked <- setup(.standardise(linked)$z, rep(1L, 600L))
    expect_gt(.halves_correlation(linked), 0.3)
    expect_gt(.reproduced(linked), 0.9)
    # One piece has no halves: nothing is known, nothing is taken.
    short <- setup(.standardise(noise[, 1:3])$z, rep(1L, 3L))
    expect_identical(.reproduced(short), 1)
    equal <- numeric(4)
    expect_identical(.dependence_weight(list(network = equal,
        dependence = equal), linked), 0.25 * .reproduced(linked))
    expect_lt(.dependence_weight(list(network = equal, dependence = equal),
        long), 0.03)
    long$held$share <- 0.15
    expect_equal(.dependence_weight(list(network = equal, dependence = equal),
        long), 0.5)
})

test_that("what a score is made of can be had, and be switched off", {
    fit <- ranked_fit(fusion = 0.7, hubs = 0)
    network <- granger(fit, "network")
    dependence <- granger(fit, "dependence")
    own <- diag(6L) == 1
    expect_identical(dimnames(dependence), dimnames(network))
    expect_identical(unname(diag(dependence)), rep(0, 6L))
    expect_equal(granger(fit)[!own], (.rank_evidence(network, own) + 0.7 *
        .rank_evidence(dependence - t(dependence) / 2, own))[!own])
    expect_identical(fit@details$ranking$weight, 0.7)
    plain <- ranked_fit(dependence = "none", hubs = 0)
    expect_identical(granger(plain), granger(plain, "network"))
    expect_identical(granger(plain), network)
    expect_error(granger(plain, "dependence"), "no directed dependence",
        class = "ggc_error_argument")
    for (preset in c("paper", "tank")) {
        control <- ggc_control(preset)
        expect_identical(control$horizons, 1L)
        expect_identical(control$dependence, "none")
        expect_identical(control$hubs, 0)
    }
})

test_that("held inputs are told, and left in where the user wants", {
    sim <- ggc_simulate("grn", p = 10, design = "onoff", seed = 2)
    fit <- ranked_fit(sim = sim)
    expect_gt(fit@details$ranking$held, 0.2)
    expect_identical(fit@control$horizons, 1L)
    expect_match(paste(capture.output(fit), collapse = " "),
        "held inputs x 0\\.")
    expect_gte(fit@details$ranking$weight, min(1, fit@details$ranking$held / 0.3))
    plain <- ranked_fit(sim = sim, held = FALSE)
    expect_identical(plain@details$ranking$held, 0)
    # What the networks learn from is the same.
    alike <- ranked_fit(sim = sim, held = FALSE, horizons = 1)
    expect_identical(granger(alike, "network"), granger(fit, "network"))
    expect_error(ggc_control(held = NA), "`held`",
        class = "ggc_error_argument")
})

test_that("regulators, constant genes and two genes are ranked", {
    sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 4)
    x <- SummarizedExperiment::assay(sim)
    x["G3", ] <- 1
    col <- SummarizedExperiment::colData(sim)
    fit <- suppressWarnings(ggc_fit(x, time = col$time,
        trajectory = col$trajectory, regulators = c("G5", "G1", "G3"),
        control = ggc_control(members = 1, first = 10, each = 2,
            dependence = "dcor"), seed = 1))
    expect_identical(dim(granger(fit)), c(3L, 6L))
    expect_identical(unname(granger(fit)["G3", ]), rep(0, 6L))
    expect_identical(unname(granger(fit, "dependence")[, "G3"]), rep(0, 3L))
    two <- ggc_fit(x[c("G1", "G2"), ], time = col$time,
        trajectory = col$trajectory, seed = 1,
        control = ggc_control(members = 1, first = 10, each = 2))
    expect_true(all(is.finite(granger(two))))
})

test_that("forecasts of several horizons are trained on the steps that have them", {
    skip_without_hooks()
    x <- random_walks(2L, c(6L, 4L), 6)
    h <- 3L
    params <- list(w_ih = matrix(0, 4 * h, 2L), w_hh = matrix(0, 4 * h, h),
        bias = numeric(4 * h), w_out = matrix(0, h, 2L), b_out = c(0.5, -0.25))
    out <- hook_network("lstm", x, params, h0 = numeric(h), window = 0,
        ridge = 0, isa = "generic", target = c(1L, 1L), horizons = 2L,
        length = c(6L, 4L), fold = c(rep(0L, 6L), rep(1L, 4L)))
    # The read-out is its bias: the error is that of two constants.
    expect_equal(out$train, mean(c((0.5 - x[1L, 2:6])^2,
        (-0.25 - x[1L, 3:6])^2)), tolerance = 1e-6)
    expect_equal(out$held, mean(c((0.5 - x[1L, 8:10])^2,
        (-0.25 - x[1L, 9:10])^2)), tolerance = 1e-6)
})

test_that("longer horizons: same bits for any thread count, and forecasts", {
    sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 4)
    fits <- lapply(c(1L, 2L, 4L), function(threads) {
        ggc_fit(sim, seed = 5, threads = threads, control = ggc_control(
            members = 2, first = 20, each = 5, horizons = 3))
    })
    expect_identical(granger(fits[[1L]]), granger(fits[[2L]]))
    expect_identical(granger(fits[[1L]]), granger(fits[[3L]]))
    expect_identical(fits[[1L]]@control$horizons, 3L)
    y <- predict(fits[[1L]])
    expect_identical(sum(is.na(y)), 6L * 6L) # the first of each trajectory
    long <- ranked_fit(horizons = 99)
    expect_identical(long@control$horizons, 14L) # the last step there is
    expect_error(ggc_control(horizons = 0), "`horizons`",
        class = "ggc_error_argument")
    expect_error(ggc_control(fusion = -1), "`fusion`",
        class = "ggc_error_argument")
})

test_that("gene networks: above every control, network and dependence alone", {
    sim <- ggc_simulate("grn", p = 50, design = "relaxation", seed = 11)
    truth <- S4Vectors::metadata(sim)$truth
    fit <- ggc_fit(sim, seed = 1)
    aupr <- function(score) ggc_metrics(score, truth)$AUPR
    x <- SummarizedExperiment::assay(sim)
    from <- .pairs_from(sim$trajectory, 1L)
    lagged <- abs(stats::cor(t(x[, from]), t(x[, from + 1L])))
    ours <- aupr(fit)
    message(sprintf("AUPR %.3f, network %.3f, dependence %.3f, lag %.3f", ours,
        aupr(granger(fit, "network")), aupr(granger(fit, "dependence")),
        aupr(lagged)))
    expect_gt(ours, aupr(granger(fit, "network")))
    expect_gt(ours, 1.5 * aupr(granger(fit, "dependence")))
    expect_gt(ours, 2 * aupr(lagged))
})
