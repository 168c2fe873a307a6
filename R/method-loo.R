# GGC-LOO: does masking a regulator make a network of all targets worse?

# The networks of all masks: graph (H x H x masks) and first state (H x masks),
# mask 1 being none. A masked regulator leaves A, C and h0; the first state of a
# network of all targets is the mean of their rows of C.
.mask_structure <- function(s) {
    control <- s$control
    genes <- rownames(s$z)
    n <- length(s$rows)
    map <- .native_hidden_map(genes[s$rows], control$hidden)
    out <- list(graph = NULL, h0 = NULL, adjacency = NULL, dcor = NULL)
    if (s$graph) {
        out$adjacency <- .regulator_graph(s)
        out$graph <- vapply(c(0L, seq_len(n)), function(mask) {
            a <- out$adjacency
            a[mask, ] <- 0
            a[, mask] <- 0
            .on_hidden(a, map, control)
        }, matrix(0, control$hidden, control$hidden))
    }
    if (control$init %in% c("hidden", "both")) {
        out$dcor <- .dcor_of(s, s$columns)
        row <- rowMeans(out$dcor)
        masked <- cbind(row, row * (1 - diag(n)))
        out$h0 <- .native_product(map, masked)
    }
    out
}

# One-sided paired t-test over blocks, that masking raises the error. held:
# blocks x targets x masks, sums of squared errors; steps: their number.
.mask_test <- function(held, steps) {
    used <- steps > 0
    n <- sum(used)
    if (n < 2L) { # nothing to compare
        return(matrix(1, dim(held)[[3L]] - 1L, dim(held)[[2L]]))
    }
    held <- held[used, , , drop = FALSE]
    rise <- held[, , -1L, drop = FALSE] - c(held[, , 1L])
    rise <- rise / steps[used]
    mean <- colMeans(rise)
    deviation <- sqrt(colSums((rise - rep(mean, each = n))^2) / (n - 1))
    t <- mean / (deviation / sqrt(n))
    t[deviation == 0] <- 0
    t(stats::pt(t, n - 1, lower.tail = FALSE))
}

# ln(MSE masked / MSE global), regulators x targets, from targets x masks; no
# ratio where an error is 0 or beyond the numbers.
.mask_ratio <- function(error) {
    ratio <- t(log(error[, -1L, drop = FALSE] / error[, 1L]))
    ratio[!is.finite(ratio)] <- 0
    ratio
}

# Steps of the masked networks against those of the global one: they settle from
# where it stopped. Long or large ones let the others make up for what is
# masked.
.REFIT_RATE <- 0.1

# What of the control serves networks of all targets, without a penalty.
.loo_control <- function(control, targets) {
    control$lambda <- .Machine$double.xmin
    control[c("kl", "triplet")] <- "none"
    control$horizons <- 1L
    # The error is a mean over targets, the ridge a sum over their read-outs.
    control$ridge <- control$ridge / targets
    control
}

# Arguments of .check_memory(); each mask has its own graph and errors.
.loo_memory <- function(s) {
    q <- length(s$rows)
    n <- length(s$columns)
    blocks <- max(.time_blocks(s$series$trajectory))
    sizes <- .fit_sizes("loo", .loo_control(s$control, n), s$cell,
        s$series$trajectory, c(nrow(s$z), q, n), s$threads, s$graph,
        inputs = length(union(s$rows, s$columns)))
    graphs <- s$graph * 8 * s$control$hidden^2 * (q + 1)
    list("This fit", c(sizes[.BYTES],
        results = 24 * blocks * n * (q + 1) + graphs), .FIT_ADVICE)
}

.train_loo <- function(s) {
    control <- .loo_control(s$control, length(s$columns))
    structure <- .mask_structure(s)
    problem <- .problem(s$series$trajectory, s$z, s$rows, s$columns, control,
        s$cell, s$seed, list())
    block <- .time_blocks(s$series$trajectory)
    loo <- list(
        graph = structure$graph, h0 = structure$h0,
        refit = if (control$loo == "refit") control$each else 0L,
        refit_rate = .REFIT_RATE, block = block, blocks = max(block)
    )
    masks <- length(s$rows) + 1L
    networks <- control$members + masks
    tell <- .progress(s$verbose, "training", networks, "networks")
    out <- .native_loo(problem, loo, s$threads, .within(tell, 0L, networks))
    if (!is.null(tell)) {
        tell(networks)
    }
    held <- array(out$held, c(max(block), length(s$columns), masks))
    .assemble_loo(s, out, held, matrix(out$train, length(s$columns)),
        structure)
}

