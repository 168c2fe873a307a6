#' Learn a gene regulatory network from expression time series
#'
#' Trains one small recurrent network per target gene (LSTM, RNN or GRU;
#' with `graph = TRUE` a graph convolution over its hidden units, Patil and
#' Vaida 2022; without it exactly the component networks of Tank et al. 2022)
#' and ranks the candidate regulators by how long their input weights withstand
#' a growing group lasso penalty.
#'
#' For each target an ensemble of `control$members` networks is trained along a
#' path of penalties. At each penalty a regulator's share is its group norm
#' divided by the sum over all inputs of the target, and its KKT ratio is the
#' norm of its gradient divided by the penalty, at most 1 (a regulator enters
#' the network at 1). The network's score is the share plus a tenth of the KKT
#' ratio, averaged over the path and the ensemble: shares order the strong
#' regulators, ratios those that the penalty removes early. The penalty of the
#' chosen network is read from the held-out error; of its links those stay that
#' are strong and, as far as the data can tell, credible (`ggc_control(cut =
#' )`).
#'
#' The **score** puts together, by rules that read the data and never a known
#' network: the network's score; hubs, which are favoured as far as regulators
#' differ by more than accident (`hubs`); and, as far as what it puts first
#' forecasts better, the directed dependence of the series (`dependence`,
#' `fusion`), whose place the conditional dependence takes where linear
#' forecasts are good (`conditional`). It is then the sum of -log(share of edges
#' at or above) of these, each weighted. See [ggc_control()], `granger(fit,
#' "network")`, `granger(fit, "dependence")` and `granger(fit, "conditional")`.
#'
#' @param x expression data: a numeric matrix (genes in rows, samples in
#'   columns; also sparse, delayed or in an HDF5 file), a `SummarizedExperiment`
#'   (or `SingleCellExperiment`), an `ExpressionSet`, a list of genes x time
#'   matrices, or `ts`/`mts` objects. See [ggc_input]; for counts first
#'   [ggc_preprocess()], for cells [ggc_pseudotime()].
#' @eval .methods_rd()
#' @param graph `TRUE`: graph convolution over the hidden units (paper eq. 3).
#'   `FALSE`: none, as in GC-cLSTM, GC-cRNN and cMLP. `NULL` (default): `TRUE`
#'   for `ggc_control("paper")`, else `FALSE`: on simulated networks it made no
#'   difference to the ranking as the paper has it, but some with
#'   `ggc_control(n_prop = 2)` (`vignette("ranking")`).
#' @param time,trajectory sampling time and trajectory (replicate, experiment)
#'   of each sample: vectors, or names of `colData` columns (of `trajectory`
#'   also several). See [ggc_input].
#' @param regulators,targets names or indices of the candidate regulators and
#'   of the genes to explain; `NULL` (default) takes all genes. A target's own
#'   past is always among its inputs.
#' @param prior links that are known or believed in, beside the data: a matrix,
#'   regulators x targets, of beliefs from 0 (nothing is known) to 1, with names
#'   on both sides, or a table with a column of regulators and one of targets
#'   and perhaps `weight` (the belief, else 1) and `edge` (0 in rows that are no
#'   links): see [ggc_links] for what columns may be called. Further columns
#'   and links of genes that `x` has not are passed over with a message. Genes
#'   that it lacks have none. Several priors, each with a weight of its own: a
#'   list of such, by name, as `list(dorothea = , chip = )`. See the section on
#'   what is known.
#' @param exclude,include links that cannot be and links that must be: a logical
#'   or 0/1 matrix, or a table, as `prior`. An excluded regulator is no input of
#'   its target, and its score is 0; [ggc_edges()] and [ggc_network()] pass it
#'   over. An included one has no penalty and stays in the chosen network.
#' @param assay_type name or index of the assay; needed where there are several.
#' @param irregular,na,replicates what to do with uneven times, missing values
#'   and several samples at one time: see [ggc_input].
#' @param batch what was measured together and may differ in level from the
#'   rest: a factor, strings or whole numbers, one per sample, or one per
#'   trajectory with its names, or the name of a `colData` column. The level of
#'   each gene in each batch is taken off: see [ggc_input]. `NULL` (default):
#'   nothing is, and a warning says where trajectories differ as batches do.
#' @param covariates known inputs that are no genes, as dose, light or
#'   treatment: names of `colData` columns, or values or a table with a row for
#'   each sample, or for each trajectory by its name. Every network has them,
#'   without a penalty, and no row in the ranking: see [ggc_input]. For methods
#'   that train networks. `NULL` (default): none.
#' @param as_regulators `TRUE`: the covariates are candidate regulators, with a
#'   row each, of all targets; for every method. `FALSE` (default).
#' @param perturbed genes that were knocked out, knocked down or over-expressed:
#'   the name of a `colData` column, or strings for the samples or, by name, the
#'   trajectories, that name the gene (`NA` or `"none"`: none; `;` between two;
#'   of what was done to it a column `kind` beside tells, or the label, as of
#'   `G1 OE`; else it was knocked out);
#'   a matrix of genes x samples, `TRUE` where a gene was held (or -1 less, 1
#'   more); or a table with the columns sample, gene and, if not all are
#'   knock-outs, kind (`"knockout"`, `"knockdown"`, `"overexpression"`). A
#'   target does not learn from samples in which it was held, and what followed
#'   where a regulator was held joins the ranking: see [ggc_knockout]. `NULL`
#'   (default): nothing was.
#' @param steady samples without time: a `SummarizedExperiment` with the
#'   `colData` column `perturbed`, as above, or a matrix or table of genes x
#'   samples whose columns are named by the gene that was knocked out (`KO_G1`,
#'   `G1(-/-)`, `G1`). What followed where a gene was held joins the ranking, as
#'   above; so does who goes with whom in ten samples or more in which none
#'   was. Values need not be on the scale of `x`; of several assays
#'   `assay_type` is read. `NULL` (default): none.
#' @param control tuning values, from [ggc_control()].
#' @param seed whole number from 0 to 2^53, or `NULL`: drawn from R's generator,
#'   so that [set.seed()] reproduces.
#' @param threads number of threads; see [ggc_threads()] for the default. With
#'   `BPPARAM` the number in each worker and in the calling process, by default
#'   1. Forked workers (`MulticoreParam`) always have one.
#' @param BPPARAM `NULL` (default): all targets are trained in this process. A
#'   `BiocParallelParam`: they are split over its workers, processes on this
#'   machine or jobs of a cluster; the result is the same to the last bit. Each
#'   needs the same version of ggc. Not for `method = "loo"`, `"var"` and
#'   `"cgc2spr"`. See `vignette("scaling")`.
#' @param checkpoint `NULL` (default), or a directory, made if need be: each
#'   group of finished targets is written there at once, whole or not at all.
#'   The same call again reads them and trains the rest, to the same bits,
#'   whatever has ended it; `BPPARAM` and `threads` may differ. A damaged file
#'   is said and trained again. With `BPPARAM` all workers must see the
#'   directory under the same path. Nothing is removed at the end. Not for
#'   `method = "loo"`, `"var"` and `"cgc2spr"`.
#' @param verbose report progress (the stage, how much of it is done, how long
#'   the rest will take)? On a terminal a bar, by cli; where there is none, or
#'   no cli, a message for each tenth. Default: in interactive sessions.
#' @param ... by name, arguments of one method alone, see its help page:
#'   [ggc_var], [ggc_bts], [ggc_bets], [ggc_cgc2spr], [ggc_te], [ggc_grnte],
#'   [ggc_lsngc], [ggc_hsic_lasso], [ggc_trees], [ggc_swing].
#' @return A [GGCFit-class]: see [granger()], [ggc_edges()], [ggc_roc()],
#'   [ggc_metrics()], `predict()` and `plot()`.
#' @section What is known: `prior` enters twice. With `w` =
#'   `ggc_control(prior_weight = )`, a link believed in with `b` has its penalty
#'   multiplied by `exp(-w b / 2)` and `w b` added to its score, which is then
#'   in logarithms: belief multiplies odds. By default `w` is read from the
#'   data: twice what the mean evidence (-log of the share of edges at or above)
#'   of the believed links, by the directed dependence of the series alone,
#'   exceeds that of as many links drawn blindly, which is 1, less one standard
#'   error. A prior that the data do not bear out at all has the weight 0. The
#'   weight that was used is shown with the fit.
#'
#'   Of a list of priors each has a weight, by the same rule for all together:
#'   what it adds to the others. (The evidence less 1 is regressed on the
#'   beliefs, without coefficients below 0, under a lasso penalty of one
#'   standard error.) What two priors believe in has both weights; two copies of
#'   one share the weight of one, and a prior of random links has next to none.
#'   On 60 simulated networks of 20 genes, in ten trajectories of 21 points, two
#'   priors, each with three tenths of the true links and as many others, raised
#'   the mean AUPR from .481 to .541 as a list, and to .546 as one table; one of
#'   them alone to .514, beside a random one to .513, and with it as one table
#'   to .494 (`tools/tune/priors.R`). So give what differs in worth apart. A
#'   number as `prior_weight` is that of each.
#'
#'   A prior may tell **signs**: as DoRothEA's `mor`, TRRUST's mode and weights
#'   below 0 do, see [ggc_links]. They change no score. But where a link in the
#'   chosen network has the opposite sign in the data, a message says so, and
#'   [ggc_edges()] has both, as `sign` and `prior_sign`. On the same networks
#'   that was so of 4 of 206 true links with their true signs, and of 13 of 26
#'   others with signs drawn; in three trajectories of eight points of 14 of 100
#'   and 32 of 56: a contradiction may also mean that there is no link, or too
#'   few data. Where several priors contradict each other about a sign there is
#'   none.
#'
#'   A link that is both excluded and believed in is excluded; both excluded and
#'   included is an error, as is an included one outside `regulators` and
#'   `targets` (believed or excluded ones outside are left out, with a message).
#'   Links of a gene with itself are passed over: its own past is always among
#'   the inputs. None of the three goes with `method = "loo"`; the methods that
#'   train no networks take `exclude` alone, but for `"cgc2spr"`, which needs a
#'   `prior` too, and makes of it what [ggc_cgc2spr] says.
#' @section Leave one out: with `method = "loo"` the score of an edge is
#'   `ln(MSE masked / MSE global)` of the target on held-out data, and its
#'   p-value a one-sided paired t-test of the squared errors over disjoint
#'   blocks of time (neighbouring points are not independent; with fewer than
#'   two blocks it is 1). The network are the edges whose adjusted p-value is at
#'   most `ggc_control(alpha = )`. There is no penalty and no path. Time grows
#'   with the square of the number of regulators.
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
#' @section Interrupting: Ctrl-C stops a fit within a second; nothing is kept
#'   but what is finished in a `checkpoint`. Workers of a `BPPARAM` end by
#'   themselves, with the targets that they have in hand.
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
#'
#' # Two priors: the data say how much each counts
#' chip <- data.frame(tf = c("G1", "G3", "G5"), target = c("G2", "G4", "G6"))
#' ggc_fit(sim, prior = list(known = known, chip = chip), seed = 1)
#' @export
ggc_fit <- function(x, method = "clstm", graph = NULL, time = NULL,
                    trajectory = NULL, regulators = NULL, targets = NULL,
                    prior = NULL, exclude = NULL, include = NULL,
                    assay_type = NULL,
                    irregular = c("asis", "interpolate", "error"),
                    na = c("error", "interpolate"),
                    replicates = c("error", "mean", "match"), batch = NULL,
                    covariates = NULL, as_regulators = FALSE,
                    perturbed = NULL, steady = NULL,
                    control = ggc_control(), seed = NULL, threads = NULL,
                    BPPARAM = NULL, checkpoint = NULL, verbose = interactive(),
                    ...) {
    call <- match.call()
    method <- .method(method)
    settings <- .check_settings(method, list(...))
    control <- .as_control(control)
    graph <- .check_graph(graph, method, control)
    seed <- .check_seed(seed)
    as_regulators <- .check_as_regulators(as_regulators, covariates)
    treatment <- .chosen_treatment(irregular = irregular, na = na,
        replicates = replicates)
    series <- do.call(.as_series,
        c(list(x, time, trajectory, assay_type, batch = batch,
            covariates = list(values = covariates,
                as_regulators = as_regulators, perturbed = perturbed),
            to_learn = TRUE), treatment))
    .refuse_inputs(series, method)
    series <- .with_steady(series, steady, assay_type)
    names <- rownames(series$x)
    genes <- .resolve_ends(regulators, targets, names,
        .covariate_regulators(series))
    .refuse_held(series, method, genes$targets)
    .warn_few_steps(series, length(genes$regulators))
    known <- list(prior = prior, exclude = exclude, include = include)
    candidates <- lapply(genes, function(which) names[which])
    known <- .as_known(known, candidates, names, method)
    run <- .check_run(method, threads, BPPARAM, checkpoint, verbose,
        lengths(genes))
    started <- proc.time()[["elapsed"]]
    setup <- .fit_setup(series, genes, known, method, control, graph, settings,
        seed, run)
    trained <- method$train(setup)
    .new_fit(setup, known, trained, list(
        call = call, treatment = treatment,
        asked = list(regulators = regulators, targets = targets, prior = prior,
            exclude = exclude, include = include, control = control),
        elapsed = proc.time()[["elapsed"]] - started
    ))
}

