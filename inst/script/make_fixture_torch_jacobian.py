#!/usr/bin/python3
"""Make tests/testthat/fixtures/torch_jacobian.tsv.gz: PyTorch's word on how
much each input of the past weighs in a forecast.

A case is a random network (as in make_fixture_torch_models.py) on random
trajectories of lengths `length`, unrolled from h0 over each of them, or with
`window` > 0 over each window of so many steps. torch.autograd gives

    d y(t + 1) / d x_j(t - k),  k = 0 .. lags - 1,

of the first output. `effect` (lags x p) has its mean over all forecasts whose
past reaches back k steps, `size` that of its absolute value. Where several
windows hold a forecast, it is the one of the window that has seen most of its
past: the last step of each, and every step of the first.

graph     A^n h is read out; with `recurrent` it is what the next step gets too
horizons  so many outputs, of which the first counts
mlp       conv1d over the last `lags` points, ReLU; only where they all exist

Precision, output format and requirements are those of make_fixture_torch.py.
Run from anywhere:
    /usr/bin/python3 inst/script/make_fixture_torch_jacobian.py
"""
import sys

import numpy as np
import torch

sys.dont_write_bytecode = True  # the import leaves no directory behind
from make_fixture_torch import KINK_MARGIN, lines_of, write_fixture
from make_fixture_torch_models import (draw, kink_distance, leaves_of,
                                       mixed_states_of, read_out, states_of,
                                       tail)

# Cell, (p, H, lags), trajectory lengths, and what is not plain.
CASES = [
    ("lstm", (4, 6, 5), (9, 12, 7), {}),
    ("lstm", (5, 3, 4), (8, 11), {"n_prop": 2, "horizons": 3}),
    ("lstm", (3, 5, 3), (10, 6), {"layers": 2}),
    ("lstm", (4, 4, 5), (9, 8), {"n_prop": 1, "recurrent": 1}),
    ("lstm", (3, 7, 3), (9, 7), {"window": 4, "horizons": 2}),
    ("tanh", (6, 4, 5), (11, 5, 8), {"n_prop": 1}),
    ("tanh", (3, 9, 2), (7, 10), {"layers": 3, "horizons": 2}),
    ("relu", (4, 7, 5), (8, 9), {}),
    ("relu", (5, 3, 4), (10, 7), {"n_prop": 2, "recurrent": 1}),
    ("mlp", (4, 6, 3), (9, 12), {}),
    ("mlp", (3, 5, 2), (8, 6, 9), {"layers": 2, "n_prop": 2, "horizons": 2}),
    ("gru", (4, 6, 5), (9, 12, 7), {}),
    ("gru", (5, 3, 4), (8, 11), {"n_prop": 2, "horizons": 3}),
    ("gru", (3, 5, 3), (10, 6), {"layers": 2}),
    ("gru", (4, 4, 5), (9, 8), {"n_prop": 1, "recurrent": 1}),
    ("gru", (3, 7, 3), (9, 7), {"window": 4, "horizons": 2}),
]


def perceptron(x, leaves, lags, layers, p):
    """Hidden states at the steps with a full past, and the nearest kink."""
    hidden = leaves["bias"].numel()
    kernel = leaves["w_ih"].reshape(hidden, p, lags).flip(2)
    seen = torch.conv1d(x[None], kernel, leaves["bias"])
    near = seen.abs().min().item()
    for k in range(1, layers):
        seen = torch.conv1d(torch.relu(seen),
                            leaves["w_in" + tail(k)][:, :, None],
                            leaves["bias" + tail(k)])
        near = min(near, seen.abs().min().item())
    return torch.relu(seen).transpose(1, 2), near


def forecasts(cell, x, leaves, h0, mix, setting, lags):
    """First output at each step of x (p x S), and the nearest kink."""
    layers = setting.get("layers", 1)
    if cell == "mlp":
        states, near = perceptron(x, leaves, lags, layers, x.shape[0])
        return read_out(states @ mix.T, leaves)[0, 0], near
    steps = x.T[None]
    params = {name: leaf.detach().numpy() for name, leaf in leaves.items()}
    if setting.get("recurrent"):
        states = mixed_states_of(cell, leaves, h0, steps, mix)
        near = kink_distance(cell, params, h0.numpy(), steps.detach(), 1, mix)
    else:
        states = states_of(cell, leaves, h0, steps, layers) @ mix.T
        near = kink_distance(cell, params, h0.numpy(), steps.detach(), layers)
    return read_out(states, leaves)[0, 0], near


def lanes_of(points, window):
    """(first, steps, first step that counts) of each lane of a trajectory."""
    if window == 0:
        return [(0, points - 1, 0)]
    return [(s, window, 0 if s == 0 else window - 1)
            for s in range(points - window)]


def one_case(cell, shape, lengths, setting, seed):
    p, hidden, lags = shape
    given, params, graph = draw(seed, cell, p, hidden, sum(lengths),
                                setting.get("layers", 1),
                                setting.get("horizons", 1),
                                lags if cell == "mlp" else 1)
    if cell == "mlp":
        given["h0"] = np.zeros(hidden)
    mix = torch.matrix_power(torch.from_numpy(graph), setting.get("n_prop", 0))
    leaves = leaves_of(params)
    h0 = torch.from_numpy(given["h0"])
    effect, size = np.zeros((lags, p)), np.zeros((lags, p))
    count, near, begin = np.zeros(lags), np.inf, 0
    for points in lengths:
        for first, steps, counts in lanes_of(points, setting.get("window", 0)):
            x = torch.from_numpy(
                given["x"][:, begin + first:begin + first + steps])
            x.requires_grad_(True)
            y, kink = forecasts(cell, x, leaves, h0, mix, setting, lags)
            near = min(near, kink)
            skipped = steps - len(y)  # a perceptron's first steps
            for s in range(max(counts, skipped), steps):
                slope = torch.autograd.grad(y[s - skipped], x,
                                            retain_graph=True)[0].numpy()
                for k in range(min(lags, s + 1)):
                    effect[k] += slope[:, s - k]
                    size[k] += np.abs(slope[:, s - k])
                    count[k] += 1
        begin += points
    tensors = {**given, **params, "lags": lags, "length": np.array(lengths),
               "effect": effect / count[:, None], "size": size / count[:, None]}
    for name, value in setting.items():
        tensors[name] = value
    if "n_prop" in setting:
        tensors["graph"] = graph
    return tensors, near > KINK_MARGIN


def main():
    torch.set_num_threads(1)
    text = []
    for number, (cell, shape, lengths, setting) in enumerate(CASES):
        seed = number + 1
        tensors, fit = one_case(cell, shape, lengths, setting, seed)
        while not fit:
            seed += 1000
            tensors, fit = one_case(cell, shape, lengths, setting, seed)
        name = "jacobian_%s_%d" % (cell, number + 1)
        text.extend(lines_of(name, {
            key: np.atleast_1d(value) for key, value in tensors.items()}))
        print("%-18s seed %5d  size %.6f" % (name, seed,
                                            tensors["size"].sum()))
    write_fixture("torch_jacobian.tsv.gz", text)


if __name__ == "__main__":
    main()
