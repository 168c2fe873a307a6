# What the command line does besides fit, simulate and score; pictures and lists
# of genes of fit.

fitted <- function(...) {
    out <- tempfile("fit")
    expect_code(cli("fit", at("x.tsv"), "--samples", at("samples.csv"), "--out",
        out, "--time", "hours", "--trajectory", "line", "--rds", quick, ...),
        0L)
    out
}

lines_in <- function(..., ext = ".txt") {
    file <- tempfile(fileext = ext)
    writeLines(enc2utf8(c(...)), file, useBytes = TRUE)
    file
}

# lists of genes ---------------------------------------------------------------

test_that("of a list for the whole genome those known are kept, and counted", {
    genes <- rownames(case()$x)
    tfs <- lines_in("# human TFs", genes[c(1, 2, 4, 1)], "ZNF999", "", "SOX2")
    out <- tempfile()
    run <- c("fit", at("x.tsv"), "--out", out, quick, "--threads", "1")
    got <- cli(run, "--regulators", tfs, "--targets", tfs)
    expect_code(got, 0L, sprintf("\"%s\": 3 of 5 names are genes of INPUT.",
        basename(tfs)))
    score <- read_matrix(file.path(out, "granger.tsv"))
    expect_setequal(rownames(score), genes[c(1, 2, 4)])
    expect_setequal(colnames(score), genes[c(1, 2, 4)])
    # Nothing to say where all are known.
    known <- lines_in(genes[1:3])
    expect_false(grepl("names are genes", cli(run, "--regulators", known)$said))
    got <- cli(run, "--regulators", lines_in("sox2", "pax6"))
    expect_code(got, 3L, "must name genes of INPUT, and none of its 2 names is")
    expect_match(got$said, "Genes of INPUT are G1, ", fixed = TRUE)
    expect_code(cli(run, "--targets", lines_in("")), 3L, "names no gene")
    # Of the genes that are left of counts, and of every class of input.
    genes_of <- ggc:::.genes_of
    x <- matrix(1, 2, 3, dimnames = list(c("a", "b"), NULL))
    expect_identical(genes_of(x), c("a", "b"))
    expect_identical(genes_of(list(x, x[2:1, ])), c("a", "b"))
    expect_identical(genes_of(stats::ts(t(x))), c("a", "b"))
    expect_identical(genes_of(data.frame(gene = c("a", "b"), s = 1:2, t = 1)),
        c("a", "b"))
    expect_null(genes_of(unname(x)))
    expect_identical(ggc:::.cli_genes(known, unname(x)), genes[1:3])
})

# pictures ---------------------------------------------------------------------

test_that("figures come in one PDF, the network as a page", {
    skip_if_not_installed("ggplot2")
    home <- tempfile("a b")
    dir.create(home)
    pdf <- file.path(home, "my figures.pdf")
    page <- file.path(home, "net.html")
    browser <- requireNamespace("htmlwidgets", quietly = TRUE)
    fitted("--pdf", pdf, "--top", "5", if (browser) c("--page", page))
    bytes <- readBin(pdf, "raw", file.size(pdf))
    expect_identical(rawToChar(bytes[1:5]), "%PDF-")
    if (nzchar(Sys.which("pdfinfo"))) {
        expect_match(system2("pdfinfo", shQuote(pdf), stdout = TRUE),
            "^Pages: +4$", all = FALSE)
    }
    if (browser) {
        text <- paste(readLines(page, warn = FALSE), collapse = "\n")
        expect_match(text, "5 most credible edges")
        expect_match(text, "<title>Gene network of x.tsv</title>", fixed = TRUE)
    }
    expect_setequal(list.files(home, all.files = TRUE, no.. = TRUE),
        basename(c(pdf, if (browser) page)))
})

test_that("places for pictures are looked at before the work begins", {
    run <- c("fit", at("x.tsv"), "--out", tempfile(), quick)
    expect_code(cli(run, "--pdf", "x.png"), 2L, "--pdf must end in .pdf, not be")
    expect_code(cli(run, "--page", "x"), 2L, "--page must end in .html, not be")
    nowhere <- file.path(tempfile(), "x.pdf")
    expect_code(cli(run, "--pdf", nowhere), 1L, "Is its directory there")
    expect_code(cli(run, "--top", "3"), 2L, "--top goes with --format, --plots")
    # The directory of the results is there by then.
    skip_if_not_installed("ggplot2")
    out <- tempfile()
    figures <- file.path(out, "figures.pdf")
    expect_code(cli("fit", at("x.tsv"), "--out", out, "--pdf", figures, quick),
        0L)
    expect_true(file.exists(figures))
})

