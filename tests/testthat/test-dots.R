# A misspelt argument must not be lost in the dots that a generic asks for.

fit <- fake_fit()
truth <- data.frame(regulator = c("G1", "G2"), target = c("G2", "G3"))
pr <- ggc_pr(fit, truth)
score <- granger(fit)
power <- structure(list(first = data.frame(edges = 1, precision = 1, se = 0)),
    class = "ggc_power")

compared <- structure(list(table = data.frame(method = "a")),
    class = "ggc_comparison")
contrast <- structure(list(table = data.frame(contrast = "a")),
    class = "ggc_contrast")

# Everything with dots, by the name of function and class; NULL where they have
# another use, told elsewhere.
with_dots <- list(
    granger.GGCFit = quote(granger(fit, "norm", typo = 1)),
    granger.ANY = NULL, # never returns
    ggc_edges.GGCFit = quote(ggc_edges(fit, typo = 5)),
    ggc_edges.ANY = quote(ggc_edges(score, typo = 5)),
    plot.GGCFit = quote(plot(fit, "network", typo = 3)),
    predict.GGCFit = quote(predict(fit, typo = score)),
    summary.GGCFit = quote(summary(fit, typo = 2)),
    update.GGCFit = quote(update(fit, typo = 2)),
    autoplot.GGCFit = quote(ggplot2::autoplot(fit, typo = "network")),
    autoplot.ggc_pr = quote(ggplot2::autoplot(pr, typo = 1)),
    plot.ggc_pr = quote(plot(pr, typo = 1)),
    autoplot.ggc_power = quote(ggplot2::autoplot(power, typo = 1)),
    plot.ggc_power = quote(plot(power, typo = 1)),
    as.data.frame.ggc_power = quote(as.data.frame(power, typo = 1)),
    plot.ggc_comparison = quote(plot(compared, typo = 1)),
    autoplot.ggc_comparison = quote(ggplot2::autoplot(compared, typo = 1)),
    summary.ggc_comparison = quote(summary(compared, typo = 1)),
    as.data.frame.ggc_comparison = quote(as.data.frame(compared, typo = 1)),
    ggc_compare = quote(ggc_compare(fit@series$x, typo = 1)),
    plot.ggc_contrast = quote(plot(contrast, typo = 1)),
    autoplot.ggc_contrast = quote(ggplot2::autoplot(contrast, typo = 1)),
    summary.ggc_contrast = quote(summary(contrast, typo = 1)),
    as.data.frame.ggc_contrast = quote(as.data.frame(contrast, typo = 1)),
    ggc_edges.ggc_contrast = quote(ggc_edges(contrast, typo = 1)),
    ggc_contrast = quote(ggc_contrast(fit@series$x, "a", typo = 1)),
    as.data.frame.ggc_pr = quote(as.data.frame(pr, typo = 1)),
    as.data.frame.GGCFit = quote(as.data.frame(fit, typo = 1)),
    `[.GGCFit` = quote(fit[1, 2, typo = 1]),
    head.GGCFit = quote(head(fit, typo = 1)),
    tail.GGCFit = quote(tail(fit, typo = 1)),
    as.matrix.GGCFit = quote(as.matrix(fit, typo = 1)),
    coef.GGCFit = quote(coef(fit, typo = 1)),
    fitted.GGCFit = quote(fitted(fit, typo = 1)),
    residuals.GGCFit = quote(residuals(fit, typo = 1)),
    tidy.GGCFit = quote(generics::tidy(fit, typo = 1)),
    glance.GGCFit = quote(generics::glance(fit, typo = 1)),
    augment.GGCFit = quote(generics::augment(fit, typo = 1)),
    as_tbl_graph.GGCFit = quote(tidygraph::as_tbl_graph(fit, typo = 5)),
    # What lists of objects are printed with is handed to each of them.
    print.GGCControl = NULL, print.GGCControlGroup = NULL, print.GGCFit = NULL, print.ggc_pr = NULL, print.ggc_roc = NULL,
    print.ggc_power = NULL, print.ggc_comparison = NULL,
    print.ggc_contrast = NULL,
    print.ggc_summary = NULL,
    write_edges = quote(write_edges(fit, tempfile(), typo = 5)),
    ggc_roc = quote(ggc_roc(fit, truth, typo = TRUE)),
    ggc_fit = quote(ggc_fit(fit@series$x, typo = 1)),
    ggc_control = quote(ggc_control(typo = 1)),
    ggc_adjacency = quote(ggc_adjacency(fit@series$x, typo = 1)),
    ggc_dcor = quote(ggc_dcor(fit@series$x, typo = 1)),
    ggc_simulate = quote(ggc_simulate("var", typo = 1)),
    ggc_pseudotime = quote(ggc_pseudotime(abs(score), 1:6, summary = "sum",
        typo = 1)),
    ggc_merge = NULL # further fits
)

