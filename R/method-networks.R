# Component networks: one network for each target, trained along a path of
# penalties on its input weights.

# A row of the methods' table. cell: name of the cell (.native_cells()); label,
# unit: what its networks and their layers are called; does: for help. cell and
# unit may be functions of the control.
.component_networks <- function(cell, label, unit, does, calibrated = FALSE) {
    .method_row(
        label = label, does = does, has_networks = TRUE,
        unit = if (is.function(unit)) unit else function(control) unit,
        cell = if (is.function(cell)) cell else function(control) cell,
        setup = .network_setup, bytes = .fit_memory, train = .train_networks,
        effects = .network_effects, forecast = .network_forecast,
        evidence = .network_evidence, calibrated = calibrated,
        facts = .network_facts, shard = .shard_of_fit, interventions = TRUE
    )
}

# What show() says of a fit of networks.
.network_facts <- function(fit) {
    c(penalty = .lambda_range(fit@training$lambda),
        ranking = .ranking_text(fit), pairing = .pairing_text(fit))
}

# NULL where no samples were paired.
.pairing_text <- function(fit) {
    shared <- fit@details$pairing
    if (!is.null(shared)) {
        sprintf("paired anew, %.0f %% of the first %d edges stay (conditional)",
            100 * shared$share, shared$edges)
    }
}

.lambda_range <- function(lambda) {
    lambda <- lambda[is.finite(lambda)]
    if (!length(lambda)) {
        return("none chosen")
    }
    text <- sprintf("%.3g", c(stats::median(lambda), range(lambda)))
    if (min(lambda) == max(lambda)) {
        return(text[[1L]])
    }
    sprintf("%s (median; %s to %s)", text[[1L]], text[[2L]], text[[3L]])
}

# "networks (3 horizons), hubs ^ 0.72, dependence x 0.45": what the score was
# made of.
.ranking_text <- function(fit) {
    ranking <- fit@details$ranking
    steps <- max(fit@control$horizons, 1L)
    part <- function(x, form) {
        if (!is.null(x) && x > 0) sprintf(form, x)
    }
    paste(c(
        sprintf("networks (%d horizon%s)", steps, if (steps > 1L) "s" else ""),
        part(ranking$hubs, "hubs ^ %.2g"),
        part(ranking$alike, "regulators made alike x %.2g"),
        .dependence_text(fit),
        part(ranking$conditional_weight, "conditional dependence x %.2g"),
        part(ranking$steady %or% 0, "steady states x %.2g"),
        part(ranking$held, "held inputs x %.2g"),
        .prior_text(fit)
    ), collapse = ", ")
}

# "prior x 0.6", or why there is nothing of it; of each, "prior chip x 0.6",
# where there are several. NULL without a prior.
.prior_text <- function(fit) {
    weight <- fit@details$ranking$prior
    if (is.null(weight) || is.null(fit@known$prior)) {
        return(NULL)
    }
    why <- vapply(.beliefs_of(fit@known), function(belief) {
        belief[.flagged(fit@known$exclude)] <- 0
        if (!is.null(fit@control$prior_weight)) {
            " (as asked for)"
        } else if (!any(belief > 0)) {
            " (no link is believed in)"
        } else if (length(weight) == 1L) {
            " (not borne out by the data)"
        } else {
            " (the data bear out nothing that others lack)"
        }
    }, "")
    name <- if (is.null(names(weight))) "" else paste0(" ", names(weight))
    sprintf("prior%s x %.2g%s", name, weight, ifelse(weight > 0, "", why))
}

# "dependence x 0.45 (5 lags, smoothed by 0.6 steps)", or NULL.
.dependence_text <- function(fit) {
    weight <- fit@details$ranking$weight
    if (is.null(weight) || weight == 0) {
        return(NULL)
    }
    if (identical(fit@control$dependence, "levels")) {
        return(sprintf("dependence of levels x %.2g", weight))
    }
    lags <- fit@control$dependence_lags
    smooth <- fit@control$smooth
    sprintf("dependence x %.2g (%d lag%s%s)", weight, lags,
        if (lags > 1L) "s" else "",
        if (smooth > 0) sprintf(", smoothed by %.2g steps", smooth) else "")
}

# ---- Merging ----------------------------------------------------------------

# A fit as the shard that its training was, in the working order of s.
.shard_of_fit <- function(fit, s) {
    genes <- rownames(s$z)
    lambda <- s$control$lambda
    trained <- intersect(genes[s$columns], colnames(fit@score))
    rows <- genes[s$rows]
    record <- fit@training[trained, ]
    chosen <- match(record$lambda, lambda)
    train <- matrix(NA_real_, length(lambda), length(trained))
    train[cbind(chosen, seq_along(trained))] <- record$loss
    bare <- function(m) unname(m[rows, trained, drop = FALSE])
    path <- fit@details$path$norms
    networks <- fit@details$networks
    packed <- match(trained, rownames(fit@series$x)[networks$targets])
    list(
        targets = match(trained, genes),
        score = bare(fit@details$ranking$network),
        path = if (!is.null(path)) {
            aperm(unname(path[rows, trained, , drop = FALSE]), c(1L, 3L, 2L))
        },
        norms = bare(fit@details$ranking$uncut %or% fit@norms), train = train,
        held = fit@details$path$error[, match(trained, colnames(fit@score)),
            drop = FALSE],
        chosen = chosen, iterations = record$iterations,
        violation = record$violation,
        status = record$status, networks = networks$packed[packed]
    )
}