test_that("what cannot be put in place is an error, and leaves no draft", {
    out <- fitted()
    unlink(file.path(out, "edges.tsv"))
    dir.create(file.path(out, "edges.tsv"))
    file.create(file.path(out, "edges.tsv", "mine"))
    expect_code(cli("test", out, "--out", out, "--repeats", "1"), 1L,
        "Cannot write the file")
    expect_false(file.exists(file.path(out, "run.json")))
    expect_length(list.files(out, "^[.]ggc", all.files = TRUE), 0L)
})

# test -------------------------------------------------------------------------

test_that("test finds the evidence of ggc_test() for a saved fit", {
    from <- fitted()
    fit <- readRDS(file.path(from, "fit.rds"))
    out <- tempfile()
    got <- cli("test", from, "--out", out, "--repeats", "2", "--rds", "--fdr",
        "0.9", "--format", "sif")
    expect_code(got, 0L)
    tested <- ggc_test(fit, B = 2)
    expect_files_of(tested, out)
    expect_equal(utils::read.delim(file.path(out, "regulators.tsv"))$p_value,
        ggc_regulators(tested)$p_value)
    expect_length(readLines(file.path(out, "network.sif")),
        sum(ggc_network(tested, fdr = 0.9)))
    about <- jsonlite::fromJSON(file.path(out, "run.json"))
    expect_identical(about$command, "test")
    expect_identical(about$input$file, file.path(from, "fit.rds"))
    expect_identical(about$test$B, 2L)
    # The file itself will do, and other tests.
    stable <- c("test", file.path(from, "fit.rds"), "--out", out, "--method",
        "stability")
    expect_code(cli(stable, "--repeats", "2", "--edges", "4"), 0L)
    expect_files_of(ggc_test(fit, "stability", B = 2, n_edges = 4), out)
    expect_false(file.exists(file.path(out, "fit.rds")))
    expect_code(cli(stable, "--fdr", "0.1", "--plots"), 2L,
        "--fdr goes with --method shadow or knockoff")
    expect_code(cli(stable, "--repeats", "0"), 2L, "--repeats must be a whole")
    expect_code(cli(stable[1:4], "--edges", "3"), 2L,
        "--edges goes with \"stability\" and \"reversal\", not \"shadow\".")
})

test_that("test in the directory of the fit keeps the fit", {
    out <- fitted()
    before <- tools::md5sum(file.path(out, "fit.rds"))
    expect_code(cli("test", out, "--out", out, "--repeats", "1"), 0L)
    expect_identical(tools::md5sum(file.path(out, "fit.rds")), before)
    expect_true("p_value" %in% names(utils::read.delim(
        file.path(out, "edges.tsv"))))
    expect_code(cli("test", out, "--out", out, "--repeats", "1", "--rds"), 0L)
    expect_false(is.null(readRDS(file.path(out,
        "fit.rds"))@details$test$p_value))
})

test_that("test exchanges trajectories inside conditions", {
    from <- fitted()
    table <- lines_in(ext = ".csv", "sample,line,treatment",
        sprintf("%s,r%s,%s", colnames(case()$se), case()$se$trajectory,
            ifelse(case()$se$trajectory > 2, "drug", "none")),
        "other,r9,none")
    run <- c("test", from, "--out", out <- tempfile(), "--within", "treatment",
        "--rds")
    expect_code(cli(run, "--samples", table, "--trajectory", "line"), 0L)
    within <- c(r1 = "none", r2 = "none", r3 = "drug", r4 = "drug")
    expect_files_of(ggc_test(readRDS(file.path(from, "fit.rds")),
        within = within), out)
    expect_code(cli(run), 2L, "--within goes with --samples")
    expect_code(cli(run, "--samples", table), 3L,
        "there is none called \"trajectory\"")
    expect_code(cli(run[1:4], "--samples", table), 2L,
        "--samples goes with --within")
})

test_that("test refuses what is no fit", {
    rds <- tempfile(fileext = ".rds")
    saveRDS(case()$x, rds)
    run <- function(x) cli("test", x, "--out", tempfile())
    expect_code(run(rds), 3L, "FIT must hold a fit, as ggc fit --rds writes it")
    expect_code(run(tempdir()), 3L, "There is no file")
    expect_code(run(at("x.tsv")), 3L, "cannot be read as an .rds file")
})

