# What happens to bad and odd input: a table of calls, each with the class of the
# error that it must end in, or with a check of what the documentation promises.
# The snapshot holds every wording; the last line of the output counts the calls.

# Names, genes x samples: two trajectories of six samples.
tame <- local({
    set.seed(7)
    x <- matrix(rnorm(48), 4, dimnames = list(LETTERS[1:4], paste0("s", 1:12)))
    x[2, ] <- x[1, ] + x[2, ] / 2
    x
})
hours <- rep(c(0, 1, 2, 3, 4, 5), 2)
line <- rep(c("wt", "ko"), each = 6)
swift <- ggc_control(members = 1, first = 3, each = 1, n_lambda = 2, hidden = 2)
learn <- function(x = tame, ..., control = swift) {
    ggc_fit(x, control = control, seed = 1, ...)
}
learn2 <- function(x = tame, time = hours, trajectory = line, ...) {
    learn(x, time = time, trajectory = trajectory, ...)
}
simple <- learn2()
with_row <- function(...) rbind(tame, ...)
replaced <- function(i, j, value, x = tame) {
    x[i, j] <- value
    x
}
edges <- data.frame(regulator = c("A", "B"), target = c("B", "C"))
scores <- granger(simple)
truth <- ggc_network(simple, n_edges = 3)
experiment <- tiny_experiment(time = tiny_time, trajectory = tiny_trajectory)
broken <- function(slot, value) {
    if (slot %in% names(simple@details)) {
        simple@details[[slot]] <- value
    } else {
        methods::slot(simple, slot, check = FALSE) <- value
    }
    simple
}
written <- function(...) {
    file <- file.path(tempdir(), "bad-input.tsv")
    writeLines(c(...), file, useBytes = TRUE)
    file
}
run <- function(...) ggc:::.cli_run(c(...))
out <- file.path(tempdir(), "bad-input-out")
with_option <- function(name, value, code) {
    old <- options(stats::setNames(list(value), name))
    on.exit(options(old))
    code
}

# An entry of the table. want: what follows "ggc_error_" in the class of the
# error; the class of a warning, "warning_..."; or a function of the value that
# must be TRUE. needs: a suggested package, without which it is left out.
bad <- function(name, code, want, needs = NULL) {
    list(name = name, code = substitute(code), want = want, needs = needs)
}

same_as <- function(reference) {
    function(value) identical(granger(value), granger(reference))
}
finite_scores <- function(value) all(is.finite(granger(value)))
finite <- function(value) all(is.finite(value))

here <- environment()
inputs <- list()
add <- function(...) inputs <<- c(inputs, list(...))

# ---- ggc_fit(): what is no expression matrix ----
add(
    bad("fit: NULL", learn(NULL), "input"),
    bad("fit: empty list", learn(list()), "input"),
    bad("fit: a function", learn(mean), "input"),
    bad("fit: a file name", learn("expression.tsv"), "input"),
    bad("fit: character matrix", learn(matrix("1", 3, 5)), "input"),
    bad("fit: logical matrix", learn(matrix(NA, 3, 5)), "input"),
    bad("fit: complex matrix", learn(matrix(1i, 3, 5)), "input"),
    bad("fit: list matrix", learn(matrix(list(1), 3, 5)), "input"),
    bad("fit: factor", learn(factor(letters)), "input"),
    bad("fit: array", learn(array(1, c(3, 4, 5))), "input"),
    bad("fit: zero rows", learn(tame[0, ]), "input"),
    bad("fit: zero columns", learn(tame[, 0]), "input"),
    bad("fit: one gene", learn(tame[1, , drop = FALSE]), "input"),
    bad("fit: table with a column of names",
        learn(data.frame(gene = LETTERS[1:4], tame)), finite_scores),
    bad("fit: table with two columns of names",
        learn(data.frame(gene = LETTERS[1:4], symbol = letters[1:4], tame)),
        finite_scores),
    bad("fit: table with two columns of names, none of genes",
        learn(data.frame(condition = LETTERS[1:4], batch = letters[1:4], tame)),
        "input"),
    bad("fit: table with a factor",
        learn(data.frame(tame, f = factor(1:4))), "input"),
    bad("fit: another S4 class", learn(S4Vectors::Rle(1:9)), "input"),
    bad("fit: a fit", learn(simple), "input"),
    bad("fit: list of a matrix and a ts",
        learn(list(tame, stats::ts(t(tame)))), "input"),
    bad("fit: list with NULL", learn(list(tame, NULL)), "input"),
    bad("fit: samples in rows, by time",
        learn(t(tame), time = hours, trajectory = line), "orientation"),
    bad("fit: samples in rows, by trajectory",
        learn(t(tame), trajectory = line), "orientation"),
    bad("fit: a column called time",
        learn(cbind(time = seq_len(12), t(tame))), "warning_orientation")
)

# ---- ggc_fit(): values and names ----
add(
    bad("fit: NA", learn(replaced(2, 3, NA)), "missing"),
    bad("fit: NaN", learn(replaced(2, 3, NaN)), "missing"),
    bad("fit: Inf", learn(replaced(2, 3, Inf)), "input"),
    bad("fit: -Inf from a logarithm", learn(replaced(2, 1:3, -Inf)), "input"),
    bad("fit: NA filled in",
        learn(replaced(2, 3, NA), na = "interpolate"), finite_scores),
    bad("fit: all of a gene missing",
        learn(replaced(2, , NA), na = "interpolate"), "missing"),
    bad("fit: values too large", learn(replaced(1, 1, 1e307)), "input"),
    bad("fit: huge values", learn2(tame * 2^990), same_as(simple)),
    bad("fit: tiny values", learn2(tame * 2^-990), same_as(simple)),
    bad("fit: a constant gene", learn2(with_row(flat = 5)), function(value) {
        all(granger(value)["flat", ] == 0) &&
            identical(granger(value)[1:4, 1:4], scores)
    }),
    bad("fit: an all-zero gene", learn2(with_row(zero = 0)), function(value) {
        all(granger(value)[, "zero"] == 0)
    }),
    bad("fit: all genes constant", learn2(tame * 0), "input"),
    bad("fit: constant targets",
        learn2(with_row(flat = 5), targets = "flat"), "input"),
    bad("fit: the same gene twice, two names",
        learn2(with_row(copy = tame[1, ])), finite_scores),
    bad("fit: duplicated gene names",
        learn2(tame[c(1, 2, 2, 3), ]), "genes"),
    bad("fit: an empty gene name",
        learn2(`rownames<-`(tame, c("A", "", "C", "D"))), "genes"),
    bad("fit: a missing gene name",
        learn2(`rownames<-`(tame, c("A", NA, "C", "D"))), "genes"),
    bad("fit: no gene names", learn2(unname(tame)), function(value) {
        identical(rownames(granger(value)), paste0("G", 1:4))
    }),
    bad("fit: names that are not ASCII",
        learn2(`rownames<-`(tame, c("\u03b1", "\u00df-actin", "a b", "D"))),
        function(value) {
            finite_scores(value) &&
                identical(rownames(granger(value))[[1]], "\u03b1")
        }),
    bad("fit: whole numbers",
        learn2(`storage.mode<-`(round(tame * 10), "integer")), finite_scores),
    bad("fit: more genes than samples",
        learn(matrix(sin(seq_len(400)^2), 40, 10,
            dimnames = list(sprintf("g%d", 1:40), NULL))), finite_scores)
)

