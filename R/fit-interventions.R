# What a method can do with interventions.

# Steps in which a target must be free, at least; and half of all.
.FREE_STEPS <- 10L

# Nothing is learnt of a target where it is held all the time.
.refuse_held <- function(series, method, targets) {
    perturbed <- series$perturbed
    given <- c(perturbed = !is.null(perturbed),
        steady = !is.null(series$steady))
    if (any(given) && !method$interventions) {
        .ggc_stop("argument", paste0(
            "`%s` is not used by method = \"%s\": networks of their own for ",
            "each target, and \"knockout\", read interventions.\nUse another ",
            "`method`."
        ), names(given)[given][[1L]], method$name)
    }
    if (is.null(perturbed) || !method$has_networks) {
        return(invisible())
    }
    from <- .pairs_from(series$trajectory, 1L)
    held <- intersect(rownames(series$x)[targets], rownames(perturbed))
    free <- rowSums(perturbed[held, from + 1L, drop = FALSE] == 0)
    short <- held[free < max(.FREE_STEPS, length(from) / 2)]
    if (length(short)) {
        .ggc_stop("perturbed", paste0(
            "`perturbed`: targets must be free in %d of the %d steps at ",
            "least, to learn from; these are held in more: %s.\nLeave them ",
            "out of `targets`."
        ), ceiling(max(.FREE_STEPS, length(from) / 2)), length(from),
        .ggc_names(short))
    }
}
