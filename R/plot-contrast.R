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
#' @param ... nothing.
#' @return A 'ggplot2' plot.
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
    .check_no_dots(..., of = "plot() of a contrast")
    .ggc_need("ggplot2", "plot() of a contrast")
    type <- .check_choice(type, "type", c("network", "scores"))
    known <- x$contrasts$contrast
    contrast <- .check_choice(contrast %or% known[[1L]], "contrast", known)
    n <- .check_count(n %or% if (type == "network") 30L else 10L, "n",
        if (type == "network") 1L else 0L)
    edges <- x$table[x$table$contrast == contrast, ]
    edges$found <- !is.na(edges$q_value) & edges$q_value <= x$fdr
    edges$kind <- .direction_of_change(edges)
    about <- x$contrasts[x$contrasts$contrast == contrast, ]
    switch(type,
        network = .plot_difference(utils::head(edges, n), edges, about, x$fdr),
        scores = .plot_both_scores(edges, about, x$fdr, n)
    )
}

# Kinds of change, in the order of .change_colours().
.CHANGES <- c("gained", "lost", "changed sign")

.direction_of_change <- function(edges) {
    edges$q_value <- 0
    factor(.status_of(edges, TRUE, 1), .CHANGES)
}

.change_colours <- function() {
    ggplot2::scale_colour_manual(name = NULL, drop = FALSE,
        values = stats::setNames(.COLOURS[c(1L, 2L, 4L)], .CHANGES))
}

.tested_text <- function(edges, about, fdr) {
    if (about$exchanges == 0L) {
        return("not tested")
    }
    sprintf("%s at a false discovery rate of %s",
        .plural(sum(edges$found), "edge"), format(fdr))
}

.plot_difference <- function(edges, all, about, fdr) {
    size <- abs(edges$difference)
    edges$width <- 0.3 + 0.9 * size / max(size, .Machine$double.xmin)
    nodes <- .network_nodes(edges)
    edges$bend <- .edge_bends(edges, nodes)
    lines <- .edge_lines(edges, nodes)
    lines$found <- edges$found[lines$edge]
    named <- .network_labels(nodes, nodes$name, lines)
    ggplot2::ggplot(mapping = ggplot2::aes(.data$x, .data$y)) +
        ggplot2::geom_path(ggplot2::aes(group = .data$edge,
            linewidth = .data$width, colour = .data$kind,
            linetype = .data$found), data = lines, lineend = "butt",
        linejoin = "mitre", alpha = 0.85, key_glyph = "path",
        arrow = ggplot2::arrow(angle = 22, type = "closed",
            length = ggplot2::unit(2, "mm"))) +
        ggplot2::geom_polygon(ggplot2::aes(group = .data$name),
            data = .node_polygons(nodes), fill = "grey80", colour = "white",
            linewidth = 0.4) +
        .network_names(named) + .network_frame(nodes, named, lines) +
        ggplot2::scale_size_identity() + ggplot2::scale_linewidth_identity() +
        ggplot2::scale_linetype_manual(guide = "none",
            values = c(`TRUE` = "solid", `FALSE` = "41")) +
        .change_colours() +
        ggplot2::coord_fixed(clip = "off") +
        ggplot2::labs(title = sprintf("What differs in %s from %s",
            about$contrast, about$reference),
        subtitle = sprintf("the first %s; solid: %s; width: difference",
            .plural(nrow(edges), "edge"), .tested_text(all, about, fdr))) +
        .plot_theme() + .no_axes()
}

.plot_both_scores <- function(edges, about, fdr, n) {
    first <- utils::head(edges, n)
    first$edge <- paste(first$regulator, first$target, sep = " \u2192 ")
    limits <- range(0, edges$score, edges$score_reference)
    ggplot2::ggplot(edges, ggplot2::aes(.data$score_reference, .data$score)) +
        ggplot2::geom_abline(linetype = 2, colour = "grey50") +
        ggplot2::geom_point(colour = "grey70", size = 0.8) +
        ggplot2::geom_point(ggplot2::aes(colour = .data$kind,
            shape = .data$found), data = first, size = 2.4) +
        ggplot2::geom_text(ggplot2::aes(label = .data$edge), data = first,
            size = 2.8, hjust = 0, nudge_x = diff(limits) / 60,
            check_overlap = TRUE) +
        ggplot2::scale_shape_manual(guide = "none",
            values = c(`TRUE` = 19, `FALSE` = 1)) +
        .change_colours() +
        ggplot2::coord_fixed(xlim = limits * c(1, 1.12), ylim = limits) +
        ggplot2::labs(title = sprintf("Scores in %s and in %s", about$contrast,
            about$reference),
        subtitle = sprintf(paste0("large: the first %s, named where there is ",
            "room\nfilled: %s"), .plural(nrow(first), "edge"),
        .tested_text(edges, about, fdr)),
        x = sprintf("score in %s", about$reference),
        y = sprintf("score in %s", about$contrast)) +
        .plot_theme()
}

#' @rdname plot.ggc_contrast
#' @usage \method{autoplot}{ggc_contrast}(object, ...)
#' @param object as `x`.
#' @exportS3Method ggplot2::autoplot
autoplot.ggc_contrast <- function(object, ...) {
    plot.ggc_contrast(object, ...)
}
