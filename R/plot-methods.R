# Plots are 'ggplot2' objects: print one to draw it, add to it to change it.

utils::globalVariables(".data")

# Okabe & Ito (2008): told apart under every common colour blindness.
.COLOURS <- c(
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9",
    "#000000", "#B5A800"
)
.PLOT_TYPES <- c(
    "granger", "network", "adjacency", "dcor", "graph", "architecture",
    "forecast", "loss", "roc", "pr", "path"
)

.plot_theme <- function() {
    ggplot2::theme_minimal(base_size = 11) + ggplot2::theme(
        panel.grid.minor = ggplot2::element_blank(),
        plot.title = ggplot2::element_text(face = "bold", size = 12),
        plot.subtitle = ggplot2::element_text(colour = "grey30", size = 10),
        plot.title.position = "plot",
        plot.background = ggplot2::element_rect(fill = "white", colour = NA)
    )
}

# Where places mean nothing by themselves.
.no_axes <- function() {
    ggplot2::theme(panel.grid = ggplot2::element_blank(),
        axis.text = ggplot2::element_blank(),
        axis.title = ggplot2::element_blank())
}

#' Plot a fit
#'
#' `plot()` and ggplot2's `autoplot()` draw the same pictures: they return a
#' 'ggplot2' plot, which is drawn when it is printed. The console prints by itself;
#' in loops, functions and scripts that are sourced write `print(plot(fit))`.
#'
#' @param x,object a [GGCFit-class].
#' @param y may hold the type instead of `type`: `plot(fit, "network")`.
#' @param type one string:
#'   * `"granger"` (default): heat map of the Granger scores, genes ordered by
#'     hierarchical clustering (Ward) of their profiles; self entries are grey.
#'     At most the 300 regulators and targets with the largest totals are shown.
#'     Of more than some 40 genes only the strongest are named.
#'   * `"network"`: the `n` most credible edges as arrows from regulator to
#'     target, width by score, laid out by ForceAtlas2 ([ggc_layout()]); nodes
#'     grow and darken with the number of genes they regulate. `labels` says
#'     which are named. Activation is blue, repression vermillion, where the
#'     edges have a sign; with `truth`, true and false edges differ in colour
#'     instead. The subtitle says how many of these edges are in the network at
#'     the chosen penalties (`granger(fit, "norm")`).
#'   * `"adjacency"`, `"dcor"`: heat map of the adjacency matrix of the graph
#'     convolution, of the distance correlations; of those of the fitted series,
#'     by the default settings of [ggc_adjacency()] and [ggc_dcor()], where the
#'     fit did without. Ordered as for `"granger"`.
#'   * `"graph"`: the weighted graph of the adjacency matrix, laid out by
#'     ForceAtlas2 ([ggc_layout()]), with the three strongest links of each gene.
#'   * `"architecture"`: the layers of one `target`'s network, with their sizes,
#'     and which regulators enter it.
#'   * `"forecast"`: what was observed beside what the networks forecast one
#'     step ahead ([predict()][predict,GGCFit-method]), for some `genes` (rows)
#'     and `trajectories` (columns), with the root mean square error of each
#'     gene over all its trajectories and that of the forecast "no change". The
#'     networks were trained on these values.
#'   * `"loss"`: held-out error of each target against the penalty, relative to
#'     the forecast "no change"; points mark the chosen penalties.
#'   * `"path"`: group norms of one `target`'s regulators against the penalty.
#'   * `"roc"`, `"pr"`: curves against a `truth`.
#' @param truth for `"roc"` and `"pr"`, and optionally `"network"`: the known
#'   network, as in [ggc_metrics()].
#' @param n which edges `"network"` shows, as in [ggc_edges()]. By default the most
#'   credible: two per gene of the fit, at most 50.
#' @param target one gene name, for `"path"` and `"architecture"`; `NULL`
#'   (default) takes the target of the most credible edge.
#' @param genes,trajectories for `"forecast"`: which targets and trajectories,
#'   by name, index or flag; `NULL` (default) takes the targets of the most
#'   credible edges, four of them, and the first four trajectories.
#' @param labels for `"network"`: which of its genes are named. `"hubs"`
#'   (default): all of up to 40 genes, of more the 20 that regulate the most, as
#'   far as there is room; `"all"`; `"none"`; or the names of genes of the fit.
#'   Names stand beside nodes that are too small for them; of more than 28
#'   letters the middle is left out.
#' @param self for `"roc"`, `"pr"` and `"network"`: one logical, default `FALSE`:
#'   count self edges?
#' @param ... for `autoplot()`: the arguments of `plot()`. Others are an error, as
#'   is an argument that is not for the `type`.
#' @return A 'ggplot2' plot, drawn when printed. Layouts are deterministic and
#'   leave R's random numbers alone.
#' @section Errors: `ggc_error_dependency` if ggplot2 is not installed;
#'   `ggc_error_argument` for wrong arguments or if the fit does not hold what
#'   the type needs; `ggc_error_genes` for unknown `genes`
#'   or `labels`; `ggc_error_truth` as
#'   in [ggc_metrics()].
#' @examplesIf requireNamespace("ggplot2", quietly = TRUE)
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' plot(fit)
#' plot(fit, type = "loss")
#' ggplot2::autoplot(fit, "forecast", genes = c("G1", "G2"))
#' @name plot-GGCFit-method
#' @aliases plot,GGCFit,ANY-method plot,GGCFit-method plot.GGCFit
#' @export
setMethod("plot", c("GGCFit", "ANY"), function(
        x, y, type = "granger", truth = NULL, n, target = NULL,
        self = FALSE, genes = NULL, trajectories = NULL,
        labels = "hubs", ...) {
    .ggc_need("ggplot2", "plot() of a fit")
    .check_fit(x, "x")
    .check_no_dots(..., of = "plot()")
    if (!missing(y)) {
        .check_one_type(missing(type))
        type <- y
    }
    type <- .check_choice(type, "type", .PLOT_TYPES)
    .check_plot_arguments(type, list(
        truth = truth, n = if (!missing(n)) n, target = target,
        self = if (!missing(self)) self, genes = genes,
        trajectories = trajectories,
        labels = if (!missing(labels)) labels
    ))
    switch(type,
        granger = .plot_granger(x),
        network = .plot_network(x, if (missing(n)) .default_edges(x) else n,
            truth, self, labels),
        adjacency = .plot_gene_matrix(x, "adjacency"),
        dcor = .plot_gene_matrix(x, "dcor"),
        forecast = .plot_forecast(x, genes, trajectories),
        graph = .plot_graph(x),
        architecture = .plot_architecture(x, target),
        loss = .plot_loss(x),
        path = .plot_path(x, target),
        roc = .plot_roc(.need_truth(truth), x, self),
        pr = plot.ggc_pr(ggc_pr(x, .need_truth(truth), self))
    )
})

