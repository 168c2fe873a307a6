# Gene networks in several conditions: ggc_simulate("grn", conditions = ). Each
# condition has a network of its own, the first one with a share of its links
# taken by other regulators, and trajectories of its own. Kinetics are keyed by
# gene and by link, so that what is kept keeps its kinetics.

.MOST_CONDITIONS <- 26L

.simulate_conditions <- function(p, n_time, n_trajectories, noise, burn_in,
                                 own, sampling, seed) {
    asked <- .check_conditions(own, sampling)
    base <- .grn_network(own$network, p)
    p <- length(base$genes)
    shape <- .grn_shape(own, base, p)
    n <- .check_count(n_trajectories %or% max(2L * asked$count,
        .grn_trajectories(own$design %or% .grn_designs[[1L]], NULL, p)),
    "n_trajectories", asked$count)
    seed <- .check_seed(seed)
    if (is.null(base$sign)) {
        base[c("sign", "module")] <- .native_grn_network(base$genes, seed,
            shape)
    }
    signs <- .condition_networks(matrix(base$sign, p,
        dimnames = list(regulator = base$genes, target = base$genes)),
    asked, seed)
    own <- own[setdiff(names(own), c("conditions", "rewired", names(shape),
        "regulators", "density", "modules", "activators"))]
    runs <- lapply(signs, function(sign) {
        .simulate_grn(p, n_time, n, noise, burn_in,
            utils::modifyList(own, list(network = sign)), .sampling(list()),
            seed)
    })
    se <- .bound_conditions(runs, signs, n)
    about <- S4Vectors::metadata(se)
    about$parameters <- c(about$parameters, shape, asked,
        .unusual_sampling(sampling))
    about["modules"] <- list(if (!is.null(base$module)) {
        stats::setNames(base$module, base$genes)
    })
    S4Vectors::metadata(se) <- about
    .seen_conditions(.sampled(se, sampling, ncol(se) / n, n, seed))
}

# list(count, rewired)
.check_conditions <- function(own, sampling) {
    count <- .check_count(own$conditions %or% 2, "conditions", 2L,
        .MOST_CONDITIONS)
    rewired <- .check_number(own$rewired %or% 0.2, "rewired", 0, 1)
    clash <- c("replicates", "destructive")[c(sampling$replicates > 1L,
        sampling$destructive)]
    if (!is.null(own$steady)) {
        .ggc_stop("argument", paste0(
            "`steady` is not used with `conditions`: simulate a network of ",
            "each, which `network` takes."
        ))
    }
    if (length(clash)) {
        .ggc_stop("argument", paste0(
            "`%s` is not used with `conditions`: every trajectory has its own ",
            "start."
        ), clash[[1L]])
    }
    list(conditions = count, rewired = rewired, count = count)
}

# The network of each condition, a list named by them: the first one's, and
# that with links taken over in each of the others.
.condition_networks <- function(sign, asked, seed) {
    names <- LETTERS[seq_len(asked$count)]
    stats::setNames(lapply(names, function(name) {
        if (name == names[[1L]]) {
            return(sign)
        }
        .rewired_network(sign, asked$rewired, paste("condition", name), seed)
    }), names)
}

# A share of the links, drawn at random, goes to another regulator of the same
# target, with the sign of the old one. Kinetics are dealt out to a target's
# regulators in the order of the genes: the new one stands where the old one
# stood, so that the others keep their modules and effects.
.rewired_network <- function(sign, share, what, seed) {
    wanted <- round(share * sum(sign != 0))
    links <- which(sign != 0)
    genes <- rownames(sign)
    ends <- arrayInd(links, dim(sign))
    drawn <- .gene_uniform(paste(genes[ends[, 1L]], genes[ends[, 2L]]),
        paste(what, "link"), seed)
    done <- 0L
    out <- sign
    for (i in order(drawn)) {
        if (done >= wanted) {
            break
        }
        to <- .other_regulators(sign, out, ends[i, 1L], ends[i, 2L])
        if (length(to)) {
            u <- .gene_uniform(paste(genes[to], genes[ends[i, 2L]]),
                paste(what, "to"), seed)
            out[to[which.min(u)], ends[i, 2L]] <- sign[links[[i]]]
            out[links[[i]]] <- 0L
            done <- done + 1L
        }
    }
    if (done < wanted) {
        .ggc_stop("argument", paste0(
            "`rewired` must leave a regulator for each link that is rewired, ",
            "and there is one for %d of %d.\nGive less, or more genes."
        ), done, wanted)
    }
    out
}

# Genes that regulate, but not this target, and stand between the neighbours of
# its regulator `from` in the order of the genes; where there is none, genes
# there that regulate nothing yet.
.other_regulators <- function(sign, now, from, target) {
    beside <- setdiff(which(now[, target] != 0), from)
    low <- max(0L, beside[beside < from])
    high <- min(nrow(sign) + 1L, beside[beside > from])
    free <- sign[, target] == 0 & now[, target] == 0
    free[target] <- FALSE
    at <- which(free)
    at <- at[at > low & at < high]
    regulate <- rowSums(sign != 0)[at] > 0
    if (any(regulate)) at[regulate] else at
}

# Trajectories are dealt out in blocks, the first ones to the first condition.
.bound_conditions <- function(runs, signs, n) {
    of <- sort(rep_len(seq_along(runs), n))
    parts <- Map(function(run, k) {
        S4Vectors::metadata(run) <- list()
        part <- run[, of[run$trajectory] == k]
        part$condition <- names(signs)[[k]]
        part
    }, runs, seq_along(runs))
    se <- do.call(SummarizedExperiment::cbind, unname(parts))
    about <- S4Vectors::metadata(runs[[1L]])
    about$parameters$n_trajectories <- n
    about$kinetics <- lapply(runs, function(run) {
        S4Vectors::metadata(run)$kinetics
    })
    about$conditions <- signs
    S4Vectors::metadata(se) <- about
    se
}

# What is known of the conditions, of those genes that are seen: `truth` has the
# links of any, `difference` what each has more or less than the first.
.seen_conditions <- function(se) {
    about <- S4Vectors::metadata(se)
    genes <- rownames(se)
    signs <- lapply(about$conditions, function(sign) sign[genes, genes])
    about$conditions <- signs
    about$truth <- Reduce(`|`, lapply(signs, `!=`, 0)) + 0L
    about$sign <- Reduce(function(a, b) ifelse(a == 0, b, a), signs)
    about$difference <- lapply(signs[-1L], `-`, signs[[1L]])
    S4Vectors::metadata(se) <- about
    se
}
