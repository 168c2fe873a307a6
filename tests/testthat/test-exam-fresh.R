# The exam on data beyond the paper's: several rankings from one fit, fresh
# networks and their tests, published numbers.

skip_without_tools()

# ---- Data ----------------------------------------------------------------

test_that("fresh networks have consecutive seeds, the same for fewer", {
    sets <- exam$fresh_sets(10L)
    expect_identical(sets$network_seed, as.numeric(9001:9120))
    expect_identical(anyDuplicated(sets$dataset), 0L)
    expect_identical(as.vector(table(sets$group)), rep(10L, 12L))
    few <- exam$fresh_sets(2L)
    expect_identical(few$network_seed,
        sets$network_seed[match(few$dataset, sets$dataset)])
    set <- sets[sets$dataset == "uneven-10-3", ]
    series <- exam$load_series(set, 1)
    expect_identical(series$digest, exam$load_series(set, 2)$digest)
    expect_identical(dim(series$x), c(10L, 60L))
    # Presets meet no more than their limit, the default all of them.
    sets$found <- TRUE
    plan <- exam$fresh_plan(sets)
    limit <- exam$PRESET_NETWORKS[[exam$PRESETS[[1L]]]]
    paper <- table(factor(sub("-[0-9]+$", "",
        plan$dataset[plan$model == exam$PRESETS[[1L]]]), names(limit)))
    expect_identical(as.integer(paper), unname(limit))
    expect_identical(sum(plan$model == "default"), 120L)
})

test_that("Lorenz-96 of 20 genes is fresh for each seed", {
    sets <- exam$data_sets(fresh_directory(), 1L)
    series_of <- exam$series_store()
    set <- sets[sets$dataset == "Lorenz20-F40", ]
    one <- series_of(set, 1)
    expect_identical(dim(one$x), c(20L, 500L))
    expect_false(identical(one$digest, series_of(set, 2)$digest))
    expect_false(identical(one$digest,
        series_of(sets[sets$dataset == "Lorenz20-F10", ], 1)$digest))
})

test_that("IRMA and SOS are read, every replicate a trajectory", {
    sets <- exam$real_sets(ggc_data_dir())
    skip_if_not(all(file.exists(sets$file, sets$gold)), "no IRMA and SOS")
    series <- lapply(seq_len(3L), function(i) {
        exam$load_series(sets[i, ], 1)
    })
    expect_identical(vapply(series, function(s) nrow(s$x), 0L), c(5L, 5L, 8L))
    expect_identical(vapply(series, function(s) {
        length(unique(s$trajectory))
    }, 0L), c(5L, 4L, 4L))
    expect_identical(vapply(series, function(s) sum(s$truth), 0),
        c(6, 6, 7))
    expect_identical(rownames(series[[3L]]$truth), rownames(series[[3L]]$x))
})

# ---- Several rows from one cell ------------------------------------------

test_that("the parts of a fit are what other controls would have ranked", {
    se <- ggc_simulate("grn", p = 8, seed = 21)
    x <- SummarizedExperiment::assay(se)
    x["G3", ] <- 2 # takes no part in the ranking
    fit_with <- function(...) {
        suppressWarnings(ggc_fit(x, method = "clstm", time = se$time,
            trajectory = se$trajectory, seed = 1, threads = 2,
            control = ggc_control(first = 20, each = 5, members = 2, ...),
            verbose = FALSE))
    }
    parts <- exam$part_scores(fit_with())
    expect_identical(names(parts), c(exam$ALONE, exam$RERANKED))
    expect_equal(parts[["hubs = 0"]], granger(fit_with(hubs = 0)))
    expect_equal(parts[["dependence = none"]],
        granger(fit_with(dependence = "none")))
    expect_equal(parts[["fusion = 1"]], granger(fit_with(fusion = 1)))
})

