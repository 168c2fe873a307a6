# ggc_test(): shadows, p-values, false discovery rates, stability.

tested_sim <- function(n_trajectories = 6, ...) {
    ggc_simulate("var", p = 6, n_time = 13, n_trajectories = n_trajectories,
        start = "perturbed", noise = 0.3, seed = 4, ...)
}

tested_fit <- function(..., x = tested_sim()) {
    ggc_fit(x, ..., seed = 1, threads = 1, control = tiny_control())
}

# ---- Shadows ---------------------------------------------------------------

test_that("an exchange leaves no trajectory its own, nor the same one twice", {
    for (n in c(2L, 3L, 5L, 9L)) {
        x <- matrix(rep(seq_len(n), each = 4), 2, 4 * n, byrow = TRUE,
            dimnames = list(c("a", "b"), NULL))
        design <- suppressWarnings(.shadow_design(.as_series(
            x + rep(0:1 / 8, 2 * n), trajectory = rep(seq_len(n), each = 4)),
        seed = 3))
        expect_identical(design$most, n - 1L)
        with <- vapply(seq_len(design$most), function(b) {
            drawn <- design$draw(x, b)
            # Whole trajectories, of all genes the same.
            expect_identical(drawn[1, ], drawn[2, ])
            expect_identical(drawn[1, ], rep(drawn[1, 4 * seq_len(n)],
                each = 4))
            drawn[1, 4 * seq_len(n)]
        }, numeric(n))
        expect_true(all(with != seq_len(n)))
        expect_true(all(apply(with, 1L, anyDuplicated) == 0L))
        expect_true(all(apply(with, 2L, sort) == seq_len(n)))
    }
})

test_that("only trajectories of the same times are exchanged", {
    x <- noise_matrix(1, 4, 30)
    uneven <- c(0, 1, 3, 7, 15)
    time <- c(uneven, 100 + uneven, uneven^2, 5 + uneven^2, uneven, uneven^2)
    trajectory <- rep(1:6, each = 5)
    series <- .as_series(x, time = time, trajectory = trajectory)
    expect_identical(.trajectory_kinds(series), c(1L, 1L, 2L, 2L, 1L, 2L))
    columns <- .exchanged(series$trajectory, .trajectory_kinds(series), 1, 1L)
    from <- series$trajectory[columns]
    expect_true(all((from %in% c(1, 2, 5)) ==
        (series$trajectory %in% c(1, 2, 5))))
    expect_false(any(from == series$trajectory))
    lone <- .as_series(x[, 1:13], trajectory = rep(c("a", "b", "late"),
        c(5, 5, 3)))
    expect_error(.shadow_design(lone, 1), "none for: late",
        class = "ggc_error_test")
})

test_that("turned phases keep means, spectra and cross-spectra", {
    for (n in c(24L, 31L)) {
        x <- noise_matrix(n, 3, n) + 2
        drawn <- .turned_phases(x, .native_uniform(16L, 1, "turn"))
        expect_equal(rowMeans(drawn), rowMeans(x))
        before <- stats::mvfft(t(x))
        after <- stats::mvfft(t(drawn))
        expect_equal(Mod(after), Mod(before))
        expect_equal(after[, 1] * Conj(after[, 2]),
            before[, 1] * Conj(before[, 2]))
        expect_gt(max(abs(drawn - x)), 0.5)
    }
    # By hand: a cosine turned by a quarter is a sine.
    t <- 2 * pi * (0:7) / 8
    expect_equal(drop(.turned_phases(rbind(cos(t)), c(0.75, 0, 0, 0.9))),
        sin(t))
})

test_that("a trend stays where phases are turned", {
    trend <- outer(c(1, -2), (1:40 / 40)^3)
    series <- .as_series(`rownames<-`(trend + noise_matrix(5, 2, 40) / 50,
        c("a", "b")))
    drawn <- .shadow_design(series, 1)$draw(series$x, 1L)
    expect_lt(max(abs(drawn - trend)), 0.1)
    expect_gt(max(abs(drawn - series$x)), 0.01)
})

