# What the command line understands: commands, options and their values.

# Options by command, "name" for flags and "name=VALUE" for those with a value,
# with their help; a "+" after the name: may be given more than once.
.CLI <- list(
    fit = list(
        does = "learn a network from expression time series",
        arguments = c(INPUT = paste(
            "table of tabs or commas with a header: genes in rows, their names",
            "first; or an .rds file with what ggc_fit() takes"
        )),
        options = c(
            "out=DIR" = "directory for the results (needed)",
            "samples=FILE" = paste(
                "table of the samples, their names first, with columns time",
                "and trajectory; without it, samples are equally spaced"
            ),
            "time=COLUMN" = "its column of times, if not called time",
            "trajectory=COLUMN" = "its column of trajectories",
            "dream" = paste(
                "INPUT is a DREAM time series or the prefix of one, as",
                "read_dream() reads it"
            ),
            "counts" = "INPUT holds counts: ggc_preprocess() comes first",
            "fractions" = "with --counts: they may be estimates, as 2.5",
            "variable=N" = "with --counts: keep the N most variable genes",
            "assay=NAME" = "the assay of an .rds file with several",
            "method=NAME" = "default clstm; all are in ?ggc_fit",
            "graph" = "with the graph convolution",
            "preset=NAME" = "default, paper or tank: see ?ggc_control",
            "control+=KEY=VALUE" = "any argument of ggc_control()",
            "regulators=FILE" = "candidate regulators, one name a line",
            "targets=FILE" = "genes to explain, one name a line",
            "prior=FILE" = paste(
                "table of likely links: regulator, target and perhaps weight"
            ),
            "exclude=FILE" = "table of links that cannot be",
            "include=FILE" = "table of links that must be",
            "irregular=HOW" = "uneven times: asis, interpolate or error",
            "na=HOW" = "missing values: error or interpolate",
            "replicates=HOW" = "samples at one time: error, mean or match",
            "batch=COLUMN" = "column of batches, whose levels are taken off",
            "seed=N" = "whole number, default 1",
            "threads=N" = "default: see ?ggc_threads",
            "checkpoint=DIR" = "keep finished targets here, go on from them",
            "test=METHOD" = paste(
                "test edges, by shadow, knockoff or stability: see ?ggc_test"
            ),
            "within=COLUMN" = paste(
                "with --test: column of the conditions of samples, inside",
                "which trajectories are exchanged"
            ),
            "self" = "list edges of genes to themselves, too",
            "format+=FORMAT" = paste(
                "write the network that the fit chose to network.FORMAT too:",
                "sif or graphml"
            ),
            "plots" =
                "draw granger.png, network.png (the best edges) and loss.png",
            "top=N" = "with --format or --plots: the N best edges instead",
            "fdr=Q" = paste(
                "with --format or --plots: the edges of at most this false",
                "discovery rate instead; needs --test, or a method with tests"
            ),
            "precision=P" = paste(
                "with --format or --plots: edges of which this share is",
                "expected to be true instead"
            ),
            "rds" = "write fit.rds, the fit as an R object",
            "quiet" = "no messages"
        ),
        notes = c(
            "Writes to DIR:",
            "  edges.tsv    regulator, target, score, rank, ...; best first",
            "  granger.tsv  scores, regulators in rows, targets in columns",
            paste("  regulators.tsv  with --test shadow or knockoff: the same",
                "by regulator"),
            paste("  run.json     all parameters, versions, seed, digest of",
                "the input"),
            "Of an earlier run, files of these names and those of --format,",
            "--plots and --rds are removed."
        )
    ),
    simulate = list(
        does = "simulate time series of a known network",
        arguments = character(),
        options = c(
            "out=DIR" = "directory for the results (needed)",
            "model=NAME" = "grn (default), var or lorenz96",
            "genes=N" = "default 10",
            "points=N" = "time points of each trajectory",
            "trajectories=N" = "number of trajectories",
            "noise=SD" = "see ?ggc_simulate, as for all that is left out",
            "set+=KEY=VALUE" = paste("any argument of the model or of",
                "sampling, as design=onoff"),
            "seed=N" = "whole number, default 1",
            "quiet" = "no messages"
        ),
        notes = c(
            "Writes to DIR:",
            "  expression.tsv  genes in rows, samples in columns",
            paste("  samples.tsv     sample, time (if the design has any),",
                "trajectory"),
            "  truth.tsv       regulator, target, edge",
            "  run.json        all parameters, version, seed"
        )
    ),
    score = list(
        does = "compare a ranking with a known network",
        arguments = c(
            RANKING = paste(
                "edges.tsv or granger.tsv of ggc fit, or such a table of any",
                "method: a list of edges (two columns of names, one of scores)",
                "or a matrix; larger scores are more credible"
            ),
            TRUTH = "table of regulator, target and 1 or 0, header or not"
        ),
        options = c(
            "top=N" = "network to judge: the N best edges",
            "self" = "count edges of genes to themselves, too",
            "quiet" = "no messages"
        ),
        notes = c(
            "Writes a table to stdout, a header and one line: ?ggc_metrics.",
            "Pairs that RANKING does not list rank last, also those of genes",
            "that only TRUTH has. Without --top the network is that of the",
            "column norm of edges.tsv; if there is none, its scores are NA."
        )
    )
)

