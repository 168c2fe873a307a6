# PyTorch's outputs, gradients and loss traces, made by
# inst/script/make_fixture_torch.py (which defines setting and file format).

# Settings of the script that a caller must repeat.
torch_setting <- list(
    ridge = 0.01, steps = 10L, ista_rate = 0.05, ista_lambda = 0.05,
    adam_rate = 0.01
)

# Nested list: case name -> tensor name -> matrix (vectors as one column).
read_torch_fixture <- function(file = test_path("fixtures", "torch.tsv.gz")) {
    fields <- strsplit(readLines(file), "\t", fixed = TRUE)
    tensor <- lapply(fields, function(field) {
        values <- as.numeric(strsplit(field[[5L]], " ", fixed = TRUE)[[1L]])
        rows <- as.integer(field[[3L]])
        columns <- as.integer(field[[4L]])
        stopifnot(length(values) == rows * columns)
        matrix(values, rows, columns)
    })
    names(tensor) <- vapply(fields, `[[`, "", 2L)
    case <- vapply(fields, `[[`, "", 1L)
    split(tensor, factor(case, unique(case)))
}

# The arguments of hook_network() for one case of the fixture.
torch_arguments <- function(name, case) {
    list(
        cell = sub("_.*", "", name),
        x = case$x,
        params = Filter(Negate(is.null), list(
            w_ih = case$w_ih, w_hh = case$w_hh, bias = drop(case$bias),
            b_hh = if (!is.null(case$b_hh)) drop(case$b_hh),
            w_out = drop(case$w_out), b_out = drop(case$b_out)
        )),
        h0 = drop(case$h0),
        window = nrow(case$pred),
        ridge = torch_setting$ridge
    )
}

# The same for a case of torch_models.tsv.gz, made by
# inst/script/make_fixture_torch_models.py: kind_cell_..., with the settings of
# the case among its tensors and its parameters in the order of the hook.
torch_model_arguments <- function(name, case) {
    cell <- strsplit(name, "_", fixed = TRUE)[[1L]][[2L]]
    settings <- lapply(
        case[intersect(names(case), c("layers", "lags", "n_prop", "target"))],
        function(value) as.integer(value)
    )
    settings$graph <- if (!is.null(case$graph)) as_single(case$graph)
    kind <- strsplit(name, "_", fixed = TRUE)[[1L]][[1L]]
    settings$graph_at <- switch(kind, recurrence = , nonlinear = kind)
    settings$length <- if (!is.null(case$length)) as.integer(case$length)
    settings$triplet <- if (!is.null(case$negative)) {
        list(
            weight = drop(case$triplet_weight), p = drop(case$triplet_p),
            margin = drop(case$margin), negative = as.integer(case$negative)
        )
    }
    c(list(
        cell = cell, x = as_single(case$x),
        params = lapply(torch_parameters(case), function(value) {
            as_single(drop(value))
        }),
        h0 = as_single(drop(case$h0)),
        window = if (cell == "mlp") 0L else nrow(case$pred),
        ridge = torch_setting$ridge
    ), settings)
}

# The float32 that was printed with 9 digits. Read as double, those digits are
# off by up to 5e-9, which several layers make more than 1e-8 of.
as_single <- function(value) {
    bytes <- writeBin(as.vector(value), raw(), size = 4L)
    value[] <- readBin(bytes, "double", length(value), size = 4L)
    value
}

# The parameters of a case: the tensors with a gradient.
torch_parameters <- function(case) {
    case[sub("^d_", "", grep("^d_", names(case), value = TRUE))]
}

# A gradient of the loss without what the ridge adds to it: the ridge is on all
# weights but those of the first layer's inputs.
torch_without_ridge <- function(tensor, case) {
    gradient <- case[[paste0("d_", tensor)]]
    if (grepl("^w_(hh|in|out)", tensor)) {
        gradient <- gradient - 2 * torch_setting$ridge * case[[tensor]]
    }
    gradient
}

# Largest difference, in units of the largest expected entry. Both must have
# the same number of entries; a matrix must also have the same shape.
expect_within_peak <- function(object, expected, tolerance, label) {
    if (ncol(expected) > 1L) {
        expect_identical(dim(object), dim(expected), label = label)
    }
    expect_length(object, length(expected))
    error <- max(abs(as.vector(object) - as.vector(expected)))
    expect_lte(error / max(abs(expected)), tolerance, label = label)
}
