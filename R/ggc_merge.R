#' Merge fits of parts
#'
#' Puts fits of different targets together: of the same data, method, control,
#' regulators and seed, fitted elsewhere or at other times, each with its own
#' `targets`. The ranking and the cut of the network are made anew over all
#' targets, so that the result is that of one fit of them all, to the last bit.
#'
#' @param fits a list of [GGCFit-class] objects, or the first of them.
#' @param ... further fits where `fits` is one.
#' @return A [GGCFit-class] of all targets, in the order of the genes in the
#'   data. Its `metadata` has the `call` of `ggc_merge()`, the sum of the times
#'   `elapsed` and the largest number of `threads`.
#' @section What must agree: the series (values, times, trajectories), `method`,
#'   `graph`, all of `control`, the regulators, the seed, the version of ggc and
#'   the class of processor. Where some fits have `exclude`, `include` or
#'   `prior`, the targets of the others have no such links; several priors must
#'   have the same names in all. The weight of a prior that is read from the
#'   data depends on all targets: such fits can be merged only if made with
#'   `ggc_control(prior_weight = )`. So does the number of horizons where
#'   `regulators` leaves genes out: if the parts do not have that of the whole,
#'   give `ggc_control(horizons = )`.
#' @section Errors: `ggc_error_argument` where `fits` are no fits, or of a
#'   method that treats all targets at once (`"loo"`, `"var"`, `"cgc2spr"`);
#'   `ggc_error_merge` for `"bets"` without one `penalty` for all, and where
#'   they do not agree, saying in what, or share targets.
#' @seealso [ggc_fit()], whose `BPPARAM` and `checkpoint` split one fit.
#' @examples
#' sim <- ggc_simulate("var", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
#' parts <- list(
#'     ggc_fit(sim, targets = c("G1", "G2", "G3"), seed = 1),
#'     ggc_fit(sim, targets = c("G4", "G5", "G6"), seed = 1)
#' )
#' fit <- ggc_merge(parts)
#' identical(granger(fit), granger(ggc_fit(sim, seed = 1)))
#' @export
ggc_merge <- function(fits, ...) {
    call <- match.call()
    fits <- c(if (is.list(fits)) fits else list(fits), list(...))
    if (!length(fits)) {
        .ggc_stop("argument", "`fits` must hold at least one fit, not none.")
    }
    for (fit in fits) {
        .check_fit(fit, "fits")
    }
    .check_parts(fits)
    first <- fits[[1L]]
    about <- metadata(first)
    names <- rownames(first@series$x)
    targets <- unlist(lapply(fits, function(fit) colnames(fit@score)))
    genes <- list(regulators = match(rownames(first@score), names),
        targets = sort(match(targets, names)))
    known <- .merge_known(fits, names[genes$targets])
    method <- .method_of(first)
    run <- list(threads = .resolve_threads(NULL, length(genes$targets)),
        BPPARAM = NULL, checkpoint = NULL, verbose = FALSE)
    setup <- .fit_setup(first@series, genes, known, method, about$asked$control,
        first@details$graph, first@settings, about$seed, run)
    .check_same(first@control, setup$control, "control")
    merged <- method$train(setup, .shards_of_fits(fits, setup))
    every <- function(name) vapply(fits, function(fit) metadata(fit)[[name]], 0)
    about[c("call", "threads", "elapsed")] <- list(call,
        as.integer(max(every("threads"))), sum(every("elapsed")))
    about$asked <- c(about$asked[c("regulators", "control")], list(
        targets = if (length(targets) < length(names)) names[genes$targets]
    ), .known_as_asked(known))
    do.call(.GGCFit, c(merged, list(series = first@series, known = known,
        method = first@method, settings = first@settings, metadata = about)))
}

