# The scripts of `make exam`: small functions, on made-up results. The last test
# runs all of it on tiny series. Fresh networks and rankings that share a fit:
# test-exam-fresh.R.

skip_without_tools()

# ---- Controls ------------------------------------------------------------

test_that("transitions stay within trajectories, in order of time", {
    x <- rbind(a = 1:7, b = 11:17)
    # Trajectory u: samples 3, 1, 5 by time; v: 2, 4; w: one sample, none.
    pairs <- exam$transitions(x, time = c(2, 1, 0, 2, 9, 5, 3),
        trajectory = c("u", "v", "u", "v", "u", "w", "v"))
    expect_identical(unname(pairs$from[, "a"]), c(3L, 1L, 2L, 4L))
    expect_identical(unname(pairs$to[, "a"]), c(1L, 5L, 4L, 7L))
    expect_identical(pairs$to[, "b"], pairs$to[, "a"] + 10L)
})

test_that("lag-1 correlations are stats::cor, and of residuals", {
    series <- toy_series()
    pairs <- exam$transitions(series$x, series$time, series$trajectory)
    expect_identical(dim(pairs$from), c(24L, 4L))
    score <- exam$lag_correlation(pairs)
    expect_equal(score["G2", "G3"],
        abs(stats::cor(pairs$from[, "G2"], pairs$to[, "G3"])))
    partial <- exam$lag_partial_correlation(pairs)
    own <- pairs$from[, "G3"]
    expect_equal(partial["G2", "G3"], abs(stats::cor(
        stats::resid(stats::lm(pairs$from[, "G2"] ~ own)),
        stats::resid(stats::lm(pairs$to[, "G3"] ~ own))
    )))
    expect_identical(unname(diag(partial)), numeric(4L))
})

test_that("ridge VAR is the normal equations at the least GCV error", {
    series <- toy_series(2)
    pairs <- exam$transitions(series$x, series$time, series$trajectory)
    # Fine enough that one degree of freedom more or less moves the choice.
    penalties <- 10^seq(-3, 1, length.out = 201L)
    found <- exam$ridge_var(pairs, penalties)
    # The same with an explicit hat matrix that has the intercept.
    n <- nrow(pairs$from)
    unit <- function(x) apply(x, 2L, function(v) {
        (v - mean(v)) / sqrt(mean((v - mean(v))^2))
    })
    x <- unit(pairs$from)
    y <- unit(pairs$to)
    lambda <- penalties * svd(x)$d[[1L]]^2
    solve_at <- function(l) solve(crossprod(x) + l * diag(4), t(x))
    gcv <- vapply(lambda, function(l) {
        hat <- x %*% solve_at(l) + 1 / n
        colSums((y - hat %*% y)^2) * n / (n - sum(diag(hat)))^2
    }, numeric(4L))
    best <- apply(gcv, 1L, which.min)
    # The choice must matter: not all targets at one end of the path.
    expect_gt(length(unique(c(best, 1L, 201L))), 2L)
    for (i in seq_len(4L)) {
        expect_equal(found[, i],
            abs(solve_at(lambda[[best[[i]]]]) %*% y[, i])[, 1L])
    }
})

test_that("controls of a gene that does not vary are numbers", {
    series <- toy_series()
    series$x["G2", ] <- 5
    for (score in exam$control_scores(series)) {
        expect_true(all(is.finite(score)))
    }
})

test_that("means score sources up and targets down; only empty is a network", {
    series <- toy_series()
    series$x <- series$x + c(10, 20, 30, 40)
    scores <- exam$control_scores(series)
    expect_identical(names(scores), exam$CONTROLS)
    mean <- rowMeans(series$x)
    expect_equal(scores[["source mean"]]["G2", ], rep(mean[["G2"]], 4),
        ignore_attr = TRUE)
    expect_equal(scores[["minus target mean"]][, "G2"], rep(-mean[["G2"]], 4),
        ignore_attr = TRUE)
    rows <- exam$control_rows(series, 1)
    expect_identical(rows$model, exam$CONTROLS)
    empty <- rows[rows$model == "empty graph", ]
    expect_identical(empty$accuracy, mean(series$truth == 0))
    expect_identical(empty$accuracy, empty$accuracy_empty)
    expect_identical(empty$AUROC, 0.5)
    expect_equal(empty$AUPR, empty$density)
    expect_identical(c(empty$n_edges, empty$MCC), c(0, 0))
    rest <- rows[rows$model != "empty graph", ]
    expect_true(all(is.na(rest[c("accuracy", "MCC", "recall", "n_edges")])))
    expect_false(anyNA(rest[c("AUROC", "AUPR")]))
})

