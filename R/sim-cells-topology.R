# What single cells go through: the genes that make the process, their rules,
# and the genes that hang on these. A backbone is a list of
#   rules   of its genes
#   on      those of them that are on at the start
#   forks   decisions: for each, lists by the genes that exclude each other, of
#           the lineages that each leads to
#   ring    genes of a cycle, NULL without one
# dice(name, n) gives n uniform numbers.

.CELL_TOPOLOGIES <- c("chain", "cycle", "bifurcation", "trifurcation",
    "converging", "boolean")

# The fewest genes of each; of "boolean" those of the smallest model.
.CELL_LEAST <- c(chain = 4L, cycle = 3L, bifurcation = 6L, trifurcation = 8L,
    converging = 7L, boolean = 9L)

# The largest backbone, so that a process of thousands of genes has an end.
.CELL_MOST <- 20L

.REPRESSED <- 0.3 # the chance that a link of a cascade represses
.SHORTCUT <- 0.3 # the chance that a gene of one has a second regulator

.cell_backbone <- function(topology, genes, model, dice) {
    switch(topology,
        chain = .chain(genes, dice),
        cycle = .cycle(genes, dice),
        bifurcation = .branching(genes, 2L, FALSE, dice),
        trifurcation = .branching(genes, 3L, FALSE, dice),
        converging = .branching(genes, 2L, TRUE, dice),
        boolean = .boolean(genes, model)
    )
}

# One of low to high.
.one_of <- function(u, low, high) {
    as.integer(low + floor(u * (high - low + 1)))
}

.literal <- function(gene, sign) {
    paste0(if (sign < 0) "!", gene)
}

# Genes that switch one after another, behind `head`, genes that rise. A second
# regulator comes from further up and acts in the same direction; a gene that
# rises waits for both, one that falls too, so that the order holds.
.cascade <- function(genes, head, dice) {
    rising <- stats::setNames(rep(1L, length(head)), head)
    rules <- character()
    for (gene in genes) {
        u <- dice(paste("link", gene), 3L)
        if (length(rising) == 0L) {
            rising[gene] <- 1L
            rules[gene] <- "TRUE"
            next
        }
        last <- names(rising)[[length(rising)]]
        sign <- if (u[[1L]] < .REPRESSED) -1L else 1L
        now <- rising[[last]] * sign
        terms <- .literal(last, sign)
        if (length(rising) > 1L && u[[2L]] < .SHORTCUT) {
            other <- .one_of(u[[3L]], 1L, length(rising) - 1L)
            terms <- c(terms, .literal(names(rising)[[other]],
                now * rising[[other]]))
        }
        rules[gene] <- paste(terms, collapse = if (now > 0) " & " else " | ")
        rising[gene] <- now
    }
    list(rules = rules, rising = rising[genes])
}

.falling <- function(cascade) {
    names(cascade$rising)[cascade$rising < 0L]
}

.chain <- function(genes, dice) {
    n <- .one_of(dice("size"), min(length(genes), 8L),
        min(length(genes), .CELL_MOST))
    cascade <- .cascade(genes[seq_len(n)], character(), dice)
    list(rules = cascade$rules, on = .falling(cascade), forks = list())
}

# A ring whose signs multiply to -1 comes never to rest. A second way from one
# of its genes to another, of the sign of the first, makes a second ring.
.cycle <- function(genes, dice) {
    n <- .one_of(dice("size"), min(length(genes), 3L),
        min(length(genes), 12L))
    ring <- genes[seq_len(n)]
    sign <- ifelse(dice("signs", n) < 0.5, -1L, 1L)
    sign[[1L]] <- -prod(sign[-1L])
    rules <- stats::setNames(mapply(.literal, ring[c(n, seq_len(n - 1L))],
        sign), ring)
    u <- dice("second ring", 4L)
    if (n >= 4L && length(genes) > n && u[[1L]] < 0.5) {
        from <- .one_of(u[[2L]], 1L, n - 2L)
        to <- .one_of(u[[3L]], from + 2L, n)
        way <- genes[n + seq_len(min(length(genes) - n,
            .one_of(u[[4L]], 1L, to - from - 1L)))]
        signs <- ifelse(dice("signs of second ring", length(way)) < 0.5, -1L,
            1L)
        last <- prod(signs) * prod(sign[(from + 1L):to])
        rules[way] <- mapply(.literal, c(ring[from], way)[seq_along(way)],
            signs)
        rules[ring[to]] <- sprintf("%s & %s", rules[ring[to]],
            .literal(way[[length(way)]], last))
    }
    # All as the ring would have it but for the first gene, which is to change.
    list(rules = rules, on = ring[cumprod(c(1L, sign[-1L])) > 0L],
        forks = list(), ring = ring)
}

# A cascade, at whose end genes exclude each other; the one that wins drives a
# cascade of its own. With `join` the ends meet in a gene that stays on, and
# switches off what parted them.
.branching <- function(genes, ends, join, dice) {
    least <- 2L + 2L * ends + join
    n <- .one_of(dice("size"), min(length(genes), least + 2L * ends),
        min(length(genes), .CELL_MOST))
    parts <- c(2L, rep(1L, ends), if (join) 1L)
    more <- .one_of(dice("parts", n - least), 1L, length(parts))
    size <- parts + tabulate(more, length(parts))
    deciders <- genes[seq_len(ends)]
    part <- split(genes[ends + seq_len(sum(size))],
        rep(factor(seq_along(size)), size))
    stem <- .cascade(part[[1L]], character(), dice)
    ways <- lapply(seq_len(ends), function(k) {
        .cascade(part[[k + 1L]], deciders[[k]], dice)
    })
    signal <- size[[1L]]
    wait <- .literal(part[[1L]][[signal]], stem$rising[[signal]])
    if (join) {
        tail <- .joined(part[[length(part)]], ways, dice)
        wait <- c(wait, paste0("!", names(tail$rules)[[1L]]))
    }
    rules <- vapply(deciders, function(gene) {
        paste(c(wait, paste0("!", setdiff(deciders, gene))), collapse = " & ")
    }, "")
    all <- c(list(stem), ways, if (join) list(tail))
    list(
        rules = c(unlist(lapply(all, `[[`, "rules")), rules),
        on = unlist(lapply(all, .falling)),
        forks = list(stats::setNames(as.list(LETTERS[seq_len(ends)]),
            deciders))
    )
}

