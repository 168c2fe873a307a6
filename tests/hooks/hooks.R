# One network seen from outside, for tests and benchmarks: values, gradients,
# traces; and kernels of the core one by one. The package holds none of it: the C
# files beside this one are compiled with the sources of the core when a hook is
# first called. Read this file into an environment whose parent is the package's
# namespace, and call hook_home() there.
#
# Parameters of a network are a list in PyTorch's layout: w_ih (gates * H x p *
# lags), w_hh (gates * H x H), bias, b_hh (H for each bias apart, see
# .native_cells()); w_in2, w_hh2, bias2, b_hh2 and so on for further layers; w_out
# (H x outputs), b_out. A perceptron ("mlp") has no w_hh.

# ---- The library -------------------------------------------------------------

.hooks <- new.env()

# top: the checkout. The library is .ggc-hooks/hooks.so there, or what the
# environment variable GGC_HOOKS names.
hook_home <- function(top) {
    .hooks$top <- top
    .hooks$path <- Sys.getenv("GGC_HOOKS", file.path(top, ".ggc-hooks",
        paste0("hooks", .Platform$dynlib.ext)))
}

# A C entry; builds the library where there is none or a source is newer.
hook_entry <- function(name) {
    if (is.null(.hooks$library)) {
        sources <- hook_sources(.hooks$top)
        built <- file.mtime(.hooks$path)
        if (is.na(built) || any(file.mtime(sources) > built)) {
            build_library(sources, .hooks$path)
        }
        .hooks$library <- dyn.load(.hooks$path)
    }
    getNativeSymbolInfo(name, .hooks$library)
}

# The core, the glue that the hooks call, and the hooks.
hook_sources <- function(top) {
    c(core_sources(top, c("args", "interrupt", "problem", "threads")),
        Sys.glob(file.path(top, "tests", "hooks", "*.[ch]")))
}

core_sources <- function(top, glue) {
    src <- file.path(top, "src")
    c(Sys.glob(file.path(src, c("ggc_*.c", "*.h"))),
        file.path(src, sprintf("r_%s.c", glue)))
}

# Compiles sources, and lines of C by the name of their file, to the library
# `path`, with further flags.
build_library <- function(sources, path, flags = character(), more = list()) {
    dir <- tempfile("library")
    dir.create(dir)
    on.exit(unlink(dir, recursive = TRUE))
    file.copy(sources, dir)
    for (name in names(more)) {
        writeLines(more[[name]], file.path(dir, name))
    }
    openmp <- "$(SHLIB_OPENMP_CFLAGS)"
    writeLines(c(paste(c("PKG_CFLAGS =", openmp, flags), collapse = " "),
        paste("PKG_LIBS =", openmp)), file.path(dir, "Makevars"))
    before <- setwd(dir)
    on.exit(setwd(before), add = TRUE, after = FALSE)
    made <- paste0("made", .Platform$dynlib.ext)
    log <- suppressWarnings(system2(file.path(R.home("bin"), "R"),
        c("CMD", "SHLIB", "-o", made, Sys.glob("*.c")),
        stdout = TRUE, stderr = TRUE, env = "MAKEFLAGS=-j2"))
    if (!file.exists(made)) {
        stop(paste(c("the core does not compile:", utils::tail(log, 5L)),
            collapse = "\n"), call. = FALSE)
    }
    setwd(before)
    dir.create(dirname(path), showWarnings = FALSE, recursive = TRUE)
    # By renaming: another process may have loaded what was there, or be about to.
    part <- tempfile("part-", dirname(path))
    file.copy(file.path(dir, made), part)
    file.rename(part, path)
}

# ---- One network -------------------------------------------------------------