# ---- Cells ---------------------------------------------------------------

cell_of <- function(value) {
    list(row = data.frame(status = "ok", AUROC = value), score = NULL)
}

test_that("a kept cell is not computed again, a broken one is", {
    file <- file.path(fresh_directory(), "cell.rds")
    calls <- 0L
    compute <- function() {
        calls <<- calls + 1L
        cell_of(calls)
    }
    first <- exam$cached_cell(file, "key", compute)
    again <- exam$cached_cell(file, "key", compute)
    expect_identical(calls, 1L)
    expect_identical(c(first$cached, again$cached), c(FALSE, TRUE))
    expect_identical(again$row, first$row)
    # Cut off, nonsense, another thing, and one made for another key.
    whole <- readBin(file, "raw", file.size(file))
    breakers <- list(
        function() writeBin(whole[seq_len(length(whole) %/% 2L)], file),
        function() writeLines("no cell", file),
        function() saveRDS(1:3, file),
        function() saveRDS(c(cell_of(9), key = "other"), file)
    )
    for (i in seq_along(breakers)) {
        breakers[[i]]()
        expect_message(cell <- exam$cached_cell(file, "key", compute),
            "computed again")
        expect_identical(calls, i + 1L)
        expect_identical(cell$row$AUROC, i + 1L)
        expect_true(exam$cached_cell(file, "key", compute)$cached)
    }
    expect_identical(list.files(dirname(file)), "cell.rds")
})

test_that("a fit that fails is shown and not kept", {
    file <- file.path(fresh_directory(), "cell.rds")
    cell <- exam$cached_cell(file, "key", function() stop("no\tgood"))
    expect_identical(cell$row$status, "failed: no good")
    expect_true(all(is.na(cell$row[exam$METRICS])))
    expect_false(file.exists(file))
    # An interrupt is no failure of the fit: it stops the run.
    interrupt <- structure(class = c("interrupt", "condition"),
        list(message = "", call = NULL))
    expect_identical(tryCatch(
        exam$cached_cell(file, "key", function() stop(interrupt)),
        interrupt = function(i) "stopped"
    ), "stopped")
})

test_that("keys tell data, model, control, seed and package apart", {
    series <- toy_series()
    models <- exam$all_models()
    key <- function(model = models[["GGC-cLSTM"]], s = series, seed = 1L,
                    stamp = "a") {
        exam$cell_key(s, model, seed, stamp)
    }
    changed <- models[["GGC-cLSTM"]]
    changed$control <- list(rate = 0.02)
    keys <- c(key(), key(models[["GC-cLSTM"]]), key(models[["GGC-cRNN"]]),
        key(changed), key(s = toy_series(2)), key(seed = 2L), key(stamp = "b"))
    expect_identical(anyDuplicated(keys), 0L)
    # The same fit under another name is the same cell.
    settings <- exam$ablation_variants()
    plain <- models[["GC-cLSTM"]]
    expect_identical(key(models[[names(settings)[[1L]]]]), key(plain))
    changed <- plain
    changed$control <- list(members = ggc_control()$members)
    expect_identical(key(changed), key(plain))
})

test_that("the stamp covers what a fit runs through, not the plots", {
    used <- exam$used_by("ggc_fit", asNamespace("ggc"))
    expect_true(all(c(".as_series", ".native_fit", ".path_score", ".CONTROL",
        ".optimisers") %in% used))
    expect_false(any(c(".plot_heat", "ggc_roc", ".COLOURS") %in% used))
    expect_identical(exam$package_stamp(), exam$package_stamp())
    file <- tempfile()
    writeLines("no object file", file)
    expect_identical(exam$object_stamp(file), unname(tools::md5sum(file)))
})

