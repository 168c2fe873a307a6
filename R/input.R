#' Expression series: what is accepted, and how it is treated
#'
#' Every function that takes expression data as `x` reads it the same way.
#'
#' @section Accepted data:
#' \describe{
#'   \item{matrix}{Numeric, genes in rows, samples in columns; also a data frame
#'     of numeric columns, a sparse matrix of package Matrix or a
#'     `DelayedMatrix`, as of an HDF5 file (see the section on size).
#'     `time` is one number or date-time per column: dates count in days,
#'     date-times in seconds, time differences in their unit; texts and factors
#'     are read if all have one unit (`"24h"`, `"day3"`, `"ZT6"`) or are dates
#'     as ISO 8601 has them (`"2020-03-01 08:00"`), with a message.
#'     Without `time` the columns are equally spaced, in the order
#'     given, which [ggc_fit()] says. `trajectory` (factor, character
#'     or whole numbers, one per column) says which samples form one series;
#'     without it, all columns are one series. A data frame may have one column
#'     of text, its first, with the names of the genes. Numbers in front that
#'     describe genes (`Length`) are no samples, and results of tests are
#'     refused.}
#'   \item{SummarizedExperiment}{(so also `SingleCellExperiment`) `assay_type`
#'     names the assay; it may be left out only where there is just one. `time`
#'     and `trajectory` are vectors, or names of `colData` columns; several
#'     names, `trajectory = c("condition", "replicate")`, make a trajectory of
#'     each combination. Columns
#'     called exactly `time` and `trajectory` are used where these arguments are
#'     `NULL`; a warning says if no column is called so and there are others, or
#'     one such as `Time`, `hours`, or numbers that never fall inside a
#'     trajectory. Assays may be sparse or delayed.}
#'   \item{DGEList, EList, MAList, RGList, Seurat, longitudinal}{(packages
#'     edgeR, limma, Seurat, longitudinal) are read for their counts, their `E`,
#'     their log-ratios, as `Seurat::as.SingleCellExperiment()` makes them, and
#'     with samples in rows.}
#'   \item{ExpressionSet}{(package Biobase) is read as a `SummarizedExperiment`
#'     whose `colData` is its `pData()`; without `assay_type`, the assay is
#'     `"exprs"`.}
#'   \item{list of matrices}{One genes x time matrix per trajectory, with `time`
#'     a list of vectors in the same order (or with the same names), one vector
#'     for all, or `NULL`. Names of the list are the names of the trajectories;
#'     genes are brought into the order of the first matrix.}
#'   \item{ts, list of ts}{Rows are time points, columns are genes; the times
#'     come from the series.}
#' }
#' What has names (`time`, `trajectory`, `batch`, a pseudotime) is matched to
#' the samples by them, whatever its order, and refused where they are other
#' names.
#' Duplicated or empty gene names are refused; genes without names are called
#' `G1`, `G2`, ..., with a message.
#'
#' @section Treatment:
#' Samples are sorted by time inside their trajectory. Nothing is ever averaged,
#' filled in or interpolated across two trajectories.
#' \describe{
#'   \item{`replicates`}{Several samples of one trajectory at the same time:
#'     `"error"` (default); `"mean"` averages them; `"match"` makes the k-th
#'     sample at each time part of series k. See the section on replicates.}
#'   \item{`na`}{Missing values: `"error"` (default), or `"interpolate"`
#'     linearly in time inside the trajectory; before the first and after the
#'     last value the nearest one is carried on. Infinite values are errors.}
#'   \item{`irregular`}{Steps that differ from their median over all
#'     trajectories by more than 1e-6 of it. `"asis"` (default): every sample
#'     counts, and the next one of its trajectory is a step later, however long
#'     that took; nothing is then forecast over more than one step, and nothing
#'     smoothed, unless [ggc_control()] says so. Where nine of ten steps are
#'     within a twentieth of the median, as where times were rounded or a sample
#'     was late, steps count as even. Networks are not told how long
#'     a step is; the dependences of the ranking compare increments in units of
#'     the root of the time that they took, as a random walk would grow.
#'     `"interpolate"`: linearly onto the median step, from the first time of
#'     each trajectory on and never beyond its last; a message says how many
#'     points are made up, and how many samples lie on none and no longer count,
#'     as in gaps shorter than the median. `"error"`. On simulated designs of
#'     uneven times, such as 0, 0.5, 1, 2, 4, 8, 24, interpolation found fewer
#'     edges. `method = "var"`, `"bts"`, `"cgc2spr"`, `"lsngc"` and, of normal
#'     variables, `"te"` refuse interpolated points, and `"loo"` warns
#'     (`ggc_warning_irregular`): they add no information, and p-values would
#'     be too small.}
#'   \item{constant genes}{are kept, and named in one warning.}
#'   \item{short trajectories}{The longest must have three points to learn from
#'     (two for [ggc_dcor()], [ggc_adjacency()] and new data of a forecast); two
#'     are enough for the others, one is an error.}
#' }
#'
#' @section Replicates:
#' Replicates that were followed through time, as cultures are, are trajectories
#' of their own: name them apart in `trajectory`, and nothing here concerns
#' them. Where each sample was destroyed as it was taken, there are no series to
#' follow: any sample at one time may be put before any at the next, and what a
#' network learns of the step between them depends on the choice. Two ways are
#' offered.
#' \describe{
#'   \item{`"mean"`}{averages what was taken at the same time in a trajectory.
#'     Nothing is chosen and noise is reduced, but a time gives one point,
#'     however many samples it has, and how replicates differ is not seen.}
#'   \item{`"match"`}{pairs samples in the order given: the k-th samples at all
#'     times are series k. Every sample counts, but so does the chance of which
#'     follows which. [ggc_fit()] pairs the samples anew three times and says
#'     how many of the first 50 edges by conditional dependence stay, if it is
#'     less than three quarters; [summary()][summary,GGCFit-method] always does.
#'     The whole ranking keeps fewer: of T cells, ten uneven times, .39 of the
#'     first 50 edges with 34 samples at each and .15 with ten.}
#' }
#' On simulated designs, three to five animals at six to ten times and 10 or 20
#' genes, `"match"` found somewhat more: mean AUPR .197, `"mean"` .183. Five
#' pairings at random, all as trajectories of one fit, cost five times as much
#' and found no more (.184).
#'
#' Pairs are made inside each trajectory, so that `trajectory`, or the elements
#' of a list, may name conditions. The trajectory `control` becomes `control.1`,
#' `control.2` and so on; one with a single sample at each time keeps its name.
#' A new name that is taken is made unique by [make.unique()]. Without
#' `trajectory` the series are called `1`, `2`, ...
#'
#' There may be fewer samples at some times. Series k then lacks the times with
#' fewer than k samples: it starts late, ends early, or is cut there into two.
#' Each point remains one sample, and no sample counts twice. A sample that is
#' left with no other before or after it is left out, as no step can be made of
#' it. A message gives the numbers. As samples are told apart by their order
#' alone, give `trajectory` where it matters which replicate was lost.
#'
#' A trajectory whose samples were all taken at one time is an error.
#'
#' @section Batches:
#' What was measured together (on one day, plate or chip, of one donor) may lie
#' higher or lower than the rest, each gene by a shift of its own. To a network
#' that looks like a strong input: of two batches two standard deviations apart
#' half of the accuracy was lost. `batch` takes the levels off before anything
#' else is done: one value per sample; or one per trajectory, named by it; for a
#' list of matrices, one per matrix will do; or the name of a column of
#' `colData`, which is never read unasked. It is a factor, strings or whole
#' numbers.
#'
#' Levels are found by least squares for each gene, with the batches and every
#' time as factors, as `limma::removeBatchEffect()` does with time in its
#' design; the effects of the batches sum to zero. So batches may be unequal
#' over times, but need times in common, or they cannot be told from time, which
#' is an error. Only times that batches share count: trajectories that share few
#' have poor levels. A batch of one sample is an error; one batch alone changes
#' nothing. Real differences of level between the trajectories of one batch and
#' those of another go as well: do not give as batches what was compared, as
#' mutant and wild type. Differences of spread stay.
#'
#' Levels are estimates, and what they are wrong by misleads networks, though no
#' linear rule. So where batches are whole trajectories, at least two each in
#' the mean, every network has the batch as an input without a penalty, which is
#' in no ranking. What two batches then cost in gene networks of 20 genes (AUPR,
#' mean of 16, `tools/tune/levels.R`): .454 became .442 of ten series, .414
#' became .411 of nine, and .255 became .223 of five, as few series tell a level
#' poorly.
#'
#' Without `batch` [ggc_fit()] looks for batches, and warns
#' (`ggc_warning_batch`) where much of what sets trajectories apart from their
#' mean is alike at all times, in the mean over the genes, and divides the
#' trajectories in two. On simulated series of the designs that people have it
#' did so in 99 of 100 sets with two batches that differed by 2.8 standard
#' deviations of a gene, in half where by 1.4, in 1 of 6 where half of nine
#' series differed by 2, and in 1 of 100 without. Conditions whose levels differ
#' for good look the same: of six series, three of each of two conditions, 16 of
#' 100 sets were taken for batches, and a mutant may be. So do series from
#' different starts that are short against the time in which genes settle: of
#' `ggc_simulate("grn", p = 8, n_trajectories = 3, n_time = 7)`, an hour, half
#' were (100 sets); to take levels off such costs accuracy. Batches as many as
#' trajectories, or one trajectory of ten, may pass unseen. Nothing is looked
#' for in fewer than eight genes, three times that all trajectories have, or one
#' trajectory. Two trajectories are judged, from eight times on, by the share of
#' the levels alone, and one against the others by a larger share: nobody can
#' tell a batch there from a difference that lasts.
#'
#' @section Covariates:
#' What is known of each sample beside its expression, and acts on many genes,
#' as a dose, light, temperature, or a treatment that is on or off, makes genes
#' that have nothing else in common look like each other's regulators. Given as
#' `covariates` it is an input of every network, without a penalty, and what it
#' explains is taken off wherever dependences are read. A covariate counts from
#' its sample to the next. Numbers are taken as they are; of factors, strings
#' and flags each level but the first is an input of 0 or 1. All must be known
#' of all samples; samples that are averaged, sorted or interpolated take
#' theirs along; no more than one for three steps are taken. Perturbations that
#' nobody measured are found by rule (`held` of [ggc_control()]). With
#' `as_regulators = TRUE` covariates are candidate regulators instead. A fit
#' with covariates has no probability of edges, as none was calibrated with
#' them.
#'
#' Of simulated gene networks of 20 genes, half of which a treatment moved,
#' AUPR rose from .303 to .349 in eight series of 21 points (standard error of
#' the difference .011; 20 networks), and of 33 first edges 1.35 in place of
#' 3.75 were between genes that shared the treatment alone
#' (`tools/tune/covariates.R`). In three series of 12, and where other
#' perturbations are switched on and off, the rule alone left no more of these
#' than chance, and little changed (.150 and .147; .210 and .226).
#'
#' @section Orientation:
#' Genes must be in rows. A `time` or `trajectory` that fits the rows but not
#' the columns is an error. Where neither settles the question, a warning
#' says that the rows look like samples if a column is called `time`; if nearly
#' all row names look like times or samples (`t10`, `24h`, `sample_3`, `R1_T3`,
#' `S12`, `GSM1234`, `WT_0h_rep1`, `cell7`) and the column names do not, or like
#' barcodes; if the columns are called as only genes are (Ensembl and the like);
#' if row names are
#' increasing numbers, fewer than the named columns; or if only the columns have
#' names, and these do not look like samples. The shape alone says nothing and
#' is not used.
#'
#' @section Size:
#' Training needs every value many times, so sparse, delayed and file-backed
#' matrices are made dense, 8 bytes a value, a block of columns at a time; the
#' values are the same as those of the matrix in memory. Before that their size
#' is checked against `getOption("ggc.max_dense")`, in bytes, by default 4 GB
#' (2^32). Cells are not samples: [ggc_pseudotime()] makes few samples of many
#' cells, without making the whole matrix dense.
#'
#' @section Errors:
#' Errors have class `ggc_error` and one of `ggc_error_input` (type, shape or
#' infinite values of `x`), `ggc_error_size` (too large to be made dense),
#' `ggc_error_dependency` (the package of its class is not installed),
#' `ggc_error_orientation`, `ggc_error_assay`, `ggc_error_genes` (gene names),
#' `ggc_error_time`, `ggc_error_trajectory`, `ggc_error_replicates`,
#' `ggc_error_batch`, `ggc_error_covariates`, `ggc_error_perturbed`,
#' `ggc_error_steady`,
#' `ggc_error_points` (too few time points),
#' `ggc_error_missing`, `ggc_error_irregular` or `ggc_error_argument`. Warnings
#' have class `ggc_warning_orientation`, `ggc_warning_samples` (columns of
#' samples that nothing reads, times in sample names or in a row),
#' `ggc_warning_genes` (names that a spreadsheet made dates or numbers of) or
#' `ggc_warning_constant`. [ggc_fit()] warns as
#' well of raw counts (`ggc_warning_counts`: an assay called `"counts"`, or
#' values that are all whole, not negative, and more than 20 apart), of values
#' on no log scale (the same class: none negative, most of those above 0 from
#' 100 on, the largest above 10,000), of rows that are sums, and of more
#' than 200 columns of a `SingleCellExperiment` as one series
#' (`ggc_warning_cells`), of what seem to be batches (`ggc_warning_batch`), and
#' of fewer than ten steps in all (`ggc_warning_steps`), of which the ranking of
#' simulated gene networks is hardly better than chance.
#' @name ggc_input
NULL

