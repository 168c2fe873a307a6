# Single precision decides little: trained in double, the edges on top are the
# same but for a few. Training magnifies any rounding, so that other kernels in
# single precision exchange nearly as many.

# Share of the n best edges of one fit that are among the n best of the other.
shared_top <- function(one, two, n) {
    best <- function(fit) {
        score <- granger(fit)
        diag(score) <- NA
        utils::head(order(-score), n)
    }
    mean(best(one) %in% best(two))
}

both_precisions <- function(x, entry, ...) {
    # The double library has the generic kernels only.
    fit <- function(isa) {
        ggc_fit(x, control = ggc_control(isa = isa, keep = "none", ...),
            seed = 1)
    }
    list(single = fit("auto"), double = with_entry(entry, fit("generic")))
}

test_that("float32 and float64 agree on 90 % of the top edges", {
    skip_on_cran()
    library <- tempfile(fileext = .Platform$dynlib.ext)
    on.exit(unlink(library))
    entry <- double_entry(library)
    simulated <- list(
        var = ggc_simulate("var", p = 10, n_time = 21, n_trajectories = 8,
            seed = 21),
        lorenz96 = ggc_simulate("lorenz96", p = 10, n_time = 150, seed = 22),
        grn = ggc_simulate("grn", p = 20, seed = 31)
    )
    for (name in names(simulated)) {
        x <- simulated[[name]]
        fits <- both_precisions(x, entry)
        truth <- S4Vectors::metadata(x)$truth
        diag(truth) <- 0L
        share <- shared_top(fits$single, fits$double, sum(truth))
        expect_gte(share, 0.9, label = sprintf("share of %s", name))
        # It is another computation, not the same one twice.
        norms <- lapply(fits, granger, type = "norm")
        expect_false(identical(norms$single, norms$double), label = name)
    }
})
