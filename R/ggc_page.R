# The network as a page for the browser; inst/htmlwidgets has its other half.

#' Network page for the browser
#'
#' The strongest edges as a page to look around in, headed by what the fit was
#' made of and what to believe of its edges. It works with a mouse, a finger and
#' the keyboard alone:
#'
#' * hover over an edge for its score, rank among all candidates, sign, lag and
#'   what else [ggc_edges()] knows of it, over a gene for its numbers of targets
#'   and regulators;
#' * click a gene for its edges in a table; arrow keys go from gene to gene,
#'   Enter chooses, Escape lets go;
#' * type into the search field: genes whose names hold the text stand out,
#'   Enter chooses the first;
#' * a slider and a number hide the edges below a score;
#' * zoom and move by wheel, buttons, dragging or the keys `+`, `-`, `0` and
#'   arrows;
#' * save what is shown: the network as SVG with heading and legend, the edges
#'   of the table as TSV, with the columns that [write_edges()] writes.
#'
#' Nodes lie as in `plot(fit, "network")`, by ForceAtlas2; activation is blue
#' and ends in an arrow, repression is vermillion and ends in a bar, where the
#' edges have a sign. Edges that are not in the network that the fit chose are
#' dashed. Genes that are no candidate regulators are squares, covariates
#' diamonds.
#'
#' @param fit a [GGCFit-class].
#' @param file `NULL`, or one string: the HTML file to write (replaced if it
#'   exists). It holds all it needs, and loads nothing from anywhere.
#' @param n which edges the page holds, as in [ggc_edges()]. Default 100, the
#'   most credible. Its slider shows all of them or fewer. Without an edge the
#'   page says so.
#' @param self one logical, default `FALSE`: with self edges?
#' @param name one string: what the data are called, in the heading and the
#'   names of files that are saved. `NULL` (default): the name of the object
#'   that the fit was made of, if it had one.
#' @param date one date (of class `Date`, or as `"2024-05-31"`) for the heading,
#'   default today. The same fit and date make the same file, to the last byte.
#' @param labels_from `NULL` (default), or what the genes are called: see
#'   [labels_from].
#' @return An htmlwidget, which draws itself when printed, in the viewer of an
#'   IDE, in R Markdown or Shiny; with `file`, the path of the file, invisibly.
#' @section Errors: `ggc_error_dependency` if htmlwidgets is not installed;
#'   `ggc_error_argument` for wrong arguments.
#' @seealso [plot,GGCFit-method] for pictures, [ggc_edges()] for the table.
#' @examplesIf requireNamespace("htmlwidgets", quietly = TRUE)
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' page <- ggc_page(fit, n = 10)
#' ggc_page(fit, tempfile(fileext = ".html"), n = 10, name = "Five genes")
#' @export
ggc_page <- function(fit, file = NULL, n = 100L, self = FALSE, name = NULL,
                     date = Sys.Date(), labels_from = NULL) {
    .ggc_need("htmlwidgets", "ggc_page()")
    .check_fit(fit)
    n <- .relabelled_arguments(list(n = n), fit, labels_from)$n
    fit <- .relabelled(fit, labels_from)
    edges <- .scored_edges(fit, n, self)
    heading <- .page_heading(edges, fit, name %or% .data_name(fit), date)
    page <- htmlwidgets::createWidget("ggc_page",
        c(list(heading = heading), .page_data(edges, fit, n, self)),
        package = "ggc",
        sizingPolicy = htmlwidgets::sizingPolicy(padding = 0,
            browser.fill = TRUE, viewer.fill = TRUE,
            knitr.figure = FALSE, defaultWidth = "100%", defaultHeight = 640)
    )
    if (is.null(file)) page else .save_page(page, file)
}

# What a fit was made of, if the call that it keeps has a name for it.
.data_name <- function(fit) {
    data <- S4Vectors::metadata(fit)$call$x
    if (is.name(data)) as.character(data)
}

