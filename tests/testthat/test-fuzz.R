# Random shapes, values and settings. Each case must end in a result without gaps
# or in an error of ours, in bounded time. GGC_FUZZ_CASES and GGC_FUZZ_SEED run
# more, and others; a case is repeated by its own seed, which failures name.

fuzz_cases <- as.integer(Sys.getenv("GGC_FUZZ_CASES", "2000"))
fuzz_seed <- as.integer(Sys.getenv("GGC_FUZZ_SEED", "1"))

# ---- What cases are drawn from ----

one_of <- function(...) {
    choices <- list(...)
    choices[[sample.int(length(choices), 1L)]]
}
chance <- function(p) stats::runif(1) < p
# Mostly a good value, now and then one of the odd ones.
mostly <- function(good, ..., p = 0.06) {
    if (chance(p)) one_of(...) else good
}
odd <- function() {
    one_of(NULL, NA, NaN, Inf, -1, 0, 0.5, 1e10, -1e300, "a", character(),
        TRUE, list(), list(1), factor("a"), c(1, 2), 1i, mean, Sys.Date(),
        .Machine$integer.max, 2^53, matrix(1), data.frame())
}
draw_names <- function(n) {
    names <- one_of(LETTERS, letters, sprintf("gene %d", 1:26),
        sprintf("\u03b2%d", 1:26), rev(LETTERS), as.character(1:26))
    mostly(names[seq_len(n)], NULL, rep("x", n), rep(NA_character_, n),
        rep("", n), p = 0.08)
}
draw_values <- function(p, n) {
    x <- matrix(switch(sample.int(5, 1),
        stats::rnorm(p * n), stats::rpois(p * n, 3), stats::runif(p * n),
        cumsum(stats::rnorm(p * n)), round(stats::rnorm(p * n))
    ), p, n)
    x <- x * mostly(1, 1e-300, 1e-150, 1e150, 1e299, 1e-320, 0, p = 0.2)
    if (p && n) {
        g <- sample.int(p, 1L)
        x[g, ] <- mostly(x[g, ], x[1L, ], -x[1L, ], 5, 0, 1 + 1e-15 * x[g, ],
            p = 0.25)
        x[sample.int(p * n, 1L)] <- mostly(x[[1L]], NA, NaN, Inf, -Inf, 1e308,
            p = 0.12)
    }
    x
}
# list(x, time, trajectory) of one series.
draw_series <- function(p = sample(2:5, 1), r = sample.int(3, 1)) {
    p <- mostly(p, 0L, 1L, p = 0.03)
    each <- mostly(sample(3:8, r, TRUE), sample(0:3, r, TRUE))
    n <- sum(each)
    x <- draw_values(p, n)
    rownames(x) <- draw_names(p)
    trajectory <- rep(seq_len(r), each)
    time <- as.double(sequence(each)) * mostly(1, 1e-300, 1e-9, 1e300, p = 0.1)
    time <- mostly(time, time^1.3, time + stats::rnorm(n, sd = 0.01), rev(time),
        rep(1, n), p = 0.25)
    if (n && chance(0.2)) {
        shuffled <- sample.int(n)
        x <- x[, shuffled, drop = FALSE]
        time <- time[shuffled]
        trajectory <- trajectory[shuffled]
    }
    list(x = x, time = time, trajectory = trajectory)
}
draw_input <- function(...) {
    s <- draw_series(...)
    if (chance(0.1)) {
        parts <- split(seq_len(ncol(s$x)), s$trajectory)
        return(list(x = lapply(parts, function(i) s$x[, i, drop = FALSE]),
            time = mostly(NULL, lapply(parts, function(i) s$time[i]), p = 0.4)))
    }
    s["x"] <- list(mostly(s$x, t(s$x), as.data.frame(s$x), odd(), p = 0.1))
    s$time <- mostly(s$time, NULL, odd(), as.character(s$time), p = 0.2)
    s$trajectory <- mostly(s$trajectory, NULL, odd(), letters[s$trajectory],
        factor(s$trajectory), p = 0.2)
    s
}
treatment <- function() {
    list(irregular = one_of("interpolate", "asis", "error"),
        na = one_of("error", "interpolate"),
        replicates = one_of("error", "mean", "match"))
}
draw_control <- function() {
    tiny <- list(members = sample.int(2, 1), first = sample.int(4, 1),
        each = sample.int(3, 1), n_lambda = sample.int(3, 1),
        hidden = sample.int(4, 1))
    more <- list(
        layers = sample.int(3, 1), horizons = sample.int(4, 1),
        lag = sample.int(4, 1), window = sample.int(6, 1),
        init = one_of("none", "hidden", "weights", "both"),
        optimiser = one_of("adam", "gista", "ista", "adam_element"),
        rate = 10^stats::runif(1, -4, 3), ridge = 10^stats::runif(1, -6, 3),
        penalty = one_of("group", "sparse_group", "hierarchical", "squared"),
        kl = one_of("none", "log", "printed"),
        triplet = one_of("none", "granger", "prediction"),
        triplet_p = 1 + stats::rexp(1), margin = stats::rnorm(1),
        cut = one_of("otsu", "none"), fusion = one_of(NULL, stats::rexp(1)),
        dependence = one_of("linear", "dcor", "none"),
        hubs = stats::rexp(1), dcor_lag = sample(0:2, 1),
        n_prop = sample.int(3, 1), relu = chance(0.5),
        graph_at = one_of("readout", "recurrence"),
        normalise = one_of("sym", "row", "max", "none"),
        adjacency = one_of("gram", "gram_raw", "abscor", "dcor"),
        segment = one_of(1L, 2L, 5L, .Machine$integer.max),
        burn_in = one_of(0L, 3L, .Machine$integer.max),
        recheck = sample.int(5, 1), se_factor = stats::rexp(1),
        loo = one_of("refit", "mask"), loo_rule = one_of("heldout", "insample"),
        keep = one_of("chosen", "none"), lambda_max = 10^stats::runif(1, -3, 4),
        isa = one_of("auto", "generic")
    )
    some <- more[sample.int(length(more), sample(0:6, 1))]
    out <- utils::modifyList(tiny, some)
    if (chance(0.05)) {
        # absurd numbers of iterations are not refused, but run
        bounded <- setdiff(names(out), c("first", "each"))
        out[sample(bounded, 1L)] <- list(odd())
    }
    out
}
draw_links <- function(genes) {
    n <- sample.int(4, 1)
    if (!length(genes)) {
        genes <- "nobody"
    }
    pick <- function() sample(c(genes, mostly(genes, "nobody")), n, TRUE)
    mostly(
        data.frame(regulator = pick(), target = pick(),
            weight = mostly(rep(1, n), stats::runif(n), NA, 2, p = 0.3)),
        odd(), matrix(stats::runif(length(genes)^2), length(genes),
            dimnames = list(genes, genes)),
        p = 0.3
    )
}