# The only way in for expression data: any accepted `x` becomes a ggc_series,
#   x                p x N doubles, finite, raw scale, rownames = gene names
#   trajectory       N integers, 1 .. R, non-decreasing
#   trajectory_names R strings
#   time             N doubles, increasing inside each trajectory
#   samples          N strings, the original column names, "" where none
#   step             the median sampling step (1 without `time`)
#   constant         p flags: no variation over all samples
#   interpolated     how many of the N are no samples, but lie between two
#   between          which these are (points), and the samples that lie between
#                    points: x (p x k, NA where a value was missing), time,
#                    trajectory; NULL where times are even or left as they are
#   filled           entries of x that were missing
#   batch            genes x batches, the levels that were taken off; only there
#                    where some were
#   inputs           k x N, known inputs of every network that are no genes;
#                    only there where there are some
#   covariates       list(names, levels, as_regulators) of known inputs that
#                    were given, rows of `inputs`, or of x if regulators
#   perturbed        genes x N of those that were held in some samples: -1, made
#                    less, 1, made more, or 0; only there where some were
#   steady           list(x, perturbed) of steady states of the same genes; only
#                    there where they were given
#   annotation       list(genes, samples, metadata) of an experiment, its
#                    rowData, colData and metadata; only there where x was one
# Series of before `between` and `filled` were kept lack them: see .made_up().
# Genes stay in the order given. Each trajectory has at least two points.
# covariates: list(values, as_regulators, perturbed). fitted: of a fit that
# these are new data for, list(levels, step, covariates): the levels of its
# batches, its usual step (NULL: nothing is known of it), and its covariates.
# to_learn: are networks to be learnt of it, so that counts and cells as they
# are, and batches that nobody speaks of, deserve a warning?
.as_series <- function(x, time = NULL, trajectory = NULL, assay_type = NULL,
                       irregular = c("asis", "interpolate", "error"),
                       na = c("error", "interpolate"),
                       replicates = c("error", "mean", "match"), batch = NULL,
                       covariates = NULL, fitted = NULL, min_points = 3L,
                       to_learn = FALSE) {
    irregular <- .check_choice(irregular, "irregular",
        c("asis", "interpolate", "error"))
    na <- .check_choice(na, "na", c("error", "interpolate"))
    replicates <- .check_choice(
        replicates, "replicates", c("error", "mean", "match")
    )
    min_points <- .check_count(min_points, "min_points", 2L)
    if (!isS4(x) && inherits(x, "ggc_series")) {
        return(x)
    }
    x <- .usual_class(x)
    series <- .read_input(x, time, trajectory, assay_type)
    series$pseudotime <- .course_of_cells(x)
    if (to_learn) .tell_of_names(series, .sample_column_names(x))
    series$x <- .name_genes(series$x)
    series$annotation <- .annotation_of(x, rownames(series$x))
    .check_values(series$x, series$labels)
    if (na == "error") .refuse_missing(series$x, series$labels)
    batch <- .read_batch(batch, x, series)
    known <- .with_perturbed(.read_covariates(covariates$values, x, series,
        fitted$covariates), .read_perturbed(covariates$perturbed, x, series))
    seen <- if (to_learn) .look_at(series$x)
    series <- .less_batches(series, batch, fitted$levels)
    series <- .with_covariates(series, known)
    series <- .sort_samples(series)
    if (!is.null(series$time)) {
        series <- .treat_replicates(series, replicates)
    }
    .check_points(series, min_points)
    if (to_learn) .warn_of_values(x, series, seen)
    series <- .fill_missing(series)
    before <- series[c("x", "time", "trajectory")]
    series <- .regularise(series, irregular, fitted$step)
    series$inputs <- .batch_inputs(series, fitted$levels)
    series <- .covariates_apart(series, before, attr(known, "levels"),
        isTRUE(covariates$as_regulators))
    series$constant <- .constant_genes(series$x)
    .warn_constant(rownames(series$x)[series$constant])
    if (to_learn && is.null(batch)) {
        .warn_batches(series, x)
    }
    .closed_series(series)
}

