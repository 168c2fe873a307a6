# Halves of the cells, several orders, and reading backwards.

cells <- ggc_simulate("cells", topology = "bifurcation", p = 12, n_cells = 400,
    pseudotime = "noisy", seed = 3)
course_of <- function(..., halves = 4, seed = 1, x = cells) {
    suppressMessages(ggc_pseudotime(x, ..., halves = halves, seed = seed))
}
kept <- function(course) S4Vectors::metadata(course)$pseudotime
learnt <- function(course) suppressMessages(ggc_fit(course, seed = 1))

test_that("halves are smooth means of half of the cells, two by two", {
    course <- course_of("pseudotime")
    plain <- suppressMessages(ggc_pseudotime(cells, "pseudotime"))
    expect_identical(SummarizedExperiment::assay(course),
        SummarizedExperiment::assay(plain))
    halves <- kept(course)$halves
    expect_length(halves, 8L)
    for (half in halves) {
        expect_identical(dimnames(half), dimnames(course))
    }
    # Worked by plain R: the cells of one half, their local lines.
    along <- ggc:::.with_trajectory(transform(ggc:::.cells_in_lineages(
        list(value = cells$pseudotime, arg = "p"), NULL, NULL, NULL,
        colnames(cells), ncol(cells)), replicate = ""))
    dealt <- ggc:::.dealt_in_two(along, 1, 1)
    expect_identical(tapply(dealt, along$cell, function(i) length(unique(i)))
        [as.character(along$cell[duplicated(along$cell)])] == 1L,
    rep(TRUE, sum(duplicated(along$cell))), ignore_attr = TRUE)
    expect_equal(mean(dealt[!duplicated(along$cell)]), 0.5)
    own <- along[dealt == 0 & along$trajectory == "A", ]
    at <- course$trajectory == "A" & course$time > min(own$pseudotime) &
        course$time < max(own$pseudotime)
    width <- kept(course)$bandwidth / 0.7 * diff(range(along$pseudotime))
    values <- SummarizedExperiment::assay(cells, "logcounts")
    line <- vapply(course$time[at], function(t) {
        w <- own$weight * stats::dnorm(own$pseudotime, t, width)
        stats::lm.wfit(cbind(1, own$pseudotime - t),
            t(values[, own$cell]), w)$coefficients[1L, ]
    }, numeric(12))
    # Narrow bins stand for their cells.
    expect_lt(max(abs(line - halves[[1L]][, at])), 0.05)
    # Both of a pair come to the whole, but for the width.
    expect_gt(stats::cor(as.vector(halves[[1L]] + halves[[2L]]),
        as.vector(SummarizedExperiment::assay(course))), 0.99)
})

test_that("halves depend on neither the order of cells nor on blocks of genes", {
    course <- course_of("pseudotime")
    mixed <- cells[sample(nrow(cells)), sample(ncol(cells))]
    again <- kept(course_of("pseudotime", x = mixed))$halves
    for (k in seq_along(again)) {
        expect_identical(again[[k]][rownames(course), ],
            kept(course)$halves[[k]])
    }
    # One gene a block.
    values <- SummarizedExperiment::assay(cells, "logcounts")
    along <- ggc:::.with_trajectory(transform(ggc:::.cells_in_lineages(
        list(value = cells$pseudotime, arg = "p"), NULL, NULL, NULL,
        colnames(cells), ncol(cells)), replicate = ""))
    narrow <- ggc:::.with_halves(course, values, list(along), 4L, 1, block = 1)
    expect_identical(kept(narrow)$halves, kept(course)$halves)
})

test_that("stability is read from halves of the cells", {
    fit <- learnt(course_of("pseudotime"))
    expect_message(tested <- ggc_test(fit, "stability", B = 9),
        "keeps 4 pairs of halves of the cells: `B` is 4, not 9")
    expect_identical(tested@details$test$halves$B, 4L)
    expect_output(print(tested), "of 12 in .9 of 8 halves of the cells or more")
    stability <- tested@details$test$stability
    expect_true(all(stability[!is.na(stability)] %in% (0:8 / 8)))
    # Some genes, in another order.
    course <- course_of("pseudotime")[c(5, 2, 9, 1, 7), ]
    expect_no_error(ggc_test(learnt(course), "stability"))
    # By hand: what fits of the halves have first.
    by_hand <- 0 * granger(fit)
    for (k in 1:8) {
        half <- course_of("pseudotime")
        SummarizedExperiment::assay(half) <- kept(half)$halves[[k]]
        pair <- kept(half)$halves[2L * ((k - 1L) %/% 2L) + 1:2]
        middle <- (pair[[1L]] + pair[[2L]]) / 2
        half$noise <- stats::median(rowMeans((pair[[1L]] - pair[[2L]])^2) / 2 /
            rowMeans((middle - rowMeans(middle))^2))
        score <- granger(learnt(half))
        score[diag(12) == 1] <- -Inf
        first <- order(-score)[seq_len(tested@details$test$halves$n_edges)]
        by_hand[first] <- by_hand[first] + 1 / 8
    }
    expect_equal(stability[diag(12) == 0], by_hand[diag(12) == 0])
    # Courses with other samples, or none.
    expect_error(ggc_test(learnt(course_of("pseudotime", halves = 0)),
        "stability"), "ggc_pseudotime\\(halves = 10\\)",
    class = "ggc_error_test")
    named <- course_of("pseudotime")
    colnames(named) <- paste0("s", seq_len(ncol(named)))
    expect_error(ggc_test(learnt(named), "stability"),
        "of other genes or samples", class = "ggc_error_test")
    with <- suppressWarnings(suppressMessages(ggc_fit(course, seed = 1,
        covariates = "pseudotime", as_regulators = TRUE)))
    expect_no_error(ggc_test(with, "stability", B = 1))
    expect_error(ggc_test(fit), class = "ggc_error_test")
})

