# The component network in plain R, one step at a time: slow, and as printed.

sigmoid <- function(x) 1 / (1 + exp(-x))

# Predictions of the steps 2 .. ncol(x) of one trajectory (p x T) by a network
# with parameters in PyTorch's layout; graph convolution h <- A h, n_prop times,
# and a tanh behind it where it is nonlinear.
reference_forecast <- function(cell, x, params, h0, graph = NULL, n_prop = 1L,
                               graph_at = "readout") {
    hidden <- length(params$w_out)
    h <- h0
    c <- numeric(hidden)
    vapply(seq_len(ncol(x) - 1L), function(t) {
        z <- drop(params$w_ih %*% x[, t]) + params$bias
        past <- drop(params$w_hh %*% h)
        if (cell == "gru") {
            past <- past + c(numeric(2L * hidden), params$b_hh)
            gate <- split(z, rep(seq_len(3L), each = hidden))
            side <- split(past, rep(seq_len(3L), each = hidden))
            new <- tanh(gate[[3L]] + sigmoid(gate[[1L]] + side[[1L]]) *
                side[[3L]])
            update <- sigmoid(gate[[2L]] + side[[2L]])
            h <<- (1 - update) * new + update * h
        } else if (cell == "lstm") {
            z <- z + past
            gate <- split(z, rep(seq_len(4L), each = hidden))
            c <<- sigmoid(gate[[2L]]) * c +
                sigmoid(gate[[1L]]) * tanh(gate[[3L]])
            h <<- sigmoid(gate[[4L]]) * tanh(c)
        } else {
            z <- z + past
            h <<- switch(cell, tanh = tanh(z), relu = pmax(z, 0),
                stop("no definition of the cell ", cell))
        }
        seen <- h
        for (step in seq_len(if (is.null(graph)) 0L else n_prop)) {
            seen <- drop(graph %*% seen)
        }
        if (graph_at == "nonlinear") {
            seen <- tanh(seen)
        }
        sum(params$w_out * seen) + params$b_out
    }, 0)
}

# A random network and data: a list of arguments for hook_network().
random_network <- function(cell, p = 4L, hidden = 3L, n = 26L) {
    gates <- .native_cells()[cell, "gates"]
    apart <- .native_cells()[cell, "apart"]
    draw <- function(rows, columns, sd = 0.5) {
        matrix(rnorm(rows * columns, sd = sd), rows)
    }
    list(
        cell = cell, x = draw(p, n, 1), h0 = rnorm(hidden), ridge = 0.01,
        params = c(list(
            w_ih = draw(gates * hidden, p), w_hh = draw(gates * hidden, hidden),
            bias = rnorm(gates * hidden, sd = 0.3)
        ), if (apart > 0L) list(b_hh = rnorm(apart * hidden, sd = 0.3)), list(
            w_out = rnorm(hidden), b_out = 0.1
        ))
    )
}

recurrent_cells <- function() {
    cells <- .native_cells()
    cells$name[cells$recurrent]
}

# Names of the methods that train one network for each target.
network_methods <- function() {
    names(Filter(function(row) row$has_path, .METHODS))
}
