# Scores and truth side by side: `score` (no NA), `label` (integer 1 / 0, NA =
# not a candidate), `truth` (all entries, also self), `norms` or NULL.
.evaluation <- function(x, truth, self = FALSE,
                        candidates = .SCORED_PAIRS[[1L]]) {
    self <- .check_flag(self, "self")
    candidates <- .check_choice(candidates, "candidates", .SCORED_PAIRS)
    truth <- .plain_links(truth, "truth")
    ranking <- .as_ranking(x, "x", truth)
    score <- ranking$score
    known <- .as_truth(truth, rownames(score), colnames(score), ranking$genes)
    label <- known
    own <- .self_entries(score)
    if (!self) {
        label[own] <- NA_integer_
    }
    .check_labels(label, self)
    label <- .told_labels(label, truth, ranking$genes, candidates)
    .check_labels(label, self)
    list(
        score = .without_gaps(score, label), label = label, truth = known,
        norms = ranking$norms, own = own
    )
}

# Pairs that are scored: all, or those that the truth can tell.
.SCORED_PAIRS <- c("all", "truth")

# Data bases know some regulators and some of their targets; of others they say
# nothing, which is not that they have no edges. Of both it is said what became
# of them.
.told_labels <- function(label, truth, genes, candidates) {
    named <- unique(unlist(.truth_genes(truth, genes, dimnames(label))))
    if (candidates == "all") {
        .tell_missing(label, named)
        return(label)
    }
    known <- rowSums(label, na.rm = TRUE) > 0
    told <- label
    told[!known, ] <- NA_integer_
    told[, !colnames(label) %in% named] <- NA_integer_
    .ggc_inform(paste0(
        "Scored are %d of %d candidate edges: those of the %s that `truth` ",
        "has edges of, to the %s that it names."
    ), sum(!is.na(told)), sum(!is.na(label)),
    .plural(sum(known), "regulator"),
    .plural(sum(colnames(label) %in% named), "target"))
    told
}

.tell_missing <- function(label, named) {
    lacking <- lapply(dimnames(label), setdiff, named)
    if (all(lengths(lacking) == 0L)) {
        return(invisible())
    }
    .ggc_inform(paste0(
        "`truth` lacks %d of %d regulators and %d of %d targets: taken as ",
        "having no edge.\n`candidates = \"truth\"` scores only what it can ",
        "tell."
    ), length(lacking[[1L]]), nrow(label), length(lacking[[2L]]), ncol(label))
}

.check_labels <- function(label, self) {
    positive <- sum(label, na.rm = TRUE)
    total <- sum(!is.na(label))
    if (positive == 0 || positive == total) {
        .ggc_stop("truth", paste0(
            "`truth` has %s among the %.0f candidate edges%s, so nothing can ",
            "be ranked.\nDoes it name the genes as the scores do, and edges ",
            "by 1?"
        ), if (positive) "only edges" else "no edge", total,
        if (self) "" else " (self edges left out)")
    }
}

# NA scores, as a diverged target has, rank last: 0, or the smallest score
# where scores go below 0.
.without_gaps <- function(score, label) {
    gaps <- is.na(score)
    if (!any(gaps)) {
        return(score)
    }
    lowest <- min(0, score, na.rm = TRUE)
    if (any(gaps & !is.na(label))) {
        .ggc_warn("missing_scores", paste0(
            "%d of %d targets have missing scores (%s), taken as %s, ",
            "the lowest."
        ), sum(colSums(gaps) > 0), ncol(score),
        .ggc_names(colnames(score)[colSums(gaps) > 0]), format(lowest))
    }
    score[gaps] <- lowest
    score
}

# The predicted network as a 0/1 matrix like the score.
.predicted_network <- function(data, network, self) {
    score <- data$score
    if (is.null(network)) {
        strength <- if (is.null(data$norms)) score else data$norms
        predicted <- strength > 0
        predicted[is.na(predicted)] <- FALSE
        storage.mode(predicted) <- "integer"
        return(predicted)
    }
    if (is.numeric(network) && is.null(dim(network))) {
        n <- .check_count(network, "network", 0L)
        predicted <- .empty_truth(rownames(score), colnames(score))
        predicted[.edge_order(score, data$norms, self, n)] <- 1L
        return(predicted)
    }
    .as_truth(network, rownames(score), colnames(score), arg = "network")
}

