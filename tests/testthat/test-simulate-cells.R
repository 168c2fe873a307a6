# Single cells: what they hold, what is seen of them, and what drives them.

assay <- SummarizedExperiment::assay
meta <- S4Vectors::metadata

cells <- function(topology = "chain", ..., p = 12, n_cells = 100, seed = 1) {
    ggc_simulate("cells", topology = topology, p = p, n_cells = n_cells, ...,
        seed = seed, threads = 1)
}

least <- c(chain = 4, cycle = 3, bifurcation = 6, trifurcation = 8,
    converging = 7, boolean = 9)

# The activation of every gene by its rule: the mean of the rule over the states
# of its regulators, each on with the probability of its Hill term.
activation_of <- function(sim) {
    kin <- meta(sim)$kinetics
    rules <- lapply(meta(sim)$rules, str2lang)
    leak <- vapply(kin$alpha, function(a) if (min(a) < 1) min(a) else 0, 0)
    function(y, off = character()) {
        vapply(names(rules), function(gene) {
            if (gene %in% off) {
                return(0)
            }
            links <- kin$links[kin$links$target == gene, ]
            term <- (y[links$regulator] / links$k)^links$n
            on <- stats::setNames(term / (1 + term), links$regulator)
            states <- expand.grid(rep(list(c(FALSE, TRUE)), nrow(links)))
            names(states) <- links$regulator
            if (!nrow(links)) {
                return(1)
            }
            chance <- Reduce(`*`, lapply(names(states), function(name) {
                ifelse(states[[name]], on[[name]], 1 - on[[name]])
            }))
            true <- eval(rules[[gene]], states)
            sum(chance * ifelse(true, 1, leak[[gene]]))
        }, 0)
    }
}

test_that("every topology has the genes, cells and links that it says", {
    for (topology in names(least)) {
        for (p in c(least[[topology]], 60)) {
            sim <- cells(topology, p = p, n_cells = 7)
            expect_s4_class(sim, "SummarizedExperiment")
            expect_identical(dim(sim), c(as.integer(p), 7L))
            expect_identical(SummarizedExperiment::assayNames(sim),
                c("counts", "logcounts", "mrna"))
            expect_type(assay(sim, "counts"), "integer")
            expect_identical(rownames(sim), paste0("G", seq_len(p)))
            expect_identical(colnames(sim), paste0("C", 1:7))
            truth <- meta(sim)$truth
            expect_identical(dimnames(truth), list(regulator = rownames(sim),
                target = rownames(sim)))
            expect_identical(abs(meta(sim)$sign), truth)
            core <- meta(sim)$backbone
            expect_lte(length(core), 20L)
            hung <- setdiff(rownames(sim), core)
            expect_identical(sum(truth[hung, core]), 0L)
            expect_true(all(colSums(truth[, hung, drop = FALSE]) > 0L))
            expect_identical(SummarizedExperiment::rowData(sim)$backbone,
                rownames(sim) %in% core)
            for (gene in rownames(sim)) {
                expect_setequal(names(which(truth[, gene] == 1L)),
                    all.vars(str2lang(meta(sim)$rules[[gene]])))
            }
        }
    }
    expect_identical(dim(ggc_simulate("cells", seed = 1, n_cells = 2)),
        c(20L, 2L))
})

test_that("Boolean models are named, and others drawn by the seed", {
    for (name in names(ggc:::.CELL_MODELS)) {
        sim <- cells("boolean", rules = name, n_cells = 2)
        expect_identical(meta(sim)$parameters$rules, name)
        expect_length(meta(sim)$backbone,
            length(ggc:::.CELL_MODELS[[name]]$rules))
    }
    drawn <- vapply(1:20, function(seed) {
        meta(cells("boolean", n_cells = 2, seed = seed))$parameters$rules
    }, "")
    expect_gt(length(unique(drawn)), 3L)
    expect_true(all(vapply(1:5, function(seed) {
        meta(cells("boolean", n_cells = 2, p = 9, seed = seed))$parameters$rules
    }, "") %in% c("maturation", "transition")))
})

