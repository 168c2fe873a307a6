# Counts to log-expression, by edgeR.

#' From counts to log-expression of variable genes
#'
#' Corrects counts for the size of the libraries, takes logarithms, and keeps
#' the genes that vary: what [ggc_fit()] should see of RNA-seq counts, of bulk
#' samples or of pseudo-bulk ones ([ggc_pseudotime()] calls it).
#'
#' *Log-expression* is that of [edgeR::cpm()] with `log = TRUE`: for a count y
#' in a library of N reads, \eqn{\log_2(10^6 (y + c) / (N + 2 c))}, where c is
#' `prior_count` times N over the mean of all N. `normalise = "TMM"` multiplies
#' N by the factors of [edgeR::calcNormFactors()], so that a few genes that take
#' most reads of a sample do not push all others down.
#'
#' *Variable genes.* Genes whose mean count is below `min_count` are dropped
#' first (they still count in N). Of the others `n_genes` are kept: those whose
#' variance of log-expression over all samples is largest against that of genes
#' of like mean, read from a lowess line through the logarithms of variances.
#' Ties go to the name that comes first.
#'
#' @param x counts, genes in rows x samples in columns: a numeric matrix, data
#'   frame, sparse or delayed matrix, a `SummarizedExperiment` (or
#'   `SingleCellExperiment`), or an `ExpressionSet`. Not cells: their counts are
#'   too few for logarithms, see [ggc_pseudotime()].
#' @param assay_type name or index of the assay; `NULL` (default) takes
#'   `"counts"` where there is one (`"exprs"` of an `ExpressionSet`), or the
#'   only assay.
#' @param normalise `"total"` (default): by the number of reads; `"TMM"`: by
#'   trimmed means of log ratios as well.
#' @param prior_count number > 0, default 2: reads added to each count of a
#'   library of mean size. Larger values damp the noise of low counts.
#' @param min_count number >= 0, default 1: the least mean count of a gene over
#'   the samples.
#' @param n_genes whole number >= 2: how many variable genes to keep at most;
#'   `NULL` (default) keeps all.
#' @param whole `TRUE` (default): values that are no whole numbers are an error,
#'   as they are usually normalised already. `FALSE` takes estimated counts, as
#'   of salmon or RSEM, as they are.
#' @return For a `SummarizedExperiment` the same with fewer rows and the one
#'   assay `"logcpm"` (double, log2 counts per million), for an `ExpressionSet`
#'   a `SummarizedExperiment`, else a matrix. Genes stay in their order.
#'   `metadata()` gains `preprocess`: the arguments, `library_size` and
#'   `norm_factors` of the samples, and the version of edgeR.
#' @section Errors: `ggc_error_counts` for negative or broken counts, for
#'   libraries without reads and where no two genes are left;
#'   `ggc_error_missing` for missing values; `ggc_error_assay`,
#'   `ggc_error_genes`, `ggc_error_size` and `ggc_error_input` as in
#'   [ggc_input]; `ggc_error_dependency` without edgeR; `ggc_error_argument`
#'   otherwise.
#' @references Robinson MD, McCarthy DJ, Smyth GK (2010). edgeR: a Bioconductor
#'   package for differential expression analysis of digital gene expression
#'   data. Bioinformatics 26(1), 139-140.
#' @seealso [ggc_pseudotime()], [ggc_fit()]
#' @examplesIf requireNamespace("edgeR", quietly = TRUE)
#' set.seed(1)
#' sim <- ggc_simulate("grn", p = 20, seed = 1)
#' counts <- expected <- SummarizedExperiment::assay(sim)
#' counts[] <- rpois(length(counts), 200 * expected)
#' y <- ggc_preprocess(counts, n_genes = 10)
#' dim(y)
#' y[1:3, 1:3]
#' @export
ggc_preprocess <- function(x, assay_type = NULL, normalise = c("total", "TMM"),
                           prior_count = 2, min_count = 1, n_genes = NULL,
                           whole = TRUE) {
    normalise <- .check_choice(normalise, "normalise", c("total", "TMM"))
    settings <- list(
        normalise = normalise,
        prior_count = .check_number(prior_count, "prior_count", 0, open = TRUE),
        min_count = .check_number(min_count, "min_count", 0),
        n_genes = if (!is.null(n_genes)) .check_count(n_genes, "n_genes", 2L),
        whole = .check_flag(whole, "whole")
    )
    .ggc_need("edgeR", "ggc_preprocess()", "BiocManager::install")
    data <- .read_assay(.usual_class(x), assay_type, "counts")
    counts <- .numeric_matrix(data$values, "x")
    .refuse_tallies(rownames(counts))
    .warn_orientation(counts, "`x`", c(paste("pass", .turned(x)), ""))
    .check_counts(counts, settings$whole)
    .check_libraries(counts)
    out <- .log_counts(.name_genes(counts), settings)
    if (is.null(data$experiment)) {
        return(.with_samples(out$values, colnames(counts)))
    }
    y <- data$experiment[out$genes, ]
    rownames(y) <- rownames(out$values)
    SummarizedExperiment::assays(y, withDimnames = FALSE) <-
        list(logcpm = .with_samples(out$values, colnames(y)))
    S4Vectors::metadata(y)$preprocess <- c(settings, out[c(
        "library_size", "norm_factors"
    )], edgeR = as.character(utils::packageVersion("edgeR")))
    y
}

