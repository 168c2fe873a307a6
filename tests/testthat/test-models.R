# Every model and every option of the loss, from R: they run, they do what they
# say on series with a known answer, and their bits do not depend on threads.

quick <- function(...) {
    ggc_control(members = 2L, first = 40L, each = 10L, n_lambda = 3L, ...)
}
sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 4)
truth <- S4Vectors::metadata(sim)$truth

options_of <- list(
    layers = list(layers = 2), relu = list(method = "crnn", relu = TRUE),
    graph = list(graph = TRUE), n_prop = list(graph = TRUE, n_prop = 3),
    recurrence = list(graph = TRUE, graph_at = "recurrence"),
    nonlinear = list(graph = TRUE, graph_at = "nonlinear", layers = 2),
    directed = list(graph = TRUE, adjacency = "directed", normalise = "row",
        graph_at = "nonlinear"),
    kl_directed = list(kl = "log", kl_target = "directed"),
    granger_directed = list(triplet = "granger", kl_target = "directed"),
    adaptive = list(adaptive = 1),
    recurrence2 = list(graph = TRUE, graph_at = "recurrence", layers = 2),
    init_hidden = list(init = "hidden"),
    hidden = list(hidden = "genes"), window = list(window = "genes"),
    window4 = list(window = 4), kl_log = list(kl = "log"),
    kl_printed = list(kl = "printed"), granger = list(triplet = "granger"),
    granger1 = list(triplet = "granger", triplet_p = 1, margin = 0.1),
    prediction = list(triplet = "prediction"),
    prediction1 = list(triplet = "prediction", window = 4, triplet_p = 1),
    squared = list(penalty = "squared"),
    init_weights = list(init = "weights", kl = "log"),
    cmlp = list(method = "cmlp", lag = 3),
    cmlp_graph = list(method = "cmlp", graph = TRUE, layers = 2),
    cmlp_sparse = list(method = "cmlp", penalty = "sparse_group"),
    cmlp_nested = list(method = "cmlp", penalty = "hierarchical"),
    loo = list(method = "loo"), loo_mask = list(method = "loo", loo = "mask"),
    loo_insample = list(method = "loo", loo_rule = "insample"),
    loo_graph = list(method = "loo", graph = TRUE, init = "hidden"),
    loo_directed = list(method = "loo", graph = TRUE, adjacency = "directed",
        graph_at = "nonlinear"),
    loo_window = list(method = "loo", window = 5, layers = 2, hidden = 7),
    gista = list(optimiser = "gista", kl = "log"),
    paper = list(preset = "paper"),
    tank = list(preset = "tank", hidden = 12, method = "crnn")
)

for (name in setdiff(network_methods(), vapply(options_of, function(option) {
    if (is.null(option$method)) "clstm" else option$method
}, ""))) {
    options_of[[name]] <- list(method = name)
}

fit_with <- function(option, threads = 2L, x = sim, ...) {
    to_fit <- names(option) %in% c("method", "graph")
    do.call(ggc_fit, c(list(x, seed = 3, threads = threads,
        control = do.call(quick, option[!to_fit])), option[to_fit], list(...)))
}

test_that("every option changes the result, and no thread count does", {
    default <- fit_with(list())
    for (name in names(options_of)) {
        fit <- fit_with(options_of[[name]])
        expect_true(methods::validObject(fit), label = name)
        expect_false(anyNA(granger(fit)), label = name)
        expect_false(identical(granger(fit, "norm"), granger(default, "norm")),
            label = name)
        one <- fit_with(options_of[[name]], threads = 1L)
        expect_identical(granger(one), granger(fit), label = name)
        expect_identical(granger(one, "norm"), granger(fit, "norm"),
            label = name)
        expect_identical(one@p_value, fit@p_value, label = name)
    }
})

test_that("the numbers of every term matter", {
    kl <- list(kl = "log")
    triplet <- list(triplet = "granger")
    changes <- list(
        kl_weight = list(kl, 0.5), kl_epsilon = list(kl, 0.1),
        triplet_weight = list(triplet, 0.1), margin = list(triplet, -5),
        triplet_p = list(triplet, 3), lag = list(list(method = "cmlp"), 2),
        alpha = list(list(method = "loo"), 0.9),
        dcor_lag = list(kl, 1), adjacency = list(list(graph = TRUE), "dcor"),
        normalise = list(list(graph = TRUE), "row"),
        graph_at = list(list(graph = TRUE), "nonlinear"),
        kl_target = list(kl, "directed"),
        kl_target = list(triplet, "directed"),
        adaptive = list(list(adaptive = 1), 2),
        dependence = list(list(adaptive = 1), "dcor")
    )
    for (k in seq_along(changes)) {
        name <- names(changes)[[k]]
        base <- changes[[k]][[1L]]
        changed <- utils::modifyList(base,
            stats::setNames(changes[[k]][2L], name))
        expect_false(identical(granger(fit_with(base), "norm"),
            granger(fit_with(changed), "norm")), label = name)
    }
})

