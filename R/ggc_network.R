# Which edges to call a network: so many, or as many as keep a stated precision.

#' Choose a network from a fit
#'
#' Cuts the ranking: after so many edges, at a density, at a false discovery
#' rate, or where the expected precision falls below what is asked for. Without
#' any of these it is the network that the fit chose itself: the edges that the
#' chosen penalty left a norm above zero, of a probability above .4, see `cut`
#' in [ggc_control_network()].
#'
#' @section Precision: the `probability` of an edge to be a true and direct one
#'   comes from a logistic regression of "is a true edge" on what a fit knows of
#'   an edge without the truth: its rank, the parts of its score, what speaks
#'   for it against shadows (see [ggc_test()]; here without training, by the
#'   dependences of the series), with weights that depend on what is known of
#'   the data: steps per regulator, trajectories, how well networks forecast,
#'   how fast the series forget, how many edges stand out from their shadows. It
#'   was estimated on simulated gene networks, linear systems and Lorenz-96 of
#'   10 to 400 genes in 49 designs, three times three points to 46 times 21, one
#'   series of 20 to 200, uneven times, hidden genes and lists of regulators,
#'   with low and high noise, and on noise of five kinds
#'   (`tools/tune/probability.R`, `tools/tune/odds.R`).
#'
#'   On 848 fresh networks of 20 genes (`tools/tune/promise.R` and its log) the
#'   share of true edges was within .04 of the probability in every tenth. A
#'   stated precision of .5 came to .4 to .6 in 71 of 90 kinds (design, system
#'   and noise) with 30 such edges or more. It was less, .33 to .39, in
#'   replicates of several conditions, in some designs of gene networks
#'   (perturbations on and off, three series of 200) and in some of linear
#'   systems (hidden genes, starts at rest, three series of 21); more, to .77,
#'   of Lorenz-96, of few steps of linear systems, and in 46 series of 21 with
#'   high noise. Of gene networks in three series of 8 or 12 points, or one of
#'   60, next to no edge is so probable (2 in 120 networks), and the
#'   probability knows no more than how many edges there are (log loss up to
#'   8 % above that of the base rate). Of noise there were 6 edges in 126 data
#'   sets.
#'
#'   Where it was not estimated it is refused (`ggc_error_precision`), and the
#'   message says what would do: other methods than `"clstm"`, other values of
#'   [ggc_control()] than the defaults, a `prior`, links that are demanded or
#'   excluded, interpolated times, fewer than 10 or more than 200 regulators,
#'   fewer targets than regulators or more than 6.7 for each, fewer than .1 or
#'   more than 92 steps for each regulator, longer or more trajectories than
#'   above, and series that carry no shadows (samples that were paired, one
#'   series of uneven times or of fewer than 20 points, a trajectory without its
#'   like). The network that a fit chooses itself goes by the norms alone there,
#'   of noise as of anything else; `print()` says so.
#'
#' @param fit a [GGCFit-class], or for `n_edges` and `density` any ranking: a
#'   matrix of scores or a table of edges, as [ggc_metrics()] takes them.
#' @param precision number above 0 and below 1: the largest network whose mean
#'   edge probability is at least this: about this share of its edges is true.
#' @param n_edges whole number: the so many most credible edges, in the order of
#'   [ggc_edges()].
#' @param density number from 0 to 1: this share of all candidate edges, rounded
#'   down.
#' @param fdr number from 0 to 1: the edges whose false discovery rate is at
#'   most this, the `q_value` of [ggc_edges()]. Needs a fit that [ggc_test()]
#'   tested, or a method with tests of its own. At most one of the four may be
#'   given.
#' @return An integer 0/1 matrix, regulators in rows x targets in columns; no
#'   self edges. It may be empty: no edge is credible enough. Its attribute
#'   `"expected_precision"` is the mean probability of its edges, `NA` if empty
#'   or not known.
#' @section Errors: `ggc_error_argument` for wrong arguments, for `fdr` where
#'   the fit has no tests, and for other rankings where neither `n_edges` nor
#'   `density` is given; `ggc_error_precision` for `precision` where the
#'   probability of edges is not known.
#' @seealso [ggc_edges()], [ggc_metrics()] with `network =`. [write_edges()] and
#'   [ggc_igraph()] take the network, and as their `n` [ggc_edges()],
#'   [`plot()`][plot,GGCFit-method] and [ggc_page()].
#' @examples
#' sim <- ggc_simulate("grn", p = 10, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' network <- ggc_network(fit, precision = 0.5)
#' sum(network)
#' ggc_metrics(fit, S4Vectors::metadata(sim)$truth, network = network)
#' sum(ggc_network(fit, n_edges = 5))
#' sum(ggc_network(fit))
#' ggc_edges(fit, n = network)
#' @export
ggc_network <- function(fit, precision = NULL, n_edges = NULL,
                        density = NULL, fdr = NULL) {
    given <- list(precision = precision, n_edges = n_edges, density = density,
        fdr = fdr)
    given <- given[!vapply(given, is.null, TRUE)]
    if (length(given) > 1L) {
        .ggc_stop("argument", paste0(
            "at most one of `precision`, `n_edges`, `density` and `fdr` may ",
            "be given, not %d of them."
        ), length(given))
    }
    if (!methods::is(fit, "GGCFit")) {
        return(.network_of_ranking(fit, given))
    }
    .check_fit(fit)
    probability <- .edge_probability(fit)
    index <- if (length(given)) .candidates(fit) else .chosen(fit)
    order <- .edge_order(fit@score, fit@norms, index = index)
    order <- order[!is.na(fit@score[order])]
    chosen <- if (length(given) == 0L) order else switch(names(given),
        precision = {
            precision <- .check_share(precision)
            order <- .by_probability(.need_probability(fit), order)
            utils::head(order, .size_at(precision, probability[order]))
        },
        fdr = .found_at(.check_number(fdr, "fdr", 0, 1), fit, order),
        .first_of(order, given)
    )
    .network_matrix(fit@score, chosen, probability)
}

