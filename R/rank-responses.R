# What interventions did: shifts of genes where others were held, which of them
# are responses, and whether the samples can be believed.

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

# Shifts under the interventions of one table: list(z, own, meant). z: held
# genes x genes, the shift of each gene where another alone is held, from its
# median elsewhere, in units of its spread; NA where it was not measured or
# there is no such sample. own: that of the held gene itself; meant: -1 or 1,
# where it was meant to go.
.shifts <- function(table) {
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
    itself <- cbind(rownames(z), rownames(z))
    own <- z[itself]
    own[spread[rownames(z)] == Inf] <- NA
    z[itself] <- NA
    meant <- apply(held, 1L, function(h) sign(sum(h)))
    list(z = z, own = own, meant = ifelse(meant == 0, -1, meant))
}

# Shifts are noise, of Student's distribution since spreads are read from few
# samples, or responses, normal and wider: list(share, noise, wider), the share
# of responses and both variances by maximum likelihood (EM), over all genes.
# Share 0: responses tell no more than noise alone.
.NOISE_FREEDOM <- 6
.LEAST_WIDER <- 8
.LEAST_GAIN <- 3
.response_mixture <- function(z) {
    z <- z[is.finite(z)]
    alone <- .noise_alone(z)
    least <- list(share = 0, noise = alone, wider = .LEAST_WIDER * alone)
    if (!length(z)) {
        return(least)
    }
    # Noise of long tails may take in a few responses that are much wider: one
    # start is the width of the largest shifts.
    first <- sort(z^2, decreasing = TRUE)[seq_len(ceiling(length(z) / 20))]
    fits <- lapply(c(25, mean(first)), .mixture_from, z)
    gains <- vapply(fits, function(fit) sum(log(.shift_density(z, fit))), 0) -
        sum(log(.noise_density(z, alone)))
    if (max(gains) < .LEAST_GAIN) least else fits[[which.max(gains)]]
}

# EM from a variance of responses.
.mixture_from <- function(wider, z) {
    fit <- list(share = 0.1, noise = 1, wider = wider)
    for (i in seq_len(200L)) {
        before <- fit$share
        weight <- .is_response(z, fit)
        fit$share <- min(0.5, max(mean(weight), 1e-6))
        fit$noise <- .noise_variance(z, 1 - weight, fit$noise)
        fit$wider <- max(sum(weight * z^2) / max(sum(weight), 1e-9) - fit$noise,
            .LEAST_WIDER * fit$noise)
        if (abs(fit$share - before) < 1e-6 * before) {
            break
        }
    }
    fit
}

# One step of EM for a Student's variance, of values with weights.
.noise_variance <- function(z, weight, now) {
    tail <- (.NOISE_FREEDOM + 1) / (.NOISE_FREEDOM + z^2 / now)
    max(sum(weight * tail * z^2) / max(sum(weight), 1e-9), 1e-6)
}

.noise_alone <- function(z) {
    weight <- rep(1, length(z))
    now <- 1
    for (i in seq_len(50L)) {
        now <- .noise_variance(z, weight, now)
    }
    now
}

.noise_density <- function(z, noise) {
    stats::dt(z / sqrt(noise), .NOISE_FREEDOM) / sqrt(noise)
}

.wide_density <- function(z, fit) {
    stats::dnorm(z, 0, sqrt(fit$noise + fit$wider))
}

.shift_density <- function(z, fit) {
    fit$share * .wide_density(z, fit) + (1 - fit$share) *
        .noise_density(z, fit$noise)
}

.is_response <- function(z, fit) {
    fit$share * .wide_density(z, fit) / .shift_density(z, fit)
}

# How far a table can be believed, from 0 to 1: where genes were held they
# themselves go there, more than other genes do. Logarithm of the likelihood of
# that, with the share of them that do at its best, over that of shifts like all
# others; 1 where no held gene was measured.
.believed <- function(found, fit) {
    own <- (found$own * found$meant)[is.finite(found$own)]
    if (length(own) == 0L) {
        return(1)
    }
    fit$share <- max(fit$share, 1e-3)
    fit$wider <- max(fit$wider, mean(own^2) - fit$noise)
    usual <- .shift_density(own, fit)
    there <- ifelse(own > 0, 2 * .wide_density(own, fit), 0)
    gain <- stats::optimise(function(share) {
        sum(log(share * there + (1 - share) * usual) - log(usual))
    }, c(0, 1), maximum = TRUE)$objective
    # Of 100 tables of noise up to six gain more than that.
    stats::plogis(3 * (gain - 1.5 - log(length(own)) / 2))
}

# Where the held gene itself went, as far as its own shift tells, else as it was
# meant to.
.direction_held <- function(found) {
    clear <- is.finite(found$own) & abs(found$own) > 2
    unname(ifelse(clear, sign(found$own), found$meant))
}

# What a table tells: list(z, direction, ratio, chance, share, believed), with
# the likelihood of each shift as a response over that as noise, 1 where there
# is none, and the chance of a response.
.responses <- function(table) {
    found <- .shifts(table)
    fit <- .response_mixture(found$z)
    log_ratio <- log(.wide_density(found$z, fit)) -
        log(.noise_density(found$z, fit$noise))
    ratio <- exp(pmin(log_ratio, log(1e6)))
    ratio[!is.finite(found$z)] <- 1
    odds <- ratio * fit$share / (1 - fit$share)
    chance <- odds / (1 + odds)
    chance[!is.finite(found$z)] <- 0
    list(z = found$z, direction = .direction_held(found), ratio = ratio,
        chance = chance, share = fit$share, believed = .believed(found, fit))
}

# Of all tables of a series, by name; those that cannot be believed are said.
.table_responses <- function(series) {
    out <- lapply(.intervention_tables(series), .responses)
    for (name in names(out)) {
        if (out[[name]]$believed < 0.5) {
            .tell_unbelieved(switch(name, series = "perturbed", name))
        }
    }
    out
}

.tell_unbelieved <- function(arg) {
    .ggc_inform(paste0(
        "`%s`: where genes were held they do not go there themselves, more ",
        "than others do: what follows counts as noise.\nCheck the labels%s."
    ), arg, if (arg == "steady") {
        paste0(". If expression does not show it, as of a protein without ",
            "function, set the held genes to NA in their samples")
    } else {
        ", and kinds: less or more"
    })
}

# Where each target goes with each regulator, -1 or 1, weighted by the chance of
# a response; 0 where there is none. like: a matrix regulators x targets, by
# name; tables: as of .table_responses().
.response_signs <- function(like, tables) {
    out <- 0 * like
    for (found in tables) {
        way <- sign(found$z) * found$direction * found$chance * found$believed
        way[!is.finite(way)] <- 0
        rows <- intersect(rownames(like), rownames(way))
        out[rows, ] <- out[rows, ] + way[rows, colnames(like)]
    }
    out
}
