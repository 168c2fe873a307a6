# The linear autoregression against lm(), anova() and lmtest.

# Independent series with some links among them; one matrix for each trajectory.
linked <- function(lengths, genes = 5L, seed = 1, links = TRUE, own = 0.3) {
    set.seed(seed)
    lapply(lengths, function(n) {
        x <- matrix(stats::rnorm(genes * n), genes,
            dimnames = list(paste0("G", seq_len(genes)), NULL))
        for (t in seq_len(n)[-1L]) {
            x[, t] <- x[, t] + own * x[, t - 1L]
            if (links && genes > 2L) {
                x[2L, t] <- x[2L, t] + 0.6 * x[1L, t - 1L]
            }
            if (links && genes > 2L && t > 2L) {
                x[3L, t] <- x[3L, t] - 0.6 * x[2L, t - 2L]
            }
        }
        x
    })
}

fit_var <- function(x, ..., seed = 1) ggc_fit(x, "var", seed = seed, ...)

# A data frame of the steps: `y` the target, gene.lag the past, `trajectory`.
steps_of <- function(x, target, genes, order) {
    out <- lapply(seq_along(x), function(r) {
        n <- ncol(x[[r]])
        t <- seq_len(n)[-seq_len(order)]
        past <- lapply(seq_len(order), function(l) {
            m <- t(x[[r]][genes, t - l, drop = FALSE])
            colnames(m) <- paste0(genes, ".", l)
            m
        })
        data.frame(y = x[[r]][target, t], do.call(cbind, past), trajectory = r)
    })
    out <- do.call(rbind, out)
    out$trajectory <- factor(out$trajectory)
    out
}

lags_of <- function(genes, order) {
    paste0(rep(genes, each = order), ".", seq_len(order))
}

# p-value of leaving a regulator out of a model with these genes.
anova_p <- function(x, regulator, target, genes, order, each = FALSE) {
    genes <- union(genes, c(target, regulator))
    data <- steps_of(x, target, genes, order)
    base <- if (each && length(x) > 1L) "trajectory" else "1"
    formula_of <- function(genes) {
        stats::reformulate(c(base, lags_of(genes, order)), "y")
    }
    full <- stats::lm(formula_of(genes), data)
    less <- stats::lm(formula_of(setdiff(genes, regulator)), data)
    stats::anova(less, full)[2L, "Pr(>F)"]
}

pairs_of <- function(fit, self = FALSE) {
    out <- expand.grid(regulator = rownames(fit@score), target = colnames(fit@score),
        stringsAsFactors = FALSE)
    if (self) out else out[out$regulator != out$target, ]
}

# The largest difference of a fit's p-values to those of anova().
worst <- function(fit, x, order, each = FALSE, genes = rownames(fit@score)) {
    pairs <- pairs_of(fit, self = TRUE)
    p <- mapply(anova_p, regulator = pairs$regulator, target = pairs$target,
        MoreArgs = list(x = x, genes = genes, order = order, each = each))
    max(abs(p - fit@p_value[as.matrix(pairs)]))
}

test_that("a pair of series has the p-values of lmtest::grangertest()", {
    skip_if_not_installed("lmtest")
    for (order in 1:3) {
        for (n in c(25L, 80L)) {
            x <- linked(n, 2L, seed = n + order)[[1L]]
            x[2L, -1L] <- x[2L, -1L] + 0.4 * x[1L, -n]
            fit <- fit_var(x, order = order)
            pairs <- pairs_of(fit)
            p <- mapply(function(from, to) {
                lmtest::grangertest(x[from, ], x[to, ], order = order)[2L, "Pr(>F)"]
            }, pairs$regulator, pairs$target)
            expect_equal(fit@p_value[as.matrix(pairs)], unname(p), tolerance = 1e-8)
            expect_identical(fit@details$steps, n - order)
        }
    }
})

test_that("tests given all candidates are those of anova(), within trajectories", {
    x <- linked(c(25, 31, 18, 3))
    for (order in 1:2) {
        for (intercept in c("common", "trajectory")) {
            expect_lt(worst(fit_var(x, order = order, intercept = intercept), x, order,
                intercept == "trajectory"), 1e-8)
        }
        # Targets that are no regulators have their own past besides.
        fit <- fit_var(x, order = order, regulators = c("G1", "G2", "G3"))
        expect_lt(worst(fit, x, order), 1e-8)
        fit <- fit_var(x, order = order, regulators = c("G1", "G5"),
            targets = c("G5", "G2"))
        expect_lt(worst(fit, x, order), 1e-8)
    }
})

