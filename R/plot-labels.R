# Where the names of a network's nodes go, in the units of its layout.

# Fewer nodes are drawn as if they filled so many units: two would be discs as
# large as the picture.
.LEAST_UNITS <- c(4, 2.6)

# Names of the genes that are named; of hubs those that may find room.
.named_genes <- function(nodes, labels, fit, panel, figure) {
    if (identical(labels, "none")) {
        return(character())
    }
    if (identical(labels, "all")) {
        return(nodes$name)
    }
    if (identical(labels, "hubs")) {
        few <- nrow(nodes) <= .NAME_ALL
        hubs <- nodes[nodes$hub, ]
        unit <- .units_per_mm(.node_boxes(nodes), panel)
        return(if (few) {
            nodes$name
        } else {
            .clear_labels(hubs, hubs$out, unit, figure)$name
        })
    }
    intersect(nodes$name, .label_genes(labels, fit))
}

.label_genes <- function(labels, fit) {
    must <- paste0("`labels` must be \"hubs\", \"all\", \"none\" or names of ",
        "genes of the fit")
    if (!(is.character(labels) || is.factor(labels)) || !length(labels)) {
        .ggc_stop("argument", paste0(must, ", not %s."), .given(labels))
    }
    labels <- enc2utf8(as.character(labels))
    unknown <- setdiff(labels, unlist(dimnames(fit@score)))
    if (length(unknown)) {
        .ggc_stop("genes", paste0(must, "; these are not: %s."),
            .ggc_names(unknown))
    }
    labels
}

# Letters in mm: smaller, down to 5 pt, where names would take more than a
# fifth of the panel.
.label_letters <- function(names, panel, figure) {
    most <- 2.9 * figure$scale
    area <- sum(.label_wide(names, most) * .label_high(most))
    max(min(most, 1.76), min(most, most * sqrt(prod(panel) / 5 / max(area, 1))))
}

# Sides in mm of the box around a name.
.label_wide <- function(names, letters) .name_mm(names, letters) + 1.2

.label_high <- function(letters) 1.25 * letters + 1

# Units per mm, so that all boxes (rows; columns x, y, wide, high) fit into a
# panel of so many mm.
.units_per_mm <- function(boxes, panel) {
    max(.box_extent(boxes) / panel)
}

.box_extent <- function(boxes) {
    pmax(.LEAST_UNITS, c(
        max(boxes$x + boxes$wide / 2) - min(boxes$x - boxes$wide / 2),
        max(boxes$y + boxes$high / 2) - min(boxes$y - boxes$high / 2)
    ))
}

.node_boxes <- function(nodes) {
    data.frame(x = nodes$x, y = nodes$y, wide = 2 * nodes$radius,
        high = 2 * nodes$radius)
}

# Where the name of a node of radius r may stand, the first the best: below,
# above, beside, aslant, and below or above but not in the middle.
.label_places <- function(node, wide, high) {
    level <- node$radius + wide / 2
    upright <- node$radius + high / 2
    slant <- 0.75 * node$radius
    sides <- c(1, -1, 1, -1)
    ends <- c(-1, -1, 1, 1)
    cbind(
        x = node$x + c(0, 0, level, -level, sides * (slant + wide / 2),
            sides * 0.3 * wide),
        y = node$y + c(-upright, upright, 0, 0, ends * (slant + high / 2),
            ends * upright)
    )
}

# Further off, where nothing near is free: a line leads there from the node.
# Rings of places, each about one more line of text away.
.far_places <- function(node, wide, high) {
    at <- expand.grid(angle = seq(0, 1.9, by = 0.1) * pi, ring = 1:4)
    x <- cos(at$angle)
    y <- sin(at$angle)
    away <- node$radius + at$ring * 1.1 * high
    cbind(x = node$x + x * (away + wide / 2),
        y = node$y + y * (away + high / 2))
}

