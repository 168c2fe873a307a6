# A fit as files and objects of other packages, and back.

quick <- ggc_control(members = 2L, first = 40L, each = 10L, n_lambda = 3L)
sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 4)
fit <- ggc_fit(sim, control = quick, seed = 3)

# Whole numbers come back from text as integers.
read_edges <- function(file) {
    table <- utils::read.delim(file, check.names = FALSE)
    # A column of NA alone is read as one of flags.
    double <- intersect(c("delay", "probability", "p_value", "q_value",
        "stability"), names(table))
    table[double] <- lapply(table[double], as.double)
    table
}

# The edges of an igraph as a table like ggc_edges().
edges_of <- function(graph) {
    ends <- igraph::as_edgelist(graph)
    data.frame(regulator = ends[, 1L], target = ends[, 2L],
        igraph::edge_attr(graph))
}

test_that("a table has every column, to the last bit", {
    file <- tempfile(fileext = ".tsv")
    on.exit(unlink(file))
    edges <- as.data.frame(ggc_edges(fit))
    write_edges(fit, file)
    expect_identical(read_edges(file), edges)
    write_edges(fit, file, signs = FALSE)
    expect_identical(names(utils::read.delim(file)),
        c("regulator", "target", "score", "rank", "norm", "in_network",
            "probability", "p_value", "q_value", "stability"))
})

test_that("GraphML comes back in igraph with the same edges and weights", {
    skip_if_not_installed("igraph")
    file <- tempfile(fileext = ".graphml")
    on.exit(unlink(file))
    edges <- as.data.frame(ggc_edges(fit, n = 12))
    write_edges(fit, file, n = 12)
    graph <- igraph::read_graph(file, "graphml")
    expect_true(igraph::is_directed(graph))
    expect_identical(igraph::vertex_attr(graph, "name"),
        unique(c(edges$regulator, edges$target)))
    back <- edges_of(graph)
    expect_identical(back$weight, edges$score)
    expect_gt(sum(is.na(edges$lag)), 0) # which are left out, and come back so
    for (name in setdiff(names(edges), "score")) {
        expect_equal(back[[name]], edges[[name]], label = name, tolerance = 0)
    }
    expect_identical(back$interaction == "activates", edges$sign == 1L)
    # As a connection, and by name whatever the ending.
    text <- textConnection("lines", "w", local = TRUE)
    write_edges(fit, text, n = 12, format = "graphml")
    close(text)
    expect_identical(lines, readLines(file))
})

test_that("SIF and its table come back with the same edges and weights", {
    skip_if_not_installed("igraph")
    file <- tempfile(fileext = ".sif")
    beside <- sub("sif$", "edges.tsv", file)
    on.exit(unlink(c(file, beside)))
    edges <- as.data.frame(ggc_edges(fit, n = 12))
    expect_identical(write_edges(fit, file, n = 12), file)
    sif <- utils::read.delim(file, header = FALSE)
    expect_identical(sif$V2,
        c("represses", "regulates", "activates")[edges$sign + 2L])
    values <- read_edges(beside)
    key <- sprintf("%s (%s) %s", sif$V1, sif$V2, sif$V3)
    expect_identical(values[["shared name"]], key)
    graph <- igraph::graph_from_data_frame(data.frame(sif$V1, sif$V3,
        values[match(key, values[["shared name"]]), -(1:2)]))
    back <- edges_of(graph)
    expect_identical(back[names(edges)], edges)
    expect_error(write_edges(fit, stdout(), format = "sif"), "second file",
        class = "ggc_error_argument")
})

