# What to believe of a fit: evidence for each edge and each regulator.

#' Evidence for the edges of a fit
#'
#' Which edges, and which regulators, are more than what autocorrelation, common
#' trends and dependence among the genes make of noise? Each is set against
#' shadow regulators: the same genes with whole trajectories exchanged, which
#' every target is offered beside its candidates.
#'
#' @section Shadows: Each target has its q candidate regulators and q shadows,
#'   the same genes with whole trajectories exchanged, all by one exchange, in
#'   one fit of 2 q candidates with the method, control and seed of the fit. A
#'   shadow has the own past, the trend and the company of its gene; with the
#'   target it shares what all trajectories share, and nothing else. What speaks
#'   for a candidate is measured alike for genes and shadows, as ranks among all
#'   of them: of networks the networks' score, a third of the directed
#'   dependence, less that of the opposite direction, and the conditional
#'   dependence with the weight that the fit gave it, without hubs and priors;
#'   of other methods their score.
#'
#'   Of one exchange a p-value is the share of shadows, of all targets, that are
#'   at least as strong as the edge (one is added to both). Of several it is the
#'   mean of their normal scores, against what such a mean comes to of edges
#'   that correlate over exchanges as these do (of fewer than 50 edges the share
#'   among all shadows). `q_value` is adjusted by Benjamini and Hochberg over
#'   all candidates. As an exchange has no more shadows than candidates, a lone
#'   edge is never found at a rate of .1; it takes some three to ten.
#'
#'   Trajectories are exchanged among those of the same times (of as many
#'   points, where steps are alike). Each exchange gives a trajectory another
#'   one, so that n trajectories have n - 1 of them. Of one series of even times
#'   the phases of all frequencies are turned, alike for all genes (Prichard and
#'   Theiler 1994), about a cubic trend in time, which stays.
#' @section Conditions: trajectories that are exchanged must differ by nothing
#'   but chance, or by starts and perturbations of their own. Where there are
#'   conditions, as treated and control with replicates of each, give `within`:
#'   exchanged across conditions a response that all genes have is found as
#'   edges (of 12 independent genes that respond to a treatment, two times three
#'   series of ten points, up to 26; within conditions none). A warning
#'   (`ggc_warning_test`) says where some trajectories resemble each other far
#'   more than the others, but most conditions pass it: of two simulated ones,
#'   three series each, four in five. Replicates that differ in the strength of
#'   one response are no better, and nothing warns of them; nor of a step in a
#'   single series, whose genes seem to drive each other. Of a rhythm that makes
#'   half of a single series there is a warning.
#' @section Null: an edge that is found is no accident and no trend that all
#'   trajectories share. It need not be direct: a gene that regulates through
#'   another one, or that lags behind a common regulator, truly helps to
#'   forecast where noise, or hidden genes, leave something of it untold. What
#'   all trajectories share, as the answer to the same perturbation, stays in
#'   the shadows, and is no evidence: of replicates of one condition only what
#'   sets them apart counts.
#' @section How right it is: on simulated systems of 20 genes, 20 each of gene
#'   networks and linear systems, in nine designs (`tools/tune/evidence.R` and
#'   its log). Of pairs of genes with no path between them and no common
#'   ancestor .042 to .065 had a p-value below .05, and .006 to .014 below .01,
#'   but .022 in single series of 200 points. At a false discovery rate of .1
#'   the share of such pairs among what was found was .01 at most, and .08
#'   there; that of pairs without a path from regulator to target was .13 and
#'   .15 in ten series of 13 and 21 points, and of what was found there, 9 and
#'   10 edges in the mean, two thirds were direct. In three series of 8 to 12
#'   points of a gene network next to nothing is found (0 to .25 edges), in five
#'   of 21 two edges, in one of 60 none; of linear systems 3, 16, 45 and 29. F
#'   tests (`method = "var"`) found .6, 1.6 and 3.1 direct edges of gene
#'   networks in five series and in ten of 13 and 21 points, where shadows found
#'   1.2, 6 and 7; of linear systems 0.2 to 1.3 in three series, where shadows
#'   found 1 to 13, else as many or fewer; and in one series of 200 points of a
#'   gene network 4.5 to 0.8, where a quarter of what they found was unrelated.
#'   Of regulators that regulate nothing .02 to .14 had a p-value below .05.
#'
#'   Of noise that remembers, of noise with a trend that all genes share, and of
#'   genes drawn from networks apart, in four designs (3 x 8, 5 x 21, 10 x 13, 1
#'   x 60; eight sets each), .043 to .061 of all pairs were below .05, .007 to
#'   .014 below .01, and no edge was found in any set.
#'
#'   With a fifth of the genes hidden (100 gene networks, ten series of 21
#'   points) .053 of the pairs that are unrelated through these, too, were below
#'   .05, .009 below .01; of pairs that only hidden genes relate .103 were below
#'   .05. Such a pair is no accident, and no edge: nothing in the data tells.
#'
#'   Of `method = "var"`, 200 gene networks a design: .039 to .053 of unrelated
#'   pairs below .05, .007 to .013 below .01, and .03 at most of what was found,
#'   but .108, .042 and .17 in single series of 200 points, of which a warning
#'   says so. Of the few edges found in ten series, 1.4 and 2.4, .27 and .34
#'   had no path from regulator to target.
#'
#'   Not known is how right it is with more noise, of further methods, or of
#'   single series whose genes follow one clock: a rhythm that all share is no
#'   trend, and may be found as edges.
#' @section Knockoffs: `"knockoff"` sets each edge against its own shadow: the
#'   fits of `"shadow"`, and e-values, their mean over exchanges, in place of
#'   p-values (Ren and Barber 2024). `q_value` is the smallest rate at which
#'   e-BH finds an edge (Wang and Ramdas 2022). An exchange counts where 20
#'   edges or more win against their shadows: of fewer true edges nothing is
#'   found.
#' @section Stability: `"stability"` fits complementary halves of the
#'   trajectories, `B` pairs of them, and counts in what share of the `2 B`
#'   halves an edge is among the first `n_edges` (Shah and Samworth 2013). It
#'   says what would be found again, not that it is true: what is common to all
#'   trajectories is found again, too; and so are links that were demanded
#'   (`include`) or believed in. `print()` gives the largest number of edges
#'   with a stability of .9 that chance would leave (their eq. 8).
#'
#'   Of cells along a pseudotime the halves are of cells, where the course has
#'   them (`ggc_pseudotime(halves = 10)`), along one order of the cells or
#'   several. What all cells share is in every half: of genes that share nothing
#'   but an order a fifth of the first edges had a stability of .9 or more. Of
#'   simulated cells, six topologies, five sets of 500 each, half of the counts
#'   lost and an order that is off by a tenth of its range, 38 % of the first
#'   edges were true, 54 % of those with a stability of .9 or more and 30 % of
#'   the others; with three such orders 62 and 30 % (`tools/tune/orders.R` and
#'   its log).
#' @section Reversal: `"reversal"` fits the series read backwards, and counts
#'   how many of the first `n_edges` are among as many first ones there, as they
#'   are (`stay`), and with regulator and target exchanged (`turned`). What
#'   stays owes nothing to the direction of time; what is turned round is as
#'   good as the knowledge of where the process begins, which cells along a
#'   pseudotime do not have of themselves: of those simulated cells three
#'   quarters were turned. `print()` and `summary()` show the counts.
#' @param fit a [GGCFit-class].
#' @param method one string: `"shadow"` (default), `"knockoff"`, `"stability"`
#'   or `"reversal"`; see the sections on them.
#' @param B how many exchanges of trajectories, or pairs of halves: a whole
#'   number, or `NULL` for four exchanges and ten pairs, as far as there are as
#'   many. An exchange took about the time of the fit (.6 to 1.3 times it); a
#'   pair is two fits of half of the trajectories.
#' @param within the condition of each trajectory (strings, numbers or a factor,
#'   in order or named by them): trajectories are exchanged inside conditions
#'   alone. `NULL` (default): all may be exchanged.
#' @param n_edges of `"stability"` and `"reversal"`: how many edges of each
#'   half, or direction, count as found: a whole number, or `NULL` for as many
#'   as there are targets, at most a tenth of all candidates.
#' @param threads,BPPARAM,checkpoint,verbose as in [ggc_fit()]: how it is run,
#'   which no number depends on. Each exchange and each half has a directory of
#'   its own in the checkpoint.
#' @return The fit with the evidence in it, a [GGCFit-class]: [ggc_edges()] has
#'   it as columns, [ggc_regulators()] by regulator, and [ggc_network()] cuts by
#'   it (`fdr =`). Stability and reversal are kept beside the other two, of
#'   which the later takes the place of the first. `update()` and [ggc_merge()]
#'   make fits without evidence.
#' @section Errors: `ggc_error_test` where the series carry no test: cells along
#'   a pseudotime ([ggc_pseudotime()]; but for `"stability"` and `"reversal"`),
#'   samples that were paired (`replicates = "match"`), trajectories that have
#'   no other of their times, a single series of uneven times or of fewer than
#'   20 points, and for `"stability"` fewer than four trajectories and no halves
#'   of cells; the message says what
#'   would do. `ggc_error_argument` for wrong arguments. Otherwise as
#'   [ggc_fit()].
#' @references Prichard D, Theiler J (1994). Generating surrogate data for time
#'   series with several simultaneously measured variables. Physical Review
#'   Letters 73, 951-954.
#'
#'   Ren Z, Barber RF (2024). Derandomised knockoffs: leveraging e-values for
#'   false discovery rate control. Journal of the Royal Statistical Society B
#'   86, 122-154.
#'
#'   Shah RD, Samworth RJ (2013). Variable selection with error control: another
#'   look at stability selection. Journal of the Royal Statistical Society B 75,
#'   55-80.
#'
#'   Wang R, Ramdas A (2022). False discovery rate control with e-values.
#'   Journal of the Royal Statistical Society B 84, 822-852.
#' @seealso [ggc_edges()], [ggc_regulators()], [ggc_network()]
#' @examples
#' sim <- ggc_simulate("var", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
#' fit <- ggc_test(ggc_fit(sim, seed = 1), B = 3)
#' fit
#' ggc_edges(fit, n = 5)
#' sum(ggc_network(fit, fdr = 0.1))
#' ggc_regulators(fit)
#' @export
ggc_test <- function(fit, method = c("shadow", "knockoff", "stability",
                     "reversal"),
                     B = NULL, within = NULL, n_edges = NULL, threads = NULL,
                     BPPARAM = NULL, checkpoint = NULL,
                     verbose = interactive()) {
    fit <- .check_fit(fit)
    method <- .check_choice(method, "method", .TESTS)
    .refuse_interventions(fit, method)
    run <- .check_run(.method_of(fit), threads, BPPARAM, checkpoint, verbose,
        c(regulators = 2L * nrow(fit@score), targets = ncol(fit@score)))
    run_of <- function(part) .run_of_part(run, part)
    found <- if (method == "stability") {
        .refuse_within(within, method)
        .test_by_halves(fit, B, n_edges, run_of)
    } else if (method == "reversal") {
        .refuse_within(within, method)
        .refuse_repeats(B)
        .test_by_reversal(fit, n_edges, run_of("reversal"))
    } else {
        .refuse_n_edges(n_edges, method)
        .test_by_shadows(fit, method, B, within, run_of)
    }
    fit@details$test <- utils::modifyList(as.list(fit@details$test), found,
        keep.null = TRUE)
    fit
}

