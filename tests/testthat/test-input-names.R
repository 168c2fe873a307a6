# What has names goes by them; what names tell; objects that hold a matrix.

as_series <- function(...) suppressMessages(bare_series(...))
x <- matrix(c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8), 2, dimnames = list(
    c("HES1", "SOX2"), paste0("s", 1:6)))
when <- c(0, 10, 20, 30, 40, 50)
line <- rep(c("a", "b"), each = 3)

test_that("vectors with names are matched to the samples, or refused", {
    shuffled <- c(4, 1, 6, 2, 5, 3)
    named <- function(v) stats::setNames(v, colnames(x))
    want <- as_series(x, when, line)
    expect_identical(as_series(x, named(when)[shuffled],
        named(line)[shuffled]), want)
    # More samples than there are, and factors.
    expect_identical(as_series(x, c(named(when)[shuffled], other = 7),
        named(factor(line))[shuffled]), want)
    se <- SummarizedExperiment::SummarizedExperiment(list(e = x))
    expect_identical(as_series(se, named(when)[shuffled],
        named(line)[shuffled]), want)
    batch <- stats::setNames(c(1, 1, 2, 1, 2, 2), colnames(x))
    twice <- rep(c(0, 10, 20), 2)
    expect_identical(as_series(x, twice, line, batch = batch[shuffled]),
        as_series(x, twice, line, batch = unname(batch)))
    one <- as_series(list(k = x), list(k = named(when)[shuffled]))
    expect_identical(one, as_series(list(k = x), list(k = when)))
    for (arg in c("time", "trajectory")) {
        for (wrong in list(stats::setNames(1:6, letters[1:6]),
            stats::setNames(1:6, c("s1", "s1", paste0("s", 3:6))))) {
            expect_error(do.call(as_series, c(list(x),
                stats::setNames(list(wrong), arg))), "has names, which must",
            class = paste0("ggc_error_", arg))
        }
    }
    expect_error(as_series(unname(x), named(when)), "has none.*unname\\(time",
        class = "ggc_error_time")
    expect_error(as_series(x, when, batch = stats::setNames(1:6, letters[1:6])),
        "has names", class = "ggc_error_batch")
})

test_that("pseudotimes, lineages and donors go by the names of cells", {
    set.seed(1)
    n <- 200L
    time <- stats::runif(n)
    cells <- rbind(a = sin(6 * time), b = cos(6 * time), c = time)
    colnames(cells) <- paste0("cell", seq_len(n))
    order <- order(time)
    read <- function(...) suppressMessages(ggc_pseudotime(cells, ..., bins = 8,
        min_cells = 1, seed = 1))
    want <- read(time)
    named <- function(v) stats::setNames(v, colnames(cells))[order]
    expect_identical(read(named(time)), want)
    table <- data.frame(Lineage1 = time, row.names = colnames(cells))
    expect_equal(SummarizedExperiment::assay(read(table[order, ,
        drop = FALSE])), SummarizedExperiment::assay(want),
        ignore_attr = TRUE)
    expect_identical(read(as.matrix(table)[order, , drop = FALSE]),
        read(as.matrix(table)))
    lineage <- rep(c("x", "y"), length.out = n)
    expect_identical(read(time, lineage = named(lineage)),
        read(time, lineage = lineage))
    donor <- rep(1:2, each = n / 2)
    expect_identical(read(time, replicates = named(donor)),
        read(time, replicates = donor))
    # A table without names of its own is in the order of the cells.
    rownames(table) <- NULL
    expect_s4_class(read(table), "SummarizedExperiment")
    expect_error(read(stats::setNames(time, paste0("x", 1:n))), "has names",
        class = "ggc_error_pseudotime")
    expect_error(read(replace(time, 3, Inf)), "no root reaches",
        class = "ggc_error_pseudotime")
})

