#' ggc: gene regulatory networks from expression time series
#'
#' Graph Granger Causality (Patil and Vaida, 2022): one small recurrent network
#' per target gene predicts the next expression value from the past of all
#' candidate regulators; a group lasso on each regulator's input weights, solved
#' along a path of penalties, ranks who drives whom. Start with [ggc_fit()].
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
