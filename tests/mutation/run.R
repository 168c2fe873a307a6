# Mutation check of the C core: would the tests notice?
#
#   Rscript tests/mutation/run.R [n=100] [seed=1] [jobs=2] [only=PATTERN]
#       [out=mutants.tsv]
#
# Draws n places of src/ggc_* where one small change gives another program (an
# operator, a comparison, a sign, an index, a constant, a statement left out),
# in proportion over the files, at least one of each; see sites.R. `only` names
# the files, as a regular expression. Each place is changed in a copy, compiled,
# and given to the C tests and to the R tests that reach it (judge.R), up to the
# first that fails; one that runs without end is caught too. A change that does
# not compile, or after which the objects are the same to the last byte, is
# drawn again. Needs the package installed, as `make mutants` does, and a system
# with fork(); `jobs` processes share the files. Survivors that were looked at
# are in survivors.tsv, with the reason why no test can tell.

suppressPackageStartupMessages({
    library(testthat)
    library(ggc)
})
here <- local({
    file <- grep("^--file=", commandArgs(), value = TRUE)
    normalizePath(dirname(sub("^--file=", "", file[[1L]])))
})
for (part in c("sites.R", "build.R", "judge.R", "../../tools/arguments.R")) {
    source(file.path(here, part))
}

# Files of the core whose code runs on this machine.
core_files <- function(top) {
    files <- list.files(file.path(top, "src"), "^ggc_.*[.][ch]$",
        full.names = TRUE)
    elsewhere <- setdiff(c("avx2", "avx512"), ggc:::.native_isa_available())
    setdiff(files, file.path(top, "src",
        sprintf("ggc_kernels_%s.c", elsewhere)))
}

# How many of each file: in proportion to its sites, at least one, n in all.
shares <- function(sites, n) {
    size <- c(table(sites$file))
    exact <- n * size / sum(size)
    count <- pmax(floor(exact), 1)
    more <- order(exact - count, decreasing = TRUE)
    while (sum(count) < n) {
        count[more[[1L]]] <- count[more[[1L]]] + 1
        more <- more[-1L]
    }
    count
}

# A file's sites in the order in which they are drawn: kinds by turns.
in_turns <- function(sites) {
    shuffled <- sites[sample(nrow(sites)), ]
    turn <- stats::ave(seq_len(nrow(sites)), shuffled$kind, FUN = seq_along)
    kinds <- sample(unique(shuffled$kind))
    shuffled[order(turn, match(shuffled$kind, kinds)), ]
}

one_line <- function(x) gsub("\\s+", " ", x)

# Why a survivor is none to mend: what survivors.tsv says of it, or "". There `*`
# stands for any text and for any change, as on a line that only estimates work.
written_reason <- function(site, known) {
    same <- known$file == site$file & known$code == one_line(site$code) &
        known$text %in% c("*", one_line(site$text)) &
        known$new %in% c("*", one_line(site$new))
    if (any(same)) known$reason[same][[1L]] else ""
}

describe <- function(site) {
    verdict <- site$caught
    if (!nzchar(verdict)) {
        verdict <- paste("SURVIVED", site$reason)
    }
    cat(sprintf("%-26s %-10s %s -> %s: %s\n",
        sprintf("%s:%d", site$file, site$line), site$kind,
        one_line(site$text), one_line(site$new), verdict))
}

# `count` mutants of one file: their sites with the column `caught` (what caught
# it, "" for none), and how many changes were drawn again.
mutants_of <- function(sites, count, build, top, seconds, known) {
    build <- own_copy(build)
    on.exit(unlink(build$dir, recursive = TRUE))
    dropped <- c(broken = 0L, same = 0L)
    done <- list()
    for (i in seq_len(nrow(sites))) {
        if (length(done) == count) {
            break
        }
        site <- sites[i, ]
        state <- build_mutant(build, site)
        if (state != "built") {
            dropped[[state]] <- dropped[[state]] + 1L
            next
        }
        site$caught <- judge(build, top, site$file, seconds)
        site$reason <- written_reason(site, known)
        describe(site)
        done[[length(done) + 1L]] <- site
    }
    list(done = do.call(rbind, done), dropped = dropped)
}

