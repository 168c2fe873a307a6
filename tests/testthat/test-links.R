# Links in the forms that programs and data bases hand them over, as a prior, as
# a known network and as files: always the same links, and signs where there are
# any.

links <- data.frame(
    tf = c("SOX2", "SOX2", "GATA6", "GATA6", "MYC"),
    target = c("NANOG", "MYC", "SOX2", "NANOG", "KLF4"),
    sign = c(1, -1, 1, 1, -1)
)
genes <- c("SOX2", "NANOG", "MYC", "GATA6", "KLF4")
word <- c("represses", NA, "activates")[links$sign + 2]

as_matrix <- function(value) {
    out <- matrix(0, 5, 5, dimnames = list(genes, genes))
    out[cbind(links$tf, links$target)] <- value
    out
}
truth <- as_matrix(1)
signs <- as_matrix(links$sign)

as_prior <- function(x, arg = "prior") {
    read <- ggc:::.read_links(x, arg, genes)
    ggc:::.on_candidates(read, arg, genes, genes)
}
as_known <- function(x) ggc:::.as_truth(x, genes, genes)
signs_of <- function(x) ggc:::.truth_signs(x, as_known(x))

# A form is read alike wherever links go. signed: does it tell signs?
expect_links <- function(x, signed = TRUE) {
    quiet <- suppressMessages
    expect_equal(quiet(as_prior(x)), truth)
    expect_equal(quiet(as_prior(x, "exclude")), truth)
    expect_equal(quiet(as_known(x)) + 0, truth)
    named <- ggc:::.truth_genes(x, genes, list(genes))
    expect_true(all(unlist(links[1:2]) %in% unlist(named)))
    prior <- quiet(ggc:::.known_priors(x,
        list(regulators = genes, targets = genes), genes))
    expect_equal(prior$prior, truth)
    if (signed) {
        expect_equal(quiet(signs_of(x)) + 0, signs)
        expect_equal(prior$prior_sign + 0, signs)
    } else {
        expect_null(quiet(signs_of(x)))
        expect_null(prior$prior_sign)
    }
}

# ---- Tables ------------------------------------------------------------------

test_that("tables of other classes are plain ones", {
    plain <- links[1:2]
    expect_links(plain, FALSE)
    expect_links(S4Vectors::DataFrame(plain), FALSE)
    skip_if_not_installed("tibble")
    expect_links(tibble::as_tibble(links))
    skip_if_not_installed("data.table")
    expect_links(data.table::as.data.table(links))
    # As a ranking, too.
    ranked <- cbind(links[1:2], importance = 5:1)
    expect_identical(ggc_metrics(tibble::as_tibble(ranked), truth),
        ggc_metrics(ranked, truth))
})

test_that("negative weights are repression, whose size is believed", {
    weighted <- data.frame(source = links$tf, target = links$target,
        weight = links$sign / 2)
    expect_message(got <- as_prior(weighted), "2 values below 0 are read as that")
    expect_equal(got, truth / 2)
    expect_equal(signs_of(weighted) + 0, signs)
    expect_message(got <- as_prior(signs), "2 values below 0")
    expect_equal(got, truth)
    expect_error(as_prior(transform(weighted, weight = -2)), "beliefs from 0 to 1")
})

test_that("weights with a comma for the point are numbers", {
    comma <- data.frame(TF = links$tf, target = links$target, weight = "0,5")
    expect_equal(as_prior(comma), truth / 2)
    expect_error(as_prior(transform(comma, weight = "high")),
        "must have numbers as its weights, not \"high\"",
        class = "ggc_error_argument")
})

test_that("OmniPath's flags are signs and directions", {
    omni <- data.frame(source = "P48431", target = "Q9H9S0",
        source_genesymbol = links$tf, target_genesymbol = links$target,
        is_directed = 1, is_stimulation = +(links$sign > 0),
        is_inhibition = +(links$sign < 0), consensus_direction = 1)
    expect_links(omni)
    undirected <- rbind(omni, transform(omni[1, ], is_directed = 0,
        source_genesymbol = "NANOG", target_genesymbol = "KLF4"))
    expect_message(as_prior(undirected), "1 link without a direction left out")
    expect_links(undirected)
    # A pair with both flags has no sign.
    both <- transform(omni, is_inhibition = 1, is_stimulation = 1)
    expect_true(all(signs_of(both) == 0))
    expect_links(transform(omni, is_directed = TRUE,
        is_stimulation = links$sign > 0, is_inhibition = links$sign < 0))
})

