# The network at the chosen penalties: which of its norms to keep.

# Probability above which a link is credible (tools/tune/README.md).
.CREDIBLE <- 0.4

# norms: at the chosen penalties; probability: of each edge, like them, or NULL
# where there is none, so that the norms alone must do; place: from working
# order into the user's.
.chosen_network <- function(norms, probability, s, place) {
    rule <- s$control$cut
    if (rule == "none") {
        return(norms)
    }
    own <- .self_entries(norms)
    entries <- function(m) if (!is.null(m)) which(place(m) > 0)
    cut <- .cut_network(norms, c(own, entries(s$known$exclude)),
        entries(s$known$include))
    if (rule == "otsu" || is.null(probability)) {
        return(cut)
    }
    norms[which(probability <= .CREDIBLE)] <- 0
    norms[own] <- cut[own]
    norms
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
