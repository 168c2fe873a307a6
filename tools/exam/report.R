# The HTML report: report.Rmd holds the order of things, the functions here make
# its tables and sentences. All of it comes from the result.

# Writes `out`/exam.html, one file with everything in it, or says what lacks.
exam_report <- function(here, out, result) {
    lacks <- Filter(function(name) !requireNamespace(name, quietly = TRUE),
        c("knitr", "rmarkdown"))
    if (!length(lacks) && !rmarkdown::pandoc_available("1.14")) {
        lacks <- "pandoc"
    }
    if (length(lacks)) {
        message(sprintf(paste("No HTML report: %s is not installed. Tables",
            "(TSV) and figures (PNG) are in %s."),
            paste(lacks, collapse = " and "), out))
        return(invisible(FALSE))
    }
    # Rendering leaves files beside its input: use a copy.
    work <- tempfile("report")
    dir.create(work)
    on.exit(unlink(work, recursive = TRUE))
    file.copy(file.path(here, "report.Rmd"), work)
    out <- normalizePath(out)
    rmarkdown::render(file.path(work, "report.Rmd"),
        output_file = "exam.html", output_dir = out, quiet = TRUE,
        envir = list2env(list(result = result, out = out),
            parent = environment(exam_report)))
    say("\nReport: %s", file.path(out, "exam.html"))
    invisible(TRUE)
}

# Where and by what the fits were made.
session_facts <- function(threads) {
    list(version = as.character(utils::packageVersion("ggc")),
        r_version = R.version.string,
        threads = if (is.null(threads)) {
            ggc::ggc_threads()[["default"]]
        } else {
            threads
        },
        processors = ggc::ggc_threads()[["processors"]],
        date = format(Sys.Date()))
}

# ---- Tables --------------------------------------------------------------

# Numbers as text without a leading zero; "" where there is none.
digits_of <- function(x, digits = 3L) {
    ifelse(is.na(x), "", short(x, digits))
}

# "value ± sd".
with_spread <- function(value, spread, digits = 3L) {
    ifelse(is.na(spread), digits_of(value, digits), sprintf("%s ± %s",
        digits_of(value, digits), digits_of(spread, digits)))
}

# Models (rows) x data sets (columns) of one metric, as text.
metric_matrix <- function(table, metric) {
    digits <- if (metric == "n_edges") 1L else 3L
    text <- with_spread(table[[metric]], table[[paste0(metric, "_sd")]], digits)
    if (metric == "n_edges") {
        text <- sub("^\\.", "0.", sub("± \\.", "± 0.", text))
    }
    if (metric == "accuracy") {
        paper <- digits_of(table$accuracy_paper, 2L)
        text <- ifelse(nzchar(paper), sprintf("%s (%s)", text, paper), text)
    }
    text[table$runs == 0L] <- "failed"
    models <- unique(table$model)
    sets <- unique(table$dataset)
    out <- matrix("", length(models), length(sets),
        dimnames = list(models, sets))
    out[cbind(table$model, table$dataset)] <- text
    out[rowSums(out != "") > 0L, , drop = FALSE]
}

html_table <- function(x, ...) {
    knitr::kable(x, format = "html", escape = TRUE, ...,
        table.attr = "class=\"table table-condensed\"")
}

metric_table <- function(table, metric) {
    if (all(is.na(table[[metric]]))) {
        return("")
    }
    x <- metric_matrix(table, metric)
    if (metric == "accuracy") {
        rownames(x)[rownames(x) == "empty graph"] <- "empty graph (control)"
    }
    html_table(x)
}

check_table <- function(checks) {
    mark <- ifelse(is.na(checks$pass), "not decided",
        ifelse(checks$pass, "pass", "fail"))
    html_table(data.frame(check = checks$check, asked = checks$asked,
        found = checks$found, result = mark), row.names = FALSE)
}

# Differences with their standard errors; an asterisk beyond two of them.
with_error <- function(change, se) {
    sign <- ifelse(change >= 0, "+", "")
    star <- ifelse(!is.na(se) & abs(change) > 2 * se, " *", "")
    error <- ifelse(is.na(se), "", sprintf(" (%s)", digits_of(se, 3L)))
    ifelse(is.na(change), "", paste0(sign, digits_of(change, 3L), error, star))
}

ablation_view <- function(table) {
    default <- table$switched == "default"
    table[default, grep("_change", names(table))] <- NA
    view <- data.frame(
        switched = table$switched,
        AUROC = with_spread(table$AUROC, table$AUROC_sd),
        change = with_error(table$AUROC_change, table$AUROC_change_se),
        AUPR = with_spread(table$AUPR, table$AUPR_sd),
        change = with_error(table$AUPR_change, table$AUPR_change_se),
        MCC = with_spread(table$MCC, table$MCC_sd),
        change = with_error(table$MCC_change, table$MCC_change_se),
        pairs = table$pairs,
        check.names = FALSE
    )
    if (any(table$status != "ok")) {
        view$status <- ifelse(table$status == "ok", "", table$status)
    }
    html_table(view, row.names = FALSE)
}

