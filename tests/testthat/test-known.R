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
        "say nothing here are passed over: confidence.", fixed = TRUE)
    expect_identical(got["prior"], wanted)
    dorothea$mor <- c(1, 0.5)
    expect_identical(suppressMessages(about("prior", dorothea)), wanted)
    trrust <- data.frame(TF = c("G1", "G2", "G2"), Target = c("G2", "G3", "G3"),
        Mode = c("Activation", "Unknown", "Repression"),
        PMID = c("123", "456;789", "1"))
    expect_message(got <- about("prior", trrust), "passed over: PMID")
    expect_identical(got["prior"], wanted)
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
    expect_identical(believed["prior"], about("prior", table))
})

# regulator, target and sign of what a prior tells signs of.
signs_in <- function(known) {
    at <- which(known$prior_sign != 0L, arr.ind = TRUE)
    sprintf("%s %+d %s", genes[at[, 1L]], known$prior_sign[at], genes[at[, 2L]])
}

test_that("signs of a prior are read as they come", {
    read <- function(x) suppressMessages(about("prior", x))
    link <- data.frame(TF = c("G1", "G2", "G3"), target = c("G2", "G3", "G1"))
    wanted <- c("G3 -1 G1", "G1 +1 G2")
    # DoRothEA
    expect_setequal(signs_in(read(cbind(link, mor = c(1, 0, -1)))), wanted)
    # TRRUST: of a link with both modes there is none, one that is not known
    # says nothing against another.
    trrust <- data.frame(V1 = c("G1", "G2", "G2", "G3", "G3"),
        V2 = c("G2", "G3", "G3", "G1", "G1"),
        V3 = c("Activation", "Activation", "Repression", "Repression",
            "Unknown"), V4 = c("1", "22;9", "3", "4", "5"))
    expect_setequal(signs_in(read(trrust)), wanted)
    expect_identical(sum(read(trrust)$prior), 3)
    # Weights below 0, in a table and in a matrix, whose sizes are believed.
    less <- cbind(link[c(1, 3), ], weight = c(0.5, -0.25))
    expect_setequal(signs_in(read(less)), wanted)
    expect_identical(sum(read(less)$prior), 0.75)
    m <- matrix(0, 6L, 6L, dimnames = list(genes, genes))
    m["G1", "G2"] <- 0.5
    expect_null(read(m)$prior_sign)
    m["G3", "G1"] <- -0.25
    expect_identical(read(m), read(less))
    # All positive numbers may be anything but a sign; genes may be called like
    # words for signs; strands of motifs are none; a truth's word for its sign.
    expect_null(read(cbind(link, mor = 1))$prior_sign)
    names <- c("ACT1", "UPF1", "NEG1")
    of <- function(...) {
        suppressMessages(.known_priors(data.frame(...),
            list(regulators = names, targets = names), names))
    }
    expect_identical(names(of(TF = "ACT1", target = "UPF1")), "prior")
    expect_identical(of(TF = "ACT1", target = "UPF1",
        how = "represses")$prior_sign["ACT1", "UPF1"], -1L)
    fimo <- data.frame(motif_id = "m", motif_alt_id = link$TF,
        sequence_name = link$target, start = 1, strand = c("+", "-", "-"),
        score = 9:7)
    expect_identical(read(fimo), read(link))
    expect_null(read(cbind(link, sign = "perhaps"))$prior_sign)
    skip_if_not_installed("igraph")
    graph <- igraph::graph_from_data_frame(cbind(link, sign = c(1, 0, -1)))
    expect_setequal(signs_in(read(graph)), wanted)
})

