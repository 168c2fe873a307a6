# The directed dependence inside a fit: as graph, as target of the loss, as
# weights of the penalties; computed once. Its values: test-dependence.R.

sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 4)

# What .train() hands on, for six genes or some of them.
setup_of <- function(..., rows = 1:6, columns = 1:6, graph = FALSE,
                     known = NULL) {
    z <- .standardise(SummarizedExperiment::assay(sim))$z
    control <- .sized_control(ggc_control(...), 10L, length(rows), 15L)
    control[c("horizons", "dependence_lags", "smooth")] <- list(2L, 2L, 0)
    trajectory <- as.integer(factor(sim$trajectory))
    list(z = z, rows = rows, columns = columns, control = control,
        graph = graph, series = list(trajectory = trajectory), threads = 1L,
        seed = 1, known = known, held = .nothing_held(trajectory),
        dependence = new.env(parent = emptyenv()))
}

dependence <- function(s, kind, columns = s$columns, ...) {
    .directed_dependence(s$z, s$series$trajectory, s$rows, columns, kind, 2L,
        0, s$held, 1L, ...)
}

test_that("the graph passes on what regulators hold: h <- A'h, A [from, to]", {
    s <- setup_of(hidden = "genes", adjacency = "directed", normalise = "row",
        graph = TRUE)
    got <- .structure(s)
    a <- dependence(s, "dcor")
    diag(a) <- 1
    a <- a / rep(colSums(a), each = 6L)
    expect_equal(got$adjacency, a, tolerance = 1e-12)
    expect_equal(got$graph, unname(t(a)) / mean(diag(a)), tolerance = 1e-12)
    # Mapped to fewer units.
    s$control$hidden <- 3L
    map <- .native_hidden_map(rownames(s$z), 3L)
    mapped <- map %*% t(a) %*% t(map)
    expect_equal(.structure(s)$graph, mapped / mean(diag(mapped)),
        tolerance = 1e-12)
    # Symmetric ones stay as they are printed, D^-1 A.
    s$control$adjacency <- "dcor"
    a <- ggc_adjacency(sim, "dcor", "row")
    mapped <- map %*% a %*% t(map)
    expect_equal(.structure(s)$graph, mapped / mean(diag(mapped)),
        tolerance = 1e-12)
})

test_that("a graph of few regulators is theirs, whatever the targets", {
    all <- setup_of(adjacency = "directed", graph = TRUE)
    few <- setup_of(adjacency = "directed", graph = TRUE, rows = c(2L, 5L),
        columns = c(1L, 5L))
    own <- dependence(all, "dcor")
    got <- .regulator_graph(few)
    expect_identical(dimnames(got), list(c("G2", "G5"), c("G2", "G5")))
    d <- own[c(2, 5), c(2, 5)]
    diag(d) <- 1
    expect_equal(got, d / sqrt(outer(colSums(d), colSums(d))),
        tolerance = 1e-12)
    expect_identical(.dependence_of(few, "dcor"), own[c(2, 5), c(1, 5)])
})

test_that("the loss is drawn to the directed row, away from a surrogate's", {
    s <- setup_of(kl = "log", kl_target = "directed")
    got <- .structure(s)
    near <- dependence(s, "dcor")
    share <- function(d) unname(rbind(d / rep(colSums(d), each = 6L), 0))
    expect_equal(got$near, share(near), tolerance = 1e-12)
    expect_null(got$dcor)
    far <- dependence(s, "dcor", past = .shuffle_time(s$z,
        s$series$trajectory, 1))
    expect_equal(got$far, share(far), tolerance = 1e-12)
    expect_gt(max(abs(near - far)), 0.1)
    # The first state is of the paper's distance correlations all the same.
    both <- .structure(setup_of(kl = "log", kl_target = "directed",
        init = "hidden"))
    expect_identical(both$near, got$near)
    expect_equal(both$dcor, ggc_dcor(sim), tolerance = 1e-12)
})

test_that("penalties fall with the dependence, by hand", {
    exclude <- matrix(FALSE, 6L, 6L)
    exclude[2L, 1L] <- TRUE
    s <- setup_of(adaptive = 1.5, known = list(exclude = exclude))
    d <- dependence(s, "linear")
    weights <- .adaptive_weights(s)
    for (i in 1:6) {
        candidates <- setdiff(1:6, c(i, if (i == 1L) 2L))
        x <- d[candidates, i]
        w <- (1 + x / mean(x))^-1.5
        expect_equal(weights[candidates, i], w / prod(w)^(1 / length(w)),
            tolerance = 1e-12, ignore_attr = TRUE)
        expect_identical(order(weights[candidates, i]),
            order(-unname(x)))
        expect_identical(unique(weights[-candidates, i]), 1)
    }
    # With what is known: prior multiplies, exclusion and inclusion decide.
    s$known <- c(s$known, list(prior = diag(6L)[, c(2:6, 1L)],
        weight = 3, include = matrix(FALSE, 6L, 6L)))
    s$known$include[4L, 1L] <- TRUE
    got <- .penalty_weights(s$known, s)
    want <- rbind(weights * exp(-1.5 * s$known$prior), 1)
    want[2L, 1L] <- Inf
    want[4L, 1L] <- 0
    expect_equal(got, want, tolerance = 1e-12)
    expect_null(.penalty_weights(NULL, setup_of()))
    # A target whose dependence is all 0, and a lone gene.
    s <- setup_of(adaptive = 1)
    s$dependence$linear <- matrix(0, 6L, 6L)
    expect_identical(.adaptive_weights(s), matrix(1, 6L, 6L))
    lone <- setup_of(adaptive = 1, rows = 1L, columns = 1L)
    expect_identical(.adaptive_weights(lone), matrix(1))
})

test_that("the dependence is computed once for each kind", {
    asked <- character()
    real <- local_fake(".directed_dependence", function(z, trajectory, rows,
                                                        columns, kind, ...) {
        asked <<- c(asked, kind)
        real(z, trajectory, rows, columns, kind, ...)
    })
    known <- data.frame(regulator = "G1", target = "G3")
    # Those of all genes at once; others are of halves, for the ranking.
    local_fake(".halves_correlation", function(...) 0)
    ggc_fit(sim, control = tiny_control(adaptive = 1), prior = known, seed = 1)
    expect_identical(asked, "linear")
    asked <- character()
    ggc_fit(sim, graph = TRUE, prior = known, seed = 1,
        control = tiny_control(adaptive = 1, adjacency = "directed",
            dependence = "dcor"))
    expect_identical(asked, "dcor")
})

test_that("wrong values are refused", {
    for (wrong in list(list(adaptive = -1), list(adaptive = NA),
        list(adaptive = "1"), list(kl_target = "linear"),
        list(graph_at = "tanh"), list(adjacency = "prior"))) {
        expect_error(do.call(ggc_control, wrong),
            sprintf("`%s`", names(wrong)), class = "ggc_error_argument")
    }
})