.joined <- function(genes, ways, dice) {
    last <- vapply(ways, function(way) {
        end <- length(way$rising)
        .literal(names(way$rising)[[end]], way$rising[[end]])
    }, "")
    first <- genes[[1L]]
    tail <- .cascade(genes[-1L], first, dice)
    rule <- stats::setNames(paste(c(last, first), collapse = " | "), first)
    list(rules = c(rule, tail$rules), rising = tail$rising)
}

# Boolean models ---------------------------------------------------------------

# Invented, after the motifs of models of cell fates and of signalling. S is the
# signal.
.CELL_MODELS <- list(
    # Two factors exclude each other; each opens a programme that the other
    # one's blocks, and what kept the cell a progenitor goes.
    fate = list(
        rules = c(S = "TRUE", P = "!X & !Y", C = "S", X = "C & !Y",
            Y = "C & !X", U = "X & !P", V = "U & !W", W = "Y & !P",
            Z = "W & !U", R = "P & !V"),
        on = c("P", "R"), forks = list(list(X = "A", Y = "B"))
    ),
    # A first decision, and a second one on one of its sides.
    hierarchy = list(
        rules = c(S = "TRUE", P = "!M & !N", M = "S & !N", N = "S & !M",
            Q = "N & !R", R = "N & !Q", H = "M & !P", I = "H | (I & M)",
            D = "Q & !P", E = "R & !P", F = "D | E"),
        on = "P", forks = list(list(M = "A", N = c("B", "C")),
            list(Q = "B", R = "C"))
    ),
    # Factors that follow, and switch off, each other.
    maturation = list(
        rules = c(S = "TRUE", P = "P & !B", A = "S & !C & (P | A)",
            B = "(A | B) & !D", C = "B | C", D = "C & !P", M = "D | M",
            K = "M & !B", L = "P | B"),
        on = c("P", "L"), forks = list()
    ),
    # A change of state that two factors hold each other back from.
    transition = list(
        rules = c(S = "TRUE", T = "S", Z = "T | (Z & !R)", R = "!Z",
            E = "R & !Z", H = "T & E", N = "Z & !E", V = "N & !R",
            W = "V & Z"),
        on = c("R", "E"), forks = list()
    ),
    # A short signal through a cascade that switches itself off, and a switch
    # that stays on.
    checkpoint = list(
        rules = c(S = "TRUE", R = "S & !D", K = "R", T = "K | T", D = "T",
            I = "!T", C = "T & !I", E = "C & !I", Q = "K & !E", G = "I | K",
            Y = "E & !G"),
        on = c("I", "G"), forks = list()
    )
)

.boolean <- function(genes, model) {
    model <- .CELL_MODELS[[model]]
    new <- stats::setNames(genes[seq_along(model$rules)], names(model$rules))
    list(
        rules = .rename_rules(model$rules, new),
        on = unname(new[model$on]),
        forks = lapply(model$forks, function(fork) {
            stats::setNames(fork, new[names(fork)])
        })
    )
}

# Genes that hang on others ----------------------------------------------------

.FROM_BACKBONE <- 0.8 # the chance that a regulator is of the backbone

# Rules of one to three regulators for `genes`, which regulate none of the
# backbone. course: logical, times x backbone, what is on. A rule that changes
# never is drawn again.
.hang_on <- function(genes, course, dice) {
    on <- as.list(as.data.frame(course, optional = TRUE))
    backbone <- names(on)
    change <- backbone[vapply(on, .changes, NA)]
    rules <- character(length(genes))
    names(rules) <- genes
    for (at in seq_along(genes)) {
        for (attempt in seq_len(20L)) {
            u <- dice(sprintf("%s %d", genes[[at]], attempt), 12L)
            rule <- .random_rule(u, backbone, genes[seq_len(at - 1L)])
            if (.changes(value <- .rule_value(rule, on))) {
                break
            }
        }
        if (!.changes(value)) {
            rule <- change[[.one_of(u[[1L]], 1L, length(change))]]
            value <- on[[rule]]
        }
        rules[[at]] <- rule
        on[[genes[[at]]]] <- value
    }
    rules
}

.changes <- function(value) any(value) && !all(value)

.random_rule <- function(u, backbone, others) {
    n <- min(.one_of(u[[1L]], 1L, 3L), length(backbone))
    regulators <- character()
    for (k in seq_len(n)) {
        from <- if (u[[3L * k]] < .FROM_BACKBONE || length(others) < 3L) {
            setdiff(backbone, regulators)
        } else {
            setdiff(others, regulators)
        }
        regulators[[k]] <- from[[.one_of(u[[3L * k + 1L]], 1L, length(from))]]
    }
    sign <- ifelse(u[3L * seq_len(n) + 2L] < .REPRESSED, -1L, 1L)
    terms <- mapply(.literal, regulators, sign)
    joint <- ifelse(u[c(2L, 12L)] < 0.5, " & ", " | ")
    switch(n, terms[[1L]], paste0(terms[[1L]], joint[[1L]], terms[[2L]]),
        paste0("(", terms[[1L]], joint[[1L]], terms[[2L]], ")", joint[[2L]],
            terms[[3L]]))
}
