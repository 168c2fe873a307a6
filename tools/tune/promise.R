# Is `probability` what it says, and does `precision =` keep its word? Of fresh
# networks, made by probability.R with other seeds, and the model in the package:
#
#     Rscript tools/tune/promise.R [from=results/probability/fresh] [cores=2]
#         > tools/tune/promise.log
#
# Shares of true edges by tenths of probability; for each design, model and noise
# the mean log loss beside that of the base rate, and of all networks the edges
# at a precision of .5 and .7, and what share of them was true.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/realised.R")

main <- function(arguments) {
    given <- read_arguments(arguments, list(
        from = file.path("results", "probability", "fresh"), cores = "2"))
    about <- read_known(given$from, as.integer(given$cores), TRUE)$about
    refused <- is.na(about$probability)
    log_head()
    cat("#", length(unique(about$network)), "networks,", nrow(about), "edges;",
        length(unique(about$network[refused])), "networks refused\n")
    tell_realised(about[!refused, ], about$probability[!refused])
}

main(commandArgs(trailingOnly = TRUE))