# What parts must have in common.
.check_parts <- function(fits) {
    first <- fits[[1L]]
    for (fit in fits) {
        whole <- .method_of(fit)$whole
        if (!is.null(whole)) {
            .ggc_stop("argument",
                "`fits` must not be of method = \"%s\": it %s.",
                fit@method, whole)
        }
        .check_same(first@series, fit@series, "data")
        for (what in c("method", "settings", "control")) {
            .check_same(methods::slot(first, what), methods::slot(fit, what),
                what)
        }
        .check_same(first@details$graph, fit@details$graph, "graph")
        .check_same(rownames(first@score), rownames(fit@score), "regulators")
        for (what in c("seed", "version", "cpu")) {
            .check_same(metadata(first)[[what]], metadata(fit)[[what]], what)
        }
        if (!is.null(fit@known$prior) &&
            is.null(fit@control$prior_weight)) {
            .ggc_stop("merge", paste0(
                "`fits` have a prior whose weight was read from the data of ",
                "each part.\nFit with ggc_control(prior_weight = )."
            ))
        }
    }
    believing <- Filter(function(fit) !is.null(fit@known$prior), fits)
    for (fit in believing) {
        .check_same(names(believing[[1L]]@known$priors),
            names(fit@known$priors), "names of priors")
    }
    targets <- unlist(lapply(fits, function(fit) colnames(fit@score)))
    twice <- unique(targets[duplicated(targets)])
    if (length(twice)) {
        .ggc_stop("merge", "`fits` must have each target once, not %s twice.",
            .ggc_names(twice))
    }
}

.check_same <- function(x, y, what) {
    if (identical(x, y)) {
        return(invisible())
    }
    if (what == "control") {
        other <- names(x)[!mapply(identical, x, y[names(x)])]
        what <- sprintf("%s (%s)", what, .ggc_names(other))
    }
    .ggc_stop("merge", paste0(
        "`fits` must be parts of one fit, but differ in: %s.\n",
        "Fit them with the same arguments, but for `targets`."
    ), what)
}

# What was known of each part, as one matrix; nothing of those that lack it.
.merge_known <- function(fits, targets) {
    joined <- function(read, type) {
        parts <- lapply(fits, function(fit) {
            part <- read(fit@known)
            if (is.null(part)) fit@score * 0 > 1 else part
        })
        out <- do.call(cbind, parts)[, targets, drop = FALSE]
        out[is.na(out)] <- FALSE # untrained targets of a part that lacks it
        storage.mode(out) <- type
        out
    }
    names <- unique(unlist(lapply(fits, function(fit) names(fit@known))))
    types <- c(prior = "double", prior_sign = "integer", exclude = "logical",
        include = "logical")
    types <- types[intersect(names(types), names)]
    out <- lapply(stats::setNames(nm = names(types)), function(name) {
        joined(function(known) known[[name]], types[[name]])
    })
    priors <- unique(unlist(lapply(fits, function(fit) {
        names(fit@known$priors)
    })))
    if (length(priors)) {
        out$priors <- lapply(stats::setNames(nm = priors), function(name) {
            joined(function(known) known$priors[[name]], "double")
        })
    }
    order <- c("prior", "priors", "prior_sign", "exclude", "include")
    out[intersect(order, names(out))]
}

# What is known, as the arguments of ggc_fit() that say the same.
.known_as_asked <- function(known) {
    out <- known[intersect(c("prior", "exclude", "include"), names(known))]
    if (!is.null(known$prior)) {
        beliefs <- known$priors %or% list(prior = known$prior)
        if (!is.null(known$prior_sign)) {
            beliefs <- lapply(beliefs, .signed_links, known$prior_sign)
        }
        out$prior <- if (is.null(known$priors)) beliefs[[1L]] else beliefs
    }
    out
}

.signed_links <- function(belief, sign) {
    at <- which(belief > 0)
    data.frame(regulator = rownames(belief)[row(belief)[at]],
        target = colnames(belief)[col(belief)[at]], weight = belief[at],
        sign = sign[at])
}

# In place of training: what the fits of parts hold.
.shards_of_fits <- function(fits, s) {
    list(parts = lapply(fits, s$method$shard, s),
        reason = "see the warning of the part's fit")
}
