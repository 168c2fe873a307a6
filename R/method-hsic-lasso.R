# HSIC lasso: the kernel of a target as a sum of few kernels of lagged
# regulators and of its own past.

# ---- Settings --------------------------------------------------------------

.HSIC_SETTINGS <- list(lag = 1L, bandwidth = c("median", "sd"), block = NULL,
    permutations = 200L, alpha = 0.05)

.check_hsic <- function(settings) {
    settings$lag <- .check_count(settings$lag, "lag", 1L, .MOST_LAGS)
    settings$bandwidth <- .check_choice(settings$bandwidth, "bandwidth",
        .HSIC_SETTINGS$bandwidth)
    if (!is.null(settings$block)) {
        settings$block <- .check_count(settings$block, "block", .FEWEST_STEPS)
    }
    settings$permutations <- .check_count(settings$permutations,
        "permutations", 0L)
    settings$alpha <- .check_number(settings$alpha, "alpha", 0, 1)
    settings
}

# Kernels of fewer steps say nothing: nor do blocks of fewer.
.FEWEST_STEPS <- 10L

# Without `block`: so many steps are one block, and more are split into blocks
# of so many.
.ONE_BLOCK <- 200L
.USUAL_BLOCK <- 50L

# Random orders in which the steps are split, as pyHSICLasso has it.
.BLOCK_ORDERS <- 3L

# A path has no more kernels than this, nor than a third of the steps; it ends
# where so many knots have not lowered the criterion.
.MOST_KERNELS <- 64L
.PATIENCE <- 10L

.hsic_steps <- function(s) {
    lag <- s$settings$lag
    at <- .steps_after(s$series$trajectory, lag)
    if (length(at) < .FEWEST_STEPS) {
        .ggc_stop("points", paste0(
            "method = \"%s\" needs at least %d steps with %s before each, and ",
            "there %s.\nGive more or longer trajectories%s."
        ), s$method$name, .FEWEST_STEPS, .plural(lag, "point"),
        if (length(at) == 1L) "is 1" else sprintf("are %d", length(at)),
        if (lag > 1L) ", or a smaller `lag`" else "")
    }
    at
}

# Steps in blocks: list(row, the steps of all, one block after another; size).
# Sizes differ by one at most, and all steps are used.
.hsic_blocks <- function(steps, block, seed) {
    block <- block %or% if (steps > .ONE_BLOCK) .USUAL_BLOCK else steps
    count <- max(1L, steps %/% block)
    if (count == 1L) {
        return(list(row = seq_len(steps), size = steps))
    }
    row <- unlist(lapply(seq_len(.BLOCK_ORDERS), function(k) {
        order(.native_uniform(steps, seed, paste("blocks", k)))
    }))
    size <- diff(c(0L, as.integer(round(seq_len(count) * steps / count))))
    list(row = row, size = rep(size, .BLOCK_ORDERS))
}

.hsic_setup <- function(base, known) {
    out <- .plain_setup(base, known)
    .hsic_steps(out)
    do.call(.check_memory, base$method$bytes(out))
    out
}

# ---- Models ----------------------------------------------------------------

.hsic_design <- function(s) {
    at <- .hsic_steps(s)
    c(list(at = at, weight = log(log(length(at))),
        most = min(.MOST_KERNELS, max(1L, length(at) %/% 3L)),
        patience = .PATIENCE),
    .hsic_blocks(length(at), s$settings$block, s$seed))
}

# What .native_hsic() reads, of some targets.
.hsic_task <- function(targets, task) {
    settings <- task$settings
    c(task$design, list(
        z = unname(task$z), trajectory = task$trajectory,
        kind = task$null$kind, kin = order(task$null$kind),
        how = sum(.TE_HOW[task$null$how]), lags = settings$lag,
        regulator = task$rows, target = targets,
        exclude = .as_whole(.excluded_from(targets, task)),
        width = match(settings$bandwidth, .HSIC_SETTINGS$bandwidth) - 1L,
        permutations = settings$permutations, enough = .ENOUGH_STRONGER,
        seed = task$seed, name = rownames(task$z)
    ))
}

# Of each of some targets a list: value, p, lag, of the regulators; terms (data
# frame: input, a gene; lag, weight), lambda, left, knot, knots, full.
.hsic_targets <- function(targets, task, progress = NULL) {
    n <- length(targets)
    # C may tell of regulators.
    tell <- if (!is.null(progress)) {
        function(done, total) progress(as.integer(n * done / total), n)
    }
    read <- .hsic_task(targets, task)
    out <- .native_hsic(read, task$threads, tell)
    found <- out$found
    lapply(seq_len(n), function(i) {
        at <- (i - 1L) * read$most + seq_len(found$count[[i]])
        input <- found$input[at] + 1L
        terms <- data.frame(input = rownames(task$z)[
            c(task$rows, targets[[i]])[input]],
        lag = found$lag[at], weight = found$weight[at])
        p <- if (task$settings$permutations > 0L) out$p[, i] else NA_real_
        c(.hsic_column(input, terms, length(task$rows)),
            list(p = rep_len(p, length(task$rows)), terms = terms,
                lambda = found$lambda[[i]], left = found$left[[i]],
                knot = found$knot[[i]], knots = found$knots[[i]],
                full = found$full[[i]] > 0L))
    })
}

