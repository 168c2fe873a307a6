# Interventions: genes held in some samples of a series, and steady states.

sim <- ggc_simulate("grn", p = 6, design = "onoff", n_time = 11,
    n_trajectories = 6, perturb = c(NA, "G2", "G3", "G2", NA, "G5"),
    steady = TRUE, seed = 4)
steady <- S4Vectors::metadata(sim)$steady
quick <- ggc_control(members = 2, n_lambda = 3)
learn <- function(..., x = sim, control = quick) {
    suppressWarnings(suppressMessages(ggc_fit(x, ..., control = control,
        seed = 1)))
}
held <- function(fit) fit@series$perturbed
values <- SummarizedExperiment::assay

# ---- Simulated ---------------------------------------------------------------

test_that("a gene that is held makes nothing, half or twice as much", {
    make <- function(kind, ...) {
        ggc_simulate("grn", p = 6, design = "onoff", n_time = 5,
            n_trajectories = 2, noise = 0, process = 0, seed = 3,
            perturb = c("G1", NA), perturb_kind = kind, ...)
    }
    plain <- ggc_simulate("grn", p = 6, design = "onoff", n_time = 5,
        n_trajectories = 2, noise = 0, process = 0, seed = 3)
    out <- make("knockout", steady = c(wildtype = 2, knockout = 1,
        knockdown = 1, overexpression = 1, multifactorial = 1))
    expect_true(all(values(out)["G1", out$trajectory == 1] == 0))
    expect_identical(values(out)[, out$trajectory == 2],
        values(plain)[, plain$trajectory == 2])
    expect_identical(out$perturbed, rep(c("G1", NA), each = 5))
    expect_identical(out$kind, rep(c("knockout", NA), each = 5))
    expect_false("perturbed" %in% names(SummarizedExperiment::colData(plain)))
    still <- S4Vectors::metadata(out)$steady
    expect_identical(as.vector(table(still$kind)), c(6L, 6L, 6L, 6L, 2L))
    wild <- S4Vectors::metadata(out)$kinetics$genes$steady
    expect_equal(unname(values(still)[, 1]), wild)
    expect_equal(unname(values(still)[, 2]), wild)
    # Genes without a regulator go by the factor itself; all of them stay put
    # where what they hang on does.
    truth <- S4Vectors::metadata(out)$truth
    for (gene in rownames(still)[colSums(truth) == 0]) {
        of <- function(kind) {
            values(still)[gene, still$kind == kind & still$perturbed %in% gene]
        }
        x <- wild[match(gene, rownames(still))]
        expect_identical(of("knockout"), 0, ignore_attr = TRUE)
        expect_equal(of("knockdown"), x / 2, ignore_attr = TRUE)
        expect_equal(of("overexpression"), min(1, 2 * x), ignore_attr = TRUE)
    }
    # What a knock-out does not reach stays at the wild type.
    reach <- truth
    for (i in 1:6) reach <- (reach + reach %*% truth > 0) * 1
    knocked <- values(still)[, still$kind == "knockout"]
    far <- t(reach) == 0
    diag(far) <- FALSE
    expect_equal(unname(knocked[far]), rep(wild, 6)[far], tolerance = 1e-6)
    expect_gt(max(abs(knocked - wild)[!far]), 0.05)
})

