# The component network against central differences (with graph, folds, unequal
# trajectories, windows) and against a plain R version. PyTorch's cells are the
# other half: test-torch.R.

skip_without_hooks()

cells <- recurrent_cells()
lengths3 <- c(8L, 11L, 7L)
fold3 <- c(0, 1, 0, 0, 1, 0, 0, -1, rep(0, 10), -1, 0, 0, 1, 1, 0, 0, -1)

test_that("gradients equal central differences: graph, ridge, folds", {
    set.seed(11)
    sites <- c("readout", "nonlinear")
    for (cell in cells) for (window in c(0L, 4L)) for (n_prop in 1:2) {
        net <- random_network(cell)
        A <- matrix(rnorm(9), 3L) # not symmetric: back it goes through A'
        flat <- unlist(net$params)
        for (graph_at in sites) {
            value <- function(flat) {
                args <- net
                args$params <- hook_relist(flat, net$params)
                do.call(hook_network, c(args, list(
                    window = window, graph = A, n_prop = n_prop,
                    graph_at = graph_at, length = lengths3, fold = fold3,
                    precision = "double"
                )))
            }
            grad <- value(flat)$grad
            numeric_grad <- vapply(seq_along(flat), function(i) {
                up <- down <- flat
                up[[i]] <- flat[[i]] + 1e-5
                down[[i]] <- flat[[i]] - 1e-5
                (value(up)$loss - value(down)$loss) / 2e-5
            }, 0)
            numeric_grad <- hook_relist(numeric_grad, net$params)
            for (tensor in names(grad)) {
                peak <- max(abs(numeric_grad[[tensor]]))
                expect_gt(peak, 1e-4)
                # 1e-6: truncation h^2 = 1e-10 plus rounding 1e-16 / h = 1e-11.
                error <- max(abs(grad[[tensor]] - numeric_grad[[tensor]]))
                expect_lt(error / peak, 1e-6)
            }
        }
    }
})

test_that("unequal trajectories are forecast one by one, as in plain R", {
    set.seed(12)
    ends <- cumsum(lengths3)
    for (cell in cells) for (graph_at in c("readout", "nonlinear")) {
        net <- random_network(cell)
        A <- matrix(rnorm(9), 3L)
        got <- do.call(hook_network, c(net, list(
            window = 0L, graph = A, n_prop = 2L, graph_at = graph_at,
            length = lengths3, fold = fold3, precision = "double"
        )))
        byhand <- Map(function(from, to) {
            reference_forecast(cell, net$x[, from:to], net$params, net$h0, A,
                2L, graph_at)
        }, ends - lengths3 + 1L, ends)
        # Lanes are sorted by length, longest first.
        for (lane in 1:3) {
            which <- order(-lengths3)[[lane]]
            steps <- lengths3[[which]] - 1L
            expect_equal(got$pred[seq_len(steps), lane], byhand[[which]],
                tolerance = 1e-12, label = paste("forecasts by", cell))
            expect_true(all(is.nan(got$pred[-seq_len(steps), lane])))
        }
        error <- unlist(byhand) - net$x[1L, -(ends - lengths3 + 1L)]
        kept <- fold3[-ends]
        expect_equal(got$train, mean(error[kept == 0]^2), tolerance = 1e-12,
            label = paste("training error of", cell))
        expect_equal(got$held, mean(error[kept == 1]^2), tolerance = 1e-12,
            label = paste("held-out error of", cell))
    }
})

test_that("one propagation by the identity is no graph", {
    set.seed(13)
    net <- random_network("lstm")
    with <- do.call(hook_network,
        c(net, list(window = 5L, graph = diag(3L))))
    without <- do.call(hook_network, c(net, list(window = 5L)))
    expect_identical(with, without)
})

test_that("several layers and horizons have gradients before a tanh too", {
    set.seed(17)
    net <- random_network("tanh")
    net$params <- c(net$params[1:3], list(w_in2 = matrix(rnorm(9), 3L),
        w_hh2 = matrix(rnorm(9), 3L), bias2 = rnorm(3)), list(
        w_out = matrix(rnorm(6), 3L), b_out = rnorm(2)))
    A <- matrix(rnorm(9), 3L)
    value <- function(flat, ...) {
        args <- net
        args$params <- hook_relist(flat, net$params)
        do.call(hook_network, c(args, list(window = 0L, layers = 2L,
            horizons = 2L, target = c(1L, 1L), graph = A,
            graph_at = "nonlinear", length = lengths3, fold = fold3,
            precision = "double")))
    }
    flat <- unlist(net$params)
    numeric_grad <- vapply(seq_along(flat), function(i) {
        up <- down <- flat
        up[[i]] <- flat[[i]] + 1e-5
        down[[i]] <- flat[[i]] - 1e-5
        (value(up)$loss - value(down)$loss) / 2e-5
    }, 0)
    grad <- unlist(value(flat)$grad)
    expect_gt(min(tapply(abs(grad), sub("[0-9]+$", "", names(flat)), max)),
        1e-4)
    # 1e-6 of the largest: as above.
    expect_lt(max(abs(grad - numeric_grad)) / max(abs(grad)), 1e-6)
})

