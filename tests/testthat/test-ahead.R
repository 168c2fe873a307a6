# Several steps ahead: fed back by hand, and with genes held.

sim <- ggc_simulate("var", p = 5, n_time = 12, n_trajectories = 4, seed = 3)
learn <- function(method = "clstm", members = 3, ...) {
    suppressWarnings(suppressMessages(ggc_fit(sim, method, seed = 1,
        control = ggc_control(members = members, n_lambda = 3), ...)))
}
values <- function(ahead, name = "forecast") {
    SummarizedExperiment::assay(ahead, name)
}

# What predict() expects of one sample more, in each trajectory.
by_hand <- function(fit, x, n, hold = NULL) {
    parts <- lapply(split(seq_len(ncol(x)), sim$trajectory), function(at) {
        x[, at, drop = FALSE]
    })
    put <- function(part) {
        part[names(hold), ncol(part)] <- hold
        part
    }
    parts <- lapply(parts, put)
    out <- list()
    for (h in seq_len(n)) {
        longer <- lapply(parts, function(part) cbind(part, part[, ncol(part)]))
        told <- suppressMessages(predict(fit, longer))
        last <- cumsum(vapply(longer, ncol, 0L))
        parts <- Map(function(part, k) {
            part[rownames(told), ncol(part)] <- told[, k]
            put(part)
        }, longer, last)
        out[[h]] <- vapply(parts, function(part) part[, ncol(part)], x[, 1L])
    }
    out
}

test_that("a network is fed its own forecasts", {
    x <- SummarizedExperiment::assay(sim)
    colnames(x) <- NULL
    for (method in c("clstm", "crnn", "cmlp", "var")) {
        fit <- learn(method, members = 1)
        got <- predict(fit, n_ahead = 3)
        want <- by_hand(fit, x, 3)
        for (h in 1:3) {
            expect_equal(values(got)[, got$ahead == h], want[[h]],
                ignore_attr = TRUE)
        }
        expect_true(all(is.na(values(got, "sd"))))
        # Genes that are held.
        held <- predict(fit, n_ahead = 2, perturb = c(G2 = -1, G4 = 2))
        want <- by_hand(fit, x, 2, c(G2 = -1, G4 = 2))
        expect_equal(values(held)[, held$ahead == 2], want[[2]],
            ignore_attr = TRUE)
        expect_identical(unique(values(held)["G2", ]), -1)
        expect_identical(S4Vectors::metadata(held)$perturb,
            c(G2 = -1, G4 = 2))
    }
    expect_identical(colnames(got)[1:4], c("1+1", "1+2", "1+3", "2+1"))
    expect_identical(got$time, rep(12:14, 4) + 0)
    expect_identical(got$trajectory, rep(c("1", "2", "3", "4"), each = 3))
})

test_that("networks of an ensemble go their own ways", {
    x <- SummarizedExperiment::assay(sim)
    fit <- learn()
    got <- predict(fit, n_ahead = 2)
    # One step ahead their mean is the forecast.
    colnames(x) <- NULL
    expect_equal(values(got)[, got$ahead == 1], by_hand(fit, x, 1)[[1]],
        ignore_attr = TRUE)
    expect_true(all(values(got, "sd") >= 0))
    each <- vapply(1:3, function(m) {
        ggc:::.network_forecast(fit, fit@series, m)[, 2L]
    }, numeric(5))
    expect_equal(rowMeans(each), predict(fit)[, 2L], ignore_attr = TRUE)
    expect_identical(granger(learn("clstm", 3)), granger(fit))
    # New data, some of them.
    few <- sim[, sim$trajectory %in% c("2", "4")]
    expect_equal(values(predict(fit, few, n_ahead = 2)),
        values(got)[, got$trajectory %in% c("2", "4")])
})

test_that("what is no target, and covariates, stay as they were", {
    some <- learn(targets = c("G1", "G3"))
    ahead <- predict(some, n_ahead = 2)
    expect_identical(rownames(ahead), c("G1", "G3"))
    dose <- rep(1:4, each = 12) + seq_len(48) / 10
    fit <- learn(covariates = dose)
    expect_true(all(is.finite(values(predict(fit, n_ahead = 2)))))
    expect_identical(values(predict(fit, n_ahead = 2)),
        values(suppressMessages(predict(fit, sim, covariates = dose,
            n_ahead = 2))))
})

test_that("steps and held genes that cannot be are refused", {
    fit <- learn(regulators = c("G1", "G2"))
    refused <- function(text, ..., class = "ggc_error_argument") {
        expect_error(predict(fit, ...), text, class = class)
    }
    refused("`n_ahead`", n_ahead = 0)
    refused("goes with `n_ahead`", perturb = c(G1 = 0))
    refused("must be finite numbers named", n_ahead = 1, perturb = 3)
    refused("must be finite numbers named", n_ahead = 1, perturb = c(G1 = NA))
    refused("must be finite numbers named", n_ahead = 1,
        perturb = c(G1 = 1, G1 = 2))
    refused("these are none: G3", n_ahead = 1, perturb = c(G3 = 1),
        class = "ggc_error_genes")
    expect_error(predict(learn("te"), n_ahead = 1),
        class = "ggc_error_argument")
})
