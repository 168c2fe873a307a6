# Interventions on a gene network: a gene that is held all along a series, and
# steady states without time, each under one intervention.

# What each kind does to the activation of a gene.
.HELD_FACTORS <- c(knockout = 0, knockdown = 0.5, overexpression = 2)

# Steady states that can be asked for; the multifactorial ones have small
# perturbations of all genes.
.STEADY_KINDS <- c("wildtype", names(.HELD_FACTORS), "multifactorial")

# The plan with the gene that is held in each trajectory, whose replicates share
# it: held (0-based, -1 for none) and factor, or neither. conditions: how many.
.with_held <- function(plan, own, genes, conditions) {
    kind <- .check_choice(own$perturb_kind %or% names(.HELD_FACTORS),
        "perturb_kind", names(.HELD_FACTORS))
    plan["held"] <- list(NULL)
    plan$first <- 0L
    if (is.null(own[["perturb"]])) {
        if (!is.null(own$perturb_kind)) {
            .ggc_stop("argument", "`perturb_kind` needs `perturb`.")
        }
        return(plan)
    }
    gene <- .held_genes(own[["perturb"]], genes, conditions)
    at <- rep(match(gene, genes, nomatch = 0L) - 1L, each = plan$replicates)
    plan$held <- as.integer(at)
    plan$factor <- rep(.HELD_FACTORS[[kind]], length(at))
    plan$kind <- kind
    plan
}

# One gene for each condition, NA for none.
.held_genes <- function(perturb, genes, conditions) {
    if (isTRUE(perturb)) {
        return(rep_len(genes, conditions))
    }
    unknown <- setdiff(perturb, c(genes, NA))
    if (!is.character(perturb) || length(perturb) != conditions ||
        length(unknown)) {
        .ggc_stop("argument", paste0(
            "`perturb` must be TRUE, or name the gene that is held in each of ",
            "%s (NA: none), not %s."
        ), .plural(conditions, "condition"), if (is.character(perturb) &&
            length(perturb) == conditions) {
            .ggc_names(unknown)
        } else {
            .given(perturb)
        })
    }
    perturb
}

# The `steady` argument as a number of samples of each kind, by name: replicates
# of each, or NULL.
.steady_wanted <- function(steady) {
    if (is.null(steady) || isFALSE(steady)) {
        return(NULL)
    }
    given <- steady
    if (isTRUE(steady)) {
        steady <- c(wildtype = 1, knockout = 1)
    } else if (is.character(steady)) {
        steady <- stats::setNames(rep(1, length(steady)), steady)
    }
    good <- is.numeric(steady) && length(steady) && !is.null(names(steady)) &&
        all(names(steady) %in% .STEADY_KINDS) && !anyDuplicated(names(steady))
    if (!good) {
        .ggc_stop("argument", paste0(
            "`steady` must be TRUE, or name kinds of samples, each once, or ",
            "how many of each: %s; not %s."
        ), .ggc_names(.STEADY_KINDS, 10L), .given(given))
    }
    for (name in names(steady)) {
        .check_count(steady[[name]], sprintf("steady[\"%s\"]", name))
    }
    steady
}

# The samples of each kind, in order: kind, gene (NA: none), and a number that
# its perturbation goes by.
.steady_samples <- function(wanted, genes) {
    out <- lapply(names(wanted), function(kind) {
        each <- wanted[[kind]]
        gene <- switch(kind, wildtype = NA, multifactorial = rep(NA,
            length(genes)), genes)
        data.frame(kind = kind, gene = rep(gene, each = each),
            replicate = rep(seq_len(each), length(gene)))
    })
    do.call(rbind, out)
}

# Without genes that are not measured, and interventions on them.
.steady_of_seen <- function(steady, genes) {
    steady[genes, is.na(steady$perturbed) | steady$perturbed %in% genes]
}

# WT_1, KO_G1, or KO_G1_2 where there are several of a kind.
.steady_names <- function(samples, wanted) {
    short <- c(wildtype = "WT", knockout = "KO", knockdown = "KD",
        overexpression = "OE", multifactorial = "M")
    number <- stats::ave(seq_len(nrow(samples)), samples$kind, FUN = seq_along)
    paste0(short[samples$kind], "_", ifelse(is.na(samples$gene),
        number, paste0(samples$gene, ifelse(wanted[samples$kind] > 1,
            paste0("_", samples$replicate), ""))))
}
