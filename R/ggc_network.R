# Which edges to call a network: so many, or as many as keep a stated precision.

#' Choose a network from a fit
#'
#' Cuts the ranking: after so many edges, at a density, at a false discovery
#' rate, or where the expected precision falls below what is asked for. Without
#' any of these it is the network that the fit chose itself: the edges with a
#' norm above zero at the chosen penalties, see `cut` in
#' [ggc_control_network()].
#'
#' Expected precision comes from a logistic regression of "is a true edge" on
#' what a fit knows of an edge without the truth: its rank over the number of
#' targets, the network's score, the directed dependence against what chance
#' gives, steps per regulator, and how much the target's network gains on
#' held-out data over one with few regulators. Its coefficients were estimated
#' on simulated gene networks (`ggc_simulate("grn")`, four time designs, 10 to
#' 100 genes) and checked on fresh ones: see `tools/tune/precision.R` and its
#' log. It is as true as your data are like these: on other simulated systems
#' (linear autoregressions) realised precision is higher than expected.
#'
#' All of these systems have a network, so expected precision takes for granted
#' that there is one. Of noise it is wrong: white noise of 20 genes, 3 to 40
#' points, has about one edge a gene at `precision = 0.5` (19 to 31 edges, five
#' data sets), none of them true. A warning says where nothing speaks for the
#' forecasts: no held-out error was measured, or no target's is below that of
#' the forecast "no change". Its absence proves little: the mean alone forecasts
#' white noise better than "no change" does, and four of those five had no
#' warning. It is not read against the forecast from each target's own past,
#' which tells no better (see [summary][summary,GGCFit-method]): no target beat
#' that in 3 of 6 gene networks whose precision was as expected.
#'
#' @param fit a [GGCFit-class].
#' @param precision number above 0 and below 1: the largest network whose mean
#'   edge probability is at least this. Needs a fit with
#'   `ggc_control(dependence = "linear")`, the default.
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
#' @section Errors: `ggc_error_argument` for wrong arguments, and for
#'   `precision` and `fdr` where the fit lacks what they need.
#'   `ggc_warning_precision` if `precision` is given and no target's held-out
#'   error, as far as one was measured, is below that of "no change" (see
#'   [ggc_training()]).
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
    fit <- .check_fit(fit)
    given <- list(precision = precision, n_edges = n_edges, density = density,
        fdr = fdr)
    given <- given[!vapply(given, is.null, TRUE)]
    if (length(given) > 1L) {
        .ggc_stop("argument", paste0(
            "at most one of `precision`, `n_edges`, `density` and `fdr` may ",
            "be given, not %d of them."
        ), length(given))
    }
    probability <- .edge_probability(fit)
    index <- if (length(given)) .candidates(fit) else .chosen(fit)
    order <- .edge_order(fit@score, fit@norms, index = index)
    order <- order[!is.na(fit@score[order])]
    size <- if (length(given) == 0L) length(order) else switch(names(given),
        n_edges = .check_count(n_edges, "n_edges", 0L),
        density = floor(.check_number(density, "density", 0, 1) *
            length(order)),
        precision = {
            .warn_unproven(fit)
            order <- .by_probability(probability, order)
            .size_at(.check_share(precision), probability[order])
        },
        fdr = {
            order <- .found_at(.check_number(fdr, "fdr", 0, 1), fit, order)
            length(order)
        }
    )
    chosen <- utils::head(order, size)
    out <- 0L * is.na(fit@score)
    out[chosen] <- 1L
    attr(out, "expected_precision") <- if (is.null(probability)) {
        NA_real_
    } else {
        if (length(chosen)) mean(probability[chosen]) else NA_real_
    }
    out
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

# Expected precision takes a network for granted: is there a sign of one?
.warn_unproven <- function(fit) {
    skill <- .skill(fit@training, "null")
    if (any(skill > 0, na.rm = TRUE)) {
        return(invisible())
    }
    .ggc_warn("precision", paste0(
        "The expected precision may be far too high: %s.\n",
        "It was estimated on data that have a network; see ?ggc_network."
    ), if (any(is.finite(skill))) {
        "no target is forecast better than by \"no change\""
    } else {
        "the fit has no held-out error that could speak for it"
    })
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
    if (is.null(probability)) {
        .ggc_stop("argument", paste0(
            "`precision` needs a fit with the linear directed dependence.\n",
            "Fit with ggc_control(dependence = \"linear\"), or give `n_edges`."
        ))
    }
    order[order(-probability[order], seq_along(order))]
}

# The most edges whose mean probability is at least `precision`, none of them
# impossible.
.size_at <- function(precision, probability) {
    mean_of <- cumsum(probability) / seq_along(probability)
    max(0L, which(mean_of >= precision & probability > 0))
}
