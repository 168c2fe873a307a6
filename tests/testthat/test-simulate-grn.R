assay <- SummarizedExperiment::assay
meta <- S4Vectors::metadata

grn <- function(..., p = 10, seed = 1) {
    ggc_simulate("grn", p = p, ..., seed = seed)
}

# Without any noise.
clean <- function(..., seed = 1) {
    ggc_simulate("grn", ..., noise = 0, process = 0, clip = FALSE, seed = seed)
}

truth_of <- function(p, seed, ...) {
    meta(clean(p = p, n_time = 2, n_trajectories = 1, seed = seed, ...))$truth
}

# The activation of every gene, from the tables in metadata(): products over
# regulators, a sum over the states of the modules. f(y, shift) of named y.
activation_of <- function(sim) {
    kin <- meta(sim)$kinetics
    genes <- kin$genes$gene
    bound <- function(y, module) {
        links <- kin$links[kin$links$module == module, ]
        term <- (y[links$regulator] / links$k)^links$n
        on <- term[links$activates]
        off <- term[!links$activates]
        if (!kin$modules$complex[kin$modules$module == module]) {
            return(prod(on / (1 + on)) / prod(1 + off))
        }
        complex <- prod(on)
        complex / (1 + complex + (length(off) > 0) * complex * prod(off))
    }
    function(y, shift = 0) {
        shift <- rep_len(shift, length(genes))
        vapply(seq_along(genes), function(i) {
            own <- kin$modules$module[kin$modules$target == genes[[i]]]
            p <- vapply(own, function(module) bound(y, module), 0)
            alpha <- pmin(1, pmax(0, kin$alpha[[i]] + shift[[i]]))
            if (!length(own)) {
                return(alpha)
            }
            states <- as.matrix(expand.grid(rep(list(0:1), length(own))))
            chance <- apply(states, 1L, function(s) {
                prod(ifelse(s == 1, p, 1 - p))
            })
            sum(alpha * chance)
        }, 0)
    }
}

named <- function(x, sim) stats::setNames(as.vector(x), rownames(sim))

# mRNA of one trajectory by deSolve, the perturbation changing at the points of
# time where metadata() says so.
reference <- function(sim, r, f) {
    genes <- meta(sim)$kinetics$genes
    shifts <- meta(sim)$perturbations
    p <- nrow(sim)
    x <- assay(sim)[, sim$trajectory == r]
    time <- sim$time[sim$trajectory == r]
    state <- c(x[, 1], x[, 1])
    out <- x
    column <- shifts$during[-ncol(x), r]
    column[is.na(column)] <- 0L
    last <- cumsum(rle(column)$lengths)
    for (to in last) {
        from <- max(0L, last[last < to]) + 1L
        shift <- if (column[[to]]) shifts$shift[, column[[to]]] else 0
        slope <- function(time, state, parms) {
            now <- state[seq_len(p)]
            y <- named(state[-seq_len(p)], sim)
            list(c(genes$mrna_decay * (f(y, shift) - now),
                genes$protein_decay * (now - y)))
        }
        path <- deSolve::ode(state, time[from:(to + 1L)], slope, NULL,
            rtol = 1e-8, atol = 1e-10)[-1L, -1L, drop = FALSE]
        out[, (from + 1L):(to + 1L)] <- t(path[, seq_len(p)])
        state <- path[nrow(path), ]
    }
    out
}

test_that("every design gives what its description says", {
    expect_identical(dim(grn(p = 100)), c(100L, 46L * 21L))
    expect_identical(dim(grn(p = 100, design = "onoff")), c(100L, 210L))
    expect_identical(dim(grn(design = "onoff")), c(10L, 105L))
    expect_identical(dim(grn(design = "long")), c(10L, 600L))
    expect_identical(dim(grn(design = "uneven")), c(10L, 60L))
    expect_identical(grn(design = "uneven")$time[1:12],
        c(0, 2, 4, 8, 15, 30, 45, 60, 90, 120, 180, 240))
    expect_identical(grn()$time[1:21], 10 * (0:20))
    expect_identical(grn(design = "onoff")$time[1:21], 50 * (0:20))
    expect_identical(grn(times = c(1, 2, 4), n_trajectories = 2)$time,
        c(1, 2, 4, 1, 2, 4))
    steady <- grn(design = "multifactorial", n_trajectories = 7)
    expect_identical(dim(steady), c(10L, 7L))
    expect_null(steady$time)
    expect_identical(meta(grn())$model, "grn")
    expect_identical(meta(grn())$parameters$design, "relaxation")
})