test_that("times may be texts and factors with one unit", {
    want <- as_series(x, c(0, 1, 2, 4, 8, 24))
    for (time in list(c("0h", "1h", "2h", "4h", "8h", "24h"),
        c("0 h", "1 h", "2 h", "4 h", "8 h", "24 h"),
        factor(c(0, 1, 2, 4, 8, 24)), c("0", "1", "2", "4", "8", "24.0"),
        paste0("day", c(0, 1, 2, 4, 8, 24)), paste0("ZT", c(0, 1, 2, 4, 8, 24)),
        paste("Day", c(0, 1, 2, 4, 8, 24)), paste0("t_", c(0, 1, 2, 4, 8, 24)),
        c("0,0h", "1,0h", "2,0h", "4,0h", "8,0h", "24,0h"))) {
        expect_identical(as_series(x, time)$time, want$time)
    }
    expect_identical(as_series(x, c("-1h", "0h", "1h", "2h", "3h", "4h"))$time,
        as.double(-1:4))
    expect_identical(as_series(x, paste0("day", c(-1, 0:4)))$time,
        as.double(-1:4))
    expect_identical(as_series(x, paste0("day-", 1:6))$time, as.double(1:6))
    expect_message(ggc:::.as_series(x, paste0(0:5, "h")),
        "read as numbers: \"5h\" is 5")
    for (wrong in list(c("0h", "30min", "1h", "2h", "3h", "4h"), letters[1:6],
        c("day1", "week2", "day3", "day4", "day5", "day6"),
        c("1-2", "2-3", "3-4", "4-5", "5-6", "6-7"), c("0h", NA, paste0(1:4,
            "h")))) {
        expect_error(as_series(x, wrong), class = "ggc_error_time")
    }
    # The unit of a list is one.
    expect_error(as_series(list(x, x), list(paste0(0:5, "h"), paste0(0:5,
        "d"))), "one unit", class = "ggc_error_time")
})

learn <- function(...) ggc:::.as_series(..., to_learn = TRUE)
wide <- matrix(seq_len(60) %% 7 + 0.5, 6, dimnames = list(letters[1:6], NULL))

test_that("cells in rows are told by what is said of them", {
    cells <- cbind(t(wide), dpt_pseudotime = 1:10 / 10)
    rownames(cells) <- paste0("SS2_15_0048_A", LETTERS[1:10])
    expect_warning(suppressMessages(learn(cells)),
        "has a column called dpt_pseudotime",
        class = "ggc_warning_orientation")
})

test_that("names that data.frame() has written are matched", {
    samples <- sprintf("AAAC-%d", 1:10)
    mangled <- .with_samples(wide, make.names(samples))
    times <- stats::setNames(10:1, rev(samples))
    expect_message(learn(mangled, times),
        "matched as R writes them, AAAC-10 as AAAC.10")
    expect_identical(suppressMessages(as_series(mangled, times)$time),
        as.double(1:10))
    table <- tempfile(fileext = ".csv")
    file <- tempfile(fileext = ".csv")
    utils::write.csv(mangled, file)
    writeLines(c("cell,hours", paste(samples, 1:10, sep = ",")), table)
    expect_message(read <- read_expression(file, table), "as R writes them")
    expect_identical(read$hours, 1:10)
})