# The tests must pass on the core as it is: the seconds that each R test takes.
check_unchanged <- function(build, top, files) {
    programs <- unique(unlist(lapply(files, programs_for, build = build)))
    caught <- unlist(lapply(programs, judge_program, build = build))
    tests <- unique(unlist(lapply(files, r_tests_of)))
    seconds <- if (is.null(caught)) judge_in_r(build, top, tests, Inf)
    caught <- c(caught, if (is.character(seconds)) seconds)
    if (!is.null(caught)) {
        stop(sprintf("%s fails on the core as it is", caught[[1L]]),
            call. = FALSE)
    }
    seconds
}

summarise_mutants <- function(done, dropped) {
    caught <- nzchar(done$caught)
    cat("\n")
    print(table(caught = caught, kind = done$kind))
    cat(sprintf("\ndrawn again: %d that did not compile, %d the same\n",
        dropped[["broken"]], dropped[["same"]]))
    cat(sprintf("caught by golden values first: %d\n",
        sum(grepl("golden", done$caught))))
    cat(sprintf("survived: %d, with a written reason: %d\n", sum(!caught),
        sum(nzchar(done$reason[!caught]))))
    cat(sprintf("mutants: %d, caught: %d (%.1f %%)\n", nrow(done), sum(caught),
        100 * mean(caught)))
    cat(sprintf("of those without a written reason: %.1f %%\n",
        100 * mean(caught[caught | !nzchar(done$reason)])))
}

write_mutants <- function(done, out) {
    columns <- c("file", "line", "kind", "code", "text", "new", "caught")
    utils::write.table(data.frame(lapply(done[columns], one_line)), out,
        sep = "\t", quote = FALSE, row.names = FALSE)
}

# Every file's sites in the order of drawing, and how many are wanted of it.
draw_mutants <- function(files, n, seed) {
    sites <- do.call(rbind, lapply(files, sites_in))
    RNGkind("Mersenne-Twister", "Inversion", "Rejection")
    set.seed(seed)
    by_file <- lapply(split(sites, sites$file), in_turns)
    count <- shares(sites, n)
    cat(sprintf("%d sites in %d files; %d mutants, seed %d\n", nrow(sites),
        length(by_file), sum(count), seed))
    # The longest first, so that no process is left with one at the end.
    names <- names(sort(count, decreasing = TRUE))
    list(sites = by_file[names], count = count[names])
}

main <- function(arguments) {
    top <- dirname(dirname(here))
    given <- read_arguments(arguments, list(n = "100", seed = "1", jobs = "2",
        only = "", out = ""))
    Sys.setenv(NOT_CRAN = "true", GGC_DATA = file.path(tempdir(), "none"))
    files <- grep(given$only, core_files(top), value = TRUE)
    drawn <- draw_mutants(files, as.integer(given$n), as.integer(given$seed))
    build <- build_all(top, tempfile("core"))
    on.exit(unlink(build$dir, recursive = TRUE))
    seconds <- check_unchanged(build, top, files)
    known <- utils::read.delim(file.path(here, "survivors.tsv"), quote = "",
        colClasses = "character")
    results <- parallel::mclapply(seq_along(drawn$sites), function(i) {
        mutants_of(drawn$sites[[i]], drawn$count[[i]], build, top, seconds,
            known)
    }, mc.cores = as.integer(given$jobs), mc.preschedule = FALSE,
    mc.set.seed = FALSE)
    done <- do.call(rbind, lapply(results, `[[`, "done"))
    summarise_mutants(done, rowSums(vapply(results, `[[`, c(0, 0), "dropped")))
    if (nzchar(given$out)) {
        write_mutants(done, given$out)
    }
}

main(commandArgs(trailingOnly = TRUE))
