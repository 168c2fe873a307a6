# Which trajectory is of which condition, and of which pair; and how labels of
# conditions can be exchanged between them.

# ---- Reading -----------------------------------------------------------------

# The value of each trajectory, a factor named by them, from a value for each
# sample or each trajectory or the name of a column. input: list(time,
# trajectory, assay_type), as the series is read.
.value_by_trajectory <- function(value, x, input, arg) {
    if (!isS4(x) && inherits(x, "ggc_series")) {
        given <- x[c("trajectory", "trajectory_names", "samples")]
    } else {
        # What is to be said of the data the fit says.
        given <- .quietly(.quietly({
            x <- .usual_class(x)
            .read_input(x, input$time, input$trajectory, input$assay_type)
        }, "message"))
        if (.is_experiment(x)) {
            value <- .from_columns(value, .sample_columns(x), arg)$value
        }
    }
    .check_trajectory_labels(value, arg)
    .labels_of_trajectories(value, given, arg)
}

# The same in the order of a series, whose trajectories replicates = "match"
# may have made of those that were read, and called after them.
.values_of_series <- function(value, series) {
    own <- series$trajectory_names
    from <- ifelse(own %in% names(value), own, sub("[.][0-9]+$", "", own))
    stats::setNames(value[from], own)
}

.check_trajectory_labels <- function(value, arg) {
    plain <- is.factor(value) || ((is.character(value) || is.numeric(value) ||
        is.logical(value)) && !is.object(value) && is.null(dim(value)))
    if (!plain) {
        .ggc_stop("argument", paste0(
            "`%s` must be a factor, strings or numbers, one for each sample ",
            "or trajectory, or the name of a column of colData, not %s."
        ), arg, .given(value))
    }
}

# A factor, in the order of the trajectories as they were read. Levels: those of
# a factor, else in the C locale's order.
.labels_of_trajectories <- function(value, given, arg) {
    names <- given$trajectory_names
    if (!is.factor(value)) {
        levels <- sort(unique(value[!is.na(value)]), method = "radix")
        value <- stats::setNames(factor(value, levels), names(value))
    }
    by_trajectory <- all(names %in% names(value)) ||
        (is.null(names(value)) && length(value) == length(names))
    if (by_trajectory) {
        at <- if (is.null(names(value))) seq_along(names) else names
        value <- value[at]
        labels <- names
    } else if (length(value) == length(given$trajectory)) {
        value <- .by_name(value, if (any(nzchar(given$samples))) given$samples,
            arg)
        value <- .alike_in_trajectory(value, given, arg)
    } else {
        .ggc_stop("argument", paste0(
            "`%s` must have one value per sample, that is %d, or per ",
            "trajectory, %d (in order or named by them), not %d.\n",
            "Trajectories are %s."
        ), arg, length(given$trajectory), length(names), length(value),
        .ggc_names(names))
    }
    if (anyNA(value)) {
        .ggc_stop("argument", "`%s` must not be missing; it is for %s.", arg,
            .ggc_names(names[is.na(value)]))
    }
    stats::setNames(droplevels(value), names)
}

# Labels of samples as those of their trajectories, each wholly of one.
.alike_in_trajectory <- function(value, given, arg) {
    in_part <- tapply(is.na(value), given$trajectory, function(of) {
        any(of) && !all(of)
    })
    if (any(in_part)) {
        .ggc_stop("argument", paste0(
            "`%s` must not be missing; it is in samples of %s."
        ), arg, .ggc_names(given$trajectory_names[in_part]))
    }
    first <- value[match(seq_along(given$trajectory_names), given$trajectory)]
    own <- first[given$trajectory]
    mixed <- unique(given$trajectory[as.integer(value) %in% NA |
        as.integer(value) != as.integer(own)])
    if (length(mixed) && !anyNA(value)) {
        .ggc_stop("contrast", paste0(
            "each trajectory must be wholly of one `%s`, and these are of ",
            "several: %s.\nGive `trajectory` so that it tells them apart, as ",
            "names of several columns of colData."
        ), arg, .ggc_names(given$trajectory_names[mixed]))
    }
    first
}

