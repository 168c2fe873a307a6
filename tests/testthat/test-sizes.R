# Sizes from C: known before there are data, and what is then taken.

# A problem as the fit hands it over, and its sizes alone.
sized_problem <- function(control, cell, graph = FALSE, p = 5L, n_time = 14L,
                          n_trajectories = 3L, targets = 3L) {
    x <- matrix(noise_like(p * n_time * n_trajectories), p,
        dimnames = list(sprintf("g%d", seq_len(p)), NULL))
    structure <- if (graph) list(graph = diag(control$hidden)) else list()
    if (control$kl != "none") {
        structure$near <- structure$far <- matrix(0.25, p + 1L, targets)
    }
    control$lambda <- c(0.1, 0.2, 0.4)
    control$horizons <- max(control$horizons, 1L) # 0: not chosen yet
    .problem(rep(seq_len(n_trajectories), each = n_time), x, seq_len(p),
        seq_len(targets), control, cell, 1, structure)
}

shape_of <- function(problem, driver, ...) {
    shared <- c("length", "window", "segment", "burn_in", "lags", "horizons",
        "cell", "hidden", "layers", "graph_at", "kl", "kl_weight", "triplet",
        "triplet_weight", "optimiser", "members")
    c(problem[shared], list(driver = driver, genes = nrow(problem$z),
        regulators = length(problem$regulators),
        targets = length(problem$targets), n_lambda = length(problem$lambda),
        graph = as.integer(!is.null(problem$graph)), ...))
}

bytes_in <- function(sizes) sum(sizes[c("weights", "steps", "data")])

test_that("the parts add up to what a fit takes, over all kinds of networks", {
    grid <- expand.grid(cell = .native_cells()$name, at = names(.graph_sites),
        layers = c(1L, 3L), hidden = c(2L, 17L), window = c(0L, 5L),
        optimiser = names(.optimisers), stringsAsFactors = FALSE)
    for (i in seq_len(nrow(grid))) {
        g <- grid[i, ]
        control <- ggc_control(hidden = g$hidden, layers = g$layers,
            graph_at = g$at, optimiser = g$optimiser, members = 2L,
            horizons = 1L + i %% 2L)
        control$window <- g$window
        control[c("lag", "segment", "burn_in")] <- list(2L, 0L, 0L)
        control$kl <- if (i %% 2L) "none" else "log"
        control$triplet <- c("none", "prediction")[[1L + i %% 3L %/% 2L]]
        problem <- sized_problem(control, g$cell, graph = i %% 5L > 0L)
        sizes <- .native_sizes(shape_of(problem, "fit"), 2L)
        if (!identical(bytes_in(sizes), .native_fit_bytes(problem, 2L))) {
            fail(paste("sizes differ:", paste(unlist(g), collapse = " ")))
        }
        if (!isTRUE(all(sizes > 0))) {
            fail("a part has no bytes")
        }
    }
    expect_identical(nrow(grid), 96L * nrow(.native_cells()))
})

test_that("parameters are those of the networks that are kept", {
    for (cell in .native_cells()$name) {
        control <- ggc_control(hidden = 4L, layers = 2L, members = 1L,
            first = 1L, each = 1L, horizons = 2L, keep = "chosen")
        control[c("window", "segment", "burn_in", "lag")] <-
            list(0L, 0L, 0L, 3L)
        problem <- sized_problem(control, cell)
        sizes <- .native_sizes(shape_of(problem, "fit"), 1L)
        kept <- .native_fit(problem, 1L)$networks
        expect_identical(4 * 3 * sizes[["parameters"]], as.double(length(kept)))
        gates <- switch(cell, lstm = 4, gru = 3, 1)
        lags <- if (cell == "mlp") 3 else 1
        expect_identical(sizes[["input_weights"]], gates * 4 * lags)
    }
})

test_that("the other drivers are measured as well", {
    control <- ggc_control(hidden = 6L, members = 2L)
    control[c("window", "segment", "burn_in")] <- list(0L, 0L, 0L)
    problem <- sized_problem(control, "lstm")
    more <- list(fit = list(), predict = list(),
        effects = list(effect_lags = 5L), loo = list(inputs = 5L))
    sizes <- Map(function(driver, more) {
        .native_sizes(c(shape_of(problem, driver), more), 2L)
    }, names(more), more)
    expect_true(all(unlist(sizes) > 0))
    expect_lt(bytes_in(sizes$predict), bytes_in(sizes$fit))
    expect_identical(sizes$loo[["parameters"]] - sizes$fit[["parameters"]],
        2 * 7 - 24) # two more outputs, an input less
    expect_error(.native_sizes(shape_of(problem, "none"), 2L), "internal error")
    short <- shape_of(problem, "fit")
    short$length <- 1L
    expect_error(.native_sizes(short, 2L), "internal error")
})
