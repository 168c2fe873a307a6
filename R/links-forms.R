# Links in whatever form people and programs hand them over, made one of two: a
# plain data frame with a row for each link, or a matrix. What a form cannot be
# told by is left as it is, for those that read it to refuse. arg: what the user
# calls it.

.plain_links <- function(x, arg) {
    if (methods::is(x, "graphNEL")) {
        .ggc_need("igraph", sprintf("A graphNEL as `%s`", arg))
        x <- igraph::graph_from_graphnel(x)
    }
    if (.is_regulons(x)) {
        x <- .links_of_regulons(x)
    }
    if (is.matrix(x) && is.character(x)) {
        x <- .named_table(x)
    }
    if (!.is_table(x)) {
        return(x)
    }
    # A tibble or a data.table is indexed in ways of its own.
    table <- as.data.frame(x, optional = TRUE)
    if (.is_adjacency(table)) {
        return(as.matrix(table))
    }
    table <- .unstacked(table)
    table <- .several_targets(table, arg)
    table <- .edges_in_one_column(table, arg)
    .flagged_directions(table, arg)
}

# ---- Regulons --------------------------------------------------------------

# A list of targets by regulator, as of SCENIC; or of regulons of package viper,
# which have the mode of each target, named by it.
.is_regulons <- function(x) {
    .is_list(x) && !inherits(x, "igraph") && length(x) > 0L &&
        !is.null(names(x)) && all(vapply(x, function(of) {
            is.character(of) || !is.null(names(of$tfmode))
        }, NA))
}

.links_of_regulons <- function(x) {
    parts <- Map(function(of, regulator) {
        mode <- if (is.character(of)) NULL else of$tfmode
        target <- if (is.null(mode)) unname(of) else names(mode)
        out <- data.frame(regulator = rep(regulator, length(target)),
            target = target)
        if (!is.null(mode)) {
            out$sign <- sign(unname(mode))
        }
        out
    }, x, names(x))
    do.call(rbind, c(unname(parts), make.row.names = FALSE))
}

# stack() of such a list calls the targets values, and the regulators ind.
.unstacked <- function(table) {
    if (identical(sort(colnames(table)), c("ind", "values")) &&
        .is_words(table$values)) {
        table <- data.frame(regulator = as.character(table$ind),
            target = as.character(table$values))
    }
    table
}

# ---- Tables ----------------------------------------------------------------

# Numbers or flags alone, rows and columns by name: a matrix that a reader of
# tables has made a data frame of.
.is_adjacency <- function(table) {
    ncol(table) > 1L && nrow(table) > 1L && .row_names_info(table) > 0L &&
        all(vapply(table, function(v) is.numeric(v) || is.logical(v), NA)) &&
        length(unlist(lapply(c("regulator", "target"), .columns_of,
            table = table))) == 0L
}

# A SIF may have several targets in a line: regulator, interaction, targets.
.several_targets <- function(table, arg) {
    n <- ncol(table)
    if (n < 4L || !all(grepl("^V[0-9]+$", colnames(table))) ||
        !all(vapply(table[-2L], function(v) {
            .is_words(v[!is.na(v) & nzchar(as.character(v))]) || all(is.na(v))
        }, NA))) {
        return(table)
    }
    kind <- as.character(table[[2L]])
    is_kind <- !is.null(.sign_values(kind)) || all(nchar(kind) == 2L) ||
        (nrow(table) > 1L && length(unique(kind)) == 1L)
    targets <- as.matrix(table[-(1:2)])
    filled <- !is.na(targets) & nzchar(targets)
    # From the left, without gaps, and no column of links' own words.
    whole <- all(filled[, 1L]) && all(filled[, -ncol(filled)] >= filled[, -1L])
    if (!is_kind || !whole || !is.null(.sign_values(table[[3L]]))) {
        return(table)
    }
    at <- which(filled, arr.ind = TRUE)
    .ggc_inform("`%s` is read as a SIF: %s in %s.", arg,
        .plural(nrow(at), "link"), .plural(nrow(table), "line"))
    data.frame(regulator = table[[1L]][at[, 1L]],
        interaction = kind[at[, 1L]], target = targets[at])
}

# Cytoscape names an edge "A (activates) B".
.EDGE_NAME <- "^(.+) \\(([^()]+)\\) (.+)$"

.edges_in_one_column <- function(table, arg) {
    called <- lapply(c("regulator", "target"), .columns_of, table = table)
    if (any(lengths(called) > 0L) || nrow(table) == 0L) {
        return(table)
    }
    named <- which(vapply(table, function(v) {
        .is_words(v) && all(grepl(.EDGE_NAME, v))
    }, NA))
    if (length(named) == 0L) {
        return(table)
    }
    column <- colnames(table)[[named[[1L]]]]
    name <- as.character(table[[column]])
    .ggc_inform("`%s`: links are read from the column %s, as %s.", arg, column,
        dQuote(name[[1L]], FALSE))
    data.frame(regulator = sub(.EDGE_NAME, "\\1", name),
        interaction = sub(.EDGE_NAME, "\\2", name),
        target = sub(.EDGE_NAME, "\\3", name))
}

# OmniPath says by flags whether a link has a direction, and of which sign it
# is.
.flagged_directions <- function(table, arg) {
    flag <- function(name) {
        value <- table[[name]]
        if (is.null(value)) NULL else .edge_values(value) %in% 1
    }
    directed <- flag("is_directed")
    up <- flag("is_stimulation")
    down <- flag("is_inhibition")
    if (!is.null(up) && !is.null(down) &&
        length(.columns_of(table, "sign")) == 0L) {
        table$sign <- up - down
    }
    ours <- grepl("^(is|consensus)_", colnames(table))
    if (any(ours)) {
        table <- table[!ours]
    }
    if (!is.null(directed) && !all(directed)) {
        .ggc_inform("`%s`: %s without a direction left out.", arg,
            .plural(sum(!directed), "link"))
        table <- table[directed, , drop = FALSE]
    }
    table
}
