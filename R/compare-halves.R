# What can be said of a ranking where no network is known: is it found again in
# other samples, and does what it puts first forecast them?

# A half of the times of a trajectory has so many points, or there is none.
.FEWEST_IN_HALF <- 10L

# First regulators of a target that its forecast reads.
.FAVOURITES <- 3L

# Two lists of columns: of trajectories, where there are enough of them, else
# the first and the second half of each one's times; NULL where they are too
# short for that.
.halves_of <- function(series, seed) {
    trajectory <- series$trajectory
    if (max(trajectory) >= .FEWEST_TO_HALVE) {
        halves <- .complementary_halves(max(trajectory), seed, 1L)
        return(lapply(halves, function(half) which(trajectory %in% half)))
    }
    length <- tabulate(trajectory)
    if (min(length) < 2L * .FEWEST_IN_HALF) {
        return(NULL)
    }
    early <- sequence(length) <= length[trajectory] / 2
    list(which(early), which(!early))
}

# stability and forecast of each ranking, a matrix with its name; NA where there
# are no halves, or the method finds nothing in one.
.halves_compared <- function(compared, measured, halves, common) {
    labels <- names(compared$rankings)
    out <- matrix(NA_real_, length(labels), 2L,
        dimnames = list(labels, c("stability", "forecast")))
    if (!halves || length(measured) == 0L) {
        return(out)
    }
    run <- list(threads = .resolve_threads(common$threads), BPPARAM = NULL,
        checkpoint = NULL, verbose = FALSE)
    for (label in names(measured)) {
        .say_stage(common$verbose, "halves: %s", label)
        out[label, ] <- .measured_halves(measured[[label]]$fit, run)
    }
    out
}

.measured_halves <- function(fit, run) {
    nothing <- c(stability = NA_real_, forecast = NA_real_)
    halves <- .halves_of(fit@series, metadata(fit)$seed)
    if (is.null(halves)) {
        return(nothing)
    }
    scores <- tryCatch(lapply(halves, function(keep) {
        .score_of_samples(fit, keep, run)
    }), ggc_error = function(e) NULL)
    if (is.null(scores)) {
        return(nothing)
    }
    barred <- .barred(fit)
    score <- .scores_compared(scores, !barred)
    c(stability = .quietly(stats::cor(score, method = "spearman")[1L, 2L]),
        forecast = exp(-mean(c(
            .favourites_gain(fit, scores[[1L]], halves[[2L]], barred),
            .favourites_gain(fit, scores[[2L]], halves[[1L]], barred)
        ))))
}

# What the first regulators add to the forecast of the samples `test` from the
# own past, as the logarithm of the error, mean over targets. The regressions
# are ridges with one penalty, each piece of the samples being forecast from the
# others; see rank-conditional.R. NA where there are too few pieces or targets.
.favourites_gain <- function(fit, score, test, barred) {
    trajectory <- fit@series$trajectory
    from <- test[(test + 1L) %in% test &
        trajectory[test] == trajectory[pmin(test + 1L, length(trajectory))]]
    piece <- .held_out_pieces(trajectory, from)
    score[barred] <- NA
    targets <- which(colSums(!is.na(score)) > 0)
    if (length(from) < 4L || max(piece) < 2L || length(targets) == 0L) {
        return(NA_real_)
    }
    z <- .standardise(fit@series$x)$z
    of <- function(genes, at) .unit_rows(z[genes, at, drop = FALSE])
    pieces <- split(seq_along(from), piece)
    bases <- lapply(targets, function(i) {
        target <- colnames(score)[[i]]
        first <- .favourites(score[, i], rownames(score), .FAVOURITES)
        c(.ridge_basis(of(rownames(score)[first], from),
            t(of(target, from + 1L)), t(of(target, from))),
        list(pieces = pieces))
    })
    .ridge_penalty(bases)$gain %or% NA_real_
}

# The first k of a column; those that have no more than the least say nothing.
.favourites <- function(value, names, k) {
    order <- order(-value, names, method = "radix", na.last = NA)
    said <- order[value[order] > min(value, na.rm = TRUE)]
    utils::head(said, k)
}