# ---- ggc_fit(): samples ----
add(
    bad("fit: one sample", learn(tame[, 1, drop = FALSE]), "points"),
    bad("fit: two time points", learn(tame[, 1:2]), "points"),
    bad("fit: trajectories of two points",
        learn(tame, trajectory = rep(1:6, each = 2)), "points"),
    bad("fit: every sample its own trajectory",
        learn(tame, trajectory = 1:12), "points"),
    bad("fit: three time points", learn(tame[, 1:3]), finite_scores),
    bad("fit: time of the wrong length", learn(tame, time = 1:5), "time"),
    bad("fit: time with NA", learn(tame, time = c(NA, 2:12)), "time"),
    bad("fit: infinite time", learn(tame, time = c(1:11, Inf)), "time"),
    bad("fit: time as text", learn(tame, time = paste0(1:12, "h")),
        finite_scores),
    bad("fit: time in two units", learn(tame, time = paste0(1:12, c("h",
        "d"))), "time"),
    bad("fit: time as a factor", learn(tame, time = factor(1:12)),
        finite_scores),
    bad("fit: time with other names", learn(tame, time = c(a = 1, b = 2)),
        "time"),
    bad("fit: empty time", learn(tame, time = numeric()), "time"),
    bad("fit: a column name without colData", learn(tame, time = "h"), "time"),
    bad("fit: the same time twice", learn(tame, time = hours), "replicates"),
    bad("fit: all times equal", learn(tame, time = rep(1, 12)), "replicates"),
    bad("fit: the same time twice in a trajectory",
        learn2(time = c(0, 0, hours[-1:-2])), "replicates"),
    bad("fit: replicates averaged",
        learn(tame, time = hours, replicates = "mean"), finite_scores),
    bad("fit: replicates matched, but for one",
        learn(tame[, -1], time = hours[-1], replicates = "match"),
        finite_scores),
    bad("fit: replicates matched inside trajectories",
        learn2(time = c(0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2),
            replicates = "match"), finite_scores),
    bad("fit: replicates that cannot be matched",
        learn(tame, time = rep(1, 12), replicates = "match"), "replicates"),
    bad("fit: unsorted samples",
        learn2(tame[, c(3, 1, 2, 6:4, 12:7)], hours[c(3, 1, 2, 6:4, 12:7)],
            line[c(3, 1, 2, 6:4, 12:7)]), same_as(simple)),
    bad("fit: time running backwards", learn2(time = -hours), finite_scores),
    bad("fit: uneven times",
        learn2(time = hours^1.2, irregular = "error"), "irregular"),
    bad("fit: uneven times, by default",
        learn2(time = hours^1.2), finite_scores),
    bad("fit: a gap of a million steps",
        learn2(time = replace(hours, 6, 1e6), irregular = "interpolate"),
        "irregular"),
    bad("fit: times of 1e300", learn2(time = hours * 1e300), same_as(simple)),
    bad("fit: times of 1e-300", learn2(time = hours * 1e-300), same_as(simple)),
    bad("fit: trajectory of the wrong length",
        learn(tame, trajectory = 1:3), "trajectory"),
    bad("fit: trajectory with NA",
        learn(tame, trajectory = replace(line, 2, NA)), "trajectory"),
    bad("fit: trajectory of fractions",
        learn(tame, trajectory = 1:12 / 2), "trajectory"),
    bad("fit: trajectory of empty text",
        learn(tame, trajectory = rep("", 12)), "trajectory"),
    bad("fit: trajectory as a list",
        learn(tame, trajectory = as.list(line)), "trajectory"),
    bad("fit: trajectory as a factor with spare levels",
        learn2(trajectory = factor(line, c("x", "wt", "ko"))),
        same_as(simple)),
    bad("fit: trajectory for a list",
        learn(list(tame, tame), trajectory = line), "argument"),
    bad("fit: list with other genes", learn(list(tame, tame[4:2, ])), "genes"),
    bad("fit: list with two names alike",
        learn(list(a = tame, a = tame)), "trajectory"),
    bad("fit: list with times for one only",
        learn(list(tame, tame), time = list(1:12)), "time"),
    bad("fit: no such colData column",
        learn(experiment, time = "hours"), "argument"),
    bad("fit: several assays", learn(tiny_experiment(list(a = tiny_matrix(),
        b = tiny_matrix()))), "assay"),
    bad("fit: no such assay", learn(experiment, assay_type = "x"), "assay"),
    bad("fit: too large to be made dense",
        learn(Matrix::sparseMatrix(1, 1, x = 1, dims = c(1e5, 1e5))), "size",
        needs = "Matrix")
)

