# What a fit reads of the data and the arguments, made once and complete:
# .fit_setup() is its only constructor, and nothing is added later.
#
#   series              the series, as .as_series() makes it
#   method, settings    the row of the methods' table; arguments of this method
#   regulators, targets
#                       genes asked for, in the user's order: rows of the series
#   used                genes that take part: those asked for that vary, sorted
#                       by name in the C locale, so that sums over genes run in
#                       one order whatever the order of the rows
#   z                   double, used x samples: z-scores
#   rows, columns       regulators and targets among `used`, sorted: the working
#                       order
#   control             all tuning values, sized for these data
#   asked               the control as it was given
#   known               what the user knows, in working order: prior, priors (a
#                       list, of several), weight (of a belief of 1, of each
#                       prior), exclude, include, as far as given; or NULL
#   graph, seed         as in ggc_fit()
#   threads, BPPARAM, checkpoint, verbose
#                        how the fit is run, which no number depends on
# and, of methods that train networks (.network_setup()),
#   cell                name of the cell, see .native_cells()
#   held                held inputs, see .held_inputs()
#   clock               time of each column, see .clock()
#   inputs              known inputs that are no genes, standardised, or NULL;
#                       see fit-inputs.R
#   dependence          an environment: directed dependences that were computed,
#                       by kind; see .dependence_of()

# genes: list(regulators, targets); run: as .check_run() makes it.
.fit_setup <- function(series, genes, known, method, control, graph, settings,
                       seed, run) {
    used <- .working_genes(series, genes$regulators, genes$targets)
    rows <- sort(match(genes$regulators, used))
    columns <- sort(match(genes$targets, used))
    if (length(rows) == 0L || length(columns) == 0L) {
        .ggc_stop("input", paste0(
            "all candidate %s are constant: there is nothing to learn.\n",
            "Check the data, or name other genes."
        ), if (length(rows)) "targets" else "regulators")
    }
    base <- c(run, list(
        series = series, method = method, settings = settings,
        regulators = genes$regulators, targets = genes$targets, used = used,
        z = .standardise(series$x[used, , drop = FALSE])$z, rows = rows,
        columns = columns, graph = graph, seed = seed,
        asked = control, control = .sized_control(control, method$hidden,
            length(rows), min(tabulate(series$trajectory)))
    ))
    known <- .working_known(known, base)
    structure(method$setup(base, known), class = "ggc_setup")
}

.read_only <- function(x, ...) {
    stop(.internal("a setup is read-only"), call. = FALSE)
}

#' @rawNamespace S3method("$<-", ggc_setup)
#' @noRd
`$<-.ggc_setup` <- function(x, name, value) .read_only(x)

#' @rawNamespace S3method("[[<-", ggc_setup)
#' @noRd
`[[<-.ggc_setup` <- function(x, i, value) .read_only(x)

#' @rawNamespace S3method("[<-", ggc_setup)
#' @noRd
`[<-.ggc_setup` <- function(x, i, value) .read_only(x)

# What is known, in the working order of rows and columns; NULL if nothing is.
.working_known <- function(known, s) {
    if (!length(known)) {
        return(NULL)
    }
    row <- match(s$used[s$rows], s$regulators)
    column <- match(s$used[s$columns], s$targets)
    place <- function(m) {
        if (is.list(m)) lapply(m, place) else unname(m[row, column,
            drop = FALSE])
    }
    out <- lapply(known, place)
    believed <- function(m) replace(m, .flagged(out$exclude), 0)
    if (!is.null(out$prior)) {
        out$prior <- believed(out$prior)
    }
    if (!is.null(out$priors)) {
        out$priors <- lapply(out$priors, believed)
    }
    out
}

# A function that puts a matrix of the working order into the user's, with one
# value for the constant genes.
.placer <- function(s) {
    genes <- rownames(s$series$x)
    row <- match(s$regulators, s$used[s$rows])
    column <- match(s$targets, s$used[s$columns])
    function(m, constant = 0) {
        out <- m[row, column, drop = FALSE]
        out[is.na(row), ] <- constant
        out[, is.na(column)] <- constant
        dimnames(out) <- list(genes[s$regulators], genes[s$targets])
        out
    }
}
