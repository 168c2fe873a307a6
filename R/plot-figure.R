# How large a figure is on paper, and what follows from it: the size of letters,
# where texts break, where the legend goes and how much is left for the panel.
# A 'ggplot2' plot hears of its size only when it is drawn, when names have
# their places; so it is told here.

#' Figures for print
#'
#' All plots of this package take three arguments by name that say how large
#' they will be printed. The texts of titles break, legends are placed, names of
#' genes find their places and letters have their size for that.
#'
#' Save a figure as large as it was made for:
#' `ggplot2::ggsave("network.pdf", plot(fit, "network", width = 85),
#' width = 85, height = 85, units = "mm")`. Of figures narrower than 120 mm
#' legends stand below the panel.
#'
#' Nothing is told by colour alone, so that figures can be printed in grey:
#' repression ends in a bar, activation in an arrow; cells with a negative
#' effect have a stroke; curves differ in their dashes.
#'
#' @param width,height of the figure, in mm. Default 178 (7 in) and, of its
#'   width, 5/7; of figures narrower than 120 mm the height is the width.
#' @param base_size size of most letters, in pt: 11 in a figure of 178 mm, in a
#'   narrower one as much less as the root of the width, but at least 7. All
#'   other letters, and arrows, go with it.
#' @name ggc_figures
#' @aliases width height base_size
#' @seealso [plot()][plot-GGCFit-method] of a fit, [plot.ggc_comparison()],
#'   [plot.ggc_contrast()]
#' @examplesIf requireNamespace("ggplot2", quietly = TRUE)
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, "var", seed = 1)
#' plot(fit, "network", width = 85, base_size = 8)
NULL

.FIGURE_MM <- 7 * 25.4

# Narrower ones, as one column of a journal, have no room beside the panel.
.NARROW_MM <- 120

# scale: of letters, against those of a picture of usual size.
.figure <- function(width = .FIGURE_MM, height = NULL, base_size = NULL) {
    narrow <- width < .NARROW_MM
    base <- base_size %or% min(11, max(7,
        round(22 * sqrt(width / .FIGURE_MM)) / 2))
    list(width = width, height = height %or% (width * if (narrow) 1 else 5 / 7),
        base = base, scale = base / 11, narrow = narrow)
}

# The size of the figure from the dots of a plot() that takes nothing else in
# them. Called from that function with its own dots.
# labels: may `labels_from` be among them?
.figure_of <- function(..., of, labels = FALSE) {
    own <- setdiff(names(formals(sys.function(sys.parent()))), "...")
    size <- names(formals(.figure))
    dots <- .check_dots(list(...), c(own, if (labels) "labels_from", size), of)
    given <- Filter(Negate(is.null), dots[intersect(names(dots), size)])
    least <- c(width = 40, height = 30, base_size = 3)
    out <- do.call(.figure, Map(function(x, name) {
        .check_number(x, name, least[[name]], 2000)
    }, given, names(given)))
    out$labels_from <- dots$labels_from
    out
}

# Mean width of a letter, as a share of its size, of plain and of bold text.
.LETTER_WIDE <- c(plain = 0.53, bold = 0.62)

# Text of letters of `pt` broken into lines that fit into so many mm. Lines that
# were there stay.
.break_text <- function(text, mm, pt, face = "plain") {
    letters <- max(8, mm / (pt / ggplot2::.pt * .LETTER_WIDE[[face]]))
    vapply(text, function(one) {
        lines <- strsplit(one, "\n", fixed = TRUE)[[1L]]
        # strwrap() keeps its lines below a width.
        paste(unlist(lapply(lines, strwrap, width = letters + 1)),
            collapse = "\n")
    }, "", USE.NAMES = FALSE)
}

.n_lines <- function(text) {
    if (is.null(text)) 0L else lengths(strsplit(text, "\n", fixed = TRUE))
}

# Titles of a figure, broken to its sides. square: is the panel? Then the
# drawing is narrower than the figure and stands in its middle, titles at its
# left.
.figure_labs <- function(figure, title, subtitle = NULL, x = NULL, y = NULL,
                         square = FALSE) {
    wide <- if (square) {
        drawing <- .square_mm(figure) +
            figure$scale * if (figure$narrow) 8 else 32
        min(figure$width, (figure$width + drawing) / 2) - 4
    } else {
        figure$width - 4
    }
    broken <- function(text, mm, pt, ...) {
        if (!is.null(text)) .break_text(text, mm, pt * figure$scale, ...)
    }
    ggplot2::labs(
        title = broken(title, wide, 12, "bold"),
        subtitle = broken(subtitle, wide, 10),
        x = broken(x, 0.75 * figure$width, 11),
        y = broken(y, 0.6 * figure$height, 11)
    )
}

# Side of a square with the cells of a heat map and the names below them: what
# titles, axes and a legend leave, 106 mm of a figure of usual size.
.square_mm <- function(figure) {
    s <- figure$scale
    max(20, min(
        figure$height - 21 * s - if (figure$narrow) 14 * s else 0,
        figure$width - 8 * s - if (figure$narrow) 0 else 24 * s
    ))
}

# mm that titles, legend and margins leave of the figure: beside the legend or,
# in a narrow one, above it. keys: how many legends there are.
.panel_mm <- function(figure, labels = list(), keys = 2L) {
    lines <- 1.2 * sum(.n_lines(labels$title), .n_lines(labels$subtitle))
    high <- lines * 10 * figure$scale / ggplot2::.pt + 9
    legend <- figure$scale * if (figure$narrow) {
        c(0, if (keys > 0L) 2 + 9 * keys else 0)
    } else {
        c(if (keys > 0L) 32 else 0, 0)
    }
    pmax(c(figure$width - 6, figure$height - high) - legend, 20)
}

.plot_theme <- function(figure = .figure()) {
    ggplot2::theme_minimal(base_size = figure$base) + ggplot2::theme(
        panel.grid.minor = ggplot2::element_blank(),
        plot.title = ggplot2::element_text(face = "bold",
            size = 12 * figure$scale),
        plot.subtitle = ggplot2::element_text(colour = "grey30",
            size = 10 * figure$scale),
        plot.title.position = "plot",
        plot.background = ggplot2::element_rect(fill = "white", colour = NA)
    ) + .legend_place(figure)
}

# Legends below take little height and begin on the left.
.legend_place <- function(figure) {
    if (!figure$narrow) {
        return(NULL)
    }
    none <- ggplot2::margin(0, 0, 0, 0)
    ggplot2::theme(
        legend.position = "bottom", legend.box = "vertical",
        legend.margin = none, legend.box.margin = none,
        legend.box.spacing = ggplot2::unit(1, "mm"),
        legend.spacing.y = ggplot2::unit(1, "mm"),
        legend.key.height = ggplot2::unit(3.2, "mm")
    )
}

# A bar of colours, level where the legend is below the panel.
.colour_bar <- function(figure, ...) {
    if (!figure$narrow) {
        return(ggplot2::guide_colourbar(...))
    }
    ggplot2::guide_colourbar(direction = "horizontal", ...)
}

# Curves differ in colour and, for print in grey, in dashes.
.DASHES <- c("solid", "62", "22", "6222", "92", "11", "421212", "2262")