test_that("the order of the genes does not matter to any model", {
    back <- rev(rownames(sim))
    for (name in c("cmlp", "loo", "loo_mask", "kl_log", "granger",
        "prediction", "recurrence2", "paper", "directed", "kl_directed",
        "granger_directed", "adaptive", "loo_directed")) {
        fit <- fit_with(options_of[[name]])
        turned <- fit_with(options_of[[name]], x = sim[back, ])
        expect_identical(granger(turned)[rownames(sim), rownames(sim)],
            granger(fit), label = name)
    }
})

test_that("what was kept predicts as trained, for every model but LOO", {
    for (name in c("layers", "recurrence2", "window4", "cmlp", "cmlp_graph",
        "kl_log", "prediction", "nonlinear", "directed")) {
        fit <- fit_with(c(options_of[[name]], cut = "none"))
        y <- predict(fit)
        x <- SummarizedExperiment::assay(sim)
        first <- !duplicated(sim$trajectory)
        scale <- apply(x, 1L, sd)
        error <- rowMeans(((y - x) / scale)[, !first]^2, na.rm = TRUE)
        # Both members' forecasts, averaged: no worse than either of them.
        bound <- pmax(ggc_training(fit)$loss, ggc_training(fit)$heldout)
        expect_true(all(error < 1.2 * bound), label = name)
    }
    # The first `lag` samples of a trajectory have no forecast.
    y <- predict(fit_with(options_of$cmlp))
    gaps <- matrix(colSums(is.na(y)) > 0, 15L)
    expect_identical(gaps[, 1L], rep(c(TRUE, FALSE), c(3L, 12L)))
    expect_error(predict(fit_with(options_of$loo)), "kept no networks",
        class = "ggc_error_argument")
})

test_that("a perceptron finds a driver three steps back, with its lags", {
    set.seed(1)
    x <- matrix(rnorm(4 * 300), 4, dimnames = list(letters[1:4], NULL))
    for (t in 4:300) {
        x["b", t] <- 0.9 * x["a", t - 3] + 0.3 * x["b", t]
    }
    for (penalty in c("group", "sparse_group", "hierarchical")) {
        fit <- ggc_fit(x, "cmlp", control = ggc_control(penalty = penalty),
            seed = 1)
        top <- ggc_edges(fit, n = 1L)
        expect_identical(c(top$regulator, top$target), c("a", "b"))
    }
    short <- ggc_fit(x, "cmlp", control = ggc_control(lag = 2), seed = 1)
    # of the networks: the dependence sees all lags, whatever they do
    expect_lt(granger(short, "network")["a", "b"],
        granger(fit, "network")["a", "b"] / 4)
    expect_error(ggc_fit(x[, 1:5], "cmlp"), "`lag`",
        class = "ggc_error_argument")
})

test_that("the squared penalty of the print removes no regulator", {
    fit <- fit_with(list(penalty = "squared", cut = "none"))
    expect_true(all(granger(fit, "norm") > 0))
    expect_true(any(fit_with(list(cut = "none"))@norms == 0))
})

test_that("KL draws the Granger row to the distance correlation", {
    distance <- function(fit) {
        off <- 1 - diag(6L)
        rows <- fit@norms * off / rep(colSums(fit@norms * off), each = 6L)
        dcor <- ggc_dcor(sim) * off
        want <- dcor / rep(colSums(dcor), each = 6L)
        mean(abs(rows - want), na.rm = TRUE)
    }
    plain <- distance(fit_with(list(cut = "none", lambda = 0.02)))
    drawn <- distance(fit_with(list(cut = "none", lambda = 0.02, kl = "log",
        kl_weight = 1)))
    expect_lt(drawn, plain / 3)
})

test_that("LOO: ratios, tests and blocks as worked by hand", {
    held <- array(c(
        4, 2, 6, # global, target 1, three blocks
        8, 6, 7, # regulator masked
        4, 2, 6 # regulator masked: nothing changes
    ), c(3L, 1L, 3L))
    steps <- c(2, 2, 1)
    expect_equal(.mask_ratio(colSums(held) / 5), matrix(log(c(21 / 12, 1))))
    p <- .mask_test(held, steps)
    by_hand <- t.test(c(2, 2, 1), alternative = "greater")$p.value
    expect_equal(p, matrix(c(by_hand, 0.5)))
    # A silent block (no held-out step) does not count.
    more <- array(0, c(4L, 1L, 3L))
    more[1:3, , ] <- held
    expect_equal(.mask_test(more, c(steps, 0)), p)
    expect_identical(.time_blocks(rep(1:2, c(21L, 8L))),
        rep(1:3, c(10L, 11L, 8L)))
})