# ---- ggc_fit(): methods without networks ----
interpolated <- function(...) {
    learn2(time = rep(c(0, 1, 2, 3, 4, 6), 2), irregular = "interpolate", ...)
}
add(
    bad("var: order 0", learn2(method = "var", order = 0), "argument"),
    bad("var: order as long as the series", learn2(method = "var", order = 6),
        "points"),
    bad("var: points between samples", interpolated(method = "var"),
        "irregular"),
    bad("var: a checkpoint", learn2(method = "var", checkpoint = out),
        "argument"),
    bad("var: a prior", learn2(method = "var", prior = edges), "argument"),
    bad("var: an argument of another", learn2(method = "var", trees = 5),
        "argument"),
    bad("bts: lag of text", learn2(method = "bts", lag = "a"), "argument"),
    bad("bts: alpha above 1", learn2(method = "bts", alpha = 2), "argument"),
    bad("bts: too few steps", learn(tame[, 1:4], method = "bts"), "points"),
    bad("bts: points between samples", interpolated(method = "bts"),
        "irregular"),
    bad("bts: a graph", learn2(method = "bts", graph = TRUE), "argument"),
    bad("hsic_lasso: blocks of 5", learn2(method = "hsic_lasso", block = 5), "argument"),
    bad("hsic_lasso: too few steps", learn(tame[, 1:4], method = "hsic_lasso"),
        "points"),
    bad("hsic_lasso: a prior", learn2(method = "hsic_lasso", prior = edges),
        "argument"),
    bad("bets: no bootstraps", learn2(method = "bets", bootstraps = 0),
        "argument", needs = "glmnet"),
    bad("bets: one penalty of two", learn2(method = "bets", penalty = 0.1),
        "argument", needs = "glmnet"),
    bad("bets: a penalty of 0", learn2(method = "bets", penalty = c(0, 0.5)),
        "argument", needs = "glmnet"),
    bad("bets: one fold", learn2(method = "bets", folds = 1), "argument",
        needs = "glmnet"),
    bad("bets: order that leaves one point",
        learn2(method = "bets", order = 5), "points", needs = "glmnet"),
    bad("cgc2spr: no prior", learn2(method = "cgc2spr"), "prior"),
    bad("cgc2spr: a prior of nothing", learn2(method = "cgc2spr",
        prior = cbind(edges, weight = 0)), "prior"),
    bad("cgc2spr: lambda 0", learn2(method = "cgc2spr", prior = edges,
        lambda = 0), "argument"),
    bad("cgc2spr: no draws", learn2(method = "cgc2spr", prior = edges,
        draws = 0), "argument"),
    bad("cgc2spr: included", learn2(method = "cgc2spr", prior = edges,
        include = edges), "argument"),
    bad("cgc2spr: points between samples", interpolated(method = "cgc2spr",
        prior = edges), "irregular"),
    bad("te: no such estimator", learn2(method = "te", estimator = "knn"),
        "argument"),
    bad("te: no neighbours", learn2(method = "te", neighbours = 0),
        "argument"),
    bad("te: fewer steps than neighbours",
        learn2(method = "te", neighbours = 20), "points"),
    bad("te: half a permutation", learn2(method = "te", permutations = 1.5),
        "argument"),
    bad("te: points between samples, of normal variables",
        interpolated(method = "te", estimator = "gaussian"), "irregular"),
    bad("te: points between samples, of neighbours",
        interpolated(method = "te", permutations = 5), finite_scores),
    bad("grnte: lag 0", learn2(method = "grnte", lag = 0:2), "argument"),
    bad("grnte: lags of text", learn2(method = "grnte", lag = "a"),
        "argument"),
    bad("grnte: lag as long as the series", learn2(method = "grnte", lag = 6),
        "points"),
    bad("grnte: one bin", learn2(method = "grnte", bins = 1), "argument"),
    bad("lsngc: lag 0", learn2(method = "lsngc", lag = 0), "argument"),
    bad("lsngc: lag as long as the series", learn2(method = "lsngc", lag = 6),
        "points"),
    bad("lsngc: one centre", learn2(method = "lsngc", state_centres = 1),
        "argument"),
    bad("lsngc: more centres than steps",
        learn2(method = "lsngc", state_centres = 20), "points"),
    bad("lsngc: centres of text", learn2(method = "lsngc",
        source_centres = "a"), "argument"),
    bad("lsngc: points between samples", interpolated(method = "lsngc"),
        "irregular"),
    bad("trees: no such score", learn2(method = "trees", score = "forest"),
        "argument", needs = "ranger"),
    bad("trees: lags of what has none", learn2(method = "trees",
        score = "genie3", lag = 2), "argument", needs = "ranger"),
    bad("trees: no trees", learn2(method = "trees", trees = 0), "argument",
        needs = "ranger"),
    bad("trees: lag as long as the series", learn2(method = "trees", lag = 6),
        "points", needs = "ranger"),
    bad("swing: no learner", learn2(method = "swing",
        learners = character()), "argument", needs = "pls"),
    bad("swing: a learner twice", learn2(method = "swing",
        learners = c("pls", "pls")), "argument", needs = "pls"),
    bad("swing: max_lag below min_lag", learn2(method = "swing",
        learners = "pls", min_lag = 2, max_lag = 1), "argument",
        needs = "pls"),
    bad("swing: a window that leaves no lag", learn2(method = "swing",
        learners = "pls", window = 6), "points", needs = "pls")
)

# ---- ggc_fit(): settings ----
add(
    bad("fit: no such method", learn(method = "lasso"), "argument"),
    bad("fit: graph is NA", learn(graph = NA), "argument"),
    bad("fit: control is a list", learn(control = list()), "argument"),
    bad("fit: a control that was edited",
        learn(control = replace(swift, "rate", "fast")), "argument"),
    bad("fit: a control that lacks values",
        learn(control = structure(list(), class = "GGCControl")), "argument"),
    bad("fit: negative seed", ggc_fit(tame, seed = -1), "argument"),
    bad("fit: seed of 1e17", ggc_fit(tame, seed = 1e17), "argument"),
    bad("fit: seed as text", ggc_fit(tame, seed = "1"), "argument"),
    bad("fit: no threads", learn(threads = 0), "argument"),
    bad("fit: too many threads", learn(threads = 1e9), "argument"),
    bad("fit: verbose is text", learn(verbose = "yes"), "argument"),
    bad("fit: unknown regulators", learn(regulators = c("A", "Z")), "genes"),
    bad("fit: no regulators", learn(regulators = character()), "genes"),
    bad("fit: regulators twice", learn(regulators = c(1, 1)), "genes"),
    bad("fit: regulator 0", learn(regulators = 0), "genes"),
    bad("fit: regulator 1e10", learn(regulators = 1e10), "genes"),
    bad("fit: flags of the wrong length",
        learn(regulators = c(TRUE, FALSE)), "genes"),
    bad("fit: targets as a list", learn(targets = list("A")), "genes"),
    bad("fit: target NA", learn(targets = NA_character_), "genes"),
    bad("fit: one regulator", learn2(regulators = "A"), finite_scores),
    bad("fit: prior with unknown genes",
        learn(prior = data.frame(regulator = "Z", target = "A")), "genes"),
    bad("fit: prior above 1", learn(prior = cbind(edges, weight = 2)),
        "argument"),
    bad("fit: prior NA", learn(prior = cbind(edges, weight = NA)), "argument"),
    bad("fit: prior without names", learn(prior = diag(4)), "argument"),
    bad("fit: prior of text", learn(prior = "A"), "argument"),
    bad("fit: prior twice", learn(prior = edges[c(1, 1), ]), finite_scores),
    bad("fit: prior twice, not alike", learn(prior = cbind(edges[c(1, 1), ],
        weight = c(0.1, 0.9))), "argument"),
    bad("fit: priors without names", learn(prior = list(edges, edges)),
        "argument"),
    bad("fit: priors called alike", learn(prior = list(a = edges, a = edges)),
        "argument"),
    bad("fit: a prior beside targets",
        learn(prior = list(chip = edges, A = c("B", "C"))), "argument"),
    bad("fit: one of two priors above 1", learn(prior = list(a = edges,
        b = cbind(edges, weight = 2))), "argument"),
    bad("fit: one of two priors with unknown genes", learn(prior = list(
        a = edges, b = data.frame(regulator = "Z", target = "A"))), "genes"),
    bad("fit: several tables excluded",
        learn(exclude = list(a = edges, b = edges)), "argument"),
    bad("fit: two priors", learn2(prior = list(a = edges, b = edges)),
        same_as(learn2(prior = edges))),
    bad("fit: a prior of signs that are none",
        learn2(prior = cbind(edges, sign = "perhaps")),
        same_as(learn2(prior = edges))),
    bad("fit: excluded and included",
        learn(exclude = edges, include = edges), "argument"),
    bad("fit: everything excluded", learn2(exclude = matrix(1, 4, 4,
        dimnames = list(LETTERS[1:4], LETTERS[1:4]))), function(value) {
        all(granger(value)[row(scores) != col(scores)] == 0)
    }),
    bad("fit: prior with loo", learn(method = "loo", prior = edges),
        "argument"),
    bad("fit: workers of text", learn(BPPARAM = 2), "argument",
        needs = "BiocParallel"),
    bad("fit: checkpoint NA", learn(checkpoint = NA), "argument"),
    bad("fit: checkpoint that cannot be made",
        learn(checkpoint = "/dev/null/x"), "checkpoint"),
    bad("fit: lag longer than the series",
        learn(method = "cmlp", control = ggc_control(lag = 100)), "argument"),
    bad("fit: dcor_lag longer than the series",
        learn(control = ggc_control(init = "hidden", dcor_lag = 100)),
        "argument"),
    bad("fit: an unbelievable number of hidden units",
        learn(control = ggc_control(hidden = 2e9)), "argument"),
    bad("fit: hidden units beyond the memory",
        learn(control = ggc_control(hidden = 30000)), "memory"),
    bad("fit: members beyond the memory",
        learn(control = ggc_control(members = 1e9)), "memory"),
    bad("fit: segments of 2^31 - 1",
        learn(control = replace(swift, c("segment", "burn_in"),
            list(.Machine$integer.max, .Machine$integer.max))), finite_scores)
)

