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

# The arguments of .native_test_network() for one case of the fixture.
torch_arguments <- function(name, case) {
    list(
        cell = sub("_.*", "", name),
        x = case$x,
        params = list(
            w_ih = case$w_ih, w_hh = case$w_hh, bias = drop(case$bias),
            w_out = drop(case$w_out), b_out = drop(case$b_out)
        ),
        h0 = drop(case$h0),
        window = nrow(case$pred),
        ridge = torch_setting$ridge
    )
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