test_that("LOO names the driver, and its p-value", {
    set.seed(2)
    x <- matrix(rnorm(4 * 1000), 4, dimnames = list(letters[1:4], NULL))
    for (t in 2:1000) {
        x["b", t] <- 0.9 * x["a", t - 1] + 0.3 * x["b", t]
    }
    for (loo in c("refit", "mask")) {
        fit <- ggc_fit(x, "loo", control = ggc_control(loo = loo), seed = 1)
        edges <- ggc_edges(fit)
        expect_identical(c(edges$regulator[[1L]], edges$target[[1L]]),
            c("a", "b"))
        expect_lt(edges$p_value[[1L]], 1e-4)
        network <- which(granger(fit, "norm") > 0)
        expect_true(5L %in% network) # column b, row a
        expect_lte(length(network), 2L)
    }
    text <- capture.output(print(fit))
    expect_match(text, "leave one out", all = FALSE)
    expect_match(text, "adjusted p <= 0.05", all = FALSE)
    expect_error(plot(fit, "loss"), class = "ggc_error_argument")
    insample <- ggc_fit(x, "loo", control = ggc_control(loo_rule = "insample"),
        seed = 1)
    expect_identical(granger(insample, "norm") > 0, granger(insample) > 0)
    expect_true(all(is.na(ggc_edges(insample)$p_value)))
})

test_that("LOO warns where points between samples make its p-values", {
    x <- SummarizedExperiment::assay(sim)[, 1:12]
    loo <- function(time, ...) {
        suppressMessages(ggc_fit(x, "loo", time = rep(time, 2L),
            trajectory = rep(1:2, each = 6L), seed = 1, ...))
    }
    expect_warning(loo(c(0, 1, 2, 4, 8, 9), irregular = "interpolate",
        control = quick()),
        "of 20 points are interpolated.*too small",
        class = "ggc_warning_irregular")
    expect_silent(loo(c(0, 1, 2, 4, 8, 9), irregular = "asis",
        control = quick()))
    expect_silent(loo(0:5, control = quick()))
    expect_silent(loo(c(0, 1, 2, 4, 8, 9),
        control = quick(loo_rule = "insample")))
})

test_that("LOO takes targets that are no regulators, and constant genes", {
    x <- SummarizedExperiment::assay(sim)
    x["G3", ] <- 1
    expect_warning(fit <- ggc_fit(x, "loo", time = sim$time,
        trajectory = sim$trajectory, regulators = c("G1", "G2", "G3"),
        targets = c("G5", "G1", "G3"), control = quick(), seed = 1),
        class = "ggc_warning_constant")
    expect_identical(dimnames(granger(fit)),
        list(c("G1", "G2", "G3"), c("G5", "G1", "G3")))
    expect_true(all(granger(fit)["G3", ] == 0 & fit@p_value["G3", ] == 1))
    expect_identical(ggc_training(fit)$status, c("ok", "ok", "constant"))
})

test_that("Otsu's cut parts two heaps and leaves one alone", {
    expect_gt(.otsu(c(1, 1.1, 0.9, 5, 5.2)), 1.1)
    expect_lt(.otsu(c(1, 1.1, 0.9, 5, 5.2)), 5)
    expect_identical(.otsu(c(2, 2, 2)), -Inf)
    # The reference: least variance within, over every cut.
    set.seed(3)
    for (trial in 1:5) {
        x <- sort(rexp(30))
        within <- vapply(1:29, function(k) {
            sum((x[1:k] - mean(x[1:k]))^2) +
                sum((x[(k + 1):30] - mean(x[(k + 1):30]))^2)
        }, 0)
        expect_identical(sum(x <= .otsu(x)), which.min(within))
    }
    norms <- matrix(c(9, 4, 0.01, 0, 4, 9, 0.02, 0, 0, 0, 9, 0, 0, 0, 0, 9), 4)
    cut <- .cut_network(norms, c(1L, 6L, 11L, 16L))
    expect_identical(which(cut > 0), c(1L, 2L, 5L, 6L, 11L, 16L))
    expect_identical(cut[cut > 0], norms[cut > 0])
})

