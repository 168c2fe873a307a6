skip_if_not_installed("ggplot2")

# Draw for real, so that errors inside scales and geoms surface.
draw <- function(plot) {
    file <- tempfile(fileext = ".pdf")
    on.exit(unlink(file))
    grDevices::pdf(file)
    print(plot)
    grDevices::dev.off()
    file.size(file)
}

truth <- data.frame(regulator = c("G1", "G2", "G4"),
    target = c("G2", "G3", "G1"))

test_that("every type draws and is a ggplot", {
    fit <- fake_fit()
    # Forecasts and effects need networks, which a fake has not.
    for (type in setdiff(.PLOT_TYPES, c("forecast", "effect"))) {
        plot <- plot(fit, type = type,
            truth = if (type %in% c("network", "roc", "pr")) truth,
            n = if (type == "network") 10)
        expect_s3_class(plot, "ggplot")
        expect_silent(draw(plot))
    }
    expect_s3_class(plot(fit, "loss"), "ggplot")
})

test_that("the default is the Granger heat map, self entries grey", {
    fit <- fake_fit()
    plot <- plot(fit)
    cells <- plot$data
    expect_identical(nrow(cells), 36L)
    own <- as.character(cells$row) == as.character(cells$column)
    expect_true(all(is.na(cells$value[own])))
    at <- cells$row == "G2" & cells$column == "G5"
    expect_identical(cells$value[at], granger(fit)["G2", "G5"])
    # Rows read from the top in the order of the columns.
    expect_identical(rev(levels(cells$row)), levels(cells$column))
})

test_that("titles carry the areas", {
    fit <- fake_fit()
    m <- ggc_metrics(fit, truth)
    roc <- plot(fit, type = "roc", truth = truth)
    expect_match(roc$labels$title, sprintf("AUROC %.3f", m$AUROC), fixed = TRUE)
    pr <- plot(fit, type = "pr", truth = truth)
    expect_match(pr$labels$title, sprintf("AUPR %.3f", m$AUPR), fixed = TRUE)
    # Of what a truth can tell that knows few regulators.
    few <- data.frame(regulator = c("G1", "G2"), target = c("G2", "G3"))
    m <- suppressMessages(ggc_metrics(fit, few, candidates = "truth"))
    roc <- suppressMessages(plot(fit, "roc", truth = few, candidates = "truth"))
    expect_match(roc$labels$title, sprintf("AUROC %.3f", m$AUROC), fixed = TRUE)
    expect_match(roc$labels$subtitle, sprintf("among %d cand", m$n_candidates))
    expect_error(plot(fit, "path", candidates = "truth"),
        "must not be given for type \"path\"", class = "ggc_error_argument")
})

test_that("the network shows the first n edges and leaves the seed alone", {
    fit <- fake_fit()
    set.seed(1)
    before <- .Random.seed
    plot <- plot(fit, type = "network", n = 7)
    draw(plot)
    expect_identical(.Random.seed, before)
    lines <- plot$layers[[1L]]$data
    expect_identical(length(unique(lines$edge)), 7L)
    again <- plot(fit, type = "network", n = 7)
    expect_identical(again$layers[[1L]]$data, lines)
    expect_identical(
        sort(unique(plot(fit, type = "network", n = 30,
            truth = truth)$layers[[1L]]$data$kind)),
        c("not in truth", "true edge")
    )
})

test_that("a network shows two edges per gene, at most 50, unless asked", {
    drawn <- function(fit, ...) {
        plot <- plot(fit, type = "network", ...)
        length(unique(plot$layers[[1L]]$data$edge))
    }
    expect_identical(drawn(fake_fit(paste0("g", 1:10))), 20L)
    expect_identical(drawn(fake_fit(paste0("g", 1:10)), n = 33), 33L)
    expect_identical(drawn(fake_fit(paste0("g", 1:40))), 50L)
    # Genes are those of both sides: 8 here, with 4 x 4 candidates.
    apart <- fake_fit(paste0("g", 1:8), regulators = paste0("g", 1:4),
        targets = paste0("g", 5:8))
    expect_identical(drawn(apart), 16L)
})

