#' Learn a gene regulatory network from expression time series
#'
#' Trains one small recurrent network per target gene (LSTM or RNN; with
#' `graph = TRUE` a graph convolution over its hidden units, Patil and Vaida
#' 2022; without it exactly the component networks of Tank et al. 2022) and
#' ranks the candidate regulators by how long their input weights withstand a
#' growing group lasso penalty.
#'
#' For each target an ensemble of `control$members` networks is trained along a
#' path of penalties. At each penalty a regulator's share is its group norm
#' divided by the sum over all inputs of the target, and its pull is the norm
#' of its gradient divided by the penalty, at most 1 (a regulator enters the
#' network at 1). The network's score is the share plus a tenth of the pull,
#' averaged over the path and the ensemble: shares order the strong regulators,
#' pulls those that the penalty removes early. The penalty of the chosen network is
#' read from the held-out error; of its links those stay that are strong and, as
#' far as the data can tell, credible (`ggc_control(cut = )`).
#'
#' The **score** puts together, by rules that read the data and never a known
#' network: the network's score; hubs, which are favoured as far as regulators
#' differ by more than accident (`hubs`); and, as far as what it puts first
#' forecasts better, the directed dependence of the series (`dependence`,
#' `fusion`). It is then the sum of -log(share of edges at or above) of the two,
#' the second weighted. See [ggc_control()], `granger(fit, "network")` and
#' `granger(fit, "dependence")`.
#'
#' @param x expression data: a numeric matrix (genes in rows, samples in
#'   columns; also sparse, delayed or in an HDF5 file), a `SummarizedExperiment`
#'   (or `SingleCellExperiment`), an `ExpressionSet`, a list of genes x time
#'   matrices, or `ts`/`mts` objects. See [ggc_input]; for counts first
#'   [ggc_preprocess()], for cells [ggc_pseudotime()].
#' @param method `"clstm"` (default) or `"crnn"`: component networks with an
#'   LSTM or RNN; `"cmlp"`: with a perceptron over `ggc_control(lag = )` past
#'   points (Tank et al. 2022); `"loo"`: GGC-LOO, one LSTM for all targets
#'   against one for each masked regulator.
#' @param graph `TRUE`: graph convolution over the hidden units (paper eq. 3).
#'   `FALSE`: none, as in GC-cLSTM, GC-cRNN and cMLP. `NULL` (default): `TRUE`
#'   for `ggc_control("paper")`, else `FALSE`: on simulated networks it made no
#'   difference to the ranking as the paper has it, but some with
#'   `ggc_control(n_prop = 2)` (`vignette("method")`).
#' @param time,trajectory sampling time and trajectory (replicate, experiment)
#'   of each sample: vectors, or names of `colData` columns. See [ggc_input].
#' @param regulators,targets names or indices of the candidate regulators and
#'   of the genes to explain; `NULL` (default) takes all genes. A target's own
#'   past is always among its inputs.
#' @param prior links that are known or believed in, beside the data: a matrix,
#'   regulators x targets, of beliefs from 0 (nothing is known) to 1, with names
#'   on both sides, or a table with the columns `regulator`, `target` (or those
#'   two first) and perhaps `weight` (the belief, else 1) and `edge` (0 in rows
#'   that are no links). Further columns of [ggc_edges()], as `score` and `sign`,
#'   are passed over; any other is an error. Genes that it lacks have none. See
#'   the section on what is known.
#' @param exclude,include links that cannot be and links that must be: a logical
#'   or 0/1 matrix, or a table, as `prior`. An excluded regulator is no input of
#'   its target, and its score is 0; [ggc_edges()] and [ggc_network()] pass it
#'   over. An included one has no penalty and stays in the chosen network.
#' @param assay_type name or index of the assay; needed where there are several.
#' @param irregular,na,replicates what to do with uneven times, missing values
#'   and several samples at one time: see [ggc_input].
#' @param control tuning values, from [ggc_control()].
#' @param seed whole number from 0 to 2^53, or `NULL`: drawn from R's generator,
#'   so that [set.seed()] reproduces.
#' @param threads number of threads; see [ggc_threads()] for the default. With
#'   `BPPARAM` the number in each worker and in the calling process, by default
#'   1. Forked workers (`MulticoreParam`) always have one.
#' @param BPPARAM `NULL` (default): all targets are trained in this process. A
#'   `BiocParallelParam`: they are split over its workers, processes on this
#'   machine or jobs of a cluster; the result is the same to the last bit. Each
#'   needs the same version of ggc. Not for `method = "loo"`. See
#'   `vignette("scaling")`.
#' @param checkpoint `NULL` (default), or a directory, made if need be: each
#'   group of finished targets is written there at once, whole or not at all. The
#'   same call again reads them and trains the rest, to the same bits, whatever
#'   has ended it; `BPPARAM` and `threads` may differ. A damaged file is said and
#'   trained again. With `BPPARAM` all workers must see the directory under the
#'   same path. Nothing is removed at the end. Not for `method = "loo"`.
#' @param verbose report progress (the stage, how much of it is done, how long the
#'   rest will take)? On a terminal a bar, by cli; where there is none, or no cli,
#'   a message for each tenth. Default: in interactive sessions.
#' @return A [GGCFit-class]: see [granger()], [ggc_edges()], [ggc_roc()],
#'   [ggc_metrics()], `predict()` and `plot()`.
#' @section What is known: `prior` enters twice. With `w` = `ggc_control(prior_weight
#'   = )`, a link believed in with `b` has its penalty multiplied by `exp(-w b /
#'   2)` and `w b` added to its score, which is then in logarithms: belief
#'   multiplies odds. By default `w` is read from the data: twice what the mean
#'   evidence (-log of the share of edges at or above) of the believed links, by
#'   the directed dependence of the series alone, exceeds that of as many links
#'   drawn blindly, which is 1, less one standard error. A prior that the data do
#'   not bear out at all has the weight 0. The weight that was used is shown with
#'   the fit.
#'
#'   A link that is both excluded and believed in is excluded; both excluded and
#'   included is an error, as is an included one outside `regulators` and
#'   `targets` (believed or excluded ones outside are left out, with a message).
#'   Links of a gene with itself are passed over: its own past is always among the
#'   inputs. None of the three goes with `method = "loo"`.
#' @section Leave one out: with `method = "loo"` the score of an edge is
#'   `ln(MSE masked / MSE global)` of the target on held-out data, and its
#'   p-value a one-sided paired t-test of the squared errors over disjoint
#'   blocks of time (neighbouring points are not independent; with fewer than two
#'   blocks it is 1). The network are
#'   the edges whose adjusted p-value is at most `ggc_control(alpha = )`. There
#'   is no penalty and no path. Time grows with the square of the number of
#'   regulators.
#' @section Errors: conditions have class `ggc_error` and one naming the cause,
#'   see [ggc_input]; arguments out of range are `ggc_error_argument`. Targets
#'   whose training diverges have `NA` and one warning of class
#'   `ggc_warning_convergence`; if all do, `ggc_error_convergence`. Targets of a
#'   worker that fails (a killed process, a lost node) are trained once more;
#'   where that fails too they have `NA`, status `"failed"`, and one warning of
#'   class `ggc_warning_worker`; if all do, or a worker has another version of
#'   ggc or lacks this processor's instructions, `ggc_error_worker`. Without
#'   BiocParallel `BPPARAM` is `ggc_error_dependency`. A checkpoint of other
#'   data, settings, seed, version or instruction set, and one that cannot be
#'   written, is `ggc_error_checkpoint`; what was finished stays there.
#' @section Reproducibility: the result depends on the data, the arguments and
#'   the seed, to the last bit, whatever the number of threads or workers and
#'   the order of the genes' rows, on one class of processor. Random numbers are
#'   keyed by gene names. The order in which the trajectories first appear among
#'   the samples does matter, much as another seed would: folds are dealt out in
#'   that order.
#' @section Interrupting: Ctrl-C stops a fit within a second; nothing is kept but
#'   what is finished in a `checkpoint`. Workers of a `BPPARAM` end by themselves,
#'   with the targets that they have in hand.
#' @references Patil P, Vaida M (2022). Learning Gene Regulatory Networks using
#'   Graph Granger Causality. BICOB 2022, EPiC Series in Computing 83, 10-19.
#'
#'   Tank A, Covert I, Foti N, Shojaie A, Fox EB (2022). Neural Granger
#'   Causality. IEEE TPAMI 44(8), 4267-4279.
#' @examples
#' sim <- ggc_simulate("var", p = 6, n_time = 21, n_trajectories = 6, seed = 1)
#' fit <- ggc_fit(sim, seed = 1)
#' fit
#' head(ggc_edges(fit))
#' ggc_metrics(fit, S4Vectors::metadata(sim)$truth)
#'
#' # What is known beforehand
#' known <- data.frame(regulator = c("G1", "G2"), target = c("G3", "G4"))
#' never <- data.frame(regulator = "G6", target = c("G1", "G2"))
#' fit <- ggc_fit(sim, prior = known, exclude = never, seed = 1)
#' nrow(ggc_edges(fit))
#' @export
ggc_fit <- function(x, method = c("clstm", "crnn", "cmlp", "loo"), graph = NULL,
                    time = NULL, trajectory = NULL, regulators = NULL,
                    targets = NULL, prior = NULL, exclude = NULL,
                    include = NULL, assay_type = NULL,
                    irregular = c("interpolate", "asis", "error"),
                    na = c("error", "interpolate"),
                    replicates = c("error", "mean", "match"),
                    control = ggc_control(), seed = NULL, threads = NULL,
                    BPPARAM = NULL, checkpoint = NULL,
                    verbose = interactive()) {
    call <- match.call()
    method <- .check_choice(method, "method", .METHODS)
    control <- .as_control(control)
    graph <- if (is.null(graph)) {
        control$preset == "paper"
    } else {
        .check_flag(graph, "graph")
    }
    seed <- .check_seed(seed)
    treatment <- .chosen_treatment(irregular = irregular, na = na,
        replicates = replicates)
    series <- do.call(.as_series,
        c(list(x, time, trajectory, assay_type, to_learn = TRUE), treatment))
    genes <- rownames(series$x)
    asked <- list(regulators = regulators, targets = targets, prior = prior,
        exclude = exclude, include = include, control = control)
    regulators <- .resolve_genes(regulators, genes, "regulators")
    targets <- .resolve_genes(targets, genes, "targets")
    question <- .as_question(prior, exclude, include, genes[regulators],
        genes[targets], genes, method)
    run <- .check_run(method, threads, BPPARAM, checkpoint, verbose,
        if (method == "loo") length(regulators) + 1L else length(targets))
    started <- proc.time()[["elapsed"]]
    trained <- .train(series, regulators, targets, question, method, graph,
        control, seed, run)
    metadata <- list(
        seed = seed, version = .version(),
        r_version = R.version.string, cpu = .isa_in_use(control$isa),
        call = call, threads = run$threads, treatment = treatment,
        asked = asked,
        elapsed = proc.time()[["elapsed"]] - started
    )
    do.call(.GGCFit, c(trained, list(
        series = series, method = method, graph = graph, metadata = metadata
    )))
}

