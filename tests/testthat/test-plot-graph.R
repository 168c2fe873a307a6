# The graph of the adjacency matrix and the architecture of a network.

skip_if_not_installed("ggplot2")

draw <- function(plot) {
    file <- tempfile(fileext = ".pdf")
    on.exit(unlink(file))
    grDevices::pdf(file)
    on.exit(grDevices::dev.off(), add = TRUE, after = FALSE)
    print(plot)
    invisible(plot)
}

sim <- ggc_simulate("var", p = 7, n_time = 12, n_trajectories = 5, seed = 2)
quick <- function(...) {
    ggc_control(members = 1L, first = 20L, each = 5L, n_lambda = 3L, ...)
}
texts <- function(plot) {
    unlist(lapply(plot$layers, function(layer) layer$data$text))
}

test_that("a graph shows the strongest links of each gene, at their places", {
    fit <- ggc_fit(sim, graph = TRUE, control = quick(), seed = 1)
    set.seed(1)
    before <- .Random.seed
    expect_silent(plot <- draw(plot(fit, type = "graph")))
    expect_identical(.Random.seed, before)
    expect_setequal(plot$data$name, rownames(sim))
    again <- plot(fit, type = "graph")
    expect_identical(again$data, plot$data)
    links <- plot$layers[[1L]]$data
    a <- fit@details$adjacency
    diag(a) <- 0
    for (gene in rownames(a)) { # its three strongest are all there
        strongest <- sort(a[gene, ], decreasing = TRUE)[1:3]
        expect_true(all(strongest %in% links$weight))
    }
    expect_true(all(links$strength >= 0 & links$strength <= 1))
    # Without a graph of its own a fit shows that of its series.
    plain <- ggc_fit(sim, control = quick(), seed = 1)
    expect_null(plain@details$adjacency)
    expect_identical(plot(plain, type = "graph")$data, plot$data)
})

test_that("a graph that is not symmetric is drawn without direction", {
    for (control in list(quick(normalise = "row"),
        quick(adjacency = "directed"))) {
        fit <- ggc_fit(sim, graph = TRUE, control = control, seed = 1)
        a <- fit@details$adjacency
        expect_false(isSymmetric(a))
        plot <- draw(plot(fit, type = "graph"))
        both <- (a + t(a)) / 2
        expect_true(all(plot$layers[[1L]]$data$weight %in% both))
        expect_identical(ggc_layout(fit), ggc_layout(both))
    }
})

test_that("strong links: few genes keep all, many keep three each or more", {
    small <- matrix(c(1, .2, .3, .2, 1, .4, .3, .4, 1), 3)
    expect_identical(sum(.strong_links(small) > 0), 6L)
    set.seed(2)
    a <- matrix(runif(400), 20)
    a <- a + t(a)
    strong <- .strong_links(a)
    expect_true(isSymmetric(strong))
    expect_true(all(rowSums(strong > 0) >= 3))
    expect_lt(sum(strong > 0), 2 * 3 * 20 + 1)
})

test_that("places leave room for names and lie level", {
    n <- 60L
    genes <- paste0("gene", seq_len(n))
    a <- matrix(noise_like(n * n), n, dimnames = list(genes, genes))
    drawn <- .strong_links(a + t(a))
    at <- .graph_places(drawn)
    size <- max(abs(at)) * 2
    # Twice the room for a node, but for what the second run adds to the size.
    expect_gt(min(stats::dist(at)), 1.5 * .node_room(genes) * size)
    expect_identical(rownames(at), genes)
    expect_lt(abs(sum(at[, 1L] * at[, 2L])), 1e-9 * sum(at^2))
    expect_gt(sum(at[, 1L]^2), sum(at[, 2L]^2))
    # Longer names need more room, up to what there is for so many.
    expect_gt(.node_room(genes), .node_room(substr(genes, 5L, 6L)))
    expect_identical(.node_room(strrep(genes, 9L)), 0.3 / sqrt(n))
    turned <- .level(cbind(x = c(-1, 1), y = c(-2, 2)))
    expect_equal(unname(abs(turned)), cbind(rep(sqrt(5), 2), 0))
})

