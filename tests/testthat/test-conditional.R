# Conditional dependence: ridge with the own past free, held out by pieces.

conditional_setup <- function(x, trajectory, held = NULL) {
    z <- .standardise(x)$z
    genes <- seq_len(nrow(z))
    list(z = z, rows = genes, columns = genes, threads = 1L,
        series = list(trajectory = trajectory),
        held = held %or% .nothing_held(trajectory))
}

simulated_setup <- function(..., model = "var") {
    sim <- ggc_simulate(model, ...)
    series <- .as_series(sim)
    conditional_setup(series$x, series$trajectory)
}

# The same by least squares with the penalty as more rows of data: an intercept
# and the own past without penalty, the others with it. keep: steps to learn
# from; at: steps to forecast.
ridge_by_rows <- function(x, y, own, penalty, keep = seq_along(y), at = keep) {
    design <- cbind(1, own, t(x))
    rows <- rbind(design[keep, , drop = FALSE],
        cbind(0, 0, sqrt(penalty) * diag(nrow(x))))
    fit <- stats::lm.fit(rows, c(y[keep], numeric(nrow(x))))
    b <- fit$coefficients
    b[is.na(b)] <- 0
    list(coefficients = b[-(1:2)], forecast = drop(design[at, ] %*% b))
}

basis_of <- function(s, k = 1L) {
    from <- .pairs_from(s$series$trajectory, k)
    x <- .unit_rows(s$z[, from])
    .ridge_basis(x, t(.unit_rows(s$z[, from + k])), t(x))
}

test_that("ridge with a free own past is least squares with more rows", {
    for (points in c(30L, 6L)) { # more steps than genes, and fewer
        s <- simulated_setup(p = 9, n_time = points, n_trajectories = 2,
            seed = 4)
        from <- .pairs_from(s$series$trajectory, 1L)
        x <- .unit_rows(s$z[, from])
        y <- .unit_rows(s$z[, from + 1L])
        for (penalty in c(0.03, 1, 300)) {
            left <- .ridge(basis_of(s), penalty)$left
            for (i in c(1L, 5L)) {
                want <- ridge_by_rows(x[-i, ], y[i, ], x[i, ], penalty)
                expect_equal(drop(x %*% left[, i])[-i], want$coefficients,
                    tolerance = 1e-6, ignore_attr = TRUE)
            }
        }
    }
})

test_that("where times are uneven increments are regressed", {
    sim <- ggc_simulate("var", p = 7, n_trajectories = 4, seed = 6,
        times = c(0, 1, 2, 4, 7, 8, 14, 16), start = "perturbed")
    series <- suppressMessages(.as_series(sim))
    s <- conditional_setup(series$x, series$trajectory)
    s$clock <- .clock(series)
    from <- .pairs_from(series$trajectory, 1L)
    unit <- sqrt(diff(series$time)[from] / stats::median(diff(series$time)[from]))
    x <- .unit_rows(s$z[, from])
    y <- .unit_rows((s$z[, from + 1L] - s$z[, from]) / rep(unit, each = 7))
    basis <- .ridge_basis(x, t(y), t(x))
    pieces <- split(seq_along(from), series$trajectory[from])
    basis$pieces <- pieces
    penalty <- .ridge_penalty(list(basis))$penalty
    expect_equal(unname(.conditional_dependence(s)$score),
        unname(.coefficients(basis, penalty)), tolerance = 1e-10)
})

test_that("a copy of the own past gets no coefficient", {
    s <- simulated_setup(p = 6, n_time = 30, seed = 2)
    basis <- basis_of(s)
    x <- .unit_rows(s$z[, .pairs_from(s$series$trajectory, 1L)])
    expect_lt(max(abs(diag(x %*% .ridge(basis, 1)$left))), 1e-12)
})

