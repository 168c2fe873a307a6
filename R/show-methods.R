# "4 trajectories x 21 time points", or their range where lengths differ.
.series_size <- function(series) {
    lengths <- tabulate(series$trajectory)
    points <- if (min(lengths) == max(lengths)) {
        sprintf("%d", lengths[[1L]])
    } else {
        sprintf("%d to %d", min(lengths), max(lengths))
    }
    sprintf("%s trajector%s x %s time points", .big(length(lengths)),
        if (length(lengths) == 1L) "y" else "ies", points)
}

# "8 ok, 1 constant (G3), 1 diverged (G7)".
.status_text <- function(training) {
    genes <- split(rownames(training), factor(training$status, .FIT_STATUS))
    genes <- genes[lengths(genes) > 0L]
    text <- sprintf("%s %s", .big(lengths(genes)), names(genes))
    bad <- names(genes) != "ok"
    text[bad] <- sprintf("%s (%s)", text[bad],
        vapply(genes[bad], .ggc_names, ""))
    paste(text, collapse = ", ")
}

.seconds_text <- function(seconds) {
    if (seconds < 100) {
        sprintf("%.3g s", seconds)
    } else if (seconds < 6000) {
        sprintf("%.0f min", seconds / 60)
    } else {
        sprintf("%.1f h", seconds / 3600)
    }
}

# "46 links believed in, 100 excluded": what was known beforehand.
.known_text <- function(known) {
    words <- c(prior = "believed in", exclude = "excluded",
        include = "included")
    known <- known[intersect(names(known), names(words))]
    words <- words[names(known)]
    links <- vapply(known, function(m) sum(m > 0), 0)
    noun <- ifelse(seq_along(links) == 1L, " links ", " ")
    paste0(.big(links), noun, words, collapse = ", ")
}

# "60 steps in 3 trajectories for 400 regulators: ...": what the data can carry.
# Least squares on q regulators fit, of noise that has nothing to do with them,
# the share q / (steps - 1) in the mean.
.limits_text <- function(fit) {
    series <- fit@series
    trajectories <- max(series$trajectory)
    steps <- .measured_steps(series)
    regulators <- sum(!series$constant[match(rownames(fit@score),
        rownames(series$x))])
    sprintf("%s in %s for %s, enough to fit %s",
        .plural(steps, "step"),
        if (trajectories == 1L) "1 trajectory" else
            sprintf("%s trajectories", .big(trajectories)),
        .plural(regulators, "regulator"),
        .noise_text(regulators, steps))
}

.noise_text <- function(regulators, steps) {
    if (regulators >= steps - 1) {
        return("any noise")
    }
    share <- 100 * regulators / (steps - 1)
    sprintf("%s %% of noise", format(share, digits = if (share < 1) 1 else 2))
}

# "2, their levels taken off: day 1, day 2".
.batch_text <- function(levels) {
    sprintf("%d, their levels taken off: %s", ncol(levels),
        .ggc_names(colnames(levels)))
}

# "dose, arm drug", and whether they are regulators; NULL without.
.covariates_text <- function(covariates) {
    if (!is.null(covariates)) {
        paste0(.ggc_names(covariates$names),
            if (covariates$as_regulators) ", as regulators" else
                ", inputs of all networks")
    }
}

# "3 genes held in 9 of 21 samples: G1, G2, G3", "30 samples, no gene held"; or
# NULL.
.perturbed_text <- function(held) {
    if (NROW(held) == 0L && !is.null(held)) {
        sprintf("%s, no gene held", .plural(ncol(held), "sample"))
    } else if (!is.null(held)) {
        sprintf("%s held in %d of %s: %s", .plural(nrow(held), "gene"),
            sum(colSums(held != 0) > 0), .plural(ncol(held), "sample"),
            .ggc_names(paste0(rownames(held), ifelse(rowSums(held > 0) > 0,
                " (more)", "")), 3L))
    }
}

.count_genes <- function(series) {
    nrow(series$x) - length(.covariate_regulators(series))
}

