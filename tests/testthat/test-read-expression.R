# Expression tables as people have them.

file_of <- function(..., ext = "") {
    file <- tempfile(fileext = ext)
    writeLines(c(...), file, useBytes = TRUE)
    file
}
values <- function(...) SummarizedExperiment::assay(read_expression(...))
want <- matrix(c(1.5, 0.5, 2.5, 1, 2, 3.25), 2,
    dimnames = list(c("SOX2", "PAX6"), c("s1", "s2", "s3")))

test_that("what parts the columns is read from the lines", {
    tabs <- c("gene\ts1\ts2\ts3", "SOX2\t1.5\t2.5\t2", "PAX6\t0.5\t1\t3.25")
    expect_identical(values(file_of(tabs)), want)
    for (separator in c(",", ";", " ", "  ")) {
        expect_identical(values(file_of(gsub("\t", separator, tabs))), want)
    }
    # Decimal commas, where commas part no columns.
    comma <- gsub(".", ",", tabs, fixed = TRUE)
    expect_identical(values(file_of(comma)), want)
    expect_identical(values(file_of(gsub("\t", ";", comma))), want)
    expect_identical(values(file_of(gsub("\t", ";", tabs))), want)
    expect_identical(values(file_of(sprintf("\"%s\"", gsub("\t", "\",\"",
        tabs)))), want)
    # Without the name of the first column; a last line without an end; columns
    # that a spreadsheet left; line ends of Windows.
    expect_identical(values(file_of(sub("gene\t", "", tabs[1]), tabs[-1])),
        want)
    file <- tempfile()
    cat(paste(tabs, collapse = "\n"), file = file)
    expect_silent(expect_identical(values(file), want))
    expect_identical(values(file_of(paste0(tabs, "\t\t"))), want)
    expect_identical(values(file_of(paste0(tabs, "\r"))), want)
    expect_identical(values(file_of(c(tabs, "", ""))), want)
})

test_that("what stands above the header is passed over", {
    tabs <- c("gene\ts1\ts2\ts3", "SOX2\t1.5\t2.5\t2", "PAX6\t0.5\t1\t3.25")
    expect_identical(values(file_of("# made by hand", "", tabs)), want)
    expect_identical(values(file_of(paste0("#", tabs[1]), tabs[-1])), want)
    expect_message(expect_identical(values(file_of("Table S3. Expression",
        tabs)), want), "1 line above the header")
    expect_identical(suppressMessages(values(file_of("Table S3", "2020",
        gsub("\t", ",", tabs)))), want)
    gct <- c("#1.2", "2\t3", "Name\tDescription\ts1\ts2\ts3",
        "SOX2\tfirst\t1.5\t2.5\t2", "PAX6\tsecond\t0.5\t1\t3.25")
    x <- suppressMessages(read_expression(file_of(gct)))
    expect_identical(SummarizedExperiment::assay(x), want)
    expect_identical(SummarizedExperiment::rowData(x)$Description,
        c("first", "second"))
    geo <- c("!Series_title\t\"A time course\"",
        "!Sample_title\t\"WT 0h\"\t\"WT 6h\"\t\"WT 12h\"",
        "!Sample_geo_accession\t\"s1\"\t\"s2\"\t\"s3\"",
        "!Sample_characteristics_ch1\t\"time: 0h\"\t\"time: 6h\"\t\"time: 12h\"",
        "!series_matrix_table_begin",
        "\"ID_REF\"\t\"s1\"\t\"s2\"\t\"s3\"", "\"SOX2\"\t1.5\t2.5\t2",
        "\"PAX6\"\t0.5\t1\t3.25", "!series_matrix_table_end")
    x <- read_expression(file_of(geo))
    expect_identical(SummarizedExperiment::assay(x), want)
    expect_identical(x$title, c("WT 0h", "WT 6h", "WT 12h"))
    series <- suppressMessages(.as_series(x))
    expect_identical(series$time, c(0, 6, 12))
})

test_that("columns that describe genes are no samples", {
    lines <- c("Geneid\tChr\tStart\tEnd\tStrand\tLength\ts1\ts2\ts3",
        "SOX2\tchr3\t100\t200\t+\t100\t1.5\t2.5\t2",
        "PAX6\tchr11\t300\t500\t-\t200\t0.5\t1\t3.25")
    expect_message(x <- read_expression(file_of(lines)),
        "no samples: Chr, Start, End, Strand, Length")
    expect_identical(SummarizedExperiment::assay(x), want)
    expect_identical(SummarizedExperiment::rowData(x)$Chr, c("chr3", "chr11"))
    # Samples may be called start and end.
    lines <- c("gene\tstart\tmiddle\tend", "SOX2\t1\t2\t3", "PAX6\t1\t2\t4")
    expect_identical(colnames(values(file_of(lines))),
        c("start", "middle", "end"))
    lines <- c("probe\tsymbol\ts1\ts2\ts3", "p1\tSOX2\t1.5\t2.5\t2",
        "p2\tPAX6\t0.5\t1\t3.25")
    expect_identical(suppressMessages(values(file_of(lines),
        names = "symbol")), want)
})