# The data treatments of .as_series() that were chosen, for the fit's record.
.chosen_treatment <- function(...) {
    given <- list(...)
    choices <- lapply(formals(.as_series)[names(given)], eval)
    Map(.check_choice, given, names(given), choices)
}

# How a fit is run, which its numbers do not depend on.
.check_run <- function(method, threads, BPPARAM, checkpoint, verbose, tasks) {
    given <- c(BPPARAM = !is.null(BPPARAM), checkpoint = !is.null(checkpoint))
    if (method == "loo" && any(given)) {
        .ggc_stop("argument", paste0(
            "`%s` splits a fit by its targets; method = \"loo\" trains one ",
            "network of them all.\nUse `threads`."
        ), names(given)[given][[1L]])
    }
    if (given[["BPPARAM"]]) {
        .check_workers(BPPARAM)
        threads <- if (is.null(threads)) 1L else threads
    }
    list(
        threads = .resolve_threads(threads, tasks), BPPARAM = BPPARAM,
        checkpoint = if (given[["checkpoint"]]) .check_directory(checkpoint),
        verbose = .check_flag(verbose, "verbose")
    )
}

# The whole path of a directory, which is made if need be: workers may run
# elsewhere.
.check_directory <- function(checkpoint) {
    if (!(is.character(checkpoint) && length(checkpoint) == 1L &&
        !is.na(checkpoint) && nzchar(checkpoint))) {
        .ggc_stop("argument",
            "`checkpoint` must be NULL or the path of a directory, not %s.",
            .given(checkpoint))
    }
    dir.create(checkpoint, showWarnings = FALSE, recursive = TRUE)
    if (!dir.exists(checkpoint)) {
        .ggc_stop("checkpoint", paste0(
            "the directory \"%s\" for the checkpoint cannot be made.\n",
            "Give a place where you may write."
        ), checkpoint)
    }
    normalizePath(checkpoint)
}

