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

# Beside these, for what is promised of every design: series of 10 minutes a
# step, as ggc_simulate() has them by default, all its designs of gene networks,
# conditions of several replicates each, and lists of regulators.
.TEN_MINUTES <- function(n) (seq_len(n) - 1) * 10
MORE_DESIGNS <- list(
    "own 3x5" = .series_design(3L, .TEN_MINUTES(5)),
    "short 3x8" = .series_design(3L, .TEN_MINUTES(8)),
    "own 3x21" = .series_design(3L, .TEN_MINUTES(21)),
    "short 5x8" = .series_design(5L, .TEN_MINUTES(8)),
    "4x5" = .series_design(4L, .even(5)),
    "short 10x8" = .series_design(10L, .TEN_MINUTES(8)),
    "20x6" = .series_design(20L, .even(6)),
    "9x21" = .series_design(9L, .even(21)),
    "20x13" = .series_design(20L, .even(13)),
    "1x40" = .single_series(40), "1x100" = .single_series(100),
    "3x200" = .series_design(3L, (0:199) * 10, design = "long"),
    "onoff 3x8" = .series_design(3L, (0:7) * 50, design = "onoff"),
    "onoff 10x21" = .series_design(10L, (0:20) * 50, design = "onoff"),
    "scattered 10x21" = .series_design(10L, .even(21), scatter = 0.5,
        process = 0),
    "2 x 3x8" = .series_design(6L, .even(8), replicates = 3L),
    "4 x 2x12" = .series_design(8L, .even(12), replicates = 2L),
    "3 x 3x6" = .series_design(9L, .even(6), replicates = 3L),
    "TF 3x8" = .series_design(3L, .even(8), replicates = 3L, listed = TRUE,
        regulators = 0.15),
    "TF 3x12" = .series_design(3L, .even(12), listed = TRUE,
        regulators = 0.15),
    "TF 10x13" = .series_design(10L, .even(13), listed = TRUE,
        regulators = 0.15),
    "TF 1x60" = .series_design(1L, .TEN_MINUTES(60), design = "long",
        listed = TRUE,
        regulators = 0.15)
)

# Noise of measurement: of gene networks in units of expression (0 to 1), of a VAR
# in standard deviations of the gene.
NOISE <- list(low = c(grn = 0.05, var = 0.1), high = c(grn = 0.15, var = 0.5))

OF_GENE_NETWORKS <- c("scatter", "process", "regulators")

.design <- function(name) {
    c(DESIGNS, MORE_DESIGNS)[[name]]
}

# Cells along a pseudotime that is off by some error, in the topologies in turn
# over the seeds; noise is what share of the counts is lost. Rules for measured
# times are not made on them: their model is "cells", to be asked for.
CELL_DESIGNS <- c("200 cells" = 200L, "500 cells" = 500L, "2000 cells" = 2000L,
    "5000 cells" = 5000L)
TOPOLOGIES <- c("chain", "cycle", "bifurcation", "trifurcation", "converging",
    "boolean")
LOST <- c(low = 0, high = 0.5)

designed_cells <- function(n_cells, p, seed, dropout = 0,
                           topology = TOPOLOGIES[[(seed - 1) %% 6 + 1]],
                           pseudotime = "noisy") {
    ggc::ggc_simulate("cells", topology = topology, p = p, n_cells = n_cells,
        pseudotime = pseudotime, dropout = dropout, seed = seed, threads = 1)
}

# Gene i of p is the first that is regulated in cells of its own network, of one
# lineage, side by side in the order of the cells: no gene drives another.
cells_apart <- function(n_cells, p, seed, dropout = 0) {
    topology <- c("chain", "cycle", "boolean")[[(seed - 1) %% 3 + 1]]
    parts <- lapply(seq_len(p), function(i) {
        cells <- designed_cells(n_cells, 10L, 1000 * seed + i, dropout, topology,
            "exact")
        regulated <- which(colSums(S4Vectors::metadata(cells)$truth) > 0)[[1L]]
        SummarizedExperiment::assay(cells, "logcounts")[regulated,
            order(cells$pseudotime[, 1L])]
    })
    genes <- sprintf("G%d", seq_len(p))
    values <- do.call(rbind, parts)
    dimnames(values) <- list(genes, sprintf("C%d", seq_len(n_cells)))
    SummarizedExperiment::SummarizedExperiment(list(logcounts = values),
        colData = S4Vectors::DataFrame(pseudotime = seq_len(n_cells) / n_cells),
        metadata = list(truth = matrix(0L, p, p,
            dimnames = list(genes, genes))))
}

