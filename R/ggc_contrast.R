# Networks of two conditions, or more, side by side.

#' What differs between the networks of two conditions
#'
#' Fits the trajectories of each condition (treated and control, mutant and wild
#' type) with the same settings, and says for every edge how its effect differs
#' between them, and whether more than labels of conditions, dealt out at random
#' over whole trajectories, would make it differ.
#'
#' @section Fits: horizons, lags and smoothing are read from all data together,
#'   and each condition is fitted with these. Its score is the evidence of its
#'   fit (-log of the share of edges at or above), moved towards that of the fit
#'   of all data by `shared`, the part of what sets the effects of the two
#'   conditions apart that is noise: of few trajectories conditions have little
#'   of their own.
#' @section Effects: closed form, by ridge regression of the mean of a target's
#'   next five samples on all regulators, each followed with a delay of a step
#'   or so as a protein follows its mRNA, with the target's own past free of
#'   the penalty; in units of what that past leaves unexplained, of series that
#'   are standardised over all conditions. (Where steps are uneven, of the
#'   increment to the next sample.) `difference` ranks edges: the part of the
#'   two effects that is not common, from -1 to 1, times how much worse each
#'   condition of the target is forecast by the effects and the level of the
#'   other one than by its own (logarithm of the ratio of squared errors).
#' @section Test: labels of conditions are exchanged over whole trajectories,
#'   `B` times or, where there are no more ways, in every way; among
#'   trajectories of the same times, and with `pair` inside pairs. What is
#'   compared is the change of an edge's effect beside the changes of all
#'   effects on its target: where one regulator takes the place of another, the
#'   effects of those that go with it change too, but less. `p_value` is
#'   `(1 + at least as large) / (1 + B)`, and exact where no network differs;
#'   `q_value` is adjusted by Benjamini and Hochberg. Of a regulator the sum of
#'   squared changes over all targets is compared. A test takes five
#'   trajectories of each condition; of fewer p-values are `NA`, with a message,
#'   and each condition can be tested by itself ([ggc_test()] of `fits`).
#' @param x expression data, as [ggc_fit()] takes them; or a list of two fits
#'   or more, named by their conditions, the first being the reference, and no
#'   `condition`. Fits must have the same genes, horizons and lags.
#' @param condition the condition of each sample, or of each trajectory (in
#'   order, or named by it): a factor, strings or numbers, or the name of a
#'   column of `colData`. Each trajectory must be wholly of one.
#' @param reference the condition that each other one is set against. Default:
#'   the first level of a factor, else the first in the C locale's order.
#' @param pair what has a pair of trajectories in common, one of each condition,
#'   as a subject: values like those of `condition`. Labels are exchanged inside
#'   pairs. `NULL` (default): over all.
#' @param B how many exchanges, default 999: no p-value is below `1 / (1 + B)`.
#'   Where there are more, which ones are drawn is the seed's and the order's of
#'   the trajectories.
#' @param fdr number from 0 to 1, default 0.1: edges with a `q_value` up to this
#'   are called changed.
#' @param ... by name, arguments of [ggc_fit()], as `method`, `trajectory`,
#'   `regulators` or `control`.
#' @param seed,threads,verbose as in [ggc_fit()]; all fits have one seed.
#' @param object,row.names,optional see [summary()] and [as.data.frame()].
#' @return An object of class `"ggc_contrast"`, a list:
#'   * `table`: a data frame with a row for each candidate edge and each
#'     contrast, the most credible change first: `contrast` (the condition that
#'     is set against the reference), `regulator`, `target`, `score_reference`
#'     and `score` (of the two conditions), `effect_reference` and `effect`,
#'     `difference`, `p_value`, `q_value` and `status`: `"gained"`, `"lost"` or
#'     `"changed sign"` where `q_value` is at most `fdr`, by the effects, else
#'     `"kept"` where the chosen network of either condition has the edge; `NA`
#'     for edges of none, and where nothing was tested;
#'   * `regulators`: a data frame with a row for each regulator and contrast:
#'     `contrast`, `regulator`, `change` (root of the sum of its squared changes
#'     of effect), `p_value`, `q_value`, and how many edges were `gained`,
#'     `lost` and `changed_sign`;
#'   * `contrasts`: a data frame with a row for each contrast: `contrast`,
#'     `reference`, `n` and `n_reference` (trajectories), `exchanges` (how many,
#'     0 for no test), `every` (are these all there are?), `shared`;
#'   * `fits`: those of the conditions; `all`: that of all data, or `NULL`;
#'   * `condition`: of each trajectory, a factor; `fdr`.
#'
#'   `as.data.frame()` of it is the table, [ggc_edges()] the same as a
#'   `DataFrame` with `rank`, and `summary()` its regulators, those that are
#'   most likely rewired first. `plot()` draws it: see [plot.ggc_contrast()].
#' @section How right it is: on simulated gene networks of 20 genes, ten
#'   trajectories of 21 points in each condition (`tools/tune/contrast.R` and
#'   its logs). Where no link differed (200 sets) .047 of the p-values of edges
#'   were below .05 and .008 below .01, .045 of those of regulators, and nothing
#'   was found at a false discovery rate of .1. Where a fifth of the links was
#'   rewired (60 sets), little was found at that rate: in 7 sets anything, .58
#'   edges in the mean, of which .25 were rewired; the false share was .06 in
#'   the mean over all sets, but of all that was found four in ten were rewired:
#'   effects beside a rewired link change, too. Of rewired links .24 had
#'   a p-value below .05, of kept ones .07, of pairs without a link .055; of
#'   regulators with rewired links .20, of others .09. Among the links of either
#'   condition `difference` told rewired from kept ones with an AUROC of .82 (24
#'   sets), differences of the scores of two separate fits with .57, of their
#'   ranks with .68. Much of that is the target: which of its edges changed is
#'   told by pairs in .68.
#' @section Errors: `ggc_error_contrast` where a trajectory is of several
#'   conditions, there is one condition alone, or fits were not made alike;
#'   `ggc_error_argument` for wrong arguments. Otherwise as [ggc_fit()].
#' @references Phipson B, Smyth GK (2010). Permutation p-values should never be
#'   zero. Statistical Applications in Genetics and Molecular Biology 9, 39.
#' @seealso [ggc_fit()], [ggc_test()] for the edges of one condition;
#'   [ggc_simulate()] with `conditions`
#' @examples
#' sim <- ggc_simulate("grn", p = 6, conditions = 2, rewired = 0.3,
#'     n_trajectories = 12, seed = 1)
#' contrast <- ggc_contrast(sim, "condition", B = 199, seed = 1)
#' contrast
#' head(ggc_edges(contrast), 3)
#' summary(contrast)
#' @export
ggc_contrast <- function(x, condition = NULL, reference = NULL, pair = NULL,
                         B = 999, fdr = 0.1, ..., seed = NULL, threads = NULL,
                         verbose = interactive()) {
    B <- .check_count(B, "B")
    fdr <- .check_number(fdr, "fdr", 0, 1)
    verbose <- .check_flag(verbose, "verbose")
    common <- .arguments_of_fits(list(...), seed, threads, verbose)
    said <- new.env(parent = emptyenv())
    made <- .each_told_once(if (.are_fits(x)) {
        .contrast_of_fits(x, condition, pair, list(...))
    } else {
        .fitted_conditions(x, condition, reference, pair, common)
    }, said)
    reference <- .check_levels(made$condition, reference)
    others <- setdiff(levels(made$condition), reference)
    contrasts <- lapply(others, function(other) {
        .say_stage(verbose, "%s against %s", other, reference)
        .one_contrast(made, c(reference, other), B, threads)
    })
    out <- list(
        table = .bind_rows(lapply(contrasts, .contrast_table, made, fdr)),
        regulators = NULL,
        contrasts = .bind_rows(lapply(contrasts, `[[`, "about")),
        fits = made$fits, all = made$all, condition = made$condition, fdr = fdr
    )
    out$regulators <- .bind_rows(lapply(contrasts, .regulator_table,
        out$table))
    structure(out, class = "ggc_contrast")
}

