# Areas are sums of at most 2,000 terms below 1: rounding stays below 1e-12.
AREA_TOLERANCE <- 1e-12

reference_cases <- function() {
    lines <- utils::read.delim(
        test_path("fixtures", "average_precision.tsv"),
        comment.char = "#", colClasses = "character"
    )
    lapply(seq_len(nrow(lines)), function(i) {
        list(
            name = lines$case[[i]],
            ap = as.numeric(lines$average_precision[[i]]),
            auroc = as.numeric(lines$auroc[[i]]),
            score = as.numeric(strsplit(lines$score[[i]], ",")[[1L]]),
            label = as.integer(strsplit(lines$label[[i]], "")[[1L]])
        )
    })
}

# DREAM's integral for a ranking without ties, summed as it was published: the
# first hit adds 1 / P at rank 1, later ones (1 - FP log(k / (k - 1))) / P.
dream_by_rank <- function(label) {
    k <- which(label == 1L)
    fp <- k - seq_along(k)
    area <- ifelse(k == 1L, 1, 1 - fp * log(k / (k - 1)))
    sum(area) / length(k)
}

test_that("areas equal scikit-learn's on cases with and without ties", {
    cases <- reference_cases()
    expect_gte(length(cases), 15L)
    for (case in cases) {
        got <- .native_ranking(case$score, case$label)
        expect_equal(got[["average_precision"]], case$ap,
            tolerance = AREA_TOLERANCE, info = case$name)
        expect_equal(got[["auroc"]], case$auroc,
            tolerance = AREA_TOLERANCE, info = case$name)
    }
})

test_that("AUROC equals pROC's, ties included", {
    skip_if_not_installed("pROC")
    for (case in reference_cases()) {
        expected <- pROC::auc(case$label, case$score, direction = "<",
            levels = c(0, 1), quiet = TRUE)
        got <- .native_ranking(case$score, case$label)
        expect_equal(got[["auroc"]], as.numeric(expected),
            tolerance = AREA_TOLERANCE, info = case$name)
    }
})

test_that("the order of the input does not change a bit", {
    for (case in reference_cases()) {
        flip <- rev(seq_along(case$label))
        expect_identical(.native_ranking(case$score[flip], case$label[flip]),
            .native_ranking(case$score, case$label))
    }
})

test_that("NA labels are no candidates", {
    score <- c(5, 4, 3, 2, 1)
    label <- c(1L, NA, 0L, 1L, NA)
    expect_identical(.native_ranking(score, label),
        .native_ranking(score[c(1, 3, 4)], label[c(1, 3, 4)]))
})

test_that("DREAM's integral is the published sum where nothing is tied", {
    for (n in c(2L, 10L, 300L)) {
        label <- as.integer(noise_like(n, 17) < 0.3)
        label[[n]] <- 1L
        got <- .native_ranking(as.double(n:1), label)
        expect_equal(got[["aupr_dream"]], dream_by_rank(label),
            tolerance = AREA_TOLERANCE)
    }
})

test_that("DREAM's integral takes an unranked tail as random, as the scorer", {
    # 20 candidates, 5 true, 8 ranked with 3 hits; the other 12 are one tie.
    head <- c(1L, 0L, 1L, 0L, 0L, 1L, 0L, 0L)
    label <- c(head, 1L, 1L, rep(0L, 10L))
    score <- c(8:1, rep(0, 12))
    ranked <- sum(c(1, 1 - log(3 / 2), 1 - 3 * log(6 / 5))) / 5
    rho <- 2 / 12
    recall <- 3 / 5
    tail <- rho * (1 - recall) + rho * (recall - 8 * rho / 5) *
        log((8 * rho + 5 * (1 - recall)) / (8 * rho))
    got <- .native_ranking(as.double(score), label)
    expect_equal(got[["aupr_dream"]], ranked + tail, tolerance = AREA_TOLERANCE)
    # All tied: the density.
    all_tied <- .native_ranking(rep(0, 20), label)
    expect_equal(all_tied[["aupr_dream"]], 5 / 20, tolerance = AREA_TOLERANCE)
})

test_that("early precision shares ties across the border", {
    # 3 true edges; a tie of 4 with 2 hits has 2 places left: 1 + 2 * 2/4 of 3.
    score <- c(9, 5, 5, 5, 5, 1)
    label <- c(1L, 1L, 0L, 1L, 0L, 0L)
    got <- .native_ranking(score, label)
    expect_equal(got[["early_precision"]], 2 / 3, tolerance = AREA_TOLERANCE)
    untied <- .native_ranking(as.double(6:1), label)
    expect_equal(untied[["early_precision"]], 2 / 3, tolerance = AREA_TOLERANCE)
    last <- .native_ranking(as.double(1:6), c(1L, 1L, rep(0L, 4L)))
    expect_identical(last[["early_precision"]], 0)
})