# preprocess -------------------------------------------------------------------

counts_case <- function() {
    set.seed(3)
    counts <- matrix(stats::rpois(20 * 15, 50), 20,
        dimnames = list(paste0("g", 1:20), paste0("s", 1:15)))
    file <- tempfile(fileext = ".tsv")
    ggc:::.write_matrix(counts, file, "gene")
    samples <- lines_in(ext = ".csv", "s,time,trajectory",
        sprintf("s%d,%d,r%d", 1:15, rep(1:5, 3), rep(1:3, each = 5)))
    list(counts = counts, file = file, samples = samples)
}

test_that("preprocess writes what ggc_preprocess() makes, and fit takes it", {
    skip_if_not_installed("edgeR")
    case <- counts_case()
    out <- tempfile()
    run <- c("preprocess", case$file, "--out", out, "--variable", "8")
    expect_code(cli(run, "--samples", case$samples, "--normalise=TMM",
        "--prior-count", "3", "--min-count=2"), 0L)
    want <- ggc_preprocess(case$counts, n_genes = 8, normalise = "TMM",
        prior_count = 3, min_count = 2)
    expect_identical(read_matrix(file.path(out, "expression.tsv")), want[, ])
    about <- jsonlite::fromJSON(file.path(out, "run.json"))
    expect_identical(about$parameters, list(normalise = "TMM", n_genes = 8L,
        min_count = 2L, prior_count = 3L, whole = TRUE))
    fit <- tempfile()
    expect_code(cli("fit", file.path(out, "expression.tsv"), "--samples",
        file.path(out, "samples.tsv"), "--out", fit, quick), 0L)
    expect_files_of(ggc_fit(want, time = rep(1:5, 3), trajectory = rep(
        paste0("r", 1:3), each = 5), seed = 1, control = quick_control()), fit)
    # Without samples none are written, and none of an earlier run are left.
    expect_code(cli(run), 0L)
    expect_setequal(list.files(out), c("expression.tsv", "run.json"))
    rds <- tempfile(fileext = ".rds")
    saveRDS(case$counts, rds)
    expect_code(cli("preprocess", rds, "--out", out), 0L)
    expect_identical(read_matrix(file.path(out, "expression.tsv")),
        ggc_preprocess(case$counts)[, ])
})

test_that("preprocess speaks of its options", {
    skip_if_not_installed("edgeR")
    case <- counts_case()
    ggc:::.write_matrix(case$counts + 0.5, case$file, "gene")
    run <- c("preprocess", case$file, "--out", tempfile())
    expect_code(cli(run), 3L, "COUNTS must hold counts, and 300 values do not")
    expect_code(cli(run), 3L, "Estimated counts need --fractions;")
    expect_code(cli(run, "--fractions"), 0L)
    expect_code(cli(run, "--min-count", "-1"), 2L, "--min-count must be one num")
    expect_code(cli(run, "--normalise", "x"), 2L, "--normalise must be one of")
    expect_code(cli(run, "--assay", "x"), 2L, "--assay goes with an .rds file")
})

# pseudotime -------------------------------------------------------------------

cells_case <- function() {
    set.seed(1)
    n <- 240
    time <- stats::runif(n)
    x <- rbind(a = sin(6 * time), b = cos(6 * time), c = time) +
        stats::rnorm(3 * n, sd = 0.3)
    colnames(x) <- paste0("cell", seq_len(n))
    about <- data.frame(cell = colnames(x), pseudotime = time,
        donor = rep(c("d1", "d2"), n / 2), branch = rep(c("l", "r"),
            each = n / 2))
    file <- tempfile(fileext = ".tsv")
    ggc:::.write_matrix(x, file, "gene")
    cells <- tempfile(fileext = ".csv")
    ggc:::.write_lines(ggc:::.table_lines(about[sample(n), ], ","), cells)
    list(x = x, about = about, file = file, cells = cells)
}

