#!/usr/bin/python3
"""Make tests/testthat/fixtures/torch.tsv.gz: PyTorch's word on the networks.

One target network of GC-cLSTM / GC-cRNN (Tank et al. 2022): a recurrent layer
(CELLS) over windows of K points, a 1 x 1 convolution over the hidden units at
every step, and

    loss = mean over windows and steps of (prediction - next value)^2
           + RIDGE * (||W_hh||^2 + ||w_out||^2).

Computed in float64 from inputs rounded to float32, so that a float32 and a
float64 implementation start from the same numbers. The target is gene 0. Of the
two biases of a gate the second is 0, but for gates that need it (of a GRU n),
`b_hh`.

Output: one line per tensor,
    case TAB tensor TAB nrow TAB ncol TAB values, column-major, %.9g
(9 digits bring a float32 back exactly).

Needs Debian's python3-torch and python3-numpy; run from anywhere:
    /usr/bin/python3 inst/script/make_fixture_torch.py
"""
import gzip
import os
from typing import NamedTuple, Optional

import numpy as np
import torch

SHAPES = [(3, 2, 4, 9), (10, 10, 10, 60), (7, 33, 5, 40)]  # p, H, K, T


class Cell(NamedTuple):
    gates: int
    layer: type  # over all steps, and one step: torch.nn's, or made like them
    step: type
    options: dict = {}
    below: Optional[float] = None  # slope below 0, of a cell with a kink there
    apart: int = 0  # gates, the last ones, whose b_hh is a parameter


# A new one stands last in all tables: the others keep their seeds and bytes.
CELLS = {
    "lstm": Cell(4, torch.nn.LSTM, torch.nn.LSTMCell),
    "tanh": Cell(1, torch.nn.RNN, torch.nn.RNNCell, {"nonlinearity": "tanh"}),
    "relu": Cell(1, torch.nn.RNN, torch.nn.RNNCell, {"nonlinearity": "relu"},
                 below=0.0),
    "gru": Cell(3, torch.nn.GRU, torch.nn.GRUCell, apart=1),
}
RIDGE = 0.01
STEPS = 10
ISTA_RATE = 0.05
ISTA_LAMBDA = 0.05
ADAM_RATE = 0.01
# No ReLU may stand so close to its kink that float32 falls on the other side.
KINK_MARGIN = 1e-4


def draw(seed, cell, p, hidden, points):
    """Inputs and parameters, rounded to float32 and held as float64."""
    random = np.random.RandomState(seed)
    gates = CELLS[cell].gates
    bound = 1.0 / np.sqrt(hidden)

    def uniform(*shape):
        return random.uniform(-bound, bound, shape)

    made = {
        "x": random.standard_normal((p, points)),
        "w_ih": uniform(gates * hidden, p),
        "w_hh": uniform(gates * hidden, hidden),
        "bias": uniform(gates * hidden),
        "w_out": uniform(hidden),
        "b_out": uniform(1),
        "h0": random.uniform(-1, 1, hidden) if points > 9 else np.zeros(hidden),
    }
    if CELLS[cell].apart:
        made["b_hh"] = uniform(CELLS[cell].apart * hidden)
    # A weak last regulator, for the proximal step to bring to exactly zero.
    made["w_ih"][:, -1] *= 0.02
    return {k: v.astype(np.float32).astype(np.float64) for k, v in made.items()}


class Network(torch.nn.Module):
    def __init__(self, cell, given):
        super().__init__()
        p = given["x"].shape[0]
        hidden = given["w_out"].size
        kind = CELLS[cell]
        self.cell = kind.layer(p, hidden, batch_first=True, **kind.options)
        apart = kind.apart * hidden
        self.out = torch.nn.Conv1d(hidden, 1, 1)
        self.double()
        self.hidden0 = torch.from_numpy(given["h0"])
        with torch.no_grad():
            self.cell.weight_ih_l0.copy_(torch.from_numpy(given["w_ih"]))
            self.cell.weight_hh_l0.copy_(torch.from_numpy(given["w_hh"]))
            self.cell.bias_ih_l0.copy_(torch.from_numpy(given["bias"]))
            self.cell.bias_hh_l0.zero_()
            self.out.weight.copy_(
                torch.from_numpy(given["w_out"])[None, :, None])
            self.out.bias.copy_(torch.from_numpy(given["b_out"]))
            if apart:
                self.cell.bias_hh_l0[-apart:] = torch.from_numpy(given["b_hh"])
        if apart:  # of all gates' the last ones' are parameters
            last = torch.arange(kind.gates * hidden) >= (
                kind.gates * hidden - apart)
            self.cell.bias_hh_l0.register_hook(lambda grad: grad * last)
        else:
            self.cell.bias_hh_l0.requires_grad_(False)

    def forward(self, windows):
        """windows: n x K x p. Returns predictions, n x K."""
        start = self.hidden0.expand(1, windows.shape[0], -1).contiguous()
        if isinstance(self.cell, torch.nn.LSTM):
            states, _ = self.cell(windows, (start, torch.zeros_like(start)))
        else:
            states, _ = self.cell(windows, start)
        return self.out(states.transpose(1, 2))[:, 0, :]

    def smooth_loss(self, windows, response):
        error = torch.mean((self(windows) - response) ** 2)
        penalty = (torch.sum(self.cell.weight_hh_l0 ** 2)
                   + torch.sum(self.out.weight ** 2))
        return error + RIDGE * penalty


