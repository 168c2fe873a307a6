# What fits without networks have in common: their record, the network of
# significant links, and the points that they test.

# One row for each target asked for. lags: so many points stand before a step,
# of which `null` is the error of "no change"; NULL: nothing is forecast. The
# others of s$columns: status, loss, mean squared error of the fitted steps,
# heldout, that of steps left out.
.target_record <- function(s, lags, status = "ok", loss = NA_real_,
                           heldout = NA_real_) {
    column <- match(s$targets, s$used[s$columns])
    of <- function(value) unname(rep_len(value, length(s$columns))[column])
    null <- if (is.null(lags)) {
        NA_real_
    } else {
        at <- .steps_after(s$series$trajectory, lags)
        rowMeans((s$z[s$columns, at, drop = FALSE] -
            s$z[s$columns, at - 1L, drop = FALSE])^2)
    }
    S4Vectors::DataFrame(
        status = ifelse(is.na(column), "constant", of(status)),
        lambda = NA_real_, iterations = 0L, violation = NA_real_,
        converged = NA, loss = of(as.double(loss)),
        heldout = of(as.double(heldout)), null = of(null), own = NA_real_,
        row.names = rownames(s$series$x)[s$targets]
    )
}

# A vector or list of s$columns, as one of the targets asked for.
.place_targets <- function(s, value) {
    out <- value[match(s$targets, s$used[s$columns])]
    names(out) <- rownames(s$series$x)[s$targets]
    out
}

# Whole numbers as integers, with their dimensions.
.as_whole <- function(m) {
    storage.mode(m) <- "integer"
    m
}

# 1 for excluded links, 0 for others: regulators x targets.
.excluded <- function(s) {
    out <- matrix(0, length(s$rows), length(s$columns))
    out[.flagged(s$known$exclude)] <- 1
    out
}

# ---- Tests -------------------------------------------------------------------

# Which links have a p-value of at most `alpha`, adjusted over all candidates.
.significant <- function(p, s) {
    p[.apart(s$rows, s$columns, s$known$exclude)] <- NA
    adjusted <- array(stats::p.adjust(p, "BH"), dim(p))
    !is.na(adjusted) & adjusted <= s$settings$alpha
}

# How that network was chosen, for the row of a method.
.adjusted_rule <- function(fit) {
    sprintf("at adjusted p <= %s", format(fit@settings$alpha))
}

# A point between two samples is made of them: tested as if it were measured, it
# makes links of noise (a third of p-values below .05 in 3 x 9 uneven points).
.refuse_interpolated <- function(series, method) {
    made <- series$interpolated %or% 0L
    if (made > 0L) {
        .ggc_stop("irregular", paste0(
            "method = \"%s\" tests measured points only, and %d of %d are ",
            "interpolated, which makes p-values too small.\nUse irregular = ",
            "\"asis\", which takes the samples as if they were evenly spaced, ",
            "or another `method`."
        ), method, made, ncol(series$x))
    }
}
