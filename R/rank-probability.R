# The probability of each edge to be a true one, from what a fit knows
# without the truth.

# ---- Evidence that takes no training ---------------------------------------

# What speaks for each edge against shadows, by what is read off the series
# without networks: list(dependence, directed, conditional), p-values like the
# score in the user's order, as far as there are; NULL where the series carry no
# shadows.
.linear_evidence <- function(s, place) {
    design <- tryCatch(.shadow_design(s$series, s$seed),
        ggc_error_test = function(e) NULL)
    if (is.null(design)) {
        return(NULL)
    }
    .say_stage(s$verbose, "setting edges against shadows")
    apart <- .apart(s$rows, s$columns, s$known$exclude)
    draws <- lapply(seq_len(min(.EXCHANGES, design$most)), function(b) {
        both <- .with_shadows(s, design, b)
        parts <- list(dependence = .dependence_of(both, "linear"),
            directed = .asymmetry(both),
            conditional = .conditional_dependence(both)$score)
        lapply(parts[lengths(parts) > 0L], .set_apart, apart)
    })
    parts <- Reduce(intersect, lapply(draws, names))
    lapply(stats::setNames(nm = parts), function(part) {
        place(.edge_p_values(lapply(draws, `[[`, part)), NA_real_)
    })
}

# list(unlike, p_values, memory): what the probability of an edge is made of
# beside the ranking; of a fit that is unlike those of the calibration only in
# what.
.evidence_of_edges <- function(s, place) {
    unlike <- .unlike_calibrated(s)
    if (length(unlike)) {
        return(list(unlike = unlike))
    }
    list(unlike = unlike, memory = .memory_of(s),
        p_values = if (is.null(.other_size(length(s$regulators),
            length(s$targets)))) {
            .linear_evidence(s, place)
        })
}

# Values of a control that no probability depends on.
.NO_MATTER <- c("preset", "cut", "loo", "loo_rule", "alpha", "keep", "isa")

# Arguments of ggc_fit() and ggc_control() that the calibration had not so.
.unlike_calibrated <- function(s) {
    usual <- ggc_control()
    names <- setdiff(union(names(usual), names(s$asked)), .NO_MATTER)
    other <- names[!vapply(names, function(name) {
        identical(s$asked[[name]], usual[[name]])
    }, NA)]
    c(if (!s$method$calibrated) "method", if (s$graph) "graph",
        if (!is.null(s$series$pseudotime)) "pseudotime",
        intersect(c("covariates", "perturbed", "steady"), names(s$series)),
        intersect(c("prior", "exclude", "include"), names(s$known)),
        if (.measured_steps(s$series) < length(s$series$trajectory) -
            max(s$series$trajectory)) "irregular",
        other)
}

# How fast the series forget: autocorrelation at lags 1 and 2, the second as of
# a first-order process where no trajectory is so long. Measurement noise lowers
# both, memory the second beside the first.
.memory_of <- function(s) {
    z <- s$z - .group_means(s$z, s$series$trajectory)
    out <- vapply(1:2, function(k) {
        from <- .pairs_from(s$series$trajectory, k)
        if (length(from)) {
            .quietly(stats::cor(as.vector(z[, from]), as.vector(z[, from + k])))
        } else {
            NA_real_
        }
    }, 0)
    out[is.na(out)] <- c(0, out[[1L]]^2)[is.na(out)]
    ifelse(is.na(out), 0, out)
}

# ---- What a fit knows of an edge, and of its data --------------------------

# Log-odds of an edge are a sum over what is known of the edge, each with a
# weight that is linear in what is known of the data: edge' W data. W is in
# inst/extdata/edge_odds.tsv, by tools/tune/odds.R. Series that carry no shadows
# took part in it (`shadows`, `paired`), and are refused.

# What it reads of a fit; while that is made, a list of these names.
.parts_of <- function(fit) {
    c(list(score = fit@score, norms = fit@norms, training = fit@training,
        series = fit@series, control = fit@control),
    fit@details[c("ranking", "path", "evidence")])
}

