# Known inputs: dose, light, temperature, treatment on or off. They are what the
# user knows of each sample beside its expression, and no genes; or genes for
# once, where their links are asked for. They travel with the samples as rows
# behind the genes until these are in order.

# covariates x samples, in the order given, or NULL: numbers, and of factors,
# strings and flags each level but the first, 0 or 1. Attribute "levels": those
# of each factor, by name. fitted: those of a fit, for new data.
.read_covariates <- function(covariates, x, series, fitted = NULL) {
    if (is.null(covariates)) {
        return(NULL)
    }
    table <- .covariate_table(covariates, x, series)
    levels <- fitted$levels
    parts <- lapply(names(table), function(name) {
        .covariate_rows(table[[name]], name, series$labels, levels[[name]])
    })
    out <- do.call(rbind, parts)
    if (!is.null(fitted)) {
        return(.covariates_of_fit(out, fitted))
    }
    levels <- lapply(parts, attr, "levels")
    names(levels) <- names(table)
    still <- rowSums(out != out[, 1L]) == 0
    if (all(still)) {
        .ggc_stop("covariates", paste0(
            "`covariates` must differ between samples, and all are constant: ",
            "%s."
        ), .ggc_names(names(table)))
    }
    if (any(still)) {
        .ggc_inform("Covariates that are constant are left out: %s.",
            .ggc_names(rownames(out)[still]))
    }
    out <- out[!still, , drop = FALSE]
    twice <- c(intersect(rownames(out), rownames(series$x)),
        rownames(out)[duplicated(rownames(out))])
    if (length(twice)) {
        .ggc_stop("covariates", paste0(
            "`covariates` must have names of their own, and these are there ",
            "twice, or are genes: %s."
        ), .ggc_names(twice))
    }
    .tell_collinear(out)
    structure(out[order(rownames(out), method = "radix"), , drop = FALSE],
        levels = levels[lengths(levels) > 0L])
}

# Covariates that others tell: no data part what is due to the one from what is
# due to the other.
.tell_collinear <- function(rows) {
    centred <- t(rows - rowMeans(rows))
    free <- qr(scale(centred, center = FALSE))
    told <- free$pivot[seq_len(ncol(centred)) > free$rank]
    if (length(told)) {
        .ggc_inform(paste0(
            "`covariates`: %s no more than the others say together; nothing ",
            "tells apart what is due to which."
        ), sprintf(if (length(told) > 1L) "%s say" else "%s says",
            .ggc_names(rownames(rows)[sort(told)])))
    }
}

.covariates_of_fit <- function(out, fitted) {
    lost <- setdiff(fitted$names, rownames(out))
    if (length(lost)) {
        .ggc_stop("covariates", paste0(
            "`covariates` must have those of the fit, and lacks: %s.\nA table ",
            "names them, as data.frame(%s = ...)."
        ), .ggc_names(lost), lost[[1L]])
    }
    out[fitted$names, , drop = FALSE]
}

# A data frame with a row for each sample.
.covariate_table <- function(value, x, series) {
    columns <- if (.is_experiment(x)) .sample_columns(x)
    named <- is.character(value) && length(value) && is.null(dim(value)) &&
        is.null(names(value)) && (all(value %in% names(columns)) ||
            length(value) != length(series$labels))
    if (named) {
        unknown <- setdiff(value, names(columns))
        if (length(unknown) || anyDuplicated(value)) {
            .ggc_stop("covariates", paste0(
                "`covariates` must name columns of colData, each once, or ",
                "hold a value for each sample; these are none: %s.\n",
                "colData has: %s."
            ), .ggc_names(c(unknown, value[duplicated(value)])),
            if (length(names(columns))) .ggc_names(names(columns), 10L) else
                "no columns")
        }
        return(as.data.frame(columns[value], optional = TRUE))
    }
    value <- .plain_table(value)
    if (is.null(dim(value))) {
        if (!is.atomic(value) || length(value) == 0L) {
            .refuse_covariates(value, series)
        }
        twice <- names(value)[duplicated(names(value))]
        if (length(twice)) {
            .ggc_stop("covariates", paste0(
                "`covariates` must have one value for each name, and has ",
                "several for: %s."
            ), .ggc_names(unique(twice)))
        }
        names <- names(value)
        value <- data.frame(covariate = unname(value))
        if (!is.null(names)) {
            value <- .with_rows(value, names)
        }
    }
    if (length(dim(value)) != 2L || !ncol(value)) {
        .refuse_covariates(value, series)
    }
    value <- .rows_of_samples(value, series)
    value <- as.data.frame(value, optional = TRUE)
    names(value) <- names(value) %or% sprintf("covariate %d", seq_along(value))
    if (anyNA(names(value)) || !all(nzchar(names(value)))) {
        .ggc_stop("covariates",
            "Each column of `covariates` must have a name.")
    }
    value
}

