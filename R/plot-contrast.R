# What differs between the networks of two conditions.

#' Draw a contrast of conditions
#'
#' @param x an object of [ggc_contrast()].
#' @param type one string: `"network"` (default), the edges that differ most;
#'   `"scores"`, the scores of all edges in both conditions.
#' @param n how many edges are drawn, of `"scores"` named: the first ones of
#'   [ggc_edges()]. Default 30, of `"scores"` 10.
#' @param contrast which condition against the reference, where there are
#'   several; default the first.
#' @param ... `labels_from`, what the genes are called: see [labels_from];
#'   `width`, `height` and `base_size` of the figure: see [ggc_figures].
#' @return A 'ggplot2' plot. Edges that were gained, lost or changed their sign
#'   differ in colour and have a `+`, a `-` or a `~`.
#' @section Errors: `ggc_error_argument` for wrong arguments;
#'   `ggc_error_dependency` without ggplot2.
#' @seealso [ggc_contrast()]
#' @examplesIf requireNamespace("ggplot2", quietly = TRUE)
#' sim <- ggc_simulate("grn", p = 6, conditions = 2, rewired = 0.3,
#'     n_trajectories = 12, seed = 1)
#' contrast <- ggc_contrast(sim, "condition", B = 99, seed = 1)
#' plot(contrast, n = 8)
#' plot(contrast, "scores")
#' @method plot ggc_contrast
#' @export
plot.ggc_contrast <- function(x, type = c("network", "scores"), n = NULL,
                              contrast = NULL, ...) {
    figure <- .figure_of(..., of = "plot() of a contrast", labels = TRUE)
    .ggc_need("ggplot2", "plot() of a contrast")
    type <- .check_choice(type, "type", c("network", "scores"))
    known <- x$contrasts$contrast
    contrast <- .check_choice(contrast %or% known[[1L]], "contrast", known)
    n <- .check_count(n %or% if (type == "network") 30L else 10L, "n",
        if (type == "network") 1L else 0L)
    edges <- .labelled_edges(x$table[x$table$contrast == contrast, ],
        .gene_labels(figure$labels_from, .fit_of_all(x)))
    edges$found <- !is.na(edges$q_value) & edges$q_value <= x$fdr
    edges$kind <- .direction_of_change(edges)
    about <- x$contrasts[x$contrasts$contrast == contrast, ]
    switch(type,
        network = .plot_difference(utils::head(edges, n), edges, about, x$fdr,
            figure),
        scores = .plot_both_scores(edges, about, x$fdr, n, figure)
    )
}

# Kinds of change, in the order of .change_colours(), and what tells them in
# grey: signs on edges, and shapes of points.
.CHANGES <- c("gained", "lost", "changed sign")
.CHANGE_SIGNS <- stats::setNames(c("+", "\u2212", "~"), .CHANGES)
.CHANGE_SHAPES <- stats::setNames(c(24L, 25L, 23L), .CHANGES)

.direction_of_change <- function(edges) {
    edges$q_value <- 0
    factor(.status_of(edges, TRUE, 1), .CHANGES)
}

.change_colours <- function(labels = .CHANGES) {
    ggplot2::scale_colour_manual(name = NULL, drop = FALSE, labels = labels,
        values = stats::setNames(.COLOURS[c(1L, 2L, 4L)], .CHANGES))
}

.tested_text <- function(edges, about, fdr) {
    if (about$exchanges == 0L) {
        return("not tested")
    }
    sprintf("%s at a false discovery rate of %s",
        .plural(sum(edges$found), "edge"), format(fdr))
}

.plot_difference <- function(edges, all, about, fdr, figure) {
    size <- abs(edges$difference)
    edges$width <- 0.3 + 0.9 * size / max(size, .Machine$double.xmin)
    edges$head <- "arrow"
    edges$dash <- ifelse(edges$found, "solid", .DOUBT)
    nodes <- .network_nodes(edges)
    edges$bend <- .edge_bends(edges, nodes)
    text <- .figure_labs(figure, sprintf("What differs in %s from %s",
        about$contrast, about$reference),
    sprintf("the first %s; solid: %s; width: difference",
        .plural(nrow(edges), "edge"), .tested_text(all, about, fdr)))
    ggplot2::ggplot(mapping = ggplot2::aes(.data$x, .data$y)) +
        .draw_network(edges, nodes, figure, .panel_mm(figure, text, 1L),
            function(panel) nodes$name,
            marks = function(lines) .change_signs(lines, figure)) +
        ggplot2::scale_fill_gradient(low = "grey80", high = "grey80",
            guide = "none") +
        .change_colours(sprintf("%s (%s)", .CHANGES, .CHANGE_SIGNS)) +
        text + .plot_theme(figure) + .no_axes()
}

