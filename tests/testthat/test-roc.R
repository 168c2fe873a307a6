skip_if_not_installed("pROC")

genes <- paste0("G", seq_len(12))
truth <- matrix(as.integer(noise_like(144, 50) < 0.2), 12,
    dimnames = list(genes, genes))
score <- matrix(round(noise_like(144, 80) + 0.4 * truth, 1), 12,
    dimnames = list(genes, genes))
other <- matrix(noise_like(144, 200), 12, dimnames = list(genes, genes))

test_that("pROC's functions work on the curve and agree with the C core", {
    roc <- ggc_roc(score, truth)
    expect_s3_class(roc, c("ggc_roc", "roc"), exact = TRUE)
    m <- ggc_metrics(score, truth)
    # Same tolerance as in test-metrics.R.
    expect_equal(as.numeric(pROC::auc(roc)), m$AUROC, tolerance = 1e-12)
    expect_equal(roc$ggc$AUROC, m$AUROC, tolerance = 0)
    expect_equal(roc$ggc$AUPR, m$AUPR, tolerance = 0)
    expect_false(roc$ggc$thinned)
    ci <- pROC::ci(roc)
    expect_lt(ci[[1L]], m$AUROC)
    expect_gt(ci[[3L]], m$AUROC)
    best <- pROC::coords(roc, "best", best.method = "youden")
    expect_true(all(c("threshold", "sensitivity") %in% names(best)))
    expect_equal(pROC::coords(roc, 0.5)$threshold, 0.5)
    test <- pROC::roc.test(roc, ggc_roc(other, truth))
    expect_s3_class(test, "htest")
    # Two rankings of the same edges are compared as paired.
    expect_match(test$method, "correlated")
    expect_equal(unname(test$estimate[[2L]]), ggc_metrics(other, truth)$AUROC,
        tolerance = 1e-12)
    expect_equal(as.numeric(pROC::auc(pROC::smooth(roc))), m$AUROC,
        tolerance = 0.1)
})

test_that("plot() draws through pROC", {
    file <- tempfile(fileext = ".pdf")
    grDevices::pdf(file)
    on.exit({
        grDevices::dev.off()
        unlink(file)
    })
    expect_s3_class(plot(ggc_roc(score, truth)), "roc")
})

test_that("a ranking worse than chance stays worse than chance", {
    m <- ggc_metrics(-score, truth)
    roc <- ggc_roc(-score, truth)
    expect_lt(m$AUROC, 0.5)
    expect_equal(as.numeric(pROC::auc(roc)), m$AUROC, tolerance = 1e-12)
})

test_that("self edges and options of pROC are passed on", {
    with_self <- ggc_roc(score, truth, self = TRUE)
    expect_identical(length(with_self$response), 144L)
    expect_identical(length(ggc_roc(score, truth)$response), 132L)
    percent <- ggc_roc(score, truth, percent = TRUE)
    expect_equal(as.numeric(pROC::auc(percent)) / 100,
        ggc_metrics(score, truth)$AUROC, tolerance = 1e-12)
    expect_output(print(ggc_roc(score, truth, ci = TRUE)), "95% CI")
})

test_that("a thinned curve keeps the area, and says that it is thinned", {
    n <- 20000L
    label <- as.integer(noise_like(n, 3) < 0.05)
    data <- list(score = noise_like(n) + 0.3 * label, label = label)
    exact <- .native_ranking(data$score, data$label)[["auroc"]]
    sample <- .roc_sample(data, limit = 4000)
    expect_identical(length(sample$label), 4000L)
    expect_identical(sum(sample$label), sum(label))
    thin <- .native_ranking(sample$score, sample$label)[["auroc"]]
    # Even thinning moves each quantile by less than one kept non-edge.
    expect_equal(thin, exact, tolerance = 1 / (4000 - sum(label)))
    # Many true edges: both kinds are thinned.
    data$label <- 1L - data$label
    sample <- .roc_sample(data, limit = 4000)
    expect_identical(length(sample$label), 4000L - 2000L + sum(1L - data$label))
    expect_identical(sum(sample$label), 2000L)
})

test_that("ggc_pr() holds the curve whose step area is the AUPR", {
    pr <- ggc_pr(score, truth)
    expect_equal(sum(diff(c(0, pr$recall)) * pr$precision), pr$aupr,
        tolerance = 1e-12)
    expect_identical(pr$aupr, ggc_metrics(score, truth)$AUPR)
    expect_identical(pr$aupr_dream, ggc_metrics(score, truth)$AUPR_dream)
    last <- length(pr$recall)
    expect_identical(pr$recall[[last]], 1)
    expect_equal(pr$precision[[last]], pr$baseline)
    expect_false(is.unsorted(-pr$threshold, strictly = TRUE))
    expect_identical(pr$tp / (pr$tp + pr$fp), pr$precision)
    table <- as.data.frame(pr)
    expect_identical(dim(table), c(last, 5L))
    expect_identical(table$recall, pr$recall)
})

test_that("curves print their areas", {
    expect_snapshot(print(ggc_roc(score, truth)))
    expect_snapshot(print(ggc_pr(score, truth)))
})
