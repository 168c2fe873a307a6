# Evidence of interventions: what follows where a gene was held is caused by it,
# but directly or by way of others. A response that another gene explains, which
# responds itself and whose own intervention moves the target, says little of a
# direct edge.

# Constants, chosen on simulated networks (tools/tune/knockout.R): the chance
# that a target responds to its regulator's intervention; weights of the
# responses, of the series' evidence beside them, and of how many respond to a
# regulator; regulators of a gene that are expected.
.RESPONDS <- 0.75
.OF_RESPONSES <- 1.5
.OF_SERIES <- 0.5
.OF_HUB <- 1
# Part of these weights that responses within the series have, which the series'
# own evidence knows in part.
.OF_TABLE <- c(series = 1 / 3, steady = 1)
.EXPECTED_REGULATORS <- 2

# Share of responses that nothing explains, of all responses.
.UNEXPLAINED <- 0.3

# How often direct edges and what they explain are read from each other.
.ROUNDS <- 15L

# Sets of samples that tell of interventions: list(x = genes x samples,
# perturbed) each, of a series and its steady states. A trajectory in which the
# same genes are held all along is one sample, its mean; pieces are its parts
# where that changes.
.intervention_tables <- function(series) {
    tables <- list(series = .pieces_held(series), steady = series$steady)
    tables[vapply(tables, function(of) NROW(of$perturbed) > 0L, NA)]
}

.pieces_held <- function(series) {
    held <- series$perturbed
    if (is.null(held)) {
        return(NULL)
    }
    state <- apply(held, 2L, paste, collapse = " ")
    piece <- paste(series$trajectory, state)
    piece <- match(piece, unique(piece))
    perturbed <- held[, !duplicated(piece), drop = FALSE]
    times <- split(series$time, series$trajectory)
    alike <- max(piece) == length(times) && length(unique(lapply(times,
        function(t) t - t[[1L]]))) == 1L
    x <- if (alike) {
        .distances_in_time(series$x, perturbed, length(times[[1L]]))
    } else {
        t(rowsum(t(series$x), piece)) / rep(tabulate(piece),
            each = nrow(series$x))
    }
    list(x = x, perturbed = perturbed)
}

# Genes x trajectories of n points each: the distance from the median of all
# trajectories in which the gene was free, mean over times, weighted by the
# spread there, squared: what else was done to them hides a response for a time.
.distances_in_time <- function(x, perturbed, n) {
    x <- array(x, c(nrow(x), n, ncol(x) / n), list(rownames(x), NULL, NULL))
    free <- x
    for (gene in rownames(perturbed)) {
        free[gene, , perturbed[gene, ] != 0] <- NA
    }
    middle <- function(x, along) apply(x, along, stats::median, na.rm = TRUE)
    centre <- middle(free, 1:2)
    spread <- (1.4826 * middle(abs(free - c(centre)), 1:2))^2
    spread <- spread + rep(middle(spread, 2L), each = nrow(spread))
    spread[!is.finite(spread) | spread <= 0] <- Inf
    weight <- 1 / spread
    total <- rowSums(weight)
    weight[total == 0, ] <- 1
    out <- apply((x - c(centre)) * c(weight), c(1L, 3L), sum)
    out / rowSums(weight)
}

# Responses to the interventions of one table: list(z, direction, explained by
# chance) with z, held genes x genes, the shift of each gene where another alone
# is held, from its median elsewhere, in units of its spread; NA where it was
# not measured or there is no such sample. direction: -1 or 1, where the held
# gene itself went, as far as its own shift tells, else as it was meant to.
.responses <- function(table) {
    x <- table$x
    held <- table$perturbed
    for (gene in rownames(held)) {
        x[gene, held[gene, ] != 0] <- NA
    }
    centre <- apply(x, 1L, stats::median, na.rm = TRUE)
    spread <- apply(abs(x - centre), 1L, stats::median, na.rm = TRUE) * 1.4826
    # Few samples tell little of each gene's spread: half of it is that of all.
    spread <- sqrt((spread^2 + stats::median(spread, na.rm = TRUE)^2) / 2)
    spread[!is.finite(spread) | spread <= 0] <- Inf
    alone <- colSums(held != 0) == 1
    shift <- vapply(rownames(held), function(gene) {
        at <- which(alone & held[gene, ] != 0)
        value <- rowMeans(table$x[, at, drop = FALSE]) - centre
        value / spread * sqrt(length(at))
    }, centre)
    z <- t(shift)
    own <- cbind(rownames(z), rownames(z))
    meant <- apply(held, 1L, function(h) sign(sum(h)))
    direction <- ifelse(is.finite(z[own]) & abs(z[own]) > 2, sign(z[own]),
        ifelse(meant == 0, -1, meant))
    z[own] <- NA
    list(z = z, direction = unname(direction))
}

