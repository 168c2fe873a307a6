# Every model and loss term beyond the plain network of test-torch.R, against
# PyTorch: stacked layers, the perceptron over lags, the graph inside the
# recurrence or before a tanh, several outputs, the terms of eq. 4 on the Granger
# row and on the predictions. What each kind of case computes stands in
# inst/script/make_fixture_torch_models.py.
#
# Tolerances as in test-torch.R, relative to the largest entry of each tensor:
# float   1e-5: float32 carries 6e-8 an operation; up to 3 layers and 5 steps.
# double  1e-8: the fixture prints 9 significant digits (up to 5e-9 off); the
#         inputs are float32 and read exactly. The terms of the Granger row are
#         in double whatever the precision.

skip_without_hooks()

tolerance_of <- c(float = 1e-5, double = 1e-8)

models <- read_torch_fixture(test_path("fixtures", "torch_models.tsv.gz"))
is_terms <- startsWith(names(models), "terms_")
networks <- models[!is_terms]
terms <- models[is_terms]

test_that("the fixture of models is whole and says something", {
    part <- strsplit(names(models), "_", fixed = TRUE)
    kind <- vapply(part, `[[`, "", 1L)
    cell <- vapply(part, `[[`, "", 2L)
    for (each in c("stacked", "recurrence", "outputs", "nonlinear",
        "prediction")) {
        expect_setequal(cell[kind == each], recurrent_cells())
    }
    expect_identical(sum(kind == "lagged"), 5L)
    expect_identical(sum(kind == "terms"), 9L)
    for (name in names(networks)) {
        case <- networks[[name]]
        # Gradients that the network has, and not the ridge alone.
        peaks <- vapply(names(torch_parameters(case)), function(tensor) {
            max(abs(torch_without_ridge(tensor, case)))
        }, 0)
        expect_gt(min(peaks), 1e-3, label = name)
        ridged <- unlist(case[grepl("^w_(hh|in|out)", names(case))])
        triplet <- (case$loss - case$train)[[1L]] -
            torch_setting$ridge * sum(ridged^2)
        if (is.null(case$negative)) {
            # Two values of 9 digits, and the ridge from 9 digits.
            expect_lt(abs(triplet), 2e-8 * case$loss[[1L]], label = name)
        } else {
            expect_gt(triplet, 1e-2, label = name)
        }
        unseen <- setdiff(names(case), "pred")
        expect_true(all(is.finite(unlist(case[unseen]))), label = name)
    }
})

# Predictions of a case with the shape that the hook gives them: steps x lanes,
# and x outputs if there are several.
expected_predictions <- function(case) {
    outputs <- length(case$b_out)
    if (outputs == 1L) {
        return(case$pred)
    }
    array(case$pred, c(nrow(case$pred), ncol(case$pred) / outputs, outputs))
}

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

    test_that(sprintf("models equal PyTorch's: %s, %s", isa, precision), {
        for (name in names(networks)) {
            case <- networks[[name]]
            got <- do.call(hook_network, c(
                torch_model_arguments(name, case),
                list(precision = precision, isa = isa)
            ))
            expected <- expected_predictions(case)
            expect_identical(dim(got$pred), dim(expected), label = name)
            # Steps without a full past, or after the end, have no prediction.
            there <- !is.nan(expected)
            expect_within_peak(got$pred[there], as.matrix(expected[there]),
                tolerance, paste(name, "pred"))
            for (value in c("loss", "train")) {
                expect_within_peak(got[[value]], case[[value]], tolerance,
                    paste(name, value))
            }
            params <- torch_parameters(case)
            expect_identical(names(got$grad), names(params), label = name)
            for (tensor in names(params)) {
                expect_within_peak(got$grad[[tensor]],
                    case[[paste0("d_", tensor)]], tolerance,
                    paste(name, "gradient of", tensor))
            }
        }
    })
}

# The hook's answer to a case of terms; `...` replaces arguments.
terms_of <- function(name, case, ...) {
    kind <- strsplit(name, "_", fixed = TRUE)[[1L]][[2L]]
    value <- lapply(case, drop)
    arguments <- list(
        w_ih = as_single(value$w_ih), own = as.integer(value$own),
        dcor = as_single(value$dcor),
        kl = switch(kind, granger = "none", both = "log", kind),
        kl_weight = value$kl_weight, kl_epsilon = value$kl_epsilon,
        triplet = if (kind %in% c("granger", "both")) "granger" else "none",
        triplet_weight = value$triplet_weight, triplet_p = value$triplet_p,
        margin = value$margin, negative = as_single(value$negative)
    )
    do.call(hook_terms, utils::modifyList(arguments, list(...)))
}

test_that("terms of the Granger row equal PyTorch's", {
    tolerance <- tolerance_of[["double"]]
    active <- 0L
    for (name in names(terms)) {
        case <- terms[[name]]
        got <- terms_of(name, case)
        own <- case$own[[1L]]
        expect_identical(dim(got$gradient), dim(case$w_ih), label = name)
        expect_true(all(got$gradient[, own] == 0), label = name)
        if (case$value[[1L]] == 0) { # the hinge does not reach that far
            expect_identical(got$value, 0, label = name)
            expect_true(all(got$gradient == 0), label = name)
            next
        }
        active <- active + 1L
        expect_gt(max(abs(case$d_w_ih)), 1e-3, label = name)
        expect_within_peak(got$value, case$value, tolerance,
            paste(name, "value"))
        expect_within_peak(got$gradient, case$d_w_ih, tolerance,
            paste(name, "gradient"))
        # Among the others too, beside the column of small norm, which has by
        # far the largest gradient of a logarithm.
        small <- which.min(colSums(case$w_ih^2))
        expect_within_peak(got$gradient[, -small], case$d_w_ih[, -small],
            tolerance, paste(name, "gradient, other columns"))
    }
    expect_identical(active, length(terms) - 1L)
})

test_that("the target itself takes no part in the terms", {
    for (name in names(terms)) {
        case <- terms[[name]]
        own <- case$own[[1L]]
        other <- case
        other$w_ih[, own] <- 7 * other$w_ih[, own] + 1
        other$dcor[[own]] <- 0.25
        other$negative[[own]] <- 3
        expect_equal(terms_of(name, other), terms_of(name, case),
            tolerance = 1e-14, label = name) # sums in the same order
    }
})

test_that("a term that is switched off is off whatever its weight", {
    case <- terms[[1L]]
    off <- terms_of(names(terms)[[1L]], case, kl = "none", kl_weight = 5,
        triplet = "none", triplet_weight = 5)
    expect_identical(off$value, 0)
    expect_true(all(off$gradient == 0))
})
