# Heat maps of Granger scores, adjacency and distance correlation.

# Order of rows by hierarchical clustering of their profiles.
.cluster_order <- function(x) {
    if (nrow(x) < 3L) {
        return(seq_len(nrow(x)))
    }
    x[is.na(x)] <- 0
    stats::hclust(stats::dist(x), method = "ward.D2")$order
}

# Rows and columns in clustered order; one order for both where they are the
# same genes, so that self entries form the diagonal.
.clustered <- function(x) {
    if (identical(rownames(x), colnames(x))) {
        order <- .cluster_order(cbind(x, t(x)))
        return(x[order, order, drop = FALSE])
    }
    x[.cluster_order(x), .cluster_order(t(x)), drop = FALSE]
}

# Letters on the axes of heat maps, in pt: at least, where some names are left
# out, and at most.
.AXIS_LETTERS <- c(least = 5, some = 6, most = 9)

# The letters with which an axis of n genes names them all. A square of so many
# mm has the cells and the names below them; a line of text takes 1.2 times the
# size of its letters.
.axis_letters <- function(n, below, figure = .figure()) {
    names <- max(0, .name_mm(.short_names(below), 1))
    mm <- .square_mm(figure) / (1.2 * n + names)
    min(.AXIS_LETTERS[["most"]] * figure$scale, mm * ggplot2::.pt)
}

# Of all names that an axis has, or of some.
.least_letters <- function(some, figure) {
    min(.AXIS_LETTERS[[if (some) "some" else "least"]],
        .AXIS_LETTERS[["most"]] * figure$scale)
}

.axis_full <- function(n, below, figure = .figure()) {
    .axis_letters(n, below, figure) >= .least_letters(FALSE, figure)
}

# Genes that an axis names: all, or of many those with the largest totals, as
# far as their names keep clear of each other.
.axis_names <- function(total, below = names(total), figure = .figure()) {
    n <- length(total)
    if (.axis_full(n, below, figure)) {
        return(names(total))
    }
    some <- .least_letters(TRUE, figure) / ggplot2::.pt
    cells <- .square_mm(figure) - some * max(.name_mm(.short_names(below), 1))
    apart <- 1.2 * some * n / max(cells, some)
    keep <- integer()
    for (i in order(-total, method = "radix")) {
        if (!any(abs(keep - i) < apart)) {
            keep <- c(keep, i)
        }
    }
    names(total)[sort(utils::head(keep, 30L))]
}

.axis_text <- function(n, below, figure = .figure(), ...) {
    ggplot2::element_text(size = if (.axis_full(n, below, figure)) {
        .axis_letters(n, below, figure)
    } else {
        .least_letters(TRUE, figure)
    }, ...)
}

# Are some genes of a heat map left without names?
.some_named <- function(x, figure) {
    !.axis_full(max(dim(x)), colnames(x), figure)
}

# White at 0, blue above, vermillion below, as in all pictures. root: colours go
# with the root of the value, as in .fill_scale().
.signed_fill <- function(high, name, figure, root = FALSE) {
    at <- seq(-1, 1, length.out = 41L)
    ramp <- grDevices::colorRamp(c(.COLOURS[[2L]], "white", .COLOURS[[1L]]),
        space = "Lab")
    strong <- if (root) sign(at) * sqrt(abs(at)) else at
    ggplot2::scale_fill_gradientn(name = name,
        colours = grDevices::rgb(ramp((strong + 1) / 2), maxColorValue = 255),
        limits = c(-high, high), na.value = "grey85",
        guide = .colour_bar(figure))
}

# Scores crowd near 0: their root spreads the colours. Signed entries (prior
# adjacency) get a diverging scale.
.fill_scale <- function(values, name, root, figure) {
    low <- min(values, 0, na.rm = TRUE)
    high <- max(values, -low, na.rm = TRUE)
    if (low < 0) {
        return(.signed_fill(high, name, figure, root))
    }
    scale <- list(name = name, limits = c(0, if (high > 0) high else 1),
        na.value = "grey85", guide = .colour_bar(figure))
    if (root) {
        # The argument's name since ggplot2 3.5, and before.
        known <- names(formals(ggplot2::continuous_scale))
        scale[[intersect(c("transform", "trans"), known)[[1L]]]] <- "sqrt"
    }
    do.call(ggplot2::scale_fill_viridis_c, scale)
}

# Square cells where rows and columns are the same genes.
.heat_coord <- function(x) {
    if (identical(rownames(x), colnames(x))) {
        ggplot2::coord_fixed(expand = FALSE)
    } else {
        ggplot2::coord_cartesian(expand = FALSE)
    }
}