def cut(x, length):
    """Stride-1 windows (n x K x p) and the target one step on (n x K)."""
    count = x.shape[1] - length
    windows = np.stack([x[:, s:s + length].T for s in range(count)])
    response = np.stack([x[0, s + 1:s + length + 1] for s in range(count)])
    return torch.from_numpy(windows), torch.from_numpy(response)


def kink_distance(cell, given, windows):
    """Smallest |argument| of a cell with a kink, over all windows, steps and
    units."""
    below = CELLS[cell].below
    if below is None:
        return np.inf
    state = np.tile(given["h0"], (windows.shape[0], 1))
    nearest = np.inf
    for step in range(windows.shape[1]):
        argument = (windows[:, step].numpy() @ given["w_ih"].T
                    + state @ given["w_hh"].T + given["bias"])
        nearest = min(nearest, np.abs(argument).min())
        state = np.where(argument > 0, argument, below * argument)
    return nearest


def trace_ista(network, windows, response):
    values = []
    for _ in range(STEPS):
        network.zero_grad()
        loss = network.smooth_loss(windows, response)
        loss.backward()
        values.append(loss.item())
        with torch.no_grad():
            for parameter in network.parameters():
                if parameter.requires_grad:
                    parameter -= ISTA_RATE * parameter.grad
            weight = network.cell.weight_ih_l0
            norm = weight.norm(dim=0, keepdim=True)
            keep = torch.clamp(norm - ISTA_RATE * ISTA_LAMBDA, min=0)
            weight.mul_(keep / torch.clamp(norm, min=1e-300))
    return values, int((weight.norm(dim=0) == 0).sum())


def trace_adam(network, windows, response):
    trained = [q for q in network.parameters() if q.requires_grad]
    optimiser = torch.optim.Adam(trained, lr=ADAM_RATE)
    values = []
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss = network.smooth_loss(windows, response)
        loss.backward()
        values.append(loss.item())
        optimiser.step()
    return values


def one_case(cell, shape, seed):
    """Tensors of a case, from the first seed (in steps of 1000) that is fit.

    Fit means: no cell near its kink; and for every gated cell and the smallest
    shape, a column of W_ih that ends the ISTA trace at exactly zero.
    """
    p, hidden, length, points = shape
    wants_zero = CELLS[cell].gates > 1 or points == 9
    while True:
        given = draw(seed, cell, p, hidden, points)
        windows, response = cut(given["x"], length)
        ista, zeros = trace_ista(Network(cell, given), windows, response)
        near = kink_distance(cell, given, windows) < KINK_MARGIN
        if not near and (zeros > 0 or not wants_zero):
            break
        seed += 1000
    network = Network(cell, given)
    loss = network.smooth_loss(windows, response)
    loss.backward()
    tensors = dict(given)
    tensors["pred"] = network(windows).detach().numpy().T
    tensors["loss"] = np.array([loss.item()])
    tensors["d_w_ih"] = network.cell.weight_ih_l0.grad.numpy()
    tensors["d_w_hh"] = network.cell.weight_hh_l0.grad.numpy()
    tensors["d_bias"] = network.cell.bias_ih_l0.grad.numpy()
    if "b_hh" in given:
        tensors["d_b_hh"] = network.cell.bias_hh_l0.grad.numpy()[
            -given["b_hh"].size:]
    tensors["d_w_out"] = network.out.weight.grad.numpy()[0, :, 0]
    tensors["d_b_out"] = network.out.bias.grad.numpy()
    tensors["trace_ista"] = np.array(ista)
    tensors["trace_adam"] = np.array(
        trace_adam(Network(cell, given), windows, response))
    return tensors, seed, zeros


def lines_of(case, tensors):
    for name, value in tensors.items():
        value = np.asarray(value)
        table = value if value.ndim == 2 else value[:, None]
        text = " ".join("%.9g" % v for v in table.ravel(order="F"))
        yield "\t".join([case, name, str(table.shape[0]), str(table.shape[1]),
                         text]) + "\n"


def write_fixture(name, text):
    """Lines of text, packed, into tests/testthat/fixtures."""
    here = os.path.dirname(os.path.abspath(__file__))
    target = os.path.normpath(os.path.join(here, "..", "..", "tests",
                                           "testthat", "fixtures", name))
    with open(target, "wb") as raw:
        # No name and no time in the header: same input, same bytes.
        with gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
            packed.write("".join(text).encode("ascii"))
    print("%s: %d bytes" % (target, os.path.getsize(target)))


def main():
    torch.set_num_threads(1)
    text = []
    for c, cell in enumerate(CELLS):
        for s, shape in enumerate(SHAPES):
            case = "%s_p%d_h%d_k%d_t%d" % ((cell,) + shape)
            tensors, seed, zeros = one_case(cell, shape, 100 * c + s + 1)
            text.extend(lines_of(case, tensors))
            print("%-22s seed %5d  loss %.6f  ISTA %.6f (%d columns at 0)"
                  "  Adam %.6f" % (case, seed, tensors["loss"][0],
                                   tensors["trace_ista"][-1], zeros,
                                   tensors["trace_adam"][-1]))
    write_fixture("torch.tsv.gz", text)


if __name__ == "__main__":
    main()