# Independent genes that respond to a treatment, each in its own way.
treated <- function(seed, p = 12, points = 10) {
    set.seed(seed)
    t <- seq(0, 1, length.out = points)
    response <- t(vapply(seq_len(p), function(g) {
        2 * stats::rnorm(1) * (1 - exp(-stats::rexp(1, 1 / 3) * t))
    }, t))
    x <- do.call(cbind, lapply(1:6, function(r) {
        (r > 3) * response + matrix(stats::rnorm(p * points, sd = 0.3), p)
    }))
    rownames(x) <- paste0("G", seq_len(p))
    x
}

test_that("conditions are not exchanged where they are given, else warned of", {
    skip_on_cran()
    # The found within conditions, of nothing that is there: none.
    found <- vapply(1:3, function(seed) {
        fit <- suppressWarnings(ggc_fit(treated(seed), seed = 1,
            trajectory = rep(c("c1", "c2", "c3", "t1", "t2", "t3"), each = 10),
            control = ggc_control(members = 1)))
        across <- suppressWarnings(ggc_test(fit))
        if (seed == 1) {
            kinds <- c("a", "a", "a", "b", "b", "b")
            inside <- ggc_test(fit, within = factor(kinds))
            named <- stats::setNames(rev(kinds),
                c("t3", "t2", "t1", "c3", "c2", "c1"))
            expect_identical(ggc_test(fit, within = named)@details$test,
                inside@details$test)
            expect_identical(inside@details$test$null$B, 2L)
            expect_error(ggc_test(fit, within = 1:5), "`within` must be one",
                class = "ggc_error_argument")
            expect_error(ggc_test(fit, within = c(1, 1, 1, 1, 1, 2)),
                "none for: t3", class = "ggc_error_test")
        }
        inside <- ggc_test(fit, within = rep(1:2, each = 3))
        c(sum(ggc_network(across, fdr = 0.1)), sum(ggc_network(inside,
            fdr = 0.1)))
    }, c(0, 0))
    expect_identical(sum(found[2L, ]), 0)
    expect_gt(sum(found[1L, ]), 0)
})

test_that("starts of their own are no conditions, and a clock is warned of", {
    warned <- function(series) {
        .warn_of_series(series, .shadow_design(series, 1), NULL)
    }
    for (seed in 1:3) {
        own <- .as_series(ggc_simulate("grn", p = 12, n_trajectories = 10,
            n_time = 13, seed = seed))
        expect_no_warning(warned(own))
        pairs <- ggc_simulate("var", p = 12, n_trajectories = 8, replicates = 2,
            n_time = 13, start = "perturbed", noise = 0.05, seed = seed)
        expect_warning(warned(.as_series(pairs)),
            "resemble each other", class = "ggc_warning_test")
        set.seed(seed)
        clock <- t(vapply(1:8, function(g) {
            sin(2 * pi * (1:60) / 14.3 + stats::runif(1, 0, 6))
        }, numeric(60))) + noise_matrix(seed, 8, 60) * 0.3
        expect_warning(warned(.as_series(`rownames<-`(clock, letters[1:8]))),
            "One rhythm", class = "ggc_warning_test")
        slow <- ggc_simulate("var", p = 8, n_time = 60, sparsity = 0, self = 1,
            radius = 0.8, noise = 1, seed = seed)
        expect_no_warning(warned(.as_series(slow)))
    }
})

test_that("regressions on one long series are warned of, networks are not", {
    warned <- function(points, networks) {
        series <- .as_series(ggc_simulate("var", p = 8, n_time = points,
            sparsity = 0, self = 0.5, noise = 1, seed = 3))
        .warn_of_series(series, .shadow_design(series, 1), NULL, networks)
    }
    expect_warning(warned(200, FALSE), "one long series",
        class = "ggc_warning_test")
    expect_no_warning(warned(200, TRUE))
    expect_no_warning(warned(60, FALSE))
})

