# The network plot: ForceAtlas2 finds the places, ggplot2 draws. One unit is the
# side of the square that a node has for itself.

# Places of the nodes: linked or not is all that counts, as weights would draw a
# hub's best targets into one heap. Gravity that grows with the distance keeps
# small parts beside the large one; a constant one lets them drift far away.
.network_places <- function(edges, names) {
    n <- length(names)
    link <- matrix(0, n, n, dimnames = list(names, names))
    link[cbind(edges$regulator, edges$target)] <- 1
    link <- pmax(link, t(link))
    diag(link) <- 0
    at <- .graph_places(link, room = 0.3 / sqrt(n), gravity = 0.2,
        strong_gravity = TRUE)
    spread <- sqrt(2 * pi * mean(rowSums(at^2)) / n)
    if (spread > 0) at / spread else at
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

# A quadratic curve; its middle lies beside that of the straight line.
.curve_points <- function(from, to, bend, n) {
    d <- to - from
    middle <- (from + to) / 2 + bend * c(-d[[2L]], d[[1L]])
    s <- seq(0, 1, length.out = n)
    outer((1 - s)^2, from) + outer(2 * s * (1 - s), middle) + outer(s^2, to)
}

# How many other nodes a line would run through.
.nodes_met <- function(from, to, bend, others, radius) {
    n <- 2L + as.integer(min(60, sqrt(sum((to - from)^2)) / 0.15))
    line <- .curve_points(from, to, bend, n)
    x <- outer(line[, 1L], others[, 1L], "-")
    y <- outer(line[, 2L], others[, 2L], "-")
    sum(sqrt(apply(x^2 + y^2, 2L, min)) < radius + 0.04)
}

# How much each line is bent, as a share of its length: the first of these ways
# that meets no other node, else the one that meets the fewest. The two lines of
# a mutual pair bend away from each other. In a thicket detours help nobody:
# beyond so many lines each takes its first way.
.BENDS <- c(0, 0.16, -0.16, 0.3, -0.3)
.MOST_DETOURS <- 200L

.edge_bends <- function(edges, nodes) {
    from <- match(edges$regulator, nodes$name)
    to <- match(edges$target, nodes$name)
    mutual <- paste(to, from) %in% paste(from, to) & from != to
    at <- cbind(nodes$x, nodes$y)
    vapply(seq_along(from), function(i) {
        if (from[[i]] == to[[i]]) {
            return(0)
        }
        ends <- c(from[[i]], to[[i]])
        ways <- if (mutual[[i]]) .BENDS[c(2L, 4L)] else .BENDS
        if (length(from) > .MOST_DETOURS) {
            return(ways[[1L]])
        }
        met <- numeric()
        for (bend in ways) {
            met <- c(met, .nodes_met(at[ends[[1L]], ], at[ends[[2L]], ], bend,
                at[-ends, , drop = FALSE], nodes$radius[-ends]))
            if (met[[length(met)]] == 0) {
                break
            }
        }
        ways[[which.min(met)]]
    }, 0)
}

# A line from rim to rim.
.edge_line <- function(from, to, r_from, r_to, bend) {
    if (bend == 0) {
        d <- to - from
        unit <- d / max(sqrt(sum(d^2)), 1e-9)
        return(rbind(from + r_from * unit, to - (r_to + 0.02) * unit))
    }
    line <- .curve_points(from, to, bend, 100L)
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
    at <- cbind(nodes$x, nodes$y)
    lines <- lapply(seq_along(from), function(i) {
        line <- if (from[[i]] == to[[i]]) {
            .loop_line(at[from[[i]], ], nodes$radius[[from[[i]]]])
        } else {
            .edge_line(at[from[[i]], ], at[to[[i]], ],
                nodes$radius[[from[[i]]]], nodes$radius[[to[[i]]]],
                bend = edges$bend[[i]])
        }
        data.frame(x = line[, 1L], y = line[, 2L], edge = i)
    })
    lines <- do.call(rbind, lines)
    looks <- intersect(c("width", "kind", "head", "dash"), names(edges))
    lines[looks] <- edges[lines$edge, looks]
    lines
}

# From 0.25 to 1.1 mm.
.edge_width <- function(value) {
    span <- max(value) - min(value)
    if (span > 0) 0.25 + 0.85 * (value - min(value)) / span else 0.6
}

# How edges are drawn: width by score; kind by the truth, else by the sign of
# the effect.
.edge_styles <- function(edges, fit, truth) {
    edges$width <- .edge_width(edges$score)
    edges$kind <- if (is.null(truth)) {
        .sign_kind(edges$sign, nrow(edges))
    } else {
        known <- .as_truth(truth, rownames(fit@score), colnames(fit@score),
            rownames(fit@series$x))
        hit <- known[cbind(edges$regulator, edges$target)] > 0L
        ifelse(hit, "true edge", "not in truth")
    }
    edges
}

# What a figure tells of edges beside colour, which print in grey loses: signs
# by their heads, the truth, else what tests found, by dashes; and by width how
# probable they are, where that is known.
.edge_marks <- function(edges, truth) {
    edges$head <- .EDGE_HEADS[.sign_kind(edges$sign, nrow(edges))]
    in_doubt <- if (is.null(truth)) {
        (edges$q_value %or% rep(NA_real_, nrow(edges))) > .USUAL_FDR
    } else {
        edges$kind != "true edge"
    }
    edges$dash <- ifelse(in_doubt %in% TRUE, .DOUBT, "solid")
    if (.all_known(edges$probability)) {
        edges$width <- .edge_width(edges$probability)
    }
    edges
}

.all_known <- function(x) length(x) > 0L && !anyNA(x)

.DOUBT <- "41"

# How many edges a picture shows unless asked: two per gene, as of ten genes 50
# are more than half of all there can be.
.default_edges <- function(fit) {
    min(50L, 2L * length(.vertices(fit)))
}

# Edges as in ggc_edges(), as far as they have a score worth an arrow.
.scored_edges <- function(fit, n, self) {
    if (!(.names_network(n) || identical(n, Inf))) {
        n <- .check_count(n, "n")
    }
    edges <- as.data.frame(ggc_edges(fit, .check_flag(self, "self"), n))
    edges[which(edges$score > min(0, fit@score, na.rm = TRUE)), ]
}

# The same for a picture, which is none without an edge.
.drawn_edges <- function(fit, n, self) {
    edges <- .scored_edges(fit, n, self)
    if (!nrow(edges)) {
        .ggc_stop("argument", "The %s must have an edge with a score above 0.",
            if (.names_network(n)) "network" else "fit")
    }
    edges
}

# What the sign of an effect is called: -1, 0 or NA, 1. Fits without signs have
# plain edges.
.sign_kind <- function(sign, n) {
    if (is.null(sign)) {
        return(rep("edge", n))
    }
    sign[is.na(sign)] <- 0
    c("repression", "sign unknown", "activation")[sign(sign) + 2]
}

.network_nodes <- function(edges) {
    names <- unique(c(edges$regulator, edges$target))
    names <- names[order(names, method = "radix")]
    at <- .network_places(edges, names)
    out <- tabulate(match(edges$regulator, names), length(names))
    rank <- order(order(-out, names, method = "radix"))
    data.frame(
        name = names, x = at[, 1L], y = at[, 2L], out = out,
        radius = 0.12 + 0.14 * sqrt(out / max(out)),
        hub = rank <= 20L & out >= 2L
    )
}

# Kinds of edges and their colours. Blue against vermillion is told apart under
# every common colour blindness.
.EDGE_COLOURS <- c(
    "edge" = "grey45", "true edge" = .COLOURS[[1L]],
    "not in truth" = .COLOURS[[2L]], "activation" = .COLOURS[[1L]],
    "repression" = .COLOURS[[2L]], "sign unknown" = "grey55"
)

# Their ends: repression has a bar, as is usual, and as the page has it.
.EDGE_HEADS <- c("edge" = "arrow", "activation" = "arrow",
    "repression" = "bar", "sign unknown" = "open")

.edge_colours <- function(kind) {
    shown <- intersect(names(.EDGE_COLOURS), kind)
    looks <- list(linewidth = 0.9, alpha = 1)
    looks$linetype <- ifelse(shown == "not in truth", .DOUBT, "solid")
    ggplot2::scale_colour_manual(name = NULL, values = .EDGE_COLOURS,
        limits = shown, guide = if (identical(shown, "edge")) {
            "none"
        } else {
            ggplot2::guide_legend(order = 1,
                override.aes = looks)
        })
}

.network_extent <- function(fit, edges, nodes, n) {
    shown <- nrow(edges)
    sprintf("the %s, among %s of %s",
        if (.names_network(n)) {
            sprintf("%s of a network", .plural(shown, "edge"))
        } else if (shown == 1L) {
            "most credible edge"
        } else {
            sprintf("%s most credible edges", .big(shown))
        }, .big(nrow(nodes)),
        .plural(length(.vertices(fit)), "gene"))
}

# The end of a line: an arrow, an open one or a bar, of so many mm.
.edge_head <- function(head, mm) {
    switch(head,
        arrow = ggplot2::arrow(angle = 22, type = "closed",
            length = ggplot2::unit(mm, "mm")),
        open = ggplot2::arrow(angle = 30, type = "open",
            length = ggplot2::unit(0.9 * mm, "mm")),
        bar = ggplot2::arrow(angle = 90, type = "open",
            length = ggplot2::unit(0.55 * mm, "mm")))
}

# The last bit of each line: what its head points along. Dashes would break the
# heads of lines that have them.
.edge_ends <- function(lines) {
    last <- which(!duplicated(lines$edge, fromLast = TRUE))
    d <- cbind(lines$x[last] - lines$x[last - 1L],
        lines$y[last] - lines$y[last - 1L])
    d <- 1e-3 * d / pmax(sqrt(rowSums(d^2)), 1e-9)
    start <- lines[last, ]
    start$x <- start$x - d[, 1L]
    start$y <- start$y - d[, 2L]
    ends <- rbind(start, lines[last, ])
    ends[order(ends$edge), ]
}

# Keys have the heads of their kinds of edges, which are known by their colour
# there; kinds that go with no sign have none.
.edge_key <- function(kind, mm) {
    shown <- intersect(names(.EDGE_COLOURS), kind)
    heads <- stats::setNames(.EDGE_HEADS[shown], .EDGE_COLOURS[shown])
    function(data, params, size) {
        head <- heads[match(data$colour[[1L]], names(heads))]
        params$arrow <- if (!is.na(head)) .edge_head(head, mm)
        ggplot2::draw_key_path(data, params, size)
    }
}

# Many arrows are thin, small and pale.
.network_arrows <- function(lines, n, figure) {
    many <- min(1, sqrt(60 / n))
    mm <- max(1, 2 * many) * max(0.6, figure$scale)
    alpha <- max(0.6, 0.85 * many)
    thin <- max(0.6, many) * figure$scale
    lines$thick <- lines$width * thin
    ends <- .edge_ends(lines)
    shafts <- ggplot2::geom_path(
        ggplot2::aes(group = .data$edge, linewidth = .data$thick,
            colour = .data$kind, linetype = .data$dash),
        data = lines, lineend = "butt", linejoin = "mitre", alpha = alpha,
        key_glyph = .edge_key(lines$kind, 2 * figure$scale))
    heads <- lapply(unique(ends$head), function(head) {
        ggplot2::geom_path(
            ggplot2::aes(group = .data$edge, linewidth = .data$thick,
                colour = .data$kind),
            data = ends[ends$head == head, ], lineend = "butt",
            linejoin = "mitre", alpha = alpha, show.legend = FALSE,
            arrow = .edge_head(head, mm))
    })
    list(shafts, heads, ggplot2::scale_linewidth_identity(),
        ggplot2::scale_linetype_identity())
}

# Second line of the subtitle: how to read the picture, and how many of its
# edges the networks chose, as the ranking goes beyond these.
.network_notes <- function(edges, nodes, labels, truth) {
    hubs <- identical(labels, "hubs") && nrow(nodes) > .NAME_ALL
    paste(c(
        if (.all_known(edges$probability)) {
            "width: probability"
        } else {
            "width: score"
        },
        if (!is.null(truth) && any(edges$head == "bar")) "bar: repression",
        if (is.null(truth) && any(edges$dash == .DOUBT)) {
            sprintf("dashed: q-value above %s", format(.USUAL_FDR))
        },
        sprintf("%s of %s in the chosen network",
            .big(sum(edges$norm > 0, na.rm = TRUE)), .big(nrow(edges))),
        if (hubs) "hubs named"), collapse = "; ")
}

# Third line: what to believe of the edges, where that is known.
.network_beliefs <- function(edges) {
    said <- c(
        if (!all(is.na(edges$probability %or% NA))) {
            sprintf("%.0f of %s expected to be true", sum(edges$probability,
                na.rm = TRUE), .big(nrow(edges)))
        },
        if (!all(is.na(edges$q_value %or% NA))) {
            sprintf("%s found at a false discovery rate of %s",
                .big(sum(edges$q_value <= .USUAL_FDR, na.rm = TRUE)),
                format(.USUAL_FDR))
        })
    if (length(said)) paste(said, collapse = "; ")
}

.plot_network <- function(fit, n, truth, self, labels, figure = .figure()) {
    edges <- .edge_styles(.drawn_edges(fit, n, self), fit, truth)
    edges <- .edge_marks(edges, truth)
    nodes <- .network_nodes(edges)
    edges$bend <- .edge_bends(edges, nodes)
    text <- .figure_labs(figure, "Network of the strongest Granger scores",
        paste(c(.network_extent(fit, edges, nodes, n),
            .network_notes(edges, nodes, labels, truth),
            .network_beliefs(edges)), collapse = "\n"))
    ggplot2::ggplot(mapping = ggplot2::aes(.data$x, .data$y)) +
        .draw_network(edges, nodes, figure, .panel_mm(figure, text),
            function(panel) .named_genes(nodes, labels, fit, panel, figure),
            clear = identical(labels, "hubs")) +
        .edge_colours(edges$kind) +
        ggplot2::scale_fill_viridis_c(name = if (figure$narrow) {
            "genes regulated"
        } else {
            "genes\nregulated"
        }, direction = -1, begin = 0.1, end = 0.95,
        limits = c(0, max(nodes$out)), guide = .colour_bar(figure),
        breaks = function(limits) unique(round(pretty(limits, 4)))) +
        text + .plot_theme(figure) + .no_axes()
}

# Edges, nodes and names with their axes: all of a network but its colours.
# named: a function of the panel that says which are named; clear: see
# .network_labels(); marks: a function of the lines that draws more on them.
.draw_network <- function(edges, nodes, figure, panel, named, clear = FALSE,
                          marks = function(lines) NULL) {
    lines <- .edge_lines(edges, nodes)
    labels <- .network_labels(nodes, named(panel), lines, panel, figure, clear)
    list(
        .network_arrows(lines, nrow(edges), figure),
        ggplot2::geom_polygon(
            ggplot2::aes(group = .data$name, fill = .data$out),
            data = .node_polygons(nodes), colour = "white", linewidth = 0.4
        ),
        marks(lines), .network_names(labels),
        .network_frame(nodes, labels, lines, panel),
        ggplot2::scale_size_identity(), ggplot2::coord_fixed(clip = "off")
    )
}
