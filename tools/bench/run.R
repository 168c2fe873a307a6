# How fast the package is on this machine, and how its cost grows.
#
#   Rscript run.R [out=results/bench] [only=TOPIC,TOPIC,...] [quick=1]
#       [blas=DIRECTORY]
#
# Topics: training (beside PyTorch), peak (share of the machine's arithmetic),
# fits (time to result), dcor (beside energy), cost (curves, memory), active
# (active sets), and, only if asked for, genome, methods and cells (some minutes
# each). `blas` is where
# openblas.sh put an OpenBLAS for PyTorch, if there. The environment variables
# GGC_DATA (public data sets), GGC_PYTHON (a Python with torch) and GGC_OPENBLAS
# say where things are. `make bench` calls it.
#
# Written to `out`: bench.tsv (what was asked, what was found), a table for each
# topic, figures, and session.txt (the machine).

suppressPackageStartupMessages(library(ggc))

here <- local({
    file <- grep("^--file=", commandArgs(), value = TRUE)
    normalizePath(dirname(sub("^--file=", "", file[[1L]])))
})
source(file.path(here, "..", "arguments.R"))
source(file.path(here, "measure.R"))
for (part in bench_parts(here)) {
    source(part)
}
bench_main(commandArgs(trailingOnly = TRUE), here,
    Sys.getenv("GGC_DATA", file.path("..", "shared", "data")))
