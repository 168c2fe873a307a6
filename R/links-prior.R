# What a user knows of the network beforehand: links believed in (`prior`),
# links that cannot be (`exclude`), links that must be (`include`).

# ---- Reading ---------------------------------------------------------------

# Named list of matrices regulators x targets (names in the user's order), of
# those three that are given: prior is double, the others logical. Of a prior
# with signs also prior_sign, integer; of several also priors, a list of double
# matrices by their names, of which prior has the largest beliefs. A gene's own
# past is always an input: links from a gene to itself are passed over.
# given: list(prior, exclude, include); candidates: list(regulators, targets) of
# names, among `genes`.
.as_known <- function(given, candidates, genes, method) {
    given <- given[!vapply(given, is.null, TRUE)]
    .check_takes(names(given), method)
    parts <- lapply(names(given), function(arg) {
        x <- given[[arg]]
        if (arg == "prior") {
            return(.known_priors(x, candidates, genes))
        }
        out <- .on_candidates(.read_links(x, arg, genes), arg,
            candidates$regulators, candidates$targets)
        storage.mode(out) <- "logical"
        stats::setNames(list(out), arg)
    })
    out <- unlist(parts, recursive = FALSE) %or%
        stats::setNames(list(), character())
    .refuse_both(out$exclude, out$include)
    out
}

.known_priors <- function(x, candidates, genes) {
    several <- .is_several(x)
    x <- if (several) .check_several(x) else list(x)
    args <- if (several) paste0("prior$", names(x)) else "prior"
    links <- Map(.read_links, x, args, MoreArgs = list(genes = genes))
    beliefs <- Map(.on_candidates, links, args, MoreArgs = candidates)
    signed <- vapply(links, function(of) any(of$sign != 0L), NA)
    sign <- .joint_sign(Map(function(belief, of) {
        .place_signs(belief > 0, of$regulator, of$target, of$sign)
    }, beliefs[signed], links[signed]))
    c(list(prior = Reduce(pmax, beliefs)), if (several) list(priors = beliefs),
        if (any(sign != 0L)) list(prior_sign = sign))
}

# What is given must be understood by the method, and what it needs be given.
.check_takes <- function(given, method) {
    refused <- setdiff(given, method$takes)
    if (length(refused)) {
        .ggc_stop("argument", paste0(
            "`%s` is about the inputs of single targets; method = \"%s\" %s.\n",
            "Use another `method`."
        ), refused[[1L]], method$name, if (length(method$takes)) {
            sprintf("takes only %s",
                paste0("`", method$takes, "`", collapse = " and "))
        } else {
            method$whole
        })
    }
    lacking <- setdiff(method$needs, given)
    if (length(lacking)) {
        .ggc_stop(lacking[[1L]], paste0(
            "`%s` must be given for method = \"%s\", which weighs it against ",
            "the data.\nUse another `method` where nothing is known."
        ), lacking[[1L]], method$name)
    }
}

# Links with a value above 0, as a data frame: regulator, target, value, and
# sign: -1, 1, or 0 where a prior tells none.
.read_links <- function(x, arg, genes) {
    x <- .plain_links(x, arg)
    if (inherits(x, "igraph")) {
        sign <- igraph::edge_attr(x, "sign")
        x <- .graph_edges(x, arg, "argument")
        x$sign <- sign
    }
    links <- if (.is_table(x)) {
        .links_of_table(x, arg, genes)
    } else if (is.matrix(x) || methods::is(x, "Matrix")) {
        .links_of_matrix(as.matrix(x), arg)
    } else {
        .ggc_stop("argument", paste0(
            "`%s` must be a matrix (regulators x targets), a table of links, ",
            "a list of targets by regulator or a graph%s, not %s."
        ), arg, if (arg == "prior") ", or a list of these by name" else "",
        .given(x))
    }
    links$value <- .sizes_of_beliefs(links$value, arg)
    .check_link_values(links$value, arg, if (.is_table(x)) {
        colnames(x)[.columns_of(x, "weight")][1L]
    })
    links <- .each_link_once(links, arg)
    links <- .of_known_genes(links[links$value > 0, ], arg, genes)
    if (!nrow(links)) {
        .ggc_inform("`%s` has no link, and says nothing.", arg)
    }
    between <- links$regulator != links$target
    if (.is_table(x) && nrow(links) && !any(between)) {
        .ggc_stop("argument", paste0(
            "`%s` must have links between two genes, and all of its %s are of ",
            "a gene with itself.\nIs it a table of genes?"
        ), arg, .plural(nrow(links), "link"))
    }
    links[between, ]
}