#' @rdname plot-GGCFit-method
#' @usage \method{autoplot}{GGCFit}(object, type = "granger", ...)
#' @exportS3Method ggplot2::autoplot
autoplot.GGCFit <- function(object, type = "granger", ...) {
    plot(object, type = type, ...)
}

#' @exportS3Method ggplot2::autoplot
autoplot.ggc_pr <- function(object, ...) {
    plot.ggc_pr(object, ...)
}

# Arguments of plot() that not every type reads, and those that do.
.PLOT_ARGUMENTS <- list(
    truth = c("network", "roc", "pr"), n = "network",
    target = c("path", "architecture"), self = c("network", "roc", "pr"),
    genes = "forecast", trajectories = "forecast", labels = "network"
)

# given: their values; NULL where one was not given.
.check_plot_arguments <- function(type, given) {
    for (arg in names(given)[!vapply(given, is.null, FALSE)]) {
        types <- .PLOT_ARGUMENTS[[arg]]
        if (!type %in% types) {
            .ggc_stop("argument",
                "`%s` must not be given for type \"%s\".\nIt is for %s.", arg,
                type, paste(dQuote(types, FALSE), collapse = ", "))
        }
    }
}

# A third argument without a name is the type again.
.check_one_type <- function(once) {
    if (!once) {
        .ggc_stop("argument", paste0(
            "`type` must be given once, as the second argument or by name.\n",
            "Name all arguments after it."
        ))
    }
}

.need_truth <- function(truth) {
    if (is.null(truth)) {
        .ggc_stop("argument", "`truth` must be given for this type of plot.")
    }
    truth
}