test_that("a network says how many of its edges were chosen", {
    fit <- fake_fit()
    edges <- ggc_edges(fit, n = 12L)
    fit@norms[edges$regulator[[2L]], edges$target[[2L]]] <- 0
    chosen <- sum(ggc_edges(fit, n = 12L)$norm > 0)
    expect_lt(chosen, 12L)
    expect_match(plot(fit, "network")$labels$subtitle,
        sprintf("%d of 12 in the chosen network", chosen))
})

test_that("a network with mutual, self and separate edges draws", {
    score <- matrix(0, 6, 6)
    score[cbind(c(1, 2, 3, 4, 5), c(2, 1, 3, 5, 4))] <- c(5, 4, 3, 2, 1)
    fit <- fake_fit(score = as.vector(score))
    plot <- plot(fit, type = "network", self = TRUE)
    expect_identical(length(unique(plot$layers[[1L]]$data$edge)), 5L)
    expect_silent(draw(plot))
})

test_that("nodes of a network keep clear, small parts stay near", {
    # A hub of 30, and two pairs apart from it.
    edges <- data.frame(
        regulator = c(rep("hub", 30), "a", "c"),
        target = c(sprintf("g%02d", 1:30), "b", "d")
    )
    nodes <- .network_nodes(edges)
    at <- as.matrix(stats::dist(nodes[, c("x", "y")]))
    diag(at) <- Inf
    room <- outer(nodes$radius, nodes$radius, "+")
    expect_true(all(at > room))
    expect_lt(max(at[is.finite(at)]), 3 * sqrt(nrow(nodes)))
    expect_identical(nodes$name[nodes$hub], "hub")
    # Their order does not matter.
    other <- .network_nodes(edges[nrow(edges):1, ])
    expect_identical(other, nodes)
})

test_that("names of lesser hubs give way", {
    nodes <- data.frame(name = c("small", "large", "far"), x = c(0, 0.1, 99),
        y = 0, out = c(2, 9, 1))
    expect_identical(.clear_labels(nodes, nodes$out, 0.5)$name,
        c("large", "far"))
})

test_that("colours of edges tell signs, or the truth", {
    expect_identical(.sign_kind(NULL, 2L), rep("edge", 2L))
    expect_identical(.sign_kind(c(-1, 0, 1, NA, 0.5), 5L),
        c("repression", "sign unknown", "activation", "sign unknown",
            "activation"))
    fit <- fake_fit()
    edges <- .drawn_edges(fit, 4L, FALSE)
    edges$sign <- c(1, -1, NA, 1)
    expect_identical(.edge_styles(edges, fit, NULL)$kind,
        c("activation", "repression", "sign unknown", "activation"))
    known <- edges[2:3, c("regulator", "target")]
    expect_identical(.edge_styles(edges, fit, known)$kind,
        c("not in truth", "true edge", "true edge", "not in truth"))
    edges$sign <- NULL
    expect_identical(.edge_styles(edges, fit, NULL)$kind, rep("edge", 4L))
    colours <- function(kind) {
        scale <- .edge_colours(kind)
        list(scale$map(scale$get_limits()), scale$guide)
    }
    signed <- colours(c("repression", "activation"))
    # Blue is up, vermillion is down, in every picture.
    expect_identical(signed[[1L]], c("#0072B2", "#D55E00"))
    # Of class "Guide" from ggplot2 3.5 on.
    expect_true(inherits(signed[[2L]], c("guide", "Guide")))
    expect_identical(colours("edge")[[2L]], "none")
})