# Data bases give repression as a negative weight: its size is the belief.
.sizes_of_beliefs <- function(value, arg) {
    negative <- sum(value < 0, na.rm = TRUE)
    if (negative == 0L || any(abs(value) > 1, na.rm = TRUE)) {
        return(value)
    }
    .ggc_inform(paste0(
        "`%s`: the %s below 0 %s read as that of repression, and counted by ",
        "size."
    ), arg, .plural(negative, "value"), if (negative == 1L) "is" else "are")
    abs(value)
}

.each_link_once <- function(links, arg) {
    links$sign <- .sign_of_pairs(links)
    links <- unique(links)
    twice <- links[duplicated(links[c("regulator", "target")]), ]
    if (nrow(twice)) {
        .ggc_stop("argument", paste0(
            "`%s` must have each link once, or always with the same value, ",
            "not %s."
        ), arg, .link_names(twice$regulator, twice$target))
    }
    links
}

# Data bases know more genes than a data set has: what is believed of these, or
# excluded, says nothing here. What is demanded must be there.
.of_known_genes <- function(links, arg, genes) {
    names <- .like_genes(c(links$regulator, links$target), genes, arg)
    links$regulator <- utils::head(names, nrow(links))
    links$target <- utils::tail(names, nrow(links))
    links <- .each_link_once(links, arg)
    unknown <- setdiff(c(links$regulator, links$target), genes)
    if (length(unknown) == 0L) {
        return(links)
    }
    known <- links$regulator %in% genes & links$target %in% genes
    if (arg == "include" || !any(known)) {
        .ggc_stop("genes", paste0(
            "`%s` must name genes of `x`, and %s not: %s.\nGenes of `x`: %s."
        ), arg, if (length(unknown) > 1L) {
            sprintf("these %d are", length(unknown))
        } else {
            "this one is"
        }, .ggc_names(unknown, 20L), .ggc_names(genes, 3L))
    }
    .ggc_inform(paste0(
        "`%s`: %s of %s links are between genes of `x`; the others name %s ",
        "that it has not, such as %s."
    ), arg, .big(sum(known)), .big(nrow(links)),
    .plural(length(unknown), "gene"), .ggc_names(unknown, 3L))
    links[known, ]
}

# The sign of all rows of a pair: none where some contradict others, while those
# that tell none say nothing.
.sign_of_pairs <- function(links) {
    if (all(links$sign == 0L)) {
        return(links$sign)
    }
    pair <- paste(links$regulator, links$target, sep = "\t")
    (pair %in% pair[links$sign > 0L]) - (pair %in% pair[links$sign < 0L])
}

.links_of_matrix <- function(x, arg) {
    rows <- rownames(x)
    columns <- colnames(x)
    if (!(is.numeric(x) || is.logical(x)) || is.null(rows) ||
        is.null(columns)) {
        .ggc_stop("argument", paste0(
            "`%s` must be a numeric or logical matrix with row names ",
            "(regulators) and column names (targets)."
        ), arg)
    }
    twice <- c(rows[duplicated(rows)], columns[duplicated(columns)])
    if (length(twice)) {
        .ggc_stop("argument", "`%s` must name each gene once, not %s twice.",
            arg, .ggc_names(unique(twice)))
    }
    data.frame(regulator = enc2utf8(rows)[row(x)],
        target = enc2utf8(columns)[col(x)], value = as.double(x),
        sign = if (any(x < 0, na.rm = TRUE)) as.integer(sign(x)) else 0L)
}

.links_of_table <- function(x, arg, genes) {
    pair <- .link_columns(x, arg, genes)
    weight <- .belief_numbers(x[[.columns_of(x, "weight")[1L]]], arg)
    value <- if (is.null(weight)) rep(1, nrow(x)) else as.double(weight)
    sign <- .prior_sign_column(x, pair, arg)
    data.frame(
        regulator = .names_in(x[[pair[[1L]]]]),
        target = .names_in(x[[pair[[2L]]]]),
        value = value * .edge_flags(x[[.columns_of(x, "edge")[1L]]], arg),
        sign = if (is.null(sign)) rep(0L, nrow(x)) else
            as.integer(.sign_values(x[[sign]]))
    )
}

