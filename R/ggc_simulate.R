# Simulators: series whose network is known. All arithmetic and all random
# numbers are in C; here arguments are checked and the result is assembled.

#' Simulate time series, or single cells, of a known network
#'
#' Four models whose true regulators are known, for tests, tuning and
#' demonstrations. `"lorenz96"` is the chaotic ring of Lorenz (1996), the usual
#' test of nonlinear Granger causality; `"var"` is a sparse stable linear vector
#' autoregression with a random network; `"grn"` is the expression of a gene
#' regulatory network, after the model of GeneNetWeaver (Marbach et al. 2009,
#' Schaffter et al. 2011), which made the DREAM challenges' data; `"cells"` are
#' single cells along a process that its signed network drives, such as a
#' cascade, a cycle or a decision, with their counts and a pseudotime.
#'
#' @section Lorenz-96:
#' \eqn{dx_i/dt = (x_{i+1} - x_{i-2}) x_{i-1} - x_i + F}, indices modulo `p`, so
#' that the regulators of gene i are i-2, i-1, i and i+1. Every trajectory
#' starts from independent N(0, sd 0.01) values and is integrated by the
#' classical Runge-Kutta scheme of order 4 with a step of at most
#' 0.1 / max(10, |F|); after `burn_in` points the next `n_time` are observed
#' with additive noise, which does not enter the dynamics.
#'
#' @section Sparse VAR:
#' \eqn{x_i(t) = a_{ii} x_i(t-1) + \sum_j a_{ji} x_j(t - l_{ji}) + e_i(t)} with
#' the regulators j of each gene drawn at random, coefficients of either sign
#' drawn from U(0.5, 1) in size, and lags drawn from 1 to `lag`. Coefficients
#' (those at lag l by the l-th power of one factor) are then rescaled, so that
#' the companion matrix has spectral radius `radius` to within 0.001; a network
#' without cycles (only possible with `self = 0`) is left as drawn. `noise` is
#' the standard deviation of the innovations e.
#'
#' @section Gene networks:
#' *Topology.* Some genes, drawn at random and ranked, regulate. Every other
#' gene, and three quarters of the regulators but for the first, have at least
#' one regulator; further links are dealt out in proportion to exponential
#' weights, up to ten or so a gene, so that in-degrees fall off geometrically.
#' Regulators are taken from lower ranks, so that feedback is rare (three in a
#' hundred links between regulators may come from any rank), in proportion to
#' weights whose tail is that of a power law of exponent 2.2: few hubs, many
#' regulators of few genes. One outside the gene's module has a tenth of its
#' weight. Half of a gene's further regulators are taken from the regulators of
#' those it has: feed-forward loops. Every regulator has a target; no gene
#' regulates itself. Regulators are activators or repressors with the wanted
#' share of links, but half of the signs are drawn link by link.
#'
#' *Kinetics.* For mRNA x and protein y of gene i, per minute,
#' \eqn{dx_i/dt = d_i (f_i(y) - x_i)} and \eqn{dy_i/dt = e_i (x_i - y_i)}: the
#' largest rates equal the decay rates, so that steady states lie from 0 to 1.
#' Half-lives are U(5, 50) minutes. The regulators of a gene form modules: each
#' further one joins a module or founds one (at most 8), alike likely. A module
#' is bound with the probability of its Hill terms \eqn{(y_j/k)^n}, as a complex
#' that needs all its activators (and that its deactivators, bound together,
#' silence), or by each independently; k is U(0.01, 1), n is N(2, 2 sd) within 1
#' to 10. \eqn{f_i} is the mean, over the states of the modules, of an
#' activation from 0 to 1: a basal one plus the effects of the modules that are
#' bound, cut to 0 and 1. Basal activation is U(0, 0.25) with enhancing modules
#' only, U(0.75, 1) with repressing ones only, else U(0.25, 0.75); effects are
#' U(0.25, 1), stretched so that all enhancers together reach 1 and all
#' repressors a basal activation drawn from U(0, 0.25).
#'
#' *Molecular noise* is that of the chemical Langevin equation: `process`
#' \eqn{\times (\sqrt{V} dW_1 + \sqrt{D} dW_2)} for production V and decay D, of
#' mRNA and protein. Drift (Runge-Kutta, order 4) and noise (Euler-Maruyama) are
#' split symmetrically, in steps of a fifth of the shortest lifetime at most;
#' concentrations are cut at 0. With `process = 0` this is the Runge-Kutta
#' scheme alone. Only mRNA is observed, with Gaussian noise.
#'
#' *Designs.* A perturbation adds to all activations of a gene, within 0 and 1.
#' Every trajectory has its own.
#' \describe{
#' \item{`"relaxation"`}{Starts in the steady state under a perturbation, which
#'   ends at time 0; 0.46 p trajectories (4 at least) of 21 points, 10 minutes
#'   apart, as in DREAM3.}
#' \item{`"onoff"`}{Starts in the steady state without one; a perturbation acts
#'   in the first half of the series. 5 trajectories for 10 genes, 10 for 100,
#'   20 for 1000, of 21 points, 50 minutes apart, as in DREAM4.}
#' \item{`"long"`}{Starts like `"onoff"`; at each point, with chance 1 / `hold`,
#'   a new perturbation takes the place of the last. 3 trajectories of 200
#'   points, 10 minutes apart.}
#' \item{`"uneven"`}{As `"relaxation"`, at 0, 2, 4, 8, 15, 30, 45, 60, 90, 120,
#'   180 and 240 minutes (another `n_time` interpolates these).}
#' \item{`"multifactorial"`}{p steady states, each under small perturbations of
#'   all genes, each a trajectory of one sample. There is no time, and
#'   [ggc_fit()] has no use for them; other methods do.}
#' }
#' Steady states solve \eqn{x = f(x)} (by damped iteration; `kinetics$residual`
#' tells how well, without perturbation). A network whose feedback oscillates
#' has no stable one, and starts somewhere.
#'
#' @section Conditions:
#' With `conditions` trajectories are dealt out evenly, the first ones to `"A"`,
#' the next to `"B"`, ...; `"A"` has the network that there would be without.
#' Of each other condition a share `rewired` of the links, drawn at random, is
#' taken over by another regulator of the same target, with the same sign: one
#' that regulates in `"A"`, where there is one. Links that are kept keep their
#' kinetics, and a target all of its own, as the new regulator stands in the
#' place of the old one among its regulators (so it is taken from between their
#' neighbours in the order of the genes). Starts and noises are of each
#' trajectory, whatever its condition; `colData` has `condition`. Not with
#' `replicates` and `destructive`.
#'
#' @section Cells:
#' *Topologies.* A backbone of up to 20 genes, drawn in size and wiring, makes
#' the process. An input goes on at time 0 in all but the cycle.
#' \describe{
#' \item{`"chain"`}{A cascade, three in ten of whose links repress. Three in
#'   ten genes have a second regulator further up, of the same direction; a
#'   gene that rises waits for both, one that falls too, so that genes switch
#'   in the order of the cascade.}
#' \item{`"cycle"`}{A ring whose signs multiply to -1, so that it comes never
#'   to rest; half of the larger ones have a second way from one gene to
#'   another, hence a second ring. The process is one period, from the rise of
#'   the first gene; cells differ in phase.}
#' \item{`"bifurcation"`, `"trifurcation"`}{At the end of a cascade two or
#'   three genes repress each other; the one that wins, by molecular noise
#'   alone, drives a cascade of its own. They have the same kinetics
#'   (are twins), so that all ends are alike likely.}
#' \item{`"converging"`}{A bifurcation whose ends switch on one gene, which
#'   stays on, switches off what parted them and drives a last cascade.}
#' \item{`"boolean"`}{A small invented model after motifs of cell fate and
#'   signalling: `"fate"` (two ends, 10 genes), `"hierarchy"` (a decision, then
#'   another on one of its sides, 11), `"maturation"` (factors that follow and
#'   switch off each other, 9), `"transition"` (two states that hold each other
#'   back, 9) or `"checkpoint"` (a pulse that switches itself off and leaves a
#'   memory, 11).}
#' }
#' Every further gene hangs on one to three regulators, eight in ten of which
#' are of the backbone and three in ten of which repress, joined by a random
#' AND or OR; a rule that would not change along the process is drawn again.
#' None of these regulates the backbone. Names are dealt out at random.
#'
#' *Kinetics.* Rules become rates as in gene networks, with a module for every
#' link: a regulator j is on with the probability of its Hill term,
#' independently of the others, and \eqn{f_i} is the mean over their states of
#' 1 where the rule is true and a leak, U(0, 0.05), where it is not. Half-lives
#' of mRNA and protein are U(1.5, 3) hours, k is U(0.25, 0.45) and n is U(4, 8):
#' so steep that what is on stays on along a cascade of 20 genes. Noise,
#' integration and its order are those of gene networks, in steps of 0.4 of the
#' shortest lifetime, since noise hides what smaller ones would gain.
#'
#' *Cells.* Every cell is a run of its own, since a real cell is seen once: from
#' rest, `burn_in` hours of noise, then the process up to a time drawn from
#' U(0, hours). The hours are those after which without noise mRNA stays within
#' 0.05 of its end in every lineage, and 20 for each decision, times `duration`.
#' A cell belongs to those lineages that it may still reach: to one when the
#' protein of one gene that decides is 0.3 ahead of that of the others, to all
#' before, and again after branches have joined. `branch` names its lineages,
#' `"A"`, or `"A+B"` on the stem.
#'
#' *Counts.* The expected count is m = `depth` x level of the gene (lognormal,
#' mean 1, sd of the logarithm 0.7) x size of the cell's library (lognormal,
#' mean 1) x mRNA. Counts are Poisson about m times a Gamma variable of mean 1:
#' negative binomial, of variance m + `dispersion` \eqn{m^2}. A count is then
#' lost, and 0, with the chance h / (h + m): the weakly expressed more often; h
#' is such that this chance is `dropout` in the mean over all genes and cells.
#' Counts of what is left are the same for any `dropout`. `logcounts` are
#' \eqn{log_2(count / size + 1)} with the true size, which in a library of
#' thousands of genes the total tells.
#'
#' *Pseudotime* is the true time (`"exact"`), this with a normal error
#' (`"noisy"`), or for each lineage the length along the principal curve of its
#' cells (`"estimated"`; package 'princurve'), of the first five principal
#' components of `logcounts`, closed for a cycle. The curve is told which cells
#' are of the lineage; the sign of its correlation with time says where it
#' begins, and in a cycle the earliest twentieth of the cells. An estimate may
#' be bad, as it is for real cells: look at its correlation with `time`.
#'
#' Arguments of sampling are not used by cells, but for `hidden`. The result is
#' a `SummarizedExperiment`, so that it needs no further package; with that
#' package loaded, `as(x, "SingleCellExperiment")` makes the other.
#'
#' @section Sampling:
#' *Replicates* share the perturbations of a gene network, or the start of the
#' other models (that at rest means nothing), and have molecular noise or
#' innovations, and errors of measurement, of their own. *Destructive* sampling
#' takes one sample of each animal, n_time times `n_trajectories` animals in
#' all: the k-th animal of each time is no more akin to the k-th of the next
#' than to any other of its condition. There is no `trajectory` then, but of
#' several conditions, each of which is one with several samples at a time.
#'
#' *Hidden genes* regulate, but have no row and no place in the truth. *Trend*
#' and *batches* are added to what was measured, in units of each gene's
#' standard deviation over all samples: one rise \eqn{1 - e^{-3u}} (u is time
#' from 0 to 1), standardised and times an N(0, 1) factor of each gene; and an
#' N(0, `batch_sd`) level of each gene in each batch. `error` is in the same
#' unit.
#'
#' *Nulls*, series without any link to find: `"var"` with `sparsity = 0` is
#' white noise with `self = 0`, and first-order autoregressive noise of
#' coefficient `radius` with `self = 1`.
#'
#' @param model Character: `"lorenz96"` (default), `"var"`, `"grn"` or
#'   `"cells"`.
#' @param p Whole number of genes, default 10; at least 4 for Lorenz-96, 2 for
#'   the VAR, 4 to 5000 for gene networks. For cells default 20, up to 5000, and
#'   at least 4 (chain), 3 (cycle), 6 (bifurcation), 8 (trifurcation), 7
#'   (converging) or the genes of the Boolean model.
#' @param n_time Whole number >= 2 of time points in each trajectory, default
#'   1000; for gene networks by design. Not for cells, as the next two.
#' @param n_trajectories Whole number >= 1 of independent trajectories, default
#'   1; for gene networks by design.
#' @param noise Number >= 0: standard deviation of the measurement noise
#'   (Lorenz-96, default 0.1; gene networks, default 0.05) or of the innovations
#'   (VAR, default 0.1).
#' @param burn_in Whole number >= 0 of points computed and dropped before the
#'   first one kept, default 1000, so that the start is forgotten. Not used for
#'   `start = "perturbed"`. For gene networks: minutes >= 0, default 100, of
#'   molecular noise before the first point. For cells: hours >= 0 of it before
#'   time 0, default 10.
#' @param ... Arguments of sampling, for all models, and of one model.
#'
#'   Of sampling (see the section on it):
#'   \describe{
#'   \item{`replicates`}{Whole number, default 1: how many trajectories in
#'     succession are replicates of one condition; `n_trajectories`, which
#'     counts all, must be a multiple of it.}
#'   \item{`destructive`}{`FALSE` (default), or `TRUE`: every sample is another
#'     animal.}
#'   \item{`hidden`}{Number from 0 to below 1, default 0: the share of genes
#'     that are not measured.}
#'   \item{`trend`}{Number >= 0, default 0: strength of a trend that all genes
#'     share.}
#'   \item{`batches`, `batch_sd`}{Whole number, default 1: trajectories are
#'     dealt out to so many batches in turn; and number >= 0, default 1: the
#'     standard deviation of their levels.}
#'   \item{`error`}{Number >= 0, default 0: standard deviation of a further
#'     Gaussian error of measurement.}
#'   }
#'   For `"lorenz96"`:
#'   \describe{
#'   \item{`forcing`}{Number from -1000 to 1000: F, default 10. Larger is more
#'     chaotic.}
#'   \item{`dt`}{Number > 0, at most 10: time between points, default 0.1.}
#'   }
#'   For `"var"`:
#'   \describe{
#'   \item{`sparsity`}{Number, default 2: regulators per gene other than
#'     itself. A whole number >= 1 is a count; a number from 0 to below 1 is the
#'     fraction of the other genes, rounded up.}
#'   \item{`lag`}{Whole number from 1 to 100: the longest lag, default 1.}
#'   \item{`self`}{Number from 0 to 10, default 1: effect of a gene's own last
#'     value before the rescaling (the others have 0.5 to 1); 0 for none.}
#'   \item{`radius`}{Number above 0 and below 1, default 0.9: spectral radius of
#'     the companion matrix. Near 1 memory is long.}
#'   \item{`start`}{`"stationary"` (default): at rest, then `burn_in` points are
#'     dropped. `"perturbed"`: each gene of each trajectory is set to an
#'     independent N(0, 1) value, which is its first point, and relaxes.}
#'   \item{`times`}{Increasing whole numbers from 0: the steps that are seen, in
#'     place of `n_time` in succession.}
#'   }
#'   For `"grn"`:
#'   \describe{
#'   \item{`design`}{`"relaxation"` (default), `"onoff"`, `"long"`, `"uneven"`
#'     or `"multifactorial"`; see the section on gene networks.}
#'   \item{`network`}{A square matrix of -1, 0 and 1, regulators in rows, with a
#'     zero diagonal and gene names, or none: simulated in place of a drawn
#'     one.}
#'   \item{`regulators`}{How many genes regulate, default 3 sqrt(p), half at
#'     most (5 of 10, 30 of 100, 95 of 1000). Below 1 it is a fraction.}
#'   \item{`density`}{Number from 0 to 20: links per gene, default
#'     1 + log10(p) / 2 (1.5, 2 and 2.5). Every gene keeps a link, and there may
#'     be no room for many.}
#'   \item{`modules`}{Whole number from 1 to the number of regulators, default
#'     sqrt(p) / 2.5.}
#'   \item{`activators`}{Number from 0 to 1, default 0.6: the share of links
#'     that activate.}
#'   \item{`dt`, `times`}{Minutes between points, or the points themselves.}
#'   \item{`perturbed`}{Number from 0 to 1, default 1/3: the chance of a gene to
#'     be hit by a perturbation (one is always).}
#'   \item{`strength`}{Number from 0 to 10: a perturbation is U(-1, 1) times
#'     this, default 1; for `"multifactorial"` it is N(0, 1) times this, default
#'     0.15.}
#'   \item{`scatter`}{Number from 0 to 10, default 0, for `"relaxation"` and
#'     `"uneven"`: above 0 there is no perturbation; the mRNA of every gene
#'     starts normally distributed around its steady state with this standard
#'     deviation, drawn again until it lies from 0 to 1, and its protein at that
#'     state. With 0.5 and `process = 0` first values, noise and return are
#'     distributed like those of the DREAM3 expression series.}
#'   \item{`hold`}{Number >= 1, default 20: the mean number of points for which
#'     a perturbation of the `"long"` design lasts.}
#'   \item{`process`}{Number from 0 to 10, default 0.05: molecular noise.}
#'   \item{`treatment`}{share of the genes that a treatment moves, 0 (default)
#'     to 1: by the same shifts of at most `strength` in every trajectory,
#'     beside its perturbations, for a third to a half of the time; `colData`
#'     has `treatment`, 1 where it acts from the sample to the next.}
#'   \item{`perturb`}{The gene that is held all along each trajectory: a name
#'     for each condition, `NA` for none, or `TRUE` for the genes in their
#'     order. `colData` has `perturbed` (the gene or `NA`) and `kind`.}
#'   \item{`perturb_kind`}{`"knockout"` (default): no transcription,
#'     `"knockdown"`: half of it, or `"overexpression"`: twice as much, as far
#'     as the largest rate.}
#'   \item{`steady`}{Steady states beside the series, in `metadata()` as
#'     `steady`, a `SummarizedExperiment` whose `colData` has `perturbed` and
#'     `kind`: any of `"wildtype"`, `"knockout"`, `"knockdown"` and
#'     `"overexpression"` of each gene, and `"multifactorial"` (p samples, see
#'     the designs), or how many replicates of each, as `c(wildtype = 3,
#'     knockout = 1)`; `TRUE` for the wild type and each knock-out once. They
#'     have the molecular noise and the measurement noise of the series.}
#'   \item{`conditions`, `rewired`}{Whole number from 2 to 26, and number from 0
#'     to 1, default 0.2: trajectories are of so many conditions, each with a
#'     network of its own; see the section on conditions.}
#'   \item{`clip`}{`TRUE` (default): observations below 0 are set to 0.}
#'   \item{`threads`}{Number of threads; see [ggc_threads()].}
#'   }
#'   For `"cells"`:
#'   \describe{
#'   \item{`topology`}{`"chain"` (default), `"cycle"`, `"bifurcation"`,
#'     `"trifurcation"`, `"converging"` or `"boolean"`; see the section on
#'     cells.}
#'   \item{`rules`}{For `"boolean"`: the name of a model; drawn by default.}
#'   \item{`n_cells`}{Whole number >= 2 of cells, default 500.}
#'   \item{`duration`}{Number above 0, up to 100: how long the process is
#'     followed, as a multiple of what it takes, default 1.}
#'   \item{`process`}{Number from 0 to 10, default 0.1: molecular noise. Without
#'     it nothing is decided.}
#'   \item{`depth`}{Number above 0, up to 1000, default 10: the mean count of a
#'     gene that is fully on.}
#'   \item{`size_sd`}{Number from 0 to 2, default 0.3: standard deviation of the
#'     logarithm of a library's size.}
#'   \item{`dispersion`}{Number from 0 to 10, default 0.1: of the counts; 0 for
#'     Poisson.}
#'   \item{`dropout`}{Number from 0 to 0.95, default 0: the expected share of
#'     counts that are lost.}
#'   \item{`pseudotime`}{`"exact"` (default), `"noisy"` or `"estimated"`.}
#'   \item{`pseudotime_sd`}{Number from 0 to 10, default 0.05: standard
#'     deviation of the noisy one's error, as a share of the hours.}
#'   \item{`threads`}{Number of threads; see [ggc_threads()].}
#'   }
#' @param seed Whole number from 0 to 2^53, or `NULL` (default) to draw one from
#'   R's generator, so that [set.seed()] reproduces.
#'
#' @return A [SummarizedExperiment::SummarizedExperiment] with genes `G1`, `G2`,
#'   ... in rows and samples in columns (trajectory after trajectory, by time
#'   within each): assay `"expression"`; `rowData` with `gene`; `colData` with
#'   `time` (from 0, in steps of `dt`, or of 1 for the VAR; minutes for gene
#'   networks, missing in the multifactorial design) and `trajectory` (integer
#'   from 1), and where sampling asks for them `condition`, `replicate` (within
#'   the condition), `animal` and `batch`. Its `metadata()` holds `truth`
#'   (integer 0/1 matrix, regulators in rows, targets in columns, self edges
#'   included where they are true), `model`, `parameters` (list), `seed`,
#'   `hidden` (names, if some are), and for the VAR `coefficients` (numeric) and
#'   `lags` (integer, 0 where there is no edge), matrices of the same
#'   orientation. For gene networks it holds `sign` (the truth with -1 for
#'   repression), `modules` (of the genes, unless `network` was given),
#'   `kinetics` (data frames `genes`, `links` and `modules`, and `alpha`: for
#'   each gene the activation in every state of its modules, the first module
#'   changing fastest; `modules$effect` is its effect, `links$activates` whether
#'   the regulator binds with its module or against it) and `perturbations`
#'   (`shift`, one perturbation a column; `before` and `during`, its columns in
#'   force before the first point of each trajectory and from each point to the
#'   next).
#'
#'   Of several conditions `truth` and `sign` have the links of any;
#'   `conditions` (a list of signs by condition), `difference` (what each has
#'   more or less than the first, a list) and `kinetics` (a list) tell them
#'   apart.
#'
#'   Of cells, `C1`, `C2`, ... in columns: assays `"counts"` (integer),
#'   `"logcounts"` and `"mrna"` (the concentrations behind them); `rowData`
#'   with `gene`, `backbone` (logical) and `level`; `colData` with `time`
#'   (hours), `branch`, `size` (of the library) and `pseudotime`, a matrix of
#'   one column a lineage, `NA` where the cell is not of it, which
#'   [ggc_pseudotime()] takes by its name. `metadata()` holds `truth`, `sign`,
#'   `model`, `parameters` (with `hours`), `seed`, `hidden`, and `rules` (one
#'   string a gene), `backbone` (genes in their order), `forks` (for each
#'   decision the genes that exclude each other, with the lineages that they
#'   lead to), `half` (h of the dropout) and `kinetics` (data frames `genes`
#'   and `links`, and `alpha`: for each gene the activation in every state of
#'   its regulators, in the order of `links`, the first changing fastest).
#' @section Reproducibility:
#' Random numbers are counter-based and keyed by seed, gene and trajectory: the
#' same seed gives the same series, a longer series begins with the shorter one,
#' and the start and the noise of a gene do not depend on `p`. For gene networks
#' the noises and the perturbations of a gene are such streams too, while
#' topology depends on `p`; the same bits for any number of threads. In the
#' `"onoff"` design half-time moves with the length. More cells begin with the
#' fewer, but for an estimated pseudotime and for what `dropout` adapts to; the
#' estimated pseudotime goes through R's linear algebra, whose last bits depend
#' on the machine.
#' @section Errors:
#' `ggc_error_argument` for an argument out of range, or one that the model does
#' not have; `ggc_error_diverged` when the dynamics leave the finite numbers;
#' `ggc_error_dependency` where an estimated pseudotime lacks its package.
#' @references
#' Marbach D, Schaffter T, Mattiussi C, Floreano D (2009). Generating realistic
#' in silico gene networks for performance assessment of reverse engineering
#' methods. Journal of Computational Biology 16(2), 229-239.
#'
#' Schaffter T, Marbach D, Floreano D (2011). GeneNetWeaver: in silico benchmark
#' generation and performance profiling of network inference methods.
#' Bioinformatics 27(16), 2263-2270.
#'
#' Lorenz EN (1996). Predictability: a problem partly solved. Proc. Seminar on
#' Predictability, ECMWF, 1-18.
#'
#' Tank A, Covert I, Foti N, Shojaie A, Fox EB (2022). Neural Granger
#' Causality. IEEE Transactions on Pattern Analysis and Machine Intelligence
#' 44(8), 4267-4279.
#' @examples
#' x <- ggc_simulate("lorenz96", p = 6, n_time = 100, seed = 1)
#' x
#' S4Vectors::metadata(x)$truth
#'
#' # Ten short relaxations from perturbed starts, two regulators per gene
#' y <- ggc_simulate("var", p = 20, n_time = 21, n_trajectories = 10,
#'     start = "perturbed", seed = 1)
#' table(SummarizedExperiment::colData(y)$trajectory)
#'
#' # A gene network of twenty genes, perturbed and released
#' z <- ggc_simulate("grn", p = 20, seed = 1)
#' sum(S4Vectors::metadata(z)$sign < 0)
#'
#' # Two conditions, in one of which a fifth of the links are others
#' two <- ggc_simulate("grn", p = 20, conditions = 2, seed = 1)
#' sum(S4Vectors::metadata(two)$difference$B > 0)
#'
#' # Cells that decide between two ends; from these to a network
#' cells <- ggc_simulate("cells", topology = "bifurcation", p = 8,
#'     n_cells = 300, seed = 1)
#' table(cells$branch)
#' series <- ggc_pseudotime(cells, "pseudotime", bins = 12)
#' fit <- ggc_fit(series, method = "var", lag = 1, seed = 1)
#' ggc_pr(fit, S4Vectors::metadata(cells)$truth)
#' @export
ggc_simulate <- function(model = c("lorenz96", "var", "grn", "cells"), p = 10,
                         n_time = NULL, n_trajectories = NULL, noise = NULL,
                         burn_in = NULL, ..., seed = NULL) {
    model <- .check_choice(model, "model", names(.MODEL_ARGUMENTS))
    known <- if (model == "cells") "hidden" else .SAMPLING
    own <- .check_dots(list(...), c(.MODEL_ARGUMENTS[[model]], known),
        sprintf("model \"%s\"", model))
    sampling <- .sampling(own)
    own <- own[setdiff(names(own), .SAMPLING)]
    if (model == "cells") {
        .refuse_series(n_time, n_trajectories, noise)
        return(.simulate_cells(if (!missing(p)) p, own, burn_in, sampling,
            seed))
    }
    if (model == "grn") {
        several <- any(c("conditions", "rewired") %in% names(own))
        run <- if (several) .simulate_conditions else .simulate_grn
        return(run(if (!missing(p)) p, n_time, n_trajectories, noise, burn_in,
            own, sampling, seed))
    }
    p <- .check_count(p, "p", if (model == "var") 2L else 4L, 46340L)
    design <- .simulate_design(p, n_time, n_trajectories, noise, burn_in,
        own$times, sampling)
    own$times <- NULL
    run <- switch(model, lorenz96 = .simulate_lorenz96, var = .simulate_var)
    # The seed last: a refused argument must not consume R's random numbers.
    do.call(run, c(list(design = design, seed = seed), own))
}

.MODEL_ARGUMENTS <- list(
    lorenz96 = c("forcing", "dt"),
    var = c("sparsity", "lag", "self", "radius", "start", "times"),
    grn = c("design", "network", "regulators", "density", "modules",
        "activators", "dt", "times", "perturbed", "strength", "scatter",
        "hold", "treatment", "perturb", "perturb_kind", "steady",
        "conditions", "rewired", "process", "clip", "threads"),
    cells = c("topology", "rules", "n_cells", "duration", "process", "depth",
        "size_sd", "dispersion", "dropout", "pseudotime", "pseudotime_sd",
        "threads")
)

# Arguments that mean nothing to cells, each of which is seen once.
.refuse_series <- function(n_time, n_trajectories, noise) {
    given <- c(n_time = !is.null(n_time),
        n_trajectories = !is.null(n_trajectories), noise = !is.null(noise))
    if (any(given)) {
        .ggc_stop("argument", paste0(
            "`%s` must be left out of model \"cells\", which has `n_cells`, ",
            "`depth` and `process`."
        ), names(given)[given][[1L]])
    }
}