.TESTS <- c("shadow", "knockoff", "stability", "reversal")

.PAIRS_OF_HALVES <- 10L

# Of what a single exchange finds, the share that knockoffs are cut at: half of
# the rate that is usual for all exchanges together.
.KNOCKOFF_SHARE <- 0.05

# A test of the series is none of what steady states told, and where genes were
# perturbed trajectories are not alike.
.refuse_interventions <- function(fit, method) {
    shadows <- method %in% c("shadow", "knockoff")
    perturbed <- !is.null(fit@series$perturbed)
    row <- .method_of(fit)
    why <- if (row$interventions && !row$has_networks) {
        "tests what series tell, and the fit reads none"
    } else if (shadows && perturbed) {
        paste("exchanges trajectories, which are not alike where genes were",
            "perturbed")
    } else if (!shadows && !is.null(fit@series$steady)) {
        "fits parts of the series, and `steady` would be the same in all"
    }
    if (!is.null(why)) {
        .ggc_stop("argument", paste0(
            "ggc_test(method = \"%s\") %s.\nTest a fit %s."
        ), method, why, if (shadows && perturbed) {
            "of the unperturbed trajectories, or method = \"stability\""
        } else {
            "of the series alone"
        })
    }
}

.refuse_n_edges <- function(n_edges, method) {
    if (!is.null(n_edges)) {
        .ggc_stop("argument",
            "`n_edges` goes with \"stability\" and \"reversal\", not \"%s\".",
            method)
    }
}

