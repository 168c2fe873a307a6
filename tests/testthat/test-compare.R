# ggc_compare() and ggc_consensus(): rankings side by side, and one of several.

quick <- ggc_control(members = 2L, first = 40L, each = 10L, n_lambda = 3L)
sim <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 6, seed = 4)
known <- S4Vectors::metadata(sim)$truth
correlation <- abs(stats::cor(t(SummarizedExperiment::assay(sim))))

compare <- function(..., x = sim, seed = 1, threads = 1) {
    ggc_compare(x, ..., seed = seed, threads = threads)
}

# ---- What is compared --------------------------------------------------------

test_that("rankings are those of the fits, whatever names them", {
    made <- ggc_fit(sim, "bts", seed = 5)
    got <- compare(list(linear = "var", two = list(method = "var", order = 2),
        networks = list(method = "clstm", control = quick), made = made,
        "bts", other = correlation))
    labels <- c("linear", "two", "networks", "made", "bts", "other")
    expect_identical(names(got$rankings), labels)
    expect_identical(got$table$method, labels)
    expect_identical(got$rankings$linear,
        granger(ggc_fit(sim, "var", seed = 1)))
    expect_identical(got$rankings$two,
        granger(ggc_fit(sim, "var", order = 2, seed = 1)))
    expect_identical(got$rankings$networks,
        granger(ggc_fit(sim, control = quick, seed = 1)))
    expect_identical(got$rankings$made, granger(made))
    expect_identical(got$rankings$other, correlation)
    expect_identical(names(got$fits), labels[1:5])
    # A fit that is kept does not hold the data in its call.
    expect_identical(S4Vectors::metadata(got$fits$two)$call,
        quote(ggc_fit(x = x, method = method, seed = seed, threads = threads,
            verbose = verbose, order = order)))
    expect_identical(granger(update(got$fits$two, seed = 1)),
        got$rankings$two)
})

test_that("agreement is Spearman's, without genes themselves", {
    got <- compare(list("var", "bts", other = correlation), halves = FALSE)
    off <- row(known) != col(known)
    by_hand <- cor(got$rankings$var[off], correlation[off], method = "spearman")
    expect_equal(got$agreement["var", "other"], by_hand, tolerance = 1e-12)
    expect_equal(got$table$agreement[[3]],
        mean(got$agreement["other", c("var", "bts")]), tolerance = 1e-12)
    expect_identical(sum(got$candidates), 30L)
    # A ranking that tells no pairs apart agrees with none.
    flat <- compare(list("var", flat = correlation * 0), halves = FALSE)
    expect_true(all(is.na(flat$table$agreement)))
    expect_output(print(flat), "flat +- +-")
})

test_that("scores against a known network are those of ggc_metrics()", {
    got <- compare(c("var", "bts"), known)
    fit <- ggc_fit(sim, "var", seed = 1)
    scores <- c("AUROC", "AUPR", "AUPR_dream", "early_precision")
    expect_identical(unlist(got$table[1, scores]),
        unlist(ggc_metrics(fit, known)[scores]))
    expect_false("sign_accuracy" %in% names(got$table))
    expect_true(all(is.na(got$table$stability)))
    expect_identical(got$truth, ggc:::.as_truth(known, rownames(known),
        colnames(known), rownames(known)))
    # Of what the truth can tell, in the table, the print and the curves.
    part <- known
    part[4:6, ] <- 0
    expect_message(told <- compare(list("var", other = correlation), part,
        candidates = "truth"), "Scored are")
    metrics <- suppressMessages(ggc_metrics(correlation, part,
        candidates = "truth"))
    expect_identical(told$table$AUROC[[2]], metrics$AUROC)
    expect_identical(sum(told$scored), as.integer(metrics$n_candidates))
    expect_output(print(told), sprintf("%d candidate edges", sum(told$scored)))
    signed <- ggc_simulate("grn", p = 6, n_trajectories = 3, seed = 1)
    signs <- S4Vectors::metadata(signed)$sign
    got <- compare(list("var", other = correlation), signs, x = signed)
    fit <- ggc_fit(signed, "var", seed = 1)
    expect_identical(got$table$sign_accuracy,
        c(ggc_metrics(fit, signs)$sign_accuracy, NA))
})

