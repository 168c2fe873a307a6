# The fits behind a contrast: one of all data, which horizons and lags are read
# from, and one of each condition with these; or two fits that are there.

# Settings that a fit reads from its data, and a contrast from all of them.
.READ_FROM_ALL <- c("horizons", "dependence_lags", "smooth")

# list(all, each): the fit of all data and, by condition, those of its
# trajectories. all: the fit; condition: of each trajectory, a factor;
# arguments: of ggc_fit(), by name.
.fits_by_condition <- function(all, condition, arguments, verbose) {
    series <- all@series
    arguments$seed <- metadata(all)$seed
    read <- intersect(.READ_FROM_ALL, names(all@control))
    if (.method_of(all)$has_networks) {
        control <- .as_control(arguments$control %or% ggc_control())
        control[read] <- all@control[read]
        arguments$control <- control
    }
    fits <- lapply(levels(condition), function(level) {
        .say_stage(verbose, "condition %s", level)
        own <- which(condition[series$trajectory] == level)
        .fit_by_name(.some_samples(series, own), arguments)
    })
    stats::setNames(fits, levels(condition))
}

# Two fits or more as conditions: their trajectories as one series, and the
# condition of each. Refused where they were not made alike.
.bound_fits <- function(fits) {
    first <- fits[[1L]]
    for (name in names(fits)[-1L]) {
        .refuse_fits_apart(first, fits[[name]], c(names(fits)[[1L]], name))
    }
    series <- first@series
    part <- function(what) lapply(fits, function(fit) fit@series[[what]])
    genes <- rownames(series$x)
    trajectories <- lengths(part("trajectory_names"))
    names <- unlist(part("trajectory_names"), use.names = FALSE)
    if (anyDuplicated(names)) {
        names <- paste(rep(names(fits), trajectories), names, sep = ".")
    }
    before <- cumsum(c(0L, trajectories))[seq_along(fits)]
    series$x <- do.call(cbind, lapply(part("x"), function(x) {
        x[genes, , drop = FALSE]
    }))
    series$trajectory <- unlist(Map(`+`, part("trajectory"), before),
        use.names = FALSE)
    series$trajectory_names <- make.unique(names)
    series$time <- unlist(part("time"), use.names = FALSE)
    series$samples <- unlist(part("samples"), use.names = FALSE)
    series$constant <- .constant_genes(series$x)
    series[c("between", "filled", "batch", "pairing", "inputs")] <- NULL
    list(series = series, condition = stats::setNames(factor(rep(names(fits),
        trajectories), names(fits)), series$trajectory_names))
}

.refuse_fits_apart <- function(a, b, names) {
    steps <- function(fit) {
        unlist(fit@control[intersect(.READ_FROM_ALL, names(fit@control))])
    }
    differ <- c(
        genes = !setequal(rownames(a@series$x), rownames(b@series$x)),
        regulators = !setequal(rownames(a@score), rownames(b@score)),
        targets = !setequal(colnames(a@score), colnames(b@score)),
        method = !identical(a@method, b@method),
        "horizons, lags or smoothing" = !identical(steps(a), steps(b)),
        "usual step" = !isTRUE(all.equal(a@series$step, b@series$step))
    )
    if (any(differ)) {
        .ggc_stop("contrast", paste0(
            "the fits %s must have been made alike, and differ in their %s.\n",
            "Give the data of both and `condition`: ggc_contrast(x, ",
            "condition) fits all conditions with the same settings."
        ), paste(names, collapse = " and "), .ggc_names(names(differ)[differ]))
    }
}

# Evidence of each condition, matrices like the score: -log of the share of
# edges at or above, each moved towards that of all data by the part of what
# sets conditions apart that is noise. all: the fit of all data, or NULL.
.shared_scores <- function(fits, all, shared) {
    evidence <- function(fit) {
        barred <- .barred(fit)
        replace(.rank_evidence(fit@score, barred), barred, NA)
    }
    own <- lapply(fits, evidence)
    if (is.null(all)) {
        names <- dimnames(fits[[1L]]@score)
        return(lapply(own, function(m) m[names[[1L]], names[[2L]]]))
    }
    both <- evidence(all)
    lapply(own, function(m) {
        # What is constant in one condition has no evidence of its own there.
        (1 - shared) * ifelse(is.na(m), both, m) + shared * both
    })
}
