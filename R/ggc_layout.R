#' Places for the nodes of a weighted graph
#'
#' ForceAtlas2 (Jacomy et al. 2014): nodes repel each other, links pull their
#' ends together, gravity keeps the parts near; the speed of each node adapts to
#' how much it swings. Repulsion is summed over all pairs: an iteration takes
#' time in proportion to the square of the number of nodes.
#'
#' @param x a symmetric numeric matrix of weights >= 0 (0 = no link; the
#'   diagonal is ignored), an igraph (taken as undirected, weighted by its
#'   attribute `weight`), or a [GGCFit-class], whose adjacency matrix `a` is
#'   laid out, as `(a + t(a)) / 2`.
#' @param iterations number of steps, >= 1: at most, as a layout ends when no
#'   node moves any more. With `radius` there are two runs: the first without.
#' @param repulsion factor of the repulsion, > 0: larger spreads the graph.
#' @param gravity,strong_gravity pull towards the centre, >= 0; with
#'   `strong_gravity = TRUE` it grows with the distance.
#' @param linlog `TRUE`: attraction goes with the logarithm of the distance,
#'   which makes clusters tighter.
#' @param weight_influence attraction goes with weight to this power: 0 ignores
#'   the weights.
#' @param dissuade_hubs `TRUE`: the busier end of a link shares its attraction
#'   out among its links, which moves hubs outwards.
#' @param radius `NULL`, or sizes >= 0 of the nodes (one, or one each), which
#'   then do not overlap.
#' @param tolerance how much swinging is allowed, > 0: larger is faster and
#'   rougher.
#' @param seed of the random start, a whole number from 0 to 2^53. Starts are
#'   keyed by the nodes' names.
#' @param threads number of threads; see [ggc_threads()].
#' @return A double matrix, nodes x 2 (`x`, `y`), rows named as in `x`, centred
#'   on 0. The same bits for any number of threads and order of the nodes; R's
#'   random numbers are left alone.
#' @section Errors: `ggc_error_argument` for a matrix that is not symmetric, has
#'   negative, missing or infinite weights, or wrong settings;
#'   `ggc_error_memory` where there is too little memory ([ggc_memory]).
#' @references Jacomy M, Venturini T, Heymann S, Bastian M (2014). ForceAtlas2,
#'   a continuous graph layout algorithm for handy network visualization
#'   designed for the Gephi software. PLoS ONE 9(6), e98679.
#' @examples
#' sim <- ggc_simulate("var", p = 8, n_time = 60, seed = 1)
#' ggc_layout(ggc_adjacency(sim))
#' @export
ggc_layout <- function(x, iterations = 500L, repulsion = 1, gravity = 1,
                       strong_gravity = FALSE, linlog = FALSE,
                       weight_influence = 1, dissuade_hubs = FALSE,
                       radius = NULL, tolerance = 1, seed = 1,
                       threads = NULL) {
    weight <- .as_weights(x)
    n <- nrow(weight)
    settings <- list(
        iterations = .check_count(iterations, "iterations"),
        repulsion = .check_number(repulsion, "repulsion", 0, open = TRUE),
        gravity = .check_number(gravity, "gravity", 0),
        strong_gravity = as.integer(.check_flag(strong_gravity,
            "strong_gravity")),
        linlog = as.integer(.check_flag(linlog, "linlog")),
        weight_influence = .check_number(weight_influence, "weight_influence",
            0),
        dissuade_hubs = as.integer(.check_flag(dissuade_hubs,
            "dissuade_hubs")),
        tolerance = .check_number(tolerance, "tolerance", 0, open = TRUE),
        seed = .check_seed(seed)
    )
    settings["radius"] <- list(.check_radii(radius, n))
    .check_memory("This layout", c(nodes = 36 * as.double(n)^2),
        c(nodes = "matrices over pairs of nodes: give fewer nodes"))
    order <- order(rownames(weight), method = "radix")
    if (!is.null(settings$radius)) {
        settings$radius <- settings$radius[order]
    }
    at <- .native_layout(weight[order, order, drop = FALSE],
        rownames(weight)[order], settings, .resolve_threads(threads, n))
    if (!all(is.finite(at))) {
        .ggc_stop("argument", paste0(
            "`repulsion`, `gravity` and the weights must be of ordinary size:",
            "\nplaces are beyond the largest number."
        ))
    }
    at[order, ] <- at
    dimnames(at) <- list(rownames(weight), c("x", "y"))
    at
}

.as_weights <- function(x) {
    if (methods::is(x, "GGCFit")) {
        x <- .adjacency_of(.check_fit(x, "x"))
    } else if (inherits(x, "igraph")) {
        .ggc_need("igraph", "ggc_layout() of an igraph")
        x <- .undirected_weights(x)
    }
    if (!is.matrix(x) || !is.numeric(x) || nrow(x) != ncol(x) || !nrow(x)) {
        .ggc_stop("argument", paste0(
            "`x` must be a symmetric numeric matrix, an igraph or a GGCFit, ",
            "not %s."
        ), .given(x))
    }
    if (any(!is.finite(x)) || any(x < 0)) {
        .ggc_stop("argument", "`x` must have finite weights >= 0.")
    }
    if (!isSymmetric(unname(x))) {
        .ggc_stop("argument", paste0(
            "`x` must be symmetric.\n",
            "For a directed matrix, lay out `x + t(x)`."
        ))
    }
    names <- rownames(x)
    if (is.null(names)) {
        names <- as.character(seq_len(nrow(x)))
    }
    matrix(as.double(x), nrow(x), dimnames = list(names, names))
}

.check_radii <- function(radius, n) {
    if (is.null(radius)) {
        return(NULL)
    }
    if (!is.numeric(radius) || !length(radius) %in% c(1L, n) ||
        any(!is.finite(radius)) || any(radius < 0)) {
        .ggc_stop("argument", paste0(
            "`radius` must be NULL, one number or %d numbers >= 0, not %s."
        ), n, .given(radius))
    }
    rep_len(as.double(radius), n)
}

# The adjacency matrix of a fit, without direction; of its series, by the
# default rule, where the fit did without.
.adjacency_of <- function(fit) {
    if (!is.null(fit@details$adjacency)) {
        return((fit@details$adjacency + t(fit@details$adjacency)) / 2)
    }
    series <- fit@series
    z <- .standardise(series$x[!series$constant, , drop = FALSE])$z
    .adjacency(z, "gram", "sym", series$trajectory, .resolve_threads(NULL))
}

# The weights of an igraph, those of several links between two nodes added;
# 1 for a link without.
.undirected_weights <- function(graph) {
    weighted <- "weight" %in% igraph::edge_attr_names(graph)
    weight <- igraph::as_adjacency_matrix(
        igraph::simplify(graph, edge.attr.comb = "sum"),
        attr = if (weighted) "weight", sparse = FALSE
    )
    if (!igraph::is_directed(graph)) {
        weight
    } else if (weighted) {
        weight + t(weight)
    } else {
        pmax(weight, t(weight))
    }
}