test_that("pseudotime writes what ggc_pseudotime() makes, and fit takes it", {
    case <- cells_case()
    out <- tempfile()
    run <- c("pseudotime", case$file, "--cells", case$cells, "--out", out,
        "--bins", "6")
    expect_code(cli(run, "--replicates", "donor", "--by=width",
        "--min-cells", "3"), 0L)
    donors <- ggc_pseudotime(case$x, case$about$pseudotime, bins = 6,
        by = "width", min_cells = 3, replicates = case$about$donor)
    expect_identical(read_matrix(file.path(out, "expression.tsv")),
        SummarizedExperiment::assay(donors))
    samples <- utils::read.delim(file.path(out, "samples.tsv"))
    expect_identical(names(samples), c("sample", "time", "trajectory",
        "lineage", "replicate", "bin", "pseudotime", "cells", "noise", "donor"))
    expect_equal(samples$time, donors$time)
    expect_identical(samples$replicate, donors$replicate)
    fit <- tempfile()
    expect_code(cli("fit", file.path(out, "expression.tsv"), "--samples",
        file.path(out, "samples.tsv"), "--out", fit, quick), 0L)
    expect_files_of(ggc_fit(donors, seed = 1, control = quick_control()), fit)
    expect_code(cli(run, "--replicates", "2", "--lineage", "branch", "--seed",
        "4"), 0L)
    dealt <- ggc_pseudotime(case$x, case$about$pseudotime, bins = 6,
        lineage = case$about$branch, replicates = 2, seed = 4)
    expect_identical(read_matrix(file.path(out, "expression.tsv")),
        SummarizedExperiment::assay(dealt))
    about <- jsonlite::fromJSON(file.path(out, "run.json"))
    expect_identical(about$trajectories, unique(dealt$trajectory))
    expect_identical(about$parameters[c("bins", "by", "min_cells")],
        list(bins = 6L, by = "number", min_cells = 5L))
    expect_null(about$preprocess)
})

test_that("pseudotime takes objects, several lineages and counts", {
    skip_if_not_installed("edgeR")
    case <- cells_case()
    case$x[] <- stats::rpois(length(case$x), 5)
    late <- case$about$pseudotime
    late[1:100] <- NA
    columns <- S4Vectors::DataFrame(t1 = case$about$pseudotime, t2 = late,
        row.names = colnames(case$x))
    se <- SummarizedExperiment::SummarizedExperiment(list(counts = case$x),
        colData = columns)
    rds <- tempfile(fileext = ".rds")
    saveRDS(se, rds)
    out <- tempfile()
    expect_code(cli("pseudotime", rds, "--out", out, "--pseudotime", "t1",
        "--pseudotime=t2", "--summary", "sum", "--variable", "2", "--bins",
        "5"), 0L)
    expect_identical(read_matrix(file.path(out, "expression.tsv")),
        SummarizedExperiment::assay(ggc_pseudotime(se, c("t1", "t2"), bins = 5,
            summary = "sum", n_genes = 2)))
    about <- jsonlite::fromJSON(file.path(out, "run.json"))
    expect_identical(about$preprocess$n_genes, 2L)
    expect_identical(about$preprocess$normalise, "total")
})

test_that("pseudotime takes weights, conditions and slingshot's files", {
    case <- cells_case()
    n <- nrow(case$about)
    time <- case$about$pseudotime
    both <- cbind(l = time, r = replace(time, time > 0.5 & seq_len(n) > n / 2,
        NA))
    table <- data.frame(case$about[c("cell", "donor", "branch")], both,
        wl = rep(c(1, 0.5), n / 2), wr = 1)
    cells <- tempfile(fileext = ".csv")
    ggc:::.write_lines(ggc:::.table_lines(table[sample(n), ], ","), cells)
    run <- function(...) {
        out <- tempfile()
        expect_code(cli("pseudotime", case$file, "--cells", cells, "--out", out,
            "--bins", "4", "--min-cells", "2", ...), 0L)
        read_matrix(file.path(out, "expression.tsv"))
    }
    want <- function(...) {
        SummarizedExperiment::assay(suppressMessages(ggc_pseudotime(case$x, ...,
            bins = 4, min_cells = 2)))
    }
    weighted <- want(both, weights = table[c("wl", "wr")])
    expect_identical(run("--pseudotime", "l", "--pseudotime", "r", "--weights",
        "wl", "--weights", "wr"), weighted)
    expect_identical(run("--pseudotime", "l", "--replicates", "donor",
        "--replicates", "branch"),
    want(time, replicates = table[c("donor", "branch")]))
    rds <- tempfile(fileext = ".rds")
    rownames(both) <- case$about$cell
    saveRDS(SummarizedExperiment::SummarizedExperiment(list(pseudotime = both,
        weights = cbind(l = table$wl, r = table$wr))), rds)
    expect_identical(run("--pseudotime", rds), weighted)
    expect_code(cli("pseudotime", case$file, "--cells", cells, "--out",
        tempfile()), 3L, paste0("--pseudotime must be given, as CELLS holds ",
        "none under a name that programs give it.\nThe cells have: donor, "))
})

