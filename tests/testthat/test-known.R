# What is known beforehand: prior, exclude, include.

quick <- ggc_control(members = 2L, first = 30L, each = 5L, hidden = 5L,
    n_lambda = 4L)
sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 1)
genes <- rownames(sim)

ask <- function(prior, exclude, include) {
    .as_known(list(prior = prior, exclude = exclude, include = include),
        list(regulators = genes[1:4], targets = genes), genes, .method("clstm"))
}
nothing <- list(prior = NULL, exclude = NULL, include = NULL)
about <- function(arg, x) {
    do.call(ask, utils::modifyList(nothing, stats::setNames(list(x), arg),
        keep.null = TRUE))
}

test_that("matrices and tables say the same, in any order", {
    table <- data.frame(regulator = c("G4", "G1", "G2"),
        target = c("G1", "G5", "G2"), weight = c(0.5, 1, 0.3))
    m <- matrix(0, 6L, 3L, dimnames = list(rev(genes), c("G2", "G5", "G1")))
    m[cbind(table$regulator, table$target)] <- table$weight
    wanted <- matrix(0, 4L, 6L, dimnames = list(genes[1:4], genes))
    wanted["G4", "G1"] <- 0.5
    wanted["G1", "G5"] <- 1 # and G2 with itself is passed over
    expect_identical(about("prior", table), list(prior = wanted))
    expect_identical(about("prior", m), list(prior = wanted))
    expect_identical(about("prior", S4Vectors::DataFrame(table)),
        list(prior = wanted))
    expect_identical(about("exclude", m > 0), list(exclude = wanted > 0))
    expect_identical(about("include", table[, 1:2]), list(include = wanted > 0))
    skip_if_not_installed("Matrix")
    expect_identical(about("prior", Matrix::Matrix(m, sparse = TRUE)),
        list(prior = wanted))
})

test_that("links outside the candidates are left out aloud, or refused", {
    table <- data.frame(regulator = c("G5", "G1"), target = c("G1", "G2"))
    expect_message(q <- about("prior", table), "1 edge outside the candidates")
    expect_identical(sum(q$prior), 1)
    expect_error(about("include", table), "not G5 -> G1",
        class = "ggc_error_argument")
})

test_that("what cannot be meant is refused with the reason", {
    table <- data.frame(regulator = c("G1", "X", "Y"),
        target = c("G2", "Z", "G1"))
    expect_error(about("include", table), "these 3 are not: X, Y, Z",
        class = "ggc_error_genes")
    for (arg in c("prior", "exclude")) {
        expect_error(about(arg, table[-1L, ]), "these 3 are not",
            class = "ggc_error_genes")
    }
    m <- matrix(0.5, 6L, 6L, dimnames = list(genes, genes))
    refused <- function(arg, x, words) {
        expect_error(about(arg, x), words, class = "ggc_error_argument")
    }
    refused("prior", replace(m, 3, 1.5), "beliefs from 0 to 1, not 1.5")
    refused("prior", replace(m, 3, -2), "not -2")
    refused("exclude", replace(m > 1, 3, -0.5), "0 or 1, not 0.5")
    refused("prior", replace(m, 3, NA), "not NA")
    refused("exclude", m, "0 or 1, not 0.5")
    refused("include", replace(m > 1, 3, NA), "not NA")
    refused("prior", unname(m), "row names")
    refused("prior", matrix("a"), "regulator and target")
    refused("prior", m[c(1, 1, 2), ], "not G1 twice")
    refused("prior", "G1", "must be a matrix")
    refused("prior", data.frame(a = 1), "regulator and target")
    refused("prior", data.frame(target = "G1", a = "G2", b = "G3"),
        "which other one holds its regulators cannot be told")
    refused("prior", data.frame(regulator = "G1", target = "G2", weight = "a"),
        "numbers")
    twice <- data.frame(regulator = c("G1", "G2", "G1"),
        target = c("G2", "G1", "G2"))
    expect_identical(about("exclude", twice), about("exclude", twice[1:2, ]))
    twice$edge <- c(1, 1, 0)
    refused("exclude", twice, "with the same value, not G1 -> G2")
    both <- data.frame(regulator = "G1", target = c("G2", "G3"))
    expect_error(ask(NULL, both, both[2, ]), "same links: G1 -> G3",
        class = "ggc_error_argument")
    expect_error(ggc_fit(sim, "loo", include = both, control = quick),
        "`include` is about the inputs", class = "ggc_error_argument")
    expect_error(ggc_control(prior_weight = -1), "`prior_weight`",
        class = "ggc_error_argument")
})

