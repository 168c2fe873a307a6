# The paper's Figure 1, from a fitted model: what a target's network is made of.

# Stages from left to right: title, units to draw (NA in a name = dots for the
# rest), and a line or two of text below.
.architecture_stages <- function(fit, target) {
    control <- fit@control
    recurrent <- .recurrent(fit@details$cell)
    hidden <- control$hidden
    unit <- .method_of(fit)$unit(control)
    layers <- lapply(seq_len(control$layers), function(l) {
        list(
            title = if (control$layers > 1L) paste(unit, l) else unit,
            recurrent = recurrent,
            units = .some_units(hidden), text = c(
                .plural(hidden, "hidden unit"),
                if (recurrent) .first_state_text(control)
            )
        )
    })
    graph <- if (fit@details$graph) {
        list(list(title = "graph\nconvolution", units = .some_units(hidden),
            text = c(sprintf("h <- A h, %s", .times_text(control$n_prop)),
                if (control$graph_at == "recurrence") {
                    "also between steps"
                } else if (control$graph_at == "nonlinear") {
                    "then tanh"
                })))
    }
    c(
        list(list(title = "genes, time\u00a0t",
            units = .input_units(fit, target),
            text = .input_text(fit, control, recurrent))),
        layers, graph,
        .output_stages(fit, target, hidden)
    )
}

# One network of all targets has a read-out for each.
.output_stages <- function(fit, target, hidden) {
    all <- if (.method_of(fit)$shared) ncol(fit@score) else 1L
    weights <- sprintf("%d + 1 weights", hidden)
    list(
        list(title = "1 x 1\nconvolution", units = "w'h + b",
            text = if (all > 1L) c(weights, "for each target") else weights),
        list(title = "time t + 1",
            units = if (all > 1L) c(target, NA) else target,
            text = if (all > 1L) {
                c("forecast of", .plural(all, "target"))
            } else {
                "forecast"
            })
    )
}

.times_text <- function(n) {
    if (n == 1L) "once" else sprintf("%d times", n)
}

.first_state_text <- function(control) {
    switch(control$init,
        hidden = "starts at its dCor row",
        weights = "weights start at dCor",
        both = "starts at dCor", none = "starts at 0"
    )
}

.some_units <- function(n) {
    if (n <= 7L) rep("", n) else c("", "", "", NA, "", "", "")
}

# The inputs by score: those in the chosen network first, then others.
.input_units <- function(fit, target, most = 11L) {
    score <- fit@score[, target]
    inside <- !is.na(fit@norms[, target]) & fit@norms[, target] > 0
    names <- rownames(fit@score)
    genes <- names[order(-inside, -score, names, method = "radix")]
    if (length(genes) > most) c(genes[seq_len(most - 1L)], NA) else genes
}

.input_text <- function(fit, control, recurrent) {
    c(
        .plural(nrow(fit@score), "regulator"),
        if (!recurrent) {
            paste("last", .plural(control$lag, "point"))
        } else if (is.numeric(control$window)) {
            paste("windows of", .plural(control$window, "step"))
        } else {
            "whole trajectories"
        }
    )
}

.loss_text <- function(fit) {
    control <- fit@control
    if (.method_of(fit)$shared) {
        return(paste("loss: squared error of all targets",
            if (control$ridge > 0) "+ ridge"))
    }
    penalty <- c(group = "group lasso", sparse_group = "sparse group lasso",
        hierarchical = "nested lag penalty", squared = "squared penalty")
    # One lag, as recurrent networks have it, is one group.
    by_lag <- control$penalty %in% c("sparse_group", "hierarchical")
    kind <- if (by_lag && .recurrent(fit@details$cell)) {
        "group"
    } else {
        control$penalty
    }
    terms <- c("squared error", penalty[[kind]],
        if (control$kl != "none") sprintf("KL (%s)", control$kl),
        if (control$triplet != "none") {
            sprintf("triplet (%s)", control$triplet)
        },
        if (control$ridge > 0) "ridge")
    paste("loss:", paste(terms, collapse = " + "))
}

