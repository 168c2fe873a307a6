# The command line, inst/bin/ggc: from arguments to a command, and what becomes
# of errors. The commands themselves are in cli-fit.R and cli-commands.R. Data
# go to stdout, all else to stderr.

#' The command line
#'
#' What the package does, for pipelines and for those who do not write R: the
#' script `bin/ggc` of the installed package. One link puts it on the path:
#'
#' ```
#' ln -s "$(Rscript -e 'cat(system.file("bin", "ggc", package = "ggc"))')" \
#'     ~/.local/bin/ggc
#' ggc --help
#' ```
#'
#' On Windows it is called by `Rscript` and its whole path.
#'
#' @section Commands: `ggc COMMAND --help` lists the options of each.
#'   * `ggc fit`: [read_expression()] (or [read_dream()], or an R object of an
#'     `.rds` file), [ggc_preprocess()] of counts, [ggc_fit()] and [ggc_test()];
#'     edges, scores, networks for other programs, pictures.
#'   * `ggc test`: [ggc_test()] for a fit that `ggc fit --rds` wrote.
#'   * `ggc score`: [ggc_metrics()] of a ranking and a known network.
#'   * `ggc compare`: [ggc_compare()] and [ggc_consensus()].
#'   * `ggc contrast`: [ggc_contrast()].
#'   * `ggc preprocess`: [ggc_preprocess()]; `ggc pseudotime`:
#'     [ggc_pseudotime()]. They write the tables that `ggc fit` reads.
#'   * `ggc simulate`: [ggc_simulate()].
#' @section Options from a file: `--config FILE` reads a YAML file (by package
#'   yaml) or a JSON one (by jsonlite) whose keys are the long names of options.
#'   Flags are `true` or `false`; an option that may be repeated takes a list,
#'   and one of `KEY=VALUE` names with values too. What the command line names
#'   as well is taken from there. Paths are those of the directory that `ggc`
#'   is called in.
#' @section Lists of genes: `--regulators` and `--targets` may name genes that
#'   were not measured, as lists of all transcription factors do: those of the
#'   input are kept, and a message counts them. Where there is none the list is
#'   refused.
#' @section Results: Data go to stdout and files, messages to stderr. Files are
#'   put in place when all are whole, and those of an earlier run removed; what
#'   stops a run leaves no half of one. `run.json` comes last: all parameters,
#'   versions, the seed and digests of the input.
#' @section Exit codes: 0 done, 2 wrong usage, 3 bad input data, 130 interrupted
#'   by Ctrl-C (1 in the tenth of a second in which R itself starts), 1 anything
#'   else. Errors end in the class that R would give them, in brackets.
#' @examples
#' page <- system.file("cli", "fit.txt", package = "ggc")
#' writeLines(readLines(page, 14))
#' @name ggc_cli
NULL

# Classes of errors that mean bad input data; the others are bad usage or
# something that went wrong on the way.
.CLI_INPUT <- c("input", "size", "orientation", "assay", "genes", "time",
    "trajectory", "replicates", "points", "missing", "irregular", "file",
    "format", "truth", "counts", "pseudotime", "batch", "covariates",
    "perturbed", "steady", "contrast")

.CLI_USAGE <- c("usage", "argument")

# What the command line calls each argument, by its name.
.cli_dictionary <- function(command) {
    options <- .cli_options(command)$name
    keys <- switch(command,
        fit = , contrast = .control_keys(),
        simulate = unlist(.MODEL_ARGUMENTS), character()
    )
    own <- if (command %in% c("fit", "contrast")) .settings_keys()
    pairs <- ifelse(keys %in% own, "--set or --control",
        if (command == "simulate") "--set" else "--control")
    words <- c(.CLI_WORDS[[command]],
        stats::setNames(sprintf("--%s", options), options),
        stats::setNames(sprintf("%s %s", pairs, keys), keys),
        stats::setNames(sprintf("--set %s", own), own))
    words[!duplicated(names(words))]
}

