# Interventions: genes that were knocked out, knocked down or over-expressed in
# some samples. They travel with the samples as rows behind the genes, as
# covariates do.

# What a held gene was made to do: -1, less, or 1, more.
.PERTURBED_KINDS <- c(knockout = -1, knockdown = -1, overexpression = 1)

# Samples without an intervention, beside NA and "": in lower case, without what
# is no letter, or with a number behind.
.UNPERTURBED <- c("none", "no", "na", "wt", "wildtype", "control", "ctrl",
    "ctl", "con", "untreated", "mock", "vehicle", "scramble", "scrambled",
    "scr", "nt", "nontargeting", "sictrl", "sicontrol", "sint", "siscr",
    "shctrl", "shcontrol", "shscr", "emptyvector", "ev", "")

# What stands before or behind a gene that was perturbed, in lower case, and
# what it means.
.PERTURBED_BEFORE <- c("\u0394" = "knockout", "\u03b4" = "knockout",
    "delta" = "knockout",
    "d" = "knockout", "ko" = "knockout", "kd" = "knockdown", "si" = "knockdown",
    "sh" = "knockdown", "sg" = "knockout", "oe" = "overexpression",
    "crispri" = "knockdown", "crispra" = "overexpression")
.PERTURBED_BEHIND <- c("ko" = "knockout", "knockout" = "knockout",
    "null" = "knockout", "mutant" = "knockout", "del" = "knockout",
    "\u0394" = "knockout", "\u03b4" = "knockout", "(-/-)" = "knockout",
    "(+/-)" = "knockdown",
    "-/-" = "knockout", "+/-" = "knockdown", "kd" = "knockdown",
    "knockdown" = "knockdown", "rnai" = "knockdown", "oe" = "overexpression",
    "overexpression" = "overexpression", "up" = "overexpression",
    "down" = "knockdown")
# The wild type of a gene, however the gene is called.
.BOTH_ALLELES <- "[(]?[+]/[+][)]?$"

# Held genes x samples: -1 or 1 where the gene was held, else 0; or NULL.
# none: may there be no held gene?
.read_perturbed <- function(perturbed, x, series, arg = "perturbed",
                            none = FALSE) {
    if (is.null(perturbed)) {
        return(NULL)
    }
    genes <- rownames(series$x)
    perturbed <- .plain_table(perturbed)
    columns <- if (.is_experiment(x)) .sample_columns(x)
    out <- if (length(dim(perturbed)) == 2L && !is.data.frame(perturbed) &&
        (is.numeric(perturbed) || is.logical(perturbed))) {
        .held_of_matrix(as.matrix(perturbed), genes, series, arg)
    } else if (length(dim(perturbed)) == 2L) {
        .held_of_table(as.data.frame(perturbed), genes, series, arg)
    } else {
        labels <- .perturbed_labels(perturbed, columns, series, arg)
        beside <- if (length(perturbed) == 1L && is.character(perturbed) &&
            perturbed %in% names(columns)) {
            .kinds_beside(columns, labels, arg)
        }
        .held_of_labels(labels, genes, series, arg, beside)
    }
    if (!nrow(out) && !none) {
        .ggc_stop("perturbed", paste0(
            "`%s` must name a gene in some sample, and names none.\nLeave it ",
            "out where nothing was perturbed."
        ), arg)
    }
    names <- rownames(out) %or% character()
    out[order(names, method = "radix"), , drop = FALSE]
}

# A string (or several, in one) for each sample.
.perturbed_labels <- function(perturbed, columns, series, arg) {
    if (is.character(perturbed) && length(perturbed) == 1L &&
        perturbed %in% names(columns)) {
        perturbed <- columns[[perturbed]]
    }
    if (methods::is(perturbed, "List") || is.list(perturbed)) {
        perturbed <- vapply(as.list(perturbed), function(of) {
            paste(as.character(of), collapse = ";")
        }, "", USE.NAMES = TRUE)
    }
    text <- is.character(perturbed) || is.factor(perturbed) ||
        (is.logical(perturbed) && all(is.na(perturbed)))
    if (!text) {
        .refuse_perturbed(perturbed, columns, series, arg)
    }
    names <- names(perturbed)
    perturbed <- stats::setNames(enc2utf8(as.character(perturbed)), names)
    known <- series$trajectory_names
    if (length(names) && isTRUE(series$grouped) && setequal(names, known)) {
        return(unname(perturbed[known])[series$trajectory])
    }
    if (length(perturbed) != length(series$labels)) {
        .refuse_perturbed(perturbed, columns, series, arg)
    }
    if (length(names) && all(nzchar(series$samples))) {
        perturbed <- .by_name(perturbed, series$samples, arg, "perturbed")
    }
    unname(perturbed)
}

.refuse_perturbed <- function(perturbed, columns, series, arg) {
    .ggc_stop("perturbed", paste0(
        "`%s` must name the gene that was perturbed in each of the %d samples ",
        "(NA: none)%s, be a matrix of genes x samples, or a table with the ",
        "columns sample and gene; not %s.%s"
    ), arg, length(series$labels), if (isTRUE(series$grouped)) {
        ", or in each trajectory by its name"
    } else {
        ""
    }, .given(perturbed), if (length(names(columns))) {
        sprintf("\ncolData has: %s.", .ggc_names(names(columns), 10L))
    } else {
        ""
    })
}

