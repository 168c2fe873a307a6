# Classes of other packages are read to the same bits as the plain matrix.

as_series <- function(...) bare_series(...)

tiny_sim <- function() {
    ggc_simulate("var", p = 6, n_time = 21, n_trajectories = 3, seed = 5)
}

quick_control <- function() {
    ggc_control(members = 1, n_lambda = 5, first = 20, each = 10)
}

expect_same_scores <- function(x, ..., like) {
    fit <- ggc_fit(x, ..., seed = 3, control = quick_control())
    expect_identical(granger(fit), granger(like))
    expect_identical(granger(fit, "norm"), granger(like, "norm"))
}

test_that("sparse, delayed and HDF5-backed assays fit to the same bits", {
    skip_if_not_installed("Matrix")
    skip_if_not_installed("HDF5Array")
    se <- tiny_sim()
    x <- SummarizedExperiment::assay(se)
    x[x < 0] <- 0 # so that sparse is sparse
    SummarizedExperiment::assay(se) <- x
    like <- ggc_fit(se, seed = 3, control = quick_control())
    as_assay <- function(value) {
        y <- se
        SummarizedExperiment::assays(y, withDimnames = FALSE) <-
            list(expression = value)
        y
    }
    expect_gt(mean(x == 0), 0.2)
    for (class in c("CsparseMatrix", "RsparseMatrix", "TsparseMatrix")) {
        sparse <- methods::as(x, class)
        expect_same_scores(as_assay(sparse), like = like)
        expect_same_scores(sparse, time = se$time, trajectory = se$trajectory,
            like = like)
    }
    delayed <- DelayedArray::DelayedArray(x / 2) * 2
    expect_same_scores(as_assay(delayed), like = like)
    file <- tempfile(fileext = ".h5")
    stored <- HDF5Array::writeHDF5Array(x, file, name = "x",
        chunkdim = c(2L, 5L), with.dimnames = TRUE)
    expect_s4_class(stored, "HDF5Matrix")
    expect_same_scores(as_assay(stored), like = like)
    expect_same_scores(stored, time = se$time, trajectory = se$trajectory,
        like = like)
    integers <- HDF5Array::writeHDF5Array(
        matrix(7:18, 3, dimnames = list(letters[1:3], NULL)), file, name = "i",
        with.dimnames = TRUE)
    expect_identical(as_series(integers)$x,
        matrix(7:18 + 0, 3, dimnames = list(letters[1:3], NULL)))
})

test_that("an HDF5-backed experiment fits in a session that has just begun", {
    skip_if_not_installed("HDF5Array")
    se <- tiny_sim()
    home <- tempfile("ggc")
    suppressMessages(HDF5Array::saveHDF5SummarizedExperiment(se, home,
        replace = TRUE))
    # An absolute path, so that readRDS() alone will do.
    stored <- HDF5Array::loadHDF5SummarizedExperiment(home)
    rds <- file.path(home, "whole.rds")
    saveRDS(stored, rds)
    script <- file.path(home, "run.R")
    writeLines(c(
        "x <- readRDS(commandArgs(TRUE)[[1L]])",
        "stopifnot(methods::is(x, \"SummarizedExperiment\"))",
        "series <- ggc:::.as_series(x)",
        "series$annotation <- NULL",
        "saveRDS(series, commandArgs(TRUE)[[2L]])"
    ), script)
    out <- file.path(home, "series.rds")
    log <- suppressWarnings(system2(file.path(R.home("bin"), "Rscript"),
        shQuote(c(script, rds, out)), stdout = TRUE, stderr = TRUE))
    expect_true(file.exists(out), info = paste(log, collapse = "\n"))
    expect_identical(readRDS(out), as_series(se))
})

test_that("blocks put together what was there", {
    blocks <- ggc:::.blocks
    expect_identical(blocks(5, 1), list(1:5))
    expect_identical(blocks(5, ggc:::.BLOCK / 2), list(1:2, 3:4, 5L))
    expect_identical(blocks(3, 2 * ggc:::.BLOCK), list(1L, 2L, 3L))
    skip_if_not_installed("Matrix")
    x <- tiny_matrix(3L, 7L)
    x[2, ] <- 0
    sparse <- methods::as(x, "CsparseMatrix")
    bare <- sparse
    dimnames(bare) <- list(NULL, NULL)
    for (block in c(1, 8, 1000)) {
        expect_identical(ggc:::.dense_matrix(sparse, "x", block), x)
    }
    expect_identical(ggc:::.dense_matrix(bare, "x", 8), unname(x))
})

