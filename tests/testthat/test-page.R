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
    # The table is that of ggc_edges(), so that what is saved is whole.
    expect_identical(page$x$edges, as.list(as.data.frame(edges)))
    expect_identical(page$x$candidates, 30L)
    expect_true(page$x$signed)
    expect_identical(page$x$drawn$kind,
        c("repression", "unknown", "activation")[edges$sign + 2L])
    nodes <- .network_nodes(.drawn_edges(fit, 8L, FALSE))
    expect_identical(page$x$nodes$name, nodes$name)
    expect_equal(page$x$nodes$x, nodes$x, tolerance = 1e-3)
    expect_match(page$x$caption, "8 most credible edges")
    # Nothing is known of these edges; of others, what the table says.
    expect_identical(page$x$evidence, I(character()))
    edges <- .drawn_edges(fit, 8L, FALSE)
    edges$q_value <- c(0.00123, NA, 0.5, 1, 1, 1, 1, 1)
    edges$probability <- 0.25
    data <- .page_data(edges, fit)
    expect_identical(data$evidence, I(c("probability", "q_value")))
    # With signs, kinds are the names of classes in the style sheet.
    signed <- .drawn_edges(fit, 4L, FALSE)
    signed$sign <- c(1, -1, 0, NA)
    data <- .page_data(signed, fit)
    expect_true(data$signed)
    expect_identical(data$drawn$kind,
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
    for (name in list(1, NA_character_, "", c("a", "b"))) {
        expect_error(ggc_page(fake_fit(), name = name), "`name` must be one",
            class = "ggc_error_argument")
    }
    for (date in list(NULL, 1, NA, "today", "2024-02-30", Sys.Date() + 0:1)) {
        expect_error(ggc_page(fake_fit(), date = date), "`date` must be one",
            class = "ggc_error_argument")
    }
})

test_that("a heading says what a page is of, and what to believe", {
    said <- function(fit, ...) ggc_page(fit, date = "2024-05-31", ...)$x$heading
    fit <- fake_fit(metadata = list(call = quote(ggc_fit(x = yeast))))
    expect_identical(said(fit)$title, "Gene network of yeast")
    expect_identical(said(fit, name = "Heat")$title, "Gene network of Heat")
    expect_identical(said(fit)$date, "2024-05-31")
    expect_identical(ggc_page(fit)$x$heading$date, format(Sys.Date()))
    # A call of another call has no name.
    unnamed <- fake_fit(metadata = list(call = quote(ggc_fit(x = f(1)))))
    expect_identical(said(unnamed)$title, "Gene network")
    lines <- said(fit)$lines
    expect_match(lines[[1L]], "LSTM networks, of 6 genes")
    expect_match(lines[[2L]], "^The fit chose [0-9]+ of 30 possible edges")
    expect_match(lines[[2L]], "No precision is promised: the fit is of")
    # Where there is a probability, it says how many are expected to be true.
    probability <- fit@score
    probability[] <- 0.25
    known <- fit
    known@details$evidence <- list(probability = probability)
    expect_match(said(known, n = 8)$lines[[2L]],
        "Of the edges here: 2 of 8 expected to be true.", fixed = TRUE)
    expect_no_match(said(known)$lines[[2L]], "promised")
    known@details$test <- list(q_value = probability,
        reversal = list(n_edges = 8, stay = 1, turned = 2, opposed = 8))
    expect_match(said(known, n = 8)$lines[[2L]],
        "0 found at a false discovery rate of 0.1. Tests of all candidates: re",
        fixed = TRUE)
})

test_that("the same fit and date make the same bytes", {
    bytes <- function(date = "2024-05-31") {
        file <- tempfile(fileext = ".html")
        on.exit(unlink(file))
        ggc_page(fake_fit(), file, n = 5, name = "x", date = date)
        readBin(file, "raw", file.size(file))
    }
    first <- bytes()
    expect_identical(bytes(), first)
    expect_identical(bytes(as.Date("2024-05-31")), first)
    expect_false(identical(bytes("2024-06-01"), first))
})

test_that("nodes are told apart that can regulate, cannot, or are no genes", {
    fit <- fake_fit(regulators = c("G1", "G2", "G3"))
    fit@series$covariates <- list(names = "G3", as_regulators = TRUE)
    expect_identical(.node_kinds(c("G1", "G3", "G4"), fit),
        c("regulator", "covariate", "target"))
})