test_that("steady states solve the equations as R has them", {
    for (case in list(list(p = 10), list(p = 40), list(p = 40, density = 5))) {
        for (seed in 1:3) {
            sim <- do.call(clean, c(case, list(design = "multifactorial",
                n_trajectories = 3, strength = 0.5, seed = seed)))
            f <- activation_of(sim)
            wild <- named(meta(sim)$kinetics$genes$steady, sim)
            expect_lt(max(abs(f(wild) - wild)), 1e-12)
            for (r in 1:3) {
                x <- named(assay(sim)[, r], sim)
                shift <- meta(sim)$perturbations$shift[, r]
                expect_lt(max(abs(f(x, shift) - x)), 1e-12)
                expect_gt(max(abs(x - wild)), 0.1)
            }
        }
    }
})

test_that("a steady state with feedback is the one a root finder finds", {
    # A represses B, B activates A: one steady state, by a monotone equation.
    network <- matrix(c(0, 1, -1, 0), 2,
        dimnames = list(c("A", "B"), c("A", "B")))
    for (seed in 1:5) {
        sim <- clean(network = network, design = "onoff", n_time = 2,
            seed = seed)
        f <- activation_of(sim)
        a <- stats::uniroot(function(a) {
            b <- f(c(A = a, B = 0))[[2L]]
            f(c(A = a, B = b))[[1L]] - a
        }, c(0, 1), tol = 1e-13)$root
        expect_equal(meta(sim)$kinetics$genes$steady[[1L]], a,
            tolerance = 1e-9)
        expect_equal(assay(sim)[["A", 1L]], a, tolerance = 1e-9)
    }
})

test_that("without noise the dynamics are those that deSolve integrates", {
    skip_if_not_installed("deSolve")
    for (case in list(
        list(design = "relaxation", n_trajectories = 2),
        list(design = "onoff", n_trajectories = 2),
        list(design = "uneven", n_trajectories = 2),
        list(design = "long", n_trajectories = 2, n_time = 40, hold = 8)
    )) {
        sim <- do.call(clean, c(case, list(p = 10, seed = 4)))
        f <- activation_of(sim)
        for (r in 1:2) {
            x <- assay(sim)[, sim$trajectory == r]
            expect_lt(max(abs(reference(sim, r, f) - x)), 1e-5)
            expect_gt(diff(range(apply(x, 1L, stats::sd))), 0.05)
        }
    }
})

test_that("designs perturb when they say they do", {
    shifts <- function(...) meta(clean(p = 50, ...))$perturbations
    relax <- shifts(n_trajectories = 30)
    expect_identical(relax$before, 1:30)
    expect_true(all(is.na(relax$during)))
    hit <- relax$shift != 0
    # 1500 draws with chance 1/3: standard error 0.012.
    expect_lt(abs(mean(hit) - 1 / 3), 0.05)
    expect_gt(stats::ks.test(relax$shift[hit], "punif", -1, 1)$p.value, 1e-3)
    expect_identical(anyDuplicated(t(relax$shift)), 0L)
    onoff <- shifts(design = "onoff", n_trajectories = 2)
    expect_true(all(is.na(onoff$before)))
    expect_identical(onoff$during[, 2], rep(c(2L, NA), c(10, 11)))
    long <- shifts(design = "long", n_trajectories = 10)
    # 2000 points, a change at each with chance 1/20: standard error 10.
    expect_lt(abs(ncol(long$shift) - 100), 50)
    expect_identical(sort(unique(as.vector(long$during))),
        seq_len(ncol(long$shift)))
    many <- shifts(design = "multifactorial", n_trajectories = 30)
    expect_equal(stats::sd(many$shift), 0.15, tolerance = 0.1)
    expect_true(all(many$shift != 0))
    few <- shifts(perturbed = 0, n_trajectories = 5)
    expect_identical(colSums(few$shift != 0), rep(1, 5))
})

test_that("measurement noise has the stated size, is white and clipped", {
    same <- list(p = 20, n_trajectories = 40, seed = 5)
    run <- function(...) assay(do.call(ggc_simulate, c("grn", same, list(...))))
    x <- run(noise = 0, clip = FALSE)
    e <- run(noise = 0.3, clip = FALSE) - x
    # 16,800 draws: the standard error of the sd is 0.5 %.
    expect_equal(stats::sd(e), 0.3, tolerance = 0.02)
    expect_lt(max(abs(stats::cor(t(e))[upper.tri(diag(20))])), 4.5 / sqrt(840))
    expect_lt(abs(stats::cor(as.vector(e[, -1]), as.vector(e[, -840]))), 0.04)
    expect_identical(run(noise = 0.3), pmax(x + e, 0))
    expect_identical(meta(grn())$parameters$noise, 0.05)
})

