# Random forests against ranger by hand, and importances against trees grown in R.

skip_if_not_installed("ranger")

sim <- ggc_simulate("grn", p = 5, n_time = 12, n_trajectories = 4, seed = 3)
x <- SummarizedExperiment::assay(sim)
genes <- rownames(x)
experiment <- rep(1:4, each = 12)
trees <- function(x = sim, ..., seed = 1, trees = 30, threads = 1) {
    ggc_fit(x, "trees", seed = seed, trees = trees, threads = threads, ...)
}
z <- .standardise(x)$z

# The forest of a target, by ranger, as ?ggc_trees says.
by_hand <- function(target, inputs, y, mtry, min_node = 5) {
    colnames(inputs) <- paste0("x", seq_len(ncol(inputs)))
    seed <- 1 + floor(.native_uniform(1L, 1, paste("trees", target)) * (2^31 - 2))
    ranger::ranger(x = inputs, y = y, num.trees = 30, mtry = mtry,
        min.node.size = min_node, importance = "impurity", seed = seed,
        num.threads = 1)
}
share_of <- function(forest, y) {
    forest$variable.importance / sum((y - mean(y))^2)
}

test_that("lagged forests are ranger's of the past, within trajectories", {
    fit <- trees(lag = 2)
    steps <- which(sequence(rep(12, 4)) > 2)
    expect_identical(fit@details$steps, length(steps))
    for (target in genes) {
        y <- z[target, steps]
        # The lags of a gene beside each other.
        inputs <- cbind(t(z[, steps - 1]), t(z[, steps - 2]))[, c(rbind(1:5, 6:10))]
        forest <- by_hand(target, inputs, y, 3)
        share <- t(matrix(share_of(forest, y), 2))
        expect_identical(unname(fit@details$each[[target]]$importance), share)
        expect_equal(unname(granger(fit)[, target]), rowSums(share), tolerance = 1e-14)
        expect_identical(unname(fit@lag[, target]), max.col(share, "first"))
        expect_equal(fit@training[target, "heldout"],
            mean((forest$predictions - y)^2, na.rm = TRUE), tolerance = 1e-12)
        expect_equal(fit@training[target, "null"],
            mean((y - z[target, steps - 1])^2), tolerance = 1e-12)
    }
})

test_that("GENIE3 is ranger's of the other genes at the same time", {
    fit <- trees(score = "genie3", seed = 1)
    for (target in genes) {
        others <- setdiff(genes, target)
        forest <- by_hand(target, t(z[others, ]), z[target, ], 2, 1)
        expect_identical(unname(granger(fit)[others, target]),
            unname(share_of(forest, z[target, ])))
        expect_identical(granger(fit)[target, target], 0)
    }
    expect_null(fit@lag)
    expect_true(all(is.na(fit@training$heldout)))
    expect_error(predict(fit), "reads no time", class = "ggc_error_argument")
})

test_that("dynGENIE3 is ranger's of rates of change plus decay", {
    hours <- rep(c(0, 1, 2, 4, 6, 9, 12, 15, 20, 25, 30, 40), 4)
    fit <- suppressMessages(trees(x, score = "dyngenie3", time = hours,
        trajectory = experiment))
    lowest <- min(x)
    decay <- vapply(genes, function(gene) {
        max(vapply(1:4, function(r) {
            v <- x[gene, experiment == r]
            t <- hours[experiment == r]
            log(max(max(v) - lowest, 1e-6) / max(min(v) - lowest, 1e-6)) /
                abs(t[which.max(v)] - t[which.min(v)])
        }, 0))
    }, 0)
    expect_equal(fit@details$decay, decay, tolerance = 1e-10)
    to <- which(sequence(rep(12, 4)) > 1)
    dt <- hours[to] - hours[to - 1]
    for (target in genes) {
        # As ggc puts it, to the same rounding; the definition beside it.
        base <- z[target, to - 1] * (1 - fit@details$decay[[target]] * dt)
        y <- (z[target, to] - base) / dt
        expect_equal(y, (z[target, to] - z[target, to - 1]) / dt +
            decay[[target]] * z[target, to - 1], tolerance = 1e-8)
        forest <- by_hand(target, t(z[, to - 1]), y, 2, 1)
        share <- share_of(forest, y)
        share[genes == target] <- 0
        expect_equal(unname(granger(fit)[, target]), unname(share / sum(share)),
            tolerance = 1e-10)
    }
    expect_equal(colSums(granger(fit)), stats::setNames(rep(1, 5), genes))
})

