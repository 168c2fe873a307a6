# HSIC lasso against pyHSICLasso (see inst/script/make_fixture_hsic_lasso.py), kernels and
# optimality in plain R, and what a fit of it must be.

fit_hsic <- function(x, ..., seed = 1) {
    suppressMessages(ggc_fit(x, "hsic_lasso", seed = seed, threads = 1, ...))
}

# Series whose genes are sums of curves of others' past, and the links.
nonlinear_network <- function(seed, genes = 10, n_time = 21, runs = 10,
                              links = round(1.5 * genes)) {
    set.seed(seed)
    name <- sprintf("G%02d", seq_len(genes))
    truth <- matrix(0L, genes, genes, dimnames = list(name, name))
    truth[sample(which(row(truth) != col(truth)), links)] <- 1L
    curves <- list(function(v) v^2 / 2, sin, abs, function(v) cos(2 * v), tanh)
    curve <- array(sample(length(curves), genes^2, TRUE), dim(truth))
    x <- lapply(seq_len(runs), function(r) {
        x <- matrix(stats::rnorm(genes), genes, n_time + 10L, dimnames = list(name, NULL))
        for (t in 2:ncol(x)) {
            past <- pmin(3, pmax(-3, x[, t - 1L]))
            x[, t] <- 0.3 * x[, t - 1L] + 0.5 * stats::rnorm(genes)
            for (at in which(truth > 0)) {
                i <- col(truth)[[at]]
                x[i, t] <- x[i, t] + curves[[curve[[at]]]](past[[row(truth)[[at]]]])
            }
        }
        x[, -seq_len(10L)]
    })
    list(x = x, truth = truth)
}

# A task as .hsic_targets() reads it, of a fit with other settings of the path.
path_to <- function(fit, design, kernels) {
    s <- .setup_to_test(fit, tested_run())
    design$weight <- 0 # the last knot
    design$patience <- 1000L
    task <- .target_task(s, ".hsic_targets", null = .te_null(s$series),
        design = c(design, list(most = as.integer(kernels))))
    .hsic_targets(s$columns, task)
}

test_that("kernels enter at the penalties and weights of pyHSICLasso", {
    for (case in read_torch_fixture(test_path("fixtures", "hsic_lasso.tsv.gz"))) {
        x <- case$x
        rownames(x) <- sprintf("G%02d", seq_len(nrow(x)))
        lags <- drop(case$lags)
        run <- rep(seq_along(case$length), case$length)
        fit <- suppressWarnings(fit_hsic(x, lag = lags, bandwidth = "sd",
            permutations = 0, trajectory = run))
        steps <- which(sequence(case$length) > lags)
        design <- list(at = steps, row = as.integer(case$rows),
            size = rep(as.integer(case$block), length(case$rows) / drop(case$block)))
        knots <- split(seq_len(ncol(case$path)), rep(seq_along(case$knots), case$knots))
        for (kernels in 1:6) {
            found <- path_to(fit, design, kernels)
            for (i in seq_along(found)) {
                at <- knots[[i]][[found[[i]]$knot + 1L]]
                weight <- numeric(nrow(x) * lags)
                terms <- found[[i]]$terms
                weight[(match(terms$input, rownames(x)) - 1L) * lags + terms$lag] <-
                    terms$weight
                mine <- c(weight, found[[i]]$lambda)
                # At the end, where it is 0, the program notes another number.
                case$path[length(mine), at] <- max(0, case$path[length(mine), at])
                case$path32[length(mine), at] <- max(0, case$path32[length(mine), at])
                # Its norms have 1e-9 added.
                expect_lt(max(abs(mine - case$path[, at])), 1e-8)
                expect_lt(max(abs(mine - case$path32[, at])), 2e-5)
                expect_identical(which(weight > 0), which(case$path32[-length(mine), at] > 0))
                if (kernels == 6L) {
                    expect_identical(at, max(knots[[i]]))
                }
            }
        }
    }
})

# ---- By definition -----------------------------------------------------------

