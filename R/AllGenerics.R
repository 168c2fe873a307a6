#' Granger matrix of a fit
#'
#' How strongly each regulator drives each target.
#'
#' @param fit a [GGCFit-class], as [ggc_fit()] returns it.
#' @param type one string: `"score"` (default) for the ranking score (see
#'   [ggc_fit()]); `"norm"` for the group norms at the chosen penalty, exactly
#'   zero where the penalty removed the regulator, or the cut (`ggc_control(cut
#'   = )`) took a weak or incredible link: above zero = in the chosen network. A
#'   fit by `method = "loo"` has no penalty: there it is the score where the
#'   edge is in its network (by default: adjusted p at most `ggc_control(alpha =
#'   )`), else zero, which may be everywhere. `"network"`, `"dependence"` and
#'   `"conditional"` for the three that the score was made of; `"jacobian"` and
#'   `"effect"` for the derivatives of the networks, see the section on them.
#'   Scores rank edges nearly without ties; norms give a network.
#' @param ... for further methods; here any other argument is an error.
#' @return A double matrix, regulators in rows x targets in columns, both named:
#'   entry `[j, i]` is the strength with which gene `j` drives gene `i`; units
#'   are arbitrary. Not below 0, but for `"effect"` and for the score of a fit
#'   by `method = "loo"`, which is below 0 where masking the regulator made the
#'   forecast better. Self entries (the gene's own past) are included. Constant
#'   genes have 0; a target whose training diverged has a column of `NA`.
#' @section Derivatives: `"effect"` is the derivative of a target's forecast,
#'   one step ahead, by the regulator's value 1, 2, ... steps before, all values
#'   standardised: the mean over the networks at the chosen penalty,
#'   trajectories and time, summed over five lags (at most the steps of a
#'   trajectory or window; of a perceptron all lags that it sees). Above 0 the
#'   regulator raises its target, below 0 it lowers it. `"jacobian"` is the same
#'   of absolute values, and never smaller. Both are exactly 0 where the penalty
#'   removed the regulator from all networks. They are computed when asked for,
#'   with [ggc_threads()] threads; the bits do not depend on their number.
#' @section Errors: `ggc_error_argument` for an unknown `type` or argument, for
#'   `"dependence"` and `"conditional"` where the fit used none, and for
#'   `"jacobian"` and `"effect"` where it kept no networks (`ggc_control(keep =
#'   "none")`, `method = "loo"`).
#' @seealso [ggc_edges()] for the same as a ranked table.
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' round(granger(fit)[1:3, 1:3], 2)
#' sum(granger(fit, "norm") > 0)
#' round(granger(fit, "effect")[1:3, 1:3], 2)
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
#'   matrix without names gets "1", "2", ... A matrix of integers 0 and 1, as
#'   [ggc_network()] returns it, is a network: its edges are listed alone. Or a
#'   table of edges by another program, as [ggc_metrics()] takes it.
#' @param self one logical, default `FALSE`: leave out edges from a gene to
#'   itself, which say that its past predicts it, not that it regulates itself.
#' @param n which edges: one whole number for so many of the most credible,
#'   `Inf` (default) for all; of a fit also `NULL` for the network that it chose
#'   (norms above zero) or a network as [ggc_network()] returns it, for its
#'   edges. The same `n` has other defaults where all edges are too many: `NULL`
#'   in [ggc_igraph()], two per gene and at most 50 in
#'   [`plot()`][plot,GGCFit-method], 100 in [ggc_page()]; in [write_edges()] it
#'   is `Inf`, as here.
#' @param signs one logical, default `TRUE`: for a fit, the columns `sign` to
#'   `effect` too. They are computed when asked for, only for the targets of the
#'   edges returned; `FALSE` saves that time.
#' @param labels_from `NULL` (default), or what the genes of a fit are called: a
#'   column of the data's `rowData`, or labels named by genes, see
#'   [labels_from]. Their names are then in further columns, `regulator_id` and
#'   `target_id`.
#' @param ... for further methods; here any other argument is an error.
#' @return An [S4Vectors::DataFrame()] with one row per edge and the columns
#'   `regulator`, `target` (character), `score` (double), `rank` (integer, 1 =
#'   most credible of all candidates, whichever are asked for) and, for a fit,
#'   where nothing is known `NA`,
#'   * `norm` (double): the group norm at the chosen penalty; `in_network`
#'     (logical): is the edge in the network that the fit chose? Elsewhere the
#'     norm is 0;
#'   * `probability` (double): of being a true and direct edge, see
#'     [ggc_network()]; `NA` where it is not known;
#'   * `p_value`, `q_value` (double): of [ggc_test()]; of a fit that it did not
#'     test those of the method's own test (`"loo"`, `"var"`, `"bts"`,
#'     `"cgc2spr"`, `"te"`, `"grnte"`, `"lsngc"`, `"hsic_lasso"`), the
#'     q-values by Benjamini and Hochberg over all candidates. Of one that it
#'     did, these are in `p_loo`, or as the method is called;
#'   * `stability` (double): of `ggc_test(method = "stability")`;
#'   * `sign` (integer): 1 = the regulator raises its target (activation), -1 =
#'     it lowers it (repression), 0 = it cannot be told; of a fit whose `prior`
#'     tells signs, `prior_sign` (integer) beside it: what that says, or `NA`;
#'   * `lag` (integer): how many steps before the effect on the forecast is
#'     largest; `delay` (double): the same in the unit of the data's times, `NA`
#'     where these are not evenly spaced;
#'   * `effect` (double): see [granger()] with `type = "effect"`.
#' @section What to believe: the columns answer different questions, and need
#'   not agree. `score` and `rank` say in which order to look at edges, and
#'   nothing of how many are true. `probability` says that: of edges of .5 one
#'   in two is true, as far as the data are like those that it was calibrated
#'   on. `in_network` are those above .4 that the penalty left to the network
#'   that forecasts best (by the norms alone where the probability is not
#'   known). `p_value` asks whether an edge is stronger than what shadows of the
#'   same genes come to, and `q_value` how many of those found are not; they
#'   read no hubs and no prior, so that an edge may rank high and be no evidence
#'   by itself. `stability` says how often an edge would be found again in half
#'   of the data. An edge may be probable and not be found: a test asks for
#'   evidence that noise does not have, whatever is known of how many true edges
#'   such data have. To report edges as found, cut by `q_value`; to choose what
#'   to try next, by `probability`, else by `rank`.
#' @section Signs and lags: the sign is that of `effect`, the mean derivative of
#'   the networks at the chosen penalty. Where the penalty removed the regulator
#'   from them (it may rank high all the same, by other penalties), and where
#'   the fit kept no networks (`ggc_control(keep = "none")`, `method = "loo"`),
#'   it is the sign of the correlation of the regulator's values with what the
#'   target's own past leaves of its values one to `horizons` steps later. There
#'   `lag` and `delay` are `NA`, and without networks so is `effect`. The lag is
#'   counted from the value that is forecast: 1 is the last value before it.
#'   Five steps are looked at (of a perceptron all that it sees). It is the lag
#'   of the forecast: where a chain passes through genes that were not measured,
#'   or the time between samples is longer than the effect takes, it is not that
#'   of the biochemistry. A target that could not be trained has `NA`.
#' @section Errors: `ggc_error_argument` for a wrong `x`, `self`, `n` or
#'   `signs`, or an unknown argument.
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
