# Shards over the workers of BiocParallel. Workers are processes that may be
# elsewhere, of another version, or die; what comes back is checked, and what
# does not is trained again, once.

# ---- In a worker -----------------------------------------------------------

# What is called in a worker. Its environment is base's, so that a worker can
# read it before ggc is loaded there, and say so if it cannot be.
.worker_entry <- function(targets, task) {
    tryCatch(
        get(".run_in_worker", asNamespace("ggc"))(targets, task),
        error = function(e) {
            e["call"] <- list(NULL) # which may hold the data
            list(id = task$id, targets = targets, error = e)
        }
    )
}

environment(.worker_entry) <- baseenv()

# Other versions and other instruction sets compute other bits: refused.
.run_in_worker <- function(targets, task) {
    if (.version() != task$version) {
        .ggc_stop("worker", paste0(
            "the calling process has ggc %s, a worker on \"%s\" has %s.\n",
            "Install one version in the library of each."
        ), task$version, Sys.info()[["nodename"]], .version())
    }
    if (!task$control$isa %in% .native_isa_available()) {
        .ggc_stop("worker", paste0(
            "the calling process computes with \"%s\", which a worker on ",
            "\"%s\" lacks.\nGive control = ggc_control(isa = \"%s\")."
        ), task$control$isa, Sys.info()[["nodename"]],
            utils::tail(.native_isa_available(), 1L))
    }
    .run_shard(targets, task)
}

# ---- In the calling process ------------------------------------------------

# In rounds: shards that a round did not bring back are trained again, by
# workers started anew, until each is there or was tried twice. A round that
# breaks off costs no try of what was still waiting. The user's own cluster is
# left running, another not.
.train_by_workers <- function(task, shards, s) {
    started <- BiocParallel::bpisup(s$BPPARAM)
    if (!length(shards)) {
        return(list(parts = list(), reason = NULL))
    }
    on.exit(if (!started) {
        .stop_workers(s$BPPARAM)
    } else if (!BiocParallel::bpisup(s$BPPARAM)) {
        BiocParallel::bpstart(s$BPPARAM)
    })
    total <- length(task$columns)
    before <- total - length(unlist(shards))
    desk <- .desk(shards, task$id, before,
        .progress(s$verbose, "training", total, "targets", before))
    .bp_round(desk, task, s$BPPARAM)
    while (.wait_again(desk)) {
        .stop_workers(s$BPPARAM)
        .bp_round(desk, task, s$BPPARAM)
    }
    list(parts = c(desk$done, lapply(desk$lost, .failed_shard, task)),
        reason = if (length(desk$lost)) desk$errors[[length(desk$errors)]])
}

# On Ctrl-C bpiterate() would wait for what the workers have in hand, but not
# where they are cut off before it can: that it calls an error.
.bp_round <- function(desk, task, BPPARAM) {
    desk$interrupted <- FALSE
    tryCatch(
        withCallingHandlers(.bp_iterate(desk, task, BPPARAM),
            interrupt = function(condition) {
                desk$interrupted <- TRUE
                .cut_off(BPPARAM)
            }),
        error = function(e) {
            desk$errors <- c(desk$errors, list(paste0(
                "the back-end broke off, a worker may have died: ",
                conditionMessage(e)
            )))
            if (!desk$interrupted) {
                .stop_workers(BPPARAM)
            }
        }
    )
    if (desk$interrupted) {
        .ggc_reraise_interrupt()
    }
    .put_saved(desk, task)
    if (!is.null(desk$refused)) {
        desk$refused$call <- .ggc_caller(NULL)
        stop(desk$refused)
    }
}

# Workers started here, not by bpiterate(), tell a dead process from a late one.
.bp_iterate <- function(desk, task, BPPARAM) {
    if (!BiocParallel::bpisup(BPPARAM)) {
        BiocParallel::bpstart(BPPARAM)
    }
    BiocParallel::bpiterate(function() .take_shard(desk), .worker_entry, task,
        REDUCE = function(n, part) {
            .put_shard(desk, part)
            n + 1L
        }, init = 0L, BPPARAM = BPPARAM)
}

# Stopping writes to every worker, which fails where one is dead: then what is
# left of the cluster is cut off.
.stop_workers <- function(BPPARAM) {
    try(BiocParallel::bpstop(BPPARAM), silent = TRUE)
    .cut_off(BPPARAM)
}