# Arguments of all fits, by name.
.arguments_of_fits <- function(given, seed, threads, verbose) {
    own <- list(seed = .check_seed(seed), threads = threads, verbose = verbose)
    method <- .method(given$method %or% formals(ggc_fit)$method)
    .check_dots(given, setdiff(c(names(formals(ggc_fit)),
        names(method$settings)), c("x", "...", names(own))), "ggc_contrast()")
    c(given, own)
}

.are_fits <- function(x) {
    is.list(x) && !is.object(x) && length(x) > 0L &&
        any(vapply(x, methods::is, NA, "GGCFit"))
}

# list(series, condition, pair, fits, all)
.contrast_of_fits <- function(x, condition, pair, given) {
    if (!is.null(condition) || length(given)) {
        .ggc_stop("argument", paste0(
            "`%s` must be left out where `x` is a list of fits, which are the ",
            "conditions."
        ), c(names(given), "condition")[[1L]])
    }
    names <- names(x)
    if (length(x) < 2L || is.null(names) || !all(nzchar(names)) ||
        anyDuplicated(names)) {
        .ggc_stop("argument", paste0(
            "`x` must be two fits or more, named by their conditions: ",
            "list(control = fit, treated = fit)."
        ))
    }
    fits <- Map(.check_fit, x, sprintf("x$%s", names))
    made <- .bound_fits(fits)
    if (!is.null(pair)) {
        made$pair <- .values_of_series(.value_by_trajectory(pair, made$series,
            NULL, "pair"), made$series)
    }
    c(made, list(fits = fits, all = NULL))
}