has_dots <- function(f) "..." %in% names(formals(f))

test_that("the table above has all that takes dots", {
    space <- asNamespace("ggc")
    exports <- getNamespaceExports(space)
    plain <- Filter(function(name) {
        f <- get0(name, space, mode = "function")
        !is.null(f) && !methods::isGeneric(name, space) && has_dots(f)
    }, grep("^[.]__", exports, invert = TRUE, value = TRUE))
    s3 <- getNamespaceInfo(space, "S3methods")
    s3 <- s3[vapply(s3[, 3L], function(f) has_dots(get(f, space)), FALSE), ]
    generics <- c("granger", "ggc_edges", "plot", "predict", "summary",
        "update", "show")
    s4 <- unlist(lapply(generics, function(name) {
        ours <- Filter(function(method) {
            identical(topenv(environment(method)), space) && has_dots(method)
        }, methods::findMethods(name, where = space)@.Data)
        sprintf("%s.%s", rep(name, length(ours)),
            vapply(ours, function(method) method@defined[[1L]], ""))
    }))
    expect_setequal(names(with_dots), c(plain, sprintf("%s.%s", s3[, 1L],
        s3[, 2L]), s4))
})

test_that("an unknown argument is an error that names it", {
    needs <- c(autoplot = "ggplot2", plot = "ggplot2",
        as_tbl_graph = "tidygraph", tidy = "generics", glance = "generics",
        augment = "generics", ggc_roc = "pROC")
    absent <- Filter(function(package) {
        !requireNamespace(package, quietly = TRUE)
    }, needs)
    for (name in names(Filter(Negate(is.null), with_dots))) {
        if (sub("[.].*", "", name) %in% names(absent)) {
            next
        }
        expect_error(eval(with_dots[[name]]), "typo", label = name,
            class = "ggc_error_argument")
    }
    for (package in absent) {
        skip_if_not_installed(package)
    }
})

test_that("the error says what there is", {
    expect_error(ggc_edges(fit, top = 5),
        "It takes x, self, n, signs, labels_from.", fixed = TRUE,
        class = "ggc_error_argument")
    expect_error(granger(fit, "norm", 1), "unnamed",
        class = "ggc_error_argument")
    expect_error(predict(fit, data = 1), "newdata",
        class = "ggc_error_argument")
})

test_that("a table is written whole, and `n` is not lost on it", {
    expect_error(write_edges(ggc_edges(fit), tempfile(), n = 5),
        "of a table, each once, not n", class = "ggc_error_argument")
    expect_error(write_edges(score, tempfile(), signs = FALSE),
        "of a matrix, each once, not signs", class = "ggc_error_argument")
    expect_error(write_edges(fit, tempfile(), fromat = "sif"), "format",
        class = "ggc_error_argument")
})

test_that("arguments of pROC reach it", {
    skip_if_not_installed("pROC")
    roc <- ggc_roc(fit, truth, percent = TRUE, partial.auc = c(100, 80),
        ci = TRUE, conf.level = 0.9)
    expect_true(roc$percent)
    expect_identical(attr(roc$ci, "conf.level"), 0.9)
    expect_identical(attr(roc$auc, "partial.auc"), c(100, 80))
    file <- tempfile(fileext = ".pdf")
    on.exit(unlink(file))
    grDevices::pdf(file)
    expect_silent(suppressMessages(ggc_roc(fit, truth, plot = TRUE, main = "a",
        cex.axis = 0.8)))
    expect_error(ggc_roc(fit, truth, plot = TRUE, typo = 1), "typo",
        class = "ggc_error_argument")
    grDevices::dev.off()
})

test_that("a curve goes into a data frame", {
    expect_identical(data.frame(pr), as.data.frame(pr))
    # As data.frame() of R 4.7 asks for it.
    expect_identical(as.data.frame(pr, optional = TRUE, validRN = FALSE),
        as.data.frame(pr))
})
