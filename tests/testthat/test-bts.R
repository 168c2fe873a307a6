# Backward-in-time selection against the authors' program (run by Octave; see
# inst/script/make_fixture_bts.R), and what a fit of it must be.

fit_bts <- function(x, ..., seed = 1) ggc_fit(x, "bts", seed = seed, ...)

# Series of three lengths with links of lags 1 and 2.
lagged_links <- function(lengths = c(40, 30, 35), genes = 6L, seed = 1) {
    set.seed(seed)
    lapply(lengths, function(n) {
        x <- matrix(stats::rnorm(genes * n), genes,
            dimnames = list(paste0("G", seq_len(genes)), NULL))
        for (t in 3:n) {
            x[, t] <- x[, t] + 0.3 * x[, t - 1L]
            x[2L, t] <- x[2L, t] + 0.8 * x[1L, t - 1L]
            x[3L, t] <- x[3L, t] - 0.8 * x[2L, t - 2L]
        }
        x
    })
}

test_that("index and p-values are those of the authors' program", {
    for (case in read_torch_fixture(test_path("fixtures", "bts.tsv.gz"))) {
        x <- case$x
        rownames(x) <- sprintf("G%02d", seq_len(nrow(x)))
        fit <- suppressWarnings(fit_bts(x, lag = drop(case$lags)))
        off <- row(x %*% t(x)) != col(x %*% t(x))
        known <- off & !is.nan(case$index)
        expect_lt(max(abs(granger(fit) - case$index)[known]), 1e-9)
        p <- case$p
        p[is.nan(p)] <- 1 # a target without a term
        expect_lt(max(abs(fit@p_value - p)[off]), 1e-9)
    }
})

# Terms of a target by their definition, with lm() for each model. z: a list of
# z-scores.
terms_by_hand <- function(z, target, lags) {
    past <- function(m, gene, lag, order) {
        unlist(lapply(m, function(one) {
            if (ncol(one) > order) one[gene, (order + 1L):ncol(one) - lag]
        }))
    }
    bic <- function(terms) {
        order <- max(0, terms$lag)
        y <- past(z, target, 0, order)
        rss <- if (nrow(terms)) {
            x <- mapply(function(g, l) past(z, g, l, order), terms$gene, terms$lag)
            sum(stats::lm.fit(x, y)$residuals^2)
        } else {
            sum(y^2)
        }
        length(y) * log(rss / length(y)) + nrow(terms) * log(length(y))
    }
    terms <- data.frame(gene = character(), lag = integer())
    reach <- stats::setNames(rep(0, nrow(z[[1L]])), rownames(z[[1L]]))
    step <- 1
    now <- bic(terms)
    while (step <= lags - min(reach)) {
        can <- names(reach)[reach + step <= lags]
        value <- vapply(can, function(g) {
            bic(rbind(terms, data.frame(gene = g, lag = reach[[g]] + step)))
        }, 0)
        if (length(can) && min(value) < now) {
            best <- can[[which.min(value)]]
            now <- min(value)
            reach[[best]] <- reach[[best]] + step
            terms <- rbind(terms, data.frame(gene = best, lag = reach[[best]]))
            step <- 1
        } else {
            step <- step + 1
        }
    }
    terms
}

test_that("several trajectories: terms by definition, no lag straddles them", {
    x <- lagged_links()
    all <- do.call(cbind, x)
    scale <- sqrt(rowMeans((all - rowMeans(all))^2))
    z <- lapply(x, function(m) (m - rowMeans(all)) / scale)
    fit <- fit_bts(x, lag = 3)
    for (target in rownames(all)) {
        terms <- terms_by_hand(z, target, 3)
        b <- fit@details$equations[[target]]
        at <- which(b != 0, arr.ind = TRUE)
        expect_setequal(paste(rownames(b)[at[, 1L]], at[, 2L]),
            paste(terms$gene, terms$lag))
    }
    edges <- ggc_edges(fit, n = 2)
    expect_setequal(paste(edges$regulator, edges$target), c("G1 G2", "G2 G3"))
    expect_identical(edges$lag[match(c("G1", "G2"), edges$regulator)], 1:2)
    expect_identical(edges$sign[match(c("G1", "G2"), edges$regulator)], c(1L, -1L))
    # The forecast is the equation.
    order <- fit@details$order
    b <- fit@details$equations$G3
    y <- 0
    at <- (order + 1L):40
    for (l in seq_len(order)) {
        y <- y + drop(b[, l] %*% z[[1L]][rownames(b), at - l, drop = FALSE])
    }
    expect_equal(unname(predict(fit)["G3", at]), unname(y * scale[[3L]] +
        rowMeans(all)[[3L]]), tolerance = 1e-10)
    expect_true(all(is.na(predict(fit)["G3", c(seq_len(order), 41)])))
})

