#!/usr/bin/python3
"""Make tests/testthat/fixtures/torch_models.tsv.gz: PyTorch's word on every
model and loss term beyond the plain network of make_fixture_torch.py.

Networks, on windows of K points unless said otherwise; the read-out is a 1 x 1
convolution, h0 the first hidden state, the first cell state zero, and

    loss = mean over windows, steps and outputs of (prediction - next value)^2
           + RIDGE * (squared norms of all weights but W_ih of the first layer).

stacked     a recurrent module of 2 or 3 layers, each starting from h0
lagged      cMLP (Tank et al. 2022): torch.conv1d over the last `lag` points,
            ReLU, for 2 layers a 1 x 1 convolution H -> H and another ReLU;
            whole trajectories, and the loss where a full past exists. Column
            j * lag + k of w_ih (both from 0): gene j, k points before the last
recurrence  the graph inside the recurrence: A^n h is read out and is what the
            module of the next step gets, as A^n h0 is for the first
nonlinear   tanh(A^n h) of the top layer is read out, for one target gene or
            three (`target`), and stays out of the recurrence; A is not symmetric
outputs     three target genes (`target`, from 1), w_out H x 3, pred K x windows
            for each target side by side; A^n h of the top layer is read out
            and stays out of the recurrence
prediction  + weight * TripletMarginLoss, mean over windows: anchor = the
            predictions of a window, positive = the next values of the target,
            negative = the next values of gene `negative` (from 1)

Terms, of the norms n of the columns of w_ih without column `own` (from 1), of
y = a dcor row / its sum and z = another row / its sum, both without that entry:

log         kl_weight * KLDivLoss(sum)(log x, y), x = n + epsilon over its sum
printed     kl_weight * sum(y * (log y - n / sum(n)))
granger     triplet_weight * TripletMarginLoss(n / sum(n), y, z)
both        the first plus the third

Precision, output format and requirements are those of make_fixture_torch.py;
the target is the first gene unless said otherwise. Run from anywhere:
    /usr/bin/python3 inst/script/make_fixture_torch_models.py
"""
import sys

import numpy as np
import torch

sys.dont_write_bytecode = True  # the import leaves no directory behind
from make_fixture_torch import (CELLS, KINK_MARGIN, RIDGE, cut, lines_of,
                                write_fixture)

# p, H, K, T and what the kind adds to them.
STACKED = [("lstm", (4, 5, 4, 20), 2), ("lstm", (3, 4, 5, 16), 3),
           ("tanh", (5, 12, 5, 22), 2), ("tanh", (3, 3, 4, 30), 3),
           ("relu", (4, 7, 4, 20), 2), ("relu", (6, 8, 5, 18), 3),
           ("gru", (4, 5, 4, 20), 2), ("gru", (3, 6, 5, 18), 3)]
# p, H, lag, trajectory lengths, layers.
LAGGED = [(4, 6, 3, (26,), 1), (5, 11, 1, (20,), 1), (3, 5, 2, (24,), 2),
          (6, 8, 5, (30,), 2), (3, 4, 3, (16, 11), 2)]
RECURRENCE = [("lstm", (4, 5, 4, 20), 1), ("lstm", (3, 6, 5, 24), 2),
              ("tanh", (5, 9, 5, 18), 1), ("tanh", (3, 2, 4, 30), 2),
              ("relu", (4, 7, 4, 22), 1), ("relu", (7, 10, 5, 20), 2),
              ("gru", (4, 5, 4, 20), 1), ("gru", (3, 7, 5, 24), 2)]
# Layers and n_prop.
OUTPUTS = [("lstm", (5, 7, 4, 19), 1, 1), ("tanh", (7, 12, 5, 25), 1, 2),
           ("relu", (4, 5, 5, 24), 1, 1), ("relu", (4, 2, 4, 30), 1, 2),
           ("lstm", (4, 3, 5, 21), 2, 1), ("gru", (5, 7, 4, 19), 1, 1),
           ("gru", (4, 3, 5, 21), 2, 2)]
