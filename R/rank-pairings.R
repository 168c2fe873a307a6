# Samples that no animal links were paired to trajectories by chance
# (replicates = "match"). How much of what is found is the pairing?

# Other pairings; edges that are compared, at most a tenth of the candidates;
# and the share below which a fit speaks of it by itself: the whole ranking
# keeps fewer than what is compared.
.PAIRINGS <- 3L
.FIRST_EDGES <- 50L
.STABLE <- 0.75

# Share of the first edges by conditional dependence that are among the first
# when the samples of each time are paired anew, mean over so many pairings;
# edges, how many these are. NULL where no sample was paired, or there is no
# conditional dependence.
.shared_by_pairings <- function(s) {
    if (is.null(s$series$pairing)) {
        return(NULL)
    }
    s <- .of_compared_genes(s)
    apart <- .apart(s$rows, s$columns, s$known$exclude)
    if (all(apart)) {
        return(NULL)
    }
    edges <- min(.FIRST_EDGES, ceiling(sum(!apart) / 10))
    first <- function(s) {
        score <- .conditional_dependence(s)$score
        if (!is.null(score)) {
            utils::head(order(ifelse(apart, -Inf, score), decreasing = TRUE),
                edges)
        }
    }
    found <- first(s)
    if (is.null(found)) {
        return(NULL)
    }
    shared <- vapply(seq_len(.PAIRINGS), function(i) {
        mean(found %in% first(.paired_anew(s, i)))
    }, 0)
    list(share = mean(shared), edges = edges)
}

# The parts of a setup that a conditional dependence is made of, of at most
# .MOST_COMPARED regulators and targets.
.of_compared_genes <- function(s) {
    rows <- .compared_genes(seq_along(s$rows))
    columns <- .compared_genes(seq_along(s$columns))
    list(z = s$z, rows = s$rows[rows], columns = s$columns[columns],
        series = s$series, held = s$held, clock = s$clock,
        known = list(exclude = s$known$exclude[rows, columns, drop = FALSE]))
}

# The samples that one trajectory had at one time, in another order; the same
# for every seed.
.paired_anew <- function(s, i) {
    series <- s$series
    from <- series$pairing[series$trajectory]
    at <- split(seq_along(from), list(from, .time_key(series$time)),
        drop = TRUE)
    for (k in seq_along(at)) {
        columns <- at[[k]]
        drawn <- .native_uniform(length(columns), as.double(i), names(at)[[k]])
        s$z[, columns] <- s$z[, columns[order(drawn)], drop = FALSE]
    }
    s
}

.inform_pairings <- function(shared) {
    if (!is.null(shared) && shared$share < .STABLE) {
        .ggc_inform(paste0(
            "How the samples were paired decides much of the ranking: of the ",
            "first %d edges by conditional dependence\n%.0f %% stay when they ",
            "are paired anew. Another order of the samples gives other edges."
        ), shared$edges, 100 * shared$share)
    }
}
