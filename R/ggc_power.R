# How many samples does it take? What became of simulated networks of a design.

#' How many samples does it take?
#'
#' What a design is worth before there are data: of simulated gene networks of
#' so many genes, times and trajectories, what share of the first edges was
#' true, and what [ggc_test()] found. From a table that comes with the package,
#' or of networks that are simulated now.
#'
#' Networks are those of `ggc_simulate("grn")`: relaxations from a perturbation
#' of a third of the genes, each trajectory from its own, with half-lives from 5
#' to 50 minutes. A single trajectory of 20 points or more gets a new
#' perturbation every 20 points in the mean. They are fitted by `ggc_fit(method
#' = "clstm")` and tested by `ggc_test()`, with defaults.
#'
#' The table has networks of 10 genes (24 of a design) and of 30 (16), in 2, 4,
#' 10 or 30 trajectories of 4, 8 or 20 points or one of 20, 60 or 200, with
#' noise .05 or .15; and of 100 genes (8) in the smaller of these designs
#' (`tools/tune/power.R`). Between its designs numbers are interpolated, along
#' the logarithms of genes, trajectories and points, and linearly along the
#' noise. Of 20 fresh networks each in three designs between, the share of true
#' edges among the first was higher than foretold by .02 to .13, .05 in the
#' mean, and the share of all true edges that tests found was .006, .024 and
#' .003 where .003, .057 and .010 were foretold (`tools/tune/foretold.R`).
#'
#' Real data may be better or worse: replicates of one condition, times that
#' miss the response or all come after it, and hidden regulators tell less;
#' strong and direct effects, as of linear systems, more.
#'
#' @param n_genes whole number of genes, 4 or more.
#' @param n_regulators whole number: how many of them may regulate, as in a list
#'   of transcription factors; or `NULL` (default): any may.
#' @param times one whole number: so many points, evenly spaced over 200 minutes
#'   (a single series of 20 or more: 10 minutes apart); or increasing minutes
#'   from 0.
#' @param n_trajectories whole number of trajectories.
#' @param noise number >= 0: standard deviation of the error of measurement;
#'   expression goes from 0 to 1.
#' @param networks `NULL` (default): from the table; or a whole number: so many
#'   networks are simulated now, such as 20. Of 20 genes one takes 2 to 20
#'   seconds on one core, of 100 genes up to some minutes.
#' @param seed,threads,verbose as in [ggc_fit()]; of no use to the table.
#' @return An object of class `"ggc_power"` with methods for `print()`, `plot()`
#'   and `as.data.frame()`: a list of
#'   * `first`: a data frame, one row for each number of first edges (`edges`: a
#'     quarter, half, one and two for each gene), with the share of them that
#'     was true (`precision`) and of all true edges that they are (`recall`),
#'     means over networks, and the standard error of the former (`se`), that
#'     of the table's designs nearby where it is from there;
#'   * `found`: at a false discovery rate of .1, `edges`, how many were found in
#'     the mean, `power`, the share of all true edges among these, and
#'     `precision`, the share of them that was true over all networks; `NA`
#'     where such a design carries no test;
#'   * `chance`, the share of true edges among all candidates;
#'   * `design`, what was asked for; `networks`, how many were simulated, `NULL`
#'     where all is from the table.
#' @section Errors: `ggc_error_argument` for wrong arguments; `ggc_error_power`
#'   for a design that is not in the table, saying why: `networks` simulates it.
#' @seealso [ggc_simulate()], [ggc_test()]
#' @examples
#' ggc_power(50, times = 8, n_trajectories = 3)
#' as.data.frame(ggc_power(50, times = 13, n_trajectories = 10))
#' ggc_power(8, times = 6, n_trajectories = 4, networks = 2, seed = 1)
#' @export
ggc_power <- function(n_genes, n_regulators = NULL, times, n_trajectories,
                      noise = 0.05, networks = NULL, seed = NULL,
                      threads = NULL, verbose = interactive()) {
    design <- .check_power_design(n_genes, n_regulators, times, n_trajectories,
        noise)
    if (is.null(networks)) {
        return(.power_from_table(design))
    }
    networks <- .check_count(networks, "networks")
    seed <- .check_seed(seed)
    threads <- .resolve_threads(threads, design$n_genes)
    tell <- .progress(.check_flag(verbose, "verbose"), "simulating", networks,
        "networks")
    each <- vapply(seq_len(networks), function(i) {
        out <- .power_of(design, seed + i - 1, threads)
        if (!is.null(tell)) tell(i)
        out
    }, numeric(length(.POWER_COLUMNS)))
    .new_power(design, rowMeans(each),
        apply(each, 1L, stats::sd) / sqrt(networks), networks)
}

