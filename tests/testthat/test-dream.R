assay <- SummarizedExperiment::assay
truth_of <- function(x) S4Vectors::metadata(x)$truth

plain <- c(
    "trajectory\ttime\tA\tB\tC",
    "1\t0\t1.5\t2\t3", "1\t10\t4\t5e-1\t-6", "2\t0\t7\tNA\t9", "2\t10\t\t11\t12"
)
challenge <- c(
    "\"Time\"\t\"A\"\t\"B\"\t\"C\"", "",
    "0\t1\t2\t3", "10\t4\t5\t6", "", "0\t7\t8\t9", "10\t10\t11\t12",
    "20\t13\t14\t15", ""
)

# Writes lines to a new file and returns its name.
file_of <- function(lines, name = "x.tsv", directory = fresh_dir()) {
    path <- file.path(directory, name)
    writeLines(lines, path)
    path
}

fresh_dir <- function() {
    directory <- tempfile("dream")
    dir.create(directory)
    directory
}

test_that("the plain layout is read from a prefix", {
    d <- fresh_dir()
    file_of(plain, "net_timeseries.tsv", d)
    prefix <- file.path(d, "net")
    x <- read_dream(prefix)
    expect_s4_class(x, "SummarizedExperiment")
    expect_identical(unname(assay(x, "expression")), matrix(
        c(1.5, 2, 3, 4, 0.5, -6, 7, NA, 9, NA, 11, 12), 3
    ))
    expect_identical(rownames(x), c("A", "B", "C"))
    expect_identical(x$time, c(0, 10, 0, 10))
    expect_identical(x$trajectory, c(1L, 1L, 2L, 2L))
    expect_null(truth_of(x))

    file_of(c("regulator\ttarget\tedge", "A\tB\t1", "C\tC\t1", "B\tA\t0"),
        "net_gold.tsv", d)
    genes <- c("A", "B", "C")
    expected <- matrix(0L, 3, 3,
        dimnames = list(regulator = genes, target = genes))
    expected["A", "B"] <- expected["C", "C"] <- 1L
    expect_identical(truth_of(read_dream(prefix)), expected)
    # The same from the file's own name, and none when none is wanted.
    expect_identical(read_dream(file.path(d, "net_timeseries.tsv")),
        read_dream(prefix))
    expect_null(truth_of(read_dream(prefix, gold = NA)))
})

test_that("labels of trajectories may be text, and samples in any order", {
    x <- read_dream(file_of(c(
        "trajectory\ttime\tA\tB", "heat\t5\t1\t2", "cold\t0\t3\t4",
        "heat\t0\t5\t6"
    )))
    expect_identical(x$trajectory, c("heat", "cold", "heat"))
    expect_identical(x$time, c(5, 0, 0))
    expect_identical(unname(assay(x)["A", ]), c(1, 3, 5))
    expect_false(anyDuplicated(colnames(x)) > 0L)
})

test_that("the challenge's own files are read", {
    gold <- file_of(c("A\tB\t1", "A\tC\t0", "B\tA\t0", "B\tC\t1", "C\tA\t0",
        "C\tB\t0"), "gold.tsv")
    x <- read_dream(file_of(challenge), gold = gold)
    expect_identical(unname(assay(x)), matrix(as.double(1:15), 3))
    expect_identical(rownames(x), c("A", "B", "C"))
    expect_identical(x$time, c(0, 10, 0, 10, 20))
    expect_identical(x$trajectory, c(1L, 1L, 2L, 2L, 2L))
    expect_identical(sum(truth_of(x)), 2L)
    expect_identical(truth_of(x)["A", "B"], 1L)
    expect_identical(truth_of(x)["B", "C"], 1L)
    expect_null(truth_of(read_dream(file_of(challenge))))
})

test_that("line ends, several blank lines and compression do not matter", {
    expected <- assay(read_dream(file_of(challenge)))
    crlf <- file_of(character())
    writeBin(charToRaw(paste0(challenge, "\r\n", collapse = "")), crlf)
    expect_identical(assay(read_dream(crlf)), expected)
    blank <- append(challenge, c("", "  "), after = 4L)
    x <- read_dream(file_of(blank))
    expect_identical(x$trajectory, c(1L, 1L, 2L, 2L, 2L))
    packed <- tempfile(fileext = ".tsv.gz")
    connection <- gzfile(packed, "w")
    writeLines(challenge, connection)
    close(connection)
    expect_identical(assay(read_dream(packed)), expected)
})

test_that("missing files are named", {
    expect_error(read_dream("no/such/prefix"),
        "no/such/prefix_timeseries.tsv", class = "ggc_error_file")
    expect_error(read_dream(file_of(plain), gold = "no/such/gold.tsv"),
        "`gold`.*no/such/gold.tsv", class = "ggc_error_file")
    expect_error(read_dream(tempdir()), class = "ggc_error_file")
    for (bad in list(1, NULL, c("a", "b"), NA_character_, "")) {
        expect_error(read_dream(bad), "`path`", class = "ggc_error_argument")
    }
    expect_error(read_dream(file_of(plain), gold = 1), "`gold`",
        class = "ggc_error_argument")
})

