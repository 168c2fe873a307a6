# The designs that rules are chosen over: what people measure, by gene networks
# and linear systems, each with two levels of noise, and their nulls. Sourced by
# the scripts of this directory; no known network of a real data set is read.

# n: trajectories (destructive: animals at each time); replicates: how many of
# them share a condition; times: minutes of gene networks, steps of a VAR.
.even <- function(n) seq(0, 200, length.out = n)

.series_design <- function(n, times, steps = seq_along(times) - 1,
                           replicates = 1L, design = "relaxation", ...) {
    list(n = n, times = times, steps = steps, replicates = replicates,
        design = design, more = list(...))
}

.replicates <- function(points, n = 3L) {
    .series_design(n, .even(points), replicates = n)
}

# Uneven times, in units of their own; a step of a VAR is the shortest gap.
.uneven_replicates <- function(times, n = 3L) {
    .series_design(n, times / max(times) * 240,
        round(times / min(diff(times))), replicates = n)
}

# One long series: a new perturbation every twenty points in the mean.
.single_series <- function(points) {
    .series_design(1L, (seq_len(points) - 1) * 10, design = "long")
}

DESIGNS <- list(
    "3x3" = .replicates(3), "3x4" = .replicates(4), "3x5" = .replicates(5),
    "3x6" = .replicates(6), "3x8" = .replicates(8), "3x12" = .replicates(12),
    "2x13" = .replicates(13, 2L),
    # Three series that are no replicates, each from its own start.
    "own 3x8" = .series_design(3L, .even(8)),
    "own 3x12" = .series_design(3L, .even(12)),
    "1x9" = .series_design(1L, .even(9)),
    "1x20" = .series_design(1L, .even(20)),
    "1x60" = .single_series(60), "1x200" = .single_series(200),
    "animals 3x6" = .series_design(3L, .even(6), replicates = 3L,
        destructive = TRUE),
    "animals 4x8" = .series_design(4L, .even(8), replicates = 4L,
        destructive = TRUE),
    "animals 5x10" = .series_design(5L, .even(10), replicates = 5L,
        destructive = TRUE),
    "uneven 3x7" = .uneven_replicates(c(0, 0.5, 1, 2, 4, 8, 24)),
    "uneven 3x10" = .uneven_replicates(c(0, 2, 4, 6, 8, 18, 24, 32, 48, 72)),
    "uneven 3x9" = .uneven_replicates(c(0, 8, 15, 22, 45, 68, 90, 150, 180)),
    "uneven 5x12" = .series_design(5L, c(0, 2, 4, 8, 15, 30, 45, 60, 90, 120,
        180, 240), c(0, 1, 2, 4, 7, 15, 22, 30, 45, 60, 90, 120)),
    "5x21" = .series_design(5L, .even(21)),
    "10x13" = .series_design(10L, .even(13)),
    "10x21" = .series_design(10L, .even(21)),
    "46x21" = .series_design(46L, .even(21)),
    "onoff 5x21" = .series_design(5L, (0:20) * 50, design = "onoff"),
    "batches 10x21" = .series_design(10L, .even(21), batches = 2L,
        batch_sd = 2),
    "hidden 10x21" = .series_design(10L, .even(21), hidden = 0.2)
)

# Noise of measurement: of gene networks in units of expression (0 to 1), of a VAR
# in standard deviations of the gene.
NOISE <- list(low = c(grn = 0.05, var = 0.1), high = c(grn = 0.15, var = 0.5))

# A series of a known network of p genes.
designed <- function(name, p, seed, model = "grn", noise = "low") {
    d <- DESIGNS[[name]]
    shared <- c(list(model = model, p = p, n_trajectories = d$n,
        replicates = d$replicates, seed = seed), d$more)
    own <- if (model == "grn") {
        # A "long" design has no times of its own choice but its step.
        list(design = d$design, times = d$times,
            noise = NOISE[[noise]][["grn"]])
    } else {
        list(times = d$steps, noise = 0.3, error = NOISE[[noise]][["var"]],
            start = if (d$n > 1L) "perturbed" else "stationary")
    }
    do.call(ggc::ggc_simulate, c(shared, own))
}

# Series without any link, of the same shape: white noise, noise that remembers,
# either with a trend that all genes share, and genes of a network drawn apart,
# each of another one, so that they have everything of real series but links.
NULLS <- c("white", "ar1", "trend", "ar1 trend", "apart")

null_series <- function(name, null, p, seed) {
    d <- DESIGNS[[name]]
    if (null == "apart") {
        return(.apart(name, p, seed))
    }
    do.call(ggc::ggc_simulate, c(list("var", p = p, times = d$steps,
        n_trajectories = d$n, replicates = d$replicates, sparsity = 0,
        self = as.numeric(grepl("ar1", null)), radius = 0.8, noise = 1,
        trend = 2 * grepl("trend", null), seed = seed),
        d$more[names(d$more) != "hidden"]))
}

# Gene i of p is the first that is regulated in a network of its own.
.apart <- function(name, p, seed) {
    parts <- lapply(seq_len(p), function(i) {
        se <- designed(name, 4L, 1000 * seed + i)
        truth <- S4Vectors::metadata(se)$truth
        regulated <- which(colSums(truth) > 0)[[1L]]
        one <- se[regulated, ]
        rownames(one) <- sprintf("G%d", i)
        one
    })
    out <- do.call(rbind, parts)
    genes <- rownames(out)
    S4Vectors::metadata(out) <- list(truth = matrix(0L, p, p,
        dimnames = list(genes, genes)))
    out
}

# What ggc_fit() is told of a series beside the series itself.
fit_arguments <- function(se) {
    if (is.null(se$animal)) list() else list(replicates = "match")
}