# The ggc_series of the working form. Without batches and pairs it is as it was
# before there were any.
.closed_series <- function(series) {
    structure(c(
        list(
            x = series$x, trajectory = series$trajectory,
            trajectory_names = series$trajectory_names, time = series$time,
            samples = series$samples, step = series$step,
            constant = series$constant,
            interpolated = series$interpolated %or% 0L,
            between = series$between, filled = which(series$filled %or% FALSE)
        ),
        if (!is.null(series$batch)) list(batch = series$batch),
        if (!is.null(series$inputs)) list(inputs = series$inputs),
        if (!is.null(series$covariates)) list(covariates = series$covariates),
        if (!is.null(series$perturbed)) list(perturbed = series$perturbed),
        if (!is.null(series$pairing)) list(pairing = series$pairing),
        if (!is.null(series$annotation)) list(annotation = series$annotation),
        if (!is.null(series$pseudotime)) {
            list(pseudotime = .halves_in_order(series$pseudotime, series))
        }
    ), class = "ggc_series")
}

# What other functions pass on to .as_series().
.INPUT_ARGUMENTS <- c("time", "trajectory", "assay_type", "irregular", "na",
    "replicates", "batch")

.check_input_dots <- function(...) {
    .check_dots(list(...), .INPUT_ARGUMENTS, "the data (see ?ggc_input)")
}