# Shifts are noise, normal, or responses, normal too and wider: the share of
# responses and both variances by maximum likelihood, over all genes.
.response_mixture <- function(z) {
    z <- z[is.finite(z)]
    share <- 0.1
    noise <- 1
    wider <- 25
    for (i in seq_len(200L)) {
        response <- share * stats::dnorm(z, 0, sqrt(noise + wider))
        weight <- response / (response + (1 - share) *
            stats::dnorm(z, 0, sqrt(noise)) + .Machine$double.xmin)
        share <- min(0.5, max(mean(weight), 1e-4))
        noise <- sum((1 - weight) * z^2) / max(sum(1 - weight), 1)
        wider <- max(sum(weight * z^2) / max(sum(weight), 1e-9) - noise, 1e-3)
    }
    list(share = share, noise = noise, wider = wider)
}

# list(ratio, chance): the likelihood of each shift as a response over that as
# noise, 1 where there is none, and the chance of a response.
.response_chance <- function(z, mixture) {
    log_ratio <- (stats::dnorm(z, 0, sqrt(mixture$noise + mixture$wider),
        log = TRUE) - stats::dnorm(z, 0, sqrt(mixture$noise), log = TRUE))
    ratio <- exp(pmin(log_ratio, log(1e6)))
    ratio[!is.finite(z)] <- 1
    odds <- ratio * mixture$share / (1 - mixture$share)
    chance <- odds / (1 + odds)
    chance[!is.finite(z)] <- 0
    list(ratio = ratio, chance = chance)
}

# Log-odds of direct edges, held genes x genes, from the responses of all
# tables. base: log-odds without them, held genes x genes.
.direct_odds <- function(tables, base) {
    genes <- colnames(base)
    parts <- lapply(names(tables), function(name) {
        found <- .responses(tables[[name]])
        mixture <- .response_mixture(found$z)
        c(.response_chance(found$z, mixture), mixture["share"],
            weight = .OF_TABLE[[name]])
    })
    wide <- function(m, fill) {
        out <- base
        out[] <- fill
        out[rownames(m), ] <- m[, genes]
        out
    }
    parts <- lapply(parts, function(part) {
        list(ratio = wide(part$ratio, 1), chance = wide(part$chance, 0),
            share = part$share, weight = part$weight)
    })
    chance <- 1 - Reduce(`*`, lapply(parts, function(part) 1 - part$chance))
    for (part in parts) {
        many <- rowSums(part$chance) + 1
        base <- base + .OF_HUB * part$weight * log(many / mean(many))
    }
    between <- intersect(rownames(base), genes)
    direct <- chance / 2
    for (i in seq_len(.ROUNDS)) {
        explained <- 1 - exp(-direct[, between, drop = FALSE] %*%
            chance[between, , drop = FALSE])
        odds <- base
        for (part in parts) {
            odds <- odds + .OF_RESPONSES * part$weight *
                .response_evidence(part$ratio, explained, part$share)
        }
        new <- stats::plogis(odds)
        new[outer(rownames(base), genes, `==`)] <- 0
        direct <- (direct + new) / 2
    }
    odds
}

# Logarithm of how much likelier a shift is where there is a direct edge:
# without one it responds where it is explained, or for no reason that is known.
.response_evidence <- function(ratio, explained, share) {
    without <- share * .UNEXPLAINED
    without <- without + (1 - without) * explained
    with <- 1 - (1 - .RESPONDS) * (1 - without)
    log((with * ratio + 1 - with) / (without * ratio + 1 - without))
}

# Evidence with that of interventions: log-odds of an edge, or the same where
# there are none. score: evidence of the series and of free steady states,
# regulators x targets by name; genes that were never held have no more than
# that.
.with_interventions <- function(score, apart, series) {
    tables <- .intervention_tables(series)
    if (!length(tables)) {
        return(score)
    }
    genes <- rownames(series$x)
    held <- unique(unlist(lapply(tables, function(table) {
        rownames(table$perturbed)
    })))
    prior <- stats::qlogis(min(0.3, .EXPECTED_REGULATORS / (length(genes) - 1)))
    # The mean of evidence is 1.
    own <- prior + .OF_SERIES * (score - 1)
    base <- matrix(prior, length(held), length(genes),
        dimnames = list(held, genes))
    rows <- intersect(rownames(score), held)
    inside <- own
    inside[apart] <- prior
    base[rows, colnames(score)] <- inside[rows, ]
    odds <- .direct_odds(tables, base)
    own[rows, ] <- odds[rows, colnames(score)]
    own
}

# Where each target goes with each regulator, -1 or 1, weighted by the chance of
# a response; 0 where there is none.
.response_signs <- function(odds, series) {
    out <- 0 * odds
    for (table in .intervention_tables(series)) {
        found <- .responses(table)
        chance <- .response_chance(found$z, .response_mixture(found$z))$chance
        way <- sign(found$z) * found$direction * chance
        way[!is.finite(way)] <- 0
        rows <- intersect(rownames(odds), rownames(way))
        out[rows, ] <- out[rows, ] + way[rows, colnames(odds)]
    }
    out
}