test_that("a network of 300 genes is laid out and drawn in seconds", {
    genes <- sprintf("gene%03d", 1:300)
    score <- noise_like(300 * 300)^9
    fit <- fake_fit(genes, score = score)
    # Of processor time, so that others on the machine do not count.
    edges <- .drawn_edges(fit, 600L, FALSE)
    layout <- system.time(nodes <- .network_nodes(edges))
    expect_lt(layout[["user.self"]], 3)
    expect_lt(system.time(
        draw(plot(fit, "network", n = 600L))
    )[["user.self"]], 10)
    # Few names are asked for, and those that are drawn keep clear.
    expect_lte(sum(nodes$hub), 20L)
})

test_that("arrows end at the rim of the target", {
    line <- .edge_line(c(0, 0), c(3, 0), 0.2, 0.3, bend = 0)
    expect_equal(line, rbind(c(0.2, 0), c(2.68, 0)))
    bent <- .edge_line(c(0, 0), c(3, 0), 0.2, 0.3, bend = 0.2)
    end <- bent[nrow(bent), ]
    expect_gt(sqrt(sum((end - c(3, 0))^2)), 0.3)
    expect_gt(max(bent[, 2]), 0.2)
})

test_that("lines go round nodes that are in the way", {
    nodes <- data.frame(name = c("a", "b", "c"), x = c(0, 2, 1),
        y = c(0, 0, 0.05), radius = 0.2)
    edge <- function(...) data.frame(regulator = c(...), target = rev(c(...)))
    way <- .edge_bends(edge("a", "b")[1L, ], nodes)
    expect_true(abs(way) >= 0.16)
    expect_identical(.nodes_met(c(0, 0), c(2, 0), way,
        cbind(1, 0.05), 0.2), 0L)
    expect_identical(.nodes_met(c(0, 0), c(2, 0), 0, cbind(1, 0.05), 0.2), 1L)
    # Nothing in the way; mutual edges part.
    expect_identical(.edge_bends(edge("a", "c")[1L, ], nodes), 0)
    expect_identical(.edge_bends(edge("a", "c"), nodes), c(0.16, 0.16))
})

test_that("labels of paths keep their distance and order", {
    at <- .spread(c(1, 1.01, 0.5, 1.02), 0.1)
    expect_true(all(diff(sort(at)) >= 0.1 - 1e-12))
    expect_identical(order(at), order(c(1, 1.01, 0.5, 1.02)))
    # The crowd of three keeps its mean.
    expect_equal(mean(at[-3]), 1.01)
    expect_equal(.spread(c(0.1, 0.1), 1, low = 0), c(0, 1))
    expect_equal(.spread(c(3, 1, 2), 0.5), c(3, 1, 2))
})

test_that("large fits show their strongest part", {
    x <- matrix(noise_like(400), 20, dimnames = rep(list(letters[1:20]), 2))
    part <- .strongest_part(x, 5)
    expect_identical(dim(part), c(5L, 5L))
    total <- rowSums(x) + colSums(x)
    expect_setequal(rownames(part), names(sort(total, decreasing = TRUE))[1:5])
    expect_identical(.strongest_part(x, 20), x)
    rectangle <- .strongest_part(x[, 1:3], 5)
    expect_identical(dim(rectangle), c(5L, 3L))
})

test_that("what a plot needs is asked for", {
    fit <- fake_fit()
    refuse <- function(...) {
        expect_error(plot(...), class = "ggc_error_argument")
    }
    refuse(fit, type = "volcano")
    refuse(fit, type = "roc")
    refuse(fit, type = "pr")
    refuse(fit, type = "path", target = "G99")
    bare <- fake_fit(adjacency = NULL, dcor = NULL, path = list(
        lambda = fit@details$path$lambda, error = fit@details$path$error
    ))
    bare@details$path["norms"] <- list(NULL)
    bare@details$adjacency <- NULL
    bare@details$dcor <- NULL
    refuse(bare, type = "path")
    refuse(bare, type = "forecast")
    empty <- fake_fit(score = rep(0, 36))
    refuse(empty, type = "network")
})

