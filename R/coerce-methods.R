#' A fit as another object
#'
#' The network as a graph of package igraph, graph or tidygraph, the matrices of
#' a fit as a `SummarizedExperiment`, its edges as a data frame. The directed
#' graphs have all regulators and targets as vertices, and edges from regulator
#' to target with the attributes `weight` (the score), `norm`, `probability`,
#' `p_value`, `q_value` and `stability` as far as these are known, `sign`,
#' `lag`, `delay` and `effect`, see [ggc_edges()].
#'
#' * `ggc_igraph(fit, n, self, labels_from)`, or `as(fit, "igraph")`;
#' * `as(fit, "graphNEL")`, of package graph;
#' * `tidygraph::as_tbl_graph(fit, n, self, labels_from)`;
#' * `as(fit, "SummarizedExperiment")`: regulators in rows x targets in columns.
#'   Assays, as far as the fit has them: `score`, `norm`, `network`,
#'   `dependence`, `conditional`, `jacobian`, `effect` (see [granger()]),
#'   `sign`, `lag` (see [ggc_edges()]; 0 where the networks have no weights) and
#'   `p_value`, `q_value`, `stability`, `probability`. `colData` is the training
#'   record, [ggc_training()]; `rowData` has `n_targets`, the regulator's edges
#'   in the chosen network, and the columns that the data have there; `metadata`
#'   is that of the fit;
#' * `as.data.frame(fit)`: all candidate edges, as [ggc_edges()] has them;
#' * `dim(fit)`, `dimnames(fit)`, and with them `nrow()`, `ncol()`, `rownames()`
#'   and `colnames()`: those of its matrices, regulators x targets.
#'
#' @param fit,x a [GGCFit-class]; for `ggc_igraph()` also a network as
#'   [ggc_network()] returns it, whose edges then have no attributes, or another
#'   ranking (a matrix of scores, a table of edges, as [ggc_metrics()] takes
#'   them), whose edges have a `weight`.
#' @param n which edges, as in [ggc_edges()]. Default, and for `as()`, `NULL`:
#'   the chosen network; of another ranking all edges with a score other than 0.
#' @param self one logical, default `FALSE`: leave out self edges.
#' @param labels_from of a fit: `NULL` (default), or what the genes are called,
#'   see [labels_from]; their names are then the vertices' `id`.
#' @param row.names,optional,stringsAsFactors as of [as.data.frame()].
#' @param validRN taken and not used: [data.frame()] gives it from R 4.7 on.
#' @param ... of `as.data.frame()`: arguments of [ggc_edges()], by name.
#' @return `ggc_igraph()`: a directed igraph. `as.data.frame()`: a data frame.
#'   `dim()`: two integers. `dimnames()`: a list of two character vectors.
#' @section Errors: `ggc_error_dependency` if the package is not installed,
#'   `ggc_error_argument` for wrong arguments.
#' @seealso [ggc_edges()], [write_edges()]
#' @examplesIf requireNamespace("igraph", quietly = TRUE)
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' ggc_igraph(fit, n = 5)
#' as(fit, "SummarizedExperiment")
#' @name ggc_igraph
#' @aliases coerce,GGCFit,igraph-method coerce,GGCFit,graphNEL-method
#'   coerce,GGCFit,SummarizedExperiment-method as_tbl_graph as_tbl_graph.GGCFit
#' @export
ggc_igraph <- function(fit, n = NULL, self = FALSE, labels_from = NULL) {
    .ggc_need("igraph", "ggc_igraph()")
    if (methods::is(fit, "GGCFit")) {
        .check_fit(fit)
        ids <- .vertices(fit)
        n <- .relabelled_arguments(list(n = n), fit, labels_from)$n
        fit <- .relabelled(fit, labels_from)
        edges <- .graph_table(fit, n, self)
        vertices <- .vertices(fit)
    } else {
        .refuse_labels(labels_from)
        vertices <- .as_ranking(fit, "fit")$genes
        edges <- .ranking_table(fit, n, self)
    }
    names(edges)[seq_len(2L)] <- c("from", "to")
    nodes <- data.frame(name = vertices)
    if (!is.null(labels_from)) {
        nodes$id <- ids
    }
    igraph::graph_from_data_frame(edges, directed = TRUE, vertices = nodes)
}

# Of a ranking that is no fit, as far as it tells: regulator, target, weight.
.ranking_table <- function(x, n, self) {
    edges <- as.data.frame(ggc_edges(x, self, n %or% Inf))
    if (.is_network(x)) {
        return(edges[c("regulator", "target")])
    }
    edges <- edges[!is.na(edges$score) & (!is.null(n) | edges$score != 0), ]
    data.frame(edges[c("regulator", "target")], weight = edges$score)
}