test_that("links of genes that were not measured are passed over aloud", {
    table <- data.frame(TF = c("G1", "X", "G2"), target = c("G2", "Z", "Y"))
    wanted <- about("prior", table[1, ])
    expect_message(expect_identical(about("prior", table), wanted),
        "1 of 3 links are between genes .* 3 genes that it has not")
    expect_message(expect_identical(about("prior", table[2:1]), wanted),
        "1 of 3 links")
    m <- matrix(c(1, 0), 3L, 2L, dimnames = list(c("G1", "G2", "X"),
        c("Y", "G3")))
    expect_message(got <- about("exclude", m), "1 of 3 links")
    expect_identical(got, about("exclude", m[1:2, 2, drop = FALSE]))
})

test_that("tables of data bases are read by their columns", {
    wanted <- about("prior", data.frame(regulator = c("G1", "G2"),
        target = c("G2", "G3")))
    dorothea <- data.frame(tf = c("G1", "G2"), confidence = c("A", "D"),
        target = c("G2", "G3"), mor = c(1, -1))
    expect_message(got <- about("prior", dorothea),
        "say nothing here are passed over: confidence, mor")
    expect_identical(got, wanted)
    dorothea$mor <- c(1, 0.5)
    expect_identical(suppressMessages(about("prior", dorothea)), wanted)
    trrust <- data.frame(TF = c("G1", "G2", "G2"), Target = c("G2", "G3", "G3"),
        Mode = c("Activation", "Unknown", "Repression"),
        PMID = c("123", "456;789", "1"))
    expect_message(got <- about("prior", trrust), "passed over: Mode, PMID")
    expect_identical(got, wanted)
    expect_identical(about("prior", data.frame(Target = c("G2", "G3"),
        Gene = c("G1", "G2"))), wanted)
    expect_identical(suppressMessages(about("prior", data.frame(
        source = c("G1", "G2"), target = c("G2", "G3"),
        resources = "x"))), wanted)
    # A weight in any case.
    expect_identical(sum(about("prior", cbind(trrust[1:2, 1:2],
        Weight = 0.25))$prior), 0.5)
})

test_that("a table may have edge, the first two columns, and those of a ranking", {
    table <- data.frame(regulator = c("G1", "G3", "G4"),
        target = c("G2", "G4", "G5"))
    wanted <- about("include", table[c(1, 3), ])
    for (edge in list(c(1, 0, 1), c(TRUE, FALSE, TRUE), c("+", "0", "-"))) {
        expect_identical(about("include", cbind(table, edge = edge)), wanted)
    }
    moved <- data.frame(edge = c(1, 0, 1), table, weight = 1)
    expect_identical(about("include", moved), wanted)
    beliefs <- cbind(table, weight = c(0.2, 0.5, 1), edge = c(1, 0, 1))
    expect_identical(sum(about("prior", beliefs)$prior), 1.2)
    names(beliefs)[1:2] <- c("from", "to")
    expect_identical(sum(about("prior", beliefs)$prior), 1.2)
    expect_identical(about("include", unname(table)[c(1, 3), ]), wanted)
    # What ggc_edges() says of an edge is not what is believed of it.
    ranked <- cbind(table, score = c(9, 5, 3), rank = 1:3, sign = 1L)
    expect_identical(about("exclude", ranked), about("exclude", table))
    expect_message(believed <- about("prior", ranked),
        "has scores .score. .* all its 3 links .* alike")
    expect_identical(believed, about("prior", table))
})

test_that("columns of links that are not understood are refused", {
    table <- data.frame(regulator = "G1", target = "G2")
    refused <- function(arg, x, words) {
        expect_error(about(arg, x), words, class = "ggc_error_argument",
            fixed = TRUE)
    }
    refused("prior", cbind(table, odds = 0.1, note = "x"), paste0(
        "columns that are not understood: odds.\nCall it weight if it is the ",
        "belief, from 0 to 1; or drop it."))
    refused("exclude", cbind(table, Freq = 0), "understood: Freq")
    refused("prior", unname(cbind(table, 0.1)), "understood: (unnamed)")
    refused("include", cbind(table, edge = 0.5), "its column edge, not 0.5")
    refused("include", cbind(table, edge = NA), "its column edge, not NA")
    # A file without a header, read as if it had one.
    refused("include", stats::setNames(table, c("G3", "G4")),
        "called like one: G3, G4.")
})

