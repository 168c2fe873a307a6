# One network seen from outside, for the tests: values, gradients, traces.
# Parameters are a list in PyTorch's layout: w_ih (gates * H x p * lags), w_hh
# (gates * H x H), bias, b_hh (H for each bias apart, see .native_cells());
# w_in2, w_hh2, bias2, b_hh2 and so on for further layers; w_out (H x outputs),
# b_out. A perceptron ("mlp") has no w_hh.

.probe <- function(cell, x, params, h0, window, ridge, isa, target = 1L,
                   graph = NULL, n_prop = 1L, horizons = 1L,
                   length = ncol(x), fold = integer(ncol(x)), segment = 0L,
                   burn_in = 0L, layers = 1L, lags = 1L,
                   graph_at = "readout",
                   triplet = NULL, optim = "adam", rate = 0, lambda = 0,
                   penalty = rep(1, nrow(x)), penalty_kind = "group") {
    loss <- .probe_loss(penalty_kind = penalty_kind)
    if (!is.null(triplet)) {
        loss <- .probe_loss(
            triplet = "prediction", triplet_weight = triplet$weight,
            triplet_p = triplet$p, margin = triplet$margin
        )
    }
    c(loss, list(
        x = x, target = as.integer(target), length = as.integer(length),
        fold = as.integer(fold), window = as.integer(window),
        horizons = as.integer(horizons), segment = as.integer(segment),
        burn_in = as.integer(burn_in), cell = .cell_code(cell),
        hidden = NROW(params$w_out), layers = as.integer(layers),
        lags = as.integer(lags), graph_at = .graph_sites[[graph_at]],
        negative = if (is.null(triplet)) 1L else as.integer(triplet$negative),
        graph = graph, n_prop = as.integer(n_prop), h0 = as.double(h0),
        ridge = as.double(ridge), isa = .isas[[isa]],
        optim = .optimisers[[optim]], rate = as.double(rate),
        lambda = as.double(lambda), penalty = as.double(penalty),
        params = as.double(unlist(params))
    ))
}

.probe_loss <- function(penalty_kind = "group", kl = "none", kl_weight = 0,
                        kl_epsilon = 1e-3, triplet = "none",
                        triplet_weight = 0, triplet_p = 2, margin = 1) {
    list(
        penalty_kind = .penalties[[penalty_kind]], kl = .kl_terms[[kl]],
        kl_weight = as.double(kl_weight), kl_epsilon = as.double(kl_epsilon),
        triplet = .triplets[[triplet]],
        triplet_weight = as.double(triplet_weight),
        triplet_p = as.double(triplet_p), margin = as.double(margin)
    )
}

# Rows as the loss takes them: the target itself left out, sum 1.
.row_without <- function(row, own) {
    row[own] <- 0
    row / sum(row)
}

# Value of the terms of the Granger row and gradient by the input weights.
.native_test_terms <- function(w_ih, own, dcor, kl = "none", kl_weight = 0,
                               kl_epsilon = 1e-3, triplet = "none",
                               triplet_weight = 0, triplet_p = 2, margin = 1,
                               negative = dcor) {
    norms <- sqrt(colSums(w_ih^2))
    out <- .native_probe_terms(c(
        .probe_loss("group", kl, kl_weight, kl_epsilon, triplet,
            triplet_weight, triplet_p, margin),
        list(norms = norms, own = as.integer(own),
            near = .row_without(as.double(dcor), own),
            far = .row_without(as.double(negative), own))
    ))
    unit <- w_ih / rep(ifelse(norms > 0, norms, 1), each = nrow(w_ih))
    list(value = out$value,
        gradient = unit * rep(out$slope, each = nrow(w_ih)))
}

# A flat parameter vector as the list it came from.
.relist_params <- function(flat, like) {
    sizes <- lengths(like)
    ends <- cumsum(sizes)
    out <- Map(function(template, from, to) {
        value <- flat[seq.int(from, to)]
        dim(value) <- dim(template)
        value
    }, like, ends - sizes + 1L, ends)
    names(out) <- names(like)
    out
}

.native_test_network <- function(cell, x, params, h0, window, ridge,
                                 precision = "float", isa = "auto", ...,
                                 lanes = NULL) {
    probe <- .probe(cell, x, params, h0, window, ridge, isa, ...)
    steps <- if (window == 0) max(probe$length) - 1L else as.integer(window)
    if (is.null(lanes)) {
        lanes <- if (window == 0) {
            length(probe$length)
        } else {
            sum(pmax(probe$length - window, 0))
        }
    }
    out <- .native_probe_pass(probe, precision == "double", lanes, steps)
    outputs <- length(probe$target)
    if (outputs > 1L) {
        dim(out$pred) <- c(steps, lanes, outputs)
    }
    list(
        pred = out$pred, loss = out$smooth, train = out$train,
        held = out$held, grad = .relist_params(out$gradient, params)
    )
}

.native_test_trace <- function(cell, x, params, h0, window, ridge,
                               optimiser, lr, lambda, steps,
                               precision = "float", isa = "auto", ...) {
    optim <- if (optimiser == "adam") "adam_element" else optimiser
    probe <- .probe(cell, x, params, h0, window, ridge, isa, ...,
        optim = optim, rate = lr, lambda = lambda)
    .native_probe_trace(probe, precision == "double", steps)$trace
}