test_that("steady states have noise of their own, and the seed's", {
    expect_identical(colnames(steady), c("WT_1", paste0("KO_G", 1:6)))
    again <- ggc_simulate("grn", p = 6, design = "onoff", n_time = 11,
        n_trajectories = 6, steady = c("wildtype", "knockout"), seed = 4)
    expect_identical(S4Vectors::metadata(again)$steady, steady)
    first <- values(sim)[, sim$time == 0 & is.na(sim$perturbed)]
    expect_false(any(values(steady)[, 1] %in% first[first > 0]))
    hidden <- ggc_simulate("grn", p = 6, hidden = 0.34, steady = TRUE, seed = 4)
    seen <- S4Vectors::metadata(hidden)$steady
    expect_identical(rownames(seen), rownames(hidden))
    expect_identical(seen$perturbed, c(NA, rownames(hidden)))
    twice <- ggc_simulate("grn", p = 6, n_trajectories = 4, replicates = 2,
        perturb = c("G1", NA), n_time = 3, seed = 1)
    expect_identical(twice$perturbed, rep(c("G1", NA), each = 6))
    bad <- function(..., arg) {
        expect_error(ggc_simulate("grn", p = 6, ...), arg, fixed = TRUE,
            class = "ggc_error_argument")
    }
    bad(perturb = "G9", arg = "`perturb`")
    bad(perturb = 1, arg = "`perturb`")
    bad(n_trajectories = 1, perturb = "G9", arg = "G9")
    bad(perturb_kind = "knockdown", arg = "needs `perturb`")
    bad(perturb = TRUE, perturb_kind = "death", arg = "`perturb_kind`")
    bad(steady = "knockoff", arg = "\"knockoff\"")
    bad(steady = c(knockout = 0), arg = "steady[\"knockout\"]")
    bad(steady = c(knockout = 1, knockout = 2), arg = "`steady`")
})

# ---- Read --------------------------------------------------------------------

test_that("who was held is read from columns, names, tables and matrices", {
    want <- held(learn(method = "knockout", perturbed = "perturbed"))
    expect_identical(rownames(want), c("G2", "G3", "G5"))
    expect_identical(unname(colSums(want != 0)),
        as.double(!is.na(sim$perturbed)))
    expect_true(all(want %in% c(-1, 0)))
    same <- function(perturbed) {
        expect_identical(held(learn(method = "knockout",
            perturbed = perturbed)), want)
    }
    same(sim$perturbed)
    same(ifelse(is.na(sim$perturbed), "WT", tolower(sim$perturbed)))
    label <- function(format, none) {
        same(ifelse(is.na(sim$perturbed), none, sprintf(format, sim$perturbed)))
    }
    label("%s KO", "wild type")
    label("\u0394%s", "wt 1")
    label("d%s", "WT_2")
    label("si%s", "scramble")
    label("%s(-/-)", "Ctrl-3")
    label("%s-null", "siControl")
    label("KO_%s_2", "untreated")
    label("%s+/-", "")
    same(stats::setNames(sim$perturbed, colnames(sim))[66:1])
    by <- c(`1` = NA, `2` = "G2", `3` = "G3", `4` = "G2", `5` = "none",
        `6` = "G5")
    same(by[6:1])
    same(factor(sim$perturbed))
    same(as.list(sim$perturbed))
    flags <- t(vapply(rownames(sim), function(gene) {
        sim$perturbed %in% gene
    }, logical(66)))
    same(flags)
    same(-flags)
    same(data.frame(sample = colnames(sim), gene = sim$perturbed))
    two <- replace(sim$perturbed, 1:11, "G1; G4")
    both <- held(learn(method = "knockout", perturbed = two))
    expect_identical(rownames(both), paste0("G", 1:5))
    expect_true(all(both[c("G1", "G4"), 1:11] == -1))
    more <- held(learn(method = "knockout", perturbed = data.frame(
        sample = colnames(sim)[1:2], gene = "G6", kind = "Over-expression")))
    expect_identical(unname(which(more["G6", ] == 1)), 1:2)
    expect_message(suppressWarnings(ggc_fit(sim, "knockout",
        perturbed = replace(sim$perturbed, 1:11, "MYC"))), "passed over: MYC")
})

