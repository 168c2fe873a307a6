# The groups of values that ggc_control() takes: a help page each. Their formals
# are those of the table (control-table.R).

# What a call gives, by name, in the order of the table. frame: of that call.
.given_here <- function(call, frame) {
    given <- names(.CONTROL) %in% names(call)
    mget(names(.CONTROL)[given], envir = frame)
}

.control_group <- function(group, call, frame) {
    given <- .check_control_values(.given_here(call, frame))
    .check_together(given)
    kind <- paste0(toupper(substring(group, 1L, 1L)), substring(group, 2L))
    structure(given,
        class = c(paste0("GGCControl", kind), "GGCControlGroup"))
}

#' Model: the network of a target and what it sees
#'
#' Size, start, graph and steps of a network.
#'
#' @param hidden number of hidden units H, 1 to 32768, or `"genes"` for the
#'   number of regulators, as in the paper. `NULL` (default): 10 in the network
#'   of one target, 40 in that of all targets (`method = "loo"`). The ranking
#'   hardly depends on it and the cost grows with it.
#' @param layers number of hidden layers, 1 to 8, stacked.
#' @param init what the distance correlation of the data initialises: `"none"`
#'   (default: nothing; it made no difference on simulated networks),
#'   `"hidden"` (the first hidden state of a target's network is the target's
#'   row; the paper's Method), `"weights"` (the input weights of each gate; its
#'   Conclusion) or `"both"`; in the network of all targets of `method = "loo"`
#'   only the first state. Where H differs from the number of
#'   regulators the row is mapped by a fixed orthonormal matrix.
#' @param n_prop propagation steps of the graph convolution (eq. 3), 1 to 100.
#' @param graph_at where the graph convolution acts: `"readout"`, on the hidden
#'   state that the read-out sees; `"recurrence"`, also on the state that the
#'   next step starts from (the other reading of eq. 3, window k - 1 to k);
#'   `"nonlinear"`, on the state that the read-out sees, which then sees its
#'   tanh: `y = w' tanh(A h) + b`, which no network without a graph can write
#'   as its own read-out.
#' @param adjacency,normalise the graph: see [ggc_adjacency()]. A `"directed"`
#'   one passes what a gene's regulators hold on to that gene, not back; it is
#'   no gain beyond two standard errors on simulated networks.
#' @param dcor_lag lag of the distance correlation: 0 is the paper's.
#' @param window `"trajectory"` (the network runs once over each trajectory), or
#'   a number K >= 1: overlapping windows of K steps, stride one; `"genes"`: K =
#'   number of regulators, at most the shortest trajectory.
#' @param horizons steps ahead that a target's network forecasts, all in the
#'   loss alike, >= 1; `NULL` (default): as many, up to three, as the
#'   autocorrelation of the series (without what is `held`) stays above .65 of
#'   that at lag 1, and one where times are uneven. `method = "loo"` has one.
#' @param lag for `method = "cmlp"`: number of past points it sees, >= 1.
#' @param relu `TRUE`: the RNN of `method = "crnn"` uses ReLU instead of tanh.
#' @return A list of what was given, checked, of class `GGCControlGroup`: an
#'   argument of [ggc_control()], which takes each value by itself, too.
#' @family values of a fit
#' @examples
#' ggc_control(ggc_control_model(hidden = 5, layers = 2))
#' @export
ggc_control_model <- function() {
    .control_group("model", match.call(), environment())
}
formals(ggc_control_model) <- .control_formals("model")

