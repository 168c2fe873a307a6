# One random forest of regression trees, by the package ranger.

# options: list(trees, mtry, min_node); mtry NULL is the root of the inputs. One
# thread: sums over ranger's threads would depend on their number. keep: can it
# forecast?
.forest <- function(x, y, options, seed, keep = FALSE) {
    colnames(x) <- .forest_inputs(x)
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

# ranger wants names.
.forest_inputs <- function(x) sprintf("x%d", seq_len(ncol(x)))

# What a forest that was kept expects of rows of inputs.
.forest_says <- function(forest, x) {
    colnames(x) <- .forest_inputs(x)
    stats::predict(forest, x, num.threads = 1L, verbose = FALSE)$predictions
}