# ---- ggc_control() ----
for (one in list(
    list(hidden = 0), list(hidden = -5), list(hidden = 1.5),
    list(hidden = "many"), list(layers = 9), list(n_prop = 1e9),
    list(window = 0), list(window = "all"), list(horizons = 0),
    list(lag = NA), list(ridge = -1), list(rate = 0), list(rate = Inf),
    list(members = 0), list(lambda = c(0.2, 0.1)), list(lambda = -1),
    list(lambda = numeric()), list(lambda = c(0.1, NA)),
    list(n_lambda = 0), list(lambda_min = 1, lambda_max = 0.1),
    list(first = -1), list(each = 1e10), list(se_factor = -1),
    list(hubs = "yes"), list(fusion = -1), list(prior_weight = Inf),
    list(alpha = 2), list(margin = NaN), list(kl = "both"),
    list(penalty = "hierarchical", kl = "log"), list(relu = "no"),
    list(preset = "best"), list(isa = "neon")
)) {
    call <- as.call(c(quote(ggc_control), one))
    inputs <- c(inputs, list(list(
        name = sub("^ggc_control[(](.*)[)]$", "control: \\1",
            paste(deparse(call), collapse = "")),
        code = call, want = "argument"
    )))
}

# ---- Distance correlation, adjacency ----
add(
    bad("dcor: NULL", ggc_dcor(NULL), "input"),
    bad("dcor: lag -1", ggc_dcor(tame, lag = -1), "argument"),
    bad("dcor: lag too long", ggc_dcor(tame, lag = 12), "argument"),
    bad("dcor: no such algorithm", ggc_dcor(tame, algorithm = "slow"),
        "argument"),
    bad("dcor: y of other samples", ggc_dcor(tame, y = tame[, 1:5]), "input"),
    bad("dcor: unknown argument", ggc_dcor(tame, lags = 1), "argument"),
    bad("dcor: tiny values", ggc_dcor(tame * 2^-990), function(value) {
        identical(value, ggc_dcor(tame))
    }),
    bad("dcor: huge values", ggc_dcor(tame * 2^990), function(value) {
        identical(value, ggc_dcor(tame))
    }),
    bad("dcor: constant gene", ggc_dcor(with_row(flat = 1)), function(value) {
        finite(value) && all(value["flat", ] == 0)
    }),
    bad("dcor: more than the memory", ggc_dcor(matrix(sin(1:6e4), 3e4, 2)),
        "memory"),
    bad("adjacency: no such method", ggc_adjacency(tame, "cosine"),
        "argument"),
    bad("adjacency: no such normalisation",
        ggc_adjacency(tame, normalise = "L2"), "argument"),
    bad("adjacency: self NA", ggc_adjacency(tame, self = NA), "argument"),
    bad("adjacency: samples in rows",
        ggc_adjacency(t(tame), time = hours, trajectory = line),
        "orientation"),
    bad("adjacency: unknown argument", ggc_adjacency(tame, times = hours),
        "argument"),
    bad("adjacency: all constant", ggc_adjacency(tame * 0), function(value) {
        all(value == 0)
    }),
    bad("adjacency: raw products that overflow",
        ggc_adjacency(tame * 1e200, "gram_raw", "none"), "input"),
    bad("adjacency: huge values, normalised raw products",
        ggc_adjacency(tame * 2^900, "gram_raw"), function(value) {
            identical(value, ggc_adjacency(tame, "gram_raw"))
        }),
    bad("adjacency: tiny values, normalised raw products",
        ggc_adjacency(tame * 2^-900, "gram_raw"), function(value) {
            identical(value, ggc_adjacency(tame, "gram_raw"))
        }),
    bad("adjacency: huge values", ggc_adjacency(tame * 2^990),
        function(value) identical(value, ggc_adjacency(tame))),
    bad("adjacency: more than the memory",
        ggc_adjacency(matrix(sin(1:6e4), 3e4, 2)), "memory")
)