# A page with signs and names that are markup, in a browser.
local_page <- function(frame = parent.frame()) {
    genes <- c("G1", "G2", "G3", "<b>x</b>", "it's \"5\" & more", "G6")
    score <- matrix(0, 6, 6)
    # G1 drives three, and it and G2 each other; 4 and 5 are apart.
    score[cbind(c(1, 2, 1, 1, 4), c(2, 1, 3, 6, 5))] <- c(9, 8, 7, 6, 5)
    fit <- fake_fit(genes, score = as.vector(score))
    edges <- .drawn_edges(fit, 5L, FALSE)
    edges$sign <- c(1L, -1L, 1L, 0L, 1L)
    edges$lag <- c(1L, 2L, NA, 1L, 1L)
    edges$delay <- c(10, 20, NA, 10, 10)
    edges$in_network <- c(TRUE, TRUE, TRUE, TRUE, FALSE)
    edges$q_value <- c(0.000123, 0.02, 0.03, NA, 0.5)
    page <- ggc_page(fit, n = 5, name = "A & <b>", date = "2024-05-31")
    data <- .page_data(edges, fit)
    page$x[names(data)] <- data
    file <- tempfile(fileext = ".html")
    .save_page(page, file)
    browser <- local_chromium(frame)
    browser$open(file)
    c(browser, list(edges = edges))
}

panel_rows <- function(browser) {
    browser$run(paste("return [...document.querySelectorAll('.ggc-panel tbody",
        "tr')].map(row => [...row.cells].map(cell => cell.textContent)",
        ".join('|'))"))
}

panel_text <- function(browser) {
    c(browser$text(browser$find(".ggc-panel h2")),
        browser$text(browser$find(".ggc-panel p")))
}

node <- function(browser, gene) {
    browser$find(sprintf(".ggc-node[data-gene='%s'] .ggc-outline", gene))
}

# Names of the nodes of a class that are drawn.
nodes_of <- function(browser, class = "ggc-node") {
    unlist(browser$run(sprintf(paste("return [...document.querySelectorAll(",
        "'.%s')].filter(node => node.style.display !== 'none')",
        ".map(node => node.dataset.gene)"), class)))
}

# Where the middle of an edge is on the screen; the most credible is drawn last.
middle_of <- function(browser, rank) {
    unlist(browser$run(sprintf(paste(
        "const all = [...document.querySelectorAll('.ggc-touch')];",
        "const path = all[all.length - %d];",
        "const at = path.getPointAtLength(path.getTotalLength() / 2);",
        "const map = path.getScreenCTM();",
        "return [at.x * map.a + map.e, at.y * map.d + map.f];"), rank)))
}

slide <- function(browser, to) {
    browser$run(sprintf(paste("const slider = document.querySelector(",
        "'input[type=range]'); slider.value = %d;",
        "slider.dispatchEvent(new Event('input'))"), to))
}

test_that("in a browser a page chooses and lists genes", {
    browser <- local_page()
    expect_identical(browser$text(browser$find("h1")),
        "Gene network of A & <b>")
    expect_identical(browser$text(browser$find(".ggc-date")), "2024-05-31")
    expect_match(browser$text(browser$find(".ggc-head p:last-child")),
        "No precision is promised")
    expect_length(browser$find(".ggc-node"), 6L)
    expect_length(browser$find("path.ggc-edge[d*='Q']"), 5L)
    expect_length(panel_rows(browser), 5L)
    browser$click(node(browser, "G1"))
    expect_identical(panel_text(browser), c("G1",
        "Regulates 3 genes, regulated by 1 gene, among the edges shown."))
    expect_identical(panel_rows(browser),
        list("1|G1|G2|9.00|+|1|1.23e-4|yes", "2|G2|G1|8.00|\u2212|2|0.0200|yes",
            "3|G1|G3|7.00|+||0.0300|yes", "4|G1|G6|6.00|?|1||yes"))
    # Its regulators and targets stay, the pair apart fades.
    expect_identical(nodes_of(browser, "ggc-node.ggc-near"),
        c("G1", "G2", "G3", "G6"))
    expect_length(browser$find(".ggc-edge.ggc-near"), 4L)
    # A gene in the table leads on to it.
    browser$click(browser$find(".ggc-panel td button")[[1L]])
    expect_identical(panel_text(browser)[[1L]], "G2")
    expect_identical(browser$run("return document.activeElement.textContent"),
        "G2")
    expect_identical(browser$complaints(), character())
})