test_that("names with a meaning in XML survive, and gaps are left out", {
    skip_if_not_installed("igraph")
    odd <- c("a<b>", "\"b\" & 'c'", "\u03b1-1", "d e")
    score <- matrix(c(0, 2, 1, NA, 3, 0, 1, NA, 1 / 3, 5, 0, NA, 1, 1, 1, NA),
        4, byrow = TRUE, dimnames = list(odd, odd))
    edges <- as.data.frame(ggc_edges(score))
    kept <- edges[!is.na(edges$score), ]
    expect_lt(nrow(kept), nrow(edges))
    file <- tempfile(fileext = ".graphml")
    sif <- tempfile(fileext = ".SIF")
    on.exit(unlink(c(file, sif, sub("SIF$", "edges.tsv", sif))))
    write_edges(score, file)
    back <- edges_of(igraph::read_graph(file, "graphml"))
    expect_identical(enc2utf8(back$regulator), kept$regulator)
    expect_identical(enc2utf8(back$target), kept$target)
    expect_identical(back$weight, kept$score)
    expect_identical(unique(back$interaction), "regulates")
    write_edges(score, sif)
    expect_identical(length(readLines(sif)), nrow(kept))
    expect_true(file.exists(sub("SIF$", "edges.tsv", sif)))
    write_edges(score, file, format = "tsv")
    expect_identical(length(readLines(file)), nrow(edges) + 1L)
    expect_error(write_edges(score, file, format = "gml"), "`format`",
        class = "ggc_error_argument")
    expect_error(write_edges(score, file.path(tempdir(), "no", "where.sif")),
        class = "ggc_error_output")
})

test_that("files are what their ending says", {
    dir <- tempfile()
    dir.create(dir)
    on.exit(unlink(dir, recursive = TRUE))
    score <- matrix(c(0, 2, 1 / 3, 0), 2,
        dimnames = rep(list(c("a, \"b\"", "c")), 2))
    at <- function(name) file.path(dir, name)
    written <- function(name, ...) readLines(write_edges(score, at(name), ...))
    tsv <- written("n.tsv")
    for (name in c("n.txt", "n.TSV", "n", "n.txt.gz", "n.gz", "n.tsv.gz")) {
        expect_identical(written(name), tsv, info = name)
    }
    expect_identical(written("n.dat", format = "tsv"), tsv)
    expect_identical(written("n.csv"), c("regulator,target,score,rank",
        "c,\"a, \"\"b\"\"\",2,1", "\"a, \"\"b\"\"\",c,0.33333333333333331,2"))
    expect_identical(utils::read.csv(at("n.csv")),
        as.data.frame(ggc_edges(score)))
    expect_identical(written("n.csv.gz"), readLines(at("n.csv")))
    is_packed <- function(name) {
        identical(readBin(at(name), "raw", 2L), as.raw(c(0x1f, 0x8b)))
    }
    expect_identical(written("z.sif.gz"), written("n.sif"))
    expect_identical(readLines(at("z.edges.tsv.gz")),
        readLines(at("n.edges.tsv")))
    for (name in c("n.tsv.gz", "n.csv.gz", "z.sif.gz", "z.edges.tsv.gz")) {
        expect_true(is_packed(name), info = name)
    }
    expect_false(is_packed("n.tsv"))
    for (name in c("n.gml", "n.gml.gz", "n.xlsx")) {
        expect_error(written(name), "`file` must end in one of .tsv, .csv",
            class = "ggc_error_argument")
        expect_false(file.exists(at(name)))
    }
})

test_that("a table needs no ranks", {
    few <- ggc_edges(fit)[1:3, c("regulator", "target", "score")]
    for (ending in c(".tsv", ".csv", ".sif", ".graphml")) {
        file <- tempfile(fileext = ending)
        write_edges(few, file)
        expect_gt(length(readLines(file)), 2L)
    }
    expect_error(write_edges(few[, 1:2], tempfile()), "lacks score",
        class = "ggc_error_argument")
})

test_that("no edge makes an empty network", {
    skip_if_not_installed("igraph")
    file <- tempfile(fileext = ".graphml")
    on.exit(unlink(file))
    write_edges(fit, file, n = 0)
    expect_identical(igraph::ecount(igraph::read_graph(file, "graphml")), 0)
})

