# ggc_fit() from end to end: what comes in, what comes out, what is refused.

quick <- ggc_control(members = 2L, first = 30L, each = 5L, hidden = 5L,
    n_lambda = 4L)
sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 1)
x <- SummarizedExperiment::assay(sim)
time <- sim$time
trajectory <- sim$trajectory

test_that("a fit has the right shape, names, and record", {
    fit <- ggc_fit(sim, control = quick, seed = 1)
    expect_s4_class(fit, "GGCFit")
    expect_identical(dimnames(granger(fit)), rep(list(rownames(x)), 2L))
    training <- ggc_training(fit)
    expect_identical(rownames(training), rownames(x))
    expect_true(all(training$status == "ok"))
    # two members, 30 + 3 * 5 iterations each
    expect_identical(training$iterations, rep(90L, 6L))
    expect_true(all(training$lambda %in% quick$lambda))
    expect_identical(S4Vectors::metadata(fit)$seed, 1)
    expect_identical(dim(fit@details$path$norms), c(6L, 6L, 4L))
    expect_true(all(granger(fit) >= 0))
})

test_that("every way in gives the same fit", {
    bits <- granger(ggc_fit(sim, control = quick, seed = 1))
    by_matrix <- ggc_fit(x, time = time, trajectory = trajectory,
        control = quick, seed = 1)
    expect_identical(granger(by_matrix), bits)
    parts <- split(seq_len(ncol(x)), trajectory)
    by_list <- ggc_fit(lapply(parts, function(i) x[, i]),
        time = lapply(parts, function(i) time[i]), control = quick, seed = 1)
    expect_identical(granger(by_list), bits)
    shuffled <- sample(ncol(x))
    # Trajectories come in order of appearance; their order moves folds and
    # sums, not the estimate's meaning.
    unsorted <- ggc_fit(x[, order(trajectory, -time)],
        time = time[order(trajectory, -time)],
        trajectory = trajectory[order(trajectory, -time)],
        control = quick, seed = 1)
    expect_identical(granger(unsorted), bits)
    one <- stats::ts(t(x[, parts[[1L]]]), start = 0)
    expect_identical(dim(granger(ggc_fit(one, control = quick, seed = 1))),
        c(6L, 6L))
    skip_if_not_installed("SingleCellExperiment")
    sce <- SingleCellExperiment::SingleCellExperiment(
        list(logcounts = x), colData = SummarizedExperiment::colData(sim)
    )
    expect_identical(granger(ggc_fit(sce, control = quick, seed = 1)), bits)
})

test_that("regulators and targets select, by name or index", {
    fit <- ggc_fit(sim, regulators = c("G2", "G5"), targets = c(1, 3),
        control = quick, seed = 1)
    expect_identical(dimnames(granger(fit)),
        list(c("G2", "G5"), c("G1", "G3")))
    expect_identical(dim(predict(fit)), c(2L, ncol(x)))
    by_index <- ggc_fit(sim, regulators = c(2, 5), targets = c("G1", "G3"),
        control = quick, seed = 1)
    expect_identical(granger(by_index), granger(fit))
    expect_error(ggc_fit(sim, regulators = "nobody", control = quick),
        "nobody", class = "ggc_error")
})

