# Cells at the size that people have: 50,000 cells and 2,000 genes, of which 200
# are regulators, from a sparse matrix and from a file (HDF5) to a ranking.

MANY_CELLS <- list(cells = 50000L, genes = 2000L, regulators = 200L)
FEW_CELLS <- list(cells = 2000L, genes = 60L, regulators = 10L)

# Sparse logarithms of counts of genes that rise and fall along pseudotime, a
# tenth of which are not zero; made a block of genes at a time.
sparse_cells <- function(size) {
    set.seed(1)
    place <- stats::runif(size$cells)
    blocks <- split(seq_len(size$genes), (seq_len(size$genes) - 1L) %/% 100L)
    parts <- lapply(blocks, function(genes) {
        phase <- stats::runif(length(genes), 0, 2 * pi)
        level <- 0.1 * exp(outer(phase, place, function(p, t) sin(5 * t + p)) -
            0.5)
        counts <- stats::rpois(length(level), level)
        Matrix::Matrix(log1p(counts), length(genes), size$cells, sparse = TRUE)
    })
    x <- do.call(rbind, parts)
    dimnames(x) <- list(sprintf("G%d", seq_len(size$genes)),
        sprintf("C%d", seq_len(size$cells)))
    list(x = x, place = place)
}

# In a process of its own: seconds to the course and to the ranking, and the
# peak of R's memory.
cells_job <- function(x, place, regulators, threads) {
    start <- peak_memory()
    cells <- SummarizedExperiment::SummarizedExperiment(list(logcounts = x),
        colData = S4Vectors::DataFrame(pseudotime = place))
    bins <- clocked(se <- suppressMessages(ggc::ggc_pseudotime(cells)))
    fit <- clocked(suppressMessages(suppressWarnings(ggc::ggc_fit(se, seed = 1,
        regulators = rownames(x)[seq_len(regulators)], threads = threads,
        verbose = FALSE))))
    list(start_mb = start, course = bins, ranking = fit)
}

cells_row <- function(bench, assay, data, size) {
    out <- run_child(bench, "cells_job", x = data$x, place = data$place,
        regulators = size$regulators, threads = max(bench$threads))
    row <- data.frame(assay = assay, cells = size$cells, genes = size$genes,
        regulators = size$regulators, threads = max(bench$threads),
        course = out$course, ranking = out$ranking, start_mb = out$start_mb,
        peak_mb = out$peak_mb)
    print_table(row)
    row
}

cells_topic <- function(bench) {
    size <- if (bench$quick) FEW_CELLS else MANY_CELLS
    data <- sparse_cells(size)
    rows <- list(cells_row(bench, "sparse", data, size))
    if (requireNamespace("HDF5Array", quietly = TRUE)) {
        file <- tempfile(fileext = ".h5")
        on.exit(unlink(file))
        data$x <- HDF5Array::writeHDF5Array(data$x, file, "x",
            with.dimnames = TRUE)
        rows <- c(rows, list(cells_row(bench, "HDF5", data, size)))
    }
    table <- do.call(rbind, rows)
    minutes <- (table$course + table$ranking) / 60
    gigabytes <- table$peak_mb / 1024
    name <- sprintf("%s cells x %s genes x %d regulators, %s", table$cells,
        table$genes, table$regulators, table$assay)
    list(tables = list(cells = table), checks = if (!bench$quick) {
        rbind(check_row(paste("Ranking,", name), "< 15 minutes",
            sprintf("%.1f minutes (course %.0f s)", minutes, table$course),
            minutes < 15),
        check_row(paste("Peak memory,", name), "< 8 GB",
            sprintf("%.2f GB", gigabytes), gigabytes < 8))
    })
}
