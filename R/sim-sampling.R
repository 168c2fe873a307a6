# How the series of a simulated system are sampled, whatever the system: what
# replicates share, animals that give one sample each, genes that are not
# measured, what all genes have in common, and batches.

.SAMPLING <- c("replicates", "destructive", "hidden", "trend", "batches",
    "batch_sd", "error")

# The arguments of `own` that are about sampling, checked.
.sampling <- function(own) {
    batches <- .check_count(own$batches %or% 1, "batches", 1L)
    if (batches == 1L && !is.null(own$batch_sd)) {
        .ggc_stop("argument", "`batch_sd` needs two `batches` or more.")
    }
    list(
        replicates = .check_count(own$replicates %or% 1, "replicates", 1L),
        destructive = .check_flag(own$destructive %or% FALSE, "destructive"),
        hidden = .check_number(own$hidden %or% 0, "hidden", 0, 1),
        trend = .check_number(own$trend %or% 0, "trend", 0, 1000),
        batches = batches,
        batch_sd = .check_number(own$batch_sd %or% 1, "batch_sd", 0, 1000),
        error = .check_number(own$error %or% 0, "error", 0, 1000)
    )
}

# What of it is not as it is without any argument: for the record.
.unusual_sampling <- function(sampling) {
    usual <- .sampling(list())
    sampling[!unlist(Map(identical, sampling, usual))]
}

# How often the system of p genes runs, and how many runs that follow each other
# share a condition: an animal that gives one sample is a run of its own.
.runs <- function(sampling, n_time, n_trajectories, p) {
    left <- p - round(sampling$hidden * p)
    if (left < min(p, 2)) {
        .ggc_stop("argument",
            "`hidden` must leave two genes or more of %d, not %d.", p, left)
    }
    if (n_trajectories %% sampling$replicates) {
        .ggc_stop("argument", paste0(
            "`n_trajectories` must be a multiple of `replicates`, %d, not %d."
        ), sampling$replicates, n_trajectories)
    }
    each <- if (sampling$destructive) n_time else 1L
    if (as.double(n_time) * n_trajectories * each > .Machine$integer.max) {
        .ggc_stop("argument", paste0(
            "`n_time`^2 * `n_trajectories` must be at most %d with ",
            "`destructive`."
        ), .Machine$integer.max)
    }
    list(count = n_trajectories * each, replicates = sampling$replicates * each)
}

# The experiment that is seen of one with all runs at all times. n: what the
# user calls trajectories, each a sample for each time.
.sampled <- function(se, sampling, n_time, n, seed) {
    if (sampling$destructive) {
        run <- seq_len(n * n_time)
        se <- se[, (run - 1L) * n_time + (run - 1L) %% n_time + 1L]
    }
    series <- rep(seq_len(n), each = n_time)
    condition <- (series - 1L) %/% sampling$replicates + 1L
    about <- SummarizedExperiment::colData(se)
    if (sampling$destructive) {
        animal <- sprintf("A%d_T%d", series, rep(seq_len(n_time), n))
        colnames(se) <- rownames(about) <- animal
        # No sample comes before another in the same animal.
        about$trajectory <- if (n > sampling$replicates) condition
        about$animal <- animal
    }
    if (sampling$destructive || sampling$replicates > 1L) {
        about$condition <- condition
        about$replicate <- (series - 1L) %% sampling$replicates + 1L
    }
    batch <- (series - 1L) %% sampling$batches + 1L
    if (sampling$batches > 1L) {
        about$batch <- batch
    }
    SummarizedExperiment::colData(se) <- about
    .disturbed(.without_hidden(se, sampling$hidden, seed), sampling, batch,
        seed)
}

# One number U(0, 1) of each gene, whatever the others are.
.gene_uniform <- function(genes, what, seed) {
    vapply(paste(what, genes), function(name) {
        .native_uniform(1L, seed, name)
    }, 0, USE.NAMES = FALSE)
}

# Leaves out a share of the genes, of the truth too.
.without_hidden <- function(se, share, seed) {
    genes <- rownames(se)
    n <- round(share * length(genes))
    if (n == 0) {
        return(se)
    }
    gone <- utils::head(order(.gene_uniform(genes, "hidden", seed)), n)
    about <- S4Vectors::metadata(se)
    for (name in intersect(c("truth", "sign", "coefficients", "lags"),
        names(about))) {
        about[[name]] <- about[[name]][-gone, -gone, drop = FALSE]
    }
    about$hidden <- genes[sort(gone)]
    S4Vectors::metadata(se) <- about
    se[-gone, ]
}

# Adds what all genes share, the levels of batches and errors of measurement, in
# units of each gene's standard deviation.
.disturbed <- function(se, sampling, batch, seed) {
    x <- SummarizedExperiment::assay(se)
    genes <- rownames(se)
    spread <- apply(x, 1L, stats::sd)
    if (sampling$trend > 0) {
        loading <- stats::qnorm(.gene_uniform(genes, "trend", seed))
        x <- x + sampling$trend * spread * loading %o% .common_trend(se$time)
    }
    for (b in seq_len(sampling$batches * (sampling$batches > 1L))) {
        level <- stats::qnorm(.gene_uniform(genes, paste("batch", b), seed))
        x[, batch == b] <- x[, batch == b] +
            sampling$batch_sd * spread * level
    }
    if (sampling$error > 0) {
        draws <- vapply(genes, function(gene) {
            stats::qnorm(.native_uniform(ncol(x), seed, paste("error", gene)))
        }, double(ncol(x)))
        x <- x + sampling$error * spread * t(draws)
    }
    SummarizedExperiment::assay(se) <- x
    se
}

# A rise that levels off, of mean 0 and standard deviation 1 over the samples.
.common_trend <- function(time) {
    share <- (time - min(time)) / max(time - min(time))
    rise <- 1 - exp(-3 * share)
    (rise - mean(rise)) / stats::sd(rise)
}