# What print and show have in common: a named character vector of lines.
.fit_facts <- function(fit) {
    score <- fit@score
    meta <- S4Vectors::metadata(fit)
    method <- .method_of(fit)
    facts <- c(
        data = sprintf("%s genes, %s", .big(.count_genes(fit@series)),
            .series_size(fit@series)),
        covariates = .covariates_text(fit@series$covariates),
        perturbed = .perturbed_text(fit@series$perturbed),
        steady = .perturbed_text(fit@series$steady$perturbed),
        batches = if (!is.null(fit@series$batch)) .batch_text(fit@series$batch),
        candidates = sprintf("%s regulators x %s targets", .big(nrow(score)),
            .big(ncol(score))),
        limits = .limits_text(fit),
        known = if (length(fit@known)) .known_text(fit@known),
        network = .network_text(fit),
        probability = .probability_text(fit), method$facts(fit),
        evidence = .evidence_text(fit@details$test),
        targets = .status_text(fit@training)
    )
    if (!is.null(meta$seed)) {
        facts[["seed"]] <- format(meta$seed, scientific = FALSE, digits = 15)
    }
    if (!is.null(meta$elapsed)) {
        facts[["time"]] <- .seconds_text(meta$elapsed)
    }
    facts
}

# "15 of 380 possible edges at adjusted p <= 0.05": the chosen network.
.network_text <- function(fit) {
    own <- .self_entries(fit@score)
    edges <- sum(fit@norms > 0, na.rm = TRUE) -
        sum(fit@norms[own] > 0, na.rm = TRUE)
    sprintf("%s of %s possible edges %s", .big(edges),
        .big(length(setdiff(.candidates(fit), own))),
        .method_of(fit)$rule(fit))
}

# "3 edges at an expected precision of 0.5", or why it is not known; NULL of
# methods without networks.
.probability_text <- function(fit) {
    probability <- .edge_probability(fit)
    if (!is.null(probability)) {
        known <- probability[!is.na(probability)]
        return(sprintf("%s at an expected precision of %s",
            .plural(.size_at(.USUAL_PRECISION, sort(known, decreasing = TRUE)),
                "edge"), .USUAL_PRECISION))
    }
    if (.method_of(fit)$has_networks) {
        paste0("not known, the network is by norms alone: ",
            .uncalibrated(.parts_of(fit))[[1L]])
    }
}

.USUAL_PRECISION <- 0.5

# "12 edges and 3 of 20 regulators at a false discovery rate of 0.1 (shadow, 4
# exchanges); 9 edges in .9 of 20 halves or more, 0.4 by chance at most"; NULL
# where nothing was tested.
.evidence_text <- function(test) {
    if (is.null(test)) {
        return(NULL)
    }
    paste(c(.null_text(test), .halves_text(test), .reversal_text(test)),
        collapse = "; ")
}

.null_text <- function(test) {
    if (is.null(test$null)) {
        return(NULL)
    }
    found <- function(q) sum(q <= .USUAL_FDR, na.rm = TRUE)
    regulators <- stats::p.adjust(test$regulators, "BH")
    conditions <- length(unique(test$null$within))
    sprintf("%s and %d of %s at a false discovery rate of %s (%s, %s%s)",
        .plural(found(test$q_value), "edge"), found(regulators),
        .plural(sum(!is.na(regulators)), "regulator"), .USUAL_FDR,
        test$null$method, .plural(test$null$B, "exchange"), if (conditions) {
            sprintf(" within %s", .plural(conditions, "condition"))
        } else {
            ""
        })
}

.STABLE_EDGES <- 0.9

.halves_text <- function(test) {
    halves <- test$halves
    if (is.null(halves)) {
        return(NULL)
    }
    stable <- .plural(sum(test$stability >= .STABLE_EDGES, na.rm = TRUE),
        "edge")
    if (identical(halves$of, "cells")) {
        # What all cells share makes edges that are stable and not true.
        return(sprintf(paste("%s of %d in .9 of %d halves of the cells or more",
            "(a fifth, where none is true)"), stable, halves$n_edges,
        2L * halves$B))
    }
    sprintf("%s in .9 of %d halves or more, %.2g by chance at most", stable,
        2L * halves$B, .stability_bound(.STABLE_EDGES, halves$n_edges,
            halves$candidates, halves$B))
}

# "read backwards, of the first 20 edges 1 stays and 18 are turned round".
.reversal_text <- function(test) {
    found <- test$reversal
    if (!is.null(found)) {
        sprintf(paste("read backwards, of the first %s %d %s and %d %s turned",
            "round%s"), .plural(found$n_edges, "edge"), found$stay,
        if (found$stay == 1L) "stays" else "stay", found$turned,
        if (found$turned == 1L) "is" else "are",
        if (found$opposed < found$n_edges) {
            sprintf(" of %d that could be", found$opposed)
        } else {
            ""
        })
    }
}