test_that("an excluded regulator is as one that is not there, to the bit", {
    few <- c("G1", "G3", "G4")
    control <- quick
    control$horizons <- 1L # else read from the genes that take part,
    control$held <- FALSE # as are held inputs, lags and smoothing
    control[c("dependence_lags", "smooth")] <- list(2L, 0.6)
    absent <- ggc_fit(sim, regulators = few, targets = few, control = control,
        seed = 1)
    never <- expand.grid(regulator = c("G2", "G5", "G6"), target = few)
    fit <- ggc_fit(sim, targets = few, exclude = never, control = control,
        seed = 1)
    for (type in c("score", "norm", "network", "dependence")) {
        expect_identical(granger(fit, type)[few, ], granger(absent, type))
        if (type != "dependence") { # which describes the data
            expect_true(all(granger(fit, type)[c("G2", "G5", "G6"), ] == 0))
        }
    }
    expect_identical(fit@details$path$norms[few, , ], absent@details$path$norms)
    expect_identical(predict(fit), predict(absent))
    expect_identical(ggc_edges(fit)[, 1:4], ggc_edges(absent)[, 1:4])
    # No way of asking brings them back.
    expect_true(all(colSums(ggc_network(fit, n_edges = 100L)) <= 2))
    expect_identical(nrow(.chosen_edges(fit, 100L)), 6L)
    expect_match(.fit_facts(fit)[["network"]], "of 6 possible")
    expect_identical(.fit_facts(fit)[["known"]], "9 links excluded")
})

test_that("a target may lose all its regulators", {
    never <- data.frame(regulator = genes, target = "G2")
    fit <- ggc_fit(sim, exclude = never, control = quick, seed = 1)
    expect_identical(unname(granger(fit)[genes != "G2", "G2"]), rep(0, 5L))
    expect_true(fit@norms["G2", "G2"] > 0)
    expect_true(all(is.finite(granger(fit))))
    all_of_them <- matrix(TRUE, 6L, 6L, dimnames = list(genes, genes))
    none <- ggc_fit(sim, exclude = all_of_them, control = quick, seed = 1)
    expect_identical(sum(ggc_network(none, n_edges = 9L)), 0L)
})

test_that("an included regulator stays in the network", {
    strong <- ggc_control(members = 2L, first = 30L, each = 5L, hidden = 5L,
        lambda = c(0.5, 5))
    must <- data.frame(regulator = "G6", target = c("G1", "G2"))
    without <- ggc_fit(sim, control = strong, seed = 1)
    fit <- ggc_fit(sim, include = must, control = strong, seed = 1)
    expect_true(all(without@norms["G6", c("G1", "G2")] == 0))
    expect_true(all(fit@norms["G6", c("G1", "G2")] > 0))
    expect_true(all(fit@details$path$norms[6L, 1:2, ] > 0))
    # Other targets know nothing of it.
    expect_identical(fit@details$path$norms[, 3:6, ], without@details$path$norms[, 3:6, ])
})

test_that("a prior lowers penalties and raises scores by the stated rule", {
    belief <- data.frame(regulator = c("G3", "G4"), target = c("G1", "G2"),
        weight = c(1, 0.5))
    control <- quick
    control$prior_weight <- 3
    fit <- ggc_fit(sim, prior = belief, control = control, seed = 1)
    expect_identical(fit@details$ranking$prior, 3)
    s <- list(rows = 1:6, columns = 1:6, used = 1:6, regulators = 1:6,
        targets = 1:6, control = control)
    q <- c(.working_known(fit@known, s), weight = 3)
    weights <- .penalty_weights(q, s)
    expect_identical(dim(weights), c(7L, 6L))
    expect_equal(weights[c(3, 10 + 1)], exp(-c(1.5, 0.75)))
    expect_identical(sum(weights != 1), 2L)
    # The score is the evidence of its two parts, and the belief.
    own <- diag(6) == 1
    r <- fit@details$ranking
    evidence <- .rank_evidence(.weigh_hubs(r$network, own, r$hubs, r$alike),
        own)
    by_data <- r$weight * .directed_evidence(r$dependence, own, r$spread,
        r$alike) + r$conditional_weight * .rank_evidence(r$conditional, own)
    by_data[own] <- 0
    expect_equal(granger(fit), evidence + by_data + 3 * fit@known$prior)
    control$dependence <- "none"
    alone <- ggc_fit(sim, prior = belief, control = control, seed = 1)
    expect_equal(granger(alone), evidence + 3 * fit@known$prior)
    # Belief 0 is no belief; an excluded link is not believed in.
    control$dependence <- "linear"
    zero <- ggc_fit(sim, prior = 0 * fit@known$prior, control = quick,
        seed = 1)
    expect_identical(granger(zero), granger(ggc_fit(sim, control = quick,
        seed = 1)))
    out <- ggc_fit(sim, prior = belief, exclude = belief[, 1:2],
        control = control, seed = 1)
    expect_identical(granger(out)["G3", "G1"], 0)
})

