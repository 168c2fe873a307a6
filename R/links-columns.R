# What the columns of a table of links are, by what people and programs call
# them. One rule for priors, truths, rankings and the command line.

#' Tables of links: what their columns may be called
#'
#' `prior`, `exclude` and `include` of [ggc_fit()], `truth` and `network` of
#' [ggc_metrics()], rankings of other programs and the files of the command line
#' are read by one rule: columns go by what they are called, never by their
#' place where their names tell.
#'
#' @section Names: case, spaces, dots and underscores do not matter, nor do
#'   endings such as `_name`, `_symbol` or `Gene`.
#'   * regulators: `regulator`, `TF`, `source`, `from`, `Gene1`, `node1`,
#'     `entityA`, `cause`, `parent`;
#'   * targets: `target`, `TG`, `to`, `Gene2`, `node2`, `entityB`, `effector`,
#'     `child`;
#'   * whether a row is a link (0: none): `edge`; how much it is believed in:
#'     `weight`, `belief`;
#'   * scores of a ranking, the first of: `score`, `weight`, `importance`,
#'     `strength`, `value`, `combined_score`, `Genie3Weight`, `MI`; else
#'     p-values (`p_value`, `q_value`, `fdr`, `padj` and the like), of which
#'     small ones rank first, which a message tells; else the first column of
#'     numbers, which a message tells where there are several;
#'   * signs: `sign`, `type`, `mor`, `mode`, `regulation`, `effect`,
#'     `interaction`, `function`, if all their values are numbers, `+` and `-`,
#'     or words such as `Activation`, `inhibition`, `up-regulates`, `-->`,
#'     `Unknown`. Of a pair that is there with both signs the sign is not known.
#'     Where none is called so: a column of nothing but such words, or negative
#'     weights. `+` and `-` by themselves, which may be strands of DNA, tell
#'     signs only in a column that is called so, or in one of the first three of
#'     a list without a header. Numbers do where one is below 0, or in a column
#'     `sign`. Those of a prior are set beside those of the data: [ggc_fit()].
#' @section Forms: beside data frames, tibbles and matrices: a list of targets
#'   by regulator (regulons of SCENIC, also of package viper), or what `stack()`
#'   makes of it; igraph and graphNEL; matrices, also as tables or files whose
#'   first column names the rows; a SIF with several targets in a line; ARACNe's
#'   `.adj`; Cytoscape's edges in one column, `A (activates) B`; OmniPath's
#'   flags `is_stimulation` and `is_inhibition`, of which links with
#'   `is_directed` 0 are left out with a message, as are STRING's actions where
#'   `a_is_acting` is false. Arrows in a column `direction` (Reactome: `<-`,
#'   `-|`) are followed. Names that differ from those of genes by the ending of
#'   a regulon, `SOX2(+)`, by case alone, or as proteins of yeast do (`Yap1p`),
#'   are taken for these, with a message. Of beliefs below 0 (repression) the
#'   size counts. A list whose parts each have regulators and targets in
#'   themselves (tables, matrices, graphs, such lists) are several priors.
#'   Tables whose links have no direction (`direction` says `undirected`;
#'   STRING), nor are given both ways, are refused as undirected graphs are, and
#'   so is a known network that names no known gene as regulator, or none as
#'   target.
#' @section Doubt: where only regulators or only targets are called so, the
#'   others are the one further column of names. Of several columns for one role
#'   that is read which names most of the known genes. What cannot be told so is
#'   an error. Where neither is called so, the first two columns are regulator
#'   and target, or the first two that name known genes, as of a SIF; columns
#'   called like a link (by two genes, or by a number) are warned of
#'   (`ggc_warning_links`), and refused where links are given to a fit: the
#'   first line of a list without a header may be lost.
#' @name ggc_links
NULL

