# Checkpoints: what is finished survives whatever ends a fit, and goes on to the
# same bits; what is damaged or of another fit is never used.

sim <- ggc_simulate("var", p = 9, n_time = 15, n_trajectories = 6, seed = 3)
fit_in <- function(checkpoint, ..., control = tiny_control(), seed = 5) {
    ggc_fit(sim, control = control, seed = seed, threads = 1L,
        checkpoint = checkpoint, ...)
}
local_directory <- function(frame = parent.frame()) {
    directory <- tempfile("checkpoint")
    do.call(on.exit, list(bquote(unlink(.(directory), recursive = TRUE)),
        add = TRUE), envir = frame)
    directory
}
shards_in <- function(directory) {
    list.files(directory, "^shard-", full.names = TRUE)
}
# Replaces bytes of a file by `change` of them.
damage <- function(path, change) {
    bytes <- readBin(path, "raw", file.size(path))
    writeBin(change(bytes), path)
}

test_that("a fit with a checkpoint is the fit without, and again when read", {
    expected <- fit_in(NULL)
    directory <- local_directory()
    expect_same_fit(fit_in(directory), expected)
    # Nine targets, four of a shard for each thread.
    expect_length(shards_in(directory), 3L)
    expect_setequal(list.files(directory, all.files = TRUE, no.. = TRUE),
        c("manifest", basename(shards_in(directory))))
    local_fake(".native_fit", function(...) stop("nothing is left to train"))
    expect_silent(fit <- fit_in(directory))
    expect_same_fit(fit, expected)
    expect_message(fit_in(directory, verbose = TRUE),
        "9 of 9 targets were finished before")
})

test_that("what a fit is told of direction is part of its checkpoint", {
    told <- tiny_control(kl = "log", kl_target = "directed", adaptive = 1,
        adjacency = "directed", graph_at = "nonlinear")
    expected <- fit_in(NULL, control = told, graph = TRUE)
    directory <- local_directory()
    fit_in(directory, control = told, graph = TRUE)
    unlink(shards_in(directory)[[2L]])
    expect_same_fit(fit_in(directory, control = told, graph = TRUE), expected)
    for (other in list(list(adaptive = 2), list(kl_target = "dcor"),
        list(adjacency = "gram"), list(graph_at = "readout"))) {
        changed <- told
        changed[names(other)] <- other
        expect_error(fit_in(directory, control = changed, graph = TRUE),
            names(other), class = "ggc_error_checkpoint")
    }
})

test_that("progress counts what was read and every shard", {
    directory <- local_directory()
    fit_in(directory)
    unlink(shards_in(directory)[2:3])
    said <- testthat::capture_messages(fit_in(directory, verbose = TRUE))
    expect_match(said[[2L]], "4 of 9 targets were finished before")
    expect_true(any(grepl("training: 8 of 9 targets", said)))
    expect_identical(sum(grepl("training: 9 of 9 targets\n", said)), 1L)
    expect_no_match(said, "1[0-9] of 9")
})

test_that("only what is missing is trained, in other shards and workers too", {
    expected <- fit_in(NULL)
    directory <- local_directory()
    fit_in(directory)
    unlink(shards_in(directory)[[2L]])
    trained <- integer()
    real <- local_fake(".native_fit", function(problem, ...) {
        trained <<- c(trained, problem$targets)
        real(problem, ...)
    })
    expect_same_fit(fit_in(directory), expected)
    expect_identical(trained, 5:8)
    skip_if_not_installed("BiocParallel")
    unlink(shards_in(directory)[c(1L, 3L)])
    cluster <- BiocParallel::SnowParam(2L)
    expect_same_fit(fit_in(directory, BPPARAM = cluster), expected)
    expect_same_fit(fit_in(directory), expected)
    expect_identical(trained, 5:8) # the rest in the workers, which saved it
})

