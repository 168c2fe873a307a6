# What is known of the edges of simulated networks of all designs, for the model
# of .edge_probability(): fits, their truth, and what they know without it. One
# file for each network in a directory, so that it goes on where it stopped:
#
#     Rscript tools/tune/probability.R [to=results/probability/train]
#         [first=20001] [p10=5] [p20=5] [p50=1] [p100=0] [p200=0] [p400=0]
#         [designs=...] [models=...] [cores=2]
#
# odds.R makes the model of what is there, promise.R checks it by fresh ones.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/designs.R")
source("tools/tune/found.R")

NULL_DESIGNS <- c("3x4", "3x8", "own 3x12", "3x12", "uneven 3x10", "5x21",
    "10x13", "10x21", "2x13", "1x20", "1x60", "1x200", "2 x 3x8", "1x9",
    "animals 3x6", "TF 3x8", "short 3x8")

EVEN_DESIGNS <- c("5x21", "10x13", "10x21", "1x60", "1x200", "3x8")
REST_DESIGNS <- c("own 3x8", "own 3x12", "3x8", "5x21", "10x13", "10x21",
    "9x21", "1x60", "1x200")

# What a fit knows of each edge, and which are true.
known_of <- function(design, model, noise, p, seed, control) {
    se <- if (model %in% NULLS) {
        null_series(design, model, p, seed)
    } else if (model == "lorenz96") {
        d <- DESIGNS[[design]]
        ggc_simulate("lorenz96", p = p, n_time = length(d$times),
            n_trajectories = d$n, noise = c(low = 0.1, high = 1)[[noise]],
            seed = seed)
    } else {
        designed(design, p, seed, model, noise)
    }
    fit <- suppressWarnings(suppressMessages(do.call(ggc_fit, c(list(se,
        control = control, seed = 1, threads = 1L),
        all_arguments(design, se, p)))))
    truth <- S4Vectors::metadata(se)$truth
    parts <- ggc:::.parts_of(fit)
    list(info = data.frame(design, model, noise, p, seed),
        true = truth[rownames(fit@score), colnames(fit@score)] > 0,
        parts = parts)
}

# Which networks there are: one row each.
plan <- function(given) {
    words <- function(x) strsplit(x, ",", fixed = TRUE)[[1L]]
    rows <- expand.grid(design = words(given$designs),
        model = words(given$models), noise = c("low", "high"),
        p = c(10L, 20L, 50L, 100L, 200L, 400L), stringsAsFactors = FALSE)
    null <- rows$model %in% NULLS
    listed <- grepl("^TF", rows$design)
    rows <- rows[
        !(null & (rows$noise == "high" | !rows$design %in% NULL_DESIGNS)) &
        !(rows$model == "lorenz96" & !rows$design %in% EVEN_DESIGNS) &
        !(rows$model == "var at rest" & !rows$design %in% REST_DESIGNS) &
        !(rows$p > 20L & (null | rows$model == "lorenz96")) &
        !(listed & (rows$p == 10L | rows$model == "apart")), ]
    counts <- as.integer(given[paste0("p", rows$p)])
    at <- rep(seq_len(nrow(rows)), counts)
    out <- data.frame(rows[at, ], seed = as.integer(given$first) +
        sequence(counts) - 1L)
    # All designs alike, wherever it stops.
    out[order(out$seed, out$p, out$model, out$design), ]
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(
        to = file.path("results", "probability", "train"), first = "20001",
        p10 = "5", p20 = "5", p50 = "1", p100 = "0", p200 = "0", p400 = "0", cores = "2",
        designs = paste(c(names(DESIGNS), names(MORE_DESIGNS)), collapse = ","),
        models = "grn,var,var at rest,lorenz96,white,ar1,trend,ar1 trend,apart"))
    rows <- plan(given)
    dir.create(given$to, showWarnings = FALSE, recursive = TRUE)
    control <- ggc_control(keep = "none")
    parallel::mclapply(seq_len(nrow(rows)), function(i) {
        r <- rows[i, ]
        file <- file.path(given$to, sprintf("%s.rds", paste(unlist(r),
            collapse = "_")))
        if (file.exists(file)) {
            return(NULL)
        }
        out <- tryCatch(known_of(r$design, r$model, r$noise, r$p, r$seed,
            control), error = function(e) {
            message(paste(unlist(r), collapse = " "), ": ", conditionMessage(e))
            NULL
        })
        if (!is.null(out)) {
            saveRDS(out, paste0(file, ".part"))
            file.rename(paste0(file, ".part"), file)
        }
        NULL
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    cat(nrow(rows), "networks,", length(list.files(given$to, "[.]rds$")),
        "files\n")
}

main(commandArgs(trailingOnly = TRUE))
