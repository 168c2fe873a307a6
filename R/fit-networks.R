# Trained networks, kept small: from C's flat arrays and back.

# Networks of a chunk come as raw float32, parameters x members x targets. Kept
# per target: the input columns that any member uses, and the rest.
.pack_networks <- function(raw, problem) {
    if (length(raw) == 0L) {
        return(NULL)
    }
    n <- length(problem$targets)
    size <- length(raw) / 4 / problem$members / n
    rows <- .problem_sizes(problem)[["input_weights"]]
    inputs <- length(problem$regulators) + 1
    lapply(seq_len(n), function(i) {
        block <- matrix(
            raw[(i - 1) * size * problem$members * 4 +
                seq_len(size * problem$members * 4)],
            size * 4
        )
        own <- problem$targets[[i]] %in% problem$regulators
        used <- inputs - own
        columns <- array(block[seq_len(4 * rows * used), ],
            c(4 * rows, used, problem$members))
        active <- which(apply(columns != 0, 2L, any))
        list(
            active = active, used = used,
            columns = columns[, active, , drop = FALSE],
            rest = block[4 * rows * used + seq_len(4 * (size - rows * inputs)),
                , drop = FALSE]
        )
    })
}

.unpack_networks <- function(packed, rows, size, members) {
    unlist(lapply(packed, function(p) {
        stopifnot(length(p$columns) ==
            4 * rows * length(p$active) * members)
        columns <- array(raw(1L), c(4 * rows, p$used, members))
        columns[, p$active, ] <- p$columns
        block <- matrix(raw(1L), 4 * size, members)
        block[seq_len(4 * rows * p$used), ] <- columns
        block[4 * rows * p$used + seq_len(nrow(p$rest)), ] <- p$rest
        block
    }), use.names = FALSE)
}

# The networks of a fit, as C has them; `arg` names the fit.
.whole_networks <- function(networks, problem, arg) {
    sizes <- .problem_sizes(problem)
    tryCatch(.unpack_networks(networks$packed, sizes[["input_weights"]],
        sizes[["parameters"]], problem$members
    ), error = function(e) {
        .ggc_stop("fit", paste0(
            "`%s` is damaged: its networks are not whole.\nRepeat the fit."
        ), arg)
    })
}

.list_networks <- function(packed, regulators, targets, structure) {
    if (is.null(packed)) {
        return(list())
    }
    list(
        regulators = regulators, targets = targets, packed = unname(packed),
        structure = structure[c("graph", "h0")]
    )
}