test_that("an argument of another type is refused, and told where it belongs", {
    fit <- fake_fit()
    given <- list(truth = truth, n = 3, target = "G2", self = TRUE,
        genes = "G1", trajectories = 1)
    for (arg in names(given)) {
        for (type in setdiff(.PLOT_TYPES, .PLOT_ARGUMENTS[[arg]])) {
            error <- expect_error(
                do.call(plot, c(list(fit, type), given[arg])),
                sprintf("`%s` must not be given for type \"%s\"", arg, type),
                class = "ggc_error_argument")
            for (right in .PLOT_ARGUMENTS[[arg]]) {
                expect_match(conditionMessage(error), dQuote(right, FALSE))
            }
        }
    }
    expect_error(ggplot2::autoplot(fit, "granger", n = 3), "It is for",
        class = "ggc_error_argument")
    expect_error(plot(fit, "network", 20), "once", class = "ggc_error_argument")
    # The default may be handed on.
    expect_s3_class(plot(fit, "granger", truth = NULL, target = NULL), "ggplot")
})

test_that("trouble in some targets does not stop a plot", {
    fit <- fake_fit(status = c("ok", "diverged", "constant", "ok", "ok", "ok"))
    for (type in c("granger", "network", "loss", "path")) {
        expect_silent(draw(plot(fit, type = type)))
    }
})

test_that("fits of one regulator or target have their pictures", {
    one <- fake_fit(regulators = "G1")
    for (type in c("granger", "network", "path", "architecture")) {
        expect_silent(draw(plot(one, type)))
        expect_silent(draw(plot(fake_fit(targets = "G3"), type)))
    }
    # And a regulator that is its own and only target.
    expect_silent(draw(plot(one, "path", target = "G1")))
})

test_that("fits without graph or distances show those of their series", {
    fit <- fake_fit(adjacency = NULL, dcor = NULL)
    fit@details$adjacency <- NULL
    fit@details$dcor <- NULL
    cell <- function(plot, row, column) {
        cells <- plot$data
        cells$value[cells$row == row & cells$column == column]
    }
    x <- fit@series$x
    plot <- plot(fit, type = "dcor")
    expect_identical(cell(plot, "G2", "G5"), ggc_dcor(x)["G2", "G5"])
    expect_identical(cell(plot, "G2", "G2"), NA_real_)
    expect_match(plot$labels$subtitle, "not used by the fit")
    plot <- plot(fit, type = "adjacency")
    # From z-scores of z-scores: equal but for rounding.
    expect_equal(cell(plot, "G2", "G5"), ggc_adjacency(x)["G2", "G5"])
})

test_that("axes name all of few genes, and of many some that keep clear", {
    few <- c(b = 2, a = 1)
    expect_identical(.axis_names(few), c("b", "a"))
    many <- stats::setNames(noise_like(300), sprintf("g%03d", 1:300))
    named <- .axis_names(many)
    expect_true(names(which.max(many)) %in% named)
    expect_lte(length(named), 30L)
    expect_gte(min(diff(match(named, names(many)))), 300 / 60)
})

test_that("held-out errors are on a scale of factors, unless one is 0", {
    expect_s3_class(.ratio_axis(c(0.5, 20)), "Scale")
    expect_null(.ratio_axis(c(0, 20)))
})

test_that("autoplot() is plot()", {
    fit <- fake_fit()
    for (type in c("granger", "dcor", "path")) {
        expect_equal(ggplot2::autoplot(fit, type)$data, plot(fit, type)$data)
    }
    expect_identical(ggplot2::autoplot(fit)$labels, plot(fit)$labels)
    pr <- ggc_pr(fit, truth)
    expect_s3_class(plot(pr), "ggplot")
    expect_equal(ggplot2::autoplot(pr)$data, plot(pr)$data)
    autoplot <- ggplot2::autoplot
    failed <- tryCatch(autoplot(fit, "volcano"), error = identity)
    expect_s3_class(failed, "ggc_error_argument")
    expect_identical(conditionCall(failed)[[1L]], quote(autoplot))
})