# The column that tells the signs of a prior, read as that of a truth; NULL
# where none does, or what is called sign holds other things. pair: the columns
# of names, which may be like words for signs (ACT1, UPF1).
.prior_sign_column <- function(x, pair, arg) {
    if (!.is_prior(arg) || nrow(x) == 0L) {
        return(NULL)
    }
    x[pair] <- ""
    tryCatch(.sign_column(x, arg), ggc_error_truth = function(e) NULL)
}

# Is an argument `prior`, or one of several, "prior$chip"?
.is_prior <- function(arg) startsWith(arg, "prior")

# Numbers, also with a comma for the point; NULL where there are none.
.belief_numbers <- function(weight, arg) {
    if (is.null(weight) || is.numeric(weight) || is.logical(weight)) {
        return(weight)
    }
    text <- trimws(as.character(weight))
    value <- .quietly(as.numeric(sub("^(-?[0-9]*),([0-9]+)$", "\\1.\\2", text)))
    bad <- unique(text[is.na(value) & !text %in% c("", "NA", NA)])
    if (length(bad)) {
        .ggc_stop("argument", "`%s` must have numbers as its weights, not %s.",
            arg, .ggc_names(dQuote(bad, FALSE)))
    }
    value
}

# Columns of regulators and targets. All that says nothing of belief is passed
# over, which is told of what is not ours: numbers from 0 to 1 might be a belief
# by another name.
.link_columns <- function(x, arg, genes) {
    names <- colnames(x) %or% rep("", ncol(x))
    names[is.na(names) | !nzchar(names)] <- "(unnamed)"
    if (length(names) < 2L) {
        .ggc_stop("argument",
            paste0("`%s` must have the columns regulator and target, and ",
                "may have weight and edge."), arg)
    }
    at <- .pair_columns(x, arg, genes)
    if (.is_lost_link(x, at, genes)) {
        .ggc_stop("argument", paste0(
            "`%s` must have its links in rows, and its columns are called ",
            "like one: %s.\nA file needs a header, or is read by header = ",
            "FALSE."
        ), arg, .ggc_names(names))
    }
    read <- c(at, .columns_of(x, "weight"), .columns_of(x, "edge"),
        .prior_sign_column(x, at, arg))
    others <- setdiff(which(!names %in% .edge_columns(names)), read)
    if (length(.columns_of(x, "weight")) == 0L) {
        doubtful <- setdiff(others, unlist(lapply(c("sign", "p_value"),
            .columns_of, table = x)))
        .refuse_beliefs(x[doubtful], names[doubtful], arg)
    }
    told <- unlist(lapply(c("score", "p_value"), .columns_of, table = x))
    .tell_passed_over(x, names[setdiff(others, if (.is_prior(arg)) told)], arg)
    at
}

.refuse_beliefs <- function(x, names, arg) {
    belief <- vapply(x, function(value) {
        is.numeric(value) && all(value >= 0 & value <= 1, na.rm = TRUE) &&
            !all(value == 1, na.rm = TRUE)
    }, NA)
    if (any(belief)) {
        .ggc_stop("argument", paste0(
            "`%s` has columns that are not understood: %s.\nCall it weight ",
            "if it is %s; or drop it."
        ), arg, .ggc_names(names[belief]), if (.is_prior(arg)) {
            "the belief, from 0 to 1"
        } else {
            "1 for links and 0 for none"
        })
    }
}

.tell_passed_over <- function(x, names, arg) {
    if (length(names)) {
        .ggc_inform("`%s`: columns that say nothing here are passed over: %s.",
            arg, .ggc_names(names))
    }
    scores <- c(.columns_of(x, "score"), .columns_of(x, "p_value"))
    if (.is_prior(arg) && length(scores) &&
        length(.columns_of(x, "weight")) == 0L) {
        .ggc_inform(paste0(
            "`%s` has scores (%s) and no weight: all its %s are believed ",
            "in alike.\nKeep those that you believe in, or give weights from ",
            "0 to 1."
        ), arg, .ggc_names(colnames(x)[scores]), .plural(nrow(x), "link"))
    }
}

# The column `edge`, read as in a truth: 1 for links, 0 for none, 1 without it.
.edge_flags <- function(edge, arg) {
    if (is.null(edge)) {
        return(1)
    }
    value <- abs(.edge_values(edge))
    if (!all(value %in% c(0, 1))) {
        .ggc_stop("argument", paste0(
            "`%s` must have 0 (no link) or 1 (link) in its column edge, not ",
            "%s."
        ), arg, .ggc_names(unique(edge[!value %in% c(0, 1)])))
    }
    value
}

