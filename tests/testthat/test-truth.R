genes <- c("a", "b", "c")
regulators <- c("b", "a", "c")
targets <- c("c", "a")
# True edges: a -> c, b -> a, c -> c.
expected <- matrix(c(0L, 1L, 1L, 1L, 0L, 0L), 3,
    dimnames = list(regulators, targets))

test_that("every form of a truth gives the same matrix", {
    full <- matrix(0, 3, 3, dimnames = list(genes, genes))
    full["a", "c"] <- 1
    full["b", "a"] <- -1
    full["c", "c"] <- 1
    read <- function(truth) .as_truth(truth, regulators, targets, genes)
    expect_identical(read(full), expected)
    expect_identical(read(full != 0), expected)
    expect_identical(read(full[, c("a", "c")]), expected)
    expect_identical(read(unname(expected)), expected)

    edges <- data.frame(regulator = c("a", "b", "c"),
        target = c("c", "a", "c"))
    expect_identical(read(edges), expected)
    expect_identical(read(S4Vectors::DataFrame(edges)), expected)
    expect_identical(read(as.matrix(edges)), expected)
    expect_identical(read(unname(as.matrix(edges))), expected)
    expect_identical(read(stats::setNames(edges, c("from", "to"))), expected)
    # Columns by name, wherever they stand; other columns do not matter.
    moved <- cbind(note = "x", edges[, 2:1])
    expect_identical(read(moved), expected)
})

test_that("rows with 0 are no edges, signs are", {
    read <- function(truth) .as_truth(truth, regulators, targets, genes)
    edges <- data.frame(regulator = c("a", "b", "c", "a"),
        target = c("c", "a", "c", "a"), edge = c(1, 1, 1, 0))
    expect_identical(read(edges), expected)
    expect_identical(read(unname(as.matrix(edges))), expected)
    expect_identical(read(stats::setNames(edges, c("V1", "V2", "V3"))),
        expected)
    names(edges)[[3L]] <- "weight"
    edges$weight <- c(-2, 0.5, 1, 0)
    expect_identical(read(edges), expected)
    edges$weight <- factor(c("+", "-", "1", "0"))
    expect_identical(read(edges), expected)
    edges$weight <- c(TRUE, TRUE, TRUE, FALSE)
    expect_identical(read(edges), expected)
    edges$weight[[2L]] <- NA
    expect_error(read(edges), "column of edges", class = "ggc_error_truth")
})

test_that("the third of three columns counts, whatever the first two are", {
    read <- function(truth) .as_truth(truth, regulators, targets, genes)
    edges <- data.frame(regulator = c("a", "b", "c", "a"),
        target = c("c", "a", "c", "a"), value = c(1, 1, 1, 0))
    expect_identical(read(edges), expected)
    expect_identical(read(edges[c(2, 1, 3)]), expected)
    expect_identical(read(unname(edges)), expected)
    # A matrix turned into a table has a row for each entry.
    full <- matrix(0, 3, 3, dimnames = list(regulator = genes, target = genes))
    full[cbind(edges$regulator, edges$target)] <- edges$value
    expect_identical(read(as.data.frame(as.table(full))), expected)
    # A sign is none: what is listed is an edge.
    names(edges)[[3L]] <- "sign"
    expect_identical(sum(read(edges)), 4L)
    # Further columns do not matter.
    edges$note <- "x"
    expect_identical(sum(read(edges)), 4L)
    expect_message(expect_identical(sum(read(edges[c(1, 2, 4)])), 4L),
        "the column note says neither")
    edges$note <- c("yes", "no", "x", "no")
    expect_error(read(edges[c(1, 2, 4)]), "column of edges \\(note\\)",
        class = "ggc_error_truth")
})

test_that("an igraph is read by vertex names, and must be directed", {
    skip_if_not_installed("igraph")
    read <- function(truth) .as_truth(truth, regulators, targets, genes)
    ends <- cbind(c("a", "b", "c"), c("c", "a", "c"))
    graph <- igraph::graph_from_edgelist(ends)
    expect_identical(read(graph), expected)
    igraph::E(graph)$weight <- c(1, 1, 0)
    expect_identical(sum(read(graph)), 2L)
    expect_error(read(igraph::graph_from_edgelist(ends, directed = FALSE)),
        "directed", class = "ggc_error_truth")
    expect_error(read(igraph::make_ring(3, directed = TRUE)), "vertex names",
        class = "ggc_error_truth")
})