test_that("graph and distance correlation carry the right names", {
    ten <- ggc_simulate("var", p = 11, n_time = 15, n_trajectories = 5,
        seed = 3)
    x <- SummarizedExperiment::assay(ten)
    whole <- quick
    whole$init <- "hidden"
    fit <- ggc_fit(ten, graph = TRUE, control = whole, seed = 1)
    # G10 sorts before G2
    expect_equal(fit@details$dcor, ggc_dcor(x), tolerance = 1e-12)
    expect_equal(fit@details$adjacency, ggc_adjacency(x), tolerance = 1e-12)
    part <- ggc_fit(ten, regulators = c("G10", "G2", "G3"),
        targets = c("G4", "G2"), graph = TRUE, control = whole, seed = 1)
    expect_equal(part@details$dcor, ggc_dcor(x)[c("G2", "G3", "G10"), c("G2", "G4")],
        tolerance = 1e-12)
    expect_equal(part@details$adjacency, ggc_adjacency(x[c("G2", "G3", "G10"), ]),
        tolerance = 1e-12)
    skip_if_not_installed("ggplot2")
    for (type in c("adjacency", "dcor")) for (f in list(fit, part)) {
        shown <- plot(f, type = type)$data
        m <- f@details[[type]]
        m[.self_entries(m)] <- NA # grey
        expect_equal(shown$value,
            m[cbind(as.character(shown$row), as.character(shown$column))])
    }
})

test_that("constant genes score 0 and the rest is as without them", {
    flat <- rbind(x, FLAT = 3)
    expect_warning(
        fit <- ggc_fit(flat, time = time, trajectory = trajectory,
            control = quick, seed = 1),
        "FLAT", class = "ggc_warning_constant"
    )
    without <- ggc_fit(sim, control = quick, seed = 1)
    expect_identical(granger(fit)[1:6, 1:6], granger(without))
    expect_true(all(granger(fit)["FLAT", ] == 0))
    expect_true(all(granger(fit)[, "FLAT"] == 0))
    expect_identical(ggc_training(fit)["FLAT", "status"], "constant")
    forecast <- predict(fit)
    expect_true(all(forecast["FLAT", ] == 3, na.rm = TRUE))
    expect_identical(forecast[1:6, ], predict(without))
})

test_that("all genes constant is an error", {
    expect_error(
        suppressWarnings(ggc_fit(matrix(1, 3, 8,
            dimnames = list(letters[1:3], NULL)), seed = 1)),
        class = "ggc_error_input"
    )
})

test_that("forecasts come from the past, on the scale of the data", {
    fit <- ggc_fit(sim, control = ggc_control(members = 2L), seed = 1)
    forecast <- predict(fit)
    first <- !duplicated(trajectory)
    expect_true(all(is.na(forecast[, first])))
    expect_false(anyNA(forecast[, !first]))
    # Forecasts equal the recorded errors at the chosen penalty on average.
    z <- .standardise(x)
    error <- rowMeans(((forecast - x)[, !first] / z$scale)^2)
    expect_gt(cor(as.vector(forecast[, !first]), as.vector(x[, !first])), 0.5)
    # The future of a sample does not change its forecast.
    changed <- x
    last <- which(!duplicated(trajectory, fromLast = TRUE))
    changed[, last] <- changed[, last] + 5
    again <- predict(fit, changed, time = time, trajectory = trajectory)
    expect_identical(again[, -last], forecast[, -last])
    expect_identical(again[, last], forecast[, last])
    before <- x
    before[, last - 1L] <- before[, last - 1L] + 5
    moved <- predict(fit, before, time = time, trajectory = trajectory)
    expect_false(identical(moved[, last], forecast[, last]))
    expect_error(predict(fit, x[-1L, ], time = time, trajectory = trajectory),
        "G1", class = "ggc_error_genes")
})

test_that("windows, cells, initialisations and optimisers all train", {
    persistence <- mean(ggc_training(ggc_fit(sim, control = quick,
        seed = 1))$null)
    variants <- list(
        list(window = 5L), list(init = "hidden"), list(init = "weights"),
        list(init = "both"), list(dcor_lag = 1L), list(n_prop = 2L),
        list(adjacency = "dcor"), list(normalise = "row"),
        list(optimiser = "gista", rate = 0.1), list(optimiser = "ista"),
        list(optimiser = "adam_element"), list(hidden = 6L),
        list(hidden = 13L), list(relu = TRUE)
    )
    base <- granger(ggc_fit(sim, "crnn", control = quick, seed = 1))
    for (variant in variants) {
        control <- do.call(ggc_control, utils::modifyList(list(
            members = 2L, first = 60L, each = 10L, hidden = 5L, n_lambda = 4L
        ), variant))
        for (graph in c(TRUE, FALSE)) {
            fit <- ggc_fit(sim, "crnn", graph = graph, control = control,
                seed = 1)
            training <- ggc_training(fit)
            expect_true(all(training$status == "ok"))
            expect_true(all(is.finite(granger(fit))))
            expect_false(identical(granger(fit), base))
            # z-scored targets: 1 is the error of the mean
            expect_lt(mean(training$loss), 1.2)
        }
    }
})

