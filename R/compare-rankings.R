# Rankings side by side: fits of several methods and rankings of others, on the
# genes that they have in common.

# ---- What is compared --------------------------------------------------------

# What the tables of a comparison call other things than rankings.
.COMPARED_COLUMNS <- c("regulator", "target", "first", "true")

# A named list of what `methods` gives: each a list of arguments of ggc_fit(), a
# GGCFit, or a ranking.
.entries_to_compare <- function(methods) {
    if (!(is.character(methods) || .is_list(methods)) ||
        .is_table(methods) || length(methods) == 0L || anyNA(methods)) {
        .ggc_stop("argument", paste0(
            "`methods` must be names of methods, or a list of such, of ",
            "arguments of ggc_fit(), fits and rankings, not %s."
        ), .given(methods))
    }
    entries <- lapply(methods, .as_entry)
    labels <- names(methods) %or% rep("", length(methods))
    unnamed <- is.na(labels) | !nzchar(labels)
    labels[unnamed] <- vapply(entries[unnamed], .entry_name, "")
    if (!all(nzchar(labels))) {
        .ggc_stop("argument", paste0(
            "`methods` must name its rankings: list(name = ranking, ...)."
        ))
    }
    taken <- intersect(labels, .COMPARED_COLUMNS)
    if (length(taken)) {
        .ggc_stop("argument",
            "an entry of `methods` must not be called %s, as a column is.",
            dQuote(taken[[1L]], FALSE))
    }
    twice <- unique(labels[duplicated(labels)])
    if (length(twice)) {
        .ggc_stop("argument", paste0(
            "`methods` has two entries called %s.\nName them apart: list(a = ",
            "..., b = ...)."
        ), .ggc_names(twice))
    }
    stats::setNames(entries, labels)
}

.as_entry <- function(entry) {
    if (inherits(entry, "ggc_comparison")) {
        .ggc_stop("argument", paste0(
            "`methods` must not have a comparison in it: give its `rankings`, ",
            "a list."
        ))
    }
    if (inherits(entry, "igraph")) {
        .ggc_stop("argument", paste0(
            "`methods` must have rankings, not an igraph: give ",
            "igraph::as_data_frame() of it, with a column `weight`."
        ))
    }
    if (methods::is(entry, "Matrix") ||
        (.is_table(entry) && .is_adjacency(as.data.frame(entry)))) {
        return(as.matrix(entry))
    }
    if (is.character(entry) && length(entry) == 1L && is.null(dim(entry))) {
        return(list(method = .method(entry)$name))
    }
    if (.is_arguments(entry)) {
        if (!"method" %in% names(entry)) {
            .ggc_stop("argument", paste0(
                "a list of arguments in `methods` must have `method` among ",
                "them, and has %s."
            ), .ggc_names(names(entry)))
        }
        entry$method <- .method(entry$method)$name
    }
    entry
}

.is_arguments <- function(entry) {
    .is_list(entry) && !.is_table(entry) && !is.object(entry)
}

.entry_name <- function(entry) {
    if (methods::is(entry, "GGCFit")) {
        entry@method
    } else if (.is_arguments(entry)) {
        entry$method
    } else {
        ""
    }
}

# ---- Fits --------------------------------------------------------------------

.is_measured <- function(fitted) inherits(fitted, "ggc_measured")

.is_failed <- function(fitted) inherits(fitted, "condition")

# Of each entry that asks for a fit: list(fit, seconds, megabytes), or the error
# that it ended in. Others are not in the result.
.fit_entries <- function(entries, x, common) {
    asked <- Filter(.is_arguments, entries)
    if (is.null(x) && length(asked)) {
        .ggc_stop("argument", paste0(
            "`x` must be data for %s; NULL is for rankings and fits alone."
        ), .ggc_names(names(asked)))
    }
    left <- .arguments_left_out(asked, common)
    out <- list()
    for (label in names(asked)) {
        .say_stage(common$verbose, "%s (%d of %d)", label, length(out) + 1L,
            length(asked))
        arguments <- common
        arguments[names(asked[[label]])] <- asked[[label]]
        keep <- setdiff(names(arguments), left[[label]])
        out[[label]] <- tryCatch(.measured_fit(x, arguments[keep]),
            ggc_error = identity)
    }
    .report_failed(out, length(asked) == length(entries))
    out
}