test_that("bad interventions are refused with the mend", {
    bad <- function(perturbed, message, class = "perturbed", ...) {
        expect_error(learn(perturbed = perturbed, ...), message,
            class = paste0("ggc_error_", class))
    }
    bad("nobody", "must name the gene.*colData has")
    bad(1:66, "must name the gene")
    bad(rep("7157", 66), "genes of `x`, and these are none: 7157")
    bad(rep("MYC", 66), "genes of `x`, and these are none: MYC")
    bad(rep(NA, 66), "names none")
    bad(rep("G1", 66), "held in more: G1")
    bad(matrix(2, 6, 66), "as a matrix")
    bad(data.frame(a = 1), "columns sample and gene")
    bad(data.frame(sample = "S", gene = "G1"), "samples of `x`, not S")
    bad(data.frame(sample = colnames(sim)[[1]], gene = "G1", kind = "x"),
        "kinds")
    bad("perturbed", "not used by method = \"var\"", "argument",
        method = "var", x = sim)
    expect_error(learn(method = "var", steady = steady), "`steady` is not",
        class = "ggc_error_argument")
    expect_error(learn(method = "knockout"), "needs genes that were held",
        class = "ggc_error_argument")
    other <- steady
    rownames(other) <- paste0("X", 1:6)
    expect_error(learn(steady = other), "genes of `x`",
        class = "ggc_error_steady")
    wild <- steady[, rep(1, 3)]
    expect_error(learn(steady = wild), "names none",
        class = "ggc_error_perturbed")
    expect_error(learn(steady = steady[, 1:2]), "must have 3 samples",
        class = "ggc_error_steady")
    expect_error(learn(steady = "a"), "`steady` must be a numeric matrix",
        class = "ggc_error_steady")
    plain <- values(steady)
    expect_identical(learn(method = "knockout", steady = plain)@score,
        learn(method = "knockout", steady = steady)@score)
    table <- data.frame(gene = rownames(plain), plain)
    names(table) <- c("gene", "WT", sprintf("KO_G%d_1", 1:6))
    expect_identical(learn(method = "knockout", steady = table)@score,
        learn(method = "knockout", steady = steady)@score)
    colnames(plain) <- c("wt", sprintf("G%d(-/-)", 1:6))
    expect_identical(learn(method = "knockout", steady = plain)@score,
        learn(method = "knockout", steady = steady)@score)
})

# ---- Learnt ------------------------------------------------------------------

test_that("a target learns nothing from samples in which it was held", {
    fit <- learn(perturbed = "perturbed")
    off <- ggc:::.held_samples(held(fit), rownames(sim))
    s <- ggc:::.setup_to_test(fit, list(threads = 1L, BPPARAM = NULL,
        checkpoint = NULL, verbose = FALSE))
    expect_identical(s$held$off, off[rownames(s$z), ])
    groups <- ggc:::.learning_groups(s$held, s$columns, 1:10, 1L)
    expect_length(groups, 1L)
    from <- ggc:::.pairs_from(s$series$trajectory, 1L)
    groups <- ggc:::.learning_groups(s$held, s$columns, from, 1L)
    expect_setequal(unlist(lapply(groups, `[[`, "columns")), 1:6)
    of <- function(gene) {
        Filter(function(g) match(gene, rownames(s$z)) %in% g$columns,
            groups)[[1]]
    }
    expect_length(of("G1")$steps, 60L)
    expect_length(of("G2")$steps, 40L)
    expect_length(of("G3")$steps, 50L)
    # The dependence of G2 is that of the other trajectories alone.
    free <- sim$perturbed %in% c(NA, "G3", "G5")
    held <- s$held
    held$share <- 0
    all <- ggc:::.directed_dependence(s$z, s$series$trajectory, 1:6, 1:6,
        "linear", 2L, 0, held, 1L)
    none <- ggc:::.nothing_held(match(s$series$trajectory[free],
        unique(s$series$trajectory[free])))
    some <- ggc:::.directed_dependence(s$z[, free], none$piece, 1:6, 1:6,
        "linear", 2L, 0, none, 1L)
    expect_equal(all[, 2], some[, 2])
    open <- ggc:::.nothing_held(s$series$trajectory)
    expect_equal(all[, 1], ggc:::.directed_dependence(s$z,
        s$series$trajectory, 1:6, 1:6, "linear", 2L, 0, open, 1L)[, 1])
})