test_that("samples without times are told, or warned of by their names", {
    expect_message(learn(wide), "No `time` was given")
    expect_silent(suppressMessages(learn(wide)))
    for (names in list(paste0("D", rep(c(0, 24, 72), length.out = 10), "_rep",
        1:10), paste0("R1_T", c(1:5, 1:5)), paste0(c(0, 1, 2, 4, 8, 12, 24, 48,
            72, 96), "h"), sprintf("s%dh_1.%d.1", 1:10, 1:10),
        paste(rep(c("Kontrolle", "EGF"), each = 5), c(0, 2, 4, 8, 12), "h"),
        make.unique(rep(paste0("X", c(0, 2, 4, 8, 12), ".h"), 2)),
        make.unique(rep(paste(c(0, 2, 4, 8, 12), "h"), 2)),
        paste0(rep(c("WT.", "KO."), each = 5), c(0, 2, 4, 8, 12), ".h"),
        paste(rep(c("a", "b"), each = 5), c(0, 2, 4, 8, 12), "Std"),
        sort(paste0("g", 2 * 0:9)), sort(paste(2 * 0:9)),
        paste0("X", c(0, 1, 2, 4, 8, 12, 24, 48, 72, 96)),
        paste0("RNA.g", c(0, 10, 12, 14, 16, 18, 2, 4, 6, 8)),
        paste0("E", c(7.5, 7.75, 8, 8.5, 9, 9.5, 10, 11, 12, 14)),
        paste0(rep(c("A_T0", "B_T0"), 5), rep(c(0, 2, 4, 6, 8), each = 2), "h"),
        paste0("T", rep(c(0, 2, 4, 6, 8), each = 2), "h_", c("A", "B")),
        paste0("RNA.A_g", c(0, 1, 2, 4, 8, 12, 24, 48, 72, 96), "h"),
        paste0(rep(c("P1_", "P2_"), each = 5), 0:4))) {
        expect_warning(suppressMessages(learn(.with_samples(wide, names))),
            "hold times or replicates", class = "ggc_warning_samples")
    }
    expect_silent(suppressMessages(learn(.with_samples(wide,
        paste0("t", 1:10)))))
    expect_silent(learn(.with_samples(wide, paste0(1:10, "h")), 1:10))
    for (names in list(paste0("s", 0:9), 3:12, paste0("E", 7:16 / 2),
        c("a", paste0("b", 1:9)), sprintf("S%d_L001", 1:10))) {
        expect_silent(suppressMessages(learn(.with_samples(wide, names))))
    }
    probes <- sprintf("%d_s_at", 1001:1006)
    expect_silent(suppressMessages(learn(`rownames<-`(wide, probes))))
})

test_that("a row of times is no gene", {
    times <- rbind(wide, time_points = rep(c(0, 1, 2, 4, 8), 2))
    expect_warning(suppressMessages(learn(times, trajectory = rep(1:2,
        each = 5))), "called time_points is read as a gene",
    class = "ggc_warning_samples")
    rownames(times)[7] <- "Hours"
    expect_warning(suppressMessages(learn(times, trajectory = rep(1:2,
        each = 5))), "time = x\\[\"Hours\", \\]")
    # Replicates one after the other, and no word of times.
    expect_warning(suppressMessages(learn(times)), "called Hours is read")
    # It falls within a series, or is a gene: T is the old symbol of TBXT.
    expect_silent(suppressMessages(learn(rbind(wide, Hours = c(0, 1, 4, 2, 8,
        0, 1, 2, 4, 8)))))
    rownames(times)[7] <- "t13"
    expect_silent(suppressMessages(learn(times, trajectory = rep(1:2,
        each = 5))))
    rownames(times)[7] <- "T"
    expect_silent(suppressMessages(learn(times, trajectory = rep(1:2,
        each = 5))))
})

test_that("cells and samples in rows are warned of", {
    set.seed(1)
    barcode <- replicate(20, paste(sample(c("A", "C", "G", "T"), 16, TRUE),
        collapse = ""))
    symbols <- c("SOX2", "PAX6", "HES1", "ASCL1", "DLL1", "NES", "VIM")
    for (rows in list(barcode, paste0(barcode, "-1"), paste0("pbmc_", barcode),
        paste0("cell", 1:20), paste0(rep(c(0, 10), 10), "-", 1:20),
        paste0("patient_", 1:20))) {
        y <- matrix(seq_len(140) %% 11, 20, dimnames = list(rows, symbols))
        expect_warning(as_series(y), "look like samples",
            class = "ggc_warning_orientation")
        expect_silent(as_series(t(y)))
    }
    ids <- sprintf("ENSG%011d", 1:7)
    y <- matrix(seq_len(140) %% 11, 20, dimnames = list(paste0("KO", 1:20),
        ids))
    expect_warning(as_series(y), "called as genes are",
        class = "ggc_warning_orientation")
    expect_silent(as_series(t(y)))
})

