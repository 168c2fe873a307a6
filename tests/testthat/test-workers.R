# Targets split over BiocParallel's workers: same bits, and what is done where
# workers fail.

skip_if_not_installed("BiocParallel")

sim <- ggc_simulate("var", p = 9, n_time = 15, n_trajectories = 6, seed = 3)
fit_by <- function(BPPARAM, control = tiny_control(), ..., seed = 5) {
    ggc_fit(sim, control = control, ..., seed = seed, BPPARAM = BPPARAM)
}
serial <- BiocParallel::SerialParam()
two_forks <- function() {
    skip_on_os("windows")
    BiocParallel::MulticoreParam(2L)
}

# BiocParallel itself may warn of a lost worker.
without_ggc_warning <- function(code) {
    withCallingHandlers(code, warning = function(w) {
        expect_false(inherits(w, "ggc_warning"))
        invokeRestart("muffleWarning")
    })
}

test_that("bits do not depend on the back-end nor on threads", {
    expected <- fit_by(NULL, threads = 1L)
    for (threads in c(2L, 4L)) {
        expect_same_fit(fit_by(NULL, threads = threads), expected)
    }
    set.seed(1)
    before <- stats::runif(1)
    for (param in list(serial, two_forks(), BiocParallel::SnowParam(2L))) {
        set.seed(1)
        stats::runif(1)
        state <- .Random.seed
        expect_same_fit(fit_by(param, threads = 2L), expected)
        expect_identical(.Random.seed, state) # R's generator is left alone
    }
})

test_that("every part of the task reaches the workers", {
    whole <- tiny_control(init = "both", kl = "log", triplet = "prediction")
    for (method in network_methods()) {
        arguments <- list(method = method, graph = method != "cmlp",
            regulators = c("G2", "G7", "G8"), targets = paste0("G", 8:3))
        if (method == "cmlp") {
            whole <- tiny_control(penalty = "hierarchical")
        }
        fits <- lapply(list(NULL, two_forks()), function(param) {
            do.call(fit_by, c(list(param, whole), arguments))
        })
        expect_same_fit(fits[[2L]], fits[[1L]])
        expect_identical(predict(fits[[2L]]), predict(fits[[1L]]))
    }
    told <- tiny_control(kl = "log", kl_target = "directed", adaptive = 1,
        adjacency = "directed", graph_at = "nonlinear")
    fits <- lapply(list(NULL, two_forks()), fit_by, told, graph = TRUE,
        regulators = c("G2", "G7", "G8"), targets = paste0("G", 8:3))
    expect_same_fit(fits[[2L]], fits[[1L]])
    expect_identical(predict(fits[[2L]]), predict(fits[[1L]]))
    known <- data.frame(regulator = c("G1", "G2"), target = c("G3", "G9"))
    never <- data.frame(regulator = c("G4", "G5"), target = c("G9", "G1"))
    fits <- lapply(list(NULL, two_forks()), fit_by, prior = known,
        exclude = never)
    expect_same_fit(fits[[2L]], fits[[1L]])
})

test_that("a cluster that was started is used and left running", {
    cluster <- BiocParallel::bpstart(BiocParallel::SnowParam(2L))
    on.exit(BiocParallel::bpstop(cluster))
    expect_same_fit(fit_by(cluster), fit_by(NULL))
    expect_true(BiocParallel::bpisup(cluster))
})

test_that("what is sent to workers is the series and the settings", {
    sent <- NULL
    real <- local_fake(".run_in_worker", function(targets, task) {
        sent <<- task
        real(targets, task)
    })
    fit <- fit_by(serial)
    expect_setequal(names(sent), c("trajectory", "z", "rows", "inputs",
        "columns", "control", "cell", "seed", "structure", "threads", "version",
        "checkpoint", "id"))
    expect_true(is.matrix(sent$z) && is.double(sent$z))
    expect_identical(sent$threads, 1L)
    expect_identical(S4Vectors::metadata(fit)$threads, 1L)
    expect_lt(length(serialize(sent, NULL)), 8 * length(sent$z) + 8000)
})