# Words without case, signs between them and what follows a name: "TF_name" is
# "tf", "source_genesymbol" is "source". Of scores and p-values the first that
# is there is read.
.LINK_WORDS <- list(
    regulator = c("regulator", "reg", "tf", "transcriptionfactor", "source",
        "from", "gene1", "node1", "entitya", "cause", "parent",
        "regulatory", "motifalt"),
    target = c("target", "tg", "to", "gene2", "node2", "entityb", "effector",
        "child", "regulated", "sequence"),
    edge = "edge",
    weight = c("weight", "belief"),
    score = c("score", "weight", "importance", "importancetf2g", "strength",
        "value", "combinedscore", "edgeweight", "coexweight", "genie3weight",
        "mi", "mutualinformation"),
    p_value = c("pvalue", "pval", "p", "qvalue", "qval", "q", "fdr", "padj",
        "adjpvalue", "adjpval"),
    sign = c("sign", "type", "mor", "mode", "modeofregulation", "regulation",
        "effect", "interaction", "function"),
    norm = "norm"
)

.column_words <- function(names) {
    # RegulonDB numbers its columns, "3)RegulatorGeneName", and STRING has a
    # mark before the first; R makes X of what is no name.
    word <- gsub("[^a-z0-9]", "", sub("^x?[0-9]*[).#]+", "", tolower(names)))
    sub("(gene)?(symbol|name|id)?s?$", "", word)
}

# Positions of the columns that are called by a role, in the order of its words.
.columns_of <- function(table, role) {
    words <- .LINK_WORDS[[role]]
    at <- match(.column_words(colnames(table)), .column_words(words))
    order(at, na.last = NA)
}

.is_words <- function(x) {
    (is.character(x) || is.factor(x)) &&
        all(is.na(.quietly(as.numeric(as.character(x)))))
}

.is_numbers <- function(x) {
    if (!is.character(x)) {
        return(is.numeric(x))
    }
    known <- x[!x %in% c("", "NA", "NaN")]
    length(known) > 0L && !anyNA(.quietly(as.numeric(known)))
}

# Names in a column, which may be numbers: as.character() writes 1e+05 for
# 100000.
.names_in <- function(column) {
    if (is.numeric(column)) {
        column <- format(column, scientific = FALSE, trim = TRUE, digits = 15L)
    }
    enc2utf8(as.character(column))
}

# May a column hold names? Words, or whole numbers above 0, as of NCBI (Entrez).
.may_name <- function(x) {
    number <- if (.is_words(x)) NULL else .quietly(as.numeric(as.character(x)))
    is.null(number) || (!anyNA(number) && all(number > 0) &&
        all(number == floor(number)))
}

# Which columns hold regulators and targets. Those called so; where only one of
# the two is, the other is the one further column of names; where none is, the
# first two. genes: names that are known, which decide between several. what:
# class of the error where that cannot be told.
.pair_columns <- function(table, arg, genes = NULL, what = "argument") {
    called <- list(regulator = .columns_of(table, "regulator"),
        target = .columns_of(table, "target"))
    called <- lapply(called, .likeliest, table, genes)
    several <- lengths(called) > 1L
    if (any(several)) {
        .ggc_stop(what, paste0(
            "`%s` has several columns that may be its %ss: %s.\nKeep the one ",
            "that is meant, or call it %s."
        ), arg, names(called)[several][[1L]],
        .ggc_names(colnames(table)[called[several][[1L]]]),
        names(called)[several][[1L]])
    }
    if (all(lengths(called) == 0L)) {
        return(.first_names(table, arg, genes, what))
    }
    lacking <- names(called)[lengths(called) == 0L]
    if (length(lacking)) {
        called[[lacking]] <- .other_names(table, unlist(called), genes)
        if (length(called[[lacking]]) != 1L) {
            .ggc_stop(what, paste0(
                "`%s` has the column %s, and which other one holds its %ss ",
                "cannot be told: %s.\nCall it %s."
            ), arg, colnames(table)[unlist(called)[[1L]]], lacking,
            .ggc_names(setdiff(colnames(table), colnames(table)[
                unlist(called)[[1L]]])), lacking)
        }
    }
    c(called$regulator, called$target)
}

