# The graph of the paper's eq. 1, and the z-scores that it is made from.

#' Gene adjacency from expression
#'
#' The weighted graph over genes that the graph convolution of [ggc_fit()]
#' propagates along: equation 1 of Patil and Vaida (2022), `A = N'N` over time
#' points, made positive and normalised.
#'
#' The paper's products of raw values mostly say how strongly two genes are
#' expressed, so that the default takes them from z-scores. Genes are then
#' standardised over all samples of all trajectories; a constant gene has no
#' edges, not even to itself.
#'
#' @param x expression, genes in rows and samples in columns: anything that
#'   [ggc_input] lists.
#' @param method one of
#'   * `"gram"` (default): `|Z Z'| / n` with genes z-scored over the n samples;
#'   * `"gram_raw"`: `|X X'| / n` of the values as they are, as the paper
#'     prints it but for the factor, which `normalise` takes out again;
#'   * `"abscor"`: the absolute correlation. The same as `"gram"` up to
#'     rounding, with values in \[0, 1\] and 1 on the diagonal exactly;
#'   * `"dcor"`: the distance correlation, see [ggc_dcor()];
#'   * `"directed"`: entry `[j, i]` says how far gene j precedes gene i: the
#'     distance correlation of j at time t with what of i at time t + k its own
#'     value at time t leaves unexplained (by a line), mean over k = 1, 2, ...,
#'     `horizons`. Not symmetric, oriented as [granger()]; 1 on the diagonal. No
#'     step reaches from one trajectory into another.
#' @param normalise one of `"sym"` (default, as in graph convolutional
#'   networks: `D^(-1/2) A D^(-1/2)` with D the row sums), `"row"` (`D^(-1) A`,
#'   rows sum to 1), `"max"` (`A / max(A)`) or `"none"`. Rows without edges stay
#'   zero. Of a `"directed"` graph the sums are over a gene's regulators: D are
#'   the column sums, and with `"row"` (`A D^(-1)`) columns sum to 1.
#' @param self `TRUE` (default) keeps self loops, which let a gene's own hidden
#'   unit survive the convolution; `FALSE` sets the diagonal to zero before
#'   the row sums are taken.
#' @param horizons for `"directed"`: steps ahead, whole number >= 1, at most
#'   those of the longest trajectory; `NULL` (default): by the memory of the
#'   series, as in [ggc_control_model()].
#' @param threads whole number >= 1, or `NULL`: see [ggc_threads()].
#' @param ... how to read `x`: `time`, `trajectory`, `assay_type`, `irregular`,
#'   `na`, `replicates`, `batch`, see [ggc_input].
#' @return A genes x genes double matrix with the gene names as dimnames and
#'   entries >= 0. Symmetric, except for `method = "directed"` and for
#'   `normalise = "row"`.
#' @section Errors:
#' `ggc_error_argument` for arguments; `ggc_error_memory` where there is too
#' little memory ([ggc_memory]); those of [ggc_input] for the data.
#' @section Reproducibility:
#' The result does not depend on `threads`, and another order of the genes gives
#' the same values in that order, to the last bit.
#' @references Patil P, Vaida M (2022). Learning Gene Regulatory Networks using
#'   Graph Granger Causality. BICOB 2022, EPiC Series in Computing 83, 10-19.
#' @seealso [ggc_dcor()]
#' @examples
#' x <- rbind(a = c(1, 2, 4, 3), b = c(0, 3, 5, 5), c = c(2, 1, 1, 2))
#' ggc_adjacency(x)
#' ggc_adjacency(x, "abscor", normalise = "none", self = FALSE)
#'
#' sim <- ggc_simulate("var", p = 5, n_time = 21, n_trajectories = 6, seed = 1)
#' ggc_adjacency(sim, "directed", normalise = "row")
#' @export
ggc_adjacency <- function(x, method = c("gram", "gram_raw", "abscor", "dcor",
                              "directed"),
                          normalise = c("sym", "row", "max", "none"),
                          self = TRUE, horizons = NULL, threads = NULL, ...) {
    method <- .check_choice(method, "method", .GRAPH_METHODS)
    normalise <- .check_choice(normalise, "normalise", .GRAPH_SCALES)
    self <- .check_flag(self, "self")
    if (!is.null(horizons)) {
        horizons <- .check_count(horizons, "horizons")
    }
    .check_input_dots(...)
    threads <- .resolve_threads(threads)
    series <- .as_series(x, ..., min_points = 2L)
    if (method == "directed") {
        return(.normalise_directed(.precedence(series, horizons, threads),
            normalise, self, !series$constant))
    }
    x <- if (method == "gram_raw") {
        .factors(series$x, normalise)
    } else {
        series$x
    }
    .adjacency(x, method, normalise, series$trajectory, threads, self)
}

# Values whose products neither overflow nor vanish: a common factor, which a
# normalisation takes out again, brings them to order 1. It is a power of two,
# so that no bit is lost.
.factors <- function(x, normalise) {
    largest <- max(abs(x))
    if (normalise != "none" && largest > 0) {
        return(x / 2^floor(log2(largest)))
    }
    if (largest > .LARGEST_FACTOR) {
        .ggc_stop("input", paste0(
            "`x` must not exceed %g in size for normalise = \"none\", where ",
            "raw products overflow.\nRescale the genes, or give another ",
            "`normalise` or `method`."
        ), .LARGEST_FACTOR)
    }
    x
}

# Sums of up to 1e8 products of such values stay below the largest double.
.LARGEST_FACTOR <- 1e150

# Directed distance correlation between all genes; constant ones have none.
.precedence <- function(series, horizons, threads) {
    genes <- rownames(series$x)
    p <- as.double(length(genes))
    .check_memory("The adjacency matrix", c(
        result = 24 * p^2, data = 24 * p * ncol(series$x)
    ), .PAIR_ADVICE)
    out <- matrix(0, length(genes), length(genes),
        dimnames = list(genes, genes))
    used <- .working_genes(series, seq_along(genes), seq_along(genes))
    if (length(used)) {
        z <- .standardise(series$x[used, , drop = FALSE])$z
        none <- .nothing_held(series$trajectory)
        horizons <- .horizons_of(list(horizons = horizons), z, series, none)
        all <- seq_along(used)
        out[used, used] <- .directed_dependence(z, series$trajectory, all, all,
            "dcor", horizons, 0, none, threads, clock = .clock(series))
    }
    out
}