test_that("shards cover the targets once, in order, few for each worker", {
    s <- list(columns = 3:402, rows = 1:400, cell = "lstm", threads = 1L,
        control = .sized_control(ggc_control(horizons = 1L), 10L, 400L, 10L))
    expect_identical(unlist(.shards(s)), s$columns)
    for (workers in c(1L, 2L, 7L, 1000L)) {
        s$BPPARAM <- BiocParallel::SnowParam(workers)
        shards <- .shards(s)
        expect_identical(unlist(shards), s$columns)
        expect_lte(length(shards), 4L * workers)
        expect_gte(length(shards), min(2L * workers, 400L))
    }
})

test_that("an error in a worker is tried again and leaves no trace", {
    expected <- fit_by(NULL)
    for (param in list(serial, two_forks())) {
        count <- local_accident(5L, function() stop("out of luck"), 1)
        expect_silent(fit <- fit_by(param))
        expect_same_fit(fit, expected)
        expect_identical(file.size(count), 1)
    }
})

test_that("what fails twice has NA, a status and one warning", {
    expected <- fit_by(NULL)
    local_accident(5L, function() stop("out of luck"))
    for (param in list(serial, two_forks())) {
        warnings <- testthat::capture_warnings(fit <- fit_by(param))
        expect_length(warnings, 1L)
        expect_match(warnings, "could not train .* of 9 targets.*G5")
        expect_match(warnings, "out of luck")
        expect_warning(fit_by(param), class = "ggc_warning_worker")
        failed <- ggc_training(fit)$status == "failed"
        expect_true(failed[[5L]])
        expect_lte(sum(failed), 3L) # its shard
        expect_true(all(is.na(granger(fit)[, failed])))
        expect_identical(granger(fit, "network")[, !failed],
            granger(expected, "network")[, !failed])
        expect_identical(predict(fit)[!failed, ], predict(expected)[!failed, ])
        expect_output(print(fit), "failed \\(.*G5")
    }
})

test_that("an error is raised where no worker can train anything", {
    local_fake(".native_fit", function(...) stop("no memory at all"))
    expect_error(fit_by(serial), "no memory at all",
        class = "ggc_error_worker")
    # In this process errors are not caught, nor tried again.
    expect_error(fit_by(NULL), "no memory at all")
})

test_that("a killed worker's targets are trained again", {
    expected <- fit_by(NULL)
    param <- two_forks()
    count <- local_accident(5L, kill_this_process, 1)
    fit <- without_ggc_warning(fit_by(param))
    expect_same_fit(fit, expected)
    expect_identical(file.size(count), 1)
})

test_that("the targets of other shards outlive one that kills its workers", {
    expected <- fit_by(NULL)
    param <- two_forks()
    local_accident(5L, kill_this_process)
    fit <- NULL
    suppressWarnings(
        expect_warning(fit <- fit_by(param), class = "ggc_warning_worker")
    )
    failed <- ggc_training(fit)$status == "failed"
    expect_true(failed[[5L]])
    expect_lte(sum(failed), 4L) # its shard, and that of the other worker
    expect_identical(granger(fit, "network")[, !failed],
        granger(expected, "network")[, !failed])
})

test_that("a started cluster that broke is started anew", {
    expected <- fit_by(NULL)
    local_accident(5L, kill_this_process, 1)
    cluster <- BiocParallel::bpstart(two_forks())
    on.exit(BiocParallel::bpstop(cluster))
    fit <- without_ggc_warning(fit_by(cluster))
    expect_same_fit(fit, expected)
    expect_true(BiocParallel::bpisup(cluster))
    again <- BiocParallel::bplapply(1:3, identity, BPPARAM = cluster)
    expect_identical(again, list(1L, 2L, 3L))
})

test_that("Ctrl-C does not wait for what the workers have in hand", {
    skip_if_interrupt_is_ignored()
    param <- two_forks()
    # Each worker sleeps longer than Ctrl-C may take.
    local_accident(1L, function() Sys.sleep(10))
    interrupted <- function() {
        system(sprintf("(sleep 1; kill -INT %d) &", Sys.getpid()))
        started <- proc.time()[["elapsed"]]
        got <- tryCatch(fit_by(param), interrupt = function(c) "interrupted")
        expect_identical(got, "interrupted")
        expect_lt(proc.time()[["elapsed"]] - started, 4)
    }
    interrupted()
    expect_false(BiocParallel::bpisup(param))
    # A cluster that was running runs again, with nothing under way.
    BiocParallel::bpstart(param)
    on.exit(BiocParallel::bpstop(param), add = TRUE)
    interrupted()
    expect_true(BiocParallel::bpisup(param))
    again <- BiocParallel::bplapply(1:3, identity, BPPARAM = param)
    expect_identical(again, list(1L, 2L, 3L))
})