# Doubtful values --------------------------------------------------------------

# Whole numbers further apart are counts, not scores or logarithms; and more
# columns of cells than that are no time course.
.RANGE_OF_COUNTS <- 20
# Where most positive values are as large, and the largest is as this, there was
# no logarithm.
.LARGE <- 100
.LARGEST <- 1e4
.MANY_CELLS <- 200L

# What tells counts, of the values of x and of those `seen` before. Most data
# show in a few values that they are none.
.look_at <- function(x, seen = NULL) {
    seen <- seen %or% list(low = Inf, high = -Inf, whole = TRUE,
        positive = 0, large = 0)
    list(
        positive = seen$positive + sum(x > 0, na.rm = TRUE),
        large = seen$large + sum(x >= .LARGE, na.rm = TRUE),
        low = min(seen$low, x, na.rm = TRUE),
        high = max(seen$high, x, na.rm = TRUE),
        whole = seen$whole && .all_whole(x[seq_len(min(length(x), 1000L))]) &&
            .all_whole(x)
    )
}

.warn_of_values <- function(x, series, seen) {
    genes <- !startsWith(rownames(series$x), .COVARIATE_ROW)
    .warn_time_rows(series$x[genes, , drop = FALSE], series$trajectory)
    .warn_counts(seen, series$assay,
        "ggc_preprocess() makes log-expression of them.")
    .warn_cells(x, series)
}