test_that("molecular noise has the variance of a birth-death process", {
    # No links: dx = d (f - x) dt + c sqrt(d (f + x)) dW, which is stationary
    # with mean f, variance c^2 f and autocorrelation exp(-d lag).
    none <- matrix(0, 40, 40)
    sim <- ggc_simulate("grn", network = none, design = "onoff", strength = 0,
        n_time = 1000, dt = 20, n_trajectories = 3, burn_in = 500, noise = 0,
        clip = FALSE, seed = 2)
    x <- assay(sim)
    f <- meta(sim)$kinetics$genes$steady
    d <- meta(sim)$kinetics$genes$mrna_decay
    expect_lt(max(abs(rowMeans(x) - f)), 0.01)
    ratio <- apply(x, 1L, stats::var) / (0.05^2 * f)
    # 3000 points, correlated over 50 / (20 ln 2) of them at worst: a gene's
    # standard error is below 7 %, the mean's below 1 %.
    expect_lt(max(abs(ratio - 1)), 0.3)
    expect_equal(mean(ratio), 1, tolerance = 0.03)
    lagged <- vapply(1:40, function(i) {
        stats::cor(x[i, 1:999], x[i, 2:1000])
    }, 0)
    expect_equal(mean(lagged - exp(-20 * d)), 0, tolerance = 0.02)
    expect_lt(max(abs(lagged - exp(-20 * d))), 0.15)
    # Twice the noise, four times the variance; before the first point too.
    more <- assay(ggc_simulate("grn", network = none, design = "onoff",
        strength = 0, n_time = 2, n_trajectories = 500, burn_in = 500,
        process = 0.1, noise = 0, clip = FALSE, seed = 2))[, 2 * (1:500) - 1]
    expect_equal(mean(apply(more, 1L, stats::var) / (0.1^2 * f)), 1,
        tolerance = 0.05)
})

test_that("drawn networks are sparse, with hubs, and connected", {
    for (seed in 1:3) {
        truth <- truth_of(200, seed)
        out <- rowSums(truth)
        into <- colSums(truth)
        expect_type(truth, "integer")
        expect_identical(unname(diag(truth)), rep(0L, 200))
        expect_true(all(out + into > 0))
        expect_identical(sum(out > 0), 42L) # 3 sqrt(200)
        expect_identical(sum(truth), 430L) # 200 (1 + log10(200) / 2)
        regulators <- out[out > 0]
        expect_gt(max(regulators), 3 * mean(regulators))
        expect_lt(stats::median(regulators), 0.8 * mean(regulators))
        expect_lte(max(into), 10)
        expect_gt(max(into), 5)
        # Without its regulators a gene that does not regulate is no target.
        expect_true(all(into[out == 0] > 0))
    }
    expect_identical(sum(truth_of(50, 1, density = 4)), 200L)
    expect_identical(sum(rowSums(truth_of(50, 1, regulators = 5)) > 0), 5L)
    expect_identical(sum(rowSums(truth_of(50, 1, regulators = 0.4)) > 0), 20L)
    # As many as there are genes, hardly any links: every gene has one still.
    all_regulate <- truth_of(20, 1, regulators = 20, density = 0)
    expect_true(all(rowSums(all_regulate) > 0))
})

test_that("feed-forward loops abound and feedback is rare", {
    loops <- function(t) sum((t %*% t) * t)
    # Degrees kept: two links swap their targets.
    rewired <- function(t) {
        links <- which(t == 1L, arr.ind = TRUE)
        for (k in seq_len(10L * nrow(links))) {
            pair <- sample(nrow(links), 2L)
            a <- links[pair[[1L]], ]
            b <- links[pair[[2L]], ]
            if (a[[1L]] == b[[2L]] || b[[1L]] == a[[2L]] ||
                t[a[[1L]], b[[2L]]] || t[b[[1L]], a[[2L]]]) {
                next
            }
            t[rbind(a, b)] <- 0L
            links[pair, 2L] <- links[rev(pair), 2L]
            t[links[pair, ]] <- 1L
        }
        t
    }
    set.seed(1)
    for (seed in 1:3) {
        t <- unname(truth_of(100, seed))
        found <- loops(t)
        expect_gt(found, max(replicate(5L, loops(rewired(t)))))
        # Of Erdos and Renyi: p (p - 1) (p - 2) triples, three links each.
        expect_gt(found, 3 * 100 * 99 * 98 * (sum(t) / 9900)^3)
        reach <- t > 0
        for (k in 1:7) {
            reach <- reach | reach %*% reach > 0
        }
        expect_lt(sum(diag(reach)), 15)
    }
})

