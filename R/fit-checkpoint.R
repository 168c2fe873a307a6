# A checkpoint: a directory with the finished shards of one fit. Each file is
# written whole or not at all, and carries a digest of its bytes and the id of
# the fit, so that what was cut short, damaged, or of another fit is told from
# what is good. Its targets are named inside: a fit may go on with other shards.

.MANIFEST <- "manifest"

# ---- Digests ---------------------------------------------------------------

# 16 hexadecimal digits of an object made of vectors and lists. Serialised in
# version 2, which knows no compact forms, and without the head, which names the
# version of R.
.digest <- function(x) {
    .native_digest(serialize(x, NULL, xdr = TRUE, version = 2L)[-seq_len(14L)])
}

# Of a task: how it is run, which its numbers do not depend on.
.NOT_NUMBERS <- c("id", "threads", "checkpoint")

# What the numbers of a fit depend on, as text by name: short values as they
# are, others by their digest.
.task_facts <- function(task) {
    genes <- rownames(task$z)
    named <- list(
        data = list(task$z, task$trajectory), regulators = genes[task$rows],
        targets = genes[task$columns], network = task$cell,
        `graph, start, prior or held samples` = task$structure
    )
    rest <- setdiff(names(task), c("z", "trajectory", "rows", "columns", "cell",
        "structure", "control", .NOT_NUMBERS))
    facts <- c(named, task[rest], unclass(task$control))
    vapply(facts, function(fact) {
        short <- is.atomic(fact) && length(fact) == 1L
        if (is.null(fact)) {
            "NULL"
        } else if (short) {
            format(fact, digits = 17L)
        } else {
            .digest(fact)
        }
    }, "")
}

# ---- Files -----------------------------------------------------------------

# What a file starts with, before the bytes: "ggc <their digest>", a line feed.
.seal <- function(bytes) {
    charToRaw(sprintf("ggc %s\n", .native_digest(bytes)))
}

# The bytes of a file, or NULL where one is missing or other.
.unseal <- function(file) {
    head <- seq_len(min(21L, length(file)))
    bytes <- file[-head]
    if (identical(file[head], .seal(bytes))) bytes
}

.read_sealed <- function(path) {
    .unseal(readBin(path, "raw", file.size(path)))
}

.write_sealed <- function(path, bytes) {
    temporary <- tempfile(".unfinished-", dirname(path))
    reason <- .native_write_whole(path, temporary,
        c(.seal(bytes), bytes))
    if (!is.null(reason)) {
        .ggc_stop("checkpoint", paste0(
            "the checkpoint \"%s\" cannot be written: %s.\nWhat was finished ",
            "before is kept: make room or give rights, and run the same call."
        ), dirname(path), reason)
    }
}

.shard_path <- function(directory, targets) {
    file.path(directory, sprintf("shard-%06d", targets[[1L]]))
}

.save_shard <- function(part, directory) {
    .write_sealed(.shard_path(directory, part$targets), serialize(part, NULL))
}

# The whole path of a directory, which is made if need be: workers may run
# elsewhere.
.check_directory <- function(checkpoint) {
    if (!(is.character(checkpoint) && length(checkpoint) == 1L &&
        !is.na(checkpoint) && nzchar(checkpoint))) {
        .ggc_stop("argument",
            "`checkpoint` must be NULL or the path of a directory, not %s.",
            .given(checkpoint))
    }
    dir.create(checkpoint, showWarnings = FALSE, recursive = TRUE)
    if (!dir.exists(checkpoint)) {
        .ggc_stop("checkpoint", paste0(
            "the directory \"%s\" for the checkpoint cannot be made.\n",
            "Give a place where you may write."
        ), checkpoint)
    }
    normalizePath(checkpoint)
}

# ---- Opening ---------------------------------------------------------------

# The finished shards of this fit.
.open_checkpoint <- function(task) {
    directory <- task$checkpoint
    if (is.null(directory)) {
        return(list())
    }
    unlink(list.files(directory, "^[.]unfinished-", all.files = TRUE,
        full.names = TRUE))
    .compare_manifest(directory, task)
    parts <- lapply(list.files(directory, "^shard-", full.names = TRUE),
        .read_shard, task)
    .without_overlap(parts[lengths(parts) > 0L])
}

# The manifest tells what fit the shards are of, for people and for the message
# where they are of another.
.compare_manifest <- function(directory, task) {
    path <- file.path(directory, .MANIFEST)
    here <- .task_facts(task)
    if (file.exists(path)) {
        bytes <- .read_sealed(path)
        if (!is.null(bytes)) {
            return(.refuse_other_fit(directory, .read_facts(bytes), here))
        }
        .ggc_inform("\"%s\" is damaged and is written anew.", path)
    }
    .write_sealed(path, charToRaw(paste0(names(here), ": ", here, "\n",
        collapse = "")))
}

.read_facts <- function(bytes) {
    lines <- strsplit(rawToChar(bytes), "\n", fixed = TRUE)[[1L]]
    name <- sub(": .*", "", lines)
    stats::setNames(substring(lines, nchar(name) + 3L), name)
}

.refuse_other_fit <- function(directory, there, here) {
    names <- union(names(there), names(here))
    there <- stats::setNames(there[names], names)
    here <- stats::setNames(here[names], names)
    other <- names[!mapply(identical, there, here)]
    if (!length(other)) {
        return(invisible())
    }
    digest <- grepl("^[0-9a-f]{16}$", there) & grepl("^[0-9a-f]{16}$", here)
    shown <- ifelse(digest, names,
        sprintf("%s (%s there, %s here)", names, there, here))
    .ggc_stop("checkpoint", paste0(
        "the checkpoint \"%s\" is of another fit, which differs in: %s.\n",
        "Repeat that call as it was, or give another directory."
    ), directory, paste(shown[names %in% other], collapse = ", "))
}

# A finished shard, or NULL, said and removed, where the file is damaged.
.read_shard <- function(path, task) {
    bytes <- .read_sealed(path)
    if (is.null(bytes)) {
        .ggc_inform("\"%s\" is damaged: its targets are trained again.", path)
        unlink(path)
        return(NULL)
    }
    part <- unserialize(bytes)
    if (!identical(part$id, task$id)) {
        .ggc_stop("checkpoint", paste0(
            "\"%s\" is of another fit than the rest of its directory.\n",
            "Remove it, or give another directory."
        ), path)
    }
    part
}

# Two fits at once in one directory may have trained a target both.
.without_overlap <- function(parts) {
    keep <- list()
    for (part in parts) {
        if (!any(part$targets %in% .targets_of(keep))) {
            keep <- c(keep, list(part))
        }
    }
    keep
}