# HKH of norm 1, in blocks: a vector.
kernel_by_hand <- function(v, width, blocks = list(seq_along(v))) {
    far <- as.matrix(stats::dist(v))
    k <- lapply(blocks, function(b) {
        h <- diag(length(b)) - 1 / length(b)
        k <- h %*% exp(-far[b, b]^2 / (2 * width(v)^2)) %*% h
        k / sqrt(sum(k^2))
    })
    unlist(k) / sqrt(length(blocks))
}
median_distance <- function(v) stats::median(stats::dist(v))
own_sd <- function(v) sqrt(mean((v - mean(v))^2))

# Kernels of a target and of all lags: list(y, x, names).
kernels_by_hand <- function(series, target, lags, width) {
    past <- function(gene, lag) {
        unlist(lapply(series, function(m) m[gene, (lags + 1L):ncol(m) - lag]))
    }
    genes <- rownames(series[[1L]])
    grid <- expand.grid(lag = seq_len(lags), gene = genes, stringsAsFactors = FALSE)
    list(y = kernel_by_hand(past(target, 0), width), names = paste(grid$gene, grid$lag),
        x = mapply(function(gene, lag) kernel_by_hand(past(gene, lag), width),
            grid$gene, grid$lag))
}

# The non-negative lasso by coordinate descent.
lasso_by_hand <- function(k, lambda, w = numeric(ncol(k$x))) {
    q <- crossprod(k$x)
    b <- drop(crossprod(k$x, k$y)) - lambda
    for (turn in 1:5000) {
        before <- w
        for (j in seq_along(w)) {
            w[[j]] <- max(0, (b[[j]] - sum(q[j, -j] * w[-j])) / q[j, j])
        }
        if (max(abs(w - before)) < 1e-13) break
    }
    w
}

test_that("weights are the lasso's and the criterion the least; no lag straddles", {
    sim <- nonlinear_network(1, genes = 4, n_time = 14, runs = 3, links = 6)
    for (bandwidth in c("median", "sd")) {
        fit <- fit_hsic(sim$x, lag = 2, bandwidth = bandwidth, permutations = 0)
        n <- 36
        some <- 0
        for (target in rownames(sim$truth)) {
            k <- kernels_by_hand(sim$x, target, 2,
                if (bandwidth == "sd") own_sd else median_distance)
            found <- fit@details$each[[target]]
            w <- numeric(ncol(k$x))
            w[match(paste(found$terms$input, found$terms$lag), k$names)] <-
                found$terms$weight
            expect_equal(w, lasso_by_hand(k, found$lambda), tolerance = 1e-8)
            left <- function(w) sum((k$y - k$x %*% w)^2)
            expect_equal(found$left, left(w), tolerance = 1e-10)
            criterion <- function(w) {
                n * log(left(w)) + log(log(n)) * log(8) * sum(w > 1e-9)
            }
            least <- min(vapply(seq(max(crossprod(k$x, k$y)), 0.01, length.out = 60),
                function(lambda) criterion(lasso_by_hand(k, lambda)), 0))
            expect_lt(criterion(w), least + 1e-9)
            some <- some + nrow(found$terms)
            # The score is the sum over lags; the lag that of the largest.
            for (j in setdiff(rownames(sim$truth), target)) {
                own <- w[grep(j, k$names)]
                expect_equal(fit@score[j, target], sum(own), tolerance = 1e-8)
                expect_identical(fit@lag[j, target],
                    if (any(own > 0)) which.max(own) else 0L)
            }
        }
        expect_gt(some, 3)
    }
})