# Rows by the names of samples, or of trajectories, whose samples share them.
.rows_of_samples <- function(value, series) {
    names <- .names_given(value)
    known <- series$trajectory_names
    if (length(names) && series$grouped && setequal(names, known) &&
        length(names) == length(known)) {
        return(value[match(known, names)[series$trajectory], , drop = FALSE])
    }
    if (nrow(value) != length(series$labels)) {
        if (series$grouped && any(names %in% known)) {
            wrong <- setdiff(names, known)
            .ggc_stop("covariates", paste0(
                "`covariates` must have one value for each trajectory; these ",
                "%s: %s."
            ), if (length(wrong)) "are none" else "have none",
            .ggc_names(if (length(wrong)) wrong else setdiff(known, names)))
        }
        .refuse_covariates(value, series)
    }
    if (all(nzchar(series$samples))) {
        value <- .by_name(value, series$samples, "covariates", "covariates")
    }
    value
}

.refuse_covariates <- function(value, series) {
    .ggc_stop("covariates", paste0(
        "`covariates` must be names of colData columns, or values or a table ",
        "with a row for each of the %d samples (columns of `x`)%s, not %s."
    ), length(series$labels), if (series$grouped) {
        sprintf(" or trajectories (by name: %s)",
            .ggc_names(series$trajectory_names, 3L))
    } else {
        ""
    }, if (length(dim(value)) == 2L) {
        sprintf("a table of %s", .plural(nrow(value), "row"))
    } else {
        .kind(value)
    })
}

# The rows of one covariate. levels: those of a factor in a fit.
.covariate_rows <- function(value, name, labels, levels = NULL) {
    plain <- is.atomic(value) && is.null(dim(value)) &&
        (is.numeric(value) || is.logical(value) || is.character(value) ||
            is.factor(value))
    if (!plain || inherits(value, c("Date", "POSIXt", "difftime"))) {
        .ggc_stop("covariates", paste0(
            "The covariate %s must be numbers, flags, strings or a factor, ",
            "not %s."
        ), name, .kind(value))
    }
    text <- is.character(value) || is.factor(value)
    known <- if (text) !is.na(value) & nzchar(as.character(value)) else
        is.finite(value)
    if (!all(known)) {
        .ggc_stop("covariates", paste0(
            "The covariate %s must be known of all samples; it is missing or ",
            "infinite for %s."
        ), name, .ggc_names(labels[!known]))
    }
    if (!text) {
        return(matrix(as.double(value), 1L, dimnames = list(name, NULL)))
    }
    # The first level of a factor is what others are set against.
    own <- if (is.factor(value)) enc2utf8(levels(value))
    value <- enc2utf8(as.character(value))
    own <- intersect(own %or% sort(unique(value), method = "radix"), value)
    other <- setdiff(value, levels)
    if (length(levels) && length(other)) {
        .ggc_stop("covariates", paste0(
            "The covariate %s must have levels of the fit, %s, and has %s."
        ), name, .ggc_names(levels), .ggc_names(other))
    }
    levels <- levels %or% own
    rows <- if (length(levels) == 1L) levels else levels[-1L]
    out <- outer(rows, value, `==`) + 0
    rownames(out) <- paste(name, rows)
    structure(out, levels = levels)
}

# Along with the samples -------------------------------------------------------

# Rows of held genes come behind, see input-perturbed.R. No gene is called so.
.COVARIATE_ROW <- "\r"

.with_covariates <- function(series, covariates) {
    if (!is.null(covariates)) {
        rownames(covariates) <- paste0(.COVARIATE_ROW, rownames(covariates))
        series$x <- rbind(series$x, covariates)
    }
    series
}