test_that("held-out errors are those of fitting again without each piece", {
    s <- simulated_setup(p = 5, n_time = 9, n_trajectories = 4, seed = 7)
    trajectory <- s$series$trajectory
    from <- .pairs_from(trajectory, 1L)
    x <- .unit_rows(s$z[, from])
    y <- .unit_rows(s$z[, from + 1L])
    piece <- .held_out_pieces(trajectory, from)
    expect_identical(max(piece), 4L)
    again <- function(i, penalty, regulators) {
        mean(unlist(lapply(1:4, function(out) {
            at <- which(piece == out)
            fit <- ridge_by_rows(regulators, y[i, ], x[i, ], penalty,
                which(piece != out), at)
            (y[i, at] - fit$forecast)^2
        })))
    }
    pieces <- split(seq_along(from), piece)
    ridge <- .held_out_error(.ridge(basis_of(s), 0.5), pieces)
    alone <- .held_out_error(.own_past(basis_of(s)), pieces)
    for (i in 1:5) {
        expect_equal(ridge[[i]], again(i, 0.5, x[-i, ]), tolerance = 1e-6)
        expect_equal(alone[[i]], again(i, 1e12, x[-i, ]), tolerance = 1e-6)
    }
})

test_that("a clock among the genes changes nothing of the others", {
    s <- simulated_setup(p = 8, n_time = 21, n_trajectories = 6, seed = 3,
        start = "perturbed")
    clock <- s
    clock$z <- rbind(s$z, time = .standardise(t(rep(as.double(1:21), 6)))$z[1, ])
    clock$rows <- s$rows
    clock$columns <- 1:9
    alone <- .conditional_dependence(s)
    beside <- .conditional_dependence(clock)
    expect_equal(beside$gain, alone$gain)
    expect_equal(unname(beside$score[, 1:8]), unname(alone$score))
    expect_identical(unname(beside$score[, 9]), numeric(8))
    few <- s
    few$columns <- 1:4 # too few for a mean
    expect_null(.conditional_dependence(few))
})

test_that("many steps and many sets of candidates cost no more than some", {
    s <- simulated_setup(p = 6, n_time = 1300, seed = 2)
    found <- .conditional_dependence(s)
    expect_gt(found$gain, 0.05)
    s <- simulated_setup(p = 60, n_time = 12, seed = 2)
    s$known <- list(exclude = matrix(FALSE, 60, 60))
    s$known$exclude[cbind(c(2:60, 1), 1:60)] <- TRUE # a set for each target
    expect_length(.same_candidates(s), 1L)
    s$known$exclude[cbind(c(2:40, 1), 1:40)] <- FALSE
    expect_length(.same_candidates(s), 22L)
})

test_that("pieces are trajectories, or eight stretches of fewer than three", {
    three <- rep(1:3, each = 4)
    expect_identical(.held_out_pieces(three, .pairs_from(three, 1L)),
        rep(1:3, each = 3))
    one <- rep(1L, 17)
    expect_identical(.held_out_pieces(one, .pairs_from(one, 1L)),
        rep(as.numeric(1:8), each = 2))
    expect_null(.conditional_dependence(conditional_setup(
        matrix(stats::rnorm(8), 2), rep(1:2, each = 2))))
})

test_that("it finds a linear network and its gain is one of forecasts", {
    s <- simulated_setup(p = 10, n_time = 21, n_trajectories = 10, seed = 3,
        start = "perturbed")
    found <- .conditional_dependence(s)
    sim <- ggc_simulate("var", p = 10, n_time = 21, n_trajectories = 10,
        seed = 3, start = "perturbed")
    truth <- S4Vectors::metadata(sim)$truth
    expect_gt(ggc_metrics(found$score, truth)$AUPR, 0.9)
    expect_gt(found$gain, 0.1)
    expect_true(all(diag(found$score) == 0))
    noise <- conditional_setup(noise_matrix(1, 10, 210), rep(1:10, each = 21))
    expect_lt(.conditional_dependence(noise)$gain, 0.01)
})