test_that("a list of priors is told from a list of targets by regulator", {
    regulons <- list(G1 = "G2", G2 = c("G3", "G5"))
    table <- utils::stack(regulons)[2:1]
    names(table) <- c("regulator", "target")
    single <- about("prior", regulons)
    expect_identical(single, about("prior", table))
    expect_identical(names(single), "prior")
    viper <- lapply(regulons, function(of) {
        list(tfmode = stats::setNames(rep(1, length(of)), of),
            likelihood = rep(1, length(of)))
    })
    expect_identical(about("prior", viper)$prior, single$prior)
    # Each in a form of its own; a character matrix is a table of links.
    half <- cbind(table[1, ], weight = 0.5)
    forms <- list(a = regulons, b = viper, c = table, d = as.matrix(table),
        e = single$prior, f = half)
    got <- suppressMessages(about("prior", forms))
    expect_identical(names(got$priors), names(forms))
    for (name in letters[1:5]) {
        expect_identical(got$priors[[name]], single$prior, label = name)
    }
    expect_identical(got$priors$f, about("prior", half)$prior)
    expect_identical(got$prior, single$prior) # the largest beliefs
    expect_identical(about("prior", forms["f"])$prior, got$priors$f)
    refused <- function(x, words) {
        expect_error(about("prior", x), words, class = "ggc_error_argument",
            fixed = TRUE)
    }
    refused(list(table, half), "must name each of its 2 parts, no two alike")
    refused(list(a = table, a = half), "no two alike")
    refused(list(a = table, b = "G1"), "its part b is \"G1\"")
    refused(list(a = table, NULL), "its part 2 is NULL")
    refused(list(a = 1), "or a list of these by name, not a list of length 1")
    refused(list(a = table, b = cbind(table, weight = 2)),
        "`prior$b` must have beliefs from 0 to 1, not 2.")
    expect_error(about("exclude", list(a = table)), "`exclude` must be a",
        class = "ggc_error_argument")
    expect_message(about("prior", list(a = table, b = data.frame(
        regulator = c("G1", "X"), target = "G2"))),
    "`prior$b`: 1 of 2 links are between genes", fixed = TRUE)
})