test_that("curve points are cumulated counts at each distinct score", {
    score <- c(0.5, 2, 2, 1, 0.5, NA)
    label <- c(1L, 0L, 1L, 1L, 0L, NA)
    curve <- .native_curve(score, label)
    expect_identical(curve$threshold, c(2, 1, 0.5))
    expect_identical(curve$tp, c(1, 2, 3))
    expect_identical(curve$fp, c(1, 1, 2))
    # Thinned: the last point stays, neighbours are at least 10 % apart.
    x <- noise_like(5000)
    label <- as.integer(noise_like(5000, 7) < 0.1)
    thin <- .native_curve(x, label, resolution = 10)
    full <- .native_curve(x, label)
    rank <- thin$tp + thin$fp
    expect_lt(length(rank), 100L)
    expect_identical(rank[[length(rank)]], 5000)
    expect_true(all(utils::head(rank[-1] / rank[-length(rank)], -1) >= 1.1))
    expect_true(all(rank %in% (full$tp + full$fp)))
})

genes <- c("a", "b", "c", "d")
score <- matrix(0, 4, 4, dimnames = list(genes, genes))
score["a", "b"] <- 4
score["a", "c"] <- 3
score["b", "a"] <- 2
score["c", "d"] <- 1
diag(score) <- 5
truth <- data.frame(regulator = c("a", "c", "d"), target = c("b", "d", "a"))

test_that("ggc_metrics() by hand, self edges excluded", {
    m <- ggc_metrics(score, truth)
    expect_identical(dim(m), c(1L, 15L))
    # 12 candidates, 3 true. Predicted: ab, ac, ba, cd; right: ab, cd.
    expect_identical(m$n_candidates, 12)
    expect_identical(m$n_true, 3)
    expect_identical(m$n_edges, 4)
    expect_equal(m$density, 0.25)
    # Pairs won: ab 9, cd 7 (below ac, ba), da 7 tied of 9 -> 3.5: 19.5 / 27.
    expect_equal(m$AUROC, 19.5 / 27, tolerance = AREA_TOLERANCE)
    expect_equal(m$AUPR, (1 + 2 / 4 + 3 / 12) / 3, tolerance = AREA_TOLERANCE)
    expect_equal(m$early_precision, 1 / 3)
    expect_equal(m$precision, 2 / 4)
    expect_equal(m$recall, 2 / 3)
    expect_equal(m$F1, 4 / 7)
    expect_equal(m$balanced_accuracy, (2 / 3 + 7 / 9) / 2)
    expect_equal(m$MCC, (2 * 7 - 2 * 1) / sqrt(4 * 3 * 9 * 8))
    # The paper's count: 16 entries, 3 wrong (ac, ba, da); the predicted
    # diagonal is cleared because the truth has none.
    expect_equal(m$accuracy, 13 / 16)
    expect_equal(m$accuracy_empty, 13 / 16)
})

test_that("accuracy keeps predicted self edges where the truth has any", {
    looped <- rbind(truth, data.frame(regulator = "a", target = "a"))
    # Now b, c and d have wrong self edges besides the 3 errors above.
    expect_equal(ggc_metrics(score, looped)$accuracy, 10 / 16)
    expect_equal(ggc_metrics(score, looped)$accuracy_empty, 12 / 16)
    expect_identical(ggc_metrics(score, looped)$n_true, 3)
    expect_identical(ggc_metrics(score, looped, self = TRUE)$n_true, 4)
    expect_identical(ggc_metrics(score, looped, self = TRUE)$n_edges, 8)
})

test_that("the predicted network may be given, as k or as a network", {
    by_k <- ggc_metrics(score, truth, network = 2)
    expect_identical(by_k$n_edges, 2)
    expect_equal(by_k$precision, 1 / 2)
    given <- data.frame(regulator = c("a", "a"), target = c("b", "c"))
    expect_identical(ggc_metrics(score, truth, network = given), by_k)
    empty <- ggc_metrics(score, truth, network = 0)
    expect_identical(empty$MCC, 0)
    expect_identical(empty$precision, NaN)
    expect_identical(empty$F1, 0)
    expect_identical(empty$accuracy, empty$accuracy_empty)
    expect_equal(ggc_metrics(score, truth, network = truth)$MCC, 1)
    expect_error(ggc_metrics(score, truth, network = -1),
        class = "ggc_error_argument")
    expect_message(
        expect_identical(ggc_metrics(score, truth,
            network = rbind(given, c("x", "a"))), by_k),
        "`network` names 1 gene"
    )
})