test_that("pseudotime speaks of its options", {
    case <- cells_case()
    run <- c("pseudotime", case$file, "--out", tempfile())
    with_cells <- c(run, "--cells", case$cells)
    expect_code(cli(run), 2L, "--cells must be given: a table of the cells")
    got <- cli(with_cells, "--pseudotime", "time")
    expect_code(got, 2L, paste0("--pseudotime must name a column of the cells, ",
        "and there is no \"time\".\nThe cells have: pseudotime, donor, branch."))
    expect_code(cli(with_cells, "--bins", "1"), 2L, "--bins must be a whole")
    expect_code(cli(with_cells, "--min-cells", "100"), 3L,
        "No trajectory has three samples of --min-cells = 100 cells.")
    expect_code(cli(with_cells, "--variable", "5"), 2L,
        "--variable goes with --summary sum")
    expect_code(cli(with_cells, "--assay", "x"), 2L, "goes with an .rds file")
})

# standard input ---------------------------------------------------------------

test_that("standard input is read for one file", {
    expect_code(cli("fit", "-", "--samples", "-", "--out", tempfile()), 2L,
        "can be read for one file alone")
})

# fit --------------------------------------------------------------------------

test_that("arguments of one method alone are given by --set", {
    out <- tempfile()
    run <- c("fit", at("x.tsv"), "--samples", at("samples.csv"), "--time",
        "hours", "--trajectory", "line", "--out", out)
    expect_code(cli(run, "--method", "var", "--set", "order=2", "--set",
        "alpha=0.1"), 0L)
    about <- jsonlite::fromJSON(file.path(out, "run.json"))
    expect_identical(about$settings[c("order", "alpha")],
        list(order = 2L, alpha = 0.1))
    x <- ggc_fit(case()$x, "var", time = case()$se$time,
        trajectory = paste0("r", case()$se$trajectory), order = 2, seed = 1)
    expect_equal(utils::read.delim(file.path(out, "granger.tsv"))$G1,
        unname(granger(x)[, "G1"]))
    wrong <- function(said, ...) expect_code(cli(run, ...), 2L, said)
    wrong("--set is for arguments of one method alone, and clstm has none.",
        "--set", "order=2")
    wrong("--set has no trees; it has order, lag", "--method", "var", "--set",
        "trees=3")
    wrong("--set order must be", "--method", "var", "--set", "order=0")
    skip_if_not_installed("pls")
    expect_identical(ggc:::.cli_settings(list(method = "swing", set =
        c("learners=pls,forest", "window=5"))),
        list(learners = c("pls", "forest"), window = 5))
})

# compare ----------------------------------------------------------------------