.all_whole <- function(x) all(x == floor(x), na.rm = TRUE)

.warn_counts <- function(seen, assay, advice) {
    named <- identical(assay, "counts")
    # Logarithms are no whole numbers, but of few values.
    logs <- identical(assay, "logcounts")
    counted <- seen$whole &&
        seen$high - seen$low > if (logs) 1 else .RANGE_OF_COUNTS
    ends <- sprintf("from %s to %s", format(seen$low), format(seen$high))
    if (seen$low >= 0 && (named || counted)) {
        .ggc_warn("counts", paste0(
            "`x` seems to hold raw counts, not log-expression: %s.\n%s"
        ), if (named) "its assay is called \"counts\"" else {
            paste("whole numbers", ends)
        }, advice)
    } else if (seen$low >= 0 && seen$high >= .LARGEST &&
        seen$large > seen$positive / 2) {
        .ggc_warn("counts", paste0(
            "`x` seems not to be on a log scale: values %s, most above %d.\n",
            "Give logarithms, of intensities log2(), of estimated counts ",
            "ggc_preprocess() with `whole = FALSE`."
        ), ends, .LARGE)
    }
}

.warn_cells <- function(x, series) {
    if (methods::is(x, "SingleCellExperiment") &&
        length(series$trajectory_names) == 1L &&
        ncol(series$x) > .MANY_CELLS) {
        .ggc_warn("cells", paste0(
            "`x` is a SingleCellExperiment, whose %d columns are taken as one ",
            "time course.\nIf they are cells, ggc_pseudotime() makes samples ",
            "of them."
        ), ncol(series$x))
    }
}

