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
    task <- list(
        trajectory = s$series$trajectory, z = s$z, rows = s$rows,
        columns = s$columns, control = control, cell = s$cell, seed = s$seed,
        structure = structure, version = .version(), threads = s$threads,
        checkpoint = s$checkpoint
    )
    c(task, list(id = .digest(.task_facts(task))))
}

.version <- function() {
    as.character(utils::packageVersion("ggc"))
}

# ---- Which targets go together ---------------------------------------------

# So many shards for each worker, and so many targets of a shard for each
# thread, that the last to finish keeps few waiting.
.SHARDS_PER_WORKER <- 4L
.TARGETS_PER_THREAD <- 4L
.MOST_FILES <- 512L # of a checkpoint, about

# The targets that are left to train, of s$columns.
.shards <- function(s, left = s$columns) {
    size <- .largest_shard(length(s$rows), s$control, s$cell)
    if (!is.null(s$BPPARAM)) {
        workers <- max(1L, BiocParallel::bpnworkers(s$BPPARAM))
        each <- ceiling(length(left) / (.SHARDS_PER_WORKER * workers))
        size <- min(size, max(each, s$threads))
    }
    if (!is.null(s$checkpoint)) {
        size <- min(size, max(.TARGETS_PER_THREAD * s$threads,
            ceiling(length(s$columns) / .MOST_FILES)))
    }
    unname(split(left, (seq_along(left) - 1L) %/% size))
}

# Bytes that a shard's results may take: they are there raw and packed.
.MOST_OF_SHARD <- 2^26

# Targets whose results stay below that; enough of them to keep threads busy.
.largest_shard <- function(regulators, control, cell) {
    inputs <- regulators + 1
    rows <- (if (cell == "lstm") 4 else 1) * control$hidden
    weights <- (inputs * (if (cell == "mlp") control$lag else 1) +
        control$layers * 2 * control$hidden + 2) * rows
    bytes <- 8 * inputs * length(control$lambda) +
        4 * weights * control$members * (control$keep == "chosen")
    max(16, floor(.MOST_OF_SHARD / bytes))
}

# ---- One shard -------------------------------------------------------------

# Train and, where there is a checkpoint, save.
.run_shard <- function(targets, task, progress = NULL) {
    part <- .train_shard(targets, task, progress)
    if (!is.null(task$checkpoint)) {
        .save_shard(part, task$checkpoint)
    }
    part
}

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
    for (name in c("h0", "near", "far", "penalty")) {
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
        violation = out$violation,
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

# ---- All shards ------------------------------------------------------------

# The results of all shards, read or trained, and `reason`: why workers failed,
# or NULL.
.train_shards <- function(task, s) {
    read <- .open_checkpoint(task)
    left <- setdiff(task$columns, .targets_of(read))
    if (s$verbose && length(read)) {
        .ggc_inform("%d of %d targets were finished before, in \"%s\"",
            length(task$columns) - length(left), length(task$columns),
            task$checkpoint)
    }
    train <- if (is.null(s$BPPARAM)) .train_here else .train_by_workers
    out <- train(task, .shards(s, left), s)
    out$parts <- c(read, out$parts)
    out
}

.targets_of <- function(parts) {
    unlist(lapply(parts, `[[`, "targets"))
}

.train_here <- function(task, shards, s) {
    total <- length(task$columns)
    ends <- total - length(unlist(shards)) + cumsum(c(0L, lengths(shards)))
    tell <- .progress(s$verbose, "training", total, "targets", ends[[1L]])
    parts <- lapply(seq_along(shards), function(i) {
        targets <- shards[[i]]
        part <- .run_shard(targets, task,
            .within(tell, ends[[i]], length(targets)))
        if (!is.null(tell)) {
            tell(ends[[i + 1L]])
        }
        part
    })
    list(parts = parts, reason = NULL)
}

# What C tells of n targets, the last of which is told from R.
.within <- function(tell, before, n) {
    if (!is.null(tell)) {
        function(done, total) if (done < n) tell(before + done)
    }
}

# One result of all targets, in their order, but for the paths.
.join_shards <- function(parts, columns) {
    order <- match(columns, .targets_of(parts))
    bind <- function(name) {
        do.call(cbind, lapply(parts, `[[`, name))[, order, drop = FALSE]
    }
    join <- function(name) {
        do.call(c, lapply(parts, `[[`, name))[order]
    }
    list(
        score = bind("score"), norms = bind("norms"), train = bind("train"),
        held = bind("held"), chosen = join("chosen"),
        iterations = join("iterations"), violation = join("violation"),
        status = join("status"),
        networks = join("networks")
    )
}
