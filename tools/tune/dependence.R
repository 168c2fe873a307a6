# How the reading of the directed dependence (lags, smoothing, half of the opposite
# edge) and its weight were chosen, on simulated networks; the output is kept:
#
#     Rscript tools/tune/dependence.R > tools/tune/dependence.log
#
# Every network is fitted once and ranked in several ways. Seeds 2001 and up were
# used to find the rules, 3001 and up once to confirm them. "scattered" networks
# start like the DREAM3 expression series, whose first values, noise and return to
# rest `ggc_simulate(scatter = 0.5, process = 0)` was made to have; no gold
# standard of a real or a challenge network is read.
library(ggc)
source("tools/tune/log.R")

own <- asNamespace("ggc")
FAMILIES <- list(
    scattered = list("grn", scatter = 0.5, process = 0),
    relaxation = list("grn", design = "relaxation"),
    onoff = list("grn", design = "onoff"),
    long = list("grn", design = "long"),
    uneven = list("grn", design = "uneven")
)
OTHERS <- list(
    lorenz40 = list("lorenz96", p = 20, n_time = 500, forcing = 40),
    var = list("var", p = 30, n_time = 21, n_trajectories = 23)
)
REPEATS <- c("10" = 12L, "50" = 3L)

# What .rank_edges() needs, of a fit; control: values to change.
setup_of <- function(fit, control = list()) {
    genes <- rownames(fit@series$x)
    order <- order(genes, method = "radix")
    z <- own$.standardise(fit@series$x[order, , drop = FALSE])$z
    all <- seq_along(order)
    list(rows = all, columns = all, known = list(), threads = 2L,
        series = fit@series, z = z, held = own$.held_inputs(z,
            fit@series$trajectory), control = utils::modifyList(unclass(
            fit@control), control), dependence = new.env())
}

ranked <- function(fit, ...) {
    s <- setup_of(fit, list(...))
    own$.rank_edges(granger(fit, "network")[rownames(s$z), rownames(s$z)],
        s)$score
}

# The rule before: as many lags as horizons, nothing smoothed, edges for
# themselves, a weight above zero only where forecasts are clearly better.
before <- function(fit) {
    s <- setup_of(fit)
    apart <- own$.apart(s$rows, s$columns)
    network <- granger(fit, "network")[rownames(s$z), rownames(s$z)]
    dependence <- own$.directed_dependence(s$z, s$series$trajectory, s$rows,
        s$columns, "linear", fit@control$horizons, 0, s$held, 2L)
    gain <- own$.favourites_error(network, s) -
        own$.favourites_error(dependence, s)
    sure <- mean(gain) - stats::sd(gain) / sqrt(length(gain)) / 2
    weight <- max(min(1, max(0, sure / 0.04)), min(1, s$held$share / 0.3))
    evidence <- function(score) {
        own$.rank_evidence(own$.weigh_hubs(score, apart, fit@details$ranking$hubs),
            apart)
    }
    evidence(network) + weight * evidence(dependence)
}

rankings <- function(fit) {
    list(default = granger(fit), before = before(fit),
        lags2_rough = ranked(fit, dependence_lags = 2L, smooth = 0),
        lags5_smooth.6 = ranked(fit, dependence_lags = 5L, smooth = 0.6),
        lags8_smooth1 = ranked(fit, dependence_lags = 8L, smooth = 1),
        weight0 = ranked(fit, dependence = "none"),
        weight.5 = ranked(fit, fusion = 0.5), weight1 = ranked(fit, fusion = 1))
}

areas_of <- function(arguments) {
    sim <- do.call(ggc_simulate, arguments)
    fit <- suppressMessages(ggc_fit(sim, seed = 1,
        control = ggc_control(keep = "none")))
    truth <- S4Vectors::metadata(sim)$truth
    vapply(rankings(fit), function(score) {
        unlist(ggc_metrics(score, truth)[c("AUROC", "AUPR")])
    }, numeric(2L))
}

tell <- function(name, arguments, seeds) {
    areas <- simplify2array(lapply(seeds, function(seed) {
        areas_of(c(arguments, list(seed = seed)))
    }))
    change <- areas - areas[, rep(1L, dim(areas)[[2L]]), , drop = FALSE]
    for (variant in colnames(areas)) {
        value <- areas[, variant, , drop = TRUE]
        moved <- matrix(change[, variant, ], 2L)
        error <- apply(moved, 1L, stats::sd) / sqrt(length(seeds))
        cat(name, length(seeds), variant,
            sprintf("%.3f", rowMeans(matrix(value, 2L))),
            sprintf("%+.3f", rowMeans(moved)), sprintf("%.3f", error),
            sep = "\t")
        cat("\n")
    }
}

log_head()
cat("# variant, AUROC and AUPR, difference to the default, standard error\n")
cat("series", "networks", "variant", "AUROC", "AUPR", "dAUROC", "dAUPR",
    "seAUROC", "seAUPR", sep = "\t")
cat("\n")
for (first in c(2000L, 3000L)) {
    cat("# seeds", first + 1L, "and up\n")
    for (p in names(REPEATS)) {
        for (name in names(FAMILIES)) {
            tell(paste0(name, p), c(FAMILIES[[name]], list(p = as.integer(p))),
                first + seq_len(REPEATS[[p]]))
        }
    }
    for (name in names(OTHERS)) {
        tell(name, OTHERS[[name]], first + 1:3)
    }
}