test_that("in a browser genes are found while their names are typed", {
    browser <- local_page()
    search <- browser$find("input[type=search]")
    browser$type(search, "g")
    expect_identical(nodes_of(browser, "ggc-found"), c("G1", "G2", "G3", "G6"))
    expect_match(panel_text(browser)[[2L]], "^4 genes found")
    expect_length(panel_rows(browser), 4L)
    # A whole name is chosen without Enter, in any case.
    browser$type(search, "2")
    expect_identical(panel_text(browser)[[1L]], "G2")
    expect_identical(nodes_of(browser, "ggc-found"), "G2")
    # A click elsewhere empties the field's word.
    browser$click(node(browser, "G3"))
    expect_identical(browser$run(
        "return document.querySelector('input[type=search]').value"), "G3")
    browser$run("document.querySelector('input[type=search]').value = ''")
    browser$type(search, "zz")
    expect_match(panel_text(browser)[[2L]], "^No gene")
    expect_identical(panel_rows(browser), list())
    browser$run("document.querySelector('input[type=search]').value = ''")
    # Names are text, never markup. A part of one, and Enter, choose it.
    browser$type(search, "X</", "Enter")
    expect_identical(panel_text(browser)[[1L]], "<b>x</b>")
    expect_length(browser$find(".ggc-panel b"), 0L)
    expect_identical(panel_rows(browser),
        list("5|<b>x</b>|it's \"5\" & more|5.00|+|1|0.500|no"))
    expect_identical(browser$complaints(), character())
})

test_that("in a browser a score hides the edges below it", {
    browser <- local_page()
    count <- function() browser$text(browser$find(".ggc-count"))
    number <- function(value = NULL) {
        browser$run(sprintf(paste("const field = document.querySelector(",
            "'input[type=number]'); %s return field.value"), if (is.null(value))
            "" else sprintf(
                "field.value = '%s'; field.dispatchEvent(new Event('input'));",
                value)))
    }
    expect_identical(count(), "5 of 5 edges")
    expect_identical(number(), "5.00")
    slide(browser, 3L)
    expect_identical(count(), "2 of 5 edges")
    expect_identical(number(), "8.00")
    expect_identical(nodes_of(browser), c("G1", "G2"))
    expect_length(panel_rows(browser), 2L)
    # A key press of the slider takes one more away.
    browser$type(browser$find("input[type=range]"), "Right")
    expect_identical(count(), "1 of 5 edges")
    # A number between two scores leaves those above, and the slider follows.
    number("6.5")
    expect_identical(nodes_of(browser), c("G1", "G2", "G3"))
    expect_identical(browser$run(
        "return document.querySelector('input[type=range]').value"), "2")
    number("100")
    expect_identical(count(), "0 of 5 edges")
    expect_null(nodes_of(browser))
    number("")
    expect_identical(count(), "0 of 5 edges")
    number("7")
    # What is out of sight cannot have the focus, what is there can.
    expect_identical(browser$run(paste("return [...document.querySelectorAll(",
        "'.ggc-node[tabindex=\"0\"]')].map(node => node.style.display)")),
    list(""))
    # A gene that is chosen is there without its edges.
    browser$type(browser$find("input[type=search]"), "G6")
    expect_match(panel_text(browser)[[2L]], "^Regulates 0 genes, regulated")
    expect_true("G6" %in% nodes_of(browser))
    expect_identical(browser$complaints(), character())
})

