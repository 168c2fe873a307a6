# Genes that follow Boolean rules: text such as "G1 & !(G2 | G3)" for each gene,
# "TRUE" for an input, into tables that the core runs, and runs of these.

# Of named rules: for each gene its regulators (`link_first`, `regulator`, from
# 1), its truth over their states, the first regulator changing fastest, and the
# sign of each link. twin: for each gene the one whose kinetics it shares.
.rule_tables <- function(rules, twin = NULL) {
    genes <- names(rules)
    each <- lapply(rules, .rule_table)
    count <- lengths(lapply(each, `[[`, "regulators"))
    regulators <- unlist(lapply(each, `[[`, "regulators"))
    list(
        link_first = c(0L, as.integer(cumsum(count))),
        regulator = match(as.character(regulators), genes),
        truth = as.integer(unlist(lapply(each, `[[`, "truth"))),
        twin = twin %or% seq_along(genes),
        target = rep(seq_along(genes), count),
        sign = as.integer(unlist(lapply(each, `[[`, "sign")))
    )
}

.rule_table <- function(rule) {
    rule <- str2lang(rule)
    names <- all.vars(rule)
    state <- seq_len(2^length(names)) - 1
    on <- lapply(seq_along(names), function(b) state %/% 2^(b - 1) %% 2 == 1)
    truth <- rep_len(.rule_value(rule, stats::setNames(on, names)),
        length(state))
    list(regulators = names, truth = truth,
        sign = vapply(on, function(is_on) {
            change <- truth[is_on] - truth[!is_on]
            as.integer(sign(sum(change)))
        }, 0L))
}

# The rule, text or parsed, for logical vectors of its genes.
.rule_value <- function(rule, on) {
    eval(if (is.character(rule)) str2lang(rule) else rule, on, baseenv())
}

# The signed links as a matrix, regulators in rows.
.rule_signs <- function(tables, genes) {
    sign <- matrix(0L, length(genes), length(genes),
        dimnames = list(regulator = genes, target = genes))
    sign[cbind(tables$regulator, tables$target)] <- tables$sign
    sign
}

# The rules with other names of genes.
.rename_rules <- function(rules, new) {
    as_names <- lapply(new, as.name)
    out <- vapply(rules, function(rule) {
        renamed <- do.call(substitute, list(str2lang(rule), as_names))
        paste(deparse(renamed, 500L), collapse = " ")
    }, "")
    stats::setNames(out, new[names(rules)])
}

# A network that can be run: its rules, and groups of genes that are twins.
.rule_network <- function(rules, twins, seed, threads = 1L) {
    genes <- names(rules)
    twin <- seq_along(genes)
    for (group in twins) {
        twin[match(group, genes)] <- match(group[[1L]], genes)
    }
    list(rules = rules, genes = genes, tables = .rule_tables(rules, twin),
        seed = seed, threads = threads)
}

# Runs of a network from `start` (mRNA, then protein), each seen at its times
# (a list, one vector a run). off: genes that are switched off before time 0 and
# from then on. watched: genes whose protein is wanted.
.run_rules <- function(network, start, times, off = list(character(),
    character()), burn_in = 0, process = 0, watched = network$genes) {
    shift <- lapply(off, function(genes) -1 * (network$genes %in% genes))
    .native_cells_run(network$genes, network$seed, network$tables, list(
        first = c(0L, as.integer(cumsum(lengths(times)))),
        time = as.double(unlist(times)), start = as.double(start),
        before = shift[[1L]], during = shift[[2L]], burn_in = burn_in,
        process = process, watched = match(watched, network$genes)
    ), network$threads)
}