test_that("OmniPath's types of links are no signs beside its flags", {
    omni <- data.frame(source = paste0("P", 1:5), target = paste0("Q", 1:5),
        source_genesymbol = links$tf, target_genesymbol = links$target,
        is_directed = 1, is_stimulation = (links$sign > 0) + 0,
        is_inhibition = (links$sign < 0) + 0, type = "transcriptional")
    expect_links(omni)
    expect_links(omni[-(1:2)])
    expect_links(cbind(omni, mor = links$sign))
})

test_that("RegulonDB's numbered columns are those of genes", {
    regulon <- data.frame(a = paste0("ECK", 1:5), b = links$tf,
        c = links$tf, d = paste0("ECK", 6:10), e = links$target,
        f = ifelse(links$sign > 0, "+", "-"))
    marked <- stats::setNames(links[1:2], c("X.node1", "node2"))
    expect_links(marked, FALSE)
    names(regulon) <- c("1)regulatorId", "2)regulatorName",
        "3)RegulatorGeneName", "4)regulatedId", "5)regulatedName",
        "6)function")
    expect_links(regulon)
    expect_links(stats::setNames(regulon, make.names(names(regulon))))
})

test_that("scores are no beliefs, which is said", {
    scored <- cbind(links[1:2], importance = 5:1)
    expect_message(as_prior(scored),
        "`prior` has scores (importance) and no weight: all its 5 links",
        fixed = TRUE)
    hits <- data.frame(motif_id = "MA0143", motif_alt_id = links$tf,
        sequence_name = links$target, `p-value` = 1e-6 * 1:5,
        check.names = FALSE)
    expect_message(got <- as_prior(hits), "has scores (p-value)", fixed = TRUE)
    expect_equal(got, truth)
    expect_message(ranked <- ggc:::.as_list(hits), "by p-value, small values")
    expect_identical(ranked$regulator, links$tf)
    expect_false(is.unsorted(-ranked$score))
})

test_that("signs are told by words, whatever their column is called", {
    trrust <- data.frame(links$tf, links$target,
        ifelse(links$sign > 0, "Activation", "Repression"), "123;456")
    names(trrust) <- paste0("V", 1:4)
    expect_links(trrust)
    expect_links(stats::setNames(data.frame(links$tf, word, links$target),
        paste0("V", 1:3)))
    # The first link of a SIF that was read with a header is missed.
    lost <- stats::setNames(data.frame(links$tf, word, links$target)[-1, ],
        c("SOX2", "activates", "NANOG"))
    expect_warning(as_known(lost), "called like a link: SOX2, activates, NANOG",
        class = "ggc_warning_links")
    # Words that say no sign are none, nor are names of genes.
    expect_links(data.frame(TF = links$tf, target = links$target,
        tissue = "liver"), FALSE)
})

# ---- Other programs ----------------------------------------------------------

test_that("regulons are read as lists and as what stack() makes of them", {
    regulons <- split(links$target, links$tf)
    expect_links(regulons, FALSE)
    expect_links(utils::stack(regulons), FALSE)
    names(regulons) <- paste0(names(regulons), "(+)")
    expect_message(as_prior(regulons),
        "3 names differ from those of genes by the ending of a regulon alone")
    expect_links(regulons, FALSE)
    names(regulons) <- sub("(+)", "_extended (12g)", names(regulons),
        fixed = TRUE)
    expect_links(regulons, FALSE)
    names(regulons) <- sub(" .*", "", names(regulons))
    expect_links(regulons, FALSE)
    viper <- lapply(split(links, links$tf), function(of) {
        list(tfmode = stats::setNames(of$sign * 0.8, of$target),
            likelihood = rep(1, nrow(of)))
    })
    expect_links(viper)
    expect_error(as_prior(list(1, 2)), "not a list of length 2",
        class = "ggc_error_argument")
})

test_that("graphs are links", {
    skip_if_not_installed("igraph")
    graph <- igraph::graph_from_data_frame(links)
    expect_links(graph)
    expect_error(as_prior(igraph::as.undirected(graph)),
        "`prior` must be a directed graph", class = "ggc_error_argument")
    skip_if_not_installed("graph")
    expect_links(igraph::as_graphnel(igraph::delete_edge_attr(graph, "sign")),
        FALSE)
})