# A message in words of the command line: `na` is --na, na = "error" --na error.
.cli_words <- function(text, command) {
    if (length(command) == 0L) {
        return(text)
    }
    # of those who give a table of samples, too
    columns <- if (command == "pseudotime") "cells" else "samples"
    text <- gsub("`colData[(]x[)][$]([^`]+)`",
        sprintf("column \\1 of the %s", columns), text)
    text <- gsub("a colData column", sprintf("a column of the %s", columns),
        text)
    text <- gsub("colData has", sprintf("The %s have", columns), text)
    text <- gsub("`samples`", sprintf("--%s", columns), text, fixed = TRUE)
    text <- gsub("No `time` was given", "No --samples were given", text)
    text <- gsub("Give `time`, and `trajectory` or `replicates`.",
        "Give --samples, a table with the columns time and trajectory.", text,
        fixed = TRUE)
    text <- gsub("`whole = FALSE`", "`whole`", text, fixed = TRUE)
    text <- gsub("ass (t[(]([A-Za-z:.]+[(])?x[)]+|lapply[(]x, t[)])",
        "ass the table turned", text)
    text <- gsub("as_regulators = TRUE", "--as-regulators", text, fixed = TRUE)
    text <- sub("leave these cells empty [(]NA[)], by .*$",
        "leave these cells empty in their table.", text)
    words <- .cli_dictionary(command)
    for (name in names(words)) {
        text <- gsub(sprintf("`%s`", name), words[[name]], text, fixed = TRUE)
        # KEY=VALUE after --control and --set
        glue <- if (grepl(" ", words[[name]], fixed = TRUE)) "=" else " "
        text <- gsub(sprintf("(^| )`?%s = \"([a-z]+)\"`?", name),
            sprintf("\\1%s%s\\2", words[[name]], glue), text)
        # names of columns
        text <- gsub(sprintf("(^| )%s = \"([^\"]+)\"", name),
            sprintf("\\1%s%s'\\2'", words[[name]], glue), text)
    }
    text
}

# Does what `args` say; the exit code. Help, the version and Ctrl-C are the
# script's, which need not load the package for the first two.
.cli <- function(args) {
    command <- intersect(utils::head(args, 1L), .cli_commands())
    name <- paste(c("ggc", command), collapse = " ")
    words <- function(condition) {
        .cli_words(conditionMessage(condition), command)
    }
    tryCatch(
        withCallingHandlers({
            .cli_run(args)
            0L
        }, warning = function(w) {
            message(sprintf("%s: warning: %s", name, words(w)))
            tryInvokeRestart("muffleWarning")
        }, message = function(m) {
            message(words(m), appendLF = FALSE)
            tryInvokeRestart("muffleMessage")
        }),
        error = function(e) {
            message(sprintf("%s: %s%s", name, words(e), .cli_class(e)))
            .cli_code(e)
        }
    )
}

.cli_class <- function(error) {
    if (!inherits(error, "ggc_error")) {
        return("")
    }
    if (inherits(error, "ggc_error_usage")) {
        return("\nTry --help.")
    }
    sprintf("\n[%s]", class(error)[[1L]])
}

.cli_code <- function(error) {
    is <- function(what) inherits(error, paste0("ggc_error_", what))
    if (is(.CLI_USAGE)) 2L else if (is(.CLI_INPUT)) 3L else 1L
}

.cli_run <- function(args) {
    commands <- .cli_commands()
    if (length(args) == 0L) {
        .ggc_stop("usage", "a command must be given: %s.",
            paste(commands, collapse = ", "))
    }
    command <- args[[1L]]
    if (!command %in% commands) {
        .ggc_stop("usage", "there is no command %s; the commands are %s.",
            dQuote(command, FALSE), paste(commands, collapse = ", "))
    }
    given <- .cli_parse(command, args[-1L])
    run <- switch(command,
        fit = .cli_fit, test = .cli_test, score = .cli_score,
        compare = .cli_compare, contrast = .cli_contrast,
        preprocess = .cli_preprocess, pseudotime = .cli_pseudotime,
        simulate = .cli_simulate
    )
    if (given$quiet) .quietly(run(given), "message") else run(given)
}

# A named list: every flag TRUE or FALSE, an option its text or NULL, every
# argument its text.
.cli_parse <- function(command, args) {
    options <- .cli_options(command)
    found <- .cli_given(args, options)
    given <- found$given
    if (!is.null(given$config)) {
        config <- .cli_config(given$config, options)
        given <- c(given, config[setdiff(names(config), names(given))])
    }
    .read_once(given, found$loose)
    flags <- setdiff(options$name[!nzchar(options$value)], names(given))
    given[flags] <- FALSE
    names <- .cli_arguments(command)
    if (length(found$loose) != length(names)) {
        .ggc_stop("usage", "%s must be given, not %s.", if (length(names)) {
            paste(names, collapse = " and ")
        } else {
            "options only"
        }, if (length(found$loose)) {
            .ggc_names(dQuote(found$loose, FALSE))
        } else "nothing")
    }
    c(given, stats::setNames(as.list(found$loose), names))
}

.read_once <- function(given, loose) {
    if (sum(unlist(c(given, loose)) == "-") > 1L) {
        .ggc_stop("usage", "-, standard input, can be read for one file alone.")
    }
}