# Title, date and what to believe of the edges: a line of text each.
.page_heading <- function(edges, fit, name, date) {
    if (!is.null(name)) {
        name <- .check_string(name, "name")
    }
    list(
        name = name %or% "",
        title = if (is.null(name)) "Gene network" else
            sprintf("Gene network of %s", name),
        date = .check_date(date, "date"),
        lines = I(c(.page_source(fit), .page_caveat(edges, fit)))
    )
}

.page_source <- function(fit) {
    sprintf("Granger causality by %s, of %s genes, %s.", .fit_title(fit),
        .big(.count_genes(fit@series)), .series_size(fit@series))
}

# What the network was chosen by, and the precision to expect, or why none is
# promised.
.page_caveat <- function(edges, fit) {
    beliefs <- if (nrow(edges)) .network_beliefs(edges)
    promised <- !is.null(.edge_probability(fit))
    paste(c(
        sprintf("The fit chose %s.", .network_text(fit)),
        if (!promised) sprintf("No precision is promised: %s.",
            .uncalibrated(.parts_of(fit))[[1L]]),
        if (!is.null(beliefs)) sprintf("Of the edges here: %s.", beliefs),
        if (!is.null(fit@details$test)) sprintf("Tests of all candidates: %s.",
            .evidence_text(fit@details$test)),
        "A score ranks an edge, and is no probability."
    ), collapse = " ")
}

# Columns of nodes and edges, the latter being the table of ggc_edges() and how
# each is drawn; kinds are names of classes there.
.page_data <- function(edges, fit, n = nrow(edges), self = FALSE) {
    some <- nrow(edges) > 0L
    drawn <- if (some) .edge_styles(edges, fit, NULL)
    nodes <- if (some) .network_nodes(edges)
    kind <- c(activation = "activation", repression = "repression",
        "sign unknown" = "unknown", edge = "unknown")
    known <- vapply(edges, function(x) !all(is.na(x)), TRUE)
    own <- if (!self) .self_entries(fit@score)
    list(
        nodes = if (some) list(
            name = nodes$name, x = round(nodes$x, 3L), y = round(nodes$y, 3L),
            radius = round(nodes$radius, 3L), out = nodes$out, hub = nodes$hub,
            kind = .node_kinds(nodes$name, fit)
        ),
        edges = as.list(edges),
        drawn = if (some) list(kind = unname(kind[drawn$kind]),
            width = round(drawn$width, 3L), bend = .edge_bends(edges, nodes)),
        evidence = I(intersect(c("lag", "probability", "q_value", "stability"),
            names(known)[known])),
        signed = !identical(unique(drawn$kind), "edge"),
        candidates = length(setdiff(.candidates(fit), own)),
        caption = if (some) {
            sprintf("Here are %s.", .network_extent(fit, edges, nodes, n))
        } else {
            .no_edges_text(n)
        }
    )
}

.no_edges_text <- function(n) {
    if (.names_network(n)) {
        "The network has no edge with a score above 0: nothing was found."
    } else {
        "No edge has a score above 0: nothing was found."
    }
}

# What may be at the upper end of an edge, and what may not.
.node_kinds <- function(names, fit) {
    kind <- ifelse(names %in% rownames(fit@score), "regulator", "target")
    kind[names %in% .covariate_regulators(fit@series)] <- "covariate"
    kind
}

.save_page <- function(page, file) {
    if (!(is.character(file) && length(file) == 1L && !is.na(file))) {
        .ggc_stop("argument", "`file` must be one file name, not %s.",
            .given(file))
    }
    made <- tempfile(fileext = ".html")
    on.exit(unlink(c(made, sub("[.]html$", "_files", made)), recursive = TRUE))
    # Not a random one, so that the same page has the same bytes.
    page$elementId <- "ggc-page"
    htmlwidgets::saveWidget(page, made, selfcontained = FALSE,
        title = page$x$heading$title)
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
    # Without it telephones make a page as wide as a desk's, and tiny.
    lines <- sub("^(<meta charset=\"utf-8\" ?/>)$", paste0("\\1\n<meta name=",
        "\"viewport\" content=\"width=device-width, initial-scale=1\"/>"),
    lines)
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
