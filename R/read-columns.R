# Columns of numbers that are no samples, by what they are called: what
# describes genes, statistics, and an abundance in other units.

# Numbers that describe genes, in front of the samples, by what they are called;
# places and further results count beside others alone.
.GENE_NUMBERS <- c("entrez", "entrezid", "entrezgeneid", "ncbigeneid", "geneid",
    "length", "genelength", "effectivelength", "efflength", "efflen",
    "transcriptlength", "width", "gc", "gclength", "gccontent",
    "percentagegenegccontent", "probeid", "idref", "exoncount", "nexons",
    # what tests and summaries say of a gene
    "basemean", "logfoldchange", "logfc", "lfcse", "stat", "pvalue", "padj",
    "pval", "adjpval", "adjpvalue", "qvalue", "fdr", "aveexpr", "logcpm", "lr",
    "fdrpvalue")
.GENE_PLACES <- c("start", "end", "strand", "chr", "chromosome", "chrom",
    "startposition", "endposition", "chrstart", "chrend", "tss", "position",
    "mean", "sd", "var", "variance", "cv", "t", "b", "f")

# Numbers that a program gives beside those of a sample: by any part of the
# names of their columns, as in "g1_g2.p-value", "ES.Detection Pval",
# "padj.2h". Less sure ones count beside such alone, as log-ratios may be the
# data, and an error (SD may be short days) beside a mean of that name.
.part <- function(...) paste0("(^|[^a-z0-9])(", ..., ")([^a-z0-9]|$)")

.STATISTICS <- .part("((adj|adjusted|detection)[ ._-]*)?p[ ._-]?",
    "(val|value|adj)s?|q[ ._-]?(val|value)s?|fdr|detection|tstat|lfcse|",
    "(avg[ ._-]?)?nbeads|narrays|stdev|",
    "((bead|array)[ ._-]?)?std[ ._-]?(err|error|dev)|",
    "(conf|ci)[ ._-]?(lo|hi|low|high|lower|upper)")
.BESIDE_STATISTICS <- .part("log2?[ ._-]?(fc|fold[ ._-]?change)|fc|",
    "fold[ ._-]?change|stat|base[ ._-]?mean|(min|max)[ ._-]signal")

.is_statistic <- function(names) {
    found <- grepl(.STATISTICS, names, ignore.case = TRUE)
    beside <- any(found) &
        grepl(.BESIDE_STATISTICS, names, ignore.case = TRUE)
    without <- function(end) {
        out <- sub(sprintf("[ ._-](%s)$", end), "", names, ignore.case = TRUE)
        replace(out, out == names, NA)
    }
    error <- without("sd|se|sem|n")
    found | beside | (!is.na(error) & error %in% without("mean|avg|average"))
}

# Perseus marks columns of categories, numbers and texts.
.PERSEUS_COLUMN <- "^[CMNT]: "

# Units of the one abundance that a sample has of a gene.
.ABUNDANCE <- paste0("(^|[ ._-])(tpm|fpkm|rpkm|cpm|coverage|cov|isopct|",
    "((num|raw|read|est|expected|norm|normali[sz]ed)[ ._-]?)?",
    "(reads?|counts?))([ ._-]|$)")

# "GC_1" is a sample, "log2FC" is "logFC".
.gene_words <- function(names) {
    gsub("[^a-z0-9]", "", sub("log2", "log", tolower(names)))
}

# Positions among `columns` of what describes genes: text, statistics, and in
# front of the samples numbers that are called so.
.columns_about <- function(names, columns, text = integer()) {
    word <- .gene_words(names)[columns]
    called <- columns[word %in% .GENE_NUMBERS]
    if (length(text) || length(called)) {
        called <- sort(c(called, columns[word %in% .GENE_PLACES]))
    }
    text <- union(text, columns[.is_statistic(names[columns]) |
        grepl(.PERSEUS_COLUMN, names[columns])])
    front <- columns[.leading(columns %in% c(text, called))]
    sort(union(text, intersect(called, front)))
}

# about: those among `columns` that describe genes; what: class of the error
# where nothing else is there.
.tell_about <- function(names, about, columns, label, what) {
    if (length(about) && length(about) == length(columns)) {
        .ggc_stop(what, paste0(
            "%s must have a column for each sample, and what it has describes ",
            "genes: %s.\nGive the expression that this was made of."
        ), label, .ggc_names(names[about]))
    }
    .refuse_units(unique(names[setdiff(columns, about)]), label, what)
    if (length(about)) {
        .ggc_inform("Columns that describe genes are no samples: %s.",
            .ggc_names(names[about]))
    }
    about
}

# One abundance in several units, of one sample as programs that count its reads
# write it (TPM, NumReads), or of each (a_count, a_fpkm).
.refuse_units <- function(names, label, what) {
    unit <- grepl(.ABUNDANCE, names, ignore.case = TRUE)
    sample <- sub(.ABUNDANCE, "", names[unit], ignore.case = TRUE)
    several <- names[unit][sample %in% sample[duplicated(sample)]]
    if (length(several)) {
        .ggc_stop(what, paste0(
            "%s must have one column for each sample, and has %s in several ",
            "units: %s.\n%s"
        ), label, if (all(nzchar(sample))) "samples" else "one sample",
        .ggc_names(several, 3L), if (all(nzchar(sample))) {
            "Keep the columns of one unit."
        } else {
            paste0("Put the samples together first, in one unit, as package ",
                "tximport does.")
        })
    }
}
