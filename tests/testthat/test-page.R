# The network page: what R hands over, the file, and the page in a browser.

skip_if_not_installed("htmlwidgets")

test_that("a page holds the nodes and edges of the network plot", {
    fit <- fake_fit()
    page <- ggc_page(fit, n = 8)
    expect_s3_class(page, "htmlwidget")
    edges <- ggc_edges(fit, n = 8)
    expect_identical(page$x$edges$regulator, edges$regulator)
    expect_identical(page$x$edges$target, edges$target)
    expect_identical(page$x$edges$rank, edges$rank)
    expect_equal(as.numeric(page$x$edges$score), edges$score, tolerance = 5e-3)
    expect_true(page$x$signed)
    expect_identical(page$x$edges$kind,
        c("repression", "unknown", "activation")[edges$sign + 2L])
    nodes <- .network_nodes(.drawn_edges(fit, 8L, FALSE))
    expect_identical(page$x$nodes$name, nodes$name)
    expect_equal(page$x$nodes$x, nodes$x, tolerance = 1e-3)
    expect_match(page$x$caption, "8 most credible edges")
    # Nothing is known of these edges; of others, what the table says.
    expect_identical(page$x$evidence, character())
    edges <- .drawn_edges(fit, 8L, FALSE)
    edges$q_value <- c(0.00123, NA, 0.5, 1, 1, 1, 1, 1)
    edges$probability <- 0.25
    data <- .page_data(edges, fit)
    expect_identical(data$evidence, c("probability", "q_value"))
    expect_identical(data$edges$q_value[1:4], c("0.00123", "", "0.500", "1.00"))
    expect_identical(unique(data$edges$probability), "0.250")
    # With signs, kinds are the names of classes in the style sheet.
    signed <- .drawn_edges(fit, 4L, FALSE)
    signed$sign <- c(1, -1, 0, NA)
    data <- .page_data(signed, fit)
    expect_true(data$signed)
    expect_identical(data$edges$kind,
        c("activation", "repression", "unknown", "unknown"))
})

test_that("a file is whole in itself", {
    file <- tempfile(fileext = ".html")
    on.exit(unlink(file))
    expect_identical(ggc_page(fake_fit(), file, n = 5), file)
    text <- paste(readLines(file, warn = FALSE), collapse = "\n")
    expect_false(grepl("<(script|link|img)[^>]+(src|href)=.(https?:)?//", text))
    expect_false(grepl("<link[^>]+stylesheet|<script[^>]+src=.[^d]", text))
    expect_match(text, "ggc-panel", fixed = TRUE)
    expect_error(ggc_page(fake_fit(), file.path(file, "no", "such.html")),
        class = "ggc_error_argument")
    expect_error(ggc_page(fake_fit(), 3), class = "ggc_error_argument")
})

test_that("what a page needs is asked for", {
    expect_error(ggc_page(1), class = "ggc_error_argument")
    expect_error(ggc_page(fake_fit(), n = 0), class = "ggc_error_argument")
    expect_error(ggc_page(fake_fit(score = rep(0, 36))),
        class = "ggc_error_argument")
})

# A page with signs and names that are markup, in a browser.
local_page <- function(frame = parent.frame()) {
    genes <- c("G1", "G2", "G3", "<b>x</b>", "it's \"5\" & more", "G6")
    score <- matrix(0, 6, 6)
    # G1 drives three, and it and G2 each other; 4 and 5 are apart.
    score[cbind(c(1, 2, 1, 1, 4), c(2, 1, 3, 6, 5))] <- c(9, 8, 7, 6, 5)
    fit <- fake_fit(genes, score = as.vector(score))
    edges <- .drawn_edges(fit, 5L, FALSE)
    edges$sign <- c(1, -1, 1, 0, 1)
    edges$q_value <- c(0.01, 0.02, 0.03, NA, 0.5)
    page <- ggc_page(fit, n = 5)
    page$x <- .page_data(edges, fit)
    file <- tempfile(fileext = ".html")
    .save_page(page, file)
    browser <- local_chromium(frame)
    browser$open(file)
    browser
}

panel_rows <- function(browser) {
    browser$run(paste("return [...document.querySelectorAll('.ggc-panel tbody",
        "tr')].map(row => [...row.cells].map(cell => cell.textContent)",
        ".join('|'))"))
}

