# A cell is one fit: data set x model x seed. Each finished cell is a small file
# in `out`/cells, so that a stopped run goes on where it was. The rankings that
# can be read off a default fit (parts.R) are in the file of its cell.

METRICS <- c("AUROC", "AUPR", "MCC", "balanced_accuracy", "recall", "precision",
    "accuracy", "accuracy_empty", "n_edges", "n_true", "density")

# Scores are kept up to this many genes.
KEEP_SCORE <- 20L

# Layout of a cell's file; another one makes all older files strangers.
CELL_LAYOUT <- 2L

# ---- Keys ----------------------------------------------------------------

# A list of plain values and quoted names, as of a control's values; addresses of
# C entries are lists of a class.
is_table <- function(object) is.list(object) && !is.object(object)

# The names of all that `roots` use in a namespace, directly or not.
used_by <- function(roots, namespace) {
    known <- ls(namespace, all.names = TRUE)
    seen <- character()
    while (length(roots)) {
        seen <- c(seen, roots)
        names <- lapply(roots, function(name) {
            object <- get(name, namespace)
            if (is.function(object)) {
                all.names(as.call(c(list(as.name("{")),
                    as.list(formals(object)), body(object))))
            } else if (is_table(object)) {
                all.names(parse(text = deparse(object, backtick = TRUE)))
            }
        })
        roots <- setdiff(intersect(unlist(names), known), seen)
    }
    sort(seen, method = "radix")
}

# MD5 of a shared object without debugging information, which names the
# directory that it was compiled in; of the whole file where strip fails.
object_stamp <- function(file) {
    bare <- tempfile("object")
    on.exit(unlink(bare))
    strip <- Sys.which("strip")
    if (nzchar(strip)) {
        suppressWarnings(system2(strip, c("-R", ".note.gnu.build-id", "-o",
            shQuote(bare), shQuote(file)), stdout = FALSE, stderr = FALSE))
    }
    unname(tools::md5sum(if (file.exists(bare)) bare else file))
}

# Stands for the installed package: version, compiled code, and the R code that
# a fit and its scores run through. Plots and manual pages leave it as it is.
package_stamp <- function() {
    namespace <- asNamespace("ggc")
    used <- used_by(c("ggc_fit", "ggc_control", "ggc_metrics"), namespace)
    code <- lapply(used, function(name) {
        object <- get(name, namespace)
        if (is.primitive(object) ||
            !(is.function(object) || is_table(object))) {
            return(if (is.atomic(object)) object)
        }
        deparse(object, control = c("keepNA", "keepInteger"))
    })
    digest_of(list(as.character(utils::packageVersion("ggc")), used, code,
        object_stamp(getLoadedDLLs()[["ggc"]][["path"]])))
}

# The control of a model with all its values, or NULL if ggc_control() refuses.
resolve_control <- function(model) {
    tryCatch(unclass(do.call(ggc::ggc_control, model$control)),
        error = function(e) NULL)
}

cell_key <- function(series, model, seed, stamp) {
    control <- resolve_control(model)
    if (is.null(control)) {
        control <- model$control
    }
    digest_of(list(CELL_LAYOUT, series$digest, model$method, model$graph,
        control, as.double(seed), stamp))
}

# ---- Files ---------------------------------------------------------------

cell_file <- function(directory, dataset, model, seed, key) {
    file.path(directory, sprintf("%s_%s%s_%d_%s.rds", dataset,
        if (model$graph) "ggc-" else "gc-", model$method, as.integer(seed),
        substr(key, 1L, 12L)))
}

# The cell of a file; NULL where there is none, or one that is broken or made
# for something else.
read_cell <- function(file, key) {
    if (!file.exists(file)) {
        return(NULL)
    }
    cell <- tryCatch(suppressWarnings(readRDS(file)), error = function(e) NULL)
    if (is.list(cell) && identical(cell$key, key) && is.data.frame(cell$row)) {
        return(cell)
    }
    message(sprintf("%s cannot be used: computed again", basename(file)))
    NULL
}