test_that("the loss of a target leaves out steps that reach a held value", {
    # One penalty, no held-out: the loss is a mean over the steps that count.
    fit <- learn(perturbed = "perturbed")
    plain <- learn()
    untouched <- c("G1", "G4", "G6")
    record <- function(fit) as.data.frame(ggc_training(fit))
    expect_identical(record(fit)[untouched, c("loss", "heldout")],
        record(plain)[untouched, c("loss", "heldout")])
    expect_true(all(record(fit)[c("G2", "G3", "G5"), "loss"] !=
        record(plain)[c("G2", "G3", "G5"), "loss"]))
    # "No change" on the free trajectories, by hand.
    z <- scale(t(values(sim))) * sqrt(66 / 65)
    free <- !sim$trajectory %in% c(2, 4)
    steps <- tapply(z[free, "G2"], sim$trajectory[free], function(v) {
        mean(diff(v)^2)
    })
    expect_equal(record(fit)["G2", "null"], mean(steps), tolerance = 1e-6)
})

test_that("responses are shifts in units of spread, the direct told apart", {
    # A chain a -> b -> c among genes that are alone; each knocked out once.
    genes <- letters[1:12]
    x <- 10 + matrix(sin(1:156) / 5, 12, dimnames = list(genes, NULL))
    x[cbind(1:12, 2:13)] <- 0
    x["b", 2] <- 4
    x["c", 2:3] <- c(7, 5)
    perturbed <- cbind(0, -diag(12))
    rownames(perturbed) <- genes
    found <- ggc:::.responses(list(x = x, perturbed = perturbed))
    expect_identical(found$direction, rep(-1, 12))
    expect_true(all(is.na(diag(found$z))))
    free <- x
    free[cbind(1:12, 2:13)] <- NA
    centre <- apply(free, 1, median, na.rm = TRUE)
    spread <- apply(free, 1, mad, na.rm = TRUE)
    spread <- sqrt((spread^2 + median(spread)^2) / 2)
    expect_equal(found$z["a", ], replace((x[, 2] - centre) / spread, 1, NA))
    base <- matrix(qlogis(0.2), 12, 12, dimnames = list(genes, genes))
    odds <- ggc:::.direct_odds(list(steady = found), base, 2 / 11)
    expect_gt(odds["a", "b"], 0)
    expect_gt(odds["b", "c"], 0)
    expect_lt(odds["a", "c"], min(odds["a", "b"], odds["b", "c"]) - 0.5)
    expect_lt(max(odds[4:12, ]), odds["a", "c"])
    # Two knock-outs of a gene are one mean, with less of an error.
    twice <- ggc:::.responses(list(x = x[, c(1, 2, 2:13)],
        perturbed = perturbed[, c(1, 2, 2:13)]))
    expect_equal(abs(twice$z["a", "b"]) > abs(found$z["a", "b"]), TRUE)
    # Explained or not, the likelihoods are those of a noisy or.
    without <- 0.1 * 0.3 + (1 - 0.1 * 0.3) * 0.8
    with <- 0.75 + 0.25 * without
    expect_equal(ggc:::.response_evidence(list(ratio = 50, share = 0.1,
        responds = 0.75), 0.8), log((with * 50 + 1 - with) / (without * 50 + 1 - without)))
})

