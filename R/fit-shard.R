# One shard of a fit: a group of targets that is trained on its own, here or
# in a worker. Its numbers depend on nothing but the task, so that shards put
# together are the bits of a fit in one piece.

# All that training reads, as one plain list: this and the targets' indices are
# what a worker is sent. The instruction set is that of the calling process.
.fit_task <- function(s, structure) {
    control <- s$control
    control$isa <- .isa_in_use(control$isa)
    task <- list(
        trajectory = s$series$trajectory, z = rbind(s$z, s$inputs),
        rows = s$rows, inputs = nrow(s$z) + seq_len(NROW(s$inputs)),
        columns = s$columns, control = control, cell = s$cell, seed = s$seed,
        structure = structure, version = .version(), threads = s$threads,
        checkpoint = s$checkpoint
    )
    c(task, list(id = .digest(.task_facts(task))))
}

# Targets whose results stay below .MOST_OF_SHARD; enough of them to keep
# threads busy.
.largest_shard <- function(regulators, control, cell) {
    sizes <- .fit_sizes("fit", control, cell, c(1L, 1L),
        c(regulators + 1L, regulators, 1L))
    bytes <- 8 * (regulators + 1) * length(control$lambda) +
        4 * sizes[["parameters"]] * control$members * (control$keep == "chosen")
    max(16, floor(.MOST_OF_SHARD / bytes))
}

# Train and, where there is a checkpoint, save. A task whose `run` names a
# function is none of networks; see fit-targets.R.
.run_shard <- function(targets, task, progress = NULL) {
    part <- if (is.null(task$run)) {
        .train_shard(targets, task, progress)
    } else {
        run <- get(task$run, asNamespace("ggc"), mode = "function")
        list(targets = targets, each = run(targets, task, progress))
    }
    part <- c(list(id = task$id), part)
    if (!is.null(task$checkpoint)) {
        .save_shard(part, task$checkpoint)
    }
    part
}

# Per target: path, score, norms, errors, packed networks.
.train_shard <- function(targets, task, progress = NULL) {
    problem <- .shard_problem(targets, task)
    out <- .native_fit(problem, task$threads, progress)
    .shard_result(targets, out, problem, length(task$rows))
}

.shard_problem <- function(targets, task) {
    here <- match(targets, task$columns)
    .problem(task$trajectory, task$z, c(task$rows, task$inputs), targets,
        task$control, task$cell, task$seed, .structure_of(task$structure, here))
}

# The columns of one shard in a structure made for all targets.
.structure_of <- function(structure, here) {
    for (name in c("h0", "near", "far", "penalty", "off")) {
        if (!is.null(structure[[name]])) {
            structure[[name]] <- structure[[name]][, here, drop = FALSE]
        }
    }
    structure
}

# out: flat arrays, as C returns them. genes: how many of the inputs, the first,
# are candidate regulators.
.shard_result <- function(targets, out, problem, genes) {
    inputs <- length(problem$regulators) + 1L
    lambdas <- length(problem$lambda)
    path <- array(out$path, c(inputs, lambdas, length(targets)))
    q <- seq_len(genes)
    list(
        targets = targets,
        score = .path_score(path, matrix(out$kkt_ratio, inputs))[
            q, , drop = FALSE],
        path = path[q, , , drop = FALSE],
        norms = matrix(out$norms, inputs)[q, , drop = FALSE],
        train = matrix(out$train, lambdas), held = matrix(out$held, lambdas),
        chosen = out$chosen + 1L, iterations = out$iterations,
        violation = out$violation,
        status = ifelse(out$status == 0L, "ok", "diverged"),
        networks = .pack_networks(out$networks, problem)
    )
}

# Score of input j: its share of all group norms of the target, averaged over
# the path, and a tenth of its KKT ratio. A share has no unit, so targets and
# penalties count alike; where the penalty has emptied the network, it is 0. The
# KKT ratio (gradient norm over penalty, at most 1) orders the many regulators
# that the penalty removes early, whose shares are all but equal.
.path_score <- function(path, ratio) {
    total <- colSums(path)
    share <- path / rep(ifelse(total > 0, total, 1), each = dim(path)[[1L]])
    rowMeans(aperm(share, c(1L, 3L, 2L)), dims = 2L) + 0.1 * ratio
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