test_that("a prior that does not count is shown as such", {
    belief <- data.frame(regulator = "G3", target = c("G1", "G2"))
    show_of <- function(...) {
        fit <- ggc_fit(sim, ..., control = quick, seed = 1)
        fit@details$ranking$prior <- 0
        .fit_facts(fit)[["ranking"]]
    }
    expect_match(show_of(prior = belief),
        ", prior x 0 (not borne out by the data)", fixed = TRUE)
    expect_match(show_of(prior = belief, exclude = belief),
        ", prior x 0 (no link is believed in)", fixed = TRUE)
    expect_no_match(show_of(exclude = belief), "prior")
    fit <- ggc_fit(sim, prior = belief, seed = 1,
        control = utils::modifyList(quick, list(prior_weight = 0)))
    expect_output(print(fit), "prior x 0 (as asked for)", fixed = TRUE)
    expect_output(print(summary(fit)), "prior x 0 (as asked", fixed = TRUE)
})

test_that("the weight of a prior is what the data bear out", {
    grn <- ggc_simulate("grn", p = 30, seed = 3)
    truth <- S4Vectors::metadata(grn)$truth
    z <- .standardise(SummarizedExperiment::assay(grn))$z
    s <- list(z = z, rows = 1:30, columns = 1:30, used = 1:30,
        regulators = 1:30, targets = 1:30, control = ggc_control(),
        series = list(trajectory = as.integer(factor(grn$trajectory))),
        threads = 1L)
    s$held <- .nothing_held(s$series$trajectory)
    s$control[c("dependence_lags", "smooth")] <- list(2L, 0)
    weight <- function(prior) {
        .prior_weight(.working_known(list(prior = prior), s), s)
    }
    evidence <- .rank_evidence(.directed_dependence(z, s$series$trajectory,
        1:30, 1:30, "linear", 2L, 0, s$held, 1L), diag(30) == 1)
    excess <- mean(evidence[truth == 1]) - 1
    expect_gt(excess, 0.5)
    expect_equal(weight(truth), 2 * (excess - 1 / sqrt(sum(truth))))
    # Half as sure of all: the same weight; certain of none: none.
    expect_equal(weight(0.5 * truth), weight(truth))
    expect_identical(weight(0 * truth), 0)
    set.seed(1)
    blind <- vapply(1:20, function(i) {
        weight(matrix(sample(truth * (1 - diag(30))), 30L))
    }, 0)
    expect_lt(mean(blind), 0.2)
})

test_that("known regulators and half the links help, blind links do no harm", {
    grn <- ggc_simulate("grn", p = 30, seed = 5)
    truth <- S4Vectors::metadata(grn)$truth
    control <- ggc_control(keep = "none")
    areas <- function(score) ggc_metrics(score, truth)$AUPR
    plain <- ggc_fit(grn, control = control, seed = 1)
    known <- rownames(truth)[rowSums(truth) > 0]
    some <- granger(ggc_fit(grn, regulators = known, control = control,
        seed = 1))
    all <- 0 * granger(plain)
    all[known, ] <- some
    expect_gt(areas(all), areas(granger(plain)))
    links <- which(truth == 1)
    half <- replace(0 * truth, links[c(TRUE, FALSE)], 1)
    fit <- ggc_fit(grn, prior = half, control = control, seed = 1)
    expect_gt(areas(granger(fit)), 1.1 * areas(granger(plain)))
    set.seed(2)
    others <- which(truth == 0 & diag(30) == 0)
    blind <- replace(0 * truth, sample(others, sum(half)), 1)
    fit <- ggc_fit(grn, prior = blind, control = control, seed = 1)
    expect_gt(areas(granger(fit)), 0.95 * areas(granger(plain)))
})

test_that("shards and workers carry the known", {
    belief <- data.frame(regulator = c("G3", "G4"), target = c("G1", "G2"))
    never <- data.frame(regulator = "G6", target = c("G1", "G5"))
    whole <- ggc_fit(sim, prior = belief, exclude = never, control = quick,
        seed = 1, threads = 1L)
    expect_identical(granger(ggc_fit(sim, prior = belief, exclude = never,
        control = quick, seed = 1, threads = 2L)), granger(whole))
    skip_if_not_installed("BiocParallel")
    shards <- ggc_fit(sim, prior = belief, exclude = never, control = quick,
        seed = 1, BPPARAM = BiocParallel::SerialParam())
    expect_identical(granger(shards), granger(whole))
    shuffled <- ggc_fit(sim[c(3, 1, 6, 2, 5, 4), ], prior = belief,
        exclude = never, control = quick, seed = 1)
    expect_identical(granger(shuffled)[genes, genes], granger(whole))
})