# What a box at each place would hide: other names, nodes, lines.
.label_harm <- function(places, wide, high, boxes, nodes, line) {
    apply(places, 1L, function(at) {
        over <- pmax((boxes$wide + wide) / 2 - abs(boxes$x - at[[1L]]), 0)
        deep <- pmax((boxes$high + high) / 2 - abs(boxes$y - at[[2L]]), 0)
        names <- sum((over > 0 & deep > 0) + over * deep / wide / high)
        dx <- pmax(abs(nodes$x - at[[1L]]) - wide / 2, 0)
        dy <- pmax(abs(nodes$y - at[[2L]]) - high / 2, 0)
        covered <- sum(dx^2 + dy^2 < (0.98 * nodes$radius)^2)
        crossed <- sum(abs(line$x - at[[1L]]) < wide / 2 &
            abs(line$y - at[[2L]]) < high / 2)
        100 * names + 20 * covered + crossed
    })
}

# From the rim of a node to the side of a box at each place.
.leaders <- function(node, places, wide, high) {
    x <- pmax(places[, 1L] - wide / 2, pmin(node$x, places[, 1L] + wide / 2))
    y <- pmax(places[, 2L] - high / 2, pmin(node$y, places[, 2L] + high / 2))
    long <- pmax(sqrt((x - node$x)^2 + (y - node$y)^2), 1e-9)
    cbind(
        x = node$x + node$radius * (x - node$x) / long,
        y = node$y + node$radius * (y - node$y) / long, xend = x, yend = y
    )
}

# What the lines that lead to places would run through, and how far they go, in
# heights of the box: a name stays near unless it would hide something there.
.leader_harm <- function(leaders, high, boxes, nodes) {
    apply(leaders, 1L, function(end) {
        s <- seq(0.02, 1, length.out = 9L)
        x <- end[[1L]] + s * (end[[3L]] - end[[1L]])
        y <- end[[2L]] + s * (end[[4L]] - end[[2L]])
        over <- abs(outer(boxes$x, x, "-")) < boxes$wide / 2 &
            abs(outer(boxes$y, y, "-")) < boxes$high / 2
        hit <- outer(nodes$x, x, "-")^2 + outer(nodes$y, y, "-")^2 <
            nodes$radius^2
        4 + sqrt(sum((end[3:4] - end[1:2])^2)) / high +
            50 * sum(rowSums(over) > 0) + 20 * sum(rowSums(hit) > 0)
    })
}

# Where one name goes, given the boxes of others.
.best_place <- function(home, wide, high, boxes, nodes, line, far) {
    near <- .label_places(home, wide, high)
    harm <- .label_harm(near, wide, high, boxes, nodes, line)
    best <- near[which.min(harm), ]
    if (!far || min(harm) <= 5) {
        return(c(best, leader = 0))
    }
    away <- .far_places(home, wide, high)
    there <- .label_harm(away, wide, high, boxes, nodes, line) +
        .leader_harm(.leaders(home, away, wide, high), high, boxes, nodes)
    if (min(there) < min(harm)) {
        c(away[which.min(there), ], leader = 1)
    } else {
        c(best, leader = 0)
    }
}

# Beyond so many names places far off take long to find, and there is no room.
.MOST_LEADERS <- 100L

# Boxes of names: on their node where it is as wide, else at the place where
# they hide least. The busiest nodes go first; then all may move once more, as
# they know of those that came after them. walls: boxes to keep clear of.
.place_labels <- function(labels, nodes, line, unit, walls = NULL) {
    labels$wide <- .label_wide(labels$short, labels$letters) * unit
    labels$high <- .label_high(labels$letters) * unit
    labels$leader <- rep(FALSE, nrow(labels))
    inside <- labels$wide <= 2 * labels$radius
    home <- labels
    placed <- inside
    order <- order(-labels$out, labels$name, method = "radix")
    for (i in rep(order[!inside[order]], 2L)) {
        others <- rbind(walls, labels[placed & seq_along(placed) != i,
            c("x", "y", "wide", "high")])
        best <- .best_place(home[i, ], labels$wide[[i]], labels$high[[i]],
            others, nodes, line, nrow(labels) <= .MOST_LEADERS)
        labels$x[[i]] <- best[["x"]]
        labels$y[[i]] <- best[["y"]]
        labels$leader[[i]] <- best[["leader"]] > 0
        placed[[i]] <- TRUE
    }
    labels
}