TARGETS = [4, 1, 3]
# Layers, n_prop and targets.
NONLINEAR = [("lstm", (4, 5, 4, 20), 1, 1, [1]),
             ("lstm", (4, 6, 5, 22), 2, 2, TARGETS),
             ("tanh", (5, 9, 5, 18), 1, 2, [1]),
             ("tanh", (4, 3, 4, 30), 1, 1, TARGETS),
             ("relu", (4, 7, 4, 22), 1, 1, [1]),
             ("relu", (6, 10, 5, 20), 2, 1, [1]),
             ("gru", (4, 5, 4, 20), 1, 1, [1]),
             ("gru", (4, 6, 5, 22), 2, 2, TARGETS)]
# Norm's p, weight, margin, gene.
PREDICTION = [("lstm", (4, 5, 4, 20), (2, 0.5, 1, 3)),
              ("lstm", (3, 8, 5, 18), (1, 0.25, 1, 2)),
              ("tanh", (5, 10, 5, 24), (2, 0.5, 0.5, 5)),
              ("tanh", (3, 3, 4, 30), (1, 0.5, 1, 3)),
              ("relu", (4, 7, 4, 22), (2, 1, 1, 2)),
              ("relu", (7, 12, 5, 20), (1, 0.125, 1, 7)),
              ("gru", (4, 5, 4, 20), (2, 0.5, 1, 3))]
# Kind, rows, p, own; weight and epsilon of KL; weight, p, margin of triplet.
TERMS = [("log", 8, 5, 1, (0.5, 1e-3), (0, 2, 1)),
         ("log", 3, 7, 4, (2, 1e-6), (0, 2, 1)),
         ("printed", 8, 5, 5, (0.5, 1e-3), (0, 2, 1)),
         ("printed", 12, 7, 2, (2, 1e-3), (0, 2, 1)),
         ("granger", 8, 5, 1, (0, 1e-3), (0.5, 2, 1)),
         ("granger", 5, 6, 6, (0, 1e-3), (2, 1, 1)),
         ("granger", 4, 7, 3, (0, 1e-3), (0.25, 3, 1)),
         ("granger", 4, 6, 2, (0, 1e-3), (1, 2, -2)),
         ("both", 20, 7, 3, (0.5, 1e-3), (0.25, 2, 1))]
# With and without ridge and triplet, every gradient has an entry at least as
# large as this: a smaller one is what large terms leave of each other, and says
# more about rounding than about the gradient.
PEAK = 0.01


def single(value):
    """Rounded to float32 and held as float64."""
    return np.asarray(value).astype(np.float32).astype(np.float64)


def draw(seed, cell, p, hidden, points, layers=1, outputs=1, lag=1):
    """Inputs, and the parameters in the order of the package's test hook."""
    random = np.random.RandomState(seed)
    kind = CELLS.get(cell)
    rows = (kind.gates if kind else 1) * hidden
    bound = 1.5 / np.sqrt(hidden)
    shapes = {}
    for layer in range(layers):
        if layer == 0:
            shapes["w_ih"] = (rows, p * lag)
        else:
            shapes["w_in" + tail(layer)] = (rows, hidden)
        shapes["w_hh" + tail(layer)] = (rows, hidden)
        shapes["bias" + tail(layer)] = (rows,)
        if kind and kind.apart:
            shapes["b_hh" + tail(layer)] = (kind.apart * hidden,)
    shapes["w_out"] = (hidden, outputs)
    shapes["b_out"] = (outputs,)
    params = {name: single(random.uniform(-bound, bound, shape))
              for name, shape in shapes.items()
              if cell != "mlp" or not name.startswith("w_hh")}
    given = {"x": single(random.standard_normal((p, points))),
             "h0": single(random.uniform(-1, 1, hidden))}
    graph = single(random.standard_normal((hidden, hidden)) / np.sqrt(hidden))
    return given, params, graph