.USUAL_FDR <- 0.1

.cat_facts <- function(facts) {
    cat(sprintf("  %-*s %s\n", max(nchar(names(facts))) + 1L,
        paste0(names(facts), ":"), facts), sep = "")
}

# Edges as a table; those that nothing speaks for are not worth a line.
.cat_edges <- function(edges) {
    edges <- edges[!is.na(edges$score) & edges$score > 0, ]
    cat("  strongest edges:\n")
    if (!nrow(edges)) {
        cat("  (none)\n")
        return(invisible())
    }
    table <- data.frame(
        rank = edges$rank, regulator = edges$regulator, target = edges$target,
        score = formatC(edges$score, digits = 3, format = "g", flag = "#"),
        sign = c("-", "?", "+")[edges$sign + 2L],
        `in network` = ifelse(edges$norm > 0, "yes", "no"),
        check.names = FALSE
    )
    text <- utils::capture.output(print(table, row.names = FALSE))
    cat(paste0(" ", text, "\n"), sep = "")
}

#' @rdname summary-GGCFit-method
#' @export
setMethod("show", "GGCFit", function(object) {
    print.GGCFit(object)
})

# Without it print() takes a fit for a list of slots as soon as it has a second
# argument.
#' @rdname summary-GGCFit-method
#' @export
print.GGCFit <- function(x, n = 5L, labels_from = NULL, ...) {
    .check_fit(x, "x")
    n <- .check_count(n, "n", 0L)
    shown <- .relabelled(x, labels_from)
    cat(sprintf("GGCFit: Granger causality by %s\n", .fit_title(shown)))
    .cat_facts(.fit_facts(shown))
    .cat_edges(ggc_edges(shown, n = n))
    cat("See granger(), ggc_edges(), summary(), plot().\n")
    invisible(x)
}

# Genes with the most edges in a network, largest first, as "G1 (5)".
.busiest <- function(genes, n = 5L) {
    if (!length(genes)) {
        return(character())
    }
    counts <- table(genes)
    first <- utils::head(order(-counts, names(counts), method = "radix"), n)
    sprintf("%s (%d)", names(counts)[first], as.integer(counts)[first])
}