# ---- A fit and what is asked of it ----
add(
    bad("granger: no fit", granger(tame), "argument"),
    bad("granger: no such type", granger(simple, "score2"), "argument"),
    bad("granger: corrupted fit", granger(broken("score", matrix("x", 4, 4))),
        "fit"),
    bad("edges: a fit without scores",
        ggc_edges(broken("score", matrix(0, 2, 2))), "fit"),
    bad("edges: NULL", ggc_edges(NULL), "argument"),
    bad("edges: text", ggc_edges("fit"), "argument"),
    bad("edges: n = -1", ggc_edges(simple, n = -1), "argument"),
    bad("edges: self NA", ggc_edges(simple, self = NA), "argument"),
    bad("edges: infinite scores", ggc_edges(replaced(1, 2, Inf, scores)),
        "argument"),
    bad("edges: rectangle without names", ggc_edges(matrix(1, 2, 3)),
        "argument"),
    bad("edges: row names twice",
        ggc_edges(`rownames<-`(scores, c("A", "A", "C", "D"))), "argument"),
    bad("edges: missing row names",
        ggc_edges(`rownames<-`(scores, c("A", NA, "C", "D"))), "argument"),
    bad("edges: NA scores last", ggc_edges(replaced(1, 2, NA, scores)),
        function(value) is.na(utils::tail(value$score, 1))),
    bad("edges: empty matrix", ggc_edges(scores[0, ]), "argument"),
    bad("write: no table", write_edges(1:3, tempfile()), "argument"),
    bad("write: lacks columns", write_edges(edges, tempfile()), "argument"),
    bad("write: no file name", write_edges(simple, NA), "argument"),
    bad("write: no such directory",
        write_edges(simple, "/nonexistent/edges.tsv"), "output"),
    bad("write: a name with a tab",
        write_edges(`dimnames<-`(scores, list(c("A\t", "B", "C", "D"),
            LETTERS[1:4])), tempfile()), "argument"),
    bad("training: no fit", ggc_training(list()), "argument"),
    bad("network: no fit and no size", ggc_network(scores), "argument"),
    bad("network: no fit, a precision", ggc_network(scores, precision = 0.5),
        "precision"),
    bad("network: no fit, a false discovery rate",
        ggc_network(scores, fdr = 0.1), "argument"),
    bad("network: no ranking", ggc_network("a", n_edges = 1), "argument"),
    bad("network: of a table that lists a pair twice",
        ggc_network(data.frame(from = "a", to = "b", score = 1:2), n_edges = 1),
        "argument"),
    bad("fit[i, j]: one index", simple["A"], "argument"),
    bad("fit[i, j]: no such regulator", simple["nope", ], "argument"),
    bad("fit[i, j]: too large", simple[, 9], "argument"),
    bad("head: n of text", head(simple, "all"), "argument"),
    bad("network: nothing asked", ggc_network(simple),
        function(value) is.integer(value)),
    bad("network: two things asked",
        ggc_network(simple, n_edges = 1, density = 0.1), "argument"),
    bad("network: precision 1", ggc_network(simple, precision = 1),
        "argument"),
    bad("network: density 2", ggc_network(simple, density = 2), "argument"),
    bad("network: half an edge", ggc_network(simple, n_edges = 0.5),
        "argument"),
    bad("network: more edges than there are",
        ggc_network(simple, n_edges = 1e6),
        function(value) sum(value) == 12),
    bad("igraph: no fit", ggc_igraph(list()), "argument", needs = "igraph"),
    bad("igraph: n = NA", ggc_igraph(simple, n = NA), "argument",
        needs = "igraph"),
    bad("predict: genes missing", predict(simple, tame[1:3, ]), "genes"),
    bad("predict: samples in rows",
        predict(simple, t(tame), time = hours), "orientation"),
    bad("predict: NA", predict(simple, replaced(1, 1, NA)), "missing"),
    bad("predict: text", predict(simple, "new"), "input"),
    bad("predict: no networks kept", predict(broken("networks", list())),
        "argument"),
    bad("predict: corrupted networks",
        predict(broken("networks", list(packed = 1))), "fit"),
    bad("predict: networks of another fit",
        predict(broken("networks", replace(simple@details$networks, "packed",
            list(lapply(simple@details$networks$packed, replace, "columns",
                list(raw(8))))))), "fit"),
    bad("training: corrupted fit", ggc_training(broken("training",
        S4Vectors::DataFrame(a = 1:4))), "fit"),
    bad("metrics: corrupted fit", ggc_metrics(broken("norms", scores[1:2, ]),
        truth), "fit"),
    bad("plot: corrupted fit", plot(broken("path", list())), "fit",
        needs = "ggplot2"),
    bad("summary: corrupted fit", summary(broken("norms", -scores)), "fit"),
    bad("network: corrupted fit", ggc_network(broken("method", ""),
        n_edges = 2), "fit"),
    bad("layout: corrupted fit", ggc_layout(broken("adjacency", diag(2))),
        "fit"),
    bad("summary: n = -1", summary(simple, n = -1), "argument"),
    bad("plot: no such type", plot(simple, type = "pie"), "argument",
        needs = "ggplot2"),
    bad("plot: roc without truth", plot(simple, type = "roc"), "argument",
        needs = "ggplot2"),
    bad("plot: path of an unknown target",
        plot(simple, type = "path", target = "Z"), "argument",
        needs = "ggplot2"),
    bad("plot: n = 0", plot(simple, type = "network", n = 0), "argument",
        needs = "ggplot2")
)

# ---- Comparison with a truth ----
add(
    bad("metrics: truth NULL", ggc_metrics(simple, NULL), "truth"),
    bad("metrics: truth of text", ggc_metrics(simple, "gold.tsv"), "truth"),
    bad("metrics: truth with other names",
        ggc_metrics(simple, `dimnames<-`(truth, rep(list(letters[23:26]), 2))),
        "truth"),
    bad("metrics: truth of another size",
        ggc_metrics(simple, diag(5)), "truth"),
    bad("metrics: truth with row names only",
        ggc_metrics(simple, `colnames<-`(truth, NULL)), "truth"),
    bad("metrics: truth with NA", ggc_metrics(simple, replaced(1, 2, NA,
        truth)), "truth"),
    bad("metrics: truth without edges", ggc_metrics(simple, truth * 0L),
        "truth"),
    bad("metrics: truth of edges only", ggc_metrics(simple, truth * 0L + 1L),
        "truth"),
    bad("metrics: empty table", ggc_metrics(simple, edges[0, ]), "truth"),
    bad("metrics: table of one column", ggc_metrics(simple, edges[1]),
        "truth"),
    bad("metrics: table with NA",
        ggc_metrics(simple, replaced(1, 1, NA, edges)), "truth"),
    bad("metrics: an undirected graph",
        ggc_metrics(simple, igraph::make_ring(4)), "truth", needs = "igraph"),
    bad("metrics: no scores", ggc_metrics(list(), truth), "argument"),
    bad("metrics: infinite scores",
        ggc_metrics(replaced(1, 2, -Inf, scores), truth), "argument"),
    bad("metrics: NA scores", ggc_metrics(replaced(2, , NA, scores), truth),
        function(value) finite(value$AUROC)),
    bad("metrics: all scores equal", ggc_metrics(scores * 0 + 1, truth),
        function(value) value$AUROC == 0.5),
    bad("metrics: network of -1 edges",
        ggc_metrics(simple, truth, network = -1), "argument"),
    bad("metrics: network with other names",
        ggc_metrics(simple, truth, network = `dimnames<-`(truth,
            rep(list(letters[23:26]), 2))), "truth"),
    bad("metrics: a list with a text", ggc_metrics(list(scores, "a"), truth),
        "argument"),
    bad("metrics: no such candidates", ggc_metrics(scores, truth,
        candidates = "tfs"), "argument"),
    bad("metrics: self of text", ggc_metrics(simple, truth, self = "no"),
        "argument"),
    bad("roc: truth NULL", ggc_roc(simple, NULL), "truth", needs = "pROC"),
    bad("roc: an argument of pROC that is wrong",
        ggc_roc(simple, truth, ci = "yes"), "argument", needs = "pROC"),
    bad("roc: the direction, which is fixed",
        ggc_roc(simple, truth, direction = ">"), "argument", needs = "pROC"),
    bad("pr: truth of zeros", ggc_pr(simple, truth * 0L), "truth"),
    bad("pr: a single score", ggc_pr(matrix(1), matrix(1)), "truth")
)

