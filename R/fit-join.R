# From trained shards of methods without networks (fit-targets.R) to what is
# common to their fits.

# What is made of each target, in working order; NULL of those that failed, of
# which there is a warning.
.join_targets <- function(trained, s) {
    order <- match(s$columns, .targets_of(trained$parts))
    each <- do.call(c, lapply(trained$parts, `[[`, "each"))[order]
    status <- ifelse(lengths(each) > 0L, "ok", "failed")
    .report_status(rownames(s$z)[s$columns], status, trained$reason)
    list(each = each, status = status)
}

# The same in a fit, by names of the targets.
.named_targets <- function(each, s) {
    stats::setNames(each, rownames(s$z)[s$columns])
}

# A fit as the shard that its training was, in the working order of s.
.shard_of_targets <- function(fit, s) {
    genes <- rownames(s$z)
    trained <- intersect(genes[s$columns], colnames(fit@score))
    list(targets = match(trained, genes),
        each = unname(fit@details$each[trained]))
}

# The training record of methods that hold out nothing by members, one row for
# each target asked for. status, heldout, null: of s$columns.
.target_record <- function(s, status, heldout, null) {
    column <- match(s$targets, s$used[s$columns])
    S4Vectors::DataFrame(
        status = ifelse(is.na(column), "constant", status[column]),
        lambda = NA_real_, iterations = 0L, violation = NA_real_,
        converged = NA, loss = NA_real_,
        heldout = as.double(heldout)[column], null = as.double(null)[column],
        own = NA_real_, row.names = rownames(s$series$x)[s$targets]
    )
}
