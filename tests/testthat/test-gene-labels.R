# What the data know of genes and samples, and genes shown by it.

quick <- ggc_control(members = 2L, first = 40L, each = 10L, n_lambda = 3L)
sim <- ggc_simulate("grn", p = 6, n_time = 9, n_trajectories = 5, seed = 4)
symbols <- c("lacI", "cro", "cro", "", NA, "G1")
SummarizedExperiment::rowData(sim)$symbol <- symbols
SummarizedExperiment::rowData(sim)$chromosome <- factor(rep(c("a", "b"), 3))
SummarizedExperiment::rowData(sim)$spans <- I(as.list(1:6))
fit <- ggc_fit(sim, control = quick, seed = 3)
# No two alike; who has none goes by the own name, also where that is taken.
shown <- c(G1 = "lacI", G2 = "cro_G2", G3 = "cro_G3", G4 = "G4", G5 = "G5",
    G6 = "G1")

test_that("rowData, colData and metadata of the data come out of the fit", {
    expect_identical(SummarizedExperiment::rowData(fit),
        SummarizedExperiment::rowData(sim))
    expect_identical(SummarizedExperiment::colData(fit),
        SummarizedExperiment::colData(sim))
    expect_identical(S4Vectors::metadata(fit)$input, S4Vectors::metadata(sim))
    expect_gt(length(S4Vectors::metadata(sim)), 0)
    # Through what makes a fit of a fit, a file and back.
    again <- update(fit, seed = 4)
    expect_identical(S4Vectors::metadata(again)$input,
        S4Vectors::metadata(sim))
    expect_identical(SummarizedExperiment::rowData(again),
        SummarizedExperiment::rowData(sim))
    file <- tempfile(fileext = ".rds")
    on.exit(unlink(file))
    saveRDS(fit, file)
    expect_identical(SummarizedExperiment::rowData(readRDS(file)),
        SummarizedExperiment::rowData(sim))
    parts <- lapply(list(1:2, 3:6), function(targets) {
        ggc_fit(sim, targets = rownames(sim)[targets], control = quick,
            seed = 3)
    })
    expect_identical(SummarizedExperiment::rowData(ggc_merge(parts)),
        SummarizedExperiment::rowData(sim))
    expect_null(fit@series$annotation$metadata) # it is not saved twice
    suppressWarnings(tested <- ggc_test(fit, B = 1))
    expect_identical(SummarizedExperiment::rowData(tested),
        SummarizedExperiment::rowData(sim))
    as_one <- as(fit, "SummarizedExperiment")
    expect_identical(SummarizedExperiment::rowData(as_one)$symbol, symbols)
})

test_that("regulators alone have the rows of the data that are theirs", {
    few <- ggc_fit(sim, regulators = c("G5", "G2"), control = quick, seed = 3)
    rows <- SummarizedExperiment::rowData(as(few, "SummarizedExperiment"))
    expect_identical(rownames(rows), rownames(granger(few)))
    expect_identical(rows$symbol, symbols[match(rownames(rows),
        rownames(sim))])
})

test_that("data that know nothing give rows without columns", {
    plain <- ggc_fit(SummarizedExperiment::assay(sim), time = sim$time,
        trajectory = sim$trajectory, control = quick, seed = 3)
    rows <- SummarizedExperiment::rowData(plain)
    expect_identical(dim(rows), c(6L, 0L))
    expect_identical(rownames(rows), rownames(sim))
    columns <- SummarizedExperiment::colData(plain)
    expect_identical(dim(columns), c(ncol(sim), 0L))
    expect_null(S4Vectors::metadata(plain)$input)
    expect_error(ggc_edges(plain, labels_from = "symbol"),
        class = "ggc_error_argument")
    # The networks are those of the experiment, bit for bit.
    expect_identical(granger(plain), granger(fit))
})

test_that("classes of other packages bring their genes' tables", {
    skip_if_not_installed("edgeR")
    counts <- round(2^(SummarizedExperiment::assay(sim) * 4 + 4))
    list <- edgeR::DGEList(counts, genes = data.frame(
        Symbol = letters[1:6], row.names = rownames(sim)))
    suppressWarnings(fit <- ggc_fit(list, time = sim$time,
        trajectory = sim$trajectory, control = quick, seed = 3))
    expect_identical(SummarizedExperiment::rowData(fit)$Symbol, letters[1:6])
    expect_true(all(ggc_edges(fit, labels_from = "Symbol")$target %in%
        letters[1:6]))
})

test_that("edges by labels keep their order, their numbers and their names", {
    plain <- ggc_edges(fit)
    edges <- ggc_edges(fit, labels_from = "symbol")
    expect_identical(edges$regulator_id, plain$regulator)
    expect_identical(edges$target_id, plain$target)
    expect_identical(edges$regulator, unname(shown[plain$regulator]))
    expect_identical(edges$target, unname(shown[plain$target]))
    same <- setdiff(names(plain), c("regulator", "target"))
    expect_identical(edges[same], plain[same])
    # A vector does the same, in any order, for some of the genes.
    vector <- rev(stats::setNames(symbols, rownames(sim)))
    expect_identical(ggc_edges(fit, labels_from = vector), edges)
    few <- ggc_edges(fit, labels_from = c(G2 = "crp", none = "x"))
    expect_setequal(few$regulator, c("G1", "crp", "G3", "G4", "G5", "G6"))
    regulators <- ggc_regulators(fit, labels_from = "symbol")
    expect_identical(regulators$regulator, unname(shown[regulators$regulator_id]))
    expect_identical(regulators$regulator_id, ggc_regulators(fit)$regulator)
})