.check_workers <- function(BPPARAM) {
    .ggc_need("BiocParallel", "`BPPARAM`", "BiocManager::install")
    if (!methods::is(BPPARAM, "BiocParallelParam")) {
        .ggc_stop("argument", paste0(
            "`BPPARAM` must be NULL or a BiocParallelParam, not %s.\n",
            "Make one with BiocParallel::MulticoreParam() or its like."
        ), .given(BPPARAM))
    }
}

.isa_in_use <- function(isa) {
    if (isa == "auto") utils::tail(.native_isa_available(), 1L) else isa
}

.METHODS <- c("clstm", "crnn", "cmlp", "loo")

.cell_of <- function(method, control) {
    switch(method,
        clstm = , loo = "lstm",
        crnn = if (control$relu) "relu" else "tanh",
        cmlp = "mlp"
    )
}

# The genes that take part, sorted by name in the C locale, so that sums over
# genes run in one order whatever the order of the rows.
.working_genes <- function(series, regulators, targets) {
    genes <- rownames(series$x)
    used <- setdiff(union(regulators, targets), which(series$constant))
    used[order(genes[used], method = "radix")]
}

.train <- function(series, regulators, targets, question, method, graph,
                   control, seed, run) {
    used <- .working_genes(series, regulators, targets)
    rows <- sort(match(regulators, used))
    columns <- sort(match(targets, used))
    if (length(rows) == 0L || length(columns) == 0L) {
        .ggc_stop("input", paste0(
            "all candidate %s are constant: there is nothing to learn.\n",
            "Check the data, or name other genes."
        ), if (length(rows)) "targets" else "regulators")
    }
    z <- .standardise(series$x[used, , drop = FALSE])$z
    control <- .sized_control(control, method, length(rows),
        min(tabulate(series$trajectory)))
    held <- .held_of(control, z, series$trajectory)
    control$horizons <- .horizons_of(control, z, series$trajectory, held)
    cell <- .cell_of(method, control)
    .check_lags(series$trajectory, cell, control)
    setup <- c(run, list(
        series = series, z = z, used = used, regulators = regulators,
        targets = targets, rows = rows, columns = columns, cell = cell,
        control = control, graph = graph, seed = seed, held = held,
        dependence = new.env(parent = emptyenv())
    ))
    .check_fit_memory(setup, method)
    .say_stage(run$verbose, "reading the dependence of the series")
    reading <- .dependence_reading(setup)
    setup$control[names(reading)] <- reading
    setup$question <- .working_question(question, setup)
    out <- if (method == "loo") .train_loo(setup) else .train_targets(setup)
    c(out, list(control = setup$control, question = question))
}

