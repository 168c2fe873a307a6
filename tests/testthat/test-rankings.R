# Rankings of other programs where a fit may stand, and what the truth can tell.

score <- matrix(c(0, 2, 1, 3, 0, 0, 1, 5, 0), 3,
    dimnames = rep(list(c("a", "b", "c")), 2L))
links <- data.frame(TF = c("b", "c", "a", "a"), target = c("c", "a", "c", "b"),
    importance = c(5, 1, 1, 3))
truth <- data.frame(regulator = c("a", "b"), target = c("b", "c"))

test_that("a table of many numbers is ranked by what is called a score, or says by which", {
    genes <- c("a", "b", "c")
    score <- matrix(0, 3, 3, dimnames = list(genes, genes))
    links <- data.frame(gene1 = c("a", "b", "c"), gene2 = c("b", "c", "a"),
        neighborhood = c(0, 0, 1), combined_score = c(3, 2, 1))
    expect_identical(ggc:::.as_list(links)$score, c(3, 2, 1))
    scenic <- data.frame(TF = c("a", "b"), gene = c("b", "c"), nMotifs = 1:2,
        Genie3Weight = 2:1)
    expect_identical(ggc:::.as_list(scenic)$score, 2:1)
    names(links)[4] <- "other"
    expect_message(ggc:::.as_list(links),
        "`x`: the ranking is by the column neighborhood.", fixed = TRUE)
})

test_that("edges, networks and graphs of a matrix and of a table", {
    edges <- as.data.frame(ggc_edges(links))
    expect_identical(edges$regulator, c("b", "a", "a", "c"))
    expect_identical(edges$target, c("c", "b", "c", "a"))
    expect_identical(edges$score, c(5, 3, 1, 1))
    expect_identical(edges$rank, 1:4)

    for (x in list(score, links, S4Vectors::DataFrame(links))) {
        network <- ggc_network(x, n_edges = 2)
        expect_identical(sum(network), 2L)
        expect_identical(network[["a", "b"]] + network[["b", "c"]], 2L)
        expect_identical(attr(network, "expected_precision"), NA_real_)
    }
    expect_identical(sum(ggc_network(score, density = 0.5)), 3L)
    expect_identical(sum(ggc_network(links, density = 0.5)), 2L)
    expect_error(ggc_network(score), "n_edges", class = "ggc_error_argument")
    expect_error(ggc_network(links, fdr = 0.1), "`fdr` needs a fit",
        class = "ggc_error_argument")
    expect_error(ggc_network(links, precision = 0.5), "`precision` needs a fit",
        class = "ggc_error_precision")
    expect_error(ggc_network("a", n_edges = 2), class = "ggc_error_argument")

    skip_if_not_installed("igraph")
    graph <- ggc_igraph(score)
    expect_identical(igraph::vertex_attr(graph, "name"), c("a", "b", "c"))
    ends <- igraph::as_edgelist(graph)
    expect_identical(score[ends], igraph::edge_attr(graph, "weight"))
    expect_identical(nrow(ends), 5L) # those above 0
    expect_identical(nrow(igraph::as_edgelist(ggc_igraph(score, n = 2))), 2L)
    expect_identical(igraph::edge_attr(ggc_igraph(links), "weight"),
        c(5, 3, 1, 1))
    plain <- ggc_igraph(ggc_network(score, n_edges = 2))
    expect_identical(igraph::as_edgelist(plain),
        rbind(c("a", "b"), c("b", "c")))
})

test_that("metrics of several rankings are those of each", {
    all <- ggc_metrics(list(ours = score, theirs = links), truth)
    expect_identical(rownames(all), c("ours", "theirs"))
    expect_identical(all["ours", ], ggc_metrics(score, truth),
        ignore_attr = TRUE)
    expect_identical(all["theirs", ], ggc_metrics(links, truth),
        ignore_attr = TRUE)
    expect_identical(nrow(ggc_metrics(list(score), truth)), 1L)
    fit <- fake_fit()
    first <- as.data.frame(ggc_edges(fit, n = 2, signs = FALSE))[1:2]
    both <- suppressMessages(ggc_metrics(list(fit = fit, matrix = granger(fit)),
        cbind(first, sign = c("+", "-"))))
    expect_identical(is.na(both$sign_accuracy), c(FALSE, TRUE))
    expect_error(ggc_metrics(list(), truth), class = "ggc_error_argument")
    expect_error(ggc_metrics(list(score, "b"), truth),
        class = "ggc_error_argument")
})

test_that("pairs that the truth cannot tell are left out on request, aloud", {
    genes <- sprintf("g%d", 1:8)
    set.seed(4)
    x <- matrix(runif(64), 8, dimnames = list(genes, genes))
    # A data base with two TFs and five of the genes.
    known <- data.frame(tf = c("g1", "g1", "g2"), target = c("g3", "g4", "g5"))
    expect_message(all <- ggc_metrics(x, known),
        "lacks 3 of 8 regulators and 3 of 8 targets")
    expect_identical(all$n_candidates, 56)
    expect_message(told <- ggc_metrics(x, known, candidates = "truth"),
        "8 of 56 candidate edges: .* 2 regulators .* 5 targets")
    # By hand: rows g1 and g2, columns g1 to g5 without self.
    pick <- cbind(rep(1:2, each = 5), rep(1:5, 2))
    pick <- pick[pick[, 1] != pick[, 2], ]
    label <- paste(genes[pick[, 1]], genes[pick[, 2]]) %in%
        paste(known$tf, known$target)
    pairs <- outer(x[pick][label], x[pick][!label], ">")
    expect_equal(told$AUROC, mean(pairs))
    expect_identical(told$n_candidates, 8)
    as_matrix <- matrix(0L, 5, 5, dimnames = rep(list(genes[1:5]), 2L))
    as_matrix[as.matrix(known)] <- 1L
    expect_identical(suppressMessages(ggc_metrics(x, as_matrix,
        candidates = "truth")), told)
    curve <- suppressMessages(ggc_pr(x, known, candidates = "truth"))
    expect_identical(curve$n_candidates, 8)
    expect_error(ggc_metrics(x, known, candidates = "tfs"),
        class = "ggc_error_argument")
    skip_if_not_installed("igraph")
    graph <- igraph::graph_from_data_frame(known)
    expect_identical(suppressMessages(ggc_metrics(x, graph,
        candidates = "truth")), told)
    skip_if_not_installed("pROC")
    expect_equal(suppressMessages(ggc_roc(x, known,
        candidates = "truth"))$ggc$AUROC, told$AUROC)
})
