# The table of control values, the groups, and controls made of them.

test_that("formals of ggc_control() and of the groups are those of the table", {
    expect_identical(names(formals(ggc_control)),
        c("preset", "...", names(.CONTROL)))
    groups <- unique(vapply(.CONTROL, `[[`, "", "group"))
    constructors <- paste0("ggc_control_", groups)
    exports <- grep("^ggc_control_", getNamespaceExports("ggc"), value = TRUE)
    expect_setequal(exports, constructors)
    for (group in groups) {
        takes <- formals(getExportedValue("ggc", paste0("ggc_control_", group)))
        expect_identical(names(takes), .control_names(group))
        expect_lte(length(takes), 12L)
        expect_identical(lapply(takes, eval),
            lapply(.CONTROL[names(takes)], `[[`, "default"))
    }
})

test_that("a row of the table is whole", {
    for (name in names(.CONTROL)) {
        row <- .CONTROL[[name]]
        # A default passes its own check.
        value <- .check_control_values(stats::setNames(list(row$default),
            name))[[1L]]
        expect_identical(is.null(value), is.null(row$default))
        # Words that go to C have a code each; what has a code goes to C.
        if (row$check == "choice" && !is.null(row$to_c)) {
            codes <- eval(row$codes, asNamespace("ggc"))
            expect_setequal(names(codes), row$limits$choices)
        }
        expect_false(is.null(row$to_c) && !is.null(row$codes))
    }
    sent <- unlist(lapply(.CONTROL, `[[`, "to_c"))
    expect_identical(anyDuplicated(sent), 0L)
})

test_that("C is given numbers, whole trajectories as 0, and no word", {
    control <- .sized_control(ggc_control(horizons = 2), 10L, 6L, 15L)
    sent <- .control_for_c(control)
    expect_true(all(vapply(sent, is.numeric, TRUE)))
    expect_identical(sent$window, 0L)
    expect_identical(sent$penalty_kind, 0L)
    expect_identical(sent$keep_networks, 1L)
    expect_identical(.for_c(7L, "window"), 7L)
    expect_identical(.for_c("gista", "optimiser"), 3L)
    expect_identical(.control_of_cell(control, "lstm")$lag, 1L)
    perceptron <- .control_of_cell(replace(control, "window", 4L), "mlp")
    expect_identical(perceptron$window, "trajectory")
    expect_identical(perceptron$burn_in, 0L)
    expect_identical(perceptron$lag, 5L)
})

test_that("values stay as they were given until the data size them", {
    plain <- ggc_control()
    open <- c("hidden", "horizons", "dependence_lags", "smooth", "fusion",
        "prior_weight")
    expect_true(all(open %in% names(plain)))
    expect_true(all(vapply(plain[open], is.null, TRUE)))
    expect_identical(plain$window, "trajectory")
    sized <- .sized_control(plain, .method("clstm")$hidden, 6L, 15L)
    expect_identical(sized$hidden, 10L)
    expect_identical(sized$window, "trajectory")
    expect_identical(.sized_control(plain, .method("loo")$hidden, 6L,
        15L)$hidden, 40L)
    paper <- ggc_control("paper")
    expect_identical(paper[c("hidden", "window")],
        list(hidden = "genes", window = "genes"))
    sized <- .sized_control(paper, 10L, 30L, 15L)
    expect_identical(sized[c("hidden", "window")],
        list(hidden = 30L, window = 14L))
    expect_identical(ggc_control("paper", hidden = NULL)["hidden"],
        list(hidden = NULL))
})

test_that("a fit keeps sizes, and leaves open what each ranking reads", {
    sim <- ggc_simulate("var", p = 4, n_time = 12, n_trajectories = 4, seed = 1)
    fit <- ggc_fit(sim, seed = 1, control = ggc_control(members = 1, first = 3,
        each = 1, n_lambda = 2))
    control <- fit@control
    expect_identical(names(control), names(ggc_control()))
    expect_true(all(vapply(control[c("hidden", "horizons", "dependence_lags",
        "smooth")], is.numeric, TRUE)))
    expect_null(control$fusion)
    expect_null(control$prior_weight)
    # It may be used again.
    again <- ggc_fit(sim, seed = 1, control = control)
    expect_identical(again@control, control)
    expect_identical(granger(again), granger(fit))
})

test_that("a checkpoint of another fit is told what was left open there", {
    task <- list(z = matrix(0, 1L, 1L, dimnames = list("a", NULL)),
        trajectory = 1L, rows = 1L, columns = 1L, cell = "lstm", seed = 1,
        structure = list(), control = ggc_control(prior_weight = 2))
    expect_identical(.task_facts(task)[c("prior_weight", "fusion")],
        c(prior_weight = "2", fusion = "NULL"))
})

