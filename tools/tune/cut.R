# Which edges a fit chooses (`cut`, .CREDIBLE), of fresh networks that
# probability.R made:
#
#     Rscript tools/tune/cut.R [from=results/probability/fresh] [cores=2]
#         > tools/tune/cut.log
#
# For each kind of system and rule the mean MCC over networks, the share of
# networks whose MCC is below 0, edges a network, the share of all of them that
# is true, and the share of networks with as many true edges as false ones or
# more. Rules: norms above zero; cut by Otsu's rule; a probability above .3, .4
# and .5, and with a norm above zero.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")

mcc <- function(found, true) {
    if (stats::sd(found) > 0 && stats::sd(true) > 0) {
        stats::cor(found, true)
    } else {
        0
    }
}

of_network <- function(file) {
    one <- readRDS(file)
    part <- one$parts
    probability <- ggc:::.probability_of(part)
    if (is.null(probability)) {
        return(NULL)
    }
    at <- which(!is.na(probability))
    apart <- which(is.na(probability))
    norms <- part$ranking$uncut
    p <- probability[at]
    some <- norms[at] > 0
    rules <- list(norms = some,
        otsu = ggc:::.cut_network(norms, apart)[at] > 0,
        `p > .3` = p > 0.3, `p > .4` = p > 0.4, `p > .5` = p > 0.5,
        `norms, p > .3` = some & p > 0.3, `norms, p > .4` = some & p > 0.4,
        `norms, p > .5` = some & p > 0.5)
    true <- one$true[at] + 0
    do.call(rbind, lapply(names(rules), function(rule) {
        found <- rules[[rule]] + 0
        right <- sum(found * true)
        data.frame(system = if (one$info$model %in% NULLS) "noise" else
            one$info$model, rule, mcc = mcc(found, true), edges = sum(found),
            right, half = right >= sum(found) - right)
    }))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(
        from = file.path("results", "probability", "fresh"), cores = "2"))
    files <- list.files(given$from, "[.]rds$", full.names = TRUE)
    all <- do.call(rbind, parallel::mclapply(files, of_network,
        mc.cores = as.integer(given$cores)))
    log_head()
    rows <- split(all, list(factor(all$rule, unique(all$rule)), all$system))
    out <- do.call(rbind, lapply(rows, function(one) {
        data.frame(one[1L, c("system", "rule")], networks = nrow(one),
            MCC = round(mean(one$mcc), 3L), below = round(mean(one$mcc < 0), 3L),
            edges = round(mean(one$edges), 1L),
            true = round(sum(one$right) / sum(one$edges), 2L),
            half = round(mean(one$half), 2L))
    }))
    utils::write.table(out, sep = "\t", quote = FALSE, row.names = FALSE)
}

main(commandArgs(trailingOnly = TRUE))