# A table of links as some program may have written it: any words for columns,
# in any order, names as text or factors, signs as words, columns of no use.
draw_link_table <- function(genes) {
    genes <- genes[!is.na(genes)]
    if (!length(genes)) {
        genes <- "nobody"
    }
    n <- sample.int(6, 1)
    pick <- function() {
        names <- sample(c(genes, mostly(genes, "nobody", "")), n, TRUE)
        mostly(names, factor(names), NA, tolower(names), p = 0.06)
    }
    table <- data.frame(a = pick(), b = pick(), c = mostly(stats::rnorm(n),
        rep(1, n), sample(0:1, n, TRUE), sample(c("+", "-"), n, TRUE),
        sample(c("activation", "Repression", "unknown"), n, TRUE), p = 0.7),
    d = mostly(stats::runif(n), sample(letters, n, TRUE), p = 0.3))
    words <- unlist(.LINK_WORDS, use.names = FALSE)
    names(table) <- mostly(
        one_of(c("TF", "target", "mor", "confidence"),
            c("tf", "TARGET", "score", "note"), c("from", "to", "weight", "p"),
            c("Gene1", "Gene2", "Type", "value"),
            c("target", "source", "importance", "q_value")),
        sample(words, 4), paste0(sample(words, 4), "_name"),
        sample(c("gene", "symbol", "name", "note", "x1"), 4, TRUE), p = 0.25
    )
    table <- table[mostly(sample.int(4), 3:1, 2:1, sample.int(4, 2), p = 0.3)]
    mostly(table, S4Vectors::DataFrame(table, check.names = FALSE),
        as.matrix(table), unname(table), p = 0.2)
}
# Sample names that hold times and replicates, barcodes, or nothing.
draw_samples <- function(n) {
    i <- seq_len(n)
    one_of(NULL, sprintf("S%d", i), sprintf("T%dh_rep1", i),
        sprintf("R%d_T%d", (i - 1L) %/% 4L + 1L, (i - 1L) %% 4L + 1L),
        sprintf("D%d_%d", i %/% 3L, i %% 3L + 1L), as.character(i),
        vapply(i, function(k) {
            paste0(paste(sample(c("A", "C", "G", "T"), 16, TRUE),
                collapse = ""), "-1")
        }, ""), rep("same", n), c(NA, sprintf("S%d", i))[i])
}
# A vector of the samples with their names, some in another order, of other
# samples, or twice.
with_names <- function(value, samples) {
    if (is.null(samples) || length(value) != length(samples) ||
        length(value) < 2L) {
        return(value)
    }
    names(value) <- samples
    mostly(value, rev(value), value[-1L], unname(value), c(value, value[1L]),
        stats::setNames(value, paste0(samples, "x")), p = 0.6)
}
with_unit <- function(time) {
    one_of(time, paste0(time, one_of("h", " h", "min", " days", "x")),
        paste0(one_of("day", "ZT", "T", "h"), time), factor(time),
        as.character(time), as.difftime(time, units = one_of("hours", "mins")),
        as.Date("2020-01-01") + time)
}
# One series as an object of some class, its times and trajectories as columns.
draw_object <- function(s, samples) {
    x <- s$x
    if (anyNA(samples) || ncol(x) == 0L) {
        return(x) # which these classes refuse themselves
    }
    colnames(x) <- samples
    columns <- S4Vectors::DataFrame(a = with_unit(s$time), b = s$trajectory,
        c = sample(letters, ncol(x), TRUE))
    names(columns) <- one_of(c("time", "trajectory", "batch"),
        c("Time", "replicate", "sex"), c("hours", "subject", "condition"),
        c("timepoint", "sample", "group"), c("day", "donor", "day"))
    rownames(columns) <- NULL
    table <- as.data.frame(x)
    one_of(
        SummarizedExperiment::SummarizedExperiment(list(x = x),
            colData = columns),
        SummarizedExperiment::SummarizedExperiment(list(counts = x, other = x),
            colData = columns[sample.int(3)]),
        cbind(data.frame(gene = rownames(x) %or% letters[seq_len(nrow(x))]),
            table),
        data.frame(gene = rep(letters[seq_len(nrow(x))], ncol(x)),
            time = rep(s$time, each = nrow(x)), value = as.vector(x)),
        structure(list(counts = x, samples = data.frame(group = s$trajectory)),
            class = "DGEList"),
        structure(list(E = x, targets = as.data.frame(columns)),
            class = "EList"),
        S4Vectors::DataFrame(table), stats::ts(t(x)), table,
        structure(list(a = 1), class = "unknown_class")
    )
}

