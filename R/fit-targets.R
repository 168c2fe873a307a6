# Fits of methods that explain each target by itself and train no networks: over
# threads, workers and checkpoints, as shards of networks are. What is kept of a
# target is what its method makes of it, see .train_shards().

# All that the targets read, as one plain list. each: name of the function(
# target, task) that explains one of them, a row of z, by name because tasks go
# to workers and into the manifest of a checkpoint; ...: what else it reads.
.target_task <- function(s, each, ...) {
    task <- list(
        trajectory = s$series$trajectory, z = s$z, rows = s$rows,
        columns = s$columns, cell = s$method$name, seed = s$seed,
        settings = s$settings, exclude = s$known$exclude, each = each, ...,
        # No number depends on the processor: every worker will do.
        control = list(isa = "generic"), version = .version(),
        threads = s$threads, checkpoint = s$checkpoint
    )
    c(task, list(id = .digest(.task_facts(task))))
}

# Candidate regulators of a target, rows of z, by name in the C locale.
.candidates_of <- function(target, task) {
    never <- task$exclude[, match(target, task$columns)]
    setdiff(task$rows, c(target, task$rows[.flagged(never)]))
}

# A whole number from 1 to 2^31 - 2 for one use of one target's.
.target_seed <- function(target, task, use) {
    1 + floor(.native_uniform(1L, task$seed,
        paste(use, rownames(task$z)[[target]])) * (2^31 - 2))
}

# Targets for each process, between two reports of progress.
.TARGETS_PER_ROUND <- 4L

# f() of each target, by so many processes, forked: where there is no fork, as
# on Windows, and in a forked worker, one after the other.
.of_targets <- function(targets, f, threads, progress = NULL) {
    can <- .Platform$OS.type != "windows" && length(targets) > 1L
    threads <- if (can) min(threads, length(targets)) else 1L
    each <- if (threads > 1L) .TARGETS_PER_ROUND * threads else 1L
    rounds <- split(targets, (seq_along(targets) - 1L) %/% each)
    out <- list()
    for (round in rounds) {
        out <- c(out, if (threads > 1L) {
            .forked(round, f, threads)
        } else {
            lapply(round, f)
        })
        if (!is.null(progress)) {
            progress(length(out), length(targets))
        }
    }
    out
}

# An error in a child is one here; a child that died too.
.forked <- function(targets, f, threads) {
    out <- suppressWarnings(parallel::mclapply(targets, function(target) {
        tryCatch(list(value = f(target)), error = identity)
    }, mc.cores = threads, mc.set.seed = FALSE, mc.allow.recursive = FALSE))
    for (one in out) {
        if (inherits(one, "error")) {
            stop(one)
        }
        if (!is.list(one)) {
            .ggc_stop("worker", paste0(
                "a process of %d died, perhaps for want of memory.\n",
                "Give threads = 1."
            ), threads)
        }
    }
    lapply(out, `[[`, "value")
}

# A shard: list(id, targets, each), what is made of each target.
.train_targets <- function(targets, task, progress = NULL) {
    f <- get(task$each, asNamespace("ggc"), mode = "function")
    list(id = task$id, targets = targets, each = .of_targets(targets,
        function(target) f(target, task), task$threads, progress))
}

# What stands for a shard that no worker could train.
.failed_targets <- function(targets, task) {
    list(id = task$id, targets = targets,
        each = vector("list", length(targets)))
}
