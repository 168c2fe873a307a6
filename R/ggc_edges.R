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
                                          signs = TRUE,
                                          labels_from = NULL, ...) {
    .check_fit(x, "x")
    .check_no_dots(..., of = "ggc_edges()")
    labels <- .gene_labels(labels_from, x)
    signs <- .check_flag(signs, "signs")
    asked <- .asked(x, n)
    edges <- .edge_table(x@score, x@norms, self, asked$n, asked$index)
    if (.names_network(n)) {
        edges$rank <- .ranks_among_all(x, edges, self)
    }
    edges <- .with_evidence(edges, x)
    .labelled_edges(if (signs) .with_effects(edges, x) else edges, labels)
})

# Places of edges among all candidates.
.ranks_among_all <- function(fit, edges, self) {
    rows <- nrow(fit@score)
    at <- match(edges$regulator, rownames(fit@score)) +
        rows * (match(edges$target, colnames(fit@score)) - 1)
    match(at, .edge_order(fit@score, fit@norms, self,
        index = .candidates(fit)))
}

# A table of edges with what speaks for each: is it in the network that the fit
# chose, how probable is it, and what did tests find? The p-values of a method's
# own test are p_value where there is no other, and have the method's name where
# there is.
.with_evidence <- function(edges, fit) {
    at <- cbind(match(edges$regulator, rownames(fit@score)),
        match(edges$target, colnames(fit@score)))
    test <- fit@details$test
    read <- function(m) if (is.null(m)) rep(NA_real_, nrow(at)) else m[at]
    edges$in_network <- edges$norm > 0
    edges$probability <- read(.edge_probability(fit))
    edges$p_value <- read(.p_values(fit))
    edges$q_value <- read(.false_discovery_rates(fit))
    edges$stability <- read(test$stability)
    if (!is.null(test$q_value) && !is.null(fit@p_value)) {
        edges[[paste0("p_", fit@method)]] <- fit@p_value[at]
    }
    edges
}

#' @rdname ggc_edges
#' @export
setMethod("ggc_edges", "ANY", function(x, self = FALSE, n = Inf, ...) {
    .check_no_dots(..., of = "ggc_edges() of a matrix")
    score <- .as_ranking(x, "x")$score
    index <- if (.is_network(x)) {
        which(x > 0L)
    } else if (.is_table(x)) {
        which(!is.na(score))
    } else {
        seq_along(score)
    }
    .edge_table(score, NULL, self, n, index)
})