test_that("links stay in modules and have the wanted signs", {
    share <- vapply(1:20, function(seed) {
        mean((meta(clean(p = 100, n_time = 2, n_trajectories = 1,
            seed = seed))$sign)[truth_of(100, seed) == 1L] > 0)
    }, 0)
    expect_equal(mean(share), 0.6, tolerance = 0.05)
    for (a in 0:1) {
        sim <- clean(n_time = 2, activators = a)
        expect_identical(meta(sim)$sign, meta(sim)$truth * (2L * a - 1L))
    }
    # A regulator in the module is ten times as likely as one outside, before
    # chains through other modules.
    inside <- vapply(1:10, function(seed) {
        sim <- clean(p = 100, n_time = 2, n_trajectories = 1, seed = seed)
        module <- meta(sim)$modules
        expect_identical(sort(unique(as.vector(module))), 1:4)
        link <- which(meta(sim)$truth == 1L, arr.ind = TRUE)
        mean(module[link[, 1L]] == module[link[, 2L]])
    }, 0)
    expect_gt(mean(inside), 2 / 4)
})

test_that("kinetic parameters lie where they are said to", {
    kin <- meta(clean(p = 300, n_time = 2, n_trajectories = 1))$kinetics
    half <- log(2) / c(kin$genes$mrna_decay, kin$genes$protein_decay)
    expect_gt(stats::ks.test(half, "punif", 5, 50)$p.value, 1e-3)
    expect_gt(stats::ks.test(kin$links$k, "punif", 0.01, 1)$p.value, 1e-3)
    expect_true(all(kin$links$n >= 1 & kin$links$n <= 10))
    # Normal(2, 2) cut to 1 .. 10 has mean 3.02 (and sd 1.36).
    expect_lt(abs(mean(kin$links$n) - 3.02), 0.25)
    expect_true(all(unlist(kin$alpha) >= 0 & unlist(kin$alpha) <= 1))
    expect_identical(lengths(kin$alpha, use.names = FALSE), as.integer(
        2^tabulate(factor(kin$modules$target, kin$genes$gene), 300)))
    # Signs are those of the network: of the module times that in the module.
    sim <- clean(p = 100, n_time = 2, n_trajectories = 1)
    kin <- meta(sim)$kinetics
    effect <- kin$modules$effect[kin$links$module]
    sign <- meta(sim)$sign
    sign[] <- 0L
    sign[as.matrix(kin$links[c("regulator", "target")])] <-
        as.integer(sign(effect) * ifelse(kin$links$activates, 1, -1))
    expect_identical(sign, meta(sim)$sign)
    # Every module can be switched on.
    expect_true(all(kin$modules$module %in%
        kin$links$module[kin$links$activates]))
})

test_that("signs are felt: more of a regulator moves its target that way", {
    sim <- clean(p = 30, n_time = 2, n_trajectories = 1, seed = 3)
    f <- activation_of(sim)
    sign <- meta(sim)$sign
    moved <- matrix(0, 30, 30)
    set.seed(1)
    for (k in 1:10) {
        y <- named(stats::runif(30, 0.05, 1), sim)
        for (j in which(rowSums(abs(sign)) > 0)) {
            more <- replace(y, j, y[[j]] * 1.1)
            change <- f(more) - f(y)
            expect_true(all(change * sign[j, ] >= -1e-12))
            moved[j, ] <- moved[j, ] + abs(change)
        }
    }
    expect_true(all(moved[sign == 0] == 0))
    # A cut at 0 or 1 may hide a module; few are.
    expect_gt(mean(moved[sign != 0] > 1e-6), 0.8)
})

test_that("series move first, then settle, and few genes stand still", {
    x <- clean(p = 100, seed = 2)
    step <- vapply(1:20, function(t) {
        mean(abs(assay(x)[, x$time == 10 * t] -
            assay(x)[, x$time == 10 * (t - 1)]))
    }, 0)
    expect_false(is.unsorted(rev(step)))
    expect_lt(step[[20L]], step[[1L]] / 5)
    expect_gt(mean(apply(assay(x), 1L, stats::sd) > 0.05), 0.9)
    wild <- meta(x)$kinetics$genes$steady
    expect_lt(mean(wild < 0.05 | wild > 0.95), 0.3)
})