test_that("data that carry no test are refused, saying what would", {
    refused <- function(fit, text) {
        expect_error(ggc_test(fit), text, class = "ggc_error_test")
    }
    one <- ggc_simulate("var", p = 5, n_time = 19, seed = 1)
    refused(tested_fit(x = one), "of 19 points .* needs 20")
    uneven <- noise_matrix(1, 5, 40)
    refused(ggc_fit(uneven, time = (1:40)^2, seed = 1,
        control = tiny_control()), "uneven times")
    animals <- ggc_simulate("var", p = 6, n_trajectories = 3, replicates = 3,
        destructive = TRUE, times = 0:9, seed = 1)
    refused(suppressMessages(tested_fit(replicates = "match", x = animals)),
        "followed through time")
    expect_error(ggc_test(tested_fit(x = tested_sim(3)), "stability"),
        "there are 3.\nIt takes 4", class = "ggc_error_test")
    fit <- tested_fit()
    expect_error(ggc_test(fit, n_edges = 3), "`n_edges`",
        class = "ggc_error_argument")
    expect_error(ggc_test(fit, "stability", within = 1:6), "`within`",
        class = "ggc_error_argument")
    expect_error(ggc_test(fit, B = 0), "`B`", class = "ggc_error_argument")
    expect_error(ggc_test(fit, "permute"), "`method`",
        class = "ggc_error_argument")
    expect_error(ggc_test(1), "GGCFit", class = "ggc_error_argument")
    expect_message(ggc_test(tested_fit(x = tested_sim(3)), B = 5),
        "no more than 2 ways: `B` is 2, not 5")
})

# ---- Against the shadows ---------------------------------------------------

test_that("a p-value is the share of shadows that are as strong", {
    genes <- list(c("a", "b"), c("a", "b", "c"))
    m <- function(...) matrix(c(...), 2, dimnames = genes)
    draws <- list(
        list(real = m(NA, 9, 5, NA, 2, 3), shadow = m(NA, 1, 5, NA, 4, 2)),
        list(real = m(NA, 9, 1, NA, 2, 3), shadow = m(NA, 8, 0, NA, 9, 2))
    )
    # a -> b: one of four is at least 5, three of four at least 1.
    expect_equal(.pooled_p_values(draws),
        m(NA, 2, 5, NA, 7, 5) / 9)
    p <- .pooled_p_values(draws)
    expect_identical(.edge_p_values(draws), p) # too few for more
    expect_identical(.q_values(p),
        array(stats::p.adjust(p, "BH"), dim(p), genes))
    # Of regulators: means of a 3.5, 1.5 and 6, 6, of their shadows 4.5, 1.5
    # and 4.5, 5.
    expect_equal(.regulator_p_values(draws), c(a = 4, b = 1) / 5)
})

test_that("means over exchanges are set against what such means come to", {
    # Noise of which half is common to four fits: p-values are uniform, by means
    # of shares they would crowd at one half.
    p <- vapply(1:30, function(seed) {
        own <- noise_matrix(seed, 20, 20)
        draws <- lapply(1:4, function(b) {
            list(real = (own + noise_matrix(100 * seed + b, 20, 20)) / sqrt(2),
                shadow = noise_matrix(500 * seed + b, 20, 20))
        })
        c(mean(.edge_p_values(draws) < 0.05), mean(.edge_p_values(draws) < 0.01),
            mean(.pooled_p_values(draws) < 0.05))
    }, numeric(3))
    expect_equal(mean(p[1L, ]), 0.045, tolerance = 0.15)
    expect_lt(mean(p[2L, ]), 0.012)
    expect_lt(mean(p[3L, ]), 0.035)
    # One exchange, or copies of it, are shares as they are.
    draw <- list(real = noise_matrix(1, 9, 9), shadow = noise_matrix(2, 9, 9))
    one <- .edge_p_values(list(draw))
    expect_identical(one, .pooled_p_values(list(draw)))
    expect_equal(.edge_p_values(list(draw, draw)), one, tolerance = 0.02)
})

