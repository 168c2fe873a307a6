# BatchtoolsParam on a real Slurm, set up for the test on this machine.

local_slurm <- function(frame = parent.frame()) {
    needed <- c("slurmctld", "slurmd", "munged", "sbatch")
    path <- paste0(Sys.getenv("PATH"), ":/usr/sbin:/sbin")
    found <- vapply(needed, function(program) {
        any(file.exists(file.path(strsplit(path, ":")[[1L]], program)))
    }, NA)
    if (!all(found)) {
        skip(sprintf("no Slurm here (%s)", toString(needed[!found])))
    }
    if (system2("id", "-u", stdout = TRUE) != "0") {
        skip("a Slurm of its own can only be started by root")
    }
    directory <- tempfile("slurm")
    script <- function(name) {
        tools_file("slurm", name)
    }
    said <- suppressWarnings(system2("sh", c(script("start.sh"), directory, 2),
        stdout = TRUE, stderr = TRUE))
    before <- Sys.getenv("SLURM_CONF", NA)
    stop <- function() {
        system2("sh", c(script("stop.sh"), directory))
        if (is.na(before)) {
            Sys.unsetenv("SLURM_CONF")
        } else {
            Sys.setenv(SLURM_CONF = before)
        }
    }
    do.call(on.exit, list(bquote(.(stop)()), add = TRUE), envir = frame)
    expect_null(attr(said, "status"), info = paste(said, collapse = "\n"))
    Sys.setenv(SLURM_CONF = file.path(directory, "slurm.conf"))
}

# Jobs find ggc where this process found it. `R CMD check` has R_TESTS name a file
# that R reads first, by a path that holds in its own directory only, and puts an
# `Rscript` that refuses to run before the real one, which batchtools' jobs call.
local_jobs <- function(frame = parent.frame()) {
    before <- Sys.getenv(c("R_LIBS", "R_TESTS", "PATH"), NA, names = TRUE)
    path <- strsplit(before[["PATH"]], .Platform$path.sep, fixed = TRUE)[[1L]]
    Sys.setenv(R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep),
        PATH = paste(path[basename(path) != "R_check_bin"],
            collapse = .Platform$path.sep))
    Sys.unsetenv("R_TESTS")
    back <- function() {
        Sys.unsetenv(names(before)[is.na(before)])
        do.call(Sys.setenv, as.list(before[!is.na(before)]))
    }
    do.call(on.exit, list(bquote(.(back)()), add = TRUE), envir = frame)
}

test_that("jobs of a real Slurm give the bits of one process", {
    skip_on_os("windows")
    skip_without_tools()
    skip_if_not_installed("BiocParallel")
    skip_if_not_installed("batchtools")
    local_slurm()
    local_jobs()
    sim <- ggc_simulate("var", p = 9, n_time = 15, n_trajectories = 6, seed = 3)
    registry <- tempfile("registry", getwd())
    on.exit(unlink(registry, recursive = TRUE), add = TRUE)
    param <- BiocParallel::BatchtoolsParam(2L, "slurm",
        registryargs = BiocParallel::batchtoolsRegistryargs(
            file.dir = registry),
        resources = list(walltime = 300, ncpus = 1, memory = 200))
    suppressMessages(
        fit <- ggc_fit(sim, control = tiny_control(), seed = 5, BPPARAM = param)
    )
    expect_same_fit(fit, ggc_fit(sim, control = tiny_control(), seed = 5))
    # It was Slurm that ran it.
    states <- system2("scontrol", c("--oneliner", "show", "jobs"),
        stdout = TRUE)
    expect_length(states, 2L)
    expect_true(all(grepl("JobState=COMPLETED", states)))
})
