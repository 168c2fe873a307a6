# Tables of links, whatever a user or another program calls their columns.

.is_table <- function(x) {
    is.data.frame(x) || methods::is(x, "DataFrame")
}

.named_table <- function(truth) {
    table <- as.data.frame(truth, stringsAsFactors = FALSE)
    if (is.null(colnames(truth))) {
        colnames(table) <- paste0("V", seq_len(ncol(table)))
    }
    table
}

.tell_dropped_count <- function(n, arg) {
    if (n) {
        .ggc_inform(
            "`%s` has %d edge%s outside the candidates, left out.",
            arg, n, if (n > 1L) "s" else ""
        )
    }
}

# Flags, numbers or signs as numbers: a sign (+, -, -1) is an edge, and so is
# "yes". NA for what is none of them.
.edge_values <- function(value) {
    if (is.logical(value)) {
        return(as.double(value))
    }
    text <- as.character(value)
    value <- .quietly(as.numeric(text))
    word <- tolower(text)
    value[word %in% c("true", "t", "yes", "y")] <- 1
    value[word %in% c("false", "f", "no", "n")] <- 0
    value[text %in% "+"] <- 1
    value[text %in% "-"] <- -1
    value
}

# list(table, pair, from, to): the ends of each row's edge, and the columns that
# they stand in. genes: known names, or NULL.
.table_ends <- function(table, arg, genes = NULL) {
    if (ncol(table) < 2L) {
        .ggc_stop("truth", "`%s` must have columns regulator and target.", arg)
    }
    pair <- .pair_columns(table, arg, genes, "truth")
    if (anyNA(table[[pair[[1L]]]]) || anyNA(table[[pair[[2L]]]])) {
        .ggc_stop("truth", "`%s` must not have missing gene names.", arg)
    }
    from <- .names_in(table[[pair[[1L]]]])
    to <- .names_in(table[[pair[[2L]]]])
    if (!is.null(genes)) {
        names <- .like_genes(c(from, to), genes, arg)
        from <- utils::head(names, nrow(table))
        to <- utils::tail(names, nrow(table))
    }
    list(table = table, pair = pair, from = from, to = to)
}

# Columns that are written, as far as they are there.
.EDGE_COLUMNS <- c("regulator", "target", "score", "rank", "norm", "in_network",
    "probability", "p_value", "q_value", "stability", "sign", "prior_sign",
    "lag", "delay", "effect", "regulator_id", "target_id")

# Those among some names, in order, and behind the tests that of the method's
# own: "p_var".
.edge_columns <- function(names) {
    own <- grep("^p_[a-z0-9_]+$", setdiff(names, .EDGE_COLUMNS), value = TRUE)
    intersect(append(.EDGE_COLUMNS, own, match("stability", .EDGE_COLUMNS)),
        names)
}