# Number of weights of one network, whose inputs are the regulators and the
# target, or all targets.
.architecture_size <- function(fit, target) {
    genes <- dimnames(fit@score)
    shared <- .method_of(fit)$shared
    inputs <- length(union(genes[[1L]], if (shared) genes[[2L]] else target))
    count <- c(inputs, inputs - !shared, length(genes[[2L]]))
    sizes <- .fit_sizes(if (shared) "loo" else "fit", fit@control,
        fit@details$cell, fit@series$trajectory, count, inputs = inputs)
    sizes[["parameters"]]
}

.architecture_subtitle <- function(fit, target) {
    lambda <- fit@training[target, "lambda"]
    norms <- fit@norms[rownames(fit@norms) != target, target]
    sprintf("%s weights; in colour: %d of %s of %s%s\n%s",
        .big(.architecture_size(fit, target)), sum(norms > 0, na.rm = TRUE),
        .plural(length(norms), "regulator"), target,
        if (is.finite(lambda)) sprintf(" at penalty %.3g", lambda) else "",
        .loss_text(fit))
}

# One row per unit: place, name, kind.
.architecture_units <- function(stages) {
    units <- lapply(seq_along(stages), function(i) {
        names <- stages[[i]]$units
        n <- length(names)
        data.frame(stage = i, x = 2.4 * i, name = names,
            y = (rev(seq_len(n)) - (n + 1) / 2) * min(0.8, 8 / n))
    })
    do.call(rbind, units)
}

# A loop over each recurrent layer: its state goes into the next step.
.architecture_loops <- function(stages, units) {
    recurrent <- which(vapply(stages, function(s) isTRUE(s$recurrent), FALSE))
    top <- vapply(recurrent, function(i) max(units$y[units$stage == i]), 0)
    data.frame(x = 2.4 * recurrent + 0.13, xend = 2.4 * recurrent - 0.13,
        y = top + 0.22, yend = top + 0.22)
}

# Lines from each unit to each of the next stage.
.architecture_links <- function(units, active) {
    stages <- unique(units$stage)
    links <- lapply(stages[-length(stages)], function(i) {
        from <- units[units$stage == i & !is.na(units$name), ]
        to <- units[units$stage == i + 1L & !is.na(units$name), ]
        pairs <- expand.grid(a = seq_len(nrow(from)), b = seq_len(nrow(to)))
        data.frame(x = from$x[pairs$a], y = from$y[pairs$a],
            xend = to$x[pairs$b], yend = to$y[pairs$b],
            kind = if (i > 1L) {
                "inner"
            } else {
                ifelse(from$name[pairs$a] %in% active, "active", "silent")
            })
    })
    do.call(rbind, links)
}

# Titles above the stages, captions below.
.architecture_texts <- function(stages, units, figure) {
    x <- 2.4 * seq_along(stages)
    # Each stage has its share of the width.
    mm <- figure$width / length(stages) - 2
    broken <- function(text, size, ...) {
        .break_text(text, mm, size * ggplot2::.pt * figure$scale, ...)
    }
    list(
        captions = data.frame(x = x, y = min(units$y) - 0.6,
            text = broken(vapply(stages, function(s) {
                paste(s$text, collapse = "\n")
            }, ""), 3)),
        titles = data.frame(x = x, y = max(units$y) + 0.75,
            text = broken(vapply(stages, `[[`, "", "title"), 3.6, "bold"))
    )
}