test_that("the same seed gives the same bits, whatever the threads", {
    for (design in c("relaxation", "long", "multifactorial")) {
        run <- function(...) grn(design = design, ...)
        expect_identical(run(threads = 1), run(threads = 2))
        expect_identical(run(threads = 1), run(threads = 5))
        expect_false(identical(assay(run()), assay(run(seed = 2))))
        set.seed(9)
        first <- run(seed = NULL)
        set.seed(9)
        expect_identical(first, run(seed = NULL))
        expect_identical(first, run(seed = meta(first)$seed))
    }
    # A longer series begins with the shorter one, more trajectories with few.
    expect_identical(assay(grn(n_time = 30, n_trajectories = 1))[, 1:21],
        assay(grn(n_trajectories = 3))[, 1:21])
})

test_that("a network of the user's is the one that is simulated", {
    network <- matrix(0, 4, 4, dimnames = rep(list(c("a", "b", "c", "d")), 2))
    network["a", "b"] <- 1
    network["b", "c"] <- -1
    sim <- clean(network = network, n_trajectories = 20)
    expect_identical(rownames(sim), c("a", "b", "c", "d"))
    expect_identical(unname(meta(sim)$sign),
        matrix(as.integer(network), 4))
    expect_identical(meta(sim)$truth, abs(meta(sim)$sign))
    # What is not linked does not answer: d to a's perturbations, a to b's.
    shift <- meta(sim)$perturbations$shift
    x <- assay(sim)[, sim$time == 0]
    alone <- shift["d", ] == 0
    expect_identical(diff(range(x["d", alone])), 0)
    expect_gt(stats::sd(x["b", shift["b", ] == 0]), 0)
    # A gene with more regulators than there can be modules.
    star <- matrix(0, 31, 31)
    star[1:30, 31] <- c(1, -1)
    sim <- clean(network = star, design = "multifactorial")
    f <- activation_of(sim)
    wild <- named(meta(sim)$kinetics$genes$steady, sim)
    expect_identical(length(meta(sim)$kinetics$alpha[[31]]), 256L)
    expect_lt(max(abs(f(wild) - wild)), 1e-12)
    expect_identical(dim(grn(p = 1, network = matrix(0))), c(1L, 84L))
})

test_that("networks of 4 and of 1000 genes are simulated", {
    expect_true(all(is.finite(assay(grn(p = 4)))))
    sim <- grn(p = 1000, n_trajectories = 3)
    expect_identical(dim(sim), c(1000L, 63L))
    expect_true(all(is.finite(assay(sim))))
    expect_lt(meta(sim)$kinetics$residual, 1e-12)
})

test_that("every design in time can be fitted", {
    quick <- ggc_control(members = 1L, first = 10L, each = 2L)
    for (design in c("relaxation", "onoff", "long", "uneven")) {
        sim <- grn(p = 5, regulators = 2, design = design)
        fit <- suppressWarnings(suppressMessages(
            ggc_fit(sim, control = quick, seed = 1)))
        expect_identical(dim(granger(fit)), c(5L, 5L))
        expect_true(is.finite(ggc_metrics(granger(fit),
            meta(sim)$truth)[["AUROC"]]))
    }
})

test_that("an interrupt ends a simulation within a second", {
    skip_if_interrupt_is_ignored()
    for (threads in 1:2) {
        system(sprintf("(sleep 1; kill -INT %d) &", Sys.getpid()))
        started <- proc.time()[["elapsed"]]
        got <- tryCatch(
            {
                grn(p = 300, dt = 1e5, n_trajectories = 2, threads = threads)
                "finished"
            },
            interrupt = function(c) "interrupted"
        )
        expect_identical(got, "interrupted")
        expect_lt(proc.time()[["elapsed"]] - started, 2)
    }
})

test_that("no time is made of a series that is too large", {
    for (design in c("relaxation", "onoff", "long", "uneven")) {
        seconds <- system.time(expect_error(
            ggc_simulate("grn", p = 7, n_time = .Machine$integer.max,
                n_trajectories = 1, design = design),
            "must be at most 2147483647, not 15032385529",
            class = "ggc_error_argument"
        ))[["elapsed"]]
        expect_lt(seconds, 2)
    }
})

