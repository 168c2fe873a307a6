# ForceAtlas2 against forces that balance by hand, and what its options promise.

pair <- function(w = 1) {
    matrix(c(0, w, w, 0), 2, dimnames = list(c("a", "b"), c("a", "b")))
}
apart <- function(...) {
    as.vector(stats::dist(ggc_layout(..., iterations = 5000L)))
}

test_that("two nodes rest where the forces balance", {
    # mass = degree + 1 = 2: attraction w d, repulsion k 2 2 / d.
    for (k in c(0.5, 1, 10)) for (w in c(0.3, 1, 4)) {
        # 1e-4: the nodes swing around the balance by less than that
        expect_equal(apart(pair(w), repulsion = k, gravity = 0),
            2 * sqrt(k / w), tolerance = 1e-4)
        balance <- stats::uniroot(function(d) w * log1p(d) - 4 * k / d,
            c(1e-3, 1e3), tol = 1e-10)$root
        expect_equal(apart(pair(w), repulsion = k, gravity = 0, linlog = TRUE),
            balance, tolerance = 1e-4)
        # Strong gravity: 2 g times the distance to the centre, d / 2.
        expect_equal(apart(pair(w), repulsion = k, gravity = 0.7,
            strong_gravity = TRUE), 2 * sqrt(k / (w + 0.7)), tolerance = 1e-4)
        # Weak gravity: a constant 2 g.
        balance <- stats::uniroot(function(d) w * d + 2 * 0.7 - 4 * k / d,
            c(1e-3, 1e3), tol = 1e-10)$root
        expect_equal(apart(pair(w), repulsion = k, gravity = 0.7), balance,
            tolerance = 1e-4)
    }
    expect_equal(apart(pair(4), gravity = 0, weight_influence = 0.5),
        2 / sqrt(2), tolerance = 1e-4)
    expect_equal(apart(pair(4), gravity = 0, weight_influence = 0), 2,
        tolerance = 1e-4)
})

# Two clusters of six, one link between them.
clusters <- function() {
    w <- matrix(0, 12, 12, dimnames = list(LETTERS[1:12], LETTERS[1:12]))
    w[1:6, 1:6] <- w[7:12, 7:12] <- 1
    diag(w) <- 0
    w[1, 7] <- w[7, 1] <- 1
    w
}
group <- rep(1:2, each = 6)

separation <- function(at) {
    d <- as.matrix(stats::dist(at))
    mean(d[group == 1, group == 2]) /
        mean(c(d[group == 1, group == 1], d[group == 2, group == 2]))
}

test_that("clusters part, more with LinLog, and weak links matter less", {
    # Without gravity, which is strong beside a logarithm.
    linear <- separation(ggc_layout(clusters(), gravity = 0))
    linlog <- separation(ggc_layout(clusters(), linlog = TRUE, gravity = 0))
    expect_gt(linear, 1.5)
    expect_gt(linlog, linear)
    weak <- clusters()
    weak[1, 7] <- weak[7, 1] <- 0.05
    expect_gt(separation(ggc_layout(weak, gravity = 0)), linear)
    expect_equal(separation(ggc_layout(weak, weight_influence = 0,
        gravity = 0)), linear)
})

test_that("gravity holds unconnected parts together", {
    w <- clusters()
    w[1, 7] <- w[7, 1] <- 0
    spread <- function(g, ...) max(abs(ggc_layout(w, gravity = g, ...)))
    expect_lt(spread(5), spread(1))
    expect_lt(spread(1), spread(0.1))
    expect_true(is.finite(spread(0)))
    expect_false(identical(ggc_layout(w, strong_gravity = TRUE),
        ggc_layout(w)))
})

test_that("nodes with radii do not overlap, hubs go outwards if dissuaded", {
    for (radius in list(0.5, 3, rep(c(0.2, 2), 6))) {
        at <- ggc_layout(clusters(), radius = radius)
        least <- outer(rep_len(radius, 12), rep_len(radius, 12), `+`)
        d <- as.matrix(stats::dist(at))
        expect_true(all(d[upper.tri(d)] >= least[upper.tri(d)]))
    }
    star <- matrix(0, 8, 8, dimnames = rep(list(letters[1:8]), 2))
    star[1, -1] <- star[-1, 1] <- 1
    radius_of <- function(...) {
        at <- ggc_layout(star, ...)
        mean(sqrt(rowSums((at[-1, ] - rep(at[1, ], each = 7))^2)))
    }
    expect_gt(radius_of(dissuade_hubs = TRUE), 1.2 * radius_of())
})

