# Our numbers beside the paper's: its tables, its figures, an ablation, and one
# report of it all.
#
#   Rscript run.R [out=results/exam] [seeds=5] [networks=10] [threads=N]
#       [only=SET,SET,...] [families=FAMILY,FAMILY,...]
#
# The environment variable GGC_DATA names the directory of the public data sets
# (default ../shared/data); without them only simulated series are used. `only`
# leaves all but some data sets (or groups of them) out, `families` all but some
# of the tables, as "Other methods"; `networks` is how many fresh ones there are
# of each design and size. `make exam` calls it. Each fit is kept in `out`/cells:
# a run that was stopped goes on where it was.

suppressPackageStartupMessages(library(ggc))

here <- local({
    file <- grep("^--file=", commandArgs(), value = TRUE)
    normalizePath(dirname(sub("^--file=", "", file[[1L]])))
})
for (part in c("../arguments.R", setdiff(list.files(here, "[.]R$"), "run.R"))) {
    source(file.path(here, part))
}
exam_main(commandArgs(trailingOnly = TRUE), here,
    Sys.getenv("GGC_DATA", file.path("..", "shared", "data")))
