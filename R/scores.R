# Matrices of scores, regulators x targets: names, order, and which entries
# are candidates.

# A named double score matrix, from what a user hands over.
.as_score <- function(x, arg = "x") {
    if (!(is.matrix(x) && (is.numeric(x) || is.logical(x)) && length(x))) {
        .ggc_stop("argument", paste0(
            "`%s` must be a GGCFit or a numeric matrix ",
            "(regulators x targets), not %s."
        ), arg, .given(x))
    }
    if (any(is.infinite(x))) {
        .ggc_stop("argument", "`%s` must be finite or missing, and has %s.",
            arg, .plural(sum(is.infinite(x)), "infinite value"))
    }
    dimnames(x) <- .score_names(x, arg)
    storage.mode(x) <- "double"
    x
}

.score_names <- function(x, arg) {
    names <- unname(dimnames(x))
    if (is.null(names) && nrow(x) == ncol(x)) {
        return(rep(list(as.character(seq_len(nrow(x)))), 2L))
    }
    if (is.null(names) || is.null(names[[1L]]) || is.null(names[[2L]])) {
        .ggc_stop("argument", paste0(
            "`%s` must have row names (regulators) and column names ",
            "(targets)."
        ), arg)
    }
    if (anyNA(unlist(names)) || !all(nzchar(unlist(names)))) {
        .ggc_stop("argument", paste0(
            "`%s` must have no missing or empty row or column names.\n",
            "Name all genes."
        ), arg)
    }
    for (side in seq_len(2L)) {
        twice <- unique(names[[side]][duplicated(names[[side]])])
        if (length(twice)) {
            .ggc_stop("argument", "`%s` must have unique %s names, not %s %s.",
                arg, c("row", "column")[[side]], .ggc_names(twice), "twice")
        }
    }
    names
}

# Linear indices of the entries whose regulator is their target.
.self_entries <- function(x) {
    row <- match(colnames(x), rownames(x))
    target <- which(!is.na(row))
    (target - 1) * as.double(nrow(x)) + row[target]
}

# Place of each name in the C locale.
.name_order <- function(names) {
    order(order(names, method = "radix"))
}

# Linear indices of the first n entries of `score`, the most credible first,
# out of those in `index`. Few out of many: entries below the n-th largest score
# are dropped unsorted.
.edge_order <- function(score, norm = NULL, self = FALSE, n = Inf,
                        index = seq_along(score)) {
    if (!self) {
        index <- index[!index %in% .self_entries(score)]
    }
    n <- min(n, length(index))
    value <- score[index]
    if (n >= 1 && n < length(index) / 8 && sum(!is.na(value)) >= n) {
        keep <- which(value >= -sort(-value, partial = n)[[n]])
        index <- index[keep]
        value <- value[keep]
    }
    rows <- nrow(score)
    keys <- list(
        -value, if (!is.null(norm)) -norm[index],
        .name_order(rownames(score))[(index - 1L) %% rows + 1L],
        .name_order(colnames(score))[(index - 1L) %/% rows + 1L]
    )
    keys <- keys[lengths(keys) > 0L]
    index[utils::head(do.call(order, c(keys, method = "radix")), n)]
}

# Linear indices of the entries that are not excluded.
.candidates <- function(fit) {
    exclude <- fit@known$exclude
    if (is.null(exclude)) seq_along(fit@score) else which(!exclude)
}

# Linear indices of the fit's chosen network; missing scores are no edges.
.chosen <- function(fit) {
    which(fit@norms > 0 & !is.na(fit@score))
}

# A network of 0 and 1, as ggc_network() returns it; scores are doubles.
.is_network <- function(x) {
    is.matrix(x) && (is.integer(x) || is.logical(x)) && length(x) > 0L &&
        all(x %in% c(0L, 1L))
}

# Does `n` name a network (NULL: the chosen one), and not a number of edges?
.names_network <- function(n) {
    is.null(n) || is.matrix(n)
}
