# The network plot: igraph finds the places, ggplot2 draws. One unit is the
# typical length of an edge.

# Places of the nodes of one connected part, from 0 up. Kamada-Kawai from a
# circle is deterministic and draws no random numbers.
.part_layout <- function(graph) {
    at <- igraph::layout_with_kk(graph,
        coords = igraph::layout_in_circle(graph), weights = NA
    )
    at <- .part_nodes(at, if (nrow(at) <= .NAME_ALL) 0.9 else 0.55)
    at - rep(apply(at, 2L, min), each = nrow(at))
}

# Lay boxes (width, height) in shelves from the top, the highest first, lower
# ones stacked in columns; about 1.3 times as wide as high. Returns the lower
# left corners.
.shelve <- function(width, height, gap = 0.8) {
    room <- max(width, sqrt(1.3 * sum((width + gap) * (height + gap))))
    corner <- matrix(0, length(width), 2L)
    order <- order(-height, -width)
    top <- left <- column <- used <- 0
    shelf <- -gap
    for (i in order) {
        w <- width[[i]]
        h <- height[[i]]
        if (i != order[[1L]] && used + gap + h <= shelf &&
            left + max(column, w) <= room) {
            used <- used + gap
            column <- max(column, w)
        } else if (i != order[[1L]] && left + column + gap + w <= room) {
            left <- left + column + gap
            column <- w
            used <- 0
        } else {
            top <- top - shelf - gap
            left <- used <- 0
            column <- w
            shelf <- h
        }
        used <- used + h
        corner[i, ] <- c(left, top - used)
    }
    corner
}

# Push nodes apart until none are nearer than `near`, or 60 times. Nodes at the
# same place part in directions that differ by the golden angle.
.part_nodes <- function(at, near) {
    if (nrow(at) < 2L) {
        return(at)
    }
    for (round in seq_len(60L)) {
        close <- which(as.matrix(stats::dist(at)) < near, arr.ind = TRUE)
        close <- close[close[, 1L] != close[, 2L], , drop = FALSE]
        if (!nrow(close)) {
            break
        }
        step <- at[close[, 1L], , drop = FALSE] -
            at[close[, 2L], , drop = FALSE]
        distance <- sqrt(rowSums(step^2))
        same <- distance < 1e-6
        angle <- 2.399963 * close[same, 1L]
        step[same, ] <- cbind(cos(angle), sin(angle))
        distance[same] <- 1
        push <- step / distance * (1.02 * near - distance * !same) / 2
        moves <- rowsum(push, close[, 1L])
        moved <- as.integer(rownames(moves))
        at[moved, ] <- at[moved, ] + moves
    }
    at
}

.network_layout <- function(graph) {
    parts <- igraph::components(graph, mode = "weak")
    members <- split(seq_len(igraph::vcount(graph)), parts$membership)
    layouts <- lapply(members, function(v) {
        .part_layout(igraph::induced_subgraph(graph, v))
    })
    width <- vapply(layouts, function(at) max(at[, 1L]), 0)
    height <- vapply(layouts, function(at) max(at[, 2L]), 0)
    corner <- .shelve(width, height)
    at <- matrix(0, igraph::vcount(graph), 2L)
    for (i in seq_along(members)) {
        shift <- rep(corner[i, ], each = length(members[[i]]))
        at[members[[i]], ] <- layouts[[i]] + shift
    }
    at
}

# A circle around each node, as polygons: unlike points they have a size in the
# units of the layout, so arrows can end at their rim.
.node_polygons <- function(nodes, corners = 40L) {
    angle <- seq(0, 2 * pi, length.out = corners + 1L)[-1L]
    i <- rep(seq_len(nrow(nodes)), each = corners)
    data.frame(
        x = nodes$x[i] + nodes$radius[i] * cos(angle),
        y = nodes$y[i] + nodes$radius[i] * sin(angle),
        name = nodes$name[i], out = nodes$out[i]
    )
}

# A line from rim to rim; bent where the opposite edge exists too.
.edge_line <- function(from, to, r_from, r_to, bend) {
    d <- to - from
    length <- sqrt(sum(d^2))
    middle <- (from + to) / 2 + bend * c(-d[[2L]], d[[1L]])
    s <- seq(0, 1, length.out = if (bend == 0) 2L else 100L)
    line <- outer((1 - s)^2, from) + outer(2 * s * (1 - s), middle) +
        outer(s^2, to)
    if (bend == 0) {
        unit <- d / max(length, 1e-9)
        return(rbind(from + r_from * unit, to - (r_to + 0.02) * unit))
    }
    away <- sqrt(rowSums((line - rep(from, each = nrow(line)))^2)) > r_from &
        sqrt(rowSums((line - rep(to, each = nrow(line)))^2)) > r_to + 0.02
    line[away, , drop = FALSE]
}

.loop_line <- function(at, radius) {
    angle <- seq(-0.25, 1.25, length.out = 24L) * pi
    size <- 0.8 * radius + 0.06
    cbind(
        at[[1L]] + size * cos(angle),
        at[[2L]] + radius + 0.6 * size + size * sin(angle)
    )
}