# ---- Methods side by side ----
pair <- function(methods = "var", ...) {
    ggc_compare(tame, methods, ..., time = hours, trajectory = line, seed = 1,
        halves = FALSE)
}
both <- pair(list("var", scores = scores))
add(
    bad("compare: no methods", pair(list()), "argument"),
    bad("compare: a number", pair(7), "argument"),
    bad("compare: no such method", pair(c("var", "svm")), "argument"),
    bad("compare: NA", pair(NA_character_), "argument"),
    bad("compare: a list in a list", pair(list(a = list("var"))), "argument"),
    bad("compare: a ranking without a name", pair(list("var", scores)),
        "argument"),
    bad("compare: two of a name", pair(list(var = "var", var = scores)),
        "argument"),
    bad("compare: a ranking of other genes", pair(list("var",
        a = `dimnames<-`(scores, rep(list(letters[1:4]), 2)))), "genes"),
    bad("compare: a ranking of text", pair(list("var",
        a = `storage.mode<-`(scores, "character"))), "argument"),
    bad("compare: a graph", pair(list("var", a = structure(list(1),
        class = "igraph"))), "argument"),
    bad("compare: a corrupted fit", pair(list(a = broken("norms",
        scores[1:2, ]))), "fit"),
    bad("compare: no data for a method", ggc_compare(NULL, "var"), "argument"),
    bad("compare: data of text", ggc_compare("x.tsv", "var"), "input"),
    bad("compare: one method refuses", pair(c("var", "cgc2spr")),
        "warning_compare"),
    bad("compare: an argument of no method", pair(order = 2), "argument"),
    bad("compare: an argument of another method", pair(list(a = list(
        method = "var", trees = 3))), "argument"),
    bad("compare: truth of text", pair(truth = "gold.tsv"), "truth"),
    bad("compare: truth without edges", pair(truth = truth * 0L), "truth"),
    bad("compare: halves of text", ggc_compare(tame, "var", halves = "no"),
        "argument"),
    bad("compare: one gene", ggc_compare(tame[1, , drop = FALSE], "var"),
        "input"),
    bad("compare: no first edges", summary(both, n = 0), "argument"),
    bad("compare: no such picture", plot(both, "pie"), "argument",
        needs = "ggplot2"),
    bad("contrast: no condition", ggc_contrast(tame), "argument"),
    bad("contrast: one condition", ggc_contrast(tame, rep("a", ncol(tame)),
        method = "var", lag = 1), "contrast"),
    bad("contrast: a trajectory of two", ggc_contrast(tame,
        rep(1:2, length.out = ncol(tame)), method = "var", lag = 1),
    "contrast"),
    bad("contrast: conditions of other samples", ggc_contrast(tame, 1:2,
        method = "var", lag = 1), "argument"),
    bad("contrast: fits without names", ggc_contrast(list(simple, simple)),
        "argument"),
    bad("contrast: a list of other things", ggc_contrast(list(a = simple,
        b = 1)), "argument"),
    bad("consensus: a matrix", ggc_consensus(scores), "argument"),
    bad("consensus: nothing", ggc_consensus(list()), "argument"),
    bad("consensus: no forecasts", ggc_consensus(both, "forecast"),
        "argument"),
    bad("consensus: weights of text", ggc_consensus(both, "a"), "argument"),
    bad("consensus: a weight too many", ggc_consensus(both, 1:3), "argument"),
    bad("consensus: a ranking of one value", ggc_consensus(list(a = scores * 0,
        b = scores)), finite)
)

# ---- Layout, simulators, threads ----
add(
    bad("layout: rectangle", ggc_layout(matrix(1, 2, 3)), "argument"),
    bad("layout: not symmetric", ggc_layout(matrix(1:4, 2)), "argument"),
    bad("layout: negative", ggc_layout(diag(-1, 3)), "argument"),
    bad("layout: NA", ggc_layout(matrix(NA_real_, 2, 2)), "argument"),
    bad("layout: huge weights", ggc_layout(matrix(1e300, 3, 3)), finite),
    bad("layout: no node", ggc_layout(matrix(0, 0, 0)), "argument"),
    bad("layout: one node", ggc_layout(matrix(0, 1, 1)), finite),
    bad("layout: radius of the wrong length",
        ggc_layout(diag(3), radius = 1:2), "argument"),
    bad("layout: no iterations", ggc_layout(diag(3), iterations = 0),
        "argument"),
    bad("layout: more than the memory", ggc_layout(diag(8000)), "memory"),
    bad("simulate: no such model", ggc_simulate("ode"), "argument"),
    bad("simulate: three genes on a ring", ggc_simulate(p = 3), "argument"),
    bad("simulate: genes of text", ggc_simulate(p = "ten"), "argument"),
    bad("simulate: a size that overflows",
        ggc_simulate(p = 40000, n_time = 1e6), "argument"),
    bad("simulate: more than the memory",
        ggc_simulate("var", p = 40000, n_time = 3), "memory"),
    bad("simulate: negative noise", ggc_simulate(noise = -1), "argument"),
    bad("simulate: one time point", ggc_simulate(n_time = 1), "argument"),
    bad("simulate: unknown argument", ggc_simulate(radius = 0.5), "argument"),
    bad("simulate: argument of another model",
        ggc_simulate("var", forcing = 8), "argument"),
    bad("simulate: radius 1", ggc_simulate("var", radius = 1), "argument"),
    bad("simulate: more regulators than genes",
        ggc_simulate("var", sparsity = 100), "argument"),
    bad("simulate: a step that explodes",
        ggc_simulate(forcing = 1000, dt = 10, n_time = 20, burn_in = 0,
            p = 4, seed = 1), function(value) {
            finite(SummarizedExperiment::assay(value))
        }),
    bad("simulate: network with a diagonal",
        ggc_simulate("grn", network = diag(4)), "argument"),
    bad("simulate: network with other names in rows",
        ggc_simulate("grn", network = matrix(0, 2, 2,
            dimnames = list(c("a", "b"), c("a", "c")))), "argument"),
    bad("simulate: times running backwards",
        ggc_simulate("grn", times = 3:1), "argument"),
    bad("simulate: no such design", ggc_simulate("grn", design = "random"),
        "argument"),
    bad("simulate: cells of no such topology",
        ggc_simulate("cells", topology = "tree"), "argument"),
    bad("simulate: cells of too few genes for two ends",
        ggc_simulate("cells", topology = "bifurcation", p = 5), "argument"),
    bad("simulate: rules of a chain",
        ggc_simulate("cells", rules = "fate"), "argument"),
    bad("simulate: cells with points in time",
        ggc_simulate("cells", n_time = 10), "argument"),
    bad("simulate: cells with batches",
        ggc_simulate("cells", batches = 2), "argument"),
    bad("simulate: all counts lost",
        ggc_simulate("cells", dropout = 1), "argument"),
    bad("simulate: more cells than the memory",
        ggc_simulate("cells", p = 5000, n_cells = 4e5), "memory"),
    bad("simulate: seed of 0.5", ggc_simulate(seed = 0.5), "argument"),
    bad("threads: option of text",
        with_option("ggc.threads", "all", ggc_threads()), "argument"),
    bad("memory: option of text",
        with_option("ggc.max_memory", "all", learn2()), "argument")
)