# The network: edges that masking shows at level alpha; in sample, all that it
# shows at all.
.mask_network <- function(score, p, own, control) {
    if (control$loo_rule == "insample") {
        return(pmax(score, 0))
    }
    p[own] <- NA
    adjusted <- array(stats::p.adjust(p, "BH"), dim(p))
    keep <- !is.na(adjusted) & adjusted <= control$alpha
    pmax(score, 0) * keep
}

.assemble_loo <- function(s, out, held, train, structure) {
    genes <- rownames(s$series$x)
    failed <- out$status != 0L
    .report_masks(genes[s$used[s$rows]], failed)
    insample <- s$control$loo_rule == "insample"
    if (sum(out$steps) == 0 && !insample) {
        .ggc_stop("points", paste0(
            "method = \"loo\" must hold out some steps, and the series are ",
            "too short for that.\nGive more `members`, longer or more ",
            "trajectories, or ggc_control(loo_rule = \"insample\")."
        ))
    }
    if (!insample) {
        .warn_interpolated(s$series)
    }
    error <- colSums(held) / max(sum(out$steps), 1)
    score <- .mask_ratio(if (insample) train else error)
    score[failed[-1L], ] <- 0
    p <- .mask_test(held, out$steps)
    p[failed[-1L], ] <- 1
    own <- outer(s$rows, s$columns, `==`)
    place <- .placer(s)
    list(
        score = place(score),
        norms = place(.mask_network(score, p, own, s$control)),
        p_value = if (!insample) place(p, constant = 1),
        training = .mask_record(s, out$iterations[[1L]], train[, 1L],
            error[, 1L]),
        details = list(
            graph = s$graph, cell = s$cell,
            adjacency = .in_order(structure$adjacency, genes),
            dcor = .in_order(structure$dcor, genes)
        ),
        control = s$control
    )
}

# Errors at points between samples go with those at the samples: of white noise
# at uneven times a tenth of the p-values are below .05.
.warn_interpolated <- function(series) {
    made <- series$interpolated %or% 0L
    if (made > 0L) {
        .ggc_warn("irregular", paste0(
            "%d of %d points are interpolated between samples, so that ",
            "p-values of method = \"loo\" are too small.\n",
            "irregular = \"asis\" takes the samples as they are."
        ), made, ncol(series$x))
    }
}

# One row for each target asked for, of the global network.
.mask_record <- function(s, iterations, loss, heldout) {
    column <- match(s$targets, s$used[s$columns])
    z <- s$z[s$columns, , drop = FALSE]
    null <- .persistence_error(z, s$series$trajectory, s$control$members)
    own <- .own_past_of(z, s$series$trajectory, s$control, s$cell, TRUE)
    S4Vectors::DataFrame(
        status = ifelse(is.na(column), "constant", "ok"), lambda = NA_real_,
        iterations = ifelse(is.na(column), 0L, iterations),
        violation = NA_real_, converged = NA, loss = loss[column],
        heldout = heldout[column], null = null[column], own = own[column],
        row.names = rownames(s$series$x)[s$targets]
    )
}

.report_masks <- function(genes, failed) {
    if (failed[[1L]]) {
        .ggc_stop("convergence", paste0(
            "training of the global network diverged.\n",
            "Lower `rate` in ggc_control(), or look for outliers in the data."
        ))
    }
    bad <- genes[failed[-1L]]
    if (length(bad)) {
        .ggc_warn("convergence", paste0(
            "training diverged for %d of %d masked regulators; their scores ",
            "are 0: %s.\nLower `rate` in ggc_control()."
        ), length(bad), length(genes), .ggc_names(bad))
    }
}

# The row of the methods' table.
.leave_one_out <- function() {
    .method_row(
        label = "LSTM networks, leave one out", unit = function(control) "LSTM",
        does = paste("GGC-LOO, one LSTM for all targets against one for each",
            "masked regulator"),
        whole = "trains one network of them all", takes = character(),
        hidden = 40L, has_path = FALSE, has_networks = TRUE, shared = TRUE,
        cell = function(control) "lstm",
        tasks = function(regulators, targets) regulators + 1L,
        setup = .network_setup, bytes = .loo_memory, train = .train_loo,
        rule = .mask_rule, tests = TRUE
    )
}

# How the network of a fit was cut.
.mask_rule <- function(fit) {
    if (is.null(fit@p_value)) {
        return("that masking shows in sample")
    }
    sprintf("at adjusted p <= %s", format(fit@control$alpha))
}
