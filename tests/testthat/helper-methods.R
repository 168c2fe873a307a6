# Methods without networks, each in small settings that take a moment.

# Arguments of ggc_fit() for a row of the table of methods; what else a case
# needs are packages.
method_case <- function(method, ..., needs = character()) {
    list(arguments = list(method = method, ...), needs = needs)
}

method_cases <- function() {
    believed <- data.frame(regulator = c("G1", "G5"), target = c("G3", "G2"))
    list(
        var = method_case("var"),
        bts = method_case("bts", lag = 2),
        bets = method_case("bets", bootstraps = 4, folds = 3, needs = "glmnet"),
        `bets, one penalty` = method_case("bets", bootstraps = 4,
            penalty = c(0.1, 0.5), needs = "glmnet"),
        cgc2spr = method_case("cgc2spr", prior = believed, draws = 20),
        te = method_case("te", permutations = 20),
        `te, conditional` = method_case("te", permutations = 20, condition = 2),
        `te, gaussian` = method_case("te", estimator = "gaussian", condition = 1),
        `te, binned` = method_case("te", estimator = "binned", permutations = 20),
        grnte = method_case("grnte", permutations = 20),
        `grnte, as the script` = method_case("grnte", estimator = "lagged_mi",
            permutations = 20),
        lsngc = method_case("lsngc"),
        `lsngc, lag 2` = method_case("lsngc", lag = 2, state_centres = 4),
        hsic_lasso = method_case("hsic_lasso", lag = 2, permutations = 20),
        `hsic_lasso, in blocks` = method_case("hsic_lasso", block = 12,
            bandwidth = "sd", permutations = 20),
        trees = method_case("trees", trees = 20, lag = 2, needs = "ranger"),
        `trees, dynGENIE3` = method_case("trees", score = "dyngenie3", trees = 20,
            needs = "ranger"),
        swing = method_case("swing", trees = 10, window = 9, max_lag = 2,
            needs = c("ranger", "glmnet", "pls")),
        `swing, from lag 0` = method_case("swing", learners = "pls", window = 9,
            min_lag = 0, max_lag = 1, needs = "pls"),
        knockout = method_case("knockout", steady = small_knockouts())
    )
}

# Knock-outs of six genes: G3 and G4 go with G1, all others stay.
small_knockouts <- function() {
    x <- 1 + matrix(sin(1:42) / 9, 6, dimnames = list(paste0("G", 1:6),
        c("WT", paste0("KO_G", 1:6))))
    x[cbind(1:6, 2:7)] <- 0
    x[c("G3", "G4"), "KO_G1"] <- c(0.1, 3)
    x
}

# A fit of a case; NULL where a package is missing.
fit_case <- function(case, x, ..., seed = 1, threads = 1) {
    if (all(vapply(case$needs, requireNamespace, NA, quietly = TRUE))) {
        arguments <- c(list(x), case$arguments, list(seed = seed, threads = threads))
        do.call(ggc_fit, utils::modifyList(arguments, list(...)))
    }
}

# One case of each method of the table that trains no networks.
each_method <- function() {
    cases <- method_cases()
    method <- vapply(cases, function(case) case$arguments$method, "")
    cases[!duplicated(method)]
}