test_that("first edges stand side by side with their places in all", {
    tilted <- correlation * (1 + row(correlation) / 100)
    got <- compare(list("var", other = tilted), known)
    first <- summary(got, n = 3)
    expect_identical(names(first), c("regulator", "target", "first", "true",
        "var", "other"))
    for (label in c("var", "other")) {
        edges <- ggc_edges(got$rankings[[label]], n = 3)
        expect_true(all(paste(edges$regulator, edges$target) %in%
            paste(first$regulator, first$target)))
    }
    off <- which(row(known) != col(known))
    at <- match(paste(first$regulator, first$target),
        outer(rownames(known), colnames(known), paste)[off])
    expect_equal(first$other, rank(-tilted[off], ties.method = "min")[at])
    expect_identical(first$true, known[off][at] != 0)
    expect_identical(first$first,
        as.integer((first$var <= 3) + (first$other <= 3)))
    # What a ranking has at its end is not among its first, nor are ties across
    # the n-th place.
    expect_identical(nrow(summary(got, n = 1000)), 30L)
    sparse <- correlation * 0
    sparse[cbind(1:3, 2:4)] <- c(3, 2, 2)
    few <- ggc_compare(NULL, list(sparse = sparse))
    expect_identical(summary(few, n = 25)$target, c("G2", "G3", "G4"))
    expect_identical(summary(few, n = 2)$target, "G2")
    expect_identical(nrow(summary(ggc_compare(NULL, list(a = sparse * 0)), 9)),
        0L)
    both <- ggc_compare(NULL, list(sparse = sparse, flat = sparse * 0))
    expect_equal(summary(both, n = 9)$flat, rep(30, 3))
    expect_identical(sum(!is.na(plot(both, "edges", n = 9)$data$shown)), 3L)
    # Found by R itself, not because the function is in sight.
    expect_s3_class(base::summary(got), "data.frame")
    expect_false("summary.ggc_comparison" %in% getNamespaceExports("ggc"))
})

# ---- Without a known network -------------------------------------------------

test_that("stability is the agreement of fits of the two halves", {
    got <- compare(c("bts", "var"))
    halves <- ggc:::.complementary_halves(6L, 1, 1L)
    scores <- lapply(halves, function(half) {
        fit <- ggc_fit(sim[, sim$trajectory %in% half], "bts", seed = 1)
        granger(fit)[row(known) != col(known)]
    })
    expect_equal(got$table$stability[[1]],
        cor(scores[[1]], scores[[2]], method = "spearman"), tolerance = 1e-12)
})

test_that("forecasts by favourites tell drivers from noise", {
    strong <- ggc_simulate("var", p = 8, n_time = 21, n_trajectories = 8,
        seed = 2)
    truth <- S4Vectors::metadata(strong)$truth
    against <- list(true = truth + 0, false = 1 - truth)
    fit <- ggc_fit(strong, "var", seed = 1)
    halves <- ggc:::.halves_of(fit@series, 1)
    gain <- vapply(against, function(score) {
        ggc:::.favourites_gain(fit, score, halves[[1]], ggc:::.barred(fit))
    }, 0)
    expect_gt(gain[["true"]], gain[["false"]] + 0.1)
    expect_gt(compare("var", x = strong)$table$forecast, 0)
    expect_lt(compare("var", x = strong)$table$forecast, 0.9)
    # Nothing drives anything: three of seven help by accident alone.
    set.seed(1)
    noise <- lapply(1:8, function(i) {
        matrix(rnorm(8 * 21), 8, dimnames = list(paste0("G", 1:8), NULL))
    })
    expect_gt(compare("var", x = noise)$table$forecast, 0.97)
})

test_that("halves of few series are halves of their times, or none", {
    long <- ggc_simulate("var", p = 5, n_time = 40, n_trajectories = 2, seed = 1)
    halves <- ggc:::.halves_of(ggc_fit(long, "var", seed = 1)@series, 1)
    expect_identical(halves, list(c(1:20, 41:60), c(21:40, 61:80)))
    expect_false(anyNA(compare("var", x = long)$table$stability))
    short <- ggc_simulate("var", p = 5, n_time = 19, n_trajectories = 3, seed = 1)
    table <- compare("var", x = short)$table
    expect_true(is.na(table$stability) && is.na(table$forecast))
})

# ---- What goes wrong ---------------------------------------------------------