# ---- Importances by hand -----------------------------------------------------

# Squares that the splits of a tree on each input take away: the best split of all
# inputs, while there are `least` samples or more and some variance.
grow <- function(x, y, least, gain = numeric(ncol(x))) {
    squares <- function(v) sum((v - mean(v))^2)
    if (length(y) < least || squares(y) < 1e-12) {
        return(gain)
    }
    best <- list(gain = 0)
    for (j in seq_len(ncol(x))) {
        at <- sort(unique(x[, j]))
        for (cut in (at[-1L] + at[-length(at)]) / 2) {
            left <- x[, j] <= cut
            less <- squares(y) - squares(y[left]) - squares(y[!left])
            if (less > best$gain) {
                best <- list(gain = less, j = j, left = left)
            }
        }
    }
    if (best$gain == 0) {
        return(gain)
    }
    gain[[best$j]] <- gain[[best$j]] + best$gain
    gain <- grow(x[best$left, , drop = FALSE], y[best$left], least, gain)
    grow(x[!best$left, , drop = FALSE], y[!best$left], least, gain)
}

test_that("importances are the squares that splits take away, mean over trees", {
    steps <- which(sequence(rep(12, 4)) > 1)
    inputs <- t(z[, steps - 1])
    colnames(inputs) <- paste0("x", 1:5)
    y <- z["G2", steps]
    # A tree of all samples and inputs is not random.
    for (least in c(6, 15)) {
        forest <- ranger::ranger(x = inputs, y = y, num.trees = 3, mtry = 5,
            min.node.size = least - 1, replace = FALSE, sample.fraction = 1,
            importance = "impurity", seed = 1, num.threads = 1)
        share <- unname(.importance_shares(forest, y))
        hand <- grow(inputs, y, least) / sum((y - mean(y))^2)
        expect_equal(sum(share), sum(hand), tolerance = 1e-10)
        # In small nodes inputs split alike, and it is drawn which one does.
        if (least == 15) {
            expect_equal(share, hand, tolerance = 1e-10)
        }
    }
    expect_lte(sum(.importance_shares(forest, y)), 1)
    expect_identical(.importance_shares(list(variable.importance = c(a = 1)),
        c(2, 2)), c(a = 0))
})

# ---- Forecasts ---------------------------------------------------------------

test_that("forecasts are ranger's, on the scale of the data", {
    steps <- which(sequence(rep(12, 4)) > 1)
    fit <- trees()
    told <- predict(fit)
    expect_true(all(is.na(told[, -steps])))
    inputs <- t(z[, steps - 1])
    colnames(inputs) <- paste0("x", 1:5)
    y <- predict(by_hand("G3", inputs, z["G3", steps], 2), inputs)$predictions
    scale <- .standardise(x)
    expect_equal(unname(told["G3", steps]),
        y * scale$scale[["G3"]] + scale$center[["G3"]], tolerance = 1e-10)
    # New data in another order of rows.
    new <- predict(fit, x[rev(genes), 1:12])
    expect_equal(unname(new), unname(told[, 1:12]), tolerance = 1e-12)
    # Better than no change on the trajectory that it has seen, by decay too.
    dynamic <- predict(trees(score = "dyngenie3"))
    for (forecast in list(told, dynamic)) {
        expect_lt(mean((forecast - x)[, steps]^2), mean((x[, steps] - x[, steps - 1])^2))
    }
    # Excluded regulators, and targets that are none.
    part <- trees(regulators = c("G1", "G2"), targets = c("G2", "G5"),
        exclude = data.frame(regulator = "G1", target = "G5"))
    expect_identical(dim(predict(part)), c(2L, 48L))
    expect_identical(rownames(part@details$each$G5$importance), c("G2", "G5"))
})

