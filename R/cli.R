# The command line, inst/bin/ggc: what it understands, its help, and what
# becomes of errors. The commands themselves are in cli-commands.R. Data go to
# stdout, all else to stderr.

# Classes of errors that mean bad input data; the others are bad usage or
# something that went wrong on the way.
.CLI_INPUT <- c("input", "size", "orientation", "assay", "genes", "time",
    "trajectory", "replicates", "points", "missing", "irregular", "file",
    "format", "truth", "counts", "pseudotime", "batch")

.CLI_USAGE <- c("usage", "argument")

.CLI_CODES <- c(
    "Exit codes: 0 done, 2 wrong usage, 3 bad input data, 130 interrupted,",
    "1 anything else."
)

# What the command line calls each argument, by its name.
.cli_dictionary <- function(command) {
    options <- .cli_options(command)$name
    keys <- switch(command,
        fit = .control_keys(),
        simulate = unlist(.MODEL_ARGUMENTS), character()
    )
    pairs <- c(fit = "--control", simulate = "--set")[command]
    words <- c(.CLI_WORDS[[command]],
        stats::setNames(sprintf("--%s", options), options),
        stats::setNames(sprintf("%s %s", pairs, keys), keys))
    words[!duplicated(names(words))]
}

# A message in words of the command line: `na` is --na, na = "error" --na error.
.cli_words <- function(text, command) {
    if (length(command) == 0L) {
        return(text)
    }
    # of those who give a table of samples, too
    text <- gsub("`colData[(]x[)][$]([^`]+)`", "column \\1 of the samples",
        text)
    text <- gsub("a colData column", "a column of the samples", text)
    text <- gsub("colData has", "The samples have", text)
    text <- gsub("No `time` was given", "No --samples were given", text)
    text <- gsub("Give `time`, and `trajectory` or `replicates`.",
        "Give --samples, a table with the columns time and trajectory.", text,
        fixed = TRUE)
    text <- gsub("`whole = FALSE`", "`whole`", text, fixed = TRUE)
    words <- .cli_dictionary(command)
    for (name in names(words)) {
        text <- gsub(sprintf("`%s`", name), words[[name]], text, fixed = TRUE)
        # KEY=VALUE after --control and --set
        glue <- if (grepl(" ", words[[name]], fixed = TRUE)) "=" else " "
        text <- gsub(sprintf("(^| )`?%s = \"([a-z]+)\"`?", name),
            sprintf("\\1%s%s\\2", words[[name]], glue), text)
    }
    text
}

# Does what `args` say; the exit code.
.cli <- function(args) {
    name <- paste(c("ggc", intersect(utils::head(args, 1L), names(.CLI))),
        collapse = " ")
    words <- function(condition) {
        .cli_words(conditionMessage(condition),
            intersect(utils::head(args, 1L), names(.CLI)))
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
        },
        interrupt = function(i) {
            message(name, ": interrupted")
            130L
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
    if (length(args) == 0L) {
        .ggc_stop("usage", "a command must be given: %s.",
            paste(names(.CLI), collapse = ", "))
    }
    command <- args[[1L]]
    if (command %in% c("--help", "-h", "help")) {
        return(writeLines(.cli_overview()))
    }
    if (command == "--version") {
        return(writeLines(paste("ggc", .version())))
    }
    if (!command %in% names(.CLI)) {
        .ggc_stop("usage", "there is no command %s; the commands are %s.",
            dQuote(command, FALSE), paste(names(.CLI), collapse = ", "))
    }
    if (any(c("--help", "-h") %in% args)) {
        return(writeLines(.cli_help(command)))
    }
    given <- .cli_parse(command, args[-1L])
    run <- switch(command,
        fit = .cli_fit, simulate = .cli_simulate, score = .cli_score
    )
    if (given$quiet) .quietly(run(given), "message") else run(given)
}

.cli_overview <- function() {
    c(
        "Gene regulatory networks from expression time series.", "",
        "Usage: ggc COMMAND [options]", "",
        .cli_columns(names(.CLI), vapply(.CLI, `[[`, "", "does")), "",
        "ggc COMMAND --help explains a command, ggc --version the version.",
        .CLI_CODES
    )
}

.cli_help <- function(command) {
    about <- .CLI[[command]]
    options <- .cli_options(command)
    flags <- sprintf("--%s%s%s", options$name,
        ifelse(nzchar(options$value), " ", ""), options$value)
    c(
        sprintf("ggc %s: %s.", command, about$does), "",
        paste(c("Usage: ggc", command, "[options]", names(about$arguments)),
            collapse = " "),
        if (length(about$arguments)) {
            c("", .cli_columns(names(about$arguments), about$arguments))
        },
        "", "Options:",
        .cli_columns(flags, ifelse(options$many,
            paste0(options$help, "; may be repeated"), options$help)),
        "", about$notes, "", .CLI_CODES
    )
}

# Two columns, the second wrapped to 80 characters.
.cli_columns <- function(left, right) {
    width <- max(nchar(left))
    unlist(Map(function(name, text) {
        lines <- strwrap(text, 80L - width - 4L)
        sprintf("  %-*s  %s", width, c(name, rep("", length(lines) - 1L)),
            lines)
    }, left, right), use.names = FALSE)
}
