# From the rows of cells to tables. `rows`: one per cell, as run_cells() gives
# them; `controls`: as control_rows() does; `paper`: paper.tsv.

SHOWN <- c("accuracy", "AUROC", "AUPR", "MCC", "balanced_accuracy", "recall",
    "n_edges")

read_paper <- function(file) {
    utils::read.delim(file, stringsAsFactors = FALSE)
}

# Mean and sd without the missing; NA of nothing, sd also of one.
mean_of <- function(x) {
    if (all(is.na(x))) NA_real_ else mean(x, na.rm = TRUE)
}

sd_of <- function(x) {
    if (sum(!is.na(x)) < 2L) NA_real_ else stats::sd(x, na.rm = TRUE)
}

# "ok", or what went wrong and in how many of the runs.
status_of <- function(status) {
    bad <- status[status != "ok"]
    if (!length(bad)) {
        return("ok")
    }
    if (length(bad) == length(status)) {
        return(bad[[1L]])
    }
    sprintf("%d of %d %s", length(bad), length(status), bad[[1L]])
}

# One row of a table: the runs of one model on one data set.
table_row <- function(runs) {
    spread <- lapply(SHOWN, function(metric) {
        out <- data.frame(mean_of(runs[[metric]]), sd_of(runs[[metric]]))
        names(out) <- paste0(metric, c("", "_sd"))
        out
    })
    data.frame(
        dataset = runs$dataset[[1L]], model = runs$model[[1L]],
        runs = sum(runs$status == "ok"),
        accuracy_empty = mean_of(runs$accuracy_empty),
        density = mean_of(runs$density), spread,
        seconds = mean_of(runs$seconds), status = status_of(runs$status)
    )
}

# Models, then controls, for each data set. What says something of the data
# alone comes from the controls, so that a failed fit has it too.
exam_table <- function(rows, controls, paper) {
    if (!nrow(rows)) {
        return(NULL)
    }
    controls <- controls[controls$dataset %in% rows$dataset, ]
    controls$seconds <- rep(NA_real_, nrow(controls))
    columns <- c("dataset", "model", "status", "seconds", "accuracy_empty",
        "density", SHOWN)
    all <- rbind(rows[columns], controls[columns])
    dataset <- factor(all$dataset, unique(rows$dataset))
    model <- factor(all$model, unique(all$model))
    groups <- split(all, list(model, dataset), drop = TRUE)
    table <- do.call(rbind, lapply(unname(groups), table_row))
    key <- paste(table$dataset, table$model)
    at <- match(key, paste(paper$dataset, paper$model))
    empty <- controls[match(table$dataset, controls$dataset), ]
    table$accuracy_empty <- empty$accuracy_empty
    table$density <- empty$density
    kind <- ifelse(table$model %in% controls$model, "control", "model")
    front <- c("dataset", "model")
    data.frame(table[front], kind = kind, runs = table$runs,
        accuracy_paper = paper$accuracy[at],
        table[setdiff(names(table), c(front, "runs"))])
}

# ---- Ablation ------------------------------------------------------------

COMPARED <- c("AUROC", "AUPR", "MCC")

# Mean, and standard error of it.
mean_se <- function(d) {
    d <- d[!is.na(d)]
    c(mean = if (length(d)) mean(d) else NA_real_,
        se = if (length(d) > 1L) stats::sd(d) / sqrt(length(d)) else NA_real_)
}

# Runs of one variant beside those of the default: mean, sd over seeds of the
# mean over networks, and the difference by (network, seed).
variant_row <- function(runs, default) {
    base <- default[match(paste(runs$dataset, runs$seed),
        paste(default$dataset, default$seed)), ]
    columns <- lapply(COMPARED, function(metric) {
        by_seed <- vapply(split(runs[[metric]], runs$seed), mean_of, 0)
        difference <- mean_se(runs[[metric]] - base[[metric]])
        out <- data.frame(mean_of(runs[[metric]]), sd_of(by_seed),
            difference[["mean"]], difference[["se"]])
        names(out) <- paste0(metric, c("", "_sd", "_change", "_change_se"))
        out
    })
    data.frame(group = runs$group[[1L]], variant = runs$model[[1L]],
        pairs = sum(!is.na(runs$AUROC - base$AUROC)),
        accuracy = mean_of(runs$accuracy), columns,
        status = status_of(runs$status))
}

ablation_rows <- function(rows) {
    rows[startsWith(rows$family, "Ablation"), ]
}

# `settings`: the variants by name, the default being the first.
ablation_table <- function(rows, settings) {
    rows <- ablation_rows(rows)
    if (!nrow(rows)) {
        return(NULL)
    }
    groups <- split(rows, list(factor(rows$model, names(settings)),
        factor(rows$group, unique(rows$group))), drop = TRUE)
    default <- names(settings)[[1L]]
    table <- do.call(rbind, lapply(unname(groups), function(runs) {
        variant_row(runs, rows[rows$group == runs$group[[1L]] &
            rows$model == default, ])
    }))
    setting <- lapply(settings[table$variant], function(s) {
        s$graph <- if (s$graph) "on" else "off"
        as.data.frame(s)
    })
    switched <- vapply(settings[table$variant], function(s) {
        switched_label(s, settings[[1L]])
    }, "")
    data.frame(table["group"], switched = unname(switched),
        do.call(rbind, unname(setting)),
        table[setdiff(names(table), c("group", "variant"))])
}

