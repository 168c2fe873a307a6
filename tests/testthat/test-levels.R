# Dependence of levels, by which smooth courses of cells are ranked: beside the
# plain inverse of the whole correlation matrix.

course <- local({
    set.seed(7)
    t <- seq(0, 6, length.out = 21)
    x <- rbind(sin(t), cos(t), t, t^2, sin(2 * t), exp(-t)) +
        stats::rnorm(126, sd = 0.05)
    dimnames(x) <- list(paste0("G", 1:6), NULL)
    x
})

# The set-up that .levels_dependence() reads. noise: as ggc_pseudotime() says.
setup <- function(x, rows = 1:6, columns = 1:6, trajectory = rep(1L, ncol(x)),
                  exclude = NULL, noise = 0.01) {
    s <- list(z = x, rows = rows, columns = columns,
        series = list(trajectory = trajectory,
            pseudotime = list(noise = noise)),
        known = list(exclude = exclude))
    ggc:::.levels_dependence(s)
}

# Partial correlation of the target's next level with each regulator's, given
# the others and its own level, from the shrunken correlations of all of them.
by_solve <- function(now, later, regulators, target, shrinkage) {
    given <- union(regulators, target)
    r <- stats::cor(t(rbind(now[given, ], later[target, ])))
    p <- solve((1 - shrinkage) * r + shrinkage * diag(nrow(r)))
    last <- nrow(p)
    out <- -p[last, -last] / sqrt(p[last, last] * diag(p)[-last])
    unname(out[seq_along(regulators)])
}

test_that("levels are those of the plain inverse", {
    now <- course[, -21]
    later <- course[, -1]
    got <- setup(course)
    expect_equal(got$lagged[upper.tri(got$lagged)],
        stats::cor(t(now), t(later))[upper.tri(got$lagged)])
    for (target in 1:6) {
        want <- by_solve(now, later, 1:6, target, 0.06)
        expect_equal(unname(got$partial[-target, target]), want[-target],
            tolerance = 1e-8)
    }
    # Targets that are no regulators have their own level given, too.
    some <- setup(course, rows = 1:3, columns = 2:6)
    for (k in 1:5) {
        target <- (2:6)[[k]]
        want <- by_solve(now, later, 1:3, target, 0.06)
        own <- (1:3) == target
        expect_equal(unname(some$partial[!own, k]), want[!own],
            tolerance = 1e-8)
    }
})

test_that("links that are excluded are given to no one", {
    exclude <- matrix(FALSE, 6, 6)
    exclude[1, 2] <- TRUE
    got <- setup(course, exclude = exclude)
    expect_identical(got$lagged[1, 2], 0)
    expect_identical(got$partial[1, 2], 0)
    want <- by_solve(course[, -21], course[, -1], 2:6, 2, 0.06)
    expect_equal(unname(got$partial[3:6, 2]), want[2:5], tolerance = 1e-8)
    expect_equal(got$partial[, -2], setup(course)$partial[, -2])
})

test_that("steps stay within trajectories", {
    trajectory <- rep(1:3, each = 7)
    got <- setup(course, trajectory = trajectory)
    from <- setdiff(1:20, c(7, 14))
    expect_equal(got$lagged[2, 1],
        stats::cor(course[2, from], course[1, from + 1]))
})

test_that("how much is shrunken goes by the noise", {
    shrinkage <- function(noise) {
        ggc:::.levels_shrinkage(list(z = course, series = list(
            trajectory = rep(1L, 21), pseudotime = list(noise = noise))))
    }
    expect_equal(shrinkage(0.02), 0.12)
    expect_identical(shrinkage(0), 0.02)
    expect_identical(shrinkage(1), 0.5)
    # Of samples with cells of their own the steps tell it.
    set.seed(3)
    t <- seq(0, 3, length.out = 40)
    x <- t(vapply(1:30, function(i) sin(t + i) + stats::rnorm(40, sd = 0.2),
        t))
    share <- stats::median(0.04 / apply(x, 1, stats::var))
    expect_equal(ggc:::.noise_of_steps(x, rep(1L, 40)), share, tolerance = 0.2)
    expect_identical(ggc:::.noise_of_steps(x[, 1:2], c(1L, 1L)), 0)
})

# ---- Of fits -----------------------------------------------------------------

cells <- ggc_simulate("cells", topology = "bifurcation", p = 12, n_cells = 500,
    seed = 2)
smooth <- suppressMessages(ggc_pseudotime(cells, "pseudotime"))
fit <- suppressMessages(ggc_fit(smooth, seed = 1))