test_that("time to go: what others of a kind took, else priors rescaled", {
    cells <- data.frame(group = c("a", "a", "a", "b"), model = c("m", "m", "m",
        "n"), prior = c(1, 1, 1, 10))
    expect_identical(exam$seconds_to_go(cells, rep(NA_real_, 4L)), 13)
    # One took 2 s where 1 was expected: 2 + 2 for its kind, 10 x 2 for b.
    expect_identical(exam$seconds_to_go(cells, c(2, NA, NA, NA)), 24)
    expect_identical(exam$seconds_to_go(cells, c(2, 4, NA, NA)), 3 + 30)
    # Failures say nothing of the others.
    expect_identical(exam$seconds_to_go(cells, c(0, NA, NA, NA)), 10)
    cells$first <- c(TRUE, TRUE, TRUE, FALSE)
    cells$file <- c("x", "x", exam_directory, "x")
    expect_identical(exam$time_left(cells, c(2, NA, NA, NA)), 2)
})

test_that("without the data sets the plan is what is simulated", {
    sets <- exam$data_sets(fresh_directory(), 1L)
    own <- c("Lorenz-96", "VAR", "Lorenz20-F10", "Lorenz20-F40",
        paste0(exam$FRESH_GROUPS, "-1"))
    expect_identical(sets$dataset[sets$found], own)
    expect_identical(sum(!sets$found), 10L + 3L)
    plan <- exam$exam_plan(sets, 3L)
    expect_setequal(plan$dataset, own)
    expect_identical(plan$family[[1L]], "Table 1")
    expect_identical(sum(plan$family == "Table 1"),
        3L * length(exam$table_models()))
    expect_true(all(plan$model %in% names(exam$all_models())))
    sets$found <- TRUE
    plan <- exam$exam_plan(sets, 5L)
    expect_identical(unique(plan$family)[c(1L, 3L)], c("Table 1", "Table 2"))
    covered <- exam$plan_coverage(plan)
    expect_identical(covered$model[covered$family == "Table 2"],
        paste(exam$TABLE2_MODELS, collapse = "; "))
    paper <- exam$read_paper(file.path(exam_directory, "paper.tsv"))
    expect_identical(nrow(paper), 35L)
    both <- function(x) paste(x$dataset, x$model)
    expect_setequal(intersect(both(paper), both(plan)), both(paper))
})

test_that("other methods meet every group of data sets once or more", {
    expect_setequal(c(exam$OTHER_METHODS, "clstm", "crnn", "cmlp", "cgru", "loo",
        "cgc2spr", "knockout"), names(ggc:::.METHODS))
    sets <- exam$data_sets(fresh_directory(), 6L)
    sets$found <- TRUE
    plan <- exam$exam_plan(sets, 5L)
    plan <- plan[plan$family == "Other methods", ]
    counts <- table(plan$group, plan$model)
    expect_true(all(counts > 0))
    # What draws no numbers is the same for each seed of the fit.
    expect_identical(counts["DREAM3-10", c("default", "var", "trees")],
        c(default = 15L, var = 5L, trees = 15L))
    expect_identical(counts["DREAM3-100", c("default", "var", "trees")],
        c(default = 5L, var = 5L, trees = 5L))
    expect_identical(counts["onoff-50", "te"], 2L)
    expect_identical(counts["Lorenz-96", "te"], 3L)
})

test_that("the ablation crosses four ingredients and switches readings", {
    settings <- exam$ablation_variants()
    default <- settings[[1L]]
    expect_identical(length(settings), 16L + 3L + 5L)
    switches <- vapply(settings, function(s) {
        sum(!mapply(identical, s, default))
    }, 0L)
    expect_identical(as.vector(table(switches)), c(1L, 4L + 3L + 1L,
        6L + 2L, 4L + 1L, 1L + 1L))
    single <- exam$ablation_variants(factorial = FALSE)
    # Of the ingredients, which come before the further readings.
    expect_setequal(names(single), names(settings)[1:16][switches[1:16] <= 1L])
    # What is told of direction is named in a word, as the report shows it.
    labels <- vapply(settings, exam$switched_label, "", default)
    expect_identical(unname(labels[1:2]), c("default", "graph=on"))
    expect_identical(unname(utils::tail(labels, 5L)),
        names(exam$DIRECTED_SWITCHES))
    expect_false(any(grepl(" ", utils::tail(labels, 8L))))
    told <- exam$switched_variants(exam$DIRECTED_SWITCHES)
    expect_identical(told, utils::tail(names(settings), 5L))
    controls <- lapply(settings[told], function(s) {
        exam$resolve_control(exam$ablation_model(s))
    })
    expect_false(any(vapply(controls, is.null, NA)))
    expect_identical(controls[[5L]]$adjacency, "directed")
    # They meet fewer seeds than the others.
    sets <- exam$data_sets(fresh_directory(), 1L)
    plan <- exam$exam_plan(sets, 5L)
    expect_identical(unique(plan$seed[plan$model %in% told]),
        seq_len(exam$DIRECTED_SEEDS))
})

