# Courses of halves of the cells, along one order or several: what would be
# found again with other cells, or in another order of the same, which
# ggc_test(, "stability") asks.

# Pairs of halves where there are several orders and no one says how many.
.USUAL_PAIRS <- 10L

# How many pairs of halves: `halves`, if it can be had.
.pairs_of_cells <- function(halves, orders, smooth) {
    if (is.null(halves)) {
        halves <- if (orders > 1L) .USUAL_PAIRS else 0L
    }
    halves <- .check_count(halves, "halves", 0L, 1000L)
    if (halves > 0L && !smooth) {
        .ggc_stop("argument", paste0(
            "`halves`, and several orders of the cells, go with smooth means ",
            "(`bins` = NULL, no days of collection, summary = \"mean\")."
        ))
    }
    if (orders > 1L && halves < orders) {
        .ggc_stop("argument", paste0(
            "`halves` must be at least %d, one pair for each order of the ",
            "cells, not %d."
        ), orders, halves)
    }
    halves
}

# Several orders ---------------------------------------------------------------

# Each order as .held_pseudotime() has it: one, or those of a list.
.orders_of_cells <- function(pseudotime, experiment, columns, values) {
    several <- is.list(pseudotime) && !is.object(pseudotime) &&
        length(pseudotime) > 0L
    if (!several) {
        pseudotime <- list(pseudotime)
    }
    name <- names(pseudotime) %or% rep("", length(pseudotime))
    lapply(seq_along(pseudotime), function(i) {
        if (several && is.null(pseudotime[[i]])) {
            .ggc_stop("pseudotime",
                "Each order of the list `pseudotime` must be given, not NULL.")
        }
        held <- .held_pseudotime(pseudotime[[i]], experiment, columns)
        .refuse_cells_in_rows(held$value, values, experiment %or% values)
        if (several) {
            held$arg <- paste0("pseudotime", if (nzchar(name[[i]])) {
                paste0("$", name[[i]])
            } else {
                sprintf("[[%d]]", i)
            })
        }
        held
    })
}

# The cells along each order: as they are along the first; then with the
# pseudotimes of the others on its scale, without cells that these do not have.
# names: of all cells, or NULL; n: how many.
.along_orders <- function(cells, orders, names, n) {
    lineages <- unique(cells$lineage)
    c(list(cells), lapply(orders[-1L], function(held) {
        held$value <- .by_cell(held$value, names, held$arg)
        .along_another(cells, .pseudotime_matrix(held, n), held$arg, lineages)
    }))
}

# time: all cells x lineages, or x 1 for all lineages.
.along_another <- function(cells, time, arg, lineages) {
    column <- if (ncol(time) == 1L) {
        rep(1L, nrow(cells))
    } else if (setequal(colnames(time), lineages)) {
        match(cells$lineage, colnames(time))
    } else {
        .ggc_stop("pseudotime", paste0(
            "`%s` must have one pseudotime for each cell, or the lineages of ",
            "the first order (%s), not %s."
        ), arg, .ggc_names(lineages), .ggc_names(colnames(time)))
    }
    other <- time[cbind(cells$cell, column)]
    known <- !is.na(other)
    .check_places(cells, known, arg)
    agree <- .order_agreement(cells$pseudotime[known], other[known], arg)
    .ggc_inform("Rank correlation of `%s` with the first order: %.2f.", arg,
        agree)
    cells <- cells[known, ]
    cells$pseudotime <- .on_scale_of(other[known], cells$pseudotime)
    cells
}

# Least share of the cells of a lineage that another order must have.
.FEWEST_PLACED <- 0.5

.check_places <- function(cells, known, arg) {
    share <- tapply(known, cells$trajectory, mean)
    few <- names(share)[share < .FEWEST_PLACED]
    if (length(few)) {
        .ggc_stop("pseudotime", paste0(
            "`%s` must be known of at least half of the cells that the first ",
            "order has in each lineage, and is of %.0f %% in %s."
        ), arg, 100 * share[[few[[1L]]]], .ggc_names(few))
    }
}

# Orders of the same cells run the same way, or are no orders of one process.
.order_agreement <- function(first, other, arg) {
    agree <- if (length(other) > 2L) {
        suppressWarnings(stats::cor(first, other, method = "spearman"))
    } else {
        NA_real_
    }
    if (is.na(agree)) {
        .ggc_stop("pseudotime", paste0(
            "`%s` must be known of cells that the first order has, and have ",
            "several values there."
        ), arg)
    }
    if (agree < 0) {
        .ggc_stop("pseudotime", paste0(
            "`%s` runs the other way than the first order: their rank ",
            "correlation is %.2f.\nIf it starts at the wrong end, give it as ",
            "its maximum less itself."
        ), arg, agree)
    }
    agree
}

