# Known inputs: what becomes of them, beside plain R, and what is refused.

sim <- ggc_simulate("grn", p = 6, n_time = 9, n_trajectories = 4,
    treatment = 0.5, seed = 2)
sim$dose <- sim$treatment * rep(1:4, each = 9)
sim$arm <- ifelse(sim$treatment == 1, "drug", "control")
quick <- ggc_control(members = 1, n_lambda = 3)
learn <- function(..., x = sim, control = quick) {
    suppressWarnings(suppressMessages(ggc_fit(x, ..., control = control,
        seed = 1)))
}
inputs <- function(fit) fit@series$inputs

test_that("a simulated treatment moves a share of the genes, the same by time", {
    about <- S4Vectors::metadata(sim)
    shift <- about$perturbations$shift
    expect_identical(dim(shift), c(6L, 9L))
    expect_identical(sum(shift[, 9] != 0), 3L)
    expect_equal(shift[, 5:8], shift[, 1:4] + shift[, 9], ignore_attr = TRUE)
    during <- about$perturbations$during
    expect_identical(as.vector(!is.na(during) & during == 9L),
        sim$treatment == 1)
    expect_true(all(tapply(sim$treatment, sim$trajectory, sum) %in% 3:5))
    # The same bits for other orders of the genes, and none of it by default.
    plain <- ggc_simulate("grn", p = 6, n_time = 9, n_trajectories = 4, seed = 2)
    expect_false("treatment" %in% names(SummarizedExperiment::colData(plain)))
    expect_identical(
        SummarizedExperiment::assay(plain)[, sim$trajectory == 1][, 1],
        SummarizedExperiment::assay(sim)[, 1])
    onoff <- ggc_simulate("grn", p = 6, design = "onoff", n_time = 9,
        n_trajectories = 2, treatment = 1, seed = 1)
    expect_true(any(onoff$treatment == 1))
    expect_error(ggc_simulate("grn", p = 6, design = "multifactorial",
        treatment = 0.5), "`treatment`", class = "ggc_error_argument")
    expect_error(ggc_simulate("grn", p = 6, treatment = 2), "`treatment`",
        class = "ggc_error_argument")
})

test_that("covariates are read by name, by sample and by trajectory", {
    fit <- learn(covariates = c("dose", "arm"))
    expect_identical(rownames(inputs(fit)), c("arm drug", "dose"))
    expect_identical(unname(inputs(fit)["dose", ]), as.double(sim$dose))
    expect_identical(unname(inputs(fit)["arm drug", ]),
        as.double(sim$treatment))
    expect_identical(rownames(granger(fit)), rownames(sim))
    score <- granger(fit)
    same <- function(...) expect_identical(granger(learn(...)), score)
    # A table in another order of the samples, with their names.
    table <- data.frame(arm = factor(sim$arm), dose = sim$dose,
        row.names = colnames(sim))
    same(covariates = table[sample(36), ])
    # Another order of the genes.
    mixed <- sim[sample(6), ]
    expect_identical(granger(learn(covariates = c("dose", "arm"),
        x = mixed))[rownames(score), colnames(score)], score)
    x <- SummarizedExperiment::assay(sim)
    expect_identical(granger(learn(x = x, time = sim$time,
        trajectory = sim$trajectory, covariates = table)), score)
    # One vector, and one value for each trajectory.
    lone <- learn(covariates = stats::setNames(sim$dose, colnames(sim)))
    expect_identical(inputs(lone)["covariate", ], inputs(fit)["dose", ])
    by <- learn(covariates = c("4" = 1, "2" = 0, "1" = 0, "3" = 1))
    expect_identical(unname(inputs(by)[1, ]), rep(c(0, 0, 1, 1), each = 9))
    # TRUE and FALSE are 1 and 0.
    flags <- learn(covariates = data.frame(on = sim$treatment == 1))
    expect_identical(unname(inputs(flags)["on", ]), as.double(sim$treatment))
    expect_message(ggc_fit(sim, covariates = data.frame(dose = sim$dose,
        lab = "here"), control = quick, seed = 1), "constant are left out: lab")
})

