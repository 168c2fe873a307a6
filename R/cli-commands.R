# The commands of the command line: fit, simulate, score.

# fit --------------------------------------------------------------------------

.cli_fit <- function(given) {
    .cli_check_fit(given)
    out <- .cli_directory(given)
    x <- .cli_expression(given)
    control <- do.call(ggc_control, c(given["preset"][!is.null(given$preset)],
        .cli_pairs(given$control, "control", .control_keys())))
    # No do.call(): it would put the data into the call that the fit keeps.
    within <- .cli_within(x, given)
    fit <- ggc_fit(x,
        method = given$method %or% "clstm", graph = if (given$graph) TRUE,
        time = given$time, trajectory = given$trajectory,
        regulators = .read_names(given$regulators),
        targets = .read_names(given$targets),
        prior = .read_links_file(given$prior),
        exclude = .read_links_file(given$exclude),
        include = .read_links_file(given$include),
        assay_type = if (!given$counts) given$assay,
        irregular = given$irregular %or% "asis",
        na = given$na %or% "error",
        replicates = given$replicates %or% "error", batch = given$batch,
        control = control,
        seed = .cli_number(given, "seed") %or% 1,
        threads = .cli_number(given, "threads"),
        checkpoint = given$checkpoint,
        verbose = !given$quiet && isatty(stderr())
    )
    # What is refused leaves the fit, without a network that was not asked for.
    all_the_same <- function(e) {
        given[c("fdr", "precision", "format")] <- NULL
        given$plots <- FALSE
        .cli_write_fit(fit, given, out)
        stop(e)
    }
    if (!is.null(given$test)) {
        fit <- tryCatch(.cli_test(fit, given, within),
            ggc_error_test = all_the_same)
    }
    tryCatch(.cli_write_fit(fit, given, out),
        ggc_error_precision = all_the_same)
}

.cli_test <- function(fit, given, within) {
    ggc_test(fit, given$test, within = within,
        threads = .cli_number(given, "threads"),
        checkpoint = if (!is.null(given$checkpoint)) {
            file.path(given$checkpoint, "test")
        }, verbose = !given$quiet && isatty(stderr()))
}

# The condition of each trajectory, by its name, of a column of the samples.
.cli_within <- function(x, given) {
    if (is.null(given$within)) {
        return(NULL)
    }
    columns <- if (methods::is(x, "SummarizedExperiment")) {
        SummarizedExperiment::colData(x)
    }
    trajectory <- given$trajectory %or% "trajectory"
    for (column in c(given$within, trajectory)) {
        if (!column %in% names(columns)) {
            .ggc_stop("format", paste0(
                "--within needs columns of conditions and of trajectories ",
                "among the samples', and there is none called %s."
            ), .given(column))
        }
    }
    each <- unique(data.frame(trajectory = as.character(columns[[trajectory]]),
        condition = as.character(columns[[given$within]])))
    twice <- each$trajectory[duplicated(each$trajectory)]
    if (length(twice) || anyNA(each$condition)) {
        .ggc_stop("format", paste0(
            "the column %s of --within must have one condition for each ",
            "trajectory, and has not for: %s."
        ), .given(given$within), .ggc_names(c(twice,
            each$trajectory[is.na(each$condition)])))
    }
    stats::setNames(each$condition, each$trajectory)
}

# What a command may write, by its options.
.CLI_FILES <- list(
    fit = c("edges.tsv", "granger.tsv", "regulators.tsv", "network.sif",
        "network.edges.tsv", "network.graphml", "granger.png", "network.png",
        "loss.png", "fit.rds"),
    simulate = c("expression.tsv", "samples.tsv", "truth.tsv")
)

# Nothing of an earlier run is left beside what is written now.
.cli_clear <- function(command, out) {
    unlink(file.path(out, .CLI_FILES[[command]]))
}

# The directory for the results. run.json closes a run: it is written last, and
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
    given$out
}

