# What README and vignettes say in numbers, against the committed tables and logs that
# it comes from, and where their links lead: Rscript tests/r/claims.R, from the top of a
# checkout. The last line is "N passed, N failed, N skipped". A number that neither a
# claim below covers nor a reason excuses is a failure: write down where it comes from.

# ---- Texts -------------------------------------------------------------------

# Prose of a file as one line: no code, no header, no formulas, no addresses.
prose <- function(lines) {
    fence <- grepl("^\\s*```", lines)
    lines <- lines[!fence & cumsum(fence) %% 2L == 0L]
    if (identical(lines[1L], "---")) {
        lines <- lines[-seq_len(which(lines == "---")[2L])]
    }
    text <- gsub("\\s+", " ", paste(lines, collapse = " "))
    text <- gsub("`[^`]*`", "`", gsub("\\]\\([^)]*\\)", "]", text))
    gsub("\\$\\$.*?\\$\\$|\\$[^$]+\\$", " ", text, perl = TRUE)
}

text_files <- function(top) {
    file.path(top, c("README.md", file.path("vignettes", list.files(
        file.path(top, "vignettes"), "[.]Rmd$"))))
}

# Shares and percentages, of which a table can be wrong; whole numbers are counts of
# genes, steps and series that code shows.
NUMBER <- "(?<![\\w.])(?:[0-9]*[.][0-9]+|[0-9]+(?: and [0-9]+)? ?%)(?![\\w.]*[0-9])"

numbers_in <- function(text) {
    found <- unlist(regmatches(text, gregexpr(NUMBER, text, perl = TRUE)))
    unlist(regmatches(found, gregexpr("[0-9]*[.]?[0-9]+", found)))
}

# ---- Sources -----------------------------------------------------------------

exam <- function(name) {
    utils::read.delim(file.path("inst", "extdata", "exam", paste0(name, ".tsv")),
        check.names = FALSE, quote = "")
}
networks <- c("Ecoli1", "Ecoli2", "Yeast1", "Yeast2", "Yeast3")

of_model <- function(model, column, size = 100) {
    table <- exam(if (size == 100) "table2" else "table1")
    table[match(paste(paste0(networks, "-", size), model), paste(table$dataset,
        table$model)), column]
}

of_paper <- function(size) {
    table <- utils::read.delim(file.path("tools", "exam", "paper.tsv"))
    table <- table[table$model == "GGC-cLSTM", ]
    table$accuracy[match(paste0(networks, "-", size), table$dataset)]
}

with_mean <- function(x) c(x, mean(x))

# The numbers behind the k-th line of a log that begins so.
from_log <- function(log, row, k = 1L) {
    lines <- readLines(file.path("tools", "tune", log))
    line <- lines[startsWith(lines, row)][[k]]
    as.numeric(strsplit(trimws(substring(line, nchar(row) + 1L)), " +")[[1L]])
}
last <- function(x) x[[length(x)]]

CELLS <- c("cells-sets=20.log", paste0("cells-sets=20-first=101-n_cells=500-",
    "pseudotime=estimated-dropout=0.5.log"))
of_cells <- function(row) vapply(CELLS, function(log) last(from_log(log, row)), 0)
of_orders <- function(row) 100 * from_log("orders-sets=5.log", row)[5:6]

# ---- Claims ------------------------------------------------------------------