test_that("samples that are averaged or interpolated take covariates along", {
    x <- SummarizedExperiment::assay(sim)[, rep(1:9, each = 2)]
    time <- rep(1:9, each = 2)
    fit <- learn(x = x, time = time, replicates = "mean",
        covariates = seq_along(time))
    expect_equal(unname(inputs(fit)[1, ]), seq(1.5, 17.5, by = 2))
    gap <- learn(x = SummarizedExperiment::assay(sim)[, 1:9],
        time = c(1:4, 6:10), irregular = "interpolate", covariates = c(1:4, 6:10))
    # A covariate counts from its sample to the next.
    expect_equal(unname(inputs(gap)[1, ]), c(1:4, 4, 6:10))
    expect_identical(nrow(gap@series$x), 6L)
    missing <- SummarizedExperiment::assay(sim)
    missing[2, 3] <- NA
    filled <- learn(x = missing, time = sim$time, trajectory = sim$trajectory,
        na = "interpolate", covariates = sim$dose)
    expect_identical(filled@series$filled, 2L + 6L * 2L)
})

test_that("dependences are those of lm() with the covariates among regressors", {
    z <- ggc:::.standardise(SummarizedExperiment::assay(sim))$z
    known <- ggc:::.standardise(rbind(dose = sim$dose,
        on = as.double(sim$treatment)))$z
    trajectory <- sim$trajectory
    held <- ggc:::.nothing_held(trajectory, known)
    got <- ggc:::.directed_dependence(z, trajectory, 1:6, 1:6, "signed", 1L, 0,
        held, 1L)
    from <- which(c(trajectory[-1] == trajectory[-36], FALSE))
    u <- t(known[, from])
    for (target in 1:6) {
        left <- stats::residuals(stats::lm(z[target, from + 1] ~ u +
            z[target, from]))
        for (regulator in setdiff(1:6, target)) {
            past <- stats::residuals(stats::lm(z[regulator, from] ~ u))
            expect_equal(got[regulator, target], stats::cor(past, left))
        }
    }
    x <- matrix(stats::rnorm(40), 2)
    u <- rbind(stats::rnorm(20), 1)
    expect_equal(ggc:::.less_known(x, u), t(stats::residuals(stats::lm(
        t(x) ~ u[1, ]))), ignore_attr = TRUE)
    expect_identical(ggc:::.less_known(x, matrix(1, 1, 20)), x)
})

test_that("regulators and methods without networks", {
    fit <- learn(covariates = c("arm", "dose"), as_regulators = TRUE)
    expect_identical(dim(granger(fit)), c(8L, 6L))
    expect_null(inputs(fit))
    expect_true(all(c("arm drug", "dose") %in% ggc_edges(fit)$regulator))
    expect_false(any(c("arm drug", "dose") %in% ggc_edges(fit)$target))
    some <- learn(covariates = "dose", as_regulators = TRUE,
        regulators = c("G1", "G2"), targets = "G3")
    expect_identical(dimnames(granger(some)), list(c("G1", "G2", "dose"), "G3"))
    expect_identical(rownames(granger(learn("var", covariates = "dose",
        as_regulators = TRUE))), c(rownames(sim), "dose"))
    expect_error(learn("var", covariates = "dose"),
        "Give as_regulators = TRUE", class = "ggc_error_covariates")
    for (method in c("crnn", "cmlp", "cgru")) {
        expect_true(all(is.finite(granger(learn(method, covariates = "dose")))))
    }
})

