# Rankings side by side.

#' Draw a comparison of methods
#'
#' @param x an object of [ggc_compare()].
#' @param type one string: `"curves"`, the ROC and precision-recall curves of
#'   all rankings (default where a network is known), `"roc"` or `"pr"`, one
#'   kind of these; `"agreement"`, their rank
#'   correlations (default else, where there are several); `"edges"`, the first
#'   edges of each, with their places in the others.
#' @param n of `"edges"`: how many of each, default 10.
#' @param ... `width`, `height` and `base_size` of the figure: see
#'   [ggc_figures].
#' @return A 'ggplot2' plot.
#' @section Errors: `ggc_error_argument` for wrong arguments, among them curves
#'   where no network is known; `ggc_error_dependency` without ggplot2.
#' @seealso [ggc_compare()]
#' @examplesIf requireNamespace("ggplot2", quietly = TRUE)
#' sim <- ggc_simulate("var", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
#' compared <- ggc_compare(sim, c("clstm", "var", "bts"),
#'     S4Vectors::metadata(sim)$truth, seed = 1)
#' plot(compared)
#' plot(compared, "edges", n = 5)
#' # Of fits and rankings that are there already, in one column of a journal.
#' some <- ggc_compare(NULL, compared$fits[c("clstm", "var")],
#'     S4Vectors::metadata(sim)$truth)
#' plot(some, "roc", width = 85)
#' @method plot ggc_comparison
#' @export
plot.ggc_comparison <- function(x, type = NULL, n = 10L, ...) {
    figure <- .figure_of(..., of = "plot() of a comparison")
    .ggc_need("ggplot2", "plot() of a comparison")
    known <- !is.null(x$truth)
    several <- length(x$rankings) > 1L
    if (is.null(type)) {
        type <- if (known) "curves" else if (several) "agreement" else "edges"
    }
    type <- .check_choice(type, "type", c("curves", "roc", "pr", "agreement",
        "edges"))
    curves <- type %in% c("curves", "roc", "pr")
    if (curves && !known) {
        .ggc_stop("argument", paste0(
            "curves need a known network: give `truth` to ggc_compare()."
        ))
    }
    if (type == "agreement" && !several) {
        .ggc_stop("argument", "agreement needs two rankings, and there is one.")
    }
    switch(type,
        curves = .plot_curves(x, figure),
        roc = .plot_curves(x, figure, "ROC"),
        pr = .plot_curves(x, figure, "precision and recall"),
        agreement = .plot_agreement(x, figure),
        edges = .plot_first_edges(x, .check_count(n, "n"), figure)
    )
}

# Points of both curves of a ranking.
.both_curves <- function(score, truth, scored) {
    label <- truth
    label[!scored] <- NA
    data <- list(score = score, label = label)
    n <- c(sum(label == 1L, na.rm = TRUE), sum(label == 0L, na.rm = TRUE))
    curve <- .curve(data)
    found <- c(0, curve$tp)
    wrong <- c(0, curve$fp)
    precision <- curve$tp / (curve$tp + curve$fp)
    data.frame(
        curve = rep(c("ROC", "precision and recall"), each = length(found)),
        x = c(wrong / n[[2L]], found / n[[1L]]),
        y = c(found / n[[1L]], precision[[1L]], precision)
    )
}

# Curves of all rankings. which: kinds of curves, one panel each.
.plot_curves <- function(compared, figure,
                         which = c("ROC", "precision and recall")) {
    labels <- names(compared$rankings)
    points <- lapply(labels, function(label) {
        score <- compared$rankings[[label]]
        score[is.na(score)] <- min(0, score, na.rm = TRUE)
        cbind(ranking = label, .both_curves(score, compared$truth,
            compared$scored))
    })
    points <- do.call(rbind, points)
    points <- points[points$curve %in% which, ]
    points$curve <- factor(points$curve, which)
    true <- sum(compared$truth[compared$scored] > 0)
    pairs <- sum(compared$scored)
    roc <- which == "ROC"
    chance <- data.frame(curve = factor(which, which),
        slope = as.numeric(roc), intercept = ifelse(roc, 0, true / pairs))
    scores <- compared$table[match(labels, compared$table$method), ]
    areas <- cbind(sprintf("%.3f", scores$AUROC), sprintf("%.3f", scores$AUPR))
    shown <- c(TRUE %in% roc, FALSE %in% roc)
    points$ranking <- factor(points$ranking, labels, sprintf("%s (%s)", labels,
        apply(areas[, shown, drop = FALSE], 1L, toString)))
    ggplot2::ggplot(points, ggplot2::aes(.data$x, .data$y,
        colour = .data$ranking, linetype = .data$ranking)) +
        ggplot2::geom_abline(ggplot2::aes(slope = .data$slope,
            intercept = .data$intercept), chance, linetype = 3,
            colour = "grey50") +
        ggplot2::geom_path(data = points[points$curve == "ROC", ],
            linewidth = 0.7) +
        ggplot2::geom_step(data = points[points$curve != "ROC", ],
            direction = "vh", linewidth = 0.7) +
        (if (length(which) > 1L) ggplot2::facet_wrap(~curve)) +
        .curve_looks(labels, toString(c("AUROC", "AUPR")[shown]), figure) +
        .figure_labs(figure, "Rankings against the known network",
            paste0(.edge_counts(true, pairs), "; dotted: chance"),
            x = paste(c("false positive rate", "recall")[shown],
                collapse = " | "),
            y = paste(c("true positive rate", "precision")[shown],
                collapse = " | "), square = length(which) == 1L) +
        .unit_square(figure) + .curve_legend(figure)
}

