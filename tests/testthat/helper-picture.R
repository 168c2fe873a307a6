# What a picture shows, in words that do not depend on how a version of ggplot2
# draws it: its titles, its layers with all that their data give (how many of
# them, where, in which colours, with which text) and what its scales tell.

# Numbers to three digits; texts and logical values as they are.
in_words <- function(values) {
    if (is.numeric(values)) {
        values <- signif(as.numeric(values), 3L)
    }
    toString(gsub("\n", "\\n", values, fixed = TRUE))
}

# Colours have several names: "white" is "#FFFFFF" and "#FFFFFFFF".
hex_colours <- function(values) {
    rgb <- grDevices::col2rgb(values, alpha = TRUE)
    out <- grDevices::rgb(rgb[1L, ], rgb[2L, ], rgb[3L, ], rgb[4L, ],
        maxColorValue = 255)
    out[is.na(values)] <- NA
    sub("FF$", "", out)
}

# The mean of colours, of so few digits that roundings do not show.
mean_colour <- function(values) {
    mean <- rowMeans(grDevices::col2rgb(values))
    paste0("#", paste(sprintf("%X", as.integer(mean / 16)), collapse = ""))
}

# Few values are counted each; of many are told how many differ, and where they
# lie.
values_in_words <- function(values, few = 8L) {
    if (is.numeric(values)) {
        values <- signif(as.numeric(values), 3L)
    }
    count <- table(values, useNA = "ifany")
    if (length(count) <= few) {
        names <- gsub("\n", "\\n", names(count), fixed = TRUE)
        names[is.na(names)] <- "NA"
        return(paste(sprintf("%s (%d)", names, count), collapse = ", "))
    }
    where <- if (is.numeric(values)) {
        sprintf("from %s to %s, mean %s", in_words(min(values, na.rm = TRUE)),
            in_words(max(values, na.rm = TRUE)),
            in_words(round(mean(values, na.rm = TRUE), 3L)))
    } else if (all(grepl("^#", values))) {
        sprintf("mean %s", mean_colour(values))
    } else {
        in_words(c(sort(unique(values), method = "radix")[1:2], "..."))
    }
    sprintf("%d different, %s", length(count), where)
}

# What a layer was given beside data: fixed aesthetics. The border of a label is
# one of them from ggplot2 4 on; before it was an argument, of 0.25 if not given.
fixed_in_words <- function(layer) {
    fixed <- layer$aes_params
    border <- layer$geom_params$label.size
    if (!is.null(border) && border != 0.25) {
        fixed$linewidth <- border
    }
    colour <- names(fixed) %in% c("colour", "fill")
    fixed[colour] <- lapply(fixed[colour], hex_colours)
    fixed <- fixed[order(names(fixed), method = "radix")]
    sprintf("    %s is %s", names(fixed), vapply(fixed, in_words, ""))
}

layer_in_words <- function(layer, data, plot) {
    mapping <- as.list(layer$mapping)
    if (isTRUE(layer$inherit.aes)) {
        mapping <- c(mapping, as.list(plot$mapping))
        mapping <- mapping[!duplicated(names(mapping))]
    }
    mapping <- mapping[order(names(mapping), method = "radix")]
    mapping <- mapping[names(mapping) %in% names(data)]
    shown <- lapply(names(mapping), function(name) {
        value <- data[[name]]
        if (name %in% c("colour", "fill")) hex_colours(value) else value
    })
    c(
        # A geom with a key of its own is a nameless child of it.
        sprintf("  %s: %d rows", Find(nzchar, class(layer$geom)), nrow(data)),
        sprintf("    %s of %s: %s", names(mapping),
            vapply(mapping, ggplot2::quo_name, ""),
            vapply(shown, values_in_words, "")),
        fixed_in_words(layer)
    )
}

# What stands beside the breaks; ggplot2 4 has some outside the limits, which it
# does not draw, but which have a say in how many digits numbers have.
break_labels <- function(scale) {
    breaks <- scale$get_breaks()
    labels <- scale$get_labels()
    shown <- !is.na(breaks)
    if (is.numeric(breaks)) {
        limits <- range(scale$get_limits())
        shown <- shown & breaks >= limits[[1L]] & breaks <= limits[[2L]]
    }
    labels <- unlist(labels[shown])
    numbers <- suppressWarnings(as.numeric(labels))
    if (anyNA(numbers)) labels else numbers
}

scale_in_words <- function(scale) {
    name <- scale$name
    labels <- break_labels(scale)
    sprintf("  %s, %s%s%s: limits %s; %s", scale$aesthetics[[1L]],
        class(scale)[[1L]],
        if (is.character(name)) sprintf(" \"%s\"", in_words(name)) else "",
        if (identical(scale$guide, "none")) ", not told" else "",
        in_words(scale$get_limits()),
        if (length(labels)) in_words(labels) else "no breaks")
}

# The lines of the description.
picture_in_words <- function(plot) {
    built <- ggplot2::ggplot_build(plot)
    titles <- built$plot$labels[c("title", "subtitle", "caption", "x", "y")]
    titles <- titles[lengths(titles) > 0L]
    other <- built$plot$scales$non_position_scales()$scales
    other <- other[order(vapply(other, function(scale) {
        scale$aesthetics[[1L]]
    }, ""), method = "radix")]
    scales <- c(built$layout$panel_scales_x, built$layout$panel_scales_y, other)
    # One unit of y to one of x, or as it fits the page.
    ratio <- plot$coordinates$ratio
    c(
        sprintf("%s: %s", names(titles), vapply(titles, in_words, "")),
        sprintf("panels: %d, %s, ratio %s", nrow(built$layout$layout),
            class(plot$facet)[[1L]], if (is.null(ratio)) "free" else ratio),
        "layers:",
        unlist(Map(layer_in_words, built$plot$layers, built$data,
            list(built$plot)), use.names = FALSE),
        "scales:", vapply(scales, scale_in_words, "")
    )
}
