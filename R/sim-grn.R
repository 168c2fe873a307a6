# Gene networks: arguments of ggc_simulate("grn"), the plan of perturbations
# that each design means, and the result. Drawing and integration are in C.

.grn_designs <- c("relaxation", "onoff", "long", "uneven", "multifactorial")

# Minutes of the uneven design.
.grn_uneven <- c(0, 2, 4, 8, 15, 30, 45, 60, 90, 120, 180, 240)

# A change of key for each trajectory and, in the lower part, each perturbation.
.GRN_KEYS <- 2^24

.simulate_grn <- function(p, n_time, n_trajectories, noise, burn_in, own,
                          sampling, seed) {
    design <- .check_choice(own$design %or% .grn_designs, "design",
        .grn_designs)
    network <- .grn_network(own$network, p)
    p <- length(network$genes)
    shape <- .grn_shape(own, network, p)
    time <- .grn_time(design, n_time, own$dt, own$times, p)
    n <- .grn_trajectories(design, n_trajectories, p)
    if (sampling$trend > 0 && design == "multifactorial") {
        .ggc_stop("argument", paste0(
            "`trend` is not used by the multifactorial design, which has no ",
            "time."
        ))
    }
    runs <- .runs(sampling, length(time), n, p)
    .check_grn_size(p, length(time), runs$count)
    plan <- .grn_settings(design, own, noise, burn_in)
    threads <- .resolve_threads(own$threads, runs$count)
    seed <- .check_seed(seed)
    if (is.null(network$sign)) {
        network[c("sign", "module")] <-
            .native_grn_network(network$genes, seed, shape)
    }
    plan <- c(plan, .grn_plan(design, time, runs, plan$hold, plan$scatter,
        seed))
    plan <- .with_treatment(plan, .grn_treatment(design, own), network$genes,
        seed)
    plan <- .with_held(plan, own, network$genes, runs$count / runs$replicates)
    steady <- .steady_wanted(own$steady)
    out <- .native_grn_simulate(network$genes, seed, network$sign, plan,
        threads)
    se <- .grn_result(design, network, shape, plan, out, seed)
    about <- S4Vectors::metadata(se)$parameters
    about$n_trajectories <- n
    S4Vectors::metadata(se)$parameters <- c(about, .unusual_sampling(sampling))
    se <- .sampled(se, sampling, length(time), n, seed)
    if (!is.null(steady)) {
        S4Vectors::metadata(se)$steady <- .steady_of_seen(.simulate_steady(
            steady, network, plan, runs$count, seed, threads), rownames(se))
    }
    se
}

# Steady states of the network of a plan, as a SummarizedExperiment. The random
# numbers are those of trajectories behind the `runs` of the series.
.simulate_steady <- function(wanted, network, plan, runs, seed, threads) {
    genes <- network$genes
    samples <- .steady_samples(wanted, genes)
    n <- nrow(samples)
    .check_grn_size(length(genes), 1L, n)
    shifted <- samples$kind == "multifactorial"
    still <- c(list(
        time = 0, key = (runs + seq_len(sum(shifted))) * .GRN_KEYS,
        before = replace(rep(-1L, n), shifted, seq_len(sum(shifted)) - 1L),
        during = matrix(-1L, 1L, n), replicates = 1L,
        held = match(samples$gene, genes, nomatch = 0L) - 1L,
        factor = unname(c(.HELD_FACTORS, wildtype = 1,
            multifactorial = 1)[samples$kind]),
        first = as.integer(runs), scatter = 0
    ), .grn_settings("multifactorial", list(), NULL, NULL)[c("normal",
        "perturbed", "strength")], plan[c("process", "noise", "clip",
        "burn_in")])
    still <- .with_treatment(still, 0, genes, seed)
    x <- .native_grn_simulate(genes, seed, network$sign, still, threads)$x
    names <- .steady_names(samples, wanted)
    SummarizedExperiment::SummarizedExperiment(
        list(expression = matrix(x, length(genes),
            dimnames = list(genes, names))),
        colData = DataFrame(perturbed = samples$gene, kind = samples$kind,
            row.names = names)
    )
}