# Options that do nothing together are mistakes.
.cli_check_fit <- function(given) {
    refuse <- function(option, why) {
        if (!is.null(given[[option]])) {
            .ggc_stop("usage", "--%s %s.", option, why)
        }
    }
    is_rds <- .is_rds(given$INPUT)
    if (!given$counts) {
        refuse("variable", "goes with --counts")
        if (given$fractions) {
            refuse("fractions", "goes with --counts")
        }
    }
    if (given$dream || is_rds) {
        refuse("samples", "goes with a table of genes and samples")
    }
    if (!is_rds && is.null(given$samples)) {
        refuse("time", "goes with --samples or an .rds file")
        refuse("trajectory", "goes with --samples or an .rds file")
        refuse("batch", "goes with --samples or an .rds file")
        refuse("within", "goes with --samples or an .rds file")
    }
    if (given$dream || !is_rds) {
        refuse("assay", "goes with an .rds file")
    }
    if (is.null(given$format) && !given$plots) {
        refuse("top", "goes with --format or --plots")
        refuse("fdr", "goes with --format or --plots")
        refuse("precision", "goes with --format or --plots")
    }
    if (!is.null(given$top)) {
        refuse("fdr", "and --top are two ways to say the same")
        refuse("precision", "and --top are two ways to say the same")
    }
    if (!is.null(given$precision)) {
        refuse("fdr", "and --precision are two ways to say the same")
        .check_share(.cli_number(given, "precision"))
    }
    .cli_check_test(given)
    if (!is.null(given$top)) {
        .check_count(.cli_number(given, "top"), "top")
    }
    for (format in setdiff(given$format, c("sif", "graphml"))) {
        .ggc_stop("usage", "--format must be sif or graphml, not %s.",
            .given(format))
    }
    if (given$plots) {
        .ggc_need("ggplot2", "--plots")
    }
}

.cli_check_test <- function(given) {
    if (!is.null(given$test)) {
        .check_choice(given$test, "test", .TESTS)
    }
    if (!is.null(given$within) &&
        !(given$test %or% "") %in% c("shadow", "knockoff")) {
        .ggc_stop("usage", "--within goes with --test shadow or knockoff.")
    }
    if (is.null(given$fdr)) {
        return(invisible())
    }
    .check_number(.cli_number(given, "fdr"), "fdr", 0, 1)
    if (!(given$test %or% "") %in% c("shadow", "knockoff") &&
        !.method(given$method %or% "clstm")$tests) {
        .ggc_stop("usage", "--fdr goes with --test shadow or knockoff.")
    }
}

.is_rds <- function(file) {
    grepl("\\.rds$", file, ignore.case = TRUE)
}

# What ggc_fit() is to read.
.cli_expression <- function(given) {
    x <- if (given$dream) {
        read_dream(given$INPUT, gold = NA)
    } else if (.is_rds(given$INPUT)) {
        .check_file(given$INPUT)
        tryCatch(readRDS(given$INPUT), error = function(e) {
            .ggc_stop("format", paste0(
                "\"%s\" cannot be read as an .rds file: %s.\n",
                "It must be written by saveRDS()."
            ), basename(given$INPUT), conditionMessage(e))
        })
    } else {
        .cli_table(given)
    }
    if (!given$counts) {
        return(x)
    }
    ggc_preprocess(x, given$assay, n_genes = .cli_number(given, "variable"),
        whole = !given$fractions)
}

