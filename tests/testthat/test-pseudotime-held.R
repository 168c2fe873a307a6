# Pseudotimes, weights and replicates as other packages and tables hold them:
# the same samples as of the plain numbers.

set.seed(4)
n <- 240L
place <- stats::runif(n)
left <- ifelse(place < 0.4 | seq_len(n) %% 2L == 0L, place, NA)
right <- ifelse(place < 0.4 | seq_len(n) %% 2L == 1L, place, NA)
x <- rbind(a = sin(6 * place), b = cos(6 * place), c = place) +
    stats::rnorm(3L * n, sd = 0.2)
colnames(x) <- sprintf("cell%03d", seq_len(n))
both <- cbind(Lineage1 = left, Lineage2 = right)
weights <- ifelse(is.na(both), 0, 1)
weights[!is.na(left) & !is.na(right), 2] <- 0.5

read <- function(...) suppressMessages(ggc_pseudotime(..., bins = 6))
values <- function(...) SummarizedExperiment::assay(read(...))
cells_of <- function(...) {
    SingleCellExperiment::SingleCellExperiment(list(logcounts = x),
        colData = S4Vectors::DataFrame(..., row.names = colnames(x)))
}
# A PseudotimeOrdering is one of these, with a class of its own.
ordering <- function(rows = colnames(x)) {
    SummarizedExperiment::SummarizedExperiment(list(
        pseudotime = `rownames<-`(both, rows),
        weights = `rownames<-`(weights, rows)))
}
# As readRDS() brings it where slingshot is not installed.
old_slingshot <- function() {
    curve <- function(k) list(lambda = place, w = weights[, k])
    asS4(structure(list(), class = structure("SlingshotDataSet",
        package = "slingshot"), reducedDim = t(x),
    curves = list(Lineage1 = curve(1), Lineage2 = curve(2))))
}
refused <- function(what, text, ...) {
    expect_error(read(...), class = paste0("ggc_error_", what), text,
        fixed = TRUE)
}

test_that("slingshot's objects are read with their weights", {
    want <- values(x, both, weights = weights)
    expect_false(identical(want, values(x, both)))
    expect_identical(values(x, ordering()), want)
    expect_identical(values(x, ordering()[n:1, ]), want)
    expect_identical(values(x[, 1:100], ordering()),
        values(x[, 1:100], both[1:100, ], weights = weights[1:100, ]))
    expect_identical(values(x, old_slingshot()), want)
    # Cells that had no names are called by their place.
    expect_identical(values(x, ordering(paste0("Cell-", seq_len(n)))), want)
    expect_identical(values(x, ordering(), weights = 1 - weights / 3),
        values(x, both, weights = 1 - weights / 3))
    refused("pseudotime", "getCurves() makes them", x,
        SummarizedExperiment::SummarizedExperiment(list(weights = weights)))
    none <- old_slingshot()
    attr(none, "curves") <- list()
    refused("pseudotime", "getCurves() makes them", x, none)
    refused("pseudotime", "getCurves() makes them", x,
        SummarizedExperiment::SummarizedExperiment(list(
            pseudotime = NA * both)))
    refused("pseudotime", "has names, which must be those", x,
        ordering(paste0("other", seq_len(n))))
})

test_that("classes of slingshot and TrajectoryUtils are read", {
    skip_if_not_installed("TrajectoryUtils")
    # Not by `::`, as DESCRIPTION does not suggest these packages.
    make <- getExportedValue("TrajectoryUtils", "PseudotimeOrdering")
    pto <- make(list(pseudotime = both, weights = weights))
    want <- values(x, both, weights = weights)
    expect_identical(values(x, pto), want)
    expect_identical(values(x, make(unname(both))), values(x, unname(both)))
    skip_if_not_installed("slingshot")
    clusters <- ifelse(place < 0.4, "1", ifelse(is.na(left), "3", "2"))
    bend <- pmax(place - 0.4, 0) * ifelse(is.na(left), -1, 1)
    space <- cbind(a = place, b = bend) + stats::rnorm(2L * n, sd = 0.01)
    rownames(space) <- colnames(x)
    pto <- getExportedValue("slingshot", "slingshot")(space, clusters,
        start.clus = "1")
    time <- getExportedValue("slingshot", "slingPseudotime")(pto)
    weight <- getExportedValue("slingshot", "slingCurveWeights")(pto)
    want <- values(x, time, weights = weight)
    expect_identical(values(x, pto), want)
    expect_identical(values(x, getExportedValue("slingshot",
        "as.SlingshotDataSet")(pto)), want)
})