test_that("only credible links are chosen", {
    sim <- ggc_simulate("grn", p = 10, design = "onoff", seed = 3)
    cut <- function(cut, ...) {
        ggc_fit(sim, seed = 1, control = ggc_control(cut = cut), ...)
    }
    otsu <- cut("otsu")
    fit <- cut("credible")
    probability <- .edge_probability(fit)
    expect_identical(.edge_probability(otsu), probability)
    some <- cut("none")@norms > 0
    kept <- fit@norms > 0
    off <- row(kept) != col(kept)
    expect_identical(kept[off], (some & probability > .CREDIBLE)[off])
    expect_lt(sum(kept), sum(some))
    expect_identical(diag(fit@norms), diag(otsu@norms))
    # Links that the user demands stay, however incredible.
    doubtful <- which(off & !kept, arr.ind = TRUE)[1L, ]
    genes <- rownames(kept)[doubtful]
    included <- cut("credible", include = data.frame(regulator = genes[[1L]],
        target = genes[[2L]]))
    expect_null(.edge_probability(included))
    expect_gt(included@norms[genes[[1L]], genes[[2L]]], 0)
})

test_that("where no probability is known the norms alone decide", {
    fit <- fit_with(list(dependence = "none"))
    expect_null(.edge_probability(fit))
    expect_identical(fit@norms, fit_with(list(dependence = "none",
        cut = "otsu"))@norms)
})

test_that("every column of a forecast has a name of its own", {
    series <- fake_series(c("A", "B"), c(3L, 2L))
    series$time <- c(0, 1 / 3, 2, 100000, 100000.5)
    expect_identical(.column_names(series),
        c("T1_0", "T1_0.333333", "T1_2", "T2_100000", "T2_100000.5"))
    series$time[5L] <- 100000 + 1e-9
    expect_identical(.column_names(series)[4:5],
        c("T2_100000", "T2_100000.000000001"))
    # Names stay where they tell a sample, and no name is given twice.
    series$time <- c(0, 1, 2, 0, 1)
    series$samples <- c("a", "b", "", "b", "T1_2")
    expect_identical(.column_names(series),
        c("a", "T1_1", "T1_2", "T2_0", "T1_2.1"))
    # The data of the uneven times are interpolated.
    x <- matrix(noise_like(36), 3, dimnames = list(c("A", "B", "C"), NULL))
    time <- rep(c(0, 1, 2.5, 3, 4, 5), 2)
    expect_message(fit <- ggc_fit(x, time = time, seed = 1,
        irregular = "interpolate", trajectory = rep(c("D1", "D2"), each = 6), control = ggc_control(
            members = 1, first = 3, each = 1, n_lambda = 2, hidden = 2)))
    expect_identical(colnames(predict(fit)),
        paste(rep(c("D1", "D2"), each = 6), 0:5, sep = "_"))
})

test_that("a printed control says what is left open, in one column", {
    lines <- utils::capture.output(print(ggc_control()))[-1L]
    parts <- regmatches(lines, regexec("^  ([a-z_]+ +)(.*)$", lines))
    expect_identical(unique(nchar(vapply(parts, `[[`, "", 2L))), 16L)
    shown <- stats::setNames(vapply(parts, `[[`, "", 3L),
        trimws(vapply(parts, `[[`, "", 2L)))
    open <- c("horizons", "dependence_lags", "smooth", "fusion", "prior_weight")
    expect_identical(unname(shown[open]), rep("by the data", 5L))
    expect_identical(shown[["hidden"]], "by method")
    expect_false(any(shown == "NA"))
    expect_output(print(ggc_control(smooth = 0, horizons = 2)),
        "horizons +2\n.*smooth +0\n")
})

test_that("presets give way to arguments, and refuse what does not fit", {
    paper <- ggc_control("paper")
    expect_identical(paper$kl, "log")
    expect_identical(ggc_control("paper", kl = "none")$kl, "none")
    expect_identical(ggc_control("paper", members = 3)$members, 3L)
    expect_identical(ggc_control("tank")$optimiser, "gista")
    expect_output(print(paper), "hidden +genes")
    expect_error(ggc_control("best"), "`preset`", class = "ggc_error_argument")
    expect_error(ggc_control(layers = 9), "`layers`",
        class = "ggc_error_argument")
    expect_error(ggc_control(hidden = "many"), "`hidden`",
        class = "ggc_error_argument")
    expect_error(ggc_control(triplet_p = 0.5), "`triplet_p`",
        class = "ggc_error_argument")
    expect_error(ggc_control(penalty = "hierarchical", kl = "log"),
        "`penalty`", class = "ggc_error_argument")
    fit <- fit_with(list(preset = "paper"))
    expect_identical(fit@control$hidden, 6L)
    expect_identical(fit@control$window, 6L)
    expect_true(fit@details$graph)
    expect_false(fit_with(options_of$tank)@details$graph)
    expect_false(fit_with(list())@details$graph)
})