# Held inputs, or none where they are not asked for.
.held_of <- function(control, z, trajectory) {
    if (control$held) {
        return(.held_inputs(z, trajectory))
    }
    .nothing_held(trajectory)
}

# Steps ahead that the networks forecast, at most those of the longest series.
.horizons_of <- function(control, z, trajectory, held) {
    if (control$horizons == .BY_DATA) {
        return(.horizons(z, trajectory, held))
    }
    min(control$horizons, max(tabulate(trajectory)) - 1L)
}

# A perceptron needs `lag` points and one to forecast in some trajectory, the
# distance correlation pairs in each.
.check_lags <- function(trajectory, cell, control) {
    shortest <- min(tabulate(trajectory))
    if (control$dcor_lag >= shortest) {
        .ggc_stop("argument", paste0(
            "`dcor_lag` must be less than the number of samples of the ",
            "shortest trajectory, which is %d, not %d."
        ), shortest, control$dcor_lag)
    }
    longest <- max(tabulate(trajectory))
    if (cell == "mlp" && longest <= control$lag) {
        .ggc_stop("argument", paste0(
            "`lag` must be less than the number of samples of the longest ",
            "trajectory, which is %d, not %d."
        ), longest, control$lag)
    }
}

.train_targets <- function(s) {
    structure <- .structure(s)
    structure$penalty <- .penalty_weights(s$question, s)
    trained <- if (is.null(s$fits)) {
        .train_shards(.fit_task(s, structure), s)
    } else {
        .shards_of_fits(s$fits, s)
    }
    .say_stage(s$verbose, "ranking: %d x %d edges", length(s$rows),
        length(s$columns))
    .assemble(trained$parts, trained$reason, s, structure)
}

# A function that puts a matrix of trained regulators x trained targets into the
# user's order, with 0 for the constant genes.
.placer <- function(s) {
    genes <- rownames(s$series$x)
    row <- match(s$regulators, s$used[s$rows])
    column <- match(s$targets, s$used[s$columns])
    function(m) {
        out <- m[row, column, drop = FALSE]
        out[is.na(row), ] <- 0
        out[, is.na(column)] <- 0
        dimnames(out) <- list(genes[s$regulators], genes[s$targets])
        out
    }
}

# No training of a given number of iterations ends at a minimum to the last bit,
# so that a tolerance of 0 asks no question.
.converged <- function(violation, tolerance) {
    if (tolerance > 0) violation <= tolerance else rep(NA, length(violation))
}