test_that("what a class needs and lacks is said", {
    skip_if(requireNamespace("TrajectoryUtils", quietly = TRUE))
    absent <- asS4(structure(list(), class = structure("PseudotimeOrdering",
        package = "TrajectoryUtils")))
    refused("dependency", "needs the R package 'TrajectoryUtils'", x, absent)
})

test_that("columns that programs add are found and named in a message", {
    skip_if_not_installed("SingleCellExperiment")
    found <- function(sce, code) {
        expect_message(se <- ggc_pseudotime(sce, bins = 6), sprintf(
            "No `pseudotime` was given: taken is pseudotime = %s.", code),
        fixed = TRUE)
        SummarizedExperiment::assay(se)
    }
    one <- values(x, place)
    for (name in c("pseudotime", "Pseudotime", "dpt_pseudotime", "latent_time",
        "palantir_pseudotime", "velocity_pseudotime", "monocle3_pseudotime",
        "dpt", "DPT1")) {
        sce <- cells_of(day = "no", n_genes = 3, place = place)
        names(SummarizedExperiment::colData(sce))[[3]] <- name
        expect_identical(found(sce, dQuote(name, FALSE)), one)
    }
    two <- cells_of(slingPseudotime_1 = left, slingPseudotime_2 = right)
    lineages <- c("slingPseudotime_1", "slingPseudotime_2")
    expect_identical(found(two,
        "c(\"slingPseudotime_1\", \"slingPseudotime_2\")"),
    values(two, lineages))
    expect_equal(values(two, lineages), values(x, both), ignore_attr = TRUE)
    expect_identical(found(cells_of(slingPseudotime_1 = place),
        "\"slingPseudotime_1\""), values(x, place))
    # Of the same lineages the object has the weights, too.
    two$slingshot <- ordering(paste0("old", seq_len(n)))
    want <- values(x, both, weights = weights)
    expect_identical(found(two, "\"slingshot\""), want)
    expect_identical(values(two, "slingshot"), want)
    expect_identical(found(two[, n:1], "\"slingshot\""), want)
    old <- cells_of(day = seq_len(n))
    attr(old, "int_metadata")$slingshot <- old_slingshot()
    expect_identical(found(old, "SlingshotDataSet(x)"), want)
})

test_that("monocle3's pseudotimes are found beside the graph", {
    skip_if_not_installed("SingleCellExperiment")
    cds <- cells_of(size = seq_len(n))
    graph <- function(time) list(dp_mst = 1, pseudotime = stats::setNames(time,
        colnames(x)))
    attr(cds, "principal_graph_aux") <- methods::as(list(
        UMAP = graph(place), tSNE = list(dp_mst = 1)), "SimpleList")
    want <- values(x, place)
    expect_message(se <- ggc_pseudotime(cds, bins = 6),
        "taken is pseudotime = monocle3::pseudotime(x, \"UMAP\")", fixed = TRUE)
    expect_identical(SummarizedExperiment::assay(se), want)
    # Cells dropped since are in the graph still.
    expect_identical(values(cds[, 50:200]), values(x[, 50:200], place[50:200]))
    expect_identical(values(cds, stats::setNames(place, colnames(x))[n:1]),
        want)
    attr(cds, "principal_graph_aux") <- methods::as(list(
        UMAP = graph(replace(place, 1:3, Inf))), "SimpleList")
    refused("pseudotime", paste0("has 3 infinite values.\nInf marks cells ",
        "that no root reaches: leave these cells empty (NA), by p <- ",
        "monocle3::pseudotime(x, \"UMAP\"); p[is.infinite(p)] <- NA; and give ",
        "pseudotime = p."), cds)
    cds$pseudotime <- place
    refused("pseudotime", paste0("`x` holds several.\nGive one of: pseudotime ",
        "= monocle3::pseudotime(x, \"UMAP\"), pseudotime = \"pseudotime\"."),
    cds)
})