# Words of a text, "#" standing for each number (a cell of a table is between bars),
# and the numbers as they are to be.
CLAIMS <- list(
    list("*empty* graph is right in # to # of all entries for 100 genes",
        range(of_model("empty graph", "accuracy"))),
    list("that the paper reports there, # to #", range(of_paper(100))),
    list("chance is the share of true edges, # to #)",
        range(of_model("empty graph", "AUPR"))),
    list("| AUROC | # | # | # | # | # | # |",
        with_mean(of_model("default", "AUROC"))),
    list("| AUPR | # | # | # | # | # | # |",
        with_mean(of_model("default", "AUPR"))),
    list("prints accuracies of #, #, #, # and # for these networks", of_paper(100)),
    list("The paper reports accuracies of #, #, #, # and # on the five", of_paper(100)),
    list("and #, #, #, # and # on those of 10 genes", of_paper(10)),
    list("graph has #, #, #, # and #, and #, #, #, # and #.",
        c(of_model("empty graph", "accuracy"),
            of_model("empty graph", "accuracy", 10))),
    list("the empty graph has #, and so has", local({
        table <- exam("table1")
        table$accuracy[table$dataset == "Lorenz-96" & table$model == "empty graph"]
    })),
    list("| ggc, defaults | # | # |", of_cells("defaults ")),
    list("| ggc, ` | # | # |", of_cells("defaults, 20 bins")),
    list("| partial correlation with the next bin | # | # |",
        of_cells("lag-1 partial ")),
    list("| ridge regression of the next bin | # | # |", of_cells("ridge VAR ")),
    list("| correlation with the next bin | # | # |", of_cells("lag-1 correlation")),
    list("| partial correlation of cells | # | # |", of_cells("partial, cells")),
    list("signs of the first true edges # to # % were right", range(vapply(CELLS,
        function(log) 100 * last(from_log(log, "defaults ", 3L)), 0))),
    list("Of simulated cells # % of stable edges were true and # % of the others",
        of_orders("one order")),
    list("; # and # % with three orders", of_orders("three orders")),
    list("AUROC has a standard error near #", local({
        table <- exam("methods")
        mean(table$AUROC_sd[table$model == "default" & grepl("-10$", table$group)])
    }))
)

# Words with numbers that no table holds, and why.
EXCUSED <- c(
    "R 4.2 or later" = "a version",
    "20,000 ISTA steps of 0.001" = "a setting of another program",
    "far from chance (.5" = "by definition",
    "AUROC at least .95 on Lorenz-96" = "a test: test-science.R",
    "AUROC at least .999 on each" = "a test: test-science.R",
    "at least .99 (LSTM) and .95 (RNN)" = "a test: test-science.R",
    "stays above .65 of that at lag 1" = "a rule of the package",
    "weights of .6 steps" = "a rule of the package",
    "From .4 over the root" = "a rule of the package",
    "number of steps to .05 more" = "a rule of the package",
    "their share over .3." = "a rule of the package",
    "of exponent 2.2" = "a constant of the simulator",
    ".6 to .8 on networks with hubs" = "seen while the rule was made",
    "of which chance would make .08" = "mean density of the networks of cells.R",
    "GENIE3 1.29, NlinTS 1.4.7" = "versions",
    "tigramite 5.2" = "a version",
    "AUROC (chance .5)" = "by definition",
    "stands above a pair that is none: .5 is chance" = "by definition",
    "of a probability above .4" = "a default",
    "of a probability of .4 or less" = "a default",
    "have a probability above .4" = "a default",
    "p < .05" = "a level",
    "false discovery rate of 10 %" = "a level"
)

pattern_of <- function(words) {
    plain <- gsub("([\\[\\].|()+*?^$\\\\])", "\\\\\\1", words, perl = TRUE)
    gsub("#", "([0-9]*[.]?[0-9]+)", plain, fixed = TRUE)
}

# As many digits as are printed.
as_printed <- function(text, value) {
    digits <- nchar(sub("^[^.]*[.]?", "", text))
    abs(as.numeric(text) - value) <= 0.5 * 10^-digits + 1e-9
}

# What is wrong with a claim in these texts; NULL for nothing.
claim_fault <- function(claim, texts) {
    found <- regmatches(texts, regexec(pattern_of(claim[[1L]]), texts))
    found <- found[lengths(found) > 0L]
    if (length(found) == 0L) {
        return(sprintf("not said any more: \"%s\"", claim[[1L]]))
    }
    for (match in found) {
        right <- as_printed(match[-1L], claim[[2L]])
        if (!all(right)) {
            return(sprintf("\"%s\": the source says %s", match[[1L]],
                paste(signif(claim[[2L]], 4L), collapse = ", ")))
        }
    }
}

# Numbers of a text that are in no claim and not excused.
unsourced <- function(text) {
    for (claim in CLAIMS) {
        text <- gsub(pattern_of(claim[[1L]]), " ", text)
    }
    for (words in names(EXCUSED)) {
        text <- gsub(words, " ", text, fixed = TRUE)
    }
    numbers_in(text)
}

# ---- Links -------------------------------------------------------------------

anchors_of <- function(lines) {
    heads <- grep("^#+ ", lines, value = TRUE)
    given <- sub(".*\\{#([^}]*)\\}.*", "\\1", grep("\\{#", heads, value = TRUE))
    c(given, gsub(" ", "-", gsub("[^a-z0-9 _.-]", "", tolower(trimws(sub("^#+", "",
        heads))))))
}

