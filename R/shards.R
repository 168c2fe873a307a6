# A fit in shards: groups of targets, each trained on its own. What all targets
# need (the structure of the data, the ranking) is made once, in the process
# that called ggc_fit(); what is here runs per shard, there or in a worker. A
# target's numbers depend on nothing but the task, so shards put together are
# the bits of a fit in one piece.

# All that training reads, as one plain list: this and the targets' indices are
# what a worker is sent. The instruction set is that of the calling process.
.fit_task <- function(s, structure) {
    control <- s$control
    control$isa <- .isa_in_use(control$isa)
    list(
        trajectory = s$series$trajectory, z = s$z, rows = s$rows,
        columns = s$columns, control = control, cell = s$cell, seed = s$seed,
        structure = structure, threads = s$threads, version = .version(),
        id = basename(tempfile("fit"))
    )
}

.version <- function() {
    as.character(utils::packageVersion("ggc"))
}

# ---- Which targets go together ---------------------------------------------

# So many shards for each worker that the last to finish keeps few waiting.
.SHARDS_PER_WORKER <- 4L

.shards <- function(s) {
    n <- length(s$columns)
    size <- .largest_shard(length(s$rows), s$control, s$cell)
    if (!is.null(s$BPPARAM)) {
        workers <- max(1L, BiocParallel::bpnworkers(s$BPPARAM))
        each <- ceiling(n / (.SHARDS_PER_WORKER * workers))
        size <- min(size, max(each, s$threads))
    }
    unname(split(s$columns, (seq_len(n) - 1L) %/% size))
}

# Targets whose results stay below a quarter of a gigabyte.
.largest_shard <- function(regulators, control, cell) {
    inputs <- regulators + 1
    rows <- (if (cell == "lstm") 4 else 1) * control$hidden
    weights <- (inputs * (if (cell == "mlp") control$lag else 1) +
        control$layers * 2 * control$hidden + 2) * rows
    bytes <- 8 * inputs * length(control$lambda) +
        4 * weights * control$members * (control$keep == "chosen")
    max(16, floor(2^28 / bytes))
}

# ---- One shard -------------------------------------------------------------

# Per target: path, score, norms, errors, packed networks.
.train_shard <- function(targets, task, progress = NULL) {
    problem <- .shard_problem(targets, task)
    out <- .native_fit(problem, task$threads, progress)
    c(list(id = task$id), .shard_result(targets, out, problem))
}

.shard_problem <- function(targets, task) {
    here <- match(targets, task$columns)
    .problem(task$trajectory, task$z, task$rows, targets, task$control,
        task$cell, task$seed, .structure_of(task$structure, here))
}

# The columns of one shard in a structure made for all targets.
.structure_of <- function(structure, here) {
    for (name in c("h0", "near", "far")) {
        if (!is.null(structure[[name]])) {
            structure[[name]] <- structure[[name]][, here, drop = FALSE]
        }
    }
    structure
}

# out: flat arrays, as C returns them.
.shard_result <- function(targets, out, problem) {
    q <- length(problem$regulators)
    lambdas <- length(problem$lambda)
    path <- array(out$path, c(q + 1L, lambdas, length(targets)))
    list(
        targets = targets,
        score = .path_score(path, matrix(out$pull, q + 1L))[
            seq_len(q), , drop = FALSE],
        path = path[seq_len(q), , , drop = FALSE],
        norms = matrix(out$norms, q + 1L)[seq_len(q), , drop = FALSE],
        train = matrix(out$train, lambdas), held = matrix(out$held, lambdas),
        chosen = out$chosen + 1L, iterations = out$iterations,
        status = ifelse(out$status == 0L, "ok", "diverged"),
        networks = .pack_networks(out$networks, problem)
    )
}

# Score of input j: its share of all group norms of the target, averaged over
# the path, and a tenth of its pull. A share has no unit, so targets and
# penalties count alike; where the penalty has emptied the network, it is 0. The
# pull (gradient norm over penalty, at most 1) orders the many regulators that
# the penalty removes early, whose shares are all but equal.
.path_score <- function(path, pull) {
    total <- colSums(path)
    share <- path / rep(ifelse(total > 0, total, 1), each = dim(path)[[1L]])
    rowMeans(aperm(share, c(1L, 3L, 2L)), dims = 2L) + 0.1 * pull
}

# What stands for a shard that no worker could train: no numbers, and networks
# of zeros, as where training diverged.
.failed_shard <- function(targets, task) {
    problem <- .shard_problem(targets, task)
    n <- length(targets)
    inputs <- length(task$rows) + 1L
    lambdas <- length(problem$lambda)
    kept <- problem$keep_networks * .n_parameters(problem) * problem$members
    gap <- function(...) rep(NaN, prod(..., n))
    out <- list(
        path = gap(inputs, lambdas), pull = gap(inputs), norms = gap(inputs),
        train = gap(lambdas), held = gap(lambdas), chosen = integer(n),
        iterations = integer(n), status = integer(n),
        networks = raw(4 * kept * n)
    )
    part <- .shard_result(targets, out, problem)
    part$status[] <- "failed"
    part
}