.fitted_conditions <- function(x, condition, reference, pair, arguments) {
    if (is.null(condition)) {
        .ggc_stop("argument", paste0(
            "`condition` must be the condition of each sample or trajectory, ",
            "or the name of a column of colData, not NULL."
        ))
    }
    given <- list(condition = condition, pair = pair)
    given <- Map(function(value, arg) {
        .value_by_trajectory(value, x, arguments, arg)
    }, given[lengths(given) > 0L], names(given)[lengths(given) > 0L])
    .check_levels(given$condition, reference)
    .say_stage(arguments$verbose, "all data")
    all <- .fit_by_name(x, arguments)
    given <- lapply(given, .values_of_series, all@series)
    list(series = all@series, condition = given$condition, pair = given$pair,
        all = all, fits = .fits_by_condition(all, given$condition, arguments,
            arguments$verbose))
}

# One condition against the reference: the numbers of .contrast_of(), as
# matrices in the user's order, and what they are of.
.one_contrast <- function(made, levels, B, threads) {
    own <- which(made$condition %in% levels)
    keep <- which(made$series$trajectory %in% own)
    fit <- made$all %or% made$fits[[levels[[1L]]]]
    fit@series <- .some_samples(made$series, keep)
    s <- .setup_to_test(fit, list(threads = .resolve_threads(threads),
        BPPARAM = NULL, checkpoint = NULL, verbose = FALSE))
    design <- .label_design(fit@series, made$condition[own] == levels[[2L]],
        made$pair[own])
    why <- .why_untested(design, levels)
    if (!is.null(why)) {
        .ggc_inform("No p-values: %s", why)
    }
    labels <- if (is.null(why)) {
        .exchanged_labels(design, B, metadata(fit)$seed)
    }
    found <- .contrast_of(.trajectory_sums(s), design$other, labels)
    place <- .placer(s)
    matrices <- c("reference", "other", "difference", "p_value")
    out <- lapply(found[intersect(matrices, names(found))], function(m) {
        replace(place(m, NA_real_), .barred(fit), NA)
    })
    row <- match(s$regulators, s$used[s$rows])
    out$regulators <- found$regulators[row]
    flat <- .flat_in_condition(fit@series, design$other, levels)
    for (m in intersect(matrices, names(out))) {
        out[[m]][rownames(out[[m]]) %in% flat, ] <- NA
        out[[m]][, colnames(out[[m]]) %in% flat] <- NA
    }
    out$regulators[rownames(out$difference) %in% flat] <- NA
    out$scores <- .shared_scores(made$fits[levels], made$all, found$shared)
    out$about <- data.frame(contrast = levels[[2L]], reference = levels[[1L]],
        n = sum(design$other), n_reference = sum(!design$other),
        exchanges = NCOL(labels) * !is.null(labels),
        every = design$ways - 1 <= B, shared = found$shared)
    out
}

