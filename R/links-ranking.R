# Ranked lists of edges, as any program writes them: two columns of names and
# one of scores, beside fits and matrices of scores.

# list(pair, score, small): columns of a table by number, and whether small
# values of the score are the strong ones, as of p-values; NULL where it is no
# list. Without names that are known the first two columns are names (those of a
# matrix of scores are numbers from the second on) and the score is the first
# column of numbers.
# genes: those of the truth or the data, which tell several columns apart.
.list_columns <- function(table, genes = NULL, arg = "x") {
    if (!.is_link_list(table)) {
        return(NULL)
    }
    pair <- .pair_columns(table, arg, genes)
    .warn_lost_link(table, pair, genes, arg)
    others <- setdiff(seq_len(ncol(table)), pair)
    numbers <- others[vapply(others, function(j) .is_numbers(table[[j]]), NA)]
    called <- c(.columns_of(table, "score"), .columns_of(table, "p_value"))
    score <- c(called, setdiff(numbers, called), setdiff(others, called))
    if (length(score)) {
        list(pair = pair, score = score[[1L]],
            small = score[[1L]] %in% .columns_of(table, "p_value"))
    }
}

.is_link_list <- function(table) {
    first <- table[seq_len(min(2L, ncol(table)))]
    bare <- all(grepl("^V[0-9]+$", colnames(table)))
    named <- vapply(first, if (bare) .may_name else .is_words, NA)
    called <- lapply(c("regulator", "target"), .columns_of, table = table)
    all(c("regulator", "target") %in% colnames(table)) ||
        (all(lengths(called) > 0L) &&
            .may_name(table[[called[[1L]][[1L]]]])) ||
        (ncol(table) > 2L && all(named))
}

# A list as a data frame with the columns regulator, target, score and, if it
# has it, norm.
.as_list <- function(x, arg = "x", genes = NULL) {
    x <- as.data.frame(x, optional = TRUE)
    .refuse_motifs(x, arg)
    x <- .edges_in_one_column(.several_scores(x, arg), arg)
    x <- .with_direction(x, arg)
    at <- .list_columns(x, genes, arg)
    if (is.null(at)) {
        .ggc_stop("argument", paste0(
            "`%s` must have two columns of gene names, regulator and target, ",
            "and one of scores."
        ), arg)
    }
    .tell_score(x, at, arg)
    out <- data.frame(regulator = .names_in(x[[at$pair[[1L]]]]),
        target = .names_in(x[[at$pair[[2L]]]]), score = x[[at$score]])
    out$norm <- x[["norm"]]
    if (anyNA(x[at$pair]) || !all(nzchar(c(out$regulator, out$target)))) {
        .ggc_stop("argument",
            "`%s` must not have missing or empty gene names.", arg)
    }
    if (!is.numeric(out$score) || any(is.infinite(out$score))) {
        .ggc_stop("argument", "`%s` must have finite scores, or missing ones.",
            arg)
    }
    out$score <- .strong_scores(out$score, at, colnames(x))
    .refuse_twice(out, "argument", sprintf("`%s`", arg))
    out
}

# Of several columns of numbers, none of which is called a score, which is read.
.tell_score <- function(table, at, arg) {
    called <- c(.columns_of(table, "score"), .columns_of(table, "p_value"))
    others <- setdiff(seq_len(ncol(table)), at$pair)
    numbers <- others[vapply(others, function(j) .is_numbers(table[[j]]), NA)]
    if (length(called) == 0L && length(numbers) > 1L) {
        .ggc_inform("`%s`: the ranking is by the column %s.", arg,
            names(table)[[at$score]])
    }
}

# Scores of which large ones are strong, said where they were p-values.
.strong_scores <- function(score, at, names) {
    if (!at$small) {
        return(score)
    }
    .ggc_inform("The ranking is by %s, small values first.",
        names[[at$score]])
    -log10(pmax(score, .Machine$double.xmin))
}

.refuse_twice <- function(list, what, name) {
    twice <- which(duplicated(list[c("regulator", "target")]))
    if (length(twice)) {
        .ggc_stop(what, "%s lists a pair twice: %s and %s.\nKeep one of them.",
            name, list$regulator[[twice[[1L]]]], list$target[[twice[[1L]]]])
    }
}

