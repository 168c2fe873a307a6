# All shards of a fit: which targets go together, and the training of them here
# or by workers. What all targets need (the structure of the data, the ranking)
# is made once, in the process that called ggc_fit().

# So many shards for each worker, and so many targets of a shard for each
# thread, that the last to finish keeps few waiting.
.SHARDS_PER_WORKER <- 4L
.TARGETS_PER_THREAD <- 4L
.MOST_FILES <- 512L # of a checkpoint, about

# The targets that are left to train, of s$columns. What is found of them is
# large where it is networks.
.shards <- function(s, left = s$columns) {
    size <- if (is.null(s$cell)) {
        max(length(left), 1L)
    } else {
        .largest_shard(length(s$rows), s$control, s$cell)
    }
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
