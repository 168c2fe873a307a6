# Steady states under no intervention, all genes of which are a little off, as
# those of many individuals are: what they add to series.
#
#     Rscript tools/tune/multifactorial.R [networks=20] [first=8001] [genes=20]
#         [samples=1] [noise=0.05] [cores=1]
#
# `samples`: so many times as many as there are genes; `noise`: measurement noise
# of both. Mean area under the precision-recall curve (standard error): the
# series alone (`series`), the forests of the steady states alone (`steady`),
# both with the weight of a fit (`both`), half and twice of it, and with a table
# of noise in place of the steady states (`noise`); the mean weight, of the
# steady states and of the noise; and the paired difference of both from the
# series alone.
suppressPackageStartupMessages(library(ggc))
source(file.path("tools", "arguments.R"))
source(file.path("tools", "tune", "log.R"))

DESIGNS <- list(
    "3 x 8" = list(n_trajectories = 3, n_time = 8),
    "6 x 8" = list(n_trajectories = 6, n_time = 8),
    "10 x 21" = list(n_trajectories = 10, n_time = 21),
    "10 x 21, on/off" = list(design = "onoff", n_trajectories = 10)
)

one_network <- function(design, given, seed) {
    sim <- do.call(ggc_simulate, c(list("grn", p = given$genes, seed = seed,
        noise = given$noise, steady = c(multifactorial = given$samples)),
        design))
    truth <- S4Vectors::metadata(sim)$truth
    steady <- S4Vectors::metadata(sim)$steady
    noise <- steady
    # Not length(): that of an experiment is its rows.
    SummarizedExperiment::assay(noise) <- array(stats::qnorm(
        ggc:::.native_uniform(prod(dim(noise)), as.double(seed), "noise"), 0.5,
        0.2), dim(noise), dimnames(noise))
    fit <- ggc_fit(sim, seed = 1, threads = 1)
    # The setup has the steady states; the networks are those of the fit.
    told <- function(x) {
        s <- ggc:::.setup_to_test(ggc_fit(sim, steady = x, seed = 1,
            threads = 1), list(threads = 1L, BPPARAM = NULL, checkpoint = NULL,
            verbose = FALSE))
        ggc:::.steady_evidence(s, ggc:::.apart(s$rows, s$columns))
    }
    genes <- sort(rownames(sim), method = "radix")
    score <- as.matrix(fit)[genes, genes]
    apart <- diag(length(genes)) > 0
    own <- ggc:::.rank_evidence(score, apart)
    aupr <- function(evidence) {
        evidence[apart] <- 0
        dimnames(evidence) <- list(genes, genes)
        ggc_pr(evidence, truth)$aupr
    }
    found <- told(steady)
    blind <- told(noise)
    with <- function(of, times = 1) {
        aupr(own + times * of$weight * of$evidence)
    }
    c(series = aupr(own), steady = aupr(found$evidence), both = with(found),
        half = with(found, 0.5), twice = with(found, 2), noise = with(blind),
        weight = found$weight, weight_noise = blind$weight)
}

given <- read_arguments(commandArgs(trailingOnly = TRUE), list(networks = "20",
    first = "8001", genes = "20", samples = "1", noise = "0.05", cores = "1"))
seeds <- as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L
cores <- as.integer(given$cores)
given <- lapply(given, as.numeric)
log_head()
for (name in names(DESIGNS)) {
    each <- parallel::mclapply(seeds, function(seed) {
        suppressMessages(suppressWarnings(one_network(DESIGNS[[name]], given,
            seed)))
    }, mc.cores = cores, mc.preschedule = FALSE)
    each <- do.call(rbind, each)
    error <- apply(each, 2L, stats::sd) / sqrt(nrow(each))
    gain <- stats::t.test(each[, "both"], each[, "series"], paired = TRUE)
    cat("\n", name, "\n", sep = "")
    print(noquote(stats::setNames(sprintf("%.3f (%.3f)", colMeans(each),
        error), colnames(each))))
    cat(sprintf("both - series: %.3f, p = %.2g\n", gain$estimate,
        gain$p.value))
}