test_that("matrices that were read as tables are matrices", {
    expect_links(as.data.frame(truth), FALSE)
    expect_links(as.data.frame(truth == 1), FALSE)
    expect_links(as.data.frame(signs))
})

test_that("Cytoscape's tables and networks are read", {
    edges <- data.frame(SUID = 101:105,
        name = sprintf("%s (%s) %s", links$tf, word, links$target),
        interaction = word, EdgeBetweenness = 1.5)
    expect_links(edges)
    expect_message(as_prior(edges),
        "read from the column name, as \"SOX2 (activates) NANOG\"", fixed = TRUE)
    nodes <- data.frame(SUID = 1:5, name = genes, `shared name` = genes)
    expect_error(suppressMessages(as_prior(nodes)), "gene with itself",
        class = "ggc_error_argument")
    several <- data.frame(V1 = c("SOX2", "SOX2", "GATA6", "MYC"),
        V2 = c("activates", "represses", "activates", "represses"),
        V3 = c("NANOG", "MYC", "SOX2", "KLF4"), V4 = c("", "", "NANOG", ""))
    expect_links(several)
    expect_message(as_prior(several), "read as a SIF: 5 links in 4 lines")
    expect_links(as.data.frame(lapply(several, factor)))
})

test_that("names that differ by case alone are the data's", {
    mouse <- data.frame(tf = tools::toTitleCase(tolower(links$tf)),
        target = tools::toTitleCase(tolower(links$target)), sign = links$sign)
    expect_message(as_prior(mouse), "5 names differ from those of genes in case")
    expect_links(mouse)
    lower <- signs
    dimnames(lower) <- list(tolower(genes), tolower(genes))
    expect_links(lower)
    # Where case tells genes apart it is no accident.
    expect_identical(ggc:::.like_genes(c("arac", "ARAC"), c("araC", "AraC"), "x"),
        c("arac", "ARAC"))
    # What becomes the same link must be one.
    both <- data.frame(tf = c("SOX2", "Sox2"), target = "NANOG",
        weight = c(1, 0.5))
    expect_error(suppressMessages(as_prior(both)), "each link once")
})

# ---- Files -------------------------------------------------------------------

test_that("files of links are read by their endings", {
    written <- function(ending, ...) {
        file <- tempfile(fileext = ending)
        writeLines(c(...), file)
        file
    }
    read <- function(file) ggc:::.read_links_file(file)
    expect_links(read(written(".sif", "SOX2\tactivates\tNANOG",
        "SOX2\trepresses\tMYC", "GATA6\tactivates\tSOX2\tNANOG", "LONE",
        "MYC\trepresses\tKLF4")))
    expect_links(read(written(".sif", "SOX2 pd NANOG MYC",
        "GATA6 pd SOX2 NANOG", "MYC pd KLF4")), FALSE)
    expect_links(read(written(".gmt", "SOX2(+)\tna\tNANOG\tMYC",
        "GATA6(+)\tna\tSOX2\tNANOG", "MYC(+)\tna\tKLF4")), FALSE)
    expect_error(read(written(".sif", "SOX2 pd")), "each line",
        class = "ggc_error_format")
    expect_error(read(written(".gmt", "SOX2\tna")), "between tabs",
        class = "ggc_error_format")
    skip_if_not_installed("jsonlite")
    json <- '{"SOX2": ["NANOG", "MYC"], "GATA6": ["SOX2", "NANOG"], "MYC": ["KLF4"]}'
    expect_links(read(written(".json", json)), FALSE)
    expect_error(read(written(".json", "[1, 2]")), "JSON object of regulators",
        class = "ggc_error_format")
})

# ---- What is no link, no sign and no name ------------------------------------

written <- function(..., ext = ".tsv") {
    file <- tempfile(fileext = ext)
    writeLines(c(...), file)
    file
}
row_of <- function(x) paste(x, collapse = "\t")

