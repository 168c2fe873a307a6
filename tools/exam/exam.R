# The exam from one end to the other; run.R starts it.

exam_options <- function(args) {
    value <- read_arguments(args, list(out = "results/exam", seeds = "5",
        networks = as.character(FRESH_NETWORKS), threads = "", only = "",
        families = ""))
    count <- function(text, name) {
        if (!grepl("^[1-9][0-9]{0,3}$", text)) {
            stop(sprintf("%s must be a whole number >= 1, not %s", name,
                dQuote(text, FALSE)), call. = FALSE)
        }
        as.integer(text)
    }
    value$seeds <- count(value$seeds, "seeds")
    # More would take the seeds of the next design.
    value$networks <- min(count(value$networks, "networks"), FRESH_NETWORKS)
    threads <- if (nzchar(value$threads)) count(value$threads, "threads")
    value["threads"] <- list(threads)
    for (name in c("only", "families")) {
        value[[name]] <- strsplit(value[[name]], ",", fixed = TRUE)[[1L]]
    }
    value
}

say <- function(...) {
    cat(sprintf(...), "\n", sep = "")
    flush(stdout())
}

# The data sets to use, by name or by group; says which are left out and why.
find_data <- function(directory, only, networks = FRESH_NETWORKS) {
    sets <- data_sets(directory, networks)
    unknown <- setdiff(only, c(sets$dataset, sets$group))
    if (length(unknown)) {
        stop(sprintf("only: no data set %s; there are %s",
            paste(unknown, collapse = ", "),
            paste(unique(c(sets$dataset[!sets$group %in% FRESH_GROUPS],
                sets$group)), collapse = ", ")), call. = FALSE)
    }
    if (length(only)) {
        sets <- sets[sets$dataset %in% only | sets$group %in% only, ]
    }
    if (any(!sets$found)) {
        say(paste("Not in \"%s\" (the environment variable GGC_DATA names it),",
            "so skipped: %s.\nWhat follows is what does not need them."),
            directory, paste(sets$dataset[!sets$found], collapse = ", "))
    }
    sets
}

print_budgets <- function(table) {
    say("Fixed budgets (first: iterations at the first penalty, each: at each")
    say("further one, per network; all ablations have those of GC-cLSTM):")
    print(table, row.names = FALSE)
}

# Everything but files: the tables of the rows so far.
assemble <- function(run, controls, literature, complete, variants) {
    table_of <- function(family) {
        exam_table(run$rows[run$rows$family == family, ], controls,
            literature$paper)
    }
    tables <- list(table_of("Table 1"), table_of("Table 2"))
    further <- table_of("Further data")
    loo <- loo_table(run$rows, run$scores)
    times <- time_table(run$rows)
    tests <- fresh_tests(run$rows, controls)
    list(
        cells = run$rows[setdiff(names(run$rows), "first")],
        table1 = tables[[1L]], table2 = tables[[2L]], further = further,
        published = published_table(literature$published,
            c(tables, list(further))),
        fresh = fresh_table(run$rows, controls), fresh_tests = tests,
        fresh_summary = fresh_summary(tests),
        ranking = ranking_table(run$rows), loo = loo,
        methods = methods_table(run$rows, controls),
        ablation = ablation_table(run$rows, variants),
        effects = ablation_effects(run$rows, variants), times = times,
        checks = exam_checks(run$rows, tables, loo, tests, times,
            complete && !any(times$failed > 0))
    )
}

write_tables <- function(result, out) {
    files <- c("cells", "table1", "table2", "further", "published", "fresh",
        "fresh_tests", "fresh_summary", "ranking", "methods", "ablation",
        "effects", "loo", "checks", "times", "budgets", "coverage")
    for (name in files) {
        write_tsv(result[[name]], file.path(out, paste0(name, ".tsv")))
    }
}

# Families whose data sets the controls rank as well.
WITH_CONTROLS <- c("Table 1", "Table 2", "Further data", "Fresh networks",
    "Other methods")

