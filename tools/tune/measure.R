# How good the ranking of ggc_fit() is in every design of designs.R, beside the
# controls that any method should beat and the networks' part alone:
#
#     Rscript tools/tune/measure.R [networks=20] [first=2001] [sizes=10,20,50]
#         [models=grn,var] [noises=low,high] [designs=] [cores=2]
#         > tools/tune/measure.log
#
# models=cells: cells along a pseudotime (designs: those of CELL_DESIGNS, unless
# named), which the controls see as the same smooth means.
#
# One line for each design, model, noise and size: mean AUPR over the networks
# (seeds first, first + 1, ...), its standard error for the default, the best
# control and how far the default is above it, with the standard error of that
# paired difference, and the default's AUPR on each network. Whoever changes a
# rule runs it before and after, on other seeds than those that the rule was found
# with; compare.R sets two logs side by side.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")
source("tools/exam/controls.R")

aupr_of <- function(score, truth) {
    diag(score) <- NA
    ggc_metrics(score, truth)$AUPR
}

# AUPR of everything on one series, NA where it is refused.
measure <- function(name, model, noise, p, seed) {
    se <- designed(name, p, seed, model, noise)
    truth <- S4Vectors::metadata(se)$truth
    fit <- tryCatch(suppressWarnings(suppressMessages(do.call(ggc_fit, c(
        list(se, seed = 1, threads = 1L), fit_arguments(se))))),
    ggc_error = function(e) NULL)
    if (is.null(fit)) {
        return(NULL)
    }
    raw <- suppressMessages(do.call(ggc:::.as_series, c(list(se,
        irregular = "asis"), fit_arguments(se))))
    controls <- control_scores(raw)[-1L]
    c(default = aupr_of(granger(fit), truth),
        networks = aupr_of(granger(fit, "network"), truth),
        vapply(controls, aupr_of, 0, truth = truth))
}

line_of <- function(row, networks, first) {
    seeds <- first + seq_len(networks) - 1
    each <- lapply(seeds, function(seed) {
        measure(row$design, row$model, row$noise, row$p, seed)
    })
    x <- do.call(rbind, each)
    if (is.null(x)) {
        return(data.frame(row, n = 0L))
    }
    error <- function(y) stats::sd(y) / sqrt(length(y))
    best <- names(which.max(colMeans(x)[-(1:2)]))
    data.frame(row, n = nrow(x), t(round(colMeans(x), 4L)),
        se = round(error(x[, "default"]), 4L), best = best,
        above = round(mean(x[, "default"] - x[, best]), 4L),
        above_se = round(error(x[, "default"] - x[, best]), 4L),
        each = paste(round(x[, "default"], 3L), collapse = ","),
        check.names = FALSE)
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(networks = "20", first = "2001",
        sizes = "10,20,50", models = "grn,var", noises = "low,high",
        designs = "", cores = "2"))
    if (!nzchar(given$designs)) {
        given$designs <- paste(names(if (given$models == "cells") CELL_DESIGNS
            else DESIGNS), collapse = ",")
    }
    words <- function(name) strsplit(given[[name]], ",", fixed = TRUE)[[1L]]
    rows <- expand.grid(design = words("designs"), p = as.integer(words("sizes")),
        noise = words("noises"), model = words("models"),
        stringsAsFactors = FALSE)[, c("model", "noise", "p", "design")]
    lines <- parallel::mclapply(seq_len(nrow(rows)), function(i) {
        line_of(rows[i, ], as.integer(given$networks), as.integer(given$first))
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    log_head()
    filled <- Filter(function(line) line$n > 0L, lines)
    empty <- Filter(function(line) line$n == 0L, lines)
    utils::write.table(do.call(rbind, filled), sep = "\t", quote = FALSE,
        row.names = FALSE)
    for (line in empty) {
        cat("# refused:", line$model, line$noise, line$p, line$design, "\n")
    }
}

main(commandArgs(trailingOnly = TRUE))