test_that("one and two trajectories, short and long, have something held out", {
    for (n in c(12L, 60L)) for (r in 1:2) {
        few <- ggc_simulate("var", p = 4, n_time = n, n_trajectories = r,
            seed = 2)
        fit <- ggc_fit(few, control = quick, seed = 1)
        expect_true(all(is.finite(ggc_training(fit)$heldout)))
        expect_false(anyNA(predict(fit)[, duplicated(few$trajectory)]))
    }
})

test_that("folds never split a trajectory where there are five", {
    expect_identical(.folds(rep(1:6, each = 3L), 5L),
        rep(c(1L, 1L, -1L), 6L) * rep(c(1:5, 1L), each = 3L) ^
            rep(c(1L, 1L, 0L), 6L) |> as.integer())
    long <- .folds(rep(1:2, each = 50L), 5L)
    expect_identical(which(long == 32767L), c(41:49, 91:99))
    expect_identical(which(long == -1L), c(50L, 100L))
    short <- .folds(rep(1:2, each = 11L), 5L)
    expect_setequal(short, c(-1L, 1:5))
    expect_false(identical(short[1:10], short[12:21]))
})

test_that("a step that diverges is shortened, and hopeless targets are NA", {
    wild <- ggc_control(members = 1L, first = 30L, each = 5L, hidden = 5L,
        n_lambda = 2L, optimiser = "ista", rate = 200, relu = TRUE)
    outcome <- tryCatch(
        withCallingHandlers(
            ggc_fit(sim, "crnn", control = wild, seed = 1),
            ggc_warning_convergence = function(w) {
                expect_match(conditionMessage(w), "diverged for [1-5] of 6")
                invokeRestart("muffleWarning")
            }
        ),
        ggc_error_convergence = function(e) e
    )
    if (is(outcome, "GGCFit")) {
        failed <- ggc_training(outcome)$status == "diverged"
        expect_true(all(is.na(granger(outcome)[, failed])))
        expect_false(anyNA(granger(outcome)[, !failed]))
    } else {
        expect_match(conditionMessage(outcome), "every target")
    }
})

test_that("data treatments reach the data, and predict() repeats them", {
    gaps <- x
    gaps[2L, 3L] <- NA
    expect_error(ggc_fit(gaps, time = time, trajectory = trajectory,
        control = quick), "na = ", class = "ggc_error_missing")
    fit <- ggc_fit(gaps, time = time, trajectory = trajectory,
        na = "interpolate", control = quick, seed = 1)
    expect_false(anyNA(granger(fit)))
    expect_identical(
        predict(fit, gaps, time = time, trajectory = trajectory), predict(fit)
    )
    uneven <- time^1.3
    expect_error(ggc_fit(x, time = uneven, trajectory = trajectory,
        irregular = "error", control = quick), class = "ggc_error_irregular")
    asis <- ggc_fit(x, time = uneven, trajectory = trajectory,
        irregular = "asis", control = quick, seed = 1)
    # Networks are not told how long a step is.
    expect_identical(granger(asis, "network"),
        granger(ggc_fit(sim, control = quick, seed = 1), "network"))
})

