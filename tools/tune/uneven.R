# What is told of a step whose length differs from the others': the next value,
# or the increment over a power of the time that it took?
#
#     Rscript tools/tune/uneven.R [networks=10] [first=1101] [sizes=10,20]
#         > tools/tune/uneven.log
#
# One line for each uneven design of designs.R, model, noise and size: mean AUPR of
# the lag-1 partial correlation and of the conditional dependence (ridge with a free
# own past) of the next value, and of both with increments over the time to the power
# .25, .5, .75 and 1. Without networks, which are not told how long a step is.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")
source("tools/exam/controls.R")

POWERS <- c(0.25, 0.5, 0.75, 1)
own <- asNamespace("ggc")

# |cor(now of a regulator, what is told of a target | now of the target)|
partial_of <- function(now, told) {
    past <- plain_cor(now, now)
    late <- plain_cor(now, told)
    mine <- rep(diag(late), each = nrow(late))
    left <- sqrt(pmax(1 - past^2, 0) * pmax(1 - mine^2, 0))
    abs(ifelse(left > 1e-8, (late - past * mine) / left, 0))
}

ridge_of <- function(now, told, trajectory) {
    unit <- function(x) own$.unit_rows(t(x))
    basis <- own$.ridge_basis(unit(now), t(unit(told)), t(unit(now)))
    pieces <- split(seq_along(trajectory), match(trajectory, unique(trajectory)))
    chosen <- own$.ridge_penalty(list(basis), pieces)
    out <- own$.coefficients(basis, chosen$penalty)
    dimnames(out) <- list(colnames(now), colnames(now))
    out
}

measure <- function(name, model, noise, p, seed) {
    se <- designed(name, p, seed, model, noise)
    series <- suppressMessages(own$.as_series(se))
    from <- own$.pairs_from(series$trajectory, 1L)
    now <- t(series$x[, from])
    later <- t(series$x[, from + 1L])
    gap <- series$time[from + 1L] - series$time[from]
    trajectory <- series$trajectory[from]
    told <- lapply(POWERS, function(power) (later - now) / gap^power)
    names(told) <- sprintf("increment^%g", POWERS)
    told <- c(list(value = later), told)
    scores <- c(lapply(told, partial_of, now = now),
        lapply(told, ridge_of, now = now, trajectory = trajectory))
    names(scores) <- paste(rep(c("partial", "ridge"), each = length(told)),
        names(told))
    vapply(scores, function(score) {
        diag(score) <- NA
        ggc_metrics(score, S4Vectors::metadata(se)$truth)$AUPR
    }, 0)
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(networks = "10", first = "1101",
        sizes = "10,20"))
    seeds <- as.integer(given$first) + seq_len(as.integer(given$networks)) - 1L
    rows <- expand.grid(design = grep("uneven", names(DESIGNS), value = TRUE),
        p = as.integer(strsplit(given$sizes, ",", fixed = TRUE)[[1L]]),
        noise = c("low", "high"), model = c("grn", "var"),
        stringsAsFactors = FALSE)[, c("model", "noise", "p", "design")]
    lines <- lapply(seq_len(nrow(rows)), function(i) {
        row <- rows[i, ]
        each <- vapply(seeds, function(seed) {
            measure(row$design, row$model, row$noise, row$p, seed)
        }, numeric(2L * (length(POWERS) + 1L)))
        data.frame(row, t(round(rowMeans(each), 3L)), check.names = FALSE)
    })
    log_head()
    utils::write.table(do.call(rbind, lines), sep = "\t", quote = FALSE,
        row.names = FALSE)
}

main(commandArgs(trailingOnly = TRUE))
