#' ggc: gene regulatory networks from expression time series
#'
#' Graph Granger Causality (Patil and Vaida, 2022): one small recurrent network
#' per target gene predicts the next expression value from the past of all
#' candidate regulators; a group lasso on each regulator's input weights, solved
#' along a path of penalties, ranks who drives whom.
#'
#' `fit <- ggc_fit(x)` and `ggc_edges(fit)` are the way from a table to ranked
#' edges; `vignette("ggc")` walks it, `vignette("choosing")` says which settings
#' for which data.
#'
#' @section Design: [ggc_power()], how many samples it takes; [ggc_simulate()],
#'   data of known networks.
#' @section Data: [read_expression()] and [read_dream()] read files;
#'   [ggc_preprocess()] normalises counts and selects genes, [ggc_pseudotime()]
#'   makes trajectories of cells; [ggc_input] has all forms in which times,
#'   replicates, trajectories and batches are told, [ggc_links] those of priors
#'   and known networks.
#' @section Fitting: [ggc_fit()] and its `method`s, among them [ggc_var];
#'   [ggc_knockout], what is learnt where genes were perturbed;
#'   [ggc_control()] and its groups, with all settings;
#'   [`update()`][update,GGCFit-method] fits again with others; [ggc_merge()]
#'   joins parts; [ggc_memory()] and [ggc_threads()], what it takes.
#' @section Results: [ggc_edges()], the ranked edges with what speaks for each;
#'   [granger()], the matrices; [ggc_test()], p-values, false discovery rates
#'   and stability; [ggc_network()], where to cut; [ggc_regulators()],
#'   hubs; [`rowData()`][rowData,GGCFit-method], symbols to show genes by;
#'   [ggc_training()] and [`summary()`][summary,GGCFit-method], how the
#'   training went; [`predict()`][predict,GGCFit-method], forecasts;
#'   [ggc_habits], indices and the verbs of R.
#' @section Pictures and files: [`plot()`][plot,GGCFit-method] and
#'   [ggc_layout()]; [ggc_page()], a page for the browser; [write_edges()] for
#'   Cytoscape and others; [ggc_igraph] for igraph, graph, tidygraph and
#'   SummarizedExperiment; [ggc_methods_text()], a paragraph for a paper.
#' @section Against a known network: [ggc_metrics()], [ggc_roc()], [ggc_pr()].
#' @section Methods side by side: [ggc_compare()], also with rankings of other
#'   programs; [ggc_consensus()], one ranking of several.
#' @section Conditions side by side: [ggc_contrast()], what differs between the
#'   networks of two.
#' @section Matrices of the method: [ggc_dcor()], [ggc_adjacency()].
#' @section On the command line: `system.file("bin", "ggc", package = "ggc")`
#'   has most of it; `ggc --help`.
#'
#' @references Patil P, Vaida M (2022). Learning Gene Regulatory Networks using
#'   Graph Granger Causality. BICOB 2022, EPiC Series in Computing 83, 10-19.
#'
#'   Tank A, Covert I, Foti N, Shojaie A, Fox EB (2022). Neural Granger
#'   Causality. IEEE Transactions on Pattern Analysis and Machine Intelligence
#'   44(8), 4267-4279.
#' @keywords internal
#' @import methods
#' @importFrom S4Vectors DataFrame metadata metadata<-
#' @useDynLib ggc, .registration = TRUE
"_PACKAGE"