test_that("a fit is judged by its score, its network by its norms", {
    fit <- fake_fit()
    truth <- matrix(0, 6, 6, dimnames = dimnames(granger(fit)))
    truth[cbind(1:6, c(2:6, 1))] <- 1
    m <- ggc_metrics(fit, truth)
    expect_identical(m$AUROC, ggc_metrics(granger(fit), truth)$AUROC)
    norms <- granger(fit, "norm")
    diag(norms) <- 0
    expect_identical(m$n_edges, as.numeric(sum(norms > 0)))
    expect_gt(m$n_edges, 0)
    expect_lt(m$n_edges, 30)
})

test_that("a diverged target counts as 0, with a warning that names it", {
    status <- rep(c("ok", "diverged"), c(5, 1))
    fit <- fake_fit(status = status)
    truth <- data.frame(regulator = c("G1", "G2"), target = c("G6", "G3"))
    expect_warning(m <- ggc_metrics(fit, truth), "1 of 6 targets .*G6",
        class = "ggc_warning_missing_scores")
    filled <- granger(fit)
    filled[is.na(filled)] <- 0
    expect_identical(m$AUROC, ggc_metrics(filled, truth)$AUROC)
    negative <- filled - 1
    negative[, 6] <- NA
    worst <- negative
    worst[, 6] <- min(negative, na.rm = TRUE)
    expect_warning(m <- ggc_metrics(negative, truth))
    expect_identical(m$AUROC, ggc_metrics(worst, truth)$AUROC)
})

test_that("confusion measures agree with their formulae on random networks", {
    n <- 200L
    predicted <- as.integer(noise_like(n, 1) < 0.3)
    label <- as.integer(noise_like(n, 2) < 0.2)
    label[[5L]] <- NA
    got <- .native_confusion(predicted, label)
    counts <- table(factor(predicted, 0:1), factor(label, 0:1))
    expect_identical(unname(got[c("tn", "tp", "fp", "fn")]),
        as.double(c(counts[1, 1], counts[2, 2], counts[2, 1], counts[1, 2])))
    # Matthews' coefficient is Pearson's correlation of the two 0/1 vectors.
    expect_equal(got[["mcc"]],
        stats::cor(predicted, label, use = "complete.obs"))
})

test_that("ranked lists of edges are read, missing pairs last", {
    fit <- fake_fit()
    truth <- granger(fit, "norm") > 0.5
    storage.mode(truth) <- "integer"
    whole <- ggc_metrics(fit, truth)
    edges <- ggc_edges(fit)
    expect_identical(ggc_metrics(edges, truth), whole)
    expect_identical(ggc_roc(as.data.frame(edges), truth)$ggc$AUROC,
        whole$AUROC)
    # GENIE3's names and order of rows; no norms: network of the scores
    links <- data.frame(regulatoryGene = factor(edges$regulator),
        targetGene = factor(edges$target), weight = edges$score)[30:1, ]
    expect_identical(ggc_metrics(links, truth)$AUPR, whole$AUPR)
    expect_identical(ggc_metrics(links, truth)$n_edges, 30)
    # The head of a list: the rest of the truth's genes rank last.
    score <- granger(fit)
    first <- edges[1:3, ]
    score[] <- 0
    score[cbind(first$regulator, first$target)] <- first$score
    lacking <- setdiff(rownames(score), c(first$regulator, first$target))
    expect_message(got <- ggc_metrics(first, truth, network = 3),
        paste(length(lacking), "of 6 genes"))
    expect_identical(got, ggc_metrics(score, truth, network = 3))
    expect_identical(suppressMessages(ggc_pr(first, truth)$aupr), got$AUPR)
})

test_that("a complete list says itself which genes were no candidates", {
    list <- data.frame(regulator = "a", target = c("b", "c", "d"),
        score = c(3, 1, 2))
    truth <- data.frame(regulator = c("a", "b"), target = c("b", "c"))
    expect_message(got <- ggc_metrics(list, truth), "1 edge outside")
    expect_identical(got$n_candidates, 3)
    expect_message(got <- ggc_metrics(list[1:2, ], truth[1, ]),
        "lacks 0 of 1 regulators and 1 of 2 targets")
    expect_identical(got$n_candidates, 2)
})

test_that("lists that cannot be read are refused", {
    truth <- data.frame(regulator = "a", target = "b")
    list <- data.frame(regulator = c("a", "b"), target = c("b", "a"),
        score = 1:2)
    refused <- function(list, text, what = "argument", known = truth) {
        expect_error(ggc_metrics(list, known), text,
            class = paste0("ggc_error_", what))
    }
    refused(list[c(1, 1), ], "`x` lists a pair twice: a and b")
    refused(list[, 1:2], "and one of scores")
    refused(transform(list, score = "high"), "finite scores")
    refused(transform(list, score = Inf), "finite scores")
    refused(transform(list, target = NA), "missing or empty gene")
    refused(list, "no gene in common", "truth",
        data.frame(regulator = "x", target = "y"))
    refused(list, "must have gene names", "truth", diag(2))
})
