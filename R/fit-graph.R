# The graph over genes that the convolution of eq. 3 propagates along.

.GRAPH_METHODS <- .CONTROL$adjacency$limits$choices
.GRAPH_SCALES <- .CONTROL$normalise$limits$choices

# The symmetric ones from a p x N matrix of doubles, arguments checked.
.adjacency <- function(x, method, normalise, trajectory, threads,
                       self = TRUE) {
    p <- as.double(nrow(x))
    .check_memory("The adjacency matrix", c(
        result = 16 * p^2, data = 8 * p * ncol(x)
    ), .PAIR_ADVICE)
    a <- if (method == "dcor") {
        .dcor(x, NULL, 0L, trajectory, threads)
    } else {
        .native_adjacency(x, method, threads)
    }
    a <- .native_adjacency_normalise(a, normalise, self)
    dimnames(a) <- list(rownames(x), rownames(x))
    a
}

# A directed dependence of genes with each other as a graph, [from, to]: self
# loops of 1 where a gene varies, as in a distance correlation, and sums over
# the genes that precede.
.normalise_directed <- function(dependence, normalise, self = TRUE,
                                varies = TRUE) {
    a <- t(dependence)
    diag(a) <- as.numeric(varies)
    a <- t(.native_adjacency_normalise(a, normalise, self))
    dimnames(a) <- dimnames(dependence)
    a
}