test_that("knockoffs are filtered as a search by hand does it", {
    for (seed in 1:5) {
        real <- noise_matrix(seed, 8, 8)^2
        real[1:20] <- real[1:20] + 4
        draws <- lapply(1:3, function(b) {
            list(real = real, shadow = noise_matrix(10 * seed + b, 8, 8)^2)
        })
        e <- lapply(draws, function(draw) {
            lead <- draw$real - draw$shadow
            at <- Filter(function(t) {
                (1 + sum(lead <= -t)) / max(1, sum(lead >= t)) <= 0.2
            }, sort(abs(lead)))
            if (!length(at)) return(0 * lead)
            64 * (lead >= at[[1L]]) / (1 + sum(lead <= -at[[1L]]))
        })
        e <- Reduce(`+`, e) / 3
        q <- .knockoff_q_values(draws, 0.2)
        expect_equal(Reduce(`+`, lapply(draws, .knockoff_e_values, 0.2)) / 3, e)
        # e-BH at any level finds those whose q is at most that.
        for (level in c(0.1, 0.25, 0.6)) {
            sorted <- sort(e, decreasing = TRUE)
            k <- max(0, which(sorted >= 64 / (level * seq_along(sorted))))
            found <- if (k > 0) e >= sorted[[k]] else e > Inf
            expect_identical(which(q <= level), which(found))
        }
        expect_true(any(q <= 0.6))
    }
})

test_that("the bound on unstable edges is that of stabs", {
    # stabs 0.6: stabsel_parameters(p = 380, cutoff, q, B = 10,
    # sampling.type = "SS", assumption = "unimodal")$PFER
    bound <- function(cutoff, q) .stability_bound(cutoff, q, 380, 10)
    expect_equal(bound(0.6, 5), 0.219, tolerance = 2e-3)
    expect_equal(bound(0.6, 20), 3.51, tolerance = 2e-3)
    expect_equal(bound(0.75, 20), 1.17, tolerance = 2e-3)
    expect_equal(bound(0.8, 20), 0.957, tolerance = 2e-3)
    expect_equal(bound(0.9, 5), 0.0359, tolerance = 2e-3)
})

test_that("halves are disjoint, and stability is how often an edge is first", {
    for (n in 4:9) {
        halves <- .complementary_halves(n, 1, 2)
        expect_identical(lengths(halves), rep(n %/% 2L, 2L))
        expect_identical(anyDuplicated(unlist(halves)), 0L)
        expect_true(all(unlist(halves) %in% seq_len(n)))
    }
    x <- tested_sim()
    fit <- tested_fit(x = x)
    tested <- ggc_test(fit, "stability", B = 2, n_edges = 7, threads = 1)
    count <- 0 * granger(fit)
    for (b in 1:2) for (half in .complementary_halves(6L, 1, b)) {
        keep <- which(x$trajectory %in% half)
        again <- ggc_fit(x[, keep], seed = 1, threads = 1, control = fit@control)
        expect_identical(.score_of_samples(fit, keep, tested_run()),
            granger(again))
        count <- count + ggc_network(again, n_edges = 7)
    }
    diag(count) <- NA
    expect_equal(tested@details$test$stability, count / 4,
        ignore_attr = "expected_precision")
})

# ---- In a fit --------------------------------------------------------------

