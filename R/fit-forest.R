# One random forest of regression trees, by the package ranger.

# Values of genes (rows of z) before some columns: columns x inputs, lag by lag.
.lagged_values <- function(z, genes, columns, lags) {
    out <- do.call(cbind, lapply(lags, function(l) {
        t(z[genes, columns - l, drop = FALSE])
    }))
    dimnames(out) <- list(NULL, sprintf("x%d", seq_len(ncol(out))))
    out
}

# options: list(trees, mtry, min_node); mtry NULL is the root of the inputs. One
# thread: sums over ranger's threads would depend on their number. keep: can it
# forecast?
.forest <- function(x, y, options, seed, keep = FALSE) {
    tryCatch(
        ranger::ranger(x = x, y = y, num.trees = options$trees,
            mtry = min(ncol(x), options$mtry %or% round(sqrt(ncol(x)))),
            min.node.size = options$min_node, importance = "impurity",
            write.forest = keep, seed = seed, num.threads = 1L,
            verbose = FALSE),
        error = function(e) {
            if (grepl("User interrupt", conditionMessage(e), fixed = TRUE)) {
                .ggc_reraise_interrupt()
            }
            stop(e)
        }
    )
}
