# Ranked lists of edges, as any program writes them: two columns of names and
# one of scores. Read for comparison with a known network.

# Columns regulator, target and score of a table, by number; NULL where it is no
# list. Without our names the first two columns are names (those of a matrix of
# scores are numbers from the second on) and the score is the first column of
# numbers.
.list_columns <- function(table) {
    names <- colnames(table)
    ends <- match(c("regulator", "target"), names)
    if (anyNA(ends)) {
        ends <- seq_len(2L)
        if (ncol(table) < 3L ||
            !(.is_words(table[[1L]]) && .is_words(table[[2L]]))) {
            return(NULL)
        }
    }
    others <- setdiff(seq_len(ncol(table)), ends)
    numbers <- vapply(others, function(j) .is_numbers(table[[j]]), TRUE)
    score <- c(match(c("score", "weight"), names), others[numbers], others)
    score <- score[!is.na(score)]
    if (length(score)) c(ends, score[[1L]])
}

# A list as a data frame with the columns regulator, target, score and, if it
# has it, norm.
.as_list <- function(x) {
    at <- .list_columns(x)
    if (is.null(at)) {
        .ggc_stop("argument", paste0(
            "`x` must have two columns of gene names, regulator and target, ",
            "and one of scores."
        ))
    }
    out <- data.frame(regulator = as.character(x[[at[[1L]]]]),
        target = as.character(x[[at[[2L]]]]), score = x[[at[[3L]]]])
    out$norm <- x[["norm"]]
    if (anyNA(out[c("regulator", "target")])) {
        .ggc_stop("argument", "`x` must not have missing gene names.")
    }
    if (!is.numeric(out$score) || any(is.infinite(out$score))) {
        .ggc_stop("argument", "`x` must have finite scores, or missing ones.")
    }
    .refuse_twice(out, "argument", "`x`")
    out
}

.refuse_twice <- function(list, what, name) {
    twice <- which(duplicated(list[c("regulator", "target")]))
    if (length(twice)) {
        .ggc_stop(what, "%s lists a pair twice: %s and %s.", name,
            list$regulator[[twice[[1L]]]], list$target[[twice[[1L]]]])
    }
}

# list(score, norms): matrices of a list, `norms` NULL where it has none. Pairs
# that it lacks have the lowest score, among them those of genes that only the
# truth knows.
.list_matrices <- function(list, truth) {
    genes <- list(regulators = unique(list$regulator),
        targets = unique(list$target))
    own <- intersect(genes$regulators, genes$targets)
    complete <- sum(list$regulator != list$target) ==
        prod(as.double(lengths(genes))) - length(own)
    known <- .truth_genes(truth)
    .tell_last(unlist(genes), unlist(known))
    names <- .joint_genes(genes, known, complete)
    place <- function(value, rest) {
        if (is.null(value)) {
            return(NULL)
        }
        out <- matrix(rest, length(names[[1L]]), length(names[[2L]]),
            dimnames = unname(names))
        out[cbind(list$regulator, list$target)] <- value
        out
    }
    list(score = place(list$score, min(0, list$score, na.rm = TRUE)),
        norms = place(list$norm, 0))
}

# Regulators and targets of a ranking, and with them those of the truth. A
# ranking that has every pair of its genes says itself which of them were no
# candidates; a list that stops early does not.
.joint_genes <- function(genes, known, complete) {
    list(
        union(genes$regulators,
            setdiff(known$regulators, if (complete) genes$targets)),
        union(genes$targets,
            setdiff(known$targets, if (complete) genes$regulators))
    )
}

# Genes that a known network names, whatever form it comes in.
.truth_genes <- function(truth) {
    if (inherits(truth, "igraph")) {
        names <- igraph::vertex_attr(truth, "name")
        return(list(regulators = names, targets = names))
    }
    if (.is_table(truth) || (is.matrix(truth) && is.character(truth))) {
        ends <- .table_ends(truth, "truth")
        return(list(regulators = unique(ends$from), targets = unique(ends$to)))
    }
    if (is.null(rownames(truth)) || is.null(colnames(truth))) {
        .ggc_stop("truth", paste0(
            "`truth` must have gene names where the scores are a list of ",
            "edges."
        ))
    }
    list(regulators = rownames(truth), targets = colnames(truth))
}

# Says which genes of the truth a ranking lacks: few by design, all by mistake.
.tell_last <- function(genes, known) {
    known <- unique(known)
    lacking <- setdiff(known, genes)
    if (length(lacking) == 0L) {
        return(invisible())
    }
    if (length(lacking) == length(known)) {
        .ggc_stop("truth", paste0(
            "The ranking and the truth have no gene in common.\n",
            "The ranking has %s, the truth %s."
        ), .ggc_names(unique(genes)), .ggc_names(known))
    }
    .ggc_inform(paste0(
        "%d of %d genes of the truth are not in the ranking, so their pairs ",
        "rank last: %s."
    ), length(lacking), length(known), .ggc_names(lacking))
}