# Does a link of a file lead somewhere? Those of the web are not followed.
leads <- function(link, file, lines) {
    if (grepl("^(https?|mailto):", link)) {
        return(!grepl(" ", link))
    }
    if (startsWith(link, "#")) {
        return(substring(link, 2L) %in% anchors_of(lines))
    }
    # Pages of the site are vignettes.
    to <- file.path(dirname(file), sub("[.]html$", ".Rmd", sub("#.*", "", link)))
    file.exists(to) && (!grepl("#", link) ||
        leads(sub("^[^#]*", "", link), to, readLines(to)))
}

broken_links <- function(file, top) {
    lines <- readLines(file)
    text <- gsub("\\s+", " ", paste(lines, collapse = " "))
    links <- unlist(regmatches(text, gregexpr("(?<=\\]\\()[^)]+(?=\\))", text,
        perl = TRUE)))
    links <- gsub(" ", "", links)
    broken <- links[!vapply(links, leads, NA, file, lines)]
    named <- unlist(regmatches(text, gregexpr("(?<=vignette\\(\")[a-z]+(?=\")",
        text, perl = TRUE)))
    absent <- setdiff(named, sub("[.]Rmd$", "", list.files(file.path(top,
        "vignettes"))))
    topics <- unlist(regmatches(text, gregexpr("(?<=`\\?)[A-Za-z_.]+(?=`)", text,
        perl = TRUE)))
    unknown <- setdiff(topics, aliases(top))
    c(broken, sprintf("vignette(\"%s\")", absent), sprintf("?%s", unknown))
}

aliases <- function(top) {
    lines <- unlist(lapply(list.files(file.path(top, "man"), "[.]Rd$",
        full.names = TRUE), readLines))
    sub("^\\\\alias\\{([^,}]*).*\\}$", "\\1", grep("^\\\\alias", lines, value = TRUE))
}

# ---- All of it ---------------------------------------------------------------

# A list of faults by check.
faults_of <- function(top) {
    files <- text_files(top)
    texts <- vapply(files, function(file) prose(readLines(file)), "")
    about <- function(file, what) {
        if (length(what)) paste0(basename(file), ": ", what)
    }
    c(
        lapply(stats::setNames(CLAIMS, vapply(CLAIMS, `[[`, "", 1L)), claim_fault,
            texts),
        list("every excuse is needed" = Filter(function(words) {
            !any(grepl(words, texts, fixed = TRUE))
        }, names(EXCUSED)),
        "every number has a source" = unlist(Map(function(file, text) {
            about(file, unsourced(text))
        }, files, texts)),
        "every link leads somewhere" = unlist(lapply(files, function(file) {
            about(file, broken_links(file, top))
        })))
    )
}

# A copy of the texts with one thing changed: how many faults there are then.
faults_if <- function(from, to) {
    top <- tempfile("claims")
    dir.create(top)
    on.exit(unlink(top, recursive = TRUE))
    file.copy(c("README.md", "vignettes", "man", "CONTRIBUTING.md", "LICENSE",
        "tools"), top, recursive = TRUE)
    file <- file.path(top, "README.md")
    lines <- readLines(file)
    changed <- sub(from, to, lines, fixed = TRUE)
    stopifnot(!identical(lines, changed))
    writeLines(changed, file)
    sum(lengths(faults_of(top)) > 0L)
}

faults <- faults_of(".")
MUTANTS <- list(
    c("| .866 |", "| .867 |"), c(".94 to .99", ".94 to .98"),
    c("A Granger edge says", "In .77 of cases a Granger edge says"),
    c("README-network.png", "README-netwrk.png"), c("(CONTRIBUTING.md)", "(CONTRIB.md)"),
    c("vignette(\"benchmarks\")", "vignette(\"benchmark\")")
)
unseen <- Filter(function(mutant) {
    faults_if(mutant[[1L]], mutant[[2L]]) <= sum(lengths(faults) > 0L)
}, MUTANTS)
faults[["a change of the texts is seen"]] <- vapply(unseen, paste, "", collapse = " -> ")
for (check in names(faults)) {
    if (length(faults[[check]])) {
        cat("FAILED ", check, "\n", sprintf("    %s\n", faults[[check]]), sep = "")
    }
}
broken <- sum(lengths(faults) > 0L)
cat(sprintf("%d passed, %d failed, 0 skipped\n", length(faults) - broken, broken))
if (broken > 0L) quit(status = 1L)
