# Inputs that nobody measured and that are held for a while: a perturbation that
# lasts for half of a series, a drug, a mutant. They shift all steps of a piece
# alike, and what is alike for a gene goes with whatever else is alike there.
# Random effects of panel regression: the shift of a piece is a random
# intercept, and a share of each piece's mean is taken off (Fuller and Battese
# 1974), which is none where the pieces differ no more than their steps do.

# Most pieces that a trajectory falls into, and steps of the shortest. An input
# that changes more often is not held: the genes' own dynamics are as slow.
.MOST_PIECES <- 4L

# How much likelier pieces must be than none, in logarithms: Akaike's price of
# one more number. Without it pieces that differ by accident would count.
.PRICE <- 1

# list(share, piece, known, off): what share of the pieces' means to take off, 0
# to 1, the piece of each column, known inputs, as they came, and where a gene
# was held by hand, flags like z, or NULL. The pieces are
# the most likely ones of 1 to 4 to a trajectory, by what the own past of all
# genes, and known inputs, leave unexplained.
.held_inputs <- function(z, trajectory, known = NULL, off = NULL) {
    from <- .pairs_from(trajectory, 1L)
    longest <- max(tabulate(trajectory)) - 1L
    best <- .nothing_held(trajectory, known, off)
    free <- function(x) .less_inputs(x, best, from, 1L)
    left <- .unit_rows(.unexplained(free(z[, from, drop = FALSE]),
        free(z[, from + 1L, drop = FALSE])))
    if (!is.null(off)) {
        left[off[, from + 1L]] <- 0
    }
    freedom <- length(from) - 2
    if (freedom < 1) {
        return(best)
    }
    likelihood <- .PRICE - freedom * log(sum(left^2) / freedom) / 2
    most <- max(1, min(.MOST_PIECES, longest %/% .SHORTEST_PIECE))
    for (n in seq_len(most)) {
        piece <- .pieces(trajectory, longest / n)
        spread <- .piece_spread(left, piece[from])
        if (spread$likelihood > likelihood) {
            likelihood <- spread$likelihood
            best[c("share", "piece")] <- list(spread$share, piece)
        }
    }
    best
}

.nothing_held <- function(trajectory, known = NULL, off = NULL) {
    list(share = 0, piece = trajectory, known = known, off = off)
}

# What is known of inputs at some columns alone.
.held_at <- function(held, columns) {
    list(share = held$share, piece = held$piece[columns],
        known = held$known[, columns, drop = FALSE],
        off = held$off[, columns, drop = FALSE])
}

# Targets that may learn from the same steps, which end k samples after `from`:
# list(columns = places in `columns`, steps = places in `from`) each.
.learning_groups <- function(held, columns, from, k) {
    all <- list(columns = seq_along(columns), steps = seq_along(from))
    if (is.null(held$off)) {
        return(list(all))
    }
    off <- held$off[columns, from + k, drop = FALSE]
    each <- which(rowSums(off) > 0)
    groups <- lapply(each, function(i) {
        list(columns = i, steps = which(!off[i, ]))
    })
    free <- setdiff(all$columns, each)
    c(if (length(free)) list(list(columns = free, steps = all$steps)), groups)
}

# Mean squares between and within pieces, over all genes; the restricted
# likelihood of random intercepts, -Inf where pieces differ no more than steps.
# left: residuals, genes x steps; one degree of freedom is that of the own past.
.piece_spread <- function(left, piece) {
    size <- tabulate(piece)
    size <- size[size > 0]
    freedom <- c(length(size) - 1, sum(size) - length(size) - 1)
    if (any(freedom < 1)) {
        return(list(share = 0, likelihood = -Inf))
    }
    between <- sum(.group_means(left, piece)^2)
    within <- sum(left^2) - between
    mean <- c(between, within) / freedom
    if (!(mean[[1L]] > mean[[2L]]) || mean[[2L]] <= 0) {
        return(list(share = 0, likelihood = -Inf))
    }
    list(share = 1 - sqrt(mean[[2L]] / mean[[1L]]),
        likelihood = -sum(freedom * log(mean)) / 2)
}

# x, genes x steps that begin at `from` and take k samples, without what inputs
# along the step explain: known ones, and a share of the pieces' means.
.less_inputs <- function(x, held, from, k) {
    if (!is.null(held$known)) {
        x <- .less_known(x, rbind(held$known[, from, drop = FALSE],
            if (k > 1L) held$known[, from + k - 1L, drop = FALSE]))
    }
    .less_held(x, held$piece[from], held$share)
}

# Columns of x without the share of their pieces' means.
.less_held <- function(x, piece, share) {
    if (share > 0) x - share * .group_means(x, piece) else x
}

# z of a setup without held and known inputs.
.free_series <- function(s) {
    known <- s$held$known
    if (s$held$share == 0 && is.null(known)) {
        return(s$z)
    }
    z <- s$z
    if (!is.null(known)) {
        # A sample answers to inputs of its own time and of the step before.
        before <- pmax(seq_len(ncol(z)) - 1L,
            match(s$series$trajectory, s$series$trajectory))
        z <- .less_known(z, rbind(known, known[, before, drop = FALSE]))
    }
    .standardise(.less_held(z, s$held$piece, s$held$share))$z
}
