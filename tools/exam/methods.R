# The methods that train no networks beside the default, each with its own
# defaults. Not among them is "cgc2spr", which needs a prior.

OTHER_METHODS <- c("var", "bts", "bets", "te", "grnte", "lsngc", "hsic_lasso",
    "trees", "swing")

# Those that draw random numbers of which scores depend.
DRAWN_METHODS <- c("bets", "lsngc", "hsic_lasso", "trees", "swing")

# By size: seeds of the fit, of methods that draw, on known networks; and how
# many fresh networks of each design.
METHOD_SEEDS <- c("10" = 3L, "100" = 1L)
METHOD_NETWORKS <- c("10" = 5L, "50" = 2L, "100" = 1L)

method_models <- function() {
    models <- lapply(OTHER_METHODS, function(method) {
        list(method = method, graph = FALSE, control = list())
    })
    stats::setNames(models, OTHER_METHODS)
}

methods_plan <- function(sets, seeds) {
    fresh <- sets[sets$group %in% FRESH_GROUPS, ]
    known <- sets[!sets$group %in% FRESH_GROUPS, ]
    rows <- lapply(seq_len(nrow(known)), function(i) {
        size <- if (known$genes[[i]] > 20L) "100" else "10"
        drawn <- seq_len(min(seeds, METHOD_SEEDS[[size]]))
        # Series that are simulated anew for each seed have all of them.
        plain <- if (fresh_by_seed(known[i, ])) drawn else 1L
        family <- "Other methods"
        rbind(
            plan_family(family, known$dataset[[i]], c("default",
                DRAWN_METHODS), drawn),
            plan_family(family, known$dataset[[i]],
                setdiff(OTHER_METHODS, DRAWN_METHODS), plain)
        )
    })
    limit <- METHOD_NETWORKS[as.character(fresh$genes)]
    rbind(do.call(rbind, rows),
        plan_family("Other methods", first_of_group(fresh, limit),
            c("default", OTHER_METHODS), 1L))
}

# Mean AUROC and AUPR of each method and control by group of data sets, spread
# over data sets and seeds, and the seconds of a fit.
methods_table <- function(rows, controls) {
    rows <- rows[rows$family == "Other methods" & !rows$part, ]
    if (!nrow(rows)) {
        return(NULL)
    }
    controls <- controls[controls$dataset %in% rows$dataset &
        controls$model != "empty graph", ]
    controls$group <- rows$group[match(controls$dataset, rows$dataset)]
    controls$seconds <- rep(NA_real_, nrow(controls))
    columns <- c("group", "dataset", "model", "AUROC", "AUPR", "density",
        "seconds", "status")
    all <- rbind(rows[columns], controls[columns])
    models <- c("default", OTHER_METHODS, CONTROLS)
    parts <- split(all, list(factor(all$model, models),
        factor(all$group, unique(rows$group))), drop = TRUE)
    do.call(rbind, lapply(unname(parts), function(x) {
        data.frame(group = x$group[[1L]], model = x$model[[1L]],
            networks = length(unique(x$dataset)),
            runs = sum(x$status == "ok"),
            AUROC = mean_of(x$AUROC), AUROC_sd = sd_of(x$AUROC),
            AUPR = mean_of(x$AUPR), AUPR_sd = sd_of(x$AUPR),
            chance = mean_of(x$density), seconds = mean_of(x$seconds),
            status = status_of(x$status))
    }))
}