test_that("coefficients, errors and forecasts are those of lm()", {
    x <- linked(c(30, 40))
    genes <- rownames(x[[1L]])
    for (regulators in list(genes, genes[1:3])) {
        for (intercept in c("common", "trajectory")) {
            fit <- fit_var(x, order = 2, intercept = intercept, regulators = regulators)
            at <- which(sequence(c(30, 40)) > 2)
            for (target in genes) {
                among <- union(regulators, target)
                data <- steps_of(x, target, among, 2)
                lm <- stats::lm(stats::reformulate(c(lags_of(among, 2),
                    if (intercept == "trajectory") "trajectory"), "y"), data)
                expect_equal(unname(predict(fit)[target, at]), unname(stats::fitted(lm)),
                    tolerance = 1e-8)
                scale <- sqrt(mean((unlist(lapply(x, function(m) m[target, ])) -
                    mean(unlist(lapply(x, function(m) m[target, ]))))^2))
                expect_equal(fit@details$sigma[[target]] * scale, stats::sigma(lm),
                    tolerance = 1e-8)
                expect_equal(fit@details$df[[target]], stats::df.residual(lm))
                expect_equal(fit@training[target, "loss"],
                    mean(stats::residuals(lm)^2) / scale^2, tolerance = 1e-8)
            }
            expect_true(all(is.na(predict(fit)[, -at])))
            # Data of their own, in another order of rows.
            new <- predict(fit, x[[2L]][rev(genes), 1:20])
            expect_identical(dim(new), c(5L, 20L))
            if (intercept == "common") {
                expect_equal(unname(new[, -(1:2)]), unname(predict(fit)[, 33:50]),
                    tolerance = 1e-10)
            }
        }
    }
})

test_that("the order is that of the smallest BIC on the same steps", {
    x <- linked(c(150, 100), 3L, seed = 3)
    fit <- fit_var(x, lag = 4)
    bic <- vapply(1:4, function(order) {
        sum(vapply(rownames(x[[1L]]), function(target) {
            data <- steps_of(x, target, rownames(x[[1L]]), 4L)
            lm <- stats::lm(stats::reformulate(lags_of(rownames(x[[1L]]), order), "y"),
                data)
            y <- unlist(lapply(x, function(m) m[target, ]))
            scale <- sqrt(mean((y - mean(y))^2))
            n <- nrow(data)
            n * log(mean(stats::residuals(lm)^2) / scale^2) + (1 + 3 * order) * log(n)
        }, 0))
    }, 0)
    expect_equal(fit@details$bic, bic, tolerance = 1e-8)
    expect_identical(fit@details$order, which.min(bic))
    expect_identical(fit@details$order, 2L)
    # The tests use all steps of the order that was chosen.
    expect_identical(fit@details$steps, 246L)
    again <- fit_var(x, order = 2)
    expect_identical(again@p_value, fit@p_value)
    # Short series allow fewer orders.
    short <- fit_var(linked(rep(8, 6)), lag = 5)
    expect_lt(length(short@details$bic), 5L)
})

# The p-value of one pair given the m strongest others, by lm().
partial_p <- function(x, regulator, target, genes, order, m) {
    left <- vapply(setdiff(genes, target), function(gene) {
        data <- steps_of(x, target, union(target, gene), order)
        stats::deviance(stats::lm(stats::reformulate(lags_of(union(target, gene), order),
            "y"), data))
    }, 0)
    near <- names(sort(left))[seq_len(m + 1L)]
    others <- if (regulator %in% c(near, target)) near else near[seq_len(m)]
    anova_p(x, regulator, target, others, order)
}

test_that("where steps are few, tests are given the own past and the strongest", {
    x <- linked(rep(9, 4), 30L, seed = 5)
    for (regulators in list(NULL, paste0("G", 1:26))) {
        for (order in 1:2) {
            fit <- fit_var(x, order = order, regulators = regulators)
            m <- fit@details$conditioning
            n <- 4 * (9 - order)
            expect_identical(m, as.integer(floor((n - max(5, n / 3) - 1) / order) - 2))
            pairs <- pairs_of(fit, self = TRUE)
            pairs <- pairs[seq(1L, nrow(pairs), by = 7L), ]
            p <- mapply(partial_p, regulator = pairs$regulator, target = pairs$target,
                MoreArgs = list(x = x, genes = rownames(fit@score), order = order, m = m))
            expect_lt(max(abs(p - fit@p_value[as.matrix(pairs)])), 1e-8)
        }
    }
    expect_output(print(fit), "on the own past and the [0-9]+ strongest others")
    # The forecast is of own past and the strongest.
    b <- fit@details$equations$G3
    expect_identical(rownames(b)[[1L]], "G3")
    data <- steps_of(x, "G3", rownames(b), 2)
    lm <- stats::lm(stats::reformulate(lags_of(rownames(b), 2), "y"), data)
    expect_equal(unname(predict(fit)["G3", sequence(rep(9, 4)) > 2]),
        unname(stats::fitted(lm)), tolerance = 1e-8)
})