test_that("many steps are split into blocks that the seed draws; all steps are used", {
    expect_identical(.hsic_blocks(200L, NULL, 1), list(row = 1:200, size = 200L))
    blocks <- .hsic_blocks(333L, NULL, 1)
    expect_identical(range(blocks$size), 55:56)
    expect_identical(sum(blocks$size), 3L * 333L)
    for (k in 1:3) {
        expect_setequal(blocks$row[(k - 1L) * 333L + 1:333], 1:333)
    }
    expect_false(identical(blocks$row, .hsic_blocks(333L, NULL, 2)$row))
    sim <- nonlinear_network(2, genes = 4, n_time = 30, runs = 2)
    expect_output(print(fit_hsic(sim$x, block = 20, permutations = 0)),
        "of 29 steps|of 19 to 20 steps")
    # A fit by kernels in blocks, by hand.
    fit <- fit_hsic(sim$x, block = 25, permutations = 0)
    b <- .hsic_blocks(58L, 25L, 1)
    expect_identical(b$size, rep(29L, 6))
    blocks <- split(b$row, rep(1:6, each = 29))
    past <- function(gene, lag) {
        unlist(lapply(sim$x, function(m) m[gene, 2:30 - lag]))
    }
    x <- vapply(rownames(sim$truth), function(gene) {
        kernel_by_hand(past(gene, 1), median_distance, blocks)
    }, numeric(6 * 29^2))
    some <- 0
    for (target in rownames(sim$truth)) {
        k <- list(y = kernel_by_hand(past(target, 0), median_distance, blocks), x = x)
        others <- rownames(sim$truth) != target
        w <- lasso_by_hand(k, fit@details$each[[target]]$lambda)[others]
        expect_equal(unname(fit@score[others, target]), w, tolerance = 1e-8)
        some <- some + sum(w > 0)
    }
    expect_gt(some, 1)
})

test_that("p-values are shares of shifted regulators at least as strong", {
    sim <- nonlinear_network(12, genes = 4, n_time = 20, runs = 1, links = 5)$x[[1L]]
    fit <- fit_hsic(sim, lag = 2, permutations = 4000)
    expect_output(print(fit), "each trajectory shifted in a circle")
    tried <- 0
    for (j in 1:4) {
        for (i in setdiff(1:4, j)) {
            if (fit@score[j, i] == 0) {
                expect_identical(fit@p_value[j, i], 1)
                next
            }
            tried <- tried + 1
            strength <- vapply(0:19, function(by) {
                shifted <- sim
                shifted[j, ] <- sim[j, (0:19 + by) %% 20 + 1]
                fit_hsic(shifted, lag = 2, permutations = 0)@score[j, i]
            }, 0)
            share <- mean(strength >= strength[[1L]] - 1e-9)
            # Ten as strong are counted, or all.
            expect_lt(abs(fit@p_value[j, i] - share), max(0.02, 3.5 * share / sqrt(10)))
        }
    }
    expect_gt(tried, 1)
    expect_true(all(is.na(fit_hsic(sim, permutations = 0)@p_value)))
})

test_that("regulators, targets, exclude, genes that are the same", {
    sim <- nonlinear_network(3, genes = 6, runs = 5)
    fit <- fit_hsic(sim$x, lag = 2, permutations = 20)
    # One that is no regulator has its own past all the same, and the same model as where
    # the kernels of its own past are among the shared ones.
    few <- fit_hsic(sim$x, lag = 2, permutations = 20, regulators = c("G01", "G02"),
        targets = c("G03", "G02"))
    all <- fit_hsic(sim$x, lag = 2, permutations = 20, regulators = c("G01", "G02", "G03"),
        targets = c("G03", "G02"), exclude = data.frame(regulator = "G03", target = "G02"))
    expect_equal(few@details$each$G03$terms, all@details$each$G03$terms, tolerance = 1e-9)
    expect_equal(few@score, all@score[1:2, ], tolerance = 1e-9)
    expect_equal(few@p_value, all@p_value[1:2, ])
    expect_true(is.na(all@p_value["G03", "G02"]))
    expect_identical(all@score[["G03", "G02"]], 0)
    # Of two that are one, one enters, or neither.
    twin <- lapply(sim$x, function(m) rbind(m, T = m["G01", ]))
    both <- fit_hsic(twin, permutations = 0)@score
    expect_true(all(pmin(both["G01", ], both["T", ])[2:6] == 0))
    expect_error(fit_hsic(sim$x, prior = data.frame(regulator = "G01", target = "G02")),
        "takes only `exclude`", class = "ggc_error_argument")
    expect_error(predict(fit), "hsic_lasso", class = "ggc_error_argument")
})

