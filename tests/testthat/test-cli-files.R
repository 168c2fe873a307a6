# Tables and JSON of the command line: what is written comes back to the bit.

lines_of <- function(..., ext = ".tsv") {
    file <- tempfile(fileext = ext)
    writeLines(c(...), file, useBytes = TRUE)
    file
}

refused <- function(code, what, text) {
    expect_error(code, class = paste0("ggc_error_", what), text, fixed = TRUE)
}

test_that("numbers are written to the last bit, and shortly where they can", {
    exact <- ggc:::.exact
    expect_identical(exact(c(0.1, 1, 1e5, -2.5, 1e-300, 0)),
        c("0.1", "1", "100000", "-2.5", "1e-300", "0"))
    expect_identical(exact(0.1 + 0.2), "0.30000000000000004")
    expect_identical(exact(2^53 - 1), "9007199254740991")
    expect_identical(exact(c(NA, NaN, Inf, -Inf)),
        c("NA", "NaN", "Inf", "-Inf"))
    set.seed(1)
    x <- c(stats::rnorm(2e4), exp(stats::rnorm(2e4, 0, 100)), 2^-1022)
    expect_silent(text <- exact(x))
    expect_identical(as.numeric(text), x)
})

test_that("a matrix comes back to the bit", {
    x <- matrix(c(1 / 3, NA, 1e5, -pi, 0, 2^-1074), 3,
        dimnames = list(c("a", "b \"q\"", "\u00e9"), c("s 1", "2")))
    file <- tempfile()
    ggc:::.write_matrix(x[c(1, 3), ], file, "gene")
    expect_identical(readLines(file, encoding = "UTF-8")[c(1, 3)],
        c("gene\ts 1\t2", "\u00e9\t100000\t4.94065645841247e-324"))
    expect_identical(read_matrix(file), x[c(1, 3), ])
    counts <- data.frame(n = c(100000L, NA), name = c("a", NA))
    expect_identical(ggc:::.table_lines(counts),
        c("n\tname", "100000\ta", "NA\tNA"))
    expect_identical(ggc:::.table_lines(counts[0, ]), "n\tname")
    refused(ggc:::.write_table(data.frame(a = "x\ty"), file), "genes", "x\\ty")
    refused(ggc:::.write_lines("a", file.path(tempfile(), "b")), "output",
        "Cannot write the file")
})

test_that("tables of commas, tabs, quotes and other programs are read", {
    read <- function(...) read_matrix(lines_of(...))
    want <- matrix(c(1, 3, 2, NA), 2,
        dimnames = list(c("A", "B"), c("s1", "s2")))
    expect_identical(read("gene\ts1\ts2", "A\t1\t2", "B\t3\tNA"), want)
    expect_identical(read("gene,s1,s2", "A, 1,2", "\"B\",3,"), want)
    nan <- read("\ts1\ts2", "A\t1\t2", "B\t3\tNaN")
    expect_identical(nan, replace(want, 4L, NaN))
    expect_true(is.nan(nan[["B", "s2"]]))
    expect_identical(read("s1\ts2", "A\t1\t2", "", "B\t3\t", ""), want)
    expect_identical(
        read("\ufeffgene\ts1\ts2\r", "A\t1\t2\r", "B\t3\tNA\r"), want)
    expect_identical(read("gene,s1", "\"a, b\",1", "it's # 2,3"),
        matrix(c(1, 3), 2, dimnames = list(c("a, b", "it's # 2"), "s1")))
    file <- tempfile(fileext = ".csv")
    utils::write.csv(want, file)
    expect_identical(read_matrix(file), want)
    utils::write.table(want, file, sep = "\t", quote = FALSE)
    expect_identical(read_matrix(file), want)
    packed <- tempfile(fileext = ".tsv.gz")
    connection <- gzfile(packed, "w")
    writeLines(c("gene\ts1\ts2", "A\t1\t2", "B\t3\tNA"), connection)
    close(connection)
    expect_identical(read_matrix(packed), want)
})