# ---- Files ----
gold <- function(...) {
    read_dream(written("trajectory\ttime\tA\tB", "1\t0\t1\t2", "1\t1\t2\t1"),
        gold = local({
            file <- file.path(tempdir(), "bad-input-gold.tsv")
            writeLines(c(...), file)
            file
        }))
}
add(
    bad("expression: no file", read_expression("absent"), "file"),
    bad("expression: file NA", read_expression(NA), "argument"),
    bad("expression: empty", read_expression(written(character())), "format"),
    bad("expression: numbers alone", read_expression(written("0.1 0.2 0.3",
        "0.4 0.5 0.6", "0.7 0.8 0.9")), "format"),
    bad("expression: long", read_expression(written("gene\tsample\tvalue",
        "A\ts1\t1", "A\ts2\t2", "B\ts1\t3")), "format"),
    bad("expression: commas of thousands", read_expression(written("g\ta\tb",
        "A\t1,234\t5,678")), "format"),
    bad("expression: no such column", read_expression(written("g\ta\tb",
        "A\t1\t2"), names = "symbol"), "format"),
    bad("expression: a sample twice", read_expression(written("g\ta\tb",
        "A\t1\t2"), local({
            file <- file.path(tempdir(), "bad-input-samples.tsv")
            writeLines(c("s\ttime", "a\t1", "b\t2", "a\t3"), file)
            file
        })), "format"),
    bad("dream: no file", read_dream("absent"), "file"),
    bad("dream: path NA", read_dream(NA), "argument"),
    bad("dream: a directory", read_dream("."), "file"),
    bad("dream: empty file", read_dream(written(character())), "format"),
    bad("dream: header only", read_dream(written("Time\tA\tB")), "format"),
    bad("dream: commas", read_dream(written("Time,A,B", "0,1,2")), "format"),
    bad("dream: too few fields",
        read_dream(written("Time\tA\tB", "0\t1\t2", "1\t2")), "format"),
    bad("dream: text among numbers",
        read_dream(written("Time\tA\tB", "0\t1\tx")), "format"),
    bad("dream: time missing",
        read_dream(written("Time\tA\tB", "\t1\t2")), "format"),
    bad("dream: time backwards",
        read_dream(written("Time\tA\tB", "1\t1\t2", "0\t1\t2")), "format"),
    bad("dream: a gene twice",
        read_dream(written("Time\tA\tA", "0\t1\t2")), "format"),
    bad("dream: bytes that are no UTF-8",
        read_dream(written("Time\tA\tB", "0\t1\t\xff")), "format"),
    bad("dream: gold names an unknown gene", gold("A\tZ\t1"), "genes"),
    bad("dream: gold with a weight", gold("A\tB\t0.5"), "format"),
    bad("dream: gold contradicts itself", gold("A\tB\t1", "A\tB\t0"),
        "format"),
    bad("dream: no gold file", read_dream(written("Time\tA\tB", "0\t1\t2"),
        gold = "absent"), "file")
)

# ---- Counts and cells ----
counts <- matrix(c(3, 0, 8, 5, 2, 9, 4, 4, 7, 1, 6, 2), 3,
    dimnames = list(c("a", "b", "c"), NULL))
cells <- local({
    set.seed(2)
    matrix(rnorm(240), 3, dimnames = list(c("a", "b", "c"), NULL))
})
add(
    bad("preprocess: NULL", ggc_preprocess(NULL), "input", needs = "edgeR"),
    bad("preprocess: negative", ggc_preprocess(counts - 1), "counts",
        needs = "edgeR"),
    bad("preprocess: fractions", ggc_preprocess(counts / 2), "counts",
        needs = "edgeR"),
    bad("preprocess: NA", ggc_preprocess(replaced(1, 1, NA, counts)),
        "missing", needs = "edgeR"),
    bad("preprocess: Inf", ggc_preprocess(replaced(1, 1, Inf, counts)),
        "counts", needs = "edgeR"),
    bad("preprocess: a sample without reads",
        ggc_preprocess(replaced(, 1, 0, counts)), "counts", needs = "edgeR"),
    bad("preprocess: no gene left", ggc_preprocess(counts, min_count = 1e6),
        "counts", needs = "edgeR"),
    bad("preprocess: n_genes = 1", ggc_preprocess(counts, n_genes = 1),
        "argument"),
    bad("preprocess: prior_count = 0", ggc_preprocess(counts,
        prior_count = 0), "argument"),
    bad("preprocess: huge counts", ggc_preprocess(counts * 1e300), "counts",
        needs = "edgeR"),
    bad("pseudotime: too short", ggc_pseudotime(cells, 1:5), "pseudotime"),
    bad("pseudotime: text", ggc_pseudotime(cells, letters), "argument"),
    bad("pseudotime: all missing",
        ggc_pseudotime(cells, rep(NA_real_, 80)), "pseudotime"),
    bad("pseudotime: infinite",
        ggc_pseudotime(cells, c(Inf, 1:79)), "pseudotime"),
    bad("pseudotime: none", ggc_pseudotime(cells), "pseudotime"),
    bad("pseudotime: names of other cells", ggc_pseudotime(cells,
        stats::setNames(1:80, paste0("other", 1:80))), "pseudotime"),
    bad("pseudotime: weights of other lineages",
        ggc_pseudotime(cells, 1:80, weights = matrix(1, 80, 2)), "pseudotime"),
    bad("pseudotime: negative weights",
        ggc_pseudotime(cells, 1:80, weights = -(1:80)), "pseudotime"),
    bad("pseudotime: no column of donors",
        ggc_pseudotime(cells, 1:80, replicates = c("donor", "sex")),
        "argument"),
    bad("pseudotime: all alike", ggc_pseudotime(cells, rep(1, 80)),
        "pseudotime"),
    bad("pseudotime: two bins", ggc_pseudotime(cells, 1:80, bins = 2),
        "argument"),
    bad("pseudotime: more bins than cells",
        ggc_pseudotime(cells, 1:80, bins = 1e6), "points"),
    bad("pseudotime: cells in rows",
        ggc_pseudotime(t(cells), 1:80), "orientation"),
    bad("pseudotime: lineage of the wrong length",
        ggc_pseudotime(cells, 1:80, lineage = 1:3), "pseudotime"),
    bad("pseudotime: NA in a gene",
        ggc_pseudotime(replaced(1, 1, NA, cells), 1:80, bins = 4), "missing"),
    bad("pseudotime: huge values",
        ggc_pseudotime(abs(cells) * 1e308, 1:80, bins = 4), "input"),
    bad("pseudotime: arguments of another summary",
        ggc_pseudotime(cells, 1:80, n_genes = 2), "argument"),
    bad("pseudotime: times of 1e300",
        ggc_pseudotime(cells, (1:80) * 2e306, bins = 4, by = "width"),
        function(value) finite(SummarizedExperiment::assay(value)))
)