test_that("a matrix in a file is one, whatever it is given as", {
    lines <- c(row_of(c("", genes)), vapply(genes, function(g) {
        row_of(c(g, truth[g, ]))
    }, ""))
    forms <- list(lines, gsub("\t", ";", lines), gsub("\t", ",", lines),
        sub("^\t", "", lines))
    for (form in forms) {
        file <- written(form)
        expect_links(ggc:::.read_truth_file(file), FALSE)
        expect_links(ggc:::.read_links_file(file), FALSE)
        expect_identical(ggc:::.read_ranking(file), truth)
    }
    frame <- utils::read.delim(written(lines), check.names = FALSE)
    expect_links(frame, FALSE)
    expect_identical(ggc_metrics(frame, truth)$AUROC, 1)
    # Regulators alone in rows; genes that are called as columns of links are.
    expect_identical(suppressMessages(as_known(utils::read.delim(written(
        lines[c(1, 2, 4:5)])))), as_known(truth[c(1, 3:4), ]) |>
        suppressMessages())
    called <- lapply(lines, gsub, pattern = "KLF4", replacement = "TF")
    expect_true(is.matrix(ggc:::.read_truth_file(written(unlist(called)))))
    # Names may be numbers where all are.
    entrez <- lines
    for (i in seq_along(genes)) {
        entrez <- gsub(genes[[i]], 100000 + i, entrez)
    }
    expect_identical(unname(ggc:::.read_truth_file(written(entrez))),
        unname(truth))
    # A list is none.
    expect_false(ggc:::.is_named_matrix(data.frame(target = genes,
        entrez = 1:5, n = 1:5)))
    expect_false(ggc:::.is_named_matrix(data.frame(gene = genes, weight = 1:5,
        p_value = 1:5)))
})

test_that("ARACNe's lines of targets are all links", {
    adj <- c(">  Input file\tx.exp", "SOX2\tNANOG\t0.5\tMYC\t0.4",
        "GATA6\tSOX2\t0.3\tNANOG\t0.2", "MYC\tKLF4\t0.1", "KLF4")
    for (lines in list(adj, adj[-1L])) {
        for (ext in c(".adj", ".txt")) {
            file <- written(lines, ext = ext)
            expect_message(x <- ggc:::.read_truth_file(file), "5 links in 4")
            expect_links(x, FALSE)
            expect_identical(suppressMessages(ggc:::.read_ranking(file))$score,
                c(0.5, 0.3, 0.1, 0.4, 0.2))
        }
    }
    # One target in each line, and none that is missing.
    one <- c(">  ADJ file", "SOX2\tNANOG\t0.5", "MYC\tKLF4\t0.1")
    expect_identical(suppressMessages(ggc:::.read_ranking(written(one)))$target,
        c("NANOG", "KLF4"))
    even <- utils::read.table(written(adj[2:3]))
    expect_identical(sum(suppressMessages(as_known(even))), 4L)
    expect_identical(nrow(suppressMessages(ggc:::.as_list(even))), 4L)
    # Scores are no beliefs, which is said.
    expect_message(as_prior(ggc:::.read_links_file(written(adj))),
        "has scores (score)", fixed = TRUE) |> suppressMessages()
})

test_that("strands and what is missing are no signs", {
    strand <- c("+", "-", "+", "-", "-")
    for (column in list(strand, rep("-", 5), c("+", "-", ".", "-", "-"))) {
        for (name in c("strand", "ortho", "motif_orientation")) {
            table <- stats::setNames(cbind(links[1:2], column),
                c("TF", "target", name))
            expect_null(suppressMessages(signs_of(table)))
        }
        bed <- stats::setNames(data.frame(links$tf, links$target, 1, 2, column),
            paste0("V", 1:5))
        expect_null(suppressMessages(signs_of(bed)))
    }
    expect_null(signs_of(stats::setNames(cbind(links[1:2], "-"),
        paste0("V", 1:3))))
    # Such a column of its own name is, and that of a list without a header.
    told <- ifelse(links$sign > 0, "+", "-")
    for (name in c("sign", "effect", "regulation")) {
        expect_links(stats::setNames(cbind(links[1:2], told),
            c("TF", "target", name)))
    }
    expect_links(stats::setNames(cbind(links[1:2], told), paste0("V", 1:3)))
    expect_links(stats::setNames(data.frame(links$tf, told, links$target),
        paste0("V", 1:3)))
    expect_links(cbind(links[1:2], what = ifelse(links$sign > 0, "-->", "--|")))
    expect_links(cbind(links[1:2], what = word))
})