# Genes that share a sample are parted by ; , + or &.
# kinds: that of each sample, NA for what the label says, or NULL.
.held_of_labels <- function(labels, genes, series, arg, kinds = NULL) {
    plain <- trimws(labels)
    whole <- plain %in% genes
    parts <- ifelse(whole, as.list(plain),
        lapply(strsplit(plain, "[;,&]|(?<!/)[+](?!/)", perl = TRUE), trimws))
    parts[is.na(plain)] <- list(character())
    named <- data.frame(sample = rep(seq_along(parts), lengths(parts)),
        label = as.character(unlist(parts)))
    read <- .read_labels(unique(named$label), genes)
    at <- match(named$label, read$label)
    named[c("gene", "kind")] <- read[at, c("gene", "kind")]
    .tell_labels(read, genes, arg)
    if (!is.null(kinds)) {
        given <- kinds[named$sample]
        named$kind <- ifelse(is.na(given), named$kind, given)
    }
    .held_rows(named[!is.na(named$gene), ], genes, length(labels), arg)
}

# What labels were read as, where they are no plain names of genes; and genes
# that are called as samples without an intervention are.
.tell_labels <- function(read, genes, arg) {
    own <- tolower(read$label) %in% tolower(genes)
    marked <- which(!own & tolower(read$gene) %in% tolower(genes))
    if (length(marked)) {
        .ggc_inform("`%s`: read %s.", arg, .ggc_names(sprintf("%s as %s of %s",
            read$label, read$kind, read$gene)[marked], 3L))
    }
    twofold <- read$label[own & tolower(read$label) %in% .UNPERTURBED]
    if (length(twofold)) {
        .ggc_inform(paste0(
            "`%s`: %s is a gene of `x`, and is taken for a gene that was ",
            "held.\nIf samples without an intervention are meant, give NA."
        ), arg, .ggc_names(twofold))
    }
}

# The kind of each sample, of the column `kind` beside the labels; NULL where
# there is none that says kinds. labels: NA where nothing was held.
.kinds_beside <- function(columns, labels, arg) {
    kinds <- columns[["kind"]]
    if (is.null(kinds)) {
        return(NULL)
    }
    kinds <- gsub("[^a-z]", "", tolower(as.character(kinds)))
    kinds[is.na(labels) | kinds %in% c("", .UNPERTURBED)] <- NA
    strange <- unique(kinds[!is.na(kinds) &
        !kinds %in% names(.PERTURBED_KINDS)])
    if (length(strange) && any(kinds %in% names(.PERTURBED_KINDS))) {
        .ggc_stop("perturbed", paste0(
            "`%s`: the column kind beside it must have %s, not %s."
        ), arg, .ggc_names(names(.PERTURBED_KINDS)), .ggc_names(strange))
    }
    if (length(strange)) {
        .ggc_inform(paste0(
            "`%s`: the column kind beside it has none of %s, and is not read."
        ), arg, .ggc_names(names(.PERTURBED_KINDS)))
        return(NULL)
    }
    kinds
}

# The gene and the kind that labels of samples mean: siG1, G1 KO, dG1, G1(-/-),
# G1_KO_2; NA for one that means none. A label that cannot be read is its gene.
.read_labels <- function(labels, genes) {
    gene <- labels
    kind <- rep("knockout", length(labels))
    known <- c(genes, tolower(genes))
    numbered <- sub("[-_. ]+(rep|replicate|r|#)?[-_. ]*[0-9]+$", "", labels,
        ignore.case = TRUE)
    for (i in seq_along(labels)) {
        if (tolower(labels[[i]]) %in% known) {
            next
        }
        for (name in unique(c(labels[[i]], numbered[[i]]))) {
            found <- .marked_gene(name, known)
            bare <- gsub("[^a-z0-9]", "", tolower(name))
            bare <- sub("(?<=[a-z])[0-9]+$", "", bare, perl = TRUE)
            if (!is.null(found)) {
                gene[[i]] <- found$gene
                kind[[i]] <- found$kind
                break
            } else if (bare %in% .UNPERTURBED ||
                grepl(.BOTH_ALLELES, name)) {
                gene[[i]] <- NA
                break
            }
        }
    }
    data.frame(label = labels, gene = gene, kind = kind)
}

# list(gene, kind) of a label that is a gene with a mark before or behind it.
.marked_gene <- function(label, known) {
    is_gene <- function(name) tolower(name) %in% known
    if (is_gene(label)) {
        return(list(gene = label, kind = "knockout"))
    }
    lower <- tolower(label)
    for (mark in names(.PERTURBED_BEFORE)) {
        rest <- sub("^[-_. :]+", "", substring(label, nchar(mark) + 1L))
        if (startsWith(lower, mark) && is_gene(rest)) {
            return(list(gene = rest, kind = .PERTURBED_BEFORE[[mark]]))
        }
    }
    for (mark in names(.PERTURBED_BEHIND)) {
        rest <- sub("[-_. :]+$", "", substring(label, 1L,
            nchar(label) - nchar(mark)))
        if (endsWith(lower, mark) && is_gene(rest)) {
            return(list(gene = rest, kind = .PERTURBED_BEHIND[[mark]]))
        }
    }
    NULL
}

