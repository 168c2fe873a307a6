# The evidence by regulator.

#' Which genes regulate anything?
#'
#' One row for each candidate regulator: how many targets it has in the network
#' that the fit chose, and what [ggc_test()] found for it as a whole.
#'
#' @param fit a [GGCFit-class].
#' @param labels_from as in [ggc_edges()]; their names are then in the column
#'   `regulator_id`.
#' @return An [S4Vectors::DataFrame()], the most credible first (by p-value,
#'   number of targets and name), with the columns `regulator` (character),
#'   `n_targets` (integer, without itself), and `p_value` and `q_value` (double,
#'   `NA` where the fit was not tested against shadows, and for constant genes):
#'   the share of shadow regulators whose mean evidence over all targets is at
#'   least that of this one, and the same adjusted by Benjamini and Hochberg
#'   over all regulators. Shadows are few, as many as regulators for each
#'   exchange, and no p-value is below `1 / (1 + B * regulators)`.
#' @section Errors: `ggc_error_argument` if `fit` is not a [GGCFit-class].
#' @seealso [ggc_test()], [ggc_edges()]
#' @examples
#' sim <- ggc_simulate("var", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
#' fit <- ggc_test(ggc_fit(sim, seed = 1), B = 2)
#' ggc_regulators(fit)
#' @export
ggc_regulators <- function(fit, labels_from = NULL) {
    fit <- .check_fit(fit)
    labels <- .gene_labels(labels_from, fit)
    names <- rownames(fit@score)
    network <- fit@norms > 0 & !is.na(fit@score)
    network[.self_entries(fit@score)] <- FALSE
    p <- fit@details$test$regulators %or%
        stats::setNames(rep(NA_real_, length(names)), names)
    out <- S4Vectors::DataFrame(regulator = names,
        n_targets = as.integer(rowSums(network)), p_value = unname(p[names]),
        q_value = stats::p.adjust(unname(p[names]), "BH"))
    out <- out[order(out$p_value, -out$n_targets, .name_order(names)), ]
    if (!is.null(labels)) {
        out$regulator_id <- out$regulator
        out$regulator <- .as_labels(out$regulator, labels)
    }
    out
}