.link_names <- function(regulator, target) {
    .ggc_names(unique(sprintf("%s -> %s", regulator, target)))
}

# weight: what the column of values is called, NULL of a matrix.
.check_link_values <- function(value, arg, weight = NULL) {
    ok <- if (.is_prior(arg)) {
        value >= 0 & value <= 1
    } else {
        value %in% c(0, 1, NA)
    }
    bad <- value[is.na(ok) | !ok]
    bad <- c(bad, value[is.na(value)])
    if (length(bad)) {
        .ggc_stop("argument", "`%s` must have %s, not %s.%s", arg,
            if (.is_prior(arg)) "beliefs from 0 to 1" else "0 or 1",
            .ggc_names(unique(format(bad))), if (is.null(weight)) "" else {
                sprintf(paste0("\nLeave its column %s out if all of its rows ",
                    "are links, or keep those that are."), weight)
            })
    }
}

# Links as a matrix. One outside the candidates can be neither believed nor
# excluded any more, which is said; to demand it is a mistake.
.on_candidates <- function(links, arg, regulators, targets) {
    row <- match(links$regulator, regulators)
    column <- match(links$target, targets)
    inside <- !is.na(row) & !is.na(column)
    if (arg == "include" && !all(inside)) {
        .ggc_stop("argument", paste0(
            "`include` must have links from `regulators` to `targets`, ",
            "not %s."
        ), .link_names(links$regulator[!inside], links$target[!inside]))
    }
    .tell_dropped_count(sum(!inside), arg)
    out <- matrix(0, length(regulators), length(targets),
        dimnames = list(regulators, targets))
    out[cbind(row, column)[inside, , drop = FALSE]] <- links$value[inside]
    out
}

.refuse_both <- function(exclude, include) {
    if (is.null(exclude) || is.null(include)) {
        return(invisible())
    }
    both <- which(exclude & include, arr.ind = TRUE)
    if (nrow(both)) {
        .ggc_stop("argument",
            "`exclude` and `include` must not have the same links: %s.",
            .link_names(rownames(exclude)[both[, 1L]],
                colnames(exclude)[both[, 2L]]))
    }
}

# ---- In training -----------------------------------------------------------

# What a belief of 1 adds to an edge's evidence, of each prior. By default as
# much as the data bear the prior out: twice what the mean evidence of the
# believed links, by the directed dependence of the series, which no network has
# touched, exceeds that of links drawn blindly. That is exponential, of mean and
# deviation 1: one standard error is taken off, as so much may be chance. Both
# constants are from simulated networks (tools/tune/prior.R).
.PRIOR_GAIN <- 2

.prior_weight <- function(known, s) {
    control <- s$control
    beliefs <- .beliefs_of(known)
    out <- stats::setNames(rep(control$prior_weight %or% 0, length(beliefs)),
        names(beliefs))
    believe <- vapply(beliefs, function(belief) any(belief > 0), NA)
    if (!is.null(control$prior_weight) || !any(believe)) {
        return(out)
    }
    apart <- .apart(s$rows, s$columns, known$exclude)
    evidence <- .rank_evidence(.dependence_of(s, .dependence_kind(control)),
        apart)
    out[believe] <- .PRIOR_GAIN * .borne_out(beliefs[believe], evidence)
    out
}

# Weight of the penalty of each input (the last is a target that is no
# regulator), or NULL where all are 1. A penalty is the logarithm of a prior
# density: where a belief multiplies the odds of a link by exp(w), it divides
# the penalty by the root of that. (By all of it, believed links push out the
# true ones beside them.)
.PRIOR_PENALTY <- 0.5

.penalty_weights <- function(known, s) {
    if (is.null(known) && s$control$adaptive == 0) {
        return(NULL)
    }
    out <- matrix(1, length(s$rows), length(s$columns))
    if (!is.null(known$prior)) {
        out <- exp(-.PRIOR_PENALTY * .added_beliefs(known))
    }
    if (s$control$adaptive > 0) {
        out <- out * .adaptive_weights(s)
    }
    out[.flagged(known$include)] <- 0
    out[.flagged(known$exclude)] <- Inf
    unname(rbind(out, 1))
}