node <- function(browser, gene) {
    browser$find(sprintf(".ggc-node[data-gene='%s'] circle", gene))
}

test_that("in a browser a page finds, chooses and lists genes", {
    browser <- local_page()
    expect_length(browser$find(".ggc-node"), 6L)
    expect_length(browser$find("path.ggc-edge[d*='Q']"), 5L)
    expect_length(panel_rows(browser), 5L)
    browser$click(node(browser, "G1"))
    expect_identical(browser$text(browser$find(".ggc-panel h2")), "G1")
    expect_match(browser$text(browser$find(".ggc-panel p")),
        "Regulates 3 genes, regulated by 1 gene,")
    expect_identical(panel_rows(browser), list("1|G1|G2|9.00|0.0100|activation",
        "2|G2|G1|8.00|0.0200|repression", "3|G1|G3|7.00|0.0300|activation",
        "4|G1|G6|6.00||unknown"))
    # Its regulators and targets stay, the pair apart fades.
    near <- browser$run(paste("return [...document.querySelectorAll(",
        "'.ggc-node.ggc-near')].map(node => node.dataset.gene)"))
    expect_identical(unlist(near), c("G1", "G2", "G3", "G6"))
    expect_length(browser$find(".ggc-edge.ggc-near"), 4L)
    # A gene in the table leads on to it.
    browser$click(browser$find(".ggc-panel td button")[[1L]])
    expect_identical(browser$text(browser$find(".ggc-panel h2")), "G2")
    # Names are text, never markup.
    search <- browser$find("input[type=search]")
    browser$type(search, "<b>x</b>", "Enter")
    expect_identical(browser$text(browser$find(".ggc-panel h2")), "<b>x</b>")
    expect_length(browser$find(".ggc-panel b"), 0L)
    expect_identical(panel_rows(browser),
        list("5|<b>x</b>|it's \"5\" & more|5.00|0.500|activation"))
    expect_identical(browser$complaints(), character())
})

test_that("in a browser a page hides edges, zooms and takes the keyboard", {
    browser <- local_page()
    view <- function() {
        browser$run(paste("return document.querySelector('.ggc-net > g')",
            ".getAttribute('transform')"))
    }
    visible <- function() {
        unlist(browser$run(paste("return [...document.querySelectorAll(",
            "'.ggc-node')].filter(node => node.style.display !== 'none')",
            ".map(node => node.dataset.gene)")))
    }
    tip <- browser$find(".ggc-tip")
    expect_identical(browser$text(tip), "")
    browser$hover(node(browser, "G1"))
    expect_identical(browser$text(tip),
        "G1\nregulates 3 genes\nregulated by 1 gene")
    slider <- browser$find("input[type=range]")
    browser$run(paste("const slider = document.querySelector(",
        "'input[type=range]'); slider.value = 2;",
        "slider.dispatchEvent(new Event('input'))"))
    expect_identical(browser$text(browser$find("output")), "2 of 5")
    expect_identical(visible(), c("G1", "G2"))
    # A key press of the slider shows one more.
    browser$type(slider, "Right")
    expect_identical(visible(), c("G1", "G2", "G3"))
    before <- view()
    browser$click(browser$find("button[aria-label='Zoom in']"))
    expect_match(view(), "scale\\(1.4\\)")
    browser$type(browser$find(".ggc-net"), "0")
    expect_identical(view(), before)
    # Enter chooses the node in focus, an arrow goes to another, Escape lets go.
    browser$type(browser$find(".ggc-node[data-gene='G1']"), "Enter")
    expect_identical(browser$text(browser$find(".ggc-panel h2")), "G1")
    gone <- browser$run(paste(
        "const node = document.querySelector(\".ggc-node[data-gene='G1']\");",
        "for (const key of ['Left', 'Right', 'Up', 'Down']) {",
        "node.focus(); node.dispatchEvent(new KeyboardEvent('keydown',",
        "{ key: 'Arrow' + key, bubbles: true }));",
        "if (document.activeElement !== node)",
        "return document.activeElement.dataset.gene; }"))
    expect_true(gone %in% c("G2", "G3"))
    browser$type(browser$find(".ggc-net"), "Escape")
    expect_identical(browser$text(browser$find(".ggc-panel h2")),
        "Gene network")
    expect_identical(browser$complaints(), character())
})
