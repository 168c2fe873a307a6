# Without the graph, a target network is PyTorch's LSTM, RNN or GRU with a 1 x 1
# convolution behind it: outputs, loss and every gradient must agree.
#
# Tolerances, relative to the largest entry of each tensor:
# float   1e-5: float32 carries 6e-8 an operation; sums of up to 500 terms and
#         up to 10 steps through time cost at most two digits of it.
# double  1e-8: the fixture prints 9 significant digits (up to 5e-9 off).

skip_without_hooks()

tolerance_of <- c(float = 1e-5, double = 1e-8)

torch <- read_torch_fixture()
gradients_of <- function(case) {
    tensors <- c("w_ih", "w_hh", "bias", "b_hh", "w_out", "b_out")
    tensors[tensors != "b_hh" | !is.null(case$b_hh)]
}

test_that("the PyTorch fixture is whole and says something", {
    count <- table(sub("_.*", "", names(torch)))
    expect_setequal(names(count), recurrent_cells())
    expect_true(all(count == 3L))
    for (name in names(torch)) {
        case <- torch[[name]]
        shape <- as.integer(strsplit(
            sub("^[a-z]+_p(\\d+)_h(\\d+)_k(\\d+)_t(\\d+)$",
                "\\1 \\2 \\3 \\4", name), " ")[[1L]])
        gates <- .native_cells()[sub("_.*", "", name), "gates"]
        expect_identical(dim(case$x), shape[c(1L, 4L)], label = name)
        expect_identical(dim(case$d_w_ih), c(gates * shape[[2L]], shape[[1L]]))
        expect_identical(dim(case$pred),
            c(shape[[3L]], shape[[4L]] - shape[[3L]]))
        peaks <- vapply(case[paste0("d_", gradients_of(case))],
            function(d) max(abs(d)), 0)
        expect_true(all(is.finite(unlist(case))), label = name)
        expect_gt(min(peaks), 1e-3, label = name)
        expect_identical(case$trace_ista[[1L]], case$loss[[1L]])
        expect_identical(case$trace_adam[[1L]], case$loss[[1L]])
    }
})

# Instruction sets differ in rounding, so each has to pass by itself. Double
# precision serves checks like these alone and has the generic kernels only.
levels <- expand.grid(
    isa = union("auto", .native_isa_available()),
    precision = names(tolerance_of), stringsAsFactors = FALSE
)
levels <- levels[levels$precision == "float" |
    levels$isa %in% c("auto", "generic"), ]

for (k in seq_len(nrow(levels))) {
    isa <- levels$isa[[k]]
    precision <- levels$precision[[k]]
    tolerance <- tolerance_of[[precision]]

    test_that(sprintf("networks equal PyTorch's: %s, %s", isa, precision), {
        for (name in names(torch)) {
            case <- torch[[name]]
            got <- do.call(hook_network, c(
                torch_arguments(name, case),
                list(precision = precision, isa = isa)
            ))
            expect_within_peak(got$pred, case$pred, tolerance,
                paste(name, "pred"))
            expect_within_peak(got$loss, case$loss, tolerance,
                paste(name, "loss"))
            for (tensor in gradients_of(case)) {
                expect_within_peak(got$grad[[tensor]],
                    case[[paste0("d_", tensor)]], tolerance,
                    paste(name, "gradient of", tensor))
            }
        }
    })

    test_that(sprintf("training equals PyTorch's: %s, %s", isa, precision), {
        for (name in names(torch)) {
            case <- torch[[name]]
            for (optimiser in c("ista", "adam")) {
                ista <- optimiser == "ista"
                trace <- do.call(hook_trace, c(
                    torch_arguments(name, case),
                    list(
                        optimiser = optimiser,
                        lr = torch_setting[[paste0(optimiser, "_rate")]],
                        lambda = if (ista) torch_setting$ista_lambda else 0,
                        steps = torch_setting$steps, precision = precision,
                        isa = isa
                    )
                ))
                expected <- case[[paste0("trace_", optimiser)]]
                expect_length(trace, torch_setting$steps)
                expect_lte(max(abs(trace / expected - 1)), tolerance,
                    label = paste(name, optimiser, "trace"))
            }
        }
    })
}
