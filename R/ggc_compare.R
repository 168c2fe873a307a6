#' Compare methods on the same data
#'
#' Fits several methods to the same series, takes rankings of other programs
#' beside them, and says how well each finds a known network or, where none is
#' known, how far they agree, how well what each puts first forecasts, and how
#' much of its ranking is found again in another half of the samples.
#'
#' @section Without a known network: none of the three says what is true.
#'   * `agreement`: the mean of its rank correlations (Spearman's) with the
#'     other rankings over all candidates. Methods of one kind agree in their
#'     mistakes, too.
#'   * `stability`: the rank correlation of its rankings of the two halves of
#'     the samples. What all samples share is found again, true or not.
#'   * `forecast`: the error of forecasts of one half, one step ahead, from each
#'     target's own past and the three regulators that the other half puts
#'     first, as a share of that from the own past alone (geometric mean over
#'     targets). Below 1 they help to forecast, at 1 not at all. The forecasts
#'     are ridge regressions, each trajectory (or an eighth of the steps) being
#'     forecast from the others; linear, they do not see all that a network has
#'     learned. `NA` for fewer than five targets.
#'
#'   The halves are drawn from the trajectories where there are four or more;
#'   else they are the first and the second half of the times, where each has
#'   ten points or more; else there are none, and the two are `NA`. Each half is
#'   fitted once by each method, which takes about as long as the fit itself.
#'   Rankings that were given have no halves.
#' @section With a known network: the columns of [ggc_metrics()] that read a
#'   ranking. Of one network the differences are uncertain: edges share genes,
#'   and another network may have another winner. `plot()` draws the curves.
#' @param x expression data, as [ggc_fit()] takes them; `NULL` where `methods`
#'   has rankings and fits alone.
#' @param methods names of methods of [ggc_fit()], or a list, named as the
#'   results are to be called, each entry of which is one of: such a name; a
#'   list of arguments of `ggc_fit()`, among them `method`; a [GGCFit-class]; a
#'   ranking as of another program, which is a matrix of scores, regulators x
#'   targets, or a table of edges (see [ggc_links]). The default are networks
#'   and one method of each other kind.
#' @param truth the known network, in any form that [ggc_metrics()] takes, or
#'   `NULL` (default): none is known.
#' @param ... by name, arguments of [ggc_fit()] for all methods, as
#'   `trajectory`, `regulators`, `prior` or `BPPARAM`. Methods that do not take
#'   `prior`, `exclude`, `include`, `covariates`, `perturbed`, `steady`,
#'   `BPPARAM` or `checkpoint` go without, with a message.
#' @param self,candidates as in [ggc_metrics()]; `candidates` goes with `truth`.
#' @param halves one logical: fit the halves of the samples, too? Default where
#'   there is no `truth`.
#' @param seed,threads,verbose as in [ggc_fit()]; all methods have one seed.
#' @param object,row.names,optional see [summary()] and [as.data.frame()].
#' @param n of `summary()`: how many first edges of each ranking, default 10.
#' @return An object of class `"ggc_comparison"`, a list:
#'   * `table`: a data frame with a row for each ranking: `method` (its name),
#'     with a truth `AUROC`, `AUPR`, `AUPR_dream`, `early_precision` and, where
#'     the truth has signs, `sign_accuracy`; `agreement`, `stability`,
#'     `forecast`; `seconds` (by the clock, of the fit, not its halves), and
#'     `megabytes` (the most that R's memory grew by meanwhile: what libraries
#'     as ranger hold themselves, and workers, are not in it). `NA` where it
#'     does not apply;
#'   * `rankings`: the scores, matrices of the same regulators x targets;
#'     `candidates`: the pairs that are ranked, a logical matrix like these;
#'   * `agreement`: rank correlations, rankings x rankings;
#'   * `fits`: those of the rankings that are fits;
#'   * `failed`: why a method gave no ranking, named by it;
#'   * `truth`: the known network as a 0/1 matrix, or `NULL`; `scored`: the
#'     pairs that are scored against it.
#'
#'   `as.data.frame()` of it is the table, `summary()` a data frame of the first
#'   `n` edges of each ranking side by side, but for ties across the n-th place:
#'   `regulator`, `target`, `first` (how many rankings have it there), with a
#'   truth whether it is `true`, and the rank in each (ties share the first of
#'   their places, at the end of a ranking the last). `plot()` draws it: see
#'   [plot.ggc_comparison()]. [ggc_consensus()] makes one ranking of it,
#'   [ggc_metrics()] takes its `rankings`.
#' @section Errors: a method that refuses the data, or whose package is not
#'   installed, has a row without numbers and its reason in `failed`; a warning
#'   of class `ggc_warning_compare` tells. Where none gives a ranking it is the
#'   first one's error. `ggc_error_argument` for wrong arguments; those of
#'   [ggc_metrics()] for a wrong `truth`.
#' @seealso [ggc_fit()] for the methods, [ggc_consensus()]
#' @examples
#' sim <- ggc_simulate("var", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
#' known <- S4Vectors::metadata(sim)$truth
#' compared <- ggc_compare(sim, c("clstm", "var", "bts"), known, seed = 1)
#' compared
#' summary(compared, n = 3)
#'
#' # A ranking of another program beside them, and no known network
#' correlation <- abs(cor(t(SummarizedExperiment::assay(sim))))
#' ggc_compare(sim, list(networks = "clstm", two_lags = list(method = "var",
#'     order = 2), correlation = correlation), seed = 1)
#' @export
ggc_compare <- function(x, methods = c("clstm", "var", "trees", "bets"),
                        truth = NULL, ..., self = FALSE,
                        candidates = c("all", "truth"),
                        halves = is.null(truth), seed = NULL, threads = NULL,
                        verbose = interactive()) {
    entries <- .entries_to_compare(methods)
    common <- .common_arguments(list(...), seed = .check_seed(seed),
        threads = threads, verbose = .check_flag(verbose, "verbose"))
    self <- .check_flag(self, "self")
    halves <- .check_flag(halves, "halves")
    said <- new.env(parent = emptyenv())
    fitted <- .each_told_once(.fit_entries(entries, x, common), said)
    failed <- vapply(Filter(.is_failed, fitted), conditionMessage, "")
    rankings <- .on_common_genes(entries, fitted)
    fits <- .fits_among(entries, fitted)
    out <- list(rankings = rankings,
        candidates = .ranked_pairs(rankings, fits, self), fits = fits,
        failed = failed)
    out$agreement <- .agreement(rankings, out$candidates)
    measured <- list(
        truth = if (!is.null(truth)) {
            .each_told_once(.metrics_compared(out, truth, self, candidates),
                said)
        },
        halves = .halves_compared(out, Filter(.is_measured, fitted), halves,
            common)
    )
    out$table <- .comparison_table(entries, out, fitted, measured)
    out[c("truth", "scored")] <- .told_pairs(out, truth, self, candidates)
    structure(out, class = "ggc_comparison")
}

