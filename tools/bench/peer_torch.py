#!/usr/bin/python3
"""The other side of `make bench`: the same training in PyTorch, and the BLAS.

One network per target gene, after Tank et al. (2022), Neural Granger Causality:
torch.nn.LSTM or torch.nn.RNN (tanh) over all overlapping windows of K points,
a linear read-out of every state, and an iteration of

    loss = mean over windows and steps of (prediction - next value)^2
           + RIDGE * (||W_hh||^2 + ||w_out||^2),
    a gradient step of all parameters,
    the proximal map of LAMBDA * sum_j ||W_ih[:, j]||

in float32, full batch. Written from the paper's equations. What PyTorch is good
at is left to it: windows are laid out time first, without copies between steps;
each network goes backward as soon as it has gone forward, so that its states
are still in cache; the second bias is a zero that takes no gradient.

run.R starts it with the port to connect to. A request is a line "verb key=value
...", the answer a line "ok key=value ..." or "error text":

    facts
    network cell= hidden= window= rate= lambda= ridge= targets= series=FILE
    time iterations= threads=          seconds of the iterations
    trace iterations= weights=FILE     the losses of target 0 from given weights
    gemm type= size= repeats= threads= the least time of a product of matrices
    stop

A matrix file: "rows columns" and the values, column-major, in one line each. The
series are two of them, genes x points and the lengths of the trajectories.
"""
import ctypes
import socket
import sys
import time

import numpy as np
import torch


def blas_library():
    """OpenBLAS, as far as it is the BLAS of this process, else None."""
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "openblas" in line}
    for file in sorted(files):
        library = ctypes.CDLL(file)
        if hasattr(library, "openblas_set_num_threads"):
            return library
    return None


BLAS = blas_library()


def set_threads(count):
    torch.set_num_threads(count)
    if BLAS is not None:
        BLAS.openblas_set_num_threads(count)


def facts():
    core = "reference or unknown BLAS"
    if BLAS is not None:
        BLAS.openblas_get_config.restype = ctypes.c_char_p
        BLAS.openblas_get_corename.restype = ctypes.c_char_p
        core = "%s core %s" % (BLAS.openblas_get_config().decode().strip(),
                               BLAS.openblas_get_corename().decode())
    config = [line.strip(" -") for line in
              torch.__config__.show().splitlines()
              if "Build settings" not in line]
    return {
        "python": sys.version.split()[0], "numpy": np.__version__,
        "torch": torch.__version__, "blas": core,
        "config": "; ".join(config[1:]),
    }


def read_matrices(file):
    """The matrices of a file, in its order."""
    out = []
    with open(file) as lines:
        for line in lines:
            rows, columns = (int(n) for n in line.split())
            values = np.array(next(lines).split(), dtype=np.float64)
            out.append(values.reshape((columns, rows)).T)
    return out


class Component(torch.nn.Module):
    """The network of one target."""

    def __init__(self, cell, genes, hidden):
        super().__init__()
        if cell == "lstm":
            self.cell = torch.nn.LSTM(genes, hidden)
        else:
            self.cell = torch.nn.RNN(genes, hidden, nonlinearity=cell)
        self.out = torch.nn.Linear(hidden, 1)
        with torch.no_grad():
            self.cell.bias_hh_l0.zero_()
        self.cell.bias_hh_l0.requires_grad_(False)
        self.trained = [q for q in self.parameters() if q.requires_grad]

    def loss(self, windows, response, ridge):
        """windows: K x n x p; response: K x n."""
        states, _ = self.cell(windows)
        error = torch.mean((self.out(states)[:, :, 0] - response) ** 2)
        return error + ridge * (self.cell.weight_hh_l0.square().sum()
                                + self.out.weight.square().sum())

    def iterate(self, windows, response, rate, penalty, ridge):
        for parameter in self.trained:
            parameter.grad = None
        loss = self.loss(windows, response, ridge)
        loss.backward()
        with torch.no_grad():
            for parameter in self.trained:
                parameter.sub_(parameter.grad, alpha=rate)
            weight = self.cell.weight_ih_l0
            norm = weight.norm(dim=0, keepdim=True)
            weight.mul_((1 - rate * penalty / norm.clamp(min=1e-30))
                        .clamp(min=0))
        return loss.item()

    def set_weights(self, w_ih, w_hh, bias, w_out, b_out):
        with torch.no_grad():
            self.cell.weight_ih_l0.copy_(torch.from_numpy(w_ih))
            self.cell.weight_hh_l0.copy_(torch.from_numpy(w_hh))
            self.cell.bias_ih_l0.copy_(torch.from_numpy(bias[:, 0]))
            self.out.weight.copy_(torch.from_numpy(w_out.T))
            self.out.bias.copy_(torch.from_numpy(b_out[:, 0]))