# Of each regulator the sum of its weights, and the lag of the largest; 0 where
# it has none.
.hsic_column <- function(input, terms, regulators) {
    value <- numeric(regulators)
    lag <- integer(regulators)
    for (j in unique(input[input <= regulators])) {
        own <- terms[input == j, ]
        value[[j]] <- sum(own$weight)
        lag[[j]] <- own$lag[[which.max(own$weight)]]
    }
    list(value = value, lag = lag)
}

# ---- The fit ---------------------------------------------------------------

.train_hsic <- function(s, trained = NULL) {
    null <- .te_null(s$series)
    design <- .hsic_design(s)
    each <- .explain_targets(s, .target_task(s, ".hsic_targets",
        design = design, null = null), trained)
    .warn_full(each)
    lag <- .of_pairs(each, s, "lag")
    lag[is.na(lag) | .apart(s$rows, s$columns, s$known$exclude)] <- 0
    place <- .placer(s)
    score <- place(.of_pairs(each, s, "value"))
    p <- .of_pairs(each, s, "p")
    p[.flagged(s$known$exclude)] <- NA
    # Without tests the selected links are the network.
    kept <- if (s$settings$permutations > 0L) place(.significant(p, s)) else 1
    list(
        score = score, norms = score * kept, p_value = place(p, constant = 1),
        lag = place(.as_whole(lag), 0L),
        training = .target_record(s, s$settings$lag, .target_status(each)),
        details = list(null = null, block = design$size, each = each),
        control = s$control
    )
}

.warn_full <- function(each) {
    full <- vapply(each, function(one) isTRUE(one$full), NA)
    if (any(full)) {
        .ggc_warn("hsic", paste0(
            "For %d of %d targets more kernels would lower the criterion than ",
            "a model may have: %s.\nTheir models explain the steps that there ",
            "are, and hardly others."
        ), sum(full), length(full), .ggc_names(names(each)[full]))
    }
}

.hsic_effects <- function(fit, targets) {
    list(lag = fit@lag[, targets, drop = FALSE])
}

# ---- The row of the methods' table -----------------------------------------

.hsic_facts <- function(fit) {
    settings <- fit@settings
    kernels <- vapply(fit@details$each, function(one) NROW(one$terms), 0L)
    size <- fit@details$block
    c(
        kernels = sprintf("%s a target (median; %s to %s), of %s",
            format(stats::median(kernels)), min(kernels), max(kernels),
            .plural(settings$lag, "lag")),
        width = switch(settings$bandwidth, median = "the median distance",
            "the standard deviation"),
        blocks = if (length(size) > 1L) {
            sprintf("of %s steps", paste(unique(range(size)), collapse = " to "))
        } else {
            "none, all steps together"
        },
        tests = .null_says(fit@details$null, settings$permutations)
    )
}

.hsic_memory <- function(s) {
    size <- as.double(.hsic_blocks(length(.hsic_steps(s)), s$settings$block,
        s$seed)$size)
    depth <- sum(size * (size + 1) / 2)
    lag <- as.double(s$settings$lag)
    variables <- lag * length(s$rows)
    pairs <- as.double(length(s$rows)) * length(s$columns)
    own <- sum(!s$columns %in% s$rows)
    answers <- length(s$columns) + lag * own
    list("This fit", c(
        kernels = 8 * depth * (variables + answers + 4 * lag * s$threads + 12),
        products = 8 * variables * (variables + answers +
            s$threads * (8 * lag + 8)),
        results = 48 * pairs
    ), c(
        kernels = paste("kernels of all lagged regulators: give fewer",
            "`regulators`, or less `lag` or `block`"),
        products = paste("products of all kernels: give fewer `regulators` or",
            "less `lag`"),
        results = "scores: give fewer `regulators` or `targets`"
    ))
}

.hsic_rule <- function(fit) {
    if (fit@settings$permutations > 0L) {
        .adjusted_rule(fit)
    } else {
        "of all links with a weight"
    }
}

.kernel_lasso <- function() {
    .method_row(
        label = "HSIC lasso",
        does = paste("HSIC lasso, non-negative weights of kernels of the past:",
            "see [ggc_hsic_lasso]"),
        setup = .hsic_setup, train = .train_hsic, settings = .HSIC_SETTINGS,
        check = .check_hsic, takes = "exclude", bytes = .hsic_memory,
        tests = TRUE, has_path = FALSE, effects = .hsic_effects,
        evidence = .te_evidence, facts = .hsic_facts, rule = .hsic_rule
    )
}
