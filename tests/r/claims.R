# Links, figures and numbers of README and vignettes, against what they are of:
# Rscript tests/r/claims.R, from the top of a checkout. The last line is
# "N passed, N failed, N skipped", one for each rule; a broken rule lists what
# breaks it. Pages are read by pandoc, through rmarkdown, so that code, links
# and anchors are what a reader gets; without them most rules are skipped.
#
# claims.tsv, beside this file, has one row for each passage with numbers:
#
#   kind    claim: the numbers are those of a file. Else why they need none:
#           version (of other programs), chance (what a measure comes to by
#           chance), threshold (a usual level of significance), elsewhere (of
#           others' work), unsourced (ours, and nothing that is kept has it)
#   words   what stands on the page, as it reads there: one blank for any, code
#           in backticks, formulas in dollars, nothing for the bars of tables.
#           Of claims # stands for each number, of others all is literal
#   source  of claims: a file of the checkout, or several, with a blank between
#   value   of claims: R that gives a number for each #, of `x`, the table in
#           the (first) file or its lines, and of cells() and seen() below
#   why     of others: the reason

KINDS <- c("claim", "version", "chance", "threshold", "elsewhere", "unsourced")
NUMBER <- paste0("(-?(?:[0-9]+(?:,[0-9]{3})*(?:[.][0-9]+)?|[.][0-9]+)",
    "(?:e-?[0-9]+)?)")
# Numbers that need a row: decimals, powers of ten as 1e-8, and percentages,
# both those of "6 to 12 percent".
TELLING <- paste0("(?<![A-Za-z0-9_.])(?:[0-9]*(?:[.][0-9]+)+|[0-9]e-?[0-9]+)|",
    "[0-9]+(?=(?: (?:to|and) [0-9]+)? ?(?:%|percent))")

# ---- Pages -------------------------------------------------------------------

# The text of a node of pandoc's tree, in pieces named by what they are.
pieces_of <- function(node) {
    if (!is.list(node)) {
        return(character())
    }
    all_of <- function(parts) unlist(lapply(unname(parts), pieces_of))
    switch(node$t %or% "",
        Str = c(prose = node$c),
        Space = , SoftBreak = , LineBreak = c(prose = " "),
        Code = c(code = paste0("`", node$c[[2L]], "`")),
        CodeBlock = c(code = paste0(" ", node$c[[2L]], " ")),
        Math = c(prose = paste0("$", node$c[[2L]], "$")),
        Cite = all_of(node$c[[2L]]),
        Para = , Plain = , Header = c(all_of(node$c), prose = " "),
        all_of(node))
}
`%or%` <- function(x, y) if (is.null(x)) y else x

# All nodes of some types.
nodes_of <- function(node, types) {
    if (!is.list(node)) {
        return(list())
    }
    own <- if (isTRUE(node$t %in% types)) list(node)
    c(own, unlist(lapply(unname(node), nodes_of, types), recursive = FALSE))
}

type_of <- function(nodes) vapply(nodes, function(node) node$t, "")
code_of <- function(nodes) vapply(nodes, function(node) node$c[[2L]], "")
url_of <- function(nodes) vapply(nodes, function(n) n$c[[3L]][[1L]], "")

# text: the page as it reads; prose: the same without the digits of its code;
# ids: of its headings; codes: in tables by table, and all.
read_page <- function(name, top) {
    lines <- readLines(file.path(top, name), encoding = "UTF-8")
    from <- if (grepl("[.]md$", name)) "gfm" else "markdown-smart"
    plain <- tempfile(fileext = ".md")
    tree <- tempfile(fileext = ".json")
    on.exit(unlink(c(plain, tree)))
    # The options of a chunk are no attributes that pandoc would know.
    writeLines(sub("^```\\{r.*\\}$", "```r", lines), plain, useBytes = TRUE)
    rmarkdown::pandoc_convert(plain, to = "json", from = from, output = tree)
    blocks <- jsonlite::read_json(tree)$blocks
    pieces <- pieces_of(blocks)
    once <- gsub("[[:space:]]+", " ", pieces)
    hidden <- ifelse(names(pieces) == "code", gsub("[0-9]", "_", once), once)
    types <- c("Code", "CodeBlock", "Link", "Image", "Header", "Table")
    nodes <- nodes_of(blocks, types)
    of <- split(nodes, factor(type_of(nodes), types))
    list(name = name, text = paste(once, collapse = ""),
        prose = paste(hidden, collapse = ""),
        ids = unlist(lapply(of$Header, function(h) h$c[[2L]][[1L]])),
        links = url_of(of$Link), images = url_of(of$Image),
        codes = code_of(c(of$Code, of$CodeBlock)),
        tables = lapply(of$Table, function(x) code_of(nodes_of(x, "Code"))))
}

