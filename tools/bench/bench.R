# The benchmarks from one end to the other; run.R starts it.

TOPICS <- c("training", "peak", "fits", "dcor", "cost", "active", "methods",
    "genome", "cells")
ONLY_IF_ASKED <- c("methods", "genome", "cells")
WITH_PEER <- c("training", "peak", "fits")

bench_options <- function(args) {
    value <- read_arguments(args, list(out = "results/bench", only = "",
        quick = "", blas = ""))
    only <- strsplit(value$only, ",", fixed = TRUE)[[1L]]
    unknown <- setdiff(only, TOPICS)
    if (length(unknown)) {
        stop(sprintf("only: no topic %s; there are %s",
            paste(unknown, collapse = ", "), paste(TOPICS, collapse = ", ")),
        call. = FALSE)
    }
    value$only <- if (length(only)) only else setdiff(TOPICS, ONLY_IF_ASKED)
    value$quick <- !value$quick %in% c("", "0")
    value
}

# What every topic is given.
bench_setting <- function(given, here, data) {
    processors <- ggc::ggc_threads()[["processors"]]
    list(here = here, data = data, out = given$out, quick = given$quick,
        threads = seq_len(min(2L, processors)), peer = NULL,
        hooks = bench_hooks(here))
}

# The PyTorch peer, or NULL, saying why.
find_peer <- function(given, here) {
    python <- find_python()
    if (is.null(python)) {
        say(paste("No Python with torch and numpy (Debian: python3-torch;",
            "GGC_PYTHON names another): nothing beside PyTorch, and no",
            "peak."))
        return(NULL)
    }
    start_peer(python, file.path(here, "peer_torch.py"),
        find_openblas(given$blas), file.path(given$out, "peer.log"))
}

run_topic <- function(name, bench) {
    if (name %in% setdiff(WITH_PEER, "fits") && is.null(bench$peer)) {
        return(list(tables = list(), checks = not_measured(
            sprintf("Topic %s", name), "needs PyTorch")))
    }
    say("\n== %s", name)
    seconds <- clocked(found <- match.fun(paste0(name, "_topic"))(bench))
    say("(%s: %.0f s)", name, seconds)
    found
}

write_result <- function(result, checks, out) {
    for (name in names(result$tables)) {
        write_tsv(result$tables[[name]], file.path(out, paste0(name, ".tsv")))
    }
    write_tsv(checks, file.path(out, "bench.tsv"))
}

load_average <- function() {
    if (file.exists("/proc/loadavg")) readLines("/proc/loadavg") else "unknown"
}

processor <- function() {
    if (!file.exists("/proc/cpuinfo")) {
        return("unknown")
    }
    facts <- readLines("/proc/cpuinfo")
    model <- sub("^[^:]*: ", "", grep("^model name", facts, value = TRUE))
    sprintf("%s, %s", model[[1L]], counted(length(model), "processor"))
}

# The machine, as lines "what: value".
session_facts <- function(bench) {
    session <- utils::sessionInfo()
    facts <- list(
        date = format(Sys.time(), "%Y-%m-%d"), processor = processor(),
        "instruction sets" = paste(ggc:::.native_isa_available(),
            collapse = " "),
        "load at the start" = bench$load, "load at the end" = load_average(),
        ggc = as.character(utils::packageVersion("ggc")),
        R = R.version.string, "R's BLAS" = session$BLAS,
        OPENBLAS_CORETYPE = Sys.getenv("OPENBLAS_CORETYPE", "unset")
    )
    if (requireNamespace("energy", quietly = TRUE)) {
        facts$energy <- as.character(utils::packageVersion("energy"))
    }
    if (!is.null(bench$peer)) {
        peer <- ask_peer(bench$peer, "facts")
        names(peer) <- paste("peer's", names(peer))
        facts <- c(facts, peer)
    }
    sprintf("%s: %s", names(facts), unlist(facts))
}

# args: as given to run.R; here: where its files are; data: the public data.
bench_main <- function(args, here, data) {
    given <- bench_options(args)
    dir.create(given$out, showWarnings = FALSE, recursive = TRUE)
    bench <- bench_setting(given, here, data)
    bench$load <- load_average()
    if (any(given$only %in% WITH_PEER)) {
        bench$peer <- find_peer(given, here)
    }
    on.exit(if (!is.null(bench$peer)) stop_peer(bench$peer))
    tables <- list()
    checks <- NULL
    for (name in given$only) {
        result <- run_topic(name, bench)
        tables <- c(tables, result$tables)
        checks <- rbind(checks, result$checks)
        write_result(result, checks, given$out)
    }
    facts <- session_facts(bench)
    writeLines(facts, file.path(given$out, "session.txt"))
    bench_figures(given$out, tables)
    say("\n%s", paste(facts, collapse = "\n"))
    say("\nWhat was to be shown (ratios hold for this machine, in this run):")
    print_checks(checks)
    say("\nTables and figures: %s", given$out)
    invisible(list(tables = tables, checks = checks))
}