test_that("what would be too large is refused before it is made dense", {
    skip_if_not_installed("Matrix")
    huge <- Matrix::sparseMatrix(i = 1, j = 1, x = 1, dims = c(40000, 1e6))
    expect_error(ggc_fit(huge), class = "ggc_error_size",
        "40000 rows and 1000000 columns, which would take 298 GB", fixed = TRUE)
    expect_error(ggc_fit(huge), "at most 4 GB")
    se <- SummarizedExperiment::SummarizedExperiment(list(counts = huge))
    expect_error(ggc_fit(se), class = "ggc_error_size",
        "`assay(x, \"counts\")` has", fixed = TRUE)
    small <- methods::as(tiny_matrix(), "CsparseMatrix")
    old <- options(ggc.max_dense = 8 * 18)
    on.exit(options(old))
    expect_silent(as_series(small))
    options(ggc.max_dense = 8 * 18 - 1)
    expect_error(as_series(small), "take 144 bytes once dense; at most 143",
        class = "ggc_error_size")
    expect_silent(as_series(tiny_matrix()))
    options(ggc.max_dense = "4GB")
    expect_error(as_series(small), class = "ggc_error_argument",
        "`ggc.max_dense` must be one number of bytes, not \"4GB\"")
})

test_that("S4 objects that are no matrices of numbers are refused by kind", {
    skip_if_not_installed("Matrix")
    flags <- methods::as(tiny_matrix() > 3, "CsparseMatrix")
    expect_error(as_series(flags), class = "ggc_error_input",
        "not a matrix of type logical")
    vector <- methods::as(c(1, 0, 2), "sparseVector")
    expect_error(as_series(vector), class = "ggc_error_input",
        "an object of class \"dsparseVector\"", fixed = TRUE)
    expect_error(as_series(Matrix::sparseMatrix(i = integer(), j = integer(),
        x = numeric(), dims = c(0, 4))), class = "ggc_error_input",
        "not 0 rows and 4 columns")
})

test_that("a class whose package is not installed is named with its package", {
    # as readRDS() would bring it
    lost <- asS4(structure(list(), class = structure("LostMatrix",
        package = "nowhere")))
    error <- suppressWarnings(tryCatch(as_series(lost), error = identity))
    expect_s3_class(error, "ggc_error_dependency")
    expect_identical(conditionMessage(error), paste0(
        "`x` (class \"LostMatrix\") needs the R package 'nowhere', which is ",
        "not installed.\nInstall it with BiocManager::install(\"nowhere\")."
    ))
})

# ExpressionSet ----------------------------------------------------------------

expression_set <- function(x, columns, ...) {
    Biobase::ExpressionSet(x,
        phenoData = Biobase::AnnotatedDataFrame(columns), ...)
}

test_that("an ExpressionSet is read like the SummarizedExperiment", {
    skip_if_not_installed("Biobase")
    columns <- data.frame(time = tiny_time, line = tiny_trajectory,
        row.names = paste0("s", 1:6))
    set <- expression_set(tiny_matrix(), columns)
    want <- as_series(tiny_matrix(), tiny_time, tiny_trajectory)
    expect_silent(got <- as_series(set, trajectory = "line"))
    expect_identical(got, want)
    expect_identical(as_series(set, tiny_time, tiny_trajectory), want)
    expect_identical(as_series(set, "time", "line", "exprs"), want)
    expect_error(as_series(set, "hours"), class = "ggc_error_argument",
        "there is no \"hours\".\ncolData has: time, line", fixed = TRUE)
    expect_error(as_series(set, assay_type = "counts"),
        class = "ggc_error_assay", "Assays: exprs")
    two <- Biobase::ExpressionSet(
        Biobase::assayDataNew(exprs = tiny_matrix(), se = tiny_matrix() / 9),
        phenoData = Biobase::AnnotatedDataFrame(columns)
    )
    expect_identical(as_series(two, trajectory = "line"), want)
    expect_equal(as_series(two, trajectory = "line", assay_type = "se")$x,
        want$x / 9)
})