effects_view <- function(effects) {
    html_table(data.frame(
        data = effects$group, ingredient = paste0(effects$ingredient, " = ",
            effects$on),
        AUROC = with_error(effects$AUROC_change, effects$AUROC_change_se),
        AUPR = with_error(effects$AUPR_change, effects$AUPR_change_se),
        MCC = with_error(effects$MCC_change, effects$MCC_change_se),
        pairs = effects$pairs
    ), row.names = FALSE)
}

# Models (rows) x designs and sizes (columns), with the number of networks where
# it is not that of the default.
fresh_view <- function(fresh, metric) {
    usual <- fresh[fresh$model == "default", ]
    usual <- usual$networks[match(fresh$group, usual$group)]
    text <- with_spread(fresh[[metric]], fresh[[paste0(metric, "_sd")]])
    text <- ifelse(fresh$networks == usual | is.na(usual), text,
        sprintf("%s (%d)", text, fresh$networks))
    html_table(cross_table(fresh$model, fresh$group, text))
}

cross_table <- function(row, column, text) {
    rows <- unique(row)
    columns <- unique(column)
    out <- matrix("", length(rows), length(columns),
        dimnames = list(rows, columns))
    out[cbind(row, column)] <- text
    out
}

# "yes", "no", or nothing where it could not be decided.
yes_no <- function(x) ifelse(is.na(x), "", ifelse(x, "yes", "no"))

# p as text: no more digits than say something.
p_text <- function(p) {
    ifelse(is.na(p), "", ifelse(p < 0.001, "< .001", short(p, 3L)))
}

fresh_tests_view <- function(tests) {
    html_table(data.frame(
        "design-size" = tests$group, rival = tests$rival,
        networks = tests$networks, "AUPR" = digits_of(tests$AUPR),
        "AUPR, rival" = digits_of(tests$AUPR_rival),
        difference = digits_of(tests$AUPR_difference),
        "p (Holm)" = p_text(tests$p_holm),
        "AUPR passed" = yes_no(tests$AUPR_passed),
        "AUROC, difference" = digits_of(tests$AUROC_difference),
        "AUROC passed" = yes_no(tests$AUROC_passed),
        check.names = FALSE
    ), row.names = FALSE)
}

fresh_summary_view <- function(whole) {
    html_table(data.frame(
        "design-size" = whole$group,
        "rivals passed by AUPR" = sprintf("%d of %d", whole$AUPR_passed,
            whole$AUPR_decided),
        "not passed" = whole$not_passed,
        "best rival by AUROC" = ifelse(is.na(whole$best_by_AUROC), "",
            whole$best_by_AUROC),
        "AUROC, difference to it" = digits_of(whole$AUROC_difference),
        "AUROC passed" = yes_no(whole$AUROC_passed), check.names = FALSE
    ), row.names = FALSE)
}

# Groups (rows) x variants (columns): differences to the default.
ranking_view <- function(table, metric) {
    change <- paste0(metric, "_change")
    table <- table[table$variant != "default", ]
    html_table(cross_table(paste0(table$group, " (", table$pairs, ")"),
        table$variant, with_error(table[[change]],
            table[[paste0(change, "_se")]])))
}

# Methods and controls (rows) x groups of data sets (columns).
methods_view <- function(table, metric) {
    text <- if (metric == "seconds") {
        ifelse(is.na(table$seconds), "", format(signif(table$seconds, 2L),
            trim = TRUE, drop0trailing = TRUE))
    } else {
        with_spread(table[[metric]], table[[paste0(metric, "_sd")]])
    }
    text[table$runs == 0L] <- "failed"
    html_table(cross_table(table$model, table$group, text))
}

# Published and ours (rows) x data sets (columns).
published_view <- function(published, metric) {
    x <- published[published$metric == metric, ]
    html_table(cross_table(x$model, x$dataset, digits_of(x$value)))
}

# Where the simulated networks of each design and size came from.
seed_sentence <- function(sets) {
    fresh <- sets[!is.na(sets$network_seed), ]
    parts <- split(fresh$network_seed, factor(fresh$group,
        unique(fresh$group)))
    sprintf("Seeds of the networks: %s.", listed(sprintf("%s: %d to %d",
        names(parts), vapply(parts, min, 0), vapply(parts, max, 0))))
}

loo_view <- function(loo) {
    html_table(data.frame(
        data = loo$dataset, runs = loo$runs,
        "seconds, refit" = round(loo$seconds_refit, 2L),
        "seconds, masked" = round(loo$seconds_mask, 2L),
        "times faster" = round(loo$times_faster, 1L),
        "AUROC, refit" = digits_of(loo$AUROC_refit),
        "AUROC, masked" = digits_of(loo$AUROC_mask),
        "rank correlation" = with_spread(loo$rank_correlation,
            loo$rank_correlation_sd),
        check.names = FALSE
    ), row.names = FALSE)
}