some_fit <- fake_fit()

# Arguments of a method alone: few of much, and now and then odd ones.
draw_settings <- function(method) {
    drawn <- list(
        var = list(order = one_of(NULL, 1, 2), lag = sample.int(4, 1),
            intercept = one_of("common", "trajectory"), alpha = stats::runif(1)),
        bts = list(lag = sample.int(4, 1), alpha = stats::runif(1)),
        bets = list(bootstraps = sample.int(3, 1), order = sample.int(2, 1),
            fdr = stats::runif(1), folds = sample(2:3, 1),
            penalty = one_of(NULL, c(10^stats::runif(1, -3, 1), 0.5))),
        cgc2spr = list(order = one_of(NULL, 1), lag = sample.int(3, 1),
            lambda = one_of(NULL, stats::rexp(1)), draws = sample.int(9, 1)),
        te = list(estimator = one_of("ksg", "gaussian", "binned"),
            order = sample.int(2, 1), neighbours = sample.int(4, 1),
            bins = one_of(NULL, 2, 7), condition = sample(0:2, 1),
            permutations = sample(0:9, 1)),
        grnte = list(estimator = one_of("binned", "ksg", "lagged_mi"),
            lag = one_of(NULL, 1, 1:2), neighbours = sample.int(4, 1),
            bins = one_of(NULL, 2, 7), permutations = sample(0:9, 1)),
        lsngc = list(lag = sample.int(3, 1), alpha = stats::runif(1),
            state_centres = one_of(NULL, 2, 5), source_centres = one_of(NULL, 2, 4)),
        hsic_lasso = list(lag = sample.int(3, 1), bandwidth = one_of("median", "sd"),
            block = one_of(NULL, 10, 15), permutations = sample(0:9, 1),
            alpha = stats::runif(1)),
        trees = list(score = one_of("lagged", "genie3", "dyngenie3"),
            trees = sample.int(5, 1), mtry = one_of(NULL, 1, 3),
            min_node = one_of(NULL, 1, 9)),
        swing = list(learners = one_of("forest", "lasso", "pls",
            c("forest", "pls")), trees = sample.int(5, 1),
        window = one_of(NULL, 2, 3, 4), min_lag = sample(0:1, 1),
        over_windows = one_of("median", "mean"),
        over_lags = one_of("max", "mean"))
    )[[method]]
    # How much is done stays bounded.
    free <- setdiff(names(drawn), c("bootstraps", "draws", "permutations", "trees"))
    if (length(free) && chance(0.1)) {
        drawn[sample(free, 1L)] <- list(odd())
    }
    drawn
}

