# How held inputs came to be taken off the dependence and the horizons, and what
# else was tried then, on simulated networks only; the output is kept:
#
#     Rscript tools/tune/rules.R found > tools/tune/rules-found.log
#     Rscript tools/tune/rules.R confirmed > tools/tune/rules-confirmed.log
#
# The other rules are those of that time, so that each stands by itself: the
# dependence looks as far ahead as the networks, and its weight is what its
# favourites forecast better, less half a standard error.
# Seeds 1101 and up were used to find the rules, 1201 and up once to confirm.
# Networks do not depend on the rules but for their horizons, so each series is
# fitted once for each number of horizons, and the rest is done from that. With
# a directory as second argument fits are kept there and read again.
# Rule: what gains clearly in the mean and harms no design by more than noise.
# No gold standard of a real or a challenge network is read.
library(ggc)
source("tools/tune/log.R")

DESIGNS <- c("relaxation", "onoff", "long", "uneven")
SERIES <- list(var = list("var", p = 20, n_time = 12, n_trajectories = 5,
    start = "perturbed"), lorenz40 = list("lorenz96", p = 20, n_time = 500,
    forcing = 40))
own <- asNamespace("ggc")
arguments <- commandArgs(trailingOnly = TRUE)
part <- match.arg(arguments[[1L]], c("found", "confirmed"))
directory <- arguments[-1L]

kept <- function(name, make) {
    if (!length(directory)) {
        return(make())
    }
    file <- file.path(directory, paste0(name, ".rds"))
    if (!file.exists(file)) {
        saveRDS(make(), file)
    }
    readRDS(file)
}

simulated <- function(design, p, seed) {
    if (design %in% names(SERIES)) {
        return(do.call(ggc_simulate, c(SERIES[[design]], seed = seed)))
    }
    ggc_simulate("grn", p = p, design = design, seed = seed)
}

# What the ranking starts from, with so many horizons; genes sorted by name.
setup <- function(design, p, seed) {
    sim <- simulated(design, p, seed)
    x <- SummarizedExperiment::assay(sim)
    genes <- sort(rownames(x), method = "radix")
    trajectory <- sim$trajectory
    if (is.null(trajectory)) {
        trajectory <- rep(1L, ncol(x))
    }
    z <- own$.standardise(x[genes, ])$z
    list(z = z, rows = seq_along(genes), columns = seq_along(genes),
        series = list(x = x[genes, ], trajectory = trajectory),
        known = NULL, control = ggc_control(), threads = 1L,
        held = own$.held_inputs(z, trajectory), sim = sim,
        truth = S4Vectors::metadata(sim)$truth[genes, genes],
        name = sprintf("%s-%d-%d", design, nrow(x), seed))
}

none_held <- function(s) own$.nothing_held(s$series$trajectory)

with_horizons <- function(s, horizons) {
    fit <- kept(sprintf("%s-h%d", s$name, horizons), function() {
        fit <- ggc_fit(s$sim, seed = 1, irregular = "asis",
            control = ggc_control(horizons = horizons, held = FALSE,
                cut = "otsu", keep = "none"))
        list(network = granger(fit, "network"), norms = fit@norms,
            training = as.data.frame(ggc_training(fit)),
            path = list(error = fit@details$path$error))
    })
    genes <- rownames(s$z)
    s$control$horizons <- horizons
    s$network <- fit$network[genes, genes]
    s$norms <- fit$norms[genes, genes]
    s$path <- list(error = fit$path$error[, match(genes,
        rownames(fit$training)), drop = FALSE])
    s$training <- fit$training[genes, ]
    s$own <- diag(length(genes)) == 1
    s
}

# ---- Rankings --------------------------------------------------------------

semipartial <- function(s, held = s$held, horizons = s$control$horizons) {
    own$.directed_dependence(s$z, s$series$trajectory, s$rows, s$columns,
        "linear", horizons, 0, held, 1L)
}

ranked <- function(s, dependence, weight) {
    hubs <- own$.hub_share(s$network, s$own)
    part <- function(x) {
        out <- own$.rank_evidence(own$.weigh_hubs(x, s$own, hubs), s$own)
        out[s$own] <- 0
        out
    }
    part(s$network) + weight * part(dependence)
}

forecast_gain <- function(s, dependence) {
    gain <- own$.favourites_error(s$network, s) -
        own$.favourites_error(dependence, s)
    gain[is.finite(gain)]
}

forecast_weight <- function(s, dependence, most = 1) {
    gain <- forecast_gain(s, dependence)
    sure <- mean(gain) - stats::sd(gain) / sqrt(length(gain)) / 2
    min(most, max(0, sure / 0.04))
}

weight_of <- function(s, dependence) {
    max(forecast_weight(s, dependence), min(1, s$held$share / 0.3))
}

# Partial in place of semi-partial: the own past out of the regulators too.
partial <- function(s) {
    from <- own$.pairs_from(s$series$trajectory, 1L)
    now <- own$.unit_rows(s$z[, from])
    out <- semipartial(s, none_held(s), 1L) /
        sqrt(pmax(1 - tcrossprod(now)^2, 1e-6))
    diag(out) <- 0
    out
}

