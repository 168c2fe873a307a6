genes <- c("a", "b", "c")
score <- matrix(c(9, 2, 1, 3, 9, 0, 1, 5, 9), 3, dimnames = list(genes, genes))

test_that("edges are ranked by score, self edges left out", {
    edges <- ggc_edges(score)
    # By hand, column by column: b->a 2, c->a 1, a->b 3, c->b 0, a->c 1, b->c 5.
    expect_identical(edges$regulator, c("b", "a", "b", "a", "c", "c"))
    expect_identical(edges$target, c("c", "b", "a", "c", "a", "b"))
    expect_identical(edges$score, c(5, 3, 2, 1, 1, 0))
    expect_identical(edges$rank, 1:6)
    expect_s4_class(edges, "DataFrame")
    expect_s3_class(as.data.frame(edges), "data.frame")
    expect_identical(ggc_edges(score, self = TRUE, n = 3)$target, genes)
})

test_that("regulators and targets may differ; self goes by name", {
    part <- score[c("c", "a"), c("a", "b")]
    edges <- ggc_edges(part)
    expect_identical(paste(edges$regulator, edges$target),
        c("a b", "c a", "c b"))
    expect_identical(nrow(ggc_edges(part, self = TRUE)), 4L)
})

test_that("ties go by norm, then by C-locale names, whatever the gene order", {
    genes <- c("b", "B", "a", "Z")
    tied <- matrix(1, 4, 4, dimnames = list(genes, genes))
    edges <- ggc_edges(tied)
    expect_identical(unique(edges$regulator), c("B", "Z", "a", "b"))
    expect_identical(edges$target[1:3], c("Z", "a", "b"))
    shuffled <- tied[c(3, 1, 4, 2), c(2, 4, 3, 1)]
    expect_identical(ggc_edges(shuffled), edges)

    fit <- fake_fit(score = rep(0.5, 36))
    fit@norms[] <- 0
    fit@norms["G5", "G2"] <- 1
    edges <- ggc_edges(fit)
    expect_identical(c(edges$regulator[[1L]], edges$target[[1L]]),
        c("G5", "G2"))
    expect_identical(edges$norm[1:2], c(1, 0))
})

test_that("the first n are the head of all, ties and gaps included", {
    x <- matrix(round(noise_like(2500) * 20), 50, 50)
    x[, 7] <- NA
    all <- ggc_edges(x)
    for (n in c(0, 1, 3, 40, 250, 2400, 1e6)) {
        expect_identical(ggc_edges(x, n = n), utils::head(all, n))
    }
    expect_true(all(is.na(utils::tail(all$score, 49))))
    expect_false(anyNA(utils::head(all$score, -49)))
})

test_that("missing scores of a diverged target come last", {
    status <- rep(c("ok", "diverged"), c(5, 1))
    edges <- ggc_edges(fake_fit(status = status))
    expect_identical(utils::tail(edges$target, 5), rep("G6", 5))
    expect_identical(nrow(edges), 30L)
})

test_that("wrong scores are refused with the reason", {
    expect_error(ggc_edges(1:3), "regulators x targets",
        class = "ggc_error_argument")
    expect_error(ggc_edges(matrix("a")), class = "ggc_error_argument")
    expect_error(ggc_edges(matrix(1, 2, 3)), "must have row names",
        class = "ggc_error_argument")
    expect_error(ggc_edges(replace(score, 2, Inf)), "1 infinite",
        class = "ggc_error_argument")
    twice <- score
    colnames(twice) <- c("a", "a", "b")
    expect_error(ggc_edges(twice), "unique column names, not a twice",
        class = "ggc_error_argument")
    expect_error(ggc_edges(score, self = NA), class = "ggc_error_argument")
    expect_error(ggc_edges(score, n = 1.5), class = "ggc_error_argument")
    expect_error(ggc_edges(score, n = -1), class = "ggc_error_argument")
})

test_that("write_edges() writes a table that reads back", {
    file <- tempfile(fileext = ".tsv")
    on.exit(unlink(file))
    fit <- fake_fit(status = rep(c("ok", "diverged"), c(5, 1)))
    expect_identical(write_edges(fit, file), file)
    back <- utils::read.delim(file)
    edges <- as.data.frame(ggc_edges(fit))
    expect_identical(names(back), names(edges))
    bare <- c("regulator", "target", "score", "rank", "norm", "sign")
    expect_identical(back[bare], edges[bare])
    write_edges(ggc_edges(fit, n = 3), file)
    expect_identical(length(readLines(file)), 4L)
    write_edges(as.data.frame(ggc_edges(fit, n = 2)), file)
    expect_identical(length(readLines(file)), 3L)
    write_edges(score, file, n = 1)
    expect_identical(readLines(file)[[2L]], "b\tc\t5\t1")
    connection <- textConnection("written", "w", local = TRUE)
    write_edges(score, connection, n = 1)
    close(connection)
    expect_identical(written[[2L]], "b\tc\t5\t1")
})

test_that("write_edges() refuses what it cannot write", {
    error <- expect_error(write_edges(score, 3), "`file`",
        class = "ggc_error_argument")
    expect_identical(as.character(conditionCall(error)[[1L]]), "write_edges")
    expect_error(write_edges(data.frame(a = 1), tempfile()), "lacks regulator",
        class = "ggc_error_argument")
    odd <- score
    dimnames(odd) <- rep(list(c("a\tb", "c", "d")), 2)
    expect_error(write_edges(odd, tempfile()), "tab or a line break",
        class = "ggc_error_argument")
})

test_that("ggc_igraph() has the chosen network or the first n edges", {
    skip_if_not_installed("igraph")
    fit <- fake_fit()
    graph <- ggc_igraph(fit)
    norms <- granger(fit, "norm")
    diag(norms) <- 0
    expect_identical(igraph::ecount(graph), as.numeric(sum(norms > 0)))
    expect_identical(igraph::V(graph)$name, rownames(norms))
    first <- ggc_edges(fit, n = 4)
    graph <- ggc_igraph(fit, n = 4)
    expect_identical(igraph::as_edgelist(graph),
        cbind(first$regulator, first$target))
    expect_identical(igraph::E(graph)$weight, first$score)
    expect_true(igraph::is_directed(graph))
    with_self <- ggc_igraph(fit, self = TRUE)
    expect_identical(igraph::ecount(with_self),
        as.numeric(sum(granger(fit, "norm") > 0)))
})
