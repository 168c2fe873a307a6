# What every method without networks must do, whatever it computes: the same bits
# however it is run, and a fit that all else reads.

sim <- ggc_simulate("var", p = 6, n_time = 12, n_trajectories = 5, seed = 3)
x <- SummarizedExperiment::assay(sim)
genes <- rownames(x)
truth <- S4Vectors::metadata(sim)$truth
# One target more than regulators would cover.
other <- rev(genes)[c(2, 4, 1, 6, 3, 5)]
fit_of <- function(name, ..., x = sim) {
    suppressWarnings(fit_case(method_cases()[[name]], x, ...))
}
splits <- function(fit) is.null(.method_of(fit)$whole)

# All that a fit holds but how it was run, of genes in one order.
expect_bits <- function(object, expected, label) {
    for (slot in c("score", "norms", "p_value", "sign", "lag")) {
        value <- methods::slot(object, slot)
        expect_identical(value[rownames(expected@score), colnames(expected@score)],
            methods::slot(expected, slot), label = paste(label, slot))
    }
    expect_identical(object@training[rownames(expected@training), ],
        expected@training, label = label)
}

test_that("the table of cases has every method without networks", {
    plain <- Filter(function(row) !row$has_networks, .METHODS)
    expect_setequal(vapply(each_method(), function(case) case$arguments$method, ""),
        names(plain))
})

test_that("the same bits for any threads, order of genes, workers, checkpoint, parts", {
    for (name in names(method_cases())) {
        fit <- fit_of(name)
        if (is.null(fit)) next
        expect_bits(fit_of(name, threads = 2), fit, paste(name, "threads"))
        mixed <- fit_of(name, x = sim[other, ])
        expect_bits(mixed, fit, paste(name, "order"))
        if (!is.null(.method_of(fit)$forecast)) {
            expect_identical(predict(mixed)[genes, ], predict(fit), label = name)
        }
        expect_identical(suppressWarnings(update(fit))@score, fit@score, label = name)
        if (!splits(fit)) {
            expect_error(fit_of(name, checkpoint = tempfile()), fit@method,
                class = "ggc_error_argument")
            expect_error(ggc_merge(list(fit)), fit@method, class = "ggc_error_argument")
            next
        }
        here <- tempfile()
        expect_bits(fit_of(name, checkpoint = here), fit, paste(name, "checkpoint"))
        shards <- list.files(here, "shard", full.names = TRUE, recursive = TRUE)
        unlink(shards[[length(shards)]])
        expect_message(again <- fit_of(name, checkpoint = here, verbose = TRUE),
            "were finished before")
        expect_bits(again, fit, paste(name, "checkpoint again"))
        expect_error(fit_of(name, checkpoint = here, seed = 2), "seed",
            class = "ggc_error_checkpoint")
        unlink(here, recursive = TRUE)
        parts <- lapply(list(genes[c(5, 1)], genes[c(2, 3, 4, 6)]), function(targets) {
            fit_of(name, targets = targets)
        })
        if (name == "bets") {
            expect_error(ggc_merge(parts), "one `penalty`", class = "ggc_error_merge")
        } else {
            merged <- suppressWarnings(ggc_merge(parts))
            expect_bits(merged, fit, paste(name, "merged"))
            expect_identical(merged@details, fit@details, label = name)
        }
    }
})

test_that("targets that are no regulators have the same bits in parts", {
    for (name in names(method_cases())) {
        few <- function(...) fit_of(name, regulators = c("G1", "G2", "G5"), ...)
        fit <- few()
        if (is.null(fit) || !splits(fit) || name == "bets") next
        parts <- lapply(list(c("G3", "G4", "G6"), c("G1", "G2", "G5")),
            function(targets) few(targets = targets))
        expect_bits(suppressWarnings(ggc_merge(parts)), fit, name)
    }
})

test_that("workers train each, to the same bits", {
    skip_on_cran()
    skip_if_not_installed("BiocParallel")
    skip_on_os("windows")
    # One cluster for all, of processes of their own.
    workers <- BiocParallel::bpstart(BiocParallel::SnowParam(2L))
    on.exit(BiocParallel::bpstop(workers))
    for (name in names(method_cases())) {
        fit <- fit_of(name)
        if (is.null(fit) || !splits(fit)) next
        expect_bits(fit_of(name, BPPARAM = workers), fit, name)
    }
    forks <- BiocParallel::MulticoreParam(2L)
    expect_bits(fit_of("trees", BPPARAM = forks, threads = 2), fit_of("trees"),
        "forks in forks")
})

test_that("targets that no worker could train have NA, and a warning", {
    for (name in names(method_cases())) {
        fit <- fit_of(name)
        if (is.null(fit) || !splits(fit) || name == "bets") next
        s <- .setup_to_test(fit, tested_run())
        part <- s$method$shard(fit, s)
        part$each[2L] <- list(NULL)
        train <- function() {
            s$method$train(s, list(parts = list(part), reason = "no"))
        }
        expect_warning(lost <- train(), "G2", class = "ggc_warning_worker")
        expect_true(all(is.na(lost$score[, "G2"])), label = name)
        expect_false(anyNA(lost$score[, -2L]), label = name)
        expect_identical(lost$training["G2", "status"], "failed", label = name)
        # A fit that all else reads.
        lost <- do.call(.GGCFit, c(lost, list(series = fit@series, known = fit@known,
            method = fit@method, settings = fit@settings, metadata = fit@metadata)))
        expect_true(methods::validObject(lost))
        expect_identical(sum(is.na(ggc_edges(lost)$score)), 5L, label = name)
        part$each <- vector("list", 6L)
        expect_error(train(), class = "ggc_error_worker")
    }
})