.edge_lines <- function(edges, nodes) {
    from <- match(edges$regulator, nodes$name)
    to <- match(edges$target, nodes$name)
    key <- paste(from, to)
    mutual <- paste(to, from) %in% key & from != to
    at <- cbind(nodes$x, nodes$y)
    lines <- lapply(seq_along(from), function(i) {
        line <- if (from[[i]] == to[[i]]) {
            .loop_line(at[from[[i]], ], nodes$radius[[from[[i]]]])
        } else {
            .edge_line(at[from[[i]], ], at[to[[i]], ],
                nodes$radius[[from[[i]]]], nodes$radius[[to[[i]]]],
                bend = if (mutual[[i]]) 0.16 else 0)
        }
        data.frame(x = line[, 1L], y = line[, 2L], edge = i)
    })
    lines <- do.call(rbind, lines)
    lines$width <- edges$width[lines$edge]
    lines$kind <- edges$kind[lines$edge]
    lines
}

# Edges to draw: width from 0.25 to 1.1 mm by score, kind by the truth.
.network_edges <- function(fit, n, truth, self) {
    edges <- as.data.frame(.chosen_edges(fit, .check_count(n, "n"), self))
    edges <- edges[edges$score > min(0, fit@score, na.rm = TRUE), ]
    if (!nrow(edges)) {
        .ggc_stop("argument", "`x` must have an edge with a score above 0.")
    }
    span <- max(edges$score) - min(edges$score)
    edges$width <- if (span > 0) {
        0.25 + 0.85 * (edges$score - min(edges$score)) / span
    } else {
        0.6
    }
    edges$kind <- "edge"
    if (!is.null(truth)) {
        known <- .as_truth(truth, rownames(fit@score), colnames(fit@score),
            rownames(fit@series$x))
        hit <- known[cbind(edges$regulator, edges$target)] > 0L
        edges$kind <- ifelse(hit, "true edge", "not in truth")
    }
    edges
}

# Up to this many nodes all are named, on the node; else only hubs, above it.
.NAME_ALL <- 40L

.network_nodes <- function(edges) {
    names <- unique(c(edges$regulator, edges$target))
    names <- names[order(names, method = "radix")]
    graph <- igraph::graph_from_data_frame(
        edges[, c("regulator", "target")], vertices = data.frame(name = names)
    )
    at <- .network_layout(igraph::simplify(graph))
    out <- tabulate(match(edges$regulator, names), length(names))
    size <- sqrt(max(1, diff(range(at[, 1L])) / 6))
    rank <- order(order(-out, names, method = "radix"))
    few <- length(names) <= .NAME_ALL
    data.frame(
        name = names, x = at[, 1L], y = at[, 2L], out = out,
        radius = pmin(size * (0.09 + 0.12 * sqrt(out / max(out))), 0.3),
        label = ifelse(few | (rank <= 20L & out >= 2L), names, "")
    )
}

.edge_colours <- function(kind) {
    values <- c("edge" = "grey45", "true edge" = .COLOURS[[1L]],
        "not in truth" = .COLOURS[[2L]])
    known <- !identical(unique(kind), "edge")
    ggplot2::scale_colour_manual(name = NULL, values = values,
        limits = if (known) names(values)[-1L] else "edge",
        guide = if (known) "legend" else "none")
}

.network_caption <- function(fit, edges, nodes) {
    text <- sprintf("the %s most credible edges, among %s of %s genes",
        .big(nrow(edges)), .big(nrow(nodes)),
        .big(length(unique(unlist(dimnames(fit@score))))))
    hidden <- sum(nodes$label == "")
    if (hidden) paste0(text, "; hubs named") else text
}

.plot_network <- function(fit, n, truth, self) {
    .ggc_need("igraph", "plot() of type \"network\"")
    edges <- .network_edges(fit, n, truth, .check_flag(self, "self"))
    nodes <- .network_nodes(edges)
    lines <- .edge_lines(edges, nodes)
    labels <- nodes[nodes$label != "", ]
    few <- nrow(nodes) <= .NAME_ALL
    labels$y <- labels$y + if (few) 0 else labels$radius
    arrow <- max(1.1, min(2, 2 * sqrt(60 / nrow(edges))))
    ggplot2::ggplot(mapping = ggplot2::aes(.data$x, .data$y)) +
        ggplot2::geom_path(
            ggplot2::aes(group = .data$edge, linewidth = .data$width,
                colour = .data$kind), data = lines,
            lineend = "butt", linejoin = "mitre", alpha = 0.8,
            arrow = ggplot2::arrow(angle = 22, type = "closed",
                length = ggplot2::unit(arrow, "mm"))
        ) +
        ggplot2::geom_polygon(
            ggplot2::aes(group = .data$name, fill = .data$out),
            data = .node_polygons(nodes), colour = "white", linewidth = 0.4
        ) +
        ggplot2::geom_label(
            ggplot2::aes(label = .data$label), data = labels, size = 2.9,
            vjust = if (few) 0.5 else -0.1, label.size = 0,
            label.padding = ggplot2::unit(0.6, "mm"),
            fill = grDevices::adjustcolor("white", 0.65)
        ) +
        ggplot2::scale_linewidth_identity() + .edge_colours(edges$kind) +
        ggplot2::scale_fill_viridis_c(name = "genes\nregulated",
            direction = -1, begin = 0.1, end = 0.95,
            limits = c(0, max(nodes$out)),
            breaks = function(limits) unique(round(pretty(limits, 4)))) +
        ggplot2::coord_fixed(clip = "off") +
        ggplot2::labs(title = "Network of the strongest Granger scores",
            subtitle = .network_caption(fit, edges, nodes)) +
        .plot_theme() + ggplot2::theme(
            panel.grid = ggplot2::element_blank(),
            axis.text = ggplot2::element_blank(),
            axis.title = ggplot2::element_blank()
        )
}
