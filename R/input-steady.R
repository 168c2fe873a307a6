# Steady states: samples without time, each under an intervention or none.

# A series with them: list(x = genes x samples, NA for genes that were not
# measured; perturbed = as of a series).
.with_steady <- function(series, steady, assay_type = NULL) {
    if (!is.null(steady)) {
        series$steady <- .read_steady(steady, rownames(series$x), assay_type)
    }
    series
}

# assay_type: that of the series, which counts where `steady` has several.
.read_steady <- function(steady, genes, assay_type) {
    input <- .read_without_time(steady, assay_type)
    input$x <- .name_genes(input$x)
    .in_words_of_steady(.check_values(input$x, input$labels))
    .refuse_turned(input$x, genes)
    x <- matrix(NA_real_, length(genes), ncol(input$x),
        dimnames = list(genes, input$samples))
    common <- intersect(genes, rownames(input$x))
    if (length(common) < 2L) {
        .ggc_stop("steady", paste0(
            "`steady` must have genes of `x`, in rows, and has: %s.\nGenes ",
            "of `x`: %s."
        ), .ggc_names(rownames(input$x)), .ggc_names(genes))
    }
    x[common, ] <- input$x[common, , drop = FALSE]
    column <- if (.is_experiment(steady) &&
        "perturbed" %in% names(.sample_columns(steady))) {
        "perturbed"
    } else {
        # As names of samples no label may be left unread: see .steady_labels().
        .steady_labels(input$samples, rownames(input$x))
    }
    input$x <- x
    colnames(x) <- NULL
    held <- .read_perturbed(column, steady, input, "steady", none = TRUE)
    .tell_unheld(held)
    .refuse_unvaried(x)
    out <- list(x = x, perturbed = held)
    if (ncol(.free_steady(out)) >= .FEWEST_FREE) {
        .ggc_need("ranger", "samples of `steady` under no intervention")
    }
    out
}

# Where no label names a gene.
.tell_unheld <- function(held) {
    if (nrow(held)) {
        return(invisible())
    }
    if (ncol(held) < .FEWEST_FREE) {
        .ggc_stop("perturbed", paste0(
            "`steady` must name a gene in some sample, and names none; those ",
            "under no intervention tell something where there are %d, not %d.",
            "\nLeave it out where nothing was perturbed."
        ), .FEWEST_FREE, ncol(held))
    }
    .ggc_inform(paste0(
        "`steady`: no label names a gene that was held in one of its %d ",
        "samples: who goes with whom in them joins the ranking."
    ), ncol(held))
}

# Fewer samples tell no shift from its spread.
.FEWEST_STEADY <- 3L

# Of samples without time none is missed, and what is wrong is wrong with
# `steady`.
.read_without_time <- function(steady, assay_type) {
    steady <- .usual_class(steady)
    several <- .is_experiment(steady) &&
        length(SummarizedExperiment::assays(steady, withDimnames = FALSE)) > 1L
    input <- .in_words_of_steady(.quietly(.quietly(.read_input(steady, NULL,
        NULL, if (several) assay_type)), "message"))
    if (ncol(input$x) < .FEWEST_STEADY) {
        .ggc_stop("steady", paste0(
            "`steady` must have %d samples or more, as a shift is one beside ",
            "the spread of others, not %d."
        ), .FEWEST_STEADY, ncol(input$x))
    }
    input
}

.in_words_of_steady <- function(code) {
    tryCatch(code, ggc_error = function(e) {
        .ggc_stop("steady", "%s", gsub("`x", "`steady", conditionMessage(e),
            fixed = TRUE))
    })
}

# Genes in columns, and a row of the wild type among them.
.refuse_turned <- function(x, genes) {
    odd <- setdiff(rownames(x), genes)
    wild <- odd[gsub("[^a-z]", "", tolower(odd)) %in% .UNPERTURBED]
    if (length(wild) && all(colnames(x) %in% genes) && ncol(x)) {
        .ggc_stop("steady", paste0(
            "`steady` must have genes in rows, and has a row called %s and ",
            "genes in columns.\nPass it turned: t()."
        ), wild[[1L]])
    }
}

.refuse_unvaried <- function(x) {
    varies <- apply(x, 1L, function(value) {
        length(unique(value[!is.na(value)])) > 1L
    })
    if (sum(varies) < 2L) {
        .ggc_stop("steady", paste0(
            "`steady` must have two genes or more that differ between ",
            "samples, and has %d."
        ), sum(varies))
    }
}

# Names of samples that name no gene are those of samples left alone.
.steady_labels <- function(samples, genes) {
    read <- .read_labels(samples, genes)
    ifelse(!is.na(read$gene) & tolower(read$gene) %in% tolower(genes), samples,
        NA)
}