test_that("wrong arguments are refused by name", {
    expect_error(ggc_fit(sim, "tcn"), "`method`", class = "ggc_error")
    expect_error(ggc_fit(sim, graph = NA), "`graph`", class = "ggc_error")
    expect_error(ggc_fit(sim, control = list()), "ggc_control()",
        fixed = TRUE, class = "ggc_error")
    expect_error(ggc_fit(sim, seed = -1), "`seed`", class = "ggc_error")
    expect_error(ggc_fit(sim, threads = 0), "`threads`", class = "ggc_error")
    expect_error(ggc_control(hidden = 0), "`hidden`", class = "ggc_error")
    expect_error(ggc_control(window = "all"), "`window`", class = "ggc_error")
    expect_error(ggc_control(lambda = c(1, 0.5)), "increasing",
        class = "ggc_error")
    expect_error(ggc_control(rate = 0), "`rate`", class = "ggc_error")
    expect_error(ggc_control(adjacency = "x"), "`adjacency`",
        class = "ggc_error")
    expect_identical(ggc_control(window = 10)$window, 10L)
    expect_identical(ggc_control(lambda = c(0.1, 1))$lambda, c(0.1, 1))
    expect_output(print(ggc_control()), "window +trajectory")
})

test_that("training ends within a tolerance of a minimum, and says so", {
    sim <- ggc_simulate("var", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
    fit_to <- function(tolerance, ...) {
        ggc_fit(sim, "crnn", seed = 1, threads = 1, control = ggc_control(
            hidden = 4, members = 2, lambda = c(0.05, 0.2), horizons = 1,
            ridge = 0.2, optimiser = "gista", tolerance = tolerance, ...
        ))
    }
    budget <- fit_to(0, first = 30, each = 20)
    training <- ggc_training(budget)
    expect_identical(training$iterations, rep(100L, 6L))
    expect_identical(training$converged, rep(NA, 6L)) # nobody asked
    expect_true(all(training$violation > 1e-3))
    near <- fit_to(1e-3, first = 3000, each = 3000)
    training <- ggc_training(near)
    expect_true(all(training$converged))
    expect_true(all(training$violation <= 1e-3))
    expect_true(all(training$iterations < 12000L))
    nearer <- ggc_training(fit_to(1e-4, first = 3000, each = 3000))
    expect_true(all(nearer$iterations > training$iterations))
    expect_true(all(nearer$converged))
    # out of iterations: no claim
    short <- ggc_training(fit_to(1e-4, first = 30, each = 20))
    expect_identical(short$converged, short$violation <= 1e-4)
    expect_false(any(short$converged))
    expect_error(ggc_control(tolerance = -1), class = "ggc_error_argument")
})

test_that("regulators left out between full passes change no bit of a minimum", {
    skip_without_hooks()
    x <- matrix(hook_draws("normal", 60L * 160L, name = "many"), 60L,
        dimnames = list(paste0("G", 1:60), NULL))
    from <- setdiff(1:159, 16 * 1:9) # ten trajectories of 16
    x["G1", from + 1L] <- 0.7 * x["G3", from] - 0.5 * x["G4", from] +
        0.4 * x["G1", from + 1L]
    fits <- lapply(c(1L, 2L, 10L), function(recheck) {
        ggc_fit(x, "crnn", targets = c("G1", "G7"), seed = 1, threads = 1,
            trajectory = rep(1:10, each = 16), time = rep(1:16, 10),
            control = ggc_control(hidden = 3, members = 1, horizons = 1,
                lambda = c(0.05, 0.1, 0.2), first = 600, each = 600,
                dependence = "none", optimiser = "gista", rate = 0.1,
                tolerance = 1e-2, recheck = recheck, isa = "generic"))
    })
    all <- fits[[1L]]
    # Most of them are out, so that there is something to leave out.
    expect_lt(mean(all@details$path$norms[, , 3L] > 0), 0.5)
    expect_true(all(ggc_training(all)$converged))
    for (fit in fits[-1L]) {
        expect_true(identical(fit@details$path$norms, all@details$path$norms))
        expect_true(identical(fit@score, all@score))
        expect_true(identical(ggc_training(fit), ggc_training(all)))
    }
})

test_that("nor where the nearest lag of a regulator is out and a far one is not", {
    set.seed(3)
    x <- matrix(rnorm(30 * 160), 30, dimnames = list(paste0("G", 1:30), NULL))
    at <- unlist(lapply(0:9, function(r) 16 * r + 3:16))
    x["G1", at] <- 0.9 * x["G3", at - 2] + 0.5 * x["G1", at]
    norms <- lapply(c(1L, 10L), function(recheck) {
        fit <- ggc_fit(x, "cmlp", targets = c("G1", "G7"), seed = 1,
            threads = 1, trajectory = rep(1:10, each = 16),
            control = ggc_control(hidden = 3, members = 1, lag = 3,
                penalty = "sparse_group", lambda = c(0.05, 0.1, 0.2),
                first = 300, each = 300, horizons = 1, dependence = "none",
                optimiser = "gista", rate = 0.1, tolerance = 1e-2,
                recheck = recheck, isa = "generic"))
        fit@details$path$norms
    })
    expect_true(all(norms[[1L]]["G3", "G1", ] > 0))
    expect_true(identical(norms[[2L]], norms[[1L]]))
})

test_that("nor where regulators are correlated, whose gradients move together", {
    sim <- ggc_simulate("var", p = 60, sparsity = 4, n_time = 16,
        n_trajectories = 8, start = "perturbed", seed = 1)
    for (method in c("clstm", "crnn")) {
        fits <- lapply(c(1L, 10L), function(recheck) {
            ggc_fit(sim, method, targets = 1:4, seed = 1, threads = 1,
                control = ggc_control(hidden = 3, members = 1, horizons = 1,
                    lambda = c(0.05, 0.1, 0.2), first = 300, each = 300,
                    dependence = "none", optimiser = "gista", rate = 0.1,
                    tolerance = 1e-2, recheck = recheck, isa = "generic"))
        })
        expect_true(identical(fits[[2L]]@details$path$norms, fits[[1L]]@details$path$norms))
        expect_true(identical(fits[[2L]]@score, fits[[1L]]@score))
    }
})

test_that("the record of a fit is enough to fit again, to the same bits", {
    set.seed(5)
    for (method in c("clstm", "crnn", "loo")) {
        fit <- ggc_fit(x, method, time = time, trajectory = trajectory,
            control = quick, threads = 2, na = "interpolate")
        record <- S4Vectors::metadata(unserialize(serialize(fit, NULL)))
        expect_identical(record$version,
            as.character(utils::packageVersion("ggc")))
        expect_identical(record$r_version, R.version.string)
        expect_identical(record$threads, 2L)
        expect_identical(record$call[[1L]], quote(ggc_fit))
        expect_identical(record$treatment, list(irregular = "asis",
            na = "interpolate", replicates = "error"))
        again <- do.call(ggc_fit, c(list(x, fit@method, graph = fit@details$graph,
            time = time, trajectory = trajectory, control = fit@control,
            seed = record$seed), record$treatment))
        expect_identical(granger(again), granger(fit))
        expect_identical(granger(again, "norm"), granger(fit, "norm"))
        expect_identical(again@control, fit@control)
    }
})

test_that("a fit says which instructions it was made with", {
    cpu <- function(isa) {
        control <- quick
        control$isa <- isa
        S4Vectors::metadata(ggc_fit(sim, control = control, seed = 1))$cpu
    }
    available <- .native_isa_available()
    for (isa in available) {
        expect_identical(cpu(isa), isa)
    }
    expect_identical(cpu("auto"), available[[length(available)]])
})

test_that("a setup is complete and read-only", {
    setup <- structure(list(z = 1), class = "ggc_setup")
    expect_error(setup$z <- 2, "read-only")
    expect_error(setup[["z"]] <- 2, "read-only")
    expect_error(setup["z"] <- list(2), "read-only")
})
