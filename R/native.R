# The border to C: one wrapper per entry point, and .Call() nowhere else.
# Only doubles, integers, strings and plain named lists cross it.

# What C has computed, or the interrupt that it answered with NULL.
.finished <- function(out) {
    if (is.null(out)) {
        .ggc_reraise_interrupt()
    }
    out
}

.native_thread_limits <- function() {
    .Call(C_ggc_thread_limits)
}

# x: double p x N, finite. Returns list(z, center, scale).
.native_zscore <- function(x) {
    .Call(C_ggc_zscore, x)
}

.graphs <- c(gram = 0L, gram_raw = 1L, abscor = 2L)

.normalisations <- c(none = 0L, sym = 1L, row = 2L, max = 3L)

.dcor_algorithms <- c(auto = 0L, gram = 1L, fast = 2L)

.native_adjacency <- function(x, method, threads) {
    .finished(.Call(C_ggc_adjacency, x, .graphs[[method]], threads))
}

.native_adjacency_normalise <- function(a, how, self) {
    .Call(C_ggc_adjacency_normalise, a, .normalisations[[how]],
        as.integer(self))
}

# y: NULL for x against itself.
.native_dcor <- function(x, y, algorithm, squared, threads) {
    .finished(.Call(C_ggc_dcor, x, y, .dcor_algorithms[[algorithm]],
        as.integer(squared), threads))
}

# score: double, no NA; label: integer of the same length, NA = no candidate.
.native_ranking <- function(score, label) {
    .finished(.Call(C_ggc_ranking, score, label))
}

.native_curve <- function(score, label, resolution = 0) {
    .finished(.Call(C_ggc_curve, score, label, resolution))
}

.native_confusion <- function(predicted, label) {
    .Call(C_ggc_confusion, predicted, label)
}

# The cells of the core (src/ggc_cells.h), a row each, named as in `name`:
#   code       what a problem's `cell` is
#   gates      rows of weights of a unit
#   recurrent  FALSE for a layer without a past, which has no recurrent weights
#   apart      biases of a unit beside those of its gates
.native_cells <- function() {
    cells <- .Call(C_ggc_cells)
    data.frame(cells, row.names = cells$name)
}

# Does a layer of this cell have a past?
.recurrent <- function(cell) .cell_row(cell)$recurrent

.cell_code <- function(cell) .cell_row(cell)$code

.cell_row <- function(cell) {
    row <- .native_cells()[cell, ]
    if (nrow(row) != 1L || is.na(row$code)) {
        stop(.internal(sprintf("no cell `%s` in ggc_cells.h", cell)),
            call. = FALSE)
    }
    row
}

.penalties <- c(group = 0L, sparse_group = 1L, hierarchical = 2L, squared = 3L)

.kl_terms <- c(none = 0L, log = 1L, printed = 2L)

.triplets <- c(none = 0L, granger = 1L, prediction = 2L)

.graph_sites <- c(readout = 0L, recurrence = 1L, nonlinear = 2L)

.optimisers <- c(adam = 0L, adam_element = 1L, ista = 2L, gista = 3L)

.isas <- c(auto = 0L, generic = 1L, avx2 = 2L, avx512 = 3L)

# task: the list that r_forecast.c reads; see ggc_forecast.h.
.native_forecast <- function(task, threads) {
    .finished(.Call(C_ggc_forecast, task, threads))
}

# problem: the list that r_fit.c reads; see .problem(). Returns flat arrays.
.native_fit <- function(problem, threads, progress = NULL) {
    .finished(.Call(C_ggc_fit, problem, threads, progress))
}

# Bytes of workspace that .native_fit() will take.
.native_fit_bytes <- function(problem, threads) {
    .Call(C_ggc_fit_bytes, problem, threads)
}

# Before there are data: parameters of one network with all its inputs, weights
# of one input, and bytes of workspace by part (weights, steps, data) of what
# the shape calls its driver: "fit", "loo", "predict" or "effects". shape: the
# list that r_sizes.c reads. threads: as the driver will be given.
.native_sizes <- function(shape, threads) {
    .Call(C_ggc_sizes, shape, threads)
}

# loo: list(graph, h0, refit, block, blocks); see R/method-loo.R.
.native_loo <- function(problem, loo, threads, progress = NULL) {
    .finished(.Call(C_ggc_loo, problem, loo, threads, progress))
}

# Least squares of all targets on all regulators, and of one target on what is
# there and each regulator by itself; see r_var.c.
.native_var_whole <- function(x, y, own, which, lags) {
    .Call(C_ggc_var_whole, x, y, own, which, lags)
}