# The first of an order of entries, by `n_edges` or `density`.
.first_of <- function(order, given) {
    utils::head(order, switch(names(given),
        n_edges = .check_count(given$n_edges, "n_edges", 0L),
        density = floor(.check_number(given$density, "density", 0, 1) *
            length(order))
    ))
}

.network_matrix <- function(score, chosen, probability = NULL) {
    out <- 0L * is.na(score)
    out[chosen] <- 1L
    attr(out, "expected_precision") <- if (is.null(probability) ||
        length(chosen) == 0L) {
        NA_real_
    } else {
        mean(probability[chosen])
    }
    out
}

# A ranking by another program has neither networks of its own nor tests nor
# probabilities.
.network_of_ranking <- function(x, given) {
    ranking <- .as_ranking(x, "fit")
    if (!any(c("n_edges", "density") %in% names(given))) {
        .ggc_stop(if (is.null(given$precision)) "argument" else "precision",
            paste0("%s needs a fit by ggc_fit(): of %s nothing but the order ",
                "is known.\nGive `n_edges` or `density`."),
            if (length(given)) sprintf("`%s`", names(given)) else
                "A network without a size", .kind(x))
    }
    order <- .edge_order(ranking$score, ranking$norms)
    .network_matrix(ranking$score,
        .first_of(order[!is.na(ranking$score[order])], given))
}

# Those of `order` that tests found at this false discovery rate.
.found_at <- function(fdr, fit, order) {
    q <- .false_discovery_rates(fit)
    if (is.null(q)) {
        .ggc_stop("argument", paste0(
            "`fdr` needs tests of the edges, and the fit has none.\n",
            "Test it first: fit <- ggc_test(fit)."
        ))
    }
    order[which(q[order] <= fdr)]
}

# The probability of edges, or why it is not known.
.need_probability <- function(fit) {
    probability <- .edge_probability(fit)
    if (is.null(probability)) {
        why <- .uncalibrated(.parts_of(fit))
        .ggc_stop("precision", paste0(
            "the probability of edges is not known: %s.\n%s\nOr give ",
            "`n_edges`."
        ), why[[1L]], why[[2L]])
    }
    probability
}

.check_share <- function(precision) {
    precision <- .check_number(precision, "precision", 0, 1, open = TRUE)
    if (precision == 1) {
        .ggc_stop("argument", "`precision` must be below 1: nothing is sure.")
    }
    precision
}

# Entries in `order`, the most probable first; ties as they were.
.by_probability <- function(probability, order) {
    order[order(-probability[order], seq_along(order))]
}