test_that("graph objects of three packages hold the same network", {
    edges <- .graph_table(fit)
    expect_gt(nrow(edges), 3)
    genes <- rownames(granger(fit))
    skip_if_not_installed("igraph")
    graph <- as(fit, "igraph")
    expect_identical(edges_of(graph), edges)
    expect_identical(igraph::V(graph)$name, genes)
    expect_identical(edges_of(ggc_igraph(fit, n = 5)), .graph_table(fit, 5))
    expect_identical(.graph_table(fit, 5)$sign, ggc_edges(fit, n = 5)$sign)
    skip_if_not_installed("tidygraph")
    tidy <- tidygraph::as_tbl_graph(fit, n = 5)
    expect_s3_class(tidy, "tbl_graph")
    expect_identical(edges_of(tidy), .graph_table(fit, 5))
    skip_if_not_installed("graph")
    nel <- as(fit, "graphNEL")
    expect_identical(graph::nodes(nel), genes)
    expect_identical(graph::edgemode(nel), "directed")
    expect_identical(graph::numEdges(nel), nrow(edges))
    for (name in setdiff(names(edges), c("regulator", "target"))) {
        got <- graph::edgeData(nel, edges$regulator, edges$target, name)
        expect_identical(unlist(unname(got)), edges[[name]], label = name)
    }
    bare <- fit
    bare@norms[] <- 0
    expect_identical(graph::numEdges(as(bare, "graphNEL")), 0L)
})

test_that("the matrices are assays of an experiment", {
    se <- as(fit, "SummarizedExperiment")
    expect_s4_class(se, "SummarizedExperiment")
    assay <- function(name) SummarizedExperiment::assay(se, name)
    for (type in .GRANGER_TYPES) {
        expect_identical(assay(type), granger(fit, type), label = type)
    }
    edges <- ggc_edges(fit)
    at <- cbind(edges$regulator, edges$target)
    expect_identical(assay("sign")[at], edges$sign)
    lag <- assay("lag")[at]
    expect_identical(ifelse(lag == 0L, NA, lag), edges$lag)
    expect_identical(SummarizedExperiment::colData(se), ggc_training(fit))
    chosen <- .graph_table(fit)
    expect_identical(se@elementMetadata$n_targets,
        as.integer(table(factor(chosen$regulator, rownames(se)))))
    expect_identical(S4Vectors::metadata(se)$seed, 3)
    loo <- ggc_fit(sim, "loo", control = quick, seed = 3)
    expect_identical(SummarizedExperiment::assayNames(
        as(loo, "SummarizedExperiment")),
    c("score", "norm", "network", "sign", "p_value", "q_value"))
    tested <- ggc_test(ggc_test(fit, B = 1), "stability", B = 1)
    se <- as(tested, "SummarizedExperiment")
    for (what in c("p_value", "q_value", "stability")) {
        expect_identical(SummarizedExperiment::assay(se, what),
            tested@details$test[[what]])
    }
})

test_that("a fit has the edges and the dimensions of its results", {
    part <- fake_fit(regulators = c("G1", "G2"), targets = c("G2", "G3", "G4"))
    expect_identical(as.data.frame(fit), as.data.frame(ggc_edges(fit)))
    expect_identical(as.data.frame(part, self = TRUE, n = 3),
        as.data.frame(ggc_edges(part, self = TRUE, n = 3)))
    expect_identical(data.frame(part), as.data.frame(part))
    # As data.frame() of R 4.7 asks for it.
    expect_identical(as.data.frame(part, optional = TRUE, validRN = FALSE),
        as.data.frame(part))
    expect_error(as.data.frame(part, top = 3), "ggc_edges",
        class = "ggc_error_argument")
    expect_identical(dim(part), c(2L, 3L))
    expect_identical(dimnames(part), dimnames(granger(part)))
    expect_identical(colnames(part), c("G2", "G3", "G4"))
})

test_that("a fit is no expression data, though it has dimensions", {
    refuses <- function(read) {
        expect_error(read(fake_fit()), "not an object of class \"GGCFit\"",
            class = "ggc_error_input")
    }
    for (read in list(ggc_fit, ggc_dcor, function(x) ggc_pseudotime(x, 1:3),
        function(x) predict(fit, x))) {
        refuses(read)
    }
    skip_if_not_installed("edgeR")
    refuses(ggc_preprocess)
})

test_that("the edges are a data frame on demand", {
    table <- as.data.frame(ggc_edges(fit))
    expect_s3_class(table, "data.frame")
    expect_identical(names(table), c("regulator", "target", "score", "rank",
        "norm", "in_network", "probability", "p_value", "q_value", "stability",
        "sign", "lag", "delay", "effect"))
})