test_that("the mixture is that of largest likelihood, of noise noise alone", {
    # Deviates of Student's distribution, 6 degrees, of variance parameter 2.
    noise <- sqrt(2) * stats::qt(ppoints(2000), 6)
    alone <- ggc:::.response_mixture(noise)
    expect_identical(alone$share, 0)
    expect_equal(alone$noise, 2, tolerance = 0.02)
    z <- c(noise, stats::qnorm(ppoints(200), 0, 15))
    fit <- ggc:::.response_mixture(z)
    minus <- function(q) {
        share <- stats::plogis(q[[1L]])
        v <- exp(q[[2L]])
        -sum(log(share * stats::dnorm(z, 0, sqrt(v + exp(q[[3L]]))) +
            (1 - share) * stats::dt(z / sqrt(v), 6) / sqrt(v)))
    }
    best <- stats::nlminb(c(-2, 0, 5), minus)$par
    expect_equal(unlist(fit), c(share = stats::plogis(best[[1L]]),
        noise = exp(best[[2L]]), wider = exp(best[[3L]])), tolerance = 0.01)
})

test_that("a table in which no held gene is seen to be held is not believed", {
    genes <- sprintf("G%d", 1:12)
    draw <- function(seed, by) {
        set.seed(seed)
        matrix(by(12 * 13), 12, dimnames = list(genes, NULL))
    }
    perturbed <- cbind(0, -diag(12))
    rownames(perturbed) <- genes
    told <- function(x) {
        ggc:::.responses(list(x = x, perturbed = perturbed))
    }
    base <- matrix(rnorm(144), 12, dimnames = list(genes, genes))
    for (by in list(rnorm, rlnorm, function(n) rt(n, 3))) {
        believed <- vapply(1:20, function(seed) {
            told(draw(seed, by))$believed
        }, 0)
        expect_lt(mean(believed), 0.1)
        found <- told(draw(which.min(believed), by))
        odds <- ggc:::.direct_odds(list(steady = found), base, 2 / 11)
        off <- row(base) != col(base)
        expect_gt(stats::cor(odds[off], base[off], method = "spearman"), 0.98)
    }
    x <- draw(1, rlnorm)
    x[cbind(1:12, 2:13)] <- -8
    expect_gt(told(x)$believed, 0.99)
    # What was not measured cannot speak against it.
    x[cbind(1:12, 2:13)] <- NA
    expect_identical(told(x)$believed, 1)
    x <- draw(2, rnorm)
    series <- ggc_simulate("grn", p = 12, seed = 1)
    rownames(x) <- rownames(series)
    colnames(x) <- c("WT", paste0("KO_", rownames(x)))
    fit <- function(x) {
        suppressWarnings(ggc_fit(series, steady = x, seed = 1,
            control = quick))
    }
    expect_message(fit(x), "more than others do: what follows counts as noise")
})

test_that("order and threads change no bit", {
    fit <- learn(steady = steady, perturbed = "perturbed")
    turned <- learn(x = sim[6:1, ], steady = steady[c(3, 1, 2, 6, 5, 4), ],
        perturbed = "perturbed", threads = 2)
    expect_identical(turned@score[rownames(sim), rownames(sim)], fit@score)
    expect_identical(unname(diag(fit@score)), rep(0, 6))
    expect_true(all(fit@score >= 0))
    expect_false(identical(fit@score, learn()@score))
    edges <- ggc_edges(fit, n = 5)
    expect_true(all(is.na(edges$probability)))
})