test_that("a fit with covariates forecasts, is tested, repeated and split", {
    fit <- learn(covariates = c("dose", "arm"))
    forecast <- predict(fit)
    expect_identical(predict(fit, sim, covariates = c("dose", "arm")), forecast)
    # Some samples, where one level of the factor is all there is.
    few <- sim[, sim$trajectory == 1][, 1:2]
    few$arm <- "control"
    few$dose <- 0
    expect_identical(dim(predict(fit, few, covariates = c("dose", "arm"))),
        c(6L, 2L))
    few$arm <- "placebo"
    expect_error(predict(fit, few, covariates = c("dose", "arm")),
        "levels of the fit, control, drug, and has placebo",
        class = "ggc_error_covariates")
    expect_error(predict(fit, sim, covariates = "dose"), "lacks: arm drug",
        class = "ggc_error_covariates")
    expect_message(at_mean <- predict(fit, sim), "taken at their mean")
    expect_false(identical(at_mean, forecast))
    expect_error(predict(learn(), sim, covariates = "dose"),
        "must be NULL for a fit without", class = "ggc_error_covariates")
    as_genes <- learn(covariates = "dose", as_regulators = TRUE)
    expect_identical(predict(as_genes, sim, covariates = "dose"),
        predict(as_genes))
    expect_error(predict(as_genes, sim), "they are regulators: dose",
        class = "ggc_error_covariates")
    expect_no_error(suppressWarnings(ggc_test(fit, B = 1)))
    expect_no_error(ggc_test(fit, "stability", B = 1))
    expect_identical(granger(suppressWarnings(suppressMessages(update(fit,
        seed = 1)))), granger(fit))
    expect_identical(granger(learn(covariates = c("dose", "arm"),
        threads = 2)), granger(fit))
    skip_if_not_installed("BiocParallel")
    expect_identical(granger(learn(covariates = c("dose", "arm"),
        BPPARAM = BiocParallel::SerialParam())), granger(fit))
    halves <- lapply(list(1:3, 4:6), function(at) {
        learn(covariates = c("dose", "arm"), targets = at)
    })
    expect_identical(granger(ggc_merge(halves), "network"),
        granger(fit, "network"))
    # No probability was calibrated with them.
    expect_null(fit@details$evidence$probability)
})

test_that("a comparison leaves covariates to methods that have a place for them", {
    both <- function(...) ggc_compare(sim, c("clstm", "var"), halves = FALSE,
        covariates = "dose", control = quick, seed = 1, verbose = FALSE, ...)
    expect_message(compared <- suppressWarnings(both()),
        "`covariates` is not for var")
    expect_identical(compared$rankings[[1]][1:6, ],
        granger(learn(covariates = "dose"))[1:6, ])
    more <- suppressWarnings(suppressMessages(both(as_regulators = TRUE)))
    expect_true(all(vapply(more$fits, function(fit) "dose" %in%
        rownames(granger(fit)), NA)))
})

test_that("covariates that cannot be are refused", {
    refused <- function(covariates, text, ...) {
        expect_error(learn(covariates = covariates, ...), text,
            class = "ggc_error_covariates")
    }
    expect_message(suppressWarnings(.as_series(sim, covariates = list(values =
        data.frame(a = sim$dose, b = 2 * sim$dose + 1)))),
    "b says no more than the others")
    refused("none", "these are none: none")
    refused(character(), "must be names of colData columns")
    refused(c("1" = 1, "2" = 0, "1" = 0, "3" = 1), "several for: 1")
    refused(c("1" = 1, "2" = 0, "3" = 1), "these have none: 4")
    refused(c("1" = 1, "2" = 0, "3" = 1, "9" = 1, "4" = 1), "these are none: 9")
    refused(`names<-`(data.frame(sim$dose), ""), "must have a name")
    refused(as.numeric(seq_len(36) %% 9 == 0), "before the last sample")
    expect_error(learn(as_regulators = TRUE), "goes with `covariates`",
        class = "ggc_error_argument")
    refused(c("dose", "dose"), "each once")
    refused(1:5, "a row for each of the 36 samples")
    refused(list(1, 2), "must be names of colData columns")
    refused(replace(sim$dose, 3, NA), "missing or infinite for")
    refused(replace(sim$dose, 3, Inf), "missing or infinite for")
    refused(rep("a", 36), "all are constant")
    refused(data.frame(G1 = sim$dose), "or are genes: G1")
    refused(data.frame(day = as.Date("2020-01-01") + sim$dose),
        "must be numbers, flags")
    refused(stats::setNames(sim$dose, paste0("x", 1:36)), "names")
    refused(as.data.frame(matrix(stats::rnorm(36 * 20), 36)),
        "20 inputs for 32 steps.*Give at most 10")
    expect_error(learn(covariates = "dose", as_regulators = NA),
        "`as_regulators`", class = "ggc_error_argument")
    expect_error(learn(covariates = "dose", as_regulators = TRUE,
        targets = "dose"), class = "ggc_error_genes")
})