test_that("priors that contradict each other tell no sign", {
    one <- data.frame(regulator = c("G1", "G2"), target = c("G2", "G3"),
        sign = c(1, -1))
    other <- data.frame(regulator = c("G1", "G3"), target = c("G2", "G1"),
        mode = c("Repression", "Activation"))
    expect_message(got <- about("prior", list(a = one, b = other, c = one[1:2])),
        "its parts say opposite signs of 1 link, which counts as having none")
    expect_setequal(signs_in(got), c("G2 -1 G3", "G3 +1 G1"))
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

# Least of |y - x b|^2 / 2 + sum(chance * b), b >= 0: no slope is downhill where
# b is 0, and it is 0 elsewhere.
expect_least <- function(b, beliefs, evidence) {
    x <- vapply(beliefs, function(m) m * sum(m) / sum(m^2), evidence)
    x <- matrix(x, length(evidence))
    slope <- drop(crossprod(x, c(evidence) - 1 - x %*% b)) -
        sqrt(colSums(x^2))
    expect_true(all(b >= 0))
    expect_lt(max(slope), 1e-4) # of sums of a hundred
    expect_gt(min(slope[b > 0], 0), -1e-4)
}

test_that("each of several priors has what it adds to the others", {
    links <- function(...) replace(matrix(0, 10L, 10L), c(...), 1)
    evidence <- replace(matrix(1, 10L, 10L), 1:40, 3)
    # Two apart: each as by itself. 20 links of evidence 3, 5 of 3 and 15 of 1.
    a <- links(1:20)
    b <- links(36:55)
    alone <- c(2 - 1 / sqrt(20), 0.5 - 1 / sqrt(20))
    expect_equal(c(.borne_out(list(a), evidence), .borne_out(list(b), evidence)),
        alone)
    expect_equal(.borne_out(list(a, b), evidence), alone, tolerance = 1e-6)
    # Twice the same, three times, or half as sure: one weight, shared.
    expect_equal(.borne_out(list(a, a), evidence), alone[c(1, 1)] / 2,
        tolerance = 1e-6)
    expect_equal(.borne_out(list(a, b, a / 2, a), evidence),
        c(alone[[1L]] / 3, alone[[2L]], alone[c(1, 1)] / 3), tolerance = 1e-6)
    # Half of one within the other, by hand: 20 links each, 10 of both, all of
    # evidence 3. 20 u + 10 v = 40 - sqrt(20), and the same turned.
    c <- links(11:30)
    expect_equal(.borne_out(list(a, c), evidence),
        rep((40 - sqrt(20)) / 30, 2L), tolerance = 1e-6)
    # What another says better is said by that alone: 10 of 40 that are true.
    wide <- links(11:20, 41:70)
    expect_gt(.borne_out(list(wide), evidence), 0.3)
    expect_equal(.borne_out(list(wide, a), evidence), c(0, alone[[1L]]),
        tolerance = 1e-6)
    # Against the conditions of the least, in any order.
    set.seed(4)
    for (i in 1:50) {
        evidence <- matrix(stats::rexp(100), 10L)
        beliefs <- lapply(seq_len(sample(2:5, 1L)), function(k) {
            matrix(stats::rbinom(100, 1, 0.3) * sample(c(0.5, 1), 100, TRUE),
                10L) * (evidence > stats::runif(1, 0, 1))
        })
        beliefs <- beliefs[vapply(beliefs, sum, 0) > 0]
        b <- .borne_out(beliefs, evidence)
        if (length(beliefs) > 1L) expect_least(b, beliefs, evidence)
        expect_equal(.borne_out(rev(beliefs), evidence), rev(b),
            tolerance = 1e-6)
        # Copies of all add nothing.
        twice <- .borne_out(c(beliefs, beliefs), evidence)
        expect_equal(twice, c(b, b) / 2, tolerance = 1e-6)
    }
})

test_that("random priors get next to no weight beside a good one", {
    set.seed(5)
    evidence <- matrix(stats::rexp(400), 20L)
    good <- 0 * evidence
    good[order(-evidence)[c(1:20, 201:220)]] <- 1
    both <- vapply(1:200, function(i) {
        .borne_out(list(good, matrix(sample(good), 20L)), evidence)
    }, numeric(2L))
    expect_lt(mean(both[2L, ]), 0.02)
    expect_lt(mean(both[2L, ] > 0), 0.2)
    expect_equal(mean(both[1L, ]), .borne_out(list(good), evidence),
        tolerance = 0.02)
})

test_that("several priors are fitted and shown, each by its name", {
    grn <- ggc_simulate("grn", p = 12, seed = 4)
    truth <- S4Vectors::metadata(grn)$truth
    off <- which(truth == 0 & diag(12) == 0)
    good <- truth
    poor <- replace(0 * truth, off[seq(1, length(off), 5)], 1)
    fit_with <- function(prior, ...) {
        control <- utils::modifyList(quick, list(...))
        ggc_fit(grn, prior = prior, control = control, seed = 1, threads = 1L)
    }
    single <- fit_with(good)
    weight <- single@details$ranking$prior
    expect_gt(weight, 0.5)
    named <- fit_with(list(chip = good))
    expect_identical(granger(named), granger(single))
    expect_identical(named@details$ranking$prior, c(chip = weight))
    expect_match(.fit_facts(named)[["ranking"]],
        sprintf("prior chip x %.2g", weight), fixed = TRUE)
    copies <- fit_with(list(chip = good, again = 0.5 * good, poor = poor))
    expect_equal(copies@details$ranking$prior,
        c(chip = weight / 2, again = weight / 2, poor = 0), tolerance = 1e-6)
    expect_output(print(copies), paste0("prior chip x [0-9.]+, prior again x ",
        "[0-9.]+, prior poor x 0 .the data bear out nothing that others lack"))
    expect_output(print(summary(copies)), "prior again x [0-9.]+")
    # Scores and penalties: of a weight that was asked for each has it.
    fixed <- fit_with(list(a = good, b = 0.5 * poor), prior_weight = 2)
    expect_identical(fixed@details$ranking$prior, c(a = 2, b = 2))
    pooled <- fit_with(pmax(good, 0.5 * poor), prior_weight = 2)
    expect_identical(granger(fixed), granger(pooled))
    expect_identical(fixed@known$prior, pooled@known$prior)
    expect_identical(granger(update(fixed, threads = 1L)), granger(fixed))
    expect_true(methods::validObject(fixed))
    broken <- fixed
    broken@known$priors$b <- poor[-1, ]
    expect_error(methods::validObject(broken), "known$priors", fixed = TRUE)
})

test_that("a sign that the data contradict is said", {
    sim <- ggc_simulate("grn", p = 10, seed = 3)
    about <- S4Vectors::metadata(sim)
    at <- which(about$truth == 1, arr.ind = TRUE)
    prior <- data.frame(regulator = rownames(about$truth)[at[, 1L]],
        target = rownames(about$truth)[at[, 2L]], sign = about$sign[at])
    fit_with <- function(prior, ...) {
        ggc_fit(sim, prior = prior, seed = 1, control = quick, ...)
    }
    fit <- suppressMessages(fit_with(prior))
    found <- as.data.frame(ggc_edges(fit))
    expect_identical(names(found)[match("sign", names(found)) + 1L],
        "prior_sign")
    told <- found[!is.na(found$prior_sign), ]
    expect_setequal(paste(told$regulator, told$target, told$prior_sign),
        do.call(paste, prior))
    # The strongest true edge, with the wrong sign.
    first <- told[told$in_network & told$sign == told$prior_sign, ][1L, ]
    wrong <- prior
    turned <- wrong$regulator == first$regulator & wrong$target == first$target
    wrong$sign[turned] <- -wrong$sign[turned]
    expect_message(other <- fit_with(wrong), paste0(
        "`prior`: [0-9]+ of its [0-9]+ links with a sign in the chosen ",
        "network .* the opposite sign in the data: .*", first$regulator, " -> ",
        first$target))
    # Signs change nothing of the ranking.
    expect_identical(granger(other), granger(fit))
    edges <- ggc_edges(other)
    opposite <- edges$in_network & edges$sign %in% c(-1L, 1L) &
        edges$prior_sign %in% c(-1L, 1L) & edges$sign != edges$prior_sign
    message <- capture_messages(fit_with(wrong))
    expect_match(message, sprintf("`prior`: %d of its %d link", sum(opposite),
        sum(edges$in_network & !is.na(edges$prior_sign))), all = FALSE)
    # Nor is there anything where a prior has no signs.
    expect_silent(plain <- fit_with(prior[1:2]))
    expect_false("prior_sign" %in% names(ggc_edges(plain)))
    expect_false("prior_sign" %in% names(ggc_edges(other, signs = FALSE)))
    # The ridge that is drawn to a prior says so, too.
    expect_message(ridge <- ggc_fit(sim, "cgc2spr", prior = transform(prior,
        sign = -sign), draws = 999, alpha = 0.2, seed = 1),
    "the opposite sign in the data")
    expect_true("prior_sign" %in% names(ggc_edges(ridge)))
    expect_message(pooled <- ggc_fit(sim, "cgc2spr", draws = 50, seed = 1,
        prior = list(a = prior[1:5, 1:2], b = prior[, 1:2])),
    "no weights for several (a, b): each link counts by", fixed = TRUE)
    expect_identical(granger(pooled), granger(ggc_fit(sim, "cgc2spr",
        draws = 50, seed = 1, prior = prior[, 1:2])))
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
    # So they do of several, and a checkpoint knows them from others.
    priors <- list(a = belief, b = data.frame(regulator = c("G1", "G6"),
        target = c("G4", "G5"), sign = c(1, -1)))
    fit_with <- function(prior = priors, ...) {
        suppressMessages(ggc_fit(sim, prior = prior, exclude = never,
            control = control, seed = 1, ...))
    }
    control <- quick
    control$prior_weight <- 2
    directory <- tempfile()
    several <- fit_with()
    expect_identical(several@known$priors$b["G6", "G5"], 1)
    expect_identical(granger(several)["G6", "G5"], 0) # excluded
    expect_identical(granger(fit_with(checkpoint = directory,
        BPPARAM = BiocParallel::SerialParam())), granger(several))
    expect_identical(granger(fit_with(checkpoint = directory)),
        granger(several))
    expect_error(fit_with(priors["a"], checkpoint = directory),
        "graph, start, prior or held samples", class = "ggc_error_checkpoint")
    # One that says nothing beside the first is no other fit.
    again <- update(several, prior = priors[2:1], control = quick)
    expect_identical(names(again@details$ranking$prior), c("b", "a"))
})

test_that("links of none are said to say nothing", {
    none <- data.frame(regulator = character(), target = character())
    for (arg in c("prior", "exclude", "include")) {
        expect_message(.read_links(none, arg, letters[1:5]),
            sprintf("`%s` has no link", arg))
    }
})
