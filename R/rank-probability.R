# The probability of each edge to be a true one, from what a fit knows
# without the truth.

# Log-odds of an edge, from tools/tune/precision.R.
.EDGE_ODDS <- c(intercept = -1.146, rank = -1.144, network = -0.281,
    dependence = -0.165, steps = 0.011, gain = -0.033)

# What a fit knows of each entry, one column each; entries as in the score.
# fit: a GGCFit, or a list of its parts of these names.
.edge_features <- function(fit) {
    part <- .parts_of(fit)
    score <- part$score
    own <- .self_entries(score)
    candidate <- score
    candidate[own] <- NA
    rank <- rank(-candidate, na.last = "keep")
    trajectory <- part$series$trajectory
    steps <- length(trajectory) - max(trajectory)
    error <- part$path$error
    gain <- 1 - part$training$heldout / error[nrow(error), ]
    gain[!is.finite(gain)] <- 0
    cbind(
        rank = log(rank / ncol(score)),
        network = log(pmax(as.vector(part$ranking$network), 0) + 1e-3),
        dependence = log(pmax(as.vector(part$ranking$dependence) *
            sqrt(steps), 0.1)),
        steps = log(steps / nrow(score)),
        gain = rep(pmax(gain, -1), each = nrow(score))
    )
}

.parts_of <- function(fit) {
    if (is.list(fit)) {
        return(fit)
    }
    c(list(score = fit@score, training = fit@training, series = fit@series,
        control = fit@control), fit@details[c("ranking", "path")])
}

# Probability of each entry to be a true edge, a matrix like the score with NA
# for self entries; NULL where the fit lacks what it takes.
.edge_probability <- function(fit) {
    part <- .parts_of(fit)
    linear <- identical(part$control$dependence, "linear")
    if (!linear || is.null(part$ranking$dependence)) {
        return(NULL)
    }
    odds <- .EDGE_ODDS[[1L]] + drop(.edge_features(part) %*% .EDGE_ODDS[-1L])
    out <- array(stats::plogis(odds), dim(part$score), dimnames(part$score))
    out[part$score == 0] <- 0 # constant genes
    out
}