# ---- Tables --------------------------------------------------------------

toy_controls <- function(dataset) {
    rows <- toy_rows(dataset = dataset, model = "empty graph", seed = 1,
        accuracy_empty = 0.6, density = 0.3)
    rows[c("dataset", "model", "status", exam$METRICS)]
}

test_that("the table of methods has means over data sets and seeds", {
    rows <- toy_rows(dataset = c("A", "A", "B"), group = "g", model = "trees",
        seed = c(1, 2, 1), AUPR = c(0.2, 0.4, 0.6), density = 0.1,
        family = "Other methods")
    controls <- toy_controls("A")
    controls$model <- "ridge VAR(1)"
    table <- exam$methods_table(rows, controls)
    expect_identical(table$model, c("trees", "ridge VAR(1)"))
    expect_identical(table$networks, c(2L, 1L))
    expect_equal(table$AUPR[[1]], 0.4)
    expect_equal(table$AUPR_sd[[1]], 0.2)
    expect_equal(table$seconds, c(2, NA))
    expect_null(exam$methods_table(toy_rows(dataset = "A", model = "m", seed = 1),
        controls))
})

test_that("a table has mean, sd, the paper's and the empty graph's accuracy", {
    rows <- toy_rows(dataset = c("B", "B", "A", "A"),
        model = "m", seed = c(1, 2, 1, 2), accuracy = c(0.5, 0.7, 0.8, 0.8),
        AUROC = c(0.2, 0.4, NA, 1))
    paper <- data.frame(dataset = "B", model = "m", accuracy = 0.65)
    table <- exam$exam_table(rows, toy_controls(c("A", "B", "C")), paper)
    expect_identical(table$dataset, c("B", "B", "A", "A"))
    expect_identical(table$model, c("m", "empty graph", "m", "empty graph"))
    expect_identical(table$kind, rep(c("model", "control"), 2L))
    expect_identical(table$accuracy_paper, c(0.65, NA, NA, NA))
    expect_equal(table$accuracy[c(1L, 3L)], c(0.6, 0.8))
    # The sd of .5 and .7 is .1 x sqrt(2).
    expect_equal(table$accuracy_sd[c(1L, 3L)], c(0.1 * sqrt(2), 0))
    expect_equal(table$AUROC[c(1L, 3L)], c(0.3, 1))
    expect_identical(table$AUROC_sd[[3L]], NA_real_)
    expect_identical(table$accuracy_empty, rep(0.6, 4L))
    expect_identical(table$runs, c(2L, 1L, 2L, 1L))
})

test_that("a failed model keeps its row, and what is known of the data", {
    rows <- toy_rows(dataset = "A", model = c("m", "n", "n"), seed = 1,
        accuracy = c(NA, 0.5, NA), accuracy_empty = c(NA, 0.6, NA))
    rows$status <- c("failed: x", "ok", "failed: y")
    paper <- data.frame(dataset = character(), model = character(),
        accuracy = numeric())
    table <- exam$exam_table(rows, toy_controls("A"), paper)
    expect_identical(table$status, c("failed: x", "1 of 2 failed: y", "ok"))
    expect_identical(table$runs, c(0L, 1L, 1L))
    expect_identical(table$accuracy_empty, rep(0.6, 3L))
    view <- exam$metric_matrix(table, "accuracy")
    expect_identical(view["m", "A"], "failed")
    expect_identical(view["n", "A"], ".500")
})

