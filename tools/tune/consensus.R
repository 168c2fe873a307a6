# Rankings of several methods put together by ggc_consensus(), beside each of
# them, on simulated networks of the designs that people have: by which evidence
# a ranking counts, and whether weights by held-out forecasts help. Half of the
# networks choose, the others confirm.
#
#     Rscript tools/tune/consensus.R [networks=20] [first=81001] [cores=2]
#         [to=results/consensus.tsv]
#
# It goes on where it stopped: a line for each network and ranking is kept.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")

METHODS <- c("clstm", "var", "trees", "bets")

# model, genes, trajectories x times
DESIGNS <- list(
    "grn 10: 3 x 8" = list(model = "grn", p = 10, n_trajectories = 3, n_time = 8),
    "grn 10: 5 x 21" = list(model = "grn", p = 10, n_trajectories = 5,
        n_time = 21),
    "grn 20: 4 x 13" = list(model = "grn", p = 20, n_trajectories = 4,
        n_time = 13),
    "grn 20: 10 x 21" = list(model = "grn", p = 20, n_trajectories = 10,
        n_time = 21),
    "grn 10: 1 x 60" = list(model = "grn", p = 10, n_trajectories = 1,
        n_time = 60),
    "var 10: 3 x 12" = list(model = "var", p = 10, n_trajectories = 3,
        n_time = 12),
    "var 20: 5 x 21" = list(model = "var", p = 20, n_trajectories = 5,
        n_time = 21),
    "lorenz96 10: 1 x 200" = list(model = "lorenz96", p = 10,
        n_trajectories = 1, n_time = 200)
)

# ---- Ways to put rankings together -------------------------------------------

# Score matrices -> one, by what an edge's place in each counts for.
by_places <- function(rankings, weights, evidence) {
    apart <- diag(nrow(rankings[[1L]])) == 1
    parts <- Map(function(score, weight) {
        share <- score
        share[!apart] <- rank(-score[!apart]) / (sum(!apart) + 1)
        share[apart] <- 1
        weight * evidence(share)
    }, rankings, weights)
    Reduce(`+`, parts)
}

WAYS <- list(
    "mean place" = function(share) -share,
    "normal scores" = function(share) stats::qnorm(pmax(1 - share, 1e-9)),
    "-log share" = function(share) -log(share),
    "1 / share" = function(share) 1 / share
)

# ---- One network -------------------------------------------------------------

# A data frame: ranking, AUPR, AUROC, seconds.
of_network <- function(design, seed, halves) {
    sim <- do.call(ggc_simulate, c(design, list(seed = seed)))
    truth <- S4Vectors::metadata(sim)$truth
    compared <- suppressWarnings(suppressMessages(ggc_compare(sim, METHODS,
        truth, halves = halves, seed = seed, threads = 1, verbose = FALSE)))
    alike <- stats::setNames(rep(1 / length(METHODS), length(METHODS)), METHODS)
    together <- c(
        lapply(WAYS, by_places, rankings = compared$rankings, weights = alike),
        list("shipped" = ggc_consensus(compared)),
        if (halves) list("by forecasts" = tryCatch(
            ggc_consensus(compared, "forecast"),
            ggc_error_argument = function(e) ggc_consensus(compared)))
    )
    scores <- do.call(rbind, lapply(together, ggc_metrics, truth = truth))
    rbind(
        compared$table[c("method", "AUPR", "AUROC", "seconds")],
        data.frame(method = names(together), AUPR = scores$AUPR,
            AUROC = scores$AUROC, seconds = NA)
    )
}

# ---- All ---------------------------------------------------------------------

measure <- function(given) {
    seeds <- as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L
    tasks <- expand.grid(design = names(DESIGNS), seed = seeds,
        stringsAsFactors = FALSE)
    done <- if (file.exists(given$to)) utils::read.delim(given$to) else NULL
    tasks <- tasks[!paste(tasks$design, tasks$seed) %in%
        paste(done$design, done$seed), ]
    parallel::mclapply(seq_len(nrow(tasks)), function(i) {
        of <- tasks[i, ]
        lines <- cbind(design = of$design, seed = of$seed,
            of_network(DESIGNS[[of$design]], of$seed,
                of$seed < as.integer(given$first) + as.integer(given$halved)))
        text <- do.call(paste, c(unname(as.list(lines)), sep = "\t"))
        cat(paste0(text, "\n"), file = given$to, append = TRUE, sep = "")
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
}

report <- function(table, of, others) {
    mean_of <- tapply(table$AUPR, table[c("method", "design")], mean)
    mean_of <- mean_of[, intersect(names(DESIGNS), colnames(mean_of)),
        drop = FALSE]
    best <- apply(mean_of[METHODS, , drop = FALSE], 2L, max)
    counts <- table(table$design[table$method == METHODS[[1L]]])
    cat(sprintf("\n%s, mean AUPR\n", of))
    print(cbind(round(t(mean_of[c(METHODS, others), ]), 3),
        networks = counts[colnames(mean_of)]))
    cat("less the best of the four; mean over designs\n")
    less <- mean_of[others, , drop = FALSE] - rep(best, each = length(others))
    print(round(t(less), 3))
    print(round(rowMeans(less), 4))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(networks = "20", halved = "4",
        first = "81001", cores = "2", to = "results/consensus.tsv"))
    dir.create(dirname(given$to), showWarnings = FALSE, recursive = TRUE)
    if (!file.exists(given$to)) {
        cat("design\tseed\tmethod\tAUPR\tAUROC\tseconds\n", file = given$to)
    }
    measure(given)
    table <- utils::read.delim(given$to)
    ways <- c(names(WAYS), "shipped")
    report(table[table$seed %% 2 == 1, ], "to choose by", ways)
    report(table[table$seed %% 2 == 0, ], "to confirm", ways)
    halved <- table$seed < as.integer(given$first) + as.integer(given$halved)
    report(table[halved, ], "with halves", c("shipped", "by forecasts"))
}

main(commandArgs(trailingOnly = TRUE))