# README and vignettes, and CONTRIBUTING for its links.
read_pages <- function(top = ".") {
    vignettes <- list.files(file.path(top, "vignettes"), "[.]Rmd$")
    names <- c("README.md", "CONTRIBUTING.md",
        file.path("vignettes", vignettes))
    lapply(stats::setNames(nm = names), read_page, top)
}

# ---- Sources -----------------------------------------------------------------

read_claims <- function(top = ".") {
    utils::read.delim(file.path(top, "tests", "r", "claims.tsv"), quote = "",
        comment.char = "", colClasses = "character", encoding = "UTF-8")
}

# What an expression of claims.tsv may use: `x`, the first of these files; ...
source_of <- function(files) {
    lines <- lapply(files, readLines, encoding = "UTF-8")
    x <- lines[[1L]]
    if (grepl("[.]tsv$", files[[1L]])) {
        x <- utils::read.delim(files[[1L]], quote = "", check.names = FALSE,
            comment.char = "#")
    }
    networks <- c("Ecoli1", "Ecoli2", "Yeast1", "Yeast2", "Yeast3")
    list2env(list(x = x, ten = paste0(networks, "-10"),
        hundred = paste0(networks, "-100"),
        # the numbers in parentheses of a pattern, in the first line that has it
        # of each file, counting from the first line with `after`;
        seen = function(pattern, after = "") {
            unlist(lapply(lines, function(all) {
                all <- all[seq(grep(after, all)[[1L]], length(all))]
                found <- Filter(length, regmatches(all, regexec(pattern, all)))
                if (length(found)) {
                    suppressWarnings(as.numeric(found[[1L]][-1L]))
                }
            }))
        },
        # and a column of the exam's tables, for a model and some data sets.
        cells = function(column, model, sets) {
            x[match(paste(sets, model), paste(x$dataset, x$model)), column]
        }), parent = baseenv())
}

# The numbers that a claim should have, or a text that says why there are none.
value_of <- function(claim, top) {
    files <- file.path(top, strsplit(claim$source, " ")[[1L]])
    wanted <- lengths(regmatches(claim$words, gregexpr("#", claim$words)))
    tryCatch({
        value <- eval(str2lang(claim$value), source_of(files))
        if (!is.numeric(value) || length(value) != wanted || anyNA(value)) {
            stop(sprintf("%s for %d numbers", deparse1(value), wanted))
        }
        value
    }, error = conditionMessage, warning = conditionMessage)
}

values_of <- function(claims, top) {
    lapply(seq_len(nrow(claims)), function(i) {
        if (claims$kind[[i]] == "claim") value_of(claims[i, ], top)
    })
}

# What a table of claims itself breaks.
bad_rows <- function(claims, values) {
    of <- claims$kind == "claim"
    wrong <- ifelse(!claims$kind %in% KINDS, "unknown kind",
        ifelse(of & !grepl("#", claims$words), "no # in its words",
        ifelse(of & grepl(TELLING, claims$words, perl = TRUE),
            "a number that is not compared",
        ifelse(!of & !nzchar(claims$why), "no reason", ""))))
    said <- vapply(values, function(v) if (is.character(v)) v else "", "")
    wrong <- ifelse(wrong == "", said, wrong)
    sprintf("%s: %s", claims$words, wrong)[wrong != ""]
}