# Scores with known effects: graph on +.1, kl = "log" -.02, the rest nothing; a
# level per network and seed that pairing takes out.
ablation_rows <- function(settings) {
    grid <- expand.grid(model = names(settings), dataset = c("A", "B"),
        seed = 1:3, stringsAsFactors = FALSE)
    effect <- vapply(settings, function(s) {
        0.1 * s$graph - 0.02 * (s$kl == "log")
    }, 0)
    level <- c(A = 0.3, B = 0.5)[grid$dataset] + 0.01 * grid$seed^2
    toy_rows(grid, AUROC = unname(level + effect[grid$model]), group = "g",
        family = "Ablation, g")
}

# The name of the variant with one setting changed.
table_name <- function(settings, name, value) {
    changed <- settings[[1L]]
    changed[[name]] <- value
    exam$variant_name(changed)
}

test_that("an ablation pairs by network and seed", {
    settings <- exam$ablation_variants()
    rows <- ablation_rows(settings)
    table <- exam$ablation_table(rows, settings)
    expect_identical(nrow(table), length(settings))
    expect_identical(table$switched[[1L]], "default")
    at <- match(c("graph=on", "kl=log", "penalty=squared"), table$switched)
    expect_equal(table$AUROC_change[at], c(0.1, -0.02, 0))
    # The levels cancel: what is left is rounding.
    expect_lt(max(table$AUROC_change_se), 1e-15)
    expect_identical(table$pairs, rep(6L, nrow(table)))
    # The sd is over seeds, of the mean over networks: levels .01, .04, .09.
    expect_equal(table$AUROC_sd[[1L]], stats::sd(c(0.01, 0.04, 0.09)))
    # One network of one seed off by .06 moves the mean of six by .01, with a
    # standard error of .01.
    one <- rows$model == table_name(settings, "init", "hidden") &
        rows$dataset == "B" & rows$seed == 2
    rows$AUROC[one] <- rows$AUROC[one] + 0.06
    table <- exam$ablation_table(rows, settings)
    row <- table[table$switched == "init=hidden", ]
    expect_equal(c(row$AUROC_change, row$AUROC_change_se), c(0.01, 0.01))
})

test_that("main effects are over the whole factorial", {
    settings <- exam$ablation_variants()
    rows <- ablation_rows(settings)
    effects <- exam$ablation_effects(rows, settings)
    expect_identical(effects$ingredient, c("graph", "init", "kl", "triplet"))
    expect_equal(effects$AUROC_change, c(0.1, 0, -0.02, 0))
    expect_match(exam$effect_sentences(effects)[[1L]], "graph = on")
    # Groups with single switches only have none.
    few <- rows[rows$model %in% names(settings)[1:5], ]
    expect_null(exam$ablation_effects(few, settings))
})

test_that("the rank correlation leaves self entries out", {
    a <- matrix(c(9, 1, 2, 3, -9, 4, 5, 6, 0), 3)
    b <- a
    diag(b) <- c(-5, 100, 3)
    expect_identical(exam$rank_correlation(a, b), 1)
    expect_identical(exam$rank_correlation(a, -b), -1)
    rows <- rbind(
        toy_rows(dataset = "A", model = "GGC-LOO", seed = 1, key = "k"),
        toy_rows(dataset = "A", model = exam$MASKED_LOO, seed = 1, key = "l",
            family = "LOO by masking")
    )
    rows$seconds <- c(6, 1.5)
    loo <- exam$loo_table(rows, list(k = a, l = -b))
    expect_identical(c(loo$times_faster, loo$rank_correlation), c(4, -1))
})

test_that("time counts each fit once", {
    rows <- toy_rows(dataset = "A", model = "m", seed = 1:3,
        family = c("x", "x", "y"))
    rows$seconds <- c(60, 30, 60)
    rows$first <- c(TRUE, TRUE, FALSE)
    times <- exam$time_table(rows)
    expect_identical(times$minutes, c(1.5, 0))
    expect_identical(times$fits, c(2L, 0L))
})

# ---- Checks --------------------------------------------------------------