test_that("a method that refuses the data leaves a reason", {
    expect_warning(got <- compare(c("var", "cgc2spr"), halves = FALSE),
        "1 method gave no ranking: cgc2spr [(]", class = "ggc_warning_compare")
    expect_identical(names(got$rankings), "var")
    expect_identical(got$table$method, c("var", "cgc2spr"))
    expect_true(all(is.na(got$table[2, -1])))
    expect_named(got$failed, "cgc2spr")
    expect_output(print(got), "cgc2spr: .*prior")
    # Where none can, it is the data.
    expect_error(compare("var", x = matrix("a", 2, 2)), class = "ggc_error_input")
    expect_error(compare(c("cgc2spr", "nonsense")), "`method` must be one of")
})

test_that("what a method does not take is said, once", {
    prior <- data.frame(regulator = "G1", target = "G2")
    expect_message(got <- compare(c("var", "clstm", "bts"), prior = prior,
        control = quick, halves = FALSE), "`prior` is not for var, bts.",
        fixed = TRUE)
    expect_identical(names(got$fits$clstm@known), "prior")
    # An entry's own priors stand in place of those for all.
    several <- list(a = prior, b = data.frame(regulator = "G2", target = "G3"))
    got <- compare(list("clstm", own = list(method = "clstm",
        prior = several["b"])), prior = several, control = quick,
    halves = FALSE)
    expect_identical(lapply(got$fits, function(fit) names(fit@known$priors)),
        list(clstm = c("a", "b"), own = "b"))
    said <- testthat::capture_messages(compare(c("var", "bts"), halves = FALSE,
        x = unname(SummarizedExperiment::assay(sim))))
    expect_length(grep("No `time` was given", said), 1L)
})

test_that("excluded pairs are no candidates of any ranking", {
    never <- data.frame(regulator = "G1", target = c("G2", "G3"))
    got <- compare(list("var", other = correlation), exclude = never,
        halves = FALSE)
    expect_identical(sum(got$candidates), 28L)
    expect_false(got$candidates["G1", "G2"])
})

test_that("rankings are matched by name, and what they lack ranks last", {
    some <- data.frame(from = c("G2", "G9"), to = c("G1", "G1"), weight = 2:1)
    expect_message(expect_message(
        got <- compare(list("var", list = some), halves = FALSE),
        "`list` has no score for 29 of 36 pairs, which rank last."),
        "`list` ranks 1 gene that the others lack, left out: G9.")
    expect_identical(which(got$rankings$list > 0, arr.ind = TRUE)[1, ],
        c(row = 2L, col = 1L))
    turned <- correlation[6:1, 6:1]
    expect_identical(compare(list("var", other = turned),
        halves = FALSE)$rankings$other, correlation)
    foreign <- correlation
    dimnames(foreign) <- list(letters[1:6], letters[1:6])
    expect_error(compare(list("var", other = foreign)),
        "`other` has no regulator in common", class = "ggc_error_genes")
    expect_error(ggc_compare(NULL, list(a = correlation,
        b = unname(correlation))), "`b` has no regulator in common",
        class = "ggc_error_genes")
    # Gaps are said once, by the name of the ranking, and rank last.
    gaps <- correlation
    gaps[1, 2] <- NA
    expect_warning(said <- testthat::capture_messages(got <- ggc_compare(NULL,
        list(gaps = gaps, whole = correlation), known)), NA)
    expect_length(grep("`gaps` has no score for 1 of 36", said), 1L)
    expect_identical(got$rankings$gaps[1, 2], 0)
    # Matrices in other classes; what is no ranking is told.
    same <- ggc_compare(NULL, list(a = as.data.frame(correlation),
        b = Matrix::Matrix(correlation)))
    expect_identical(same$rankings$a, same$rankings$b)
    expect_error(ggc_compare(NULL, list(a = same)), "give its `rankings`",
        class = "ggc_error_argument")
})