# ---- Claims on pages ---------------------------------------------------------

# Where the words of a row stand on a page: from, to, and the texts of its
# numbers, one row for each place.
places_of <- function(row, page) {
    pattern <- gsub("([][{}()+*^$|\\\\?.-])", "\\\\\\1", row$words)
    if (row$kind == "claim") {
        pattern <- gsub("#", NUMBER, pattern, fixed = TRUE)
    }
    # A number that goes on is another one.
    pattern <- paste0("(?<![0-9.])", pattern, "(?![0-9]|[.][0-9])")
    at <- gregexpr(pattern, page$text, perl = TRUE)[[1L]]
    if (at[[1L]] < 0L) {
        return(NULL)
    }
    starts <- attr(at, "capture.start")
    ends <- starts + attr(at, "capture.length") - 1L
    numbers <- lapply(seq_along(at), function(i) {
        if (row$kind == "claim") substring(page$text, starts[i, ], ends[i, ])
    })
    data.frame(from = as.integer(at), to = at + attr(at, "match.length") - 1L,
        numbers = I(numbers))
}

# Does a number, as printed, agree with a value? Within half of its last digit;
# a tie goes either way.
agrees <- function(printed, value) {
    printed <- gsub(",", "", printed)
    digits <- nchar(sub("^[^.]*[.]?", "", sub("e.*", "", printed)))
    power <- ifelse(grepl("e", printed), sub(".*e", "", printed), "0")
    unit <- 10^(as.numeric(power) - digits)
    abs(as.numeric(printed) - value) <= 0.5 * (1 + 1e-6) * unit
}

# All rows on all pages: which were not found, what disagrees, and which numbers
# no row accounts for.
compare_numbers <- function(pages, claims, values) {
    found <- logical(nrow(claims))
    wrong <- bare <- character()
    for (page in pages) {
        covered <- logical(nchar(page$text))
        for (i in seq_len(nrow(claims))) {
            places <- places_of(claims[i, ], page)
            found[[i]] <- found[[i]] || !is.null(places)
            for (k in seq_len(NROW(places))) {
                covered[places$from[[k]]:places$to[[k]]] <- TRUE
                printed <- places$numbers[[k]]
                value <- values[[i]]
                if (is.numeric(value) && !all(agrees(printed, value))) {
                    wrong <- c(wrong, sprintf("%s: \"%s\" has %s, %s gives %s",
                        page$name, claims$words[[i]], toString(printed),
                        claims$source[[i]], toString(signif(value, 5L))))
                }
            }
        }
        bare <- c(bare, bare_numbers(page, covered))
    }
    list(lost = claims$words[!found], wrong = wrong, bare = bare)
}

bare_numbers <- function(page, covered) {
    at <- gregexpr(TELLING, page$prose, perl = TRUE)[[1L]]
    at <- at[at > 0L]
    at <- at[!covered[at]]
    if (length(at)) {
        sprintf("%s: ... %s ...", page$name,
            substring(page$text, at - 30L, at + 30L))
    }
}

# ---- Links -------------------------------------------------------------------

# What a link of a page leads to that is not there.
dead_links <- function(page, pages, top) {
    alive <- vapply(page$links, function(url) {
        if (grepl("^[a-z]+:", url)) {
            return(grepl("^https://[^/ ]+[.][a-z]+(/[^ ]*)?$|^mailto:[^ ]+@",
                url))
        }
        file <- sub("#.*", "", url)
        anchor <- sub("^[^#]*#?", "", url)
        # Vignettes link to each other's pages.
        source <- sub("[.]html$", ".Rmd", file.path(dirname(page$name), file))
        to <- if (nzchar(file)) sub("^[.]/", "", source) else page$name
        file.exists(file.path(top, to)) &&
            (!nzchar(anchor) || anchor %in% pages[[to]]$ids)
    }, NA)
    sprintf("%s: %s", page$name, page$links[!alive])
}

dead_images <- function(page, top) {
    there <- file.exists(file.path(top, dirname(page$name), page$images))
    sprintf("%s: %s", page$name, page$images[!there])
}