.bind_rows <- function(tables) {
    out <- do.call(rbind, tables)
    rownames(out) <- NULL
    out
}

# ---- Tables ------------------------------------------------------------------

.contrast_table <- function(found, made, fdr) {
    at <- which(!is.na(found$difference))
    names <- dimnames(found$difference)
    ends <- arrayInd(at, dim(found$difference))
    p <- if (is.null(found$p_value)) NA_real_ else found$p_value[at]
    out <- data.frame(
        contrast = rep(found$about$contrast, length(at)),
        regulator = names[[1L]][ends[, 1L]], target = names[[2L]][ends[, 2L]],
        score_reference = found$scores[[1L]][at],
        score = found$scores[[2L]][at],
        effect_reference = found$reference[at], effect = found$other[at],
        difference = found$difference[at], p_value = p,
        q_value = stats::p.adjust(p, "BH")
    )
    levels <- c(found$about$reference, found$about$contrast)
    chosen <- Reduce(`|`, lapply(made$fits[levels], function(fit) {
        fit@norms[names[[1L]], names[[2L]]][at] > 0
    }))
    out$status <- .status_of(out, chosen, fdr)
    out[order(out$p_value, -abs(out$difference), .name_order(out$regulator),
        .name_order(out$target), method = "radix"), ]
}

# Both effects count where a change of sign is told: each is above a quarter of
# the other.
.BOTH_COUNT <- 0.25

.status_of <- function(table, chosen, fdr) {
    before <- table$effect_reference
    after <- table$effect
    small <- pmin(abs(before), abs(after))
    large <- pmax(abs(before), abs(after))
    turned <- before * after < 0 & small > .BOTH_COUNT * large
    changed <- ifelse(turned, "changed sign",
        ifelse(abs(after) > abs(before), "gained", "lost"))
    kept <- ifelse(chosen %in% TRUE, "kept", NA_character_)
    ifelse(is.na(table$q_value), NA_character_,
        ifelse(table$q_value <= fdr, changed, kept))
}

.regulator_table <- function(found, table) {
    change <- found$other - found$reference
    names <- rownames(change)
    edges <- table[table$contrast == found$about$contrast, ]
    count <- function(status) {
        of <- edges$regulator[edges$status %in% status]
        as.integer(tabulate(match(of, names), length(names)))
    }
    p <- found$regulators %or% rep(NA_real_, length(names))
    out <- data.frame(
        contrast = rep(found$about$contrast, length(names)), regulator = names,
        change = unname(sqrt(rowSums(change^2, na.rm = TRUE))), p_value = p,
        q_value = stats::p.adjust(p, "BH"), gained = count("gained"),
        lost = count("lost"), changed_sign = count("changed sign")
    )
    out[order(out$p_value, -out$change, .name_order(names), method = "radix"), ]
}