# Whole or not at all: renaming within a directory is atomic.
write_cell <- function(cell, file) {
    new <- tempfile("cell", dirname(file), ".tmp")
    on.exit(unlink(new))
    saveRDS(cell, new)
    if (!file.rename(new, file)) {
        stop(sprintf("cannot write %s", file), call. = FALSE)
    }
}

# ---- One cell ------------------------------------------------------------

# Fits and scores; list(row, score, parts). What the fit says of the series
# (such as uneven steps interpolated) is a note, as its warnings are.
compute_cell <- function(series, model, seed, threads) {
    notes <- character()
    started <- proc.time()[["elapsed"]]
    seconds <- NA_real_
    result <- withCallingHandlers({
        fit <- ggc::ggc_fit(series$x, method = model$method,
            graph = model$graph, time = series$time,
            trajectory = series$trajectory, seed = seed, threads = threads,
            control = do.call(ggc::ggc_control, model$control),
            verbose = FALSE)
        seconds <- proc.time()[["elapsed"]] - started
        list(metrics = ggc::ggc_metrics(fit, series$truth)[METRICS],
            parts = if (is_default(model)) part_rows(fit, series$truth),
            score = ggc::granger(fit),
            iterations = max(ggc::ggc_training(fit)$iterations))
    }, warning = function(w) {
        notes <<- c(notes, conditionMessage(w))
        invokeRestart("muffleWarning")
    }, message = function(m) {
        notes <<- c(notes, trimws(conditionMessage(m)))
        invokeRestart("muffleMessage")
    })
    note <- gsub("[\t\n]+", " ", paste(unique(notes), collapse = "; "))
    list(
        row = data.frame(status = "ok", note = note, seconds = seconds,
            iterations = as.double(result$iterations), result$metrics),
        score = if (nrow(result$score) <= KEEP_SCORE) result$score,
        parts = result$parts
    )
}

# What stands in the tables for a fit that failed.
failed_cell <- function(condition) {
    text <- gsub("[\t\n]+", " ", conditionMessage(condition))
    missing <- as.list(rep(NA_real_, length(METRICS)))
    names(missing) <- METRICS
    list(row = data.frame(status = paste0("failed: ", text), note = "",
        seconds = NA_real_, iterations = NA_real_, missing), score = NULL)
}

# From the file, or computed and, unless it failed, written there. The cell gets
# `cached`: was it read?
cached_cell <- function(file, key, compute) {
    cell <- read_cell(file, key)
    if (!is.null(cell)) {
        cell$cached <- TRUE
        return(cell)
    }
    cell <- tryCatch(compute(), error = failed_cell)
    cell$key <- key
    if (cell$row$status == "ok") {
        write_cell(cell, file)
    }
    cell$cached <- FALSE
    cell
}

# ---- All cells -----------------------------------------------------------

# Seconds of a method beside those of the default.
SHARES <- c(clstm = 1, crnn = 0.35, cmlp = 0.5, loo = 3, var = 0.01,
    bts = 0.05, bets = 10, te = 8, grnte = 1, lsngc = 0.1, hsic_lasso = 2,
    trees = 10, swing = 30)

# Rough seconds of a cell, of use until one of its kind has been timed.
prior_seconds <- function(set, model) {
    share <- SHARES[[model$method]]
    preset <- model$control$preset
    windows <- if (is.null(preset)) {
        1
    } else if (startsWith(set$group, "Lorenz-96")) {
        c(paper = 10, tank = 40)[[preset]]
    } else {
        c(paper = 3, tank = 2)[[preset]]
    }
    set$prior * share * windows
}

