# The weight of the conditional dependence (.conditional_weight()): its constants
# beside others, the fits being the same:
#
#     Rscript tools/tune/conditional.R [networks=8] [first=1101] [sizes=10,20]
#         [cores=2] > tools/tune/conditional.log
#
# One line for each design, model, noise and size: mean AUPR as the constants are,
# and with those of VARIANTS in their place; of the networks, of the dependence and of
# the conditional dependence alone. The last lines are the means of both models.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")

VARIANTS <- list(
    "as it is" = list(),
    "lead before" = list(.LEAD = 10, .MOST_LEAD = 4),
    "lead 20" = list(.LEAD = 20),
    "gain .05 to .15" = list(.LINEAR = c(0.05, 0.15)),
    "gain .04 to .10" = list(.LINEAR = c(0.04, 0.1)),
    "uneven .05" = list(.CLEARLY_AHEAD = c(0.05, 0.15)),
    "uneven none" = list(.CLEARLY_AHEAD = c(8, 9))
)
TRIED <- c("3x5", "3x6", "3x8", "3x12", "2x13", "1x20", "1x60", "1x200",
    "uneven 3x7", "uneven 3x9", "uneven 5x12", "5x21", "10x13", "10x21",
    "onoff 5x21")

own <- asNamespace("ggc")
put <- function(name, value) {
    unlockBinding(name, own)
    assign(name, value, own)
}
rank_edges <- own$.rank_edges

# The fit, and what it was ranked from.
learn <- function(se) {
    caught <- NULL
    put(".rank_edges", function(network, s) {
        caught <<- list(network = network, s = s)
        rank_edges(network, s)
    })
    on.exit(put(".rank_edges", rank_edges))
    fit <- suppressWarnings(suppressMessages(do.call(ggc_fit, c(list(se,
        seed = 1, threads = 1L), fit_arguments(se)))))
    c(caught, list(fit = fit))
}

# The ranking with some constants changed.
ranked <- function(learnt, constants) {
    before <- mget(as.character(names(constants)), own)
    for (name in names(constants)) put(name, constants[[name]])
    on.exit(for (name in names(before)) put(name, before[[name]]))
    score <- rank_edges(learnt$network, learnt$s)$score
    genes <- rownames(learnt$s$z)
    dimnames(score) <- list(genes[learnt$s$rows], genes[learnt$s$columns])
    score
}

measure <- function(row, seed) {
    se <- designed(row$design, row$p, seed, row$model, row$noise)
    learnt <- learn(se)
    parts <- lapply(c(network = "network", dependence = "dependence",
        conditional = "conditional"), function(type) granger(learnt$fit, type))
    vapply(c(lapply(VARIANTS, ranked, learnt = learnt), parts),
        function(score) {
            score <- score[rownames(se), rownames(se)]
            diag(score) <- NA
            ggc_metrics(score, S4Vectors::metadata(se)$truth)$AUPR
        }, 0)
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(networks = "8", first = "1101",
        sizes = "10,20", cores = "2"))
    seeds <- as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L
    rows <- expand.grid(design = TRIED,
        p = as.integer(strsplit(given$sizes, ",", fixed = TRUE)[[1L]]),
        noise = c("low", "high"), model = c("grn", "var"),
        stringsAsFactors = FALSE)[, c("model", "noise", "p", "design")]
    lines <- parallel::mclapply(seq_len(nrow(rows)), function(i) {
        each <- vapply(seeds, function(seed) measure(rows[i, ], seed),
            numeric(length(VARIANTS) + 3L))
        data.frame(rows[i, ], t(round(rowMeans(each), 4L)), check.names = FALSE)
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    log_head()
    lines <- do.call(rbind, lines)
    utils::write.table(lines, sep = "\t", quote = FALSE, row.names = FALSE)
    means <- stats::aggregate(lines[-(1:4)], lines[c("model", "p")], mean)
    means[-(1:2)] <- round(means[-(1:2)], 4L)
    cat(paste("#", utils::capture.output(utils::write.table(means, sep = "\t",
        quote = FALSE, row.names = FALSE))), sep = "\n")
}

main(commandArgs(trailingOnly = TRUE))
