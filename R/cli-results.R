# A fit as files: tables, networks, pictures, run.json.

# Before the work begins: which network, and can it be drawn?
.cli_check_drawn <- function(given) {
    drawn <- given$plots || length(unlist(given[c("format", "pdf", "page")]))
    sizes <- c("top", "fdr", "precision")
    if (!drawn) {
        .refuse_given(given, sizes,
            "goes with --format, --plots, --pdf or --page")
    }
    said <- sizes[lengths(given[sizes]) > 0L]
    if (length(said) > 1L) {
        .ggc_stop("usage", "--%s and --%s are two ways to say the same.",
            said[[2L]], said[[1L]])
    }
    if (!is.null(given$top)) {
        .check_count(.cli_number(given, "top"), "top")
    }
    if (!is.null(given$fdr)) {
        .check_number(.cli_number(given, "fdr"), "fdr", 0, 1)
    }
    if (!is.null(given$precision)) {
        .check_share(.cli_number(given, "precision"))
    }
    for (format in setdiff(given$format, c("sif", "graphml"))) {
        .ggc_stop("usage", "--format must be sif or graphml, not %s.",
            .given(format))
    }
    for (option in c("plots", "pdf")) {
        if (!is.null(given[[option]]) && !identical(given[[option]], FALSE)) {
            .ggc_need("ggplot2", paste0("--", option))
        }
    }
    if (!is.null(given$page)) {
        .ggc_need("htmlwidgets", "--page")
    }
}

# Before the work begins: do the data have them? rows: NULL where of none.
.cli_check_labels <- function(given, rows) {
    if (!is.null(given$labels)) {
        .check_label_column(given$labels, rows %or% DataFrame(), "--labels")
    }
}

.write_fit <- function(fit, given, file) {
    edges <- as.data.frame(ggc_edges(fit, self = given$self,
        labels_from = given$labels))
    .write_table(edges, file("edges.tsv"))
    if (!is.null(fit@details$test$regulators)) {
        .write_table(as.data.frame(ggc_regulators(fit, given$labels)),
            file("regulators.tsv"))
    }
    n <- .cli_network(fit, given)
    for (format in given$format) {
        write_edges(fit, file(paste0("network.", format)), self = given$self,
            n = n, labels_from = given$labels)
    }
    .write_matrix(granger(fit), file("granger.tsv"), "regulator")
    if (given$rds) {
        saveRDS(fit, file("fit.rds"))
    }
    .draw_fit(fit, given, n, file)
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

.draw_fit <- function(fit, given, n, file) {
    if (!given$plots && is.null(given$pdf) && is.null(given$page)) {
        return(invisible())
    }
    empty <- is.matrix(n) && sum(n) == 0L
    if (empty) {
        .ggc_inform("No edge was found: there is no picture of a network.")
    }
    labels <- given$labels
    pictures <- list(
        granger = function() plot(fit, "granger", labels_from = labels),
        network = if (!empty) function() {
            plot(fit, "network", n = n %or% .default_edges(fit),
                labels_from = labels)
        },
        forecast = function() plot(fit, "forecast", labels_from = labels),
        loss = if (.method_of(fit)$has_path) function() plot(fit, "loss"))
    pictures <- pictures[lengths(pictures) > 0L]
    if (given$plots) {
        for (name in setdiff(names(pictures), "forecast")) {
            ggplot2::ggsave(file(paste0(name, ".png")), pictures[[name]](),
                width = 7, height = 6, dpi = 150)
        }
    }
    if (!is.null(given$pdf)) {
        .print_pages(pictures, file("figures.pdf"))
    }
    if (!is.null(given$page)) {
        # Without an edge, too: who asked for a file waits for it.
        ggc_page(fit, file("page.html"), n = n %or% 100L, self = given$self,
            name = .cli_data_name(given$INPUT), labels_from = given$labels)
    }
}

.cli_data_name <- function(input) {
    if (.is_pipe(input)) "standard input" else basename(input)
}

# A page for each picture. Cairo has the letters of all names.
.print_pages <- function(pictures, file) {
    if (capabilities("cairo")) {
        grDevices::cairo_pdf(file, width = 8, height = 7, onefile = TRUE)
    } else {
        grDevices::pdf(file, width = 8, height = 7, encoding = "UTF-8")
    }
    device <- grDevices::dev.cur()
    on.exit(grDevices::dev.off(device))
    for (picture in pictures) {
        print(picture())
    }
}

.describe_fit <- function(fit, given) {
    about <- S4Vectors::metadata(fit)
    files <- c(
        if (given$dream) .dream_files(given$INPUT, NA)$series else given$INPUT,
        unlist(given[names(given) %in% c("samples", "regulators", "targets",
            "prior", "exclude", "include", "steady")])
    )
    c(.describe_run("fit", files),
        list(cpu = about$cpu, threads = about$threads, seed = about$seed,
        seconds = about$elapsed,
        genes = .count_genes(fit@series), samples = ncol(fit@series$x),
        trajectories = I(fit@series$trajectory_names),
        regulators = I(rownames(fit@score)), targets = I(colnames(fit@score)),
        method = fit@method, graph = isTRUE(fit@details$graph),
        settings = fit@settings,
        treatment = lapply(
            about$treatment, `[[`, 1L),
        batches = if (!is.null(fit@series$batch)) I(colnames(fit@series$batch)),
        covariates = if (!is.null(fit@series$covariates)) {
            I(fit@series$covariates$names)
        },
        as_regulators = isTRUE(fit@series$covariates$as_regulators),
        perturbed = if (!is.null(fit@series$perturbed)) {
            I(rownames(fit@series$perturbed))
        },
        steady = if (!is.null(fit@series$steady)) ncol(fit@series$steady$x),
        counts = given$counts, fractions = given$fractions,
        control = unclass(fit@control)),
        .describe_evidence(fit, given),
        list(status = as.list(table(fit@training$status))))
}

.describe_evidence <- function(fit, given) {
    list(precision = .cli_number(given, "precision"), labels = given$labels,
        test = if (!is.null(fit@details$test)) {
            c(fit@details$test$null, fit@details$test$halves,
                reversal = list(fit@details$test$reversal),
                fdr = .cli_number(given, "fdr"))
        })
}