test_that("several pseudotimes, or none, are refused with what there is", {
    skip_if_not_installed("SingleCellExperiment")
    refused("pseudotime", paste0("Give one of: pseudotime = \"dpt_pseudotime\"",
        ", pseudotime = \"latent_time\"."),
    cells_of(dpt_pseudotime = place, latent_time = place))
    refused("pseudotime", paste0("`x` holds none under a name that programs ",
        "give it.\ncolData has: day, pseudotime."),
    cells_of(day = seq_len(n), pseudotime = rep("early", n)))
    refused("pseudotime", "colData has: no columns", x)
})

test_that("scanpy's layout has its log-expression in X", {
    skip_if_not_installed("SingleCellExperiment")
    counts <- round(20 * abs(x))
    sce <- SingleCellExperiment::SingleCellExperiment(
        list(X = x, counts = counts),
        colData = S4Vectors::DataFrame(dpt_pseudotime = place))
    expect_identical(values(sce), values(x, place))
    SummarizedExperiment::assay(sce, "logcounts") <- 2 * x
    expect_identical(values(sce), values(2 * x, place))
    sce$dpt_pseudotime[5] <- Inf
    error <- tryCatch(read(sce), error = conditionMessage)
    x <- sce
    eval(parse(text = sub(".*, by (.*)[.]$", "\\1", error)))
    expect_identical(which(is.na(x$dpt_pseudotime)), 5L)
    skip_if_not_installed("edgeR")
    sce$dpt_pseudotime[5] <- NA
    expect_identical(sum(read(sce, summary = "sum")$cells), n - 1L)
})

test_that("columns of Seurat's cells are read", {
    skip_if_not_installed("Seurat")
    counts <- matrix(stats::rpois(20 * n, 5), 20, dimnames = list(
        paste0("g", 1:20), colnames(x)))
    cells <- getExportedValue("Seurat", "CreateSeuratObject")(counts)
    cells <- getExportedValue("Seurat", "NormalizeData")(cells,
        verbose = FALSE)
    logs <- log1p(t(t(counts) / colSums(counts)) * 1e4)
    cells$pseudotime <- place
    cells$donor <- rep(c("d1", "d2"), n / 2)
    expect_equal(values(cells), values(logs, place))
    cells$pseudotime[5] <- Inf
    error <- tryCatch(read(cells), error = conditionMessage)
    eval(parse(text = gsub("x$", "cells$", sub(".*, by (.*)[.]$", "\\1",
        error), fixed = TRUE)))
    expect_identical(which(is.na(cells$pseudotime)), 5L, ignore_attr = TRUE)
    cells$pseudotime <- place
    expect_equal(values(cells, "pseudotime", replicates = "donor"),
        values(logs, place, replicates = rep(c("d1", "d2"), n / 2)))
})

test_that("cells in rows are told by the names of their pseudotimes", {
    rows <- t(x[, 1:20])
    refused("orientation", "Pass t(x), so that genes are in rows", rows,
        data.frame(dpt_pseudotime = place[1:20], row.names = rownames(rows)))
    refused("orientation", "which fits the rows", rows,
        stats::setNames(place, colnames(x))[1:20])
})

test_that("counts that are called logarithms are warned of", {
    counts <- matrix(stats::rpois(5L * n, 3), 5, dimnames = list(letters[1:5],
        colnames(x)))
    counts <- pmin(counts, 8)
    sce <- SingleCellExperiment::SingleCellExperiment(list(logcounts = counts))
    expect_warning(read(sce, place), "seems to hold raw counts",
        class = "ggc_warning_counts")
    SummarizedExperiment::assay(sce, "logcounts") <- log1p(counts)
    expect_silent(read(sce, place))
})