.native_var_each <- function(base, x, y, lags) {
    .Call(C_ggc_var_each, base, x, y, lags)
}

# task: the list that r_bts.c reads; see ggc_bts.h. Returns flat arrays.
.native_bts <- function(task, threads, progress = NULL) {
    .finished(.Call(C_ggc_bts, task, threads, progress))
}

# task: the list that r_lsngc.c reads; see ggc_lsngc.h. list(restricted, whole,
# few, many), regulators x targets, and inertia.
.native_lsngc <- function(task, threads, progress = NULL) {
    .finished(.Call(C_ggc_lsngc, task, threads, progress))
}

# task: the list that r_te.c reads, see ggc_te.h. list(value, p, best),
# regulators x targets.
.native_te <- function(task, threads, progress = NULL) {
    .finished(.Call(C_ggc_te, task, threads, progress))
}

# task: the list that r_hsic.c reads, see ggc_hsic.h. list(found, flat arrays;
# p, regulators x targets).
.native_hsic <- function(task, threads, progress = NULL) {
    .finished(.Call(C_ggc_hsic, task, threads, progress))
}

# weight: symmetric double matrix; settings: see C_ggc_layout in r_layout.c.
.native_layout <- function(weight, names, settings, threads) {
    .finished(.Call(C_ggc_layout, weight, names, settings, threads))
}

# 16 hexadecimal digits of a raw vector.
.native_digest <- function(bytes) {
    .Call(C_ggc_digest, bytes)
}

# NULL, or why the file could not be written.
.native_write_whole <- function(path, temporary, bytes) {
    .Call(C_ggc_write_whole, path, temporary, bytes)
}

# n uniform numbers from the stream (seed, name); R's generator is left alone.
.native_uniform <- function(n, seed, name) {
    .Call(C_ggc_uniform, as.integer(n), seed, name)
}

.native_predict <- function(problem, networks) {
    .finished(.Call(C_ggc_predict, problem, networks))
}

# Effects of the inputs of a problem's targets; see ggc_effects().
.native_effects <- function(problem, networks, lags, threads) {
    .finished(.Call(C_ggc_effects, problem, networks, as.integer(lags),
        threads))
}

# hidden x genes: the fixed orthonormal map, keyed by gene name.
.native_hidden_map <- function(genes, hidden) {
    .finished(.Call(C_ggc_hidden_map, genes, hidden))
}

# a b, or a b' with transpose; for small doubles, the same bits everywhere.
.native_product <- function(a, b, transpose = FALSE) {
    .finished(.Call(C_ggc_hidden_product, a, b, as.integer(transpose)))
}

.native_isa_available <- function() {
    available <- .Call(C_ggc_isa_available)
    names(available)[available]
}

# design: list(genes, n_time, n_trajectories, burn_in, noise, seed). Returns
# genes x samples, or "diverged".
.native_simulate_lorenz96 <- function(design, forcing, dt, substeps) {
    .finished(.Call(C_ggc_simulate_lorenz96, c(design,
        list(forcing = forcing, dt = dt, substeps = substeps))))
}

# Returns list(x, regulator, lag, coefficient), or "diverged".
.native_simulate_var <- function(design, links, lag, self, radius, perturbed) {
    .finished(.Call(C_ggc_simulate_var, c(design, list(n_links = links,
        max_lag = lag, self = self, radius = radius, perturbed = perturbed))))
}

# shape: list(regulators, modules, links, activators). list(sign, module).
.native_grn_network <- function(genes, seed, shape) {
    .Call(C_ggc_grn_network, genes, seed, shape)
}

# sign: integer matrix; plan: see C_ggc_grn_simulate in r_grn.c.
.native_grn_simulate <- function(genes, seed, sign, plan, threads) {
    .finished(.Call(C_ggc_grn_simulate, genes, seed, sign, plan, threads))
}

# rules, plan: see C_ggc_cells_run in r_single_cells.c.
.native_cells_run <- function(genes, seed, rules, plan, threads) {
    .finished(.Call(C_ggc_cells_run, genes, seed, rules, plan, threads))
}

# mean: double, genes x cells; half: see ggc_counts.h. An integer matrix.
.native_counts <- function(mean, genes, seed, dispersion, half, threads) {
    .finished(.Call(C_ggc_counts, mean, genes, seed, dispersion, half,
        threads))
}

.isa_in_use <- function(isa) {
    if (isa == "auto") utils::tail(.native_isa_available(), 1L) else isa
}