def leaves_of(params):
    return {name: torch.nn.Parameter(torch.from_numpy(value))
            for name, value in params.items()}


def tail(layer):
    return "" if layer == 0 else str(layer + 1)


def put_parameters(module, leaves, layers=1, suffix="_l%d"):
    """The leaves become the parameters of a recurrent module."""
    module.double()
    for k in range(layers):
        end = suffix % k if suffix else ""
        inward = "w_ih" if k == 0 else "w_in" + tail(k)
        setattr(module, "weight_ih" + end, leaves[inward])
        setattr(module, "weight_hh" + end, leaves["w_hh" + tail(k)])
        setattr(module, "bias_ih" + end, leaves["bias" + tail(k)])
        silent = torch.zeros_like(leaves["bias" + tail(k)])
        if "b_hh" + tail(k) in leaves:  # in place of the parameter: three parts
            own = leaves["b_hh" + tail(k)]
            delattr(module, "bias_hh" + end)
            setattr(module, "bias_hh" + end,
                    torch.cat([silent[:-own.numel()].detach(), own]))
        else:
            setattr(module, "bias_hh" + end, torch.nn.Parameter(silent, False))
    return module


def states_of(cell, leaves, h0, windows, layers=1):
    """Hidden states of the top layer: n x K x H."""
    size = (windows.shape[2], h0.numel(), layers)
    start = h0.expand(layers, windows.shape[0], -1).contiguous()
    module = CELLS[cell].layer(*size, batch_first=True, **CELLS[cell].options)
    put_parameters(module, leaves, layers)
    if cell == "lstm":
        start = (start, torch.zeros_like(start))
    return module(windows, start)[0]


def mixed_states_of(cell, leaves, h0, windows, mix):
    """mix @ h of every step, which is also what the next step gets."""
    size = (windows.shape[2], h0.numel())
    module = CELLS[cell].step(*size, **CELLS[cell].options)
    put_parameters(module, leaves, suffix="")
    hidden = (mix @ h0).expand(windows.shape[0], -1)
    memory = torch.zeros_like(hidden)
    seen = []
    for step in range(windows.shape[1]):
        if cell == "lstm":
            state, memory = module(windows[:, step], (hidden, memory))
        else:
            state = module(windows[:, step], hidden)
        hidden = state @ mix.T
        seen.append(hidden)
    return torch.stack(seen, 1)


def kink_distance(cell, params, h0, windows, layers=1, mix=None):
    """Smallest |argument| of a cell with a kink, by running the network once
    more."""
    below = CELLS[cell].below
    if below is None:
        return np.inf
    mix = np.eye(h0.size) if mix is None else mix.numpy()
    inputs = windows.numpy()
    nearest = np.inf
    for k in range(layers):
        w_in = params["w_ih" if k == 0 else "w_in" + tail(k)]
        state = np.tile(mix @ h0, (inputs.shape[0], 1))
        states = []
        for step in range(inputs.shape[1]):
            argument = (inputs[:, step] @ w_in.T + params["bias" + tail(k)]
                        + state @ params["w_hh" + tail(k)].T)
            nearest = min(nearest, np.abs(argument).min())
            state = np.where(argument > 0, argument, below * argument) @ mix.T
            states.append(state)
        inputs = np.stack(states, 1)
    return nearest


def read_out(states, leaves):
    """n x K x H to predictions, n x O x K."""
    weight = leaves["w_out"].T[:, :, None]
    return torch.conv1d(states.transpose(1, 2), weight, leaves["b_out"])


def next_values(x, length, genes):
    """Next values of genes (from 0) in every window: n x O x K."""
    return torch.stack([cut(x[[g]], length)[1] for g in genes], 1)


