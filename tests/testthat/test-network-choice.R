# ggc_network(): cuts of a ranking.

choice_fit <- function(...) {
    sim <- ggc_simulate("grn", p = 10, design = "relaxation", seed = 3)
    ggc_fit(sim, seed = 1, control = ggc_control(...))
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

test_that("what speaks for an edge makes it more probable", {
    part <- .parts_of(choice_fit())
    probability <- .probability_of(part)
    at <- which(rank(-part$score) == 30)
    better <- part
    better$score[at] <- max(part$score) + 1
    expect_gt(.probability_of(better)[at], probability[at])
    p <- part$evidence$p_values
    expect_identical(names(p), c("dependence", "directed", "conditional"))
    lone <- part
    for (what in c("dependence", "conditional")) {
        lone$evidence$p_values[[what]][at] <- 1e-3
    }
    expect_gt(.probability_of(lone)[at], probability[at])
})

test_that("the model is what its table says, edge by edge", {
    fit <- choice_fit()
    part <- .parts_of(fit)
    table <- utils::read.delim(system.file("extdata", "edge_odds.tsv",
        package = "ggc"), row.names = 1L, comment.char = "#")
    data <- .data_knowledge(part)
    edge <- .edge_knowledge(part)
    expect_identical(colnames(table), names(data))
    expect_identical(rownames(table), c("from", "to", colnames(edge)))
    inside <- pmin(pmax(data, unlist(table["from", ])), unlist(table["to", ]))
    odds <- edge %*% as.matrix(table[colnames(edge), ]) %*% inside
    probability <- .edge_probability(fit)
    off <- !is.na(probability)
    expect_equal(probability[off], unname(stats::plogis(odds[, 1L]))[off],
        tolerance = 1e-10)
    expect_identical(unname(which(!off)), which(row(off) == col(off)))
    expect_equal(data[["steps"]], log(length(part$series$trajectory) -
        max(part$series$trajectory)) - log(10))
})

test_that("evidence against shadows is as of the parts by themselves", {
    sim <- ggc_simulate("var", p = 10, n_time = 9, n_trajectories = 4, seed = 2)
    fit <- ggc_fit(sim, seed = 1)
    s <- .setup_to_test(fit, list(threads = 1L, BPPARAM = NULL,
        checkpoint = NULL, verbose = FALSE))
    design <- .shadow_design(fit@series, 1)
    draws <- lapply(1:3, function(b) {
        both <- .with_shadows(s, design, b)
        .set_apart(.dependence_of(both, "linear"), diag(10) == 1)
    })
    p <- fit@details$evidence$p_values$dependence
    expect_equal(p, .edge_p_values(draws)[rownames(p), colnames(p)])
})

test_that("the order of the genes does not matter", {
    sim <- ggc_simulate("grn", p = 10, n_trajectories = 4, n_time = 8, seed = 2)
    fit <- ggc_fit(sim, seed = 1)
    expect_true(is.matrix(.edge_probability(fit)))
    other <- ggc_fit(sim[c(3, 9, 1, 2, 8, 10, 7, 4, 6, 5), ], seed = 1)
    genes <- rownames(fit@score)
    expect_identical(.edge_probability(other)[genes, genes],
        .edge_probability(fit))
    parts <- lapply(list(genes[1:4], genes[5:10]), function(targets) {
        ggc_fit(sim, targets = targets, seed = 1)
    })
    expect_identical(.edge_probability(ggc_merge(parts)),
        .edge_probability(fit))
})

test_that("what was not calibrated is refused, and says what would do", {
    refused <- function(fit, what) {
        expect_null(.edge_probability(fit))
        expect_true(all(is.na(ggc_edges(fit)$probability)))
        expect_identical(attr(ggc_network(fit), "expected_precision"), NA_real_)
        expect_error(ggc_network(fit, precision = 0.5), what,
            class = "ggc_error_precision")
    }
    sim <- ggc_simulate("grn", p = 10, design = "relaxation", seed = 3)
    quick <- function(...) {
        ggc_fit(sim, seed = 1, ..., control = ggc_control(members = 2,
            first = 20, each = 5))
    }
    refused(quick(), "`members`, `first`")
    refused(quick(method = "cmlp"), "another method")
    refused(ggc_fit(sim, seed = 1, exclude = data.frame("G1", "G2")),
        "`exclude`")
    # Of noise, one regulator of five targets would have five probable edges.
    refused(ggc_fit(sim, seed = 1, regulators = "G1"), "fewer than 10 regul")
    refused(ggc_fit(sim, seed = 1, targets = "G1"), "fewer targets than")
    refused(quick(graph = TRUE), "`graph`")
    refused(quick(prior = data.frame("G1", "G2")), "`prior`")
    refused(ggc_fit(sim, "var"), "method that has none")
    # Four steps for 60 genes; so many trajectories of three points would do.
    noise <- ggc_simulate("var", p = 60, n_time = 3, n_trajectories = 2,
        sparsity = 0, seed = 1)
    few <- suppressWarnings(ggc_fit(noise, seed = 1))
    refused(few, "4 steps for 60 regulators")
    lacks <- 60 * exp(.edge_odds()$range[["from", "steps"]]) - 4
    refused(few, sprintf("%d trajector[a-z]+ of 3 points more",
        as.integer(ceiling(lacks / 2))))
    expect_match(.other_size(210, 210)[[1L]], "more than 200 regulators")
    expect_match(.other_size(10, 200)[[1L]], "targets for each regulator")
    expect_null(.other_size(200, 400))
    part <- .parts_of(ggc_fit(sim, seed = 1))
    expect_null(.other_series(part))
    part$series$trajectory <- rep(1:60, each = 3)
    expect_match(.other_series(part)[[1L]], "more trajectories than")
    part$series$trajectory <- rep(1:3, each = 210)
    expect_match(.other_series(part)[[1L]], "more points in a trajectory")
    # What carries no shadows: one short series, animals that were killed.
    short <- suppressWarnings(ggc_fit(ggc_simulate("var", p = 10, n_time = 12,
        seed = 1), seed = 1))
    refused(short, "a single series of 12 points")
    animals <- suppressMessages(ggc_fit(ggc_simulate("grn", p = 10,
        n_trajectories = 3, n_time = 6, replicates = 3, destructive = TRUE,
        seed = 1), seed = 1, replicates = "match"))
    refused(animals, "destroyed when taken")
    # What no number depends on changes nothing.
    kept <- ggc_fit(sim, seed = 1, control = ggc_control(keep = "none"))
    expect_identical(.edge_probability(kept),
        .edge_probability(ggc_fit(sim, seed = 1)))
})

test_that("what cannot be cut says so", {
    fit <- choice_fit(dependence = "none")
    expect_error(ggc_network(fit, precision = 0.5), "`dependence`",
        class = "ggc_error_precision")
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

test_that("constant genes and diverged targets are in no network", {
    fit <- choice_fit()
    fit@score["G2", ] <- 0
    fit@score[, "G3"] <- NA
    fit@training["G3", "status"] <- "diverged"
    fit@details$evidence$probability <- .probability_of(.parts_of(fit))
    network <- ggc_network(fit, precision = 0.05)
    expect_identical(sum(network["G2", ]), 0L)
    expect_identical(sum(network[, "G3"]), 0L)
    expect_identical(sum(ggc_network(fit, n_edges = 90)[, "G3"]), 0L)
})

# The statement itself, on fresh networks: of three series of eight points next
# to nothing is probable, of ten of twenty-one about half is true.
test_that("realised precision is near the expected one", {
    realised <- function(n, points, seeds) {
        rowSums(vapply(seeds, function(seed) {
            sim <- ggc_simulate("grn", p = 20, n_trajectories = n,
                n_time = points, seed = seed)
            fit <- suppressWarnings(ggc_fit(sim, seed = 1)) # of levels
            network <- ggc_network(fit, precision = 0.5)
            truth <- S4Vectors::metadata(sim)$truth
            c(true = sum(network * truth), edges = sum(network))
        }, numeric(2L)))
    }
    few <- realised(3, 8, 40001:40006)
    message("three series of eight points: ", few[["edges"]], " edges")
    expect_lte(few[["edges"]] - 2 * few[["true"]], 6)
    many <- realised(10, 21, 40001:40005)
    message("realised precision at .5: ",
        sprintf("%.2f", many[["true"]] / many[["edges"]]))
    expect_lt(abs(many[["true"]] / many[["edges"]] - 0.5), 0.15)
    noise <- vapply(1:4, function(seed) {
        sim <- ggc_simulate("var", p = 20, n_time = 8, n_trajectories = 3,
            sparsity = 0, self = 0.5, noise = 1, seed = seed)
        sum(ggc_network(suppressWarnings(ggc_fit(sim, seed = 1)),
            precision = 0.5))
    }, 0L)
    expect_lte(sum(noise), 4L)
})