test_that("all that reads a fit reads each", {
    grDevices::pdf(NULL)
    on.exit(grDevices::dev.off())
    for (name in names(each_method())) {
        fit <- fit_of(name)
        if (is.null(fit)) next
        edges <- ggc_edges(fit)
        expect_identical(nrow(edges), 30L, label = name)
        expect_false(anyNA(edges$score), label = name)
        expect_true(all(edges$sign %in% -1:1), label = name)
        expect_identical(unclass(ggc_network(fit))[TRUE], as.integer(fit@norms > 0))
        expect_identical(sum(ggc_network(fit, n_edges = 4)), 4L, label = name)
        expect_gt(ggc_metrics(fit, truth)[["AUROC"]], 0)
        expect_output(print(fit), "Granger causality by", label = name)
        expect_output(print(summary(fit)), "strongest edges", label = name)
        expect_true("score" %in% SummarizedExperiment::assayNames(
            methods::as(fit, "SummarizedExperiment")), label = name)
        file <- tempfile(fileext = ".tsv")
        write_edges(fit, file)
        expect_equal(utils::read.delim(file)$score, edges$score, tolerance = 1e-10)
        unlink(file)
        tests <- .method_of(fit)$tests
        expect_identical(!anyNA(edges$p_value), tests, label = name)
        if (tests) {
            expect_equal(edges$q_value, stats::p.adjust(edges$p_value, "BH"))
        }
        if (.method_of(fit)$interventions) {
            expect_error(ggc_test(fit), "reads none", class = "ggc_error_argument")
        } else {
            tested <- suppressWarnings(ggc_test(fit, B = 1))
            expect_true(all(ggc_edges(tested)$p_value <= 1), label = name)
        }
        if (tests) {
            own <- paste0("p_", fit@method)
            write_edges(tested, file)
            expect_true(own %in% names(utils::read.delim(file)), label = name)
        }
        if (is.null(.method_of(fit)$forecast)) {
            expect_error(predict(fit), fit@method, class = "ggc_error_argument")
        } else {
            expect_true(any(is.finite(predict(fit))), label = name)
        }
        if (requireNamespace("pROC", quietly = TRUE)) {
            expect_gt(as.double(ggc_roc(fit, truth)$auc), 0)
        }
        if (requireNamespace("ggplot2", quietly = TRUE)) {
            for (type in c("granger", "network")) {
                expect_no_error(print(plot(fit, type)))
            }
        }
        if (requireNamespace("htmlwidgets", quietly = TRUE)) {
            expect_no_error(ggc_page(fit))
        }
    }
})

test_that("constant genes, excluded links, one regulator", {
    never <- data.frame(regulator = "G1", target = "G2")
    flat <- suppressWarnings(rbind(x, A = 1))
    for (name in names(method_cases())) {
        fit <- fit_of(name)
        if (is.null(fit)) next
        with_flat <- fit_of(name, x = flat, trajectory = sim$trajectory,
            time = sim$time)
        expect_identical(with_flat@score[genes, genes], fit@score, label = name)
        expect_true(all(is.finite(with_flat@score)), label = name)
        expect_true(all(with_flat@score["A", ] <= min(fit@score)), label = name)
        expect_identical(with_flat@training["A", "status"], "constant", label = name)
        without <- fit_of(name, exclude = never)
        expect_identical(granger(without)["G1", "G2"], 0, label = name)
        expect_identical(nrow(ggc_edges(without)), 29L, label = name)
        if (!is.null(fit@p_value)) {
            expect_true(is.na(without@p_value["G1", "G2"]), label = name)
        }
        one <- fit_of(name, regulators = "G1", targets = c("G3", "G1"))
        expect_identical(dim(one@score), 1:2, label = name)
        expect_false(anyNA(one@score), label = name)
    }
})

test_that("the command line fits each", {
    table <- tempfile(fileext = ".rds")
    links <- tempfile(fileext = ".tsv")
    saveRDS(sim[1:4, ], table)
    writeLines(c("regulator\ttarget", "G1\tG3"), links)
    steady <- tempfile(fileext = ".tsv")
    utils::write.table(small_knockouts(), steady, sep = "\t", quote = FALSE,
        col.names = NA)
    on.exit(unlink(c(table, links, steady)))
    for (case in each_method()) {
        if (!all(vapply(case$needs, requireNamespace, NA, quietly = TRUE))) next
        method <- case$arguments$method
        prior <- "prior" %in% .method(method)$needs
        out <- tempfile()
        suppressWarnings(suppressMessages(.cli_run(c("fit", table, "--method", method,
            "--out", out, "--quiet", if (prior) c("--prior", links),
            if (.method(method)$interventions) c("--steady", steady)))))
        edges <- utils::read.delim(file.path(out, "edges.tsv"))
        expect_identical(nrow(edges), 12L, label = method)
        expect_false(anyNA(edges$score), label = method)
        unlink(out, recursive = TRUE)
    }
})
