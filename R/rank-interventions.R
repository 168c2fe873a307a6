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

# Log-odds of direct edges, held genes x genes, from the responses of all
# tables. base: log-odds without them, held genes x genes; expected: share of
# direct edges.
.direct_odds <- function(tables, base, expected) {
    genes <- colnames(base)
    wide <- function(m, fill) {
        out <- base
        out[] <- fill
        out[rownames(m), ] <- m[, genes]
        out
    }
    parts <- Map(function(found, name) {
        list(ratio = wide(found$ratio, 1),
            chance = wide(found$chance, 0) * found$believed,
            share = found$share, weight = .OF_TABLE[[name]] * found$believed,
            # No more of the edges respond than there are responses.
            responds = min(.RESPONDS, found$share / expected))
    }, tables, names(tables))
    chance <- 1 - Reduce(`*`, lapply(parts, function(part) 1 - part$chance))
    for (part in parts) {
        many <- rowSums(part$chance) + 1
        base <- base + .OF_HUB * part$weight * log(many / mean(many))
    }
    between <- intersect(rownames(base), genes)
    direct <- chance / 2
    for (i in seq_len(.ROUNDS)) {
        moved <- direct * chance
        explained <- 1 - exp(-moved[, between, drop = FALSE] %*%
            chance[between, , drop = FALSE])
        odds <- base
        for (part in parts) {
            odds <- odds + .OF_RESPONSES * part$weight *
                .response_evidence(part, explained)
        }
        new <- stats::plogis(odds)
        new[outer(rownames(base), genes, `==`)] <- 0
        direct <- (direct + new) / 2
    }
    odds
}

# Logarithm of how much likelier a shift is where there is a direct edge:
# without one it responds where it is explained, or for no reason that is known.
.response_evidence <- function(part, explained) {
    without <- part$share * .UNEXPLAINED
    without <- without + (1 - without) * explained
    with <- 1 - (1 - part$responds) * (1 - without)
    log((with * part$ratio + 1 - with) / (without * part$ratio + 1 - without))
}

# Evidence with that of interventions: log-odds of an edge, or the same where
# there are none. score: evidence of the series and of free steady states,
# regulators x targets by name; genes that were never held have no more than
# that. tables: as of .table_responses().
.with_interventions <- function(score, apart, tables, series) {
    if (!length(tables)) {
        return(score)
    }
    genes <- rownames(series$x)
    held <- unique(unlist(lapply(tables, function(found) rownames(found$z))))
    # Of genes that vary: others change nothing.
    expected <- .EXPECTED_REGULATORS / max(1, sum(!series$constant) - 1)
    prior <- stats::qlogis(min(0.3, expected))
    # The mean of evidence is 1.
    own <- prior + .OF_SERIES * (score - 1)
    base <- matrix(prior, length(held), length(genes),
        dimnames = list(held, genes))
    rows <- intersect(rownames(score), held)
    inside <- own
    inside[apart] <- prior
    base[rows, colnames(score)] <- inside[rows, ]
    odds <- .direct_odds(tables, base, expected)
    own[rows, ] <- odds[rows, colnames(score)]
    own
}