# Workers end when they find their connection closed.
.cut_off <- function(BPPARAM) {
    try(silent = TRUE, if (BiocParallel::bpisup(BPPARAM)) {
        nodes <- BiocParallel::bpbackend(BPPARAM)
        for (node in nodes) {
            try(close(node$con), silent = TRUE)
        }
        BiocParallel::bpbackend(BPPARAM) <- nodes[0L]
    })
}

# Where shards are taken from and the results of this task are put.
.desk <- function(shards, id, before, tell) {
    list2env(list(
        id = id, before = before, tell = tell, waiting = shards,
        out = list(), # taken, not back
        failed = list(), # back without a result
        tries = list(), # all that were taken, once for each time
        lost = list(), # tried as often as may be
        done = list(), errors = list("its results did not come back"),
        interrupted = FALSE,
        refused = NULL # an error of ours, which a second try would not mend
    ))
}

.take_shard <- function(desk) {
    if (!length(desk$waiting) || !is.null(desk$refused)) {
        return(NULL)
    }
    targets <- desk$waiting[[1L]]
    desk$waiting <- desk$waiting[-1L]
    desk$out <- c(desk$out, list(targets))
    desk$tries <- c(desk$tries, list(targets))
    targets
}

# A cluster that was interrupted may still deliver the answer to another task.
.put_shard <- function(desk, part) {
    here <- vapply(desk$out, identical, NA, part$targets)
    if (!identical(part$id, desk$id) || !any(here)) {
        return(invisible())
    }
    desk$out <- desk$out[!here]
    if (is.null(part$error)) {
        desk$done <- c(desk$done, list(part))
        .tell_done(desk)
        return(invisible())
    }
    desk$failed <- c(desk$failed, list(part$targets))
    desk$errors <- c(desk$errors, list(conditionMessage(part$error)))
    if (inherits(part$error, "ggc_error")) {
        desk$refused <- part$error
    }
}

# What workers have saved but not delivered, since the round broke off.
.put_saved <- function(desk, task) {
    if (is.null(task$checkpoint)) {
        return(invisible())
    }
    for (targets in desk$out) {
        path <- .shard_path(task$checkpoint, targets)
        if (file.exists(path)) {
            .put_shard(desk, .read_shard(path, task))
        }
    }
}

.tell_done <- function(desk) {
    if (!is.null(desk$tell)) {
        desk$tell(desk$before + length(.targets_of(desk$done)))
    }
}

.MOST_TRIES <- 2L

# Ready for another round, TRUE if there is something left for it. Those that
# were out when the last broke off may be what broke it, the first more likely
# than the last: they come last, the first of all.
.wait_again <- function(desk) {
    back <- c(desk$failed, rev(desk$out))
    if (!length(back)) { # no worker took any: a try of all that wait
        back <- desk$waiting
        desk$tries <- c(desk$tries, back)
        desk$waiting <- list()
    }
    spent <- vapply(back, function(targets) {
        sum(vapply(desk$tries, identical, NA, targets)) >= .MOST_TRIES
    }, NA)
    desk$lost <- c(desk$lost, back[spent])
    desk$waiting <- c(desk$waiting, back[!spent])
    desk$out <- desk$failed <- list()
    length(desk$waiting) > 0L
}

# What stands for a shard that no worker could train: no numbers, and networks
# of zeros, as where training diverged.
.failed_shard <- function(targets, task) {
    if (!is.null(task$run)) {
        return(list(targets = targets, each = vector("list", length(targets))))
    }
    problem <- .shard_problem(targets, task)
    n <- length(targets)
    inputs <- length(problem$regulators) + 1L
    lambdas <- length(problem$lambda)
    kept <- problem$keep_networks * problem$members *
        .problem_sizes(problem)[["parameters"]]
    gap <- function(...) rep(NaN, prod(..., n))
    out <- list(
        path = gap(inputs, lambdas), kkt_ratio = gap(inputs),
        norms = gap(inputs), train = gap(lambdas), held = gap(lambdas),
        chosen = integer(n), iterations = integer(n), violation = gap(1L),
        status = integer(n), networks = raw(4 * kept * n)
    )
    part <- .shard_result(targets, out, problem, length(task$rows))
    part$status[] <- "failed"
    part
}
