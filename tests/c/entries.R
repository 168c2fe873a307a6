# Every .Call entry once, on tiny data. Usage: Rscript entries.R [torture]
#
# Prints "entry NAME DIGEST" of each result, which builds can be compared by (the
# generic instruction set is forced); with "torture" each call is repeated while R
# collects garbage at every allocation, and must give the same again. The last
# line is "N passed, N failed".
library(ggc)
here_of_script <- local({
    args <- commandArgs()
    file <- c(sub("^--file=", "", grep("^--file=", args, value = TRUE)),
        args[which(args == "-f") + 1L])
    dirname(file[[1L]])
})
torture <- identical(commandArgs(TRUE), "torture")
space <- asNamespace("ggc")

entry_of <- function(name) {
    grep("^C_ggc_", all.names(body(space[[name]])), value = TRUE)
}
wrappers <- ls(space, pattern = "^[.]native_", all.names = TRUE)
wrappers <- wrappers[lengths(lapply(wrappers, entry_of)) == 1L]
names(wrappers) <- vapply(wrappers, entry_of, "")

# The arguments of the first call of each wrapper, while the package works.
first <- list()
record <- function(name) {
    real <- space[[name]]
    unlockBinding(name, space)
    assign(name, function(...) {
        if (is.null(first[[name]])) {
            first[[name]] <<- list(real = real, arguments = list(...))
        }
        real(...)
    }, space)
}
for (name in wrappers) record(name)

control <- ggc_control(hidden = 3, members = 1, n_lambda = 2, first = 4,
    each = 2, kl = "log", triplet = "granger", init = "hidden", isa = "generic",
    dependence = "linear", horizons = 1, keep = "chosen")
here <- tempfile()
sim <- ggc_simulate("var", p = 4, n_time = 6, n_trajectories = 5, burn_in = 3,
    seed = 1)
truth <- S4Vectors::metadata(sim)$truth
fit <- ggc_fit(sim, control = control, graph = TRUE, seed = 1, threads = 2,
    checkpoint = here)
invisible(predict(fit))
invisible(ggc_edges(fit))
invisible(ggc_fit(sim, method = "loo", control = control, seed = 1,
    threads = 2))
invisible(ggc_fit(sim, method = "var", seed = 1))
invisible(ggc_fit(sim[, seq_len(10)], method = "var", seed = 1))
invisible(ggc_fit(sim, method = "bts", seed = 1, threads = 2))
invisible(ggc_fit(sim, method = "lsngc", seed = 1, threads = 2,
    regulators = c("G1", "G2", "G3")))
invisible(ggc_fit(sim, method = "hsic_lasso", lag = 2, permutations = 5, seed = 1,
    threads = 2))
for (estimator in c("ksg", "binned", "gaussian")) {
    invisible(ggc_fit(sim, method = "te", estimator = estimator, condition = 1,
        permutations = 3, seed = 1, threads = 2))
}
invisible(ggc_fit(sim, method = "grnte", estimator = "lagged_mi", lag = 1:2,
    permutations = 3, seed = 1, threads = 2))
invisible(ggc_metrics(fit, truth))
invisible(ggc_pr(fit, truth))
invisible(ggc_layout(crossprod(matrix(1:16, 4)), iterations = 5, seed = 1,
    threads = 2))
invisible(ggc_simulate("lorenz96", p = 4, n_time = 4, burn_in = 3, seed = 1))
invisible(ggc_simulate("grn", p = 5, n_time = 3, n_trajectories = 2, seed = 1,
    threads = 2))
invisible(ggc_simulate("cells", p = 5, n_cells = 3, seed = 1, threads = 2))
invisible(list(space$.native_thread_limits(), space$.native_isa_available()))
invisible(space$.native_fit_bytes(first$.native_fit$arguments[[1L]], 1L))
problem <- first$.native_fit$arguments[[1L]]
invisible(space$.native_sizes(c(problem[setdiff(names(problem), c("genes",
    "regulators", "targets", "graph"))], list(driver = "fit", genes = 4L,
    regulators = 4L, targets = 4L, n_lambda = 2L, graph = 1L)), 1L))

passed <- failed <- 0L
say <- function(ok, ...) {
    passed <<- passed + ok
    failed <<- failed + !ok
    cat(if (ok) "entry" else "FAILED", ..., "\n")
}
# compared: FALSE for what the machine or the build has.
check <- function(name, call, compared = TRUE) {
    once <- call()
    if (!torture) {
        say(TRUE, name, if (compared) space$.digest(once) else "-")
        return(invisible())
    }
    gctorture(TRUE)
    again <- try(call(), silent = TRUE)
    gctorture(FALSE)
    say(identical(again, once), name)
}
registered <- names(getDLLRegisteredRoutines("ggc")$.Call)
for (entry in registered) {
    call <- first[[wrappers[entry]]]
    if (is.null(call)) {
        say(FALSE, entry, "was not called")
        next
    }
    check(entry, function() do.call(call$real, call$arguments),
        !entry %in% c("C_ggc_thread_limits", "C_ggc_isa_available"))
}

# The hooks of the tests, which are no entries of the package. R is not to compile
# them while it collects garbage at each allocation: that takes minutes.
invisible(compiler::enableJIT(0L))
hooks <- new.env(parent = space)
top <- normalizePath(file.path(here_of_script, "..", ".."))
sys.source(file.path(top, "tests", "hooks", "hooks.R"), hooks)
hooks$hook_home(top)
params <- list(w_ih = matrix(1:6 / 9, 2), w_hh = matrix(1:4 / 9, 2),
    bias = c(0.1, 0.2), w_out = c(0.3, -0.4), b_out = 0.1)
x <- matrix(sin(1:15), 3)
network <- function(name, ...) {
    function() hooks[[name]]("tanh", x, params, c(0, 0), 0, 0.1, ...)
}
probe <- network("hook_probe", isa = "generic")()
calls <- list(
    philox = function() hooks$hook_philox(c(0, 0, 0, 0), c(0, 0)),
    math = function() hooks$hook_math("tanh", c(-1, 0.3, 2)),
    draws = function() hooks$hook_draws("normal", 5),
    network = network("hook_network", isa = "generic"),
    trace = network("hook_trace", "gista", 0.01, 0.1, 3, isa = "generic"),
    jacobian = function() hooks$hook_jacobian(probe, FALSE, 1),
    terms = function() {
        hooks$hook_terms(params$w_ih, 1, c(0, 0.5, 0.5), "log", 1)
    }
)
for (name in names(calls)) {
    check(paste0("hook_", name), calls[[name]])
}
cat(sprintf("%d passed, %d failed\n", passed, failed))
quit(status = as.integer(failed > 0L))
