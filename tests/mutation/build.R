# The core, the glue and the C tests, compiled once; a mutant compiles anew only
# what includes the file that it changes.

# R's compiler and what src/Makevars would give it, in words.
toolchain <- function() {
    config <- function(name) {
        out <- suppressWarnings(system2(file.path(R.home("bin"), "R"),
            c("CMD", "config", name), stdout = TRUE, stderr = FALSE))
        if (is.null(attr(out, "status"))) out else ""
    }
    words <- function(x) strsplit(trimws(x), "\\s+")[[1L]]
    cc <- words(config("CC"))
    omp <- if (makes(cc, "-fopenmp", "omp_get_max_threads() < 1")) "-fopenmp"
    sanitize <- c("-fsanitize=address,undefined", "-fno-sanitize-recover=all")
    # No -g: objects are compared byte for byte.
    flags <- c("-std=gnu99", "-fPIC", "-w", omp)
    list(cc = cc, flags = c(flags, "-O2"),
        # An index out of bounds shows in the C tests, as in tests/c/run.sh.
        checked = c(flags, "-O1", if (makes(cc, sanitize, "0")) sanitize),
        r = words(config("--cppflags")),
        libs = words(paste(config("LAPACK_LIBS"), config("BLAS_LIBS"),
            config("FLIBS"))))
}

# Does the compiler make a program of this value that ends well?
makes <- function(cc, flags, value) {
    files <- tempfile(c("probe", "program"), fileext = c(".c", ""))
    on.exit(unlink(files))
    writeLines(c("#ifdef _OPENMP", "#include <omp.h>", "#endif",
        sprintf("int main(void) { return %s; }", value)), files[[1L]])
    run(cc, c(flags, files[[1L]], "-o", files[[2L]])) == 0L &&
        run(files[[2L]], character()) == 0L
}

# The status of a command; what it says is dropped, or goes to `log`. seconds: by
# the clock, 0 for no limit.
run <- function(command, arguments, log = FALSE, seconds = 0) {
    suppressWarnings(system2(command[[1L]],
        shQuote(c(command[-1L], arguments)), stdout = log, stderr = log,
        timeout = seconds))
}

stem <- function(file) tools::file_path_sans_ext(basename(file))

# Where things are in a build.
in_directory <- function(build, dir) {
    build$dir <- dir
    build$src <- file.path(dir, "src")
    build$hooks <- file.path(dir, "tests", "hooks")
    build$tests <- file.path(dir, "tests", "c")
    build$objects <- file.path(dir, "objects")
    build$mutant <- file.path(dir, "mutant")
    build$kinds <- c("plain", "checked")
    build$sources <- file.path(dir, build$names)
    build
}

# The same build in a directory of its own, for a process to change.
own_copy <- function(build) {
    dir <- file.path(tempdir(), paste0("core", Sys.getpid()))
    dir.create(dir)
    file.copy(file.path(build$dir, dir(build$dir)), dir, recursive = TRUE)
    in_directory(build, dir)
}

# Copies src/, tests/hooks and tests/c of the package at `top` to `dir` and compiles all.
build_all <- function(top, dir) {
    build <- in_directory(toolchain(), dir)
    places <- c(build$src, build$hooks, build$tests,
        file.path(build$objects, build$kinds),
        file.path(build$mutant, build$kinds))
    for (place in places) {
        dir.create(place, recursive = TRUE)
    }
    file.copy(Sys.glob(file.path(top, "src", "*.[ch]")), build$src)
    file.copy(Sys.glob(file.path(top, "tests", "hooks", "*.[ch]")), build$hooks)
    file.copy(Sys.glob(file.path(top, "tests", "c", "*.[ch]")), build$tests)
    build$names <- c(file.path("src", dir(build$src, "[.]c$")),
        file.path("tests", "hooks", dir(build$hooks, "[.]c$")),
        file.path("tests", "c", dir(build$tests, "^test_.*[.]c$")))
    build <- in_directory(build, dir)
    for (source in build$sources) {
        if (!all(compile(build, source, build$objects))) {
            stop(sprintf("%s does not compile", source), call. = FALSE)
        }
    }
    build$includes <- lapply(build$sources, includes_of, build = build)
    names(build$includes) <- stem(build$sources)
    build
}

# Objects for R's library (plain) and for the C tests (checked), as needed;
# which could be made.
compile <- function(build, source, to, kinds = kinds_of(build, source)) {
    vapply(kinds, function(kind) {
        flags <- build[[if (kind == "plain") "flags" else "checked"]]
        run(build$cc, c(flags, included(build), "-c", source, "-o",
            object_in(to, kind, source))) == 0L
    }, NA)
}

