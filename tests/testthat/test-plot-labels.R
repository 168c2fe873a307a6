# Where the names of a network's nodes stand.

skip_if_not_installed("ggplot2")

ensembl <- sprintf("ENSG%011d.%d", 100000L + 37L * 1:40, 1:40 %% 19L)

layer_of <- function(plot, geom) {
    is <- vapply(plot$layers, function(layer) inherits(layer$geom, geom), NA)
    plot$layers[[which(is)]]$data
}
names_of <- function(...) layer_of(plot(..., type = "network"), "GeomLabel")

test_that("labels name hubs, all, none or some", {
    few <- fake_fit()
    many <- fake_fit(paste0("g", 1:60))
    shown <- unique(unlist(ggc_edges(few, n = 4L)[, c("regulator", "target")]))
    expect_setequal(names_of(few, n = 4L)$name, shown)
    expect_identical(names_of(few, n = 4L, labels = "hubs"),
        names_of(few, n = 4L))
    hubs <- names_of(many, n = 60L)
    expect_lte(nrow(hubs), 20L)
    plot <- plot(many, "network", n = 60L, labels = "all")
    drawn <- layer_of(plot, "GeomPolygon")$name
    expect_setequal(layer_of(plot, "GeomLabel")$name, drawn)
    expect_gt(length(unique(drawn)), 40L)
    expect_no_match(plot$labels$subtitle, "hubs named")
    expect_identical(nrow(names_of(many, n = 60L, labels = "none")), 0L)
    some <- c(hubs$name[[1L]], setdiff(drawn, hubs$name)[[1L]])
    expect_setequal(names_of(many, n = 60L, labels = some)$name, some)
    expect_setequal(names_of(many, n = 60L, labels = factor(some))$name, some)
    # Genes of the fit without a drawn edge are not in the picture.
    absent <- setdiff(rownames(few@score), shown)[[1L]]
    expect_identical(nrow(names_of(few, n = 4L, labels = absent)), 0L)
})

test_that("labels that are no genes are refused", {
    fit <- fake_fit()
    expect_error(plot(fit, "network", labels = c("G1", "G99")), "G99",
        class = "ggc_error_genes")
    expect_error(plot(fit, "network", labels = "hub"), "\"hubs\"",
        class = "ggc_error_genes")
    for (wrong in list(TRUE, 3, NULL, character(), list("G1"))) {
        expect_error(plot(fit, "network", labels = wrong), "labels",
            class = "ggc_error_argument")
    }
    expect_error(plot(fit, "network", labels = NA_character_),
        class = "ggc_error_genes")
})

test_that("names keep clear of each other, on the page", {
    for (genes in list(ensembl[1:12], ensembl, paste0("G", 1:30))) {
        n <- length(genes)
        plot <- plot(fake_fit(genes, score = noise_like(n^2)^9), "network",
            n = 50L)
        labels <- layer_of(plot, "GeomLabel")
        for (i in seq_len(nrow(labels) - 1L)) {
            rest <- labels[-seq_len(i), ]
            own <- labels[i, ]
            expect_false(any(
                abs(rest$x - own$x) < 0.49 * (rest$wide + own$wide) &
                    abs(rest$y - own$y) < 0.49 * (rest$high + own$high)
            ))
        }
        panel <- ggplot2::ggplot_build(plot)$layout$panel_params[[1L]]
        expect_gte(min(labels$x - labels$wide / 2), panel$x.range[[1L]])
        expect_lte(max(labels$x + labels$wide / 2), panel$x.range[[2L]])
        expect_gte(min(labels$y - labels$high / 2), panel$y.range[[1L]])
        expect_lte(max(labels$y + labels$high / 2), panel$y.range[[2L]])
        # And the boxes are no smaller than the names, in mm: a picture of usual
        # size has at least so many for the axis.
        mm <- .panel_mm(.figure())[[1L]] / diff(panel$x.range)
        expect_gte(max(labels$letters), 1.76)
        expect_true(all(labels$wide * mm >= .name_mm(labels$short,
            labels$letters) * 0.9))
    }
})

test_that("names as wide as their node are on it, others beside it", {
    nodes <- data.frame(name = c("A", "a long name"), x = c(0, 3), y = 0,
        out = c(1, 0), radius = c(0.3, 0.3))
    lines <- data.frame(x = c(0.3, 2.7), y = 0, edge = 1L)
    labels <- .network_labels(nodes, nodes$name, lines)
    expect_identical(labels$x[[1L]], 0)
    expect_identical(labels$y[[1L]], 0)
    beside <- abs(labels$x[[2L]] - 3) >= 0.3 || abs(labels$y[[2L]]) >= 0.3
    expect_true(beside)
    expect_identical(nrow(.network_labels(nodes, character(), lines)), 0L)
})

test_that("networks of one or two edges have small nodes and say edge", {
    fit <- fake_fit(paste0("Gene", 1:10))
    for (n in 1:2) {
        plot <- plot(fit, "network", n = n)
        panel <- ggplot2::ggplot_build(plot)$layout$panel_params[[1L]]
        node <- layer_of(plot, "GeomPolygon")
        wide <- max(tapply(node$x, node$name, function(x) diff(range(x))))
        expect_lt(wide, 0.15 * diff(panel$x.range))
    }
    expect_match(plot(fit, "network", n = 1)$labels$subtitle,
        "^the most credible edge, among 2 of 10 genes\nwidth: score; ")
    expect_match(plot(fit, "network", n = 2)$labels$subtitle,
        "^the 2 most credible edges, ")
    expect_identical(.edge_counts(1, 90), "1 true edge among 90 candidates")
    one <- fake_fit(regulators = "G1")
    said <- lapply(plot(one, "architecture", target = "G2")$layers,
        function(layer) layer$data$text)
    expect_match(paste(unlist(said), collapse = " "), "1 regulator\n")
})

test_that("long names stand beside the nodes of a graph", {
    beside <- function(genes) {
        plot <- plot(fake_fit(genes), "graph")
        labels <- layer_of(plot, "GeomLabel")
        at <- plot$data[match(labels$name, plot$data$name), ]
        labels$x != at$x | labels$y != at$y
    }
    expect_false(any(beside(paste0("G", 1:10))))
    expect_true(all(beside(ensembl[1:12])))
})
