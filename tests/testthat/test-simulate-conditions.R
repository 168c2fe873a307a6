# ggc_simulate("grn", conditions = ): networks that differ in some links.

simulate <- function(..., p = 12, seed = 2) {
    ggc_simulate("grn", p = p, ..., seed = seed, n_time = 6)
}

test_that("a share of the links has another regulator, the rest stays", {
    sim <- simulate(conditions = 3, rewired = 0.25, n_trajectories = 9)
    about <- S4Vectors::metadata(sim)
    signs <- about$conditions
    expect_identical(names(signs), c("A", "B", "C"))
    wanted <- round(0.25 * sum(signs$A != 0))
    for (other in c("B", "C")) {
        gone <- signs$A != 0 & signs[[other]] == 0
        new <- signs$A == 0 & signs[[other]] != 0
        expect_identical(sum(gone), as.integer(wanted))
        expect_identical(colSums(gone), colSums(new))
        expect_identical(colSums(signs$A), colSums(signs[[other]]))
        expect_identical(about$difference[[other]], signs[[other]] - signs$A)
        expect_identical(unname(diag(signs[[other]])), rep(0L, 12))
    }
    expect_false(identical(signs$B, signs$C))
    expect_identical(about$truth > 0, Reduce(`|`, lapply(signs, `!=`, 0)))
    expect_identical(sim$condition, rep(c("A", "B", "C"), each = 18))
    expect_identical(sim$trajectory, rep(1:9, each = 6))
})

test_that("what is kept keeps its kinetics", {
    sim <- simulate(conditions = 2, rewired = 0.4, p = 30)
    kinetics <- S4Vectors::metadata(sim)$kinetics
    expect_identical(kinetics$A$genes[1:3], kinetics$B$genes[1:3])
    key <- function(k) paste(k$links$regulator, k$links$target)
    kept <- intersect(key(kinetics$A), key(kinetics$B))
    expect_gt(length(kept), 10)
    of <- function(k) {
        k$links$effect <- k$modules$effect[k$links$module]
        k$links$complex <- k$modules$complex[k$links$module]
        out <- k$links[match(kept, key(k)), c("activates", "k", "n", "effect",
            "complex")]
        rownames(out) <- NULL
        out
    }
    expect_identical(of(kinetics$A), of(kinetics$B))
    expect_identical(kinetics$A$alpha, kinetics$B$alpha)
})

test_that("the first condition is the network without conditions", {
    sim <- simulate(conditions = 2, n_trajectories = 8)
    plain <- simulate(n_trajectories = 8)
    x <- SummarizedExperiment::assay(sim)
    same <- sim$condition == "A"
    expect_identical(x[, same], SummarizedExperiment::assay(plain)[, same])
    expect_identical(S4Vectors::metadata(sim)$conditions$A,
        S4Vectors::metadata(plain)$sign)
    expect_false(identical(x[, !same],
        SummarizedExperiment::assay(plain)[, !same]))
    expect_identical(sim, simulate(conditions = 2, n_trajectories = 8))
    none <- simulate(conditions = 2, rewired = 0, n_trajectories = 8)
    expect_identical(SummarizedExperiment::assay(none),
        SummarizedExperiment::assay(plain))
})

test_that("conditions go with a network of one's own, and with sampling", {
    network <- matrix(0, 6, 6, dimnames = rep(list(letters[1:6]), 2))
    network[cbind(c(1, 1, 2, 3), c(2, 4, 5, 6))] <- c(1, -1, 1, 1)
    sim <- ggc_simulate("grn", network = network, conditions = 2,
        rewired = 0.5, seed = 1, n_time = 5, batches = 2, error = 0.1)
    expect_identical(sum(S4Vectors::metadata(sim)$difference$B != 0), 4L)
    expect_true("batch" %in% names(SummarizedExperiment::colData(sim)))
    seen <- simulate(conditions = 2, hidden = 0.25)
    expect_identical(dim(S4Vectors::metadata(seen)$conditions$B), c(9L, 9L))
    expect_identical(rownames(S4Vectors::metadata(seen)$truth), rownames(seen))
})

test_that("wrong arguments of conditions are refused", {
    refused <- function(message, ...) {
        expect_error(simulate(...), message, class = "ggc_error_argument")
    }
    refused("`conditions` must be a whole number from 2 to 26", conditions = 1)
    refused("`rewired` must be one number from 0 to 1", rewired = 2)
    refused("`n_trajectories` must be a whole number >= 3", conditions = 3,
        n_trajectories = 2)
    refused("`replicates` is not used with `conditions`", conditions = 2,
        replicates = 2, n_trajectories = 4)
    refused("`steady` is not used with `conditions`", conditions = 2,
        steady = TRUE)
    full <- matrix(1, 3, 3) - diag(3)
    expect_error(ggc_simulate("grn", network = full, conditions = 2, seed = 1),
        "`rewired` must leave a regulator for each link that is rewired.*0 of 1",
        class = "ggc_error_argument")
    expect_error(ggc_simulate("var", conditions = 2),
        class = "ggc_error_argument")
})
