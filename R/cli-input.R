# What the command line reads: series, fits, lists of genes.

.is_rds <- function(file) {
    grepl("\\.rds$", file, ignore.case = TRUE)
}

.read_rds <- function(file) {
    .check_file(file)
    read <- function() {
        if (!.is_pipe(file)) {
            return(readRDS(file))
        }
        connection <- gzcon(base::file(if (file == "-") "stdin" else file,
            "rb", raw = file != "-"))
        on.exit(close(connection))
        readRDS(connection)
    }
    tryCatch(read(), error = function(e) {
        .ggc_stop("format", paste0(
            "\"%s\" cannot be read as an .rds file: %s.\n",
            "It must be written by saveRDS()."
        ), .file_label(file), conditionMessage(e))
    })
}

# What ggc_fit() is to read.
.cli_expression <- function(given) {
    if (given$dream) {
        read_dream(given$INPUT, gold = NA)
    } else if (.is_rds(given$INPUT)) {
        .read_rds(given$INPUT)
    } else {
        .cli_table(given)
    }
}

.cli_counts <- function(x, given) {
    if (given$counts) .cli_preprocessed(x, given) else x
}

# ggc_preprocess() with the options that are for it.
.cli_preprocessed <- function(x, given) {
    do.call(ggc_preprocess, c(list(x, given$assay),
        .preprocess_arguments(given)))
}

.PREPROCESS_OPTIONS <- c("normalise", "variable", "min-count", "prior-count",
    "fractions")

.preprocess_arguments <- function(given) {
    number <- function(name) .cli_number(given, name)
    arguments <- list(normalise = given$normalise,
        n_genes = number("variable"), min_count = number("min-count"),
        prior_count = number("prior-count"),
        whole = if (given$fractions) FALSE)
    arguments[lengths(arguments) > 0L]
}

# A series matrix of GEO says of its samples what --samples says of others.
.cli_table <- function(given) {
    x <- read_expression(given$INPUT, given$samples, given$names)
    columns <- SummarizedExperiment::colData(x)
    if (!is.null(given$samples)) {
        .check_sample_columns(columns, given$samples, given)
    } else if (ncol(columns) == 0L) {
        .refuse_given(given, c("time", "trajectory", "batch", "covariates",
            "perturbed", "within", "condition", "pair"),
            "goes with --samples, a series matrix of GEO or an .rds file")
    }
    x
}

# Who gives a table of samples means their times by it.
.check_sample_columns <- function(of, file, given) {
    names <- names(of)
    columns <- .missing_columns(of, given$time, given$trajectory)
    if ("time" %in% columns$missing || any(nzchar(columns$meant))) {
        .ggc_stop("format", paste0(
            "\"%s\" has no column called %s; after the names it has %s.\n%s"
        ), basename(file), columns$missing[[1L]], if (length(names)) {
            .ggc_names(names, 10L)
        } else {
            "none"
        }, if (any(nzchar(columns$meant))) {
            sprintf("Did you mean %s?", .as_arguments(columns, "--%s %s"))
        } else {
            "Name the column of times by --time."
        })
    }
}

.cli_samples <- function(x) {
    if (methods::is(x, "SummarizedExperiment")) {
        SummarizedExperiment::colData(x)
    }
}

# Genes by the names in a file, one a line: those of the data, each once. Lists
# of all regulators of a genome hold many others.
.cli_genes <- function(file, x) {
    if (is.null(file)) {
        return(NULL)
    }
    names <- unique(.read_names(file))
    label <- .file_label(file)
    if (length(names) == 0L) {
        .ggc_stop("genes", "\"%s\" names no gene.", label)
    }
    genes <- .genes_of(x)
    if (is.null(genes)) {
        return(names)
    }
    names <- unique(.like_genes(names, genes, label))
    known <- intersect(names, genes)
    fields <- grep("[\t,;]", setdiff(names, genes), value = TRUE)
    if (length(fields)) {
        .ggc_stop("genes", paste0(
            "\"%s\" must have one name a line, and has lines of several ",
            "fields, such as %s.\nWrite the column of names alone."
        ), label, .ggc_names(dQuote(gsub("\t", " ", fields), FALSE), 1L))
    }
    if (length(known) == 0L) {
        .ggc_stop("genes", paste0(
            "\"%s\" must name genes of INPUT, and none of its %s is one: %s.",
            "\nGenes of INPUT are %s."
        ), label, .plural(length(names), "name"), .ggc_names(names, 3L),
        .ggc_names(genes, 3L))
    }
    if (length(known) < length(names)) {
        .ggc_inform("\"%s\": %d of %s are genes of INPUT.", label,
            length(known), .plural(length(names), "name"))
    }
    known
}

# NULL where genes have no names of their own.
.genes_of <- function(x) {
    if (.is_list(x)) {
        return(unique(unlist(lapply(x, .genes_of))))
    }
    if (stats::is.ts(x)) colnames(x) else {
        rownames(.quietly(.usual_class(x), "message"))
    }
}

# A directory is that of a fit.
.fit_file <- function(path) {
    if (dir.exists(path)) file.path(path, "fit.rds") else path
}

.read_fit <- function(path) {
    fit <- .read_rds(path)
    if (!methods::is(fit, "GGCFit")) {
        .ggc_stop("input", paste0(
            "FIT must hold a fit, as ggc fit --rds writes it, and \"%s\" has ",
            "%s."
        ), .file_label(path), .kind(fit))
    }
    fit
}

# What all commands that fit series have in common, as arguments by name. x: as
# .cli_expression() reads it.
.cli_series_arguments <- function(given, x) {
    genes <- lapply(given[c("regulators", "targets")], .cli_genes, x)
    list(
        time = given$time, trajectory = given$trajectory,
        regulators = genes$regulators, targets = genes$targets,
        prior = .read_prior_files(given$prior),
        exclude = .read_links_file(given$exclude), assay_type = given$assay,
        irregular = given$irregular %or% "asis",
        na = given[["na"]] %or% "error",
        replicates = given$replicates %or% "error", batch = given$batch,
        seed = .cli_number(given, "seed") %or% 1,
        threads = .cli_number(given, "threads"),
        verbose = !given$quiet && isatty(stderr())
    )
}
