# The paragraph that a paper's methods section needs, filled in from a fit.

#' A paragraph for the methods section of a paper
#'
#' What was done to what, with which settings and what the network rests on, in
#' sentences to start from. Nothing is in it that the fit does not hold: how
#' cells were grown and samples sequenced is yours to say.
#'
#' @param fit a [GGCFit] of [ggc_fit()], tested by [ggc_test()] or not.
#' @return One string, without line breaks: [strwrap()] breaks it. Papers named
#'   in it are those of `citation("ggc")`, and of the method's help page.
#' @section Errors: `ggc_error_argument` where `fit` is no fit.
#' @seealso [ggc_fit()], `citation("ggc")`
#' @examples
#' sim <- ggc_simulate("var", p = 5, n_trajectories = 6, n_time = 15, seed = 1)
#' fit <- ggc_fit(sim, control = ggc_control(members = 2), seed = 1)
#' writeLines(strwrap(ggc_methods_text(fit), 80))
#' @export
ggc_methods_text <- function(fit) {
    fit <- .check_fit(fit)
    facts <- .fit_facts(fit)
    method <- .method_of(fit)
    paste(c(
        sprintf("Gene regulatory networks were inferred with ggc %s (R %s).",
            .version(), getRversion()),
        .data_sentence(facts),
        if (method$has_networks && !method$shared) {
            .networks_sentences(fit, method, facts)
        } else {
            sprintf("The method was \"%s\": %s.", fit@method, method$label)
        },
        .known_sentence(fit),
        sprintf("The network has %s.", facts[["network"]]),
        .evidence_sentence(facts, method),
        .numbers_sentence(fit)
    ), collapse = " ")
}

.data_sentence <- function(facts) {
    more <- facts[intersect(names(facts), c("perturbed", "steady",
        "covariates", "batches"))]
    what <- c(perturbed = "perturbed samples", steady = "steady states",
        covariates = "known inputs", batches = "batches")
    sprintf("Data were %s, with %s%s.", facts[["data"]],
        facts[["candidates"]], paste(sprintf("; %s: %s", what[names(more)],
            more), collapse = ""))
}

# What networks are, how they were trained, and what the ranking is made of.
.networks_sentences <- function(fit, method, facts) {
    control <- fit@control
    c(
        sprintf(paste0(
            "For each target %s of %d hidden units%s forecast its next value ",
            "from the past of all candidates, under a group lasso on the ",
            "input weights of each (Tank et al. 2022), %s the graph ",
            "convolution of Patil and Vaida (2022); the penalty was %s."
        ), method$label, as.integer(control$hidden),
        if (control$members > 1) {
            sprintf(paste0(" (mean of %d, each trained without a part of the ",
                "trajectories or steps, which the penalty was chosen by)"),
            as.integer(control$members))
        } else {
            ""
        }, if (fit@details$graph) "with" else "without", facts[["penalty"]]),
        sprintf(paste0(
            "Edges are ranked by evidence, -log of the share of candidate ",
            "edges at or above, of: %s; what stands beside the networks is in ",
            "neither paper."
        ), facts[["ranking"]])
    )
}

.known_sentence <- function(fit) {
    if (length(fit@known)) {
        sprintf("Prior knowledge: %s.", .known_text(fit@known))
    }
}

.evidence_sentence <- function(facts, method) {
    if ("evidence" %in% names(facts)) {
        sprintf("Tests found %s.", facts[["evidence"]])
    } else if (method$tests) {
        "P-values are the method's own."
    } else {
        "Edges were not tested, and are hypotheses."
    }
}

# Arguments that are not the defaults, and the seed.
.numbers_sentence <- function(fit) {
    usual <- .as_control(ggc_control())
    changed <- Filter(function(name) {
        !identical(fit@control[[name]], usual[[name]]) &&
            is.atomic(fit@control[[name]]) &&
            !is.null(usual[[name]]) && length(fit@control[[name]]) == 1L
    }, intersect(names(usual), names(fit@control)))
    values <- vapply(changed, function(name) {
        format(fit@control[[name]], digits = 4L)
    }, "")
    own <- Filter(function(value) is.atomic(value) && length(value) == 1L,
        fit@settings)
    sprintf("%sThe seed was %s.", if (length(changed) || length(own)) {
        sprintf("Settings other than defaults, or of the method: %s. ",
            paste(c(sprintf("%s = %s", changed, values),
                sprintf("%s = %s", names(own), vapply(own, format, ""))),
            collapse = ", "))
    } else {
        ""
    }, format(S4Vectors::metadata(fit)$seed, scientific = FALSE, digits = 15))
}