test_that("an ExpressionSet fits to the bits of the matrix", {
    skip_if_not_installed("Biobase")
    se <- tiny_sim()
    columns <- as.data.frame(SummarizedExperiment::colData(se))
    set <- expression_set(SummarizedExperiment::assay(se), columns)
    like <- ggc_fit(se, seed = 3, control = quick_control())
    expect_same_scores(set, like = like)
    expect_identical(ggc_dcor(set, y = set), ggc_dcor(se, y = se))
})

# Lists and results that are no series ----------------------------------------

test_that("lists of one experiment in parts say which part is meant", {
    x <- tiny_matrix()
    refused <- function(x, says, read = as_series) {
        expect_error(read(x), says, class = "ggc_error_input", fixed = TRUE)
    }
    refused(list(abundance = x, counts = x, length = x,
        countsFromAbundance = "no"), "Give x$counts")
    refused(list(abundance = x, counts = x, length = x), "Give x$counts")
    refused(list(counts = x, annotation = data.frame(GeneID = 1:3),
        targets = "a.bam", stat = data.frame(Status = "Assigned")),
        "Give x$counts")
    refused(list(counts = x, length = x), "Give x$counts", ggc_pseudotime)
    refused(list(expr = x, time = 1:6), "Give x$expr")
    skip_if_not_installed("edgeR")
    refused(list(counts = x, abundance = x), "Give x$counts", ggc_preprocess)
    refused(list(x, x), "one matrix or experiment here", ggc_preprocess)
    # Trajectories may be called so.
    expect_silent(as_series(list(length = x, abundance = x)))
})

test_that("annotation and results of tests are no samples, of frames too", {
    x <- tiny_matrix()
    found <- data.frame(logFC = 1:3 / 7, AveExpr = 3:1, t = 1:3 / 2,
        P.Value = 1:3 / 10, adj.P.Val = 1:3 / 5, B = 1:3 / 3,
        row.names = rownames(x))
    for (results in list(found, as.matrix(found), S4Vectors::DataFrame(found),
        setNames(found, c("baseMean", "log2FoldChange", "lfcSE", "stat",
            "pvalue", "padj")))) {
        expect_error(as_series(results), "what it has describes genes",
            class = "ggc_error_input")
    }
    length <- cbind(Length = c(900, 800, 700), x)
    frame <- data.frame(gene = rownames(x), length, check.names = FALSE)
    for (given in list(length, as.data.frame(length), frame)) {
        expect_message(got <- as_series(given), "no samples: Length")
        expect_identical(got, as_series(x))
    }
})

test_that("results of several contrasts are no samples", {
    x <- tiny_matrix()
    of <- data.frame(g2 = 1:3 / 7, g3 = 3:1 / 5, g4 = 1:3 / 9, AveExpr = 3:1,
        F = 1:3, P.Value = 1:3 / 10, adj.P.Val = 1:3 / 5,
        row.names = rownames(x))
    for (results in list(of, as.matrix(of), S4Vectors::DataFrame(of))) {
        expect_error(as_series(results),
            "the result of a test .* of contrasts, g2, g3, g4",
            class = "ggc_error_input")
    }
    described <- function(...) {
        results <- data.frame(..., row.names = rownames(x))
        expect_error(as_series(results), "describes genes",
            class = "ggc_error_input") |> suppressMessages()
    }
    described(Coef.g2 = 1:3, Coef.g3 = 1:3, t.g2 = 1:3, t.g3 = 1:3,
        p.value.g2 = .1, p.value.g3 = .2, F.p.value = .1)
    described(p_val = .1, avg_log2FC = 1:3, pct.1 = .3, pct.2 = .1,
        p_val_adj = .2)
    described(pval = .1, qval = .2, b = 1:3, se_b = .3, mean_obs = 1:3,
        var_obs = 1)
    described(scores = 3:1, logfoldchanges = 1:3, pvals = .1, pvals_adj = .2)
    described(waldStat = 1:3, df = 2, pvalue = .1, meanLogFC = 1:3)
    described(JTK_pvalue = 1:3 / 9, JTK_BH.Q = .2, JTK_period = 24, JTK_amplitude = 1)
    # Samples behind rhythms are those.
    rhythms <- cbind(BH.Q = .1, ADJ.P = .2, PER = 24, LAG = 3:1, AMP = 1:3, x)
    expect_message(got <- as_series(rhythms), "Samples are taken to be s1")
    expect_identical(got, as_series(x))
})

