# Counts to log-expression: edgeR is the truth, and the formula by hand.

count_matrix <- function(p = 40, n = 12, seed = 1) {
    set.seed(seed)
    size <- stats::runif(n, 0.5, 2)
    mean <- exp(stats::rnorm(p, 4, 1.5))
    x <- matrix(stats::rnbinom(p * n, mu = outer(mean, size), size = 10), p)
    dimnames(x) <- list(sprintf("g%02d", seq_len(p)), paste0("s", seq_len(n)))
    x
}

test_that("log-expression is edgeR's, and the printed formula", {
    skip_if_not_installed("edgeR")
    x <- count_matrix()
    y <- ggc_preprocess(x, min_count = 0)
    expect_identical(y, edgeR::cpm(x, log = TRUE, prior.count = 2))
    size <- colSums(x)
    prior <- 3 * size / mean(size)
    by_hand <- log2(1e6 * t((t(x) + prior) / (size + 2 * prior)))
    expect_equal(ggc_preprocess(x, min_count = 0, prior_count = 3), by_hand,
        tolerance = 1e-12)
})

test_that("TMM factors are edgeR's", {
    skip_if_not_installed("edgeR")
    x <- count_matrix()
    x[1:3, 4:6] <- x[1:3, 4:6] * 300L # a few genes take most reads
    list <- edgeR::calcNormFactors(edgeR::DGEList(x), method = "TMM")
    want <- edgeR::cpm(list, log = TRUE, prior.count = 2)
    got <- ggc_preprocess(x, normalise = "TMM", min_count = 0)
    expect_equal(got, want, tolerance = 1e-14)
    plain <- ggc_preprocess(x, min_count = 0)
    expect_gt(max(abs(got - plain)), 1)
})

test_that("few reads are dropped, but count in the library", {
    skip_if_not_installed("edgeR")
    x <- count_matrix()
    x["g05", ] <- 0L
    x["g06", ] <- rep(0:1, 6)
    all <- edgeR::cpm(x, log = TRUE, prior.count = 2)
    expect_identical(ggc_preprocess(x, min_count = 0.5),
        all[rownames(x) != "g05", ])
    y <- ggc_preprocess(x)
    expect_identical(y, all[rowMeans(x) >= 1, ])
    expect_false(any(c("g05", "g06") %in% rownames(y)))
})

# 400 genes of all means; 40 of them follow time by `size` on the log scale.
moving_counts <- function(size, seed = 4) {
    set.seed(seed)
    n <- 24
    mean <- exp(stats::runif(400, 1, 7))
    moving <- sample(400, 40)
    fold <- matrix(1, 400, n)
    fold[moving, ] <- exp(outer(rep_len(c(-1, 1), 40),
        size * sin(2 * pi * seq_len(n) / n)))
    x <- matrix(stats::rnbinom(400 * n, mu = mean * fold, size = 50), 400)
    rownames(x) <- paste0("g", seq_len(400))
    list(x = x, moving = rownames(x)[moving])
}

test_that("variable genes are those that were made to vary", {
    skip_if_not_installed("edgeR")
    share <- function(found, data) mean(found %in% data$moving)
    strong <- moving_counts(1.5)
    y <- ggc_preprocess(strong$x, n_genes = 40)
    expect_identical(nrow(y), 40L)
    expect_gte(share(rownames(y), strong), 0.95)
    # weak ones, where variance alone finds the genes of few reads
    weak <- moving_counts(0.4)
    x <- weak$x
    y <- ggc_preprocess(x, n_genes = 40)
    all <- ggc_preprocess(x)
    noisy <- names(sort(apply(all, 1, stats::var), decreasing = TRUE))[1:40]
    expect_gte(share(rownames(y), weak), 0.7)
    expect_lt(share(noisy, weak), 0.5)
    # in the order of the rows, whatever that is
    expect_identical(rownames(y), intersect(rownames(x), rownames(y)))
    turned <- x[400:1, ]
    z <- ggc_preprocess(turned, n_genes = 40)
    expect_setequal(rownames(z), rownames(y))
    expect_identical(rownames(z), rev(rownames(y)))
    expect_identical(nrow(ggc_preprocess(x, n_genes = 1e6)), nrow(all))
})

test_that("constant genes and ties are chosen last and by name", {
    most <- ggc:::.most_variable
    x <- rbind(b = c(1, 2, 3), d = 0, a = c(1, 2, 3), c = c(1, 2, 3))
    expect_identical(most(x, 2), c(1L, 3L))
    expect_identical(most(x, 3), c(1L, 3L, 4L))
    expect_identical(most(0 * x, 2), c(1L, 3L))
})

