# Rankings of several methods put together, beside each of them, on simulated
# networks of the designs that people have: by which evidence a ranking counts,
# and with what weight. Networks of odd seeds choose, those of even ones confirm.
#
#     Rscript tools/tune/consensus.R [networks=6] [halved=0] [first=81001]
#         [cores=2] [to=results/consensus]
#
# The first `halved` networks of each design have forecasts, too. It goes on where
# it stopped: the rankings of each network are a file.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")

METHODS <- c("clstm", "var", "trees", "bets")

# model, genes, trajectories x times
DESIGNS <- list(
    "grn 10: 3 x 8" = list("grn", p = 10, n_trajectories = 3, n_time = 8),
    "grn 10: 5 x 21" = list("grn", p = 10, n_trajectories = 5, n_time = 21),
    "grn 20: 4 x 13" = list("grn", p = 20, n_trajectories = 4, n_time = 13),
    "grn 20: 10 x 21" = list("grn", p = 20, n_trajectories = 10, n_time = 21),
    "grn 10: 1 x 60" = list("grn", p = 10, n_trajectories = 1, n_time = 60),
    "var 10: 3 x 12" = list("var", p = 10, n_trajectories = 3, n_time = 12),
    "var 20: 5 x 21" = list("var", p = 20, n_trajectories = 5, n_time = 21),
    "lorenz96 10: 1 x 200" = list("lorenz96", p = 10, n_trajectories = 1,
        n_time = 200)
)

# ---- Ways to put rankings together -------------------------------------------

# What a place, as a share of the candidates, counts for.
EVIDENCE <- list(
    "mean place" = function(share) -share,
    "normal scores" = function(share) stats::qnorm(pmax(1 - share, 1e-9)),
    "-log share" = function(share) -log(share),
    "1 / share" = function(share) 1 / share
)

by_places <- function(rankings, evidence, weights) {
    apart <- diag(nrow(rankings[[1L]])) == 1
    parts <- Map(function(score, weight) {
        share <- score
        share[!apart] <- rank(-score[!apart]) / (sum(!apart) + 1)
        share[apart] <- 1
        weight * evidence(share)
    }, rankings[names(weights)], weights)
    Reduce(`+`, parts)
}

alike <- function(of) stats::setNames(rep(1, length(of)), of)

# Named functions of what is known of a network -> one score matrix.
WAYS <- c(
    lapply(EVIDENCE, function(evidence) {
        function(net) by_places(net$rankings, evidence, alike(METHODS))
    }),
    lapply(c("first double" = 2, "first fourfold" = 4, "first eightfold" = 8),
        function(weight) {
            function(net) by_places(net$rankings, EVIDENCE[["-log share"]],
                replace(alike(METHODS), 1L, weight))
        }),
    lapply(c("first two of bets" = "bets", "first two of trees" = "trees",
        "first two of var" = "var"), function(second) {
            function(net) by_places(net$rankings, EVIDENCE[["-log share"]],
                alike(c(METHODS[[1L]], second)))
        }),
    "without the first" = function(net) by_places(net$rankings,
        EVIDENCE[["-log share"]], alike(METHODS[-1L])),
    "shipped" = function(net) ggc_consensus(net$rankings)
)

# ---- Networks ----------------------------------------------------------------

of_network <- function(design, seed, halves) {
    sim <- do.call(ggc_simulate, c(design, list(seed = seed)))
    truth <- S4Vectors::metadata(sim)$truth
    compared <- suppressWarnings(suppressMessages(ggc_compare(sim, METHODS,
        truth, halves = halves, seed = seed, threads = 1, verbose = FALSE)))
    list(rankings = compared$rankings, truth = truth, table = compared$table,
        forecast = if (halves) tryCatch(
            ggc_consensus(compared, "forecast"),
            ggc_error_argument = function(e) ggc_consensus(compared)))
}

measure <- function(given) {
    seeds <- as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L
    tasks <- expand.grid(design = names(DESIGNS), seed = seeds,
        stringsAsFactors = FALSE)
    halved <- as.integer(given$first) + as.integer(given$halved)
    tasks$file <- file.path(given$to, sprintf("%s-%d%s.rds",
        gsub("[^a-z0-9]+", "-", tasks$design), tasks$seed,
        ifelse(tasks$seed < halved, "-halved", "")))
    parallel::mclapply(which(!file.exists(tasks$file)), function(i) {
        of <- tasks[i, ]
        net <- of_network(DESIGNS[[of$design]], of$seed, of$seed < halved)
        saveRDS(net, paste0(of$file, ".part"))
        file.rename(paste0(of$file, ".part"), of$file)
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    tasks[file.exists(tasks$file), ]
}

# ---- Report ------------------------------------------------------------------

scores_of <- function(task) {
    net <- readRDS(task$file)
    ranked <- c(net$rankings, lapply(WAYS, function(way) way(net)),
        if (!is.null(net$forecast)) list("by forecasts" = net$forecast))
    data.frame(design = task$design, seed = task$seed, way = names(ranked),
        AUPR = vapply(ranked, function(score) {
            ggc_metrics(score, net$truth)$AUPR
        }, 0), row.names = NULL)
}

# The gain on the best member of each design, mean over its networks.
report <- function(scores, of, ways) {
    mean_of <- tapply(scores$AUPR, scores[c("way", "design")], mean)
    mean_of <- mean_of[, intersect(names(DESIGNS), colnames(mean_of)),
        drop = FALSE]
    best <- apply(mean_of[METHODS, , drop = FALSE], 2L, max)
    seeds <- tapply(scores$seed, scores$design, function(s) length(unique(s)))
    cat(sprintf("\n%s, mean AUPR of the members\n", of))
    print(cbind(round(t(mean_of[METHODS, ]), 3),
        networks = seeds[colnames(mean_of)]))
    gain <- mean_of[ways, , drop = FALSE] - rep(best, each = length(ways))
    cat("gain on the best of them\n")
    print(round(t(cbind(gain, mean = rowMeans(gain))), 3))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(networks = "6", halved = "0",
        first = "81001", cores = "2", to = "results/consensus"))
    log_head()
    dir.create(given$to, showWarnings = FALSE, recursive = TRUE)
    tasks <- measure(given)
    scores <- do.call(rbind, lapply(split(tasks, seq_len(nrow(tasks))),
        scores_of))
    report(scores[scores$seed %% 2 == 1, ], "to choose by", names(WAYS))
    report(scores[scores$seed %% 2 == 0, ], "to confirm", names(WAYS))
    halved <- unique(scores$seed[scores$way == "by forecasts"])
    if (length(halved)) {
        report(scores[scores$seed %in% halved, ], "with halves",
            c("shipped", "by forecasts"))
    }
}

main(commandArgs(trailingOnly = TRUE))