test_that("excluded links take no part, and the others are as without them", {
    s <- simulated_setup(p = 6, n_time = 20, n_trajectories = 4, seed = 5)
    s$known <- list(exclude = matrix(FALSE, 6, 6))
    s$known$exclude[1:2, 3:4] <- TRUE # of two targets, two sets of candidates
    s$known$exclude[-6, 6] <- TRUE # a target without candidates
    found <- .conditional_dependence(s)$score
    expect_true(all(found[s$known$exclude] == 0))
    x <- .unit_rows(s$z[, .pairs_from(s$series$trajectory, 1L)])
    y <- .unit_rows(s$z[, .pairs_from(s$series$trajectory, 1L) + 1L])
    ratio <- vapply(.PENALTIES, function(penalty) {
        want <- abs(ridge_by_rows(x[c(4:6), ], y[3, ], x[3, ],
            penalty)$coefficients)
        max(abs(want / want[[1L]] - found[4:6, 3] / found[4, 3]))
    }, 0)
    expect_lt(min(ratio), 1e-6)
    # Nothing is gained without candidates.
    s$known$exclude[] <- TRUE
    diag(s$known$exclude) <- FALSE
    expect_lt(abs(.conditional_dependence(s)$gain), 1e-6)
})

test_that("what is held is taken off both ends of a step", {
    s <- simulated_setup(p = 6, n_time = 20, n_trajectories = 3, seed = 5)
    piece <- s$series$trajectory
    shifted <- s
    shifted$z <- s$z + 3 * outer(1:6, piece %% 2)
    shifted$held <- s$held <- list(share = 1, piece = piece)
    expect_equal(.conditional_dependence(shifted)$score,
        .conditional_dependence(s)$score, tolerance = 1e-8)
})

test_that("it takes the dependence's place where the system is linear", {
    weights <- function(gain, later, lead, uneven = FALSE) {
        beside <- list(network = rep(lead, 4), conditional = numeric(4))
        .conditional_weight(list(gain = gain, later = later), beside, uneven)
    }
    expect_identical(weights(0.06, 0, 0), list(share = 0, weight = 0))
    # No better than the networks: those alone.
    expect_identical(weights(0.2, 0, 0), list(share = 1, weight = 0))
    expect_equal(weights(0.09, 0, 0)$share, 0.5)
    expect_equal(weights(0.2, 0.3, 0)$share, 0.5) # better still at later steps
    expect_equal(weights(0.2, 0, 0.015)$weight, 0.5 * 1.6)
    expect_equal(weights(0.2, 0, 0.1)$weight, 5)
    expect_identical(weights(0.2, 0, 9)$weight, 12)
    # Of steps that are not alike a clear lead says as much.
    expect_identical(weights(0.02, 0, 0.15)$share, 0)
    expect_equal(weights(0.02, 0, 0.15, TRUE), list(share = 0.5, weight = 3.5))
    expect_equal(weights(0.02, 0.03, 0.15, TRUE)$share, 0.25)
    expect_identical(.conditional_weight(NULL, list()),
        list(share = 0, weight = 0))
})

test_that("a fit reports it, and the control rules it", {
    sim <- ggc_simulate("var", p = 8, n_time = 12, n_trajectories = 6, seed = 3,
        start = "perturbed")
    fit <- function(...) ggc_fit(sim, seed = 1, threads = 1L,
        control = ggc_control(...))
    default <- fit()
    ranking <- default@details$ranking
    expect_gt(ranking$conditional_weight, 0.9)
    expect_lt(ranking$weight, 0.1)
    expect_output(print(default), "conditional dependence x")
    expect_identical(granger(default, "conditional"), ranking$conditional)
    without <- fit(conditional = 0)
    expect_identical(without@details$ranking$conditional_weight, 0)
    expect_false(identical(granger(without), granger(default)))
    expect_identical(fit(fusion = 0.5)@details$ranking$conditional_weight, 0)
    both <- fit(fusion = 0, conditional = 2)
    apart <- diag(8) == 1
    r <- both@details$ranking
    want <- .rank_evidence(.weigh_hubs(r$network, apart, r$hubs, r$alike),
        apart) +
        2 * .rank_evidence(granger(both, "conditional"), apart)
    expect_equal(granger(both)[!apart], want[!apart])
    expect_error(granger(fit(dependence = "none"), "conditional"),
        "no conditional dependence", class = "ggc_error_argument")
})
