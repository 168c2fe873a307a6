# Figures for print: nothing is cut or covered at the width they are made for,
# and print in grey says what colours say.

skip_if_not_installed("ggplot2")

ensembl <- sprintf("ENSG%011d", 141510L + 37L * 1:60)

layers_of <- function(plot, geom) {
    Filter(function(layer) inherits(layer$geom, geom), plot$layers)
}

# A fit whose edges have signs, q-values or probabilities, as given.
known_edges <- function(...) {
    edges <- data.frame(regulator = c("a", "b", "c"), target = c("b", "c", "a"),
        score = c(3, 2, 1), norm = 1, rank = 1:3, ...)
    edges <- .edge_styles(edges, NULL, NULL)
    .edge_marks(edges, NULL)
}

test_that("a figure has letters, legend and height by its width", {
    wide <- .figure()
    expect_equal(c(wide$width, wide$height, wide$base), c(177.8, 127, 11))
    expect_false(wide$narrow)
    one <- .figure(85)
    expect_true(one$narrow)
    expect_identical(one$height, 85)
    expect_identical(one$base, 7.5)
    expect_identical(.figure(30)$base, 7)
    expect_identical(.plot_theme(one)$legend.position, "bottom")
    fit <- fake_fit()
    theme <- plot(fit, "network", width = 85, base_size = 9)$theme
    expect_identical(theme$text$size, 9)
    expect_equal(theme$plot.title$size, 9 * 12 / 11)
    expect_true(all(.panel_mm(one) < .panel_mm(wide)))
})

test_that("sizes that are none are refused by name", {
    fit <- fake_fit()
    for (wrong in list(0, "85", NA, -1, c(85, 85))) {
        expect_error(plot(fit, "granger", width = wrong), "`width`",
            class = "ggc_error_argument")
    }
    expect_error(plot(fit, "granger", base_size = 1:2), "`base_size`",
        class = "ggc_error_argument")
    expect_error(plot(fit, "granger", wdith = 85), "wdith",
        class = "ggc_error_argument")
    truth <- data.frame(regulator = "G1", target = "G2")
    pr <- ggc_pr(fit, truth)
    expect_identical(plot(pr, width = 85)$theme$text$size, 7.5)
})

test_that("titles end within the figure", {
    drawn_mm <- function(text, size, face) {
        grDevices::pdf(NULL)
        on.exit(grDevices::dev.off())
        grob <- grid::textGrob(text, gp = grid::gpar(fontsize = size,
            fontface = face))
        grid::convertWidth(grid::grobWidth(grob), "mm", valueOnly = TRUE)
    }
    fit <- fake_fit(ensembl[1:10])
    for (width in c(85, 170)) {
        for (type in c("granger", "network", "loss", "path", "graph",
            "architecture")) {
            plot <- plot(fit, type, width = width)
            expect_lt(drawn_mm(plot$labels$title, plot$theme$plot.title$size,
                "bold"), width - 3)
            expect_lt(drawn_mm(plot$labels$subtitle,
                plot$theme$plot.subtitle$size, "plain"), width - 3)
        }
    }
    expect_identical(.break_text("one two\nthree", 8, 11), "one two\nthree")
    expect_identical(.break_text("a penalty of the path", 20, 11),
        "a penalty\nof the\npath")
})

test_that("names in a column keep clear, within the panel", {
    for (n in c(10L, 60L)) {
        fit <- fake_fit(ensembl[seq_len(n)], score = noise_like(n^2)^9)
        plot <- plot(fit, "network", width = 85)
        labels <- layers_of(plot, "GeomLabel")[[1L]]$data
        expect_gt(nrow(labels), 3L)
        for (i in seq_len(nrow(labels) - 1L)) {
            rest <- labels[-seq_len(i), ]
            own <- labels[i, ]
            expect_false(any(
                abs(rest$x - own$x) < 0.49 * (rest$wide + own$wide) &
                    abs(rest$y - own$y) < 0.49 * (rest$high + own$high)))
        }
        panel <- ggplot2::ggplot_build(plot)$layout$panel_params[[1L]]
        expect_gte(min(labels$x - labels$wide / 2), panel$x.range[[1L]])
        expect_lte(max(labels$x + labels$wide / 2), panel$x.range[[2L]])
        # The drawing fills the figure, so that titles begin at its left.
        shape <- diff(panel$x.range) / diff(panel$y.range)
        mm <- .panel_mm(.figure(85), plot$labels)
        expect_equal(shape, mm[[1L]] / mm[[2L]], tolerance = 0.02)
    }
})