# Entries of the score x what is known of each; rows of entries that are no
# candidates mean nothing.
.edge_knowledge <- function(part) {
    score <- part$score
    apart <- .self_entries(score)
    candidate <- score
    candidate[apart] <- NA
    apart <- is.na(candidate)
    rank <- log(rank(-candidate, na.last = "keep") / ncol(score))
    among <- apply(-candidate, 2L, rank, na.last = "keep")
    evidence <- function(m) {
        if (is.null(m)) 0 else as.vector(.rank_evidence(m, apart))
    }
    p <- part$evidence$p_values
    against <- function(p) {
        out <- if (is.null(p)) 0 * score else p
        -log(ifelse(is.na(out) | is.null(p), 0.5, out))
    }
    ranking <- part$ranking
    kept <- .cut_network(ranking$uncut %or% part$norms, which(apart)) > 0
    cbind(one = 1, rank = rank, rank2 = rank^2, among = log(as.vector(among)),
        network = evidence(ranking$network),
        dependence = evidence(ranking$dependence),
        conditional = evidence(ranking$conditional),
        p_dependence = as.vector(against(p$dependence)),
        p_directed = as.vector(against(p$directed)),
        p_conditional = as.vector(against(p$conditional)),
        p_conditional2 = as.vector(against(p$conditional))^2,
        p_opposite = as.vector(.opposite(against(p$conditional))),
        kept = as.vector(kept),
        skill = rep(.own_skill(part$training), each = nrow(score)))
}

# Of each entry that of the opposite edge, 0 where there is none.
.opposite <- function(m) {
    both <- intersect(rownames(m), colnames(m))
    out <- 0 * m
    out[both, both] <- t(m[both, both])
    out
}

# What networks gain on each target's own past, -1 to 1, 0 where not known.
.own_skill <- function(training) {
    skill <- .skill(training, "own")
    skill[!is.finite(skill)] <- 0
    pmax(skill, -1)
}

# What is known of the data, one number each. Sums over genes run over sorted
# values: the same bits for any order of the genes.
.data_knowledge <- function(part) {
    score <- part$score
    series <- part$series
    size <- tabulate(series$trajectory)
    steps <- length(series$trajectory) - length(size)
    p <- part$evidence$p_values
    memory <- part$evidence$memory
    ranking <- part$ranking
    mean_log <- function(x) {
        x <- log(sort(x[is.finite(x) & x > 0]))
        if (length(x)) mean(x) else 0
    }
    c(one = 1, shadows = !is.null(p),
        found_dependence = .excess(p$dependence, 0.05),
        found_directed = .excess(p$directed, 0.05),
        found_conditional = .excess(p$conditional, 0.05),
        strong_dependence = .excess(p$dependence, 0.01),
        strong_conditional = .excess(p$conditional, 0.01),
        linear = log1p(ranking$conditional_weight), weight = ranking$weight,
        spread = ranking$spread, hubs = ranking$hubs, held = ranking$held,
        horizons = max(part$control$horizons, 1),
        skill = mean(sort(.own_skill(part$training))),
        null = mean_log(part$training$null),
        heldout = mean_log(part$training$heldout),
        memory1 = memory[[1L]], memory2 = memory[[2L]],
        regulators = log(nrow(score)), targets = log(ncol(score) / nrow(score)),
        steps = log(steps / nrow(score)), points = log(min(size)),
        trajectories = log(length(size)), uneven = !.steps_alike(series),
        paired = !is.null(series$pairing))
}

# Logarithm of how many times more p-values are below `level` than noise has,
# drawn towards none by two of noise.
.excess <- function(p, level) {
    if (is.null(p)) {
        return(0)
    }
    p <- p[!is.na(p)]
    log((sum(p < level) + 2 * level) / (length(p) + 2) / level)
}

# ---- Probability ------------------------------------------------------------

# list(weight, range): weight, what is known of an edge x what is known of the
# data; range, `from` and `to` of the latter, beyond which nothing was
# calibrated: values are drawn to the nearer end.
.edge_odds <- function() {
    table <- as.matrix(.shipped_table("edge_odds", row.names = 1L))
    ends <- c("from", "to")
    list(range = table[ends, ], weight = table[!rownames(table) %in% ends, ])
}

# Why there is no probability, and what would do; NULL where there is one.
.uncalibrated <- function(part) {
    evidence <- part$evidence
    if (is.null(evidence)) {
        return(c(
            "the fit is of a method that has none, or of an earlier version",
            "Fit with method = \"clstm\"; a method with tests takes `fdr`."))
    }
    if ("method" %in% evidence$unlike) {
        return(c("it was calibrated for another method",
            paste("Fit with method = \"clstm\"; or test the edges,",
                "ggc_test(), and give `fdr`.")))
    }
    if ("pseudotime" %in% evidence$unlike) {
        return(c("it was calibrated for measured times, not for cells in order",
            "Take edges as hypotheses for measured times."))
    }
    if (length(evidence$unlike)) {
        return(c(sprintf("the fit has other values of %s than its calibration",
            .ggc_names(sprintf("`%s`", evidence$unlike))),
        paste("Fit with the defaults; or test the edges, ggc_test(), and",
            "give `fdr`.")))
    }
    .other_size(nrow(part$score), ncol(part$score)) %or%
        .no_shadows(part) %or% .other_series(part)
}

