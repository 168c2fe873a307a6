# The command that sets conditions against each other.

.cli_contrast <- function(given) {
    if (is.null(given$condition)) {
        .ggc_stop("usage", "--condition must be given: a column of samples.")
    }
    given$dream <- FALSE
    .cli_check_input(given)
    if (given$plots) {
        .ggc_need("ggplot2", "--plots")
    }
    .cli_directory(given)
    x <- .cli_expression(given)
    arguments <- list(
        method = given$method %or% "clstm", covariates = given$covariates,
        as_regulators = isTRUE(given$`as-regulators`),
        perturbed = given$perturbed,
        control = do.call(ggc_control,
            .cli_pairs(given$control, "control", .control_keys()))
    )
    contrast <- do.call(ggc_contrast, c(list(quote(x), given$condition,
        reference = given$reference, pair = given$pair,
        B = .cli_number(given, "exchanges") %or% 999,
        fdr = .cli_number(given, "fdr") %or% 0.1
    ), arguments, .cli_series_arguments(given, x), .cli_settings(given)))
    .cli_deliver("contrast", given, function(file) {
        .write_contrast(contrast, given, file)
    }, .describe_contrast(contrast, given))
    writeLines(.table_lines(contrast$contrasts))
}

.write_contrast <- function(contrast, given, file) {
    .write_table(as.data.frame(contrast), file("edges.tsv"))
    .write_table(summary(contrast), file("regulators.tsv"))
    .write_table(contrast$contrasts, file("contrasts.tsv"))
    if (!given$plots) {
        return(invisible())
    }
    known <- contrast$contrasts$contrast
    for (name in known) {
        ending <- if (length(known) > 1L) {
            paste0("-", gsub("[^A-Za-z0-9._-]", "_", name))
        } else ""
        for (type in c("network", "scores")) {
            stem <- c(network = "difference", scores = "scores")[[type]]
            ggplot2::ggsave(file(paste0(stem, ending, ".png")),
                plot(contrast, type, contrast = name),
                width = 7, height = 6, dpi = 150)
        }
    }
}

.describe_contrast <- function(contrast, given) {
    files <- c(given$INPUT, unlist(given[names(given) %in% c("samples",
        "regulators", "targets", "prior", "exclude")]))
    fit <- contrast$fits[[1L]]
    c(.describe_run("contrast", files), list(
        conditions = as.list(table(contrast$condition)),
        contrasts = contrast$contrasts, fdr = contrast$fdr,
        method = fit@method, seed = metadata(fit)$seed,
        genes = nrow(fit@series$x), regulators = nrow(fit@score),
        targets = ncol(fit@score)
    ))
}