test_that("the shadows' networks are those of a fit that has them as genes", {
    x <- tested_sim()
    fit <- tested_fit(x = x)
    design <- .shadow_design(fit@series, 1)
    both <- rbind(fit@series$x, design$draw(fit@series$x, 2L))
    rownames(both)[7:12] <- paste("shadow of", rownames(both)[1:6])
    other <- ggc_fit(both, time = x$time, trajectory = x$trajectory,
        targets = rownames(x), seed = 1, control = fit@control)
    s <- .with_shadows(.setup_to_test(fit, tested_run()), design, 2L)
    all <- .join_shards(.train_shards(.fit_task(s, .whole_structure(s)),
        s)$parts, s$columns)
    expect_identical(.placer(s)(all$score), granger(other, "network"))
    # Networks alone rank as these do.
    fit@control$dependence <- "none"
    fit@details$ranking$conditional_weight <- 0
    found <- .shadow_evidence(fit, .with_shadows(.setup_to_test(fit,
        tested_run()), design, 2L))
    off <- row(found$real) != col(found$real)
    net <- granger(other, "network")
    expect_identical(rank(found$real[off]), rank(net[1:6, ][off]))
    expect_identical(rank(found$shadow[off]), rank(net[7:12, ][off]))
    expect_true(all(is.na(diag(found$real)), is.na(diag(found$shadow))))
})

test_that("a test is the same for any threads, order of genes and checkpoint", {
    x <- tested_sim()
    fit <- tested_fit(x = x)
    directory <- tempfile("checkpoint")
    on.exit(unlink(directory, recursive = TRUE))
    found <- ggc_test(fit, B = 2, threads = 1)@details$test
    expect_identical(ggc_test(fit, B = 2, threads = 2)@details$test, found)
    twice <- function() {
        ggc_test(fit, B = 2, checkpoint = directory)@details$test
    }
    expect_identical(twice(), found)
    expect_setequal(list.files(directory), c("shadows-1", "shadows-2"))
    expect_identical(twice(), found)
    turned <- ggc_test(tested_fit(x = x[6:1, ]), B = 2)@details$test
    expect_identical(turned$p_value[rownames(x), rownames(x)], found$p_value)
    expect_identical(turned$regulators[rownames(x)], found$regulators)
    # One exchange is the first of two.
    one <- ggc_test(fit, B = 1)@details$test
    draw <- .shadow_evidence(fit, .with_shadows(.setup_to_test(fit,
        tested_run()), .shadow_design(fit@series, 1), 1L))
    expect_identical(one$p_value, .edge_p_values(list(draw)))
    skip_if_not_installed("BiocParallel")
    workers <- BiocParallel::SnowParam(2)
    expect_identical(ggc_test(fit, B = 2, BPPARAM = workers)@details$test,
        found)
})

# A small fit of a method; NULL where its package is missing.
fit_of_method <- function(method, x = tested_sim()) {
    own <- Filter(function(case) case$arguments$method == method, each_method())
    suppressWarnings(if (length(own)) {
        fit_case(own[[1L]], x)
    } else {
        tested_fit(x = x, method = method)
    })
}

# All but those that read no series.
tested_methods <- function() {
    names(Filter(function(row) row$has_networks || !row$interventions, .METHODS))
}

test_that("a test of each method is the same however it is run", {
    skip_on_cran()
    skip_if_not_installed("BiocParallel")
    skip_on_os("windows")
    # One cluster for all, of processes of their own.
    workers <- BiocParallel::bpstart(BiocParallel::SnowParam(2L))
    on.exit(BiocParallel::bpstop(workers))
    for (method in tested_methods()) {
        fit <- fit_of_method(method)
        if (is.null(fit)) next
        tested <- function(..., of = fit) {
            suppressWarnings(ggc_test(of, B = 2, ...))@details$test
        }
        found <- tested(threads = 1)
        if (is.null(.method_of(fit)$whole)) {
            here <- tempfile()
            expect_identical(tested(threads = 2, checkpoint = here), found,
                label = method)
            # The rest of a test that was stopped, by workers.
            unlink(file.path(here, "shadows-2"), recursive = TRUE)
            expect_identical(tested(BPPARAM = workers, checkpoint = here),
                found, label = method)
            unlink(here, recursive = TRUE)
        } else {
            expect_identical(tested(threads = 2), found, label = method)
            for (bad in list(list(BPPARAM = workers), list(checkpoint = "here"))) {
                expect_error(do.call(tested, bad), "by its targets",
                    class = "ggc_error_argument")
            }
        }
        turned <- tested(of = fit_of_method(method, tested_sim()[6:1, ]))
        at <- dimnames(found$p_value)
        expect_identical(turned$p_value[at[[1L]], at[[2L]]], found$p_value,
            label = method)
    }
})