# Which of the arguments for all each method does without; said by argument.
.arguments_left_out <- function(asked, common) {
    given <- names(common)[lengths(common) > 0L]
    known <- c("prior", "exclude", "include")
    left <- lapply(asked, function(arguments) {
        row <- .method(arguments$method)
        own <- names(arguments)
        inputs <- if (!row$has_networks && !isTRUE(common$as_regulators)) {
            "covariates"
        }
        held <- if (!row$interventions) c("perturbed", "steady")
        setdiff(intersect(given, c(setdiff(known, row$takes), inputs, held,
            if (!is.null(row$whole)) c("BPPARAM", "checkpoint"))), own)
    })
    for (argument in unique(unlist(left))) {
        without <- vapply(left, function(of) argument %in% of, NA)
        .ggc_inform("`%s` is not for %s.", argument,
            paste(names(left)[without], collapse = ", "))
    }
    left
}

.measured_fit <- function(x, arguments) {
    before <- sum(gc(reset = TRUE)[, 2L])
    started <- proc.time()[["elapsed"]]
    fit <- .fit_by_name(x, arguments)
    seconds <- proc.time()[["elapsed"]] - started
    used <- gc()
    most <- sum(used[, match("max used", colnames(used)) + 1L])
    structure(list(fit = fit, seconds = seconds, megabytes = most - before),
        class = "ggc_measured")
}

.report_failed <- function(fitted, all) {
    failed <- Filter(.is_failed, fitted)
    if (length(failed) == 0L) {
        return(invisible())
    }
    if (all && length(failed) == length(fitted)) {
        stop(failed[[1L]])
    }
    .ggc_warn("compare", "%s gave no ranking: %s.",
        .plural(length(failed), "method"), .ggc_names(paste0(names(failed),
            " (", vapply(failed, .first_line, ""), ")"), 3L))
}

.first_line <- function(condition) {
    sub("[.]?\n.*", "", conditionMessage(condition))
}

# ---- Rankings ----------------------------------------------------------------

.fits_among <- function(entries, fitted) {
    fits <- lapply(names(entries), function(label) {
        if (.is_measured(fitted[[label]])) {
            fitted[[label]]$fit
        } else if (methods::is(entries[[label]], "GGCFit")) {
            .check_fit(entries[[label]], label)
        }
    })
    Filter(Negate(is.null), stats::setNames(fits, names(entries)))
}

# Matrices of scores, all of the same regulators x targets: those of the fits,
# or, where there are none, all that the rankings have. What a ranking lacks
# ranks last in it.
.on_common_genes <- function(entries, fitted) {
    fits <- .fits_among(entries, fitted)
    given <- setdiff(names(entries), c(names(fits), names(fitted)))
    known <- unique(unlist(lapply(fits, function(fit) rownames(fit@series$x))))
    rankings <- c(lapply(fits, function(fit) fit@score),
        lapply(stats::setNames(given, given), function(label) {
            .as_ranking(entries[[label]], label, genes = known)$score
        }))
    rankings <- rankings[intersect(names(entries), names(rankings))]
    .refuse_strangers(rankings)
    leading <- if (length(fits)) names(fits) else names(rankings)
    names <- lapply(seq_len(2L), function(side) {
        Reduce(union, lapply(rankings[leading], function(m) {
            dimnames(m)[[side]]
        }))
    })
    Map(function(score, label) .on_genes(score, names, label), rankings,
        names(rankings))
}