test_that("notes may stand below links", {
    fimo <- c("motif_id\tmotif_alt_id\tsequence_name\tstrand\tp-value",
        paste("MA1", links$tf, links$target, "+", "1e-6", sep = "\t"), "",
        "# FIMO: Version 5.5.4", "# The format is described at https://x.y.")
    expect_links(ggc:::.read_truth_file(written(fimo)), FALSE)
    expect_identical(ggc:::.read_ranking(written(fimo))$target, links$target)
})

test_that("a side without a known gene is refused", {
    motifs <- data.frame(TF = links$tf, motif = paste0("jaspar_", 1:5))
    says <- "must have known genes as its targets, and has none: jaspar_1"
    expect_error(as_known(motifs), says, class = "ggc_error_truth")
    list <- data.frame(regulator = genes, target = rev(genes), score = 1:5)
    expect_error(ggc_metrics(list[-3, ], motifs), says,
        class = "ggc_error_truth")
    other <- truth
    rownames(other) <- paste0(genes, "p")
    expect_error(as_known(other), "as its regulators, and has none: SOX2p",
        class = "ggc_error_truth")
    expect_error(as_prior(motifs), "must name genes of `x`",
        class = "ggc_error_genes")
})

test_that("links without a direction are refused, and left out of others", {
    refused <- function(...) {
        table <- data.frame(...)
        says <- "must have links with a direction"
        expect_error(as_known(table), says, class = "ggc_error_truth")
        expect_error(as_prior(table), says, class = "ggc_error_argument")
        expect_error(ggc_metrics(table, truth), says,
            class = "ggc_error_argument")
        file <- tempfile()
        utils::write.table(table, file, sep = "\t", quote = FALSE,
            row.names = FALSE)
        expect_error(ggc:::.read_ranking(file), says,
            class = "ggc_error_format")
    }
    refused(fromNode = links$tf, toNode = links$target, weight = 0.5,
        direction = "undirected")
    refused(protein1 = links$tf, protein2 = links$target, combined_score = 900)
    refused(stringId_A = "9606.E1", stringId_B = "9606.E2",
        preferredName_A = links$tf, preferredName_B = links$target, score = 0.5)
    refused(source = links$tf, target = links$target, directed = FALSE,
        score = 1)
    # Given both ways they have both.
    both <- data.frame(protein1 = c(links$tf, links$target),
        protein2 = c(links$target, links$tf), combined_score = 5:1)
    expect_identical(as_known(both), as_known(truth + t(truth)))
    expect_identical(ggc_metrics(both, truth + t(truth))$AUROC, 1)
    some <- data.frame(from = links$tf, to = links$target,
        direction = c("directed", "directed", "undirected", "directed", "->"))
    expect_message(got <- as_known(some), "1 link without a direction left out")
    expect_identical(sum(got), 4L)
})

test_that("columns called so hold names, whatever these are", {
    ids <- c(6657L, 79923L, 100000L, 2627L, 9314L)
    id_of <- function(x) ids[match(x, genes)]
    table <- data.frame(TF = id_of(links$tf), target = id_of(links$target),
        importance = 5:1)
    known <- as_matrix(1)
    dimnames(known) <- rep(list(format(ids, scientific = FALSE, trim = TRUE)), 2)
    expect_identical(suppressMessages(ggc_metrics(table, known)$AUROC), 1)
    expect_identical(suppressMessages(ggc_metrics(known, table[1:2])$AUROC), 1)
    file <- tempfile()
    for (header in c(TRUE, FALSE)) {
        utils::write.table(table, file, sep = "\t", row.names = FALSE,
            col.names = header)
        got <- ggc:::.read_ranking(file)
        expect_identical(as.integer(got$regulator), table$TF)
        expect_identical(got$score, as.double(5:1))
    }
    bare <- stats::setNames(table, paste0("V", 1:3))
    expect_identical(ggc_metrics(bare, known) |> suppressMessages(),
        ggc_metrics(table, known) |> suppressMessages())
    # A header of such names is one of a matrix.
    matrix <- c("6657\t79923\t2627", "6657\t0\t2\t3", "2627\t5\t0\t7")
    writeLines(matrix, file)
    expect_identical(dim(ggc:::.read_ranking(file)), 2:3)
})