# Main effect of each ingredient in the factorial: the mean over all settings of
# the others with it, minus the same without it, by (network, seed).
ablation_effects <- function(rows, settings) {
    rows <- ablation_rows(rows)
    others <- setdiff(names(settings[[1L]]), names(INGREDIENTS))
    crossed <- Filter(function(s) {
        all(mapply(function(value, levels) list(value) %in% levels,
            s[names(INGREDIENTS)], INGREDIENTS)) &&
            identical(s[others], settings[[1L]][others])
    }, settings)
    complete <- vapply(split(rows$model, rows$group), function(models) {
        all(names(crossed) %in% models)
    }, NA)
    rows <- rows[rows$model %in% names(crossed) &
        rows$group %in% names(complete)[complete], ]
    out <- lapply(split(rows, factor(rows$group, unique(rows$group))),
        function(runs) {
            do.call(rbind, lapply(names(INGREDIENTS), function(name) {
                effect_row(runs, crossed, name)
            }))
        })
    do.call(rbind, unname(out))
}

effect_row <- function(runs, crossed, name) {
    on <- vapply(crossed[runs$model], function(s) {
        identical(s[[name]], INGREDIENTS[[name]][[2L]])
    }, NA)
    pair <- factor(paste(runs$dataset, runs$seed))
    columns <- lapply(COMPARED, function(metric) {
        value <- runs[[metric]]
        difference <- vapply(split(seq_along(value), pair), function(i) {
            mean(value[i][on[i]]) - mean(value[i][!on[i]])
        }, 0)
        out <- as.data.frame(as.list(mean_se(difference)))
        names(out) <- paste0(metric, c("_change", "_change_se"))
        out
    })
    level <- INGREDIENTS[[name]][[2L]]
    data.frame(group = runs$group[[1L]], ingredient = name,
        on = if (isTRUE(level)) "on" else level, pairs = nlevels(pair),
        columns)
}

# ---- GGC-LOO with and without refit --------------------------------------

# Per data set: seconds, AUROC, and the rank correlation of the two scores.
loo_table <- function(rows, scores) {
    full <- rows[rows$family == "Table 1" & rows$model == "GGC-LOO", ]
    fast <- rows[rows$model == MASKED_LOO, ]
    both <- merge(full, fast, by = c("dataset", "seed"), sort = FALSE)
    both <- both[both$status.x == "ok" & both$status.y == "ok", ]
    if (!nrow(both)) {
        return(NULL)
    }
    both$rank_correlation <- vapply(seq_len(nrow(both)), function(i) {
        rank_correlation(scores[[both$key.x[[i]]]], scores[[both$key.y[[i]]]])
    }, 0)
    parts <- split(both, factor(both$dataset, unique(full$dataset)),
        drop = TRUE)
    do.call(rbind, lapply(unname(parts), function(x) {
        data.frame(
            dataset = x$dataset[[1L]], runs = nrow(x),
            seconds_refit = mean(x$seconds.x), seconds_mask = mean(x$seconds.y),
            times_faster = mean(x$seconds.x) / mean(x$seconds.y),
            AUROC_refit = mean(x$AUROC.x), AUROC_mask = mean(x$AUROC.y),
            AUPR_refit = mean(x$AUPR.x), AUPR_mask = mean(x$AUPR.y),
            rank_correlation = mean(x$rank_correlation),
            rank_correlation_sd = sd_of(x$rank_correlation)
        )
    }))
}

# Spearman's, over all pairs of different genes.
rank_correlation <- function(a, b) {
    apart <- row(a) != col(a)
    suppressWarnings(stats::cor(a[apart], b[apart], method = "spearman",
        use = "complete.obs"))
}

# ---- Time ----------------------------------------------------------------

# Seconds per family; a fit that several families use counts in the first.
time_table <- function(rows) {
    family <- factor(rows$family, unique(rows$family))
    do.call(rbind, lapply(unname(split(rows, family)), function(x) {
        x <- x[!x$part, ]
        data.frame(family = x$family[[1L]], cells = nrow(x),
            fits = sum(x$first), failed = sum(x$status != "ok"),
            minutes = sum(x$seconds[x$first], na.rm = TRUE) / 60)
    }))
}

# ---- Files ---------------------------------------------------------------

# Six digits, no quotes; NA stays NA.
write_tsv <- function(table, file) {
    if (is.null(table)) {
        return(invisible())
    }
    numeric <- vapply(table, is.double, NA)
    table[numeric] <- lapply(table[numeric], function(x) {
        ifelse(is.na(x), NA_character_, formatC(x, digits = 6L, format = "g",
            width = 1L))
    })
    utils::write.table(table, file, sep = "\t", quote = FALSE,
        row.names = FALSE)
}
