# Steady states: samples without time, each under one intervention or none.

# A series with them: list(x = genes x samples, NA for genes that were not
# measured; perturbed = as of a series).
.with_steady <- function(series, steady) {
    if (!is.null(steady)) {
        series$steady <- .read_steady(steady, rownames(series$x))
    }
    series
}

.read_steady <- function(steady, genes) {
    # Of samples without time none is missed.
    input <- .quietly(.read_input(.usual_class(steady), NULL, NULL, NULL))
    input$x <- .name_genes(input$x)
    .check_values(input$x, input$labels)
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
        .knockout_names(input$samples)
    }
    input$x <- x
    colnames(x) <- NULL
    list(x = x,
        perturbed = .read_perturbed(column, steady, input, "steady"))
}

# The gene in the names of knock-out samples: KO_G1, G1_KO, G1(-/-), G1.
.knockout_names <- function(samples) {
    sub("[-_. ]?(ko|[(][-+]/-[)])$", "",
        sub("^ko[-_. ]", "", samples, ignore.case = TRUE), ignore.case = TRUE)
}