# The first two columns; where the second names no known gene, as of a SIF or a
# list with identifiers, the first two that do.
.first_names <- function(table, arg, genes, what) {
    first <- c(1L, 2L)
    if (is.null(genes) || ncol(table) < 2L) {
        return(first)
    }
    knows <- which(vapply(seq_len(ncol(table)), function(j) {
        any(as.character(table[[j]]) %in% genes)
    }, NA))
    if (length(knows) > 1L && !all(first %in% knows)) {
        first <- knows[1:2]
    }
    called <- colnames(table)[first]
    # Of links that are given to a fit this is an error: see .link_columns().
    if (what == "truth") {
        .warn_lost_link(table, first, genes, arg)
    }
    first
}

.warn_lost_link <- function(table, pair, genes, arg) {
    if (.is_lost_link(table, pair, genes)) {
        .ggc_warn("links", paste0(
            "The columns of `%s` are called like a link: %s.\nIf they are ",
            "one, which is lost, read it without a header."
        ), arg, .ggc_names(colnames(table), 3L))
    }
}

# Did the first line become the names of the columns? They are those of two
# genes; or of a number, 9 or the X9 that R makes of it, or of one gene and a
# sign.
.is_lost_link <- function(table, pair, genes) {
    roles <- lapply(c("regulator", "target"), .columns_of, table = table)
    if (any(pair %in% unlist(roles))) {
        return(FALSE)
    }
    called <- colnames(table)[pair]
    others <- setdiff(colnames(table), called)
    number <- function(names) grepl("^X?-?[0-9.]+(e[-+.]?[0-9]+)?$", names)
    gene <- called %in% c(genes, unlist(lapply(table[pair], .names_in)))
    sign <- vapply(others, function(x) any(.sign_values(x) != 0), NA)
    length(called) > 0L && (all(gene) || (any(gene) && any(sign)) ||
        (any(number(others)) && !any(number(called))))
}

# Of columns with one role, those that name most known genes, rather such as are
# called names of genes; all of those that say the same are the first.
.likeliest <- function(at, table, genes) {
    if (length(at) > 1L && !is.null(genes)) {
        known <- vapply(at, function(j) {
            sum(tolower(as.character(table[[j]])) %in% tolower(genes))
        }, 0L)
        at <- at[known == max(known)]
        genic <- grepl("gene|symbol", tolower(colnames(table)[at]))
        at <- if (any(genic)) at[genic] else at
    }
    at[!duplicated(lapply(at, function(j) as.character(table[[j]])))]
}

# Columns of names that have no role, but for the one taken; where genes are
# known, of those with any of them if there are such.
.other_names <- function(table, taken, genes) {
    roles <- unlist(lapply(names(.LINK_WORDS), .columns_of, table = table))
    rest <- setdiff(seq_len(ncol(table)), c(taken, roles))
    rest <- rest[vapply(rest, function(j) .is_words(table[[j]]), NA)]
    known <- vapply(rest, function(j) {
        any(as.character(table[[j]]) %in% genes)
    }, NA)
    if (any(known)) {
        rest <- rest[known]
    }
    # A column that is only called gene, symbol or name.
    plain <- .column_words(colnames(table)[rest]) == ""
    if (any(plain)) rest[plain] else rest
}

# Signs as -1, 0 (not told) and 1, from numbers, + and -, or words; NULL where
# some value is none of these.
.sign_values <- function(value) {
    text <- tolower(trimws(as.character(value)))
    number <- .quietly(as.numeric(text))
    out <- sign(number)
    told <- function(pattern) grepl(pattern, text)
    out[told("^(\\+$|-*>$|act|pos|up|stim|indu)")] <- 1
    out[told("^(-$|-*\\|$|rep|inhib|neg|down)")] <- -1
    none <- c("", "na", "nan", "unknown", "unspecified", "undefined", "both",
        "dual", "?", "+-", "-+", "+/-", "-/+")
    out[is.na(text) | text %in% none] <- 0
    if (anyNA(out)) NULL else out
}
