# Signs, lags and derivatives of a fit, as a user sees them.

quick <- ggc_control(members = 2L, first = 40L, each = 10L, n_lambda = 3L)
sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 4)
fit <- ggc_fit(sim, control = quick, seed = 3)

# A fit's signs and lags against a simulation's, over the true edges among the
# first n_true: hits, share of right signs, share of right lags.
compare_edges <- function(fit, sign, lag = NULL) {
    diag(sign) <- 0
    edges <- ggc_edges(fit, n = sum(sign != 0))
    at <- cbind(edges$regulator, edges$target)
    hit <- sign[at] != 0
    c(hits = sum(hit), sign = mean(edges$sign[hit] == sign[at][hit]),
        lag = if (!is.null(lag)) {
            mean(edges$lag[hit] == lag[at][hit], na.rm = TRUE)
        })
}

test_that("signs of simulated gene networks are right", {
    skip_on_cran()
    for (design in c("relaxation", "uneven")) for (seed in 1:3) {
        se <- ggc_simulate("grn", p = 50, design = design, seed = seed)
        fit <- suppressMessages(ggc_fit(se, seed = 1))
        sign <- S4Vectors::metadata(se)$sign
        got <- compare_edges(fit, sign)
        label <- paste(design, seed)
        expect_gt(got[["hits"]], 20, label = label)
        expect_gte(got[["sign"]], 0.8, label = label)
        expect_identical(ggc_metrics(fit, sign)$sign_accuracy, got[["sign"]],
            label = label)
    }
})

test_that("signs and lags of linear autoregressions are right", {
    for (method in c("clstm", "cmlp")) for (seed in 1:3) {
        se <- ggc_simulate("var", p = 8, lag = 3, n_time = 60, sparsity = 1,
            n_trajectories = 10, self = 0.5, seed = seed)
        about <- S4Vectors::metadata(se)
        fit <- ggc_fit(se, method, seed = 1, # what the networks say, alone
            control = ggc_control(dependence = "none"))
        got <- compare_edges(fit, sign(about$coefficients), about$lags)
        expect_gte(got[["hits"]], 7)
        expect_identical(got[["sign"]], 1)
        expect_gte(got[["lag"]], 0.75) # of 8: the LSTM blurs neighbouring lags
    }
})

test_that("edges have sign, lag, delay and effect, only those asked for", {
    edges <- ggc_edges(fit)
    effect <- granger(fit, "effect")
    at <- cbind(edges$regulator, edges$target)
    expect_identical(edges$effect, effect[at])
    expect_type(edges$sign, "integer")
    expect_type(edges$lag, "integer")
    told <- edges$effect != 0
    expect_gt(sum(told), 0)
    expect_gt(sum(!told), 0)
    expect_identical(edges$sign[told], as.integer(sign(edges$effect[told])))
    expect_true(all(edges$sign %in% c(-1L, 1L)))
    expect_identical(is.na(edges$lag), !told)
    expect_true(all(edges$lag[told] %in% 1:5))
    expect_identical(edges$delay, edges$lag * fit@series$step)
    few <- ggc_edges(fit, n = 4)
    expect_identical(as.data.frame(few), as.data.frame(edges)[1:4, ])
    bare <- ggc_edges(fit, signs = FALSE)
    expect_identical(names(bare),
        c("regulator", "target", "score", "rank", "norm", "in_network",
            "probability", "p_value", "q_value", "stability"))
    expect_identical(bare, edges[names(bare)])
    expect_identical(nrow(ggc_edges(fit, n = 0)), 0L)
    expect_error(ggc_edges(fit, signs = 1), class = "ggc_error_argument")
})

test_that("where networks have no weights the series tell the sign", {
    edges <- ggc_edges(fit)
    blind <- which(edges$effect == 0)
    x <- fit@series$x
    steps <- fit@control$horizons
    by_hand <- vapply(blind, function(i) {
        own <- x[edges$target[[i]], ]
        sign(sum(vapply(seq_len(steps), function(k) {
            from <- unlist(tapply(seq_along(own), fit@series$trajectory,
                utils::head, -k))
            left <- stats::residuals(stats::lm(own[from + k] ~ own[from]))
            stats::cor(left, x[edges$regulator[[i]], from])
        }, 0)))
    }, 0)
    expect_gt(length(blind), 5)
    expect_identical(edges$sign[blind], as.integer(by_hand))
})

test_that("derivatives do not depend on threads or on the genes' order", {
    jacobian <- granger(fit, "jacobian")
    effect <- granger(fit, "effect")
    expect_true(all(jacobian >= abs(effect)))
    expect_identical(dimnames(jacobian), dimnames(granger(fit)))
    old <- options(ggc.threads = 1L)
    on.exit(options(old))
    expect_identical(granger(fit, "jacobian"), jacobian)
    turned <- ggc_fit(sim[rev(rownames(sim)), ], control = quick, seed = 3)
    expect_identical(granger(turned, "effect")[rownames(sim), rownames(sim)],
        effect)
    expect_identical(.effects(fit, rownames(sim)[c(5, 2)])$effect,
        effect[, c(5, 2)])
    # Other targets and regulators beside it do not matter either.
    part <- ggc_fit(sim, control = quick, seed = 3, targets = "G2")
    expect_identical(granger(part, "effect")[, "G2"], effect[, "G2"])
})

