# Forecasts of trained networks.

.check_forecast_memory <- function(fit, series) {
    size <- dim(fit@score)
    k <- NROW(fit@series$inputs)
    sizes <- .fit_sizes("predict", fit@control, fit@details$cell,
        series$trajectory, c(nrow(series$x), size) + c(k, k, 0), 1L,
        fit@details$graph)
    .check_memory("This forecast", c(sizes[.BYTES],
        results = 32 * size[[2L]] * as.double(ncol(series$x))), .FIT_ADVICE)
}

# Networks of a fit on a series of the same genes, as C reads it.
.problem_of <- function(fit, series, networks) {
    fitted <- fit@series
    used <- union(networks$regulators, networks$targets)
    used <- used[order(rownames(fitted$x)[used], method = "radix")]
    scale <- .standardise(fitted$x[used, , drop = FALSE])
    z <- (series$x[used, , drop = FALSE] - scale$center) / scale$scale
    inputs <- .scaled_inputs(fitted, series)
    rows <- c(match(networks$regulators, used),
        length(used) + seq_len(NROW(inputs)))
    .problem(series$trajectory, rbind(z, inputs), rows,
        match(networks$targets, used), fit@control, fit@details$cell, 0,
        networks$structure, loss = FALSE)
}

# Targets x columns of a series, on its scale: what the networks expect of each
# sample, given those before it; NA where they cannot. member: one of the
# ensemble alone.
.network_forecast <- function(fit, series, member = NULL) {
    fitted <- fit@series
    networks <- .with_networks(fit)@details$networks
    .check_forecast_memory(fit, series)
    genes <- rownames(fitted$x)
    problem <- .problem_of(fit, series, networks)
    whole <- .whole_networks(networks, problem, "object")
    if (!is.null(member)) {
        whole <- as.vector(array(whole, c(length(whole) / problem$members /
            length(networks$targets), problem$members,
        length(networks$targets)))[, member, ])
        problem$members <- 1L
    }
    y <- .native_predict(problem, whole)
    y[is.nan(y)] <- NA # steps without all their past
    scale <- .standardise(fitted$x[networks$targets, , drop = FALSE])
    out <- series$x[colnames(fit@score), , drop = FALSE]
    first <- !duplicated(series$trajectory)
    out[, first] <- NA_real_
    at <- match(genes[networks$targets], rownames(out))
    out[at, ] <- y * scale$scale + scale$center
    constant <- fitted$constant[match(rownames(out), genes)]
    out[constant, !first] <- fitted$x[match(rownames(out)[constant], genes), 1L]
    out
}
