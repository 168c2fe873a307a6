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
        "several that differ for: s3", class = "ggc_error_format")
    expect_error(read_expression(file_of(tabs), file_of(table[-2])),
        "none for: s3", class = "ggc_error_format")
})
