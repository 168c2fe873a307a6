# Figures of the tables, as PNG.

# Okabe & Ito (2008): told apart under every common colour blindness.
COLOURS <- c("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")

bench_theme <- function() {
    ggplot2::theme_minimal(base_size = 11) + ggplot2::theme(
        panel.grid.minor = ggplot2::element_blank(),
        legend.position = "bottom",
        plot.title = ggplot2::element_text(face = "bold", size = 12),
        plot.title.position = "plot",
        plot.background = ggplot2::element_rect(fill = "white", colour = NA)
    )
}

# What can be drawn: the table that it needs, its file, its function, its size.
FIGURES <- list(
    list(table = "training", file = "training.png", width = 7, height = 4.2,
        draw = function(tables) plot_training(tables$training)),
    list(table = "kernels", file = "kernels.png", width = 7, height = 4,
        draw = function(tables) plot_kernels(tables$kernels)),
    list(table = "dcor_crossover", file = "dcor_crossover.png", width = 5.5,
        height = 4, draw = function(tables) {
            plot_crossover(tables$dcor_crossover)
        }),
    list(table = "cost", file = "cost.png", width = 8, height = 5,
        draw = function(tables) plot_cost(tables$cost)),
    list(table = "memory", file = "memory.png", width = 5, height = 3.8,
        draw = function(tables) plot_memory(tables$memory)),
    list(table = "genome", file = "genome.png", width = 7, height = 3.8,
        draw = function(tables) plot_genome(tables$genome))
)

bench_figures <- function(out, tables) {
    if (!requireNamespace("ggplot2", quietly = TRUE)) {
        message("No figures: the R package 'ggplot2' is not installed.")
        return(invisible())
    }
    for (figure in FIGURES) {
        if (!is.null(tables[[figure$table]])) {
            grDevices::png(file.path(out, figure$file), figure$width,
                figure$height, "in", res = 150)
            tryCatch(print(figure$draw(tables)),
                finally = grDevices::dev.off())
        }
    }
}

CELL_NAMES <- c(lstm = "LSTM", tanh = "RNN (tanh)")

size_labels <- function(table) {
    label <- sprintf("p %d\nH %d", table$p, table$hidden)
    factor(label, unique(label[order(table$p, table$hidden)]))
}

plot_training <- function(table) {
    table$size <- size_labels(table)
    table$cell <- CELL_NAMES[table$cell]
    long <- rbind(
        data.frame(table[c("cell", "size")], program = "PyTorch",
            ms = table$torch_ms, text = ""),
        data.frame(table[c("cell", "size")], program = "ggc",
            ms = table$ours_ms, text = sprintf("%.1fx", table$faster))
    )
    ggplot2::ggplot(long, ggplot2::aes(.data$size, .data$ms,
        colour = .data$program)) +
        ggplot2::geom_line(ggplot2::aes(group = .data$size),
            colour = "grey75", linewidth = 1) +
        ggplot2::geom_point(size = 3) +
        ggplot2::geom_text(ggplot2::aes(label = .data$text), vjust = 2.1,
            size = 3.3, show.legend = FALSE) +
        ggplot2::facet_wrap(ggplot2::vars(.data$cell)) +
        ggplot2::scale_y_log10(labels = plain_numbers,
            expand = ggplot2::expansion(c(0.15, 0.05))) +
        ggplot2::scale_colour_manual(values = COLOURS, name = NULL) +
        ggplot2::labs(x = NULL, y = "ms per iteration, all networks (log)",
            title = "One training iteration, beside PyTorch",
            subtitle = paste("T 1000, windows of 10, full batch, float32;",
                "each at its better number of threads")) +
        bench_theme()
}

plain_numbers <- function(x) {
    format(x, scientific = FALSE, drop0trailing = TRUE, trim = TRUE,
        big.mark = ",")
}

plot_kernels <- function(table) {
    table$size <- size_labels(table)
    table$cell <- CELL_NAMES[table$cell]
    table$threads <- factor(counted(table$threads, "thread"))
    ggplot2::ggplot(table, ggplot2::aes(.data$size, 100 * .data$fraction,
        fill = .data$threads)) +
        ggplot2::geom_col(position = ggplot2::position_dodge(0.7),
            width = 0.65) +
        ggplot2::geom_hline(yintercept = 75, linetype = "42") +
        ggplot2::geom_text(ggplot2::aes(
            label = sprintf("%.0f", .data$gflops)), vjust = 1.5, size = 3.2,
        colour = "white", position = ggplot2::position_dodge(0.7)) +
        ggplot2::facet_wrap(ggplot2::vars(.data$cell)) +
        ggplot2::expand_limits(y = 100) +
        ggplot2::scale_fill_manual(values = COLOURS, name = NULL) +
        ggplot2::labs(x = NULL, y = "% of the best sgemm",
            title = "Arithmetic of the training kernels",
            subtitle = paste("in the bars: GFLOP/s, products only; dashed:",
                "what was asked at p 100, H 100")) +
        bench_theme()
}