test_that("fits with interventions go through all that fits go through", {
    fit <- learn(steady = steady, perturbed = "perturbed")
    expect_output(print(fit), "3 genes held in 44 of 66 samples")
    expect_output(print(fit), "6 genes held in 6 of 7 samples")
    expect_identical(suppressWarnings(update(fit, control = quick))@score,
        fit@score)
    expect_message(suppressWarnings(update(fit, x = sim)), "had perturbed")
    expect_error(update(fit, perturbed = "perturbed"), "Give `x` too",
        class = "ggc_error_argument")
    skip_if_not_installed("BiocParallel")
    expect_identical(learn(steady = steady, perturbed = "perturbed",
        BPPARAM = BiocParallel::SerialParam())@score, fit@score)
    dir <- withr::local_tempdir()
    expect_identical(learn(steady = steady, perturbed = "perturbed",
        checkpoint = dir)@score, fit@score)
    expect_identical(learn(steady = steady, perturbed = "perturbed",
        checkpoint = dir)@score, fit@score)
    expect_error(ggc_test(fit), "genes were perturbed",
        class = "ggc_error_argument")
    expect_error(ggc_test(fit, "stability"), "`steady` would be the same",
        class = "ggc_error_argument")
    told <- learn(perturbed = "perturbed")
    halved <- suppressWarnings(suppressMessages(ggc_test(told, "stability",
        B = 2)))
    expect_true(any(is.finite(as.data.frame(ggc_edges(halved,
        n = NULL))$stability)))
    expect_s4_class(suppressWarnings(suppressMessages(ggc_test(told,
        "reversal"))), "GGCFit")
    tested <- suppressWarnings(suppressMessages(ggc_test(learn(steady = steady),
        B = 2)))
    expect_identical(tested@p_value, suppressWarnings(suppressMessages(ggc_test(
        learn(), B = 2)))@p_value)
    expect_error(ggc_test(learn(method = "knockout", steady = steady)),
        "reads none", class = "ggc_error_argument")
    compared <- suppressWarnings(suppressMessages(ggc_compare(sim,
        methods = c("clstm", "var", "knockout"), steady = steady,
        control = quick, seed = 1, verbose = FALSE)))
    expect_output(print(compared), "clstm.*var.*knockout")
    expect_message(suppressWarnings(ggc_compare(sim, methods = c("var",
        "knockout"), steady = steady, seed = 1, verbose = FALSE)),
    "`steady` is not for var")
    knocked <- learn(method = "knockout", steady = steady)
    expect_s3_class(ggc_pr(knocked, S4Vectors::metadata(sim)$truth), "ggc_pr")
    expect_error(predict(knocked), class = "ggc_error_argument")
})

test_that("the command line takes both", {
    dir <- withr::local_tempdir()
    table <- file.path(dir, "x.csv")
    utils::write.csv(values(sim), table)
    samples <- file.path(dir, "samples.csv")
    utils::write.csv(as.data.frame(SummarizedExperiment::colData(sim)), samples)
    still <- file.path(dir, "steady.csv")
    utils::write.csv(values(steady), still)
    out <- file.path(dir, "out")
    expect_code(cli("fit", table, "--samples", samples, "--out", out, "--rds",
        "--perturbed", "perturbed", "--steady", still, "--control",
        "members=2", "--control", "n_lambda=3"), 0L)
    said <- jsonlite::fromJSON(file.path(out, "run.json"))
    expect_identical(said$perturbed, c("G2", "G3", "G5"))
    expect_identical(said$steady, 7L)
    expect_code(cli("fit", table, "--out", tempfile(), "--perturbed", "a"),
        2L, "--perturbed goes with --samples")
    fit <- readRDS(file.path(out, "fit.rds"))
    expect_equal(fit@score, learn(steady = steady,
        perturbed = "perturbed")@score, tolerance = 1e-6)
})

