# BETS: elastic nets against scikit-learn's and their own conditions, the cut by
# permuted series and frequencies worked by hand.

skip_if_not_installed("glmnet")

fit_bets <- function(x, ..., seed = 1) ggc_fit(x, "bets", seed = seed, ...)

# A small setting that takes a second.
quick <- function(x, ..., bootstraps = 6, penalty = c(0.1, 0.5)) {
    fit_bets(x, ..., bootstraps = bootstraps, penalty = penalty)
}

few_series <- function(p = 5, n_time = 15, n_trajectories = 3, seed = 1) {
    ggc_simulate("var", p = p, n_time = n_time, n_trajectories = n_trajectories,
        seed = seed)
}

test_that("columns of one value tell nothing, which glmnet refuses", {
    set.seed(1)
    z <- rnorm(6)
    a <- cbind(0, 1, rnorm(6))
    expect_identical(.elastic_net(a[, 1:2], z, 6, c(0.1, 0.01), 0.5),
        matrix(0, 2L, 2L))
    expect_identical(.elastic_net(a, z, 6, 0.1, 0.5, never = 3L),
        matrix(0, 3L, 1L))
    expect_gt(abs(.elastic_net(a, z, 6, 0.001, 0.5)[3, 1]), 0)
})

test_that("elastic nets are those of scikit-learn", {
    cases <- read_torch_fixture(test_path("fixtures", "elastic_net.tsv.gz"))
    data <- cases[!grepl("_", names(cases))]
    for (name in setdiff(names(cases), names(data))) {
        one <- cases[[name]]
        of <- data[[sub("_.*", "", name)]]
        n <- nrow(of$a)
        b <- .elastic_net(of$a, drop(of$z), n, one$penalty[[1L]], one$penalty[[2L]],
            thresh = 1e-18)
        scale <- max(abs(one$b), 1e-3)
        expect_lt(max(abs(b - one$b)) / scale, 1e-5)
        # The products are all that it reads, however many steps these are of.
        if (n > ncol(of$a)) {
            first <- seq_len(ncol(of$a) - 1L)
            x <- of$a[, first, drop = FALSE]
            few <- .few_rows(.factor_of(x), x, of$a[, -first, drop = FALSE], of$z)
            expect_identical(nrow(few$a), ncol(of$a))
            again <- .elastic_net(few$a, few$z, n, one$penalty[[1L]],
                one$penalty[[2L]], thresh = 1e-18)
            expect_lt(max(abs(again - b)) / scale, 1e-5)
        }
    }
})

test_that("few rows have the products of many, and what has none is left", {
    set.seed(1)
    x <- matrix(stats::rnorm(60), 20)
    o <- matrix(stats::rnorm(40), 20)
    z <- stats::rnorm(20)
    for (own in list(o, o[, 0L])) {
        few <- .few_rows(.factor_of(x), x, own, z)
        whole <- cbind(x, own)
        expect_identical(dim(few$a), rep(ncol(whole), 2L))
        expect_equal(crossprod(few$a), crossprod(whole), tolerance = 1e-10)
        expect_equal(drop(crossprod(few$a, few$z)), drop(crossprod(whole, z)),
            tolerance = 1e-10)
    }
    # Columns that are made of others, and fewer rows than columns.
    expect_null(.factor_of(cbind(x, 0)))
    expect_null(.factor_of(x[1:3, ]))
    expect_identical(.few_rows(NULL, x, o, z), list(a = cbind(x, o), z = z))
    expect_identical(.few_rows(.factor_of(x), x, 0 * o, z)$z, z)
    expect_identical(.elastic_net(x, 0 * z, 20, c(1, 0.1), 0.5), matrix(0, 3, 2))
    expect_identical(dim(.elastic_net(x[, 1L, drop = FALSE], z, 20, 0.1, 0.5)),
        c(1L, 1L))
    less <- .elastic_net(x, z, 20, 0.1, 0.5, never = 2L)
    expect_equal(less[-2L, ], .elastic_net(x[, -2L], z, 20, 0.1, 0.5)[, 1L],
        tolerance = 1e-5)
    expect_identical(less[[2L]], 0)
})

test_that("a path equals glmnet's own for each penalty", {
    set.seed(2)
    a <- matrix(stats::rnorm(200), 40)
    z <- drop(a %*% c(1, -1, 0.5, 0, 0)) + stats::rnorm(40)
    z <- z / sqrt(mean(z^2)) # where the scales of both agree
    for (alpha in c(0.5, 0.05)) {
        theirs <- glmnet::glmnet(a, z, lambda = alpha, alpha = 0.3,
            standardize = FALSE, intercept = FALSE, thresh = 1e-16)
        expect_equal(drop(.elastic_net(a, z, 40, alpha, 0.3, thresh = 1e-16)),
            unname(as.matrix(theirs$beta)[, 1L]), tolerance = 1e-8)
    }
})

