# The command line within this process, and as a script in one of its own.

# Runs .cli(); list(code, out, said).
cli <- function(...) {
    said <- character()
    out <- utils::capture.output(code <- withCallingHandlers(
        ggc:::.cli(c(...)),
        message = function(m) {
            said <<- c(said, conditionMessage(m))
            invokeRestart("muffleMessage")
        }
    ))
    list(code = code, out = out, said = paste(said, collapse = ""))
}

expect_code <- function(got, code, said = NULL) {
    expect_identical(got$code, code, info = got$said)
    if (!is.null(said)) {
        expect_match(got$said, said, fixed = TRUE)
    }
}

# A simulated data set on disk, made once.
case <- local({
    made <- NULL
    function() {
        if (is.null(made)) {
            home <- tempfile("ggc")
            dir.create(home)
            se <- ggc_simulate("var", p = 6, n_time = 15, n_trajectories = 4,
                self = 0.5, seed = 7)
            x <- SummarizedExperiment::assay(se)
            rownames(x)[[2]] <- "g\u00e9n 2"
            made <<- list(home = home, se = se, x = x)
            ggc:::.write_matrix(x, file.path(home, "x.tsv"), "gene")
            utils::write.csv(data.frame(s = colnames(se), hours = se$time,
                line = paste0("r", se$trajectory))[sample(ncol(se)), ],
                file.path(home, "samples.csv"), row.names = FALSE)
        }
        made
    }
})

at <- function(...) file.path(case()$home, ...)

quick <- c("--control", "members=1", "--control=n_lambda=4", "--control",
    "first=20", "--control", "each=10")
quick_control <- function(...) {
    ggc_control(members = 1, n_lambda = 4, first = 20, each = 10, ...)
}

# What ggc fit should have written for this fit.
expect_files_of <- function(fit, out) {
    want <- tempfile()
    ggc:::.write_table(as.data.frame(ggc_edges(fit)), want)
    expect_identical(readLines(file.path(out, "edges.tsv")), readLines(want))
    ggc:::.write_matrix(granger(fit), want, "regulator")
    expect_identical(readLines(file.path(out, "granger.tsv")), readLines(want))
    # and these bits are those of the fit
    expect_identical(read_matrix(file.path(out, "granger.tsv")),
        granger(fit)[, ])
}

script <- function() system.file("bin", "ggc", package = "ggc")

# What starts the script; on Windows it is no command by itself. Its R is this
# one.
script_command <- function() {
    if (.Platform$OS.type == "windows") {
        return(c(file.path(R.home("bin"), "Rscript"), script()))
    }
    c("env", sprintf("PATH=%s:%s", R.home("bin"), Sys.getenv("PATH")), script())
}

# Runs the script in a process of its own; list(code, out, said).
run <- function(..., env = character()) {
    out <- tempfile()
    said <- tempfile()
    command <- c(script_command(), ...)
    code <- suppressWarnings(system2(command[[1L]], shQuote(command[-1L]),
        stdout = out, stderr = said, env = env))
    list(code = as.integer(code), out = readLines(out, warn = FALSE),
        said = paste(readLines(said, warn = FALSE), collapse = "\n"))
}