# Reads of no gene would count in the libraries.
.refuse_tallies <- function(names) {
    tally <- .is_tally(names)
    if (any(tally)) {
        .ggc_stop("counts", paste0(
            "`x` must hold counts of genes, and has rows of no gene: ",
            "%s.\nLeave these out."
        ), .ggc_names(names[tally]))
    }
}

.with_samples <- function(x, samples) {
    colnames(x) <- samples
    x
}

# list(values, experiment, assay): the matrix meant (perhaps sparse or delayed),
# the SummarizedExperiment that it is an assay of, or NULL, and the name it has
# there. `usual` are names of assays, of which the first that is there is taken
# where none is named.
.read_assay <- function(x, assay_type, usual) {
    if (!.is_experiment(x)) {
        .refuse_assay_type(assay_type, x)
        if (.is_list(x)) {
            .ggc_stop("input", paste0(
                "`x` must be one matrix or experiment here, not %s.\nPut the ",
                "matrices together by cbind()."
            ), .kind(x))
        }
        return(list(values = x))
    }
    if (methods::is(x, "ExpressionSet")) {
        x <- .from_expression_set(x)
        usual <- "exprs"
    }
    names <- SummarizedExperiment::assayNames(x)
    if (is.null(assay_type) && any(usual %in% names)) {
        assay_type <- intersect(usual, names)[[1L]]
    }
    index <- .assay_index(x, assay_type)
    list(values = SummarizedExperiment::assay(x, index), experiment = x,
        assay = names[index])
}

# Beyond, doubles do not tell one count from the next.
.MOST_READS <- 2^53

# Are all values of a dense matrix counts? Any row or column names serve to name
# the culprits.
.check_counts <- function(x, whole) {
    if (anyNA(x)) {
        .ggc_stop("missing", paste0(
            "`x` must be complete, and has %s.\n",
            "A gene that was not seen has the count 0."
        ), .plural(sum(is.na(x)), "missing value"))
    }
    wrong <- if (any(x < 0)) {
        x < 0
    } else if (any(is.infinite(x))) {
        is.infinite(x)
    } else if (any(x > .MOST_READS)) {
        x > .MOST_READS
    } else if (whole && any(x != floor(x))) {
        x != floor(x)
    }
    if (is.null(wrong)) {
        return(invisible())
    }
    first <- which(wrong)[[1L]]
    row <- (first - 1L) %% nrow(x) + 1L
    .ggc_stop("counts", paste0(
        "`x` must hold counts, and %s not: %s in gene %s%s.\n%s"
    ), if (sum(wrong) > 1L) sprintf("%d values do", sum(wrong)) else {
        "one value does"
    }, format(x[[first]]), rownames(x)[row] %or% row,
    if (sum(wrong) > 1L) ", for one" else "", if (x[[first]] > 0 &&
        x[[first]] <= .MOST_READS) {
        "Estimated counts need `whole = FALSE`; logarithms need no such step."
    } else {
        "Pass raw counts, neither logarithms nor centred values."
    })
}

.check_libraries <- function(counts) {
    empty <- colSums(counts) == 0
    if (any(empty)) {
        .ggc_stop("counts", paste0(
            "Every sample (column) of `x` must have reads, and these have ",
            "none: %s.\nDrop them."
        ), .ggc_names((colnames(counts) %or% seq_len(ncol(counts)))[empty]))
    }
}

# Log-expression of the genes kept, with their places among the rows.
.log_counts <- function(counts, settings) {
    factors <- switch(settings$normalise,
        total = rep(1, ncol(counts)),
        TMM = unname(.quietly( # its NaN are refused below
            edgeR::calcNormFactors(counts, method = "TMM")
        ))
    )
    if (!all(is.finite(factors) & factors > 0)) {
        .ggc_stop("counts", paste0(
            "`x` must have genes with reads in most samples for normalise = ",
            "\"TMM\", which finds no factors.\nUse normalise = \"total\"."
        ))
    }
    size <- unname(colSums(counts))
    values <- edgeR::cpm(counts, lib.size = size * factors, log = TRUE,
        prior.count = settings$prior_count)
    genes <- which(rowMeans(counts) >= settings$min_count)
    if (length(genes) < 2L) {
        .ggc_stop("counts", paste0(
            "`x` must have at least two genes with a mean count of `min_count`",
            " = %s or more, and has %s."
        ), format(settings$min_count), if (length(genes)) "one" else "none")
    }
    if (!is.null(settings$n_genes) && length(genes) > settings$n_genes) {
        genes <- genes[.most_variable(values[genes, , drop = FALSE],
            settings$n_genes)]
    }
    list(values = values[genes, , drop = FALSE], genes = genes,
        library_size = size, norm_factors = factors)
}

# The rows, in their order, whose variance is largest against the trend over
# means. Genes go in by name, so that their order does not matter.
.most_variable <- function(values, n) {
    by <- order(rownames(values), method = "radix")
    mean <- rowMeans(values)[by]
    variance <- rowSums((values[by, , drop = FALSE] - mean)^2)
    excess <- rep(-Inf, length(by))
    # By increasing mean, as lowess() gives its line.
    varies <- order(mean)[variance[order(mean)] > 0]
    if (length(varies)) {
        spread <- log(variance[varies])
        excess[varies] <- spread - stats::lowess(mean[varies], spread)$y
    }
    sort(utils::head(by[order(-excess)], n))
}