test_that("a sparse Matrix works as a matrix does", {
    skip_if_not_installed("Matrix")
    sparse <- Matrix::Matrix(expected, sparse = TRUE)
    expect_identical(.as_truth(sparse, regulators, targets, genes), expected)
})

test_that("unknown genes are named; known ones that are no candidates drop", {
    edges <- data.frame(regulator = c("a", "x", "y"), target = c("c", "a", "b"))
    expect_message(truth <- .as_truth(edges, regulators, targets, genes),
        "names 2 genes that the scores do not have, .* left out: x, y")
    expect_identical(sum(truth), 1L)
    full <- matrix(1, 2, 2, dimnames = list(c("a", "x"), c("c", "y")))
    expect_message(truth <- .as_truth(full, regulators, targets, genes),
        "names 2 genes")
    expect_identical(sum(truth), 1L)
    expect_error(.as_truth(edges[2:3, ], regulators, c("c"), c("c", "b2")),
        "must have genes in common", class = "ggc_error_truth")
    # b is a gene of the data but no candidate target here.
    edges <- data.frame(regulator = c("a", "c"), target = c("c", "b"))
    expect_message(
        truth <- .as_truth(edges, regulators, targets, genes),
        "1 edge outside the candidates"
    )
    expect_identical(sum(truth), 1L)
    matrix <- matrix(1, 3, 3, dimnames = list(genes, genes))
    expect_message(.as_truth(matrix, regulators, targets, genes),
        "3 edges outside the candidates")
})

test_that("genes that a truth lacks have no edge, with a message", {
    part <- matrix(c(0, 1, 0, 0), 2, dimnames = rep(list(c("a", "b")), 2))
    expect_identical(which(.as_truth(part, genes, genes) == 1L), 2L)
    score <- matrix(1:9, 3, dimnames = list(genes, genes))
    links <- data.frame(regulator = "b", target = "a")
    for (truth in list(part, links)) {
        expect_message(one <- ggc_metrics(score, truth),
            "lacks 1 of 3 regulators and 1 of 3 targets")
        expect_identical(c(one$n_true, one$n_candidates), c(1, 6))
    }
    # All are named: no message.
    expect_silent(ggc_metrics(score, rbind(links, c("b", "c"))))
})

test_that("truths that cannot be read are refused with the reason", {
    refuse <- function(truth, message) {
        expect_error(.as_truth(truth, regulators, targets, genes), message,
            class = "ggc_error_truth")
    }
    refuse("gold.tsv", "0/1 matrix, an edge table, a list of targets")
    refuse(NULL, "not NULL")
    refuse(matrix(0, 2, 2), "must be 3 regulators x 2 targets, not 2 x 2")
    refuse(replace(expected, 1, NA), "without missing values")
    refuse(`rownames<-`(expected, NULL), "or neither")
    refuse(rbind(expected, expected), "twice, as it does b, a, c")
    refuse(data.frame(regulator = "a"), "regulator and target")
    refuse(data.frame(regulator = NA, target = "a"), "missing gene names")
})

test_that("a truth without positives or without negatives says so", {
    score <- matrix(1:9, 3, dimnames = list(genes, genes))
    expect_error(ggc_metrics(score, matrix(0, 3, 3)),
        "`truth` has no edge among the 6 candidate edges \\(self",
        class = "ggc_error_truth")
    expect_error(ggc_metrics(score, diag(3)), "no edge",
        class = "ggc_error_truth")
    expect_error(ggc_metrics(score, matrix(1, 3, 3)), "only edges",
        class = "ggc_error_truth")
    expect_error(ggc_metrics(score, matrix(1, 3, 3), self = TRUE),
        "among the 9 candidate edges, so", class = "ggc_error_truth")
    expect_error(ggc_roc(score, diag(3)), class = "ggc_error_truth")
    expect_error(ggc_pr(score, diag(3)), class = "ggc_error_truth")
})