test_that("a long series in segments forecasts as in one piece", {
    set.seed(14)
    net <- random_network("lstm", n = 400L)
    net$params$w_hh[] <- 0 # no memory in h; forget gates close fast
    net$params$bias[4:6] <- -6
    whole <- do.call(hook_network, c(net, list(
        window = 0L, precision = "double"
    )))
    cut <- do.call(hook_network, c(net, list(
        window = 0L, precision = "double", segment = 50L, burn_in = 12L,
        lanes = 7L
    )))
    # 399 steps in 7 pieces; burn-in forgets the cell to sigmoid(-6)^12 ~ 0.
    expect_equal(cut$train, whole$train, tolerance = 1e-10)
    expect_lt(abs(cut$grad$w_out - whole$grad$w_out)[[1L]], 1e-8)
})

test_that("instruction sets agree with the double precision reference", {
    set.seed(15)
    for (cell in cells) for (hidden in c(1L, 5L, 10L, 17L)) {
        net <- random_network(cell, p = 21L, hidden = hidden, n = 84L)
        args <- c(net, list(window = 0L, length = rep(21L, 4L),
            fold = rep(c(rep(0L, 20L), -1L), 4L)))
        exact <- do.call(hook_network,
            c(args, list(precision = "double")))
        for (isa in .native_isa_available()) {
            got <- do.call(hook_network, c(args, list(isa = isa)))
            for (tensor in names(exact$grad)) {
                peak <- max(abs(exact$grad[[tensor]]))
                # float32 sums over 80 steps in a 20-step unroll
                expect_lt(max(abs(got$grad[[tensor]] - exact$grad[[tensor]])) /
                    peak, 1e-5)
            }
        }
    }
})

test_that("sizes of every remainder agree with the double precision reference", {
    set.seed(17)
    for (cell in cells) for (hidden in c(2:4, 6:9, 11L, 16L, 31L)) {
        net <- random_network(cell, p = 5L, hidden = hidden, n = 70L)
        args <- c(net, list(window = 7L, segment = 9L))
        exact <- do.call(hook_network,
            c(args, list(precision = "double")))
        for (isa in .native_isa_available()) {
            got <- do.call(hook_network, c(args, list(isa = isa)))
            expect_equal(got$train, exact$train, tolerance = 1e-5)
            for (tensor in names(exact$grad)) {
                peak <- max(abs(exact$grad[[tensor]]))
                expect_lt(max(abs(got$grad[[tensor]] - exact$grad[[tensor]])) /
                    peak, 1e-5)
            }
        }
    }
})

test_that("proximal steps reach the group lasso's optimality conditions", {
    set.seed(16)
    net <- random_network("tanh", p = 5L, n = 60L)
    net$x[1L, -1L] <- 0.9 * net$x[3L, -60L] # gene 3 drives the target
    lambda <- 0.05
    probe <- hook_probe(net$cell, net$x, net$params, net$h0, 0L, net$ridge, "auto",
        optim = "gista", rate = 0.1, lambda = lambda)
    fitted <- hook_relist(
        hook_training(probe, TRUE, 4000L)$params, net$params
    )
    net$params <- fitted
    at <- do.call(hook_network,
        c(net, list(window = 0L, precision = "double")))
    norm <- sqrt(colSums(fitted$w_ih^2))
    expect_gt(norm[[3L]], 0)
    expect_true(any(norm == 0))
    for (j in seq_along(norm)) {
        g <- at$grad$w_ih[, j]
        if (norm[[j]] > 0) { # gradient + lambda w / |w| = 0
            expect_lt(max(abs(g + lambda * fitted$w_ih[, j] / norm[[j]])), 2e-4)
        } else { # |gradient| <= lambda
            expect_lte(sqrt(sum(g^2)), lambda + 1e-8)
        }
    }
    # Smooth parameters are stationary.
    expect_lt(max(abs(unlist(at$grad[c("w_hh", "bias", "w_out")]))), 2e-3)
})

test_that("Adam with the exact prox finds the same solution as GISTA", {
    set.seed(17)
    net <- random_network("tanh", p = 5L, n = 60L)
    net$x[1L, -1L] <- 0.9 * net$x[3L, -60L]
    objective <- function(optim, rate, steps) {
        probe <- hook_probe(net$cell, net$x, net$params, net$h0, 0L, net$ridge,
            "auto", optim = optim, rate = rate, lambda = 0.05)
        params <- hook_relist(
            hook_training(probe, TRUE, steps)$params, net$params
        )
        args <- net
        args$params <- params
        loss <- do.call(hook_network,
            c(args, list(window = 0L, precision = "double")))$loss
        c(loss + 0.05 * sum(sqrt(colSums(params$w_ih^2))),
            which(colSums(params$w_ih^2) > 0))
    }
    gista <- objective("gista", 0.1, 3000L)
    adam <- objective("adam", 1e-3, 20000L)
    expect_equal(adam[[1L]], gista[[1L]], tolerance = 1e-3)
    expect_identical(adam[-1L], gista[-1L])
})