# Names and, where the user gave the network, its signs.
.grn_network <- function(network, p) {
    if (is.null(network)) {
        p <- .check_count(p %or% 10, "p", 4L, 5000L)
        return(list(genes = paste0("G", seq_len(p))))
    }
    if (!is.matrix(network) || !is.numeric(network) || !nrow(network) ||
        nrow(network) != ncol(network) || nrow(network) > 5000L ||
        !all(network %in% c(-1, 0, 1)) || any(diag(network) != 0)) {
        .ggc_stop("argument", paste0(
            "`network` must be a square matrix of -1, 0 and 1 with a diagonal ",
            "of 0,\nregulators in rows and targets in columns."
        ))
    }
    if (!is.null(p) && !identical(as.double(p), as.double(nrow(network)))) {
        .ggc_stop("argument",
            "`p` must be left out with `network`, or be its %d rows, not %s.",
            nrow(network), .given(p))
    }
    genes <- rownames(network) %or% colnames(network) %or%
        paste0("G", seq_len(nrow(network)))
    same <- is.null(colnames(network)) || identical(genes, colnames(network))
    if (!same || anyDuplicated(genes) || anyNA(genes) || !all(nzchar(genes))) {
        .ggc_stop("argument", paste0(
            "`network` must have the same gene names, each once, in rows and ",
            "columns."
        ))
    }
    list(genes = genes, sign = matrix(as.integer(network), nrow(network)))
}

.grn_shape <- function(own, network, p) {
    named <- c("regulators", "density", "modules", "activators")
    if (!is.null(network$sign)) {
        clash <- intersect(named, names(own))
        if (length(clash)) {
            .ggc_stop("argument", "`%s` is not used with `network`.",
                clash[[1L]])
        }
        return(list())
    }
    regulators <- .check_number(
        own$regulators %or% max(2, round(min(p / 2, 3 * sqrt(p)))),
        "regulators", 0, p, open = TRUE
    )
    regulators <- if (regulators < 1) {
        max(1L, as.integer(round(regulators * p)))
    } else {
        .check_count(regulators, "regulators", 1L, p)
    }
    density <- .check_number(own$density %or% (1 + log10(p) / 2), "density",
        0, 20)
    modules <- .check_count(
        own$modules %or% min(regulators, max(1, round(sqrt(p) / 2.5))),
        "modules", 1L, regulators
    )
    activators <- .check_number(own$activators %or% 0.6, "activators", 0, 1)
    list(regulators = regulators, modules = modules,
        links = as.integer(round(density * p)), activators = activators,
        density = density)
}

.check_grn_size <- function(p, n_time, n_trajectories) {
    points <- as.double(n_time) * n_trajectories
    if (p * points > .Machine$integer.max) {
        .ggc_stop("argument",
            "`p` * `n_time` * `n_trajectories` must be at most %d, not %.0f.",
            .Machine$integer.max, p * points)
    }
    .check_simulation_memory(p, points)
}

# The times of a trajectory, which are made only if one of so many points fits.
.grn_time <- function(design, n_time, dt, times, p) {
    if (design == "multifactorial") {
        given <- c(n_time = !is.null(n_time) && !isTRUE(n_time == 1),
            dt = !is.null(dt), times = !is.null(times))
        if (any(given)) {
            .ggc_stop("argument", paste0(
                "`%s` is not used by the multifactorial design, which has ",
                "no time."
            ), names(given)[given][[1L]])
        }
        return(0)
    }
    if (!is.null(times)) {
        return(.grn_times(times, n_time, dt))
    }
    if (design == "uneven") {
        if (!is.null(dt)) {
            .ggc_stop("argument",
                "`dt` is not used by the uneven design; see `times`.")
        }
        n <- .check_count(n_time %or% length(.grn_uneven), "n_time", 2L)
        .check_grn_size(p, n, 1L)
        return(stats::approx(seq(0, 1, length.out = length(.grn_uneven)),
            .grn_uneven, seq(0, 1, length.out = n))$y)
    }
    n <- switch(design, relaxation = 21, onoff = 21, long = 200)
    n <- .check_count(n_time %or% n, "n_time", 2L)
    .check_grn_size(p, n, 1L)
    dt <- .check_number(dt %or% if (design == "onoff") 50 else 10, "dt",
        0, 1e5, open = TRUE)
    (seq_len(n) - 1) * dt
}