# ---- The rest of a method ----------------------------------------------------

test_that("the seed matters, and R's own generator is left alone", {
    expect_false(identical(trees(seed = 2)@score, trees()@score))
    set.seed(4)
    before <- .Random.seed
    trees(threads = 2)
    expect_identical(.Random.seed, before)
    directory <- tempfile()
    on.exit(unlink(directory, recursive = TRUE))
    trees(checkpoint = directory)
    expect_error(trees(checkpoint = directory, lag = 2), "settings",
        class = "ggc_error_checkpoint")
})

test_that("an error in a forked process is one here", {
    skip_on_os("windows")
    groups <- as.list(1:4)
    fails <- function(target) {
        if (target == 3L) .ggc_stop("input", "no") else list(target)
    }
    expect_error(.in_forks(groups, fails, 2L), class = "ggc_error_input")
    expect_error(.in_forks(groups, function(target) {
        if (target == 3L) tools::pskill(Sys.getpid(), tools::SIGKILL)
        list(target)
    }, 2L), "died", class = "ggc_error_worker")
    done <- integer()
    out <- .in_forks(list(1:2, 3L, 4:9), function(group) as.list(sqrt(group)), 1L,
        function(n, total) done <<- c(done, n))
    expect_identical(out, as.list(sqrt(1:9)))
    expect_identical(done, c(2L, 3L, 9L))
})

test_that("constant genes, one regulator and targets without inputs", {
    expect_warning(flat <- trees(rbind(x, A = 1), trajectory = experiment),
        class = "ggc_warning_constant")
    expect_true(all(granger(flat)["A", ] == 0, granger(flat)[, "A"] == 0))
    expect_identical(flat@training["A", "status"], "constant")
    expect_identical(flat@score[genes, genes], trees(x, trajectory = experiment)@score)
    expect_identical(unique(predict(flat)["A", experiment == 1][-1L]), 1)
    for (score in c("lagged", "genie3", "dyngenie3")) {
        one <- trees(regulators = "G1", score = score)
        expect_true(all(is.finite(granger(one))), info = score)
        expect_gt(granger(one)["G1", "G2"], 0)
        none <- data.frame(regulator = "G1", target = genes[-1L])
        expect_warning(bare <- trees(regulators = "G1", score = score, exclude = none,
            targets = genes[-1L]), class = "ggc_warning_trees")
        expect_true(all(granger(bare) == 0))
    }
    expect_false(anyNA(predict(bare)[, -c(1, 13, 25, 37)]))
    few <- matrix(rnorm(12), 3, dimnames = list(genes[1:3], NULL))
    expect_warning(expect_warning(trees(few), class = "ggc_warning_steps"),
        class = "ggc_warning_trees")
})

test_that("it is shown, and has no effects", {
    fit <- trees()
    expect_output(print(fit), "30 trees, nodes of 5 or more split")
    expect_output(print(trees(score = "dyngenie3")), "decays from")
    edges <- ggc_edges(fit)
    expect_true(all(edges$lag == 1L) && all(is.na(edges$effect)))
    expect_error(granger(fit, "effect"), class = "ggc_error_argument")
    expect_identical(update(fit, score = "genie3")@settings$score, "genie3")
    stable <- ggc_test(fit, "stability", B = 1)
    expect_true(all(ggc_edges(stable)$stability %in% c(0, 0.5, 1)))
})

test_that("what cannot be is said", {
    for (bad in list(list(score = "forest"), list(lag = 0), list(lag = 65),
        list(trees = 0), list(mtry = 1.5), list(min_node = 0), list(graph = TRUE),
        list(include = data.frame(regulator = "G1", target = "G2")))) {
        expect_error(do.call(trees, bad), names(bad), class = "ggc_error_argument")
    }
    expect_error(trees(lag = 1, score = "genie3"), "`lag` goes with",
        class = "ggc_error_argument")
    expect_error(trees(lag = 12), "no trajectory has more", class = "ggc_error_points")
    old <- options(ggc.max_memory = 1e4)
    on.exit(options(old))
    expect_error(trees(), class = "ggc_error_memory")
})
