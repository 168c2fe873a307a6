# Options from a file, by their names, as if they were given one by one on the
# command line: what is wrong with them is said in the same words.

# A list of values by option, as .cli_given() makes it.
.cli_config <- function(file, options) {
    where <- sprintf("\"%s\": ", basename(file))
    values <- .read_config(file)
    keys <- names(values)
    if (length(values) && (is.null(keys) || !all(nzchar(keys)))) {
        .ggc_stop("format", "%sit must name options, as in: seed: 3.", where)
    }
    known <- setdiff(options$name, "config")
    unknown <- setdiff(keys, known)
    if (length(unknown)) {
        .refuse_option(unknown[[1L]], known, where)
    }
    .cli_given(unlist(Map(.config_args, keys, values,
        nzchar(options$value[match(keys, options$name)]))), options)$given
}

# The arguments that one key stands for: a list is several, a list of names
# several KEY=VALUE.
.config_args <- function(key, value, takes_value) {
    if (!takes_value) {
        flag <- match(tolower(.config_text(value, key)),
            c("true", "yes", "on", "false", "no", "off"))
        if (is.na(flag)) {
            .ggc_stop("usage", "--%s must be true or false, not %s.", key,
                .given(value))
        }
        return(if (flag <= 3L) paste0("--", key))
    }
    texts <- if (!is.list(value)) {
        .config_text(value, key)
    } else if (is.null(names(value))) {
        vapply(value, .config_text, "", key)
    } else {
        paste0(names(value), "=", vapply(value, function(x) {
            if (is.null(x)) "NULL" else .config_text(x, key)
        }, ""))
    }
    sprintf("--%s=%s", key, texts)
}

# What would be written on the command line; several numbers between commas.
.config_text <- function(value, key) {
    if (is.list(value) && is.null(names(value)) &&
        all(vapply(value, is.atomic, NA))) {
        value <- vapply(value, .config_text, "", key)
    }
    if (is.list(value)) {
        .ggc_stop("usage", "--%s must not be a list of lists.", key)
    }
    text <- if (is.numeric(value)) .exact(as.double(value)) else {
        as.character(value)
    }
    paste(text, collapse = ",")
}

.read_config <- function(file) {
    kind <- tolower(sub(".*[.]", "", basename(file)))
    if (!kind %in% c("yaml", "yml", "json")) {
        .ggc_stop("usage",
            "--config must end in .yaml, .yml or .json, not be %s.",
            .given(file))
    }
    json <- kind == "json"
    .ggc_need(if (json) "jsonlite" else "yaml", sprintf("--config with %s",
        if (json) "JSON" else "YAML"))
    text <- paste(.read_lines(file), collapse = "\n")
    values <- tryCatch(if (json) .parse_json(text) else .parse_yaml(text),
        error = function(e) {
            .ggc_stop("format", "\"%s\" cannot be read as %s: %s",
                basename(file), toupper(kind), trimws(conditionMessage(e)))
        })
    if (!is.null(values) && !is.list(values)) {
        .ggc_stop("format", "\"%s\" must name options, as in: seed: 3.",
            basename(file))
    }
    values
}

.parse_json <- function(text) {
    jsonlite::fromJSON(text, simplifyVector = FALSE, bigint_as_char = TRUE)
}

# Numbers and the words that YAML takes for flags stay as they are written: `no`
# may be the name of a file.
.parse_yaml <- function(text) {
    as_written <- c("int", "int#hex", "int#oct", "float", "float#fix",
        "float#exp", "bool#yes", "bool#no")
    plain <- stats::setNames(rep(list(identity), length(as_written)),
        as_written)
    plain$seq <- as.list
    yaml::yaml.load(text, handlers = plain, eval.expr = FALSE)
}