plot_crossover <- function(table) {
    table <- table[table$algorithm != "auto", ]
    table$algorithm <- c(gram = "blocked products (gram)",
        fast = "sorting (fast)")[table$algorithm]
    ggplot2::ggplot(table, ggplot2::aes(.data$n, .data$ms_per_pair,
        colour = .data$algorithm)) +
        ggplot2::geom_line(linewidth = 0.7) +
        ggplot2::geom_point(size = 2) +
        ggplot2::scale_x_log10(labels = plain_numbers) +
        ggplot2::scale_y_log10(labels = plain_numbers) +
        ggplot2::scale_colour_manual(values = COLOURS, name = NULL) +
        ggplot2::labs(x = "samples (log)", y = "ms per pair of genes (log)",
            title = "Distance correlation: two algorithms",
            subtitle = sprintf("all pairs of %d genes, one thread",
                table$p[[1L]])) +
        bench_theme()
}

CURVE_NAMES <- c(p = "genes p, all of them regulators",
    targets = "targets", regulators = "candidate regulators q",
    samples = "trajectories of 21 points", hidden = "hidden units H",
    threads = "threads")

plot_cost <- function(table) {
    table$label <- factor(CURVE_NAMES[table$curve], CURVE_NAMES)
    ggplot2::ggplot(table, ggplot2::aes(.data$value, .data$seconds)) +
        ggplot2::geom_line(colour = COLOURS[[1L]], linewidth = 0.7) +
        ggplot2::geom_point(colour = COLOURS[[1L]], size = 2) +
        ggplot2::facet_wrap(ggplot2::vars(.data$label), scales = "free") +
        ggplot2::scale_x_continuous(breaks = curve_breaks) +
        ggplot2::expand_limits(y = 0) +
        ggplot2::labs(x = NULL, y = "seconds of a default fit",
            title = "What a default fit costs",
            subtitle = sprintf(paste("else %d targets, %d regulators, %d",
                "trajectories of %d points, H %d, 1 thread"),
            COST_BASE$targets, COST_BASE$regulators, COST_BASE$trajectories,
            COST_BASE$points, COST_BASE$hidden)) +
        bench_theme() +
        ggplot2::theme(panel.spacing = ggplot2::unit(5, "mm"))
}

# Whole numbers only: nobody has one and a half threads.
curve_breaks <- function(limits) {
    breaks <- pretty(limits, 4)
    breaks[breaks == round(breaks)]
}

plot_memory <- function(table) {
    ggplot2::ggplot(table, ggplot2::aes(.data$p, .data$peak_mb)) +
        ggplot2::geom_line(ggplot2::aes(y = .data$start_mb),
            linetype = "42", colour = "grey50") +
        ggplot2::geom_line(colour = COLOURS[[1L]], linewidth = 0.7) +
        ggplot2::geom_point(colour = COLOURS[[1L]], size = 2) +
        ggplot2::expand_limits(x = 0, y = 0) +
        ggplot2::labs(x = "genes, all of them regulators",
            y = "peak memory of R, MB",
            title = "Memory of a default fit",
            subtitle = "dashed: R with the package before the fit") +
        bench_theme()
}

plot_genome <- function(table) {
    long <- rbind(
        data.frame(targets = table$targets, what = "minutes",
            value = table$seconds / 60),
        data.frame(targets = table$targets, what = "peak memory of R, GB",
            value = table$peak_mb / 1024)
    )
    ggplot2::ggplot(long, ggplot2::aes(.data$targets, .data$value)) +
        ggplot2::geom_smooth(method = "lm", formula = y ~ x, se = FALSE,
            colour = "grey75", linewidth = 0.7, fullrange = TRUE) +
        ggplot2::geom_point(colour = COLOURS[[1L]], size = 2.5) +
        ggplot2::facet_wrap(ggplot2::vars(.data$what), scales = "free_y") +
        ggplot2::expand_limits(x = 0, y = 0) +
        ggplot2::labs(x = "targets", y = NULL,
            title = "Genome size, default fit",
            subtitle = sprintf("%d regulators, %d samples; grey: straight line",
                table$regulators[[1L]], table$samples[[1L]])) +
        bench_theme()
}
