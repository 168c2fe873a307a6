# Plots are 'ggplot2' objects: print one to draw it, add to it to change it.

utils::globalVariables(".data")

#' Plot a fit
#'
#' `plot()` and ggplot2's `autoplot()` draw the same pictures: they return a
#' 'ggplot2' plot, which is drawn when it is printed. The console prints by
#' itself; in loops, functions and scripts that are sourced write
#' `print(plot(fit))`.
#'
#' @param x,object a [GGCFit-class].
#' @param y may hold the type instead of `type`: `plot(fit, "network")`.
#' @param type one string:
#'   * `"granger"` (default): heat map of the Granger scores, genes ordered by
#'     hierarchical clustering (Ward) of their profiles; self entries are grey.
#'     At most the 300 regulators and targets with the largest totals are shown.
#'     Of more than some 40 genes only the strongest are named.
#'   * `"effect"`: heat map of the effects with their signs
#'     (`granger(fit, "effect")`), ordered alike: activation is blue, repression
#'     vermillion and, of up to 60 genes, marked by a stroke.
#'   * `"network"`: the `n` most credible edges as arrows from regulator to
#'     target, width by score, laid out by ForceAtlas2 ([ggc_layout()]); nodes
#'     grow and darken with the number of genes they regulate. `labels` says
#'     which are named. Activation is blue and ends in an arrow, repression is
#'     vermillion and ends in a bar, where the edges have a sign; with `truth`,
#'     true and false edges differ in colour instead, and false ones are dashed.
#'     Where all edges have a `probability`, it is that which is the width;
#'     where they have a `q_value`, edges above 0.1 are dashed. The subtitle
#'     says how many of these edges are in the network at the chosen penalties
#'     (`granger(fit, "norm")`).
#'   * `"adjacency"`, `"dcor"`: heat map of the adjacency matrix of the graph
#'     convolution, of the distance correlations; of those of the fitted series,
#'     by the default settings of [ggc_adjacency()] and [ggc_dcor()], where the
#'     fit did without. Ordered as for `"granger"`.
#'   * `"graph"`: the weighted graph of the adjacency matrix, laid out by
#'     ForceAtlas2 ([ggc_layout()]), with the three strongest links of each
#'     gene.
#'   * `"architecture"`: the layers of one `target`'s network, with their sizes,
#'     and which regulators enter it.
#'   * `"forecast"`: what was observed beside what the networks forecast one
#'     step ahead ([predict()][predict,GGCFit-method]), for some `genes` (rows)
#'     and `trajectories` (columns), with the root mean square error of each
#'     gene over all its trajectories and that of the forecast "no change". The
#'     networks were trained on these values. Crosses are points that were
#'     interpolated between samples of uneven times, and missing values that
#'     were filled in; all samples are shown where they were taken, and errors
#'     are those at samples alone.
#'   * `"loss"`: held-out error of each target against the penalty, relative to
#'     the forecast from the target's own past (`own` of [ggc_training()]);
#'     points mark the chosen penalties.
#'   * `"path"`: group norms of one `target`'s regulators against the penalty.
#'   * `"roc"`, `"pr"`: curves against a `truth`; of several fits in one
#'     figure: [plot.ggc_comparison()].
#' @param truth for `"roc"` and `"pr"`, and optionally `"network"`: the known
#'   network, as in [ggc_metrics()].
#' @param n which edges `"network"` shows, as in [ggc_edges()]. By default the
#'   most credible: two per gene of the fit, at most 50.
#' @param target one gene name, for `"path"` and `"architecture"`; `NULL`
#'   (default) takes the target of the most credible edge.
#' @param genes,trajectories for `"forecast"`: which targets and trajectories,
#'   by name, index or flag; `NULL` (default) takes the targets of the most
#'   credible edges, four of them, and the first four trajectories.
#' @param labels for `"network"`: which of its genes are named. `"hubs"`
#'   (default): all of up to 40 genes, of more the 20 that regulate the most, as
#'   far as there is room; `"all"`; `"none"`; or the names of genes of the fit.
#'   Names stand beside nodes that are too small for them, or where there is
#'   room and a line leads; of more than 28 letters the middle is left out.
#' @param self for `"roc"`, `"pr"` and `"network"`: one logical, default
#'   `FALSE`: count self edges?
#' @param candidates for `"roc"` and `"pr"`: as in [ggc_metrics()], one string.
#' @param ... `labels_from`, what the genes are called, a column of the data's
#'   `rowData` or labels named by genes: see [labels_from]; `width`, `height`
#'   and `base_size` of the figure: see [ggc_figures]. For `autoplot()`: the
#'   arguments of `plot()`. Others are an error, as is an argument that is not
#'   for the `type`.
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
#' plot(fit, "network", width = 85) # one column of a journal
#' ggplot2::autoplot(fit, "forecast", genes = c("G1", "G2"))
#' @name plot-GGCFit-method
#' @aliases plot,GGCFit,ANY-method plot,GGCFit-method plot.GGCFit
#' @export
setMethod("plot", c("GGCFit", "ANY"), function(
        x, y, type = "granger", truth = NULL, n, target = NULL,
        self = FALSE, genes = NULL, trajectories = NULL,
        labels = "hubs", candidates = "all", ...) {
    .ggc_need("ggplot2", "plot() of a fit")
    .check_fit(x, "x")
    figure <- .figure_of(..., of = "plot()", labels = TRUE)
    labels_from <- figure$labels_from
    if (!missing(y)) {
        .check_one_type(missing(type))
        type <- y
    }
    type <- .check_choice(type, "type", .PLOT_TYPES)
    .check_plot_arguments(type, list(
        truth = truth, n = if (!missing(n)) n, target = target,
        self = if (!missing(self)) self, genes = genes,
        trajectories = trajectories,
        labels = if (!missing(labels)) labels, labels_from = labels_from,
        candidates = if (!missing(candidates)) candidates
    ))
    n <- if (missing(n)) .default_edges(x) else n
    by_label <- .relabelled_arguments(list(truth = truth, n = n,
        target = target, genes = genes, labels = labels), x, labels_from)
    x <- .relabelled(x, labels_from)
    switch(type,
        granger = .plot_granger(x, figure),
        effect = .plot_effect(x, figure),
        network = .plot_network(x, by_label$n, by_label$truth, self,
            by_label$labels, figure),
        adjacency = .plot_gene_matrix(x, "adjacency", figure),
        dcor = .plot_gene_matrix(x, "dcor", figure),
        forecast = .plot_forecast(x, by_label$genes, trajectories, figure),
        graph = .plot_graph(x, figure),
        architecture = .plot_architecture(x, by_label$target, figure),
        loss = .plot_loss(x, figure),
        path = .plot_path(x, by_label$target, figure),
        roc = .plot_roc(.need_truth(truth), x, self, candidates, figure),
        pr = plot.ggc_pr(ggc_pr(x, .need_truth(truth), self, candidates), ...)
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
    labels_from = setdiff(.PLOT_TYPES, c("roc", "pr", "loss")),
    genes = "forecast", trajectories = "forecast", labels = "network",
    candidates = c("roc", "pr")
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

# ---- Norm paths ----------------------------------------------------------