.check_as_regulators <- function(as_regulators, covariates) {
    as_regulators <- .check_flag(as_regulators, "as_regulators")
    if (as_regulators && is.null(covariates)) {
        .ggc_stop("argument", "`as_regulators` goes with `covariates`.")
    }
    as_regulators
}

# list(regulators, targets): rows of the series. known: covariates that are
# regulators, whoever else is, and no targets.
.resolve_ends <- function(regulators, targets, names, known = NULL) {
    rows <- match(known, names)
    genes <- if (length(rows)) names[-rows] else names
    at <- function(which, arg) {
        match(genes[.resolve_genes(which, genes, arg)], names)
    }
    list(regulators = c(at(regulators, "regulators"), rows),
        targets = at(targets, "targets"))
}

# A fit of arguments in a list: the call that it keeps names them, and does not
# hold them.
.fit_by_name <- function(x, arguments) {
    names <- names(arguments)
    call <- as.call(c(quote(ggc_fit), quote(x),
        stats::setNames(lapply(names, as.name), names)))
    eval(call, list2env(c(list(x = x), arguments),
        parent = environment(.fit_by_name)))
}

# So few steps tell no link from noise, whatever comes first in a ranking.
.FEWEST_STEPS <- 10L

.warn_few_steps <- function(series, regulators) {
    steps <- .measured_steps(series)
    if (steps < .FEWEST_STEPS) {
        .ggc_warn("steps", paste0(
            "There %s in all, for %s: of so few a ranking of simulated gene ",
            "networks is hardly better than chance.\nMore times or ",
            "trajectories are needed, at least %d steps."
        ), if (steps == 1L) "is 1 step" else sprintf("are %d steps", steps),
        .plural(regulators, "regulator"), .FEWEST_STEPS)
    }
}

