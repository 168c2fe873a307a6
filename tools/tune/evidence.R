# Are the p-values of ggc_test() right, and what do they find? On the designs of
# designs.R, at low noise, and their nulls:
#
#     Rscript tools/tune/evidence.R [method=clstm] [sets=20] [first=7001]
#         [genes=20] [designs=...] [models=grn,var] [B=] [cores=2]
#
# One line for each design and model (grn, var, or a null of designs.R): `null`,
# how many unrelated pairs there were (no path either way, no common ancestor; of
# noise all pairs), the shares of them with p below .05 and .01; of the edges at
# a false discovery rate of .1, per set: how many, how many direct; the mean
# share of unrelated pairs and of pairs that are no ancestors among them (0 where
# none is found); the same of the F tests of method = "var" (`f_...`), where there
# are any; regulators below .05 among those that regulate nothing, and among
# those that do; the seconds of fit and test; and where genes are hidden, of how
# many pairs that are related through these alone p is below .05 (`through`).
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")
source("tools/tune/found.R")

learn <- function(...) {
    suppressWarnings(suppressMessages(ggc_fit(..., seed = 1, threads = 1L)))
}

one_set <- function(design, model, seed, method, p, B) {
    se <- any_series(design, model, p, seed)
    seen <- relations(S4Vectors::metadata(se)$truth)
    of <- whole_relations(se, design, model, p, seed)
    started <- proc.time()[["elapsed"]]
    fit <- do.call(learn, c(list(se, method = method), fit_arguments(se)))
    middle <- proc.time()[["elapsed"]]
    tested <- suppressWarnings(ggc_test(fit, B = B, threads = 1L))
    ended <- proc.time()[["elapsed"]]
    test <- tested@details$test
    null <- !of$related & row(of$related) != col(of$related)
    acts <- rowSums(of$direct) > 0
    linear <- tryCatch(learn(se, method = "var")@p_value,
        error = function(e) of$direct * NA)
    diag(linear) <- NA
    below <- function(p, x) sum(p < x, na.rm = TRUE)
    c(null = sum(null), p05 = below(test$p_value[null], 0.05),
        p01 = below(test$p_value[null], 0.01), found(test$q_value, of),
        f = found(stats::p.adjust(linear, "BH"), of),
        idle = sum(!acts), idle05 = below(test$regulators[!acts], 0.05),
        acts = sum(acts), acts05 = below(test$regulators[acts], 0.05),
        fit = middle - started, test = ended - middle,
        through = sum(of$related & !seen$related),
        through05 = below(test$p_value[of$related & !seen$related], 0.05))
}

# As relations(), through hidden genes too: of the same network without any.
whole_relations <- function(se, design, model, p, seed) {
    genes <- rownames(se)
    if (startsWith(design, "hidden ")) {
        se <- any_series(sub("hidden ", "", design), model, p, seed)
    }
    lapply(relations(S4Vectors::metadata(se)$truth), function(relation) {
        relation[genes, genes]
    })
}

line_of <- function(design, model, seeds, method, p, B) {
    each <- vapply(seeds, function(seed) {
        one_set(design, model, seed, method, p, B)
    }, numeric(19))
    sum <- rowSums(each)
    mean <- rowMeans(each)
    share <- function(part, whole) round(sum[[part]] / sum[[whole]], 3L)
    data.frame(design, model, sets = length(seeds), null = sum[["null"]],
        p05 = share("p05", "null"), p01 = share("p01", "null"),
        t(round(mean[4:11], 2L)), idle05 = share("idle05", "idle"),
        acts05 = share("acts05", "acts"), t(round(mean[c("fit", "test")], 1L)),
        through = sum[["through"]], through05 = share("through05", "through"))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(method = "clstm", sets = "20",
        first = "7001", genes = "20", B = "", cores = "2",
        models = "grn,var", designs = paste("own 3x8,own 3x12,3x8,3x12,5x21",
            "10x13,10x21,1x60,1x200", sep = ",")))
    words <- function(x) strsplit(x, ",", fixed = TRUE)[[1L]]
    seeds <- as.integer(given$first) + seq_len(as.integer(given$sets)) - 1L
    B <- if (nzchar(given$B)) as.integer(given$B)
    rows <- expand.grid(model = words(given$models),
        design = words(given$designs), stringsAsFactors = FALSE)
    lines <- parallel::mclapply(seq_len(nrow(rows)), function(i) {
        line_of(rows$design[[i]], rows$model[[i]], seeds, given$method,
            as.integer(given$genes), B)
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    log_head()
    utils::write.table(do.call(rbind, lines), sep = "\t", quote = FALSE,
        row.names = FALSE)
}

main(commandArgs(trailingOnly = TRUE))