test_that("names that a spreadsheet has made are told", {
    for (name in c("1-Mar", "Sep-2", "2.31E+13", "2021-03-01", "01/03/2021",
        "43891", "2. Sep", "05. Dez", "1. Mrz", "15-ao\u00fbt", "01.09.2021",
        "#N/A")) {
        y <- wide
        rownames(y)[[3L]] <- name
        expect_warning(suppressMessages(learn(y)), "a spreadsheet made",
            class = "ggc_warning_genes")
    }
    y <- wide
    for (fine in c("MARCHF1", "SEPTIN2", "7157", "DEC1", "Mar", "H1-2", "sep-1", "mai-1")) {
        rownames(y)[[3L]] <- fine
        expect_silent(suppressMessages(learn(y)))
    }
    rownames(y)[3:4] <- "1-Mar"
    expect_error(suppressWarnings(as_series(y)), "MARCHF1 and MTARC1",
        class = "ggc_error_genes")
})

test_that("tables with a column of names, and long tables, are told apart", {
    table <- data.frame(gene = rownames(x), x, row.names = NULL)
    expect_identical(as_series(table, when), as_series(x, when))
    expect_identical(as_series(transform(table, gene = factor(gene)), when),
        as_series(x, when))
    expect_identical(as_series(S4Vectors::DataFrame(table), when),
        as_series(x, when))
    skip_if_not_installed("tibble")
    expect_identical(as_series(tibble::as_tibble(table), when),
        as_series(x, when))
    long <- data.frame(gene = rownames(x)[row(x)], sample = as.vector(col(x)),
        value = as.vector(x))
    error <- tryCatch(as_series(long), error = identity)
    expect_s3_class(error, "ggc_error_input")
    code <- sub(".*make it with (.*)[.]$", "\\1", conditionMessage(error))
    made <- eval(parse(text = code), list(x = long))
    expect_equal(made, unname(x), ignore_attr = TRUE)
    long$sample <- colnames(x)[long$sample]
    error <- tryCatch(as_series(long), error = identity)
    code <- sub(".*make it with (.*)[.]$", "\\1", conditionMessage(error))
    expect_equal(eval(parse(text = code), list(x = long)), x,
        ignore_attr = TRUE)
    # Genes need not come first, nor be called so; of any class of tables.
    cells <- expand.grid(gene = sprintf("Sox%d", 1:3), time = when[1:3],
        line = c("wt", "ko"), stringsAsFactors = FALSE)
    cells$tpm <- seq_len(nrow(cells)) / 7
    want <- matrix(cells$tpm, 3)
    by <- list(cells, cells[c(2, 3, 1, 4)], stats::setNames(
        cells[c(3, 1, 2, 4)], c("condition", "name", "time", "value")))
    for (long in c(by, lapply(by[requireNamespace("data.table")],
        getExportedValue("data.table", "as.data.table")))) {
        error <- tryCatch(as_series(long), error = identity)
        expect_s3_class(error, "ggc_error_input")
        code <- sub(".*make it with (.*)[.]$", "\\1", conditionMessage(error))
        made <- eval(parse(text = code), list(x = long))
        expect_setequal(rownames(made), cells$gene)
        expect_setequal(paste(made[unique(cells$gene), ]), paste(want))
        columns <- match(paste(want[1L, ]), paste(made["Sox1", ]))
        expect_equal(unname(made[unique(cells$gene), columns]), want)
    }
    # What it is made of tells no times by itself.
    error <- tryCatch(as_series(cells), error = identity)
    expect_match(conditionMessage(error),
        "what becomes `time` and `trajectory` in time, line")
    # A gene that is there twice does not make a table long.
    twice <- rbind(table, table[1L, ])[c("gene", "s1", "s2", "s3")]
    expect_error(as_series(twice), "Average or drop the copies",
        class = "ggc_error_genes")
})

