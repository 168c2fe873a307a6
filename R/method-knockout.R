# Knock-outs alone: who responds where a gene was held, and by way of whom.

#' Interventions alone
#'
#' `ggc_fit(x, method = "knockout", perturbed = )`, or with `steady = `, ranks
#' edges by what followed where genes were knocked out, knocked down or
#' over-expressed, without a look at the order in time. With any method that
#' trains networks the same evidence joins that of the series: give `perturbed`
#' or `steady` to [ggc_fit()].
#'
#' @section Model: *Responses.* Of each gene the median over the samples in
#'   which it was free is its centre, and the median distance from that its
#'   spread (times 1.4826; mean square with the median spread of all genes).
#'   Where a gene alone was held, the others' shifts in these units are noise,
#'   `N(0, s^2)`, or responses, `N(0, s^2 + t^2)`; both variances and the share
#'   of responses are those of largest likelihood over all genes. If nothing
#'   responds, as in a table of noise, both are alike and nothing is told.
#'   Samples in which several genes were held tell of no single one, and are
#'   used for centre and spread alone. Of series, samples of one trajectory in
#'   which the same genes were held are one sample, see `Time`.
#'
#'   *Direct or not.* A gene responds to another if there is an edge (with
#'   chance .75), if it responds to a target of the other (a noisy "or" over all
#'   others whose own intervention was seen), or for no reason that is known.
#'   The log-odds of an edge are the sum of
#'   - those of two regulators a gene,
#'   - 1.5 times the logarithm of the ratio of likelihoods with and without it,
#'   - the logarithm of how many respond to the regulator, over the mean,
#'   - the same two a third as much for responses within the series,
#'   - half of the evidence of the series, -log of the share of edges above, of
#'     a fit that reads them,
#'
#'   and edges and what they explain are read from each other in turn. Constants
#'   were chosen on simulated networks (`tools/tune/knockout.R`).
#' @section Time: Trajectories that were measured at the same times are compared
#'   time by time: at each, the distance from the median of all trajectories,
#'   and the mean over times with weights that fall with the spread there, since
#'   other perturbations that some have hide what an intervention does.
#' @section Result: The score is the log-odds above the least of them; the norm
#'   is the score of edges of log-odds above 0, else 0; the sign is that of the
#'   response. They are no calibrated probabilities: `p_value` and `probability`
#'   are `NA`. Edges from genes that were never held keep the odds of a guess,
#'   which are above those of a gene that was held and moved nothing. Nothing is
#'   forecast, and [ggc_test()] is refused.
#' @section Errors: `ggc_error_perturbed`, `ggc_error_steady`, and
#'   `ggc_error_argument` where neither is given.
#' @references Pinna A, Soranzo N, de la Fuente A (2010). From Knockouts to
#'   Networks: Establishing Direct Cause-Effect Relationships through Graph
#'   Analysis. PLoS ONE 5(10), e12912: responses in units of their spread, and
#'   edges that others explain.
#' @seealso [ggc_fit()], [ggc_simulate()]
#' @examples
#' sim <- ggc_simulate("grn", p = 10, design = "onoff", steady = TRUE, seed = 1)
#' steady <- S4Vectors::metadata(sim)$steady
#' steady
#' alone <- ggc_fit(sim, method = "knockout", steady = steady)
#' ggc_edges(alone, n = 5)
#' both <- ggc_fit(sim, steady = steady, seed = 1)
#' ggc_edges(both, n = 5)
#' @name ggc_knockout
NULL

.knockouts <- function() {
    .method_row(
        label = "interventions", does = paste("responses to interventions",
            "alone, which need `perturbed` or `steady`: see [ggc_knockout]"),
        train = .train_knockout, takes = "exclude",
        whole = "reads all responses together",
        tasks = function(regulators, targets) 1L, has_path = FALSE,
        interventions = TRUE,
        rule = function(fit) "at log-odds above 0"
    )
}

.train_knockout <- function(s) {
    if (!length(.intervention_tables(s$series))) {
        .ggc_stop("argument", paste0(
            "method = \"knockout\" needs genes that were held, by `perturbed` ",
            "or `steady`.\nUse another `method` where nothing was perturbed."
        ))
    }
    names <- rownames(s$z)
    none <- matrix(0, length(s$rows), length(s$columns),
        dimnames = list(names[s$rows], names[s$columns]))
    apart <- .apart(s$rows, s$columns, .flagged_or_none(s))
    beside <- .steady_evidence(s, apart)
    if (!is.null(beside)) {
        none[] <- beside$weight * beside$evidence
    }
    odds <- .with_interventions(none, apart, s$series)
    score <- odds - min(odds)
    score[apart] <- 0
    place <- .placer(s)
    list(score = place(unname(score)),
        norms = place(unname(score * (odds > 0))),
        training = .target_record(s, NULL), control = s$control,
        details = list(response = place(unname(.response_signs(odds,
            s$series)))))
}

.flagged_or_none <- function(s) {
    if (!is.null(s$known$exclude)) .excluded(s) > 0
}
