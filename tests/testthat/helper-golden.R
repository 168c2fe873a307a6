# What must stay the same to the last bit from one version to the next: results
# of fixed data and seeds with the generic kernels, as digests. Only numbers
# that the C core makes, by arithmetic alone: R's mathematical library has its
# own last bits on every system. inst/script/make_fixture_golden.R writes them
# down.

golden_fit <- function(x, method, ..., graph = NULL) {
    control <- ggc_control(..., members = 2L, first = 30L, each = 8L,
        n_lambda = 4L, isa = "generic")
    fit <- ggc_fit(x, method, graph = graph, control = control, seed = 11)
    list(granger(fit, if (method == "loo") "score" else "network"),
        granger(fit, "norm"), fit@details$path$error,
        if (method != "loo") predict(fit))
}

golden_fits <- function() {
    x <- ggc_simulate("var", p = 7, n_time = 13, n_trajectories = 6, seed = 12)
    list(
        clstm = golden_fit(x, "clstm"),
        crnn = golden_fit(x, "crnn", horizons = 2L),
        cmlp = golden_fit(x, "cmlp", lag = 3L, penalty = "hierarchical"),
        graph = golden_fit(x, "clstm", init = "both", n_prop = 2L, kl = "log",
            graph = TRUE),
        paper = golden_fit(x, "clstm", preset = "paper"),
        tank = golden_fit(x, "crnn", preset = "tank", hidden = 9L),
        loo = golden_fit(x, "loo", loo = "mask")
    )
}

golden_simulators <- function() {
    assay <- SummarizedExperiment::assay
    grn <- ggc_simulate("grn", p = 9, seed = 13)
    list(
        lorenz96 = assay(ggc_simulate("lorenz96", p = 6, n_time = 20,
            seed = 13)),
        var = assay(ggc_simulate("var", p = 8, n_time = 20, seed = 13)),
        grn = list(assay(grn), S4Vectors::metadata(grn)$truth)
    )
}

golden_statistics <- function() {
    x <- matrix(hook_draws("normal", 9L * 40L, name = "golden"), 9L,
        dimnames = list(paste0("G", 1:9), NULL))
    weight <- ggc_adjacency(x, "abscor", "none", self = FALSE)
    weight[weight < 0.15] <- 0
    list(
        draws = lapply(c("word", "uniform", "normal", "below"),
            hook_draws, n = 50L, below = 17L),
        dcor_gram = ggc_dcor(x, algorithm = "gram"),
        dcor_fast = ggc_dcor(x, algorithm = "fast"),
        adjacency = lapply(c("gram", "gram_raw", "abscor"), ggc_adjacency,
            x = x, normalise = "row"),
        layout = ggc_layout(weight, iterations = 60L, seed = 14)
    )
}

# The digest of all numbers in a list of matrices.
golden_digest <- function(x) {
    numbers <- as.double(unlist(x))
    .native_digest(writeBin(numbers, raw(), endian = "little"))
}

# Named digests, one for each result.
golden_digests <- function() {
    vapply(c(golden_statistics(), golden_simulators(), golden_fits()),
        golden_digest, "")
}

# R's flags for C; "" where there is no compiler.
golden_flags <- function() {
    flags <- suppressWarnings(system2(file.path(R.home("bin"), "R"),
        c("CMD", "config", "CFLAGS"), stdout = TRUE, stderr = FALSE))
    paste(flags, collapse = " ")
}

golden_file <- function() testthat::test_path("fixtures", "golden.tsv")

read_golden <- function(file = golden_file()) {
    table <- utils::read.delim(file, colClasses = "character")
    stats::setNames(table$digest, table$result)
}

# The name of a state of all golden values, to be found in NEWS.
golden_state <- function(digests) {
    text <- paste(names(digests), digests, sep = "\t", collapse = "\n")
    substr(.native_digest(charToRaw(text)), 1L, 8L)
}

# The section "Changed results" of a NEWS file, as lines.
changed_results <- function(news) {
    lines <- readLines(news)
    heads <- grep("^##? ", lines)
    from <- which(lines == "## Changed results")
    unlist(lapply(from, function(at) {
        lines[seq(at, min(heads[heads > at], length(lines) + 1L) - 1L)]
    }))
}
