# The commands that make series, and score.

# preprocess, pseudotime -------------------------------------------------------

.cli_preprocess <- function(given) {
    is_rds <- .is_rds(given$COUNTS)
    if (is_rds) {
        .refuse_given(given, c("samples", "names"),
            "goes with a table of genes and samples")
    } else {
        .refuse_given(given, "assay", "goes with an .rds file")
    }
    .cli_directory(given)
    x <- if (is_rds) .read_rds(given$COUNTS) else {
        read_expression(given$COUNTS, given$samples, given$names)
    }
    y <- .cli_preprocessed(x, given)
    parameters <- .with_defaults(.preprocess_arguments(given), ggc_preprocess)
    .cli_deliver("preprocess", given, function(file) .write_series(y, file),
        .describe_run("preprocess", c(given$COUNTS, given$samples),
            genes = nrow(y), samples = ncol(y),
            parameters = parameters,
            edgeR = as.character(utils::packageVersion("edgeR"))))
}

.cli_pseudotime <- function(given) {
    .cli_check_pseudotime(given)
    .cli_directory(given)
    x <- if (.is_rds(given$CELLS)) .read_rds(given$CELLS) else {
        read_expression(given$CELLS, given$cells, given$names)
    }
    number <- function(name) .cli_number(given, name)
    arguments <- list(pseudotime = given$pseudotime %or%
        intersect("pseudotime", .sample_column_names(x)),
        lineage = given$lineage, bins = number("bins"), by = given$by,
        summary = given$summary, replicates = .number_or_name(given$replicates),
        min_cells = number("min-cells"), assay_type = given$assay,
        seed = number("seed") %or% 1, weights = given$weights)
    arguments <- arguments[lengths(arguments) > 0L]
    counts <- if ((given$summary %or% "") == "sum") {
        .preprocess_arguments(given)
    }
    se <- do.call(ggc_pseudotime, c(list(x), .with_objects(arguments), counts))
    .cli_deliver("pseudotime", given, function(file) .write_series(se, file),
        .describe_run("pseudotime", c(given$CELLS, given$cells),
            seed = arguments$seed, genes = nrow(se), samples = ncol(se),
            trajectories = I(unique(se$trajectory)),
            parameters = .with_defaults(arguments, ggc_pseudotime),
            preprocess = if (!is.null(counts)) {
                .with_defaults(counts, ggc_preprocess)
            }))
}

# All arguments of a function but its data, the defaults behind those given;
# where the default is a choice, its first.
.with_defaults <- function(given, of) {
    defaults <- formals(of)
    left_out <- c("x", "pseudotime", "assay_type", "seed", "...", names(given))
    defaults <- defaults[setdiff(names(defaults), left_out)]
    c(given[names(given) != "seed"],
        lapply(defaults, function(value) eval(value)[1L]))
}

.cli_check_pseudotime <- function(given) {
    if (.is_rds(given$CELLS)) {
        .refuse_given(given, c("cells", "names"),
            "goes with a table of genes and cells")
    } else {
        .refuse_given(given, "assay", "goes with an .rds file")
        if (is.null(given$cells)) {
            .ggc_stop("usage", paste0(
                "--cells must be given: a table of the cells with a column of ",
                "pseudotimes."
            ))
        }
    }
    if ((given$summary %or% "mean") != "sum") {
        .refuse_given(given, .PREPROCESS_OPTIONS, "goes with --summary sum")
    }
}

# Pseudotimes may be an object in a file of its own, as slingshot makes it.
.with_objects <- function(arguments) {
    file <- arguments$pseudotime
    if (length(file) == 1L && .is_rds(file)) {
        arguments$pseudotime <- .read_rds(file)
    }
    arguments
}

.number_or_name <- function(text) {
    value <- .numbers_of(text)
    if (length(value) == 1L && !is.na(value)) value else text
}

# simulate ---------------------------------------------------------------------

.cli_simulate <- function(given) {
    .cli_directory(given)
    number <- function(name) .cli_number(given, name)
    settings <- list(model = given$model %or% "grn", p = number("genes"),
        n_time = number("points"), n_trajectories = number("trajectories"),
        noise = number("noise"), seed = number("seed") %or% 1)
    known <- c("burn_in", .MODEL_ARGUMENTS[[settings$model]], .SAMPLING)
    settings <- c(settings[lengths(settings) > 0L], if (!is.null(given$set)) {
        .cli_pairs(given$set, "set", known)
    })
    se <- do.call(ggc_simulate, settings)
    about <- S4Vectors::metadata(se)
    .cli_deliver("simulate", given, function(file) {
        .write_series(se, file)
        at <- which(about$truth != 0, arr.ind = TRUE)
        .write_table(data.frame(regulator = rownames(about$truth)[at[, 1L]],
            target = colnames(about$truth)[at[, 2L]],
            edge = rep(1L, nrow(at))), file("truth.tsv"))
    }, list(command = "simulate", ggc = .version(), r = R.version.string,
        model = about$model, seed = about$seed,
        parameters = about$parameters))
}

# score ------------------------------------------------------------------------

.NETWORK_SCORES <- c("accuracy", "balanced_accuracy", "MCC", "precision",
    "recall", "F1", "n_edges")

.cli_score <- function(given) {
    truth <- .read_truth_file(given$TRUTH)
    ranking <- .read_ranking(given$RANKING, .any_names(truth))
    top <- .cli_number(given, "top")
    if (is.matrix(ranking)) {
        ranking <- .with_genes_of(ranking, truth)
    }
    metrics <- ggc_metrics(ranking, truth, self = given$self, network = top,
        candidates = given$candidates %or% "all")
    if (is.null(top) && !"norm" %in% colnames(ranking)) {
        metrics[.NETWORK_SCORES] <- NA_real_
    }
    writeLines(.table_lines(metrics))
}

# A ranking as a data frame of edges (header or not), or as a matrix regulators
# x targets. genes: those of the truth or the data.
.read_ranking <- function(file, genes = NULL) {
    table <- .read_links_table(file, .is_ranking_header)
    if (is.matrix(table)) {
        return(table)
    }
    table <- .edges_in_one_column(table, .file_label(file))
    table <- .with_direction(table, .file_label(file), "format")
    at <- .list_columns(table, genes)
    if (is.null(at)) {
        return(.table_matrix(table, file))
    }
    score <- .table_column(table, names(table)[[at$score]], file)
    out <- data.frame(regulator = table[[at$pair[[1L]]]],
        target = table[[at$pair[[2L]]]],
        score = .strong_scores(score, at, names(table)))
    if ("norm" %in% names(table)) {
        norm <- .table_column(table, "norm", file)
        out$norm <- replace(norm, is.na(norm), 0)
    }
    .refuse_twice(out, "format", sprintf("\"%s\"", .file_label(file)))
    out
}

# A matrix of scores with the genes that only the truth has: they rank last.
.with_genes_of <- function(score, truth) {
    score <- .as_score(score)
    genes <- list(regulators = rownames(score), targets = colnames(score))
    known <- .truth_genes(truth, unlist(genes))
    .tell_last(unlist(genes), known)
    names <- .joint_genes(genes, known, complete = TRUE)
    out <- matrix(min(0, score, na.rm = TRUE), length(names[[1L]]),
        length(names[[2L]]), dimnames = names)
    out[rownames(score), colnames(score)] <- score
    out
}