# The course that cells make, with their truth.
course_of <- function(cells) {
    course <- suppressMessages(ggc::ggc_pseudotime(cells, "pseudotime"))
    S4Vectors::metadata(course)$truth <- S4Vectors::metadata(cells)$truth
    course
}

# A series of a known network of p genes. model: "grn", "var", "var at rest",
# which starts from no perturbation, or "cells".
designed <- function(name, p, seed, model = "grn", noise = "low") {
    if (model == "cells") {
        return(course_of(designed_cells(CELL_DESIGNS[[name]], p, seed,
            LOST[[noise]])))
    }
    d <- .design(name)
    more <- d$more[names(d$more) != "listed"]
    if (model != "grn") {
        more <- more[!names(more) %in% OF_GENE_NETWORKS]
    }
    shared <- c(list(model = sub(" .*", "", model), p = p,
        n_trajectories = d$n, replicates = d$replicates, seed = seed), more)
    own <- if (model == "grn") {
        # A "long" design has no times of its own choice but its step.
        list(design = d$design, times = d$times,
            noise = NOISE[[noise]][["grn"]])
    } else {
        list(times = d$steps, noise = 0.3, error = NOISE[[noise]][["var"]],
            start = if (d$n > 1L && model == "var") "perturbed" else
                "stationary")
    }
    do.call(ggc::ggc_simulate, c(shared, own))
}

# Series without any link, of the same shape: white noise, noise that remembers,
# either with a trend that all genes share, and genes of a network drawn apart,
# each of another one, so that they have everything of real series but links.
NULLS <- c("white", "ar1", "trend", "ar1 trend", "apart")

# Of cells: in an order that has nothing to do with them, and genes drawn apart.
CELL_NULLS <- c("white", "apart")

.null_cells <- function(n_cells, null, p, seed) {
    if (null == "apart") {
        return(course_of(cells_apart(n_cells, p, seed)))
    }
    cells <- designed_cells(n_cells, p, seed, topology = "chain")
    set.seed(seed)
    cells$pseudotime <- stats::runif(n_cells)
    course_of(cells)
}

nulls_of <- function(name) {
    if (name %in% names(CELL_DESIGNS)) CELL_NULLS else NULLS
}

null_series <- function(name, null, p, seed) {
    if (name %in% names(CELL_DESIGNS)) {
        return(.null_cells(CELL_DESIGNS[[name]], null, p, seed))
    }
    d <- .design(name)
    if (null == "apart") {
        return(.apart(name, p, seed))
    }
    do.call(ggc::ggc_simulate, c(list("var", p = p, times = d$steps,
        n_trajectories = d$n, replicates = d$replicates, sparsity = 0,
        self = as.numeric(grepl("ar1", null)), radius = 0.8, noise = 1,
        trend = 2 * grepl("trend", null), seed = seed),
        d$more[!names(d$more) %in% c("hidden", "listed", OF_GENE_NETWORKS)]))
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

# The same, with batches and with the list of regulators that the design has.
all_arguments <- function(name, se, p) {
    d <- .design(name)
    truth <- S4Vectors::metadata(se)$truth
    acts <- rownames(truth)[rowSums(truth) > 0]
    c(fit_arguments(se), if (!is.null(d$more$batches)) list(batch = "batch"),
        if (isTRUE(d$more$listed)) {
            list(regulators = utils::head(if (length(acts)) acts else
                rownames(truth), max(3L, p %/% 4L)))
        })
}
