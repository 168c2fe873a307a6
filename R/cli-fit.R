# The commands that make a fit: fit, and test, which finds evidence for one.

# fit --------------------------------------------------------------------------

.cli_fit <- function(given) {
    .cli_check_fit(given)
    .cli_directory(given)
    x <- .cli_counts(.cli_expression(given), given)
    control <- do.call(ggc_control, c(given["preset"][!is.null(given$preset)],
        .cli_pairs(given$control, "control", .control_keys())))
    arguments <- .cli_series_arguments(given, x)
    if (given$counts) { # which was read with its assay
        arguments["assay_type"] <- list(NULL)
    }
    .cli_check_labels(given, .annotation_of(.usual_class(x), rownames(x))$genes)
    within <- .cli_within(.cli_samples(x), given)
    # Not do.call(): it would put the data into the call that the fit keeps.
    fit <- .fit_by_name(x, c(.cli_settings(given), arguments, list(
        method = given$method %or% "clstm", graph = if (given$graph) TRUE,
        include = .read_links_file(given$include),
        covariates = given$covariates,
        as_regulators = isTRUE(given$`as-regulators`),
        perturbed = given$perturbed,
        steady = if (!is.null(given$steady)) read_expression(given$steady),
        control = control, checkpoint = given$checkpoint
    )))
    deliver <- function(fit, given) {
        .cli_deliver("fit", given, function(file) .write_fit(fit, given, file),
            .describe_fit(fit, given))
    }
    tested <- if (is.null(given$test)) fit else {
        .or_all_the_same(.cli_test_fit(fit, given$test, within, given),
            function() deliver(fit, .undrawn(given)))
    }
    .or_all_the_same(deliver(tested, given),
        function() deliver(tested, .undrawn(given)))
}

# Arguments of the method alone.
.cli_settings <- function(given) {
    own <- names(.method(given$method %or% "clstm")$settings)
    if (is.null(given$set)) {
        return(NULL)
    }
    if (length(own) == 0L) {
        .ggc_stop("usage",
            "--set is for arguments of one method alone, and %s has none.",
            given$method %or% "clstm")
    }
    lapply(.cli_pairs(given$set, "set", own), function(value) {
        if (is.character(value)) strsplit(value, ",")[[1L]] else value
    })
}

# Those of all methods.
.settings_keys <- function() {
    unique(unlist(lapply(.METHODS, function(row) names(row$settings))))
}

# What is refused of a fit leaves the fit, without a network that was not asked
# for.
.or_all_the_same <- function(code, leave) {
    refused <- function(e) {
        leave()
        stop(e)
    }
    tryCatch(code, ggc_error_test = refused, ggc_error_precision = refused)
}

# Without what draws or writes a network.
.undrawn <- function(given) {
    given[c("fdr", "precision", "top", "format", "pdf", "page")] <- NULL
    given$plots <- FALSE
    given
}

.cli_test_fit <- function(fit, method, within, given) {
    ggc_test(fit, method, B = .cli_number(given, "repeats"), within = within,
        n_edges = .cli_number(given, "edges"),
        threads = .cli_number(given, "threads"),
        checkpoint = if (!is.null(given$checkpoint)) {
            file.path(given$checkpoint, "test")
        }, verbose = !given$quiet && isatty(stderr()))
}

# The condition of each trajectory, by its name, of a column of the samples.
.cli_within <- function(columns, given) {
    if (is.null(given$within)) {
        return(NULL)
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
    trajectory <- .from_several_columns(trajectory, columns, "trajectory")
    each <- unique(data.frame(trajectory = as.character(trajectory$value),
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

# Options that do nothing together are mistakes.
.cli_check_fit <- function(given) {
    if (!given$counts) {
        .refuse_given(given, c("variable", "fractions"), "goes with --counts")
    }
    .cli_check_input(given)
    if (!is.null(given$test)) {
        .check_choice(given$test, "test", .TESTS)
    }
    shadows <- (given$test %or% "") %in% c("shadow", "knockoff")
    if (!shadows) {
        .refuse_given(given, "within", "goes with --test shadow or knockoff")
    }
    .cli_check_drawn(given)
    if (!shadows && !.method(given$method %or% "clstm")$tests) {
        .refuse_given(given, "fdr", "goes with --test shadow or knockoff")
    }
}

# Of a table and of an .rds file.
.cli_check_input <- function(given) {
    is_rds <- .is_rds(given$INPUT)
    if (given$dream || is_rds) {
        .refuse_given(given, c("samples", "names"),
            "goes with a table of genes and samples")
    }
    if (given$dream) {
        .refuse_given(given, c("time", "trajectory", "batch", "covariates",
            "perturbed", "within"),
            "goes with --samples or an .rds file")
    }
    if (given$dream || !is_rds) {
        .refuse_given(given, "assay", "goes with an .rds file")
    }
}

# test -------------------------------------------------------------------------

.cli_test <- function(given) {
    method <- .check_choice(given$method %or% "shadow", "method", .TESTS)
    if (is.null(given$samples)) {
        .refuse_given(given, c("trajectory", "within"), "goes with --samples")
    } else if (is.null(given$within)) {
        .refuse_given(given, "samples", "goes with --within")
    }
    .cli_check_drawn(given)
    .cli_directory(given)
    path <- .fit_file(given$FIT)
    fit <- .read_fit(path)
    if (method %in% c("stability", "reversal") &&
        is.null(.false_discovery_rates(fit))) {
        .refuse_given(given, "fdr", "goes with --method shadow or knockoff")
    }
    .cli_check_labels(given, SummarizedExperiment::rowData(fit))
    samples <- if (!is.null(given$samples)) .read_table(given$samples)
    within <- .cli_within(samples, given)
    within <- within[names(within) %in% fit@series$trajectory_names]
    fit <- .cli_test_fit(fit, method, within, given)
    .or_all_the_same(.deliver_tested(fit, given, path), function() {
        .deliver_tested(fit, .undrawn(given), path)
    })
}

.deliver_tested <- function(fit, given, path) {
    .cli_deliver("test", given, function(file) .write_fit(fit, given, file),
        c(.describe_run("test", c(path, given$samples),
            threads = .cli_number(given, "threads")),
        .describe_evidence(fit, given)),
        keep = if (!given$rds) normalizePath(path, mustWork = FALSE))
}
