# Fresh simulated networks: does the default beat what it should? Rows are as
# run_cells() and control_rows() give them, one per network and model.

# A function: PRESETS is in a file that is read later.
all_rivals <- function() c(CONTROLS, PRESETS)

# AUROC may be worse than a rival's by this much; AUPR must be better at this
# level, Holm-adjusted within design and size.
AUROC_SLACK <- 0.01
LEVEL <- 0.05

fresh_rows <- function(rows, controls, groups) {
    columns <- c("group", "dataset", "model", "AUROC", "AUPR", "status")
    rows <- rows[rows$family == "Fresh networks", columns]
    controls <- controls[controls$dataset %in% rows$dataset, ]
    controls$group <- rows$group[match(controls$dataset, rows$dataset)]
    all <- rbind(rows, controls[columns])
    all[order(match(all$group, groups)), ]
}

# Mean AUROC and AUPR of each model by design and size.
fresh_table <- function(rows, controls, groups = FRESH_GROUPS) {
    all <- fresh_rows(rows, controls, groups)
    if (!nrow(all)) {
        return(NULL)
    }
    parts <- split(all, list(factor(all$model, unique(all$model)),
        factor(all$group, unique(all$group))), drop = TRUE)
    do.call(rbind, lapply(unname(parts), function(x) {
        data.frame(group = x$group[[1L]], model = x$model[[1L]],
            networks = sum(x$status == "ok"),
            AUROC = mean_of(x$AUROC), AUROC_sd = sd_of(x$AUROC),
            AUPR = mean_of(x$AUPR), AUPR_sd = sd_of(x$AUPR),
            status = status_of(x$status))
    }))
}

# Two-sided p of a paired t-test. Differences that are all the same have no
# spread: certain, unless they are all 0. NA of fewer than two.
paired_p <- function(difference) {
    n <- length(difference)
    if (n < 2L) {
        return(NA_real_)
    }
    error <- stats::sd(difference) / sqrt(n)
    if (error <= 1e-12 * max(abs(difference), 1e-300)) {
        return(if (any(difference != 0)) 0 else 1)
    }
    2 * stats::pt(-abs(mean(difference) / error), n - 1)
}

# The default against one rival, on the networks that both have.
against_rival <- function(default, rival) {
    at <- match(rival$dataset, default$dataset)
    aupr <- default$AUPR[at] - rival$AUPR
    auroc <- default$AUROC[at] - rival$AUROC
    both <- !is.na(aupr) & !is.na(auroc)
    data.frame(group = rival$group[[1L]], rival = rival$model[[1L]],
        networks = sum(both),
        AUPR = mean_of(default$AUPR[at][both]),
        AUPR_rival = mean_of(rival$AUPR[both]),
        AUPR_difference = mean_of(aupr[both]), p = paired_p(aupr[both]),
        AUROC_difference = mean_of(auroc[both]))
}

# One row per design, size and rival. `AUPR_passed`: higher, and significant;
# `AUROC_passed`: not worse by more than the slack; `closest`: the rival with
# the best AUROC of its design and size, by the difference to the default.
fresh_tests <- function(rows, controls, groups = FRESH_GROUPS) {
    all <- fresh_rows(rows, controls, groups)
    rivals <- all[all$model %in% all_rivals(), ]
    if (!nrow(rivals)) {
        return(NULL)
    }
    parts <- split(rivals, factor(rivals$group, unique(rivals$group)))
    do.call(rbind, lapply(unname(parts), function(x) {
        default <- all[all$group == x$group[[1L]] & all$model == "default", ]
        by_model <- split(x, factor(x$model, intersect(all_rivals(),
            x$model)))
        out <- do.call(rbind, lapply(unname(by_model), function(rival) {
            against_rival(default, rival)
        }))
        out$p_holm <- stats::p.adjust(out$p, "holm")
        out$AUPR_passed <- out$AUPR_difference > 0 & out$p_holm < LEVEL
        out$AUROC_passed <- out$AUROC_difference >= -AUROC_SLACK
        out$closest <- seq_len(nrow(out)) %in% which.min(out$AUROC_difference)
        out
    }))
}