test_that("in a browser edges and genes tell what is known of them", {
    browser <- local_page()
    tip <- function() {
        strsplit(browser$text(browser$find(".ggc-tip")), "\n")[[1L]]
    }
    expect_identical(browser$text(browser$find(".ggc-tip")), "")
    browser$hover(node(browser, "G1"))
    expect_identical(tip(),
        c("G1", "regulates 3 genes", "regulated by 1 gene"))
    point <- function(rank) {
        at <- middle_of(browser, rank)
        browser$hover_at(at[[1L]], at[[2L]])
    }
    point(2)
    expect_identical(tip(), c("G2 represses G1",
        "score 8.00, rank 2 of 30 candidates", "sign: repression",
        "lag 2 steps (20 in time)", "q value 0.0200", "in the chosen network"))
    expect_length(browser$find(".ggc-touch.ggc-hot"), 1L)
    # Nothing is said of a sign, a lag or a q value that are not known.
    point(4)
    expect_identical(tip()[-2L], c("G1 regulates G6", "sign: unknown",
        "lag 1 step (10 in time)", "in the chosen network"))
    point(3)
    expect_identical(tip()[[4L]], "lag unknown")
    point(5)
    expect_identical(tip()[[6L]], "not in the chosen network")
    # Whole on the screen, also of a telephone.
    browser$resize(400, 700)
    for (rank in 1:5) {
        browser$run("document.querySelector('.ggc-net').scrollIntoView()")
        point(rank)
        expect_true(browser$run(paste(
            "const box = document.querySelector('.ggc-tip')",
            ".getBoundingClientRect();",
            "return box.left >= 0 && box.right <= window.innerWidth &&",
            "box.width > 0")))
    }
    expect_identical(browser$complaints(), character())
})

test_that("in a browser a key explains the signs that are there", {
    browser <- local_page()
    key <- function() {
        unlist(browser$run(paste("return [...document.querySelectorAll(",
            "'svg.ggc-key text')].map(text => text.textContent)")))
    }
    expect_identical(key(), c("activation (+)", "repression (\u2212)",
        "sign unknown (?)", "dashed: not in the chosen network",
        "genes regulated here: 0 to 3", "wide: high score"))
    expect_length(browser$find(".ggc-net .ggc-unsure"), 1L)
    # No text leaves the key, however narrow.
    inside <- paste(
        "const box = document.querySelector('svg.ggc-key');",
        "const right = box.getBoundingClientRect().right;",
        "return [...box.querySelectorAll('text')].every(text =>",
        "text.getBoundingClientRect().right <= right + 1)")
    expect_true(browser$run(inside))
    browser$resize(400, 800)
    expect_true(browser$run(inside))
    file <- tempfile(fileext = ".html")
    fit <- fake_fit(regulators = paste0("G", 1:3))
    fit@norms[] <- 1
    ggc_page(fit, file, n = 6)
    browser$open(file)
    expect_true("no candidate regulator" %in% key())
    expect_false(any(grepl("dashed", key())))
    expect_identical(browser$complaints(), character())
})

test_that("in a browser what is shown can be saved", {
    skip_if_not_installed("xml2")
    browser <- local_page()
    slide(browser, 2L)
    buttons <- browser$find(".ggc-save button")
    browser$click(buttons[[1L]])
    picture <- xml2::xml_ns_strip(xml2::read_xml(
        browser$saved("A-b-network.svg")))
    texts <- xml2::xml_text(xml2::xml_find_all(picture, ".//text"))
    expect_identical(texts[[1L]], "Gene network of A & <b>")
    expect_identical(texts[[2L]],
        "2024-05-31; 3 of 5 edges shown, of score 7.00 or more")
    expect_true(all(c("G1", "G2", "G3", "activation (+)") %in% texts))
    expect_false(any(c("<b>x</b>", "G6") %in% texts))
    # Edges, and signs of the key; nothing that is seen needs the style sheet.
    lines <- xml2::xml_find_all(picture, ".//path[@marker-end and @d]")
    expect_length(grep("Q", xml2::xml_attr(lines, "d")), 3L)
    expect_false(any(is.na(xml2::xml_attr(lines, "stroke"))))
    expect_length(xml2::xml_find_all(picture, ".//*[@class]"), 0L)
    browser$click(buttons[[2L]])
    saved <- utils::read.delim(browser$saved("A-b-network.tsv"))
    written <- tempfile(fileext = ".tsv")
    write_edges(browser$edges[1:3, ], written)
    expect_equal(saved, utils::read.delim(written))
    # After a choice, the edges of the table.
    browser$type(browser$find("input[type=search]"), "g2")
    unlink(browser$saved("A-b-network.tsv"))
    browser$click(buttons[[2L]])
    expect_identical(
        utils::read.delim(browser$saved("A-b-network.tsv"))$rank, 1:2)
    expect_identical(browser$complaints(), character())
})

