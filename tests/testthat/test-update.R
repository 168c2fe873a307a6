# Fits again, kept and put together.

quick <- function(...) {
    ggc_control(members = 2L, first = 40L, each = 10L, n_lambda = 3L, ...)
}
sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 4)
# Fits without what says when and how they were made.
bare <- function(fit) {
    fit@metadata[c("call", "elapsed", "threads", "asked")] <- NULL
    fit
}
expect_same_fit <- function(object, expected) {
    expect_identical(bare(object), bare(expected))
}
links <- data.frame(regulator = c("G1", "G2", "G5"),
    target = c("G3", "G4", "G6"))

test_that("update() repeats a fit whose data are gone", {
    gone <- sim
    fit <- ggc_fit(gone, "crnn", regulators = rownames(sim)[1:4],
        exclude = links, control = quick(hidden = "genes"), seed = 3)
    call <- S4Vectors::metadata(fit)$call
    rm(gone)
    again <- update(fit)
    expect_same_fit(again, fit)
    expect_identical(S4Vectors::metadata(again)$call, call)
    other <- update(fit, seed = 4, regulators = NULL)
    expect_same_fit(other, ggc_fit(sim, "crnn", exclude = links,
        control = quick(hidden = "genes"), seed = 4))
    expect_identical(S4Vectors::metadata(other)$call$seed, 4)
    expect_lt(object.size(S4Vectors::metadata(other)$call), 20000)
})

test_that("update() takes arguments of every kind", {
    fit <- ggc_fit(sim, control = quick(), seed = 3, exclude = links)
    few <- c("G1", "G2")
    expect_same_fit(update(fit, targets = few, control = quick(hidden = 4)),
        suppressMessages(ggc_fit(sim, control = quick(hidden = 4), seed = 3,
            exclude = links, targets = few))) |> suppressMessages()
    expect_same_fit(update(fit, exclude = NULL, graph = TRUE),
        ggc_fit(sim, control = quick(), seed = 3, graph = TRUE))
    x <- SummarizedExperiment::assay(sim)[, sim$trajectory %in% 1:3]
    trajectory <- sim$trajectory[sim$trajectory %in% 1:3]
    expect_same_fit(update(fit, x = x, trajectory = trajectory),
        ggc_fit(x, trajectory = trajectory, control = quick(), seed = 3,
            exclude = links))
})

test_that("update() reads new data as ggc_fit() does, with its warnings", {
    fit <- ggc_fit(sim, control = quick(), seed = 3)
    other <- sim
    names(SummarizedExperiment::colData(other)) <- c("Time", "Trajectory")
    expect_warning(update(fit, x = other), "time = \"Time\", trajectory =",
        class = "ggc_warning_samples")
})

test_that("a fit of treated series is repeated as treated", {
    x <- SummarizedExperiment::assay(sim)
    time <- rep(cumsum(c(0, rep(c(1, 2), 7))), 6)
    for (irregular in c("asis", "interpolate")) {
        fit <- suppressMessages(ggc_fit(x, time = time,
            trajectory = sim$trajectory, irregular = irregular,
            control = quick(), seed = 3))
        expect_same_fit(update(fit), fit)
    }
})

test_that("update() refuses what it cannot do", {
    fit <- ggc_fit(sim, control = quick(), seed = 3)
    expect_error(update(fit, "crnn"), "by name, which some lack",
        class = "ggc_error_argument")
    expect_error(update(fit, lambda = 1), "not lambda",
        class = "ggc_error_argument")
    expect_error(update(fit, time = sim$time), "Give `x` too",
        class = "ggc_error_argument")
    error <- expect_error(update(fit, method = "gru"),
        class = "ggc_error_argument")
})

test_that("a fit survives a file", {
    fit <- ggc_fit(sim, control = quick(), seed = 3, graph = TRUE)
    file <- tempfile(fileext = ".rds")
    on.exit(unlink(file))
    saveRDS(fit, file)
    back <- readRDS(file)
    expect_identical(back, fit)
    expect_true(methods::validObject(back))
    expect_identical(predict(back), predict(fit))
    expect_identical(ggc_edges(back), ggc_edges(fit))
    expect_same_fit(update(back), fit)
})