test_that("update() keeps covariates, and changes them with the data alone", {
    again <- function(...) suppressWarnings(suppressMessages(update(...)))
    inside <- learn(covariates = "dose")
    genes <- learn(covariates = "dose", as_regulators = TRUE,
        regulators = c("G1", "G2"))
    for (fit in list(inside, genes)) {
        expect_identical(granger(again(fit)), granger(fit))
        for (change in list(list(covariates = NULL), list(covariates = "arm"),
            list(as_regulators = TRUE), list(as_regulators = FALSE))) {
            expect_error(do.call(update, c(list(fit), change)),
                "Give `x` too", class = "ggc_error_argument")
        }
        expect_message(suppressWarnings(update(fit, x = sim)),
            "The fit had covariates")
    }
    expect_error(again(genes, targets = c("G1", "dose")),
        class = "ggc_error_genes")
    expect_identical(dimnames(granger(again(genes, method = "var"))),
        list(c("G1", "G2", "dose"), rownames(sim)))
    expect_error(again(inside, method = "var"),
        class = "ggc_error_covariates")
})

test_that("covariates are named where a fit is shown", {
    expect_output(print(learn(covariates = c("dose", "arm"))),
        "covariates: +arm drug, dose, inputs of all networks")
    fit <- learn(covariates = "dose", as_regulators = TRUE)
    expect_output(print(fit), "data: +6 genes.*covariates: +dose, as regulators")
    skip_if_not_installed("generics")
    expect_identical(generics::glance(fit)$genes, 6L)
})

test_that("a factor's first level is what others are set against", {
    sim$arm <- factor(sim$arm, c("drug", "control"))
    expect_identical(rownames(inputs(learn(covariates = "arm", x = sim))),
        "arm control")
    # One called as times are is no gene that rises.
    expect_silent(suppressMessages(ggc_fit(sim, covariates = data.frame(
        time = sim$dose, t = rev(sim$dose)), control = quick, seed = 1)))
})

test_that("read backwards, a covariate counts for the same steps", {
    back <- ggc:::.backwards(learn(covariates = "treatment")@series)
    one <- sim$trajectory == 1
    forward <- sim$treatment[one]
    expect_identical(unname(back$inputs[1, one])[1:8], rev(forward)[-1] + 0)
    genes <- ggc:::.backwards(learn(covariates = "treatment",
        as_regulators = TRUE)@series)
    expect_identical(unname(genes$x["treatment", one])[1:8],
        rev(forward)[-1] + 0)
    # Self links are no candidates, and some have no opposite.
    fit <- learn(covariates = "treatment", as_regulators = TRUE)
    expect_error(ggc_test(fit, "reversal", n_edges = 36), "`n_edges`",
        class = "ggc_error_argument")
    found <- ggc_test(fit, "reversal", n_edges = 35)@details$test$reversal
    expect_lt(found$opposed, 35)
    none <- learn(regulators = c("G1", "G2"), targets = c("G3", "G4"))
    expect_output(print(ggc_test(none, "reversal", n_edges = 2)),
        "0 are turned round of 0 that could be")
    lone <- learn(regulators = "G1", targets = "G1")
    expect_error(ggc_test(lone, "reversal"), class = "ggc_error_test")
})

test_that("covariates on the command line are those of ggc_fit()", {
    out <- tempfile("out")
    table <- tempfile(fileext = ".tsv")
    samples <- tempfile(fileext = ".tsv")
    utils::write.table(SummarizedExperiment::assay(sim), table, sep = "\t",
        quote = FALSE, col.names = NA)
    about <- as.data.frame(SummarizedExperiment::colData(sim))
    utils::write.table(cbind(sample = rownames(about), about), samples,
        sep = "\t", quote = FALSE, row.names = FALSE)
    expect_code(cli("fit", table, "--samples", samples, "--out", out, "--rds",
        "--covariates", "dose", "--covariates", "arm", "--control",
        "members=1", "--control", "n_lambda=3"), 0L)
    fit <- readRDS(file.path(out, "fit.rds"))
    x <- read_expression(table, samples)
    expect_identical(granger(fit), granger(learn(x = x,
        covariates = c("dose", "arm"))))
    said <- jsonlite::fromJSON(file.path(out, "run.json"))
    expect_identical(said$covariates, c("arm drug", "dose"))
    expect_code(cli("fit", table, "--samples", samples, "--out", tempfile(),
        "--method", "var", "--covariates", "dose"), 3L, "Give --as-regulators")
    expect_code(cli("fit", table, "--out", tempfile(), "--covariates", "dose"),
        2L, "--covariates goes with --samples")
    expect_code(cli("fit", table, "--samples", samples, "--out", tempfile(),
        "--covariates", "none"), 3L, "--covariates must name columns")
})