.refuse_within <- function(within, method) {
    if (!is.null(within)) {
        .ggc_stop("argument", paste0(
            "`within` goes with \"shadow\" and \"knockoff\", not with ",
            "method = \"%s\"."
        ), method)
    }
}

.refuse_repeats <- function(B) {
    if (!is.null(B)) {
        .ggc_stop("argument", paste0(
            "`B` must be NULL for method = \"reversal\": time runs backwards ",
            "in one way only."
        ))
    }
}

# Each part of a test has a directory of its own in the checkpoint.
.run_of_part <- function(run, part) {
    if (!is.null(run$checkpoint) && !is.null(part)) {
        run$checkpoint <- .check_directory(file.path(run$checkpoint, part))
    }
    run
}

# list(p_value, q_value, regulators, null): edges and regulators against the
# shadows of B exchanges.
.test_by_shadows <- function(fit, method, B, within, run_of) {
    series <- fit@series
    within <- .as_within(within, series$trajectory_names)
    design <- .shadow_design(series, metadata(fit)$seed, within)
    .warn_of_series(series, design, within, .method_of(fit)$has_networks)
    B <- .exchanges(B, design)
    run <- run_of(NULL)
    s <- .setup_to_test(fit, run)
    draws <- lapply(seq_len(B), function(b) {
        .say_stage(run$verbose, "exchange %d of %d", b, B)
        both <- .with_shadows(s, design, b,
            run_of(sprintf("shadows-%d", b))$checkpoint)
        do.call(.check_memory, both$method$bytes(both))
        .shadow_evidence(fit, both)
    })
    p <- if (method == "shadow") .edge_p_values(draws)
    q <- if (method == "shadow") .q_values(p) else
        .knockoff_q_values(draws, .KNOCKOFF_SHARE)
    list(p_value = p, q_value = q, regulators = .regulator_p_values(draws),
        null = list(method = method, B = B, kind = design$kind,
            within = within))
}