# The own value of the step before as well.
two_own_lags <- function(s) {
    from <- own$.pairs_from(s$series$trajectory, 2L)
    left <- t(vapply(s$rows, function(i) {
        stats::residuals(stats::lm(s$z[i, from + 2L] ~ s$z[i, from + 1L] +
            s$z[i, from]))
    }, numeric(length(from))))
    out <- abs(tcrossprod(own$.unit_rows(s$z[, from + 1L]),
        own$.unit_rows(left)))
    diag(out) <- 0
    dimnames(out) <- dimnames(s$network)
    out
}

# Pieces of ten steps, whatever is most likely.
pieces_of_ten <- function(s) {
    trajectory <- s$series$trajectory
    from <- own$.pairs_from(trajectory, 1L)
    piece <- own$.pieces(trajectory, 10)
    left <- own$.unit_rows(own$.unexplained(s$z[, from], s$z[, from + 1L]))
    list(share = own$.piece_spread(left, piece[from])$share, piece = piece)
}

# A gain shrunk towards one of .02, in place of the half standard error off.
shrunk <- function(gain) {
    precision <- c(1 / 0.03^2, length(gain) / stats::var(gain))
    min(1, max(0, sum(precision * c(0.02, mean(gain))) / sum(precision) / 0.04))
}

VARIANTS <- list(
    before = function(old, new) {
        dependence <- semipartial(old)
        ranked(old, dependence, weight_of(old, dependence))
    },
    held = function(old, new) {
        dependence <- semipartial(new)
        ranked(new, dependence, weight_of(new, dependence))
    },
    horizons_only = function(old, new) {
        new$held <- none_held(new)
        VARIANTS$held(old, new)
    },
    weight_by_forecasts = function(old, new) {
        dependence <- semipartial(new)
        ranked(new, dependence, forecast_weight(new, dependence))
    },
    weight_to_1.5 = function(old, new) {
        dependence <- semipartial(new)
        ranked(new, dependence, min(1.5, max(forecast_weight(new, dependence,
            1.5), new$held$share / 0.3)))
    },
    weight_shrunk = function(old, new) {
        dependence <- semipartial(new)
        ranked(new, dependence, max(shrunk(forecast_gain(new, dependence)),
            min(1, new$held$share / 0.3)))
    },
    pieces_of_10 = function(old, new) {
        new$held <- pieces_of_ten(new)
        VARIANTS$held(old, new)
    },
    partial = function(old, new) {
        dependence <- partial(old)
        ranked(old, dependence, weight_of(old, dependence))
    },
    two_own_lags = function(old, new) {
        dependence <- two_own_lags(old)
        ranked(old, dependence, weight_of(old, dependence))
    },
    network_alone = function(old, new) new$network,
    dependence_before = function(old, new) semipartial(old),
    dependence_alone = function(old, new) semipartial(new),
    lag1_partial = function(old, new) partial(old)
)

# ---- Tables ----------------------------------------------------------------

results <- function(design, p, seeds) {
    lapply(seeds, function(seed) {
        s <- setup(design, p, seed)
        new <- with_horizons(s, own$.horizons(s$z, s$series$trajectory))
        s$held <- none_held(s)
        old <- with_horizons(s, own$.horizons(s$z, s$series$trajectory,
            s$held))
        score <- vapply(VARIANTS, function(variant) {
            unlist(ggc_metrics(variant(old, new),
                s$truth)[c("AUROC", "AUPR")])
        }, numeric(2L))
        list(score = score, share = new$held$share)
    })
}

row <- function(...) cat(..., sep = "\t", fill = FALSE)

tell <- function(design, p, seeds) {
    runs <- suppressWarnings(results(design, p, seeds))
    score <- vapply(runs, `[[`, runs[[1L]]$score, "score")
    n <- length(runs)
    share <- vapply(runs, `[[`, 0, "share")
    row(sprintf("\n## %s, %d genes, seeds %d to %d", design, p, min(seeds),
        max(seeds)), sprintf("held inputs: share %.2f, in %d of %d",
        mean(share), sum(share > 0), n), "\n")
    for (name in names(VARIANTS)) {
        change <- matrix(score[, name, ] - score[, "before", ], 2L)
        row(sprintf("%-20s", name), sprintf("%.3f/%.3f",
            mean(score[1L, name, ]), mean(score[2L, name, ])),
            sprintf("%+.3f/%+.3f", mean(change[1L, ]), mean(change[2L, ])),
            sprintf("%.3f/%.3f", stats::sd(change[1L, ]) / sqrt(n),
                stats::sd(change[2L, ]) / sqrt(n)), "\n")
    }
    above <- score["AUPR", "held", ] - score["AUPR", "lag1_partial", ]
    row(sprintf("held above lag1_partial: AUPR %+.3f, paired p %.2g",
        mean(above), stats::t.test(above)$p.value), "\n")
}

log_head()
cat("# variant, AUROC/AUPR, paired difference to `before`, standard error\n")
first <- c(found = 1100L, confirmed = 1200L)[[part]]
networks <- list(found = c(20L, 8L, 4L), confirmed = c(20L, 6L, 2L))[[part]]
for (i in 1:3) {
    for (design in DESIGNS) {
        tell(design, c(10L, 50L, 100L)[[i]], first + seq_len(networks[[i]]))
    }
}
for (series in names(SERIES)) {
    tell(series, 20L, first + 1:3)
}
