# ggc_contrast(): what differs between networks of conditions.

quick <- ggc_control(members = 1L, first = 20L, each = 5L, n_lambda = 2L)

contrast <- function(x, ..., seed = 1, threads = 1, control = quick) {
    ggc_contrast(x, ..., seed = seed, threads = threads, control = control)
}

# Genes in two conditions, six trajectories each, of eight points.
made <- ggc_simulate("grn", p = 5, conditions = 2, rewired = 0.4, n_time = 8,
    n_trajectories = 12, seed = 3)

# ---- By hand -----------------------------------------------------------------

# Effects in one condition by lm.fit(): ridge regression is least squares with
# rows for the penalty; the own past has none.
effects_by_lm <- function(z, trajectory, keep) {
    models_by_lm(z, trajectory, keep)$effect
}

models_by_lm <- function(z, trajectory, keep) {
    p <- nrow(z)
    data <- steps_by_hand(z, trajectory, keep)
    n <- nrow(data$x)
    centred <- lapply(data, scale, scale = FALSE)
    out <- list(effect = matrix(0, p, p,
        dimnames = list(rownames(z), rownames(z))), told = list())
    for (i in seq_len(p)) {
        y <- centred$y[, i]
        own <- centred$own[, i]
        design <- rbind(cbind(centred$x, own),
            cbind(diag(sqrt(ggc:::.PENALTY * n), p), 0))
        b <- stats::lm.fit(design, c(y, rep(0, p)))$coefficients
        b[[i]] <- 0 # the gene itself, followed, is no candidate
        left <- stats::lm.fit(cbind(own), y)$residuals
        out$effect[, i] <- b[seq_len(p)] / sqrt(mean(left^2))
        out$told[[i]] <- c(mean(data$y[, i]) -
            sum(b * c(colMeans(data$x), mean(data$own[, i]))), b)
    }
    out
}

# Samples before the last of each trajectory, what is followed there, and the
# mean of the next five; steps x genes.
steps_by_hand <- function(z, trajectory, keep) {
    followed <- z
    for (t in which(diff(trajectory) == 0) + 1) {
        followed[, t] <- (followed[, t - 1] + z[, t]) / 2
    }
    from <- which(trajectory == c(trajectory[-1], 0))
    ahead <- vapply(from, function(t) {
        next_ones <- t + seq_len(5)
        next_ones <- next_ones[next_ones <= ncol(z)]
        next_ones <- next_ones[trajectory[next_ones] == trajectory[t]]
        rowMeans(z[, next_ones, drop = FALSE])
    }, numeric(nrow(z)))
    own <- trajectory[from] %in% keep
    list(x = t(followed[, from[own]]), y = t(ahead[, own]),
        own = t(z[, from[own]]))
}

worse_by_lm <- function(z, trajectory, a, b) {
    sets <- list(a, b)
    models <- lapply(sets, models_by_lm, z = z, trajectory = trajectory)
    data <- lapply(sets, steps_by_hand, z = z, trajectory = trajectory)
    error <- function(k, by, i) {
        of <- data[[k]]
        told <- cbind(1, of$x, of$own[, i]) %*% models[[by]]$told[[i]]
        log(mean((of$y[, i] - told)^2))
    }
    vapply(seq_len(nrow(z)), function(i) {
        max(0, error(1, 2, i) - error(1, 1, i) + error(2, 1, i) -
            error(2, 2, i))
    }, 0)
}