test_that("arguments of gene networks are refused by name", {
    refused <- function(.says, ...) {
        expect_error(ggc_simulate("grn", ...), .says,
            class = "ggc_error_argument")
    }
    refused("`p` must be a whole number from 4 to 5000, not 3", p = 3)
    refused("`n_time`", n_time = 1)
    refused("`n_time`", n_time = 3, times = 1:2)
    refused("`n_time`.*multifactorial", n_time = 5, design = "multifactorial")
    refused("`dt`.*multifactorial", dt = 5, design = "multifactorial")
    refused("`n_trajectories`", n_trajectories = 0)
    refused("at most 2147483647", n_time = 1e5, n_trajectories = 1e5)
    refused("`noise`", noise = -1)
    refused("`burn_in`", burn_in = -1)
    refused("`design`", design = "short")
    refused("`regulators`", regulators = 0)
    refused("`regulators`", regulators = 11)
    refused("`regulators`", regulators = 2.5)
    refused("`density`", density = -1)
    refused("`modules`", modules = 6)
    refused("`activators`", activators = 2)
    refused("`dt`", dt = 0)
    refused("`dt`", dt = 1, times = 1:3)
    refused("`dt`.*uneven", dt = 1, design = "uneven")
    refused("`times`", times = c(1, 1))
    refused("`times`", times = 1)
    refused("`perturbed`", perturbed = 2)
    refused("`strength`", strength = -1)
    refused("`hold`", hold = 0)
    refused("`process`", process = NA)
    refused("`clip`", clip = NA)
    refused("`threads`", threads = 0)
    refused("`seed`", seed = -1)
    refused("grn.*not sparsity", sparsity = 1)
    refused("`network`", network = diag(3))
    refused("`network`", network = matrix(0.5, 2, 2))
    refused("`network`", network = matrix(0, 2, 3))
    refused("`network`", network = matrix(c(0, NA, 0, 0), 2))
    refused("same gene names", network = matrix(0, 2, 2,
        dimnames = list(c("a", "b"), c("b", "a"))))
    refused("`p`.*2 rows, not 3", network = matrix(0, 2, 2), p = 3)
    refused("`density` is not used", network = matrix(0, 2, 2), density = 1)
})

test_that("scattered mRNA starts normal around the steady state, within 0 and 1", {
    sim <- ggc_simulate("grn", p = 40, scatter = 0.5, process = 0, noise = 0,
        n_trajectories = 400, n_time = 2, seed = 5)
    info <- S4Vectors::metadata(sim)
    steady <- info$kinetics$genes$steady
    first <- SummarizedExperiment::assay(sim)[, sim$time == 0]
    expect_true(all(first >= 0 & first <= 1))
    # Mean and deviation of the normal distribution cut to 0 .. 1.
    low <- -steady / 0.5
    high <- (1 - steady) / 0.5
    mass <- stats::pnorm(high) - stats::pnorm(low)
    shift <- (stats::dnorm(low) - stats::dnorm(high)) / mass
    deviation <- 0.5 * sqrt(1 + (low * stats::dnorm(low) -
        high * stats::dnorm(high)) / mass - shift^2)
    error <- (rowMeans(first) - steady - 0.5 * shift) / deviation * sqrt(400)
    expect_lt(max(abs(error)), 4.5)
    expect_lt(abs(mean(error)), 0.6)
    spread <- apply(first, 1L, stats::sd)
    expect_lt(max(abs(spread / deviation - 1)), 0.12)
    expect_identical(ncol(info$perturbations$shift), 0L)
    expect_identical(info$parameters$scatter, 0.5)
})

test_that("scattered series return to the one steady state", {
    sim <- ggc_simulate("grn", p = 20, scatter = 0.5, process = 0, noise = 0,
        times = c(0, 10, 3000), seed = 6)
    steady <- S4Vectors::metadata(sim)$kinetics$genes$steady
    last <- SummarizedExperiment::assay(sim)[, sim$time == 3000]
    expect_lt(max(abs(last - steady)), 1e-6)
    expect_error(ggc_simulate("grn", design = "onoff", scatter = 0.5), "scatter",
        class = "ggc_error_argument")
    expect_error(ggc_simulate("grn", scatter = 0.5, strength = 2), "strength",
        class = "ggc_error_argument")
    expect_error(ggc_simulate("grn", scatter = -1), "scatter",
        class = "ggc_error_argument")
})