# Arguments of this method alone, in canonical types; the others have defaults.
.check_settings <- function(method, given) {
    own <- names(method$settings)
    .check_dots(given, c(setdiff(names(formals(ggc_fit)), "..."), own),
        sprintf("ggc_fit(method = \"%s\")", method$name))
    method$check(utils::modifyList(method$settings, given, keep.null = TRUE))
}

# A fit from its setup, what is known in the user's order, and what its method
# has trained; about: further metadata.
.new_fit <- function(setup, known, trained, about) {
    metadata <- c(list(
        seed = setup$seed, version = .version(), r_version = R.version.string,
        cpu = .isa_in_use(setup$control$isa), threads = setup$threads
    ), about)
    series <- setup$series
    metadata$input <- series$annotation$metadata
    if (!is.null(series$annotation)) {
        # In one place: it may be large, and would be saved twice.
        series$annotation["metadata"] <- NULL
    }
    fit <- do.call(.GGCFit, c(trained, list(series = series,
        known = known, method = setup$method$name, settings = setup$settings,
        metadata = metadata)))
    .tell_contradicted(fit)
    fit
}

# Is the graph convolution used? Of a method that trains no networks there is
# none.
.check_graph <- function(graph, method, control) {
    if (is.null(graph)) {
        return(method$has_networks && control$preset == "paper")
    }
    graph <- .check_flag(graph, "graph")
    if (graph && !method$has_networks) {
        .ggc_stop("argument", paste0(
            "`graph` must not be TRUE for method = \"%s\", which trains no ",
            "networks."
        ), method$name)
    }
    graph
}

# The data treatments of .as_series() that were chosen, for the fit's record.
.chosen_treatment <- function(...) {
    given <- list(...)
    choices <- lapply(formals(.as_series)[names(given)], eval)
    Map(.check_choice, given, names(given), choices)
}

# How a fit is run, which its numbers do not depend on. genes: how many
# regulators and targets.
.check_run <- function(method, threads, BPPARAM, checkpoint, verbose, genes) {
    given <- c(BPPARAM = !is.null(BPPARAM), checkpoint = !is.null(checkpoint))
    if (!is.null(method$whole) && any(given)) {
        .ggc_stop("argument", paste0(
            "`%s` splits a fit by its targets; method = \"%s\" %s.\n",
            "Use `threads`."
        ), names(given)[given][[1L]], method$name, method$whole)
    }
    if (given[["BPPARAM"]]) {
        .check_workers(BPPARAM)
        threads <- if (is.null(threads)) 1L else threads
    }
    tasks <- method$tasks(genes[["regulators"]], genes[["targets"]])
    list(
        threads = .resolve_threads(threads, tasks), BPPARAM = BPPARAM,
        checkpoint = if (given[["checkpoint"]]) .check_directory(checkpoint),
        verbose = .check_flag(verbose, "verbose")
    )
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