test_that("columns are told by what they are called, in any order", {
    read <- function(truth) .as_truth(truth, regulators, targets, genes)
    pairs <- data.frame(one = c("a", "b"), two = c("c", "a"))
    wanted <- read(pairs)
    called <- list(c("TF", "target"), c("Gene1", "Gene2"), c("from", "to"),
        c("source", "target"), c("regulatoryGene", "targetGene"),
        c("tf_name", "gene"), c("ENTITYA", "ENTITYB"), c("x", "Target"))
    for (names in called) {
        table <- stats::setNames(pairs, names)
        expect_identical(read(table), wanted)
        expect_identical(read(table[2:1]), wanted)
        expect_identical(read(cbind(score = c(2, 1), table)), wanted)
        expect_identical(read(as.matrix(table[2:1])), wanted)
    }
    # A data base of that name is no regulator where genes are known.
    table <- data.frame(tf = pairs$one, target = pairs$two, source = "ChIP",
        pmid = 1:2)
    expect_identical(read(table), wanted)
    # What cannot be told is refused.
    expect_error(read(data.frame(TF = pairs$one, from = pairs$two,
        target = pairs$two)), "several columns that may be its regulators",
    class = "ggc_error_truth")
    expect_error(read(data.frame(target = pairs$two, k = pairs$one, l = pairs$two)),
        "which other one holds its regulators cannot be told",
        class = "ggc_error_truth")
    expect_error(read(data.frame(regulator = "a", target = "c", edge = 1:0)),
        "an edge and that it is none, as of a -> c", class = "ggc_error_truth")
})

test_that("signs are read from types and modes of regulation", {
    edges <- matrix(c(0L, 1L, 1L, 0L), 2, dimnames = list(c("a", "b"),
        c("a", "b")))
    signs <- function(...) {
        .truth_signs(data.frame(TF = c("a", "b"), target = c("b", "a"), ...),
            edges)
    }
    wanted <- edges * c(0L, -1L, 1L, 0L)
    for (words in list(c("+", "-"), c("Activation", "Repression"), c(1, -0.5),
        c("up-regulates", "down-regulates"), c("stimulation", "inhibition"),
        c("-->", "--|"), c("->", "-|"))) {
        expect_identical(signs(Type = words), wanted)
    }
    # Both signs are none; what is not known says nothing against the other.
    expect_identical(signs(Type = c("+-", "-")), edges * c(0L, -1L, 0L, 0L))
    twice <- function(...) {
        .truth_signs(data.frame(TF = "a", target = "b", mode = c(...)), edges)
    }
    expect_identical(twice("Activation", "Repression")[["a", "b"]], 0L)
    expect_identical(twice("Repression", "Activation")[["a", "b"]], 0L)
    expect_identical(twice("Repression", "Unknown")[["a", "b"]], -1L)
    expect_identical(signs(mode = c("Activation", "Unknown")),
        edges * c(0L, 0L, 1L, 0L))
    expect_null(signs(type = c("TF", "kinase")))
    # Numbers without a negative one are edges and none.
    expect_null(signs(type = c(1, 0)))
    table <- data.frame(Gene1 = c("a", "b"), Gene2 = c("c", "a"), Type = 1:0)
    expect_identical(sum(.as_truth(table, regulators, targets, genes)), 1L)
    expect_error(signs(sign = c("TF", "kinase")), "its column sign",
        class = "ggc_error_truth")
})

test_that("columns without known names are told by the genes in them", {
    score <- matrix(1:9, 3, dimnames = list(genes, genes))
    as_list <- data.frame(regulator = c("a", "b", "c"), target = c("b", "c",
        "a"), score = 3:1)
    sif <- data.frame(V1 = c("a", "b"), V2 = c("activates", "represses"),
        V3 = c("b", "c"))
    regnetwork <- data.frame(V1 = c("a", "b"), V2 = 7157:7158,
        V3 = c("b", "c"), V4 = 1:2)
    named <- stats::setNames(regnetwork, c("regulator_symbol", "regulator_id",
        "target_symbol", "target_id"))
    for (x in list(score, as_list)) {
        wanted <- ggc_metrics(x, data.frame(regulator = c("a", "b"),
            target = c("b", "c")))
        for (truth in list(sif, regnetwork, named)) {
            expect_identical(suppressMessages(ggc_metrics(x, truth)), wanted)
        }
    }
    # A header that was none.
    lost <- stats::setNames(data.frame("b", "c"), c("a", "b"))
    expect_warning(suppressMessages(ggc_metrics(score, lost)),
        "without a header", class = "ggc_warning_links")
})