test_that("without noise cells lie on the path that deSolve integrates", {
    skip_if_not_installed("deSolve")
    for (case in list(list("chain"), list("boolean", rules = "checkpoint"))) {
        sim <- do.call(cells, c(case, list(process = 0, n_cells = 60)))
        f <- activation_of(sim)
        genes <- meta(sim)$kinetics$genes
        p <- nrow(sim)
        slope <- function(time, state, off) {
            y <- stats::setNames(state[-seq_len(p)], rownames(sim))
            x <- state[seq_len(p)]
            list(c(genes$mrna_decay * (f(y, off) - x),
                genes$protein_decay * (x - y)))
        }
        path <- function(state, times, off = character()) {
            deSolve::ode(state, times, slope, off, rtol = 1e-8,
                atol = 1e-10)[, -1L]
        }
        input <- names(which(meta(sim)$rules == "TRUE"))
        # The rest, from the Boolean start.
        first <- assay(sim, "mrna")[, which.min(sim$time)] > 0.5
        rest <- path(as.double(rep(first, 2L)), c(0, 110), input)[2L, ]
        at <- order(sim$time)
        course <- path(rest, c(0, sim$time[at]))[-1L, seq_len(p)]
        expect_lt(max(abs(t(course) - assay(sim, "mrna")[, at])), 5e-3)
        expect_gt(max(abs(course[60L, ] - course[1L, ])), 0.8)
    }
})

test_that("signs are those of the derivatives", {
    set.seed(1)
    for (topology in names(least)) {
        for (seed in 1:2) {
            sim <- cells(topology, n_cells = 2, p = 20, seed = seed)
            f <- activation_of(sim)
            low <- high <- matrix(0, 20L, 20L)
            for (draw in 1:5) {
                y <- stats::setNames(stats::runif(20L), rownames(sim))
                for (j in 1:20) {
                    more <- replace(y, j, y[[j]] + 1e-4)
                    slope <- f(more) - f(y)
                    low[j, ] <- pmin(low[j, ], slope)
                    high[j, ] <- pmax(high[j, ], slope)
                }
            }
            sign <- unname(meta(sim)$sign)
            # Of rounding, 1e-16.
            expect_gt(min(low[sign >= 0]), -1e-13)
            expect_lt(max(high[sign <= 0]), 1e-13)
            expect_gt(min(high[sign > 0]), 1e-13)
            expect_lt(max(low[sign < 0]), -1e-13)
        }
    }
})

test_that("molecular noise has the variance of a birth-death process", {
    # The input: f = 1, so that mRNA is stationary with mean 1 and variance
    # process^2.
    sim <- cells(p = 4, n_cells = 3000, duration = 4, process = 0.1)
    input <- meta(sim)$backbone[[1L]]
    x <- assay(sim, "mrna")[input, sim$time > 40]
    expect_gt(length(x), 1500L)
    # Steps of 0.4 lifetimes; standard error of the variance 3 %.
    expect_equal(mean(x), 1, tolerance = 0.01)
    expect_equal(stats::var(x) / 0.01, 1, tolerance = 0.12)
})

test_that("the genes of a chain switch in its order", {
    for (seed in 1:6) {
        sim <- cells(p = 20, n_cells = 400, process = 0, seed = seed)
        at <- order(sim$time)
        x <- assay(sim, "mrna")[meta(sim)$backbone, at]
        middle <- (x[, 1L] + x[, 400L]) / 2
        when <- apply((x > middle) != (x[, 1L] > middle), 1L, which.max)
        expect_gte(length(when), 8L)
        expect_true(all(diff(when) > 0L))
        expect_gt(min(abs(x[, 400L] - x[, 1L])), 0.5)
        # Those that fall began on.
        sign <- meta(sim)$sign
        rises <- x[, 400L] > x[, 1L]
        linked <- sign[cbind(names(when)[-length(when)], names(when)[-1L])]
        expect_identical(unname(rises[-1L] == rises[-length(rises)]),
            linked > 0L)
    }
})

