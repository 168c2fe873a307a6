# From a series and a control to the list that the C driver reads.

# The list that the C driver reads (glue_problem() in r_problem.c): what the
# control says by itself, and what series and genes add. With `loss` FALSE the
# terms beyond the squared error are left out, as for a forecast.
.problem <- function(trajectory, z, regulators, targets, control, cell, seed,
                     structure, loss = TRUE) {
    inputs <- length(regulators) + 1L
    if (!loss) {
        control[c("kl", "triplet")] <- "none"
    }
    c(.control_for_c(.control_of_cell(control, cell)), list(
        z = z, genes = rownames(z), length = tabulate(trajectory),
        fold = .folds(trajectory, control$members),
        regulators = as.integer(regulators), targets = as.integer(targets),
        cell = .cell_code(cell), graph = structure$graph,
        h0 = structure$h0, w_start = structure$w_start,
        near = structure$near, far = structure$far,
        negative = if (control$triplet == "prediction") {
            .other_genes(rownames(z), targets, seed)
        },
        off = structure$off, seed = seed,
        penalty = structure$penalty %or% matrix(1, inputs, length(targets))
    ))
}

# A perceptron sees `lag` points and no more, a recurrent cell one at a time.
.control_of_cell <- function(control, cell) {
    if (.recurrent(cell)) {
        control$lag <- 1L
    } else {
        control[c("window", "burn_in")] <- list("trajectory", 0L)
    }
    control
}

# For each target another gene, drawn by the target's name: the negative of the
# triplet of predictions. A lone gene is its own negative.
.other_genes <- function(genes, targets, seed) {
    vapply(targets, function(i) {
        others <- setdiff(seq_along(genes), i)
        if (!length(others)) {
            return(as.integer(i))
        }
        draw <- .native_uniform(1L, seed, genes[[i]])
        others[[1L + floor(draw * length(others))]]
    }, 0L)
}