# ---- The command line ----
add(
    bad("cli: nothing", run(character()), "usage"),
    bad("cli: no such command", run("train"), "usage"),
    bad("cli: no input", run("fit", "--out", out), "usage"),
    bad("cli: no output", run("fit", "x.tsv"), "usage"),
    bad("cli: no such option", run("fit", "x.tsv", "--best"), "usage"),
    bad("cli: an option without its value", run("fit", "x.tsv", "--out"),
        "usage"),
    bad("cli: an option twice", run("simulate", "--out", out, "--out", out),
        "usage"),
    bad("cli: no such file", run("fit", "absent.tsv", "--out", out), "file"),
    bad("cli: an empty file", run("fit", written(""), "--out", out),
        "format"),
    bad("cli: text among numbers",
        run("fit", written("g,s1,s2,s3", "A,1,2,x", "B,1,2,3"), "--out", out),
        "format"),
    bad("cli: samples without a line",
        run("fit", written("g,s1,s2", "A,1,2"), "--samples",
            local({
                file <- file.path(tempdir(), "bad-input-samples.tsv")
                writeLines(c("sample,time", "s1,0"), file)
                file
            }), "--out", out), "format"),
    bad("cli: no R object", run("fit", local({
        file <- file.path(tempdir(), "bad-input.rds")
        writeLines("text", file)
        file
    }), "--out", out), "format"),
    bad("cli: a seed of text",
        run("simulate", "--out", out, "--seed", "one"), "usage"),
    bad("cli: a number that overflows",
        run("simulate", "--out", out, "--genes", "1e20"), "argument"),
    bad("cli: no such model",
        run("simulate", "--out", out, "--model", "ode"), "argument"),
    bad("cli: no such control",
        run("fit", written("g,s1,s2,s3", "A,1,2,5", "B,1,2,3"), "--out", out,
            "--control", "depth=3"), "usage"),
    bad("cli: a control of text",
        run("fit", written("g,s1,s2,s3", "A,1,2,5", "B,1,2,3"), "--out", out,
            "--control", "rate=fast"), "argument"),
    bad("cli: output that cannot be made",
        run("simulate", "--out", "/dev/null/x"), "output"),
    bad("cli: a ranking without truth", run("score", "edges.tsv"), "usage"),
    bad("cli: --top -1", local({
        ranking <- written("regulator\ttarget\tscore", "A\tB\t2", "B\tA\t1")
        truth <- file.path(tempdir(), "bad-input-truth.tsv")
        writeLines("A\tB\t1", truth)
        run("score", ranking, truth, "--top=-1")
    }), "argument")
)

# ---- What came of it ----

# list(value or error, said): said are the warnings and messages on the way.
outcome <- function(one) {
    said <- list()
    keep <- function(restart) {
        function(condition) {
            said <<- c(said, list(condition))
            invokeRestart(restart)
        }
    }
    out <- tryCatch(
        withCallingHandlers(
            {
                utils::capture.output(value <- eval(one$code, here))
                list(value = value)
            },
            warning = keep("muffleWarning"), message = keep("muffleMessage")
        ),
        error = function(e) list(error = e)
    )
    c(out, list(said = said))
}

# Those of packages that are not installed are named by the snapshot's test.
needed <- unique(unlist(lapply(inputs, `[[`, "needs")))
absent <- Filter(function(name) !requireNamespace(name, quietly = TRUE), needed)
inputs <- Filter(function(one) !any(one$needs %in% absent), inputs)

outcomes <- local({
    old <- options(ggc.max_memory = 1e9)
    on.exit(options(old))
    lapply(inputs, outcome)
})

classes_of <- function(got) {
    conditions <- c(got$said, list(got$error)[!is.null(got$error)])
    lapply(conditions, class)
}

test_that("each input ends in its error, or in what is documented", {
    for (i in seq_along(inputs)) {
        got <- outcomes[[i]]
        want <- inputs[[i]]$want
        name <- inputs[[i]]$name
        if (is.function(want)) {
            expect_null(got$error, label = name)
            expect_true(want(got$value), label = name)
        } else if (startsWith(want, "warning_")) {
            expect_true(paste0("ggc_", want) %in% unlist(classes_of(got)),
                label = name)
        } else {
            expect_identical(class(got$error)[[1L]],
                paste0("ggc_error_", want), label = name)
        }
    }
})

test_that("no condition goes without a class of ours", {
    for (i in seq_along(inputs)) {
        for (class in classes_of(outcomes[[i]])) {
            expect_true(any(startsWith(class, "ggc_")) || "message" %in% class,
                label = paste(inputs[[i]]$name, class[[1L]]))
        }
    }
})

test_that("an error says what is wanted, and what came instead or what to do", {
    for (i in seq_along(inputs)) {
        error <- outcomes[[i]]$error
        if (!is.null(error)) {
            expect_match(conditionMessage(error),
                "must|\n|, not |no |lacks |; ", label = inputs[[i]]$name)
            expect_false(grepl("internal", conditionMessage(error)),
                label = inputs[[i]]$name)
        }
    }
})

test_that("the wording is that of the snapshot", {
    skip_on_cran()
    for (package in needed) {
        skip_if_not_installed(package)
    }
    expect_snapshot({
        for (i in seq_along(inputs)) {
            got <- outcomes[[i]]
            cat("#", inputs[[i]]$name, "\n")
            for (one in c(got$said, list(got$error)[!is.null(got$error)])) {
                cat(sprintf("<%s> %s\n", class(one)[[1L]],
                    sub("\n$", "", conditionMessage(one))))
            }
        }
    })
})

cat(sprintf("\ninputs tried: %d\n", length(inputs)))