def measure(params, leaves, error, extra=0):
    """Loss, gradients, and the smallest peak of those of loss and error."""
    ridged = [v for k, v in leaves.items() if k.startswith(("w_hh", "w_in",
                                                            "w_out"))]
    bare = torch.autograd.grad(error, list(leaves.values()), retain_graph=True)
    loss = error + extra + RIDGE * sum(torch.sum(v ** 2) for v in ridged)
    loss.backward()
    tensors = {"train": np.array([error.item()]),
               "loss": np.array([loss.item()])}
    for name in params:
        tensors["d_" + name] = leaves[name].grad.numpy()
    full = [leaf.grad for leaf in leaves.values()]
    return tensors, min(g.abs().max().item() for g in [*bare, *full])


def table_of(predicted):
    """n x O x K as K x (n * O), windows fastest."""
    return predicted.detach().permute(2, 1, 0).flatten(1).numpy()


def stacked(cell, shape, layers, seed):
    p, hidden, length, points = shape
    given, params, _ = draw(seed, cell, p, hidden, points, layers)
    leaves = leaves_of(params)
    windows, _ = cut(given["x"], length)
    h0 = torch.from_numpy(given["h0"])
    predicted = read_out(states_of(cell, leaves, h0, windows, layers), leaves)
    response = next_values(given["x"], length, [0])
    tensors, peak = measure(params, leaves,
                            torch.mean((predicted - response) ** 2))
    near = kink_distance(cell, params, given["h0"], windows, layers)
    return {**given, **params, "layers": layers, "pred": table_of(predicted),
            **tensors}, near > KINK_MARGIN and peak > PEAK


def lagged(p, hidden, lag, lengths, layers, seed):
    points = sum(lengths)
    given, params, _ = draw(seed, "mlp", p, hidden, points, layers, lag=lag)
    given["h0"] = np.zeros(hidden)  # no state, yet an argument of the hook
    leaves = leaves_of(params)
    # torch.conv1d has the oldest point first.
    kernel = leaves["w_ih"].reshape(hidden, p, lag).flip(2)
    pred = np.full((max(lengths) - 1, len(lengths)), np.nan)
    errors, near, begin = [], np.inf, 0
    for lane, count in enumerate(lengths):
        x = torch.from_numpy(given["x"][:, begin:begin + count])
        begin += count
        seen = torch.conv1d(x[None, :, :-1], kernel, leaves["bias"])
        for k in range(1, layers):
            near = min(near, seen.abs().min().item())
            seen = torch.conv1d(torch.relu(seen),
                                leaves["w_in" + tail(k)][:, :, None],
                                leaves["bias" + tail(k)])
        near = min(near, seen.abs().min().item())
        predicted = read_out(torch.relu(seen).transpose(1, 2), leaves)[0, 0]
        pred[lag - 1:count - 1, lane] = predicted.detach().numpy()
        errors.append(predicted - x[0, lag:])
    tensors, peak = measure(params, leaves, torch.mean(torch.cat(errors) ** 2))
    return {**given, **params, "layers": layers, "lags": lag,
            "length": np.array(lengths), "pred": pred,
            **tensors}, near > KINK_MARGIN and peak > PEAK


def recurrence(cell, shape, n_prop, seed):
    p, hidden, length, points = shape
    given, params, graph = draw(seed, cell, p, hidden, points)
    mix = torch.matrix_power(torch.from_numpy(graph), n_prop)
    leaves = leaves_of(params)
    windows, _ = cut(given["x"], length)
    h0 = torch.from_numpy(given["h0"])
    predicted = read_out(mixed_states_of(cell, leaves, h0, windows, mix),
                         leaves)
    response = next_values(given["x"], length, [0])
    tensors, peak = measure(params, leaves,
                            torch.mean((predicted - response) ** 2))
    near = kink_distance(cell, params, given["h0"], windows, mix=mix)
    return {**given, **params, "graph": graph, "n_prop": n_prop,
            "recurrent": 1, "pred": table_of(predicted),
            **tensors}, near > KINK_MARGIN and peak > PEAK