test_that("files may be packed, wide or a pipe", {
    tabs <- c("gene\ts1\ts2\ts3", "SOX2\t1.5\t2.5\t2", "PAX6\t0.5\t1\t3.25")
    for (open in list(gzfile, bzfile, xzfile)) {
        file <- tempfile()
        connection <- open(file, "w")
        writeLines(tabs, connection)
        close(connection)
        expect_identical(values(file), want)
    }
    file <- tempfile()
    bytes <- unlist(iconv(paste0("\ufeff", paste0(tabs, "\r\n",
        collapse = "")), "UTF-8", "UTF-16LE", toRaw = TRUE))
    writeBin(bytes, file)
    expect_identical(values(file), want)
    skip_on_os("windows")
    script <- file_of("suppressMessages(library(ggc))", paste0(
        "x <- SummarizedExperiment::assay(read_expression(commandArgs(TRUE)))"),
        "cat(dim(x), x, sep = ' ')")
    rscript <- shQuote(file.path(R.home("bin"), "Rscript"))
    run <- function(form) {
        system2("bash", c("-c", shQuote(sprintf(form, rscript, script,
            file_of(tabs)))), stdout = TRUE)
    }
    said <- "2 3 1.5 0.5 2.5 1 2 3.25"
    expect_identical(run("%1$s %2$s - < %3$s"), said)
    expect_identical(run("%1$s %2$s <(cat %3$s)"), said)
})

test_that("samples are matched to their table", {
    tabs <- c("gene\ts1\ts2\ts3", "SOX2\t1.5\t2.5\t2", "PAX6\t0.5\t1\t3.25")
    table <- c("sample,time,line,plate", "s3,12,01,a", "s1,0,01,b", "s2,6,02,a",
        "s9,24,02,b")
    x <- read_expression(file_of(tabs), file_of(table))
    expect_identical(x$time, c(0L, 6L, 12L))
    expect_identical(x$line, c("01", "02", "01"))
    # The same line twice is no contradiction.
    same <- read_expression(file_of(tabs), file_of(table, table[[2L]]))
    expect_identical(same$time, x$time)
    expect_error(read_expression(file_of(tabs), file_of(table, "s3,13,01,a")),
        "several that differ in time, for: s3", class = "ggc_error_format")
    # The two files of a paired run say nothing of the sample.
    runs <- paste0(rep(table, each = 2L), c(",file", ",file",
        rep(sprintf(",R%d.fq.gz", 1:2), length(table) - 1L)))
    expect_message(paired <- read_expression(file_of(tabs),
        file_of(unique(runs))), "several lines.*differ in file")
    expect_identical(paired$time, x$time)
    expect_identical(names(SummarizedExperiment::colData(paired)),
        names(SummarizedExperiment::colData(x)))
    expect_error(read_expression(file_of(tabs), file_of(table[-2])),
        "none for: s3", class = "ggc_error_format")
})