test_that("steady states under no intervention tell who goes with whom", {
    skip_if_not_installed("ranger")
    free <- S4Vectors::metadata(ggc_simulate("grn", p = 6, n_trajectories = 4,
        n_time = 11, steady = c(multifactorial = 4), seed = 3))$steady
    x <- values(free)
    fit <- suppressMessages(learn(steady = free))
    expect_output(print(fit), "24 samples, no gene held")
    weight <- fit@details$ranking$steady
    expect_gt(weight, 0)
    expect_output(print(fit), sprintf("steady states x %.2g", weight),
        fixed = TRUE)
    expect_false(identical(fit@score, learn()@score))
    # The same by ranger alone, told apart by genes' names.
    z <- t(ggc:::.standardise(x[order(rownames(x)), ])$z)
    names <- colnames(z)
    share <- matrix(0, 6, 6, dimnames = list(names, names))
    explained <- numeric(6)
    for (i in 1:6) {
        inputs <- z[, -i]
        colnames(inputs) <- sprintf("x%d", 1:5)
        seed <- ggc:::.native_uniform(1L, 1, paste("steady", names[[i]]))
        forest <- ranger::ranger(x = inputs, y = z[, i], num.trees = 500,
            mtry = 2, min.node.size = 1, importance = "impurity",
            num.threads = 1, seed = 1 + floor(seed * (2^31 - 2)))
        share[-i, i] <- forest$variable.importance / sum(z[, i]^2)
        explained[[i]] <- forest$r.squared
    }
    expect_equal(weight, 1.5 * sqrt(mean(explained)))
    s <- ggc:::.setup_to_test(fit, list(threads = 1L, BPPARAM = NULL,
        checkpoint = NULL, verbose = FALSE))
    apart <- diag(6) > 0
    hubs <- share * sqrt(outer(rowSums(share), colSums(share), `/`))
    evidence <- ggc:::.steady_evidence(s, apart)$evidence
    expect_equal(cor(evidence[!apart], hubs[!apart], method = "spearman"), 1)
    # Order and threads change no bit.
    turned <- suppressMessages(learn(x = sim[6:1, ], steady = x[c(4, 2, 6, 1, 3,
        5), ], threads = 2))
    expect_identical(turned@score[rownames(sim), rownames(sim)], fit@score)
    # Noise adds nothing, too few are refused; a table of interventions with
    # them has both.
    set.seed(1)
    noise <- suppressMessages(learn(steady = replace(x, TRUE, rnorm(144))))
    expect_identical(noise@details$ranking$steady, 0)
    expect_message(suppressWarnings(ggc_fit(sim, steady = x, seed = 1,
        control = quick)), "no label names a gene that was held")
    expect_error(learn(steady = x[, 1:9]), "tell something where there are 10",
        class = "ggc_error_perturbed")
    both <- cbind(x, values(steady))
    colnames(both) <- c(colnames(x), paste0("KO_", steady$perturbed))
    both <- learn(steady = both)
    expect_gt(both@details$ranking$steady, 0)
    expect_output(print(both), "6 genes held in 6 of 31 samples")
    # What was not measured, or does not vary, is no candidate.
    odd <- x
    odd["G1", ] <- 1
    odd["G2", 3] <- NA
    expect_no_error(suppressMessages(learn(steady = odd)))
    expect_error(learn(method = "knockout", steady = x), "genes that were held")
})

test_that("kinds are read beside labels, and contradictions refused", {
    more <- ggc_simulate("grn", p = 6, design = "onoff", n_time = 11,
        n_trajectories = 6, perturb = c(NA, "G2", "G3", "G2", NA, "G5"),
        perturb_kind = "overexpression", seed = 4)
    fit <- learn(x = more, perturbed = "perturbed")
    expect_true(all(held(fit) >= 0))
    expect_output(print(fit), "G2 (more)", fixed = TRUE)
    table <- stats::na.omit(data.frame(sample = colnames(more),
        gene = more$perturbed, kind = more$kind))
    expect_identical(learn(x = more, perturbed = table)@score, fit@score)
    odd <- more
    odd$kind <- ifelse(is.na(odd$kind), NA, "bulk")
    expect_message(suppressWarnings(ggc_fit(odd, perturbed = "perturbed",
        control = quick, seed = 1)), "the column kind beside it has none of")
    odd$kind[which(odd$perturbed == "G2")] <- "knockout"
    expect_error(learn(x = odd, perturbed = "perturbed"), "not \"bulk\"|not bulk",
        class = "ggc_error_perturbed")
    both <- rbind(table, transform(table, kind = "knockout"))
    expect_error(learn(x = more, perturbed = both), "less and more of: G2",
        class = "ggc_error_perturbed")
})

