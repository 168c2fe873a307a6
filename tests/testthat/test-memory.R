# Memory: what is said to be needed is what is taken, nothing is taken that is not
# there, and nothing is kept.

small <- ggc_control(members = 1L, first = 2L, each = 1L, n_lambda = 2L,
    hidden = 2L)
made_up <- function(p, n_time, n_trajectories = 1L) {
    matrix(noise_like(p * n_time * n_trajectories), p,
        dimnames = list(sprintf("g%d", seq_len(p)), NULL))
}
numbered <- function(n_time, n_trajectories) {
    rep(seq_len(n_trajectories), each = n_time)
}

# Bytes that are said and those that C takes, of a fit that is not trained.
bytes_of <- function(p, n_time, n_trajectories, method = "clstm", threads = 1L,
                     graph = FALSE, control = ggc_control()) {
    out <- c(said = NA, taken = NA)
    real <- local_fake(".dependence_reading", function(s) {
        out[["said"]] <<- sum(ggc:::.fit_memory(s)[[2L]][ggc:::.BYTES])
        list(dependence_lags = 2L, smooth = 0)
    })
    local_fake(".native_fit", function(problem, threads, progress) {
        out[["taken"]] <<- ggc:::.native_fit_bytes(problem, threads)
        stop("enough")
    })
    expect_error(ggc_fit(made_up(p, n_time, n_trajectories), method,
        trajectory = numbered(n_time, n_trajectories), graph = graph,
        threads = threads, control = control, seed = 1), "enough")
    out
}

test_that("what is said is what training takes", {
    cases <- list(
        list(10, 21, 4), list(10, 21, 4, threads = 2L),
        list(100, 21, 46, control = ggc_control(hidden = 40)),
        list(300, 10, 4, "crnn", control = ggc_control(optimiser = "gista")),
        list(20, 600, 1), list(20, 300, 2, control = ggc_control(window = 10)),
        list(20, 300, 3, control = ggc_control(burn_in = 100)),
        list(30, 50, 10, "cmlp", control = ggc_control(lag = 12)),
        list(30, 50, 5, graph = TRUE, control = ggc_control(hidden = 100)),
        list(10, 21, 4, control = ggc_control(layers = 3)),
        list(40, 21, 4, control = ggc_control("paper")),
        list(40, 21, 4, graph = TRUE, control = ggc_control(hidden = 50,
            graph_at = "recurrence", triplet = "prediction", horizons = 3)),
        list(4, 3000, 2, control = small), list(3, 4, 1, control = small)
    )
    for (case in cases) {
        bytes <- do.call(bytes_of, case)
        expect_identical(bytes[["said"]], bytes[["taken"]])
    }
})

test_that("what is said is what is taken, for all kinds of networks", {
    grid <- expand.grid(method = network_methods(),
        at = names(.graph_sites), layers = c(1L, 3L), hidden = c(3L, 300L),
        stringsAsFactors = FALSE)
    wrong <- apply(grid, 1L, function(g) {
        bytes <- bytes_of(5, 12, 3, g[["method"]], graph = TRUE,
            control = ggc_control(graph_at = g[["at"]], members = 2L,
                layers = as.integer(g[["layers"]]),
                hidden = as.integer(g[["hidden"]])))
        bytes[["said"]] != bytes[["taken"]]
    })
    expect_identical(sum(wrong), 0L)
    expect_length(wrong, 12L * length(network_methods()))
})

test_that("a fit that does not fit is refused before anything is computed", {
    local_fake(".structure", function(...) stop("too late"))
    local_fake(".mask_structure", function(...) stop("too late"))
    x <- made_up(10, 21)
    refused <- function(pattern, ...) {
        expect_error(ggc_fit(x, ..., seed = 1), pattern,
            class = "ggc_error_memory")
    }
    old <- options(ggc.max_memory = 1e5)
    on.exit(options(old), add = TRUE)
    refused("of memory, and 97.7 kB are allowed.*what the networks compute")
    refused("`members`", control = ggc_control(members = 1000L,
        keep = "none"))
    refused("would take", method = "loo")
    thin <- ggc_control(hidden = 1L, members = 1L, n_lambda = 1L, window = 1L)
    x <- made_up(400, 4)
    refused("keep = \"none\"", control = thin)
})

test_that("the limit is the option, or what the machine has", {
    limit <- function() ggc:::.memory_limit()
    old <- options(ggc.max_memory = 12345)
    on.exit(options(old), add = TRUE)
    expect_identical(limit(), 12345)
    options(ggc.max_memory = Inf)
    expect_identical(limit(), 2^50)
    for (wrong in list(-1, 0, NA_real_, c(1, 2), "1 GB", list())) {
        options(ggc.max_memory = wrong)
        expect_error(limit(), "ggc.max_memory", class = "ggc_error_argument")
    }
    options(ggc.max_memory = NULL)
    expect_gt(limit(), 2^20)
    file <- tempfile()
    writeLines(c("MemTotal:   9000 kB", "MemAvailable:    3000 kB"), file)
    cgroup <- tempfile()
    available <- function() ggc:::.available_memory(file, cgroup)
    expect_identical(available(), 3000 * 1024)
    writeLines("max", cgroup)
    expect_identical(available(), 3000 * 1024)
    writeLines("2000000", cgroup)
    expect_identical(available(), 2e6)
    writeLines("MemTotal:   9000 kB", file)
    unlink(cgroup)
    expect_identical(available(), Inf)
})

