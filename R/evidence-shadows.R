# Shadow regulators beside a fit: its setup once more, with shadows.

# The setup that a fit was trained by, but for beliefs and demands: the evidence
# is that of the data. Made once for all exchanges.
.setup_to_test <- function(fit, run) {
    names <- rownames(fit@series$x)
    genes <- list(regulators = match(rownames(fit@score), names),
        targets = match(colnames(fit@score), names))
    known <- fit@known[names(fit@known) == "exclude"]
    .fit_setup(fit@series, genes, lapply(known, unname), .method_of(fit),
        fit@control, isTRUE(fit@details$graph), fit@settings,
        metadata(fit)$seed, run)
}

# Entries of a fit that are no candidates, or cannot be: a gene with itself,
# what is excluded, constant genes, targets that could not be trained.
.barred <- function(fit) {
    out <- fit@known$exclude %or%
        array(FALSE, dim(fit@score), dimnames(fit@score))
    out[.self_entries(fit@score)] <- TRUE
    out[is.na(fit@score)] <- TRUE
    constant <- rownames(fit@series$x)[fit@series$constant]
    out[rownames(out) %in% constant, ] <- TRUE
    out[, colnames(out) %in% constant] <- TRUE
    out
}

# What speaks for each regulator and for its shadow, two matrices like the
# score. s: as of .with_shadows().
.shadow_evidence <- function(fit, s) {
    .set_apart(s$method$evidence(s, fit), .barred(fit))
}

# What would be found as edges and is none, as far as the series show it: a
# rhythm that makes so much of a single series; and trajectories so near to
# others, few and many. Of 30 simulated gene networks of a design with starts of
# their own at most two were below, of four conditions of two series at low
# noise half to three quarters, of two conditions of three a fifth.
.RHYTHM <- 0.5
.ALIKE <- c(few = 0.45, many = 0.35)
.MANY_TRAJECTORIES <- 12L

# Points of a single series up to which p-values were right by regressions, too:
# of 60 they were, of 200 they were not (tools/tune/README.md).
.LONG_SINGLE <- 100L

.seem_conditions <- function(series, design) {
    least <- .ALIKE[1L + (tabulate(design$of) > .MANY_TRAJECTORIES)]
    any(.nearest_distances(series, design$of) < least, na.rm = TRUE)
}

# How alike trajectories are in conditions: the mean squared distance to the
# nearest one beside that of all pairs, of each kind; 1 where there are fewer
# than four. Of replicates of conditions some resemble each other far more than
# the others.
.nearest_distances <- function(series, kind) {
    vapply(split(seq_along(kind), kind), function(own) {
        if (length(own) < 4L) {
            return(1)
        }
        at <- lapply(own, function(r) series$trajectory == r)
        values <- vapply(at, function(columns) {
            as.vector(series$x[, columns])
        }, numeric(sum(at[[1L]]) * nrow(series$x)))
        size <- apply(values, 1L, stats::sd)
        far <- as.matrix(stats::dist(t(values[size > 0, , drop = FALSE] /
            size[size > 0])))^2
        diag(far) <- NA
        mean(apply(far, 1L, min, na.rm = TRUE)) / mean(far, na.rm = TRUE)
    }, 0)
}

# networks: are they what is tested?
.warn_of_series <- function(series, design, within, networks = TRUE) {
    exchanged <- design$kind == "trajectories"
    if (exchanged && is.null(within) && .seem_conditions(series, design)) {
        .ggc_warn("test", paste0(
            "Some trajectories resemble each other far more than the others, ",
            "as replicates of conditions do.\nTrajectories of different ",
            "conditions must not be exchanged, or edges are found that are ",
            "none: give `within`, the condition of each."
        ))
    }
    rhythm <- if (!exchanged) .rhythm(series)
    if (isTRUE(rhythm$share > .RHYTHM)) {
        .ggc_warn("test", paste0(
            "One rhythm makes %.0f %% of the series (period: %.3g points): ",
            "of a single series genes that follow one clock are found as ",
            "edges.\nA second series, from another start, would tell."
        ), 100 * rhythm$share, rhythm$period)
    }
    if (!exchanged && !networks && length(series$trajectory) > .LONG_SINGLE) {
        .ggc_warn("test", paste0(
            "p-values of one long series may be too small by this method: of ",
            "200 points of simulated gene networks a tenth of unrelated pairs ",
            "were below .05 by method = \"var\".\nSeveral series, or method = ",
            "\"clstm\", are tested better: see ?ggc_test."
        ))
    }
}
