# What the pictures have in common.

# Room for a node and its name, as a share of the picture: by the longest name,
# but no more than the picture has for so many.
.node_room <- function(names) {
    min(0.3 / sqrt(length(names)), 0.008 + 0.003 * max(nchar(names)))
}

# Laid out twice: how large the picture becomes says how large the nodes are.
# room: see .node_room(); ...: settings of ggc_layout().
.graph_places <- function(drawn, room = .node_room(rownames(drawn)), ...) {
    weight <- drawn / max(drawn, .Machine$double.xmin)
    size <- max(ggc_layout(weight, threads = 1L, ...)) * 2
    .level(ggc_layout(weight, radius = room * size, threads = 1L, ...))
}

# Turned so that the longest axis is level: pictures are wider than high.
.level <- function(at) {
    angle <- atan2(2 * sum(at[, 1L] * at[, 2L]),
        sum(at[, 1L]^2) - sum(at[, 2L]^2)) / 2
    turned <- at %*% cbind(c(cos(angle), sin(angle)),
        c(-sin(angle), cos(angle)))
    dimnames(turned) <- dimnames(at)
    turned
}

# Okabe & Ito (2008): told apart under every common colour blindness.
.COLOURS <- c(
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9",
    "#000000", "#B5A800"
)

.PLOT_TYPES <- c(
    "granger", "effect", "network", "adjacency", "dcor", "graph",
    "architecture", "forecast", "loss", "roc", "pr", "path"
)

# Where places mean nothing by themselves.
.no_axes <- function() {
    ggplot2::theme(panel.grid = ggplot2::element_blank(),
        axis.text = ggplot2::element_blank(),
        axis.title = ggplot2::element_blank())
}

# The `limit` rows and columns with the largest sums.
.strongest_part <- function(x, limit = 300L) {
    if (max(dim(x)) <= limit) {
        return(x)
    }
    keep <- function(total) {
        sort(utils::head(order(-total), limit))
    }
    rows <- rowSums(x, na.rm = TRUE)
    columns <- colSums(x, na.rm = TRUE)
    if (identical(rownames(x), colnames(x))) {
        both <- keep(rows + columns)
        return(x[both, both, drop = FALSE])
    }
    x[keep(rows), keep(columns), drop = FALSE]
}

.unit_square <- function(figure) {
    list(
        ggplot2::scale_x_continuous(breaks = seq(0, 1,
            if (figure$narrow) 0.5 else 0.25),
            expand = c(0.015, 0)),
        ggplot2::scale_y_continuous(breaks = seq(0, 1, 0.25),
            expand = c(0.015, 0)),
        ggplot2::coord_fixed(xlim = c(0, 1), ylim = c(0, 1)),
        .plot_theme(figure)
    )
}

.edge_counts <- function(n_true, n) {
    sprintf("%s among %s", .plural(n_true, "true edge"),
        .plural(n, "candidate"))
}

.path_target <- function(fit, target) {
    if (is.null(target)) {
        return(ggc_edges(fit, n = 1L)$target)
    }
    .check_choice(target, "target", colnames(fit@score))
}

# Up to this many nodes all are named; else only hubs.
.NAME_ALL <- 40L

# Nodes whose names find room: those of larger weight go first, and names that
# would lie on theirs are left out. unit: units of the layout for a mm.
.clear_labels <- function(nodes, weight, unit, figure = .figure()) {
    nodes <- nodes[order(-weight, nodes$name, method = "radix"), ]
    wide <- (2 + 1.8 * nchar(.short_names(nodes$name))) * unit * figure$scale
    high <- 3.8 * unit * figure$scale
    keep <- integer()
    for (i in seq_len(nrow(nodes))) {
        meets <- abs(nodes$y[keep] - nodes$y[[i]]) < high &
            abs(nodes$x[keep] - nodes$x[[i]]) < (wide[keep] + wide[[i]]) / 2
        if (!any(meets)) {
            keep <- c(keep, i)
        }
    }
    nodes[keep, ]
}

# Labels without a border, the width of which is an aesthetic from ggplot2 4 on.
.plain_label <- function(...) {
    if ("linewidth" %in% ggplot2::GeomLabel$aesthetics()) {
        ggplot2::geom_label(..., linewidth = 0)
    } else {
        ggplot2::geom_label(..., label.size = 0)
    }
}

