# Two-step prior ridge regression against its formulas, worked in plain R.

fit_cgc <- function(x, prior = believed, ..., draws = 20, seed = 1) {
    ggc_fit(x, "cgc2spr", prior = prior, draws = draws, seed = seed, ...)
}

believed <- data.frame(regulator = c("G1", "G5", "G2"), target = c("G3", "G2", "G4"),
    weight = c(1, 0.5, 0.8))

ridge_sim <- function(p = 6, n_time = 15, n_trajectories = 4, seed = 1) {
    ggc_simulate("var", p = p, n_time = n_time, n_trajectories = n_trajectories,
        seed = seed)
}

# z-scores, steps, and lags of genes side by side (those of a gene together).
by_hand <- function(sim, order) {
    x <- SummarizedExperiment::assay(sim)
    z <- (x - rowMeans(x)) / sqrt(rowMeans((x - rowMeans(x))^2))
    at <- which(sequence(tabulate(match(sim$trajectory, unique(sim$trajectory)))) >
        order)
    past <- function(m, genes) {
        do.call(cbind, lapply(genes, function(g) {
            vapply(seq_len(order), function(l) m[g, at - l], numeric(length(at)))
        }))
    }
    list(z = z, at = at, past = past, y = t(z[, at]))
}

ridge_by_hand <- function(x, y, lambda, to = 0) {
    solve(crossprod(x) + lambda * diag(ncol(x)), crossprod(x, y) + lambda * to)
}

test_that("both steps are those of the formulas", {
    # Also where inputs outnumber steps.
    for (sim in list(ridge_sim(), ridge_sim(p = 12, n_time = 4))) {
        for (order in 1:2) {
            fit <- suppressWarnings(fit_cgc(sim, order = order, lambda = 7))
            h <- by_hand(sim, order)
            genes <- rownames(h$z)
            x <- h$past(h$z, genes)
            first <- ridge_by_hand(x, h$y, 7)
            w <- matrix(0, length(genes), length(genes), dimnames = list(genes, genes))
            w[cbind(believed$regulator, believed$target)] <- believed$weight
            w <- w[rep(genes, each = order), ]
            pull <- max(abs(first)) / max(w)
            second <- ridge_by_hand(x, h$y, 7, pull * w * sign(first))
            for (l in seq_len(order)) {
                rows <- seq(l, nrow(first), by = order)
                expect_equal(unname(fit@details$ridge[genes, genes, l]),
                    unname(first[rows, ]), tolerance = 1e-9)
                expect_equal(unname(fit@details$coefficients[genes, genes, l]),
                    unname(second[rows, ]), tolerance = 1e-9)
            }
            expect_equal(fit@details$pull, pull, tolerance = 1e-9)
            lengths <- sqrt(rowsum(second^2, rep(seq_along(genes), each = order)))
            expect_equal(unname(granger(fit)[genes, genes]), unname(lengths),
                tolerance = 1e-9)
            expect_equal(fit@training[genes, "loss"],
                unname(colMeans((h$y - x %*% second)^2)), tolerance = 1e-9)
        }
    }
})

test_that("a target that is no regulator has its own past besides", {
    sim <- ridge_sim()
    regulators <- c("G1", "G2", "G5")
    fit <- fit_cgc(sim, order = 2, lambda = 3, regulators = regulators)
    h <- by_hand(sim, 2)
    x <- h$past(h$z, c(regulators, "G3"))
    first <- ridge_by_hand(x, h$y[, "G3"], 3)
    expect_equal(as.vector(t(fit@details$ridge[regulators, "G3", ])), first[1:6],
        tolerance = 1e-9)
    w <- c(1, 1, 0, 0, 0, 0, 0, 0)
    second <- ridge_by_hand(x, h$y[, "G3"], 3, fit@details$pull * w * sign(first))
    expect_equal(as.vector(t(fit@details$coefficients[regulators, "G3", ])),
        second[1:6], tolerance = 1e-9)
    expect_equal(unname(fit@details$own[, "G3"]), second[7:8], tolerance = 1e-9)
    y <- drop(x %*% second)
    scale <- .standardise(SummarizedExperiment::assay(sim))
    expect_equal(unname(predict(fit)["G3", h$at]),
        unname(y * scale$scale[["G3"]] + scale$center[["G3"]]), tolerance = 1e-9)
})

test_that("p-values are ranks among random series in the regulator's place", {
    sim <- ridge_sim()
    for (regulators in list(paste0("G", 1:6), c("G1", "G2", "G5"))) {
        for (order in 1:3) {
            fit <- fit_cgc(sim, order = order, lambda = 5, regulators = regulators)
            h <- by_hand(sim, order)
            for (target in c("G2", "G4")) {
                genes <- union(regulators, target)
                for (from in regulators[1:3]) {
                    mine <- (match(from, genes) - 1L) * order + seq_len(order)
                    length_of <- function(z) {
                        x <- do.call(cbind, lapply(genes, function(g) {
                            h$past(if (g == from) z else h$z, g)
                        }))
                        sum(ridge_by_hand(x, h$y[, target], 5)[mine]^2)
                    }
                    null <- vapply(1:20, function(k) {
                        u <- .native_uniform(60L, 1, paste("random series", k))
                        z <- h$z
                        z[from, ] <- scale(stats::qnorm(u)) * sqrt(60 / 59)
                        length_of(z)
                    }, 0)
                    expect_equal(fit@p_value[from, target],
                        (1 + sum(null >= length_of(h$z))) / 21)
                }
            }
        }
    }
})