# ---- All shards ------------------------------------------------------------

# The results of all shards, in the order of the targets, and `reason`: why
# workers failed, or NULL.
.train_shards <- function(task, s) {
    shards <- .shards(s)
    if (!is.null(s$BPPARAM)) {
        return(.train_by_workers(task, shards, s))
    }
    list(reason = NULL, parts = lapply(shards, function(targets) {
        before <- match(targets[[1L]], task$columns) - 1L
        tell <- .progress(s$verbose, length(task$columns), before)
        part <- .train_shard(targets, task, tell)
        if (!is.null(tell)) {
            tell(length(targets), length(targets), end = TRUE)
        }
        part
    }))
}

# Reports "trained 12 of 100 targets" in place. While C runs, conditions do not
# reach the caller's handlers, so what is done when a shard ends is said again
# from R, where suppressMessages() and its like work.
.progress <- function(verbose, total, before, what = "targets") {
    if (!verbose) {
        return(NULL)
    }
    shown <- 0L
    function(done, n, end = FALSE) {
        if (end || (done > shown && done < n)) {
            shown <<- done
            done <- before + done
            message(sprintf("\rtrained %d of %d %s", done, total, what),
                appendLF = done == total)
        }
    }
}

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
    .train_shard(targets, task)
}

# Two rounds: shards that did not come back from the first are trained again, by
# workers started anew. The user's own cluster is left running, another not.
.train_by_workers <- function(task, shards, s) {
    started <- BiocParallel::bpisup(s$BPPARAM)
    on.exit(if (!started) {
        .stop_workers(s$BPPARAM)
    } else if (!BiocParallel::bpisup(s$BPPARAM)) {
        BiocParallel::bpstart(s$BPPARAM)
    })
    desk <- .desk(shards, task$id,
        .progress(s$verbose, length(task$columns), 0L))
    .bp_round(desk, task, s$BPPARAM)
    if (.wait_again(desk)) {
        .stop_workers(s$BPPARAM)
        .bp_round(desk, task, s$BPPARAM)
    }
    lost <- .shards_left(desk)
    parts <- c(desk$done, lapply(lost, .failed_shard, task))
    first <- vapply(parts, function(part) part$targets[[1L]], 0L)
    list(parts = parts[order(match(first, task$columns))],
        reason = if (length(lost)) desk$errors[[length(desk$errors)]])
}

# Starting them here, not in bpiterate(), keeps to workers that tell a dead
# process from a late one.
.bp_round <- function(desk, task, BPPARAM) {
    tryCatch(
        {
            if (!BiocParallel::bpisup(BPPARAM)) {
                BiocParallel::bpstart(BPPARAM)
            }
            BiocParallel::bpiterate(function() .take_shard(desk),
                .worker_entry, task, REDUCE = function(n, part) {
                    .put_shard(desk, part)
                    n + 1L
                }, init = 0L, BPPARAM = BPPARAM)
        },
        error = function(e) {
            desk$errors <- c(desk$errors, list(paste0(
                "the back-end broke off, a worker may have died: ",
                conditionMessage(e)
            )))
            .stop_workers(BPPARAM)
        }
    )
    if (!is.null(desk$refused)) {
        desk$refused$call <- .ggc_caller(NULL)
        stop(desk$refused)
    }
}

# Stopping writes to every worker, which fails where one is dead: then what is
# left of the cluster is cut off.
.stop_workers <- function(BPPARAM) {
    try(silent = TRUE, BiocParallel::bpstop(BPPARAM))
    try(silent = TRUE, if (BiocParallel::bpisup(BPPARAM)) {
        nodes <- BiocParallel::bpbackend(BPPARAM)
        for (node in nodes) {
            try(close(node$con), silent = TRUE)
        }
        BiocParallel::bpbackend(BPPARAM) <- nodes[0L]
    })
}

# Where shards are taken from and the results of this task are put.
.desk <- function(shards, id, tell) {
    list2env(list(
        id = id, tell = tell, waiting = shards,
        out = list(), # taken, not back
        failed = list(), # back without a result
        done = list(), errors = list(),
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

.tell_done <- function(desk) {
    if (!is.null(desk$tell)) {
        n <- sum(lengths(lapply(desk$done, `[[`, "targets")))
        desk$tell(n, n, end = TRUE)
    }
}

.shards_left <- function(desk) {
    c(desk$waiting, desk$failed, desk$out)
}

# Ready for a second round, TRUE if there is something left for it. Those that
# were out when the first broke off may be what broke it, the first more likely
# than the last: they come last, the first of all.
.wait_again <- function(desk) {
    desk$waiting <- c(desk$waiting, desk$failed, rev(desk$out))
    desk$out <- desk$failed <- list()
    length(desk$waiting) > 0L
}