test_that("several orders of the cells are taken in turn", {
    other <- cells$pseudotime + stats::rnorm(400, sd = 2)
    expect_message(both <- ggc_pseudotime(cells, list("pseudotime",
        other = other), halves = 2, seed = 1),
    "Rank correlation of `pseudotime\\$other` with the first order: 0\\.9")
    one <- course_of("pseudotime", halves = 2)
    expect_identical(kept(both)$halves[1:2], kept(one)$halves[1:2])
    expect_false(identical(kept(both)$halves[3:4], kept(one)$halves[3:4]))
    expect_identical(kept(both)$orders, 2L)
    expect_length(kept(course_of(list("pseudotime", other), halves = NULL)
    )$halves, 20L)
    # An order is what counts, not its scale; one order for all lineages will do.
    mean_of <- rowMeans(other, na.rm = TRUE)
    expect_equal(kept(course_of(list("pseudotime", exp(mean_of / 20)),
        halves = 2))$halves,
    kept(course_of(list("pseudotime", mean_of), halves = 2))$halves)
    # By names.
    mixed <- stats::setNames(mean_of, colnames(cells))[sample(400)]
    expect_equal(kept(course_of(list("pseudotime", mixed), halves = 2))$halves,
        kept(course_of(list("pseudotime", mean_of), halves = 2))$halves)
    # Cells without a place in the other order are in its halves not.
    some <- replace(mean_of, 1:100, NA)
    expect_no_error(course_of(list("pseudotime", some), halves = 2))
})

test_that("orders that cannot be are refused", {
    refused <- function(..., text, class = "ggc_error_pseudotime") {
        expect_error(suppressMessages(ggc_pseudotime(cells, ..., seed = 1)),
            text, class = class)
    }
    mean_of <- rowMeans(cells$pseudotime, na.rm = TRUE)
    refused(list("pseudotime", -mean_of), text = "runs the other way")
    refused(list("pseudotime", cbind(x = mean_of, y = mean_of)),
        text = "lineages of the first order \\(A, B\\), not x, y")
    refused(list("pseudotime", rep(1, 400)), text = "several values there")
    refused(list("pseudotime", rep(NA_real_, 400)),
        text = "at least half of the cells .* is of 0 % in A, B")
    refused(list("pseudotime", replace(cells$pseudotime, cbind(1:400, 2), NA)),
        text = "is of 0 % in B")
    refused(list("pseudotime", NULL), text = "not NULL")
    refused(list("pseudotime", mean_of), halves = 1,
        text = "at least 2", class = "ggc_error_argument")
    refused(list("pseudotime", unname(mean_of[1:9])), text = "one number per cell")
    refused(list("pseudotime", "none"), text = "there is no \"none\"",
        class = "ggc_error_argument")
    refused("pseudotime", halves = 2, bins = 10, text = "go with smooth means",
        class = "ggc_error_argument")
    refused(list("pseudotime", mean_of), summary = "sum",
        text = "go with smooth means", class = "ggc_error_argument")
    refused("pseudotime", halves = 2, summary = "sum",
        text = "ggc_preprocess.*not halves", class = "ggc_error_argument")
    refused("pseudotime", halves = -1, text = "`halves`",
        class = "ggc_error_argument")
})

test_that("reading backwards tells what the direction of time decides", {
    # A wave that runs from gene to gene, and one gene that is another's double.
    time <- seq(0, 1, length.out = 40)
    wave <- t(vapply(1:8, function(k) exp(-((time - k / 9) / 0.12)^2),
        numeric(40)))
    rownames(wave) <- letters[1:8]
    fit <- suppressMessages(suppressWarnings(ggc_fit(wave, time = time,
        seed = 1, control = ggc_control(dependence = "levels"))))
    tested <- ggc_test(fit, "reversal", n_edges = 7)
    found <- tested@details$test$reversal
    expect_identical(found$n_edges, 7L)
    expect_gte(found$turned, 5L)
    # By hand: the fit of the series turned round.
    back <- suppressMessages(suppressWarnings(ggc_fit(wave[, 40:1],
        time = max(time) - rev(time), seed = 1,
        control = ggc_control(dependence = "levels"))))
    pairs <- function(fit) {
        e <- ggc_edges(fit, n = 7)
        paste(e$regulator, e$target)
    }
    turned <- function(fit) {
        e <- ggc_edges(fit, n = 7)
        paste(e$target, e$regulator)
    }
    expect_identical(found$stay, sum(pairs(fit) %in% pairs(back)))
    expect_identical(found$turned, sum(pairs(fit) %in% turned(back)))
    expect_output(print(tested), sprintf(
        "read backwards, of the first 7 edges %d stays? and %d (is|are) turned",
        found$stay, found$turned))
    expect_error(ggc_test(fit, "reversal", B = 2), "`B` must be NULL",
        class = "ggc_error_argument")
    expect_error(ggc_test(fit, "reversal", within = 1), "`within`",
        class = "ggc_error_argument")
    expect_error(ggc_test(fit, "reversal", n_edges = 0), "`n_edges`",
        class = "ggc_error_argument")
    # Uneven times, batches and several trajectories, and plain methods.
    sim <- ggc_simulate("var", p = 5, n_time = 9, n_trajectories = 4, seed = 1)
    for (method in c("clstm", "var", "te")) {
        fit <- suppressWarnings(suppressMessages(ggc_fit(sim, method,
            batch = c("1" = "a", "2" = "a", "3" = "b", "4" = "b"), seed = 1)))
        found <- ggc_test(fit, "reversal")@details$test$reversal
        expect_true(found$stay + found$turned <= 2 * found$n_edges)
    }
})