test_that("penalty and order are those of the least error left out", {
    sim <- ridge_sim()
    fit <- fit_cgc(sim, lag = 2)
    h <- by_hand(sim, 2)
    fold <- rep(1:4, each = 13)
    lambdas <- 10^seq(-4, 4, length.out = 25) * 52
    errors <- vapply(1:2, function(order) {
        x <- h$past(h$z, rownames(h$z))[, rep(1:2, 6) <= order]
        vapply(lambdas, function(lambda) {
            mean(vapply(1:4, function(k) {
                b <- ridge_by_hand(x[fold != k, ], h$y[fold != k, ], lambda)
                mean((h$y[fold == k, ] - x[fold == k, ] %*% b)^2)
            }, 0))
        }, 0)
    }, numeric(25))
    expect_equal(fit@details$errors, errors, tolerance = 1e-8)
    at <- arrayInd(which.min(errors), dim(errors))
    expect_identical(fit@details$order, at[[2L]])
    expect_equal(fit@details$lambda, lambdas[[at[[1L]]]])
})

test_that("a prior must be given and believe in something", {
    sim <- ridge_sim()
    expect_error(ggc_fit(sim, "cgc2spr"), "`prior` must be given",
        class = "ggc_error_prior")
    expect_error(fit_cgc(sim, believed[0L, ]), "at least one link",
        class = "ggc_error_prior")
    expect_error(fit_cgc(sim, exclude = believed[, 1:2]), "at least one link",
        class = "ggc_error_prior")
    expect_error(fit_cgc(sim, include = believed[, 1:2]), "`include`",
        class = "ggc_error_argument")
    for (bad in list(list(order = 0), list(lag = 0), list(lambda = 0), list(draws = 0),
        list(alpha = 2), list(checkpoint = tempfile()))) {
        expect_error(do.call(fit_cgc, c(list(sim), bad[setdiff(names(bad), "draws")],
            draws = bad$draws %or% 20)), names(bad), class = "ggc_error_argument")
    }
    expect_error(suppressWarnings(fit_cgc(sim, order = 15)), "below the number",
        class = "ggc_error_points")
})

test_that("order of genes, exclude, constant genes, one regulator", {
    sim <- ridge_sim()
    x <- SummarizedExperiment::assay(sim)
    fit <- fit_cgc(x, trajectory = sim$trajectory)
    mixed <- fit_cgc(x[c(4, 2, 6, 1, 5, 3), ], trajectory = sim$trajectory)
    genes <- rownames(x)
    for (slot in c("score", "norms", "p_value", "sign", "lag")) {
        expect_identical(slot(mixed, slot)[genes, genes], slot(fit, slot))
    }
    expect_identical(predict(mixed)[genes, ], predict(fit))
    never <- data.frame(regulator = "G1", target = "G2")
    without <- fit_cgc(sim, exclude = never)
    expect_identical(granger(without)["G1", "G2"], 0)
    expect_true(is.na(without@p_value["G1", "G2"]))
    expect_identical(granger(without)["G3", ], granger(fit)["G3", ])
    expect_warning(flat <- fit_cgc(rbind(x, A = 1), trajectory = sim$trajectory),
        class = "ggc_warning_constant")
    expect_true(all(granger(flat)["A", ] == 0, flat@p_value[, "A"] == 1))
    expect_identical(dim(fit_cgc(sim, regulators = "G1", targets = "G3")@score),
        c(1L, 1L))
    short <- suppressWarnings(fit_cgc(ridge_sim(n_time = 3, n_trajectories = 1)))
    expect_true(all(is.finite(granger(short))))
})

test_that("shadows have no prior: step 1 alone is tested", {
    fit <- fit_cgc(ridge_sim(), draws = 200)
    expect_output(print(fit), "drawn to")
    edges <- ggc_edges(fit, n = 3)
    expect_identical(sign(edges$effect), as.numeric(edges$sign))
    tested <- ggc_test(fit, B = 1)
    expect_identical(tested@p_value, fit@p_value)
    expect_false(is.null(tested@details$test$p_value))
})

test_that("it is above chance where half of the prior is right", {
    skip_on_cran()
    area <- vapply(1:20, function(seed) {
        sim <- ridge_sim(p = 10, n_time = 20, n_trajectories = 3, seed = seed)
        truth <- S4Vectors::metadata(sim)$truth
        prior <- truth * 0
        links <- which(truth > 0)
        none <- which(truth == 0 & row(truth) != col(truth))
        set.seed(seed)
        prior[c(sample(links, length(links) %/% 2L),
            sample(none, length(links) %/% 2L))] <- 1
        fit <- suppressWarnings(fit_cgc(sim, prior)) # levels by chance
        ggc_metrics(fit, truth)[["AUROC"]]
    }, 0)
    cat(sprintf("cgc2spr: AUROC %.3f, standard error %.3f\n", mean(area),
        stats::sd(area) / sqrt(20)))
    expect_gt(mean(area) - 2 * stats::sd(area) / sqrt(20), 0.5)
})
