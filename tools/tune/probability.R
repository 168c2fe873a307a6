# How probable is a direct edge, given what a tested fit knows of it? Log-odds
# (.EDGE_ODDS), by logistic regression over the designs of designs.R, gene
# networks and linear systems at two levels of noise alike, and what becomes of
# them on fresh networks:
#
#     Rscript tools/tune/probability.R [networks=4] [fresh=4] [first=8001]
#         [genes=10,20,50] [cores=2] [keep=FILE]
#
# Each design and model counts the same. Then a line for each design, model and
# noise of fresh networks: log loss beside that of the base rate, and of the
# largest networks whose mean probability is at least .5 and .7 how many edges
# there are, and how many of them are true; and how often edges of a tenth of the
# probabilities are true. `keep`: a file that keeps what was simulated.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")
source("tools/tune/found.R")

# Designs whose series carry a test.
TESTED <- setdiff(names(DESIGNS), c(grep("animals", names(DESIGNS),
    value = TRUE), "1x9"))

one_set <- function(design, model, noise, p, seed) {
    se <- designed(design, p, seed, model, noise)
    fit <- suppressWarnings(suppressMessages(ggc_fit(se, seed = 1,
        threads = 1L)))
    tested <- suppressWarnings(ggc_test(fit, threads = 1L))
    truth <- S4Vectors::metadata(se)$truth
    features <- as.data.frame(ggc:::.edge_features(tested))
    own <- row(truth) == col(truth)
    data.frame(design, model, noise, p, seed, features[!own, ],
        true = truth[!own] > 0)
}