# Readers ----------------------------------------------------------------------
# Each reader returns x (p x N double, row names as given or NULL), time (NULL
# or numeric), trajectory (integer codes) and trajectory_names, samples, labels
# (how messages call a sample), `grouped`: did the user name trajectories?, and
# of an experiment the name of the `assay`.

.read_input <- function(x, time, trajectory, assay_type) {
    experiment <- .is_experiment(x)
    if (!experiment) {
        .refuse_assay_type(assay_type, x)
    }
    if (experiment) {
        return(.read_experiment(x, time, trajectory, assay_type))
    }
    if (stats::is.ts(x)) {
        .refuse_ts_time(time)
        values <- .ts_matrix(x, "x")
        trajectory <- .by_name(trajectory, NULL, "trajectory", "trajectory")
        .check_length(trajectory, ncol(values), "trajectory", "trajectory")
        return(.new_input(values, .ts_time(x), trajectory))
    }
    if (.is_list(x)) {
        return(.read_list(x, time, trajectory))
    }
    x <- .numeric_matrix(x, "x")
    time <- .by_name(time, colnames(x), "time", "time")
    trajectory <- .by_name(trajectory, colnames(x), "trajectory", "trajectory")
    settled <- .check_lengths(x, time, trajectory)
    if (!settled) {
        .warn_orientation(x, "`x`")
    }
    .new_input(x, time, trajectory)
}

.refuse_ts_time <- function(time) {
    if (!is.null(time)) {
        .ggc_stop("argument", paste0(
            "`time` must be NULL for a ts, which has its own times.\n",
            "To use others, pass the matrix t(unclass(x))."
        ))
    }
}

.ts_matrix <- function(x, arg) {
    names <- colnames(x)
    x <- as.matrix(x)
    attr(x, "tsp") <- NULL
    x <- t(unclass(x))
    rownames(x) <- names
    .numeric_matrix(x, arg)
}

.ts_time <- function(x) {
    as.double(stats::time(x))
}

