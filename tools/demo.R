# The main job from one end to the other: a gene regulatory network from an
# expression time series, and how much of the known network it found.
#
#   Rscript tools/demo.R [data=PREFIX] [out=results/demo] [seed=1] [threads=N]
#
# Reads PREFIX_timeseries.tsv and, where there is one, PREFIX_gold.tsv; without
# `data`, the data set that comes with the package. `make demo` calls it.

suppressPackageStartupMessages(library(ggc))
local({
    file <- sub("^--file=", "", grep("^--file=", commandArgs(),
        value = TRUE)[[1L]])
    source(file.path(dirname(file), "arguments.R"))
})

options_from <- function(args) {
    value <- read_arguments(args, list(data = "", out = "results/demo",
        seed = "1", threads = ""))
    if (!nzchar(value$data)) {
        series <- system.file("extdata", "demo_timeseries.tsv",
            package = "ggc", mustWork = TRUE)
        value$data <- sub("_timeseries.tsv$", "", series)
    }
    # What is no number becomes NA, which ggc_fit() refuses by name.
    number <- function(text) suppressWarnings(as.numeric(text))
    value$seed <- number(value$seed)
    value$threads <- if (nzchar(value$threads)) number(value$threads)
    value
}

data_line <- function(se) {
    points <- table(SummarizedExperiment::colData(se)$trajectory)
    sprintf("%d genes, %d trajectories x %s time points", nrow(se),
        length(points), paste(unique(range(points)), collapse = " to "))
}

# The best edges, those of the known network marked.
print_edges <- function(edges, truth) {
    table <- data.frame(
        rank = edges$rank, regulator = edges$regulator, target = edges$target,
        score = formatC(edges$score, digits = 3, format = "g", flag = "#")
    )
    if (!is.null(truth)) {
        known <- truth[cbind(edges$regulator, edges$target)] != 0
        table$true <- ifelse(known, "*", "")
    }
    cat(sprintf("\nTop %d edges%s:\n", nrow(table),
        if (is.null(truth)) "" else sprintf(" (* = in the known network: %d)",
            sum(known))))
    print(table, row.names = FALSE)
}

print_scores <- function(metrics) {
    cat(sprintf("\n%.0f true edges among %.0f candidates:\n",
        metrics$n_true, metrics$n_candidates))
    line <- function(what, value, by, reference) {
        cat(sprintf("  %-9s %.3f   %-12s %.3f\n", what, value, by, reference))
    }
    line("AUROC", metrics$AUROC, "chance", 0.5)
    line("AUPR", metrics$AUPR, "chance", metrics$density)
    line("accuracy", metrics$accuracy, "empty graph", metrics$accuracy_empty)
}

# Plots side by side in one PNG, each of the given size in inches.
save_png <- function(file, plots, width = 5.8, height = 4.8) {
    grDevices::png(file, width * length(plots), height, "in", res = 120)
    on.exit(grDevices::dev.off())
    grid::pushViewport(grid::viewport(
        layout = grid::grid.layout(1L, length(plots))
    ))
    for (k in seq_along(plots)) {
        print(plots[[k]],
            vp = grid::viewport(layout.pos.row = 1L, layout.pos.col = k))
    }
}

write_results <- function(fit, truth, out) {
    dir.create(out, showWarnings = FALSE, recursive = TRUE)
    file <- function(name) file.path(out, name)
    write_edges(fit, file("edges.tsv"))
    save_png(file("granger.png"), list(plot(fit, type = "granger")),
        width = 6.5, height = 6)
    save_png(file("network.png"), list(plot(fit, type = "network",
        truth = truth)), width = 7.5, height = 6)
    written <- c("edges.tsv", "granger.png", "network.png")
    if (!is.null(truth)) {
        save_png(file("roc_pr.png"), list(
            plot(fit, type = "roc", truth = truth),
            plot(fit, type = "pr", truth = truth)
        ))
        written <- c(written, "roc_pr.png")
    }
    cat("\nWritten:\n", sprintf("  %s\n", file(written)), sep = "")
}

main <- function() {
    given <- options_from(commandArgs(trailingOnly = TRUE))
    se <- read_dream(given$data)
    truth <- S4Vectors::metadata(se)$truth
    cat(sprintf("%s: %s\n", basename(given$data), data_line(se)))
    started <- proc.time()[["elapsed"]]
    fit <- ggc_fit(se, time = "time", trajectory = "trajectory",
        seed = given$seed, threads = given$threads,
        verbose = isatty(stderr()))
    took <- proc.time()[["elapsed"]] - started
    cat(sprintf("Fitted by ggc %s in %.1f s (threads: %d, seed: %.0f).\n",
        utils::packageVersion("ggc"), took, S4Vectors::metadata(fit)$threads,
        given$seed))
    print_edges(ggc_edges(fit, n = 20), truth)
    if (is.null(truth)) {
        message("\nNo known network beside the time series: no scores.")
    } else {
        print_scores(ggc_metrics(fit, truth))
    }
    write_results(fit, truth, given$out)
}

main()