test_that("one cell gives several rows, and counts once", {
    part <- function(name, auroc) {
        toy <- as.list(rep(NA_real_, length(exam$METRICS)))
        names(toy) <- exam$METRICS
        toy$AUROC <- auroc
        data.frame(model = name, status = "ok", note = "", seconds = NA_real_,
            iterations = NA_real_, toy)
    }
    own <- part("", 0.9)
    own$model <- NULL
    own$seconds <- 60
    cell <- list(row = own, parts = rbind(part("network alone", 0.7),
        part("hubs = 0", 0.6)))
    plan <- data.frame(family = "Table 1", group = "g", dataset = "A",
        model = "default", seed = 1L, key = "k", first = TRUE)
    rows <- exam$cell_rows(plan, cell)
    expect_identical(rows$model, c("default", "network alone"))
    expect_identical(rows$AUROC, c(0.9, 0.7))
    expect_identical(rows$first, c(TRUE, FALSE))
    times <- exam$time_table(rows)
    expect_identical(c(times$cells, times$fits), c(1L, 1L))
    expect_identical(times$minutes, 1)
    plan$family <- "Ranking, DREAM3-10"
    expect_identical(exam$cell_rows(plan, cell)$model,
        c("default", "hubs = 0"))
    plan$model <- "GC-cLSTM"
    expect_identical(exam$cell_rows(plan, cell)$model, "GC-cLSTM")
    # A cell without parts, as that of a failed fit.
    plan$model <- "default"
    cell["parts"] <- list(NULL)
    expect_identical(nrow(exam$cell_rows(plan, cell)), 1L)
})

test_that("only the default's cell has parts, kept in its file", {
    models <- exam$all_models()
    has <- vapply(models, exam$is_default, NA)
    expect_true(all(has[c("default", "GC-cLSTM")]))
    expect_false(any(has[c("GGC-cLSTM", "default, cRNN",
        names(exam$ranking_models()), exam$PRESETS)]))
    series <- toy_series()
    file <- file.path(fresh_directory(), "cell.rds")
    cell <- exam$cached_cell(file, "key", function() {
        exam$compute_cell(series, models[["default"]], 1, 2)
    })
    expect_identical(cell$row$status, "ok")
    expect_identical(cell$parts$model, c(exam$ALONE, exam$RERANKED))
    expect_false(anyNA(cell$parts[c("AUROC", "AUPR")]))
    expect_identical(exam$read_cell(file, "key")$parts, cell$parts)
})

# ---- Fresh networks ------------------------------------------------------

# Four networks of one group; the default's AUPR is above each rival's by
# hand-made differences.
fresh_toy <- function() {
    sets <- paste0("g-", 1:4)
    default <- c(0.5, 0.4, 0.6, 0.3)
    runs <- function(model, aupr, auroc, n = 4L) {
        toy_rows(dataset = sets[seq_len(n)], group = "g", model = model,
            seed = 1, AUPR = aupr, AUROC = auroc, family = "Fresh networks")
    }
    paper <- exam$PRESETS[[1L]]
    rows <- rbind(runs("default", default, 0.7),
        runs(paper, default[1:3] - c(0.1, 0.2, 0.3), 0.72, 3L))
    controls <- rbind(
        runs("source mean", default - c(0.01, 0.02, 0.03, 0.04), 0.6),
        runs("empty graph", default - 0.1, 0.5),
        runs("ridge VAR(1)", default + c(0.1, -0.1, 0.1, -0.1), 0.705)
    )
    list(rows = rows, controls = controls[c("dataset", "model", "status",
        exam$METRICS)])
}

test_that("p of a paired t-test is stats::t.test's", {
    d <- c(0.01, 0.02, 0.03, 0.04)
    expect_equal(exam$paired_p(d), stats::t.test(d)$p.value)
    expect_identical(exam$paired_p(0.1), NA_real_)
    expect_identical(exam$paired_p(c(0.1, 0.1, 0.1)), 0)
    expect_identical(exam$paired_p(c(0, 0)), 1)
})

