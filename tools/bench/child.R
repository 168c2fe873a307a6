# A job in a process of its own, so that its peak memory is its own. run_child()
# starts it: Rscript child.R JOB.rds OUT.rds

suppressPackageStartupMessages(library(ggc))

local({
    file <- sub("^--file=", "", grep("^--file=", commandArgs(),
        value = TRUE)[[1L]])
    source(file.path(dirname(file), "measure.R"))
    files <- commandArgs(trailingOnly = TRUE)
    job <- readRDS(files[[1L]])
    for (part in bench_parts(dirname(file))) {
        source(part)
    }
    out <- do.call(job$name, job$arguments)
    saveRDS(c(out, list(peak_mb = peak_memory())), files[[2L]])
})