test_that("effects and p-values are those of regressions on exchanged labels", {
    x <- SummarizedExperiment::assay(made)
    # Without held inputs, so that regressions read the values alone.
    got <- ggc_contrast(made, "condition", method = "var", lag = 1, B = 39,
        seed = 5, threads = 1)
    z <- (x - rowMeans(x)) / sqrt(rowMeans((x - rowMeans(x))^2))
    table <- as.data.frame(got)
    at <- cbind(table$regulator, table$target)
    own <- effects_by_lm(z, made$trajectory, 7:12)
    before <- effects_by_lm(z, made$trajectory, 1:6)
    expect_equal(table$effect, own[at], tolerance = 1e-8)
    expect_equal(table$effect_reference, before[at], tolerance = 1e-8)
    # The noise that floors the statistic is a number; it is read back from one
    # difference, and must then make all the others, and every p-value.
    off <- row(own) != col(own)
    change <- function(labels) {
        (effects_by_lm(z, made$trajectory, which(labels == 1)) -
            effects_by_lm(z, made$trajectory, which(labels == 0)))
    }
    worse <- worse_by_lm(z, made$trajectory, 1:6, 7:12)
    difference <- function(noise) {
        ((own - before) / (abs(own) + abs(before) + noise / 2) *
            rep(worse + ggc:::.LEAST_WORSE, each = 5))[at]
    }
    noise <- stats::uniroot(function(s) {
        difference(s)[[1]] - table$difference[[1]]
    }, c(1e-3, 10), tol = 1e-12)$root
    expect_equal(difference(noise), table$difference, tolerance = 1e-6)
    labels <- ggc:::.exchanged_labels(ggc:::.label_design(got$all@series,
        rep(c(FALSE, TRUE), each = 6), NULL), 39L, 5)
    expect_identical(dim(labels), c(12L, 39L))
    expect_true(all(colSums(labels) == 6))
    statistic <- function(labels) {
        d <- change(labels)
        abs(d) / rep(sqrt(colSums(d^2) / 4 + noise^2), each = 5)
    }
    found <- statistic(rep(0:1, each = 6))
    count <- Reduce(`+`, lapply(seq_len(39), function(b) {
        statistic(labels[, b]) >= found - 1e-8
    }))
    expect_identical(table$p_value, ((1 + count) / 40)[at])
    expect_identical(table$q_value, stats::p.adjust(table$p_value, "BH"))
    squares <- vapply(seq_len(39), function(b) {
        rowSums(change(labels[, b])^2)
    }, numeric(5))
    rows <- rowSums(change(rep(0:1, each = 6))^2)
    of <- summary(got)
    expect_equal(of$change, unname(sqrt(rows)[of$regulator]), tolerance = 1e-8)
    expect_identical(of$p_value,
        unname(((1 + rowSums(squares >= rows - 1e-8)) / 40)[of$regulator]))
})

test_that("all ways are counted where there are no more than B", {
    few <- made[, made$trajectory %in% c(1:5, 7:11)]
    got <- contrast(few, "condition", B = 300)
    expect_identical(got$contrasts$exchanges, 251L)
    expect_true(got$contrasts$every)
    # The opposite labels give the same statistic: counts are even.
    expect_true(all((got$table$p_value * 252) %% 2 < 1e-8))
    labels <- ggc:::.exchanged_labels(ggc:::.label_design(got$all@series,
        rep(c(FALSE, TRUE), each = 5), NULL), 300L, 1)
    expect_identical(ncol(unique(labels, MARGIN = 2L)), 251L)
    expect_false(any(colSums(labels == rep(0:1, each = 5)) == 10))
})

test_that("labels of pairs are exchanged inside pairs", {
    pair <- rep(c("a", "b", "c", "d", "e", "f"), 2)
    got <- contrast(made, "condition", pair = pair)
    expect_identical(got$contrasts$exchanges, 63L)
    labels <- ggc:::.exchanged_labels(ggc:::.label_design(got$all@series,
        rep(c(FALSE, TRUE), each = 6), pair), 999L, 1)
    expect_true(all(rowsum(labels, pair) == 1))
    drawn <- ggc:::.exchanged_labels(ggc:::.label_design(got$all@series,
        rep(c(FALSE, TRUE), each = 6), pair), 9L, 1)
    expect_true(all(rowsum(drawn, pair) == 1))
    # By name, by sample and as a column they are the same.
    named <- stats::setNames(pair, 1:12)[12:1]
    expect_identical(contrast(made, "condition", pair = named)$table,
        got$table)
    made$subject <- pair[made$trajectory]
    expect_identical(contrast(made, "condition", pair = "subject")$table,
        got$table)
})

# ---- Data --------------------------------------------------------------------

