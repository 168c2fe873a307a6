# What if a gene were knocked out: how well predict(n_ahead = 3, perturb = )
# tells the response of simulated gene networks, beside the linear VAR.
#
#     Rscript tools/tune/whatif.R [networks=20] [first=8501] [genes=20]
#         [cores=1]
#
# Fits of eight series of 21 points. Each regulator is knocked out in the steady
# state of the wild type: three points of it, then the gene is held at 0, in truth
# by no more being made of it. The response is the difference to the wild type 30
# minutes later, of all other genes; correlation of predicted with true ones over
# all knock-outs of a network, and of the strongest tenth, for how many there is an
# answer other than 0, and how many signs of these are right.
suppressPackageStartupMessages(library(ggc))
source(file.path("tools", "arguments.R"))
source(file.path("tools", "tune", "log.R"))

AHEAD <- 3L
STEP <- 10

# Genes x regulators: mRNA a while after one is knocked out, less that before.
true_responses <- function(sim, regulators) {
    about <- S4Vectors::metadata(sim)
    genes <- rownames(sim)
    vapply(regulators, function(gene) {
        plan <- list(time = STEP * c(0, AHEAD), key = 0, before = -1L,
            during = matrix(0L, 2L, 1L), replicates = 1L, treated = 2L,
            treatment = ifelse(genes == gene, -1, 0), normal = 0L,
            perturbed = 0, strength = 1, scatter = 0, hold = 20, process = 0,
            noise = 0, clip = 1L, burn_in = 0,
            held = NULL, first = 0L)
        x <- ggc:::.native_grn_simulate(genes, about$seed, about$sign, plan,
            1L)$x
        x[, 2L] - x[, 1L]
    }, numeric(length(genes)))
}

told_responses <- function(fit, wild, regulators) {
    ahead <- function(perturb = NULL) {
        SummarizedExperiment::assay(suppressMessages(predict(fit, wild,
            n_ahead = AHEAD, perturb = perturb)))[, AHEAD]
    }
    plain <- ahead()
    vapply(regulators, function(gene) {
        ahead(stats::setNames(0, gene)) - plain
    }, numeric(nrow(wild)))
}

one_network <- function(genes, seed) {
    sim <- ggc_simulate("grn", p = genes, n_trajectories = 8, n_time = 21,
        seed = seed)
    about <- S4Vectors::metadata(sim)
    regulators <- names(which(rowSums(about$truth) > 0))
    truth <- true_responses(sim, regulators)
    wild <- matrix(about$kinetics$genes$steady, genes, 3L,
        dimnames = list(rownames(sim), NULL))
    others <- outer(rownames(sim), regulators, `!=`)
    strong <- abs(truth) >= stats::quantile(abs(truth[others]), 0.9) & others
    fits <- list(default = ggc_fit(sim, seed = 1, threads = 1),
        var = ggc_fit(sim, "var", seed = 1))
    each <- vapply(fits, function(fit) {
        told <- told_responses(fit, wild, regulators)
        answered <- strong & told != 0
        c(correlation = stats::cor(told[others], truth[others]),
            answered = sum(answered) / sum(strong),
            sign = mean(sign(told[answered]) == sign(truth[answered])))
    }, numeric(3L))
    data.frame(seed, t(c(each)))
}

given <- read_arguments(commandArgs(trailingOnly = TRUE), list(networks = "20",
    first = "8501", genes = "20", cores = "1"))
log_head()
seeds <- as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L
rows <- do.call(rbind, parallel::mclapply(seeds, function(seed) {
    suppressWarnings(suppressMessages(one_network(as.integer(given$genes),
        seed)))
}, mc.cores = as.integer(given$cores), mc.preschedule = FALSE))
measures <- c("correlation", "answered", "sign")
names(rows) <- c("seed", measures, paste0(measures, "_var"))
print(signif(colMeans(rows, na.rm = TRUE)[-1L], 3L))
print(stats::t.test(rows$correlation, rows$correlation_var, paired = TRUE))
