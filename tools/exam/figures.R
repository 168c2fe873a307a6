# Figures in the paper's numbering, as PNG.

# Figures 2 to 19: what the paper's captions say, in their order.
figure_plan <- function() {
    table <- utils::read.table(header = TRUE, text = "
        number network type
        2 Lorenz-96 adjacency
        3 Yeast1 adjacency
        4 Lorenz-96 graph
        5 Lorenz-96 dcor
        6 Yeast1 graph
        7 Yeast1 dcor
        8 Yeast2 adjacency
        9 Yeast3 adjacency
        10 Yeast2 graph
        11 Yeast2 dcor
        12 Yeast3 graph
        13 Yeast3 dcor
        14 Ecoli1 adjacency
        15 Ecoli1 graph
        16 Ecoli1 dcor
        17 Ecoli2 adjacency
        18 Ecoli2 graph
        19 Ecoli2 dcor")
    what <- c(adjacency = "weighted adjacency matrix",
        graph = "graph (ForceAtlas2)", dcor = "distance correlation")
    table$dataset <- ifelse(table$network == "Lorenz-96", table$network,
        paste0(table$network, "-10"))
    table$file <- sprintf("figure%02d_%s_%s.png", table$number,
        tolower(sub("-.*", "", table$network)), table$type)
    table$caption <- sprintf("%s: %s", table$network, what[table$type])
    table
}

# Draws what `make_plot()` returns. "ok", or why there is no file.
save_figure <- function(file, make_plot, width = 5.2, height = 4.6) {
    tryCatch({
        plot <- make_plot()
        grDevices::png(file, width, height, "in", res = 150)
        tryCatch(print(plot), error = function(e) {
            grDevices::dev.off()
            unlink(file)
            stop(e)
        })
        grDevices::dev.off()
        "ok"
    }, error = function(e) paste0("failed: ", conditionMessage(e)))
}

# The default fit that the figures of a data set are drawn from, made once.
figure_fits <- function(sets, series_of, threads) {
    store <- new.env()
    function(dataset) {
        if (is.null(store[[dataset]])) {
            set <- sets[match(dataset, sets$dataset), ]
            series <- series_of(set, 1)
            store[[dataset]] <- ggc::ggc_fit(series$x, time = series$time,
                trajectory = series$trajectory, graph = TRUE, seed = 1,
                control = ggc::ggc_control(init = "hidden"),
                threads = threads, verbose = FALSE)
        }
        store[[dataset]]
    }
}

figure_row <- function(number, file, caption, status) {
    data.frame(figure = number, file = file, caption = caption,
        status = status)
}

# All figures that the data allow; a row each, with its status. NULL without
# ggplot2.
exam_figures <- function(out, result, series_of, threads) {
    if (!requireNamespace("ggplot2", quietly = TRUE)) {
        message("No figures: the R package 'ggplot2' is not installed.")
        return(NULL)
    }
    figures <- rbind(
        paper_figures(out, result$sets, series_of, threads),
        bar_figures(out, result$table1),
        ablation_figure(out, result$ablation)
    )
    if (is.null(figures)) {
        return(NULL) # none of the data sets left has one
    }
    bad <- figures[figures$status != "ok", ]
    if (nrow(bad)) {
        message(paste(sprintf("%s %s", bad$file, bad$status),
            collapse = "\n"))
    }
    figures
}

# Figures 1 to 19.
paper_figures <- function(out, sets, series_of, threads) {
    found <- sets$dataset[sets$found]
    fits <- figure_fits(sets, series_of, threads)
    file <- "figure01_architecture.png"
    first <- if ("Lorenz-96" %in% found) {
        figure_row(1L, file,
            "Architecture of the component network of one gene (Lorenz-96)",
            save_figure(file.path(out, file), function() {
                ggc_plot(fits("Lorenz-96"), type = "architecture") +
                    ggplot2::labs(title = "Figure 1. Network of one gene")
            }, width = 9, height = 5))
    }
    plan <- figure_plan()
    plan <- plan[plan$dataset %in% found, ]
    rest <- lapply(seq_len(nrow(plan)), function(i) {
        row <- plan[i, ]
        status <- save_figure(file.path(out, row$file), function() {
            ggc_plot(fits(row$dataset), type = row$type) +
                ggplot2::labs(title = sprintf("Figure %d. %s", row$number,
                    row$caption))
        })
        figure_row(row$number, row$file, row$caption, status)
    })
    rbind(first, do.call(rbind, rest))
}

ggc_plot <- function(fit, ...) {
    methods::getMethod("plot", c("GGCFit", "ANY"), asNamespace("ggc"))(fit,
        ...)
}

# ---- Bars ----------------------------------------------------------------

# Okabe & Ito (2008): told apart under every common colour blindness.
BAR_COLOURS <- c("#0072B2", "#56B4E9", "#D55E00", "#E69F00", "#009E73",
    "#CC79A7", "#F0E442", "#7A4E2D", "#7FC97F", "#5E3C99", "#555555",
    "#AAAAAA")

# Chance, then the controls: dark, so that they show on the bars.
LINE_COLOURS <- c("#000000", "#882255", "#332288", "#117733", "#666600",
    "#AA0000")
LINE_TYPES <- c("solid", "42", "22", "73", "1343", "12")

# Figures 20 and 21, where there is a DREAM3 network to draw them for.
bar_figures <- function(out, table) {
    table <- table[grepl("-10$", table$dataset), ]
    if (is.null(table) || !any(table$kind == "model" & table$runs > 0)) {
        return(NULL)
    }
    draw <- function(number, metric) {
        file <- sprintf("figure%d_%s.png", number, tolower(metric))
        status <- save_figure(file.path(out, file), function() {
            bar_plot(table, metric, number)
        }, width = 11, height = 6.5)
        figure_row(number, file, sprintf(paste("%s of each model on the",
            "DREAM3 networks of 10 genes"), metric), status)
    }
    rbind(draw(20L, "AUROC"), draw(21L, "AUPR"))
}

# What chance gives, and the controls, as lines over the bars of a network.
reference_lines <- function(table, metric) {
    controls <- table[table$kind == "control" &
        table$model != "empty graph", ]
    networks <- table[!duplicated(table$dataset), ]
    chance <- if (metric == "AUROC") 0.5 else networks$density
    lines <- rbind(
        data.frame(dataset = networks$dataset, line = "chance",
            value = chance),
        data.frame(dataset = controls$dataset, line = controls$model,
            value = controls[[metric]])
    )
    lines$line <- factor(lines$line, unique(lines$line))
    lines
}

bar_plot <- function(table, metric, number) {
    bars <- table[table$kind == "model" & !is.na(table[[metric]]), ]
    bars$model <- factor(bars$model, unique(bars$model))
    bars$value <- bars[[metric]]
    spread <- bars[[paste0(metric, "_sd")]]
    bars$low <- pmax(bars$value - spread, 0)
    bars$high <- bars$value + spread
    lines <- reference_lines(table, metric)
    ggplot2::ggplot(bars, ggplot2::aes(.data$model, .data$value)) +
        ggplot2::geom_col(ggplot2::aes(fill = .data$model), width = 0.8) +
        ggplot2::geom_errorbar(ggplot2::aes(ymin = .data$low,
            ymax = .data$high), width = 0.3, linewidth = 0.4, na.rm = TRUE) +
        ggplot2::geom_hline(ggplot2::aes(yintercept = .data$value,
            linetype = .data$line, colour = .data$line), data = lines,
            linewidth = 0.6) +
        ggplot2::facet_wrap("dataset", nrow = 1L) +
        ggplot2::scale_fill_manual(values = BAR_COLOURS, name = "model",
            guide = ggplot2::guide_legend(order = 1, nrow = 3)) +
        ggplot2::scale_linetype_manual(values = LINE_TYPES,
            name = "reference", guide = ggplot2::guide_legend(order = 2)) +
        ggplot2::scale_colour_manual(values = LINE_COLOURS,
            name = "reference", guide = ggplot2::guide_legend(order = 2)) +
        ggplot2::scale_y_continuous(
            expand = ggplot2::expansion(c(0, 0.04))) +
        ggplot2::labs(x = NULL, y = metric,
            title = sprintf("Figure %d. %s on the DREAM3 networks of 10 genes",
                number, metric),
            subtitle = sprintf(paste("mean over %s, error bars: one",
                "standard deviation over them; self edges left out"),
                counted(max(bars$runs), "seed"))) +
        bar_theme()
}

bar_theme <- function() {
    ggplot2::theme_minimal(base_size = 11) + ggplot2::theme(
        panel.grid.minor = ggplot2::element_blank(),
        panel.grid.major.x = ggplot2::element_blank(),
        axis.text.x = ggplot2::element_blank(), legend.box = "vertical",
        legend.position = "bottom", legend.margin = ggplot2::margin(2, 0, 0, 0),
        legend.key.width = ggplot2::unit(9, "mm"),
        plot.title = ggplot2::element_text(face = "bold", size = 12),
        plot.title.position = "plot",
        plot.background = ggplot2::element_rect(fill = "white", colour = NA)
    )
}

# ---- Ablation ------------------------------------------------------------

# Difference of each single switch to the default, with two standard errors.
ablation_figure <- function(out, table) {
    file <- "ablation.png"
    if (is.null(table)) {
        return(NULL)
    }
    status <- save_figure(file.path(out, file), function() {
        ablation_plot(table)
    }, width = 9, height = 4.6)
    figure_row(NA_integer_, file,
        "Ablation: one ingredient switched, against the default", status)
}

ablation_plot <- function(table) {
    single <- table[table$switched != "default" &
        !grepl(" ", table$switched), ]
    points <- do.call(rbind, lapply(c("AUROC", "AUPR"), function(metric) {
        data.frame(group = single$group, switched = single$switched,
            metric = metric, change = single[[paste0(metric, "_change")]],
            se = single[[paste0(metric, "_change_se")]])
    }))
    points$group <- factor(points$group, unique(points$group))
    points$switched <- factor(points$switched, rev(unique(points$switched)))
    points$metric <- factor(points$metric, unique(points$metric))
    ggplot2::ggplot(points, ggplot2::aes(.data$change, .data$switched)) +
        ggplot2::geom_vline(xintercept = 0, colour = "grey50") +
        ggplot2::geom_errorbar(ggplot2::aes(
            xmin = .data$change - 2 * .data$se,
            xmax = .data$change + 2 * .data$se), width = 0.25,
            linewidth = 0.4, orientation = "y", na.rm = TRUE) +
        ggplot2::geom_point(colour = BAR_COLOURS[[1L]], size = 1.8,
            na.rm = TRUE) +
        ggplot2::facet_grid(ggplot2::vars(.data$metric),
            ggplot2::vars(.data$group), scales = "free_x") +
        ggplot2::scale_x_continuous(n.breaks = 4) +
        ggplot2::labs(x = "difference to the default", y = NULL,
            title = "Ablation: one ingredient switched",
            subtitle = paste("difference paired by network and seed; bars:",
                "two standard errors; right of the line: better")) +
        bar_theme() +
        ggplot2::theme(axis.text.x = ggplot2::element_text(size = 8),
            panel.spacing = ggplot2::unit(4, "mm"))
}
