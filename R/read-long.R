# Long tables, one line for each gene and sample: how they are known, and the
# call that makes a matrix of them.

# What columns of genes are called, and those that tell samples apart by
# numbers.
.GENE_WORDS <- paste0("^(gene|genes|symbol|symbols|feature|features|probe|",
    "probeset|probes|transcript|transcripts|target|targetid|ensembl|ensg|",
    "locus|orf|tag|protein|idref|hgnc|mgi|external|entrez)",
    "(gene)?(id|ids|name|names|symbol|symbols)?$")
.SAMPLE_NUMBERS <- paste0("^(rep|repl|replicate|batch|donor|patient|subject|",
    "animal|mouse|plate|well|sample|sampleid|cell|cellid|trajectory|series|",
    "run|dose)[0-9]*$")

.letters_of <- function(names) gsub("[^a-z0-9]", "", tolower(names))

# list(genes, others, value), names of columns, or NULL of no long table: names
# and what tells samples apart come again, and one column has values. Several
# have where lines are told apart by two columns of names.
.long_columns <- function(table) {
    words <- vapply(table, .is_words, NA)
    keys <- words | .like_time(names(table)) |
        grepl(.SAMPLE_NUMBERS, .letters_of(names(table)))
    value <- which(!keys & vapply(table, .is_numbers, NA))
    if (!ncol(table) %in% 3:8 || !any(words) || length(value) == 0L ||
        sum(keys) < 2L || sum(keys) + length(value) < ncol(table) ||
        !all(vapply(table[words], anyDuplicated, 0L) > 0L)) {
        return(NULL)
    }
    genes <- which(words)[[.gene_column(table[words])]]
    if (length(value) > 1L && (sum(words) < 2L ||
        2L * length(unique(table[[genes]])) > nrow(table) ||
        anyDuplicated(table[words]) > 0L)) {
        return(NULL)
    }
    list(genes = names(table)[[genes]],
        others = names(table)[keys & seq_along(table) != genes],
        value = names(table)[[.value_column(names(table), value)]])
}

# Of several columns of numbers the one that is called expression, rather than a
# length; else the last.
.VALUE_WORDS <- c("expression", "expr", "tpm", "fpkm", "rpkm", "cpm",
    "estcounts", "counts", "count", "value", "intensity", "signal")

.value_column <- function(names, value) {
    called <- match(.letters_of(names[value]), .VALUE_WORDS)
    if (all(is.na(called))) value[[length(value)]] else
        value[[which.min(called)]]
}

# Which of several columns of names holds genes? One that is called so; whose
# names only genes have; and that is not called like samples, nor has names as
# these have; of several the one with the most names.
.gene_column <- function(table) {
    called <- grepl(.GENE_WORDS, .letters_of(names(table)))
    ids <- vapply(table, .mostly, NA, .GENE_IDS)
    samples <- grepl("sample|cell|condition|group|treatment|library|run",
        names(table), ignore.case = TRUE) |
        vapply(table, function(x) {
            .mostly(x, .BARCODE) || .mostly(x, paste(.SAMPLE_NAMES,
                collapse = "|"), ignore.case = TRUE)
        }, NA)
    several <- vapply(table, function(x) length(unique(x)), 0L)
    order(-called, -ids, samples, -several)[[1L]]
}

# The call that makes a matrix of a long table, of any class of tables.
.widening <- function(columns, arg) {
    part <- function(name) sprintf("%s[[%s]]", arg, dQuote(name, FALSE))
    others <- vapply(columns$others, part, "")
    sprintf("tapply(%s, list(%s, %s), mean)", part(columns$value),
        part(columns$genes), if (length(others) == 1L) others else {
            sprintf("interaction(%s, drop = TRUE)",
                paste(others, collapse = ", "))
        })
}

.how_to_widen <- function(columns, arg = "x") {
    samples <- if (length(columns$others) > 1L || .like_time(columns$others)) {
        sprintf(" and what becomes `time` and `trajectory` in %s",
            .ggc_names(columns$others))
    }
    sprintf("Of this long table, with genes in column %s%s, make it with %s",
        columns$genes, samples %or% "", .widening(columns, arg))
}
