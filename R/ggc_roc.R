# Above this many candidates curves are thinned; areas stay exact.
.CURVE_LIMIT <- 1e6

# Points kept: all, or so that each has a rank at least 0.1 % beyond the last.
.curve <- function(data) {
    n <- sum(!is.na(data$label))
    curve <- .native_curve(data$score, data$label,
        resolution = if (n > .CURVE_LIMIT) 1000 else 0
    )
    as.data.frame(curve)
}

# Every k-th of the sorted values, at even places, so that what remains has the
# same distribution.
.thin <- function(x, n) {
    if (length(x) <= n) {
        return(x)
    }
    sort(x)[floor((seq_len(n) - 0.5) * length(x) / n) + 1]
}

# Scores and labels for pROC: all candidates, or at most `limit`. Rare labels
# carry the curve, so true edges are thinned only beyond half the limit.
.roc_sample <- function(data, limit = .CURVE_LIMIT) {
    used <- which(!is.na(data$label))
    label <- data$label[used]
    score <- data$score[used]
    if (length(used) > limit) {
        positive <- .thin(score[label == 1L], limit / 2)
        negative <- .thin(score[label == 0L], limit - length(positive))
        score <- c(positive, negative)
        label <- rep(c(1L, 0L), c(length(positive), length(negative)))
    }
    list(score = score, label = label)
}

# Functions of pROC that roc() hands its dots to, and their classes.
.ROC_METHODS <- c(roc = "default", auc = "roc", smooth = "roc", ci = "roc",
    ci.auc = "roc", ci.se = "roc", ci.sp = "roc", ci.thresholds = "roc",
    ci.coords = "roc", plot.roc = "roc")

# What base graphics has for plot.roc() beside that function's own arguments.
.ROC_GRAPHICS <- c("main", "sub", "ann", "bg", "bty", "cex", "family", "fg",
    "font", "las", "pch", "pty", "tck", "tcl", "xaxs", "xaxt", "yaxs", "yaxt",
    outer(c("cex", "col", "font"), c("axis", "lab", "main", "sub"), paste,
        sep = "."))

# They take any dots and lose those that none of them knows, so we look.
.check_roc_dots <- function(dots) {
    takes <- Map(function(name, class) {
        method <- utils::getS3method(name, class, optional = TRUE,
            envir = asNamespace("pROC"))
        names(formals(method))
    }, names(.ROC_METHODS), .ROC_METHODS)
    known <- c("x", "truth", "self", "candidates", unlist(takes),
        if (isTRUE(dots$plot)) .ROC_GRAPHICS)
    .check_dots(dots, setdiff(known, "..."), "ggc_roc() or pROC::roc()")
}

#' ROC curve of a ranking
#'
#' How the share of true edges found grows with the share of false ones as one
#' walks down the ranking; a curve object of package 'pROC'.
#'
#' All of pROC's functions work on the result: `auc()`, `ci()`, `plot()`,
#' `coords()`, `roc.test()` (two rankings against the same truth). The direction
#' is fixed: large scores mean edges. pROC's default would choose it from the
#' data and turn a ranking worse than chance into one better than chance.
#'
#' Edges of a network are not independent (they share genes), so confidence
#' intervals from [pROC::ci()] are too narrow; intervals over several networks
#' are better.
#'
#' @inheritParams ggc_metrics
#' @param ... by name, passed to [pROC::roc()], for example `percent = TRUE` or
#'   `ci = TRUE`, and by it to its functions for areas, intervals and pictures.
#' @return An object of classes `"ggc_roc"` and `"roc"` (see [pROC::roc()]) with
#'   a further element `ggc`, a list: `AUROC` (ties count one half), `AUPR`
#'   (average precision), `n_true`, `n_candidates`, `thinned`. Beyond a million
#'   candidate edges pROC receives a thinned sample, evenly spaced in the sorted
#'   scores of non-edges (and of true edges, where these are more than half a
#'   million): `thinned` is then `TRUE`, `pROC::auc()` is accurate to about
#'   1e-6, while `ggc` holds the exact areas.
#' @section Errors: those of [ggc_metrics()], `ggc_error_argument` for arguments
#'   that none of these functions has, and `ggc_error_dependency` if pROC is not
#'   installed.
#' @seealso [ggc_pr()] for precision and recall, which tell more where edges are
#'   rare.
#' @examplesIf requireNamespace("pROC", quietly = TRUE)
#' genes <- c("a", "b", "c")
#' score <- matrix(c(0, 2, 1, 3, 0, 0, 1, 5, 0), 3,
#'     dimnames = list(genes, genes)
#' )
#' truth <- data.frame(regulator = c("a", "b"), target = c("b", "c"))
#' roc <- ggc_roc(score, truth)
#' roc
#' pROC::auc(roc)
#' plot(roc)
#' @export
ggc_roc <- function(x, truth, self = FALSE, ...,
                    candidates = c("all", "truth")) {
    .ggc_need("pROC", "ggc_roc()")
    .check_roc_dots(list(...))
    data <- .evaluation(x, truth, self, candidates)
    ranking <- .native_ranking(data$score, data$label)
    sample <- .roc_sample(data)
    roc <- tryCatch(
        pROC::roc(sample$label, sample$score,
            direction = "<", levels = c(0, 1), quiet = TRUE, ...
        ),
        error = function(e) {
            .ggc_stop("argument", paste0(
                "`...` must be arguments of pROC::roc(), which refuses them: ",
                "%s.\nResponse, predictor, direction and levels are given."
            ), conditionMessage(e))
        }
    )
    n <- ranking[["n_positive"]] + ranking[["n_negative"]]
    roc$ggc <- list(
        AUROC = ranking[["auroc"]], AUPR = ranking[["average_precision"]],
        n_true = ranking[["n_positive"]], n_candidates = n,
        thinned = n > .CURVE_LIMIT
    )
    class(roc) <- c("ggc_roc", class(roc))
    roc
}