# Values of the same ranks as x, spread as y is.
.on_scale_of <- function(x, y) {
    if (length(x) < 2L) {
        return(y)
    }
    stats::approx(seq_along(y), sort(y), rank(x))$y
}

# Halves -----------------------------------------------------------------------

# The course with what halves of the cells make of it: `pairs` complementary
# pairs, each along one of the orders in turn, a genes x samples matrix each, in
# metadata()$pseudotime$halves. orders: as of .along_orders().
.with_halves <- function(course, values, orders, pairs, seed,
                         block = .BLOCK) {
    if (pairs == 0L) {
        return(course)
    }
    settings <- S4Vectors::metadata(course)$pseudotime
    settings$seed <- .check_seed(seed)
    halves <- unlist(lapply(seq_len(pairs), function(b) {
        cells <- orders[[(b - 1L) %% length(orders) + 1L]]
        half <- .dealt_in_two(cells, settings$seed, b)
        lapply(0:1, function(i) cells[half == i, ])
    }), recursive = FALSE)
    out <- lapply(halves, function(cells) {
        array(0, dim(course), dimnames(course))
    })
    width <- .HALVES_WIDTH * length(halves)
    for (rows in .blocks(nrow(course), width, block)) {
        parts <- .smooth_halves(values[rows, , drop = FALSE], halves, course,
            settings$bandwidth / .PART_OF_BEST, range(orders[[1L]]$pseudotime))
        for (k in seq_along(out)) {
            out[[k]][rows, ] <- parts[[k]]
        }
    }
    settings$halves <- out
    settings$orders <- length(orders)
    S4Vectors::metadata(course)$pseudotime <- settings
    course
}

# Narrow bins of a half, about, whose sums are held at once.
.HALVES_WIDTH <- 400L

# 0 or 1 for each row: neighbours along the order are dealt out by lot, a cell
# of several lineages as one.
.dealt_in_two <- function(cells, seed, b) {
    one <- cells[!duplicated(cells$cell), ]
    lot <- vapply(one$name, function(name) {
        .native_uniform(1L, seed, paste("half", b, name))
    }, 0, USE.NAMES = FALSE)
    place <- ceiling(rank(one$pseudotime, ties.method = "min") / 10)
    at <- order(place, lot, one$name, method = "radix")
    half <- integer(nrow(one))
    half[at] <- seq_along(at) %% 2L
    half[match(cells$cell, one$cell)]
}

# Smooth means of each half at the samples of the course, some genes of each.
.smooth_halves <- function(values, halves, course, bandwidth, ends) {
    narrow <- .narrow_of_halves(values, halves, ends)
    lapply(narrow, function(half) {
        width <- bandwidth * diff(ends)
        out <- matrix(0, nrow(values), ncol(course))
        for (name in unique(course$trajectory)) {
            own <- which(half$table$trajectory == name)
            if (length(own) < 2L) {
                .ggc_stop("pseudotime", paste0(
                    "`halves` must have cells of each trajectory, and %s has ",
                    "too few for two halves.\nGive a larger `min_cells`, or ",
                    "halves = 0."
                ), name)
            }
            time <- half$table$pseudotime[own]
            at <- which(course$trajectory == name)
            near <- pmin(pmax(course$pseudotime[at], min(time)), max(time))
            out[, at] <- .native_product(half$means[, own, drop = FALSE],
                .line_weights(near, time, half$table$n[own], width),
                transpose = TRUE)
        }
        out
    })
}

# list(means, table) of each half: genes x narrow bins of each trajectory, all
# from one pass over the cells.
.narrow_of_halves <- function(values, halves, ends) {
    tables <- lapply(halves, function(cells) {
        place <- (cells$pseudotime - ends[[1L]]) / diff(ends)
        cells$narrow <- pmin(.NARROW, 1L + floor(place * .NARROW))
        cells <- cells[order(cells$trajectory, cells$pseudotime, cells$name,
            cells$cell, method = "radix"), ]
        key <- cumsum(!duplicated(cells[c("trajectory", "narrow")]))
        table <- cells[!duplicated(key), c("trajectory", "narrow")]
        table$n <- rowsum(cells$weight, key)[, 1L]
        table$pseudotime <- rowsum(cells$weight * cells$pseudotime,
            key)[, 1L] / table$n
        list(table = table, cells = unname(split(cells$cell, key)),
            weights = unname(split(cells$weight, key)))
    })
    sums <- .sum_cells(values,
        unlist(lapply(tables, `[[`, "cells"), recursive = FALSE), "mean",
        weights = unlist(lapply(tables, `[[`, "weights"), recursive = FALSE))
    upto <- cumsum(vapply(tables, function(one) nrow(one$table), 0L))
    Map(function(one, last) {
        n <- nrow(one$table)
        list(table = one$table, means = sums[, last - n + seq_len(n),
            drop = FALSE] / rep(one$table$n, each = nrow(sums)))
    }, tables, upto)
}