# Rankings that name genes otherwise than the others would make a table of two.
.refuse_strangers <- function(rankings) {
    for (i in rev(seq_along(rankings)[length(rankings) > 1L])) {
        for (side in seq_len(2L)) {
            own <- dimnames(rankings[[i]])[[side]]
            others <- unlist(lapply(rankings[-i], function(m) {
                dimnames(m)[[side]]
            }))
            if (!any(own %in% others)) {
                .ggc_stop("genes", paste0(
                    "`%s` has no %s in common with the others.\nIt has %s, ",
                    "they have %s."
                ), names(rankings)[[i]], c("regulator", "target")[[side]],
                .ggc_names(own, 3L), .ggc_names(unique(others), 3L))
            }
        }
    }
}

# What a ranking does not say ranks last, which is said of it.
.on_genes <- function(score, names, label) {
    own <- dimnames(score)
    shared <- Map(intersect, names, own)
    out <- matrix(NA_real_, length(names[[1L]]), length(names[[2L]]),
        dimnames = names)
    out[shared[[1L]], shared[[2L]]] <- score[shared[[1L]], shared[[2L]]]
    lacking <- sum(is.na(out)) - sum(is.na(out[.self_entries(out)]))
    if (lacking > 0) {
        .ggc_inform("`%s` has no score for %s of %s pairs, which rank last.",
            label, .big(lacking), .big(length(out)))
    }
    out[is.na(out)] <- min(0, out, na.rm = TRUE)
    beyond <- setdiff(unlist(own), unlist(names))
    if (length(beyond)) {
        .ggc_inform("`%s` ranks %s that the others lack, left out: %s.", label,
            .plural(length(beyond), "gene"), .ggc_names(beyond, 3L))
    }
    out
}

# Pairs that are ranked: no gene with itself, nor what a fit has excluded.
.ranked_pairs <- function(rankings, fits, self) {
    out <- array(TRUE, dim(rankings[[1L]]), dimnames(rankings[[1L]]))
    if (!self) {
        out[.self_entries(out)] <- FALSE
    }
    for (fit in fits) {
        barred <- which(.flag_matrix(fit@known$exclude), arr.ind = TRUE)
        names <- dimnames(fit@score)
        out[cbind(names[[1L]][barred[, 1L]], names[[2L]][barred[, 2L]])] <-
            FALSE
    }
    if (!any(out)) {
        .ggc_stop("argument",
            "the rankings must have a pair of genes that can be ranked.")
    }
    out
}

.flag_matrix <- function(m) {
    if (is.null(m)) matrix(FALSE, 0L, 0L) else m > 0
}

# Scores of the candidates, pairs x rankings; what is missing is the lowest.
.scores_compared <- function(rankings, candidates) {
    out <- vapply(rankings, function(score) {
        value <- score[candidates]
        replace(value, is.na(value), min(0, value, na.rm = TRUE))
    }, numeric(sum(candidates)))
    matrix(out, ncol = length(rankings),
        dimnames = list(NULL, names(rankings)))
}

# Spearman's correlations; NA for a ranking that tells no pairs apart.
.agreement <- function(rankings, candidates) {
    .quietly(stats::cor(.scores_compared(rankings, candidates),
        method = "spearman"))
}

# Places of the candidates in each ranking, 1 = first. Ties share the first of
# theirs, but at the end, where a list leaves pairs out, the last.
.ranks_compared <- function(compared) {
    score <- .scores_compared(compared$rankings, compared$candidates)
    out <- apply(score, 2L, function(value) {
        replace(rank(-value, ties.method = "min"), value == min(value),
            length(value))
    })
    matrix(out, nrow(score), dimnames = dimnames(score))
}

# Which candidates are among the first n of each ranking: neither those at its
# end nor ties across the n-th place.
.first_compared <- function(compared, n) {
    score <- .scores_compared(compared$rankings, compared$candidates)
    last <- apply(score, 2L, function(value) rank(-value, ties.method = "max"))
    lowest <- rep(apply(score, 2L, min), each = nrow(score))
    matrix(last <= n & score > lowest, nrow(score), dimnames = dimnames(score))
}