# The drawing without its scales.
.architecture_layers <- function(units, links, loops, texts, scale) {
    dots <- units[is.na(units$name), ]
    named <- units[!is.na(units$name) & nzchar(units$name), ]
    plain <- units[!is.na(units$name) & !nzchar(units$name), ]
    list(
        ggplot2::geom_segment(ggplot2::aes(xend = .data$xend,
            yend = .data$yend, colour = .data$kind,
            linewidth = ifelse(.data$kind == "active", 0.35, 0.15)),
            data = links, alpha = 0.6),
        ggplot2::geom_curve(ggplot2::aes(xend = .data$xend,
            yend = .data$yend), data = loops, curvature = 2.2, ncp = 20,
            linewidth = 0.3, colour = "grey45", arrow = ggplot2::arrow(
                angle = 22, type = "closed",
                length = ggplot2::unit(1.6 * scale, "mm"))),
        ggplot2::geom_point(data = plain, shape = 21, size = 4 * scale,
            ggplot2::aes(fill = .data$kind, colour = .data$kind)),
        ggplot2::geom_label(ggplot2::aes(label = .short_names(.data$name),
            fill = .data$kind, colour = .data$kind), data = named,
        size = 3 * scale, label.padding = ggplot2::unit(0.25 * scale, "lines")),
        ggplot2::geom_text(data = dots, label = "...", angle = 90,
            size = 5 * scale, vjust = 0.1),
        ggplot2::geom_text(ggplot2::aes(label = .data$text),
            data = texts$titles, vjust = 0, size = 3.6 * scale,
            fontface = "bold", lineheight = 0.9),
        ggplot2::geom_text(ggplot2::aes(label = .data$text),
            data = texts$captions, vjust = 1, size = 3 * scale,
            colour = "grey25", lineheight = 1)
    )
}

.plot_architecture <- function(fit, target, figure = .figure()) {
    if (!.method_of(fit)$has_networks) {
        .ggc_stop("argument", paste0(
            "`type` must not be \"architecture\" for method = \"%s\", which ",
            "trains no networks."
        ), fit@method)
    }
    target <- .path_target(fit, target)
    stages <- .architecture_stages(fit, target)
    units <- .architecture_units(stages)
    active <- rownames(fit@norms)[which(fit@norms[, target] > 0)]
    units$kind <- ifelse(units$stage > 1L, "inner",
        ifelse(units$name %in% active, "active", "silent"))
    colours <- c(active = .COLOURS[[1L]], silent = "grey60", inner = "grey45")
    fills <- c(active = "#CFE6F5", silent = "grey95", inner = "#FFF3D6")
    texts <- .architecture_texts(stages, units, figure)
    text <- .figure_labs(figure, sprintf("Network of %s",
        if (.method_of(fit)$shared) "all targets" else .short_names(target)),
    .architecture_subtitle(fit, target))
    ggplot2::ggplot(mapping = ggplot2::aes(.data$x, .data$y)) +
        .architecture_layers(units, .architecture_links(units, active),
            .architecture_loops(stages, units), texts, figure$scale) +
        ggplot2::scale_colour_manual(values = colours, guide = "none") +
        ggplot2::scale_fill_manual(values = fills, guide = "none") +
        ggplot2::scale_linewidth_identity() +
        .architecture_frame(units, texts, .panel_mm(figure, text, 0L), figure) +
        text + .plot_theme(figure) + .no_axes()
}

# Axes with room for the widest input on the left, for the titles above and the
# captions below.
.architecture_frame <- function(units, texts, panel, figure) {
    letters <- 3 * figure$scale
    wide <- max(.name_mm(units$name[units$stage == 1L], letters), na.rm = TRUE)
    stages <- max(units$stage)
    mm <- 2.4 * stages / panel[[1L]]
    lines <- function(text) max(.n_lines(text$text)) + 0.5
    above <- lines(texts$titles) * 3.6 * figure$scale * 1.25
    below <- lines(texts$captions) * letters * 1.25
    ends <- c(texts$captions$y[[1L]], texts$titles$y[[1L]])
    unit <- diff(ends) / max(panel[[2L]] - above - below, 10)
    list(
        ggplot2::scale_x_continuous(expand = c(0, 0), limits = c(
            2.4 - max(1.2, (wide / 2 + 2) * mm), 2.4 * stages + 1.2)),
        ggplot2::scale_y_continuous(expand = c(0, 0),
            limits = ends + c(-below, above) * unit)
    )
}