# ---- Heat maps -----------------------------------------------------------

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

# The `limit` rows and columns with the largest sums.
.strongest_part <- function(x, limit = 300L) {
    if (max(dim(x)) <= limit) {
        return(x)
    }
    keep <- function(total) {
        sort(utils::head(order(-total), limit))
    }
    rows <- rowSums(x, na.rm = TRUE)
    columns <- colSums(x, na.rm = TRUE)
    if (identical(rownames(x), colnames(x))) {
        both <- keep(rows + columns)
        return(x[both, both, drop = FALSE])
    }
    x[keep(rows), keep(columns), drop = FALSE]
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
    ggplot2::scale_fill_viridis_c(
        name = name, limits = c(0, if (high > 0) high else 1),
        trans = if (root) "sqrt" else "identity", na.value = "grey85"
    )
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
    if (!is.null(fit@dcor)) {
        return(fit@dcor)
    }
    series <- fit@series
    .dcor(series$x[!series$constant, , drop = FALSE], NULL, 0L,
        series$trajectory, .resolve_threads(NULL))
}

.plot_gene_matrix <- function(fit, slot) {
    x <- if (slot == "dcor") .dcor_shown(fit) else .adjacency_of(fit)
    axes <- if (identical(rownames(x), colnames(x))) {
        c("gene", "gene")
    } else {
        c("regulator", "target")
    }
    used <- !is.null(methods::slot(fit, slot))
    title <- c(
        adjacency = if (used) {
            "Adjacency of the graph convolution"
        } else {
            "Adjacency of the genes"
        },
        dcor = "Distance correlation"
    )[[slot]]
    shown <- .clustered(.strongest_part(x))
    # A gene goes with itself best of all, which would take all the colours.
    shown[.self_entries(shown)] <- NA
    subtitle <- c("grey: self", if (!used) "of the series; not used by the fit",
        .shown_of(shown, x))
    .plot_heat(shown, title, paste(subtitle, collapse = "; "),
        c(adjacency = "weight", dcor = "dCor")[[slot]], axes,
        root = slot == "adjacency" && min(x) >= 0)
}

# ---- Curves --------------------------------------------------------------

.unit_square <- function() {
    list(
        ggplot2::scale_x_continuous(breaks = seq(0, 1, 0.25),
            expand = c(0.015, 0)),
        ggplot2::scale_y_continuous(breaks = seq(0, 1, 0.25),
            expand = c(0.015, 0)),
        ggplot2::coord_fixed(xlim = c(0, 1), ylim = c(0, 1)),
        .plot_theme()
    )
}

.edge_counts <- function(n_true, n) {
    sprintf("%s among %s", .plural(n_true, "true edge"),
        .plural(n, "candidate"))
}

.plot_roc <- function(truth, fit, self) {
    data <- .evaluation(fit, truth, self)
    ranking <- .native_ranking(data$score, data$label)
    curve <- .curve(data)
    points <- data.frame(
        fpr = c(0, curve$fp / ranking[["n_negative"]]),
        tpr = c(0, curve$tp / ranking[["n_positive"]])
    )
    ggplot2::ggplot(points, ggplot2::aes(.data$fpr, .data$tpr)) +
        ggplot2::geom_abline(linetype = 2, colour = "grey50") +
        ggplot2::geom_line(colour = .COLOURS[[1L]], linewidth = 0.8) +
        ggplot2::labs(
            title = sprintf("ROC curve: AUROC %.3f (AUPR %.3f)",
                ranking[["auroc"]], ranking[["average_precision"]]),
            subtitle = paste0(.edge_counts(ranking[["n_positive"]],
                sum(!is.na(data$label))), "; dashed: chance"),
            x = "false positive rate", y = "true positive rate"
        ) + .unit_square()
}

#' @method plot ggc_pr
#' @export
plot.ggc_pr <- function(x, ...) {
    .check_no_dots(..., of = "plot() of a precision-recall curve")
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
        ggplot2::labs(
            title = sprintf("Precision-recall curve: AUPR %.3f (chance %.3f)",
                x$aupr, x$baseline),
            subtitle = paste0(.edge_counts(x$n_true, x$n_candidates),
                "; dashed: chance"),
            x = "recall", y = "precision"
        ) + .unit_square()
}