test_that("every method with a score can be tested; its own p-values stay", {
    for (method in tested_methods()) {
        fit <- fit_of_method(method)
        if (is.null(fit)) next
        tested <- suppressWarnings(ggc_test(fit, B = 1))
        p <- tested@details$test$p_value
        off <- row(p) != col(p)
        expect_true(all(is.na(diag(p))), label = method)
        expect_true(all(p[off] > 0 & p[off] <= 1), label = method)
        expect_identical(tested@p_value, fit@p_value, label = method)
        edges <- ggc_edges(tested, signs = FALSE)
        at <- as.matrix(edges[, c("regulator", "target")])
        expect_identical(edges$p_value, p[at], label = method)
        if (!is.null(fit@p_value)) {
            expect_identical(edges[[paste0("p_", method)]], fit@p_value[at])
            before <- ggc_edges(fit, signs = FALSE)
            expect_identical(before$p_value, edges[[paste0("p_", method)]])
            expect_identical(before$q_value,
                stats::p.adjust(before$p_value, "BH"))
        }
    }
})

test_that("constant genes, excluded links and other regulators have no p", {
    x <- SummarizedExperiment::assay(tested_sim())
    x <- rbind(x, flat = 1)
    trajectory <- tested_sim()$trajectory
    exclude <- data.frame(regulator = "G1", target = c("G2", "G3"))
    fit <- suppressWarnings(ggc_fit(unname_samples(x),
        trajectory = trajectory, regulators = c("G1", "G4", "flat"),
        exclude = exclude, seed = 1, control = tiny_control()))
    p <- ggc_test(fit, B = 1)@details$test$p_value
    expect_identical(dimnames(p), dimnames(granger(fit)))
    expect_true(all(is.na(p["flat", ]), is.na(p[, "flat"]),
        is.na(p["G1", c("G1", "G2", "G3")]), is.na(p["G4", "G4"])))
    expect_false(anyNA(p[c("G1", "G4"), c("G5", "G6")]))
    expect_identical(is.na(ggc_test(fit, B = 1)@details$test$regulators),
        c(G1 = FALSE, G4 = FALSE, flat = TRUE))
})

test_that("the table says all that is known, and NA where nothing is", {
    fit <- tested_fit()
    bare <- ggc_edges(fit)
    expect_true(all(is.na(bare$p_value), is.na(bare$q_value),
        is.na(bare$stability)))
    expect_identical(bare$in_network, bare$norm > 0)
    tested <- ggc_test(ggc_test(fit, B = 2), "stability", B = 1)
    edges <- ggc_edges(tested)
    test <- tested@details$test
    at <- as.matrix(edges[, c("regulator", "target")])
    for (column in c("p_value", "q_value", "stability")) {
        expect_identical(edges[[column]], test[[column]][at])
    }
    # Ranks are those among all candidates, whichever are asked for.
    chosen <- ggc_edges(tested, n = NULL)
    expect_identical(chosen$rank, which(edges$in_network))
    # Another test takes the place of the first, and leaves stability.
    other <- ggc_test(tested, "knockoff", B = 2)
    expect_true(all(is.na(ggc_edges(other)$p_value)))
    expect_identical(ggc_edges(other)$stability, edges$stability)
    expect_false(anyNA(ggc_edges(other)$q_value))
    expect_null(update(tested)@details$test)
    file <- tempfile(fileext = ".tsv")
    on.exit(unlink(file))
    write_edges(tested, file)
    expect_equal(utils::read.delim(file)$q_value, edges$q_value)
})

