# Each picture, of fake fits, so that no training enters: described in words,
# which any version of ggplot2 must come to (_snaps/pictures.md), and against one
# that was looked at (_snaps/pictures), drawn by vdiffr's own device, whose text
# does not depend on the fonts of the machine.
#
# Another ggplot2 draws legends and margins otherwise, which says nothing about
# this package: the pictures are those of ggplot2 3.4 (Debian 12), and are
# compared there only. After a change that is meant, look at the new ones with
# testthat::snapshot_review("pictures/").

skip_if_not_installed("ggplot2")

expect_picture <- function(name, plot) {
    if (is_ggplot_3.4 && requireNamespace("vdiffr", quietly = TRUE)) {
        vdiffr::expect_doppelganger(name, plot)
    }
    # One line of code in the snapshot, whatever is drawn.
    words <- c(sprintf("# %s", name), picture_in_words(plot))
    expect_snapshot(writeLines(words))
}

is_ggplot_3.4 <- identical(unlist(packageVersion("ggplot2"))[1:2], c(3L, 4L))

test_that("pictures are compared with those that were looked at", {
    skip_if_not_installed("vdiffr")
    skip_if_not(is_ggplot_3.4, "the pictures are those of ggplot2 3.4")
    succeed()
})

truth <- data.frame(regulator = c("G1", "G2", "G4"),
    target = c("G2", "G3", "G1"))

test_that("heat maps and layers look as they did", {
    fit <- fake_fit()
    expect_picture("granger", plot(fit, "granger"))
    expect_picture("adjacency", plot(fit, "adjacency"))
    expect_picture("dcor", plot(fit, "dcor"))
    expect_picture("architecture", plot(fit, "architecture"))
    part <- fake_fit(regulators = paste0("G", 1:3),
        status = c("ok", "diverged", "constant", "ok", "ok", "ok"))
    expect_picture("granger of some regulators", plot(part, "granger"))
})

test_that("networks look as they did", {
    # Where sums are fused otherwise, layouts differ in what a picture shows.
    skip_if_not(R.version$arch == "x86_64", "layouts are those of x86-64")
    fit <- fake_fit()
    expect_picture("network", plot(fit, "network", n = 9))
    expect_picture("network in a column",
        plot(fit, "network", n = 9, width = 85))
    expect_picture("network with truth",
        plot(fit, "network", n = 9, truth = truth))
    genes <- paste0("g", 1:60)
    expect_picture("network of many", plot(fake_fit(genes), "network", n = 60))
    expect_picture("graph", plot(fit, "graph"))
})

test_that("curves look as they did", {
    fit <- fake_fit()
    expect_picture("loss", plot(fit, "loss"))
    expect_picture("path", plot(fit, "path", target = "G3"))
    expect_picture("roc", plot(fit, "roc", truth = truth))
    expect_picture("pr", plot(fit, "pr", truth = truth))
})

test_that("forecasts look as they did", {
    series <- fake_series(paste0("G", 1:3))
    forecast <- series$x + 0.1
    forecast[, !duplicated(series$trajectory)] <- NA
    values <- .forecast_table(series$x, forecast, series, 1:16)
    expect_picture("forecast", .draw_forecast(values, "made up"))
})