test_that("sizes that overflow are refused, whatever the option says", {
    old <- options(ggc.max_memory = Inf)
    on.exit(options(old), add = TRUE)
    x <- made_up(4, 12)
    for (control in list(
        ggc_control(members = 2^31 - 1, n_lambda = 2^20),
        ggc_control(hidden = 32768L, members = 2^31 - 1)
    )) {
        expect_error(ggc_fit(x, control = control, seed = 1),
            class = "ggc_error_memory")
    }
    # One long trajectory and many short ones, padded to 2^30 points.
    sizes <- c(2^17, rep(3, 2^14))
    whole <- replace(small, "segment", .Machine$integer.max)
    expect_error(ggc:::.check_panel(whole, "lstm", rep(seq_along(sizes), sizes)),
        "padded to a common length", class = "ggc_error_memory")
})

test_that("other functions ask before they allocate", {
    old <- options(ggc.max_memory = 1e4)
    on.exit(options(old), add = TRUE)
    x <- made_up(60, 10)
    refused <- function(code) expect_error(code, class = "ggc_error_memory")
    for (name in c(".native_dcor", ".native_adjacency", ".native_layout",
        ".native_simulate_var", ".native_grn_network", ".native_predict",
        ".edge_order")) {
        local_fake(name, function(...) stop("too late"))
    }
    refused(ggc_dcor(x))
    refused(ggc_dcor(x[1:2, ], y = x))
    refused(ggc_adjacency(x))
    refused(ggc_layout(diag(60)))
    refused(ggc_edges(`colnames<-`(x, letters[1:10]), n = 3))
    refused(ggc_simulate("var", p = 60, n_time = 5))
    refused(ggc_simulate("grn", p = 60))
    refused(ggc_simulate(p = 4, n_time = 1000))
})

test_that("a forecast asks before it allocates", {
    fit <- ggc_fit(made_up(4, 12), control = small, seed = 1)
    old <- options(ggc.max_memory = 1e4)
    on.exit(options(old), add = TRUE)
    expect_error(predict(fit), class = "ggc_error_memory")
})

# Kilobytes of this process that are in memory.
resident <- function(pid = "self", field = "VmRSS") {
    file <- sprintf("/proc/%s/status", pid)
    line <- grep(sprintf("^%s:", field), readLines(file), value = TRUE)
    as.numeric(gsub("[^0-9]", "", line))
}

test_that("200 fits in one session leave nothing behind", {
    skip_if_not(file.exists("/proc/self/status"), "no /proc")
    x <- made_up(5, 12)
    after <- function(n) {
        for (i in seq_len(n)) {
            ggc_fit(x, control = small, seed = i, threads = 1L + i %% 2L)
        }
        gc()
        resident()
    }
    before <- after(50)
    grown <- after(150) - before
    expect_lt(grown, 4096) # kB: what the allocator moves about
})

test_that("no path of penalties is made that does not fit", {
    old <- options(ggc.max_memory = 2^28)
    on.exit(options(old))
    expect_error(ggc_control(n_lambda = .Machine$integer.max), "n_lambda",
        class = "ggc_error_memory")
})

test_that("the peak of a process is what is documented", {
    skip_on_cran() # seconds
    skip_if_not(file.exists("/proc/self/status"), "no /proc")
    child <- function(fit) {
        script <- tempfile(fileext = ".R")
        writeLines(deparse(bquote({
            suppressMessages(library(ggc))
            peak <- function() {
                line <- grep("^VmHWM:", readLines("/proc/self/status"),
                    value = TRUE)
                as.numeric(gsub("[^0-9]", "", line))
            }
            set.seed(1)
            x <- matrix(rnorm(1500 * 40), 1500,
                dimnames = list(sprintf("g%d", 1:1500), NULL))
            control <- ggc_control(hidden = 60, first = 1, each = 1,
                keep = "none")
            run <- function(targets) ggc_fit(x, targets = targets,
                control = control, seed = 1, threads = 2,
                trajectory = rep(1:4, each = 10))
            if (.(fit)) run(1:4)
            cat(peak())
        })), script)
        as.numeric(system2(file.path(R.home("bin"), "Rscript"), script,
            stdout = TRUE))
    }
    grown <- 1024 * (child(TRUE) - child(FALSE))
    control <- ggc_control(hidden = 60, keep = "none")
    control$horizons <- 1L
    control$window <- "trajectory"
    sizes <- ggc:::.fit_sizes("fit", control, "lstm", numbered(10, 4),
        c(1500, 1500, 4), 2)
    bytes <- sum(sizes[ggc:::.BYTES]) + ggc:::.result_bytes(control, 1500, 4, 0)
    expect_gt(bytes / grown, 0.75)
    expect_lt(bytes / grown, 1.25)
})