# Vignettes: in vignette(""), and README's table under that heading.
dead_vignettes <- function(page, pages) {
    calls <- unlist(regmatches(page$codes,
        gregexpr("vignette\\(\"[A-Za-z0-9_-]+\"", page$codes)))
    listed <- Filter(function(x) grepl("^vignette\\(\"[.]", c(x, "")[[1L]]),
        page$tables)
    # First cells are single words, and so is nothing else there that is code.
    listed <- grep("^[A-Za-z0-9_-]+$", unlist(listed), value = TRUE)
    named <- c(sub(".*\"(.*)\"", "\\1", calls), listed)
    there <- sub("[.]Rmd$", "", basename(names(pages)))
    sprintf("%s: %s", page$name, setdiff(named, there))
}

# Help topics: `?name`, or in quotes.
dead_topics <- function(page, topics) {
    asked <- grep("^[?][A-Za-z.\"][^ ]*$", page$codes, value = TRUE)
    there <- gsub("^[?]|\"", "", asked) %in% topics
    sprintf("%s: %s", page$name, asked[!there])
}

help_topics <- function(top) {
    aliases <- lapply(tools::Rd_db(dir = top), function(page) {
        tags <- vapply(page, attr, "", "Rd_tag")
        vapply(page[tags == "\\alias"], function(x) as.character(x[[1L]]), "")
    })
    unlist(aliases)
}

# Files named in code, by their path or its end, but for a reader's own.
EXAMPLES <- c("PREFIX_timeseries.tsv", "expression.tsv", "samples.tsv",
    "network.html")
dead_files <- function(page, files) {
    named <- grep("^[A-Za-z0-9_./-]+[.](R|c|h|Rmd|md|tsv|log|sh|py|png|html)$",
        page$codes, value = TRUE)
    named <- setdiff(named, EXAMPLES)
    there <- vapply(named, function(name) {
        any(endsWith(paste0("/", files), paste0("/", name)))
    }, NA)
    sprintf("%s: %s", page$name, named[!there])
}

# ---- All rules ---------------------------------------------------------------

# What breaks each rule, by rule. top: where the files are that pages name.
broken_rules <- function(pages, claims, top = ".",
    values = values_of(claims, top), topics = help_topics(top)) {
    out <- list(`claims.tsv can be read, and its values found` =
        bad_rows(claims, values))
    if (is.null(pages)) {
        return(out)
    }
    told <- pages[names(pages) != "CONTRIBUTING.md"]
    numbers <- compare_numbers(told, claims, values)
    each <- function(f, ...) as.character(unlist(lapply(pages, f, ...)))
    c(out, list(
        `the words of each claim stand somewhere` = numbers$lost,
        `numbers are what their sources say` = numbers$wrong,
        `each number has a row in claims.tsv` = numbers$bare,
        `links lead to what is there` = each(dead_links, pages, top),
        `images are there` = each(dead_images, top),
        `vignettes named are there` = each(dead_vignettes, pages),
        `help topics named are there` = each(dead_topics, topics),
        `files named are there` = each(dead_files,
            list.files(top, recursive = TRUE))
    ))
}

RULES_OF_PAGES <- 8L

can_read_pages <- function() {
    requireNamespace("jsonlite", quietly = TRUE) &&
        requireNamespace("rmarkdown", quietly = TRUE) &&
        rmarkdown::pandoc_available("2.0")
}

main <- function() {
    pages <- if (can_read_pages()) read_pages()
    broken <- broken_rules(pages, read_claims())
    for (rule in names(broken)[lengths(broken) > 0L]) {
        cat("FAILED ", rule, "\n", sep = "")
        cat(sprintf("    %s\n", broken[[rule]]), sep = "")
    }
    failed <- sum(lengths(broken) > 0L)
    cat(sprintf("%d passed, %d failed, %d skipped\n", length(broken) - failed,
        failed, if (is.null(pages)) RULES_OF_PAGES else 0L))
    quit(status = as.integer(failed > 0L))
}

if (sys.nframe() == 0L) {
    main()
}