test_that("objects of other packages are read for their matrix", {
    counts <- matrix(as.double(1:60), 6, dimnames = list(letters[1:6],
        paste0("s", 1:10)))
    skip_if_not_installed("edgeR")
    y <- edgeR::DGEList(counts)
    y$samples$time <- 1:10
    want <- as_series(counts, 1:10)
    same <- function(got) {
        expect_identical(got[c("x", "time")], want[c("x", "time")])
    }
    same(as_series(y, "time"))
    same(as_series(edgeR::DGEList(counts), 1:10) |> suppressWarnings())
    expect_identical(suppressWarnings(ggc_dcor(y)), ggc_dcor(counts))
    expect_identical(SummarizedExperiment::assay(ggc_preprocess(y)),
        ggc_preprocess(counts))
    skip_if_not_installed("limma")
    elist <- methods::new("EList", list(E = counts,
        targets = data.frame(time = 1:10)))
    same(as_series(elist))
})

test_that("results of tests are no samples, one experiment may be a list", {
    x <- matrix(sin(1:40), 4, dimnames = list(letters[1:4], NULL))
    for (class in c("TopTags", "DGEGLM", "MArrayLM")) {
        result <- structure(list(coefficients = x, table = x), class = class)
        for (f in list(ggc_fit, ggc_preprocess, ggc_dcor)) {
            expect_error(f(result), class, class = "ggc_error_input")
        }
    }
    experiment <- SummarizedExperiment::SummarizedExperiment(list(x = x),
        colData = S4Vectors::DataFrame(time = rep(1:5, 2),
            trajectory = rep(1:2, each = 5)))
    expect_message(one <- learn(list(GSE1 = experiment)), "one experiment")
    expect_identical(one, learn(experiment))
    expect_error(learn(list(experiment, experiment)), "cbind",
        class = "ggc_error_input")
})

test_that("time courses of longitudinal have samples in rows", {
    skip_if_not_installed("longitudinal")
    y <- longitudinal::as.longitudinal(t(wide), repeats = 2,
        time = c(0, 1, 2, 4, 8))
    got <- as_series(y, replicates = "mean")
    expect_identical(got$time, c(0, 1, 2, 4, 8))
    expect_identical(unname(got$x[, 1]), unname(rowMeans(wide[, 1:2])))
})

test_that("samples in rows are told by a column of times, however it is called", {
    set.seed(1)
    times <- rep(c(0, 1, 2, 4, 8, 12, 24, 48), each = 3)
    genes <- as.data.frame(matrix(stats::rnorm(24 * 6), 24, dimnames =
        list(NULL, c("SOX2", "PAX6", "MYC", "TP53", "NANOG", "KLF4"))))
    about <- data.frame(Sample = sprintf("L%03d", 1:24), time = times,
        Replicate = rep(1:3, 8))
    for (name in c("time", "Time (h)", "Time_h", "hours", "ZT", "Day",
        "Zeitpunkt")) {
        names(about)[2] <- name
        table <- cbind(about, genes)
        refused <- function(code) {
            expect_error(code, name, fixed = TRUE,
                class = "ggc_error_orientation")
        }
        refused(learn(table))
        words <- table
        words$Replicate <- factor(words$Replicate)
        refused(learn(words))
        file <- tempfile(fileext = ".csv")
        utils::write.csv(table, file, row.names = FALSE)
        refused(read_expression(file))
        # The mend, as it stands.
        fit <- learn(t(as.matrix(table[, names(genes)])), times,
            trajectory = table$Replicate)
        expect_identical(nrow(fit$x), 6L)
        rows <- `rownames<-`(table[-1L], table$Sample)
        expect_warning(suppressMessages(learn(rows)), name, fixed = TRUE,
            class = "ggc_warning_orientation")
    }
    # A gene may be called T, and a sample be one of days.
    expect_silent(suppressMessages(learn(`colnames<-`(wide,
        paste0("day", 1:10)), 1:10)))
})

