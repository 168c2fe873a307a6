# The weighted graph of the adjacency matrix, laid out by ForceAtlas2.

# Links that are drawn: of each gene the three strongest. All pairs have a
# weight, and all of them drawn are a black disc.
.GRAPH_LINKS <- 3L

.strong_links <- function(a, links = .GRAPH_LINKS) {
    diag(a) <- 0
    n <- nrow(a)
    if (n <= links + 1L) {
        return(a)
    }
    cut <- apply(a, 1L, function(row) sort(row, decreasing = TRUE)[[links]])
    a * (a >= pmin(cut[row(a)], cut[col(a)]))
}

# Of few nodes, in mm; ggplot2 sizes points by letters of 4/3 their width.
.GRAPH_NODES <- 8
.PT_PER_MM <- 9 / 8

.graph_lines <- function(a, at) {
    pairs <- which(a > 0 & upper.tri(a), arr.ind = TRUE)
    pairs <- pairs[order(a[pairs]), , drop = FALSE]
    weight <- a[pairs]
    spread <- max(weight, 0) - min(weight, Inf)
    data.frame(
        x = at[pairs[, 1L], 1L], y = at[pairs[, 1L], 2L],
        xend = at[pairs[, 2L], 1L], yend = at[pairs[, 2L], 2L],
        weight = weight,
        strength = if (spread > 0) {
            (weight - min(weight)) / spread
        } else {
            rep(1, length(weight))
        }
    )
}

.plot_graph <- function(fit, figure = .figure()) {
    a <- .strongest_part(.adjacency_of(fit))
    drawn <- .strong_links(a)
    at <- .graph_places(drawn)
    lines <- .graph_lines(drawn, at)
    nodes <- data.frame(x = at[, 1L], y = at[, 2L], name = rownames(a),
        total = rowSums(drawn))
    size <- figure$scale * if (nrow(a) <= .NAME_ALL) {
        .GRAPH_NODES * .PT_PER_MM
    } else {
        max(2, min(3.4, 340 / nrow(a)))
    }
    thin <- min(1, sqrt(60 / nrow(a))) * figure$scale
    text <- .figure_labs(figure, "Graph of the adjacency matrix",
        .graph_caption(drawn, a))
    ggplot2::ggplot(nodes, ggplot2::aes(.data$x, .data$y)) +
        ggplot2::geom_segment(
            ggplot2::aes(xend = .data$xend, yend = .data$yend,
                linewidth = (0.2 + 1.2 * .data$strength) * thin,
                alpha = (0.25 + 0.6 * .data$strength) * thin),
            data = lines, colour = "grey35"
        ) +
        ggplot2::geom_point(ggplot2::aes(fill = .data$total), shape = 21,
            size = size, colour = "white",
            stroke = if (size > 3) 0.5 else 0.2) +
        .graph_labels(nodes, lines, .panel_mm(figure, text, 1L), figure) +
        ggplot2::scale_linewidth_identity() + ggplot2::scale_alpha_identity() +
        ggplot2::scale_fill_viridis_c(name = if (figure$narrow) {
            "weight of links"
        } else {
            "weight of\nits links"
        }, direction = -1, begin = 0.15, end = 0.95,
        guide = .colour_bar(figure)) +
        ggplot2::scale_x_continuous(expand = c(0.06, 0)) +
        ggplot2::scale_y_continuous(expand = c(0.06, 0)) +
        ggplot2::coord_fixed(clip = "off") +
        text + .plot_theme(figure) + .no_axes()
}

# Names inside large nodes, or beside them as in networks; above small ones, of
# the 80 heaviest, as far as they keep clear.
.graph_labels <- function(nodes, lines, panel, figure) {
    if (nrow(nodes) <= .NAME_ALL) {
        return(.few_labels(nodes, lines, panel, figure))
    }
    heavy <- nodes[utils::head(order(-nodes$total, nodes$name,
        method = "radix"), 80L), ]
    unit <- max(diff(range(nodes$x)), diff(range(nodes$y)), 1e-9) / panel[[1L]]
    labels <- .clear_labels(heavy, heavy$total, unit, figure)
    letters <- max(1.76, 2.3 * figure$scale)
    wide <- .label_wide(.short_names(labels$name), letters) * unit
    list(ggplot2::geom_text(ggplot2::aes(label = .short_names(.data$name)),
        data = labels, size = letters, vjust = -0.8, colour = "grey10"),
    ggplot2::expand_limits(x = range(labels$x - wide / 2,
        labels$x + wide / 2)))
}

.few_labels <- function(nodes, lines, panel, figure) {
    nodes$radius <- 0
    nodes$out <- nodes$total
    line <- data.frame(x = c(lines$x, lines$xend), y = c(lines$y, lines$yend),
        edge = rep(seq_len(nrow(lines)), 2L))
    # Of how many units nodes are depends on the room for names.
    boxes <- .node_boxes(nodes)
    for (pass in seq_len(3L)) {
        nodes$radius <- .GRAPH_NODES / 2 * figure$scale *
            .units_per_mm(boxes, panel)
        labels <- .network_labels(nodes, nodes$name, line, panel, figure)
        boxes <- rbind(.node_boxes(nodes), labels[names(boxes)])
    }
    list(.network_names(labels), ggplot2::scale_size_identity(),
        ggplot2::expand_limits(
            x = c(labels$x - labels$wide / 2, labels$x + labels$wide / 2),
            y = c(labels$y - labels$high / 2, labels$y + labels$high / 2)
        ))
}

.graph_caption <- function(drawn, a) {
    n <- nrow(a)
    shown <- sum(drawn[upper.tri(drawn)] > 0)
    all <- sum(a[upper.tri(a)] > 0)
    text <- sprintf("%s genes, ForceAtlas2", .big(n))
    if (shown == all) {
        return(text)
    }
    sprintf("%s; the %d strongest links of each: %s of %s", text,
        .GRAPH_LINKS, .big(shown), .big(all))
}
