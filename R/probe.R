# One network seen from outside, for the tests: values, gradients, traces.
# Parameters are a list in PyTorch's layout: w_ih (gates * H x p), w_hh
# (gates * H x H), bias, w_out (H), b_out.

.probe <- function(cell, x, params, h0, window, ridge, isa, target = 1L,
                   graph = NULL, n_prop = 1L, length = ncol(x),
                   fold = integer(ncol(x)), segment = 0L, burn_in = 0L,
                   optim = "adam", rate = 0, lambda = 0,
                   penalty = rep(1, nrow(x))) {
    list(
        x = x, target = as.integer(target), length = as.integer(length),
        fold = as.integer(fold), window = as.integer(window),
        segment = as.integer(segment), burn_in = as.integer(burn_in),
        cell = .cells[[cell]], hidden = length(params$w_out),
        graph = graph, n_prop = as.integer(n_prop), h0 = as.double(h0),
        ridge = as.double(ridge), isa = .isas[[isa]],
        optim = .optimisers[[optim]], rate = as.double(rate),
        lambda = as.double(lambda), penalty = as.double(penalty),
        params = as.double(c(
            params$w_ih, params$w_hh, params$bias, params$w_out, params$b_out
        ))
    )
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
    params <- params[c("w_ih", "w_hh", "bias", "w_out", "b_out")]
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
    list(
        pred = out$pred, loss = out$smooth, train = out$train,
        held = out$held, grad = .relist_params(out$gradient, params)
    )
}

.native_test_trace <- function(cell, x, params, h0, window, ridge,
                               optimiser, lr, lambda, steps,
                               precision = "float", isa = "auto", ...) {
    params <- params[c("w_ih", "w_hh", "bias", "w_out", "b_out")]
    optim <- if (optimiser == "adam") "adam_element" else optimiser
    probe <- .probe(cell, x, params, h0, window, ridge, isa, ...,
        optim = optim, rate = lr, lambda = lambda)
    .native_probe_trace(probe, precision == "double", steps)$trace
}