# Put shards together, un-sort the genes, and fill in the constant ones.
.assemble <- function(parts, reason, s, structure) {
    genes <- rownames(s$series$x)
    control <- s$control
    all <- .join_shards(parts, s$columns)
    trained <- s$used[s$columns]
    column <- match(s$targets, trained)
    place <- .placer(s)
    .report_status(genes[trained], all$status, reason)
    chosen <- all$chosen[column]
    of_chosen <- function(m) m[cbind(chosen, column)]
    z <- s$z[s$columns, , drop = FALSE]
    training <- S4Vectors::DataFrame(
        status = ifelse(is.na(column), "constant", all$status[column]),
        lambda = control$lambda[chosen],
        iterations = ifelse(is.na(column), 0L, all$iterations[column]),
        violation = all$violation[column],
        converged = .converged(all$violation[column], control$tolerance),
        loss = of_chosen(all$train), heldout = of_chosen(all$held),
        null = .persistence_error(z, s$series$trajectory, control)[column],
        row.names = genes[s$targets]
    )
    ranking <- .rank_edges(all$score, s)
    uncut <- place(all$norms)
    out <- list(
        score = place(ranking$score), p_value = NULL,
        ranking = list(
            network = place(ranking$network),
            dependence = if (!is.null(ranking$dependence)) {
                place(ranking$dependence)
            },
            weight = ranking$weight, hubs = ranking$hubs, held = ranking$held,
            prior = s$question$weight,
            uncut = if (control$cut != "none") uncut
        ),
        path = list(lambda = control$lambda,
            norms = .place_path(parts, s$columns, place, control),
            error = unname(all$held[, column, drop = FALSE])),
        networks = .list_networks(all$networks, s$used[s$rows], trained, structure),
        training = training,
        adjacency = .in_order(structure$adjacency, genes),
        dcor = .in_order(structure$dcor, genes)
    )
    out$norms <- .chosen_network(uncut, out, s, place)
    out
}

# Rows and columns of a matrix named by genes, in the order of the data.
.in_order <- function(m, genes) {
    if (is.null(m)) {
        return(NULL)
    }
    m[order(match(rownames(m), genes)), order(match(colnames(m), genes)),
        drop = FALSE]
}

# Norms along the path as regulators x targets x lambdas, or NULL where that
# would take more than a quarter of a gigabyte.
.place_path <- function(parts, columns, place, control) {
    order <- match(columns, .targets_of(parts))
    lambdas <- length(control$lambda)
    first <- place(do.call(cbind, lapply(parts, `[[`, "score")))
    if (8 * length(first) * lambdas > 2^28) {
        return(NULL)
    }
    out <- array(0, c(dim(first), lambdas), c(dimnames(first), list(NULL)))
    for (l in seq_len(lambdas)) {
        out[, , l] <- place(do.call(cbind, lapply(parts, function(part) {
            matrix(part$path[, l, ], dim(part$path)[[1L]])
        }))[, order, drop = FALSE])
    }
    out
}

# One warning for each kind of target without a result, an error where there is
# no result at all. reason: of workers that failed.
.report_status <- function(genes, status, reason) {
    failed <- genes[status == "failed"]
    diverged <- genes[status == "diverged"]
    none <- !any(status == "ok")
    if (none && length(failed)) {
        .ggc_stop("worker", paste0(
            "the workers could train no target, tried twice: %s\n",
            "Try `BPPARAM = NULL`, or a back-end that you know to work."
        ), reason)
    }
    if (none) {
        .ggc_stop("convergence", paste0(
            "training diverged for every target.\n",
            "Lower `rate` in ggc_control(), or look for outliers in the data."
        ))
    }
    if (length(failed)) {
        .ggc_warn("worker", paste0(
            "the workers could not train %d of %d targets, tried twice; their ",
            "scores are NA: %s.\nThe last reason was: %s"
        ), length(failed), length(genes), .ggc_names(failed), reason)
    }
    if (length(diverged)) {
        .ggc_warn("convergence", paste0(
            "training diverged for %d of %d targets; their scores are NA: ",
            "%s.\nLower `rate` in ggc_control(), or look for outliers in them."
        ), length(diverged), length(genes), .ggc_names(diverged))
    }
}

# Mean squared error of "no change" on the held-out steps, per row of z.
.persistence_error <- function(z, trajectory, control) {
    at <- which(.folds(trajectory, control$members) > 0L)
    rowMeans((z[, at + 1L, drop = FALSE] - z[, at, drop = FALSE])^2)
}