test_that("genes of a frame are named by the column that is called so", {
    x <- tiny_matrix()
    about <- data.frame(Chr = c("chr1", "chr2;chr2", "chr3"),
        Start = c("1", "2;3", "9"), Length = 3:1 * 100)
    names <- sprintf("ENSG0000018144%d", 1:3)
    for (frame in list(data.frame(Geneid = names, about, x),
        data.frame(about, gene_id = names, x),
        data.frame(Geneid = names, about, symbol = letters[1:3], x))) {
        expect_message(expect_message(got <- as_series(frame),
            "is read as the names of the genes"), "no samples: Chr, Start")
        expect_identical(rownames(got$x), names)
        expect_identical(unname(got$x), unname(as_series(x)$x))
    }
    ncbi <- data.frame(Geneid = c(6657L, 5080L, 100000L), about, x,
        row.names = NULL)
    expect_identical(rownames(suppressMessages(as_series(ncbi)$x)),
        c("6657", "5080", "100000"))
    expect_error(as_series(data.frame(condition = letters[1:3], about, x)),
        "must have numeric columns only", class = "ggc_error_input") |>
        suppressMessages()
})

test_that("numbers that came as text are numbers, and what is none is told", {
    x <- tiny_matrix()
    frame <- data.frame(gene = rownames(x), x)
    frame$s3 <- as.character(frame$s3)
    expect_message(got <- as_series(frame), "text in column s3 is read as numbers")
    expect_identical(got, as_series(x))
    frame$s3[[2]] <- "n.d."
    expect_error(as_series(frame), "\"n.d.\" in column \"s3\" is no number",
        class = "ggc_error_input")
    frame$s3[[2]] <- NA
    expect_error(as_series(frame), class = "ggc_error_missing")
})

test_that("what is said of cells is no gene", {
    x <- tiny_matrix()
    for (name in c("dpt_pseudotime", "nCount_RNA", "n_genes_by_counts",
        "percent.mt", "pseudotime")) {
        rows <- `rownames<-`(x, c("A", "B", name))
        expect_warning(learn <- ggc_fit(rows, "var", seed = 1) |>
            suppressMessages(), name, class = "ggc_warning_genes") |>
            suppressWarnings()
    }
    expect_false(any(ggc:::.is_tally(c("DPT", "Dpt", "NCOUNT", "TIMELESS"))))
})

test_that("what describes genes may stand behind the samples", {
    x <- tiny_matrix()
    behind <- function(...) {
        frame <- data.frame(gene_id = rownames(x), x, ...)
        expect_identical(suppressMessages(as_series(frame)), as_series(x))
        file <- tempfile()
        for (columns in list(names(frame), union(c("gene_id", names(list(...))),
            colnames(x)))) {
            utils::write.table(frame[columns], file, sep = "\t",
                row.names = FALSE)
            read <- suppressMessages(read_expression(file))
            expect_equal(SummarizedExperiment::assay(read), x)
        }
    }
    behind(length = c(2518, 6857, 5612))
    behind(gene_start = 11:13, gene_end = 21:23)
    behind(symbol = letters[1:3], gene_length = 7:9, biotype = "coding")
    behind(gene_chr = c("3", "11", "X"), entrezid = 7:9)
    # Letters are samples.
    colnames(x)[5:6] <- c("b", "t")
    behind(length = c(2518, 6857, 5612))
})

test_that("numbers of nodes are no samples, wherever they stand", {
    x <- tiny_matrix()
    frame <- data.frame(SUID = 900:902, AverageShortestPathLength = 1:3 / 7,
        name = rownames(x), selected = FALSE, x, Stress = 3:1, Degree = 1:3,
        shared.name = rownames(x))
    expect_identical(suppressMessages(as_series(frame)), as_series(x))
    file <- tempfile(fileext = ".csv")
    utils::write.csv(frame, file, row.names = FALSE)
    expect_message(read <- read_expression(file), "no samples: SUID, Average")
    expect_identical(unname(SummarizedExperiment::assay(read)), unname(x))
    expect_identical(rownames(read), rownames(x))
    gephi <- data.frame(Id = 1:3, Label = rownames(x), timeset = "", x,
        "Weighted Degree" = 1:3, Eccentricity = 1:3, check.names = FALSE)
    utils::write.csv(gephi, file, row.names = FALSE)
    read <- suppressMessages(read_expression(file))
    expect_identical(rownames(read), rownames(x))
    expect_identical(ncol(read), ncol(x))
    # Samples may be stressed.
    colnames(x)[1:2] <- c("Stress", "Strength")
    expect_silent(suppressMessages(got <- as_series(x)))
    expect_identical(ncol(got$x), ncol(x))
})

