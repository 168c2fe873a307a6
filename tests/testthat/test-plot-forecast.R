# Observed values beside forecasts.

skip_if_not_installed("ggplot2")

sim <- ggc_simulate("var", p = 6, n_time = 9, n_trajectories = 6, seed = 4)
fit <- ggc_fit(sim, control = tiny_control(), seed = 1)

test_that("a forecast shows predict() beside the series", {
    plot <- plot(fit, "forecast", genes = c("G5", "G2"), trajectories = c(3, 1))
    values <- plot$data
    forecast <- predict(fit)
    shown <- which(fit@series$trajectory %in% c(1, 3))
    of <- function(kind, gene) {
        own <- startsWith(as.character(values$gene), paste0(gene, "\n"))
        values$value[values$kind == kind & own]
    }
    for (gene in c("G2", "G5")) {
        expect_identical(of("observed", gene),
            unname(fit@series$x[gene, shown]))
        expect_identical(of("forecast one step ahead", gene),
            unname(forecast[gene, shown]))
    }
    # Rows in the order asked for; the first of a trajectory has no forecast.
    expect_match(levels(values$gene)[[1L]], "^G5\n")
    expect_identical(sum(is.na(values$value)), 4L)
    expect_identical(nlevels(values$trajectory), 2L)
    file <- tempfile(fileext = ".pdf")
    on.exit(unlink(file))
    grDevices::pdf(file)
    expect_silent(print(plot))
    grDevices::dev.off()
})

test_that("errors are over all trajectories and never straddle two", {
    observed <- rbind(a = c(1, 2, 4, 10, 10), b = c(0, 0, 0, 5, 6))
    forecast <- rbind(a = c(NA, 3, 4, NA, 9), b = c(NA, 0, 0, NA, 3))
    made_up <- observed < -1
    trajectory <- c(1, 1, 1, 2, 2)
    error <- .forecast_errors(observed, forecast, trajectory, made_up)
    expect_equal(error["a", ], c(forecast = sqrt(2 / 3), same = sqrt(5 / 3)))
    expect_equal(error["b", ], c(forecast = sqrt(9 / 3), same = sqrt(1 / 3)))
    # What nobody measured cannot be missed, though it may be what came before.
    made_up["a", 2] <- TRUE
    made_up["b", ] <- TRUE
    error <- .forecast_errors(observed, forecast, trajectory, made_up)
    expect_equal(error["a", ], c(forecast = sqrt(1 / 2), same = sqrt(4 / 2)))
    expect_true(all(is.nan(error["b", ])))
    expect_match(.forecast_strips(c("a", "b"), error)[[2L]], "RMSE not measured")
    plot <- plot(fit, "forecast", genes = "G3", trajectories = 2)
    x <- fit@series$x["G3", ]
    rmse <- sqrt(mean((x - predict(fit)["G3", ])^2, na.rm = TRUE))
    expect_match(levels(plot$data$gene), sprintf("RMSE %.3g", rmse),
        fixed = TRUE)
})

test_that("measured samples are told from points made up between them", {
    x <- matrix(noise_like(27), 3, dimnames = list(letters[1:3], NULL))
    time <- c(0, 8, 15, 22, 45, 68, 90, 150, 180)
    learn <- function(...) {
        suppressWarnings(suppressMessages(ggc_fit(x, control = tiny_control(),
            seed = 1, ...)), "ggc_warning_steps")
    }
    fit <- learn(time = time, irregular = "interpolate")
    # Steps of 22.5, of which 0, 45, 90 and 180 were measured.
    shown <- plot(fit, "forecast", genes = c("c", "a"))$data
    of <- function(kind, gene) {
        own <- startsWith(as.character(shown$gene), paste0(gene, "\n"))
        rows <- shown[shown$kind == kind & own, ]
        rows[order(rows$time), ]
    }
    for (gene in c("a", "c")) {
        expect_identical(of("observed", gene)$time, time)
        expect_identical(of("observed", gene)$value, unname(x[gene, ]))
        expect_equal(of("interpolated", gene)$time,
            c(22.5, 67.5, 112.5, 135, 157.5))
        expect_equal(of("interpolated", gene)$value, stats::approx(time,
            x[gene, ], c(22.5, 67.5, 112.5, 135, 157.5))$y)
    }
    # Saved before samples between points were kept: none is called measured.
    old <- fit
    old@series[c("between", "filled")] <- NULL
    kinds <- plot(old, "forecast")$data$kind
    expect_setequal(kinds, .KINDS[c("made", "forecast")])

    gaps <- replace(x, cbind(c(1, 3, 3), c(2, 2, 9)), NA)
    x <- gaps
    fit <- learn(na = "interpolate")
    shown <- plot(fit, "forecast", genes = c("c", "a"))$data
    for (gene in c("a", "c")) {
        missing <- is.na(gaps[gene, ])
        expect_identical(of("observed", gene)$value,
            unname(gaps[gene, !missing]))
        expect_identical(of("interpolated", gene)$time,
            as.double(which(missing)))
    }
    legend <- ggplot2::ggplot_build(plot(fit, "forecast", genes = "b"))$plot
    expect_identical(legend$scales$get_scales("colour")$limits,
        unname(.KINDS[c("observed", "forecast")]))
})

test_that("the default is a few targets of the best edges", {
    plot <- plot(fit, "forecast")
    best <- unique(ggc_edges(fit)$target)[1:4]
    expect_identical(sub("\n.*", "", levels(plot$data$gene)), best)
    expect_identical(nlevels(plot$data$trajectory), 4L)
    expect_match(plot$labels$subtitle, "4 of 6 targets, 4 of 6 trajectories")
})

test_that("targets without any edge have forecasts too", {
    all <- matrix(TRUE, 6, 6, dimnames = list(rownames(sim), rownames(sim)))
    alone <- ggc_fit(sim, exclude = all, control = tiny_control(), seed = 1)
    expect_identical(nlevels(plot(alone, "forecast")$data$gene), 4L)
})

test_that("unknown genes and trajectories are refused by name", {
    expect_error(plot(fit, "forecast", genes = "G99"), "G99",
        class = "ggc_error_genes")
    for (wrong in list("late", 7, c(1, 1), character())) {
        expect_error(plot(fit, "forecast", trajectories = wrong),
            class = "ggc_error_argument")
    }
})

test_that("what is said beside a row is no higher than the row", {
    for (n in c(1, 4, 8, 9, 20)) {
        # Not even letters of 4 pt fit beside 60 rows.
        rows <- .forecast_rows(n)
        high <- (80 + rows$gap) / n - rows$gap
        lines <- lengths(strsplit(paste0("a", .strip_break(n), "b",
            .strip_break(n), "c"), "\n"))
        expect_lte(lines * rows$letters * 25.4 / 72.27, high + 1e-9)
        expect_gte(rows$letters, 5)
    }
    series <- fake_series(paste0("G", 1:20))
    strip <- function(n) {
        x <- series$x[seq_len(n), , drop = FALSE]
        levels(.forecast_table(x, x, series, 1:8)$gene)[[1L]]
    }
    expect_match(strip(8L), "^G1\nRMSE 0\nno change ")
    expect_match(strip(20L), "^G1, RMSE 0, no change ")
    expect_identical(.forecast_rows(4L), list(gap = 3, letters = 8.8))
})
