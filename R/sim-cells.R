# Single cells along trajectories: arguments of ggc_simulate("cells"), how long
# a process takes, which lineage a cell is of, and the result. Kinetics, runs
# and counts are in C.

# Hours, of more half-lives than anything takes to settle.
.CELL_REST <- 100

# Standard deviation of the logarithm of the genes' levels.
.LEVEL_SD <- 0.7

# A cell has decided when the protein of one of the genes that exclude each
# other is so far ahead of all others; from 0 to 1.
.DECIDED <- 0.3

# Hours for which most cells stay undecided between genes that exclude each
# other.
.DECISION <- 20

# What protein a gene that is on has: the middle of the half saturations.
.ON <- 0.35

.simulate_cells <- function(p, own, burn_in, sampling, seed) {
    topology <- .check_choice(own$topology %or% .CELL_TOPOLOGIES, "topology",
        .CELL_TOPOLOGIES)
    p <- .check_count(p %or% 20, "p", .CELL_LEAST[[topology]], 5000L)
    model <- .cell_model(own$rules, topology, p)
    plan <- .cell_settings(own, burn_in)
    .runs(sampling, 1L, 1L, p)
    .check_cells_size(p, plan$n_cells)
    threads <- .resolve_threads(own$threads, plan$n_cells)
    if (plan$pseudotime == "estimated") {
        .ggc_need("princurve", "pseudotime = \"estimated\"")
    }
    seed <- .check_seed(seed)
    dice <- .cell_dice(seed)
    process <- .cell_process(topology, p, model, seed, dice)
    process$network$threads <- threads
    plan$hours <- process$duration * plan$duration
    cells <- .cell_states(process, plan, dice)
    se <- .cell_result(topology, process, cells, plan, seed)
    .without_hidden(se, sampling$hidden, seed)
}

# n uniform numbers for what `name` says.
.cell_dice <- function(seed) {
    function(name, n = 1L) .native_uniform(n, seed, paste("cells", name))
}

# The Boolean models that one is drawn of; NULL for other topologies.
.cell_model <- function(model, topology, p) {
    if (topology != "boolean") {
        if (!is.null(model)) {
            .ggc_stop("argument",
                "`rules` is for topology \"boolean\", not \"%s\".", topology)
        }
        return(NULL)
    }
    size <- lengths(lapply(.CELL_MODELS, `[[`, "rules"))
    if (is.null(model)) {
        return(names(size)[size <= p])
    }
    model <- .check_choice(model, "rules", names(size))
    .check_count(p, "p", size[[model]], 5000L)
    model
}

.cell_settings <- function(own, burn_in) {
    settings <- list(
        n_cells = .check_count(own$n_cells %or% 500, "n_cells", 2L),
        duration = .check_number(own$duration %or% 1, "duration", 0, 100,
            open = TRUE),
        burn_in = .check_number(burn_in %or% 10, "burn_in", 0, 1e4),
        process = .check_number(own$process %or% 0.1, "process", 0, 10),
        depth = .check_number(own$depth %or% 10, "depth", 0, 1000,
            open = TRUE),
        size_sd = .check_number(own$size_sd %or% 0.3, "size_sd", 0, 2),
        dispersion = .check_number(own$dispersion %or% 0.1, "dispersion", 0,
            10),
        dropout = .check_number(own$dropout %or% 0, "dropout", 0, 0.95),
        pseudotime = .check_choice(own[["pseudotime"]] %or% .PSEUDOTIMES,
            "pseudotime", .PSEUDOTIMES)
    )
    if (settings$pseudotime != "noisy" && !is.null(own$pseudotime_sd)) {
        .ggc_stop("argument",
            "`pseudotime_sd` is for pseudotime = \"noisy\", not \"%s\".",
            settings$pseudotime)
    }
    settings$pseudotime_sd <- .check_number(own$pseudotime_sd %or% 0.05,
        "pseudotime_sd", 0, 10)
    settings
}

.check_cells_size <- function(p, n_cells) {
    if (as.double(p) * n_cells > .Machine$integer.max) {
        .ggc_stop("argument", "`p` * `n_cells` must be at most %d, not %.0f.",
            .Machine$integer.max, as.double(p) * n_cells)
    }
    .check_memory("This simulation", c(
        series = 40 * as.double(p) * n_cells, network = 40 * as.double(p)^2
    ), c(
        series = "the cells: give less `p` or `n_cells`",
        network = "matrices over all genes: give less `p`"
    ))
}

