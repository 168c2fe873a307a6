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

# A whole number from 1 to 2^31 - 2 for one use of one target's.
.target_seed <- function(target, task, use) {
    1 + floor(.native_uniform(1L, task$seed,
        paste(use, rownames(task$z)[[target]])) * (2^31 - 2))
}

# Importances as shares of the sum of squares of y; 0 where that is 0.
.importance_shares <- function(forest, y) {
    total <- sum((y - mean(y))^2)
    pmax(forest$variable.importance, 0) / if (total > 0) total else Inf
}