test_that("the default is tested against each rival, Holm within a group", {
    toy <- fresh_toy()
    tests <- exam$fresh_tests(toy$rows, toy$controls, "g")
    expect_identical(tests$rival, c("empty graph", "ridge VAR(1)",
        "source mean", exam$PRESETS[[1L]]))
    expect_identical(tests$networks, c(4L, 4L, 4L, 3L))
    # Means .1, 0, .025, .2; t = 0, .025 / (.01291 / 2), .2 / (.1 / sqrt(3)).
    expect_equal(tests$AUPR_difference, c(0.1, 0, 0.025, 0.2))
    mean_p <- 2 * stats::pt(-0.025 / (sqrt(0.0005 / 3) / 2), 3)
    paper_p <- 2 * stats::pt(-0.2 / (0.1 / sqrt(3)), 2)
    expect_equal(tests$p, c(0, 1, mean_p, paper_p))
    # Holm: the least times 4, the next times 3, times 2, times 1.
    expect_equal(tests$p_holm, c(0, 1, 3 * mean_p, 2 * paper_p))
    expect_identical(tests$AUPR_passed, c(TRUE, FALSE, 3 * mean_p < 0.05,
        2 * paper_p < 0.05))
    expect_equal(tests$AUROC_difference, c(0.2, -0.005, 0.1, -0.02))
    expect_identical(tests$AUROC_passed, c(TRUE, TRUE, TRUE, FALSE))
    expect_identical(tests$rival[tests$closest], exam$PRESETS[[1L]])
    # The paper's mean is over the networks that both have.
    expect_equal(tests$AUPR[[4L]], 0.5)
    whole <- exam$fresh_summary(tests)
    expect_identical(whole$best_by_AUROC, exam$PRESETS[[1L]])
    expect_false(whole$AUROC_passed)
    # One design of four networks is not twelve of ten.
    checks <- exam$check_fresh(tests)
    expect_identical(checks$pass, c(NA, NA))
    expect_match(checks$found[[2L]], "0 of 1 .*-.020")
    expect_identical(exam$check_fresh(NULL)$pass, c(NA, NA))
    env <- exam_functions()
    env$FRESH_GROUPS <- "g"
    env$FRESH_NETWORKS <- 4L
    expect_identical(env$check_fresh(tests)$pass, c(FALSE, FALSE))
    alone <- tests[1L, ]
    alone$closest <- TRUE
    expect_identical(env$check_fresh(alone)$pass, c(TRUE, TRUE))
})

test_that("a failed fit takes no part in the tests, and is told", {
    toy <- fresh_toy()
    bad <- toy$rows$model == "default" & toy$rows$dataset == "g-4"
    toy$rows$status[bad] <- "failed: x"
    toy$rows[bad, c("AUPR", "AUROC")] <- NA
    tests <- exam$fresh_tests(toy$rows, toy$controls, "g")
    expect_identical(tests$networks, rep(3L, 4L))
    table <- exam$fresh_table(toy$rows, toy$controls, "g")
    expect_identical(table$status[[1L]], "1 of 4 failed: x")
    expect_equal(table$AUPR[[1L]], 0.5)
})

test_that("the ranking ablation pairs parts and fits with the default", {
    models <- c("default", "horizons = 1", "hubs = 0")
    rows <- do.call(rbind, lapply(seq_along(models), function(i) {
        toy_rows(dataset = c("A", "B"), group = "g", model = models[[i]],
            seed = 1, AUPR = c(0.5, 0.7) + (i - 1) * c(0.1, 0.3),
            family = "Ranking, fresh networks")
    }))
    table <- exam$ranking_table(rows)
    expect_identical(table$variant, models)
    expect_equal(table$AUPR_change, c(0, 0.2, 0.4))
    expect_equal(table$AUPR_change_se, c(0, 0.1, 0.2))
    expect_null(exam$ranking_table(toy_rows(dataset = "A", model = "m")))
})

test_that("published numbers are verified ones, each with its source", {
    file <- file.path(exam_directory, "published.tsv")
    published <- exam$read_published(file)
    expect_identical(names(published), c("dataset", "model", "metric",
        "value", "source"))
    expect_identical(nrow(published), 7L * 5L + 6L * 2L * 3L - 4L)
    # Tags of numbers that were recalled or quoted, not read at the source.
    expect_false(any(grepl("[R]", readLines(file), fixed = TRUE)))
    expect_false(any(grepl("SCOTCH|Rhino|PCMCI|NGM|CUTS|JRNGC",
        published$model)))
    expect_true(all(nzchar(published$source)))
    expect_true(all(published$value > 0 & published$value <= 1))
    expect_identical(anyDuplicated(published[1:3]), 0L)
    known <- exam$data_sets(fresh_directory(), 1L)$dataset
    expect_true(all(published$dataset %in% known))
})

test_that("published numbers stand beside ours of the same data", {
    published <- data.frame(dataset = c("A", "B"), model = "other",
        metric = "AUROC", value = 0.5, source = "paper")
    table <- data.frame(dataset = "A", model = c("default", "cMLP", "x"),
        kind = c("model", "model", "control"), AUROC = c(0.7, 0.6, 0.9))
    beside <- exam$published_table(published, list(table, NULL))
    expect_identical(beside$model, c("ggc: default", "other"))
    expect_identical(beside$value, c(0.7, 0.5))
})

test_that("rounds.tsv has the columns of a log", {
    rounds <- utils::read.delim(file.path(exam_directory, "rounds.tsv"))
    expect_identical(names(rounds), c("date", "commit", "why", "result"))
})