.check_levels <- function(condition, reference) {
    levels <- levels(condition)
    if (length(levels) < 2L) {
        .ggc_stop("contrast", paste0(
            "`condition` must name two conditions or more, and %s."
        ), if (length(levels)) {
            sprintf("all trajectories are of one: %s", levels)
        } else {
            "names none"
        })
    }
    if (is.null(reference)) {
        return(levels[[1L]])
    }
    if (length(reference) == 1L && is.atomic(reference)) {
        reference <- as.character(reference)
    }
    .check_choice(reference, "reference", levels)
}

# Genes that do not vary in one condition, though they do in all data: what
# regulates them there, or what they regulate, nothing tells. other: is each
# trajectory of the second level?
.flat_in_condition <- function(series, other, levels) {
    flat <- lapply(c(FALSE, TRUE), function(second) {
        own <- other[series$trajectory] == second
        genes <- .constant_genes(series$x[, own, drop = FALSE])
        rownames(series$x)[genes & !series$constant]
    })
    said <- paste0(unlist(flat), " (", rep(levels, lengths(flat)), ")")
    if (length(unlist(flat))) {
        .ggc_inform(paste0(
            "`condition`: constant in one condition, and without a contrast ",
            "there: %s."
        ), .ggc_names(said))
    }
    unlist(flat)
}

# ---- Exchanges ---------------------------------------------------------------

# A test of a contrast takes so many trajectories of each condition: of four
# against four there are 35 ways to part them, and no p-value below .029.
.FEWEST_OF_CONDITION <- 5L

# list(other, stratum, ways): is a trajectory of the other condition than the
# reference; which can be exchanged with each other (those of the same times and
# of one pair); and in how many ways.
.label_design <- function(series, other, pair) {
    kind <- .trajectory_kinds(series, pair)
    ways <- prod(vapply(split(other, kind), function(of) {
        choose(length(of), sum(of))
    }, 0))
    list(other = other, stratum = kind, ways = ways)
}

# Labels under exchanges, trajectories x exchanges, 1 for the other condition:
# all that differ from what is, if there are no more than B, else B at random.
.exchanged_labels <- function(design, B, seed) {
    own <- split(seq_along(design$other), design$stratum)
    if (design$ways - 1 <= B) {
        labels <- matrix(0, length(design$other), 1L)
        for (at in own) {
            labels <- .all_labels(labels, at, sum(design$other[at]))
        }
        same <- colSums(labels != design$other) == 0
        return(labels[, !same, drop = FALSE])
    }
    vapply(seq_len(B), function(b) {
        out <- as.double(design$other)
        for (k in seq_along(own)) {
            at <- own[[k]]
            u <- .native_uniform(length(at), seed, sprintf("contrast %d %d", b,
                k))
            out[at] <- out[at[order(u)]]
        }
        out
    }, numeric(length(design$other)))
}

# Each column of labels with each choice of n of the places `at`.
.all_labels <- function(labels, at, n) {
    chosen <- utils::combn(length(at), n)
    out <- labels[, rep(seq_len(ncol(labels)), each = ncol(chosen)),
        drop = FALSE]
    choice <- rep(seq_len(ncol(chosen)), ncol(labels))
    flags <- matrix(0, length(at), ncol(chosen))
    flags[cbind(as.vector(chosen), rep(seq_len(ncol(chosen)), each = n))] <- 1
    out[at, ] <- flags[, choice]
    out
}

# Why a contrast cannot be tested, or NULL.
.why_untested <- function(design, levels) {
    size <- c(sum(!design$other), sum(design$other))
    if (min(size) < .FEWEST_OF_CONDITION) {
        return(sprintf(paste0(
            "%s has %s and %s has %d: a test of a difference takes %d of ",
            "each.\nTest each condition by itself, as ggc_test(x$fits$%s)."
        ), levels[[1L]], .plural_trajectories(size[[1L]]),
        levels[[2L]], size[[2L]], .FEWEST_OF_CONDITION,
        if (make.names(levels[[2L]]) == levels[[2L]]) levels[[2L]] else {
            sprintf("`%s`", levels[[2L]])
        }))
    }
    if (design$ways < 2) {
        paste0("no labels can be exchanged: trajectories of the two have ",
            "other times, or no pair is of both.\nTest each condition by ",
            "itself with ggc_test().")
    }
}

.plural_trajectories <- function(n) {
    sprintf(if (n == 1L) "%d trajectory" else "%d trajectories", n)
}