.grn_times <- function(times, n_time, dt) {
    if (!is.numeric(times) || length(times) < 2L || !all(is.finite(times)) ||
        any(diff(times) <= 0) || max(abs(times)) > 1e9) {
        .ggc_stop("argument",
            "`times` must be two or more increasing numbers (minutes).")
    }
    if (!is.null(dt)) {
        .ggc_stop("argument", "`dt` must be left out with `times`.")
    }
    if (!is.null(n_time) &&
        .check_count(n_time, "n_time", 2L) != length(times)) {
        .ggc_stop("argument",
            "`n_time` must be left out with `times`, or be its length, %d.",
            length(times))
    }
    as.double(times)
}

.grn_trajectories <- function(design, n, p) {
    few <- switch(design,
        relaxation = , uneven = max(4, round(0.46 * p)),
        onoff = max(2, round(5 * 2^(log10(p) - 1))),
        long = 3,
        multifactorial = p
    )
    .check_count(n %or% few, "n_trajectories")
}

.grn_settings <- function(design, own, noise, burn_in) {
    small <- design == "multifactorial"
    list(
        normal = as.integer(small),
        perturbed = if (small) 1 else .check_number(own$perturbed %or% (1 / 3),
            "perturbed", 0, 1),
        strength = .check_number(own$strength %or% if (small) 0.15 else 1,
            "strength", 0, 10),
        scatter = .grn_scatter(design, own),
        hold = .check_number(own$hold %or% 20, "hold", 1, 1e9),
        process = .check_number(own$process %or% 0.05, "process", 0, 10),
        noise = .check_number(noise %or% 0.05, "noise", 0),
        clip = as.integer(.check_flag(own$clip %or% TRUE, "clip")),
        burn_in = .check_number(burn_in %or% 100, "burn_in", 0, 1e6)
    )
}

# Spread of the first concentrations; a start of its own excludes perturbations.
.grn_scatter <- function(design, own) {
    scatter <- .check_number(own$scatter %or% 0, "scatter", 0, 10)
    if (scatter == 0) {
        return(0)
    }
    if (!design %in% c("relaxation", "uneven")) {
        .ggc_stop("argument", paste0(
            "`scatter` is for the relaxation and uneven designs, not ",
            "\"%s\"."
        ), design)
    }
    clash <- intersect(c("perturbed", "strength"), names(own))
    if (length(clash)) {
        .ggc_stop("argument",
            "`%s` is not used with `scatter`, which perturbs all genes.",
            clash[[1L]])
    }
    scatter
}

.grn_treatment <- function(design, own) {
    share <- .check_number(own$treatment %or% 0, "treatment", 0, 1)
    if (share > 0 && design == "multifactorial") {
        .ggc_stop("argument",
            "`treatment` is not used by the multifactorial design.")
    }
    share
}

# The plan with a treatment that moves a share of the genes, the same in every
# trajectory, on for a third to a half of the time from a time in the first
# half: each perturbation once more with it, and it alone.
.with_treatment <- function(plan, share, genes, seed) {
    columns <- length(plan$key)
    if (share == 0) {
        plan$treated <- rep(0L, columns)
        plan$treatment <- rep(0, length(genes))
        return(plan)
    }
    draw <- function(what, of) {
        vapply(of, function(name) {
            .native_uniform(1L, seed, paste(what, name))
        }, 0, USE.NAMES = FALSE)
    }
    moved <- rank(draw("treated gene", genes)) <= max(1, round(share *
        length(genes)))
    size <- 2 * draw("treatment of gene", genes) - 1
    plan$treatment <- ifelse(moved, plan$strength * size, 0)
    n_time <- length(plan$time)
    n <- length(plan$before) / plan$replicates
    from <- 1 + floor(draw("treatment from", seq_len(n)) * n_time / 2)
    upto <- from + ceiling(n_time * (2 + draw("treatment for", seq_len(n))) / 6)
    on <- outer(seq_len(n_time), seq_len(n), function(t, r) {
        t >= from[r] & t < upto[r]
    })[, rep(seq_len(n), each = plan$replicates), drop = FALSE]
    plan$treated <- rep(0:2, c(columns, columns, 1L))
    plan$key <- c(plan$key, plan$key, 0)
    plan$during[on] <- ifelse(plan$during[on] < 0L, 2L * columns,
        plan$during[on] + columns)
    plan$on <- on
    plan
}

