# Numeric matrices from whatever holds numbers: tables, sparse, delayed and
# file-backed ones.

# An object whose class is defined by a package that is not installed, as
# readRDS() may bring it, cannot even be asked what it is.
.need_class <- function(x, arg) {
    package <- attr(class(x), "package")
    if (isS4(x) && !is.null(package) && package != ".GlobalEnv") {
        .ggc_need(package, sprintf("`%s` (class %s)", arg,
            dQuote(class(x)[[1L]], FALSE)), "BiocManager::install")
    }
}

# Values in a block: 2^25 doubles are a quarter of a gigabyte.
.BLOCK <- 2^25

# Runs of 1 .. n such that each, times `width`, stays within a block.
.blocks <- function(n, width, block = .BLOCK) {
    size <- max(1, floor(block / max(1, width)))
    unname(split(seq_len(n), (seq_len(n) - 1) %/% size))
}

# Is an S4 object read as a matrix? A DataFrame is a table, and the dimensions
# of a fit are those of its results.
.matrix_like <- function(x) {
    isS4(x) && !methods::is(x, "DataFrame") && !methods::is(x, "GGCFit") &&
        length(dim(x)) == 2L
}

# A matrix-like S4 object as a dense matrix, a block of columns at a time;
# anything else as it is, and so is what holds no numbers: the caller refuses it
# by its kind.
.dense_matrix <- function(x, arg, block = .BLOCK) {
    .need_class(x, arg)
    if (!.matrix_like(x)) {
        return(x)
    }
    .check_dense(dim(x), arg)
    out <- matrix(0, nrow(x), ncol(x))
    if (length(unlist(dimnames(x)))) {
        dimnames(out) <- dimnames(x)
    }
    for (columns in .blocks(ncol(x), nrow(x), block)) {
        part <- as.matrix(x[, columns, drop = FALSE])
        if (!is.numeric(part)) {
            return(part)
        }
        out[, columns] <- part
    }
    out
}

.check_dense <- function(dim, arg) {
    most <- getOption("ggc.max_dense", 2^32)
    if (!(is.numeric(most) && length(most) == 1L && !is.na(most))) {
        .ggc_stop("argument",
            "Option `ggc.max_dense` must be one number of bytes, not %s.",
            .given(most))
    }
    bytes <- 8 * prod(dim)
    if (bytes > most) {
        .ggc_stop("size", paste0(
            "`%s` has %.0f rows and %.0f columns, which would take %s once ",
            "dense; at most %s are allowed.\nKeep fewer genes or samples, bin ",
            "cells with ggc_pseudotime(), or raise options(ggc.max_dense = )."
        ), arg, dim[[1L]], dim[[2L]], .size_text(bytes), .size_text(most))
    }
}

# One matrix and its sample vectors to the common form.
.new_input <- function(x, time, trajectory, time_arg = "time",
                       trajectory_arg = "trajectory") {
    samples <- .sample_names(x)
    labels <- ifelse(
        nzchar(samples), samples, sprintf("column %d", seq_len(ncol(x)))
    )
    groups <- .as_trajectory(trajectory, labels, trajectory_arg)
    list(
        x = x, time = .as_time(time, labels, time_arg),
        trajectory = groups$codes, trajectory_names = groups$names,
        samples = samples, labels = labels, grouped = !is.null(trajectory)
    )
}

.sample_names <- function(x) {
    samples <- colnames(x)
    if (is.null(samples)) {
        return(character(ncol(x)))
    }
    samples[is.na(samples)] <- ""
    enc2utf8(samples)
}

# A dense double matrix with nothing but its dimnames; `arg` for messages.
.numeric_matrix <- function(x, arg) {
    .refuse_times_in_rows(x, arg)
    if (methods::is(x, "DataFrame")) {
        x <- as.data.frame(x, optional = TRUE)
    }
    if (is.data.frame(x)) {
        .check_columns(x, arg)
    }
    if (is.data.frame(x)) {
        x <- as.matrix(x)
    }
    if (isS4(x)) {
        x <- .dense_matrix(x, arg)
    }
    if (!(is.matrix(x) && is.numeric(x))) {
        .ggc_stop("input", paste0(
            "`%s` must be a numeric matrix (genes x samples)%s, not %s."
        ), arg, if (arg == "x") {
            ", a SummarizedExperiment, a list of matrices or a ts"
        } else {
            ""
        }, .kind(x))
    }
    if (!all(dim(x))) {
        .ggc_stop("input", paste0(
            "`%s` must have genes (rows) and samples (columns), ",
            "not %d rows and %d columns."
        ), arg, nrow(x), ncol(x))
    }
    names <- dimnames(x)
    if (is.object(x) || length(attributes(x)) > 1L + !is.null(names)) {
        x <- matrix(as.vector(unclass(x)), nrow(x), ncol(x), dimnames = names)
    }
    if (!is.double(x)) {
        storage.mode(x) <- "double"
    }
    x
}

# Classes of time series that have genes in columns, and what takes values and
# times out of them.
.TIMES_IN_ROWS <- list(
    zoo = "t(coredata(x)) and time = index(x)",
    timeSeries = "t(as.matrix(x)) and time = as.POSIXct(time(x))"
)

.refuse_times_in_rows <- function(x, arg) {
    of <- .TIMES_IN_ROWS[inherits(x, names(.TIMES_IN_ROWS), which = TRUE) > 0L]
    if (length(of)) {
        .ggc_stop("input", paste0(
            "`%s` must have genes in rows, and a %s object has them in ",
            "columns.\nPass %s."
        ), arg, if (names(of) == "zoo") "zoo or xts" else names(of), of[[1L]])
    }
}

.check_columns <- function(x, arg) {
    plain <- vapply(x, function(column) {
        is.numeric(column) && !is.object(column) && is.null(dim(column))
    }, NA)
    if (!all(plain)) {
        .ggc_stop("input", paste0(
            "`%s` must have numeric columns only, and these are not: %s.\n",
            "Move gene names to the row names, and drop other annotation; of ",
            "samples in rows pass t(as.matrix(x[, genes]))."
        ), arg, .ggc_names(names(x)[!plain]))
    }
}

.is_list <- function(x) {
    is.list(x) && !is.data.frame(x) && is.null(dim(x))
}