test_that("what labels are read as is said", {
    said <- function(labels, x = sim) {
        got <- character()
        fit <- withCallingHandlers(suppressWarnings(ggc_fit(x, perturbed =
            labels, method = "knockout", seed = 1)), message = function(m) {
            got <<- c(got, conditionMessage(m))
            tryInvokeRestart("muffleMessage")
        })
        list(text = paste(got, collapse = ""), held = held(fit))
    }
    own <- sim$perturbed
    up <- said(ifelse(is.na(own), "G1(+/+)", paste(own, "up")))
    expect_match(up$text, "read G2 up as overexpression of G2")
    expect_identical(rownames(up$held), c("G2", "G3", "G5"))
    expect_true(all(up$held >= 0))
    renamed <- sim
    rownames(renamed)[2] <- "pp"
    other <- said(sub("G2", "dpp", own), renamed)
    expect_match(other$text, "read dpp as knockout of pp")
    rownames(renamed)[2] <- "control"
    expect_match(said(ifelse(is.na(own), "control", own), renamed)$text,
        "control is a gene of `x`, and is taken for a gene that was held")
    expect_no_match(said(own)$text, "read ")
})

test_that("steady states that cannot be read are refused in their own words", {
    x <- values(steady)
    colnames(x) <- c("WT", rownames(x))
    expect_error(learn(steady = replace(x, TRUE, NA_real_)), "two genes or more",
        class = "ggc_error_steady")
    expect_error(learn(steady = replace(x, TRUE, 1)), "two genes or more",
        class = "ggc_error_steady")
    expect_error(learn(steady = t(x)), "row called WT and genes in columns",
        class = "ggc_error_steady")
    expect_error(learn(steady = replace(x, 3, Inf)), "`steady` must be finite",
        class = "ggc_error_steady")
    # Nothing to compare with: no order of edges is made up.
    expect_message(suppressWarnings(ggc_fit(sim, "knockout", perturbed =
        rep("G1", ncol(sim)), seed = 1)), "no order")
})

test_that("signs are those of responses where there are any", {
    other <- ggc_simulate("grn", p = 8, design = "onoff", n_time = 11,
        steady = TRUE, seed = 2)
    fit <- learn(x = other, steady = S4Vectors::metadata(other)$steady)
    response <- fit@details$response
    told <- which(abs(response) > 0.5)
    expect_gt(length(told), 3L)
    edges <- as.data.frame(ggc_edges(fit, n = Inf))
    at <- match(paste(rownames(response)[row(response)[told]],
        colnames(response)[col(response)[told]]), paste(edges$regulator,
        edges$target))
    expect_identical(edges$sign[at], as.integer(sign(response[told])))
})

test_that("of several assays of steady states that of the series is read", {
    two <- steady
    SummarizedExperiment::assays(two) <- list(counts = 0 * values(steady),
        logs = values(steady))
    both <- sim
    SummarizedExperiment::assayNames(both) <- "logs"
    fit <- function(steady, ...) {
        suppressMessages(ggc_fit(both, "knockout", steady = steady, ...))
    }
    expect_identical(granger(fit(two, assay_type = "logs")),
        granger(fit(steady)))
    expect_error(fit(two), "several assays", class = "ggc_error_steady")
})

test_that("trajectories apart by a knock-out are no batches", {
    level <- rep(c(0, 0, 0, 9), each = 8)
    x <- t(vapply(1:10, function(i) sin((1:32) * i) + level * (i %% 3 - 1),
        numeric(32)))
    rownames(x) <- paste0("G", 1:10)
    line <- rep(c("a", "b", "c", "d"), each = 8)
    read <- function(perturbed) {
        .as_series(x, rep(1:8, 4), line, to_learn = TRUE,
            covariates = list(perturbed = perturbed))
    }
    expect_warning(read(NULL), "as batches do")
    expect_no_warning(read(c(a = NA, b = NA, c = NA, d = "G1")))
    expect_warning(read(c(a = "G1", b = NA, c = NA, d = NA)), "as batches do")
})