test_that("regulators, targets, exclude, constant genes", {
    x <- lagged_links()
    fit <- fit_bts(x, regulators = c("G1", "G2"), targets = c("G3", "G1"))
    expect_identical(dim(fit@score), c(2L, 2L))
    expect_true("G3" %in% rownames(fit@details$equations$G3))
    expect_identical(dim(predict(fit)), c(2L, 105L))
    one <- fit_bts(x, regulators = "G2", targets = "G3")
    expect_gt(drop(one@score), 0)
    never <- data.frame(regulator = "G1", target = "G2")
    fit <- fit_bts(x, exclude = never)
    expect_identical(granger(fit)["G1", "G2"], 0)
    expect_true(is.na(fit@p_value["G1", "G2"]))
    expect_false("G1" %in% rownames(fit@details$equations$G2))
    expect_error(fit_bts(x, prior = never), "takes only `exclude`",
        class = "ggc_error_argument")
    flat <- lapply(x, rbind, A = 1)
    expect_warning(fit <- fit_bts(flat), class = "ggc_warning_constant")
    expect_true(all(granger(fit)["A", ] == 0, fit@p_value[, "A"] == 1))
    expect_identical(unique(predict(fit)["A", -(1:6)][1:20]), 1)
})

test_that("few steps are said, and too few refused", {
    set.seed(1)
    x <- lapply(1:2, function(r) {
        matrix(stats::rnorm(30 * 8), 30, dimnames = list(paste0("G", 1:30), NULL))
    })
    expect_warning(fit <- fit_bts(x), "cut short", class = "ggc_warning_bts")
    expect_true(all(is.finite(granger(fit))))
    expect_true(all(vapply(fit@details$equations, function(b) sum(b != 0), 0) <= 9))
    expect_error(suppressWarnings(fit_bts(lapply(x, `[`, TRUE, 1:3))), "6 steps",
        class = "ggc_error_points")
    # A target that its own past determines.
    y <- lagged_links(60)[[1L]]
    y["G6", ] <- rep_len(c(1, -1), 60)
    fit <- fit_bts(y)
    expect_true(all(is.finite(granger(fit))))
    for (bad in list(list(lag = 0), list(lag = 65), list(alpha = -1), list(laag = 1),
        list(graph = TRUE))) {
        expect_error(do.call(fit_bts, c(list(y), bad)), names(bad),
            class = "ggc_error_argument")
    }
})

test_that("it says that its p-values ignore the selection; effects have signs", {
    fit <- fit_bts(lagged_links())
    expect_output(print(fit), "ignore the selection")
    expect_equal(granger(fit, "effect")[fit@lag > 0] > 0, fit@sign[fit@lag > 0] > 0)
})

test_that("it is above chance on sparse autoregressions", {
    skip_on_cran()
    area <- vapply(1:20, function(seed) {
        sim <- ggc_simulate("var", p = 10, n_time = 40, n_trajectories = 5, seed = seed)
        ggc_metrics(fit_bts(sim), S4Vectors::metadata(sim)$truth)[["AUROC"]]
    }, 0)
    cat(sprintf("bts: AUROC %.3f, standard error %.3f\n", mean(area),
        stats::sd(area) / sqrt(20)))
    expect_gt(mean(area) - 2 * stats::sd(area) / sqrt(20), 0.5)
})