test_that("derivatives go by central differences of the forecasts", {
    # One regulator of one target, values moved as a whole: the sum over lags.
    x <- matrix(noise_like(2 * 40), 2, dimnames = list(c("a", "b"), NULL))
    x["b", -1] <- x["b", -1] + 2 * x["a", -40]
    fit <- ggc_fit(x, "cmlp", control = ggc_control(lag = 2L, members = 1L,
        horizons = 1), seed = 1)
    scale <- apply(x, 1, stats::sd) * sqrt(39 / 40)
    moved <- function(by) {
        y <- x
        y["a", ] <- y["a", ] + by * scale[["a"]]
        mean(predict(fit, y)["b", ], na.rm = TRUE) / scale[["b"]]
    }
    slope <- (moved(1e-3) - moved(-1e-3)) / 2e-3
    # Float32 forecasts: 1e-7 of 1 over 1e-3.
    expect_equal(granger(fit, "effect")["a", "b"], slope, tolerance = 2e-3)
    expect_gt(slope, 0.1)
})

test_that("without networks the series alone tell the sign", {
    bare <- ggc_fit(sim, control = ggc_control(members = 2L, first = 40L,
        each = 10L, n_lambda = 3L, keep = "none"), seed = 3)
    edges <- ggc_edges(bare)
    expect_true(all(edges$sign %in% c(-1L, 1L)))
    for (gone in c("lag", "delay", "effect")) {
        expect_true(all(is.na(edges[[gone]])), label = gone)
    }
    expect_identical(vapply(edges, class, ""),
        vapply(ggc_edges(fit), class, ""))
    for (type in c("jacobian", "effect")) {
        expect_error(granger(bare, type), "keep = \"chosen\"",
            class = "ggc_error_argument")
    }
    loo <- ggc_fit(sim, "loo", control = quick, seed = 3)
    expect_true(all(ggc_edges(loo)$sign %in% c(-1L, 1L)))
    expect_true(all(is.na(ggc_edges(loo)$lag)))
    expect_error(granger(loo, "effect"), "keeps none",
        class = "ggc_error_argument")
})

test_that("genes without a network have no sign, and say so", {
    flat <- SummarizedExperiment::assay(sim)
    flat["G3", ] <- 1
    flat <- ggc_fit(flat, time = sim$time, trajectory = sim$trajectory,
        control = quick, seed = 3) |> suppressWarnings()
    edges <- ggc_edges(flat)
    still <- edges$regulator == "G3" | edges$target == "G3"
    expect_true(all(edges$sign[still] == 0L))
    expect_true(all(edges$effect[still] == 0))
    expect_true(all(is.na(edges$lag[still])))
    lost <- fit
    lost@score[, "G2"] <- NA
    lost@norms[, "G2"] <- NA
    lost@training["G2", "status"] <- "diverged"
    edges <- ggc_edges(lost)
    expect_true(all(is.na(edges$sign[edges$target == "G2"])))
    expect_true(all(is.na(edges$effect[edges$target == "G2"])))
    expect_false(anyNA(edges$sign[edges$target != "G2"]))
})

test_that("uneven times have lags in steps, and no delay", {
    x <- SummarizedExperiment::assay(sim)
    time <- rep(cumsum(c(0, rep(c(1, 2), 7))), 6)
    fit <- ggc_fit(x, time = time, trajectory = sim$trajectory,
        irregular = "asis", control = quick, seed = 3)
    edges <- ggc_edges(fit)
    expect_true(all(is.na(edges$delay)))
    expect_false(all(is.na(edges$lag)))
})

test_that("sign_accuracy reads signs of every form of truth", {
    signs <- matrix(0L, 6, 6, dimnames = dimnames(granger(fit)))
    edges <- ggc_edges(fit)
    true <- edges[c(1:4, 30), ]
    true$sign <- true$sign * c(1L, -1L, 1L, 1L, 1L) # one of the first is wrong
    signs[cbind(true$regulator, true$target)] <- true$sign
    # Of five true edges four are among the first five.
    expected <- 0.75
    accuracy <- function(truth) ggc_metrics(fit, truth)$sign_accuracy
    expect_lt(min(signs), 0)
    expect_identical(accuracy(signs), expected)
    expect_identical(accuracy(unname(signs)), expected)
    expect_identical(accuracy(true[c("regulator", "target", "sign")]), expected)
    text <- data.frame(from = true$regulator, to = true$target, edge = 1,
        sign = ifelse(true$sign > 0, "+", "-"))
    expect_identical(accuracy(text), expected)
    expect_null(accuracy(abs(signs)))
    expect_null(ggc_metrics(granger(fit), signs)$sign_accuracy)
    none <- signs * 0L
    none[cbind(edges$regulator, edges$target)[29:30, ]] <- c(1L, -1L)
    expect_identical(accuracy(none), NaN)
    text$sign[[2L]] <- if (true$sign[[2L]] > 0) "up" else "down"
    expect_identical(accuracy(text), expected)
    text$sign[[2L]] <- "sideways"
    expect_error(accuracy(text), "column sign", class = "ggc_error_truth")
    skip_if_not_installed("igraph")
    graph <- igraph::graph_from_data_frame(
        data.frame(true$regulator, true$target, sign = true$sign),
        vertices = rownames(signs))
    expect_identical(accuracy(graph), expected)
})
