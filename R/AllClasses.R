# Classes of the results. A GGCFit is made by ggc_fit() through .GGCFit(), which
# runs every check below; the checks are for us (a broken fit is our mistake),
# so their texts name slots.

setOldClass("ggc_series")

setOldClass("GGCControl")

setClassUnion("matrixOrNULL", c("matrix", "NULL"))

.FIT_STATUS <- c("ok", "constant", "diverged", "failed")
.UNTRAINED <- c("diverged", "failed")

# The layout of a fit's slots. Fits of earlier layouts are told by it, and
# brought up to date by updateObject(): 1 had the parts of networks in slots of
# their own, and no number.
.FIT_FORMAT <- 2L

.valid_fit_matrices <- function(object) {
    score <- object@score
    names <- dimnames(score)
    if (!is.double(score) || !is.double(object@norms)) {
        return("slots 'score' and 'norms' must be double matrices")
    }
    if (is.null(names) || is.null(names[[1L]]) || is.null(names[[2L]])) {
        return("slot 'score' must have row (regulator) and column names")
    }
    if (anyDuplicated(names[[1L]]) || anyDuplicated(names[[2L]])) {
        return("regulators and targets must be unique")
    }
    for (slot in c("norms", "p_value", "sign", "lag")) {
        value <- methods::slot(object, slot)
        if (!is.null(value) && !(identical(dim(value), dim(score)) &&
            identical(dimnames(value), names))) {
            return(sprintf(
                "slots 'score' and '%s' must have the same dim and dimnames",
                slot
            ))
        }
    }
    .valid_fit_values(object)
}

.valid_fit_values <- function(object) {
    p_value <- object@p_value
    if (!is.null(p_value) &&
        !all(is.na(p_value) | (p_value >= 0 & p_value <= 1))) {
        return("slot 'p_value' must be probabilities like 'score', or NULL")
    }
    if (any(is.infinite(object@score)) || any(is.infinite(object@norms)) ||
        any(object@norms < 0, na.rm = TRUE)) {
        return("scores must be finite, norms finite and not negative")
    }
    if (!all(object@sign %in% c(-1L, 0L, 1L, NA))) {
        return("slot 'sign' must be -1, 0 or 1, or NULL")
    }
    NULL
}

.valid_fit_training <- function(object) {
    training <- object@training
    columns <- c("status", "lambda", "iterations", "loss", "heldout", "null")
    missing <- setdiff(columns, colnames(training))
    if (length(missing)) {
        return(sprintf("slot 'training' lacks %s", .ggc_names(missing)))
    }
    if (!identical(rownames(training), colnames(object@score))) {
        return("slot 'training' must have one row per target, in order")
    }
    unknown <- setdiff(training$status, .FIT_STATUS)
    if (length(unknown)) {
        return(sprintf("unknown status %s", .ggc_names(unknown)))
    }
    untrained <- training$status %in% .UNTRAINED
    gaps <- colSums(is.na(object@score))
    if (any(gaps[!untrained] > 0) ||
        any(gaps[untrained] < nrow(object@score))) {
        return(paste("a column of 'score' must be NA for untrained targets,",
            "else full"))
    }
    NULL
}

.valid_fit_path <- function(object) {
    path <- object@details$path
    if (is.null(path)) {
        return(NULL)
    }
    if (!all(c("lambda", "error") %in% names(path))) {
        return("slot 'path' must hold 'lambda', 'norms' and 'error'")
    }
    lambda <- path$lambda
    if (!is.numeric(lambda) || is.unsorted(lambda, strictly = TRUE)) {
        return("path$lambda must be increasing")
    }
    if (!identical(dim(path$error), c(length(lambda), ncol(object@score)))) {
        return("path$error must be lambdas x targets")
    }
    if (!is.null(path$norms) &&
        !identical(dim(path$norms), c(dim(object@score), length(lambda)))) {
        return("path$norms must be regulators x targets x lambdas, or NULL")
    }
    NULL
}

