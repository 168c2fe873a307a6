# The exam's data sets. A series is a list: dataset, x (genes x samples), time,
# trajectory, truth (regulators x targets), digest.

NETWORKS <- c("Ecoli1", "Ecoli2", "Yeast1", "Yeast2", "Yeast3")

# Simulated series take this plus the seed, so that none is a series of the
# tests (seeds from 1) or of the comparison of defaults (101 to 103).
SERIES_SEED <- 9000

# One row per data set: its name, its group, where its files are (a prefix, or
# NA for a simulated one) and whether they are there.
data_sets <- function(directory) {
    dream <- function(size) {
        data.frame(
            dataset = sprintf("%s-%d", NETWORKS, size),
            group = sprintf("DREAM3-%d", size),
            prefix = file.path(directory, "dream3", sprintf("size%d", size),
                NETWORKS)
        )
    }
    sets <- rbind(
        data.frame(dataset = "Lorenz-96", group = "Lorenz-96", prefix = NA),
        dream(10L), dream(100L),
        data.frame(dataset = "VAR", group = "VAR", prefix = NA)
    )
    sets$found <- is.na(sets$prefix) |
        (file.exists(paste0(sets$prefix, "_timeseries.tsv")) &
            file.exists(paste0(sets$prefix, "_gold.tsv")))
    sets
}

# The series of one row of data_sets(). Simulated ones are fresh for each seed;
# the others are the same for all.
load_series <- function(set, seed) {
    se <- switch(set$group,
        "Lorenz-96" = ggc::ggc_simulate("lorenz96", p = 10, n_time = 1000,
            forcing = 10, seed = SERIES_SEED + seed),
        "VAR" = ggc::ggc_simulate("var", p = 20, n_time = 12,
            n_trajectories = 5, start = "perturbed", seed = SERIES_SEED + seed),
        ggc::read_dream(set$prefix)
    )
    time <- SummarizedExperiment::colData(se)
    as_series(set$dataset, SummarizedExperiment::assay(se), time$time,
        time$trajectory, S4Vectors::metadata(se)$truth)
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
        name <- if (is.na(set$prefix)) {
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
