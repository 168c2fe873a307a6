# A whole fit in double precision. The package trains in single precision, and the
# hooks have the network alone in double; here the same sources are compiled once
# more, with every float a double, into a library of their own, whose C_ggc_fit
# takes the place of the package's for one call.

# Builds and loads the library; its entry for training.
double_entry <- function(path) {
    skip_without_hooks()
    sources <- core_sources(.hooks$top, c("args", "fit", "interrupt", "problem",
        "threads"))
    sources <- grep("_avx(2|512)[.]c$", sources, invert = TRUE, value = TRUE)
    # What ggc_loss.c has in double anyway it leaves out of the second instance.
    once <- list(loss_once.c = c("#undef GGC_DOUBLE", "#include \"ggc_loss.c\""))
    build_library(sources, path, c("-DGGC_DOUBLE", "-Dfloat=double", "-w"), once)
    getNativeSymbolInfo("C_ggc_fit", dyn.load(path))
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