test_that("conditions are read by sample, by trajectory and by column", {
    want <- contrast(made, "condition", B = 9)
    same <- function(condition, ...) {
        expect_identical(contrast(made, condition, B = 9, ...)$table,
            want$table)
    }
    same(made$condition)
    same(rep(c("A", "B"), each = 6))
    same(stats::setNames(rep(c("B", "A"), each = 6), 12:1))
    same(factor(made$condition, c("B", "A")), reference = "A")
    expect_identical(levels(want$condition), c("A", "B"))
    # A factor has its own order, and the reference can be named.
    turned <- contrast(made, factor(made$condition, c("B", "A")), B = 9)
    expect_identical(turned$contrasts$reference, "B")
    expect_identical(turned$table,
        contrast(made, "condition", reference = "B", B = 9)$table)
    # As a list of matrices.
    parts <- lapply(1:12, function(r) {
        SummarizedExperiment::assay(made)[, made$trajectory == r]
    })
    got <- suppressMessages(contrast(parts, rep(c("A", "B"), each = 6), B = 9))
    expect_equal(got$table$effect, want$table$effect)
})

test_that("more than two conditions are each set against the reference", {
    three <- ggc_simulate("grn", p = 5, conditions = 3, n_time = 8,
        n_trajectories = 15, seed = 3)
    got <- contrast(three, "condition", reference = "B", B = 9)
    expect_identical(got$contrasts$contrast, c("A", "C"))
    expect_identical(unique(got$contrasts$reference), "B")
    expect_identical(names(got$fits), c("A", "B", "C"))
    expect_identical(nrow(got$table), 40L)
    expect_identical(nrow(summary(got)), 10L)
    expect_output(print(got), "C \\(5 trajectories\\) against B \\(5\\)")
    edges <- ggc_edges(got, n = 3)
    expect_identical(edges$rank, rep(1:3, 2))
})

test_that("a gene's row and threads change nothing", {
    want <- contrast(made, "condition", B = 19)
    turned <- contrast(made[5:1, ], "condition", B = 19, threads = 2)
    expect_identical(turned$table, want$table)
    expect_identical(summary(turned), summary(want))
})

test_that("settings are read from all data and used in each condition", {
    got <- contrast(made, "condition", B = 9)
    for (fit in got$fits) {
        expect_identical(fit@control$horizons, got$all@control$horizons)
        expect_identical(fit@control$dependence_lags,
            got$all@control$dependence_lags)
        expect_identical(fit@control$smooth, got$all@control$smooth)
    }
    # Scores are between those of the condition alone and of all data.
    evidence <- function(fit, edge) {
        score <- granger(fit)
        diag(score) <- NA
        n <- sum(!is.na(score))
        rank <- rank(score, na.last = "keep")
        -log1p(-array(rank, dim(score), dimnames(score))[edge] / (n + 1))
    }
    at <- as.matrix(got$table[c("regulator", "target")])
    shared <- got$contrasts$shared
    expect_equal(got$table$score, (1 - shared) * evidence(got$fits$B, at) +
        shared * evidence(got$all, at), tolerance = 1e-12)
})

# ---- Fits --------------------------------------------------------------------

test_that("fits that were made alike are compared", {
    data <- contrast(made, "condition", B = 19)
    got <- ggc_contrast(data$fits, B = 19, seed = 1)
    expect_null(got$all)
    columns <- c("regulator", "target", "effect", "effect_reference")
    by_name <- function(x) {
        x <- x$table[order(x$table$regulator, x$table$target), columns]
        rownames(x) <- NULL
        x
    }
    expect_equal(by_name(got), by_name(data), tolerance = 0.1)
    other <- ggc_fit(made[, made$condition == "B"], seed = 1, threads = 1,
        control = quick, regulators = paste0("G", 1:3))
    expect_error(ggc_contrast(list(A = data$fits$A, B = other)),
        "differ in their regulators.*ggc_contrast\\(x, condition\\)",
        class = "ggc_error_contrast")
    far <- quick
    far$horizons <- data$all@control$horizons + 1L
    far <- ggc_fit(made[, made$condition == "B"], seed = 1, threads = 1,
        control = far)
    expect_error(ggc_contrast(list(A = data$fits$A, B = far)),
        "horizons, lags or smoothing", class = "ggc_error_contrast")
    expect_error(ggc_contrast(data$fits, "condition"), "must be left out",
        class = "ggc_error_argument")
    expect_error(ggc_contrast(unname(data$fits)), "named by their conditions",
        class = "ggc_error_argument")
    expect_error(ggc_contrast(data$fits[1]), "two fits or more",
        class = "ggc_error_argument")
})

# ---- Refusals ----------------------------------------------------------------