test_that("of several names in a ranking those of the truth are read", {
    omni <- data.frame(source = paste0("P", 1:5), target = paste0("Q", 1:5),
        source_genesymbol = links$tf, target_genesymbol = links$target,
        score = 5:1)
    expect_identical(ggc_metrics(omni, truth)$AUROC |> suppressMessages(), 1)
    # White space around names, also such as does not break, is none of theirs.
    spaced <- transform(links[1:2], tf = paste0(tf, "\u00a0"),
        target = paste0(" ", target))
    expect_links(spaced, FALSE)
})

test_that("links go the way that arrows and flags say", {
    # STRING's actions come both ways, and say who acts.
    actions <- data.frame(item_id_a = c(links$tf, links$target),
        item_id_b = c(links$target, links$tf), mode = "expression",
        is_directional = "t", a_is_acting = rep(c("t", "f"), each = 5),
        score = 900)
    expect_links(actions, FALSE)
    expect_message(as_known(actions), "5 links left out where a_is_acting is")
    expect_identical(ggc_metrics(actions, truth)$AUROC |> suppressMessages(), 1)
    # Reactome's have arrows.
    back <- c(FALSE, TRUE, TRUE, FALSE, TRUE)
    fi <- data.frame(Gene1 = ifelse(back, links$target, links$tf),
        Gene2 = ifelse(back, links$tf, links$target),
        Direction = ifelse(back, ifelse(links$sign > 0, "<-", "|-"),
            ifelse(links$sign > 0, "->", "-|")), Score = 5:1)
    expect_links(fi)
    expect_message(as_known(fi), "3 links turned as their arrows say")
    expect_identical(ggc_metrics(fi, truth)$AUROC |> suppressMessages(), 1)
    fi$Direction <- c("-", "<->", "<-", "->", "<-")
    ways <- truth
    ways["SOX2", "NANOG"] <- 0
    ways["MYC", "SOX2"] <- 1
    expect_equal(suppressMessages(as_known(fi)) + 0, ways)
    # Complexes of Pathway Commons, correlations of GeneMANIA.
    kind <- c("controls-expression-of", "in-complex-with", "neighbor-of")
    some <- data.frame(PARTICIPANT_A = links$tf, INTERACTION_TYPE = kind[c(1, 1,
        1, 2, 3)], PARTICIPANT_B = links$target)
    expect_equal(suppressMessages(sum(as_known(some))), 3L)
    expect_error(as_known(data.frame("Gene 1" = links$tf, "Gene 2" =
        links$target, Weight = .01, Type = "Co-expression",
    check.names = FALSE)), "must have links with a direction")
})

test_that("a first line that became a header is told, of rankings too", {
    list <- data.frame(links$tf, links$target, 5:1)[-1, ]
    lost <- function(..., x = list) stats::setNames(x, c(...))
    warned <- function(code) {
        expect_warning(suppressMessages(code), "called like a link: ",
            class = "ggc_warning_links")
    }
    for (table in list(lost("SOX2", "NANOG", "X9"), lost("SOX2", "NANOG", "9"),
        lost("FOXA1", "ESR1", "X0.93"), lost("SOX2", "FOXA1", "Activation"))) {
        warned(ggc_metrics(table, truth))
        warned(ggc_network(table, n_edges = 1))
        warned(as_known(table))
        expect_error(as_prior(table), "columns are called like one",
            class = "ggc_error_argument")
    }
    warned(ggc_consensus(list(a = truth, b = lost("SOX2", "NANOG", "X9"))))
    # Said once, of a table of the data's genes.
    trrust <- cbind(links[1:2], word = "Activation", ref = "12;13")
    colnames(trrust) <- c("SOX2", "NANOG", "Repression", "14")
    warnings <- testthat::capture_warnings(suppressMessages(
        ggc_metrics(truth + diag(5), trrust)))
    expect_length(warnings, 1L)
    # Columns that are only numbered are called by no link.
    expect_silent(as_prior(lost("1", "2", x = links[1:2]), "exclude"))
})