#' Loss: what training makes small
#'
#' Terms of the loss beside the squared error of the forecasts (eq. 4 of the
#' paper).
#'
#' @param ridge weight of the squared norms of all weights but the input ones.
#' @param penalty on the input weights: `"group"` lasso; with lags also
#'   `"sparse_group"` (each lag as well) or `"hierarchical"` (a lag goes only
#'   after all older ones); `"squared"`: as eq. 4 is printed, which removes no
#'   regulator.
#' @param kl the divergence of eq. 4 between a target's distance correlations
#'   and its normalised Granger row: `"none"`, `"log"` (Kullback-Leibler), or
#'   `"printed"` (without the logarithm of the Granger row).
#' @param kl_target the row that `kl` and `triplet = "granger"` draw the Granger
#'   row to: `"dcor"` (default, the paper's distance correlations), or
#'   `"directed"`, the distance correlations of what the target's own past
#'   leaves unexplained of it, one to `dependence_lags` steps ahead, with each
#'   regulator.
#' @param kl_weight,kl_epsilon its weight lambda2 >= 0, and what is added to
#'   each norm before the logarithm, > 0.
#' @param triplet the triplet term of eq. 4: `"none"`; `"granger"`: the Granger
#'   row shall be nearer to the distance correlations than to those of a
#'   time-permuted surrogate; `"prediction"`: a forecast nearer to what was
#'   observed than to another gene.
#' @param triplet_weight,triplet_p,margin its weight lambda3 >= 0, the norm p >=
#'   1 of its distances, and the margin R.
#' @return A list of what was given, checked, of class `GGCControlGroup`: an
#'   argument of [ggc_control()], which takes each value by itself, too.
#' @family values of a fit
#' @examples
#' ggc_control(ggc_control_loss(kl = "log", kl_weight = 0.1))
#' @export
ggc_control_loss <- function() {
    .control_group("loss", match.call(), environment())
}
formals(ggc_control_loss) <- .control_formals("loss")

#' Training: networks, penalties and the optimiser
#'
#' How many networks are trained, along which penalties, how, how long, and
#' which penalty is chosen.
#'
#' @param members networks per target, >= 1: each has its own random start and,
#'   where the data allow, its own fold of trajectories held out.
#' @param lambda increasing penalties > 0 of the path, or `NULL` for `n_lambda`
#'   values, equally spaced in the logarithm from `lambda_min` to `lambda_max`.
#' @param n_lambda,lambda_min,lambda_max the default path.
#' @param optimiser `"adam"` (Adam with an exact proximal step), `"gista"`
#'   (proximal gradient with line search), `"ista"` (fixed step), or
#'   `"adam_element"` (Adam's printed second moment, for comparison).
#' @param rate step size of the optimiser, > 0.
#' @param first,each iterations at the first penalty and at each further one;
#'   for `method = "loo"` of the global network and of each masked one.
#' @param recheck every so many iterations all regulators take part in a step;
#'   between, only those that are not zero. 1: all in every step. With `"gista"`
#'   and a `tolerance`, any other number: all take part whenever one that is
#'   zero might enter, reckoned from how far the gradients can have moved; the
#'   result was that of 1 wherever both were compared.
#' @param tolerance number >= 0. Above 0, `first` and `each` are the most
#'   iterations, and a network is done with a penalty once it is near a minimum:
#'   the largest way that any regulator's weights would go in a proximal step of
#'   size one (of a regulator at zero: by how much its gradient's norm exceeds
#'   the penalty) is at most `tolerance` times the penalty, and the norm of the
#'   gradient of all other weights at most `sqrt(tolerance)` times. 0 (default):
#'   never before that many iterations, which suffice for the ranking, but not
#'   for a minimum. Adam circles about it; `"gista"` gets there, to about 1e-4:
#'   with an RNN in hundreds of iterations, with an LSTM in thousands or never,
#'   as its gates make sharp valleys. Not for `method = "loo"`.
#' @param se_factor the chosen penalty is the largest whose held-out error is
#'   within so many standard errors of the least; 0 takes the least.
#' @return A list of what was given, checked, of class `GGCControlGroup`: an
#'   argument of [ggc_control()], which takes each value by itself, too.
#' @family values of a fit
#' @examples
#' ggc_control(ggc_control_training(members = 3, optimiser = "gista"))
#' @export
ggc_control_training <- function() {
    .control_group("training", match.call(), environment())
}
formals(ggc_control_training) <- .control_formals("training")

