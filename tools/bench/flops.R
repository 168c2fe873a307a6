# Floating-point operations (a multiply and an add are two) of one iteration,
# forward and backward, of one target's network with one output. Only products
# are counted, and only those that have to be done; activations and the
# optimiser's step are not.
#
# With p genes, H units, G gates (4 in an LSTM, 1 in an RNN), windows of K steps
# of a series of T points there are n = T - K windows, which lie over N = T - 1
# points:
#   2 G H p N         W_ih x, once for each point, however many windows hold it
#   2 G H p N         its gradient, from the sum over the windows of a point
#   2 G H H n (K - 1) W_hh h forward: the first state is zero
#   2 G H H n (K - 1) back through W_hh: not from the first step
#   2 G H H n (K - 1) gradient of W_hh
#   3 * 2 H n K       the read-out forward, back to h, and its gradient
# PyTorch projects and contracts the inputs of each window anew, 2 G H p n K,
# and multiplies the zero state: that is its affair.
training_flops <- function(cell, p, hidden, window, points) {
    gates <- if (cell == "lstm") 4 else 1
    windows <- points - window
    inputs <- 2 * 2 * gates * hidden * p * (points - 1)
    recurrence <- 3 * 2 * gates * hidden^2 * windows * (window - 1)
    inputs + recurrence + 6 * hidden * windows * window
}

gemm_flops <- function(size) {
    2 * size^3
}