# The sign of a change, on the middle of its edge.
.change_signs <- function(lines, figure) {
    middle <- lapply(split(lines, lines$edge), function(line) {
        at <- (nrow(line) + 1) / 2
        around <- line[c(floor(at), ceiling(at)), ]
        data.frame(x = mean(around$x), y = mean(around$y),
            sign = .CHANGE_SIGNS[[as.character(line$kind[[1L]])]])
    })
    middle <- do.call(rbind, middle)
    list(
        ggplot2::geom_point(data = middle, shape = 16,
            colour = "white", size = 2.6 * figure$scale),
        ggplot2::geom_text(ggplot2::aes(label = .data$sign), data = middle,
            size = 3.2 * figure$scale, fontface = "bold")
    )
}

.plot_both_scores <- function(edges, about, fdr, n, figure) {
    first <- utils::head(edges, n)
    limits <- range(0, edges$score, edges$score_reference)
    limits <- limits + c(-0.04, 0.08) * diff(limits)
    text <- .figure_labs(figure, sprintf("Scores in %s and in %s",
        about$contrast, about$reference),
    sprintf(paste0("large: the first %s, named where there is room\n",
        "filled: %s"), .plural(nrow(first), "edge"),
    .tested_text(edges, about, fdr)),
    x = sprintf("score in %s", about$reference),
    y = sprintf("score in %s", about$contrast), square = TRUE)
    names <- .point_names(first, edges, limits, text, figure)
    ggplot2::ggplot(edges, ggplot2::aes(.data$score_reference, .data$score)) +
        ggplot2::geom_abline(linetype = 2, colour = "grey50") +
        ggplot2::geom_point(colour = "grey70", size = 0.8 * figure$scale) +
        .network_names(names) + ggplot2::scale_size_identity() +
        ggplot2::geom_point(ggplot2::aes(colour = .data$kind,
            shape = .data$kind, fill = ifelse(.data$found,
                as.character(.data$kind), "not found")), data = first,
        size = 2.2 * figure$scale) +
        ggplot2::scale_shape_manual(name = NULL, values = .CHANGE_SHAPES,
            drop = FALSE) +
        ggplot2::scale_fill_manual(guide = "none", values = c(
            stats::setNames(.COLOURS[c(1L, 2L, 4L)], .CHANGES),
            "not found" = "white")) +
        .change_colours() +
        ggplot2::coord_fixed(xlim = limits, ylim = limits) +
        text + .plot_theme(figure)
}

# Names of points beside them, as those of nodes, in units of the scores; those
# that do not find room within the axes are left out.
.point_names <- function(first, edges, limits, text, figure) {
    panel <- .panel_mm(figure, text, 1L) - 12 * figure$scale
    unit <- diff(limits) / min(panel)
    nodes <- data.frame(x = edges$score_reference, y = edges$score,
        radius = 0.4 * unit * figure$scale)
    at <- seq_len(nrow(first))
    nodes$radius[at] <- 1.1 * unit * figure$scale
    labels <- nodes[at, ]
    labels$name <- paste(first$regulator, first$target)
    labels$short <- paste(.short_names(first$regulator),
        .short_names(first$target), sep = " \u2192 ")
    labels$out <- rev(at)
    labels$letters <- rep(max(1.76, 2.8 * figure$scale), nrow(labels))
    none <- data.frame(x = numeric(), y = numeric())
    side <- diff(limits)
    middle <- mean(limits)
    walls <- data.frame(x = middle + c(-2, 2, 0, 0) * side,
        y = middle + c(0, 0, -2, 2) * side, wide = 3 * side, high = 3 * side)
    placed <- .place_labels(labels, nodes, none, unit, walls)
    inside <- abs(placed$x - middle) <= (side - placed$wide) / 2 + 1e-9 &
        abs(placed$y - middle) <= (side - placed$high) / 2 + 1e-9
    .with_leaders(.uncovered(placed[inside, ]), labels)
}

#' @rdname plot.ggc_contrast
#' @usage \method{autoplot}{ggc_contrast}(object, ...)
#' @param object as `x`.
#' @exportS3Method ggplot2::autoplot
autoplot.ggc_contrast <- function(object, ...) {
    plot.ggc_contrast(object, ...)
}
