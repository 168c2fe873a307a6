# Methods that train no networks, and whose targets can be told apart: split
# over workers and checkpoints as networks are (fit-shards.R).

# What a fit's parts read, as one plain list. run: name of a function(targets,
# task, progress) -> a list, what a part found, in this package; a worker looks
# it up in its own. data: named list, what else that function reads.
.split_task <- function(s, run, data) {
    control <- s$control
    control$isa <- .isa_in_use(control$isa)
    task <- c(list(
        run = run, trajectory = s$series$trajectory, z = s$z, rows = s$rows,
        columns = s$columns, control = control, seed = s$seed,
        version = .version(), threads = s$threads, checkpoint = s$checkpoint
    ), data)
    c(task, list(id = .digest(.task_facts(task))))
}

# What the parts found, in the order of s$columns: found, for each target what
# `run` gave for it as a list, NULL where the workers failed; reason: why.
.run_split <- function(s, run, data) {
    task <- .split_task(s, run, data)
    out <- .train_shards(task, s, length(s$columns))
    found <- do.call(c, lapply(out$parts, function(part) {
        part$found %or% vector("list", length(part$targets))
    }))
    list(found = found[match(s$columns, .targets_of(out$parts))],
        reason = out$reason)
}

# A directory of its own in the checkpoint for a part of a fit that has several.
.stage_of <- function(s, stage) {
    s <- unclass(s)
    if (!is.null(s$checkpoint)) {
        s$checkpoint <- .check_directory(file.path(s$checkpoint, stage))
    }
    structure(s, class = "ggc_setup")
}