# ---- The calls ----

all_finite <- function(x) all(is.finite(x))
good_fit <- function(fit) {
    status <- ggc_training(fit)$status
    bad <- status %in% c("diverged", "failed")
    score <- granger(fit)
    loss <- ggc_training(fit)$loss[status == "ok"] # of some methods there is none
    tells <- !is.null(.method_of(fit)$forecast) && fit@control$keep == "chosen" &&
        !identical(fit@settings$score, "genie3")
    forecast <- if (tells) predict(fit)
    all_finite(score[, !bad]) && all(is.na(score[, bad])) &&
        all_finite(granger(fit, "norm")[, !bad]) &&
        !any(is.nan(forecast)) && nrow(ggc_edges(fit)) >= 0L &&
        (all_finite(loss) || all(is.na(loss)))
}

fuzz <- list(
    fit = function() {
        s <- draw_input()
        first <- if (is.list(s$x) && length(s$x)) s$x[[1L]] else s$x
        genes <- if (is.matrix(first)) rownames(first)
        arguments <- c(s, treatment(), list(
            method = do.call(one_of, as.list(names(.METHODS))),
            graph = one_of(NULL, TRUE, FALSE), seed = sample.int(99, 1),
            control = do.call(ggc_control, draw_control()),
            regulators = mostly(NULL, 1:2, 1, genes[1:2], odd(), p = 0.3),
            targets = mostly(NULL, 2:1, 2, genes[2:1], odd(), p = 0.3)
        ))
        row <- .method(arguments$method)
        arguments <- c(arguments, draw_settings(row$name))
        known <- c(row$needs, if (length(row$takes) && chance(0.4)) {
            do.call(one_of, as.list(row$takes))
        })
        for (which in unique(if (length(genes)) known)) {
            arguments[[which]] <- draw_links(genes)
        }
        fit <- do.call(ggc_fit, arguments)
        if (chance(0.1)) {
            arguments$threads <- 2L
            again <- do.call(ggc_fit, arguments)
            stopifnot(identical(granger(again), granger(fit)),
                identical(again@p_value, fit@p_value),
                identical(again@details$path, fit@details$path))
        }
        good_fit(fit)
    },
    dcor = function() {
        arguments <- c(draw_input(), treatment(), list(
            lag = mostly(sample(0:2, 1), odd()),
            algorithm = one_of("auto", "gram", "fast"), squared = chance(0.5)))
        out <- do.call(ggc_dcor, c(arguments, threads = 1L))
        stopifnot(identical(do.call(ggc_dcor, c(arguments, threads = 2L)), out))
        all_finite(out) && all(out >= 0 & out <= 1)
    },
    adjacency = function() {
        arguments <- c(draw_input(), treatment(), list(
            method = one_of("gram", "gram_raw", "abscor", "dcor"),
            normalise = one_of("sym", "row", "max", "none"),
            self = chance(0.5)))
        out <- do.call(ggc_adjacency, c(arguments, threads = 1L))
        stopifnot(identical(do.call(ggc_adjacency, c(arguments, threads = 2L)),
            out))
        all_finite(out) && all(out >= 0)
    },
    objects = function() {
        s <- draw_series(r = sample.int(2, 1))
        samples <- draw_samples(ncol(s$x))
        colnames(s$x) <- samples
        told <- list(time = with_names(with_unit(s$time), samples),
            trajectory = with_names(s$trajectory, samples),
            batch = mostly(NULL, with_names(s$trajectory, samples), p = 0.3))
        told <- told[sample.int(3, sample(0:3, 1))]
        x <- mostly(s$x, draw_object(s, samples), p = 0.6)
        if (!is.matrix(x) && chance(0.4)) {
            told$time <- one_of("time", "hours", "b", "nope")
        }
        genes <- mostly(LETTERS[1:4], rownames(s$x), p = 0.6)
        arguments <- c(list(x), told, treatment()["replicates"], list(
            irregular = "asis", method = one_of("var", "cmlp"), seed = 1,
            control = ggc_control(members = 1L, first = 2L, each = 1L,
                n_lambda = 1L, hidden = 1L)))
        if (chance(0.3)) {
            arguments$method <- "cmlp"
            arguments[[one_of("prior", "exclude", "include")]] <-
                mostly(draw_link_table(genes), list(a = draw_link_table(genes),
                    b = draw_link_table(genes)), p = 0.7)
        }
        if (chance(0.3)) {
            arguments$regulators <- sample(c(genes, "nobody"), 3, TRUE)
        }
        good_fit(do.call(ggc_fit, arguments))
    },
    compare = function() {
        genes <- LETTERS[1:5]
        x <- matrix(stats::rnorm(120), 5)
        rownames(x) <- genes
        score <- matrix(stats::rnorm(25), 5, dimnames = list(genes, genes))
        entry <- function() {
            mostly("var", "bts", list(method = "var", order = mostly(1, odd())),
                score, score[sample(5), sample(5, 3)], draw_link_table(genes),
                odd(), p = 0.7)
        }
        methods <- lapply(seq_len(sample(3L, 1L)), function(i) entry())
        names(methods) <- make.unique(sample(mostly(letters, genes, "",
            p = 0.9), length(methods), TRUE))
        truth <- mostly(NULL, draw_link_table(genes), odd(), p = 0.6)
        compared <- ggc_compare(x, mostly(methods, odd(), p = 0.95), truth,
            seed = 1, threads = 1, halves = mostly(FALSE, TRUE, odd(), p = 0.8))
        together <- ggc_consensus(compared, mostly("equal", "forecast", odd(),
            p = 0.8))
        all(is.finite(together)) && is.data.frame(summary(compared, n =
            mostly(3, odd(), p = 0.9)))
    },
    rankings = function() {
        genes <- LETTERS[1:4]
        score <- matrix(stats::rnorm(16), 4, dimnames = list(genes, genes))
        ranking <- mostly(score, draw_link_table(genes), score > 0, odd(),
            ggc_network(score, n_edges = 3), score[, 1:2], p = 0.6)
        truth <- draw_link_table(genes)
        whole <- all_finite(ggc_metrics(ranking, truth, candidates =
            mostly("all", "truth", odd(), p = 0.5))$AUROC)
        several <- ggc_metrics(mostly(list(a = score, ranking), list(), odd(),
            p = 0.2), truth)
        n <- mostly(2, odd())
        network <- ggc_network(ranking, n_edges = n)
        graph <- ggc_igraph(ranking, n = mostly(NULL, 3, odd()))
        whole && all_finite(several$AUROC) && sum(network) <= n &&
            igraph::is_directed(graph)
    },
    expression = function() {
        s <- draw_series(r = 1L)
        names <- rownames(s$x) %or% letters[seq_len(nrow(s$x))]
        header <- c(mostly("gene", "", "1", p = 0.3),
            draw_samples(ncol(s$x)) %or% seq_len(ncol(s$x)))
        sep <- one_of("\t", ",", ";", " ", "|")
        cells <- rbind(mostly(header, header[-1L], p = 0.2)[seq_len(
            min(length(header), ncol(s$x) + 1L))],
        cbind(names, format(s$x, digits = 3, trim = TRUE)))
        cells[chance(0.1) * seq_along(cells)] <- mostly("NA", "", "x")
        lines <- apply(cells, 1L, paste, collapse = sep)
        lines <- c(mostly(character(), "# a comment", "A title", "#1.2",
            "!Series_title\t\"x\"", p = 0.3), lines)
        if (chance(0.2)) {
            lines <- gsub(".", ",", lines, fixed = TRUE)
        }
        file <- tempfile(fileext = mostly(".tsv", ".csv", ".gct", ".txt.gz"))
        on.exit(unlink(file))
        writeLines(lines, file, useBytes = TRUE)
        out <- read_expression(file, names = mostly(NULL, "gene", odd()))
        is.double(SummarizedExperiment::assay(out))
    },
    indices = function() {
        index <- function() {
            mostly(sample.int(6, 2), odd(), "G2", c(TRUE, FALSE), -1, p = 0.5)
        }
        part <- some_fit[index(), index(), drop = mostly(FALSE, odd())]
        is.double(part) && is.data.frame(head(some_fit, mostly(3, odd())))
    },
    metrics = function() {
        p <- sample.int(5, 1)
        q <- mostly(p, sample.int(5, 1))
        score <- draw_values(p, q)
        dimnames(score) <- list(draw_names(p), draw_names(q))
        truth <- matrix(stats::rbinom(p * q, 1, 0.3), p, q,
            dimnames = mostly(dimnames(score), NULL))
        truth <- mostly(truth, odd(), draw_links(rownames(score)), p = 0.3)
        out <- ggc_metrics(score, truth, self = chance(0.5),
            network = mostly(NULL, 2, odd(), truth, p = 0.3))
        pr <- ggc_pr(score, truth)
        roc <- ggc_roc(score, truth)
        out$AUROC >= 0 && out$AUROC <= 1 && all_finite(c(out$AUROC, out$AUPR,
            out$MCC, out$accuracy, pr$aupr, roc$ggc$AUROC, pr$precision))
    },
    simulate = function() {
        model <- one_of("lorenz96", "var", "grn")
        own <- switch(model,
            lorenz96 = list(forcing = stats::rnorm(1, 0, 300),
                dt = stats::rexp(1)),
            var = list(sparsity = one_of(0, 0.3, 1, 2), lag = sample.int(4, 1),
                self = stats::rexp(1), radius = stats::runif(1, 0.01, 0.999),
                start = one_of("stationary", "perturbed")),
            grn = list(design = one_of("relaxation", "onoff", "long", "uneven",
                "multifactorial"), density = stats::runif(1, 0, 20),
                process = stats::rexp(1), strength = stats::runif(1, 0, 10),
                hold = 1 + stats::rexp(1), clip = chance(0.5))
        )
        own <- own[sample.int(length(own), sample(0:length(own), 1))]
        own[names(own)] <- lapply(own, function(v) mostly(v, odd(), p = 0.03))
        arguments <- c(list(model, p = mostly(sample(4:7, 1), odd()),
            n_trajectories = sample.int(2, 1), noise = mostly(0.1, odd()),
            burn_in = sample(0:5, 1), seed = mostly(sample.int(99, 1), odd())),
            if (!identical(own$design, "multifactorial")) {
                list(n_time = mostly(sample(2:6, 1), odd()))
            }, own)
        out <- do.call(ggc_simulate, arguments)
        all_finite(SummarizedExperiment::assay(out)) &&
            all(S4Vectors::metadata(out)$truth %in% 0:1)
    },
    layout = function() {
        n <- mostly(sample.int(6, 1), 0L)
        x <- draw_values(n, n)
        x <- mostly(abs(x + t(x)), x, odd(), p = 0.15)
        arguments <- list(x, iterations = sample.int(20, 1),
            repulsion = 10^stats::runif(1, -20, 20), linlog = chance(0.5),
            gravity = mostly(1, 0, 1e300, odd()), tolerance = stats::rexp(1),
            weight_influence = mostly(1, 0, 5), dissuade_hubs = chance(0.5),
            radius = mostly(NULL, stats::runif(max(n, 1L)), odd(), p = 0.2))
        out <- do.call(ggc_layout, c(arguments, threads = 1L))
        stopifnot(identical(do.call(ggc_layout, c(arguments, threads = 2L)),
            out))
        all_finite(out)
    },
    edges = function() {
        p <- sample.int(5, 1)
        q <- sample.int(5, 1)
        score <- draw_values(p, q)
        dimnames(score) <- list(draw_names(p), draw_names(q))
        score <- mostly(score, odd())
        edges <- ggc_edges(score, self = chance(0.5),
            n = mostly(Inf, 3, 0, odd(), p = 0.3))
        home <- setwd(tempdir()) # "a" is the name of a file
        on.exit(setwd(home))
        file <- write_edges(edges, mostly(tempfile(), odd(), "/nonexistent/x"))
        on.exit(unlink(file.path(tempdir(), basename(file))), add = TRUE)
        read <- utils::read.table(file, TRUE, "\t", quote = "",
            comment.char = "", encoding = "UTF-8")
        nrow(read) == nrow(edges) && all(read$rank == seq_len(nrow(read)))
    },
    files = function() {
        lines <- c(one_of("Time\tA\tB", "trajectory\ttime\tA\tB",
            "time,A,B", "\ufeff\"Time\"\t\"A\"\t\"\u03b2\""),
            vapply(seq_len(sample(0:5, 1)), function(i) {
                paste(c(mostly(i, "", "x", -i, 1e300, NA), stats::rnorm(2),
                    if (chance(0.4)) 1), collapse = "\t")
            }, ""), mostly(character(), "", "\t\t", "\xff", "a\tb"))
        file <- tempfile(fileext = mostly(".tsv", ".csv", ""))
        on.exit(unlink(file))
        bytes <- charToRaw(paste0(paste(lines, collapse = one_of("\n", "\r\n")),
            "\n"))
        if (chance(0.3)) {
            at <- sample.int(length(bytes), 1L)
            bytes[at] <- as.raw(sample(1:255, 1))
        }
        writeBin(bytes, file)
        se <- read_dream(mostly(file, odd()))
        read_matrix(file)
        x <- SummarizedExperiment::assay(se)
        is.double(x) && !any(is.infinite(x))
    },
    interventions = function() {
        p <- sample(3:5, 1)
        genes <- mostly(paste0("G", seq_len(p)), draw_names(p), LETTERS[1:p],
            p = 0.3)
        r <- sample(2:5, 1)
        x <- mostly(matrix(stats::rnorm(p * r * 8), p), draw_values(p, r * 8),
            p = 0.1)
        rownames(x) <- genes
        known <- genes %or% paste0("G", seq_len(p))
        label <- function(n) {
            gene <- sample(c(known, "WT", "nobody"), n, TRUE)
            mostly(ifelse(stats::runif(n) < 0.5, NA, gene), gene, paste0("si", gene),
                paste(gene, "KO"), paste0(gene, "+", rev(gene)), rep("", n), p = 0.7)
        }
        labels <- rep(rep_len(label(r), r), each = 8)
        held <- function(n, labels) {
            mostly(labels, label(n), matrix(stats::rbinom(p * n, 1, 0.2), p,
                dimnames = list(genes, NULL)), matrix(sample(-1:1, p * n, TRUE),
                p, dimnames = list(genes, NULL)),
            data.frame(sample = sample.int(n, 3), gene = sample(known, 3, TRUE),
                kind = one_of("knockout", "overexpression", "odd")), odd(),
            p = 0.5)
        }
        n <- sample(3:15, 1)
        steady <- mostly(matrix(stats::rnorm(p * n), p), draw_values(p, n),
            p = 0.4)
        dimnames(steady) <- list(mostly(genes, rev(genes), draw_names(p)),
            mostly(label(n), NULL, p = 0.2))
        arguments <- list(x, trajectory = rep(seq_len(r), each = 8), seed = 1,
            method = one_of("clstm", "cmlp", "knockout", "var"), irregular =
                "asis", control = ggc_control(members = 1L, first = 2L,
                each = 1L, n_lambda = 2L, hidden = 1L))
        arguments$perturbed <- if (chance(0.6)) held(r * 8, labels)
        arguments$steady <- if (chance(0.6)) mostly(steady, odd())
        arguments$covariates <- if (chance(0.3)) {
            mostly(stats::rbinom(r * 8, 1, 0.5), odd(), letters[1:8], rep(1, 8 *
                r), data.frame(a = stats::rnorm(r * 8), b = 1), p = 0.4)
        }
        fit <- do.call(ggc_fit, arguments)
        ahead <- if (!is.null(.method_of(fit)$forecast) && chance(0.5)) {
            predict(fit, n_ahead = mostly(2, odd()), perturb = mostly(
                stats::setNames(0, known[[1L]]), NULL, odd(), c(nobody = 1),
                p = 0.4))
        }
        good_fit(fit) && (is.null(ahead) ||
            methods::is(ahead, "SummarizedExperiment"))
    },
    contrast = function() {
        r <- sample(4:12, 1)
        x <- mostly(matrix(stats::rnorm(4 * r * 6), 4), draw_values(4, r * 6),
            p = 0.2)
        rownames(x) <- mostly(LETTERS[1:4], draw_names(4))
        trajectory <- rep(seq_len(r), each = 6)
        condition <- mostly(rep_len(c("a", "b"), r)[trajectory],
            factor(rep_len(1:3, r), 1:4)[trajectory], rep_len(c("a", "b"), r),
            rep_len(c(TRUE, FALSE, NA), r)[trajectory], odd(),
            sample(letters, r * 6, TRUE), p = 0.5)
        arguments <- list(x, condition, trajectory = trajectory, seed = 1,
            pair = mostly(NULL, (seq_len(r) + 1) %/% 2, odd(), p = 0.3),
            reference = mostly(NULL, "b", odd(), p = 0.2), B = mostly(19, odd()),
            fdr = mostly(0.1, odd()), control = ggc_control(members = 1L,
                first = 2L, each = 1L, n_lambda = 2L, hidden = 1L))
        found <- do.call(ggc_contrast, arguments)
        text <- utils::capture.output(print(found))
        p <- found$table$p_value
        length(text) > 2L && all_finite(found$table$difference) &&
            all(is.na(p) | (p > 0 & p <= 1)) && is.data.frame(summary(found))
    },
    cells = function() {
        n <- sample(5:40, 1)
        x <- matrix(stats::rpois(3 * n, 4), 3, dimnames = list(draw_names(3)))
        x <- mostly(x, draw_values(3, n), t(x), odd(), p = 0.2)
        out <- ggc_pseudotime(x, mostly(stats::runif(n), seq_len(n) %/% 7,
            rep(1, n), odd(), p = 0.2), bins = mostly(sample(3:6, 1), odd()),
        by = one_of("number", "width"), replicates = mostly(1, 2, odd()),
        summary = one_of("mean", "sum"), min_cells = mostly(1, 3, odd()),
        lineage = mostly(NULL, sample(1:2, n, TRUE), odd()), seed = 1)
        all_finite(SummarizedExperiment::assay(out))
    },
    counts = function() {
        p <- sample(2:6, 1)
        n <- sample(2:6, 1)
        x <- matrix(stats::rpois(p * n, 5), p, dimnames = list(draw_names(p)))
        x <- mostly(x, draw_values(p, n), x * 1e300, x / 3, odd(), p = 0.3)
        out <- ggc_preprocess(x, normalise = one_of("total", "TMM"),
            prior_count = mostly(2, odd()), min_count = mostly(1, odd()),
            n_genes = mostly(NULL, 2, odd()), whole = chance(0.8))
        all_finite(out)
    }
)

