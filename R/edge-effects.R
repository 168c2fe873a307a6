# What an edge does: does the regulator raise or lower its target, after how
# many steps, and how much?

# Of the targets named, what the method of a fit says of each regulator's effect
# on the forecast one step ahead: matrices regulators x targets, `effect`
# (signed), `jacobian` (absolute) and `lag`, in steps, where that peaks (0: no
# effect), those that it has. NULL where the method has none, or the fit did not
# keep what it takes.
.effects <- function(fit, targets = colnames(fit@score)) {
    .method_of(fit)$effects(fit, targets)
}

# 1: a regulator raises its target, -1: it lowers it, 0: neither can be told.
# From the method's effects; where it has none for it, as from a regulator that
# ranks high by the path alone, from the sign of the correlation of its values
# with what the target's own past leaves unexplained, over the lags of the
# ranking. Of levels that rank, the sign is that of their correlation.
# effects: as from .effects().
.signs <- function(fit, targets, effects) {
    x <- fit@series$x
    rows <- match(rownames(fit@score), rownames(x))
    columns <- match(targets, rownames(x))
    levels <- identical(fit@control$dependence, "levels")
    out <- sign(if (levels) {
        .lagged_levels(x, rows, columns, fit@series$trajectory)
    } else {
        .directed_dependence(x, fit@series$trajectory, rows, columns, "signed",
            max(fit@control$horizons, 1L), 0,
            .nothing_held(fit@series$trajectory), 1L,
            clock = .clock(fit@series))
    })
    if (!is.null(effects$effect) && !levels) {
        told <- which(effects$effect != 0)
        out[told] <- sign(effects$effect[told])
    }
    # What followed an intervention is caused by it, which no forecast need be.
    response <- fit@details$response
    if (!is.null(response)) {
        response <- response[, targets, drop = FALSE]
        told <- which(abs(response) > 0.5)
        out[told] <- sign(response[told])
    }
    out[, fit@training[targets, "status"] %in% .UNTRAINED] <- NA
    storage.mode(out) <- "integer"
    out
}

# A table of edges with sign, lag, delay and effect; prior_sign where a prior
# tells signs.
.with_effects <- function(edges, fit) {
    targets <- unique(edges$target)
    effects <- .effects(fit, targets)
    at <- cbind(match(edges$regulator, rownames(fit@score)),
        match(edges$target, targets))
    edges$sign <- .signs(fit, targets, effects)[at]
    if (!is.null(fit@known$prior_sign)) {
        believed <- fit@known$prior_sign[, targets, drop = FALSE][at]
        edges$prior_sign <- replace(believed, believed == 0L, NA)
    }
    lag <- if (is.null(effects$lag)) rep(NA_integer_, nrow(edges)) else
        effects$lag[at]
    lag[lag %in% 0L] <- NA
    edges$lag <- lag
    edges$delay <- lag * .even_step(fit@series)
    edges$effect <- if (is.null(effects$effect)) {
        rep(NA_real_, nrow(edges))
    } else {
        effects$effect[at]
    }
    edges
}

# Signs of a prior that the data contradict are said, of links that the fit
# chose: of others neither sign is sure.
.tell_contradicted <- function(fit) {
    believed <- fit@known$prior_sign
    told <- which(believed != 0L & fit@norms > 0)
    if (length(told) == 0L) {
        return(invisible())
    }
    rows <- nrow(believed)
    regulator <- (told - 1L) %% rows + 1L
    target <- colnames(believed)[(told - 1L) %/% rows + 1L]
    targets <- unique(target)
    found <- .signs(fit, targets, .effects(fit, targets))[
        cbind(regulator, match(target, targets))]
    other <- which(found == -believed[told])
    if (length(other)) {
        .ggc_inform(paste0(
            "`prior`: %s of its %s with a sign in the chosen network %s the ",
            "opposite sign in the data: %s.\nggc_edges() has both, as sign ",
            "and prior_sign."
        ), .big(length(other)), .plural(length(told), "link"),
        if (length(other) == 1L) "has" else "have",
        .link_names(rownames(believed)[regulator[other]], target[other]))
    }
}
