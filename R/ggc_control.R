#' Every tuning value of a fit
#'
#' The defaults serve any data set. They were compared with their neighbours on
#' simulated networks, never on a known network of a real or challenge data set:
#' see `inst/script/tune_defaults.R` and its log.
#'
#' @param hidden number of hidden units H of each component network, >= 1. The
#'   paper takes H = number of genes; the ranking hardly depends on it and the
#'   cost grows with it.
#' @param init what the distance correlation of the data initialises:
#'   `"hidden"` (the first hidden state of a target's network is the target's
#'   row; the paper's Method), `"weights"` (the input weights of each gate; its
#'   Conclusion), `"both"` or `"none"`. Where H differs from the number of
#'   regulators the row is mapped by a fixed orthonormal matrix.
#' @param n_prop propagation steps of the graph convolution (eq. 3), >= 1.
#' @param adjacency,normalise the graph: see [ggc_adjacency()].
#' @param dcor_lag lag of the distance correlation: 0 is the paper's.
#' @param window `"trajectory"` (the network runs once over each trajectory) or
#'   a number K >= 1: overlapping windows of K steps, stride one.
#' @param relu `TRUE`: the RNN of `method = "crnn"` uses ReLU instead of tanh.
#' @param ridge weight of the squared norms of recurrent and read-out weights.
#' @param members networks per target, >= 1: each has its own random start and,
#'   where the data allow, its own fold of trajectories held out.
#' @param lambda increasing penalties > 0 of the path, or `NULL` for `n_lambda`
#'   values, equally spaced in the logarithm from `lambda_min` to `lambda_max`.
#' @param n_lambda,lambda_min,lambda_max the default path.
#' @param optimiser `"adam"` (Adam with an exact proximal step), `"gista"`
#'   (proximal gradient with line search), `"ista"` (fixed step), or
#'   `"adam_element"` (Adam's printed second moment, for comparison).
#' @param rate step size of the optimiser, > 0.
#' @param first,each iterations at the first penalty and at each further one.
#' @param recheck every so many iterations all regulators take part in a step;
#'   between, only those that are not zero.
#' @param se_factor the chosen penalty is the largest whose held-out error is
#'   within so many standard errors of the least; 0 takes the least.
#' @param segment,burn_in a series of more than twice `segment` steps is cut
#'   into pieces of about that length, each led by `burn_in` steps without loss.
#' @param keep `"chosen"` keeps the networks at the chosen penalty, which
#'   `predict()` needs; `"none"` drops them.
#' @param isa instruction set: `"auto"`, `"avx512"`, `"avx2"` or `"generic"`.
#' @return An S3 list of class `GGCControl`.
#' @examples
#' ggc_control(members = 3, hidden = 5)
#' @export
ggc_control <- function(hidden = 10L,
                        init = c("hidden", "weights", "both", "none"),
                        n_prop = 1L,
                        adjacency = "gram", normalise = "sym", dcor_lag = 0L,
                        window = "trajectory", relu = FALSE, ridge = 0.05,
                        members = 5L, lambda = NULL, n_lambda = 8L,
                        lambda_min = 0.02, lambda_max = 0.5,
                        optimiser = c("adam", "gista", "ista",
                            "adam_element"),
                        rate = 0.03, first = 100L, each = 25L, recheck = 10L,
                        se_factor = 1, segment = 32L, burn_in = 8L,
                        keep = c("chosen", "none"),
                        isa = c("auto", "avx512", "avx2", "generic")) {
    .check_control(as.list(environment()))
}

# Every value in its canonical type, or an error that names it.
.check_control <- function(v) {
    choices <- formals(ggc_control)
    for (arg in c("init", "optimiser", "keep", "isa")) {
        v[[arg]] <- .check_choice(v[[arg]], arg, eval(choices[[arg]]))
    }
    for (arg in c("hidden", "n_prop", "members", "n_lambda", "first", "each",
        "recheck", "segment")) {
        v[[arg]] <- .check_count(v[[arg]], arg)
    }
    v$adjacency <- .check_choice(v$adjacency, "adjacency",
        c("gram", "gram_raw", "abscor", "dcor"))
    v$normalise <- .check_choice(v$normalise, "normalise",
        c("sym", "row", "max", "none"))
    v$dcor_lag <- .check_count(v$dcor_lag, "dcor_lag", 0L)
    v$burn_in <- .check_count(v$burn_in, "burn_in", 0L)
    for (arg in c("lambda_min", "lambda_max", "rate")) {
        v[[arg]] <- .check_number(v[[arg]], arg, 0, open = TRUE)
    }
    v$ridge <- .check_number(v$ridge, "ridge", 0)
    v$se_factor <- .check_number(v$se_factor, "se_factor", 0)
    v$relu <- .check_flag(v$relu, "relu")
    v$window <- .check_window(v$window)
    v$lambda <- .check_lambda(v)
    v[c("n_lambda", "lambda_min", "lambda_max")] <- NULL
    structure(v, class = "GGCControl")
}

# 0 stands for whole trajectories.
.check_window <- function(window) {
    if (identical(window, "trajectory") || identical(window, 0L)) {
        return(0L)
    }
    if (is.character(window)) {
        .ggc_stop("argument", paste0(
            "`window` must be \"trajectory\" or a whole number >= 1, not %s."
        ), .given(window))
    }
    .check_count(window, "window")
}

.check_lambda <- function(v) {
    if (is.null(v$lambda)) {
        if (v$lambda_min >= v$lambda_max && v$n_lambda > 1L) {
            .ggc_stop("argument", paste0(
                "`lambda_min` must be less than `lambda_max`, not %s and %s."
            ), format(v$lambda_min), format(v$lambda_max))
        }
        return(exp(seq(log(v$lambda_min), log(v$lambda_max),
            length.out = v$n_lambda)))
    }
    lambda <- v$lambda
    if (!is.numeric(lambda) || !length(lambda) || anyNA(lambda) ||
        any(lambda <= 0 | !is.finite(lambda)) ||
        is.unsorted(lambda, strictly = TRUE)) {
        .ggc_stop("argument", paste0(
            "`lambda` must be increasing positive numbers, not %s.\n",
            "The path runs from dense to sparse."
        ), .given(lambda))
    }
    as.double(lambda)
}

#' @export
print.GGCControl <- function(x, ...) {
    cat("<GGCControl>\n")
    for (name in names(x)) {
        value <- x[[name]]
        if (name == "window" && value == 0L) {
            value <- "trajectory"
        }
        if (is.numeric(value)) {
            value <- format(value, digits = 3, trim = TRUE)
        }
        if (length(value) > 6L) {
            value <- c(utils::head(value, 3L), "...", utils::tail(value, 2L))
        }
        cat(sprintf("  %-10s %s\n", name, paste(value, collapse = " ")))
    }
    invisible(x)
}