test_that("few trajectories are not tested, and it is said what to do", {
    few <- made[, made$trajectory %in% c(1:4, 7:12)]
    expect_message(got <- contrast(few, "condition"),
        "A has 4 trajectories and B has 6: a test of a difference takes 5")
    expect_true(all(is.na(got$table$p_value)))
    expect_true(all(is.na(got$table$status)))
    expect_true(all(is.na(summary(got)$p_value)))
    expect_false(anyNA(got$table$difference))
    expect_identical(got$contrasts$exchanges, 0L)
    expect_output(print(got), "not tested")
    # Pairs that have both conditions in none.
    expect_message(contrast(made, "condition", pair = 1:12),
        "no labels can be exchanged")
})

test_that("wrong arguments are refused", {
    refused <- function(message, ..., class = "argument") {
        expect_error(contrast(made, ...), message,
            class = paste0("ggc_error_", class))
    }
    refused("`condition` must be the condition of each sample")
    refused("there is no \"treatment\"", "treatment")
    refused("one value per sample, that is 96, or per trajectory, 12", 1:7)
    refused("wholly of one `condition`, and these are of several: 1, 2",
        rep(c("a", "b"), 48), class = "contrast")
    refused("two conditions or more", rep("a", 12), class = "contrast")
    refused("must not be missing; it is for 2", c("a", NA, rep("b", 10)))
    refused("`reference` must be one of \"A\", \"B\"", "condition",
        reference = "C")
    refused("`B` must be a whole number", "condition", B = 0)
    refused("`fdr` must be one number from 0 to 1", "condition", fdr = 2)
    refused("arguments of ggc_contrast", "condition", horizon = 2)
    refused("`condition` must be a factor, strings or numbers", list(1))
})

# ---- Reading -----------------------------------------------------------------

test_that("the status of an edge follows its effects and its q-value", {
    table <- data.frame(effect_reference = c(0, 0.5, -0.4, 0.3, 0.1, 0.2, 0.2),
        effect = c(0.5, 0.1, 0.3, 0.32, 0.4, 0.2, 0.2),
        q_value = c(0.01, 0.1, 0.05, 0.5, NA, 0.5, 0.2))
    expect_identical(ggc:::.status_of(table,
        c(FALSE, TRUE, TRUE, TRUE, TRUE, FALSE, NA), 0.1),
    c("gained", "lost", "changed sign", "kept", NA, NA, NA))
})

test_that("a table, edges and pictures of a contrast", {
    got <- contrast(made, "condition", B = 19)
    expect_output(print(got), "19 exchanges of whole trajectories")
    expect_identical(as.data.frame(got), got$table)
    edges <- ggc_edges(got, n = 4)
    expect_s4_class(edges, "DataFrame")
    expect_identical(edges$regulator, got$table$regulator[1:4])
    expect_error(ggc_edges(got, self = TRUE), class = "ggc_error_argument")
    skip_if_not_installed("ggplot2")
    for (type in c("network", "scores")) {
        expect_s3_class(plot(got, type), "ggplot")
    }
    expect_error(plot(got, contrast = "A"), "`contrast` must be one of",
        class = "ggc_error_argument")
    file <- tempfile(fileext = ".png")
    grDevices::png(file)
    print(plot(got, n = 3))
    print(plot(got, "scores", n = 0))
    grDevices::dev.off()
    expect_gt(file.size(file), 1000)
    unlink(file)
})

test_that("missing conditions, and genes that one condition holds, are said", {
    q <- ggc_simulate("grn", p = 5, conditions = 2, rewired = 0.3,
        n_trajectories = 10, n_time = 9, seed = 1)
    tiny <- ggc_control(members = 1, n_lambda = 2)
    contrast <- function(x, condition) {
        suppressWarnings(ggc_contrast(x, condition, B = 19, seed = 1,
            control = tiny))
    }
    expect_error(contrast(q, replace(q$condition, 5, NA)),
        "must not be missing; it is in samples of 1",
        class = "ggc_error_argument")
    SummarizedExperiment::assay(q)[2, q$condition == "B"] <- 0.5
    expect_message(found <- contrast(q, "condition"), "G2 (B)", fixed = TRUE)
    expect_false("G2" %in% c(found$table$regulator, found$table$target))
    regulators <- summary(found)
    expect_true(is.na(regulators$p_value[regulators$regulator == "G2"]))
    expect_output(print(found), "must have the least p-value, 0.05", fixed = TRUE)
})