test_that("bits depend on names and seed, not on order, threads or R's RNG", {
    set.seed(5)
    w <- matrix(abs(rnorm(150^2)), 150)
    w <- w + t(w)
    rownames(w) <- paste0("G", 1:150)
    before <- .Random.seed
    at <- ggc_layout(w, threads = 1L, iterations = 60L)
    expect_identical(.Random.seed, before)
    expect_identical(dim(at), c(150L, 2L))
    expect_identical(rownames(at), rownames(w))
    expect_lt(max(abs(colMeans(at))), 1e-9)
    expect_identical(ggc_layout(w, threads = 3L, iterations = 60L), at)
    turn <- sample(150)
    expect_identical(
        ggc_layout(w[turn, turn], threads = 2L, iterations = 60L)[rownames(w), ],
        at)
    expect_false(identical(ggc_layout(w, seed = 2, iterations = 60L), at))
    # From 513 nodes on there is work for a second thread.
    n <- 600L
    ring <- matrix(0, n, n)
    ring[cbind(seq_len(n), c(seq_len(n)[-1L], 1L))] <- 1
    ring <- ring + t(ring)
    places <- lapply(c(1L, 2L, 4L), function(threads) {
        ggc_layout(ring, threads = threads, iterations = 5L)
    })
    expect_identical(places[[2L]], places[[1L]])
    expect_identical(places[[3L]], places[[1L]])
})

test_that("igraphs, fits, one node and odd matrices", {
    expect_equal(ggc_layout(matrix(0, 1, 1)), matrix(0, 1, 2,
        dimnames = list("1", c("x", "y"))))
    expect_identical(ggc_layout(fake_fit()),
        ggc_layout(unname(fake_fit()@details$adjacency) |> `dimnames<-`(
            dimnames(fake_fit()@details$adjacency))))
    refuse <- function(message, ...) {
        expect_error(ggc_layout(...), message, class = "ggc_error_argument")
    }
    refuse("symmetric", matrix(1:4, 2))
    refuse("symmetric", matrix(1, 2, 3))
    refuse("finite", matrix(c(0, NA, NA, 0), 2))
    refuse(">= 0", -pair())
    refuse("`x`", "graph")
    refuse("`radius`", pair(), radius = c(1, 2, 3))
    refuse("`iterations`", pair(), iterations = 0)
    refuse("`repulsion`", pair(), repulsion = 0)
    refuse("`gravity`", pair(), gravity = -1)
    refuse("`linlog`", pair(), linlog = NA)
    refuse("`seed`", pair(), seed = 1.5)
    refuse("ordinary", pair(), repulsion = 1e308)
    skip_if_not_installed("igraph")
    graph <- igraph::graph_from_adjacency_matrix(clusters(), "undirected",
        weighted = TRUE)
    expect_identical(ggc_layout(graph), ggc_layout(clusters()))
    plain <- igraph::delete_edge_attr(graph, "weight")
    expect_identical(ggc_layout(plain), ggc_layout(clusters()))
})

test_that("links of an igraph to and fro, and parallel ones, are added", {
    skip_if_not_installed("igraph")
    ends <- c(1, 2, 2, 1, 2, 3, 2, 3) # 1 -> 2 and back, 2 -> 3 twice
    by_hand <- matrix(0, 3, 3)
    by_hand[1, 2] <- by_hand[2, 1] <- 1 + 2
    by_hand[2, 3] <- by_hand[3, 2] <- 3 + 4
    for (directed in c(TRUE, FALSE)) {
        graph <- igraph::make_graph(ends, directed = directed)
        plain <- .undirected_weights(graph)
        expect_identical(unname(plain), 1 * (by_hand > 0))
        igraph::E(graph)$weight <- 1:4
        expect_identical(unname(.undirected_weights(graph)), by_hand)
    }
})
