# Rankings side by side.

#' Draw a comparison of methods
#'
#' @param x an object of [ggc_compare()].
#' @param type one string: `"curves"`, the ROC and precision-recall curves of
#'   all rankings (default where a network is known); `"agreement"`, their rank
#'   correlations (default else, where there are several); `"edges"`, the first
#'   edges of each, with their places in the others.
#' @param n of `"edges"`: how many of each, default 10.
#' @param ... nothing.
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
#' @method plot ggc_comparison
#' @export
plot.ggc_comparison <- function(x, type = NULL, n = 10L, ...) {
    .check_no_dots(..., of = "plot() of a comparison")
    .ggc_need("ggplot2", "plot() of a comparison")
    known <- !is.null(x$truth)
    several <- length(x$rankings) > 1L
    if (is.null(type)) {
        type <- if (known) "curves" else if (several) "agreement" else "edges"
    }
    type <- .check_choice(type, "type", c("curves", "agreement", "edges"))
    if (type == "curves" && !known) {
        .ggc_stop("argument", paste0(
            "curves need a known network: give `truth` to ggc_compare()."
        ))
    }
    if (type == "agreement" && !several) {
        .ggc_stop("argument", "agreement needs two rankings, and there is one.")
    }
    switch(type,
        curves = .plot_curves(x),
        agreement = .plot_agreement(x),
        edges = .plot_first_edges(x, .check_count(n, "n"))
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

.plot_curves <- function(compared) {
    labels <- names(compared$rankings)
    points <- lapply(labels, function(label) {
        score <- compared$rankings[[label]]
        score[is.na(score)] <- min(0, score, na.rm = TRUE)
        cbind(ranking = label, .both_curves(score, compared$truth,
            compared$scored))
    })
    points <- do.call(rbind, points)
    both <- c("ROC", "precision and recall")
    points$curve <- factor(points$curve, both)
    true <- sum(compared$truth[compared$scored] > 0)
    pairs <- sum(compared$scored)
    chance <- data.frame(curve = factor(both, both),
        slope = c(1, 0), intercept = c(0, true / pairs))
    scores <- compared$table[match(labels, compared$table$method), ]
    points$ranking <- factor(points$ranking, labels, sprintf(
        "%s (%.3f, %.3f)", labels, scores$AUROC, scores$AUPR))
    ggplot2::ggplot(points, ggplot2::aes(.data$x, .data$y,
        colour = .data$ranking, linetype = .data$ranking)) +
        ggplot2::geom_abline(ggplot2::aes(slope = .data$slope,
            intercept = .data$intercept), chance, linetype = 2,
            colour = "grey50") +
        ggplot2::geom_path(data = points[points$curve == both[[1L]], ],
            linewidth = 0.7) +
        ggplot2::geom_step(data = points[points$curve == both[[2L]], ],
            direction = "vh", linewidth = 0.7) +
        ggplot2::facet_wrap(~curve) +
        ggplot2::scale_colour_manual("AUROC, AUPR",
            values = rep_len(.COLOURS, length(labels))) +
        ggplot2::scale_linetype_manual("AUROC, AUPR",
            values = rep(c(1L, 4L, 3L), each = 8L)[seq_along(labels)]) +
        ggplot2::labs(
            title = "Rankings against the known network",
            subtitle = paste0(.edge_counts(true, pairs),
                "; dashed: chance"),
            x = "false positive rate | recall",
            y = "true positive rate | precision"
        ) + .unit_square() + ggplot2::theme(legend.position = "bottom",
            panel.spacing = ggplot2::unit(8, "mm")) +
        ggplot2::guides(colour = ggplot2::guide_legend(ncol = 2L,
            title.position = "top"))
}

.plot_agreement <- function(compared) {
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
            "none", sprintf("%.2f", .data$value)))) +
        ggplot2::scale_fill_gradient2("rank\ncorrelation",
            low = .COLOURS[[1L]], high = .COLOURS[[2L]], limits = c(-1, 1),
            na.value = "grey85") +
        ggplot2::coord_fixed(expand = FALSE) +
        ggplot2::labs(title = "Agreement of the rankings",
            subtitle = sprintf("Spearman's correlation over %s",
                .plural(sum(compared$candidates), "candidate edge")),
            x = NULL, y = NULL) +
        .plot_theme() + ggplot2::theme(
            panel.grid = ggplot2::element_blank(),
            axis.text.x = ggplot2::element_text(angle = 45, hjust = 1))
}

# Up to this many edges find room in a picture.
.MOST_EDGES_SHOWN <- 40L

.plot_first_edges <- function(compared, n) {
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
    edge <- paste(first$regulator, first$target, sep = " \u2192 ")
    if (!is.null(first$true)) {
        edge <- paste0(edge, ifelse(first$true, " *", ""))
    }
    cells <- data.frame(
        edge = factor(rep(edge, length(labels)), rev(edge)),
        ranking = factor(rep(labels, each = length(edge)), labels),
        place = unlist(first[labels], use.names = FALSE)
    )
    shown <- edges$first[utils::head(edges$keep, nrow(first)), , drop = FALSE]
    cells$shown <- ifelse(as.vector(shown), cells$place, NA)
    ggplot2::ggplot(cells, ggplot2::aes(.data$ranking, .data$edge,
        fill = .data$shown)) +
        ggplot2::geom_tile(colour = "white") +
        ggplot2::geom_text(ggplot2::aes(label = .data$place,
            colour = is.na(.data$shown)), size = 3) +
        ggplot2::scale_fill_gradient(low = .COLOURS[[2L]],
            high = "#FBE3D3", limits = c(1, n), na.value = "white",
            guide = "none") +
        ggplot2::scale_colour_manual(values = c(`TRUE` = "grey60",
            `FALSE` = "black"), guide = "none") +
        ggplot2::labs(title = sprintf("The first %d edges of each", n),
            subtitle = paste0("numbers: place in each ranking",
                if (!is.null(first$true)) "; *: a true edge",
                if (found > nrow(first)) sprintf("; %d of %d edges",
                    nrow(first), found)),
            x = NULL, y = NULL) +
        .plot_theme() + ggplot2::theme(
            panel.grid = ggplot2::element_blank(),
            axis.text.x = ggplot2::element_text(angle = 45, hjust = 1))
}

#' @rdname plot.ggc_comparison
#' @usage \method{autoplot}{ggc_comparison}(object, ...)
#' @param object as `x`.
#' @exportS3Method ggplot2::autoplot
autoplot.ggc_comparison <- function(object, ...) {
    plot.ggc_comparison(object, ...)
}