#' Show and summarise a fit
#'
#' `show()`, or `print()`, says what was fitted and names the strongest edges;
#' `summary()` adds how well the networks predict held-out data, and the hubs of
#' the network.
#'
#' @section What the data can carry: the line `limits` sets the steps from one
#'   sample to the next against the candidate regulators. So many regulators
#'   explain by least squares a share `regulators / (steps - 1)` of noise that
#'   has nothing to do with them, in the mean, and any noise where that is 1 or
#'   more. Points that were interpolated are no steps, and steps that resemble
#'   each other count for less than they are.
#' @section Paired samples: after `replicates = "match"` the line `pairing` says
#'   how many of the first edges (50, or a tenth of all candidates if that is
#'   less) by conditional dependence stay among the first when the samples of
#'   each time are paired anew, mean over three pairings: see [ggc_input]. The
#'   rest is the order in which the samples were given.
#' @section Held-out skill: of the networks at the chosen penalties, against two
#'   forecasts. "No change" is one step ahead, and easy to beat: the mean alone
#'   does, in noise. The own past of a target is the null of Granger's test,
#'   what regulators must add to: a linear regression on its last 0 to 3 values
#'   (0: the mean), fitted to the steps that each member trains on and measured
#'   on those that it holds out, over as many steps ahead; the number of values
#'   is that of the least held-out error, as the penalty is.
#'
#'   Neither is a test. Shares of targets that beat their own past, 20 genes, 4
#'   or 5 data sets each, of 3 x 6, 5 x 21, 10 x 21 and 1 x 60 points: white
#'   noise .19 .11 .15 .25; independent genes that remember .58 .00 .00 .14; a
#'   trend that all share .56 .75 .81 .56; genes of separate networks .48 .01
#'   .00 .40; gene networks .39 .04 .08 .46; linear systems .65 .27 .85 .48. So
#'   a skill above 0 is no proof of links, and one below 0 none against them:
#'   networks shrink what they learn, and rankings read more than networks.
#' @section Ends of the path: where the held-out error is least at the first
#'   penalty (dense) or the last one (sparse), a longer path might forecast
#'   better; `summary()` says of how many targets, and what to try. The sparse
#'   end is also where noise leads: .35 to .89 of the targets in the designs
#'   above, of gene networks .04 to .36.
#' @param object,x a [GGCFit-class].
#' @param n one whole number, default 10, of `print()` 5: how many edges to
#'   list.
#' @param labels_from `NULL` (default), or what the genes are called: see
#'   [labels_from].
#' @param ... not used. Of `summary()` any other argument is an error; `print()`
#'   ignores it, like the other print methods of this package, as lists of
#'   objects are printed with one set of arguments, `digits` among them.
#' @return `summary()`: an object of class `"ggc_summary"` with a print method,
#'   a list: `title`, `facts` (named character vector), `edges` (the first `n`
#'   of [ggc_edges()]), `skill` and `own_skill` (named double vectors, one value
#'   per target: `1 - heldout / null` and `1 - heldout / own` of
#'   [ggc_training()]; above 0 = better than the forecast "no change", or that
#'   from the target's own past, 1 = perfect; `NA` unless the status is `"ok"`),
#'   `ends` (named character vector: is the held-out error of a target least at
#'   the `"dense"` or the `"sparse"` end of the path, or `"inside"`? `NA` where
#'   there are not three penalties), `lambda` (the path), `hubs` and `sinks`
#'   (genes that drive and are driven by most genes in the network at the chosen
#'   penalty, with their numbers of edges). `show()`: `NULL`, `print()`: `x`,
#'   invisibly.
#' @section Errors: `ggc_error_argument` for a wrong `n` or an unknown argument.
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_time = 60, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' fit
#' summary(fit, n = 5)
#' @name summary-GGCFit-method
#' @aliases summary,GGCFit-method show,GGCFit-method summary.GGCFit
#' @export
setMethod("summary", "GGCFit", function(object, n = 10L, labels_from = NULL,
                                        ...) {
    .check_fit(object, "object")
    object <- .relabelled(object, labels_from)
    .check_no_dots(..., of = "summary()")
    n <- .check_count(n, "n", 0L)
    chosen <- .chosen_edges(object)
    training <- .training_of(object)
    structure(list(
        title = sprintf("Granger causality by %s", .fit_title(object)),
        facts = .fit_facts(object), edges = ggc_edges(object, n = n),
        skill = .skill(training, "null"), own_skill = .skill(training, "own"),
        ends = .path_ends(object), lambda = object@details$path$lambda,
        hubs = .busiest(chosen$regulator), sinks = .busiest(chosen$target)
    ), class = "ggc_summary")
})

# than: what the targets are forecast better than.
.skill_text <- function(skill, than) {
    skill <- skill[is.finite(skill)]
    if (!length(skill)) {
        return("not measured")
    }
    half <- stats::median(skill)
    sprintf("%d of %d targets better than %s; median error %.0f %% %s",
        sum(skill > 0), length(skill), than, 100 * abs(half),
        if (half >= 0) "lower" else "higher")
}

# Where the held-out errors are least at an end of the path, and how to look
# beyond; NULL where they are at neither.
.ends_text <- function(ends, lambda) {
    at <- c(dense = sum(ends == "dense", na.rm = TRUE),
        sparse = sum(ends == "sparse", na.rm = TRUE))
    if (!any(at > 0)) {
        return(NULL)
    }
    beyond <- sprintf(c("lambda_min = %.2g", "lambda_max = %.2g"),
        c(min(lambda) / 4, max(lambda) * 4))[at > 0]
    sprintf("held-out error least at the %s of %d targets; try ggc_control(%s)",
        paste(sprintf("%s end for %d", names(at), at)[at > 0],
            collapse = ", the "),
        sum(!is.na(ends)), paste(beyond, collapse = ", "))
}

#' @export
print.ggc_summary <- function(x, ...) {
    cat(x$title, "\n", sep = "")
    none <- function(genes) {
        if (length(genes)) paste(genes, collapse = ", ") else "none"
    }
    .cat_facts(c(x$facts,
        forecast = .skill_text(x$skill, "\"no change\""),
        `own past` = .skill_text(x$own_skill, "their own past"),
        path = .ends_text(x$ends, x$lambda),
        `top drivers` = none(x$hubs), `most driven` = none(x$sinks)))
    .cat_edges(x$edges)
    invisible(x)
}
