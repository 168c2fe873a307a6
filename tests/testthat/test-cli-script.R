# The script of the command line, in processes of its own.

test_that("the script is installed and executable", {
    expect_true(file.exists(script()))
    skip_on_os("windows")
    expect_identical(unname(file.access(script(), 1L)), 0L)
    # The line that sh reads is a text for R.
    expect_silent(parse(script()))
})

test_that("help and version take no package and next to no time", {
    skip_on_os("windows")
    said <- function(...) {
        before <- proc.time()
        got <- run(...)
        used <- (proc.time() - before)[c("user.child", "sys.child")]
        expect_code(got, 0L)
        expect_identical(got$said, "")
        # .08 s measured, where loading the package takes 6 s
        expect_lt(sum(used), 1)
        got$out
    }
    version <- sprintf("ggc %s", utils::packageVersion("ggc"))
    expect_identical(said("--version"), version)
    expect_identical(said("fit", "--version"), version)
    for (args in list("--help", "-h", "help", c("learn", "--help"))) {
        expect_identical(said(args), ggc:::.cli_lines("ggc"))
    }
    for (command in ggc:::.cli_commands()) {
        expect_identical(said(command, "--nonsense", "--help"),
            ggc:::.cli_lines(command))
    }
    expect_identical(said("help", "fit"), ggc:::.cli_lines("fit"))
})

test_that("simulate, fit, score: a chain of processes, with its exit codes", {
    home <- tempfile()
    sim <- file.path(home, "sim")
    out <- file.path(home, "fit")
    got <- run("simulate", "--out", sim, "--genes", "6", "--seed=3")
    expect_code(got, 0L)
    expect_identical(c(got$out, got$said), "")
    # in the C locale, as containers have it
    got <- run("fit", file.path(sim, "expression.tsv"), "--samples",
        file.path(sim, "samples.tsv"), "--out", out, quick, env = "LC_ALL=C")
    expect_code(got, 0L)
    expect_identical(c(got$out, got$said), "")
    se <- ggc_simulate("grn", p = 6, seed = 3)
    fit <- ggc_fit(se, seed = 1, control = quick_control())
    expect_files_of(fit, out)
    got <- run("score", file.path(out, "edges.tsv"),
        file.path(sim, "truth.tsv"))
    expect_code(got, 0L)
    expect_identical(got$said, "")
    expect_equal(
        unlist(utils::read.delim(text = got$out)),
        unlist(ggc_metrics(fit, S4Vectors::metadata(se)$truth)),
        tolerance = 1e-15
    )
    got <- run("fit", file.path(home, "none.tsv"), "--out", out)
    expect_code(got, 3L, "ggc fit: There is no file")
    expect_identical(got$out, character())
    expect_code(run("score", "--nonsense"), 2L, "ggc score: there is no option")
    file.create(file.path(home, "file"))
    expect_code(run("simulate", "--out", file.path(home, "file", "x")), 1L,
        "Cannot make the directory")
})

test_that("names that are not ASCII survive the C locale", {
    out <- tempfile()
    got <- run("fit", at("x.tsv"), "--samples", at("samples.csv"), "--out", out,
        "--time=hours", "--trajectory=line", "--seed=5", quick,
        env = "LC_ALL=C")
    expect_code(got, 0L)
    data <- case()
    expect_files_of(ggc_fit(data$x, time = data$se$time,
        trajectory = data$se$trajectory, seed = 5, control = quick_control()),
        out)
})

test_that("Ctrl-C ends the script with 130 and keeps the checkpoint", {
    skip_on_os("windows")
    home <- tempfile()
    kept <- file.path(home, "kept")
    expect_code(cli("simulate", "--out", home, "--genes", "6", "--seed=3"), 0L)
    # The signal comes when there is a checkpoint, so within the training. A
    # shell starts what it does not wait for with Ctrl-C ignored.
    started <- sprintf("%s &", paste(shQuote(c(hearing_interrupt(),
        script_command(), "fit", file.path(home, "expression.tsv"),
        "--samples", file.path(home, "samples.tsv"), "--out",
        file.path(home, "fit"), "--checkpoint", kept, "--control=first=1000000")), collapse = " "))
    said <- system2("sh", c("-c", shQuote(paste(started, "pid=$!",
        sprintf("until [ -e %s ]; do sleep 0.1; done",
            shQuote(file.path(kept, "manifest"))),
        "sleep 1", "kill -INT $pid", "wait $pid", "echo code $?", sep = "\n"))),
        stdout = TRUE, stderr = TRUE, timeout = 120)
    expect_identical(utils::tail(said, 1L), "code 130")
    expect_true("ggc: interrupted" %in% said)
    expect_identical(list.files(kept), "manifest")
    expect_false(file.exists(file.path(home, "fit", "run.json")))
})

# Starts the script and sends it Ctrl-C after so many seconds: list(code,
# seconds until it ended, said).
interrupted_after <- function(delay, ...) {
    said <- tempfile()
    command <- paste(shQuote(c(hearing_interrupt(), script_command(), ...)),
        collapse = " ")
    lines <- c(
        sprintf("%s > %s 2>&1 &", command, shQuote(said)), "pid=$!",
        sprintf("sleep %.2f", delay), "kill -INT $pid 2> /dev/null",
        "from=$(date +%s)", "wait $pid",
        "echo $? $(( $(date +%s) - from ))")
    got <- system2("sh", c("-c", shQuote(paste(lines, collapse = "\n"))),
        stdout = TRUE, timeout = 120)
    numbers <- as.integer(strsplit(utils::tail(got, 1L), " ")[[1L]])
    list(code = numbers[[1L]], seconds = numbers[[2L]],
        said = readLines(said, warn = FALSE))
}

test_that("Ctrl-C at any moment is 130, and leaves no half of a result", {
    skip_on_os("windows")
    skip_on_cran() # a minute or two
    home <- tempfile("a b")
    out <- file.path(home, "fit")
    draws <- requireNamespace("ggplot2", quietly = TRUE)
    args <- c("fit", at("x.tsv"), "--samples", at("samples.csv"), "--out", out,
        "--time", "hours", "--trajectory", "line", quick, "--rds",
        if (draws) c("--pdf", file.path(out, "figures.pdf")))
    all_of <- c("edges.tsv", if (draws) "figures.pdf", "fit.rds", "granger.tsv",
        "run.json")
    whole <- system.time(expect_code(run(args), 0L))[["elapsed"]]
    set.seed(21)
    # Not in the tenth of a second in which R itself starts, which ends by 1.
    # GGC_INTERRUPTS=100 tries more moments.
    moments <- as.integer(Sys.getenv("GGC_INTERRUPTS", "10"))
    codes <- vapply(stats::runif(moments, 0.3, whole), function(delay) {
        unlink(home, recursive = TRUE)
        got <- interrupted_after(delay, args)
        label <- sprintf("after %.2f s: code %d, %s", delay, got$code,
            paste(got$said, collapse = " / "))
        expect_true(got$code %in% c(0L, 130L), label = label)
        expect_lt(got$seconds, 5, label = label)
        left <- list.files(out, all.files = TRUE, no.. = TRUE)
        expect_true(identical(left, all_of) || length(left) == 0L,
            label = paste(c(label, left), collapse = " "))
        got$code
    }, 0L)
    expect_gt(sum(codes == 130L), moments / 2)
})