test_that("what else programs write is no gene and no sample", {
    plain <- c("gene,s1,s2,s3", "SOX2,1.5,2.5,2", "PAX6,0.5,1,3.25")
    beside <- function(header, one, two) {
        paste(c(header, one, two), sub(".*?,", "", plain), sep = ",")
    }
    # Numbers that describe genes, of annotation and of tests.
    for (about in list(
        beside("ensembl_gene_id,symbol,start_position,strand,entrezgene_id",
            "SOX2,x,10,1,7157", "PAX6,y,20,-1,4609"),
        beside("gene,baseMean,log2FoldChange,pvalue,padj", "SOX2,2,1,.1,.2",
            "PAX6,3,1,.1,.2"))) {
        expect_message(x <- values(file_of(about)), "describe genes")
        expect_identical(x, want)
    }
    refused <- function(..., says) {
        expect_error(read_expression(file_of(...)), says,
            class = "ggc_error_format")
    }
    refused("ID\tlogFC\tAveExpr\tt\tP.Value", "g1\t1\t2\t3\t.4",
        "g2\t1\t2\t3\t.4", says = "what it has describes genes")
    refused("Name\tLength\tEffectiveLength\tTPM\tNumReads",
        "T1\t900\t800.5\t1.1\t7", "T2\t950\t850\t2\t9", says = "tximport")
    # Lines of htseq-count, and the index of pandas.
    expect_message(x <- values(file_of(plain, "__no_feature,9,9,9")),
        "1 line of no gene")
    expect_identical(x, want)
    index <- paste(c("", 0:1), plain, sep = ",")
    expect_identical(values(file_of(index)), want)
    expect_identical(values(file_of(index), names = "gene"), want)
    # Titles that a spreadsheet padded, lines of separators alone, its first.
    expect_message(x <- values(file_of("Table S3,,,", "in 2020,,,", plain,
        ",,,")), "2 lines above the header")
    expect_identical(x, want)
    expect_identical(values(file_of("sep=,", plain)), want)
    expect_identical(suppressMessages(values(file_of("#1.3", "2\t3\t1\t1",
        "id\tsymbol\ts1\ts2\ts3", "time\tna\t0\t2\t4", gsub(",", "\t",
            sub(",", ",x,", plain[-1L]))))), want)
})

test_that("a lost header and marks of thousands are refused", {
    refused <- function(..., says) {
        expect_error(read_expression(file_of(...)), says,
            class = "ggc_error_format")
    }
    refused("TP53,8.1,7.2,6.3", "MYC,5.1,5.2,5.3", says = "header")
    # Times may be names of samples.
    expect_identical(dim(values(file_of("gene,0,0.5,1", "a,1,2,3",
        "b,4,5,6"))), 2:3)
    for (cell in c("\"1,234.5\"", "\"1.234,5\"", "1 234", "1'234",
        "\"1,234,000\"")) {
        refused("gene,a,b", sprintf("TP53,%s,2", cell), "MYC,3,4",
            says = "thousands")
    }
    refused("gene;a;b;c", "TP53;1.234;998;12.345", "MYC;10;20;1.100",
        says = "such as 1.234")
    expect_identical(values(file_of("gene;a;b", "TP53;1.234;0.5",
        "MYC;1;2"))[["TP53", "a"]], 1.234)
})

test_that("characteristics of a series matrix go by their tags", {
    x <- read_expression(file_of("!Series_title\t\"x\"",
        "!Sample_title\t\"a\"\t\"b\"",
        "!Sample_geo_accession\t\"GSM1\"\t\"GSM2\"",
        "!Sample_characteristics_ch1\t\"time: 0 h\"\t\"replicate: 1\"",
        "!Sample_characteristics_ch1\t\"replicate: 1\"\t\"time: 2 h\"",
        "!series_matrix_table_begin", "\"ID_REF\"\t\"GSM1\"\t\"GSM2\"",
        "\"g1\"\t1\t2", "\"g2\"\t3\t4", "!series_matrix_table_end"))
    expect_identical(x$time, c("0 h", "2 h"))
    expect_identical(x$replicate, c("1", "1"))
})

test_that("columns of a table of samples may share a name, as of SDRF", {
    tabs <- c("gene\ts1\ts2", "SOX2\t1.5\t2.5", "PAX6\t0.5\t1")
    sdrf <- c("Source Name\tProtocol REF\tProtocol REF\ttime", "s2\ta\tb\t6",
        "s1\ta\tb\t0")
    expect_identical(read_expression(file_of(tabs), file_of(sdrf))$time, c(0L,
        6L))
})

plain <- c("gene\ts1\ts2\ts3", "SOX2\t1.5\t2.5\t2", "PAX6\t0.5\t1\t3.25")
refused <- function(lines, says, what = "format", ext = "", ...) {
    expect_error(read_expression(file_of(lines, ext = ext), ...), says,
        class = paste0("ggc_error_", what), fixed = TRUE)
}

