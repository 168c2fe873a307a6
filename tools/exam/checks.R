# What these tables were to show, each with what was found.
# `pass`: TRUE, FALSE, or NA where it could not be measured.

check_row <- function(check, asked, found, pass) {
    data.frame(check = check, asked = asked, found = found, pass = pass)
}

not_measured <- function(check, asked) {
    check_row(check, asked, "not measured", NA)
}

# Accuracy without a leading zero, as the paper prints it.
short <- function(x, digits = 2L) {
    sub("^(-?)0\\.", "\\1.", formatC(x, digits = digits, format = "f"))
}

# "1 seed", "2 seeds"
counted <- function(n, what) {
    sprintf("%d %s%s", n, what, if (n == 1L) "" else "s")
}

# A least value on every seed.
check_floor <- function(rows, dataset, model, metric, floor) {
    check <- sprintf("%s on %s: %s on every seed", model, dataset, metric)
    asked <- sprintf(">= %s", short(floor))
    runs <- rows[rows$family == "Table 1" & rows$dataset == dataset &
        rows$model == model, ]
    if (!any(runs$status == "ok")) {
        return(not_measured(check, asked))
    }
    value <- runs[[metric]]
    found <- sprintf("%s to %s over %s", short(min(value), 3L),
        short(max(value), 3L), counted(length(value), "seed"))
    check_row(check, asked, found, !anyNA(value) && all(value >= floor))
}

# GGC-cLSTM against the paper's accuracy on the DREAM3 networks.
check_accuracy <- function(rows) {
    check <- "GGC-cLSTM on DREAM3: mean accuracy above the paper's"
    asked <- "all 10 networks"
    if (!nrow(rows)) {
        return(not_measured(check, asked))
    }
    above <- rows$accuracy > rows$accuracy_paper
    above[is.na(above)] <- FALSE
    below <- sprintf("%s %s (paper %s)", rows$dataset, short(rows$accuracy, 3L),
        short(rows$accuracy_paper))[!above]
    found <- sprintf("%d of %s", sum(above), counted(length(above), "network"))
    if (length(below)) {
        found <- sprintf("%s; not: %s", found, paste(below, collapse = ", "))
    }
    check_row(check, asked, found, if (all(above)) {
        if (nrow(rows) == 10L) TRUE else NA
    } else {
        FALSE
    })
}

check_network <- function(rows) {
    check <- "GGC-cLSTM on DREAM3: mean MCC > 0 and recall >= .05"
    asked <- "at least 8 of 10 networks"
    if (!nrow(rows)) {
        return(not_measured(check, asked))
    }
    good <- rows$MCC > 0 & rows$recall >= 0.05
    good[is.na(good)] <- FALSE
    bad <- sprintf("%s (MCC %s, recall %s)", rows$dataset, short(rows$MCC),
        short(rows$recall))[!good]
    found <- sprintf("%d of %s", sum(good), counted(length(good), "network"))
    if (length(bad)) {
        found <- sprintf("%s; not: %s", found, paste(bad, collapse = ", "))
    }
    check_row(check, asked, found, if (sum(good) >= 8L) {
        TRUE
    } else if (sum(!good) > 2L) {
        FALSE
    } else {
        NA
    })
}

# No threshold was asked for: the figures are the answer.
check_loo_variants <- function(loo) {
    check <- "GGC-LOO: masking without refit against the refit"
    asked <- "speed and rank correlation compared"
    if (is.null(loo)) {
        return(not_measured(check, asked))
    }
    found <- sprintf("%s to %s times faster; Spearman %s to %s over %s",
        formatC(min(loo$times_faster), digits = 1L, format = "f"),
        formatC(max(loo$times_faster), digits = 1L, format = "f"),
        short(min(loo$rank_correlation)), short(max(loo$rank_correlation)),
        counted(nrow(loo), "data set"))
    check_row(check, asked, found, TRUE)
}

# The fits of the whole plan, however many runs they took; `complete`: all data
# sets, five seeds, and no fit that failed?
check_time <- function(times, complete) {
    minutes <- sum(times$minutes)
    check_row("Time of all fits", "< 60 minutes on two cores",
        sprintf("%.1f minutes%s", minutes,
            if (complete) "" else ", but not for the whole exam"),
        if (minutes >= 60) FALSE else if (complete) TRUE else NA)
}

exam_checks <- function(rows, tables, loo, tests, times, complete) {
    both <- do.call(rbind, lapply(tables, function(table) {
        table[table$model == "GGC-cLSTM" & table$dataset != "Lorenz-96", ]
    }))
    if (is.null(both)) {
        both <- data.frame()
    }
    rbind(
        check_floor(rows, "Lorenz-96", "GGC-cLSTM", "accuracy", 0.99),
        check_floor(rows, "Lorenz-96", "GGC-cRNN", "accuracy", 0.95),
        check_accuracy(both), check_network(both),
        check_floor(rows, "Lorenz-96", "GGC-LOO", "AUROC", 0.95),
        check_loo_variants(loo), check_fresh(tests),
        check_time(times, complete)
    )
}

# ---- Sentences -----------------------------------------------------------

# The paper's accuracies beside the empty graph's: how many lie below.
paper_below_empty <- function(tables) {
    both <- do.call(rbind, tables)
    both <- both[!is.na(both$accuracy_paper), ]
    dream <- both$dataset != "Lorenz-96"
    list(of = sum(dream),
        below = sum(both$accuracy_paper[dream] < both$accuracy_empty[dream]),
        data_sets = length(unique(both$dataset[dream])))
}

# Models whose accuracy, on average over seeds, lies above the empty graph's.
above_empty <- function(table) {
    models <- table[table$kind == "model" & !is.na(table$accuracy), ]
    models$gain <- models$accuracy - models$accuracy_empty
    models[models$gain > 0, c("dataset", "model", "gain")]
}

# How often the best model is ahead of the best control, by a metric.
ahead_of_controls <- function(table, metric) {
    parts <- split(table, factor(table$dataset, unique(table$dataset)))
    best <- lapply(parts, function(x) {
        top <- function(kind) {
            x <- x[x$kind == kind, ]
            x[order(-x[[metric]])[[1L]], ]
        }
        model <- top("model")
        control <- top("control")
        data.frame(dataset = x$dataset[[1L]], model = model$model,
            value = model[[metric]], control = control$model,
            control_value = control[[metric]])
    })
    do.call(rbind, unname(best))
}