budget_view <- function(budgets) {
    budgets[] <- lapply(budgets, function(x) ifelse(is.na(x), "", x))
    names(budgets) <- c("model", "hidden units", "window", "networks a gene",
        "penalties", "first", "each further", "iterations a network")
    html_table(budgets, row.names = FALSE)
}

time_view <- function(times) {
    total <- data.frame(family = "all", cells = sum(times$cells),
        fits = sum(times$fits), failed = sum(times$failed),
        minutes = sum(times$minutes))
    times <- rbind(times, total)
    times$minutes <- round(times$minutes, 1L)
    html_table(times, row.names = FALSE)
}

# ---- Sentences -----------------------------------------------------------

# "a, b and c"
listed <- function(x) {
    if (length(x) < 2L) {
        return(paste(x, collapse = ""))
    }
    paste(paste(x[-length(x)], collapse = ", "), "and", x[[length(x)]])
}

accuracy_sentences <- function(tables) {
    paper <- paper_below_empty(tables)
    ours <- do.call(rbind, lapply(Filter(Negate(is.null), tables), above_empty))
    dream <- ours[ours$dataset != "Lorenz-96", ]
    text <- if (paper$of) {
        sprintf(paste("Of the %d accuracies that the paper prints for the %d",
            "DREAM3 networks used here, %d lie below that of the empty graph,",
            "which predicts no edge at all."), paper$of, paper$data_sets,
            paper$below)
    }
    mine <- if (!paper$of) {
        NULL
    } else if (nrow(dream)) {
        sprintf("Ours lies above the empty graph for %s.", listed(sprintf(
            "%s on %s (by %s)", dream$model, dream$dataset,
            short(dream$gain, 4L))))
    } else {
        "None of our models lies above it on any of them either."
    }
    paste(c(text, mine), collapse = " ")
}

control_sentences <- function(table, metric) {
    best <- ahead_of_controls(table, metric)
    best <- best[!is.na(best$value), ]
    if (!nrow(best)) {
        return("")
    }
    behind <- best[best$value <= best$control_value, ]
    text <- sprintf(paste("By %s, the best of our models is ahead of the best",
        "of the controls on %d of %d data sets"), metric,
        nrow(best) - nrow(behind), nrow(best))
    if (nrow(behind)) {
        text <- sprintf("%s; behind it on %s", text, listed(sprintf(
            "%s (%s: %s; %s: %s)", behind$dataset, behind$model,
            short(behind$value, 3L), behind$control,
            short(behind$control_value, 3L))))
    }
    paste0(text, ". Both are the best of several, chosen with the truth at ",
        "hand.")
}

# What the factorial says of each ingredient: for how many groups of data sets
# and metrics it helps or harms by more than two standard errors.
effect_sentences <- function(effects) {
    parts <- split(effects, factor(effects$ingredient,
        unique(effects$ingredient)))
    vapply(parts, function(x) {
        change <- unlist(x[c("AUROC_change", "AUPR_change")])
        se <- unlist(x[c("AUROC_change_se", "AUPR_change_se")])
        known <- !is.na(change) & !is.na(se)
        name <- sprintf("**%s = %s**", x$ingredient[[1L]], x$on[[1L]])
        if (!any(known)) {
            return(paste0(name, ": not measured."))
        }
        clear <- known & abs(change) > 2 * se
        sprintf(paste("%s: of %d comparisons (AUROC and AUPR on %s)",
            "it helps by more than two standard errors in %d and harms in %d;",
            "differences from %s to %s."), name, sum(known), listed(x$group),
            sum(clear & change > 0), sum(clear & change < 0),
            short(min(change[known]), 3L), short(max(change[known]), 3L))
    }, "")
}

failure_sentences <- function(rows) {
    bad <- rows[rows$status != "ok", ]
    if (!nrow(bad)) {
        return(sprintf("All %d cells were fitted.", sum(!rows$part)))
    }
    kinds <- split(bad$model, factor(bad$status, unique(bad$status)))
    lines <- vapply(names(kinds), function(status) {
        models <- unique(kinds[[status]])
        sprintf("- %s: %s (%s%s)", counted(length(kinds[[status]]), "cell"),
            sub("^failed: ", "", status), models[[1L]],
            if (length(models) > 1L) {
                paste(" and", counted(length(models) - 1L, "other model"))
            } else {
                ""
            })
    }, "")
    paste0(sprintf("**%d of %d cells failed:**\n\n", nrow(bad),
        sum(!rows$part)),
        paste(lines, collapse = "\n"))
}

# The figures that there are, as HTML.
figure_html <- function(figures, out) {
    figures <- figures[figures$status == "ok", ]
    number <- ifelse(is.na(figures$figure), "", sprintf("Figure %d. ",
        figures$figure))
    cat("<div class=\"figures\">\n")
    cat(sprintf(paste0("<figure%s><img src=\"%s\" alt=\"%s\"/>",
        "<figcaption>%s%s</figcaption></figure>\n"),
        ifelse(figures$figure %in% 2:19, "", " class=\"wide\""),
        file.path(out, figures$file), figures$caption, number,
        figures$caption), sep = "")
    cat("</div>\n")
}