test_that("courses of cells are ranked by levels, unless asked otherwise", {
    expect_identical(fit@control$dependence, "levels")
    out <- utils::capture.output(print(fit))
    expect_match(out, "dependence of levels x 2", all = FALSE)
    x <- SummarizedExperiment::assay(smooth)
    z <- (x - rowMeans(x)) / sqrt(rowMeans((x - rowMeans(x))^2))
    from <- which(diff(fit@series$trajectory) == 0)
    genes <- rownames(granger(fit))
    lagged <- abs(stats::cor(t(z[, from]), t(z[, from + 1])))[genes, genes]
    got <- granger(fit, "dependence")
    off <- row(got) != col(got)
    expect_equal(got[off], lagged[off])
    edges <- ggc_edges(fit)
    sign <- sign(stats::cor(t(z[, from]), t(z[, from + 1])))
    expect_identical(edges$sign, as.integer(sign[cbind(edges$regulator,
        edges$target)]))
    linear <- ggc_fit(smooth, seed = 1, control = ggc_control(dependence =
        "linear")) |> suppressMessages()
    expect_identical(linear@control$dependence, "linear")
    # Days of collection, and what is no course of cells, are measured times.
    days <- suppressMessages(ggc_pseudotime(
        SummarizedExperiment::assay(cells, "logcounts"),
        10 * round(cells$pseudotime[, 1] / 10)))
    expect_null(ggc:::.course_of_cells(days))
    bulk <- ggc_fit(SummarizedExperiment::assay(smooth), seed = 1,
        trajectory = smooth$trajectory) |> suppressMessages()
    expect_identical(bulk@control$dependence, "linear")
})

test_that("a course that went through files is known as one", {
    home <- tempfile()
    dir.create(home)
    about <- as.data.frame(SummarizedExperiment::colData(smooth))
    utils::write.csv(data.frame(sample = colnames(smooth), about),
        file.path(home, "samples.csv"), row.names = FALSE)
    utils::write.csv(SummarizedExperiment::assay(smooth),
        file.path(home, "x.csv"))
    read <- suppressMessages(read_expression(file.path(home, "x.csv"),
        file.path(home, "samples.csv")))
    expect_equal(ggc:::.course_of_cells(read),
        ggc:::.course_of_cells(smooth))
    expect_equal(granger(suppressMessages(ggc_fit(read, seed = 1))),
        granger(fit), tolerance = 1e-6)
})

test_that("no probability and no p-value is given of cells in order", {
    expect_true(all(is.na(ggc_edges(fit)$probability)))
    expect_error(ggc_network(fit, precision = 0.5), "not for cells in order",
        class = "ggc_error_precision")
    expect_error(ggc_test(fit), "no test was calibrated for cells in order",
        class = "ggc_error_test")
    parts <- suppressMessages(ggc_pseudotime(cells, cells$pseudotime[, 1],
        replicates = 4, seed = 1))
    again <- ggc_test(suppressMessages(ggc_fit(parts, "var", seed = 1)),
        "stability", B = 2)
    expect_true(all(ggc_edges(again)$stability %in% (0:4 / 4)))
})

test_that("cells are ranked above plain measures of their bins", {
    skip_on_cran() # half a minute
    topologies <- c("chain", "cycle", "bifurcation", "trifurcation",
        "converging", "boolean")
    found <- vapply(topologies, function(topology) {
        cells <- ggc_simulate("cells", topology = topology, n_cells = 1000,
            seed = 71)
        truth <- S4Vectors::metadata(cells)$truth
        aupr <- function(score) {
            suppressMessages(ggc_metrics(score, truth))[["AUPR"]]
        }
        x <- suppressMessages(ggc_pseudotime(cells, "pseudotime"))
        bins <- suppressMessages(ggc_pseudotime(cells, "pseudotime", bins = 20,
            min_cells = 2))
        values <- SummarizedExperiment::assay(bins)
        from <- which(utils::head(bins$trajectory, -1) ==
            utils::tail(bins$trajectory, -1))
        lagged <- stats::cor(t(values[, from]), t(values[, from + 1]))
        c(ours = aupr(granger(suppressWarnings(suppressMessages(
            ggc_fit(x, seed = 1))))), lagged = aupr(abs(lagged)),
        linear = aupr(granger(suppressWarnings(suppressMessages(ggc_fit(bins,
            seed = 1, control = ggc_control(dependence = "linear")))))))
    }, numeric(3))
    found <- rowMeans(found)
    expect_gt(found[["ours"]], found[["lagged"]] + 0.05)
    expect_gt(found[["ours"]], found[["linear"]] + 0.1)
})