# So many exchanges as are asked for, and no more than there are.
.exchanges <- function(B, design) {
    if (is.null(B)) {
        return(as.integer(min(.EXCHANGES, design$most)))
    }
    B <- .check_count(B, "B")
    if (B > design$most) {
        .ggc_inform(paste0(
            "So few trajectories can be exchanged in no more than %s: `B` is ",
            "%d, not %d."
        ), .plural(design$most, "way"), design$most, B)
    }
    as.integer(min(B, design$most))
}

.test_by_halves <- function(fit, B, n_edges, run_of) {
    halves <- .halves_to_fit(fit)
    B <- .pairs_of_halves(B, halves$most)
    candidates <- sum(!.barred(fit))
    .refuse_lone_candidate(candidates)
    edges <- .check_count(n_edges %or% .usual_first(fit, candidates),
        "n_edges", 1L, candidates - 1L)
    list(stability = .stability(fit, halves, B, edges, run_of),
        halves = list(B = B, n_edges = edges, candidates = candidates,
            of = halves$of))
}

.refuse_lone_candidate <- function(candidates) {
    if (candidates < 2L) {
        .ggc_stop("test", "one candidate is always the first.")
    }
}

# Edges that count as found where nobody says how many.
.usual_first <- function(fit, candidates) {
    min(ncol(fit@score), ceiling(candidates / 10))
}

# So many pairs as are asked for, and no more than there are.
.pairs_of_halves <- function(B, most) {
    if (is.null(B)) {
        return(as.integer(min(.PAIRS_OF_HALVES, most)))
    }
    B <- .check_count(B, "B")
    if (B > most) {
        .ggc_inform(
            "The series keeps %s of halves of the cells: `B` is %d, not %d.",
            .plural(most, "pair"), most, B)
    }
    as.integer(min(B, most))
}

# list(reversal): how many of the first edges are among as many first ones of
# the same series read backwards, as they are, and turned round; and how many
# have an opposite that is a candidate.
.test_by_reversal <- function(fit, n_edges, run) {
    barred <- .barred(fit)
    candidates <- which(!barred)
    .refuse_lone_candidate(length(candidates))
    edges <- .check_count(n_edges %or% .usual_first(fit, length(candidates)),
        "n_edges", 1L, length(candidates) - 1L)
    score <- .score_of_series(fit, .backwards(fit@series), run)
    first <- .edge_order(fit@score, n = edges, index = candidates)
    again <- .edge_order(score, n = edges, index = candidates)
    pair <- function(index, by = c(1L, 2L)) {
        at <- arrayInd(index, dim(score))
        ends <- cbind(rownames(score)[at[, 1L]], colnames(score)[at[, 2L]])
        paste(ends[, by[[1L]]], ends[, by[[2L]]], sep = "\r")
    }
    list(reversal = list(n_edges = edges, stay = sum(first %in% again),
        turned = sum(pair(first) %in% pair(again, 2:1)),
        opposed = sum(pair(first, 2:1) %in% pair(candidates))))
}

# A series whose trajectories run from their last sample to their first.
.backwards <- function(series) {
    at <- order(series$trajectory, -seq_along(series$trajectory))
    ends <- tapply(series$time, series$trajectory, function(t) sum(range(t)))
    series$time <- as.double(ends[series$trajectory]) - series$time[at]
    # An input counts from its sample to the next, which is the one before now.
    next_at <- c(at[-1L], at[length(at)])
    last <- which(!duplicated(series$trajectory, fromLast = TRUE))
    next_at[last] <- at[last]
    inputs <- series$x[.covariate_regulators(series), next_at, drop = FALSE]
    series$x <- series$x[, at, drop = FALSE]
    series$x[rownames(inputs), ] <- inputs
    series$samples <- series$samples[at]
    series$inputs <- series$inputs[, next_at, drop = FALSE]
    series$perturbed <- series$perturbed[, at, drop = FALSE]
    series[c("between", "filled")] <- NULL
    series
}