test_that("do.call() gives back any control", {
    for (given in list(ggc_control(), ggc_control("paper"), ggc_control("tank"),
        ggc_control(window = 3, fusion = 0, smooth = 0.5),
        ggc_control("paper", hidden = NULL, horizons = NULL, hubs = 1),
        ggc_control("tank", lambda = c(0.1, 0.2), prior_weight = 2),
        ggc_control(n_lambda = 3, lambda_min = 0.1, window = "genes"),
        .sized_control(ggc_control("paper"), 10L, 9L, 7L))) {
        expect_identical(do.call(ggc_control, unclass(given)), given)
        expect_identical(.as_control(given), given)
    }
})

test_that("a value of a control that is set to NULL is left open", {
    given <- ggc_control("paper", smooth = 0.5)
    given$smooth <- given$hidden <- NULL
    expect_identical(.as_control(given), ggc_control("paper", hidden = NULL))
    given$kl <- NULL
    expect_error(.as_control(given), "`control` lacks hidden, kl, smooth.",
        class = "ggc_error_argument")
    given <- ggc_control()
    given$hiden <- 5
    expect_error(.as_control(given), "not hiden", class = "ggc_error_argument")
})

test_that("a group is a checked list of what was given", {
    group <- ggc_control_model(layers = 2, hidden = NULL)
    expect_s3_class(group, c("GGCControlModel", "GGCControlGroup"),
        exact = TRUE)
    expect_identical(unclass(group), list(hidden = NULL, layers = 2L))
    expect_identical(length(ggc_control_run()), 0L)
    expect_output(print(group),
        "<GGCControlModel>\n  hidden by method\n  layers 2", fixed = TRUE)
    # A row is not mistaken for another whose name it starts.
    expect_identical(unclass(ggc_control_loss(kl_target = "directed")),
        list(kl_target = "directed"))
    expect_identical(unclass(ggc_control_training(lambda_max = 0.01)),
        list(lambda_max = 0.01))
    refused <- function(code, text) {
        expect_error(code, text, class = "ggc_error_argument")
    }
    refused(ggc_control_model(hidden = 0), "`hidden`")
    refused(ggc_control_training(lambda = c(2, 1)), "increasing")
    refused(ggc_control_training(lambda_min = 1, lambda_max = 0.1),
        "`lambda_min` must be less")
    refused(ggc_control_loss(penalty = "hierarchical", kl = "log"), "`penalty`")
    refused(ggc_control(ggc_control_loss(penalty = "hierarchical"), kl = "log"),
        "`penalty`")
})

test_that("groups and names make the same control, and win over a preset", {
    expect_identical(
        ggc_control(ggc_control_model(hidden = 5), hubs = 0),
        ggc_control(hidden = 5, hubs = 0))
    expect_identical(
        ggc_control("paper", ggc_control_ranking(hubs = 1),
            ggc_control_model(hidden = NULL), members = 2),
        ggc_control("paper", hubs = 1, hidden = NULL, members = 2))
    expect_identical(ggc_control(ggc_control_run(keep = "none"),
        preset = "tank"), ggc_control("tank", keep = "none"))
    group <- ggc_control_model(hidden = 5)
    refused <- function(code, text) {
        expect_error(code, text, fixed = TRUE, class = "ggc_error_argument")
    }
    refused(ggc_control(group, hidden = 5), paste0("`hidden` must be given ",
        "once, by itself or in one ggc_control_model(), not twice."))
    refused(ggc_control(group, group), "`hidden` must be given once")
    refused(ggc_control("paper", 5), "not 5.\nggc_control() takes preset, hid")
    refused(ggc_control(hiden = 5), "not hiden.")
    refused(ggc_control("best", group), "`preset`")
})

test_that("the help page of ggc_control() has every value and its group", {
    page <- .control_page()
    params <- page[startsWith(page, "@param")]
    listed <- unlist(strsplit(sub("@param ([^ ]+) .*", "\\1", params), ","))
    expect_setequal(listed, names(.CONTROL))
    table <- strsplit(page[[length(page)]], "\n")[[1L]]
    rows <- table[startsWith(table, "| `")]
    expect_length(rows, length(.CONTROL))
    expect_true("| `hidden` | [model][ggc_control_model] | by method |" %in%
        rows)
    expect_true("| `cut` | [network][ggc_control_network] | `\"credible\"` |"
        %in% rows)
})