test_that("a checkpoint of another fit is refused by what differs", {
    directory <- local_directory()
    fit_in(directory)
    refused <- function(expected, code) {
        error <- tryCatch(code, ggc_error_checkpoint = conditionMessage)
        expect_match(error, paste0("differs in: ", expected, "\\.\nRepeat"))
    }
    refused("seed \\(5 there, 6 here\\)", fit_in(directory, seed = 6))
    refused("rate \\(0.02999.* there, 0.05000.* here\\)",
        fit_in(directory, control = tiny_control(rate = 0.05)))
    refused("targets", fit_in(directory, targets = 1:4))
    refused("network \\(lstm there, tanh here\\)", fit_in(directory, "crnn"))
    refused("graph, start, prior or held samples", fit_in(directory, graph = TRUE))
    if (.isa_in_use("auto") != "generic") {
        refused("isa \\(avx[0-9]+ there, generic here\\)",
            fit_in(directory, control = tiny_control(isa = "generic")))
    }
    x <- SummarizedExperiment::assay(sim)
    x[3L, 7L] <- x[3L, 7L] * (1 + 1e-14)
    refused("data", ggc_fit(x, time = sim$time, threads = 1L,
        trajectory = sim$trajectory, control = tiny_control(), seed = 5,
        checkpoint = directory))
    local_fake(".version", function() "0.0.1")
    refused("version \\([0-9.]+ there, 0.0.1 here\\)", fit_in(directory))
})

test_that("a shard of another fit is refused, whatever the manifest says", {
    here <- local_directory()
    there <- local_directory()
    fit_in(here)
    fit_in(there, seed = 6)
    file.copy(shards_in(there)[[1L]], here, overwrite = TRUE)
    expect_error(fit_in(here), "of another fit than the rest",
        class = "ggc_error_checkpoint")
})

test_that("damaged files are said, and their targets trained again", {
    expected <- fit_in(NULL)
    directory <- local_directory()
    fit_in(directory)
    changes <- list(
        flipped = function(b) replace(b, length(b) %/% 2L,
            xor(b[[length(b) %/% 2L]], as.raw(1L))),
        truncated = function(b) b[seq_len(length(b) - 1L)],
        empty = function(b) raw(),
        head_only = function(b) b[1:21],
        longer = function(b) c(b, as.raw(0L)),
        foreign = function(b) charToRaw("something else altogether")
    )
    for (change in changes) {
        good <- tools::md5sum(shards_in(directory)[[2L]])
        damage(shards_in(directory)[[2L]], change)
        expect_message(fit <- fit_in(directory), "shard-000005.* is damaged")
        expect_same_fit(fit, expected)
        expect_identical(tools::md5sum(shards_in(directory)[[2L]]), good)
    }
    damage(file.path(directory, "manifest"), changes$truncated)
    expect_message(fit <- fit_in(directory), "manifest.* is damaged")
    expect_same_fit(fit, expected)
    expect_silent(fit_in(directory))
})

test_that("every byte of a file is under its digest", {
    file <- c(.seal(as.raw(1:50)), as.raw(1:50))
    expect_identical(.unseal(file), as.raw(1:50))
    for (i in seq_along(file)) for (bit in as.raw(2^(0:7))) {
        expect_null(.unseal(replace(file, i, xor(file[[i]], bit))))
    }
    for (n in seq_along(file) - 1L) {
        expect_null(.unseal(file[seq_len(n)]))
    }
    expect_identical(.native_digest(charToRaw("foobar")), "85944171f73967e8")
    expect_identical(.digest(1:3), .digest(c(1L, 2L, 3L)))
    expect_false(.digest(1:3) == .digest(c(1, 2, 3)))
})

# Kills a child at a random moment of its fit, counted in shards from where it
# began and then in seconds (a busy machine stretches these), until it has been
# killed so often; each child goes on where the one before was. Once all shards are
# there, the directory is checked and a new one is begun.
kill_and_resume <- function(task, times, longest, shards, check) {
    survived <- 0L
    sizes <- integer()
    directory <- tempfile("killed")
    while (survived < times) {
        child <- parallel::mcparallel(task(directory), silent = TRUE)
        goal <- min(length(shards_in(directory)) + sample(0:9, 1L), shards)
        patience <- Sys.time() + 30
        while (length(shards_in(directory)) < goal && Sys.time() < patience) {
            Sys.sleep(0.002)
        }
        Sys.sleep(stats::runif(1L, 0, longest))
        ended <- parallel::mccollect(child, wait = FALSE)
        if (is.null(ended)) {
            tools::pskill(child$pid, tools::SIGKILL)
            suppressWarnings(parallel::mccollect(child))
            survived <- survived + 1L
            sizes <- c(sizes, length(shards_in(directory)))
        }
        if (!is.null(ended) || length(shards_in(directory)) == shards) {
            check(directory)
            unlink(directory, recursive = TRUE)
        }
    }
    check(directory)
    unlink(directory, recursive = TRUE)
    sizes
}

