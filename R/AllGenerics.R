#' Granger matrix of a fit
#'
#' How strongly each regulator drives each target.
#'
#' @param fit a [GGCFit-class], as [ggc_fit()] returns it.
#' @param type one string: `"score"` (default) for the ranking score (see
#'   [ggc_fit()]); `"norm"` for the group norms at the chosen penalty, exactly
#'   zero where the penalty removed the regulator; `"network"` and
#'   `"dependence"` for the two that the score was made of. Scores rank edges
#'   nearly without ties; norms give a network.
#' @param ... further arguments of methods; none are used here.
#' @return A double matrix, regulators in rows x targets in columns, both named:
#'   entry `[j, i]` is the strength with which gene `j` drives gene `i`; units
#'   are arbitrary, not below 0. Self entries (the gene's own past) are
#'   included. Constant genes have 0; a target whose training diverged has a
#'   column of `NA`.
#' @section Errors: `ggc_error_argument` for an unknown `type`, and for
#'   `"dependence"` where the fit used none.
#' @seealso [ggc_edges()] for the same as a ranked table.
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' round(granger(fit)[1:3, 1:3], 2)
#' sum(granger(fit, "norm") > 0)
#' @export
setGeneric("granger", function(fit, ...) standardGeneric("granger"))

#' Ranked edges
#'
#' All candidate edges, the most credible first.
#'
#' Edges are ordered by decreasing score; equal scores by decreasing norm, then
#' by the names of regulator and target in the C locale, so that the order never
#' depends on the machine or on the order of the genes. `NA` scores (targets
#' whose training diverged) come last.
#'
#' @param x a [GGCFit-class], or a numeric matrix of scores, regulators in rows
#'   x targets in columns, named on both sides, larger = more credible. A square
#'   matrix without names gets "1", "2", ...
#' @param self one logical, default `FALSE`: leave out edges from a gene to
#'   itself, which say that its past predicts it, not that it regulates itself.
#' @param n one whole number or `Inf` (default): how many edges to return.
#' @param ... further arguments of methods; none are used here.
#' @return An [S4Vectors::DataFrame()] with one row per edge and the columns
#'   `regulator`, `target` (character), `score` (double), `rank` (integer, 1 =
#'   most credible) and, for a fit, `norm` (double, the group norm at the chosen
#'   penalty; above zero = the edge is in the chosen network).
#' @section Errors: `ggc_error_argument` for a wrong `x`, `self` or `n`.
#' @seealso [granger()], [write_edges()], [ggc_igraph()]
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' ggc_edges(fit, n = 5)
#' head(as.data.frame(ggc_edges(fit)))
#' ggc_edges(matrix(c(0, 2, 1, 0), 2, dimnames = rep(list(c("a", "b")), 2)))
#' @export
setGeneric("ggc_edges",
    function(x, self = FALSE, n = Inf, ...) standardGeneric("ggc_edges"),
    signature = "x"
)
