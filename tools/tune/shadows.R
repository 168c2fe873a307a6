# What a test reads of networks: which parts of the evidence, in what measure,
# find most of the direct edges (.EVIDENCE).
#
#     Rscript tools/tune/shadows.R [sets=10] [first=6001] [genes=20] [B=4]
#         [designs=...] [models=grn,var] [cores=2]
#
# One line for each design, model and measure of the parts, c(network, dependence,
# conditional); the last in units of the weight that the fit gave it. Columns as
# in evidence.R.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")
source("tools/tune/found.R")

MEASURES <- rbind(c(1, 0, 0), c(0, 1, 0), c(0, 0, 1), c(1, 1, 0),
    c(1, 0, 1), c(1, 1 / 4, 1), c(1, 1 / 3, 1), c(1, 1 / 2, 1), c(1, 1, 1))

# One exchange: list(real, shadow) for each measure. s: the setup of the fit.
one_draw <- function(fit, s, design, b) {
    s <- ggc:::.with_shadows(s, design, b)
    parts <- lapply(ggc:::.evidence_parts(s, TRUE), ggc:::.placer(s))
    weight <- fit@details$ranking$conditional_weight
    barred <- ggc:::.barred(fit)
    lapply(seq_len(nrow(MEASURES)), function(i) {
        m <- MEASURES[i, ]
        if (any(m[1:2] > 0)) m[[3L]] <- m[[3L]] * weight
        sum <- Reduce(`+`, Map(`*`, parts, m[seq_along(parts)]))
        ggc:::.set_apart(sum, barred)
    })
}

# measures x what evidence.R says of a set.
one_set <- function(design, model, seed, p, B) {
    se <- any_series(design, model, p, seed)
    of <- relations(S4Vectors::metadata(se)$truth)
    fit <- suppressWarnings(suppressMessages(ggc_fit(se, seed = 1,
        threads = 1L)))
    shadows <- ggc:::.shadow_design(fit@series, 1)
    s <- ggc:::.setup_to_test(fit, list(threads = 1L, BPPARAM = NULL,
        checkpoint = NULL, verbose = FALSE))
    draws <- lapply(seq_len(min(B, shadows$most)), function(b) {
        one_draw(fit, s, shadows, b)
    })
    null <- !of$related & row(of$related) != col(of$related)
    t(vapply(seq_len(nrow(MEASURES)), function(i) {
        p <- ggc:::.edge_p_values(lapply(draws, `[[`, i))
        c(null = sum(null), p05 = sum(p[null] < 0.05),
            p01 = sum(p[null] < 0.01), found(ggc:::.q_values(p), of))
    }, numeric(7)))
}

lines_of <- function(design, model, seeds, p, B) {
    each <- lapply(seeds, function(seed) one_set(design, model, seed, p, B))
    mean <- Reduce(`+`, each) / length(each)
    data.frame(design, model, sets = length(seeds),
        network = round(MEASURES[, 1L], 2L),
        dependence = round(MEASURES[, 2L], 2L), conditional = MEASURES[, 3L],
        round(mean[, c("p05", "p01")] / mean[, "null"], 3L),
        round(mean[, 4:7], 2L))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(sets = "10", first = "6001",
        genes = "20", B = "4", cores = "2", models = "grn,var",
        designs = "own 3x8,own 3x12,5x21,10x13,10x21,46x21,1x60,1x200"))
    words <- function(x) strsplit(x, ",", fixed = TRUE)[[1L]]
    seeds <- as.integer(given$first) + seq_len(as.integer(given$sets)) - 1L
    rows <- expand.grid(model = words(given$models),
        design = words(given$designs), stringsAsFactors = FALSE)
    lines <- parallel::mclapply(seq_len(nrow(rows)), function(i) {
        lines_of(rows$design[[i]], rows$model[[i]], seeds,
            as.integer(given$genes), as.integer(given$B))
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    log_head()
    utils::write.table(do.call(rbind, lines), sep = "\t", quote = FALSE,
        row.names = FALSE)
}

main(commandArgs(trailingOnly = TRUE))