.power_from_table <- function(design) {
    beyond <- .beyond_table(design)
    if (!is.null(beyond)) {
        .ggc_stop("power", paste0("the table has no such design: in it %s.\n",
            "Give `networks`, such as 20: so many are simulated."), beyond)
    }
    between <- function(columns) {
        stats::setNames(.power_between(.power_lines(design$n_trajectories),
            list(genes = design$n_genes, trajectories = design$n_trajectories,
                points = length(design$times), noise = design$noise),
            columns), .POWER_COLUMNS)
    }
    values <- between(.POWER_COLUMNS)
    .new_power(design, values, between(paste0("se_", .POWER_COLUMNS)), NULL)
}

# First edges for each gene.
.FIRST <- c(0.25, 0.5, 1, 2)

.POWER_COLUMNS <- c(paste0("precision_", .FIRST), paste0("recall_", .FIRST),
    "edges", "direct", "power", "chance")

.check_power_design <- function(n_genes, n_regulators, times, n_trajectories,
                                noise) {
    n_genes <- .check_count(n_genes, "n_genes", 4L, 5000L)
    if (!is.null(n_regulators)) {
        n_regulators <- .check_count(n_regulators, "n_regulators", 1L, n_genes)
    }
    n_trajectories <- .check_count(n_trajectories, "n_trajectories")
    list(n_genes = n_genes, n_regulators = n_regulators,
        times = .power_times(times, n_trajectories),
        n_trajectories = n_trajectories,
        noise = .check_number(noise, "noise", 0))
}

.power_times <- function(times, n_trajectories) {
    if (length(times) == 1L) {
        points <- .check_count(times, "times", 3L)
        return(.even_times(points, n_trajectories))
    }
    if (!is.numeric(times) || length(times) < 3L || !all(is.finite(times)) ||
        any(diff(times) <= 0) || times[[1L]] != 0) {
        .ggc_stop("argument",
            "`times` must be a number of points or increasing minutes from 0.")
    }
    as.double(times)
}

# What became of one network: the columns of the table.
.power_of <- function(design, seed, threads) {
    long <- design$n_trajectories == 1L &&
        length(design$times) >= .LONG_SERIES
    sim <- do.call(ggc_simulate, c(list("grn", p = design$n_genes,
        n_trajectories = design$n_trajectories, noise = design$noise,
        times = design$times, design = if (long) "long" else "relaxation",
        seed = seed), if (!is.null(design$n_regulators)) {
        list(regulators = design$n_regulators)
    }))
    truth <- metadata(sim)$truth
    acts <- if (!is.null(design$n_regulators)) {
        rownames(truth)[rowSums(truth) > 0]
    }
    fit <- .quietly(.quietly(ggc_fit(sim, regulators = acts, seed = seed,
        threads = threads, verbose = FALSE)), "message")
    truth <- truth[rownames(fit@score), , drop = FALSE]
    truth[.self_entries(fit@score)] <- 0L
    order <- .edge_order(fit@score, fit@norms)
    true <- truth[order]
    first <- pmin(pmax(1, round(.FIRST * design$n_genes)), length(order))
    right <- cumsum(true)[first]
    tested <- tryCatch(ggc_test(fit, threads = threads, verbose = FALSE),
        ggc_error_test = function(e) NULL)
    at <- if (!is.null(tested)) {
        which(tested@details$test$q_value <= .USUAL_FDR)
    }
    direct <- if (!is.null(tested)) sum(truth[at]) else NA_real_
    stats::setNames(c(right / first, right / sum(true),
        if (!is.null(tested)) length(at) else NA, direct, direct / sum(true),
        sum(true) / length(order)), .POWER_COLUMNS)
}

