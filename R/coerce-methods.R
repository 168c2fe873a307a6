#' A fit as a graph object
#'
#' @param fit a [GGCFit-class].
#' @param n `NULL` (default) for the network at the chosen penalty (edges with a
#'   norm above zero), or one whole number for the `n` most credible edges.
#' @param self one logical, default `FALSE`: leave out self edges.
#' @return A directed igraph whose vertices are all regulators and targets and
#'   whose edges run from regulator to target, with the attributes `weight` (the
#'   score) and `norm`.
#' @section Errors: `ggc_error_dependency` if igraph is not installed,
#'   `ggc_error_argument` for wrong arguments.
#' @seealso [ggc_edges()], [write_edges()]
#' @examplesIf requireNamespace("igraph", quietly = TRUE)
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' ggc_igraph(fit, n = 5)
#' @export
ggc_igraph <- function(fit, n = NULL, self = FALSE) {
    .ggc_need("igraph", "ggc_igraph()")
    .check_fit(fit)
    edges <- .chosen_edges(fit, n, self)
    vertices <- union(rownames(fit@score), colnames(fit@score))
    igraph::graph_from_data_frame(
        data.frame(
            from = edges$regulator, to = edges$target, weight = edges$score,
            norm = edges$norm
        ),
        directed = TRUE, vertices = data.frame(name = vertices)
    )
}

# The n most credible edges, or (NULL) those with a norm above zero, ranked
# among themselves; missing scores are no edges.
.chosen_edges <- function(fit, n = NULL, self = FALSE) {
    index <- if (is.null(n)) {
        which(fit@norms > 0 & !is.na(fit@score))
    } else {
        setdiff(.candidates(fit), which(is.na(fit@score)))
    }
    .edge_table(fit@score, fit@norms, self, if (is.null(n)) Inf else n, index)
}