# Colours and dashes, which no two of eight share, and then not both.
.curve_looks <- function(labels, title, figure) {
    n <- length(labels)
    turn <- (seq_len(n) - 1L) %/% length(.COLOURS)
    dash <- (seq_len(n) - 1L + turn) %% length(.DASHES) + 1L
    list(
        ggplot2::scale_colour_manual(title, values = rep_len(.COLOURS, n)),
        ggplot2::scale_linetype_manual(title, values = .DASHES[dash])
    )
}

# In as many columns as the longest label, with its area, may take.
.curve_legend <- function(figure) {
    list(ggplot2::theme(legend.position = "bottom",
        plot.margin = ggplot2::margin(5.5, 9, 5.5, 5.5),
        panel.spacing = ggplot2::unit(8 * figure$scale, "mm"),
        legend.key.width = ggplot2::unit(9 * figure$scale, "mm")),
    ggplot2::guides(colour = ggplot2::guide_legend(title.position = "top",
        ncol = if (figure$narrow) 1L else 2L),
    linetype = ggplot2::guide_legend(title.position = "top",
        ncol = if (figure$narrow) 1L else 2L)))
}

.plot_agreement <- function(compared, figure) {
    agreement <- compared$agreement
    order <- .cluster_order(agreement)
    shown <- agreement[order, order, drop = FALSE]
    cells <- data.frame(
        row = factor(rownames(shown)[row(shown)], rev(rownames(shown))),
        column = factor(colnames(shown)[col(shown)], colnames(shown)),
        value = as.vector(shown)
    )
    cells <- cells[as.vector(row(shown) != col(shown)), ]
    ggplot2::ggplot(cells, ggplot2::aes(.data$column, .data$row,
        fill = .data$value)) +
        ggplot2::geom_tile(colour = "white") +
        ggplot2::geom_text(ggplot2::aes(label = ifelse(is.na(.data$value),
            "none", sprintf("%.2f", .data$value))),
            size = .cell_letters(nrow(shown), figure)) +
        .signed_fill(1, if (figure$narrow) "rank correlation" else
            "rank\ncorrelation", figure) +
        ggplot2::coord_fixed(expand = FALSE) +
        .figure_labs(figure, "Agreement of the rankings",
            sprintf("Spearman's correlation over %s",
                .plural(sum(compared$candidates), "candidate edge")),
            square = TRUE) +
        .plot_theme(figure) + ggplot2::theme(
            panel.grid = ggplot2::element_blank(),
            axis.text.x = ggplot2::element_text(angle = 45, hjust = 1))
}

# Letters in mm for numbers of three or four letters in n cells side by side.
.cell_letters <- function(n, figure) {
    min(3.88 * figure$scale, max(1.2, .square_mm(figure) / (n + 3) / 3))
}

# Up to this many edges find room in a picture.
.MOST_EDGES_SHOWN <- 40L

.plot_first_edges <- function(compared, n, figure) {
    edges <- .first_edges(compared, n)
    first <- summary(compared, n)
    if (nrow(first) == 0L) {
        .ggc_stop("argument", paste0(
            "`n` must be larger: no ranking has an edge among its first %d ",
            "that does not tie with later ones."
        ), n)
    }
    found <- nrow(first)
    first <- utils::head(first, .MOST_EDGES_SHOWN)
    labels <- names(compared$rankings)
    edge <- paste(.short_names(first$regulator), .short_names(first$target),
        sep = " \u2192 ")
    if (!is.null(first$true)) {
        edge <- paste0(edge, ifelse(first$true, " *", ""))
    }
    cells <- data.frame(
        edge = factor(rep(edge, length(labels)), rev(edge)),
        ranking = factor(rep(labels, each = length(edge)), labels),
        place = unlist(first[labels], use.names = FALSE)
    )
    letters <- min(3 * figure$scale, 0.8 * figure$height / (nrow(first) + 6))
    shown <- edges$first[utils::head(edges$keep, nrow(first)), , drop = FALSE]
    cells$shown <- ifelse(as.vector(shown), cells$place, NA)
    ggplot2::ggplot(cells, ggplot2::aes(.data$ranking, .data$edge,
        fill = .data$shown)) +
        ggplot2::geom_tile(colour = "white") +
        ggplot2::geom_text(ggplot2::aes(label = .data$place,
            colour = is.na(.data$shown)), size = letters) +
        ggplot2::scale_fill_gradient(low = .COLOURS[[2L]],
            high = "#FBE3D3", limits = c(1, n), na.value = "white",
            guide = "none") +
        ggplot2::scale_colour_manual(values = c(`TRUE` = "grey60",
            `FALSE` = "black"), guide = "none") +
        .figure_labs(figure, sprintf("The first %d edges of each", n),
            paste0("numbers: place in each ranking",
                if (!is.null(first$true)) "; *: a true edge",
                if (found > nrow(first)) sprintf("; %d of %d edges",
                    nrow(first), found))) +
        .plot_theme(figure) + ggplot2::theme(
            panel.grid = ggplot2::element_blank(),
            axis.text.y = ggplot2::element_text(size = letters * ggplot2::.pt),
            axis.text.x = ggplot2::element_text(angle = 45, hjust = 1))
}

#' @rdname plot.ggc_comparison
#' @usage \method{autoplot}{ggc_comparison}(object, ...)
#' @param object as `x`.
#' @exportS3Method ggplot2::autoplot
autoplot.ggc_comparison <- function(object, ...) {
    plot.ggc_comparison(object, ...)
}