# values, se: by .POWER_COLUMNS, means over so many networks.
.new_power <- function(design, values, se, networks) {
    of <- function(from, what) unname(from[paste0(what, "_", .FIRST)])
    structure(list(
        first = data.frame(edges = pmax(1, round(.FIRST * design$n_genes)),
            precision = of(values, "precision"), recall = of(values, "recall"),
            se = of(se, "precision")),
        found = c(edges = values[["edges"]], power = values[["power"]],
            precision = values[["direct"]] / values[["edges"]]),
        chance = values[["chance"]], design = design, networks = networks
    ), class = "ggc_power")
}

# "20 genes, 3 trajectories x 8 times, noise 0.05".
.power_title <- function(x) {
    design <- x$design
    sprintf("%s genes%s, %d %s x %d times, noise %s", .big(design$n_genes),
        if (is.null(design$n_regulators)) "" else
            sprintf(" (%s regulators)", .big(design$n_regulators)),
        design$n_trajectories,
        if (design$n_trajectories == 1L) "trajectory" else "trajectories",
        length(design$times), format(design$noise))
}

.power_source <- function(x) {
    if (is.null(x$networks)) {
        "Simulated gene networks, from the table"
    } else {
        sprintf("Simulated gene networks, mean of %d", x$networks)
    }
}

.found_text <- function(found) {
    if (is.na(found[["edges"]])) {
        return("not tested: such a design carries no test")
    }
    sprintf("%.1f edges, %.0f %% of all true ones%s", found[["edges"]],
        100 * found[["power"]], if (found[["edges"]] > 0) {
            sprintf(" (%.0f %% of them true)", 100 * found[["precision"]])
        } else {
            ""
        })
}

#' @export
print.ggc_power <- function(x, ...) {
    cat(.power_title(x), "\n", sep = "")
    cat(sprintf("%s; chance: %.1f %% true.\n", .power_source(x),
        100 * x$chance))
    cat(sprintf("  first %d edges: %.0f %% (se %.0f) true, %.0f %% of all\n",
        x$first$edges, 100 * x$first$precision, 100 * x$first$se,
        100 * x$first$recall), sep = "")
    cat("  at a false discovery rate of .1: ", .found_text(x$found), "\n",
        sep = "")
    invisible(x)
}

#' @export
as.data.frame.ggc_power <- function(x, row.names = NULL, optional = FALSE, ...,
                                    validRN = TRUE, stringsAsFactors = FALSE) {
    # As of a precision-recall curve: the last two say nothing here.
    .check_no_dots(..., of = "as.data.frame()")
    data.frame(x$first, found = x$found[["edges"]],
        found_power = x$found[["power"]],
        found_precision = x$found[["precision"]], chance = x$chance,
        row.names = row.names)
}

#' @method plot ggc_power
#' @export
plot.ggc_power <- function(x, ...) {
    figure <- .figure_of(..., of = "plot() of a power")
    .ggc_need("ggplot2", "plot() of a power")
    first <- x$first
    first$low <- pmax(0, first$precision - 2 * first$se)
    first$high <- pmin(1, first$precision + 2 * first$se)
    ggplot2::ggplot(first, ggplot2::aes(.data$edges, .data$precision)) +
        ggplot2::geom_hline(yintercept = x$chance, linetype = 2,
            colour = "grey50") +
        ggplot2::geom_linerange(ggplot2::aes(ymin = .data$low,
            ymax = .data$high), colour = .COLOURS[[1L]], na.rm = TRUE) +
        ggplot2::geom_line(colour = .COLOURS[[1L]]) +
        ggplot2::geom_point(colour = .COLOURS[[1L]], size = 2) +
        ggplot2::scale_x_log10(breaks = first$edges) +
        ggplot2::scale_y_continuous(limits = c(0, 1)) +
        .figure_labs(figure, title = .power_title(x),
            subtitle = sprintf("%s; dashed: chance\nfound at FDR .1: %s",
                .power_source(x), .found_text(x$found)),
            x = "first edges", y = "share of them that is true") +
        .plot_theme(figure)
}

#' @exportS3Method ggplot2::autoplot
autoplot.ggc_power <- function(object, ...) plot.ggc_power(object, ...)
