# The known network, whatever form it comes in, as a 0/1 integer matrix
# regulators x targets.
#
# truth: a matrix (entries other than 0 are edges), an edge table, an igraph.
# genes: all genes known to the caller; truth may name them even where they are
# no candidates. `arg` names the argument in messages.
.as_truth <- function(truth, regulators, targets,
                      genes = union(regulators, targets), arg = "truth") {
    truth <- .plain_links(truth, arg)
    if (inherits(truth, "igraph")) {
        .truth_from_table(.graph_edges(truth, arg), regulators, targets, genes,
            arg)
    } else if (.is_table(truth)) {
        .truth_from_table(truth, regulators, targets, genes, arg)
    } else if (is.matrix(truth) || methods::is(truth, "Matrix")) {
        .truth_from_matrix(as.matrix(truth), regulators, targets, genes, arg)
    } else {
        .ggc_stop("truth", paste0(
            "`%s` must be a 0/1 matrix, an edge table, a list of targets by ",
            "regulator or a graph, not %s."
        ), arg, .given(truth))
    }
}

.empty_truth <- function(regulators, targets) {
    matrix(0L, length(regulators), length(targets),
        dimnames = list(regulators, targets)
    )
}

# Data bases know more genes than were measured: what they say of these is left
# out aloud. ends: list(regulators, targets) of names.
.tell_unknown <- function(ends, genes, arg) {
    names <- unlist(ends)
    unknown <- setdiff(names, genes)
    if (length(unknown) == 0L) {
        return(invisible())
    }
    if (length(unknown) == length(unique(names))) {
        .ggc_stop("truth", paste0(
            "`%s` and the scores must have genes in common.\n",
            "`%s` has %s; the scores have %s."
        ), arg, arg, .ggc_names(unknown), .ggc_names(genes))
    }
    .refuse_strange_side(ends, genes, arg)
    .ggc_inform(paste0(
        "`%s` names %s that the scores do not have, whose edges are left out: ",
        "%s."
    ), arg, .plural(length(unknown), "gene"), .ggc_names(unknown))
}

.truth_from_matrix <- function(truth, regulators, targets, genes, arg) {
    if (!(is.numeric(truth) || is.logical(truth)) || anyNA(truth)) {
        .ggc_stop("truth", paste0(
            "`%s` must be a matrix of 0 (no edge) and 1 (edge) without ",
            "missing values."
        ), arg)
    }
    rows <- rownames(truth)
    columns <- colnames(truth)
    if (is.null(rows) != is.null(columns)) {
        .ggc_stop("truth", "`%s` must have both row and column names, %s.",
            arg, "or neither")
    }
    out <- .empty_truth(regulators, targets)
    if (is.null(rows)) {
        if (!identical(dim(truth), dim(out))) {
            .ggc_stop("truth", paste0(
                "`%s` must be %d regulators x %d targets, not %d x %d.\n",
                "With row and column names it is matched by gene name."
            ), arg, nrow(out), ncol(out), nrow(truth), ncol(truth))
        }
        out[] <- as.integer(truth != 0)
        return(out)
    }
    if (anyDuplicated(rows) || anyDuplicated(columns)) {
        .ggc_stop("truth", "`%s` must not name a gene twice, as it does %s.",
            arg, .ggc_names(unique(c(rows[duplicated(rows)],
                columns[duplicated(columns)]))))
    }
    names <- .like_genes(c(rows, columns), genes, arg)
    rows <- rownames(truth) <- utils::head(names, length(rows))
    columns <- colnames(truth) <- utils::tail(names, length(columns))
    .tell_unknown(list(regulators = rows, targets = columns), genes, arg)
    truth <- truth[rows %in% genes, columns %in% genes, drop = FALSE]
    rows <- rownames(truth)
    columns <- colnames(truth)
    .tell_dropped(truth != 0, regulators, targets, arg)
    row <- intersect(regulators, rows)
    column <- intersect(targets, columns)
    out[row, column] <- as.integer(truth[row, column] != 0)
    out
}

# A true edge between genes that were no candidates can never be found: it is
# left out, aloud.
.tell_dropped <- function(edge, regulators, targets, arg) {
    hit <- which(edge, arr.ind = TRUE)
    n <- sum(!(rownames(edge)[hit[, 1L]] %in% regulators &
        colnames(edge)[hit[, 2L]] %in% targets))
    .tell_dropped_count(n, arg)
}

# what: class of the error where it cannot be read.
.graph_edges <- function(graph, arg, what = "truth") {
    .ggc_need("igraph", sprintf("An igraph as `%s`", arg))
    if (!igraph::is_directed(graph)) {
        .ggc_stop(what, "`%s` must be a directed graph, not %s.", arg,
            "an undirected one")
    }
    names <- igraph::vertex_attr(graph, "name")
    if (is.null(names)) {
        .ggc_stop(what, "`%s` must have gene names as vertex names.", arg)
    }
    ends <- igraph::as_edgelist(graph)
    table <- data.frame(regulator = ends[, 1L], target = ends[, 2L])
    table[[if (startsWith(arg, "prior")) "weight" else "edge"]] <-
        igraph::edge_attr(graph, "weight")
    table
}