class Peer:
    def network(self, cell, hidden, window, rate, penalty, ridge, targets,
                series):
        x, lengths = read_matrices(series)  # genes x points, trajectories
        x = x.astype(np.float32)
        ends = np.cumsum(lengths[:, 0]).astype(int)
        starts = np.concatenate([  # no window reaches into a next trajectory
            np.arange(end - length, end - window)
            for end, length in zip(ends, lengths[:, 0].astype(int))])
        genes, count = x.shape[0], starts.size
        steps = [x[:, starts + k].T for k in range(window)]
        self.windows = torch.from_numpy(np.ascontiguousarray(np.stack(steps)))
        self.response = [
            torch.from_numpy(np.stack(
                [x[g, starts + k + 1] for k in range(window)]))
            for g in range(targets)]
        self.setting = (rate, penalty, ridge)
        torch.manual_seed(1)
        self.networks = [Component(cell, genes, hidden)
                         for _ in range(targets)]
        return {"windows": count}

    def time(self, iterations, threads):
        set_threads(threads)
        start = time.perf_counter()
        for _ in range(iterations):
            for network, response in zip(self.networks, self.response):
                network.iterate(self.windows, response, *self.setting)
        return {"seconds": time.perf_counter() - start}

    def trace(self, iterations, weights):
        set_threads(1)
        network = self.networks[0]
        network.set_weights(*(m.astype(np.float32)
                              for m in read_matrices(weights)))
        values = [network.iterate(self.windows, self.response[0],
                                  *self.setting) for _ in range(iterations)]
        return {"trace": ",".join("%.9g" % v for v in values)}


def gemm(kind, size, repeats, threads):
    set_threads(threads)
    random = np.random.RandomState(1)
    a = random.standard_normal((size, size)).astype(kind)
    b = random.standard_normal((size, size)).astype(kind)
    least = {}
    by_torch = [torch.from_numpy(a), torch.from_numpy(b)]
    for name, x, y in (("numpy", a, b), ("torch", *by_torch)):
        out = x @ y
        least[name] = np.inf
        for _ in range(repeats):
            start = time.perf_counter()
            if name == "numpy":
                np.matmul(x, y, out=out)
            else:
                torch.mm(x, y, out=out)
            least[name] = min(least[name], time.perf_counter() - start)
    return least


def answer(peer, verb, given):
    if verb == "facts":
        return facts()
    if verb == "network":
        return peer.network(given["cell"], int(given["hidden"]),
                            int(given["window"]), float(given["rate"]),
                            float(given["lambda"]), float(given["ridge"]),
                            int(given["targets"]), given["series"])
    if verb == "time":
        return peer.time(int(given["iterations"]), int(given["threads"]))
    if verb == "trace":
        return peer.trace(int(given["iterations"]), given["weights"])
    if verb == "gemm":
        return gemm(given["type"], int(given["size"]), int(given["repeats"]),
                    int(given["threads"]))
    raise ValueError("unknown verb " + verb)


def main(port):
    peer = Peer()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        stream = connection.makefile("rw", encoding="utf-8")
        for line in stream:
            verb, *pairs = line.rstrip("\n").split("\t")
            if verb == "stop":
                break
            try:
                found = answer(peer, verb,
                               dict(pair.split("=", 1) for pair in pairs))
                reply = ["ok"] + ["%s=%s" % pair for pair in found.items()]
            except Exception as problem:  # the driver reports it
                reply = ["error", repr(problem).replace("\n", " ")]
            stream.write("\t".join(reply) + "\n")
            stream.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