test_that("coefficients are cut where permuted ones come too near", {
    # sizes 9 8 7 | null 6: 1 / 4 >= .05, so that 7 is the last.
    expect_identical(.least_size(c(9, -8, 7, 5), c(6, 0), 0.05), 7)
    # A null of .25 is borne at .3, and then 5: 1 / 5; 4: 2 / 6 is too much.
    expect_identical(.least_size(c(9, -8, 7, 5), c(6, 4), 0.3), 5)
    expect_identical(.least_size(c(9, 8), 10, 0.05), Inf)
    expect_identical(.least_size(c(9, 8, 0), c(0, 0), 0.05), 8)
    expect_identical(.least_size(c(0, 0), 1, 0.05), Inf)
    real <- array(c(9, 1, 0, 5), c(1, 4, 1))
    expect_identical(.kept_coefficients(real, real * 0 + 2, 0.05)[1, , 1],
        c(9, 0, 0, 5))
})

test_that("the network's cut is the least frequency with few false ones", {
    # at .2: 2 of 6 null; at .5: 1 of 4; at .9: 0 of 2
    real <- c(1, 0.9, 0.5, 0.2)
    null <- c(0.5, 0.2, 0, 0)
    expect_identical(.frequency_cut(real, null, 0.2), 0.9)
    expect_identical(.frequency_cut(real, null, 0.25), 0.5)
    expect_identical(.frequency_cut(real, null, 0.4), 0.2)
    expect_identical(.frequency_cut(real, c(1, 1, 1, 1), 0.2), Inf)
    expect_identical(.frequency_cut(real * 0, null, 0.2), Inf)
})

# Steps as rows: lags 1 and 2 of genes, within trajectories of equal length.
lags_by_hand <- function(z, n, genes) {
    at <- which(sequence(rep(n, ncol(z) / n)) > 2)
    out <- lapply(genes, function(g) cbind(z[g, at - 1L], z[g, at - 2L]))
    list(x = do.call(cbind, out), at = at)
}

test_that("frequencies, signs and lags are those of the bootstraps by hand", {
    sim <- few_series(p = 4, n_time = 12)
    fit <- quick(sim)
    x <- SummarizedExperiment::assay(sim)
    z <- (x - rowMeans(x)) / sqrt(rowMeans((x - rowMeans(x))^2))
    trajectory <- rep(1:3, each = 12)
    shuffled <- lapply(1:3, function(which) {
        out <- z
        for (g in rownames(z)) {
            turn <- .native_uniform(36L, 1, paste("shuffle", which, g))
            for (r in 1:3) {
                at <- which(trajectory == r)
                out[g, at] <- z[g, at[order(turn[at])]]
            }
        }
        out
    })
    # The least of the objective, by coordinates.
    net <- function(a, y, alpha, rho) {
        b <- numeric(ncol(a))
        for (turn in 1:2000) {
            for (j in seq_along(b)) {
                r <- mean(a[, j] * (y - a[, -j] %*% b[-j]))
                b[[j]] <- sign(r) * max(abs(r) - alpha * rho, 0) /
                    (mean(a[, j]^2) + alpha * (1 - rho))
            }
        }
        b
    }
    target <- "G3"
    others <- setdiff(rownames(z), target)
    at <- lags_by_hand(z, 12L, target)$at
    own <- lags_by_hand(z, 12L, target)$x
    designs <- lapply(c(list(z), shuffled), function(m) {
        cbind(own, lags_by_hand(m, 12L, others)$x)
    })
    kept <- mean <- array(0, c(2, 3))
    for (k in 1:6) {
        n <- length(at)
        drawn <- ceiling(n * .native_uniform(n, 1, paste("bootstrap", k)))
        b <- lapply(designs[1:2], function(a) {
            matrix(net(a[drawn, ], z[target, at[drawn]], 0.1, 0.5)[-(1:2)], 2)
        })
        for (l in 1:2) {
            values <- sort(unique(abs(unlist(lapply(b, function(m) m[l, ])))),
                decreasing = TRUE)
            values <- values[values > 1e-9]
            least <- Inf
            for (v in values) {
                false <- sum(abs(b[[2L]][l, ]) >= v)
                if (false / (false + sum(abs(b[[1L]][l, ]) >= v)) >= 0.05) break
                least <- v
            }
            good <- abs(b[[1L]][l, ]) >= least
            kept[l, ] <- kept[l, ] + good / 6
            mean[l, ] <- mean[l, ] + good * b[[1L]][l, ] / 6
        }
    }
    one <- fit@details$each[[target]]
    expect_equal(unname(one$frequency[, others]), kept)
    expect_equal(unname(one$mean[, others]), mean, tolerance = 1e-3)
    lag <- apply(abs(mean), 2L, which.max)
    expect_equal(unname(granger(fit)[others, target]), kept[cbind(lag, 1:3)])
    expect_equal(unname(fit@sign[others, target]), sign(mean[cbind(lag, 1:3)]))
    # The penalty by time points left out.
    found <- fit_bets(sim, bootstraps = 2)
    error <- 0
    time <- sequence(rep(12, 3))[at]
    for (t in 3:12) {
        b <- net(designs[[1L]][time != t, ], z[target, at[time != t]], 0.1, 0.5)
        left <- z[target, at[time == t]] - designs[[1L]][time == t, ] %*% b
        error <- error + sum(left^2) / length(at)
    }
    one <- .bets_errors(3L, list(trajectory = trajectory, z = z, rows = 1:4,
        columns = 1:4, settings = list(order = 2L, folds = 20L), seed = 1,
        threads = 1L))[[1L]]
    expect_equal(one[2L, 3L], error, tolerance = 1e-3)
    expect_identical(found@details$penalty, c(.BETS_ALPHA, .BETS_RHO)[
        c(0, 5) + arrayInd(which.min(found@details$errors), c(5L, 5L))])
})