# Points along lines, close enough to tell what lies on them.
.line_points <- function(lines) {
    points <- lapply(split(lines, lines$edge), function(line) {
        at <- seq(1, nrow(line), length.out = 16L)
        data.frame(x = stats::approx(seq_along(line$x), line$x, at)$y,
            y = stats::approx(seq_along(line$y), line$y, at)$y)
    })
    do.call(rbind, points)
}

# The names that are drawn, with their boxes. How wide they are in units depends
# on how much fits into the panel, which depends on how wide they are. clear:
# leave out names that lie on others after all.
.network_labels <- function(nodes, named, lines, panel = .panel_mm(.figure()),
                            figure = .figure(), clear = FALSE) {
    labels <- nodes[nodes$name %in% named, ]
    labels$short <- .short_names(labels$name)
    labels$letters <- rep(.label_letters(labels$short, panel, figure),
        nrow(labels))
    if (!nrow(labels)) {
        return(labels)
    }
    line <- .line_points(lines)
    boxes <- .node_boxes(nodes)
    for (pass in seq_len(3L)) {
        placed <- .place_labels(labels, nodes, line,
            .units_per_mm(boxes, panel))
        boxes <- rbind(.node_boxes(nodes), placed[names(boxes)])
    }
    .with_leaders(if (clear) .uncovered(placed) else placed, labels)
}

# Names that were placed, with the lines that lead to them from their nodes.
.with_leaders <- function(placed, nodes) {
    if (!nrow(placed)) {
        return(placed)
    }
    from <- nodes[match(placed$name, nodes$name), ]
    ends <- lapply(seq_len(nrow(placed)), function(i) {
        .leaders(from[i, ], as.matrix(placed[i, c("x", "y")]),
            placed$wide[[i]], placed$high[[i]])
    })
    ends <- do.call(rbind, ends)
    colnames(ends) <- c("from_x", "from_y", "to_x", "to_y")
    data.frame(placed, ends, row.names = row.names(placed))
}

# Boxes that keep clear of those of busier nodes.
.uncovered <- function(labels) {
    keep <- integer()
    for (i in order(-labels$out, labels$name, method = "radix")) {
        meets <- abs(labels$x[keep] - labels$x[[i]]) <
            0.49 * (labels$wide[keep] + labels$wide[[i]]) &
            abs(labels$y[keep] - labels$y[[i]]) <
                0.49 * (labels$high[keep] + labels$high[[i]])
        if (!any(meets)) {
            keep <- c(keep, i)
        }
    }
    labels[sort(keep), ]
}

# Names, and lines to those that had to move away.
.network_names <- function(labels) {
    moved <- labels[labels$leader %in% TRUE, ]
    list(
        if (nrow(moved)) ggplot2::geom_segment(ggplot2::aes(.data$from_x,
            .data$from_y, xend = .data$to_x, yend = .data$to_y), data = moved,
        linewidth = 0.2, colour = "grey20"),
        .plain_label(
            ggplot2::aes(.data$x, .data$y, label = .data$short,
                size = .data$letters),
            data = labels, inherit.aes = FALSE,
            label.padding = ggplot2::unit(0.5, "mm"),
            fill = grDevices::adjustcolor("white", 0.7)
        )
    )
}

# Axes that hold nodes, names and lines, in the proportion of the panel: else
# the drawing would be narrower than the figure, and titles begin where it does.
.network_frame <- function(nodes, labels, lines, panel) {
    boxes <- .node_boxes(nodes)
    if (nrow(labels)) {
        boxes <- rbind(boxes, labels[names(boxes)])
    }
    x <- range(boxes$x - boxes$wide / 2, boxes$x + boxes$wide / 2, lines$x)
    y <- range(boxes$y - boxes$high / 2, boxes$y + boxes$high / 2, lines$y)
    wanted <- pmax(.LEAST_UNITS, c(diff(x), diff(y)))
    wanted <- pmax(wanted, rev(wanted) * panel / rev(panel))
    wider <- pmax(wanted - c(diff(x), diff(y)), 0) / 2
    list(
        ggplot2::scale_x_continuous(limits = x + c(-1, 1) * wider[[1L]],
            expand = c(0.02, 0)),
        ggplot2::scale_y_continuous(limits = y + c(-1, 1) * wider[[2L]],
            expand = c(0.02, 0))
    )
}
