skip_if_not_installed("ggplot2")

# Draw for real, so that errors inside scales and geoms surface.
draw <- function(plot) {
    file <- tempfile(fileext = ".pdf")
    on.exit(unlink(file))
    grDevices::pdf(file)
    print(plot)
    grDevices::dev.off()
    file.size(file)
}

truth <- data.frame(regulator = c("G1", "G2", "G4"),
    target = c("G2", "G3", "G1"))

test_that("every type draws and is a ggplot", {
    skip_if_not_installed("igraph")
    fit <- fake_fit()
    for (type in .PLOT_TYPES) {
        plot <- plot(fit, type = type, truth = truth, n = 10)
        expect_s3_class(plot, "ggplot")
        expect_silent(draw(plot))
    }
    expect_s3_class(plot(fit, "loss"), "ggplot")
})

test_that("the default is the Granger heat map, self entries grey", {
    fit <- fake_fit()
    plot <- plot(fit)
    cells <- plot$data
    expect_identical(nrow(cells), 36L)
    own <- as.character(cells$row) == as.character(cells$column)
    expect_true(all(is.na(cells$value[own])))
    at <- cells$row == "G2" & cells$column == "G5"
    expect_identical(cells$value[at], granger(fit)["G2", "G5"])
    # Rows read from the top in the order of the columns.
    expect_identical(rev(levels(cells$row)), levels(cells$column))
})

test_that("titles carry the areas", {
    fit <- fake_fit()
    m <- ggc_metrics(fit, truth)
    roc <- plot(fit, type = "roc", truth = truth)
    expect_match(roc$labels$title, sprintf("AUROC %.3f", m$AUROC), fixed = TRUE)
    pr <- plot(fit, type = "pr", truth = truth)
    expect_match(pr$labels$title, sprintf("AUPR %.3f", m$AUPR), fixed = TRUE)
})

test_that("the network shows the first n edges and leaves the seed alone", {
    skip_if_not_installed("igraph")
    fit <- fake_fit()
    set.seed(1)
    before <- .Random.seed
    plot <- plot(fit, type = "network", n = 7)
    draw(plot)
    expect_identical(.Random.seed, before)
    lines <- plot$layers[[1L]]$data
    expect_identical(length(unique(lines$edge)), 7L)
    again <- plot(fit, type = "network", n = 7)
    expect_identical(again$layers[[1L]]$data, lines)
    expect_identical(
        sort(unique(plot(fit, type = "network", n = 30,
            truth = truth)$layers[[1L]]$data$kind)),
        c("not in truth", "true edge")
    )
})

test_that("a network with mutual, self and separate edges draws", {
    skip_if_not_installed("igraph")
    score <- matrix(0, 6, 6)
    score[cbind(c(1, 2, 3, 4, 5), c(2, 1, 3, 5, 4))] <- c(5, 4, 3, 2, 1)
    fit <- fake_fit(score = as.vector(score))
    plot <- plot(fit, type = "network", self = TRUE)
    expect_identical(length(unique(plot$layers[[1L]]$data$edge)), 5L)
    expect_silent(draw(plot))
})

test_that("shelves keep parts apart", {
    width <- c(3, 1, 2, 0, 0, 4)
    height <- c(2, 1, 3, 0, 0, 1)
    corner <- .shelve(width, height, gap = 1)
    for (i in seq_along(width)) {
        for (j in seq_len(i - 1L)) {
            apart <- max(
                corner[j, 1] - corner[i, 1] - width[[i]],
                corner[i, 1] - corner[j, 1] - width[[j]],
                corner[j, 2] - corner[i, 2] - height[[i]],
                corner[i, 2] - corner[j, 2] - height[[j]]
            )
            # Sums in another order may differ by rounding.
            expect_gte(apart, 1 - 1e-12)
        }
    }
})

test_that("nodes are pushed apart, also from the same place", {
    at <- .part_nodes(rbind(c(0, 0), c(0, 0), c(0.1, 0), c(5, 5)), 0.5)
    expect_gte(min(stats::dist(at)), 0.5)
    expect_identical(at[4, ], c(5, 5))
})

test_that("arrows end at the rim of the target", {
    line <- .edge_line(c(0, 0), c(3, 0), 0.2, 0.3, bend = 0)
    expect_equal(line, rbind(c(0.2, 0), c(2.68, 0)))
    bent <- .edge_line(c(0, 0), c(3, 0), 0.2, 0.3, bend = 0.2)
    end <- bent[nrow(bent), ]
    expect_gt(sqrt(sum((end - c(3, 0))^2)), 0.3)
    expect_gt(max(bent[, 2]), 0.2)
})

test_that("labels of paths keep their distance and order", {
    at <- .spread(c(1, 1.01, 0.5, 1.02), 0.1)
    expect_true(all(diff(sort(at)) >= 0.1 - 1e-12))
    expect_identical(order(at), order(c(1, 1.01, 0.5, 1.02)))
    # The crowd of three keeps its mean.
    expect_equal(mean(at[-3]), 1.01)
    expect_equal(.spread(c(0.1, 0.1), 1, low = 0), c(0, 1))
    expect_equal(.spread(c(3, 1, 2), 0.5), c(3, 1, 2))
})

test_that("large fits show their strongest part", {
    x <- matrix(noise_like(400), 20, dimnames = rep(list(letters[1:20]), 2))
    part <- .strongest_part(x, 5)
    expect_identical(dim(part), c(5L, 5L))
    total <- rowSums(x) + colSums(x)
    expect_setequal(rownames(part), names(sort(total, decreasing = TRUE))[1:5])
    expect_identical(.strongest_part(x, 20), x)
    rectangle <- .strongest_part(x[, 1:3], 5)
    expect_identical(dim(rectangle), c(5L, 3L))
})

test_that("what a plot needs is asked for", {
    fit <- fake_fit()
    refuse <- function(...) {
        expect_error(plot(...), class = "ggc_error_argument")
    }
    refuse(fit, type = "volcano")
    refuse(fit, type = "roc")
    refuse(fit, type = "pr")
    refuse(fit, type = "path", target = "G99")
    bare <- fake_fit(adjacency = NULL, dcor = NULL, path = list(
        lambda = fit@path$lambda, error = fit@path$error
    ))
    bare@path["norms"] <- list(NULL)
    bare@adjacency <- NULL
    bare@dcor <- NULL
    refuse(bare, type = "adjacency")
    refuse(bare, type = "dcor")
    refuse(bare, type = "path")
    empty <- fake_fit(score = rep(0, 36))
    skip_if_not_installed("igraph")
    refuse(empty, type = "network")
})

test_that("trouble in some targets does not stop a plot", {
    skip_if_not_installed("igraph")
    fit <- fake_fit(status = c("ok", "diverged", "constant", "ok", "ok", "ok"))
    for (type in c("granger", "network", "loss", "path")) {
        expect_silent(draw(plot(fit, type = type)))
    }
})

test_that("ggc_pr has its own plot", {
    fit <- fake_fit()
    expect_s3_class(plot(ggc_pr(fit, truth)), "ggplot")
})