# Arguments for all fits, known to ggc_fit() and not given otherwise.
.common_arguments <- function(given, ...) {
    own <- c("x", "method", "...", names(list(...)))
    .check_dots(given, setdiff(names(formals(ggc_fit)), own), "ggc_compare()")
    c(given, list(...))
}

# What was said before is not said again: the fits are of the same data. said:
# an environment that remembers.
.each_told_once <- function(code, said) {
    once <- function(condition, restart) {
        text <- paste0(".", conditionMessage(condition))
        if (is.null(said[[text]])) {
            said[[text]] <- TRUE
        } else {
            tryInvokeRestart(restart)
        }
    }
    withCallingHandlers(code,
        message = function(m) once(m, "muffleMessage"),
        warning = function(w) once(w, "muffleWarning"))
}

# list(truth, scored): the known network as a 0/1 matrix, and which pairs are
# scored; both NULL without one.
.told_pairs <- function(compared, truth, self, candidates) {
    if (is.null(truth)) {
        return(list(NULL, NULL))
    }
    told <- .quietly(.evaluation(compared$rankings[[1L]], truth, self,
        candidates), "message")
    list(told$truth, compared$candidates & !is.na(told$label))
}

# One row for each entry; columns as far as there is anything in them.
.comparison_table <- function(entries, compared, fitted, measured) {
    labels <- names(entries)
    ranked <- names(compared$rankings)
    place <- function(value) value[match(labels, ranked)]
    of_fit <- function(what) {
        unname(vapply(fitted[labels], function(f) {
            if (.is_measured(f)) f[[what]] else NA_real_
        }, 0))
    }
    others <- compared$agreement
    diag(others) <- NA
    out <- data.frame(method = labels)
    if (!is.null(measured$truth)) {
        out <- cbind(out, measured$truth[match(labels, ranked), ,
            drop = FALSE])
    }
    out$agreement <- if (length(ranked) > 1L) {
        place(unname(rowMeans(others, na.rm = TRUE)))
    } else {
        NA_real_
    }
    out$agreement[is.nan(out$agreement)] <- NA
    halves <- measured$halves[match(labels, rownames(measured$halves)), ,
        drop = FALSE]
    out$stability <- halves[, "stability"]
    out$forecast <- halves[, "forecast"]
    out$seconds <- round(of_fit("seconds"), 3L)
    out$megabytes <- round(of_fit("megabytes"), 1L)
    rownames(out) <- NULL
    out
}