test_that("twenty kills at random moments leave the bits of an unbroken fit", {
    skip_on_os("windows")
    sim <- ggc_simulate("var", p = 120, n_time = 15, n_trajectories = 6,
        seed = 3)
    fit <- function(checkpoint) {
        ggc_fit(sim, regulators = 1:6, control = tiny_control(), seed = 5,
            threads = 1L, checkpoint = checkpoint)
    }
    expected <- fit(NULL)
    unbroken <- system.time(fit(tempfile("whole")))[["elapsed"]]
    sizes <- kill_and_resume(fit, 20L, min(1, unbroken / 10), 30L,
        function(directory) expect_same_fit(fit(directory), expected))
    expect_length(sizes, 20L)
    # Half of them were hit half way.
    expect_gte(sum(sizes > 0L & sizes < 30L), 10L)
    cat(sprintf("20 kills survived, at %s of 30 shards\n", toString(sizes)))
})

test_that("Ctrl-C keeps the finished shards", {
    skip_if_interrupt_is_ignored()
    expected <- fit_in(NULL)
    directory <- local_directory()
    shards <- 0L
    real <- local_fake(".native_fit", function(problem, ...) {
        shards <<- shards + 1L
        if (shards == 3L) {
            tools::pskill(Sys.getpid(), tools::SIGINT)
            Sys.sleep(10)
        }
        real(problem, ...)
    })
    got <- tryCatch(fit_in(directory), interrupt = function(c) "interrupted")
    expect_identical(got, "interrupted")
    expect_length(shards_in(directory), 2L)
    expect_same_fit(fit_in(directory), expected)
    expect_identical(shards, 4L)
})

test_that("what a lost worker had saved is not trained again", {
    directory <- local_directory()
    fit_in(directory)
    saved <- unserialize(.read_sealed(shards_in(directory)[[1L]]))
    task <- list(checkpoint = directory, id = saved$id)
    desk <- .desk(list(1:4, 5:8, 10:11), task$id, 0L, NULL)
    .take_shard(desk)
    .take_shard(desk)
    damage(shards_in(directory)[[2L]], function(bytes) bytes[-30L])
    expect_message(.put_saved(desk, task), "is damaged")
    expect_identical(.targets_of(desk$done), 1:4)
    expect_identical(desk$out, list(5:8))
})

test_that("failed workers' targets are not saved but tried by the next call", {
    skip_if_not_installed("BiocParallel")
    expected <- fit_in(NULL)
    directory <- local_directory()
    serial <- BiocParallel::SerialParam()
    local({
        local_accident(5L, function() stop("out of luck"))
        expect_warning(fit_in(directory, BPPARAM = serial),
            class = "ggc_warning_worker")
    })
    expect_silent(fit <- fit_in(directory, BPPARAM = serial))
    expect_same_fit(fit, expected)
})

# A file system of its own, of so many kilobytes, and how to change it.
local_disk <- function(kilobytes, frame = parent.frame()) {
    directory <- tempfile("disk")
    dir.create(directory)
    mount <- function(options) {
        suppressWarnings(system2("mount", c("-t", "tmpfs", "-o", options,
            "tmpfs", directory), stdout = FALSE, stderr = FALSE)) == 0L
    }
    if (!nzchar(Sys.which("mount")) || !mount(sprintf("size=%dk", kilobytes))) {
        skip("no file system of its own can be mounted here (needs root)")
    }
    undo <- function() {
        system2("umount", directory)
        unlink(directory, recursive = TRUE)
    }
    do.call(on.exit, list(bquote(.(undo)()), add = TRUE), envir = frame)
    list(path = directory, change = function(options) {
        stopifnot(mount(paste0("remount,", options)))
    })
}