test_that("a cycle keeps turning, once a duration", {
    for (seed in 1:6) {
        sim <- cells("cycle", p = c(3, 5, 8, 12, 20, 40)[[seed]],
            n_cells = 1500, process = 0, duration = 6, seed = seed)
        at <- order(sim$time)
        x <- assay(sim, "mrna")[meta(sim)$backbone[[1L]], at]
        up <- x > mean(range(x))
        expect_identical(sum(diff(up) == 1L), 6L)
        hours <- meta(sim)$parameters$hours
        late <- sim$time[at] > hours * 5 / 6
        expect_gt(diff(range(x[late])), 0.95 * diff(range(x)))
        expect_gt(diff(range(x)), 0.4)
        # One period later a cell holds the same.
        whole <- stats::approxfun(sim$time[at], x)
        on <- seq(hours / 6, hours * 4 / 6, length.out = 50L)
        expect_lt(max(abs(whole(on) - whole(on + hours / 6))), 0.05)
    }
})

test_that("all ends are reached, and alike often", {
    reached <- function(topology, ends) {
        count <- Reduce(`+`, lapply(1:5, function(seed) {
            sim <- cells(topology, n_cells = 400, duration = 1.5, seed = seed)
            late <- sim$time > meta(sim)$parameters$hours * 2 / 3
            expect_gt(mean(sim$branch[late] %in% LETTERS), 0.9)
            table(factor(sim$branch[late], LETTERS[seq_len(ends)]))
        }))
        expect_gt(stats::chisq.test(count)$p.value, 1e-3)
    }
    reached("bifurcation", 2L)
    reached("trifurcation", 3L)
    # Joined again: to nobody's lineage but everybody's.
    sim <- cells("converging", n_cells = 400, seed = 2)
    half <- sim$time > stats::median(sim$time)
    expect_true(all(c("A", "B", "A+B") %in% sim$branch))
    expect_gt(mean(nchar(sim$branch[sim$time >
        stats::quantile(sim$time, 0.97)]) == 3L), 0.5)
    # A second decision on one side of a first.
    sim <- cells("boolean", rules = "hierarchy", n_cells = 1000, seed = 1)
    share <- table(sim$branch) / 1000
    expect_true(all(c("A", "B", "C", "A+B+C", "B+C") %in% names(share)))
    expect_gt(min(share[c("A", "B", "C")]), 0.05)
})

test_that("lineages are told by the genes that decide", {
    process <- list(lineages = c("A", "B", "C"), forks = list(
        list(M = "A", N = c("B", "C")), list(Q = "B", R = "C")))
    y <- rbind(M = c(0.1, 0.9, 0.1, 0.1, 0.4, 0.9),
        N = c(0.1, 0.1, 0.9, 0.9, 0.6, 0.1), Q = c(0.1, 0.4, 0.4, 0.9, 0, 0.9),
        R = c(0.1, 0.4, 0.4, 0.1, 0, 0.1))
    got <- ggc:::.cell_lineages(process, y)
    expect_identical(unname(got), rbind(TRUE, c(TRUE, FALSE, FALSE),
        c(FALSE, TRUE, TRUE), c(FALSE, TRUE, FALSE), TRUE,
        c(TRUE, FALSE, FALSE))[, 1:3])
})

test_that("counts have the distribution that is said", {
    draw <- function(mean, dispersion = 0, half = 0, n = 20000L) {
        as.vector(ggc:::.native_counts(matrix(mean, 1L, n), "a", 3,
            dispersion, half, 1L))
    }
    fits <- function(x, density) {
        top <- stats::quantile(x, 0.999)
        seen <- tabulate(pmin(x, top) + 1L, top + 1L)
        chance <- density(0:top)
        chance[[top + 1]] <- 1 - sum(chance[-(top + 1)])
        keep <- chance * length(x) > 5
        expect_gt(stats::chisq.test(seen[keep], p = chance[keep],
            rescale.p = TRUE)$p.value, 1e-3)
    }
    for (m in c(0.3, 5, 80, 300)) {
        fits(draw(m), function(k) stats::dpois(k, m))
        for (d in c(0.1, 0.5, 3)) {
            fits(draw(m, d), function(k) {
                stats::dnbinom(k, size = 1 / d, mu = m)
            })
        }
    }
    x <- draw(1e5, 0, n = 5000L)
    # Standard errors: 4.5 and 2 %.
    expect_lt(abs(mean(x) - 1e5), 20)
    expect_equal(stats::var(x) / 1e5, 1, tolerance = 0.08)
    expect_identical(draw(0, 0.5, n = 5L), rep(0L, 5L))
    # Lost with chance half / (half + mean), and otherwise the same.
    x <- draw(20)
    y <- draw(20, half = 5)
    expect_lt(abs(mean(y == 0) - 0.2), 0.012)
    expect_true(all(y == x | y == 0L))
})

