# Names of genes in pictures: all of them on the page, all told apart.

skip_if_not_installed("ggplot2")

# Identifiers of Ensembl, with versions.
ensembl <- function(n) {
    sprintf("ENSG%011d.%d", 100000L + 37L * seq_len(n), seq_len(n) %% 19L)
}

# Width in mm, by a real device.
drawn_mm <- function(names, size) {
    grDevices::pdf(NULL, 7, 5)
    on.exit(grDevices::dev.off())
    gp <- grid::gpar(fontsize = size * ggplot2::.pt)
    vapply(names, function(name) {
        grid::convertWidth(grid::grobWidth(grid::textGrob(name, gp = gp)), "mm",
            valueOnly = TRUE)
    }, 0)
}

test_that("only very long names are shortened, and to different ones", {
    expect_identical(.short_names(c("G1", ensembl(2))), c("G1", ensembl(2)))
    long <- paste("gene number one hundred thousand and", 1:3)
    expect_identical(.short_names(long[c(1, 1)]),
        rep("gene number ...ousand and 1", 2))
    expect_length(unique(.short_names(long)), 3L)
    # The same ends, another middle.
    middle <- paste0("a gene from afar, ", 1:2, ", whose ends say nothing")
    expect_identical(.short_names(c(middle, long)),
        c(middle, .short_names(long)))
    expect_identical(.short_names(character()), character())
})

test_that("the width of names is on the safe side", {
    names <- c("G1", ensembl(3), "TP53", "at1g01060", "SLC6A3")
    expect_true(all(.name_mm(names, 3) >= drawn_mm(names, 3)))
})

test_that("paths leave room for the longest label", {
    for (genes in list(paste0("G", 1:6), ensembl(6),
        paste("gene number one hundred thousand and", 1:6))) {
        plot <- plot(fake_fit(genes), "path", target = genes[[3L]])
        ends <- plot$layers[[5L]]$data
        expect_gt(nrow(ends), 2L)
        built <- ggplot2::ggplot_build(plot)
        axis <- built$layout$panel_params[[1L]]$x.range
        room <- (log10(ends$place[[1L]]) - axis[[1L]]) / diff(axis)
        # Of a picture 7 in wide, the panel has some 150 mm.
        expect_gt(150 * room, max(drawn_mm(ends$short, 3.2)))
    }
})

test_that("heat maps shrink their letters to 5 pt, then leave names out", {
    letters <- function(plot, axis) plot$theme[[axis]]$size
    named <- function(plot, axis) {
        scale <- plot$scales$get_scales(axis)
        length(scale$breaks)
    }
    for (make in list(function(n) paste0("g", seq_len(n)), ensembl)) {
        for (n in c(12, 30, 40, 60, 300)) {
            below <- make(n)
            total <- stats::setNames(noise_like(n), below)
            shown <- .axis_names(total)
            size <- .axis_text(n, below)$size
            expect_gte(size, 5)
            expect_lte(size, 9)
            # Lines, each 1.2 letters high, side by side beside the cells.
            at <- match(shown, below)
            mm <- size * 25.4 / 72
            cells <- 105 - max(drawn_mm(below[seq_len(min(n, 40L))], mm))
            expect_gte(min(diff(at)) * cells / n, mm)
            expect_identical(length(shown) == n, n <= 40)
        }
    }
    plot <- plot(fake_fit(ensembl(60)), "dcor")
    expect_lte(named(plot, "x"), 30L)
    expect_lte(named(plot, "y"), 30L)
    expect_identical(letters(plot, "axis.text.x"), 6)
    expect_match(plot$labels$subtitle, "the strongest named")
    plot <- plot(fake_fit(ensembl(12)), "granger")
    expect_identical(named(plot, "y"), 12L)
    expect_no_match(plot$labels$subtitle, "named")
})