.plot_heat <- function(x, text, legend, figure, root = FALSE) {
    cells <- data.frame(
        row = factor(rownames(x)[row(x)], rev(rownames(x))),
        column = factor(colnames(x)[col(x)], colnames(x)),
        value = as.vector(x)
    )
    total <- abs(x)
    ggplot2::ggplot(cells, ggplot2::aes(
        .data$column, .data$row, fill = .data$value
    )) +
        ggplot2::geom_raster() + .strokes(cells, dim(x), figure) +
        .fill_scale(cells$value, legend, root, figure) +
        ggplot2::scale_x_discrete(labels = .short_names,
            breaks = .axis_names(colSums(total, na.rm = TRUE),
                figure = figure)) +
        ggplot2::scale_y_discrete(labels = .short_names,
            breaks = .axis_names(rowSums(total, na.rm = TRUE), colnames(x),
                figure)) +
        .heat_coord(x) + text +
        .plot_theme(figure) + ggplot2::theme(
            panel.grid = ggplot2::element_blank(),
            axis.text.x = .axis_text(ncol(x), colnames(x), figure, angle = 90,
                hjust = 1, vjust = 0.5),
            axis.text.y = .axis_text(nrow(x), colnames(x), figure),
            axis.ticks = if (.some_named(x, figure)) {
                ggplot2::element_line(linewidth = 0.2, colour = "grey40")
            } else {
                ggplot2::element_blank()
            }
        )
}

# Strokes through cells below 0, whose colour is as dark in grey as that of
# those above; cells near 0 have next to no colour and none. Of more cells they
# would be a hatching.
.MOST_STROKES <- 60L

.strokes <- function(cells, n, figure) {
    low <- cells[which(cells$value < -0.03 * max(abs(cells$value),
        na.rm = TRUE)), ]
    if (!nrow(low) || max(n) > .MOST_STROKES) {
        return(NULL)
    }
    low$x <- match(low$column, levels(cells$column))
    low$y <- match(low$row, levels(cells$row))
    ggplot2::geom_segment(ggplot2::aes(.data$x - 0.25, .data$y,
        xend = .data$x + 0.25, yend = .data$y), data = low,
    inherit.aes = FALSE, linewidth = min(0.6, 12 / max(n)) * figure$scale)
}

.shown_of <- function(shown, all, figure) {
    named <- if (.some_named(shown, figure)) "the strongest named"
    if (identical(dim(shown), dim(all))) {
        return(named)
    }
    c(sprintf("the strongest %d of %d rows and %d of %d columns", nrow(shown),
        nrow(all), ncol(shown), ncol(all)), named)
}

# Titles of a heat map of regulators by targets, self entries being left out.
.heat_text <- function(fit, shown, all, title, figure, ...) {
    untrained <- any(fit@training$status %in% .UNTRAINED)
    subtitle <- c(
        paste0("row drives column; grey: self",
            if (untrained) " or not trained"),
        ..., .shown_of(shown, all, figure))
    .figure_labs(figure, title, paste(subtitle, collapse = "; "),
        x = "target", y = "regulator",
        square = identical(rownames(shown), colnames(shown)))
}

.plot_granger <- function(fit, figure = .figure()) {
    score <- fit@score
    score[.self_entries(score)] <- NA
    shown <- .clustered(.strongest_part(score))
    .plot_heat(shown, .heat_text(fit, shown, score, "Granger scores", figure),
        "score", figure, root = min(score, 0, na.rm = TRUE) >= 0)
}

.plot_effect <- function(fit, figure = .figure()) {
    effect <- granger(fit, "effect")
    effect[.self_entries(effect)] <- NA
    strong <- .strongest_part(abs(effect))
    shown <- .clustered(effect[rownames(strong), colnames(strong),
        drop = FALSE])
    stroke <- if (max(dim(shown)) <= .MOST_STROKES) "stroke: repression"
    .plot_heat(shown, .heat_text(fit, shown, effect,
        "Effects: activation above 0, repression below", figure, stroke),
    "effect", figure, root = TRUE)
}

# Of the fit or, where it did without, of its series.
.dcor_shown <- function(fit) {
    if (!is.null(fit@details$dcor)) {
        return(fit@details$dcor)
    }
    series <- fit@series
    .dcor(series$x[!series$constant, , drop = FALSE], NULL, 0L,
        series$trajectory, .resolve_threads(NULL))
}

.plot_gene_matrix <- function(fit, name, figure = .figure()) {
    x <- if (name == "dcor") .dcor_shown(fit) else .adjacency_of(fit)
    axes <- if (identical(rownames(x), colnames(x))) {
        c("gene", "gene")
    } else {
        c("regulator", "target")
    }
    used <- !is.null(fit@details[[name]])
    title <- c(
        adjacency = if (used) {
            "Adjacency of the graph convolution"
        } else {
            "Adjacency of the genes"
        },
        dcor = "Distance correlation"
    )[[name]]
    shown <- .clustered(.strongest_part(x))
    # A gene goes with itself best of all, which would take all the colours.
    shown[.self_entries(shown)] <- NA
    subtitle <- c("grey: self", if (!used) "of the series; not used by the fit",
        .shown_of(shown, x, figure))
    text <- .figure_labs(figure, title, paste(subtitle, collapse = "; "),
        x = axes[[2L]], y = axes[[1L]],
        square = identical(rownames(shown), colnames(shown)))
    .plot_heat(shown, text, c(adjacency = "weight", dcor = "dCor")[[name]],
        figure, root = name == "adjacency" && min(x) >= 0)
}