#' @rdname ggc_contrast
#' @export
print.ggc_contrast <- function(x, ...) {
    size <- vapply(x$fits[1L], function(fit) dim(fit@score), c(0L, 0L))
    cat(sprintf("Contrast of %s: %s regulators x %s targets\n",
        .plural(nlevels(x$condition), "condition"), .big(size[[1L]]),
        .big(size[[2L]])))
    for (i in seq_len(nrow(x$contrasts))) {
        .print_contrast(x, x$contrasts[i, ])
    }
    invisible(x)
}

.EDGES_PRINTED <- 6L

.print_contrast <- function(x, about) {
    edges <- x$table[x$table$contrast == about$contrast, ]
    cat(sprintf("\n%s (%s) against %s (%d)\n", about$contrast,
        .plural_trajectories(about$n), about$reference, about$n_reference))
    if (about$exchanges == 0L) {
        cat("not tested; the largest differences:\n")
    } else {
        counts <- table(factor(edges$status,
            c("gained", "lost", "changed sign")))
        rewired <- sum(x$regulators$q_value[x$regulators$contrast ==
            about$contrast] <= x$fdr, na.rm = TRUE)
        cat(sprintf(paste0("%s exchanges of whole trajectories%s; at a false ",
            "discovery rate of %s:\n%s; %s rewired\n"),
        .big(about$exchanges), if (about$every) ", all there are" else "",
        format(x$fdr), paste(counts, names(counts), collapse = ", "),
        .plural(rewired, "regulator")))
        cat(.least_found_text(nrow(edges), about, x$fdr))
    }
    first <- utils::head(edges, .EDGES_PRINTED)
    numbers <- vapply(first, is.double, NA)
    first[numbers] <- lapply(first[numbers], signif, 3L)
    print(first[setdiff(names(first), "contrast")], row.names = FALSE)
}

# Where no single edge can be found: how many it takes, all with the least
# p-value that there is.
.least_found_text <- function(edges, about, fdr) {
    least <- 1 / (1 + about$exchanges)
    if (fdr >= least * edges || fdr == 0) {
        return("")
    }
    sprintf("(of %s edges at least %s must have the least p-value, %.2g%s)\n",
        .big(edges), .big(ceiling(least * edges / fdr - 1e-9)), least,
        if (about$every) "" else ": more `B` finds fewer")
}

#' @rdname ggc_contrast
#' @method summary ggc_contrast
#' @export
summary.ggc_contrast <- function(object, ...) {
    .check_no_dots(..., of = "summary() of a contrast")
    object$regulators
}

#' @rdname ggc_contrast
#' @export
as.data.frame.ggc_contrast <- function(x, row.names = NULL, optional = FALSE,
                                       ...) {
    .check_no_dots(..., of = "as.data.frame() of a contrast")
    out <- x$table
    if (!is.null(row.names)) {
        rownames(out) <- row.names
    }
    out
}

methods::setOldClass("ggc_contrast")

#' @rdname ggc_contrast
#' @param self `FALSE`: a contrast has no edges from a gene to itself.
#' @param n how many edges of each contrast, default `Inf`: all.
#' @param labels_from as in [ggc_edges()] of a fit.
#' @export
setMethod("ggc_edges", "ggc_contrast", function(x, self = FALSE, n = Inf,
                                                labels_from = NULL, ...) {
    .check_no_dots(..., of = "ggc_edges() of a contrast")
    labels <- .gene_labels(labels_from, .fit_of_all(x))
    if (.check_flag(self, "self")) {
        .ggc_stop("argument",
            "`self` must be FALSE: a contrast has no edges of genes themselves."
        )
    }
    if (!identical(n, Inf)) {
        n <- .check_count(n, "n", 0L)
    }
    rank <- as.integer(stats::ave(seq_len(nrow(x$table)), x$table$contrast,
        FUN = seq_along))
    keep <- rank <= n
    .labelled_edges(S4Vectors::DataFrame(x$table[keep, , drop = FALSE],
        rank = rank[keep]), labels)
})

# Whose genes a contrast has.
.fit_of_all <- function(x) {
    x$all %or% x$fits[[1L]]
}
