# Where the names of a network's nodes go, in the units of its layout.

# A picture of usual size, 7 x 5 in, has so many mm for nodes and names.
.PANEL_MM <- c(140, 98)

# Fewer nodes are drawn as if they filled so many units: two would be discs as
# large as the picture.
.LEAST_UNITS <- c(4, 2.6)

# Names of the genes that are named.
.named_genes <- function(nodes, labels, fit) {
    if (identical(labels, "none")) {
        return(character())
    }
    if (identical(labels, "all")) {
        return(nodes$name)
    }
    if (identical(labels, "hubs")) {
        few <- nrow(nodes) <= .NAME_ALL
        hubs <- nodes[nodes$hub, ]
        return(if (few) nodes$name else .clear_labels(hubs, hubs$out)$name)
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
# fifth of the picture.
.label_letters <- function(names) {
    area <- sum(.label_wide(names, 2.9) * .label_high(2.9))
    max(1.76, min(2.9, 2.9 * sqrt(prod(.PANEL_MM) / 5 / max(area, 1))))
}

# Sides in mm of the box around a name.
.label_wide <- function(names, letters) .name_mm(names, letters) + 1.2

.label_high <- function(letters) 1.25 * letters + 1

# Units per mm, so that all boxes (rows; columns x, y, wide, high) fit.
.units_per_mm <- function(boxes) {
    max(.box_extent(boxes) / .PANEL_MM)
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

# Boxes of names: on their node where it is as wide, else at the place where
# they hide least. The busiest nodes go first; then all may move once more, as
# they know of those that came after them.
.place_labels <- function(labels, nodes, line, unit) {
    labels$wide <- .label_wide(labels$short, labels$letters) * unit
    labels$high <- .label_high(labels$letters) * unit
    inside <- labels$wide <= 2 * labels$radius
    home <- labels
    placed <- inside
    order <- order(-labels$out, labels$name, method = "radix")
    for (i in rep(order[!inside[order]], 2L)) {
        wide <- labels$wide[[i]]
        high <- labels$high[[i]]
        places <- .label_places(home[i, ], wide, high)
        others <- labels[placed & seq_along(placed) != i, ]
        harm <- .label_harm(places, wide, high, others, nodes, line)
        best <- which.min(harm)
        labels$x[[i]] <- places[best, "x"]
        labels$y[[i]] <- places[best, "y"]
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
# on how much fits into the picture, which depends on how wide they are.
.network_labels <- function(nodes, named, lines) {
    labels <- nodes[nodes$name %in% named, ]
    labels$short <- .short_names(labels$name)
    labels$letters <- rep(.label_letters(labels$short), nrow(labels))
    line <- .line_points(lines)
    boxes <- .node_boxes(nodes)
    for (pass in seq_len(if (nrow(labels)) 3L else 0L)) {
        placed <- .place_labels(labels, nodes, line, .units_per_mm(boxes))
        boxes <- rbind(.node_boxes(nodes), placed[names(boxes)])
    }
    if (nrow(labels)) placed else labels
}

# Axes that hold nodes, names and lines.
.network_frame <- function(nodes, labels, lines) {
    boxes <- .node_boxes(nodes)
    if (nrow(labels)) {
        boxes <- rbind(boxes, labels[names(boxes)])
    }
    x <- range(boxes$x - boxes$wide / 2, boxes$x + boxes$wide / 2, lines$x)
    y <- range(boxes$y - boxes$high / 2, boxes$y + boxes$high / 2, lines$y)
    wider <- pmax(.LEAST_UNITS - c(diff(x), diff(y)), 0) / 2
    list(
        ggplot2::scale_x_continuous(limits = x + c(-1, 1) * wider[[1L]],
            expand = c(0.02, 0)),
        ggplot2::scale_y_continuous(limits = y + c(-1, 1) * wider[[2L]],
            expand = c(0.02, 0))
    )
}