test_that("a full disk is an error that keeps what was done", {
    skip_on_os("windows")
    expected <- fit_in(NULL)
    whole <- local_directory()
    fit_in(whole)
    kilobytes <- sum(file.size(list.files(whole, full.names = TRUE))) / 1024
    disk <- local_disk(as.integer(kilobytes * 0.75))
    error <- tryCatch(fit_in(disk$path), ggc_error_checkpoint = identity)
    expect_s3_class(error, "ggc_error_checkpoint")
    expect_match(conditionMessage(error), "No space left on device")
    kept <- length(shards_in(disk$path))
    expect_gte(kept, 1L)
    expect_lt(kept, 3L)
    expect_length(list.files(disk$path, "unfinished", all.files = TRUE), 0L)
    disk$change("size=100000k")
    expect_silent(fit <- fit_in(disk$path))
    expect_same_fit(fit, expected)
})

# The same without a file system of one's own: files may have no bytes.
test_that("a write that fails is an error that keeps what was done", {
    skip_on_os("windows")
    expected <- fit_in(NULL)
    directory <- local_directory()
    fit_in(directory)
    unlink(shards_in(directory)[2:3])
    # In a child, whose limits end with it; SIGXFSZ would kill it.
    script <- tempfile(fileext = ".R")
    writeLines(c(
        "library(ggc)",
        "sim <- ggc_simulate('var', p = 9, n_time = 15, n_trajectories = 6,",
        "    seed = 3)",
        "control <- ggc_control(members = 2L, first = 20L, each = 5L,",
        "    hidden = 5L, n_lambda = 4L)",
        "got <- tryCatch(ggc_fit(sim, control = control, seed = 5,",
        "    threads = 1L, checkpoint = commandArgs(TRUE)),",
        "    ggc_error_checkpoint = identity)",
        "message(class(got)[[1L]], ': ', conditionMessage(got))"
    ), script)
    limited <- paste(c("trap '' XFSZ; ulimit -f 0; exec", shQuote(c(
        file.path(R.home("bin"), "Rscript"), script, directory))),
        collapse = " ")
    said <- system2("sh", c("-c", shQuote(limited)), stdout = TRUE,
        stderr = TRUE)
    expect_match(paste(said, collapse = "\n"),
        "ggc_error_checkpoint: .* cannot be written: File too large")
    expect_length(shards_in(directory), 1L)
    expect_length(list.files(directory, "unfinished", all.files = TRUE), 0L)
    expect_silent(fit <- fit_in(directory))
    expect_same_fit(fit, expected)
})

test_that("a directory that cannot be had is an error before training", {
    local_fake(".native_fit", function(...) stop("trained"))
    file <- tempfile()
    file.create(file)
    expect_error(fit_in(file.path(file, "below")), "cannot be made",
        class = "ggc_error_checkpoint")
    expect_error(fit_in(file), class = "ggc_error_checkpoint")
    for (bad in list("", NA_character_, 1, c("a", "b"))) {
        expect_error(fit_in(bad), "path of a directory",
            class = "ggc_error_argument")
    }
    expect_error(fit_in(tempfile(), method = "loo"), "`checkpoint`.*loo",
        class = "ggc_error_argument")
})

test_that("a directory without rights to write is an error that keeps it", {
    skip_on_os("windows")
    expected <- fit_in(NULL)
    if (system2("id", "-u", stdout = TRUE) == "0") {
        disk <- local_disk(10000L) # root may write in any directory of others
        directory <- disk$path
        forbid <- function() disk$change("ro")
        allow <- function() disk$change("rw")
    } else {
        directory <- local_directory()
        forbid <- function() Sys.chmod(directory, "0555")
        allow <- function() Sys.chmod(directory, "0755")
    }
    fit_in(directory)
    unlink(shards_in(directory)[[2L]])
    forbid()
    expect_error(fit_in(directory), "cannot be written",
        class = "ggc_error_checkpoint")
    allow()
    expect_length(shards_in(directory), 2L)
    expect_same_fit(fit_in(directory), expected)
})
