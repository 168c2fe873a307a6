# ggc_network(): cuts of a ranking.

choice_fit <- function(...) {
    sim <- ggc_simulate("grn", p = 10, design = "relaxation", seed = 3)
    ggc_fit(sim, seed = 1, control = ggc_control(members = 2, first = 30,
        each = 8, ...))
}

test_that("a network has the edges asked for, the best first", {
    fit <- choice_fit()
    edges <- ggc_edges(fit, n = 7)
    network <- ggc_network(fit, n_edges = 7)
    expect_identical(dim(network), dim(granger(fit)))
    expect_identical(dimnames(network), dimnames(granger(fit)))
    expect_true(is.integer(network))
    expect_identical(sum(network), 7L)
    expect_true(all(network[cbind(edges$regulator, edges$target)] == 1L))
    expect_identical(sum(diag(network)), 0L)
    expect_identical(sum(ggc_network(fit, density = 0.1)), 9L)
    expect_identical(sum(ggc_network(fit, n_edges = 0)), 0L)
    expect_identical(sum(ggc_network(fit, density = 1)), 90L)
    truth <- ggc_network(fit, n_edges = 12)
    expect_equal(ggc_metrics(fit, truth, network = truth)$MCC, 1)
})

test_that("without a cut it is the network that the fit chose", {
    fit <- choice_fit()
    chosen <- granger(fit, "norm") > 0
    diag(chosen) <- FALSE
    network <- ggc_network(fit)
    expect_true(is.integer(network))
    expect_identical(network == 1L, chosen, ignore_attr = TRUE)
    expect_identical(dimnames(network), dimnames(granger(fit)))
    expect_equal(attr(network, "expected_precision"),
        mean(.edge_probability(fit)[chosen]))
    fit@score[, "G3"] <- NA
    fit@training["G3", "status"] <- "diverged"
    expect_identical(sum(ggc_network(fit)[, "G3"]), 0L)
})

test_that("what draws and writes edges takes a network", {
    fit <- choice_fit()
    network <- ggc_network(fit, n_edges = 5)
    best <- ggc_edges(fit, n = 5)
    expect_identical(ggc_edges(fit, n = network), best)
    expect_identical(ggc_edges(fit, n = NULL)$score,
        ggc_edges(fit)$score[ggc_edges(fit)$norm > 0])
    # Alone it has no scores: its edges, none else.
    alone <- ggc_edges(network)
    expect_setequal(paste(alone$regulator, alone$target),
        paste(best$regulator, best$target))
    file <- tempfile(fileext = ".sif")
    on.exit(unlink(c(file, sub("sif$", "edges.tsv", file))))
    write_edges(network, file)
    expect_identical(readLines(file),
        paste(alone$regulator, "regulates", alone$target, sep = "\t"))
    write_edges(fit, file, n = network)
    expect_identical(utils::read.delim(file, header = FALSE)$V1, best$regulator)
    expect_error(ggc_edges(fit, n = diag(3)), "`n`", class = "ggc_error_truth")
    # Zeros and ones that are doubles are scores.
    expect_identical(nrow(ggc_edges(network + 0)), 90L)

    expect_identical(.drawn_edges(fit, network, FALSE), as.data.frame(best))
    expect_error(.drawn_edges(fit, 0L * network, FALSE), "The network must",
        class = "ggc_error_argument")
    skip_if_not_installed("ggplot2")
    expect_match(plot(fit, "network", n = network)$labels$subtitle,
        "the 5 edges of a network, among")
    skip_if_not_installed("igraph")
    ends <- cbind(best$regulator, best$target)
    expect_identical(igraph::as_edgelist(ggc_igraph(fit, n = network)), ends)
    graph <- ggc_igraph(network)
    expect_identical(igraph::as_edgelist(graph),
        unname(as.matrix(alone[, c("regulator", "target")])))
    expect_identical(igraph::V(graph)$name, rownames(network))
})