test_that("genes go by a column of the input, their names beside it", {
    file <- tempfile(fileext = ".tsv")
    samples <- tempfile(fileext = ".tsv")
    sim <- ggc_simulate("var", p = 4, n_time = 8, n_trajectories = 6, seed = 2)
    utils::write.table(data.frame(sample = colnames(sim), time = sim$time,
        trajectory = sim$trajectory), samples, sep = "\t", quote = FALSE,
        row.names = FALSE)
    utils::write.table(data.frame(id = rownames(sim), symbol = c("lacI", "cro",
        "cI", "araC"), SummarizedExperiment::assay(sim), check.names = FALSE),
        file, sep = "\t", quote = FALSE, row.names = FALSE)
    out <- tempfile()
    expect_code(cli("fit", file, "--samples", samples, "--method", "var",
        "--labels", "symbol", "--format", "sif", "--top", "3", "--rds", "--out",
        out), 0L)
    edges <- utils::read.delim(file.path(out, "edges.tsv"))
    expect_setequal(edges$regulator, c("lacI", "cro", "cI", "araC"))
    expect_setequal(edges$regulator_id, rownames(sim))
    sif <- readLines(file.path(out, "network.sif"))
    expect_no_match(sif, "G[1-4]")
    expect_setequal(rownames(read_matrix(file.path(out, "granger.tsv"))),
        rownames(sim))
    expect_match(readLines(file.path(out, "run.json")), "symbol",
        all = FALSE)
    tested <- tempfile()
    expect_code(cli("test", out, "--method", "stability", "--repeats", "2",
        "--labels", "symbol", "--out", tested), 0L)
    expect_true("lacI" %in% utils::read.delim(file.path(tested,
        "edges.tsv"))$regulator)
    unlink(c(out, tested), recursive = TRUE)
    expect_code(cli("fit", file, "--method", "var", "--labels", "nothing",
        "--out", out), 2L, "--labels must be a column")
})

test_that("the column that names genes is no word for what is missing", {
    file <- tempfile(fileext = ".csv")
    writeLines(c("id,symbol,a,b,c,d", "x1,A,1,2,3,4", "x2,B,2,3,1,5",
        "x3,C,4,2,3,3"), file)
    out <- tempfile()
    for (command in c("fit", "compare")) {
        expect_code(cli(command, file, "--names", "symbol", "--method", "var",
            if (command == "compare") c("--method", "te"), "--out", out), 0L)
        if (command == "fit") {
            score <- read_matrix(file.path(out, "granger.tsv"))
            expect_setequal(rownames(score), c("A", "B", "C"))
        }
        unlink(out, recursive = TRUE)
    }
})

test_that("broken tables are refused with the place", {
    read <- function(...) read_matrix(lines_of(...))
    refused(read_matrix("nowhere.tsv"), "file",
        "There is no file \"nowhere.tsv\"")
    refused(read_matrix(tempdir()), "file", "There is no file")
    refused(read_matrix(lines_of(character())), "format", "is empty")
    refused(read("gene\ts1"), "format", "a header and nothing else")
    refused(read("gene\ts1", "", ""), "format", "a header and nothing else")
    refused(read("gene\ts1\ts2", "A\t1\t2", "", "B\t3"), "format",
        "line 4: 2 fields, but those above have 3")
    refused(read("gene\ts1\ts2", "A\t1", "B\t3"), "format",
        "line 2: 2 fields, but the header has 3")
    refused(read("gene\ts1\ts2", "A\t1\t2", "\"B\t3\t4", "C\t1\t2"), "format",
        "line 3: a quoted name does not end in its line")
    refused(read("gene\ts1\ts1", "A\t1\t2"), "format", "one name: s1")
    refused(read("gene\ts1", "A\t1", "B\tlow", "C\tx"), "format",
        "\"low\" in column \"s1\" (B) is no number. Nor are 1 more there.")
    refused(read("gene", "A", "B"), "format", "must have names and at least")
})

test_that("JSON is read back by jsonlite", {
    skip_if_not_installed("jsonlite")
    back <- function(x) {
        file <- tempfile()
        ggc:::.write_json(x, file)
        expect_true(jsonlite::validate(paste(readLines(file,
            encoding = "UTF-8"), collapse = "\n")))
        jsonlite::fromJSON(file, simplifyVector = FALSE)
    }
    x <- list(
        text = "a \"b\" \\ / \t \n \u0001 \u007f \u00e9 \U0001F9EC",
        flag = TRUE, no = FALSE, number = 1 / 3, whole = 3L, big = 2^53,
        empty = list(), "a \"key\"\\" = list(inner = list(1.5, "two"))
    )
    expect_identical(back(x), x)
    expect_length(back(list(nothing = list(a = 1)[0L]))$nothing, 0L)
    got <- back(list(null = NULL, na = NA, gap = NA_real_, inf = Inf,
        word = NA_character_))
    expect_true(all(vapply(got, is.null, NA)))
    expect_length(got, 5L)
    expect_identical(back(list(a = 1:3, b = I("x"), c = I(character()),
        d = factor("u"))),
        list(a = list(1L, 2L, 3L), b = list("x"), c = list(), d = "u"))
    # seeded fuzz: any text and any number come back
    set.seed(2)
    for (i in 1:50) {
        codes <- sample(c(1:0xd7ff, 0xe000:0x10ffff), 20)
        y <- list(t = intToUtf8(codes), n = exp(stats::rnorm(1, 0, 200)))
        expect_identical(back(y)$t, y$t)
        expect_equal(back(y)$n, y$n, tolerance = 1e-15)
    }
})
