# How well the targets of a fit are forecast, and against what that is read.

# The training record. Fits of before the errors of the targets' own pasts were
# measured hold all that these are computed from.
.training_of <- function(fit) {
    training <- fit@training
    if (!is.null(training$own)) {
        return(training)
    }
    training$own <- NA_real_
    held <- which(is.finite(training$heldout))
    if (length(held)) {
        x <- fit@series$x[rownames(training)[held], , drop = FALSE]
        training$own[held] <- .own_past_of(.standardise(x)$z,
            fit@series$trajectory, fit@control, fit@details$cell,
            .method_of(fit)$shared)
    }
    training
}

# Where on the path each target's held-out error is least: "dense" or "sparse",
# its ends, or "inside". NA where nothing was held out, and without a path that
# has an inside.
.path_ends <- function(fit) {
    error <- fit@details$path$error
    out <- stats::setNames(rep(NA_character_, ncol(fit@score)),
        colnames(fit@score))
    if (is.null(error) || nrow(error) < 3L) {
        return(out)
    }
    measured <- which(fit@training$status == "ok" &
        colSums(is.finite(error)) == nrow(error))
    least <- vapply(measured, function(i) which.min(error[, i]), 0L)
    out[measured] <- ifelse(least == 1L, "dense",
        ifelse(least == nrow(error), "sparse", "inside"))
    out
}
