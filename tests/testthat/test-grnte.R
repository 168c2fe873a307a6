# Lagged transfer entropy against the authors' program (inst/script/make_fixture_grnte.R)
# and against its definition in plain R.

fit_grnte <- function(x, ..., seed = 1) {
    ggc_fit(x, "grnte", seed = seed, threads = 1, ...)
}

test_that("lagged mutual information is that of the authors' program", {
    cases <- list(
        linear = list(model = "var", p = 8, n_time = 15, step = 1, seed = 1),
        delayed = list(model = "var", p = 6, n_time = 21, step = 2, seed = 2),
        genes = list(model = "grn", p = 10, n_time = 21, step = 1, seed = 3)
    )
    theirs <- utils::read.delim(test_path("fixtures", "grnte.tsv"))
    expect_setequal(theirs$case, names(cases))
    for (name in names(cases)) {
        case <- cases[[name]]
        sim <- ggc_simulate(case$model, p = case$p, n_time = case$n_time,
            n_trajectories = case$p, seed = case$seed)
        x <- round(SummarizedExperiment::assay(sim), 6)
        fit <- fit_grnte(x, estimator = "lagged_mi", lag = case$step,
            trajectory = rep(seq_len(case$p), each = case$n_time))
        own <- theirs[theirs$case == name, ]
        at <- cbind(own$regulator, own$target)
        expect_identical(nrow(own), as.integer(case$p * (case$p - 1)))
        expect_lt(max(abs(fit@score[at] - own$mi)), 1e-14)
        # The same order of edges, but where values agree to rounding.
        expect_false(is.unsorted(rev(round(own$mi[order(-fit@score[at])], 12))))
        # p-values differ by chance, as ours end early where they are large, and as the
        # program puts the values of all samples in order anew, and into other bins.
        expect_lt(abs(mean(fit@p_value[at]) - mean(own$p)), 0.03)
        expect_gt(stats::cor(fit@p_value[at], own$p, method = "spearman"), 0.8)
        # Edges at .05, but for those near it.
        clear <- own$p < 0.03 | own$p > 0.1
        expect_identical((fit@p_value[at] <= 0.05)[clear], (own$p <= 0.05)[clear])
    }
})

# Conditional mutual information, in nats, of bins.
plug_in <- function(x, y, z) {
    h <- function(...) {
        share <- table(paste(...)) / length(x)
        -sum(share * log(share))
    }
    h(x, z) + h(y, z) - h(z) - h(x, y, z)
}

test_that("values and delays are those of the definition", {
    sim <- ggc_simulate("var", p = 5, n_time = 13, n_trajectories = 5, lag = 3, seed = 4)
    x <- SummarizedExperiment::assay(sim)
    bins <- t(apply(x, 1L, function(v) {
        as.integer(cut(v, seq(min(v), max(v), length.out = 5), include.lowest = TRUE))
    }))
    at <- which(rep(1:13, 5) > 3)
    fit <- fit_grnte(sim, permutations = 0, lag = 1:3, bins = 4)
    for (j in 1:5) {
        for (i in setdiff(1:5, j)) {
            te <- vapply(1:3, function(s) {
                plug_in(bins[j, at - s], bins[i, at], bins[i, at - 1L])
            }, 0)
            expect_equal(fit@score[j, i], max(te), tolerance = 1e-12)
            expect_identical(fit@lag[j, i], which.max(te))
        }
    }
    expect_true(all(is.na(fit@p_value)))
    # 50 steps: two bins leave five for each cell, three would not.
    expect_identical(fit_grnte(sim, permutations = 0, lag = 1:3)@score,
        fit_grnte(sim, permutations = 0, lag = 1:3, bins = 2)@score)
    expect_identical(fit@details$delays, 1:3)
    edges <- ggc_edges(fit)
    expect_identical(edges$lag, fit@lag[cbind(edges$regulator, edges$target)])
    expect_true(all(is.na(edges$effect)))
    expect_error(granger(fit, "effect"), "keeps none", class = "ggc_error_argument")
    # One delay by nearest neighbours is the other method.
    one <- fit_grnte(sim, estimator = "ksg", lag = 1, permutations = 0)
    expect_identical(one@score, ggc_fit(sim, "te", permutations = 0, seed = 1)@score)
    # The delay of a link is found.
    n <- 400
    late <- rbind(a = noise_matrix(1, 1, n)[1, ], b = noise_matrix(2, 1, n)[1, ])
    late["b", 3:n] <- late["b", 3:n] + 2 * late["a", 1:(n - 2)]
    fit <- fit_grnte(late, permutations = 50, bins = 4)
    expect_identical(fit@lag["a", "b"], 2L)
    expect_lt(fit@p_value["a", "b"], 0.05)
})

test_that("settings are checked, kept and shown; short series have fewer delays", {
    sim <- ggc_simulate("var", p = 4, n_time = 6, n_trajectories = 6, seed = 1)
    fit <- fit_grnte(sim, permutations = 30)
    expect_identical(fit@details$delays, 1:2)
    expect_output(print(fit), "the best of 1, 2")
    expect_output(print(fit), "whole trajectories exchanged")
    expect_identical(update(fit)@p_value, fit@p_value)
    script <- fit_grnte(sim, estimator = "lagged_mi", permutations = 30)
    expect_output(print(script), "time points exchanged")
    expect_error(fit_grnte(sim, lag = 6), "with 6 points before",
        class = "ggc_error_points")
    for (bad in list(list(lag = 0), list(lag = 1.5), list(lag = character()),
        list(lag = 65), list(bins = 1), list(estimator = "mi"),
        list(permutations = -1), list(alpha = 2), list(order = 1), list(graph = TRUE),
        list(neighbours = 65))) {
        expect_error(do.call(fit_grnte, c(list(sim), bad)), names(bad),
            class = "ggc_error_argument")
    }
})

test_that("above chance on what it was made for", {
    skip_on_cran()
    auc <- vapply(1:20, function(seed) {
        sim <- ggc_simulate("var", p = 10, n_time = 21, n_trajectories = 10, seed = seed)
        fit <- fit_grnte(sim, permutations = 0)
        ggc_metrics(fit, S4Vectors::metadata(sim)$truth)[["AUROC"]]
    }, 0)
    cat(sprintf("GRNTE, 20 linear systems: AUROC %.3f (standard error %.3f)\n", mean(auc),
        stats::sd(auc) / sqrt(20)))
    expect_gt(mean(auc) - 2 * stats::sd(auc) / sqrt(20), 0.5)
})