test_that("where nothing can be tested a ridge ranks, and it is said", {
    x <- linked(c(4, 3), 4L)
    expect_warning(fit <- fit_var(x), "no pair could be tested",
        class = "ggc_warning_var")
    expect_true(all(is.na(fit@p_value)))
    expect_identical(sum(fit@norms), 0)
    expect_identical(fit@details$conditioning, "none")
    z <- do.call(cbind, x)
    z <- (z - rowMeans(z)) / sqrt(rowMeans((z - rowMeans(z))^2))
    now <- c(2:4, 6:7)
    past <- scale(t(z[, now - 1L]), scale = FALSE)
    b <- solve(crossprod(past) + diag(0.5, 4), crossprod(past, t(z[, now])))
    expect_equal(unname(granger(fit)), unname(abs(b)), tolerance = 1e-10)
    expect_equal(unname(granger(fit, "effect")), unname(b), tolerance = 1e-10)
    expect_output(print(fit), "ridge")
    # A target that is no regulator: its own past is penalised too.
    expect_warning(part <- fit_var(x, regulators = c("G1", "G2")))
    own <- past[, c(1, 2, 4)]
    b <- solve(crossprod(own) + diag(0.5, 3), crossprod(own, z["G4", now]))
    expect_equal(unname(granger(part)[, "G4"]), unname(abs(b[1:2])), tolerance = 1e-10)
    expect_true(all(is.finite(predict(part)[, now])))
    expect_error(fit_var(x, order = 4), "no trajectory has more", class = "ggc_error_points")
})

test_that("series that are combinations of others are told, not tested", {
    x <- linked(60)[[1L]]
    x <- rbind(x, G6 = 2 * x["G1", ] - 3)
    expect_warning(fit <- fit_var(x, order = 1), "G1, G6", class = "ggc_warning_var")
    untested <- rownames(x) %in% c("G1", "G6")
    expect_true(all(is.na(fit@p_value[untested, ])))
    expect_true(all(granger(fit)[untested, ] == 0))
    expect_false(anyNA(fit@p_value[!untested, ]))
    expect_lt(max(abs(fit@p_value["G2", "G3"] -
        anova_p(list(x), "G2", "G3", paste0("G", 1:5), 1L))), 1e-8)
    # All of them: no test is possible.
    x <- linked(60)[[1L]]
    x <- rbind(x, G6 = colSums(x))
    expect_warning(fit <- fit_var(x, order = 1), "every regulator's",
        class = "ggc_warning_var")
    expect_true(all(is.na(fit@p_value)))
    expect_true(any(granger(fit) > 0))
    # A target that its own past determines.
    x <- linked(60)[[1L]]
    x["G5", ] <- 0.9^seq_len(60)
    expect_warning(fit <- fit_var(x, order = 1), "G5", class = "ggc_warning_var")
    expect_true(all(is.na(fit@p_value[, "G5"])))
    expect_false(anyNA(fit@p_value[, -5L]))
})

test_that("excluded links are no candidates, and stay in the conditioning set", {
    x <- linked(c(30, 30))
    never <- data.frame(regulator = c("G1", "G4"), target = c("G2", "G5"))
    fit <- fit_var(x, exclude = never)
    all <- fit_var(x)
    out <- cbind(never$regulator, never$target)
    expect_true(all(granger(fit)[out] == 0 & is.na(fit@p_value[out])))
    expect_true(all(granger(fit, "norm")[out] == 0 & granger(fit, "effect")[out] == 0))
    rest <- is.na(match(seq_along(fit@score), which(is.na(fit@p_value))))
    expect_identical(fit@p_value[rest], all@p_value[rest])
    expect_identical(nrow(ggc_edges(fit)), 18L)
    expect_error(fit_var(x, prior = never), "`prior`", class = "ggc_error_argument")
})