def outputs(cell, shape, layers, n_prop, seed, targets=TARGETS,
            bend=lambda states: states):
    p, hidden, length, points = shape
    given, params, graph = draw(seed, cell, p, hidden, points, layers,
                                len(targets))
    mix = torch.matrix_power(torch.from_numpy(graph), n_prop)
    leaves = leaves_of(params)
    windows, _ = cut(given["x"], length)
    h0 = torch.from_numpy(given["h0"])
    states = states_of(cell, leaves, h0, windows, layers)
    predicted = read_out(bend(states @ mix.T), leaves)
    response = next_values(given["x"], length, [g - 1 for g in targets])
    tensors, peak = measure(params, leaves,
                            torch.mean((predicted - response) ** 2))
    near = kink_distance(cell, params, given["h0"], windows, layers)
    return {**given, **params, "layers": layers, "graph": graph,
            "n_prop": n_prop, "target": np.array(targets),
            "pred": table_of(predicted),
            **tensors}, near > KINK_MARGIN and peak > PEAK


def nonlinear(cell, shape, layers, n_prop, targets, seed):
    return outputs(cell, shape, layers, n_prop, seed, targets, torch.tanh)


def prediction(cell, shape, setting, seed):
    """Fit also means: some windows within the margin and some not."""
    p, hidden, length, points = shape
    norm, weight, margin, negative = setting
    given, params, _ = draw(seed, cell, p, hidden, points)
    leaves = leaves_of(params)
    windows, _ = cut(given["x"], length)
    h0 = torch.from_numpy(given["h0"])
    predicted = read_out(states_of(cell, leaves, h0, windows), leaves)
    response = next_values(given["x"], length, [0])
    other = next_values(given["x"], length, [negative - 1])
    triplet = torch.nn.TripletMarginLoss(margin, norm)(
        predicted[:, 0], response[:, 0], other[:, 0])
    tensors, peak = measure(params, leaves,
                            torch.mean((predicted - response) ** 2),
                            weight * triplet)
    near = kink_distance(cell, params, given["h0"], windows)
    with torch.no_grad():
        apart = [torch.nn.PairwiseDistance(norm)(predicted[:, 0], to[:, 0])
                 for to in (response, other)]
        hinge = apart[0] - apart[1] + margin
        near = min(near, hinge.abs().min().item())
        if norm == 1:  # |.| has a kink of its own
            near = min(near, (predicted - response).abs().min().item(),
                       (predicted - other).abs().min().item())
        mixed = 0 < torch.mean((hinge > 0).double()).item() < 1
    return {**given, **params, "triplet_weight": weight, "triplet_p": norm,
            "margin": margin, "negative": negative,
            "pred": table_of(predicted),
            **tensors}, near > KINK_MARGIN and peak > PEAK and mixed