.valid_fit_series <- function(object) {
    genes <- rownames(object@series$x)
    unknown <- setdiff(unlist(dimnames(object@score)), genes)
    if (length(unknown)) {
        return(sprintf("not genes of 'series': %s", .ggc_names(unknown)))
    }
    for (name in c("adjacency", "dcor")) {
        value <- object@details[[name]]
        named <- !is.null(rownames(value)) && !is.null(colnames(value))
        if (!is.null(value) &&
            !(named && all(unlist(dimnames(value)) %in% genes))) {
            return(sprintf("details$%s must be named by genes, or NULL", name))
        }
    }
    NULL
}

.valid_fit_known <- function(object) {
    for (name in names(object@known)) {
        of <- object@known[[name]]
        for (m in if (is.list(of)) of else list(of)) {
            if (!identical(dimnames(m), dimnames(object@score))) {
                return(sprintf("known$%s must be a matrix like 'score'", name))
            }
        }
    }
    NULL
}

.valid_fit_test <- function(object) {
    test <- object@details$test
    shares <- list(
        "test$p_value" = test$p_value, "test$q_value" = test$q_value,
        "test$stability" = test$stability,
        "evidence$probability" = object@details$evidence$probability
    )
    for (name in names(shares)) {
        value <- shares[[name]]
        if (!is.null(value) && !(identical(dimnames(value),
            dimnames(object@score)) &&
            all(is.na(value) | (value >= 0 & value <= 1)))) {
            return(sprintf(
                "details$%s must be probabilities like 'score'", name))
        }
    }
    if (!is.null(test$regulators) &&
        !identical(names(test$regulators), rownames(object@score))) {
        return("details$test$regulators must be named by the regulators")
    }
    NULL
}

.valid_fit_networks <- function(object) {
    networks <- object@details$networks
    parts <- c("regulators", "targets", "packed", "structure")
    if (length(networks) && !(all(parts %in% names(networks)) &&
        length(networks$packed) == length(networks$targets))) {
        return("details$networks must hold a network for each target, or none")
    }
    NULL
}

.valid_fit_settings <- function(object) {
    method <- object@method
    if (!(length(method) == 1L && !is.na(method) && nzchar(method))) {
        return("slot 'method' must name a method of ggc_fit()")
    }
    graph <- object@details$graph
    if (!is.null(graph) &&
        !(length(graph) == 1L && graph %in% c(TRUE, FALSE))) {
        return("details$graph must be TRUE or FALSE")
    }
    if (!identical(object@format, .FIT_FORMAT)) {
        return(sprintf("slot 'format' must be %d", .FIT_FORMAT))
    }
    NULL
}

