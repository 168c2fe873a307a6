# Several priors, by name, each with a weight of its own: told from a list of
# targets by regulator, their signs put together, and what the data bear out of
# each beside the others.

# ---- Reading ---------------------------------------------------------------

# Is this links in a form that has its regulators and targets in itself? Targets
# alone, as a list by regulator has them, are none.
.is_links <- function(x) {
    .is_table(x) || is.matrix(x) || methods::is(x, "Matrix") ||
        inherits(x, "igraph") || methods::is(x, "graphNEL") || .is_regulons(x)
}

.is_several <- function(x) {
    .is_list(x) && !.is_links(x) && any(vapply(x, .is_links, NA))
}

.check_several <- function(x) {
    names <- names(x) %or% rep("", length(x))
    other <- which(!vapply(x, .is_links, NA))
    if (length(other)) {
        .ggc_stop("argument", paste0(
            "`prior` must have links in each of its parts (matrices, tables, ",
            "lists of targets by regulator, graphs), and its part %s is %s.\n",
            "Make targets by regulator one part: list(a = list(TF = ...))."
        ), if (nzchar(names[[other[[1L]]]])) names[[other[[1L]]]] else
            other[[1L]], .given(x[[other[[1L]]]]))
    }
    if (!all(nzchar(names) & !is.na(names)) || anyDuplicated(names)) {
        .ggc_stop("argument", paste0(
            "`prior` must name each of its %s, no two alike.\nGive list(a = ",
            "..., b = ...)."
        ), .plural(length(x), "part"))
    }
    x
}

# One sign for each link: none where priors contradict each other, which is
# said, while those that tell none say nothing. signs: matrices of -1, 0 and 1;
# NULL of none.
.joint_sign <- function(signs) {
    if (length(signs) == 0L) {
        return(NULL)
    }
    up <- Reduce(`|`, lapply(signs, `>`, 0L))
    down <- Reduce(`|`, lapply(signs, `<`, 0L))
    both <- sum(up & down)
    if (both) {
        .ggc_inform(paste0(
            "`prior`: its parts say opposite signs of %s, which %s as having ",
            "none."
        ), .plural(both, "link"), if (both == 1L) "counts" else "count")
    }
    up - down
}

# ---- Weights ---------------------------------------------------------------

# Beliefs, one matrix for each prior.
.beliefs_of <- function(known) {
    known$priors %or% list(known$prior)
}

# What all beliefs together add to the evidence of each edge.
.added_beliefs <- function(known) {
    Reduce(`+`, Map(`*`, known$weight, .beliefs_of(known)))
}

# How far the mean evidence of the believed links of each prior exceeds 1, less
# one standard error, at least 0. That is the least squares of the evidence less
# 1 on the beliefs, these in units of their mean (weighted by themselves), under
# a lasso whose penalty is one standard error: of several priors together, what
# each adds to the others. Links that two believe in are not counted twice.
.borne_out <- function(beliefs, evidence) {
    if (length(beliefs) == 1L) {
        belief <- beliefs[[1L]]
        excess <- sum(belief * (evidence - 1)) / sum(belief)
        chance <- sqrt(sum(belief^2)) / sum(belief)
        return(max(0, excess - chance))
    }
    x <- vapply(beliefs, function(belief) {
        as.vector(belief) * sum(belief) / sum(belief^2)
    }, numeric(length(evidence)))
    products <- crossprod(x)
    .least_above_zero(products, drop(crossprod(x, as.vector(evidence) - 1)) -
        sqrt(diag(products)))
}

# Least of b' q b / 2 - r' b where no b is below 0, by the active set of Lawson
# and Hanson (1974). A trifle on the diagonal makes copies share evenly.
.COPIES <- 1e-7

.least_above_zero <- function(q, r) {
    diag(q) <- diag(q) * (1 + .COPIES)
    b <- numeric(length(r))
    free <- logical(length(r))
    for (step in seq_len(10L * length(r))) {
        slope <- drop(r - q %*% b)
        slope[free] <- 0
        if (max(slope) <= 1e-12 * max(abs(r))) {
            break
        }
        free[[which.max(slope)]] <- TRUE
        repeat {
            to <- numeric(length(r))
            to[free] <- solve(q[free, free, drop = FALSE], r[free])
            below <- free & to <= 0
            if (!any(below)) {
                break
            }
            share <- min((b / (b - to))[below])
            b <- pmax(b + share * (to - b), 0)
            free <- free & b > 1e-12 * max(b)
        }
        b <- to
    }
    b
}