test_that("a floor holds on every seed or fails", {
    rows <- toy_rows(dataset = "Lorenz-96", model = "m", seed = 1:2,
        accuracy = c(0.99, 1))
    check <- function(rows, floor) {
        exam$check_floor(rows, "Lorenz-96", "m", "accuracy", floor)
    }
    expect_true(check(rows, 0.99)$pass)
    expect_match(check(rows, 0.99)$found, ".990 to 1.000 over 2 seeds",
        fixed = TRUE)
    expect_false(check(rows, 0.991)$pass)
    rows$accuracy[[2L]] <- NA
    expect_false(check(rows, 0.5)$pass)
    rows$status <- "failed: x"
    expect_identical(check(rows, 0.5)$pass, NA)
})

test_that("accuracy and network are judged on ten networks", {
    table <- data.frame(dataset = paste0("N", 1:10), accuracy = 0.8,
        accuracy_paper = 0.7, MCC = 0.1, recall = 0.05)
    expect_true(exam$check_accuracy(table)$pass)
    expect_true(exam$check_network(table)$pass)
    # Five are not ten: nothing decided, unless they already fail.
    expect_identical(exam$check_accuracy(table[1:5, ])$pass, NA)
    expect_identical(exam$check_network(table[1:5, ])$pass, NA)
    table$accuracy[[3L]] <- 0.7
    table$recall[1:2] <- 0.04
    expect_false(exam$check_accuracy(table[1:5, ])$pass)
    expect_match(exam$check_accuracy(table)$found, "9 of 10.*N3")
    expect_true(exam$check_network(table)$pass)
    table$MCC[[9L]] <- NA
    expect_false(exam$check_network(table)$pass)
    expect_identical(exam$check_accuracy(table[0L, ])$pass, NA)
})

test_that("the hour counts for the whole exam only", {
    times <- data.frame(minutes = c(40, 19.9))
    expect_true(exam$check_time(times, TRUE)$pass)
    expect_identical(exam$check_time(times, FALSE)$pass, NA)
    times$minutes[[1L]] <- 41
    expect_false(exam$check_time(times, FALSE)$pass)
})

test_that("sentences count what lies below the empty graph", {
    table <- data.frame(dataset = c("Lorenz-96", "A", "A", "A"),
        model = c("m", "m", "n", "empty graph"),
        kind = c("model", "model", "model", "control"),
        accuracy_paper = c(0.5, 0.5, 0.65, NA), accuracy_empty = 0.6,
        accuracy = c(0.9, 0.7, 0.5, 0.6))
    text <- exam$accuracy_sentences(list(table, NULL))
    expect_match(text, "Of the 2 accuracies .* the 1 DREAM3 .* 1 lie below")
    expect_match(text, "m on A (by .1000)", fixed = TRUE)
    table$accuracy <- 0.1
    expect_match(exam$accuracy_sentences(list(table)), "None of our models")
    table$AUROC <- c(0.9, 0.4, 0.7, 0.7)
    expect_match(exam$control_sentences(table[-1L, ], "AUROC"),
        "on 0 of 1 data sets; behind it on A (n: .700; empty graph: .700)",
        fixed = TRUE)
})

test_that("figures 2 to 19 are three for each of six data sets", {
    plan <- exam$figure_plan()
    expect_identical(plan$number, 2:19)
    expect_identical(as.vector(table(plan$dataset, plan$type)), rep(1L, 18L))
    # Those of the paper's captions that its text also cites.
    expect_identical(plan$file[plan$number == 4L], "figure04_lorenz_graph.png")
    expect_identical(plan$file[plan$number == 9L],
        "figure09_yeast3_adjacency.png")
    expect_identical(plan$file[plan$number == 19L], "figure19_ecoli2_dcor.png")
    file <- tempfile(fileext = ".png")
    status <- exam$save_figure(file, function() stop("no such type"))
    expect_identical(status, "failed: no such type")
    expect_false(file.exists(file))
})

# ---- All of it -----------------------------------------------------------