hook_probe <- function(cell, x, params, h0, window, ridge, isa, target = 1L,
                       graph = NULL, n_prop = 1L, horizons = 1L,
                       length = ncol(x), fold = integer(ncol(x)), segment = 0L,
                       burn_in = 0L, layers = 1L, lags = 1L,
                       graph_at = "readout",
                       triplet = NULL, optim = "adam", rate = 0, lambda = 0,
                       penalty = rep(1, nrow(x)), penalty_kind = "group") {
    loss <- hook_loss(penalty_kind = penalty_kind)
    if (!is.null(triplet)) {
        loss <- hook_loss(
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

hook_loss <- function(penalty_kind = "group", kl = "none", kl_weight = 0,
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
hook_row_without <- function(row, own) {
    row[own] <- 0
    row / sum(row)
}

# Value of the terms of the Granger row and gradient by the input weights.
hook_terms <- function(w_ih, own, dcor, kl = "none", kl_weight = 0,
                       kl_epsilon = 1e-3, triplet = "none",
                       triplet_weight = 0, triplet_p = 2, margin = 1,
                       negative = dcor) {
    norms <- sqrt(colSums(w_ih^2))
    out <- .Call(hook_entry("C_ggc_probe_terms"), c(
        hook_loss("group", kl, kl_weight, kl_epsilon, triplet,
            triplet_weight, triplet_p, margin),
        list(norms = norms, own = as.integer(own),
            near = hook_row_without(as.double(dcor), own),
            far = hook_row_without(as.double(negative), own))
    ))
    unit <- w_ih / rep(ifelse(norms > 0, norms, 1), each = nrow(w_ih))
    list(value = out$value,
        gradient = unit * rep(out$slope, each = nrow(w_ih)))
}

# A flat parameter vector as the list it came from.
hook_relist <- function(flat, like) {
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

hook_network <- function(cell, x, params, h0, window, ridge,
                         precision = "float", isa = "auto", ...,
                         lanes = NULL) {
    probe <- hook_probe(cell, x, params, h0, window, ridge, isa, ...)
    steps <- if (window == 0) max(probe$length) - 1L else as.integer(window)
    if (is.null(lanes)) {
        lanes <- if (window == 0) {
            length(probe$length)
        } else {
            sum(pmax(probe$length - window, 0))
        }
    }
    out <- .Call(hook_entry("C_ggc_probe_pass"), probe,
        as.integer(precision == "double"), as.integer(lanes), steps)
    outputs <- length(probe$target)
    if (outputs > 1L) {
        dim(out$pred) <- c(steps, lanes, outputs)
    }
    list(
        pred = out$pred, loss = out$smooth, train = out$train,
        held = out$held, grad = hook_relist(out$gradient, params)
    )
}

hook_trace <- function(cell, x, params, h0, window, ridge,
                       optimiser, lr, lambda, steps,
                       precision = "float", isa = "auto", ...) {
    optim <- if (optimiser == "adam") "adam_element" else optimiser
    probe <- hook_probe(cell, x, params, h0, window, ridge, isa, ...,
        optim = optim, rate = lr, lambda = lambda)
    hook_training(probe, precision == "double", steps)$trace
}

# `steps` iterations: list(trace, params), params flat.
hook_training <- function(probe, double, steps) {
    .Call(hook_entry("C_ggc_probe_trace"), probe, as.integer(double),
        as.integer(steps))
}

# Mean derivatives of the first output, and of their absolute values, lags x
# genes.
hook_jacobian <- function(probe, double, lags) {
    .Call(hook_entry("C_ggc_probe_jacobian"), probe, as.integer(double),
        as.integer(lags))
}

# ---- Kernels -----------------------------------------------------------------

hook_philox <- function(counter, key) {
    .Call(hook_entry("C_ggc_test_philox"), counter, key)
}

hook_math <- function(which, x) {
    .Call(hook_entry("C_ggc_test_math"), which, x)
}

hook_draws <- function(kind, n, seed = 1, name = "G1", purpose = 0,
                       below = 1L) {
    .Call(hook_entry("C_ggc_test_draws"), kind, as.integer(n), seed, name,
        purpose, below)
}