test_that("parts merge to the fit of all, to the last bit", {
    genes <- rownames(sim)
    known <- list(exclude = links[1:2, ], include = links[3, ])
    prior <- data.frame(regulator = "G2", target = c("G5", "G1"))
    settings <- list(
        plain = list(control = quick()),
        uncut = list(control = quick(cut = "none", keep = "none")),
        graph = list(graph = TRUE, control = quick(init = "both")),
        cmlp = list(method = "cmlp", control = quick(lag = 2L)),
        few = list(regulators = genes[c(2, 5, 1)],
            control = quick(horizons = 2)),
        known = c(known, list(control = quick())),
        prior = list(prior = prior, control = quick(prior_weight = 2)),
        priors = list(prior = list(a = prior, b = data.frame(regulator = "G3",
            target = c("G5", "G4"), weight = 0.5, sign = c(1, -1))),
        control = quick(prior_weight = 2))
    )
    for (name in names(settings)) {
        one <- function(...) {
            suppressMessages(do.call(ggc_fit,
                c(list(sim, seed = 3, ...), settings[[name]])))
        }
        whole <- if (name == "known") {
            one()
        } else {
            one(targets = genes[c(6, 4, 5, 1)])
        }
        order <- genes[genes %in% colnames(granger(whole))]
        whole <- if (name == "known") whole else one(targets = order)
        parts <- split(order, c(2, 1, 2, 3, 1, 1)[seq_along(order)])
        fits <- lapply(unname(parts), function(part) {
            settings[[name]]$include <- if ("G6" %in% part) {
                settings[[name]]$include
            }
            suppressMessages(do.call(ggc_fit, c(list(sim, seed = 3,
                targets = rev(part)), settings[[name]])))
        })
        merged <- ggc_merge(fits)
        expect_same_fit(merged, whole)
        expect_identical(bare(do.call(ggc_merge, rev(fits))), bare(merged),
            label = name)
        expect_identical(ggc_edges(merged), ggc_edges(whole), label = name)
    }
    expect_identical(names(S4Vectors::metadata(merged)$call), c("", "fits"))
    expect_same_fit(update(merged), whole)
})

test_that("constant and diverged targets merge too", {
    x <- SummarizedExperiment::assay(sim)
    x["G3", ] <- 1
    one <- function(targets) {
        suppressWarnings(ggc_fit(x, time = sim$time,
            trajectory = sim$trajectory, control = quick(), seed = 3,
            targets = targets))
    }
    expect_same_fit(ggc_merge(one(c("G1", "G3")), one(c("G2", "G6"))),
        one(c("G1", "G2", "G3", "G6")))
    fits <- list(ggc_fit(sim, control = quick(), seed = 3, targets = "G1"),
        ggc_fit(sim, control = quick(), seed = 3, targets = c("G2", "G4")))
    lost <- fits[[2L]]
    lost@score[, "G2"] <- lost@norms[, "G2"] <- NA
    lost@details$ranking$network[, "G2"] <- lost@details$ranking$uncut[, "G2"] <- NaN
    lost@training["G2", "status"] <- "diverged"
    expect_warning(merged <- ggc_merge(fits[[1L]], lost), "G2",
        class = "ggc_warning_convergence")
    expect_true(all(is.na(granger(merged)[, "G2"])))
    expect_identical(ggc_training(merged)$status, c("ok", "diverged", "ok"))
})

test_that("what are no parts of one fit do not merge", {
    first <- ggc_fit(sim, control = quick(), seed = 3, targets = "G1")
    refuse <- function(other, message) {
        expect_error(ggc_merge(first, other), message,
            class = "ggc_error_merge")
    }
    with <- function(..., x = sim, targets = "G2") {
        arguments <- utils::modifyList(list(x, targets = targets, seed = 3,
            control = quick()), list(...))
        do.call(ggc_fit, arguments)
    }
    refuse(with(targets = c("G2", "G1")), "once, not G1 twice")
    refuse(with(seed = 4), "differ in: seed")
    refuse(with(control = quick(hidden = 4)), "control \\(hidden\\)")
    refuse(with(method = "crnn"), "differ in: method")
    refuse(with(graph = TRUE), "differ in: graph")
    refuse(with(regulators = c("G1", "G2")), "differ in: regulators")
    refuse(with(x = sim[, -1]), "differ in: data")
    other <- with()
    other@metadata$version <- "0.1"
    refuse(other, "differ in: version")
    refuse(with(prior = links[1, ], targets = "G3"), "prior_weight")
    weighed <- quick(prior_weight = 1)
    expect_error(ggc_merge(with(prior = links, targets = "G1",
        control = weighed), with(prior = list(a = links), control = weighed)),
    "differ in: names of priors", class = "ggc_error_merge")
    expect_error(ggc_merge(list()), "at least one",
        class = "ggc_error_argument")
    expect_error(ggc_merge(list(first, 1)), "GGCFit",
        class = "ggc_error_argument")
    loo <- ggc_fit(sim, "loo", control = quick(), seed = 3)
    expect_error(ggc_merge(loo), "loo", class = "ggc_error_argument")
    # Horizons that the parts, by their genes, read otherwise than the whole.
    shifted <- first
    shifted@control$horizons <- first@control$horizons + 1L
    expect_error(ggc_merge(shifted), "control \\(horizons\\)",
        class = "ggc_error_merge")
})