test_that("constant genes have score 0 and p 1", {
    x <- linked(60)[[1L]]
    flat <- rbind(x, A = 3)
    expect_warning(fit <- fit_var(flat), class = "ggc_warning_constant")
    expect_true(all(granger(fit)["A", ] == 0, granger(fit)[, "A"] == 0))
    expect_true(all(fit@p_value["A", ] == 1, fit@p_value[, "A"] == 1))
    expect_identical(fit@training["A", "status"], "constant")
    expect_identical(fit@p_value[1:5, 1:5], fit_var(x)@p_value)
    expect_identical(unique(predict(fit)["A", -(1:5)]), 3)
})

test_that("the order of the genes' rows changes nothing else", {
    for (lengths in list(c(30, 30), rep(6, 3))) {
        x <- linked(lengths, 12L)
        fit <- fit_var(x)
        mixed <- fit_var(lapply(x, `[`, c(5, 2, 12, 1, 3, 11, 4:4 + 2, 4, 7:10), TRUE))
        genes <- rownames(x[[1L]])
        for (slot in c("score", "norms", "p_value", "sign", "lag")) {
            expect_identical(slot(mixed, slot)[genes, genes], slot(fit, slot))
        }
        expect_identical(predict(mixed)[genes, ], predict(fit))
    }
})

test_that("score, norm, sign and lag say what the tests found", {
    x <- linked(c(120, 120), 3L)
    fit <- fit_var(x)
    expect_identical(fit@details$order, 2L)
    expect_equal(granger(fit), -log10(fit@p_value), tolerance = 1e-10)
    p <- fit@p_value
    diag(p) <- NA
    adjusted <- p
    adjusted[] <- stats::p.adjust(p, "BH")
    expect_identical(fit@norms > 0, !is.na(adjusted) & adjusted <= 0.05)
    expect_gt(sum(fit_var(x, alpha = 1)@norms > 0), sum(fit@norms > 0))
    edges <- ggc_edges(fit, n = NULL)
    expect_false(is.unsorted(edges$p_value))
    expect_setequal(paste(edges$regulator, edges$target)[1:2], c("G2 G3", "G1 G2"))
    found <- edges[match(c("G1", "G2"), edges$regulator), ]
    expect_identical(found$sign, c(1L, -1L))
    expect_identical(found$lag, c(1L, 2L))
    expect_equal(found$norm, abs(found$effect))
    expect_true(all(granger(fit, "jacobian") >= abs(granger(fit, "effect"))))
    # p-values beyond the numbers
    strong <- linked(3000, 2L, own = 0)[[1L]]
    strong[2L, -1L] <- 1e3 * strong[1L, -3000L] + strong[2L, -1L]
    fit <- fit_var(strong, order = 1)
    expect_identical(fit@p_value["G1", "G2"], 0)
    expect_true(granger(fit)["G1", "G2"] > 1000 && is.finite(granger(fit)["G1", "G2"]))
})

test_that("settings are checked, kept, shown and updated", {
    x <- linked(c(30, 30))
    fit <- fit_var(x, order = 3, intercept = "trajectory", alpha = 0.1)
    expect_identical(fit@settings, list(order = 3L, lag = 5L, intercept = "trajectory",
        alpha = 0.1))
    expect_output(print(fit), "3 as asked for")
    expect_output(print(fit), "adjusted p <= 0.1", fixed = TRUE)
    expect_output(print(summary(fit)), "conditional on all candidates")
    expect_identical(update(fit)@score, fit@score)
    expect_identical(update(fit, order = NULL)@details, fit_var(x,
        intercept = "trajectory", alpha = 0.1)@details)
    expect_identical(update(fit_var(x), lag = 1)@details$order, 1L)
    for (bad in list(list(order = 0), list(lag = 1.5), list(intercept = "none"),
        list(alpha = 2), list(laag = 1), list(graph = TRUE), list(lag = 65),
        list(checkpoint = tempfile()))) {
        expect_error(do.call(fit_var, c(list(x), bad)), names(bad),
            class = "ggc_error_argument")
    }
    old <- options(ggc.max_memory = 1e4)
    on.exit(options(old))
    expect_error(fit_var(x), "`regulators`", class = "ggc_error_memory")
})

