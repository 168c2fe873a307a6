# The command that compares methods.

.cli_compare <- function(given) {
    .cli_check_input(given)
    halves <- .check_choice(given$halves %or% if (is.null(given$truth)) "yes"
        else "no", "halves", c("yes", "no"))
    if (is.null(given$truth)) {
        .refuse_given(given, "candidates", "goes with --truth")
    }
    if (given$plots) {
        .ggc_need("ggplot2", "--plots")
    }
    truth <- if (!is.null(given$truth)) .read_truth_file(given$truth)
    methods <- .cli_methods(given, .any_names(truth))
    .cli_directory(given)
    x <- .cli_expression(given)
    compared <- do.call(ggc_compare, c(list(quote(x), methods, truth = truth,
        self = given$self, candidates = given$candidates %or% "all",
        halves = halves == "yes"), .cli_series_arguments(given, x)))
    .cli_deliver("compare", given, function(file) {
        .write_comparison(compared, given, file)
    }, .describe_comparison(compared, given))
    writeLines(.table_lines(compared$table))
}

# Of methods and of rankings one list, by name. genes: those of the truth.
.cli_methods <- function(given, genes) {
    methods <- given$method %or% eval(formals(ggc_compare)$methods)
    texts <- given$ranking
    bad <- texts[!grepl("^[^=]+=.", texts)]
    if (length(bad)) {
        .ggc_stop("usage", "--ranking must be NAME=FILE, not %s.",
            dQuote(bad[[1L]], FALSE))
    }
    if ("consensus" %in% c(methods, sub("=.*", "", texts))) {
        .ggc_stop("usage",
            "a ranking must not be called consensus, as a column of edges.tsv.")
    }
    rankings <- lapply(sub("^[^=]*=", "", texts), .read_ranking, genes)
    c(as.list(stats::setNames(methods, methods)),
        stats::setNames(rankings, sub("=.*", "", texts)))
}

.write_comparison <- function(compared, given, file) {
    .write_table(compared$table, file("comparison.tsv"))
    .write_matrix(compared$agreement, file("agreement.tsv"), "method")
    edges <- as.data.frame(ggc_edges(ggc_consensus(compared),
        self = given$self))
    places <- summary(compared, n = sum(compared$candidates))
    at <- match(paste(edges$regulator, edges$target, sep = "\t"),
        paste(places$regulator, places$target, sep = "\t"))
    keep <- !is.na(at)
    own <- setdiff(names(places), c("regulator", "target", "first"))
    .write_table(cbind(edges[keep, c("regulator", "target")],
        consensus = edges$score[keep], places[at[keep], own, drop = FALSE]),
        file("edges.tsv"))
    if (given$plots) {
        types <- c(
            if (nrow(summary(compared))) c(first.png = "edges"),
            if (length(compared$rankings) > 1L) c(agreement.png = "agreement"),
            if (!is.null(compared$truth)) c(curves.png = "curves"))
        for (name in names(types)) {
            ggplot2::ggsave(file(name), plot(compared, types[[name]]),
                width = 7, height = 6, dpi = 150)
        }
    }
}

.describe_comparison <- function(compared, given) {
    files <- c(
        if (given$dream) .dream_files(given$INPUT, NA)$series else given$INPUT,
        unlist(given[names(given) %in% c("samples", "truth", "regulators",
            "targets", "prior", "exclude")]), sub("^[^=]*=", "", given$ranking)
    )
    c(.describe_run("compare", files), list(
        methods = I(names(compared$rankings)),
        failed = as.list(compared$failed),
        seed = .cli_number(given, "seed") %or% 1,
        regulators = nrow(compared$candidates),
        targets = ncol(compared$candidates),
        candidates = sum(compared$candidates)
    ))
}