# Accuracy as Patil & Vaida (2022) count it: all entries, self edges too; where
# the truth has no self edge at all, predicted ones are set to 0.
.paper_accuracy <- function(data, predicted) {
    if (!any(data$truth[data$own] > 0L)) {
        predicted[data$own] <- 0L
    }
    .native_confusion(predicted, data$truth)[["accuracy"]]
}

# Of the true edges among the first n_true of a fit's ranking, the share whose
# sign is the true one; NULL where there are none to compare.
.sign_accuracy <- function(x, data, signs, self) {
    if (is.null(signs) || !methods::is(x, "GGCFit")) {
        return(NULL)
    }
    n <- sum(data$label, na.rm = TRUE)
    first <- .edge_order(data$score, data$norms, self, n,
        which(!is.na(data$label)))
    first <- first[signs[first] != 0L]
    targets <- colnames(signs)[unique(col(signs)[first])]
    told <- .signs(x, targets, .effects(x, targets))
    at <- cbind(row(signs)[first],
        match(colnames(signs)[col(signs)[first]], targets))
    mean(told[at] == signs[first])
}

#' Compare a ranking and a network with the truth
#'
#' @param x a [GGCFit-class], or a numeric matrix of scores, regulators in rows
#'   x targets in columns, larger = more credible; or a table of edges, as of
#'   [ggc_edges()] or GENIE3's `getLinkList()`: two columns of names and one of
#'   scores or p-values (see [ggc_links]); or a named list of such.
#'   Pairs that a table does not list rank last, also those of genes that only
#'   the truth has, which a message tells; its candidates are all pairs of its
#'   regulators and targets and of those of the truth. (A table that has every
#'   pair of its genes is taken as a matrix: which of them were no candidates it
#'   says itself.)
#' @param truth the known network: a matrix regulators x targets whose entries
#'   other than 0 are edges (matched by row and column names; without names it
#'   must have the dimensions of the scores); or a table with one edge a row, a
#'   column of regulators and one of targets (see [ggc_links]), rows with a 0 in
#'   a column `edge` or `weight` (or in the third of three columns, but for
#'   signs) being non-edges; or a directed igraph. Genes that a truth does not
#'   mention have no edge. Edges of genes that the scores do not have, or that
#'   were no candidates, are left out with a message. It may carry signs:
#'   negative entries of a matrix (repression), a column of signs of a table, or
#'   an edge attribute `sign` of an igraph.
#' @param self one logical, default `FALSE`: are edges from a gene to itself
#'   candidates? The usual benchmarks leave them out.
#' @param network the predicted network behind accuracy, MCC, F1 and so on:
#'   `NULL` (default) for entries above zero of the norms at the chosen penalty
#'   (of `x` itself where it is a matrix or a table without a column `norm`);
#'   one whole number `k` for the `k` most credible edges; or a network in any
#'   form that `truth` may have.
#' @param candidates which pairs are scored: `"all"` (default), for a truth that
#'   knows all genes, genes that it does not name having no edge (a message says
#'   how many); or `"truth"`, for one that does not: the pairs of the regulators
#'   that it has edges of (its TFs) and the genes that it names.
#' @return A data frame with one row, or one for each ranking of a list with
#'   their names as row names, and the columns
#'   * `AUROC`: area under the ROC curve; ties count one half. 0.5 = chance.
#'   * `AUPR`: average precision as in scikit-learn; chance is `density`.
#'   * `AUPR_dream`: area as the DREAM challenges interpolate it, ties being
#'     taken in random order.
#'   * `early_precision`: precision among the first `n_true` edges.
#'   * `accuracy`, `accuracy_empty`: share of right entries of the predicted and
#'     of the empty network, in the convention of Patil and Vaida (2022): over
#'     all entries, self edges included, a predicted self edge counting only
#'     where the truth has any. In a sparse network the empty graph is hard to
#'     beat: read the two together.
#'   * `balanced_accuracy`, `MCC`, `precision`, `recall`, `F1`: of the predicted
#'     network over the candidate edges. `precision` is `NaN` without predicted
#'     edges; `MCC` is then 0.
#'   * `n_edges`, `n_true`, `n_candidates`, `density`: predicted, true and
#'     candidate edges (doubles); `n_true / n_candidates`.
#'   * `sign_accuracy`, only where `x` is a fit and the truth carries signs: of
#'     the true edges among the first `n_true` of the ranking, the share whose
#'     `sign` (see [ggc_edges()]) is the true one; a sign that cannot be told
#'     counts as wrong. `NaN` if none of them is there.
#' @section Errors: `ggc_error_truth` if `truth` (or `network`) cannot be read,
#'   names unknown genes, or holds no edge or nothing but edges;
#'   `ggc_error_argument` for other arguments. `ggc_warning_missing_scores` if
#'   scores are missing (a target whose training diverged): they rank last.
#' @references Patil P, Vaida M (2022). Learning Gene Regulatory Networks using
#'   Graph Granger Causality. BICOB 2022, EPiC Series in Computing 83, 10-19.
#'
#'   Stolovitzky G, Prill RJ, Califano A (2009). Lessons from the DREAM2
#'   Challenges. Annals of the New York Academy of Sciences 1158, 159-195.
#' @seealso [ggc_roc()], [ggc_pr()]
#' @examples
#' genes <- c("a", "b", "c")
#' score <- matrix(c(0, 2, 1, 3, 0, 0, 1, 5, 0), 3,
#'     dimnames = list(genes, genes)
#' )
#' truth <- data.frame(regulator = c("a", "b"), target = c("b", "c"))
#' ggc_metrics(score, truth)
#' ggc_metrics(score, truth, network = 2)
#'
#' # Signs
#' sim <- ggc_simulate("grn", p = 10, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' ggc_metrics(fit, S4Vectors::metadata(sim)$sign)$sign_accuracy
#' @export
ggc_metrics <- function(x, truth, self = FALSE, network = NULL,
                        candidates = c("all", "truth")) {
    if (is.list(x) && !.is_table(x)) {
        return(.metrics_of_each(x, truth, self, network, candidates))
    }
    data <- .evaluation(x, truth, self, candidates)
    ranking <- .native_ranking(data$score, data$label)
    predicted <- .predicted_network(data, network, self)
    counts <- .native_confusion(predicted, data$label)
    n_true <- ranking[["n_positive"]]
    n <- n_true + ranking[["n_negative"]]
    out <- data.frame(
        AUROC = ranking[["auroc"]], AUPR = ranking[["average_precision"]],
        AUPR_dream = ranking[["aupr_dream"]],
        early_precision = ranking[["early_precision"]],
        accuracy = .paper_accuracy(data, predicted),
        accuracy_empty = mean(data$truth == 0L),
        balanced_accuracy = counts[["balanced_accuracy"]],
        MCC = counts[["mcc"]], precision = counts[["precision"]],
        recall = counts[["recall"]], F1 = counts[["f1"]],
        n_edges = counts[["tp"]] + counts[["fp"]], n_true = n_true,
        n_candidates = n, density = n_true / n
    )
    out$sign_accuracy <- .sign_accuracy(x, data,
        .truth_signs(truth, data$truth), self)
    out
}

# One row for each ranking of a list. Only fits tell signs.
.metrics_of_each <- function(x, truth, self, network, candidates) {
    if (length(x) == 0L) {
        .ggc_stop("argument", "`x` must have a ranking, not an empty list.")
    }
    rows <- lapply(x, function(one) {
        ggc_metrics(one, truth, self, network, candidates)
    })
    columns <- unique(unlist(lapply(rows, names)))
    rows <- lapply(rows, function(row) {
        row[setdiff(columns, names(row))] <- NA_real_
        row[columns]
    })
    out <- do.call(rbind, unname(rows))
    rownames(out) <- if (is.null(names(x))) NULL else
        make.unique(ifelse(nzchar(names(x)), names(x), seq_along(x)))
    out
}