# Tiny series, two models in the table, no factorial.
tiny_exam <- function() {
    env <- exam_functions()
    env$load_series <- function(set, seed) {
        toy_series(seed, dataset = set$dataset)
    }
    models <- env$table_models()[c("GGC-cLSTM", "GGC-LOO", "default")]
    models[[1L]]$control <- list(members = 1, n_lambda = 2)
    env$DESIGNS <- c("relaxation", "onoff")
    env$FRESH_SIZES <- 10L
    env$FRESH_GROUPS <- paste0(env$DESIGNS, "-10")
    models[["broken"]] <- list(method = "clstm", graph = TRUE,
        control = list(rate = -1))
    env$table_models <- function() models
    variants <- env$ablation_variants(factorial = FALSE)[1:2]
    env$ablation_variants <- function(factorial = TRUE) variants
    env$DIRECTED_SWITCHES <- list()
    env$OTHER_METHODS <- c("var", "lsngc")
    env$DRAWN_METHODS <- "lsngc"
    # A broken control has no budget to print.
    budgets <- env$budgets
    env$budgets <- function(models) {
        budgets(models[names(models) != "broken"])
    }
    env
}

rmarkdown_works <- function() {
    requireNamespace("rmarkdown", quietly = TRUE) &&
        requireNamespace("knitr", quietly = TRUE) &&
        rmarkdown::pandoc_available("1.14")
}

test_that("the exam runs, goes on where it was, and reports", {
    env <- tiny_exam()
    out <- file.path(fresh_directory(), "results")
    run <- function() {
        text <- utils::capture.output(suppressMessages(
            result <- env$exam_main(paste0(c("out=", "seeds=", "threads=",
                "networks="), c(out, 2, 2, 2)), exam_directory,
            fresh_directory())
        ))
        list(text = text, result = result)
    }
    first <- run()
    expect_match(first$text, "so skipped: Ecoli1-10", all = FALSE)
    expect_match(first$text, "  failed  ", all = FALSE)
    expect_true(all(file.exists(file.path(out, c("cells.tsv", "table1.tsv",
        "ablation.tsv", "loo.tsv", "checks.tsv", "times.tsv", "further.tsv",
        "fresh.tsv", "fresh_tests.tsv", "ranking.tsv", "methods.tsv", "coverage.tsv",
        "published.tsv", "budgets.tsv")))))
    # No known network was looked at: nothing to log.
    expect_false(any(grepl("rounds.tsv", first$text)))
    table <- utils::read.delim(file.path(out, "table1.tsv"))
    expect_identical(table$model[1:6], c("GGC-cLSTM", "GGC-LOO", "default",
        exam$ALONE, "broken"))
    expect_match(table$status[[6L]], "failed: .*rate")
    ranking <- utils::read.delim(file.path(out, "ranking.tsv"))
    expect_setequal(ranking$variant, c("default",
        names(exam$ranking_models()), exam$RERANKED))
    methods <- utils::read.delim(file.path(out, "methods.tsv"))
    expect_setequal(methods$model, c("default", "var", "lsngc",
        setdiff(exam$CONTROLS, "empty graph")))
    expect_true(all(methods$status == "ok"))
    expect_true(all(methods$seconds[methods$model %in% c("default", "var")] > 0))
    cells <- utils::read.delim(file.path(out, "cells.tsv"))
    ok <- cells$status == "ok"
    expect_identical(unique(cells$model[!ok]), "broken")
    # Nothing is fitted twice, and the tables are the same.
    files <- list.files(file.path(out, "cells"), full.names = TRUE)
    expect_length(files, length(unique(cells$key[ok])))
    stamp <- file.mtime(files)
    writeLines("broken", files[[1L]])
    stamp[[1L]] <- file.mtime(files[[1L]])
    second <- run()
    expect_identical(file.mtime(files)[-1L], stamp[-1L])
    expect_identical(nrow(readRDS(files[[1L]])$row), 1L)
    columns <- setdiff(names(cells), "seconds")
    expect_identical(second$result$cells[columns], first$result$cells[columns])
    if (rmarkdown_works()) {
        html <- paste(readLines(file.path(out, "exam.html"), warn = FALSE),
            collapse = "\n")
        expect_match(html, "cells failed:", fixed = TRUE)
        expect_match(html, "GGC-LOO: masking instead", fixed = TRUE)
        expect_match(html, "relaxation-10: 9001 to 9002", fixed = TRUE)
        expect_match(html, "Ablation of the ranking", fixed = TRUE)
        # Self-contained: no image is a file beside it.
        expect_false(grepl("src=\"[^d\"][^\"]*[.]png\"", html, perl = TRUE))
        expect_true(grepl("src=\"data:image/png", html, fixed = TRUE))
    }
})