test_that("experiments keep what they know", {
    skip_if_not_installed("edgeR")
    x <- count_matrix()
    se <- SummarizedExperiment::SummarizedExperiment(
        list(counts = x, other = x / 2),
        rowData = S4Vectors::DataFrame(symbol = toupper(rownames(x))),
        colData = S4Vectors::DataFrame(time = 1:12), metadata = list(a = 1)
    )
    y <- ggc_preprocess(se, n_genes = 10)
    want <- ggc_preprocess(x, n_genes = 10)
    expect_identical(SummarizedExperiment::assays(y)$logcpm, want)
    expect_identical(SummarizedExperiment::assayNames(y), "logcpm")
    expect_identical(SummarizedExperiment::rowData(y)$symbol,
        toupper(rownames(want)))
    expect_identical(y$time, 1:12)
    kept <- S4Vectors::metadata(y)
    expect_identical(kept$a, 1)
    expect_identical(kept$preprocess$library_size, unname(colSums(x)))
    expect_identical(kept$preprocess$n_genes, 10L)
    expect_identical(kept$preprocess$edgeR,
        as.character(utils::packageVersion("edgeR")))
    expect_identical(
        SummarizedExperiment::assay(
            ggc_preprocess(se, assay_type = "other", whole = FALSE)),
        ggc_preprocess(x / 2, whole = FALSE)
    )
    unnamed <- se
    rownames(unnamed) <- NULL
    expect_message(z <- ggc_preprocess(unnamed, n_genes = 5), "G1 to G40")
    expect_identical(nrow(z), 5L)
    expect_match(rownames(z), "^G")
})

test_that("sparse, HDF5 and other classes of counts give the same bits", {
    skip_if_not_installed("edgeR")
    x <- count_matrix()
    want <- ggc_preprocess(x, n_genes = 20)
    expect_identical(ggc_preprocess(as.data.frame(x), n_genes = 20), want)
    skip_if_not_installed("Matrix")
    sparse <- methods::as(x + 0, "CsparseMatrix")
    expect_identical(ggc_preprocess(sparse, n_genes = 20), want)
    skip_if_not_installed("HDF5Array")
    stored <- HDF5Array::writeHDF5Array(x, tempfile(),
        with.dimnames = TRUE)
    expect_identical(ggc_preprocess(stored, n_genes = 20), want)
    skip_if_not_installed("Biobase")
    set <- ggc_preprocess(Biobase::ExpressionSet(x), n_genes = 20)
    expect_s4_class(set, "SummarizedExperiment")
    expect_identical(SummarizedExperiment::assay(set), want)
    skip_if_not_installed("SingleCellExperiment")
    sce <- SingleCellExperiment::SingleCellExperiment(list(counts = sparse))
    got <- ggc_preprocess(sce, n_genes = 20)
    expect_s4_class(got, "SingleCellExperiment")
    expect_identical(SummarizedExperiment::assay(got), want)
})

test_that("what are no counts is refused", {
    skip_if_not_installed("edgeR")
    refused <- function(x, what, text, ...) {
        expect_error(ggc_preprocess(x, ...), class = paste0("ggc_error_", what),
            text, fixed = TRUE)
    }
    x <- count_matrix() + 0
    y <- x
    y[3, 2] <- -2
    refused(y, "counts", "one value does not: -2 in gene g03.\nPass raw counts")
    y[4, 1] <- -1
    refused(y, "counts", "2 values do not: -1 in gene g04, for one")
    y <- x
    y[3, 2] <- Inf
    refused(y, "counts", "Inf in gene g03")
    y <- x
    y[3, 2] <- 1.5
    refused(y, "counts", "1.5 in gene g03.\nEstimated counts need `whole")
    expect_silent(ggc_preprocess(y, whole = FALSE))
    y[3, 2] <- NA
    refused(y, "missing", "has 1 missing value.\nA gene that was not seen")
    y <- x
    y[, 5] <- 0
    refused(y, "counts", "these have none: s5")
    colnames(y) <- NULL
    refused(y, "counts", "these have none: 5")
    refused(x * 0 + 1, "counts", "and has none", min_count = 2)
    refused(x, "argument", "`prior_count` must be one number > 0",
        prior_count = 0)
    refused(x, "argument", "`n_genes` must be a whole number >= 2", n_genes = 1)
    refused(x, "argument", "`normalise` must be one of", normalise = "RLE")
    refused(x, "argument", "`assay_type` applies", assay_type = "counts")
    refused("a.tsv", "input", "must be a numeric matrix")
    se <- SummarizedExperiment::SummarizedExperiment(list(a = x, b = x))
    refused(se, "assay", "Assays: a, b")
    twice <- x[c(1, 1, 2), ]
    refused(twice, "genes", "unique, and these are not: g01")
})

test_that("reads of no gene are refused, as they count in libraries", {
    skip_if_not_installed("edgeR")
    counts <- matrix(5, 3, 4, dimnames = list(c("a", "b", "__no_feature"),
        NULL))
    expect_error(ggc_preprocess(counts), "__no_feature",
        class = "ggc_error_counts")
})

test_that("samples in rows are warned of", {
    skip_if_not_installed("edgeR")
    set.seed(1)
    counts <- matrix(stats::rpois(60, 100), 6, dimnames = list(
        paste0("d1_", c(0, 1, 2, 4, 8, 24), "h"), paste0("gene", LETTERS[1:10])))
    expect_warning(ggc_preprocess(counts), "rows of `x` look like samples",
        class = "ggc_warning_orientation")
    holder <- SummarizedExperiment::SummarizedExperiment(list(counts = counts))
    expect_warning(ggc_preprocess(holder), class = "ggc_warning_orientation")
    expect_silent(ggc_preprocess(t(counts)))
})
