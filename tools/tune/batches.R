# Are batches noticed that nobody speaks of? Over all designs with trajectories,
# their nulls, and more where trajectories differ for reasons of their own:
#   Rscript tools/tune/batches.R [FIRST SEED [SEEDS]] > tools/tune/batches.log
# The limits of R/input-batch.R were found on seeds 3001 and 3002: the share of
# levels and the split that let fewest clean sets through where nine in ten
# shifted ones are seen in nearly every design. The log is of fresh seeds.
#
# A set is shifted by N(0, 2 sd) of each gene in each of two batches, as by
# ggc_simulate(batches = 2, batch_sd = 2); also by half of that, in three
# batches, and by as much in the last trajectory alone.

suppressPackageStartupMessages(library(ggc))
source("tools/tune/designs.R")
source("tools/tune/log.R")

given <- as.integer(commandArgs(trailingOnly = TRUE))
first <- if (length(given) > 0L) given[[1L]] else 4001L
seeds <- first + seq_len(if (length(given) > 1L) given[[2L]] else 2L) - 1L

# Trajectories that start or are held apart, or share conditions; two of them.
MORE <- list(
    "scatter 4x21" = .series_design(4L, .even(21), scatter = 0.5, process = 0),
    "scatter 10x21" = .series_design(10L, .even(21), scatter = 0.5,
        process = 0),
    "onoff 4x11" = .series_design(4L, (0:10) * 100, design = "onoff"),
    "onoff 10x21" = .series_design(10L, (0:20) * 50, design = "onoff"),
    "conditions 6x8" = .series_design(6L, .even(8), replicates = 3L),
    "conditions 6x12" = .series_design(6L, .even(12), replicates = 3L),
    "2x9" = .replicates(9, 2L), "2x21" = .replicates(21, 2L),
    "two 2x13" = .series_design(2L, .even(13)),
    "two 2x21" = .series_design(2L, .even(21)),
    "onoff 2x21" = .series_design(2L, (0:20) * 50, design = "onoff")
)
DESIGNS <- c(DESIGNS, MORE)
SEVERAL <- Filter(function(name) {
    DESIGNS[[name]]$n > 1L && is.null(DESIGNS[[name]]$more$batches)
}, names(DESIGNS))
ONLY_GRN <- grep("scatter|onoff", names(MORE), value = TRUE)

series_of <- function(se) {
    suppressWarnings(suppressMessages(do.call(ggc:::.as_series,
        c(list(se), fit_arguments(se)))))
}

shifted <- function(series, batch, sd) {
    spread <- apply(series$x, 1L, stats::sd)
    level <- matrix(stats::rnorm(nrow(series$x) * max(batch)), nrow(series$x))
    series$x <- series$x + sd * spread * level[, batch[series$trajectory]]
    series
}

# Is it taken for batches: as it is, and shifted in each way?
judged <- function(series, seed) {
    set.seed(seed)
    n <- length(series$trajectory_names)
    seen <- function(s) !is.null(ggc:::.apart_in_level(s))
    deal <- function(k) (seq_len(n) - 1L) %% k + 1L
    c(clean = seen(series), shifted = seen(shifted(series, deal(2L), 2)),
        half = seen(shifted(series, deal(2L), 1)),
        three = if (n > 3L) seen(shifted(series, deal(3L), 2)) else NA,
        one = seen(shifted(series, rep(1:2, c(n - 1L, 1L)), 2)))
}

rows <- list()
for (seed in seeds) {
    for (name in SEVERAL) for (p in c(10L, 20L, 50L)) {
        models <- if (name %in% ONLY_GRN) "grn" else c("grn", "var")
        # Genes of networks apart are simulated one by one: dear.
        nulls <- if (!name %in% ONLY_GRN) {
            if (p == 10L && seed == seeds[[1L]] && name != "46x21") NULLS else
                setdiff(NULLS, "apart")
        }
        sets <- c(unlist(lapply(models, function(model) {
            lapply(names(NOISE), function(noise) {
                list(kind = paste(model, noise),
                    se = designed(name, p, seed, model, noise))
            })
        }), recursive = FALSE), lapply(nulls, function(null) {
            list(kind = null, se = null_series(name, null, p, seed))
        }))
        rows <- c(rows, lapply(sets, function(set) {
            data.frame(design = name, p = p, kind = set$kind, t(judged(
                series_of(set$se), seed)))
        }))
    }
    message(seed)
}
rows <- do.call(rbind, rows)

log_head("seeds", paste(range(seeds), collapse = " to "))
cat("# % of sets that are taken for batches\n")
rates <- function(by) {
    what <- c("clean", "shifted", "half", "three", "one")
    out <- stats::aggregate(rows[what], rows[by], function(v) {
        round(100 * mean(v, na.rm = TRUE))
    })
    sets <- stats::aggregate(list(sets = rows$p), rows[by], length)
    out <- merge(sets, out, sort = FALSE)
    print(out[order(match(out[[1L]], unique(rows[[by]]))), ], row.names = FALSE)
    cat("\n")
}
for (by in c("design", "kind", "p")) rates(by)
own <- rows[!rows$design %in% names(MORE), ]
cat(sprintf("of the designs of designs.R: clean %.1f %%, shifted %.1f %%\n",
    100 * mean(own$clean), 100 * mean(own$shifted)))
