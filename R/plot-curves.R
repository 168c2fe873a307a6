# ROC and precision-recall curves.

.plot_roc <- function(truth, fit, self, candidates, figure = .figure()) {
    data <- .evaluation(fit, truth, self, candidates)
    ranking <- .native_ranking(data$score, data$label)
    curve <- .curve(data)
    points <- data.frame(
        fpr = c(0, curve$fp / ranking[["n_negative"]]),
        tpr = c(0, curve$tp / ranking[["n_positive"]])
    )
    ggplot2::ggplot(points, ggplot2::aes(.data$fpr, .data$tpr)) +
        ggplot2::geom_abline(linetype = 2, colour = "grey50") +
        ggplot2::geom_line(colour = .COLOURS[[1L]], linewidth = 0.8) +
        .figure_labs(figure,
            title = sprintf("ROC curve: AUROC %.3f (AUPR %.3f)",
                ranking[["auroc"]], ranking[["average_precision"]]),
            subtitle = paste0(.edge_counts(ranking[["n_positive"]],
                sum(!is.na(data$label))), "; dashed: chance"),
            x = "false positive rate", y = "true positive rate", square = TRUE
        ) + .unit_square(figure)
}

#' @method plot ggc_pr
#' @export
plot.ggc_pr <- function(x, ...) {
    figure <- .figure_of(..., of = "plot() of a precision-recall curve")
    .ggc_need("ggplot2", "plot() of a precision-recall curve")
    points <- data.frame(
        recall = c(0, x$recall), precision = c(x$precision[[1L]], x$precision)
    )
    ggplot2::ggplot(points, ggplot2::aes(.data$recall, .data$precision)) +
        ggplot2::geom_hline(
            yintercept = x$baseline, linetype = 2, colour = "grey50"
        ) +
        ggplot2::geom_step(
            direction = "vh", colour = .COLOURS[[1L]], linewidth = 0.8
        ) +
        .figure_labs(figure,
            title = sprintf("Precision-recall curve: AUPR %.3f (chance %.3f)",
                x$aupr, x$baseline),
            subtitle = paste0(.edge_counts(x$n_true, x$n_candidates),
                "; dashed: chance"),
            x = "recall", y = "precision", square = TRUE
        ) + .unit_square(figure)
}