# The process ------------------------------------------------------------------

# All genes in a random order, so that no place of a gene tells what it does:
# list(network, backbone, forks, lineages, start, closed, duration).
.cell_process <- function(topology, p, model, seed, dice) {
    names <- paste0("G", seq_len(p))
    genes <- names[order(dice("order of genes", p))]
    if (topology == "boolean") {
        model <- model[[.one_of(dice("model"), 1L, length(model))]]
    }
    backbone <- .cell_backbone(topology, genes, model, dice)
    lineages <- unique(unlist(backbone$forks)) %or% "A"
    twins <- lapply(backbone$forks, names)
    core <- .rule_network(backbone$rules, twins, seed)
    start <- as.double(core$genes %in% backbone$on)
    measure <- if (is.null(backbone$ring)) .settling else .turning
    course <- measure(core, start, backbone, lineages)
    rules <- c(backbone$rules, .hang_on(setdiff(genes, core$genes),
        course$on, dice))
    network <- .rule_network(rules[names], twins, seed)
    list(network = network, backbone = core$genes, forks = backbone$forks,
        lineages = lineages, closed = !is.null(backbone$ring),
        model = model, duration = course$duration, lead = course$lead,
        start = as.double(names %in% backbone$on))
}

.inputs <- function(network) {
    network$genes[network$rules == "TRUE"]
}

# The state, mRNA and protein, after so many hours without noise.
.after <- function(network, start, hours, off) {
    out <- .run_rules(network, start, list(hours), list(off, off))
    c(out$x, out$y)
}

# Without noise, with what leads to no lineage but one switched off: when all
# has settled, and what is on on the way.
.settling <- function(core, start, backbone, lineages) {
    rest <- .after(core, rep(start, 2L), .CELL_REST, .inputs(core))
    hours <- seq(0, 60 + 12 * length(core$genes))
    courses <- lapply(lineages, function(lineage) {
        others <- unlist(lapply(backbone$forks, function(fork) {
            names(Filter(function(to) !lineage %in% to, fork))
        }))
        .run_rules(core, rest, list(hours), list(character(),
            others %or% character()))
    })
    settled <- vapply(courses, function(course) {
        away <- abs(course$x - course$x[, length(hours)])
        hours[[max(which(colSums(away > 0.05) > 0L))]]
    }, 0)
    on <- do.call(cbind, lapply(courses, `[[`, "y"))
    rownames(on) <- core$genes
    list(on = t(on) > .ON, lead = NULL,
        duration = max(settled) + .DECISION * length(backbone$forks))
}

# Of a ring: its period, and the time at which it has forgotten its start and
# the first gene rises.
.turning <- function(core, start, backbone, lineages) {
    step <- 0.25
    hours <- seq(0, 200 * length(backbone$ring), by = step)
    course <- .run_rules(core, rep(start, 2L), list(hours))
    y <- course$y[match(backbone$ring[[1L]], core$genes), ]
    late <- hours > max(hours) / 2
    y <- y - mean(range(y[late]))
    up <- which(y[-1L] >= 0 & y[-length(y)] < 0 & late[-1L])
    at <- hours[up] - step * y[up] / (y[up + 1L] - y[up])
    if (length(at) < 3L || diff(range(y[late])) < 0.2) {
        stop(.internal("a ring of genes that comes to rest"), call. = FALSE)
    }
    period <- mean(diff(at))
    on <- t(course$y[, hours > at[[1L]] & hours <= at[[2L]], drop = FALSE])
    colnames(on) <- core$genes
    list(on = on > .ON, lead = at[[1L]], duration = period)
}

# Cells ------------------------------------------------------------------------

# Every cell by a run of its own up to its time.
.cell_states <- function(process, plan, dice) {
    network <- process$network
    off <- if (process$closed) character() else .inputs(network)
    before <- if (process$closed) {
        process$lead + max(0, ceiling((plan$burn_in - process$lead) /
            process$duration)) * process$duration - plan$burn_in
    } else {
        .CELL_REST
    }
    start <- .after(network, rep(process$start, 2L), before, off)
    time <- plan$hours * dice("time", plan$n_cells)
    watched <- unlist(lapply(process$forks, names)) %or% character()
    out <- .run_rules(network, start, as.list(time), list(off, character()),
        plan$burn_in, plan$process, watched)
    rownames(out$y) <- watched
    c(out, list(time = time, member = .cell_lineages(process, out$y)))
}