#' Precision-recall curve of a ranking
#'
#' Which share of the edges is right, and which share of the true edges has been
#' found, as one walks down the ranking.
#'
#' @inheritParams ggc_metrics
#' @return An object of class `"ggc_pr"`, a list: `threshold` (decreasing
#'   scores), `recall`, `precision`, `tp`, `fp` (edges found and false ones
#'   among the edges with at least that score), one value per distinct score
#'   each (beyond a million candidates: points at least 0.1 % apart in rank);
#'   `aupr` (average precision), `aupr_dream`, `baseline` (the precision of
#'   random ranking), `n_true`, `n_candidates`. It has methods for `print()`,
#'   `plot()` and `autoplot()` (a 'ggplot2' plot), and `as.data.frame()`.
#' @section Errors: those of [ggc_metrics()].
#' @seealso [ggc_roc()], [ggc_metrics()]
#' @examples
#' genes <- c("a", "b", "c")
#' score <- matrix(c(0, 2, 1, 3, 0, 0, 1, 5, 0), 3,
#'     dimnames = list(genes, genes)
#' )
#' truth <- data.frame(regulator = c("a", "b"), target = c("b", "c"))
#' pr <- ggc_pr(score, truth)
#' pr
#' as.data.frame(pr)
#' @export
ggc_pr <- function(x, truth, self = FALSE, candidates = c("all", "truth")) {
    data <- .evaluation(x, truth, self, candidates)
    ranking <- .native_ranking(data$score, data$label)
    curve <- .curve(data)
    n_true <- ranking[["n_positive"]]
    n <- n_true + ranking[["n_negative"]]
    structure(list(
        threshold = curve$threshold, recall = curve$tp / n_true,
        precision = curve$tp / (curve$tp + curve$fp),
        tp = curve$tp, fp = curve$fp,
        aupr = ranking[["average_precision"]],
        aupr_dream = ranking[["aupr_dream"]],
        baseline = n_true / n, n_true = n_true, n_candidates = n
    ), class = "ggc_pr")
}

#' @export
print.ggc_roc <- function(x, ...) {
    cat(sprintf("ROC curve: %s true edges among %s candidates%s\n",
        .big(x$ggc$n_true), .big(x$ggc$n_candidates),
        if (x$ggc$thinned) " (curve thinned)" else ""))
    cat(sprintf("AUROC = %.3f (chance 0.500), AUPR = %.3f (chance %.3f)\n",
        x$ggc$AUROC, x$ggc$AUPR, x$ggc$n_true / x$ggc$n_candidates))
    if (!is.null(x$ci)) {
        print(x$ci)
    }
    invisible(x)
}

#' @export
print.ggc_pr <- function(x, ...) {
    cat(sprintf("Precision-recall curve: %s true edges among %s candidates\n",
        .big(x$n_true), .big(x$n_candidates)))
    cat(sprintf("AUPR = %.3f (chance %.3f)\n", x$aupr, x$baseline))
    invisible(x)
}

#' @export
as.data.frame.ggc_pr <- function(x, row.names = NULL, optional = FALSE, ...,
                                 validRN = TRUE, stringsAsFactors = FALSE) {
    # data.frame() gives the last two (validRN from R 4.7 on), which say nothing
    # here: row names are checked below, and there are no strings.
    .check_no_dots(..., of = "as.data.frame()")
    columns <- c("threshold", "recall", "precision", "tp", "fp")
    as.data.frame(unclass(x)[columns], row.names = row.names)
}
