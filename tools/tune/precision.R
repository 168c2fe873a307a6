# Coefficients of ggc_network(precision = ): logistic regression of true edges on
# what a fit knows without the truth, on simulated gene networks; then the realised
# precision on fresh networks. The output is kept:
#
#     Rscript tools/tune/precision.R > tools/tune/precision.log
#
# Every network counts alike in the regression, whatever its size. No gold
# standard of a real or a challenge network is read.
library(ggc)
source("tools/tune/log.R")

DESIGNS <- c("relaxation", "scattered", "onoff", "long", "uneven")

simulate <- function(design, p, seed) {
    if (design == "scattered") {
        return(ggc_simulate("grn", p = p, scatter = 0.5, process = 0,
            seed = seed))
    }
    ggc_simulate("grn", p = p, design = design, seed = seed)
}

# Features and truth of all candidate edges of one network.
edges_of <- function(design, p, seed) {
    sim <- simulate(design, p, seed)
    fit <- ggc_fit(sim, seed = seed, irregular = "asis",
        control = ggc_control(keep = "none"))
    x <- as.data.frame(ggc:::.edge_features(fit))
    x$true <- as.vector(S4Vectors::metadata(sim)$truth)
    x <- x[!is.na(x$rank), ]
    data.frame(design, p, network = sprintf("%s %d %d", design, p, seed),
        weight = 1 / nrow(x), x)
}

networks <- function(first_seed, repeats) {
    plan <- expand.grid(design = DESIGNS, p = rep(names(repeats), repeats),
        stringsAsFactors = FALSE)
    plan$p <- as.integer(plan$p)
    do.call(rbind, lapply(seq_len(nrow(plan)), function(i) {
        edges_of(plan$design[[i]], plan$p[[i]], first_seed + i)
    }))
}

train <- networks(20000L, c("10" = 6L, "25" = 4L, "50" = 3L, "100" = 1L))
names(train)[names(train) == "network.1"] <- "score"
odds <- stats::glm(true ~ rank + score + dependence + steps + gain,
    stats::quasibinomial(), train, weights = train$weight)
log_head("train seeds 20001 and up, test seeds 30001 and up")
cat("# log-odds:",
    sprintf("%.3f", stats::coef(odds)), "\n")

test <- networks(30000L, c("10" = 6L, "25" = 3L, "50" = 2L, "100" = 1L))
names(test)[names(test) == "network.1"] <- "score"
test$probability <- stats::predict(odds, test, type = "response")
realised <- function(x, stated) {
    x <- x[order(-x$probability), ]
    size <- max(0L, which(cumsum(x$probability) / seq_along(x$true) >= stated))
    top <- utils::head(x$true, size)
    c(precision = if (size) mean(top) else NA, recall = sum(top) / sum(x$true))
}
cat("# realised precision, mean over networks; recall of true edges\n")
cat(c("stated", DESIGNS, unique(test$p), "all", "recall", "empty"), sep = "\t")
cat("\n")
for (stated in c(0.3, 0.5, 0.7)) {
    out <- vapply(split(test, test$network), realised, numeric(2L),
        stated = stated)
    first <- test[match(colnames(out), test$network), ]
    mean_by <- function(group, levels) {
        vapply(levels, function(level) {
            mean(out["precision", group == level], na.rm = TRUE)
        }, 0)
    }
    cat(stated, sprintf("%.2f", c(mean_by(first$design, DESIGNS),
        mean_by(first$p, unique(test$p)),
        mean(out["precision", ], na.rm = TRUE), mean(out["recall", ]))),
        sum(is.na(out["precision", ])), sep = "\t")
    cat("\n")
}
