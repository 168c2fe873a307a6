# One fit, several rankings: of a default fit the network's scores alone, the
# directed dependence alone, and what other rules of the ranking would have made
# of the same two. None of them needs a fit of its own; they are in the file of
# the default's cell, with a row each.

ALONE <- c("network alone", "dependence alone")

# Rows of the ranking ablation that need no other fit, and those that do.
RERANKED <- c("hubs = 0", "dependence = none", "fusion = 1")

ranking_models <- function() {
    model <- function(...) {
        list(method = "clstm", graph = FALSE, control = list(...))
    }
    list("horizons = 1" = model(horizons = 1),
        "dependence = dcor" = model(dependence = "dcor"))
}

is_default <- function(model) {
    model$method == "clstm" && !model$graph &&
        identical(resolve_control(model), unclass(ggc::ggc_control()))
}

# What the ranking would be without weighing hubs (hubs = NULL), or with another
# weight of the dependence (NULL: without it) and of the conditional one, as
# .rank_edges() has it. Genes that do not vary take no part in it and score 0.
rerank <- function(fit, hubs, weight, conditional = 0) {
    chosen <- fit@details$ranking
    network <- ggc::granger(fit, "network")
    out <- 0 * network
    live <- rownames(ggc::ggc_training(fit))
    live <- live[ggc::ggc_training(fit)$status != "constant"]
    network <- network[live, live, drop = FALSE]
    own <- row(network) == col(network)
    weigh <- function(score) {
        if (is.null(hubs)) {
            score
        } else {
            ggc:::.weigh_hubs(score, own, hubs, chosen$alike)
        }
    }
    score <- weigh(network)
    if (!is.null(weight)) {
        part <- function(type) ggc::granger(fit, type)[live, live, drop = FALSE]
        believed <- if (is.null(hubs)) c(0, 0) else chosen[c("spread", "alike")]
        evidence <- weight * ggc:::.directed_evidence(part("dependence"), own,
            believed[[1L]], believed[[2L]])
        if (conditional > 0) {
            evidence <- evidence + conditional *
                ggc:::.rank_evidence(part("conditional"), own)
        }
        evidence[own] <- 0
        score <- ggc:::.rank_evidence(score, own) + evidence
    }
    out[live, live] <- score
    out
}

# All rankings of a default fit: a list of score matrices.
part_scores <- function(fit) {
    chosen <- fit@details$ranking
    scores <- list(ggc::granger(fit, "network"),
        ggc::granger(fit, "dependence"),
        rerank(fit, NULL, chosen$weight, chosen$conditional_weight),
        rerank(fit, chosen$hubs, NULL),
        rerank(fit, chosen$hubs, 1))
    names(scores) <- c(ALONE, RERANKED)
    scores
}

# Their metrics, a row each.
part_rows <- function(fit, truth) {
    scores <- part_scores(fit)
    rows <- lapply(names(scores), function(name) {
        data.frame(model = name, status = "ok", note = "", seconds = NA_real_,
            iterations = NA_real_, ranking_metrics(scores[[name]], truth))
    })
    do.call(rbind, rows)
}

# Metrics of a ranking without a threshold: it is no network, so that only
# AUROC and AUPR, and what the truth alone says, are numbers.
ranking_metrics <- function(score, truth) {
    metrics <- ggc::ggc_metrics(score, truth)[METRICS]
    of_network <- setdiff(METRICS,
        c("AUROC", "AUPR", "accuracy_empty", "n_true", "density"))
    metrics[of_network] <- NA_real_
    metrics
}

# Which parts of its cells a family shows.
parts_wanted <- function(family, model) {
    if (model != "default") {
        character()
    } else if (startsWith(family, "Ranking")) {
        RERANKED
    } else {
        ALONE
    }
}

# The rows of a finished cell: its fit, then the parts. `part` tells them apart,
# so that no fit is counted twice.
cell_rows <- function(cell_plan, cell) {
    columns <- c("family", "group", "dataset", "model", "seed", "key", "first")
    own <- data.frame(cell_plan[columns], part = FALSE, cell$row,
        row.names = NULL)
    wanted <- intersect(parts_wanted(cell_plan$family, cell_plan$model),
        cell$parts$model)
    if (!length(wanted)) {
        return(own)
    }
    parts <- cell$parts[match(wanted, cell$parts$model), ]
    more <- own[rep(1L, length(wanted)), ]
    more[names(parts)] <- parts
    more$part <- TRUE
    more$first <- FALSE
    out <- rbind(own, more)
    rownames(out) <- NULL
    out
}