test_that("what an interrupted cluster delivers late is not taken for ours", {
    desk <- .desk(list(1:2), "mine", 0L, NULL)
    expect_identical(.take_shard(desk), 1:2)
    .put_shard(desk, list(id = "another", targets = 1:2))
    .put_shard(desk, NULL)
    expect_length(desk$done, 0L)
    .put_shard(desk, list(id = "mine", targets = 1:2))
    .put_shard(desk, list(id = "mine", targets = 1:2))
    expect_length(desk$done, 1L)
})

test_that("a worker that would compute other bits is refused, at once", {
    tried <- 0L
    real <- local_fake(".run_in_worker", function(targets, task) {
        tried <<- tried + 1L
        task$version <- "0.0.1"
        real(targets, task)
    })
    expect_error(fit_by(serial), "0.0.1", class = "ggc_error_worker")
    expect_identical(tried, 1L)
    task <- list(version = .version(), control = list(isa = "avx1024"))
    expect_error(real(1L, task), "avx1024", class = "ggc_error_worker")
})

test_that("workers without the package are reported as such", {
    here <- .libPaths()
    variables <- c("R_LIBS", "R_LIBS_USER", "R_LIBS_SITE")
    before <- Sys.getenv(variables, NA)
    on.exit({
        do.call(Sys.setenv, as.list(before[!is.na(before)]))
        Sys.unsetenv(variables[is.na(before)])
    })
    without <- here[!dir.exists(file.path(here, "ggc"))]
    without <- paste(without, collapse = .Platform$path.sep)
    Sys.setenv(R_LIBS = without, R_LIBS_USER = "", R_LIBS_SITE = "")
    seen <- system2(file.path(R.home("bin"), "Rscript"),
        c("-e", shQuote("cat(nzchar(system.file(package = 'ggc')))")),
        stdout = TRUE)
    skip_if(seen != "FALSE", "ggc is in a library that every R reads")
    expect_error(fit_by(BiocParallel::SnowParam(2L)), "package.*ggc",
        class = "ggc_error_worker")
})

test_that("progress goes shard by shard, and only where asked for", {
    said <- testthat::capture_messages(fit_by(serial, verbose = TRUE))
    expect_match(said[[2L]], "training: 3 of 9 targets, [0-9.]+ s left\n")
    expect_identical(sum(grepl("training: 9 of 9 targets\n", said)), 1L)
    expect_silent(fit_by(serial, verbose = FALSE))
})

test_that("bad BPPARAM is refused", {
    expect_error(fit_by(2), "BiocParallelParam", class = "ggc_error_argument")
    expect_error(fit_by(serial, method = "loo"), "loo",
        class = "ggc_error_argument")
})

test_that("a shard is lost when tried twice, one that only waited is not", {
    desk <- .desk(list(1:2, 3:4, 5:6, 7:8), "id", 0L, NULL)
    put <- function(targets) .put_shard(desk, list(id = "id",
        targets = targets))
    take <- function(n) replicate(n, .take_shard(desk), simplify = FALSE)
    # 3:4 kills its worker while 1:2 is in hand.
    expect_identical(take(2L), list(1:2, 3:4))
    expect_true(.wait_again(desk))
    expect_identical(desk$waiting, list(5:6, 7:8, 3:4, 1:2))
    # And again while 7:8 is: 1:2 was never taken.
    expect_identical(take(3L), list(5:6, 7:8, 3:4))
    put(5:6)
    expect_true(.wait_again(desk))
    expect_identical(desk$lost, list(3:4))
    expect_identical(desk$waiting, list(1:2, 7:8))
    take(2L)
    put(1:2)
    put(7:8)
    expect_false(.wait_again(desk))
    expect_identical(desk$lost, list(3:4))
    expect_setequal(unlist(lapply(desk$done, `[[`, "targets")), c(1:2, 5:8))
})

test_that("where no worker takes anything, two rounds are enough", {
    desk <- .desk(list(1:2, 3:4), "id", 0L, NULL)
    expect_true(.wait_again(desk))
    expect_false(.wait_again(desk))
    expect_identical(desk$lost, list(1:2, 3:4))
})