# cells x lineages: may the cell still be of the lineage, by what it holds of
# the genes that decide?
.cell_lineages <- function(process, protein) {
    member <- matrix(TRUE, ncol(protein), length(process$lineages),
        dimnames = list(NULL, process$lineages))
    for (fork in process$forks) {
        y <- protein[names(fork), , drop = FALSE]
        first <- max.col(t(y), "first")
        top <- y[cbind(first, seq_along(first))]
        y[cbind(first, seq_along(first))] <- -Inf
        decided <- top - apply(y, 2L, max) > .DECIDED
        leads_to <- t(vapply(fork, function(to) {
            process$lineages %in% to | !process$lineages %in% unlist(fork)
        }, logical(ncol(member))))
        member[decided, ] <- member[decided, , drop = FALSE] &
            leads_to[first[decided], , drop = FALSE]
    }
    # Who has decided for two things at once has decided nothing.
    member[rowSums(member) == 0, ] <- TRUE
    member
}

# Counts and logarithms of these, by the true sizes of the cells' libraries.
.cell_counts <- function(process, x, plan, seed, dice) {
    genes <- process$network$genes
    level <- exp(.LEVEL_SD * stats::qnorm(.gene_uniform(genes, "level",
        seed)) - .LEVEL_SD^2 / 2)
    size <- exp(plan$size_sd * stats::qnorm(dice("size of library",
        plan$n_cells)) - plan$size_sd^2 / 2)
    mean <- plan$depth * level * x * rep(size, each = length(genes))
    half <- .dropout_half(mean, plan$dropout)
    counts <- .native_counts(mean, genes, seed, plan$dispersion, half,
        process$network$threads)
    list(counts = counts, size = size, level = level, half = half,
        logcounts = log2(counts / rep(size, each = length(genes)) + 1))
}

# The mean count of which a half is lost, so that this is the share of all that
# is expected to be lost: half / (half + mean), averaged.
.dropout_half <- function(mean, dropout) {
    if (dropout == 0) {
        return(0)
    }
    lost <- function(log_half) base::mean(1 / (1 + mean / exp(log_half)))
    ends <- c(-30, 30)
    exp(stats::uniroot(function(at) lost(at) - dropout, ends,
        extendInt = "upX", tol = 1e-9)$root)
}

# The result -------------------------------------------------------------------

.cell_result <- function(topology, process, cells, plan, seed) {
    network <- process$network
    genes <- network$genes
    dice <- .cell_dice(seed)
    seen <- .cell_counts(process, cells$x, plan, seed, dice)
    names <- list(genes, paste0("C", seq_len(plan$n_cells)))
    pseudotime <- .cell_pseudotime(process, cells, seen$logcounts, plan, dice)
    branch <- apply(cells$member, 1L, function(is) {
        paste(process$lineages[is], collapse = "+")
    })
    about <- DataFrame(time = cells$time, branch = branch, size = seen$size,
        row.names = names[[2L]])
    about$pseudotime <- pseudotime
    sign <- .rule_signs(network$tables, genes)
    settings <- plan[setdiff(names(plan), "hours")]
    SummarizedExperiment::SummarizedExperiment(
        assays = lapply(list(counts = seen$counts, logcounts = seen$logcounts,
            mrna = cells$x), `dimnames<-`, names),
        rowData = DataFrame(gene = genes, backbone = genes %in%
            process$backbone, level = seen$level, row.names = genes),
        colData = about,
        metadata = list(
            truth = abs(sign), model = "cells",
            parameters = c(list(p = length(genes), topology = topology,
                rules = process$model, hours = plan$hours), settings),
            seed = seed, sign = sign, rules = network$rules,
            backbone = process$backbone, forks = process$forks,
            kinetics = .cell_kinetics(network, cells), half = seen$half
        )
    )
}

.cell_kinetics <- function(network, out) {
    genes <- network$genes
    tables <- network$tables
    list(
        genes = data.frame(gene = genes, mrna_decay = out$mrna_decay,
            protein_decay = out$protein_decay),
        links = data.frame(regulator = genes[tables$regulator],
            target = genes[tables$target], sign = tables$sign, k = out$k,
            n = out$n),
        alpha = split(out$alpha, rep(factor(genes, genes),
            2^diff(tables$link_first)))
    )
}