# The sign of each true edge, -1 or 1 (0: none told), in a matrix like the 0/1
# matrix `edges` that .as_truth() made of the same truth; NULL where the truth
# tells no signs: a matrix without a negative entry, a table or graph without a
# column or attribute `sign`.
.truth_signs <- function(truth, edges, arg = "truth") {
    truth <- .quietly(.plain_links(truth, arg), "message")
    if (inherits(truth, "igraph")) {
        sign <- igraph::edge_attr(truth, "sign")
        truth <- .graph_edges(truth, arg)
        truth$sign <- sign
    }
    if (.is_table(truth)) {
        return(.table_signs(truth, edges, arg))
    }
    truth <- sign(as.matrix(truth))
    if (!any(truth < 0)) {
        return(NULL)
    }
    names <- if (is.null(rownames(truth))) dimnames(edges) else dimnames(truth)
    names <- lapply(names, function(of) {
        .quietly(.like_genes(of, unlist(dimnames(edges)), arg), "message")
    })
    .place_signs(edges, names[[1L]][row(truth)], names[[2L]][col(truth)],
        as.vector(truth))
}

.table_signs <- function(table, edges, arg) {
    at <- .sign_column(table, arg)
    if (is.null(at)) {
        return(NULL)
    }
    # What there is to say of it .as_truth() has said.
    ends <- suppressWarnings(suppressMessages(
        .table_ends(table, arg, unlist(dimnames(edges)))))
    .place_signs(edges, ends$from, ends$to, .sign_values(table[[at]]))
}

# The column of signs, or NULL. What is called sign must hold signs; others,
# such as a type, may hold other things: numbers without a negative one say
# whether there is an edge.
.sign_column <- function(table, arg) {
    at <- .columns_of(table, "sign")
    called <- colnames(table)[at] == "sign"
    signs <- vapply(at, function(j) !is.null(.sign_values(table[[j]])), NA)
    flags <- vapply(at, function(j) {
        is.logical(table[[j]]) || (.is_numbers(table[[j]]) &&
            !any(.sign_values(table[[j]]) < 0))
    }, NA)
    signs <- signs & (called | !flags)
    if (any(called & !signs)) {
        .ggc_stop("truth", paste0(
            "`%s` must have numbers, \"+\" or \"-\", or words such as ",
            "activation and repression, in its column sign."
        ), arg)
    }
    if (any(signs)) at[signs][[1L]] else .unnamed_signs(table)
}

# A column of words that all say a sign, whatever it is called, as the middle
# one of a SIF or the third of TRRUST; or weights, some of which are negative.
# "+" and "-" may be strands of DNA, and "-" what is missing: both tell signs
# only in one of the first three columns of a list without a header.
.unnamed_signs <- function(table) {
    bare <- paste0("V", seq_along(table)) == colnames(table) %or% ""
    tells <- vapply(seq_along(table), function(j) {
        value <- if (.is_words(table[[j]])) .sign_values(table[[j]])
        told <- trimws(as.character(table[[j]]))[value != 0]
        any(nchar(told) > 1L) || (j < 4L && all(bare) && "+" %in% told)
    }, NA)
    weight <- .columns_of(table, "weight")
    negative <- vapply(weight, function(j) {
        .is_numbers(table[[j]]) && any(.sign_values(table[[j]]) < 0)
    }, NA)
    found <- c(which(tells), weight[negative])
    if (length(found)) found[[1L]]
}

.place_signs <- function(edges, regulator, target, sign) {
    at <- cbind(match(regulator, rownames(edges)),
        match(target, colnames(edges)))
    inside <- !is.na(rowSums(at))
    # A pair that comes with both signs has none; one that is not known says
    # nothing against another.
    with <- function(value) {
        out <- edges
        out[] <- 0L
        out[at[inside & sign == value, , drop = FALSE]] <- value
        out
    }
    (with(1L) + with(-1L)) * (edges != 0L)
}

# Which rows of an edge table are edges: column `edge` or `weight`, or the third
# of three columns if it holds values and no signs; else all rows.
.table_edges <- function(table, pair, arg) {
    column <- c(.columns_of(table, "edge"), .columns_of(table, "weight"))
    if (length(column) == 0L && ncol(table) == 3L &&
        is.null(.sign_column(table, arg))) {
        third <- setdiff(1:3, pair)
        if (all(is.na(.edge_values(table[[third]])))) {
            .ggc_inform(paste0("`%s`: the column %s says neither edge nor ",
                "sign, and is passed over: all its pairs are edges."), arg,
            colnames(table)[[third]])
        } else {
            column <- third
        }
    }
    if (length(column) == 0L) {
        return(rep(TRUE, nrow(table)))
    }
    value <- .edge_values(table[[column[[1L]]]]) != 0
    if (anyNA(value)) {
        .ggc_stop("truth", paste0(
            "`%s` must say 0 (no edge) or 1 (edge) in its column of edges ",
            "(%s), without missing values."
        ), arg, colnames(table)[column[[1L]]] %or% "the third")
    }
    value
}

.truth_from_table <- function(table, regulators, targets, genes, arg) {
    ends <- .table_ends(table, arg, genes)
    .tell_unknown(list(regulators = ends$from, targets = ends$to), genes, arg)
    edge <- .table_edges(ends$table, ends$pair, arg)
    pair <- paste(ends$from, ends$to, sep = "\t")
    both <- which(edge & pair %in% pair[!edge])
    if (length(both)) {
        .ggc_stop("truth", paste0(
            "`%s` must not say of a pair that it is an edge and that it is ",
            "none, as of %s."
        ), arg, .ggc_names(paste(ends$from[both], "->", ends$to[both])))
    }
    edge <- edge & ends$from %in% genes & ends$to %in% genes
    row <- match(ends$from[edge], regulators)
    column <- match(ends$to[edge], targets)
    inside <- !is.na(row) & !is.na(column)
    .tell_dropped_count(sum(!inside), arg)
    out <- .empty_truth(regulators, targets)
    out[cbind(row[inside], column[inside])] <- 1L
    out
}