test_that("a name that had to move has a line to its node", {
    nodes <- data.frame(name = letters[1:9], x = rep(0:2, 3),
        y = rep(0:2, each = 3), out = 9:1, radius = 0.3)
    nodes$name[[5L]] <- "a long name of a gene"
    lines <- data.frame(x = c(0, 2), y = 1, edge = 1L)
    label <- .network_labels(nodes, nodes$name[[5L]], lines, c(40, 40))
    expect_true(label$leader)
    rim <- c(label$from_x - 1, label$from_y - 1)
    expect_equal(sqrt(sum(rim^2)), 0.3)
    expect_lte(abs(label$to_x - label$x), label$wide / 2 + 1e-9)
    expect_lte(abs(label$to_y - label$y), label$high / 2 + 1e-9)
    # It covers no node.
    dx <- pmax(abs(nodes$x - label$x) - label$wide / 2, 0)
    dy <- pmax(abs(nodes$y - label$y) - label$high / 2, 0)
    expect_true(all(dx^2 + dy^2 >= (0.98 * nodes$radius)^2))
    drawn <- .network_names(label)
    expect_s3_class(drawn[[1L]]$geom, "GeomSegment")
    near <- .network_labels(nodes[1:2, ], "a", lines, c(140, 98))
    expect_false(near$leader)
    expect_null(.network_names(near)[[1L]])
})

test_that("repression ends in a bar, and q-values are dashes", {
    edges <- known_edges(sign = c(1, -1, NA), q_value = c(0.01, 0.5, NA))
    expect_identical(unname(edges$head), c("arrow", "bar", "open"))
    expect_identical(edges$dash, c("solid", .DOUBT, "solid"))
    expect_identical(edges$width, .edge_width(edges$score))
    edges <- known_edges(probability = c(0.2, 0.9, 0.4))
    expect_identical(order(edges$width), c(1L, 3L, 2L))
    expect_identical(unname(edges$head), rep("arrow", 3L))
    edges <- known_edges(sign = c(1, -1, NA), probability = c(0.2, NA, 0.4))
    expect_identical(order(edges$width), 3:1)
    nodes <- .network_nodes(edges)
    edges$bend <- .edge_bends(edges, nodes)
    layers <- .network_arrows(.edge_lines(edges, nodes), 3L, .figure())
    angle <- function(layer) layer$geom_params$arrow$angle
    expect_null(angle(layers[[1L]]))
    expect_identical(vapply(layers[[2L]], angle, 0), c(22, 90, 30))
    # Their keys as well.
    key <- .edge_key(edges$kind, 2)
    data <- data.frame(colour = .EDGE_COLOURS[["repression"]], alpha = 1,
        linewidth = 1, linetype = 1)
    expect_identical(key(data, list(), 1)$arrow$angle, 90)
})

test_that("effects have their signs in colour and in grey", {
    sim <- ggc_simulate("var", p = 5, n_time = 40, seed = 1)
    fit <- ggc_fit(sim, "var", seed = 1)
    effect <- granger(fit, "effect")
    plot <- plot(fit, "effect")
    cell <- plot$data$row == "G1" & plot$data$column == "G2"
    expect_identical(plot$data$value[cell], effect["G1", "G2"])
    scale <- plot$scales$get_scales("fill")
    expect_equal(scale$limits, c(-1, 1) * max(abs(plot$data$value),
        na.rm = TRUE))
    colours <- grDevices::col2rgb(scale$map(scale$limits * 0.5))
    expect_gt(colours["red", 1L], colours["blue", 1L])
    expect_gt(colours["blue", 2L], colours["red", 2L])
    strokes <- layers_of(plot, "GeomSegment")[[1L]]$data
    expect_true(all(strokes$value < 0))
    strong <- plot$data$value < -0.03 * max(scale$limits)
    expect_identical(nrow(strokes), sum(strong, na.rm = TRUE))
})

test_that("several curves differ in dashes, in one panel or two", {
    looks <- .curve_looks(letters[1:12], "", .figure())
    values <- lapply(looks, function(scale) {
        scale$map(scale$palette(12L)[0L])
        scale$palette(12L)
    })
    expect_false(any(duplicated(paste(values[[1L]], values[[2L]]))))
    expect_length(unique(values[[2L]][1:8]), 8L)
    truth <- data.frame(regulator = c("G1", "G2"), target = c("G2", "G3"))
    got <- ggc_compare(NULL, list(one = fake_fit(),
        two = fake_fit(score = noise_like(36, 7)^2)), truth)
    for (type in c("roc", "pr")) {
        plot <- plot(got, type, width = 85)
        built <- ggplot2::ggplot_build(plot)
        expect_identical(nrow(built$layout$layout), 1L)
        expect_length(unique(plot$data$ranking), 2L)
    }
    expect_match(levels(plot$data$ranking)[[1L]], "^one \\([.0-9]+\\)$")
})