#' A fitted gene network
#'
#' What [ggc_fit()] returns: the Granger score of every candidate edge, how each
#' target's network was trained, and all that is needed to predict, to plot and
#' to repeat the fit. Use the accessors, not the slots, whose layout may change.
#'
#' Rows of every matrix are regulators, columns are targets: entry `[j, i]` says
#' how strongly gene `j` drives gene `i`.
#'
#' @section Accessors:
#' * [granger()]: the score or norm matrix; [ggc_edges()]: the ranked edges.
#' * [ggc_training()]: one row per target: status, penalty, errors.
#' * `predict()`: one-step-ahead forecasts.
#' * [ggc_metrics()], [ggc_roc()], [ggc_pr()]: comparison with a known network.
#' * `show()`, `summary()`, `plot()`: see [summary,GGCFit-method],
#'   [plot,GGCFit-method]; [ggc_igraph()]: the network as a graph object.
#' * `update()`: the fit again, with changed arguments; [ggc_merge()]: fits of
#'   parts put together; `as()`, `as.data.frame()`, `dim()`: see [ggc_igraph()].
#' * [S4Vectors::metadata()]: seed, versions, processor, call, threads, and what
#'   was asked for (`asked`: arguments of [ggc_fit()] as they were given).
#'
#' @slot score double matrix regulators x targets, the ranking score; self
#'   entries are present; a column is `NA` where training diverged.
#' @slot norms double matrix regulators x targets: above zero = in the network
#'   that the method chose; for networks the group norms of the input weights at
#'   the chosen penalty.
#' @slot p_value,sign,lag matrices like `score`, of methods that have them at
#'   once: p-values of the method's own test (double), signs (integer -1, 0, 1)
#'   and lags (integer, in steps); else `NULL`. Those of networks are computed
#'   when asked for, see [ggc_edges()].
#' @slot training [S4Vectors::DataFrame()], one row per target.
#' @slot series the expression series that was fitted.
#' @slot known list of what was known beforehand, as far as given: `prior`
#'   (double matrix like `score`), `exclude`, `include` (logical ones); of
#'   several priors `priors` too, a list of such matrices by name (`prior` has
#'   the largest beliefs), of signs `prior_sign` (integer matrix of -1, 0, 1).
#' @slot control all tuning values.
#' @slot method one of the methods of [ggc_fit()].
#' @slot settings list, the arguments of this method alone.
#' @slot details list, what else the method has. Of networks: `graph` (was the
#'   graph convolution used?); `ranking`, what the score was made of: `network`
#'   and `dependence` (double matrices like `score`; dependence `NULL` if not
#'   used), `weight` (of the dependence, 0 to 1), `hubs` (the power of a
#'   regulator's mean), `held` (the share of held inputs that was taken off, 0
#'   to 1), `prior` (what a belief of 1 added, of several priors by name, or
#'   `NULL`), `uncut` (the norms before the cut, or `NULL` if there was none);
#'   `path`: `lambda` (increasing), `norms` (array regulators x targets x
#'   lambdas, or `NULL`), `error` (held-out mean squared error, lambdas x
#'   targets); `networks`, as `predict()` needs them; `adjacency`, `dcor`:
#'   double matrices over the genes that vary, candidate regulators x candidate
#'   regulators and regulators x targets, or `NULL` if not used; `evidence`:
#'   `probability`, of each edge (double matrix like `score`, or `NULL` where it
#'   is not known), and what it was made of beside the ranking: `unlike`
#'   (character: values that its calibration had not), `p_values` (double
#'   matrices like `score`, see [ggc_network()]), `memory` (double:
#'   autocorrelation at lags 1 and 2). Of any method that [ggc_test()] tested:
#'   `test`, with `p_value`, `q_value` and `stability` (double matrices like
#'   `score`), `regulators` (double, p-values by name), `null` and `halves` (how
#'   it was tested), as far as it was.
#' @slot format integer, the layout of these slots; for fits of earlier ones see
#'   [updateObject()][updateObject,GGCFit-method].
#' @slot metadata list, see [S4Vectors::metadata()].
#' @seealso [ggc_fit()]
#' @name GGCFit-class
#' @aliases GGCFit
#' @importClassesFrom S4Vectors Annotated DataFrame
#' @exportClass GGCFit
setClass("GGCFit",
    contains = "Annotated",
    slots = c(
        score = "matrix", norms = "matrix", p_value = "matrixOrNULL",
        sign = "matrixOrNULL", lag = "matrixOrNULL", training = "DataFrame",
        series = "ggc_series", known = "list", control = "GGCControl",
        method = "character", settings = "list", details = "list",
        format = "integer"
    ),
    validity = function(object) {
        checks <- list(
            .valid_fit_matrices, .valid_fit_training, .valid_fit_path,
            .valid_fit_series, .valid_fit_known, .valid_fit_networks,
            .valid_fit_settings, .valid_fit_test
        )
        for (check in checks) {
            problem <- check(object)
            if (!is.null(problem)) {
                return(problem)
            }
        }
        TRUE
    }
)

# Build a checked fit from slots by name, of the present format; `metadata` is a
# list.
.GGCFit <- function(...) {
    methods::new("GGCFit", ..., format = .FIT_FORMAT)
}