# The genes alone, and the covariates in `inputs`; or among the genes, where
# they are regulators. `covariates`: list(names, levels, as_regulators). before:
# the series before points were made up between its samples, which have the
# covariates of the sample before.
.covariates_apart <- function(series, before, levels, as_regulators) {
    rows <- which(startsWith(rownames(series$x), .COVARIATE_ROW))
    if (length(rows) == 0L) {
        return(series)
    }
    if (isTRUE(series$interpolated > 0L)) {
        slack <- .step_slack(series)
        from <- vapply(seq_along(series$time), function(i) {
            max(which(before$trajectory == series$trajectory[[i]] &
                before$time <= series$time[[i]] + slack))
        }, 1L)
        series$x[rows, ] <- before$x[rows, from, drop = FALSE]
    }
    names <- substring(rownames(series$x)[rows], 2L)
    held <- startsWith(names, .PERTURBED_ROW)
    if (any(held)) {
        series$perturbed <- sign(series$x[rows[held], , drop = FALSE])
        rownames(series$perturbed) <- substring(names[held], 2L)
        series <- .without_rows(series, rows[held])
    }
    names <- names[!held]
    rows <- rows[!held]
    if (!length(rows)) {
        return(series)
    }
    rownames(series$x)[rows] <- names
    series$covariates <- list(names = names, levels = levels,
        as_regulators = as_regulators)
    if (as_regulators) {
        return(series)
    }
    series$inputs <- rbind(series$inputs, series$x[rows, , drop = FALSE])
    .without_rows(series, rows)
}

.without_rows <- function(series, rows) {
    series$x <- series$x[-rows, , drop = FALSE]
    if (!is.null(series$filled) && length(dim(series$filled))) {
        series$filled <- series$filled[-rows, , drop = FALSE]
    }
    if (!is.null(series$between$x)) {
        series$between$x <- series$between$x[-rows, , drop = FALSE]
    }
    series
}

# In a fit ---------------------------------------------------------------------

# Known inputs whose share is taken off where dependences are read, covariates x
# samples, standardised; NULL where there are none.
.known_inputs <- function(series) {
    inputs <- series$inputs
    names <- intersect(series$covariates$names, rownames(inputs))
    if (length(names)) {
        .standardise(inputs[names, , drop = FALSE])$z
    }
}

# x, genes x steps, without what known inputs explain: inputs x steps.
.less_known <- function(x, inputs) {
    inputs <- inputs - rowMeans(inputs)
    parts <- qr(t(inputs))
    if (parts$rank == 0L) {
        return(x)
    }
    basis <- qr.Q(parts)[, seq_len(parts$rank), drop = FALSE]
    x <- x - rowMeans(x)
    x - .native_product(.native_product(x, basis), basis, transpose = TRUE)
}

# More than one input for so many steps explain anything.
.STEPS_PER_INPUT <- 3L

# Of a method that has no place for them, and of too few steps.
.refuse_inputs <- function(series, method) {
    inputs <- length(series$covariates$names)
    if (inputs == 0L) {
        return(invisible())
    }
    # A step is told by the inputs of its first sample.
    from <- .pairs_from(series$trajectory, 1L)
    rows <- if (series$covariates$as_regulators) series$x else series$inputs
    rows <- rows[series$covariates$names, from, drop = FALSE]
    idle <- rowSums(rows != rows[, 1L]) == 0
    if (any(idle)) {
        .ggc_stop("covariates", paste0(
            "`covariates` must differ before the last sample of a trajectory, ",
            "as each counts from its sample to the next; these do not: %s."
        ), .ggc_names(rownames(rows)[idle]))
    }
    if (series$covariates$as_regulators) {
        return(invisible())
    }
    if (!method$has_networks) {
        .ggc_stop("covariates", paste0(
            "`covariates` are inputs of networks; method = \"%s\" trains none.",
            "\nGive as_regulators = TRUE, which takes them for regulators."
        ), method$name)
    }
    steps <- length(series$trajectory) - max(series$trajectory)
    if (.STEPS_PER_INPUT * inputs > steps) {
        .ggc_stop("covariates", paste0(
            "`covariates` are %s for %s, which they would explain whatever ",
            "they are.\nGive at most %d, or more samples."
        ), .plural(inputs, "input"), .plural(steps, "step"),
        steps %/% .STEPS_PER_INPUT)
    }
}