# The columns of ggc_metrics() that read a ranking.
.RANKING_SCORES <- c("AUROC", "AUPR", "AUPR_dream", "early_precision",
    "sign_accuracy")

.metrics_compared <- function(compared, truth, self, candidates) {
    rows <- lapply(names(compared$rankings), function(label) {
        ranking <- compared$fits[[label]] %or% compared$rankings[[label]]
        score <- ggc_metrics(ranking, truth, self, candidates = candidates)
        score[intersect(.RANKING_SCORES, names(score))]
    })
    columns <- intersect(.RANKING_SCORES, unlist(lapply(rows, names)))
    rows <- lapply(rows, function(row) {
        row[setdiff(columns, names(row))] <- NA_real_
        row[columns]
    })
    do.call(rbind, rows)
}

#' @export
print.ggc_comparison <- function(x, ...) {
    pairs <- sum(x$scored %or% x$candidates)
    true <- sum(x$truth[x$scored] > 0)
    cat(sprintf("Comparison of %s: %s regulators x %s targets, %s%s\n",
        .plural(length(x$rankings), "ranking"),
        .big(nrow(x$candidates)), .big(ncol(x$candidates)),
        .plural(pairs, "candidate edge"),
        if (!is.null(x$truth)) sprintf(", %s of them true", .big(true)) else
            ""))
    print(.comparison_lines(x$table), row.names = FALSE, right = TRUE)
    if (!is.null(x$truth)) {
        cat(sprintf("Chance: AUROC 0.500, AUPR %.3f\n", true / pairs))
    }
    for (label in names(x$failed)) {
        cat(sprintf("%s: %s\n", label, x$failed[[label]]))
    }
    invisible(x)
}

# The table as it is printed: in few digits, without what it has nothing of, and
# with names for which there is room.
.comparison_lines <- function(table) {
    table <- table[colSums(!is.na(table)) > 0]
    table$AUPR_dream <- NULL
    for (name in setdiff(names(table), "method")) {
        size <- name %in% c("seconds", "megabytes")
        text <- sprintf(if (size) "%.3g" else "%.3f", table[[name]])
        table[[name]] <- ifelse(is.na(table[[name]]), "-", text)
    }
    short <- c(early_precision = "early", sign_accuracy = "sign",
        megabytes = "MB")
    known <- names(table) %in% names(short)
    names(table)[known] <- short[names(table)[known]]
    table
}

#' @rdname ggc_compare
#' @export
as.data.frame.ggc_comparison <- function(x, row.names = NULL, optional = FALSE,
                                         ...) {
    .check_no_dots(..., of = "as.data.frame() of a comparison")
    out <- x$table
    if (!is.null(row.names)) {
        rownames(out) <- row.names
    }
    out
}

#' @rdname ggc_compare
#' @method summary ggc_comparison
#' @export
summary.ggc_comparison <- function(object, n = 10L, ...) {
    .check_no_dots(..., of = "summary() of a comparison")
    edges <- .first_edges(object, .check_count(n, "n"))
    keep <- edges$keep
    first <- rowSums(edges$first)
    ranks <- edges$ranks
    at <- arrayInd(which(object$candidates)[keep], dim(object$candidates))
    out <- data.frame(
        regulator = rownames(object$candidates)[at[, 1L]],
        target = colnames(object$candidates)[at[, 2L]],
        first = as.integer(first[keep])
    )
    if (!is.null(object$truth)) {
        out$true <- object$truth[at] > 0
    }
    cbind(out, as.data.frame(ranks[keep, , drop = FALSE], optional = TRUE))
}

# list(keep, first, ranks): which candidates are among the first n of some
# ranking, the most common first; matrices candidates x rankings.
.first_edges <- function(compared, n) {
    ranks <- .ranks_compared(compared)
    first <- .first_compared(compared, n)
    keep <- which(rowSums(first) > 0)
    best <- apply(ranks[keep, , drop = FALSE], 1L, min)
    list(first = first, ranks = ranks, keep = keep[order(
        -rowSums(first)[keep], best, rowMeans(ranks)[keep], method = "radix")])
}