# Seconds still to go. `seconds`: one per cell, NA where it is not done yet, 0
# where it failed. A cell will take what others of its group and model took on
# average; kinds not met so far, their prior times the error of the priors so
# far.
seconds_to_go <- function(cells, seconds) {
    done <- !is.na(seconds)
    timed <- done & seconds > 0
    factor <- if (any(timed)) {
        sum(seconds[timed]) / sum(cells$prior[timed])
    } else {
        1
    }
    kind <- paste(cells$group, cells$model, sep = "\r")
    known <- vapply(split(seconds[done], kind[done]), mean, 0)
    guess <- unname(known[kind])
    guess[is.na(guess)] <- factor * cells$prior[is.na(guess)]
    sum(guess[!done])
}

# The same in the middle of a run: cells that another one has computed, or that
# a file holds, take no time.
time_left <- function(cells, seconds) {
    count <- cells$first & (!is.na(seconds) | !file.exists(cells$file))
    seconds_to_go(cells[count, ], seconds[count])
}

clock <- function(seconds) {
    seconds <- round(seconds)
    sprintf("%d:%02d:%02d", seconds %/% 3600, seconds %/% 60 %% 60,
        seconds %% 60)
}

progress_line <- function(i, cells, cell, gone, left) {
    took <- if (cell$cached) {
        "kept"
    } else if (is.na(cell$row$seconds)) {
        "failed"
    } else {
        sprintf("%.1f s", cell$row$seconds)
    }
    sprintf("[%*d/%d] %-20s %-10s seed %-2d %8s  gone %s, to go %s  %s",
        nchar(nrow(cells)), i, nrow(cells), cells$family[[i]],
        cells$dataset[[i]], cells$seed[[i]], took, clock(gone), clock(left),
        cells$model[[i]])
}

# Keys, files and expected seconds of a plan. Cells with one key are one fit,
# whatever their names; `first` says which of them counts for the time.
prepare_cells <- function(plan, models, sets, series_of, directory, stamp) {
    set <- match(plan$dataset, sets$dataset)
    key <- file <- character(nrow(plan))
    prior <- numeric(nrow(plan))
    for (i in seq_len(nrow(plan))) {
        model <- models[[plan$model[[i]]]]
        series <- series_of(sets[set[[i]], ], plan$seed[[i]])
        key[[i]] <- cell_key(series, model, plan$seed[[i]], stamp)
        file[[i]] <- cell_file(directory, plan$dataset[[i]], model,
            plan$seed[[i]], key[[i]])
        prior[[i]] <- prior_seconds(sets[set[[i]], ], model)
    }
    data.frame(plan, key = key, file = file, prior = prior,
        first = !duplicated(key))
}

# Runs prepared cells in order. list(rows = a data frame, scores = a list by
# key). `after(family, run)` is called when a family is complete, `run` being
# such a list of the cells so far.
run_cells <- function(cells, models, sets, series_of, threads,
                      say = message, after = function(family, run) NULL) {
    started <- proc.time()[["elapsed"]]
    seconds <- rep(NA_real_, nrow(cells))
    rows <- vector("list", nrow(cells))
    scores <- list()
    for (i in seq_len(nrow(cells))) {
        seed <- cells$seed[[i]]
        model <- models[[cells$model[[i]]]]
        cell <- cached_cell(cells$file[[i]], cells$key[[i]], function() {
            set <- sets[match(cells$dataset[[i]], sets$dataset), ]
            compute_cell(series_of(set, seed), model, seed, threads)
        })
        rows[[i]] <- cell_rows(cells[i, ], cell)
        scores[[cells$key[[i]]]] <- cell$score
        seconds[[i]] <- max(cell$row$seconds, 0, na.rm = TRUE)
        say(progress_line(i, cells, cell, proc.time()[["elapsed"]] - started,
            time_left(cells, seconds)))
        if (i == nrow(cells) || cells$family[[i + 1L]] != cells$family[[i]]) {
            run <- list(rows = do.call(rbind, rows[seq_len(i)]),
                scores = scores)
            after(cells$family[[i]], run)
        }
    }
    run
}