.held_of_matrix <- function(value, genes, series, arg) {
    flags <- is.logical(value)
    storage.mode(value) <- "double"
    samples <- length(series$labels)
    if (is.null(rownames(value)) && nrow(value) == length(genes)) {
        rownames(value) <- genes
    }
    if (ncol(value) != samples || is.null(rownames(value)) || anyNA(value) ||
        !all(value %in% -1:1)) {
        .ggc_stop("perturbed", paste0(
            "`%s` as a matrix must have genes in rows, by name, the %d ",
            "samples in columns, and TRUE or FALSE, or -1 (less), 0 (free) ",
            "and 1, in it."
        ), arg, samples)
    }
    if (flags) {
        value <- -value
    }
    if (!is.null(colnames(value)) && all(nzchar(series$samples)) &&
        setequal(colnames(value), series$samples)) {
        value <- value[, series$samples, drop = FALSE]
    }
    at <- which(value != 0, arr.ind = TRUE)
    .held_rows(data.frame(sample = at[, "col"],
        gene = rownames(value)[at[, "row"]],
        kind = ifelse(value[at] < 0, "knockout", "overexpression")),
    genes, samples, arg)
}

.held_of_table <- function(value, genes, series, arg) {
    names(value) <- tolower(names(value))
    if (!all(c("sample", "gene") %in% names(value))) {
        .ggc_stop("perturbed", paste0(
            "`%s` as a table must have the columns sample and gene, and may ",
            "have kind (%s); it has: %s."
        ), arg, .ggc_names(names(.PERTURBED_KINDS)), .ggc_names(names(value)))
    }
    value <- value[!is.na(value$gene) & nzchar(as.character(value$gene)), ]
    sample <- match(as.character(value$sample), series$samples)
    if (anyNA(sample)) {
        .ggc_stop("perturbed", "`%s` must name samples of `x`, not %s.", arg,
            .ggc_names(unique(as.character(value$sample)[is.na(sample)])))
    }
    kind <- gsub("[^a-z]", "", tolower(value$kind %or% "knockout"))
    kind <- rep_len(kind, nrow(value))
    strange <- unique(kind[!kind %in% names(.PERTURBED_KINDS)])
    if (length(strange)) {
        .ggc_stop("perturbed", "`%s` must have kinds %s, not %s.", arg,
            .ggc_names(names(.PERTURBED_KINDS)), .ggc_names(strange))
    }
    .held_rows(data.frame(sample = sample, gene = as.character(value$gene),
        kind = kind), genes, length(series$labels), arg)
}

# links: sample, gene, kind. Genes that x does not have say nothing of those
# that it has.
.held_rows <- function(links, genes, samples, arg) {
    links$gene <- .like_genes(links$gene, genes, arg)
    unknown <- setdiff(links$gene, genes)
    if (length(unknown) && all(links$gene %in% unknown)) {
        .ggc_stop("perturbed", paste0(
            "`%s` must name genes of `x`, and these are none: %s.\nGenes of ",
            "`x`: %s."
        ), arg, .ggc_names(unknown), .ggc_names(genes))
    }
    if (length(unknown)) {
        .ggc_inform("`%s`: not in `x`, and passed over: %s.", arg,
            .ggc_names(unknown))
    }
    links <- links[links$gene %in% genes, ]
    way <- .PERTURBED_KINDS[links$kind]
    place <- paste(links$sample, links$gene)
    both <- tapply(way, place, function(of) length(unique(of)) > 1L)
    if (any(both)) {
        .ggc_stop("perturbed", paste0(
            "`%s` must say one kind of a gene in a sample, and has less and ",
            "more of: %s."
        ), arg, .ggc_names(unique(links$gene[place %in% names(both)[both]])))
    }
    held <- unique(links$gene)
    out <- matrix(0, length(held), samples, dimnames = list(held, NULL))
    out[cbind(match(links$gene, held), links$sample)] <- way
    out
}

# Along with the samples -------------------------------------------------------

# What such a row is called, behind the mark of a covariate.
.PERTURBED_ROW <- "\v"

.with_perturbed <- function(known, perturbed) {
    if (is.null(perturbed)) {
        return(known)
    }
    rownames(perturbed) <- paste0(.PERTURBED_ROW, rownames(perturbed))
    structure(rbind(known, perturbed), levels = attr(known, "levels"))
}

# Flags, genes x samples, where a gene of z was held; NULL where none was.
.held_samples <- function(perturbed, genes) {
    held <- intersect(genes, rownames(perturbed))
    if (!length(held)) {
        return(NULL)
    }
    out <- matrix(FALSE, length(genes), ncol(perturbed),
        dimnames = list(genes, NULL))
    out[held, ] <- perturbed[held, ] != 0
    out
}
