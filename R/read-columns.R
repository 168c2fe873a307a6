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
    "fdrpvalue", "pvaladj", "pvals", "pvalsadj", "avglogfc",
    "logfoldchanges", "waldstat", "ncells", "ncounts", "totalcounts",
    "pctdropoutbycounts", "numcellsexpressed", "meanlogfc")
.GENE_PLACES <- c("start", "end", "strand", "chr", "chromosome", "chrom",
    "startposition", "endposition", "chrstart", "chrend", "tss", "position",
    "mean", "sd", "var", "variance", "cv", "t", "b", "f", "df", "scores", "seb",
    "meanobs", "varobs", "techvar", "sigmasq", "smoothsigmasq", "finalsigmasq",
    "pct1", "pct2", "cluster", "meancounts", "means", "dispersions",
    "dispersionsnorm", "highlyvariable", "per", "lag", "amp", "period", "phase",
    "amplitude")

# Numbers that programs for networks give to nodes, wherever they stand: those
# of Cytoscape, NetworkAnalyzer, Gephi and igraph. The latter ones may be
# samples, unless others are there.
.NODE_NUMBERS <- c("suid", "averageshortestpathlength", "pathlength",
    "shortestpathlength", "betweenness", "closeness", "closnesscentrality",
    "harmonicclosnesscentrality", "eigencentrality", "clusteringcoefficient",
    "clusteringcoeff", "degree", "indegree", "outdegree", "weighteddegree",
    "weightedindegree", "weightedoutdegree", "edgecount",
    "neighborhoodconnectivity", "topologicalcoefficient", "selfloops",
    "numberofdirectededges", "numberofundirectededges",
    "partnerofmultiedgednodepairs", "modularityclass", "pagerank", "pageranks",
    "componentnumber", "strongcompnum")
.NODE_WORDS <- c("stress", "eccentricity", "radiality", "authority", "hub",
    "transitivity", "strength", "constraint", "triangles", "kcore",
    "issinglenode", "selected", "id", "timeset", "interval")

# Numbers that a program gives beside those of a sample: by any part of the
# names of their columns, as in "g1_g2.p-value", "ES.Detection Pval",
# "padj.2h". Less sure ones count beside such alone, as log-ratios may be the
# data, and an error (SD may be short days) beside a mean of that name.
.part <- function(...) paste0("(^|[^a-z0-9])(", ..., ")([^a-z0-9]|$)")

.STATISTICS <- .part("((adj|adjusted|detection)[ ._-]*)?p[ ._-]?",
    "(val|value|adj)s?|q[ ._-]?(val|value)s?|bh[ ._]q|adj[ ._-]?p|fdr|",
    "detection|tstat|lfcse|",
    "(avg[ ._-]?)?nbeads|narrays|stdev|",
    "((bead|array)[ ._-]?)?std[ ._-]?(err|error|dev)|",
    "(conf|ci)[ ._-]?(lo|hi|low|high|lower|upper)")
.BESIDE_STATISTICS <- .part("log2?[ ._-]?(fc|fold[ ._-]?change)s?|fc|coef|",
    "fold[ ._-]?change|stat|base[ ._-]?mean|(min|max)[ ._-]signal")
# MetaCycle begins its results so.
.OF_RHYTHMS <- "^(jtk|ls|ars|meta[23]d)_"

.is_statistic <- function(names) {
    found <- grepl(.STATISTICS, names, ignore.case = TRUE)
    beside <- any(found) & grepl(paste0(.BESIDE_STATISTICS, "|", .OF_RHYTHMS),
        names, ignore.case = TRUE)
    without <- function(end) {
        out <- sub(sprintf("[ ._-](%s)$", end), "", names, ignore.case = TRUE)
        replace(out, out == names, NA)
    }
    error <- without("sd|se|sem|n")
    # limma's write.fit() has a t beside each Coef.
    t <- names %in% sub("^coef", "t", names[beside], ignore.case = TRUE)
    found | beside | t |
        (!is.na(error) & error %in% without("mean|avg|average"))
}

# Perseus marks columns of categories, numbers and texts.
.PERSEUS_COLUMN <- "^[CMNT]: "

# Units of the one abundance that a sample has of a gene.
.ABUNDANCE <- paste0("(^|[ ._-])(tpm|fpkm|rpkm|cpm|coverage|cov|isopct|",
    "((num|raw|read|est|expected|norm|normali[sz]ed)[ ._-]?)?",
    "(reads?|counts?))([ ._-]|$)")

.node_columns <- function(words) {
    sure <- words %in% .NODE_NUMBERS | endsWith(words, "centrality")
    sure | (any(sure) & words %in% .NODE_WORDS)
}

# Names of columns that hold names of genes; Cytoscape and Gephi call them so
# beside numbers of nodes.
.called_genes <- function(names) {
    letters <- .letters_of(names)
    nodes <- any(.node_columns(.gene_words(names)))
    grepl(.GENE_WORDS, letters) |
        (nodes & letters %in% c("name", "label", "sharedname"))
}

# "GC_1" is a sample, "log2FC" is "logFC".
.gene_words <- function(names) {
    gsub("[^a-z0-9]", "", sub("log2", "log", tolower(names)))
}

# Do words say what describes genes (sure), or would they beside others?
# "gene_start" is sure.
.describes_genes <- function(words) {
    of_gene <- sub("^gene", "", words)
    prefixed <- of_gene != words & of_gene %in% c(.GENE_NUMBERS, .GENE_PLACES)
    list(sure = words %in% .GENE_NUMBERS | prefixed,
        beside = words %in% .GENE_PLACES)
}

# Positions among `columns` of what describes genes: text, statistics, and in
# front of the samples and behind them numbers that are called so. Behind,
# letters are samples.
.columns_about <- function(names, columns, text = integer()) {
    word <- .gene_words(names)[columns]
    text <- union(text, columns[.node_columns(word) |
        .is_statistic(names[columns]) | grepl(.PERSEUS_COLUMN, names[columns])])
    says <- .describes_genes(word)
    called <- says$sure
    if (length(text) || any(called)) {
        called <- called | says$beside
    }
    about <- columns %in% text
    ends <- .leading(about | called) |
        rev(.leading(rev(about | (called & nchar(word) > 1L))))
    columns[about | (called & ends)]
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
    samples <- setdiff(columns, about)
    .refuse_omnibus(names, about, samples, label, what)
    .refuse_units(unique(names[samples]), label, what)
    if (length(about)) {
        .ggc_inform(paste0(
            "Columns that describe genes are no samples: %s.\nSamples are ",
            "taken to be %s."
        ), .ggc_names(names[about]), .ggc_names(names[samples]))
    }
    about
}

# A test of several contrasts at once calls their columns as it likes: limma's
# topTable(coef = 2:6) has AveExpr, F and p-values behind them. And where
# nothing else is left than what tests say, nothing is expression.
.refuse_omnibus <- function(names, about, samples, label, what) {
    word <- .gene_words(names)
    said <- Reduce(`|`, .describes_genes(word))
    tested <- any(.is_statistic(names[about])) ||
        any(c("pvalue", "pval") %in% word[about])
    omnibus <- all(c("aveexpr", "f") %in% word) && !"logfc" %in% word
    if (tested && (omnibus || all(said[samples]))) {
        .ggc_stop(what, paste0(
            "%s must have a column for each sample, and holds the result of a ",
            "test (%s)%s.\nGive the expression that this was made of."
        ), label, .ggc_names(names[union(about, samples[said[samples]])]),
        if (all(said[samples])) "" else {
            paste(" of contrasts,", .ggc_names(names[samples[!said[samples]]]))
        })
    }
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
