# Of `count` entries the first n: R sorts no more than 2^31 - 1.
.check_edge_memory <- function(count, n) {
    .check_memory("The table of edges", c(
        entries = 40 * as.double(count), edges = 40 * min(n, count)
    ), c(
        entries = "the matrix of scores: give fewer genes",
        edges = "the edges: give `n`"
    ))
    if (min(n, count) > .Machine$integer.max) {
        .ggc_stop("memory", paste0(
            "A table can have %d edges, and there are %.0f.\nGive `n`."
        ), .Machine$integer.max, as.double(count))
    }
}

.edge_table <- function(score, norm, self, n, index = seq_along(score)) {
    self <- .check_flag(self, "self")
    if (!identical(n, Inf)) {
        n <- .check_count(n, "n", 0L)
    }
    .check_edge_memory(length(index), n)
    index <- .edge_order(score, norm, self, n, index)
    rows <- nrow(score)
    edges <- S4Vectors::DataFrame(
        regulator = rownames(score)[(index - 1L) %% rows + 1L],
        target = colnames(score)[(index - 1L) %/% rows + 1L],
        score = score[index], rank = seq_along(index)
    )
    if (!is.null(norm)) {
        edges$norm <- norm[index]
    }
    edges
}

# What `n` asks for of a fit: list(index, n), the n most credible of `index`.
.asked <- function(fit, n) {
    if (!.names_network(n)) {
        return(list(index = .candidates(fit), n = n))
    }
    index <- if (is.null(n)) {
        .chosen(fit)
    } else {
        which(.as_truth(n, rownames(fit@score), colnames(fit@score),
            rownames(fit@series$x), "n") > 0L)
    }
    list(index = index, n = Inf)
}

#' @rdname ggc_edges
#' @export
setMethod("ggc_edges", "GGCFit", function(x, self = FALSE, n = Inf,
                                          signs = TRUE, ...) {
    .check_fit(x, "x")
    .check_no_dots(..., of = "ggc_edges()")
    signs <- .check_flag(signs, "signs")
    asked <- .asked(x, n)
    edges <- .edge_table(x@score, x@norms, self, asked$n, asked$index)
    if (!is.null(x@p_value)) {
        edges$p_value <- x@p_value[cbind(edges$regulator, edges$target)]
    }
    if (signs) .with_effects(edges, x) else edges
})

#' @rdname ggc_edges
#' @export
setMethod("ggc_edges", "ANY", function(x, self = FALSE, n = Inf, ...) {
    .check_no_dots(..., of = "ggc_edges() of a matrix")
    score <- .as_score(x)
    .edge_table(score, NULL, self, n,
        if (.is_network(x)) which(x > 0L) else seq_along(score))
})
