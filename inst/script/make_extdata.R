# Makes inst/extdata/demo_timeseries.tsv and inst/extdata/demo_gold.tsv: six
# relaxations of a sparse linear network from perturbed starts, simulated by the
# package itself. Run in the top directory of the package, which is installed:
#     Rscript inst/script/make_extdata.R
library(ggc)
library(SummarizedExperiment)

x <- ggc_simulate("var",
    p = 20, n_time = 12, n_trajectories = 6, noise = 0.1, sparsity = 2,
    radius = 0.9, start = "perturbed", seed = 20
)
table <- data.frame(
    trajectory = x$trajectory, time = x$time, t(round(assay(x), 4))
)
truth <- metadata(x)$truth
diag(truth) <- 0L # the usual convention: self edges are not listed
edges <- which(truth == 1L, arr.ind = TRUE)
gold <- data.frame(
    regulator = rownames(x)[edges[, 1L]], target = rownames(x)[edges[, 2L]],
    edge = 1L
)

save_table <- function(table, name) {
    utils::write.table(table, file.path("inst", "extdata", name),
        sep = "\t", quote = FALSE, row.names = FALSE, eol = "\n"
    )
}
save_table(table, "demo_timeseries.tsv")
save_table(gold, "demo_gold.tsv")
