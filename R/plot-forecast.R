# Observed values beside what the networks forecast one step ahead; what was
# made up between samples is told from what was measured.

# Rows and columns of panels, unless asked for more; of narrow figures half the
# columns.
.FORECAST_GENES <- 4L
.FORECAST_TRAJECTORIES <- 4L

# Names of the targets to show: those of the most credible edges first.
.forecast_genes <- function(fit, genes) {
    targets <- colnames(fit@score)
    if (!is.null(genes)) {
        return(targets[.resolve_genes(genes, targets, "genes")])
    }
    best <- unique(ggc_edges(fit, n = 50L * .FORECAST_GENES)$target)
    trained <- targets[!fit@training$status %in% .UNTRAINED]
    utils::head(union(intersect(best, trained), trained), .FORECAST_GENES)
}

# Numbers of the trajectories to show.
.forecast_trajectories <- function(fit, trajectories, figure) {
    names <- as.character(fit@series$trajectory_names)
    if (is.null(trajectories)) {
        most <- .FORECAST_TRAJECTORIES / if (figure$narrow) 2L else 1L
        return(seq_len(min(length(names), most)))
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
# and of the value before. Only what was measured can be missed: made-up entries
# are left out, and samples without all the past that a forecast takes. NaN
# where nothing is left. made_up: logical, like `observed`.
.forecast_errors <- function(observed, forecast, trajectory, made_up) {
    later <- which(duplicated(trajectory) & colSums(is.na(forecast)) == 0)
    wanted <- observed[, later, drop = FALSE]
    wanted[made_up[, later]] <- NA
    rms <- function(error) sqrt(rowMeans(error^2, na.rm = TRUE))
    cbind(
        forecast = rms(wanted - forecast[, later, drop = FALSE]),
        same = rms(wanted - observed[, later - 1L, drop = FALSE])
    )
}

# Which entries of genes of a series nobody measured: a logical matrix. In a fit
# of before these were kept, of uneven times, all points without a sample's name
# are taken for made up.
.made_up <- function(series, genes) {
    made <- matrix(FALSE, length(genes), ncol(series$x))
    rows <- match(genes, rownames(series$x))
    filled <- series$filled - 1
    at <- match(filled %% nrow(series$x) + 1, rows)
    made[cbind(at, filled %/% nrow(series$x) + 1)[!is.na(at), ,
        drop = FALSE]] <- TRUE
    points <- series$between$points
    if (is.null(points) && isTRUE(series$interpolated > 0L)) {
        points <- which(!nzchar(series$samples))
    }
    made[, points] <- TRUE
    made
}

# Kinds of values in the picture of forecasts.
.KINDS <- c(observed = "observed", made = "interpolated",
    forecast = "forecast one step ahead")

.forecast_strips <- function(genes, error) {
    number <- ifelse(is.finite(error), sprintf("%.3g", error), "not measured")
    between <- .strip_break(length(genes))
    sprintf("%s%sRMSE %s%sno change %s", .short_names(genes), between,
        number[, "forecast"], between, number[, "same"])
}

# One row per gene, sample and kind of value; `columns`: the samples shown.
# Samples between the points of the series are there too.
.forecast_table <- function(observed, forecast, series, columns) {
    genes <- rownames(observed)
    made <- .made_up(series, genes)
    strip <- .forecast_strips(genes,
        .forecast_errors(observed, forecast, series$trajectory, made))
    shown <- unique(series$trajectory[columns])
    rows <- function(value, at, kind, keep = TRUE) {
        columns <- at$trajectory %in% shown
        data.frame(
            time = rep(at$time[columns], each = length(genes)),
            value = c(value[, columns]), kind = rep(kind, sum(columns)),
            gene = factor(rep(strip, sum(columns)), strip),
            trajectory = factor(
                rep(at$trajectory[columns], each = length(genes)), shown,
                labels = series$trajectory_names[shown])
        )[rep_len(keep, length(value))[rep(columns, each = length(genes))], ]
    }
    aside <- series$between
    x <- aside$x[match(genes, rownames(series$x)), , drop = FALSE]
    rbind(
        rows(observed, series, .KINDS[["observed"]], !made),
        if (length(x)) rows(x, aside, .KINDS[["observed"]], !is.na(x)),
        rows(observed, series, .KINDS[["made"]], made),
        rows(forecast, series, .KINDS[["forecast"]])
    )
}

# Beside rows that are low, what is said of a gene stands in one line.
.strip_break <- function(n) {
    if (n <= 8L) "\n" else ", "
}

# How n rows share a figure, which has all but some 47 mm for them: the space
# between them in mm, and the letters beside them in pt, whose lines take as
# much.
.forecast_rows <- function(n, figure = .figure()) {
    high <- figure$height - 47 * figure$scale
    gap <- min(3, 15 / n)
    lines <- if (.strip_break(n) == "\n") 3 else 1
    letters <- ((high + gap) / n - gap) / lines * ggplot2::.pt
    most <- figure$scale * if (lines > 1) 8.8 else 7
    list(gap = gap, letters = max(4, min(most, letters)))
}

.plot_forecast <- function(fit, genes, trajectories, figure = .figure()) {
    genes <- .forecast_genes(fit, genes)
    shown <- .forecast_trajectories(fit, trajectories, figure)
    series <- fit@series
    columns <- which(series$trajectory %in% shown)
    values <- .forecast_table(series$x[genes, , drop = FALSE],
        predict(fit)[genes, , drop = FALSE], series, columns)
    .draw_forecast(values, sprintf(
        "in-sample; %d of %s targets, %d of %s trajectories%s",
        length(genes), .big(ncol(fit@score)), length(shown),
        .big(length(series$trajectory_names)), .what_is_drawn(fit)
    ), figure)
}

# What was done to the values that are called observed, a line of its own; ""
# where it is nothing.
.what_is_drawn <- function(fit) {
    averaged <- identical(metadata(fit)$treatment$replicates, "mean") &&
        !all(nzchar(fit@series$samples))
    done <- c(if (averaged) "means of samples at one time",
        if (!is.null(fit@series$batch)) "less the level of the batch")
    if (length(done)) {
        paste0("\nobserved: ", paste(done, collapse = ", "))
    } else {
        ""
    }
}

.draw_forecast <- function(values, subtitle, figure = .figure()) {
    # Points drown long series.
    size <- figure$scale *
        if (max(table(values$gene, values$trajectory)) > 160L) 0.4 else 1.5
    looks <- data.frame(row.names = .KINDS, colour = c("grey30", "grey30",
        .COLOURS[[1L]]), shape = c(16L, 4L, 1L), width = c(0.25, 0, 0.6))
    looks <- looks[rownames(looks) %in% values$kind, ]
    scale <- function(scale, look) {
        scale(name = NULL, values = stats::setNames(looks[[look]],
            rownames(looks)), limits = rownames(looks))
    }
    n <- nlevels(values$gene)
    rows <- .forecast_rows(n, figure)
    ggplot2::ggplot(values, ggplot2::aes(.data$time, .data$value,
        colour = .data$kind, shape = .data$kind)) +
        # Made-up points lie on the line through the samples.
        ggplot2::geom_line(ggplot2::aes(linewidth = .data$kind),
            data = values[values$kind != .KINDS[["made"]], ], na.rm = TRUE) +
        ggplot2::geom_point(size = size, na.rm = TRUE) +
        ggplot2::facet_grid(rows = ggplot2::vars(.data$gene),
            cols = ggplot2::vars(.data$trajectory), scales = "free") +
        scale(ggplot2::scale_colour_manual, "colour") +
        scale(ggplot2::scale_shape_manual, "shape") +
        scale(ggplot2::scale_linewidth_manual, "width") +
        ggplot2::scale_x_continuous(n.breaks = if (figure$narrow) 3L else 4L) +
        ggplot2::scale_y_continuous(n.breaks = if (n <= 6L) 4L else 3L) +
        .figure_labs(figure, "Observed values and forecasts", subtitle,
            x = "time", y = "expression") +
        .plot_theme(figure) + ggplot2::theme(
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