test_that("dropout is the expected share of lost counts, the weak first", {
    sims <- lapply(c(0, 0.5, 0.7), function(share) {
        cells(p = 20, n_cells = 500, dropout = share)
    })
    counts <- lapply(sims, assay, "counts")
    for (k in 2:3) {
        lost <- counts[[1L]] > 0L & counts[[k]] == 0L
        expect_true(all(counts[[k]] == counts[[1L]] | lost))
        info <- SummarizedExperiment::rowData(sims[[k]])
        mean <- 10 * info$level * assay(sims[[k]], "mrna") *
            rep(sims[[k]]$size, each = 20L)
        chance <- meta(sims[[k]])$half / (meta(sims[[k]])$half + mean)
        share <- c(0, 0.5, 0.7)[[k]]
        expect_equal(mean(chance), share, tolerance = 1e-6)
        # Of positive counts: 10,000 draws of this chance.
        was <- counts[[1L]] > 0L
        expect_equal(mean(lost[was]), base::mean(chance[was]),
            tolerance = 0.03)
        weak <- was & mean < stats::median(mean[was])
        expect_gt(mean(lost[weak]), mean(lost[was & !weak]) + 0.1)
    }
    expect_lt(mean(counts[[1L]] == 0L), mean(counts[[2L]] == 0L))
})

test_that("library sizes and logarithms are as they are said to be", {
    sim <- cells(n_cells = 4000, p = 4, size_sd = 0.5)
    expect_lt(abs(stats::sd(log(sim$size)) - 0.5), 0.02)
    expect_lt(abs(mean(sim$size) - 1), 0.04)
    expect_equal(assay(sim, "logcounts"), log2(t(t(assay(sim, "counts")) /
        sim$size) + 1))
    expect_identical(cells(size_sd = 0)$size, rep(1, 100))
    level <- SummarizedExperiment::rowData(cells(p = 2000, n_cells = 2))$level
    expect_lt(abs(stats::sd(log(level)) - 0.7), 0.04)
    # Ten times the depth, ten times the counts.
    more <- cells(depth = 100, n_cells = 500)
    expect_equal(sum(assay(more)) / sum(assay(cells(n_cells = 500))), 10,
        tolerance = 0.03)
})

test_that("time is uniform, and the pseudotime what was asked for", {
    sim <- cells("bifurcation", n_cells = 1000)
    hours <- meta(sim)$parameters$hours
    expect_gt(stats::ks.test(sim$time / hours, "punif")$p.value, 1e-3)
    exact <- sim$pseudotime
    expect_identical(colnames(exact), c("A", "B"))
    expect_identical(unname(!is.na(exact[, "A"])), grepl("A", sim$branch))
    expect_true(all(exact == sim$time, na.rm = TRUE))
    noisy <- cells("bifurcation", n_cells = 1000, pseudotime = "noisy",
        pseudotime_sd = 0.1)$pseudotime
    expect_identical(is.na(noisy), is.na(exact))
    error <- (noisy - exact)[!is.na(exact)]
    expect_lt(abs(stats::sd(error) / hours - 0.1), 0.007)
})

test_that("an estimated pseudotime is near the true one", {
    skip_if_not_installed("princurve")
    rank_cor <- function(topology, ...) {
        sim <- cells(topology, pseudotime = "estimated", n_cells = 300, ...)
        got <- sim$pseudotime
        expect_true(all(got >= 0, na.rm = TRUE))
        apply(got, 2L, stats::cor, y = sim$time, method = "spearman",
            use = "complete.obs")
    }
    expect_gt(rank_cor("chain", p = 20), 0.95)
    expect_gt(min(rank_cor("bifurcation", p = 20)), 0.8)
    # Of a cycle, the angle.
    sim <- cells("cycle", pseudotime = "estimated", n_cells = 300)
    angle <- function(x, most) 2i * pi * x / most
    expect_gt(Re(mean(exp(angle(sim$pseudotime[, 1L], max(sim$pseudotime)) -
        angle(sim$time, meta(sim)$parameters$hours)))), 0.7)
    # Few cells have a curve, too.
    expect_length(cells(n_cells = 5, pseudotime = "estimated")$pseudotime, 5L)
})