.need_path <- function(fit, what) {
    lambda <- fit@path$lambda
    if (length(lambda) < 2L || is.null(fit@path[[what]])) {
        .ggc_stop("argument", paste0(
            "`type` must not be \"%s\" for this fit, which does not hold ",
            "its path of penalties."
        ), if (what == "error") "loss" else "path")
    }
    lambda
}

# Penalties span orders of magnitude, unless the path holds 0.
.lambda_axis <- function(lambda, ...) {
    scale <- if (min(lambda) > 0) "log10" else "identity"
    ggplot2::scale_x_continuous(trans = scale, ...)
}

# Ratios, of which a few are large: equal factors are equal steps.
.ratio_axis <- function(ratio) {
    if (any(ratio <= 0, na.rm = TRUE)) {
        return(NULL)
    }
    ggplot2::scale_y_continuous(trans = "log10", n.breaks = 8L)
}

# A place left of the smallest penalty, by a share of the axis.
.left_of <- function(lambda, share) {
    ends <- range(lambda)
    if (ends[[1L]] > 0) {
        return(ends[[1L]] * (ends[[2L]] / ends[[1L]])^-share)
    }
    ends[[1L]] - share * diff(ends)
}

.plot_loss <- function(fit) {
    lambda <- .need_path(fit, "error")
    training <- fit@training
    usable <- training$status == "ok" & training$null > 0
    error <- sweep(fit@path$error, 2L, training$null, "/")
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
        ggplot2::labs(
            title = "Held-out error along the path",
            subtitle = paste("thin: one target; bold: median; points: chosen",
                "penalty; dashed: forecast \"no change\""),
            x = "penalty", y = "held-out error, relative to \"no change\""
        ) + .plot_theme()
}

# ---- Norm paths ----------------------------------------------------------

# Heights of labels: as near to y (in squares) as a distance of `gap` between
# them allows, and not below `low`.
.spread <- function(y, gap, low = -Inf) {
    order <- order(y)
    steps <- gap * (seq_along(y) - 1)
    at <- pmax(stats::isoreg(y[order] - steps)$yf, low) + steps
    at[order(order)]
}

.path_target <- function(fit, target) {
    if (is.null(target)) {
        return(ggc_edges(fit, n = 1L)$target)
    }
    .check_choice(target, "target", colnames(fit@score))
}

# Norm paths of one target; the eight regulators with the largest scores have a
# name, the others NA.
.path_lines <- function(fit, target, lambda) {
    regulators <- setdiff(rownames(fit@score), target)
    norms <- fit@path$norms[match(regulators, rownames(fit@score)),
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
.path_labels <- function(lines, lambda) {
    ends <- lines[!is.na(lines$label) & lines$lambda == lambda[[1L]], ]
    ends$hook <- rep(.left_of(lambda, 0.035), nrow(ends))
    ends$place <- rep(.left_of(lambda, 0.042), nrow(ends))
    ends$short <- .short_names(ends$label)
    ends$at <- if (nrow(ends)) {
        .spread(ends$norm, 0.045 * max(lines$norm), low = 0)
    } else {
        numeric()
    }
    ends
}

# Room left of the paths, as a share of their width, for the labels in letters
# of 3.2 mm: a picture of usual width has 145 mm for both, and 3 % to the right.
.label_room <- function(names) {
    share <- min(0.8, max(0, .name_mm(names, 3.2)) / 145)
    max(0.14, (0.05 + 1.03 * share) / (1 - share))
}

.plot_path <- function(fit, target) {
    lambda <- .need_path(fit, "norms")
    target <- .path_target(fit, target)
    lines <- .path_lines(fit, target, lambda)
    named <- lines[!is.na(lines$label), ]
    ends <- .path_labels(lines, lambda)
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
            hjust = 1, size = 3.2) +
        ggplot2::scale_colour_manual(values = .COLOURS, guide = "none") +
        .lambda_axis(lambda, expand = ggplot2::expansion(
            c(.label_room(ends$short), 0.03))) +
        ggplot2::labs(
            title = sprintf("Regulators of %s along the path", target),
            subtitle = "dashed: chosen penalty; grey: other candidates",
            x = "penalty", y = "group norm"
        ) + .plot_theme()
}
