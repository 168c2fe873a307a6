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

# The letters with which an axis of n genes names them all. A picture of usual
# size has 106 mm for the cells and the names below them; a line of text takes
# 1.2 times the size of its letters.
.axis_letters <- function(n, below) {
    mm <- 106 / (1.2 * n + max(.name_mm(.short_names(below), 1)))
    min(.AXIS_LETTERS[["most"]], mm * ggplot2::.pt)
}

.axis_full <- function(n, below) {
    .axis_letters(n, below) >= .AXIS_LETTERS[["least"]]
}

# Genes that an axis names: all, or of many those with the largest totals, as
# far as their names keep clear of each other.
.axis_names <- function(total, below = names(total)) {
    n <- length(total)
    if (.axis_full(n, below)) {
        return(names(total))
    }
    some <- .AXIS_LETTERS[["some"]] / ggplot2::.pt
    cells <- 106 - some * max(.name_mm(.short_names(below), 1))
    apart <- 1.2 * some * n / cells
    keep <- integer()
    for (i in order(-total, method = "radix")) {
        if (!any(abs(keep - i) < apart)) {
            keep <- c(keep, i)
        }
    }
    names(total)[sort(utils::head(keep, 30L))]
}

.axis_text <- function(n, below, ...) {
    ggplot2::element_text(size = if (.axis_full(n, below)) {
        .axis_letters(n, below)
    } else {
        .AXIS_LETTERS[["some"]]
    }, ...)
}

# Are some genes of a heat map left without names?
.some_named <- function(x) {
    !.axis_full(max(dim(x)), colnames(x))
}

# Scores crowd near 0: their root spreads the colours. Signed entries (prior
# adjacency) get a diverging scale, white at 0.
.fill_scale <- function(values, name, root) {
    low <- min(values, 0, na.rm = TRUE)
    high <- max(values, -low, na.rm = TRUE)
    if (low < 0) {
        return(ggplot2::scale_fill_gradient2(
            name = name, low = .COLOURS[[1L]], high = .COLOURS[[2L]],
            limits = c(-high, high), na.value = "grey85"
        ))
    }
    scale <- list(name = name, limits = c(0, if (high > 0) high else 1),
        na.value = "grey85")
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

.plot_heat <- function(x, title, subtitle, legend, axes, root = FALSE) {
    cells <- data.frame(
        row = factor(rownames(x)[row(x)], rev(rownames(x))),
        column = factor(colnames(x)[col(x)], colnames(x)),
        value = as.vector(x)
    )
    ggplot2::ggplot(cells, ggplot2::aes(
        .data$column, .data$row, fill = .data$value
    )) +
        ggplot2::geom_raster() +
        .fill_scale(cells$value, legend, root) +
        ggplot2::scale_x_discrete(labels = .short_names,
            breaks = .axis_names(colSums(x, na.rm = TRUE))) +
        ggplot2::scale_y_discrete(labels = .short_names,
            breaks = .axis_names(rowSums(x, na.rm = TRUE), colnames(x))) +
        .heat_coord(x) +
        ggplot2::labs(title = title, subtitle = subtitle, x = axes[[2L]],
            y = axes[[1L]]) +
        .plot_theme() + ggplot2::theme(
            panel.grid = ggplot2::element_blank(),
            axis.text.x = .axis_text(ncol(x), colnames(x), angle = 90,
                hjust = 1, vjust = 0.5),
            axis.text.y = .axis_text(nrow(x), colnames(x)),
            axis.ticks = if (.some_named(x)) {
                ggplot2::element_line(linewidth = 0.2, colour = "grey40")
            } else {
                ggplot2::element_blank()
            }
        )
}

.shown_of <- function(shown, all) {
    named <- if (.some_named(shown)) "the strongest named"
    if (identical(dim(shown), dim(all))) {
        return(named)
    }
    c(sprintf("the strongest %d of %d rows and %d of %d columns", nrow(shown),
        nrow(all), ncol(shown), ncol(all)), named)
}

.plot_granger <- function(fit) {
    score <- fit@score
    score[.self_entries(score)] <- NA
    shown <- .clustered(.strongest_part(score))
    subtitle <- c("row drives column; grey: self", .shown_of(shown, score))
    if (any(fit@training$status %in% .UNTRAINED)) {
        subtitle[[1L]] <- paste0(subtitle[[1L]], " or not trained")
    }
    .plot_heat(shown, "Granger scores", paste(subtitle, collapse = "; "),
        "score", c("regulator", "target"),
        root = min(score, 0, na.rm = TRUE) >= 0
    )
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

.plot_gene_matrix <- function(fit, name) {
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
        .shown_of(shown, x))
    .plot_heat(shown, title, paste(subtitle, collapse = "; "),
        c(adjacency = "weight", dcor = "dCor")[[name]], axes,
        root = name == "adjacency" && min(x) >= 0)
}
