# The network as a page for the browser; inst/htmlwidgets has its other half.

#' Network page for the browser
#'
#' The strongest edges as a page to look around in: hover over a gene for its
#' numbers of targets and regulators, click it for its edges in a table (with
#' their `probability`, and `q_value` or `stability` of a tested fit), find
#' genes by name, show fewer edges, zoom and move. It works by keyboard too:
#' arrow keys go from gene to gene, Enter chooses. Nodes lie as in `plot(fit,
#' "network")`, by ForceAtlas2; activation is blue and ends in an arrow,
#' repression is vermillion and ends in a bar, where the edges have a sign.
#'
#' @param fit a [GGCFit-class].
#' @param file `NULL`, or one string: the HTML file to write (replaced if it
#'   exists). It holds all it needs, and loads nothing from anywhere.
#' @param n which edges the page holds, as in [ggc_edges()]. Default 100, the
#'   most credible. Its slider shows all of them or fewer.
#' @param self one logical, default `FALSE`: with self edges?
#' @return An htmlwidget, which draws itself when printed, in the viewer of an
#'   IDE, in R Markdown or Shiny; with `file`, the path of the file, invisibly.
#' @section Errors: `ggc_error_dependency` if htmlwidgets is not installed;
#'   `ggc_error_argument` for wrong arguments or if no edge has a score above 0.
#' @seealso [plot,GGCFit-method] for pictures, [ggc_edges()] for the table.
#' @examplesIf requireNamespace("htmlwidgets", quietly = TRUE)
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' page <- ggc_page(fit, n = 10)
#' ggc_page(fit, tempfile(fileext = ".html"), n = 10)
#' @export
ggc_page <- function(fit, file = NULL, n = 100L, self = FALSE) {
    .ggc_need("htmlwidgets", "ggc_page()")
    .check_fit(fit)
    page <- htmlwidgets::createWidget("ggc_page",
        .page_data(.drawn_edges(fit, n, self), fit, n), package = "ggc",
        sizingPolicy = htmlwidgets::sizingPolicy(padding = 0,
            browser.fill = TRUE, viewer.fill = TRUE,
            knitr.figure = FALSE, defaultWidth = "100%", defaultHeight = 560)
    )
    if (is.null(file)) page else .save_page(page, file)
}

# Columns of nodes and edges, short numbers; kinds are names of classes there.
.page_data <- function(edges, fit, n = nrow(edges)) {
    edges <- .edge_styles(edges, fit, NULL)
    nodes <- .network_nodes(edges)
    kind <- c(activation = "activation", repression = "repression",
        "sign unknown" = "unknown", edge = "unknown")
    evidence <- .page_evidence(edges)
    list(
        nodes = list(
            name = nodes$name, x = round(nodes$x, 3L), y = round(nodes$y, 3L),
            radius = round(nodes$radius, 3L), out = nodes$out, hub = nodes$hub
        ),
        edges = c(list(
            regulator = edges$regulator, target = edges$target,
            score = formatC(edges$score, digits = 3L, format = "g",
                flag = "#"),
            rank = edges$rank, kind = unname(kind[edges$kind]),
            width = round(edges$width, 3L), bend = .edge_bends(edges, nodes)
        ), evidence),
        evidence = names(evidence) %or% character(),
        signed = any(edges$kind != "edge"),
        caption = sprintf("Here are %s.", .network_extent(fit, edges, nodes, n))
    )
}

# What is known of the edges, as short text by column; those that nothing is
# known of stay away.
.page_evidence <- function(edges) {
    known <- Filter(function(x) !all(is.na(x)), edges[intersect(c("probability",
        "q_value", "stability"), names(edges))])
    lapply(known, function(x) {
        ifelse(is.na(x), "", formatC(x, digits = 3L, format = "g",
            flag = "#"))
    })
}

.save_page <- function(page, file) {
    if (!(is.character(file) && length(file) == 1L && !is.na(file))) {
        .ggc_stop("argument", "`file` must be one file name, not %s.",
            .given(file))
    }
    made <- tempfile(fileext = ".html")
    on.exit(unlink(c(made, sub("[.]html$", "_files", made)), recursive = TRUE))
    htmlwidgets::saveWidget(page, made, selfcontained = FALSE,
        title = "Gene network")
    lines <- .inlined(made)
    .write_lines(lines, made)
    if (!.quietly(file.copy(made, file, overwrite = TRUE))) {
        .ggc_stop("argument", paste0(
            "`file` must be a file that can be written, not %s.\n",
            "Does its directory exist?"
        ), .given(file))
    }
    invisible(file)
}

# The lines of a page with the scripts and styles that it loads in them; pandoc
# does so too, but has to be installed, and hears no Ctrl-C.
.inlined <- function(file) {
    lines <- readLines(file, encoding = "UTF-8", warn = FALSE)
    for (tag in c("script", "style")) {
        form <- c(script = "^<script src=\"([^\"]+)\"></script>$",
            style = "^<link href=\"([^\"]+)\" rel=\"stylesheet\" ?/>$")[[tag]]
        for (at in grep(form, lines)) {
            loaded <- file.path(dirname(file), sub(form, "\\1", lines[[at]]))
            lines[[at]] <- paste(c(sprintf("<%s>", tag), readLines(loaded,
                encoding = "UTF-8", warn = FALSE), sprintf("</%s>", tag)),
                collapse = "\n")
        }
    }
    if (any(grepl("^<(script src|link)", lines))) {
        stop(.internal("a page that loads files"), call. = FALSE)
    }
    lines
}