# One row per design and size: how many rivals are passed by AUPR, and the
# difference of AUROC to the best of them.
fresh_summary <- function(tests) {
    if (is.null(tests)) {
        return(NULL)
    }
    parts <- split(tests, factor(tests$group, unique(tests$group)))
    do.call(rbind, lapply(unname(parts), function(x) {
        known <- x[!is.na(x$AUPR_passed), ]
        best <- x[x$closest, ]
        none <- !nrow(best)
        data.frame(group = x$group[[1L]], rivals = nrow(x),
            AUPR_decided = nrow(known), AUPR_passed = sum(known$AUPR_passed),
            not_passed = paste(known$rival[!known$AUPR_passed],
                collapse = "; "),
            best_by_AUROC = if (none) NA_character_ else best$rival,
            AUROC_difference = if (none) NA_real_ else best$AUROC_difference,
            AUROC_passed = if (none) NA else best$AUROC_passed)
    }))
}

# Of the whole: every rival, on every design and size. Fewer networks than the
# exam has decide nothing: too few to be significant.
check_fresh <- function(tests) {
    checks <- c("Fresh networks: default above every control and preset (AUPR)",
        "Fresh networks: AUROC of the default beside the best rival's")
    asked <- c(sprintf("all, paired t-test, Holm, p < %s", short(LEVEL)),
        sprintf("not worse by more than %s, each design and size",
            short(AUROC_SLACK)))
    if (is.null(tests)) {
        return(rbind(not_measured(checks[[1L]], asked[[1L]]),
            not_measured(checks[[2L]], asked[[2L]])))
    }
    whole <- fresh_summary(tests)
    whole <- whole[!is.na(whole$AUROC_passed), ]
    complete <- nrow(whole) == length(FRESH_GROUPS) &&
        all(tests$networks[tests$rival == CONTROLS[[1L]]] >= FRESH_NETWORKS)
    verdict <- function(good) if (complete) all(good) else NA
    known <- tests$AUPR_passed[!is.na(tests$AUPR_passed)]
    bad <- sprintf("%s (%s, %s)", whole$group, whole$best_by_AUROC,
        short(whole$AUROC_difference, 3L))[!whole$AUROC_passed]
    found <- sprintf("%d of %d designs and sizes", sum(whole$AUROC_passed),
        nrow(whole))
    rbind(
        check_row(checks[[1L]], asked[[1L]], sprintf(
            "%d of %d comparisons, all of them in %d of %d designs and sizes",
            sum(known), length(known),
            sum(whole$AUPR_passed == whole$AUPR_decided), nrow(whole)),
            if (length(known)) verdict(known) else NA),
        check_row(checks[[2L]], asked[[2L]], if (length(bad)) {
            sprintf("%s; not: %s", found, paste(bad, collapse = ", "))
        } else {
            found
        }, if (nrow(whole)) verdict(whole$AUROC_passed) else NA)
    )
}

# ---- Ablation of the ranking ----------------------------------------------

# Each rule of the ranking off or fixed, against the default, paired by network
# and seed.
ranking_table <- function(rows) {
    rows <- rows[startsWith(rows$family, "Ranking"), ]
    if (!nrow(rows)) {
        return(NULL)
    }
    models <- c("default", names(ranking_models()), RERANKED)
    groups <- unique(c(intersect(FRESH_GROUPS, rows$group), rows$group))
    parts <- split(rows, list(factor(rows$model, models),
        factor(rows$group, groups)), drop = TRUE)
    do.call(rbind, lapply(unname(parts), function(runs) {
        variant_row(runs, rows[rows$group == runs$group[[1L]] &
            rows$model == "default", ])
    }))
}

# ---- Beside what others published -----------------------------------------

read_published <- function(file) {
    utils::read.delim(file, stringsAsFactors = FALSE)
}

# Published numbers and ours of the same data sets and metrics, one below the
# other. tables: those of exam_table().
published_table <- function(published, tables) {
    ours <- do.call(rbind, lapply(tables, function(table) {
        table[table$kind == "model" & table$model %in%
            c("default", "default, cRNN", ALONE), ]
    }))
    if (is.null(ours)) {
        return(NULL)
    }
    published <- published[published$dataset %in% ours$dataset, ]
    what <- unique(published[c("dataset", "metric")])
    rows <- lapply(seq_len(nrow(what)), function(i) {
        x <- ours[ours$dataset == what$dataset[[i]], ]
        data.frame(dataset = x$dataset, model = paste("ggc:", x$model),
            metric = what$metric[[i]], value = x[[what$metric[[i]]]],
            source = rep("this exam", nrow(x)))
    })
    out <- rbind(do.call(rbind, rows), published)
    if (nrow(out)) out
}