test_that("all that reads a fit reads this one", {
    sim <- ggc_simulate("var", p = 6, n_time = 25, n_trajectories = 4, seed = 2)
    truth <- S4Vectors::metadata(sim)$truth
    fit <- fit_var(sim)
    expect_gt(ggc_metrics(fit, truth)[["AUROC"]], 0.9)
    expect_identical(sum(ggc_network(fit, n_edges = 4)), 4L)
    expect_identical(unclass(ggc_network(fit))[TRUE], as.integer(fit@norms > 0))
    expect_error(ggc_network(fit, precision = 0.5),
        class = "ggc_error_precision")
    expect_error(granger(fit, "dependence"), class = "ggc_error_argument")
    se <- methods::as(fit, "SummarizedExperiment")
    expect_true(all(c("score", "norm", "effect", "p_value") %in%
        SummarizedExperiment::assayNames(se)))
    file <- tempfile(fileext = ".tsv")
    on.exit(unlink(file))
    write_edges(fit, file)
    table <- utils::read.delim(file)
    expect_equal(table$p_value, ggc_edges(fit)$p_value)
    expect_identical(table$lag, ggc_edges(fit)$lag)
    skip_if_not_installed("pROC")
    expect_gt(as.double(ggc_roc(fit, truth)$auc), 0.9)
    skip_if_not_installed("ggplot2")
    grDevices::pdf(NULL)
    on.exit(grDevices::dev.off(), add = TRUE)
    for (type in c("granger", "network", "adjacency", "forecast")) {
        expect_no_error(print(plot(fit, type)))
    }
    for (type in c("loss", "path", "architecture")) {
        expect_error(plot(fit, type), class = "ggc_error_argument")
    }
    skip_if_not_installed("htmlwidgets")
    expect_no_error(ggc_page(fit))
})

test_that("the command line fits it", {
    out <- tempfile()
    table <- tempfile(fileext = ".tsv")
    on.exit(unlink(c(out, table), recursive = TRUE))
    x <- linked(60)[[1L]]
    utils::write.table(data.frame(gene = rownames(x), x), table, sep = "\t",
        row.names = FALSE, quote = FALSE)
    .cli_run(c("fit", table, "--method", "var", "--out", out, "--plots", "--quiet"))
    expect_identical(sort(dir(out)),
        c("edges.tsv", "granger.png", "granger.tsv", "network.png", "run.json"))
    edges <- utils::read.delim(file.path(out, "edges.tsv"))
    expect_equal(edges$p_value, ggc_edges(fit_var(x))$p_value, tolerance = 1e-10)
})

# ---- Calibration -------------------------------------------------------------

# p-values of pairs without a link, of several data sets.
null_p <- function(lengths, genes, own, sets, ...) {
    unlist(lapply(seq_len(sets), function(seed) {
        x <- linked(lengths, genes, seed = 100 + seed, links = FALSE, own = own)
        fit <- fit_var(x, ...)
        fit@p_value[as.matrix(pairs_of(fit))]
    }))
}

test_that("of noise one in twenty is significant", {
    skip_on_cran()
    designs <- list(list(60, 5L), list(rep(21, 10), 8L), list(rep(8, 3), 5L),
        list(rep(8, 3), 20L))
    # Where the past is strong the test is known to say yes too often in short series.
    for (own in c(0, 0.8)) {
        for (design in designs) {
            p <- null_p(design[[1L]], design[[2L]], own, 20L)
            rate <- mean(p < 0.05)
            cat(sprintf("%d x %d, %d genes, own past %.1f: %.4f of %d\n",
                length(design[[1L]]), design[[1L]][[1L]], design[[2L]], own, rate,
                length(p)))
            # Pairs of one data set are not independent: a wide binomial bound.
            bound <- 4 * sqrt(0.05 * 0.95 / length(p))
            expect_lt(rate, 0.05 + bound + 0.06 * (own > 0))
            expect_gt(rate, 0.05 - bound)
        }
    }
    p <- null_p(400, 5L, 0.8, 20L, order = 1)
    expect_lt(abs(mean(p < 0.05) - 0.05), 4 * sqrt(0.05 * 0.95 / length(p)))
    expect_gt(stats::ks.test(p, "punif")$p.value, 0.001)
})

test_that("interpolated points are not tested as if they were measured", {
    x <- matrix(sin(seq_len(4 * 27)^2), 4, dimnames = list(LETTERS[1:4], NULL))
    uneven <- function(...) {
        ggc_fit(x, "var", time = rep(c(0, .5, 1, 2, 4, 6, 9, 12, 24), 3),
            trajectory = rep(1:3, each = 9), ...)
    }
    expect_error(suppressMessages(uneven(irregular = "interpolate")),
        "interpolated", class = "ggc_error_irregular")
    expect_message(asis <- uneven(), "uneven")
    expect_false(anyNA(asis@score))
})
