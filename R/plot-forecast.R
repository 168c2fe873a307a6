# Observed values beside what the networks forecast one step ahead.

# Rows and columns of panels, unless asked for more.
.FORECAST_GENES <- 4L
.FORECAST_TRAJECTORIES <- 4L

# Names of the targets to show: those of the most credible edges.
.forecast_genes <- function(fit, genes) {
    targets <- colnames(fit@score)
    if (!is.null(genes)) {
        return(targets[.resolve_genes(genes, targets, "genes")])
    }
    best <- unique(ggc_edges(fit, n = 50L * .FORECAST_GENES)$target)
    trained <- targets[!fit@training$status %in% .UNTRAINED]
    utils::head(intersect(best, trained), .FORECAST_GENES)
}

# Numbers of the trajectories to show.
.forecast_trajectories <- function(fit, trajectories) {
    names <- as.character(fit@series$trajectory_names)
    if (is.null(trajectories)) {
        return(seq_len(min(length(names), .FORECAST_TRAJECTORIES)))
    }
    found <- if (is.character(trajectories) || is.factor(trajectories)) {
        match(as.character(trajectories), names)
    } else {
        seq_along(names)[trajectories]
    }
    if (!length(found) || anyNA(found) || anyDuplicated(found)) {
        .ggc_stop("argument", paste0(
            "`trajectories` must name trajectories of the fit, each once, ",
            "not %s.\nThere are %d: %s."
        ), .given(trajectories), length(names), .ggc_names(names))
    }
    found
}

# Root mean square errors of each gene over all trajectories: of the forecast,
# and of the value before. Samples without all the past that it takes are left
# out.
.forecast_errors <- function(observed, forecast, trajectory) {
    later <- which(duplicated(trajectory) & colSums(is.na(forecast)) == 0)
    rms <- function(error) sqrt(rowMeans(error^2))
    cbind(
        forecast = rms((observed - forecast)[, later, drop = FALSE]),
        same = rms(observed[, later, drop = FALSE] -
            observed[, later - 1L, drop = FALSE])
    )
}

# One row per gene, sample and kind of value; `columns`: the samples shown.
.forecast_table <- function(observed, forecast, series, columns) {
    genes <- rownames(observed)
    error <- .forecast_errors(observed, forecast, series$trajectory)
    strip <- sprintf("%s%sRMSE %.3g%sno change %.3g", .short_names(genes),
        .strip_break(length(genes)), error[, "forecast"],
        .strip_break(length(genes)), error[, "same"])
    number <- series$trajectory[columns]
    data.frame(
        time = rep(rep(series$time[columns], each = length(genes)), 2L),
        value = c(observed[, columns], forecast[, columns]),
        kind = rep(c("observed", "forecast one step ahead"),
            each = length(genes) * length(columns)),
        gene = factor(rep(strip, 2L * length(columns)), strip),
        trajectory = factor(
            rep(rep(number, each = length(genes)), 2L), unique(number),
            labels = series$trajectory_names[unique(number)]
        )
    )
}

# Beside rows that are low, what is said of a gene stands in one line.
.strip_break <- function(n) {
    if (n <= 8L) "\n" else ", "
}

# How n rows share a picture of usual size, which has 80 mm for them: the space
# between them in mm, and the letters beside them in pt, whose lines take as
# much.
.forecast_rows <- function(n) {
    gap <- min(3, 15 / n)
    lines <- if (.strip_break(n) == "\n") 3 else 1
    letters <- ((80 + gap) / n - gap) / lines * ggplot2::.pt
    list(gap = gap, letters = max(4, min(if (lines > 1) 8.8 else 7, letters)))
}

.plot_forecast <- function(fit, genes, trajectories) {
    genes <- .forecast_genes(fit, genes)
    shown <- .forecast_trajectories(fit, trajectories)
    series <- fit@series
    columns <- which(series$trajectory %in% shown)
    values <- .forecast_table(series$x[genes, , drop = FALSE],
        predict(fit)[genes, , drop = FALSE], series, columns)
    .draw_forecast(values, sprintf(
        "in-sample; %d of %s targets, %d of %s trajectories",
        length(genes), .big(ncol(fit@score)), length(shown),
        .big(length(series$trajectory_names))
    ))
}

.draw_forecast <- function(values, subtitle) {
    # Points drown long series.
    size <- if (max(table(values$gene, values$trajectory)) > 160L) 0.4 else 1.5
    colours <- c("observed" = "grey30",
        "forecast one step ahead" = .COLOURS[[1L]])
    n <- nlevels(values$gene)
    rows <- .forecast_rows(n)
    ggplot2::ggplot(values, ggplot2::aes(.data$time, .data$value,
        colour = .data$kind, shape = .data$kind)) +
        ggplot2::geom_line(ggplot2::aes(linewidth = .data$kind),
            na.rm = TRUE) +
        ggplot2::geom_point(size = size, na.rm = TRUE) +
        ggplot2::facet_grid(rows = ggplot2::vars(.data$gene),
            cols = ggplot2::vars(.data$trajectory), scales = "free") +
        ggplot2::scale_colour_manual(name = NULL, values = colours,
            limits = names(colours)) +
        ggplot2::scale_shape_manual(name = NULL, values = c(16, 1),
            limits = names(colours)) +
        ggplot2::scale_linewidth_manual(name = NULL, values = c(0.25, 0.6),
            limits = names(colours)) +
        ggplot2::scale_x_continuous(n.breaks = 4L) +
        ggplot2::scale_y_continuous(n.breaks = if (n <= 6L) 4L else 3L) +
        ggplot2::labs(title = "Observed values and forecasts",
            subtitle = subtitle, x = "time", y = "expression") +
        .plot_theme() + ggplot2::theme(
            legend.position = "top", legend.justification = "left",
            legend.margin = ggplot2::margin(0, 0, 0, 0),
            strip.text.y = ggplot2::element_text(angle = 0, hjust = 0,
                size = rows$letters),
            strip.clip = "off",
            axis.text.y = ggplot2::element_text(size = rows$letters),
            panel.spacing.x = ggplot2::unit(3, "mm"),
            panel.spacing.y = ggplot2::unit(rows$gap, "mm")
        )
}