test_that("bins of the cells are what ggc_fit() learns from", {
    sim <- cells("bifurcation", n_cells = 600)
    series <- ggc_pseudotime(sim, "pseudotime", bins = 10)
    expect_identical(unique(series$lineage), c("A", "B"))
    fit <- ggc_fit(series, method = "var", lag = 1, seed = 1)
    expect_identical(dim(granger(fit)), c(12L, 12L))
    two <- ggc_pseudotime(sim, sim$pseudotime, bins = 10)
    expect_identical(assay(two), assay(series))
})

test_that("the same seed gives the same bits, whatever the threads", {
    same <- function(a, b) {
        for (name in c("counts", "mrna")) {
            expect_identical(assay(a, name), assay(b, name))
        }
        expect_identical(a$pseudotime, b$pseudotime)
    }
    run <- function(threads, ...) {
        ggc_simulate("cells", topology = "bifurcation", p = 10, n_cells = 150,
            dropout = 0.5, seed = 5, threads = threads)
    }
    same(run(1), run(3))
    few <- cells("bifurcation", n_cells = 50)
    same(cells("bifurcation", n_cells = 80)[, 1:50], few)
    expect_false(identical(assay(cells(seed = 2)), assay(cells(seed = 1))))
    set.seed(1)
    a <- ggc_simulate("cells", n_cells = 5)
    set.seed(1)
    expect_identical(assay(ggc_simulate("cells", n_cells = 5)), assay(a))
})

test_that("hidden genes have no row and no truth", {
    sim <- cells(p = 20, hidden = 0.25)
    gone <- meta(sim)$hidden
    expect_length(gone, 5L)
    expect_identical(rownames(sim), setdiff(paste0("G", 1:20), gone))
    expect_identical(rownames(meta(sim)$sign), rownames(sim))
    expect_identical(assay(sim), assay(cells(p = 20))[rownames(sim), ])
})

test_that("arguments out of range are refused by name", {
    refused <- function(.says, ...) {
        expect_error(ggc_simulate("cells", ...), .says,
            class = "ggc_error_argument")
    }
    refused("`topology`", topology = "tree")
    for (topology in names(least)) {
        refused(sprintf("`p` must be a whole number from %d to 5000",
            least[[topology]]), topology = topology, p = least[[topology]] - 1)
    }
    refused("`p`.*from 11 to 5000, not 10", topology = "boolean",
        rules = "checkpoint", p = 10)
    refused("`p`", p = 5001)
    refused("`rules` must be one of", topology = "boolean", rules = "x")
    refused("`rules` is for topology", rules = "fate")
    refused("`n_cells`", n_cells = 1)
    refused("at most 2147483647", n_cells = 1e9)
    refused("`duration`", duration = 0)
    refused("`burn_in`", burn_in = -1)
    refused("`process`", process = -1)
    refused("`depth`", depth = 0)
    refused("`size_sd`", size_sd = 3)
    refused("`dispersion`", dispersion = -1)
    refused("`dropout`", dropout = 1)
    refused("`pseudotime` must be one of", pseudotime = "slingshot")
    refused("`pseudotime_sd` is for", pseudotime_sd = 0.1)
    refused("`pseudotime_sd`", pseudotime = "noisy", pseudotime_sd = -1)
    refused("`n_time` must be left out", n_time = 10)
    refused("`n_trajectories` must be left out", n_trajectories = 2)
    refused("`noise` must be left out", noise = 0.1)
    refused("cells.*not replicates", replicates = 2)
    refused("`hidden`", hidden = 0.95)
    refused("`seed`", seed = -1)
    set.seed(1)
    before <- .Random.seed
    try(ggc_simulate("cells", dropout = 2), silent = TRUE)
    expect_identical(.Random.seed, before)
})
