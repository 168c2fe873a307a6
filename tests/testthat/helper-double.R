# A whole fit in double precision. The package trains in single precision and
# has the network alone in double (src/ggc_double.c); here the same sources are
# compiled once more, with every float a double, into a library of their own,
# whose C_ggc_fit takes the place of the package's for one call.

# The sources: those of the checkout that the tests are run in.
double_sources <- function() {
    src <- testthat::test_path("..", "..", "src")
    testthat::skip_if_not(file.exists(file.path(src, "ggc_fit.c")),
        "the sources are not beside the tests")
    core <- Sys.glob(file.path(src, "ggc_*.c"))
    core <- core[!grepl("_(double|avx2|avx512|probe)[.]c$", core)]
    glue <- sprintf("r_%s.c", c("args", "fit", "interrupt", "problem",
        "threads"))
    c(core, Sys.glob(file.path(src, "*.h")), file.path(src, glue))
}

# Builds and loads the library; its entry for training.
double_entry <- function(dir) {
    sources <- double_sources()
    file.copy(sources, dir)
    # What ggc_loss.c has in double anyway it leaves out of the second instance.
    writeLines(c("#undef GGC_DOUBLE", "#include \"ggc_loss.c\""),
        file.path(dir, "loss_once.c"))
    names <- c(basename(sources), "loss_once.c")
    writeLines(c(
        "PKG_CFLAGS = $(SHLIB_OPENMP_CFLAGS) -DGGC_DOUBLE -Dfloat=double -w",
        "PKG_LIBS = $(SHLIB_OPENMP_CFLAGS)"
    ), file.path(dir, "Makevars"))
    library <- paste0("ggc_as_double", .Platform$dynlib.ext)
    before <- setwd(dir)
    on.exit(setwd(before))
    log <- suppressWarnings(system2(file.path(R.home("bin"), "R"),
        c("CMD", "SHLIB", "-o", library, grep("[.]c$", names, value = TRUE)),
        stdout = TRUE, stderr = TRUE))
    if (!file.exists(library)) {
        stop(paste(c("the core does not compile in double:",
            utils::tail(log, 5L)), collapse = "\n"))
    }
    getNativeSymbolInfo("C_ggc_fit", dyn.load(library))
}

# The value of an expression while ggc trains through another entry.
with_entry <- function(entry, expr) {
    ggc <- asNamespace("ggc")
    own <- get("C_ggc_fit", ggc)
    put <- function(value) {
        unlockBinding("C_ggc_fit", ggc)
        assign("C_ggc_fit", value, envir = ggc)
        lockBinding("C_ggc_fit", ggc)
    }
    put(entry)
    on.exit(put(own))
    force(expr)
}