test_that("labels that are none are refused, with what there is", {
    for (wrong in list("nothing", "spans", 1, NA, c("a", "b"), character(),
        c(G1 = "a", G1 = "b"), TRUE)) {
        expect_error(ggc_edges(fit, labels_from = wrong),
            class = "ggc_error_argument")
    }
    expect_error(ggc_edges(fit, labels_from = c(none = "a")),
        class = "ggc_error_genes")
    expect_error(ggc_edges(fit, labels_from = "nothing"), "symbol")
    expect_error(ggc_igraph(granger(fit), labels_from = "symbol"),
        class = "ggc_error_argument")
    expect_error(print(fit, labels_from = "spans"),
        class = "ggc_error_argument")
})

test_that("print, summary and page show labels, and the names of none", {
    edges <- ggc_edges(fit, n = 5, labels_from = "symbol")
    text <- capture.output(print(fit, labels_from = "symbol"))
    for (i in seq_len(nrow(edges))) {
        expect_true(any(grepl(edges$regulator[[i]], text, fixed = TRUE) &
            grepl(edges$target[[i]], text, fixed = TRUE)))
    }
    expect_false(any(grepl("G6", text, fixed = TRUE)))
    text <- capture.output(print(summary(fit, labels_from = "symbol")))
    expect_true(any(grepl("lacI", text, fixed = TRUE)))
    expect_false(any(grepl("G6", text, fixed = TRUE)))
    skip_if_not_installed("htmlwidgets")
    page <- ggc_page(fit, labels_from = "symbol")
    text <- paste(unlist(page$x), collapse = " ")
    expect_match(text, "cro_G2", fixed = TRUE)
    expect_no_match(text, "G6", fixed = TRUE)
})

test_that("exports have labels, and the names beside them", {
    file <- tempfile(fileext = ".tsv")
    on.exit(unlink(file))
    write_edges(fit, file, labels_from = "symbol")
    table <- utils::read.delim(file)
    edges <- ggc_edges(fit, labels_from = "symbol")
    expect_identical(table$regulator, edges$regulator)
    expect_identical(table$target_id, edges$target_id)
    skip_if_not_installed("igraph")
    graph <- ggc_igraph(fit, n = 8, labels_from = "symbol")
    expect_identical(igraph::vertex_attr(graph, "name"),
        unname(shown[igraph::vertex_attr(graph, "id")]))
    ends <- igraph::as_edgelist(graph)
    expect_identical(ends[, 1L], head(edges$regulator, 8L))
    expect_identical(ends[, 2L], head(edges$target, 8L))
    skip_if_not_installed("tidygraph")
    nodes <- as.data.frame(tidygraph::as_tbl_graph(fit, n = 8,
        labels_from = "symbol"))
    expect_identical(nodes$name, unname(shown[nodes$id]))
})

test_that("plots take labels and names, and show labels", {
    skip_if_not_installed("ggplot2")
    built <- function(plot) ggplot2::ggplot_build(plot)
    text_of <- function(plot) {
        layers <- lapply(built(plot)$data, function(data) data$label)
        unlist(lapply(layers, as.character))
    }
    drawn <- text_of(plot(fit, "network", n = 8, labels = "all",
        labels_from = "symbol"))
    expect_true("cro_G2" %in% drawn)
    expect_false("G6" %in% drawn)
    for (genes in list(c("G2", "G6"), c("cro_G2", "G6"))) {
        panels <- built(plot(fit, "forecast", genes = genes,
            labels_from = "symbol"))$layout$layout
        expect_setequal(sub("\n.*", "", panels$gene), c("cro_G2", "G1"))
    }
    path <- plot(fit, "path", target = "cro_G3", labels_from = "symbol")
    expect_match(paste(unlist(path$labels), collapse = " "), "cro_G3",
        fixed = TRUE)
    # A truth is given by names, and is the same truth.
    truth <- matrix(0, 6, 6, dimnames = list(rownames(sim), rownames(sim)))
    truth["G6", "G2"] <- 1
    colours <- function(...) {
        data <- built(plot(fit, "network", n = 30, truth = truth, ...))$data
        # Of points and heads: how long a line is depends on the labels.
        lapply(data[2:3], function(layer) c(table(layer$colour)))
    }
    expect_identical(colours(labels_from = "symbol"), colours())
    expect_error(plot(fit, "roc", truth = truth, labels_from = "symbol"),
        class = "ggc_error_argument")
})

test_that("genes may be called like the parts of a fit", {
    odd <- c("x", "time", "trajectory", "genes", "score", "p_value")
    renamed <- SummarizedExperiment::assay(sim)
    rownames(renamed) <- odd
    fit <- ggc_fit(renamed, time = sim$time, trajectory = sim$trajectory,
        control = quick, seed = 3)
    labels <- stats::setNames(toupper(letters[1:6]), odd)
    expect_output(print(fit, labels_from = labels), "A|B|C|D|E|F")
    expect_output(print(summary(fit, labels_from = labels)), "A|B|C|D|E|F")
    edges <- ggc_edges(fit, labels_from = labels)
    expect_identical(edges$regulator, unname(labels[edges$regulator_id]))
})
