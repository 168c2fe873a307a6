# What R users try on a fitted object: indices, the first rows, a matrix, and
# the verbs of stats and of package generics.

#' A fit by the verbs of R
#'
#' What works on other fitted objects works on a [GGCFit-class], too.
#'
#' * `fit[i, j]`: scores of regulators i for targets j, a matrix like
#'   [granger()];
#' * `head(fit, n)`, `tail(fit, n)`: the first and the last edges of the
#'   ranking, a data frame like [ggc_edges()];
#' * `as.matrix(fit)`: the scores; `coef(fit)`: the effects, both as of
#'   [granger()];
#' * `fitted(fit)`, `residuals(fit)`: what the networks expect of each sample
#'   that has one before it, and what is left of it, targets x samples: see
#'   [predict()][predict,GGCFit-method];
#' * of package generics: `tidy(fit)` the edges, `glance(fit)` one row on the
#'   whole, `augment(fit)` one row for each target and sample.
#'
#' @param x,object a [GGCFit-class].
#' @param i,j names, indices or flags of regulators and targets.
#' @param drop one logical, default `TRUE`: a single row or column as a vector.
#' @param n whole number of edges, default 6.
#' @param ... of `as.matrix()`: arguments of [granger()]; of `tidy()`: of
#'   [ggc_edges()]; else none.
#' @return As above. `glance()`: `method`, `genes`, `regulators`, `targets`,
#'   `samples`, `trajectories`, `edges` (of the chosen network), `gain` (median
#'   over targets of the share of the error of the own past that the networks
#'   take away). `augment()`: `target`, `sample`, `trajectory`, `time`,
#'   `.observed`, `.fitted`, `.resid`.
#' @section Errors: `ggc_error_argument` for wrong arguments; those of
#'   [predict()][predict,GGCFit-method] where a fit cannot forecast.
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 30, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' fit["G1", ]
#' head(fit, 3)
#' dim(residuals(fit))
#' @name ggc_habits
NULL

#' @rdname ggc_habits
#' @export
`[.GGCFit` <- function(x, i, j, ..., drop = TRUE) {
    .check_no_dots(..., of = "[ of a fit")
    # An index alone, as of a vector, has no comma among its arguments.
    if (nargs() - (!missing(drop)) < 3L) {
        .ggc_stop("argument", paste0(
            "a fit must be indexed by regulators and targets, `fit[i, j]`: ",
            "`fit[i, ]` has all targets of i, `fit[, j]` all regulators of j."
        ))
    }
    score <- granger(x)
    .check_known(if (!missing(i)) i, rownames(score), "i")
    .check_known(if (!missing(j)) j, colnames(score), "j")
    score[i, j, drop = .check_flag(drop, "drop")]
}

.check_known <- function(index, names, arg) {
    known <- is.null(index) || (is.character(index) && all(index %in% names)) ||
        (is.logical(index) && length(index) == length(names) &&
            !anyNA(index)) ||
        (is.numeric(index) && all(abs(index) %in% c(0, seq_along(names))) &&
            (all(index >= 0) || all(index <= 0)))
    if (!known) {
        .ggc_stop("argument", paste0(
            "`%s` must be names, indices or flags among %s, not %s."
        ), arg, .ggc_names(names, 3L), if (is.character(index)) {
            .ggc_names(setdiff(index, names))
        } else {
            .kind(index)
        })
    }
}

#' @importFrom utils head
#' @rdname ggc_habits
#' @export
head.GGCFit <- function(x, n = 6L, ...) {
    .check_no_dots(..., of = "head() of a fit")
    as.data.frame(ggc_edges(x, n = .check_count(n, "n")))
}

#' @importFrom utils tail
#' @rdname ggc_habits
#' @export
tail.GGCFit <- function(x, n = 6L, ...) {
    .check_no_dots(..., of = "tail() of a fit")
    edges <- as.data.frame(ggc_edges(x))
    edges[seq.int(to = nrow(edges), length.out = min(.check_count(n, "n"),
        nrow(edges))), , drop = FALSE]
}

#' @rdname ggc_habits
#' @export
as.matrix.GGCFit <- function(x, ...) granger(x, ...)

#' @importFrom stats coef
#' @rdname ggc_habits
#' @export
coef.GGCFit <- function(object, ...) {
    .check_no_dots(..., of = "coef() of a fit")
    granger(object, "effect")
}

#' @importFrom stats fitted
#' @rdname ggc_habits
#' @export
fitted.GGCFit <- function(object, ...) {
    .check_no_dots(..., of = "fitted()")
    predict(object)
}

#' @importFrom stats residuals
#' @rdname ggc_habits
#' @export
residuals.GGCFit <- function(object, ...) {
    .check_no_dots(..., of = "residuals()")
    forecast <- predict(object)
    object@series$x[rownames(forecast), , drop = FALSE] - forecast
}

#' @rdname ggc_habits
#' @exportS3Method generics::tidy
tidy.GGCFit <- function(x, ...) as.data.frame(ggc_edges(x, ...))

#' @rdname ggc_habits
#' @exportS3Method generics::glance
glance.GGCFit <- function(x, ...) {
    .check_no_dots(..., of = "glance()")
    training <- x@training
    data.frame(
        method = x@method, genes = .count_genes(x@series),
        regulators = nrow(x@score), targets = ncol(x@score),
        samples = ncol(x@series$x),
        trajectories = length(x@series$trajectory_names),
        edges = nrow(.chosen_edges(x)),
        gain = if (all(is.na(training$heldout))) NA_real_ else
            stats::median(1 - training$heldout / training$own, na.rm = TRUE)
    )
}

#' @rdname ggc_habits
#' @exportS3Method generics::augment
augment.GGCFit <- function(x, ...) {
    .check_no_dots(..., of = "augment()")
    forecast <- predict(x)
    observed <- x@series$x[rownames(forecast), , drop = FALSE]
    column <- as.vector(col(forecast))
    data.frame(
        target = rownames(forecast)[row(forecast)],
        sample = colnames(forecast)[column],
        trajectory = x@series$trajectory_names[x@series$trajectory[column]],
        time = x@series$time[column], .observed = as.vector(observed),
        .fitted = as.vector(forecast), .resid = as.vector(observed - forecast)
    )
}