test_that("wrong arguments are refused", {
    refused <- function(said, ...) {
        expect_error(ggc_compare(...), said, class = "ggc_error_argument")
    }
    refused("`methods` must be names of methods", sim, 3)
    refused("`methods` must be names of methods", sim, character())
    refused("`methods` must be names of methods", sim, data.frame(a = 1))
    refused("must name its rankings", sim, list("var", correlation))
    refused("two entries called var", sim, c("var", "var"))
    refused("must have `method` among them", sim, list(a = list(order = 2)))
    refused("must not be called \"target\"", sim, list(target = "var"))
    refused("`x` must be data for var", NULL, "var")
    refused("arguments of ggc_compare", sim, "var", typo = 1)
    refused("`halves` must be", sim, "var", halves = 2)
    expect_error(plot(compare("var", halves = FALSE), "curves"),
        "curves need a known network", class = "ggc_error_argument")
    expect_error(compare("var", "truth"), class = "ggc_error_truth")
})

# ---- Pictures ----------------------------------------------------------------

test_that("pictures hold what the tables say", {
    skip_if_not_installed("ggplot2")
    got <- compare(list("var", "bts", other = correlation), known)
    built <- ggplot2::ggplot_build(plot(got))
    expect_length(built$data, 3L)
    # Area under the drawn curve.
    roc <- built$data[[2]]
    first <- roc[roc$group == roc$group[[1]], ]
    area <- sum(diff(first$x) * (utils::head(first$y, -1) + first$y[-1]) / 2)
    expect_equal(area, got$table$AUROC[[1]], tolerance = 1e-12)
    agreement <- ggplot2::ggplot_build(plot(got, "agreement"))$data[[2]]
    expect_setequal(agreement$label, sprintf("%.2f",
        got$agreement[upper.tri(got$agreement)]))
    edges <- plot(got, "edges", n = 3)
    expect_identical(nrow(edges$data), 3L * nrow(summary(got, 3)))
    expect_s3_class(ggplot2::autoplot(got), "ggplot")
    one <- ggc_compare(NULL, list(a = got$rankings$var))
    expect_s3_class(plot(one), "ggplot")
    expect_error(plot(one, "agreement"), "needs two rankings",
        class = "ggc_error_argument")
    flat <- ggc_compare(NULL, list(a = correlation * 0))
    expect_error(plot(flat), "no ranking has an edge",
        class = "ggc_error_argument")
})

# ---- One ranking of several --------------------------------------------------

test_that("the consensus is the mean of -log shares", {
    got <- compare(list("var", other = correlation))
    off <- row(known) != col(known)
    by_hand <- vapply(got$rankings, function(score) {
        -log(1 - rank(score[off]) / 31)
    }, numeric(30))
    both <- ggc_consensus(got)
    expect_equal(both[off], rowMeans(by_hand), tolerance = 1e-12)
    expect_true(all(both[!off] == 0))
    expect_identical(dimnames(both), unname(dimnames(known)))
    expect_equal(attr(both, "weights"), c(var = 0.5, other = 0.5))
    # Rankings alone are as good.
    same <- ggc_consensus(got$rankings)
    expect_equal(same, both)
    heavy <- ggc_consensus(got, c(other = 0, var = 2))
    expect_equal(heavy[off], by_hand[, "var"], tolerance = 1e-12)
    expect_identical(attr(ggc_consensus(unname(got$rankings)), "weights"),
        c(`ranking 1` = 0.5, `ranking 2` = 0.5))
    # It goes wherever a ranking does.
    expect_identical(nrow(ggc_edges(both, n = 4)), 4L)
    expect_identical(sum(ggc_network(both, n_edges = 4)), 4L)
    expect_s3_class(ggc_metrics(both, known), "data.frame")
})

test_that("weights by forecasts are what the favourites take off", {
    got <- compare(list("var", "bts", other = correlation))
    off <- pmax(0, -log(got$table$forecast))
    off[is.na(off)] <- 0
    expect_equal(unname(attr(ggc_consensus(got, "forecast"), "weights")),
        off / sum(off))
    expect_gt(sum(off), 0)
    refused <- function(said, ...) {
        expect_error(ggc_consensus(...), said, class = "ggc_error_argument")
    }
    refused("where `x` has no forecasts", got$rankings, "forecast")
    refused("`weights` must be 3 numbers", got, 1:2)
    refused("`weights` must be 3 numbers", got, c(-1, 1, 1))
    refused("`weights` must be 3 numbers", got, c(0, 0, 0))
    refused("`weights` must be named by the rankings", got, c(a = 1, b = 1, c = 1))
    refused("not names of methods", list("var", "bts"))
    refused("`x` must be a comparison", correlation)
})