# NULL, or what was wrong. Limits are for one case.
trouble <- function(kind, seed) {
    set.seed(seed)
    wrong <- NULL
    note <- function(what, condition) {
        text <- sprintf("%s: %s", what, conditionMessage(condition))
        wrong <<- c(wrong, text)
    }
    foreign <- function(condition) {
        !any(startsWith(class(condition), "ggc_"))
    }
    setTimeLimit(cpu = 20)
    on.exit(setTimeLimit())
    done <- tryCatch(
        withCallingHandlers(
            suppressMessages(fuzz[[kind]]()),
            warning = function(w) {
                # what odd() makes of R's own functions in a case is not ours
                if (foreign(w)) {
                    note("warning", w)
                }
                invokeRestart("muffleWarning")
            }
        ),
        error = function(e) {
            if (foreign(e) || grepl("internal error", conditionMessage(e))) {
                note("error", e)
            }
            TRUE
        }
    )
    if (!isTRUE(done)) {
        wrong <- c(wrong, "a result with gaps")
    }
    if (length(wrong)) {
        sprintf("%s, seed %d: %s", kind, seed, wrong[[1L]])
    }
}

# Shares of the cases: fits are the most, and the slowest.
shares <- c(fit = 6, dcor = 2, adjacency = 2, metrics = 3, simulate = 2,
    layout = 2, edges = 2, files = 3, cells = 1, counts = 1, objects = 6,
    rankings = 3, expression = 2, indices = 1, compare = 2, interventions = 3,
    contrast = 2)

test_that("random cases end in whole results or in errors of ours", {
    set.seed(fuzz_seed)
    kinds <- sample(names(shares), fuzz_cases, TRUE, shares)
    seeds <- fuzz_seed * 1000000L + seq_len(fuzz_cases)
    old <- options(ggc.max_memory = 2^28)
    on.exit(options(old), add = TRUE)
    found <- unlist(Map(trouble, kinds, seeds), use.names = FALSE)
    expect_identical(found, NULL)
})

cat(sprintf("\nfuzz cases: %d\n", fuzz_cases))