test_that("a line that cannot be read is told by its number", {
    malformed <- function(lines, pattern) {
        expect_error(read_dream(file_of(lines)), pattern,
            class = "ggc_error_format")
    }
    malformed(character(), "no samples")
    malformed(plain[1], "no samples")
    malformed(c(plain[1:2], "1\t10\t4\t5"), "line 3: 4 fields.* has 5")
    malformed(c(plain[1:2], "1\t10\t4\t5\t6\t7"), "line 3: 6 fields")
    malformed(c(plain[1:3], "", "2\t0\tx\t8\t9"),
        "line 5: \"x\" in column \"A\" is no number")
    malformed(c(plain[1:2], "1\tsoon\t1\t2\t3"),
        "line 3: \"soon\" in column \"time\"")
    malformed(c(plain[1:2], "1\tNA\t1\t2\t3"), "line 3: .*\"time\"")
    malformed(c(plain[1:2], "\t10\t1\t2\t3"), "line 3: the trajectory")
    malformed(sub("\tB", "\tA", plain), "line 1: .*must be unique, .*: A")
    malformed(sub("\tB", "\t", plain), "line 1: a gene has no name")
    malformed(c("A\tB\tC", "1\t2\t3"), "line 1: the header")
    malformed(gsub("\t", ",", plain), "line 1: the header")
    # The first of two problems on a page, whichever column it is in.
    malformed(c(plain[1], "1\t0\t1\t2\tz", "1\ty\t1\t2\t3"), "line 2: \"z\"")
    # A lost blank line between trajectories.
    malformed(challenge[-5], "line 5: time does not increase from 10 to 0")
})

test_that("a gold standard that does not fit is told by its line", {
    gold <- function(lines) {
        read_dream(file_of(plain), gold = file_of(lines, "g.tsv"))
    }
    expect_error(gold(c("A\tB\t1", "A\tD\t1")), "line 2: .*no gene D",
        class = "ggc_error_genes")
    expect_error(gold(c("regulator\ttarget\tedge", "E\tB\t0")),
        "line 2: .*no gene E", class = "ggc_error_genes")
    expect_error(gold(c("A\tB\t1", "A\tC")), "line 2: 2 fields",
        class = "ggc_error_format")
    expect_error(gold(c("A\tB\t1", "", "A\tC\t+")), "line 3: .*not \"\\+\"",
        class = "ggc_error_format")
    expect_error(gold(c("A\tB\t1", "A\tB\t0")), "line 2: A and B",
        class = "ggc_error_format")
    # Saying it twice is no contradiction, and no edge at all is a network.
    expect_identical(sum(truth_of(gold(c("A\tB\t1", "A\tB\t1")))), 1L)
    expect_identical(sum(truth_of(gold("regulator\ttarget\tedge"))), 0L)
})

test_that("the bundled series are what their script makes", {
    prefix <- sub("_timeseries.tsv$", "", system.file("extdata",
        "demo_timeseries.tsv", package = "ggc"))
    x <- read_dream(prefix)
    sim <- ggc_simulate("var", p = 20, n_time = 12, n_trajectories = 6,
        noise = 0.1, sparsity = 2, radius = 0.9, start = "perturbed", seed = 20)
    # Written with four decimals.
    expect_lte(max(abs(assay(x) - assay(sim))), 0.5e-4 + 1e-12)
    truth <- truth_of(sim)
    diag(truth) <- 0L
    expect_identical(truth_of(x), truth)
    size <- sum(file.size(paste0(prefix, c("_timeseries.tsv", "_gold.tsv"))))
    expect_lt(size, 200e3)
})

test_that("the DREAM3 sets have the published numbers of genes and edges", {
    directory <- file.path(ggc_data_dir(), "dream3")
    networks <- c("Ecoli1", "Ecoli2", "Yeast1", "Yeast2", "Yeast3")
    edges <- list(
        "10" = c(11L, 15L, 10L, 25L, 22L),
        "100" = c(125L, 119L, 166L, 389L, 551L)
    )
    trajectories <- c("10" = 4L, "100" = 46L)
    for (size in names(edges)) {
        for (k in seq_along(networks)) {
            x <- read_dream(file.path(directory, paste0("size", size),
                networks[[k]]))
            label <- paste(networks[[k]], size)
            p <- as.integer(size)
            expect_identical(dim(x), c(p, 21L * trajectories[[size]]),
                label = label)
            expect_identical(rownames(x), paste0("G", seq_len(p)),
                label = label)
            expect_identical(as.vector(table(x$trajectory)),
                rep(21L, trajectories[[size]]), label = label)
            expect_identical(unique(x$time), seq(0, 200, 10), label = label)
            truth <- truth_of(x)
            expect_identical(sum(truth), edges[[size]][[k]], label = label)
            expect_identical(sum(diag(truth)), 0L, label = label)
            expect_false(anyNA(assay(x)), label = label)
        }
    }
})
