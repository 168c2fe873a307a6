# From trained shards to the slots of a fit: joined, in the user's order,
# constant genes filled in, and what could not be trained said.

# No training of a given number of iterations ends at a minimum to the last bit,
# so that a tolerance of 0 asks nothing.
.converged <- function(violation, tolerance) {
    if (tolerance > 0) violation <= tolerance else rep(NA, length(violation))
}

# Put shards together, un-sort the genes, and fill in the constant ones.
.assemble <- function(parts, reason, s, structure) {
    genes <- rownames(s$series$x)
    all <- .join_shards(parts, s$columns)
    trained <- s$used[s$columns]
    column <- match(s$targets, trained)
    place <- .placer(s)
    .report_status(genes[trained], all$status, reason)
    training <- .training_record(all, column, s)
    ranking <- .rank_edges(all$score, s)
    pairing <- .shared_by_pairings(s)
    .inform_pairings(pairing)
    uncut <- place(all$norms)
    score <- place(ranking$score)
    details <- list(
        graph = s$graph, cell = s$cell,
        ranking = .place_ranking(ranking, uncut, s, place),
        path = list(lambda = s$control$lambda,
            norms = .place_path(parts, s$columns, place, s$control),
            error = unname(all$held[, column, drop = FALSE])),
        networks = .list_networks(all$networks, s$used[s$rows], trained,
            structure),
        adjacency = .in_order(structure$adjacency, genes),
        dcor = .in_order(structure$dcor, genes), pairing = pairing,
        evidence = .evidence_of_edges(s, place),
        response = .placed_responses(s, place)
    )
    probability <- .probability_of(c(list(score = score, norms = uncut,
        training = training, series = s$series, control = s$control), details))
    details$evidence["probability"] <- list(probability)
    list(score = score, norms = .chosen_network(uncut, probability, s, place),
        training = training, details = details, control = s$control)
}

# One row for each target asked for; column: its place among the trained ones.
.training_record <- function(all, column, s) {
    control <- s$control
    chosen <- all$chosen[column]
    of_chosen <- function(m) m[cbind(chosen, column)]
    z <- s$z[s$columns, , drop = FALSE]
    S4Vectors::DataFrame(
        status = ifelse(is.na(column), "constant", all$status[column]),
        lambda = control$lambda[chosen],
        iterations = ifelse(is.na(column), 0L, all$iterations[column]),
        violation = all$violation[column],
        converged = .converged(all$violation[column], control$tolerance),
        loss = of_chosen(all$train), heldout = of_chosen(all$held),
        null = .free_error(z, s, .persistence_error, control$members)[column],
        own = .free_error(z, s, .own_past_of, control, s$cell, FALSE)[column],
        row.names = rownames(s$series$x)[s$targets]
    )
}

# Errors of the rows of z, targets, each on the trajectories in which the target
# was never held by hand; f(z, trajectory, ...) measures them.
.free_error <- function(z, s, f, ...) {
    trajectory <- s$series$trajectory
    out <- f(z, trajectory, ...)
    off <- s$held$off[s$columns, , drop = FALSE]
    for (i in which(rowSums(off %or% matrix(FALSE, 0L, 0L)) > 0)) {
        free <- !trajectory %in% trajectory[off[i, ]]
        out[[i]] <- if (any(free)) {
            f(z[i, free, drop = FALSE],
                match(trajectory[free], unique(trajectory[free])), ...)
        } else {
            NA_real_
        }
    }
    out
}

# What the score was made of, in the user's order.
.place_ranking <- function(ranking, uncut, s, place) {
    place_any <- function(m) if (!is.null(m)) place(m)
    list(
        network = place(ranking$network),
        dependence = place_any(ranking$dependence),
        conditional = place_any(ranking$conditional),
        weight = ranking$weight,
        conditional_weight = ranking$conditional_weight, hubs = ranking$hubs,
        spread = ranking$spread, alike = ranking$alike, held = ranking$held,
        prior = s$known$weight, steady = ranking$steady,
        uncut = if (s$control$cut != "none") uncut
    )
}

# Rows and columns of a matrix named by genes, in the order of the data.
.in_order <- function(m, genes) {
    if (is.null(m)) {
        return(NULL)
    }
    m[order(match(rownames(m), genes)), order(match(colnames(m), genes)),
        drop = FALSE]
}

# Norms along the path as regulators x targets x lambdas, or NULL where that
# would take more than a quarter of a gigabyte.
.place_path <- function(parts, columns, place, control) {
    order <- match(columns, .targets_of(parts))
    lambdas <- length(control$lambda)
    first <- place(do.call(cbind, lapply(parts, `[[`, "score")))
    if (8 * length(first) * lambdas > 2^28) {
        return(NULL)
    }
    out <- array(0, c(dim(first), lambdas), c(dimnames(first), list(NULL)))
    for (l in seq_len(lambdas)) {
        out[, , l] <- place(do.call(cbind, lapply(parts, function(part) {
            matrix(part$path[, l, ], dim(part$path)[[1L]])
        }))[, order, drop = FALSE])
    }
    out
}

# One warning for each kind of target without a result, an error where there is
# no result at all. reason: of workers that failed.
.report_status <- function(genes, status, reason) {
    failed <- genes[status == "failed"]
    diverged <- genes[status == "diverged"]
    none <- !any(status == "ok")
    if (none && length(failed)) {
        .ggc_stop("worker", paste0(
            "the workers could train no target, tried twice: %s\n",
            "Try `BPPARAM = NULL`, or a back-end that you know to work."
        ), reason)
    }
    if (none) {
        .ggc_stop("convergence", paste0(
            "training diverged for every target.\n",
            "Lower `rate` in ggc_control(), or look for outliers in the data."
        ))
    }
    if (length(failed)) {
        .ggc_warn("worker", paste0(
            "the workers could not train %d of %d targets, tried twice; their ",
            "scores are NA: %s.\nThe last reason was: %s"
        ), length(failed), length(genes), .ggc_names(failed), reason)
    }
    if (length(diverged)) {
        .ggc_warn("convergence", paste0(
            "training diverged for %d of %d targets; their scores are NA: ",
            "%s.\nLower `rate` in ggc_control(), or look for outliers in them."
        ), length(diverged), length(genes), .ggc_names(diverged))
    }
}