.read_list <- function(x, time, trajectory) {
    if (length(x) == 0L || is.object(x)) {
        .ggc_stop("input",
            "`x` must be a list of matrices (genes x time), not %s.",
            if (is.object(x)) .kind(x) else "an empty list")
    }
    if (!is.null(trajectory)) {
        .ggc_stop("argument", paste0(
            "`trajectory` must be NULL for a list, ",
            "whose elements are the trajectories."
        ))
    }
    names <- .list_names(x)
    is_ts <- vapply(x, stats::is.ts, NA)
    if (any(is_ts) && !all(is_ts)) {
        .ggc_stop("input", paste0(
            "`x` must be a list of matrices or a list of ts, not of both.\n",
            "These elements are ts: %s; t(unclass(x)) makes a matrix of one."
        ), .ggc_names(names[is_ts]))
    }
    args <- sprintf("x[[%d]]", seq_along(x))
    if (all(is_ts)) {
        .refuse_ts_time(time)
        time <- lapply(x, .ts_time)
        x <- Map(.ts_matrix, x, args)
    } else {
        x <- Map(.numeric_matrix, x, args)
        if (is.null(time)) {
            .warn_orientation(x[[1L]], sprintf("`%s`", args[[1L]]),
                c("pass lapply(x, t)", ", and the times as `time`"))
        }
    }
    time <- .list_times(time, x, names)
    .bind_list(.align_genes(unname(x), names), time, names)
}

.list_names <- function(x) {
    names <- names(x)
    if (is.null(names)) {
        names <- character(length(x))
    }
    names <- enc2utf8(names)
    empty <- is.na(names) | !nzchar(names)
    names[empty] <- as.character(seq_along(x))[empty]
    if (anyDuplicated(names)) {
        .ggc_stop("trajectory", paste0(
            "The names of `x` must be unique, and these are not: %s.\n",
            "Each names one trajectory; use make.unique(names(x))."
        ), .ggc_names(unique(names[duplicated(names)])))
    }
    names
}

# Matrices over the same genes in the same order, or an error with the culprits.
.align_genes <- function(x, names) {
    named <- !vapply(x, function(m) is.null(rownames(m)), NA)
    if (!any(named)) {
        rows <- vapply(x, nrow, 0L)
        if (any(rows != rows[[1L]])) {
            .ggc_stop("genes", paste0(
                "All matrices in `x` must have the same genes (rows): ",
                "trajectory %s has %d, trajectory %s has %d.\n",
                "Give them row names, and keep those that all have in common."
            ), names[[1L]], rows[[1L]], names[rows != rows[[1L]]][[1L]],
            rows[rows != rows[[1L]]][[1L]])
        }
        return(x)
    }
    if (!all(named)) {
        .ggc_stop("genes", paste0(
            "All matrices in `x` must have gene names (row names), ",
            "or none; these trajectories have none: %s.\n",
            "Set their row names."
        ), .ggc_names(names[!named]))
    }
    genes <- .check_gene_names(rownames(x[[1L]]), names[[1L]])
    Map(function(m, name) {
        own <- .check_gene_names(rownames(m), name)
        if (identical(own, genes)) {
            return(m)
        }
        absent <- setdiff(genes, own)
        extra <- setdiff(own, genes)
        if (length(absent) || length(extra)) {
            .ggc_stop("genes", paste0(
                "All matrices in `x` must have the same genes; ",
                "trajectory %s %s.\nKeep the genes that all have in common."
            ), name, paste(c(
                if (length(absent)) sprintf("lacks %s", .ggc_names(absent)),
                if (length(extra)) sprintf("adds %s", .ggc_names(extra))
            ), collapse = " and "))
        }
        m[match(genes, own), , drop = FALSE]
    }, x, names)
}

.bind_list <- function(x, time, names) {
    counts <- vapply(x, ncol, 0L)
    trajectory <- rep(seq_along(x), counts)
    samples <- unlist(lapply(x, .sample_names), use.names = FALSE)
    columns <- ifelse(
        nzchar(samples), samples, sprintf("column %d", sequence(counts))
    )
    labels <- sprintf("%s: %s", names[trajectory], columns)
    if (!is.null(time)) {
        args <- sprintf("time[[%d]]", seq_along(time))
        labels_by <- split(labels, trajectory)
        time <- unlist(Map(.as_time, time, labels_by, args), use.names = FALSE)
    }
    list(
        x = do.call(cbind, unname(x)), time = time, trajectory = trajectory,
        trajectory_names = names, samples = samples, labels = labels,
        grouped = TRUE
    )
}

# Views ------------------------------------------------------------------------

# The p x N matrix with gene and, where there are any, sample names.
.series_matrix <- function(series) {
    x <- series$x
    if (any(nzchar(series$samples))) {
        colnames(x) <- series$samples
    }
    x
}