test_that("tables in a list are read as one alone is", {
    x <- tiny_matrix()
    table <- data.frame(gene = rownames(x), x, check.names = FALSE)
    expect_message(got <- as_series(list(p = table, q = table)),
        "column gene of `x\\[\\[1\\]\\]`")
    expect_identical(got, as_series(list(p = x, q = x)))
    expect_error(as_series(data.frame(time = 1:6, line = "a", t(x))),
        "t(as.matrix(x[, genes]))", fixed = TRUE,
        class = "ggc_error_orientation")
})

test_that("sums and reads of no gene are warned of in matrices", {
    x <- rbind(tiny_matrix(), Total = colSums(tiny_matrix()) / 7,
        "__no_feature" = 1:6 / 3)
    expect_warning(as_series(x, to_learn = TRUE), "Total, __no_feature") |>
        suppressMessages()
})

test_that("time series of other packages say how they are turned", {
    x <- tiny_matrix()
    times <- as.POSIXct("2020-01-01", tz = "UTC") + 3600 * 0:5
    turned <- function(object, package) {
        error <- tryCatch(as_series(object), error = identity)
        expect_s3_class(error, "ggc_error_input")
        call <- sub(" and ", ", ", sub(".*Pass (.*)[.]$", "as_series(\\1)",
            conditionMessage(error)))
        here <- list2env(list(x = object), parent = list2env(as.list(
            asNamespace(package)), parent = environment(as_series)))
        got <- suppressMessages(eval(parse(text = call), here))
        expect_equal(unname(got$x), unname(as_series(x)$x))
        expect_equal(diff(got$time), rep(3600, 5L))
    }
    if (requireNamespace("zoo", quietly = TRUE)) {
        turned(zoo::zoo(t(x), times), "zoo")
    }
    skip_if_not_installed("timeSeries")
    turned(timeSeries::timeSeries(t(x), times), "timeSeries")
})

test_that("arrays of two colours keep what is known of samples", {
    skip_if_not_installed("limma")
    x <- tiny_matrix()
    targets <- data.frame(Time = 1:6, row.names = paste0("s", 1:6))
    arrays <- list(methods::new("MAList", list(M = x, A = x, targets = targets)),
        methods::new("RGList", list(R = 2^x, G = x * 0 + 1, targets = targets)))
    for (array in arrays) {
        expect_warning(got <- as_series(array), "Time") |> suppressMessages()
        expect_equal(got$x, as_series(x)$x, ignore_attr = TRUE)
        expect_identical(as_series(array, "Time")$time, as.double(1:6))
    }
})

test_that("several columns make a trajectory of each combination", {
    d <- expand.grid(rep = 1:3, time = c(0, 2, 4, 8),
        condition = c("ctl", "trt"), stringsAsFactors = FALSE)
    x <- matrix(noise_like(5 * 24), 5, dimnames = list(letters[1:5], NULL))
    se <- SummarizedExperiment::SummarizedExperiment(list(x = x),
        colData = S4Vectors::DataFrame(d))
    got <- suppressMessages(as_series(se, trajectory = c("condition", "rep")))
    both <- paste(d$condition, d$rep, sep = ".")
    want <- suppressMessages(as_series(se, trajectory = both))
    expect_identical(got, want)
    expect_identical(got$trajectory_names, unique(both))
    fit <- function(trajectory) {
        suppressWarnings(suppressMessages(ggc_fit(se, "var", lag = 1,
            trajectory = trajectory, seed = 1)))
    }
    expect_identical(granger(fit(c("condition", "rep"))), granger(fit(both)))
    # Combinations that only look alike are told apart.
    se$one <- ifelse(d$rep == 1, "a.b", "a")
    se$two <- ifelse(d$rep == 1, "c", ifelse(d$rep == 2, "b.c", "d"))
    apart <- suppressMessages(as_series(se,
        trajectory = c("condition", "one", "two")))
    expect_identical(length(apart$trajectory_names), 6L)
    expect_error(as_series(se, trajectory = c("condition", "replicate")),
        "`trajectory` must name a colData column, and there is no \"replicate",
        class = "ggc_error_argument")
    se$rep[[3L]] <- NA
    expect_error(as_series(se, trajectory = c("condition", "rep")),
        "must not be missing; it is for column 3", class = "ggc_error_trajectory")
})
