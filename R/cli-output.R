# Results of the command line in their directory. They are written where nobody
# looks and put in place when all are whole: no half of a file is left, whoever
# stops the run, nor files of two runs beside each other.

# What a command may write, by its options.
.CLI_FILES <- local({
    fit <- c("edges.tsv", "granger.tsv", "regulators.tsv", "network.sif",
        "network.edges.tsv", "network.graphml", "granger.png", "network.png",
        "loss.png", "fit.rds")
    series <- c("expression.tsv", "samples.tsv")
    list(fit = fit, test = fit, compare = c("comparison.tsv", "edges.tsv",
        "agreement.tsv", "curves.png", "agreement.png", "first.png"),
    contrast = c("edges.tsv", "regulators.tsv", "contrasts.tsv",
        "difference.png", "scores.png"),
    preprocess = series, pseudotime = series, simulate = c(series, "truth.tsv"))
})

# Makes the directory for the results. run.json closes a run: it comes last, and
# that of an earlier run goes first.
.cli_directory <- function(given) {
    if (is.null(given$out)) {
        .ggc_stop("usage", "--out must be given: where the results go.")
    }
    if (!dir.exists(given$out) && !.quietly(
        dir.create(given$out, recursive = TRUE))) {
        .ggc_stop("output", paste0(
            "Cannot make the directory \"%s\".\n",
            "Give a place where you may write."
        ), given$out)
    }
    unlink(file.path(given$out, "run.json"))
    .check_place(given, "pdf", "pdf")
    .check_place(given, "page", "html")
}

# Puts the files that `write(file)` makes in their places, where file(name) is
# the path to write to, and run.json of `about` behind them. Nothing of an
# earlier run is left beside them but `keep`, what this one reads.
.cli_deliver <- function(command, given, write, about, keep = NULL) {
    draft <- .draft(file.path(given$out, "results"))
    on.exit(suspendInterrupts(unlink(draft, recursive = TRUE)))
    if (!.quietly(dir.create(draft))) {
        .ggc_stop("output", "Cannot write into the directory \"%s\".",
            given$out)
    }
    write(function(name) file.path(draft, name))
    .write_json(about, file.path(draft, "run.json"))
    suspendInterrupts({
        old <- c(file.path(given$out, .CLI_FILES[[command]]), given$pdf,
            given$page)
        unlink(old[!normalizePath(old, mustWork = FALSE) %in% keep])
        for (name in c(setdiff(list.files(draft), "run.json"), "run.json")) {
            .put_in_place(file.path(draft, name), switch(name,
                figures.pdf = given$pdf, page.html = given$page,
                file.path(given$out, name)))
        }
    })
}

# A name that is free beside a file, with its ending.
.draft <- function(file) {
    ending <- if (grepl(".", basename(file), fixed = TRUE)) {
        sub(".*[.]", ".", file)
    } else ""
    tempfile(".ggc-", dirname(file), ending)
}

.put_in_place <- function(draft, file) {
    done <- .quietly(file.rename(draft, file))
    if (!done) { # on another disk
        beside <- .draft(file)
        on.exit(unlink(beside))
        done <- .quietly(file.copy(draft, beside) && file.rename(beside, file))
    }
    if (!done) {
        .ggc_stop("output", "Cannot write the file \"%s\".", file)
    }
}

# A place for a file must be there before the work begins; the directory for
# the results is one.
.check_place <- function(given, option, ending) {
    file <- given[[option]]
    if (is.null(file)) {
        return(invisible())
    }
    if (!grepl(sprintf("[.]%s$", ending), file, ignore.case = TRUE)) {
        .ggc_stop("usage", "--%s must end in .%s, not be %s.", option, ending,
            .given(file))
    }
    if (file.access(dirname(file), 2L) != 0L || dir.exists(file)) {
        .ggc_stop("output", paste0(
            "Cannot write the file \"%s\" of --%s.\n",
            "Is its directory there, and may you write to it?"
        ), file, option)
    }
}

# Series: genes in rows, and what is known of the samples.
.write_series <- function(x, file) {
    experiment <- methods::is(x, "SummarizedExperiment")
    values <- if (experiment) SummarizedExperiment::assay(x) else x
    .write_matrix(values, file("expression.tsv"), "gene")
    if (experiment && ncol(SummarizedExperiment::colData(x))) {
        samples <- as.data.frame(SummarizedExperiment::colData(x),
            optional = TRUE)
        .write_table(cbind(data.frame(sample = colnames(x)), samples),
            file("samples.tsv"))
    }
}

# What a run was: that of any command.
.describe_run <- function(command, files, ...) {
    list(command = command, ggc = .version(), r = R.version.string,
        input = .describe_files(files), ...)
}

# A pipe was read, and cannot be read again.
.describe_files <- function(files) {
    lapply(unname(files), function(file) {
        pipe <- .is_pipe(file)
        list(file = file, bytes = if (pipe) NA else file.size(file),
            md5 = if (pipe) NA else unname(tools::md5sum(file)))
    })
}