# Perturbations by column: their keys, and the column (0-based, -1 = none) in
# force before the first point and from each point to the next. runs: as of
# .runs().
.grn_plan <- function(design, time, runs, hold, scatter, seed) {
    n_time <- length(time)
    n <- runs$count / runs$replicates
    during <- matrix(-1L, n_time, n)
    before <- rep(-1L, n)
    key <- (seq_len(n) - 1) * .GRN_KEYS
    if (design == "long") {
        segment <- vapply(seq_len(n), function(r) {
            u <- .native_uniform(n_time, seed, sprintf("long %d", r))
            cumsum(u < 1 / hold)
        }, double(n_time))
        count <- apply(segment, 2L, max)
        base <- cumsum(count) - count
        on <- segment > 0
        during[on] <- as.integer(segment + rep(base, each = n_time) - 1)[on]
        key <- rep(key, count) + sequence(count) - 1
    } else if (design == "onoff") {
        half <- seq_len(n_time) <= n_time %/% 2L
        during[half, ] <- rep(seq_len(n) - 1L, each = sum(half))
    } else if (scatter > 0) {
        key <- double()
    } else {
        before <- seq_len(n) - 1L
    }
    run <- rep(seq_len(n), each = runs$replicates)
    list(time = time, key = key, before = before[run],
        during = during[, run, drop = FALSE], replicates = runs$replicates)
}

# The kinetics in tables that name what they are about.
.grn_kinetics <- function(k, genes, out) {
    target <- rep(genes, diff(k$link_first))
    list(
        genes = data.frame(gene = genes, mrna_decay = k$mrna_decay,
            protein_decay = k$protein_decay, steady = out$wild),
        links = data.frame(regulator = genes[k$regulator], target = target,
            module = k$link_module, activates = k$activator == 1L, k = k$k,
            n = k$n),
        modules = data.frame(module = seq_along(k$effect),
            target = rep(genes, diff(k$module_first)),
            complex = k$complex == 1L, effect = k$effect),
        alpha = split(k$alpha, rep(factor(genes, genes),
            diff(k$state_first))),
        residual = out$residual
    )
}

.grn_result <- function(design, network, shape, plan, out, seed) {
    genes <- network$genes
    n_time <- length(plan$time)
    n <- length(plan$before)
    trajectory <- rep(seq_len(n), each = n_time)
    point <- rep(seq_len(n_time), n)
    samples <- sprintf("R%d_T%d", trajectory, point)
    both <- list(regulator = genes, target = genes)
    columns <- function(x) {
        replace(x, x < 0L, NA_integer_) + 1L
    }
    about <- DataFrame(trajectory = trajectory, row.names = samples)
    if (design != "multifactorial") {
        about <- DataFrame(time = rep(plan$time, n), trajectory = trajectory,
            row.names = samples)
    }
    if (!is.null(plan$on)) {
        about$treatment <- as.integer(plan$on)
    }
    if (!is.null(plan$held)) {
        gene <- c(NA, genes)[plan$held + 2L]
        about$perturbed <- gene[trajectory]
        about$kind <- ifelse(is.na(gene), NA, plan$kind)[trajectory]
    }
    sign <- matrix(network$sign, length(genes), dimnames = both)
    settings <- plan[c("noise", "burn_in", "process", "perturbed", "strength",
        "scatter", "hold")]
    SummarizedExperiment::SummarizedExperiment(
        assays = list(expression = matrix(out$x, length(genes),
            dimnames = list(genes, samples))),
        rowData = DataFrame(gene = genes, row.names = genes),
        colData = about,
        metadata = list(
            truth = abs(sign), model = "grn",
            parameters = c(list(p = length(genes), n_time = n_time,
                n_trajectories = n, design = design), settings,
                list(clip = plan$clip == 1L), shape),
            seed = seed, sign = sign,
            modules = if (!is.null(network$module)) {
                stats::setNames(network$module, genes)
            },
            kinetics = .grn_kinetics(out$kinetics, genes, out),
            perturbations = list(
                shift = matrix(out$shift, length(genes),
                    dimnames = list(genes, NULL)),
                before = columns(plan$before), during = columns(plan$during)
            )
        )
    )
}
