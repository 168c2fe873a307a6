# Curves along the path of penalties: held-out errors and group norms.

.need_path <- function(fit, what) {
    lambda <- fit@details$path$lambda
    if (length(lambda) < 2L || is.null(fit@details$path[[what]])) {
        .ggc_stop("argument", paste0(
            "`type` must not be \"%s\" for this fit, which does not hold ",
            "its path of penalties."
        ), if (what == "error") "loss" else "path")
    }
    lambda
}

# Penalties span orders of magnitude, unless the path holds 0.
.lambda_axis <- function(lambda, ...) {
    if (min(lambda) > 0) {
        ggplot2::scale_x_log10(...)
    } else {
        ggplot2::scale_x_continuous(...)
    }
}

# Ratios, of which a few are large: equal factors are equal steps.
.ratio_axis <- function(ratio) {
    if (any(ratio <= 0, na.rm = TRUE)) {
        return(NULL)
    }
    ggplot2::scale_y_log10(n.breaks = 8L)
}

# A place left of the smallest penalty, by a share of the axis.
.left_of <- function(lambda, share) {
    ends <- range(lambda)
    if (ends[[1L]] > 0) {
        return(ends[[1L]] * (ends[[2L]] / ends[[1L]])^-share)
    }
    ends[[1L]] - share * diff(ends)
}

.plot_loss <- function(fit, figure = .figure()) {
    lambda <- .need_path(fit, "error")
    training <- .training_of(fit)
    usable <- training$status == "ok" & training$own > 0
    error <- sweep(fit@details$path$error, 2L, training$own, "/")
    error <- error[, which(usable), drop = FALSE]
    if (!ncol(error)) {
        .ggc_stop("argument", "`x` must have at least one trained target.")
    }
    target <- rownames(training)[which(usable)]
    lines <- data.frame(
        lambda = rep(lambda, ncol(error)), error = as.vector(error),
        target = rep(target, each = length(lambda))
    )
    middle <- data.frame(lambda = lambda,
        error = apply(error, 1L, stats::median))
    chosen <- training$lambda[which(usable)]
    at <- cbind(match(chosen, lambda), seq_along(target))
    marks <- data.frame(lambda = chosen, error = error[at])
    faint <- max(0.15, min(0.6, 12 / ncol(error)))
    ggplot2::ggplot(lines, ggplot2::aes(.data$lambda, .data$error)) +
        ggplot2::geom_hline(yintercept = 1, linetype = 2, colour = "grey50") +
        ggplot2::geom_line(ggplot2::aes(group = .data$target),
            colour = "grey40", linewidth = 0.3, alpha = faint) +
        ggplot2::geom_line(data = middle, colour = .COLOURS[[1L]],
            linewidth = 1.1) +
        ggplot2::geom_point(data = marks, colour = .COLOURS[[2L]], size = 1.5,
            alpha = max(0.4, faint), na.rm = TRUE) +
        .lambda_axis(lambda) + .ratio_axis(lines$error) +
        .figure_labs(figure, "Held-out error along the path",
            paste("thin: one target; bold: median; points: chosen",
                "penalty; dashed: from the own past"),
            x = "penalty", y = "held-out error, relative to the own past's"
        ) + .plot_theme(figure)
}

# Heights of labels: as near to y (in squares) as a distance of `gap` between
# them allows, and not below `low`.
.spread <- function(y, gap, low = -Inf) {
    order <- order(y)
    steps <- gap * (seq_along(y) - 1)
    at <- pmax(stats::isoreg(y[order] - steps)$yf, low) + steps
    at[order(order)]
}

# Norm paths of one target; the eight regulators with the largest scores have a
# name, the others NA.
.path_lines <- function(fit, target, lambda) {
    regulators <- setdiff(rownames(fit@score), target)
    norms <- fit@details$path$norms[match(regulators, rownames(fit@score)),
        match(target, colnames(fit@score)), , drop = FALSE]
    dim(norms) <- dim(norms)[-2L]
    score <- fit@score[regulators, target]
    top <- utils::head(order(-score, -norms[, 1L], regulators,
        method = "radix"), length(.COLOURS))
    top <- top[rowSums(norms[top, , drop = FALSE]) > 0]
    label <- rep(NA_character_, length(regulators))
    label[top] <- regulators[top]
    data.frame(
        lambda = rep(lambda, each = length(regulators)),
        norm = as.vector(norms), regulator = rep(regulators, length(lambda)),
        label = factor(rep(label, length(lambda)), regulators[top])
    )
}

# Where the named paths begin and where their labels go.
.path_labels <- function(lines, lambda, figure) {
    ends <- lines[!is.na(lines$label) & lines$lambda == lambda[[1L]], ]
    ends$hook <- rep(.left_of(lambda, 0.035), nrow(ends))
    ends$place <- rep(.left_of(lambda, 0.042), nrow(ends))
    ends$short <- .short_names(ends$label)
    ends$at <- if (nrow(ends)) {
        # A line of text, of the panel's height.
        gap <- 0.045 * figure$scale * 105 / (figure$height - 22 * figure$scale)
        .spread(ends$norm, gap * max(lines$norm), low = 0)
    } else {
        numeric()
    }
    ends
}

# Room left of the paths, as a share of their width, for the labels: a picture
# has all but its axis for both, and 3 % to the right.
.label_room <- function(names, figure) {
    wide <- figure$width - 33 * figure$scale
    share <- min(0.6, max(0, .name_mm(names, 3.2 * figure$scale)) / wide)
    max(0.14, (0.05 + 1.03 * share) / (1 - share))
}

.plot_path <- function(fit, target, figure = .figure()) {
    lambda <- .need_path(fit, "norms")
    target <- .path_target(fit, target)
    lines <- .path_lines(fit, target, lambda)
    named <- lines[!is.na(lines$label), ]
    ends <- .path_labels(lines, lambda, figure)
    chosen <- fit@training[target, "lambda"]
    ggplot2::ggplot(lines, ggplot2::aes(.data$lambda, .data$norm)) +
        ggplot2::geom_vline(xintercept = chosen, linetype = 2,
            colour = "grey50") +
        ggplot2::geom_line(ggplot2::aes(group = .data$regulator),
            data = lines[is.na(lines$label), ], colour = "grey75",
            linewidth = 0.3) +
        ggplot2::geom_line(ggplot2::aes(colour = .data$label), data = named,
            linewidth = 0.8) +
        ggplot2::geom_segment(ggplot2::aes(colour = .data$label,
            xend = .data$hook, yend = .data$at), data = ends,
            linewidth = 0.25) +
        ggplot2::geom_text(ggplot2::aes(.data$place, .data$at,
            colour = .data$label, label = .data$short), data = ends,
            hjust = 1, size = 3.2 * figure$scale) +
        ggplot2::scale_colour_manual(values = .COLOURS, guide = "none") +
        .lambda_axis(lambda, expand = ggplot2::expansion(
            c(.label_room(ends$short, figure), 0.03))) +
        .figure_labs(figure, sprintf("Regulators of %s along the path",
            .short_names(target)),
        "dashed: chosen penalty; grey: other candidates",
        x = "penalty", y = "group norm") + .plot_theme(figure)
}