test_that("rows that are called as samples with times are told", {
    rows <- paste0(rep(c("A", "B"), each = 5), "_T", c("00", "04", "08", "12",
        "24"), "h")
    x <- matrix(stats::rnorm(50), 10, dimnames = list(rows, paste0("Gene",
        1:5)))
    expect_warning(suppressMessages(learn(x)), "look like samples",
        class = "ggc_warning_orientation")
    table <- data.frame(id = paste0("m", 1:10), age = rep(c(0, 2, 4, 8, 12), 2),
        SOX2 = 1:10 / 3, PAX6 = 10:1 / 3)
    names(table)[2] <- "Age (days)"
    file <- tempfile(fileext = ".csv")
    utils::write.csv(table, file, row.names = FALSE)
    expect_error(read_expression(file), "Age (days)", fixed = TRUE,
        class = "ggc_error_orientation")
    expect_error(read_expression(file, table), "`samples`",
        class = "ggc_error_argument")
})

test_that("advice to turn x is for what x is", {
    skip_if_not_installed("SummarizedExperiment")
    set.seed(1)
    m <- matrix(stats::rnorm(600), 60, 10,
        dimnames = list(paste0("CELL", 1:60), paste0("G", 1:10)))
    place <- stats::setNames(stats::runif(60), rownames(m))
    x <- SummarizedExperiment::SummarizedExperiment(list(logcounts = m))
    advice <- "Pass t(SummarizedExperiment::assay(x)), so"
    expect_error(ggc_pseudotime(x, place), advice, fixed = TRUE,
        class = "ggc_error_orientation")
    expect_error(learn(x, 1:60), advice, fixed = TRUE,
        class = "ggc_error_orientation")
    expect_error(ggc_pseudotime(as.data.frame(m), place), "Pass t(x), so",
        fixed = TRUE, class = "ggc_error_orientation")
    turned <- t(SummarizedExperiment::assay(x))
    expect_identical(dim(suppressWarnings(suppressMessages(
        ggc_pseudotime(turned, place))))[[1L]], 10L)
})

test_that("regulators are known by case alone, which is said", {
    upper <- `rownames<-`(wide, toupper(rownames(wide)))
    expect_message(fit <- suppressWarnings(ggc_fit(upper, time = 1:10, seed = 1,
        regulators = tolower(rownames(upper)[1:2]))), "differ from those of genes in case alone")
    expect_identical(rownames(granger(fit)), rownames(upper)[1:2])
})

test_that("columns that sum up the samples are none", {
    set.seed(1)
    m <- matrix(round(stats::rnorm(60, 9), 2), 10, dimnames =
        list(paste0("G", 1:10), c("0h", "1h", "2h", "4h", "8h", "16h")))
    of <- function(f) round(apply(m, 1, f), 2)
    for (ends in list(list(Mean = of(mean), SD = of(stats::sd)),
        list(Average = of(mean)), list(AVG = of(mean)),
        list(median = of(stats::median)), list(Total = of(sum)),
        list(SEM = of(function(x) stats::sd(x) / sqrt(6))), list(max = of(max)),
        list(CV = of(function(x) stats::sd(x) / mean(x))),
        list(Average = of(mean), StDev = of(stats::sd)))) {
        table <- data.frame(Symbol = rownames(m), m, ends, check.names = FALSE)
        file <- tempfile(fileext = ".txt")
        utils::write.table(table, file, sep = "\t", row.names = FALSE,
            quote = FALSE)
        expect_message(read <- read_expression(file), names(ends)[[1L]])
        expect_identical(colnames(read), colnames(m))
        expect_identical(dim(suppressMessages(learn(table, 1:6))$x), dim(m))
        expect_identical(dim(suppressMessages(learn(as.matrix(table[-1L]),
            1:6))$x), dim(m))
    }
    # Of other numbers, one sample is called so.
    other <- cbind(m, Mean = stats::rnorm(10))
    expect_warning(suppressMessages(learn(other)), "hold times or replicates",
        class = "ggc_warning_samples")
    expect_error(suppressMessages(learn(other, c(colnames(m), "Mean"))),
        "it has \"Mean\"", class = "ggc_error_time")
})