test_that("a network at a false discovery rate has what was found at it", {
    fit <- tested_fit()
    expect_error(ggc_network(fit, fdr = 0.1), "ggc_test",
        class = "ggc_error_argument")
    tested <- ggc_test(fit, B = 3)
    q <- tested@details$test$q_value
    for (fdr in c(0, stats::quantile(q, 0.3, na.rm = TRUE), 1)) {
        network <- ggc_network(tested, fdr = fdr)
        expect_identical(which(network == 1L), which(q <= fdr))
    }
    expect_error(ggc_network(tested, fdr = 2), "`fdr`",
        class = "ggc_error_argument")
    expect_error(ggc_network(tested, fdr = 0.1, n_edges = 3), "at most one",
        class = "ggc_error_argument")
    linear <- tested_fit(method = "var")
    expect_identical(sum(ggc_network(linear, fdr = 0.05)),
        sum(ggc_network(linear)))
    facts <- paste(capture.output(print(tested)), collapse = " ")
    expect_match(facts, sprintf("%d edges? and %d of 6 regulators at a false",
        sum(q <= 0.1, na.rm = TRUE),
        sum(ggc_regulators(tested)$q_value <= 0.1)))
})

test_that("stability counts what a half can tell, and its bound is said", {
    fit <- tested_fit()
    expect_error(ggc_test(fit, "stability", n_edges = 30), "`n_edges`",
        class = "ggc_error_argument")
    tested <- ggc_test(fit, "stability", B = 2)
    expect_identical(tested@details$test$halves$n_edges, 3L)
    stable <- sum(tested@details$test$stability >= 0.9, na.rm = TRUE)
    expect_match(paste(capture.output(print(tested)), collapse = " "),
        sprintf("%d edges? in .9 of 4 halves or more, 0.2", stable))
    # A gene that varies in one trajectory alone is found in no other half.
    x <- SummarizedExperiment::assay(tested_sim())
    trajectory <- tested_sim()$trajectory
    x["G1", trajectory != 1] <- 0
    lone <- ggc_fit(unname_samples(x), trajectory = trajectory,
        regulators = "G1", seed = 1, control = tiny_control())
    share <- ggc_test(lone, "stability", B = 2)@details$test$stability
    expect_true(all(share <= 0.5, na.rm = TRUE))
})

test_that("a target that could not be trained has no evidence", {
    fit <- tested_fit()
    fit@score[, "G3"] <- NA
    fit@training["G3", "status"] <- "diverged"
    tested <- ggc_test(fit, B = 1)
    expect_true(all(is.na(tested@details$test$q_value[, "G3"])))
    expect_identical(sum(ggc_network(tested, fdr = 1)), 25L)
})

test_that("regulators are told with their evidence", {
    fit <- tested_fit()
    bare <- ggc_regulators(fit)
    expect_true(all(is.na(bare$p_value)))
    expect_identical(sum(bare$n_targets), sum(ggc_network(fit)))
    table <- ggc_regulators(ggc_test(fit, B = 2))
    expect_setequal(table$regulator, rownames(granger(fit)))
    expect_false(is.unsorted(table$p_value))
    expect_identical(table$q_value, stats::p.adjust(table$p_value, "BH"))
    expect_gte(min(table$p_value), 1 / 13)
})

test_that("true edges are found, and of noise none", {
    skip_on_cran()
    sim <- ggc_simulate("var", p = 10, n_time = 21, n_trajectories = 10,
        start = "perturbed", noise = 0.3, seed = 2)
    truth <- S4Vectors::metadata(sim)$truth
    diag(truth) <- 0L
    network <- ggc_network(ggc_test(ggc_fit(sim, seed = 1)), fdr = 0.1)
    expect_gte(sum(network * truth), 0.8 * sum(truth))
    noise <- ggc_simulate("var", p = 10, n_time = 21, n_trajectories = 10,
        sparsity = 0, self = 1, radius = 0.8, noise = 1, seed = 3)
    tested <- ggc_test(ggc_fit(noise, seed = 1))
    expect_identical(sum(ggc_network(tested, fdr = 0.1)), 0L)
    p <- tested@details$test$p_value
    expect_gt(min(p, na.rm = TRUE), 1e-3)
})