#' Ranking: what edges are ranked by
#'
#' What joins the networks in the ranking of the edges, and with what weight.
#' What is `NULL` is read from the data, never from a known network.
#'
#' @param dependence the directed dependence that joins the networks in the
#'   ranking: what of a target's value one or more steps ahead its own past
#'   leaves unexplained, against each regulator, by `"linear"` (absolute
#'   correlation), `"dcor"` (distance correlation, eq. 2 made directed), or
#'   `"none"`. An edge counts less half of its opposite. Or `"levels"`: of a
#'   smooth course the own past leaves noise, and each target's level one step
#'   later is set against each regulator's, by absolute correlation and by
#'   partial correlation, given all other regulators and the target's own level
#'   (shrunken by how noisy the means of cells are), both with the weight 2 but
#'   for `fusion` and `conditional`; `granger(fit, "dependence")` and
#'   `granger(fit, "conditional")` have them, signs are those of the former, and
#'   `hubs` is not used. `NULL` (default): `"levels"` of nine points or more
#'   from [ggc_pseudotime()], else `"linear"`.
#' @param dependence_lags,smooth how many steps ahead the dependence looks, >=
#'   1, all alike, and the bandwidth >= 0, in steps, of the local lines that
#'   smooth the series for it; 0 for none. `NULL` (default): 2, 5 or 8, and 0 or
#'   0.6, those with which the dependences in random halves of the trajectories
#'   have most in common that is directed, as a share of all that they have in
#'   common; 1 and 0 where times are uneven, and what is compared is then the
#'   increment, in units of the root of the time that it took.
#' @param held `TRUE` (default): inputs that nobody measured and that are held
#'   for a while, such as a perturbation in the first half of each series, are
#'   looked for and taken off the dependence and the count of `horizons`; see
#'   the section on them.
#' @param fusion weight >= 0 of the dependence beside the networks; `NULL`
#'   (default): 0 to 1, by how well the regulators that it puts first forecast
#'   held-out steps, beside those that the networks put first: a quarter where
#'   both do alike; less where it is not found again in the other half of a long
#'   series; more where there are `held` inputs, which the networks cannot tell
#'   from regulators; and none as far as the conditional dependence takes its
#'   place.
#' @param conditional weight >= 0 of the conditional dependence, the
#'   coefficients of a ridge regression of each target's next value on all
#'   regulators, with its own past free and one penalty for all targets;
#'   `NULL` (default): 0 to 12, as far as its forecasts of held-out pieces are
#'   better than those from the own past by 6 to 12 percent, but not twice as
#'   much three to five steps ahead, and better than those of the networks, as
#'   in a linear system of five targets or more; where times are uneven as far
#'   as they are better than those of the networks by 10 to 20 percent, too. 0
#'   where `fusion` is given, or for `dependence = "none"`.
#' @param adaptive number >= 0, an adaptive group lasso: the penalty of
#'   regulator j at target i is multiplied by `(1 + d)^(-adaptive)`, where d is
#'   j's directed dependence divided by the mean over i's candidates (of the
#'   kind that `dependence` names, `"linear"` for `"none"`), and by what brings
#'   the geometric mean over the candidates back to 1. 0 (default): none, since
#'   it misleads where the dependence does. A `prior` multiplies it further.
#' @param hubs power >= 0 of a regulator's mean score that multiplies its
#'   scores, times the share of the spread of these means that is no accident
#'   (one-way analysis of variance), and times how far it is believed: from not
#'   at all to wholly, as links are found again in the other half of the
#'   trajectories. As far as it is not, regulators of more than ten to forty
#'   targets are made alike, which keeps noise from having a master regulator. 0
#'   for neither.
#' @param prior_weight number >= 0: the logarithm of how many times likelier
#'   than others a link is that the `prior` of [ggc_fit()] believes in with 1.
#'   So much is added to its score, and its penalty multiplied by
#'   `exp(-prior_weight / 2)`. `NULL` (default): as much as the data bear the
#'   prior out; see [ggc_fit()]. Of several priors each has this weight.
#' @return A list of what was given, checked, of class `GGCControlGroup`: an
#'   argument of [ggc_control()], which takes each value by itself, too.
#' @section Held inputs: a perturbation that lasts shifts all steps of a stretch
#'   of time alike, and genes that it shifts seem to depend on each other. Each
#'   trajectory is cut into one to four pieces of five steps or more, as many as
#'   are most likely when each piece shifts what a gene's own past leaves
#'   unexplained by a random amount (restricted likelihood of a random
#'   intercept, all genes together), or none if they are not likelier than none
#'   by more than a factor of e (Akaike). With M the mean squares between and
#'   within pieces, the share `1 - sqrt(M within / M between)` of each piece's
#'   mean is taken off the series before the dependence is measured, which makes
#'   steps of one piece uncorrelated (Fuller and Battese 1974); nothing where
#'   pieces differ no more than steps. The share is in the `ranking` of a
#'   [GGCFit-class] and shown with the fit. On simulated networks it was .3 to
#'   .4 where a perturbation was held for half of each series, and nearly always
#'   0 where there was none (`inst/script/tune_rules.log`).
#' @references Fuller WA, Battese GE (1974). Estimation of linear models with
#'   crossed-error structure. Journal of Econometrics 2, 67-78.
#' @family values of a fit
#' @examples
#' ggc_control(ggc_control_ranking(dependence = "dcor", hubs = 0))
#' @export
ggc_control_ranking <- function() {
    .control_group("ranking", match.call(), environment())
}
formals(ggc_control_ranking) <- .control_formals("ranking")