# Arguments of our functions that the command line calls otherwise.
.CLI_WORDS <- list(
    fit = c(x = "INPUT", assay_type = "--assay", n_genes = "--variable",
        whole = "--fractions"),
    simulate = c(p = "--genes", n_time = "--points",
        n_trajectories = "--trajectories"),
    score = c(x = "RANKING", truth = "TRUTH", network = "--top")
)

# The options of a command as a table: name, value (what it is called, "" for a
# flag), many, help.
.cli_options <- function(command) {
    options <- .CLI[[command]]$options
    key <- sub("=.*", "", names(options))
    data.frame(
        name = sub("+", "", key, fixed = TRUE),
        value = sub("^[^=]*=?", "", names(options)),
        many = endsWith(key, "+"), help = unname(options)
    )
}

# A named list: every flag TRUE or FALSE, an option its text or NULL, every
# argument its text.
.cli_parse <- function(command, args) {
    options <- .cli_options(command)
    given <- list()
    given[options$name[!nzchar(options$value)]] <- FALSE
    loose <- character()
    while (length(args)) {
        if (!startsWith(args[[1L]], "-") || args[[1L]] == "-") {
            loose <- c(loose, args[[1L]])
            args <- args[-1L]
            next
        }
        found <- .cli_option(args, options)
        again <- nzchar(found$kind) && !is.null(given[[found$name]])
        if (again && !found$many) {
            .ggc_stop("usage", "--%s must be given once.", found$name)
        }
        given[[found$name]] <- c(if (found$many) given[[found$name]],
            found$value)
        args <- args[-seq_len(found$took)]
    }
    names <- names(.CLI[[command]]$arguments)
    if (length(loose) != length(names)) {
        .ggc_stop("usage", "%s must be given, not %s.", if (length(names)) {
            paste(names, collapse = " and ")
        } else {
            "options only"
        }, if (length(loose)) .ggc_names(dQuote(loose, FALSE)) else "nothing")
    }
    c(given, stats::setNames(as.list(loose), names))
}

# What stands at the head of `args`: list(name, kind, many, value, took).
.cli_option <- function(args, options) {
    name <- sub("=.*", "", sub("^--", "", args[[1L]]))
    at <- match(name, options$name)
    if (!startsWith(args[[1L]], "--") || is.na(at)) {
        .ggc_stop("usage", "there is no option %s.",
            dQuote(sub("=.*", "", args[[1L]]), FALSE))
    }
    kind <- options$value[[at]]
    joined <- grepl("=", args[[1L]], fixed = TRUE)
    if (!nzchar(kind)) {
        if (joined) {
            .ggc_stop("usage", "--%s takes no value.", name)
        }
        return(list(name = name, kind = kind, many = FALSE, value = TRUE,
            took = 1L))
    }
    value <- if (joined) sub("^[^=]*=", "", args[[1L]]) else args[-1L][1L]
    if (is.na(value) || !nzchar(value) ||
        (!joined && startsWith(value, "--"))) {
        .ggc_stop("usage", "--%s must have a value, %s.", name, kind)
    }
    list(name = name, kind = kind, many = options$many[[at]], value = value,
        took = 2L - joined)
}

.cli_number <- function(given, name) {
    text <- given[[name]]
    if (is.null(text)) {
        return(NULL)
    }
    value <- .quietly(as.numeric(text))
    if (is.na(value)) {
        .ggc_stop("usage", "--%s must be a number, not %s.", name,
            dQuote(text, FALSE))
    }
    value
}

# KEY=VALUE texts as a named list, all keys being known. A value is a number,
# several numbers (commas), TRUE, FALSE, NULL, or else text.
.cli_pairs <- function(texts, name, known) {
    bad <- texts[!grepl("^[A-Za-z_.]+=.", texts)]
    if (length(bad)) {
        .ggc_stop("usage", "--%s must be KEY=VALUE, not %s.", name,
            dQuote(bad[[1L]], FALSE))
    }
    keys <- sub("=.*", "", texts)
    twice <- keys[duplicated(keys)]
    if (length(twice)) {
        .ggc_stop("usage", "--%s must name %s once.", name, twice[[1L]])
    }
    unknown <- setdiff(keys, known)
    if (length(unknown)) {
        .ggc_stop("usage", "--%s has no %s; it has %s.", name,
            .ggc_names(unknown), paste(known, collapse = ", "))
    }
    stats::setNames(lapply(sub("^[^=]*=", "", texts), .cli_value), keys)
}

.cli_value <- function(text) {
    constant <- match(text, c("TRUE", "true", "FALSE", "false"))
    if (!is.na(constant)) {
        return(constant < 3L)
    }
    if (text == "NULL") {
        return(NULL)
    }
    numbers <- .quietly(as.numeric(strsplit(text, ",")[[1L]]))
    if (anyNA(numbers) || length(numbers) == 0L) text else numbers
}