test_that("what stands beside edges in one column counts", {
    edges <- data.frame(SUID = 1:5, name = sprintf("%s (%s) %s", links$tf, word,
        links$target), "shared name" = "", weight = c(1, 1, 1, .5, 0),
    score = 5:1, check.names = FALSE)
    edges[["shared name"]] <- edges$name
    got <- suppressMessages(as_prior(edges))
    expect_equal(got[cbind(links$tf, links$target)], edges$weight)
    expect_error(as_prior(transform(edges, weight = c(9, 1, 1, 1, -3))) |>
        suppressMessages(), "must have beliefs from 0 to 1")
    ranked <- suppressMessages(ggc:::.as_list(edges))
    expect_equal(ranked$score, 5:1)
    expect_identical(suppressMessages(ggc_metrics(edges, truth)$AUROC), 1)
    file <- tempfile()
    utils::write.table(edges, file, sep = ",", row.names = FALSE)
    expect_equal(suppressMessages(ggc:::.read_ranking(file))$score, 5:1)
})

test_that("lone genes of a SIF are no links", {
    for (none in list("", NA)) {
        sif <- data.frame(V1 = c("SOX2", "KLF4", "GATA6", "MYC"),
            V2 = c("pd", none, "pd", "pd"),
            V3 = c("NANOG", none, "SOX2", "KLF4"),
            V4 = c("MYC", none, "NANOG", none))
        expect_links(sif, FALSE)
        expect_equal(sum(suppressMessages(as_known(sif[2:4, 1:3]))), 2L)
    }
})

test_that("sets of genes are called by their regulators", {
    sets <- split(links$target, links$tf)
    names(sets) <- paste(names(sets), "18555785 ChIP-Seq MESCs Mouse")
    expect_message(as_prior(sets), "by what follows them in names of sets")
    expect_links(sets, FALSE)
    file <- tempfile(fileext = ".gmt")
    writeLines(paste(names(sets), "na", vapply(sets, paste, "",
        collapse = "\t"), sep = "\t"), file)
    expect_links(ggc:::.read_truth_file(file), FALSE)
    viper <- lapply(split(links, links$tf), function(of) {
        list(tfmode = stats::setNames(of$sign * 0.8, of$target),
            likelihood = seq_along(of$sign) / 9)
    })
    expect_message(as_prior(viper), "likelihood of regulons is passed over")
})

test_that("lists of motifs are told from links", {
    ctx <- data.frame(X = c("", "TF", "SOX2"), X.1 = c("", "MotifID", "m1"),
        Enrichment = c("AUC", "", "0.1"),
        Enrichment.1 = c("TargetGenes", "", "[('NANOG', 1.0)]"))
    for (table in list(ctx, data.frame(TF = "SOX2", MotifID = "m1", X = 1),
        data.frame(motif = "m1", NES = 3, enrichedGenes = "NANOG; MYC"),
        # Without the lines of its header.
        data.frame(V1 = "SOX2", V2 = "m1", V3 = 0.1, V9 = "[('NANOG', 1.0)]"),
        data.frame(V1 = "SOX2", V2 = "m1", V8 = "frozenset({'activating'})"))) {
        says <- "is a list of motifs"
        expect_error(as_known(table), says, class = "ggc_error_truth")
        expect_error(as_prior(table), says, class = "ggc_error_argument")
        expect_error(ggc_metrics(table, truth), says,
            class = "ggc_error_argument")
    }
})

test_that("scores, weights and proteins of data bases are told", {
    scenic <- data.frame(TF = links$tf, gene = links$target, nMotifs = 1:5,
        NES = 3, CoexWeight = 5:1 / 100)
    ranked <- ggc:::.as_list(scenic)
    expect_identical(ranked$score, scenic$CoexWeight)
    beeline <- data.frame(Gene1 = links$tf, Gene2 = links$target, rank = 1:5,
        EdgeWeight = 5:1)
    expect_equal(ggc:::.as_list(beeline)$score, 5:1)
    expect_error(as_prior(transform(links[1:2], weight = c(.5, 1, 1, 1, 1)),
        "exclude"), "Leave its column weight out if all of its rows are links")
    yeast <- data.frame(regulator = c("Yap1p", "Msn2p"),
        target = c("TRX2", "YAP1"))
    known <- c("YAP1", "MSN2", "TRX2")
    expect_message(got <- ggc:::.as_truth(yeast, known, known),
        "naming proteins of yeast")
    expect_identical(got["YAP1", "TRX2"] + got["MSN2", "YAP1"], 2L)
})