#' Network: which edges a fit chooses
#'
#' The chosen network: where the norms of a penalty path are cut, and how
#' `method = "loo"` scores and tests its edges.
#'
#' @param cut the chosen network: `"credible"` (default): the edges of a norm
#'   above zero at the chosen penalty and of a probability above .4 (see
#'   [ggc_network()]), and where that is not known as `"otsu"`: norms above
#'   zero, cut where Otsu's rule parts them into weak and strong; `"none"`:
#'   every norm above zero is an edge.
#' @param loo for `method = "loo"`: `"refit"` trains on, from the global
#'   network, for each masked regulator; `"mask"` only masks it, which is
#'   faster.
#' @param loo_rule `"heldout"`: score and test on held-out data; `"insample"`:
#'   the paper's rule, an edge where masking raises the training error at all.
#' @param alpha level of the LOO network, 0 to 1: edges whose Benjamini-Hochberg
#'   adjusted p-value is at most this.
#' @return A list of what was given, checked, of class `GGCControlGroup`: an
#'   argument of [ggc_control()], which takes each value by itself, too.
#' @family values of a fit
#' @examples
#' ggc_control(ggc_control_network(cut = "otsu"))
#' @export
ggc_control_network <- function() {
    .control_group("network", match.call(), environment())
}
formals(ggc_control_network) <- .control_formals("network")

#' Run: how series are cut, what is kept, which kernels run
#'
#' How long series are cut for training, whether the networks are kept, and the
#' instructions that they are computed with.
#'
#' @param segment,burn_in a series of at least twice `segment` steps is cut
#'   into pieces of about that length, each led by `burn_in` steps without loss.
#' @param keep `"chosen"` keeps the networks at the chosen penalty, which
#'   `predict()` needs; `"none"` drops them.
#' @param isa instruction set: `"auto"`, `"avx512"`, `"avx2"` or `"generic"`.
#' @return A list of what was given, checked, of class `GGCControlGroup`: an
#'   argument of [ggc_control()], which takes each value by itself, too.
#' @family values of a fit
#' @examples
#' ggc_control(ggc_control_run(keep = "none"))
#' @export
ggc_control_run <- function() {
    .control_group("run", match.call(), environment())
}
formals(ggc_control_run) <- .control_formals("run")

#' @export
print.GGCControlGroup <- function(x, ...) {
    .print_values(x)
}
