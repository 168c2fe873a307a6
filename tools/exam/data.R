# The exam's data sets. A series is a list: dataset, x (genes x samples), time,
# trajectory, truth (regulators x targets), digest.

NETWORKS <- c("Ecoli1", "Ecoli2", "Yeast1", "Yeast2", "Yeast3")

# Simulated series take this plus the seed, so that none is a series of the
# tests (seeds from 1) or of the comparison of defaults (101 to 103).
SERIES_SEED <- 9000

# Fresh gene networks: four designs, three sizes. Their seeds are consecutive,
# so that no two networks share a topology.
DESIGNS <- c("relaxation", "onoff", "long", "uneven")
FRESH_SIZES <- c(10L, 50L, 100L)
FRESH_NETWORKS <- 10L

# One row per data set: its name, its group, its files (NA for a simulated one),
# the seed of its network (NA where there is none, or a fresh one for each seed
# of the fit), its number of genes, rough seconds of a default fit, and whether
# the files are there.
data_sets <- function(directory, networks = FRESH_NETWORKS) {
    sets <- rbind(
        simulated_set("Lorenz-96", "Lorenz-96", 10L, 0.8),
        dream_sets(directory, 10L, 0.5), dream_sets(directory, 100L, 10),
        simulated_set("VAR", "VAR", 20L, 0.4),
        simulated_set(c("Lorenz20-F10", "Lorenz20-F40"), "Lorenz-96, 20 genes",
            20L, 2),
        real_sets(directory), fresh_sets(networks)
    )
    sets$found <- is.na(sets$file) |
        (file.exists(sets$file) & file.exists(sets$gold))
    sets
}

set_rows <- function(dataset, group, file, gold, seed, genes, prior) {
    data.frame(dataset = dataset, group = group, file = file, gold = gold,
        network_seed = seed, genes = genes, prior = prior)
}

simulated_set <- function(dataset, group, genes, prior) {
    set_rows(dataset, group, NA_character_, NA_character_, NA_real_, genes,
        prior)
}

dream_sets <- function(directory, size, prior) {
    prefix <- file.path(directory, "dream3", sprintf("size%d", size), NETWORKS)
    set_rows(sprintf("%s-%d", NETWORKS, size), sprintf("DREAM3-%d", size),
        paste0(prefix, "_timeseries.tsv"), paste0(prefix, "_gold.tsv"),
        NA_real_, size, prior)
}

# IRMA (five genes of yeast) switched on and off, and the SOS response of
# E. coli (eight genes): all replicates, each a trajectory.
real_sets <- function(directory) {
    name <- c("irma_on", "irma_off", "sos")
    gold <- c("irma", "irma", "sos")
    set_rows(c("IRMA-on", "IRMA-off", "SOS"), c("IRMA", "IRMA", "SOS"),
        file.path(directory, "real", paste0(name, "_timeseries.tsv")),
        file.path(directory, "real", paste0(gold, "_gold.tsv")), NA_real_,
        c(5L, 5L, 8L), 0.5)
}

fresh_group <- function(design, size) sprintf("%s-%d", design, size)

FRESH_GROUPS <- as.vector(outer(DESIGNS, FRESH_SIZES, fresh_group))

# `networks` of each design and size: fewer are the first of more.
fresh_sets <- function(networks) {
    size <- rep(FRESH_SIZES, each = length(DESIGNS))
    block <- rep(seq_along(FRESH_GROUPS), each = networks)
    k <- rep(seq_len(networks), length(FRESH_GROUPS))
    seconds <- c(0.6, 4, 12)[match(size, FRESH_SIZES)]
    set_rows(sprintf("%s-%d", FRESH_GROUPS[block], k), FRESH_GROUPS[block],
        NA_character_, NA_character_,
        SERIES_SEED + FRESH_NETWORKS * (block - 1L) + k, size[block],
        seconds[block])
}

# Is the series another one for each seed of the fit?
fresh_by_seed <- function(set) {
    is.na(set$file) & is.na(set$network_seed)
}

# The series of one row of data_sets(). Those without files and without a seed
# of their own are fresh for each seed; the others are the same for all.
load_series <- function(set, seed) {
    se <- if (!is.na(set$file)) {
        ggc::read_dream(set$file, gold = set$gold)
    } else {
        simulated_series(set, seed)
    }
    about <- SummarizedExperiment::colData(se)
    as_series(set$dataset, SummarizedExperiment::assay(se), about$time,
        about$trajectory, S4Vectors::metadata(se)$truth)
}

simulated_series <- function(set, seed) {
    if (!is.na(set$network_seed)) {
        return(ggc::ggc_simulate("grn", p = set$genes,
            design = sub("-.*", "", set$group), seed = set$network_seed))
    }
    seed <- SERIES_SEED + seed
    lorenz <- function(p, n_time, forcing) {
        ggc::ggc_simulate("lorenz96", p = p, n_time = n_time,
            forcing = forcing, seed = seed)
    }
    switch(set$dataset,
        "Lorenz-96" = lorenz(10, 1000, 10),
        "Lorenz20-F10" = lorenz(20, 500, 10),
        "Lorenz20-F40" = lorenz(20, 500, 40),
        "VAR" = ggc::ggc_simulate("var", p = 20, n_time = 12,
            n_trajectories = 5, start = "perturbed", seed = seed)
    )
}

as_series <- function(dataset, x, time, trajectory, truth) {
    series <- list(dataset = dataset, x = x, time = as.double(time),
        trajectory = as.character(trajectory), truth = truth)
    series$digest <- digest_of(series)
    series
}

# A function of a row of data_sets() and a seed that loads no series twice.
series_store <- function() {
    store <- new.env()
    function(set, seed) {
        name <- if (fresh_by_seed(set)) {
            paste(set$dataset, seed)
        } else {
            set$dataset
        }
        if (is.null(store[[name]])) {
            store[[name]] <- load_series(set, seed)
        }
        store[[name]]
    }
}

# MD5 of an object's value. Version 2 of R's format writes equal vectors alike,
# however R holds them.
digest_of <- function(object) {
    file <- tempfile("digest")
    on.exit(unlink(file))
    saveRDS(object, file, version = 2L, compress = FALSE)
    unname(tools::md5sum(file))
}
