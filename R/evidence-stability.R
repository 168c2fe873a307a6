# Complementary pairs stability selection (Shah and Samworth 2013): how often an
# edge is among the first when half of the trajectories is fitted.

# Halves with fewer trajectories have no company to hold out.
.FEWEST_TO_HALVE <- 4L

# The b-th half of the trajectories and the other, the one left over in neither.
.complementary_halves <- function(trajectories, seed, b) {
    drawn <- order(.native_uniform(trajectories, seed, paste("stability", b)))
    n <- trajectories %/% 2L
    list(sort(drawn[seq_len(n)]), sort(drawn[n + seq_len(n)]))
}

.check_halves <- function(series) {
    trajectories <- max(series$trajectory)
    if (trajectories < .FEWEST_TO_HALVE) {
        .ggc_stop("test", paste0(
            "stability is read from halves of the trajectories, and there ",
            "%s %d.\nIt takes %d of them%s."
        ), if (trajectories == 1L) "is" else "are", trajectories,
        .FEWEST_TO_HALVE, if (is.null(series$pseudotime)) "" else {
            paste0(", or halves of the cells, which ggc_pseudotime(halves = ",
                "10) keeps")
        })
    }
}

# Some samples of a series, the others left out. keep: their columns.
.some_samples <- function(series, keep) {
    trajectory <- series$trajectory[keep]
    which <- sort(unique(trajectory))
    series$x <- series$x[, keep, drop = FALSE]
    series$time <- series$time[keep]
    series$trajectory <- match(trajectory, which)
    series$trajectory_names <- series$trajectory_names[which]
    series$inputs <- series$inputs[, keep, drop = FALSE]
    series$perturbed <- series$perturbed[, keep, drop = FALSE]
    series$constant <- .constant_genes(series$x)
    series[c("between", "filled", "batch", "pairing")] <- NULL
    series$annotation$samples <- NULL
    series
}

# A series as half of its cells make it, with the noise by which the two halves
# of a pair differ.
.half_of_cells <- function(series, k) {
    pair <- series$pseudotime$halves[k + if (k %% 2L) 0:1 else c(0L, -1L)]
    middle <- (pair[[1L]] + pair[[2L]]) / 2
    spread <- rowMeans((middle - rowMeans(middle))^2)
    noise <- rowMeans((pair[[1L]] - pair[[2L]])^2) / 2 / spread
    series$x[] <- pair[[1L]]
    series$pseudotime <- list(noise = .median_or_none(noise[spread > 0]))
    series$constant <- .constant_genes(series$x)
    series
}

# The fit of some samples: its score.
.score_of_samples <- function(fit, keep, run) {
    .score_of_series(fit, .some_samples(fit@series, keep), run)
}

# What the same call makes of another series of these genes: its score.
.score_of_series <- function(fit, series, run) {
    names <- rownames(series$x)
    genes <- list(regulators = match(rownames(fit@score), names),
        targets = match(colnames(fit@score), names))
    s <- .fit_setup(series, genes, lapply(fit@known, unname), .method_of(fit),
        fit@control, isTRUE(fit@details$graph), fit@settings,
        metadata(fit)$seed, run)
    # What a part lacks was said of the whole.
    .quietly(.quietly(s$method$train(s)$score), "message")
}

# Where halves come from: list(of, most, series), what is halved ("trajectories"
# or "cells"), of how many pairs at most, and function(b, i), the series of the
# i-th half of the b-th pair.
.halves_to_fit <- function(fit) {
    series <- fit@series
    cells <- series$pseudotime$halves
    if (identical(cells, "other")) {
        .ggc_stop("test", paste0(
            "the course keeps halves of the cells, but of other genes or ",
            "samples than were fitted.\nFit it with the names that ",
            "ggc_pseudotime() gave, and all its times."
        ))
    }
    if (length(cells)) {
        return(list(of = "cells", most = length(cells) %/% 2L,
            series = function(b, i) .half_of_cells(series, 2L * (b - 1L) + i)))
    }
    .check_halves(series)
    list(of = "trajectories", most = Inf, series = function(b, i) {
        half <- .complementary_halves(max(series$trajectory),
            metadata(fit)$seed, b)[[i]]
        .some_samples(series, which(series$trajectory %in% half))
    })
}

# Share of the halves in which an edge is among the first `edges`, a matrix like
# the score; NA where there is no candidate.
.stability <- function(fit, halves, B, edges, run_of) {
    counts <- array(0, dim(fit@score), dimnames(fit@score))
    for (b in seq_len(B)) {
        for (i in 1:2) {
            # Where all regulators are constant, nothing is found.
            score <- tryCatch(.score_of_series(fit, halves$series(b, i),
                run_of(sprintf("half-%d-%d", b, i))),
            ggc_error_input = function(e) NULL)
            first <- if (!is.null(score)) {
                .edge_order(score, n = edges, index = .candidates(fit))
            }
            counts[first] <- counts[first] + 1
        }
    }
    replace(counts / (2 * B), .barred(fit), NA)
}

# The largest number to be expected of edges that are among the first no more
# often than by chance and yet have at least this stability: of candidates
# edges, of which each half takes the first `edges`. The bound for selection
# frequencies with one mode (Shah and Samworth 2013, eq. 8).
.stability_bound <- function(stability, edges, candidates, B) {
    close <- 1 / (2 * B)
    factor <- if (stability <= 0.75) {
        1 / (2 * (2 * stability - 1 - close))
    } else {
        4 * (1 - stability + close) / (1 + 2 * close)
    }
    factor * edges^2 / candidates
}
