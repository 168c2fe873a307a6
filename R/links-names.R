# Names of genes in links, beside those that the data have.

# What regulons add to the name of a regulator: "SOX2(+)",
# "SOX2_extended (12g)".
.REGULON_ENDING <- "(_extended|(_extended)?[ _]?\\(([+-]|[0-9]+g)\\))$"

# Proteins of yeast are called Yap1p, of the gene YAP1.
.YEAST_PROTEIN <- "^([A-Z][a-z]{2}[0-9]+)p$"

# Names as the data have them, where they differ from these by such an ending or
# by case alone, which is said. White space around them, also such as does not
# break, is none of theirs.
.like_genes <- function(names, genes, arg) {
    spaced <- !names %in% genes
    names[spaced] <- trimws(names[spaced], whitespace = "[\\h\\v]")
    strange <- setdiff(names, genes)
    bare <- sub(.REGULON_ENDING, "", strange)
    .tell_taken(strange[bare != strange & bare %in% genes], arg,
        "by the ending of a regulon")
    # Sets of Enrichr begin with the regulator: "SOX2 18555785 ChIP-Seq".
    first <- sub(" .*", "", bare)
    set <- first != bare & !bare %in% genes & first %in% genes
    .tell_taken(strange[set], arg, "by what follows them in names of sets")
    bare[set] <- first[set]
    # Where case tells genes apart it is no accident.
    genes <- unique(genes)
    lower <- tolower(genes)
    lower[lower %in% lower[duplicated(lower)]] <- NA
    found <- genes[match(tolower(bare), lower)]
    yeast <- grepl(.YEAST_PROTEIN, strange) & is.na(found)
    found[yeast] <- genes[match(tolower(sub(.YEAST_PROTEIN, "\\1",
        strange[yeast])), lower)]
    found_so <- !bare %in% genes & !is.na(found)
    .tell_taken(strange[found_so & yeast], arg, "by naming proteins of yeast")
    .tell_taken(strange[found_so & !yeast], arg, "in case")
    meant <- ifelse(bare %in% genes, bare, found)
    at <- match(names, strange)
    taken <- !is.na(at) & !is.na(meant[at])
    names[taken] <- meant[at[taken]]
    names
}

.tell_taken <- function(names, arg, how) {
    if (length(names)) {
        .ggc_inform(paste0(
            "`%s`: %s from those of genes %s alone, and %s for these: %s."
        ), arg, if (length(names) > 1L) {
            sprintf("%d names differ", length(names))
        } else "1 name differs", how,
        if (length(names) > 1L) "are taken" else "is taken",
        .ggc_names(names, 3L))
    }
}

# A side of links that has no known gene at all is none: of another species, or
# no genes but scores, motifs or proteins. ends: list(regulators, targets).
.refuse_strange_side <- function(ends, genes, arg) {
    strange <- vapply(ends, function(x) !any(x %in% genes), NA)
    if (any(strange)) {
        side <- names(ends)[strange][[1L]]
        .ggc_stop("truth", paste0(
            "`%s` must have known genes as its %s, and has none: %s.\nKnown ",
            "genes: %s."
        ), arg, side, .ggc_names(unique(ends[[side]])), .ggc_names(genes, 3L))
    }
}
