# The paragraph for a paper, and the citation.

sim <- ggc_simulate("grn", p = 5, n_time = 11, n_trajectories = 4, steady = TRUE,
    seed = 4)
quick <- ggc_control(members = 2L, n_lambda = 3L)
text_of <- function(...) {
    ggc_methods_text(suppressWarnings(suppressMessages(ggc_fit(sim, ...,
        seed = 7))))
}

test_that("the paragraph says what the fit holds", {
    text <- text_of(control = quick)
    expect_length(text, 1L)
    for (part in c(as.character(utils::packageVersion("ggc")),
        "5 genes, 4 trajectories x 11 time points", "LSTM networks of 10",
        "mean of 2", "without the graph convolution", "members = 2",
        "Edges were not tested", "The seed was 7.")) {
        expect_match(text, part, fixed = TRUE)
    }
    steady <- S4Vectors::metadata(sim)$steady
    text <- text_of(control = quick, graph = TRUE, steady = steady, prior =
        data.frame(regulator = "G1", target = "G2"))
    for (part in c("; steady states: 5 genes held in 5 of 6 samples", " with ",
        "with the graph convolution", "Prior knowledge: ")) {
        expect_match(text, part, fixed = TRUE)
    }
    fit <- suppressWarnings(suppressMessages(ggc_test(ggc_fit(sim, control =
        quick, seed = 7), B = 2)))
    expect_match(ggc_methods_text(fit), "Tests found 0 edges and 0 of 5 reg")
    expect_error(ggc_methods_text(1), class = "ggc_error_argument")
})

test_that("methods of all kinds have a paragraph without gaps", {
    for (method in setdiff(names(ggc:::.METHODS), c("cgc2spr", "knockout"))) {
        own <- switch(method, bets = list(bootstraps = 2), te = ,
            grnte = list(permutations = 9), trees = list(trees = 5),
            swing = list(trees = 5, window = 4))
        fit <- try(do.call(text_of, c(list(method = method), own,
            if (ggc:::.method(method)$has_networks) list(control = quick))),
        silent = TRUE)
        if (inherits(fit, "try-error")) {
            # packages of some methods may be absent
            expect_s3_class(attr(fit, "condition"), "ggc_error_dependency")
            next
        }
        expect_false(grepl("NULL|NA|%|character\\(0\\)", fit), info = fit)
    }
    expect_match(text_of(method = "var"), "P-values are the method's own.")
})

test_that("the software is cited first, with its version", {
    cited <- utils::citation("ggc")
    expect_identical(length(cited), 3L)
    first <- format(cited[[1L]])
    expect_match(paste(first, collapse = " "), as.character(
        utils::packageVersion("ggc")), fixed = TRUE)
    expect_match(attr(cited, "mheader") %or%
        paste(format(cited),
        collapse = " "), "neither", ignore.case = TRUE)
    title <- utils::packageDescription("ggc")$Title
    expect_lte(nchar(title), 65L)
})