test_that("compare writes what ggc_compare() and ggc_consensus() say", {
    se <- case()$se
    truth <- S4Vectors::metadata(se)$truth
    dimnames(truth) <- rep(list(rownames(case()$x)), 2L)
    edges <- which(truth != 0 & row(truth) != col(truth), arr.ind = TRUE)
    known <- tempfile(fileext = ".tsv")
    ggc:::.write_table(data.frame(regulator = rownames(truth)[edges[, 1L]],
        target = rownames(truth)[edges[, 2L]], edge = 1L), known)
    other <- tempfile(fileext = ".tsv")
    correlation <- abs(stats::cor(t(case()$x)))
    ggc:::.write_matrix(correlation, other, "regulator")
    out <- tempfile()
    run <- c("compare", at("x.tsv"), "--samples", at("samples.csv"), "--time",
        "hours", "--trajectory", "line", "--out", out)
    got <- cli(run, "--method", "var", "--method", "bts", "--ranking",
        paste0("other=", other), "--truth", known)
    expect_code(got, 0L)
    x <- SummarizedExperiment::SummarizedExperiment(list(case()$x),
        colData = S4Vectors::DataFrame(time = se$time,
            trajectory = paste0("r", se$trajectory)))
    compared <- ggc_compare(x, list("var", "bts", other = correlation), truth,
        seed = 1)
    table <- utils::read.delim(file.path(out, "comparison.tsv"))
    expect_identical(names(table), names(compared$table))
    same <- c("method", "AUROC", "AUPR", "early_precision", "agreement")
    expect_equal(table[same], compared$table[same])
    expect_identical(got$out, readLines(file.path(out, "comparison.tsv")))
    agreement <- utils::read.delim(file.path(out, "agreement.tsv"))
    expect_equal(unname(as.matrix(agreement[-1])), unname(compared$agreement))
    edges <- utils::read.delim(file.path(out, "edges.tsv"), encoding = "UTF-8")
    expect_identical(names(edges), c("regulator", "target", "consensus", "true",
        "var", "bts", "other"))
    expect_identical(nrow(edges), 30L)
    expect_false(is.unsorted(-edges$consensus))
    expect_equal(edges$consensus,
        ggc_consensus(compared)[cbind(edges$regulator, edges$target)])
    expect_setequal(list.files(out), c("comparison.tsv", "agreement.tsv",
        "edges.tsv", "run.json"))
    expect_identical(jsonlite::fromJSON(file.path(out, "run.json"))$methods,
        c("var", "bts", "other"))
    # Without a network the halves are fitted.
    expect_code(cli(run, "--method", "var", "--plots"), 0L)
    table <- utils::read.delim(file.path(out, "comparison.tsv"))
    expect_false(anyNA(table[c("stability", "forecast")]))
    expect_setequal(list.files(out), c("comparison.tsv", "agreement.tsv",
        "edges.tsv", "first.png", "run.json"))
    expect_code(cli(run, "--method", "var", "--method", "bts", "--halves", "no",
        "--plots"), 0L)
    expect_setequal(list.files(out), c("comparison.tsv", "agreement.tsv",
        "edges.tsv", "first.png", "agreement.png", "run.json"))
    expect_code(cli(run, "--method", "vra"), 2L, "--method must be one of")
    expect_code(cli(run, "--ranking", other), 2L, "--ranking must be NAME=FILE")
    expect_code(cli(run, "--halves", "3"), 2L, "--halves must be one of")
})

# contrast ---------------------------------------------------------------------

test_that("contrast writes what ggc_contrast() says", {
    sim <- ggc_simulate("grn", p = 5, conditions = 2, rewired = 0.4,
        n_trajectories = 10, n_time = 9, seed = 3)
    home <- tempfile()
    dir.create(home)
    in_home <- function(...) file.path(home, ...)
    ggc:::.write_matrix(SummarizedExperiment::assay(sim), in_home("x.tsv"),
        "gene")
    ggc:::.write_table(data.frame(sample = colnames(sim), hours = sim$time,
        replicate = (sim$trajectory - 1) %% 5, arm = sim$condition),
    in_home("samples.tsv"))
    run <- c("contrast", in_home("x.tsv"), "--samples", in_home("samples.tsv"),
        "--time", "hours", "--trajectory", "arm", "--trajectory", "replicate",
        "--out", in_home("out"), quick)
    got <- cli(run, "--condition", "arm", "--exchanges", "60", "--plots")
    expect_code(got, 0L)
    x <- sim
    SummarizedExperiment::colData(x) <- S4Vectors::DataFrame(time = sim$time,
        arm = sim$condition, replicate = (sim$trajectory - 1) %% 5)
    want <- ggc_contrast(x, "arm", trajectory = c("arm", "replicate"), B = 60,
        seed = 1, control = quick_control())
    read <- function(file) utils::read.delim(in_home("out", file))
    expect_equal(read("edges.tsv"), as.data.frame(want),
        ignore_attr = "row.names")
    expect_equal(read("regulators.tsv"), summary(want),
        ignore_attr = "row.names")
    expect_identical(got$out, readLines(in_home("out", "contrasts.tsv")))
    expect_setequal(list.files(in_home("out")), c("edges.tsv",
        "regulators.tsv", "contrasts.tsv", "difference.png", "scores.png",
        "run.json"))
    about <- jsonlite::fromJSON(in_home("out", "run.json"))
    expect_identical(unlist(about$conditions),
        c(table(want$condition)))
    expect_code(cli(run), 2L, "--condition must be given")
    expect_code(cli(run, "--condition", "dose"), 2L,
        "--condition must name a column of the samples")
    expect_code(cli(run, "--condition", "arm", "--reference", "3"), 2L,
        "--reference must be one of")
})
