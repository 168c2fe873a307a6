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
#'   of Student's distribution (6 degrees of freedom, since a spread is read
#'   from few samples), or responses, normal, with a variance eight times as
#'   large or more; both variances and the share of responses are those of
#'   largest likelihood over all genes. Where that is hardly larger than
#'   without responses, nothing is told. Samples in which several genes were
#'   held tell of no single one, and are used for centre and spread alone. Of
#'   series, samples of one trajectory in which the same genes were held are one
#'   sample, see `Time`.
#'
#'   *Believed.* Where genes were held they themselves should go there, down
#'   where knocked out or down, more than other genes do: the likelihood ratio
#'   of that says how far responses count, from 0 to 1. A message says where
#'   they do not. Of noise, normal or with long tails, of twelve genes held in
#'   turn, it is below .1 in the mean (a test of the package). Where expression
#'   does not show what was done, as of a protein without function, set the
#'   values of held genes to `NA` in `steady`, and their responses count.
#'
#'   *Direct or not.* A gene responds to another if there is an edge (with
#'   chance .75, less where fewer respond than edges are expected), if it
#'   responds to a target of the other that responds itself (a noisy "or" over
#'   all others whose own intervention was seen), or for no reason known.
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
#' @section No intervention: ten or more samples of `steady` in which nothing
#'   was held, as of many individuals, tell who goes with whom, given all
#'   others: the importances of a random forest for each target (package ranger,
#'   500 trees), as GENIE3 has them, join the evidence of the series, weighted
#'   by 1.5 times the root of the share of variance that the forests explain of
#'   samples that they have not seen, which is 0 for noise. They hardly tell
#'   directions, and what moves many genes at once, as batches do, they take for
#'   edges. On eight simulated networks of 20 genes, with 20 such samples, the
#'   mean AUPR rose from .134 to .151 in three series of 8 points, from .238 to
#'   .268 in six, and from .433 to .442 in ten of 21
#'   (`tools/tune/multifactorial.R`).
#' @section Time: Trajectories that were measured at the same times are compared
#'   time by time: at each, the distance from the median of all trajectories,
#'   and the mean over times with weights that fall with the spread there, since
#'   other perturbations that some have hide what an intervention does.
#' @section Result: The score is the log-odds above the least of them; the norm
#'   is the score of edges of log-odds above 0, else 0; the sign, also of fits
#'   that join responses, is that of the response where there is one. They are
#'   no calibrated probabilities: `p_value` and `probability` are `NA`. Edges
#'   from genes that were never held keep the odds of a guess, which are above
#'   those of a gene that was held and moved nothing. Nothing is forecast, and
#'   [ggc_test()] is refused.
#' @section Errors: `ggc_error_perturbed`, `ggc_error_steady`,
#'   `ggc_error_argument` where no gene was held, and `ggc_error_dependency`
#'   without ranger where ten samples of `steady` are under no intervention.
#' @references Pinna A, Soranzo N, de la Fuente A (2010). From Knockouts to
#'   Networks: Establishing Direct Cause-Effect Relationships through Graph
#'   Analysis. PLoS ONE 5(10), e12912: responses in units of their spread, and
#'   edges that others explain.
#'
#'   Huynh-Thu VA, Irrthum A, Wehenkel L, Geurts P (2010). Inferring Regulatory
#'   Networks from Expression Data Using Tree-Based Methods. PLoS ONE 5(9),
#'   e12776: forests on steady states.
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
    tables <- .table_responses(s$series)
    if (!length(tables)) {
        .ggc_stop("argument", paste0(
            "method = \"knockout\" needs genes that were held, by `perturbed` ",
            "or `steady`.\nUse another `method` where nothing was perturbed."
        ))
    }
    if (!any(vapply(tables, function(found) any(is.finite(found$z)), NA))) {
        .ggc_stop("argument", paste0(
            "method = \"knockout\" needs genes that were held alone in some ",
            "samples and free in others, to compare; there are none."
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
    odds <- .with_interventions(none, apart, tables, s$series)
    score <- odds - min(odds)
    score[apart] <- 0
    if (max(score) == 0) {
        .ggc_inform(paste0(
            "Nothing responded to interventions more than noise does: all ",
            "edges have the score 0, and no order."
        ))
    }
    place <- .placer(s)
    list(score = place(unname(score)),
        norms = place(unname(score * (odds > 0))),
        training = .target_record(s, NULL), control = s$control,
        details = list(response = place(unname(.response_signs(odds,
            tables)))))
}

.flagged_or_none <- function(s) {
    if (!is.null(s$known$exclude)) .excluded(s) > 0
}