.cli_table <- function(given) {
    x <- read_expression(given$INPUT, given$samples)
    if (!is.null(given$samples)) {
        .check_sample_columns(SummarizedExperiment::colData(x),
            given$samples, given)
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

.cli_write_fit <- function(fit, given, out) {
    file <- function(name) file.path(out, name)
    .cli_clear("fit", out)
    edges <- as.data.frame(ggc_edges(fit, self = given$self))
    .write_table(edges, file("edges.tsv"))
    if (!is.null(fit@details$test$regulators)) {
        .write_table(as.data.frame(ggc_regulators(fit)),
            file("regulators.tsv"))
    }
    top <- .cli_network(fit, given)
    for (format in given$format) {
        write_edges(fit, file(paste0("network.", format)), self = given$self,
            n = top)
    }
    .write_matrix(granger(fit), file("granger.tsv"), "regulator")
    if (given$rds) {
        saveRDS(fit, file("fit.rds"))
    }
    if (given$plots) {
        .save_plot(file("granger.png"), plot(fit, "granger"))
        if (is.matrix(top) && sum(top) == 0L) {
            .ggc_inform("No edge was found: there is no network.png.")
        } else .save_plot(file("network.png"), if (is.null(top)) {
            plot(fit, "network")
        } else {
            plot(fit, "network", n = top)
        })
        if (.method_of(fit)$has_path) {
            .save_plot(file("loss.png"), plot(fit, "loss"))
        }
    }
    .write_json(.describe_fit(fit, given), file("run.json"))
}

# The edges that are drawn and written, as `n` of ggc_edges() has them; NULL for
# those of the fit.
.cli_network <- function(fit, given) {
    if (!is.null(given$fdr)) {
        ggc_network(fit, fdr = .cli_number(given, "fdr"))
    } else if (!is.null(given$precision)) {
        ggc_network(fit, precision = .cli_number(given, "precision"))
    } else {
        .cli_number(given, "top")
    }
}

.save_plot <- function(file, plot) {
    ggplot2::ggsave(file, plot, width = 7, height = 6, dpi = 150)
}

.describe_fit <- function(fit, given) {
    about <- S4Vectors::metadata(fit)
    files <- c(
        if (given$dream) .dream_files(given$INPUT, NA)$series else given$INPUT,
        unlist(given[names(given) %in% c("samples", "regulators", "targets",
            "prior", "exclude", "include")])
    )
    list(
        command = "fit", ggc = about$version, r = about$r_version,
        cpu = about$cpu, threads = about$threads, seed = about$seed,
        seconds = about$elapsed, input = .describe_files(files),
        genes = nrow(fit@series$x), samples = ncol(fit@series$x),
        trajectories = I(fit@series$trajectory_names),
        regulators = I(rownames(fit@score)), targets = I(colnames(fit@score)),
        method = fit@method, graph = isTRUE(fit@details$graph),
        settings = fit@settings,
        treatment = lapply(
            about$treatment, `[[`, 1L),
        batches = if (!is.null(fit@series$batch)) I(colnames(fit@series$batch)),
        counts = given$counts, fractions = given$fractions,
        control = unclass(fit@control),
        precision = .cli_number(given, "precision"),
        test = if (!is.null(fit@details$test)) {
            c(fit@details$test$null, fit@details$test$halves,
                fdr = .cli_number(given, "fdr"))
        },
        status = as.list(table(fit@training$status))
    )
}

# A pipe was read, and cannot be read again.
.describe_files <- function(files) {
    lapply(unname(files), function(file) {
        pipe <- .is_pipe(file)
        list(file = file, bytes = if (pipe) NA else file.size(file),
            md5 = if (pipe) NA else unname(tools::md5sum(file)))
    })
}

# simulate ---------------------------------------------------------------------

.cli_simulate <- function(given) {
    out <- .cli_directory(given)
    file <- function(name) file.path(out, name)
    number <- function(name) .cli_number(given, name)
    settings <- list(model = given$model %or% "grn", p = number("genes"),
        n_time = number("points"), n_trajectories = number("trajectories"),
        noise = number("noise"), seed = number("seed") %or% 1)
    known <- c("burn_in", .MODEL_ARGUMENTS[[settings$model]], .SAMPLING)
    settings <- c(settings[lengths(settings) > 0L], if (!is.null(given$set)) {
        .cli_pairs(given$set, "set", known)
    })
    se <- do.call(ggc_simulate, settings)
    .cli_clear("simulate", out)
    .write_matrix(SummarizedExperiment::assay(se), file("expression.tsv"),
        "gene")
    # A design without time has no column of it.
    samples <- as.data.frame(SummarizedExperiment::colData(se))
    .write_table(data.frame(sample = colnames(se), samples),
        file("samples.tsv"))
    about <- S4Vectors::metadata(se)
    at <- which(about$truth != 0, arr.ind = TRUE)
    .write_table(data.frame(regulator = rownames(about$truth)[at[, 1L]],
        target = colnames(about$truth)[at[, 2L]], edge = rep(1L, nrow(at))),
    file("truth.tsv"))
    .write_json(list(command = "simulate", ggc = .version(),
        r = R.version.string, model = about$model, seed = about$seed,
        parameters = about$parameters), file("run.json"))
}

# score ------------------------------------------------------------------------

.NETWORK_SCORES <- c("accuracy", "balanced_accuracy", "MCC", "precision",
    "recall", "F1", "n_edges")

.cli_score <- function(given) {
    ranking <- .read_ranking(given$RANKING)
    truth <- .read_truth_file(given$TRUTH)
    top <- .cli_number(given, "top")
    if (is.matrix(ranking)) {
        ranking <- .with_genes_of(ranking, truth)
    }
    metrics <- ggc_metrics(ranking, truth, self = given$self, network = top)
    if (is.null(top) && !"norm" %in% colnames(ranking)) {
        metrics[.NETWORK_SCORES] <- NA_real_
    }
    writeLines(.table_lines(metrics))
}

# A ranking as a data frame of edges (header or not), or as a matrix regulators
# x targets.
.read_ranking <- function(file) {
    table <- .read_table(file, .is_ranking_header)
    at <- .list_columns(table)
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
    known <- .truth_genes(truth)
    .tell_last(unlist(genes), unlist(known))
    names <- .joint_genes(genes, known, complete = TRUE)
    out <- matrix(min(0, score, na.rm = TRUE), length(names[[1L]]),
        length(names[[2L]]), dimnames = names)
    out[rownames(score), colnames(score)] <- score
    out
}