test_that("values that repeat, a gene that is constant in the past, few steps", {
    sim <- nonlinear_network(4, genes = 4, n_time = 12, runs = 4)
    odd <- lapply(sim$x, function(m) {
        m["G01", ] <- m["G01", ] > 1.5 # mostly 0: the median distance is 0
        m["G02", ] <- rep(c(0, 1), c(11, 1)) # varies after the last past point
        m
    })
    fit <- fit_hsic(odd, permutations = 20)
    expect_true(all(is.finite(fit@score)))
    expect_true(all(fit@score["G02", ] == 0))
    expect_true(all(fit@p_value["G02", ] == 1, na.rm = TRUE))
    expect_error(suppressWarnings(fit_hsic(lapply(sim$x[1:3], `[`, TRUE, 1:4))),
        "at least 10 steps with 1 point before each, and there are 9",
        class = "ggc_error_points")
    expect_no_error(suppressWarnings(fit_hsic(lapply(sim$x, `[`, TRUE, 1:4),
        permutations = 5)))
    expect_error(fit_hsic(sim$x, lag = 11), "or a smaller `lag`", class = "ggc_error_points")
    for (bad in list(list(lag = 0), list(lag = 65), list(bandwidth = "mean"),
        list(block = 5), list(permutations = -1), list(alpha = 2), list(graph = TRUE))) {
        expect_error(do.call(fit_hsic, c(list(sim$x), bad)), names(bad),
            class = "ggc_error_argument")
    }
    old <- options(ggc.max_memory = 1e4)
    on.exit(options(old))
    expect_error(fit_hsic(sim$x), "kernels of all lagged regulators",
        class = "ggc_error_memory")
})

test_that("p-values of noise are not too small", {
    skip_on_cran()
    for (design in list(c(3, 8), c(5, 21), c(1, 60))) {
        p <- unlist(lapply(1:20, function(seed) {
            set.seed(seed)
            x <- lapply(seq_len(design[[1L]]), function(r) {
                t(vapply(1:4, function(g) {
                    as.double(stats::filter(stats::rnorm(design[[2L]] + 30), 0.7,
                        "recursive"))[-(1:30)]
                }, numeric(design[[2L]])))
            })
            x <- lapply(x, function(m) {
                rownames(m) <- paste0("G", 1:4)
                m
            })
            p <- fit_hsic(x, block = 10, permutations = 50)@p_value
            p[row(p) != col(p)]
        }))
        for (level in c(0.05, 0.1)) {
            expect_lt(mean(p <= level), level + 3 * sqrt(level / length(p)))
        }
    }
})

test_that("it is above chance on sums of curves, also where no line sees them", {
    skip_on_cran()
    area <- vapply(1:20, function(seed) {
        sim <- nonlinear_network(seed)
        ggc_metrics(fit_hsic(sim$x, permutations = 0), sim$truth)[["AUROC"]]
    }, 0)
    cat(sprintf("hsic_lasso: AUROC %.3f, standard error %.3f\n", mean(area),
        stats::sd(area) / sqrt(20)))
    expect_gt(mean(area) - 2 * stats::sd(area) / sqrt(20), 0.5)
    # y(t) = x(t - 1)^2: found, and not by a linear test.
    set.seed(1)
    square <- lapply(1:6, function(r) {
        x <- stats::rnorm(20)
        rbind(x = x, y = c(0, x[-20]^2) + 0.3 * stats::rnorm(20), z = stats::rnorm(20))
    })
    fit <- fit_hsic(square)
    expect_identical(which.max(fit@score), 4L) # x to y
    expect_lt(fit@p_value["x", "y"], 0.01)
    linear <- suppressMessages(ggc_fit(square, "var", lag = 1, seed = 1))
    expect_gt(linear@p_value["x", "y"], 0.01)
})
