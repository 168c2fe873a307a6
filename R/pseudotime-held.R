# Pseudotimes and weights as other packages hold them: columns of cells, what
# slingshot and TrajectoryUtils make, the graphs of monocle3.

# A pseudotime as it was given, named or found: list(value, weights, arg). The
# value is a vector or a table cells x lineages, `weights` alike or NULL, `arg`
# R code that stands for the value in messages.
.held_pseudotime <- function(pseudotime, x, columns) {
    if (is.null(pseudotime)) {
        return(.found_pseudotime(x, columns))
    }
    if (is.character(pseudotime) && is.null(dim(pseudotime))) {
        return(.named_pseudotime(pseudotime, columns))
    }
    .unpacked(pseudotime, "pseudotime")
}

# colData columns, one a lineage, or one that holds all lineages. They go by
# place: names inside may be older than those of the cells.
.named_pseudotime <- function(names, columns) {
    if (length(names) == 1L) {
        found <- .from_columns(names, columns, "pseudotime")
        held <- .unpacked(found$value, found$arg)
        return(list(value = .bare(held$value),
            weights = if (!is.null(held$weights)) .bare(held$weights),
            arg = held$arg))
    }
    list(value = .joined_columns(names, columns, "pseudotime"),
        weights = NULL, arg = "pseudotime")
}

# The numbers in an object of another package; other values as they are.
.unpacked <- function(value, arg) {
    plain <- function() {
        list(value = .plain_table(value), weights = NULL, arg = arg)
    }
    if (!isS4(value)) {
        return(plain())
    }
    if ("SlingshotDataSet" %in% class(value)) {
        return(c(.of_curves(attr(value, "curves"),
            rownames(attr(value, "reducedDim")), arg), arg = arg))
    }
    .need_class(value, arg)
    if (!methods::is(value, "SummarizedExperiment")) {
        return(plain())
    }
    c(.of_ordering(value, arg), arg = arg)
}

# A PseudotimeOrdering is a SummarizedExperiment of cells x lineages.
.of_ordering <- function(x, arg) {
    assays <- SummarizedExperiment::assays(x)
    names <- names(assays) %or% character()
    at <- match("pseudotime", names)
    if (is.na(at) && "PseudotimeOrdering" %in% class(x) && length(assays)) {
        at <- 1L
    }
    value <- if (!is.na(at)) as.matrix(assays[[at]])
    if (all(is.na(value))) {
        .refuse_without_curves(arg)
    }
    list(value = value,
        weights = if ("weights" %in% names) as.matrix(assays[["weights"]]))
}

# The principal curves of a SlingshotDataSet, with positions and weights of all
# cells.
.of_curves <- function(curves, cells, arg) {
    if (length(curves) == 0L) {
        .refuse_without_curves(arg)
    }
    table <- function(field) {
        out <- do.call(cbind, lapply(curves, `[[`, field))
        dimnames(out) <- list(cells, names(curves) %or% seq_along(curves))
        out
    }
    list(value = table("lambda"), weights = table("w"))
}

.refuse_without_curves <- function(arg) {
    .ggc_stop("pseudotime", paste0(
        "`%s` must hold pseudotimes, and has none.\nOf slingshot, ",
        "getCurves() makes them where getLineages() has ended."
    ), arg)
}

# Where none was given ---------------------------------------------------------

# The only one that `x` holds under a name that programs give it.
.found_pseudotime <- function(x, columns) {
    found <- c(.found_slingshot(x, columns), .found_graphs(x),
        .found_columns(columns))
    if (length(found) == 0L) {
        .ggc_stop("pseudotime", paste0(
            "`pseudotime` must be given, as `x` holds none under a name that ",
            "programs give it.\ncolData has: %s."
        ), if (length(names(columns))) {
            .ggc_names(names(columns), 10L)
        } else {
            "no columns"
        })
    }
    if (length(found) > 1L) {
        .ggc_stop("pseudotime", paste0(
            "`pseudotime` must be given, as `x` holds several.\nGive one of: ",
            "%s."
        ), .ggc_names(sprintf("pseudotime = %s", names(found)), 10L))
    }
    .ggc_inform("No `pseudotime` was given: taken is pseudotime = %s.",
        names(found))
    found[[1L]]()
}

# What slingshot() adds to colData: all at once, and by lineage; or what it
# added, years ago, elsewhere. Functions by what would be written, as the two
# below.
.found_slingshot <- function(x, columns) {
    lineages <- grep("^slingPseudotime_[0-9]+$", names(columns), value = TRUE)
    old <- attr(x, "int_metadata")$slingshot
    if ("slingshot" %in% names(columns)) {
        list("\"slingshot\"" = function() {
            .named_pseudotime("slingshot", columns)
        })
    } else if (length(lineages)) {
        code <- paste(dQuote(lineages, FALSE), collapse = ", ")
        stats::setNames(list(function() .named_pseudotime(lineages, columns)),
            if (length(lineages) > 1L) sprintf("c(%s)", code) else code)
    } else if (!is.null(old)) {
        list("SlingshotDataSet(x)" = function() {
            .unpacked(old, "SlingshotDataSet(x)")
        })
    }
}

# monocle3 has one for each reduction of dimensions; they have names, and of
# cells that were dropped since, too.
.found_graphs <- function(x) {
    held <- attr(x, "principal_graph_aux")
    times <- lapply(stats::setNames(nm = names(held)), function(name) {
        as.list(held[[name]])$pseudotime
    })
    times <- times[vapply(times, is.numeric, NA)]
    code <- sprintf("monocle3::pseudotime(x, \"%s\")", names(times))
    stats::setNames(Map(function(time, code) function() {
        list(value = time, weights = NULL, arg = code)
    }, times, code), code)
}

.found_columns <- function(columns) {
    names <- grep(.ALONG, names(columns), value = TRUE, ignore.case = TRUE)
    names <- names[!grepl("^slingPseudotime_[0-9]+$", names) &
        vapply(names, function(name) {
            is.numeric(.from_columns(name, columns, "pseudotime")$value)
        }, NA)]
    stats::setNames(lapply(names, function(name) function() {
        .named_pseudotime(name, columns)
    }), dQuote(names, FALSE))
}
