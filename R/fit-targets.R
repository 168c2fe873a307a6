# Fits of methods that explain each target by itself and train no networks: in
# shards over workers and checkpoints, as networks are (fit-shards.R).

# All that the targets read, as one plain list. run: name of the function(
# targets, task, progress) -> a list, what is found of each of some targets,
# rows of z; by name because tasks go to workers and into the manifest of a
# checkpoint. ...: what else it reads.
.target_task <- function(s, run, ...) {
    task <- list(
        trajectory = s$series$trajectory, z = s$z, rows = s$rows,
        columns = s$columns, cell = s$method$name, seed = s$seed,
        settings = s$settings, exclude = s$known$exclude, run = run, ...,
        # No number depends on the processor: every worker will do.
        control = list(isa = "generic"), version = .version(),
        threads = s$threads, checkpoint = s$checkpoint
    )
    c(task, list(id = .digest(.task_facts(task))))
}

# What is found of each target, named, in working order; NULL of those that
# failed, of which there is a warning. trained: list(parts, reason) where the
# shards are there already, as of fits that are merged.
.explain_targets <- function(s, task, trained = NULL) {
    trained <- trained %or% .train_shards(task, s)
    order <- match(s$columns, .targets_of(trained$parts))
    each <- do.call(c, lapply(trained$parts, `[[`, "each"))[order]
    .report_status(rownames(s$z)[s$columns], .target_status(each),
        trained$reason)
    stats::setNames(each, rownames(s$z)[s$columns])
}

.target_status <- function(each) ifelse(lengths(each) > 0L, "ok", "failed")

# A fit that keeps what was found as `details$each`, as the shard that its
# training was, in the working order of s.
.shard_of_targets <- function(fit, s) {
    genes <- rownames(s$z)
    trained <- intersect(genes[s$columns], colnames(fit@score))
    list(targets = match(trained, genes),
        each = unname(fit@details$each[trained]))
}

# The setup of one of several stages, with a checkpoint of its own.
.stage_of <- function(s, stage) {
    s <- unclass(s)
    if (!is.null(s$checkpoint)) {
        s$checkpoint <- .check_directory(file.path(s$checkpoint, stage))
    }
    structure(s, class = "ggc_setup")
}

# ---- Of one target -----------------------------------------------------------

# Which candidates a target may not have: some columns of `exclude`, TRUE for
# excluded.
.excluded_from <- function(targets, task) {
    at <- match(targets, task$columns)
    if (is.null(task$exclude)) {
        matrix(FALSE, length(task$rows), length(at))
    } else {
        task$exclude[, at, drop = FALSE]
    }
}

# Candidate regulators of a target, rows of z, by name in the C locale.
.candidates_of <- function(target, task) {
    setdiff(task$rows[!.excluded_from(target, task)], target)
}