test_that("a lower precision gives a larger network of that probability", {
    fit <- choice_fit()
    probability <- .edge_probability(fit)
    expect_true(all(is.na(diag(probability))))
    others <- probability[!is.na(probability)]
    expect_true(all(others >= 0 & others <= 1))
    sizes <- vapply(c(0.8, 0.5, 0.2), function(precision) {
        network <- ggc_network(fit, precision = precision)
        if (sum(network)) {
            expected <- attr(network, "expected_precision")
            expect_gte(expected, precision)
            expect_equal(expected, mean(probability[network == 1L]))
            # One edge more would fall below.
            more <- c(probability[network == 1L],
                max(others[!others %in% probability[network == 1L]]))
            expect_lt(mean(more), precision)
        }
        sum(network)
    }, 0L)
    expect_false(is.unsorted(sizes))
    expect_gt(sizes[[3L]], sizes[[1L]])
})

test_that("an edge ranked higher is more probable, all else being equal", {
    expect_lt(.EDGE_ODDS[["rank"]], 0)
})

test_that("what cannot be cut says so", {
    fit <- choice_fit(dependence = "none")
    expect_error(ggc_network(fit, precision = 0.5), "linear directed dependence",
        class = "ggc_error_argument")
    expect_identical(attr(ggc_network(fit, n_edges = 2), "expected_precision"),
        NA_real_)
    expect_error(ggc_network(fit, 0.5, 3), "at most one",
        class = "ggc_error_argument")
    expect_error(ggc_network(fit, precision = 1), "`precision`",
        class = "ggc_error_argument")
    expect_error(ggc_network(fit, n_edges = -1), "`n_edges`",
        class = "ggc_error_argument")
    expect_error(ggc_network(fit, density = 2), "`density`",
        class = "ggc_error_argument")
    expect_error(ggc_network(1, n_edges = 2), "GGCFit",
        class = "ggc_error_argument")
})

test_that("an expected precision that nothing bears out is warned of", {
    # No held-out error: three points of noise. Edges come all the same.
    x <- matrix(noise_like(60), 20, 3,
        dimnames = list(paste0("g", 1:20), NULL))
    noise <- suppressMessages(ggc_fit(x, seed = 1,
        control = ggc_control(members = 2, first = 30, each = 8)))
    expect_warning(network <- ggc_network(noise, precision = 0.5),
        "no held-out error", class = "ggc_warning_precision")
    expect_gte(attr(network, "expected_precision"), 0.5)
    expect_silent(ggc_network(noise, n_edges = 5))
    expect_silent(ggc_network(noise))

    fit <- choice_fit()
    expect_silent(network <- ggc_network(fit, precision = 0.2))
    fit@training$null <- fit@training$heldout
    expect_warning(same <- ggc_network(fit, precision = 0.2),
        "no target is forecast better", class = "ggc_warning_precision")
    expect_identical(dim(same), dim(network))
})

test_that("constant genes and diverged targets are in no network", {
    fit <- choice_fit()
    fit@score["G2", ] <- 0
    fit@score[, "G3"] <- NA
    fit@training["G3", "status"] <- "diverged"
    network <- ggc_network(fit, precision = 0.05)
    expect_identical(sum(network["G2", ]), 0L)
    expect_identical(sum(network[, "G3"]), 0L)
    expect_identical(sum(ggc_network(fit, n_edges = 90)[, "G3"]), 0L)
})

# The statement itself, on fresh networks of the kind it was made for.
test_that("realised precision is near the expected one", {
    realised <- vapply(seq_len(6L), function(k) {
        design <- c("relaxation", "long", "uneven")[[k %% 3 + 1]]
        sim <- ggc_simulate("grn", p = 25, design = design, seed = 40000 + k)
        fit <- ggc_fit(sim, seed = 1, irregular = "asis")
        truth <- S4Vectors::metadata(sim)$truth
        network <- ggc_network(fit, precision = 0.5)
        c(sum(network * truth), sum(network))
    }, numeric(2L))
    message("realised precision at .5: ",
        sprintf("%.2f", mean(realised[1L, ] / realised[2L, ])))
    expect_lt(abs(mean(realised[1L, ] / realised[2L, ]) - 0.5), 0.15)
})