test_that("in a browser a page zooms and takes the keyboard", {
    browser <- local_page()
    view <- function() {
        browser$run(paste("return document.querySelector('.ggc-net > g')",
            ".getAttribute('transform')"))
    }
    before <- view()
    browser$click(browser$find("button[aria-label='Zoom in']"))
    expect_match(view(), "scale\\(1.4\\)")
    browser$type(browser$find(".ggc-net"), "0")
    expect_identical(view(), before)
    # Enter chooses the node in focus, an arrow goes to another, Escape lets go.
    browser$type(browser$find(".ggc-node[data-gene='G1']"), "Enter")
    expect_identical(panel_text(browser)[[1L]], "G1")
    gone <- browser$run(paste(
        "const node = document.querySelector(\".ggc-node[data-gene='G1']\");",
        "for (const key of ['Left', 'Right', 'Up', 'Down']) {",
        "node.focus(); node.dispatchEvent(new KeyboardEvent('keydown',",
        "{ key: 'Arrow' + key, bubbles: true }));",
        "if (document.activeElement !== node)",
        "return document.activeElement.dataset.gene; }"))
    expect_true(gone %in% c("G2", "G3", "G6"))
    browser$type(browser$find(".ggc-net"), "Escape")
    expect_identical(panel_text(browser)[[1L]], "Edges")
    # A gene out of sight comes into it when it is found.
    for (i in 1:6) browser$click(browser$find("button[aria-label='Zoom in']"))
    browser$type(browser$find("input[type=search]"), "G6")
    expect_true(browser$run(paste(
        "const at = document.querySelector(\".ggc-node[data-gene='G6']\")",
        ".getBoundingClientRect(), box = document.querySelector('.ggc-net')",
        ".getBoundingClientRect(); const x = at.left + at.width / 2,",
        "y = at.top + at.height / 2; return x > box.left && x < box.right &&",
        "y > box.top && y < box.bottom")))
    expect_identical(browser$complaints(), character())
})

test_that("on paper a page has its whole table and no controls", {
    browser <- local_page()
    seen <- function(css) {
        browser$run(sprintf(paste("return document.querySelector('%s')",
            ".getBoundingClientRect().height > 0"), css))
    }
    expect_true(seen(".ggc-bar"))
    browser$media("print")
    expect_false(seen(".ggc-bar"))
    expect_true(seen(".ggc-head") && seen(".ggc-net") && seen(".ggc-panel"))
    expect_identical(browser$run(paste("return ['.ggc-panel', 'body'].map(css",
        "=> getComputedStyle(document.querySelector(css)).overflow)")),
    list("visible", "visible"))
})

test_that("in a browser few genes, many edges and none make a page", {
    browser <- local_chromium()
    file <- tempfile(fileext = ".html")
    on.exit(unlink(file))
    fit <- fake_fit(score = rep(0, 36))
    ggc_page(fit, file)
    browser$open(file)
    expect_identical(panel_text(browser), c("Edges",
        "No edge has a score above 0: nothing was found."))
    expect_length(browser$find("svg, input, table"), 0L)
    ggc_page(fit, file, n = ggc_network(fake_fit(), n_edges = 0))
    browser$open(file)
    expect_match(panel_text(browser)[[2L]], "^The network has no edge")
    ggc_page(fake_fit(), file, n = 1)
    browser$open(file)
    expect_length(panel_rows(browser), 1L)
    expect_identical(browser$text(browser$find(".ggc-count")), "1 of 1 edge")
    ggc_page(fake_fit(paste0("gene", 1:60)), file, n = 300, self = TRUE)
    browser$open(file)
    expect_length(panel_rows(browser), 300L)
    expect_length(browser$find(".ggc-net .ggc-edge"), 300L)
    # No wider than the screen of a telephone.
    browser$resize(400, 800)
    expect_true(browser$run(paste("const page = document.querySelector(",
        "'.ggc_page'); return page.scrollWidth <= page.clientWidth")))
    expect_identical(browser$complaints(), character())
})
