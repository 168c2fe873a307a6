# What the command line understands: commands, options and their values. The
# help pages, inst/cli, are what says it.

# Arguments of our functions that the command line calls otherwise.
.CLI_WORDS <- list(
    fit = c(x = "INPUT", assay_type = "--assay", n_genes = "--variable",
        whole = "--fractions"),
    test = c(B = "--repeats", n_edges = "--edges"),
    preprocess = c(x = "COUNTS", assay_type = "--assay",
        n_genes = "--variable", whole = "--fractions",
        min_count = "--min-count", prior_count = "--prior-count"),
    pseudotime = c(x = "CELLS", assay_type = "--assay",
        n_genes = "--variable", whole = "--fractions",
        min_count = "--min-count", prior_count = "--prior-count",
        min_cells = "--min-cells"),
    simulate = c(p = "--genes", n_time = "--points",
        n_trajectories = "--trajectories"),
    compare = c(x = "INPUT", methods = "--method", assay_type = "--assay"),
    contrast = c(x = "INPUT", B = "--exchanges", assay_type = "--assay"),
    score = c(x = "RANKING", truth = "TRUTH", network = "--top")
)

# The lines of a help page: "ggc" for that of all commands.
.cli_lines <- function(page) {
    readLines(system.file("cli", paste0(page, ".txt"), package = "ggc",
        mustWork = TRUE))
}

.cli_commands <- function() {
    listed <- grep("^  [a-z]+  ", .cli_lines("ggc"), value = TRUE)
    sub("^  ([a-z]+) .*", "\\1", listed)
}

# The options of a command as a table: name, value (what it is called, "" for a
# flag), many (may it be repeated?).
.cli_options <- function(command) {
    lines <- .cli_lines(command)
    lines <- lines[cumsum(lines == "Options:") > 0L][-1L]
    lines <- lines[.leading(nzchar(lines))]
    form <- "^  --([a-z-]+)( ([A-Z=]+))?  .*"
    begins <- grepl(form, lines)
    said <- tapply(lines, cumsum(begins), paste, collapse = " ")
    data.frame(
        name = sub(form, "\\1", lines[begins]),
        value = sub(form, "\\3", lines[begins]),
        many = grepl("may +be +repeated", unname(said))
    )
}

.cli_arguments <- function(command) {
    usage <- grep("^Usage:", .cli_lines(command), value = TRUE)
    words <- strsplit(usage, " ", fixed = TRUE)[[1L]]
    words[-seq_len(match("[options]", words))]
}

# list(given, loose): the values of options by name, and what belongs to none.
.cli_given <- function(args, options) {
    given <- list()
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
    list(given = given, loose = loose)
}

# What stands at the head of `args`: list(name, kind, many, value, took).
.cli_option <- function(args, options) {
    name <- sub("=.*", "", sub("^--", "", args[[1L]]))
    at <- match(name, options$name)
    if (!startsWith(args[[1L]], "--") || is.na(at)) {
        .refuse_option(sub("=.*", "", args[[1L]]), paste0("--", options$name))
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

# The nearest one may be what was meant; `where` it stands, "" for the command
# line.
.refuse_option <- function(given, known, where = "") {
    near <- known[[which.min(utils::adist(tolower(given), known))]]
    .ggc_stop("usage", "%sthere is no option %s.\nDid you mean %s?", where,
        dQuote(given, FALSE), near)
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

# Options that do nothing as the others are.
.refuse_given <- function(given, options, why) {
    for (option in options) {
        if (!is.null(given[[option]]) && !identical(given[[option]], FALSE)) {
            .ggc_stop("usage", "--%s %s.", option, why)
        }
    }
}