included <- function(build) {
    c(build$r, rbind("-I", c(build$src, build$hooks, build$tests)))
}

kinds_of <- function(build, source) {
    glue <- grepl("^r_", basename(source))
    test <- grepl("^test_", basename(source))
    build$kinds[c(!test, !glue)]
}

object_in <- function(dir, kind, source) {
    file.path(dir, kind, paste0(stem(source), ".o"))
}

# Names of the files that a source is made of.
includes_of <- function(source, build) {
    rule <- system2(build$cc[[1L]], shQuote(c(build$cc[-1L], build$flags,
        included(build), "-MM", source)), stdout = TRUE)
    basename(grep("[.][ch]$", unlist(strsplit(rule, "[ \\\\]+")), value = TRUE))
}

# Names of the C tests that can reach a file of the core: it is in a module
# whose header they include, or which such a module includes. The test of the
# file's own name comes first.
programs_for <- function(build, file) {
    modules <- lapply(build$includes, function(x) {
        unique(sub("_(body|tables|generic|avx2|avx512)$", "",
            stem(grep("^ggc_", x, value = TRUE))))
    })
    of_core <- grepl("^ggc_", names(modules))
    grown <- function(x) {
        found <- sub("_(generic|avx2|avx512)$", "", names(modules)) %in% x
        union(x, unlist(modules[of_core & found]))
    }
    programs <- grep("^test_", names(modules), value = TRUE)
    module <- grown(sub("_(body|tables|generic|avx2|avx512)$", "",
        stem(file)))[[1L]]
    hit <- vapply(programs, function(name) {
        reached <- modules[[name]]
        while (length(more <- grown(reached)) > length(reached)) {
            reached <- more
        }
        module %in% reached
    }, NA)
    programs <- programs[hit]
    programs[order(programs != sub("^ggc_", "test_", module))]
}

# Compiles the mutant of one site. "broken": it does not compile; "same": no
# object of the package differs (those of tests hold the path of their source);
# "built": build$mutant has the objects that differ.
build_mutant <- function(build, site) {
    file <- file.path(build$src, site$file)
    original <- readLines(file)
    on.exit(writeLines(original, file))
    forget_mutant(build)
    writeLines(mutate(file, site), file)
    affected <- vapply(build$includes, function(x) site$file %in% x, NA)
    differs <- FALSE
    for (source in build$sources[affected]) {
        kind <- kinds_of(build, source)[[1L]]
        if (!compile(build, source, build$mutant, kind)) {
            return("broken")
        }
        both <- object_in(c(build$objects, build$mutant), kind, source)
        if (identical(bytes_of(both[[1L]]), bytes_of(both[[2L]]))) {
            unlink(both[[2L]])
        } else {
            differs <- differs || !grepl("^test_", basename(source))
            compile(build, source, build$mutant,
                setdiff(kinds_of(build, source), kind))
        }
    }
    if (differs) "built" else "same"
}

forget_mutant <- function(build) {
    unlink(Sys.glob(file.path(build$mutant, build$kinds, "*")))
}

bytes_of <- function(file) readBin(file, "raw", file.size(file))

# The object of each source: the mutant's, where it has one.
objects_for <- function(build, kind, pattern) {
    sources <- grep(pattern, build$sources, value = TRUE)
    mine <- object_in(build$mutant, kind, sources)
    ifelse(file.exists(mine), mine, object_in(build$objects, kind, sources))
}

# Links a C test with the mutant's objects; the path.
link_program <- function(build, name) {
    out <- file.path(build$mutant, name)
    objects <- objects_for(build, "checked",
        sprintf("/(ggc_\\w+|%s)[.]c$", name))
    status <- run(build$cc, c(build$checked, objects, "-lm", "-o", out))
    if (status == 0L) out else NA_character_
}

# R's libraries: that of the package, which hides what it does not register, and
# that of the hooks.
link_libraries <- function(build) {
    c(package = link_library(build, "package", "/src/(ggc|r)_\\w+[.]c$"),
        hooks = link_library(build, "hooks", paste0(
            "/(src/ggc_\\w+|src/r_(args|interrupt|problem|threads)|",
            "hooks/\\w+)[.]c$")))
}

link_library <- function(build, name, pattern) {
    out <- file.path(build$mutant, paste0(name, .Platform$dynlib.ext))
    objects <- objects_for(build, "plain", pattern)
    status <- run(build$cc, c("-shared", build$flags, objects, build$libs,
        "-o", out))
    if (status == 0L) out else NA_character_
}