all_controls <- function(sets, plan, seeds, series_of) {
    used <- sets[sets$dataset %in%
        plan$dataset[plan$family %in% WITH_CONTROLS], ]
    rows <- lapply(seq_len(nrow(used)), function(i) {
        fresh <- fresh_by_seed(used[i, ])
        do.call(rbind, lapply(seq_len(if (fresh) seeds else 1L),
            function(seed) control_rows(series_of(used[i, ], seed), seed)))
    })
    do.call(rbind, rows)
}

print_checks <- function(checks) {
    say("\nWhat was to be shown:")
    mark <- ifelse(is.na(checks$pass), "  --", ifelse(checks$pass, "pass",
        "FAIL"))
    say("%s", paste(sprintf("%s  %s (asked: %s)\n      %s", mark, checks$check,
        checks$asked, checks$found), collapse = "\n"))
}

print_times <- function(times, elapsed) {
    say("\nTime of the fits (those that were kept count with what they took):")
    say("%s", paste(sprintf("%-22s %4d cells, %4d fits of their own %7.1f min",
        times$family, times$cells, times$fits, times$minutes),
        collapse = "\n"))
    say("%-22s %4d cells, %4d fits of their own %7.1f min", "all",
        sum(times$cells), sum(times$fits), sum(times$minutes))
    say("This run: %s", clock(elapsed))
}

# Scores that were looked at can be fitted to: each look is written down.
remind_of_rounds <- function(sets) {
    if (any(sets$found & !is.na(sets$file))) {
        say(paste("\nThis was a look at scores of known networks: add a row to",
            "tools/exam/rounds.tsv\n(date, commit, why, result)."))
    }
}

# args: as given to run.R; here: where its files are; directory: the data.
exam_main <- function(args, here, directory) {
    started <- proc.time()[["elapsed"]]
    given <- exam_options(args)
    sets <- find_data(directory, given$only, given$networks)
    models <- all_models()
    variants <- ablation_variants()
    plan <- exam_plan(sets, given$seeds)
    if (length(given$families)) {
        plan <- plan[plan$family %in% given$families, ]
    }
    if (is.null(plan) || !nrow(plan)) {
        stop("no data set to work on", call. = FALSE)
    }
    cells_in <- file.path(given$out, "cells")
    dir.create(cells_in, showWarnings = FALSE, recursive = TRUE)
    series_of <- series_store()
    budget <- budgets(models[c(names(table_models()), MASKED_LOO)])
    print_budgets(budget)
    cells <- prepare_cells(plan, models, sets, series_of, cells_in,
        package_stamp())
    say("%d cells, %d different fits, %d of them kept from before.",
        nrow(cells), sum(cells$first),
        sum(file.exists(cells$file[cells$first])))
    controls <- all_controls(sets, plan, given$seeds, series_of)
    literature <- list(paper = read_paper(file.path(here, "paper.tsv")),
        published = read_published(file.path(here, "published.tsv")))
    complete <- all(sets$found) && !length(given$only) &&
        !length(given$families) && given$seeds >= 5L &&
        given$networks >= FRESH_NETWORKS
    tables <- function(run) {
        assemble(run, controls, literature, complete, variants)
    }
    run <- run_cells(cells, models, sets, series_of, given$threads,
        say = function(line) say("%s", line),
        after = function(family, run) write_tables(tables(run), given$out))
    result <- c(tables(run), list(budgets = budget, sets = sets,
        seeds = given$seeds, coverage = plan_coverage(plan)))
    result$figures <- exam_figures(given$out, result, series_of, given$threads)
    result$session <- session_facts(given$threads)
    write_tables(result, given$out)
    print_checks(result$checks)
    exam_report(here, given$out, result)
    print_times(result$times, proc.time()[["elapsed"]] - started)
    remind_of_rounds(sets)
    invisible(result)
}
