#' One ranking of several
#'
#' The mean over rankings of the evidence for each edge, -log of its rank over
#' the number of candidates and one (ties have their mean rank): an edge that
#' one method puts first of all counts for more than one that all put into the
#' first half.
#'
#' @section No gain over the default: Of the default, `"var"`, `"trees"` and
#'   `"bets"`, on eight designs of `ggc_simulate()` with six networks each
#'   (`tools/tune/consensus.R` and its logs), the consensus had .07 less AUPR in
#'   the mean than the best of the four, the default: .05 to .16 less on gene
#'   networks, .02 on Lorenz-96; on linear systems it had .01 and .02 more than
#'   any of them. Other evidence (places, normal scores, reciprocal places),
#'   pairs of the default with one of the others, and a double to eightfold
#'   weight of the default lost less, and gained nothing but there; weights by
#'   `"forecast"`, on two networks each, lost .03 more. So it is the default of
#'   nothing: take it where no method is known to be ahead, or to see what
#'   several agree on. (The default's own rules were chosen on systems of these
#'   kinds, which flatters it.)
#' @param x an object of [ggc_compare()], or a list of [GGCFit-class]s, matrices
#'   of scores and tables of edges, as `methods` of [ggc_compare()] takes them.
#' @param weights `"equal"` (default); `"forecast"`, of a comparison with halves
#'   ([ggc_compare()]): in proportion to the logarithm of the error that its
#'   first regulators take off the forecast of each method, 0 where they take
#'   off none, and equal where that holds for all; or a number for each ranking,
#'   0 or more, in order or named by them.
#' @return A numeric matrix, regulators x targets, of the mean evidence; what is
#'   no candidate, as a gene with itself, has 0, the least. It goes wherever a
#'   ranking does: [ggc_edges()], [ggc_network()] (`n_edges =`),
#'   [ggc_metrics()], [ggc_roc()], [ggc_compare()]. Attribute `weights`: those
#'   that were used, their sum 1.
#' @section Errors: `ggc_error_argument` for wrong arguments, among them
#'   `"forecast"` where there are no forecasts.
#' @seealso [ggc_compare()]
#' @references Marbach D et al. (2012). Wisdom of crowds for robust gene network
#'   inference. Nature Methods 9, 796-804.
#' @examples
#' sim <- ggc_simulate("var", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
#' compared <- ggc_compare(sim, c("clstm", "var", "bts"), seed = 1)
#' together <- ggc_consensus(compared)
#' ggc_edges(together, n = 3)
#' ggc_metrics(together, S4Vectors::metadata(sim)$truth)
#' @export
ggc_consensus <- function(x, weights = c("equal", "forecast")) {
    compared <- .as_comparison(x)
    weights <- .consensus_weights(compared, weights)
    apart <- !compared$candidates
    score <- .scores_compared(compared$rankings, compared$candidates)
    out <- array(0, dim(apart), dimnames(apart))
    for (label in names(weights)[weights > 0]) {
        value <- replace(out * 0, compared$candidates, score[, label])
        out <- out + weights[[label]] * .rank_evidence(value, apart)
    }
    out[apart] <- 0
    attr(out, "weights") <- weights
    out
}

.as_comparison <- function(x) {
    if (inherits(x, "ggc_comparison")) {
        return(x)
    }
    if (!.is_list(x) || .is_table(x)) {
        .ggc_stop("argument", paste0(
            "`x` must be a comparison of ggc_compare(), or a list of fits and ",
            "rankings, not %s."
        ), .given(x))
    }
    asked <- vapply(x, function(entry) {
        is.character(entry) || .is_arguments(entry)
    }, NA)
    if (any(asked)) {
        .ggc_stop("argument", paste0(
            "`x` must have fits and rankings, not names of methods.\n",
            "ggc_compare() makes the fits."
        ))
    }
    labels <- names(x) %or% rep("", length(x))
    names(x) <- ifelse(nzchar(labels), labels, paste("ranking", seq_along(x)))
    ggc_compare(NULL, x, halves = FALSE)
}

.consensus_weights <- function(compared, weights) {
    labels <- names(compared$rankings)
    if (is.numeric(weights)) {
        weights <- .given_weights(weights, labels)
    } else if (.check_choice(weights, "weights", c("equal", "forecast")) ==
        "forecast") {
        error <- compared$table$forecast[match(labels, compared$table$method)]
        if (all(is.na(error))) {
            .ggc_stop("argument", paste0(
                "`weights` must not be \"forecast\" where `x` has no ",
                "forecasts.\nMake it by ggc_compare(halves = TRUE), of series ",
                "that are long enough to be halved."
            ))
        }
        weights <- pmax(0, -log(error))
        weights[is.na(weights)] <- 0
    } else {
        weights <- rep(1, length(labels))
    }
    if (sum(weights) == 0) {
        weights[] <- 1
    }
    stats::setNames(weights / sum(weights), labels)
}

.given_weights <- function(weights, labels) {
    if (!is.null(names(weights)) && setequal(names(weights), labels)) {
        weights <- weights[labels]
    } else if (!is.null(names(weights))) {
        .ggc_stop("argument", "`weights` must be named by the rankings: %s.",
            .ggc_names(labels))
    }
    if (length(weights) != length(labels) || any(!is.finite(weights)) ||
        any(weights < 0) || sum(weights) == 0) {
        .ggc_stop("argument", paste0(
            "`weights` must be %s, 0 or more and not all 0: one for each ",
            "ranking."
        ), .plural(length(labels), "number"))
    }
    weights
}