test_that("an architecture shows recurrence, targets and settings left out", {
    loops <- function(plot) {
        curves <- vapply(plot$layers, function(layer) {
            inherits(layer$geom, "GeomCurve")
        }, FALSE)
        nrow(plot$layers[[which(curves)]]$data)
    }
    rnn <- ggc_fit(sim, "crnn", seed = 1,
        control = quick(layers = 3, relu = TRUE))
    plot <- draw(plot(rnn, type = "architecture"))
    expect_identical(loops(plot), 3L)
    expect_match(paste(texts(plot), collapse = " "), "ReLU RNN 3")
    perceptron <- ggc_fit(sim, "cmlp", seed = 1,
        control = quick(penalty = "hierarchical", ridge = 0))
    plot <- draw(plot(perceptron, type = "architecture"))
    expect_identical(loops(plot), 0L)
    expect_match(plot$labels$subtitle, "nested lag penalty$")
    loo <- ggc_fit(sim, "loo", seed = 1, control = quick())
    plot <- draw(plot(loo, type = "architecture", target = "G2"))
    expect_match(paste(texts(plot), collapse = " "), "forecast of\n7 targets")
    expect_match(plot$labels$subtitle, "regulators of G2\n")
    # A fit of an earlier version, whose control had fewer values.
    bare <- updateObject(readRDS(test_path("fixtures", "fit_format1.rds")))
    expect_silent(plot <- draw(plot(bare, type = "architecture")))
    expect_match(plot$labels$subtitle, "group lasso")
    expect_match(paste(texts(plot), collapse = " "),
        sprintf("%d hidden units", bare@control$hidden))
})

test_that("an architecture says that a tanh follows the graph", {
    fit <- ggc_fit(sim, graph = TRUE, seed = 1,
        control = quick(graph_at = "nonlinear"))
    expect_match(paste(texts(draw(plot(fit, type = "architecture"))),
        collapse = " "), "then tanh")
})

test_that("an architecture says what was fitted", {
    fit <- ggc_fit(sim, graph = TRUE, seed = 1, control = quick(layers = 2,
        hidden = 5, init = "hidden", kl = "log", n_prop = 3, window = 4))
    expect_silent(plot <- draw(plot(fit, type = "architecture",
        target = "G3")))
    # Lines break where a stage's share of the width ends.
    said <- gsub("\n", " ", paste(texts(plot), collapse = " "))
    for (what in c("LSTM 1", "LSTM 2", "graph", "5 hidden units", "3 times",
        "dCor row", "windows of 4 steps", "7 regulators", "5 \\+ 1 weights")) {
        expect_match(said, what)
    }
    # 7 inputs x 20 rows; two layers of 20 x 5 + 20, the second's 5 x 20 inputs;
    # read-out 5 + 1.
    expect_match(plot$labels$subtitle, "486 weights")
    expect_match(plot$labels$subtitle, "KL \\(log\\)")
    expect_match(plot$labels$title, "G3")
    problem <- .problem(rep(1:5, each = 12), fit@series$x, 1:7, 1:7,
        fit@control, "lstm", 1, list(), loss = FALSE)
    # That has a place for a target that is no regulator: 20 more.
    expect_identical(.problem_sizes(problem)[["parameters"]], 486 + 20)
    perceptron <- ggc_fit(sim, "cmlp", seed = 1, control = quick(lag = 3))
    said <- paste(texts(draw(plot(perceptron, type = "architecture"))),
        collapse = " ")
    expect_match(said, "perceptron")
    expect_match(said, "last 3 points")
    expect_false(grepl("graph|starts at", said))
    loo <- ggc_fit(sim, "loo", seed = 1, control = quick())
    plot <- draw(plot(loo, type = "architecture"))
    expect_match(plot$labels$title, "all targets")
    expect_error(plot(fit, type = "architecture", target = "G99"),
        class = "ggc_error_argument")
})
