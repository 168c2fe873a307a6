# The model of .edge_probability(): log-odds of an edge, a sum over what is known
# of the edge, with weights that are linear in what is known of the data; ridge
# regression by glmnet. All networks have the same weight, gene networks twice
# that of others: what they tell is less, and easily taken for what others tell.
# Of the files that probability.R made:
#
#     Rscript tools/tune/odds.R [from=results/probability/train] [cores=2]
#         > tools/tune/odds.log
#
# writes inst/extdata/edge_odds.tsv, and prints how right the model is of networks, and of designs, that it was not made of (five parts of each):
# log loss beside that of the base rate, shares of true edges by probability,
# and what `precision = .5` and `.7` come to.
suppressPackageStartupMessages({
    library(ggc)
    library(glmnet)
})
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/realised.R")

PENALTIES <- c(0.01, 0.003, 0.001)
CHOSEN <- 0.003
PARTS <- 5L

# Columns in one unit, so that the penalty means the same for all.
centred <- function(x) {
    center <- colMeans(x)
    scale <- apply(x, 2L, stats::sd)
    fixed <- scale < 1e-8
    center[fixed] <- 0
    scale[fixed] <- 1
    list(x = (x - rep(center, each = nrow(x))) / rep(scale, each = nrow(x)),
        center = center, scale = scale)
}

in_unit <- function(x, of) {
    (x - rep(of$center, each = nrow(x))) / rep(of$scale, each = nrow(x))
}

# One model for each penalty: weights, what is known of an edge x of the data.
ridge <- function(known, rows, weight) {
    network <- known$network[rows]
    edge <- centred(known$edge[rows, ])
    data <- centred(known$data[unique(network), ])
    data$x <- in_unit(known$data, data)
    products <- do.call(cbind, lapply(seq_len(ncol(edge$x)), function(i) {
        edge$x[, i] * data$x[network, ]
    }))
    alone <- colnames(products) == "one" # the first is the intercept
    alone[-1L] <- FALSE
    fit <- glmnet(products[, !alone], known$about$true[rows], "binomial",
        weights = weight, alpha = 0, lambda = PENALTIES, thresh = 1e-6,
        standardize = FALSE)
    lapply(seq_along(PENALTIES), function(k) {
        beta <- numeric(ncol(products))
        beta[!alone] <- as.vector(fit$beta[, k])
        beta[alone] <- fit$a0[[k]]
        list(weight = matrix(beta, ncol(edge$x), byrow = TRUE,
            dimnames = list(colnames(edge$x), colnames(data$x))),
            edge = edge[-1L], data = data[-1L])
    })
}

forecast <- function(model, known, rows) {
    data <- in_unit(known$data, model$data) %*% t(model$weight)
    edge <- in_unit(known$edge[rows, ], model$edge)
    stats::plogis(rowSums(edge * data[known$network[rows], ]))
}

# The same weights for what is known in its own unit: of x the row is
# (x - center) / scale, and "one" takes what that leaves.
in_own_unit <- function(model) {
    turn <- function(of) {
        out <- diag(1 / of$scale)
        dimnames(out) <- list(names(of$scale), names(of$scale))
        out["one", ] <- out["one", ] - of$center / of$scale
        out
    }
    turn(model$edge) %*% model$weight %*% t(turn(model$data))
}

# Rows that a model is made of: of edges that are none and rank low one in ten,
# which counts for ten.
thinned <- function(known) {
    about <- known$about
    low <- !about$true & known$edge[, "rank"] > 0.3
    drawn <- !low | stats::runif(nrow(about)) < 0.1
    weight <- about$weight * ifelse(low, 10, 1) *
        ifelse(about$model == "grn", 2, 1)
    list(row = which(drawn), weight = weight[drawn] / mean(weight[drawn]))
}

cross <- function(known, thin, group) {
    groups <- unique(group)
    part <- sample(rep(seq_len(PARTS), length.out = length(groups)))
    part <- part[match(group, groups)]
    out <- matrix(0, length(group), length(PENALTIES))
    for (k in seq_len(PARTS)) {
        of <- part[thin$row] != k
        own <- which(part == k)
        models <- ridge(known, thin$row[of], thin$weight[of])
        for (l in seq_along(models)) {
            out[own, l] <- forecast(models[[l]], known, own)
        }
    }
    out
}

loss <- function(probability, about) {
    p <- pmin(pmax(probability, 1e-6), 1 - 1e-6)
    sum(-log(ifelse(about$true, p, 1 - p)) * about$weight) / sum(about$weight)
}

write_table <- function(table, file) {
    con <- file(file, "w")
    on.exit(close(con))
    writeLines("# by tools/tune/odds.R: see R/rank-probability.R", con)
    utils::write.table(signif(table, 6L), con, sep = "\t", quote = FALSE,
        col.names = NA)
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(
        from = file.path("results", "probability", "train"), cores = "2"))
    known <- read_known(given$from, as.integer(given$cores))
    about <- known$about
    log_head()
    cat("#", nrow(known$data), "networks,", nrow(about), "edges,",
        length(unique(paste(about$design, about$model, about$noise))),
        "designs x models x noise\n")
    set.seed(1)
    thin <- thinned(known)
    for (by in c("network", "design")) {
        probability <- cross(known, thin, about[[by]])
        cat("# parts by", by, "; log loss at penalties of",
            format(PENALTIES), ":",
            round(apply(probability, 2L, loss, about), 4), "\n")
        tell_realised(about, probability[, PENALTIES == CHOSEN])
    }
    model <- ridge(known, thin$row, thin$weight)[[which(PENALTIES == CHOSEN)]]
    weight <- in_own_unit(model)
    range <- apply(known$data, 2L, range)
    rownames(range) <- c("from", "to")
    write_table(rbind(range, weight), file.path("inst", "extdata",
        "edge_odds.tsv"))
}

main(commandArgs(trailingOnly = TRUE))
