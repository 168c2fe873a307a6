# What a method of ggc_fit() is: a row of the table in methods.R, made by a file
# method-<name>.R. All that depends on the method is asked of its row.

# label     what show() calls it, after "Granger causality by"
# does      for help, after its name
# train     function(setup) -> list(score, norms, training, control, and as far
#           as the method has them p_value, sign, lag, details): slots of a
#           GGCFit, the matrices in the user's order
# setup     function(base, known) -> the complete setup: base with `known` and
#           what else the method reads of the data; see fit-setup.R
# settings  arguments of ggc_fit() that are this method's alone: their defaults
# check     function(settings) -> the same in canonical types, or an error
# takes     which of prior, exclude and include it takes
# needs     which of them it cannot do without
# whole     NULL where a fit may be split by its targets over workers and
#           checkpoints, and merged; else why it may not, after "it"
# shard     where whole is NULL: function(fit, setup) -> the fit as the shard
#           that its training was, which ggc_merge() puts in place of training;
#           train takes list(parts, reason) of these as its second argument
# tasks     function(regulators, targets) -> how many threads can be busy at
#           most
# bytes     function(setup) -> arguments of .check_memory()
# tests     has it p-values of its own?
# has_path  is it trained along a path of penalties?
# has_networks, unit, cell, hidden, shared
#           of methods that train networks: function(control) -> what a layer is
#           called; function(control) -> name of the cell; hidden units by
#           default; is there one network of all targets?
# effects   function(fit, targets) -> list(effect, jacobian, lag), as far as
#           the method has them, or NULL: see .effects()
# forecast  function(fit, series) -> targets x columns, or NULL: it does not
#           forecast
# evidence  function(setup, fit) -> what speaks for each regulator, a matrix
#           like the score, of a setup with shadows; see evidence-values.R
# calibrated  has a fit with the defaults a probability of its edges? See
#           rank-probability.R
# facts     function(fit) -> named lines for show()
# interventions  does it read `perturbed` and `steady`?
# rule      function(fit) -> how its network was chosen
.method_row <- function(label, does, train, ...) {
    row <- list(
        label = label, does = does, train = train, setup = .plain_setup,
        settings = list(), check = identity,
        takes = c("prior", "exclude", "include"), needs = character(),
        whole = NULL, shard = .shard_of_targets,
        tasks = function(regulators, targets) targets,
        bytes = NULL, tests = FALSE, has_path = TRUE, has_networks = FALSE,
        unit = NULL, cell = NULL, hidden = 10L, shared = FALSE,
        effects = function(fit, targets) NULL,
        forecast = NULL, evidence = .score_evidence, calibrated = FALSE,
        facts = function(fit) NULL,
        rule = .penalty_rule, interventions = FALSE
    )
    given <- list(...)
    stopifnot(names(given) %in% names(row))
    row[names(given)] <- given
    structure(row, class = "ggc_method")
}

# A norm at the chosen penalty, and a probability where there is one.
.penalty_rule <- function(fit) {
    credible <- identical(fit@control$cut, "credible") &&
        !is.null(fit@details$evidence$probability)
    paste0("at the chosen penalty", if (credible) {
        sprintf(", of a probability above %s", .CREDIBLE)
    })
}

# The setup of a method that reads nothing else of the data.
.plain_setup <- function(base, known) {
    base["known"] <- list(known)
    base
}
