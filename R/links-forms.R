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
    .refuse_motifs(table, arg)
    if (.is_adjacency(table)) {
        return(.matrix_of_table(table))
    }
    table <- .without_lone(.unstacked(table), arg)
    table <- .several_targets(table, arg)
    table <- .several_scores(table, arg)
    table <- .edges_in_one_column(table, arg)
    .with_direction(.flagged_directions(table), arg)
}

# ---- Regulons --------------------------------------------------------------

# A list of targets by regulator, as of SCENIC; or of regulons of package viper,
# which have the mode of each target, named by it.
.is_regulons <- function(x) {
    .is_list(x) && !inherits(x, "igraph") && length(x) > 0L &&
        !is.null(names(x)) && all(vapply(x, function(of) {
            (is.character(of) && NCOL(of) == 1L) ||
                (.is_list(of) && !is.null(names(of$tfmode)))
        }, NA))
}

.links_of_regulons <- function(x) {
    sure <- unlist(lapply(x, function(of) if (is.list(of)) of$likelihood))
    if (length(unique(sure)) > 1L) {
        .ggc_inform(paste0("The likelihood of regulons is passed over: as ",
            "beliefs give them in a table, as its column weight."))
    }
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

# What pySCENIC finds of motifs has three lines of a header, and lists of
# targets as text: [('PAX6', 3.21), ...], frozenset({...}).
.refuse_motifs <- function(table, arg) {
    first <- c(colnames(table), unlist(lapply(table, function(column) {
        as.character(utils::head(column, 3L))
    })))
    if (any(c("MotifID", "enrichedGenes") %in% first) ||
        any(grepl("^(\\[\\(|frozenset\\()", first))) {
        .ggc_stop(if (arg == "truth") arg else "argument", paste0(
            "`%s` must be a table of links, and is a list of motifs (SCENIC).",
            "\nMake regulons of it first (of pySCENIC by df2regulons()), and ",
            "give these as a list or a table of TF and target."
        ), arg)
    }
}

# Numbers or flags alone, rows and columns by name: a matrix that a reader of
# tables has made a data frame of.
.is_adjacency <- function(table) {
    .is_named_matrix(table) || (ncol(table) > 1L && nrow(table) > 1L &&
        .row_names_info(table) > 0L && .holds_flags(table) &&
        !.has_roles(table))
}

# Such a matrix whose first column has the names of its rows, each once. Numbers
# are names only where all names are.
.is_named_matrix <- function(table) {
    if (ncol(table) < 3L) {
        return(FALSE)
    }
    rows <- as.character(table[[1L]])
    columns <- colnames(table)[-1L]
    nrow(table) > 1L && anyDuplicated(rows) == 0L &&
        !all(grepl("^V[0-9]+$", columns)) &&
        (.is_words(table[[1L]]) || !anyNA(.numbers_of(c(rows, columns)))) &&
        .holds_flags(table[-1L]) && !.has_roles(table[-1L]) &&
        length(.columns_of(table[1L], "target")) == 0L
}

.holds_flags <- function(table) {
    all(vapply(table, function(v) is.logical(v) || .is_numbers(v), NA))
}

# Does a table name its columns as tables of links do? Genes may be called so,
# as TF and TG are, above numbers that are no names and among others.
.has_roles <- function(table) {
    pair <- unlist(lapply(c("regulator", "target"), .columns_of, table = table))
    roles <- unlist(lapply(names(.LINK_WORDS), .columns_of, table = table))
    any(vapply(table[pair], .may_name, NA)) ||
        2L * length(unique(roles)) >= ncol(table)
}

.matrix_of_table <- function(table) {
    rows <- rownames(table)
    if (.is_named_matrix(table)) {
        rows <- .names_in(table[[1L]])
        table <- table[-1L]
    }
    matrix(vapply(table, as.double, double(nrow(table))), nrow(table),
        dimnames = list(rows, colnames(table)))
}

# In a SIF a lone name is a gene without links.
.without_lone <- function(table, arg) {
    if (ncol(table) < 3L || !all(grepl("^V[0-9]+$", colnames(table)))) {
        return(table)
    }
    empty <- matrix(vapply(table, function(v) {
        is.na(v) | !nzchar(as.character(v))
    }, logical(nrow(table))), nrow(table))
    lone <- !empty[, 1L] & rowSums(!empty) == 1L
    if (!any(lone) || all(lone)) {
        return(table)
    }
    .ggc_inform("`%s`: %s without links passed over.", arg,
        .plural(sum(lone), "gene"))
    table[!lone, , drop = FALSE]
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

# Lines of ARACNe have a regulator and its targets, each with a score. least:
# columns of such a table, as lists have three.
.several_scores <- function(table, arg, least = 5L) {
    n <- ncol(table)
    at <- 2L * seq_len(n %/% 2L)
    if (n < least || n %% 2L == 0L ||
        !all(grepl("^V[0-9]+$", colnames(table))) ||
        !all(vapply(table[at], .is_words, NA)) ||
        !all(vapply(table[at + 1L], .is_numbers, NA))) {
        return(table)
    }
    out <- data.frame(regulator = rep(as.character(table[[1L]]), length(at)),
        target = unlist(lapply(table[at], as.character), use.names = FALSE),
        score = as.numeric(unlist(table[at + 1L])))
    out <- out[!is.na(out$target) & nzchar(out$target), ]
    .ggc_inform("`%s` is read as ARACNe's: %s in %s.", arg,
        .plural(nrow(out), "link"), .plural(nrow(table), "line"))
    out
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
    links <- data.frame(regulator = sub(.EDGE_NAME, "\\1", name),
        interaction = sub(.EDGE_NAME, "\\2", name),
        target = sub(.EDGE_NAME, "\\3", name))
    # The column is called name, or shared name, or both.
    others <- setdiff(colnames(table), c(colnames(links), column,
        colnames(table)[named]))
    cbind(links, table[others])
}

# OmniPath says by flags of which sign a link is, and whether it has a
# direction.
.flagged_directions <- function(table) {
    flag <- function(name) {
        value <- table[[name]]
        if (is.null(value)) NULL else .edge_values(value) %in% 1
    }
    up <- flag("is_stimulation")
    down <- flag("is_inhibition")
    told <- vapply(table[.columns_of(table, "sign")], function(column) {
        any(.sign_values(column) != 0)
    }, NA)
    # Its column `type` says of what kind a link is.
    if (!is.null(up) && !is.null(down) && !any(told)) {
        table <- table[setdiff(seq_along(table), .columns_of(table, "sign"))]
        table$sign <- up - down
    }
    ours <- grepl("^(is|consensus)_", colnames(table)) &
        colnames(table) != "is_directed"
    if (any(ours)) table[!ours] else table
}

# Columns of tables whose links have no direction: those of STRING.
.UNDIRECTED <- list(c("protein1", "protein2"),
    c("preferrednamea", "preferrednameb"),
    c("node1stringid", "node2stringid"), c("proteina", "proteinb"))

# Kinds of links without a direction, by Pathway Commons and GeneMANIA.
.NO_DIRECTION <- c("in-complex-with", "neighbor-of", "co-expression",
    "coexpression", "co-localization", "colocalization",
    "physical interactions", "genetic interactions", "shared protein domains")

.of_no_direction <- function(table) {
    out <- logical(nrow(table))
    kind <- .letters_of(colnames(table)) %in% c("interaction", "type",
        "interactiontype", "networkgroup")
    for (column in table[kind]) {
        out <- out | tolower(as.character(column)) %in% .NO_DIRECTION
    }
    out
}

# Links without a direction are left out, unless they are given both ways, and
# refused where none remains, as an undirected graph is. what: class of the
# error.
.with_direction <- function(table, arg,
                            what = if (arg == "truth") arg else "argument") {
    table <- .turned_ways(table, arg)
    word <- .letters_of(colnames(table))
    has <- lapply(.UNDIRECTED, match, word)
    pair <- unlist(Filter(Negate(anyNA), has))
    flags <- which(word %in% names(.DIRECTIONS))
    directed <- rep(length(pair) == 0L, nrow(table)) &
        !.of_no_direction(table)
    for (j in flags) {
        directed <- directed & !tolower(as.character(table[[j]])) %in%
            .DIRECTIONS[[word[[j]]]]
    }
    if (all(directed)) {
        return(.without_flag(table))
    }
    directed <- directed | .given_both_ways(table, pair)
    if (!any(directed)) {
        .ggc_stop(what, paste0(
            "`%s` must have links with a direction, and its columns say that ",
            "these have none: %s.\nTo count both directions give each link ",
            "twice, from A to B and from B to A."
        ), arg, .ggc_names(colnames(table)[c(flags, pair)]))
    }
    if (!all(directed)) {
        .ggc_inform("`%s`: %s without a direction left out.", arg,
            .plural(sum(!directed), "link"))
    }
    .without_flag(table[directed, , drop = FALSE])
}

# What columns say that a link has no direction.
.NO <- c("undirected", "false", "f", "no", "n", "0")
.DIRECTIONS <- list(direction = c("undirected", "none", "-"), directed = .NO,
    isdirected = .NO, isdirectional = .NO)

# Columns that say which way a link goes: STRING's actions are there both ways,
# and those that the second protein brings about have a_is_acting f; Reactome's
# FIs have arrows.
.turned_ways <- function(table, arg) {
    word <- .letters_of(colnames(table))
    acting <- match("aisacting", word)
    if (!is.na(acting)) {
        other <- tolower(as.character(table[[acting]])) %in% .NO
        if (any(other)) {
            .ggc_inform("`%s`: %s left out where %s is false.", arg,
                .plural(sum(other), "link"), colnames(table)[[acting]])
        }
        table <- table[!other, -acting, drop = FALSE]
    }
    arrow <- match("direction", word)
    if (is.na(arrow) || !all(grepl("^[<|]?-[>|]?$", table[[arrow]]))) {
        return(table)
    }
    .along_arrows(table, arrow, arg)
}

# A row for each end of an arrow, with the regulator first.
.along_arrows <- function(table, arrow, arg) {
    mark <- as.character(table[[arrow]])
    ends <- c(.columns_of(table, "regulator")[1L],
        .columns_of(table, "target")[1L])
    ends <- if (anyNA(ends)) 1:2 else ends
    forth <- !grepl("^[<|]-$", mark)
    back <- grepl("^[<|]", mark)
    turned <- table[back, ]
    turned[ends] <- turned[rev(ends)]
    out <- rbind(table[forth, ], turned)
    if (any(back)) {
        .ggc_inform("`%s`: %s turned as their arrows say (%s).", arg,
            .plural(sum(back), "link"), colnames(table)[[arrow]])
    }
    # Read again, it is as it is.
    out[[arrow]] <- c(ifelse(mark[forth] == "-", "-", "->"),
        rep("->", sum(back)))
    if (length(.columns_of(table, "sign")) == 0L) {
        out$sign <- c(sub("^-$", "", sub("^[<|]", "", mark[forth])),
            ifelse(startsWith(mark[back], "|"), "-|", "->"))
    }
    out
}

.without_flag <- function(table) {
    if (is.null(colnames(table))) {
        return(table)
    }
    arrows <- vapply(table, function(x) all(x %in% "->"), NA)
    table[!(arrows & .letters_of(colnames(table)) == "direction") &
        colnames(table) != "is_directed"]
}

# pair: numbers of the columns of names, or NULL.
.given_both_ways <- function(table, pair) {
    called <- c(.columns_of(table, "regulator")[1L],
        .columns_of(table, "target")[1L])
    ends <- c(pair, if (!anyNA(called)) called, 1:2)
    from <- as.character(table[[ends[[1L]]]])
    to <- as.character(table[[ends[[2L]]]])
    paste(to, from, sep = "\t") %in% paste(from, to, sep = "\t")
}