test_that("infinite pseudotimes are explained by their sign", {
    for (wrong in list(replace(place, 3, Inf), cbind(place, replace(place, 1,
        Inf)), data.frame(a = replace(place, 2, Inf)))) {
        refused("pseudotime", paste0("has 1 infinite value.\nInf marks cells ",
            "that no root reaches"), x, wrong)
        error <- tryCatch(read(x, wrong), error = conditionMessage)
        pseudotime <- wrong
        eval(parse(text = sub(".*, by (.*); and give.*", "\\1", error)))
        expect_identical(anyNA(p) &
            !any(is.infinite(as.matrix(p))), TRUE)
    }
    refused("pseudotime", "-Inf is no place on a lineage", x,
        replace(place, 3, -Inf))
    expect_message(ggc_pseudotime(x, replace(place, 1:3, NA), bins = 6),
        "Left out 3 cells")
})

test_that("tables and vectors go by names, of some cells too", {
    want <- values(x, place)
    order <- order(place)
    named <- stats::setNames(place, colnames(x))
    expect_identical(values(x, c(named[order], other = 7)), want)
    frame <- data.frame(X = colnames(x), PseudoTime = place)
    expect_message(se <- ggc_pseudotime(x, frame[order, ], bins = 6),
        "The column X of `pseudotime` is read as the names of the cells.")
    expect_equal(SummarizedExperiment::assay(se), want, ignore_attr = TRUE)
    expect_identical(values(x, S4Vectors::DataFrame(t = place,
        row.names = colnames(x))[order, , drop = FALSE]),
    values(x, data.frame(t = place)))
    some <- sort(sample(n, 150))
    expect_message(se <- ggc_pseudotime(x, named[some], bins = 6),
        "Left out 90 cells without a pseudotime")
    expect_identical(SummarizedExperiment::assay(se),
        values(x[, some], place[some]))
    donor <- stats::setNames(rep(c("u", "v"), n / 2), colnames(x))
    expect_message(se <- ggc_pseudotime(x, place, bins = 3,
        replicates = donor[some]), "Left out 90 cells without a replicate")
    expect_identical(sum(se$cells), 150L)
    # A table of all cells gives weights in any order, too.
    shuffled <- `rownames<-`(weights, colnames(x))[order, 2:1]
    expect_identical(values(x, both, weights = shuffled),
        values(x, both, weights = weights))
    refused("pseudotime", "has names, which must be those of", x,
        stats::setNames(place, paste0("y", seq_len(n))))
    refused("pseudotime", "has cell001 several times", x,
        frame[c(seq_len(n), 1), ])
    refused("pseudotime", "`replicates` must name the replicate", x,
        place, replicates = rep(NA_character_, n))
})

test_that("of a table of cells the pseudotime is taken, and no other number", {
    obs <- data.frame(n_genes = 500 + seq_len(n), leiden = seq_len(n) %% 3L,
        dpt_pseudotime = place, row.names = colnames(x))
    want <- values(x, obs["dpt_pseudotime"])
    expect_message(got <- ggc_pseudotime(x, obs, bins = 6),
        "taken is dpt_pseudotime; no pseudotimes are n_genes, leiden")
    expect_identical(SummarizedExperiment::assay(got), want)
    expect_identical(values(x, cbind(obs, sample = "a", percent.mt = 5)), want)
    expect_identical(values(x, S4Vectors::DataFrame(obs)), want)
    refused("pseudotime", "has n_genes, leiden, which are none", x, obs[1:2])
    refused("pseudotime", "several orders: dpt_pseudotime, palantir_pseudotime",
        x, cbind(obs, palantir_pseudotime = place))
    # A column of names, also such as data.frame() has changed in the values.
    dashed <- `colnames<-`(x, sub("cell", "cell-", colnames(x)))
    mangled <- `colnames<-`(x, make.names(colnames(dashed)))
    some <- sample(n)
    table <- data.frame(X = colnames(dashed), pseudotime = place)[some, ]
    rownames(table) <- NULL
    for (cells in list(dashed, mangled)) {
        expect_identical(unname(values(cells, table)), unname(want))
    }
    # Lineages may be called so.
    named <- stats::setNames(as.data.frame(both, row.names = colnames(x)),
        c("left_pseudotime", "right_pseudotime"))
    expect_identical(unname(values(x, named)), unname(values(x, both)))
    expect_message(ggc_pseudotime(x, both, bins = 6),
        "one lineage each: Lineage1, Lineage2")
})