# Edges as in ggc_edges(), ranked among themselves; missing scores are none.
.chosen_edges <- function(fit, n = NULL, self = FALSE) {
    asked <- .asked(fit, n)
    index <- setdiff(asked$index, which(is.na(fit@score)))
    .edge_table(fit@score, fit@norms, self, asked$n, index)
}

# The same as a data frame: regulator, target and the attributes of a graph.
.graph_table <- function(fit, n = NULL, self = FALSE) {
    edges <- .with_evidence(.chosen_edges(fit, n, self), fit)
    edges <- as.data.frame(.with_effects(edges, fit))
    names(edges)[names(edges) == "score"] <- "weight"
    told <- c("probability", "p_value", "q_value", "stability")
    known <- vapply(edges[told], function(x) !all(is.na(x)), NA)
    edges[c("regulator", "target", "weight", "norm", told[known], "sign", "lag",
        "delay", "effect")]
}

.as_graphnel <- function(from) {
    .ggc_need("graph", "as(fit, \"graphNEL\")", "BiocManager::install")
    edges <- .graph_table(from)
    out <- graph::graphNEL(.vertices(from), edgemode = "directed")
    out <- graph::addEdge(edges$regulator, edges$target, out, edges$weight)
    for (name in setdiff(names(edges), c("regulator", "target", "weight"))) {
        graph::edgeDataDefaults(out, name) <- edges[[name]][NA_integer_]
        if (nrow(edges)) {
            graph::edgeData(out, edges$regulator, edges$target, name) <-
                edges[[name]]
        }
    }
    out
}

.as_experiment <- function(from) {
    effects <- .effects(from)
    assays <- list(
        score = from@score, norm = from@norms,
        network = from@details$ranking$network %or% from@score,
        dependence = from@details$ranking$dependence,
        conditional = from@details$ranking$conditional,
        jacobian = effects$jacobian,
        effect = effects$effect,
        sign = .signs(from, colnames(from@score), effects), lag = effects$lag,
        p_value = .p_values(from), q_value = .false_discovery_rates(from),
        stability = from@details$test$stability,
        probability = .edge_probability(from)
    )
    norms <- from@norms
    norms[.self_entries(norms)] <- 0
    SummarizedExperiment::SummarizedExperiment(
        assays[lengths(assays) > 0L], colData = .training_of(from),
        rowData = .about_regulators(from, norms), metadata = metadata(from)
    )
}

# How many targets each has, and what the data told of it.
.about_regulators <- function(fit, norms) {
    out <- DataFrame(
        n_targets = as.integer(rowSums(norms > 0, na.rm = TRUE)),
        row.names = rownames(norms)
    )
    known <- .rows_of(fit, rownames(norms))
    cbind(out, known[setdiff(names(known), names(out))])
}

# The classes igraph and graphNEL are known only once their packages are loaded,
# which as() does not need and setAs() tells.
withCallingHandlers({
    setAs("GGCFit", "igraph", function(from) ggc_igraph(from))
    setAs("GGCFit", "graphNEL", .as_graphnel)
}, message = function(m) tryInvokeRestart("muffleMessage"))

#' @importClassesFrom SummarizedExperiment SummarizedExperiment
#' @exportMethod coerce
setAs("GGCFit", "SummarizedExperiment", .as_experiment)

#' @exportS3Method tidygraph::as_tbl_graph
as_tbl_graph.GGCFit <- function(x, n = NULL, self = FALSE,
                                labels_from = NULL, ...) {
    .check_no_dots(..., of = "as_tbl_graph()")
    tidygraph::as_tbl_graph(ggc_igraph(x, n, self, labels_from))
}

#' @rdname ggc_igraph
#' @export
as.data.frame.GGCFit <- function(x, row.names = NULL, optional = FALSE, ...,
                                 stringsAsFactors = FALSE, validRN = TRUE) {
    out <- as.data.frame(ggc_edges(x, ...), row.names = row.names,
        optional = optional)
    if (.check_flag(stringsAsFactors, "stringsAsFactors")) {
        ends <- c("regulator", "target")
        out[ends] <- lapply(out[ends], factor)
    }
    out
}

#' @rdname ggc_igraph
#' @export
dim.GGCFit <- function(x) {
    dim(x@score)
}

#' @rdname ggc_igraph
#' @export
dimnames.GGCFit <- function(x) {
    dimnames(x@score)
}