test_that("files that are no tables are told what they are", {
    raw <- function(bytes, says, ext = "") {
        file <- tempfile(fileext = ext)
        writeBin(as.raw(bytes), file)
        expect_error(read_expression(file), says, class = "ggc_error_format",
            fixed = TRUE)
        packed <- gzfile(paste0(file, ".gz"), "wb")
        writeBin(as.raw(bytes), packed)
        close(packed)
        expect_error(read_expression(paste0(file, ".gz")), says, fixed = TRUE)
    }
    raw(c(charToRaw("PK"), 3, 4, 20, 0, 6, 0), "Save the sheet as text")
    raw(c(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
        "Save the sheet as text")
    raw(c(0x89, charToRaw("HDF"), 13, 10, 26, 10, 0), "readH5AD()")
    raw(charToRaw("PAR1x"), "Save it as text")
    raw(charToRaw("%PDF-1.5\n"), "is a PDF")
    refused(c("%%MatrixMarket matrix coordinate integer general", "2 2 2",
        "1 1 5", "2 2 6"), "readMM()")
    refused(c("<!DOCTYPE html>", "<html>"), "page of the web")
    refused("GSM1.txt", "Unpack it", ext = ".tar")
    rds <- tempfile(fileext = ".rds")
    saveRDS(want, rds)
    expect_error(read_expression(rds), "readRDS()", fixed = TRUE)
    save(want, file = rds)
    expect_error(read_expression(rds), "load()", fixed = TRUE)
    # A name alone proves nothing: much that is called .xls is text.
    expect_identical(values(file_of(plain, ext = ".xlsx")), want)
})

test_that("three decimals of logarithms are decimals", {
    logs <- c("Gen;0 h;4 h;8 h", "SOX2;8,854;7,791;8,498",
        "PAX6;9,992;10,457;8,990", "MYC;7,5;;8,125")
    for (text in list(logs[-4], logs, gsub(",", ".", logs[-4]))) {
        x <- values(file_of(text))
        expect_identical(x[1:2, ], matrix(c(8.854, 9.992, 7.791, 10.457, 8.498,
            8.99), 2, dimnames = list(c("SOX2", "PAX6"), c("0 h", "4 h",
            "8 h"))))
    }
    # Counts may be these or those.
    refused(sub("7,791", "791", logs[-4]), "decimals or thousands")
    refused(sub("7,791", "77,791", logs[-4]), "decimals or thousands")
    refused(gsub(",", ".", sub("7,791", "791", logs[-4])), "thousands")
})

test_that("further lines of a header are passed over, or told", {
    below <- c("Composite Element REF", "RMA", "RMA", "RMA")
    for (first in c("Hybridization REF", "Scan REF", "Assay REF")) {
        expect_message(x <- values(file_of(sub("gene", first, plain[1L]),
            paste(below, collapse = "\t"), plain[-1L])), "passed over: RMA")
        expect_identical(x, want)
    }
    expect_message(x <- values(file_of(plain[1L], "\tTPM\tTPM\tTPM",
        plain[-1L])), "passed over: TPM")
    expect_identical(x, want)
    refused(c("Scan REF\ts1\ts1\ts2\ts2", paste(c("Reporter REF", "VALUE",
        "P", "VALUE", "P"), collapse = "\t"), "a\t1\t2\t3\t4",
        "b\t1\t2\t3\t4"), "Keep the columns of one")
    merged <- c(";WT;;KO;", "Gene;0 h;6 h;0 h;6 h", "SOX2;1,5;2;3;4",
        "PAX6;1;2,5;3;4")
    refused(merged, "below it has the line \"Gene\": 0 h, 6 h")
    refused(merged, "such as \"WT 0 h\"")
    refused(gsub(" h", "", merged), "none above: column 3, column 5")
    refused(rev(sub("Gene;", ";", merged))[c(3, 4, 1, 2)], "columns of one name")
    refused(c(plain[1L], "Group\tWT\tWT\tKO", plain[-1L]),
        "the line \"Group\": WT, KO")
    # A column of numbers without a name may be anything.
    refused(paste0(plain, c("\t", "\t6", "\t4.75")), "column 5")
    # A line of missing values is a gene.
    expect_error(values(file_of(plain, "MYC\tND\tND\tND")),
        "\"ND\" in column \"s1\" (MYC) is no number.", fixed = TRUE)
    refused(sub("2.5", "#DIV/0!", plain), "leave the cell empty, or write NA")
})

test_that("sums and reads of no gene are left out, and told", {
    left_out <- function(line) {
        expect_message(x <- values(file_of(plain, line)),
            "1 line of no gene left out")
        expect_identical(x, want)
    }
    for (name in c("Total", "TOTAL:", "Sum", "total_counts", "Library size",
        "Grand Total", "__alignment_not_unique", "no_feature",
        "Unassigned_NoFeatures", "N_ambiguous")) {
        left_out(paste0(name, "\t2\t3.5\t5.25"))
    }
    more <- c(plain, "MYC\t4\t5\t6")
    expect_message(x <- values(file_of(more, "Mean\t2\t2.833\t3.75")),
        "left out: Mean")
    expect_identical(x, values(file_of(more)))
    # MAX is a gene, unless it is the largest of all.
    expect_silent(x <- values(file_of(more, "MAX\t2\t2\t3")))
    expect_identical(rownames(x), c("SOX2", "PAX6", "MYC", "MAX"))
    refused(c("Status\ta.bam\tb.bam", "Assigned\t9\t8",
        "Unassigned_Unmapped\t3\t2", "Unassigned_NoFeatures\t1\t2"),
        ".summary of featureCounts")
    refused(c("N_unmapped\t9\t8\t7", "N_multimapping\t1\t2\t3",
        "SOX2\t4\t5\t6"), "must begin with a header")
    # One sample counted for either strand, under a header or none.
    star <- c("N_unmapped\t100\t100\t100", "N_multimapping\t50\t50\t50",
        "N_noFeature\t3\t40\t41", "SOX2\t9\t5\t4")
    refused(star, "ReadsPerGene.out.tab of STAR")
    refused(c("gene\tunstranded\tfirst\tsecond", star), "counted for either strand")
    expect_identical(dim(suppressMessages(values(file_of(
        "gene\ta\tb\tc", "N_unmapped\t9\t8\t7", "SOX2\t4\t5\t6",
        "PAX6\t1\t2\t3")))), c(2L, 3L))
})

test_that("rows that sum up all others are no genes in any language", {
    set.seed(2)
    x <- matrix(round(stats::rexp(40, 0.1), 2), 8,
        dimnames = list(paste0("g", 1:8), paste0("s", 1:5)))
    for (of in list(c(Mittelwert = mean), c(Moyenne = mean, Somme = sum),
        c(Mediana = stats::median), c(Mittel = mean, StAbw = stats::sd))) {
        below <- t(vapply(of, function(f) round(apply(x, 2, f), 2), x[1, ]))
        table <- rbind(x, below)
        file <- tempfile(fileext = ".csv")
        utils::write.csv(table, file)
        expect_message(got <- values(file), "of no gene left out")
        expect_equal(got, x)
    }
    # A gene that is there at the end stays, also where most are not seen.
    none <- rbind(replace(x, x < 20, 0), last = 0)
    none[1:7, ] <- 0
    utils::write.csv(none, file)
    expect_identical(nrow(values(file)), 9L)
    utils::write.csv(rbind(x, last = x[1, ]), file)
    expect_identical(nrow(values(file)), 9L)
})

test_that("a first column that names no genes leads to the one that does", {
    family <- c("Family\tGene\ts1\ts2\ts3", "SOX\tSOX2\t1.5\t2.5\t2",
        "\tPAX6\t0.5\t1\t3.25")
    refused(family, "Column Gene has a name for each: give it as `names`.")
    expect_identical(suppressMessages(values(file_of(family), names = "Gene")),
        want)
    expect_message(values(file_of(sub("^\t", "SOX\t", family))),
        "Column Gene has a name for each") |> suppressMessages()
    refused(c(plain, "\t1\t2\t3"), "Name these genes")
})

test_that("samples in rows and long tables are told", {
    refused(c("time,line,SOX2,PAX6", "0,WT,1,2", "2,WT,3,4", "0,KO,1,2",
        "2,KO,3,5"), "first column, time, holds times", "orientation")
    refused(c("Hours\tSOX2\tPAX6", "0 h\t1\t2", "2 h\t3\t4"),
        "Turn the table", "orientation")
    # Genes in rows below a corner that is called so.
    expect_identical(values(file_of(sub("gene", "time", plain))), want)
    expect_identical(rownames(values(file_of("time,0,2", "7157,1,2",
        "4609,3,4"))), c("7157", "4609"))
    long <- expand.grid(sample = c("WT_0h", "WT_2h"), gene = c("a", "b", "c"))
    long$tpm <- c(1, 4, 2, 5, 3, 6)
    for (order in list(1:3, c(2, 1, 3))) {
        file <- tempfile()
        utils::write.csv(long[order], file, row.names = FALSE)
        error <- tryCatch(read_expression(file), error = identity)
        expect_match(conditionMessage(error), "genes in column gene")
        code <- sub(".*make it with (.*) in R[.]$", "\\1",
            conditionMessage(error))
        made <- eval(parse(text = code), list(x = utils::read.csv(file)))
        expect_equal(made, matrix(c(1, 2, 3, 4, 5, 6), 3, dimnames = list(
            c("a", "b", "c"), c("WT_0h", "WT_2h"))), ignore_attr = "class")
    }
    # Expression, not the last number of a line.
    sleuth <- cbind(long[c("gene", "sample")], est_counts = 1:6, tpm = long$tpm,
        eff_len = 900, len = 1000)
    utils::write.csv(sleuth, file, row.names = FALSE)
    expect_error(read_expression(file), "x[[\"tpm\"]]", fixed = TRUE)
    refused(c("regulator\ttarget\tscore\trank", "a\tb\t2\t1", "b\ta\t1\t2"),
        "has links between genes")
})

# ---- Columns that are no samples ---------------------------------------------

# `plain` with further columns of numbers behind each sample.
beside <- function(form, ends) {
    header <- unlist(lapply(c("s1", "s2", "s3"), function(s) {
        c(sprintf(form, s), sprintf(ends, s))
    }))
    cells <- strsplit(plain[-1L], "\t")
    c(paste(c("gene", header), collapse = "\t"), vapply(cells, function(of) {
        paste(c(of[[1L]], unlist(lapply(of[-1L], function(x) {
            c(x, rep("0.01", length(ends)))
        }))), collapse = "\t")
    }, ""))
}

test_that("statistics beside the values of samples are none", {
    left_out <- function(form, ends) {
        expect_message(x <- values(file_of(beside(form, ends))),
            "describe genes are no samples")
        expect_identical(unname(x), unname(want))
        expect_identical(colnames(x), sprintf(form, c("s1", "s2", "s3")))
    }
    left_out("%s.AVG_Signal", c("%s.Detection Pval", "%s.BEAD_STDERR",
        "%s.Avg_NBEADS"))
    left_out("%s_FPKM", c("%s_conf_lo", "%s_conf_hi"))
    left_out("%s_Signal", "%s_Detection P-value")
    left_out("AVG_Signal-%s", c("Detection-%s", "BEAD_STDEV-%s"))
    left_out("%s_mean", c("%s_sd", "%s_n"))
    # GEO's tables have one name for all of them.
    left_out("%s", "Detection Pval%.0s")
    # Short days are no deviation, log-ratios may be the data.
    for (form in c("%s_SD", "x%s_logFC", "%s_beads", "STAT_%s")) {
        expect_silent(x <- values(file_of(sub("gene.*", paste(c("gene",
            sprintf(form, 1:3)), collapse = "\t"), plain))))
        expect_identical(ncol(x), 3L)
    }
    # Nothing remains of results of tests, whatever they compare.
    for (ends in list(c("g1_g2.p-value", "g1_g2.tstat", "g1_g2.log2foldchange"),
        c("log2FoldChange.2h", "padj.2h", "padj.6h"),
        c("WT_logFC", "WT_FDR", "KO_adj.P.Val"))) {
        refused(sub("s1.*", paste(ends, collapse = "\t"), plain),
            "what it has describes genes")
    }
    frame <- data.frame(a.AVG_Signal = 1:3 / 2, a.Detection.Pval = .1,
        b.AVG_Signal = 3:1, b.Detection.Pval = .2, row.names = letters[1:3])
    expect_message(x <- .of_genes(frame, "x"), "a.Detection.Pval")
    expect_identical(names(x), c("a.AVG_Signal", "b.AVG_Signal"))
})

test_that("one abundance in several units is one sample", {
    one <- function(...) {
        refused(sub("s1.*", paste(c(...), collapse = "\t"), plain),
            "has one sample in several units")
    }
    one("Coverage", "FPKM", "TPM")
    one("expected_count", "TPM", "FPKM")
    one("est_counts", "tpm", "x")
    one("raw_counts", "CPM", "RPKM")
    several <- c("gene\ta_count\ta_fpkm\tb_count\tb_fpkm", "SOX2\t9\t1\t8\t2",
        "PAX6\t3\t1\t4\t2")
    refused(several, "has samples in several units: a_count, a_fpkm")
    refused(gsub("([ab])_(\\w+)", "\\2.\\1", several), "Keep the columns of one")
    expect_identical(dim(values(file_of(sub("s1.*", "TPM_1\tTPM_2\tTPM_3",
        plain)))), 2:3)
})

test_that("several numbers in a cell are told", {
    for (cells in list(c("0.8,0.9,1,1.1,1.2", "7,7,8,8,9"),
        c("100,200,300,400,500", "1,2,3,4,5"), c("5|6", "7|8"),
        c("1.5 +/- 0.2", "2 +/- 0.1"), c("1.5 (0.2)", "2 (0.1)"),
        c("1.5\u00b10.2", "2\u00b10.1"))) {
        refused(c("gene\tname\ts1", paste0(c("a\tA\t", "b\tB\t"), cells)),
            "must have one number in each cell")
    }
    # Places of exons are none of samples.
    expect_message(x <- values(file_of("# featureCounts",
        "Geneid\tChr\tStart\tEnd\tStrand\tLength\ta.bam\tb.bam",
        "SOX2\tchr3;chr3\t10;30\t20;40\t+;+\t22\t1\t50",
        "PAX6\tchr11;chr11\t10;30\t20;40\t-;-\t22\t100\t5")),
    "no samples: Chr, Start, End")
    expect_identical(colnames(x), c("a.bam", "b.bam"))
    # Marks of thousands are those.
    refused(c("gene\ts1\ts2", "a\t1,234,567\t2", "b\t12\t3"), "thousands")
})

test_that("values are no names of genes", {
    refused(c("G1\tG2\tG3", "0.61\t0.72\t0.5", "0.4\t0.3\t0.9",
        "0.2\t0.8\t0.7"), "has values there (G1), such as 0.61", "orientation")
    refused(c("SOX2,PAX6", "-1,2", "3,4"), "Turn the table", "orientation")
    refused(c("A,B,C", "0,7,3", "5,1,2", "0,1,3"), "Turn the table",
        "orientation")
    # Whole numbers, each once, may be identifiers.
    expect_identical(rownames(values(file_of("id,a,b", "7157,1,2",
        "4609,3,4"))), c("7157", "4609"))
    perseus <- c("LFQ 0h\tLFQ 6h\tN: Peptides\tT: Protein\tT: Gene names",
        "#!{Type}E\tE\tN\tT\tT", "#!{C:Time}0h\t6h\t\t\t",
        "20.1\t21.2\t7\tP1\tA", "22.3\t20.5\t9\tP2\tB")
    expect_message(refused(perseus, paste("Column T: Gene names has a name",
        "for each: give it as `names`.")), "2 lines of Perseus")
    x <- suppressMessages(values(file_of(perseus), names = "T: Gene names"))
    expect_identical(x, matrix(c(20.1, 22.3, 21.2, 20.5), 2, dimnames = list(
        c("A", "B"), c("LFQ 0h", "LFQ 6h"))))
})

# ---- Other files -------------------------------------------------------------

test_that("SOFT is read where it has one table of all samples", {
    gds <- c("^DATABASE = Geo", "!Database_name = GEO", "^DATASET = GDS1",
        "^SUBSET = GDS1_1", "!subset_description = 0 h",
        "!subset_sample_id = s1,s2", "!subset_type = time",
        "^SUBSET = GDS1_2", "!subset_description = 6 h",
        "!subset_sample_id = s3", "!subset_type = time", "#ID_REF = id",
        "!dataset_table_begin", sub("\t", "\tIDENTIFIER\t", plain[[1L]]),
        sub("\t", "\tx\t", plain[-1L]), "!dataset_table_end")
    expect_message(x <- read_expression(file_of(gds)), "IDENTIFIER")
    expect_identical(SummarizedExperiment::assay(x), want)
    expect_identical(x$time, c("0 h", "0 h", "6 h"))
    refused(c("^SAMPLE = GSM1", "!Sample_title = x", "#VALUE = log2",
        "!sample_table_begin", "ID_REF\tVALUE", "p1\t1.5",
        "!sample_table_end"), "GEOquery::getGEO()")
    refused(c("^DATABASE = GeoMiame", "^SERIES = GSE1", "^PLATFORM = GPL1",
        "!platform_table_begin", "ID\tGB_ACC", "p1\tNM_1",
        "!platform_table_end"), "Take the series matrix")
})

test_that("of two channels that one is read which varies", {
    geo <- function(one, two) {
        line <- function(key, x) {
            paste(c(key, sprintf("\"%s\"", x)), collapse = "\t")
        }
        read_expression(file_of("!Series_title\t\"x\"",
            line("!Sample_title", c("a", "b")),
            line("!Sample_geo_accession", c("GSM1", "GSM2")),
            line("!Sample_characteristics_ch1", one),
            line("!Sample_characteristics_ch2", two),
            "!series_matrix_table_begin", "\"ID_REF\"\t\"GSM1\"\t\"GSM2\"",
            "\"g1\"\t1\t2", "\"g2\"\t3\t4", "!series_matrix_table_end"))
    }
    pool <- c("time: 0 h", "time: 0 h")
    cells <- c("time: 0 h", "time: 2 h")
    expect_message(x <- geo(pool, cells), "time is that of channel 2")
    expect_identical(x$time, c("0 h", "2 h"))
    expect_message(x <- geo(cells, pool), "time is that of channel 1")
    expect_identical(x$time, c("0 h", "2 h"))
    expect_silent(x <- geo(cells, cells))
    expect_identical(names(SummarizedExperiment::colData(x)),
        c("title", "time"))
    expect_message(x <- geo(cells, rev(cells)), "which differs")
    expect_identical(x[["time:ch2"]], c("2 h", "0 h"))
    expect_silent(x <- geo(c("strain: a", "strain: b"), cells))
    expect_identical(x$strain, c("a", "b"))
})

test_that("samples are matched by the column that has their names", {
    sdrf <- c("Source Name\tAssay Name\ttime", "x1\ts2\t6", "x2\ts1\t0",
        "x3\ts3\t12")
    expect_message(x <- read_expression(file_of(plain), file_of(sdrf)),
        "matched by its column Assay Name")
    expect_identical(x$time, c(0L, 6L, 12L))
    expect_identical(x[["Source Name"]], c("x2", "x1", "x3"))
})

test_that("notes at the end are no genes", {
    for (note in list("# exported by x", "#END", c("", "# one", "# two three"),
        "#made\tby\tx"[0L])) {
        expect_identical(values(file_of(plain, note)), want)
        expect_identical(values(file_of(gsub("\t", ",", plain), note)), want)
        expect_identical(values(file_of(gsub("\t", " ", plain), note)), want)
    }
    # Footnotes, padded by a spreadsheet or not; below a title, too.
    for (mark in c("\t", ",", ";")) {
        pad <- strrep(mark, 3L)
        for (note in c("* RMA normalized", "Values are log2.",
            "\"n = 3, means\"")) {
            for (lines in list(note, c(pad, paste0(note, pad)),
                paste0(note, pad))) {
                text <- c(gsub("\t", mark, plain), lines)
                expect_message(x <- values(file_of(text)), "below the table")
                expect_identical(x, want)
                titled <- c(paste0("Table S3", pad), text)
                expect_identical(suppressMessages(values(file_of(titled))),
                    want)
            }
        }
    }
    # A gene may be called so, and a spreadsheet has such values.
    for (name in c("#1", "#N/A", "#REF!")) {
        for (mark in c("\t", ",", " ")) {
            x <- values(file_of(gsub("\t", mark, c(plain, paste0(name,
                "\t1\t2\t3")))))
            expect_identical(rownames(x)[[3L]], name)
        }
    }
})

test_that("spaces that do not break and minus signs are read as typed", {
    marks <- c("gene;s1;s2;s3", "SOX2\u00a0;\u22121,5;\u20132,5;2\u202f",
        "\"PAX6\u00a0\";0,5;1;3,25")
    expect_identical(values(file_of(marks)), want * c(-1, 1, -1, 1, 1, 1))
    refused(c("gene;a;b", "x;1\u202f234;2", "y;3;4"), "thousands")
})

test_that("networks are no tables, and what reads them is told", {
    kinds <- list(
        c("<?xml version=\"1.0\"?>", "<graphml xmlns=\"x\">"),
        c("Creator \"igraph\"", "Version 1", "graph", "[", "  directed 1"),
        "graph [ directed 1", c("*Vertices 3", "1 \"A\""), "digraph g {",
        "{\"format_version\":\"1.0\",\"elements\":{\"nodes\":[",
        c("{", "  \"generated_by\" : \"cytoscape-3\","),
        c("<?xml version=\"1.0\"?>", "<MINiML>"), "<graph label=\"x\">",
        c(",,Enrichment,Enrichment", ",,AUC,TargetGenes", "TF,MotifID,,"))
    says <- c("format = \"graphml\"", "format = \"gml\"", "format = \"gml\"",
        "format = \"pajek\"", "Graphviz", "Cytoscape", "Cytoscape", "is XML",
        "is XML", "df2regulons()")
    for (i in seq_along(kinds)) {
        refused(kinds[[i]], says[[i]])
        expect_error(ggc:::.read_truth_file(file_of(kinds[[i]],
            ext = ".json")), says[[i]], fixed = TRUE,
            class = "ggc_error_format")
    }
    refused(c("<?xml version=\"1.0\"?>", "<html>"), "page of the web")
})

test_that("row numbers before numbers alone are dropped where names are given", {
    file <- withr::local_tempfile(fileext = ".csv", lines = c(
        "Unnamed: 0,gene,s1,s2", "0,7157,1,2", "1,672,3,4"))
    x <- suppressMessages(read_expression(file, names = "gene"))
    expect_identical(rownames(x), c("7157", "672"))
    expect_identical(unname(SummarizedExperiment::assay(x)),
        matrix(c(1, 3, 2, 4), 2))
})
