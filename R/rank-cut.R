# The network at the chosen penalties: which of its norms to keep.

# Probability above which a link is credible (tools/tune/cut.R). At one
# half, which would cost least in errors, one in ten networks of ten genes has
# no true link left.
.CREDIBLE <- 0.4

# norms: at the chosen penalties; fit: the parts that .edge_probability() reads;
# place: from working order into the user's.
.chosen_network <- function(norms, fit, s, place) {
    cut <- s$control$cut
    if (cut == "none") {
        return(norms)
    }
    entries <- function(m) if (!is.null(m)) which(place(m) > 0)
    keep <- entries(s$known$include)
    norms <- .cut_network(norms,
        c(.self_entries(norms), entries(s$known$exclude)), keep)
    if (cut == "credible" && !.foresees(fit$training)) {
        probability <- .edge_probability(fit)
        doubtful <- which(probability <= .CREDIBLE) # none if it is NULL
        norms[setdiff(doubtful, keep)] <- 0
    }
    norms
}

# Do the networks forecast what was held out better than no change, geometric
# mean over targets? Then their links are borne out. Sorted: the same bits for
# any order of the genes.
.foresees <- function(training) {
    error <- sort(log(training$heldout / training$null))
    isTRUE(mean(error[is.finite(error)]) < 0)
}

# Otsu's (1979) cut of the roots of the shares of each target's norms, no
# candidates apart: the threshold that leaves the least variance within the two
# classes. Weak links that the chosen penalty let through go; no constant
# decides. keep: entries that stay, as the user demands.
.cut_network <- function(norms, apart, keep = NULL) {
    total <- colSums(norms)
    share <- sqrt(norms / rep(ifelse(total > 0, total, 1), each = nrow(norms)))
    others <- share
    others[apart] <- NA
    weak <- !is.na(share) & share <= .otsu(others[!is.na(others)])
    weak[keep] <- FALSE
    norms[weak] <- 0
    norms
}

# Values above it are the upper class; below all where there is nothing to part.
.otsu <- function(x) {
    x <- sort(x)
    n <- length(x)
    if (n < 2L || x[[1L]] == x[[n]]) {
        return(-Inf)
    }
    k <- as.double(seq_len(n - 1L)) # k * (n - k) may exceed an integer
    total <- cumsum(x)
    apart <- total[k] / k - (total[[n]] - total[k]) / (n - k)
    between <- k * (n - k) * apart^2
    cut <- which.max(between)
    (x[[cut]] + x[[cut + 1L]]) / 2
}