test_that("each stage has its checkpoint, and the seed matters", {
    sim <- few_series(p = 6)
    here <- tempfile()
    on.exit(unlink(here, recursive = TRUE))
    fit <- fit_bets(sim, bootstraps = 4, checkpoint = here)
    expect_setequal(dir(here), c("penalty", "bootstraps"))
    expect_false(identical(fit@score, fit_bets(sim, bootstraps = 4, seed = 2)@score))
})

test_that("regulators, targets, exclude, constant genes, few steps", {
    sim <- few_series(p = 6)
    fit <- quick(sim, regulators = c("G1", "G2"), targets = c("G3", "G1"))
    expect_identical(dim(fit@score), c(2L, 2L))
    expect_true("G3" %in% rownames(fit@details$equations$G3))
    expect_identical(dim(quick(sim, regulators = "G2", targets = "G3")@score),
        c(1L, 1L))
    never <- data.frame(regulator = c("G1", "G5"), target = c("G3", "G2"))
    fit <- quick(sim, exclude = never)
    expect_identical(granger(fit)[cbind(never$regulator, never$target)], c(0, 0))
    expect_identical(fit@details$equations$G3, quick(sim, exclude = never,
        regulators = paste0("G", 6:1))@details$equations$G3)
    x <- rbind(SummarizedExperiment::assay(sim), A = 1)
    expect_warning(fit <- quick(x, trajectory = sim$trajectory),
        class = "ggc_warning_constant")
    expect_true(all(granger(fit)["A", ] == 0, granger(fit)[, "A"] == 0))
    # More inputs than steps.
    wide <- few_series(p = 20, n_time = 5, n_trajectories = 2)
    fit <- suppressWarnings(quick(wide, penalty = NULL))
    expect_true(all(is.finite(granger(fit))))
    expect_error(suppressWarnings(quick(wide, order = 4)), "two time points",
        class = "ggc_error_points")
    expect_warning(quick(sim, penalty = c(100, 0.9)), "no bootstrap",
        class = "ggc_warning_bets")
    for (bad in list(list(bootstraps = 0), list(order = 0), list(fdr = 2),
        list(penalty = c(1, 2)), list(penalty = "a"), list(folds = 1),
        list(graph = TRUE))) {
        expect_error(do.call(fit_bets, c(list(sim), bad)), names(bad),
            class = "ggc_error_argument")
    }
})

test_that("frequencies are shares, effects have signs, and parts one penalty", {
    sim <- few_series(p = 6)
    fit <- quick(sim)
    expect_true(all(granger(fit) * 6 == round(granger(fit) * 6)))
    expect_null(fit@p_value)
    edges <- ggc_edges(fit, n = 3)
    expect_identical(sign(edges$effect), as.numeric(edges$sign))
    expect_output(print(fit), "as asked for")
})

test_that("it is above chance on sparse autoregressions", {
    skip_on_cran()
    area <- vapply(1:20, function(seed) {
        sim <- few_series(p = 10, n_time = 20, n_trajectories = 5, seed = seed)
        fit <- quick(sim, bootstraps = 10)
        ggc_metrics(fit, S4Vectors::metadata(sim)$truth)[["AUROC"]]
    }, 0)
    cat(sprintf("bets: AUROC %.3f, standard error %.3f\n", mean(area),
        stats::sd(area) / sqrt(20)))
    expect_gt(mean(area) - 2 * stats::sd(area) / sqrt(20), 0.5)
})
