# Lorenz-96 (p = 10, T = 1000, F = 10): every network finds who drives whom.
# The whole figure of five seeds, with the defaults.

test_that("Lorenz-96: AUROC >= .999 on five seeds for all four networks", {
    for (method in c("clstm", "crnn")) for (graph in c(TRUE, FALSE)) {
        auroc <- vapply(seq_len(5L), function(seed) {
            sim <- ggc_simulate("lorenz96", p = 10, n_time = 1000,
                forcing = 10, seed = seed)
            fit <- ggc_fit(sim, method, graph = graph, seed = seed)
            ggc_metrics(fit, S4Vectors::metadata(sim)$truth)$AUROC
        }, 0)
        message(sprintf("%s%s: AUROC %s", if (graph) "GGC-" else "GC-",
            method, paste(sprintf("%.4f", auroc), collapse = " ")))
        expect_gte(min(auroc), 0.999)
    }
})

# DREAM3 size 100, defaults, the mean of five networks: a floor, not a target.
test_that("DREAM3 size 100: mean AUROC >= .66 and AUPR >= .12", {
    dir <- ggc_data_dir()
    scores <- vapply(c("Ecoli1", "Ecoli2", "Yeast1", "Yeast2", "Yeast3"),
        function(name) {
            se <- read_dream(file.path(dir, "dream3", "size100", name))
            fit <- ggc_fit(se, seed = 1)
            unlist(ggc_metrics(fit, S4Vectors::metadata(se)$truth)[
                c("AUROC", "AUPR")])
        }, numeric(2L))
    message(paste(capture.output(round(scores, 3)), collapse = "\n"))
    expect_gte(mean(scores["AUROC", ]), 0.66)
    expect_gte(mean(scores["AUPR", ]), 0.12)
})
