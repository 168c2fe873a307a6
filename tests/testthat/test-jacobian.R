# What a forecast owes to each input at each lag: derivatives through time,
# against PyTorch's autograd (inst/script/make_fixture_torch_jacobian.py says
# what the fixture holds) and against central differences of the forecasts.

skip_without_hooks()

jacobians <- read_torch_fixture(test_path("fixtures", "torch_jacobian.tsv.gz"))

jacobian_arguments <- function(name, case) {
    number <- function(key, default) {
        if (is.null(case[[key]])) default else as.integer(case[[key]])
    }
    cell <- strsplit(name, "_", fixed = TRUE)[[1L]][[2L]]
    keys <- grep("^(w|b)_|^bias|^w_(ih|hh|in)[0-9]?$", names(case),
        value = TRUE)
    params <- lapply(case[keys], function(value) as_single(drop(value)))
    horizons <- number("horizons", 1L)
    list(
        cell = cell, x = as_single(case$x), params = params,
        h0 = as_single(drop(case$h0)), window = number("window", 0L),
        lags = number("lags"), length = as.integer(case$length),
        target = rep(1L, horizons), horizons = horizons,
        layers = number("layers", 1L), n_prop = number("n_prop", 1L),
        graph = if (!is.null(case$graph)) as_single(case$graph),
        graph_at = if (is.null(case$recurrent)) "readout" else "recurrence"
    )
}

# The hook's `lags` is that of a perceptron; the derivatives' are the same.
native_jacobian <- function(args, ...) {
    args <- c(args, list(...))
    lags <- args$lags
    args$lags <- if (args$cell == "mlp") lags else 1L
    precision <- args$precision
    isa <- args$isa
    args[c("precision", "isa")] <- NULL
    fold <- rep(0L, ncol(args$x))
    fold[cumsum(args$length)] <- -1L
    probe <- do.call(hook_probe, c(args, list(ridge = 0, isa = isa %or% "auto",
        fold = fold)))
    hook_jacobian(probe, identical(precision, "double"), lags)
}

test_that("the fixture of derivatives is whole and says something", {
    expect_setequal(unique(sub("^jacobian_([a-z]+)_.*$", "\\1",
        names(jacobians))), .native_cells()$name)
    for (name in names(jacobians)) {
        case <- jacobians[[name]]
        expect_true(all(case$size > 0), label = name)
        expect_true(all(case$size >= abs(case$effect) - 1e-9), label = name)
        # Some derivatives change sign along the series, so that the two differ.
        expect_gt(max((case$size - abs(case$effect)) / case$size), 0.01,
            label = name)
    }
})

# Tolerances as in test-torch-models.R: float32 through up to 11 steps, and 9
# digits of the fixture.
for (isa in union("auto", .native_isa_available())) {
    test_that(paste("derivatives equal PyTorch's:", isa), {
        for (name in names(jacobians)) {
            case <- jacobians[[name]]
            args <- jacobian_arguments(name, case)
            got <- native_jacobian(args, isa = isa)
            expect_within_peak(got$effect, case$effect, 1e-5, name)
            expect_within_peak(got$size, case$size, 1e-5, name)
            if (isa %in% c("auto", "generic")) {
                got <- native_jacobian(args, isa = isa, precision = "double")
                expect_within_peak(got$effect, case$effect, 1e-8, name)
                expect_within_peak(got$size, case$size, 1e-8, name)
            }
        }
    })
}

test_that("derivatives equal central differences of the forecasts", {
    set.seed(5)
    lengths <- c(8L, 11L, 7L)
    ends <- cumsum(lengths)
    cases <- expand.grid(cell = recurrent_cells(),
        graph_at = names(.graph_sites), stringsAsFactors = FALSE)
    for (case in seq_len(nrow(cases))) {
        cell <- cases$cell[[case]]
        net <- random_network(cell)
        net$graph <- matrix(rnorm(9), 3L)
        net$graph_at <- cases$graph_at[[case]]
        got <- native_jacobian(list(cell = cell, x = net$x, params = net$params,
            h0 = net$h0, window = 0L, lags = 3L, length = lengths,
            graph = net$graph, graph_at = net$graph_at), precision = "double")
        lane <- order(order(-lengths)) # of each trajectory, longest first
        forecasts <- function(x) {
            net$x <- x
            do.call(hook_network, c(net, list(window = 0L,
                length = lengths, precision = "double")))$pred
        }
        effect <- matrix(0, 3L, 4L)
        for (j in 1:4) {
            slopes <- lapply(1:3, function(k) numeric())
            for (r in 1:3) for (t in seq_len(lengths[[r]] - 1L)) {
                up <- down <- net$x
                at <- ends[[r]] - lengths[[r]] + t
                up[j, at] <- up[j, at] + 1e-5
                down[j, at] <- down[j, at] - 1e-5
                slope <- ((forecasts(up) - forecasts(down)) / 2e-5)[, lane[[r]]]
                for (k in 1:3) if (t + k - 1L <= lengths[[r]] - 1L) {
                    slopes[[k]] <- c(slopes[[k]], slope[[t + k - 1L]])
                }
            }
            effect[, j] <- vapply(slopes, mean, 0)
        }
        # 1e-6: truncation h^2 = 1e-10 plus rounding 1e-16 / h = 1e-11.
        expect_within_peak(got$effect, effect, 1e-6,
            paste(cell, net$graph_at))
    }
})

test_that("steps without loss take no part in the means", {
    set.seed(6)
    net <- random_network("tanh", n = 20L)
    net$ridge <- NULL
    derivatives <- function(fold, lags = 2L) {
        probe <- do.call(hook_probe, c(net, list(window = 0L, ridge = 0,
            isa = "auto", length = c(10L, 10L), fold = fold)))
        hook_jacobian(probe, TRUE, lags)
    }
    counted <- c(rep(0L, 9L), -1L)
    whole <- derivatives(c(counted, counted))$effect
    first <- derivatives(c(counted, rep(-1L, 10L)))$effect
    second <- derivatives(c(rep(-1L, 10L), counted))$effect
    expect_equal(whole, (first + second) / 2, tolerance = 1e-12)
    expect_gt(max(abs(first - second)), 1e-3)
    none <- derivatives(rep(-1L, 20L))
    expect_true(all(unlist(none) == 0))
})