# list(score, norms, genes): what a fit, a matrix of scores or a list of edges
# says of regulators x targets; `norms` NULL where it has none, `genes` all that
# it knows. `truth`: the known network that the ranking is for, if any; `genes`:
# names that are known.
.as_ranking <- function(x, arg, truth = NULL, genes = .any_names(truth)) {
    if (methods::is(x, "GGCFit")) {
        .check_fit(x, arg)
        return(list(score = x@score, norms = x@norms,
            genes = rownames(x@series$x)))
    }
    if (.is_table(x) && .is_adjacency(as.data.frame(x, optional = TRUE))) {
        x <- .matrix_of_table(as.data.frame(x, optional = TRUE))
    }
    out <- if (.is_table(x)) {
        .list_matrices(.as_list(x, arg, genes), truth)
    } else {
        list(score = .as_score(x, arg))
    }
    out$genes <- unique(unlist(dimnames(out$score)))
    out
}

# list(score, norms): matrices of a list, `norms` NULL where it has none. Pairs
# that it lacks are missing; beside a truth they have the lowest score, among
# them those of genes that only the truth knows.
.list_matrices <- function(list, truth) {
    genes <- list(regulators = unique(list$regulator),
        targets = unique(list$target))
    own <- intersect(genes$regulators, genes$targets)
    complete <- sum(list$regulator != list$target) ==
        prod(as.double(lengths(genes))) - length(own)
    names <- genes
    if (!is.null(truth)) {
        known <- .truth_genes(truth, unlist(genes))
        .tell_last(unlist(genes), known)
        names <- .joint_genes(genes, known, complete)
    }
    place <- function(value, rest) {
        if (is.null(value)) {
            return(NULL)
        }
        out <- matrix(rest, length(names[[1L]]), length(names[[2L]]),
            dimnames = unname(names))
        out[cbind(list$regulator, list$target)] <- value
        out
    }
    lowest <- if (is.null(truth)) NA else min(0, list$score, na.rm = TRUE)
    list(score = place(as.double(list$score), lowest),
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

# Genes that a known network names, whatever form it comes in. genes: known
# ones, which tell the columns of a table and how a name is spelt; unnamed: what
# those of a matrix without names are.
.truth_genes <- function(truth, genes, unnamed = NULL) {
    # What there is to say of it .as_truth() says.
    suppressWarnings(suppressMessages({
        named <- .truth_names(.plain_links(truth, "truth"), genes, unnamed)
        lapply(named, .like_genes, genes, "truth")
    }))
}

.truth_names <- function(truth, genes, unnamed) {
    if (inherits(truth, "igraph")) {
        names <- igraph::vertex_attr(truth, "name")
        return(list(regulators = names, targets = names))
    }
    if (.is_table(truth)) {
        ends <- .table_ends(truth, "truth", genes)
        return(list(regulators = unique(ends$from), targets = unique(ends$to)))
    }
    if (is.null(rownames(truth)) || is.null(colnames(truth))) {
        if (!is.null(unnamed)) {
            return(unnamed)
        }
        .ggc_stop("truth", paste0(
            "`truth` must have gene names where the scores are a list of ",
            "edges."
        ))
    }
    list(regulators = rownames(truth), targets = colnames(truth))
}

# All that may be a name in a known network, whatever its columns are.
.any_names <- function(truth) {
    if (inherits(truth, "igraph")) {
        return(igraph::vertex_attr(truth, "name"))
    }
    if (!.is_table(truth)) {
        return(unlist(dimnames(truth)))
    }
    columns <- as.list(truth)
    words <- vapply(columns, .is_words, NA)
    unique(unlist(lapply(if (any(words)) columns[words] else columns,
        .names_in)))
}

# Says which genes of the truth a ranking lacks: few by design, all by mistake.
# ends: list(regulators, targets) of the truth.
.tell_last <- function(genes, ends) {
    known <- unique(unlist(ends))
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
    .refuse_strange_side(ends, genes, "truth")
    .ggc_inform(paste0(
        "%d of %d genes of the truth are not in the ranking, so their pairs ",
        "rank last: %s."
    ), length(lacking), length(known), .ggc_names(lacking))
}