def terms(kind, rows, p, own, kl, triplet, seed):
    """Fit means: away from the kinks of the hinge and of |.|."""
    random = np.random.RandomState(seed)
    given = {"w_ih": random.uniform(-1, 1, (rows, p)),
             "dcor": random.uniform(0.05, 1, p),
             "negative": random.uniform(0.05, 1, p)}
    given["dcor"][own - 1] = 1
    # A constant gene has no distance correlation; 0 log 0 = 0.
    given["dcor"][own % p] = 0
    given["w_ih"][:, (own + 1) % p] *= 1e-3
    given = {name: single(value) for name, value in given.items()}
    weight = torch.nn.Parameter(torch.from_numpy(given["w_ih"]))
    others = [j for j in range(p) if j != own - 1]
    norm = weight.norm(dim=0)[others]
    a = norm / norm.sum()
    y, z = [torch.from_numpy(given[row][others] / given[row][others].sum())
            for row in ("dcor", "negative")]
    kl_weight, epsilon = kl
    value = 0
    if kind == "printed":
        value = kl_weight * torch.sum(torch.xlogy(y, y) - y * a)
    elif kind != "granger":
        x = (norm + epsilon) / torch.sum(norm + epsilon)
        value = kl_weight * torch.nn.KLDivLoss(reduction="sum")(x.log(), y)
    near = np.inf
    if kind in ("granger", "both"):
        triplet_weight, power, margin = triplet
        value = value + triplet_weight * torch.nn.TripletMarginLoss(
            margin, power)(a, y, z)
        apart = [torch.nn.PairwiseDistance(power)(a, to) for to in (y, z)]
        near = min((apart[0] - apart[1] + margin).abs().item(),
                   (a - y).abs().min().item(), (a - z).abs().min().item())
    value.backward()
    return {**given, "own": own, "kl_weight": kl_weight, "kl_epsilon": epsilon,
            "triplet_weight": triplet[0], "triplet_p": triplet[1],
            "margin": triplet[2], "value": np.array([value.item()]),
            "d_w_ih": weight.grad.numpy()}, near > KINK_MARGIN


def first_fit(make, setting, seed):
    """A case from the first seed (in steps of 1000) that is fit."""
    while True:
        tensors, fit = make(*setting, seed)
        if fit:
            return tensors, seed
        seed += 1000


def all_cases():
    """Name, maker and its arguments without the seed."""
    for cell, shape, layers in STACKED:
        yield ("stacked_%s_l%d_p%d_h%d_k%d_t%d" % ((cell, layers) + shape),
               stacked, (cell, shape, layers))
    for p, hidden, lag, lengths, layers in LAGGED:
        yield ("lagged_mlp_l%d_p%d_h%d_lag%d_t%d"
               % (layers, p, hidden, lag, sum(lengths)),
               lagged, (p, hidden, lag, lengths, layers))
    for cell, shape, n_prop in RECURRENCE:
        yield ("recurrence_%s_n%d_p%d_h%d_k%d_t%d" % ((cell, n_prop) + shape),
               recurrence, (cell, shape, n_prop))
    for cell, shape, layers, n_prop in OUTPUTS:
        yield ("outputs_%s_l%d_n%d_p%d_h%d_k%d_t%d"
               % ((cell, layers, n_prop) + shape),
               outputs, (cell, shape, layers, n_prop))
    for cell, shape, setting in PREDICTION:
        yield ("prediction_%s_norm%d_p%d_h%d_k%d_t%d"
               % ((cell, setting[0]) + shape),
               prediction, (cell, shape, setting))
    for number, setting in enumerate(TERMS):
        yield "terms_%s_%d" % (setting[0], number + 1), terms, setting
    for cell, shape, layers, n_prop, targets in NONLINEAR:
        yield ("nonlinear_%s_l%d_n%d_o%d_p%d_h%d_k%d_t%d"
               % ((cell, layers, n_prop, len(targets)) + shape),
               nonlinear, (cell, shape, layers, n_prop, targets))


def main():
    torch.set_num_threads(1)
    text = []
    # A case's number is its first seed: cells that came later stand behind.
    order = list(CELLS)
    first = order.index("relu")

    def came(case):
        cell = case[0].split("_")[1]
        return max(order.index(cell) - first, 0) if cell in order else 0

    cases = sorted(all_cases(), key=came)
    for number, (case, make, setting) in enumerate(cases):
        tensors, seed = first_fit(make, setting, number + 1)
        text.extend(lines_of(case, {
            name: np.atleast_1d(value) for name, value in tensors.items()}))
        print("%-36s seed %6d  %s %.6f" % (
            (case, seed) + (("value", tensors["value"][0])
                            if "value" in tensors
                            else ("loss", tensors["loss"][0]))))
    write_fixture("torch_models.tsv.gz", text)


if __name__ == "__main__":
    main()