# Why series carry no shadows, in the words of ggc_test(); NULL where they do.
.no_shadows <- function(part) {
    if (is.null(part$evidence$p_values)) {
        why <- tryCatch(.shadow_design(part$series, 0),
            error = conditionMessage)
        c(sub("[.]$", "", strsplit(why, "\n", fixed = TRUE)[[1L]][[1L]]),
            "More trajectories of the same times would do.")
    }
}

# Candidates beyond those of the calibration. Of fewer regulators each ranks
# high whatever it does.
.FEWEST_REGULATORS <- 10L

.other_size <- function(regulators, targets) {
    most <- .calibrated_range("regulators")[["to"]]
    each <- .calibrated_range("targets")[["to"]]
    if (regulators < .FEWEST_REGULATORS) {
        c(sprintf("there are fewer than %d regulators", .FEWEST_REGULATORS),
            "Offer more regulators; or test the edges, ggc_test().")
    } else if (regulators > most) {
        c(sprintf("there are more than %.0f regulators", most),
            "Name fewer `regulators`.")
    } else if (targets < regulators) {
        c("there are fewer targets than regulators",
            "Offer as many targets, or merge parts, ggc_merge().")
    } else if (targets > regulators * each) {
        c(sprintf("there are more than %.1f targets for each regulator", each),
            "Name fewer `targets`.")
    }
}

# Steps, points and trajectories beyond those of the calibration. What data lack
# is said as trajectories.
.other_series <- function(part) {
    q <- nrow(part$score)
    size <- tabulate(part$series$trajectory)
    steps <- sum(size - 1L)
    range <- .calibrated_range("steps")
    if (steps < q * range[["from"]]) {
        lack <- ceiling((q * range[["from"]] - steps) / (max(size) - 1L))
        return(c(sprintf("there are %s for %s", .plural(steps, "step"),
            .plural(q, "regulator")), sprintf(
            "%s of %s more would do, or fewer `regulators`.",
            sub("ys$", "ies", .plural(lack, "trajectory")),
            .plural(max(size), "point"))))
    }
    much <- c("steps for each regulator" = steps / q / range[["to"]],
        "points in a trajectory" = min(size) /
            .calibrated_range("points")[["to"]],
        trajectories = length(size) / .calibrated_range("trajectories")[["to"]])
    if (any(much > 1)) {
        c(sprintf("there are more %s than in its calibration",
            names(much)[much > 1][[1L]]),
        "Test the edges, ggc_test(), and give `fdr`.")
    }
}

# Of what is known of the data as a logarithm; the table is rounded.
.calibrated_range <- function(what) {
    exp(.edge_odds()$range[, what]) * c(0.999, 1.001)
}

# Probability of each entry to be a true edge, a matrix like the score with NA
# for self entries; NULL where it is not known, see .uncalibrated(). part: as of
# .parts_of().
.probability_of <- function(part) {
    if (!is.null(.uncalibrated(part))) {
        return(NULL)
    }
    odds <- .edge_odds()
    data <- .data_knowledge(part)[colnames(odds$weight)]
    data <- pmin(pmax(data, odds$range["from", ]), odds$range["to", ])
    weight <- drop(odds$weight %*% data)
    edge <- .edge_knowledge(part)
    # A sum by columns: the same bits for any order of the rows.
    out <- Reduce(`+`, lapply(names(weight), function(what) {
        weight[[what]] * edge[, what]
    }))
    out <- array(stats::plogis(out), dim(part$score), dimnames(part$score))
    out[which(part$score == 0)] <- 0 # constant genes
    out[.self_entries(out)] <- NA
    out[is.na(part$score)] <- NA
    out
}

# That of a fit, made with it.
.edge_probability <- function(fit) fit@details$evidence$probability

# The most edges whose mean probability is at least `precision`, none of them
# impossible.
.size_at <- function(precision, probability) {
    mean_of <- cumsum(probability) / seq_along(probability)
    max(0L, which(mean_of >= precision & probability > 0))
}
